"""Otras respuestas correctas de la lección 02, en estilos distintos.

Sirven para probar que la comprobación acepta toda respuesta correcta, no solo la que
se parece a la del curso.
"""

import math

import numpy as np

from course_lib import activations

# 02.1 sigmoid ----------------------------------------------------------------------


def sigmoid_by_tanh(z):
    """La sigmoide es una tanh estirada."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))


def sigmoid_by_parts(z):
    """Dos fórmulas, cada una solo donde no desborda."""
    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    positive = z >= 0
    out[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1.0 + e)
    return out


def sigmoid_by_elements(z):
    """Un número cada vez, con `math`."""

    def one(x):
        if x >= 0:
            return 1 / (1 + math.exp(-x))
        return math.exp(x) / (1 + math.exp(x))

    return np.vectorize(one, otypes=[float])(z)


def sigmoid_clipped(z):
    """Recorta z donde la sigmoide ya no se distingue de 0 ni de 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))


def sigmoid_clipped_at_30(z):
    """Recorta antes, y el error, 9.4e-14, cabe en la tolerancia."""
    return 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))


def sigmoid_by_logaddexp(z):
    """El logaritmo de la sigmoide, estable, y de vuelta."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(z, dtype=float)))


def sigmoid_silenced(z):
    """Lee el aviso, decide que no importa y lo calla a propósito."""
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-np.asarray(z, dtype=float)))


# 02.2 binary_cross_entropy ---------------------------------------------------------


def loss_by_logaddexp(z, y):
    """log(e^0 + e^z), con la función estable de NumPy."""
    return np.mean(np.logaddexp(0, z) - y * z)


def loss_by_sign(z, y):
    """El puntaje con el signo de su clase: log(1 + e^−s)."""
    s = np.where(y == 1, z, -z)
    return np.logaddexp(0.0, -s).mean()


def loss_loop(z, y):
    """Ejemplo por ejemplo, con `math`."""
    total = 0.0
    for one_z, one_y in zip(z, y, strict=True):
        s = one_z if one_y else -one_z
        total += math.log1p(math.exp(-s)) if s > 0 else -s + math.log1p(math.exp(s))
    return total / len(y)


def loss_as_softmax(z, y):
    """Dos clases con puntajes 0 y z: la entropía cruzada de su softmax."""
    Z = np.stack([np.zeros(len(z)), z], axis=1)
    top = Z.max(axis=1)
    log_sum = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
    return float(np.mean(log_sum - Z[np.arange(len(z)), np.asarray(y, dtype=int)]))


def loss_both_branches(z, y):
    """Con `np.where`: calcula las dos ramas, y la que no se usa desborda."""
    s = np.where(z > 0, z + np.log(1 + np.exp(-z)), np.log(1 + np.exp(z)))
    return (s.sum() - np.dot(y, z)) / z.size


def loss_stable_logs(z, y):
    """Los dos logaritmos por separado, cada uno estable."""
    log_p = np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))
    log_q = np.minimum(-z, 0) - np.log1p(np.exp(-np.abs(z)))
    return -(y * log_p + (1 - y) * log_q).mean()


# 02.3 logistic_gradients -----------------------------------------------------------


def gradients_loop(X, y, w, b):
    """Ejemplo por ejemplo y variable por variable."""
    m, d = X.shape
    dw, db = [0.0] * d, 0.0
    for i in range(m):
        z = b + sum(X[i, j] * w[j] for j in range(d))
        error = float(activations.sigmoid(z)) - y[i]
        db += error / m
        for j in range(d):
            dw[j] += error * X[i, j] / m
    return dw, db


def gradients_mean(X, y, w, b):
    """La media, sobre los ejemplos, del error por la fila."""
    error = activations.sigmoid(np.dot(X, w) + b) - y
    return (error[:, None] * X).mean(axis=0), error.mean()


def gradients_extended(X, y, w, b):
    """El sesgo como un peso más, con una columna de unos."""
    ones = np.ones((len(X), 1))
    extended = np.hstack([X, ones])
    dz = activations.sigmoid(extended @ np.append(w, b)) - y
    both = dz @ extended / len(X)
    return both[:-1], both[-1]


def gradients_naive_sigmoid(X, y, w, b):
    """Con la sigmoide tal como está escrita: avisa, y el valor es correcto."""
    error = 1 / (1 + np.exp(-(X @ w + b))) - y
    return np.einsum("md,m->d", X, error) / len(y), np.sum(error) / len(y)


def gradients_column(X, y, w, b):
    """Con columnas, y al final se quitan los ejes de más."""
    z = X @ np.reshape(w, (-1, 1)) + b
    dz = (activations.sigmoid(z) - np.reshape(y, (-1, 1))) / len(X)
    return (X.T @ dz).ravel(), dz.sum()


# 02.4 standardize ------------------------------------------------------------------


def standardize_sample(X_train, X_test):
    """Divide entre m − 1, como las calculadoras."""
    mean, std = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    std = np.where(std == 0, 1, std)
    return (X_train - mean) / std, (X_test - mean) / std


def standardize_epsilon(X_train, X_test):
    """Suma un número diminuto para no dividir entre 0."""
    mean, std = X_train.mean(axis=0), X_train.std(axis=0) + 1e-8
    return (X_train - mean) / std, (X_test - mean) / std


def standardize_columns(X_train, X_test):
    """Columna por columna, en listas."""
    train, test = [], []
    for j in range(X_train.shape[1]):
        column = [float(x) for x in X_train[:, j]]
        mean = sum(column) / len(column)
        std = math.sqrt(sum((x - mean) ** 2 for x in column) / len(column))
        std = std or 1.0
        train.append([(x - mean) / std for x in column])
        test.append([(x - mean) / std for x in X_test[:, j]])
    return np.array(train).T, np.array(test).T


def standardize_where(X_train, X_test):
    """Divide solo donde se puede; lo demás queda en 0."""
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)

    def scale(X):
        return np.divide(X - mean, std, out=np.zeros(X.shape), where=std > 0)

    return scale(X_train), scale(X_test)


def standardize_nan_to_num(X_train, X_test):
    """Deja salir 0/0 y lo cambia por 0: avisa, y el valor es correcto."""
    mean, std = np.mean(X_train, 0), np.std(X_train, 0)
    return np.nan_to_num((X_train - mean) / std), np.nan_to_num((X_test - mean) / std)


# 02.5 gradient_descent -------------------------------------------------------------


def descent_by_index(gradients, parameters, alpha, iters):
    """Copia la lista y los arreglos, y después escribe en la copia."""
    parameters = [np.array(p, dtype=float) for p in parameters]
    for _ in range(iters):
        steps = gradients(parameters)
        for k in range(len(parameters)):
            parameters[k] -= alpha * steps[k]
    return parameters


def descent_recursive(gradients, parameters, alpha, iters):
    """Un paso, y el resto de los pasos desde ahí."""
    if iters == 0:
        return parameters
    steps = gradients(parameters)
    moved = [p - alpha * g for p, g in zip(parameters, steps, strict=True)]
    return descent_recursive(gradients, moved, alpha, iters - 1)


def descent_while(gradients, parameters, alpha, iters):
    """Con `while`, `map` y una tupla al final."""
    current = tuple(parameters)
    while iters > 0:
        steps = gradients(current)
        current = tuple(map(lambda p, g: p + (-alpha) * g, current, steps))
        iters -= 1
    return current


def descent_append(gradients, parameters, alpha, iters):
    """Una lista nueva en cada vuelta, llenada con `append`."""
    for _ in range(iters):
        g = gradients(parameters)
        new = []
        for k, p in enumerate(parameters):
            new.append(np.subtract(p, np.multiply(alpha, g[k])))
        parameters = new
    return parameters


# 02.6 predict_binary ---------------------------------------------------------------


def predict_by_score(X, w, b, threshold=0.5):
    """Compara z con el puntaje que corresponde al umbral; devuelve bool."""
    return X @ w + b >= np.log(threshold / (1 - threshold))


def predict_where(X, w, b, threshold=0.5):
    """Con `np.where`."""
    return np.where(activations.sigmoid(X @ w + b) >= threshold, 1, 0)


def predict_loop(X, w, b, threshold=0.5):
    """Fila por fila, en una lista."""
    return [int(activations.sigmoid(np.dot(x, w) + b) >= threshold) for x in X]


def predict_naive_sigmoid(X, w, b, threshold=0.5):
    """Con la sigmoide tal como está escrita, y decimales 0.0 y 1.0."""
    p = 1 / (1 + np.exp(-(X @ w + b)))
    y_pred = np.zeros(len(X))
    y_pred[p >= threshold] = 1
    return y_pred


def predict_not_below(X, w, b, threshold=0.5):
    """1 menos lo que queda debajo del umbral."""
    p = activations.sigmoid(np.einsum("md,d->m", X, w) + b)
    return 1 - (p < threshold).astype(int)


# 02.7 confusion_matrix -------------------------------------------------------------


def confusion_bincount(y, y_pred, n_classes):
    """Cada par (fila, columna) es un solo número; se cuentan y se da forma."""
    pairs = np.asarray(y) * n_classes + np.asarray(y_pred)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


def confusion_add_at(y, y_pred, n_classes):
    """Con la suma que sí acumula los repetidos."""
    matrix = np.zeros((n_classes, n_classes))
    np.add.at(matrix, (y, y_pred), 1)
    return matrix


def confusion_one_hot(y, y_pred, n_classes):
    """El producto de las dos codificaciones one-hot."""
    identity = np.eye(n_classes)
    return identity[y].T @ identity[y_pred]


def confusion_lists(y, y_pred, n_classes):
    """Listas de listas, contando cada casilla."""
    pairs = list(zip(y, y_pred, strict=True))
    return [
        [sum(1 for pair in pairs if pair == (i, j)) for j in range(n_classes)]
        for i in range(n_classes)
    ]


def confusion_comparisons(y, y_pred, n_classes):
    """Difusión: todas las comparaciones a la vez."""
    classes = np.arange(n_classes)
    truth = y[:, None, None] == classes[None, :, None]
    return (truth & (y_pred[:, None, None] == classes[None, None, :])).sum(axis=0)
