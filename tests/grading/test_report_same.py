"""Lo que el informe dice de una persona en un lugar, lo dice igual en todos."""

import ast
import csv
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from invented import result_of
from pages import accessible, harmless
from test_report import NASTY

from course_lib import checking
from course_lib.exercises import all_exercises, drivers, get_exercise
from course_lib.grading.model import Adjustment, Graded, StudentResult
from course_lib.grading.report import figures, marks, text, write_report
from course_lib.grading.report.class_ import ClassSummary, ExerciseTally
from course_lib.grading.report.csv import COLUMNS, TOTALS
from course_lib.grading.report.headline import headline
from course_lib.grading.report.sections import ANSWERED, section_for
from course_lib.grading.report.views import view
from course_lib.grading.sandbox.jobs import TEXTS
from course_lib.grading.similarity import Alike, Copy, Match, Pair
from course_lib.grading.synthetic import write_class

SECTION = "La retropropagación, línea por línea"
POINTER = f"Lo explica la sección «{SECTION}»."


def graded(exercise="04.6", points=2.0, status="wrong", **changes):
    declared = {"diagnosis": None, "message": "Todavía no.", "section": ""}
    if status == "wrong":
        declared = {
            "diagnosis": "missing_mean",
            "message": f"¿Olvidaste promediar?\n{POINTER}",
            "section": SECTION,
        }
    return Graded(exercise, points, 5.0, status=status, **(declared | changes))


def right(exercise):
    return graded(exercise, 5.0, "right", message="Correcto.")


def blank(exercise):
    return graded(exercise, 0.0, "blank", message="Está en blanco.")


def result(student="ana", items=(), **changes):
    items = items or (graded(),)
    return StudentResult(
        student, student.title(), "x.ipynb", "04", "0" * 64, tuple(items), **changes
    )


def rows(path, columns):
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    lines = data.decode("utf-8-sig").splitlines()
    found = list(csv.DictReader(lines, delimiter=";"))
    assert lines[0] == ";".join(columns)
    return found


class Told:
    """Un informe escrito, leído por donde se lo lea."""

    def __init__(self, folder, results, **options):
        self.done = write_report(results, folder / "informe", **options)
        self.page = harmless(self.done.report.read_text("utf-8"))
        accessible(self.page)
        self.report = self.page.text
        self.rows = rows(self.done.marks, COLUMNS)
        self.totals = rows(self.done.totals, TOTALS)

    def of(self, student):
        """Lo que lee una persona: en HTML y en Markdown."""
        (path,) = self.done.pages.glob(f"{student}-*.html")
        page = harmless(path.read_text("utf-8"))
        accessible(page)
        source = path.with_suffix(".md").read_text("utf-8")
        return page.text, re.sub(r"\s+", " ", re.sub(r"[*\\]", "", source))

    def listed(self, name):
        """Lo que dice de una persona la lista de la clase."""
        text = self.report[self.report.index("La clase ", 400) :]
        return re.search(rf"{name} (.*?) de ", text)[1], text


# Un ajuste manda ----------------------------------------------------------------------


@pytest.fixture
def settled(tmp_path):
    """Ana tenía 2 de 5; se le dieron los 5. Luz sigue con 2."""
    change = Adjustment("ana", "04.6", 5.0, "Lo explicó")
    people = [result(), result("luz")]
    return Told(tmp_path, people, adjustments=[change])


def test_full_points_by_hand_are_right_everywhere(settled):
    for read in settled.of("ana"):
        assert "✔ Bien, a mano" in read and "con error" not in read.lower()
        assert "Por dónde seguir" not in read and "Todo está bien." in read
        assert "1 de 1" in read and "Primera pista" not in read
        assert "calificador decía: ¿Olvidaste promediar?" in read
        assert read.index("puesta a mano") < read.index("calificador decía")
    ana, luz = settled.rows
    assert (ana["estado"], ana["diagnóstico"], ana["sección"]) == ("bien", "", "")
    assert (ana["antes del ajuste"], ana["ajuste"]) == ("2", "a mano. Lo explicó")
    assert (luz["estado"], luz["diagnóstico"]) == ("en parte", "missing_mean")
    assert [row["ejercicios bien"] for row in settled.totals] == ["1", "0"]


