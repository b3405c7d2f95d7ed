"""La lista y los ajustes tal como los guarda cada quien, y de quién es cada ajuste."""

import pytest

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.instructor_files import read_adjustments, read_roster
from course_lib.grading.model import Adjustment
from course_lib.grading.people import person_of
from course_lib.grading.roster import Roster
from course_lib.grading.settled import (
    Namesakes,
    given_adjustments,
    merged,
    settle,
)


@pytest.fixture
def saved(tmp_path):
    """Guarda un texto como CSV y devuelve su lugar."""

    def save(text, name="lista.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return save


# La lista -----------------------------------------------------------------------------

TITLES = "Universidad Mayor de San Andrés;;\nMateria: Redes, grupo A;;\n;;\n"


@pytest.mark.parametrize(
    "text, expected",
    [
        (TITLES + "Código;Apellidos;Nombres\n7;Paz;Ana", {"7": "Ana Paz"}),
        (TITLES + "Código;MAT-201\nCódigo;Nombres\n7;Ana", {"7": "Ana"}),
        (TITLES + "Nombre completo\nAna Paz", {"Ana Paz": "Ana Paz"}),
        ("Universidad X\nSigla,MAT\nCI,Nombre\n7,Ana\n8,Luz", {"7": "Ana", "8": "Luz"}),
        ("N°;Paterno;Materno;Nombres;R.U.\n1;Paz;;Ana;7", {"7": "Ana Paz"}),
        (
            "CI;Nombres y apellidos\n7;Ana\nCI;Nombres y apellidos\n8;Luz\nTotal;2",
            {"7": "Ana", "8": "Luz"},
        ),
    ],
)
def test_what_is_above_the_header_is_nobody(saved, text, expected):
    notes = []
    assert read_roster(saved(text), notes) == expected
    assert notes == []


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Tarea (12)
,,,,,Manual Posting
    Points Possible,,,,,10
"Paz, Ana",3,u3,ana,A,
"Student, Test",9,,,A,
"""


def test_the_list_of_canvas_has_rows_of_nobody(saved):
    assert read_roster(saved(CANVAS)) == {"ana": "Paz, Ana"}
    # En otra lista, quien se llame así es una persona.
    assert read_roster(saved("código;nombre\n7;Student Test")) == {"7": "Student Test"}


MOODLE = 'Nombre,Apellido(s),"Número de ID","Dirección de correo"\n'
CLASSROOM = """Apellidos,Nombre,Dirección de correo electrónico,Tarea 4
Fecha límite,,,2026-11-03
Puntos,,,100
Paz,Ana,ana@uni.bo,90
Promedio de la clase,,,90
"""


@pytest.mark.parametrize(
    "text, expected",
    [
        (MOODLE + "Ana,Paz,7,ana@uni.bo\nLuz,Sol,8,luz@uni.bo", {"7", "8"}),
        (
            MOODLE + "Ana,Paz,7,ana@uni.bo\nLuz,Sol,,luz@x.bo",
            {"ana@uni.bo", "luz@x.bo"},
        ),
        (CLASSROOM, {"ana@uni.bo"}),
        ("identifier,github_username,github_id,name\nAna Paz,anapaz,1,", {"anapaz"}),
        ("CÓDIGO DEL ESTUDIANTE;NOMBRE DEL ESTUDIANTE\n7;Ana", {"7"}),
        ("código;nombre\n7.0;Ana\n8.0;Luz", {"7", "8"}),
        ("sep=;\ncódigo;nombre\n7;Ana", {"7"}),
        ("Estudiante 1;Ana\nEstudiante 2;Luz", {"Estudiante 1", "Estudiante 2"}),
    ],
)
def test_the_list_that_each_platform_gives(saved, text, expected):
    """Si a alguien le falta el código, sirve la columna que todos tienen."""
    assert set(read_roster(saved(text), [])) == expected


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp850", "utf-16"])
def test_a_list_saved_in_any_system(tmp_path, encoding):
    path = tmp_path / "lista.csv"
    path.write_bytes("código;nombre\n7;Íñigo Núñez\n8;Ágata Peña\n".encode(encoding))
    assert read_roster(path) == {"7": "Íñigo Núñez", "8": "Ágata Peña"}


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("código;nombre\n7;Ana\n2,01912E+11;Luz", "fila 3 .*perdió cifras.*texto"),
        ("código;nombre\n1.2E+05;Ana", "fila 2 .*perdió cifras"),
        ('código;nombre\n7;"Ana\n8;Luz', "fila 2 .*comilla .*sin cerrar"),
        ("<html><table><tr><td>código", "página web.*guárdalo como CSV"),
        ("código|nombre\n7|Ana", "no se reconoce el encabezado de la fila 1"),
        ("Nro;Carnet universitario;Persona\n1;7;Ana", "encabezado de la fila 1"),
    ],
)
def test_what_a_spreadsheet_spoiled_is_said(saved, text, sentence):
    with pytest.raises(CourseError, match=sentence):
        read_roster(saved(text))


@pytest.mark.parametrize(
    "text, title",
    [
        (TITLES + "7;Paz;Ana\n8;Ríos;Luz\n9;Sol;Eva\n5;Sol;Iris", "Universidad Mayor"),
        ("Redes neuronales 2026;\n7;Ana\n8;Luz", "Redes neuronales 2026"),
        ("Lista del grupo A\nAna Paz\nLuz Ríos", "Lista del grupo A"),
        ("Docente: Eva Sol\nAna Paz\nLuz Ríos", "Docente: Eva Sol"),
    ],
)
def test_titles_without_a_header_are_said(saved, text, title):
    with pytest.raises(
        CourseError, match=f"fila 1 .*{title}.*parece un título.*código"
    ):
        read_roster(saved(text))


def test_rows_of_another_length_are_said(saved):
    notes = []
    assert read_roster(saved("7;Ana\n8;Luz\n9"), notes) == {
        "7": "Ana",
        "8": "Luz",
        "9": "9",
    }
    assert len(notes) == 1 and "el mismo largo" in notes[0]
    notes = []
    read_roster(saved("Ana Paz\nLuz Ríos"), notes)
    assert notes == []


def test_a_name_without_its_tilde_is_found_if_it_is_only_one():
    roster = Roster({"7": "Ana Núñez Paz", "8": "Luis Peña"})
    student, notes = roster.find(person_of("Ana Nunez Paz"))
    assert student == "7" and "se tomó por «Ana Núñez Paz»" in notes[0]
    assert roster.find(person_of("Ana Núñez Paz")) == ("7", ())
    both = Roster({"8": "Luis Peña", "9": "Luis Pena"})
    assert both.find(person_of("Luis Pena")) == ("9", ())
    twins = Roster({"8": "Luis Peña", "9": "Luís Peña"})
    student, notes = twins.find(person_of("Luis Pena"))
    assert student is None and "más de una persona" in notes[0]


# Los ajustes --------------------------------------------------------------------------

HEADER = "estudiante;ejercicio;puntos;motivo\n"


@pytest.mark.parametrize("points, most", [("5,5", 5), ("45", 5)])
def test_no_adjustment_passes_the_most_of_its_exercise(saved, points, most):
    path = saved(f"{HEADER}ana;04.6;{points};x")
    with pytest.raises(CourseError, match=f"fila 2 .*máximo del 04.6.*0 a {most}"):
        read_adjustments(path)
    assert read_adjustments(saved(f"{HEADER}ana;04.6;{most};x"))[0].points == most


@pytest.mark.parametrize(
    "written, exercise",
    [("4.6", "04.6"), ("4,6", "04.6"), ("04,6", "04.6"), ("04.D1", "04.d1")],
)
def test_an_exercise_as_a_spreadsheet_leaves_it(saved, written, exercise):
    text = f"estudiante;ejercicio;puntos;motivo\nAna;{written};0,5;uno; dos\n"
    (item,) = read_adjustments(saved(text))
    assert item == Adjustment("Ana", exercise, 0.5, "uno; dos")


def test_no_lesson_has_ten_exercises():
    """De un «04.10» que una hoja de cálculo lee como número queda «4.1»."""
    assert not [x.id for x in all_exercises() if x.id.endswith("0")]


def test_a_repeated_adjustment_is_said_if_it_differs(saved):
    notes = []
    path = saved(f"{HEADER}ana;04.6;4;a\nana;04.6;3,5;b\nana;04.1;1;a\nana;04.1;1;b")
    read_adjustments(path, notes)
    assert len(notes) == 1
    assert "dos ajustes de «ana» en el 04.6: vale el último, 3.5." in notes[0]


def adjustment(student, points, exercise="04.6"):
    return Adjustment(student, exercise, points, "")


def test_another_file_adds_to_what_was_saved():
    people = Namesakes({"7": "Ana", "8": "Luz", "9": "Eva"})
    saved = [adjustment(student, 1.0) for student in "789"]
    given = [adjustment("7", 2.0), adjustment("8", None), adjustment("9", 3.0, "04.1")]
    settled = settle(saved, given, people)
    assert set(settled.items) == {
        adjustment("7", 2.0),
        adjustment("9", 1.0),
        adjustment("9", 3.0, "04.1"),
    }
    first, second = settled.notes
    assert first == "Ajustes: 1 nuevo, 1 con cambios, 1 que se quita."
    assert "1 ajuste de antes no está" in second and "Eva en el 04.6" in second
    assert "«quitar»" in second
    for nothing in (None, ()):
        settled = settle(saved, nothing, people)
        assert set(settled.items) == set(saved) and settled.notes == []


def test_an_adjustment_names_the_person_as_she_is_called():
    people = Namesakes({"7": "Ana Núñez Paz", "8": "Luz Sol", "9": "Luz Sol"})
    for text in ("Ana Núñez Paz", "ana nunez paz", "Núñez Paz Ana", "7"):
        (item,) = settle((), [adjustment(text, 1.0)], people).items
        assert item.student == "7", text
    both = Namesakes({"1": "Ana Nunez", "2": "Ana Núñez"})
    assert both.find("Ana Nunez") == {"1"} and both.find("ana núñez") == {"2"}
    settled = settle((), [adjustment("Luz Sol", 1.0)], people)
    assert "puede ser «8» o «9»" in settled.unknown["Luz Sol"]
    settled = settle((), [adjustment("Ana Nuñes", 1.0)], people)
    assert "¿Es «7», Ana Núñez Paz?" in settled.unknown["Ana Nuñes"]
    assert "columna «estudiante» de notas.csv" in settled.unknown["Ana Nuñes"]
    settled = settle((), [adjustment("xyz", 1.0)], people)
    assert settled.unknown["xyz"].endswith("no hay entrega de «xyz».")


def test_a_name_that_was_mended_is_not_kept_as_another():
    people = Namesakes({"7": "Ana Paz", "8": "Luz"})
    wrong = settle((), [adjustment("Ana P", 1.0), adjustment("Eva", 1.0)], people)
    assert set(wrong.unknown) == {"Ana P", "Eva"} and wrong.notes == []
    assert len(wrong.items) == 2  # quizá entreguen después
    again = settle(wrong.items, [adjustment("Ana Paz", 1.0)], people)
    assert {item.student for item in again.items} == {"7", "Eva"}
    other = settle(wrong.items, [adjustment("Luz", 2.0)], people)
    assert set(other.unknown) == {"Ana P", "Eva"}
    assert other.notes == ["Ajustes: 1 nuevo."]


def test_one_person_called_two_ways_has_one_adjustment():
    people = Namesakes({"7": "Ana Paz"})
    settled = settle((), [adjustment("7", 1.0), adjustment("Ana Paz", 2.0)], people)
    assert settled.items == (adjustment("7", 2.0),)
    assert any("dos ajustes de «7»" in note for note in settled.notes)
    assert settle(settled.items, [adjustment("Ana Paz", None)], people).items == ()


def test_an_adjustment_follows_who_changed_of_code():
    people = Namesakes({"77": "Ana Paz"}, {"7": "77"})
    settled = settle([adjustment("7", 1.0)], None, people)
    assert settled.items == (adjustment("77", 1.0),) and not settled.unknown


def test_both_files_of_adjustments_count(saved, tmp_path):
    saved(f"{HEADER}ana;04.6;1;a\nluz;04.6;1;a", "ajustes.csv")
    other = saved(f"{HEADER}ana;04.6;2;b\nluz;04.6;quitar;", "otro.csv")
    given = given_adjustments(other, tmp_path, [])
    assert [item[:3] for item in given] == [
        ("ana", "04.6", 2.0),
        ("luz", "04.6", None),
    ]
    assert len(given_adjustments(tmp_path / "ajustes.csv", tmp_path, [])) == 2
    assert given_adjustments(None, tmp_path / "nueva", []) is None
    assert [item[0] for item in merged((), given)] == ["ana"]
