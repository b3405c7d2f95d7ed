"""La lección 04 en JupyterLab, en un navegador de verdad, como la ve quien aprende.

Se abre el cuaderno, se corre entero en blanco, se escribe una respuesta equivocada y se
lee lo que contesta.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSON = "04_perceptron_multicapa.ipynb"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.lento,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER),
        reason="faltan Chromium y su controlador (están en .ci/apt.txt)",
    ),
]


def _free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@contextmanager
def _jupyterlab(folder):
    """JupyterLab sobre una carpeta; da la dirección de un cuaderno."""
    port = _free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CURSO_AVANCE": str(folder / "avance.json"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "OMP_NUM_THREADS": "1",
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            f"--ServerApp.port={port}",
            "--IdentityProvider.token=prueba",
            f"--ServerApp.root_dir={folder}",
            "--log-level=ERROR",
        ],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(240):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/{name}?token=prueba"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def browser(tmp_path):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600",
        f"--user-data-dir={tmp_path / 'perfil'}",
    ):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def _wait(condition, seconds=90, what="lo esperado"):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = condition()
        except Exception:
            found = None
        if found:
            return found
        time.sleep(0.3)
    pytest.fail(f"en {seconds} s no apareció {what}")


def _command(driver, name):
    """Corre una orden de JupyterLab por su paleta, con el teclado."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    keys = ActionChains(driver).key_down(Keys.CONTROL).key_down(Keys.SHIFT)
    keys.send_keys("c").key_up(Keys.SHIFT).key_up(Keys.CONTROL).perform()
    _wait(
        lambda: driver.find_elements(By.CSS_SELECTOR, ".lm-CommandPalette-input"),
        what="la paleta de órdenes",
    )
    time.sleep(0.5)
    ActionChains(driver).send_keys(name).perform()
    time.sleep(0.5)
    ActionChains(driver).send_keys(Keys.ENTER).perform()


def _idle(driver):
    """Si el núcleo terminó: todas las celdas de código corrieron."""
    return driver.execute_script(
        """
        const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
        const text = prompts.map(p => p.textContent);
        return text.length > 3 && !text.some(t => t.includes('*'));
        """
    )


def _cards(driver):
    """El texto de cada respuesta del curso que se ve en el cuaderno."""
    return driver.execute_script(
        "return [...document.querySelectorAll('.jp-OutputArea [role=status]')]"
        ".map(e => e.innerText)"
    )


def _trim(folder):
    """El cuaderno de la lección hasta el ejercicio 04.2, con una respuesta equivocada.

    Entero pasaría de cien celdas, y JupyterLab solo dibuja las que están a la vista.
    """
    notebook = json.loads((ROOT / "lessons" / LESSON).read_text(encoding="utf-8"))
    kept, wanted = [], {"04.1", "04.2"}
    first_cells = 3  # el panel, los `import` y los tamaños de la red
    for cell in notebook["cells"]:
        role = cell["metadata"].get("curso", {})
        if role.get("ejercicio") in wanted:
            kept.append(cell)
        elif cell["cell_type"] == "code" and first_cells:
            kept.append(cell)
            first_cells -= 1
        elif "draw_network(" in "".join(cell["source"]) and len(kept) < 8:
            kept.append(cell)
    for cell in kept:
        if cell["metadata"].get("curso") == {"ejercicio": "04.2", "papel": "respuesta"}:
            cell["source"] = (
                "def softmax(Z):\n"
                "    E = np.exp(Z - Z.max(axis=0))\n"
                "    return E / E.sum(axis=0)\n"
            )
    notebook["cells"] = kept
    (folder / LESSON).write_text(json.dumps(notebook), encoding="utf-8")


def test_a_blank_and_a_wrong_answer_in_jupyterlab(tmp_path, browser):
    folder = tmp_path / "mis cuadernos ñandú"
    folder.mkdir()
    _trim(folder)
    with _jupyterlab(folder) as address:
        browser.get(address(LESSON))
        _wait(
            lambda: browser.execute_script(
                "return document.querySelectorAll('.jp-CodeCell').length > 3"
            ),
            what="el cuaderno",
        )
        time.sleep(3)
        _command(browser, "Run All Cells")
        _wait(lambda: len(_cards(browser)) >= 2 and _idle(browser), what="el núcleo")
        cards = _cards(browser)
        errors = browser.execute_script(
            "return [...document.querySelectorAll('.jp-OutputArea-output')]"
            ".filter(e => (e.dataset.mimeType || '').includes('error')).length"
        )
        images = browser.execute_script(
            "return [...document.querySelectorAll('.jp-OutputArea img')]"
            ".map(e => [e.alt, e.naturalWidth, e.getBoundingClientRect().width])"
        )
    assert errors == 0
    assert any("En blanco" in card and "one_hot" in card for card in cards), cards
    wrong = [card for card in cards if "04.2" in card]
    assert len(wrong) == 1 and "Todavía no" in wrong[0]
    assert "columnas" in wrong[0] or "eje" in wrong[0]
    assert images and all(len(alt) > 30 for alt, _, _ in images)
    assert all(0 < shown <= 1280 for _, natural, shown in images)
