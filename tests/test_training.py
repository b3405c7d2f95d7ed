"""El ciclo rápido da los números de `mlp`: pérdidas y gradientes, capa por capa."""

import itertools

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS
from course_lib.buffers import IN_PLACE, LEAKY_SLOPE, Buffers
from course_lib.losses import cross_entropy_from_logits, one_hot
from course_lib.mlp import backpropagation, forward_propagation, he_initialization
from course_lib.training import Trainer

DEPTHS = ([3, 2], [3, 7, 4], [5, 1, 3], [2, 6, 5, 4, 3])


def problem(layer_shapes, m, seed=0, dtype=np.float64):
    """Una red, con sesgos distintos de cero, y un lote."""
    rng = np.random.default_rng(seed)
    W, b = he_initialization(layer_shapes, seed, dtype=dtype)
    b = [None] + [rng.normal(size=v.shape).astype(dtype) for v in b[1:]]
    X = rng.normal(size=(m, layer_shapes[0])).astype(dtype)
    y = rng.integers(layer_shapes[-1], size=m)
    return W, b, X, one_hot(y, layer_shapes[-1]).astype(dtype)


def assert_same_lists(found, expected, tolerance=1e-12):
    assert found[0] is None
    for mine, theirs in zip(found[1:], expected[1:], strict=True):
        assert mine.shape == theirs.shape
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


def test_every_activation_of_the_course_has_its_fast_version():
    assert set(IN_PLACE) == set(ACTIVATIONS)
    slope_used = ACTIVATIONS["leaky_relu"][0](np.array(-1.0))
    assert slope_used == -LEAKY_SLOPE


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("layer_shapes", DEPTHS)
@pytest.mark.parametrize("m", [1, 6])
def test_loss_and_gradients_are_those_of_mlp(layer_shapes, activation, m):
    W, b, X, Y = problem(layer_shapes, m)
    buffers = Buffers(layer_shapes, 8, activation, np.float64)  # lote menor que 8
    buffers.parameters.fill(W, b)
    buffers.load(X, Y.T)
    loss = buffers.gradients()
    _, cache = forward_propagation(X, W, b, activation=activation)
    dW, db = backpropagation(X, Y, W, b, cache, activation=activation)
    assert loss == pytest.approx(
        cross_entropy_from_logits(cache[0][-1], Y), rel=1e-12, abs=1e-14
    )
    found_W, found_b = buffers.gradient.lists()
    assert_same_lists(found_W, dW)
    assert_same_lists(found_b, db)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_extreme_values_stay_finite(activation):
    W, b, X, Y = problem([3, 4, 2], 5)
    buffers = Buffers([3, 4, 2], 5, activation, np.float64)
    buffers.parameters.fill(W, b)
    buffers.load(1000 * X, Y.T)
    with np.errstate(over="ignore"):
        loss = buffers.gradients()
    assert np.isfinite(loss)
    assert np.isfinite(buffers.gradient.flat).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_size", [1, 4, 5, 11, 30])
def test_an_epoch_is_the_readable_loop(batch_size, dtype):
    layer_shapes, alpha = [3, 7, 4], 0.3
    W, b, X, Y = problem(layer_shapes, 11, dtype=dtype)
    order = np.random.default_rng(3).permutation(11)
    trainer = Trainer(W, b, batch_size=batch_size, alpha=alpha, lam=0.01)
    losses = trainer.epoch(X, np.ascontiguousarray(Y.T), order)
    trainer.epoch(X, np.ascontiguousarray(Y.T), order, losses=losses)
    expected = []
    for start in itertools.chain(*2 * [range(0, 11, batch_size)]):
        rows = order[start : start + batch_size]
        _, cache = forward_propagation(X[rows], W, b)
        expected.append(cross_entropy_from_logits(cache[0][-1], Y[rows]))
        dW, db = backpropagation(X[rows], Y[rows], W, b, cache)
        for l in (1, 2):
            W[l] = W[l] - alpha * (dW[l] + 0.01 * W[l])
            b[l] = b[l] - alpha * db[l]
    tolerance = 1e-12 if dtype == np.float64 else 1e-4
    np.testing.assert_allclose(losses, expected, rtol=tolerance, atol=tolerance)
    found_W, found_b = trainer.lists()
    assert found_W[1].dtype == found_b[1].dtype == dtype
    assert_same_lists(found_W, W, tolerance)
    assert_same_lists(found_b, b, tolerance)


