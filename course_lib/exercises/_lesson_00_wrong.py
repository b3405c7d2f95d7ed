"""Errores conocidos de la lección 00: cada uno corre, y su frase dice qué lo causa.

El id del error es el nombre de la función.
"""

import math

import numpy as np

from course_lib import activations
from course_lib.exercises.model import Mistake

S_SHAPES = "Formas, difusión, @ y *"
S_COUNT = "Contar parámetros"

_HOME = {"00.1": S_COUNT, "00.2": S_SHAPES}
_DECLARED = {exercise_id: [] for exercise_id in _HOME}


def mistakes_of(exercise_id):
    """Los errores de un ejercicio, en orden."""
    return tuple(_DECLARED[exercise_id])


def wrong(exercise_id, message):
    """Declara la función decorada como un error conocido del ejercicio."""

    def declare(function):
        home = _HOME[exercise_id]
        mistake = Mistake(function.__name__, function, message, home)
        _DECLARED[exercise_id].append(mistake)
        return function

    return declare


# 00.1 count_parameters -------------------------------------------------------------


def _pairs(layer_shapes):
    return list(zip(layer_shapes[:-1], layer_shapes[1:], strict=True))


@wrong(
    "00.1",
    "Cuentas bien los pesos, y te faltan los sesgos. Cada unidad a la que llegan "
    "líneas tiene el suyo. ¿Cuántos sesgos hay en cada capa?",
)
def forgets_biases(layer_shapes):
    return sum(i * j for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Sumaste entradas y unidades. Dibuja la red [2, 3] y cuenta las líneas, con un "
    "peso cada una, y un sesgo por cada unidad a la que llegan. ¿Cuántos son?",
)
def counts_units(layer_shapes):
    return sum(layer_shapes)


@wrong(
    "00.1",
    "Multiplicas todos los tamaños entre sí. Los pesos de una capa solo dependen de "
    "dos tamaños vecinos. ¿Qué se multiplica dentro de una capa, y qué se suma entre "
    "capas?",
)
def multiplies_everything(layer_shapes):
    return int(np.prod(layer_shapes))


@wrong(
    "00.1",
    "Sobran sesgos: también se los pusiste a las entradas. Una entrada no "
    "se calcula, llega hecha. ¿Desde qué índice de la lista hay sesgos?",
)
def biases_at_input(layer_shapes):
    return sum(i * j for i, j in _pairs(layer_shapes)) + sum(layer_shapes)


@wrong(
    "00.1",
    "Cuentas un solo sesgo por capa. b_l es una lista: un número para cada unidad de "
    "la capa l. En la red [2, 3], ¿cuántos números tiene b_1?",
)
def one_bias_per_layer(layer_shapes):
    return sum(i * j + 1 for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Los pesos están bien, pero cuentas un sesgo por cada unidad de la que sale una "
    "línea. El sesgo es de la unidad a la que llega. De cada par de tamaños vecinos, "
    "¿cuál sumas?",
)
def biases_of_the_layer_before(layer_shapes):
    return sum(i * j + i for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Tu número es el de la última capa sola. Quizá el total se pierde en cada vuelta "
    "del ciclo. ¿Acumulas, o vuelves a asignar?",
)
def only_last_layer(layer_shapes):
    return layer_shapes[-2] * layer_shapes[-1] + layer_shapes[-1]


@wrong(
    "00.1",
    "Contaste solo la primera capa. ¿Recorres todas? Si usas un ciclo, mira la sangría "
    "del `return`.",
)
def only_first_layer(layer_shapes):
    return layer_shapes[0] * layer_shapes[1] + layer_shapes[1]


@wrong(
    "00.1",
    "Te falta la última capa. Con cuatro tamaños hay tres capas con parámetros. "
    "¿Recorres todos los pares vecinos? Si usas `range`, mira dónde termina.",
)
def misses_last_layer(layer_shapes):
    return sum(i * j + j for i, j in _pairs(layer_shapes)[:-1])


