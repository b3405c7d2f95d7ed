"""La comprobación sobrevive a lo que se le dé, y dice lo que pasó."""

import html
import math
import operator
import os
import re
import subprocess
import sys
import threading
import time
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from course_lib import classroom
from course_lib.checking import answer_question, check_function, prepared, run_cases
from course_lib.checking import check as check_module
from course_lib.checking.exceptions import explain_problem
from course_lib.checking.limits import TimeUp, time_limit
from course_lib.checking.result import Result
from course_lib.checking.run import Problem
from course_lib.exercises import get_exercise, get_question
from course_lib.exercises.drivers import Returns
from course_lib.exercises.model import Case, Exercise, Mistake

ROOT = Path(__file__).resolve().parents[1]


def scale_rows(X, k):
    """Multiplica X por k y promedia por filas."""
    return X.mean(axis=1) * k


def _public():
    return [
        Case(
            "dos filas", {"X": np.array([[1.0, 2.0], [3.0, 5.0]]), "k": 2.0}, {"m": 2}
        ),
    ]


def _example_cases():
    return [
        Case(
            "el ejemplo",
            {"X": np.array([[1.0, 2.0], [3.0, 5.0]]), "k": 2.0},
            {"m": 2},
            public=True,
        ),
        Case(
            "otro",
            {"X": np.array([[0.0, 1.0], [1.0, 0.0]]), "k": 1.0},
            {"m": 2},
            public=True,
        ),
    ]


def _drawn(rng):
    return [
        Case("alto", {"X": rng.normal(size=(5, 3)), "k": -1.5}, {"m": 5}),
        Case("uno", {"X": rng.normal(size=(1, 4)), "k": 0.7}, {"m": 1}, ("m = 1",)),
        Case("lectura", {"X": rng.normal(size=(3, 2)), "k": 0.3}, {"m": 3}),
    ]


def _sums(X, k):
    return X.sum(axis=1) * k


SCALE = Exercise(
    id="99.1",
    title="Medias por fila",
    solution=scale_rows,
    points=2,
    slide="—",
    prediction="¿Cuántos números salen?",
    hints=("Una.", "Dos.", "Tres."),
    reasoning="Porque sí hay razón.",
    praise="Bien. ¿Y si k fuera 0?",
    driver=Returns("r"),
    public_cases=_public,
    cases=_drawn,
    mistakes=(Mistake("sum", _sums, "Sumas en vez de promediar.", "Medias"),),
    accepts=(),
    section="Medias",
    seconds=1.0,
)


def check(function):
    return check_function(SCALE, function)


def test_right_answer_passes_with_full_points():
    result = check(lambda X, k: [k * sum(row) / len(row) for row in X])
    assert result.passed and result.mistake is None
    assert result.score == 1.0 and result.points == 2.0
    assert str(result).startswith("✔ Correcto · 99.1")


def test_known_mistake_is_named_with_its_section():
    result = check(lambda X, k: k * np.einsum("ij->i", X))
    assert result.mistake == "sum"
    assert (
        "Sumas en vez de promediar" in result.message and "«Medias»" in result.message
    )


def _negative(X, k):
    return -X.mean(axis=1) * k


def _times_m(X, k):
    return X.mean(axis=1) * k * len(X)


def _thrice(X, k):
    return 3 * X.mean(axis=1) * k


def _minus_sum(X, k):
    return -X.sum(axis=1) * k


def _column(X, k):
    return X.mean(axis=1, keepdims=True) * k


def _scalar_loss(X, k):
    return np.abs(X.mean(axis=1) * k)


def _truncates(X, k):
    r = np.zeros(len(X), dtype=int)
    for i, row in enumerate(X):
        r[i] = k * row.mean()
    return r


def _rounds(X, k):
    return np.round(X.mean(axis=1) * k)


def _rounds_to_two(X, k):
    return np.round(X.mean(axis=1) * k, 2)


def _returns_none(X, k):
    X.mean(axis=1)


def _prints(X, k):
    print(X.mean(axis=1) * k)


def _sometimes_none(X, k):
    if len(X) > 1:
        return X.mean(axis=1) * k


def _text(X, k):
    return str(X.mean(axis=1) * k)


def _two_values(X, k):
    return X.mean(axis=1), k


def _zero(X, k):
    return np.zeros(len(X))


def _mutates(X, k):
    X *= k
    return X.mean(axis=1)


