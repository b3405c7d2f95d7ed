"""Los optativos suman y no cuentan en el máximo: lo mismo en todas partes."""

import csv
import io
import re

import pytest
from fake_sandbox import FakeSandbox, code_of, submission, work_of
from pages import Page, accessible, harmless

from course_lib.exercises import all_exercises
from course_lib.grading.export import gradebook_csv
from course_lib.grading.judge import grade
from course_lib.grading.report import write_report
from course_lib.grading.verify import verify

LESSON = [e for e in all_exercises() if e.lesson == "01"]
WHOLE = sum(e.points for e in LESSON if not e.optional)
EXTRA = sum(e.points for e in LESSON if e.optional)


def result_of(student, wanted):
    """Quien resuelve los ejercicios que cumplen `wanted` y deja lo demás en blanco."""
    solved = [e for e in LESSON if wanted(e)]
    codes = {e.id: code_of(e.solution, e.name) for e in solved}
    blank = [e.id for e in LESSON if e not in solved]
    work = work_of(codes, lesson="01", blank=blank)
    one = submission(work, student, name=student.title())
    return grade(one, seed=5, sandbox=FakeSandbox())


@pytest.fixture(scope="module")
def results():
    return [
        result_of("ana", lambda e: True),
        result_of("beto", lambda e: not e.optional),
        result_of("carla", lambda e: e.optional),
    ]


@pytest.fixture(scope="module")
def done(results, tmp_path_factory):
    return write_report(results, tmp_path_factory.mktemp("informe"))


def page(done, student):
    (path,) = done.pages.glob(f"{student}-*.html")
    return Page(path.read_text("utf-8")).text, path.with_suffix(".md").read_text()


def test_there_is_something_to_look_at(results):
    assert EXTRA > 0 and {e.id for e in LESSON if e.optional} == {"01.8"}
    assert [r.points for r in results] == [WHOLE + EXTRA, WHOLE, EXTRA]


@pytest.mark.parametrize(
    "student, mark, next_step",
    [
        ("ana", WHOLE + EXTRA, "Todo está bien."),
        ("beto", WHOLE, "Lo que pide la lección está bien. Si quieres seguir: 01.8"),
        ("carla", EXTRA, "Por dónde seguir. 01.1"),
    ],
)
def test_the_page_of_each_one(done, student, mark, next_step):
    for read in page(done, student):
        flat = re.sub(r"\s+", " ", re.sub(r"[*\\]", "", read))
        assert re.search(rf"\b{mark:g} de {WHOLE:g}\b", flat), student
        assert next_step in flat
        assert "Lo optativo da puntos extra" in flat and "(optativo)" in flat
        right = 0 if student == "carla" else len(LESSON) - 1
        assert f"{right} de {len(LESSON) - 1}" in flat


def test_the_class_page_does_not_miss_what_is_optional(done):
    read = Page(done.report.read_text("utf-8")).text
    assert f"{WHOLE:g} de {WHOLE:g}" in read
    assert "Los optativos (01.8) dan puntos extra" in read
    row = re.search(rf"Beto\s+{WHOLE:g} de {WHOLE:g}\s+(\S+)", read)
    assert row and row[1] == "nada"


def test_every_page_can_be_read(done):
    for path in (done.report, *done.pages.glob("*.html")):
        accessible(harmless(path.read_text("utf-8")))


def test_the_sum_of_the_rows_is_the_mark(done, results):
    text = done.marks.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    for result in results:
        mine = [row for row in rows if row["estudiante"] == result.student]
        sums = [
            sum(float(row[column].replace(",", ".")) for row in mine)
            for column in ("puntos", "de")
        ]
        assert sums == [result.points, WHOLE]
    assert sum("(optativo)" in row["ejercicio"] for row in rows) == len(results)


@pytest.mark.parametrize("style", ["moodle", "canvas"])
def test_the_gradebooks_say_the_same(results, style):
    text = gradebook_csv(results, style)
    assert f"(de {WHOLE:g})" in text if style == "moodle" else f",{WHOLE:g}" in text
    for result in results:
        (line,) = (x for x in text.splitlines() if result.student in x)
        assert line.endswith(f",{result.points:g}")


def test_verifying_says_it_too(capsys):
    assert verify(FakeSandbox, lesson="01", seed=5) == 0
    said = f"soluciones: {WHOLE + EXTRA:g} de {WHOLE:g}, con {EXTRA:g} de optativos"
    assert said in capsys.readouterr().out
