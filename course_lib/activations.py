"""Funciones de activación, cada una con su derivada al lado (lecciones 03 y 04).

Todas reciben un número o un arreglo de cualquier forma y devuelven lo mismo, elemento
a elemento; `softmax` es la excepción: mezcla las columnas de cada fila. Conservan
float32, no cambian su entrada y son estables con valores tan grandes como ±1000.

Lo que no es un número finito recibe un `CourseError`. Con `check=False` no se revisa la
entrada: así las llama la red dentro de su ciclo, que ya la revisó en la puerta.
"""

import numpy as np

from course_lib.errors import as_array, as_number

__all__ = [
    "ACTIVATIONS",
    "leaky_relu",
    "leaky_relu_derivative",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "tanh",
    "tanh_derivative",
]


def sigmoid(z, *, check=True):
    """σ(z) = 1 / (1 + e⁻ᶻ), entre 0 y 1. Diapositiva «Función Sigmoide»."""
    if check:
        z = as_array(z, "z")
    # e⁻ᶻ desborda si z = −1000. Con |z| el exponente nunca es positivo; para z < 0
    # se usa la forma igual eᶻ / (1 + eᶻ).
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def sigmoid_derivative(z, *, check=True):
    """σ'(z) = σ(z) (1 − σ(z)), a lo sumo 1/4. Diapositiva «Función Sigmoide»."""
    if check:
        z = as_array(z, "z")
    # 1 − σ(z) = σ(−z): la resta perdería todas las cifras cuando σ(z) se acerca a 1.
    return sigmoid(z, check=False) * sigmoid(-z, check=False)


def relu(z, *, check=True):
    """relu(z) = max(z, 0). Diapositiva «Función Relu»."""
    if check:
        z = as_array(z, "z")
    return np.maximum(z, 0.0)


def relu_derivative(z, *, check=True):
    """1 donde z > 0 y 0 en lo demás. En 0 no hay derivada: por convención, 0."""
    if check:
        z = as_array(z, "z")
    return (z > 0).astype(z.dtype)


def tanh(z, *, check=True):
    """tanh(z), entre −1 y 1. Lección 03."""
    if check:
        z = as_array(z, "z")
    return np.tanh(z)


def tanh_derivative(z, *, check=True):
    """tanh'(z) = 1 − tanh²(z), a lo sumo 1. Lección 03."""
    if check:
        z = as_array(z, "z")
    return 1.0 - np.tanh(z) ** 2


def leaky_relu(z, slope=0.01, *, check=True):
    """z donde z > 0 y `slope` · z en lo demás, con `slope` entre 0 y 1. Lección 03."""
    if check:
        z = as_array(z, "z")
        slope = as_number(slope, "slope", minimum=0, maximum=1)
    return np.where(z > 0, z, slope * z)


def leaky_relu_derivative(z, slope=0.01, *, check=True):
    """1 donde z > 0 y `slope` en lo demás; en 0, por convención, `slope`."""
    if check:
        z = as_array(z, "z")
        slope = as_number(slope, "slope", minimum=0, maximum=1)
    return np.where(z > 0, 1.0, slope).astype(z.dtype)


def softmax(Z, *, check=True):
    """Convierte cada fila de Z (m, K) en probabilidades: e^Z_k / Σ_j e^Z_j.

    Un vector (K,) cuenta como una sola fila. No es elemento a elemento: cada salida
    depende de toda su fila. Diapositiva «Perceptrón Multicapa».
    """
    if check:
        Z = as_array(Z, "Z", ndim=(1, 2))
    # Restar el máximo de la fila no cambia el cociente, y así e^Z no desborda.
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


# Las que admite una capa oculta: nombre → (función, derivada).
ACTIVATIONS = {
    "relu": (relu, relu_derivative),
    "tanh": (tanh, tanh_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "leaky_relu": (leaky_relu, leaky_relu_derivative),
}
