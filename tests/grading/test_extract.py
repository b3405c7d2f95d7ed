"""Qué escribió una persona en un cuaderno: la lección, las celdas y las respuestas."""

import json
from functools import cache
from pathlib import Path

import pytest

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises, get_exercise
from course_lib.grading.cells import read_code
from course_lib.grading.extract import extract, recognize_lesson
from course_lib.grading.notebooks import LARGEST, Cell, Notebook, read_notebook

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = sorted({exercise.lesson for exercise in all_exercises()})
RELU = "def relu(Z):\n    return Z * (Z > 0)"
SOFTMAX = "def softmax(Z):\n    return Z / Z.sum()"


@cache
def data(folder, number):
    (path,) = (ROOT / folder).glob(f"{number}_*.ipynb")
    return path.read_bytes()


def code(source, exercise=None):
    return Cell("code", source, exercise)


def lesson_cells(number="04", stripped=False):
    """Las celdas de una lección; sin metadatos, como las deja Colab."""
    cells = read_notebook(data("lessons", number))
    if stripped:
        return Notebook(Cell(cell.kind, cell.source) for cell in cells)
    return cells


def answered(exercise_id, source, stripped=False):
    """La lección con una celda de respuesta cambiada."""
    cells = lesson_cells(exercise_id[:2], stripped)
    stub = get_exercise(exercise_id).stub
    place = next(i for i, c in enumerate(cells) if c.source.strip() == stub.strip())
    cells[place] = Cell("code", source, cells[place].exercise_id)
    return cells


def own(work):
    """Lo que corre, sin los `import` de la lección."""
    return [cell for cell in work.cells if not cell.startswith(("import", "from"))]


# La lección ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("stripped", [False, True])
def test_untouched_lesson_is_all_blank(number, stripped):
    work = extract(lesson_cells(number, stripped))
    assert work.lesson == number
    assert not work.functions and not work.answers and not work.broken
    assert own(work) == []
    assert work.blank == tuple(e.id for e in all_exercises() if e.lesson == number)


@pytest.mark.parametrize("number", NUMBERS)
def test_solutions_have_every_function(number):
    work = extract(read_notebook(data("solutions", number)))
    assert not work.blank and not work.broken
    assert set(work.functions) == {e.id for e in all_exercises() if e.lesson == number}


def test_lesson_is_recognized_without_metadata():
    cells = [code(RELU), code('check("03.2", relu)')]
    assert recognize_lesson(cells) == "03"
    assert recognize_lesson([Cell("markdown", "# 02 · Regresión logística")]) == "02"
    names = "softmax", "one_hot", "train"
    cells = [code(f"def {name}(*a):\n    return 1") for name in names]
    assert recognize_lesson(cells) == "04"


@pytest.mark.parametrize("first", ["03", "04"])
def test_of_two_lessons_in_a_notebook_the_answered_one_counts(first):
    """Quien pegó otra lección, en blanco, no pierde lo que respondió en la suya."""
    mine = answered("04.2", SOFTMAX, stripped=True)
    other = lesson_cells("03", stripped=True)
    cells = other + mine if first == "03" else mine + other
    assert extract(Notebook(cells)).lesson == "04"
    assert extract(Notebook(cells), wanted="03").lesson == "04"
    short = [c for c in mine if "04.2" in c.source or "softmax" in c.source]
    assert extract(Notebook(other + short)).lesson == "04"
    both = Notebook([*cells, code(RELU)])
    work = extract(both, wanted="03")
    assert work.lesson == "03" and work.also == ("04",)
    assert extract(both, wanted="04").also == ("03",)


def test_a_helper_from_another_lesson_does_not_change_the_lesson():
    helpers = "relu", "sigmoid_derivative", "tanh_derivative"
    own = [code(f"def {name}(z):\n    return z") for name in helpers]
    cells = Notebook([*lesson_cells("04", stripped=True), *own])
    assert extract(cells).lesson == extract(cells, wanted="03").lesson == "04"


def test_another_course_is_refused():
    cells = [Cell("markdown", "# Física I"), code("def softmax(x):\n    return x")]
    with pytest.raises(CourseError, match="No parece un cuaderno de este curso"):
        extract(cells)


def test_false_metadata_is_not_a_lesson():
    assert recognize_lesson(Notebook([code(RELU)], lesson="99")) is None


# Lo que escribió ----------------------------------------------------------------------


