"""Los estimadores: lo que exige scikit-learn, y los números de la red del curso."""

import copy
import importlib.util
import os
import pickle
import re
import statistics
import subprocess
import sys
import warnings
from pathlib import Path

import documents
import numpy as np
import pytest
from sklearn import linear_model
from sklearn.base import clone
from sklearn.exceptions import (
    ConvergenceWarning,
    DataConversionWarning,
    FitFailedWarning,
    NotFittedError,
)
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from benchmarks import estimators as accuracies
from course_lib.errors import CourseError
from course_lib.estimators import LogisticRegression, MLPClassifier
from course_lib.losses import one_hot
from course_lib.mlp import Network
from course_lib.optimizers import InterruptedTrainingWarning, train_minibatches
from course_lib.validation import DivergenceError

BOTH = (MLPClassifier, LogisticRegression)
quiet = pytest.mark.filterwarnings(
    "ignore::sklearn.exceptions.ConvergenceWarning",
    "ignore:batch_size",
    "ignore:invalid value encountered in reduce",  # de scikit-learn, al sumar X
    "ignore:One or more of the test scores are non-finite",
)


def blobs(m=90, d=3, n_classes=3, seed=0, dtype=np.float64):
    """Grupos que se tocan: X (m, d), y de 0 a n_classes − 1."""
    rng = np.random.default_rng(seed)
    y = np.arange(m) % n_classes
    X = 2 * rng.normal(size=(n_classes, d))[y] + rng.normal(size=(m, d))
    return X.astype(dtype), y


@quiet
@parametrize_with_checks([MLPClassifier(), LogisticRegression()])
def test_scikit_learn_accepts_them(estimator, check):
    check(estimator)


ALL_CHECKS = """
import warnings
from sklearn.utils.estimator_checks import check_estimator
from course_lib.estimators import LogisticRegression, MLPClassifier
warnings.simplefilter("ignore")
for estimator in (MLPClassifier(), LogisticRegression()):
    for result in check_estimator(estimator, on_fail=None, on_skip=None):
        print(result["status"], result["check_name"])
"""


@pytest.mark.lento
def test_no_check_fails_and_only_a_missing_library_skips_one():
    environment = {**os.environ, "SCIPY_ARRAY_API": "1"}  # la pide una de ellas
    found = subprocess.run(
        [sys.executable, "-c", ALL_CHECKS],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    ).stdout.splitlines()
    results = [line.split() for line in found]
    assert len(results) > 100
    others = {name for status, name in results if status != "passed"}
    without_pandas = importlib.util.find_spec("pandas") is None
    allowed = {"check_classifier_data_not_an_array"} if without_pandas else set()
    assert others <= allowed
    assert "failed" not in {status for status, _ in results}


# La red del curso ---------------------------------------------------------------------


