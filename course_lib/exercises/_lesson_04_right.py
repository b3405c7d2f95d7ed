"""Otras respuestas correctas de la lección 04, en estilos distintos.

Sirven para probar que la comprobación acepta toda respuesta correcta, no solo la que
se parece a la del curso.
"""

import math

import numpy as np

from course_lib.activations import relu, softmax
from course_lib.losses import cross_entropy
from course_lib.mlp import (
    backpropagation,
    forward_propagation,
    he_initialization,
    update_parameters,
)

# 04.1 ------------------------------------------------------------------------------


def one_hot_by_rows(y, n_classes):
    """Una fila de la identidad por ejemplo."""
    return np.eye(n_classes)[y]


def one_hot_by_comparison(y, n_classes):
    """Difusión: cada etiqueta contra todas las clases; queda un arreglo de bool."""
    return y[:, None] == np.arange(n_classes)


def one_hot_by_lists(y, n_classes):
    """Listas de listas, sin NumPy."""
    return [[1 if k == label else 0 for k in range(n_classes)] for label in y]


def one_hot_by_loop(y, n_classes):
    """Un ciclo que marca ejemplo por ejemplo, con enteros."""
    Y = np.zeros((len(y), n_classes), dtype=int)
    for i, label in enumerate(y):
        Y[i, label] = 1
    return Y


def one_hot_put_along_axis(y, n_classes):
    """Con una función poco conocida de NumPy."""
    Y = np.zeros((y.size, n_classes), dtype=np.float32)
    np.put_along_axis(Y, y.reshape(-1, 1), 1, axis=1)
    return Y


# 04.2 ------------------------------------------------------------------------------


def softmax_by_rows(Z):
    """Fila por fila, con una ayudante anidada."""

    def one_row(z):
        e = np.exp(z - np.max(z))
        return e / np.sum(e)

    return np.array([one_row(z) for z in Z])


def softmax_logsumexp(Z):
    """Por el logaritmo: exp(z − log Σ e^z)."""
    top = Z.max(axis=1, keepdims=True)
    return np.exp(Z - top - np.log(np.exp(Z - top).sum(axis=1, keepdims=True)))


def softmax_transposed(Z):
    """Con los ejemplos en columnas, y de vuelta."""
    E = np.exp(Z.T - Z.T.max(axis=0))
    return (E / E.sum(axis=0)).T


def softmax_math(Z):
    """Sin NumPy: listas y `math.exp`."""
    rows = []
    for row in Z:
        top = max(row)
        e = [math.exp(z - top) for z in row]
        rows.append([x / sum(e) for x in e])
    return rows


def softmax_pairwise(Z):
    """1 / Σ_j e^(z_j − z_k): la softmax como suma de comparaciones."""
    with np.errstate(over="ignore"):
        return 1.0 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


def softmax_float32(Z):
    """En precisión simple."""
    Z = np.asarray(Z, dtype=np.float32)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


# 04.3 ------------------------------------------------------------------------------


def cross_entropy_epsilon(Y_hat, Y):
    """Suma un ε dentro del logaritmo."""
    return -np.sum(Y * np.log(Y_hat + 1e-7)) / len(Y)


def cross_entropy_clipped(Y_hat, Y):
    """Recorta por los dos lados."""
    P = np.clip(Y_hat, 1e-15, 1 - 1e-15)
    return float(np.mean(-np.sum(Y * np.log(P), axis=1)))


def cross_entropy_true_class(Y_hat, Y):
    """Indexa la probabilidad de la clase verdadera."""
    p = Y_hat[np.arange(len(Y)), Y.argmax(axis=1)]
    return -np.mean(np.log(np.maximum(p, 1e-300)))


def cross_entropy_loop(Y_hat, Y):
    """Dos ciclos y `math.log`."""
    total = 0.0
    for p_row, y_row in zip(Y_hat, Y, strict=True):
        for p, y in zip(p_row, y_row, strict=True):
            if y == 1:
                total += -math.log(max(p, 1e-10))
    return total / len(Y)


def cross_entropy_einsum(Y_hat, Y):
    """Con einsum, y un escalar de NumPy."""
    log_p = np.log(np.where(Y_hat > 0, Y_hat, 1e-12))
    return np.float64(-np.einsum("mk,mk->", Y, log_p) / Y.shape[0])


# 04.4 ------------------------------------------------------------------------------


