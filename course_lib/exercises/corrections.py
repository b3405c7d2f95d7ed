"""Correcciones: errores de las diapositivas que quien aprende encuentra y prueba.

Cada una pide un ejemplo que la diapositiva no resiste. Cualquiera que sirva vale: el
conductor lo prueba y responde con señales, y la solución es una posibilidad más.

`CORRECTIONS` las da por lección; la lección que las use las agrega a su `EXERCISES`.
"""

import numpy as np

from course_lib.exercises.correction_drivers import (
    FORMULA_RUNS,
    GRADIENTS_DIFFER,
    NO_UNIT_OFF,
    ONE_HOT,
    RESULTS_DIFFER,
    SIZES_FIT,
    SLOPES_DIFFER,
    STEPS_FIT,
    VANISHES,
    ReluChain,
    SlideActivation,
    TwoSteps,
    TwoTruths,
)
from course_lib.exercises.model import Case, Exercise, Mistake

__all__ = ["CORRECTIONS"]

S_RELU = "ReLU"
S_CAUSES = "Tres causas del desvanecimiento"
S_LAYERS = "Dos capas, desenrolladas"
S_TRAIN = "El algoritmo 1, corregido"

# Enunciados y soluciones -----------------------------------------------------------


def two_slopes_at_zero(limit):
    """Prueba que ReLU no tiene derivada en 0.

    La diapositiva dice que ahí la derivada es 0. Si la hubiera, el cociente

        (relu(0 + h) − relu(0)) / h

    se acercaría a un mismo número con cualquier paso h pequeño. Encuentra dos pasos
    con los que dé números que difieren en más de 0.5.

    Args:
        limit: qué tan pequeños: los dos pasos van de −limit a limit, y no son 0.

    Returns:
        Los dos pasos, h_a y h_b.
    """
    return limit, -limit


def vanish_without_dead_units(n_layers):
    """Prueba que con ReLU el gradiente se desvanece sin ninguna unidad apagada.

    La red tiene una sola unidad por capa y ningún sesgo: empieza en x = 1, y cada capa
    calcula a ← relu(w a). El gradiente de la salida respecto de x debe quedar, en
    valor absoluto, por debajo de 0.0001, con todas las preactivaciones positivas.

    Args:
        n_layers: cuántas capas tiene la red.

    Returns:
        Los pesos w, uno por capa, de la primera a la última: forma (n_layers,).
    """
    return np.full(n_layers, 1e-5 ** (1 / n_layers))


def slide_counterexample(m):
    """Prueba que A_1 = X ⊙ relu(Z_1), como dice una diapositiva, no es relu(Z_1).

    Con Z_1 = X W + b. Casi siempre las formas ni siquiera encajan. Encuentra un
    ejemplo donde X y relu(Z_1) sí tengan la misma forma, y donde la fórmula de la
    diapositiva dé números distintos de los de relu(Z_1).

    Args:
        m: cuántas filas debe tener X.

    Returns:
        X, W y b, de formas (m, h_0), (h_0, h_1) y (h_1,). Tú eliges h_0 y h_1.
    """
    return np.full((m, 2), 3.0), np.eye(2), np.zeros(2)


def two_truths(Y_hat):
    """Prueba que `backpropagation(X, W, b, cache)` no puede funcionar sin Y.

    Así la llama el algoritmo 1 de la diapositiva. Los cuatro argumentos determinan Ŷ,
    pero no la verdad. Encuentra dos verdades con las que, para la misma Ŷ, el
    gradiente en la salida, (Ŷ − Y)/m, sea distinto: ninguna función que no vea Y puede
    acertar las dos.

    Args:
        Y_hat: probabilidades predichas, forma (m, K), con K mayor que 1.

    Returns:
        Y_a y Y_b, dos verdades en one-hot con la forma de Ŷ.
    """
    m, n_classes = Y_hat.shape
    classes = np.eye(n_classes)
    return classes[np.zeros(m, dtype=int)], classes[np.ones(m, dtype=int)]


# Casos -----------------------------------------------------------------------------


def _case(name, public=False, **inputs):
    sizes = {k: v for k, v in inputs.items() if isinstance(v, int)}
    return Case(name, inputs, sizes, rule="exact", public=public)


