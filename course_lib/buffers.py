"""Entrenar por lotes sin pedir memoria en cada paso: los mismos números que `mlp`.

Lo que una lección muestra está en `mlp` y `optimizers`: cada función devuelve arreglos
nuevos. Con lotes pequeños, pedir esa memoria y llamar a NumPy capa por capa cuesta más
que las cuentas. Aquí se reserva una vez; cambian tres cosas que no se ven desde fuera:

- todos los parámetros van seguidos en un arreglo: un paso del optimizador es una sola
  operación, tenga la red las capas que tenga;
- los ejemplos van por columnas (de ahí el sufijo `_T`): sumar el sesgo o normalizar
  softmax recorre la memoria de corrido, aunque haya 2 clases o capas de 16 unidades;
- la activación se escribe encima de Z, y su derivada se obtiene de A.

Nada de aquí revisa su entrada: lo hace quien llama, una vez. Las pruebas comparan cada
número con el de `mlp`.
"""

from itertools import pairwise

import numpy as np

__all__ = ["IN_PLACE", "Buffers", "LogisticBuffers", "Parameters"]


class Parameters:
    """W y b de todas las capas, seguidos en `flat`: antes los pesos, luego los sesgos.

    `W_T[l]` (h_l, h_{l-1}) y `b[l]` (h_l,) son vistas de `flat`; `b_T[l]` (h_l, 1), el
    mismo sesgo como columna. `weights` es la parte de `flat` que lleva penalización.
    """

    def __init__(self, layer_shapes, dtype):
        pairs = list(pairwise(layer_shapes))
        n_weights = sum(h_in * h_out for h_in, h_out in pairs)
        self.flat = np.zeros(n_weights + sum(layer_shapes[1:]), dtype)
        self.weights, biases = self.flat[:n_weights], self.flat[n_weights:]
        ends = np.cumsum([h_in * h_out for h_in, h_out in pairs])[:-1]
        blocks = np.split(self.weights, ends)  # vistas, no copias
        self.W_T = [None] + [
            block.reshape(h_out, h_in)
            for block, (h_in, h_out) in zip(blocks, pairs, strict=True)
        ]
        self.b = [None, *np.split(biases, np.cumsum(layer_shapes[1:-1]))]
        self.b_T = [None] + [b[:, None] for b in self.b[1:]]

    def fill(self, W, b):
        """Copia aquí las listas W y b, con la forma de `mlp`."""
        for l in range(1, len(W)):
            self.W_T[l][...] = W[l].T
            self.b[l][...] = b[l]

    def lists(self):
        """Copias en listas W y b, con la forma y el None de `mlp`."""
        W = [None] + [np.ascontiguousarray(W_T.T) for W_T in self.W_T[1:]]
        return W, [None] + [b.copy() for b in self.b[1:]]