def forward_loop(X, W, b):
    """Un solo ciclo, con un `if` para la última capa."""
    Z, A = [None], [X]
    for layer in range(1, len(W)):
        Z.append(np.dot(A[layer - 1], W[layer]) + b[layer])
        if layer < len(W) - 1:
            A.append(Z[layer] * (Z[layer] > 0))
        else:
            A.append(softmax(Z[layer]))
    return A[-1], (Z, A)


def forward_recursive(X, W, b):
    """Recursión sobre las capas."""

    def go(layer, Z, A):
        if layer == len(W):
            return Z, A
        z = np.einsum("mi,ij->mj", A[-1], W[layer]) + b[layer]
        g = softmax if layer == len(W) - 1 else relu
        return go(layer + 1, [*Z, z], [*A, g(z)])

    cache = go(1, [None], [X])
    return cache[1][-1], cache


def forward_by_examples(X, W, b):
    """Ejemplo por ejemplo, unidad por unidad."""
    L = len(W) - 1
    Z = [None] + [np.empty((len(X), b[layer].size)) for layer in range(1, L + 1)]
    A = [np.array(X, dtype=float)] + [np.empty_like(z) for z in Z[1:]]
    for i in range(len(X)):
        for layer in range(1, L + 1):
            for j in range(b[layer].size):
                column = W[layer][:, j]
                Z[layer][i, j] = sum(A[layer - 1][i] * column) + b[layer][j]
                A[layer][i, j] = max(0.0, Z[layer][i, j])
        e = [math.exp(z - max(Z[L][i])) for z in Z[L][i]]
        A[L][i] = [x / sum(e) for x in e]
    return A[L], (Z, A)


def forward_dictionaries(X, W, b):
    """Con diccionarios por capa, y el sesgo como una columna de unos."""
    Z, A = {}, {0: X}
    ones = np.ones((len(X), 1))
    for layer, (w, bias) in enumerate(zip(W[1:], b[1:], strict=True), start=1):
        Z[layer] = np.hstack([A[layer - 1], ones]) @ np.vstack([w, bias])
        A[layer] = np.where(Z[layer] > 0, Z[layer], 0)
    A[len(W) - 1] = softmax(Z[len(W) - 1])
    return A[len(W) - 1], [Z, A]


# 04.5 ------------------------------------------------------------------------------


def delta_in_place(Y_hat, Y):
    """Copia Ŷ y resta 1 en la clase verdadera."""
    dZ = np.array(Y_hat, dtype=float)
    dZ[np.arange(len(Y)), Y.argmax(axis=1)] -= 1
    dZ /= len(Y)
    return dZ


def delta_jacobian(Y_hat, Y):
    """Con el jacobiano de log softmax, ejemplo por ejemplo: sin dividir entre Ŷ."""
    rows = []
    for p, y in zip(Y_hat, Y, strict=True):
        jacobian = np.eye(len(p)) - np.outer(p, np.ones(len(p)))
        rows.append(-jacobian @ y / len(Y))
    return np.stack(rows)


def delta_lists(Y_hat, Y):
    """Comprensión de listas."""
    m = len(Y)
    return [
        [(p - y) / m for p, y in zip(p_row, y_row, strict=True)]
        for p_row, y_row in zip(Y_hat, Y, strict=True)
    ]


def delta_true_class_first(Y_hat, Y):
    """Ŷ/m, menos 1/m en la clase verdadera."""
    return Y_hat / Y.shape[0] - Y / Y.shape[0]


# 04.6 ------------------------------------------------------------------------------


def backprop_append(X, Y, W, b, cache):
    """Agrega hacia atrás y da vuelta las listas al final."""
    Z, A = cache
    dZ = (A[-1] - Y) / X.shape[0]
    dW, db = [], []
    for layer in reversed(range(1, len(W))):
        dW.append(np.dot(A[layer - 1].T, dZ))
        db.append(np.sum(dZ, axis=0))
        if layer > 1:
            dZ = np.dot(dZ, W[layer].T)
            dZ[Z[layer - 1] <= 0] = 0
    return [None, *reversed(dW)], [None, *reversed(db)]


def backprop_gate_at_activation(X, Y, W, b, cache):
    """g' tomada en A: con relu, A > 0 equivale a Z > 0. El 1/m, al final."""
    _, A = cache
    m, L = len(X), len(W) - 1
    dZ = {L: A[L] - Y}
    for layer in range(L - 1, 0, -1):
        dZ[layer] = (dZ[layer + 1] @ W[layer + 1].T) * np.sign(A[layer])
    dW = {layer: A[layer - 1].T @ dZ[layer] / m for layer in dZ}
    db = {layer: dZ[layer].mean(axis=0) for layer in dZ}
    return dW, db


