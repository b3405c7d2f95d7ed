"""El informe de una clase en un navegador: cabe en un teléfono y no pide nada afuera.

Con una copia de axe-core (`axe.min.js`) en la variable CURSO_AXE, además se audita.
"""

import os
from pathlib import Path

import pytest
from test_lab import browser, pytestmark

from course_lib.exercises import get_exercise
from course_lib.grading.model import Graded, StudentResult
from course_lib.grading.report import write_report

__all__ = ["browser", "pytestmark"]

NAME = "María-José_de-los-Ángeles " + "Wwwwwwwwww" * 5
AXE = os.environ.get("CURSO_AXE")


@pytest.fixture
def report(tmp_path):
    """Una clase de seis, con nombres largos y de todo un poco."""
    results = []
    for number in range(6):
        items = []
        for place, name in enumerate(("04.1", "04.2", "04.4", "04.6", "04.d1")):
            exercise = get_exercise(name)
            mistake = exercise.mistakes[number % 2]
            right = (number + place) % 3 == 0
            points = float(exercise.points) if right else 0.0
            status = "right" if right else ("wrong", "blank", "lost")[number % 3]
            diagnosis = None if right else mistake.id
            message = exercise.praise if right else mistake.message
            items.append(
                Graded(
                    name,
                    points,
                    float(exercise.points),
                    diagnosis,
                    status,
                    message,
                    "" if right else mistake.section,
                )
            )
        code = {"04.6": f"def backpropagation(X):\n    return {'X @ ' * 60}X"}
        one = StudentResult(
            f"p{number}",
            f"{NAME} {number}",
            f"entregas/{'carpeta_larga_' * 12}/04.ipynb",
            "04",
            "0" * 64,
            tuple(items),
            notes=("Entregó dos veces; cuenta la última.",),
            functions=code,
            answers={"04.c1": "b"},
        )
        results.append(one)
    broken = StudentResult("z", "Zoe", "z.ipynb", None, "", problem="Está vacío.")
    return write_report([*results, broken], tmp_path / "informe", isolated=False)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_fits_and_asks_for_nothing(browser, report, width, scheme):
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 844, "deviceScaleFactor": 1}
    size["mobile"] = width < 500
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    pages = sorted(report.pages.glob("*.html"))
    for path in (report.report, pages[0], pages[-1]):
        browser.get(path.as_uri())
        browser.execute_script(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        wide, names = browser.execute_script(
            "return [document.documentElement.scrollWidth,"
            " performance.getEntriesByType('resource').map(r => r.name)]"
        )
        assert wide <= width, path.name
        assert [name for name in names if not name.startswith("data:")] == []
        # Una columna de un par de letras por renglón no se lee.
        narrow = browser.execute_script(
            "return [...document.querySelectorAll('th, td')].filter(c =>"
            " c.innerText.trim().length > 5 && c.offsetWidth < 36).length"
        )
        assert narrow == 0, path.name
        # Nada queda cortado a la espera de que alguien descubra que se desplaza.
        cut = browser.execute_script(
            "return [...document.querySelectorAll('pre, .ancha')].filter(e =>"
            " e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 80))"
        )
        assert cut == [], path.name
        for element in browser.find_elements("tag name", "img"):
            assert browser.execute_script("return arguments[0].naturalWidth", element)
        assert browser.get_log("browser") == []
        if AXE:
            audit(browser)


def test_on_paper_no_figure_is_cut_and_no_title_is_left_alone(browser, report):
    browser.get(report.report.as_uri())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        nav, figure, title = browser.execute_script(
            "const style = name => getComputedStyle(document.querySelector(name));"
            "return [style('nav').display, style('figure').breakInside,"
            " style('h2').breakAfter]"
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert (nav, figure, title) == ("none", "avoid", "avoid")


def audit(browser):
    """Ninguna falta de las que axe-core sabe ver."""
    browser.execute_script(Path(AXE).read_text("utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(r =>"
        " done(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
    )
    assert found == []
