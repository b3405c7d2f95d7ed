"""`curso entregar`: el cuaderno correcto, que corre, en un solo archivo."""

import json
import shutil
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_lib.errors import CourseError
from course_lib.exercises import get_exercise
from course_lib.grading import deliver as module
from course_lib.grading.collect import collect
from course_lib.grading.deliver import deliver
from course_lib.grading.rehearsal import rehearse

ROOT = Path(__file__).resolve().parents[2]
NAME = "00_introduccion.ipynb"
RIGHT = "def dense(X, W, b):\n    return X @ W + b"


def code(source, exercise=None):
    role = {"curso": {"papel": "respuesta", "ejercicio": exercise}} if exercise else {}
    cell = {"cell_type": "code", "metadata": role, "source": source}
    return {**cell, "outputs": [], "execution_count": None}


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("CURSO_AVANCE", str(tmp_path / "datos" / "avance.json"))
    (tmp_path / "lessons").mkdir()
    shutil.copy(ROOT / "lessons" / NAME, tmp_path / "lessons")
    (tmp_path / "mis_cuadernos").mkdir()
    return tmp_path


def write(course, *cells, lesson="00"):
    """Un cuaderno corto de la lección 00: correrlo entero tardaría."""
    first = code("import numpy as np\nfrom course_lib import check")
    metadata = {"curso": {"leccion": lesson}}
    notebook = {"cells": [first, *cells], "metadata": metadata, "nbformat": 4}
    path = course / "mis_cuadernos" / NAME
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def run(course, **options):
    options = {"nombre": "Ana Pérez", "codigo": "A 1/ñ", **options}
    return deliver(SimpleNamespace(curso=course, **options))


def made(course):
    (path,) = (course / "mis_cuadernos" / "entregas").iterdir()
    return path


def test_one_file_that_the_grader_reads(course, capsys):
    notebook = write(
        course, code(RIGHT, "00.2"), code("def count_parameters(x):\n    ...")
    )
    assert run(course) == 0
    path, said = made(course), capsys.readouterr().out
    assert path.name == "entrega_00_A-1-n.zip" and str(path) in said
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [NAME, "entrega.json"]
        assert archive.read(NAME) == notebook.read_bytes()
        card = json.loads(archive.read("entrega.json"))
    assert card["leccion"] == "00" and card["nombre"] == "Ana Pérez"
    assert card["pendiente"]["en_blanco"] == ["00.1", "00.t1"]
    assert card["pendiente"]["sin_aprobar"] == []
    assert "En blanco: 00.1, 00.t1." in said and "Sin aprobar" not in said
    (submission,) = collect(path)
    assert submission.student == "A-1-n" and set(submission.work.functions) == {"00.2"}


def test_it_says_what_does_not_pass_or_stops(course, capsys):
    wrong = code(RIGHT.replace("+", "-"))
    stops = code("nada + 1"), code("raise SystemExit"), code("def f(:")
    write(course, wrong, *stops, code("%matplotlib inline\nx = 1"))
    assert run(course, leccion="0") == 0
    said = capsys.readouterr().out
    assert "Sin aprobar todavía: 00.2." in said
    assert "La celda 3 se detiene: NameError" in said
    assert "La celda 4 se detiene: pide cerrar Python" in said
    assert "La celda 5 no puede correr: hay un error de sintaxis en la línea 1" in said
    assert "celda 6" not in said and "celda 2" not in said


def test_it_says_what_passes_and_names_a_broken_cell_once(course, capsys):
    broken = code("def count_parameters(layer_shapes):\n    return sum(layer_shapes")
    write(course, code(RIGHT), broken)
    run(course)
    said = capsys.readouterr().out
    assert "Ya pasan: 00.2." in said
    assert said.count("no se cierra el «(»") == 1
    assert "00.1: en la línea 2 (`return sum(layer_shapes`) no se cierra" in said


def test_another_name_for_the_function_passes_too(course, capsys):
    mine = code(RIGHT.replace("dense", "mi_capa"))
    write(course, mine, code('check("00.2", mi_capa)'))
    run(course)
    assert "Sin aprobar" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "source, sentence",
    [
        ("while True: pass", "iba por la celda 2"),
        ("import os; os._exit(0)", "En la celda 2 el cuaderno se cierra de golpe"),
    ],
)
def test_a_notebook_that_never_ends_is_still_delivered(
    course, capsys, monkeypatch, source, sentence
):
    monkeypatch.setattr(module, "SECONDS", 3)
    write(course, code(source), code(RIGHT))
    started = time.monotonic()
    assert run(course) == 0
    assert time.monotonic() - started < 15
    said = capsys.readouterr().out
    assert sentence in said and "Sin aprobar todavía: 00.2." in said
    assert made(course).exists()