@quiet
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "leaky_relu"])
@pytest.mark.parametrize(
    "solver, optimizer, extra",
    [
        ({"solver": "adam", "beta_1": 0.8}, "adam", {"beta1": 0.8}),
        ({"solver": "sgd"}, "momentum", {"beta": 0.9}),
        ({"solver": "sgd", "momentum": 0}, "sgd", {}),
    ],
)
def test_it_trains_as_train_minibatches(activation, solver, optimizer, extra):
    X, y = blobs()
    settings = {"activation": activation, "learning_rate_init": 0.01, "alpha": 0.5}
    settings |= {"hidden_layer_sizes": (7, 5), "batch_size": 20, "random_state": 3}
    model = MLPClassifier(**settings, **solver, max_iter=4).fit(X, y)
    W, b, losses = train_minibatches(
        X,
        one_hot(y, 3),
        [3, 7, 5, 3],
        0.01,
        4,
        20,
        3,
        activation={"logistic": "sigmoid"}.get(activation, activation),
        optimizer=optimizer,
        lam=0.5 / 20,
        **extra,
    )
    for found, expected in zip(model.coefs_, W[1:], strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    for found, expected in zip(model.intercepts_, b[1:], strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    sizes = [20, 20, 20, 20, 10]
    for e, loss in enumerate(model.loss_curve_):
        expected = np.average(losses[5 * e : 5 * e + 5], weights=sizes)
        assert loss == pytest.approx(expected, rel=1e-12)


@quiet
def test_sigmoid_is_another_name_of_logistic():
    X, y = blobs()
    one, other = (
        MLPClassifier((4,), name, max_iter=3, random_state=0).fit(X, y)
        for name in ("sigmoid", "logistic")
    )
    assert one.loss_curve_ == other.loss_curve_


@quiet
def test_attributes_have_the_names_and_shapes_of_scikit_learn():
    X, y = blobs()
    model = MLPClassifier((7, 5), max_iter=6, random_state=0).fit(X, y)
    assert [w.shape for w in model.coefs_] == [(3, 7), (7, 5), (5, 3)]
    assert [v.shape for v in model.intercepts_] == [(7,), (5,), (3,)]
    assert model.n_iter_ == len(model.loss_curve_) == 6
    assert model.t_ == 6 * 90 and model.n_layers_ == 4 and model.n_outputs_ == 3
    assert model.out_activation_ == "softmax" and model.n_features_in_ == 3
    assert model.loss_ == model.loss_curve_[-1]
    assert model.best_loss_ == min(model.loss_curve_)
    assert model.validation_scores_ is None and model.best_validation_score_ is None
    proba = model.predict_proba(X)
    np.testing.assert_allclose(proba.sum(axis=1), 1)
    np.testing.assert_allclose(model.predict_log_proba(X), np.log(proba))
    assert model.score(X, y) == np.mean(model.predict(X) == y)


def test_log_probabilities_stay_finite_where_the_probability_is_zero():
    X, y = blobs(n_classes=2)
    model = LogisticRegression().fit(X, y)
    far = 1e6 * np.sign(model.coef_)
    assert model.predict_proba(far)[0, 0] == 0
    assert -np.inf < model.predict_log_proba(far)[0, 0] < -1e5


def test_it_stops_when_the_loss_no_longer_improves():
    X, y = blobs()
    model = MLPClassifier((9,), learning_rate_init=0.05, random_state=0, tol=1e-2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(X, y)
    assert 11 < model.n_iter_ < 200
    # Las 11 últimas no mejoraron 1e-2 a la mejor anterior a cada una.
    best = np.minimum.accumulate(model.loss_curve_)
    assert all(model.loss_curve_[-k] > best[-k - 1] - 1e-2 for k in range(1, 12))
    assert model.loss_curve_[-12] <= best[-13] - 1e-2


def test_it_says_that_the_epochs_were_not_enough():
    X, y = blobs()
    with pytest.warns(ConvergenceWarning, match="max_iter = 2 épocas"):
        MLPClassifier(max_iter=2).fit(X, y)


def test_early_stopping_keeps_the_weights_of_the_best_epoch():
    X, y = blobs(m=300, seed=1)
    model = MLPClassifier((20,), learning_rate_init=0.3, random_state=0)
    model.set_params(early_stopping=True, validation_fraction=0.2, max_iter=60)
    model.set_params(n_iter_no_change=5).fit(X, y)
    scores = model.validation_scores_
    assert len(scores) == model.n_iter_ < 60 and model.best_loss_ is None
    assert model.best_validation_score_ == max(scores) > scores[-1]
    until = int(np.argmax(scores)) + 1
    with pytest.warns(ConvergenceWarning):
        short = clone(model).set_params(max_iter=until).fit(X, y)
    np.testing.assert_array_equal(short.coefs_[0], model.coefs_[0])
    assert model.t_ == model.n_iter_ * 240


@quiet
def test_batches_larger_than_the_data_are_said_and_clipped():
    X, y = blobs()
    with pytest.warns(UserWarning, match="mayor que los 90 ejemplos"):
        model = MLPClassifier(batch_size=500, max_iter=2).fit(X, y)
    assert model.t_ == 180


@quiet
def test_without_shuffle_the_order_is_that_of_the_data():
    X, y = blobs()
    settings = {"batch_size": 30, "max_iter": 3, "random_state": 0}
    plain = MLPClassifier(**settings, shuffle=False).fit(X, y)
    shuffled = MLPClassifier(**settings).fit(X, y)
    assert plain.loss_curve_ != shuffled.loss_curve_
    # Con los lotes dados vuelta por dentro, sin barajar, los pasos son los mismos.
    rows = np.concatenate([np.arange(s + 29, s - 1, -1) for s in (0, 30, 60)])
    again = MLPClassifier(**settings, shuffle=False).fit(X[rows], y[rows])
    np.testing.assert_allclose(again.loss_curve_, plain.loss_curve_, rtol=1e-9)


# Seguir un entrenamiento --------------------------------------------------------------


@quiet
@pytest.mark.parametrize("solver", ["adam", "sgd"])
@pytest.mark.parametrize("through_pickle", [False, True])
def test_going_on_is_the_same_as_not_having_stopped(solver, through_pickle):
    X, y = blobs()
    settings = {"solver": solver, "batch_size": 20, "random_state": 1}
    whole = MLPClassifier(**settings, max_iter=4).fit(X, y)
    warm = MLPClassifier(**settings, max_iter=2, warm_start=True).fit(X, y)
    partial = MLPClassifier(**settings)
    for _ in range(2):
        partial.partial_fit(X, y, classes=[0, 1, 2])
    if through_pickle:
        warm, partial = pickle.loads(pickle.dumps((warm, partial)))
    warm.fit(X, y)
    for _ in range(2):
        partial.partial_fit(X, y)
    for model in (warm, partial):
        assert model.loss_curve_ == whole.loss_curve_
        assert model.t_ == whole.t_
        np.testing.assert_array_equal(model.coefs_[1], whole.coefs_[1])
    assert warm.n_iter_ == 2 and partial.n_iter_ == 1


def test_partial_fit_takes_parts_that_lack_a_class():
    X, y = blobs()
    model = MLPClassifier(random_state=0)
    model.partial_fit(X[y < 2], y[y < 2], classes=[2, 0, 1])
    model.partial_fit(X[y == 2], y[y == 2])
    np.testing.assert_array_equal(model.classes_, [0, 1, 2])
    assert model.predict_proba(X).shape == (90, 3)
    with pytest.raises(CourseError, match="no conoce.*llegó 7"):
        model.partial_fit(X, np.full(90, 7))
    with pytest.raises(CourseError, match="no puede cambiar"):
        model.partial_fit(X, y, classes=[0, 1])


@quiet
def test_what_cannot_go_on_is_said():
    X, y = blobs()
    model = MLPClassifier((5,), max_iter=2, warm_start=True).fit(X, y)
    with pytest.raises(CourseError, match=r"\[3, 5, 3\]; llegó \[3, 6, 3\]"):
        copy.deepcopy(model).set_params(hidden_layer_sizes=6).fit(X, y)
    with pytest.raises(CourseError, match="no conoce"):
        model.fit(X, y + 1)
    with pytest.raises(CourseError, match="necesita `classes`"):
        MLPClassifier().partial_fit(X, y)
    with pytest.raises(CourseError, match="apartar validación"):
        MLPClassifier(early_stopping=True).partial_fit(X, y, classes=[0, 1, 2])


# La regresión logística ---------------------------------------------------------------


def reference(C, X, y):
    penalty = {"C": np.inf if C is None else C}
    model = linear_model.LogisticRegression(**penalty, tol=1e-10, max_iter=10_000)
    return model.fit(X, y)


@pytest.mark.parametrize("C", [1e-3, 0.1, 1.0, 30.0, None, np.inf])
@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("scale", [1.0, 5.0])
def test_it_reaches_the_minimum_of_scikit_learn(C, n_classes, scale):
    X, y = blobs(m=300, n_classes=n_classes)
    X = scale * X + 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = LogisticRegression(C).fit(X, y)
    theirs = reference(C, X, y)
    assert ours.coef_.shape == theirs.coef_.shape
    assert ours.intercept_.shape == theirs.intercept_.shape
    found, expected = ours.coef_, theirs.coef_
    if C in (None, np.inf) and n_classes > 2:  # sumar lo mismo a todas da igual
        found, expected = found - found.mean(axis=0), expected - expected.mean(axis=0)
    atol = 2e-3 * np.abs(expected).max()
    np.testing.assert_allclose(found, expected, atol=atol)
    proba = theirs.predict_proba(X)
    np.testing.assert_allclose(ours.predict_proba(X), proba, atol=2e-3)
    decision = ours.decision_function(X)
    assert decision.shape == theirs.decision_function(X).shape
    if n_classes == 2:
        expected = X @ ours.coef_[0] + ours.intercept_[0]
        np.testing.assert_allclose(decision, expected, rtol=1e-9, atol=1e-9)


def test_plain_descent_reaches_the_same_minimum_in_more_steps():
    X, y = blobs(m=300)
    quick = LogisticRegression().fit(X, y)
    plain = LogisticRegression(solver="sgd").fit(X, y)
    np.testing.assert_allclose(plain.coef_, quick.coef_, atol=1e-3)
    assert plain.n_iter_[0] > quick.n_iter_[0]


def test_the_loss_of_a_minimum_includes_its_penalty():
    X, y = blobs(n_classes=2)
    model = LogisticRegression(0.1).fit(X, y)
    fitted = -model.predict_log_proba(X)[np.arange(90), y].mean()
    penalty = 0.5 / (0.1 * 90) * float((model.coef_**2).sum())
    assert model.loss_curve_[0] == pytest.approx(np.log(2))
    assert model.loss_curve_[-1] == pytest.approx(fitted + penalty, rel=1e-9)


def test_it_says_that_it_did_not_reach_the_minimum():
    X, y = blobs()
    with pytest.warns(ConvergenceWarning, match="max_iter = 3 pasos: la mayor"):
        model = LogisticRegression(max_iter=3).fit(X, y)
    assert model.n_iter_ == [3]
    X = X[y < 2] * [1, 1000, 1]
    with pytest.warns(ConvergenceWarning, match="Estandariza X"):
        LogisticRegression(max_iter=50).fit(X, y[y < 2])


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_warm_start_begins_at_the_minimum(n_classes):
    X, y = blobs(n_classes=n_classes)
    model = LogisticRegression(warm_start=True).fit(X, y)
    first, coef = model.n_iter_[0], model.coef_
    model.fit(X, y)
    assert first > 10 > model.n_iter_[0]
    np.testing.assert_allclose(model.coef_, coef, atol=1e-4)


# Lo que llega -------------------------------------------------------------------------


@quiet
@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_float32_is_kept(model, n_classes):
    X, y = blobs(dtype=np.float32, n_classes=n_classes)
    with warnings.catch_warnings():
        if model is LogisticRegression:  # en float32 también debe llegar
            warnings.simplefilter("error")
        model = model().fit(X, y)
    coefs = getattr(model, "coefs_", None) or [model.coef_]
    assert {w.dtype for w in coefs} == {np.dtype(np.float32)}
    assert model.predict_proba(X).dtype == np.float32
    assert model.predict_log_proba(X).dtype == np.float32
    double = clone(model).fit(X.astype(np.float64), y)
    assert double.predict_proba(X.astype(np.float64)).dtype == np.float64
    if isinstance(model, LogisticRegression):
        np.testing.assert_allclose(model.coef_, double.coef_, atol=1e-2)


@quiet
@pytest.mark.parametrize("model", BOTH)
def test_a_table_with_text_labels(model):
    pandas = pytest.importorskip("pandas")
    X, y = blobs()
    table = pandas.DataFrame(X, columns=["largo", "ancho", "peso"])
    labels = pandas.Series(np.array(["ají", "maíz", "oca"])[y])
    model = model().fit(table, labels)
    assert list(model.feature_names_in_) == ["largo", "ancho", "peso"]
    assert list(model.classes_) == ["ají", "maíz", "oca"]
    assert set(model.predict(table)) <= {"ají", "maíz", "oca"}
    with pytest.raises(CourseError, match="nombres de las columnas.*feature names"):
        model.predict(table.rename(columns={"peso": "masa"}))


@quiet
@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("kind", [str, object])
def test_text_labels(model, kind):
    X, y = blobs()
    labels = np.array(["ají", "maíz", "oca"])[y].astype(kind)
    texts = model(random_state=0).fit(X, labels)
    numbers = model(random_state=0).fit(X, y)
    np.testing.assert_array_equal(texts.predict(X), labels[:3][numbers.predict(X)])
    assert texts.score(X, labels) > 0.8
    network = texts.network_
    assert isinstance(network, Network) and network.classes.dtype.kind == "U"
    np.testing.assert_array_equal(network.predict(X), texts.predict(X))
    np.testing.assert_allclose(network.predict_proba(X), texts.predict_proba(X))


@quiet
@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_network_of_an_estimator_predicts_the_same(model, n_classes):
    X, y = blobs(n_classes=n_classes)
    model = model(random_state=0).fit(X, y)
    np.testing.assert_array_equal(model.network_.predict(X), model.predict(X))
    found = model.network_.predict_proba(X)
    np.testing.assert_allclose(found, model.predict_proba(X), rtol=1e-12)


X, Y = blobs()


@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize(
    "X, y, spanish, english",
    [
        (X, one_hot(Y, 3), "np.argmax", "y should be a 1d array"),
        (X, np.zeros(90), "una sola clase, 0.0", "only one class"),
        (X, X[:, 0], "números con decimales", "Unknown label type"),
        (X, Y[:-1], "no tienen la misma cantidad", "inconsistent numbers"),
        (X, None, "Falta y", "requires y to be passed"),
        (X, np.where(Y == 1, np.nan, Y), "y trae valores que faltan", "contains NaN"),
        (np.where(X > 1, np.nan, X), Y, "X trae NaN", "contains NaN"),
        (np.where(X > 1, np.inf, X), Y, "X trae infinitos", "infinity"),
        (X[:, 0], Y, "una fila por ejemplo", "Reshape your data"),
        (X[:, :, None], Y, "una fila por ejemplo", "dim 3"),
        (X[:0], Y[:0], "X está vacío", "0 sample"),
        (X.astype(str).astype(object) + "a", Y, "trae texto", "could not convert"),
        (X, Y[None], "np.ravel(y)", "y should be a 1d array"),
        (X, ["a", None, "c"] * 30, "None en y[1], y 29 más", "contains NaN"),
        (X, np.where(Y == 1, np.inf, Y), "no son finitos", "infinity"),
        (X[:, :0], Y, "X no tiene columnas", "0 feature"),
        (X[:, 0], Y[:5], "np.reshape(X, (1, -1))", "Reshape your data"),
        (X[:, 0], Y, "np.reshape(X, (-1, 1))", "Reshape your data"),
        (X + 1j, Y, "complejos", "Complex data not supported"),
    ],
)
def test_what_does_not_serve_is_said_in_spanish_first(model, X, y, spanish, english):
    with pytest.raises(CourseError) as caught:
        model().fit(X, y)
    text = str(caught.value)
    assert spanish in text and english in text
    assert text.index(spanish) < text.index("scikit-learn lo dice así") < len(text)
    assert isinstance(caught.value, (ValueError, TypeError)) and "\n" not in text
    revived = pickle.loads(pickle.dumps(caught.value))
    assert str(revived) == text


MIXED = np.array(["a", 1, "c"] * 30, dtype=object)


@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize(
    "X, y, said",
    [
        ([[1, 2], [3]], [0, 1], "Las filas de X no tienen todas el mismo largo"),
        (X, [[0, 1], [2]] * 45, "Las filas de y no tienen todas el mismo largo"),
        (X, MIXED, "«a» en y[0] y 1 en y[1]. Conviértelas todas en textos"),
        (X, MIXED.tolist(), "y mezcla textos y números"),
        (X, Y.astype("S"), "y trae bytes"),
        (X, {"y": 1}, "llegó un objeto de tipo dict"),
        (X, "especie", "df[nombre]"),
        (X, 3, "Se esperaba una lista o un arreglo (m,); llegó el número 3"),
        (None, Y, "X debe ser una tabla de números"),
        ("d.csv", Y, "pandas.read_csv"),
        ({"a": [1, 2]}, Y, "pandas.DataFrame(X)"),
        (X.T, Y, "X llegó transpuesta"),
        (np.ma.masked_greater(X, 1), Y, "enmascarado"),
        (np.full((90, 2), np.datetime64("2024-05-01")), Y, "trae fechas"),
    ],
)
def test_what_scikit_learn_does_not_say_well_is_said_before_it(model, X, y, said):
    with pytest.raises(CourseError) as caught:
        model().fit(X, y)
    assert said in str(caught.value)
    assert "scikit-learn lo dice" not in str(caught.value)


@pytest.mark.parametrize("bad", [X[:, 0], X + 1j, X.astype(str).astype(object) + "a"])
def test_the_data_is_never_copied_in_the_message(bad):
    with pytest.raises(CourseError) as caught:
        LogisticRegression().fit(bad, Y)
    assert len(re.findall(r"\d\.\d", str(caught.value))) < 2
    with pytest.raises(CourseError) as caught:
        LogisticRegression().fit([["palabra " * 200]] * 90, Y)
    assert str(caught.value).count("palabra") < 6


@pytest.mark.parametrize("model", BOTH)
def test_what_a_table_brings_is_said_with_the_name_of_the_column(model):
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(X, columns=["a", "b", "c"])
    dates = pandas.date_range("2024-05-01", periods=90)
    gaps = pandas.Series([1.5, None] * 45, dtype=object)
    for bad, said in [
        (table.assign(día=dates), "«día» de X trae fechas"),
        (table.assign(d=["ají"] * 90), "«d» .* en la fila 0 está «ají».*OneHotEncoder"),
        (table.assign(d=gaps.where(gaps.notna(), pandas.NA)), "«d».*SimpleImputer"),
        (table.assign(d=pandas.Categorical(["x"] * 90)), "«d» .*«x»"),
        (table[["a", "b", "a"]], "columnas repetidas: «a»"),
        (table.set_axis(["a", 1, "c"], axis=1), r"X\.columns\.astype\(str\)"),
        (table["a"], r"X\.to_frame\(\)"),
    ]:
        with pytest.raises(CourseError, match=said):
            model().fit(bad, Y)
    labels = pandas.Series(Y, dtype="Int64")
    for bad in (labels.where(Y != 1), labels.astype("string").where(Y != 1)):
        with pytest.raises(CourseError, match=r"valores que faltan: .* en y\[1\]"):
            model().fit(table, bad)
    counts = table.assign(d=labels, e=Y > 1)  # estos sí son números
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        trained = model().fit(counts, labels)
    with pytest.raises(CourseError, match=r"df\.iloc\[\[i\]\]"):
        trained.predict(counts.iloc[0])
    with pytest.warns(UserWarning, match="llegó sin nombres de columnas"):
        trained.predict(counts.to_numpy(float))
    network, names = trained.network_, list(trained.feature_names_in_)
    counts = counts[names[::-1]].astype(float)  # como lo dice `network_`
    found = network.predict(counts[names])
    np.testing.assert_array_equal(found, trained.predict(counts[names]))


@quiet
@pytest.mark.parametrize("model", BOTH)
def test_the_warnings_of_scikit_learn_are_said_in_spanish(model):
    pandas = pytest.importorskip("pandas")
    with pytest.warns(DataConversionWarning, match=r"^y llegó.*np\.ravel") as caught:
        trained = model().fit(X, Y[:, None])
    assert {Path(w.filename) for w in caught} == {Path(__file__)}
    with pytest.warns(UserWarning, match="^X trae nombres de columnas"):
        trained.predict(pandas.DataFrame(X, columns=["a", "b", "c"]))
    with pytest.warns(UserWarning, match="^y tiene más clases distintas") as caught:
        model(max_iter=1).fit(X, np.arange(90))
    assert not any("unique" in str(w.message) for w in caught)


@quiet
@pytest.mark.parametrize("model", BOTH)
def test_a_score_says_what_is_wrong_with_y(model):
    texts = np.array(["ají", "maíz", "oca"])
    trained, named = model().fit(X, Y), model().fit(X, texts[Y])
    for estimator, y, said in [
        (trained, None, r"Falta y.*score\(X, y\)"),
        (trained, one_hot(Y, 3), r"np\.argmax"),
        (trained, Y[None], r"np\.ravel"),
        (trained, texts[Y], "y trae textos, y el estimador se entrenó con números"),
        (named, Y, "y trae números.*con textos.*ají, maíz, oca; llegó 0"),
        (trained, Y + 0.5, r"np\.unique\(y\) con classes_"),
    ]:
        with pytest.raises(CourseError, match=said):
            estimator.score(X, y)
    with pytest.raises(CourseError, match=r"X\.T.*X has 90 features, but"):
        trained.predict(X.T)
    assert named.score(X, texts[Y].tolist()) == named.score(X, texts[Y]) > 0.7


@pytest.mark.parametrize("model", BOTH)
def test_what_was_learned_does_not_exist_before_training(model):
    learned = [name for name in vars(fitted(model)) if re.match("[^_].*_$", name)]
    assert len(learned) > 5
    for name in learned:
        with pytest.raises(NotFittedError, match=f"{name} aparece al entrenar"):
            getattr(model(), name)
        assert not hasattr(model(), name) and hasattr(fitted(model), name)
    with pytest.raises(AttributeError, match="coeffs_"):
        model().coeffs_  # noqa: B018
    copy.deepcopy(pickle.loads(pickle.dumps(model())))


def fitted(model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model(max_iter=2).fit(X, Y)


@pytest.mark.parametrize("model", BOTH)
def test_fit_says_what_it_does_not_take(model):
    with pytest.raises(CourseError, match="no admite sample_weight.*repítelo"):
        model().fit(X, Y, sample_weight=np.ones(90))
    with pytest.raises(CourseError, match=f"no admite epochs.*{model.__name__}"):
        model().fit(X, Y, epochs=3)


@pytest.mark.parametrize(
    "classes, said",
    [
        ([0, 1, np.nan], r"nan en classes\[2\]"),
        ([0, None, 2], r"None en classes\[1\]"),
        (["a", 1, 2], "classes mezcla textos y números"),
        ([[0, 1, 2]], "un solo eje"),
        (3, "llegó el número 3"),
        ("abc", "llegó el texto «abc»"),
        (["a", "b", "c"], "se entrenó con textos"),
    ],
)
def test_classes_that_do_not_serve(classes, said):
    with pytest.raises(CourseError, match=said):
        MLPClassifier().partial_fit(X, Y, classes=classes)


@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("name", ["shuffle", "verbose", "warm_start", "early_stopping"])
def test_a_text_is_not_true_nor_false(model, name):
    if name not in model().get_params():
        return
    for value in ("no", "False", None, 0.5):
        with pytest.raises(CourseError, match=f"{name} debe ser True o False"):
            model(**{name: value}).fit(X, Y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model(max_iter=1, **{name: np.False_}).fit(X, Y)


def test_another_activation_waits_for_the_next_training():
    model = MLPClassifier(max_iter=2, random_state=0, warm_start=True)
    with pytest.warns(ConvergenceWarning):
        model.fit(X, Y)
    before = model.predict_proba(X)
    model.set_params(activation="tanh")
    np.testing.assert_array_equal(model.predict_proba(X), before)
    np.testing.assert_allclose(model.network_.predict_proba(X), before)
    for go_on in (model.fit, model.partial_fit):
        with pytest.raises(CourseError, match='activation="relu".*llegó "tanh"'):
            go_on(X, Y)
    with pytest.warns(ConvergenceWarning):
        model.set_params(warm_start=False).fit(X, Y)
    assert model.network_.activation == "tanh"


@pytest.mark.parametrize("model", BOTH)
def test_a_sparse_matrix_is_refused(model):
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(CourseError, match=r"X\.toarray\(\).*Sparse"):
        model().fit(sparse.csr_array(X), Y)


@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("name", ["predict", "predict_proba", "score", "network_"])
def test_before_training_it_says_so(model, name):
    arguments = (X, Y) if name == "score" else (X,)
    with pytest.raises(CourseError, match="todavía no se entrenó") as caught:
        getattr(model(), name)(*arguments)
    assert isinstance(caught.value, NotFittedError)


@quiet
@pytest.mark.parametrize("model", BOTH)
def test_predicting_with_other_columns_is_said(model):
    trained = model().fit(X, Y)
    with pytest.raises(CourseError, match="columnas.*has 2 features, but"):
        trained.predict(X[:, :2])
    with pytest.raises(CourseError, match="desborda"):
        trained.predict(np.sign(X) * 1.7e308)


@pytest.mark.parametrize(
    "parameters, expected",
    [
        ({"activation": "identity"}, '"logistic"'),
        ({"solver": "lbfgs"}, '"adam" o "sgd"'),
        ({"hidden_layer_sizes": (5, 0)}, r"hidden_layer_sizes\[1\] = 0"),
        ({"hidden_layer_sizes": 2.5}, "entero"),
        ({"alpha": -1}, "alpha = -1"),
        ({"batch_size": "todo"}, '"auto".*llegó el texto «todo»'),
        ({"learning_rate_init": 0}, "mayor que 0"),
        ({"max_iter": 0}, "max_iter = 0"),
        ({"momentum": 2, "solver": "sgd"}, "momentum = 2"),
        ({"beta_1": 1}, "beta_1 = 1"),
        ({"n_iter_no_change": 0}, "n_iter_no_change"),
        ({"random_state": "azar"}, "random_state"),
        ({"random_state": -1}, "random_state"),
        ({"early_stopping": True, "validation_fraction": 0.01}, "validación"),
        ({"early_stopping": True, "validation_fraction": 0}, "validation_fraction"),
    ],
)
def test_parameters_that_do_not_serve(parameters, expected):
    with pytest.raises(CourseError, match=expected):
        MLPClassifier(**parameters).fit(X, Y)


@pytest.mark.parametrize(
    "parameters, expected",
    [
        ({"C": 0}, "mayor que 0"),
        ({"C": "mucho"}, "C debe ser un número"),
        ({"solver": "lbfgs"}, '"momentum" o "sgd"'),
        ({"tol": -1}, "tol"),
        ({"max_iter": 1.5}, "max_iter"),
    ],
)
def test_parameters_of_the_regression_that_do_not_serve(parameters, expected):
    with pytest.raises(CourseError, match=expected):
        LogisticRegression(**parameters).fit(X, Y)


# Divergir e interrumpir ---------------------------------------------------------------


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize(
    "scale, rate, said, unsaid",
    [
        (1.0, 1e200, "learning_rate_init 10 veces menor", "escala|optimizer|beta "),
        (1e150, 0.01, "X está sin escalar.*Estandariza X", "learning_rate|inf"),
        (1e200, 1.0, "X está sin escalar.*learning_rate_init = 1,", "inf"),
    ],
)
def test_a_training_that_diverges_stops_and_says_why(
    partial, scale, rate, said, unsaid
):
    model = MLPClassifier(solver="sgd", learning_rate_init=rate, random_state=0)
    expected = f"diverge.*Causa probable: .*{said}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # ningún aviso de NumPy por el camino
        with pytest.raises(DivergenceError, match=expected) as caught:
            if partial:
                for _ in range(500):
                    model.partial_fit(scale * X, Y, classes=[0, 1, 2])
            else:
                model.fit(scale * X, Y)
    error = caught.value
    assert not re.search(unsaid, str(error)), str(error)
    assert isinstance(error, CourseError) and np.isfinite(error.losses).all()
    assert all(np.isfinite(w).all() for w in error.W[1:])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_penalty_that_makes_the_weights_grow_is_said():
    settings = {"solver": "sgd", "learning_rate_init": 0.5, "random_state": 0}
    said = "learning_rate_init · alpha / batch_size = {}.*Usa una alpha / batch_size"
    # Se detiene a las 11 épocas sin mejorar, antes de que algo desborde.
    expected = f"dejó de mejorar, pero la pérdida empezó en.*{said.format('4.2')}"
    with pytest.warns(ConvergenceWarning, match=expected):
        model = MLPClassifier(**settings, alpha=756).fit(X, Y)
    assert model.loss_ > 10 * model.loss_curve_[0]
    with pytest.raises(DivergenceError, match=said.format("55.5")):
        MLPClassifier(**settings, alpha=1e4).fit(X, Y)
    model = MLPClassifier(**settings, alpha=1e4)
    with pytest.raises(DivergenceError, match=said.format("55.5")):
        for _ in range(500):
            model.partial_fit(X, Y, classes=[0, 1, 2])


@quiet
def test_a_failed_training_leaves_the_previous_one():
    model = MLPClassifier(max_iter=300, random_state=0).fit(X, Y)
    before = model.predict_proba(X)
    with pytest.raises(DivergenceError):
        model.set_params(solver="sgd", learning_rate_init=1e200).fit(X, Y)
    np.testing.assert_array_equal(model.predict_proba(X), before)


def test_a_regression_with_huge_numbers_is_an_error_or_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DivergenceError, match="sin escalar.*desborda.*Estandariza"):
            LogisticRegression().fit(X * 1e200, Y)
        for scale in (1e300, 1.7e307):
            with pytest.raises(DivergenceError, match="Estandariza"):
                LogisticRegression().fit(scale * X, Y)


@pytest.mark.parametrize("early_stopping", [False, True])
def test_ctrl_c_keeps_what_was_learned(early_stopping, monkeypatch):
    from course_lib.estimators import classifier

    count = 0

    class Impatient(classifier.Trainer):
        def epoch(self, X, Y_T, order=None, rng=None, losses=None):
            nonlocal count
            count += 1
            if count == 4:  # a mitad de la cuarta época
                super().epoch(X, Y_T, order[:40], rng, losses)
                raise KeyboardInterrupt
            return super().epoch(X, Y_T, order, rng, losses)

    monkeypatch.setattr(classifier, "Trainer", Impatient)
    model = MLPClassifier(batch_size=20, random_state=0, early_stopping=early_stopping)
    model.set_params(validation_fraction=0.2)
    with pytest.warns(InterruptedTrainingWarning, match="detenido en la época 4"):
        model.fit(X, Y)
    m = 72 if early_stopping else 90
    assert model.n_iter_ == 4 and model.t_ == 3 * m + 40
    assert len(model.loss_curve_) == 4
    assert model.predict(X).shape == (90,)
    count = 3
    with pytest.raises(KeyboardInterrupt):  # sin nada aprendido no hay qué guardar
        monkeypatch.setattr(Impatient, "epoch", _interrupt)
        MLPClassifier().fit(X, Y)


def test_ctrl_c_keeps_the_regression_too(monkeypatch):
    from course_lib.training import Trainer

    original, count = Trainer.epoch, 0

    def epoch(self, *arguments):
        nonlocal count
        count += 1
        return original(self, *arguments) if count < 6 else _interrupt()

    monkeypatch.setattr(Trainer, "epoch", epoch)
    with pytest.warns(InterruptedTrainingWarning, match="en el paso 5"):
        model = LogisticRegression().fit(X, Y)
    assert model.n_iter_ == [5] and model.score(X, Y) > 0.5


@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("many", ["search", "validation", "refit", "pipeline"])
def test_ctrl_c_stops_the_whole_search(model, many, monkeypatch):
    from course_lib.training import Trainer

    original, steps = Trainer.epoch, []
    wanted = 10**9  # sin interrumpir: cuántos pasos da la búsqueda antes de reajustar

    def epoch(self, *arguments, **options):
        steps.append(1)
        if len(steps) == wanted:
            raise KeyboardInterrupt
        return original(self, *arguments, **options)

    monkeypatch.setattr(Trainer, "epoch", epoch)
    pipeline = make_pipeline(StandardScaler(), model(max_iter=3))
    grid = {f"{model.__name__.lower()}__max_iter": [3, 4]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        if many == "refit":
            GridSearchCV(pipeline, grid, cv=2, refit=False).fit(X, Y)
            wanted, many = len(steps) + 2, "search"
            steps.clear()
        else:
            wanted = 2
        if many == "pipeline":  # un solo fit: conserva lo aprendido
            with pytest.warns(InterruptedTrainingWarning):
                pipeline.fit(X, Y)
            assert pipeline.predict(X).shape == (90,)
            return
        search = GridSearchCV(pipeline, grid, cv=2)
        with pytest.raises(KeyboardInterrupt):
            if many == "search":
                search.fit(X, Y)
            else:
                cross_val_score(pipeline, X, Y, cv=2)
    assert len(steps) == wanted and not hasattr(search, "refit_time_")


def _interrupt(*_, **__):
    raise KeyboardInterrupt


# Con las herramientas de scikit-learn -------------------------------------------------


@quiet
@pytest.mark.parametrize("model", BOTH)
def test_pipeline_search_and_cross_validation(model):
    pipeline = make_pipeline(StandardScaler(), model(random_state=0))
    assert cross_val_score(pipeline, X, Y, cv=3).mean() > 0.75
    name = model.__name__.lower()
    grid = {f"{name}__alpha" if model is MLPClassifier else f"{name}__C": [0.01, 1.0]}
    search = GridSearchCV(pipeline, grid, cv=3, n_jobs=2).fit(X, Y)
    assert search.best_score_ > 0.75
    again = pickle.loads(pickle.dumps(search))
    np.testing.assert_array_equal(again.predict(X), search.predict(X))
    assert clone(model(max_iter=7)).get_params()["max_iter"] == 7


@quiet
def test_a_candidate_that_diverges_does_not_stop_the_search():
    rates = {"learning_rate_init": [0.01, 1e200]}
    search = GridSearchCV(MLPClassifier(solver="sgd"), rates, cv=3)
    with pytest.warns(FitFailedWarning, match="diverge"):
        search.fit(X, Y)
    assert search.best_params_ == {"learning_rate_init": 0.01}


@quiet
@pytest.mark.parametrize("state", [0, np.int64(0), np.random.RandomState(0)])
def test_random_state_repeats_the_result(state):
    one = MLPClassifier(max_iter=3, random_state=copy.deepcopy(state)).fit(X, Y)
    other = MLPClassifier(max_iter=3, random_state=copy.deepcopy(state)).fit(X, Y)
    assert one.loss_curve_ == other.loss_curve_
    assert one.loss_curve_ != MLPClassifier(max_iter=3).fit(X, Y).loss_curve_


@quiet
@pytest.mark.parametrize(
    "model, unit", [(MLPClassifier, "épocas"), (LogisticRegression, "pasos")]
)
def test_verbose_shows_a_bar_in_spanish(model, unit, capsys):
    model(max_iter=3).fit(X, Y)
    assert capsys.readouterr().err == ""
    model(max_iter=3, verbose=True).fit(X, Y)
    shown = capsys.readouterr().err
    assert "Entrenando: 100 %" in shown and f"3 de 3 {unit}" in shown
    assert "pérdida" in shown


def test_the_network_alone_does_not_load_scikit_learn():
    code = "import sys, course_lib.mlp; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(found.stdout.split())
    assert "course_lib.mlp" in loaded
    assert not {"sklearn", "course_lib.estimators"} & loaded


# El ejemplo del README ----------------------------------------------------------------


def test_the_example_of_the_readme_runs_and_tells_the_truth(
    tmp_path, monkeypatch, capsys
):
    text = (documents.ROOT / "README.md").read_text(encoding="utf-8")
    ((code, after),) = re.findall(r"```python\n(.*?)```\n\n(.*?)\n", text, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "ejemplo"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(code, "ejemplo del README", "exec"), names)
    shown = capsys.readouterr().out
    told, guessing = (float(n) for n in re.findall(r"0\.\d+", after))
    y_test = names["y_test"]
    assert float(re.search(r"Exactitud: (.+)", shown)[1]) == pytest.approx(
        told, abs=0.04
    )
    frequent = statistics.mode(names["y"])
    assert np.mean(y_test == frequent) == pytest.approx(guessing, abs=0.005)
    # La red leída recibe X sin estandarizar, y predice lo mismo que el Pipeline.
    X_test, network = names["X_test"], names["network"]
    np.testing.assert_array_equal(
        network.predict(X_test), names["model"].predict(X_test)
    )
    assert [p.name for p in tmp_path.iterdir()] == ["departamentos.npz"]
    assert "Red de 2 capas: 64 entradas, 9 clases" in shown


# Al lado de scikit-learn --------------------------------------------------------------


@pytest.mark.parametrize("data", accuracies.DATA)
def test_the_regression_is_as_accurate_as_scikit_learns(data):
    (ours,), (theirs,) = accuracies.side_by_side("LogisticRegression", data, [0])
    assert ours >= theirs - accuracies.MARGIN


@pytest.mark.lento
@pytest.mark.parametrize("data", accuracies.DATA)
def test_the_network_is_as_accurate_as_scikit_learns(data):
    ours, theirs = accuracies.side_by_side("MLPClassifier", data, range(3))
    assert statistics.fmean(ours) >= statistics.fmean(theirs) - accuracies.MARGIN