def _only_many_rows(X, k):
    return X.mean(axis=1) * k if len(X) > 1 else np.array([7.0])


def _matmul(X, k):
    return X @ X


def _typo(X, k):
    return X.mean(axis=1) * kk  # noqa: F821


def _nan(X, k):
    return np.full(len(X), np.nan)


_calls = []


def _keeps_state(X, k):
    _calls.append(1)
    return X.mean(axis=1) * k * (1.0 if len(_calls) <= 4 else 2.0)


@pytest.mark.parametrize(
    ("function", "mistake", "words"),
    [
        (_negative, "sign", "signo"),
        (_times_m, "factor", "exactamente m (aquí, 2) veces"),
        (_thrice, "factor", "3 veces"),
        (_minus_sum, "sum", "signo"),
        (_column, "axis", "(2, 1)"),
        (_scalar_loss, "absolute", "signo"),
        (_truncates, "truncated", "sin su parte decimal"),
        (_rounds, "truncated", "redondeados a enteros"),
        (_rounds_to_two, "truncated", "redondeados a 2 decimales"),
        (_returns_none, "none", "return"),
        (_prints, "prints", "imprime"),
        (_sometimes_none, "none", "no en todos"),
        (_text, "text", "texto"),
        (_two_values, "ragged", "largo"),
        (_zero, "constant", "siempre 0"),
        (_mutates, "mutates", "modifica"),
        (_only_many_rows, "unknown", "un solo ejemplo"),
        (_matmul, "exception", "columnas"),
        (_typo, "exception", "«kk»"),
        (_nan, "nan", "NaN"),
        (_keeps_state, "keeps_state", "repetida"),
    ],
)
def test_general_diagnoses(function, mistake, words):
    _calls.clear()
    result = check(function)
    assert not result.passed
    assert result.mistake == mistake, result.message
    assert words in result.message


EXAMPLES = replace(SCALE, id="99.2", public_cases=_example_cases)


def _hand_written(X, k):
    return np.array([3.0, 8.0])


def _hand_written_with_if(X, k):
    if k == 2.0:
        return np.array([3.0, 8.0])


def _both_by_hand(X, k):
    return np.array([3.0, 8.0]) if k == 2.0 else np.array([0.5, 0.5])


def _hand_written_inside(X, k):
    """Calcula, con un largo que solo vale en los ejemplos."""
    return np.array([X[0].sum(), X[-1].sum()]) * k / 2


@pytest.mark.parametrize(
    "function",
    [_hand_written, _hand_written_with_if, _both_by_hand, _hand_written_inside],
)
def test_an_answer_for_the_example_alone_is_told(function):
    result = check_function(EXAMPLES, function)
    assert result.mistake == "only_the_example", result.message
    assert "nada más" in result.message


def test_the_result_of_another_example_is_told_too():
    """El ejemplo del enunciado no siempre es uno de los casos."""
    result = check_function(EXAMPLES, lambda X, k: np.array([4.0, 6.5]))
    assert result.mistake == "only_the_example", result.message
    assert "siempre lo mismo" in result.message


def _one_drawn_too(X, k):
    """Acierta también en un caso sorteado: ya no es solo el ejemplo."""
    return X.mean(axis=1) * k if len(X) != 5 else np.array([3.0, 8.0])


def _another_elsewhere(X, k):
    """Acierta en el primer ejemplo; en lo demás calcula otra cosa, que cambia."""
    return X.mean(axis=1) * k if k == 2.0 else X.max(axis=1) - k


def _fails_elsewhere(X, k):
    """Fuera del primer ejemplo lanza: la línea que falla dice más."""
    return (X @ np.array([1.0, 1.0]))[:2] * k / (1 if k != 2.0 else 2)


@pytest.mark.parametrize(
    "function", [_one_drawn_too, _another_elsewhere, _fails_elsewhere, _zero]
)
def test_and_only_when_the_numbers_show_it(function):
    result = check_function(EXAMPLES, function)
    assert not result.passed
    assert result.mistake != "only_the_example", result.message


def test_blank_and_wrong_things_are_answered_kindly():
    def blank(X, k):
        """Enunciado."""
        ...

    assert check(blank).mistake == "blank"
    assert check(None).mistake == "not_a_function"
    assert check(np.ones(3)).mistake == "not_a_function"
    missing = check(lambda X: X)
    assert missing.mistake == "arguments" and "X, k" in missing.message


