"""Lo que se lleva a otras herramientas: tareas de nbgrader y notas de un aula virtual.

La prueba lenta usa nbgrader de verdad y se salta si no está. Para correrla, instálalo
en un entorno aparte y di dónde:

    python3 -m venv /tmp/nbgrader
    /tmp/nbgrader/bin/pip install nbgrader -r requirements.lock
    CURSO_NBGRADER=/tmp/nbgrader/bin/nbgrader .venv/bin/python -m pytest \
        tests/grading/test_export.py
"""

import ast
import contextlib
import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import nbformat
import pytest

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises, get_exercise
from course_lib.grading.collect import collect
from course_lib.grading.export import export_nbgrader, gradebook_csv
from course_lib.grading.handover import export
from course_lib.grading.model import Adjustment, Graded, StudentResult
from course_lib.grading.nbgrader import points
from course_lib.grading.store import open_store

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = [path.name[:2] for path in sorted((ROOT / "lessons").glob("*.ipynb"))]
NBGRADER = os.environ.get("CURSO_NBGRADER") or shutil.which("nbgrader")

# El esquema 3 de los metadatos de una celda, como lo publica nbgrader.
SCHEMA = {
    "type": "object",
    "properties": {
        "schema_version": {"type": "integer", "minimum": 3, "maximum": 3},
        "grade": {"type": "boolean"},
        "locked": {"type": "boolean"},
        "solution": {"type": "boolean"},
        "task": {"type": "boolean"},
        "grade_id": {"type": "string", "pattern": "^[a-zA-Z0-9_\\-]+$"},
        "points": {"type": "number", "minimum": 0},
        "checksum": {"type": "string", "minLength": 32, "maxLength": 32},
        "cell_type": {"type": "string", "enum": ["raw", "code", "markdown"]},
    },
    "required": ["schema_version", "grade", "locked", "solution"],
    "additionalProperties": False,
}

# Acierta en todos los casos menos en uno: lo muy grande se recorta.
CLIPPED = "def relu(z):\n    return np.clip(z, 0, 6)"


def exported(folder, number, **options):
    path = export_nbgrader(folder, [number], **options)[0]
    return json.loads(path.read_text("utf-8"))


def text(cell):
    return "".join(cell["source"])


def marked(notebook):
    """Las celdas de nbgrader: (metadatos, celda)."""
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            yield cell["metadata"]["nbgrader"], cell


def released(cell):
    """Lo que ve quien entrega: sin la solución y sin las pruebas ocultas."""
    source = re.sub(
        r"^( *)### BEGIN SOLUTION.*?### END SOLUTION",
        r"\1# Escribe aquí tu respuesta.\n\1...",
        text(cell),
        flags=re.DOTALL | re.MULTILINE,
    )
    return re.sub(
        r"\n### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", "", source, flags=re.DOTALL
    )


# La tarea ----------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_cells_are_valid_nbgrader_3(tmp_path, number):
    notebook = exported(tmp_path, number)
    nbformat.validate(nbformat.from_dict(notebook))
    seen = set()
    for metadata, cell in marked(notebook):
        jsonschema.validate(metadata, SCHEMA)
        assert metadata["grade_id"] not in seen
        seen.add(metadata["grade_id"])
        assert metadata["grade"] != metadata["solution"]
        assert ("points" in metadata) == metadata["grade"] == metadata["locked"]
        assert cell["cell_type"] == "code"
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])


@pytest.mark.parametrize("number", NUMBERS)
def test_each_exercise_is_answered_and_then_graded(tmp_path, number):
    cells = list(marked(exported(tmp_path, number)))
    wanted = {e.id: e for e in all_exercises() if e.lesson == number}
    answers, graded = cells[::2], cells[1::2]
    assert len(cells) == 2 * len(wanted)
    for (_, answer), (metadata, grader) in zip(answers, graded, strict=True):
        exercise = wanted.pop(answer["metadata"]["curso"]["ejercicio"])
        assert metadata["points"] == exercise.points
        ast.parse(text(answer))
        assert f'points("{exercise.id}"' in text(grader)
    assert not wanted


@pytest.mark.parametrize("number", NUMBERS)
def test_the_released_version_has_no_answers_and_no_seeds(tmp_path, number):
    for metadata, cell in marked(exported(tmp_path, number)):
        source = released(cell)
        assert "BEGIN" not in source and "END" not in source
        if metadata["solution"]:
            exercise = get_exercise(cell["metadata"]["curso"]["ejercicio"])
            assert source == exercise.stub
            body = ast.parse(text(cell)).body[0].body
            assert len(body) == len(ast.parse(exercise.source).body[0].body)
        else:
            assert "seed" in text(cell) and "seed" not in source


