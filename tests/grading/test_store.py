"""Lo guardado: nada se pierde, nada se pisa, y cada tropiezo tiene su frase."""

import errno
import sqlite3
import subprocess
import sys

import pytest

from course_lib.errors import CourseError
from course_lib.grading.database import database_problem
from course_lib.grading.instructor_files import read_adjustments, read_roster
from course_lib.grading.model import (
    Adjustment,
    Graded,
    StudentResult,
    Submission,
    Work,
)
from course_lib.grading.store import Results, Store, open_store


def result(student="ana", **fields):
    graded = (
        Graded("04.1", 1.0, 1.0, None, "right", "Bien.\nSigue.", ""),
        Graded("04.2", 0.5, 2.0, "no_shift", "wrong", "«máx»", "Softmax"),
    )
    options = {
        "name": "Ana Ñandú",
        "source": "zip/ana.ipynb",
        "lesson": "04",
        "digest": "d1",
        "graded": graded,
        "notes": ("Entregó dos veces.",),
        "seconds": 0.25,
        "functions": {"04.1": "def f(): ..."},
        "answers": {"04.c1": "b"},
    }
    return StudentResult(student, **options | fields)


def entry(student="ana", digest="d1", lesson="04", **fields):
    return Submission(student, "Ana", "ana.ipynb", digest, Work(lesson, ()), **fields)


def test_what_is_saved_comes_back_the_same(tmp_path):
    with open_store(tmp_path / "informe") as store:
        store.save(result(), "v1", True)
    with open_store(tmp_path / "informe") as store:
        assert store.result("ana", "04") == result()
        assert store.result("nadie", "04") is None
        mode = store.connection.execute("PRAGMA journal_mode").fetchone()
        assert mode == ("wal",)


def test_only_what_changed_is_stale(tmp_path):
    with open_store(tmp_path) as store:
        store.save(result(), "v1", True)
        assert store.fresh(entry(), "v1", True)
        assert not store.fresh(entry(digest="d2"), "v1", True)
        assert not store.fresh(entry(), "v2", True)
        assert not store.fresh(entry(lesson="03"), "v1", True)
        assert not store.fresh(entry("luz"), "v1", True)
        store.save(result(problem="No se pudo."), "v1", True)
        assert not store.fresh(entry(), "v1", True)


def test_what_ran_unprotected_does_not_stand_for_isolated(tmp_path):
    with open_store(tmp_path) as store:
        store.save(result("ana"), "v1", False)
        store.save(result("luz"), "v1", True)
        assert not store.fresh(entry("ana"), "v1", True)
        assert store.fresh(entry("ana"), "v1", False)
        assert store.fresh(entry("luz"), "v1", False)
        assert not store.isolated([("ana", "04"), ("luz", "04")])
        assert store.isolated([("luz", "04")])


def test_a_new_result_replaces_the_old_one_whole(tmp_path):
    with open_store(tmp_path) as store:
        store.save(result(), "v1", True)
        store.save(result(graded=result().graded[:1], digest="d2"), "v1", True)
        assert [item.exercise for item in store.result("ana", "04").graded] == ["04.1"]


def test_each_lesson_of_a_person_has_its_place(tmp_path):
    with open_store(tmp_path) as store:
        store.save(result(), "v1", True)
        store.save(result(lesson="03", graded=()), "v1", True)
        store.save(result(lesson=None, graded=(), problem="No se lee."), "", True)
        assert store.result("ana", "04") == result()
        assert store.result("ana", "03").graded == ()
        assert store.result("ana", None).problem == "No se lee."
        assert store.keys() == {("ana", "04"), ("ana", "03"), ("ana", None)}


def test_the_seed_is_chosen_once(tmp_path):
    with open_store(tmp_path) as store:
        seed = store.seed
    with open_store(tmp_path) as store:
        assert store.seed == seed
    with open_store(tmp_path, seed=seed) as store:
        assert store.seed == seed
    with pytest.raises(CourseError, match=f"--semilla {seed}.*--desde-cero"):
        open_store(tmp_path, seed=seed + 1)
    with open_store(tmp_path, seed=5, restart=True) as store:
        assert store.seed == 5


def test_a_seed_that_is_refused_leaves_nothing_open(tmp_path, monkeypatch):
    """En Windows, un archivo que quedó abierto no se puede mover ni borrar."""
    open_store(tmp_path, seed=3).close()
    closed, close = [], Store.close
    monkeypatch.setattr(Store, "close", lambda store: closed.append(close(store)))
    with pytest.raises(CourseError, match="ya tiene su semilla"):
        open_store(tmp_path, seed=4)
    assert len(closed) == 1


def test_starting_again_keeps_seed_adjustments_and_the_old_file(tmp_path):
    with open_store(tmp_path, seed=8) as store:
        store.save(result(), "v1", True)
        store.set_adjustments([Adjustment("ana", "04.2", 2.0, "Lo explicó")])
    with open_store(tmp_path, restart=True) as store:
        assert store.seed == 8
        assert store.result("ana", "04") is None
        assert store.adjustments() == (Adjustment("ana", "04.2", 2.0, "Lo explicó"),)
    (old,) = tmp_path.glob("calificaciones *.sqlite")
    rows = sqlite3.connect(old).execute("SELECT student FROM submission").fetchall()
    assert rows == [("ana",)]


