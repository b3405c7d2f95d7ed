"""Ejercicios de la lección 04, «Perceptrón multicapa».

Cada función de la primera parte es una solución: su docstring es el enunciado que lee
quien aprende, y su cuerpo no llega al cuaderno de la lección. Después vienen las
declaraciones y las preguntas. Los casos están en `_lesson_04_cases`, los errores
conocidos en `_lesson_04_wrong` y otras respuestas correctas en `_lesson_04_right`.
"""

import numpy as np

from course_lib import losses as course_losses
from course_lib import mlp
from course_lib.activations import relu, relu_derivative
from course_lib.exercises import _lesson_04_cases as cases
from course_lib.exercises import _lesson_04_right as right
from course_lib.exercises import _lesson_04_wrong as wrong
from course_lib.exercises.breakers import BREAKERS
from course_lib.exercises.corrections import CORRECTIONS
from course_lib.exercises.drivers import Returns
from course_lib.exercises.model import Exercise, Option, Question
from course_lib.exercises.network_drivers import (
    DIFFERENT_WEIGHTS,
    ENOUGH_WEIGHTS,
    OTHER_SEED,
    SAME_SEED,
    Backward,
    Forward,
    Step,
    Training,
)
from course_lib.mlp import he_initialization

__all__ = ["EXERCISES", "QUESTIONS"]

# Enunciados y soluciones -----------------------------------------------------------


def one_hot(y, n_classes):
    """Convierte etiquetas en filas con un solo 1 (codificación one-hot).

    Y[i, k] vale 1 si el ejemplo i es de la clase k, y 0 si no. Las clases se numeran
    de 0 a K − 1. Puede haber clases que no aparecen en y: igual tienen su columna.

    Args:
        y: etiquetas enteras, forma (m,).
        n_classes: K, el número de clases.

    Returns:
        Y, forma (m, K).

    Ejemplo: con y = [2, 0] y K = 3, Y = [[0, 0, 1], [1, 0, 0]].
    """
    Y = np.zeros((len(y), n_classes))
    Y[np.arange(len(y)), y] = 1.0
    return Y


def softmax(Z):
    """Convierte cada fila de Z en probabilidades.

        softmax(Z)[i, k] = e^Z[i, k] / Σ_j e^Z[i, j]

    Cada fila del resultado suma 1. Debe servir también con números como 1000 o
    −1000, sin NaN ni infinitos.

    Args:
        Z: preactivaciones, forma (m, K).

    Returns:
        Probabilidades, forma (m, K).

    Ejemplo: la fila [0, log 3] tiene exponenciales 1 y 3; da [1/4, 3/4]. Aquí log es
    el logaritmo natural.
    """
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def cross_entropy(Y_hat, Y):
    """Mide cuánto se equivoca Ŷ: la entropía cruzada media.

        𝓛 = −(1/m) Σ_i Σ_k Y[i, k] log Ŷ[i, k]

    El logaritmo es el natural. Si una probabilidad es exactamente 0, el resultado
    debe seguir siendo un número finito (y grande, si era la de la clase verdadera).

    Args:
        Y_hat: probabilidades predichas, forma (m, K).
        Y: la verdad en one-hot, forma (m, K).

    Returns:
        𝓛, un solo número.

    Ejemplo: si las clases verdaderas tienen probabilidad 1/2 y 1/4, 𝓛 es la media de
    log 2 y log 4, cerca de 1.04.
    """
    tiny = np.finfo(float).smallest_subnormal
    return -np.sum(Y * np.log(np.maximum(Y_hat, tiny))) / len(Y)


def forward_propagation(X, W, b):
    """Propaga X hacia adelante por una red de L capas y guarda lo que calcula.

        A_0 = X,   Z_l = A_{l-1} W_l + b_l   para l = 1, …, L
        A_l = relu(Z_l) si l < L,   A_L = Ŷ = softmax(Z_L)

    Puedes usar `relu` y `softmax`. L puede ser 1: entonces no hay capas ocultas.

    Args:
        X: un ejemplo por fila, forma (m, h_0).
        W, b: listas de L + 1 elementos. W[l] tiene forma (h_{l-1}, h_l) y b[l], forma
            (h_l,). El índice 0 no se usa: W[0] y b[0] son None.

    Returns:
        Y_hat, de forma (m, h_L), y cache = (Z, A): dos listas de L + 1 elementos, con
        Z[0] = None y A[0] = X.

    Ejemplo: con X = [[2, 1]], W[1] = [[1, −1], [0, 1]] y b[1] = [0, 0], Z[1] es
    [[2, −1]] y A[1] es [[2, 0]].
    """
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)


def output_delta(Y_hat, Y):
    """Calcula ∂𝓛/∂Z_L, el gradiente con que empieza la retropropagación.

        Ŷ = softmax(Z_L),   𝓛 = −(1/m) Σ_i Σ_k Y[i, k] log Ŷ[i, k]

    Deriva a mano 𝓛 respecto de Z_L y simplifica: al final no queda ningún logaritmo
    ni ninguna exponencial. Sirve también si una probabilidad es exactamente 0.

    Args:
        Y_hat: probabilidades predichas, forma (m, K).
        Y: la verdad en one-hot, forma (m, K).

    Returns:
        ∂𝓛/∂Z_L, forma (m, K).

    Ejemplo: con m = 1, Ŷ = [[0.2, 0.8]] y clase verdadera 0, el resultado es
    [[−0.8, 0.8]].
    """
    return (Y_hat - Y) / len(Y)


