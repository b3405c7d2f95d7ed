"""El juez: cada respuesta declarada tiene su nota, y ningún mensaje cuenta de más."""

import re

import numpy as np
import pytest
from fake_sandbox import FakeSandbox, code_of, submission, work_of

from course_lib.checking.run import Outcome, Problem, run_cases
from course_lib.exercises import all_exercises, get_exercise
from course_lib.grading.extract import extract
from course_lib.grading.judge import grade, lesson_exercises, sent_cases
from course_lib.grading.notebooks import Cell
from course_lib.grading.sandbox import Lost

SEED = 71


def graded(codes, **options):
    """Las notas de un cuaderno, por ejercicio."""
    result = grade(
        submission(work_of(codes, **options)), seed=SEED, sandbox=FakeSandbox()
    )
    assert result.problem is None
    return {item.exercise: item for item in result.graded}


def answer(exercise_id, function=None):
    exercise = get_exercise(exercise_id)
    return {exercise_id: code_of(function or exercise.solution, exercise.name)}


class Answers:
    """Una caja que responde lo que se le diga."""

    def __init__(self, outcomes):
        self.outcomes = outcomes

    def run(self, work, jobs):
        for job in jobs:
            yield job.exercise_id, self.outcomes(job.draw())


def judged(exercise_id, outcomes):
    """La nota de un ejercicio, con los resultados que da `outcomes(casos)`."""
    work = work_of(answer(exercise_id), lesson=exercise_id[:2])
    result = grade(submission(work), seed=SEED, sandbox=Answers(outcomes))
    return next(item for item in result.graded if item.exercise == exercise_id)


@pytest.mark.parametrize("lesson", ["00", "01", "02", "03", "04"])
def test_the_course_gets_every_point(lesson):
    exercises = lesson_exercises(lesson)
    codes = {e.id: code_of(e.solution, e.name) for e in exercises}
    marks = graded(codes, lesson=lesson)
    assert list(marks) == [e.id for e in exercises]
    for exercise in exercises:
        mark = marks[exercise.id]
        assert mark.status == "right", (exercise.id, mark.message)
        assert mark.points == mark.possible == exercise.points
        assert mark.diagnosis is None


@pytest.mark.parametrize("exercise_id", ["04.6", "01.1", "04.d1", "04.t1", "03.2"])
def test_a_declared_mistake_is_named(exercise_id):
    exercise = get_exercise(exercise_id)
    for mistake in exercise.mistakes[:6]:

        def outcomes(cases, function=mistake.function):
            return run_cases(exercise.driver, function, cases)

        mark = judged(exercise_id, outcomes)
        assert mark.status == "wrong"
        assert mark.diagnosis == mistake.id
        assert mark.section == mistake.section
        assert mark.points < mark.possible


def test_partial_credit_is_the_declared_weight_of_the_right_cases():
    exercise = get_exercise("04.1")

    def half_right(cases):
        outcomes = run_cases(exercise.driver, exercise.solution, cases)
        bad = Outcome({"Y": np.zeros((1, 1))})
        return [*outcomes[:2], *[bad] * (len(cases) - 3), outcomes[-1]]

    mark = judged("04.1", half_right)
    cases = sent_cases(exercise, SEED)[:-1]
    share = sum(c.weight for c in cases[:2]) / sum(c.weight for c in cases)
    assert mark.points == round(share * exercise.points, 2)
    assert 0 < mark.points < mark.possible


def test_keeping_state_between_calls_is_seen():
    code = (
        "calls = []\n"
        "def one_hot(y, n_classes):\n"
        "    calls.append(1)\n"
        "    return np.eye(n_classes)[y] * (1 if len(calls) < 8 else 0)"
    )
    assert graded({"04.1": code})["04.1"].diagnosis == "keeps_state"


def test_blank_and_missing_are_not_run_and_say_so():
    blank = {"04.2": get_exercise("04.2").stub}
    marks = graded(blank, blank=["04.3"])
    assert marks["04.2"].status == marks["04.3"].status == "blank"
    assert marks["04.4"].status == "missing"
    assert {mark.points for mark in marks.values()} == {0.0}
    assert "forward_propagation" in marks["04.4"].message


def test_a_name_that_is_only_mentioned_is_missing():
    codes = {"04.9": "def predict(X, W, b):\n    return softmax(X)"}
    assert graded(codes)["04.2"].status == "missing"


