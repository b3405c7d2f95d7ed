"""Cuánto tarda una figura que se mueve: de la tecla a la imagen nueva en pantalla.

Toma de `solutions/` todas las celdas `move(…)` de las lecciones, con lo que hace falta
para llegar a ellas, y las abre en JupyterLab con Chromium. Pulsa flechas en los
controles y espera a que el navegador pinte la imagen nueva; el reloj es el del
navegador. Cada figura se mide por turnos con una de ejes vacíos, para que lo que haga
la máquina mientras tanto les toque a las dos, y se anota también la CPU que Python usó
en dibujar: el resto es lo que ponen el widget y JupyterLab.

    python benchmarks/interactive.py [teclas] [lección …]
"""

import ast
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from test_lab import CHROMIUM, DRIVER, _command, _idle, _jupyterlab  # noqa: E402

TARGET = 120
SETUP = """
import time
from course_lib import move
from course_lib.figures import CourseFigure

def timed(widget):
    draw = widget._drawn
    def measured(positions):
        start = time.process_time()
        traits = draw(positions)
        traits["state_text"] += f" | {1e3 * (time.process_time() - start):.1f}"
        return traits
    widget._drawn = measured
    return widget

def empty(k):
    figure = CourseFigure(alt_text=f"k = {k}", title=f"Va {k}", height=3)
    figure.plot_axes()
    return figure
"""
EMPTY = "timed(move(empty, k=(0, 100)))"
# Con la imagen cargada: en el cuadro siguiente se pinta, y lo que se encola ahí corre
# justo después de pintar.
MEASURE = """
const [widget, row, done] = [arguments[0], arguments[1], arguments[2]];
const input = widget.querySelectorAll('.curso-range, .curso-select')[row];
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


def _split_move(source):
    """Parte una celda que termina en `move(…)`: (lo anterior, la figura).

    Si no termina así, la figura es `None`.
    """
    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):
        return source, None
    called = getattr(getattr(last, "value", None), "func", None)
    if not isinstance(last, ast.Expr) or getattr(called, "id", "") != "move":
        return source, None
    lines = source.splitlines(keepends=True)
    return "".join(lines[: last.lineno - 1]), "".join(lines[last.lineno - 1 :]).strip()


def lesson_figures(path):
    """Las figuras que se mueven en una lección.

    Returns:
        Una lista de (nombre, lo que corre antes, la celda `move(…)`).
    """
    notebook = nbformat.read(path, as_version=4)
    figures, before = [], []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        code, figure = _split_move(cell.source)
        before.append(code)
        if figure is not None:
            called = re.search(r"move\(\s*(lambda[^:]*:\s*)?(\w+)", figure)[2]
            figures.append((f"{path.stem[:2]} {called}", "\n\n".join(before), figure))
            before = []
    return figures


def _write(path, figures):
    """Un cuaderno con solo las figuras; lo demás corre de archivos, sin mostrarse."""
    notebook = nbformat.v4.new_notebook()
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata["kernelspec"] = kernel
    codes = [SETUP, EMPTY]
    for number, (_, before, figure) in enumerate(figures):
        script = path.with_name(f"{path.stem}_{number}.py")
        script.write_text(before, encoding="utf-8")
        codes += [f"%%capture\n%run -i {script.name}", f"timed({figure})"]
    notebook.cells = [nbformat.v4.new_code_cell(code.strip()) for code in codes]
    nbformat.write(notebook, path)


def _chromium(folder):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run")
    for flag in (*flags, "--window-size=1280,4000", f"--user-data-dir={folder}"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(DRIVER))


def _run_all(driver):
    """Corre todo; si el cuaderno aún no estaba listo, lo pide otra vez."""
    for _ in range(6):
        _command(driver, "Run All Cells")
        for _ in range(20):
            time.sleep(0.5)
            prompts = driver.find_elements("css selector", ".jp-InputPrompt")
            if any(prompt.text.strip("[]: ") for prompt in prompts):
                return
    raise TimeoutError("el cuaderno no corrió")


def _key_to_picture(driver, widget, row, key):
    """Milisegundos de una tecla a su imagen, y los de CPU que Python usó en dibujarla.

    En los bordes de un control la tecla no mueve nada: entonces, `None`.
    """
    from selenium.webdriver.common.action_chains import ActionChains

    before = widget.find_element("css selector", ".curso-state").text
    driver.execute_script(
        "window.elapsed = null; (function () {" + MEASURE + "})"
        "(arguments[0], arguments[1], (t) => { window.elapsed = t; })",
        widget,
        row,
    )
    ActionChains(driver).send_keys(key).perform()
    for attempt in range(600):
        elapsed = driver.execute_script("return window.elapsed")
        if elapsed is not None:
            state = widget.find_element("css selector", ".curso-state").text
            return elapsed, float(state.rpartition("|")[2])
        if attempt == 100:
            state = widget.find_element("css selector", ".curso-state").text
            if state == before:
                return None
        time.sleep(0.01)
    raise TimeoutError("la imagen no llegó en 6 segundos")


class _Walk:
    """Recorre los controles por turnos: tramos largos de ida y de vuelta."""

    def __init__(self, driver, widget):
        self.driver, self.widget, self.step = driver, widget, 0
        found = widget.find_elements("css selector", ".curso-range, .curso-select")
        self.rows, self.ahead = len(found), [True] * len(found)

    def press(self):
        from selenium.webdriver.common.keys import Keys

        row = self.step // 5 % self.rows
        self.step += 1
        for _ in range(2):
            key = Keys.ARROW_DOWN if self.ahead[row] else Keys.ARROW_UP
            slider = self.widget.find_elements(
                "css selector", ".curso-range, .curso-select"
            )[row]
            if slider.tag_name == "input":
                key = Keys.ARROW_RIGHT if self.ahead[row] else Keys.ARROW_LEFT
            measured = _key_to_picture(self.driver, self.widget, row, key)
            if measured is not None:
                return measured
            self.ahead[row] = not self.ahead[row]  # llegó al borde: da la vuelta
        raise TimeoutError("el control no se mueve hacia ningún lado")


def _measure(driver, widgets, names, keys):
    """Una fila por figura: su nombre, sus milisegundos y los de los ejes vacíos."""
    empty = _Walk(driver, widgets[0])
    for name, widget in zip(names, widgets[1:], strict=True):
        walk = _Walk(driver, widget)
        times, draws, control = [], [], []
        for k in range(keys + 3):  # las tres primeras calientan
            for one in (walk, empty):
                driver.execute_script(
                    "arguments[0].scrollIntoView({block: 'center'})", one.widget
                )
                elapsed, cpu = one.press()
                if k < 3:
                    continue
                if one is walk:
                    times.append(elapsed)
                    draws.append(cpu)
                else:
                    control.append(elapsed)
        yield name, times, draws, control


def main():
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    lessons = sys.argv[2:]
    print(f"{keys} teclas por figura; meta: mediana ≤ {TARGET} ms")
    print(
        f"{'figura':24s} {'mediana':>7s} {'p25–p75':>9s} {'p90':>5s} {'máx':>5s} "
        f"{'CPU':>5s} {'vacíos':>6s} {'razón':>5s}"
    )
    late = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        driver = _chromium(folder / "perfil")
        try:
            for path in sorted((ROOT / "solutions").glob("*.ipynb")):
                figures = lesson_figures(path)
                if not figures or (lessons and path.stem[:2] not in lessons):
                    continue
                _write(folder / path.name, figures)
                names = [name for name, _, _ in figures]
                with _jupyterlab(folder) as address:
                    driver.get(address(path.name))
                    time.sleep(6)
                    _run_all(driver)
                    widgets = []
                    while len(widgets) <= len(names) or not _idle(driver):
                        time.sleep(0.5)
                        widgets = driver.find_elements(
                            "css selector", ".curso-widget.curso-move"
                        )
                    for row in _measure(driver, widgets, names, keys):
                        late += _report(*row)
        finally:
            driver.quit()
    print(f"pasan de {TARGET} ms: {', '.join(late) or 'ninguna'}")


def _report(name, times, draws, control):
    middle, ordered = statistics.median(times), sorted(times)
    low, _, high = statistics.quantiles(times, n=4)
    base = statistics.median(control)
    print(
        f"{name:24s} {middle:7.0f} {low:4.0f}–{high:<4.0f} "
        f"{ordered[int(0.9 * len(ordered))]:5.0f} {ordered[-1]:5.0f} "
        f"{statistics.median(draws):5.0f} {base:6.0f} {middle / base:5.2f}",
        flush=True,
    )
    return [name] if middle > TARGET else []


if __name__ == "__main__":
    main()
