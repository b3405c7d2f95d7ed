"""Lo que se mueve y responde, en JupyterLab y en un navegador de verdad.

Se corre un cuaderno con una figura, otra que a veces falla, otra lenta y dos preguntas,
y se maneja todo con el teclado.
"""

import time

import nbformat
import pytest
from test_lab import _command, _idle, _jupyterlab, _wait, browser, pytestmark

__all__ = ["browser", "pytestmark"]

NOTEBOOK = "mover.ipynb"
CELLS = (
    """
import time
import numpy as np
from course_lib import move, progress_panel, question, shapes
from course_lib.exercises.model import Option, Question
from course_lib.figures import CourseFigure, plot_secants
from course_lib.interactive import QuestionWidget
""",
    """
def square(x):
    return x**2

move(plot_secants, f={"x²": square, "seno": np.sin}, x=1, h=(0.1, 2.0, 0.1),
     labels={"h": "paso h", "f": "función"})
""",
    """
def sometimes(k):
    if k == 2:
        raise ZeroDivisionError("división entre cero")
    return CourseFigure(alt_text=f"Un cuadro vacío, el número {k}", height=1)

move(sometimes, k=(0, 4))
""",
    """
drawn = []

def slow(k):
    time.sleep(0.25)
    drawn.append(k)
    return CourseFigure(alt_text=f"Va el dibujo {len(drawn)}, con k = {k}", height=1)

move(slow, k=(0, 100))
""",
    'question("00.c1")',
    """
QuestionWidget(Question("99.c1", "¿Cuáles son pares?", (
    Option("a", "2", "El 2 es par.", right=True),
    Option("b", "3", "El 3 no es par."),
    Option("c", "`4`", "El 4 es par.", right=True),
), "Números"))
""",
    'progress_panel("00")',
    'shapes("X @ W[1] + b[1]", X=(5, 3), W=[None, (3, 7)], b=[None, (7,)])',
    'shapes("X * W[1]", X=(5, 3), W=[None, (3, 7)])',
)


def _write(folder):
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.cells = [nbformat.v4.new_code_cell(code.strip()) for code in CELLS]
    nbformat.write(notebook, folder / NOTEBOOK)


def _open(driver, address):
    driver.get(address(NOTEBOOK))
    _wait(
        lambda: driver.execute_script(
            "return document.querySelectorAll('.jp-CodeCell').length > 3"
        ),
        what="el cuaderno",
    )
    time.sleep(3)
    _command(driver, "Run All Cells")
    _wait(
        lambda: len(_widgets(driver)) == 5 and _idle(driver),
        what="los widgets",
    )


def _widgets(driver):
    return driver.find_elements("css selector", ".curso-widget")


def _press(driver, element, *keys):
    """Enfoca un control y pulsa teclas, sin tocar el ratón."""
    from selenium.webdriver.common.action_chains import ActionChains

    driver.execute_script(
        "arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus()", element
    )
    for key in keys:
        ActionChains(driver).send_keys(key).perform()


def _find(widget, selector):
    return widget.find_element("css selector", selector)


def _text(widget, selector):
    return _find(widget, selector).text


