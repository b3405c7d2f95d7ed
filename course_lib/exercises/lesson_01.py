"""Ejercicios y preguntas de la lección 01, «Grafo computacional»."""

from itertools import pairwise

import numpy as np

from course_lib.exercises import _lesson_01_accepts as accepts
from course_lib.exercises import _lesson_01_wrong as wrong
from course_lib.exercises.breakers import BREAKERS
from course_lib.exercises.drivers import Returns
from course_lib.exercises.graph_drivers import (
    GraphGradients,
    GraphOrder,
    NumericGradient,
    order_sentence,
)
from course_lib.exercises.model import Case, Exercise, Option, Question

__all__ = ["EXERCISES", "QUESTIONS"]


def _graph(*steps):
    """Escribe el programa de un grafo: «f (x = 3; c = x * x; f = c + x)»."""
    output = steps[-1].split(" = ")[0]
    return f"{output} ({'; '.join(steps)})"


# Dos grafos que se hacen a mano: el de la diapositiva y el que usa x tres veces.
SLIDE_GRAPH = _graph("x = -2", "y = 5", "z = -4", "q = x + y", "f = q * z")
SQUARE_PLUS_X = _graph("x = 3", "c = x * x", "f = c + x")


def _nonzero(rng, size=None, top=4):
    """Enteros entre −top y top, sin el 0: con él, demasiados errores se parecen."""
    return rng.choice([-1, 1], size) * rng.integers(1, top + 1, size)


def _different(rng, count, low=2, high=7):
    """Tamaños todos distintos, para que una respuesta cruzada se note."""
    return [int(n) for n in rng.permutation(np.arange(low, high + 1))[:count]]


# --- 01.1 -----------------------------------------------------------------------------


def forward_backward(x, y, z):
    """Calcula f = (x + y) · z y sus tres derivadas.

    Hacia adelante: primero la suma q = x + y, después el producto f = q · z.
    Hacia atrás: desde ∂f/∂f = 1, una operación a la vez, hasta llegar a x, y, z.

    Recibe x, y, z: números.
    Devuelve cuatro números, en este orden: (f, df_dx, df_dy, df_dz).

    Ejemplo: forward_backward(2.0, -3.0, 5.0) devuelve (-5.0, 5.0, 5.0, -1.0).
    """
    q = x + y
    f = q * z
    df_dq = z
    df_dz = q
    df_dx = df_dq * 1
    df_dy = df_dq * 1
    return f, df_dx, df_dy, df_dz


def _public_01_1():
    return [
        Case("el ejemplo", {"x": 2.0, "y": -3.0, "z": 5.0}, public=True),
        Case("con decimales", {"x": 1.5, "y": 0.5, "z": -3.0}, public=True),
    ]


def _cases_01_1(rng):
    x, y, z = rng.uniform(0.5, 3.0, 3) * [1, 2, 3]
    a, b, c = -rng.uniform(0.5, 3.0, 3)
    i, j, k = (int(n) for n in rng.permutation(np.arange(2, 9))[:3])
    return [
        Case("números al azar", {"x": float(x), "y": float(y), "z": float(z)}),
        Case(
            "todos negativos",
            {"x": float(a), "y": float(b), "z": float(c)},
            tags=("negativos",),
        ),
        Case("números enteros", {"x": i, "y": j, "z": -k}, tags=("enteros",)),
        Case("z vale cero", {"x": float(x), "y": float(y), "z": 0.0}),
        Case("la suma da cero", {"x": float(x), "y": -float(x), "z": float(z)}),
        Case(
            "números grandes",
            {"x": 1000.0, "y": float(y), "z": -1000.0},
            tags=("extremos",),
        ),
    ]


def _place_01_1(right, bad):
    sentences = {
        "df_dx": "f está bien: la ida funciona. La vuelta, todavía no.",
        "df_dy": "f y `df_dx` están bien; `df_dy`, no.",
        "df_dz": "f, `df_dx` y `df_dy` están bien; `df_dz`, no: z entra directo al "
        "producto.",
    }
    return sentences.get(bad)


EXERCISE_01_1 = Exercise(
    id="01.1",
    title="Ida y vuelta por (x + y) · z",
    solution=forward_backward,
    points=2,
    slide="Diapositivas: «Grafo Computacional», ejemplo",
    prediction=(
        "Si z vale 5 y subes x de 2 a 2.01, ¿cuánto crees que cambia f? Anótalo."
    ),
    hints=(
        "¿Cuántas operaciones hay entre x y f? ¿Y entre z y f? Dibuja el grafo y "
        "cuéntalas.",
        "Regla de la cadena: ∂f/∂x = ∂f/∂q · ∂q/∂x. En un producto f = q · z, ¿qué le "
        "pasa a f si q sube un poquito y z se queda quieta? ¿Y al revés?",
        "Escribe primero q y f. Después `df_dq` y `df_dz`, las dos derivadas del "
        "producto. Después `df_dx` y `df_dy`: cada una es `df_dq` por la derivada de "
        "la suma respecto de esa entrada.",
    ),
    reasoning="""\
Partimos f en dos operaciones que sabemos derivar: una suma, $q = x + y$, y un producto,
$f = q z$.

**Ida.** Calculamos q y después f, y guardamos los dos: la vuelta los necesita.

**Vuelta.** Empezamos en la salida, con $\\partial f/\\partial f = 1$.

1. El producto: si q sube un poquito ε y z se queda quieta, f sube $z\\,ε$. Por eso
   $\\partial f/\\partial q = z$ y, con los papeles cambiados, $\\partial f/\\partial z
   = q$. Cada factor recibe el valor *del otro*: por eso hubo que guardarlos.
2. La suma: si x sube ε, q sube ε. Entonces $\\partial q/\\partial x = 1$ y $\\partial
   q/\\partial y = 1$: la suma deja pasar el gradiente tal cual.
3. La regla de la cadena multiplica a lo largo del camino: $\\partial f/\\partial x =
   \\partial f/\\partial q \\cdot \\partial q/\\partial x = z \\cdot 1$.

Escribimos el `* 1` para que el código diga lo mismo que la fórmula. Con x = 2, y = −3,
z = 5: q = −1, f = −5, las derivadas de x y de y valen 5, y la de z vale −1. Que sea
negativa dice algo: si z sube, f baja, porque q es negativa.
""",
    praise=(
        "Eso es: f y sus tres derivadas. Para pensar: ¿por qué `df_dx` y `df_dy` salen "
        "siempre iguales?"
    ),
    driver=Returns("f", "df_dx", "df_dy", "df_dz"),
    public_cases=_public_01_1,
    cases=_cases_01_1,
    mistakes=wrong.WRONG_01_1,
    accepts=accepts.ACCEPTS_01_1,
    section="Hacia atrás, a mano",
    place=_place_01_1,
)


