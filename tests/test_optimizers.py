"""Los optimizadores: valores a mano, propiedades, el ciclo rápido y sus alarmas."""

import gc
import sys
import tracemalloc
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.activations import ACTIVATIONS
from course_lib.datasets import (
    load_digits,
    load_municipalities,
    moons,
    spirals,
    stratified_split,
    xor,
)
from course_lib.divergence import WINDOW, probable_cause
from course_lib.errors import CourseError, ShapeError
from course_lib.losses import cross_entropy_from_logits, one_hot
from course_lib.mlp import (
    Network,
    backpropagation,
    forward_propagation,
    he_initialization,
    predict,
)
from course_lib.optimizers import (
    DivergenceError,
    InterruptedTrainingWarning,
    adam_step,
    dropout_backward,
    dropout_forward,
    early_stopping,
    l2_gradients,
    minibatches,
    momentum_step,
    split,
    train_minibatches,
)
from course_lib.training import Trainer

NAN = float("nan")


def assert_same_lists(found, expected, tolerance=0.0):
    assert found[0] is None and len(found) == len(expected)
    for mine, theirs in zip(found[1:], expected[1:], strict=True):
        assert mine.shape == theirs.shape and mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


# split y minibatches ------------------------------------------------------------------


@given(
    m=st.integers(20, 300),
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=5),
    seed=st.integers(0, 2**40),
)
def test_split_covers_everything_once(m, weights, seed):
    fractions = [w / sum(weights) for w in weights]
    if min(fractions) * m < 1:
        return
    parts = split(m, fractions, seed)
    assert len(parts) == len(fractions)
    assert sorted(np.concatenate(parts)) == list(range(m))
    for part, fraction in zip(parts, fractions, strict=True):
        assert abs(len(part) - fraction * m) <= 1
    for part, again in zip(parts, split(m, fractions, seed), strict=True):
        assert np.array_equal(part, again)


def test_split_shuffles_and_depends_on_the_seed():
    train, test = split(100, [0.8, 0.2], 0)
    assert len(train) == 80 and len(test) == 20
    assert not np.array_equal(train, np.sort(train))
    assert not np.array_equal(train, split(100, [0.8, 0.2], 1)[0])
    assert [len(part) for part in split(10, [0.7, 0.2, 0.1], 0)] == [7, 2, 1]


@pytest.mark.parametrize(
    "m, fractions, words",
    [
        (10, [0.5, 0.4], "suma 0.9"),
        (10, [80, 20], "suma 100"),
        (10, [1.5, -0.5], "mayores que 0"),
        (10, [0.5, 0.5, 0.0], "mayores que 0"),
        (10, [], "vacío"),
        (10, 0.5, "1 eje"),
        (10, ["a"], "números"),
        (10, [0.5, NAN], "finitos"),
        (3, [0.9, 0.05, 0.05], "queda sin ejemplos"),
        (0, [1.0], "m = 0"),
        (10.0, [1.0], "entero"),
    ],
)
def test_split_explains_what_is_wrong(m, fractions, words):
    with pytest.raises(CourseError, match=words):
        split(m, fractions, 0)


@given(
    m=st.integers(1, 60),
    batch_size=st.integers(1, 70),
    seed=st.integers(0, 2**40),
    dtype=st.sampled_from([np.float32, np.float64]),
)
def test_minibatches_give_each_example_once(m, batch_size, seed, dtype):
    X = np.arange(3 * m, dtype=dtype).reshape(m, 3)
    Y = np.column_stack([X[:, 0], -X[:, 0]])
    batches = list(minibatches(X, Y, batch_size, seed))
    assert [len(x) for x, _ in batches[:-1]] == [batch_size] * (len(batches) - 1)
    assert 1 <= len(batches[-1][0]) <= batch_size
    together = np.concatenate([x for x, _ in batches])
    order = np.random.default_rng(seed).permutation(m)
    assert np.array_equal(together, X[order]) and together.dtype == dtype
    assert all(np.array_equal(y[:, 0], x[:, 0]) for x, y in batches)


def test_minibatches_keep_labels_and_check_at_once():
    X, y = np.zeros((5, 2)), np.arange(5)
    ((_, y_batch),) = minibatches(X, y, 9, 0)
    assert y_batch.dtype == y.dtype
    for bad in (
        lambda: minibatches(X, y[:4], 2, 0),
        lambda: minibatches(X, y, 0, 0),
        lambda: minibatches(X, y, 2.0, 0),
        lambda: minibatches(X, y, 2, -1),
        lambda: minibatches(X[0], y, 2, 0),
        lambda: minibatches(X, ["a"] * 5, 2, 0),
    ):
        with pytest.raises(CourseError):  # sin recorrer nada
            bad()


# Los pasos ----------------------------------------------------------------------------


def test_l2_adds_lam_w_and_nothing_else():
    W = [None, np.array([[1.0, -2.0]]), np.array([[3.0], [4.0]])]
    dW = [None, np.array([[0.5, 0.5]]), np.array([[0.0], [1.0]])]
    found = l2_gradients(dW, W, 0.1)
    assert_same_lists(found, [None, W[1] * 0.1 + dW[1], W[2] * 0.1 + dW[2]], 1e-15)
    assert found[1] == pytest.approx(np.array([[0.6, 0.3]]))
    assert dW[1] == pytest.approx(np.array([[0.5, 0.5]]))  # no cambió
    # Es la derivada de (λ/2) Σ‖W‖².
    h, lam = 1e-6, 0.7
    zeros = [None, np.zeros((1, 2)), np.zeros((2, 1))]
    gradient = l2_gradients(zeros, W, lam)[1][0, 1]
    more, less = (lam / 2 * ((-2.0 + e) ** 2) for e in (h, -h))
    assert gradient == pytest.approx((more - less) / (2 * h), rel=1e-6)


def test_momentum_by_hand():
    p, v = momentum_step(1.0, 2.0, 10.0, 0.1, beta=0.5)
    assert (p, v) == (pytest.approx(1 - 0.1 * 7), pytest.approx(7.0))
    p, v = np.zeros(1), np.zeros(1)
    for expected in (1.0, 1.9, 2.71):  # gradiente constante 1, β = 0.9
        p, v = momentum_step(p, np.ones(1), v, 1.0)
        assert v == pytest.approx(expected)
    assert p == pytest.approx(-(1 + 1.9 + 2.71))


