"""Otras respuestas correctas de la lección 00, en estilos distintos."""

import numpy as np

# 00.1 ------------------------------------------------------------------------------


def count_by_pairs(layer_shapes):
    """Con zip, y el 1 de más para el sesgo."""
    return sum(
        (h_in + 1) * h_out
        for h_in, h_out in zip(layer_shapes[:-1], layer_shapes[1:], strict=True)
    )


def count_recursive(layer_shapes):
    """Recursión: la primera capa más las demás."""
    if len(layer_shapes) < 2:
        return 0
    first, second, *_ = layer_shapes
    return first * second + second + count_recursive(layer_shapes[1:])


def count_with_numpy(layer_shapes):
    """Un producto escalar; devuelve un entero de NumPy."""
    h = np.array(layer_shapes)
    return h[:-1] @ h[1:] + h[1:].sum()


def count_real_arrays(layer_shapes):
    """Construye los parámetros y mira cuánto ocupan."""
    total = 0.0
    for layer in range(1, len(layer_shapes)):
        W = np.empty((layer_shapes[layer - 1], layer_shapes[layer]))
        b = np.empty(layer_shapes[layer])
        total += W.size + b.size
    return total


def count_weights_then_biases(layer_shapes):
    """Dos cuentas separadas, y un while."""
    weights, l = 0, len(layer_shapes) - 1
    while l > 0:
        weights += layer_shapes[l] * layer_shapes[l - 1]
        l -= 1
    return weights + sum(layer_shapes) - layer_shapes[0]


# 00.2 ------------------------------------------------------------------------------


def dense_by_rows(X, W, b):
    """Una fila a la vez."""
    return [x @ W + b for x in X]


def dense_einsum(X, W, b):
    """Con einsum y el sesgo como fila."""
    return np.einsum("mi,ij->mj", X, W) + b[None, :]


def dense_loops(X, W, b):
    """Tres ciclos y listas de Python."""
    Z = []
    for i in range(len(X)):
        row = []
        for j in range(len(b)):
            total = b[j]
            for k in range(len(W)):
                total = total + X[i][k] * W[k][j]
            row.append(total)
        Z.append(row)
    return Z


def dense_extended(X, W, b):
    """El sesgo, como un peso más de una entrada que vale 1."""
    ones = np.ones((X.shape[0], 1))
    return np.hstack([X, ones]).dot(np.vstack([W, b]))


def dense_transposed(X, W, b):
    """(Wᵀ Xᵀ)ᵀ, y el sesgo repetido."""
    return np.dot(W.T, X.T).T + np.tile(b, (len(X), 1))


def dense_by_inputs(X, W, b):
    """Una suma de productos externos, sobre una copia de b."""
    Z = np.zeros((len(X), len(b))) + b
    for k in range(X.shape[1]):
        Z += np.outer(X[:, k], W[k])
    return Z