def test_a_written_function_that_was_not_defined_says_what_its_cell_said():
    class Missing:
        def run(self, work, jobs):
            for job in jobs:
                yield job.exercise_id, Lost("missing", "La celda 9 dice: NameError")

    work = work_of({"04.2": "@falta\ndef softmax(Z):\n    return Z"})
    marks = grade(submission(work), seed=SEED, sandbox=Missing()).graded
    (mark,) = (m for m in marks if m.exercise == "04.2")
    assert mark.status == "missing" and mark.points == 0
    assert "no quedó definida" in mark.message and "La celda 9 dice" in mark.message


def test_lost_costs_only_its_exercise():
    codes = answer("04.1") | answer("04.2")
    codes["04.1"] += "\none_hot.lost = True"
    marks = graded(codes)
    assert marks["04.1"].status == "lost"
    assert marks["04.1"].message == "No terminó en el tiempo que tenía."
    assert marks["04.1"].diagnosis == "timeout"
    assert marks["04.2"].status == "right"


def test_what_never_came_back_is_lost():
    class Silent:
        def run(self, work, jobs):
            return iter(())

    result = grade(submission(work_of(answer("04.1"))), seed=SEED, sandbox=Silent())
    assert result.graded[0].status == "lost"
    assert result.points == 0


def test_an_answer_that_was_not_asked_for_gives_nothing():
    class Generous:
        def run(self, work, jobs):
            for job in jobs:
                wrong = [Outcome({"Y": np.zeros(1)})] * len(job.draw())
                yield job.exercise_id, wrong
            exercise = get_exercise("04.1")
            cases = sent_cases(exercise, SEED)
            # Una segunda respuesta, esta correcta, y otra de algo que no se pidió.
            yield "04.1", run_cases(exercise.driver, exercise.solution, cases)
            yield "04.2", [Outcome()]
            yield "99.9", [Outcome()]

    result = grade(submission(work_of(answer("04.1"))), seed=SEED, sandbox=Generous())
    assert result.points == 0


@pytest.mark.parametrize(
    "outcomes",
    [
        lambda cases: [],
        lambda cases: [Outcome({"Y": np.eye(2)})],
        lambda cases: [Outcome({"Y": np.array("x")})] * len(cases),
        lambda cases: [Outcome({"Y": np.array([object()])})] * len(cases),
        lambda cases: [Outcome({"Y": np.array(1j)})] * len(cases),
        lambda cases: [Outcome({1: np.eye(2)})] * len(cases),
        lambda cases: [Outcome([1, 2])] * len(cases),
        lambda cases: [Outcome({"Y": _Everything(np.eye(2))})] * len(cases),
    ],
)
def test_what_does_not_look_like_an_answer_is_lost(outcomes):
    mark = judged("04.1", outcomes)
    assert (mark.status, mark.points) == ("lost", 0.0)


class _Everything(np.ndarray):
    """Un arreglo igual a todo."""

    def __new__(cls, array):
        return array.view(cls)

    def __eq__(self, other):
        return np.ones(self.shape, bool)

    __hash__ = None


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda e: e.id)
def test_saying_nothing_is_not_being_right(exercise):
    mark = judged(exercise.id, lambda cases: [Outcome()] * len(cases))
    assert mark.points == 0


def test_the_questions_are_kept_and_give_no_points():
    work = work_of({}, answers={"04.c1": "b"})
    result = grade(submission(work), seed=SEED, sandbox=FakeSandbox())
    assert result.answers == {"04.c1": "b"}
    assert all(item.exercise != "04.c1" for item in result.graded)


def test_a_problem_is_a_result():
    broken = submission(None, digest="x", problem="No es un cuaderno.")
    result = grade(broken, seed=SEED, sandbox=None)
    assert (result.problem, result.graded) == ("No es un cuaderno.", ())
    other = grade(submission(work_of({}, lesson="77")), seed=SEED, sandbox=None)
    assert "77" in other.problem


# Lo que un mensaje calla --------------------------------------------------------------


def numbers_of(value):
    """Los números con decimales de un dato llano, como podrían escribirse."""
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist()
    if isinstance(value, (list, tuple)):
        return {text for item in value for text in numbers_of(item)}
    if isinstance(value, float) and value != round(value, 2):
        return {f"{value:.{digits}g}" for digits in (5, 8)} | {repr(value)}
    return set()


