"""Casos de la lección 02: públicos y sorteados; los más pequeños, primero.

Los tamaños de un caso (m, d, K) son distintos: así se distingue quien divide entre d de
quien divide entre m.
"""

import numpy as np

from course_lib.activations import sigmoid
from course_lib.errors import CourseValueError
from course_lib.exercises.model import Case
from course_lib.logistic_regression import logistic_gradients

# Con unos cientos de intentos ya no falla ninguno; el tope evita un ciclo sin fin.
ATTEMPTS = 20_000


def _draw_until(rng, draw, good, what):
    """Repite un sorteo hasta que cumple lo que el caso necesita."""
    for _ in range(ATTEMPTS):
        drawn = draw(rng)
        if good(drawn):
            return drawn
    raise CourseValueError(f"No se encontró un caso con {what}")


def _both_classes(rng, m):
    """Etiquetas 0 y 1 al azar, con al menos una de cada clase."""
    y = rng.integers(0, 2, m)
    y[:2] = [0, 1]
    return rng.permutation(y)


# 02.1 ------------------------------------------------------------------------------


def sigmoid_public():
    return [
        Case("un número, el 0", {"z": 0.0}, public=True),
        Case("otro número", {"z": -2.0}, tags=("negativos",), public=True),
        Case("un arreglo", {"z": np.array([-1.0, 0.0, 3.0])}, public=True),
        Case(
            "valores extremos",
            {"z": np.array([-1000.0, 1000.0])},
            tags=("extremos",),
            public=True,
        ),
    ]


def sigmoid_cases(rng):
    extreme = rng.choice([-1.0, 1.0], 6) * rng.uniform(710, 1000, 6)
    extreme[:3] = [-1000.0, 1000.0, -745.0]
    matrix = rng.uniform(0.2, 6.0, (3, 5)) * rng.choice([-1, 1], (3, 5))
    matrix[0, :2] = [1.5, -1.5]
    return [
        Case("una matriz", {"z": matrix}),
        Case("positivos", {"z": rng.uniform(0.2, 6.0, 4)}),
        Case("negativos", {"z": -rng.uniform(0.2, 6.0, 4)}, tags=("negativos",)),
        Case(
            "grandes sin desbordar",
            {"z": np.append(rng.uniform(11.0, 16.0, 3), -rng.uniform(11.0, 16.0, 3))},
        ),
        Case("extremos", {"z": rng.permutation(extreme)}, tags=("extremos",)),
        Case(
            "enteros",
            {"z": rng.permutation(np.array([-3, -1, 0, 2, 4]))},
            tags=("enteros",),
        ),
        Case(
            "arreglo de solo lectura",
            {"z": rng.uniform(-4.0, 4.0, (2, 3))},
            tags=("solo lectura",),
        ),
    ]


# 02.2 ------------------------------------------------------------------------------


def _scores_case(name, z, y, tags=(), public=False):
    z, y = np.array(z), np.array(y)
    return Case(name, {"z": z, "y": y}, {"m": len(y)}, tags, public=public)


def loss_public():
    return [
        _scores_case("un ejemplo dudoso", [0.0], [1], ("m = 1",), public=True),
        _scores_case("dos ejemplos", [2.0, -1.0], [1, 1], public=True),
        _scores_case(
            "seguro y equivocado", [1000.0], [0], ("extremos", "m = 1"), public=True
        ),
    ]


def loss_cases(rng):
    extreme = np.array([1000.0, -1000.0, 1000.0, -1000.0, 40.0, -745.0, 710.0])
    labels = np.array([0, 0, 1, 1, 0, 1, 0])
    order = rng.permutation(len(labels))
    z = rng.uniform(0.3, 3.0, 5) * np.array([1, -1, 1, -1, 1])
    return [
        _scores_case("cinco ejemplos", z, rng.permutation([0, 1, 1, 0, 0])),
        _scores_case("un ejemplo de la clase 0", rng.uniform(1, 3, 1), [0], ("m = 1",)),
        _scores_case("todos de la clase 1", rng.normal(0, 2, 4), [1, 1, 1, 1]),
        _scores_case("todos de la clase 0", rng.normal(0, 2, 3), [0, 0, 0]),
        _scores_case(
            "negativos", -rng.uniform(0.5, 4, 7), _both_classes(rng, 7), ("negativos",)
        ),
        _scores_case(
            "enteros",
            rng.integers(1, 5, 6) * rng.choice([-1, 1], 6),
            _both_classes(rng, 6),
            ("enteros",),
        ),
        _scores_case("extremos", extreme[order], labels[order], ("extremos",)),
        # Aquí e^z todavía cabe, pero 1 − σ(z) ya es 0: separa a quien va por la
        # probabilidad de quien va desde el puntaje.
        _scores_case("grande sin desbordar", [40.0], [0], ("extremos", "m = 1")),
        _scores_case("muy positivo y acertado", [1000.0], [1], ("extremos", "m = 1")),
        _scores_case(
            "muy negativo y equivocado", [-1000.0], [1], ("extremos", "m = 1")
        ),
        _scores_case(
            "etiquetas con decimales",
            rng.normal(0, 1, 8),
            _both_classes(rng, 8).astype(float),
        ),
        _scores_case(
            "solo lectura",
            rng.normal(0, 2, 9),
            _both_classes(rng, 9).astype(bool).astype(int),
            ("solo lectura",),
        ),
    ]


