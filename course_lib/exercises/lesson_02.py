"""Ejercicios de la lección 02, «Regresión logística».

Cada función de la primera parte es una solución: su docstring es el enunciado que lee
quien aprende, y su cuerpo no llega al cuaderno de la lección. Después vienen las
declaraciones y las preguntas. Los casos están en `_lesson_02_cases`, los errores
conocidos en `_lesson_02_wrong` y otras respuestas correctas en `_lesson_02_right`.
"""

import numpy as np

from course_lib.exercises import _lesson_02_cases as cases
from course_lib.exercises import _lesson_02_right as right
from course_lib.exercises import _lesson_02_wrong as wrong
from course_lib.exercises.breakers import BREAKERS
from course_lib.exercises.drivers import Returns
from course_lib.exercises.logistic_drivers import GradientDescent
from course_lib.exercises.model import Exercise, Option, Question

__all__ = ["EXERCISES", "QUESTIONS"]

# Enunciados y soluciones -----------------------------------------------------------


def sigmoid(z):
    """Convierte un puntaje en una probabilidad.

        σ(z) = 1 / (1 + e^(−z))

    Debe servir con números como 1000 o −1000, sin que NumPy avise de un desborde.

    Args:
        z: un número o un arreglo de cualquier forma, de enteros o de decimales.

    Returns:
        σ de cada elemento: un número si z es un número; si no, un arreglo de la forma
        de z.

    Ejemplo: con z = log 3, e^(−z) vale 1/3 y σ(z) es 3/4. Con z = 0 es 1/2.
    """
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1.0, e) / (1.0 + e)


def binary_cross_entropy(z, y):
    """Mide cuánto se equivoca el modelo: la entropía cruzada binaria media.

        𝓛 = −(1/m) Σ_i [y_i log ŷ_i + (1 − y_i) log(1 − ŷ_i)],   ŷ_i = σ(z_i)

    Recibe los puntajes z, no las probabilidades. El logaritmo es el natural. El
    resultado debe ser exacto también con z = ±1000: equivocarse con z = 1000 cuesta
    1000.

    Args:
        z: puntajes, forma (m,).
        y: la verdad, ceros y unos, forma (m,).

    Returns:
        𝓛, un solo número.

    Ejemplo: con z = [0] e y = [1], ŷ es 1/2 y 𝓛 es log 2, cerca de 0.693.
    """
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


def logistic_gradients(X, y, w, b):
    """Calcula el gradiente de la pérdida respecto de los pesos y del sesgo.

        z = X w + b,   ŷ = σ(z),   𝓛: la entropía cruzada binaria media

    Ve nodo por nodo, desde 𝓛 hasta w y b. Puedes usar `sigmoid`.

    Args:
        X: un ejemplo por fila, forma (m, d).
        y: la verdad, ceros y unos, forma (m,).
        w: un peso por variable, forma (d,).
        b: el sesgo, un número.

    Returns:
        dw, de forma (d,), y db, un número.

    Ejemplo: con X = [[2]], y = [1], w = [0] y b = 0, ŷ es 1/2; dw es [−1] y db es
    −0.5.
    """
    dz = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ dz, dz.sum()


