"""Errores conocidos de la lección 04: cada uno corre, y su frase dice qué lo causa.

El id del error es el nombre de la función, sin el dígito final, que solo separa a los
que se llaman igual en dos ejercicios. Una frase nunca da la respuesta ni afirma algo
que los números no muestren.
"""

import numpy as np

from course_lib import losses as losses_of
from course_lib import mlp
from course_lib.activations import relu, sigmoid, softmax
from course_lib.exercises.model import Mistake

# La red del curso se llama por su módulo: durante una comprobación, los nombres de
# otros ejercicios se sustituyen en el módulo de la función comprobada.

S_TWO_LAYERS = "Dos capas, desenrolladas"
S_ONE_HOT = "De etiquetas a one-hot"
S_SOFTMAX = "Softmax: de números a probabilidades"
S_LOSS = "La entropía cruzada"
S_FORWARD = "La propagación hacia adelante"
S_DELTA = "El gradiente que se simplifica"
S_BACKPROP = "La retropropagación, línea por línea"
S_STEP = "Un paso de descenso"
S_TRAIN = "El algoritmo 1, corregido"
S_PREDICT = "Predecir"

_HOME = {
    "04.1": S_ONE_HOT,
    "04.2": S_SOFTMAX,
    "04.3": S_LOSS,
    "04.4": S_FORWARD,
    "04.5": S_DELTA,
    "04.6": S_BACKPROP,
    "04.7": S_STEP,
    "04.8": S_TRAIN,
    "04.9": S_PREDICT,
}
_DECLARED = {exercise_id: [] for exercise_id in _HOME}


def mistakes_of(exercise_id):
    """Los errores de un ejercicio, en orden."""
    return tuple(_DECLARED[exercise_id])


def wrong(exercise_id, message, section=None, *, shows_difference=True):
    """Declara la función decorada como un error conocido del ejercicio."""

    def declare(function):
        name = function.__name__.removesuffix(f"_{exercise_id[-1]}")
        home = section or _HOME[exercise_id]
        mistake = Mistake(name, function, message, home, shows_difference)
        _DECLARED[exercise_id].append(mistake)
        return function

    return declare


# 04.1 one_hot ----------------------------------------------------------------------


def _ones_at(rows, columns, shape):
    Y = np.zeros(shape)
    Y[rows, columns] = 1.0
    return Y


@wrong(
    "04.1",
    "Pusiste unos en la columna de cada clase, pero en todas las filas. Un `:` en el "
    "primer índice abarca todas las filas a la vez. ¿Cómo dices «la fila i con la "
    "columna de y[i]»?",
)
def every_row(y, n_classes):
    Y = np.zeros((len(y), n_classes))
    Y[:, y] = 1.0
    return Y


@wrong(
    "04.1",
    "Tu matriz tiene una clase por fila y un ejemplo por columna. En este curso cada "
    "fila es un ejemplo. Mira el orden de los dos tamaños al crear Y.",
)
def transposed(y, n_classes):
    return _ones_at(y, np.arange(len(y)), (n_classes, len(y)))


@wrong(
    "04.1",
    "Cada 1 quedó una columna a la izquierda de la suya. Suele pasar al contar las "
    "clases desde 1. Aquí van de 0 a K − 1: ¿en qué columna cae la clase 0?",
)
def counts_from_one(y, n_classes):
    return _ones_at(np.arange(len(y)), y - 1, (len(y), n_classes))


@wrong(
    "04.1",
    "Cada 1 quedó una columna a la derecha de la suya. Las clases van de 0 a K − 1, "
    "y las columnas también. ¿Sumas 1 en algún lugar?",
)
def shifted_right(y, n_classes):
    columns = (y + 1) % n_classes
    return _ones_at(np.arange(len(y)), columns, (len(y), n_classes))


@wrong(
    "04.1",
    "El número de columnas depende de las etiquetas que llegaron. Si la última clase "
    "no aparece en el lote, falta su columna. ¿Qué argumento te dice cuántas clases "
    "hay?",
)
def columns_from_maximum(y, n_classes):
    return _ones_at(np.arange(len(y)), y, (len(y), y.max() + 1))


@wrong(
    "04.1",
    "Hay una columna por cada clase que aparece en el lote, no por cada clase que "
    "existe. Así, dos lotes distintos dan columnas que no se corresponden. ¿Qué "
    "argumento te dice cuántas clases hay?",
)
def columns_from_present(y, n_classes):
    return (y[:, None] == np.unique(y)[None, :]).astype(float)


@wrong(
    "04.1",
    "Las columnas siguen el orden de las clases que aparecen en el lote. La columna k "
    "debe ser la clase k en cualquier lote, aunque falten otras. Busca un `unique` o "
    "un diccionario que renumere.",
)
def renumbered(y, n_classes):
    _, position = np.unique(y, return_inverse=True)
    return _ones_at(np.arange(len(y)), position, (len(y), n_classes))


@wrong(
    "04.1",
    "Escribes la etiqueta misma donde va el 1: la clase 2 deja un 2, y la clase 0 no "
    "deja nada. Cada fila debe sumar 1. ¿Qué valor asignas?",
)
def writes_the_label(y, n_classes):
    Y = np.zeros((len(y), n_classes))
    Y[np.arange(len(y)), y] = y
    return Y


@wrong(
    "04.1",
    "Marcas con 0 la clase y con 1 las demás: está al revés. Mira con qué valor creas "
    "la matriz y con cuál marcas.",
)
def inverted(y, n_classes):
    return 1.0 - _ones_at(np.arange(len(y)), y, (len(y), n_classes))


@wrong(
    "04.1",
    "Marcas con −1 lo que no es la clase. Esa codificación existe para otros modelos; "
    "aquí Y se lee como probabilidades. ¿Cuánto vale la probabilidad de una clase que "
    "no es?",
)
def minus_one(y, n_classes):
    return 2.0 * _ones_at(np.arange(len(y)), y, (len(y), n_classes)) - 1.0


@wrong(
    "04.1",
    "Los números están bien, pero sobra un eje: cada fila quedó dentro de otra lista. "
    "Suele venir de indexar con `y.reshape(-1, 1)`. ¿Qué forma tiene y al indexar?",
)
def extra_axis(y, n_classes):
    return np.eye(n_classes)[y.reshape(-1, 1)]


@wrong(
    "04.1",
    "Tu matriz es la misma para cualquier lote: sus unos están en la diagonal. ¿Dónde "
    "usas los valores de y?",
)
def identity(y, n_classes):
    return np.eye(len(y), n_classes)


@wrong(
    "04.1",
    "`np.zeros(m, K)` recibe dos argumentos sueltos, y NumPy toma el segundo por el "
    "tipo de los números. La forma es una sola cosa, una tupla con sus propios "
    "paréntesis. ¿Cómo se escribe una tupla de dos?",
    shows_difference=False,
)
def shape_without_tuple(y, n_classes):
    return np.zeros(len(y), n_classes)


@wrong(
    "04.1",
    "`Y[y] = 1` elige filas: llena de unos la fila entera de cada número que aparece "
    "en y. Cada ejemplo debe marcar una sola entrada de su fila. ¿Qué dos índices "
    "señalan esa entrada?",
)
def whole_rows(y, n_classes):
    Y = np.zeros((len(y), n_classes))
    Y[y] = 1.0
    return Y


@wrong(
    "04.1",
    "Son dos cosas. Hay una clase por fila y un ejemplo por columna, y aquí cada fila "
    "es un ejemplo. Además cuentas las clases desde 1, y van de 0 a K − 1. Empieza por "
    "la forma de Y.",
)
def transposed_from_one(y, n_classes):
    return _ones_at(y - 1, np.arange(len(y)), (n_classes, len(y)))


@wrong(
    "04.1",
    "Hay una columna de más: K + 1. Si las clases van de 0 a K − 1, ¿cuántas son, y "
    "qué número lleva la última columna?",
)
def extra_column(y, n_classes):
    return np.eye(n_classes + 1)[y]


@wrong(
    "04.1",
    "Tomas las primeras filas de la identidad: salen las mismas para cualquier lote, "
    "y nunca más de K. La fila que le toca a cada ejemplo depende de su clase. ¿Dónde "
    "usas los valores de y?",
)
def first_rows_of_identity(y, n_classes):
    return np.eye(n_classes)[: len(y)]


@wrong(
    "04.1",
    "Comparas y, de forma (m,), con las K clases, de forma (K,): NumPy intenta "
    "emparejarlas una a una, y no son tantas. Quieres cada etiqueta contra todas las "
    "clases. ¿Qué forma debe tener y para que la difusión arme una tabla (m, K)?",
    shows_difference=False,
)
def missing_axis(y, n_classes):
    return (y == np.arange(n_classes)).astype(float)


# 04.2 softmax ----------------------------------------------------------------------


@wrong(
    "04.2",
    "Con números pequeños funciona; con 1000, no. e^1000 no cabe en un float64: da "
    "infinito, y luego infinito entre infinito. ¿Qué le puedes restar a toda una fila "
    "sin que cambie su softmax?",
)
def unstable(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Cada columna suma 1, y deben sumar 1 las filas. El eje 0 recorre ejemplos; el 1, "
    "clases. ¿Entre quiénes se reparte la probabilidad de un ejemplo?",
)
def wrong_axis(Z):
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


