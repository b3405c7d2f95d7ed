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


ONE_MINUS = (
    "Tu curva baja donde debe subir: sale 1 − σ(z) en lugar de σ(z). O el signo del "
    "exponente está al revés o, si eliges entre dos fórmulas, cada una está en la rama "
    "de la otra. ¿Cuál de las dos cosas pasa en tu código?"
)


@wrong(
    "02.1",
    ONE_MINUS,
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


def _clip_and_add(limit):
    def missing_parentheses(z):
        return 1.0 / 1.0 + np.exp(-np.clip(z, -limit, limit))

    return missing_parentheses


for _limit in (30, 50, 100, 500, 700, 709):
    wrong(
        "02.1",
        "Lo que calculas es 1/1 más la exponencial. La división va antes que la suma, "
        "y `1 / 1 + x` divide solo el 1. ¿Qué paréntesis faltan?",
        name=f"missing_parentheses_{_limit}",
    )(_clip_and_add(_limit))


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
    ONE_MINUS,
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
    "Funciona con un número; con un arreglo se detiene. `math.exp`, como `float`, "
    "recibe un solo número. ¿Qué biblioteca trae la exponencial de arreglos enteros?",
)
def one_number_only(z):
    return 1 / (1 + math.exp(-z))


@wrong(
    "02.1",
    "Funciona con números pequeños; con z = 1000 da NaN. e^1000 se vuelve infinito, y "
    "aparece arriba y abajo: infinito entre infinito. Callar el aviso no cambia el "
    "valor. Esa forma de la sigmoide sirve para una mitad de los números. ¿Cuál?",
)
def infinity_over_infinity_quiet(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1.0 + np.exp(z))


@wrong(
    "02.1",
    "Tu curva es demasiado empinada: en z = 2 vale lo que debe valer en 4. Suele "
    "pasar al ir por la tangente hiperbólica, que se puede. ¿De qué número la tomas?",
)
def tanh_without_half(z):
    return (np.tanh(z) + 1.0) / 2.0


@wrong(
    "02.1",
    "Devuelves solo ceros y unos, como un escalón. La sigmoide pasa de un lado al otro "
    "sin saltos. ¿En qué punto redondeas o comparas?",
)
def step_zero_at_zero(z):
    return (np.asarray(z) > 0).astype(float)


@wrong(
    "02.1",
    "Devuelves un escalón, con 1/2 en el cero. La sigmoide pasa de un lado al otro sin "
    "saltos. ¿Dónde queda solo el signo de z?",
)
def step_half_at_zero(z):
    return np.heaviside(np.asarray(z, dtype=float), 0.5)


@wrong(
    "02.1",
    "En lugar de una curva sale una recta con tope: 0 por un lado y 1 por el otro. "
    "¿Dónde está la exponencial de la fórmula?",
)
def straight_ramp(z):
    return np.clip(0.5 + np.asarray(z) / 4.0, 0.0, 1.0)


@wrong(
    "02.1",
    "Eso es z por la sigmoide: otra activación. Aquí se pide la sigmoide sola. ¿Por "
    "qué multiplicas?",
)
def times_the_score(z):
    return z * _sigma(z)


@wrong(
    "02.1",
    "Lo que sale es el logaritmo de la sigmoide: números negativos, y una probabilidad "
    "no lo es nunca. ¿Qué operación deshace un logaritmo?",
)
def logarithm_1(z):
    return -np.logaddexp(0.0, -np.asarray(z, dtype=float))


@wrong(
    "02.1",
    "Lo que sale es log(1 + e^z), que crece sin límite. Una probabilidad no pasa de 1. "
    "Aparece en la pérdida, no aquí. ¿Qué dice la fórmula de σ?",
    S_LOSS,
)
def softplus_instead(z):
    return np.logaddexp(0.0, np.asarray(z, dtype=float))


@wrong(
    "02.1",
    "Eso es el camino contrario: convierte una probabilidad en puntaje. Aquí llega el "
    "puntaje. Fuera de 0 y 1, su logaritmo no existe.",
)
def inverse(z):
    with np.errstate(all="ignore"):
        return np.log(z / (1.0 - z))


@wrong(
    "02.1",
    "Aciertas con z ≥ 0. Con z negativo sale siempre 1/2: recortas z en 0, y ahí la "
    "sigmoide debe seguir bajando. ¿Hasta dónde hace falta recortar?",
)
def clips_negatives(z):
    return _sigma(np.maximum(z, 0.0))


@wrong(
    "02.1",
    "Aciertas con z ≥ 0. Con z negativo sale siempre 0: esa parte del arreglo quedó "
    "como se creó. ¿Qué línea llena los lugares con z negativo?",
)
def negatives_left_at_zero(z):
    return np.where(np.asarray(z) >= 0, _sigma(z), 0.0)


@wrong(
    "02.1",
    "Es otra curva en forma de S, la del arco tangente. La de la sigmoide se acerca a "
    "0 y a 1 mucho antes. ¿Dónde está la exponencial de la fórmula?",
)
def arctangent(z):
    return 0.5 + np.arctan(z) / np.pi


@wrong(
    "02.1",
    "Es otra curva en forma de S, z / (1 + |z|), llevada de 0 a 1. La de la sigmoide "
    "se acerca a 0 y a 1 mucho antes. ¿Dónde está la exponencial de la fórmula?",
)
def softsign(z):
    return 0.5 * (1.0 + z / (1.0 + np.abs(z)))


