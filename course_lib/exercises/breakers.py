"""Rómpelo tú: quien aprende escribe la prueba, y se la juzga por lo que atrapa.

Recibe una implementación y dice si le parece buena. El conductor le da dos que
funcionan y tres rotas, anunciadas como rotas; cada rota atrapada suma, siempre que las
que funcionan se acepten.

`BREAKERS` los da por lección; la lección que los use los agrega a su `EXERCISES`.
"""

from contextlib import suppress

import numpy as np

from course_lib.exercises.breaker_drivers import (
    ACCEPTS,
    ACCURACY,
    BROKEN,
    CATCHES,
    ELU,
    RIGHT,
    ROW_NORMS,
    SQUARE_GRADIENT,
    SQUARED_DISTANCE,
)
from course_lib.exercises.model import Case, Exercise, Mistake

__all__ = ["BREAKERS"]

S_SHAPES = "Formas, difusión, @ y *"
S_ERROR = "¿Qué error es aceptable?"
S_MATRIX = "La matriz de confusión"
S_LEAKY = "tanh y leaky ReLU"
S_NETWORK = "Comprobar la red entera"

# Enunciados y soluciones -----------------------------------------------------------


def row_norms_look_right(function):
    """Escribe una prueba: ¿`function` calcula bien la norma de cada fila?

    `function(X)` recibe X, de forma (m, d), y debe devolver la raíz de la suma de los
    cuadrados de cada fila, de forma (m,). Con X = [[3, 4]] da [5].

    Tu prueba recibe una implementación por vez; puede llamarla las veces que quiera.
    Debe aceptar las que funcionan y rechazar estas tres, que están rotas:

    - A: recorre el otro eje, y da la norma de cada columna.
    - B: da los números correctos, pero deja cambiada la X que recibió.
    - C: cuando hay un solo ejemplo, devuelve un número suelto en vez de un arreglo.

    Args:
        function: la implementación que examinas.

    Returns:
        True si te parece buena; False si la ves rota.
    """
    X = np.array([[3.0, 4.0, 0.0], [0.0, -6.0, 8.0]])
    original = X.copy()
    if np.shape(function(X[:1].copy())) != (1,):
        return False
    norms = function(X)
    if np.shape(norms) != (2,) or not np.allclose(norms, [5, 10]):
        return False
    return bool(np.array_equal(X, original))


def square_gradient_looks_right(function):
    """Escribe una prueba: ¿`function` calcula bien el gradiente de Σ x²?

    `function(x)` recibe un arreglo de cualquier forma y debe devolver el gradiente de
    la suma de sus cuadrados: 2x, con la misma forma. Con x = [3] da [6].

    Tu prueba recibe una implementación por vez; puede llamarla las veces que quiera.
    Debe aceptar las que funcionan, también una que usa diferencias centrales, y
    rechazar estas tres, que están rotas:

    - A: pierde el signo de las entradas negativas.
    - B: deriva la media de los cuadrados, en vez de la suma.
    - C: usa diferencias hacia adelante con h = 0.01; yerra por 0.01 en cada entrada.

    Args:
        function: la implementación que examinas.

    Returns:
        True si te parece buena; False si la ves rota.
    """
    x = np.array([[1.0, -2.0], [0.5, -3.0]])
    return bool(np.allclose(function(x), 2 * x, rtol=0, atol=1e-6))


def accuracy_looks_right(function):
    """Escribe una prueba: ¿`function` calcula bien la exactitud?

    `function(y, y_pred)` recibe las etiquetas y las predicciones, de ceros y unos, de
    forma (m,), y debe devolver la fracción de aciertos. Con y = [1, 0] e
    y_pred = [1, 1] da 0.5.

    Tu prueba recibe una implementación por vez; puede llamarla las veces que quiera.
    Debe aceptar las que funcionan y rechazar estas tres, que están rotas:

    - A: divide con `//`, y el resultado pierde sus decimales.
    - B: solo cuenta los aciertos de la clase 1.
    - C: compara cada etiqueta con todas las predicciones, y promedia los m · m pares.

    Args:
        function: la implementación que examinas.

    Returns:
        True si te parece buena; False si la ves rota.
    """
    y = np.array([1, 0, 1, 1, 0])
    y_pred = np.array([1, 0, 0, 1, 1])
    return bool(np.isclose(function(y, y_pred), 3 / 5))