def test_adjustments_survive_a_regrading(tmp_path):
    with open_store(tmp_path) as store:
        store.set_adjustments([Adjustment("ana", "04.2", 2.0, "Lo explicó")])
        store.save(result(), "v1", True)
        store.save(result(digest="d2"), "v2", True)
        assert len(store.adjustments()) == 1


def test_results_are_a_sequence_read_one_by_one(tmp_path):
    with open_store(tmp_path) as store:
        for student in ("luz", "ana", "beto"):
            store.save(result(student), "v1", True)
        results = Results(store, [("ana", "04"), ("luz", "04")])
        assert (
            [r.student for r in results]
            == ["ana", "luz"]
            == [r.student for r in results]
        )
        assert len(results) == 2
        assert results[1].student == "luz"
        assert [r.student for r in results[:1]] == ["ana"]
        with pytest.raises(IndexError):
            results[2]


def test_a_folder_with_other_things_is_not_touched(tmp_path):
    (tmp_path / "tesis.docx").write_text("años de trabajo")
    with pytest.raises(CourseError, match="tesis.docx"):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["tesis.docx"]
    with pytest.raises(CourseError, match="es un archivo"):
        open_store(tmp_path / "tesis.docx")


def test_the_adjustments_may_be_waiting_there(tmp_path):
    (tmp_path / "ajustes.csv").write_text("")
    open_store(tmp_path).close()


@pytest.mark.parametrize("damage", ["header", "middle", "text", "empty"])
def test_a_damaged_database_is_a_sentence(tmp_path, damage):
    with open_store(tmp_path) as store:
        for i in range(200):
            store.save(result(f"persona {i}"), "v1", True)
    path = tmp_path / "calificaciones.sqlite"
    data = bytearray(path.read_bytes())
    if damage == "header":
        data[:16] = b"\0" * 16
    elif damage == "middle":
        data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
    elif damage == "text":
        data = b"esto no es una base de datos, ni lo fue nunca" * 100
    elif damage == "empty":
        data = b""
    path.write_bytes(bytes(data))
    if damage == "empty":  # para SQLite, un archivo vacío es una base nueva
        open_store(tmp_path).close()
        return
    with pytest.raises(CourseError, match="dañada.*--desde-cero"):
        open_store(tmp_path)
    with open_store(tmp_path, restart=True) as store:
        assert store.keys() == set()
    assert len(list(tmp_path.glob("calificaciones *.sqlite"))) == 1


def test_another_version_of_the_database_is_not_read(tmp_path):
    with open_store(tmp_path) as store:
        store.connection.execute("UPDATE task SET value = '99' WHERE key = 'format'")
    with pytest.raises(CourseError, match="otra versión"):
        open_store(tmp_path)


def test_a_folder_without_locks_is_not_another_program(tmp_path, monkeypatch):
    """Como en una carpeta de red sin candados."""
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(CourseError) as said:
        open_store(tmp_path)
    assert "no se puede poner un candado" in str(said.value)
    assert "de red" in str(said.value) and "Otro programa" not in str(said.value)


def test_a_failing_disk_is_not_said_to_be_full(tmp_path):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR | 20 << 8  # SQLITE_IOERR_SHMMAP
    said = str(database_problem(error, tmp_path / "base"))
    assert "falló o se llenó" in said and "de red" in said


def test_a_full_disk_is_a_sentence_and_leaves_whole_rows(tmp_path):
    with open_store(tmp_path) as store:
        store.save(result("ana"), "v1", True)
        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        big = result("luz", functions={"04.1": "x" * 100_000})
        with pytest.raises(CourseError, match="disco se llenó.*sigue donde quedó"):
            store.save(big, "v1", True)
        assert store.keys() == {("ana", "04")}
    with open_store(tmp_path) as store:
        store.save(big, "v1", True)
        assert store.keys() == {("ana", "04"), ("luz", "04")}


