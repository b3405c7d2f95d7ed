"""Ejercicios y preguntas de la lección 03, «Funciones de activación».

Cada función de la primera parte es una solución: su docstring es el enunciado que lee
quien aprende. Los casos están en `_lesson_03_cases`, los errores conocidos en
`_lesson_03_wrong`, otras respuestas correctas en `_lesson_03_right` y el conductor de
los pesos iniciales en `activation_drivers`.
"""

import numpy as np

from course_lib.activations import sigmoid
from course_lib.exercises import _lesson_03_cases as cases
from course_lib.exercises import _lesson_03_right as right
from course_lib.exercises import _lesson_03_wrong as wrong
from course_lib.exercises.activation_drivers import (
    DIFFERENT_COLUMNS,
    DIFFERENT_ROWS,
    DIFFERENT_WEIGHTS,
    FIRST_IS_NONE,
    INDEPENDENT,
    NOT_ZERO,
    OTHER_SEED,
    OWN_NUMBERS,
    SAME_SEED,
    VARIED,
    ZERO_BIASES,
    Initialization,
    start_sentence,
)
from course_lib.exercises.breakers import BREAKERS
from course_lib.exercises.corrections import CORRECTIONS
from course_lib.exercises.drivers import Returns
from course_lib.exercises.model import Exercise, Option, Question

__all__ = ["EXERCISES", "QUESTIONS"]

S_CAUSES = "Tres causas del desvanecimiento"
S_DEAD = "Unidades muertas"

# Enunciados y soluciones -----------------------------------------------------------


def sigmoid_derivative(z):
    """Calcula la derivada de la sigmoide en cada elemento de z.

        σ(z) = 1 / (1 + e^−z),   σ'(z) = σ(z) (1 − σ(z))

    Debe dar números también con 1000 y −1000. Puedes usar `sigmoid`, ya importada.

    Args:
        z: preactivaciones, un arreglo de cualquier forma.

    Returns:
        σ'(z), con la forma de z.

    Ejemplo: con z = [0], el resultado es [0.25].
    """
    s = sigmoid(z)
    return s * (1.0 - s)


def relu(z):
    """Aplica ReLU a cada elemento de z: deja los positivos y anula los negativos.

        relu(z) = max(0, z)

    Args:
        z: preactivaciones, un arreglo de cualquier forma. No cambia.

    Returns:
        relu(z), con la forma de z.

    Ejemplo: con z = [−2, 0, 3], el resultado es [0, 0, 3].
    """
    return np.maximum(z, 0)


def relu_derivative(z):
    """Calcula la derivada de ReLU en cada elemento de z.

        relu'(z) = 1 si z > 0,   0 si z < 0

    En z = 0 no hay derivada: la pendiente viene de 0 y sigue en 1. Por convención,
    ahí se usa 0.

    Args:
        z: preactivaciones, un arreglo de cualquier forma. No cambia.

    Returns:
        Ceros y unos, con la forma de z.

    Ejemplo: con z = [−2, 0, 3], el resultado es [0, 0, 1].
    """
    return (z > 0).astype(float)


def tanh_derivative(z):
    """Calcula la derivada de la tangente hiperbólica en cada elemento de z.

        tanh'(z) = 1 − tanh(z)²

    Debe dar números también con 1000 y −1000.

    Args:
        z: preactivaciones, un arreglo de cualquier forma.

    Returns:
        tanh'(z), con la forma de z.

    Ejemplo: con z = [0], el resultado es [1].
    """
    return 1.0 - np.tanh(z) ** 2


def leaky_relu(z, slope=0.01):
    """Aplica leaky ReLU: los negativos no se anulan, se achican.

        f(z) = z si z > 0,   slope · z si z ≤ 0

    Args:
        z: preactivaciones, un arreglo de cualquier forma. No cambia.
        slope: la pendiente de la izquierda, un número de 0 a 1, los dos incluidos.

    Returns:
        f(z), con la forma de z.

    Ejemplo: con z = [−2, 0, 3] y slope = 0.1, el resultado es [−0.2, 0, 3].
    """
    return np.where(z > 0, z, slope * z)