def test_the_class_counts_it_as_right(settled):
    assert "1 persona (50 % de la clase); en notas.csv, missing_mean" in settled.report
    assert "con L capas 1 (50 %) 1 (50 %) 0 0 0 70 %" in settled.report
    assert re.search(r"Ana 5 de 5 ?con ajuste nada", settled.report)
    assert re.search(r"Luz 2 de 5 ?◐ 04\.6", settled.report)


@pytest.mark.parametrize(
    "status, points, state",
    [
        ("wrong", 4.0, "partial"),
        ("blank", 3.0, "partial"),
        ("right", 3.0, "partial"),
        ("lost", 5.0, "right"),
        ("missing", 6.0, "right"),
        ("blank", 5.0, "right"),
        ("wrong", 0.0, "wrong"),
        ("blank", 0.0, "blank"),
        ("lost", 0.0, "lost"),
    ],
)
def test_what_an_adjustment_makes_of_a_state(status, points, state):
    item = graded("04.6", 5.0 if status == "right" else 0.0, status)
    change = Adjustment("ana", "04.6", points, "")
    (shown,) = view(result(items=[item]), {"04.6": change}).exercises
    assert shown.state == state
    assert shown.word.endswith(", a mano") == (points > 0)


def test_who_explained_a_blank_one_has_tried(tmp_path):
    change = Adjustment("ana", "04.6", 2.0, "En el pizarrón")
    told = Told(tmp_path, [result(items=[blank("04.6")])], adjustments=[change])
    assert "Entregaron todo en blanco" not in told.report
    assert re.search(r"Ana 2 de 5 ◐ 04\.6 .*? 0 ", told.report)


# Dónde se traba -----------------------------------------------------------------------


def test_the_first_stumble_is_the_one_of_their_page(tmp_path):
    """También si lo primero que falta quedó en blanco y después hay un error."""
    items = [right("04.1"), blank("04.2"), graded("04.3", 0.0), right("04.4")]
    told = Told(tmp_path, [result(items=items), result("luz", [blank("04.1")])])
    for read in told.of("ana"):
        assert "Por dónde seguir. 04.2" in read
    helped = told.report[told.report.index("A quién ayudar primero") :]
    assert re.search(r"Ana 10 de 20 ○ 04\.2 ", helped) is not None
    said = (
        "A la única persona que intentó algo y no lo tiene todo le falta primero 04.2."
    )
    assert said in told.report
    before = told.report[: told.report.index("Ejercicio por ejercicio", 300)]
    assert "se traba primero" not in before


def test_the_stumbles_of_an_invented_class_agree(tmp_path):
    students = write_class(tmp_path / "entregas", students=30)
    summary = ClassSummary()
    for student in students:
        shown = view(result_of(student))
        summary.add(shown)
        step, person = shown.next_step, summary.people[-1]
        wanted = None if step is None else (step.exercise, step.state)
        assert person.next_step == wanted
    found, people = summary.stuck(most=99)
    assert people == sum(n for _, n in found) > 10


# Las secciones ------------------------------------------------------------------------


def kinds(*modules):
    """Lo que puede impedir que haya números, según el propio código."""
    for module in modules:
        folder = Path(module.__file__)
        paths = folder.parent.glob("*.py") if folder.stem == "__init__" else [folder]
        for path in paths:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = getattr(getattr(node, "func", None), "id", "")
                first = node.args[0] if name in ("Problem", "BadAnswer") else None
                if isinstance(first, ast.Constant):
                    yield first.value