def _probabilities(rng, m, K):
    weights = rng.uniform(0.1, 1, (m, K))
    return weights / weights.sum(axis=1, keepdims=True)


def slopes_public():
    return [_case("pasos de hasta 0.1", public=True, limit=0.1)]


def slopes_cases(rng):
    return [
        _case("pasos muy pequeños", limit=1e-6),
        _case("un límite sorteado", limit=float(rng.uniform(0.001, 0.01))),
    ]


def vanish_public():
    return [_case("diez capas", public=True, n_layers=10)]


def vanish_cases(rng):
    return [
        _case("tres capas", n_layers=3),
        _case("muchas capas", n_layers=int(rng.integers(15, 30))),
    ]


def slide_public():
    return [_case("cuatro ejemplos", public=True, m=4)]


def slide_cases(rng):
    return [
        _case("un solo ejemplo", m=1),
        _case("un lote sorteado", m=int(rng.integers(5, 12))),
    ]


def truths_public():
    Y_hat = np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]])
    return [_case("dos ejemplos, tres clases", public=True, Y_hat=Y_hat)]


def truths_cases(rng):
    return [
        _case("un solo ejemplo", Y_hat=_probabilities(rng, 1, 2)),
        _case("un lote", Y_hat=_probabilities(rng, 5, 4)),
    ]


# Otros ejemplos que también prueban, y los que no ----------------------------------


def _slopes_unequal(limit):
    return -limit / 2, limit / 3


def _slopes_tiny(limit):
    return [np.float64(limit * 1e-3), -limit * 1e-3]


def _slopes_array(limit):
    return limit * np.array([-1.0, 0.5])


def _slopes_same_side(limit):
    return limit, limit / 2


def _slopes_fixed(limit):
    return 1.0, -1.0


def _slopes_fixed_small(limit):
    return 0.05, -0.05


def _vanish_all_small(n_layers):
    return [0.01] * n_layers


def _vanish_one_tiny(n_layers):
    return np.array([1e-6, *np.ones(n_layers - 1)])


def _vanish_last_tiny(n_layers):
    w = np.ones(n_layers)
    w[-1] = 1e-9
    return w


def _vanish_alternating(n_layers):
    return [2.0 if layer % 2 else 1e-4 for layer in range(n_layers)]


def _dead_unit(n_layers):
    return -np.ones(n_layers)


def _not_small_enough(n_layers):
    return np.ones(n_layers)


def _half_each(n_layers):
    return np.full(n_layers, 0.5)


def _one_weight(n_layers):
    return 1e-5


def _slide_square(m):
    X = 2 + np.arange(3.0 * m).reshape(m, 3)
    return X, np.ones((3, 3)), np.ones(3)


def _slide_one_unit(m):
    return [[5.0]] * m, [[1.0]], [0.0]


def _slide_negative(m):
    return -2 * np.ones((m, 2)), -np.eye(2), np.zeros(2)


def _slide_bias_only(m):
    return np.zeros((m, 2)), np.zeros((2, 2)), np.ones(2)


def _slide_shapes_disagree(m):
    return np.ones((m, 3)), np.ones((3, 2)), np.zeros(2)


def _slide_all_ones(m):
    return np.ones((m, 2)), np.eye(2), np.zeros(2)


def _slide_other_rows(m):
    return np.full((m + 1, 2), 3.0), np.eye(2), np.zeros(2)


def _truths_last_two(Y_hat):
    m, K = Y_hat.shape
    return np.eye(K)[[K - 1] * m], np.eye(K)[[K - 2] * m]


def _truths_one_row(Y_hat):
    """Solo difieren en el primer ejemplo."""
    first = np.zeros(Y_hat.shape)
    first[:, 0] = 1
    second = first.copy()
    second[0, :2] = 0, 1
    return first, second


def _truths_predicted(Y_hat):
    """La clase predicha y la siguiente."""
    K = Y_hat.shape[1]
    y = Y_hat.argmax(axis=1)
    return np.eye(K)[y].tolist(), np.eye(K)[(y + 1) % K].tolist()


def _truths_integers(Y_hat):
    m, K = Y_hat.shape
    identity = np.eye(K, dtype=int)
    return identity[[0] * m], identity[[K - 1] * m]


