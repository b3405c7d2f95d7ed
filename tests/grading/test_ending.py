"""Lo que cuenta `curso calificar` al terminar, y lo que dice antes de empezar."""

import zipfile
from dataclasses import dataclass, replace

import pytest
from fake_sandbox import FakeSandbox, code_of, submission, work_of

from course_lib.exercises import get_exercise
from course_lib.grading import publish
from course_lib.grading.console import listed, tell
from course_lib.grading.run import DONE, PARTLY, WRONG_USE, run
from course_lib.grading.store import open_store
from course_lib.grading.survey import Survey

EXERCISE = get_exercise("04.1")


def entry(student, name=None, lesson="04"):
    """La entrega de una persona; su cuaderno es distinto del de las demás."""
    code = code_of(EXERCISE.solution, EXERCISE.name)
    work = replace(work_of({"04.1": code}, answers={"who": student}), lesson=lesson)
    return submission(work, student, name=name or student)


def broken(student, problem="Está vacío."):
    return submission(None, student, name=student, digest="", problem=problem)


@dataclass
class Unwritten:
    """Un informe que no se escribe: dibujarlo tarda más que calificar."""

    unused: tuple
    report: str = "informe.html"


@pytest.fixture
def order(tmp_path, monkeypatch, capsys):
    """Corre unas entregas y devuelve (código, lo que salió en la consola)."""
    source, shown = tmp_path / "entregas", []
    source.mkdir()

    def written(results, folder, *, roster, adjustments, **_):
        people = {*(roster or {}), *(result.student for result in results)}
        shown.append({result.student: result for result in results})
        grade.adjusted = [(x.student, x.exercise) for x in adjustments]
        return Unwritten(tuple(x for x in adjustments if x.student not in people))

    monkeypatch.setattr(publish, "publish", written)

    def grade(*found, roster=None, adjustments=None, **options):
        words = {}
        for name, text in (("lista", roster), ("otros ajustes", adjustments)):
            if text is not None:
                (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
                words["roster" if name == "lista" else "adjustments"] = (
                    tmp_path / f"{name}.csv"
                )
        code = run(
            source,
            tmp_path / "informe",
            collect=lambda *_, **__: iter(found),
            processes=1,
            factory=FakeSandbox,
            **words | options,
        )
        both = capsys.readouterr()
        return code, both.out + both.err

    grade.folder, grade.source, grade.shown = tmp_path / "informe", source, shown
    return grade


def saved_adjustments(folder):
    with open_store(folder) as store:
        return [tuple(item)[:3] for item in store.adjustments()]


# Quién falta, quién no está y por qué -------------------------------------------------


def test_it_says_who_is_missing_and_who_is_not_in_the_list(order):
    roster = "código;nombre\n" + "".join(f"c{i};Ana {i}\n" for i in range(9))
    _, said = order(entry("c0"), entry("c1"), entry("Luz"), roster=roster)
    assert "No entregaron 7 de los 9 de la lista: Ana 2, Ana 3, " in said
    assert "Ana 6 y 2 más." in said
    assert "1 entrega no está en la lista: Luz." in said
    _, said = order(*(entry(f"c{i}") for i in range(9)), roster=roster)
    assert (
        "Entregaron todos los de la lista: 9." in said
        and "no está en la lista" not in said
    )


def test_a_list_of_another_group_is_said_with_an_example(order):
    roster = "código;nombre\n" + "".join(f"c{i};Eva {i}\n" for i in range(4))
    _, said = order(*(entry(f"Ana {i}") for i in range(4)), roster=roster)
    assert "De 4 entregas, ninguna coincide con la lista" in said
    assert "es de «Ana 0»" in said and "la lista dice «c0», «Eva 0»" in said
    _, said = order(*(entry(f"c{i}") for i in range(2)), roster=roster)
    assert "coincide" not in said  # pocas, pero son de la lista


def test_each_reason_is_said_once_with_its_count(order):
    other = "Es el cuaderno de la lección 03, y se esperaba el de la 04: envía ese."
    found = [broken(f"Ana {i}", other) for i in range(5)]
    code, said = order(entry("Luz"), *found, broken("Eva"))
    assert code == PARTLY and "6 entregas sin calificar:" in said
    assert said.count(other) == 1
    assert f"  5: {other} (Ana 0, Ana 1, Ana 2 y 2 más)" in said
    assert "  1: Está vacío. (Eva)" in said


def test_a_lesson_that_almost_nobody_handed_in_is_said(order):
    class_ = [entry(f"Ana {i}") for i in range(10)]
    code, said = order(*class_, entry("Zoe", lesson="02"))
    assert code == DONE
    assert "son de la lección 04, y 1 es de otra: Zoe (la 02)." in said
    assert "repite la orden con --leccion 04: así su página se lo dice." in said
    # Quien además entregó la de todos, o un curso con dos lecciones, no se equivocó.
    early = entry("Ana 0", lesson="02")
    assert "es de otra" not in order(*class_, early)[1]
    others = [entry(f"Ana {i}", lesson="03") for i in range(4, 9)]
    assert "de otra" not in order(*class_[:5], *others)[1]


# Quien ya no está ---------------------------------------------------------------------


def test_who_left_is_said_once_and_by_name(order):
    three = [entry(student) for student in ("ana", "eva", "luz")]
    order(*three)
    _, said = order(three[0])
    assert (
        "2 entregas de antes ya no están en la carpeta de entregas: eva y luz." in said
    )
    assert "No salen en el informe, y sus notas siguen guardadas." in said
    _, said = order(three[0])
    assert "de antes" not in said
    _, said = order(*three[:2])
    assert "de antes" not in said
    _, said = order(three[0])  # volvió y se fue: otra vez es nuevo
    assert "1 entrega de antes ya no está en la carpeta de entregas: eva." in said
    assert "No sale en el informe, y su nota sigue guardada." in said
    with open_store(order.folder) as store:
        assert store.keys() == {("ana", "04"), ("eva", "04"), ("luz", "04")}


def test_the_same_notebook_with_another_code_has_not_left(order):
    adjusted = "estudiante;ejercicio;puntos;motivo\nana;04.1;0,5;oral\n"
    order(entry("ana"), entry("eva"), adjustments=adjusted)
    moved = replace(entry("ana"), student="c7", name="Ana Paz")
    for _ in range(2):
        _, said = order(moved, entry("eva"))
        assert "de antes" not in said and "no se usó" not in said
        assert saved_adjustments(order.folder) == [("c7", "04.1", 0.5)]
    again = replace(moved, student="c8")
    _, said = order(again, entry("eva"), adjustments=adjusted)
    assert "de antes ya" not in said and "no se usó" not in said
    assert saved_adjustments(order.folder) == [("c8", "04.1", 0.5)]
    with open_store(order.folder) as store:
        keys = store.keys()
    assert {student for student, _ in keys} == {"ana", "c7", "c8", "eva"}


def test_who_copied_and_left_is_still_said(order):
    twin = replace(entry("ana"), student="eva", name="eva")
    order(entry("ana"), twin)
    _, said = order(entry("ana"))
    assert "1 entrega de antes ya no está en la carpeta de entregas: eva." in said


def test_a_mended_notebook_and_another_lesson_have_not_left(order):
    order(broken("ana"), entry("eva"))
    _, said = order(entry("ana"), entry("eva"))
    assert "de antes" not in said
    for _ in range(2):
        _, said = order(entry("ana", lesson="03"), lesson="03")
        assert "de antes" not in said
        _, said = order(entry("ana"), entry("eva"), lesson="04")
        assert "de antes" not in said


# Los ajustes --------------------------------------------------------------------------

HEADER = "estudiante;ejercicio;puntos;motivo\n"


def test_the_first_time_leaves_a_place_for_adjustments(order):
    _, said = order(entry("ana"))
    path = order.folder / "ajustes.csv"
    assert path.read_bytes().decode("utf-8-sig") == HEADER.replace("\n", "\r\n")
    assert f"escribe en {path}" in said
    path.write_text(HEADER + "ana;04.1;0,5;oral\n", encoding="utf-8")
    before = path.read_bytes()
    _, said = order(entry("ana"))
    assert path.read_bytes() == before and "Ajustes: 1 nuevo." in said
    assert saved_adjustments(order.folder) == [("ana", "04.1", 0.5)]


def test_an_empty_file_loses_no_adjustment(order):
    order(entry("ana"), adjustments=HEADER + "ana;04.1;0,5;oral\n")
    assert (order.folder / "ajustes.csv").exists()
    order(entry("ana"))
    assert saved_adjustments(order.folder) == [("ana", "04.1", 0.5)]
    _, said = order(entry("ana"), adjustments=HEADER + "ana;04.2;1;oral\n")
    assert "1 ajuste de antes no está en el archivo y sigue valiendo: ana en el" in said
    _, said = order(entry("ana"), adjustments=HEADER + "ana;04.1;quitar;\n")
    assert "1 que se quita" in said
    assert saved_adjustments(order.folder) == [("ana", "04.2", 1.0)]


def test_an_adjustment_of_another_lesson_does_not_count_in_this_one(order):
    order(entry("ana"), entry("eva"), adjustments=HEADER + "ana;04.1;0,5;oral\n")
    _, said = order(entry("ana", lesson="03"), lesson="03")
    assert order.adjusted == []
    assert (
        "1 ajuste es de otra lección: sigue guardado" in said and "en el 04.1" in said
    )
    order(entry("ana"), entry("eva"), lesson="04")
    assert order.adjusted == [("ana", "04.1")]
    assert saved_adjustments(order.folder) == [("ana", "04.1", 0.5)]


def test_each_one_is_adjusted_in_the_lesson_they_handed_in(order):
    rows = "ana;03.2;1;oral\neva;03.2;1;oral\nluis;04.1;0,5;oral\n"
    found = entry("ana"), entry("eva", lesson="03")
    roster = "código;nombre\nluis;Luis\n"
    order(*found, adjustments=HEADER + rows, roster=roster)
    assert order.adjusted == [("eva", "03.2"), ("luis", "04.1")]


def test_an_unused_adjustment_says_who_it_may_be(order):
    found = entry("ana quispe"), entry("eva")
    _, said = order(*found, adjustments=HEADER + "ana qispe;04.1;1;\n")
    assert "no hay entrega de «ana qispe»" in said and "¿Es «ana quispe»?" in said
    _, said = order(*found)  # sigue guardado, y se dice
    assert "no hay entrega de «ana qispe»" in said


def test_what_the_files_repeat_is_said(order):
    text = HEADER + "ana;04.1;1;\nana;04.1;0,5;\n"
    _, said = order(entry("ana"), adjustments=text, roster="7;ana\n8;eva\n9")
    assert "dos ajustes de «ana»" in said and "el mismo largo" in said


# Antes de empezar ---------------------------------------------------------------------


def test_the_seed_of_a_new_report_says_what_it_is_for(order):
    _, said = order(entry("ana"), seed=5)
    assert "Semilla de la tarea: 5. Para calificar a los atrasados" in said
    assert "la misma --salida, o con --semilla 5." in said
    _, said = order(entry("ana"))
    assert "Semilla de la tarea: 5." in said and "atrasados" not in said


def test_a_report_is_not_a_folder_of_submissions(order, tmp_path, capsys):
    order(entry("ana"))
    assert run(order.folder, tmp_path / "otro", factory=FakeSandbox) == WRONG_USE
    assert "es la carpeta de un informe, no de entregas" in capsys.readouterr().err
    assert not (tmp_path / "otro").exists()


def test_hidden_folders_with_notebooks_are_said(order):
    for name in (
        *(".Ana Paz/04.ipynb", "Luz/.viejas/04.ipynb", "Luz/04.ipynb", ".vacía/a.txt"),
        *("Luz/.ipynb_checkpoints/04.ipynb", ".git/04.ipynb", "__MACOSX/.a/04.ipynb"),
        *("Luz/._04.ipynb",),
    ):
        (order.source / name).parent.mkdir(parents=True, exist_ok=True)
        (order.source / name).write_text("{}")
    survey = Survey(order.source)
    assert survey.count == 1 and sorted(survey.hidden) == [".Ana Paz", ".viejas"]
    path = order.source.parent / "clase.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in order.source.rglob("*.ipynb"):
            archive.write(file, file.relative_to(order.source))
    survey = Survey(path)
    assert survey.count == 1 and sorted(survey.hidden) == [".Ana Paz", ".viejas"]
    code, said = order(entry("Luz"))
    assert code == DONE
    assert "No se miró lo que hay en «.Ana Paz» y «.viejas»" in said


# Lo que viene de archivos ajenos ------------------------------------------------------


def test_nothing_moves_the_cursor_or_paints(order, capsys):
    evil = "Ana\x1b[2J\x1b]0;título\x07\x1b[31m\x9b1A\r\b\u202eroja\x00"
    tell(evil)
    assert capsys.readouterr().err == "Anaroja\n"
    evil = evil.replace("\r", "").replace("\x00", "")  # aquí, no serían un CSV
    roster = f'código;nombre\n7;"{evil}x"\n8;eva\n'
    text = HEADER + f'"{evil}";04.1;1;\n'
    _, said = order(entry("eva"), broken(evil, evil), roster=roster, adjustments=text)
    assert "Anaroja" in said
    assert not set(said) & {"\x1b", "\x9b", "\x07", "\r", "\b", "\u202e", "\x00"}


def test_a_list_of_names_is_short():
    assert listed([]) == "" and listed(["a"]) == "a" and listed("ab") == "a y b"
    assert listed("abcde") == "a, b, c, d y e"
    assert listed("abcdefg") == "a, b, c, d, e y 2 más"


def test_who_brought_several_notebooks_is_said(order):
    twice = replace(entry("Ana"), discarded=2)
    assert "1 persona entregó varios cuadernos" in order(twice, entry("Eva"))[1]
    assert "varios cuadernos" not in order(entry("Ana"), entry("Eva"))[1]