@wrong(
    "02.1",
    "Tu curva va de −1 a 1: calculas la sigmoide y después la estiras. Una "
    "probabilidad va de 0 a 1. ¿Qué le haces al resultado?",
)
def bipolar(z):
    return 2.0 * _sigma(z) - 1.0


MINUS = (
    "En el denominador restas la exponencial, y la fórmula la suma. Con z = 0 divides "
    "entre 0. Mira ese signo."
)


@wrong("02.1", MINUS)
def minus_in_denominator(z):
    return 1.0 / (1.0 - np.exp(-z))


@wrong("02.1", MINUS)
def minus_in_denominator_clipped(z):
    return 1.0 / (1.0 - np.exp(-np.clip(z, -500, 500)))


@wrong("02.1", MINUS)
def minus_in_denominator_quiet(z):
    with np.errstate(all="ignore"):
        return 1.0 / (1.0 - np.exp(-z))


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
    "Con puntajes pequeños funciona; con z = 1000 algo es infinito antes de tiempo. O "
    "e^1000, que no cabe, o el logaritmo de σ(−1000), que redondea a 0. ¿Cómo escribes "
    "log(1 + e^z) con un exponente que no sea positivo?"
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
    "Con puntajes pequeños funciona; con z = −1000 algo es infinito antes de tiempo. O "
    "e^1000, que no cabe, o el logaritmo de σ(−1000), que redondea a 0. ¿Cómo lo "
    "escribes para que el exponente nunca sea positivo?",
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


@wrong(
    "02.2",
    "Es casi la forma estable. Separaste el máximo, y el exponente que queda todavía "
    "lleva el signo de z: con z negativo es positivo, y además sobra. ¿Qué se le hace "
    "a z para que el exponente nunca sea positivo?",
)
def stable_without_absolute(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.asarray(z))))


@wrong(
    "02.2",
    "Es casi la forma estable, con el exponente al revés: e^|z| es enorme justo cuando "
    "|z| es grande. ¿Qué signo le falta?",
)
def stable_with_positive_exponent(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z))))


@wrong(
    "02.2",
    "Con z positivo aciertas; con z negativo sobra. En lugar de máx(z, 0) usas |z|, "
    "que también suma los negativos. ¿Cuánto vale log(1 + e^z) si z es muy negativo?",
)
def absolute_for_maximum(z, y):
    return np.mean(np.abs(z) - y * z + np.log1p(np.exp(-np.abs(z))))


@wrong(
    "02.2",
    "Es casi la forma estable: falta el término máx(z, 0). Con z = 1000 e y = 0 debe "
    "costar 1000, y no te cuesta nada. ¿Qué quedó afuera al sacar z del logaritmo?",
)
def missing_maximum(z, y):
    return np.mean(np.log1p(np.exp(-np.abs(z))) - y * z)


FIRST_ALONE = (
    "Solo cuenta el primer ejemplo. Si usas un ciclo, mira la sangría del `return`: "
    "¿corre después de la última vuelta, o en la primera?"
)


@wrong("02.2", FIRST_ALONE)
def only_first_example(z, y):
    return _losses(z, y)[0]


@wrong("02.2", FIRST_ALONE)
def returns_inside_loop(z, y):
    return _losses(z, y)[0] / len(y)


LAST_ALONE = (
    "Solo cuenta el último ejemplo. ¿Acumulas en cada vuelta del ciclo, o vuelves a "
    "asignar?"
)


@wrong("02.2", LAST_ALONE)
def only_last_example(z, y):
    return _losses(z, y)[-1]


@wrong("02.2", LAST_ALONE)
def reassigns_inside_loop(z, y):
    return _losses(z, y)[-1] / len(y)


@wrong(
    "02.2",
    "Promedias cada clase por su lado y sumas los dos promedios. La media es una sola, "
    "sobre los m ejemplos. ¿Entre cuánto divides?",
)
def mean_by_class(z, y):
    y = np.asarray(y)
    found = _losses(z, y)
    return sum(np.mean(found[y == k]) for k in (0, 1) if np.any(y == k))


@wrong(
    "02.2",
    "Divides entre 2 de más. La media sobre m ejemplos ya está; el 2 viene de otras "
    "fórmulas, como la del error cuadrático.",
)
def half_mean(z, y):
    return np.mean(_losses(z, y)) / 2


@wrong(
    "02.2",
    "Las dos mitades de la fórmula van sumadas, y la de la clase 0 la restas. El "
    "signo menos de delante vale para las dos. ¿Qué abarcan los corchetes?",
)
def sign_of_one_half(z, y):
    y = np.asarray(y)
    return np.mean(y * _softplus(-np.asarray(z)) - (1 - y) * _softplus(z))


@wrong(
    "02.2",
    "Devuelves la pérdida del peor ejemplo. La del curso es la media de todas. ¿Hay un "
    "`max` de más?",
)
def worst_example(z, y):
    return np.max(_losses(z, y))


@wrong(
    "02.2",
    "Devuelves la mediana de las pérdidas, y se pide la media. Con un ejemplo muy "
    "equivocado son muy distintas.",
)
def median_2(z, y):
    return np.median(_losses(z, y))


@wrong(
    "02.2",
    "Divides entre m − 1; aquí, m = {m}. Ese es el divisor de una varianza de muestra. "
    "La media de m pérdidas divide entre m.",
)
def one_fewer(z, y):
    return np.sum(_losses(z, y)) / max(len(y) - 1, 1)


@wrong(
    "02.2",
    "Eso es la raíz del error cuadrático medio entre ŷ e y. Con ella, equivocarse con "
    "toda seguridad cuesta a lo sumo 1. ¿Dónde está el logaritmo de la fórmula?",
)
def root_squared_error(z, y):
    return np.sqrt(np.mean((_sigma(z) - y) ** 2))