def leaky_relu_derivative(z, slope=0.01):
    """Calcula la derivada de leaky ReLU en cada elemento de z.

        f'(z) = 1 si z > 0,   slope si z < 0

    En z = 0 no hay derivada, salvo que slope sea 1. Por convención, ahí se usa slope.

    Args:
        z: preactivaciones, un arreglo de cualquier forma. No cambia.
        slope: la pendiente de la izquierda, un número de 0 a 1, los dos incluidos.

    Returns:
        f'(z), con la forma de z.

    Ejemplo: con z = [−2, 0, 3] y slope = 0.1, el resultado es [0.1, 0.1, 1].
    """
    return np.where(z > 0, 1.0, slope)


def collapse_linear_layers(W1, b1, W2, b2):
    """Encuentra una sola capa que hace lo mismo que dos sin activación en el medio.

        (X W_1 + b_1) W_2 + b_2 = X W + b   para cualquier X

    Args:
        W1, b1: la primera capa, de formas (h_0, h_1) y (h_1,): h_0 entradas y h_1
            unidades ocultas.
        W2, b2: la segunda, de formas (h_1, h_2) y (h_2,): h_2 salidas.

    Returns:
        W, de forma (h_0, h_2), y b, de forma (h_2,).

    Ejemplo: con números sueltos, W_1 = 5, b_1 = 2, W_2 = 10 y b_2 = 3, la entrada x da
    10(5x + 2) + 3 = 50x + 23: W = 50 y b = 23.
    """
    return W1 @ W2, b1 @ W2 + b2


def he_initialization(layer_shapes, seed):
    """Sortea los pesos iniciales de una red con ReLU, con la escala de He.

    A la capa l entran h_{l-1} números. Cada peso de W_l sale de una distribución
    normal de media 0 y varianza 2/h_{l-1}, independiente de los demás. Los sesgos
    empiezan en 0. La misma semilla da siempre los mismos pesos; otra semilla, otros.

    Puedes usar cualquier generador. El de NumPy es `np.random.default_rng(seed)`; su
    método `normal` recibe la media, la desviación y la forma.

    Args:
        layer_shapes: [h_0, …, h_L], una lista o una tupla: cuántas entradas hay y
            cuántas unidades tiene cada capa.
        seed: semilla, un entero.

    Returns:
        W y b: listas de L + 1 elementos, con None en el índice 0. W[l] tiene forma
        (h_{l-1}, h_l) y b[l], forma (h_l,).

    Ejemplo: con [8, 3, 2], los pesos de W[1] tienen varianza 2/8 y desviación 0.5.
    """
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for l in range(1, len(layer_shapes)):
        shape = (layer_shapes[l - 1], layer_shapes[l])
        W.append(rng.normal(0.0, np.sqrt(2.0 / shape[0]), shape))
        b.append(np.zeros(shape[1]))
    return W, b


# Lugares y consejos ----------------------------------------------------------------

_START_PLACES = {
    FIRST_IS_NONE: "Las formas están bien; el índice 0, no.",
    ZERO_BIASES: "Las formas están bien; los sesgos, no.",
    NOT_ZERO: "Las formas y los sesgos están bien; los pesos, no.",
    DIFFERENT_WEIGHTS: "Las formas y los sesgos están bien; los pesos se repiten.",
    DIFFERENT_ROWS: "Las formas y los sesgos están bien; los pesos se repiten.",
    DIFFERENT_COLUMNS: "Las formas y los sesgos están bien; los pesos se repiten.",
    VARIED: "Las formas y los sesgos están bien; los pesos se repiten.",
    SAME_SEED: "Las formas y los sesgos están bien; mira qué hace la semilla.",
    OTHER_SEED: "La misma semilla repite los pesos: eso está bien. Mira otra semilla.",
    OWN_NUMBERS: "Formas, sesgos y semilla están bien; compara una capa con otra.",
    INDEPENDENT: "Formas, sesgos y semilla están bien; compara un peso con el de al "
    "lado.",
}