class Buffers:
    """Los parámetros de una red, su gradiente, y la memoria para un lote.

    Se carga un lote con `load` o `load_rows`; `gradients` devuelve su pérdida y deja el
    gradiente en `gradient`, con el mismo orden que `parameters`.
    """

    def __init__(self, layer_shapes, batch_size, activation, dtype, *, dropout=False):
        self.parameters = Parameters(layer_shapes, dtype)
        self.gradient = Parameters(layer_shapes, dtype)
        self._activate, self._times_derivative = IN_PLACE[activation]
        self._blocks = _reserve(layer_shapes, batch_size, dtype, dropout)
        self._layer_shapes, self._batches, self._batch = layer_shapes, {}, None

    def load(self, X, Y_T):
        """Mira un lote: X (n, h_0), un ejemplo por fila; Y_T (K, n), por columnas.

        No copia ninguno de los dos: que no cambien mientras se usan.
        """
        self._batch = self._batch_of(len(X))
        self._batch.A_T[0], self._batch.Y_T = X.T, Y_T

    def load_rows(self, X, Y_T, rows):
        """Copia las filas `rows` de X (m, h_0) y las mismas columnas de Y_T (K, m)."""
        self._batch = batch = self._batch_of(len(rows))
        if batch.X is None:
            batch.reserve_rows(X, Y_T)
        # Con "clip", NumPy escribe en su destino sin pasar por una copia intermedia.
        X.take(rows, 0, batch.X, "clip")
        Y_T.take(rows, 1, batch.chosen_Y_T, "clip")
        batch.A_T[0], batch.Y_T = batch.X_T, batch.chosen_Y_T

    def gradients(self, keep_probability=1.0, rng=None):
        """La entropía cruzada media del lote cargado. Su gradiente queda en `gradient`.

        Con `keep_probability` menor que 1 apaga unidades ocultas: sortea con `rng`,
        capa por capa, lo mismo que `optimizers.dropout_forward`.
        """
        batch, W_T, b_T = self._batch, self.parameters.W_T, self.parameters.b_T
        dW_T, db, L = self.gradient.W_T, self.gradient.b, len(W_T) - 1
        A_T, inputs = batch.A_T, list(batch.A_T)
        dropout = keep_probability < 1.0
        for l in range(1, L):
            W_T[l].dot(inputs[l - 1], A_T[l])
            A_T[l] += b_T[l]
            self._activate(A_T[l], batch.scratch[l])
            if dropout:
                inputs[l] = batch.drop(l, keep_probability, rng)
        W_T[L].dot(inputs[L - 1], A_T[L])
        A_T[L] += b_T[L]
        loss = batch.softmax_loss()
        dZ_T = A_T[L]  # lo que era Z_L ya es (Ŷ − Y) / n
        for l in range(L, 0, -1):
            dZ_T.dot(inputs[l - 1].T, dW_T[l])
            dZ_T.dot(batch.ones, db[l])  # más rápido que dZ_T.sum(axis=1)
            if l > 1:
                W_T[l].T.dot(dZ_T, batch.dZ_T[l - 1])
                dZ_T = batch.dZ_T[l - 1]
                if dropout:
                    dZ_T *= batch.mask[l - 1]
                self._times_derivative(
                    dZ_T, A_T[l - 1], batch.scratch[l - 1], batch.positive[l - 1]
                )
        return loss

    def _batch_of(self, n):
        if n not in self._batches:
            self._batches[n] = _Batch(self._blocks, self._layer_shapes, n)
        return self._batches[n]


def _reserve(layer_shapes, batch_size, dtype, dropout):
    """La memoria del lote mayor: nombre → un bloque por capa, o None donde no va."""
    L = len(layer_shapes) - 1
    hidden = range(1, L)
    widest = max(layer_shapes[1:-1], default=0) * batch_size

    def blocks(layers, dtype=dtype):
        return [
            np.empty(h * batch_size, dtype) if l in layers else None
            for l, h in enumerate(layer_shapes)
        ]

    def shared(turns):
        """Lo que solo dura un momento: las capas ocultas se turnan los bloques."""
        return [turns[l % len(turns)] if l in hidden else None for l in range(L + 1)]

    one, other = np.empty(widest, dtype), np.empty(widest, dtype)
    return {
        "A_T": blocks(range(1, L + 1)),
        # Con dZ de la capa l se hace el de la l − 1; hecho ese, su bloque queda libre.
        "dZ_T": shared([one, other]),
        "scratch": shared([other, one]),
        "positive": shared([np.empty(widest, bool)]),
        "mask": blocks(hidden if dropout else ()),
        "dropped": blocks(hidden if dropout else ()),
    }


class _Batch:
    """La memoria de un lote de n ejemplos, uno por columna: el comienzo de la mayor."""

    def __init__(self, blocks, layer_shapes, n):
        for name, arrays in blocks.items():
            views = [
                None if array is None else array[: h * n].reshape(h, n)
                for array, h in zip(arrays, layer_shapes, strict=True)
            ]
            setattr(self, name, views)
        dtype, self.X = self.A_T[-1].dtype, None
        self.row, self.ones = np.empty(n, dtype), np.ones(n, dtype)

    def reserve_rows(self, X, Y_T):
        """Dónde copiar las filas elegidas de X, por filas, y las columnas de Y_T."""
        n = len(self.row)
        self.X = np.empty((n, X.shape[1]), X.dtype)
        self.X_T, self.chosen_Y_T = self.X.T, np.empty((len(Y_T), n), X.dtype)

    def softmax_loss(self):
        """De Z_L, en A_T[L], a su pérdida media; en A_T[L] queda (Ŷ − Y) / n."""
        Z_T, Y_T, row, n = self.A_T[-1], self.Y_T, self.row, len(self.row)
        np.maximum.reduce(Z_T, axis=0, out=row)
        Z_T -= row
        right = np.vdot(Y_T, Z_T)  # Σ de los Z de la clase correcta
        np.exp(Z_T, out=Z_T)
        np.add.reduce(Z_T, axis=0, out=row)
        Z_T /= row
        Z_T -= Y_T
        Z_T *= 1.0 / n
        np.log(row, out=row)
        return float(np.add.reduce(row) - right) / n

    def drop(self, l, keep_probability, rng):
        """A_T[l] con unidades apagadas; la máscara queda para el regreso."""
        units, n = self.A_T[l].shape
        kept = rng.random((n, units)) < keep_probability
        np.divide(kept.T, keep_probability, out=self.mask[l], casting="same_kind")
        np.multiply(self.A_T[l], self.mask[l], out=self.dropped[l])
        return self.dropped[l]


