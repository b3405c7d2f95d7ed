"""Las piezas que una respuesta inventada llama del curso, escritas como en una clase.

En un cuaderno no se puede contar con las funciones del curso: al calificar no están.
Una prueba compara estas con las del curso. Los nombres son los mismos.
"""

import numpy as np

__all__ = [
    "backpropagation",
    "cross_entropy",
    "forward_propagation",
    "he_initialization",
    "output_delta",
    "relu",
    "relu_derivative",
    "sigmoid",
    "softmax",
    "update_parameters",
]


def relu(Z):
    return np.maximum(Z, 0.0)


def relu_derivative(Z):
    return np.where(np.asarray(Z) > 0, 1.0, 0.0)


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 / (1 + e), e / (1 + e))


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def cross_entropy(Y_hat, Y):
    p = np.clip(Y_hat, np.finfo(float).tiny, None)
    return float(-(Y * np.log(p)).sum() / len(Y))


def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for layer in range(1, L + 1):
        Z.append(A[-1] @ W[layer] + b[layer])
        A.append(softmax(Z[-1]) if layer == L else relu(Z[-1]))
    return A[L], (Z, A)


def output_delta(Y_hat, Y):
    return (Y_hat - Y) / len(Y)


def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = output_delta(A[L], Y)
    for layer in range(L, 0, -1):
        dW[layer] = A[layer - 1].T @ dZ
        db[layer] = dZ.sum(axis=0)
        if layer > 1:
            dZ = (dZ @ W[layer].T) * relu_derivative(Z[layer - 1])
    return dW, db


def update_parameters(W, b, dW, db, alpha):
    new_W = [None] + [w - alpha * d for w, d in zip(W[1:], dW[1:], strict=True)]
    new_b = [None] + [v - alpha * d for v, d in zip(b[1:], db[1:], strict=True)]
    return new_W, new_b


def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for m, n in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
        W.append(np.sqrt(2 / m) * rng.standard_normal((m, n)))
        b.append(np.zeros(n))
    return W, b