@wrong(
    "00.1",
    "Te falta la primera capa, la que sale de las entradas. ¿Desde dónde recorres "
    "la lista? Si usas `range`, mira en qué número empieza.",
)
def misses_first_layer(layer_shapes):
    return sum(i * j + j for i, j in _pairs(layer_shapes)[1:])


@wrong(
    "00.1",
    "Sumas los dos tamaños de cada par, y los pesos son una tabla: una fila por "
    "unidad de origen y una columna por unidad de destino. ¿Cuántos números caben en "
    "una tabla de 2 por 3?",
)
def adds_sizes(layer_shapes):
    return sum(i + j for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Unes las entradas con la salida, como si no hubiera capas ocultas. Cada capa "
    "recibe de la anterior. ¿Dónde entran los tamaños del medio?",
)
def input_to_output(layer_shapes):
    return layer_shapes[0] * layer_shapes[-1] + layer_shapes[-1]


@wrong(
    "00.1",
    "Devuelves una cuenta por capa, y se pide el total de la red. ¿Qué falta hacer "
    "con esa lista?",
)
def one_count_per_layer(layer_shapes):
    return [i * j + j for i, j in _pairs(layer_shapes)]


@wrong(
    "00.1",
    "Multiplicas cada tamaño por sí mismo. Los pesos unen dos capas distintas, una "
    "con la siguiente. ¿Qué índices usas?",
)
def squares(layer_shapes):
    return sum(j * j + j for j in layer_shapes[1:])


@wrong(
    "00.1",
    "Los sesgos están bien. Los pesos, no: multiplicas todos los tamaños entre sí, y "
    "cada capa solo une dos vecinos. ¿Qué se multiplica dentro de una capa, y qué se "
    "suma entre capas?",
)
def multiplies_everything_and_adds_biases(layer_shapes):
    return int(np.prod(layer_shapes)) + sum(layer_shapes[1:])


@wrong(
    "00.1",
    "Los pesos están bien; a la última capa le faltan sus sesgos. Las unidades de "
    "salida también se calculan. ¿Qué unidades no tienen sesgo?",
)
def biases_only_hidden(layer_shapes):
    return sum(i * j for i, j in _pairs(layer_shapes)) + sum(layer_shapes[1:-1])


@wrong(
    "00.1",
    "Cuentas bien los sesgos, y te faltan los pesos. Hay uno en cada línea que une dos "
    "capas vecinas. En la red [2, 3], ¿cuántas líneas hay?",
)
def forgets_weights(layer_shapes):
    return sum(layer_shapes[1:])


@wrong(
    "00.1",
    "Devuelves por separado los pesos y los sesgos. Se pide un solo número. ¿Qué falta "
    "hacer con los dos?",
)
def returns_both_counts(layer_shapes):
    return sum(i * j for i, j in _pairs(layer_shapes)), sum(layer_shapes[1:])


@wrong(
    "00.1",
    "Los pesos están bien, y cada sesgo queda contado dos veces. Mira si lo sumas en "
    "dos lugares.",
)
def biases_twice(layer_shapes):
    return sum(i * j + 2 * j for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Los sesgos están bien. Para los pesos unes cada capa con todas las que siguen, y "
    "solo se une con la próxima. En [3, 5, 2], ¿hay líneas de las entradas a la "
    "salida?",
)
def joins_all_layers(layer_shapes):
    n = len(layer_shapes)
    weights = sum(
        layer_shapes[i] * layer_shapes[j] for i in range(n) for j in range(i + 1, n)
    )
    return weights + sum(layer_shapes[1:])


@wrong(
    "00.1",
    "Los pesos están bien. Como sesgos cuentas solo los de la última capa. Cada unidad "
    "oculta también tiene el suyo. Si sumas los sesgos dentro de un ciclo, mira la "
    "sangría de esa línea.",
)
def biases_only_at_the_end(layer_shapes):
    return sum(i * j for i, j in _pairs(layer_shapes)) + layer_shapes[-1]


@wrong(
    "00.1",
    "Los pesos están bien; como sesgos cuentas uno solo para toda la red. Cada unidad "
    "a la que llegan líneas tiene el suyo. ¿Cuántas unidades hay?",
)
def one_bias_in_all(layer_shapes):
    return sum(i * j for i, j in _pairs(layer_shapes)) + 1


