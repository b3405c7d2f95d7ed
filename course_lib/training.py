"""El ciclo de entrenamiento por minilotes, rápido: lo usan `optimizers` y `estimators`.

Un `Trainer` guarda los parámetros, el gradiente y la memoria del optimizador, y los
cambia en su lugar. Da los mismos números que la versión que se lee en las lecciones
(`mlp.backpropagation` y los pasos de `optimizers`), sin pedir memoria en cada paso.
"""

import copy
import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from course_lib.buffers import Buffers

__all__ = ["OPTIMIZERS", "Trainer"]


class Trainer:
    """Una red que se está entrenando: `epoch` recorre los datos una vez.

    Args:
        W, b: los parámetros iniciales, con la forma de `mlp`; se copian. Su tipo,
            float32 o float64, es el del entrenamiento.
        batch_size: ejemplos por paso.
        alpha: la tasa de aprendizaje.
        optimizer: "sgd", "momentum" o "adam"; `options` lleva `beta`, o `beta1`,
            `beta2` y `epsilon`.
        lam: la penalización (λ/2) Σ‖W‖², que no toca los sesgos.
        keep_probability: la de conservar cada unidad oculta; con 1, ninguna se apaga.
        memory: el atributo `memory` de otro `Trainer`, para seguir donde quedó su
            optimizador; se copia.

    Lo que recibe ya está revisado. `alpha` y `lam` se pueden cambiar entre épocas.
    `memory` guarda lo que el optimizador recuerda: "v", o "s", "r" y "t".
    """

    def __init__(
        self,
        W,
        b,
        *,
        batch_size,
        alpha,
        activation="relu",
        optimizer="sgd",
        options: Mapping = MappingProxyType({}),
        lam=0.0,
        keep_probability=1.0,
        memory: Mapping = MappingProxyType({}),
    ):
        dtype, dropout = W[1].dtype, keep_probability < 1.0
        h = [W[1].shape[0], *(w.shape[1] for w in W[1:])]
        self.alpha, self.lam, self.keep_probability = alpha, lam, keep_probability
        self.batch_size = batch_size
        self._buffers = Buffers(h, batch_size, activation, dtype, dropout=dropout)
        self._parameters = self._buffers.parameters
        self._parameters.fill(W, b)
        gradient = self._buffers.gradient.flat
        self._scratch = np.empty_like(gradient)
        self.memory = copy.deepcopy(dict(memory))
        self._step = OPTIMIZERS[optimizer](
            self._parameters.flat, gradient, self._scratch, self.memory, **options
        )
        # Cada época empieza aquí una copia: si la pérdida se va a infinito, se vuelve.
        self._start = self._parameters.flat.copy()

    def lists(self):
        """Copias de los parámetros: listas W y b con la forma de `mlp`."""
        return self._parameters.lists()

    def restore(self):
        """Vuelve a los parámetros con que empezó la última época."""
        np.copyto(self._parameters.flat, self._start)

    def penalty(self):
        """(λ/2) Σ‖W‖² con los parámetros de ahora, como un número."""
        weights = self._parameters.weights
        return 0.5 * self.lam * float(weights.dot(weights))

    def largest_slope(self):
        """La mayor |∂| del último paso, con la penalización: 0 en un mínimo."""
        return float(np.abs(self._buffers.gradient.flat, out=self._scratch).max())

    def epoch(self, X, Y_T, order=None, rng=None, losses=None):
        """Da un paso por lote. Devuelve `losses`, con la pérdida previa a cada paso.

        Args:
            X: (m, h_0). Y_T: (K, m), one-hot por columnas, contigua.
            order: el orden de los ejemplos, o una parte de él. Con None, todos van en
                un solo lote y en su orden, y se cargan una sola vez.
            rng: el generador de los sorteos de dropout.
            losses: la lista a la que se agregan; una interrupción no pierde nada.

        Se detiene en la primera pérdida que no es finita, que queda al final.
        """
        losses = [] if losses is None else losses
        np.copyto(self._start, self._parameters.flat)
        with np.errstate(all="ignore"):  # si algo desborda, lo dice la pérdida
            for rows in self._batches(order):
                if rows is not None:
                    self._buffers.load_rows(X, Y_T, rows)
                else:
                    self._buffers.load(X, Y_T)
                loss = self._buffers.gradients(self.keep_probability, rng)
                losses.append(loss)
                if not math.isfinite(loss):
                    break
                if self.lam:
                    self._add_penalty()
                self._step(self.alpha)
        return losses

    def _batches(self, order):
        if order is None:
            return (None,)
        return (
            order[start : start + self.batch_size]
            for start in range(0, len(order), self.batch_size)
        )

    def _add_penalty(self):
        gradient = self._buffers.gradient.weights
        penalty = self._scratch[: len(gradient)]
        np.multiply(self._parameters.weights, self.lam, out=penalty)
        np.add(gradient, penalty, out=gradient)


def _sgd(p, g, scratch, memory):
    """p ← p − α g."""

    def step(alpha):
        np.multiply(g, alpha, out=scratch)
        np.subtract(p, scratch, out=p)

    return step


def _momentum(p, g, scratch, memory, beta=0.9):
    """v ← β v + g; p ← p − α v: `optimizers.momentum_step`, en su lugar."""
    v = memory.setdefault("v", np.zeros_like(p))

    def step(alpha):
        np.multiply(v, beta, out=v)
        np.add(v, g, out=v)
        np.multiply(v, alpha, out=scratch)
        np.subtract(p, scratch, out=p)

    return step


def _adam(p, g, scratch, memory, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """`optimizers.adam_step`, en su lugar.

    Aquí s y r van divididas entre 1 − β₁ y 1 − β₂: cada una se ahorra un producto, y
    los factores, que son números, se juntan al final.
    """
    s = memory.setdefault("s", np.zeros_like(p))
    r = memory.setdefault("r", np.zeros_like(p))
    memory.setdefault("t", 0)

    def step(alpha):
        memory["t"] = t = memory["t"] + 1
        np.multiply(s, beta1, out=s)
        np.add(s, g, out=s)
        np.multiply(r, beta2, out=r)
        np.multiply(g, g, out=scratch)
        np.add(r, scratch, out=r)
        # √(c r) + ε = √c (√r + ε / √c)
        root = math.sqrt((1.0 - beta2) / (1.0 - beta2**t))
        np.sqrt(r, out=scratch)
        np.add(scratch, epsilon / root, out=scratch)
        np.divide(s, scratch, out=scratch)
        rate = alpha * (1.0 - beta1) / (1.0 - beta1**t)
        np.multiply(scratch, rate / root, out=scratch)
        np.subtract(p, scratch, out=p)

    return step


OPTIMIZERS = {"sgd": _sgd, "momentum": _momentum, "adam": _adam}