def elu_looks_right(function):
    """Escribe una prueba: ¿`function` calcula bien la activación ELU?

    `function(Z)` recibe un arreglo y debe devolver, en cada entrada, z si z > 0 y
    exp(z) − 1 si no. Con Z = [2, 0] da [2, 0].

    Tu prueba recibe una implementación por vez; puede llamarla las veces que quiera.
    Debe aceptar las que funcionan y rechazar estas tres, que están rotas:

    - A: olvida el −1 de la rama negativa.
    - B: calcula la exponencial también donde z es positivo; si z es muy grande, se
      desborda.
    - C: guarda el resultado en un arreglo del tipo de Z; si Z es de enteros, lo trunca.

    Args:
        function: la implementación que examinas.

    Returns:
        True si te parece buena; False si la ves rota.
    """
    Z = np.array([-1, 0, 2])
    expected = [np.exp(-1) - 1, 0, 2]
    if not np.allclose(function(Z), expected):
        return False
    return bool(np.allclose(function(np.array([1000.0])), [1000.0]))


def squared_distance_looks_right(function):
    """Escribe una prueba: ¿`function` promedia bien la distancia entre Ŷ y Y?

    `function(Y_hat, Y)` recibe dos arreglos de forma (m, K). Suma los cuadrados de
    todas las diferencias y divide entre m, los ejemplos. Con Ŷ = [[0, 3]] y
    Y = [[1, 1]] da 1 + 4 = 5.

    Tu prueba recibe una implementación por vez; puede llamarla las veces que quiera.
    Debe aceptar las que funcionan y rechazar estas tres, que están rotas:

    - A: divide entre todas las entradas, m · K.
    - B: divide entre las clases, K, en vez de entre los ejemplos.
    - C: da el número correcto, pero escribe las diferencias encima de Ŷ.

    Args:
        function: la implementación que examinas.

    Returns:
        True si te parece buena; False si la ves rota.
    """
    Y_hat = np.array([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0]])
    Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    original = Y_hat.copy()
    value = function(Y_hat, Y)
    expected = np.sum((original - Y) ** 2) / 2
    return bool(np.isclose(value, expected) and np.array_equal(Y_hat, original))


# Casos -----------------------------------------------------------------------------


def suspects():
    """Un caso por implementación: solo las rotas suman puntos."""
    return [_case(RIGHT[0], 0.0), _case(RIGHT[1], 0.0, public=False)] + [
        _case(name, 1.0) for name in BROKEN
    ]


def _case(name, weight, public=True):
    inputs = {"function": name}
    return Case(name, inputs, rule="exact", weight=weight, public=public)


def no_more(rng):
    """Las implementaciones son las anunciadas: no hay casos que sortear."""
    return []


# Pruebas que no distinguen nada ----------------------------------------------------


def _always_true(function):
    return True


def _always_false(function):
    return False


def _refuses_what_works(function):
    """Llama, y espera otra cosa: nada le parece bueno."""
    with suppress(TypeError):  # hay implementaciones de dos argumentos
        function(np.ones((2, 2)))
    return False


# 00: otras pruebas que sirven, y las que no ------------------------------------------


def _norms_with_asserts(function):
    X = np.array([[1.0, 2.0, 2.0], [0.0, 3.0, 4.0], [0.0, 0.0, 0.0], [2.0, 0.0, 0.0]])
    before = X.tolist()
    assert np.allclose(function(X), [3, 5, 0, 2])
    assert X.tolist() == before
    assert len(function(X[3:])) == 1
    return True


def _norms_against_a_loop(function):
    rng = np.random.default_rng(0)
    for m in (1, 4):
        X = rng.normal(size=(m, 3))
        wanted = np.array([sum(v * v for v in row) ** 0.5 for row in X])
        kept = X.copy()
        got = function(X)
        if got.shape != wanted.shape or abs(got - wanted).max() > 1e-9:
            return False
        if not np.array_equal(X, kept):
            return False
    return True


