"""La clase inventada es lo que dice: cada respuesta recibe el veredicto planeado."""

import json
import warnings
import zipfile

import numpy as np
import pytest
from caja import isolated_only
from invented import SEED, graded

from course_lib.checking.judge import judge
from course_lib.checking.run import run_cases
from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading import synthetic_plain
from course_lib.grading.collect import collect
from course_lib.grading.judge import grade
from course_lib.grading.sandbox import Sandbox
from course_lib.grading.synthetic import answer_source, write_class
from course_lib.grading.synthetic_code import portable_source, right_answers


def verdict(exercise, source):
    """Lo que se dice de un código que corre solo, sin el curso."""
    assert "course_lib" not in source
    space = {}
    exec(compile(source, "<celda>", "exec"), space)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        cases = exercise.all_cases(SEED)
        outcomes = run_cases(exercise.driver, space[exercise.name], cases)
        return judge(exercise, outcomes, seed=SEED)


def check_portable(exercise, mistakes):
    for name, source in right_answers(exercise):
        assert verdict(exercise, source).passed, name
    found = 0
    for mistake in mistakes:
        source = portable_source(exercise, mistake.function)
        if source:
            assert verdict(exercise, source).mistake == mistake.id
            found += 1
    return found


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda item: item.id)
def test_answers_stand_alone_in_a_notebook(exercise):
    assert len(right_answers(exercise)) >= 3
    assert check_portable(exercise, exercise.mistakes[::9]) >= 1


@pytest.mark.lento
@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda item: item.id)
def test_all_answers_stand_alone_in_a_notebook(exercise):
    found = check_portable(exercise, exercise.mistakes)
    assert found >= 0.5 * len(exercise.mistakes)


def test_plain_pieces_are_those_of_the_course():
    from course_lib import activations, losses, mlp

    rng = np.random.default_rng(3)
    W, b = mlp.he_initialization([4, 6, 5, 3], 8)
    X, Y = rng.normal(size=(7, 4)), np.eye(3)[rng.integers(0, 3, 7)]
    Y_hat, cache = mlp.forward_propagation(X, W, b)
    dW, db = mlp.backpropagation(X, Y, W, b, cache)
    calls = {
        "he_initialization": ([4, 6, 5, 3], 8),
        "forward_propagation": (X, W, b),
        "backpropagation": (X, Y, W, b, cache),
        "output_delta": (Y_hat, Y),
        "update_parameters": (W, b, dW, db, 0.1),
        "cross_entropy": (Y_hat, Y),
    }
    calls |= {f: (10 * X,) for f in ("relu", "relu_derivative", "sigmoid", "softmax")}
    assert calls.keys() == set(synthetic_plain.__all__)
    for name, values in calls.items():
        home = next(m for m in (mlp, activations, losses) if hasattr(m, name))
        want = leaves(getattr(home, name)(*values))
        got = leaves(getattr(synthetic_plain, name)(*values))
        assert len(want) == len(got)
        for a, b_ in zip(want, got, strict=True):
            np.testing.assert_allclose(b_, a, rtol=1e-12, atol=1e-15)


def leaves(value):
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves(item)]
    return [] if value is None else [np.asarray(value)]


@pytest.mark.parametrize("lesson", ["00", "02", "04"])
def test_a_class_is_graded_as_planned(tmp_path, lesson):
    students = write_class(tmp_path / "c", lesson=lesson, students=25, seed=5)
    kinds = set()
    for answer in {a for s in students for a in s.answers}:
        kinds.add(answer.kind)
        item = graded(answer)
        assert (item.status, item.diagnosis) == answer.expected
        if answer.kind == "right":
            assert item.status == "right" and item.points == item.possible
        elif answer.kind != "mistake":
            assert item.points == 0 and item.status != "right"
    assert kinds == {"right", "mistake", "blank", "broken"}


@pytest.mark.lento
@isolated_only
@pytest.mark.parametrize("lesson", ["00", "01", "02", "03", "04"])
def test_the_grader_says_of_a_class_what_was_put_in_it(tmp_path, lesson):
    """Del archivo a la nota: puntos, estado y diagnóstico, sin una discrepancia."""
    students = {
        s.student: s for s in write_class(tmp_path / "c", lesson=lesson, students=40)
    }
    kinds, found = set(), 0
    with Sandbox() as box:
        for submission in collect(tmp_path / "c"):
            result = grade(submission, seed=SEED, sandbox=box)
            marks = {item.exercise: item for item in result.graded}
            found += 1
            for answer in students.pop(result.student).answers:
                mark, planned = marks[answer.exercise], graded(answer)
                got = mark.status, mark.diagnosis
                said = result.student, answer, mark.message
                assert got == answer.expected, said
                assert mark.points == planned.points, (result.student, answer)
                kinds.add((answer.kind, answer.which if answer.kind == "blank" else ""))
    assert found == 40 and not students
    assert {kind for kind, _ in kinds} == {"right", "mistake", "blank", "broken"}
    assert ("blank", "todo") in kinds or ("blank", "todo_said") in kinds


def test_notebooks_are_those_of_the_lesson_with_answers(tmp_path):
    students = write_class(tmp_path / "c", students=5, seed=1)
    for student in students:
        notebook = json.loads((tmp_path / "c" / student.file).read_text("utf-8"))
        cells = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
        assert len(cells) == len(notebook["cells"])
        for answer in student.answers:
            name = f"{answer.exercise.replace('.', '-')}-respuesta"
            assert cells[name] == answer_source(answer)
        for question, letters in student.letters:
            found = cells[f"{question.replace('.', '-')}-mia"]
            assert found == f'answer("{question}", "{letters}")'
    truth = json.loads((tmp_path / "c.verdad" / "verdad.json").read_text("utf-8"))
    assert [s["name"] for s in truth["students"]] == [s.name for s in students]
    roster = (tmp_path / "c.verdad" / "lista.csv").read_text("utf-8-sig").split()
    assert roster[0] == "estudiante;nombre"


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    one = write_class(tmp_path / "a", students=4, seed=9)
    assert write_class(tmp_path / "b", students=4, seed=9, packed=True) == one
    assert write_class(tmp_path / "c", students=4, seed=10) != one
    with zipfile.ZipFile(tmp_path / "b" / "entregas.zip") as packed:
        for student in one:
            data = (tmp_path / "a" / student.file).read_bytes()
            assert packed.read(student.file) == data
    write_class(tmp_path / "d", students=4, seed=9, packed=True)
    twins = [(tmp_path / n / "entregas.zip").read_bytes() for n in "bd"]
    assert twins[0] == twins[1]


def test_a_lesson_that_does_not_exist_is_a_sentence(tmp_path):
    for lesson in ("77", "../04", ""):
        with pytest.raises(CourseError, match="No hay cuaderno"):
            write_class(tmp_path / "c", lesson=lesson)
