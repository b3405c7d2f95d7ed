"""Errores conocidos de la lección 03: cada uno corre, y su frase dice qué lo causa.

El id del error es el nombre de la función, sin el dígito final, que solo separa a los
que se llaman igual en dos ejercicios.
"""

import math

import numpy as np

from course_lib import activations as course
from course_lib.exercises.model import Mistake

# Las funciones del curso se llaman por su módulo: durante una comprobación, los nombres
# de otros ejercicios se sustituyen en el módulo de la función comprobada.

S_COLLAPSE = "Dos capas lineales son una"
S_SIGMOID = "La sigmoide y su derivada"
S_RELU = "ReLU"
S_TANH = "tanh y leaky ReLU"
S_SCALE = "La escala inicial: Xavier y He"

_HOME = {
    "03.1": S_SIGMOID,
    "03.2": S_RELU,
    "03.3": S_RELU,
    "03.4": S_TANH,
    "03.5": S_TANH,
    "03.6": S_TANH,
    "03.7": S_COLLAPSE,
    "03.8": S_SCALE,
}
_DECLARED = {exercise_id: [] for exercise_id in _HOME}


def mistakes_of(exercise_id):
    """Los errores de un ejercicio, en orden."""
    return tuple(_DECLARED[exercise_id])


def wrong(exercise_id, message, *, shows_difference=True):
    """Declara la función decorada como un error conocido del ejercicio."""

    def declare(function):
        name = function.__name__.removesuffix(f"_{exercise_id[-1]}")
        home = _HOME[exercise_id]
        mistake = Mistake(name, function, message, home, shows_difference)
        _DECLARED[exercise_id].append(mistake)
        return function

    return declare


# 03.1 sigmoid_derivative -----------------------------------------------------------


@wrong(
    "03.1",
    "Devuelves la sigmoide misma, no su pendiente. En z = 0 la curva pasa por 1/2: ¿y "
    "qué tan empinada es ahí?",
)
def returns_the_sigmoid(z):
    return course.sigmoid(z)


@wrong(
    "03.1",
    "Devuelves 1 − σ(z), uno de los dos factores. Lejos de 0, a la izquierda, la "
    "curva es plana y tu valor es casi 1. ¿Qué otro factor se vuelve 0 ahí?",
)
def only_one_minus(z):
    return course.sigmoid(-z)


@wrong(
    "03.1",
    "Tratas a z como si ya fuera σ(z). La fórmula con z (1 − z) sirve cuando lo que "
    "llega es la activación; aquí llega la preactivación. ¿Qué falta calcular primero?",
)
def already_activated_1(z):
    return z * (1 - z)


@wrong(
    "03.1",
    "Aplicas la sigmoide dos veces: tu resultado es σ'(σ(z)). Mira qué le pasas a "
    "quien calcula la sigmoide. ¿Es z, o algo que ya pasó por ella?",
)
def activated_twice_1(z):
    return course.sigmoid_derivative(course.sigmoid(z))


@wrong(
    "03.1",
    "La fórmula está bien con números pequeños. Con 1000 o −1000, e^1000 se vuelve "
    "infinito: queda infinito entre infinito, que es NaN. ¿Puedes escribir la "
    "derivada solo con σ(z), sin volver a usar exponenciales?",
)
def unstable_quotient(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2


@wrong(
    "03.1",
    "La fórmula está bien con números pequeños. Con 1000, e^1000 se vuelve infinito: "
    "queda infinito entre infinito, que es NaN. ¿Puedes escribir la derivada solo con "
    "σ(z), sin volver a usar exponenciales?",
)
def unstable_positive_quotient(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z)) ** 2


@wrong(
    "03.1",
    "Elevas σ(z) al cuadrado. Lejos de 0, a la derecha, la curva es plana y tu valor "
    "es casi 1. ¿Cuál es el segundo factor?",
)
def squared_sigmoid(z):
    return course.sigmoid(z) ** 2


@wrong(
    "03.1",
    "Sumas donde la fórmula resta: σ(z) (1 + σ(z)). En z muy grande eso da 2, y ahí "
    "la curva es plana. Mira el signo del paréntesis.",
)
def plus_inside(z):
    s = course.sigmoid(z)
    return s * (1 + s)


@wrong(
    "03.1",
    "Usas 1 − σ(z)². Esa es la forma de la derivada de tanh, con otra función dentro. "
    "¿Qué da la tuya en z = −1000, donde la sigmoide es plana?",
)
def form_of_tanh(z):
    return 1 - course.sigmoid(z) ** 2


@wrong(
    "03.1",
    "Tu derivada es la de tanh. Tienen dibujos parecidos y valores distintos: en 0, "
    "una vale 1. ¿Cuánto vale σ'(0)?",
)
def derivative_of_tanh(z):
    return course.tanh_derivative(z)


@wrong(
    "03.1",
    "El tamaño está bien y el signo no: tu derivada es negativa, y la sigmoide sube. "
    "Al derivar e^(−z) aparece un −1, y al derivar 1/u, otro. ¿Contaste los dos?",
)
def missing_inner_sign(z):
    return -course.sigmoid_derivative(z)


@wrong(
    "03.1",
    "Multiplicas además por z. La derivada respecto de z no trae ese factor. ¿De qué "
    "otra fórmula viene: la de un peso, quizá?",
)
def times_z(z):
    return z * course.sigmoid_derivative(z)


@wrong(
    "03.1",
    "Te falta un cuadrado o te sobra un factor: tu valor es σ(z)² (1 − σ(z)). Vuelve "
    "a derivar 1/(1 + e^(−z)) y cuenta los factores.",
)
def one_factor_too_many(z):
    s = course.sigmoid(z)
    return s * s * (1 - s)


@wrong(
    "03.1",
    "Con una entrada de enteros devuelves ceros. Un arreglo creado con `zeros_like` "
    "hereda el tipo entero, y 0.25 se trunca a 0. ¿De qué tipo debe ser el resultado?",
)
def integer_dtype_1(z):
    out = np.zeros_like(z)
    out[...] = course.sigmoid_derivative(z)
    return out


@wrong(
    "03.1",
    "Usas el módulo `math`, que trabaja con un número a la vez, y z es un arreglo. "
    "¿Qué biblioteca tiene las mismas funciones para arreglos?",
)
def one_number_at_a_time_1(z):
    return np.array(math.exp(-z))


@wrong(
    "03.1",
    "Tus números son los de una diferencia hacia adelante: casi la derivada, con un "
    "error que se nota. Sirve para comprobar una fórmula. ¿Cuál es la fórmula exacta?",
)
def forward_difference(z):
    return (course.sigmoid(z + 1e-5) - course.sigmoid(z)) / 1e-5


@wrong(
    "03.1",
    "El primer factor está bien; el segundo es 1 − z, y z no es σ(z). ¿Qué le falta a "
    "esa z?",
)
def one_minus_z(z):
    return course.sigmoid(z) * (1 - z)


@wrong(
    "03.1",
    "Sale 0 en todos lados, y la sigmoide sí sube. Si escribiste `s * 1 - s`, Python "
    "multiplica antes de restar: queda σ(z) − σ(z). ¿Dónde va el paréntesis?",
)
def missing_parentheses(z):
    s = course.sigmoid(z)
    return s * 1 - s


@wrong(
    "03.1",
    "Tu valor es e^(−|z|)/(1 + e^(−|z|)). En z = 0 da 1/2, y la pendiente ahí es 1/4. "
    "Al derivar 1/u aparece 1/u². ¿Qué le pasa al denominador?",
)
def missing_square_below(z):
    return course.sigmoid(-np.abs(z))