def test_seeds_are_drawn_at_each_export(tmp_path):
    texts = [
        "".join(text(cell) for _, cell in marked(exported(tmp_path / name, "03")))
        for name in "ab"
    ]
    seeds = [set(re.findall(r"seed=(\d+)", found)) for found in texts]
    assert len(seeds[0]) > 5 and not seeds[0] & seeds[1]


def test_the_notices_of_the_course_are_replaced(tmp_path):
    notebook = exported(tmp_path, "04")
    whole = "\n".join(map(text, notebook["cells"]))
    assert "soluciones/" not in whole and "progress_panel(" not in whole
    assert "No module named 'course_lib'" in text(notebook["cells"][0])
    assert "resuelto" not in notebook["metadata"]["curso"]
    assert notebook["metadata"]["curso"]["leccion"] == "04"


def test_only_exercises_keeps_what_they_need(tmp_path):
    notebook = exported(tmp_path, "03", only_exercises=True)
    plain = [c for c in notebook["cells"] if not c["metadata"].get("curso")]
    plain = [text(c) for c in plain if "nbgrader" not in c["metadata"]]
    assert len(plain) < 6 and any("import numpy as np" in source for source in plain)
    assert any(source.startswith("# 03") for source in plain)
    complete = exported(tmp_path / "b", "03")
    assert len(list(marked(notebook))) == len(list(marked(complete)))