# --- 01.2 -----------------------------------------------------------------------------


def numeric_gradient(f, x, h=1e-5):
    """Estima el gradiente de f en x con diferencias centrales.

    Para cada entrada x_i, y con las demás quietas:

        ∂f/∂x_i ≈ (f(x con x_i + h) − f(x con x_i − h)) / (2 h)

    Recibe f: función que toma un arreglo con la forma de x y devuelve un número;
    x: arreglo de cualquier forma, de enteros o de decimales; h: paso, mayor que 0.
    Devuelve un arreglo nuevo con la forma de x. El arreglo x no se modifica.

    Ejemplo: si f suma los cubos, x = [1.0] y h = 0.1, sale [3.01]:
    (1.331 − 0.729) / 0.2.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        above = f(x)
        x[index] = original - h
        below = f(x)
        x[index] = original
        gradient[index] = (above - below) / (2 * h)
    return gradient


def _public_01_2():
    cubes = "suma de cubos"
    return [
        Case(
            "el ejemplo",
            {"f": cubes, "x": np.array([1.0]), "h": 0.1},
            rule="gradient",
            public=True,
        ),
        Case(
            "dos entradas",
            {"f": "producto de todas", "x": np.array([2.0, 5.0]), "h": 0.1},
            sizes={"n": 2},
            rule="gradient",
            public=True,
        ),
    ]


def _cases_01_2(rng):
    rows, columns, length = _different(rng, 3, 2, 5)
    matrix = _nonzero(rng, (rows, columns)) + rng.uniform(0.1, 0.4, (rows, columns))
    vector = rng.uniform(0.5, 2.0, length)
    whole = rng.permutation(np.arange(2, 7))[:length]
    return [
        Case(
            "una matriz",
            {"f": "cada fila sumada, al cuadrado", "x": np.abs(matrix)},
            sizes={"filas": rows, "columnas": columns},
            rule="gradient",
        ),
        Case(
            "un paso grande",
            {"f": "suma de cubos", "x": matrix, "h": 0.1},
            sizes={"filas": rows, "columnas": columns},
            rule="gradient",
        ),
        Case(
            "otro paso",
            {"f": "suma de cubos", "x": vector, "h": 0.01},
            sizes={"n": length},
            rule="gradient",
        ),
        Case(
            "números enteros",
            # h se escribe exacto en binario: quien pierde los decimales del paso y
            # quien además pierde los del resultado llegan al mismo número.
            {"f": "suma de cubos", "x": whole, "h": 0.25},
            sizes={"n": length},
            tags=("enteros",),
            rule="gradient",
        ),
        Case(
            "x de solo lectura",
            {"f": "suma, al cuadrado", "x": vector + 0.5},
            sizes={"n": length},
            tags=("solo lectura",),
            rule="gradient",
        ),
        Case(
            "números negativos",
            {"f": "producto de todas", "x": -vector - 0.5},
            sizes={"n": length},
            tags=("negativos",),
            rule="gradient",
        ),
        Case(
            "tres ejes",
            {
                "f": "cuadrados con pesos 1, 2, 3…",
                "x": rng.uniform(0.5, 2.0, (2, 1, 3)),
            },
            rule="gradient",
        ),
        Case(
            "entradas que f no usa",
            {"f": "solo la primera, al cuadrado", "x": vector},
            sizes={"n": length},
            rule="gradient",
        ),
    ]


EXERCISE_01_2 = Exercise(
    id="01.2",
    title="El gradiente numérico",
    solution=numeric_gradient,
    points=3,
    slide=(
        "No está en las diapositivas: comprueba las derivadas de «Grafo Computacional»"
    ),
    prediction=(
        "Si f no usa una de las entradas de x, ¿qué valdrá el gradiente en esa "
        "entrada? ¿Y si f es la suma de todas?"
    ),
    hints=(
        "Si mueves todas las entradas a la vez, ¿cómo sabrías cuál de ellas hizo "
        "cambiar a f? ¿Cuántas llamadas a f necesitas por entrada?",
        "∂f/∂x_i ≈ (f(x con x_i + h) − f(x con x_i − h)) / (2 h). La distancia entre "
        "los dos puntos es 2 h, no h.",
        "Copia x como arreglo de decimales. Recorre todos los índices con "
        "`np.ndindex(x.shape)`: sube esa entrada, llama a f con el arreglo entero; "
        "bájala, llama otra vez; devuélvela a su valor; guarda el cociente en ese "
        "índice.",
    ),
    reasoning="""\
La derivada parcial pregunta cuánto cambia f cuando se mueve *una* entrada y las demás
se quedan quietas. Por eso el bucle toca un solo índice, llama a f con el arreglo entero
y lo restaura antes de pasar al siguiente.

**Por qué a los dos lados.** Con $f(x) = x^3$ en $x = 1$ y $h = 0.1$:

- adelantada, $(1.331 - 1) / 0.1 = 3.31$;
- central, $(1.331 - 0.729) / 0.2 = 3.01$.

La serie de Taylor lo explica. En $f(x+h) - f(x-h)$ los términos de orden par se
cancelan: queda $2h f'(x) + \\frac{h^3}{3} f'''(x) + \\dots$ y, al dividir por $2h$, un
error del orden de $h^2$. Mirando a un solo lado, el término en $h^2 f''(x)/2$ no se
cancela y el error es del orden de $h$.

**Por qué una copia de decimales.** Si x trae enteros, `x[i] + h` no cabe en el arreglo:
NumPy le quita los decimales, y lo que se mueve ya no es h. `np.array(x, dtype=float)`
resuelve eso y, de paso, deja intacto el arreglo que nos dieron, que puede ser de solo
lectura.

**Por qué `np.ndindex`.** Recorre los índices de un arreglo de cualquier forma, así que
la misma función sirve para un vector o una matriz de pesos.