def test_the_first_step_of_adam_is_alpha_whatever_the_gradient():
    for g in (1e-3, 5.0, -1e4):
        p, s, r = adam_step(2.0, g, 0.0, 0.0, 1, 0.1)
        assert p == pytest.approx(2.0 - 0.1 * np.sign(g), rel=1e-5)
        assert s == pytest.approx(0.1 * g) and r == pytest.approx(0.001 * g**2)


def adam_with_fractions(gradients, alpha, beta1, beta2, epsilon):
    """Adam con las sumas de su definición y aritmética exacta, salvo la raíz."""
    p, beta1, beta2 = 0.0, Fraction(beta1), Fraction(beta2)
    for t in range(1, len(gradients) + 1):
        ages = [(t - 1 - i, Fraction(g)) for i, g in enumerate(gradients[:t])]
        top = sum(beta1**age * g for age, g in ages) / sum(beta1**a for a, _ in ages)
        low = sum(beta2**age * g**2 for age, g in ages) / sum(beta2**a for a, _ in ages)
        p -= alpha * float(top) / (float(low) ** 0.5 + epsilon)
    return p


@settings(deadline=None)
@given(
    gradients=st.lists(
        st.floats(-10, 10).filter(lambda g: abs(g) > 1e-3), min_size=1, max_size=12
    ),
    beta1=st.sampled_from([0.0, 0.5, 0.9]),
    beta2=st.sampled_from([0.5, 0.999]),
)
def test_adam_is_a_weighted_mean_over_the_root_of_another(gradients, beta1, beta2):
    p, s, r = 0.0, 0.0, 0.0
    for t, g in enumerate(gradients, start=1):
        p, s, r = adam_step(p, g, s, r, t, 0.1, beta1, beta2, 1e-8)
    expected = adam_with_fractions(gradients, 0.1, beta1, beta2, 1e-8)
    assert p == pytest.approx(expected, rel=1e-9, abs=1e-10)


@pytest.mark.parametrize("optimizer", ["adam", "momentum"])
def test_the_steps_are_those_of_pytorch(optimizer):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    start, gradients = rng.normal(size=(3, 2)), rng.normal(size=(30, 3, 2))
    theirs = torch.tensor(start, requires_grad=True)
    if optimizer == "adam":
        stepper = torch.optim.Adam([theirs], lr=0.05)
    else:
        stepper = torch.optim.SGD([theirs], lr=0.05, momentum=0.9)
    p, s, r = start, np.zeros((3, 2)), np.zeros((3, 2))
    for t, g in enumerate(gradients, start=1):
        theirs.grad = torch.tensor(g)
        stepper.step()
        if optimizer == "adam":
            p, s, r = adam_step(p, g, s, r, t, 0.05)
        else:
            p, s = momentum_step(p, g, s, 0.05)
    np.testing.assert_allclose(p, theirs.detach().numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda z: l2_gradients([z], [None, z], 0.1), "None"),
        (lambda z: l2_gradients([None, z], [None, z.T], 0.1), r"dW\[1\]"),
        (lambda z: l2_gradients([None, z], [None, z, z], 0.1), "mismo largo"),
        (lambda z: l2_gradients([None, z], [None, z], -1), "lam"),
        (lambda z: momentum_step(z, z.T, z, 0.1), "g no tiene la forma de p"),
        (lambda z: momentum_step([None, z], z, z, 0.1), "todas las capas"),
        (lambda z: momentum_step(z, z, z, -0.1), "alpha"),
        (lambda z: momentum_step(z, z, z, 0.1, beta=1), "beta"),
        (lambda z: momentum_step(z, z, z, 0.1, beta=-0.1), "beta"),
        (lambda z: momentum_step(z, z + NAN, z, 0.1), "finitos"),
        (lambda z: adam_step(z, z, z, z, 0, 0.1), "t = 1"),
        (lambda z: adam_step(z, z, z, z, 1.5, 0.1), "entero"),
        (lambda z: adam_step(z, z, z, z - 1, 1, 0.1), "Intercambiaste"),
        (lambda z: adam_step(z, z, z, z, 1, 0.1, beta2=1.0), "beta2"),
        (lambda z: adam_step(z, z, z, z, 1, 0.1, epsilon=0), "epsilon"),
        (lambda z: adam_step(z, z, "s", z, 1, 0.1), "números"),
        (lambda z: dropout_forward(z, 0, 0), "conservar"),
        (lambda z: dropout_forward(z, 1.1, 0), "conservar"),
        (lambda z: dropout_forward(z, "0.5", 0), "número"),
        (lambda z: dropout_forward(z, 0.5, -1), "seed"),
        (lambda z: dropout_forward(None, 0.5, 0), "números"),
        (lambda z: dropout_backward(z, z.T), "mask"),
        (lambda z: early_stopping([], 2), "vacío"),
        (lambda z: early_stopping([1.0, NAN], 2), "finitos"),
        (lambda z: early_stopping([1.0], 0), "patience"),
        (lambda z: early_stopping([[1.0]], 2), "eje"),
    ],
)
def test_the_pieces_explain_what_is_wrong(call, words):
    with pytest.raises(CourseError, match=words):
        call(np.zeros((2, 3)))


def test_nothing_changes_its_input_and_float32_stays():
    rng = np.random.default_rng(0)
    a, b, c, d = (rng.random((2, 3)).astype(np.float32) for _ in range(4))
    for array in (a, b, c, d):
        array.setflags(write=False)
    alpha, t = np.float64(0.1), np.int64(2)  # ni un escalar de NumPy lo ensancha
    found = [
        *l2_gradients([None, a], [None, b], alpha)[1:],
        *momentum_step(a, b, c, alpha),
        *adam_step(a, b, c, d, t, alpha),
        *dropout_forward(a, np.float64(0.5), 0),
        dropout_backward(a, b),
    ]
    assert [array.dtype for array in found] == [np.float32] * 9


# Parada temprana y dropout ------------------------------------------------------------