@wrong(
    "00.1",
    "Les sumas 1 a los dos tamaños de cada par. Ese 1 hace de sesgo, y solo tienen "
    "sesgo las unidades a las que llegan líneas. ¿A cuál de los dos tamaños le toca?",
)
def one_more_on_both_sides(layer_shapes):
    return sum((i + 1) * (j + 1) for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Unes los tamaños de dos en dos sin repetir ninguno. Cada capa oculta es la salida "
    "de un par y la entrada del siguiente. ¿De cuánto en cuánto avanza tu ciclo?",
)
def every_other_pair(layer_shapes):
    n = len(layer_shapes)
    pairs = [(layer_shapes[k], layer_shapes[k + 1]) for k in range(0, n - 1, 2)]
    return sum(i * j + j for i, j in pairs)


@wrong(
    "00.1",
    "Cuentas bien cada capa, y después multiplicas las cuentas. Los parámetros de la "
    "red son los de una capa más los de la otra. ¿Con qué valor empieza tu total, y "
    "con qué operación crece?",
)
def multiplies_layers(layer_shapes):
    return math.prod(i * j + j for i, j in _pairs(layer_shapes))


@wrong(
    "00.1",
    "Devuelves la cuenta acumulada después de cada capa, y se pide solo el total. "
    "¿Cuál de esos números es?",
)
def running_total(layer_shapes):
    return np.cumsum([i * j + j for i, j in _pairs(layer_shapes)])


@wrong(
    "00.1",
    "Los sesgos están bien. De los pesos solo cuentas los que salen de las entradas. "
    "¿Qué une a una capa oculta con la siguiente?",
)
def weights_of_first_only(layer_shapes):
    return layer_shapes[0] * layer_shapes[1] + sum(layer_shapes[1:])


@wrong(
    "00.1",
    "Tu total es el esperado más 1, siempre. ¿Con qué número empieza el total? Si la "
    "función se llama a sí misma, ¿qué devuelve la última llamada?",
)
def one_too_many(layer_shapes):
    return sum(i * j + j for i, j in _pairs(layer_shapes)) + 1


@wrong(
    "00.1",
    "Ordenas los tamaños antes de contar. El orden de la lista es el de las capas: "
    "[3, 5, 2] y [2, 3, 5] son redes distintas. ¿Qué pares son vecinos?",
)
def sorts_sizes(layer_shapes):
    return sum(i * j + j for i, j in _pairs(sorted(layer_shapes)))


# 00.2 dense ------------------------------------------------------------------------


@wrong(
    "00.2",
    "El producto está bien, y falta el sesgo. Compara tu línea con la fórmula: ¿qué "
    "se suma al final?",
)
def missing_bias(X, W, b):
    return X @ W


@wrong(
    "00.2",
    "El producto está bien; el sesgo se resta, y la fórmula lo suma. Mira ese signo.",
)
def subtracts_bias(X, W, b):
    return X @ W - b


@wrong(
    "00.2",
    "Usas `*`, que multiplica elemento a elemento y pide formas que encajen entre sí. "
    "El producto de matrices combina cada fila de X con cada columna de W. ¿Qué "
    "símbolo lo escribe?",
)
def elementwise(X, W, b):
    return X * W + b


@wrong(
    "00.2",
    "Multiplicas en el orden contrario. Con matrices, el orden importa: las columnas "
    "de la primera deben ser tantas como las filas de la segunda. Escribe las dos "
    "formas, una al lado de la otra: ¿cuál va primero?",
)
def reversed_product(X, W, b):
    return W @ X + b


@wrong(
    "00.2",
    "Transpones W antes de multiplicar. En este curso W ya tiene una fila por entrada: "
    "X es (m, d) y W es (d, h). ¿Hace falta la transpuesta?",
)
def transposes_weights(X, W, b):
    return X @ W.T + b


