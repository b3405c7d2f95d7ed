"""Cuánto tarda una figura que se mueve: de la tecla a la imagen nueva en pantalla.

Abre JupyterLab en Chromium, pulsa una flecha en el control y espera a que el navegador
pinte la imagen nueva. El reloj es el del navegador. De cada tecla se anota también
cuánto tardó Python en dibujar: el resto es lo que ponen el widget y JupyterLab.

    python benchmarks/interactive.py [teclas]
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))

from test_lab import CHROMIUM, DRIVER, _command, _idle, _jupyterlab

TARGET = 120
NOTEBOOK = "medida.ipynb"
SETUP = """
import time
import numpy as np
from course_lib import move
from course_lib.datasets import moons
from course_lib.figures import CourseFigure, draw_graph, plot_boundary, plot_secants
from course_lib.graph import Node

def timed(widget):
    draw = widget._drawn
    def measured(positions):
        start = time.perf_counter()
        traits = draw(positions)
        traits["state_text"] += f" | {1e3 * (time.perf_counter() - start):.1f}"
        return traits
    widget._drawn = measured
    return widget
"""
FIGURES = {
    "ejes vacíos": """
def empty(k):
    figure = CourseFigure(alt_text=f"k = {k}", title=f"Va {k}", height=3)
    figure.plot_axes()
    return figure
timed(move(empty, k=(0, 100)))
""",
    "plot_secants": """
timed(move(plot_secants, f=np.sin, derivative=np.cos, x=1, h=(0.01, 2.0, 0.01)))
""",
    "draw_graph": """
x, y, z = Node(-2.0, "x"), Node(5.0, "y"), Node(-4.0, "z")
f = (x + y) * z
timed(move(draw_graph, node=f, step=(0, 5)))
""",
    "plot_boundary": """
X, y = moons(200, seed=0)
def boundary(slope):
    return plot_boundary(lambda P: (P[:, 1] > slope * P[:, 0]).astype(int), X, y)
timed(move(boundary, slope=(-2.0, 2.0)))
""",
}
# Con la imagen cargada: en el cuadro siguiente se pinta, y lo que se encola ahí corre
# justo después de pintar.
MEASURE = """
const [widget, done] = [arguments[0], arguments[1]];
const input = widget.querySelector('input');
const image = widget.querySelector('img');
let start = null;
const painted = () => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now() - start);
  channel.port2.postMessage(0);
});
image.addEventListener('load', painted, { once: true });
input.addEventListener('keydown', () => { start ??= performance.now(); },
                       { once: true, capture: true });
input.focus();
"""


def _write(folder):
    notebook = nbformat.v4.new_notebook()
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata["kernelspec"] = kernel
    codes = [SETUP, *FIGURES.values()]
    notebook.cells = [nbformat.v4.new_code_cell(code.strip()) for code in codes]
    nbformat.write(notebook, folder / NOTEBOOK)


def _chromium(folder):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run")
    for flag in (*flags, "--window-size=1280,4000", f"--user-data-dir={folder}"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(DRIVER))


def _key_to_picture(driver, widget, key):
    """Milisegundos de una tecla a su imagen, y los que Python tardó en dibujarla."""
    from selenium.webdriver.common.action_chains import ActionChains

    driver.execute_script(
        "window.elapsed = null; (function () {" + MEASURE + "})"
        "(arguments[0], (t) => { window.elapsed = t; })",
        widget,
    )
    ActionChains(driver).send_keys(key).perform()
    for _ in range(400):
        elapsed = driver.execute_script("return window.elapsed")
        if elapsed is not None:
            state = widget.find_element("css selector", ".curso-state").text
            return elapsed, float(state.rpartition("|")[2])
        time.sleep(0.01)
    raise TimeoutError("la imagen no llegó en 4 segundos")


def main():
    from selenium.webdriver.common.keys import Keys

    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        driver = _chromium(folder / "perfil")
        with _jupyterlab(folder) as address:
            try:
                driver.get(address(NOTEBOOK))
                time.sleep(6)
                _command(driver, "Run All Cells")
                widgets = []
                while len(widgets) < len(FIGURES) or not _idle(driver):
                    time.sleep(0.5)
                    widgets = driver.find_elements("css selector", ".curso-widget")
                print(f"{keys} teclas por figura; meta: mediana ≤ {TARGET} ms")
                for figure, widget in zip(FIGURES, widgets, strict=True):
                    driver.execute_script(
                        "arguments[0].scrollIntoView({block: 'center'})", widget
                    )
                    times = []
                    for k in range(keys + 3):  # las tres primeras calientan
                        key = Keys.ARROW_LEFT if k // 4 % 2 else Keys.ARROW_RIGHT
                        times.append(_key_to_picture(driver, widget, key))
                    times, draws = zip(*times[3:], strict=True)
                    rest = [t - d for t, d in zip(times, draws, strict=True)]
                    times = sorted(times)
                    print(
                        f"{figure:14s} mediana {statistics.median(times):5.0f} ms   "
                        f"p90 {times[int(0.9 * len(times))]:5.0f}   "
                        f"mín {times[0]:5.0f}   máx {times[-1]:5.0f}   "
                        f"dibujar {statistics.median(draws):4.0f}   "
                        f"lo demás {statistics.median(rest):4.0f}"
                    )
            finally:
                driver.quit()


if __name__ == "__main__":
    main()