def _norms_called_twice(function):
    """La segunda llamada nota que la primera cambió X."""
    X = np.array([[3.0, 4.0, 0.0, 0.0]])
    first, second = function(X), function(X)
    return all(np.shape(n) == (1,) and np.isclose(n[0], 5) for n in (first, second))


def _norms_symmetric(function):
    return bool(np.allclose(function(np.array([[3.0, 4.0], [4.0, 3.0]])), [5, 5]))


def _norms_only_shape(function):
    return np.shape(function(np.ones((2, 3)))) == (2,)


def _norms_without_copy(function):
    X = np.array([[3.0, 4.0, 0.0], [0.0, 6.0, 8.0]])
    right = np.shape(function(X)) == (2,) and np.shape(function(X[:1])) == (1,)
    return bool(right)


def _norms_one_by_value(function):
    """allclose difunde: un número suelto pasa por un arreglo de uno."""
    X = np.array([[3.0, 4.0, 0.0], [0.0, 6.0, 8.0]])
    kept = X.copy()
    one = np.allclose(function(np.array([[3.0, 4.0]])), [5])
    shape = np.shape(function(X)) == (2,)
    return bool(one and shape and np.array_equal(X, kept))


# 01 --------------------------------------------------------------------------------


def _gradient_entry_by_entry(function):
    x = [-4.0, 0.0, 2.5]
    got = function(np.array(x))
    return all(abs(g - 2 * v) < 1e-4 for g, v in zip(got, x, strict=True))


def _gradient_with_asserts(function):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3, 2))
    np.testing.assert_allclose(function(x), x + x, atol=1e-8)
    return True


def _gradient_relative(function):
    x = np.array([-1.0, 2.0])
    a, n = function(x), 2 * x
    return np.max(np.abs(a - n) / (np.abs(a) + np.abs(n))) < 1e-6


def _gradient_exact(function):
    x = np.array([0.1, -0.7, 1.3])
    return bool(np.all(function(x) == 2 * x))


def _gradient_positive(function):
    x = np.array([1.0, 2.0, 3.0])
    return bool(np.allclose(function(x), 2 * x))


def _gradient_single(function):
    return bool(np.allclose(function(np.array([-3.0])), [-6.0]))


def _gradient_loose(function):
    x = np.array([1.0, -2.0])
    return bool(np.all(np.abs(function(x) - 2 * x) < 0.1))


def _gradient_only_shape(function):
    return np.shape(function(np.ones((2, 3)))) == (2, 3)


# 02 --------------------------------------------------------------------------------


def _accuracy_three_batches(function):
    batches = [([1, 1, 0, 0], [1, 0, 0, 0], 0.75), ([0, 0, 0], [0, 1, 0], 2 / 3)]
    for y, y_pred, wanted in batches:
        if abs(function(np.array(y), np.array(y_pred)) - wanted) > 1e-9:
            return False
    return True


def _accuracy_with_asserts(function):
    y = np.array([0, 1, 0, 1])
    assert function(y, y) == 1
    assert function(y, 1 - y) == 0
    assert function(y, np.array([0, 1, 0, 0])) == 0.75
    return True


def _accuracy_random(function):
    rng = np.random.default_rng(2)
    y, y_pred = rng.integers(0, 2, size=(2, 40))
    return np.isclose(function(y, y_pred), (y == y_pred).sum() / 40)


def _accuracy_perfect(function):
    y = np.array([1, 0, 1, 0])
    return function(y, y) == 1


def _accuracy_one_class(function):
    return function(np.array([1, 1, 1, 1]), np.array([1, 1, 0, 1])) == 0.75


def _accuracy_half(function):
    return function(np.array([0, 1]), np.array([0, 0])) == 0.5


def _accuracy_hits_in_ones(function):
    y, y_pred = np.array([1, 1, 0]), np.array([1, 0, 1])
    return bool(np.isclose(function(y, y_pred), 1 / 3))