@pytest.mark.parametrize(
    "val_losses, patience, expected",
    [
        ([3, 2, 2.5, 2.4, 1], 2, 1),
        ([3, 2, 2.5, 2.4, 1], 3, 4),
        ([1.0], 1, 0),
        ([1, 1, 0], 1, 0),  # igualar no es mejorar
        ([3, 2, 1], 1, 2),
        ([5, 4, 4.5, 4.4, 4.3, 4.2, 3], 4, 1),  # contra la mejor, no la anterior
    ],
)
def test_early_stopping_by_hand(val_losses, patience, expected):
    assert early_stopping(val_losses, patience) == expected


@given(
    val_losses=st.lists(st.integers(0, 6), min_size=1, max_size=25),
    patience=st.integers(1, 8),
)
def test_early_stopping_is_that_of_the_definition(val_losses, patience):
    # La primera época tras la cual vienen `patience` que no bajan de su mínimo.
    stop = len(val_losses)
    for e in range(patience, len(val_losses)):
        if min(val_losses[: e - patience + 1]) <= min(
            val_losses[e - patience + 1 : e + 1]
        ):
            stop = e + 1
            break
    seen = val_losses[:stop]
    assert early_stopping(val_losses, patience) == seen.index(min(seen))


@given(
    keep=st.floats(0.05, 1.0),
    seed=st.integers(0, 2**40),
    dtype=st.sampled_from([np.float32, np.float64]),
)
def test_the_mask_is_zero_or_one_over_keep(keep, seed, dtype):
    A = np.random.default_rng(1).normal(size=(40, 30)).astype(dtype)
    A_dropped, mask = dropout_forward(A, keep, seed)
    assert set(np.unique(mask)) <= {dtype(0), dtype(1 / keep)}
    assert np.array_equal(A_dropped, A * mask) and mask.dtype == dtype
    kept = np.count_nonzero(mask) / mask.size
    # Cerca de 1 los apagados son raros, y la normal no los cuenta bien.
    rare = 6 / mask.size if 0 < 1 - keep < 0.05 else 1e-9
    assert abs(kept - keep) < 6 * np.sqrt(keep * (1 - keep) / mask.size) + rare
    drawn = np.random.default_rng(seed).random(A.shape) < keep
    assert np.array_equal(mask != 0, drawn)
    assert np.array_equal(dropout_backward(A, mask), A_dropped)


def test_a_generator_keeps_drawing():
    rng, A = np.random.default_rng(0), np.ones((5, 5))
    _, first = dropout_forward(A, 0.5, rng)
    _, second = dropout_forward(A, 0.5, rng)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, dropout_forward(A, 0.5, 0)[1])


# El ciclo rápido es el que se lee -----------------------------------------------------


def propagate_with_dropout(X, Y, W, b, activation, keep_probability, rng):
    """La pérdida y los gradientes con las funciones de las lecciones 04 y 05."""
    g, g_prime = ACTIVATIONS[activation]
    L = len(W) - 1
    Z, A, masks = [None], [X], [None]
    for l in range(1, L):
        Z.append(A[l - 1] @ W[l] + b[l])
        A_dropped, mask = dropout_forward(g(Z[l]), keep_probability, rng)
        A.append(A_dropped)
        masks.append(mask)
    Z.append(A[L - 1] @ W[L] + b[L])
    Y_hat = np.exp(Z[L] - Z[L].max(axis=1, keepdims=True))
    Y_hat = Y_hat / Y_hat.sum(axis=1, keepdims=True)
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (Y_hat - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l], db[l] = A[l - 1].T @ dZ, dZ.sum(axis=0)
        if l > 1:
            dZ = dropout_backward(dZ @ W[l].T, masks[l - 1]) * g_prime(Z[l - 1])
    return cross_entropy_from_logits(Z[L], Y), dW, db


def readable_loop(X, Y, layer_shapes, alpha, epochs, batch_size, seed, **options):
    """`train_minibatches` escrito con las funciones puras."""
    activation, lam = options.get("activation", "relu"), options.get("lam", 0.0)
    keep = options.get("keep_probability", 1.0)
    W, b = he_initialization(layer_shapes, seed, dtype=X.dtype)
    L, t, losses = len(W) - 1, 0, []
    v = [None] + [(0.0 * W[l], 0.0 * b[l]) for l in range(1, L + 1)]
    s, r = list(v), list(v)
    rng = np.random.default_rng([seed, 1])
    for epoch in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, seed + epoch):
            if keep < 1:
                loss, dW, db = propagate_with_dropout(
                    X_batch, Y_batch, W, b, activation, keep, rng
                )
            else:
                _, cache = forward_propagation(X_batch, W, b, activation=activation)
                loss = cross_entropy_from_logits(cache[0][-1], Y_batch)
                dW, db = backpropagation(
                    X_batch, Y_batch, W, b, cache, activation=activation
                )
            losses.append(loss)
            dW, t = l2_gradients(dW, W, lam), t + 1
            for l in range(1, L + 1):
                pairs = [(W, dW[l], 0), (b, db[l], 1)]
                new_v, new_s, new_r = [], [], []
                for p, g, i in pairs:
                    if options.get("optimizer") == "momentum":
                        p[l], now = momentum_step(p[l], g, v[l][i], alpha, beta=0.8)
                        new_v.append(now)
                    elif options.get("optimizer") == "adam":
                        p[l], one, two = adam_step(
                            p[l], g, s[l][i], r[l][i], t, alpha, beta1=0.8
                        )
                        new_s.append(one)
                        new_r.append(two)
                    else:
                        p[l] = p[l] - alpha * g
                v[l], s[l], r[l] = new_v or v[l], new_s or s[l], new_r or r[l]
    return W, b, losses


def small_problem(dtype=np.float64, m=23):
    rng = np.random.default_rng(7)
    X = rng.normal(size=(m, 3)).astype(dtype)
    return X, one_hot(rng.integers(4, size=m), 4).astype(dtype)


