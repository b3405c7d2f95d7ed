"""Las órdenes de quien enseña: su ayuda, lo que exportan y cómo dicen un tropiezo."""

import csv
import errno
import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from caja import isolated_only

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.grading.handover import export
from course_lib.grading.model import Adjustment, Graded, StudentResult
from course_lib.grading.reasons import why
from course_lib.grading.report.files import explained
from course_lib.grading.store import open_store
from course_lib.grading.synthetic import write_class


def help_of(order, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([order, "--ayuda"])
    assert stop.value.code == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_help_says_what_is_needed(capsys):
    said = help_of("calificar", capsys)
    assert "calificar entregas --salida CARPETA [opciones]" in said
    assert "[--salida" not in said and "calificar --verificar" in said
    # Dos renglones que se pueden copiar, y se leen como dicen.
    assert "estudiante;ejercicio;puntos;motivo Ana Mamani;04.6;4,5;Lo explicó" in said
    assert not re.search("student|exercise|points|reason", said)


def test_the_help_says_where_the_marks_are_imported(capsys):
    said = help_of("exportar", capsys)
    for word in ("Calificaciones, Importar, CSV", "«Mapa desde»", "«SIS Login ID»"):
        assert word in said
    assert "Quien no entregó no está en el archivo" in said


# Exportar -----------------------------------------------------------------------------


def result(student, name, points=1.0, problem=None, lesson="04"):
    graded = () if problem else (Graded("04.6", points, 5.0, None, "wrong", ""),)
    return StudentResult(student, name, "", lesson, "d", graded, problem)


@pytest.fixture
def marks(tmp_path, capsys):
    """Exporta un informe; devuelve {identificador: nota} y lo que salió."""

    def run(style="moodle", adjustments=None):
        options = {"nbgrader": None, "salida": None, "ajustes": adjustments}
        assert export(SimpleNamespace(notas=(style, tmp_path), **options)) == 0
        both = capsys.readouterr()
        place = 0 if style == "moodle" else 3
        with open(tmp_path / f"notas_{style}.csv", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        return {row[place]: row[-1] for row in rows[1:]}, both.out + both.err

    return run


def test_exported_adjustments_add_to_the_saved_ones(marks, tmp_path):
    with open_store(tmp_path) as store:
        store.save(result("7", "Ana Paz"), "v", True)
        store.save(result("8", "Luz Sol"), "v", True)
        store.set_adjustments([Adjustment("8", "04.6", 4.0, "")])
    path = tmp_path / "otros.csv"
    path.write_text("estudiante;ejercicio;puntos\nAna Paz;04.6;3\nx;04.6;1\n")
    found, said = marks(adjustments=path)
    assert found == {"7": "3", "8": "4"}
    assert "sigue valiendo: Luz Sol en el 04.6" in said
    assert "no hay entrega de «x»" in said
    assert marks()[0] == {"7": "1", "8": "4"}  # los de un archivo, solo esa vez


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["--notas", "{i}", "moodle"], "Primero va el formato"),
        (["--notas", "classroom", "{i}"], "Los que hay son: moodle, canvas"),
        (["--notas", "moodle", "{i}", "--leccion", "04"], "«--leccion» no va con"),
        (
            ["--notas", "moodle", "{i}", "--solo-ejercicios"],
            "«--solo-ejercicios» no va",
        ),
        (["--nbgrader", "n", "--salida", "x"], "«--salida» no va con --nbgrader"),
        (["--notas", "moodle", "{i}", "--salida", "{i}/no/x.csv"], "No existe la carp"),
    ],
)
def test_an_export_that_cannot_be_says_why(tmp_path, capsys, words, sentence):
    with open_store(tmp_path) as store:
        store.save(result("7", "Ana Paz"), "v", True)
    assert cli.main(["exportar", *(word.format(i=tmp_path) for word in words)]) == 2
    said = capsys.readouterr().err
    assert sentence in said and ".parte" not in said


def test_the_format_may_be_written_as_its_name(tmp_path):
    with open_store(tmp_path) as store:
        store.save(result("7", "Ana Paz"), "v", True)
    assert cli.main(["exportar", "--notas", "Moodle", str(tmp_path)]) == 0


@pytest.mark.parametrize("words", [["entregas"], ["--salida", "i"], ["--lista", "l"]])
def test_checking_the_grader_is_not_grading_a_class(capsys, words):
    assert cli.main(["calificar", "--verificar", *words]) == 2
    assert "no califica entregas" in capsys.readouterr().err


@pytest.mark.parametrize("lesson", ["", "9", "x", "04.6"])
def test_a_lesson_that_is_not_there_is_said(capsys, lesson):
    assert cli.main(["calificar", "e", "--salida", "i", f"--leccion={lesson}"]) == 2
    assert "Las que hay son: 00" in capsys.readouterr().err


@pytest.mark.parametrize("style", ["moodle", "canvas"])
def test_it_says_where_to_import_and_who_goes_blank(marks, tmp_path, style):
    with open_store(tmp_path) as store:
        store.save(result("7", "Ana Paz"), "v", True)
        store.save(result("8", "Luz Sol", problem="No se lee."), "v", True)
        store.save(result("9", "Eva Ríos", problem="No se lee."), "v", True)
        store.set_adjustments([Adjustment("9", "04.6", 4.0, "")])
    found, said = marks(style)
    assert found["8"] == {"moodle": "-", "canvas": ""}[style] and found["9"] == "4"
    assert "no se pudo calificar: Luz Sol. Borra" in said
    assert "Importar (Import)" in said and style.title() in said
    assert "Quien no entregó no está en el archivo" in said