# 02.3 ------------------------------------------------------------------------------


def _gradient_case(name, X, y, w, b, tags=(), rule="gradient", public=False):
    X, y, w = np.array(X), np.array(y), np.array(w)
    inputs = {"X": X, "y": y, "w": w, "b": float(b)}
    sizes = {"m": X.shape[0], "d": X.shape[1]}
    return Case(name, inputs, sizes, tags, rule=rule, public=public)


def _is_clear(drawn):
    """Sin entradas diminutas ni probabilidades extremas: ahí el redondeo confunde."""
    X, y, w, b = drawn
    p = sigmoid(X @ w + b)
    dw, db = logistic_gradients(X, y, w, b)
    sizes = np.abs(np.append(dw, db))
    return bool(sizes.min() >= 1e-3 and p.min() >= 1e-3 and p.max() <= 1 - 1e-3)


def _random_gradient(rng, name, m, d, tags=(), whole=False, public=False):
    def draw(rng):
        X, w = rng.normal(0, 1, (m, d)), rng.normal(0, 0.8, d)
        if whole:
            X, w = rng.integers(-2, 3, (m, d)), rng.choice([-1, 1], d)
        y = _both_classes(rng, m) if m > 1 else rng.integers(0, 2, m)
        return X, y, w, float(rng.choice([-1, 1]) * rng.uniform(0.3, 1.0))

    drawn = _draw_until(rng, draw, _is_clear, "un gradiente de buen tamaño")
    return _gradient_case(name, *drawn, tags, public=public)


def gradients_public():
    return [
        _gradient_case(
            "un ejemplo, una variable", [[2.0]], [1], [0.0], 0, ("m = 1",), public=True
        ),
        _gradient_case(
            "tres ejemplos, dos variables",
            [[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]],
            [1, 0, 1],
            [0.5, 1.0],
            -0.5,
            public=True,
        ),
    ]


def _extreme_gradient(rng):
    """Puntajes de ±1000 o más; con d impar y pesos ±1, ninguno se anula."""

    def draw(rng):
        X, w = rng.choice([-1000.0, 1000.0], (5, 3)), rng.choice([-1.0, 1.0], 3)
        return X, _both_classes(rng, 5), w, 0.5

    def good(drawn):
        X, y, w, b = drawn
        z = X @ w + b
        missed = (z > 0) != (y == 1)
        return z.max() > 0 > z.min() and 0 < missed.sum() < 5

    drawn = _draw_until(rng, draw, good, "puntajes de los dos signos")
    return _gradient_case("extremos", *drawn, ("extremos",), rule="value")


def gradients_cases(rng):
    return [
        _random_gradient(rng, "cinco ejemplos, tres variables", 5, 3),
        _random_gradient(rng, "más variables que ejemplos", 3, 7),
        _random_gradient(rng, "un solo ejemplo", 1, 4, ("m = 1",)),
        _random_gradient(rng, "una sola variable", 6, 1),
        _random_gradient(rng, "enteros", 7, 2, ("enteros",), whole=True),
        _random_gradient(rng, "solo lectura", 8, 3, ("solo lectura",)),
        _extreme_gradient(rng),
    ]


# 02.4 ------------------------------------------------------------------------------


def _scale_case(name, X_train, X_test, tags=(), public=False):
    X_train, X_test = np.array(X_train), np.array(X_test)
    sizes = {"m": len(X_train), "d": X_train.shape[1]}
    inputs = {"X_train": X_train, "X_test": X_test}
    return Case(name, inputs, sizes, tags, rule="loose", public=public)


def _columns(rng, m, d):
    """Columnas con centro y escala propios; la desviación, entre 1 y 40."""
    scale = np.exp(rng.uniform(np.log(3), np.log(20), d))
    center = rng.uniform(2, 60, d) * rng.choice([-1, 1], d)
    return center, scale, lambda m: center + scale * rng.normal(0, 1, (m, d))