@pytest.mark.parametrize("stripped", [False, True])
def test_only_what_changed_runs(stripped):
    work = extract(answered("04.2", SOFTMAX, stripped))
    assert own(work) == [SOFTMAX]
    assert work.functions == {"04.2": SOFTMAX + "\n"}
    assert "04.2" not in work.blank and "04.1" in work.blank


def test_layout_comments_and_docstring_do_not_count_as_written():
    stub = get_exercise("04.2").stub
    for source in (
        stub + "\n\n# mi comentario",
        stub.replace("# Escribe aquí tu respuesta.", ""),
        'def softmax(Z):\n  """Otro enunciado, de una versión anterior."""\n  ...',
    ):
        work = extract(answered("04.2", source))
        assert own(work) == [] and "04.2" in work.blank


def test_imports_of_the_lesson_stay_and_its_demonstrations_do_not():
    work = extract(answered("04.2", SOFTMAX))
    text = "\n".join(work.cells)
    assert "import numpy as np" in text
    assert "he_initialization" in text and "layer_shapes" not in text


def test_a_deleted_cell_is_neither_blank_nor_written():
    cells = answered("04.2", SOFTMAX)
    cells = [c for c in cells if "def one_hot" not in c.source]
    work = extract(cells)
    assert "04.1" not in work.blank and "04.1" not in work.functions


def test_copied_and_reordered_cells():
    cells = answered("04.2", SOFTMAX)
    stub = code(get_exercise("04.2").stub)
    assert extract([*reversed(cells), stub]).functions == {"04.2": SOFTMAX + "\n"}


def test_the_last_definition_counts_even_in_one_cell():
    first, second = "def relu(Z):\n    return 1", "def relu(Z):\n    return 2"
    assert extract([code(f"{first}\n\n\n{second}")], "03").functions["03.2"] == (
        second + "\n"
    )
    work = extract([code(second), code(first)], "03")
    assert work.functions["03.2"] == first + "\n"


@pytest.mark.parametrize(
    ("last", "counts"),
    [
        ("softmax = softmax(np.ones((1, 2)))", SOFTMAX),
        ("softmax = 3", SOFTMAX),
        ("softmax = lambda Z: Z", "softmax = lambda Z: Z"),
    ],
)
def test_a_value_does_not_replace_the_function_of_its_name(last, counts):
    """También para comparar entregas: nadie esconde su código detrás de esa línea."""
    work = extract([*lesson_cells(), code(SOFTMAX), code(last)])
    assert work.functions["04.2"].strip() == counts


def test_a_written_blank_after_an_answer_counts_as_blank():
    work = extract([code(RELU), code("def relu(x, y):\n    pass")], "03")
    assert "03.2" in work.blank and not work.functions


@pytest.mark.parametrize(
    "source",
    [
        "if True:\n    def relu(Z):\n        return Z",
        "try:\n    1 / 0\nexcept OSError:\n    def relu(Z):\n        return Z",
        "with open('x') as f:\n    def relu(Z):\n        return Z",
        "for i in range(2):\n    def relu(Z):\n        return Z",
    ],
)
def test_nested_definitions(source):
    work = extract([code(source)], "03")
    assert work.functions["03.2"] == "def relu(Z):\n    return Z\n"


def test_decorators_lambdas_and_semicolons():
    decorated = "@cache\ndef relu(Z):\n    return Z\n"
    assert extract([code(decorated)], "03").functions["03.2"] == decorated
    work = extract([code("a = 'ñ'; relu = lambda Z: Z")], "03")
    assert work.functions["03.2"] == "relu = lambda Z: Z\n"


def test_a_local_function_is_not_an_answer():
    work = extract([code("def f():\n    def relu(Z):\n        return Z")], "03")
    assert not work.functions


# Otros nombres ------------------------------------------------------------------------


def test_alias():
    mine = "def mi_relu(Z):\n    return Z\n"
    work = extract([code(mine), code("relu = mi_relu")], "03")
    assert work.functions["03.2"] == mine
    loop = extract([code("relu = b\nb = relu")], "03")
    assert "03.2" in loop.functions  # hay algo, aunque no sirva


def test_alias_by_check_call():
    mine = "def mi_softmax(Z):\n    return Z\n"
    cells = [*lesson_cells(), code(mine), code('check("04.2", mi_softmax)')]
    work = extract(cells)
    assert work.functions == {"04.2": mine}
    assert work.cells[-1] == "softmax = mi_softmax"


