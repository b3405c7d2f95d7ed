"""Conductores de las correcciones: prueban lo que quien aprende trae como prueba.

Quien aprende devuelve un ejemplo, y no un valor: hay muchos correctos. El conductor
mira si prueba lo que se pide y responde con señales de 1 y 0. Llega a eso por lo que el
ejemplo tiene que cumplir, sin calcular ninguna función que otro ejercicio pida.
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
        raise BadAnswer(
            "object", f"en {name} hay NaN o infinitos, y hacen falta números finitos"
        )
    return array


@dataclass(frozen=True)
class TwoSteps:
    """Mira si la pendiente de ReLU desde 0 cambia de uno a otro de dos pasos.

    Es 1 con cualquier paso a la derecha y 0 con cualquiera a la izquierda: cambia
    cuando los pasos van hacia lados distintos.
    """

    def __call__(self, function, inputs):
        parts = _unpack(function(*inputs.values()), ("h_a", "h_b"))
        steps = [_finite(p, n) for p, n in zip(parts, ("h_a", "h_b"), strict=True)]
        fit = all(h.shape == () and 0 < abs(h) <= inputs["limit"] for h in steps)
        if not fit:
            return {STEPS_FIT: _flag(False)}
        one, two = map(np.sign, steps)
        return {STEPS_FIT: _flag(True), SLOPES_DIFFER: _flag(one != two)}


@dataclass(frozen=True)
class ReluChain:
    """Una unidad con ReLU por capa, sin sesgos, que empieza en x = 1.

    Mientras todas están encendidas, cada preactivación es el producto de los pesos
    hasta ahí, y la última es también el gradiente. Con alguna apagada, es 0.
    """

    def __call__(self, function, inputs):
        w = _finite(function(*inputs.values()), "los pesos")
        fits = w.shape == (inputs["n_layers"],)
        if not fits:
            return {SIZES_FIT: _flag(False)}
        with np.errstate(over="ignore"):
            products = np.cumprod(w)
        on = products.min() > 0
        return {
            SIZES_FIT: _flag(True),
            NO_UNIT_OFF: _flag(on),
            VANISHES: _flag(not on or products[-1] < 1e-4),
        }


@dataclass(frozen=True)
class SlideActivation:
    """Mira si X ⊙ relu(Z_1), como la diapositiva, es otra cosa que relu(Z_1).

    Lo es si X no vale 1 en algún lugar donde la unidad está encendida.
    """

    def __call__(self, function, inputs):
        X, W, b = _unpack(function(*inputs.values()), ("X", "W", "b"))
        X, W, b = _finite(X, "X"), _finite(W, "W"), _finite(b, "b")
        fits = X.ndim == W.ndim == 2 and len(X) == inputs["m"]
        if not (fits and X.shape[1] == len(W) and b.shape == W.shape[1:]):
            return {SIZES_FIT: _flag(False)}
        Z = X @ W + b
        runs = X.shape == Z.shape
        differs = runs and Z[np.abs(X - 1) > 1e-5].max(initial=0.0) > 1e-8
        return {
            SIZES_FIT: _flag(True),
            FORMULA_RUNS: _flag(runs),
            RESULTS_DIFFER: _flag(differs),
        }


@dataclass(frozen=True)
class TwoTruths:
    """Con la misma Ŷ y dos verdades, mira si el gradiente en la salida es el mismo."""

    def __call__(self, function, inputs):
        parts = _unpack(function(*inputs.values()), ("Y_a", "Y_b"))
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
