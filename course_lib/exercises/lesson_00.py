"""Ejercicios y preguntas de la lección 00, «Introducción».

Cada función de la primera parte es una solución: su docstring es el enunciado que lee
quien aprende. Los casos están en `_lesson_00_cases`, los errores conocidos en
`_lesson_00_wrong` y otras respuestas correctas en `_lesson_00_right`.
"""

from course_lib.exercises import _lesson_00_cases as cases
from course_lib.exercises import _lesson_00_right as right
from course_lib.exercises import _lesson_00_wrong as wrong
from course_lib.exercises.breakers import BREAKERS
from course_lib.exercises.drivers import Returns
from course_lib.exercises.model import Exercise, Option, Question

__all__ = ["EXERCISES", "QUESTIONS"]

S_APPROXIMATION = "Aproximación universal, vista"

# Enunciados y soluciones -----------------------------------------------------------


def count_parameters(layer_shapes):
    """Cuenta los parámetros de una red: todos sus pesos y todos sus sesgos.

    Cada entrada o unidad se une con todas las unidades de la capa siguiente, y cada
    una de esas líneas lleva un peso. Cada unidad tiene un sesgo; las entradas, no.

    Args:
        layer_shapes: cuántas entradas hay y cuántas unidades tiene cada capa, en
            orden; una lista o una tupla con dos números o más.

    Returns:
        El total, un solo número entero.

    Ejemplo: con [2, 3] hay 6 pesos y 3 sesgos; el total es 9.
    """
    total = 0
    for l in range(1, len(layer_shapes)):
        total += layer_shapes[l - 1] * layer_shapes[l] + layer_shapes[l]
    return total


def dense(X, W, b):
    """Calcula una capa para todo el lote, sin la activación.

        Z = X W + b

    X W es el producto de matrices. El sesgo b se suma a cada fila. Aquí m es cuántos
    ejemplos hay; d, cuántos números trae cada uno; y h, cuántas unidades hay.

    Args:
        X: un ejemplo por fila, forma (m, d).
        W: los pesos, una columna por unidad, forma (d, h).
        b: los sesgos, uno por unidad, forma (h,).

    Returns:
        Z, forma (m, h): lo que suma cada unidad con cada ejemplo.

    Ejemplo: con X = [[1, 2]], W = [[3], [4]] y b = [5], Z = [[16]].
    """
    return X @ W + b


# Declaraciones ---------------------------------------------------------------------

COUNT = Exercise(
    id="00.1",
    title="Contar parámetros",
    solution=count_parameters,
    points=1,
    slide="Introducción: ¿Cómo se modela matemáticamente?",
    prediction="La red [3, 5, 2] tiene 32 parámetros. Si duplicas la capa oculta, "
    "[3, 10, 2], ¿tiene 64, más o menos?",
    hints=(
        "Dibuja la red [2, 3]. ¿Cuántas líneas hay, y a cuántas unidades llegan?",
        "Una capa que recibe p números y tiene q unidades aporta p · q pesos y q "
        "sesgos. El total suma eso, capa por capa.",
        "Empieza un total en 0. Recorre los índices de la lista, de 1 al último. En "
        "cada vuelta agrega el producto de dos tamaños vecinos, y además el segundo "
        "de los dos. Devuelve el total después del ciclo.",
    ),
    reasoning="""\
Llamemos h_l al número de la lista que está en el índice l. Entre la capa l − 1 y la
capa l va una línea de cada unidad a cada unidad: h_{l-1} · h_l pesos, tantos como
números caben en W_l. Además, cada unidad a la que llegan líneas tiene un sesgo: h_l
más, los de b_l.

Con [3, 5, 2]: 3·5 + 5 = 20 en la primera capa y 5·2 + 2 = 12 en la segunda; 32 en
total.

Las entradas no se calculan, así que no tienen ni pesos ni sesgos: el ciclo empieza en
l = 1. Por eso una lista de tres tamaños describe dos capas con parámetros.

También vale (h_{l-1} + 1) · h_l: el sesgo es como el peso de una entrada que vale
siempre 1.""",
    praise="Bien. [3, 10, 2] tiene 62 parámetros, no 64. Para pensar: ¿cuáles son los "
    "dos que no se duplicaron?",
    driver=Returns("total"),
    public_cases=cases.count_public,
    cases=cases.count_cases,
    mistakes=wrong.mistakes_of("00.1"),
    accepts=(
        right.count_by_pairs,
        right.count_recursive,
        right.count_with_numpy,
        right.count_real_arrays,
        right.count_weights_then_biases,
    ),
    section=wrong.S_COUNT,
)