@wrong(
    "00.2",
    "Sumas el sesgo a los pesos, antes del producto. Así cada entrada lo multiplica. "
    "¿En qué orden van las dos operaciones de la fórmula?",
)
def bias_inside_product(X, W, b):
    return X @ (W + b)


@wrong(
    "00.2",
    "Multiplicas por el sesgo, y la fórmula lo suma. ¿Qué le pasaría a tu resultado "
    "si b fuera cero?",
)
def multiplies_by_bias(X, W, b):
    return X @ W * b


@wrong(
    "00.2",
    "Sumas todos los sesgos en cada lugar. Cada unidad tiene el suyo: a la columna j "
    "le toca b[j]. ¿Hay un `sum` de más?",
)
def sums_biases(X, W, b):
    return X @ W + b.sum()


@wrong(
    "00.2",
    "Usas el primer sesgo en todas las columnas. Cada unidad tiene el suyo: a la "
    "columna j le toca b[j]. Mira qué índice le pones a b.",
)
def only_first_bias(X, W, b):
    return X @ W + b[0]


@wrong(
    "00.2",
    "La primera fila está bien, y a las demás les falta el sesgo. Todos los ejemplos "
    "pasan por las mismas unidades. ¿Qué hace la difusión con `Z + b`?",
)
def bias_only_in_first_row(X, W, b):
    Z = (X @ W).astype(float)
    Z[0] += b
    return Z


@wrong(
    "00.2",
    "Conviertes b en una columna, y la difusión la repite hacia la derecha: un sesgo "
    "por ejemplo. Queremos uno por unidad. ¿Qué forma de b se repite hacia abajo?",
)
def bias_as_column(X, W, b):
    return X @ W + b.reshape(-1, 1)


@wrong(
    "00.2",
    "Borras los negativos. Eso ya es una activación, y aquí se pide solo X W + b. "
    "¿Hay un `maximum` de más?",
)
def with_relu(X, W, b):
    return np.maximum(X @ W + b, 0)


@wrong(
    "00.2",
    "Sumas las unidades de cada ejemplo y queda un número por fila. Z tiene una "
    "columna por unidad. ¿Qué forma debe tener el resultado?",
)
def one_number_per_example(X, W, b):
    return (X @ W + b).sum(axis=1)


@wrong(
    "00.2",
    "Sumas los ejemplos y queda un número por unidad. Cada ejemplo conserva su fila. "
    "¿Qué forma debe tener el resultado?",
)
def adds_the_examples(X, W, b):
    return X.sum(axis=0) @ W + b


@wrong(
    "00.2",
    "El sesgo se suma una vez por cada entrada, y es una sola vez por unidad. Mira si "
    "tu `+ b` quedó dentro del ciclo que recorre las entradas.",
)
def bias_once_per_input(X, W, b):
    return X @ W + X.shape[1] * b


@wrong(
    "00.2",
    "Cuando X es de enteros, pierdes los decimales. Un arreglo creado con "
    "`zeros_like`, o con el tipo de X, hereda los enteros. ¿De qué tipo debe ser Z?",
)
def integer_dtype(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]), dtype=X.dtype)
    Z[:] = X @ W + b
    return Z


@wrong(
    "00.2",
    "El sesgo se suma una vez por cada ejemplo del lote; aquí, {m}. A cada fila le "
    "toca una sola vez. ¿Multiplicas b por algo, o lo sumas dentro de un ciclo?",
)
def bias_once_per_example(X, W, b):
    return X @ W + len(X) * b


@wrong(
    "00.2",
    "Solo cuenta la última entrada de cada ejemplo: el ciclo pisa lo anterior en vez "
    "de acumularlo. ¿Usas `=` donde hace falta sumar?",
)
def keeps_last_input(X, W, b):
    return np.outer(X[:, -1], W[-1]) + b


@wrong(
    "00.2",
    "Devuelves el producto y el sesgo por separado. Se pide un solo arreglo. ¿Qué "
    "operación los une?",
)
def returns_both_parts(X, W, b):
    return X @ W, b


@wrong(
    "00.2",
    "Devuelves solo la fila del primer ejemplo. Z tiene una fila por cada fila de X. "
    "Si usas un ciclo, mira la sangría del `return`; si no, busca un `[0]`.",
)
def only_first_example(X, W, b):
    return X[0] @ W + b


