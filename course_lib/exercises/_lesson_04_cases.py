"""Casos de la lección 04: públicos y sorteados.

Todos los tamaños de un caso (m, h_0, …, K) son distintos: así se distingue quien divide
entre K de quien divide entre m.
"""

import numpy as np

from course_lib.activations import softmax
from course_lib.errors import CourseValueError
from course_lib.exercises.model import Case
from course_lib.losses import cross_entropy, one_hot
from course_lib.mlp import (
    backpropagation,
    forward_propagation,
    he_initialization,
    update_parameters,
)

# Con 100 intentos por caso ya casi no falla ninguno; este tope solo evita un ciclo sin
# fin si alguien cambia las formas por unas imposibles.
ATTEMPTS = 20_000


def sizes_of(m, shapes):
    """Tamaños con nombre de un caso: m, K, h_0, …, h_L."""
    layers = {f"h_{layer}": units for layer, units in enumerate(shapes)}
    return {"m": m, "K": shapes[-1], **layers}


def random_parameters(rng, shapes):
    """Pesos y sesgos al azar, de un tamaño que no satura la softmax."""
    W, b = [None], [None]
    for h_in, h_out in zip(shapes[:-1], shapes[1:], strict=True):
        W.append(rng.normal(0, 1.2 / np.sqrt(h_in), (h_in, h_out)))
        b.append(rng.normal(0, 0.4, h_out))
    return W, b


def whole_parameters(rng, shapes):
    """Pesos y sesgos enteros; con X par y sesgos impares, ninguna Z[1] es cero."""
    W, b = [None], [None]
    for h_in, h_out in zip(shapes[:-1], shapes[1:], strict=True):
        W.append(rng.integers(-1, 2, (h_in, h_out)))
        b.append(rng.choice([-1, 1], h_out))
    return W, b


def random_labels(rng, m, n_classes):
    """Y (m, K) one-hot al azar."""
    return one_hot(rng.integers(0, n_classes, m), n_classes)


# 04.1 ------------------------------------------------------------------------------


def _labels_case(name, y, n_classes, tags=(), public=False):
    inputs = {"y": np.array(y), "n_classes": int(n_classes)}
    sizes = {"m": len(y), "K": int(n_classes)}
    return Case(name, inputs, sizes, tags, rule="value", public=public)


def one_hot_public():
    return [
        _labels_case("cinco ejemplos, tres clases", [2, 0, 1, 2, 2], 3, public=True),
        _labels_case("clases que no aparecen", [3, 1, 3], 6, public=True),
    ]


def one_hot_cases(rng):
    return [
        _labels_case("un solo ejemplo", rng.integers(1, 5, 1), 5, ("m = 1",)),
        _labels_case("siete ejemplos, cuatro clases", rng.integers(0, 4, 7), 4),
        _labels_case("dos clases", [0, *rng.integers(0, 2, 5), 1], 2),
        _labels_case("falta la última clase", rng.integers(0, 3, 8), 5),
        _labels_case(
            "arreglo de solo lectura", rng.integers(0, 3, 6), 4, ("solo lectura",)
        ),
    ]


# 04.2 ------------------------------------------------------------------------------


def _scores_case(name, Z, tags=(), public=False):
    Z = np.array(Z)
    sizes = {"m": Z.shape[0], "K": Z.shape[1]}
    return Case(name, {"Z": Z}, sizes, tags, public=public)


def softmax_public():
    return [
        _scores_case(
            "dos ejemplos, tres clases",
            [[0.0, 1.0, 2.0], [1.0, 1.0, -3.0]],
            public=True,
        ),
        _scores_case(
            "valores extremos",
            [[1000.0, 999.0, 0.0, 1000.0], [-1000.0, -1001.0, -1000.0, -999.0]],
            ("extremos",),
            public=True,
        ),
    ]