**Cuánto cuesta.** Dos llamadas a f por entrada: 2n para n entradas. Sirve para
comprobar, no para entrenar.
""",
    praise=(
        "Ya tienes con qué comprobar cualquier derivada del curso. Para pensar: con "
        "f(x) = x² y h = 0.1, la central no tiene error de truncamiento. ¿Por qué?"
    ),
    driver=NumericGradient(),
    public_cases=_public_01_2,
    cases=_cases_01_2,
    mistakes=wrong.WRONG_01_2,
    accepts=accepts.ACCEPTS_01_2,
    section="El gradiente numérico",
)


# --- 01.3 -----------------------------------------------------------------------------


def relative_error(a, n, floor=1e-8):
    """Mide cuánto difieren dos gradientes, entrada por entrada.

        e = |a − n| / máx(|a| + |n|, floor)

    Recibe a y n: arreglos de la misma forma (el analítico y el numérico);
    floor: el piso, un número positivo que evita dividir entre cero.
    Devuelve un arreglo de la forma de a.

    Ejemplo: relative_error(np.array([1.0, 2.0]), np.array([3.0, 2.0])) devuelve
    [0.5, 0.0]: la primera difiere en 2 y sus tamaños suman 4.
    """
    scale = np.abs(a) + np.abs(n)
    return np.abs(a - n) / np.maximum(scale, floor)


def _public_01_3():
    return [
        Case(
            "el ejemplo",
            {"a": np.array([1.0, 2.0]), "n": np.array([3.0, 2.0])},
            public=True,
        ),
        Case(
            "signos distintos y dos ceros",
            {"a": np.array([2.0, -2.0, 0.0]), "n": np.array([-2.0, -6.0, 0.0])},
            public=True,
        ),
        Case(
            "por debajo del piso",
            {"a": np.array([0.02, 1.0]), "n": np.array([0.03, 4.0]), "floor": 0.1},
            public=True,
        ),
    ]


def _cases_01_3(rng):
    rows, columns, length = _different(rng, 3)
    a = rng.uniform(-3.0, 3.0, (rows, columns))
    vector = rng.uniform(0.5, 2.0, length)
    other = vector * rng.uniform(1.2, 1.8, length)
    tiny = rng.uniform(1e-9, 3e-9, length)
    whole = rng.permutation(np.arange(1, 12))
    return [
        Case(
            "una matriz",
            {"a": a, "n": a + rng.uniform(-0.5, 0.5, a.shape)},
            sizes={"filas": rows, "columnas": columns},
        ),
        Case("números negativos", {"a": -vector, "n": -other}, tags=("negativos",)),
        Case("casi cero", {"a": tiny, "n": -0.5 * tiny}),
        Case(
            "números enteros",
            {"a": whole[:length], "n": whole[-length:]},
            tags=("enteros",),
        ),
        Case(
            "números grandes",
            {"a": 1000.0 * vector, "n": -1000.0 * other},
            tags=("extremos",),
        ),
        Case(
            "solo lectura, una entrada",
            {"a": np.array([[vector[0]]]), "n": np.array([[other[0]]]), "floor": 10.0},
            tags=("solo lectura",),
        ),
    ]


EXERCISE_01_3 = Exercise(
    id="01.3",
    title="El error relativo",
    solution=relative_error,
    points=2,
    slide=(
        "No está en las diapositivas: comprueba las derivadas de «Grafo Computacional»"
    ),
    prediction=(
        "Si multiplicas a y n por 1000, ¿qué crees que le pasa al error relativo? ¿Y "
        "si intercambias a con n?"
    ),
    hints=(
        "¿Qué pasa con la fórmula si a y n valen 0 las dos? ¿Y si tienen signos "
        "opuestos?",
        "e = |a − n| / máx(|a| + |n|, floor). Cada entrada se compara con su propio "
        "tamaño y con el piso: el máximo es elemento a elemento.",
        "Calcula el tamaño de cada entrada con dos valores absolutos. Para compararlo "
        "con el piso hace falta el máximo elemento a elemento de NumPy, "
        "`np.maximum`; `np.max` busca el mayor de un arreglo, que es otra cosa. Falta "
        "la división.",
    ),
    reasoning="""\
La diferencia $|a - n|$ sola no dice nada: 0.001 es poco si el gradiente vale 1000 y es
todo si vale 0.001. La dividimos por el tamaño de lo que se compara, $|a| + |n|$.

Cada pieza tiene su porqué:

- **La suma de los dos**, y no uno solo: la medida es la misma si se intercambian a y n,
  y queda entre 0 (iguales) y 1 (signos opuestos, o uno de los dos en 0).
- **Los valores absolutos en el denominador**: sin ellos, $2 + (-2)$ da 0 justo donde el
  desacuerdo es total.
- **El piso**: si los dos valen 0 están de acuerdo, y $0/0$ daría NaN. Además, cuando
  los dos son del tamaño del redondeo, su cociente es ruido; con el piso el error sale
  pequeño.
- **Entrada por entrada**: una norma global dejaría que miles de entradas buenas tapen
  una mala. Después se mira la peor.

`np.maximum(scale, floor)` compara elemento a elemento. `np.max(scale, floor)` tomaría
`floor` como un eje.
""",
    praise=(
        "Bien: ahora «se parecen» es un número. Para pensar: ¿qué error esperas entre "
        "una derivada correcta y la numérica, 0 exacto o algo más?"
    ),
    driver=Returns("e"),
    public_cases=_public_01_3,
    cases=_cases_01_3,
    mistakes=wrong.WRONG_01_3,
    accepts=accepts.ACCEPTS_01_3,
    section="¿Qué error es aceptable?",
    warning_message=(
        "El valor es correcto; el aviso viene de dividir 0 entre 0 antes de aplicar el "
        "piso. Si el piso entra en el denominador antes de dividir, desaparece."
    ),
)


# --- 01.4 -----------------------------------------------------------------------------


def multiply_backward(d_out, a, b):
    """Reparte el gradiente que llega a out = a ⊙ b entre sus dos factores.

    El producto es elemento a elemento: out_i = a_i · b_i. A cada out_i ya le llegó
    d_out_i = ∂𝓛/∂out_i, donde 𝓛 es el número en que termina el grafo.

    Recibe d_out, a, b: arreglos de la misma forma.
    Devuelve (d_a, d_b): ∂𝓛/∂a y ∂𝓛/∂b, también de esa forma.

    Ejemplo, con una sola entrada: si d_out = [10.0], a = [2.0] y b = [3.0],
    devuelve ([30.0], [20.0]).
    """
    d_a = d_out * b
    d_b = d_out * a
    return d_a, d_b


def _public_01_4():
    return [
        Case(
            "el ejemplo",
            {
                "d_out": np.array([10.0]),
                "a": np.array([2.0]),
                "b": np.array([3.0]),
            },
            tags=("una unidad",),
            public=True,
        ),
        Case(
            "dos entradas",
            {
                "d_out": np.array([1.0, -2.0]),
                "a": np.array([4.0, 0.5]),
                "b": np.array([-1.0, 3.0]),
            },
            public=True,
        ),
    ]


def _cases_01_4(rng):
    rows, columns, length = _different(rng, 3)
    d_out, a, b = rng.normal(size=(3, rows, columns)) + _nonzero(
        rng, (3, rows, columns)
    )
    d_line, line_a, line_b = rng.uniform(0.5, 3.0, (3, length))
    square = rng.uniform(0.5, 3.0, (3, 3, 3))
    whole = _nonzero(rng, length) + 5
    return [
        Case(
            "matrices",
            {"d_out": d_out, "a": a, "b": b},
            sizes={"filas": rows, "columnas": columns},
        ),
        Case(
            "matrices cuadradas", {"d_out": square[0], "a": square[1], "b": square[2]}
        ),
        Case(
            "números negativos",
            {"d_out": -d_line, "a": -line_a, "b": -line_b},
            tags=("negativos",),
        ),
        Case(
            "factores enteros",
            {"d_out": d_line, "a": whole, "b": whole[::-1] + 2},
            tags=("enteros",),
        ),
        Case(
            "de solo lectura",
            {"d_out": d_line, "a": line_a, "b": line_b},
            sizes={"n": length},
            tags=("solo lectura",),
        ),
        Case(
            "números grandes",
            {
                "d_out": np.array([1000.0, 1.0]),
                "a": np.array([-1000.0, 3.0]),
                "b": np.array([1000.0, 5.0]),
            },
            tags=("extremos",),
        ),
        Case(
            "un cero en cada factor",
            {
                "d_out": np.array([1.0, -2.0]),
                "a": np.array([0.0, 7.0]),
                "b": np.array([5.0, 0.0]),
            },
            tags=("ceros",),
        ),
    ]


def _place_01_4(right, bad):
    return "`d_a` está bien; `d_b`, no." if bad == "d_b" else None


EXERCISE_01_4 = Exercise(
    id="01.4",
    title="El producto, hacia atrás",
    solution=multiply_backward,
    points=1,
    slide="Diapositivas: «Grafo Computacional», ejemplo (completa lo que falta)",
    prediction=(
        "En out = a · b, con a = 2 y b = 300: ¿cuál de los dos recibe el gradiente más "
        "grande, el factor grande o el pequeño?"
    ),
    hints=(
        "Si a sube un poquito y b se queda quieta, ¿cuánto sube a · b? ¿De quién "
        "depende?",
        "∂𝓛/∂a_i = ∂𝓛/∂out_i · ∂out_i/∂a_i. El primer factor ya lo tienes: es d_out_i.",
        "Cada respuesta es `d_out * …`, elemento a elemento. Falta decidir, para "
        "`d_a`, qué arreglo va en los puntos: el que queda al derivar a · b respecto "
        "de a.",
    ),
    reasoning="""\