def test_nobody_is_sent_to_the_theory_for_a_fault_of_python():
    found = {"syntax", "prints", "mutates", *kinds(checking, drivers), *TEXTS}
    assert {"exception", "timeout", "memory", "exit", "none", "text"} < found
    assert not found & ANSWERED
    for kind in found:
        wrong = graded(diagnosis=kind, section="")
        lost = graded(status="lost", diagnosis=kind)
        assert section_for(wrong, SECTION) == section_for(lost, SECTION) == ""
    assert section_for(graded(status="missing"), SECTION) == ""
    for kind in ("sign", "unknown", None):
        assert section_for(graded(diagnosis=kind, section=""), SECTION) == SECTION
    assert section_for(blank("04.6"), SECTION) == SECTION


def test_the_marks_say_which_section_answers(tmp_path):
    syntax = graded("04.7", 0.0, diagnosis="syntax", section="", message="Falta un )")
    told = Told(tmp_path, [result(items=[graded(), syntax, blank("04.8")])])
    sections = {row["ejercicio"][:4]: row["sección"] for row in told.rows}
    assert sections["04.6"] == SECTION and sections["04.7"] == ""
    assert sections["04.8"] == get_exercise("04.8").section
    assert "Lo explica" not in told.rows[0]["qué pasó"]
    for read in told.of("ana"):
        assert read.count(f"«{SECTION}»") == 1
        assert f"«{get_exercise('04.7').section}»" not in read
        assert "Después de eso, la primera pista." in read
        assert f"Empieza por la sección «{get_exercise('04.8').section}»" in read
    table = told.report[told.report.index("Qué repasar") :]
    assert f"{SECTION} 04.6 · ¿Olvidaste promediar? (1) 1 (100 %)" in table


def test_sections_and_mistakes_lead_to_each_other(tmp_path):
    students = write_class(tmp_path / "entregas", students=40)
    told = Told(tmp_path, [result_of(student) for student in students])
    source = told.done.report.read_text("utf-8")
    boxes = dict(
        re.findall(r'<section class="caja mal" id="(m-\d+)">(.*?)</sec', source, re.S)
    )
    rows_ = dict(re.findall(r'<tr id="(s-\d+)">(.*?)</tr>', source, re.S))
    assert len(boxes) == 12 and len(rows_) >= 6
    up = {(box, s) for box, t in boxes.items() for s in re.findall(r'"#(s-\d+)"', t)}
    down = {(m, row) for row, t in rows_.items() for m in re.findall(r'"#(m-\d+)"', t)}
    assert up == down and len(up) >= 8
    unanswered = [t for t in boxes.values() if "#s-" not in t]
    assert all("Lo responde" not in text for text in unanswered)


def test_a_mistake_is_named_by_what_is_said_of_it():
    shown = 0
    for exercise in all_exercises():
        for mistake in exercise.mistakes:
            message = re.sub(r"\{\w+\}", "5", mistake.message)
            told = f"`W` está bien.\n{message}\nCon m = 5, llegó otra cosa."
            said = headline(exercise.id, mistake.id, told)
            assert message.startswith(said.rstrip("…")) and 12 < len(said) <= 120
            shown += said == message or said[-1] in ".?…"
    assert shown == sum(len(exercise.mistakes) for exercise in all_exercises())
    assert headline("04.6", "nan", "Sale NaN. Mira.\nAsí.") == "Sale NaN. Mira."
    assert headline("99.9", "nan", "Sale NaN en toda la última capa. Mira.") == (
        "Sale NaN en toda la última capa."
    )


def test_a_minute_is_enough_to_know_what_to_teach_and_whom_to_help(tmp_path):
    wrong = [result(f"p{i}", [right("04.1"), graded(points=i)]) for i in range(4)]
    told = Told(tmp_path, [*wrong, result("bien", [right("04.1"), right("04.6")])])
    minute = told.report[told.report.rindex("En un minuto") :]
    minute = minute[: minute.index("Intentaron")]
    assert "04.6 · La retropropagación, con L capas (20 %)." in minute
    assert f"la sección «{SECTION}», por los errores de 4 personas." in minute
    assert "A quién ayudar primero: P0 (5 de 10)." in minute
    fine = Told(tmp_path, [result(f"p{i}", [right("04.1")]) for i in range(3)])
    assert "En un minuto" not in fine.report


