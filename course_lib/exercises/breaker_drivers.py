"""Conductores de «Rómpelo tú»: prueban la prueba que escribe quien aprende.

Quien aprende recibe una implementación y dice si le parece buena. El conductor le da
las que funcionan y una rota, y responde con señales de 1 y 0. Las implementaciones
viven aquí, y ninguna es la respuesta de otro ejercicio.
"""

import inspect
import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib.exercises.drivers import BadAnswer, kind_text, to_array

__all__ = [
    "ACCEPTS",
    "ACCURACY",
    "BROKEN",
    "CALLED",
    "CATCHES",
    "ELU",
    "RIGHT",
    "ROW_NORMS",
    "SQUARED_DISTANCE",
    "SQUARE_GRADIENT",
    "Suspects",
]

# Cómo se nombra cada implementación en un caso: las que funcionan, y las rotas.
RIGHT = ("la que funciona", "la que funciona, escrita de otra manera")
BROKEN = ("la rota A", "la rota B", "la rota C")

ACCEPTS = "«acepta la que funciona» (1, sí; 0, no)"
CATCHES = tuple(f"«atrapa {name}» (1, sí; 0, no)" for name in BROKEN)
# Cuántas veces se pregunta por cada una que funciona y por la rota, y en qué orden: al
# azar. Si fuera siempre el mismo, una prueba que solo cuenta sus llamadas las atraparía
# todas.
_TIMES, _TIMES_BROKEN = 2, 5
_shuffle = random.SystemRandom().shuffle
# No se juzga: distingue a quien responde sin llamar a la función que examina.
CALLED = "_called"


@dataclass(frozen=True)
class Suspects:
    """Da a la prueba de quien aprende implementaciones buenas y rotas.

    Una rota solo cuenta como atrapada si las que funcionan se aceptan: rechazarlas
    todas no es distinguirlas.

    Attributes:
        right: dos implementaciones que funcionan, escritas distinto.
        broken: las rotas A, B y C.
    """

    right: tuple[Callable, Callable]
    broken: tuple[Callable, Callable, Callable]

    def __call__(self, function, inputs):
        name = inputs["function"]
        names = [name] if name in RIGHT else [*RIGHT, name]
        return self._signals(name, self._examined(function, names))

    def together(self):
        """Un conductor que pregunta por todas de una vez, antes de mirar ningún caso.

        Caso por caso, lo primero que se examina funciona: con recordarlo y compararlo
        con lo demás, una prueba que no sabe nada las atraparía todas.
        """
        heard = {}

        def driver(function, inputs):
            if not heard:
                heard.update(self._examined(function, [*RIGHT, *BROKEN]))
            return self._signals(inputs["function"], heard)

        return driver

    def caught(self, answers):
        """Las rotas que esas respuestas, una por caso, dan por atrapadas."""
        signals = {name: int(value) for each in answers for name, value in each.items()}
        pairs = zip(BROKEN, CATCHES, strict=True)
        return [name for name, signal in pairs if signals.get(signal)]

    def once(self, name):
        """Un conductor que pregunta una sola vez, por una rota que ya se atrapó.

        Quien examina de verdad responde lo mismo; quien compara con lo primero que
        examinó, en un proceso donde no examinó nada, la da por buena.
        """
        implementation = self.broken[BROKEN.index(name)]

        def driver(function, inputs):
            if _said(function, implementation, [], True) is not False:
                raise _changed_its_mind(False, True)
            return {}

        return driver

    def _examined(self, function, names):
        """Lo que dice la prueba de cada una, preguntada por todas, revueltas.

        Lo que respondió se mira después, una por una: así, de dos errores, se cuenta
        siempre el mismo.

        Returns:
            Nombre → (respuestas y errores, si la llamó).
        """
        known = dict(zip((*RIGHT, *BROKEN), (*self.right, *self.broken), strict=True))
        order = [
            name
            for name in names
            for _ in range(_TIMES_BROKEN if name in BROKEN else _TIMES)
        ]
        _shuffle(order)
        said, calls = {name: [] for name in names}, {name: [] for name in names}
        for name in order:
            asked = function, known[name], calls[name], name in BROKEN
            said[name].append(_said(*asked))
        return {name: (said[name], bool(calls[name])) for name in names}

    def _signals(self, name, heard):
        """Las señales de un caso."""
        names = [name] if name in RIGHT else [*RIGHT, name]
        called = _flag(any(heard[one][1] for one in names))
        accepted = all([_verdict(heard[one][0]) for one in names if one in RIGHT])
        signals = {ACCEPTS: _flag(accepted)}
        if accepted and name in BROKEN:
            caught = not _verdict(heard[name][0])
            signals[CATCHES[BROKEN.index(name)]] = _flag(caught)
        return {**signals, CALLED: called}