class LogisticBuffers:
    """La memoria para descender con la regresión logística, con todos los datos.

    X (m, d), y (m,) de ceros y unos, del mismo tipo que X. Con u = z si y = 1 y u = −z
    si y = 0, la pérdida de un ejemplo es log(1 + e⁻ᵘ) y su derivada −σ(−u), con el
    signo de u: la misma cuenta para las dos clases.
    """

    def __init__(self, X, y):
        self._X, self._X_T, self._signs = X, X.T, 2 * y - 1
        self._dw = np.empty(X.shape[1], X.dtype)
        self._ones = np.ones(len(X), X.dtype)
        self._u, self._size, self._e = (np.empty(len(X), X.dtype) for _ in range(3))
        self._wrong = np.empty(len(X), bool)

    def gradients(self, w, b):
        """La entropía cruzada binaria media, dw y db. El próximo llamado pisa dw."""
        u, size, e, ones, m = self._u, self._size, self._e, self._ones, len(self._X)
        self._X.dot(w, u)
        u += b
        u *= self._signs
        np.absolute(u, out=size)
        np.negative(size, out=e)
        np.exp(e, out=e)  # e^−|u| nunca desborda
        # log(1 + e⁻ᵘ) = log(1 + e^−|u|) + max(−u, 0), y max(−u, 0) = (|u| − u) / 2.
        above = (ones.dot(size) - ones.dot(u)) / 2
        np.log1p(e, out=size)
        loss = float(ones.dot(size) + above) / m
        # σ(−u) = e^−|u| / (1 + e^−|u|), o 1 / (1 + e^−|u|) donde u < 0.
        np.add(e, 1.0, out=size)
        np.less(u, 0.0, out=self._wrong)
        np.copyto(e, 1.0, where=self._wrong)
        e /= size
        e *= self._signs
        e *= -1.0 / m
        self._X_T.dot(e, self._dw)
        return loss, self._dw, float(ones.dot(e))


def _relu(z, scratch):
    np.maximum(z, 0.0, out=z)


def _times_relu_derivative(dZ_T, a, scratch, positive):
    np.greater(a, 0.0, out=positive)
    np.multiply(dZ_T, positive, out=dZ_T)


def _tanh(z, scratch):
    np.tanh(z, out=z)


def _times_tanh_derivative(dZ_T, a, scratch, positive):
    np.multiply(a, a, out=scratch)
    np.subtract(1.0, scratch, out=scratch)
    np.multiply(dZ_T, scratch, out=dZ_T)


def _sigmoid(z, scratch):
    # e^−z puede desbordar a ∞, y 1/(1 + ∞) es el 0 que corresponde; quien entrena
    # silencia ese aviso.
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1.0
    np.reciprocal(z, out=z)


def _times_sigmoid_derivative(dZ_T, a, scratch, positive):
    np.subtract(1.0, a, out=scratch)
    np.multiply(scratch, a, out=scratch)
    np.multiply(dZ_T, scratch, out=dZ_T)


LEAKY_SLOPE = 0.01  # la de activations.leaky_relu


def _leaky_relu(z, scratch):
    np.multiply(z, LEAKY_SLOPE, out=scratch)
    np.maximum(z, scratch, out=z)


def _times_leaky_relu_derivative(dZ_T, a, scratch, positive):
    np.greater(a, 0.0, out=positive)
    np.multiply(positive, 1.0 - LEAKY_SLOPE, out=scratch, casting="same_kind")
    scratch += LEAKY_SLOPE
    np.multiply(dZ_T, scratch, out=dZ_T)


# Los nombres de activations.ACTIVATIONS. La primera convierte Z en A en el mismo lugar;
# la segunda multiplica un gradiente por la derivada, que obtiene de A.
IN_PLACE = {
    "relu": (_relu, _times_relu_derivative),
    "tanh": (_tanh, _times_tanh_derivative),
    "sigmoid": (_sigmoid, _times_sigmoid_derivative),
    "leaky_relu": (_leaky_relu, _times_leaky_relu_derivative),
}