@wrong(
    "02.2",
    "La división entre m alcanza solo al último término de la suma. ¿Qué paréntesis "
    "faltan antes de dividir?",
)
def divides_last_term(z, y):
    return np.sum(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))) / len(y))


@wrong(
    "02.2",
    "Comparas el puntaje z con y, sin pasar por la probabilidad. z va de −∞ a ∞. ¿Qué "
    "función convierte z en ŷ, y dónde está el logaritmo?",
)
def score_against_truth(z, y):
    return np.mean(np.abs(np.asarray(z) - y))


@wrong(
    "02.2",
    "Comparas el puntaje z con y, al cuadrado, sin pasar por la probabilidad. z va de "
    "−∞ a ∞. ¿Qué función convierte z en ŷ, y dónde está el logaritmo?",
)
def squared_error_of_score(z, y):
    return np.mean((np.asarray(z) - y) ** 2)


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
    "`dw` está bien. `db` es m veces lo esperado; aquí, m = {m}. El sesgo también "
    "viene de la media. ¿Sumas los errores o los promedias?",
)
def bias_not_averaged(X, y, w, b):
    dz = _error(X, y, w, b)
    return X.T @ dz / len(y), dz.sum()


@wrong(
    "02.3",
    "`db` está bien. `dw` es m veces lo esperado; aquí, m = {m}. El 1/m de la media "
    "llega a los dos gradientes. ¿En cuál línea está?",
)
def weights_not_averaged(X, y, w, b):
    dz = _error(X, y, w, b)
    return X.T @ dz, dz.mean()


