"""mis_cuadernos/: copiar sin pisar, traer lo nuevo con las respuestas, reiniciar."""

import copy
import json

import pytest

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.progress import MARKER


def code(source, exercise=None, role="respuesta", **more):
    metadata = {"curso": {"papel": role, **more}} if exercise else {}
    if exercise:
        metadata["curso"]["ejercicio"] = exercise
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def asked(question):
    metadata = {"curso": {"papel": "pregunta", "pregunta": question}}
    return code(f'question("{question}")') | {"metadata": metadata}


def text(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def stub(name, arguments="x", doc="Doc."):
    return f'def {name}({arguments}):\n    """{doc}"""\n    return None'


def lesson_04():
    cells = [
        text("# 04 · Perceptrón multicapa\n\nUna red por dentro."),
        code(stub("softmax", "Z"), "04.2"),
        code('check("04.2", softmax)', "04.2", "comprobar"),
        code(stub("backpropagation", "X, Y"), "04.6"),
        asked("04.c1"),
        code(stub("extra"), "04.9", opcional=True),
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def course(tmp_path):
    (tmp_path / "lessons").mkdir()
    write(tmp_path / "lessons" / "04_perceptron.ipynb", lesson_04())
    other = lesson_04()
    other["cells"] = [text("# Grafo"), code(stub("f"), "01.1")]
    write(tmp_path / "lessons" / "01_grafo.ipynb", other)
    return tmp_path


def write(path, notebook):
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def mine(course):
    return course / "mis_cuadernos" / "04_perceptron.ipynb"


def read(path):
    return json.loads(path.read_text("utf-8"))


def sources(path):
    return [cell["source"] for cell in read(path)["cells"]]


def kept(course):
    return sorted((course / "mis_cuadernos" / "anteriores").glob("*.ipynb"))


def edit(path, change):
    notebook = read(path)
    change(notebook["cells"])
    write(path, notebook)


def new_version(course):
    notebook = lesson_04()
    notebook["cells"].insert(1, text("Un párrafo nuevo."))
    write(course / "lessons" / "04_perceptron.ipynb", notebook)


def test_copies_what_is_missing_and_never_overwrites(course):
    assert workspace.sync(course) == []
    assert (course / "mis_cuadernos" / MARKER).is_file()
    assert read(mine(course)) == lesson_04()
    edit(mine(course), lambda cells: cells.append(code("mi_celda = 1")))
    before = mine(course).read_bytes()
    (course / "mis_cuadernos" / "01_grafo.ipynb").unlink()
    assert workspace.sync(course) == []
    assert mine(course).read_bytes() == before and not kept(course)
    assert (course / "mis_cuadernos" / "01_grafo.ipynb").exists()


def test_untouched_notebook_is_replaced_in_silence(course):
    workspace.sync(course)

    def run_it(cells):  # ejecutar no es escribir
        cells[1]["execution_count"] = 3
        cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]

    edit(mine(course), run_it)
    new_version(course)
    assert workspace.sync(course) == []
    assert "Un párrafo nuevo." in sources(mine(course))
    assert len(kept(course)) == 1


def test_answers_are_carried_by_id(course):
    workspace.sync(course)
    answer = "def softmax(Z):\n    return Z / Z.sum(axis=1)"

    def work(cells):
        cells[1]["source"] = answer
        cells.insert(2, code("mi_prueba = softmax([[1, 2]])"))
        cells.insert(3, code('# Una pista:\nhint("04.2")'))  # no hay qué trasladar
        cells[0]["source"] += "\n\nMis apuntes."

    edit(mine(course), work)
    old = mine(course).read_bytes()
    new_version(course)
    told = " ".join(workspace.sync(course))
    assert "Trasladé tu respuesta de 04.2." in told and "2 celdas más" in told
    assert sources(mine(course))[1:3] == ["Un párrafo nuevo.", answer]
    assert stub("backpropagation", "X, Y") in sources(mine(course))
    assert [path.read_bytes() for path in kept(course)] == [old]
    assert workspace.sync(course) == []

    # Otra versión más: lo trasladado también es de quien aprende.
    notebook = read(course / "lessons" / "04_perceptron.ipynb")
    notebook["cells"].append(text("Y otro más."))
    write(course / "lessons" / "04_perceptron.ipynb", notebook)
    assert "04.2" in " ".join(workspace.sync(course))
    assert answer in sources(mine(course)) and "Y otro más." in sources(mine(course))


def test_answers_are_found_by_name_without_metadata(course):
    workspace.sync(course)
    answer = "def backpropagation(X, Y):\n    return X"

    def strip(cells):
        for cell in cells:
            cell["metadata"] = {}
        cells.append(code(answer))

    edit(mine(course), strip)
    new_version(course)
    told = " ".join(workspace.sync(course))
    assert "Trasladé tu respuesta de 04.6." in told and "celda" not in told
    assert answer in sources(mine(course))
    carried = [c for c in read(mine(course))["cells"] if c["source"] == answer]
    assert carried[0]["metadata"]["curso"]["ejercicio"] == "04.6"


def test_the_last_definition_wins_and_half_written_code_is_kept(course):
    workspace.sync(course)
    half = "def softmax(Z):\n    return Z /"

    def work(cells):
        cells[1]["source"] = "def softmax(Z):\n    return 1"
        cells.append(code(half))

    edit(mine(course), work)
    new_version(course)
    assert "una celda más" in " ".join(workspace.sync(course))
    assert half in sources(mine(course))


def test_changed_signature_is_said(course):
    workspace.sync(course)
    edit(mine(course), lambda c: c[3].update(source="def backpropagation(X, Y): pass"))
    notebook = lesson_04()
    notebook["cells"][3]["source"] = stub("backpropagation", "X, Y, W, b, cache")
    write(course / "lessons" / "04_perceptron.ipynb", notebook)
    assert "En 04.6 los parámetros" in " ".join(workspace.sync(course))


@pytest.mark.parametrize("manifest", [None, "", "[]", '{"formato": 1, "cuadernos": 3}'])
def test_lost_manifest_loses_nothing(course, manifest):
    workspace.sync(course)
    answer = "def softmax(Z):\n    return 7"
    edit(mine(course), lambda cells: cells[1].update(source=answer))
    path = course / "mis_cuadernos" / MARKER
    path.unlink() if manifest is None else path.write_text(manifest)
    workspace.sync(course)
    assert answer in sources(mine(course))
    new_version(course)
    workspace.sync(course)
    assert answer in sources(mine(course))


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b'{"cells": [1]}'])
def test_damaged_notebook_is_set_aside(course, damage):
    workspace.sync(course)
    mine(course).write_bytes(damage)
    assert "estaba dañado" in " ".join(workspace.sync(course))
    assert read(mine(course)) == lesson_04()
    assert kept(course)[0].read_bytes() == damage