La regla de la cadena multiplica lo que llega por la derivada local:

$$\\frac{\\partial \\mathcal L}{\\partial a_i}
= \\frac{\\partial \\mathcal L}{\\partial out_i}\\,
\\frac{\\partial out_i}{\\partial a_i}.$$

En $out_i = a_i b_i$, con $b_i$ quieta, la derivada respecto de $a_i$ es $b_i$. Por
simetría, la otra es $a_i$: cada factor recibe el gradiente multiplicado por *el otro*.
Tiene sentido: si b vale 300, un cambio pequeño en a se nota 300 veces.

Como la entrada i de out solo depende de $a_i$ y $b_i$, todo ocurre elemento a elemento:
el producto es `*`, y no hay nada que sumar ni transponer.

Esta función es una *regla local*: no sabe qué hay antes ni después en el grafo. Recibe
d_out, reparte, y el motor hace el resto.
""",
    praise=(
        "Esa es una regla local completa. Para pensar: ¿qué recibe a si b vale 0, y "
        "qué significa para el aprendizaje?"
    ),
    driver=Returns("d_a", "d_b"),
    public_cases=_public_01_4,
    cases=_cases_01_4,
    mistakes=wrong.WRONG_01_4,
    accepts=accepts.ACCEPTS_01_4,
    section="La regla local de cada operación",
    place=_place_01_4,
)


# --- 01.5 -----------------------------------------------------------------------------


def topological_order(node):
    """Ordena el grafo que termina en node: cada nodo, después de sus padres.

    Los padres de un nodo son las entradas de su operación, y están en la tupla
    `node.parents`; en un dato de entrada esa tupla está vacía.

    Recibe node: un Node, la salida del grafo.
    Devuelve una lista con todos los nodos de los que depende node, y node al final.
    Cada nodo aparece una sola vez, aunque se use en varias operaciones.

    Ejemplo: si c = x * x y f = c + x, topological_order(f) devuelve [x, c, f].
    Si hay varios órdenes que cumplen, cualquiera sirve.
    """
    order, visited = [], set()

    def visit(current):
        if current in visited:
            return
        visited.add(current)
        for parent in current.parents:
            visit(parent)
        order.append(current)

    visit(node)
    return order


# Qué nodo falta o se adelanta depende de cómo se haya escrito el mismo error.
_ANY = dict.fromkeys(("_falta", "_repetido", "_antes", "_padre"), "any_finite")


def _graph_case(name, program, rule, **options):
    return Case(name, {"node": program}, rule=rule, rules=_ANY, **options)


def _public_01_5():
    return [
        _graph_case("(x + y)·z", SLIDE_GRAPH, "exact", public=True),
        _graph_case("el ejemplo, x·x + x", SQUARE_PLUS_X, "exact", public=True),
        _graph_case("un dato solo", _graph("x = 2"), "exact", public=True),
    ]


def _random_graph(rng, n_inputs=3, n_operations=6):
    """Un grafo al azar en el que todos los nodos llegan a la salida.

    Cada operación usa el resultado anterior y otro nodo cualquiera; las primeras
    recorren todas las entradas.
    """
    names = [f"x{k}" for k in range(1, n_inputs + 1)]
    steps = [f"{name} = {_nonzero(rng, top=2)}" for name in names]
    pending, last = names[1:], names[0]
    for k in range(1, n_operations + 1):
        other = pending.pop() if pending else str(rng.choice(names))
        a, b = (last, other) if rng.random() < 0.5 else (other, last)
        steps.append(f"v{k} = {a} {rng.choice(['+', '-', '*'])} {b}")
        last = f"v{k}"
        names.append(last)
    return _graph(*steps)


# Nodos distintos con el mismo valor: 2 + 2 y 2 · 2.
TWINS = _graph("x = 2", "y = 2", "s = x + y", "p = x * y", "f = s - p")


def _shortcut(rng):
    """x llega a la salida por un camino largo y por un atajo."""
    x, y, z = rng.permutation([-3, -2, 2, 4])[:3]
    return _graph(
        f"x = {x}",
        f"y = {y}",
        f"z = {z}",
        "a = x + y",
        "b = a * z",
        "c = b + a",
        "f = x * c",
    )


def _two_shortcuts(rng):
    """Un resultado intermedio con atajo a cada lado de la salida.

    En la suma s el atajo es el primer padre; en la resta d, el segundo: quien reparte
    antes de tiempo falla, entre por donde entre.
    """
    # Ninguna pareja suma 0: con un 0 en medio, nada llegaría a verse.
    x, y = rng.permutation([-3, -2, 4, 5])[:2]
    return _graph(
        f"x = {x}",
        f"y = {y}",
        "p = x * y",
        "r = p * x",
        "s = p + r",
        "a = x + y",
        "b = a * y",
        "d = b - a",
        "f = s * d",
    )


def _one_parent(rng):
    """La exponencial de una suma: tiene menos padres, y aun así va después."""
    x, y = rng.uniform(0.5, 1.5, 2)
    return _graph(
        f"x = {x:.2f}", f"y = {-y:.2f}", "a = x + y", "e = exp(a)", "f = e * x"
    )


def _ladder(rng, steps):
    """Cada peldaño usa dos veces el anterior: los caminos se duplican."""
    names = ["x", *(f"v{k}" for k in range(1, steps + 1))]
    doubled = [f"{name} = {last} + {last}" for last, name in pairwise(names)]
    return _graph(f"x = {rng.uniform(0.5, 1.5):.2f}", *doubled)


def _chain(rng, length):
    x, y = rng.uniform(0.5, 1.5, 2)
    return _graph(f"x = {x:.2f}", f"y = {y:.2f}", f"f = cadena(x, y, {length})")


def _cases_01_5(rng):
    return [
        _graph_case("un atajo y un camino largo", _shortcut(rng), "exact"),
        _graph_case("dos nodos con el mismo valor", TWINS, "exact"),
        _graph_case("operaciones de un solo padre", _one_parent(rng), "exact"),
        _graph_case("caminos que se duplican", _ladder(rng, 5), "exact"),
        _graph_case("un grafo al azar", _random_graph(rng), "exact"),
        _graph_case("otro grafo al azar", _random_graph(rng, 4, 8), "exact"),
        # Por debajo de 500: debe aguantar también quien usa dos llamadas por nodo.
        _graph_case("una cadena de 400 nodos", _chain(rng, 398), "exact"),
    ]


def _place_01_5(right, bad):
    sentences = {
        "faltan": "El largo está bien, pero hay nodos del grafo que no están.",
        "desorden": (
            "En el primer caso que falla están todos los nodos, una vez cada uno; lo "
            "que falla es el orden."
        ),
        "node_al_final": "Cada nodo va después de sus padres; node no va al final.",
    }
    return sentences.get(bad)


EXERCISE_01_5 = Exercise(
    id="01.5",
    title="El orden del recorrido",
    solution=topological_order,
    points=3,
    slide="Diapositivas: «¿Cómo ajustar los parámetros del modelo?»",
    prediction=(
        "En f = (x + y) · x, ¿en qué orden calcularías los nodos? ¿Y en qué orden "
        "repartirías los gradientes? ¿Cuántas veces aparece x en tu lista?"
    ),
    hints=(
        "Para poder calcular un nodo, ¿qué nodos tienen que estar ya calculados? ¿Y "
        "qué haces si llegas por segunda vez a un nodo que ya anotaste?",
        "orden(node) = orden de cada uno de sus padres, uno tras otro, y después "
        "node; sin volver a entrar en los ya visitados.",
        "Una función interna `visit(current)`: si current ya está en el conjunto de "
        "visitados, termina. Si no, lo marca, visita a cada uno de `current.parents` y "
        "recién entonces hace una última cosa con current. Al final, llámala con node.",
    ),
    reasoning="""\