@pytest.mark.parametrize("layer_shapes", [[3, 4], [3, 7, 4], [3, 6, 5, 4]])
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"optimizer": "momentum", "lam": 0.1},
        {"optimizer": "adam"},
        {"optimizer": "adam", "lam": 0.3, "keep_probability": 0.6},
        {"keep_probability": 0.5},
    ],
    ids=str,
)
@pytest.mark.parametrize("batch_size", [1, 5, 23, 40])
def test_the_fast_loop_is_the_readable_one(
    layer_shapes, activation, options, batch_size
):
    if "keep_probability" in options and batch_size >= 23:
        return  # con todo en un lote no se baraja: otro orden, otro sorteo
    X, Y = small_problem()
    arguments = (X, Y, layer_shapes, 0.05, 3, batch_size, 4)
    given_beta = {"momentum": {"beta": 0.8}, "adam": {"beta1": 0.8}}
    fast = given_beta.get(options.get("optimizer"), {})
    W, b, losses = readable_loop(*arguments, activation=activation, **options)
    found_W, found_b, found = train_minibatches(
        *arguments, activation=activation, **options, **fast
    )
    np.testing.assert_allclose(found, losses, rtol=1e-12, atol=1e-12)
    # Adam divide entre una raíz: donde g ≈ 0 agranda el redondeo.
    tolerance = 1e-9 if options.get("optimizer") == "adam" else 1e-12
    assert_same_lists(found_W, W, tolerance)
    assert_same_lists(found_b, b, tolerance)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("keep_probability", [1.0, 0.7])
def test_float32_stays_and_gives_the_same_numbers(optimizer, keep_probability):
    X, Y = small_problem(np.float32)
    arguments = (X, Y, [3, 7, 4], 0.02, 3, 5, 4)
    beta = {"momentum": {"beta": 0.8}, "adam": {"beta1": 0.8}}.get(optimizer, {})
    options = {"optimizer": optimizer, "keep_probability": keep_probability}
    W, b, losses = readable_loop(*arguments, **options)
    found_W, found_b, found = train_minibatches(*arguments, **options, **beta)
    np.testing.assert_allclose(found, losses, rtol=1e-4)
    assert found_W[1].dtype == found_b[2].dtype == np.float32
    assert_same_lists(found_W, W, 1e-3)
    assert_same_lists(found_b, b, 1e-3)


def test_a_full_batch_is_not_shuffled():
    X, Y = small_problem()
    W, _, losses = train_minibatches(X, Y, [3, 7, 4], 0.1, 4, 23, 0)
    start_W, start_b = he_initialization([3, 7, 4], 0)
    _, cache = forward_propagation(X, start_W, start_b)
    assert losses[0] == pytest.approx(cross_entropy_from_logits(cache[0][-1], Y))
    assert len(losses) == 4
    larger = train_minibatches(X, Y, [3, 7, 4], 0.1, 4, 10**9, 0)
    assert losses == larger[2]
    assert_same_lists(W, larger[0])


@pytest.mark.parametrize("keep_probability", [1.0, 0.5])
def test_one_seed_decides_everything(keep_probability):
    X, Y = small_problem()

    def run(seed):
        return train_minibatches(
            X, Y, [3, 7, 4], 0.1, 4, 5, seed, keep_probability=keep_probability
        )

    state = np.random.get_state()[1].copy()
    one, same, other = run(3), run(3), run(4)
    assert np.array_equal(np.random.get_state()[1], state)
    assert one[2] == same[2] != other[2]
    assert_same_lists(one[0], same[0])


def test_neither_layout_nor_type_of_the_data_matters():
    X, Y = small_problem()
    expected = train_minibatches(X, Y, [3, 7, 4], 0.1, 3, 5, 0)[2]
    columns, labels = np.asfortranarray(X), Y.astype(int)
    X.setflags(write=False)
    for inputs in ((columns, labels), (X.tolist(), Y.tolist()), (X, Y.astype(bool))):
        assert train_minibatches(*inputs, [3, 7, 4], 0.1, 3, 5, 0)[2] == expected


def test_the_callback_sees_copies_and_the_mean_of_each_epoch():
    X, Y = small_problem()
    seen = []

    def callback(epoch, W, b, loss):
        seen.append((epoch, loss))
        W[1][...] = NAN
        b[1][...] = NAN

    W, _, losses = train_minibatches(X, Y, [3, 7, 4], 0.1, 3, 5, 0, callback=callback)
    quiet = train_minibatches(X, Y, [3, 7, 4], 0.1, 3, 5, 0)
    assert losses == quiet[2]
    assert_same_lists(W, quiet[0])
    assert [epoch for epoch, _ in seen] == [0, 1, 2]
    means = np.reshape(losses, (3, 5)).mean(axis=1)
    assert [loss for _, loss in seen] == pytest.approx(means)


def test_training_can_start_from_given_parameters():
    X, Y = small_problem()
    W, b = he_initialization([3, 7, 4], 9)
    before = [w.copy() for w in W[1:]]
    found = train_minibatches(X, Y, [3, 7, 4], 0.0, 1, 23, 0, initial=(W, b))
    assert_same_lists(found[0], W)
    train_minibatches(X, Y, [3, 7, 4], 0.5, 2, 5, 0, initial=(W, b))
    assert all(np.array_equal(w, old) for w, old in zip(W[1:], before, strict=True))
    half = train_minibatches(
        X.astype(np.float32), Y, [3, 7, 4], 0.5, 1, 5, 0, initial=(W, b)
    )
    assert half[0][1].dtype == np.float32


@pytest.mark.parametrize("patience", [1, 3, 100])
def test_early_stopping_returns_the_best_epoch(patience):
    X, y = moons(120, 0.4, seed=0)
    Y, cut = one_hot(y, 2), 30
    val_losses, every_W = [], []

    def callback(epoch, W, b, loss):
        _, cache = forward_propagation(X[cut:], W, b)
        val_losses.append(cross_entropy_from_logits(cache[0][-1], Y[cut:]))
        every_W.append(W)

    arguments = (X[:cut], Y[:cut], [2, 32, 2], 0.5, 60, 8, 0)
    train_minibatches(*arguments, callback=callback)
    all_losses, all_W = val_losses[:], every_W[:]
    val_losses.clear()
    W, _, losses = train_minibatches(
        *arguments,
        callback=callback,
        validation=(X[cut:], Y[cut:]),
        patience=patience,
    )
    best = early_stopping(all_losses, patience)
    assert_same_lists(W, all_W[best])
    assert len(val_losses) == min(60, best + patience + 1)
    assert len(losses) == 4 * len(val_losses)


