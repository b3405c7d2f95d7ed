"""Errores conocidos de la lección 02: cada uno corre, y su frase dice qué lo causa.

El id del error es el nombre de la función, sin el dígito final, que solo separa a los
que se llaman igual en dos ejercicios. Una frase nunca da la respuesta ni afirma algo
que los números no muestren.
"""

import math

import numpy as np

from course_lib import activations
from course_lib.exercises.model import Mistake

# La sigmoide se llama por su módulo: durante una comprobación, los nombres de otros
# ejercicios se sustituyen en el módulo de la función comprobada.

S_QUESTION = "¿Con qué probabilidad?"
S_MODEL = "El modelo como grafo"
S_SIGMOID = "La sigmoide"
S_LOSS = "De la verosimilitud a la entropía cruzada"
S_GRADIENT = "El gradiente, nodo por nodo"
S_DESCENT = "Descenso que se ve"
S_BOLIVIA = "Los municipios de Bolivia"
S_STANDARDIZE = "Treinta variables en una misma escala"
S_CONFUSION = "La matriz de confusión"
S_FOREVER = "Los pesos que crecen para siempre"

_HOME = {
    "02.1": S_SIGMOID,
    "02.2": S_LOSS,
    "02.3": S_GRADIENT,
    "02.4": S_STANDARDIZE,
    "02.5": S_DESCENT,
    "02.6": S_BOLIVIA,
    "02.7": S_CONFUSION,
}
_DECLARED = {exercise_id: [] for exercise_id in _HOME}


def mistakes_of(exercise_id):
    """Los errores de un ejercicio, en orden."""
    return tuple(_DECLARED[exercise_id])


def wrong(exercise_id, message, section=None, name=None):
    """Declara la función decorada como un error conocido del ejercicio."""

    def declare(function):
        own = name or function.__name__.removesuffix(f"_{exercise_id[-1]}")
        home = section or _HOME[exercise_id]
        _DECLARED[exercise_id].append(Mistake(own, function, message, home))
        return function

    return declare


def _sigma(z):
    return activations.sigmoid(z, check=False)


# 02.1 sigmoid ----------------------------------------------------------------------

OVERFLOW = (
    "El valor es correcto; el aviso viene de exp(1000). Ese número no cabe en un "
    "float64, y NumPy lo cambia por infinito. Aparece con entradas muy grandes o muy "
    "pequeñas, también en la rama de un `np.where` que no se elige. ¿Cómo escribirías "
    "la fórmula para que el exponente nunca sea positivo?"
)


@wrong("02.1", OVERFLOW)
def overflows(z):
    return 1.0 / (1.0 + np.exp(-z))


@wrong(
    "02.1",
    "Funciona con números pequeños; con z = 1000 da NaN. e^1000 se vuelve infinito, y "
    "aparece arriba y abajo: infinito entre infinito. Esa forma de la sigmoide sirve "
    "para una mitad de los números. ¿Cuál?",
)
def infinity_over_infinity(z):
    return np.exp(z) / (1.0 + np.exp(z))


@wrong(
    "02.1",
    "Tu curva baja donde debe subir: vale casi 1 con z muy negativo. Mira el signo del "
    "exponente.",
)
def sign_of_exponent(z):
    return 1.0 / (1.0 + np.exp(z))


@wrong(
    "02.1",
    "Lo que calculas es 1/1 más la exponencial. La división va antes que la suma, y "
    "`1 / 1 + x` divide solo el 1. ¿Qué paréntesis faltan?",
)
def missing_parentheses(z):
    return 1.0 / 1.0 + np.exp(-z)


@wrong(
    "02.1",
    "Al denominador le falta un sumando: con z = 0 te da 1, y debe dar 1/2. Compara tu "
    "denominador con el de la fórmula.",
)
def missing_one(z):
    return 1.0 / np.exp(-z)


@wrong(
    "02.1",
    "Aciertas con z ≥ 0. Con z negativo devuelves lo mismo que con −z, y la sigmoide "
    "debe bajar de 1/2. El valor absoluto quita el desborde, pero también el signo de "
    "z. ¿Dónde lo recuperas?",
)
def only_absolute(z):
    return 1.0 / (1.0 + np.exp(-np.abs(z)))


@wrong(
    "02.1",
    "Con entradas positivas y negativas tus valores quedan del lado equivocado: donde "
    "debe salir σ(z) sale 1 − σ(z). Las dos fórmulas están bien; cada una está en la "
    "rama de la otra.",
)
def swapped_branches(z):
    e = np.exp(-np.abs(z))
    return np.where(z < 0, 1.0, e) / (1.0 + e)


@wrong(
    "02.1",
    "Eso es la derivada de la sigmoide: a lo sumo vale 1/4. Aquí se pide el valor.",
)
def derivative(z):
    return _sigma(z) * (1.0 - _sigma(z))


@wrong(
    "02.1",
    "Eso es la tangente hiperbólica: va de −1 a 1. Una probabilidad va de 0 a 1. Las "
    "dos curvas se parecen: una es la otra, estirada y subida.",
)
def hyperbolic_tangent(z):
    return np.tanh(z)


@wrong(
    "02.1",
    "Devuelves solo ceros y unos, como un escalón. La sigmoide pasa de un lado al otro "
    "sin saltos. ¿En qué punto redondeas o comparas?",
)
def step(z):
    return (np.asarray(z) >= 0).astype(float)


