"""La construcción: de `source/` y los ejercicios a `lessons/` y `solutions/`."""

import dataclasses
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import course_lib.exercises
from course_lib.exercises import all_exercises, get_exercise, get_question
from tools.build import __main__ as build
from tools.build.__main__ import main
from tools.build.notebooks import make_notebook
from tools.build.source import read_lesson

ROOT = Path(__file__).resolve().parents[1]
SECTION = "Una sección"
LOST_SECTION = "Sección que nadie escribió"
HEADER = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
curso:
  leccion: "{number}"
  titulo: Prueba
---

"""
BODY = """# 01 · Prueba

Un párrafo.

```{code-cell} ipython3
import os
import time

from course_lib import answer, check
from course_lib.progress import record_check

_ = record_check("01.1", True)
```

```{code-cell} ipython3
:tags: [salida]

print(f"{1 / 3:.3f}", flush=True)
time.sleep(0.3)  # para que lleguen por separado
print("y otra línea")
```

## Una sección

Antes del ejercicio.

```{exercise} 01.1
```

Después.

```{question} 01.c1
```

```{code-cell} ipython3
os.getpid()
```
"""


def weigh(values, weights):
    """Suma pesada, con marcas raras que otros cortadores confunden.

    ### END SOLUTION
    """
    ### BEGIN SOLUTION
    # Escribe aquí tu respuesta.
    secreto = values * weights
    if secreto.ndim > 1:
        ### END SOLUTION
        secreto = secreto.sum(axis=0)
    """Un texto suelto en medio."""
    return secreto.sum() / weights.sum()  # END SOLUTION


def scale_pair(values, factor):
    """Dos resultados con nombre."""
    first = values * factor
    second = values.sum() - factor
    return first, second


def forward_backward(x, y, z):
    """Una solución de 01.1 que está mal."""
    return (x + y) * z, x, y, z


def declared(*items):
    """Un catálogo con esos ejercicios y preguntas, en el lugar del verdadero."""
    catalog = {
        "EXERCISES": {i.id: i for i in items if hasattr(i, "solution")},
        "QUESTIONS": {i.id: i for i in items if not hasattr(i, "solution")},
    }
    return catalog.__getitem__


def exercise(exercise_id="01.1", **changes):
    """Un ejercicio de verdad, sin errores que remitan a otras secciones."""
    base = {"id": exercise_id, "section": SECTION, "mistakes": ()}
    return dataclasses.replace(get_exercise("01.1"), **{**base, **changes})


def question(**changes):
    """Una pregunta de verdad, puesta en la sección de prueba."""
    return dataclasses.replace(get_question("01.c1"), **{"section": SECTION, **changes})


def write_lesson(root, body=BODY, number="01"):
    """Escribe una lección; devuelve su texto completo."""
    text = HEADER.format(number=number) + body
    (root / "source").mkdir(exist_ok=True)
    path = root / "source" / f"{number}_prueba.md"
    path.write_text(text, encoding="utf-8", newline="\n")
    return text


def line_of(text, wanted, times=1):
    """Número, desde 1, de la línea que dice exactamente eso."""
    return [n for n, x in enumerate(text.split("\n"), 1) if x == wanted][times - 1]


def files(root):
    """Los cuadernos generados, byte a byte."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("lessons", "solutions")
        for path in sorted((root / folder).glob("*"))
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Una lección pequeña ya construida, y adónde pudo ir el avance."""
    root = tmp_path_factory.mktemp("curso con espacio y ñ")
    progress = root / "avance.json"
    with pytest.MonkeyPatch.context() as patch:
        items = exercise(), question()
        patch.setattr(course_lib.exercises, "_declared", declared(*items))
        patch.setenv("CURSO_AVANCE", str(progress))
        patch.setenv("XDG_DATA_HOME", str(root / "datos"))
        write_lesson(root)
        assert main([], root=root) == 0
    assert not progress.exists()
    assert not (root / "datos").exists()
    return root


@pytest.fixture
def course(built, tmp_path, monkeypatch):
    """Una copia de la lección construida, para estropearla."""
    items = exercise(), question()
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(*items))
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """Una carpeta sin nada, y un catálogo con un ejercicio y una pregunta."""
    items = exercise(), question()
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(*items))
    return tmp_path


def complaints(root, capsys, *arguments):
    """Lo que dice la construcción, línea por línea, cuando no está conforme."""
    capsys.readouterr()
    assert main(["--revisar", *arguments], root=root) == 1
    return capsys.readouterr().err.splitlines()


# Lo que sale --------------------------------------------------------------------------


def test_second_build_changes_no_byte(course):
    before = files(course)
    assert main([], root=course) == 0
    assert files(course) == before
    assert sorted(before) == ["lessons/01_prueba.ipynb", "solutions/01_prueba.ipynb"]


def test_written_form_is_canonical(course):
    for name, data in files(course).items():
        text = data.decode("utf-8")
        content = json.loads(text)
        assert b"\r" not in data
        assert text == json.dumps(
            content, ensure_ascii=False, indent=1, sort_keys=True
        ) + ("\n")
        assert content["metadata"] == {
            "curso": {
                "fuente": "source/01_prueba.md",
                "huella": content["metadata"]["curso"]["huella"],
                "leccion": "01",
                "resuelto": name.startswith("solutions"),
                "titulo": "Prueba",
            },
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
        nbformat.validate(nbformat.from_dict(content))


def test_lessons_are_blank_and_solutions_keep_compared_text(course):
    blank = nbformat.read(course / "lessons/01_prueba.ipynb", 4)
    solved = nbformat.read(course / "solutions/01_prueba.ipynb", 4)
    code = [cell for cell in blank.cells if cell.cell_type == "code"]
    assert all(cell.execution_count is None and not cell.outputs for cell in code)
    code = [cell for cell in solved.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    for cell in code:
        ignored = "nbval-ignore-output" in cell.metadata.get("tags", [])
        assert ignored == (not cell.outputs)
    printed = next(cell for cell in code if "salida" in cell.metadata.get("tags", []))
    assert [o.text for o in printed.outputs] == ["0.333\ny otra línea\n"]
    checks = [c for c in code if c.source.startswith(("check(", "answer("))]
    assert len(checks) == 2
    for cell in checks:
        assert cell.outputs[0].data["text/plain"].startswith("✔")


def test_new_paragraph_changes_one_cell(empty):
    write_lesson(empty)
    before, _ = make_notebook(read_lesson(empty / "source/01_prueba.md"), solved=False)
    write_lesson(empty, BODY.replace("Después.\n", "Después.\n\nY algo más.\n"))
    after, _ = make_notebook(read_lesson(empty / "source/01_prueba.md"), solved=False)
    pairs = list(zip(before.cells, after.cells, strict=True))
    assert [old.source for old, new in pairs if old != new] == ["Después."]
    ids = [cell.id for cell in after.cells]
    assert len(set(ids)) == len(ids)
    write_lesson(empty, BODY.replace("## Una", "## Otra sección\n\n## Una"))
    longer, _ = make_notebook(read_lesson(empty / "source/01_prueba.md"), solved=False)
    assert {c.id for c in before.cells} < {c.id for c in longer.cells}
    assert len(longer.cells) == len(before.cells) + 1


def test_odd_marks_in_a_solution_show_nothing(empty, monkeypatch):
    item = exercise(solution=weigh)
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(item, question()))
    write_lesson(empty)
    lesson = read_lesson(empty / "source/01_prueba.md")
    blank, _ = make_notebook(lesson, solved=False)
    stub = next(cell for cell in blank.cells if cell.id == "01-1-respuesta").source
    assert stub.startswith("def weigh(values, weights):")
    assert stub.endswith("    # Escribe aquí tu respuesta.\n    ...")
    assert "secreto" not in stub and "BEGIN" not in stub
    solved, _ = make_notebook(lesson, solved=True)
    assert any("secreto.ndim" in cell.source for cell in solved.cells)


@pytest.mark.parametrize(
    "body",
    [
        '    """Enunciado."""; return values\n',
        "    return values\n",
        "    total = values\n    return total\n",
    ],
)
def test_stub_that_would_leak_is_refused(empty, monkeypatch, capsys, body):
    path = empty / "declarado.py"
    path.write_text(f"# Una línea.\ndef leaky(values):\n{body}", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("declarado", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    item = exercise(solution=module.leaky)
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(item, question()))
    write_lesson(empty)
    found = complaints(empty, capsys)
    assert len(found) == 1
    assert found[0].startswith("declarado.py:2: el hueco de «01.1» dejaría ver la sol")


# Lo que se rechaza, con su línea ------------------------------------------------------

FAULTS = {
    "id desconocido": ("```{exercise} 01.7\n```", 0, "no hay ejercicio «01.7»"),
    "pregunta desconocida": ("```{question} 01.c7\n```", 0, "no hay pregunta «01.c7»"),
    "repetido": ("```{exercise} 01.1\n```", 0, "«01.1» ya está en la línea"),
    "sin cerrar al final": ("```{exercise} 01.1", 0, "{exercise} 01.1 no se cierra"),
    "sin cerrar en medio": (
        "```{exercise} 01.1\n\nTexto.\n\n```{code-cell}\nx = 1\n```",
        0,
        "{exercise} 01.1 no se cierra",
    ),
    "celda sin cerrar": ("```{code-cell}\nx = 1", 0, "{code-cell} no se cierra"),
    "cerca sin cerrar": ("Texto.\n\n```python\nx = 1", 2, "python no se cierra"),
    "con contenido": ("```{exercise} 01.1\nhola\n```", 0, "01.1 va vacío"),
    "sin id": ("```{exercise}\n```", 0, "le falta el id"),
    "directiva": ("```{figure} a.png\n```", 0, "la directiva {figure} no existe"),
    "celda cruda": ("```{raw-cell}\nx\n```", 0, "la directiva {raw-cell} no existe"),
    "en una lista": ("- Uno\n\n  ```{exercise} 01.1\n  ```", 2, "dentro de una lista"),
    "en la viñeta": ("- ```{exercise} 01.1\n  ```", 0, "dentro de una lista"),
    "celda en una lista": (
        "1. Uno\n   ```{code-cell}\n   x\n   ```",
        1,
        "de una lista",
    ),
    "en una cita": ("> ```{exercise} 01.1\n> ```", 0, "dentro de una lista o de una"),
    "con dos espacios": ("  ```{exercise} 01.1\n  ```", 0, "o tiene sangría"),
    "con cuatro": ("    ```{exercise} 01.1\n    ```", 0, "se lee como texto"),
    "dentro de HTML": (
        "<details>\n```{exercise} 01.1\n```\n</details>",
        1,
        "se lee como texto",
    ),
    "en una sola línea": ("```{exercise} 01.1```", 0, "se lee como texto"),
    "etiqueta mal escrita": (
        "```{code-cell}\n:tags: [salidas]\n\n1\n```",
        0,
        "no entiende salidas",
    ),
    "opción mal escrita": (
        "```{code-cell}\n:tag: [salida]\n1\n```",
        0,
        "entiende :tag",
    ),
    "opciones sin sentido": ("```{code-cell}\n:tags: [a\n1\n```", 0, "las opciones"),
    "celda vacía": ("```{code-cell}\n```", 0, "está vacía"),
    "plegado sin aire": (
        "<details><summary>Ver</summary>\n\nSí.\n\n</details>\nSigue.",
        4,
        "le sigue una línea en blanco",
    ),
}


def test_a_declaration_draws_its_mathematics(empty, monkeypatch):
    item = exercise(
        prediction="¿h_0 o `h_0`?",
        reasoning="$W_1$, $$e^{-z}$$, W_1 y e^(−z).\n\n```\nx_1 ^ 2\n```",
    )
    asked = question(text="¿Σ_i a_i?")
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(item, asked))
    write_lesson(empty)
    lesson = read_lesson(empty / "source/01_prueba.md")
    notebook, _ = make_notebook(lesson, solved=True)
    page = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert "¿h<sub>0</sub> o `h_0`?" in page
    assert "$W_1$, $$e^{-z}$$, W<sub>1</sub> y e<sup>−z</sup>." in page
    assert "\nx_1 ^ 2\n" in page
    assert "¿Σ<sub>i</sub> a<sub>i</sub>?" in page


def test_what_follows_a_fold_goes_in_its_own_cell(empty):
    fold = "<details><summary>Ver</summary>\n\nSí.\n\n</details>"
    block = f"Antes.\n\n{fold}\n\nUno.\n\nDos.\n\n{fold}"
    text = write_lesson(empty, f"{BODY}\n\n## Final\n\n{block}\n")
    lesson = read_lesson(empty / "source/01_prueba.md")
    first, second = lesson.pieces[-2:]
    assert first.source == f"## Final\n\nAntes.\n\n{fold}"
    assert second.source == f"Uno.\n\nDos.\n\n{fold}"
    assert second.line == line_of(text, "Uno.")
    assert list(lesson.headings)[-1] == "Final"


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_block_names_its_line(empty, capsys, fault):
    block, offset, phrase = FAULTS[fault]
    text = write_lesson(empty, BODY + "\nAquí.\n\n" + block)
    line = line_of(text, "Aquí.") + 2 + offset
    found = complaints(empty, capsys)
    assert len(found) == 1
    assert found[0].startswith(f"source/01_prueba.md:{line}: ")
    assert phrase in found[0]


def test_repeated_block_names_the_first(empty, capsys):
    text = write_lesson(empty, BODY + "\n```{exercise} 01.1\n```\n")
    first, second = (line_of(text, "```{exercise} 01.1", n) for n in (1, 2))
    assert complaints(empty, capsys) == [
        f"source/01_prueba.md:{second}: ejercicio «01.1» ya está en la línea {first}"
    ]


def test_unused_exercise_and_question(empty, capsys):
    body = BODY.replace("```{exercise} 01.1\n```", "")
    text = write_lesson(empty, body.replace("```{question} 01.c1\n```", ""))
    found = complaints(empty, capsys)
    start = f"source/01_prueba.md:{line_of(text, '## Una sección')}: "
    assert all(line.startswith(start + "la lección no usa ") for line in found)
    assert "ejercicio «01.1»" in found[0] and "{exercise}" in found[0]
    assert "pregunta «01.c1»" in found[1] and "lesson_01.py:" in found[1]
    assert len(found) == 2


def test_missing_section_names_the_declaration(empty, monkeypatch, capsys):
    source = (ROOT / "tests/test_build.py").read_text(encoding="utf-8")
    line = line_of(source, f'LOST_SECTION = "{LOST_SECTION}"')
    right = get_exercise("01.1")
    mistake = dataclasses.replace(
        course_lib.exercises.lesson_01.EXERCISES[0].mistakes[0], section=LOST_SECTION
    )
    for item in (
        dataclasses.replace(right, solution=weigh, section=LOST_SECTION),
        dataclasses.replace(right, solution=weigh, mistakes=(mistake,)),
    ):
        catalog = declared(item, question())
        monkeypatch.setattr(course_lib.exercises, "_declared", catalog)
        write_lesson(empty)
        found = complaints(empty, capsys)
        assert len(found) == 1
        assert f"test_build.py:{line}: «01.1» remite a la sección" in found[0]


def test_exercise_of_a_missing_lesson(empty, monkeypatch, capsys):
    items = exercise(), question(), exercise("88.1", solution=weigh)
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(*items))
    write_lesson(empty)
    found = complaints(empty, capsys)
    where = f"test_build.py:{line_of_id('88.1')}: «88.1» está declarado y la lección 88"
    assert any(where in line for line in found)


def line_of_id(text):
    """Primera línea de este archivo que lo dice entre comillas."""
    lines = Path(__file__).read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if f'"{text}"' in line)


@pytest.mark.parametrize(
    ("header", "line", "phrase"),
    [
        ("# Sin cabecera\n", 1, "falta la cabecera"),
        ("---\na: 1\nb: [\n---\n\nHola\n", 3, "no es YAML"),
        ('---\ncurso: {leccion: "02", titulo: X}\n---\n', 1, 'leccion: "01"'),
        ('---\ncurso: {leccion: "01"}\n---\n', 1, "titulo"),
    ],
)
def test_faulty_header(empty, capsys, header, line, phrase):
    (empty / "source").mkdir()
    (empty / "source/01_prueba.md").write_text(header, encoding="utf-8")
    found = complaints(empty, capsys)
    assert len(found) == 1
    assert found[0].startswith(f"source/01_prueba.md:{line}: ")
    assert phrase in found[0]


def test_every_problem_is_told_at_once(empty, capsys):
    write_lesson(empty, BODY + "\n```{exercise} 01.7\n```\n\n```{exercise} 01.8\n```\n")
    (empty / "source/borrador.md").write_text("x", encoding="utf-8")
    (empty / "lessons").mkdir()
    (empty / "lessons/07_vieja.ipynb").write_text("{}", encoding="utf-8")
    found = "\n".join(complaints(empty, capsys))
    for phrase in ("«01.7»", "«01.8»", "borrador.md:1", "07_vieja.ipynb:1"):
        assert phrase in found


def test_unknown_lesson_lists_those_there_are(empty, capsys):
    write_lesson(empty)
    assert main(["07"], root=empty) == 1
    assert "No hay lección «07» en source/; hay: 01." in capsys.readouterr().err


# Respuestas a la vista ----------------------------------------------------------------

LEAKS = {
    "tal cual": """