def _same_truth(Y_hat):
    m, K = Y_hat.shape
    return np.eye(K)[[0] * m], np.eye(K)[[0] * m]


def _prediction_as_truth(Y_hat):
    m, K = Y_hat.shape
    return np.eye(K)[[0] * m], Y_hat


def _labels(Y_hat):
    m = len(Y_hat)
    return np.zeros(m), np.ones(m)


# Lugares ---------------------------------------------------------------------------

_PLACES = {
    SIZES_FIT: "Empecemos por las formas: no son las que pide el enunciado.",
    STEPS_FIT: "Empecemos por los pasos: no son los que pide el enunciado.",
    SLOPES_DIFFER: "Los pasos son válidos; las dos pendientes, casi iguales.",
    NO_UNIT_OFF: "Hay un peso por capa, y eso está bien; alguna unidad está apagada.",
    VANISHES: "Ninguna unidad está apagada, y eso está bien; el gradiente no es chico.",
    FORMULA_RUNS: "X, W y b encajan entre sí; X y relu(Z_1), no.",
    RESULTS_DIFFER: "La fórmula se puede calcular; da lo mismo que relu(Z_1).",
    ONE_HOT: "Las formas están bien; alguna fila no es una verdad en one-hot.",
    GRADIENTS_DIFFER: "Las dos son verdades válidas, pero son la misma.",
}


def _place(before, first):
    return _PLACES[first]


# Lo que se dice de cada señal cuando llega en 0.
_SENTENCES = {
    SIZES_FIT: "los tamaños no son los pedidos.",
    STEPS_FIT: "algún paso es 0 o no cabe en el límite.",
    SLOPES_DIFFER: "las dos pendientes no difieren en más de 0.5.",
    NO_UNIT_OFF: "alguna unidad está apagada.",
    VANISHES: "el gradiente no es menor que 0.0001.",
    FORMULA_RUNS: "la fórmula de la diapositiva no se puede calcular.",
    RESULTS_DIFFER: "la fórmula da lo mismo que relu(Z_1).",
    ONE_HOT: "alguna fila no tiene un solo 1 y ceros.",
    GRADIENTS_DIFFER: "los dos gradientes son iguales.",
}


def _sentence(case, expected, got):
    """La primera señal que no se cumple, en palabras."""
    return _SENTENCES[next(name for name in expected if not got.get(name, 0))]


# Declaraciones ---------------------------------------------------------------------


def _correction(**fields):
    return Exercise(
        kind="correction", points=1, place=_place, explain=_sentence, **fields
    )


NO_DERIVATIVE = _correction(
    id="03.d1",
    title="Corrige la diapositiva: la derivada en 0",
    solution=two_slopes_at_zero,
    slide="Funciones de Activación: Relu (Derivada)",
    prediction="¿Hay algún paso h con el que el cociente dé 1/2?",
    hints=(
        "¿Cuánto vale el cociente si avanzas hacia la derecha? ¿Y hacia la izquierda?",
        "Con h > 0 el cociente es h/h; con h < 0, es 0/h.",
        "Devuelve dos números del mismo tamaño, uno a cada lado del quiebre. El "
        "argumento ya te da un tamaño que cabe.",
    ),
    reasoning="""\
Con h > 0, relu(h)/h = 1. Con h < 0, relu(h)/h = 0. Por pequeño que sea el paso, los dos
lados no se ponen de acuerdo: el límite no existe, y la derivada tampoco.

La diapositiva escribe 0 para Z ≤ 0. Es una convención útil, no una derivada.""",
    praise="Probado: un lado da 1 y el otro, 0. Ningún paso da 1/2; ese número aparece "
    "al promediar los dos. Para pensar: ¿qué daría una diferencia central en 0?",
    driver=TwoSteps(),
    public_cases=slopes_public,
    cases=slopes_cases,
    mistakes=(
        Mistake(
            "same_side",
            _slopes_same_side,
            "Los dos pasos van hacia el mismo lado, y ahí ReLU es una sola recta. "
            "¿Dónde está el quiebre?",
            S_RELU,
        ),
        Mistake(
            "ignores_limit",
            _slopes_fixed,
            "Algún paso es 0 o pasa del límite. Con pasos grandes, hasta una función "
            "con derivada da pendientes distintas. ¿Usas `limit`?",
            S_RELU,
        ),
        Mistake(
            "fits_only_one_limit",
            _slopes_fixed_small,
            "Tus pasos caben con `limit` = 0.1, y no con uno menor: son números "
            "fijos. El quiebre sigue ahí por más cerca que mires. ¿De qué argumento "
            "deben salir los pasos?",
            S_RELU,
        ),
    ),
    accepts=(_slopes_unequal, _slopes_tiny, _slopes_array),
    section=S_RELU,
)