@wrong(
    "03.1",
    "Tu valor es e^(−z)/(1 + e^(−z)): es 1 − σ(z), uno de los dos factores, y con "
    "−1000 da NaN. Al derivar 1/u aparece 1/u². ¿Qué le pasa al denominador?",
)
def unstable_missing_square(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 + np.exp(-z))


@wrong(
    "03.1",
    "Elevas 1 − σ(z) al cuadrado. Lejos de 0, a la izquierda, la curva es plana y tu "
    "valor es casi 1. ¿Qué otro factor se vuelve 0 ahí?",
)
def squared_complement(z):
    return course.sigmoid(-z) ** 2


@wrong(
    "03.1",
    "Sumas las derivadas de todos los elementos, y sale un solo número. Cada elemento "
    "de z tiene su propia pendiente. ¿Qué suma sobra?",
)
def sums_everything(z):
    return np.sum(course.sigmoid_derivative(z))


@wrong(
    "03.1",
    "Con una fila sale un solo número, y con una matriz no encaja: los dos factores se "
    "multiplican como matrices, con `@`. ¿Qué símbolo multiplica elemento a elemento?",
)
def matrix_product(z):
    s = course.sigmoid(z)
    return s @ (1 - s)


@wrong(
    "03.1",
    "Tus números son los de una diferencia hacia adelante con paso 0.1, que sirve para "
    "ver la pendiente y no para calcularla. ¿Cuál es la fórmula exacta?",
)
def coarse_difference(z):
    return (course.sigmoid(z + 0.1) - course.sigmoid(z)) / 0.1


# 03.2 relu -------------------------------------------------------------------------


@wrong(
    "03.2",
    "Los valores están bien, pero los escribes en la misma z que recibiste. La red la "
    "necesita intacta para volver hacia atrás. ¿Cómo obtienes lo mismo en un arreglo "
    "nuevo?",
)
def in_place_2(z):
    z[z < 0] = 0
    return z


@wrong(
    "03.2",
    "El `max` de Python, como un `if`, decide una sola vez, y z tiene muchos "
    "elementos. ¿Qué función de NumPy toma el máximo elemento a elemento?",
)
def python_max(z):
    return max(0, z)


@wrong(
    "03.2",
    "`np.max(z, 0)` busca el mayor a lo largo del eje 0: el 0 es el eje, no un valor "
    "con que comparar. Falta otra función, de nombre parecido. ¿Cuál compara dos "
    "arreglos?",
)
def maximum_along_an_axis(z):
    return np.max(z, 0)


@wrong(
    "03.2",
    "`np.max` busca el mayor de todo z y da un solo número. ¿Qué función compara "
    "elemento a elemento?",
)
def maximum_of_everything(z):
    return np.max(z)


@wrong(
    "03.2",
    "Tus negativos aparecen con el signo cambiado: eso es el valor absoluto. ¿Qué "
    "hace ReLU con −2?",
)
def absolute_value(z):
    return np.abs(z)


@wrong(
    "03.2",
    "Conservas los negativos y borras los positivos. Mira tu mínimo o tu comparación: "
    "¿qué lado deja pasar ReLU?",
)
def keeps_negatives(z):
    return np.minimum(z, 0)


@wrong(
    "03.2",
    "Devuelves unos y ceros: dices si la unidad está encendida, y no cuánto. Eso es "
    "la derivada. ¿Qué pasa con el valor de z cuando es positivo?",
)
def derivative_instead_2(z):
    return (z > 0) * 1.0


@wrong(
    "03.2",
    "Tus negativos se achican en vez de volverse 0: eso es leaky ReLU, del ejercicio "
    "03.5. ¿Qué queda de un negativo en ReLU?",
)
def leaky_instead(z):
    return course.leaky_relu(z)


@wrong(
    "03.2",
    "Quitas los negativos del arreglo, y deben volverse 0 en su sitio. Así se pierde "
    "la forma. ¿Cómo conservas el lugar de cada uno?",
)
def filters(z):
    return z[z > 0]


@wrong(
    "03.2",
    "Recortas también por arriba: nada pasa de 1. ReLU no tiene techo. Mira el tercer "
    "argumento de `clip`.",
)
def clipped_at_one(z):
    return np.clip(z, 0, 1)


@wrong(
    "03.2",
    "Borras también los positivos menores que 1. ¿Con qué número comparas z?",
)
def threshold_at_one_2(z):
    return np.where(z > 1, z, 0)


@wrong(
    "03.2",
    "Comparas con 1 en vez de con 0: lo que debía ser 0 quedó en 1. Mira el otro "
    "argumento del máximo.",
)
def floor_at_one(z):
    return np.maximum(z, 1)


@wrong(
    "03.2",
    "Los positivos salen al cuadrado. ¿Multiplicas z por algo que ya la contiene?",
)
def squares(z):
    return z * np.maximum(z, 0)


@wrong(
    "03.2",
    "Eso es log(1 + e^z), una versión suave de ReLU que en 0 vale 0.69. Aquí el "
    "quiebre es de verdad. ¿Cuánto vale ReLU en 0?",
)
def softplus(z):
    return np.logaddexp(0, z)


@wrong(
    "03.2",
    "Devuelves la sigmoide, que queda entre 0 y 1. ReLU deja pasar intactos los "
    "positivos. ¿Qué debe dar z = 3?",
)
def sigmoid_instead(z):
    return course.sigmoid(z)


@wrong(
    "03.2",
    "Recortas también por arriba: nada pasa de 6. Esa variante existe (ReLU6), y aquí "
    "se pide ReLU, que no tiene techo. ¿Qué debe dar z = 1000?",
)
def clipped_at_six(z):
    return np.minimum(np.maximum(z, 0), 6)


@wrong(
    "03.2",
    "A los negativos les das −1. ReLU los anula. ¿Qué número va ahí?",
)
def minus_one_below(z):
    return np.where(z > 0, z, -1)


@wrong(
    "03.2",
    "A los negativos les das 1. Quizá es el valor de una comparación. ReLU los anula: "
    "¿qué número va ahí?",
)
def one_below(z):
    return np.where(z > 0, z, 1)


@wrong(
    "03.2",
    "A los negativos les aplicas e^z − 1: eso es ELU, otra pariente de ReLU. ¿Qué "
    "queda de un negativo en ReLU?",
)
def elu_instead(z):
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


@wrong(
    "03.2",
    "Multiplicas z por σ(z): esa función existe (SiLU) y es suave. ReLU tiene "
    "un quiebre. ¿Por qué hay que multiplicar un positivo para que no cambie?",
)
def swish(z):
    return z * course.sigmoid(z)


@wrong(
    "03.2",
    "Con un solo eje aciertas. Con una matriz, el `for` recorre filas, y un `if` no "
    "puede decidir por una fila entera. ¿Cómo preguntas por todos los elementos a la "
    "vez?",
)
def loops_over_rows(z):
    return np.array([row if row > 0 else 0 for row in z])


# 03.3 relu_derivative --------------------------------------------------------------


@wrong(
    "03.3",
    "Solo difiere en z = 0: ahí das 1. No hay derivada en el quiebre; por convención, "
    "ahí es 0. ¿Tu comparación es `>` o `>=`?",
)
def one_at_zero_3(z):
    return (z >= 0) * 1.0


@wrong(
    "03.3",
    "Solo difiere en z = 0: ahí das 1/2, el promedio de los dos lados. Es lo que da "
    "una diferencia central. No hay derivada en el quiebre. ¿Qué valor fija el "
    "enunciado?",
)
def half_at_zero(z):
    return np.heaviside(z, 0.5)


@wrong(
    "03.3",
    "Devuelves ReLU, no su derivada. En z = 3 la función vale 3; ¿cuánto sube por "
    "cada unidad que avanzas?",
)
def returns_relu(z):
    return np.maximum(z, 0)


