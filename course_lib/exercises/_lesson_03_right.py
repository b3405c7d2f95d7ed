"""Otras respuestas correctas de la lección 03, en estilos distintos."""

import math
import random

import numpy as np

from course_lib import activations as course

# 03.1 ------------------------------------------------------------------------------


def sigmoid_derivative_plain(z):
    """σ (1 − σ), con la sigmoide escrita tal cual: avisa de un desborde, y vale."""
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def sigmoid_derivative_difference(z):
    """σ − σ²."""
    s = course.sigmoid(z)
    return s - s**2


def sigmoid_derivative_even(z):
    """Con |z|, porque es par: la exponencial nunca desborda."""
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def sigmoid_derivative_tanh(z):
    """Con la tangente hiperbólica de la mitad."""
    return (1 - np.tanh(z / 2) ** 2) / 4


def sigmoid_derivative_loop(z):
    """Un valor a la vez, con math."""

    def one(value):
        e = math.exp(-abs(value))
        return e / (1 + e) ** 2

    return np.array([one(float(v)) for v in z.flat]).reshape(z.shape)


def sigmoid_derivative_float32(z):
    """En precisión simple."""
    s = course.sigmoid(z.astype(np.float32))
    return s * (1 - s)


# 03.2 ------------------------------------------------------------------------------


def relu_where(z):
    return np.where(z > 0, z, 0)


def relu_mask(z):
    return z * (z > 0)


def relu_clip(z):
    return np.clip(z, 0, None)


def relu_half(z):
    """La mitad de z y de su valor absoluto."""
    return (z + np.abs(z)) / 2


def relu_copy(z):
    """Sobre una copia."""
    out = z.copy()
    out[out < 0] = 0
    return out


def relu_vectorize(z):
    """La función de un número, repartida por NumPy."""
    return np.vectorize(lambda value: max(0.0, float(value)), otypes=[float])(z)


# 03.3 ------------------------------------------------------------------------------


def relu_derivative_mask(z):
    """La máscara misma, de booleanos."""
    return z > 0


def relu_derivative_where(z):
    return np.where(z <= 0, 0, 1)


def relu_derivative_heaviside(z):
    return np.heaviside(z, 0)


def relu_derivative_signs(z):
    """El signo de relu."""
    return np.sign(np.maximum(z, 0))


def relu_derivative_loop(z):
    """Un elemento a la vez."""
    out = np.zeros(z.shape)
    for index, value in np.ndenumerate(z):
        if value > 0:
            out[index] = 1
    return out


# 03.4 ------------------------------------------------------------------------------


def tanh_derivative_product(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)


def tanh_derivative_cosh(z):
    """1/cosh²: con ±1000 avisa de un desborde, y vale."""
    return 1 / np.cosh(z) ** 2


def tanh_derivative_even(z):
    """Con |z|: la exponencial nunca desborda."""
    e = np.exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2


def tanh_derivative_from_sigmoid(z):
    """tanh(z) = 2σ(2z) − 1, así que su derivada es 4σ'(2z)."""
    return 4 * course.sigmoid_derivative(2 * z)


def tanh_derivative_loop(z):
    """Un valor a la vez, en una lista plana que recupera su forma."""
    values = [1 - math.tanh(value) ** 2 for value in z.ravel().tolist()]
    return np.reshape(values, z.shape)


# 03.5 ------------------------------------------------------------------------------


def leaky_maximum(z, slope=0.01):
    """Vale porque slope no pasa de 1."""
    return np.maximum(z, slope * z)


def leaky_two_sides(z, slope=0.01):
    return np.maximum(z, 0) + slope * np.minimum(z, 0)


def leaky_factor(z, slope=0.01):
    """z por su pendiente."""
    return z * ((z > 0) + slope * (z <= 0))


def leaky_copy(z, slope=0.01):
    """Sobre una copia de punto flotante."""
    out = np.array(z, dtype=float)
    out[out < 0] *= slope
    return out


def leaky_loop(z, slope=0.01):
    out = np.empty(z.shape)
    for index in np.ndindex(*z.shape):
        out[index] = z[index] if z[index] >= 0 else slope * z[index]
    return out


# 03.6 ------------------------------------------------------------------------------


def leaky_derivative_mask(z, slope=0.01):
    """slope, y lo que falta para 1 donde z es positivo."""
    return slope + (1 - slope) * (z > 0)


def leaky_derivative_two_masks(z, slope=0.01):
    return 1 * (z > 0) + slope * (z <= 0)


def leaky_derivative_fill(z, slope=0.01):
    out = np.full(z.shape, slope)
    out[z > 0] = 1
    return out


def leaky_derivative_heaviside(z, slope=0.01):
    return np.maximum(np.heaviside(z, 0.0), slope)


def leaky_derivative_loop(z, slope=0.01):
    values = [1.0 if value > 0 else slope for value in z.flat]
    return np.array(values).reshape(z.shape)


