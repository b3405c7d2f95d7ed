"""Conductores de las correcciones: prueban lo que quien aprende trae como prueba.

Quien aprende devuelve un ejemplo, y no un valor: hay muchos correctos. El conductor
hace con él lo que dice la diapositiva y responde con señales de 1 y 0.
"""

from dataclasses import dataclass

import numpy as np

from course_lib.exercises.drivers import BadAnswer, _unpack, to_array

__all__ = [
    "FORMULA_RUNS",
    "GRADIENTS_DIFFER",
    "NO_UNIT_OFF",
    "ONE_HOT",
    "RESULTS_DIFFER",
    "SIZES_FIT",
    "VANISHES",
    "ReluChain",
    "STEPS_FIT",
    "SLOPES_DIFFER",
    "SlideActivation",
    "TwoSteps",
    "TwoTruths",
]

SIZES_FIT = "«los tamaños son los pedidos» (1, sí; 0, no)"
STEPS_FIT = "«los dos pasos son distintos de 0 y caben en el límite» (1, sí; 0, no)"
SLOPES_DIFFER = "«las dos pendientes difieren» (1, sí; 0, no)"
NO_UNIT_OFF = "«ninguna unidad está apagada» (1, sí; 0, no)"
VANISHES = "«el gradiente es menor que 0.0001» (1, sí; 0, no)"
FORMULA_RUNS = "«la fórmula de la diapositiva se puede calcular» (1, sí; 0, no)"
RESULTS_DIFFER = "«da otra cosa que relu(Z_1)» (1, sí; 0, no)"
ONE_HOT = "«las dos verdades son one-hot» (1, sí; 0, no)"
GRADIENTS_DIFFER = "«los gradientes difieren» (1, sí; 0, no)"


def _flag(condition):
    """1 o 0: así se lee en un mensaje."""
    return np.array(int(condition))


def _finite(array, name):
    """El arreglo de números finitos que llegó; lo demás se explica."""
    array = to_array(array, name).astype(np.float64)
    if not np.isfinite(array).all():
        raise BadAnswer("object", f"{name} tiene NaN o infinitos")
    return array


@dataclass(frozen=True)
class TwoSteps:
    """Mide la pendiente de ReLU desde 0 con cada uno de dos pasos."""

    def __call__(self, function, inputs):
        parts = _unpack(function(**inputs), ("h_a", "h_b"))
        steps = [_finite(p, n) for p, n in zip(parts, ("h_a", "h_b"), strict=True)]
        fit = all(h.shape == () and 0 < abs(h) <= inputs["limit"] for h in steps)
        if not fit:
            return {STEPS_FIT: _flag(False)}
        one, two = (max(float(h), 0.0) / float(h) for h in steps)
        return {STEPS_FIT: _flag(True), SLOPES_DIFFER: _flag(abs(one - two) > 0.5)}


@dataclass(frozen=True)
class ReluChain:
    """Una unidad con ReLU por capa, sin sesgos, que empieza en x = 1."""

    def __call__(self, function, inputs):
        w = _finite(function(**inputs), "los pesos")
        fits = w.shape == (inputs["n_layers"],)
        if not fits:
            return {SIZES_FIT: _flag(False)}
        a, gradient, on = 1.0, 1.0, True
        for weight in w:
            z = weight * a
            on, gradient, a = on and z > 0, gradient * weight * (z > 0), max(z, 0.0)
        return {
            SIZES_FIT: _flag(True),
            NO_UNIT_OFF: _flag(on),
            VANISHES: _flag(abs(gradient) < 1e-4),
        }


@dataclass(frozen=True)
class SlideActivation:
    """Calcula A_1 = X ⊙ relu(Z_1), como la diapositiva, y lo compara con relu(Z_1)."""

    def __call__(self, function, inputs):
        X, W, b = _unpack(function(**inputs), ("X", "W", "b"))
        X, W, b = _finite(X, "X"), _finite(W, "W"), _finite(b, "b")
        fits = X.ndim == W.ndim == 2 and len(X) == inputs["m"]
        if not (fits and X.shape[1] == len(W) and b.shape == W.shape[1:]):
            return {SIZES_FIT: _flag(False)}
        A = np.maximum(X @ W + b, 0.0)
        runs = X.shape == A.shape
        differs = runs and not np.allclose(X * A, A)
        return {
            SIZES_FIT: _flag(True),
            FORMULA_RUNS: _flag(runs),
            RESULTS_DIFFER: _flag(differs),
        }


@dataclass(frozen=True)
class TwoTruths:
    """Con la misma Ŷ y dos verdades, mira si el gradiente en la salida es el mismo."""

    def __call__(self, function, inputs):
        parts = _unpack(function(**inputs), ("Y_a", "Y_b"))
        first, second = (
            _finite(p, n) for p, n in zip(parts, ("Y_a", "Y_b"), strict=True)
        )
        shape = inputs["Y_hat"].shape
        if first.shape != shape or second.shape != shape:
            return {SIZES_FIT: _flag(False)}
        hot = all(
            np.isin(Y, (0.0, 1.0)).all() and np.all(Y.sum(axis=1) == 1)
            for Y in (first, second)
        )
        return {
            SIZES_FIT: _flag(True),
            ONE_HOT: _flag(hot),
            GRADIENTS_DIFFER: _flag(not np.array_equal(first, second)),
        }