def test_another_lesson_does_not_spoil_the_figures_of_the_class(tmp_path, monkeypatch):
    drawn, plot = [], figures.plot_exercise_states
    monkeypatch.setattr(
        figures, "plot_exercise_states", lambda some: drawn.extend(some) or plot(some)
    )
    class_ = [result(f"p{i}", [graded("04.6")]) for i in range(6)]
    one = replace(result("zoe", [graded("02.1", 0.0, "blank")]), lesson="02")
    told = Told(tmp_path, [one, *class_])
    assert [tally.exercise for tally in drawn] == ["04.6"]
    assert "Lección 02" not in told.report
    assert (
        "Entregaron otra lección (1) Casi todas las entregas son de la" in told.report
    )
    assert "Zoe, la 02. Si la tarea era la 04, repite" in told.report
    table = told.report[told.report.index("puntos ganados") :]
    assert table.index("04.6") < table.index("02.1")


# Los totales --------------------------------------------------------------------------


def test_each_person_has_one_row_with_the_total(tmp_path):
    ana = result(items=[right("04.1"), graded("04.6", 2.5)])
    broken = StudentResult("rita", "=1+1", "r.ipynb", None, "", problem="Está vacío.")
    roster = {"ana": "Ana", "zoe": "Zoe"}
    told = Told(tmp_path, [ana, broken], roster=roster)
    one, two, three = told.totals
    assert list(one.values())[:8] == (
        ["ana", "Ana", "Lección 04", "7,5", "10", "75", "calificada", "1"]
    )
    page = told.done.report.parent / one["página"]
    assert "Ana" in page.read_text("utf-8")
    assert list(two.values())[:8] == ["rita", "'=1+1"] + [""] * 4 + [
        "sin calificar",
        "",
    ]
    assert list(three.values()) == ["zoe", "Zoe"] + [""] * 4 + ["no entregó", "", ""]
    assert "totales.csv" in told.report


def test_points_by_hand_without_a_notebook_are_not_a_share(tmp_path):
    change = Adjustment("zoe", "04.6", 3.5, "Entregó en papel")
    told = Told(tmp_path, [result()], roster={"zoe": "Zoe"}, adjustments=[change])
    zoe = told.totals[1]
    assert (zoe["lección"], zoe["puntos"], zoe["de"]) == ("Lección 04", "3,5", "5")
    assert (zoe["porcentaje"], zoe["estado"]) == ("", "no entregó")


def test_totals_are_the_sums_of_the_marks(tmp_path):
    students = write_class(tmp_path / "entregas", students=20)
    told = Told(tmp_path, [result_of(student) for student in students])
    assert len(told.totals) == 20
    for total in told.totals:
        mine = [r for r in told.rows if r["estudiante"] == total["estudiante"]]
        for column in ("puntos", "de"):
            added = sum(float(row[column].replace(",", ".")) for row in mine)
            assert float(total[column].replace(",", ".")) == pytest.approx(added)
        assert int(total["ejercicios bien"]) == sum(r["estado"] == "bien" for r in mine)


def test_decimals_are_not_mixed(tmp_path):
    change = Adjustment("ana", "04.6", 3.5, "")
    told = Told(tmp_path, [result(items=[graded(points=2.25)])], adjustments=[change])
    (row,) = told.rows
    numbers = [row[name] for name in ("puntos", "de", "antes del ajuste")]
    assert numbers == ["3,5", "5", "2,25"] and row["ajuste"] == "a mano."
    assert not re.search(r"\d,\d", told.report + "".join(told.of("ana")))
    assert "los decimales van con punto" in told.report