def _flag(condition):
    """1 o 0: así se lee en un mensaje."""
    return np.array(int(bool(condition)))


def _said(function, implementation, calls, broken):
    """Lo que respondió la prueba, o la excepción que lanzó."""
    try:
        return _ask(function, implementation, calls, broken)
    except Exception as error:
        return error


def _verdict(answers):
    """Si la prueba la ve buena, todas las veces que se le preguntó."""
    first, *others = answers
    for error in answers:
        if isinstance(error, Exception):
            raise error
    second = next((answer for answer in others if answer != first), first)
    if first != second:
        raise _changed_its_mind(first, second)
    return first


def _changed_its_mind(first, second):
    return BadAnswer(
        "inconsistent",
        "tu prueba cambia de opinión: con la misma implementación responde "
        f"primero {first} y después {second}. ¿Guardas algo entre llamadas, o "
        "dejas que decida el azar?",
    )


def _ask(function, implementation, calls, broken):
    """Si la prueba la ve buena; `calls` anota cada vez que la llama.

    Un `assert` que no se cumple es un rechazo. Otra excepción lo es solo ante una rota:
    ante una que funciona es un error de la prueba, y se explica como tal.
    """

    def suspect(*arguments, **options):
        calls.append(None)
        _require_fit(implementation, arguments, options)
        return implementation(*arguments, **options)

    try:
        answer = function(suspect)
    except AssertionError:
        return False
    except Exception:
        if broken:
            return False
        raise
    if answer is None:
        raise BadAnswer("none", "la función devuelve None")
    if isinstance(answer, str) or callable(answer):
        raise BadAnswer(
            "object",
            f"la respuesta es {kind_text(answer)}, y hace falta True o False",
        )
    answer = to_array(answer, "la respuesta")
    if answer.shape != ():
        raise BadAnswer(
            "object",
            "la respuesta es un arreglo o una lista, y hace falta un solo True o "
            "False; `np.all` junta muchos en uno",
        )
    if answer not in (0, 1):
        raise BadAnswer("object", "la respuesta no es ni True ni False")
    return bool(answer)


def _require_fit(implementation, arguments, options):
    """Que los argumentos sean los que recibe.

    Python lo diría con el nombre de la función, que dice si está rota.
    """
    signature = inspect.signature(implementation)
    try:
        signature.bind(*arguments, **options)
    except TypeError as error:
        wanted = ", ".join(signature.parameters)
        raise TypeError(f"function() takes {wanted}: {error}") from None


# 00: la norma de cada fila --------------------------------------------------------


def _norms(X):
    return np.sqrt((np.asarray(X, dtype=float) ** 2).sum(axis=1))


def _norms_by_row(X):
    return np.array([np.sqrt(row @ row) for row in np.array(X, dtype=float)])


def _norms_of_columns(X):
    return np.sqrt((np.asarray(X, dtype=float) ** 2).sum(axis=0))


def _norms_in_place(X):
    X = np.asarray(X)
    X *= X
    return np.sqrt(X.sum(axis=1))


def _norms_squeezed(X):
    return np.squeeze(_norms(X))


ROW_NORMS = Suspects(
    (_norms, _norms_by_row), (_norms_of_columns, _norms_in_place, _norms_squeezed)
)

# 01: el gradiente de la suma de cuadrados -----------------------------------------