def backpropagation(X, Y, W, b, cache):
    """Calcula el gradiente de la pérdida respecto de cada peso y cada sesgo.

    𝓛 es la entropía cruzada media de la red del ejercicio 04.4. El recorrido va de la
    capa L a la 1. En la salida empieza con ∂𝓛/∂Z_L; al pasar de una capa a la anterior
    atraviesa primero los pesos y después la activación:

        ∂𝓛/∂A_{l-1}  →  ∂𝓛/∂Z_{l-1} = ∂𝓛/∂A_{l-1} ⊙ relu'(Z_{l-1})

    Puedes usar `output_delta`. En 0, relu' vale 0.

    Args:
        X: entradas, forma (m, h_0).
        Y: la verdad en one-hot, forma (m, h_L).
        W, b: parámetros, listas con None en el índice 0.
        cache: (Z, A), la de `forward_propagation` con estos mismos X, W y b.

    Returns:
        dW y db: listas con None en el índice 0; dW[l] tiene la forma de W[l], y
        db[l], la de b[l].

    Ejemplo: con L = 1, X = [[1, 2]], clase verdadera 0 y Ŷ = [[0.5, 0.5]], dW[1] es
    [[−0.5, 0.5], [−1, 1]] y db[1] es [−0.5, 0.5].
    """
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = output_delta(A[L], Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db


def update_parameters(W, b, dW, db, alpha):
    """Da un paso de descenso del gradiente.

        W_l ← W_l − α ∂𝓛/∂W_l,   b_l ← b_l − α ∂𝓛/∂b_l   para l = 1, …, L

    Los argumentos no cambian: el resultado va en listas nuevas.

    Args:
        W, b: parámetros, listas con None en el índice 0.
        dW, db: sus gradientes, con las mismas formas.
        alpha: α, la tasa de aprendizaje.

    Returns:
        W y b después del paso, con None en el índice 0.

    Ejemplo: si W[1] = [[3]], dW[1] = [[10]] y α = 0.1, el nuevo W[1] es [[2]].
    """
    new_W = [None] + [W[l] - alpha * dW[l] for l in range(1, len(W))]
    new_b = [None] + [b[l] - alpha * db[l] for l in range(1, len(b))]
    return new_W, new_b


def train(X, Y, layer_shapes, alpha, iters, seed):
    """Entrena una red: el algoritmo 1 de las diapositivas, corregido.

    Empieza con `he_initialization(layer_shapes, seed)`. En cada una de las `iters`
    iteraciones usa el lote entero: propaga hacia adelante, guarda la pérdida,
    retropropaga y actualiza los parámetros.

    Puedes usar `he_initialization`, `forward_propagation`, `cross_entropy`,
    `backpropagation` y `update_parameters`.

    Args:
        X: entradas, forma (m, h_0).
        Y: la verdad en one-hot, forma (m, h_L).
        layer_shapes: [h_0, …, h_L].
        alpha: α, la tasa de aprendizaje.
        iters: número de iteraciones.
        seed: semilla de los pesos iniciales.

    Returns:
        W y b después de la última actualización, y losses: una lista de `iters`
        números. losses[t] es la pérdida que encuentra la iteración t antes de
        actualizar; la primera iteración es la 0.

    Ejemplo: con iters = 1, losses tiene un solo número, la pérdida de los pesos
    iniciales; W y b ya dieron un paso.
    """
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses


def predict(X, W, b):
    """Dice a qué clase pertenece cada ejemplo, según la red.

    La predicción es la clase con la probabilidad más alta; si varias empatan, una sola
    de ellas. Puedes usar `forward_propagation`.

    Args:
        X: un ejemplo por fila, forma (m, h_0).
        W, b: parámetros, listas con None en el índice 0.

    Returns:
        Etiquetas enteras de 0 a K − 1, forma (m,).

    Ejemplo: si Ŷ = [[0.2, 0.7, 0.1], [0.5, 0.3, 0.2]], el resultado es [1, 0].
    """
    Y_hat, _ = forward_propagation(X, W, b)
    return np.argmax(Y_hat, axis=1)


# Lugares y esperados ---------------------------------------------------------------


def _split_name(name):
    """«dW[2]» → («dW», 2); sin corchetes, el número es None."""
    base, _, rest = name.partition("[")
    return base, int(rest.rstrip("]")) if rest else None


def _forward_place(before, first):
    base, layer = _split_name(first)
    if base == "Y_hat":
        return (
            "La caché está bien, también `A[L]`; `Y_hat` es otra cosa: mira qué "
            "devuelves primero."
        )
    if layer == 0:
        return "Empecemos por `A[0]`: es lo que recibe la capa 1, sin cambios."
    if base == "A":
        return (
            f"Hasta `Z[{layer}]` todo está bien; `A[{layer}]`, no: mira qué activación "
            f"lleva la capa {layer}."
        )
    if layer == 1:
        return (
            "`A[0]` está bien; `Z[1]`, no: mira el producto y el sesgo de la capa 1, y "
            "si Z[1] cambia después."
        )
    return (
        f"Hasta `A[{layer - 1}]` todo está bien; `Z[{layer}]`, no: mira con qué "
        f"entrada, con qué pesos y con qué sesgo se calcula la capa {layer}."
    )


def _backward_place(before, first):
    base, layer = _split_name(first)
    if base == "db":
        return (
            f"`dW[{layer}]` está bien; `db[{layer}]`, no: los dos salen del mismo dZ, "
            "así que mira cómo juntas los ejemplos."
        )
    if not before:
        return (
            f"`dW[{layer}]` no coincide, y es lo primero que se calcula: mira con qué "
            "dZ empieza el recorrido y qué matriz lo multiplica."
        )
    return (
        f"`dW[{layer + 1}]` y `db[{layer + 1}]` están bien; `dW[{layer}]`, no: mira "
        f"cómo pasa el gradiente de la capa {layer + 1} a la {layer}."
    )


def _update_place(before, first):
    base, layer = _split_name(first)
    if base == "b":
        return f"`W[{layer}]` está bien; `b[{layer}]`, no: compara sus dos líneas."
    if not before:
        return ""
    return (
        f"Hasta la capa {layer - 1} todo está bien; `W[{layer}]`, no: mira qué capas "
        "recorre tu ciclo."
    )


def _train_place(before, first):
    base, _ = _split_name(first)
    if base == "b inicial":
        return (
            "Con una α casi nula, los parámetros terminan como empezaron; ahí `b` "
            "debería valer 0, y no vale 0."
        )
    if first in (DIFFERENT_WEIGHTS, SAME_SEED, OTHER_SEED) or "inicial" in base:
        return "La diferencia aparece antes de entrenar, en los parámetros iniciales."
    if base == "losses":
        return (
            "Los parámetros iniciales están bien; `losses`, no. O la pérdida se mide "
            "en otro momento, o algún paso no es el esperado: mira cuántas entradas "
            "tiene, y cuál es la primera que difiere."
        )
    return (
        f"Los parámetros iniciales y `losses` están bien; `{first}`, no: mira qué pasa "
        "en la última actualización y qué devuelves."
    )


# Más chicos que cualquier peso inicial razonable, y más grandes que la tolerancia.
TINY_WEIGHTS = 1e-6


def _expected_training(inputs, answers):
    """Lo que debe dar `train` desde los pesos con que empezó quien responde."""
    expected = {
        name: np.array(1)
        for name in (DIFFERENT_WEIGHTS, SAME_SEED, OTHER_SEED)
        if name in answers
    }
    if "losses" not in answers:
        return expected
    W, b = _initial_parameters(inputs, answers)
    if _stays(inputs, W, b):
        W, b = he_initialization(inputs["layer_shapes"], inputs["seed"])
    comparable = all(W[l].shape == answers[f"_W0[{l}]"].shape for l in range(1, len(W)))
    for l in range(1, len(W)):
        expected[f"b inicial[{l}]"] = np.zeros(inputs["layer_shapes"][l])
        if W[l].size >= ENOUGH_WEIGHTS:
            expected |= _expected_scale(W[l], l)
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(inputs["iters"]):
            W, b, loss = _one_step(inputs, W, b)
            losses.append(loss)
    # Con pesos de otra forma, lo que hay que señalar es esa forma y no la pérdida.
    expected["losses"] = np.array(losses) if comparable else answers["losses"]
    for l in range(1, len(W)):
        expected |= {f"W[{l}]": W[l], f"b[{l}]": b[l]}
    return expected


def _one_step(inputs, W, b):
    """Los parámetros después de un paso, y la pérdida de antes."""
    X, Y = inputs["X"], inputs["Y"]
    Y_hat, cache = mlp.forward_propagation(X, W, b, check=False)
    loss = course_losses.cross_entropy(Y_hat, Y, check=False)
    dW, db = mlp.backpropagation(X, Y, W, b, cache, check=False)
    return *mlp.update_parameters(W, b, dW, db, inputs["alpha"], check=False), loss


def _stays(inputs, W, b):
    """Si un paso no mueve ningún parámetro más de lo que se tolera.

    Quien elige pesos que ya aciertan del todo no tiene nada que entrenar, y devolverlos
    pasaría por entrenar. Con pesos al azar algo se mueve siempre: al menos, el último
    sesgo.
    """
    with np.errstate(all="ignore"):
        moved_W, moved_b, _ = _one_step(inputs, W, b)
    pairs = zip([*W[1:], *b[1:]], [*moved_W[1:], *moved_b[1:]], strict=True)
    return all(np.allclose(after, p, rtol=1e-7, atol=1e-12) for p, after in pairs)


def _initial_parameters(inputs, answers):
    """Los pesos y sesgos iniciales leídos, o los de He donde no tienen su forma."""
    W, b = he_initialization(inputs["layer_shapes"], inputs["seed"])
    for l in range(1, len(W)):
        for parameters, name in ((W, f"_W0[{l}]"), (b, f"b inicial[{l}]")):
            read = np.array(answers[name], dtype=float)
            # La α ínfima deja en los sesgos un resto: sin quitarlo, una Z que vale 0
            # quedaría del otro lado del quiebre de relu.
            read[np.abs(read) < 1e-200] = 0.0
            # Con pesos ínfimos casi nada depende de la retropropagación: un `train` que
            # solo mueve el último sesgo pasaría por bueno.
            tiny = parameters is W and np.abs(read).max(initial=0.0) < TINY_WEIGHTS
            fits = read.shape == parameters[l].shape and np.isfinite(read).all()
            if fits and not tiny:
                parameters[l] = read
    return W, b


def _expected_scale(W, l):
    """Media y desviación de He: las leídas valen si difieren lo que el azar permite.

    Con n ≥ 20 000 pesos, la media varía √(1/n) desviaciones y la desviación misma un
    0.5 %: cinco veces la primera, y un 4 %, dejan pasar todo sorteo correcto.
    """
    deviation = np.sqrt(2.0 / W.shape[0])
    mean_fits = abs(W.mean()) <= 5 * max(deviation, W.std()) / np.sqrt(W.size)
    scale_fits = abs(W.std() / deviation - 1) <= 0.04
    return {
        f"desviación inicial de W[{l}]": np.array(W.std() if scale_fits else deviation),
        f"media inicial de W[{l}]": np.array(W.mean() if mean_fits else 0.0),
    }


# Declaraciones ---------------------------------------------------------------------

ONE_HOT = Exercise(
    id="04.1",
    title="De etiquetas a one-hot",
    solution=one_hot,
    points=1,
    slide="Perceptrón Multicapa: Modelo",
    prediction="Con y = [2, 0, 2] y cuatro clases, ¿qué forma tiene Y, y cuánto suma "
    "cada columna?",
    hints=(
        "¿Cuántas filas y cuántas columnas tiene Y, y cuántos unos hay en total?",
        "Y[i, k] = 1 si k = y[i], y 0 en lo demás: el 1 de la fila i está en la "
        "columna y[i].",
        "Crea una matriz de ceros con la forma de Y. Después marca, para cada i de 0 "
        "a m − 1, la entrada de la fila i y la columna y[i]. NumPy acepta dos listas "
        "de índices a la vez, una de filas y otra de columnas, y las toma por parejas.",
    ),
    reasoning="""\
La red da K probabilidades por ejemplo. Para compararlas con la verdad, la verdad debe
tener la misma forma: K números, con toda la probabilidad en la clase correcta.

`Y[np.arange(m), y] = 1` usa dos listas de índices del mismo largo. NumPy las toma por
parejas: (0, y[0]), (1, y[1]), … En cambio, `Y[:, y] = 1` toma **todas** las filas con
todas esas columnas: el error más frecuente aquí.

El número de columnas es `n_classes` y no `y.max() + 1`: un lote puede no traer ningún
ejemplo de la última clase, y su columna tiene que estar.

Otra forma, de una línea: `np.eye(n_classes)[y]`, que elige filas de la identidad.""",
    praise="Bien. Sobre tu predicción: Y es (3, 4), y sus columnas suman 1, 0, 2 y 0, "
    "los ejemplos de cada clase. Para pensar: a partir de Y, ¿cómo recuperas el vector "
    "`y` sin un ciclo?",
    driver=Returns("Y"),
    public_cases=cases.one_hot_public,
    cases=cases.one_hot_cases,
    mistakes=wrong.mistakes_of("04.1"),
    accepts=(
        right.one_hot_by_rows,
        right.one_hot_by_comparison,
        right.one_hot_by_lists,
        right.one_hot_by_loop,
        right.one_hot_put_along_axis,
    ),
    section=wrong.S_ONE_HOT,
)

SOFTMAX = Exercise(
    id="04.2",
    title="Softmax, estable",
    solution=softmax,
    points=2,
    slide="Perceptrón Multicapa: Modelo",
    prediction="¿Qué da la softmax de la fila [5, 5]? ¿Y la de [1000, 1000], si la "
    "calculas con `np.exp` tal como está escrita la fórmula?",
    hints=(
        "¿Qué le pasa al cociente si multiplicas el numerador y el denominador por el "
        "mismo número? ¿Y qué le pasa entonces si restas lo mismo a todos los Z de una "
        "fila?",
        "softmax(Z)_k = e^(Z_k − c) / Σ_j e^(Z_j − c), para cualquier c. Elige, en "
        "cada fila, un c con el que ningún exponente sea positivo.",
        "Tres pasos, cada uno por filas. Primero el mayor de cada fila, con una forma "
        "(m, 1) para que la difusión lo reste a toda su fila. Después la exponencial. "
        "Al final divide entre la suma de cada fila, otra vez de forma (m, 1). "
        "`keepdims=True` conserva esa forma.",
    ),
    reasoning="""\
Hay que convertir K números cualesquiera en probabilidades: positivas y que sumen 1. La
exponencial las hace positivas, y dividir entre la suma hace que sumen 1.

El problema es de la computadora: e^1000 no cabe en un float64. Pero

$$\\frac{e^{Z_k - c}}{\\sum_j e^{Z_j - c}}
= \\frac{e^{-c}\\, e^{Z_k}}{e^{-c} \\sum_j e^{Z_j}}
= \\frac{e^{Z_k}}{\\sum_j e^{Z_j}}$$

así que restar una constante a toda la fila no cambia nada. Con c igual al máximo de la
fila, el mayor exponente es 0: nada desborda, y la suma vale al menos 1.

El máximo tiene que ser **de cada fila**. Con el de toda la matriz, una fila muy por
debajo de las demás se vuelve toda ceros, y queda 0/0.

`keepdims=True` conserva la forma (m, 1), y la difusión hace el resto.""",
    praise="Bien. Sobre tu predicción: [5, 5] y [1000, 1000] dan [0.5, 0.5]; la "
    "fórmula escrita tal cual da `nan` en la segunda. Para pensar: si sube un solo "
    "puntaje, ¿cuántas probabilidades cambian? ¿Y con relu?",
    driver=Returns("P"),
    public_cases=cases.softmax_public,
    cases=cases.softmax_cases,
    mistakes=wrong.mistakes_of("04.2"),
    accepts=(
        right.softmax_by_rows,
        right.softmax_logsumexp,
        right.softmax_transposed,
        right.softmax_math,
        right.softmax_pairwise,
        right.softmax_float32,
    ),
    section=wrong.S_SOFTMAX,
)

CROSS_ENTROPY = Exercise(
    id="04.3",
    title="La entropía cruzada media",
    solution=cross_entropy,
    points=2,
    slide="Perceptrón Multicapa: Forward & Backprop",
    prediction="Una red que no sabe nada reparte 1/10 a cada una de diez clases. "
    "¿Cuánto vale su pérdida? ¿Depende de cuántos ejemplos haya?",
    hints=(
        "De los K términos de la suma de un ejemplo, ¿cuántos son distintos de 0?",
        "𝓛 = −(1/m) Σ_i log p_i, donde p_i es la probabilidad que Ŷ da a la clase "
        "verdadera del ejemplo i. El logaritmo de 0 es −∞, y 0 · (−∞) es NaN.",
        "Antes del logaritmo, cambia las probabilidades que son 0 por un positivo muy "
        "pequeño: `np.maximum` compara un arreglo con un número. Multiplica por Y, "
        "elemento a elemento, y suma todo. Cambia el signo. Por último, divide entre "
        "el número de ejemplos, que es el de filas.",
    ),
    reasoning="""\
Y tiene un solo 1 por fila, así que la doble suma elige el logaritmo de la probabilidad
que la red dio a la clase verdadera. Si esa probabilidad es 1, el ejemplo cuesta 0; si
se acerca a 0, cuesta cada vez más, sin límite.

El 1/m hace que la pérdida sea una **media**. La diapositiva no lo dice, y olvidarlo en
el gradiente es el error más frecuente de todos: cuenta los ejemplos, m, y no las
entradas, m·K.

Con Ŷ = 0, el logaritmo da −∞, y 0 · (−∞) es NaN aunque esa clase no sea la verdadera.
Por eso se cambia el 0, antes del logaritmo, por el menor positivo que existe. Toda
probabilidad positiva queda exacta. Con un ε fijo como 1e-8 también se aprueba: cambia
la octava cifra.""",
    praise="Bien. Sobre tu predicción: la red que reparte por igual entre diez clases "
    "pierde log 10, cerca de 2.303, con cualquier m. Para pensar: ¿qué ejemplo pesa "
    "más en la media, uno dudoso o uno donde la red está segura y se equivoca?",
    driver=Returns("loss"),
    public_cases=cases.cross_entropy_public,
    cases=cases.cross_entropy_cases,
    mistakes=wrong.mistakes_of("04.3"),
    accepts=(
        right.cross_entropy_epsilon,
        right.cross_entropy_clipped,
        right.cross_entropy_true_class,
        right.cross_entropy_loop,
        right.cross_entropy_einsum,
    ),
    section=wrong.S_LOSS,
)

FORWARD = Exercise(
    id="04.4",
    title="La propagación hacia adelante, con L capas",
    solution=forward_propagation,
    points=3,
    slide="Perceptrón Multicapa: Forward & Backprop",
    prediction="Con m = 5 y capas [3, 7, 4], ¿qué formas tienen Z[1], A[1], Z[2] y "
    "`Y_hat`? ¿Cuáles de ellas pueden tener negativos?",
    hints=(
        "¿Qué se repite igual en todas las capas, y qué cambia en la última?",
        "Z_l = A_{l-1} W_l + b_l en todas. A_l = relu(Z_l) si l < L; A_L = "
        "softmax(Z_L). El producto de matrices se escribe `@`.",
        "Empieza con las listas Z = [None] y A = [X]. Recorre l de 1 a L, con L = "
        "len(W) − 1. En cada vuelta agrega a Z la preactivación, calculada con el "
        "elemento l − 1 de A. Según l sea la última o no, agrega a A una activación u "
        "otra. Devuelve la última A y el par.",
    ),
    reasoning="""\
Las dos capas desenrolladas de la lección hacen lo mismo dos veces: multiplicar por los
pesos, sumar el sesgo y aplicar una función. Con L capas, eso es un ciclo.

- Las formas guían: A[l-1] es (m, h_{l-1}) y W[l] es (h_{l-1}, h_l); su producto es
  (m, h_l). El sesgo, (h_l,), se suma a cada fila por difusión.
- La diapositiva escribe ⊙, y son productos de matrices. También escribe
  A_1 = X ⊙ Relu(Z_1); es A_1 = relu(Z_1).
- Sin relu, las capas se funden en una sola capa lineal. En la salida no va relu:
  borraría los negativos antes de la softmax.
- La caché guarda Z y A porque la vuelta usa las dos: A[l-1] para dW[l], y Z[l-1] para
  saber qué unidades estaban encendidas. Por eso A[0] = X también va.""",
    praise="Bien: tu red ya responde, con cualquier número de capas. Sobre tu "
    "predicción: Z[1] y A[1] son (5, 7), Z[2] e `Y_hat` son (5, 4), y solo las Z "
    "pueden tener negativos. Para pensar: ¿cuánta memoria ocupa la caché si m se "
    "duplica?",
    driver=Forward(),
    public_cases=cases.forward_public,
    cases=cases.forward_cases,
    mistakes=wrong.mistakes_of("04.4"),
    accepts=(
        right.forward_loop,
        right.forward_recursive,
        right.forward_by_examples,
        right.forward_dictionaries,
    ),
    section=wrong.S_FORWARD,
    allows=(relu,),
    place=_forward_place,
)

OUTPUT_DELTA = Exercise(
    id="04.5",
    title="El gradiente en la salida",
    solution=output_delta,
    points=2,
    slide="Perceptrón Multicapa: Forward & Backprop",
    prediction="La red da 0.2 a la clase verdadera. Si subes un poco su Z, ¿la "
    "pérdida sube o baja? ¿Y si subes la Z de otra clase?",
    hints=(
        "Al mover un solo puntaje z_j, ¿cuántas probabilidades de su fila cambian?",
        "∂ŷ_k/∂z_j = ŷ_j (1 − ŷ_j) si k = j, y −ŷ_k ŷ_j si no. Multiplica cada una por "
        "∂𝓛/∂ŷ_k = −y_k / (m ŷ_k) y súmalas sobre k. Recuerda que cada fila de Y suma "
        "1.",
        "En la suma sobre k, el ŷ_k del denominador se cancela. Queda un término con "
        "y_j, y otro con ŷ_j por la suma de la fila de Y. En código es una resta de "
        "dos matrices y una división entre el número de filas.",
    ),
    reasoning="""\
Un ejemplo aporta a la pérdida $-\\frac{1}{m}\\sum_k y_k \\log \\hat y_k$. La softmax
mezcla toda la fila, así que la regla de la cadena suma sobre las K probabilidades:

$$\\frac{\\partial \\mathcal{L}}{\\partial z_j}
= \\sum_k -\\frac{y_k}{m \\hat y_k}\\, \\frac{\\partial \\hat y_k}{\\partial z_j}$$

La derivada de $\\hat y_k$ es $\\hat y_j(1 - \\hat y_j)$ si $k = j$, y
$-\\hat y_k \\hat y_j$ si no. El $\\hat y_k$ se cancela:

$$= -\\frac{1}{m}\\Big(y_j - \\hat y_j \\sum_k y_k\\Big) = \\frac{\\hat y_j - y_j}{m}$$

porque cada fila de Y suma 1. El signo tiene sentido: en la clase verdadera Ŷ − Y es
negativo (subir esa Z baja la pérdida), y en las demás, positivo. El 1/m viene de la
media; aparece aquí y en ningún otro lugar de la retropropagación.

Además es estable: no hay división entre Ŷ, que puede ser casi 0.""",
    praise="Bien. Sobre tu predicción: al subir la Z de la clase verdadera la pérdida "
    "baja, porque su gradiente es negativo; al subir otra, sube. Para pensar: ¿cuánto "
    "suma cada fila de tu respuesta, y por qué?",
    driver=Returns("dZ"),
    public_cases=cases.delta_public,
    cases=cases.delta_cases,
    mistakes=wrong.mistakes_of("04.5"),
    accepts=(
        right.delta_in_place,
        right.delta_jacobian,
        right.delta_lists,
        right.delta_true_class_first,
    ),
    section=wrong.S_DELTA,
)

BACKPROPAGATION = Exercise(
    id="04.6",
    title="La retropropagación, con L capas",
    solution=backpropagation,
    points=5,
    slide="Perceptrón Multicapa: Forward & Backprop",
    prediction="Con m = 5 y capas [3, 7, 4], dZ[2] es (5, 4). ¿Qué producto de "
    "matrices puede dar la forma de W[2], (7, 4)?",
    hints=(
        "De W[l] salen las formas de todo lo demás. ¿Qué dos matrices, y en qué orden, "
        "dan un producto de forma (h_{l-1}, h_l)? ¿Y cuáles uno de forma (m, h_{l-1})?",
        "∂𝓛/∂W_l = A_{l-1}ᵀ dZ_l; ∂𝓛/∂b_l suma dZ_l sobre los ejemplos; "
        "dA_{l-1} = dZ_l W_lᵀ; dZ_{l-1} = dA_{l-1} ⊙ relu'(Z_{l-1}).",
        "Prepara dW y db con L + 1 lugares. dZ empieza con `output_delta`. Recorre l "
        "de L a 1. En cada vuelta llena primero dW[l] y db[l] con el dZ de esa capa. "
        "Después, si todavía queda una capa antes, reemplaza dZ: un producto con la "
        "transpuesta de los pesos y una máscara de ceros y unos hecha con la Z "
        "anterior.",
    ),
    reasoning="""\
Cada capa hace Z_l = A_{l-1} W_l + b_l. La lección 01 dio el gradiente de un producto
de matrices; aquí se usa una vez por capa.

1. **Empezar.** dZ_L = (Ŷ − Y)/m. La derivada de la softmax ya está dentro, y el 1/m
   también: no vuelven a aparecer.
2. **Pesos.** dW_l = A_{l-1}ᵀ dZ_l: (h_{l-1}, m) por (m, h_l) da la forma de W_l. El
   producto suma sobre los ejemplos.
3. **Sesgos.** El mismo b_l se usó en los m ejemplos; un valor que se usa varias veces
   acumula: se suman las filas de dZ_l.
4. **Capa anterior.** dA_{l-1} = dZ_l W_lᵀ, y luego ⊙ relu'(Z_{l-1}): una unidad apagada
   no influyó en la salida, así que no recibe nada. Con relu se puede mirar A_{l-1} > 0
   en lugar de Z_{l-1} > 0: es lo mismo. Con sigmoide o tanh, no.

El recorrido se detiene en la capa 1: el gradiente respecto de X no hace falta.

La diapositiva llama a `backpropagation(X, W, b, cache)`. Sin Y no hay con qué comparar:
es una de las correcciones de la lección.""",
    praise="Bien: ya sabes qué parte le toca a cada peso. Sobre tu predicción: (7, 5) "
    "por (5, 4) da (7, 4). Para pensar: ¿qué le pasa a dW[1] si todas las unidades de "
    "la capa 1 están apagadas?",
    driver=Backward(),
    public_cases=cases.backprop_public,
    cases=cases.backprop_cases,
    mistakes=wrong.mistakes_of("04.6"),
    accepts=(
        right.backprop_append,
        right.backprop_gate_at_activation,
        right.backprop_by_examples,
        right.backprop_recursive,
        right.backprop_extended,
        right.backprop_float32,
    ),
    section=wrong.S_BACKPROP,
    allows=(relu, relu_derivative),
    place=_backward_place,
)

UPDATE = Exercise(
    id="04.7",
    title="Un paso de descenso",
    solution=update_parameters,
    points=1,
    slide="Perceptrón Multicapa: Entrenamiento",
    prediction="Si el gradiente de un peso es negativo, ¿el peso sube o baja con el "
    "paso?",
    hints=(
        "El gradiente dice hacia dónde crece la pérdida. ¿Hacia dónde quieres "
        "moverte, y cuánto?",
        "W_l ← W_l − α dW_l y b_l ← b_l − α db_l, para l de 1 a L.",
        "Crea dos listas nuevas que empiezan con None. Recorre las capas desde la 1 "
        "hasta la última y agrega a cada lista el parámetro menos α por su gradiente. "
        "Con `-` obtienes un arreglo nuevo; `-=` escribe en el que recibiste.",
    ),
    reasoning="""\
El gradiente apunta hacia donde la pérdida crece más rápido; se avanza al revés, y α
dice cuánto.

Las listas son nuevas por una razón: quien entrena puede querer guardar los parámetros
anteriores (para comparar, o para volver si la pérdida se dispara). `W[l] -= …` escribe
en el mismo arreglo y los pierde; `W[l] - …` crea otro.

El `None` del índice 0 mantiene la notación de la fórmula: W[l] es W_l.""",
    praise="Bien. Sobre tu predicción: con gradiente negativo el peso sube, porque se "
    "resta un número negativo. Para pensar: con el mismo gradiente, ¿qué pasa con la "
    "pérdida si α es enorme?",
    driver=Step(),
    public_cases=cases.update_public,
    cases=cases.update_cases,
    mistakes=wrong.mistakes_of("04.7"),
    accepts=(
        right.update_loop,
        right.update_helper,
        right.update_copies,
        right.update_tuples,
    ),
    section=wrong.S_STEP,
    place=_update_place,
)

TRAIN = Exercise(
    id="04.8",
    title="El algoritmo 1, corregido",
    solution=train,
    points=3,
    slide="Algorithm 1: Neural Network Training",
    prediction="Antes del primer paso, con pesos al azar y K clases, ¿será losses[0] "
    "exactamente log K? ¿Por qué puede salir mayor?",
    hints=(
        "¿Qué se hace una sola vez y qué se repite? ¿En qué orden se repite?",
        "Inicializa W y b. Repite `iters` veces: Ŷ y caché; 𝓛; gradientes; nuevos W y "
        "b. losses[t] es la 𝓛 de la vuelta t, antes de sus nuevos W y b.",
        "Antes del ciclo: los pesos de He y una lista vacía. Dentro, cuatro líneas, "
        "una por función: la ida (que devuelve dos cosas), la pérdida (que va a la "
        "lista), la vuelta (que devuelve dos listas) y la actualización, cuyo "
        "resultado vuelve a llamarse W y b. Después del ciclo, las tres cosas que "
        "pide el enunciado.",
    ),
    reasoning="""\
Cada línea del ciclo es una función que ya escribiste. Frente al algoritmo 1 de la
diapositiva hay cinco cambios:

- `backpropagation` recibe Y: sin la verdad no hay error que repartir.
- `iters` es un parámetro, y `n_layers` no: `layer_shapes` ya lo dice.
- `random(…)` tiene escala: la de He. La escala decide si una red profunda aprende.
- ∇W y ∂𝓛/∂W eran dos nombres para lo mismo.
- Devuelve W, b y losses, no «predicción»: lo que se entrena son los parámetros.

El orden importa: la pérdida y los gradientes salen de los mismos W y b, y solo después
se actualiza. losses[0] es entonces la pérdida de los pesos iniciales. Si saliera lejos
de log K, algo anda mal en la escala o en la softmax. Exacto no sale: los pesos al azar
ya apuestan por unas clases, y apostar sin saber cuesta más que repartir por igual.

`W, b = update_parameters(…)`: si no guardas lo que devuelve, la red no cambia.""",
    praise="Bien: entrenaste una red escrita por ti. Sobre tu predicción: los pesos al "
    "azar ya apuestan por unas clases, y apostar sin saber suele costar más que log K. "
    "Para pensar: ¿qué verías en losses si α fuera diez veces mayor?",
    driver=Training(),
    public_cases=cases.train_public,
    cases=cases.train_cases,
    mistakes=wrong.mistakes_of("04.8"),
    accepts=(
        right.train_recursive,
        right.train_own_generator,
        right.train_in_place,
        right.train_random_module,
    ),
    section=wrong.S_TRAIN,
    allows=(he_initialization, relu, relu_derivative),
    expected=_expected_training,
    place=_train_place,
)

PREDICT = Exercise(
    id="04.9",
    title="Predecir",
    solution=predict,
    points=1,
    slide="Perceptrón Multicapa: Forward & Backprop",
    prediction="¿Puede ganar una clase con probabilidad 0.3?",
    hints=(
        "La red da K probabilidades por ejemplo. ¿Cuál de ellas es la predicción, y "
        "qué número la nombra?",
        "ŷ_i = argmax_k Ŷ[i, k]: la posición, no el valor, del mayor de cada fila.",
        "Propaga hacia adelante y quédate con el primero de los dos resultados. "
        "Después busca en NumPy la función que da la posición del máximo, y dile "
        "sobre qué eje comparar: el de las clases.",
    ),
    reasoning="""\
La predicción es la clase más probable, aunque su probabilidad no llegue a 0.5: con K
clases puede ganar cualquiera que supere a las demás.

`np.argmax(Y_hat, axis=1)` compara las columnas (clases) de cada fila (ejemplo). Con
`axis=0` compararía ejemplos entre sí, y sin eje, todo con todo.

La softmax no cambia cuál es el mayor, así que `argmax` de Z[L] da lo mismo. Para decir
cuán segura está la red, en cambio, hace falta Ŷ.""",
    praise="Bien. Sobre tu predicción: con cuatro clases, 0.3 gana si las otras tienen "
    "0.25, 0.25 y 0.2. Para pensar: dos redes predicen lo mismo en todo; ¿pueden tener "
    "pérdidas distintas?",
    driver=Returns("y_pred"),
    public_cases=cases.predict_public,
    cases=cases.predict_cases,
    mistakes=wrong.mistakes_of("04.9"),
    accepts=(
        right.predict_by_rows,
        right.predict_from_logits,
        right.predict_sorted,
        right.predict_one_example_at_a_time,
    ),
    section=wrong.S_PREDICT,
    allows=(relu,),
)

# Preguntas -------------------------------------------------------------------------

QUESTIONS = (
    Question(
        id="04.c1",
        text="Sumas 100 a todos los números de una fila de Z. ¿Qué le pasa a esa fila "
        "de Ŷ = softmax(Z)?",
        options=(
            Option(
                "a",
                "Todas sus probabilidades se acercan a 1.",
                "Eso haría una sigmoide, que mira cada número por separado. En la "
                "softmax la fila debe seguir sumando 1: no pueden acercarse todas a "
                "1. ¿Qué factor aparece arriba y abajo del cociente?",
            ),
            Option(
                "b",
                "Gana más probabilidad la clase que ya iba primera.",
                "Eso pasa cuando multiplicas la fila por un número mayor que 1, "
                "porque crecen las diferencias. Al sumar lo mismo a todas, las "
                "diferencias quedan igual. Prueba con [0, log 3] y con [100, 100 + "
                "log 3].",
            ),
            Option(
                "c",
                "No cambia.",
                "Así es: e^(z + 100) = e^100 · e^z, y el factor e^100 aparece arriba y "
                "abajo del cociente: se cancela.",
                right=True,
            ),
            Option(
                "d",
                "Se desborda, sea cual sea el código.",
                "Eso le pasa a una manera de calcularla, a partir de 710, más o menos. "
                "La pregunta es por la fórmula. ¿Qué dice ella, sin computadora?",
            ),
        ),
        section=wrong.S_SOFTMAX,
    ),
    Question(
        id="04.c2",
        text="Duplicas el lote: cada ejemplo aparece ahora dos veces. Con los mismos "
        "W y b, ¿qué le pasa al gradiente de 𝓛 respecto de W_1?",
        options=(
            Option(
                "a",
                "Es el doble, porque hay el doble de ejemplos que suman.",
                "Hay el doble de sumandos, es cierto. Pero 𝓛 es una media, y la "
                "división también cambió. ¿Entre cuánto se divide ahora?",
            ),
            Option(
                "b",
                "No cambia.",
                "Así es: el doble de sumandos, dividido entre el doble de ejemplos. "
                "Gracias al 1/m, la misma α sirve para lotes de distinto tamaño.",
                right=True,
            ),
            Option(
                "c",
                "Es la mitad, porque se divide entre el doble.",
                "La división es entre 2m, es cierto. Pero también hay el doble de "
                "ejemplos que aportan su gradiente. ¿Qué queda al juntar las dos "
                "cosas?",
            ),
            Option(
                "d",
                "Depende de α.",
                "α dice cuánto se avanza con un gradiente, y no entra en su cálculo. "
                "Mira la fórmula de 𝓛: ¿aparece α?",
            ),
        ),
        section=wrong.S_DELTA,
    ),
    Question(
        id="04.c3",
        text="m = 5 y capas [3, 7, 4]. Ya tienes dZ_2, de forma (5, 4). ¿Cuál es dW_2?",
        options=(
            Option(
                "a",
                "dZ_2 A_1ᵀ",
                "Con números sueltos el orden no importa; con matrices, sí. dZ_2 es "
                "(5, 4) y A_1ᵀ es (7, 5): ese producto no existe. ¿Y en el otro orden?",
            ),
            Option(
                "b",
                "A_1 ⊙ dZ_2",
                "El ⊙ de la diapositiva multiplica elemento a elemento, y exige "
                "formas iguales: A_1 es (5, 7) y dZ_2 es (5, 4). Además, dW_2 debe "
                "ser (7, 4). ¿Qué producto suma sobre los ejemplos?",
            ),
            Option(
                "c",
                "A_2ᵀ dZ_2",
                "El orden y la transpuesta están bien; el índice, no. A_2 es lo que "
                "sale de la capa 2, y su producto daría (4, 4). ¿Qué entró a la "
                "capa 2?",
            ),
            Option(
                "d",
                "A_1ᵀ dZ_2",
                "Así es: (7, 5) por (5, 4) da (7, 4), la forma de W_2. La suma del "
                "producto recorre los cinco ejemplos.",
                right=True,
            ),
        ),
        section=wrong.S_BACKPROP,
    ),
)

EXERCISES = (
    ONE_HOT,
    SOFTMAX,
    CROSS_ENTROPY,
    FORWARD,
    OUTPUT_DELTA,
    BACKPROPAGATION,
    UPDATE,
    TRAIN,
    PREDICT,
    *CORRECTIONS["04"],
    *BREAKERS["04"],
)
