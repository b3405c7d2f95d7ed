"""Las piezas de quien aprende entran en la red; las que faltan las pone el curso."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.checking import assemble, check
from course_lib.errors import CourseError
from course_lib.exercises import get_exercise


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    monkeypatch.setattr(check, "_PASSED", {})


def learn(code, *ids):
    """Define funciones como en un cuaderno y las comprueba."""
    namespace = {"np": np}
    exec(code, namespace)
    for exercise_id in ids:
        exercise = get_exercise(exercise_id)
        result = check.check_function(exercise, namespace[exercise.name])
        assert result.passed, result
    return namespace


TRAIN = """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
"""

LISTS = """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(X)
    for l in range(L, 0, -1):
        dW[l] = (A[l - 1].T @ dZ).tolist()
        db[l] = dZ.sum(axis=0).tolist()
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return [float(np.argmax(row)) for row in Y_hat]
"""


def test_without_anything_passed_it_is_the_course(capsys):
    pieces = assemble("04")
    assert pieces.mine == []
    assert "Del curso: one_hot" in repr(pieces)
    X, y = datasets.moons(60, 0.1, 0)
    Y = pieces.one_hot(y, 2)
    W, b, losses = pieces.train(X, Y, [2, 8, 2], 0.5, 200, 0)
    assert losses[-1] < losses[0]
    assert "200 de 200 iteraciones" in capsys.readouterr().out


def test_what_passed_is_what_runs(capsys):
    calls = []
    namespace = learn(TRAIN + LISTS, "04.6", "04.8", "04.9")
    namespace["calls"] = calls
    original = namespace["backpropagation"]

    # La función que pasó es la que corre: se nota por lo que deja anotado.
    def backpropagation(X, Y, W, b, cache):
        calls.append(1)
        return original(X, Y, W, b, cache)

    exercise = get_exercise("04.6")
    assert check.check_function(exercise, backpropagation).passed
    calls.clear()
    pieces = assemble(4)
    assert pieces.mine == ["backpropagation", "train", "predict"]
    X, y = datasets.moons(60, 0.1, 0)
    W, b, losses = pieces.train(X, pieces.one_hot(y, 2), [2, 8, 2], 0.5, 50, 0)
    assert len(calls) == 50 and len(losses) == 50
    # Responde con listas y decimales, y aun así la lección puede usar lo que devuelve.
    y_pred = pieces.predict(X, W, b)
    counts = np.zeros((2, 2), dtype=int)
    np.add.at(counts, (y, y_pred), 1)
    assert counts.sum() == 60
    assert (y_pred == y).mean() > 0.7
    # El cuaderno queda como estaba.
    assert "forward_propagation" not in namespace


def test_a_later_wrong_version_does_not_replace_the_one_that_passed():
    namespace = learn(LISTS, "04.9")
    wrong = check.check_function(get_exercise("04.9"), lambda X, W, b: X)
    assert not wrong.passed
    assert assemble("04").mine == ["predict"]
    assert check.last_passed("04.9") is namespace["predict"]


def test_bad_names_are_answered():
    with pytest.raises(CourseError, match="04"):
        assemble("77")
    with pytest.raises(AttributeError, match="train"):
        assemble("04").trian  # noqa: B018