@wrong(
    "04.2",
    "La matriz entera suma 1, y debe sumar 1 cada fila. Una suma sin `axis` mezcla a "
    "todos los ejemplos. ¿Sobre qué eje se suma para tratar cada fila aparte?",
)
def all_together(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


@wrong(
    "04.2",
    "El máximo sí lo tomas fila por fila; la suma, no: sin `axis` suma la matriz "
    "entera, y toda la matriz suma 1. Debe sumar 1 cada fila. ¿Sobre qué eje se suma "
    "para tratar cada fila aparte?",
)
def sums_everything(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum()


@wrong(
    "04.2",
    "Son dos cosas. La suma no tiene `axis`: suma la matriz entera, y debe sumar 1 "
    "cada fila. Y e^1000 no cabe en un float64. Arregla primero el eje; después, "
    "¿qué puedes restarle a una fila sin que cambie su softmax?",
)
def sums_everything_unstable(Z):
    E = np.exp(Z)
    return E / E.sum()


@wrong(
    "04.2",
    "Restas el máximo de toda la matriz. Si una fila está muy por debajo de otra, "
    "todas sus exponenciales se vuelven 0, y queda 0 entre 0. ¿De qué conjunto de "
    "números debe salir el máximo?",
)
def global_maximum(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Restas a cada columna su máximo. Restar algo no cambia la softmax solo si toda "
    "una fila pierde lo mismo. Revisa el `axis` del máximo.",
)
def maximum_by_columns(Z):
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Restas el mínimo de cada fila. Así todos los exponentes quedan positivos y los "
    "grandes siguen desbordando. ¿Qué número de la fila deja todos los exponentes en "
    "0 o menos?",
)
def subtracts_minimum(Z):
    E = np.exp(Z - Z.min(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Restas la media de cada fila. Alcanza con números parecidos, pero en una fila "
    "con 1000 y 0 la exponencial sigue desbordando. ¿Qué número de la fila garantiza "
    "que no?",
)
def subtracts_mean(Z):
    E = np.exp(Z - Z.mean(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Recortas los valores grandes antes de la exponencial: ya no desborda, pero 1000 "
    "y 999 terminan empatados. Recortar cambia el resultado. ¿Qué operación lo deja "
    "igual?",
)
def clipped(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Tus números son la softmax aplicada dos veces: salen demasiado parecidos entre "
    "sí. ¿Llamas a `softmax` sobre algo que ya son probabilidades?",
)
def twice(Z):
    return softmax(softmax(Z))


@wrong(
    "04.2",
    "Tomas exponenciales, pero las filas no suman 1. Falta el segundo paso de la "
    "fórmula: ¿entre qué se divide cada exponencial?",
)
def not_normalized(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@wrong(
    "04.2",
    "Divides cada número entre la suma de su fila, sin la exponencial. Con números "
    "negativos, o que suman 0, eso no da probabilidades. Compara tu numerador con el "
    "de la fórmula.",
)
def no_exponential(Z):
    with np.errstate(all="ignore"):
        return Z / Z.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Eso es la sigmoide de cada número por separado: las filas no suman 1. En la "
    "softmax cada salida depende de toda su fila. ¿Dónde entra el resto de la fila?",
)
def sigmoid_instead(Z):
    return sigmoid(Z)


@wrong(
    "04.2",
    "Devuelves el logaritmo de las probabilidades. Sirve para la pérdida, pero aquí "
    "se piden números entre 0 y 1. ¿Qué falta para volver del logaritmo?",
)
def log_softmax(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


@wrong(
    "04.2",
    "Devuelves el signo al revés: la probabilidad más alta es la del número más bajo. "
    "Mira el exponente: ¿lleva un menos, o restas en el orden contrario?",
)
def negated(Z):
    return softmax(-Z)


@wrong(
    "04.2",
    "Marcas con 1 el mayor de cada fila y con 0 los demás. La softmax también reparte "
    "algo a los otros. ¿Qué fracción le toca a cada uno?",
)
def hard_maximum(Z):
    return np.equal(Z, Z.max(axis=1, keepdims=True)).astype(float)


@wrong(
    "04.2",
    "Cuando la entrada es de enteros, tus probabilidades se truncan a 0 o 1. Un "
    "arreglo creado con `zeros_like` o `copy` hereda el tipo entero. ¿De qué tipo "
    "debe ser el resultado?",
)
def integer_dtype_2(Z):
    P = np.zeros_like(Z)
    P[:] = softmax(Z)
    return P


@wrong(
    "04.2",
    "Tu función cambia la Z que recibió: `Z -= …` escribe en el mismo arreglo. Quien "
    "te llamó todavía la necesita para la retropropagación. ¿Cómo calculas lo mismo "
    "en un arreglo nuevo?",
)
def in_place_2(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return softmax(Z)


@wrong(
    "04.2",
    "El máximo que restas es el de cada fila, pero la suma que divide es la de cada "
    "columna. Las filas no suman 1. Revisa el eje de la suma.",
)
def sum_by_columns(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        return E / E.sum(axis=0)


@wrong(
    "04.2",
    "Restas el mayor valor absoluto de la fila. Si el más grande en tamaño es "
    "negativo, como −1000, le restas 1000 a toda la fila: las exponenciales se vuelven "
    "0, y queda 0 entre 0. ¿Qué número de la fila deja un exponente en 0?",
)
def absolute_maximum(Z):
    E = np.exp(Z - np.abs(Z).max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "El máximo o la suma de cada fila salen con forma (m,), y no encajan con Z, de "
    "forma (m, K). Hace falta que sigan siendo una columna, (m, 1). ¿Qué argumento de "
    "`max` y de `sum` conserva el eje?",
    shows_difference=False,
)
def missing_keepdims(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1)


@wrong(
    "04.2",
    "La suma del denominador no vuelve a 0 al cambiar de fila: la primera fila está "
    "bien, y cada una arrastra las anteriores. ¿En qué ciclo va la línea que la "
    "inicia?",
)
def running_sum(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / np.cumsum(E.sum(axis=1))[:, None]


@wrong(
    "04.2",
    "Divides cada fila entre su máximo, en lugar de restárselo. Dividir cambia las "
    "diferencias entre los números, y con ellas las probabilidades. ¿Qué operación las "
    "deja como están?",
)
def divides_by_maximum(Z):
    with np.errstate(all="ignore"):
        E = np.exp(Z / Z.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Usas potencias de 2, y la fórmula usa potencias de e. Las filas suman 1, pero la "
    "ventaja de la primera sale más chica. ¿Qué función de NumPy es e elevado a algo?",
)
def powers_of_two(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Restas el mínimo y divides entre la suma, sin la exponencial: el menor de cada "
    "fila queda siempre en 0. En la softmax nadie queda en 0 exacto. Compara tu "
    "numerador con el de la fórmula.",
)
def shifted_without_exponential(Z):
    Z = Z - Z.min(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return Z / Z.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Pasas cada número por la sigmoide y después divides entre la suma. Las filas "
    "suman 1, pero la sigmoide aplana los números grandes: 5 y 10 salen casi iguales. "
    "¿Qué función lleva el numerador de la fórmula?",
)
def normalized_sigmoid(Z):
    S = sigmoid(Z)
    with np.errstate(all="ignore"):
        return S / S.sum(axis=1, keepdims=True)


@wrong(
    "04.2",
    "Cambiar el NaN por 0 esconde el aviso, y quedan filas que no suman 1. El NaN "
    "viene de infinito entre infinito, o de 0 entre 0. ¿Cómo evitas que la exponencial "
    "se desborde?",
)
def hides_nan_2(Z):
    with np.errstate(all="ignore"):
        E = np.exp(Z)
        return np.nan_to_num(E / E.sum(axis=1, keepdims=True))


@wrong(
    "04.2",
    "Trabajas todo el tiempo en el arreglo que recibiste: `Z -= …`, `out=Z`, `Z /= …`. "
    "Quien te llamó pierde su Z, y si es de enteros ni siquiera caben los decimales. "
    "¿Cómo calculas lo mismo en un arreglo nuevo?",
)
def everything_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


# 04.3 cross_entropy ----------------------------------------------------------------


def _log(Y_hat, floor=1e-12):
    return np.log(np.maximum(Y_hat, floor))


@wrong(
    "04.3",
    "Sumas la pérdida de los {m} ejemplos sin promediar. Así la pérdida crece con el "
    "tamaño del lote, y no se pueden comparar dos lotes. ¿Dónde está el 1/m de la "
    "fórmula?",
)
def missing_mean_3(Y_hat, Y):
    return -np.sum(Y * _log(Y_hat))


@wrong(
    "04.3",
    "Promedias sobre todas las entradas de la matriz, que son m·K. La media es sobre "
    "ejemplos, y cada ejemplo aporta un solo término distinto de 0. Mira qué cuenta "
    "tu `mean`.",
)
def mean_over_all_3(Y_hat, Y):
    return -np.mean(Y * _log(Y_hat))


@wrong(
    "04.3",
    "Divides entre el número de clases, y la fórmula divide entre el de ejemplos. Con "
    "Y de forma (m, K), ¿qué devuelve `len(Y)` y qué devuelve `Y.shape[1]`?",
)
def divides_by_classes_3(Y_hat, Y):
    return -np.sum(Y * _log(Y_hat)) / Y.shape[1]


@wrong(
    "04.3",
    "Divides dos veces entre m. Un `mean` ya divide una vez. Busca la otra división.",
)
def double_mean_3(Y_hat, Y):
    return -np.mean(np.sum(Y * _log(Y_hat), axis=1)) / len(Y)


@wrong(
    "04.3",
    "El signo está al revés: tu pérdida es negativa. El logaritmo de una probabilidad "
    "nunca es positivo. ¿Qué lo compensa en la fórmula?",
)
def missing_sign(Y_hat, Y):
    return np.sum(Y * _log(Y_hat)) / len(Y)


@wrong(
    "04.3",
    "Cuando una probabilidad es exactamente 0, tu pérdida deja de ser un número "
    "finito. log(0) es −∞, y 0 por −∞ es NaN. ¿Qué puedes hacer con Ŷ antes del "
    "logaritmo?",
)
def log_of_zero(Y_hat, Y):
    with np.errstate(all="ignore"):
        return -np.sum(Y * np.log(Y_hat)) / len(Y)


@wrong(
    "04.3",
    "Tu pérdida es infinita cuando la clase verdadera tiene probabilidad 0. Los otros "
    "ceros ya no te estorban. ¿Qué número finito y grande tendría sentido ahí?",
)
def infinite_at_zero(Y_hat, Y):
    with np.errstate(all="ignore"):
        return -np.sum(np.log(Y_hat[Y > 0])) / len(Y)


@wrong(
    "04.3",
    "Un ejemplo cuya clase verdadera tiene probabilidad 0 no te cuesta nada. Es el "
    "peor error posible, y debe costar mucho. ¿Qué hace tu código con el logaritmo de "
    "0?",
)
def zero_is_free(Y_hat, Y):
    return -np.sum(Y * np.log(np.where(Y_hat > 0, Y_hat, 1.0))) / len(Y)


@wrong(
    "04.3",
    "Tus números salen con el logaritmo en base 10. El curso usa el natural, el "
    "inverso de la exponencial de la softmax. ¿Cómo se llama en NumPy?",
)
def base_ten(Y_hat, Y):
    return -np.sum(Y * np.log10(np.maximum(Y_hat, 1e-12))) / len(Y)


@wrong(
    "04.3",
    "Son dos cosas. El logaritmo es el de base 10, y el curso usa el natural, el «ln» "
    "de la calculadora. Además, con una probabilidad exactamente 0 la pérdida deja de "
    "ser finita. Empieza por el logaritmo: ¿cómo se llama el natural en NumPy?",
)
def base_ten_of_zero(Y_hat, Y):
    with np.errstate(all="ignore"):
        return -np.sum(Y * np.log10(Y_hat)) / len(Y)


@wrong(
    "04.3",
    "Tus números salen con el logaritmo en base 2, el de la teoría de la información. "
    "El curso usa el natural. ¿Cómo se llama en NumPy?",
)
def base_two(Y_hat, Y):
    return -np.sum(Y * np.log2(np.maximum(Y_hat, 1e-20))) / len(Y)


@wrong(
    "04.3",
    "Sumas también los términos (1 − Y) log(1 − Ŷ), los de dos clases con una sola "
    "salida. Con softmax las demás clases ya pesan a través de Ŷ. Compara tu suma con "
    "la fórmula.",
)
def binary_terms(Y_hat, Y):
    return -np.sum(Y * _log(Y_hat) + (1 - Y) * _log(1 - Y_hat)) / len(Y)


@wrong(
    "04.3",
    "Intercambiaste los papeles: el logaritmo va sobre la predicción, no sobre la "
    "verdad. Mira el orden de los dos argumentos.",
)
def swapped_arguments(Y_hat, Y):
    return -np.sum(Y_hat * _log(Y)) / len(Y)


@wrong(
    "04.3",
    "Eso es la entropía de la predicción: mide cuán repartida está, no cuánto se "
    "equivoca. ¿Dónde entra la verdad, Y?",
)
def entropy_of_prediction(Y_hat, Y):
    return -np.sum(Y_hat * _log(Y_hat)) / len(Y)


@wrong(
    "04.3",
    "Eso es el error cuadrático. También mide distancia, pero castiga poco un error "
    "del que la red está segura. ¿Dónde está el logaritmo de la fórmula?",
)
def squared_error(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2) / len(Y)


@wrong(
    "04.3",
    "Tomas la probabilidad más alta de cada fila, acierte o no. La pérdida mira la "
    "probabilidad de la clase verdadera. ¿Cómo te dice Y cuál es?",
)
def highest_probability(Y_hat, Y):
    return -np.sum(np.log(Y_hat.max(axis=1))) / len(Y)


@wrong(
    "04.3",
    "Promedias las probabilidades y luego tomas el logaritmo. La pérdida es la media "
    "de los logaritmos, y no son lo mismo. ¿Qué operación va primero?",
)
def log_of_mean(Y_hat, Y):
    return -_log(np.mean(np.sum(Y * Y_hat, axis=1)))


@wrong(
    "04.3",
    "Devuelves una pérdida por ejemplo, y se pide un solo número para el lote. ¿Qué "
    "falta hacer con esos m números?",
)
def one_per_example(Y_hat, Y):
    return -np.sum(Y * _log(Y_hat), axis=1)


@wrong(
    "04.3",
    "Devuelves una pérdida por clase, y se pide un solo número para el lote. Mira "
    "sobre qué ejes sumas.",
)
def one_per_class(Y_hat, Y):
    return -np.sum(Y * _log(Y_hat), axis=0) / len(Y)


@wrong(
    "04.3",
    "Sumas la probabilidad de la clase verdadera, sin logaritmo. Compara tu suma con "
    "la fórmula, símbolo por símbolo.",
)
def missing_logarithm(Y_hat, Y):
    return -np.sum(Y * Y_hat) / len(Y)


@wrong(
    "04.3",
    "El valor es correcto, pero viene dentro de un arreglo de un elemento. Se pide un "
    "número. Busca un `keepdims`, o una suma a la que le sobra un `axis`.",
)
def array_of_one(Y_hat, Y):
    return np.array([-np.sum(Y * _log(Y_hat)) / len(Y)])


@wrong(
    "04.3",
    "Sumas 0.001 dentro del logaritmo, y eso ya cambia la tercera cifra. El arreglo "
    "solo hace falta donde la probabilidad es 0. ¿Cuánto más pequeño puede ser?",
)
def large_epsilon(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat + 1e-3)) / len(Y)


@wrong(
    "04.3",
    "Cuando hay una probabilidad 0, toda la pérdida del lote se vuelve 0. Suele venir "
    "de cambiar el NaN por 0 al final. El NaN avisaba de un logaritmo de 0: ¿dónde "
    "conviene evitarlo?",
)
def hides_nan(Y_hat, Y):
    with np.errstate(all="ignore"):
        return np.nan_to_num(-np.sum(Y * np.log(Y_hat)) / len(Y))


@wrong(
    "04.3",
    "Sumas 0.01 dentro del logaritmo, y eso ya cambia la segunda cifra. El arreglo "
    "solo hace falta donde la probabilidad es 0. ¿Cuánto más pequeño puede ser?",
)
def larger_epsilon(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat + 1e-2)) / len(Y)


@wrong(
    "04.3",
    "El producto de matrices `Y @ log(Ŷ).T` cruza a cada ejemplo con todos los demás; "
    "con un solo ejemplo no se nota. Cada fila de Y va con su propia fila de Ŷ. ¿Qué "
    "producto empareja entrada con entrada?",
)
def mixes_examples(Y_hat, Y):
    return -np.sum(Y @ _log(Y_hat, 1e-15).T) / len(Y)


# 04.4 forward_propagation ----------------------------------------------------------


def _forward(X, W, b, *, g=relu, output=softmax, pre=None):
    """Una ida con otra activación, otra salida u otra preactivación."""
    pre = pre or (lambda A, W, b: A @ W + b)
    L = len(W) - 1
    Z, A = [None], [X]
    for layer in range(1, L + 1):
        Z.append(pre(A[-1], W[layer], b[layer]))
        A.append(output(Z[-1]) if layer == L else g(Z[-1]))
    return A[L], (Z, A)


def _same(Z):
    return Z


@wrong(
    "04.4",
    "Las preactivaciones de la capa 1 están bien, y A[1] es igual a Z[1]: falta la "
    "activación. Sin ella, dos capas seguidas equivalen a una sola. ¿Qué va entre Z y "
    "A en una capa oculta?",
)
def no_activation(X, W, b):
    return _forward(X, W, b, g=_same)


@wrong(
    "04.4",
    "Las capas ocultas están bien. A Z[L] le aplicas relu antes de la softmax, y eso "
    "borra los negativos. ¿Qué activación lleva la última capa, y cuántas?",
)
def relu_before_softmax(X, W, b):
    return _forward(X, W, b, output=lambda Z: softmax(relu(Z)))


@wrong(
    "04.4",
    "La última capa usa relu, y sus filas no suman 1. La salida debe ser de "
    "probabilidades. ¿La última vuelta del ciclo hace lo mismo que las demás?",
)
def relu_at_output(X, W, b):
    return _forward(X, W, b, output=relu)


@wrong(
    "04.4",
    "Aplicas softmax en todas las capas. En las ocultas, las unidades no compiten por "
    "repartirse un total de 1. ¿Qué activación llevan esas capas?",
)
def softmax_every_layer(X, W, b):
    return _forward(X, W, b, g=softmax)


@wrong(
    "04.4",
    "En las capas ocultas usas la sigmoide: A[1] queda entre 0 y 1. El enunciado pide "
    "otra activación. ¿Cuál deja intactos los positivos?",
)
def sigmoid_hidden(X, W, b):
    return _forward(X, W, b, g=sigmoid)


@wrong(
    "04.4",
    "En las capas ocultas usas tanh: A[1] queda entre −1 y 1. El enunciado pide otra "
    "activación. ¿Cuál deja intactos los positivos?",
)
def tanh_hidden(X, W, b):
    return _forward(X, W, b, g=np.tanh)


@wrong(
    "04.4",
    "A[1] contiene solo ceros y unos. Eso es la derivada de relu, no relu. ¿Qué pasa "
    "con el valor de Z cuando es positivo?",
    S_TWO_LAYERS,
)
def derivative_instead(X, W, b):
    return _forward(X, W, b, g=lambda Z: (Z > 0) * 1.0)


@wrong(
    "04.4",
    "En A[1], los negativos de Z[1] aparecen con el signo cambiado. Eso es el valor "
    "absoluto. ¿Qué hace relu con un negativo?",
)
def absolute_hidden(X, W, b):
    return _forward(X, W, b, g=np.abs)


@wrong(
    "04.4",
    "En A[1] quedaron los negativos y se borraron los positivos. Mira tu máximo o tu "
    "comparación: ¿qué lado conserva relu?",
)
def minimum_hidden(X, W, b):
    return _forward(X, W, b, g=lambda Z: np.minimum(Z, 0))


@wrong(
    "04.4",
    "En A[1], los negativos se achican en vez de volverse 0. Eso es leaky relu, una "
    "pariente. El enunciado pide relu.",
)
def leaky_hidden(X, W, b):
    return _forward(X, W, b, g=lambda Z: np.where(Z > 0, Z, 0.01 * Z))


@wrong(
    "04.4",
    "Todo está bien hasta Z[L]; la salida es Z[L] misma. Todavía no son "
    "probabilidades: pueden ser negativas. ¿Qué falta en la última capa?",
)
def no_softmax(X, W, b):
    return _forward(X, W, b, output=_same)


@wrong(
    "04.4",
    "La última capa usa la sigmoide: cada salida está entre 0 y 1, pero las filas no "
    "suman 1. ¿Qué función reparte la probabilidad entre las K clases?",
    S_SOFTMAX,
)
def sigmoid_output(X, W, b):
    return _forward(X, W, b, output=sigmoid)


@wrong(
    "04.4",
    "Aplicas la softmax dos veces a la salida: las probabilidades salen demasiado "
    "parecidas. ¿La última vuelta del ciclo ya la aplica, y después otra línea la "
    "repite?",
)
def softmax_twice(X, W, b):
    return _forward(X, W, b, output=lambda Z: softmax(softmax(Z)))


@wrong(
    "04.4",
    "En la salida suman 1 las columnas, y deben sumar 1 las filas. Cada fila es un "
    "ejemplo. Mira sobre qué eje normalizas.",
    S_SOFTMAX,
)
def softmax_by_columns(X, W, b):
    return _forward(X, W, b, output=lambda Z: softmax(Z.T).T)


@wrong(
    "04.4",
    "Hasta Z[L] todo está bien. La softmax de tu última capa se desborda con números "
    "grandes y da NaN. ¿Qué se resta a cada fila para evitarlo?",
    S_SOFTMAX,
)
def unstable_softmax(X, W, b):
    def output(Z):
        E = np.exp(Z)
        return E / E.sum(axis=1, keepdims=True)

    return _forward(X, W, b, output=output)


@wrong(
    "04.4",
    "A Z[1] le falta el sesgo: es el producto de matrices y nada más. Revisa si b "
    "aparece en tu código, y con qué índice.",
    S_TWO_LAYERS,
)
def missing_bias(X, W, b):
    return _forward(X, W, b, pre=lambda A, W, b: A @ W)


@wrong(
    "04.4",
    "A Z[1] le restas el sesgo. En este curso la preactivación lo suma. Mira el signo "
    "delante de b.",
    S_TWO_LAYERS,
)
def subtracts_bias(X, W, b):
    return _forward(X, W, b, pre=lambda A, W, b: A @ W - b)


@wrong(
    "04.4",
    "La caché guarda Z sin el sesgo, aunque A sí lo tiene en cuenta. Z[l] es lo que "
    "entra a la activación, completo. ¿En qué momento guardas Z?",
)
def caches_before_bias(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    layers = range(1, len(W))
    return Y_hat, ([None, *(Z[layer] - b[layer] for layer in layers)], A)


@wrong(
    "04.4",
    "El sesgo se suma después de relu, y va antes. Z[l] ya lo incluye. Revisa el "
    "orden de las dos operaciones.",
    S_TWO_LAYERS,
)
def bias_after_activation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for layer in range(1, L):
        Z.append(A[-1] @ W[layer])
        A.append(relu(Z[-1]) + b[layer])
    Z.append(A[-1] @ W[L] + b[L])
    A.append(softmax(Z[-1]))
    return A[L], (Z, A)


@wrong(
    "04.4",
    "En la caché, Z y A están intercambiadas: donde va la preactivación hay una "
    "activación. El par es (Z, A), en ese orden. ¿En qué orden las devuelves?",
)
def swapped_cache(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, ([None, *A[1:]], [X, *Z[1:]])


@wrong(
    "04.4",
    "En la caché, Z[1] ya pasó por relu: sus negativos son 0. Suele pasar al guardar "
    "A en los dos lugares, o al rectificar Z en su mismo arreglo. La vuelta necesita "
    "la Z original.",
)
def rectified_cache(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, ([None, *(relu(z) for z in Z[1:-1]), Z[-1]], A)


@wrong(
    "04.4",
    "En la caché, A[1] es igual a Z[1]: guardaste la preactivación dos veces. El "
    "resultado final sí usa relu. ¿Qué variable agregas a la lista A?",
)
def unactivated_cache(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, (Z, [X, *Z[1:-1], Y_hat])


@wrong(
    "04.4",
    "`Y_hat` está bien, pero en la caché A[L] es Z[L]: falta guardar lo que sale de la "
    "softmax. ¿Qué agregas a la lista A en la última capa?",
)
def logits_in_cache(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, (Z, [*A[:-1], Z[-1]])


@wrong(
    "04.4",
    "Los valores están bien, pero en la caché falta A[0], la entrada de la capa 1. La "
    "retropropagación la necesita para el gradiente de W[1]. ¿Qué activaciones recibe "
    "la primera capa?",
)
def missing_input_in_cache(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, (Z, [None, *A[1:]])


@wrong(
    "04.4",
    "A las listas de la caché les falta un elemento. Suele faltar el lugar del índice "
    "0, que alinea la fórmula con el código, o la última capa, si un `range` no llega "
    "a L. Escribe qué hay en Z[0], Z[1] y Z[L].",
)
def short_lists(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, (Z[1:], A[1:])


@wrong(
    "04.4",
    "En una red con varias capas, la primera no tiene activación y las otras sí. Mira "
    "desde qué valor de l aplicas relu.",
)
def first_layer_linear(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for layer in range(1, L + 1):
        Z.append(A[-1] @ W[layer] + b[layer])
        hidden = Z[-1] if layer == 1 else relu(Z[-1])
        A.append(softmax(Z[-1]) if layer == L else hidden)
    return A[L], (Z, A)


@wrong(
    "04.4",
    "Devuelves un solo arreglo, y se esperan dos cosas: las predicciones y la caché. "
    "Sin la caché no se puede volver hacia atrás. Mira tu `return`.",
)
def only_prediction(X, W, b):
    return _forward(X, W, b)[0]


@wrong(
    "04.4",
    "`Z = A = […]` no crea dos listas: es una sola, con dos nombres. Al guardar A[l] "
    "borras Z[l], y la vuelta necesita las dos. ¿Cómo creas dos listas distintas?",
)
def same_list(X, W, b):
    Y_hat, (_, A) = _forward(X, W, b)
    return Y_hat, (A, A)


@wrong(
    "04.4",
    "Entre A y W usas `*`, que multiplica entrada con entrada y exige formas que "
    "encajen. La capa combina las columnas de A con las filas de W. ¿Qué operador es "
    "el producto de matrices?",
    S_TWO_LAYERS,
    shows_difference=False,
)
def elementwise_product(X, W, b):
    return _forward(X, W, b, pre=lambda A, W, b: A * W + b)


@wrong(
    "04.4",
    "Escribes W antes que A, como en los textos donde cada ejemplo es una columna. "
    "Aquí cada ejemplo es una fila, y W[l] tiene forma (h_{l-1}, h_l). ¿En qué orden "
    "encajan (m, h_{l-1}) y (h_{l-1}, h_l)?",
    S_TWO_LAYERS,
    shows_difference=False,
)
def columns_convention(X, W, b):
    return _forward(X, W, b, pre=lambda A, W, b: W @ A + b)


@wrong(
    "04.4",
    "Multiplicas X por los pesos de todas las capas. Solo la primera recibe X; la capa "
    "2 recibe lo que salió de la 1. ¿Qué lista guarda eso, y con qué índice?",
    S_TWO_LAYERS,
    shows_difference=False,
)
def input_in_every_layer(X, W, b):
    return _forward(X, W, b, pre=lambda A, W, b: X @ W + b)


@wrong(
    "04.4",
    "Escribiste dos capas a mano: con una o con tres, tu función no sirve. L sale de "
    "la lista W. ¿Cuántas vueltas debe dar un ciclo, y qué hace en la última?",
)
def only_two_layers(X, W, b):
    A_1 = relu(X @ W[1] + b[1])
    Z_2 = A_1 @ W[2] + b[2]
    Y_hat = softmax(Z_2)
    return Y_hat, ([None, X @ W[1] + b[1], Z_2], [X, A_1, Y_hat])


@wrong(
    "04.4",
    "Con una sola capa, la primera también es la última, y la tuya lleva relu. Si "
    "la capa 1 va fuera del ciclo, nadie pregunta si es la de salida. ¿Puede entrar "
    "al ciclo?",
)
def single_layer_without_softmax(X, W, b):
    return _forward(X, W, b, output=relu if len(W) == 2 else softmax)


@wrong(
    "04.4",
    "En la última capa falta el sesgo; en las ocultas está. ¿Escribiste esa capa en "
    "otra línea? Compárala con la de las ocultas.",
)
def last_bias_missing(X, W, b):
    b = [*b[:-1], np.zeros(b[-1].shape)]
    return _forward(X, W, b)


@wrong(
    "04.4",
    "La caché llega como (A, Z), y el par es (Z, A). Lo que recibes en el primer lugar "
    "empieza en X, y eso es A. Mira el orden de tu `return`.",
    shows_difference=False,
)
def reversed_pair(X, W, b):
    Y_hat, (Z, A) = _forward(X, W, b)
    return Y_hat, (A, Z)


@wrong(
    "04.4",
    "Tu recorrido usa W[0] o b[0], que son None. El índice 0 está vacío para que W[l] "
    "sea W_l. ¿Con qué l empieza el ciclo, y con cuál termina?",
    shows_difference=False,
)
def starts_at_zero(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[-1] @ W[layer] + b[layer])
        A.append(softmax(Z[-1]) if layer == len(W) - 1 else relu(Z[-1]))
    return A[-1], (Z, A)


# 04.5 output_delta -----------------------------------------------------------------


@wrong(
    "04.5",
    "Tu respuesta es exactamente m veces la esperada; aquí, m = {m}. La pérdida es "
    "una media, y su gradiente hereda ese factor. ¿Dónde está el 1/m?",
)
def missing_mean_5(Y_hat, Y):
    return Y_hat - Y


@wrong(
    "04.5",
    "Divides dos veces entre m. Basta con la división que viene de la media de la "
    "pérdida. Busca la otra.",
)
def double_mean_5(Y_hat, Y):
    return (Y_hat - Y) / len(Y) ** 2


@wrong(
    "04.5",
    "Divides entre el número de clases, y la pérdida promedia sobre ejemplos. Con Y "
    "de forma (m, K), ¿cuál de los dos ejes cuenta ejemplos?",
)
def divides_by_classes_5(Y_hat, Y):
    return (Y_hat - Y) / Y.shape[1]


@wrong(
    "04.5",
    "Divides entre m·K, el número de entradas de la matriz. La pérdida promedia sobre "
    "m ejemplos. ¿De dónde sale la K?",
)
def mean_over_all_5(Y_hat, Y):
    return (Y_hat - Y) / Y.size


@wrong(
    "04.5",
    "El signo está al revés. Si la red da muy poco a la clase verdadera, subir esa Z "
    "debe bajar la pérdida. ¿Qué signo tiene entonces su derivada?",
)
def sign_5(Y_hat, Y):
    return (Y - Y_hat) / len(Y)


@wrong(
    "04.5",
    "El signo está al revés y además falta el 1/m. Para el signo: si la red da poco a "
    "la clase verdadera, subir esa Z baja la pérdida. Para lo otro: la pérdida es una "
    "media.",
)
def sign_and_missing_mean_5(Y_hat, Y):
    return Y - Y_hat


@wrong(
    "04.5",
    "Eso es la derivada respecto de Ŷ, un paso antes. Falta atravesar la softmax para "
    "llegar a Z. ¿Cómo depende cada Ŷ de toda su fila de Z?",
)
def derivative_at_probabilities(Y_hat, Y):
    return -Y / Y_hat / len(Y)


@wrong(
    "04.5",
    "Multiplicas además por Ŷ(1 − Ŷ). Esa parte ya se simplificó al juntar softmax y "
    "entropía cruzada. ¿La estás contando dos veces?",
)
def softmax_counted_twice(Y_hat, Y):
    return (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(Y)


@wrong(
    "04.5",
    "La columna de la clase verdadera está bien; las demás quedaron en 0. Suele pasar "
    "al usar solo la diagonal del jacobiano. Al mover una Z cambian todas las "
    "probabilidades de su fila: ¿qué términos faltan en la suma?",
)
def diagonal_jacobian(Y_hat, Y):
    return -Y * (1 - Y_hat) / len(Y)


@wrong(
    "04.5",
    "Aplicas la softmax a Ŷ, que ya son probabilidades. ¿Qué recibe la función, Z_L o "
    "Ŷ?",
)
def softmax_of_probabilities(Y_hat, Y):
    return (softmax(Y_hat) - Y) / len(Y)


@wrong(
    "04.5",
    "Eso es Ŷ entre m: falta restar algo. Si la red acierta con toda seguridad, la "
    "derivada debe ser 0. ¿Qué le falta a la tuya para cumplirlo?",
)
def ignores_truth(Y_hat, Y):
    return Y_hat / len(Y)


@wrong(
    "04.5",
    "Todos tus valores son positivos o cero. El signo importa: dice si subir esa Z "
    "sube o baja la pérdida. Busca un valor absoluto.",
)
def absolute_5(Y_hat, Y):
    return np.abs(Y_hat - Y) / len(Y)


@wrong(
    "04.5",
    "Cambias Ŷ por un 1 en la clase más probable. Así se pierde cuán segura está la "
    "red, que es lo que dice cuánto corregir. ¿Hace falta un `argmax` aquí?",
)
def rounded_prediction(Y_hat, Y):
    predicted = np.eye(Y.shape[1])[Y_hat.argmax(axis=1)]
    return (predicted - Y) / len(Y)


@wrong(
    "04.5",
    "Devuelves un valor por clase: juntaste los ejemplos. ∂𝓛/∂Z_L tiene la forma de "
    "Z_L, (m, K). Lo que se suma sobre ejemplos es el gradiente del sesgo, después.",
)
def summed_over_examples(Y_hat, Y):
    return (Y_hat - Y).mean(axis=0)


@wrong(
    "04.5",
    "Devuelves un solo número: promediaste toda la matriz. ∂𝓛/∂Z_L tiene la forma de "
    "Z_L, (m, K). La media ya está en el 1/m de la pérdida.",
)
def single_number(Y_hat, Y):
    return np.mean(Y_hat - Y)


@wrong(
    "04.5",
    "Restas 1 en todas las clases. La columna de la clase verdadera está bien; las "
    "demás no llevan ese 1. ¿Qué matriz vale 1 justo donde hace falta?",
)
def subtracts_one_everywhere(Y_hat, Y):
    return (Y_hat - 1) / len(Y)


@wrong(
    "04.5",
    "Cuando Y es de enteros, tu resultado también, y todo se trunca a 0. Un arreglo "
    "creado con `zeros_like(Y)` hereda su tipo. ¿De qué tipo debe ser el resultado?",
)
def integer_dtype_5(Y_hat, Y):
    return ((Y_hat - Y) / len(Y)).astype(Y.dtype)


@wrong(
    "04.5",
    "Restas el número de la clase: 2 para la clase 2. La diferencia es entre "
    "probabilidades, y Y ya trae las verdaderas en one-hot. ¿Hace falta el `argmax`?",
    shows_difference=False,
)
def subtracts_labels(Y_hat, Y):
    return (Y_hat - Y.argmax(axis=1)) / len(Y)


@wrong(
    "04.5",
    "Los números son correctos, pero los escribes en la misma Ŷ que recibiste: "
    "`dZ = Y_hat` no copia, le da otro nombre. Quien te llamó pierde sus "
    "probabilidades. ¿Qué operación crea un arreglo nuevo?",
    shows_difference=False,
)
def in_place_at_true_class(Y_hat, Y):
    dZ = Y_hat
    dZ[np.arange(len(Y)), Y.argmax(axis=1)] -= 1
    dZ /= len(Y)
    return dZ


@wrong(
    "04.5",
    "Los números son correctos, pero los escribes en la misma Ŷ que recibiste: `-=` y "
    "`/=` no crean nada. Quien te llamó pierde sus probabilidades. ¿Qué operación crea "
    "un arreglo nuevo?",
    shows_difference=False,
)
def in_place_5(Y_hat, Y):
    Y_hat -= Y
    Y_hat /= len(Y)
    return Y_hat


@wrong(
    "04.5",
    "La cuenta es correcta hasta que una probabilidad vale 0: todavía divides entre Ŷ. "
    "Al multiplicar por el jacobiano, ese Ŷ se cancela. ¿Qué queda si simplificas "
    "antes de programar?",
)
def unsimplified_jacobian(Y_hat, Y):
    with np.errstate(all="ignore"):
        rows = []
        for p, y in zip(Y_hat, Y, strict=True):
            jacobian = np.diag(p) - np.outer(p, p)
            rows.append(jacobian @ (-y / p / len(Y)))
    return np.stack(rows)


# 04.6 backpropagation --------------------------------------------------------------


def _delta(Y_hat, Y):
    return (Y_hat - Y) / len(Y)


def _gate(Z, A):
    return Z > 0


def _weights(A, dZ):
    return A.T @ dZ


def _biases(dZ):
    return dZ.sum(axis=0)


def _through(dZ, W):
    return dZ @ W.T


def _backward(
    Y, W, cache, *, delta=_delta, gate=_gate, dW_of=_weights, db_of=_biases,
    through=_through,
):  # fmt: skip
    """Una vuelta con una de sus piezas cambiada."""
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = delta(A[L], Y)
    for layer in range(L, 0, -1):
        dW[layer] = dW_of(A[layer - 1], dZ)
        db[layer] = db_of(dZ)
        if layer > 1:
            dZ = through(dZ, W[layer]) * gate(Z[layer - 1], A[layer - 1])
    return dW, db


def _scaled(gradients, factor):
    """Las dos listas, multiplicadas por un número."""
    return tuple([None, *(factor * array for array in part[1:])] for part in gradients)


@wrong(
    "04.6",
    "Todos tus gradientes son exactamente m veces los esperados; aquí, m = {m}. La "
    "pérdida es una media sobre el lote, y su gradiente también. ¿En qué línea "
    "debería aparecer el 1/m?",
    S_DELTA,
)
def missing_mean_6(X, Y, W, b, cache):
    return _scaled(_backward(Y, W, cache), len(Y))


@wrong(
    "04.6",
    "Tus gradientes están divididos dos veces entre m. El 1/m entra una sola vez, al "
    "derivar la media, y luego viaja con dZ. ¿Vuelves a dividir o a promediar en cada "
    "capa?",
    S_DELTA,
)
def double_mean_6(X, Y, W, b, cache):
    return _scaled(_backward(Y, W, cache), 1 / len(Y))


@wrong(
    "04.6",
    "Divides entre m en cada capa: la última queda dividida una vez de más, y cada "
    "anterior, otra más. El 1/m ya viaja dentro de dZ. ¿Dónde entra por primera vez?",
    S_DELTA,
)
def mean_at_every_layer(X, Y, W, b, cache):
    m = len(Y)
    return _backward(
        Y,
        W,
        cache,
        dW_of=lambda A, dZ: A.T @ dZ / m,
        db_of=lambda dZ: dZ.sum(axis=0) / m,
        through=lambda dZ, W: dZ @ W.T / m,
    )


@wrong(
    "04.6",
    "`dW` está bien, y cada `db` es exactamente m veces el esperado; aquí, m = {m}. "
    "Los dos son gradientes de la misma media. ¿Divides en una línea y en la otra no?",
    S_DELTA,
)
def bias_missing_mean(X, Y, W, b, cache):
    m = len(Y)
    return _backward(Y, W, cache, db_of=lambda dZ: m * dZ.sum(axis=0))


@wrong(
    "04.6",
    "`db` está bien, y cada `dW` es exactamente m veces el esperado; aquí, m = {m}. "
    "Los dos son gradientes de la misma media. ¿Divides en una línea y en la otra no?",
    S_DELTA,
)
def weights_missing_mean(X, Y, W, b, cache):
    m = len(Y)
    return _backward(Y, W, cache, dW_of=lambda A, dZ: m * (A.T @ dZ))


@wrong(
    "04.6",
    "La última capa está bien; en las ocultas, todo es exactamente m veces lo "
    "esperado; aquí, m = {m}. Divides al calcular la última capa, y el dZ que pasa a "
    "la anterior queda sin dividir. ¿Qué conviene dividir?",
    S_DELTA,
)
def mean_only_at_output(X, Y, W, b, cache):
    dW, db = _scaled(_backward(Y, W, cache), len(Y))
    dW[-1], db[-1] = dW[-1] / len(Y), db[-1] / len(Y)
    return dW, db


@wrong(
    "04.6",
    "Tus gradientes están divididos entre m·K. La media es sobre los m ejemplos; las "
    "K clases de cada uno se suman. ¿De dónde sale la K?",
    S_DELTA,
)
def mean_over_all_6(X, Y, W, b, cache):
    return _scaled(_backward(Y, W, cache), 1 / Y.shape[1])


@wrong(
    "04.6",
    "Divides entre el número de clases en lugar del de ejemplos. Con Y de forma "
    "(m, K), ¿cuál de los dos ejes cuenta ejemplos?",
    S_DELTA,
)
def divides_by_classes_6(X, Y, W, b, cache):
    return _scaled(_backward(Y, W, cache), len(Y) / Y.shape[1])


@wrong(
    "04.6",
    "Todos tus gradientes tienen el signo cambiado: con ellos, la pérdida subiría. El "
    "signo se decide en la última capa y viaja hasta la primera. Mira ahí el orden de "
    "la resta.",
    S_DELTA,
)
def sign_6(X, Y, W, b, cache):
    return _scaled(_backward(Y, W, cache), -1.0)


@wrong(
    "04.6",
    "Hay dos cosas: el signo está cambiado y falta el 1/m. Las dos se deciden en la "
    "misma línea, la que empieza el recorrido en la última capa.",
    S_DELTA,
)
def sign_and_missing_mean_6(X, Y, W, b, cache):
    return _scaled(_backward(Y, W, cache), -float(len(Y)))


@wrong(
    "04.6",
    "El gradiente atraviesa las capas ocultas sin pasar por la activación: falta "
    "relu'. Una unidad apagada por relu no debe dejar pasar nada. ¿Qué multiplica a "
    "dA para obtener dZ?",
)
def missing_activation_derivative(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: 1.0)


@wrong(
    "04.6",
    "En las capas ocultas usas la derivada de la sigmoide, evaluada en Z. Esta red "
    "usa relu. ¿Cuál es su derivada?",
)
def sigmoid_derivative_used(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: sigmoid(Z) * sigmoid(-Z))


@wrong(
    "04.6",
    "En las capas ocultas usas A(1 − A), la derivada de la sigmoide escrita con su "
    "salida. Esta red usa relu. ¿Cuál es su derivada?",
)
def sigmoid_derivative_from_output(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: A * (1 - A))


@wrong(
    "04.6",
    "En las capas ocultas usas la derivada de tanh, evaluada en Z. Esta red usa relu. "
    "¿Cuál es su derivada?",
)
def tanh_derivative_used(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: 1 - np.tanh(Z) ** 2)


@wrong(
    "04.6",
    "En las capas ocultas usas 1 − A², la derivada de tanh escrita con su salida. "
    "Esta red usa relu. ¿Cuál es su derivada?",
)
def tanh_derivative_from_output(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: 1 - A**2)


@wrong(
    "04.6",
    "Multiplicas por relu(Z), el valor, y hace falta su derivada. La derivada solo "
    "dice si la unidad estaba encendida. ¿Qué números puede tomar?",
)
def value_for_derivative(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: relu(Z))


@wrong(
    "04.6",
    "Multiplicas por Z en lugar de multiplicar por la derivada de relu en Z. ¿Qué "
    "números puede tomar esa derivada?",
)
def preactivation_for_derivative(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: Z)


@wrong(
    "04.6",
    "Dejas pasar el gradiente por las unidades apagadas y lo cortas en las "
    "encendidas. Mira el sentido de la comparación con 0.",
)
def inverted_gate(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: Z < 0)


@wrong(
    "04.6",
    "En las capas ocultas aplicas relu al gradiente: sus negativos se vuelven 0. Lo "
    "que decide si el gradiente pasa es la Z de la ida, no el signo del gradiente.",
)
def relu_of_gradient(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = _delta(A[L], Y)
    for layer in range(L, 0, -1):
        dW[layer] = A[layer - 1].T @ dZ
        db[layer] = dZ.sum(axis=0)
        dZ = np.maximum(dZ @ W[layer].T, 0)
    return dW, db


@wrong(
    "04.6",
    "También aplicas la derivada de relu en la última capa, que usa softmax. Su "
    "derivada ya está incluida en ∂𝓛/∂Z_L. ¿En qué capas va relu'?",
    S_DELTA,
)
def gate_at_output(X, Y, W, b, cache):
    logits = cache[0][-1]
    return _backward(Y, W, cache, delta=lambda P, Y: _delta(P, Y) * (logits > 0))


@wrong(
    "04.6",
    "En la última capa multiplicas además por Ŷ(1 − Ŷ). La derivada de la softmax ya "
    "se simplificó con la de la entropía cruzada: la estás contando dos veces.",
    S_DELTA,
)
def softmax_derivative_again(X, Y, W, b, cache):
    return _backward(Y, W, cache, delta=lambda P, Y: _delta(P, Y) * P * (1 - P))


@wrong(
    "04.6",
    "Empiezas con ∂𝓛/∂Ŷ, y el recorrido empieza en ∂𝓛/∂Z_L. Falta atravesar la "
    "softmax. ¿Qué función del ejercicio 04.5 te da eso?",
    S_DELTA,
)
def starts_at_probabilities(X, Y, W, b, cache):
    return _backward(Y, W, cache, delta=lambda P, Y: -Y / P / len(Y))


@wrong(
    "04.6",
    "Al empezar usas Z[L] donde van las probabilidades. La diferencia es entre la "
    "predicción y la verdad. ¿Dónde guarda la caché Ŷ?",
    S_DELTA,
)
def logits_for_probabilities(X, Y, W, b, cache):
    logits = cache[0][-1]
    return _backward(Y, W, cache, delta=lambda P, Y: _delta(logits, Y))


@wrong(
    "04.6",
    "En db promedias dZ sobre los ejemplos, y dZ ya trae el 1/m: se divide dos veces. "
    "¿Qué operación junta los ejemplos sin dividir?",
)
def bias_mean(X, Y, W, b, cache):
    return _backward(Y, W, cache, db_of=lambda dZ: dZ.mean(axis=0))


@wrong(
    "04.6",
    "db tiene un número por ejemplo, y hace falta uno por unidad. Mira el eje de la "
    "suma: ¿qué se recorre al sumar sobre el eje 0, y sobre el 1?",
)
def bias_wrong_axis(X, Y, W, b, cache):
    return _backward(Y, W, cache, db_of=lambda dZ: dZ.sum(axis=1))


@wrong(
    "04.6",
    "Los números de db están bien, pero su forma es (1, h) y la de b[l] es (h,). "
    "¿Hace falta `keepdims` en esa suma?",
)
def bias_keepdims(X, Y, W, b, cache):
    return _backward(Y, W, cache, db_of=lambda dZ: dZ.sum(axis=0, keepdims=True))


@wrong(
    "04.6",
    "Cada db es un solo número: sumaste ejemplos y unidades. Cada "
    "unidad tiene su propio sesgo. ¿Sobre qué eje hay que sumar?",
)
def bias_sum_of_all(X, Y, W, b, cache):
    return _backward(Y, W, cache, db_of=lambda dZ: dZ.sum())


@wrong(
    "04.6",
    "db todavía tiene una fila por ejemplo. El mismo sesgo se usa "
    "en los m ejemplos. ¿Qué se hace con las contribuciones de un valor que se usa "
    "varias veces?",
)
def bias_not_summed(X, Y, W, b, cache):
    return _backward(Y, W, cache, db_of=lambda dZ: dZ)


@wrong(
    "04.6",
    "En las capas ocultas, db sale del gradiente de A, antes de pasar por relu'. ¿De "
    "qué variable se suma db?",
)
def bias_before_gate(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    Z, A = cache
    dZ = _delta(A[-1], Y)
    for layer in range(len(W) - 1, 1, -1):
        dA = dZ @ W[layer].T
        db[layer - 1] = dA.sum(axis=0)
        dZ = dA * (Z[layer - 1] > 0)
    return dW, db


@wrong(
    "04.6",
    "En las capas ocultas, dW sale del gradiente de A, antes de pasar por relu'; db, "
    "no. ¿Qué va en la fórmula de dW, dA o dZ?",
)
def weights_before_gate(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    Z, A = cache
    dZ = _delta(A[-1], Y)
    for layer in range(len(W) - 1, 1, -1):
        dA = dZ @ W[layer].T
        dW[layer - 1] = A[layer - 2].T @ dA
        dZ = dA * (Z[layer - 1] > 0)
    return dW, db


@wrong(
    "04.6",
    "Cada dW salió transpuesta: tiene la forma de W[l].T. Mira el orden de los dos "
    "factores, y cuál lleva la transpuesta. La forma correcta es la de W[l].",
)
def transposed_gradients(X, Y, W, b, cache):
    return _backward(Y, W, cache, dW_of=lambda A, dZ: dZ.T @ A)


@wrong(
    "04.6",
    "dW usa Z de la capa anterior donde va A. La capa l recibió la activación, ya "
    "pasada por relu. ¿Qué multiplicó a W[l] en la ida?",
)
def preactivation_as_input(X, Y, W, b, cache):
    Z, A = cache
    dW, db = _backward(Y, W, cache)
    dZ = _delta(A[-1], Y)
    for layer in range(len(W) - 1, 1, -1):
        dW[layer] = Z[layer - 1].T @ dZ
        dZ = (dZ @ W[layer].T) * (Z[layer - 1] > 0)
    return dW, db


@wrong(
    "04.6",
    "La última capa está bien; las demás quedaron en 0. El recorrido se detiene antes "
    "de llegar a la capa 1. ¿Qué valores de l recorre tu `range`?",
)
def stops_at_output(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    for layer in range(1, len(W) - 1):
        dW[layer], db[layer] = np.zeros_like(dW[layer]), np.zeros_like(db[layer])
    return dW, db


@wrong(
    "04.6",
    "Solo la capa 1 quedó en 0. El segundo límite de un `range` no se incluye, tampoco "
    "hacia atrás. ¿Cuál es el último l que recorre el tuyo?",
)
def skips_first_layer(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    dW[1], db[1] = np.zeros_like(dW[1]), np.zeros_like(db[1])
    return dW, db


@wrong(
    "04.6",
    "`dW[1]` quedó en None: tu ciclo no llega a la capa 1. El segundo límite de un "
    "`range` no se incluye, tampoco hacia atrás. ¿Cuál es el último l que recorre el "
    "tuyo?",
    shows_difference=False,
)
def first_layer_left_empty(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    dW[1] = db[1] = None
    return dW, db


@wrong(
    "04.6",
    "Solo llenas la última capa; las demás quedaron en None. ¿Qué valores de l recorre "
    "tu `range`? ¿Está el `return` dentro del ciclo?",
    shows_difference=False,
)
def only_last_layer_filled(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    for layer in range(1, len(W) - 1):
        dW[layer] = db[layer] = None
    return dW, db


@wrong(
    "04.6",
    "Con l = 1 llegaste a Z[0], que es None: la entrada no tiene preactivación. ¿Qué "
    "línea no debe correr cuando l = 1?",
    shows_difference=False,
)
def crosses_the_input(X, Y, W, b, cache):
    Z, A = cache
    dW, db = [None] * len(W), [None] * len(W)
    dZ = _delta(A[-1], Y)
    for layer in range(len(W) - 1, 0, -1):
        dW[layer], db[layer] = _weights(A[layer - 1], dZ), _biases(dZ)
        dZ = _through(dZ, W[layer]) * (Z[layer - 1] > 0)
    return dW, db


@wrong(
    "04.6",
    "Los gradientes son correctos, pero las listas van de la última capa a la "
    "primera. dW[1] debe ser el de la capa 1. ¿Agregas con `append` mientras recorres "
    "hacia atrás?",
)
def reversed_lists(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    return [None, *dW[:0:-1]], [None, *db[:0:-1]]


@wrong(
    "04.6",
    "A tus listas les falta un elemento. Suele ser el lugar del índice 0: sin él, todo "
    "queda corrido una capa. ¿Qué hay en W[0] y en b[0]?",
)
def no_empty_slot(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    return dW[1:], db[1:]


@wrong(
    "04.6",
    "Devuelves db en el lugar de dW. Los números son correctos: revisa el orden de tu "
    "`return`.",
)
def swapped_gradients(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    return db, dW


@wrong(
    "04.6",
    "Cuando los pesos son enteros, tus gradientes pierden sus decimales. Un arreglo "
    "creado con `zeros_like(W[l])` hereda el tipo entero. ¿De qué tipo debe ser el "
    "gradiente?",
)
def integer_dtype_6(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    layers = range(1, len(W))
    return (
        [None, *(dW[layer].astype(W[layer].dtype) for layer in layers)],
        [None, *(db[layer].astype(b[layer].dtype) for layer in layers)],
    )


@wrong(
    "04.6",
    "La última capa está bien. Hacia las anteriores, el gradiente pasa por el valor "
    "absoluto de los pesos, o sin su signo. ¿Por qué matriz se multiplica dZ?",
)
def absolute_weights(X, Y, W, b, cache):
    return _backward(Y, W, cache, through=lambda dZ, W: dZ @ np.abs(W).T)


@wrong(
    "04.6",
    "Devuelves los parámetros ya actualizados, no los gradientes. Actualizar es otro "
    "ejercicio, y necesita α. ¿Qué cantidad se pide aquí?",
    S_STEP,
)
def returns_updated(X, Y, W, b, cache):
    dW, db = _backward(Y, W, cache)
    layers = range(1, len(W))
    return (
        [None, *(W[layer] - dW[layer] for layer in layers)],
        [None, *(b[layer] - db[layer] for layer in layers)],
    )


@wrong(
    "04.6",
    "Cuando una Z[l] vale exactamente 0, dejas pasar el gradiente. Ahí relu no tiene "
    "derivada, y el enunciado elige una. ¿Tu comparación incluye el 0?",
)
def open_at_zero(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: Z >= 0)


@wrong(
    "04.6",
    "Para pasar a la capa de abajo usas relu' en la Z de la capa de arriba: sus formas "
    "no son las mismas. El gradiente que sale de W[l] es el de la A anterior. ¿Qué Z "
    "dio esa A?",
)
def gate_of_the_same_layer(X, Y, W, b, cache):
    Z, A = cache
    dW, db = [None] * len(W), [None] * len(W)
    dZ = _delta(A[-1], Y)
    for layer in range(len(W) - 1, 0, -1):
        dW[layer], db[layer] = _weights(A[layer - 1], dZ), _biases(dZ)
        if layer > 1:
            dZ = _through(dZ, W[layer]) * (Z[layer] > 0)
    return dW, db


@wrong(
    "04.6",
    "En dW[l] usas A[l], lo que sale de la capa, y va lo que entró a ella. Compara la "
    "forma de tu dW[l] con la de W[l]. ¿Qué multiplicó a W[l] en la ida?",
)
def output_of_the_layer(X, Y, W, b, cache):
    _, A = cache
    dW, db = _backward(Y, W, cache)
    Z, dZ = cache[0], _delta(A[-1], Y)
    for layer in range(len(W) - 1, 0, -1):
        dW[layer] = A[layer].T @ dZ
        if layer > 1:
            dZ = _through(dZ, W[layer]) * (Z[layer - 1] > 0)
    return dW, db


@wrong(
    "04.6",
    "Al volver multiplicas por W[l], sin transponer: las formas no encajan. dZ[l] "
    "tiene h_l columnas, y el resultado debe tener h_{l-1}. ¿Qué forma debe tener la "
    "matriz de la derecha?",
    shows_difference=False,
)
def weights_not_transposed(X, Y, W, b, cache):
    return _backward(Y, W, cache, through=lambda dZ, W: dZ @ W)


@wrong(
    "04.6",
    "Recorres las capas de 1 a L, en el orden de la ida. El gradiente nace en la "
    "salida, y la capa 1 recibe lo que le pasa la 2. ¿Por qué capa se empieza?",
    shows_difference=False,
)
def forward_order(X, Y, W, b, cache):
    Z, A = cache
    dW, db = [None] * len(W), [None] * len(W)
    dZ = _delta(A[-1], Y)
    for layer in range(1, len(W)):
        dW[layer], db[layer] = _weights(A[layer - 1], dZ), _biases(dZ)
        if layer < len(W) - 1:
            dZ = _through(dZ, W[layer]) * (Z[layer] > 0)
    return dW, db


@wrong(
    "04.6",
    "Con tres capas se ve: cada dW usa su dZ, pero a la capa de abajo le pasas dA, el "
    "gradiente de antes de relu'. Lo que corta una unidad apagada no debe seguir "
    "viajando. ¿Qué variable multiplica a W[l].T?",
)
def passes_ungated(X, Y, W, b, cache):
    Z, A = cache
    dW, db = [None] * len(W), [None] * len(W)
    dA = _delta(A[-1], Y)
    for layer in range(len(W) - 1, 0, -1):
        dZ = dA if layer == len(W) - 1 else dA * (Z[layer] > 0)
        dW[layer], db[layer] = _weights(A[layer - 1], dZ), _biases(dZ)
        dA = _through(dA, W[layer])
    return dW, db


@wrong(
    "04.6",
    "Todos tus dW salen de X. Solo la capa 1 recibió X; las demás recibieron la A de "
    "la anterior. ¿Qué multiplicó a W[l] en la ida?",
)
def input_in_every_layer_6(X, Y, W, b, cache):
    return _backward(Y, W, cache, dW_of=lambda A, dZ: X.T @ dZ)


@wrong(
    "04.6",
    "`dW = db = […]` no crea dos listas: es una sola, con dos nombres. Al guardar "
    "db[l] borras dW[l]. ¿Cómo creas dos listas distintas?",
)
def same_list_6(X, Y, W, b, cache):
    _, db = _backward(Y, W, cache)
    return db, db


@wrong(
    "04.6",
    "En las capas ocultas multiplicas por el signo de Z: −1 en las unidades apagadas. "
    "relu' vale 1 en las encendidas; en las apagadas, ¿cuánto?",
)
def sign_for_derivative(X, Y, W, b, cache):
    return _backward(Y, W, cache, gate=lambda Z, A: np.sign(Z))


@wrong(
    "04.6",
    "db queda en 0 en todas las capas. Los sesgos también se entrenan, y su gradiente "
    "sale del mismo dZ. ¿Qué línea de tu ciclo llena db[l]?",
)
def zero_biases(X, Y, W, b, cache):
    return _backward(Y, W, cache, db_of=lambda dZ: np.zeros(dZ.shape[1]))


@wrong(
    "04.6",
    "Escribiste dos capas a mano: con una o con tres, tu función no sirve. L sale de "
    "la lista W. ¿Qué líneas se repiten en cada capa, y cuál es distinta en la última?",
)
def only_two_layers_6(X, Y, W, b, cache):
    Z, A = cache
    dZ_2 = (A[2] - Y) / len(Y)
    dZ_1 = (dZ_2 @ W[2].T) * (Z[1] > 0)
    dW = [None, X.T @ dZ_1, A[1].T @ dZ_2]
    return dW, [None, dZ_1.sum(axis=0), dZ_2.sum(axis=0)]


# 04.7 update_parameters ------------------------------------------------------------


def _step(W, b, dW, db, alpha, rule, rule_b=None):
    rule_b = rule_b or rule
    layers = range(1, len(W))
    return (
        [None, *(rule(W[layer], dW[layer], alpha) for layer in layers)],
        [None, *(rule_b(b[layer], db[layer], alpha) for layer in layers)],
    )


def _descend(p, dp, alpha):
    return p - alpha * dp


@wrong(
    "04.7",
    "Sumas el gradiente, y así la pérdida sube. El gradiente apunta hacia donde la "
    "pérdida crece. ¿Hacia dónde quieres ir?",
)
def ascends(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p + a * dp)


@wrong(
    "04.7",
    "Restas el gradiente entero, sin α. El paso sale con otro tamaño y la red puede "
    "saltar de un lado a otro. ¿Dónde usas `alpha`?",
)
def no_alpha(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p - dp)


@wrong(
    "04.7",
    "Divides el gradiente entre α: cuanto menor es α, mayor el paso. Debe ser al "
    "revés. Mira la operación entre los dos.",
)
def divides_by_alpha(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p - dp / a)


@wrong(
    "04.7",
    "Los pesos están bien; los sesgos no cambiaron. También son parámetros y tienen "
    "su gradiente. ¿Qué haces con db?",
)
def biases_unchanged_7(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, _descend, lambda p, dp, a: p.copy())


@wrong(
    "04.7",
    "Los sesgos están bien; los pesos no cambiaron. ¿Calculas los nuevos y devuelves "
    "los viejos?",
)
def weights_unchanged(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p.copy(), _descend)


@wrong(
    "04.7",
    "Los pesos están bien; a los sesgos les restas el gradiente sin α. Compara las "
    "dos líneas: deben tener la misma forma.",
)
def bias_without_alpha(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, _descend, lambda p, dp, a: p - dp)


@wrong(
    "04.7",
    "Devuelves los mismos parámetros que recibiste. Quizá asignas a una variable del "
    "ciclo (`w = w - …`), y eso no cambia la lista. ¿Dónde guardas cada valor nuevo?",
)
def nothing_changes(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p.copy())


@wrong(
    "04.7",
    "Devuelves el paso, −α por el gradiente, y no los parámetros después del paso. "
    "¿Desde dónde se da ese paso?",
)
def only_the_step(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: -a * dp)


@wrong(
    "04.7",
    "Multiplicas los parámetros por el gradiente. En la fórmula, el gradiente por α "
    "se resta. Revisa las operaciones, una por una.",
)
def multiplies(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p * (1 - a * dp))


@wrong(
    "04.7",
    "Multiplicas por α toda la resta, también el parámetro. Solo el gradiente lleva "
    "α. Mira los paréntesis.",
)
def alpha_times_all(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: a * (p - dp))


@wrong(
    "04.7",
    "Restas α por el parámetro, en lugar de α por su gradiente. Los parámetros se "
    "acercan a 0 sin aprender nada. ¿Qué variable multiplica a `alpha`?",
)
def shrinks_parameters(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: p - a * p)


@wrong(
    "04.7",
    "La última capa no cambió; las anteriores están bien. El segundo límite de un "
    "`range` no se incluye. ¿Cuántos elementos tiene W, y cuál es el índice de la "
    "última capa?",
)
def skips_last_layer(W, b, dW, db, alpha):
    new_W, new_b = _step(W, b, dW, db, alpha, _descend)
    new_W[-1], new_b[-1] = W[-1].copy(), b[-1].copy()
    return new_W, new_b


@wrong(
    "04.7",
    "La capa 1 no cambió; las siguientes están bien. Mira dónde empieza tu ciclo: "
    "¿qué índice tiene la primera capa con parámetros?",
)
def skips_first_layer_7(W, b, dW, db, alpha):
    new_W, new_b = _step(W, b, dW, db, alpha, _descend)
    new_W[1], new_b[1] = W[1].copy(), b[1].copy()
    return new_W, new_b


@wrong(
    "04.7",
    "W es una lista con un arreglo por capa, y una lista no se puede multiplicar por "
    "α. La diapositiva escribe W ← W − α ∗ ∂𝓛/∂W y calla el ciclo: actualiza cada "
    "`W[l]`, y lo mismo con b. ¿Con qué l empiezas?",
    shows_difference=False,
)
def whole_lists(W, b, dW, db, alpha):
    return W - alpha * dW, b - alpha * db


@wrong(
    "04.7",
    "Los valores son correctos, pero escribes en los arreglos que recibiste: `-=` "
    "modifica el mismo arreglo. Quien te llamó pierde los parámetros anteriores. ¿Qué "
    "operación crea un arreglo nuevo?",
)
def in_place_arrays(W, b, dW, db, alpha):
    for layer in range(1, len(W)):
        W[layer] -= alpha * dW[layer]
        b[layer] -= alpha * db[layer]
    return W, b


@wrong(
    "04.7",
    "Los valores son correctos, pero cambias los elementos de las listas que "
    "recibiste. Quien te llamó pierde los parámetros anteriores. ¿Dónde podrías "
    "guardar los nuevos?",
)
def in_place_lists(W, b, dW, db, alpha):
    for layer in range(1, len(W)):
        W[layer] = W[layer] - alpha * dW[layer]
        b[layer] = b[layer] - alpha * db[layer]
    return W, b


@wrong(
    "04.7",
    "A tus listas les falta un elemento. Suele ser el `None` del índice 0: sin él, "
    "todo queda corrido una capa. ¿Con qué elemento empieza W?",
)
def no_empty_slot_7(W, b, dW, db, alpha):
    new_W, new_b = _step(W, b, dW, db, alpha, _descend)
    return new_W[1:], new_b[1:]


@wrong(
    "04.7",
    "Cuando los parámetros son enteros, los nuevos pierden sus decimales. Un arreglo "
    "copiado de W hereda el tipo entero. ¿De qué tipo debe ser el resultado?",
)
def integer_dtype_7(W, b, dW, db, alpha):
    return _step(W, b, dW, db, alpha, lambda p, dp, a: (p - a * dp).astype(p.dtype))


@wrong(
    "04.7",
    "Devuelves b en el lugar de W. Los números son correctos: revisa el orden de tu "
    "`return`.",
)
def swapped_parameters(W, b, dW, db, alpha):
    new_W, new_b = _step(W, b, dW, db, alpha, _descend)
    return new_b, new_W


@wrong(
    "04.7",
    "A b le restas α dW, el gradiente de los pesos; por eso cambia hasta su forma. "
    "Compara tus dos líneas: ¿qué letra quedó sin cambiar al copiar?",
)
def bias_from_weights_gradient(W, b, dW, db, alpha):
    layers = range(1, len(W))
    return (
        [None, *(W[layer] - alpha * dW[layer] for layer in layers)],
        [None, *(b[layer] - alpha * dW[layer] for layer in layers)],
    )


@wrong(
    "04.7",
    "El paso usa siempre 0.1, sea cual sea la α que recibes. ¿Quedó en tu código el "
    "número del ejemplo?",
)
def fixed_alpha(W, b, dW, db, alpha):
    return _step(W, b, dW, db, 0.1, _descend)


@wrong(
    "04.7",
    "Tu recorrido pasa por el índice 0, donde W, b, dW y db tienen None. Ese lugar "
    "está vacío para que W[l] sea W_l. ¿Con qué l empiezas, y qué pones en el índice "
    "0 del resultado?",
    shows_difference=False,
)
def starts_at_zero_7(W, b, dW, db, alpha):
    layers = range(len(W))
    return (
        [W[layer] - alpha * dW[layer] for layer in layers],
        [b[layer] - alpha * db[layer] for layer in layers],
    )


@wrong(
    "04.7",
    "Metes todas las capas en un solo `np.array`, y cada una tiene otra forma: no "
    "caben en una tabla. Por eso los parámetros van en una lista. ¿Cómo actualizas "
    "una capa cada vez?",
    shows_difference=False,
)
def stacked_layers(W, b, dW, db, alpha):
    new_W = np.array(W[1:]) - alpha * np.array(dW[1:])
    new_b = np.array(b[1:]) - alpha * np.array(db[1:])
    return [None, *new_W], [None, *new_b]


# 04.8 train ------------------------------------------------------------------------


def _train(X, Y, layer_shapes, alpha, iters, seed, *, start=None, update=None):
    """Un entrenamiento con otro comienzo u otra actualización."""
    W, b = (start or mlp.he_initialization)(layer_shapes, seed)
    update = update or _unchecked_update
    losses = []
    for _ in range(iters):
        Y_hat, cache = mlp.forward_propagation(X, W, b, check=False)
        losses.append(losses_of.cross_entropy(Y_hat, Y, check=False))
        dW, db = mlp.backpropagation(X, Y, W, b, cache, check=False)
        W, b = update(W, b, dW, db, alpha)
    return W, b, losses


def _unchecked_update(W, b, dW, db, alpha):
    return mlp.update_parameters(W, b, dW, db, alpha, check=False)


def _starting_with(scale, rng_of=np.random.default_rng, draw=None):
    """Un comienzo con otra escala: `scale(h_in, h_out)` multiplica al sorteo."""

    def start(layer_shapes, seed):
        rng = rng_of(seed)
        W, b = [None], [None]
        for h_in, h_out in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
            sample = (draw or np.random.Generator.standard_normal)(rng, (h_in, h_out))
            W.append(scale(h_in, h_out) * sample)
            b.append(np.zeros(h_out))
        return W, b

    return start


def _he(h_in, h_out):
    return np.sqrt(2 / h_in)


@wrong(
    "04.8",
    "Los pesos iniciales son todos iguales dentro de una capa. Entonces todas sus "
    "unidades reciben el mismo gradiente y nunca dejan de ser copias. ¿Qué función "
    "da pesos al azar con la escala adecuada?",
    shows_difference=False,
)
def equal_weights(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: 0.0)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Con la misma semilla, dos entrenamientos empiezan con pesos distintos. Así no se "
    "puede repetir un resultado. ¿Llega `seed` hasta quien sortea los pesos?",
    shows_difference=False,
)
def unseeded(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(_he, rng_of=lambda seed: np.random.default_rng())
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Con otra semilla, la red empieza con los mismos pesos. Quizá hay una semilla "
    "escrita a mano en tu código. ¿Dónde usas el argumento `seed`?",
    shows_difference=False,
)
def fixed_seed(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, alpha, iters, 0)


@wrong(
    "04.8",
    "Los pesos iniciales varían muy poco: usas 2/h como desviación estándar. En He, "
    "2/h es la varianza. ¿Cómo se pasa de una a la otra?",
)
def variance_as_deviation(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: 2 / h_in)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "La escala inicial usa el número de salidas de la capa, y en He va el de "
    "entradas. ¿Cuántos términos se suman para formar cada Z?",
)
def fan_out(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: np.sqrt(2 / h_out))
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Los pesos iniciales tienen varianza 1/h en vez de 2/h. El 2 compensa que relu "
    "apaga la mitad de las unidades. ¿Qué función del curso da esos pesos?",
)
def xavier(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: np.sqrt(1 / h_in))
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Los pesos iniciales son normales de desviación 1, sin escala. En una capa con "
    "muchas entradas, Z sale enorme y la softmax se satura. ¿De qué depende la escala "
    "de He?",
)
def unscaled(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: 1.0)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Los pesos iniciales tienen desviación 0.01 en todas las capas. En una red "
    "profunda, la señal se apaga antes de llegar al final. ¿De qué depende la escala "
    "de He?",
)
def tiny_weights(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: 0.01)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Los pesos iniciales son uniformes entre 0 y 1: ninguno es negativo. Así las "
    "unidades empujan todas hacia el mismo lado. ¿Qué media y qué varianza pide He?",
)
def uniform_weights(X, Y, layer_shapes, alpha, iters, seed):
    start = _starting_with(lambda h_in, h_out: 1.0, draw=np.random.Generator.random)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Los sesgos no empiezan en 0: también los sorteas. Con pesos al azar basta para "
    "que las unidades sean distintas. ¿Con qué valor empieza b en el algoritmo 1?",
)
def random_biases(X, Y, layer_shapes, alpha, iters, seed):
    def start(layer_shapes, seed):
        W, b = mlp.he_initialization(layer_shapes, seed)
        rng = np.random.default_rng(seed)
        return W, [None, *(rng.standard_normal(bias.shape) for bias in b[1:])]

    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "El comienzo es correcto, pero la pérdida sube: sumas el gradiente en lugar de "
    "restarlo. ¿Hacia dónde apunta el gradiente?",
    S_STEP,
)
def ascends_8(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, -alpha, iters, seed)


@wrong(
    "04.8",
    "La red final es correcta, pero losses está corrida: cada pérdida se mide después "
    "de actualizar. losses[0] debe ser la de los pesos iniciales. ¿Con qué parámetros "
    "calculas Ŷ?",
)
def losses_after_update(X, Y, layer_shapes, alpha, iters, seed):
    return _train_recording(X, Y, layer_shapes, alpha, iters, seed)[1]


def _train_recording(X, Y, layer_shapes, alpha, iters, seed):
    """El entrenamiento correcto y el mismo con las pérdidas de después."""
    W, b, losses = _train(X, Y, layer_shapes, alpha, iters, seed)
    Y_hat, _ = mlp.forward_propagation(X, W, b, check=False)
    last = losses_of.cross_entropy(Y_hat, Y, check=False)
    return (W, b, [*losses, last]), (W, b, [*losses[1:], last])


@wrong(
    "04.8",
    "La red final es correcta, pero losses tiene un elemento de más: el de los "
    "parámetros finales. Debe haber uno por iteración. ¿Calculas otra pérdida después "
    "del ciclo?",
)
def extra_loss(X, Y, layer_shapes, alpha, iters, seed):
    return _train_recording(X, Y, layer_shapes, alpha, iters, seed)[0]


@wrong(
    "04.8",
    "La red final es correcta, pero a losses le falta la primera pérdida. ¿Desde qué "
    "iteración empiezas a guardar?",
)
def first_loss_missing(X, Y, layer_shapes, alpha, iters, seed):
    W, b, losses = _train(X, Y, layer_shapes, alpha, iters, seed)
    return W, b, losses[1:]


@wrong(
    "04.8",
    "Haces una iteración de menos. `range(1, n)` recorre n − 1 valores. ¿Cuántas "
    "vueltas da tu ciclo?",
)
def one_iteration_less(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, alpha, iters - 1, seed)


@wrong(
    "04.8",
    "Haces una iteración de más. `range(n + 1)` recorre n + 1 valores. ¿Cuántas "
    "vueltas da tu ciclo?",
)
def one_iteration_more(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, alpha, iters + 1, seed)


@wrong(
    "04.8",
    "La red final es correcta, pero devuelves solo la última pérdida. Para dibujar la "
    "curva hacen falta todas. ¿Dónde las vas guardando?",
)
def only_last_loss(X, Y, layer_shapes, alpha, iters, seed):
    W, b, losses = _train(X, Y, layer_shapes, alpha, iters, seed)
    return W, b, losses[-1]


@wrong(
    "04.8",
    "La red final es correcta, pero losses es la misma pérdida repetida. ¿Calculas la "
    "pérdida dentro del ciclo, con la Ŷ de esa vuelta?",
)
def constant_losses(X, Y, layer_shapes, alpha, iters, seed):
    W, b, losses = _train(X, Y, layer_shapes, alpha, iters, seed)
    return W, b, [losses[0]] * len(losses)


@wrong(
    "04.8",
    "La red termina como empezó, y todas las pérdidas son iguales. "
    "`update_parameters` devuelve listas nuevas y deja intactas las que recibe. ¿Qué "
    "haces con lo que devuelve?",
)
def update_discarded(X, Y, layer_shapes, alpha, iters, seed):
    def update(W, b, dW, db, alpha):
        return W, b

    return _train(X, Y, layer_shapes, alpha, iters, seed, update=update)


@wrong(
    "04.8",
    "Las pérdidas son iguales porque la red vuelve a empezar en cada vuelta; solo "
    "queda el último paso. ¿La inicialización está dentro del ciclo?",
)
def restarts_every_iteration(X, Y, layer_shapes, alpha, iters, seed):
    W, b, losses = _train(X, Y, layer_shapes, alpha, 1, seed)
    return W, b, losses * iters


@wrong(
    "04.8",
    "El gradiente es siempre el de los pesos iniciales: se calcula una vez y se "
    "reutiliza. Después de cada paso la red es otra. ¿Qué líneas deben estar dentro "
    "del ciclo?",
)
def stale_gradients(X, Y, layer_shapes, alpha, iters, seed):
    first = []

    def update(W, b, dW, db, alpha):
        first.append((dW, db))
        return _unchecked_update(W, b, *first[0], alpha)

    return _train(X, Y, layer_shapes, alpha, iters, seed, update=update)


@wrong(
    "04.8",
    "Los sesgos se quedan en 0: solo actualizas los pesos. También db sale de la "
    "retropropagación. ¿Qué devuelve `update_parameters`?",
    S_STEP,
)
def biases_unchanged_8(X, Y, layer_shapes, alpha, iters, seed):
    def update(W, b, dW, db, alpha):
        return _unchecked_update(W, b, dW, db, alpha)[0], b

    return _train(X, Y, layer_shapes, alpha, iters, seed, update=update)


@wrong(
    "04.8",
    "Los pasos son m veces más grandes de lo debido; aquí, m = {m}. El gradiente de "
    "la pérdida media lleva 1/m. ¿Escribiste tu propia retropropagación dentro de "
    "`train`?",
    S_DELTA,
)
def missing_mean_8(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, alpha * len(Y), iters, seed)


@wrong(
    "04.8",
    "La red es correcta, pero losses guarda la suma sobre los {m} ejemplos, no la "
    "media. ¿Qué función del ejercicio 04.3 te da la pérdida?",
    S_LOSS,
)
def summed_losses(X, Y, layer_shapes, alpha, iters, seed):
    W, b, losses = _train(X, Y, layer_shapes, alpha, iters, seed)
    return W, b, [len(Y) * loss for loss in losses]


@wrong(
    "04.8",
    "Los pasos no dependen de la α que recibes: avanzas siempre con α = 1. ¿Le pasas "
    "`alpha` a quien actualiza?",
    S_STEP,
)
def ignores_alpha(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, 1.0, iters, seed)


@wrong(
    "04.8",
    "Cada capa se actualiza antes de que su gradiente llegue a la anterior, que usa "
    "entonces pesos ya cambiados. Los dos deben salir de los mismos W. ¿En qué "
    "momento cambia W[l]?",
    S_BACKPROP,
)
def update_before_gradients(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, (Z, A) = mlp.forward_propagation(X, W, b, check=False)
        losses.append(losses_of.cross_entropy(Y_hat, Y, check=False))
        dZ = mlp.output_delta(Y_hat, Y, check=False)
        for layer in range(len(W) - 1, 0, -1):
            W[layer] = W[layer] - alpha * (A[layer - 1].T @ dZ)
            b[layer] = b[layer] - alpha * dZ.sum(axis=0)
            if layer > 1:
                dZ = (dZ @ W[layer].T) * (Z[layer - 1] > 0)
    return W, b, losses


@wrong(
    "04.8",
    "Actualizas una vez por ejemplo, no una vez por iteración con el lote entero. Ese "
    "es otro algoritmo, y llega en la lección 05. ¿Sobre qué da vueltas tu ciclo?",
)
def one_example_at_a_time(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, _ = mlp.forward_propagation(X, W, b, check=False)
        losses.append(losses_of.cross_entropy(Y_hat, Y, check=False))
        for i in range(len(X)):
            x, y = X[i : i + 1], Y[i : i + 1]
            _, cache = mlp.forward_propagation(x, W, b, check=False)
            gradients = mlp.backpropagation(x, y, W, b, cache, check=False)
            W, b = _unchecked_update(W, b, *gradients, alpha)
    return W, b, losses


@wrong(
    "04.8",
    "Devuelves un solo arreglo. La última línea de la diapositiva dice «predicción», y "
    "ahí hay un error: sin W y b, la red entrenada se pierde. ¿Qué tres cosas pide el "
    "enunciado?",
)
def returns_predictions(X, Y, layer_shapes, alpha, iters, seed):
    W, b, _ = _train(X, Y, layer_shapes, alpha, iters, seed)
    return mlp.forward_propagation(X, W, b, check=False)[0]


@wrong(
    "04.8",
    "Devuelves los parámetros sin losses. Sin esa lista no se puede ver si la red "
    "aprende. ¿Qué tres cosas pide el enunciado?",
)
def without_losses(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, alpha, iters, seed)[:2]


@wrong(
    "04.8",
    "La propagación hacia adelante quedó fuera del ciclo: Ŷ y la caché son siempre las "
    "de los pesos iniciales, y por eso la pérdida se repite. Después de cada paso la "
    "red es otra. ¿Qué líneas deben repetirse?",
)
def forward_outside_loop(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    Y_hat, cache = mlp.forward_propagation(X, W, b, check=False)
    losses = []
    for _ in range(iters):
        losses.append(losses_of.cross_entropy(Y_hat, Y, check=False))
        dW, db = mlp.backpropagation(X, Y, W, b, cache, check=False)
        W, b = _unchecked_update(W, b, dW, db, alpha)
    return W, b, losses


@wrong(
    "04.8",
    "Entrenas una sola iteración, y losses tiene un solo número. Suele venir de un "
    "`return` con la sangría del ciclo: termina la función en la primera vuelta. ¿A "
    "qué altura está el tuyo?",
)
def return_inside_loop(X, Y, layer_shapes, alpha, iters, seed):
    return _train(X, Y, layer_shapes, alpha, 1, seed)


@wrong(
    "04.8",
    "La red final es correcta, pero a `cross_entropy` le pasas los argumentos "
    "cruzados: el logaritmo cae sobre los ceros de Y, y la pérdida sale enorme. ¿En "
    "qué orden los recibe?",
    S_LOSS,
)
def crossed_loss(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, cache = mlp.forward_propagation(X, W, b, check=False)
        losses.append(losses_of.cross_entropy(Y, Y_hat, check=False))
        dW, db = mlp.backpropagation(X, Y, W, b, cache, check=False)
        W, b = _unchecked_update(W, b, dW, db, alpha)
    return W, b, losses


@wrong(
    "04.8",
    "A `he_initialization` le falta la semilla. Sin ella no se podría repetir un "
    "entrenamiento. ¿Qué argumento de `train` la trae?",
    shows_difference=False,
)
def seed_not_passed(X, Y, layer_shapes, alpha, iters, seed):
    return mlp.he_initialization(layer_shapes)


@wrong(
    "04.8",
    "Llamas a `backpropagation` sin Y, como la diapositiva; ahí hay un error. Sin la "
    "verdad no hay con qué comparar Ŷ. ¿Qué argumentos recibe en el ejercicio 04.6, y "
    "en qué orden?",
    S_BACKPROP,
    shows_difference=False,
)
def truth_not_passed(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    _, cache = mlp.forward_propagation(X, W, b, check=False)
    return mlp.backpropagation(X, W, b, cache)


@wrong(
    "04.8",
    "Lo que devuelves está completo, pero en otro orden. El enunciado pide W, b y "
    "losses. Mira la última línea.",
    shows_difference=False,
)
def return_order(X, Y, layer_shapes, alpha, iters, seed):
    W, b, losses = _train(X, Y, layer_shapes, alpha, iters, seed)
    return losses, W, b


@wrong(
    "04.8",
    "Si la pérdida sube, tu ciclo se detiene antes de tiempo. Detenerse a tiempo es "
    "una idea útil, pero aquí se piden `iters` iteraciones, suba o baje. ¿Hay "
    "un `break`?",
)
def stops_when_it_rises(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, cache = mlp.forward_propagation(X, W, b, check=False)
        losses.append(losses_of.cross_entropy(Y_hat, Y, check=False))
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
        dW, db = mlp.backpropagation(X, Y, W, b, cache, check=False)
        W, b = _unchecked_update(W, b, dW, db, alpha)
    return W, b, losses


@wrong(
    "04.8",
    "losses es correcta, pero devuelves los parámetros con los que se midió la menor "
    "pérdida. Se piden los que quedan después de la última actualización. ¿Qué "
    "variables devuelves?",
)
def best_parameters(X, Y, layer_shapes, alpha, iters, seed):
    W, b = mlp.he_initialization(layer_shapes, seed)
    best, losses = (W, b), []
    for _ in range(iters):
        Y_hat, cache = mlp.forward_propagation(X, W, b, check=False)
        loss = losses_of.cross_entropy(Y_hat, Y, check=False)
        best = (W, b) if not losses or loss < min(losses) else best
        losses.append(loss)
        dW, db = mlp.backpropagation(X, Y, W, b, cache, check=False)
        W, b = _unchecked_update(W, b, dW, db, alpha)
    return *best, losses


def _legacy(rng, shape):
    """Lo que daría `np.random.seed(seed)` y después `np.random.randn`."""
    return rng.standard_normal(shape)


@wrong(
    "04.8",
    "Multiplicas el sorteo por 0.01 en todas las capas. Es una receta para redes de "
    "una capa oculta; en una profunda, la señal se apaga antes de llegar al final. ¿De "
    "qué depende la escala de He?",
)
def hundredth_of_randn(X, Y, layer_shapes, alpha, iters, seed):
    legacy = np.random.RandomState
    start = _starting_with(lambda h_in, h_out: 0.01, rng_of=legacy, draw=_legacy)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


@wrong(
    "04.8",
    "Usas el sorteo de `randn` tal como sale, con desviación 1. En una capa con muchas "
    "entradas, Z sale enorme y la softmax se satura. ¿De qué depende la escala de He?",
)
def plain_randn(X, Y, layer_shapes, alpha, iters, seed):
    legacy = np.random.RandomState
    start = _starting_with(lambda h_in, h_out: 1.0, rng_of=legacy, draw=_legacy)
    return _train(X, Y, layer_shapes, alpha, iters, seed, start=start)


# 04.9 predict ----------------------------------------------------------------------


def _probabilities(X, W, b):
    return mlp.forward_propagation(X, W, b, check=False)[0]


@wrong(
    "04.9",
    "Buscas el máximo por columnas: comparas ejemplos entre sí. Hay que comparar las "
    "clases de cada ejemplo. ¿Qué eje recorre las clases?",
)
def argmax_wrong_axis(X, W, b):
    return np.argmax(_probabilities(X, W, b), axis=0)


@wrong(
    "04.9",
    "Tu `argmax` no tiene eje: busca un solo máximo en toda la matriz. Se pide una "
    "clase por ejemplo. ¿Qué eje recorre las clases?",
)
def argmax_of_all(X, W, b):
    return np.argmax(_probabilities(X, W, b))


@wrong(
    "04.9",
    "`forward_propagation` devuelve dos cosas: las probabilidades y la caché. Aquí las "
    "usas juntas, como si fueran un solo arreglo. ¿Cómo guardas cada una con su "
    "nombre?",
    S_FORWARD,
    shows_difference=False,
)
def pair_not_unpacked(X, W, b):
    return np.argmax(mlp.forward_propagation(X, W, b, check=False), axis=1)


@wrong(
    "04.9",
    "`forward_propagation` devuelve dos cosas, las probabilidades y la caché, y el par "
    "no tiene `.argmax`. ¿Cómo guardas cada una con su nombre?",
    S_FORWARD,
    shows_difference=False,
)
def method_of_the_pair(X, W, b):
    return mlp.forward_propagation(X, W, b, check=False).argmax(axis=1)


@wrong(
    "04.9",
    "Devuelves las probabilidades de todas las clases. Se pide el número de una sola "
    "por ejemplo. ¿Qué función da la posición del mayor?",
)
def returns_probabilities(X, W, b):
    return _probabilities(X, W, b)


@wrong(
    "04.9",
    "Devuelves la predicción en one-hot. Se pide la etiqueta, un entero por ejemplo. "
    "¿Qué número representa a cada fila?",
)
def returns_one_hot(X, W, b):
    P = _probabilities(X, W, b)
    return np.eye(P.shape[1])[P.argmax(axis=1)]


@wrong(
    "04.9",
    "Devuelves la probabilidad más alta, no la clase que la tiene. `max` da el valor. "
    "¿Qué función da la posición?",
)
def returns_maximum(X, W, b):
    return _probabilities(X, W, b).max(axis=1)


@wrong(
    "04.9",
    "Redondeas las probabilidades. Con más de dos clases, la ganadora puede tener "
    "menos de 0.5. ¿Qué función compara entre sí las de una fila?",
)
def rounded(X, W, b):
    return np.round(_probabilities(X, W, b))


@wrong(
    "04.9",
    "Eliges la clase menos probable. Mira qué función usas, o si cambiaste un signo "
    "antes de ella.",
)
def least_likely(X, W, b):
    return np.argmin(_probabilities(X, W, b), axis=1)


@wrong(
    "04.9",
    "Todas tus etiquetas son una unidad mayores. Las clases del curso empiezan en 0, "
    "como las columnas. ¿Sumas 1 en algún lugar?",
)
def labels_from_one(X, W, b):
    return np.argmax(_probabilities(X, W, b), axis=1) + 1


@wrong(
    "04.9",
    "Los números están bien, pero devuelves una columna (m, 1). Se pide un arreglo "
    "de un solo eje. Busca un `keepdims` o un `reshape`.",
)
def column(X, W, b):
    return np.argmax(_probabilities(X, W, b), axis=1)[:, None]


@wrong(
    "04.9",
    "Buscas el máximo en la última capa oculta, o en la entrada si no hay ocultas. "
    "Ahí no hay clases todavía. ¿Cuál de las dos cosas que devuelve "
    "`forward_propagation` necesitas?",
)
def argmax_of_hidden(X, W, b):
    _, (_, A) = mlp.forward_propagation(X, W, b, check=False)
    return np.argmax(A[-2], axis=1)


@wrong(
    "04.9",
    "La red con que predices no tiene relu en las capas ocultas. Predecir usa la "
    "misma red que se entrenó. ¿Llamas a `forward_propagation` o la escribiste otra "
    "vez?",
    S_FORWARD,
)
def linear_network(X, W, b):
    return np.argmax(_forward(X, W, b, g=_same)[0], axis=1)


@wrong(
    "04.9",
    "Al predecir olvidas los sesgos: son parte de la red entrenada. ¿Llamas a "
    "`forward_propagation` o la escribiste otra vez?",
    S_FORWARD,
)
def without_biases(X, W, b):
    return np.argmax(_forward(X, W, b, pre=lambda A, W, b: A @ W)[0], axis=1)


@wrong(
    "04.9",
    "Aplicas relu a la última capa antes de elegir. Cuando ninguna Z[L] es positiva, "
    "todas empatan en 0 y gana la primera. ¿Qué activación lleva la salida?",
    S_FORWARD,
)
def relu_before_argmax(X, W, b):
    return np.argmax(_forward(X, W, b, output=relu)[0], axis=1)


@wrong(
    "04.9",
    "Comparas las probabilidades con 0.5. Con más de dos clases puede ganar una con "
    "0.3, y entonces ninguna pasa el umbral: te queda la clase 0. ¿Qué se compara con "
    "qué?",
)
def above_half(X, W, b):
    return (_probabilities(X, W, b) > 0.5).argmax(axis=1)


@wrong(
    "04.9",
    "Solo miras la segunda columna: sirve cuando hay dos clases. Aquí son K, y la "
    "ganadora puede ser cualquiera. ¿Qué función compara todas las columnas de una "
    "fila?",
)
def second_column(X, W, b):
    return np.round(_probabilities(X, W, b)[:, 1]).astype(int)


@wrong(
    "04.9",
    "Predices con la primera capa sola. Las clases aparecen en la última, después de "
    "atravesar toda la red. ¿Qué función recorre todas las capas?",
    S_FORWARD,
)
def first_layer_only(X, W, b):
    return np.argmax(X @ W[1] + b[1], axis=1)


@wrong(
    "04.9",
    "Pasas las probabilidades a enteros antes de elegir: todas las menores que 1 "
    "quedan en 0, y gana la primera clase. El entero que se pide es la posición. ¿Qué "
    "va antes, el `argmax` o el `int`?",
)
def truncated_before_argmax(X, W, b):
    return _probabilities(X, W, b).astype(int).argmax(axis=1)


@wrong(
    "04.9",
    "Son dos cosas. Buscas el máximo por columnas, y hay que comparar las clases de "
    "cada ejemplo. Además sumas 1, y las clases empiezan en 0. Empieza por el eje.",
)
def columns_from_one(X, W, b):
    return np.argmax(_probabilities(X, W, b), axis=0) + 1


@wrong(
    "04.9",
    "Cuando dos clases empatan, un ejemplo te da dos etiquetas y sobran elementos. "
    "Buscas dónde está el máximo, y puede estar en varios lugares. ¿Qué función da una "
    "sola posición por fila?",
)
def every_tied_class(X, W, b):
    P = _probabilities(X, W, b)
    return np.where(P.max(axis=1, keepdims=True) == P)[1]
