"""Toda respuesta correcta se acepta, y toda equivocada se rechaza con su diagnóstico.

Se recorren todos los ejercicios declarados: quien agrega uno no agrega pruebas.
"""

import ast
import re
import textwrap
import time

import numpy as np
import pytest

from course_lib.checking import (
    check_function,
    judge,
    prepared,
    run_cases,
)
from course_lib.checking.check import is_blank
from course_lib.checking.result import Result
from course_lib.exercises import all_exercises, all_questions, get_exercise
from course_lib.exercises.model import CHECK_SEED

EXERCISES = all_exercises()
QUICK_SEEDS = (CHECK_SEED, 1)
MORE_SEEDS = tuple(range(100, 118))


def by_id(items):
    return pytest.mark.parametrize("item", items, ids=[item.id for item in items])


def verdict(exercise, function, seed=CHECK_SEED):
    """Lo que diría `check` si sorteara los casos con otra semilla."""
    cases, _ = prepared(exercise, seed)
    outcomes = run_cases(exercise.driver, function, [*cases, cases[0]], 60.0)
    return judge(exercise, outcomes[:-1], seed=seed, again=outcomes[-1])


def assert_judged(exercise, seed, tally):
    for right in (exercise.solution, *exercise.accepts):
        result = verdict(exercise, right, seed)
        assert result.passed, f"{right.__name__}, semilla {seed}:\n{result}"
        tally("Respuestas correctas probadas")
    for mistake in exercise.mistakes:
        result = verdict(exercise, mistake.function, seed)
        where = f"{mistake.id}, semilla {seed}:\n{result}"
        assert not result.passed, where
        # Si otro error da los mismos resultados en todos los casos, gana el primero de
        # la lista: exigir el propio prueba que ningún caso los confunde.
        assert result.mistake == mistake.id, where
        assert result.section == mistake.section
        assert result.score < 1
        tally("Respuestas equivocadas probadas")


@by_id(EXERCISES)
def test_messages_and_hints_leave_no_raw_mathematics(item):
    results = [verdict(item, mistake.function) for mistake in item.mistakes]
    said = [result.message for result in results]
    said += [*item.hints, item.praise, item.warning_message or ""]
    said += [text for _, text in item.tips]
    for text in said:
        page = Result(False, None, text)._repr_html_()
        prose = re.sub(r"<code>.*?</code>|<[^>]+>", "", page)
        # Un nombre con guion bajo es código; en una fórmula, `d_out` lleva su índice.
        left = re.findall(r"\^|\$|\\[a-z]|\w+_\w+", prose)
        assert {*left} <= {"d_outi", "d_outij"}, text


@pytest.mark.parametrize("exercise_id", ["01.4", "01.7", "02.3", "02.4", "03.7"])
def test_what_is_right_is_said_once(exercise_id):
    item = get_exercise(exercise_id)
    counts = []
    for mistake in item.mistakes:
        message = verdict(item, mistake.function).message
        found = re.findall(r"[`\w]+ est[áa]n? bien\b", message)
        assert len(found) == len(set(found)) <= 1, message
        counts.append(len(found))
    assert 1 in counts


@by_id(EXERCISES)
@pytest.mark.parametrize("seed", QUICK_SEEDS)
def test_right_pass_and_wrong_are_named(item, seed, tally):
    assert_judged(item, seed, tally)


@pytest.mark.lento
@by_id(EXERCISES)
def test_right_pass_and_wrong_are_named_with_more_seeds(item, tally):
    for seed in MORE_SEEDS:
        assert_judged(item, seed, tally)


def _none(*arguments):
    return None


def _raises(*arguments):
    raise KeyError("algo")


def _text(*arguments):
    return "0.5"


def _too_many(*arguments):
    return tuple(range(9))


def _anything_equal(*arguments):
    class Equal:
        def __eq__(self, other):
            return True

        __hash__ = None

    return Equal()


@by_id(EXERCISES)
@pytest.mark.parametrize(
    "function", [_none, _raises, _text, _too_many, _anything_equal]
)
def test_answers_that_are_none_of_the_kind(item, function):
    result = verdict(item, function, CHECK_SEED)
    assert not result.passed and result.score == 0
    assert len(result.message) > 20
    assert "Traceback" not in result.message


def _spoiled(exercise, spoil):
    """La solución, con todo lo numérico que devuelve estropeado."""

    def deep(value):
        if isinstance(value, tuple):
            return tuple(map(deep, value))
        if isinstance(value, list):
            return [None if v is None else deep(v) for v in value]
        if isinstance(value, (np.ndarray, float, int, np.number)):
            return spoil(np.asarray(value, dtype=float))
        return value

    def function(*arguments):
        return deep(exercise.solution(*arguments))

    return function


SPOILS = {
    "nan": lambda a: a * np.nan,
    "axis": lambda a: a[None],
    "shifted": lambda a: a + 0.01,
    "slightly_scaled": lambda a: a * 1.001 + 1e-4,
    "zeros": lambda a: a * 0,
    "infinite": lambda a: a + np.inf,
}


