"""Nombres, mensajes y salidas hostiles, de la entrega al informe, con la orden entera.

Cada entrega lleva un mismo texto en su carpeta, en lo que lanza, en lo que imprime, en
lo que devuelve y en su código. Nada de eso corre, sale de la carpeta ni da un punto.
"""

import contextlib
import csv
import io
import json
import re

import mistune
import pytest
from caja import answer, full, isolated_only
from pages import harmless

from course_lib.grading.run import DONE, run

HOSTILE = (
    '=HYPERLINK("http:malo.example";"nota")',
    "+cmd|' C calc'!A0",
    "@SUM(1+1)*9",
    "<script>alert(1)<script>",
    "<img src=x onerror=alert(1)>",
    "[ver](javascript:alert(1))",
    "](javascript:alert(1))",
    "`<b onmouseover=alert(1)>`",
    "{{ 7*7 }}{% raw %}",
    "ana\u202egpj.odatluser\u2066",
    "\x1b[2J\x1b]0;dueño\x07rojo",
    "dos\nlíneas;\r=1+1",
    "ana..%2f..%2fsalida",
    "eva\\..\\..\\salida",
    "-- '); DROP TABLE grade; --",
    "CON",
)


def notebook(text):
    code = [
        "import numpy as np",
        f"TEXTO = {text!r}\nprint(TEXTO)",
        "def one_hot(y, n_classes):\n    print(TEXTO)\n    raise ValueError(TEXTO)",
        "import warnings",
        "def softmax(Z):\n    warnings.warn(TEXTO, RuntimeWarning)\n    return TEXTO",
        "def cross_entropy(*a):\n    raise type(TEXTO, (Exception,), {})(TEXTO)",
        f"def output_delta(*a):\n    return {text!r}  # {text.split()[0]}",
        answer("04.7"),
        "raise RuntimeError(TEXTO)",
    ]
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
        for source in code
    ]
    metadata = {"curso": {"leccion": "04"}, "authors": [{"name": text}]}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostil")
    for text in HOSTILE:
        folder = place / "clase" / text
        folder.mkdir(parents=True)
        path = folder / f"{text}.ipynb"
        path.write_text(json.dumps(notebook(text)), "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(place / "clase", place / "informe", seed=5, processes=1)
    return place, code, said.getvalue()


@isolated_only
def test_everything_is_graded_and_nothing_else_is_written(report):
    place, code, _ = report
    assert code == DONE
    assert sorted(p.name for p in place.iterdir()) == ["clase", "informe"]
    pages = sorted((place / "informe" / "estudiantes").iterdir())
    assert len(pages) == 2 * len(HOSTILE)
    for page in pages:
        assert re.fullmatch(r"[a-z0-9-]+\.(html|md)", page.name)


@isolated_only
def test_the_pages_do_nothing(report):
    folder = report[0] / "informe"
    for page in [folder / "informe.html", *folder.rglob("estudiantes/*.html")]:
        text = page.read_text("utf-8")
        harmless(text)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
    draw = mistune.create_markdown(escape=False, plugins=["table", "url"])
    for page in folder.rglob("*.md"):
        drawn = draw(page.read_text("utf-8"))
        assert set(re.findall(r"<(\w+)", drawn)) <= {
            "h1",
            "h2",
            "h3",
            "p",
            "strong",
        } | {*("code", "ul", "li", "ol", "em", "br", "pre")}, page.name


@isolated_only
def test_no_cell_is_a_formula_and_only_what_is_right_counts(report):
    text = (report[0] / "informe" / "notas.csv").read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert not [c for row in rows for c in row if re.match(r"[\s\u200b]*[=+@-]", c)]
    exercise, points = rows[0].index("ejercicio"), rows[0].index("puntos")
    earned = {}
    for row in rows[1:]:
        earned[row[exercise][:4]] = earned.get(row[exercise][:4], 0) + float(
            row[points].replace(",", ".") or 0
        )
    assert earned.pop("04.7") == len(HOSTILE) * full("04.7")
    assert set(earned.values()) == {0.0}


@isolated_only
def test_nothing_controls_the_terminal(report):
    assert "16 entregas calificadas" in report[2]
    assert report[2].replace("\n", " ").isprintable()