def _accuracy_range(function):
    value = function(np.array([1, 0, 1]), np.array([1, 0, 0]))
    return 0 <= value <= 1


# 03 --------------------------------------------------------------------------------


def _elu_three_calls(function):
    floats = np.allclose(function(np.array([-2.0])), np.exp(-2.0) - 1)
    large = function(np.array([800.0, 1.0]))[0] == 800
    integers = np.allclose(function(np.array([-2, 3])), [np.exp(-2.0) - 1, 3])
    return floats and large and integers


def _elu_with_asserts(function):
    got = function(np.array([-3, -1, 5, 2000]))
    assert np.isfinite(got).all()
    assert -1 < got[0] < got[1] < 0, "la rama negativa va de −1 a 0"
    return True


def _elu_against_a_loop(function):
    for values in ([-0.5, 0.5], [-4, 4], [1e4, -1e4]):
        wanted = [z if z > 0 else np.exp(z) - 1 for z in values]
        difference = np.abs(function(np.array(values)) - np.array(wanted))
        # Un NaN no es menor que nada: también se rechaza.
        if not (difference < 1e-9).all():
            return False
    return True


def _elu_exact(function):
    Z = np.array([-1.3, -0.4, -0.05])
    return bool(np.all(function(Z) == np.expm1(Z)))


def _elu_positive(function):
    return bool(np.allclose(function(np.array([0.5, 1.0, 2.0])), [0.5, 1.0, 2.0]))


def _elu_moderate(function):
    Z = np.array([-1.5, 0.5])
    return bool(np.allclose(function(Z), [np.exp(-1.5) - 1, 0.5]))


def _elu_no_extremes(function):
    return bool(np.allclose(function(np.array([-1, 2])), [np.exp(-1) - 1, 2]))


def _elu_no_integers(function):
    got = function(np.array([-1.0, 1000.0]))
    return bool(np.allclose(got, [np.exp(-1) - 1, 1000]))


# 04 --------------------------------------------------------------------------------


def _distance_with_asserts(function):
    Y_hat, Y = np.full((4, 2), 0.5), np.eye(2)[[0, 1, 1, 0]]
    assert abs(function(Y_hat, Y) - 0.5) < 1e-12
    assert (Y_hat == 0.5).all()
    return True


def _distance_called_twice(function):
    """La segunda llamada nota que la primera escribió en Ŷ."""
    rng = np.random.default_rng(3)
    Y_hat, Y = rng.normal(size=(2, 5, 3))
    wanted = sum(((p - t) ** 2).sum() for p, t in zip(Y_hat, Y, strict=True)) / 5
    return all(abs(function(Y_hat, Y) - wanted) < 1e-9 for _ in range(2))


def _distance_repeated_batch(function):
    """Repetir el lote no cambia una media; dividir entre K, sí."""
    Y_hat, Y = np.array([[0.0, 3.0]]), np.array([[1.0, 1.0]])
    one = function(Y_hat.copy(), Y)
    three = function(np.repeat(Y_hat, 3, axis=0), np.repeat(Y, 3, axis=0))
    kept = Y_hat.copy()
    function(kept, Y)
    return np.isclose(one, 5) and np.isclose(three, 5) and (kept == Y_hat).all()


def _distance_square(function):
    Y_hat, Y = np.array([[0.5, 0.5], [0.2, 0.8]]), np.eye(2)
    wanted = np.sum((Y_hat - Y) ** 2) / 2
    return bool(np.isclose(function(Y_hat, Y), wanted))


def _distance_square_kept(function):
    Y_hat, Y = np.array([[0.5, 0.5], [0.2, 0.8]]), np.eye(2)
    kept = Y_hat.copy()
    wanted = np.sum((Y_hat - Y) ** 2) / 2
    return bool(np.isclose(function(Y_hat, Y), wanted) and np.all(Y_hat == kept))


def _distance_value_only(function):
    return bool(np.isclose(function(np.array([[0.0, 3.0]]), np.ones((1, 2))), 5))


def _distance_perfect(function):
    return function(np.eye(3), np.eye(3)) == 0