def softmax_cases(rng):
    # Una fila que desborda aunque se le reste su media, y otra tan baja que el máximo
    # de toda la matriz la vuelve ceros. Son cuartos: caben exactos en float32.
    far = rng.permutation([1000.0, -1000.0, -1000.0, 0.0, 998.0])
    extreme = rng.choice([-1000.0, 1000.0, 998.0, 0.0], (2, 5))
    low = -1000.0 + rng.integers(-8, 9, 5) / 4
    return [
        _scores_case("cinco ejemplos, cuatro clases", rng.normal(0, 2, (5, 4))),
        _scores_case("un solo ejemplo", rng.normal(0, 1, (1, 3)), ("m = 1",)),
        _scores_case("negativos", -rng.uniform(1, 5, (3, 2)), ("negativos",)),
        _scores_case("enteros", rng.integers(-3, 4, (4, 6)), ("enteros",)),
        _scores_case("extremos", np.vstack([far, extreme, low]), ("extremos",)),
        # El de mayor tamaño es negativo: restar su valor absoluto deja 0 entre 0.
        _scores_case(
            "un número muy negativo",
            [[-1000.0, 2.0, 1.5], [0.5, -2.0, 1.0]],
            ("extremos",),
        ),
        _scores_case(
            "arreglo de solo lectura", rng.normal(0, 1, (2, 7)), ("solo lectura",)
        ),
    ]


# 04.3 ------------------------------------------------------------------------------


def _probabilities(rng, m, n_classes):
    """Ŷ e Y con p ≥ 0.01; la de la clase verdadera, entre 0.05 y 0.7.

    Así, quien suma un ε dentro del logaritmo acierta sin que importe cuál eligió.
    """
    for _ in range(ATTEMPTS):
        Y = random_labels(rng, m, n_classes)
        Y_hat = softmax(rng.normal(0, 1, (m, n_classes)))
        true = Y_hat[Y == 1]
        if Y_hat.min() >= 0.01 and true.min() >= 0.05 and true.max() <= 0.7:
            return Y_hat, Y
    raise CourseValueError("No se encontró un caso con probabilidades adecuadas")


def _loss_case(name, Y_hat, Y, tags=(), rule="loose", public=False):
    Y_hat, Y = np.array(Y_hat), np.array(Y)
    sizes = {"m": Y.shape[0], "K": Y.shape[1]}
    inputs = {"Y_hat": Y_hat, "Y": Y}
    return Case(name, inputs, sizes, tags, rule=rule, public=public)


