"""La puerta de la red: revisa lo que entra a `losses`, `mlp` y `optimizers`.

Cada función recibe lo que llegó y devuelve lo mismo, ya como arreglos o números que
sirven, o explica con un `CourseError` qué se esperaba, qué llegó y qué hacer. Nada de
esto corre dentro del ciclo de entrenamiento. Solo importa `errors`.
"""

import inspect
import math

import numpy as np

from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    as_whole_number,
    count_text,
    describe,
    has_text,
    shape_text,
)

__all__ = [
    "DivergenceError",
    "as_alpha",
    "as_batch_size",
    "as_choice",
    "as_decay",
    "as_epochs",
    "as_float_type",
    "as_function",
    "as_keep_probability",
    "as_labels",
    "as_layer_shapes",
    "as_one_hot",
    "as_parameters",
    "as_preprocessed",
    "as_preprocessing",
    "as_probabilities",
    "as_same_shape",
    "as_seed",
    "checked_adam",
    "checked_backward",
    "checked_dropout",
    "checked_early_stopping",
    "checked_forward",
    "checked_initial",
    "checked_l2",
    "checked_minibatches",
    "checked_network",
    "checked_options",
    "checked_split",
    "checked_training",
    "checked_update",
    "checked_validation",
    "missing_from_network",
    "network_advice",
    "require_converging",
    "require_finite",
    "require_finite_output",
]

# Más parámetros que estos no caben en la memoria de una computadora de taller.
MAX_PARAMETERS = 100_000_000

# Qué hacer con etiquetas que son texto, y con las que llegan donde va one-hot.
NUMBER_THEM = "Numéralas: classes, {0} = np.unique({0}, return_inverse=True)"
ENCODE_THEM = "Si son etiquetas, conviértelas con one_hot({}, K), de course_lib.losses"


class DivergenceError(CourseValueError):
    """El entrenamiento diverge. Conserva lo aprendido hasta entonces.

    Attributes:
        iteration: la iteración en que se vio, contando desde 0.
        W, b: los últimos pesos y sesgos sanos.
        losses: las pérdidas hasta entonces; todas son números finitos.
    """

    def __init__(
        self, iteration, alpha, W, b, losses, *, sign=None, cause=None, action=None
    ):
        self.iteration, self.W, self.b, self.losses = iteration, W, b, losses
        history = ""
        if losses:
            history = f" La pérdida empezó en {losses[0]:.4g}"
            history += f" y la última fue {losses[-1]:.4g}." if losses[1:] else "."
        sign = sign or "la pérdida o los pesos ya no son números finitos"
        if cause is None:
            cause = f"tasa de aprendizaje, alpha = {alpha:g}, muy grande, o datos sin "
            cause += "escalar"
            action = "Prueba con una alpha 10 veces menor y revisa la escala de X"
        super().__init__(
            f"El entrenamiento diverge: en la iteración {iteration} {sign}.{history} "
            f"Causa probable: {cause}",
            action=f"{action}. Este error guarda los últimos pesos sanos en W y b, y "
            "las pérdidas en losses",
        )


def as_seed(seed):
    """Exige una semilla: un entero mayor o igual que 0."""
    return _advised(
        "Escribe un entero, como seed = 0: la misma semilla repite los mismos números",
        as_whole_number,
        seed,
        "seed",
        minimum=0,
    )


def as_epochs(epochs):
    """Exige cuántas vueltas se dan a los datos: un entero mayor que 0."""
    action = "Cada época es una vuelta a los datos: prueba con epochs = 100"
    return _advised(action, as_whole_number, epochs, "epochs")


def _as_patience(patience):
    action = "Son las épocas seguidas sin mejorar que se esperan: por ejemplo, 10"
    return _advised(action, as_whole_number, patience, "patience")


def _advised(action, check, *args, **limits):
    """Lo que devuelve `check`; si no sirve, su error dice además qué hacer."""
    try:
        return check(*args, **limits)
    except CourseError as error:
        kind, parts = type(error), {"expected": error.expected, "got": error.got}
        raise kind(error.what, action=action, **parts) from None