def run(notebook, answers):
    """Corre la tarea como nbgrader: cada celda de puntos da su número."""
    names, marks = {}, {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        metadata = cell["metadata"].get("nbgrader", {})
        source = text(cell)
        if metadata.get("solution"):
            source = answers(get_exercise(cell["metadata"]["curso"]["ejercicio"]))
        if not metadata.get("grade"):
            with contextlib.suppress(Exception):  # nbgrader sigue con la celda próxima
                exec(source, names)
            continue
        *body, last = source.split("\n### END")[0].splitlines()
        exec("\n".join(body), names)
        shown = repr(eval(last, names))
        # nbgrader lee lo que muestra la celda; si no es un número, da todo.
        assert float(shown) <= metadata["points"]
        marks[metadata["grade_id"]] = float(shown)
    return marks


@pytest.mark.parametrize("number", ["00", "03"])
def test_points_of_a_solved_a_blank_and_a_broken_notebook(tmp_path, number):
    notebook = exported(tmp_path, number, only_exercises=True)
    wanted = {e.id: e.points for e in all_exercises() if e.lesson == number}
    solved = run(notebook, lambda exercise: exercise.source)
    assert sum(solved.values()) == sum(wanted.values())
    assert not any(run(notebook, lambda exercise: exercise.stub).values())
    broken = run(notebook, lambda e: "relu = 3" if e.name == "relu" else "")
    assert set(broken.values()) == {0.0}


def test_points_are_partial_and_refuse_what_only_knows_the_public_cases():
    names = {}
    exec(f"import numpy as np\n{CLIPPED}", names)
    assert 0 < points("03.2", names) < 1
    assert 0 < points("03.2", names, seed=7) < 1
    right = get_exercise("03.2")
    cases = right.all_cases()
    known = {
        case.inputs["z"].tobytes(): right.solution(*case.inputs.values())
        for case in cases
    }
    memory = {"relu": lambda z: known.get(z.tobytes(), z)}
    assert points("03.2", memory) == 1.0
    assert points("03.2", memory, seed=7) < 0.6


def test_points_with_a_helper_named_as_another_exercise():
    code = """
import numpy as np
def sigmoid(z, sharp):
    return 1 / (1 + np.exp(-sharp * z))
def sigmoid_derivative(z):
    s = sigmoid(z, 1.0)
    return s * (1 - s)
"""
    names = {}
    exec(code, names)
    assert points("03.1", names, seed=7) == points("03.1", names)


def test_an_assignment_is_also_graded_by_the_course(tmp_path):
    """De la carpeta `submitted/` de nbgrader salen las mismas funciones."""
    notebook = exported(tmp_path / "curso", "04")
    for student in ("ana", "beto"):
        place = tmp_path / "submitted" / student / "leccion_04" / "04.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(notebook), encoding="utf-8")
    found = list(collect(tmp_path / "submitted"))
    assert [submission.student for submission in found] == ["ana", "beto"]
    wanted = {e.id for e in all_exercises() if e.lesson == "04"}
    assert all(set(submission.work.functions) == wanted for submission in found)


# Carpetas ----------------------------------------------------------------------------


def test_a_second_lesson_is_added_and_nothing_is_overwritten(tmp_path):
    written = export_nbgrader(tmp_path, ["03"])
    assert tmp_path / "nbgrader_config.py" in written
    config = tmp_path / "nbgrader_config.py"
    compile(config.read_text("utf-8"), "config", "exec")
    config.write_text("# mío", encoding="utf-8")
    export_nbgrader(tmp_path, [4, "1"])
    assert config.read_text("utf-8") == "# mío"
    names = {path.name for path in (tmp_path / "source").iterdir()}
    assert names == {"leccion_01", "leccion_03", "leccion_04"}
    before = written[0].read_bytes()
    with pytest.raises(CourseError, match="ya está la tarea leccion_03"):
        export_nbgrader(tmp_path, ["00", "03"])
    assert written[0].read_bytes() == before
    assert not (tmp_path / "source" / "leccion_00").exists()


@pytest.mark.parametrize(
    ("lessons", "said"),
    [(["77"], "No hay una lección «77»"), ([], "No dijiste"), (["03", 3], "dos veces")],
)
def test_lessons_that_cannot_be_exported(tmp_path, lessons, said):
    with pytest.raises(CourseError, match=said):
        export_nbgrader(tmp_path / "curso", lessons)
    assert not (tmp_path / "curso").exists()


def test_places_that_do_not_serve(tmp_path):
    (tmp_path / "nota").write_text("")
    with pytest.raises(CourseError, match="es un archivo"):
        export_nbgrader(tmp_path / "nota", ["03"])
    with pytest.raises(CourseError, match="descarga de nuevo"):
        export_nbgrader(tmp_path / "curso", ["03"], root=tmp_path)


# nbgrader de verdad ------------------------------------------------------------------


def nbgrader(folder, *words):
    # Llama a otros programas de su entorno por su nombre.
    path = os.pathsep.join([str(Path(NBGRADER).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path}
    environment.pop("CURSO_AVANCE", None)
    done = subprocess.run(
        [NBGRADER, *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.lento
@pytest.mark.skipif(not NBGRADER, reason="nbgrader no está instalado")
@pytest.mark.parametrize("only_exercises", [True, False])
def test_nbgrader_generates_and_autogrades(tmp_path, only_exercises):
    export_nbgrader(tmp_path, ["03"], only_exercises=only_exercises)
    nbgrader(tmp_path, "generate_assignment", "leccion_03")
    (release,) = (tmp_path / "release" / "leccion_03").glob("*.ipynb")
    blank = json.loads(release.read_text("utf-8"))
    answers = {
        "ana": lambda exercise: exercise.source,
        "beto": lambda exercise: exercise.stub,
        "carla": lambda e: CLIPPED if e.id == "03.2" else "raise SystemExit",
    }
    for student, answer in answers.items():
        notebook = json.loads(json.dumps(blank))
        for metadata, cell in marked(notebook):
            if metadata["solution"]:
                exercise = get_exercise(cell["metadata"]["curso"]["ejercicio"])
                assert text(cell) == exercise.stub
                cell["source"] = answer(exercise)
            assert "HIDDEN" not in text(cell)
        place = tmp_path / "submitted" / student / "leccion_03" / release.name
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(notebook), encoding="utf-8")
    nbgrader(tmp_path, "autograde", "leccion_03")
    nbgrader(tmp_path, "export")
    with (tmp_path / "grades.csv").open(encoding="utf-8") as stream:
        rows = {row["student_id"]: row for row in csv.DictReader(stream)}
    total = sum(e.points for e in all_exercises() if e.lesson == "03")
    assert {float(row["max_score"]) for row in rows.values()} == {total}
    assert float(rows["ana"]["score"]) == total
    assert float(rows["beto"]["score"]) == 0
    assert 0 < float(rows["carla"]["score"]) < 1
    nbgrader(tmp_path, "generate_feedback", "leccion_03")
    for page in (tmp_path / "feedback").rglob("*.html"):
        shown = re.sub("<[^>]+>", "", page.read_text("utf-8"))
        assert "Puntos del ejercicio 03.2" in shown and "seed=" not in shown


def test_it_says_that_nbgrader_needs_the_course(tmp_path, capsys):
    """Sin él, `nbgrader autograde` da cero a todos sin detenerse."""
    words = {"nbgrader": tmp_path, "notas": None, "leccion": ["00"]}
    assert export(SimpleNamespace(**words, solo_ejercicios=True)) == 0
    assert f'pip install -e "{ROOT}[aprender]"' in capsys.readouterr().out
    assert "pip install -e" in (tmp_path / "nbgrader_config.py").read_text("utf-8")


# Notas -------------------------------------------------------------------------------


def result(student, name, *marks, lesson="04", problem=None):
    graded = tuple(Graded(f"{lesson}.{i}", p, 2.0, None, "wrong", "") for i, p in marks)
    return StudentResult(student, name, "", lesson, "", graded, problem)


CLASS = [
    result("b@x.bo", "Ñusta, Beto", (1, 2.0), (2, 1.333)),
    result("a1", "Ana", (1, 0.0), (2, 2.0)),
    result("a1", "Ana", (1, 1.0), lesson="01"),
    result("rota", "Zoe", problem="No es un cuaderno."),
]


def rows(*arguments, **options):
    return list(csv.reader(io.StringIO(gradebook_csv(*arguments, **options))))


def test_moodle_gradebook():
    assert rows(CLASS) == [
        ["Identificador", "Nombre", "Lección 01 (de 2)", "Lección 04 (de 4)"],
        ["a1", "Ana", "1", "2"],
        ["rota", "Zoe", "-", "-"],
        ["b@x.bo", "Ñusta, Beto", "-", "3.33"],
    ]


def test_canvas_gradebook():
    found = rows(CLASS, "canvas")
    fixed = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert found[0] == [*fixed, "Lección 01", "Lección 04"]
    assert found[1] == ["    Points Possible", "", "", "", "", "2", "4"]
    assert found[2] == ["Ana", "", "", "a1", "", "1", "2"]
    assert [row[3] for row in found[2:]] == ["a1", "rota", "b@x.bo"]


def test_adjustments_replace_marks():
    adjusted = [
        Adjustment("a1", "04.1", 0.5, ""),
        Adjustment("a1", "04.1", 1.5, "reclamo"),
        Adjustment("rota", "04.1", 2.0, "en papel"),
        Adjustment("nadie", "04.1", 2.0, ""),
        Adjustment("a1", "99.1", 2.0, ""),
    ]
    marks = {row[0]: row[-1] for row in rows(CLASS, adjustments=adjusted)[1:]}
    assert marks == {"a1": "3.5", "b@x.bo": "3.33", "rota": "2"}


@pytest.mark.parametrize("style", ["moodle", "canvas"])
def test_no_formula_gets_into_a_gradebook(style):
    evil = ['=HYPERLINK("http://x")', "+1", "-1", "@x", "\t=1", "a\r\n=1"]
    found = rows([result(bad, bad, (1, 1.0)) for bad in evil], style)
    texts = [value for row in found for value in row]
    assert not [t for t in texts if t.lstrip("\t\r\n ").startswith(tuple("=+-@"))]
    assert len(found) == len(evil) + (2 if style == "canvas" else 1)


@pytest.fixture
def saved(tmp_path):
    """La carpeta de un informe con lo calificado, y cómo se exportan sus notas."""
    with open_store(tmp_path) as store:
        for item in CLASS:
            store.save(item, "v1", True)

    def run(target=None):
        words = {"nbgrader": None, "ajustes": None, "salida": target}
        return export(SimpleNamespace(notas=("moodle", tmp_path), **words))

    return tmp_path, run


def test_the_marks_are_left_where_it_is_said(saved, capsys):
    folder, run = saved
    assert run() == 0
    path = folder / "notas_moodle.csv"
    assert f"Las notas quedan en {path}." in capsys.readouterr().out
    with path.open(encoding="utf-8", newline="") as stream:
        content = stream.read()
    assert content.endswith("\r\n")
    assert list(csv.reader(io.StringIO(content))) == rows(CLASS)
    link = folder / "enlace.csv"
    link.symlink_to(folder / "lejos.csv")
    assert run(link) == 0
    assert link.is_symlink() and link.read_bytes() == path.read_bytes()


def test_marks_that_cannot_be_written_leave_the_ones_before(saved, monkeypatch, capsys):
    folder, run = saved
    before = [*folder.iterdir()]
    path = folder / "notas.csv"
    path.write_text("las de antes")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(path) == 2
    said = capsys.readouterr().err
    assert "No pude escribir las notas" in said and "disco lleno" in said
    assert path.read_text() == "las de antes"
    assert {*folder.iterdir()} == {*before, path}
    assert run(folder) == 2
    assert "no es un archivo" in capsys.readouterr().err


def test_a_gradebook_of_nobody_and_of_another_style():
    assert rows([]) == [["Identificador", "Nombre"]]
    with pytest.raises(CourseError, match="moodle, canvas"):
        gradebook_csv([], "excel")