DENSE = Exercise(
    id="00.2",
    title="Una capa, para todo el lote",
    solution=dense,
    points=1,
    slide="Introducción: ¿Cómo se modela matemáticamente?",
    prediction="Si todas las entradas de X son 0, ¿qué hay en Z: ceros u otra cosa?",
    hints=(
        "X es (m, d) y W es (d, h). ¿Qué producto da una tabla de m por h?",
        "Z[i, j] = Σ_k X[i, k] W[k, j] + b[j], para cada ejemplo i y cada unidad j.",
        "Son dos operaciones en una línea. La primera es el producto de matrices, que "
        "en Python tiene su propio símbolo (no es `*`). La segunda es una suma: la "
        "difusión repite el vector en cada fila.",
    ),
    reasoning="""\
Cada fila de X es un ejemplo, y cada columna de W, los pesos de una unidad. El producto
de matrices cruza cada fila con cada columna: (m, d) por (d, h) da (m, h).

`*` no sirve: multiplica elemento a elemento, y X y W no tienen la misma forma. La
diapositiva escribe ⊙, que es justamente ese producto; la lección 04 vuelve sobre eso.

b tiene forma (h,). La difusión alinea las formas por la derecha: (m, h) con (h,)
encaja, y b se repite en cada fila. Si fuera una columna, se repetiría hacia la derecha
y cada ejemplo tendría su propio sesgo.""",
    praise="Bien. Con X de ceros, cada fila de Z es b. Para pensar: sin sesgo, ¿qué "
    "respondería toda unidad a un ejemplo de ceros?",
    driver=Returns("Z"),
    public_cases=cases.dense_public,
    cases=cases.dense_cases,
    mistakes=wrong.mistakes_of("00.2"),
    accepts=(
        right.dense_by_rows,
        right.dense_einsum,
        right.dense_loops,
        right.dense_extended,
        right.dense_transposed,
        right.dense_by_inputs,
    ),
    section=wrong.S_SHAPES,
)

# Preguntas -------------------------------------------------------------------------

SLOPE = Question(
    id="00.c1",
    text="f(x) = x². Estás en x = 3 y avanzas 0.01. ¿Cuánto sube f, aproximadamente?",
    options=(
        Option(
            "a",
            "0.01",
            "Eso sube una recta de pendiente 1. La pendiente de x² no es la misma en "
            "todos lados. ¿Cuánto vale en 3?",
        ),
        Option(
            "b",
            "0.06",
            "Así es: la pendiente de x² es 2x, que en 3 vale 6, y 6 · 0.01 = 0.06. El "
            "cambio exacto es 0.0601.",
            right=True,
        ),
        Option(
            "c",
            "0.0001",
            "Elevaste al cuadrado el paso, no la x. Calcula 3.01² − 9: ¿cuánto queda?",
        ),
        Option(
            "d",
            "6",
            "6 es la pendiente en x = 3: lo que subiría f por cada unidad que "
            "avanzas. Aquí avanzas solo 0.01. ¿Qué falta multiplicar?",
        ),
    ),
    section="La pendiente",
)

CHAIN = Question(
    id="00.c2",
    text="u = 2x + 1 y f = u³. En x = 1, ¿cuánto vale df/dx?",
    options=(
        Option(
            "a",
            "27",
            "27 es f misma, u³ con u = 3, o bien df/du, que aquí vale lo mismo. Para "
            "llegar hasta x falta un factor: ¿cuánto cambia u cuando x cambia?",
        ),
        Option(
            "b",
            "29",
            "Sumaste las dos derivadas. Piensa en las monedas: para ir de bolivianos a "
            "soles, ¿las tasas se suman o se multiplican?",
        ),
        Option(
            "c",
            "6",
            "Derivaste u³ como si u valiera 1. La derivada de afuera se evalúa en u, y "
            "u = 2 · 1 + 1. ¿Cuánto es 3u² ahí?",
        ),
        Option(
            "d",
            "54",
            "Así es: df/du = 3u² = 27 y du/dx = 2. La regla de la cadena los "
            "multiplica: 27 · 2 = 54.",
            right=True,
        ),
    ),
    section="La regla de la cadena",
)

PARTIAL = Question(
    id="00.c3",
    text="f(x, y) = x²y. ¿Cuánto vale ∂f/∂x en x = 2, y = 5?",
    options=(
        Option(
            "a",
            "20",
            "Así es: y se trata como un número fijo, y queda 2xy = 2 · 2 · 5 = 20.",
            right=True,
        ),
        Option(
            "b",
            "4",
            "Eso es ∂f/∂y, que vale x²: moviste y y dejaste quieta la x. El símbolo de "
            "abajo dice cuál se mueve. ¿Cuál es aquí?",
        ),
        Option(
            "c",
            "24",
            "Sumaste las dos derivadas parciales. ∂f/∂x pregunta por una sola: "
            "¿qué pasa con f si solo se mueve x?",
        ),
        Option(
            "d",
            "0, porque y no depende de x",
            "Que y no dependa de x la vuelve una constante, no la borra. La derivada "
            "de 5x² no es 0. ¿Cuánto es?",
        ),
    ),
    section="La derivada parcial, ∂",
)

