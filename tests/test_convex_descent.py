"""El descenso convexo: el paso y la inercia son los que dice su docstring."""

import math

import numpy as np
import pytest

from course_lib.convex_descent import (
    MOST_INERTIA,
    ConvexDescent,
    curvature,
    largest_spread,
    step_and_inertia,
)
from course_lib.losses import cross_entropy_from_logits, one_hot
from course_lib.mlp import backpropagation, forward_propagation
from course_lib.validation import DivergenceError


def problem(m=120, d=4, n_classes=3, seed=0, dtype=np.float64):
    """Grupos que se tocan, lejos del origen: X (m, d) e Y_T (K, m)."""
    rng = np.random.default_rng(seed)
    y = rng.integers(n_classes, size=m)
    X = rng.normal(size=(n_classes, d))[y] + rng.normal(size=(m, d)) + 5
    X = (X * np.geomspace(0.3, 3, d)).astype(dtype)
    return X, np.ascontiguousarray(one_hot(y, n_classes).T, dtype)


# El paso y la inercia -----------------------------------------------------------------

CONDITIONS = (1.0, 1.5, 4.0, 100.0, 1e5)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_step_is_the_best_one_without_inertia(condition):
    most, least = 3.0, 3.0 / condition
    alpha, _ = step_and_inertia(most, least)

    def worst(alpha):
        return max(abs(1 - alpha * most), abs(1 - alpha * least))

    assert all(worst(alpha) <= worst(k * alpha) for k in np.linspace(0.5, 1.5, 101))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_with_the_inertia_every_direction_shrinks_alike(condition):
    most, least = 3.0, 3.0 / condition
    alpha, beta = step_and_inertia(most, least)
    rate = 1 - math.sqrt(alpha * least)
    for h in np.geomspace(least, most, 200):
        roots = np.roots([1, -(1 + beta - alpha * h), beta])
        # Una raíz doble pierde la mitad de las cifras.
        np.testing.assert_allclose(np.abs(roots), rate, atol=1e-6)


def test_the_docstring_counts_the_steps():
    """De 10 000 a 1: miles de pasos para bajar a la mitad, o del orden de cien."""
    alpha, beta = step_and_inertia(1.0, 1e-4)
    steps = {}
    for inertia in (0.0, beta):
        error, v, steps[inertia] = 1.0, 0.0, 0
        while abs(error) > 0.5:
            v = inertia * v + 1e-4 * error
            error -= alpha * v
            steps[inertia] += 1
    assert 2000 < steps[0.0] < 10_000
    assert 50 < steps[beta] < 200


def test_without_a_least_curvature_the_inertia_has_a_limit():
    assert step_and_inertia(2.0, 0.0) == (1.0, MOST_INERTIA)


# La curvatura -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_the_spread_is_the_largest_eigenvalue_with_slack(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(50, 6)) * rng.uniform(0.1, 10, 6)
    exact = np.linalg.eigvalsh(X.T @ X / 50)[-1]
    assert exact <= largest_spread(X) <= 1.06 * exact


def test_the_spread_of_nothing_is_zero_and_of_the_huge_is_not_finite():
    assert largest_spread(np.zeros((5, 3))) == 0
    assert not np.isfinite(largest_spread(np.full((5, 3), 1e200)))


@pytest.mark.parametrize("n_classes", [2, 3, 5])
@pytest.mark.parametrize("size", [0.0, 0.3, 3.0])
def test_no_curvature_of_the_loss_passes_the_largest(n_classes, size):
    """El hessiano entero, por diferencias del gradiente de `mlp`."""
    X, Y_T = problem(n_classes=n_classes)
    X, Y, lam = X - X.mean(axis=0), Y_T.T, 0.02
    rng = np.random.default_rng(1)
    shape = X.shape[1], n_classes
    flat = size * rng.normal(size=(X.shape[1] + 1) * n_classes)

    def gradient(flat):
        W = [None, flat[: shape[0] * shape[1]].reshape(shape)]
        b = [None, flat[shape[0] * shape[1] :]]
        dW, db = backpropagation(X, Y, W, b, forward_propagation(X, W, b)[1])
        return np.concatenate([(dW[1] + lam * W[1]).ravel(), db[1]])

    h = 1e-5
    H = [
        (gradient(flat + h * v) - gradient(flat - h * v)) / (2 * h)
        for v in np.eye(len(flat))
    ]
    values = np.linalg.eigvalsh((np.array(H) + np.transpose(H)) / 2)
    most, least = curvature(X, Y_T, lam)
    assert values[-1] <= most
    if size == 0:
        # Sumar lo mismo a todos los sesgos no cambia nada: esa dirección no cuenta.
        assert abs(values[0]) < 1e-6 and values[1] >= least - 1e-6