def test_alias_by_metadata():
    mine = "def suavizar(Z):\n    return Z\n"
    assert extract(answered("04.2", mine)).functions == {"04.2": mine}
    # Un ayudante al lado del hueco no es la respuesta.
    helper = f"{mine}\n{get_exercise('04.2').stub}"
    assert extract(answered("04.2", helper)).functions == {}


def test_an_import_of_the_lesson_does_not_replace_the_answer(monkeypatch):
    source = "import numpy as np\nfrom course_lib.activations import relu, tanh"
    from course_lib.grading import extract as module

    known = read_code(source)
    course = module.given("03")
    fake = type(course)(
        "03", "", frozenset({known.key}), course.exercises, course.questions
    )
    monkeypatch.setattr(module, "given", lambda lesson: fake)
    module._imports.cache_clear()
    work = extract([code(RELU), code(source)], "03")
    module._imports.cache_clear()
    assert work.cells == (
        RELU,
        "import numpy as np\nfrom course_lib.activations import tanh",
    )


@pytest.mark.parametrize(
    "mine",
    [RELU, f"def mia{RELU[8:]}\n\nrelu = mia"],
    ids=["definida", "con otro nombre"],
)
def test_an_import_from_the_course_does_not_replace_the_answer(mine):
    """Para otro ejercicio se importa `relu`: lo que ya se respondió sigue en pie."""
    later = "from course_lib.activations import relu, tanh\ny = relu(1)"
    work = extract([code(mine), code(later)], "03")
    assert work.functions == {"03.2": extract([code(mine)], "03").functions["03.2"]}
    assert later in work.cells and work.cells[-1].strip() in mine
    names = {}
    exec("\n".join(work.cells).replace(later, "relu = None"), {}, names)
    assert callable(names["relu"])


def test_an_import_from_the_course_is_not_an_answer():
    imported = "from course_lib.activations import relu"
    work = extract([code(imported)], "03")
    assert work.functions == {} and "03.2" in work.blank
    # Ni cubre la que se comprobó con otro nombre.
    cells = [code(get_exercise("03.2").stub + "\n# nada"), code(imported)]
    cells += [code(RELU.replace("relu", "mia")), code('check("03.2", mia)')]
    assert extract(cells, "03").cells[-1] == "relu = mia"


# IPython y errores --------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        f"%matplotlib inline\n{RELU}",
        f"!pip install numpy \\\n  scipy\n{RELU}",
        f"np.maximum?\n{RELU}",
        f"?np.maximum\n{RELU}",
        f"%%time\n{RELU}",
        f"\n%%capture salida\n{RELU}",
        f"archivos = !ls -la\n{RELU}",
        f"!echo \"no lo cierro ' (\n{RELU}",
        f"if True:\n    %timeit 1\n{RELU}",
        f"{RELU}\nrelu?",
        f"%load_ext autoreload\n%autoreload 2\n!ls\n{RELU}",
    ],
)
def test_ipython_lines_are_removed(source):
    work = extract([code(source)], "03")
    assert work.functions == {"03.2": RELU + "\n"} and not work.broken
    compile(work.cells[0], "celda", "exec")


@pytest.mark.parametrize("name", ["bash", "html", "javascript", "writefile x.py", "R"])
def test_cells_in_another_language_are_dropped(name):
    work = extract([code(f"%%{name}\n{RELU}")], "03")
    assert work.cells == () and not work.functions


def test_percent_inside_python_stays():
    source = 'def relu(Z):\n    t = """\n%x\n!y\n"""\n    return (Z\n        % 2)'
    work = extract([code(f"%matplotlib inline\n{source}")], "03")
    assert work.functions["03.2"] == source + "\n"


def test_removed_lines_keep_the_line_numbers():
    (cell,) = extract([code(f"%matplotlib inline\n!ls\n{RELU}")], "03").cells
    assert cell.split("\n").index("def relu(Z):") == 2


def test_a_syntax_error_costs_only_its_cell():
    cells = [
        code("def relu(Z):\n    return Z +"),
        code("def leaky_relu(a, b):\n  return 1"),
    ]
    work = extract(cells, "03")
    assert set(work.functions) == {"03.5"}
    assert "línea 2" in work.broken["03.2"] and "return Z +" in work.broken["03.2"]
    assert extract([code(RELU), cells[0]], "03").functions == {"03.2": RELU + "\n"}


