"""La regresión logística: contra el grafo, contra scikit-learn y con entradas malas."""

import inspect
import math
import warnings

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix as sklearn_confusion
from sklearn.preprocessing import StandardScaler

from course_lib import logistic_regression
from course_lib.datasets import load_municipalities, moons, stratified_split, xor
from course_lib.errors import CourseError
from course_lib.gradient_check import numeric_gradient
from course_lib.graph import Node
from course_lib.logistic_regression import (
    confusion_matrix,
    gradient_descent,
    logistic_gradients,
    predict_binary,
    predict_probability,
    standardize,
    train_logistic,
)
from course_lib.losses import binary_cross_entropy
from course_lib.validation import DivergenceError

NAN = float("nan")


def draw(m=7, d=3, seed=0):
    """Un lote y un modelo al azar."""
    rng = np.random.default_rng(seed)
    X, w = rng.normal(size=(m, d)), rng.normal(size=d)
    return X, rng.integers(0, 2, m), w, float(rng.normal())


@pytest.fixture(scope="module")
def municipalities():
    """¿Cocinan con energía limpia? Desde electricidad y teléfono, estandarizados."""
    data = load_municipalities()
    X, _ = standardize(*[data.matrix("electricity", "telephone")] * 2)
    return X, data.most_cook_clean


@pytest.fixture(scope="module")
def cancer():
    """Treinta medidas de 569 tumores, estandarizadas sin fuga, y su separación."""
    X, y = load_breast_cancer(return_X_y=True)
    train, test = stratified_split(y, 0.3, seed=0)
    X_train, X_test = standardize(X[train], X[test])
    return X_train, y[train], X_test, y[test]