def _distance_exact(function):
    """Con veinte lotes, en alguno el redondeo difiere, sea cual sea la máquina."""
    batches = np.random.default_rng(4).random((20, 2, 3, 4))
    values = [function(Y_hat.copy(), Y) for Y_hat, Y in batches]
    return values == [np.sum((Y_hat - Y) ** 2) / 3 for Y_hat, Y in batches]


# Frases ----------------------------------------------------------------------------


def _place(before, first):
    if first == ACCEPTS:
        return ""
    return "Tu prueba acepta las que funcionan, y eso está bien."


def _explain(needs):
    """La frase de la primera diferencia; `needs` dice qué hace falta para cada rota."""

    def explain(case, expected, answers):
        if not answers[ACCEPTS]:
            return (
                "tu prueba rechaza una implementación correcta. Así, lo que diga de "
                "las rotas no cuenta."
            )
        name = case.inputs["function"]
        which = BROKEN.index(name)
        assert CATCHES[which] in answers
        return f"tu prueba la deja pasar. {needs[which]}"

    return explain


def _always(section):
    """Los descuidos de todos: no distinguir, o esperar un valor equivocado."""
    return (
        Mistake(
            "always_true",
            _always_true,
            "Tu prueba acepta todo, y no llega a llamar a `function`. Dale una entrada "
            "de la que sepas la respuesta. ¿Coincide lo que devuelve?",
            section,
        ),
        Mistake(
            "always_false",
            _always_false,
            "Tu prueba rechaza todo sin llamar a `function`. Atrapar las rotas no "
            "alcanza: hay que distinguirlas de las que funcionan. ¿Qué deberían dar?",
            section,
        ),
        Mistake(
            "wrong_expectation",
            _refuses_what_works,
            "Llamas a `function`, y ninguna te parece buena. Quizá el valor que "
            "esperas no es el correcto, o falta comparar con holgura. "
            "¿Cuánto da a mano?",
            section,
        ),
    )


def _breaker(*, section, needs, mistakes, **fields):
    return Exercise(
        kind="test",
        points=3,
        slide="No está en las diapositivas: quien programa una red también la prueba",
        public_cases=suspects,
        cases=no_more,
        place=_place,
        explain=_explain(needs),
        mistakes=(*_always(section), *(Mistake(*m, section) for m in mistakes)),
        section=section,
        **fields,
    )


# Declaraciones ---------------------------------------------------------------------

TEST_NORMS = _breaker(
    id="00.t1",
    title="Rómpelo tú: la norma de cada fila",
    solution=row_norms_look_right,
    prediction="Con X = [[3, 4], [4, 3]], ¿qué devuelve la rota A? ¿Y la que funciona?",
    hints=(
        "De las tres rotas, ¿cuáles se notan mirando el resultado de un solo lote?",
        "Para cada rota, una pregunta: A, ¿valen lo esperado con m ≠ d? B, ¿X sigue "
        "igual después? C, ¿`np.shape` es (1,) con una sola fila?",
        "Guarda `original = X.copy()` antes de llamar y compara después con "
        "`np.array_equal`. Llama otra vez con `X[:1].copy()` y mira la forma.",
    ),
    reasoning="""\
Cada rota pide una mirada distinta. A se nota en los valores, si X no es cuadrada ni
simétrica. B se nota en X, no en lo devuelto: hace falta una copia de antes. C se nota
en la forma, y solo con m = 1; `np.allclose` no la ve, porque difunde.""",
    praise="Atrapas las tres y aceptas las que funcionan. Un resultado correcto no "
    "bastaba. Para pensar: ¿qué otra entrada rara probarías?",
    driver=ROW_NORMS,
    needs=(
        "Da la norma de las columnas: solo se nota si filas y columnas no dan lo "
        "mismo.",
        "Lo que devuelve está bien: solo se nota mirando X después de la llamada.",
        "Solo se nota con un lote de un ejemplo, y mirando la forma.",
    ),
    mistakes=(
        (
            "same_by_rows_and_columns",
            _norms_symmetric,
            "Con las entradas que eliges, las tres rotas responden como la que "
            "funciona. ¿Qué X da algo distinto por filas y por columnas?",
        ),
        (
            "one_batch",
            _norms_only_shape,
            "Atrapas la rota A. B y C no se notan en lo que devuelven con un lote "
            "corriente. ¿Qué más puedes mirar, y con qué otro lote?",
        ),
        (
            "input_not_compared",
            _norms_without_copy,
            "Miras lo que `function` devuelve, y no lo que le hace a X. ¿Con qué la "
            "compararías después de llamar?",
        ),
        (
            "shape_not_compared",
            _norms_one_by_value,
            "Un número suelto pasa por un arreglo de uno: `np.allclose` los difunde. "
            "¿Qué forma debe tener la respuesta con una sola fila?",
        ),
    ),
    accepts=(_norms_with_asserts, _norms_against_a_loop, _norms_called_twice),
    section=S_SHAPES,
)