def test_without_an_order_the_whole_set_is_one_batch():
    W, b, X, Y = problem([3, 7, 4], 11)
    Y_T = np.ascontiguousarray(Y.T)
    one = Trainer(W, b, batch_size=11, alpha=0.3)
    other = Trainer(W, b, batch_size=11, alpha=0.3)
    for _ in range(3):
        found = one.epoch(X, Y_T)
        expected = other.epoch(X, Y_T, np.arange(11))
        assert found == expected
    assert_same_lists(one.lists()[0], other.lists()[0], 0.0)


def test_what_the_trainer_gives_is_a_copy():
    W, b, X, Y = problem([3, 7, 4], 11)
    untouched = [w.copy() for w in W[1:]]
    trainer = Trainer(W, b, batch_size=4, alpha=0.3)
    before, _ = trainer.lists()
    trainer.epoch(X, np.ascontiguousarray(Y.T), np.arange(11))
    after, _ = trainer.lists()
    assert not np.array_equal(before[1], after[1])
    assert all(np.array_equal(w, u) for w, u in zip(W[1:], untouched, strict=True))


def test_it_stops_at_the_first_loss_that_is_not_finite_and_can_go_back():
    W, b, X, Y = problem([3, 7, 4], 12)
    trainer = Trainer(W, b, batch_size=4, alpha=1e200)
    losses = trainer.epoch(X, np.ascontiguousarray(Y.T), np.arange(12))
    assert np.isfinite(losses[0])
    assert len(losses) < 3 or not np.isfinite(losses[-1])
    assert not np.isfinite(losses[-1])
    trainer.restore()
    assert_same_lists(trainer.lists()[0], W, 0.0)


def test_an_epoch_can_be_run_in_parts():
    W, b, X, Y = problem([3, 7, 4], 11)
    Y_T, order = np.ascontiguousarray(Y.T), np.random.default_rng(3).permutation(11)
    whole = Trainer(W, b, batch_size=2, alpha=0.3)
    parts = Trainer(W, b, batch_size=2, alpha=0.3)
    losses = whole.epoch(X, Y_T, order)
    found = parts.epoch(X, Y_T, order[:6])
    parts.epoch(X, Y_T, order[6:], losses=found)
    assert found == losses
    assert_same_lists(parts.lists()[0], whole.lists()[0], 0.0)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_another_trainer_goes_on_where_one_stopped(optimizer):
    W, b, X, Y = problem([3, 7, 4], 11)
    Y_T, order = np.ascontiguousarray(Y.T), np.arange(11)
    settings = {"batch_size": 4, "alpha": 0.05, "optimizer": optimizer, "lam": 0.1}
    one = Trainer(W, b, **settings)
    first, second = one.epoch(X, Y_T, order), one.epoch(X, Y_T, order)
    half = Trainer(W, b, **settings)
    assert half.epoch(X, Y_T, order) == first
    rest = Trainer(*half.lists(), **settings, memory=half.memory)
    assert rest.epoch(X, Y_T, order) == second
    assert_same_lists(rest.lists()[0], one.lists()[0], 0.0)
    assert half.memory.get("t", 3) == 3  # se copió: seguir no cambia la de antes


def test_penalty_and_slope_are_those_of_the_formulas():
    W, b, X, Y = problem([3, 7, 4], 11)
    trainer = Trainer(W, b, batch_size=11, alpha=0.3, lam=0.2)
    total = sum(float((w**2).sum()) for w in W[1:])
    assert trainer.penalty() == pytest.approx(0.1 * total, rel=1e-12)
    trainer.epoch(X, np.ascontiguousarray(Y.T))
    _, cache = forward_propagation(X, W, b)
    dW, db = backpropagation(X, Y, W, b, cache)
    slopes = [np.abs(dW[l] + 0.2 * W[l]).max() for l in (1, 2)]
    slopes += [np.abs(db[l]).max() for l in (1, 2)]
    assert trainer.largest_slope() == pytest.approx(max(slopes), rel=1e-12)


def test_full_batches_are_not_copied():
    W, b, X, Y = problem([3, 7, 4], 11)
    buffers = Buffers([3, 7, 4], 11, "relu", np.float64)
    buffers.parameters.fill(W, b)
    Y_T = np.ascontiguousarray(Y.T)
    before = X.copy(), Y_T.copy()
    buffers.load(X, Y_T)
    first = buffers.gradients()
    buffers.load_rows(X, Y_T, np.arange(11))
    assert buffers.gradients() == pytest.approx(first, rel=1e-14)
    # Copiar un lote no escribe en lo que se miró antes.
    assert np.array_equal(X, before[0]) and np.array_equal(Y_T, before[1])