@pytest.mark.parametrize(
    "source",
    [
        "(" * 40_000,
        "-" * 40_000 + "1",
        "a." * 20_000 + "a",
        "a=" * 20_000 + "1",
        "if a:pass\n" + "elif a:pass\n" * 3_000,
        "x" * 60_000,
        "a\0b",
        "%x\n" * 500,
    ],
    ids=["paréntesis", "menos", "atributos", "iguales", "elif", "larga", "nulo", "%"],
)
def test_hostile_code_does_not_stop_the_judge(source):
    work = extract([code(source), code(RELU)], "03")
    assert work.functions == {"03.2": RELU + "\n"}


def test_too_much_code_is_refused():
    with pytest.raises(CourseError, match="letras de código"):
        extract([code("x = 1\n" * 20_000)] * 5, "03")


# Las celdas de nbgrader y los números ------------------------------------------------


def graded_cell(source, **marks):
    marks = {"grade": True, "solution": False, "locked": True} | marks
    metadata = {"nbgrader": marks}
    return {"cell_type": "code", "metadata": metadata, "source": source}


def delivered(*cells):
    notebook = {"nbformat": 4, "metadata": {}, "cells": list(cells)}
    return extract(read_notebook(json.dumps(notebook).encode()), "03")


def test_the_points_cells_of_nbgrader_do_not_run_as_if_they_were_written():
    work = delivered(
        graded_cell("import os\npoints = 1\nassert relu(0) == 0"),
        graded_cell(RELU, solution=True),
    )
    assert work.cells == (RELU,) and work.functions == {"03.2": RELU + "\n"}


@pytest.mark.parametrize("marks", [{"grade": 1}, {"solution": 0}, {"grade": False}])
def test_only_the_exact_marks_of_a_points_cell_count(marks):
    assert delivered(graded_cell("x = 1", **marks)).cells == ("x = 1",)


def test_nobody_hides_an_answer_in_a_points_cell():
    """Ni pierde la suya quien copió esa celda y escribió encima."""
    work = delivered(graded_cell(f"{RELU}\nos = 1"))
    assert work.functions == {"03.2": RELU + "\n"} and len(work.cells) == 1
    hidden = delivered(graded_cell("def ayuda(Z):\n    return Z"))
    assert hidden.cells == () and not hidden.functions


def test_each_cell_keeps_its_number_in_the_notebook():
    cells = [
        Cell("markdown", "# Hola"),
        code("%matplotlib inline"),
        code(""),
        code(SOFTMAX),
        Cell("raw", "x"),
        code("def mi_relu(Z):\n    return Z"),
        code('check("03.2", mi_relu)'),
    ]
    work = extract(cells, "03")
    numbered = dict(zip(work.numbers, work.cells, strict=True))
    assert numbered[4] == SOFTMAX and numbered[6].startswith("def mi_relu")
    assert numbered[0] == "relu = mi_relu" and 3 not in numbered


# Las preguntas ------------------------------------------------------------------------


def test_answers_by_call():
    cells = [
        code('answer("04.c1", "b")'),
        code("answer('04.c2', ['a', 'b'])"),
        code('answer(question_id="04.c3", letters="d")\nanswer("04.c3", "")'),
        code('answer("01.c1", "a")\nanswer("04.c1", letra)\nanswer()'),
    ]
    expected = {"04.c1": "b", "04.c2": "a, b", "04.c3": "d"}
    assert extract(cells, "04").answers == expected


def test_answers_by_buttons():
    notebook = json.loads(data("lessons", "04"))
    state = {"title": "Pregunta 04.c1", "chosen": {"letters": ["c"], "number": 1}}
    bad = {"title": "Pregunta 04.c2", "chosen": {"letters": [{"x": 1}]}}
    notebook["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {
            "state": {"a": {"state": state}, "b": {"state": bad}, "c": None}
        }
    }
    work = extract(read_notebook(json.dumps(notebook).encode()))
    assert work.answers == {"04.c1": "c"}


# Los bytes ----------------------------------------------------------------------------