SUM = Question(
    id="00.c4",
    text="a = [1, 2, 3], con índices de 1 a 3. ¿Cuánto vale Σ_i (a_i² + 1)?",
    options=(
        Option(
            "a",
            "15",
            "Sumaste bien los cuadrados, y el 1 una sola vez. Está dentro de la suma: "
            "¿cuántas veces se repite?",
        ),
        Option(
            "b",
            "37",
            "Sumaste primero y elevaste al cuadrado después: 6² + 1. La suma dice qué "
            "hacer con cada a_i por separado. ¿Qué va primero?",
        ),
        Option(
            "c",
            "17",
            "Así es: 2 + 5 + 10 = 17. El 1 está dentro de la suma, y se cuenta tres "
            "veces.",
            right=True,
        ),
        Option(
            "d",
            "9",
            "Sumaste a_i + 1 sin el cuadrado: 2 + 3 + 4. Vuelve a leer el paréntesis. "
            "¿Qué se le hace a cada a_i antes de sumarle 1?",
        ),
    ),
    section="La suma, Σ",
)

PRODUCT = Question(
    id="00.c5",
    text="A = [[1, 2], [3, 4]] y B = [[5], [6]]. ¿Cuánto vale el producto de matrices "
    "A B?",
    options=(
        Option(
            "a",
            "[[5, 10], [18, 24]]",
            "Multiplicaste, pero no sumaste. En el producto de matrices, cada fila de "
            "A con la columna de B da un solo número: ¿cuál da la primera?",
        ),
        Option(
            "b",
            "[[17], [39]]",
            "Así es: 1 · 5 + 2 · 6 = 17 y 3 · 5 + 4 · 6 = 39. De (2, 2) por (2, 1) "
            "sale (2, 1).",
            right=True,
        ),
        Option(
            "c",
            "[[23], [34]]",
            "Recorriste las columnas de A: 1 · 5 + 3 · 6 = 23. El producto toma las "
            "filas de la primera matriz. ¿Qué da la fila [1, 2] con la columna de B?",
        ),
        Option(
            "d",
            "No se puede: las formas son distintas",
            "Formas iguales pide el producto elemento a elemento. El de matrices pide "
            "otra cosa: tantas columnas en A como filas en B. ¿Se cumple?",
        ),
    ),
    section="El producto de matrices, a mano",
)

LOGARITHM = Question(
    id="00.c6",
    text="Dos cosas independientes pasan con probabilidad 0.5 y 0.1. ¿Cuánto vale el "
    "logaritmo de la probabilidad de que pasen las dos?",
    options=(
        Option(
            "a",
            "log 0.6",
            "Sumaste las probabilidades. Que pasen las dos cosas es más raro que "
            "cualquiera de ellas: la probabilidad debe ser menor que 0.1. ¿Qué "
            "operación la achica, como con los dos seises de «Probabilidad»?",
        ),
        Option(
            "b",
            "log 0.5 · log 0.1",
            "Multiplicar las probabilidades está bien; el logaritmo de un producto, en "
            "cambio, no es el producto de los logaritmos. Además ese resultado es "
            "positivo, y log 0.05 es negativo. ¿En qué convierte el logaritmo a un "
            "producto?",
        ),
        Option(
            "c",
            "e^0.05",
            "0.05 es la probabilidad de que pasen las dos, es cierto. Pero e^x y log x "
            "van en sentidos opuestos: e^(log x) = x. ¿Cuál de las dos se pide?",
        ),
        Option(
            "d",
            "log 0.5 + log 0.1",
            "Así es: la probabilidad de las dos es 0.5 · 0.1 = 0.05, y el logaritmo "
            "convierte el producto en suma. La lección 02 vive de esto.",
            right=True,
        ),
    ),
    section="Exponencial y logaritmo",
)

PARAMETERS = Question(
    id="00.c7",
    text="¿Cuántos parámetros tiene una red [4, 3, 2]?",
    options=(
        Option(
            "a",
            "18",
            "Contaste los pesos: 4 · 3 + 3 · 2 = 18. Cada unidad a la que llegan "
            "líneas tiene además otro número propio. ¿Cuál, y cuántos hay?",
        ),
        Option(
            "b",
            "9",
            "9 son las entradas y las unidades, 4 + 3 + 2. Los pesos están en las "
            "líneas que las unen. ¿Cuántas líneas salen de las cuatro entradas?",
        ),
        Option(
            "c",
            "23",
            "Así es: 4 · 3 + 3 = 15 en la primera capa y 3 · 2 + 2 = 8 en la segunda.",
            right=True,
        ),
        Option(
            "d",
            "24",
            "Multiplicaste los tres tamaños. Entre las entradas y la salida no hay "
            "líneas directas: van de una capa a la siguiente. ¿Qué se multiplica y "
            "qué se suma?",
        ),
    ),
    section=wrong.S_COUNT,
)