@wrong(
    "03.3",
    "Solo difiere en z = 0: ahí das NaN. Si divides ReLU entre z, en el quiebre queda "
    "0 entre 0. No hay derivada ahí, y por convención se fija un número. ¿Cuál dice el "
    "enunciado?",
)
def divides_by_z_3(z):
    with np.errstate(all="ignore"):
        return np.maximum(z, 0) / z


@wrong(
    "03.3",
    "A los negativos les das −1. Eso es el signo de z, o la derivada del valor "
    "absoluto. ¿Qué tan empinada es ReLU a la izquierda de 0?",
)
def sign_of_z(z):
    return np.sign(z)


@wrong(
    "03.3",
    "Está al revés: das 1 a los negativos y 0 a los positivos. ¿De qué lado sube ReLU?",
)
def inverted(z):
    return (z < 0) * 1.0


@wrong(
    "03.3",
    "Das 1 en todos lados. Eso es la derivada de z, sin ReLU. ¿Qué pendiente hay a la "
    "izquierda de 0?",
)
def always_one(z):
    return np.ones(np.shape(z))


@wrong(
    "03.3",
    "Das 0.01 a los negativos: es la derivada de leaky ReLU. ¿Qué pendiente tiene ReLU "
    "a la izquierda de 0?",
)
def leaky_derivative(z):
    return np.where(z > 0, 1.0, 0.01)


@wrong(
    "03.3",
    "Los positivos quedaron en 1, pero los negativos siguen ahí con su valor. Falta "
    "decir qué pasa con ellos. ¿Qué pendiente les toca?",
)
def negatives_remain(z):
    return np.where(z > 0, 1.0, z)


@wrong(
    "03.3",
    "Los positivos menores que 1 dan 0. Quizá conviertes z a entero, o la comparas "
    "con 1. ¿Con qué número hay que comparar?",
)
def threshold_at_one_3(z):
    return (z >= 1) * 1.0