GENTLE_VANISHING = _correction(
    id="03.d2",
    title="Corrige la diapositiva: se desvanece sin unidades apagadas",
    solution=vanish_without_dead_units,
    slide="Funciones de Activación: Relu",
    prediction="Con diez capas y todos los pesos iguales, ¿alcanza con que cada uno "
    "valga 0.5?",
    hints=(
        "Si todas las unidades están encendidas, ¿por qué multiplica cada capa al "
        "gradiente?",
        "El gradiente es w_1 · w_2 · … · w_L por relu', que vale 1 en cada unidad "
        "encendida.",
        "Elige pesos positivos cuyo producto sea menor que 0.0001. Piensa qué valor "
        "funciona también con tres capas, no solo con diez.",
    ),
    reasoning="""\
Con w > 0 y x = 1, todas las preactivaciones son positivas: relu' vale 1 y ninguna
unidad está apagada. El gradiente es el producto de los pesos, y si son menores que 1 se
achica en cada capa.

«Puede causar desvanecimiento» es cierto, pero no solo por unidades apagadas: la escala
de los pesos es otra causa. Y ReLU no la remedia.""",
    praise="Probado: se desvanece con todas las unidades encendidas. Con 0.5 no "
    "alcanzaba: 0.5^10 es casi 0.001. Para pensar: ¿qué pesos lo dejarían igual?",
    driver=ReluChain(),
    public_cases=vanish_public,
    cases=vanish_cases,
    mistakes=(
        Mistake(
            "dead_unit",
            _dead_unit,
            "Usas un peso que no es positivo: la unidad se apaga, y el gradiente es 0 "
            "por esa causa. Se pide que se achique con todas encendidas. ¿De qué signo "
            "deben ser los pesos?",
            S_CAUSES,
        ),
        Mistake(
            "does_not_shrink",
            _not_small_enough,
            "Ninguna unidad se apaga, y el gradiente no baja de 0.0001 con ningún "
            "número de capas. ¿Cuánto es el producto de tus pesos?",
            S_CAUSES,
        ),
        Mistake(
            "only_when_deep",
            _half_each,
            "El gradiente se achica, pero no basta con pocas capas. ¿Cómo eliges el "
            "peso según cuántas hay?",
            S_CAUSES,
        ),
        Mistake(
            "one_weight",
            _one_weight,
            "Hace falta un peso por capa, {n_layers} en total aquí. ¿Qué largo tiene "
            "lo que devuelves?",
            S_CAUSES,
        ),
    ),
    accepts=(
        _vanish_all_small,
        _vanish_one_tiny,
        _vanish_last_tiny,
        _vanish_alternating,
    ),
    section=S_CAUSES,
)