def _start_place(before, first):
    if first in _START_PLACES:
        return _START_PLACES[first]
    if first.startswith("media"):
        return "Formas, sesgos y semilla están bien; los pesos no están centrados en 0."
    if first.startswith("desviación"):
        return "Formas, sesgos, semilla y media están bien; la escala de los pesos, no."
    if first.startswith("reparto"):
        return "La media y la desviación están bien; la forma de la distribución, no."
    if not before:
        return ""
    return f"Hasta `{before[-1]}` las formas están bien; la de `{first}`, no."


def _answers_with_mask(outcomes):
    return any(a.dtype == bool for o in outcomes for a in o.answers.values())


MASK_TIP = (
    "Un consejo: respondes con una máscara de sí o no. NumPy la toma como unos y ceros "
    "al multiplicar; si la vas a restar o promediar, conviértela con `.astype(float)`."
)

# Declaraciones ---------------------------------------------------------------------

SIGMOID_DERIVATIVE = Exercise(
    id="03.1",
    title="La derivada de la sigmoide",
    solution=sigmoid_derivative,
    points=1,
    slide="Funciones de Activación: Sigmoide",
    prediction="Mira solo el dibujo de σ: ¿las pendientes en −3 y en 3 son iguales, "
    "opuestas o distintas?",
    hints=(
        "Si ya tienes el valor de σ(z), ¿hace falta otra exponencial para saber la "
        "pendiente?",
        "σ'(z) = σ(z) (1 − σ(z)), elemento a elemento.",
        "Guarda la sigmoide de z en una variable. Devuelve esa variable por lo que le "
        "falta para llegar a 1, con `*`.",
    ),
    reasoning="""\
Con u = 1 + e^(−z), σ = 1/u. La regla de la cadena da dos signos menos, que se cancelan:

$$\\sigma'(z) = -\\frac{1}{u^2} \\cdot (-e^{-z})
= \\frac{1}{u} \\cdot \\frac{e^{-z}}{u} = \\sigma(z)\\,(1 - \\sigma(z))$$

La última forma conviene por dos razones. Usa el valor que la red ya calculó, y no
divide exponenciales: con z = −1000, e^(−z)/(1 + e^(−z))² es infinito entre infinito.

El producto s (1 − s), con s entre 0 y 1, es máximo en s = 1/2: por eso σ' nunca pasa de
1/4. Si z se aleja, un factor tiende a 0 y la pendiente también.

Es par porque σ(−z) = 1 − σ(z): cambiar el signo de z intercambia los dos factores. De
paso, σ(z) σ(−z) evita la resta, y así lo escribe el curso.""",
    praise="Bien. σ'(−3) y σ'(3) son iguales. Para pensar: ¿qué le pasa a cada factor "
    "de σ(z) (1 − σ(z)) cuando z cambia de signo?",
    driver=Returns("derivada"),
    public_cases=cases.smooth_public,
    cases=cases.elementwise_cases,
    mistakes=wrong.mistakes_of("03.1"),
    accepts=(
        right.sigmoid_derivative_plain,
        right.sigmoid_derivative_difference,
        right.sigmoid_derivative_even,
        right.sigmoid_derivative_tanh,
        right.sigmoid_derivative_loop,
        right.sigmoid_derivative_float32,
    ),
    section=wrong.S_SIGMOID,
    allows=(sigmoid,),
    warning_message="Un consejo: el valor es correcto; el aviso viene de e^1000, que "
    "se vuelve infinito. La `sigmoid` de la lección 02 lo evita.",
)

