"""«Rómpelo tú»: la prueba que escribe quien aprende se juzga por lo que atrapa."""

import ast
import contextlib
import random

import documents
import numpy as np
import pytest

from course_lib.checking import check_function, judge, prepared, run_cases
from course_lib.exercises import all_exercises, breaker_drivers, breakers
from course_lib.exercises.breaker_drivers import BROKEN, CATCHES, RIGHT
from course_lib.exercises.drivers import BadAnswer

ALL = [item for items in breakers.BREAKERS.values() for item in items]
by_id = pytest.mark.parametrize("item", ALL, ids=lambda item: item.id)


def verdict(item, function, seed=0):
    cases, _ = prepared(item, seed)
    outcomes = run_cases(item.driver, function, [*cases, cases[0]])
    return judge(item, outcomes[:-1], seed=seed, again=outcomes[-1])


@by_id
@pytest.mark.parametrize("seed", range(5))
def test_every_good_test_passes_and_every_careless_one_is_named(item, seed):
    for right in (item.solution, *item.accepts):
        result = verdict(item, right, seed)
        assert result.passed, f"{right.__name__}:\n{result}"
    for mistake in item.mistakes:
        result = verdict(item, mistake.function, seed)
        assert (result.passed, result.mistake) == (False, mistake.id), result.message
        assert result.section == mistake.section and result.score < 1
        assert "{" not in result.message and "Traceback" not in result.message


@by_id
def test_the_order_of_the_questions_changes_nothing(item, monkeypatch):
    """Ni los puntos ni el mensaje de lo que no guarda nada dependen del sorteo."""
    orders = list.sort, lambda order: order.sort(reverse=True), random.Random(6).shuffle
    for function in (
        *(item.solution, *item.accepts),
        *(mistake.function for mistake in item.mistakes),
    ):
        said = set()
        for shuffle in orders:
            monkeypatch.setattr(breaker_drivers, "_shuffle", shuffle)
            result = verdict(item, function)
            said.add((result.points, result.mistake, result.message))
        assert len(said) == 1, function.__name__


@by_id
def test_declaration_is_complete(item):
    assert item.kind == "test" and item.parameters == ("function",)
    assert item.prediction.count("¿") >= 1 and len(item.hints) == 3
    assert len(item.accepts) >= 3 and len(item.mistakes) >= 6
    assert len({m.id for m in item.mistakes}) == len(item.mistakes)
    cases, reference = prepared(item)
    assert [case.name for case in cases] == [*RIGHT, *BROKEN]
    for outcome in reference:
        assert outcome.problem is None and not outcome.warnings and not outcome.printed
    body = ast.parse(item.source).body[0].body
    assert len(ast.parse(item.stub).body[0].body) == 2 and len(body) >= 2
    assert all(f"- {letter}: " in item.statement for letter in "ABC")


@by_id
def test_its_section_exists(item):
    (path,) = (documents.ROOT / "source").glob(f"{item.lesson}_*.md")
    lines = path.read_text(encoding="utf-8").splitlines()
    for section in {item.section, *(m.section for m in item.mistakes)}:
        assert f"## {section}" in lines


@by_id
def test_what_it_examines_is_nobodys_answer(item):
    """Ninguna implementación se llama como un ejercicio ni como otro de estos."""
    taken = {e.name for e in all_exercises() if e.kind != "test"}
    examined = [*item.driver.right, *item.driver.broken]
    assert not taken & {item.name, *(f.__name__.strip("_") for f in examined)}


def refusing(implementations, calls):
    """Una prueba que reconoce lo que rechaza, porque mira dentro de la envoltura."""

    def test(function):
        if calls:
            with contextlib.suppress(TypeError):  # faltan argumentos: solo se cuenta
                function()
        inside = [cell.cell_contents for cell in function.__closure__]
        return not any(wrong in inside for wrong in implementations)

    return test


@by_id
@pytest.mark.parametrize("calls", [False, True])
def test_the_score_is_how_many_it_catches(item, calls):
    broken = item.driver.broken
    for caught in ([], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]):
        result = verdict(item, refusing([broken[i] for i in caught], calls))
        assert result.score == pytest.approx(len(caught) / 3)
        assert result.passed == (len(caught) == 3)
        known = {m.id for m in item.mistakes} | {"unknown", "right"}
        assert result.passed or result.mistake in known, result.message
        if not result.passed:
            first = next(i for i in range(3) if i not in caught)
            assert f"{BROKEN[first]}: tu prueba la deja pasar" in result.message


@by_id
@pytest.mark.parametrize("calls", [False, True])
@pytest.mark.parametrize("refused", [[0], [1], [0, 1]])
def test_refusing_one_that_works_scores_nothing(item, calls, refused):
    wrong = [*(item.driver.right[i] for i in refused), *item.driver.broken]
    result = verdict(item, refusing(wrong, calls))
    assert not result.passed and result.score == 0
    assert result.mistake in {m.id for m in item.mistakes} | {"unknown"}
    assert "rechaza una implementación correcta" in result.message


@by_id
def test_exceptions_of_the_test_count(item):
    def careless(function):
        raise KeyError("algo")

    def asserts(function):
        assert item.solution(function)
        return True

    def crashes(function):
        return True if item.solution(function) else [][0]

    assert verdict(item, asserts).passed and verdict(item, crashes).passed
    assert verdict(item, careless).mistake == "exception"
    assert verdict(item, careless).score == 0


@by_id
def test_answers_that_are_neither_true_nor_false(item):
    def without_return_on_failure(function):
        if item.solution(function):
            return True

    result = verdict(item, without_return_on_failure)
    assert result.mistake == "none" and "return" in result.message
    for nothing in (None, "sí", np.array([True, True]), 0.5, np.nan, object()):
        result = check_function(item, lambda function, answer=nothing: answer)
        assert not result.passed and result.score == 0 and len(result.message) > 20
    with pytest.raises(BadAnswer):
        item.driver(lambda function: 2, {"function": RIGHT[0]})