def test_reset_keeps_the_old_one(course):
    workspace.sync(course)
    edit(mine(course), lambda cells: cells.clear())
    old = mine(course).read_bytes()
    for wanted in ("4", "04", "04_perceptron", "lessons/04_perceptron.ipynb"):
        workspace.reset(course, wanted)
    assert read(mine(course)) == lesson_04()
    saved = [path.read_bytes() for path in kept(course)]
    assert len(saved) == 4 and saved.count(old) == 1
    assert workspace.sync(course) == []


def test_unknown_lesson(course):
    with pytest.raises(CourseError, match="Las que hay son: 01, 04"):
        workspace.reset(course, "07")


def test_next_lesson(course):
    assert [lesson.title for lesson in workspace.lessons(course)] == [
        "Grafo",
        "Perceptrón multicapa",
    ]
    orders = [lesson.order for lesson in workspace.lessons(course)]
    assert orders == [("01.1",), ("04.2", "04.6", "04.c1", "04.9")]
    assert workspace.next_lesson(course, set()).number == "01"
    assert workspace.next_lesson(course, {"01.1", "04.2"}).number == "04"
    assert workspace.next_lesson(course, {"01.1", "04.2", "04.6"}).number == "04"


def test_full_disk_leaves_the_notebook_whole(course, monkeypatch):
    workspace.sync(course)
    edit(mine(course), lambda cells: cells[1].update(source="softmax = 3"))
    before = copy.deepcopy(read(mine(course)))
    new_version(course)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workspace.os, "fsync", full)
    with pytest.raises(OSError):
        workspace.sync(course)
    assert read(mine(course)) == before
    assert not list((course / "mis_cuadernos").rglob(".copia-*"))


def test_solutions_are_one_click_away_and_renewed(course):
    solutions = course / "solutions"
    solutions.mkdir()
    (solutions / "01_x.ipynb").write_text("uno", encoding="utf-8")
    workspace.sync(course)
    mine = course / "mis_cuadernos" / "soluciones" / "01_x.ipynb"
    assert mine.read_text(encoding="utf-8") == "uno"
    # Lo que la persona cambie ahí se queda mientras el curso no traiga otra versión.
    mine.write_text("corrido por mí", encoding="utf-8")
    workspace.sync(course)
    assert mine.read_text(encoding="utf-8") == "corrido por mí"
    (solutions / "01_x.ipynb").write_text("dos", encoding="utf-8")
    workspace.sync(course)
    assert mine.read_text(encoding="utf-8") == "dos"
    kept = list((mine.parent / "anteriores").glob("*.ipynb"))
    assert [k.read_text(encoding="utf-8") for k in kept] == ["corrido por mí"]
