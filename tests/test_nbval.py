"""nbval compara de verdad: un dígito cambiado en una salida guardada lo hace fallar.

Se corre la misma orden que `curso probar`, sobre cuadernos pequeños hechos con la misma
construcción: uno intacto, tres con un dígito cambiado, y la trampa (una celda sin
número de ejecución y sin salida, que nbval deja pasar y `--revisar` no).
"""

import dataclasses
import json
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

import course_lib.exercises
from course_lib.exercises import get_exercise
from tools.build.__main__ import main
from tools.run_checks import environment, notebook_steps

ROOT = Path(__file__).resolve().parents[1]
LESSON = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
curso:
  leccion: "01"
  titulo: Prueba
---

# Prueba

```{code-cell} ipython3
import os

from course_lib import check

os.urandom(4)
```

```{code-cell} ipython3
:tags: [salida]

print(f"{1 / 3:.3f}")
```

```{exercise} 01.1
```

```{code-cell} ipython3
:tags: [salida]

(1797, 64)
```
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Una lección pequeña, construida, con una sección para todo lo que remite."""
    root = tmp_path_factory.mktemp("curso")
    exercise = get_exercise("01.1")
    exercise = dataclasses.replace(exercise, section="Prueba", mistakes=())
    catalog = {"EXERCISES": {"01.1": exercise}, "QUESTIONS": {}}
    (root / "source").mkdir()
    (root / "source/01_prueba.md").write_text(LESSON, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course_lib.exercises, "_declared", catalog.__getitem__)
        assert main([], root=root) == 0
        yield root


def next_digit(text):
    """El texto con su último dígito cambiado, y nada más."""
    place = max(index for index, letter in enumerate(text) if letter.isdigit())
    digit = (int(text[place]) + 1) % 10
    return f"{text[:place]}{digit}{text[place + 1 :]}"


def forget(cell):
    """Deja una celda como si nadie la hubiera corrido: sin número y sin salida."""
    cell["execution_count"] = None
    cell["outputs"] = []


def stored(root):
    """El cuaderno resuelto, como datos."""
    path = root / "solutions/01_prueba.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def cell_with(notebook, source):
    """La celda que empieza así."""
    return next(c for c in notebook["cells"] if "".join(c["source"]).startswith(source))


def run_nbval(target, report):
    """Corre la orden de `curso probar`; cuenta, por cuaderno, qué pasó y qué falló."""
    command = notebook_steps()[0].command
    assert "--nbval" in command and "tests/nbval_sanitize.cfg" in command
    command = [str(target) if word == "solutions/" else word for word in command]
    result = subprocess.run(
        [*command, f"--junitxml={report}"],
        cwd=ROOT,
        env={**environment(), "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    counts = {}
    for case in ET.parse(report).iter("testcase"):
        name = case.get("classname").removesuffix(".ipynb").split(".")[-1]
        failed = any(child.tag in ("failure", "error") for child in case)
        counts.setdefault(name, Counter())["mal" if failed else "bien"] += 1
    return result.returncode, counts, result.stdout.decode("utf-8", "replace")


@pytest.mark.lento
def test_one_changed_digit_makes_nbval_fail(folder, tmp_path):
    untouched = stored(folder)
    notebooks = {"intacto": untouched}

    notebooks["impreso"] = stored(folder)
    output = cell_with(notebooks["impreso"], "print(")["outputs"][0]
    assert output["text"] == ["0.333\n"]
    output["text"] = [next_digit(output["text"][0])]

    notebooks["valor"] = stored(folder)
    data = cell_with(notebooks["valor"], "(1797, 64)")["outputs"][0]["data"]
    assert data["text/plain"] == ["(1797, 64)"]
    data["text/plain"] = [next_digit(data["text/plain"][0])]

    notebooks["comprobar"] = stored(folder)
    data = cell_with(notebooks["comprobar"], "check(")["outputs"][0]["data"]
    changed = next_digit("\n".join(data["text/plain"]))
    data["text/plain"] = [changed]

    notebooks["trampa"] = stored(folder)
    forget(cell_with(notebooks["trampa"], "print("))

    for name, notebook in notebooks.items():
        path = tmp_path / f"{name}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
    code, counts, said = run_nbval(tmp_path, tmp_path / "informe.xml")
    cells = sum(cell["cell_type"] == "code" for cell in untouched["cells"])
    assert code == 1, said
    assert counts == {
        "intacto": {"bien": cells},
        "impreso": {"bien": cells - 1, "mal": 1},
        "valor": {"bien": cells - 1, "mal": 1},
        "comprobar": {"bien": cells - 1, "mal": 1},
        # Sin número, nbval no compara ni pide la salida: lo mira `--revisar`.
        "trampa": {"bien": cells},
    }, said


def test_review_catches_the_null_count_that_nbval_lets_pass(folder, capsys):
    assert main(["--revisar"], root=folder) == 0
    path = folder / "solutions/01_prueba.ipynb"
    notebook = stored(folder)
    forget(cell_with(notebook, "print("))
    good = path.read_bytes()
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
        assert main(["--revisar"], root=folder) == 1
    finally:
        path.write_bytes(good)
    assert "no tiene número de ejecución" in capsys.readouterr().err


def test_every_repository_solution_can_be_compared():
    paths = sorted((ROOT / "solutions").glob("*.ipynb"))
    assert paths
    for path in paths:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert all(cell["execution_count"] is not None for cell in code), path.name
        compared = [
            cell
            for cell in code
            if "nbval-ignore-output" not in cell["metadata"].get("tags", [])
        ]
        assert compared and all(cell["outputs"] for cell in compared), path.name