def weigh(values, weights):
    secreto = values * weights
    if secreto.ndim > 1:
        secreto = secreto.sum(axis=0)
    return secreto.sum() / weights.sum()
""",
    "otros nombres": """
def otra(a, b):
    c = a * b
    if c.ndim > 1:
        c = c.sum(axis=0)
    return c.sum() / b.sum()
""",
    "otro formato y comentarios": """
p = (
    q  # los valores
    * r
)
# ahora se suma
if (p.ndim>1): p = p.sum( axis = 0 )
print("mira")
(p.sum()
 / r.sum())
""",
    "dentro de un if": """
if True:
    for _ in range(3):
        p = q * r
        if p.ndim > 1:
            p = p.sum(axis=0)
        mean = p.sum() / r.sum()
""",
    "comentada": """
# p = q * r
# if p.ndim > 1:
#     p = p.sum(axis=0)
# p.sum() / r.sum()
""",
    "junto a una orden del cuaderno": """
%matplotlib inline
p = q * r
if p.ndim > 1:
    p = p.sum(axis=0)
p.sum() / r.sum()
""",
    "sin devolver lo que ya tiene nombre": """
a = v * k
b = v.sum() - k
""",
}


@pytest.fixture
def answers(empty, monkeypatch):
    """Una lección cuyos ejercicios tienen respuestas de varias sentencias."""
    items = (
        exercise(solution=weigh),
        exercise("01.2", solution=scale_pair),
        question(),
    )
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(*items))
    return empty, BODY + "\n```{exercise} 01.2\n```\n\n"


CELL, PROSE = "```{code-cell}\n:tags: [salida]\n\n", "```python\n"
# En el texto no hay órdenes con %, y un comentario no se distingue de una explicación.
ONLY_CELLS = ("comentada", "junto a una orden del cuaderno")


@pytest.mark.parametrize(
    ("leak", "block"),
    [(leak, CELL) for leak in LEAKS]
    + [(leak, PROSE) for leak in LEAKS if leak not in ONLY_CELLS],
)
def test_answer_in_sight_is_refused(answers, capsys, leak, block):
    root, body = answers
    code = LEAKS[leak].strip("\n")
    text = write_lesson(root, body + f"{block}x = 1\n\n{code}\n```\n")
    lines = text.split("\n")
    statements = ("secreto =", "c =", "p =", "# p =", "a =")
    wanted = next(
        n
        for n, line in enumerate(lines, 1)
        if n > line_of(text, "x = 1") and line.strip().startswith(statements)
    )
    found = complaints(root, capsys)
    assert len(found) == 1
    assert found[0].startswith(f"source/01_prueba.md:{wanted}: aquí empieza la respue")
    assert ("01.2" if leak.startswith("sin devolver") else "01.1") in found[0]


def test_one_line_answers_and_parts_may_stand(answers, capsys, monkeypatch):
    root, body = answers
    one_line = exercise("01.3", solution=one_statement)
    items = (
        exercise(solution=weigh),
        exercise("01.2", solution=scale_pair),
        one_line,
        question(),
    )
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(*items))
    body += "```{exercise} 01.3\n```\n\nSe escribe `X @ W + b`:\n\n```python\n"
    body += "X @ W + b\n```\n\n```{code-cell}\nX @ W + b\n```\n\n```{code-cell}\n"
    body += "a = v * k\nb = v.sum() + k\n```\n"
    write_lesson(root, body)
    found = complaints(root, capsys)
    assert len(found) == 2
    assert all("_prueba.ipynb: falta; " in line for line in found)


def one_statement(X, W, b):
    """Una sola línea."""
    return X @ W + b


# Quien editó un cuaderno generado -----------------------------------------------------


def change(path, mutate):
    """Aplica un cambio a un cuaderno guardado, como lo guarda JupyterLab."""
    content = json.loads(path.read_text(encoding="utf-8"))
    mutate(content)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path.read_bytes()


def with_role(content, role):
    """La primera celda con ese papel."""
    return next(
        cell
        for cell in content["cells"]
        if cell["metadata"].get("curso", {}).get("papel") == role
    )


def printed(content):
    """La celda etiquetada."""
    return next(
        cell
        for cell in content["cells"]
        if "salida" in cell["metadata"].get("tags", [])
    )


@pytest.mark.lento
def test_edited_notebook_is_kept_until_discarded(course, capsys):
    before = files(course)
    target = course / "lessons/01_prueba.ipynb"

    def edit(content):
        with_role(content, "respuesta")["source"] = ["def mio():\n", "    return 1"]

    mine = change(target, edit)
    assert main([], root=course) == 1
    assert target.read_bytes() == mine
    said = capsys.readouterr().err
    for phrase in (
        "lessons/01_prueba.ipynb se editó a mano, y no lo piso",
        "source/01_prueba.md",
        "course_lib/exercises/",
        "git diff lessons/01_prueba.ipynb",
        "python3 curso.py construir --descartar",
    ):
        assert phrase in said
    assert main(["--descartar"], root=course) == 0
    assert files(course) == before


GARBAGE = [b'{"cells": [\n<<<<<<< HEAD\n', b"{}", b"[1]", b"\xff", b""]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_unreadable_notebook_is_told(course, capsys, garbage):
    target = course / "lessons/01_prueba.ipynb"
    target.write_bytes(garbage)
    found = complaints(course, capsys)
    line = 2 if b"<<<" in garbage else 1
    assert len(found) == 1
    assert found[0].startswith(f"lessons/01_prueba.ipynb:{line}: no se puede leer")
    assert "--descartar" in found[0]


def test_unreadable_notebook_is_kept(course, capsys):
    for folder in ("lessons", "solutions"):
        (course / folder / "01_prueba.ipynb").write_bytes(GARBAGE[0])
    before = files(course)
    assert main([], root=course) == 1
    assert files(course) == before
    assert capsys.readouterr().err.count("no se puede leer") == 2


@pytest.mark.lento
def test_notebook_only_run_is_rebuilt_in_silence(course, capsys):
    before = files(course)

    def run(content):
        content["metadata"]["language_info"] = {"name": "python", "version": "3.13.1"}
        for number, cell in enumerate(content["cells"]):
            if cell["cell_type"] == "code":
                cell["execution_count"] = number
                cell["metadata"]["execution"] = {"iopub.status.busy": "2026"}
                cell["outputs"] = [
                    {"output_type": "stream", "name": "stdout", "text": ["hola\n"]}
                ]

    for folder in ("lessons", "solutions"):
        change(course / folder / "01_prueba.ipynb", run)
    assert files(course) != before
    assert main([], root=course) == 0
    assert capsys.readouterr().err == ""
    assert files(course) == before


# --revisar ----------------------------------------------------------------------------


def _text(content):
    content["cells"][1]["source"].append("!")


def _new_tag(content):
    printed(content)["metadata"]["tags"] = ["nbval-ignore-output"]


def _cell_metadata(content):
    content["cells"][1]["metadata"]["collapsed"] = True


def _notebook_metadata(content):
    content["metadata"]["kernelspec"]["display_name"] = "Otro"


def _version(content):
    content["nbformat_minor"] = 4


def _cell_id(content):
    content["cells"][1]["id"] = "otro"


def _no_id(content):
    del content["cells"][1]["id"]


def _extra_cell(content):
    content["cells"].append(
        {"cell_type": "markdown", "id": "nueva", "metadata": {}, "source": []}
    )


def _null_count(content):
    printed(content)["execution_count"] = None


def _lost_output(content):
    printed(content)["outputs"] = []


def _stray_output(content):
    with_role(content, "respuesta")["outputs"] = printed(content)["outputs"]


def _image(content):
    data = {"text/plain": ["x"], "image/png": "iVBORw0KGgo="}
    printed(content)["outputs"] = [
        {"output_type": "display_data", "data": data, "metadata": {}}
    ]


def _count(content):
    printed(content)["execution_count"] = 3


BOTH, LESSON, SOLVED = ("lessons", "solutions"), ("lessons",), ("solutions",)
MUTATIONS = [
    (_text, BOTH, "se editó a mano"),
    (_new_tag, BOTH, "se editó a mano"),
    (_extra_cell, BOTH, "se editó a mano"),
    (_cell_metadata, BOTH, "«# 01 · Prueba», no está al día (metadata)"),
    (_notebook_metadata, BOTH, "sus metadatos no son los de la fuente"),
    (_version, BOTH, "sus metadatos no son los de la fuente"),
    (_cell_id, BOTH, "la celda 2, «# 01 · Prueba», no está al día (id)"),
    (_no_id, BOTH, "la celda 2, «# 01 · Prueba», no está al día (id)"),
    (_null_count, SOLVED, "no tiene número de ejecución"),
    (_lost_output, SOLVED, "perdió su salida"),
    (_stray_output, SOLVED, "guarda una salida que no va"),
    (_image, SOLVED, "guarda algo que no es texto"),
    (_image, LESSON, "guarda salidas, y es de lessons/"),
    (_count, LESSON, "guarda salidas, y es de lessons/"),
]


def test_review_is_content_with_a_fresh_build(course, capsys):
    before = files(course)
    assert main(["--revisar"], root=course) == 0
    assert capsys.readouterr() == ("", "")
    assert files(course) == before


@pytest.mark.parametrize(
    ("mutate", "folder", "phrase"),
    [(m, folder, phrase) for m, folders, phrase in MUTATIONS for folder in folders],
)
def test_review_finds_each_change(course, capsys, mutate, folder, phrase):
    target = course / folder / "01_prueba.ipynb"
    changed = change(target, mutate)
    found = complaints(course, capsys)
    assert len(found) == 1
    assert found[0].startswith(f"{folder}/01_prueba.ipynb")
    assert phrase in found[0]
    assert "python3 curso.py construir" in found[0]
    assert target.read_bytes() == changed


@pytest.mark.parametrize("folder", BOTH)
@pytest.mark.parametrize(
    ("rewrite", "phrase"),
    [
        (lambda data: data.replace(b"\n", b"\r\n"), "finales de línea de Windows"),
        (lambda data: json.dumps(json.loads(data)).encode(), "no está escrito como"),
        (None, "falta"),
    ],
)
def test_review_finds_each_rewriting(course, capsys, folder, rewrite, phrase):
    target = course / folder / "01_prueba.ipynb"
    if rewrite is None:
        target.unlink()
    else:
        target.write_bytes(rewrite(target.read_bytes()))
    found = complaints(course, capsys)
    assert len(found) == 1
    assert found[0].startswith(f"{folder}/01_prueba.ipynb: ")
    assert phrase in found[0]


def test_review_finds_a_changed_source_and_a_changed_exercise(
    course, capsys, monkeypatch
):
    write_lesson(course, BODY.replace("Después.", "Luego."))
    found = complaints(course, capsys)
    assert len(found) == 2
    assert all("«Luego.», no está al día (id, source)" in line for line in found)
    write_lesson(course, BODY + "\nUn final.\n")
    found = complaints(course, capsys)
    assert len(found) == 2
    assert all(" celdas y la fuente da " in line for line in found)
    write_lesson(course)
    item = exercise(title="Otro título")
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(item, question()))
    found = complaints(course, capsys)
    assert len(found) == 2
    assert all("Otro título», no está al día (source)" in line for line in found)


# La ejecución -------------------------------------------------------------------------

BROKEN = {
    "10": ("x = 1\n\n\ny = x / 0\n", "y = x / 0", "ZeroDivisionError: division by"),
    "11": ("from course_lib.mlp import predict\n\npredict('a', [], [])\n", None, ""),
    "12": (":tags: [salida]\n\n\nx = 1\n", "x = 1", "no da ninguna salida"),
    "13": (
        ":tags: [salida]\n\nfrom IPython.display import Image\n"
        "Image(data=bytes.fromhex('89504e470d0a1a0a') + bytes(30), format='png')\n",
        "from IPython.display import Image",
        "solo se compara texto",
    ),
    "14": (
        ":tags: [salida]\n\nimport sys\nprint('hola', file=sys.stderr)\n",
        "import sys",
        "avisos o barras de progreso",
    ),
    "15": (":tags: [salida]\n\nobject()\n", "object()", "que cambia cada vez"),
    "16": ("import os\n\nos._exit(3)\n", "import os", "el núcleo se cerró"),
}


@pytest.mark.lento
def test_cell_that_fails_names_its_line(tmp_path, monkeypatch, capfd):
    items = exercise(solution=forward_backward), question()
    monkeypatch.setattr(course_lib.exercises, "_declared", declared(*items))
    write_lesson(tmp_path)
    texts = {}
    for number, (code, _, _) in BROKEN.items():
        body = (
            f"Antes.\n\n```{{code-cell}}\nz = 0\n```\n\n```{{code-cell}}\n{code}```\n"
        )
        texts[number] = write_lesson(tmp_path, body, number)
    assert main([], root=tmp_path) == 1
    said = capfd.readouterr().err
    assert "\x1b" not in said and "Traceback" not in said
    assert "encryption" not in said and "Kernel died" not in said
    for number, (_, at, phrase) in BROKEN.items():
        at = at or "from course_lib.mlp import predict"
        where = f"source/{number}_prueba.md:{line_of(texts[number], at)}: "
        found = [line for line in said.splitlines() if line.startswith(where)]
        assert len(found) == 1, said
        assert phrase in found[0]
    line = forward_backward.__code__.co_firstlineno
    assert f'test_build.py:{line}: la celda «check("01.1", forward_backward)»' in said
    assert files(tmp_path) == {}


def test_a_notebook_that_cannot_be_replaced_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "lessons" / "01_prueba.ipynb"
    build._write(path, "ñandú\n")
    assert path.read_bytes() == "ñandú\n".encode()

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        build._write(path, "otro")
    assert files(tmp_path) == {"lessons/01_prueba.ipynb": "ñandú\n".encode()}


# El repositorio -----------------------------------------------------------------------


@pytest.mark.lento
def test_repository_is_up_to_date():
    command = [sys.executable, "-m", "tools.build", "--revisar"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode("utf-8", "replace")


def test_no_answer_cell_of_the_repository_holds_a_line_of_its_solution():
    seen = 0
    for path in sorted((ROOT / "lessons").glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            role = cell.metadata.get("curso", {})
            if role.get("papel") != "respuesta":
                continue
            item = get_exercise(role["ejercicio"])
            body = item.source.split('"""')[2].split("\n")
            lines = {line.strip() for line in cell.source.split("\n")}
            assert not lines & {line.strip() for line in body if line.strip()}
            seen += 1
    assert seen == len(all_exercises())