def _differences(x, after, before):
    """Diferencias de Σx², entrada por entrada, de x − before a x + after."""
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        forward, backward = x.copy(), x.copy()
        forward[index] += after
        backward[index] -= before
        change = np.sum(forward**2) - np.sum(backward**2)
        gradient[index] = change / (after + before)
    return gradient


def _gradient(x):
    return 2.0 * np.asarray(x, dtype=float)


def _gradient_central(x):
    return _differences(x, 0.1, 0.1)


def _gradient_without_sign(x):
    return 2.0 * np.abs(np.asarray(x, dtype=float))


def _gradient_of_mean(x):
    return _gradient(x) / np.size(x)


def _gradient_forward(x):
    return _differences(x, 0.01, 0.0)


SQUARE_GRADIENT = Suspects(
    (_gradient, _gradient_central),
    (_gradient_without_sign, _gradient_of_mean, _gradient_forward),
)

# 02: la exactitud -----------------------------------------------------------------


def _accuracy(y, y_pred):
    return float(np.mean(np.asarray(y) == np.asarray(y_pred)))


def _accuracy_counted(y, y_pred):
    hits = 0
    for truth, guess in zip(y, y_pred, strict=True):
        hits += truth == guess
    return hits / len(y)


def _accuracy_whole(y, y_pred):
    return int(np.sum(np.asarray(y) == np.asarray(y_pred))) // len(y)


def _accuracy_of_ones(y, y_pred):
    return float(np.mean((np.asarray(y) == 1) & (np.asarray(y_pred) == 1)))


def _accuracy_all_pairs(y, y_pred):
    return float(np.mean(np.asarray(y)[:, None] == np.asarray(y_pred)))


ACCURACY = Suspects(
    (_accuracy, _accuracy_counted),
    (_accuracy_whole, _accuracy_of_ones, _accuracy_all_pairs),
)

# 03: ELU --------------------------------------------------------------------------


def _elu(Z):
    Z = np.asarray(Z)
    return np.where(Z > 0, Z, np.expm1(np.minimum(Z, 0)))


def _elu_by_entry(Z):
    Z = np.asarray(Z)
    entries = [z if z > 0 else math.exp(z) - 1 for z in Z.ravel().tolist()]
    return np.reshape(np.array(entries, dtype=float), Z.shape)


def _elu_without_one(Z):
    Z = np.asarray(Z)
    return np.where(Z > 0, Z, np.exp(np.minimum(Z, 0)))


def _elu_overflows(Z):
    Z = np.asarray(Z)
    # El desborde es suyo y a propósito: el aviso confundiría a quien la prueba.
    with np.errstate(all="ignore"):
        both = np.stack([Z, np.exp(Z) - 1])
        return (both * np.stack([Z > 0, Z <= 0])).sum(axis=0)


def _elu_truncates(Z):
    out = np.array(Z)
    out[out <= 0] = np.expm1(out[out <= 0])
    return out


ELU = Suspects(
    (_elu, _elu_by_entry), (_elu_without_one, _elu_overflows, _elu_truncates)
)

# 04: la distancia al cuadrado, en promedio ----------------------------------------


def _residuals(Y_hat, Y):
    return np.asarray(Y_hat, dtype=float) - np.asarray(Y, dtype=float)


def _distance(Y_hat, Y):
    return np.sum(_residuals(Y_hat, Y) ** 2) / len(Y)


def _distance_by_row(Y_hat, Y):
    return sum(float(row @ row) / len(Y) for row in _residuals(Y_hat, Y))


def _distance_over_entries(Y_hat, Y):
    return np.mean(_residuals(Y_hat, Y) ** 2)


def _distance_over_classes(Y_hat, Y):
    return np.sum(_residuals(Y_hat, Y) ** 2) / np.shape(Y)[1]


def _distance_in_place(Y_hat, Y):
    residuals = _residuals(Y_hat, Y)
    np.asarray(Y_hat)[...] = residuals
    return np.sum(residuals**2) / len(Y)


SQUARED_DISTANCE = Suspects(
    (_distance, _distance_by_row),
    (_distance_over_entries, _distance_over_classes, _distance_in_place),
)