RELU = Exercise(
    id="03.2",
    title="ReLU",
    solution=relu,
    points=1,
    slide="Funciones de Activación: Relu",
    prediction="¿relu(a + b) es siempre igual a relu(a) + relu(b)? Busca dos números "
    "con que probarlo.",
    hints=(
        "¿Cuál es el mayor entre −2 y 0? ¿Y entre 3 y 0?",
        "relu(z)_i = max(0, z_i), para cada elemento por separado.",
        "NumPy tiene dos funciones parecidas. `np.max` busca el mayor de un arreglo; "
        "la otra, de nombre más largo, compara dos arreglos elemento a elemento. El "
        "segundo puede ser un solo número.",
    ),
    reasoning="""\
`np.maximum(z, 0)` compara cada elemento con 0 y se queda con el mayor; la difusión
repite el 0. `np.max(z, 0)` es otra cosa: ahí el 0 es el eje.

También sirven `z * (z > 0)` y `np.where(z > 0, z, 0)`. Escribir `z[z < 0] = 0` cambia
la Z que la retropropagación va a necesitar.

La diapositiva recorre «j: 0, 1, …, h_l», que son h_l + 1 números; con h_l elementos el
índice va de 1 a h_l. Y con un lote de ejemplos, Z es una matriz: la función se aplica a
todas sus entradas.""",
    praise="Bien. Con a = 2 y b = −2, relu(a + b) es 0, y relu(a) + relu(b) es 2: no "
    "es lineal. Para pensar: ¿hay alguna zona donde sí se comporte como lineal?",
    driver=Returns("A"),
    public_cases=cases.kink_public,
    cases=cases.elementwise_cases,
    mistakes=wrong.mistakes_of("03.2"),
    accepts=(
        right.relu_where,
        right.relu_mask,
        right.relu_clip,
        right.relu_half,
        right.relu_copy,
        right.relu_vectorize,
    ),
    section=wrong.S_RELU,
)

RELU_DERIVATIVE = Exercise(
    id="03.3",
    title="La derivada de ReLU",
    solution=relu_derivative,
    points=1,
    slide="Funciones de Activación: Relu (Derivada)",
    prediction="Si multiplicas z por 10, relu(z) se multiplica por 10 (o sigue en 0). "
    "¿Qué le pasa a relu'(z)?",
    hints=(
        "¿Qué tan empinada es ReLU a la derecha de 0? ¿Y a la izquierda?",
        "relu'(z)_i = 1 si z_i > 0, y 0 en lo demás, incluido z_i = 0.",
        "Una comparación de un arreglo con un número da una máscara de sí o no, con la "
        "misma forma. Elige la comparación que en 0 diga que no, y convierte la "
        "máscara en números.",
    ),
    reasoning="""\
A la derecha de 0, relu(z) = z y la pendiente es 1. A la izquierda es constante, y la
pendiente es 0.

En 0 hay un quiebre: por la izquierda la pendiente es 0 y por la derecha, 1. No hay
derivada. La diapositiva pone 0, y el curso también; es una **convención**. Cualquier
número de 0 a 1 (un subgradiente) serviría igual. Una diferencia central daría 1/2.

La comparación `z > 0` es toda la cuenta. La convención está en el `>`: con `>=`, en 0
daría 1.""",
    praise="Bien. relu'(10 z) es igual a relu'(z): solo importa el signo. Para pensar: "
    "¿recibe más gradiente una unidad muy encendida que una apenas encendida?",
    driver=Returns("derivada"),
    public_cases=cases.kink_public,
    cases=cases.elementwise_cases,
    mistakes=wrong.mistakes_of("03.3"),
    accepts=(
        right.relu_derivative_mask,
        right.relu_derivative_where,
        right.relu_derivative_heaviside,
        right.relu_derivative_signs,
        right.relu_derivative_loop,
    ),
    section=wrong.S_RELU,
    tips=((_answers_with_mask, MASK_TIP),),
)