def _random_scale(rng, name, m, d, m_test, tags=(), constants=(), public=False):
    def draw(rng):
        _, _, rows = _columns(rng, m, d)
        X_train, X_test = rows(m), rows(m_test)
        for column, value in constants:
            X_train[:, column] = X_test[:, column] = value
        return X_train, X_test

    def good(drawn):
        varies = [j for j in range(d) if j not in dict(constants)]
        mean, std = drawn[0].mean(axis=0)[varies], drawn[0].std(axis=0)[varies]
        return std.min() >= 1 and std.max() <= 40 and np.abs(mean).min() >= 1

    return _scale_case(
        name, *_draw_until(rng, draw, good, "columnas que varían"), tags, public
    )


def standardize_public():
    return [
        _scale_case("una columna", [[1.0], [5.0]], [[9.0], [3.0]], public=True),
        _scale_case(
            "la segunda columna es constante",
            [[10.0, 3.0], [20.0, 3.0], [60.0, 3.0], [30.0, 3.0]],
            [[40.0, 3.0], [80.0, 3.0]],
            public=True,
        ),
    ]


def standardize_cases(rng):
    whole = np.array([[1, 40], [7, 10], [4, 90], [12, 60], [3, 20]])
    constants = rng.permutation([0.0, 2.5, 3.0])
    return [
        _random_scale(rng, "siete ejemplos, tres variables", 7, 3, 4),
        _random_scale(rng, "más variables que ejemplos", 4, 6, 3),
        _random_scale(rng, "una prueba de un ejemplo", 6, 2, 1),
        _random_scale(
            rng, "constantes", 8, 5, 3, constants=[(1, constants[0]), (4, constants[1])]
        ),
        _random_scale(rng, "constante en 0", 6, 3, 5, constants=[(0, 0.0)]),
        _scale_case(
            "enteros",
            rng.permutation(whole),
            rng.permutation(np.array([[5, 30], [9, 70], [2, 50]])),
            ("enteros",),
        ),
        _random_scale(rng, "solo lectura", 5, 4, 2, ("solo lectura",)),
        # Una desviación pequeña no es una columna constante: también se divide.
        _scale_case(
            "en centésimas",
            rng.permutation([[0.51, 0.2], [0.47, 0.27], [0.55, 0.23], [0.48, 0.18]]),
            np.array([[0.5, 0.22], [0.6, 0.3], [0.44, 0.21]]),
        ),
    ]


# 02.5 ------------------------------------------------------------------------------

_NAMES = {
    "bowl": "gradiente de cada θ: θ",
    "stretched": "gradiente de cada θ: su puesto en la lista (1, 2, 3…) por θ",
    "mixed": "gradiente de cada θ: θ/2 + (suma de todos) − 1",
    "cubes": "gradiente de cada θ: θ³",
}


def _descent_case(name, gradients, parameters, alpha, iters, tags=(), public=False):
    inputs = {
        "gradients": _NAMES[gradients],
        "parameters": [np.array(p) for p in parameters],
        "alpha": alpha,
        "iters": iters,
    }
    return Case(name, inputs, {"iters": iters}, tags, public=public)


def descent_public():
    return [
        _descent_case("un número, un paso", "bowl", [[4.0]], 0.25, 1, public=True),
        _descent_case("un número, dos pasos", "bowl", [[4.0]], 0.25, 2, public=True),
        _descent_case(
            "dos parámetros",
            "stretched",
            [[1.0, -2.0], [3.0]],
            0.1,
            3,
            public=True,
        ),
    ]


def descent_cases(rng):
    def parameters(*shapes):
        return [
            rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
            for shape in shapes
        ]

    whole = rng.choice([-3, -2, 2, 3], 4)
    return [
        _descent_case("se mezclan", "mixed", parameters((2,), ()), 0.05, 4),
        _descent_case(
            "una matriz y dos vectores",
            "mixed",
            parameters((2, 3), (3,), (2,)),
            0.03,
            5,
        ),
        _descent_case("el cubo", "cubes", parameters((3,), (2, 2)), 0.2, 6),
        _descent_case("un solo parámetro", "bowl", parameters((4,)), 0.3, 7),
        _descent_case("muchos pasos", "stretched", parameters((2,), (3,), ()), 0.1, 25),
        _descent_case("enteros", "bowl", [whole], 0.5, 3, ("enteros",)),
        _descent_case(
            "solo lectura", "mixed", parameters((3,), (2,)), 0.1, 4, ("solo lectura",)
        ),
    ]


# 02.6 ------------------------------------------------------------------------------


def _predict_case(name, X, w, b, threshold=None, tags=(), public=False):
    X, w = np.array(X), np.array(w)
    inputs = {"X": X, "w": w, "b": float(b)}
    if threshold is not None:
        inputs["threshold"] = float(threshold)
    sizes = {"m": X.shape[0], "d": X.shape[1]}
    return Case(name, inputs, sizes, tags, public=public)