Queremos repartir gradientes sin adelantarnos: un nodo solo puede repartir cuando ya
recibió de *todos* los que lo usan. Si listamos el grafo con los padres antes que los
hijos, basta leer esa lista al revés. Ese listado se llama orden topológico.

La función se apoya en una sola idea: **anotar un nodo después de haber anotado a sus
padres**. `visit` baja por los padres y escribe `current` al volver.

- El conjunto `visited` evita entrar dos veces en el mismo nodo. Sin él, x aparecería
  una vez por camino, y los caminos se pueden duplicar en cada paso: con 30 pasos serían
  mil millones.
- Comparamos *nodos*, no valores: dos nodos distintos pueden valer 4.
- Un recorrido por niveles (del más cercano a node al más lejano, y al revés) no
  alcanza: un nodo puede llegar a la salida por un atajo y por un camino largo, y el
  atajo lo pone demasiado cerca.

En un grafo sin ciclos siempre hay al menos un orden así, y a menudo hay varios.

Esta versión usa recursión, y Python la corta cerca de las 1000 llamadas. El motor del
curso guarda los pendientes en una lista propia, y por eso aguanta cadenas de 100 000
nodos.
""",
    praise=(
        "Con esa lista, leída al revés, nadie reparte antes de tiempo. Para pensar: "
        "¿por qué este grafo no puede tener un ciclo?"
    ),
    driver=GraphOrder(),
    public_cases=_public_01_5,
    cases=_cases_01_5,
    mistakes=wrong.WRONG_01_5,
    accepts=accepts.ACCEPTS_01_5,
    section="El orden del recorrido",
    place=_place_01_5,
    explain=order_sentence,
)


# --- 01.6 -----------------------------------------------------------------------------


def backward(node):
    """Llena `.grad` en todos los nodos del grafo que termina en node.

    Al terminar, `v.grad` vale ∂node/∂v en cada nodo v. El grafo llega recién hecho:
    todos los `.grad` están en 0, y node es un solo número.

    Cada nodo v tiene `v.parents`, sus padres, y `v.local_backward(d_out)`, que dado
    d_out = ∂node/∂v devuelve un gradiente por padre, en el mismo orden. Puedes usar
    `topological_order(node)`.

    Recibe node: un Node, la salida del grafo. No devuelve nada.

    Ejemplo: con x = 3, c = x * x y f = c + x, después de backward(f) quedan
    f.grad = 1, c.grad = 1 y x.grad = 7.
    """
    node.grad = np.ones_like(node.value)
    for current in reversed(topological_order(node)):
        contributions = current.local_backward(current.grad)
        for parent, contribution in zip(current.parents, contributions, strict=True):
            parent.grad = parent.grad + contribution


def _public_01_6():
    return [
        _graph_case("(x + y)·z", SLIDE_GRAPH, "value", public=True),
        _graph_case("el ejemplo, x·x + x", SQUARE_PLUS_X, "value", public=True),
        _graph_case("un dato solo", _graph("x = 2"), "value", public=True),
    ]


def _cases_01_6(rng):
    m, d, k = _different(rng, 3, 2, 5)
    layer = {
        "node": _graph(
            "P = X @ W", "Z = P + b", "A = tanh(Z)", "S = A * Z", "f = sum(S)"
        ),
        "X": rng.normal(size=(m, d)),
        "W": rng.normal(size=(d, k)),
        "b": rng.normal(size=k),
    }
    shared = {
        "node": _graph("s = a + b", "t = s + a", "f = sum(t)"),
        "a": rng.normal(size=d),
        "b": rng.normal(size=d),
    }
    x, y = rng.uniform(0.5, 1.5, 2)
    curves = _graph(
        f"x = {x:.2f}",
        f"y = {-y:.2f}",
        "e = exp(x)",
        "c = e / y",
        "t = tanh(c)",
        "f = t - e",
    )
    return [
        _graph_case("dos atajos", _two_shortcuts(rng), "value"),
        _graph_case("caminos que se duplican", _ladder(rng, 4), "value"),
        _graph_case("otras operaciones", curves, "value"),
        _graph_case("un grafo al azar", _random_graph(rng), "value"),
        _graph_case("otro grafo al azar", _random_graph(rng, 4, 8), "value"),
        _graph_case("una cadena", _chain(rng, 30), "value"),
        # Una suma reparte el mismo arreglo a sus dos padres: quien lo guarda sin copiar
        # y después usa += cambia los dos.
        Case("una suma de vectores", shared, sizes={"d": d}),
        Case("una capa, con matrices", layer, sizes={"m": m, "d": d, "K": k}),
    ]


def _place_01_6(right, bad):
    if not right:
        return "Ya falla el gradiente de la propia salida, el primero de todos."
    return (
        "El gradiente de la propia salida está bien; el problema aparece al repartirlo."
    )


EXERCISE_01_6 = Exercise(
    id="01.6",
    title="El motor completo",
    solution=backward,
    points=4,
    slide="Diapositivas: «¿Cómo ajustar los parámetros del modelo?»",
    prediction=(
        "Si el recorrido empezara con un 2 en el nodo final, en vez de un 1, ¿qué les "
        "pasaría a todos los demás gradientes?"
    ),
    hints=(
        "¿Qué nodo conoce su gradiente desde el principio, sin calcular nada? ¿Y qué "
        "haces cuando a un nodo le llegan gradientes por dos caminos?",
        "v.grad = suma, sobre cada uso de v, de lo que ese uso le entrega. Y cada uso "
        "entrega `local_backward(su propio grad)`, que ya debe estar completo.",
        "Es casi la respuesta: pon el gradiente de node. Recorre "
        "`topological_order(node)` desde el último hasta el primero: pide las "
        "contribuciones de ese nodo con su grad y, con `zip`, reparte una a cada "
        "padre. ¿Reemplaza a lo que el padre tenía, o se "
        "agrega?",
    ),
    reasoning="""\