# Lo que un usuario puede equivocar ----------------------------------------------------

GOOD = {"X": np.eye(3), "Y": np.eye(3), "layer_shapes": [3, 3], "alpha": 0.1}
GOOD |= {"epochs": 2, "batch_size": 2, "seed": 0}


@pytest.mark.parametrize(
    "change, words",
    [
        ({"X": np.eye(3)[:, :2]}, "2 columnas"),
        ({"X": np.eye(3) + NAN}, "finitos"),
        ({"X": "datos"}, "números"),
        ({"Y": np.arange(3)}, "one_hot"),
        ({"Y": np.ones((3, 3))}, "one-hot"),
        ({"Y": np.eye(4)[:3]}, "una por clase, 4"),
        ({"Y": np.eye(3)[:2]}, "mismo lote"),
        ({"layer_shapes": [3]}, "sin capas"),
        ({"layer_shapes": 3}, "lista"),
        ({"alpha": -0.1}, "alpha"),
        ({"alpha": NAN}, "alpha"),
        ({"alpha": None}, "alpha"),
        ({"epochs": 0}, "epochs"),
        ({"epochs": 1.5}, "epochs"),
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 2.0}, "batch_size"),
        ({"batch_size": None}, "len"),
        ({"seed": -1}, "seed"),
        ({"seed": None}, "seed"),
        ({"activation": "ReLU"}, "relu"),
        ({"optimizer": "rmsprop"}, '"sgd", "momentum" o "adam"'),
        ({"optimizer": None}, "comillas"),
        ({"beta": 0.99}, "momentum"),
        ({"optimizer": "adam", "beta": 0.5}, "Quita beta"),
        ({"optimizer": "momentum", "beta": 1.0}, "beta"),
        ({"optimizer": "momentum", "beta2": 0.5}, "adam"),
        ({"optimizer": "adam", "epsilon": 0}, "epsilon"),
        ({"lam": -1}, "lam"),
        ({"keep_probability": 0}, "conservar"),
        ({"keep_probability": 1.5}, "conservar"),
        ({"patience": 3}, "falta validation"),
        ({"validation": (np.eye(3), np.eye(3))}, "falta patience"),
        ({"validation": (np.eye(3), np.eye(3)), "patience": 0}, "patience"),
        ({"validation": np.eye(3), "patience": 3}, "validation"),
        ({"validation": (np.eye(2), np.eye(3)), "patience": 3}, "X_val"),
        ({"validation": (np.eye(3), np.arange(3)), "patience": 3}, "Y_val"),
        ({"initial": np.eye(3)}, "initial"),
        ({"initial": ([np.eye(3)], [np.ones(3)])}, "None"),
        ({"initial": ([None, np.eye(4)], [None, np.ones(4)])}, "de esta red"),
        ({"callback": "no"}, "callback"),
    ],
)
def test_training_explains_what_is_wrong(change, words):
    with pytest.raises(CourseError, match=words) as raised:
        train_minibatches(**{**GOOD, **change})
    assert not isinstance(raised.value, DivergenceError)


def test_the_right_call_works():
    train_minibatches(**GOOD)
    assert issubclass(ShapeError, CourseError)


# Ctrl-C -------------------------------------------------------------------------------


def run_interrupted(at, **options):
    """Entrena y lanza KeyboardInterrupt en la línea número `at` de los pasos."""
    X, Y = small_problem()
    lines, started = 0, False

    def tracer(frame, event, arg):
        nonlocal lines, started
        file, function = Path(frame.f_code.co_filename).name, frame.f_code.co_name
        if file not in ("training.py", "buffers.py"):
            return None
        started |= function == "epoch"
        if event == "line" and started:
            lines += 1
            if lines == at:
                sys.settrace(None)
                raise KeyboardInterrupt
        return tracer

    old = sys.gettrace()
    sys.settrace(tracer)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            W, b, losses = train_minibatches(X, Y, [3, 2, 4], 0.1, 1, 8, 0, **options)
    finally:
        sys.settrace(old)
    return W, b, losses, caught


def flat(W, b):
    return np.concatenate([array.ravel() for array in (*W[1:], *b[1:])])


@pytest.mark.parametrize(
    "optimizer, every",
    [
        ("sgd", 11),
        ("momentum", 12),
        ("adam", 13),
        pytest.param("sgd", 1, marks=pytest.mark.lento),
        pytest.param("adam", 1, marks=pytest.mark.lento),
    ],
)
def test_an_interruption_anywhere_leaves_the_last_complete_step(optimizer, every):
    X, Y = small_problem()
    Y_T, options = np.ascontiguousarray(Y.T), {"optimizer": optimizer, "lam": 0.1}
    trainer = Trainer(
        *he_initialization([3, 2, 4], 0), batch_size=8, alpha=0.1, **options
    )
    after = [flat(*trainer.lists())]  # los parámetros tras cada paso
    order = np.random.default_rng(0).permutation(23)
    for i in range(0, 23, 8):
        trainer.epoch(X, Y_T, order[i : i + 8])
        after.append(flat(*trainer.lists()))
    whole = train_minibatches(X, Y, [3, 2, 4], 0.1, 1, 8, 0, **options)[2]
    at, reached = 1, set()
    while True:
        W, b, losses, caught = run_interrupted(at, **options)
        if not caught:
            break
        (warning,) = caught
        assert warning.category is InterruptedTrainingWarning
        assert "último paso completo" in str(warning.message)
        assert losses == whole[: len(losses)]
        equal = [np.array_equal(flat(W, b), expected) for expected in after]
        assert sum(equal) == 1, f"en la línea {at} quedó un paso a medias"
        steps = equal.index(True)
        assert len(losses) in (steps, steps + 1)
        reached.add(steps)
        at += every
    assert reached == {0, 1, 2, 3}
    assert np.array_equal(flat(W, b), after[-1])


