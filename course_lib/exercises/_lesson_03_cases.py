"""Casos de la lección 03: públicos y sorteados."""

import numpy as np

from course_lib.exercises.model import Case

# Funciones elemento a elemento: 03.1 a 03.6 ----------------------------------------


def _z_case(name, z, tags=(), public=False, **more):
    return Case(name, {"z": np.array(z), **more}, {}, tags, public=public)


def _extreme(rng):
    """±1000 donde el azar quiera, con un 0: ahí desbordan e^z y e^−z."""
    signs = rng.permutation([1000.0, -1000.0, 1000.0, -1000.0, 0.0, 710.0])
    return signs.reshape(2, 3)


def elementwise_cases(rng):
    """Formas de uno, dos y tres ejes; todos los casos de enteros incluyen el 0."""
    whole = rng.permutation([*rng.integers(-4, 5, 9), -3, -1, 0]).reshape(4, 3)
    return [
        _z_case("cinco por cuatro", rng.normal(0, 2, (5, 4))),
        _z_case("un solo ejemplo", [[0.3, -1.2, *rng.normal(0, 2, 1)]], ("m = 1",)),
        _z_case("tres ejes", rng.normal(0, 1, (2, 3, 4))),
        _z_case("negativos", -rng.uniform(0.5, 5, (3, 2)), ("negativos",)),
        _z_case("enteros", whole, ("enteros",)),
        _z_case("extremos", _extreme(rng), ("extremos",)),
        _z_case("solo lectura", rng.normal(0, 1, (2, 7)), ("solo lectura",)),
    ]


def smooth_public():
    return [
        _z_case("cuatro valores", [0.0, 1.0, -1.0, 3.0], public=True),
        _z_case("extremos", [1000.0, -1000.0], ("extremos",), public=True),
    ]


def kink_public():
    """Con el quiebre, y con valores entre 0 y 1 de los dos lados."""
    return [
        _z_case("alrededor del quiebre", [-2.0, -0.5, 0.0, 0.5, 3.0], public=True),
        _z_case("dos filas", [[1.5, -4.0, 0.25], [0.0, 2.0, -0.75]], public=True),
    ]


def slope_public():
    return [
        _z_case("slope = 0.1", [-2.0, -0.5, 0.0, 0.5, 3.0], public=True, slope=0.1),
        _z_case("slope = 0.5", [[1.5, -4.0, 0.25]], ("m = 1",), True, slope=0.5),
        _z_case("sin decir slope", [[2.0, -3.0], [0.0, -100.0]], public=True),
    ]


def slope_cases(rng):
    slope = float(rng.uniform(0.05, 0.45))
    steep = float(rng.uniform(0.55, 0.95))
    drawn = elementwise_cases(rng)
    slopes = (slope, 0.2, steep, 0.3, 0.25, slope, 0.01)
    cases = [
        _z_case(case.name, case.inputs["z"], case.tags, slope=s)
        for case, s in zip(drawn, slopes, strict=True)
    ]
    return [
        *cases,
        _z_case("slope = 0", [*rng.normal(0, 2, 6), 0.0], slope=0.0),
        _z_case("slope = 1", [*rng.normal(0, 2, 6), 0.0], slope=1.0),
    ]


# 03.7 ------------------------------------------------------------------------------


def _layers_case(name, parameters, tags=(), public=False):
    W1, b1, W2, b2 = (np.array(p) for p in parameters)
    sizes = {"h_0": W1.shape[0], "h_1": W1.shape[1], "h_2": W2.shape[1]}
    inputs = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return Case(name, inputs, sizes, tags, public=public)


def _random_layers(rng, name, h_0, h_1, h_2, tags=()):
    shapes = ((h_0, h_1), (h_1,), (h_1, h_2), (h_2,))
    return _layers_case(name, [rng.normal(0, 1, shape) for shape in shapes], tags)


def collapse_public():
    return [
        _layers_case(
            "una entrada, dos unidades, una salida",
            ([[1.0, 2.0]], [3.0, -1.0], [[2.0], [5.0]], [10.0]),
            ("una unidad",),
            public=True,
        ),
        _layers_case(
            "dos entradas, tres unidades, una salida",
            (
                [[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]],
                [1.0, -2.0, 0.5],
                [[1.0], [-1.0], [2.0]],
                [0.25],
            ),
            ("una unidad",),
            public=True,
        ),
    ]


def collapse_cases(rng):
    whole = [rng.integers(-3, 4, shape) for shape in ((4, 3), (3,), (3, 2))]
    return [
        _random_layers(rng, "3, 7, 4", 3, 7, 4),
        _random_layers(rng, "se angosta en el medio", 6, 2, 5),
        _random_layers(rng, "una unidad en el medio", 3, 1, 4, ("una unidad",)),
        _layers_case("enteros", [*whole, [0.5, -1.5]], ("enteros",)),
        _random_layers(rng, "solo lectura", 2, 5, 3, ("solo lectura",)),
    ]


# 03.8 ------------------------------------------------------------------------------


def _start_case(name, layer_shapes, seed, tags=(), public=False):
    inputs = {"layer_shapes": layer_shapes, "seed": int(seed)}
    return Case(name, inputs, {}, tags, public=public)


def he_public():
    return [
        _start_case("una red pequeña", [3, 4, 2], 0, public=True),
        _start_case("25 000 pesos", [250, 100], 7, public=True),
    ]


def he_cases(rng):
    """Cada capa grande pasa de 20 000 pesos; ninguna tiene tantas entradas como
    salidas.

    Las escalas conocidas (2/h, √(2/h), con entradas o salidas) no quedan de
    √(2/h_{l-1}) a menos de un 5 %: lo revisa una prueba. Con 7 entradas, dividir entre
    8 ya se nota.
    """
    seeds = rng.integers(0, 10**6, 4)
    return [
        _start_case("se angosta", [360, 58, 390], seeds[0]),
        _start_case("una tupla", (85, 260), seeds[1]),
        _start_case("siete entradas, muchas salidas", [7, 3500], seeds[2]),
        _start_case("cuatro capas y una sola salida", [5, 8, 6, 3, 1], seeds[3]),
    ]