TANH_DERIVATIVE = Exercise(
    id="03.4",
    title="La derivada de tanh",
    solution=tanh_derivative,
    points=1,
    slide="Funciones de Activación (tanh llegó después)",
    prediction="En 0, tanh es más empinada que la sigmoide. ¿Y en z = 3?",
    hints=(
        "Si ya tienes el valor de tanh(z), ¿hace falta otra exponencial para saber la "
        "pendiente?",
        "tanh'(z) = 1 − tanh(z)²: el cuadrado es del resultado, no de z.",
        "Calcula la tangente hiperbólica de z con NumPy y ponle un nombre. Devuelve 1 "
        "menos el cuadrado de ese valor, elemento a elemento.",
    ),
    reasoning="""\
tanh es una sigmoide estirada: tanh(z) = 2σ(2z) − 1. La regla de la cadena da
tanh'(z) = 4σ'(2z), y al reemplazar σ(2z) = (1 + t)/2, con t = tanh(z), queda
(1 + t)(1 − t) = 1 − t².

Como la sigmoide, usa el valor que la red ya calculó. `np.tanh` es estable; escrita con
e^z y e^(−z), con ±1000 da infinito entre infinito.

En 0 vale 1, cuatro veces más que σ'. Pero el 2 de σ(2z) también la aplana antes: a
partir de |z| de 1.7, más o menos, σ' es la mayor de las dos.""",
    praise="Bien. En z = 3, tanh' es 0.0099 y σ', 0.045: tanh se aplana antes. Para "
    "pensar: ¿qué tiene que ver con tanh(z) = 2σ(2z) − 1?",
    driver=Returns("derivada"),
    public_cases=cases.smooth_public,
    cases=cases.elementwise_cases,
    mistakes=wrong.mistakes_of("03.4"),
    accepts=(
        right.tanh_derivative_product,
        right.tanh_derivative_cosh,
        right.tanh_derivative_even,
        right.tanh_derivative_from_sigmoid,
        right.tanh_derivative_loop,
    ),
    section=wrong.S_TANH,
    warning_message="Un consejo: el valor es correcto; el aviso viene de e^1000, que "
    "se vuelve infinito. `np.tanh` lo evita.",
)

LEAKY_RELU = Exercise(
    id="03.5",
    title="Leaky ReLU",
    solution=leaky_relu,
    points=1,
    slide="Funciones de Activación (leaky ReLU llegó después)",
    prediction="Con slope = 0.1, aplicas leaky ReLU dos veces seguidas a z = −2. ¿Da "
    "lo mismo que aplicarla una vez?",
    hints=(
        "¿Qué le pasa a un positivo? ¿Y a un negativo: por cuánto se multiplica?",
        "f(z)_i = z_i si z_i > 0, y slope · z_i en lo demás.",
        "`np.where` recibe una comparación y dos arreglos, y elige de uno u otro en "
        "cada lugar. El primero es z tal cual; el segundo, z achicada.",
    ),
    reasoning="""\
`np.where(z > 0, z, slope * z)` dice lo mismo que la fórmula. En 0 los dos lados valen
0, así que ahí la comparación no importa.

Con slope de 0 a 1, `np.maximum(z, slope * z)` da lo mismo: a la derecha z es la mayor,
y a la izquierda lo es slope · z. Con slope mayor que 1 ya no.

Escribir `z[z < 0] *= slope` da los mismos valores, pero modifica la z recibida: la
retropropagación la va a necesitar.

Con slope = 0 es ReLU. Con slope = 1 es la identidad, y una red con ella vuelve a ser
lineal. Entre los dos extremos, una unidad apagada sigue dejando pasar algo.""",
    praise="Bien. Aplicada dos veces, −2 da −0.02, y una vez, −0.2. Con ReLU da igual "
    "cuántas veces. Para pensar: ¿con qué otra slope da igual?",
    driver=Returns("A"),
    public_cases=cases.slope_public,
    cases=cases.slope_cases,
    mistakes=wrong.mistakes_of("03.5"),
    accepts=(
        right.leaky_maximum,
        right.leaky_two_sides,
        right.leaky_factor,
        right.leaky_copy,
        right.leaky_loop,
    ),
    section=wrong.S_TANH,
)

