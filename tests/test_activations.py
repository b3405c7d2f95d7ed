"""Las activaciones y sus derivadas: valores, extremos, tipos y entradas malas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib import activations
from course_lib.activations import (
    ACTIVATIONS,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)
from course_lib.errors import CourseError

ELEMENTWISE = [f for pair in ACTIVATIONS.values() for f in pair]
EVERY = [*ELEMENTWISE, softmax]
REFERENCE = {
    "relu": lambda z: z if z > 0 else 0.0,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
}
pytestmark = pytest.mark.filterwarnings("error")

moderate = st.floats(-30, 30).filter(lambda z: abs(z) > 1e-3)
matrices = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=6),
    elements=st.floats(-1000, 1000),
)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=moderate)
def test_value_and_derivative(name, z):
    g, g_prime = ACTIVATIONS[name]
    f, h = REFERENCE[name], 1e-5
    assert g(z) == pytest.approx(f(z), rel=1e-13)
    slope = (f(z + h) - f(z - h)) / (2 * h)
    assert g_prime(z) == pytest.approx(slope, rel=1e-4, abs=1e-9)


def test_conventions_at_zero():
    assert relu_derivative(0.0) == 0
    assert relu_derivative(-0.0) == 0
    assert leaky_relu_derivative(0.0, 0.2) == 0.2
    assert sigmoid_derivative(0.0) == 0.25
    assert tanh_derivative(0.0) == 1


def test_extremes():
    z = np.array([-1000.0, -700.0, 0.0, 700.0, 1000.0])
    tail = math.exp(-700)
    np.testing.assert_allclose(sigmoid(z), [0, tail, 0.5, 1, 1], rtol=1e-12)
    np.testing.assert_allclose(
        sigmoid_derivative(z), [0, tail, 0.25, tail, 0], rtol=1e-12
    )
    np.testing.assert_array_equal(tanh(z), [-1, -1, 0, 1, 1])
    np.testing.assert_array_equal(tanh_derivative(z), [0, 0, 1, 0, 0])
    np.testing.assert_array_equal(relu(z), [0, 0, 0, 700, 1000])
    np.testing.assert_array_equal(leaky_relu(z), [-10, -7, 0, 700, 1000])
    np.testing.assert_array_equal(softmax([[1000.0, -1000.0]]), [[1, 0]])


@pytest.mark.parametrize("slope", [0, 0.3, 1])
def test_slope(slope):
    z = np.array([-2.0, 3.0])
    np.testing.assert_array_equal(leaky_relu(z, slope), [-2.0 * slope, 3.0])
    np.testing.assert_array_equal(leaky_relu_derivative(z, slope), [slope, 1.0])


@given(Z=matrices, c=st.floats(-1000, 1000))
def test_softmax_rows(Z, c):
    P = softmax(Z)
    assert P.shape == Z.shape
    assert (P >= 0).all()
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(softmax(Z + c), P, atol=1e-9)
    np.testing.assert_array_equal(softmax(Z[0]), P[0])


def test_softmax_goes_by_rows():
    P = softmax(np.log([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]]))
    np.testing.assert_allclose(P, [[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]])


@pytest.mark.parametrize("g", EVERY)
def test_types_shapes_and_no_mutation(g):
    Z = np.array([[-2, 0, 3], [1, -1, 4]])
    Z.setflags(write=False)
    whole = g(Z)
    assert whole.dtype == np.float64
    assert whole.shape == Z.shape
    np.testing.assert_array_equal(g(Z.astype(float)), whole)
    np.testing.assert_array_equal(g(Z.tolist()), whole)
    half = g(Z.astype(np.float32))
    assert half.dtype == np.float32
    np.testing.assert_allclose(half, whole, rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(g(Z.astype(float), check=False), whole)


@pytest.mark.parametrize("g", ELEMENTWISE)
def test_a_number_and_any_shape(g):
    assert np.shape(g(2)) == ()
    assert g(np.zeros((2, 3, 4))).shape == (2, 3, 4)


@pytest.mark.parametrize("g", EVERY)
@pytest.mark.parametrize(
    "bad",
    ["hola", None, [1.0, float("nan")], [np.inf, 0.0], [], [[1, 2], [3]], [1j, 2.0]],
    ids=str,
)
def test_bad_input(g, bad):
    with pytest.raises(CourseError):
        g(bad)


@pytest.mark.parametrize("slope", [-0.1, 1.5, "0.1", float("nan"), None])
@pytest.mark.parametrize("g", [leaky_relu, leaky_relu_derivative])
def test_bad_slope(g, slope):
    with pytest.raises(CourseError, match="slope"):
        g([1.0], slope)


def test_softmax_needs_rows():
    with pytest.raises(CourseError, match="ejes"):
        softmax(np.zeros((2, 2, 2)))


def test_derivative_next_to_its_function():
    names = [n for n in vars(activations) if not n.startswith("_")]
    for g, g_prime in ACTIVATIONS.values():
        place = names.index(g.__name__)
        assert names[place + 1] == g_prime.__name__