@wrong(
    "03.3",
    "Los valores están bien, pero los escribes en la misma z que recibiste. La red "
    "todavía la necesita. ¿Cómo obtienes lo mismo en un arreglo nuevo?",
)
def in_place_3(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


@wrong(
    "03.3",
    "Usas un `if` con todo el arreglo, y un `if` necesita un solo sí o no. Una "
    "comparación como z > 0 ya responde elemento a elemento. ¿Cómo la conviertes en "
    "números?",
)
def if_on_the_array(z):
    return 1 if z > 0 else 0


@wrong(
    "03.3",
    "Devuelves las posiciones, o solo los elementos positivos, y se pierde la forma. "
    "Hace falta un valor por cada elemento de z. ¿Qué les toca a los demás?",
)
def filters_3(z):
    return np.ones(np.shape(z))[z > 0]


@wrong(
    "03.3",
    "A los que no son positivos les das −1. ReLU no baja en ningún lado: ahí es plana. "
    "¿Qué pendiente tiene algo plano?",
)
def minus_one(z):
    return np.where(z > 0, 1.0, -1.0)


@wrong(
    "03.3",
    "Das 1 a todo lo que no es 0, también a los negativos. ¿Qué pendiente tiene ReLU a "
    "la izquierda?",
)
def not_zero(z):
    return (z != 0) * 1.0


@wrong(
    "03.3",
    "Está al revés, y también en 0: das 1 a los que no son positivos. ¿De qué lado "
    "sube ReLU?",
)
def inverted_with_zero(z):
    return (z <= 0) * 1.0


@wrong(
    "03.3",
    "Sale 0 en todos lados. A la izquierda es correcto. ¿Qué tan empinada es ReLU a la "
    "derecha de 0?",
)
def always_zero(z):
    return np.zeros(np.shape(z))


@wrong(
    "03.3",
    "Sale un solo 0 o un solo 1 para todo el arreglo: `all` y `any` juntan todas las "
    "respuestas en una. Hace falta una por elemento. ¿Qué da z > 0 sin nada más?",
)
def one_answer_for_all(z):
    return 1 if (z > 0).all() else 0


@wrong(
    "03.3",
    "Das la derivada de la sigmoide, que cambia poco a poco. La de ReLU solo vale 0 o "
    "1. ¿De qué depende cuál?",
)
def sigmoid_derivative_instead(z):
    return course.sigmoid_derivative(z)


# 03.4 tanh_derivative --------------------------------------------------------------


@wrong(
    "03.4",
    "Falta el cuadrado: das 1 − tanh(z). En z = −1000 eso vale 2, y ahí la curva es "
    "plana. Vuelve a mirar la fórmula.",
)
def missing_square(z):
    return 1 - np.tanh(z)


@wrong(
    "03.4",
    "Usas t (1 − t), la forma de la sigmoide, con t = tanh(z). En z = 0 eso da 0, y "
    "ahí tanh es lo más empinada que puede. ¿Cuál es la forma de tanh?",
)
def form_of_sigmoid(z):
    t = np.tanh(z)
    return t * (1 - t)


@wrong(
    "03.4",
    "Tratas a z como si ya fuera tanh(z). La forma 1 − z² sirve cuando lo que llega es "
    "la activación; aquí llega la preactivación. ¿Qué falta calcular primero?",
)
def already_activated_4(z):
    return 1.0 - z * z


@wrong(
    "03.4",
    "Devuelves tanh misma, no su pendiente. En z = 0 la curva pasa por 0: ¿y qué tan "
    "empinada es ahí?",
)
def returns_tanh(z):
    return np.tanh(z)


@wrong(
    "03.4",
    "Escribiste tanh con exponenciales. Con ±1000 se vuelven infinitas: queda "
    "infinito entre infinito, que es NaN. ¿Qué función de NumPy ya calcula tanh?",
)
def unstable_4(z):
    with np.errstate(all="ignore"):
        t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
        return 1 - t**2


@wrong(
    "03.4",
    "Escribiste tanh con e^(2z). Con 1000 se vuelve infinito: queda infinito entre "
    "infinito, que es NaN. ¿Qué función de NumPy ya calcula tanh?",
)
def unstable_double(z):
    with np.errstate(all="ignore"):
        e = np.exp(2 * z)
        return 1 - ((e - 1) / (e + 1)) ** 2


@wrong(
    "03.4",
    "Sumas donde la fórmula resta: 1 + tanh²(z) nunca baja de 1, y tanh se aplana. "
    "Mira ese signo.",
)
def plus_square(z):
    return 1 + np.tanh(z) ** 2


@wrong(
    "03.4",
    "El tamaño está bien y el signo no: tu derivada es negativa, y tanh sube. ¿En qué "
    "orden va la resta?",
)
def reversed_subtraction(z):
    return np.tanh(z) ** 2 - 1


@wrong(
    "03.4",
    "El cuadrado quedó dentro: calculas tanh(z²). Lo que se eleva es el resultado de "
    "tanh. ¿Dónde va el paréntesis?",
)
def square_inside(z):
    return 1 - np.tanh(np.square(z))


@wrong(
    "03.4",
    "Tu derivada es la de la sigmoide, que en 0 vale 1/4. ¿Cuánto vale tanh'(0)?",
)
def derivative_of_sigmoid(z):
    return course.sigmoid_derivative(z)


@wrong(
    "03.4",
    "Aplicas tanh dos veces: tu resultado es tanh'(tanh(z)). Mira qué le pasas. ¿Es "
    "z, o algo que ya pasó por ella?",
)
def activated_twice_4(z):
    return 1 - np.tanh(np.tanh(z)) ** 2


@wrong(
    "03.4",
    "Eso es 1/(1 + z²), la derivada del arco tangente. tanh es otra función: se aplana "
    "mucho más rápido. ¿De cuál es la fórmula que usaste?",
)
def arctangent(z):
    return 1 / (1 + z**2.0)


@wrong(
    "03.4",
    "Usas la tangente de los ángulos, `np.tan`, y hace falta la hiperbólica. ¿Cómo se "
    "llama en NumPy?",
)
def circular_tangent(z):
    return 1 - np.tan(z) ** 2


@wrong(
    "03.4",
    "Con una entrada de enteros, tus valores se truncan. Un arreglo creado con "
    "`zeros_like` hereda el tipo entero. ¿De qué tipo debe ser el resultado?",
)
def integer_dtype_4(z):
    out = np.zeros_like(z)
    out[...] = 1 - np.tanh(z) ** 2
    return out


@wrong(
    "03.4",
    "Usas el módulo `math`, que trabaja con un número a la vez, y z es un arreglo. "
    "¿Qué biblioteca tiene las mismas funciones para arreglos?",
)
def one_number_at_a_time_4(z):
    return np.array(math.tanh(z))


@wrong(
    "03.4",
    "En Python, `^` no eleva: es una operación entre bits, y con decimales no existe. "
    "¿Con qué símbolo se escribe el cuadrado?",
)
def caret(z):
    return 1 - np.tanh(z) ^ 2


@wrong(
    "03.4",
    "El cuadrado abarca toda la resta: calculas (1 − tanh(z))². Lo que se eleva es "
    "solo la tangente. ¿Dónde va el paréntesis?",
)
def square_of_the_subtraction(z):
    return (1 - np.tanh(z)) ** 2


@wrong(
    "03.4",
    "Falta un cuadrado: das 1/cosh(z), y la derivada es 1/cosh(z)². ¿Por qué los dos "
    "valen 1 en z = 0?",
)
def inverse_cosine(z):
    with np.errstate(all="ignore"):
        return 1 / np.cosh(z)


@wrong(
    "03.4",
    "Multiplicas por 2 donde la fórmula eleva al cuadrado: das 1 − 2 tanh(z). En z = 0 "
    "coinciden; ¿y lejos de 0, donde la curva es plana?",
)
def double_instead_of_square(z):
    return 1 - 2 * np.tanh(z)


@wrong(
    "03.4",
    "Devuelves tanh(z)², sin la resta. En z = 0 eso da 0, y ahí tanh es lo más "
    "empinada que puede. ¿Qué falta?",
)
def only_the_square(z):
    return np.tanh(z) ** 2


@wrong(
    "03.4",
    "Elevas al cubo: das 1 − tanh(z)³. En z = −1000 eso vale 2, y ahí la curva es "
    "plana. ¿Qué exponente lleva la fórmula?",
)
def cube(z):
    return 1 - np.tanh(z) ** 3


@wrong(
    "03.4",
    "Tu resultado es 2 tanh(z) (1 − tanh(z)²): es la derivada de tanh al cuadrado. "
    "Aquí se deriva tanh sola. ¿Qué factor sobra?",
)
def derivative_of_the_square(z):
    t = np.tanh(z)
    return 2 * t * (1 - t**2)


@wrong(
    "03.4",
    "Sumas las derivadas de todos los elementos, y sale un solo número. Cada elemento "
    "de z tiene su propia pendiente. ¿Qué suma sobra?",
)
def sums_everything_4(z):
    return np.sum(1 - np.tanh(z) ** 2)


# 03.5 leaky_relu -------------------------------------------------------------------


@wrong(
    "03.5",
    "La pendiente es siempre 0.01, y puede venir otra. ¿Dónde usas el argumento "
    "`slope`?",
)
def fixed_slope_5(z, slope=0.01):
    return np.where(z > 0, z, 0.01 * z)


@wrong(
    "03.5",
    "Los negativos salen positivos: su pendiente quedó con el signo cambiado. Con z = "
    "−2 y slope = 0.1 se espera −0.2. ¿Hay un menos o un `abs` de más?",
)
def negative_slope(z, slope=0.01):
    return np.where(z > 0, z, -slope * z)


@wrong(
    "03.5",
    "A los negativos les das `slope`, el mismo número a todos. Esa es la pendiente, no "
    "el valor: falta multiplicarla. ¿Por qué?",
)
def slope_as_value(z, slope=0.01):
    return np.where(z > 0, z, slope)


@wrong(
    "03.5",
    "Multiplicas por `slope` todos los valores, también los positivos. ¿De qué lado "
    "del 0 se usa esa pendiente?",
)
def slope_everywhere(z, slope=0.01):
    return slope * z


@wrong(
    "03.5",
    "Está al revés: achicas los positivos y dejas intactos los negativos. Mira la "
    "comparación, o si tomas el mínimo en vez del máximo.",
)
def swapped_sides_5(z, slope=0.01):
    return np.minimum(z, slope * z)


@wrong(
    "03.5",
    "Los negativos se vuelven 0: eso es ReLU. Aquí conservan una parte de su valor. "
    "¿Cuál?",
)
def plain_relu(z, slope=0.01):
    return np.maximum(z, 0)


@wrong(
    "03.5",
    "Comparas z con `slope`, y hay que comparar z con `slope` por z. Así, los "
    "negativos valen todos lo mismo. ¿Qué falta en el segundo argumento del máximo?",
)
def maximum_with_slope(z, slope=0.01):
    return np.maximum(z, slope)


@wrong(
    "03.5",
    "Comparas con `slope` para decidir el lado, y el quiebre está en 0: los positivos "
    "pequeños salen achicados. ¿Con qué número hay que comparar z?",
)
def threshold_at_slope_5(z, slope=0.01):
    return np.where(z > slope, z, slope * z)


@wrong(
    "03.5",
    "Restas `slope` a los negativos, y hay que multiplicar. ¿Qué debe dar z = −2 con "
    "slope = 0.1?",
)
def subtracts_slope(z, slope=0.01):
    return np.where(z > 0, z, z - slope)


@wrong(
    "03.5",
    "Sumas `slope` a los negativos, y hay que multiplicar. ¿Qué debe dar z = −2 con "
    "slope = 0.1?",
)
def adds_slope(z, slope=0.01):
    return np.where(z > 0, z, z + slope)


@wrong(
    "03.5",
    "A los negativos les aplicas una exponencial: eso es ELU, otra pariente de ReLU. "
    "Aquí el lado izquierdo es una recta. ¿Con qué pendiente?",
)
def exponential_side(z, slope=0.01):
    return np.where(z > 0, z, slope * np.expm1(np.minimum(z, 0)))


@wrong(
    "03.5",
    "Devuelves la derivada: 1 a la derecha y `slope` a la izquierda. ¿Cuánto vale la "
    "función misma en z = 3?",
)
def derivative_instead_5(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)


@wrong(
    "03.5",
    "Los positivos salen más empinados de lo debido: llevan pendiente 1 + slope. Suele "
    "venir de sumar ReLU y `slope` por z. ¿Cuánto aporta cada término a la derecha?",
)
def adds_both_sides(z, slope=0.01):
    return np.maximum(z, 0) + slope * z


@wrong(
    "03.5",
    "Los valores están bien, pero los escribes en la misma z que recibiste; con "
    "enteros, además, se truncan. ¿Cómo obtienes lo mismo en un arreglo nuevo?",
)
def in_place_5(z, slope=0.01):
    z[z < 0] = slope * z[z < 0]
    return z


@wrong(
    "03.5",
    "Los valores están bien, pero `*=` los escribe en la misma z que recibiste; con "
    "enteros, además, no puede. ¿Cómo obtienes lo mismo en un arreglo nuevo?",
)
def multiplies_in_place(z, slope=0.01):
    z[z < 0] *= slope
    return z


@wrong(
    "03.5",
    "Con una entrada de enteros, los negativos se truncan. Un arreglo creado con "
    "`zeros_like` o `copy` hereda el tipo entero. ¿De qué tipo debe ser el resultado?",
)
def integer_dtype_5(z, slope=0.01):
    out = z.copy()
    out[z < 0] = slope * z[z < 0]
    return out


@wrong(
    "03.5",
    "El `max` de Python, como un `if`, decide una sola vez, y z tiene muchos "
    "elementos. ¿Qué función de NumPy decide elemento a elemento?",
)
def python_max_5(z, slope=0.01):
    return max(z, slope * z)


@wrong(
    "03.5",
    "Divides los negativos entre `slope`, y así crecen. Con z = −2 y slope = 0.1 se "
    "espera −0.2. ¿Qué operación los achica?",
)
def divides_by_slope(z, slope=0.01):
    with np.errstate(all="ignore"):
        return np.where(z > 0, z, z / slope)


@wrong(
    "03.5",
    "Copias z, y eso está bien; pero `*=` escribe decimales en la copia, y una copia "
    "de enteros no puede guardarlos. ¿De qué tipo debe ser el resultado?",
)
def multiplies_the_copy(z, slope=0.01):
    out = z.copy()
    out[out < 0] *= slope
    return out


@wrong(
    "03.5",
    "Los negativos están bien; los positivos se volvieron 0. La función es la suma de "
    "los dos lados, y aquí hay uno solo. ¿Qué le pasa a z = 3?",
)
def only_the_left(z, slope=0.01):
    return slope * np.minimum(z, 0)


@wrong(
    "03.5",
    "A la izquierda tu pendiente es 1 − slope. Con slope = 0.1, z = −2 debe dar −0.2. "
    "¿Por qué número hay que multiplicar?",
)
def one_minus_slope_5(z, slope=0.01):
    return np.where(z > 0, z, (1 - slope) * z)


@wrong(
    "03.5",
    "A la izquierda tu pendiente es 1 + slope: conservas z y además le sumas slope · "
    "z. ¿Qué término sobra?",
)
def adds_slope_to_the_left(z, slope=0.01):
    return np.where(z > 0, z, (1 + slope) * z)


@wrong(
    "03.5",
    "A los positivos les das 1, que es la pendiente. Los negativos están bien. ¿Cuánto "
    "vale la función misma en z = 3?",
)
def one_on_the_right(z, slope=0.01):
    return np.where(z > 0, 1, slope * z)


@wrong(
    "03.5",
    "Devuelves z sin cambios. A la derecha es correcto. ¿Qué les pasa a los negativos?",
)
def returns_z(z, slope=0.01):
    return z * 1.0


# 03.6 leaky_relu_derivative --------------------------------------------------------


@wrong(
    "03.6",
    "Solo difiere en z = 0: ahí das 1. No hay derivada en el quiebre; por convención, "
    "ahí es `slope`. ¿Tu comparación es `>` o `>=`?",
)
def one_at_zero_6(z, slope=0.01):
    return np.where(z >= 0, 1.0, slope)


@wrong(
    "03.6",
    "Solo difiere en z = 0: ahí das 0. Con `np.sign`, o con dos comparaciones "
    "estrictas, el 0 queda sin lado. ¿Qué valor fija el enunciado?",
)
def zero_at_zero(z, slope=0.01):
    return 1.0 * (z > 0) + slope * (z < 0)


@wrong(
    "03.6",
    "Solo difiere en z = 0: ahí das el promedio de las dos pendientes. Es lo que da "
    "una diferencia central. ¿Qué valor fija el enunciado?",
)
def middle_at_zero(z, slope=0.01):
    return slope + (1 - slope) * np.heaviside(z, 0.5)


@wrong(
    "03.6",
    "A los negativos les das 0: es la derivada de ReLU. Leaky ReLU sí se inclina a la "
    "izquierda. ¿Cuánto?",
)
def derivative_of_relu(z, slope=0.01):
    return (z > 0) * 1.0


@wrong(
    "03.6",
    "La pendiente de la izquierda es siempre 0.01, y puede venir otra. ¿Dónde usas el "
    "argumento `slope`?",
)
def fixed_slope_6(z, slope=0.01):
    return np.where(z > 0, 1.0, 0.01)


@wrong(
    "03.6",
    "Devuelves leaky ReLU misma, no su derivada. En z = 3 la función vale 3; ¿cuánto "
    "sube por cada unidad que avanzas?",
)
def returns_leaky(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


@wrong(
    "03.6",
    "A los negativos les das `slope` por z, que es el valor de la función. La derivada "
    "de `slope` por z ya no tiene z. ¿Qué queda?",
)
def value_on_the_left(z, slope=0.01):
    return np.where(z > 0, 1.0, slope * z)


@wrong(
    "03.6",
    "A los positivos les das z, que es el valor de la función. ¿Cuánto sube una recta "
    "como f(z) = z por cada unidad que avanzas?",
)
def value_on_the_right(z, slope=0.01):
    return np.where(z > 0, z, slope)


@wrong(
    "03.6",
    "Está al revés: das `slope` a los positivos y 1 a los negativos. Mira la "
    "comparación, o el orden de los dos valores.",
)
def swapped_sides_6(z, slope=0.01):
    return np.where(z > 0, slope, 1.0)


@wrong(
    "03.6",
    "A los negativos les das −slope. A la izquierda la recta también sube. ¿Qué signo "
    "tiene su pendiente?",
)
def negative_slope_6(z, slope=0.01):
    return np.where(z > 0, 1.0, -slope)


@wrong(
    "03.6",
    "A los positivos les das 1 + slope: sumas las dos pendientes. Cada punto tiene una "
    "sola. ¿Qué término sobra a la derecha?",
)
def adds_both_slopes(z, slope=0.01):
    return (z > 0) + slope


@wrong(
    "03.6",
    "Comparas con `slope` para decidir el lado, y el quiebre está en 0. ¿Con qué "
    "número hay que comparar z?",
)
def threshold_at_slope_6(z, slope=0.01):
    return np.where(z > slope, 1.0, slope)


@wrong(
    "03.6",
    "Solo difiere en z = 0: ahí das NaN. Si divides la función entre z, en el quiebre "
    "queda 0 entre 0. No hay derivada ahí, y por convención se fija un número. ¿Cuál "
    "dice el enunciado?",
)
def divides_by_z_6(z, slope=0.01):
    with np.errstate(all="ignore"):
        return np.where(z > 0, z, slope * z) / z


@wrong(
    "03.6",
    "Con una entrada de enteros, `slope` se trunca a 0. Un arreglo creado con "
    "`ones_like` o `zeros_like` hereda el tipo entero. ¿De qué tipo debe ser el "
    "resultado?",
)
def integer_dtype_6(z, slope=0.01):
    out = np.ones_like(z)
    out[z <= 0] = slope
    return out


@wrong(
    "03.6",
    "A la izquierda das 1 − slope. La recta de ese lado es slope · z. ¿Cuál es su "
    "pendiente?",
)
def one_minus_slope_6(z, slope=0.01):
    return np.where(z > 0, 1, 1 - slope)


@wrong(
    "03.6",
    "Das 1 en todos lados: es la derivada de z. A la izquierda la recta se inclina "
    "menos. ¿Cuánto?",
)
def always_one_6(z, slope=0.01):
    return np.ones(np.shape(z))


@wrong(
    "03.6",
    "Das `slope` en todos lados. A la derecha de 0 la función es z. ¿Cuál es su "
    "pendiente ahí?",
)
def slope_everywhere_6(z, slope=0.01):
    return np.full(np.shape(z), slope)


@wrong(
    "03.6",
    "Los negativos están bien; a los positivos les das 0. ¿Qué pendiente tiene la "
    "recta f(z) = z?",
)
def zero_on_the_right(z, slope=0.01):
    return np.where(z > 0, 0.0, slope)


@wrong(
    "03.6",
    "Son dos cosas: a la izquierda la pendiente es siempre 0.01, y en z = 0 das 1. "
    "¿Dónde usas `slope`, y qué valor fija el enunciado en el quiebre?",
)
def fixed_slope_and_one_at_zero(z, slope=0.01):
    return np.where(z < 0, 0.01, 1.0)


@wrong(
    "03.6",
    "Los negativos salen bien, y a los positivos les das 1 − slope. Cada lado tiene "
    "una sola pendiente, y no se restan. ¿Cuál es la de f(z) = z?",
)
def one_minus_slope_on_the_right(z, slope=0.01):
    return np.where(z > 0, 1 - slope, slope)


# 03.7 collapse_linear_layers -------------------------------------------------------


@wrong(
    "03.7",
    "`W` está bien; `b` es solo el segundo sesgo. El primero no desaparece: pasa por "
    "la segunda capa. Desarrolla (X W_1 + b_1) W_2 + b_2: ¿qué le pasa a b_1?",
)
def forgets_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b2


@wrong(
    "03.7",
    "`W` está bien; a `b` le falta el sesgo de la segunda capa. Desarrolla "
    "(X W_1 + b_1) W_2 + b_2 y mira qué términos no tienen X: ¿cuántos son?",
)
def forgets_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@wrong(
    "03.7",
    "Sumas los dos sesgos tal como están, y ni siquiera tienen el mismo tamaño: h_1 y "
    "h_2. Antes de sumarse, b_1 atraviesa algo. ¿Qué hace la segunda capa con lo que "
    "recibe?",
)
def adds_the_biases(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


@wrong(
    "03.7",
    "Multiplicas las matrices elemento a elemento, con `*`, y no tienen la misma "
    "forma. Una capa después de otra es un producto de matrices. ¿Con qué símbolo?",
)
def elementwise(W1, b1, W2, b2):
    return W1 * W2, b1 @ W2 + b2


@wrong(
    "03.7",
    "Multiplicas W_2 por W_1, y el orden importa. Los datos son filas: X pasa primero "
    "por W_1. ¿Qué matriz queda más cerca de X en la fórmula?",
)
def reversed_order(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


@wrong(
    "03.7",
    "`b` está bien; `W` es la transpuesta de la que se pide. Mira sus tamaños: "
    "¿cuántas entradas tiene la capa colapsada, y cuántas salidas?",
)
def transposed(W1, b1, W2, b2):
    return (W1 @ W2).T, b1 @ W2 + b2


@wrong(
    "03.7",
    "Aplicas ReLU en el medio. Con una activación entre las dos capas ya no hay "
    "ninguna W que las reemplace. ¿Qué queda si la quitas?",
)
def relu_in_between(W1, b1, W2, b2):
    return W1 @ W2, np.maximum(b1, 0) @ W2 + b2


@wrong(
    "03.7",
    "`W` está bien; en `b` sumas todos los números de b_1. La segunda capa no los suma "
    "parejo: da a cada uno su peso. ¿Qué matriz los combina?",
)
def sums_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() + b2


@wrong(
    "03.7",
    "`W` está bien; el sesgo de la segunda capa aparece dos veces. Ese se suma una "
    "sola vez, al final. ¿Dónde está el otro?",
)
def second_bias_twice(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + 2 * b2


@wrong(
    "03.7",
    "Los dos resultados están bien, en el orden contrario. El enunciado pide primero W "
    "y después b. Mira tu `return`.",
)
def swapped_results(W1, b1, W2, b2):
    return b1 @ W2 + b2, W1 @ W2


@wrong(
    "03.7",
    "`b` está bien; a `W` le sumaste el sesgo. W es lo que multiplica a X, y nada más. "
    "¿Qué términos llevan X?",
)
def bias_inside_weights(W1, b1, W2, b2):
    b = b1 @ W2 + b2
    return W1 @ W2 + b, b


@wrong(
    "03.7",
    "Sumas los dos sesgos tal como están, y ni siquiera tienen el mismo tamaño: h_2 y "
    "h_1. Antes de sumarse, b_1 atraviesa algo. ¿Qué hace la segunda capa con lo que "
    "recibe?",
)
def adds_the_biases_reversed(W1, b1, W2, b2):
    return W1 @ W2, b2 + b1


@wrong(
    "03.7",
    "`W` está bien; en `b` restas el segundo sesgo. Desarrolla (X W_1 + b_1) W_2 + "
    "b_2: ¿qué signo lleva b_2?",
)
def subtracts_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 - b2


@wrong(
    "03.7",
    "Sumas b_1 a W_1 antes de multiplicar, y queda dentro de W; en b, falta. En la "
    "fórmula, b_1 se suma a X W_1, no a W_1. ¿Qué términos llevan X?",
)
def first_bias_inside_the_product(W1, b1, W2, b2):
    return (W1 + b1) @ W2, b2


@wrong(
    "03.7",
    "`b` está bien; a W_1 le sumas b_1 antes de multiplicar. En la fórmula, b_1 se "
    "suma a X W_1, no a W_1. ¿Qué términos llevan X?",
)
def first_bias_also_inside(W1, b1, W2, b2):
    return (W1 + b1) @ W2, b1 @ W2 + b2


@wrong(
    "03.7",
    "Multiplicas W_2 por W_1 y por b_1, y los datos son filas: X pasa primero por W_1, "
    "y b_1 va a la izquierda de W_2. ¿En qué orden las atraviesa X?",
)
def both_reversed(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


@wrong(
    "03.7",
    "Multiplicas elemento a elemento, con `*`, las matrices y el sesgo. Una capa "
    "después de otra es un producto de matrices. ¿Con qué símbolo?",
)
def elementwise_everything(W1, b1, W2, b2):
    return W1 * W2, b1 * W2 + b2


@wrong(
    "03.7",
    "Sumas las dos matrices, y sus formas ni siquiera encajan. La segunda capa "
    "multiplica lo que sale de la primera. ¿Qué operación las une?",
)
def adds_everything(W1, b1, W2, b2):
    return W1 + W2, b1 + b2


@wrong(
    "03.7",
    "`W` está bien; en `b` sumas los dos sesgos antes de multiplicar por W_2, y son de "
    "capas distintas: h_1 y h_2. ¿Cuál de los dos atraviesa la segunda capa?",
)
def adds_before_second_layer(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2


@wrong(
    "03.7",
    "Aplicas ReLU a los parámetros de la primera capa. Aquí no hay ninguna activación. "
    "¿Qué queda si la quitas?",
)
def relu_on_the_weights(W1, b1, W2, b2):
    return np.maximum(W1, 0) @ W2, np.maximum(b1, 0) @ W2 + b2


@wrong(
    "03.7",
    "`W` está bien; en `b` multiplicas por b_2. El segundo sesgo se suma al final. "
    "¿Qué operación lo une a lo demás?",
)
def multiplies_by_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 * b2


@wrong(
    "03.7",
    "`W` está bien; en `b` sumas por separado los números de b_1 y los de W_2, y "
    "después multiplicas. La segunda capa da a cada número de b_1 su propio peso. "
    "¿Qué producto lo hace?",
)
def sums_before_second_layer(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() * W2.sum(axis=0) + b2


@wrong(
    "03.7",
    "`W` está bien; `b` es cero. Los dos sesgos siguen ahí después de colapsar. "
    "Desarrolla (X W_1 + b_1) W_2 + b_2: ¿qué términos no tienen X?",
)
def no_bias(W1, b1, W2, b2):
    return W1 @ W2, np.zeros(len(b2))


# 03.8 he_initialization ------------------------------------------------------------


def _start(layer_shapes, seed, draw, fill=np.zeros):
    """Una inicialización donde `draw(rng, h_in, h_out)` sortea los pesos."""
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for h_in, h_out in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
        W.append(draw(rng, h_in, h_out))
        b.append(fill(h_out))
    return W, b


def _normal(scale):
    def draw(rng, h_in, h_out):
        return rng.normal(0, scale(h_in, h_out), (h_in, h_out))

    return draw


def _he(h_in, h_out):
    return np.sqrt(2 / h_in)


@wrong(
    "03.8",
    "La desviación de tus pesos es 2/h_{l-1}. Ese número es la varianza, y "
    "`rng.normal` pide la desviación. ¿Qué operación lleva de una a la otra?",
)
def variance_as_deviation(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: 2 / i))


@wrong(
    "03.8",
    "La escala sale del número de salidas de la capa, h_l. Lo que se suma para formar "
    "una preactivación son las entradas. ¿Cuál de los dos tamaños va en la fórmula?",
)
def fan_out(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(2 / o)))


@wrong(
    "03.8",
    "Son dos cosas: usas el número de salidas en lugar del de entradas, y tomas la "
    "varianza por la desviación. ¿Qué tamaño va en la fórmula, y qué pide "
    "`rng.normal`?",
)
def fan_out_variance(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: 2 / o))


@wrong(
    "03.8",
    "Tus pesos tienen desviación 1, sin escala. Con 400 entradas, cada preactivación "
    "sería una suma de 400 términos de ese tamaño. ¿Por qué número hay que "
    "multiplicarlos?",
)
def no_scale(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: 1.0))


@wrong(
    "03.8",
    "Tu varianza es 1/h_{l-1}, la de Xavier en su forma corta. ReLU apaga la mitad de "
    "las unidades, y la media de relu² es la mitad de la varianza. ¿Qué factor lo "
    "compensa?",
)
def xavier(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(1 / i)))


@wrong(
    "03.8",
    "Tu varianza es 2/(h_{l-1} + h_l), la de Xavier. La de He, para ReLU, usa uno solo "
    "de los dos tamaños. ¿Cuál?",
)
def glorot(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(2 / (i + o))))


@wrong(
    "03.8",
    "Tus pesos tienen desviación 0.01 en todas las capas. Una escala fija sirve para "
    "un tamaño y falla en otro. ¿De qué debe depender?",
)
def fixed_small_scale(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: 0.01))


@wrong(
    "03.8",
    "La raíz cubre solo el 2: tu desviación es √2/h_{l-1}. La raíz es de todo el "
    "cociente. ¿Dónde se cierra el paréntesis?",
)
def root_of_two_only(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(2) / i))