WRONG_ACTIVATION = _correction(
    id="04.d1",
    title="Corrige la diapositiva: A_1 = X ⊙ relu(Z_1)",
    solution=slide_counterexample,
    slide="Perceptrón Multicapa: Forward & Backprop",
    prediction="¿Qué deben cumplir h_0 y h_1 para que la fórmula de la diapositiva se "
    "pueda calcular?",
    hints=(
        "X es (m, h_0) y relu(Z_1) es (m, h_1). ¿Cuándo se pueden multiplicar elemento "
        "a elemento?",
        "Si h_0 = h_1, la fórmula da X[i, j] · relu(Z_1)[i, j]. ¿Qué X la haría "
        "coincidir con relu(Z_1)? No uses esa.",
        "Usa una W cuadrada; la identidad sirve. Llena X con un número positivo que no "
        "sea 1, y deja el sesgo en 0.",
    ),
    reasoning="""\
Con h_0 distinto de h_1, las formas (m, h_0) y (m, h_1) no encajan: la fórmula no se
puede ni calcular. Con h_0 = h_1 se calcula, y multiplica la activación por la entrada
otra vez.

Con X = 3, W = I y b = 0: relu(Z_1) = 3, y la diapositiva da 9. Un solo ejemplo en
contra basta: la fórmula correcta es A_1 = relu(Z_1).""",
    praise="Probado: la fórmula solo se calcula si h_0 = h_1, y aun así da otra cosa. "
    "Para pensar: ¿por qué conviene probar el código con tamaños distintos?",
    driver=SlideActivation(),
    public_cases=slide_public,
    cases=slide_cases,
    mistakes=(
        Mistake(
            "shapes_disagree",
            _slide_shapes_disagree,
            "Con tus tamaños la fórmula ni se puede calcular. Eso ya es un argumento; "
            "aquí se pide el otro, un caso donde se calcule y falle. ¿Qué h_1 eliges?",
            S_LAYERS,
        ),
        Mistake(
            "same_result",
            _slide_all_ones,
            "Tu ejemplo le da la razón a la diapositiva: o X vale 1 donde la unidad "
            "está encendida, o ninguna lo está. ¿Qué X notaría la diferencia?",
            S_LAYERS,
        ),
        Mistake(
            "other_rows",
            _slide_other_rows,
            "X debe tener tantas filas como dice m, W tantas filas como columnas X, y "
            "b tantos números como columnas W. ¿Cuál no encaja?",
            S_LAYERS,
        ),
    ),
    accepts=(_slide_square, _slide_one_unit, _slide_negative, _slide_bias_only),
    section=S_LAYERS,
)

NEEDS_THE_TRUTH = _correction(
    id="04.d2",
    title="Corrige la diapositiva: la retropropagación sin Y",
    solution=two_truths,
    slide="Algorithm 1: Neural Network Training",
    prediction="La misma red y el mismo lote, con las etiquetas cambiadas: ¿deben "
    "moverse los pesos igual?",
    hints=(
        "¿Qué información hay en X, W, b y la caché? ¿Y cuál falta?",
        "Ŷ es la misma en los dos casos. (Ŷ − Y_a)/m y (Ŷ − Y_b)/m difieren donde "
        "difieren Y_a y Y_b.",
        "Construye dos matrices de la forma de Ŷ con un solo 1 por fila. En una, el 1 "
        "va siempre en la misma columna; en la otra, en otra.",
    ),
    reasoning="""\
Una función da una sola respuesta para los mismos argumentos. Con X, W, b y la caché
iguales, Ŷ es igual; pero el gradiente correcto depende de Y. Dos verdades distintas
piden dos gradientes distintos, y ninguna función que no reciba Y puede dar los dos.

Por eso el curso escribe `backpropagation(X, Y, W, b, cache)`.""",
    praise="Probado: los mismos X, W y b, y dos gradientes correctos. Los pesos deben "
    "moverse distinto. Para pensar: ¿y la propagación hacia adelante, necesita Y?",
    driver=TwoTruths(),
    public_cases=truths_public,
    cases=truths_cases,
    mistakes=(
        Mistake(
            "same_truth",
            _same_truth,
            "Tus dos verdades son iguales, y el gradiente también. ¿En qué fila "
            "podrías cambiar la clase?",
            S_TRAIN,
        ),
        Mistake(
            "prediction_as_truth",
            _prediction_as_truth,
            "Una de tus verdades tiene probabilidades intermedias, o filas sin un solo "
            "1. La verdad dice qué clase fue, sin dudas. ¿Cómo es una fila en one-hot?",
            S_TRAIN,
        ),
        Mistake(
            "labels",
            _labels,
            "Tus verdades no tienen la forma de Ŷ. Quizá son etiquetas sueltas. "
            "¿Cuántas columnas hacen falta?",
            S_TRAIN,
        ),
    ),
    accepts=(_truths_last_two, _truths_one_row, _truths_predicted, _truths_integers),
    section=S_TRAIN,
)

# Lección → sus correcciones.
CORRECTIONS = {
    "03": (NO_DERIVATIVE, GENTLE_VANISHING),
    "04": (WRONG_ACTIVATION, NEEDS_THE_TRUTH),
}