def standardize(X_train, X_test):
    """Pone cada columna en una escala común: media 0 y desviación estándar 1.

        (x − media de su columna) / (desviación de su columna)

    La media y la desviación son las de `X_train`, para las dos matrices. Una columna
    constante de `X_train` queda en 0, sin NaN. Las matrices que llegan no cambian.

    Args:
        X_train: entrenamiento, un ejemplo por fila, forma (m, d).
        X_test: prueba, con las mismas d columnas.

    Returns:
        Las dos matrices estandarizadas, primero la de entrenamiento.

    Ejemplo: con X_train = [[1], [5]] y X_test = [[9]], la media es 3 y la desviación,
    2; el resultado es [[−1], [1]] y [[3]].
    """
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(std == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std


def gradient_descent(gradients, parameters, alpha, iters):
    """Baja por la pérdida: da `iters` pasos de descenso del gradiente.

        θ ← θ − α ∂𝓛/∂θ,   para todos los parámetros a la vez

    Aquí θ, que se lee «teta», es cualquiera de los parámetros de la lista. La lista y
    los arreglos que llegan no cambian: el resultado va en otros nuevos.

    Args:
        gradients: función. Recibe la lista entera de parámetros y devuelve otra lista,
            con el gradiente de cada uno en ese punto.
        parameters: lista de arreglos de cualquier forma; el punto de partida.
        alpha: α, la tasa de aprendizaje.
        iters: cuántos pasos, uno o más.

    Returns:
        La lista de parámetros después del último paso.

    Ejemplo: el gradiente de cada parámetro es él mismo, parameters = [[4]] y α = 0.25.
    Con iters = 2 se pasa de 4 a 3 y de 3 a 2.25: el resultado es [[2.25]].
    """
    for _ in range(iters):
        steps = gradients(parameters)
        parameters = [p - alpha * g for p, g in zip(parameters, steps, strict=True)]
    return parameters


def predict_binary(X, w, b, threshold=0.5):
    """Decide la clase de cada ejemplo: 1 si su probabilidad alcanza el umbral.

        ŷ = σ(X w + b);   1 si ŷ ≥ threshold, y 0 si no

    Puedes usar `sigmoid`.

    Args:
        X: un ejemplo por fila, forma (m, d).
        w: un peso por variable, forma (d,).
        b: el sesgo, un número.
        threshold: el umbral, una probabilidad.

    Returns:
        Clases 0 o 1, enteros, forma (m,).

    Ejemplo: con X = [[2], [0]], w = [1] y b = −1, los puntajes son 1 y −1; con el
    umbral 0.5, el resultado es [1, 0].
    """
    return (sigmoid(X @ w + b) >= threshold).astype(int)


def confusion_matrix(y, y_pred, n_classes):
    """Cuenta cada combinación de clase verdadera y clase predicha.

    La casilla [i, j] dice cuántos ejemplos de la clase i se predijeron como j: las
    filas son la verdad, y las columnas, la predicción.

    Args:
        y: la verdad, enteros de 0 a K − 1, forma (m,).
        y_pred: lo predicho, enteros de 0 a K − 1, forma (m,).
        n_classes: K, el número de clases. Alguna puede no aparecer.

    Returns:
        Una matriz de cuentas, forma (K, K).

    Ejemplo: con y = [0, 1, 1], y_pred = [0, 1, 0] y K = 2, el resultado es
    [[1, 0], [1, 1]].
    """
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for i, j in zip(y, y_pred, strict=True):
        matrix[i, j] += 1
    return matrix


# Esperados y consejos --------------------------------------------------------------

TRAIN, TEST = "entrenamiento", "prueba"


def _expected_scale(inputs, answers):
    """La respuesta del curso, o la misma dividiendo entre m − 1, si es la que llegó."""
    X_train, X_test = inputs["X_train"], inputs["X_test"]
    mean = X_train.mean(axis=0)
    found = []
    for ddof in (0, 1):
        std = X_train.std(axis=0, ddof=ddof)
        std = np.where(std == 0, 1.0, std)
        found.append({TRAIN: (X_train - mean) / std, TEST: (X_test - mean) / std})
    population, sample = found
    is_sample = all(
        answers[name].shape == sample[name].shape
        and np.allclose(answers[name], sample[name], rtol=1e-5, atol=1e-12)
        for name in sample
    )
    return sample if is_sample else population


def _scale_place(before, first):
    """Si lo que falla es la prueba, lo que se dice del entrenamiento."""
    if first == TRAIN:
        return ""
    return "La matriz de entrenamiento está bien; la de prueba, no."


def _divides_by_fewer(outcomes):
    """Si el primer caso, de dos ejemplos, se dividió entre la desviación de m − 1."""
    return abs(outcomes[0].answers[TRAIN].flat[-1]) < 0.9


def _answers_yes_or_no(outcomes):
    return any(a.dtype == bool for o in outcomes for a in o.answers.values())


def _answers_decimals(outcomes):
    return any(a.dtype.kind == "f" for o in outcomes for a in o.answers.values())


# Declaraciones ---------------------------------------------------------------------

SIGMOID = Exercise(
    id="02.1",
    title="La sigmoide, estable",
    solution=sigmoid,
    points=2,
    slide="Funciones de Activación: Sigmoide",
    prediction="Si duplicas z, ¿se duplica la probabilidad? Piensa en z = 3 y z = 6.",
    hints=(
        "¿Con qué z se vuelve enorme e^(−z)? ¿Y e^z? ¿Hay un exponente que nunca sea "
        "positivo, sea cual sea z?",
        "σ(z) = 1 / (1 + e^(−z)) y también σ(z) = e^z / (1 + e^z). La primera no "
        "desborda si z ≥ 0; la segunda, si z < 0.",
        "Calcula una sola exponencial, la de menos el valor absoluto de z: nunca pasa "
        "de 1. El denominador es el mismo en las dos fórmulas. Elige el numerador con "
        "`np.where`, según el signo de z.",
    ),
    reasoning="""\
La fórmula de siempre, $1 / (1 + e^{-z})$, da el valor correcto incluso con $z = -1000$:
$e^{1000}$ se vuelve infinito, y 1 entre infinito es 0. Pero NumPy avisa, y con razón:
un infinito intermedio, en otra fórmula, acaba en NaN.

Multiplicamos arriba y abajo por $e^z$:

$$\\sigma(z) = \\frac{1}{1 + e^{-z}} = \\frac{e^z}{1 + e^z}$$

Las dos son iguales. La primera solo calcula exponenciales pequeñas si z ≥ 0; la
segunda, si z < 0. En las dos la exponencial que aparece es $e^{-|z|}$, que va de 0 a 1.

`np.where(cond, a, b)` no basta si a y b contienen cada una su fórmula: NumPy calcula
las dos ramas en todas las entradas y después elige, y el aviso sale igual. Por eso el
exponente se arregla antes de elegir.

Recortar z entre −500 y 500 también vale: a esa altura la sigmoide ya no se distingue de
0 o de 1. Con ±30 se acepta, porque el error es menor que $10^{-12}$; con ±15, no.""",
    praise="Bien. Al doble de z no le toca el doble de probabilidad: σ(3) es 0.95 y "
    "σ(6), 0.998. Para pensar: ¿qué cociente de probabilidades sí se multiplica por e "
    "cada vez que z sube 1?",
    driver=Returns("sigmoid"),
    public_cases=cases.sigmoid_public,
    cases=cases.sigmoid_cases,
    mistakes=wrong.mistakes_of("02.1"),
    accepts=(
        right.sigmoid_by_tanh,
        right.sigmoid_by_parts,
        right.sigmoid_by_elements,
        right.sigmoid_clipped,
        right.sigmoid_clipped_at_30,
        right.sigmoid_by_logaddexp,
        right.sigmoid_silenced,
    ),
    section=wrong.S_SIGMOID,
    warnings="refuse",
    warning_message=wrong.OVERFLOW,
)

LOSS = Exercise(
    id="02.2",
    title="La entropía cruzada, desde los puntajes",
    solution=binary_cross_entropy,
    points=3,
    slide="Grafo Computacional: Regresión Logística",
    prediction="Dos ejemplos con y = 0: el modelo da z = 10 a uno y z = 1000 al otro. "
    "¿Cuántas veces más cuesta el segundo? Antes de responder, piensa si sus "
    "probabilidades se distinguen.",
    hints=(
        "Si y = 0, la pérdida es −log(1 − σ(z)). Escribe 1 − σ(z) como una sola "
        "fracción: ¿qué queda al tomar el logaritmo?",
        "Las dos clases se juntan en log(1 + e^z) − y z. Y log(1 + e^z) = máx(z, 0) + "
        "log(1 + e^(−|z|)), donde el exponente nunca es positivo.",
        "Son tres términos por ejemplo: el máximo elemento a elemento entre z y 0, "
        "menos y por z, más el logaritmo de 1 más una exponencial. Para el último "
        "está `np.log1p`. Al final, la media.",
    ),
    reasoning="""\
Sustituimos $\\hat y = \\sigma(z)$ en la fórmula, una clase cada vez:

- si y = 1: $-\\log \\sigma(z) = \\log(1 + e^{-z}) = \\log(1 + e^{z}) - z$;
- si y = 0: $-\\log(1 - \\sigma(z)) = \\log(1 + e^{z})$.

Las dos se escriben juntas: $\\log(1 + e^z) - y z$. Ya no hay ninguna probabilidad que
redondee a 0 o a 1. Queda el desborde de $e^{1000}$, que se quita sacando z afuera
cuando es positivo:

$$\\log(1 + e^z) = \\max(z, 0) + \\log(1 + e^{-|z|})$$

Con z = 1000 e y = 0 da 1000. Por el otro camino, ŷ redondea a 1, 1 − ŷ es 0, y su
logaritmo es −∞. Recortar ŷ a $10^{-15}$ cambia ese infinito por 34.5: un número
tranquilo y falso. Además aplana la pérdida: desde ahí, empeorar ya no cuesta nada, y el
gradiente de esa meseta es 0.

`log1p(x)` es log(1 + x) sin perder las cifras de un x diminuto.""",
    praise="Bien. El segundo cuesta 100 veces más, aunque en float64 sus dos "
    "probabilidades son casi la misma. Para pensar: ¿qué z hay que tener para que un "
    "ejemplo acertado cueste exactamente 0?",
    driver=Returns("loss"),
    public_cases=cases.loss_public,
    cases=cases.loss_cases,
    mistakes=wrong.mistakes_of("02.2"),
    accepts=(
        right.loss_by_logaddexp,
        right.loss_by_sign,
        right.loss_loop,
        right.loss_as_softmax,
        right.loss_both_branches,
        right.loss_stable_logs,
    ),
    section=wrong.S_LOSS,
)

GRADIENTS = Exercise(
    id="02.3",
    title="El gradiente de la regresión logística",
    solution=logistic_gradients,
    points=3,
    slide="Grafo Computacional: Regresión Logística",
    prediction="Un ejemplo tiene todas sus variables en 0. ¿A cuál de los dos "
    "gradientes puede aportar algo, a `dw` o a `db`?",
    hints=(
        "¿Cuántos nodos hay entre z y 𝓛? ¿Qué se cancela al multiplicar sus dos "
        "derivadas locales?",
        "∂𝓛/∂z_i = (ŷ_i − y_i) / m. En z = X w + b, cada z_i usa toda la fila i de X, "
        "y todas usan el mismo b.",
        "Primero un vector de m errores, ya divididos entre m. Para `dw`, el producto "
        "de una transpuesta por ese vector: mira qué orden da la forma (d,). Para "
        "`db`, junta los m errores en un número.",
    ),
    reasoning="""\
De atrás hacia adelante, para un ejemplo:

1. $\\partial \\ell / \\partial \\hat y
   = -\\frac{y}{\\hat y} + \\frac{1 - y}{1 - \\hat y}
   = \\frac{\\hat y - y}{\\hat y (1 - \\hat y)}$.
2. La sigmoide: $\\partial \\hat y / \\partial z = \\hat y (1 - \\hat y)$.
3. El producto: el denominador se cancela y queda $\\partial \\ell / \\partial z =
   \\hat y - y$. Es el error, con su signo.
4. La media reparte 1/m a cada ejemplo: $\\partial \\mathcal{L} / \\partial z_i =
   (\\hat y_i - y_i)/m$.
5. $z = X w + b$: la lección 01 dio el gradiente de un producto, $X^\\top$ por lo que
   llega. El mismo b se usó en los m ejemplos, así que sus gradientes se suman.

El 1/m entra una sola vez, en el paso 4. Si después se vuelve a promediar, quedan dos.

Con el error cuadrático el paso 3 no se cancela: sobra $\\hat y (1 - \\hat y)$, que es
casi 0 cuando el modelo está seguro y equivocado. Aprendería menos donde más falta hace.

Si tu sigmoide avisa de un desborde, el gradiente sale bien de todos modos: se acepta,
con un consejo.""",
    praise="Bien. Un ejemplo de ceros solo aporta a `db`: en `dw`, su error se "
    "multiplica por 0. Para pensar: ¿cuánto suman los errores ŷ − y cuando `db` ya es "
    "0?",
    driver=Returns("dw", "db"),
    public_cases=cases.gradients_public,
    cases=cases.gradients_cases,
    mistakes=wrong.mistakes_of("02.3"),
    accepts=(
        right.gradients_loop,
        right.gradients_mean,
        right.gradients_extended,
        right.gradients_naive_sigmoid,
        right.gradients_column,
    ),
    section=wrong.S_GRADIENT,
    warning_message="Un consejo: el gradiente es correcto, pero tu sigmoide desborda "
    "con puntajes enormes. La del ejercicio 02.1 no avisa.",
)

STANDARDIZE = Exercise(
    id="02.4",
    title="Estandarizar sin fuga",
    solution=standardize,
    points=2,
    slide="No está en las diapositivas: prepara los datos de «Regresión Logística»",
    prediction="Una columna estaba en metros y la pasas a kilómetros. ¿Cambia su "
    "columna estandarizada?",
    hints=(
        "Cuando ajustas el modelo, ¿qué datos has visto? ¿De cuáles pueden salir "
        "entonces la media y la desviación?",
        "(x − media) / desviación, columna por columna, con la media y la desviación "
        "de `X_train` en las dos matrices. Si la desviación es 0, hay que dividir "
        "entre otra cosa.",
        "Calcula dos vectores de forma (d,) antes de cambiar nada: la media y la "
        "desviación sobre el eje de los ejemplos. En el segundo, reemplaza los ceros "
        "por 1. Con esos dos, transforma las dos matrices de la misma manera.",
    ),
    reasoning="""\
Las variables vienen en unidades distintas. Con una que vale miles y otra que vale
milésimas, ninguna α sirve para las dos: la superficie de la pérdida es un valle muy
alargado. Restar la media y dividir entre la desviación las pone en la misma escala.

**De qué datos.** La prueba hace de futuro: municipios o pacientes que todavía no
llegaron. Si la media los incluye, algo de ellos ya entró al modelo, y la evaluación
deja de ser honesta. Por eso los dos vectores salen de `X_train` y se aplican a las dos
matrices. La prueba estandarizada no tiene media 0 exacta, y así debe ser.

**En qué orden.** Se calculan los dos vectores antes de transformar. Si `X_train` ya se
transformó, su media es 0 y su desviación es 1, y la prueba queda sin cambios.

**Columnas constantes.** Su desviación es 0 y x − media también: 0/0 es NaN. Dividir
entre 1 deja el 0, que es lo que una columna sin información debe aportar.

Dividir entre m − 1 (`ddof=1`) o sumar `1e-8` a la desviación también se acepta: cambia
la escala en una fracción pequeña, igual para todos los ejemplos.""",
    praise="Bien. En metros o en kilómetros da lo mismo: la media y la desviación "
    "cambian de unidad junto con la columna. Para pensar: ¿qué pasa en la prueba con "
    "un valor que nunca se vio al entrenar?",
    driver=Returns(TRAIN, TEST),
    public_cases=cases.standardize_public,
    cases=cases.standardize_cases,
    mistakes=wrong.mistakes_of("02.4"),
    accepts=(
        right.standardize_sample,
        right.standardize_epsilon,
        right.standardize_columns,
        right.standardize_where,
        right.standardize_nan_to_num,
    ),
    section=wrong.S_STANDARDIZE,
    expected=_expected_scale,
    place=_scale_place,
    tips=(
        (
            _divides_by_fewer,
            "Un consejo: divides entre m − 1 (`ddof=1`). Es correcto; el curso y "
            "scikit-learn dividen entre m, y tus números diferirán un poco.",
        ),
    ),
)

DESCENT = Exercise(
    id="02.5",
    title="Descenso del gradiente",
    solution=gradient_descent,
    points=2,
    slide="Introducción: ¿Cómo ajustar los parámetros del modelo?",
    prediction="Con 𝓛 = θ²/2, el gradiente es θ. Desde θ = 4 y con α = 2, ¿dónde estás "
    "después de un paso? ¿Y después de dos?",
    hints=(
        "¿Qué cambia de un paso al siguiente, además de los parámetros? ¿Cuándo hay "
        "que volver a preguntar por la pendiente?",
        "θ ← θ − α ∂𝓛/∂θ. Todos los gradientes de un paso se miden en el mismo punto, "
        "antes de mover ninguno.",
        "Un ciclo de `iters` vueltas. En cada una, una sola llamada a `gradients` con "
        "la lista entera. Después, una lista nueva: a cada parámetro se le resta α "
        "veces su gradiente. Esa lista pasa a llamarse "
        "`parameters`.",
    ),
    reasoning="""\
El gradiente apunta hacia donde la pérdida crece más rápido. Damos un paso al revés,
medimos de nuevo y repetimos.

Tres decisiones del código importan:

- `gradients(parameters)` va **dentro** del ciclo: al moverse, la pendiente cambia.
- Se llama **una vez** por vuelta, con la lista entera, antes de mover ningún parámetro.
  Si se mueve el primero y se vuelve a medir para el segundo, es otro método.
- La lista es **nueva**. `p -= …` escribe en el arreglo de quien llamó, y
  `parameters[k] = …`, en su lista.

La función no sabe qué pérdida baja ni cuántos parámetros hay. La misma sirve para la
regresión logística, con `[w, b]`, y para una red.""",
    praise="Bien. Con α = 2 pasas de 4 a −4 y vuelves a 4: ni te acercas ni te alejas. "
    "Para pensar: con esa pérdida, ¿qué α llega al mínimo en un solo paso?",
    driver=GradientDescent(),
    public_cases=cases.descent_public,
    cases=cases.descent_cases,
    mistakes=wrong.mistakes_of("02.5"),
    accepts=(
        right.descent_by_index,
        right.descent_recursive,
        right.descent_while,
        right.descent_append,
    ),
    section=wrong.S_DESCENT,
)

PREDICT = Exercise(
    id="02.6",
    title="De la probabilidad a la clase",
    solution=predict_binary,
    points=1,
    slide="Grafo Computacional: Regresión Logística",
    prediction="Multiplicas w y b por 10. ¿Cambian las predicciones con umbral 0.5? ¿Y "
    "con umbral 0.9?",
    hints=(
        "El modelo da una probabilidad. ¿Qué falta para que diga sí o no, y quién "
        "decide cuánta seguridad se pide?",
        "1 si σ(X w + b) ≥ threshold, y 0 si no. La igualdad cuenta como 1.",
        "Calcula los puntajes de todas las filas con un producto, aplica `sigmoid` y "
        "compara con el umbral que llegó. La comparación da un arreglo de sí y no: "
        "conviértelo en enteros con `.astype`.",
    ),
    reasoning="""\
El modelo da una probabilidad; la decisión es otra cosa, y la toma el umbral. Con 0.5 se
elige la clase más probable. Con 0.2 se dice que sí con mucha menos seguridad: se
escapan menos ejemplos de la clase 1, y más de la clase 0 reciben un sí equivocado.

`ŷ ≥ 0.5` es lo mismo que `z ≥ 0`, porque σ(0) = 1/2. Por eso la frontera es la recta
X w + b = 0. Con otro umbral t es otra recta, paralela: z ≥ log(t / (1 − t)).

Redondear no sirve: supone el umbral 0.5, y `np.round(0.5)` da 0, porque NumPy redondea
las mitades hacia el par.""",
    praise="Bien. Al multiplicar w y b por 10 la recta de 0.5 no se mueve, y la de 0.9 "
    "se le acerca: algunas predicciones pueden cambiar. Para pensar: ¿subirías o "
    "bajarías el umbral para encontrar más municipios de la clase 1?",
    driver=Returns("y_pred"),
    public_cases=cases.predict_public,
    cases=cases.predict_cases,
    mistakes=wrong.mistakes_of("02.6"),
    accepts=(
        right.predict_by_score,
        right.predict_where,
        right.predict_loop,
        right.predict_naive_sigmoid,
        right.predict_not_below,
    ),
    section=wrong.S_BOLIVIA,
    tips=(
        (
            _answers_yes_or_no,
            "Un consejo: respondes con sí o no, y el enunciado pide los enteros 0 y 1. "
            "NumPy no resta booleanos, y como índice un booleano elige filas en vez de "
            "nombrar una clase: conviértelos con `.astype(int)`.",
        ),
        (
            _answers_decimals,
            "Un consejo: tus clases son 0.0 y 1.0, con decimales, y el enunciado pide "
            "enteros. Un decimal no sirve de índice, y la matriz de confusión usa la "
            "clase como índice: conviértelas con `.astype(int)`.",
        ),
    ),
)

CONFUSION = Exercise(
    id="02.7",
    title="La matriz de confusión",
    solution=confusion_matrix,
    points=2,
    slide="No está en las diapositivas: evalúa el modelo de «Regresión Logística»",
    prediction="De 100 ejemplos, 90 son de la clase 0. Un modelo responde siempre 0. "
    "¿Cuántas casillas de su matriz de 2 × 2 no son 0, y cuáles?",
    hints=(
        "Cada ejemplo cae en una sola casilla. ¿Qué dos números dicen en cuál?",
        "C[i, j] = cuántos ejemplos tienen y = i e `y_pred` = j. Filas: verdad; "
        "columnas: predicción.",
        "Empieza con una matriz de ceros, K por K. Recorre a la vez las dos listas con "
        "`zip` y suma 1 en la casilla que toca. Sumar con un arreglo entero de índices "
        "no acumula los repetidos.",
    ),
    reasoning="""\
Una matriz de confusión es un recuento: cada ejemplo suma 1 en la casilla de su verdad
(fila) y su predicción (columna). La diagonal son los aciertos; lo demás dice qué se
confunde con qué.

El ciclo es la forma más directa. `matrix[y, y_pred] += 1`, con arreglos, no sirve:
NumPy lee todas las casillas, suma 1 y escribe, y una casilla repetida se escribe dos
veces con el mismo valor. `np.add.at(matrix, (y, y_pred), 1)` sí acumula. También se
puede contar de una vez: y · K + y_pred numera las casillas, y `np.bincount` las cuenta.

El tamaño sale de `n_classes`, no de las etiquetas: si en la prueba no hay ningún
ejemplo de una clase, su fila existe y es de ceros.

Quién va en las filas es una convención. La de este curso es la de scikit-learn; otros
libros hacen lo contrario, y conviene mirar antes de leer una matriz ajena.""",
    praise="Bien. Ese modelo llena una sola columna: 90 arriba y 10 abajo. Acierta el "
    "90 % y no detecta a nadie. Para pensar: ¿qué suma cada fila?",
    driver=Returns("matrix"),
    public_cases=cases.confusion_public,
    cases=cases.confusion_cases,
    mistakes=wrong.mistakes_of("02.7"),
    accepts=(
        right.confusion_bincount,
        right.confusion_add_at,
        right.confusion_one_hot,
        right.confusion_lists,
        right.confusion_comparisons,
    ),
    section=wrong.S_CONFUSION,
)

# Preguntas -------------------------------------------------------------------------

QUESTIONS = (
    Question(
        id="02.c1",
        text="Un ejemplo tiene puntaje z = 4, y su verdad es y = 0. ¿Cerca de qué "
        "valor está su pérdida?",
        options=(
            Option(
                "a",
                "0.018",
                "Eso cuesta el ejemplo si la verdad es y = 1: el modelo le da 0.982, y "
                "−log 0.982 es 0.018. Aquí la verdad es 0. ¿Qué probabilidad le da el "
                "modelo a lo que de verdad pasó?",
            ),
            Option(
                "b",
                "0.98",
                "Esa es la probabilidad que el modelo da a la clase 1. La pérdida es "
                "menos el logaritmo de la probabilidad de la verdad, que aquí es la "
                "clase 0. ¿Cuánto vale 1 − 0.982?",
            ),
            Option(
                "c",
                "16",
                "Eso es z al cuadrado. La pérdida no es el cuadrado de nada: es menos "
                "el logaritmo de la probabilidad que el modelo le dio a la verdad. "
                "¿Qué fila de la tabla de arriba le toca a este ejemplo?",
            ),
            Option(
                "d",
                "4.02",
                "Así es: log(1 + e^4) = 4.018. Con un puntaje grande y equivocado, la "
                "pérdida es casi el puntaje mismo: crece sin límite, pero en línea "
                "recta.",
                right=True,
            ),
        ),
        section=wrong.S_LOSS,
    ),
    Question(
        id="02.c2",
        text="Alguien resta a los 569 ejemplos su media y los divide entre su "
        "desviación. Después separa la prueba, entrena con el resto y acierta 0.99 de "
        "la prueba. ¿Qué se puede decir de ese 0.99?",
        options=(
            Option(
                "a",
                "Vale: la media y la desviación no miran los diagnósticos.",
                "Es cierto que no usan y. Pero los números de la prueba entraron en la "
                "media con que se entrenó. ¿Tendrías esos números si la prueba fueran "
                "pacientes que todavía no llegan?",
            ),
            Option(
                "b",
                "Con pacientes nuevos podría ser otro: sus números no habrían entrado "
                "en la media.",
                "Así es. A veces la diferencia es pequeña, y aun así no se sabe cuánto "
                "hasta hacerlo bien. Separar primero cuesta una línea.",
                right=True,
            ),
            Option(
                "c",
                "Es casualidad: con esas columnas el descenso no llega al fondo.",
                "El descenso no lo nota: recibe columnas bien escaladas y baja igual. "
                "El problema no está en el ajuste, sino en lo que ese número promete. "
                "¿Con qué ejemplos se midió?",
            ),
            Option(
                "d",
                "Vale, y hasta es mejor: una media de 569 es más exacta que una de "
                "455.",
                "Con más datos la media es más exacta, es cierto. Pero la prueba está "
                "para hacer de futuro. ¿Qué sabía ya el modelo de esos 114 ejemplos?",
            ),
        ),
        section=wrong.S_STANDARDIZE,
    ),
    Question(
        id="02.c3",
        text="Un modelo detecta tumores (clase 1) con umbral 0.5. Bajas el umbral a "
        "0.2 sin volver a entrenar. ¿Qué puede pasar con los tumores que no detecta?",
        options=(
            Option(
                "a",
                "Aumentan, porque el modelo es menos exigente.",
                "Menos exigente, sí: ahora dice 1 con menos seguridad. Entonces marca "
                "más ejemplos, no menos. ¿Pueden escapar tumores que antes detectaba?",
            ),
            Option(
                "b",
                "Nada: w y b son los mismos.",
                "Las probabilidades son las mismas, es cierto. La decisión no: un "
                "tumor con probabilidad 0.3 antes se predecía 0. ¿Y ahora?",
            ),
            Option(
                "c",
                "Bajan o quedan igual; las falsas alarmas suben o quedan igual.",
                "Así es: todo lo que era 1 sigue siendo 1, y se agregan los que están "
                "entre 0.2 y 0.5, tumores o no. El umbral cambia un error por otro; "
                "cuál pesa más no lo decide el modelo.",
                right=True,
            ),
            Option(
                "d",
                "Bajan, y las falsas alarmas también.",
                "Para bajar los dos errores hace falta un modelo mejor. Mover el "
                "umbral solo agrega unos a la predicción: algunos serán tumores; "
                "otros, no. ¿En qué columna de la matriz caen?",
            ),
        ),
        section=wrong.S_CONFUSION,
    ),
    Question(
        id="02.c4",
        text="Una recta separa las dos clases sin un solo error. Sigues dando pasos "
        "para bajar la pérdida. ¿Qué le pasa a w?",
        options=(
            Option(
                "a",
                "Crece sin límite, y la pérdida se acerca a 0 sin llegar.",
                "Así es. Multiplicar w y b por 2 deja la recta donde está y sube todas "
                "las probabilidades correctas: siempre hay una w mejor, más grande.",
                right=True,
            ),
            Option(
                "b",
                "Se detiene al no quedar errores: el gradiente es 0.",
                "Así sería si el gradiente solo mirara si acierta. Pero lleva ŷ − y, y "
                "un acierto con probabilidad 0.9 todavía tiene un error de 0.1. "
                "¿Cuándo sería exactamente 0?",
            ),
            Option(
                "c",
                "Llega a un mínimo, porque la pérdida es convexa.",
                "La pérdida es convexa, es cierto. Pero convexa no quiere decir que "
                "tenga un punto más bajo: e^(−x) es convexa y baja para siempre. ¿A "
                "cuál se parece esta?",
            ),
            Option(
                "d",
                "Oscila, porque α queda grande.",
                "Una α grande puede hacer oscilar, pero esto pasa con cualquier α. "
                "Piensa en la pérdida con w y con 2w, cuando todos los ejemplos están "
                "bien clasificados. ¿Cuál es menor?",
            ),
        ),
        section=wrong.S_FOREVER,
    ),
)

EXERCISES = (
    SIGMOID,
    LOSS,
    GRADIENTS,
    STANDARDIZE,
    DESCENT,
    PREDICT,
    CONFUSION,
    *BREAKERS["02"],
)