def as_float_type(dtype):
    """Exige float32 o float64, los tipos con que trabaja la red."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        found = None
    if dtype is None or found not in (np.float32, np.float64):
        raise CourseTypeError(
            "dtype no es un tipo con el que trabaje la red",
            expected="np.float32 o np.float64",
            got=describe(dtype),
        )
    return found


def as_choice(value, name, choices):
    """Exige una de las opciones, por su nombre."""
    if isinstance(value, str) and value in choices:
        return value
    kind, action = CourseTypeError, f"Escribe {name} entre comillas"
    if isinstance(value, str):
        kind, action = CourseValueError, "Elige una y escríbela igual, en minúsculas"
    *others, last = (f'"{choice}"' for choice in choices)
    raise kind(
        f"{name} no es una de las opciones",
        expected=f"{', '.join(others)} o {last}",
        got=describe(value),
        action=action,
    )


def as_layer_shapes(layer_shapes):
    """Exige `[h_0, …, h_L]`: dos o más enteros mayores que cero. Devuelve una lista."""
    expected = "una lista de dos o más enteros: [entradas, …, clases]"
    if isinstance(layer_shapes, np.ndarray) and layer_shapes.ndim == 1:
        layer_shapes = list(layer_shapes)
    if not isinstance(layer_shapes, (list, tuple)):
        raise CourseTypeError(
            "layer_shapes debe ser una lista",
            expected=expected,
            got=describe(layer_shapes),
        )
    if len(layer_shapes) < 2:
        raise CourseValueError(
            "layer_shapes describe una red sin capas",
            expected=expected,
            got=describe(layer_shapes),
            action="Escribe al menos las entradas y las clases, por ejemplo [2, 3]",
        )
    shapes = [
        as_whole_number(h, f"layer_shapes[{i}]") for i, h in enumerate(layer_shapes)
    ]
    n_parameters = sum(
        (h_in + 1) * h_out for h_in, h_out in zip(shapes, shapes[1:], strict=False)
    )
    if n_parameters > MAX_PARAMETERS:
        raise CourseValueError(
            f"Una red {shapes} tendría {n_parameters} parámetros",
            expected=f"a lo sumo {MAX_PARAMETERS} parámetros",
            action="¿Le sobra un cero a alguna capa?",
        )
    return shapes


def as_labels(y, n_classes=None, *, name="y"):
    """Exige etiquetas (m,): enteros de 0 a `n_classes` − 1. Devuelve enteros."""
    array = as_array(y, name, ndim=(1, 2), if_text=NUMBER_THEM.format(name))
    if array.ndim == 2:
        raise ShapeError(
            f"{name} tiene dos ejes y aquí van etiquetas, una por ejemplo",
            expected="forma (m,)",
            got=f"forma {shape_text(array.shape)}",
            action=f"Usa np.ravel({name})"
            if 1 in array.shape
            else f"Si {name} es one-hot, usa np.argmax({name}, axis=1)",
        )
    wrong = (array != np.floor(array)) | (array < 0)
    limits = "mayores o iguales que 0"
    if n_classes is not None:
        wrong |= array >= n_classes
        limits = f"entre 0 y {n_classes - 1}"
    if wrong.any():
        i = int(np.argmax(wrong))
        raise CourseValueError(
            f"Hay etiquetas que no sirven en {name}",
            expected=f"enteros {limits}",
            got=f"{array[i]:g} en {name}[{i}]",
            action="Las clases se numeran desde 0: con K clases, la última es K − 1",
        )
    return array.astype(np.int64)


def as_one_hot(Y, shape=None, *, dtype=None, name="Y"):
    """Exige filas one-hot (m, K): un solo 1 por fila y lo demás 0."""
    array = as_array(Y, name, if_text=_encode_text(Y, name))
    if array.ndim != 2:
        raise ShapeError(
            f"{name} debe ser one-hot: una fila por ejemplo y una columna por clase",
            expected=f"forma {'(m, K)' if shape is None else shape_text(shape)}",
            got=f"forma {shape_text(array.shape)}",
            action=ENCODE_THEM.format("y"),
        )
    if shape is not None:
        array = as_array(array, name, shape=shape)
    wrong = ((array != 0) & (array != 1)).any(axis=1) | (array.sum(axis=1) != 1)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise CourseValueError(
            f"{name} no es one-hot",
            expected="un solo 1 en cada fila, y 0 en lo demás",
            got=f"{_row_text(array[i])} en {name}[{i}]",
            action=ENCODE_THEM.format("np.ravel(y)" if array.shape[1] == 1 else "y"),
        )
    return array if dtype is None else array.astype(dtype, copy=False)


def _encode_text(Y, name):
    """Qué hacer con etiquetas de texto donde va one-hot; una columna se aplana."""
    flat = f"np.ravel({name})" if getattr(Y, "ndim", 1) == 2 else name
    return (
        f"Numéralas con classes, y = np.unique({flat}, return_inverse=True) y usa "
        "one_hot(y, len(classes)), de course_lib.losses"
    )


def as_probabilities(Y_hat, name="Y_hat"):
    """Exige probabilidades (m, K), entre 0 y 1 (con holgura de redondeo)."""
    array = as_array(Y_hat, name, ndim=2)
    # La holgura deja pasar el paso h de una diferencia finita.
    wrong = (array < 0) | (array > 1.01)
    if wrong.any():
        i, k = (int(n) for n in np.argwhere(wrong)[0])
        raise CourseValueError(
            f"{name} debe contener probabilidades",
            expected="números entre 0 y 1",
            got=f"{array[i, k]:g} en {name}[{i}, {k}]",
            action="Si son preactivaciones, aplica softmax antes, o usa "
            "cross_entropy_from_logits",
        )
    return array


def as_parameters(W, b):
    """Exige pesos y sesgos de una red: listas con `None` en 0 y formas que encajan."""
    W, b = _layer_list(W, "W"), _layer_list(b, "b")
    if len(W) != len(b):
        raise ShapeError(
            "W y b no tienen el mismo largo",
            expected="una entrada por capa en cada lista, más el None del índice 0",
            got=f"{len(W)} elementos en W y {len(b)} en b",
        )
    for layer in range(1, len(W)):
        W[layer] = as_array(W[layer], f"W[{layer}]", ndim=2)
        rows, columns = W[layer].shape
        if layer > 1 and rows != W[layer - 1].shape[1]:
            before = W[layer - 1].shape[1]
            raise ShapeError(
                f"W[{layer - 1}] tiene {count_text(before, 'columna')} y W[{layer}] "
                f"tiene {count_text(rows, 'fila')}: no se pueden multiplicar",
                expected=f"W[{layer}] con {count_text(before, 'fila')}",
                got=f"forma ({rows}, {columns})",
                action=f"W[{layer}] llegó transpuesto: usa W[{layer}].T"
                if columns == before
                else "Revisa que todas las capas sean de la misma red",
            )
        b[layer] = _as_bias(b[layer], layer, rows, columns)
    return W, b


def checked_forward(X, W, b, activation, activations):
    """Revisa lo que recibe `forward_propagation`."""
    W, b = as_parameters(W, b)
    as_choice(activation, "activation", activations)
    rows = W[1].shape[0]
    return _as_inputs(X, rows, f"W[1] tiene {count_text(rows, 'fila')}"), W, b


def checked_backward(X, Y, W, b, cache, activation, activations):
    """Revisa lo que recibe `backpropagation`: también que la caché sea de este lote."""
    X, W, b = checked_forward(X, W, b, activation, activations)
    Z, A = _as_cache(cache, X, W)
    g = activations[activation][0]
    last = len(W) - 1
    if not np.array_equal(A[0], X):
        raise _stale_cache("A[0] no es igual a X: la caché es de otro lote")
    for layer in range(1, last + 1):
        if not _close(Z[layer], A[layer - 1] @ W[layer] + b[layer]):
            raise _stale_cache(
                f"Z[{layer}] no es A[{layer - 1}] W[{layer}] + b[{layer}]: la caché "
                "se calculó con otros pesos"
            )
        if layer < last and not _close(A[layer], g(Z[layer], check=False)):
            raise _stale_cache(
                f"A[{layer}] no es {activation}(Z[{layer}]): la caché se calculó con "
                "otra activación"
            )
    Y = as_one_hot(Y, A[last].shape, dtype=A[last].dtype)
    return X, Y, W, b, (Z, A)


def checked_update(W, b, dW, db, alpha):
    """Revisa lo que recibe `update_parameters`: gradientes con la forma de lo suyo."""
    W, b = as_parameters(W, b)
    dW, db = _layer_list(dW, "dW"), _layer_list(db, "db")
    for gradients, parameters, name in ((dW, W, "dW"), (db, b, "db")):
        if len(gradients) != len(parameters):
            raise ShapeError(
                f"{name} no tiene el mismo largo que {name[1:]}",
                expected=count_text(len(parameters), "elemento"),
                got=f"{len(gradients)}",
            )
        for layer in range(1, len(parameters)):
            gradients[layer] = as_array(
                gradients[layer], f"{name}[{layer}]", shape=parameters[layer].shape
            )
    return W, b, dW, db, as_alpha(alpha)


def as_alpha(alpha):
    """Exige una tasa de aprendizaje: un número finito mayor o igual que 0.

    Con 0 nada se mueve: es un caso límite que se puede mirar, no un error.
    """
    action = "Un valor para empezar: alpha = 0.1"
    return _advised(action, as_number, alpha, "alpha", minimum=0)


def checked_training(
    X, Y, layer_shapes, alpha, iters, activation, activations, callback
):
    """Revisa lo que recibe `train`, antes de dar el primer paso."""
    shapes = as_layer_shapes(layer_shapes)
    Y = as_array(Y, "Y", if_text=_encode_text(Y, "Y"))
    X = _as_inputs(X, shapes[0], f"layer_shapes[0] es {shapes[0]}", len(Y))
    if shapes[-1] == 1:
        raise ShapeError(
            "Con una sola unidad al final no hay nada que aprender: su softmax es 1",
            expected="una unidad por clase, aunque sean dos",
            got=f"layer_shapes[{len(shapes) - 1}] = 1",
            action="Para clases 0 y 1, termina layer_shapes en 2 y usa "
            "one_hot(np.ravel(y), 2), de course_lib.losses",
        )
    if Y.ndim == 2 and Y.shape != (len(X), shapes[-1]):
        action = "Revisa que X e Y sean del mismo lote"
        if Y.shape == (shapes[-1], len(X)):
            action = "Y llegó transpuesto: usa Y.T"
        elif Y.shape[1] == 1:
            action = ENCODE_THEM.format("np.ravel(y)")
        elif len(Y) == len(X):
            action = (
                f"La última capa de layer_shapes tiene {shapes[-1]} unidades: necesita "
                f"una por clase, {Y.shape[1]}"
            )
        raise ShapeError(
            "Y no encaja con X y layer_shapes",
            expected=f"forma ({len(X)}, {shapes[-1]})",
            got=f"forma {shape_text(Y.shape)}",
            action=action,
        )
    Y = as_one_hot(Y, (len(X), shapes[-1]), dtype=X.dtype)
    as_choice(activation, "activation", activations)
    as_function(callback, "callback", 4)
    return X, Y, shapes, as_alpha(alpha), as_whole_number(iters, "iters")


def require_finite_output(Y_hat):
    """Exige que la red haya dado números: con entradas enormes, Z puede desbordar."""
    if not np.isfinite(Y_hat).all():
        raise CourseValueError(
            "La red desborda: alguna preactivación Z ya no es un número finito",
            expected="entradas y pesos de tamaño razonable",
            action="Revisa la escala de X y de W: estandariza X o usa "
            "he_initialization",
        )


def require_finite(values, iteration, alpha, last_good, losses):
    """Detiene `train` si la pérdida o los pesos dejaron de ser números finitos."""
    values = values if isinstance(values, tuple) else (values,)
    if not all(np.isfinite(value).all() for value in values):
        raise DivergenceError(iteration, alpha, *last_good, losses)


def require_converging(parameters, iteration, alpha):
    """Detiene `gradient_descent` si un parámetro dejó de ser un número finito."""
    for i, value in enumerate(parameters):
        if not np.isfinite(value).all():
            raise CourseValueError(
                f"El descenso diverge: en la iteración {iteration}, parameters[{i}] ya "
                "no es un número finito. Causa probable: tasa de aprendizaje, alpha = "
                f"{alpha:g}, muy grande",
                action="Prueba con una alpha 10 veces menor",
            )


def as_function(value, name, n_arguments):
    """Exige una función que se pueda llamar con esos argumentos, o None."""
    if value is not None and not callable(value):
        raise CourseTypeError(
            f"{name} debe ser una función o None", got=describe(value)
        )
    try:
        inspect.signature(value).bind(*[None] * n_arguments)
    except TypeError as error:
        if value is not None:
            raise CourseTypeError(
                f"{name} se llama con {count_text(n_arguments, 'argumento')}",
                expected=f"una función que reciba {n_arguments}",
                got=f"{describe(value)}, que pide otros",
                action=CALLBACK_HELP if name == "callback" else None,
            ) from error
    except ValueError:
        pass  # algunas funciones en C no dicen qué reciben
    return value


CALLBACK_HELP = "Por ejemplo: def callback(epoch, W, b, loss): print(epoch, loss)"


def as_preprocessing(value, n_inputs):
    """Exige lo que se aplica a X antes de una red de n_inputs entradas, o None."""
    action = "Guarda la media y la desviación del entrenamiento: preprocessing="
    action += "Standardization.of(X_train), de course_lib.preprocessing"
    if isinstance(value, type):
        raise CourseTypeError(
            "preprocessing recibió una clase, que todavía no sabe nada de X",
            expected="una función de X, o None",
            got=describe(value),
            action=action,
        )
    if hasattr(value, "transform") and not callable(value):
        raise CourseTypeError(
            "preprocessing debe ser una función o None",
            got=describe(value),
            action="Después de fit, usa Standardization(scaler.mean_, scaler.scale_), "
            "de course_lib.preprocessing, que se puede guardar; o scaler.transform, "
            "que no",
        )
    try:
        as_function(value, "preprocessing", 1)
    except CourseError as error:
        raise CourseTypeError(
            error.what, expected=error.expected, got=error.got, action=action
        ) from None
    mean = getattr(value, "mean", None)  # el de una Standardization
    if isinstance(mean, np.ndarray) and mean.shape != (n_inputs,):
        raise ShapeError(
            "El preprocesamiento no es el de esta red: no tienen las mismas variables",
            expected=f"{n_inputs}, las filas de W[1]",
            got=f"{mean.size}",
            action="Créalo con la X con que entrenaste: Standardization.of(X_train)",
        )
    return value


def as_preprocessed(preprocessing, X):
    """X después del preprocesamiento: las mismas filas, o un error que lo dice."""
    result = preprocessing(X)
    before, after = np.shape(X)[:1], np.shape(result)[:1]
    if before != after:
        raise ShapeError(
            "preprocessing cambió la cantidad de ejemplos",
            expected=f"{count_text(before[0], 'fila')}, como en X"
            if before
            else "una fila por ejemplo",
            got=f"{after[0]}" if after else describe(result),
            action="Debe devolver una fila por cada fila de X, en su orden",
        )
    return result


def as_decay(value, name):
    """Exige un factor de memoria, como beta: de 0 a menos que 1."""
    number = as_number(value, name, minimum=0)
    if number >= 1:
        raise CourseValueError(
            f"{name} = {number:g} no sirve aquí",
            expected="un número mayor o igual que 0 y menor que 1",
            action=f"Con {name} = 1 los gradientes viejos no se olvidan nunca; lo "
            f"habitual es {0.999 if name == 'beta2' else 0.9}",
        )
    return number


def as_same_shape(**arrays):
    """Exige arreglos de la misma forma que el primero; los devuelve en su orden."""
    for name, value in arrays.items():
        if isinstance(value, (list, tuple)) and any(item is None for item in value):
            raise CourseTypeError(
                f"{name} trae None: parece la lista de todas las capas",
                expected="el arreglo de una sola capa",
                got=describe(value),
                action=f"Recorre las capas y pasa {name}[l]",
            )
        arrays[name] = as_array(value, name)
    (first, reference), *others = arrays.items()
    for name, array in others:
        if array.shape != reference.shape:
            raise ShapeError(
                f"{name} no tiene la forma de {first}",
                expected=f"forma {shape_text(reference.shape)}",
                got=f"forma {shape_text(array.shape)}",
                action="¿Son de la misma capa?",
            )
    return list(arrays.values())


def checked_split(m, fractions):
    """Revisa lo que recibe `split`. Devuelve m y dónde se corta cada parte."""
    m = as_whole_number(m, "m")
    fractions = as_array(fractions, "fractions", ndim=1)
    total, text = float(fractions.sum()), _row_text(fractions)
    if (fractions <= 0).any() or abs(total - 1) > 1e-6:
        raise CourseValueError(
            "fractions no reparte todos los ejemplos",
            expected="una lista de números mayores que 0 que suman 1",
            got=f"{text}, que suma {total:.6g}",
            action="Por ejemplo, [0.6, 0.2, 0.2] para entrenamiento, validación y "
            "prueba",
        )
    cuts = np.round(np.cumsum(fractions)[:-1] * m).astype(int)
    sizes = np.diff(cuts, prepend=0, append=m)
    if (sizes < 1).any():
        i = int(np.argmin(sizes))
        raise CourseValueError(
            f"La parte {i} del reparto queda sin ejemplos",
            expected="al menos uno en cada parte",
            got=f"m = {m}, con fracciones {text}",
            action="Usa más ejemplos, menos partes o una fracción mayor",
        )
    return m, cuts


def checked_minibatches(X, Y, batch_size, seed):
    """Revisa lo que recibe `minibatches`. Y se entrega con el tipo que trae."""
    X = as_array(X, "X", ndim=2)
    as_array(Y, "Y", ndim=(1, 2))
    Y = np.asarray(Y)
    if len(X) != len(Y):
        raise ShapeError(
            "X e Y no tienen la misma cantidad de ejemplos",
            expected=f"una Y de {count_text(len(X), 'fila')}, como X",
            got=f"una de {len(Y)}",
            action="Y llegó transpuesto: usa Y.T" if Y.shape[-1] == len(X) else None,
        )
    as_seed(seed)
    return X, Y, as_batch_size(batch_size)


def as_batch_size(batch_size):
    """Exige cuántos ejemplos van en un lote: un entero mayor que 0."""
    action = "Lo habitual es 32; para usar todo en cada paso, len(X)"
    return _advised(action, as_whole_number, batch_size, "batch_size")


def as_keep_probability(keep_probability):
    """Exige la probabilidad de conservar una unidad: mayor que 0 y hasta 1."""
    return _advised(
        "Es la probabilidad de conservar cada unidad, no la de apagarla: 0.8 apaga 1 "
        "de cada 5; con 1 no se apaga ninguna",
        as_number,
        keep_probability,
        "keep_probability",
        above=0,
        maximum=1,
    )


def checked_l2(dW, W, lam):
    """Revisa lo que recibe `l2_gradients`."""
    dW, W = _layer_list(dW, "dW"), _layer_list(W, "W")
    if len(dW) != len(W):
        raise ShapeError(
            "dW no tiene el mismo largo que W",
            expected=f"{len(W)} elementos",
            got=f"{len(dW)}",
        )
    for l in range(1, len(W)):
        W[l] = as_array(W[l], f"W[{l}]")
        dW[l] = as_array(dW[l], f"dW[{l}]", shape=W[l].shape)
    return dW, W, as_number(lam, "lam", minimum=0)


def checked_adam(r, t, alpha, beta1, beta2, epsilon):
    """Revisa los números que recibe `adam_step`, y que r promedie cuadrados."""
    if (r < 0).any():
        raise CourseValueError(
            "r promedia cuadrados y no puede ser negativo",
            got=f"{r.min():g} en r",
            action="¿Intercambiaste s y r? Primero va s, el promedio de g",
        )
    try:
        t = as_whole_number(t, "t")
    except CourseValueError as error:
        raise CourseValueError(
            error.what,
            expected=error.expected,
            action="El primer paso es t = 1: con t = 0 la corrección divide entre 0",
        ) from None
    alpha, beta1, beta2 = (
        as_alpha(alpha),
        as_decay(beta1, "beta1"),
        as_decay(beta2, "beta2"),
    )
    return t, alpha, beta1, beta2, as_number(epsilon, "epsilon", above=0)


def checked_early_stopping(val_losses, patience):
    """Revisa lo que recibe `early_stopping`. Las pérdidas salen como una lista."""
    val_losses = as_array(val_losses, "val_losses", ndim=1)
    return val_losses.tolist(), _as_patience(patience)


def checked_dropout(A, keep_probability, seed):
    """Revisa lo que recibe `dropout_forward`; la semilla puede ser un generador."""
    if not isinstance(seed, np.random.Generator):
        as_seed(seed)
    return as_array(A, "A"), as_keep_probability(keep_probability)


# Lo que cada optimizador usa, y su valor de fábrica en train_minibatches.
OPTIMIZER_OPTIONS = {
    "sgd": {},
    "momentum": {"beta": 0.9},
    "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
}


def checked_options(optimizer, **values):
    """Revisa el optimizador y sus números; devuelve los que usa.

    Uno que no le toca y que no trae su valor de fábrica es un error: si se ignorara,
    quien lo escribió creería que probó algo.
    """
    as_choice(optimizer, "optimizer", OPTIMIZER_OPTIONS)
    for owner, defaults in OPTIMIZER_OPTIONS.items():
        for name, default in defaults.items():
            check = as_number if name == "epsilon" else as_decay
            limits = {"above": 0} if name == "epsilon" else {}
            values[name] = check(values[name], name, **limits)
            if owner != optimizer and values[name] != default:
                raise CourseValueError(
                    f'{name} no hace nada con optimizer="{optimizer}"',
                    expected=f'{name} solo con optimizer="{owner}"',
                    got=f"{name} = {values[name]:g}",
                    action=f'Quita {name}, o escribe optimizer="{owner}"',
                )
    return {name: values[name] for name in OPTIMIZER_OPTIONS[optimizer]}


def checked_initial(initial, shapes, dtype):
    """Exige (W, b) con las capas de `shapes`; los devuelve con el tipo de X."""
    if not isinstance(initial, (list, tuple)) or len(initial) != 2:
        raise CourseTypeError(
            "initial debe ser el par de los pesos y los sesgos",
            expected="initial=(W, b)",
            got=describe(initial),
            action="De una Network, usa initial=(network.W, network.b)"
            if hasattr(initial, "W")
            else "Empieza con los que devolvió un entrenamiento, o quita initial",
        )
    W, b = as_parameters(*initial)
    found = [W[1].shape[0], *(w.shape[1] for w in W[1:])]
    if found != shapes:
        raise ShapeError(
            "Los parámetros de initial no son de esta red",
            expected=f"una red {shapes}, como en layer_shapes",
            got=f"una red {found}",
        )
    return tuple([None, *(v.astype(dtype) for v in values[1:])] for values in (W, b))


def checked_validation(validation, patience, shapes, dtype):
    """Revisa la parada temprana: los dos argumentos o ninguno."""
    if validation is None and patience is None:
        return None, None
    if validation is None or patience is None:
        missing = "validation" if validation is None else "patience"
        raise CourseValueError(
            f"Para la parada temprana falta {missing}",
            expected="validation=(X_val, Y_val) y patience, los dos o ninguno",
            action="Aparta un conjunto de validación con split"
            if validation is None
            else "patience dice cuántas épocas seguidas sin mejorar se esperan: por "
            "ejemplo, 10",
        )
    if not isinstance(validation, (list, tuple)) or len(validation) != 2:
        raise CourseTypeError(
            "validation debe ser el par de X e Y apartados",
            expected="validation=(X_val, Y_val)",
            got=describe(validation),
            action="Aparta ejemplos: rows, val = split(len(X), [0.8, 0.2], seed=0). "
            "Entrena con X[rows] e Y[rows], y pasa validation=(X[val], Y[val])",
        )
    X_val, Y_val = validation
    X_val = as_array(X_val, "X_val", shape=(None, shapes[0])).astype(dtype, copy=False)
    Y_val = as_one_hot(Y_val, (len(X_val), shapes[-1]), dtype=dtype, name="Y_val")
    return (X_val, Y_val), _as_patience(patience)


def checked_network(W, b, activation, activations, classes):
    """Revisa una red entrenada y devuelve copias de solo lectura."""
    W, b = as_parameters(W, b)
    if isinstance(activation, (list, np.ndarray)):
        raise CourseTypeError(
            "activation recibió una lista: parecen las pérdidas",
            expected='un texto, como "relu"',
            got=describe(activation),
            action="Escribe W, b, losses = train_minibatches(…) y luego Network(W, b)",
        )
    if callable(activation):
        raise CourseTypeError(
            "El tercer argumento de Network es activation, y llegó otra cosa",
            expected='un texto, como "relu"',
            got=describe(activation),
            action="Si va antes de la red, escribe su nombre: "
            "Network(W, b, preprocessing=…)",
        )
    as_choice(activation, "activation", activations)
    if classes is not None:
        classes = _as_class_names(classes, W[-1].shape[1], len(W) - 1)
    for values in (W, b):
        for layer in range(1, len(values)):
            values[layer] = values[layer].copy()
            values[layer].setflags(write=False)
    return tuple(W), tuple(b), classes


def _as_class_names(classes, n_classes, L):
    """Los nombres de las clases: distintos, sin faltantes y todos del mismo tipo."""
    given = describe(classes)
    try:
        array = np.array(classes)
    except ValueError:  # filas de distinto largo
        array = np.array(None)
    if array.shape != (n_classes,):
        raise ShapeError(
            "classes debe tener un nombre por clase",
            expected=f"{n_classes}, las columnas de W[{L}]",
            got=given,
            action="Por ejemplo, classes=np.unique(y), con las y de texto",
        )
    items = list(classes)
    missing = [c is None or (isinstance(c, float) and c != c) for c in items]
    if any(missing):
        raise CourseValueError(
            "A una clase le falta el nombre",
            expected="un nombre por clase",
            got=f"{items[missing.index(True)]} en classes[{missing.index(True)}]",
        )
    texts = [isinstance(c, str) for c in items]
    if has_text(array) and any(texts) and not all(texts):
        # NumPy los volvería textos, y `predict` respondería «1» en lugar de 1.
        raise CourseTypeError(
            "classes mezcla textos con otra cosa",
            expected="todos los nombres del mismo tipo",
            got=f"{describe(items[texts.index(False)])} y "
            f"{describe(items[texts.index(True)])}",
            action="Escríbelos todos entre comillas",
        )
    names = array.tolist()
    repeated = next((c for i, c in enumerate(names) if c in names[:i]), None)
    if repeated is not None:
        raise CourseValueError(
            "Dos clases tienen el mismo nombre, y no se podrían distinguir",
            expected="nombres distintos",
            got=f"{describe(repeated)} más de una vez",
        )
    array.setflags(write=False)
    return array


def missing_from_network(name):
    """Lo que se le dice a quien pide a una Network algo que no tiene."""
    told = {
        "fit": ": ya está entrenada y no cambia. Entrena otra con train_minibatches",
        "score": ". La exactitud es np.mean(network.predict(X) == y)",
    }
    return f"Network no tiene «{name}»{told.get(name, '')}"


def network_advice(value, name="modelo"):
    """Qué hacer cuando llega otra cosa donde va una `Network`."""
    if hasattr(value, "best_estimator_"):  # una búsqueda de scikit-learn
        return network_advice(value.best_estimator_, f"{name}.best_estimator_")
    if hasattr(value, "steps"):  # un Pipeline
        return (
            f"{network_advice(value.steps[-1][1], f'{name}[-1]')}. Lo que va antes en "
            "el Pipeline, como el escalador, no va dentro de la red: aplícalo a X, o "
            "crea la red con preprocessing=Standardization(scaler.mean_, "
            "scaler.scale_), de course_lib.preprocessing"
        )
    if hasattr(type(value), "network_"):
        return f"Usa {name}.network_, que existe después de fit"
    if hasattr(value, "hidden_layer_sizes"):
        return f"Conviértelo con from_sklearn({name}), de course_lib.interop"
    if isinstance(value, (list, tuple)) and len(value) == 3:
        return "Escribe W, b, losses = … y reúne los pesos: Network(W, b)"
    return "Reúne tus pesos con Network(W, b), de course_lib.mlp"


def _as_inputs(X, n_inputs, counterpart, m=None):
    X = as_array(X, "X")
    if X.ndim != 2:
        action = "Para un solo ejemplo, usa np.reshape(X, (1, -1))"
        if X.ndim == 1 and (n_inputs == 1 or X.size == m != n_inputs):
            action = "X es una sola variable: usa np.reshape(X, (-1, 1))"
            action += "" if n_inputs == 1 else ", y que layer_shapes empiece en 1"
        elif X.ndim == 3 and len(X) == 1:
            action = "Le sobra un eje: usa X[0]"
        elif X.ndim > 2:
            action = "Para poner cada ejemplo en una fila: np.reshape(X, (len(X), -1))"
        raise ShapeError(
            "X debe tener una fila por ejemplo",
            expected=f"forma (m, {n_inputs})",
            got=f"forma {shape_text(X.shape)}",
            action=action,
        )
    if X.shape[1] != n_inputs:
        raise ShapeError(
            f"X tiene {count_text(X.shape[1], 'columna')} y {counterpart}: no encajan",
            expected=f"forma (m, {n_inputs})",
            got=f"forma {shape_text(X.shape)}",
            action="X llegó transpuesto: usa X.T"
            if X.shape[0] == n_inputs
            else "¿Cuántas entradas tiene tu red?",
        )
    return X


def _layer_list(values, name):
    expected = f"una lista [None, {name}[1], …, {name}[L]]"
    if not isinstance(values, (list, tuple)):
        raise CourseTypeError(
            f"{name} debe ser una lista con un arreglo por capa",
            expected=expected,
            got=describe(values),
        )
    if len(values) < 2 or values[0] is not None:
        raise CourseValueError(
            f"{name} no empieza con None: el índice 0 no se usa, para que {name}[1] "
            "sea de la capa 1"
            if len(values) and values[0] is not None
            else f"{name} no tiene ninguna capa",
            expected=expected,
            got=describe(values),
        )
    return list(values)


def _as_bias(value, layer, rows, columns):
    bias = as_array(value, f"b[{layer}]", ndim=(0, 1, 2))
    if bias.shape != (columns,):
        action = f"Usa np.ravel(b[{layer}])" if bias.size == columns else None
        if bias.shape == (rows,):
            action = f"W[{layer}] llegó transpuesto: usa W[{layer}].T. Así guarda sus "
            action += "pesos PyTorch, y from_torch_state los lee"
        raise ShapeError(
            f"b[{layer}] no encaja con W[{layer}], que tiene "
            f"{count_text(columns, 'columna')}",
            expected=f"forma ({columns},)",
            got=f"forma {shape_text(bias.shape)}",
            action=action,
        )
    return bias


def _as_cache(cache, X, W):
    expected = "cache = (Z, A), como la devuelve forward_propagation"
    if not isinstance(cache, (list, tuple)) or len(cache) != 2:
        raise CourseTypeError(
            "cache no es la de forward_propagation",
            expected=expected,
            got=describe(cache),
            action="forward_propagation devuelve dos cosas: Y_hat, cache = …",
        )
    Z, A = cache
    for values, name in ((Z, "Z"), (A, "A")):
        if not isinstance(values, (list, tuple)) or len(values) != len(W):
            raise ShapeError(
                f"{name} no tiene una entrada por capa, más la del índice 0",
                expected=f"una lista de {len(W)} elementos",
                got=describe(values),
            )
    layers = range(1, len(W))
    shapes = [X.shape, *((len(X), W[layer].shape[1]) for layer in layers)]
    Z = [None, *(as_array(Z[i], f"Z[{i}]", shape=shapes[i]) for i in layers)]
    A = [as_array(a, f"A[{i}]", shape=shapes[i]) for i, a in enumerate(A)]
    return Z, A


def _stale_cache(what):
    return CourseValueError(
        what,
        expected="la caché del mismo X, los mismos W y b, y la misma activación",
        action="Llama a forward_propagation justo antes de backpropagation",
    )


def _close(a, b):
    # Holgada a propósito: busca cachés ajenas, no errores de redondeo en float32.
    scale = 1.0 + float(np.abs(b).max())
    return math.isfinite(scale) and float(np.abs(a - b).max()) <= 1e-3 * scale


def _row_text(row):
    numbers = ", ".join(f"{value:g}" for value in row[:6])
    return f"[{numbers}{', …' if len(row) > 6 else ''}]"