@wrong(
    "02.1",
    "Divides entre la suma de todas las exponenciales: eso es una softmax. En la "
    "sigmoide cada número se trata por separado. ¿Qué hace ahí la suma de los demás?",
)
def softmax_instead(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


@wrong(
    "02.1",
    "Cuando la entrada es de enteros, tu resultado se trunca a 0 o 1. Un arreglo "
    "creado con `zeros_like` o `copy` hereda el tipo entero. ¿De qué tipo debe ser?",
)
def integer_dtype(z):
    out = np.zeros_like(z)
    out[...] = _sigma(np.asarray(z))
    return out


def _clip_score_1(limit):
    def clips_too_soon(z):
        return 1.0 / (1.0 + np.exp(-np.clip(z, -limit, limit)))

    return clips_too_soon


# Con 30 el error ya es menor que la tolerancia de los extremos: se acepta.
for _limit in (10, 12, 15, 16, 18, 20, 25):
    wrong(
        "02.1",
        "Recortas z demasiado pronto: a partir de cierto valor tu sigmoide deja de "
        "moverse, y todavía le faltaba. ¿Desde qué exponente se desborda de verdad "
        "`np.exp`?",
        name=f"clips_too_soon_{_limit}",
    )(_clip_score_1(_limit))


def _clip_output(epsilon):
    def clips_output(z):
        return np.clip(_sigma(z), epsilon, 1 - epsilon)

    return clips_output


for _epsilon in (1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10):
    wrong(
        "02.1",
        "Recortas el resultado para que nunca sea 0 ni 1. La sigmoide sí se acerca a "
        "ellos todo lo que quieras, y con z = −1000 el valor esperado es 0. El "
        "logaritmo de 0 es problema de la pérdida, no de la sigmoide.",
        S_LOSS,
        name=f"clips_output_{_epsilon:.0e}",
    )(_clip_output(_epsilon))


@wrong(
    "02.1",
    "Tu función cambia la z que recibió. `z[…] = …`, o un `-=`, escribe en el mismo "
    "arreglo. ¿Cómo calculas lo mismo en uno nuevo?",
)
def in_place_1(z):
    if np.ndim(z):
        z[z < -500] = -500
    return _sigma(z)


@wrong(
    "02.1",
    "Tus números salen con potencias de 2, y la fórmula usa las de e. ¿Cómo se llama "
    "en NumPy la exponencial?",
)
def base_two_1(z):
    return 1.0 / (1.0 + np.exp2(-np.clip(z, -1000, 1000)))


@wrong(
    "02.1",
    "Aciertas con z negativo. Con z positivo devuelves lo mismo que con −z, y la "
    "sigmoide debe pasar de 1/2. El valor absoluto quita el desborde, pero también el "
    "signo de z. ¿Dónde lo recuperas?",
)
def never_above_half(z):
    e = np.exp(-np.abs(z))
    return e / (1.0 + e)


@wrong(
    "02.1",
    "Funciona con un número; con un arreglo se detiene. `math.exp` trabaja de a un "
    "número. ¿Qué biblioteca trae la exponencial que recibe arreglos enteros?",
)
def one_number_only(z):
    return 1 / (1 + math.exp(-z))


# 02.2 binary_cross_entropy ---------------------------------------------------------


def _softplus(z):
    return np.logaddexp(0.0, z)


def _losses(z, y):
    return _softplus(z) - y * z


CLIPPED = (
    "Recortas una probabilidad, o le sumas un ε, antes del logaritmo. Ya no sale "
    "infinito, pero la pérdida se atasca: con z = 1000 e y = 0 debe costar 1000, no "
    "−log ε. Ahí el gradiente también vale 0, justo donde el error es peor. ¿Puedes "
    "llegar al logaritmo sin pasar por la probabilidad?"
)


def _clip_probability(epsilon):
    def clips_probability(z, y):
        p = np.clip(_sigma(z), epsilon, 1 - epsilon)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    return clips_probability


def _adds_epsilon(epsilon):
    def adds_epsilon(z, y):
        p = _sigma(z)
        return -np.mean(y * np.log(p + epsilon) + (1 - y) * np.log(1 - p + epsilon))

    return adds_epsilon


for _epsilon in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3):
    wrong("02.2", CLIPPED, name=f"clips_probability_{_epsilon:.0e}")(
        _clip_probability(_epsilon)
    )
# Hasta 1e-11, sumar y recortar dan los mismos números.
for _epsilon in (
    5e-324,
    1e-300,
    1e-100,
    1e-20,
    1e-16,
    1e-15,
    1e-10,
    1e-9,
    1e-8,
    1e-7,
    1e-6,
    1e-5,
):
    wrong("02.2", CLIPPED, name=f"adds_epsilon_{_epsilon:.0e}")(_adds_epsilon(_epsilon))


@wrong(
    "02.2",
    "Con puntajes pequeños funciona; con ±1000, no. La probabilidad redondea a 0 o a "
    "1, su logaritmo es −∞, y 0 · (−∞) es NaN. ¿Se puede simplificar log σ(z) antes "
    "de calcular?",
)
def log_of_zero(z, y):
    with np.errstate(all="ignore"):
        p = _sigma(z)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(
    "02.2",
    "Ya eliges un solo logaritmo por ejemplo, y aun así sale infinito: con z = 1000 e "
    "y = 0, la probabilidad de acertar redondea a 0. El valor esperado es 1000, que sí "
    "cabe. ¿Se puede simplificar ese logaritmo antes de calcular?",
)
def infinite_when_wrong(z, y):
    with np.errstate(all="ignore"):
        p = np.where(np.asarray(y) == 1, _sigma(z), 1 - _sigma(z))
        return -np.mean(np.log(p))


OVERFLOWS_FIRST = (
    "Vas desde los puntajes, y es el camino. Con z = 1000, e^z ya es infinito antes "
    "del logaritmo. ¿Cómo escribes log(1 + e^z) con un exponente que no sea positivo?"
)


@wrong("02.2", OVERFLOWS_FIRST)
def overflows_by_branches(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.log(1 + np.exp(np.where(np.asarray(y) == 1, -z, z))))


@wrong("02.2", OVERFLOWS_FIRST)
def overflows_in_two_terms(z, y):
    with np.errstate(all="ignore"):
        right, left = np.log(1 + np.exp(-z)), np.log(1 + np.exp(z))
        return np.mean(y * right + (1 - y) * left)


@wrong("02.2", OVERFLOWS_FIRST)
def overflows_inside(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.log(1 + np.exp(z)) - y * z)


@wrong(
    "02.2",
    "Vas desde los puntajes, y es el camino. Pero con z = −1000 desborda e^(−z), y el "
    "resultado queda infinito. ¿Cómo lo escribes para que el exponente nunca sea "
    "positivo?",
)
def overflows_the_other_side(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.log(1 + np.exp(-z)) + (1 - y) * z)


def _clip_score(limit):
    def clips_score(z, y):
        return np.mean(_losses(np.clip(z, -limit, limit), y))

    return clips_score


for _limit in (20, 30, 50, 100, 500, 700, 709):
    wrong(
        "02.2",
        "Recortas el puntaje z antes de calcular. Ya no desborda, pero equivocarse con "
        "z = 1000 cuesta lo mismo que con el límite de tu recorte. La pérdida debe "
        "seguir creciendo. ¿Qué forma de log(1 + e^z) no necesita recortes?",
        name=f"clips_score_{_limit}",
    )(_clip_score(_limit))


@wrong(
    "02.2",
    "Cuando hay puntajes enormes, un NaN o un infinito se volvió otro número. Suele "
    "ser un `nan_to_num` al final. El NaN avisaba de un logaritmo de 0: ¿cómo evitas "
    "que aparezca?",
)
def hides_nan(z, y):
    with np.errstate(all="ignore"):
        p = _sigma(z)
        return -np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p)))


@wrong(
    "02.2",
    "Tu respuesta es la suma de las pérdidas de todos los ejemplos. La pérdida del "
    "curso es la media. ¿Dónde está el 1/m de la fórmula?",
)
def missing_mean_2(z, y):
    return np.sum(_losses(z, y))