def test_ctrl_c_in_the_callback_keeps_everything():
    X, Y = small_problem()

    def callback(epoch, W, b, loss):
        if epoch == 2:
            raise KeyboardInterrupt

    with pytest.warns(InterruptedTrainingWarning, match="época 2, tras 15 pasos"):
        W, _, losses = train_minibatches(
            X, Y, [3, 5, 4], 0.1, 9, 5, 0, callback=callback
        )
    expected = train_minibatches(X, Y, [3, 5, 4], 0.1, 3, 5, 0)
    assert losses == expected[2]
    assert_same_lists(W, expected[0])


def test_ctrl_c_while_the_start_is_measured_returns_it(monkeypatch):
    from course_lib import minibatch_training

    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(minibatch_training, "Watch", interrupted)
    X, Y = small_problem()
    with pytest.warns(InterruptedTrainingWarning, match="tras 0 pasos"):
        W, b, losses = train_minibatches(X, Y, [3, 5, 4], 0.1, 9, 5, 0)
    assert losses == []
    start = he_initialization([3, 5, 4], 0)
    assert_same_lists(W, start[0])
    assert_same_lists(b, start[1])


def test_another_error_in_the_callback_comes_out():
    def callback(epoch, W, b, loss):
        raise ZeroDivisionError

    X, Y = small_problem()
    with pytest.raises(ZeroDivisionError):
        train_minibatches(X, Y, [3, 5, 4], 0.1, 9, 5, 0, callback=callback)


def test_the_example_of_the_docstring_works(tmp_path, monkeypatch):
    import inspect
    import re
    import textwrap

    text = inspect.getdoc(train_minibatches)
    code = re.search(r"::\n\n((?: {4}.*\n|\n)+)", text)[1]
    digits_X, digits_y = load_digits()
    here = {"X_train": digits_X[:1200], "y_train": digits_y[:1200]}
    here["X_test"] = digits_X[1200:]
    monkeypatch.chdir(tmp_path)
    exec(textwrap.dedent(code), here)
    assert here["path"].exists()
    assert np.mean(here["y_pred"] == digits_y[1200:]) > 0.85


def test_an_alpha_of_zero_is_told():
    X, Y = small_problem()
    with pytest.warns(UserWarning, match="alpha = 0 los pesos no cambian"):
        train_minibatches(X, Y, [3, 5, 4], 0, 1, 5, 0)


def minibatch_training_with(**changes):
    X, Y = small_problem()
    given = {"X": X, "Y": Y, "layer_shapes": [3, 5, 4], "alpha": 0.1, "epochs": 1}
    given |= {"batch_size": 5, "seed": 0} | changes
    return train_minibatches(**given)


def masked_problem():
    X = np.ma.array(small_problem()[0])
    X[1, 2] = np.ma.masked
    return X


# Lo que llega, y lo que se dice que hay que hacer.
ADVICE = {
    "máscara": ({"X": masked_problem()}, r"1 dato enmascarado, .*X\.filled"),
    "una clase": (
        {"Y": np.ones((len(small_problem()[0]), 1)), "layer_shapes": [3, 5, 1]},
        r"softmax es 1.*termina layer_shapes en 2 y usa one_hot\(np\.ravel\(y\), 2\)",
    ),
    "columna": ({"Y": np.ones((len(small_problem()[0]), 1))}, r"np\.ravel\(y\), K"),
    "texto": ({"Y": np.array(["a"] * 3)}, r"np\.unique\(Y, return_inverse=True\)"),
    "una variable": ({"X": small_problem()[0][:, 0]}, r"np\.reshape\(X, \(-1, 1\)\)"),
    "un eje de más": ({"X": small_problem()[0][None]}, r"usa X\[0\]"),
    "X de una columna": ({"X": small_problem()[0][:, :1]}, "X tiene 1 columna y"),
    "X sin columnas": ({"X": small_problem()[0][:, :0]}, "no tiene ninguna columna"),
    "épocas": ({"epochs": 0}, "prueba con epochs = 100"),
    "semilla negativa": ({"seed": -1}, "seed = 0"),
    "sin semilla": ({"seed": None}, "seed = 0"),
    "paciencia": (
        {"validation": small_problem(), "patience": 0},
        "épocas seguidas sin mejorar",
    ),
    "fracción": (
        {"validation": 0.2, "patience": 3},
        r"split\(len\(X\), \[0\.8, 0\.2\]",
    ),
    "una Network": (
        {"initial": Network(*he_initialization([3, 5, 4], 0))},
        r"initial=\(network\.W, network\.b\)",
    ),
    "callback corto": ({"callback": lambda epoch, W: None}, "callback.*4 argumentos"),
}


@pytest.mark.parametrize("changes, says", ADVICE.values(), ids=ADVICE)
def test_what_to_do_is_told(changes, says):
    with pytest.raises(CourseError, match=says):
        minibatch_training_with(**changes)


def test_a_table_of_pandas_is_read():
    pd = pytest.importorskip("pandas")
    X, _ = small_problem()
    table = pd.DataFrame(X, columns=["a", "b", "c"])
    table["b"] = (table["b"] > 0).astype(bool)
    table["c"] = pd.array(np.arange(len(X)), dtype="Int64")
    W, _, _ = minibatch_training_with(X=table)
    expected, _, _ = minibatch_training_with(X=table.to_numpy(float))
    assert_same_lists(W, expected)
    for values, says in (
        (["x"] * len(X), "La columna «b» de X no contiene números.*get_dummies"),
        (pd.Categorical([1] * len(X)), r"columna «b».*category.*X\.to_numpy\(float\)"),
        (
            pd.array([None] * len(X), dtype="Int64"),
            "«b» de X tiene datos faltantes|un dato faltante",
        ),
    ):
        with pytest.raises(CourseError, match=says):
            minibatch_training_with(X=table.assign(b=values))


def test_interrupted_with_validation_returns_the_best_epoch():
    X, Y = small_problem()
    every_W = []

    def callback(epoch, W, b, loss):
        every_W.append(W)
        if epoch == 30:
            raise KeyboardInterrupt

    with pytest.warns(InterruptedTrainingWarning, match="mejor época"):
        W, b, _ = train_minibatches(
            X[:15],
            Y[:15],
            [3, 30, 4],
            1.0,
            90,
            5,
            0,
            callback=callback,
            validation=(X[15:], Y[15:]),
            patience=80,
        )
    val_losses = []
    for epoch_W in every_W[:30]:
        val_losses.append(np.abs(epoch_W[1] - W[1]).max())
    assert min(val_losses) == 0.0 and np.isfinite(b[1]).all()