def backprop_by_examples(X, Y, W, b, cache):
    """Un ejemplo a la vez, con productos externos que se acumulan."""
    Z, A = cache
    L, m = len(W) - 1, len(X)
    dW = [None] + [np.zeros(w.shape) for w in W[1:]]
    db = [None] + [np.zeros(bias.shape) for bias in b[1:]]
    for i in range(m):
        delta = A[L][i] - Y[i]
        for layer in range(L, 0, -1):
            dW[layer] += np.outer(A[layer - 1][i], delta) / m
            db[layer] += delta / m
            if layer > 1:
                delta = (W[layer] @ delta) * np.where(Z[layer - 1][i] > 0, 1, 0)
    return dW, db


def backprop_recursive(X, Y, W, b, cache):
    """Recursión y einsum; las listas se arman al volver."""
    Z, A = cache

    def back(layer, dZ):
        here = np.einsum("mi,mj->ij", A[layer - 1], dZ), np.einsum("mj->j", dZ)
        if layer == 1:
            return [None, here[0]], [None, here[1]]
        dA = np.einsum("mj,ij->mi", dZ, W[layer])
        dW, db = back(layer - 1, np.where(Z[layer - 1] > 0, dA, 0.0))
        return [*dW, here[0]], [*db, here[1]]

    return back(len(W) - 1, (A[-1] - Y) / len(Y))


def backprop_extended(X, Y, W, b, cache):
    """El sesgo como un peso más, de una entrada que vale 1; vuelve a hacer la ida."""
    ones = np.ones((len(X), 1))
    V = [None] + [np.vstack([w, c]) for w, c in zip(W[1:], b[1:], strict=True)]
    inputs = [np.hstack([X, ones])]
    for layer in range(1, len(W)):
        z = inputs[-1] @ V[layer]
        inputs.append(np.hstack([relu(z), ones]))
    dZ = (softmax(z) - Y) / len(X)
    dW, db = [None] * len(W), [None] * len(W)
    for layer in range(len(W) - 1, 0, -1):
        dV = inputs[layer - 1].T @ dZ
        dW[layer], db[layer] = dV[:-1], dV[-1]
        dZ = (dZ @ V[layer][:-1].T) * (inputs[layer - 1][:, :-1] > 0)
    return dW, db


def backprop_float32(X, Y, W, b, cache):
    """El resultado, guardado en precisión simple."""
    dW, db = backpropagation(X, Y, W, b, cache)
    return (
        [None] + [array.astype(np.float32) for array in dW[1:]],
        [None] + [array.astype(np.float32) for array in db[1:]],
    )


# 04.7 ------------------------------------------------------------------------------


def update_loop(W, b, dW, db, alpha):
    """Un ciclo que agrega a dos listas nuevas."""
    new_W, new_b = [None], [None]
    for layer in range(1, len(W)):
        new_W.append(W[layer] - alpha * dW[layer])
        new_b.append(b[layer] - alpha * db[layer])
    return new_W, new_b


def update_helper(W, b, dW, db, alpha):
    """Una ayudante que salta el None, con zip."""

    def step(parameters, gradients):
        return [
            None if p is None else p + (-alpha) * g
            for p, g in zip(parameters, gradients, strict=True)
        ]

    return step(W, dW), step(b, db)


def update_copies(W, b, dW, db, alpha):
    """Copias de punto flotante que sí se modifican."""
    W = [None] + [np.array(w, dtype=float) for w in W[1:]]
    b = [None] + [np.array(c, dtype=float) for c in b[1:]]
    for layer in range(1, len(W)):
        W[layer] -= alpha * dW[layer]
        b[layer] -= np.multiply(alpha, db[layer])
    return W, b


def update_tuples(W, b, dW, db, alpha):
    """Tuplas de listas de Python, elemento a elemento."""
    new_W = [
        [[w - alpha * d for w, d in zip(*rows, strict=True)] for rows in pairs]
        for pairs in (
            zip(*layer, strict=True) for layer in zip(W[1:], dW[1:], strict=True)
        )
    ]
    new_b = [
        [c - alpha * d for c, d in zip(*pair, strict=True)]
        for pair in zip(b[1:], db[1:], strict=True)
    ]
    return (None, *new_W), (None, *new_b)