def test_the_rehearsal_leaves_progress_alone(course):
    write(course, code(RIGHT), code('x = check("00.2", dense)'))
    run(course)
    assert not (course / "datos" / "avance.json").exists()


def test_children_of_the_notebook_die_with_it(tmp_path):
    # La celda espera a que su proceso escriba: así se sabe que estuvo vivo.
    beats = "import time\nwhile True:\n    open('vivo', 'a').write('.')\n"
    source = (
        "import subprocess, sys, pathlib, time\n"
        f"beats = {beats + '    time.sleep(0.05)'!r}\n"
        "subprocess.Popen([sys.executable, '-c', beats])\n"
        "while not pathlib.Path('vivo').exists():\n"
        "    time.sleep(0.05)"
    )
    result = rehearse([(1, source)], {}, tmp_path, 60)
    assert result.problem is None and result.stopped == ()
    after = (tmp_path / "vivo").stat().st_size
    time.sleep(0.5)
    assert (tmp_path / "vivo").stat().st_size == after


def test_name_and_code_are_asked_once(course, capsys, monkeypatch):
    write(course, code(RIGHT))
    answers = iter(["", "  Eva\tPaz ", "B7", "Sí"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    run(course, nombre=None, codigo=None, sin_correr=True)
    run(course, nombre=None, codigo=None, sin_correr=True)
    assert made(course).name == "entrega_00_B7.zip"
    stored = json.loads((course / "datos" / "persona.json").read_text("utf-8"))
    assert stored == {"nombre": "Eva Paz", "codigo": "B7"}
    run(course, nombre=None, codigo="C8", sin_correr=True)
    assert "Eva Paz (C8)" in capsys.readouterr().out


def test_without_a_keyboard_it_says_which_options(course, monkeypatch):
    write(course, code(RIGHT))

    def closed(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    with pytest.raises(CourseError, match="--nombre"):
        run(course, nombre=None, sin_correr=True)


def test_wrong_notebooks_are_refused(course):
    with pytest.raises(CourseError, match="no hay ningún cuaderno con respuestas"):
        run(course)
    with pytest.raises(CourseError, match="No existe mis_cuadernos/"):
        run(course, leccion="00")
    with pytest.raises(CourseError, match="No hay una lección «77»"):
        run(course, leccion="77")
    write(course, code("def relu(Z):\n    return Z"), lesson="03")
    with pytest.raises(CourseError, match="es de la lección 03"):
        run(course, leccion="00")
    (course / "mis_cuadernos" / NAME).write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match="no es JSON válido"):
        run(course)
    assert not (course / "mis_cuadernos" / "entregas").exists()


def test_a_notebook_with_another_name_is_named(course):
    """Quien lo guardó como copia no tiene que empezar otro en blanco."""
    written = write(course, code(RIGHT, "00.1"))
    written.rename(written.with_name("mi tarea.ipynb"))
    with pytest.raises(CourseError, match="Si el tuyo es «mi tarea.ipynb», cámbiale"):
        run(course, leccion="00")


def test_the_file_can_go_elsewhere(course, tmp_path):
    write(course, code(RIGHT))
    assert run(course, salida=tmp_path / "enviar", sin_correr=True) == 0
    assert (tmp_path / "enviar" / "entrega_00_A-1-n.zip").is_file()


@pytest.mark.lento
@pytest.mark.parametrize("path", sorted(ROOT.glob("solutions/*.ipynb")), ids=str)
def test_every_solution_runs_and_passes(course, capsys, path):
    shutil.copy(ROOT / "lessons" / path.name, course / "lessons")
    shutil.copy(path, course / "mis_cuadernos")
    assert run(course, leccion=path.stem[:2]) == 0
    said = capsys.readouterr().out
    assert "Todos los ejercicios pasan" in said and "se detiene" not in said


@pytest.mark.lento
def test_an_optional_left_blank_is_not_something_missing(course, capsys):
    (path,) = (ROOT / "solutions").glob("01_*.ipynb")
    (lesson,) = (ROOT / "lessons").glob("01_*.ipynb")
    shutil.copy(lesson, course / "lessons")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    stub = get_exercise("01.8").stub
    for cell in notebook["cells"]:
        role = cell["metadata"].get("curso", {})
        if (role.get("papel"), role.get("ejercicio")) == ("respuesta", "01.8"):
            cell["source"] = stub
    target = course / "mis_cuadernos" / path.name
    target.write_text(json.dumps(notebook), encoding="utf-8")
    assert run(course, leccion="01") == 0
    said = capsys.readouterr().out
    assert "En blanco: 01.8 (optativo)." in said
    assert "Lo que pide la lección pasa su comprobación." in said