# Contra otras implementaciones --------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_gradients_agree_with_the_graph(seed):
    X, y, w, b = draw(seed=seed)
    w_node, b_node = Node(w), Node(b)
    y_hat = (Node(X) @ w_node + b_node).sigmoid()
    loss = -(Node(y) * y_hat.log() + Node(1 - y) * (1 - y_hat).log()).mean()
    loss.backward()
    dw, db = logistic_gradients(X, y, w, b)
    np.testing.assert_allclose(dw, w_node.grad, rtol=1e-10)
    np.testing.assert_allclose(db, b_node.grad, rtol=1e-10)
    assert loss.value == pytest.approx(binary_cross_entropy(X @ w + b, y), rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_gradients_agree_with_differences(seed):
    X, y, w, b = draw(m=9, d=4, seed=seed)
    dw, db = logistic_gradients(X, y, w, b)
    numeric_w = numeric_gradient(lambda v: binary_cross_entropy(X @ v + b, y), w)
    numeric_b = numeric_gradient(
        lambda v: binary_cross_entropy(X @ w + v[0], y), np.array([b])
    )
    np.testing.assert_allclose(dw, numeric_w, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(db, numeric_b[0], rtol=1e-6, atol=1e-9)


def test_coefficients_on_the_municipalities_are_those_of_scikit_learn(municipalities):
    """Sin penalización, y con el mismo mínimo: una pérdida convexa tiene uno solo."""
    X, y = municipalities
    w, b, losses = train_logistic(X, y, 1.0, 3000)
    reference = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose(w, reference.coef_[0], atol=1e-4)
    np.testing.assert_allclose(b, reference.intercept_[0], atol=1e-4)
    np.testing.assert_allclose(
        predict_probability(X, w, b), reference.predict_proba(X)[:, 1], atol=1e-5
    )
    assert np.all(np.diff(losses) <= 1e-12)


def test_coefficients_are_not_there_yet_with_few_steps(municipalities):
    """La prueba anterior puede fallar: con 100 pasos todavía falta."""
    X, y = municipalities
    w, _, _ = train_logistic(X, y, 1.0, 100)
    reference = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(X, y)
    assert np.abs(w - reference.coef_[0]).max() > 1e-2


def test_weights_on_breast_cancer_grow_for_ever(cancer):
    """Es separable: cada vez diez veces más pasos, y los pesos no se detienen."""
    X, y, *_ = cancer
    sizes, last = [], []
    for iters in (100, 1000, 10_000):
        w, _, losses = train_logistic(X, y, 0.5, iters)
        sizes.append(np.linalg.norm(w))
        last.append(losses[-1])
    assert sizes[1] > 1.5 * sizes[0] and sizes[2] > 2 * sizes[1]
    assert last[0] > last[1] > last[2] > 0


def test_breast_cancer_is_separable_and_that_is_why(cancer):
    """Con pesos que aciertan en todo, el doble de pesos cuesta menos, siempre."""
    X, y, *_ = cancer
    w, b, _ = train_logistic(X, y, 10.0, 20_000)
    assert np.array_equal(predict_binary(X, w, b), y)
    costs = [binary_cross_entropy(k * (X @ w + b), y) for k in (1, 2, 4, 8)]
    assert costs[0] > costs[1] > costs[2] > costs[3] > 0
    dw, _ = logistic_gradients(X, y, w, b)
    # El gradiente siempre empuja a alargar w: no hay ningún punto donde se detenga.
    assert dw @ w < 0


def test_weights_on_the_municipalities_stop(municipalities):
    """El contraste: si las clases se mezclan, hay un mínimo."""
    X, y = municipalities
    sizes = [np.linalg.norm(train_logistic(X, y, 1.0, n)[0]) for n in (3000, 6000)]
    assert sizes[1] == pytest.approx(sizes[0], abs=1e-6)


def test_penalty_of_scikit_learn_stops_them(cancer):
    """Con L2, λ = 1/(C·m), el descenso llega a las probabilidades de scikit-learn."""
    X, y, X_test, _ = cancer
    penalty = 1.0 / len(y)

    def gradients(parameters):
        w, b = parameters
        dw, db = logistic_gradients(X, y, w, float(b))
        return [dw + penalty * w, np.array(db)]

    start = [np.zeros(X.shape[1]), np.array(0.0)]
    w, b = gradient_descent(gradients, start, 1.0, 5000)
    reference = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose(
        predict_probability(X_test, w, float(b)),
        reference.predict_proba(X_test)[:, 1],
        atol=1e-5,
    )


def test_a_line_cannot_do_xor():
    """Con los cuatro puntos de la tabla, nada mejora a decir siempre 1/2."""
    X, y = xor(m=4, noise=0)
    w, b, losses = train_logistic(X, y, 0.5, 200)
    np.testing.assert_allclose([*w, b], 0.0, atol=1e-12)
    assert losses[-1] == pytest.approx(math.log(2))


def test_descent_does_the_same_as_train(municipalities):
    X, y = municipalities
    w, b, _ = train_logistic(X, y, 0.5, 50)
    steps = gradient_descent(
        lambda p: [np.asarray(g) for g in logistic_gradients(X, y, p[0], p[1].item())],
        [np.zeros(2), np.array(0.0)],
        0.5,
        50,
    )
    np.testing.assert_allclose(np.append(*steps), [*w, b], rtol=1e-12)


def test_standardize_agrees_with_scikit_learn():
    X, _ = load_breast_cancer(return_X_y=True)
    ours = standardize(X[:400], X[400:])
    scaler = StandardScaler().fit(X[:400])
    np.testing.assert_allclose(ours[0], scaler.transform(X[:400]), rtol=1e-9)
    np.testing.assert_allclose(ours[1], scaler.transform(X[400:]), rtol=1e-9)


@pytest.mark.parametrize("value", [0.0, 0.1, 2.5, 1e8 + 0.1, -1 / 3])
def test_constant_columns_give_zero(value):
    X_train = np.column_stack([np.full(7, value), np.arange(7.0)])
    train, test = standardize(X_train, X_train[:3])
    np.testing.assert_allclose(train[:, 0], 0.0, atol=1e-7)
    np.testing.assert_allclose(test[:, 0], 0.0, atol=1e-7)


@pytest.mark.parametrize("n_classes", [2, 5])
def test_confusion_agrees_with_scikit_learn(n_classes):
    rng = np.random.default_rng(n_classes)
    y, y_pred = rng.integers(0, n_classes, (2, 60))
    ours = confusion_matrix(y, y_pred, n_classes)
    labels = np.arange(n_classes)
    np.testing.assert_array_equal(ours, sklearn_confusion(y, y_pred, labels=labels))
    assert ours.dtype.kind == "i" and ours.sum() == 60


# Lo que promete -----------------------------------------------------------------------


def test_training_starts_at_zero_and_loses_log_two():
    X, y, *_ = draw()
    seen = []
    w, b, losses = train_logistic(
        X, y, 0.1, 4, callback=lambda k, w, b, loss: seen.append((k, w, b, loss))
    )
    assert losses[0] == pytest.approx(math.log(2))
    assert [k for k, *_ in seen] == [0, 1, 2, 3]
    assert [loss for *_, loss in seen] == losses
    assert not seen[0][1].any() and seen[0][2] == 0 and w.shape == (3,)
    dw, db = logistic_gradients(X, y, np.zeros(3), 0.0)
    np.testing.assert_allclose(seen[1][1], -0.1 * dw)
    assert seen[1][2] == pytest.approx(-0.1 * db)
    assert isinstance(b, float)


def test_prediction_with_equality_and_extremes():
    X = np.array([[1.0, 2.0], [1e6, 0.0], [-1e6, 0.0]])
    w = np.array([2.0, -1.0])
    with np.errstate(all="raise", under="ignore"):
        assert predict_binary(X, w, 0.0).tolist() == [1, 1, 0]
        assert predict_binary(X, w, 0.0, 0.6).tolist() == [0, 1, 0]
        assert predict_binary(X, w, 0.0, threshold=0).tolist() == [1, 1, 1]


def test_float32_stays():
    X, y, *_ = draw()
    w, _, _ = train_logistic(X.astype(np.float32), y, 0.1, 3)
    assert w.dtype == np.float32
    assert predict_probability(X.astype(np.float32), w, 0.5).dtype == np.float32


def test_nothing_changes_its_input():
    X, y, w, b = draw()
    for array in (X, y, w):
        array.flags.writeable = False
    train_logistic(X, y, 0.1, 3)
    logistic_gradients(X, y, w, b)
    predict_binary(X, w, b)
    standardize(X, X)
    confusion_matrix(y, y, 2)
    gradient_descent(lambda p: p, [w], 0.1, 3)


def test_integers_lists_and_booleans_are_welcome():
    w, b, _ = train_logistic([[0], [1], [2], [3]], [False, False, True, True], 1, 90)
    assert predict_binary([[0], [1], [2], [3]], w, b).tolist() == [0, 0, 1, 1]
    assert confusion_matrix([0.0, 1.0], [1, 1], 2).tolist() == [[0, 1], [0, 1]]


X, Y_LABELS, W_VECTOR, B_NUMBER = draw()
BAD = {
    "y de otro largo": (lambda: train_logistic(X, Y_LABELS[:-1], 0.1, 5), "y"),
    "etiquetas −1": (lambda: train_logistic(X, 2 * Y_LABELS - 1, 0.1, 5), "etiquetas"),
    "y one-hot": (lambda: train_logistic(X, np.eye(2)[Y_LABELS], 0.1, 5), "forma"),
    "X vector": (lambda: train_logistic(X[:, 0], Y_LABELS, 0.1, 5), "X"),
    "NaN en X": (lambda: train_logistic(X * NAN, Y_LABELS, 0.1, 5), "NaN"),
    "alpha negativa": (lambda: train_logistic(X, Y_LABELS, -1, 5), "alpha"),
    "iters decimal": (lambda: train_logistic(X, Y_LABELS, 0.1, 5.5), "iters"),
    "callback texto": (
        lambda: train_logistic(X, Y_LABELS, 0.1, 5, callback="ver"),
        "callback",
    ),
    "w corta": (lambda: predict_binary(X, W_VECTOR[:2], 0.0), "w"),
    "b vector": (lambda: logistic_gradients(X, Y_LABELS, W_VECTOR, [1.0, 2.0]), "b"),
    "umbral 2": (lambda: predict_binary(X, W_VECTOR, 0.0, 2), "threshold"),
    "otras columnas": (lambda: standardize(X, X[:, :2]), "X_test"),
    "clase de más": (lambda: confusion_matrix([0, 2], [0, 1], 2), "y"),
    "otro largo": (lambda: confusion_matrix([0, 1], [0, 1, 1], 2), "y_pred"),
    "gradientes de menos": (
        lambda: gradient_descent(lambda p: p[:1], [X, W_VECTOR], 0.1, 2),
        "gradients",
    ),
    "gradiente de otra forma": (
        lambda: gradient_descent(lambda p: [p[0].T], [X], 0.1, 2),
        "gradients",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_explained(name):
    call, word = BAD[name]
    with pytest.raises(CourseError) as caught:
        call()
    assert word in str(caught.value) and "Traceback" not in str(caught.value)


def test_divergence_keeps_the_last_good_weights():
    X = np.array([[1e308], [-1e308]])
    with pytest.raises(DivergenceError) as caught:
        train_logistic(X, [1, 0], 1e10, 50)
    assert np.isfinite(caught.value.W).all() and caught.value.losses


@pytest.mark.parametrize("scale, alpha", [(1.0, 1e308), (1e155, 0.1)])
def test_a_loss_that_overflows_is_told_though_the_weights_are_finite(scale, alpha):
    X, y = moons(120, seed=0)
    with pytest.raises(DivergenceError, match="ya no son números finitos") as caught:
        train_logistic(scale * X, y, alpha, 200)
    error = caught.value
    assert np.isfinite(error.W).all() and np.isfinite(error.losses).all()


def test_the_module_fits_its_budget():
    source = inspect.getsource(logistic_regression).splitlines()
    assert len(source) <= 150
    for name in logistic_regression.__all__:
        function = inspect.getsource(getattr(logistic_regression, name)).splitlines()
        assert len(function) <= 25 and max(map(len, function)) <= 88, name


def test_a_descent_that_diverges_is_told_without_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(CourseError, match=r"diverge.*parameters\[1\].*alpha = 10"):
            gradient_descent(lambda p: [p[0] * 0, p[1] ** 3], [[1.0], [2.0]], 10, 99)


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda: train_logistic([[1.0], [2.0]], [[0], [1]], 0.1, 2), r"np\.ravel\(y\)"),
        (lambda: train_logistic([[1.0], [2.0]], ["a", "b"], 0.1, 2), r"np\.unique\(y"),
        (lambda: confusion_matrix(["a"], ["a"], 2), r"np\.unique\(y"),
        (lambda: confusion_matrix([1], ["a"], 2), r"np\.unique\(y_pred"),
        (
            lambda: train_logistic([[1.0]], [1], 0.1, 2, callback=lambda k, loss: 0),
            "4 argumentos",
        ),
    ],
)
def test_what_to_do_is_told(call, says):
    with pytest.raises(CourseError, match=says):
        call()