Son cinco líneas, y cada una responde a una pregunta.

**¿Con qué se empieza?** Con $\\partial node/\\partial node = 1$. Sin ese 1, todo
queda en 0, porque cada paso multiplica lo que llega.

**¿En qué orden?** Del último al primero de `topological_order(node)`. Así, cuando a un
nodo le toca repartir, todos los que lo usan ya le entregaron lo suyo: su grad está
completo. Si reparte antes, entrega de menos; si se vuelve a visitar, entrega dos veces
lo mismo.

**¿Qué entrega?** `local_backward(current.grad)`: lo que llegó, por la derivada local,
una contribución por padre. Es la regla de la cadena en una flecha.

**¿Por qué sumar?** Si x influye en f por varios caminos, un pequeño cambio en x mueve f
por todos ellos, y los efectos se suman. En $f = x \\cdot x + x$ con $x = 3$, cada
factor del producto aporta 3 y la suma aporta 1: $3 + 3 + 1 = 7$, que es $2x + 1$.

Escribimos `parent.grad = parent.grad + contribution` en lugar de `+=` porque `+=`
modifica el arreglo en su lugar: si dos nodos compartieran el mismo arreglo, cambiaría
en los dos.
""",
    praise=(
        "Tu motor ya deriva cualquier grafo hecho con estas operaciones. Para pensar: "
        "¿cuántas veces lo recorriste para obtener *todas* las derivadas?"
    ),
    driver=GraphGradients(),
    public_cases=_public_01_6,
    cases=_cases_01_6,
    mistakes=wrong.WRONG_01_6,
    accepts=accepts.ACCEPTS_01_6,
    section="El motor completo",
    place=_place_01_6,
)


# --- 01.7 -----------------------------------------------------------------------------


def matmul_backward(d_out, A, B):
    """Reparte el gradiente que llega a out = A @ B entre las dos matrices.

    El producto es de matrices: out_ij = Σ_k A_ik · B_kj. Ya llegó
    d_out_ij = ∂𝓛/∂out_ij, donde 𝓛 es el número en que termina el grafo.

    Recibe d_out: matriz (m, n); A: matriz (m, k); B: matriz (k, n).
    Devuelve (dA, dB): ∂𝓛/∂A, de forma (m, k), y ∂𝓛/∂B, de forma (k, n).

    Ejemplo: si d_out = [[10.0]], A = [[1.0, 2.0]] y B = [[3.0], [4.0]],
    devuelve ([[30.0, 40.0]], [[10.0], [20.0]]).
    """
    dA = d_out @ B.T
    dB = A.T @ d_out
    return dA, dB


def _matmul_case(name, d_out, A, B, **options):
    (m, k), n = A.shape, B.shape[1]
    sizes = {"m": m, "k": k, "n": n}
    return Case(name, {"d_out": d_out, "A": A, "B": B}, sizes=sizes, **options)


def _public_01_7():
    return [
        _matmul_case(
            "el ejemplo",
            np.array([[10.0]]),
            np.array([[1.0, 2.0]]),
            np.array([[3.0], [4.0]]),
            public=True,
        ),
        _matmul_case(
            "dos filas, tres columnas",
            np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]]),
            np.array([[5.0], [7.0]]),
            np.array([[1.0, 2.0, 3.0]]),
            public=True,
        ),
    ]


def _cases_01_7(rng):
    m, k, n = _different(rng, 3)

    def drawn(*shape):
        return rng.normal(size=shape)

    whole = [_nonzero(rng, shape) for shape in ((m, n), (m, k), (k, n))]
    squares = [
        rng.permutation(np.arange(1.0, 10.0))[:4].reshape(2, 2) for _ in range(3)
    ]
    return [
        _matmul_case("tamaños distintos", drawn(m, n), drawn(m, k), drawn(k, n)),
        _matmul_case("otros tamaños", drawn(k, m), drawn(k, n), drawn(n, m)),
        # Solo con matrices cuadradas corre quien olvida transponer.
        _matmul_case("matrices cuadradas", *squares),
        _matmul_case(
            "una sola fila", drawn(1, n), drawn(1, k), drawn(k, n), tags=("m = 1",)
        ),
        _matmul_case(
            "una sola columna",
            drawn(m, 1),
            drawn(m, k),
            drawn(k, 1),
            tags=("una unidad",),
        ),
        _matmul_case("números enteros", *whole, tags=("enteros",)),
        _matmul_case(
            "de solo lectura, números grandes",
            1000.0 * whole[0],
            -1000.0 * whole[1],
            1000.0 * whole[2],
            tags=("extremos", "solo lectura"),
        ),
    ]


def _place_01_7(right, bad):
    if bad == "dB":
        return "dA está bien; dB, no: es el producto que lleva a la forma de B, (k, n)."
    return None


EXERCISE_01_7 = Exercise(
    id="01.7",
    title="El gradiente de un producto de matrices",
    solution=matmul_backward,
    points=3,
    slide="Diapositivas: «Perceptrón Multicapa», modelo",
    prediction=(
        "Duplicas todas las entradas de B y `d_out` no cambia. ¿Qué crees que le pasa "
        "a dA? ¿Y a dB?"
    ),
    hints=(
        "¿Qué forma debe tener cada respuesta? Escribe las formas de `d_out`, A y B "
        "una al lado de la otra.",
        "∂𝓛/∂A_ik = Σ_j d_out_ij · B_kj. La suma recorre j, que es el *segundo* "
        "índice de los dos. En un producto de matrices, ¿qué índices se suman?",
        "Cada respuesta es un producto `@` de `d_out` con la *otra* matriz, y una de "
        "las dos va transpuesta. Para dA, `d_out` va a la izquierda; para dB, a la "
        "derecha. Las formas (m, k) y (k, n) dicen cuál se transpone.",
    ),
    reasoning="""\