def hidden_numbers(exercise):
    """Los números de los casos que no se muestran y no están en los públicos."""
    public, hidden = set(), set()
    for case in exercise.all_cases(SEED):
        (public if case.public else hidden).update(
            *(numbers_of(value) for value in case.inputs.values())
        )
    return hidden - public


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda e: e.id)
def test_no_message_shows_a_hidden_case(exercise):
    secret = hidden_numbers(exercise)

    def right_in_public(cases, after):
        good = run_cases(exercise.driver, exercise.solution, cases)
        pairs = zip(cases, good, strict=True)
        return [right if case.public else after(case) for case, right in pairs]

    def raises(case):
        kind = "E" + "_".join(re.findall(r"\d+", repr(case.inputs)))[:30]
        text = repr(case.inputs)
        return Outcome(problem=Problem("exception", text, kind, 3, f"x = {text}"))

    def raises_like_numpy(case):
        kind = "UFunc" + repr(case.inputs)
        return Outcome(problem=Problem("exception", "", kind, 3, ""))

    def in_spanish(case):
        text = repr(case.inputs)
        return Outcome(
            problem=Problem("exception", text, "ShapeError", 3, text, spanish=True),
            mutated=(text,),
        )

    def bad_answer(kind):
        return lambda case: Outcome(problem=Problem(kind, repr(case.inputs)))

    def constant(case):
        return Outcome({"Z": np.array(0.123), "Y": np.array(4.0)})

    ways = [
        raises,
        raises_like_numpy,
        in_spanish,
        constant,
        *map(bad_answer, ("none", "count", "odd")),
    ]
    for after in ways:
        mark = judged(exercise.id, lambda cases, a=after: right_in_public(cases, a))
        assert mark.status in ("wrong", "lost")
        said = set(re.findall(r"-?\d+\.\d+(?:e-?\d+)?", mark.message))
        assert not {s.lstrip("-") for s in said} & {s.lstrip("-") for s in secret}
        assert "inputs" not in mark.message and "array(" not in mark.message


def test_a_public_case_is_shown():
    code = "def one_hot(y, n_classes):\n    return np.eye(n_classes)[y] + 0.5"
    assert "Con y =" in graded({"04.1": code})["04.1"].message


def test_a_line_is_quoted_only_if_it_is_in_the_notebook():
    code = "def one_hot(y, n_classes):\n    return np.eye(n_classes)[y][99, 0]"
    assert "np.eye(n_classes)[y][99, 0]" in graded({"04.1": code})["04.1"].message

    def forged(cases):
        problem = Problem("exception", "", "IndexError", 2, "nota = 100")
        return [Outcome(problem=problem)] * len(cases)

    assert "nota" not in judged("04.1", forged).message


def test_a_name_of_the_lesson_that_did_not_run_is_explained():
    code = "def one_hot(y, n_classes):\n    return X_of_the_lesson[y]"
    message = graded({"04.1": code})["04.1"].message
    assert "X_of_the_lesson" in message and "Al calificar corren" in message


def test_data_of_the_notebook_is_named():
    codes = {"04.1": "K = 3\ndef one_hot(y, n_classes):\n    return np.eye(K)[y]"}
    mark = graded(codes)["04.1"]
    assert mark.diagnosis == "outside_name" or mark.status == "wrong"
    assert "`K`" in mark.message


def test_a_number_of_the_notebook_that_fits_nowhere_is_named():
    codes = {
        "04.1": f"K = {'9' * 400}\ndef one_hot(y, n_classes):\n    return y + 0 * K"
    }
    mark = graded(codes)["04.1"]
    assert mark.status == "wrong" and "es un número enorme" in mark.message


@pytest.mark.parametrize(
    "body, status",
    [
        ("pass", "blank"),
        ('"""Solo el enunciado."""', "blank"),
        ('"""El enunciado."""\n    raise NotImplementedError', "blank"),
        ('raise NotImplementedError("falta")', "blank"),
        ('raise ValueError("NotImplementedError")', "wrong"),
        ("E = np.exp(Z)\n    raise NotImplementedError", "wrong"),
        ("return None", "wrong"),
    ],
)
def test_what_answers_nothing_is_blank_and_what_begins_is_not(body, status):
    """Del cuaderno a la nota, y lo mismo si llega como código escrito."""
    code = f"def softmax(Z):\n    {body}\n"
    work = extract([Cell("code", code)], "04")
    assert ("04.2" in work.blank) == (status == "blank")
    marks = grade(submission(work), seed=SEED, sandbox=FakeSandbox()).graded
    assert {m.exercise: m for m in marks}["04.2"].status == status
    assert graded({"04.2": code})["04.2"].status == status