@wrong(
    "03.8",
    "Divides entre la escala en lugar de multiplicar: con más entradas, tus pesos "
    "crecen. ¿Deben ser mayores o menores?",
)
def divides_by_scale(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(i / 2)))


@wrong(
    "03.8",
    "La escala de todas tus capas sale de h_0. La primera está bien; las demás reciben "
    "otro número de entradas. ¿Con qué índice miras `layer_shapes`?",
)
def scale_of_the_inputs(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: _he(layer_shapes[0], o)))


@wrong(
    "03.8",
    "Tus pesos no están centrados en 0: su media y su reparto son los de un sorteo "
    "parejo que empieza en 0. Sin más datos, `rng.random` y `rng.uniform` sortean "
    "entre 0 y 1. ¿Qué sorteo está centrado en 0 y es normal?",
)
def positive_uniform(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return rng.random((h_in, h_out)) * _he(h_in, h_out)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "Sorteas parejo entre −√(2/h_{l-1}) y √(2/h_{l-1}). La desviación de ese sorteo es "
    "menor que su borde: √3 veces. ¿Qué distribución pide el enunciado?",
)
def uniform_with_that_edge(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        edge = _he(h_in, h_out)
        return rng.uniform(-edge, edge, (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "La media y la desviación están bien. Pero ningún peso se aleja más de √3 "
    "desviaciones, y en una normal algunos sí. Un sorteo parejo (uniforme) hace eso; "
    "es una variante que también se usa. ¿Qué función de NumPy sortea de una normal?",
    shows_difference=False,
)
def uniform_with_that_variance(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        edge = np.sqrt(6 / h_in)
        return rng.uniform(-edge, edge, (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "La media y la desviación están bien. Pero hay más pesos muy lejos de la media que "
    "en una normal: a más de tres desviaciones deberían estar 27 de cada 10 000. ¿De "
    "qué distribución sorteas?",
    shows_difference=False,
)
def long_tails(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return rng.laplace(0, _he(h_in, h_out) / np.sqrt(2), (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "La media y la desviación están bien. Pero casi ningún peso pasa de tres "
    "desviaciones, y en una normal son 27 de cada 10 000. ¿Cortas el sorteo, o sumas "
    "varios sorteos parejos?",
    shows_difference=False,
)
def short_tails(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        one, two = rng.random((2, h_in, h_out))
        return np.sqrt(6) * _he(h_in, h_out) * (one - two)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "La desviación de tus pesos es 0.88 veces la pedida, y casi ninguno se aleja: es "
    "lo que deja una normal cortada a dos desviaciones. El enunciado no la corta. ¿Qué "
    "haces con los sorteos que salen lejos?",
)
def truncated_normal(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        z = rng.normal(size=(h_in, h_out))
        while np.any(np.abs(z) > 2):
            z = np.where(np.abs(z) > 2, rng.normal(size=z.shape), z)
        return z * _he(h_in, h_out)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "Alguna capa tiene todos los pesos en 0. Entonces sus unidades calculan lo mismo, "
    "reciben el mismo gradiente y nunca se distinguen. ¿De dónde sale el azar?",
    shows_difference=False,
)
def all_zero(layer_shapes, seed):
    return _start(layer_shapes, seed, lambda rng, i, o: np.zeros((i, o)))


@wrong(
    "03.8",
    "Todos los pesos de una capa son el mismo número, y no es 0. `rng.normal` recibe "
    "primero la media y después la desviación: con desviación 0, todo sale igual a la "
    "media. ¿Sorteas un número por cada peso?",
    shows_difference=False,
)
def all_equal(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return rng.normal(_he(h_in, h_out), 0, (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "En alguna capa todas las columnas son iguales. Cada columna es una unidad: con "
    "los mismos pesos calculan lo mismo y nunca se distinguen. ¿Cuántos números "
    "sorteas para cada capa?",
    shows_difference=False,
)
def equal_columns(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return np.repeat(rng.normal(0, _he(h_in, h_out), (h_in, 1)), h_out, axis=1)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "En alguna capa todas las filas son iguales. Cada fila es una entrada: con los "
    "mismos pesos, la capa solo ve la suma de sus entradas. ¿Cuántos números sorteas "
    "para cada capa?",
    shows_difference=False,
)
def equal_rows(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return np.repeat(rng.normal(0, _he(h_in, h_out), (1, h_out)), h_in, axis=0)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "En una capa hay muchos pesos del mismo tamaño, aunque quizá con otro signo. De "
    "una normal casi nunca salen dos iguales, y se piden independientes. ¿Copias, "
    "recortas o redondeas una parte, o eliges entre pocos valores?",
    shows_difference=False,
)
def repeated_weights(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        half = rng.normal(0, _he(h_in, h_out), (h_in * h_out + 1) // 2)
        return np.concatenate([half, -half])[: h_in * h_out].reshape(h_in, h_out)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "En las capas grandes, conocer un peso ayuda a adivinar el de al lado, o su "
    "tamaño. Se piden independientes. ¿Los ordenas, los acumulas o los escalas por "
    "filas después de sortearlos?",
    shows_difference=False,
)
def sorted_weights(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        w = rng.normal(0, _he(h_in, h_out), h_in * h_out)
        return np.sort(w).reshape(h_in, h_out)

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "Algún sesgo no es 0. El argumento de la varianza los deja en 0: no hace falta "
    "azar donde ya lo ponen los pesos. ¿Con qué creas b[l]?",
    shows_difference=False,
)
def nonzero_biases(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(_he), fill=np.ones)


@wrong(
    "03.8",
    "En el índice 0 de las dos listas, o de una, no hay None. Ese lugar no es de "
    "ninguna capa, y None lo dice: quien lo use por error se entera enseguida. ¿Con "
    "qué empiezan tus listas?",
    shows_difference=False,
)
def first_is_not_none(layer_shapes, seed):
    W, b = _start(layer_shapes, seed, _normal(_he))
    return [0, *W[1:]], [0, *b[1:]]


@wrong(
    "03.8",
    "Los dos resultados salen en el orden contrario: primero los sesgos. El enunciado "
    "pide primero W y después b. Mira tu `return`.",
)
def swapped_results_8(layer_shapes, seed):
    W, b = _start(layer_shapes, seed, _normal(_he))
    return b, W


@wrong(
    "03.8",
    "La escala quedó en el lugar de la media: tus pesos rondan √(2/h_{l-1}), y su "
    "desviación es 1. ¿En qué orden recibe `rng.normal` la media y la desviación?",
)
def scale_as_mean(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return rng.normal(_he(h_in, h_out), 1, (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "La varianza quedó en el lugar de la media: tus pesos rondan 2/h_{l-1}, y su "
    "desviación es 1. ¿En qué orden recibe `rng.normal` la media y la desviación, y "
    "cuál de las dos es √(2/h_{l-1})?",
)
def variance_as_mean(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return rng.normal(2 / h_in, 1, (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "La desviación está bien, y la media es 1. El enunciado pide media 0. ¿Qué es el "
    "primer argumento de `rng.normal`?",
)
def centred_at_one(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return rng.normal(1, _he(h_in, h_out), (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "Tu varianza es 2/(h_{l-1} + 1): con pocas entradas se nota. El sesgo no es una "
    "entrada más, y empieza en 0. ¿Cuántos números se suman en h_{l-1} productos?",
)
def counts_the_bias(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(2 / (i + 1))))


@wrong(
    "03.8",
    "La desviación de tus pesos es 1/h_{l-1}. Faltan dos cosas: la raíz, porque "
    "`rng.normal` pide la desviación, y el factor de ReLU. ¿Cuál es la varianza "
    "pedida?",
)
def inverse_of_the_inputs(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: 1 / i))


@wrong(
    "03.8",
    "Tu varianza es 1/h_l: usas las salidas de la capa, y falta el factor de ReLU. "
    "¿Qué tamaño y qué número van en la fórmula?",
)
def xavier_of_the_outputs(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(1 / o)))


@wrong(
    "03.8",
    "Tu desviación es √(6/h_{l-1}). Ese es el borde de un sorteo parejo, no la "
    "desviación de una normal. ¿Qué varianza pide el enunciado?",
)
def edge_as_deviation(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(lambda i, o: np.sqrt(6 / i)))


@wrong(
    "03.8",
    "Solo con seed = 0, dos capas llevan los mismos números, con otra escala. 0 por "
    "cualquier cosa es 0. ¿La semilla de cada capa sale de un producto?",
    shows_difference=False,
)
def seed_times_layer(layer_shapes, seed):
    W, b = [None], [None]
    for l in range(1, len(layer_shapes)):
        rng = np.random.default_rng(seed * l)
        h_in, h_out = layer_shapes[l - 1], layer_shapes[l]
        W.append(rng.normal(0, _he(h_in, h_out), (h_in, h_out)))
        b.append(np.zeros(h_out))
    return W, b


@wrong(
    "03.8",
    "Solo con seed = 0, dos llamadas dan pesos distintos. En Python, 0 cuenta como "
    "falso. ¿Hay un `if seed` o un `seed or …`?",
    shows_difference=False,
)
def zero_is_no_seed(layer_shapes, seed):
    return _start(layer_shapes, seed or None, _normal(_he))


@wrong(
    "03.8",
    "Dos llamadas con la misma semilla dan pesos distintos. Nadie podría repetir tu "
    "entrenamiento. ¿Le pasas `seed` al generador, y sorteas con ese generador?",
    shows_difference=False,
)
def without_seed(layer_shapes, seed):
    return _start(layer_shapes, None, _normal(_he))


@wrong(
    "03.8",
    "Con una semilla y con la siguiente, alguna capa recibe los mismos números. Quizá "
    "la escribiste a mano. ¿Qué le pasas al generador?",
    shows_difference=False,
)
def fixed_seed(layer_shapes, seed):
    return _start(layer_shapes, 0, _normal(_he))


@wrong(
    "03.8",
    "Dos capas tienen los mismos números con otra escala: el generador vuelve a "
    "empezar en cada vuelta. Sus pesos deben ser independientes. ¿Dónde lo creas, "
    "dentro o fuera del ciclo?",
    shows_difference=False,
)
def reseeds_each_layer(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        rng = np.random.default_rng(seed)
        return rng.normal(0, _he(h_in, h_out), (h_in, h_out))

    return _start(layer_shapes, seed, draw)


@wrong(
    "03.8",
    "Tus matrices tienen una fila por salida y una columna por entrada. En este curso "
    "es al revés, para que X W se pueda multiplicar. ¿Qué forma tiene W_l?",
)
def transposed_shapes(layer_shapes, seed):
    W, b = _start(layer_shapes, seed, _normal(_he))
    return [None, *(w.T for w in W[1:])], b


@wrong(
    "03.8",
    "Cada sesgo tiene el tamaño de las entradas de su capa, y el sesgo es de las "
    "unidades que calculan. ¿h_{l-1} o h_l?",
)
def biases_of_the_inputs(layer_shapes, seed):
    W, _ = _start(layer_shapes, seed, _normal(_he))
    return W, [None, *(np.zeros(h) for h in layer_shapes[:-1])]


@wrong(
    "03.8",
    "Cada b[l] es un solo número, y debe haber uno por unidad: el descenso los moverá "
    "por separado. ¿Qué forma tiene b_l?",
)
def scalar_biases(layer_shapes, seed):
    W, _ = _start(layer_shapes, seed, _normal(_he))
    return W, [None, *(0.0 for _ in W[1:])]


@wrong(
    "03.8",
    "Cada b[l] es una matriz de una fila, y se pide un vector de un solo eje, (h_l,). "
    "¿Qué forma le pides a `zeros`?",
)
def row_biases(layer_shapes, seed):
    return _start(layer_shapes, seed, _normal(_he), fill=lambda h: np.zeros((1, h)))


@wrong(
    "03.8",
    "Son dos cosas: tus pesos no están centrados en 0 (sin más datos, `rng.random` y "
    "`rng.uniform` sortean entre 0 y 1), y los multiplicas por la varianza. ¿Qué "
    "sorteo está centrado en 0, y de qué número sale su escala?",
)
def positive_uniform_by_variance(layer_shapes, seed):
    return _start(layer_shapes, seed, lambda rng, i, o: rng.random((i, o)) * 2 / i)


@wrong(
    "03.8",
    "Tus pesos no están centrados en 0: su media y su desviación son las de una normal "
    "a la que se le quita el signo. ¿Hay un `abs` de más?",
)
def absolute_weights(layer_shapes, seed):
    def draw(rng, h_in, h_out):
        return np.abs(rng.normal(0, _he(h_in, h_out), (h_in, h_out)))

    return _start(layer_shapes, seed, draw)