# Las palabras y las figuras -----------------------------------------------------------


@pytest.mark.parametrize(
    "rates, title",
    [
        ((3, 1, 2), "04.2 es el que menos personas tienen bien"),
        ((1, 3, 1), "04.1 y 04.3 son los que menos personas tienen bien"),
        ((2, 2, 2, 2), "Al menos 50 % de la clase tiene bien cada ejercicio"),
        ((4, 4), "Toda la clase tiene bien todos los ejercicios"),
        ((0, 0, 3, 0, 0), "Nadie tiene bien 4 de los 5 ejercicios"),
    ],
)
def test_a_title_says_what_is_measured(rates, title):
    tallies = []
    for number, rate in enumerate(rates, 1):
        tally = ExerciseTally(f"04.{number}", "")
        tally.states.update({"right": rate, "wrong": 4 - rate})
        tallies.append(tally)
    fig = figures.plot_exercise_states(tallies)
    assert " ".join(fig.get_suptitle().split()) == title


def texts_of(fig):
    import matplotlib.text

    return [t for t in fig.findobj(matplotlib.text.Text) if t.get_text().strip()]


@pytest.mark.parametrize("value", [0.0, 0.3, 0.58, 0.61, 1.0])
def test_figures_can_be_read_on_a_phone(value):
    """A 358 píxeles de ancho, ninguna letra baja de 12; la mediana lleva su rótulo."""
    many = [value] * 999
    tallies = [ExerciseTally(f"04.{n}", "") for n in range(1, 4)]
    for tally in tallies:
        tally.states.update(
            {"right": 3, "partial": 2, "wrong": 1, "lost": 1, "blank": 1}
        )
    for fig in (figures.plot_marks(many), figures.plot_exercise_states(tallies)):
        per_point = 358 / (72 * fig.get_size_inches()[0])
        assert min(t.get_fontsize() for t in texts_of(fig)) * per_point >= 12
        renderer, whole = fig.canvas.get_renderer(), fig.bbox
        fig.draw(renderer)
        for said in texts_of(fig):
            box = said.get_window_extent(renderer)
            assert whole.x0 <= box.x0 and box.x1 <= whole.x1, said.get_text()
            assert whole.y0 <= box.y0 and box.y1 <= whole.y1, said.get_text()
    labels = [t.get_text() for t in texts_of(figures.plot_marks(many))]
    assert f"mediana: {100 * value:.0f} %" in labels


def test_the_quarters_are_told_plainly(tmp_path):
    people = [result(f"p{i}", [graded(points=float(i))]) for i in range(5)]
    told = Told(tmp_path, people)
    said = "La mitad de la clase está entre 20 % y 60 % de los puntos; un cuarto, por"
    assert said in told.report
    assert sum(marks.bins([0, 0.05, 0.1, 0.999, 1.0])) == 5
    assert marks.bins([0.1, 0.95, 1.0]) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 2]


def test_course_solutions_are_told_once_per_exercise(tmp_path):
    copies = tuple(Copy(s, "04.4", False, 2, 2) for s in ("ana", "luz"))
    told = Told(tmp_path, [result(), result("luz")], similar=Alike((), copies))
    assert told.report.count("2 de las 2 personas que respondieron") == 1
    assert "Quiénes Ana; Luz." in told.report


def test_the_state_is_not_said_twice(tmp_path):
    declared = get_exercise("04.4")
    assert declared.praise.startswith("Bien: tu red")
    praised = graded("04.4", 5.0, "right", message=declared.praise)
    told = Told(tmp_path, [result(items=[praised, blank("04.7")])])
    for read in told.of("ana"):
        assert "puntos Tu red ya responde" in read and "Bien:" not in read
        assert read.lower().count("en blanco") == 1 + ("qué pasó" in read)
        assert "Falta tu update_parameters." in read.replace("`", "")
    assert told.rows[0]["qué pasó"].startswith("Tu red ya")