TEST_GRADIENT = _breaker(
    id="01.t1",
    title="Rómpelo tú: el gradiente de la suma de cuadrados",
    solution=square_gradient_looks_right,
    prediction="Si la prueba tolera un error de 0.1, ¿qué rota se escapa?",
    hints=(
        "¿Con qué x dan lo mismo 2x y 2|x|? ¿Y la suma y la media?",
        "A pide una entrada negativa; B, más de una entrada; C, que |obtenido − 2x| "
        "deba ser mucho menor que 0.01.",
        "Un solo arreglo sirve para las tres: dos o más entradas, alguna negativa. "
        "Compara con `np.allclose`, que tolera el redondeo y poco más.",
    ),
    reasoning="""\
La entrada decide qué se ve: sin negativos, A es correcta; con una sola entrada, B lo
es. La tolerancia decide lo demás. Con 0.1, C pasa; con `==`, se rechaza la de
diferencias centrales, que acierta salvo por el redondeo. Hay lugar entre los
dos.""",
    praise="Atrapas las tres, y aceptas la que solo difiere por redondeo. Con 0.1 se "
    "escapaba C. Para pensar: ¿qué tolerancia elegirías en float32?",
    driver=SQUARE_GRADIENT,
    needs=(
        "Solo se nota con alguna entrada negativa.",
        "Solo se nota si x tiene más de una entrada: con una, media y suma coinciden.",
        "Yerra por 0.01: solo se nota si la tolerancia es menor, y x no es enorme.",
    ),
    mistakes=(
        (
            "exact_equality",
            _gradient_exact,
            "Una de las que funcionan usa diferencias centrales: acierta salvo por el "
            "redondeo. Con `==` la rechazas. ¿Qué diferencia es aceptable?",
        ),
        (
            "only_positive",
            _gradient_positive,
            "Tus entradas son todas positivas, o no miras su signo. Ahí 2x y 2|x| "
            "coinciden. ¿Qué entrada los separa?",
        ),
        (
            "single_entry",
            _gradient_single,
            "Tu x tiene una sola entrada, y la media de un número es el número. "
            "¿Cuántas harían falta?",
        ),
        (
            "loose_tolerance",
            _gradient_loose,
            "Tu tolerancia deja pasar un error de 0.01. El redondeo es mucho menor "
            "que eso. ¿Cuánto podrías exigir?",
        ),
        (
            "only_shape",
            _gradient_only_shape,
            "Llamas a `function`, y ninguna rota se nota. Todas devuelven la forma "
            "correcta. ¿Qué números deberían salir?",
        ),
    ),
    accepts=(_gradient_entry_by_entry, _gradient_with_asserts, _gradient_relative),
    section=S_ERROR,
)