Partimos de la definición, $out_{ij} = \\sum_k A_{ik} B_{kj}$, y preguntamos a qué
salidas afecta $A_{ik}$: a toda la fila i de out, y a cada $out_{ij}$ con peso $B_{kj}$.
Los efectos se suman:

$$\\frac{\\partial \\mathcal L}{\\partial A_{ik}} = \\sum_j d\\_out_{ij}\\, B_{kj}
= \\sum_j d\\_out_{ij}\\, (B^\\top)_{jk}
\\quad\\Rightarrow\\quad dA = d\\_out\\, B^\\top.$$

Del mismo modo, $B_{kj}$ afecta a la columna j de out, a cada $out_{ij}$ con peso
$A_{ik}$:

$$\\frac{\\partial \\mathcal L}{\\partial B_{kj}} = \\sum_i A_{ik}\\, d\\_out_{ij}
\\quad\\Rightarrow\\quad dB = A^\\top d\\_out.$$

**Por las formas.** Es la manera de recordarlo. dA debe ser (m, k); con d_out (m, n) y B
(k, n), el único producto que da esa forma es $(m, n)(n, k)$: hay que transponer B y
dejarla a la derecha. Con tamaños distintos, un error de estos no corre. Con matrices
cuadradas corre y da otra cosa: por eso se prueba con tamaños distintos *y* con
cuadradas.

**Y es la misma regla de antes.** Con matrices de 1 × 1 queda $dA = d\\_out \\cdot B$:
cada factor recibe el gradiente por el otro, como en 01.4.
""",
    praise=(
        "Esas dos líneas vuelven en la retropropagación de la lección 04. Para pensar: "
        "si las filas de A son m ejemplos, ¿sobre qué suma `dB`?"
    ),
    driver=Returns("dA", "dB"),
    public_cases=_public_01_7,
    cases=_cases_01_7,
    mistakes=wrong.WRONG_01_7,
    accepts=accepts.ACCEPTS_01_7,
    section="El gradiente de un producto de matrices",
    place=_place_01_7,
)


# --- 01.8 -----------------------------------------------------------------------------


def unbroadcast(grad, shape):
    """Deshace la difusión: lleva un gradiente a la forma que tenía antes.

    Al operar, NumPy copia los arreglos pequeños hasta igualar las formas: agrega ejes
    a la izquierda y repite los ejes de tamaño 1. Hacia atrás, el original recibe la
    suma de lo que llega a sus copias.

    Recibe grad: arreglo con la forma ya difundida; shape: tupla, la forma de antes.
    Devuelve un arreglo de forma shape; grad no se modifica.

    Ejemplo: con grad = [[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]], la forma (3,) da
    [11.0, 22.0, 33.0], y la forma (2, 1) da [[6.0], [60.0]].
    """
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=tuple(range(extra)))
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=ones, keepdims=True)


def _public_01_8():
    grad = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    return [
        Case("un eje nuevo", {"grad": grad, "shape": (3,)}, public=True),
        Case("un eje de tamaño 1", {"grad": grad, "shape": (2, 1)}, public=True),
        Case("un número", {"grad": grad, "shape": ()}, public=True),
    ]


def _cases_01_8(rng):
    m, n, k = _different(rng, 3)
    whole = _nonzero(rng, (m, n))
    return [
        Case(
            "un sesgo",
            {"grad": rng.normal(size=(m, n)), "shape": (n,)},
            sizes={"m": m, "n": n},
        ),
        Case(
            "una fila",
            {"grad": rng.normal(size=(m, n)), "shape": (1, n)},
            sizes={"m": m, "n": n},
        ),
        Case(
            "las dos cosas a la vez",
            {"grad": rng.normal(size=(k, m, n)), "shape": (m, 1)},
            sizes={"m": m, "n": n, "k": k},
        ),
        Case("una matriz cuadrada", {"grad": rng.normal(size=(3, 3)), "shape": (3,)}),
        Case(
            "cuadrada, una columna", {"grad": rng.normal(size=(3, 3)), "shape": (3, 1)}
        ),
        Case("nada que deshacer", {"grad": rng.normal(size=(n, m)), "shape": (n, m)}),
        Case(
            "un ejemplo",
            {"grad": rng.normal(size=(1, n)), "shape": (n,)},
            sizes={"n": n},
            tags=("m = 1",),
        ),
        Case("una entrada", {"grad": rng.normal(size=(m, n)), "shape": (1,)}),
        Case("dos ejes nuevos", {"grad": rng.normal(size=(m, n, k)), "shape": (k,)}),
        Case(
            "números enteros, de solo lectura",
            {"grad": whole, "shape": (m, 1)},
            tags=("enteros", "solo lectura"),
        ),
    ]


EXERCISE_01_8 = Exercise(
    id="01.8",
    title="Deshacer la difusión",
    solution=unbroadcast,
    points=2,
    slide=("No está en las diapositivas: le pasa al sesgo de cada capa de una red"),
    prediction=(
        "Llega un gradiente de 4 × 3 lleno de unos. ¿Qué números salen al llevarlo a "
        "la forma (3,)? ¿Y a la forma (4, 1)?"
    ),
    hints=(
        "Al difundir, un mismo número se usó varias veces. ¿Qué se hace con los "
        "gradientes de un valor que se usa varias veces?",
        "Dos clases de ejes se copiaron: los que shape no tiene (grad.ndim − "
        "len(shape), los de la izquierda) y los que en shape miden 1. Se suma sobre "
        "todos ellos.",
        "Suma primero sobre los ejes nuevos, los de la izquierda. Después, sobre los "
        "ejes donde shape vale 1, cuidando que esos ejes sigan ahí con tamaño 1: mira "
        "la opción `keepdims` de `sum`. `axis` acepta una tupla.",
    ),
    reasoning="""\