def _alt(widget):
    return _find(widget, "img").get_attribute("alt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("mis cuadernos")
    _write(place)
    return place


def _cells(driver):
    return len(driver.find_elements("css selector", ".jp-CodeCell"))


def test_figures_and_questions_by_keyboard(folder, browser):
    from selenium.webdriver.common.keys import Keys

    with _jupyterlab(folder) as address:
        _open(browser, address)
        moved, failing, slow, single, several = _widgets(browser)
        before = _cells(browser)

        # Flechas, Inicio y Fin; el texto y la imagen dicen lo mismo.
        slider, choice = (_find(moved, tag) for tag in ("input", "select"))
        first = _find(moved, "img").get_attribute("src")
        _press(browser, slider, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        _wait(lambda: "paso h = 0.3" in _text(moved, ".curso-state"), 20, "h = 0.3")
        assert "h = 0.3" in _alt(moved)
        assert _find(moved, "img").get_attribute("src") != first
        _press(browser, slider, Keys.END)
        _wait(lambda: "paso h = 2" in _text(moved, ".curso-state"), 20, "h = 2")
        _press(browser, slider, Keys.HOME)
        _wait(lambda: "paso h = 0.1" in _text(moved, ".curso-state"), 20, "h = 0.1")
        assert slider.get_attribute("aria-valuetext") == "0.1"
        assert slider.accessible_name == "paso h"
        assert choice.accessible_name == "función"
        old = _alt(moved)
        _press(browser, choice, Keys.ARROW_DOWN)
        _wait(lambda: "función = seno" in _text(moved, ".curso-state"), 20, "el seno")
        assert _alt(moved) != old

        # «b» inserta una celda en JupyterLab: dentro del widget no debe llegarle.
        _press(browser, slider, "b", "a", "x")
        time.sleep(0.5)
        assert _cells(browser) == before

        # Un error se lee dentro del widget, y al seguir se dibuja otra vez.
        slider = _find(failing, "input")
        _press(browser, slider, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        _wait(lambda: "división entre" in _text(failing, ".curso-problem"), 20, "fallo")
        assert not _find(failing, "img").is_displayed()
        _press(browser, slider, Keys.ARROW_RIGHT)
        _wait(lambda: "número 3" in _alt(failing), 20, "la figura de k = 3")
        assert not _find(failing, ".curso-problem").is_displayed()

        # Treinta movimientos seguidos: se dibujan unos pocos, y el último siempre.
        _press(browser, _find(slow, "input"), Keys.ARROW_RIGHT * 30)
        _wait(lambda: "k = 30" in _text(slow, ".curso-state"), 30, "el último k")
        draws = int(_alt(slow).split("dibujo ")[1].split(",")[0])
        assert 2 <= draws <= 12, _alt(slow)

        # Preguntas: flechas y Entrar; cada opción, con su respuesta.
        button = _find(single, "button")
        _press(browser, button, Keys.ENTER)
        _wait(lambda: "Elige una opción" in _text(single, ".curso-reply"), 20, "aviso")
        radios = single.find_elements("css selector", "input")
        _press(browser, radios[0], Keys.SPACE, Keys.ENTER)
        _wait(lambda: "Todavía no" in _text(single, ".curso-reply"), 20, "respuesta")
        _press(browser, radios[0], Keys.ARROW_DOWN, Keys.ENTER)
        _wait(lambda: "Correcto" in _text(single, ".curso-reply"), 20, "acierto")
        boxes = several.find_elements("css selector", "input")
        _press(browser, boxes[0], Keys.SPACE, Keys.ENTER)
        _wait(lambda: "más de una" in _text(several, ".curso-reply"), 20, "a medias")
        _press(browser, boxes[2], Keys.SPACE, Keys.ENTER)
        _wait(lambda: "Correcto" in _text(several, ".curso-reply"), 20, "las dos")
        assert _cells(browser) == before

        # Los avisos no cuentan: en una máquina ocupada, JupyterLab dice que una pieza
        # suya tardó («cursor-position»).
        errors = [
            entry["message"]
            for entry in browser.get_log("browser")
            if entry["level"] == "SEVERE" and "curso" in entry["message"]
        ]
    assert errors == []


def _remember_widgets(folder, monkeypatch):
    """Lo que `curso abrir` deja puesto: los controles se guardan con el cuaderno."""
    place = folder / "ajustes" / "@jupyter-widgets" / "jupyterlab-manager"
    place.mkdir(parents=True)
    setting = place / "plugin.jupyterlab-settings"
    setting.write_text('{"saveState": true}', encoding="utf-8")
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(folder / "ajustes"))


def test_a_reopened_figure_says_that_nobody_answers(tmp_path, browser, monkeypatch):
    """Y al correr su celda vuelve a moverse, sin el aviso."""
    from selenium.webdriver.common.keys import Keys

    _remember_widgets(tmp_path, monkeypatch)
    _write(tmp_path)
    with _jupyterlab(tmp_path) as address:
        _open(browser, address)
        _command(browser, "Save Notebook")
        saved = tmp_path / NOTEBOOK
        _wait(lambda: '"widgets"' in saved.read_text("utf-8"), 30, "los controles")
        browser.get("about:blank")
    with _jupyterlab(tmp_path) as address:
        browser.get(address(NOTEBOOK))
        _wait(lambda: len(_widgets(browser)) == 5, what="los widgets guardados")
        time.sleep(3)
        moved = _widgets(browser)[0]
        _press(browser, _find(moved, "input"), Keys.ARROW_RIGHT)
        told = "Si acabas de abrir el cuaderno o reiniciaste el núcleo, corre la celda"
        time.sleep(2)
        assert told not in _text(moved, ".curso-busy"), "demasiado pronto"
        _wait(lambda: told in _text(moved, ".curso-busy"), 8, "el aviso")
        _command(browser, "Run All Cells")
        _wait(lambda: _idle(browser), what="el núcleo")
        _wait(lambda: _find(_widgets(browser)[0], "img").is_displayed(), 30, "figura")
        moved = _widgets(browser)[0]
        _press(browser, _find(moved, "input"), Keys.ARROW_RIGHT)
        _wait(lambda: "paso h = 0.2" in _text(moved, ".curso-state"), 20, "h = 0.2")
        assert not _find(moved, ".curso-busy").is_displayed()


def _as_phone(driver):
    """390 px de ancho (una ventana no baja de 500) y sin el panel de archivos."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    size = {"width": 390, "height": 1600, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    keys = ActionChains(driver).key_down(Keys.CONTROL).send_keys("b")
    keys.key_up(Keys.CONTROL).perform()
    time.sleep(1.5)


def test_widgets_fit_a_phone(folder, browser):
    with _jupyterlab(folder) as address:
        _open(browser, address)
        _as_phone(browser)
        overflow = browser.execute_script(
            "return [...document.querySelectorAll('.curso-widget')]"
            ".map(e => e.scrollWidth - e.clientWidth)"
        )
        widths = browser.execute_script(
            "return [...document.querySelectorAll('.curso-widget input[type=range]')]"
            ".map(e => e.getBoundingClientRect().width)"
        )
    assert all(extra <= 1 for extra in overflow), overflow
    assert len(widths) == 3 and all(width > 100 for width in widths), widths
