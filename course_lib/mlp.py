"""El perceptrón multicapa: el Algoritmo 1 de las diapositivas, corregido (lección 04).

Notación: X (m, h_0); W[l] (h_{l-1}, h_l) y b[l] (h_l,), con l de 1 a L; el índice 0 de
`W`, `b`, `dW` y `db` es None. Las capas ocultas usan `activation`; la última, softmax.
Nada cambia su entrada, y float32 se conserva. `check=False` salta la revisión de la
entrada: así llama `train` a las demás dentro de su ciclo.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib import validation as door
from course_lib.activations import ACTIVATIONS, softmax
from course_lib.losses import cross_entropy
from course_lib.validation import DivergenceError

__all__ = [
    "DivergenceError",
    "Network",
    "backpropagation",
    "forward_propagation",
    "he_initialization",
    "output_delta",
    "predict",
    "train",
    "update_parameters",
]


def he_initialization(layer_shapes, seed, *, dtype=np.float64):
    """Pesos de N(0, 2 / h_{l-1}) y sesgos en cero: devuelve las listas W y b.

    layer_shapes: [h_0, …, h_L]. La misma semilla da los mismos pesos. Lección 03.
    CourseError: capas que no son enteros mayores que cero, o semilla negativa.
    """
    h = door.as_layer_shapes(layer_shapes)
    dtype, rng = door.as_float_type(dtype), np.random.default_rng(door.as_seed(seed))
    W, b = [None], [None]
    for l in range(1, len(h)):
        scale = np.sqrt(2.0 / h[l - 1])
        W.append((scale * rng.standard_normal((h[l - 1], h[l]))).astype(dtype))
        b.append(np.zeros(h[l], dtype))
    return W, b


def forward_propagation(X, W, b, *, activation="relu", check=True):
    """Propaga X hacia adelante. Devuelve Y_hat (m, h_L) y cache = (Z, A).

    Z[l] = A[l-1] W[l] + b[l] y A[l] = g(Z[l]); A[0] = X y A[L] = Y_hat.
    CourseError: formas que no encajan, NaN, listas sin el None del índice 0.
    Diapositiva «Perceptrón Multicapa: Forward & Backprop».
    """
    if check:
        X, W, b = door.checked_forward(X, W, b, activation, ACTIVATIONS)
    g, _ = ACTIVATIONS[activation]
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(g(Z[l], check=False))
    Z.append(A[L - 1] @ W[L] + b[L])
    A.append(softmax(Z[L], check=False))
    if check:
        door.require_finite_output(A[L])
    return A[L], (Z, A)


def output_delta(Y_hat, Y, *, check=True):
    """∂𝓛/∂Z_L = (Ŷ − Y) / m: softmax y entropía cruzada, juntas. Forma (m, K).

    CourseError: Y con otra forma, o etiquetas en vez de one-hot. Lección 04.
    """
    if check:
        Y_hat = door.as_probabilities(Y_hat)
        Y = door.as_one_hot(Y, Y_hat.shape, dtype=Y_hat.dtype)
    return (Y_hat - Y) / len(Y)


def backpropagation(X, Y, W, b, cache, *, activation="relu", check=True):
    """Gradientes de la entropía cruzada media: listas dW y db, con la forma de W y b.

    cache: la que devolvió forward_propagation con estos mismos X, W y b.
    CourseError: formas que no encajan, Y sin one-hot, una caché de otro lote.
    Diapositiva «Perceptrón Multicapa: Forward & Backprop».
    """
    if check:
        X, Y, W, b, cache = door.checked_backward(
            X, Y, W, b, cache, activation, ACTIVATIONS
        )
    _, g_prime = ACTIVATIONS[activation]
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = output_delta(A[L], Y, check=False)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * g_prime(Z[l - 1], check=False)
    return dW, db


def update_parameters(W, b, dW, db, alpha, *, check=True):
    """Un paso de descenso del gradiente: listas nuevas, W − α dW y b − α db.

    CourseError: gradientes con otra forma, alpha negativa o NaN. Lección 04.
    """
    if check:
        W, b, dW, db, alpha = door.checked_update(W, b, dW, db, alpha)
    layers = range(1, len(W))
    W = [None] + [W[l] - alpha * dW[l] for l in layers]
    b = [None] + [b[l] - alpha * db[l] for l in layers]
    return W, b


def train(X, Y, layer_shapes, alpha, iters, seed, *, activation="relu", callback=None):
    """El Algoritmo 1, con todo el lote en cada paso. Devuelve W, b y losses.

    losses[k]: la pérdida antes de la actualización k. Si se da `callback`, se llama
    `callback(k, W, b, loss)` en cada una, para mirar el avance.
    DivergenceError (un CourseError) si algo deja de ser finito: trae W, b y losses.
    """
    X, Y, h, alpha, iters = door.checked_training(
        X, Y, layer_shapes, alpha, iters, activation, ACTIVATIONS, callback
    )
    W, b = last_good = he_initialization(h, seed, dtype=X.dtype)
    losses, g = [], activation
    with np.errstate(all="ignore"):  # si algo desborda, lo dice la pérdida
        for k in range(iters):
            Y_hat, cache = forward_propagation(X, W, b, activation=g, check=False)
            loss = cross_entropy(Y_hat, Y, check=False)
            door.require_finite(loss, k, alpha, last_good, losses)
            losses.append(loss)
            if callback is not None:
                callback(k, W, b, loss)
            dW, db = backpropagation(X, Y, W, b, cache, activation=g, check=False)
            last_good = W, b
            W, b = update_parameters(W, b, dW, db, alpha, check=False)
    door.require_finite((*W[1:], *b[1:]), iters, alpha, last_good, losses)
    return W, b, losses


def predict(X, W, b, *, activation="relu"):
    """La clase más probable de cada fila de X: enteros (m,). Lección 04.

    CourseError como `forward_propagation`.
    """
    Y_hat, _ = forward_propagation(X, W, b, activation=activation)
    return np.argmax(Y_hat, axis=1)


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """Una red entrenada, que ya no cambia: W y b quedan como copias de solo lectura.

    `classes`: el nombre de cada clase (K,), o None si son 0 … K − 1. `preprocessing`:
    función que se aplica a X antes de la red, o None; si la red se va a guardar con
    `course_lib.save`, `Standardization.of(X_train)`, de `course_lib.preprocessing`. Un
    ejemplo entero, hasta guardarla: `help(train_minibatches)`, de `optimizers`.
    CourseError: pesos que no encajan; clases que no son K o no son distintas; otra
    activación; un preprocesamiento que no recibe solo X, o de otras columnas.
    """

    W: tuple
    b: tuple
    activation: str = "relu"
    classes: np.ndarray | None = None
    preprocessing: Callable | None = None

    def __post_init__(self):
        W, b, classes = door.checked_network(
            self.W, self.b, self.activation, ACTIVATIONS, self.classes
        )
        door.as_preprocessing(self.preprocessing, W[1].shape[0])
        for name, value in (("W", W), ("b", b), ("classes", classes)):
            object.__setattr__(self, name, value)

    def __repr__(self):
        shapes = [self.W[1].shape[0], *(b.size for b in self.b[1:])]
        return f"Network({shapes}, activation={self.activation!r})"

    def __getattr__(self, name):
        raise AttributeError(door.missing_from_network(name))

    def predict_proba(self, X):
        """Probabilidades Ŷ (m, K) de las filas de X, sin preprocesar."""
        if self.preprocessing is not None:
            X = door.as_preprocessed(self.preprocessing, X)
        return forward_propagation(X, self.W, self.b, activation=self.activation)[0]

    def predict(self, X):
        """La clase más probable de cada fila de X: (m,)."""
        y = np.argmax(self.predict_proba(X), axis=1)
        return y if self.classes is None else self.classes[y]