@wrong(
    "00.2",
    "Devuelves solo la fila del último ejemplo. Z tiene una fila por cada fila de X. "
    "¿Tu ciclo guarda cada fila, o la pisa con la siguiente?",
)
def only_last_example(X, W, b):
    return X[-1] @ W + b


@wrong(
    "00.2",
    "La última columna está bien, y a las demás les falta el sesgo. Cada unidad tiene "
    "el suyo. Si lo sumas con un ciclo, mira la sangría de esa línea.",
)
def bias_only_in_last_unit(X, W, b):
    Z = (X @ W).astype(float)
    Z[:, -1] += b[-1]
    return Z


@wrong(
    "00.2",
    "Solo cuenta la primera entrada de cada ejemplo. Z[i, j] suma sobre todas. Si usas "
    "un ciclo, ¿llega hasta la última?",
)
def only_first_input(X, W, b):
    return np.outer(X[:, 0], W[0]) + b


@wrong(
    "00.2",
    "Falta la última entrada de cada ejemplo. Z[i, j] suma sobre todas. Si usas "
    "`range`, mira dónde termina.",
)
def misses_last_input(X, W, b):
    return X[:, :-1] @ W[:-1] + b


@wrong(
    "00.2",
    "El producto está bien, pero sumas el sesgo dos veces. Busca el otro `+ b`.",
)
def bias_twice(X, W, b):
    return X @ W + 2 * b


@wrong(
    "00.2",
    "Sumas el promedio de los sesgos en cada lugar. Cada unidad tiene el suyo: a la "
    "columna j le toca b[j]. ¿Hay un `mean` de más?",
)
def averages_biases(X, W, b):
    return X @ W + b.mean()


@wrong(
    "00.2",
    "Aplicas la sigmoide: todos tus números quedan entre 0 y 1. Eso ya es una "
    "activación, y aquí se pide solo X W + b.",
)
def with_sigmoid(X, W, b):
    return activations.sigmoid(X @ W + b, check=False)


@wrong(
    "00.2",
    "Conviertes el resultado en enteros y pierdes los decimales. Busca un `int`, un "
    "`astype(int)` o un arreglo creado con `dtype=int`.",
)
def cuts_decimals(X, W, b):
    return (X @ W + b).astype(int)


@wrong(
    "00.2",
    "Redondeas el resultado. Los decimales también cuentan: busca un `round`.",
)
def rounds(X, W, b):
    return np.round(X @ W + b)


@wrong(
    "00.2",
    "Divides entre el número de ejemplos, {m}. Aquí no se promedia nada: cada fila de "
    "Z depende solo de su fila de X. ¿Qué división sobra?",
)
def divides_by_examples(X, W, b):
    return X @ W / len(X) + b


@wrong(
    "00.2",
    "Aplicas la tangente hiperbólica: todos tus números quedan entre −1 y 1. Eso ya es "
    "una activación, y aquí se pide solo X W + b.",
)
def with_tanh(X, W, b):
    return np.tanh(X @ W + b)


@wrong(
    "00.2",
    "Pusiste la columna de unos delante de X y b debajo de W: el uno multiplica a la "
    "primera fila de W, y no a b. ¿Qué columna debe ir con la fila de b?",
)
def ones_in_another_place(X, W, b):
    return np.hstack([np.ones((len(X), 1)), X]) @ np.vstack([W, b])


@wrong(
    "00.2",
    "La primera columna está bien, y cada una arrastra lo de las anteriores. ¿En qué "
    "vuelta del ciclo vuelve a 0 tu suma?",
)
def sum_not_restarted(X, W, b):
    return np.cumsum(X @ W, axis=1) + b


@wrong(
    "00.2",
    "Tu Z se crea con la forma de X: tantas columnas como entradas. Debe tener una por "
    "unidad. ¿De qué matriz sale ese tamaño?",
)
def shape_of_input(X, W, b):
    Z = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = X[i] @ W[:, j] + b[j]
    return Z
