"""Pérdidas: cuánto se equivoca una predicción (lecciones 02 y 04).

Todas devuelven un número: la **media** sobre los m ejemplos del lote. Son estables: no
recortan probabilidades ni dan infinito. Con `check=False` no revisan su entrada; así
las llama el ciclo de entrenamiento, que ya la revisó en la puerta.
"""

import numpy as np

from course_lib.errors import as_array, as_whole_number
from course_lib.validation import as_labels, as_one_hot, as_probabilities

__all__ = [
    "binary_cross_entropy",
    "cross_entropy",
    "cross_entropy_from_logits",
    "log_softmax",
    "one_hot",
]


def one_hot(y, n_classes):
    """Etiquetas y (m,) → Y (m, K): un 1 en la columna de la clase. Lección 04.

    CourseError: etiquetas que no son enteros de 0 a n_classes − 1, o ya one-hot.
    """
    n_classes = as_whole_number(n_classes, "n_classes")
    y = as_labels(y, n_classes)
    Y = np.zeros((len(y), n_classes))
    Y[np.arange(len(y)), y] = 1.0
    return Y


def cross_entropy(Y_hat, Y, *, check=True):
    """Entropía cruzada media: −(1/m) Σ Y ⊙ log Ŷ. Lección 04.

    Y_hat (m, K): probabilidades. Y (m, K): one-hot. Devuelve un número.
    CourseError: formas distintas, etiquetas en vez de one-hot, algo que no es una
    probabilidad.
    """
    if check:
        Y_hat = as_probabilities(Y_hat)
        Y = as_one_hot(Y, Y_hat.shape)
    # log(0) es −∞. El menor positivo que existe solo reemplaza al 0: toda probabilidad
    # positiva queda exacta.
    tiny = np.finfo(Y_hat.dtype).smallest_subnormal
    return float(np.sum(-Y * np.log(np.maximum(Y_hat, tiny))) / len(Y))


def cross_entropy_from_logits(Z, Y, *, check=True):
    """Entropía cruzada media de softmax(Z), sin pasar por las probabilidades.

    Usa `log_softmax`: exacta aunque la probabilidad no quepa en un float. Z (m, K),
    Y (m, K) one-hot. CourseError como `cross_entropy`. Lección 04.
    """
    if check:
        Z = as_array(Z, "Z", ndim=2)
        Y = as_one_hot(Y, Z.shape)
    return float(np.sum(-Y * log_softmax(Z, check=False)) / len(Y))


def log_softmax(Z, *, check=True):
    """El logaritmo de softmax, fila por fila: Z_k − log Σ_j e^Z_j. Forma (m, K).

    Exacto aunque la probabilidad no quepa en un float. CourseError: Z que no es una
    matriz de números finitos. Lección 04.
    """
    if check:
        Z = as_array(Z, "Z", ndim=2)
    # Restar el máximo de la fila no cambia el resultado, y así e^Z no desborda.
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def binary_cross_entropy(z, y, *, check=True):
    """Entropía cruzada binaria media, desde las preactivaciones z. Lección 02.

    −(1/m) Σ [y log σ(z) + (1 − y) log(1 − σ(z))] = (1/m) Σ [log(1 + eᶻ) − y z].
    z (m,), y (m,) de ceros y unos. CourseError: formas distintas u otras etiquetas.
    """
    if check:
        z = as_array(z, "z", ndim=1)
        y = as_array(as_labels(y, 2), "y", shape=z.shape)
    # log(1 + eᶻ) = max(z, 0) + log(1 + e^−|z|): el exponente nunca es positivo.
    return float(np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))))