def _exit(X, k):
    sys.exit(3)


def _loop(X, k):
    while True:
        pass


def _stubborn_loop(X, k):
    while True:
        try:
            while True:
                time.sleep(0.001)
        except:  # noqa: E722
            pass


def _huge(X, k):
    return np.ones((10**6, 10**6))


def _endless_recursion(X, k):
    return _endless_recursion(X, k)


def _asks(X, k):
    return input("¿X? ")


def _raises_strange(X, k):
    class Strange(BaseException):
        def __str__(self):
            raise ValueError

    raise Strange


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (_exit, "exit"),
        (_loop, "timeout"),
        (_stubborn_loop, "timeout"),
        (_huge, "memory"),
        (_endless_recursion, "exception"),
        (_asks, "exception"),
        (_raises_strange, "exception"),
    ],
)
def test_survives(function, mistake):
    result = check(function)
    assert result.mistake == mistake, result.message

    # Todo quedó como estaba: una respuesta correcta sigue pasando.
    assert check(scale_rows).passed


def test_an_endless_loop_is_waited_for_only_once(monkeypatch):
    calls = []

    def counted(driver, function, cases, seconds):
        calls.append(function)
        return run_cases(driver, function, cases, seconds)

    prepared(SCALE)
    monkeypatch.setattr(check_module, "run_cases", counted)
    # Usa el nombre de otro ejercicio: si falla por otra causa, se prueba también con
    # los nombres propios.
    namespace = {"np": np, "softmax": lambda X: X}
    exec("def scale_rows(X, k):\n    return softmax(X) * k\n", namespace)
    assert not check(namespace["scale_rows"]).passed and len(calls) == 2
    calls.clear()
    exec("def scale_rows(X, k):\n    while softmax:\n        pass\n", namespace)
    assert check(namespace["scale_rows"]).mistake == "timeout" and len(calls) == 1


def test_endless_loop_is_cut_in_another_thread_too():
    results = []
    thread = threading.Thread(target=lambda: results.append(check(_loop)))
    thread.start()
    thread.join(timeout=10)
    assert results and results[0].mistake == "timeout"


def test_time_limit_leaves_the_interrupt_handler_as_it_was():
    import signal

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(TimeUp), time_limit(0.05):
        while True:
            pass
    assert signal.getsignal(signal.SIGINT) is before

    time.sleep(0.1)  # ninguna interrupción tardía debe llegar aquí


def test_without_threads_it_runs_and_says_so(monkeypatch):
    def no_threads(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_threads)
    result = check(scale_rows)
    assert result.passed and "no puedo cortar" in result.message


def test_a_million_lines_are_bounded(capsys):
    def noisy(X, k):
        for _ in range(100_000):
            print("ruido")
        return X.mean(axis=1) * k

    result = check_function(SCALE, noisy)
    assert capsys.readouterr().out == ""
    assert result.passed or result.mistake == "timeout"


def test_learners_warning_settings_change_nothing():
    old = np.seterr(all="raise")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = check(lambda X, k: np.where(True, X.mean(axis=1) * k, 1 / 0.0**2))
            overflow = check(lambda X, k: X.mean(axis=1) * k + 0 * np.exp(-1e4))
    finally:
        np.seterr(**old)
    assert result.mistake == "exception" and "cero" in result.message
    assert overflow.passed, overflow.message


def test_a_harmless_overflow_is_right_with_a_tip():
    def overflows(X, k):
        np.exp(np.array([1000.0]))
        return X.mean(axis=1) * k

    result = check(overflows)
    assert result.passed and "consejo" in result.message


def test_other_exercises_names_do_not_leak_into_the_notebook():
    namespace = {"np": np}
    exec(
        "def scale_rows(X, k):\n"
        "    return softmax(X).sum(axis=1) * X.mean(axis=1) * k\n",
        namespace,
    )
    before = set(namespace)
    assert check(namespace["scale_rows"]).passed
    assert set(namespace) == before


def test_a_helper_with_the_name_of_an_exercise_is_accepted():
    namespace = {"np": np}
    exec(
        "def softmax(X, k, extra):\n    return X.mean(axis=1) * k\n"
        "def scale_rows(X, k):\n    return softmax(X, k, 'propio')\n",
        namespace,
    )
    assert check(namespace["scale_rows"]).passed