TEST_ACCURACY = _breaker(
    id="02.t1",
    title="Rómpelo tú: la exactitud",
    solution=accuracy_looks_right,
    prediction="Si todas las predicciones aciertan, ¿qué rotas dan 1?",
    hints=(
        "¿En qué lote darían las tres rotas lo mismo que la que funciona? Evita ese.",
        "A falla si los aciertos no son todos ni ninguno; B, si hay aciertos en la "
        "clase 0; C, si los pares iguales no son la fracción de aciertos.",
        "Cinco ejemplos con las dos clases bastan: acierta en tres, alguno de clase 0. "
        "Cuenta la exactitud a mano y compárala con `np.isclose`.",
    ),
    reasoning="""\
Con y = [1, 0, 1, 1, 0] e y_pred = [1, 0, 0, 1, 1] hay 3 aciertos de 5: 0.6. A da 0; B,
que no ve el acierto en la clase 0, da 0.4; C da 13/25 = 0.52. Un lote perfecto deja
pasar A, y uno con una sola clase deja pasar B y C.""",
    praise="Atrapas las tres con un lote que tiene de todo: aciertos, fallos y las dos "
    "clases. Para pensar: ¿qué rota se nota en un lote sin ningún acierto?",
    driver=ACCURACY,
    needs=(
        "Solo se nota si hay aciertos y fallos: 0 y 1 no tienen decimales que perder.",
        "Solo se nota si hay algún acierto en la clase 0.",
        "Solo se nota si los pares iguales no son, por azar, la misma fracción que "
        "los aciertos.",
    ),
    mistakes=(
        (
            "all_hits",
            _accuracy_perfect,
            "Pruebas donde todo acierta, o todo falla, y ahí la división entera no "
            "pierde nada. ¿Qué lote daría una fracción?",
        ),
        (
            "one_class",
            _accuracy_one_class,
            "Parece que tus etiquetas son de una sola clase, y ahí B y C aciertan. "
            "¿Qué falta en tu lote?",
        ),
        (
            "coincidence",
            _accuracy_half,
            "En tu lote, la fracción de pares iguales coincide con la de aciertos. "
            "Prueba con más ejemplos. ¿Cuántos de los m · m pares son iguales?",
        ),
        (
            "no_hits_in_zero",
            _accuracy_hits_in_ones,
            "En tu lote hay ceros, pero ninguno se acierta. La rota B solo deja de "
            "contar esos aciertos. ¿Qué predicción cambiarías?",
        ),
        (
            "only_range",
            _accuracy_range,
            "Llamas a `function`, y ninguna rota se nota. Estar entre 0 y 1 no es ser "
            "la exactitud. ¿Cuánto vale en un lote que puedas contar?",
        ),
    ),
    accepts=(_accuracy_three_batches, _accuracy_with_asserts, _accuracy_random),
    section=S_MATRIX,
)

TEST_ELU = _breaker(
    id="03.t1",
    title="Rómpelo tú: la activación ELU",
    solution=elu_looks_right,
    prediction="¿Cuánto es exp(1000) en NumPy? ¿Y ese valor multiplicado por 0?",
    hints=(
        "¿Qué clase de entrada delata a cada rota? Hay una distinta para cada una.",
        "A: alguna z ≤ 0. B: una z tan grande que exp(z) se desborda, desde 710. C: un "
        "arreglo de enteros con alguno negativo.",
        "Llama con `np.array([-1, 0, 2])` y con `np.array([1000.0])`. Compara con los "
        "valores a mano y `np.allclose`, que rechaza NaN.",
    ),
    reasoning="""\
Con enteros negativos se notan A y C: exp(−1) − 1 es −0.632; A da 0.368, y C trunca a 0.
Con z = 1000, B multiplica infinito por 0 y da NaN. Comparar con NaN siempre da falso:
conviene pedir que la diferencia sea chica, y no rechazar cuando es grande.""",
    praise="Atrapas las tres: infinito por 0 da NaN, y los enteros truncan. Para "
    "pensar: ¿la rota A es continua en 0?",
    driver=ELU,
    needs=(
        "Solo se nota con alguna entrada que no sea positiva.",
        "Solo se nota con una entrada muy grande, desde 710: da NaN.",
        "Solo se nota si Z es un arreglo de enteros con alguno negativo.",
    ),
    mistakes=(
        (
            "exact_equality",
            _elu_exact,
            "`np.exp(z) - 1` y `np.expm1(z)` son correctas y difieren en el redondeo. "
            "Con `==` rechazas una. ¿Qué diferencia es aceptable?",
        ),
        (
            "only_positive",
            _elu_positive,
            "Con las entradas que eliges, las tres rotas responden como la que "
            "funciona. ¿Pruebas con negativos, y miras los valores?",
        ),
        (
            "moderate_floats",
            _elu_moderate,
            "Atrapas la rota A. Las otras dos aciertan con números de todos los días. "
            "¿Qué tamaño y qué tipo de entrada te falta?",
        ),
        (
            "no_extremes",
            _elu_no_extremes,
            "Ninguna de tus entradas desborda la exponencial, o dejas pasar NaN. "
            "¿Desde qué z deja de caber exp(z)?",
        ),
        (
            "no_integers",
            _elu_no_integers,
            "Tus entradas negativas tienen decimales en su tipo: −1.0 no es −1. ¿Qué "
            "tipo tiene un arreglo escrito sin puntos?",
        ),
    ),
    accepts=(_elu_three_calls, _elu_with_asserts, _elu_against_a_loop),
    section=S_LEAKY,
)