# Divergencia --------------------------------------------------------------------------


def standardized(X):
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)


def data(name):
    """X y etiquetas: «digits», «cancer», … con «_raw» si va sin escalar."""
    base = name.removesuffix("_raw").removesuffix("_noisy")
    if base in ("moons", "spirals", "xor"):
        X, y = {"moons": moons, "spirals": spirals, "xor": xor}[base](240, seed=1)
    elif base == "digits":
        X, y = load_digits()
        keep, _ = stratified_split(y, 0.5, seed=0)
        X, y = X[keep], y[keep]
    elif base == "municipalities":
        municipalities = load_municipalities()
        X, y = municipalities.satellite, municipalities.region
    else:
        sklearn_data = pytest.importorskip("sklearn.datasets")
        load = {"cancer": "load_breast_cancer", "wine": "load_wine"}[base]
        X, y = getattr(sklearn_data, load)(return_X_y=True)
    if base in ("municipalities", "cancer", "wine") and not name.endswith("_raw"):
        X = standardized(X)
    if name.endswith("_noisy"):
        rng = np.random.default_rng(0)
        flip = rng.random(len(y)) < 0.4
        y = np.where(flip, rng.integers(0, y.max() + 1, len(y)), y)
    return X, y


def fit(name, hidden, alpha, batch_size, steps, **options):
    X, y = data(name)
    K = int(y.max()) + 1
    epochs = max(1, steps // -(-len(X) // min(batch_size, len(X))))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        W, b, losses = train_minibatches(
            X,
            one_hot(y, K),
            [X.shape[1], *hidden, K],
            alpha,
            epochs,
            batch_size,
            0,
            **options,
        )
    y_pred = predict(X, W, b, activation=options.get("activation", "relu"))
    return float(np.mean(y_pred == y)), float(np.bincount(y).max() / len(y)), losses


ADAM, INERTIA = {"optimizer": "adam"}, {"optimizer": "momentum"}
HARD_BUT_HEALTHY = [
    ("moons", [16], 0.3, 1, 3000, {}),
    ("moons", [16], 2.0, 240, 3000, {}),
    ("moons", [], 40.0, 2, 2000, {}),
    ("moons", [64], 0.3, 8, 2000, ADAM),
    ("moons_noisy", [64, 64], 0.3, 4, 2000, {}),
    ("spirals", [64, 64], 0.03, 8, 3000, ADAM),
    ("spirals", [64, 64], 0.5, 32, 3000, {}),
    ("spirals", [64], 0.05, 4, 3000, {**INERTIA, "beta": 0.9}),
    ("spirals_noisy", [32, 32], 0.02, 1, 3000, ADAM),
    ("xor", [16] * 4, 0.01, 8, 3000, {**INERTIA, "activation": "tanh"}),
    ("xor", [32], 0.1, 2, 2000, {"keep_probability": 0.5}),
    ("digits", [], 500.0, 32, 1000, {}),
    ("digits", [], 100.0, 10**6, 600, INERTIA),
    ("digits", [32], 0.3, 1, 2000, {}),
    ("digits", [64], 0.5, 8, 1500, {"keep_probability": 0.3}),
    ("digits_noisy", [64], 0.05, 1, 2000, {}),
    ("digits", [64, 64], 0.03, 32, 1000, ADAM),
    ("digits", [64], 0.02, 16, 1500, {**INERTIA, "beta": 0.99}),
    ("cancer", [], 50.0, 1, 2000, {}),
    ("cancer", [16], 24.0, 1, 2000, {"activation": "tanh", "keep_probability": 0.2}),
    ("cancer_raw", [16], 1e-3, 1, 3000, ADAM),
    ("cancer_raw", [], 0.03, 1, 3000, {**INERTIA, "beta": 0.9}),
    ("cancer_raw", [], 1.0, 8, 3000, {}),
    ("wine_raw", [32], 1e-3, 8, 3000, ADAM),
    ("xor", [16], 26.6, 1, 1000, {}),  # la pérdida pasa por 1e16, y acierta 3 de 4
    ("wine", [64], 1.0, 1, 2000, {"activation": "tanh"}),
    ("wine", [64], 1.0, 2, 2000, {**ADAM, "activation": "tanh"}),
    ("municipalities", [], 10.0, 2, 2000, {}),
    ("municipalities", [16], 0.03, 1, 2000, {"lam": 1e-2}),
    ("municipalities_noisy", [64], 0.02, 4, 2000, ADAM),
    ("municipalities_raw", [16], 1e-3, 4, 3000, ADAM),
]


@pytest.mark.parametrize(
    "name, hidden, alpha, batch_size, steps, options", [*HARD_BUT_HEALTHY]
)
def test_a_noisy_training_that_learns_is_never_stopped(
    name, hidden, alpha, batch_size, steps, options
):
    accuracy, most_frequent, _ = fit(name, hidden, alpha, batch_size, steps, **options)
    assert accuracy > most_frequent + 0.05 * (1 - most_frequent), "no era sano"


LEAKY = {"activation": "leaky_relu"}
SICK = [
    # α de 10 a 1000 veces la buena
    ("digits", [64], 100.0, 32, 2000, {}, "alpha = 100"),
    ("digits", [64, 64], 1000.0, 32, 2000, {}, "alpha = 1000"),
    ("digits", [64], 300.0, 10**6, 900, {}, "alpha = 300"),
    ("moons", [16, 16], 100.0, 8, 2000, {}, "alpha = 100"),
    ("spirals", [16], 200.0, 4, 2000, {"activation": "tanh"}, "alpha = 200"),
    ("spirals", [64, 64], 50.0, 8, 2000, {}, "alpha = 50"),
    ("cancer", [64, 64], 50.0, 10**6, 2000, {}, "alpha = 50"),
    ("digits", [64, 64], 10.0, 32, 2000, LEAKY, "alpha = 10"),
    # inercia
    ("digits", [64], 20.0, 32, 2000, {**INERTIA, "beta": 0.99}, "equivale a 2000"),
    ("moons", [16], 30.0, 8, 2000, {**INERTIA, "beta": 0.99}, "equivale a 3000"),
    # X sin escalar
    ("cancer_raw", [16], 10.0, 32, 2000, {"activation": "tanh"}, "X está sin escalar"),
    ("cancer_raw", [64, 64], 0.1, 8, 2000, LEAKY, "X está sin escalar"),
    ("wine_raw", [16, 16], 1.0, 8, 2000, LEAKY, "sin escalar"),
    # El satélite viene con |X| cerca de 0.1: su escala no es la culpable.
    ("municipalities_raw", [64, 64], 100.0, 8, 2000, {}, "alpha = 100"),
    ("municipalities", [64], 3.0, 8, 2000, LEAKY, "alpha = 3"),
    # λ
    ("digits", [64], 0.1, 32, 2000, {"lam": 1000.0}, "alpha · lam = 100"),
    ("moons", [16], 0.1, 8, 2000, {"lam": 25.0}, "alpha · lam = 2.5"),
    ("moons", [16], 0.1, 8, 2000, {**INERTIA, "lam": 45.0}, "pasa de 3.8"),
]


