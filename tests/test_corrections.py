"""Las correcciones de las diapositivas: vale cualquier prueba, si de verdad prueba."""

import ast
import inspect
import textwrap

import numpy as np
import pytest

from course_lib.checking import check_function, judge, prepared, run_cases
from course_lib.exercises import (
    activation_drivers,
    all_exercises,
    breaker_drivers,
    correction_drivers,
    corrections,
)

ALL = [item for items in corrections.CORRECTIONS.values() for item in items]
by_id = pytest.mark.parametrize("item", ALL, ids=lambda item: item.id)


@by_id
@pytest.mark.parametrize("seed", range(10))
def test_every_proof_passes_and_every_failed_one_is_named(item, seed):
    cases, _ = prepared(item, seed)
    for proof in (item.solution, *item.accepts):
        outcomes = run_cases(item.driver, proof, cases)
        assert judge(item, outcomes, seed=seed).passed, proof.__name__
    for mistake in item.mistakes:
        result = judge(item, run_cases(item.driver, mistake.function, cases), seed=seed)
        assert (result.passed, result.mistake) == (False, mistake.id), result.message


@by_id
def test_it_is_judged_by_check(item):
    assert item.kind == "correction" and len(item.accepts) >= 3
    assert check_function(item, item.solution).passed
    for nothing in (lambda *a: None, lambda *a: "x", lambda *a: (np.nan, np.nan)):
        result = check_function(item, nothing)
        assert not result.passed and len(result.message) > 20


BY_ID = {item.id: item for item in ALL}


def _never_ends(*arguments):
    while True:
        pass


@pytest.mark.parametrize(
    "item_id, attempt, passes, says",
    [
        ("03.d1", lambda limit: (limit, -limit / 1000), True, "Probado"),
        ("03.d1", lambda limit: (1e-9, -1e-9), True, "Probado"),
        ("03.d1", lambda limit: (limit, 0), False, "0"),
        ("03.d1", lambda limit: (limit, limit), False, "mismo lado"),
        ("03.d1", lambda limit: (-limit, -limit / 2), False, "mismo lado"),
        ("03.d1", lambda limit: (2 * limit, -2 * limit), False, "límite"),
        ("03.d1", lambda limit: limit, False, "2 valores"),
        ("03.d1", lambda limit: ([limit], [-limit]), False, "paso"),
        ("03.d2", lambda n: [1e-200] * n, False, "apagada"),
        ("03.d2", lambda n: [-0.01] * n, False, "positivo"),
        ("03.d2", lambda n: [0.0] * n, False, "positivo"),
        ("03.d2", lambda n: [1e9] * (n - 1) + [1e-300], True, "Probado"),
        ("03.d2", lambda n: [2.0] * n, False, "producto"),
        ("03.d2", lambda n: [0.3] * 10, False, "tamaños"),
        ("03.d2", lambda n: [float("inf")] * n, False, "infinitos"),
        ("04.d1", lambda m: (np.eye(m, 2), np.eye(2), np.zeros(2)), False, "razón"),
        ("04.d1", lambda m: (np.ones((m, 2)), np.eye(2), np.ones(2)), False, "razón"),
        ("04.d1", lambda m: (-np.ones((m, 2)), np.eye(2), np.zeros(2)), False, "razón"),
        ("04.d1", lambda m: (2 * np.ones((m, 1)), [[1]], [0]), True, "Probado"),
        ("04.d1", lambda m: (np.ones((m, 2)), np.eye(2)), False, "3 valores"),
        ("04.d2", lambda Y: (Y, 1 - Y), False, "one-hot"),
        ("04.d2", lambda Y: (np.eye(len(Y)), np.eye(len(Y))), False, "forma"),
        ("04.d2", lambda Y: (Y.round(), Y.round()), False, ""),
        ("04.d2", lambda Y: (np.roll(Y, 1) > 2, Y > 2), False, "one-hot"),
    ],
)
def test_attempts_get_what_they_deserve(item_id, attempt, passes, says):
    result = check_function(BY_ID[item_id], attempt)
    assert result.passed == passes, result.message
    assert says in result.message and len(result.message) > 40, result.message
    assert "Traceback" not in result.message


@by_id
def test_what_fails_or_never_ends_is_explained(item):
    def fails(*arguments):
        raise RuntimeError("ay")

    result = check_function(item, fails)
    assert result.mistake == "exception" and "RuntimeError" in result.message
    cases, _ = prepared(item, 0)
    result = judge(item, run_cases(item.driver, _never_ends, cases, 0.3), seed=0)
    assert (result.passed, result.mistake) == (False, "timeout")


DRIVERS = (activation_drivers, breaker_drivers, correction_drivers)


def shape_of(node):
    """La expresión sin los nombres de sus variables: `np.maximum(_, 0)`."""
    tree = ast.parse(ast.unparse(node), mode="eval")
    for part in ast.walk(tree):
        if isinstance(part, ast.Name) and part.id not in ("np", "course"):
            part.id = "_"
        if isinstance(part, ast.Constant) and isinstance(part.value, float):
            part.value = int(part.value) if part.value.is_integer() else part.value
    return ast.unparse(tree)


def answers_of(exercise):
    """Las expresiones que devuelven la solución y otras respuestas correctas."""
    for function in (exercise.solution, *exercise.accepts):
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Return) and node.value is not None:
                text = shape_of(node.value)
                if "np." in text:
                    yield text


def test_drivers_hold_no_answer_of_another_exercise():
    """Un conductor corre junto a código ajeno: no puede llevar respuestas."""
    exercises = [e for e in all_exercises() if e.kind == "code"]
    answers = {text for e in exercises for text in answers_of(e)}
    assert "np.maximum(_, 0)" in answers and "np.where(_ > 0, _, 0)" in answers
    for module in DRIVERS:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call | ast.BinOp):
                assert shape_of(node) not in answers, ast.unparse(node)


def test_there_are_four_corrections():
    assert len({item.id for item in ALL}) == 4