def test_html_escapes_what_the_learner_wrote():
    def fails(X, k):
        raise ValueError("<script>alert(1)</script>")

    html = check(fails)._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "text, page",
    [
        (
            "Z_k − Σ_j e^(Z_j − c)",
            "Z<sub>k</sub> − Σ<sub>j</sub> e<sup>Z<sub>j</sub> − c",
        ),
        ("e^(−z) y e^|z|", "e<sup>−z</sup> y e<sup>|z|</sup>"),
        ("relu(z)_i y d_out_i", "relu(z)<sub>i</sub> y d_out<sub>i</sub>"),
        ("∂𝓛/∂A_ik con A_{l-1}", "A<sub>ik</sub> con A<sub>l-1</sub>"),
        ("df_dx, d_out y layer_shapes", ">df_dx, d_out y layer_shapes<"),
        ("la *otra* y 2 * a * b", "la <em>otra</em> y 2 * a * b"),
        ("`W_1 ** x^2`, W_1", "<code>W_1 ** x^2</code>, W<sub>1</sub>"),
        ("un acento ` suelto y W_1", "un acento ` suelto y W_1"),
    ],
)
def test_a_message_draws_its_mathematics(text, page):
    result = Result(False, None, text)
    assert page in result._repr_html_()
    assert "W<sub>1</sub> = 2" in Result(False, None, text, "W_1 = 2")._repr_html_()
    # El texto llano queda como se escribió.
    assert str(result).endswith(f"\n{text}")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "e^(<script>)",
        "A_{<script>}",
        "a_1<script>x_2^3</script>",
        "`<script>`_1",
        "</p><script>`W_1",
        "*<script>*",
        "&lt;script&gt; <img src=x onerror=y_1>",
    ],
)
def test_mathematics_opens_no_door_to_html(hostile):
    page = Result(False, None, hostile)._repr_html_()
    tags = set(re.findall(r"<\s*/?\s*(\w*)", page))
    assert tags <= {"div", "strong", "p", "sub", "sup", "em", "code"}
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    kept = str.maketrans("", "", "_^`*{}()")
    assert hostile.translate(kept) in text.translate(kept)

    def fails(X, k):
        raise ValueError(hostile)

    page = check(fails)._repr_html_()
    assert "<script" not in page and "<img" not in page


def test_the_last_hint_says_where_the_solution_is(tmp_path, monkeypatch):
    monkeypatch.setenv("CURSO_AVANCE", str(tmp_path / "avance.json"))
    monkeypatch.setattr(classroom, "_HINTS_OPENED", {})
    hints = get_exercise("04.2").hints
    for number, text in enumerate(hints, 1):
        assert text in classroom.hint("04.2").message, number
    again = classroom.hint("04.2")
    assert all(text in again.message for text in hints)
    assert "El enlace a la solución razonada está al principio" in again.message
    assert "softmax(Z)<sub>k</sub> = e<sup>" in again._repr_html_()


@pytest.mark.parametrize("number", range(1, 7))
def test_a_review_question_names_one_section(number):
    declared = get_question(f"00.c{number}")
    for option in declared.options:
        said = answer_question(declared, option.letter).message
        assert said.count(f"Está en la sección «{declared.section}»") == (
            not option.right
        )
        assert "Relee" not in said and "«Repaso»" not in said


