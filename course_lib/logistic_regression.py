"""La regresión logística, y lo que la rodea: estandarizar, descender, contar errores.

Notación: X (m, d), un ejemplo por fila; y (m,), de ceros y unos; w (d,), un peso por
variable; b, un número. El modelo es z = X w + b, ŷ = σ(z), y 𝓛 es la entropía cruzada
binaria media. Nada cambia su entrada. Con `check=False` no se revisa lo que llega: así
se llaman dentro del ciclo de entrenamiento, que ya lo revisó en la puerta. Lección 02.
"""

from math import isfinite

import numpy as np

from course_lib import validation as door
from course_lib.activations import sigmoid
from course_lib.buffers import LogisticBuffers
from course_lib.errors import ShapeError, as_array, as_number, as_whole_number

__all__ = [
    "confusion_matrix",
    "gradient_descent",
    "logistic_gradients",
    "predict_binary",
    "predict_probability",
    "standardize",
    "train_logistic",
]


def predict_probability(X, w, b, *, check=True):
    """ŷ = σ(X w + b): la probabilidad de la clase 1 de cada fila. Forma (m,).

    CourseError: w sin un peso por columna de X, b que no es un número, NaN.
    Diapositiva «Grafo Computacional: Regresión Logística».
    """
    if check:
        X, w, b = _as_model(X, w, b)
    return sigmoid(X @ w + b, check=False)


def logistic_gradients(X, y, w, b, *, check=True):
    """Gradientes de la entropía cruzada binaria media: dw (d,) y db, un número.

    ∂𝓛/∂z = (ŷ − y) / m; de ahí, ∂𝓛/∂w = Xᵀ ∂𝓛/∂z y ∂𝓛/∂b es su suma.
    CourseError: formas que no encajan, etiquetas que no son 0 y 1. Lección 02.
    """
    if check:
        X, w, b = _as_model(X, w, b)
        y = _as_truth(y, X)
    dz = (predict_probability(X, w, b, check=False) - y) / len(y)
    return X.T @ dz, float(dz.sum())


def train_logistic(X, y, alpha, iters, *, callback=None):
    """Descenso del gradiente desde w = 0 y b = 0. Devuelve w, b y losses.

    losses[k]: la pérdida antes de la actualización k; losses[0] es log 2. Con
    `callback`, llama `callback(k, w, b, loss)` en cada una. Lección 02.
    CourseError si algo no sirve; DivergenceError, con los últimos buenos, si diverge.
    """
    X, iters = as_array(X, "X", ndim=2), as_whole_number(iters, "iters")
    y, alpha = _as_truth(y, X), door.as_alpha(alpha)
    door.as_function(callback, "callback", 4)
    w, b, losses = np.zeros(X.shape[1], X.dtype), 0.0, []
    last_good, buffers = (w, b), LogisticBuffers(X, y)
    with np.errstate(all="ignore"):  # si algo desborda, lo dice la pérdida
        for k in range(iters):
            loss, dw, db = buffers.gradients(w, b)  # los de logistic_gradients
            if not isfinite(loss):
                raise door.DivergenceError(k, alpha, *last_good, losses)
            losses.append(loss)
            if callback is not None:
                callback(k, w, b, loss)
            last_good, (w, b) = (w, b), (w - alpha * dw, b - alpha * db)
    door.require_finite((w, b), iters, alpha, last_good, losses)
    return w, b, losses


def predict_binary(X, w, b, threshold=0.5):
    """La clase de cada fila: 1 si ŷ ≥ threshold y 0 si no. Enteros (m,). Lección 02.

    CourseError como `predict_probability`, o un umbral fuera de [0, 1].
    """
    threshold = as_number(threshold, "threshold", minimum=0, maximum=1)
    return (predict_probability(X, w, b) >= threshold).astype(np.int64)


def gradient_descent(gradients, parameters, alpha, iters):
    """Da `iters` pasos p ← p − α ∂𝓛/∂p. Devuelve la lista de parámetros; la de llegada.

    parameters: lista de arreglos. gradients: función que recibe esa lista y devuelve
    otra, con el gradiente de cada uno. CourseError si no se corresponden. Lección 02.
    """
    parameters = [as_array(p, f"parameters[{i}]") for i, p in enumerate(parameters)]
    alpha, iters = door.as_alpha(alpha), as_whole_number(iters, "iters")
    with np.errstate(all="ignore"):  # si algo desborda, lo dice la puerta
        for k in range(iters):
            steps = _as_gradients(gradients(parameters), parameters)
            parameters = [p - alpha * g for p, g in zip(parameters, steps, strict=True)]
            door.require_converging(parameters, k, alpha)
    return parameters


def standardize(X_train, X_test):
    """Resta a cada columna su media y divide entre su desviación. Devuelve las dos X.

    Las dos usan la media y la desviación de X_train (m, d): si se miraran las de
    X_test, la evaluación ya habría visto la prueba. Una columna constante queda en 0.
    CourseError: X que no son matrices con las mismas columnas, NaN. Lección 02.
    """
    X_train = as_array(X_train, "X_train", ndim=2)
    X_test = as_array(X_test, "X_test", shape=(None, X_train.shape[1]))
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    # No basta mirar si std es 0: la media de una columna de 0.1 no es exactamente 0.1.
    std = np.where(X_train.max(axis=0) == X_train.min(axis=0), 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


def confusion_matrix(y, y_pred, n_classes):
    """Cuenta los ejemplos de cada clase (fila) por la clase predicha (columna).

    y, y_pred (m,): etiquetas de 0 a K − 1. Devuelve enteros (K, K): en la diagonal, los
    aciertos. CourseError: otras etiquetas, largos distintos. Lección 02.
    """
    n_classes = as_whole_number(n_classes, "n_classes")
    y = door.as_labels(y, n_classes)
    y_pred = door.as_labels(y_pred, n_classes, name="y_pred")
    y_pred = as_array(y_pred, "y_pred", shape=y.shape).astype(np.int64)
    matrix = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(matrix, (y, y_pred), 1)  # `matrix[y, y_pred] += 1` no acumula repetidos
    return matrix


def _as_model(X, w, b):
    X = as_array(X, "X", ndim=2)
    return X, as_array(w, "w", shape=(X.shape[1],)), as_number(b, "b")


def _as_truth(y, X):
    return as_array(door.as_labels(y, 2), "y", shape=(len(X),)).astype(X.dtype)


def _as_gradients(found, parameters):
    wanted, got = [p.shape for p in parameters], [np.shape(g) for g in found]
    if got != wanted:
        raise ShapeError(
            "gradients no devolvió un gradiente por parámetro, con su forma",
            expected=f"formas {wanted}",
            got=f"{got}",
        )
    return found
