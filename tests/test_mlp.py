"""La red: contra diferencias finitas, otra implementación y entradas malas."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import mlp
from course_lib.activations import ACTIVATIONS
from course_lib.datasets import load_digits, moons, spirals, stratified_split
from course_lib.errors import CourseError
from course_lib.logistic_regression import standardize
from course_lib.losses import cross_entropy, cross_entropy_from_logits, one_hot
from course_lib.mlp import (
    DivergenceError,
    Network,
    backpropagation,
    forward_propagation,
    he_initialization,
    output_delta,
    predict,
    train,
    update_parameters,
)
from course_lib.preprocessing import Standardization

NAN = float("nan")


def draw_network(layer_shapes, m, seed, bias=0.3):
    """Una red y un lote al azar, con sesgos que no son cero."""
    rng = np.random.default_rng(seed)
    W, b = he_initialization(layer_shapes, seed)
    b = [None] + [bias * rng.standard_normal(v.shape) for v in b[1:]]
    X = rng.standard_normal((m, layer_shapes[0]))
    Y = one_hot(rng.integers(0, layer_shapes[-1], m), layer_shapes[-1])
    return X, Y, W, b


# --- otra implementación, a propósito distinta: ejemplo por ejemplo, sin lotes --------


def slow_forward(x, W, b):
    """Un ejemplo, con ciclos: devuelve las preactivaciones y las activaciones."""
    Z, A = [None], [x]
    for layer in range(1, len(W)):
        z = np.einsum("i,ij->j", A[-1], W[layer]) + b[layer]
        Z.append(z)
        A.append(np.array([v if v > 0 else 0.0 for v in z]))
    shifted = [np.exp(v - max(Z[-1])) for v in Z[-1]]
    A[-1] = np.array([v / sum(shifted) for v in shifted])
    return Z, A


def slow_gradients(X, Y, W, b):
    """Suma, ejemplo por ejemplo, productos exteriores; divide entre m al final."""
    dW = [None] + [np.zeros_like(w) for w in W[1:]]
    db = [None] + [np.zeros_like(v) for v in b[1:]]
    loss = 0.0
    for x, y in zip(X, Y, strict=True):
        Z, A = slow_forward(x, W, b)
        loss -= np.log(A[-1][np.argmax(y)])
        delta = A[-1] - y
        for layer in reversed(range(1, len(W))):
            dW[layer] += np.einsum("i,j->ij", A[layer - 1], delta)
            db[layer] += delta
            if layer > 1:
                delta = np.einsum("ij,j->i", W[layer], delta)
                delta[Z[layer - 1] <= 0] = 0.0
    m = len(X)
    return (
        loss / m,
        [None] + [g / m for g in dW[1:]],
        [None] + [g / m for g in db[1:]],
    )


def numeric_gradient(f, p, h=1e-5):
    """Diferencias centrales, una entrada a la vez."""
    gradient = np.zeros_like(p)
    for i in np.ndindex(p.shape):
        up, down = p.copy(), p.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


architectures = st.tuples(
    st.lists(st.integers(1, 5), min_size=2, max_size=6),
    st.integers(1, 7),
    st.integers(0, 2**31),
)


@given(architectures)
@settings(deadline=None, max_examples=60)
def test_shapes_probabilities_and_the_slow_implementation(case):
    h, m, seed = case
    X, Y, W, b = draw_network(h, m, seed)
    Y_hat, cache = forward_propagation(X, W, b)
    Z, A = cache
    assert Y_hat.shape == (m, h[-1])
    np.testing.assert_allclose(Y_hat.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_array_equal(A[0], X)
    assert A[-1] is Y_hat and Z[0] is None
    assert [a.shape for a in A] == [(m, n) for n in h]
    dW, db = backpropagation(X, Y, W, b, cache)
    _, slow_dW, slow_db = slow_gradients(X, Y, W, b)
    for layer in range(1, len(h)):
        assert dW[layer].shape == W[layer].shape
        assert db[layer].shape == b[layer].shape
        np.testing.assert_allclose(dW[layer], slow_dW[layer], atol=1e-12)
        np.testing.assert_allclose(db[layer], slow_db[layer], atol=1e-12)
    assert dW[0] is None and db[0] is None


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    "h, m", [([3, 4], 5), ([3, 7, 4], 5), ([2, 1, 3], 4), ([3, 4, 5, 4, 3, 2], 1)]
)
def test_gradients_against_finite_differences(activation, h, m):
    # Se busca un lote lejos de los quiebres: allí la diferencia finita no es prueba.
    for seed in range(200):
        X, Y, W, b = draw_network(h, m, seed)
        _, cache = forward_propagation(X, W, b, activation=activation)
        if all(np.abs(z).min() > 1e-2 for z in cache[0][1:-1]):
            break
    else:
        pytest.fail("ninguna semilla queda lejos de los quiebres")
    dW, db = backpropagation(X, Y, W, b, cache, activation=activation)

    def loss(**changed):
        (name, (layer, value)) = next(iter(changed.items()))
        parameters = {"W": list(W), "b": list(b)}
        parameters[name][layer] = value
        _, (Z, _) = forward_propagation(X, **parameters, activation=activation)
        return cross_entropy_from_logits(Z[-1], Y)

    for layer in range(1, len(h)):
        for name, p, gradient in (("W", W[layer], dW), ("b", b[layer], db)):
            numeric = numeric_gradient(
                lambda v, n=name, l=layer: loss(**{n: (l, v)}), p
            )
            np.testing.assert_allclose(gradient[layer], numeric, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("h", [[2, 3], [2, 8, 3], [2, 6, 5, 3]])
def test_500_steps_fall_by_the_same_numbers(h):
    X, y = spirals(12, 3, 0.1, 4)
    Y, alpha = one_hot(y, 3), 0.5
    W_end, b_end, losses = train(X, Y, h, alpha, 500, 7)
    W, b = he_initialization(h, 7)
    for k in range(500):
        loss, dW, db = slow_gradients(X, Y, W, b)
        assert abs(loss - losses[k]) < 1e-10, k
        for layer in range(1, len(h)):
            W[layer] = W[layer] - alpha * dW[layer]
            b[layer] = b[layer] - alpha * db[layer]
    assert losses[-1] < losses[0]
    for layer in range(1, len(h)):
        np.testing.assert_allclose(W_end[layer], W[layer], atol=1e-9)
        np.testing.assert_allclose(b_end[layer], b[layer], atol=1e-9)


def test_he_initialization():
    W, b = he_initialization([400, 300, 200], 3)
    for layer, fan_in in ((1, 400), (2, 300)):
        assert abs(W[layer].mean()) < 4 * np.sqrt(2 / fan_in / W[layer].size)
        assert W[layer].var() == pytest.approx(2 / fan_in, rel=0.03)
        assert not b[layer].any()
    again, _ = he_initialization((400, 300, 200), np.int64(3))
    np.testing.assert_array_equal(again[2], W[2])
    assert not np.array_equal(he_initialization([400, 300, 200], 4)[0][1], W[1])


def test_update_makes_new_lists():
    X, Y, W, b = draw_network([3, 4, 2], 5, 0)
    before = [w.copy() for w in W[1:]]
    dW, db = backpropagation(X, Y, W, b, forward_propagation(X, W, b)[1])
    new_W, new_b = update_parameters(W, b, dW, db, 0.1)
    np.testing.assert_array_equal(new_W[1], W[1] - 0.1 * dW[1])
    np.testing.assert_array_equal(new_b[2], b[2] - 0.1 * db[2])
    assert new_W[0] is None and new_b[0] is None
    for w, old in zip(W[1:], before, strict=True):
        np.testing.assert_array_equal(w, old)


def test_read_only_integers_and_lists():
    X, Y, W, b = draw_network([3, 4, 2], 5, 0)
    X = np.round(3 * X).astype(int)
    Y = Y.astype(int)
    for array in (X, Y, *W[1:], *b[1:]):
        array.setflags(write=False)
    Y_hat, cache = forward_propagation(X, tuple(W), tuple(b))
    for array in (*cache[0][1:], *cache[1]):
        array.setflags(write=False)
    dW, db = backpropagation(X.tolist(), Y, W, b, cache)
    update_parameters(W, b, dW, db, 1)
    output_delta(Y_hat, Y)
    predict(X, W, b)
    train(X, Y, (3, 4, 2), np.float64(0.1), np.int64(3), 0)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_float32_stays(activation):
    X, Y, _, _ = draw_network([3, 4, 2], 5, 0)
    X = X.astype(np.float32)
    W, b, _ = train(X, Y, [3, 4, 2], np.float64(0.1), 5, 0, activation=activation)
    Y_hat, cache = forward_propagation(X, W, b, activation=activation)
    dW, db = backpropagation(X, Y, W, b, cache, activation=activation)
    for array in (Y_hat, *W[1:], *b[1:], *dW[1:], *db[1:], *cache[0][1:], *cache[1]):
        assert array.dtype == np.float32


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_learns(activation):
    X, y = moons(80, 0.1, 0)
    W, b, losses = train(
        X, one_hot(y, 2), [2, 8, 2], 0.5, 300, 0, activation=activation
    )
    assert losses[-1] < 0.6 * losses[0]
    assert (predict(X, W, b, activation=activation) == y).mean() > 0.8


def test_train_is_reproducible_and_reports_each_step():
    X, Y, _, _ = draw_network([3, 4, 2], 5, 0)
    seen = []
    W, b, losses = train(
        X,
        Y,
        [3, 4, 2],
        0.1,
        4,
        9,
        callback=lambda k, W, b, loss: seen.append((k, loss)),
    )
    assert seen == list(enumerate(losses))
    W_again, _, losses_again = train(X, Y, [3, 4, 2], 0.1, 4, 9)
    assert losses == losses_again
    np.testing.assert_array_equal(W[1], W_again[1])


@pytest.mark.parametrize("alpha", [0, 1e-300])
def test_a_vanishing_alpha_shows_the_initial_weights(alpha):
    X, Y, _, _ = draw_network([3, 4, 2], 5, 0)
    W, b, losses = train(X, Y, [3, 4, 2], alpha, 3, 9)
    W0, _ = he_initialization([3, 4, 2], 9)
    for layer in (1, 2):
        np.testing.assert_array_equal(W[layer], W0[layer])
    assert len(set(losses)) == 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "scale, alpha, iters", [(1e4, 1e3, 200), (1e3, 1e308, 1), (1, 1e308, 50)]
)
def test_divergence_is_told_and_keeps_what_was_learned(scale, alpha, iters):
    X, y = moons(60, 0.1, 0)
    X = scale * X
    with pytest.raises(DivergenceError, match="alpha") as caught:
        train(X, one_hot(y, 2), [2, 8, 2], alpha, iters, 0)
    error = caught.value
    assert isinstance(error, CourseError)
    assert f"iteración {error.iteration}" in str(error)
    assert len(error.losses) == error.iteration
    assert np.isfinite(error.losses).all()
    assert all(np.isfinite(p).all() for p in (*error.W[1:], *error.b[1:]))
    Y_hat, _ = forward_propagation(X, error.W, error.b)
    assert cross_entropy(Y_hat, one_hot(y, 2)) == error.losses[-1]


def test_overflow_is_not_a_silent_nan():
    W, b = he_initialization([2, 3, 2], 0)
    W = [None, 1e200 * W[1], 1e200 * W[2]]
    with (
        np.errstate(all="ignore"),
        pytest.raises(CourseError, match="desborda"),
    ):
        forward_propagation([[1.0, 2.0]], W, b)


# --- entradas malas -------------------------------------------------------------------

X, Y, W, b = draw_network([3, 7, 4], 5, 1)
Y_HAT, CACHE = forward_propagation(X, W, b)
DW, DB = backpropagation(X, Y, W, b, CACHE)
LABELS = np.argmax(Y, axis=1)
X_NAN = np.where(np.arange(3) == 1, NAN, X)
H = [3, 7, 4]


def with_piece(values, layer, piece):
    return [piece if i == layer else v for i, v in enumerate(values)]


def forward(**changed):
    return forward_propagation(**{"X": X, "W": W, "b": b, **changed})


def backward(**changed):
    given = {"X": X, "Y": Y, "W": W, "b": b, "cache": CACHE, **changed}
    return backpropagation(**given)


def update(**changed):
    given = {"W": W, "b": b, "dW": DW, "db": DB, "alpha": 0.1, **changed}
    return update_parameters(**given)


def training(**changed):
    given = {"X": X, "Y": Y, "layer_shapes": H, "alpha": 0.1, "iters": 2, "seed": 0}
    return train(**{**given, **changed})


BAD = [
    (lambda: he_initialization([3], 0), "sin capas"),
    (lambda: he_initialization([], 0), "sin capas"),
    (lambda: he_initialization(3, 0), "lista"),
    (lambda: he_initialization("3,4", 0), "lista"),
    (lambda: he_initialization([3, 0, 4], 0), r"layer_shapes\[1\]"),
    (lambda: he_initialization([3, -1], 0), r"layer_shapes\[1\]"),
    (lambda: he_initialization([3, 4.0], 0), "entero"),
    (lambda: he_initialization([3, None], 0), "entero"),
    (lambda: he_initialization([10**6, 10**6], 0), "sobra un cero"),
    (lambda: he_initialization([3, 4], -1), "seed"),
    (lambda: he_initialization([3, 4], 1.5), "seed"),
    (lambda: he_initialization([3, 4], "cinco"), "seed"),
    (lambda: he_initialization([3, 4], None), "seed"),
    (lambda: he_initialization([3, 4], 0, dtype="texto"), "dtype"),
    (lambda: he_initialization([3, 4], 0, dtype=int), "dtype"),
    (lambda: he_initialization([3, 4], 0, dtype=None), "dtype"),
    (lambda: forward(X=X.T), "X.T"),
    (lambda: forward(X=X[:, :2]), "X tiene 2 columnas y W"),
    (lambda: forward(X=X[0]), "una fila por ejemplo"),
    (lambda: forward(X=X_NAN), "finitos"),
    (lambda: forward(X="datos"), "números"),
    (lambda: forward(X=None), "números"),
    (lambda: forward(X=np.zeros((0, 3))), "vacío"),
    (lambda: forward(W=W[1:]), "None"),
    (lambda: forward(W=[None]), "ninguna capa"),
    (lambda: forward(W=[]), "ninguna capa"),
    (lambda: forward(W=W[1]), "lista"),
    (lambda: forward(W=None), "lista"),
    (lambda: forward(b=b[:2]), "mismo largo"),
    (lambda: forward(W=with_piece(W, 2, W[2].T)), "no se pueden multiplicar"),
    (lambda: forward(W=with_piece(W, 1, None)), r"W\[1\]"),
    (lambda: forward(W=with_piece(W, 2, NAN * W[2])), r"W\[2\]"),
    (lambda: forward(b=with_piece(b, 1, b[1][None])), "ravel"),
    (lambda: forward(b=with_piece(b, 1, b[2])), r"b\[1\]"),
    (lambda: forward(activation="gelu"), "activation"),
    (lambda: forward(activation=[]), "activation"),
    (lambda: forward(activation=np.tanh), "activation"),
    (lambda: predict(X.T, W, b), "X.T"),
    (lambda: output_delta(Y_HAT, LABELS), "one_hot"),
    (lambda: output_delta(Y_HAT, Y[:, :3]), "forma"),
    (lambda: output_delta(Y_HAT, 2 * Y), "one-hot"),
    (lambda: output_delta(CACHE[0][2] * 9, Y), "softmax"),
    (lambda: output_delta(NAN * Y_HAT, Y), "finitos"),
    (lambda: backward(Y=LABELS), "one_hot"),
    (lambda: backward(Y=Y[:4]), "forma"),
    (lambda: backward(Y=Y.T), "transpuesto"),
    (lambda: backward(cache=CACHE[1]), "cache"),
    (lambda: backward(cache=None), "cache"),
    (lambda: backward(cache=forward()), "Z no tiene"),
    (lambda: backward(X=X + 1), "otro lote"),
    (lambda: backward(X=X[:4]), "forma"),
    (lambda: backward(W=with_piece(W, 1, W[1] + 0.5)), "otros pesos"),
    (lambda: backward(activation="tanh"), "otra activación"),
    (lambda: backward(cache=(CACHE[0], with_piece(CACHE[1], 0, None))), r"A\[0\]"),
    (lambda: update(dW=DW[:2]), "largo"),
    (lambda: update(dW=DW[1:]), "None"),
    (lambda: update(dW=with_piece(DW, 1, DW[1].T)), "transpuesto"),
    (lambda: update(db=with_piece(DB, 2, DB[1])), r"db\[2\]"),
    (lambda: update(db=with_piece(DB, 2, NAN * DB[2])), r"db\[2\]"),
    (lambda: update(alpha=-0.1), "alpha"),
    (lambda: update(alpha=NAN), "alpha"),
    (lambda: update(alpha="0.1"), "alpha"),
    (lambda: training(X=X.T), "X.T"),
    (lambda: training(X=X_NAN), "finitos"),
    (lambda: training(X=[]), "vacío"),
    (lambda: training(X=[[1, 2, 3], [4]]), "filas"),
    (lambda: training(Y=LABELS), "one_hot"),
    (lambda: training(Y=LABELS[:, None]), "one_hot"),
    (lambda: training(Y=Y.T), "transpuesto"),
    (lambda: training(Y=[[1, 0], [0]]), "filas"),
    (lambda: training(Y=Y[:4]), "mismo lote"),
    (lambda: training(Y="clases"), "números"),
    (lambda: training(layer_shapes=[3, 7, 5]), "última capa"),
    (lambda: training(layer_shapes=[2, 7, 4]), r"layer_shapes\[0\] es 2"),
    (lambda: training(layer_shapes=[3, 0, 4]), "layer_shapes"),
    (lambda: training(alpha=-1), "alpha"),
    (lambda: training(alpha=NAN), "alpha"),
    (lambda: training(alpha=float("inf")), "alpha"),
    (lambda: training(alpha=None), "alpha"),
    (lambda: training(iters=0), "iters"),
    (lambda: training(iters=10.0), "iters"),
    (lambda: training(seed=-3), "seed"),
    (lambda: training(activation="ReLU"), "activation"),
    (lambda: training(callback=3), "callback"),
    (lambda: Network(W[1:], b), "None"),
    (lambda: Network(W, b, "paso"), "activation"),
    (lambda: Network(W, b, classes=["a", "b"]), "classes"),
    (lambda: Network(W, b, classes=[[1], [2, 3]]), "classes"),
    (lambda: Network(W, b, preprocessing=2), "preprocessing"),
    (lambda: Network(W, b).predict(X.T), "X.T"),
    (lambda: Network(W, b, classes=["a", 1, 2, 3]), "mezcla textos.*comillas"),
    (lambda: Network(W, b, classes=["a", "b", "a", "c"]), "mismo nombre.*«a»"),
    (lambda: Network(W, b, classes=["a", None, "c", "d"]), r"None en classes\[1\]"),
    (lambda: Network(W, b, classes=[0, 1, 2, NAN]), r"nan en classes\[3\]"),
    (lambda: Network(W, b, preprocessing=lambda X: X[:2]).predict(X), "llegaron 2"),
    (lambda: Network(W, b, preprocessing=lambda X: 1).predict(X), "el número 1"),
    (lambda: Network(W, b, preprocessing=STEPS_OF_TWO), "3, las filas.*llegaron 2"),
    (lambda: Network(W, b, preprocessing=Standardization), r"la clase.*\.of\(X_train"),
    (lambda: Network(W, b, preprocessing=standardize), r"standardize.*\.of\(X_train"),
    (lambda: Network(W, b, [0.7, 0.5]), "W, b, losses = train_minibatches"),
    (lambda: Network(W, b, STEPS_OF_TWO), r"Network\(W, b, preprocessing=…\)"),
    (lambda: Network([None, W[1].T, W[2].T], b), r"W\[1\]\.T.*from_torch_state"),
    (lambda: training(callback=lambda k: None), "callback.*4 argumentos"),
]
STEPS_OF_TWO = Standardization([0.0, 0.0], [1.0, 1.0])


@pytest.mark.parametrize("call, says", BAD)
def test_bad_input(call, says):
    with pytest.raises(CourseError, match=says) as caught:
        call()
    assert isinstance(caught.value, (ValueError, TypeError))
    assert caught.value._render_traceback_() == [str(caught.value)]


# --- la red entrenada, y los datos del curso ------------------------------------------


def test_what_a_network_does_not_have_is_told():
    network = Network(W, b)
    assert not hasattr(network, "fit")
    with pytest.raises(AttributeError, match="fit.*train_minibatches"):
        network.fit(X, Y)
    with pytest.raises(AttributeError, match=r"np\.mean\(network\.predict\(X\) == y"):
        network.score(X, Y)


def test_a_scaler_of_scikit_learn_is_told_how_to_be_written():
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    with pytest.raises(CourseError, match=r"Standardization\(scaler\.mean_"):
        Network(W, b, preprocessing=preprocessing.StandardScaler())


def test_network():
    names = np.array(["a", "b", "c", "d"])
    network = Network(W, b, classes=names, preprocessing=lambda X: np.array(X) / 2)
    np.testing.assert_array_equal(
        network.predict_proba(X), forward_propagation(X / 2, W, b)[0]
    )
    np.testing.assert_array_equal(network.predict(X), names[predict(X / 2, W, b)])
    np.testing.assert_array_equal(Network(W, b).predict(X), predict(X, W, b))
    assert repr(network) == "Network([3, 7, 4], activation='relu')"
    with pytest.raises(AttributeError):
        network.activation = "tanh"
    with pytest.raises(ValueError):
        network.W[1][0, 0] = 3
    assert W[1].flags.writeable and network.W[1] is not W[1]
    copy = pickle.loads(pickle.dumps(Network(W, b)))
    np.testing.assert_array_equal(copy.predict(X), predict(X, W, b))


def digit_errors(seed):
    X, y = load_digits()
    train_rows, test_rows = stratified_split(y, 0.2, 5)
    Y = one_hot(y[train_rows], 10)
    W, b, _ = train(X[train_rows], Y, [64, 32, 10], 0.5, 600, seed)
    return np.sum(predict(X[test_rows], W, b) != y[test_rows]), len(test_rows)


def test_digits():
    errors, n = digit_errors(0)
    assert n == 360
    assert errors <= 12


@pytest.mark.lento
def test_digits_from_ten_initial_weights():
    assert max(digit_errors(seed)[0] for seed in range(10)) <= 10


# --- lo que la lección muestra --------------------------------------------------------

SHOWN = [f for f in vars(mlp).values() if inspect.isfunction(f)]
SHOWN = [f for f in SHOWN if f.__module__ == mlp.__name__]
SHOWN += [f for pair in ACTIVATIONS.values() for f in pair]


@pytest.mark.parametrize("function", SHOWN, ids=lambda f: f.__name__)
def test_a_lesson_can_show_it(function):
    lines = inspect.getsource(function).splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 88
    assert lines[0].startswith("def "), "sin decoradores"
    assert function.__doc__


def test_order_of_the_algorithm():
    names = [f.__name__ for f in SHOWN if f.__module__ == mlp.__name__]
    assert names == [
        "he_initialization",
        "forward_propagation",
        "output_delta",
        "backpropagation",
        "update_parameters",
        "train",
        "predict",
    ]


def test_importing_the_network_loads_nothing_else():
    code = (
        "import sys, course_lib.mlp, course_lib.datasets;"
        "heavy = {'matplotlib', 'ipywidgets', 'sklearn', 'IPython', 'scipy'};"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