# 03.7 ------------------------------------------------------------------------------


def collapse_by_probing(W1, b1, W2, b2):
    """Empuja por las dos capas un cero y cada fila de la identidad."""

    def both(X):
        return (X @ W1 + b1) @ W2 + b2

    b = both(np.zeros(len(W1)))
    return both(np.eye(len(W1))) - b, b


def collapse_extended(W1, b1, W2, b2):
    """Con el sesgo como una fila más."""
    first = np.vstack([W1, b1])
    column = np.zeros((len(first), 1))
    column[-1] = 1
    whole = np.hstack([first, column]) @ np.vstack([W2, b2])
    return whole[:-1], whole[-1]


def collapse_einsum(W1, b1, W2, b2):
    return np.einsum("ij,jk->ik", W1, W2), np.einsum("j,jk->k", b1, W2) + b2


def collapse_loops(W1, b1, W2, b2):
    """Listas de Python, elemento a elemento."""
    hidden, out = range(len(b1)), range(len(b2))
    W = [[sum(row[j] * W2[j][k] for j in hidden) for k in out] for row in W1]
    return W, [b2[k] + sum(b1[j] * W2[j][k] for j in hidden) for k in out]


def collapse_transposed(W1, b1, W2, b2):
    """Con las columnas como datos, y vuelta."""
    return [np.dot(W2.T, W1.T).T, W2.T.dot(b1) + b2]


# 03.8 ------------------------------------------------------------------------------


def he_global_generator(layer_shapes, seed):
    """El generador global de NumPy, capa por capa, con randn."""
    np.random.seed(seed)
    L = len(layer_shapes) - 1
    W, b = [None] * (L + 1), [None] * (L + 1)
    for l in range(1, L + 1):
        h_in, h_out = layer_shapes[l - 1], layer_shapes[l]
        W[l] = np.random.randn(h_in, h_out) * np.sqrt(2.0 / h_in)
        b[l] = np.zeros(h_out)
    return W, b


def he_random_state(layer_shapes, seed):
    """RandomState, tuplas, y de la última capa a la primera."""
    rng = np.random.RandomState(seed)
    pairs = list(zip(layer_shapes[:-1], layer_shapes[1:], strict=True))
    W = [rng.normal(0, (2 / i) ** 0.5, size=(i, o)) for i, o in reversed(pairs)]
    return (None, *reversed(W)), (None, *(np.zeros(o) for _, o in pairs))


def he_other_bits(layer_shapes, seed):
    """Otro generador de bits, en precisión simple y con los sesgos en enteros."""
    rng = np.random.Generator(np.random.Philox(seed))
    W, b = [None], [None]
    for i, o in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
        draw = rng.standard_normal((i, o), dtype=np.float32)
        W.append(draw * np.float32(np.sqrt(2 / i)))
        b.append(np.zeros(o, dtype=int))
    return W, b


def he_one_draw(layer_shapes, seed):
    """Un solo sorteo largo, que se reparte entre las capas."""
    h = list(layer_shapes)
    sizes = [h[l - 1] * h[l] for l in range(1, len(h))]
    numbers = np.random.default_rng(seed).standard_normal(sum(sizes))
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    W, b = [None], [None]
    for l, part in enumerate(parts, start=1):
        W.append(part.reshape(h[l - 1], h[l]) / math.sqrt(h[l - 1] / 2))
        b.append([0.0] * h[l])
    return W, b


def he_box_muller(layer_shapes, seed):
    """Normales a partir de uniformes, sin `normal`."""
    rng = np.random.default_rng([seed, 1])
    W, b = [None], [None]
    for i, o in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
        radius = np.sqrt(-2 * np.log(1 - rng.random((i, o))))
        angle = 2 * np.pi * rng.random((i, o))
        W.append(radius * np.cos(angle) * np.sqrt(2 / i))
        b.append(np.zeros((o,)))
    return W, b


def he_python_random(layer_shapes, seed):
    """El módulo random de Python."""
    gauss = random.Random(seed).gauss
    W, b = [None], [None]
    for i, o in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
        scale = math.sqrt(2 / i)
        W.append([[gauss(0, scale) for _ in range(o)] for _ in range(i)])
        b.append(np.zeros(o))
    return W, b


def he_seed_per_layer(layer_shapes, seed):
    """Un generador por capa, cada uno con su propia semilla derivada."""
    children = np.random.SeedSequence(seed).spawn(len(layer_shapes) - 1)
    W, b = [None], [None]
    for l, child in enumerate(children, start=1):
        shape = layer_shapes[l - 1], layer_shapes[l]
        rng = np.random.default_rng(child)
        W.append(rng.normal(scale=np.sqrt(2 / shape[0]), size=shape))
        b.append(np.zeros(shape[1]))
    return W, b