LEAKY_RELU_DERIVATIVE = Exercise(
    id="03.6",
    title="La derivada de leaky ReLU",
    solution=leaky_relu_derivative,
    points=1,
    slide="Funciones de Activación (leaky ReLU llegó después)",
    prediction="El gradiente atraviesa diez unidades apagadas, una por capa, con "
    "slope = 0.5. ¿Por cuánto lo multiplican entre las diez?",
    hints=(
        "Son dos rectas unidas en 0. ¿Qué pendiente tiene cada una?",
        "f'(z)_i = 1 si z_i > 0, y slope en lo demás, incluido z_i = 0.",
        "Otra vez `np.where`, con la misma comparación que la función. Ahora los dos "
        "valores son números sueltos, y ninguno lleva z.",
    ),
    reasoning="""\
La derivada de z es 1, y la de slope · z es slope: z desaparece.

En 0 hay un quiebre, salvo que slope sea 1. La convención del curso es la del lado
izquierdo, igual que en ReLU, que es el caso slope = 0.

Una unidad apagada multiplica el gradiente por slope, y no por 0: puede volver a
encenderse. Eso evita las unidades muertas. El desvanecimiento no lo evita: diez
unidades apagadas con slope = 0.5 multiplican por 0.5¹⁰.""",
    praise="Bien. Entre las diez lo multiplican por 0.5^10, cerca de 0.001: no muere, "
    "pero se desvanece. Para pensar: ¿y con slope = 0.01?",
    driver=Returns("derivada"),
    public_cases=cases.slope_public,
    cases=cases.slope_cases,
    mistakes=wrong.mistakes_of("03.6"),
    accepts=(
        right.leaky_derivative_mask,
        right.leaky_derivative_two_masks,
        right.leaky_derivative_fill,
        right.leaky_derivative_heaviside,
        right.leaky_derivative_loop,
    ),
    section=wrong.S_TANH,
)

COLLAPSE = Exercise(
    id="03.7",
    title="Dos capas lineales son una",
    solution=collapse_linear_layers,
    points=2,
    slide="Funciones de Activación: Definición y Uso",
    prediction="Dos capas lineales, con 3 entradas, 7 unidades ocultas y 4 salidas, "
    "tienen 60 parámetros. ¿Cuántos tiene la capa única que hace lo mismo?",
    hints=(
        "Multiplica el paréntesis de la fórmula. ¿Qué términos llevan X y cuáles no?",
        "(X W_1 + b_1) W_2 se reparte como (3x + 1) · 2 = 3x · 2 + 1 · 2. Repártelo, "
        "suma b_2, y separa lo que lleva X de lo que no.",
        "(X W_1 + b_1) W_2 + b_2 = X (W_1 W_2) + (b_1 W_2 + b_2). W es un producto de "
        "dos matrices, en el orden en que las atraviesan los datos. b tiene dos "
        "términos: el primer sesgo, después de pasar por la segunda matriz, y el "
        "segundo sesgo tal cual.",
    ),
    reasoning="""\
El producto de matrices se distribuye y se asocia:

$$(X W_1 + b_1) W_2 + b_2 = X (W_1 W_2) + (b_1 W_2 + b_2)$$

Lo que multiplica a X es W; lo demás, b. El primer sesgo no se pierde: atraviesa la
segunda capa.

La igualdad vale para **cualquier** X, así que no es una aproximación: apilar capas
lineales no agrega ninguna función nueva. Repetido, diez capas son una. Esto prueba lo
que la diapositiva afirma: sin activación, la red sería un clasificador lineal.

Se pierde algo al colapsar si la capa del medio es angosta: con h_1 menor que h_0 y que
h_2, W_1 W_2 no puede ser cualquier matriz. Dos capas lineales pueden incluso menos que
una.""",
    praise="Bien. Los 60 parámetros se quedan en 16. Para pensar: los otros 44, ¿le "
    "servían de algo a la red?",
    driver=Returns("W", "b"),
    public_cases=cases.collapse_public,
    cases=cases.collapse_cases,
    mistakes=wrong.mistakes_of("03.7"),
    accepts=(
        right.collapse_by_probing,
        right.collapse_extended,
        right.collapse_einsum,
        right.collapse_loops,
        right.collapse_transposed,
    ),
    section=wrong.S_COLLAPSE,
)