@pytest.mark.parametrize("name, hidden, alpha, batch_size, steps, options, words", SICK)
def test_a_sick_training_is_stopped_with_its_cause(
    name, hidden, alpha, batch_size, steps, options, words
):
    with pytest.raises(DivergenceError, match="Causa probable") as raised:
        fit(name, hidden, alpha, batch_size, steps, **options)
    error = raised.value
    assert words in str(error)
    assert ("sin escalar" in str(error)) == (name in ("cancer_raw", "wine_raw"))
    assert np.isfinite(error.losses).all()
    assert error.iteration in (len(error.losses), len(error.losses) - 1)
    # Los parámetros que trae son sanos: no solo finitos.
    X, y = data(name)
    activation = options.get("activation", "relu")
    _, cache = forward_propagation(X, error.W, error.b, activation=activation)
    kept = cross_entropy_from_logits(cache[0][-1], one_hot(y, int(y.max()) + 1))
    start = he_initialization([X.shape[1], *hidden, int(y.max()) + 1], 0)
    _, cache = forward_propagation(X, *start, activation=activation)
    first = cross_entropy_from_logits(cache[0][-1], one_hot(y, int(y.max()) + 1))
    assert kept <= 10 * max(first, np.log(y.max() + 1.0))


def test_a_short_training_that_explodes_is_told_too():
    """Termina antes de cerrar una ventana, con la pérdida enorme pero finita."""
    rng = np.random.default_rng(0)
    X, Y = 100 * rng.normal(size=(30, 3)), np.eye(3)[np.arange(30) % 3]
    with pytest.raises(DivergenceError, match="ya no tiene proporción") as raised:
        train_minibatches(X, Y, [3, 50, 3], 500.0, 11, 30, 0, optimizer="momentum")
    error = raised.value
    assert len(error.losses) == 11 and error.losses[-1] > 1e20 * error.losses[0]


def test_the_cause_is_only_what_the_numbers_prove():
    plain = {"alpha": 100.0, "lam": 0.0, "optimizer": "sgd"}
    X = np.random.default_rng(0).normal(size=(50, 4))
    cause, _ = probable_cause(X, plain)
    assert "alpha = 100" in cause and "escala" not in cause
    cause, action = probable_cause(1000 * X, {**plain, "alpha": 0.1})
    assert "sin escalar" in cause and "alpha" not in cause and "Estandariza" in action
    cause, _ = probable_cause(1000 * X, plain)
    assert "sin escalar" in cause and "alpha = 100" in cause
    cause, action = probable_cause(X, {**plain, "lam": 1.0})
    assert "alpha · lam = 100" in cause and "0.02" in action
    cause, _ = probable_cause(X, {**plain, "alpha": 1e9, "lam": 1e-4})
    assert "alpha = 1e+09" in cause and "lam" not in cause
    # Adam normaliza el gradiente: λ no lo hace crecer.
    adam = {"alpha": 1.0, "lam": 100.0, "optimizer": "adam"}
    assert "lam" not in probable_cause(X, adam)[0]


def test_divergence_during_the_last_step_is_also_seen():
    X, Y = small_problem()
    with warnings.catch_warnings(), pytest.raises(DivergenceError) as raised:
        warnings.simplefilter("error")
        train_minibatches(1e200 * X, Y, [3, 4], 1e200, 1, 23, 0)
    assert np.isfinite(raised.value.W[1]).all()


# Memoria ------------------------------------------------------------------------------


def memory_ratio(X, Y, layer_shapes, batch_size, **options):
    """Pico de un entrenamiento ÷ X, Y, parámetros, gradiente y optimizador."""
    n_parameters = sum(
        (h_in + 1) * h_out
        for h_in, h_out in zip(layer_shapes, layer_shapes[1:], strict=False)
    )
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[options.get("optimizer", "sgd")]
    arrays = X.nbytes + Y.nbytes + (2 + moments) * n_parameters * X.itemsize
    train_minibatches(X, Y, layer_shapes, 1e-3, 1, batch_size, 0, **options)
    gc.collect()
    tracemalloc.start()
    train_minibatches(X, Y, layer_shapes, 1e-3, 2, batch_size, 0, **options)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (X.nbytes + Y.nbytes + peak) / arrays


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_peak_memory_is_bounded(optimizer, dtype):
    X, y = load_digits()
    X, Y = X.astype(dtype), one_hot(y, 10).astype(dtype)
    assert memory_ratio(X, Y, [64, 64, 10], 32, optimizer=optimizer) <= 1.5


@pytest.mark.lento
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_peak_memory_is_bounded_with_many_examples(optimizer):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(20_000, 100)), one_hot(rng.integers(10, size=20_000), 10)
    assert memory_ratio(X, Y, [100, 64, 10], 64, optimizer=optimizer) <= 1.5


def test_a_window_is_not_an_epoch():
    """Con épocas largas, la alarma no espera a que terminen."""
    X, y = data("digits")
    with pytest.raises(DivergenceError) as raised:
        train_minibatches(X, one_hot(y, 10), [64, 64, 10], 100.0, 3, 1, 0)
    assert raised.value.iteration < min(len(X), 8 * WINDOW)