def notebook_bytes(*sources, **changes):
    cells = [{"cell_type": "code", "metadata": {}, "source": s} for s in sources]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return json.dumps({**notebook, **changes}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "broken, sentence",
    [
        (b"", "está vacío"),
        (b"\0\0 \n", "está vacío"),
        (b"{", "no es JSON válido"),
        (b"%PDF-1.4 \xff\xfa", "es un PDF"),
        (b"PK\x03\x04\xff\xfa", "es un zip"),
        (b"\n<!DOCTYPE html><html>", "es una página web"),
        (b"\xef\xbb\xbf<html lang='es'>", "es una página web"),
        (b"Rar!\x1a\x07\x01\x00\xcf", "es un .rar"),
        (b"<<<<<<< HEAD\n{", "un conflicto de git"),
        ("{'é': 1}".encode("latin-1"), "no está en UTF-8"),
        (b"[]", "no es un cuaderno"),
        (b"{}", "no tiene celdas"),
        (b'{"cells": [], "cells": []}', "aparece dos veces"),
        (b"[" * 200_000, "anidados sin fin"),
        (b"[" + b"1," * 1_600_000 + b"1]", "datos sueltos"),
        (b" " * (LARGEST + 1), "pesa 20.0 MB"),
        (notebook_bytes(nbformat=3), "formato 3"),
        (notebook_bytes(worksheets=[]), "formato 3"),
        (notebook_bytes(nbformat=5), "formato «5»"),
        (notebook_bytes(cells=[3]), "celda 1 no es una celda"),
        (notebook_bytes("x = 1", 7), "celda 2 no contiene texto"),
        (notebook_bytes(["x", None]), "celda 1 no contiene texto"),
        (notebook_bytes({"a": "b"}), "celda 1 no contiene texto"),
        (notebook_bytes(cells={"0": 1}), "no tiene celdas"),
        (notebook_bytes("x" * 300_000), "300000 letras"),
    ],
)
def test_bad_bytes_get_a_sentence(broken, sentence):
    with pytest.raises(CourseError) as caught:
        read_notebook(broken)
    assert sentence in str(caught.value)


def test_small_departures_from_the_format_are_read():
    lines = ["def f():", "    return 1"]
    for source in (lines, "\n".join(lines), ["def f():\n", "    return 1"]):
        (cell,) = read_notebook(notebook_bytes(source, nbformat="4"))
        assert cell.source == "def f():\n    return 1"


@pytest.mark.parametrize(
    "line, said",
    [
        ("\u00a0\u00a0return 1", "un espacio que no es el de la barra"),
        ("  return 1\u200b", "una letra que no se ve"),
        ("  return “hola”", "comillas que no son"),
        ("  return 2 − 1", "una raya en vez del signo -"),
        ("  return 1 €", "una letra que Python no admite"),
        ('  return "2 − 1" +', None),
    ],
)
def test_a_letter_copied_from_a_document_is_named(line, said):
    work = extract(answered("04.2", f"def softmax(Z):\n{line}"))
    assert "línea 2" in work.broken["04.2"]
    assert (said or "línea 2") in work.broken["04.2"]
    assert ("documento" in work.broken["04.2"]) == (said is not None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_unicode_encodings_are_read_and_said(encoding):
    cells = read_notebook(notebook_bytes("ñ = 1").decode().encode(encoding))
    assert [cell.source for cell in cells] == ["ñ = 1"]
    assert len(cells.notes) == 1


def test_text_can_always_be_stored():
    cells = read_notebook(
        rb'{"cells": [{"cell_type": "code", "source": "\ud83d\r\n"}]}'
    )
    assert cells[0].source.encode("utf-8")
    assert "\r" not in cells[0].source


def test_other_kernels_are_the_same():
    notebook = json.loads(data("solutions", "04"))
    expected = extract(read_notebook(json.dumps(notebook).encode()))
    notebook["metadata"] = {"kernelspec": {"name": "ir"}, "colab": {"provenance": []}}
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": "aX9"}
    assert extract(read_notebook(json.dumps(notebook).encode())) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Z.append(A @ W[l]\nreturn A", "(`Z.append(A @ W[l]`) no se cierra el «(»"),
        ("x = (1]", "se abre con «(» y se cierra con «]»"),
        ("def f(x)\n    return x", "en la línea 1 (`def f(x)`) falta «:»"),
        ("def f(x):\nreturn x", "falta la sangría de lo que va adentro"),
        ("def f():\n    x\n  y", "la sangría no coincide"),
        ("x = 'hola", "la comilla que lo cierra"),
        ("print 3", "faltan los paréntesis de `print`"),
        ("x = = 3", "hay un error de sintaxis en la línea 1 (`x = = 3`)"),
    ],
)
def test_a_cell_that_python_cannot_read_says_why_in_spanish(source, said):
    assert said in read_code(source).problem