HE = Exercise(
    id="03.8",
    title="La inicialización de He",
    solution=he_initialization,
    points=2,
    slide="Algorithm 1: Neural Network Training",
    prediction="Una capa recibe cuatro veces más entradas que otra. ¿Sus pesos "
    "iniciales son la mitad de grandes, la cuarta parte o iguales?",
    hints=(
        "Una preactivación es una suma de h_{l-1} términos. ¿Cómo crece la varianza de "
        "una suma con el número de términos, y qué la dejaría quieta?",
        "W_l ~ N(0, 2/h_{l-1}), donde 2/h_{l-1} es la varianza. La desviación es su "
        "raíz cuadrada. b_l = 0.",
        "Crea el generador una sola vez, con la semilla. Empieza las dos listas con "
        "None. En cada vuelta, de la capa 1 a la última, sortea una matriz con la "
        "desviación que sale de las entradas de esa capa, y agrega un vector de ceros "
        "con tantos lugares como unidades.",
    ),
    reasoning="""\
Una preactivación suma h_{l-1} productos independientes de media 0; su varianza es la
suma de las varianzas:

$$\\mathrm{Var}(Z_l) = h_{l-1}\\, \\mathrm{Var}(W_l)\\, \\mathrm{E}[A_{l-1}^2]$$

Con ReLU, y Z_{l-1} simétrica alrededor de 0, la mitad de los cuadrados se anula:
E[relu(Z)²] = ½ Var(Z). Para que la varianza no crezca ni se apague de capa en capa hace
falta h_{l-1} · Var(W_l) · ½ = 1, es decir, Var(W_l) = 2/h_{l-1}.

- `rng.normal` pide la **desviación**: √(2/h_{l-1}), no 2/h_{l-1}.
- Son las entradas de la capa, no sus salidas: se suman las entradas.
- El generador se crea una vez, fuera del ciclo. Dentro, todas las capas repetirían los
  mismos números.
- Los sesgos en 0 no dan problema: los pesos ya rompen la simetría.

Como el resultado es al azar, se juzga por estadística, en capas de 20 000 pesos o más:
la media, la desviación, cuántos pesos se alejan, y si uno ayuda a adivinar el
siguiente.""",
    praise="Bien. Con cuatro veces más entradas, los pesos son la mitad de grandes, "
    "por la raíz. Para pensar: con el doble de desviación, ¿qué pasaría en la capa 20?",
    driver=Initialization(),
    public_cases=cases.he_public,
    cases=cases.he_cases,
    mistakes=wrong.mistakes_of("03.8"),
    accepts=(
        right.he_global_generator,
        right.he_random_state,
        right.he_other_bits,
        right.he_one_draw,
        right.he_box_muller,
        right.he_python_random,
        right.he_seed_per_layer,
    ),
    section=wrong.S_SCALE,
    place=_start_place,
    explain=start_sentence,
)

# Preguntas -------------------------------------------------------------------------