# El descenso --------------------------------------------------------------------------


def loss_and_slope(X, Y_T, W, b, lam):
    Y_hat, cache = forward_propagation(X, W, b)
    dW, db = backpropagation(X, Y_T.T, W, b, cache)
    loss = cross_entropy_from_logits(cache[0][-1], Y_T.T)
    loss += 0.5 * lam * float((W[1] ** 2).sum())
    return loss, dW[1] + lam * W[1], db[1]


@pytest.mark.parametrize("inertia", [True, False])
@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("lam", [0.01, 1.0])
def test_it_arrives_where_the_gradient_vanishes(inertia, n_classes, lam):
    X, Y_T = problem(n_classes=n_classes)
    descent = ConvexDescent(X, Y_T, lam, inertia=inertia)
    assert descent.descend(20_000, 1e-8)
    W, b = descent.lists()
    loss, dW, db = loss_and_slope(X, Y_T, W, b, lam)
    assert descent.losses[0] == pytest.approx(math.log(n_classes))
    assert descent.losses[-1] == pytest.approx(loss, rel=1e-9)
    assert np.abs(db).max() < 2e-8
    # El sesgo se despeja con la media de X: su resto pasa a dW multiplicado por ella.
    assert np.abs(dW).max() < 2e-8 * (1 + np.abs(X.mean(axis=0)).max())


def test_without_inertia_the_loss_never_rises():
    X, Y_T = problem()
    descent = ConvexDescent(X, Y_T, 1e-3, inertia=False)
    descent.descend(500, 0.0)
    assert len(descent.losses) == 500
    assert np.diff(descent.losses).max() <= 1e-15


def test_inertia_takes_far_fewer_steps():
    X, Y_T = problem()
    counts = {}
    for inertia in (True, False):
        descent = ConvexDescent(X, Y_T, 1e-3, inertia=inertia)
        assert descent.descend(50_000, 1e-6)
        counts[inertia] = len(descent.losses)
    assert counts[True] < counts[False] / 3


def test_a_loss_that_rises_restarts_the_inertia(monkeypatch):
    X, Y_T = problem()
    counts = {}
    for restarts in (True, False):
        with monkeypatch.context() as patch:
            if not restarts:
                patch.setattr(ConvexDescent, "_restart_if_it_rose", lambda self: None)
            descent = ConvexDescent(X, Y_T, 0.0)  # con μ = 0, la inercia mayor
            assert descent.descend(100_000, 1e-7)
        counts[restarts] = len(descent.losses)
    assert counts[True] < counts[False] / 2


def test_it_goes_on_from_where_it_was():
    X, Y_T = problem()
    first = ConvexDescent(X, Y_T, 0.01)
    assert not first.descend(5, 1e-8)
    assert first.slope() > 1e-8
    W, b = first.lists()
    loss, _, _ = loss_and_slope(X, Y_T, W, b, 0.01)
    then = ConvexDescent(X, Y_T, 0.01, initial=(W, b))
    assert then.descend(20_000, 1e-8)
    assert then.losses[0] == pytest.approx(loss, rel=1e-12)
    again = ConvexDescent(X, Y_T, 0.01, initial=then.lists())
    assert again.descend(3, 1e-7) and len(again.losses) == 1
    for found, expected in zip(again.lists(), then.lists(), strict=True):
        np.testing.assert_allclose(found[1], expected[1], rtol=1e-9)


def test_float32_is_kept_and_arrives():
    X, Y_T = problem(dtype=np.float32)
    descent = ConvexDescent(X, Y_T, 0.01)
    assert descent.descend(5000, 0.0)  # hasta su redondeo
    W, b = descent.lists()
    assert W[1].dtype == b[1].dtype == np.float32
    double = ConvexDescent(X.astype(float), Y_T.astype(float), 0.01)
    assert double.descend(5000, 1e-9)
    np.testing.assert_allclose(W[1], double.lists()[0][1], atol=2e-3)


def test_the_callback_sees_every_loss():
    X, Y_T = problem()
    seen = []
    descent = ConvexDescent(X, Y_T, 0.01)
    descent.descend(7, 0.0, seen.append)
    assert seen == descent.losses and len(seen) == 7


def test_numbers_that_overflow_are_a_divergence():
    X, Y_T = problem()
    with np.errstate(all="ignore"), pytest.raises(DivergenceError) as caught:
        ConvexDescent(X * 1e200, Y_T, 0.01).descend(10, 1e-6)
    assert np.isfinite(caught.value.losses).all()