Difundir es copiar. Cuando b, de forma (3,), se suma a una matriz (5, 3), NumPy actúa
como si b estuviera repetida en las 5 filas: cada $b_j$ se usa 5 veces. Y un valor que
se usa varias veces suma los gradientes que le llegan. Deshacer la difusión es, por eso,
**sumar sobre las copias**; promediar daría otra cosa.

NumPy copia de dos maneras, y en este orden las deshacemos:

1. **Ejes nuevos a la izquierda.** Son `grad.ndim - len(shape)`. Al sumarlos
   desaparecen, que es lo que queremos: shape no los tiene. Si no hay ninguno, la tupla
   está vacía y `sum` no suma nada.
2. **Ejes de tamaño 1 que se estiraron.** También se suman, pero en shape siguen
   existiendo: `keepdims=True` los conserva con tamaño 1. Si el eje ya medía 1 en grad,
   sumar un solo elemento no lo cambia.

El resultado tiene la forma de shape y, si todas las entradas de grad valen 1, cada una
cuenta las copias que se hicieron: una buena manera de comprobarlo a mano.
""",
    praise=(
        "Con esto, el motor entiende `+ b` con cualquier cantidad de filas. Para "
        "pensar: ¿qué devuelve tu función si `shape` ya es la forma de grad?"
    ),
    driver=Returns("grad"),
    public_cases=_public_01_8,
    cases=_cases_01_8,
    mistakes=wrong.WRONG_01_8,
    accepts=accepts.ACCEPTS_01_8,
    section="Deshacer la difusión",
    optional=True,
)


# --- Preguntas ------------------------------------------------------------------------

QUESTION_01_C1 = Question(
    id="01.c1",
    text="f = x · x + x. En x = 3, ¿cuánto vale ∂f/∂x?",
    options=(
        Option(
            "a",
            "6",
            "Las dos entradas del producto están bien: 3 + 3. Pero x aparece una vez "
            "más. ¿Qué le entrega la suma a la x de la derecha?",
        ),
        Option(
            "b",
            "4",
            "Contaste la rama de la suma, que aporta 1. El producto x · x tiene dos "
            "entradas, y las dos son x: parece que una quedó fuera. ¿Cuánto aporta "
            "cada una?",
        ),
        Option(
            "c",
            "7",
            "Sí: 3 + 3 por las dos entradas del producto, y 1 por la suma. Coincide "
            "con 2x + 1. Cada uso de x aporta, y los aportes se suman.",
            right=True,
        ),
        Option(
            "d",
            "1",
            "Ese es el aporte de la última rama, la de «+ x». Los otros usos de x "
            "también cuentan: en x · x hay dos. ¿Cuánto aporta cada uno?",
        ),
    ),
    section="Cuando un valor se usa dos veces",
)

QUESTION_01_C2 = Question(
    id="01.c2",
    text=(
        "Calculas una derivada con diferencias centrales y bajas h de 1e-5 a 1e-12. El "
        "error…"
    ),
    options=(
        Option(
            "a",
            "sube, por el redondeo",
            "Sí: f(x + h) y f(x − h) se parecen tanto que, al restarlas, casi todas "
            "las cifras se cancelan. Lo que queda es redondeo, y dividir por un h "
            "minúsculo lo agranda.",
            right=True,
        ),
        Option(
            "b",
            "baja, porque la derivada es el límite cuando h tiende a 0",
            "Con números reales sería así. Pero un float64 guarda unas 16 cifras: "
            "¿cuántas quedan al restar dos números que coinciden en las 12 primeras?",
        ),
        Option(
            "c",
            "no cambia: la diferencia central es exacta",
            "Es exacta solo para polinomios de grado 2 o menos, y aun ahí hay "
            "redondeo. Con x³ y h = 0.1 dio 3.01, no 3.",
        ),
        Option(
            "d",
            "llega a 0",
            "Para llegar a 0 no tendría que haber redondeo. Con h = 1e-12, ¿en cuántas "
            "de sus 16 cifras coinciden f(x + h) y f(x − h)? ¿Cuántas quedan al "
            "restarlas?",
        ),
    ),
    section="El gradiente numérico",
)

QUESTION_01_C3 = Question(
    id="01.c3",
    text=(
        "f tiene 1000 entradas y una salida. ¿Cuántas veces llama a f el gradiente "
        "numérico con diferencias centrales?"
    ),
    options=(
        Option(
            "a",
            "2: una con todo movido a la derecha y otra a la izquierda",
            "Al mover todo a la vez obtienes un solo número: no sabrías cuánto le "
            "toca a cada entrada. ¿Cuántas hay que mover por separado?",
        ),
        Option(
            "b",
            "1000, una por entrada",
            "Una por entrada alcanza para un lado. La diferencia central mira a los "
            "dos: ¿cuántas llamadas pide cada entrada?",
        ),
        Option(
            "c",
            "1001: f(x) una vez y después una por entrada",
            "Es la cuenta de la diferencia adelantada, que reutiliza f(x). La "
            "central no usa f(x): usa un punto a cada lado.",
        ),
        Option(
            "d",
            "2000, dos por entrada",
            "Sí: 2n. La retropropagación obtiene las mismas 1000 derivadas con una "
            "ida y una vuelta. Por eso la numérica se usa para comprobar y no para "
            "entrenar.",
            right=True,
        ),
    ),
    section="¿Por qué hacia atrás?",
)

EXERCISES = (
    EXERCISE_01_1,
    EXERCISE_01_2,
    EXERCISE_01_3,
    EXERCISE_01_4,
    EXERCISE_01_5,
    EXERCISE_01_6,
    EXERCISE_01_7,
    EXERCISE_01_8,
    *BREAKERS["01"],
)
QUESTIONS = (QUESTION_01_C1, QUESTION_01_C2, QUESTION_01_C3)