TEST_DISTANCE = _breaker(
    id="04.t1",
    title="Rómpelo tú: el promedio sobre el lote",
    solution=squared_distance_looks_right,
    prediction="Con dos ejemplos y dos clases, ¿en qué se distinguen dividir entre m y "
    "dividir entre K?",
    hints=(
        "¿Con qué tamaños m y K dividen todas entre lo mismo? ¿Y qué rota no se nota "
        "en el número?",
        "A: m·K ≠ m si K > 1. B: K ≠ m si el lote no es cuadrado. C: Ŷ después de la "
        "llamada debe ser igual que antes.",
        "Usa dos ejemplos y tres clases. Guarda `original = Y_hat.copy()`, calcula con "
        "ella lo esperado, llama, y compara el valor y también Ŷ.",
    ),
    reasoning="""\
Un lote cuadrado esconde a B: m y K son el mismo número. Una predicción perfecta esconde
a A y a B: 0 entre cualquier cosa es 0. C acierta el valor y estropea Ŷ, que una red
todavía necesita para la retropropagación. Tamaños distintos y una copia bastan.""",
    praise="Atrapas las tres: tamaños distintos y una copia de Ŷ. Con m = K = 2 no "
    "había diferencia. Para pensar: ¿qué factor tendría el gradiente con la rota A?",
    driver=SQUARED_DISTANCE,
    needs=(
        "Solo se nota si hay más de una clase y la distancia no es 0.",
        "Solo se nota si m y K son distintos, y la distancia no es 0.",
        "El número está bien: solo se nota mirando Ŷ después de la llamada.",
    ),
    mistakes=(
        (
            "exact_equality",
            _distance_exact,
            "Las dos que funcionan suman en distinto orden y difieren en el redondeo. "
            "Con `==` rechazas una. ¿Qué diferencia es aceptable?",
        ),
        (
            "square_batch",
            _distance_square,
            "Tu lote tiene tantos ejemplos como clases, y no miras Ŷ después de "
            "llamar. ¿Qué tamaños separan m de K?",
        ),
        (
            "square_batch_only",
            _distance_square_kept,
            "Miras Ŷ después de llamar, y hace falta. Pero tu lote tiene tantos "
            "ejemplos como clases. ¿Qué tamaños separan m de K?",
        ),
        (
            "input_not_compared",
            _distance_value_only,
            "Miras el número, y no lo que `function` le hace a Ŷ. ¿Con qué la "
            "compararías después de llamar?",
        ),
        (
            "zero_distance",
            _distance_perfect,
            "Llamas a `function`, y ninguna rota se nota. Si Ŷ = Y, da 0 se divida "
            "entre lo que se divida. ¿Qué valor conoces que no sea 0?",
        ),
    ),
    accepts=(_distance_with_asserts, _distance_called_twice, _distance_repeated_batch),
    section=S_NETWORK,
)

# Lección → sus ejercicios de romper.
BREAKERS = {
    "00": (TEST_NORMS,),
    "01": (TEST_GRADIENT,),
    "02": (TEST_ACCURACY,),
    "03": (TEST_ELU,),
    "04": (TEST_DISTANCE,),
}
