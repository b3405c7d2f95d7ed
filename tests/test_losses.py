"""Las pérdidas: valores a mano, exactitud en los extremos y entradas malas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib.activations import sigmoid, softmax
from course_lib.errors import CourseError
from course_lib.losses import (
    binary_cross_entropy,
    cross_entropy,
    cross_entropy_from_logits,
    log_softmax,
    one_hot,
)

pytestmark = pytest.mark.filterwarnings("error")
NAN = float("nan")


def test_one_hot():
    expected = [[0, 0, 1], [1, 0, 0]]
    for y in ([2, 0], (2, 0), np.array([2.0, 0.0]), np.array([2, 0], dtype=np.uint8)):
        np.testing.assert_array_equal(one_hot(y, 3), expected)
    np.testing.assert_array_equal(one_hot([True, False], 2), [[0, 1], [1, 0]])
    assert one_hot([0], 1).dtype == np.float64


def test_cross_entropy_by_hand():
    Y_hat = [[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]
    Y = [[1, 0, 0], [0, 1, 0]]
    expected = (math.log(2) + math.log(10)) / 2
    loss = cross_entropy(Y_hat, Y)
    assert isinstance(loss, float)
    assert loss == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("p", [5e-324, 1e-310, 1e-300, 1e-17, 0.3, 1.0])
def test_cross_entropy_is_exact_for_every_positive(p):
    loss = cross_entropy([[p, 1 - p]], [[1, 0]])
    assert loss == pytest.approx(-math.log(p), rel=1e-15)


@pytest.mark.parametrize("dtype, least", [(np.float64, 700), (np.float32, 80)])
def test_zero_is_finite_and_large(dtype, least):
    Y_hat = np.array([[0.0, 1.0]], dtype=dtype)
    assert least < cross_entropy(Y_hat, [[1, 0]]) < math.inf
    assert str(cross_entropy(Y_hat, [[0, 1]])) == "0.0"


@given(
    Z=hnp.arrays(np.float64, (4, 3), elements=st.floats(-30, 30)),
    y=hnp.arrays(np.int64, 4, elements=st.integers(0, 2)),
)
def test_logits_agree_with_probabilities(Z, y):
    Y = one_hot(y, 3)
    assert cross_entropy_from_logits(Z, Y) == pytest.approx(
        cross_entropy(softmax(Z), Y), rel=1e-9, abs=1e-12
    )


def test_log_softmax_is_exact_where_the_probability_is_zero():
    Z = np.array([[0.0, -1000.0], [1000.0, 1000.0]])
    expected = [[0.0, -1000.0], [-math.log(2), -math.log(2)]]
    np.testing.assert_allclose(log_softmax(Z), expected, rtol=1e-15)
    Z = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    np.testing.assert_allclose(np.exp(log_softmax(Z)), softmax(Z), rtol=1e-5)
    assert log_softmax(Z).dtype == np.float32
    with pytest.raises(CourseError, match="2 ejes"):
        log_softmax(Z[0])
    with pytest.raises(CourseError, match="no son números finitos"):
        log_softmax([[0.0, NAN]])


def test_logits_go_beyond_what_a_probability_can_say():
    assert cross_entropy_from_logits([[0.0, 5000.0]], [[1, 0]]) == 5000.0


@given(
    z=hnp.arrays(np.float64, 5, elements=st.floats(-30, 30)),
    y=hnp.arrays(np.int64, 5, elements=st.integers(0, 1)),
)
def test_binary_against_its_definition(z, y):
    expected = np.mean(np.where(y == 1, -np.log(sigmoid(z)), -np.log(sigmoid(-z))))
    assert binary_cross_entropy(z, y) == pytest.approx(expected, rel=1e-11)
    two = np.column_stack([np.zeros(5), z])
    assert binary_cross_entropy(z, y) == pytest.approx(
        cross_entropy_from_logits(two, one_hot(y, 2)), rel=1e-9, abs=1e-15
    )


def test_binary_extremes():
    assert binary_cross_entropy([1000.0, -1000.0], [0, 1]) == 1000.0
    assert binary_cross_entropy([1000.0, -1000.0], [1, 0]) == 0.0
    loss = binary_cross_entropy([40.0], [1])
    assert loss == pytest.approx(math.exp(-40), rel=1e-14, abs=0)


def test_inputs_are_left_alone():
    Z, Y = np.array([[1.0, 2.0]]), np.array([[0.0, 1.0]])
    for array in (Z, Y):
        array.setflags(write=False)
    cross_entropy(softmax(Z), Y)
    cross_entropy_from_logits(Z, Y)
    binary_cross_entropy(Z[0], Y[0])


GOOD, HOT = [[0.5, 0.5], [0.2, 0.8]], [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda: one_hot([0, 3], 3), "entre 0 y 2"),
        (lambda: one_hot([0, -1], 3), "entre 0 y 2"),
        (lambda: one_hot([0.5], 3), "enteros"),
        (lambda: one_hot(HOT, 2), "argmax"),
        (lambda: one_hot("abc", 2), "números"),
        (lambda: one_hot(["a", "b"], 2), "números"),
        (lambda: one_hot([], 2), "vacío"),
        (lambda: one_hot([0, NAN], 2), "finitos"),
        (lambda: one_hot([0], 0), "n_classes"),
        (lambda: one_hot([0], 2.0), "entero"),
        (lambda: one_hot(None, 2), "números"),
        (lambda: cross_entropy(GOOD, [0, 1]), "one_hot"),
        (lambda: cross_entropy(GOOD, [[0, 1]]), "forma"),
        (lambda: cross_entropy(GOOD, [[1, 1], [0, 1]]), "one-hot"),
        (lambda: cross_entropy(GOOD, [[2, -1], [0, 1]]), "one-hot"),
        (lambda: cross_entropy([[3.0, -1.0], [0.0, 2.0]], HOT), "softmax"),
        (lambda: cross_entropy([0.5, 0.5], [1, 0]), "ejes"),
        (lambda: cross_entropy([[NAN, 1.0]], [[0, 1]]), "finitos"),
        (lambda: cross_entropy([], []), "ejes"),
        (lambda: cross_entropy("x", HOT), "números"),
        (lambda: cross_entropy(np.ones((2, 3)) / 3, np.eye(3)[:, :2]), "transpuesto"),
        (lambda: cross_entropy_from_logits([[NAN, 1.0]], [[0, 1]]), "finitos"),
        (lambda: cross_entropy_from_logits(GOOD, [0, 1]), "one_hot"),
        (lambda: cross_entropy_from_logits(GOOD, None), "números"),
        (lambda: binary_cross_entropy([1.0, 2.0], [0, 2]), "entre 0 y 1"),
        (lambda: binary_cross_entropy([1.0, 2.0], [0]), "forma"),
        (lambda: binary_cross_entropy([[1.0], [2.0]], [0, 1]), "eje"),
        (lambda: binary_cross_entropy([NAN], [0]), "finitos"),
        (lambda: binary_cross_entropy([1.0], ["sí"]), "números"),
    ],
)
def test_bad_input(call, says):
    with pytest.raises(CourseError, match=says):
        call()


@pytest.mark.parametrize(
    "y, says",
    [
        ([[0], [1]], r"np\.ravel\(y\)"),
        ([[0, 1]], r"np\.ravel\(y\)"),
        ([[0, 1], [1, 0]], r"np\.argmax\(y, axis=1\)"),
        (["a", "b"], r"classes, y = np\.unique\(y, return_inverse=True\)"),
    ],
)
def test_labels_that_need_a_step_before(y, says):
    with pytest.raises(CourseError, match=says):
        one_hot(y, 2)