@wrong(
    "02.3",
    "`dw` está bien, y `db` quedó dividido dos veces entre m. Si el error ya lleva el "
    "1/m, ¿hace falta otro promedio?",
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
    "Los devuelves en el otro orden: primero `db` y después `dw`. El enunciado los "
    "pide como (`dw`, `db`).",
)
def swapped_outputs(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return dz.sum(), X.T @ dz


@wrong(
    "02.3",
    "`dw` está bien; `db` no es un número, sino un error por ejemplo. El mismo b se "
    "usó en los m ejemplos: ¿qué se hace con los gradientes de un valor que se usa "
    "varias veces?",
)
def bias_per_example(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, dz


@wrong(
    "02.3",
    "`db` está bien; `dw` tiene una fila por ejemplo. Falta juntar lo que aporta cada "
    "ejemplo al gradiente de cada peso. ¿Sobre qué eje se suma?",
)
def weights_per_example(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X * dz[:, None], dz.sum()


@wrong(
    "02.3",
    "`db` está bien; `dw` es un promedio de las columnas de X, sin los errores. Cada "
    "ejemplo aporta su error por su fila. ¿Dónde entra ŷ − y?",
)
def weights_without_error(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.mean(axis=0), dz.sum()


@wrong(
    "02.3",
    "`dw` está bien; `db` es 1, sea cual sea el lote. Ese 1 es la derivada local de z "
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
    "Juntas los dos gradientes en un solo arreglo. Se piden dos cosas: `dw`, con un "
    "número por variable, y `db`, un número suelto. Mira tu `return`.",
)
def joins_both(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return np.append(X.T @ dz, dz.sum())


@wrong(
    "02.3",
    "Faltan dos cosas: al puntaje, el sesgo; y entre el puntaje y el error, la "
    "sigmoide. Escribe la fórmula de z y la de ŷ antes de restar y.",
    S_MODEL,
)
def missing_sigmoid_and_bias(X, y, w, b):
    dz = (X @ w - y) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "`db` está bien; `dw` queda dividido entre el número de variables, y la pérdida "
    "promedia sobre ejemplos. Con X de forma (m, d), ¿cuál de los dos ejes cuenta "
    "ejemplos?",
)
def weights_by_variables(X, y, w, b):
    dz = _error(X, y, w, b)
    return X.T @ dz / X.shape[1], dz.mean()


ONE_WEIGHT = (
    "`db` está bien; `dw` es un solo número, y hace falta uno por variable. Un `mean` "
    "o un `sum` sin eje junta también las columnas. ¿Sobre qué eje están los ejemplos?"
)


@wrong("02.3", ONE_WEIGHT)
def weights_averaged_in_one(X, y, w, b):
    dz = _error(X, y, w, b)
    return np.mean(X * dz[:, None]), dz.mean()


@wrong("02.3", ONE_WEIGHT)
def weights_added_in_one(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return np.sum(X * dz[:, None]), dz.sum()


@wrong(
    "02.3",
    "Devuelves los parámetros después de restarles el gradiente. Aquí se pide el "
    "gradiente solo; dar el paso es cosa de otra función.",
    S_DESCENT,
)
def returns_updated(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return w - X.T @ dz, b - dz.sum()


COLUMN = (
    "Los números salen de una resta entre un vector (m,) y una columna (m, 1): la "
    "difusión hace con ellos una tabla de m × m, cada ŷ contra cada y. Imprime las "
    "formas de ŷ y de y. ¿Hay un `reshape` o un `[:, None]` de más?"
)


@wrong("02.3", COLUMN)
def truth_as_column(X, y, w, b):
    dz = (_sigma(X @ w + b) - np.reshape(y, (-1, 1))) / len(y)
    return X.T @ dz, dz.sum()


@wrong("02.3", COLUMN)
def truth_as_column_averaged(X, y, w, b):
    dz = _sigma(X @ w + b) - np.reshape(y, (-1, 1))
    return (X.T @ dz).mean(axis=1), dz.mean()


@wrong("02.3", COLUMN)
def truth_as_column_once(X, y, w, b):
    dz = _sigma(X @ w + b) - np.reshape(y, (-1, 1))
    return X.T @ dz / len(y), dz.mean()


@wrong(
    "02.3",
    "Solo cuenta el primer ejemplo. Si usas un ciclo, mira la sangría del `return`, y "
    "dónde divides.",
)
def only_first_example_3(X, y, w, b):
    dz = _error(X, y, w, b)
    return X[0] * dz[0] / len(y), dz[0] / len(y)


@wrong(
    "02.3",
    "Solo cuenta el último ejemplo: cada vuelta del ciclo pisa lo anterior. ¿Usas `=` "
    "donde hace falta sumar?",
)
def only_last_example_3(X, y, w, b):
    dz = _error(X, y, w, b)
    return X[-1] * dz[-1] / len(y), dz[-1] / len(y)


@wrong(
    "02.3",
    "Restas y del puntaje antes de la sigmoide: σ(z − y). El error es ŷ − y, con la "
    "sigmoide ya aplicada. ¿Dónde se cierra el paréntesis?",
)
def truth_inside_sigmoid(X, y, w, b):
    dz = _sigma(X @ w + b - y) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Aplicas la sigmoide dos veces. ŷ ya es una probabilidad. ¿Cuántas hacen falta?",
)
def sigmoid_twice_3(X, y, w, b):
    dz = (_sigma(_sigma(X @ w + b)) - y) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "`dw` está bien; `db` es la suma de `dw`, y b no multiplica a ninguna variable. "
    "¿Qué le llega a b desde cada z_i?",
)
def bias_from_weights(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    dw = X.T @ dz
    return dw, dw.sum()


@wrong(
    "02.3",
    "`dw` está bien; `db` sale 0, como si b no entrara en el puntaje. Cada z_i usa el "
    "mismo b. ¿Qué le llega desde cada uno?",
)
def bias_is_zero(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, 0.0


@wrong(
    "02.3",
    "Divides entre 2m. El 2 viene del error cuadrático con su 1/2; en la entropía "
    "cruzada la media divide entre m y nada más.",
)
def half_gradient(X, y, w, b):
    dz = _error(X, y, w, b) / (2 * len(y))
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "`dw` está bien, y `db` tiene el signo al revés. Los dos salen del mismo error ŷ "
    "− y. ¿Restas en el mismo orden en las dos líneas?",
)
def sign_of_bias(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, -dz.sum()


@wrong(
    "02.3",
    "`db` está bien, y `dw` tiene el signo al revés. Los dos salen del mismo error ŷ "
    "− y. ¿Restas en el mismo orden en las dos líneas?",
)
def sign_of_weights(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return -X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "`db` está bien; `dw` tiene un número por ejemplo, y hace falta uno por variable. "
    "¿Sobre qué eje sumas?",
)
def weights_by_rows(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return (X * dz[:, None]).sum(axis=1), dz.sum()


@wrong(
    "02.3",
    "Tu gradiente no usa y: es la pendiente de la sigmoide, ŷ(1 − ŷ), y no el error. "
    "Si el modelo acierta con toda seguridad, ¿qué debe llegar a z?",
)
def slope_alone(X, y, w, b):
    p = _sigma(X @ w + b)
    dz = p * (1 - p) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Los ejemplos con y = 0 no aportan nada. Es el gradiente de la mitad de la "
    "pérdida. ¿Qué término falta derivar?",
    S_LOSS,
)
def only_positives_3(X, y, w, b):
    dz = np.asarray(y) * _error(X, y, w, b) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "Los ejemplos con y = 1 no aportan nada. Es el gradiente de la mitad de la "
    "pérdida. ¿Qué término falta derivar?",
    S_LOSS,
)
def only_negatives_3(X, y, w, b):
    dz = (1 - np.asarray(y)) * _error(X, y, w, b) / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "`dw` está bien; en `db` queda solo el último ejemplo. En tu ciclo, ¿`db` "
    "acumula, o vuelve a asignarse?",
)
def bias_of_last_example(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return X.T @ dz, dz[-1]


@wrong(
    "02.3",
    "Elevas el error al cuadrado, y pierde su signo. El gradiente lleva el error tal "
    "cual: su signo dice hacia dónde corregir.",
)
def squares_error(X, y, w, b):
    dz = _error(X, y, w, b) ** 2 / len(y)
    return X.T @ dz, dz.sum()


@wrong(
    "02.3",
    "`db` está bien. Lo que devuelves como `dw` tiene la forma de X: es el gradiente "
    "respecto de los datos. Cada peso multiplica a una columna de X. ¿Qué le llega "
    "desde ahí?",
)
def gradient_of_data(X, y, w, b):
    dz = _error(X, y, w, b) / len(y)
    return np.outer(dz, w), dz.sum()


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


@wrong(
    "02.4",
    "El entrenamiento está bien. La prueba se divide, y no se le resta la media. A las "
    "dos matrices se les hace lo mismo. Mira tu segunda línea.",
)
def test_not_centered(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return (X_train - mean) / std, X_test / std


@wrong(
    "02.4",
    "El entrenamiento está bien. A la prueba se le resta la media, y no se divide. A "
    "las dos matrices se les hace lo mismo. Mira tu segunda línea.",
)
def test_not_scaled(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return (X_train - mean) / std, X_test - mean


@wrong(
    "02.4",
    "Aciertas, salvo en las columnas cuya desviación no llega a 1: esas no se dividen. "
    "Una desviación pequeña no es una columna constante. ¿En qué caso exacto hace "
    "falta cambiarla por 1?",
)
def deviation_at_least_one(X_train, X_test):
    mean, std = X_train.mean(axis=0), np.maximum(X_train.std(axis=0), 1.0)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Sumas 1 a la desviación. Con una desviación grande apenas se nota; con una "
    "pequeña la cambia entera. Solo hace falta donde es 0.",
)
def deviation_plus_one(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0) + 1.0
    return (X_train - mean) / std, (X_test - mean) / std


ROWS = (
    "La media y la desviación salen de cada fila, y las filas son ejemplos. Mezclas "
    "años con porcentajes de un mismo ejemplo. ¿Qué eje recorre los ejemplos de una "
    "columna?"
)


@wrong("02.4", ROWS)
def train_by_rows(X_train, X_test):
    mean, std = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    std = np.where(std == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong("02.4", ROWS)
def train_by_rows_flat(X_train, X_test):
    mean, std = X_train.mean(axis=1), X_train.std(axis=1)
    std = np.where(std == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Restas la media y divides entre la distancia del mínimo al máximo. Es otra manera "
    "de escalar. Aquí se divide entre la desviación.",
)
def divides_by_range(X_train, X_test):
    mean, width = X_train.mean(axis=0), np.ptp(X_train, axis=0)
    width = np.where(width == 0, 1.0, width)
    return (X_train - mean) / width, (X_test - mean) / width


@wrong(
    "02.4",
    "Divides entre la raíz de la suma de los cuadrados, sin dividirla antes entre el "
    "número de ejemplos. ¿Qué le falta a tu desviación para ser una media?",
)
def divides_by_norm(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train) * np.sqrt(len(X_train))
    std = np.where(X_train.std(axis=0) == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Divides entre la raíz de la desviación. La desviación ya es la raíz de la "
    "varianza: basta con una. ¿Cuántas raíces tomas?",
)
def root_of_deviation(X_train, X_test):
    mean, std = X_train.mean(axis=0), np.sqrt(_scale_of(X_train))
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "La resta va al revés: la media menos x. Un valor mayor que la media debe quedar "
    "positivo. ¿Qué va primero?",
)
def reversed_subtraction(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return (mean - X_train) / std, (mean - X_test) / std


@wrong(
    "02.4",
    "Sumas la media en vez de restarla. La columna debe quedar centrada en 0. Mira ese "
    "signo.",
)
def adds_the_mean(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return (X_train + mean) / std, (X_test + mean) / std


@wrong(
    "02.4",
    "Las columnas que varían están bien. Una columna constante queda en 1, y debe "
    "quedar en 0: x − media ya vale 0 ahí. ¿Qué pones en lugar del 0/0?",
)
def ones_in_constant(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    with np.errstate(all="ignore"):
        train, test = (X_train - mean) / std, (X_test - mean) / std
    return np.where(std == 0, 1.0, train), np.where(std == 0, 1.0, test)


@wrong(
    "02.4",
    "Las columnas que varían están bien, con la desviación de m − 1. Una columna "
    "constante tiene desviación 0, y 0/0 es NaN; un solo NaN arruina después toda la "
    "red. ¿Entre qué número podrías dividir esa columna?",
)
def nan_in_constant_sample(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    with np.errstate(all="ignore"):
        return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Divides entre la varianza, que es el cuadrado de la desviación. ¿Qué función de "
    "NumPy da la desviación estándar?" + AND_NAN,
)
def divides_by_variance_and_nan(X_train, X_test):
    mean, variance = X_train.mean(axis=0), X_train.var(axis=0)
    with np.errstate(all="ignore"):
        return (X_train - mean) / variance, (X_test - mean) / variance


@wrong(
    "02.4",
    "Apilas las dos matrices en una sola, y se esperan dos, por separado. Mira tu "
    "`return`.",
)
def stacks_both(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    return np.vstack([(X_train - mean) / std, (X_test - mean) / std])


@wrong(
    "02.4",
    "Cuando hay una columna constante, dejas de dividir también las demás. La que se "
    "cambia es solo la desviación que vale 0. ¿Qué hace tu `if` con las otras?",
)
def divides_none_if_constant(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    if np.any(std == 0):
        std = 1.0
    return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Devuelves la media y la desviación. Se piden las dos matrices ya transformadas. "
    "¿Qué falta hacer con esos dos vectores?",
)
def returns_statistics(X_train, X_test):
    return X_train.mean(axis=0), _scale_of(X_train)


@wrong(
    "02.4",
    "Divides entre la media. Es otra manera de escalar. Aquí se divide entre la "
    "desviación.",
)
def divides_by_mean(X_train, X_test):
    mean = X_train.mean(axis=0)
    scale = np.where(mean == 0, 1.0, mean)
    return (X_train - mean) / scale, (X_test - mean) / scale


@wrong(
    "02.4",
    "Buscas las columnas constantes en la prueba. Con una prueba de un solo ejemplo, "
    "todas lo parecen. ¿De qué matriz sale la desviación que puede valer 0?",
)
def constants_of_test(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(X_test.std(axis=0) == 0, 1.0, std)
    with np.errstate(all="ignore"):
        return (X_train - mean) / std, (X_test - mean) / std


@wrong(
    "02.4",
    "Divides entre la media de las distancias a la media. La desviación estándar usa "
    "los cuadrados de esas distancias, y después la raíz.",
)
def mean_absolute_deviation(X_train, X_test):
    mean = X_train.mean(axis=0)
    scale = np.abs(X_train - mean).mean(axis=0)
    scale = np.where(scale == 0, 1.0, scale)
    return (X_train - mean) / scale, (X_test - mean) / scale


@wrong(
    "02.4",
    "La última columna está bien, y las demás quedaron como llegaron. Si usas un "
    "ciclo, ¿creas las matrices de salida antes, o en cada vuelta?",
)
def only_last_column(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    train, test = X_train.astype(float), X_test.astype(float)
    train[:, -1] = (train[:, -1] - mean[-1]) / std[-1]
    test[:, -1] = (test[:, -1] - mean[-1]) / std[-1]
    return train, test


@wrong(
    "02.4",
    "La primera columna está bien, y las demás quedaron como llegaron. Si usas un "
    "ciclo, mira la sangría del `return`.",
)
def only_first_column(X_train, X_test):
    mean, std = X_train.mean(axis=0), _scale_of(X_train)
    train, test = X_train.astype(float), X_test.astype(float)
    train[:, 0] = (train[:, 0] - mean[0]) / std[0]
    test[:, 0] = (test[:, 0] - mean[0]) / std[0]
    return train, test


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


@wrong(
    "02.5",
    "Te quedas con el paso y pierdes el lugar: sale −α por el gradiente. El paso se le "
    "resta al parámetro que ya había. ¿Qué falta delante?",
)
def forgets_previous(gradients, parameters, alpha, iters):
    for _ in range(iters):
        parameters = [-alpha * g for g in gradients(parameters)]
    return parameters


@wrong(
    "02.5",
    "Divides el gradiente entre α en vez de multiplicarlo. Una α pequeña debe dar "
    "pasos pequeños. ¿Qué dice la fórmula?",
)
def divides_by_alpha(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, 1.0 / alpha, iters)


@wrong(
    "02.5",
    "Lo que restas es α por el gradiente y, además, por el parámetro. La fórmula resta "
    "α por el gradiente y nada más. ¿Qué producto sobra?",
)
def multiplies_parameter(gradients, parameters, alpha, iters):
    for _ in range(iters):
        steps = gradients(parameters)
        moved = zip(parameters, steps, strict=True)
        parameters = [p * (1 - alpha * g) for p, g in moved]
    return parameters


@wrong(
    "02.5",
    "Juntas todos los gradientes en un solo número y se lo restas a cada parámetro. "
    "Cada uno tiene el suyo, de su misma forma. ¿Hay un `sum` de más?",
)
def adds_all_gradients(gradients, parameters, alpha, iters):
    for _ in range(iters):
        total = sum(np.sum(g) for g in gradients(parameters))
        parameters = [p - alpha * total for p in parameters]
    return parameters


@wrong(
    "02.5",
    "Devuelves el cambio total, no el lugar adonde llegas. A ese cambio le falta el "
    "punto de partida.",
)
def returns_total_step(gradients, parameters, alpha, iters):
    end = _descend(gradients, parameters, alpha, iters)
    return [e - p for e, p in zip(end, parameters, strict=True)]


@wrong(
    "02.5",
    "Devuelves solo el primer parámetro. Se pide la lista entera: un arreglo por cada "
    "parámetro que llegó. Mira tu `return`.",
)
def returns_only_first(gradients, parameters, alpha, iters):
    return _descend(gradients, parameters, alpha, iters)[0]


@wrong(
    "02.5",
    "Guardas parte del paso anterior y la sumas al siguiente: es el descenso con "
    "momento, que llega en otra lección. Aquí cada paso usa solo su gradiente.",
)
def momentum(gradients, parameters, alpha, iters):
    velocity = [np.zeros(np.shape(p)) for p in parameters]
    for _ in range(iters):
        pairs = zip(velocity, gradients(parameters), strict=True)
        velocity = [0.9 * v + g for v, g in pairs]
        moved = zip(parameters, velocity, strict=True)
        parameters = [p - alpha * v for p, v in moved]
    return parameters


@wrong(
    "02.5",
    "Tus pasos se acortan a la mitad en cada vuelta. Hay métodos que hacen eso; aquí α "
    "es la misma siempre. ¿Qué línea la cambia?",
)
def halves_alpha(gradients, parameters, alpha, iters):
    for k in range(iters):
        parameters = _descend(gradients, parameters, alpha / 2**k, 1)
    return parameters


@wrong(
    "02.5",
    "Mueves un parámetro y vuelves a pedir el gradiente antes de mover el siguiente, "
    "empezando por el último. En un paso de descenso todos se miden en el mismo punto. "
    "¿Cuántas veces llamas a `gradients` por vuelta?",
)
def one_after_another_backwards(gradients, parameters, alpha, iters):
    current = list(parameters)
    for _ in range(iters):
        for k in reversed(range(len(current))):
            current[k] = current[k] - alpha * gradients(current)[k]
    return current


@wrong(
    "02.5",
    "Devuelves el promedio de los lugares por donde pasaste. Se pide el de llegada.",
)
def averages_path(gradients, parameters, alpha, iters):
    total = [0.0 * p for p in parameters]
    for _ in range(iters):
        parameters = _descend(gradients, parameters, alpha, 1)
        total = [t + p for t, p in zip(total, parameters, strict=True)]
    return [t / iters for t in total]


@wrong(
    "02.5",
    "Recortas el gradiente entre −1 y 1. La fórmula lo usa tal como viene.",
)
def clips_gradient(gradients, parameters, alpha, iters):
    def clipped(parameters):
        return [np.clip(g, -1.0, 1.0) for g in gradients(parameters)]

    return _descend(clipped, parameters, alpha, iters)


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
    "Comparas el puntaje z con el umbral; o la probabilidad con la sigmoide del "
    "umbral, que es lo mismo. El umbral ya es una probabilidad; z va de −∞ a ∞. ¿A "
    "cuál de los dos le toca la sigmoide?",
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
    "Tu umbral es siempre 0.5, sea cual sea `threshold`, y una probabilidad de 0.5 "
    "exacto te queda en 0. Así sale con `np.round`, que lleva 0.5 hacia el par, o con "
    "un `>` frente a un número fijo. ¿Qué se compara, y con qué?",
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
    "Al puntaje le falta el sesgo: con umbral 0.5, tu frontera pasa por el origen. "
    "Revisa si b aparece en tu código.",
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


@wrong(
    "02.6",
    "La comparación va al revés: dices 1 cuando la probabilidad es menor o igual que "
    "el umbral. Con probabilidad alta de la clase 1, ¿qué clase se predice?",
)
def reversed_comparison(X, w, b, threshold=0.5):
    return (_p(X, w, b) <= threshold).astype(int)


@wrong(
    "02.6",
    "Los que no alcanzan el umbral quedan en 0, y está bien. A los demás les dejas su "
    "probabilidad, y se pide la clase. ¿Qué falta escribir en ellos?",
)
def keeps_probability_above(X, w, b, threshold=0.5):
    p = _p(X, w, b)
    return np.where(p >= threshold, p, 0.0)


@wrong(
    "02.6",
    "Los que alcanzan el umbral quedan en 1, y está bien. A los demás les dejas su "
    "probabilidad, y se pide la clase. ¿Qué falta escribir en ellos?",
)
def keeps_probability_below(X, w, b, threshold=0.5):
    p = _p(X, w, b)
    return np.where(p >= threshold, 1.0, p)


BIAS_AND_THRESHOLD = (
    " Además, el umbral es siempre 0.5: `threshold` no entra en tu comparación."
)


@wrong("02.6", "Al puntaje le restas el sesgo, y se suma." + BIAS_AND_THRESHOLD)
def subtracts_bias_and_ignores_threshold(X, w, b, threshold=0.5):
    return (_p(X, w, -b) >= 0.5).astype(int)


@wrong("02.6", "Al puntaje le falta el sesgo." + BIAS_AND_THRESHOLD)
def missing_bias_and_ignores_threshold(X, w, b, threshold=0.5):
    return (_p(X, w, 0.0) >= 0.5).astype(int)


@wrong(
    "02.6",
    "Aplicas la sigmoide dos veces: la segunda recibe una probabilidad y nunca baja de "
    "1/2. ¿Cuántas hacen falta?",
    S_SIGMOID,
)
def sigmoid_twice_6(X, w, b, threshold=0.5):
    return (_sigma(_p(X, w, b)) >= threshold).astype(int)


@wrong(
    "02.6",
    "Devuelves una sola clase, la del primer ejemplo. Se pide una por fila. Si usas un "
    "ciclo, mira la sangría del `return`.",
)
def only_first_example_6(X, w, b, threshold=0.5):
    return int(_p(X, w, b)[0] >= threshold)


@wrong(
    "02.6",
    "Dices 1 a todos los ejemplos. ¿Qué comparas con el umbral, y puede salir falso?",
)
def always_one(X, w, b, threshold=0.5):
    return np.ones(len(X), dtype=int)


@wrong(
    "02.6",
    "Dices 0 a todos los ejemplos. ¿Qué comparas con el umbral, y puede salir "
    "verdadero?",
)
def always_zero(X, w, b, threshold=0.5):
    return np.zeros(len(X), dtype=int)


@wrong(
    "02.6",
    "Marcas las clases con 1 y 2. En Python se cuenta desde 0: las etiquetas del curso "
    "son 0 y 1.",
)
def one_and_two(X, w, b, threshold=0.5):
    return (_p(X, w, b) >= threshold).astype(int) + 1


@wrong(
    "02.6",
    "Devuelves el signo de z: −1, 0 o 1. Las etiquetas del curso son 0 y 1, y el "
    "umbral no siempre es 0.5. ¿Qué se compara, y con qué?",
)
def sign_of_score(X, w, b, threshold=0.5):
    return np.sign(X @ w + b)


@wrong(
    "02.6",
    "Te quedas solo con los ejemplos de la clase 1: sale una lista más corta, toda de "
    "unos. Los demás también llevan su etiqueta. ¿Qué pasa en tu ciclo cuando la "
    "probabilidad no alcanza?",
)
def only_ones(X, w, b, threshold=0.5):
    return np.ones(int(np.sum(_p(X, w, b) >= threshold)), dtype=int)


# 02.7 confusion_matrix -------------------------------------------------------------


def _counts(y, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(matrix, (y, y_pred), 1)
    return matrix


def _counts_by_comparing(y, y_pred, n_classes, join):
    y, y_pred, classes = np.asarray(y), np.asarray(y_pred), range(n_classes)
    return [[np.sum(join(y == i, y_pred == j)) for j in classes] for i in classes]


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
    "Tu matriz solo tiene las clases que aparecen entre las etiquetas. Una clase sin "
    "ejemplos igual tiene su fila y su columna. ¿Qué argumento dice cuántas hay?",
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


@wrong(
    "02.7",
    "Con dos clases está bien. Con más, tu matriz sigue siendo de 2 × 2. ¿Qué "
    "argumento dice cuántas filas y columnas hay?",
)
def two_by_two(y, y_pred, n_classes):
    return _counts_by_comparing(y, y_pred, 2, np.logical_and)


@wrong(
    "02.7",
    "Cuentas de más: entran los ejemplos que cumplen una de las dos condiciones, y la "
    "casilla [i, j] pide las dos a la vez. ¿Qué operador las une?",
)
def either_condition(y, y_pred, n_classes):
    return _counts_by_comparing(y, y_pred, n_classes, np.logical_or)


@wrong(
    "02.7",
    "Dos cosas. Las filas son lo predicho, y deben ser la verdad. Y cada casilla tiene "
    "a lo sumo un 1, aunque haya varios ejemplos: con arreglos de índices, `+= 1` suma "
    "una sola vez. ¿Qué índice va primero, y cómo cuentas los repetidos?",
)
def transposed_not_accumulated(y, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    matrix[y_pred, y] += 1
    return matrix


@wrong(
    "02.7",
    "Recorres las clases como si fueran ejemplos: tu ciclo da K vueltas, y los "
    "ejemplos son m. ¿Qué largo debe recorrer?",
)
def loops_over_classes(y, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for k in range(n_classes):
        matrix[y[k], y_pred[k]] += 1
    return matrix


@wrong(
    "02.7",
    "Solo entra en la cuenta el primer ejemplo. Si usas un ciclo, mira la sangría del "
    "`return`.",
)
def only_first_example_7(y, y_pred, n_classes):
    return _counts(y[:1], y_pred[:1], n_classes)


@wrong(
    "02.7",
    "Solo entra en la cuenta el último ejemplo. ¿Creas la matriz dentro del ciclo, o "
    "antes?",
)
def only_last_example_7(y, y_pred, n_classes):
    return _counts(y[-1:], y_pred[-1:], n_classes)


@wrong(
    "02.7",
    "Falta el último ejemplo. Si usas `range`, mira dónde termina.",
)
def misses_last_example(y, y_pred, n_classes):
    return _counts(y[:-1], y_pred[:-1], n_classes)


@wrong(
    "02.7",
    "Falta el primer ejemplo. Si usas `range`, mira dónde empieza.",
)
def misses_first_example(y, y_pred, n_classes):
    return _counts(y[1:], y_pred[1:], n_classes)


@wrong(
    "02.7",
    "Divides cada columna entre su total: son fracciones, y se piden cuentas. Las "
    "fracciones sirven después, para comparar clases de distinto tamaño.",
)
def columns_normalized(y, y_pred, n_classes):
    matrix = _counts(y, y_pred, n_classes)
    return matrix / np.maximum(matrix.sum(axis=0, keepdims=True), 1)


@wrong(
    "02.7",
    "En cada vuelta agregas la clase predicha en vez de 1: los ejemplos predichos como "
    "0 no suman nada. La casilla cuenta ejemplos. ¿Qué número va ahí?",
)
def adds_the_label(y, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(matrix, (y, y_pred), y_pred)
    return matrix


@wrong(
    "02.7",
    "Quedó una lista larga, con las K · K cuentas una tras otra. Los números están "
    "bien. ¿Qué forma debe tener el resultado?",
)
def flat_counts(y, y_pred, n_classes):
    return _counts(y, y_pred, n_classes).ravel()


@wrong(
    "02.7",
    "Cuentas cuántas veces aparece cada clase en cada lista, por separado, y las "
    "cruzas. Se cuenta por ejemplo: su verdad con su propia predicción. ¿Qué une a "
    "`y[k]` con `y_pred[k]`?",
)
def crosses_totals(y, y_pred, n_classes):
    rows = np.bincount(y, minlength=n_classes)
    columns = np.bincount(y_pred, minlength=n_classes)
    return np.outer(rows, columns)


@wrong(
    "02.7",
    "Ordenas las dos listas antes de cruzarlas, y cada ejemplo pierde su pareja. La "
    "verdad de un ejemplo va con su propia predicción. ¿Hace falta ordenar?",
)
def sorted_labels(y, y_pred, n_classes):
    return _counts(np.sort(y), np.sort(y_pred), n_classes)


@wrong(
    "02.7",
    "La primera fila está bien, y las demás quedaron en 0. Si usas dos ciclos, mira la "
    "sangría del `return`.",
)
def only_first_row(y, y_pred, n_classes):
    matrix = _counts(y, y_pred, n_classes)
    matrix[1:] = 0
    return matrix


@wrong(
    "02.7",
    "Cuentas cuántos aciertos y cuántos errores hay, sin mirar la clase. La casilla "
    "[i, j] dice cuántos de la clase i se predijeron como j. ¿Qué clase se confunde "
    "con cuál?",
)
def hits_and_misses(y, y_pred, n_classes):
    hits = np.sum(np.asarray(y) == np.asarray(y_pred))
    return np.array([[hits, 0], [0, len(y) - hits]])


@wrong(
    "02.7",
    "Cada ejemplo suma 1 en toda su fila. Le toca una sola casilla. ¿Qué segundo "
    "índice falta?",
)
def fills_row(y, y_pred, n_classes):
    totals = np.bincount(y, minlength=n_classes)
    return np.repeat(totals[:, None], n_classes, axis=1)


@wrong(
    "02.7",
    "Son porcentajes del total, de 0 a 100, y se piden cuentas. ¿Qué división sobra?",
)
def percentages(y, y_pred, n_classes):
    return 100 * _counts(y, y_pred, n_classes) / len(y)