@wrong(
    "02.2",
    "Divides dos veces entre m. Un `mean` ya divide una vez. Busca la otra división.",
)
def double_mean_2(z, y):
    return np.mean(_losses(z, y)) / len(y)


@wrong(
    "02.2",
    "El signo está al revés: tu pérdida es negativa. El logaritmo de una probabilidad "
    "nunca es positivo. ¿Qué lo compensa en la fórmula?",
)
def missing_sign(z, y):
    return -np.mean(_losses(z, y))


@wrong(
    "02.2",
    "Los papeles de las dos clases están cambiados: cobras poco al que se equivoca y "
    "mucho al que acierta. Con y = 1 y z muy positivo, ¿la pérdida debe ser grande o "
    "casi 0?",
)
def swapped_classes(z, y):
    return np.mean(_losses(z, 1 - np.asarray(y)))


@wrong(
    "02.2",
    "Los ejemplos con y = 0 no te cuestan nada. Falta la mitad de la fórmula: la que "
    "mira la probabilidad de la clase 0.",
)
def only_positives(z, y):
    return np.mean(np.asarray(y) * _softplus(-np.asarray(z)))


@wrong(
    "02.2",
    "Los ejemplos con y = 1 no te cuestan nada. Falta la mitad de la fórmula: la que "
    "mira la probabilidad de la clase 1.",
)
def only_negatives(z, y):
    return np.mean((1 - np.asarray(y)) * _softplus(z))


@wrong(
    "02.2",
    "Falta el término con y z: tu resultado no depende de la verdad. Si cambias "
    "una y, ¿la pérdida debe cambiar?",
)
def ignores_truth_2(z, y):
    return np.mean(_softplus(z))


@wrong(
    "02.2",
    "Usas la fórmula de las etiquetas −1 y 1, y aquí son 0 y 1: con y = 0, el puntaje "
    "desaparece y queda log 2. ¿Cómo pasas de un par de etiquetas al otro?",
)
def labels_minus_one(z, y):
    return np.mean(_softplus(-np.asarray(y) * z))


@wrong(
    "02.2",
    "Aplicas la sigmoide dos veces. La función ya recibe puntajes, y el resultado de "
    "la primera entra como si fuera otro puntaje. ¿Cuántas hacen falta?",
)
def sigmoid_twice(z, y):
    return np.mean(_losses(_sigma(z), y))


@wrong(
    "02.2",
    "Tratas z como si ya fuera una probabilidad. Puede ser negativo, o mayor que 1, y "
    "entonces su logaritmo no existe. ¿Qué función convierte z en ŷ?",
)
def score_as_probability(z, y):
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


@wrong(
    "02.2",
    "Eso es el error cuadrático entre ŷ e y. Con él, equivocarse con toda seguridad "
    "cuesta a lo sumo 1. ¿Dónde está el logaritmo de la fórmula?",
)
def squared_error(z, y):
    return np.mean((_sigma(z) - y) ** 2)


@wrong(
    "02.2",
    "Eso es la distancia media entre ŷ e y, sin logaritmo. Equivocarse con toda "
    "seguridad debe costar mucho más que 1. Compara tu suma con la fórmula.",
)
def missing_logarithm(z, y):
    return np.mean(np.abs(_sigma(z) - y))


@wrong(
    "02.2",
    "Tus números salen con el logaritmo en base 2. El curso usa el natural, el inverso "
    "de la exponencial de la sigmoide. ¿Cómo se llama en NumPy?",
)
def base_two_2(z, y):
    return np.mean(_losses(z, y)) / np.log(2)


@wrong(
    "02.2",
    "Tus números salen con el logaritmo en base 10. El curso usa el natural, el "
    "inverso de la exponencial de la sigmoide. ¿Cómo se llama en NumPy?",
)
def base_ten(z, y):
    return np.mean(_losses(z, y)) / np.log(10)


@wrong(
    "02.2",
    "Devuelves una pérdida por ejemplo, y se pide un solo número para todos. "
    "¿Qué falta hacer con esos m números?",
)
def one_per_example_2(z, y):
    return _losses(z, y)


@wrong(
    "02.2",
    "Promedias las probabilidades de acertar y luego tomas el logaritmo. La pérdida es "
    "la media de los logaritmos, y no son lo mismo. ¿Qué operación va primero?",
)
def log_of_mean(z, y):
    p = _sigma(z)
    with np.errstate(all="ignore"):
        return -np.log(np.mean(np.where(np.asarray(y) == 1, p, 1 - p)))


@wrong(
    "02.2",
    "Eso es lo que costaría ajustar con margen: cero cuando el puntaje pasa de 1. La "
    "entropía cruzada nunca llega a 0. ¿De dónde sale tu máximo?",
)
def hinge(z, y):
    return np.mean(np.maximum(0, 1 - (2 * np.asarray(y) - 1) * z))


@wrong(
    "02.2",
    "Con puntajes enormes aciertas; con los pequeños, no. Es como si log(1 + e^z) "
    "fuera máx(z, 0), y cerca de 0 no lo es. ¿Qué término olvidaste?",
)
def only_maximum(z, y):
    return np.mean(np.maximum(z, 0) - y * z)


@wrong(
    "02.2",
    "Sumas y z en vez de restarlo: un puntaje alto y acertado te cuesta el doble. Con "
    "y = 1, acertar con más seguridad debe costar menos. Mira ese signo.",
)
def adds_the_score(z, y):
    return np.mean(_softplus(z) + y * z)


@wrong(
    "02.2",
    "Mezclas dos formas de la misma fórmula. Con log(1 + e^z) va − y z; con "
    "log(1 + e^(−z)), otra cosa. Deduce una de las dos con y = 0, y comprueba con "
    "y = 1.",
)
def mixes_two_forms(z, y):
    return np.mean(_softplus(-np.asarray(z)) - y * z)


# 02.3 logistic_gradients -----------------------------------------------------------


def _error(X, y, w, b):
    return _sigma(X @ w + b) - y


