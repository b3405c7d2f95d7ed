"""La misma red en otras bibliotecas: mismas predicciones, ida y vuelta."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from course_lib import interop
from course_lib.activations import ACTIVATIONS, softmax
from course_lib.datasets import load_digits
from course_lib.errors import CourseError
from course_lib.interop import (
    from_sklearn,
    from_torch_state,
    to_sklearn,
    to_torch_state,
)
from course_lib.losses import one_hot
from course_lib.mlp import Network, he_initialization, train
from course_lib.preprocessing import Standardization

rng = np.random.default_rng(0)
X = rng.normal(20, 6, (50, 5))
SKLEARN = ("relu", "tanh", "sigmoid")


def network(hidden=(7, 6), K=3, dtype=np.float64, **fields):
    W, b = he_initialization([5, *hidden, K], 3, dtype=dtype)
    draw = np.random.default_rng(1)
    b = [None, *(draw.normal(size=v.size).astype(dtype) for v in b[1:])]
    return Network(W, b, **fields)


def linear(state, X, activation, numbers):
    """Lo que hace nn.Sequential(nn.Linear, g, …): x Aᵀ + b, con A la de `weight`."""
    g = ACTIVATIONS[activation][0]
    for n in numbers:
        X = np.einsum("mi,oi->mo", X, state[f"{n}.weight"]) + state[f"{n}.bias"]
        X = X if n == numbers[-1] else g(X)
    return X


# PyTorch ------------------------------------------------------------------------------


def test_names_and_shapes_are_those_of_sequential():
    state = to_torch_state(network())
    assert {name: value.shape for name, value in state.items()} == {
        "0.weight": (7, 5),
        "0.bias": (7,),
        "2.weight": (6, 7),
        "2.bias": (6,),
        "4.weight": (3, 6),
        "4.bias": (3,),
    }
    thin = Network([None, np.ones((1, 2))], [None, np.ones(2)])
    for net in (network(), thin):
        for value in to_torch_state(net).values():
            # torch.from_numpy avisa si no se puede escribir, y la red no cambia.
            assert value.flags.writeable and value.flags.c_contiguous
            value[...] = 0
    assert thin.W[1].all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("steps", [None, Standardization.of(X)])
def test_the_state_computes_the_same(activation, steps):
    net = network(activation=activation, preprocessing=steps)
    Z = linear(to_torch_state(net), X, activation, [0, 2, 4])
    np.testing.assert_allclose(softmax(Z), net.predict_proba(X), rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_round_trip_of_the_state(dtype):
    names = ["a", "b", "c"]
    net = network(dtype=dtype, activation="tanh", classes=names)
    again = from_torch_state(to_torch_state(net), activation="tanh", classes=names)
    for one, other in zip(
        net.W[1:] + net.b[1:], again.W[1:] + again.b[1:], strict=True
    ):
        assert one.dtype == other.dtype == dtype
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(net.predict(X), again.predict(X))


def test_states_with_other_names():
    net = network(hidden=(4,) * 6)
    state = to_torch_state(net)
    assert [*state][-1] == "12.bias"
    by_text = {f"net.{name}": state[name] for name in sorted(state)}
    assert [*by_text][2] == "net.10.bias"  # el orden de un texto no es el de las capas
    np.testing.assert_array_equal(
        from_torch_state(by_text).predict_proba(X), net.predict_proba(X)
    )
    small = to_torch_state(network(hidden=(7,)))
    named = {
        "zeta.weight": small["0.weight"],
        "zeta.bias": small["0.bias"],
        "alfa.weight": small["2.weight"],
    }
    again = from_torch_state(named)  # el orden del diccionario; sin bias, 0
    assert again.W[1].shape == (5, 7) and not again.b[2].any()
    alone = {"weight": small["2.weight"], "bias": small["2.bias"]}
    assert from_torch_state(alone).W[1].shape == (7, 3)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_against_torch(activation, dtype):
    torch = pytest.importorskip("torch")
    from torch import nn

    layers = {
        "relu": nn.ReLU,
        "tanh": nn.Tanh,
        "sigmoid": nn.Sigmoid,
        "leaky_relu": nn.LeakyReLU,
    }
    g = layers[activation]
    model = nn.Sequential(
        nn.Linear(5, 7), g(), nn.Linear(7, 6), g(), nn.Linear(6, 3)
    ).to(getattr(torch, dtype))
    inputs = X.astype(dtype)
    limit = 1e-12 if dtype == "float64" else 2e-5

    def theirs():
        with torch.no_grad():
            return torch.softmax(model(torch.from_numpy(inputs)), 1).numpy()

    back = from_torch_state(model.state_dict(), activation)
    assert back.W[1].dtype == dtype
    np.testing.assert_allclose(theirs(), back.predict_proba(inputs), atol=limit)
    with_grad = from_torch_state(dict(model.named_parameters()), activation)
    np.testing.assert_array_equal(with_grad.W[3], back.W[3])

    steps = Standardization.of(inputs)
    net = network(dtype=dtype, activation=activation, preprocessing=steps)
    state = {name: torch.from_numpy(v) for name, v in to_torch_state(net).items()}
    model.load_state_dict(state)
    np.testing.assert_allclose(theirs(), net.predict_proba(inputs), atol=limit)
    with pytest.raises(CourseError, match=r"cpu\(\)"):
        from_torch_state({"0.weight": torch.ones(2, 2, dtype=torch.bfloat16)})


# scikit-learn -------------------------------------------------------------------------


@pytest.mark.parametrize("activation", SKLEARN)
@pytest.mark.parametrize("K", [2, 3])
@pytest.mark.parametrize("hidden", [(), (7, 6)])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("steps", [None, Standardization.of(X)])
def test_sklearn_predicts_the_same(activation, K, hidden, dtype, steps):
    net = network(hidden, K, dtype, activation=activation, preprocessing=steps)
    inputs = X.astype(dtype)
    classifier = to_sklearn(net)
    limit = 1e-12 if dtype == np.float64 else 2e-5
    wanted = net.predict_proba(inputs)
    np.testing.assert_allclose(classifier.predict_proba(inputs), wanted, atol=limit)
    clear = np.abs(np.diff(np.sort(wanted))[:, -1]) > 1e-4
    assert clear.sum() > 40
    np.testing.assert_array_equal(
        classifier.predict(inputs)[clear], net.predict(inputs)[clear]
    )
    back = from_sklearn(classifier)
    np.testing.assert_allclose(back.predict_proba(inputs), wanted, atol=limit)
    assert back.W[1].dtype == classifier.coefs_[0].dtype
    again = to_sklearn(back)
    for one, other in zip(classifier.coefs_, again.coefs_, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "names",
    [
        ["sur", "este", "oeste"],
        np.array(["sur", "este", "oeste"], dtype=object),
        [30, -1, 2],
        ["no", "antes"],
        [True, False],
    ],
    ids=repr,
)
def test_classes_out_of_order(names):
    net = network(K=len(names), classes=names, preprocessing=Standardization.of(X))
    classifier = to_sklearn(net)
    assert [*classifier.classes_] == sorted(names)
    np.testing.assert_array_equal(classifier.predict(X), net.predict(X))
    back = from_sklearn(classifier)
    np.testing.assert_array_equal(back.predict(X), net.predict(X))


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic"])
@pytest.mark.parametrize("K", [2, 3])
def test_from_a_classifier_that_was_fitted(activation, K):
    from sklearn.neural_network import MLPClassifier

    y = np.array(["a", "b", "c"])[np.arange(len(X)) % K]
    fitted = MLPClassifier((8, 4), activation=activation, max_iter=5, random_state=0)
    with pytest.warns(match="iterations"):
        fitted.fit(X, y)
    net = from_sklearn(fitted)
    np.testing.assert_allclose(
        net.predict_proba(X), fitted.predict_proba(X), rtol=0, atol=1e-12
    )
    np.testing.assert_array_equal(net.predict(X), fitted.predict(X))


def test_a_trained_network_is_the_same_in_sklearn_and_goes_on_learning():
    X_digits, y = load_digits()
    X_digits, y = X_digits[:300], y[:300]
    W, b, _ = train(X_digits, one_hot(y, 10), [64, 16, 10], 0.5, 100, 0)
    net = Network(W, b)
    classifier = to_sklearn(net)
    np.testing.assert_array_equal(classifier.predict(X_digits), net.predict(X_digits))
    assert classifier.n_features_in_ == 64 and classifier.n_layers_ == 3
    assert classifier.n_iter_ == 0 and classifier.loss_curve_ == []
    assert not hasattr(classifier, "_optimizer")  # ni el impulso de un paso ajeno
    before = [w.copy() for w in classifier.coefs_]
    hits = classifier.score(X_digits, y)
    for _ in range(10):
        classifier.partial_fit(X_digits, y)
    assert classifier.t_ == 10 * len(y)
    assert all(
        (w != old).any() for w, old in zip(classifier.coefs_, before, strict=True)
    )
    assert classifier.score(X_digits, y) >= hits - 0.01
    np.testing.assert_array_equal(net.W[1], before[0])


def test_sklearn_is_loaded_only_when_called():
    code = (
        "import sys, course_lib.interop;"
        "assert not {'sklearn', 'torch', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# Entradas malas -----------------------------------------------------------------------


def pipeline():
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), classifier())


def classifier(**options):
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier(**options)


def multilabel():
    return classifier(solver="lbfgs", max_iter=1).fit(
        X[:6], np.eye(6, 3, dtype=int) + 0
    )


def regressor():
    from sklearn.neural_network import MLPRegressor

    return MLPRegressor(solver="lbfgs", max_iter=1).fit(X, X[:, 0])


STATE = to_torch_state(network())


def search():
    from sklearn.model_selection import GridSearchCV

    return GridSearchCV(classifier(max_iter=2), {}, cv=2).fit(X, X[:, 0] > 20)


def course_logistic():
    from course_lib.estimators import LogisticRegression

    return LogisticRegression()


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_advice_for_a_linear_model_gives_its_probabilities(n_classes):
    from sklearn.linear_model import LogisticRegression

    y = np.arange(len(X)) % n_classes
    modelo = LogisticRegression().fit(X, y)
    with pytest.raises(CourseError, match="lineal") as caught:
        from_sklearn(modelo)
    code = caught.value.action.partition(": ")[2]
    net = eval(code, {"Network": Network, "modelo": modelo})
    np.testing.assert_allclose(net.predict_proba(X), modelo.predict_proba(X), atol=1e-9)


BAD = {
    "torch: no es red": (lambda: to_torch_state(STATE), "una Network"),
    "torch: función": (
        lambda: to_torch_state(network(preprocessing=np.sqrt)),
        "es código.*PyTorch.*replace",
    ),
    "torch: sin llamar": (lambda: from_torch_state({}.keys), "con paréntesis"),
    "torch: lista": (lambda: from_torch_state([1]), "diccionario"),
    "torch: vacío": (lambda: from_torch_state({}), "sin pesos"),
    "torch: convolución": (
        lambda: from_torch_state({"0.weight": np.ones((2, 3, 3, 3))}),
        "nn.Linear.*convoluciones",
    ),
    "torch: normalización": (
        lambda: from_torch_state(STATE | {"5.running_mean": np.ones(3)}),
        "«5.running_mean»",
    ),
    "torch: sesgo solo": (
        lambda: from_torch_state(STATE | {"7.bias": np.ones(3)}),
        "«7.bias»",
    ),
    "torch: traspuesta": (
        lambda: from_torch_state({n: v.T for n, v in STATE.items()}),
        r"W\[1\]|W\[2\]",
    ),
    "torch: NaN": (
        lambda: from_torch_state(STATE | {"0.bias": np.full(7, np.nan)}),
        "0.bias",
    ),
    "torch: activación": (lambda: from_torch_state(STATE, "gelu"), "activation"),
    "torch: clases": (lambda: from_torch_state(STATE, classes=["a"]), "classes"),
    "sklearn: no es red": (lambda: to_sklearn(3), "una Network"),
    "sklearn: leaky": (
        lambda: to_sklearn(network(activation="leaky_relu")),
        "no tiene leaky_relu.*to_torch_state",
    ),
    "sklearn: función": (
        lambda: to_sklearn(network(preprocessing=np.sqrt)),
        "es código.*scikit-learn",
    ),
    "sklearn: otras variables": (
        lambda: to_sklearn(network(preprocessing=Standardization([0.0], [1.0]))),
        "mismas variables",
    ),
    "sklearn: una clase": (lambda: to_sklearn(network(K=1)), "dos clases o más"),
    "sklearn: repetidas": (
        lambda: to_sklearn(network(classes=["a", "b", "a"])),
        "mismo nombre",
    ),
    "sklearn: sin ajustar": (lambda: from_sklearn(classifier()), "no se entrenó"),
    "sklearn: pipeline": (lambda: from_sklearn(pipeline()), r"pipeline\[-1\]"),
    "sklearn: regresor": (lambda: from_sklearn(regressor()), "MLPClassifier"),
    "sklearn: otra cosa": (lambda: from_sklearn(3), "MLPClassifier"),
    "sklearn: del curso": (
        lambda: from_sklearn(course_logistic()),
        r"ya es del curso.*modelo\.network_",
    ),
    "sklearn: búsqueda": (lambda: from_sklearn(search()), r"modelo\.best_estimator_"),
    "sklearn: etiquetas": (lambda: from_sklearn(multilabel()), "varias etiquetas"),
    "sklearn: identity": (
        lambda: from_sklearn(
            classifier(activation="identity", max_iter=1, solver="lbfgs").fit(
                X, X[:, 0] > 20
            )
        ),
        "identity.*funde",
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call, says", BAD.values(), ids=BAD)
def test_bad_input(call, says):
    with pytest.raises(CourseError, match=says):
        call()


def test_without_sklearn(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.neural_network", None)
    with pytest.raises(CourseError, match="Falta scikit-learn.*pip install"):
        to_sklearn(network())


def test_leaky_relu_without_hidden_layers_needs_no_activation():
    net = network(hidden=(), activation="leaky_relu")
    np.testing.assert_allclose(
        to_sklearn(net).predict_proba(X), net.predict_proba(X), atol=1e-12
    )


def test_the_network_does_not_change():
    net = network(preprocessing=Standardization.of(X))
    before = replace(net)
    to_sklearn(net), to_torch_state(net)
    for one, other in zip(net.W[1:], before.W[1:], strict=True):
        np.testing.assert_array_equal(one, other)
    assert set(interop.__all__) <= set(vars(interop))