def test_who_left_it_all_blank_is_told_where_to_begin(tmp_path):
    told = Told(tmp_path, [result(items=[blank("04.6")])])
    for read in told.of("ana"):
        assert "Por dónde empezar. 04.6" in read


def match(exercise, sharing=2):
    return Match(exercise, 1.0, sharing, 52, 9, True, False)


def test_whole_notebooks_come_first_and_are_not_told_twice(tmp_path):
    people = [result(name) for name in ("ana", "luis", "eva", "juan", "rosa", "zoe")]
    pairs = (
        Pair("ana", "luis", (match("04.6"),), 12, 12, 5),
        Pair("eva", "zoe", (match("04.4"),), 3, 9, 1),
        Pair("juan", "rosa", (match("04.4", 3),), 8, 9, 4),
    )
    found = Alike(pairs, (), (("ana", "luis"),), (("juan", "rosa"),))
    said = Told(tmp_path, people, similar=found).report
    said = said[said.index("No es un veredicto") :]
    whole = "Ana y Luis entregaron el mismo archivo. Juan y Rosa escribieron el mismo"
    assert whole in said and said.index(whole) < said.index("Iguales en")
    assert "Eva y Zoe Iguales en 3 de 9 ejercicios; 1 no dice nada, por corto" in said
    assert "así la escribieron 2 de las 52 personas que respondieron" in said
    assert said.split("La clase")[0].count("Luis") == 1


def test_many_with_other_names_are_said_as_a_group(tmp_path):
    names = ("ana", "luis", "eva", "<b>juan")
    people = [result(name) for name in names]
    found = Alike(same_form=(names,))
    told = Told(tmp_path, people, similar=found)
    said = told.report[told.report.index("No es un veredicto") :]
    assert "escribieron el mismo código con otros nombres." in said
    assert "Nadie más llama la atención." in said


def test_one_of_many_is_never_none():
    assert text.percent(1, 200) == text.percent(1, 5000) == "menos de 1 %"
    assert text.percent(199, 200) == "99 %" and text.percent(0, 9) == "0 %"


def test_a_clique_is_one_thing_to_look_at(tmp_path):
    names = ("ana", "eva", "inés", "íñigo")
    pairs = [Pair(*two, (match("04.6", 4),), 6, 9, 2) for two in combinations(names, 2)]
    told = Told(tmp_path, [result(n) for n in names], similar=Alike(tuple(pairs)))
    assert (
        "Ana, Eva, Inés e Íñigo Iguales en 6 de 9 ejercicios; 2 no dicen" in told.report
    )
    assert told.report.count("Iguales en") == 1
    pairs[0] = replace(pairs[0], same=7)
    told = Told(tmp_path, [result(n) for n in names], similar=Alike(tuple(pairs)))
    assert "Ana, Eva, Inés e Íñigo 04.6: igual, de 9 instrucciones;" in told.report


def test_drawn_cases_are_said_to_be_drawn(tmp_path):
    told = Told(tmp_path, [result(), result("luz", [right("04.6")])])
    for read in told.of("ana"):
        assert (
            "sorteados para esta tarea" in read and "tu cuaderno sortea otros" in read
        )
    for read in told.of("luz"):
        assert "sorteados" not in read


@pytest.mark.parametrize("nasty", NASTY, ids=lambda s: ascii(s[:24]))
def test_no_total_is_a_formula(tmp_path, nasty):
    one = replace(result(nasty), name=nasty, lesson=nasty)
    told = write_report([one], tmp_path / "informe", roster={"f": nasty})
    for row in rows(told.totals, TOTALS):
        assert row.keys() == set(TOTALS)
        for value in row.values():
            assert value == "" or value.strip()[0] not in "=+-@＝＋－＠\t\r\n"
            assert "\n" not in value and len(value) < 3000