# Un ejemplo un poco movido también puede probar lo que pide una corrección.
SPOILED = [
    pytest.param(e, how, id=f"{how}-{e.id}")
    for how in SPOILS
    for e in EXERCISES
    if e.name not in ("topological_order", "backward")
    and not (e.kind == "correction" and how in ("shifted", "slightly_scaled"))
]


@pytest.mark.parametrize("item, how", SPOILED)
def test_spoiled_solutions_are_refused(item, how):
    result = verdict(item, _spoiled(item, SPOILS[how]), CHECK_SEED)
    assert not result.passed, how


@pytest.mark.parametrize("constant", [0.0, 0.5, 1.0, 100.0])
@by_id([e for e in EXERCISES if e.kind == "code" and e.id not in ("01.5", "01.6")])
def test_always_the_same_number_earns_next_to_nothing(item, constant):
    """Aun con la forma correcta, que tampoco se regala."""
    filled = _spoiled(item, lambda a: np.full_like(a, constant))
    for seed in QUICK_SEEDS:
        assert verdict(item, filled, seed).score < 0.21
        assert verdict(item, lambda *_: constant, seed).score < 0.21


@by_id(EXERCISES)
def test_the_stub_is_blank_and_gives_nothing_away(item):
    namespace = {"np": np}
    tree = ast.parse(item.stub)
    exec(compile(tree, "<hueco>", "exec"), namespace)
    function = tree.body[0]
    assert len(function.body) == 2, "en el hueco solo hay docstring y «...»"
    assert ast.get_docstring(function) == item.statement
    assert tuple(a.arg for a in function.args.args) == item.parameters
    result = check_function(item, item.solution)
    assert result.passed
    with_body = ast.parse(textwrap.dedent(item.source)).body[0].body[1:]
    assert not any(
        ast.unparse(statement) in item.stub
        for statement in with_body
        if not isinstance(statement, ast.Return) and len(ast.unparse(statement)) > 12
    )


def test_blank_functions_are_recognised(tmp_path):
    bodies = ["...", "pass", '"""Enunciado."""', "raise NotImplementedError"]
    source = "\n".join(f"def f{i}():\n    {body}\n" for i, body in enumerate(bodies))
    path = tmp_path / "huecos.py"
    path.write_text(source + "def g():\n    return 1\n", encoding="utf-8")
    namespace = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    assert all(is_blank(namespace[f"f{i}"]) for i in range(len(bodies)))
    assert not is_blank(namespace["g"])
    assert not is_blank(len)


@by_id(EXERCISES)
def test_declaration_is_complete(item):
    assert item.points >= 1 and item.prediction.count("¿") >= 1
    assert len(item.hints) == 3 and all(len(h) > 15 for h in item.hints)
    assert len(item.accepts) >= 3
    assert len(item.mistakes) >= 3
    assert len({m.id for m in item.mistakes}) == len(item.mistakes)
    cases, _ = prepared(item)
    assert any(case.public for case in cases)
    for seed in QUICK_SEEDS:
        first, again = item.all_cases(seed), item.all_cases(seed)
        assert [c.name for c in first] == [c.name for c in again]


@by_id(EXERCISES)
def test_reference_never_complains(item):
    for seed in (*QUICK_SEEDS, *range(50, 60)):
        cases, reference = prepared(item, seed)
        for case, outcome in zip(cases, reference, strict=True):
            assert outcome.problem is None, (case.name, outcome.problem)
            assert not outcome.mutated and not outcome.warnings, case.name
            for name, answer in outcome.answers.items():
                assert np.isfinite(answer).all(), (case.name, name)


def test_a_check_is_quick():
    """Mediana de 30 ms; se tolera el triple: la máquina puede estar ocupada."""
    seconds = {}
    for exercise in EXERCISES:
        check_function(exercise, exercise.solution)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            check_function(exercise, exercise.solution)
            times.append(time.perf_counter() - start)
        seconds[exercise.id] = min(times)
    slow = {id_: s for id_, s in seconds.items() if s > (1 if id_ == "04.8" else 0.09)}
    assert not slow


@pytest.mark.parametrize("question", all_questions(), ids=lambda q: q.id)
def test_questions_answer_each_option(question):
    from course_lib.checking import answer_question

    letters = [option.letter for option in question.options]
    right = [option.letter for option in question.options if option.right]
    assert letters == sorted(set(letters)) and len(letters) >= 3
    assert 1 <= len(right) < len(letters)
    assert all(len(option.feedback) > 20 for option in question.options)
    feedback = {option.feedback for option in question.options}
    assert len(feedback) == len(letters)
    assert answer_question(question, ", ".join(right)).passed
    assert answer_question(question, right).passed
    for letter in letters:
        result = answer_question(question, f" {letter.upper()} ")
        assert result.passed == ([letter] == right)
    for nonsense in ("", "z", None, 7, [], ["a", "a", "zz"]):
        assert not answer_question(question, nonsense).passed