# 04.8 ------------------------------------------------------------------------------


def train_recursive(X, Y, layer_shapes, alpha, iters, seed):
    """Recursión sobre las iteraciones."""

    def go(W, b, losses):
        if len(losses) == iters:
            return W, b, losses
        Y_hat, cache = forward_propagation(X, W, b)
        losses = [*losses, cross_entropy(Y_hat, Y)]
        return go(
            *update_parameters(W, b, *backpropagation(X, Y, W, b, cache), alpha), losses
        )

    return go(*he_initialization(layer_shapes, seed), [])


def train_own_generator(X, Y, layer_shapes, alpha, iters, seed):
    """Todo escrito dentro, con el generador global de NumPy y otro orden de sorteo."""
    np.random.seed(seed)
    h = list(layer_shapes)
    W, b = [None] * len(h), [None] * len(h)
    for layer in range(len(h) - 1, 0, -1):
        W[layer] = np.random.randn(h[layer - 1], h[layer]) * np.sqrt(2 / h[layer - 1])
        b[layer] = np.zeros(h[layer])
    losses = np.zeros(iters)
    for k in range(iters):
        A = [X]
        for layer in range(1, len(h) - 1):
            A.append(np.maximum(0, A[-1] @ W[layer] + b[layer]))
        scores = A[-1] @ W[-1] + b[-1]
        E = np.exp(scores - scores.max(axis=1, keepdims=True))
        Y_hat = E / E.sum(axis=1, keepdims=True)
        losses[k] = -np.sum(Y * np.log(Y_hat + 1e-12)) / len(X)
        dZ = (Y_hat - Y) / len(X)
        for layer in range(len(h) - 1, 0, -1):
            dA = dZ @ W[layer].T
            W[layer] = W[layer] - alpha * A[layer - 1].T @ dZ
            b[layer] = b[layer] - alpha * dZ.sum(axis=0)
            dZ = dA * (A[layer - 1] > 0)
    return W, b, losses


def train_in_place(X, Y, layer_shapes, alpha, iters, seed):
    """Actualiza en su lugar los arreglos que ella misma creó."""
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    while len(losses) < iters:
        Y_hat, (Z, A) = forward_propagation(X, W, b)
        losses.append(float(np.mean(-np.log(Y_hat[Y == 1]))))
        dW, db = backpropagation(X, Y, W, b, (Z, A))
        for layer in range(1, len(W)):
            W[layer] -= alpha * dW[layer]
            b[layer] -= alpha * db[layer]
    return [W, b, losses]


def train_random_module(X, Y, layer_shapes, alpha, iters, seed):
    """Pesos sorteados con el módulo `random` de Python."""
    from random import Random

    generator = Random(seed)
    pairs = list(zip(layer_shapes[:-1], layer_shapes[1:], strict=True))
    W = [None] + [
        np.array(
            [[generator.gauss(0, math.sqrt(2 / i)) for _ in range(j)] for _ in range(i)]
        )
        for i, j in pairs
    ]
    b = [None] + [np.zeros(j) for _, j in pairs]
    losses = []
    for _ in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses += [cross_entropy(Y_hat, Y)]
        W, b = update_parameters(W, b, *backpropagation(X, Y, W, b, cache), alpha)
    return W, b, losses


# 04.9 ------------------------------------------------------------------------------


def predict_by_rows(X, W, b):
    """Fila por fila, con una lista."""
    Y_hat, _ = forward_propagation(X, W, b)
    return [int(row.argmax()) for row in Y_hat]


def predict_from_logits(X, W, b):
    """Sin softmax: no cambia cuál es el mayor."""
    A = X
    for layer in range(1, len(W) - 1):
        A = relu(A @ W[layer] + b[layer])
    return (A @ W[-1] + b[-1]).argmax(axis=-1)


def predict_sorted(X, W, b):
    """La última posición al ordenar."""
    return np.argsort(forward_propagation(X, W, b)[0], axis=1)[:, -1]


def predict_one_example_at_a_time(X, W, b):
    """Una propagación por ejemplo; etiquetas de punto flotante."""
    labels = np.zeros(len(X))
    for i in range(len(X)):
        labels[i] = np.argmax(forward_propagation(X[i : i + 1], W, b)[0])
    return labels