STAR = Question(
    id="00.c8",
    text="X y W tienen forma (3, 3). Escribes `X * W` donde iba `X @ W`. ¿Qué pasa?",
    options=(
        Option(
            "a",
            "Python se detiene con un error de formas.",
            "Con (5, 3) y (3, 4) sí se detendría. Aquí las formas son iguales, y eso "
            "es lo que `*` pide. ¿Quién te avisaría entonces?",
        ),
        Option(
            "b",
            "Da lo mismo, porque las dos son cuadradas.",
            "La forma es la misma, los números no. `*` multiplica elemento a "
            "elemento, sin sumar. Prueba con X = W = [[0, 1], [1, 0]]: ¿qué da cada "
            "operador?",
        ),
        Option(
            "c",
            "Da otra matriz (3, 3), sin ningún aviso.",
            "Así es, y por eso es peligroso: la forma coincide y el error queda "
            "escondido. Conviene probar el código con tamaños todos distintos.",
            right=True,
        ),
        Option(
            "d",
            "Da la transpuesta del producto.",
            "La transpuesta cambia filas por columnas, y sigue hecha de las mismas "
            "sumas. Con `*` no se suma nada. ¿De cuántos productos sale cada entrada "
            "de `X * W`?",
        ),
    ),
    section=wrong.S_SHAPES,
)

RESULT_SHAPE = Question(
    id="00.c9",
    text="X tiene forma (6, 2), W tiene (2, 3) y b tiene (3,). ¿Qué forma tiene "
    "`X @ W + b`?",
    options=(
        Option(
            "a",
            "(6, 2)",
            "Esa es la forma de X: las filas se conservan, las columnas no. Cada fila "
            "de dos números se cruza con cada columna de W. ¿Cuántas columnas hay?",
        ),
        Option(
            "b",
            "(2, 2)",
            "El 2 es justamente el tamaño que desaparece: sobre él se suma. ¿Qué dos "
            "tamaños quedan en los extremos de (6, 2) y (2, 3)?",
        ),
        Option(
            "c",
            "(3,)",
            "Sumar b no elimina los ejemplos: la difusión repite b en cada fila. ¿Qué "
            "forma tiene `X @ W` antes de la suma?",
        ),
        Option(
            "d",
            "(6, 3)",
            "Así es: (6, 2) por (2, 3) da (6, 3). Después, b se repite en cada una de "
            "las seis filas y la forma no cambia.",
            right=True,
        ),
    ),
    section=wrong.S_SHAPES,
)

APPROXIMATION = Question(
    id="00.c10",
    text="El teorema de aproximación universal habla de una función continua en un "
    "intervalo cerrado. ¿Qué dice?",
    options=(
        Option(
            "a",
            "Con suficientes unidades ocultas, existen pesos que la aproximan tanto "
            "como quieras.",
            "Así es: dice que esos pesos existen. No dice cuántas unidades hacen "
            "falta, ni cómo encontrarlos, ni qué pasa fuera del intervalo.",
            right=True,
        ),
        Option(
            "b",
            "Entrenar la red encuentra los pesos que la aproximan.",
            "Que algo exista no significa que sepamos llegar. El descenso del "
            "gradiente puede quedarse lejos. ¿En qué parte del teorema aparece el "
            "entrenamiento?",
        ),
        Option(
            "c",
            "Una red con más unidades predice mejor los datos nuevos.",
            "Más unidades permiten pegarse más a los datos que ya tienes. Los nuevos "
            "son otra historia: una red grande puede aprenderse el ruido. ¿El teorema "
            "habla de datos?",
        ),
        Option(
            "d",
            "Hacen falta muchas capas para aproximarla.",
            "Una sola capa oculta alcanza, si es bastante ancha: lo viste con las "
            "rampas. Las capas pueden ahorrar unidades. ¿Qué movías con el control, "
            "capas o unidades?",
        ),
    ),
    section=S_APPROXIMATION,
)

EXERCISES = (COUNT, DENSE, *BREAKERS["00"])
QUESTIONS = (
    SLOPE,
    CHAIN,
    PARTIAL,
    SUM,
    PRODUCT,
    LOGARITHM,
    PARAMETERS,
    STAR,
    RESULT_SHAPE,
    APPROXIMATION,
)