def cross_entropy_public():
    return [
        _loss_case(
            "dos ejemplos, tres clases",
            [[0.5, 0.25, 0.25], [0.125, 0.625, 0.25]],
            [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
            public=True,
        ),
        _loss_case(
            "un cero donde no está la verdad",
            [[0.5, 0.5, 0.0], [0.0, 0.75, 0.25]],
            [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
            ("ceros",),
            public=True,
        ),
        _loss_case(
            "un cero en la clase verdadera",
            [[0.0, 1.0, 0.0]],
            [[1.0, 0.0, 0.0]],
            ("ceros", "m = 1"),
            rule="large",
            public=True,
        ),
    ]


def cross_entropy_cases(rng):
    zeros = np.eye(4)[rng.integers(0, 3, 2)]
    return [
        _loss_case("cinco ejemplos, cuatro clases", *_probabilities(rng, 5, 4)),
        _loss_case("un solo ejemplo", *_probabilities(rng, 1, 3), tags=("m = 1",)),
        _loss_case("dos clases", *_probabilities(rng, 7, 2)),
        _loss_case("solo lectura", *_probabilities(rng, 3, 5), tags=("solo lectura",)),
        _loss_case(
            "ceros en la clase verdadera",
            zeros,
            np.roll(zeros, 1, axis=1),
            ("ceros",),
            rule="large",
        ),
    ]


# 04.4 ------------------------------------------------------------------------------


def _forward_case(name, X, W, b, tags=(), public=False):
    shapes = [X.shape[1], *(bias.size for bias in b[1:])]
    inputs = {"X": X, "W": W, "b": b}
    sizes = sizes_of(len(X), shapes)
    return Case(name, inputs, sizes, tags, public=public)


def _random_forward(rng, name, m, shapes, tags=(), public=False):
    """Una ida donde cada capa oculta tiene unidades encendidas y apagadas."""
    for _ in range(ATTEMPTS):
        X = rng.normal(0, 1, (m, shapes[0]))
        W, b = random_parameters(rng, shapes)
        _, (Z, _) = forward_propagation(X, W, b, check=False)
        if all(_is_mixed(z) for z in Z[1:-1]):
            return _forward_case(name, X, W, b, tags, public)
    raise CourseValueError("No se encontró una red con unidades de los dos tipos")


def _is_mixed(Z):
    """Si hay entradas positivas y negativas (con una sola, que sea positiva)."""
    return bool((Z > 0).any() and ((Z < 0).any() or Z.size == 1))


def _extreme_forward(rng, m, shapes):
    """Entradas ±1000 con las que e^Z[L] desborda; con enteros, Z es exacta."""
    for _ in range(ATTEMPTS):
        X = rng.choice([-1000.0, 1000.0], (m, shapes[0]))
        W, b = whole_parameters(rng, shapes)
        W, b = ([None, *(array.astype(float) for array in p[1:])] for p in (W, b))
        _, (Z, _) = forward_propagation(X, W, b, check=False)
        if Z[-1].max() > 1000 and all(_is_mixed(z) for z in Z[1:-1]):
            return _forward_case("extremos", X, W, b, ("extremos",))
    raise CourseValueError("No se encontró una red de valores extremos")


def forward_public():
    small = _forward_case(
        "un ejemplo que se puede hacer a mano",
        np.array([[2.0, 1.0]]),
        [
            None,
            np.array([[1.0, -1.0, 0.5], [0.0, 1.0, -2.0]]),
            np.array(
                [[1.0, 0.0, -1.0, 0.5], [2.0, 1.0, 0.0, 1.0], [1.0, 3.0, 1.0, 0.0]]
            ),
        ],
        [None, np.array([0.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.0, 0.25])],
        ("m = 1",),
        public=True,
    )
    rng = np.random.default_rng(4)
    return [
        small,
        _random_forward(rng, "dos capas", 5, [3, 7, 4], public=True),
    ]


def forward_cases(rng):
    W, b = whole_parameters(rng, [3, 6, 4])
    whole = rng.integers(-2, 3, (5, 3))
    return [
        _random_forward(rng, "dos capas", 5, [3, 7, 4]),
        _random_forward(rng, "una sola capa", 5, [3, 4], ("una capa",)),
        _random_forward(rng, "un solo ejemplo", 1, [3, 7, 4], ("m = 1",)),
        _random_forward(rng, "una unidad oculta", 5, [3, 1, 4], ("una unidad",)),
        _random_forward(rng, "tres capas", 5, [2, 6, 3, 4], ("tres capas",)),
        _random_forward(rng, "solo lectura", 2, [4, 6, 3], ("solo lectura",)),
        _forward_case("enteros", whole, W, b, ("enteros",)),
        _extreme_forward(rng, 5, [3, 7, 2]),
    ]


# 04.5 ------------------------------------------------------------------------------


def _delta_case(name, Y_hat, Y, tags=(), public=False):
    Y_hat, Y = np.array(Y_hat), np.array(Y)
    sizes = {"m": Y.shape[0], "K": Y.shape[1]}
    inputs = {"Y_hat": Y_hat, "Y": Y}
    return Case(name, inputs, sizes, tags, rule="gradient", public=public)


def delta_public():
    return [
        _delta_case(
            "dos ejemplos, tres clases",
            [[0.5, 0.25, 0.25], [0.125, 0.625, 0.25]],
            [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
            public=True,
        ),
        _delta_case(
            "un solo ejemplo",
            [[0.1, 0.7, 0.15, 0.05]],
            [[0.0, 1.0, 0.0, 0.0]],
            ("m = 1",),
            public=True,
        ),
    ]


def delta_cases(rng):
    whole_Y_hat, whole_Y = _probabilities(rng, 4, 3)
    return [
        _delta_case("cinco ejemplos, cuatro clases", *_probabilities(rng, 5, 4)),
        _delta_case("un solo ejemplo", *_probabilities(rng, 1, 3), tags=("m = 1",)),
        _delta_case("dos clases", *_probabilities(rng, 7, 2)),
        _delta_case(
            "Y de enteros", whole_Y_hat, whole_Y.astype(int), tags=("enteros",)
        ),
        _delta_case("solo lectura", *_probabilities(rng, 3, 5), tags=("solo lectura",)),
        # La softmax redondea a 0 una probabilidad menor que 1e-323.
        _delta_case("la clase verdadera con 0", [[0.0, 1.0]], [[1.0, 0.0]], ("ceros",)),
    ]


# 04.6 ------------------------------------------------------------------------------


def _gradient_case(rng, name, m, shapes, tags=(), public=False, decimals=None):
    """Un caso elegido: lejos de los quiebres y sin gradientes diminutos.

    Ahí el error relativo separa bien: ninguna respuesta correcta se rechaza por
    redondeo y ninguna equivocada pasa por chica.
    """
    for _ in range(ATTEMPTS):
        if "enteros" in tags:
            X = 2 * rng.integers(-1, 2, (m, shapes[0]))
            W, b = whole_parameters(rng, shapes)
        else:
            X = rng.normal(0, 1, (m, shapes[0]))
            W, b = random_parameters(rng, shapes)
        if decimals is not None:
            X = X.round(decimals)
            W, b = ([None, *(p.round(decimals) for p in part[1:])] for part in (W, b))
        Y_hat, cache = forward_propagation(X, W, b, check=False)
        if not _far_from_kinks(Y_hat, cache):
            continue
        Y = random_labels(rng, m, shapes[-1])
        dW, db = backpropagation(X, Y, W, b, cache, check=False)
        if all(_readable(array) for array in (*dW[1:], *db[1:])):
            inputs = {"X": X, "Y": Y, "W": W, "b": b, "cache": cache}
            sizes = sizes_of(m, shapes)
            return Case(name, inputs, sizes, tags, rule="gradient", public=public)
    raise CourseValueError(f"No se encontró un caso de gradiente para {name}")


def _far_from_kinks(Y_hat, cache):
    hidden = cache[0][1:-1]
    return Y_hat.min() >= 1e-3 and all(
        np.abs(Z).min() >= 1e-2 and _is_mixed(Z) for Z in hidden
    )


def _readable(gradient):
    """Cada entrada, exactamente 0 o al menos 1e-3, y alguna distinta de 0."""
    size = np.abs(gradient)
    return size.max() > 0 and bool(np.all((size == 0) | (size >= 1e-3)))


def _zero_preactivation_case(rng):
    """Una Z[1] exactamente 0: la convención de relu', y no un gradiente.

    Con X y W[1] enteros el 0 es exacto; los demás casos siguen lejos del quiebre.
    """
    X = np.array([[1.0, -1.0, 0.0], [2.0, -1.0, 1.0]])
    first = [[1, 1, -1, 2, 0], [1, 0, 1, -1, 1], [1, -1, 1, 0, 2]]
    _, b = random_parameters(rng, [3, 5, 4])
    W = [None, np.array(first, dtype=float), rng.normal(0, 0.5, (5, 4))]
    b[1] = np.zeros(5)
    _, cache = forward_propagation(X, W, b, check=False)
    inputs = {"X": X, "Y": random_labels(rng, 2, 4), "W": W, "b": b, "cache": cache}
    return Case("un 0 exacto en Z[1]", inputs, sizes_of(2, [3, 5, 4]), ("ceros",))


def backprop_public():
    rng = np.random.default_rng(6)
    return [
        _gradient_case(rng, "una capa", 2, [1, 3], ("una capa",), True, decimals=1),
        _gradient_case(rng, "dos capas", 5, [3, 7, 4], public=True),
        _gradient_case(
            rng, "tres capas", 5, [2, 6, 3, 4], ("tres capas",), public=True
        ),
    ]


def backprop_cases(rng):
    return [
        _gradient_case(rng, "dos capas", 5, [3, 7, 4]),
        _gradient_case(rng, "un solo ejemplo", 1, [3, 5, 4], ("m = 1",)),
        _gradient_case(rng, "una sola capa", 5, [3, 4], ("una capa",)),
        _gradient_case(rng, "una unidad oculta", 5, [3, 1, 4], ("una unidad",)),
        _gradient_case(rng, "tres capas", 6, [3, 5, 2, 4], ("tres capas",)),
        _gradient_case(rng, "enteros", 3, [2, 5, 4], ("enteros",)),
        _gradient_case(rng, "solo lectura", 4, [2, 6, 3], ("solo lectura",)),
        _zero_preactivation_case(rng),
    ]


# 04.7 ------------------------------------------------------------------------------


def _update_case(rng, name, shapes, alpha, tags=(), public=False):
    if "enteros" in tags:
        W, b = whole_parameters(rng, shapes)
    else:
        W, b = random_parameters(rng, shapes)
    dW, db = random_parameters(rng, shapes)
    inputs = {"W": W, "b": b, "dW": dW, "db": db, "alpha": alpha}
    sizes = {key: n for key, n in sizes_of(0, shapes).items() if key != "m"}
    return Case(name, inputs, sizes, tags, public=public)


def update_public():
    hand = Case(
        "una capa, a mano",
        {
            "W": [None, np.array([[1.0, 2.0]])],
            "b": [None, np.array([0.0, 1.0])],
            "dW": [None, np.array([[0.5, -1.0]])],
            "db": [None, np.array([2.0, 4.0])],
            "alpha": 0.1,
        },
        {"K": 2, "h_0": 1, "h_1": 2},
        ("una capa",),
        public=True,
    )
    rng = np.random.default_rng(7)
    return [hand, _update_case(rng, "dos capas", [3, 7, 4], 0.25, public=True)]


def update_cases(rng):
    return [
        _update_case(rng, "dos capas", [3, 7, 4], float(rng.uniform(0.05, 0.6))),
        _update_case(rng, "una sola capa", [3, 4], 0.01, ("una capa",)),
        _update_case(rng, "tres capas", [2, 6, 3, 5], 0.3, ("tres capas",)),
        _update_case(rng, "una unidad oculta", [3, 1, 4], 1.5, ("una unidad",)),
        _update_case(rng, "parámetros enteros", [3, 2, 4], 0.1, ("enteros",)),
        _update_case(rng, "solo lectura", [3, 5, 2], 0.2, ("solo lectura",)),
    ]


# 04.8 ------------------------------------------------------------------------------


def _training_case(rng, name, m, shapes, alpha, iters, tags=(), public=False):
    inputs = {
        "X": rng.normal(0, 1, (m, shapes[0])),
        "Y": random_labels(rng, m, shapes[-1]),
        "layer_shapes": shapes,
        "alpha": alpha,
        "iters": iters,
        "seed": int(rng.integers(0, 1000)),
    }
    rules = {"losses": "loose"}
    sizes = {**sizes_of(m, shapes), "iters": iters}
    return Case(name, inputs, sizes, tags, rules, public=public)


def _rising_case(rng):
    """Una α tan grande que la pérdida sube en el segundo paso, sin desbordar.

    En los demás casos α es pequeña: así, también quien suma el gradiente se queda lejos
    de las probabilidades 0, y su pérdida no depende del ε que eligió.
    """
    for _ in range(ATTEMPTS):
        case = _training_case(rng, "α grande", 6, [4, 2], 8.0, 3)
        falls, rises = (_short_losses(case.inputs, sign) for sign in (1, -1))
        if falls[1] > 1.1 * falls[0] and max(*falls, *rises) < 20:
            return case
    raise CourseValueError("No se encontró un caso en que la pérdida suba")


def _short_losses(inputs, sign):
    """Las pérdidas de ese caso, bajando (1) o subiendo (−1) por el gradiente."""
    X, Y = inputs["X"], inputs["Y"]
    W, b = he_initialization(inputs["layer_shapes"], inputs["seed"])
    losses = []
    for _ in range(inputs["iters"]):
        Y_hat, cache = forward_propagation(X, W, b, check=False)
        losses.append(cross_entropy(Y_hat, Y, check=False))
        dW, db = backpropagation(X, Y, W, b, cache, check=False)
        step = sign * inputs["alpha"]
        W, b = update_parameters(W, b, dW, db, step, check=False)
    return losses


def train_public():
    rng = np.random.default_rng(8)
    return [
        _training_case(rng, "dos capas", 5, [3, 7, 4], 0.1, 6, public=True),
        _training_case(
            rng, "una iteración", 5, [3, 4], 0.1, 1, ("una capa",), public=True
        ),
    ]


def train_cases(rng):
    return [
        _training_case(rng, "dos capas", 5, [3, 7, 4], 0.08, 6),
        # La primera capa es ancha: si apagara a un ejemplo entero, Z[2] sería 0, y ahí
        # relu no tiene derivada.
        _training_case(rng, "tres capas", 6, (3, 16, 5, 4), 0.04, 7, ("tres capas",)),
        _training_case(rng, "un solo ejemplo", 1, [3, 7, 4], 0.1, 5, ("m = 1",)),
        _training_case(
            rng, "una unidad oculta", 6, [3, 1, 4], 0.06, 5, ("una unidad",)
        ),
        _training_case(rng, "solo lectura", 5, [4, 6, 3], 0.1, 8, ("solo lectura",)),
        _training_case(rng, "capas grandes", 3, [400, 60, 4], 0.01, 2),
        _rising_case(rng),
    ]


# 04.9 ------------------------------------------------------------------------------


def _predict_case(rng, name, m, shapes, tags=(), scale=1.0, public=False):
    """Un caso sin empates: en cada fila, la ganadora se ve con claridad."""
    for _ in range(ATTEMPTS):
        if "enteros" in tags:
            X = rng.integers(-3, 4, (m, shapes[0]))
            W, b = whole_parameters(rng, shapes)
        else:
            X = scale * rng.normal(0, 1, (m, shapes[0]))
            W, b = random_parameters(rng, shapes)
        _, (Z, _) = forward_propagation(X, W, b, check=False)
        top = np.sort(Z[-1], axis=1)
        several = m < 3 or len(np.unique(Z[-1].argmax(axis=1))) > 1
        if np.all(top[:, -1] - top[:, -2] > 0.05) and several:
            inputs = {"X": X, "W": W, "b": b}
            return Case(name, inputs, sizes_of(m, shapes), tags, public=public)
    raise CourseValueError(f"No se encontró un caso sin empates para {name}")


def _tied_case(rng):
    """Una red en ceros: todas las clases empatan, y vale cualquiera, pero una sola."""
    W = [None, np.zeros((2, 6)), np.zeros((6, 4))]
    inputs = {
        "X": rng.normal(0, 1, (3, 2)),
        "W": W,
        "b": [None, *map(np.zeros, (6, 4))],
    }
    sizes = sizes_of(3, [2, 6, 4])
    return Case("una red en ceros", inputs, sizes, ("empates",), rule="any_finite")


def predict_public():
    rng = np.random.default_rng(9)
    return [
        _predict_case(rng, "dos capas", 5, [3, 7, 4], public=True),
        _predict_case(rng, "una sola capa", 6, [2, 3], ("una capa",), public=True),
    ]


def predict_cases(rng):
    return [
        _predict_case(rng, "dos capas", 8, [3, 7, 4]),
        _predict_case(rng, "un solo ejemplo", 1, [3, 7, 4], ("m = 1",)),
        _predict_case(rng, "una unidad oculta", 7, [3, 1, 2], ("una unidad",)),
        _predict_case(rng, "tres capas", 9, [2, 6, 3, 5], ("tres capas",)),
        _predict_case(rng, "extremos", 7, [3, 6, 5], ("extremos",), scale=1000.0),
        _predict_case(rng, "enteros", 6, [3, 5, 4], ("enteros",)),
        _predict_case(rng, "solo lectura", 5, [2, 4, 3], ("solo lectura",)),
        _tied_case(rng),
    ]