def _random_predict(rng, name, m, d, threshold=None, tags=()):
    t = 0.5 if threshold is None else threshold

    def draw(rng):
        return rng.normal(0, 1, (m, d)), rng.normal(0, 1, d), float(rng.normal(0, 1))

    def good(drawn):
        X, w, b = drawn
        p = sigmoid(X @ w + b)
        # Lejos de los umbrales; y con varios ejemplos, quien olvida el sesgo, lo resta
        # o usa otro umbral da respuestas que se distinguen de la buena y entre sí.
        cuts = sorted({t, 0.5, 1 - t})
        if min(np.abs(p - cut).min() for cut in cuts) < 1e-3:
            return False
        found = [p >= cut for cut in cuts]
        found += [sigmoid(X @ w) >= t, sigmoid(X @ w - b) >= t]
        # Con varios, que haya de las dos clases: responder siempre 1 no acierta.
        if m > 1 and len(set(p >= t)) == 1:
            return False
        return m == 1 or len({tuple(answer) for answer in found}) == len(found)

    drawn = _draw_until(rng, draw, good, "probabilidades lejos del umbral")
    return _predict_case(name, *drawn, threshold, tags)


def predict_public():
    return [
        _predict_case("un ejemplo", [[2.0]], [1.0], -1.0, tags=("m = 1",), public=True),
        _predict_case(
            "justo en la frontera",
            [[1.0, 2.0], [0.0, 3.0], [2.0, 1.0]],
            [2.0, -1.0],
            0,
            public=True,
        ),
        _predict_case(
            "un umbral más alto", [[-1.0], [0.0], [1.0]], [1.0], 0.5, 0.75, public=True
        ),
    ]


def predict_cases(rng):
    whole = np.array([[2, 1], [-1, 3], [1, -2], [0, 0], [-2, -1]])
    extreme = rng.choice([-1000.0, 1000.0], (4, 3))
    extreme[:2] = [[1000.0] * 3, [-1000.0] * 3]
    return [
        _random_predict(rng, "siete ejemplos", 7, 3),
        _random_predict(rng, "umbral bajo", 8, 2, 0.2),
        _random_predict(rng, "umbral alto", 6, 4, 0.85),
        _random_predict(rng, "un solo ejemplo", 1, 5, 0.3, ("m = 1",)),
        _predict_case(
            "enteros", rng.permutation(whole), np.array([1, 2]), 0, tags=("enteros",)
        ),
        _predict_case("extremos", extreme, np.ones(3), 0.0, 0.6, ("extremos",)),
        _random_predict(rng, "solo lectura", 5, 3, None, ("solo lectura",)),
    ]


# 02.7 ------------------------------------------------------------------------------


def _labels_case(name, y, y_pred, n_classes, tags=(), public=False):
    inputs = {"y": np.array(y), "y_pred": np.array(y_pred), "n_classes": n_classes}
    sizes = {"m": len(y), "K": n_classes}
    return Case(name, inputs, sizes, tags, public=public)


def _random_labels(rng, name, m, n_classes, tags=(), present=None):
    """Con repetidos, aciertos y errores; su matriz no es simétrica."""
    classes = np.arange(n_classes if present is None else present)

    def draw(rng):
        return rng.choice(classes, m), rng.choice(classes, m)

    def good(drawn):
        matrix = np.zeros((n_classes, n_classes), dtype=int)
        np.add.at(matrix, drawn, 1)
        return matrix.max() > 1 and matrix.trace() > 0 and (matrix != matrix.T).any()

    drawn = _draw_until(rng, draw, good, "aciertos, errores y repetidos")
    return _labels_case(name, *drawn, n_classes, tags)


def confusion_public():
    return [
        _labels_case("un ejemplo", [1], [0], 2, ("m = 1",), public=True),
        _labels_case(
            "cinco ejemplos, dos clases",
            [0, 0, 1, 1, 1],
            [0, 1, 1, 1, 0],
            2,
            public=True,
        ),
        _labels_case(
            "una clase que no aparece", [0, 2, 2, 0, 2], [2, 2, 2, 0, 0], 4, public=True
        ),
    ]


def confusion_cases(rng):
    return [
        _random_labels(rng, "veinte ejemplos, tres clases", 20, 3),
        _random_labels(rng, "dos clases", 9, 2),
        _random_labels(rng, "cinco clases", 30, 5),
        _random_labels(rng, "faltan las dos últimas", 12, 6, present=4),
        _random_labels(rng, "solo lectura", 15, 4, ("solo lectura",)),
    ]
