"""Casos de la lección 00: públicos y sorteados.

Los tamaños de un caso son todos distintos: así se distingue un error de otro.
"""

import numpy as np

from course_lib.exercises.model import Case

# 00.1 ------------------------------------------------------------------------------


def _shapes_case(name, layer_shapes, tags=(), public=False):
    return Case(name, {"layer_shapes": layer_shapes}, {}, tags, public=public)


def count_public():
    return [
        _shapes_case("una sola capa", [2, 3], public=True),
        _shapes_case("una capa oculta", [3, 5, 2], public=True),
    ]


def count_cases(rng):
    """Sin unidades repetidas en una red: dos tamaños vecinos nunca se confunden."""

    def draw(n):
        return [int(h) for h in rng.choice(np.arange(2, 20), n, replace=False)]

    return [
        _shapes_case("una sola capa, sorteada", draw(2)),
        _shapes_case("dos capas ocultas", draw(4)),
        _shapes_case("cuatro capas ocultas", draw(6)),
        _shapes_case("una unidad de salida", [*draw(2), 1], ("una unidad",)),
        _shapes_case("una tupla", tuple(draw(3))),
        _shapes_case("una red grande", [784, 300, 100, 10]),
    ]


# 00.2 ------------------------------------------------------------------------------


def _dense_case(name, X, W, b, tags=(), public=False):
    X, W, b = np.array(X), np.array(W), np.array(b)
    sizes = {"m": X.shape[0], "d": X.shape[1], "h": W.shape[1]}
    return Case(name, {"X": X, "W": W, "b": b}, sizes, tags, public=public)


def _random_dense(rng, name, m, d, h, tags=()):
    X, W = rng.normal(0, 1, (m, d)), rng.normal(0, 1, (d, h))
    return _dense_case(name, X, W, rng.normal(0, 1, h), tags)


def dense_public():
    return [
        _dense_case(
            "un ejemplo, tres entradas, dos unidades",
            [[1.0, 2.0, 3.0]],
            [[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]],
            [0.5, 10.0],
            ("m = 1",),
            public=True,
        ),
        _dense_case(
            "dos ejemplos, una entrada, tres unidades",
            [[2.0], [-1.0]],
            [[1.0, 3.0, -2.0]],
            [0.0, 1.0, 0.5],
            public=True,
        ),
    ]


def dense_cases(rng):
    whole = rng.integers(-4, 5, (5, 3)), rng.integers(-4, 5, (3, 2))
    extreme = rng.choice([-1000.0, 1000.0], (5, 3)), rng.choice([-1.0, 2.0], (3, 4))
    return [
        _random_dense(rng, "cinco ejemplos", 5, 3, 4),
        _random_dense(rng, "un solo ejemplo", 1, 6, 4, ("m = 1",)),
        _random_dense(rng, "una sola unidad", 5, 3, 1, ("una unidad",)),
        _dense_case(
            "enteros y sesgos con decimales", *whole, [0.5, -1.5], ("enteros",)
        ),
        _dense_case("extremos", *extreme, rng.normal(0, 1, 4), ("extremos",)),
        _random_dense(rng, "arreglos de solo lectura", 2, 7, 3, ("solo lectura",)),
    ]