def test_who_lacks_a_lesson_has_no_mark_in_it_and_is_named(marks, tmp_path):
    with open_store(tmp_path) as store:
        store.save(result("7", "Ana Paz"), "v", True)
        store.save(result("8", "Luz Sol"), "v", True)
        store.save(result("7", "Ana Paz", lesson="03"), "v", True)
        store.save(result("9", "Eva Ríos", lesson="03"), "v", True)
        store.set_adjustments([Adjustment("9", "04.6", 4.0, "")])
    found, said = marks()
    assert found == {"7": "1", "8": "1", "9": "4"}
    with open(tmp_path / "notas_moodle.csv", encoding="utf-8") as stream:
        third = {row[0]: row[2] for row in csv.reader(stream)}
    assert third["8"] == "-" and third["7"] == third["9"] == "1"
    assert "no la entregaron o no se pudo calificar: Luz Sol. Borra" in said


def test_who_changed_of_code_is_exported_once(marks, tmp_path):
    with open_store(tmp_path) as store:
        for student in ("ana", "c7"):
            store.save(result(student, "Ana Paz"), "v", True)
        store.save(result("luz", "Luz", problem="No se lee.", lesson=None), "v", True)
        store.save(result("luz", "Luz"), "v", True)
        store.remember("renamed", '[["ana", "04", "c7"]]')
    found, said = marks()
    assert found == {"c7": "1", "luz": "1"} and "sin nota" not in said


# Lo que dice el sistema, en español ---------------------------------------------------


def test_what_the_system_says_is_in_spanish(tmp_path, capsys):
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "ana.ipynb").write_text("{}")
    words = ["calificar", str(tmp_path / "e"), "--salida", str(tmp_path / "i")]
    for option in ("--lista", "--ajustes"):
        for path, reason in ((tmp_path, "es una carpeta"), ("no.csv", "no existe")):
            order = [*words, "--sin-aislamiento", option, str(path)]
            assert cli.main(order) == 2
            assert f"({reason})" in capsys.readouterr().err
    problem = OSError(errno.EROFS, "Read-only file system", "x")
    with pytest.raises(CourseError, match="de solo lectura"), explained(tmp_path):
        raise problem
    assert why(OSError(errno.ENOTTY, "Not a tty")) == "el sistema dice «Not a tty»"


def test_an_order_that_fails_says_why_in_spanish(capsys, monkeypatch):
    def fail(_):
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "x")

    monkeypatch.setitem(cli.COMMANDS, "progreso", cli.Command("x", fail))
    assert cli.main(["progreso"]) == 1
    assert "escritura de «x» (no existe)." in capsys.readouterr().err


# De punta a punta ---------------------------------------------------------------------


@pytest.mark.lento
@isolated_only
def test_a_teacher_from_the_list_to_the_gradebook(tmp_path, capsys):
    source = tmp_path / "Clase de Núñez, año 2"
    write_class(source, lesson="00", students=6)
    folders = sorted(path.name for path in source.iterdir())
    rows = [f"c{i};{name}" for i, name in enumerate([*folders[:-1], "Falta Paz"])]
    roster = tmp_path / "lista única.csv"
    text = "Universidad X;\nMateria: Redes, A;\n;\nCódigo;Apellidos y nombres\n"
    roster.write_text(text + "\n".join(rows), encoding="cp1252")
    folder = tmp_path / "informe de la clase"

    def grade(*words):
        order = ["calificar", source, "--salida", folder, "--lista", roster, *words]
        code = cli.main([str(word) for word in order])
        both = capsys.readouterr()
        assert code == 0, both.err
        return both.out + both.err

    said = grade()
    assert f"una por persona: {folder / 'estudiantes'}" in said
    pages = (folder / "totales.csv").read_text("utf-8-sig").splitlines()
    assert "«página» de totales.csv" in said and "página" in pages[0]
    assert "No entregó 1 de los 6 de la lista: Falta Paz." in said
    assert f"1 entrega no está en la lista: {folders[-1]}." in said
    with open(folder / "ajustes.csv", "a", encoding="utf-8", newline="") as stream:
        stream.write(f"{folders[0].upper()};00.1;0,5;oral\r\n")
    assert "Ajustes: 1 nuevo." in grade()
    rows[0] = rows[0].replace("c0", "c99")  # se corrige un código
    roster.write_text(text + "\n".join(rows), encoding="cp1252")
    for _ in range(2):
        said = grade()
        assert "de antes" not in said and "no se usó" not in said
    shutil.move(source / folders[1], tmp_path / "lejos")
    assert f"1 entrega de antes ya no está en la carpeta de entregas: {folders[1]}" in (
        grade()
    )
    assert "de antes" not in grade()
    assert cli.main(["exportar", "--notas", "moodle", str(folder)]) == 0
    with open(folder / "notas_moodle.csv", encoding="utf-8") as stream:
        found = [row[0] for row in csv.reader(stream)]
    assert "c99" in found and "c0" not in found
    assert len(list(Path(folder / "estudiantes").glob("*.md"))) == 5
    assert os.path.getsize(folder / "ajustes.csv") > 40