def test_check_in_a_fresh_interpreter_never_raises():
    code = (
        "from course_lib import check, hint, answer\n"
        "for call in (lambda: check('no.hay'), lambda: check(4.6, print),\n"
        "             lambda: hint(None), lambda: answer('x', 3)):\n"
        "    result = call()\n"
        "    assert not result.passed and result.message, result\n"
        "print('bien')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "bien", done.stderr


@pytest.mark.parametrize(
    ("number", "said"), [(5, "el número 5"), (10**400, "un número enorme")]
)
def test_data_of_the_notebook_is_noticed(number, said):
    namespace = {"np": np, "m": number}
    exec("def scale_rows(X, k):\n    return X.sum(axis=1) * k * (m % 7)\n", namespace)
    result = check(namespace["scale_rows"])
    assert result.mistake == "outside_name"
    assert "`m`" in result.message and said in result.message


def test_two_things_at_once_in_special_cases():
    def sums_and_fails_alone(X, k):
        return X.sum(axis=1) * k if len(X) > 1 else np.array([np.nan])

    result = check(sums_and_fails_alone)
    assert result.mistake == "sum" and "dos cosas" in result.message
    assert "NaN" in result.message and "un solo ejemplo" in result.message


def test_other_numbers_in_special_cases_are_not_called_another_mistake():
    def sums_and_differs_alone(X, k):
        return X.sum(axis=1) * k if len(X) > 1 else X.sum(axis=1) * k + 7

    result = check(sums_and_differs_alone)
    assert result.mistake == "sum" and "dos cosas" not in result.message
    assert "Cuando hay un solo ejemplo (m = 1) sale otra cosa" in result.message


def test_integers_that_swallow_decimals_are_told():
    def keeps_the_type(z, slope=0.01):
        out = np.array(z)
        out[z <= 0] = slope * z[z <= 0]
        return out

    result = check_function(get_exercise("03.5"), keeps_the_type)
    assert not result.passed and "enteros" in result.message

    def gradients(X, y, w, b):
        dw = np.zeros_like(w)
        error = 1 / (1 + np.exp(-np.clip(X @ w + b, -500, 500))) - y
        for j in range(len(w)):
            dw[j] = X[:, j] @ error / len(y)
        return dw, error.mean()

    result = check_function(get_exercise("02.3"), gradients)
    assert result.mistake == "truncated"
    assert "Cuando la entrada es de enteros" in result.message


def _raised_by(call):
    try:
        call()
    except Exception as error:
        return Problem("exception", str(error), type(error).__name__)
    raise AssertionError("no se detuvo")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: (2, 3).pop(), "haz antes una lista nueva"),
        (lambda: (2, 3).shape, "np.array"),
        (lambda: (2.0).shape, "un número suelto"),
        (lambda: np.zeros(2).append(1), "eso es de las listas"),
        (lambda: np.sigmoid(0), "no tiene «sigmoid»"),
        (lambda: len(2.0), "número suelto"),
        (lambda: list(np.float64(2)), "número suelto"),
        (lambda: operator.setitem((2, 3), 0, 1), "no se puede cambiar"),
        (lambda: [1] - [2], "Operas una lista entera"),
        (lambda: -[1], "Operas una lista entera"),
        (lambda: math.exp(np.zeros(2)), "un solo número"),
        (lambda: math.exp(1000), "no cabe"),
        (lambda: operator.getitem([[1]], (0, 0)), "L[i][j]"),
        (lambda: np.zeros(2)[0, 1], "más índices que ejes"),
        (lambda: np.zeros(2)[1.0], "un número entero"),
        (lambda: range(2.0), "un número entero"),
        (lambda: np.zeros(2).__setitem__(0, [1, 2]), "donde cabe uno"),
        (lambda: np.zeros(2).reshape(3, 1), ".size"),
        (lambda: list(zip([1], [], strict=True)), "distinto largo"),
        (lambda: np.vstack([np.zeros((1, 2)), np.zeros((1, 3))]), "no encajan"),
    ],
)
def test_exceptions_are_said_in_other_words(call, words):
    assert words in explain_problem(_raised_by(call))


def test_a_name_is_not_offered_for_itself():
    problem = replace(_raised_by(lambda: eval("y + 1", {})), code="return Y_hat - y")
    for names in (("y", "Y", "n_classes"), ("Y",)):
        text = explain_problem(problem, names)
        assert "En la línea «return Y_hat - y»: usas «y»" in text
        assert "¿Querías escribir «Y»?" in text
    assert "¿Está bien escrito?" in explain_problem(problem, ("y",))
    stopped = replace(problem, exception="OddError", text="x")
    assert "»: Python se detuvo con OddError" in explain_problem(stopped)


def test_inner_is_not_taken_for_the_product():
    problem = _raised_by(lambda: np.inner(np.ones((1, 3)), np.ones((3, 2))))
    text = explain_problem(replace(problem, code="return np.inner(X, W)"))
    assert "filas de la otra" in text and "no encaja" not in text


def test_a_numeric_difference_is_explained_before_a_later_exception():
    def fails_later(X, k):
        if X.shape[1] == 4:
            raise KeyError("x")
        return X.mean(axis=1) * k + 1

    result = check(fails_later)
    assert result.mistake == "unknown"
    assert "se esperaba r = [3, 8] y llegó [4, 9]" in result.message