@by_id
def test_truth_may_come_from_numpy(item):
    assert check_function(item, lambda f: np.bool_(item.solution(f))).passed
    assert check_function(item, lambda f: int(item.solution(f))).passed


@by_id
def test_both_that_work_agree_and_each_broken_one_is_caught_alone(item):
    for good in item.driver.right:
        assert item.solution(good) is True
    for name, signal, bad in zip(BROKEN, CATCHES, item.driver.broken, strict=True):
        answers = item.driver(item.solution, {"function": name})
        assert answers[signal] == 1
        answers = item.driver(lambda f: True, {"function": name})
        assert answers[signal] == 0
        assert not item.solution(bad)


@by_id
def test_what_it_says_of_wrong_arguments_does_not_tell_which_one_it_is(item):
    said = set()

    def curious(function):
        for given in ((), (1, 2, 3)):
            try:
                function(*given, **{"de más": 1})
            except TypeError as error:
                said.add(str(error))
        return True

    for name in (*RIGHT, *BROKEN):
        item.driver(curious, {"function": name})
    assert len(said) <= 2
    hidden = [f.__name__ for f in (*item.driver.right, *item.driver.broken)]
    assert not [name for name in hidden if name in "".join(said)]


# Intentos que no prueban nada: qué se le dice a cada uno (el id) y de qué habla.


def _by_name(function):
    return "broken" not in function.__name__


def _one_float_draw(function):
    Z = np.random.default_rng(0).normal(size=5)
    return bool(np.allclose(function(Z), np.where(Z > 0, Z, np.exp(Z) - 1)))


def _lets_nan_escape(function):
    Z = np.array([-1, 2])
    if abs(function(Z) - np.array([np.exp(-1) - 1, 2])).max() > 1e-6:
        return False
    return not abs(function(np.array([1000.0]))[0] - 1000) > 1e-6


def _swallows_everything(function):
    try:
        return bool(np.allclose(function(np.array([-1, 2])), [np.exp(-1), 2]))
    except Exception:
        return False


def _always_raises(function):
    raise ValueError("roto")


def _always_asserts(function):
    raise AssertionError


def _returns_an_array(function):
    return function(np.array([-1, 2])) == np.array([np.exp(-1) - 1, 2])


def _leaves(function):
    raise SystemExit(1)


def _calls_without_arguments(function):
    return function() is not None


def _only_shape(function):
    return function(np.zeros((2, 3))).shape == (2, 3)


def _wants_integers(function):
    return function(np.array([-1, 2])).dtype == int


def _recurses(function):
    return _recurses(function)


def _remembers():
    turns = iter(range(10**6))
    return lambda function: next(turns) % 2 == 0


def _by_chance():
    rng = np.random.default_rng(0)
    return lambda function: bool(rng.random() < 0.5)


@pytest.mark.parametrize(
    "attempt, mistake, says",
    [
        (lambda f: True, "always_true", "no llega a llamar"),
        (lambda f: False, "always_false", "sin llamar"),
        (_by_name, "always_true", "no llega a llamar"),
        (lambda f: f.__name__ == "elu", "always_false", "sin llamar"),
        (_one_float_draw, "moderate_floats", "la rota A"),
        (_lets_nan_escape, "no_extremes", "NaN"),
        (_swallows_everything, "wrong_expectation", "el valor que esperas"),
        (lambda f: bool(f(np.array([-1.0])) > 0), "wrong_expectation", "a mano"),
        (_always_raises, "exception", "ValueError"),
        (_always_asserts, "always_false", "rechaza todo"),
        (lambda f: None, "none", "return"),
        (lambda f: print(f(np.ones(1))), "prints", "imprime"),
        (_returns_an_array, "object", "un solo True o False"),
        (lambda f: "bien", "object", "texto, y hace falta True o False"),
        (lambda f: f, "object", "una función, y hace falta True o False"),
        (lambda f: 0.5, "object", "ni True ni False"),
        (_remembers(), "inconsistent", "cambia de opinión"),
        (_by_chance(), "inconsistent", "el azar"),
        (_leaves, "exit", "exit"),
        (_calls_without_arguments, "exception", "otros argumentos"),
        (_only_shape, "only_positive", "miras los valores"),
        (_wants_integers, "wrong_expectation", "ninguna te parece buena"),
        (_recurses, "exception", "a sí misma"),
    ],
)
def test_attempts_that_prove_nothing_get_what_they_deserve(attempt, mistake, says):
    (item,) = breakers.BREAKERS["03"]
    result = check_function(item, attempt)
    assert (result.passed, result.mistake) == (False, mistake), result.message
    assert says in result.message and "Traceback" not in result.message
    assert result.score < 1


def test_a_test_that_never_ends_is_stopped():
    (item,) = breakers.BREAKERS["03"]

    def waits_for_the_third(function):
        Z = np.array([-1, 2])
        while not np.allclose(function(Z), [np.exp(-1) - 1, 2]):
            pass
        return True

    cases, _ = prepared(item, 0)
    outcomes = run_cases(item.driver, waits_for_the_third, cases, 0.5)
    result = judge(item, outcomes, seed=0)
    assert (result.passed, result.mistake) == (False, "timeout")
    assert "no terminó" in result.message


def test_there_is_one_for_each_lesson():
    assert [item.id for item in ALL] == [f"0{n}.t1" for n in range(5)]
    assert all(item.lesson == lesson for lesson, (item,) in breakers.BREAKERS.items())