def test_two_programs_do_not_grade_in_the_same_folder(tmp_path):
    code = (
        "import sys; from course_lib.grading.store import open_store\n"
        "try: open_store(sys.argv[1])\n"
        "except Exception as error: print(error)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with open_store(tmp_path):
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Otro programa está calificando" in said.stdout
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stdout == ""


# Los ajustes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "student,exercise,points,reason\nana,04.2,1.5,Lo explicó",
        "\ufeffestudiante;ejercicio;puntos;motivo\r\nana;04.2;1,5;Lo explicó\r\n",
        "Student\tExercise\tPoints\tReason\n\nana\t04.2 · Softmax\t1.5\tLo explicó\n",
        "reason,points,exercise,student\nLo explicó,1.5,04.2,ana",
        "student,exercise,points,reason\nana,04.2,9,x\nana,04.2,1.5,Lo explicó",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_adjustments_are_read_however_they_were_saved(tmp_path, data, encoding):
    if encoding != "utf-8":
        data = data.removeprefix("\ufeff")
    (tmp_path / "ajustes.csv").write_bytes(data.encode(encoding))
    expected = (Adjustment("ana", "04.2", 1.5, "Lo explicó"),)
    assert read_adjustments(tmp_path / "ajustes.csv") == expected


@pytest.mark.parametrize(
    "data, sentence",
    [
        ("quién,nota\nana,1", "le falta la columna «estudiante»"),
        ("student,exercise,points\n,04.2,1", "En la fila 2 .* falta el estudiante"),
        ("student,exercise,points\n\nana,4 feb,1", "fila 3 .*«4 feb».*como texto"),
        ("student,exercise,points\nana,04.2,mucho", "fila 2 .*«mucho»"),
        ("student,exercise,points\nana,04.2,-1", "desde 0"),
        ("student,exercise,points\nana,04.2,nan", "desde 0"),
        ("student,exercise,points\nana,04.2", "desde 0"),
    ],
)
def test_a_bad_adjustment_says_where(tmp_path, data, sentence):
    (tmp_path / "ajustes.csv").write_text(data, encoding="utf-8")
    with pytest.raises(CourseError, match=sentence):
        read_adjustments(tmp_path / "ajustes.csv")


def test_an_absent_or_empty_file_of_adjustments(tmp_path):
    with pytest.raises(CourseError, match="No se pudo leer"):
        read_adjustments(tmp_path / "no.csv")
    (tmp_path / "ajustes.csv").write_text("")
    assert read_adjustments(tmp_path / "ajustes.csv") == ()


# La lista -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data, expected",
    [
        ("Ana Ñandú\nLuz Paz", {"Ana Ñandú": "Ana Ñandú", "Luz Paz": "Luz Paz"}),
        ("student,name\n7,Ana\n8,", {"7": "Ana", "8": "8"}),
        ("\ufeffnombre;código\r\nAna;7\r\n\r\n", {"7": "Ana"}),
        ("Estudiante\nAna", {"Ana": "Ana"}),
        ("7\tAna", {"7": "Ana"}),
    ],
)
def test_the_roster_is_read_however_it_was_saved(tmp_path, data, expected):
    (tmp_path / "lista.csv").write_bytes(data.encode())
    assert read_roster(tmp_path / "lista.csv") == expected


@pytest.mark.parametrize(
    "data, sentence",
    [
        ("", "está vacía"),
        ("student,name", "está vacía"),
        ("student,name\n7,Ana\n7,Luz", "«7» está dos veces.*fila 3"),
        ("student,name\n,Ana", "En la fila 2 .*falta el estudiante"),
    ],
)
def test_a_bad_roster_is_a_sentence(tmp_path, data, sentence):
    (tmp_path / "lista.csv").write_text(data)
    with pytest.raises(CourseError, match=sentence):
        read_roster(tmp_path / "lista.csv")


@pytest.mark.parametrize(
    "data, expected",
    [
        ("Código;Estudiante\n7;Ana", {"7": "Ana"}),
        ("alumno,código\nAna,7", {"7": "Ana"}),
        ("Alumno,Nombre,Código\nA1,Ana,7", {"A1": "Ana"}),
        ('Student,ID,SIS Login ID\n"Paz, Ana",3,ana', {"ana": "Paz, Ana"}),
        ("Nombre,SIS Login ID\nAna,ana7", {"ana7": "Ana"}),
        ("Identificador,Nombre\n7,Ana", {"7": "Ana"}),
        ("Apellido(s);Nombre(s)\nPaz;Ana", {"Ana Paz": "Ana Paz"}),
        ("CÉDULA;Apellidos y nombres\n7;Paz Ana", {"7": "Paz Ana"}),
        ("7,Ana\n8", {"7": "Ana", "8": "8"}),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_columns_of_a_roster(tmp_path, data, expected, encoding):
    (tmp_path / "lista.csv").write_bytes(data.encode(encoding))
    assert read_roster(tmp_path / "lista.csv") == expected


def test_a_repeated_row_is_one_person_if_it_has_an_identifier(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text("student,name\n7,Ana\n8,Luz\n7,Ana\n", encoding="utf-8")
    assert read_roster(path) == {"7": "Ana", "8": "Luz"}
    # Sin identificador podrían ser dos que se llaman igual: una nota se perdería.
    for data in ("Ana Paz\nLuz\nAna Paz", "nombre\nAna Paz\nAna Paz"):
        path.write_text(data, encoding="utf-8")
        with pytest.raises(CourseError, match="«Ana Paz» está dos veces.*fila 3"):
            read_roster(path)


def test_every_row_of_a_roster_says_who(tmp_path):
    path = tmp_path / "lista.csv"
    for data in ("código;nombre\n7;Ana\n;Luz", "nombre;nota\nAna;1\n;2"):
        path.write_text(data, encoding="utf-8")
        with pytest.raises(CourseError, match="En la fila 3 .*falta el estudiante"):
            read_roster(path)


def test_a_workbook_is_not_a_list(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00\x00\x00[Content_Types].xml\x00\x01")
    with pytest.raises(CourseError, match="guárdalo como CSV"):
        read_roster(path)