QUESTIONS = (
    Question(
        id="03.c1",
        text="Una red tiene dos entradas, dos capas ocultas de 50 unidades y, al "
        "final, una sigmoide que separa dos clases. Quitas la activación de las "
        "ocultas. ¿Qué fronteras puede dibujar?",
        options=(
            Option(
                "a",
                "Solo una recta.",
                "Así es: las tres capas se colapsan en una, y queda la regresión "
                "logística de la lección 02. Las unidades de más no agregan ninguna "
                "frontera nueva.",
                right=True,
            ),
            Option(
                "b",
                "Las mismas que antes, pero tarda más en aprenderlas.",
                "No es cuestión de tiempo: ninguna elección de los pesos dobla la "
                "frontera. Con el ejercicio 03.7, ¿en cuántas capas se convierte esta "
                "red?",
            ),
            Option(
                "c",
                "Hasta 50 rectas unidas, una por unidad.",
                "Cada unidad aporta un quiebre solo si tiene un quiebre. Sin "
                "activación, sumar funciones lineales da otra función lineal. ¿De "
                "dónde saldría una esquina?",
            ),
            Option(
                "d",
                "Curvas suaves, porque la sigmoide no es lineal.",
                "La sigmoide curva las probabilidades. La frontera, en cambio, está "
                "donde la probabilidad es 1/2, y ahí lo que entra a la sigmoide es 0. "
                "¿Qué dibuja una función lineal igualada a 0?",
            ),
        ),
        section=wrong.S_COLLAPSE,
    ),
    Question(
        id="03.c2",
        text="¿Qué achica el gradiente al atravesar diez capas con sigmoide?",
        options=(
            Option(
                "a",
                "Que la sigmoide siempre da menos que 1.",
                "Eso es el valor de la función, y hacia atrás se multiplica por su "
                "derivada. tanh también da menos que 1, y su pendiente en 0 es 1. "
                "¿Cuánto vale σ' a lo sumo?",
            ),
            Option(
                "b",
                "Que hay muchos parámetros.",
                "El número de parámetros no multiplica al gradiente de ninguno. Hacia "
                "atrás, cada capa aporta un factor. ¿Qué lo forma?",
            ),
            Option(
                "c",
                "El redondeo de los números.",
                "NumPy guarda números hasta 1e-308: hay lugar de sobra. Con papel "
                "y lápiz, sin redondear, el gradiente se achica igual. ¿Por qué factor "
                "en cada capa?",
            ),
            Option(
                "d",
                "Los pesos y la pendiente de cada capa.",
                "Así es: cada capa multiplica por Wᵀ y por σ', que no pasa de 1/4. Con "
                "pesos bastante grandes, Wᵀ puede compensar a σ': por eso la escala "
                "inicial importa tanto.",
                right=True,
            ),
        ),
        section=S_CAUSES,
    ),
    Question(
        id="03.c3",
        text="Una unidad con ReLU tiene Z < 0 en todos los ejemplos. ¿Qué les hace a "
        "sus pesos el próximo paso de descenso?",
        options=(
            Option(
                "a",
                "Los baja un poco.",
                "Eso le pasaría a una sigmoide saturada, cuyo gradiente es pequeño. El "
                "de ReLU a la izquierda es exactamente 0. ¿Cuánto es α por 0?",
            ),
            Option(
                "b",
                "No los cambia.",
                "Así es: relu' vale 0 en todos los ejemplos, y el gradiente de esos "
                "pesos es una suma de ceros. Solo puede revivir si cambia lo que "
                "recibe de la capa anterior.",
                right=True,
            ),
            Option(
                "c",
                "Los revive, si α es bastante grande.",
                "Una α grande agranda un gradiente pequeño, y este no es pequeño: es "
                "0. ¿Qué paso da el descenso con un gradiente de 0?",
            ),
            Option(
                "d",
                "Les cambia el signo.",
                "Para cambiar de signo primero tendrían que moverse. El paso es −α por "
                "el gradiente. ¿Cuánto vale el gradiente si relu' es 0 en todos los "
                "ejemplos?",
            ),
        ),
        section=S_DEAD,
    ),
)

EXERCISES = (
    SIGMOID_DERIVATIVE,
    RELU,
    RELU_DERIVATIVE,
    TANH_DERIVATIVE,
    LEAKY_RELU,
    LEAKY_RELU_DERIVATIVE,
    COLLAPSE,
    HE,
    *CORRECTIONS["03"],
    *BREAKERS["03"],
)