@wrong(
    "02.3",
    "Tus dos gradientes son exactamente m veces los esperados; aquí, m = {m}. La "
    "pérdida es una media, y su gradiente hereda ese factor. ¿Dónde está el 1/m?",
)
def missing_mean_3(X, y, w, b):
    dz = _error(X, y, w, b)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Divides dos veces entre m. Basta con la división que viene de la media de la "
    "pérdida. Busca la otra.",
)
def double_mean_3(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz / len(y), dz.mean()


@wrong(
    "02.3",
    "dw está bien. db es m veces lo esperado; aquí, m = {m}. El sesgo también viene de "
    "la media. ¿Sumas los errores o los promedias?",
)
def bias_not_averaged(X, y, w, b):
    dz = _error(X, y, w, b)
    return X.T @ dz / len(y), dz.sum()


@wrong(
    "02.3",
    "db está bien. dw es m veces lo esperado; aquí, m = {m}. El 1/m de la media llega "
    "a los dos gradientes. ¿En cuál línea está?",
)
def weights_not_averaged(X, y, w, b):
    dz = _error(X, y, w, b)
    return X.T @ dz, dz.mean()


@wrong(
    "02.3",
    "dw está bien, y db quedó dividido dos veces entre m. Si el error ya lleva el 1/m, "
    "¿hace falta otro promedio?",
)
def bias_averaged_twice(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, dz.mean()


@wrong(
    "02.3",
    "Divides entre el número de variables, y la pérdida promedia sobre ejemplos. Con X "
    "de forma (m, d), ¿cuál de los dos ejes cuenta ejemplos?",
)
def divides_by_variables(X, y, w, b):
    dz = _error(X, y, w, b) / X.shape[1]
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Divides entre m·d, el número de entradas de X. La pérdida promedia sobre m "
    "ejemplos. ¿De dónde sale la d?",
)
def mean_over_all(X, y, w, b):
    dz = _error(X, y, w, b) / X.size
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "El signo está al revés en los dos. Si y = 1 y la probabilidad es baja, subir z "
    "baja la pérdida. ¿Qué signo tiene entonces su derivada?",
)
def sign(X, y, w, b):
    dz = -_error(X, y, w, b) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "El signo está al revés y además falta el 1/m. Para el signo: si y = 1, subir z "
    "baja la pérdida. Para lo otro: la pérdida es una media.",
)
def sign_and_missing_mean(X, y, w, b):
    dz = -_error(X, y, w, b)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "El error que usas es z − y: falta la sigmoide. ¿Qué se compara con y, el puntaje "
    "o la probabilidad?",
    S_MODEL,
)
def missing_sigmoid(X, y, w, b):
    dz = (X @ w + b - y) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Multiplicas además por ŷ(1 − ŷ). Esa parte es la derivada de la sigmoide, y se "
    "cancela con el denominador de la derivada del logaritmo. ¿La cuentas una vez de "
    "más, o derivas el error cuadrático?",
)
def sigmoid_counted_twice(X, y, w, b):
    p = _sigma(X @ w + b)
    dz = (p - y) * p * (1 - p) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Eso es el gradiente del error cuadrático, con su factor 2. La pérdida de esta "
    "lección es la entropía cruzada. ¿Qué se cancela al derivarla?",
    S_LOSS,
)
def squared_error_gradient(X, y, w, b):
    p = _sigma(X @ w + b)
    dz = 2 * (p - y) * p * (1 - p) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Te quedaste en la derivada respecto de ŷ, un nodo antes. Falta atravesar la "
    "sigmoide para llegar a z. ¿Por qué derivada local se multiplica ahí?",
)
def stops_at_probability(X, y, w, b):
    p = _sigma(X @ w + b)
    with np.errstate(all="ignore"):
        dz = (p - y) / (p * (1 - p)) / len(y)
        return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Tu gradiente no usa y: es Xᵀ ŷ, sin restar nada. Si el modelo acierta con toda "
    "seguridad, debe ser 0. ¿Qué le falta para cumplirlo?",
)
def ignores_truth_3(X, y, w, b):
    dz = _sigma(X @ w + b) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Al puntaje le falta el sesgo: ŷ sale de X w y nada más. Revisa si b aparece en tu "
    "código.",
    S_MODEL,
)
def missing_bias(X, y, w, b):
    dz = _error(X, y, w, 0.0) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Al puntaje le restas el sesgo. En este curso se suma. Mira el signo delante de b.",
    S_MODEL,
)
def subtracts_bias(X, y, w, b):
    dz = _error(X, y, w, -b) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Comparas y con la clase predicha, 0 o 1, en lugar de la probabilidad. ¿Qué cuesta "
    "un acierto con probabilidad 0.51?",
)
def uses_predicted_class(X, y, w, b):
    dz = ((X @ w + b >= 0) - np.asarray(y, dtype=float)) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Los devuelves en el otro orden: primero db y después dw. El enunciado los pide "
    "como (dw, db).",
)
def swapped_outputs(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return dz.sum(), X.T @ dz


@wrong(
    "02.3",
    "dw está bien; db no es un número, sino un error por ejemplo. El mismo b se usó en "
    "los m ejemplos: ¿qué se hace con los gradientes de un valor que se usa varias "
    "veces?",
)
def bias_per_example(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, dz


@wrong(
    "02.3",
    "db está bien; dw tiene una fila por ejemplo. Falta juntar lo que aporta cada "
    "ejemplo al gradiente de cada peso. ¿Sobre qué eje se suma?",
)
def weights_per_example(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X * dz[:, None], dz.sum()


@wrong(
    "02.3",
    "db está bien; dw es un promedio de las columnas de X, sin los errores. Cada "
    "ejemplo aporta su error por su fila. ¿Dónde entra ŷ − y?",
)
def weights_without_error(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.mean(axis=0), dz.sum()


@wrong(
    "02.3",
    "dw está bien; db es 1, sea cual sea el lote. Ese 1 es la derivada local de z "
    "respecto de b. Falta multiplicarlo por lo que llega desde 𝓛: ¿qué es?",
)
def bias_is_one(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, 1.0


@wrong(
    "02.3",
    "Cada error pierde su signo: todos suman como si ŷ fuera demasiado alta. El signo "
    "dice hacia dónde corregir. Busca un valor absoluto o un cuadrado.",
)
def absolute_error(X, y, w, b):
    dz = np.abs(_error(X, y, w, b)) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Con puntajes pequeños todo está bien; con los enormes sale NaN. Tu sigmoide "
    "divide infinito entre infinito. Puedes usar `sigmoid`, la del ejercicio 02.1.",
    S_SIGMOID,
)
def unstable_sigmoid_3(X, y, w, b):
    with np.errstate(all="ignore"):
        e = np.exp(X @ w + b)
        dz = (e / (1 + e) - y) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Juntas los dos gradientes en un solo arreglo. Se piden dos cosas: dw, con un "
    "número por variable, y db, un número suelto. Mira tu `return`.",
)
def joins_both(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return np.append(X.T @ dz, dz.sum())


# 02.4 standardize ------------------------------------------------------------------


def _scale_of(X):
    std = X.std(axis=0)
    return np.where(std == 0, 1.0, std)


LEAK = (
    "Calculas la media y la desviación con las dos matrices juntas. Así, cada ejemplo "
    "de entrenamiento ya lleva información de la prueba: es una fuga de datos. ¿Qué "
    "podrías saber de la prueba antes de que llegue?"
)
AND_NAN = (
    " Además, una columna constante tiene desviación 0, y 0/0 es NaN: ¿entre qué "
    "número podrías dividirla?"
)


@wrong("02.4", LEAK + AND_NAN)
def leaks_and_nan(X_train, X_test):
    X = np.concatenate([X_train, X_test])
    with np.errstate(all="ignore"):
        return tuple(
            (part - X.mean(axis=0)) / X.std(axis=0) for part in (X_train, X_test)
        )


@wrong("02.4", LEAK)
def leaks(X_train, X_test):
    X = np.concatenate([X_train, X_test])
    mean, std = X.mean(axis=0), _scale_of(X)
    return (X_train - mean) / std, (X_test - mean) / std


OWN = (
    "La prueba usa su propia media y su propia desviación. Entonces una misma muestra "
    "daría números distintos según con quiénes la midas. ¿De qué datos salen las dos "
    "cuentas?"
)


@wrong("02.4", OWN + AND_NAN)
def own_statistics_and_nan(X_train, X_test):
    with np.errstate(all="ignore"):
        return tuple((X - X.mean(axis=0)) / X.std(axis=0) for X in (X_train, X_test))


@wrong("02.4", OWN)
def own_statistics(X_train, X_test):
    return (
        (X_train - X_train.mean(axis=0)) / _scale_of(X_train),
        (X_test - X_test.mean(axis=0)) / _scale_of(X_test),
    )


@wrong(
    "02.4",
    "Las dos usan la media y la desviación de la prueba. Al entrenar, la prueba "
    "todavía no ha llegado. ¿Cuál de las dos matrices las debe dar?",
)
def statistics_of_test(X_train, X_test):
    mean, std = X_test.mean(axis=0), _scale_of(X_test)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "La prueba quedó como llegó. O le falta su línea, o "
    "guardaste el resultado en `X_train` y calculaste después la media de ese "
    "`X_train`, que ya vale 0. ¿En qué orden calculas?",
)
def leaves_test(X_train, X_test):
    X_train = (X_train - X_train.mean(axis=0)) / _scale_of(X_train)
    return X_train, (X_test - X_train.mean(axis=0)) / _scale_of(X_train)


@wrong(
    "02.4",
    "La prueba resta la media correcta, pero divide entre su propia desviación. ¿De "
    "qué datos salen las dos cuentas?",
)
def own_deviation(X_train, X_test):
    mean = X_train.mean(axis=0)
    return (X_train - mean) / _scale_of(X_train), (X_test - mean) / _scale_of(X_test)


@wrong(
    "02.4",
    "La prueba divide entre la desviación correcta, pero resta su propia media. ¿De "
    "qué datos salen las dos cuentas?",
)
def own_mean(X_train, X_test):
    std = _scale_of(X_train)
    return (
        (X_train - X_train.mean(axis=0)) / std,
        (X_test - X_test.mean(axis=0)) / std,
    )


@wrong(
    "02.4",
    "Las columnas que varían están bien. Una columna constante tiene desviación 0, y "
    "0/0 es NaN; un solo NaN arruina después toda la red. ¿Entre qué número podrías "
    "dividir esa columna?",
)
def nan_in_constant(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    with np.errstate(all="ignore"):
        return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Las columnas constantes desaparecieron, y ya no hay tantas como llegaron. Los "
    "pesos se corresponden con columnas: quien llama espera las mismas. ¿Qué valor "
    "puede quedar ahí?",
)
def drops_constant(X_train, X_test):
    keep = X_train.std(axis=0) > 0
    mean, std = X_train.mean(axis=0)[keep], X_train.std(axis=0)[keep]
    return (X_train[:, keep] - mean) / std, (X_test[:, keep] - mean) / std


@wrong(
    "02.4",
    "Las columnas que varían están bien; las constantes quedaron con su valor. "
    "También se les resta la media. ¿Qué queda entonces?",
)
def keeps_constant(X_train, X_test):
    std = X_train.std(axis=0)
    mean = np.where(std == 0, 0.0, X_train.mean(axis=0))
    std = np.where(std == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Restas la media, pero no divides. Las columnas quedan centradas y siguen con "
    "escalas distintas. ¿Qué falta para que todas tengan desviación 1?",
)
def only_centers(X_train, X_test):
    mean = X_train.mean(axis=0)
    return X_train - mean, X_test - mean


@wrong(
    "02.4",
    "Divides entre la desviación, pero no restas la media. Las columnas quedan con "
    "desviación 1 y centradas en cualquier lugar. ¿Qué falta?",
)
def only_scales(X_train, X_test):
    std = _scale_of(X_train)
    return X_train / std, X_test / std


@wrong(
    "02.4",
    "La división alcanza solo a la media: `X - mean / std` calcula antes el cociente. "
    "¿Qué paréntesis faltan?",
)
def missing_parentheses_4(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return X_train - mean / std, X_test - mean / std


@wrong(
    "02.4",
    "Divides entre la varianza, que es el cuadrado de la desviación. ¿Qué función de "
    "NumPy da la desviación estándar?",
)
def divides_by_variance(X_train, X_test):
    mean, variance = X_train.mean(axis=0), _scale_of(X_train) ** 2
    return (X_train - mean) / variance, (X_test - mean) / variance


@wrong(
    "02.4",
    "Multiplicas por la desviación en vez de dividir. Una columna que variaba mucho "
    "ahora varía más. ¿Qué operación la deja en 1?",
)
def multiplies(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) * std, (X_test - mean) * std


@wrong(
    "02.4",
    "Usas una sola media y una sola desviación para toda la matriz. Cada variable "
    "tiene su unidad y su escala. ¿Qué argumento de `mean` y `std` las separa por "
    "columnas?",
)
def one_for_all(X_train, X_test):
    mean, std = X_train.mean(), X_train.std()
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Estandarizas cada fila, y las filas son ejemplos. Mezclas años con porcentajes de "
    "un mismo ejemplo. ¿Qué eje recorre los ejemplos de una columna?",
)
def by_rows(X_train, X_test):
    def scale(X):
        std = X.std(axis=1, keepdims=True)
        std = np.where(std == 0, 1.0, std)
        return (X - X.mean(axis=1, keepdims=True)) / std

    return scale(X_train), scale(X_test)


@wrong(
    "02.4",
    "Llevas cada columna al intervalo de 0 a 1 con su mínimo y su máximo. Es otra "
    "manera de escalar. Aquí se pide media 0 y desviación 1.",
)
def minimum_and_maximum(X_train, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    width = np.where(high == low, 1.0, high - low)
    return (X_train - low) / width, (X_test - low) / width


@wrong(
    "02.4",
    "Restas la mediana en vez de la media. Es una elección respetable cuando hay "
    "valores raros; aquí se pide la media.",
)
def median(X_train, X_test):
    middle, std = np.median(X_train, axis=0), _scale_of(X_train)
    return (X_train - middle) / std, (X_test - middle) / std


@wrong(
    "02.4",
    "Los devuelves en el otro orden: primero la prueba. El enunciado pide primero el "
    "entrenamiento.",
)
def swapped_outputs_4(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return (X_test - mean) / std, (X_train - mean) / std


@wrong(
    "02.4",
    "Tu función cambia las matrices que recibió: `-=` y `/=` escriben en el mismo "
    "arreglo. Quien te llamó todavía necesita los datos "
    "originales. ¿Cómo obtienes arreglos nuevos?",
)
def in_place_4(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    for X in (X_train, X_test):
        X -= mean
        X /= std
    return X_train, X_test


@wrong("02.4", LEAK)
def leaks_with_sample_deviation(X_train, X_test):
    X = np.concatenate([X_train, X_test])
    mean, std = X.mean(axis=0), X.std(axis=0, ddof=1)
    std = np.where(std == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Cada columna tiene su desviación, pero restas a todas la misma media, la de toda "
    "la matriz. ¿Qué argumento le falta a ese `mean`?",
)
def one_mean_for_all(X_train, X_test):
    mean, std = X_train.mean(), _scale_of(X_train)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Cada columna resta su media, pero divides todas entre la misma desviación, la de "
    "toda la matriz. ¿Qué argumento le falta a ese `std`?",
)
def one_deviation_for_all(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std()
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Divides cada columna entre su máximo. Es otra manera de escalar. Aquí se pide "
    "media 0 y desviación 1.",
)
def divides_by_maximum(X_train, X_test):
    top = X_train.max(axis=0)
    top = np.where(top == 0, 1.0, top)
    return X_train / top, X_test / top


@wrong(
    "02.4",
    "Sumas 0.001 a la desviación, y eso ya cambia la cuarta cifra. Solo hace falta "
    "donde la desviación es 0. ¿Cuánto más pequeño puede ser?",
)
def large_epsilon(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0) + 1e-3
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Devuelves una sola matriz, y se esperan dos: la de entrenamiento y la de prueba. "
    "Mira tu `return`.",
)
def only_train(X_train, X_test):
    return (X_train - X_train.mean(axis=0)) / _scale_of(X_train)


# 02.5 gradient_descent -------------------------------------------------------------


def _descend(gradients, parameters, alpha, iters):
    for _ in range(iters):
        steps = gradients(parameters)
        parameters = [p - alpha * g for p, g in zip(parameters, steps, strict=True)]
    return parameters


@wrong(
    "02.5",
    "Caminas hacia arriba: sumas α por el gradiente, y el gradiente apunta hacia donde "
    "la pérdida crece. ¿Qué signo lleva el paso?",
)
def ascends(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, -alpha, iters)


@wrong(
    "02.5",
    "Das un solo paso, sea cual sea `iters`. Suele ser un `return` con demasiada "
    "sangría, dentro del `for`, o un ciclo que falta.",
)
def one_step(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, alpha, 1)


@wrong(
    "02.5",
    "Das un paso de más. `range(iters)` ya recorre `iters` valores, desde el 0. "
    "¿Cuántas vueltas da tu ciclo?",
)
def one_step_more(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, alpha, iters + 1)


@wrong(
    "02.5",
    "Das un paso de menos. `range(1, iters)` recorre iters − 1 valores. ¿Cuántas "
    "vueltas da tu ciclo?",
)
def one_step_less(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, alpha, iters - 1)


@wrong(
    "02.5",
    "Repites siempre el mismo paso: el gradiente es el del comienzo. Al moverte, la "
    "pendiente cambia. ¿Dónde llamas a `gradients`, antes del ciclo o dentro?",
)
def stale_gradients(gradients, parameters, alpha, iters):
    steps = gradients(parameters)
    moved = zip(parameters, steps, strict=True)
    return [p - iters * alpha * g for p, g in moved]


@wrong(
    "02.5",
    "Cada vuelta empieza otra vez desde los parámetros iniciales, así que solo cuenta "
    "un paso más largo o el último. ¿A qué lista le calculas el gradiente y a cuál le "
    "restas?",
)
def restarts(gradients, parameters, alpha, iters):
    new = parameters
    for _ in range(iters):
        steps = gradients(new)
        new = [p - alpha * g for p, g in zip(parameters, steps, strict=True)]
    return new


@wrong(
    "02.5",
    "Mueves un parámetro y vuelves a pedir el gradiente antes de mover el siguiente. "
    "En un paso de descenso todos se miden en el mismo punto. ¿Cuántas veces llamas a "
    "`gradients` por vuelta?",
)
def one_after_another(gradients, parameters, alpha, iters):
    current = list(parameters)
    for _ in range(iters):
        for k in range(len(current)):
            current[k] = current[k] - alpha * gradients(current)[k]
    return current


@wrong(
    "02.5",
    "El primer parámetro llega bien; los demás no se mueven como deben. ¿Tu ciclo "
    "recorre toda la lista?",
)
def only_first(gradients, parameters, alpha, iters):
    current = list(parameters)
    for _ in range(iters):
        current[0] = current[0] - alpha * gradients(current)[0]
    return current


@wrong(
    "02.5",
    "El último parámetro no se mueve. ¿Hasta dónde llega tu ciclo en la lista?",
)
def all_but_last(gradients, parameters, alpha, iters):
    current = list(parameters)
    for _ in range(iters):
        steps = gradients(current)
        for k in range(len(current) - 1):
            current[k] = current[k] - alpha * steps[k]
    return current


@wrong(
    "02.5",
    "Falta α: cada paso mide lo que mide el gradiente entero. ¿Por qué número se "
    "multiplica?",
)
def missing_alpha(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, 1.0, iters)


@wrong(
    "02.5",
    "Cada paso es más corto de lo que debe: divides α entre `iters`. α es el largo de "
    "cada paso, no el de todos juntos.",
)
def splits_alpha(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, alpha / iters, iters)


@wrong(
    "02.5",
    "Tus pasos se acortan con cada vuelta. Hay métodos que hacen eso; aquí "
    "α es la misma siempre. ¿Qué divide a α dentro del ciclo?",
)
def decays(gradients, parameters, alpha, iters):
    for k in range(iters):
        parameters = _descend(gradients, parameters, alpha / (k + 1), 1)
    return parameters


@wrong(
    "02.5",
    "Todos tus pasos son igual de largos: conservas solo el signo del gradiente. Cerca "
    "del mínimo la pendiente se achica, y el paso también debe hacerlo.",
)
def sign_only(gradients, parameters, alpha, iters):
    def signs(parameters):
        return [np.sign(g) for g in gradients(parameters)]

    return _descend(signs, parameters, alpha, iters)


@wrong(
    "02.5",
    "Divides cada gradiente entre su largo, y todos los pasos miden lo mismo. La "
    "fórmula usa el gradiente tal como viene.",
)
def unit_length(gradients, parameters, alpha, iters):
    def unit(parameters):
        return [g / (np.linalg.norm(g) or 1.0) for g in gradients(parameters)]

    return _descend(unit, parameters, alpha, iters)


@wrong(
    "02.5",
    "Devuelves los gradientes, no los parámetros. ¿Qué busca quien llama a esta "
    "función?",
)
def returns_gradients(gradients, parameters, alpha, iters):
    return gradients(_descend(gradients, parameters, alpha, iters))


@wrong(
    "02.5",
    "Devuelves los parámetros tal como llegaron. Suele pasar al calcular el paso en "
    "una variable del ciclo (`p = p - …`) sin guardarlo en la lista. ¿Dónde queda el "
    "nuevo valor?",
)
def never_stored(gradients, parameters, alpha, iters):
    for _ in range(iters):
        for p, g in zip(parameters, gradients(parameters), strict=True):
            p = p - alpha * g
    return parameters


@wrong(
    "02.5",
    "Tu función escribe en los arreglos que recibió: `-=` no crea otro. Copiar la "
    "lista no alcanza, porque la copia contiene los mismos arreglos. Quien llama puede "
    "querer comparar con el comienzo. ¿Qué operación crea un arreglo nuevo?",
)
def in_place_5(gradients, parameters, alpha, iters):
    for _ in range(iters):
        for p, g in zip(parameters, gradients(parameters), strict=True):
            p -= alpha * g
    return parameters


@wrong(
    "02.5",
    "Los valores están bien, pero los guardaste en la lista que recibiste: "
    "`parameters[k] = …` la cambia también para quien te llamó. ¿Cómo creas una lista "
    "nueva?",
)
def overwrites_list(gradients, parameters, alpha, iters):
    parameters[:] = _descend(gradients, parameters, alpha, iters)
    return parameters


@wrong(
    "02.5",
    "Devuelves la historia: una lista con los parámetros de cada paso. Aquí se piden "
    "solo los de llegada.",
)
def returns_history(gradients, parameters, alpha, iters):
    history = []
    for _ in range(iters):
        parameters = _descend(gradients, parameters, alpha, 1)
        history.append(parameters)
    return history


@wrong(
    "02.5",
    "`gradients` recibe la lista entera y devuelve otra lista. Tú la llamas con un "
    "parámetro suelto, o los repartes con un asterisco. El gradiente de uno puede "
    "depender de los demás.",
)
def one_at_a_time(gradients, parameters, alpha, iters):
    for _ in range(iters):
        parameters = [p - alpha * gradients(p) for p in parameters]
    return parameters


# 02.6 predict_binary ---------------------------------------------------------------


def _p(X, w, b):
    return _sigma(X @ w + b)


@wrong(
    "02.6",
    "Usas siempre el umbral 0.5, sea cual sea `threshold`. Ese argumento deja elegir "
    "cuánta seguridad se pide. ¿Dónde entra en tu comparación?",
)
def ignores_threshold(X, w, b, threshold=0.5):
    return (_p(X, w, b) >= 0.5).astype(int)


@wrong(
    "02.6",
    "Todo está bien, salvo cuando la probabilidad es igual al umbral. Con z = 0 y "
    "umbral 0.5, el enunciado dice 1. Mira si comparas con `>` o con `>=`.",
)
def strict_comparison(X, w, b, threshold=0.5):
    return (_p(X, w, b) > threshold).astype(int)


@wrong(
    "02.6",
    "Comparas el puntaje z con el umbral. El umbral es una probabilidad, y z va de −∞ "
    "a ∞. ¿Qué función falta en medio?",
    S_SIGMOID,
)
def score_against_threshold(X, w, b, threshold=0.5):
    return (X @ w + b >= threshold).astype(int)


@wrong(
    "02.6",
    "Los ceros y los unos están cambiados. Con probabilidad alta de la clase 1, ¿qué "
    "clase se predice?",
)
def inverted(X, w, b, threshold=0.5):
    return (_p(X, w, b) < threshold).astype(int)


@wrong(
    "02.6",
    "Devuelves la probabilidad. Falta el último paso: compararla con el umbral para "
    "decidir una clase.",
)
def probability(X, w, b, threshold=0.5):
    return _p(X, w, b)


@wrong(
    "02.6",
    "Devuelves el puntaje z. Faltan dos pasos: la probabilidad, y la comparación con "
    "el umbral.",
)
def score(X, w, b, threshold=0.5):
    return X @ w + b


@wrong(
    "02.6",
    "Redondeas la probabilidad. Eso supone un umbral de 0.5, y además NumPy redondea "
    "0.5 hacia el par: a 0. ¿Cómo comparas con cualquier umbral?",
)
def rounds(X, w, b, threshold=0.5):
    return np.round(_p(X, w, b)).astype(int)


@wrong(
    "02.6",
    "Te salen solo ceros, o casi: convertir a entero corta los decimales, y 0.99 queda "
    "en 0. ¿Qué comparación falta antes?",
)
def truncates(X, w, b, threshold=0.5):
    return _p(X, w, b).astype(int)


@wrong(
    "02.6",
    "Al puntaje le falta el sesgo: la frontera pasa siempre por el origen. Revisa si b "
    "aparece en tu código.",
    S_MODEL,
)
def missing_bias_6(X, w, b, threshold=0.5):
    return (_p(X, w, 0.0) >= threshold).astype(int)


@wrong(
    "02.6",
    "Al puntaje le restas el sesgo. En este curso se suma. Mira el signo delante de b.",
    S_MODEL,
)
def subtracts_bias_6(X, w, b, threshold=0.5):
    return (_p(X, w, -b) >= threshold).astype(int)


@wrong(
    "02.6",
    "Usas el umbral al revés: comparas con 1 − threshold. Un umbral más alto pide más "
    "seguridad para decir 1. ¿Con cuál número comparas ŷ?",
)
def complement(X, w, b, threshold=0.5):
    return (_p(X, w, b) >= 1 - threshold).astype(int)


@wrong(
    "02.6",
    "Marcas la clase 0 con −1. Las etiquetas del curso son 0 y 1.",
)
def minus_one(X, w, b, threshold=0.5):
    return np.where(_p(X, w, b) >= threshold, 1, -1)


@wrong(
    "02.6",
    "Te quedas con las posiciones de los ejemplos de la clase 1, y se pide una "
    "etiqueta por ejemplo. Suele venir de un `np.where` o un `nonzero` con un solo "
    "argumento.",
)
def positions(X, w, b, threshold=0.5):
    return np.flatnonzero(_p(X, w, b) >= threshold)


@wrong(
    "02.6",
    "Con puntajes enormes tu sigmoide da NaN, y un NaN nunca es mayor que el umbral: "
    "esos ejemplos quedan en 0. Puedes usar `sigmoid`, la del ejercicio 02.1.",
    S_SIGMOID,
)
def unstable_sigmoid_6(X, w, b, threshold=0.5):
    with np.errstate(all="ignore"):
        e = np.exp(X @ w + b)
        return (e / (1 + e) >= threshold).astype(int)


@wrong(
    "02.6",
    "Devuelves un solo número: cuántos ejemplos son de la clase 1, o qué fracción. Se "
    "pide una etiqueta por ejemplo. Busca una suma o un promedio.",
)
def counts(X, w, b, threshold=0.5):
    return int(np.sum(_p(X, w, b) >= threshold))


@wrong(
    "02.6",
    "Tienes una columna por variable: `X * w` multiplica cada variable por su peso, y "
    "falta sumar lo de cada ejemplo. ¿Qué operador hace las dos cosas?",
    S_MODEL,
)
def elementwise_product(X, w, b, threshold=0.5):
    return (_sigma(X * w + b) >= threshold).astype(int)


# 02.7 confusion_matrix -------------------------------------------------------------


def _counts(y, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(matrix, (y, y_pred), 1)
    return matrix


@wrong(
    "02.7",
    "Tus filas son lo predicho, y tus columnas, la verdad. En este curso, como en "
    "scikit-learn, las filas son la verdad. Intercambia los dos índices.",
)
def transposed(y, y_pred, n_classes):
    return _counts(y_pred, y, n_classes)


@wrong(
    "02.7",
    "Cada casilla tiene a lo sumo un 1, aunque haya varios ejemplos. Con arreglos de "
    "índices, `C[y, y_pred] += 1` suma una sola vez por casilla; y `= 1` tampoco "
    "cuenta. ¿Cómo cuentas los repetidos?",
)
def not_accumulated(y, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    matrix[y, y_pred] += 1
    return matrix


@wrong(
    "02.7",
    "Divides cada fila entre su total: son fracciones, y se piden cuentas. Las "
    "fracciones sirven después, para comparar clases de distinto tamaño.",
)
def rows_normalized(y, y_pred, n_classes):
    matrix = _counts(y, y_pred, n_classes)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@wrong(
    "02.7",
    "Divides entre el número de ejemplos: son fracciones del total, y se piden "
    "cuentas. ¿Qué división sobra?",
)
def normalized(y, y_pred, n_classes):
    return _counts(y, y_pred, n_classes) / len(y)


@wrong(
    "02.7",
    "El tamaño de tu matriz depende de las etiquetas que llegaron. Si una clase no "
    "aparece, igual tiene su fila y su columna. ¿Qué argumento dice cuántas hay?",
)
def size_from_maximum(y, y_pred, n_classes):
    return _counts(y, y_pred, int(max(np.max(y), np.max(y_pred))) + 1)


@wrong(
    "02.7",
    "Tu matriz solo tiene las clases que aparecen en y. Una clase sin ejemplos igual "
    "tiene su fila y su columna. ¿Qué argumento dice cuántas hay?",
)
def size_from_present(y, y_pred, n_classes):
    classes = np.unique(np.concatenate([y, y_pred]))
    y, y_pred = np.searchsorted(classes, y), np.searchsorted(classes, y_pred)
    return _counts(y, y_pred, len(classes))


@wrong(
    "02.7",
    "A tu matriz le sobra una fila y una columna. Las clases van de 0 a K − 1: son K.",
)
def one_class_more(y, y_pred, n_classes):
    return _counts(y, y_pred, n_classes + 1)


@wrong(
    "02.7",
    "La diagonal está bien y lo demás quedó en 0: solo cuentas los aciertos. Los "
    "errores son lo que esta matriz viene a mostrar. ¿Tienes un `if` que los deja "
    "fuera?",
)
def only_hits(y, y_pred, n_classes):
    matrix = _counts(y, y_pred, n_classes)
    return np.diag(np.diag(matrix))


@wrong(
    "02.7",
    "Los errores están bien y la diagonal quedó en 0: no cuentas los aciertos. ¿Tienes "
    "un `if` que los deja fuera?",
)
def only_misses(y, y_pred, n_classes):
    matrix = _counts(y, y_pred, n_classes)
    return matrix - np.diag(np.diag(matrix))


@wrong(
    "02.7",
    "Todas tus filas son iguales. `[[0] * K] * K` repite la misma lista K veces, y al "
    "escribir en una se escribe en todas. ¿Cómo creas K filas distintas?",
)
def repeated_row(y, y_pred, n_classes):
    matrix = [[0] * n_classes] * n_classes
    for truth, predicted in zip(y, y_pred, strict=True):
        matrix[truth][predicted] += 1
    return matrix


@wrong(
    "02.7",
    "Cada cuenta quedó una fila antes y una columna antes de la suya. Suele pasar al "
    "contar las clases desde 1. ¿En qué fila cae la clase 0?",
)
def counts_from_one(y, y_pred, n_classes):
    return _counts(np.asarray(y) - 1, np.asarray(y_pred) - 1, n_classes)


@wrong(
    "02.7",
    "Las clases están en orden inverso: la última quedó arriba a la izquierda. En los "
    "libros se ve a veces así con dos clases; aquí la clase 0 va primero.",
)
def reversed_classes(y, y_pred, n_classes):
    return _counts(y, y_pred, n_classes)[::-1, ::-1]


@wrong(
    "02.7",
    "Solo usas una de las dos listas: comparas la verdad consigo misma, y todo cae en "
    "la diagonal. ¿Dónde entra la predicción?",
)
def truth_with_itself(y, y_pred, n_classes):
    return _counts(y, y, n_classes)


@wrong(
    "02.7",
    "Solo usas la predicción: la comparas consigo misma, y todo cae en la diagonal. "
    "¿Dónde entra la verdad?",
)
def prediction_with_itself(y, y_pred, n_classes):
    return _counts(y_pred, y_pred, n_classes)


@wrong(
    "02.7",
    "Devuelves un solo número, la fracción de aciertos. Es la exactitud; la matriz "
    "dice además qué se confunde con qué.",
)
def accuracy(y, y_pred, n_classes):
    return np.mean(np.asarray(y) == np.asarray(y_pred))


@wrong(
    "02.7",
    "Devuelves los aciertos de cada clase: la diagonal. Falta con qué se confunde cada "
    "una. ¿Cuántos ejes tiene una matriz?",
)
def diagonal_only(y, y_pred, n_classes):
    return np.diag(_counts(y, y_pred, n_classes))


@wrong(
    "02.7",
    "Sumas cada ejemplo en dos casillas simétricas. Confundir 0 con 1 no es lo mismo "
    "que confundir 1 con 0: cada uno tiene su lugar y su costo.",
)
def symmetric(y, y_pred, n_classes):
    matrix = _counts(y, y_pred, n_classes)
    return matrix + matrix.T


@wrong(
    "02.7",
    "A cada casilla le sobra 1. ¿Con qué valor creas la matriz?",
)
def starts_at_one(y, y_pred, n_classes):
    return _counts(y, y_pred, n_classes) + 1
