"""Errores conocidos de los ejercicios de la lección 01, cada uno con su frase.

Cada función es una respuesta equivocada que corre. Su mensaje dice qué suele causarla y
qué mirar, sin dar la solución.
"""

import numpy as np

from course_lib.exercises.model import Mistake

__all__ = [f"WRONG_01_{k}" for k in range(1, 9)]

# Títulos de las secciones de la lección.
FORWARD = "Hacia adelante, a mano"
BACKWARD = "Hacia atrás, a mano"
NUMERIC = "El gradiente numérico"
TOLERANCE = "¿Qué error es aceptable?"
LOCAL = "La regla local de cada operación"
TWICE = "Cuando un valor se usa dos veces"
ORDER = "El orden del recorrido"
ENGINE = "El motor completo"
MATMUL = "El gradiente de un producto de matrices"
BROADCAST = "Deshacer la difusión"


# --- 01.1 -----------------------------------------------------------------------------


def _own_factor(x, y, z):
    q = x + y
    return q * z, q, q, z


def _no_chain(x, y, z):
    q = x + y
    return q * z, 1, 1, q


def _same_for_all(x, y, z):
    return (x + y) * z, z, z, z


def _product_as_sum(x, y, z):
    q = x + y
    return q * z, z, z, 1


def _all_ones(x, y, z):
    return (x + y) * z, 1, 1, 1


def _precedence(x, y, z):
    return x + y * z, z, z, x + y


def _precedence_everywhere(x, y, z):
    return x + y * z, 1, z, y


def _times_value(x, y, z):
    q = x + y
    return q * z, x * z, y * z, q * z


def _times_own_input(x, y, z):
    q = x + y
    return q * z, z * x, z * y, q


def _whole_inputs(x, y, z):
    return _same_answer(int(x), int(y), int(z))


def _same_answer(x, y, z):
    return (x + y) * z, z, z, x + y


def _times_q(x, y, z):
    q = x + y
    return q * z, q * z, q * z, q


def _seed_is_f(x, y, z):
    q = x + y
    f = q * z
    return f, f * z, f * z, f * q


def _backward_order(x, y, z):
    q = x + y
    return q * z, q, z, z


def _f_at_the_end(x, y, z):
    q = x + y
    return z, z, q, q * z


def _dz_is_f(x, y, z):
    f = (x + y) * z
    return f, z, z, f


WRONG_01_1 = (
    Mistake(
        "own_factor",
        _own_factor,
        "Los dos factores del producto parecen intercambiados: cada uno recibe su "
        "propio valor. Deja q quieta y mueve z un poquito: ¿por cuánto se multiplica "
        "ese cambio?",
        BACKWARD,
    ),
    Mistake(
        "no_chain",
        _no_chain,
        "`df_dx` y `df_dy` son ∂q/∂x y ∂q/∂y: te quedaste en la suma. Entre q y f "
        "todavía hay una operación. ¿Qué le hace a un cambio en q?",
        BACKWARD,
    ),
    Mistake(
        "same_for_all",
        _same_for_all,
        "Las tres derivadas te salen iguales, y z entra por otra puerta: no pasa por "
        "la suma. Mira el dibujo: ¿con quién se multiplica z?",
        BACKWARD,
    ),
    Mistake(
        "product_as_sum",
        _product_as_sum,
        "`df_dz` vale 1, como si z entrara en una suma. Sube z un poquito, con q "
        "quieta, y calcula cuánto sube f.",
        BACKWARD,
    ),
    Mistake(
        "all_ones",
        _all_ones,
        "Las tres derivadas valen 1: es lo que pasaría si f solo sumara. El producto "
        "cambia lo que deja pasar. ¿Por cuánto lo multiplica?",
        BACKWARD,
    ),
    Mistake(
        "precedence",
        _precedence,
        "Las derivadas están bien, pero f no: sin paréntesis, Python multiplica antes "
        "de sumar. Calcula f a mano y compárala.",
        FORWARD,
    ),
    Mistake(
        "precedence_everywhere",
        _precedence_everywhere,
        "Son las respuestas de otra función, x + y·z, donde el producto va primero. "
        "¿Qué operación se hace primero aquí? Dibuja ese nodo.",
        FORWARD,
    ),
    Mistake(
        "times_value",
        _times_value,
        "Cada derivada está multiplicada por su propia entrada. La derivada dice "
        "cuánto cambia f por cada unidad que cambia x; el tamaño de x no entra otra "
        "vez.",
        BACKWARD,
    ),
    Mistake(
        "times_own_input",
        _times_own_input,
        "`df_dx` y `df_dy` llevan de más su propia entrada. Encadenas con el valor de "
        "x, y la cadena pide ∂q/∂x: ¿cuánto cambia q = x + y cuando x sube en 1?",
        BACKWARD,
    ),
    Mistake(
        "whole_inputs",
        _whole_inputs,
        "Con enteros aciertas; con decimales, no. Parece que un `int` les quita los "
        "decimales a las entradas: 1.5 queda en 1. Usa x, y, z tal como llegan.",
        FORWARD,
    ),
    Mistake(
        "times_q",
        _times_q,
        "En `df_dx` y `df_dy` aparece el valor de q donde va la derivada de q. ¿Cuánto "
        "cambia q = x + y cuando x sube en 1?",
        BACKWARD,
    ),
    Mistake(
        "seed_is_f",
        _seed_is_f,
        "Todas tus derivadas traen un factor f de más: parece que la vuelta empieza "
        "con el valor de f. ¿Cuánto cambia f cuando f cambia en 1?",
        BACKWARD,
    ),
    Mistake(
        "backward_order",
        _backward_order,
        "Los números son los correctos, en el orden en que se descubren al volver. "
        "Mira el orden en que se devuelven: lo dice el enunciado.",
        BACKWARD,
    ),
    Mistake(
        "f_at_the_end",
        _f_at_the_end,
        "Los cuatro números son correctos, pero f va al final. Mira el orden en que se "
        "devuelven: lo dice el enunciado.",
        BACKWARD,
    ),
    Mistake(
        "dz_is_f",
        _dz_is_f,
        "`df_dz` vale lo mismo que f: es el valor del producto, no cuánto cambia. Con "
        "q quieta, ¿cuánto sube f si z sube en 1?",
        BACKWARD,
    ),
)


# --- 01.2 -----------------------------------------------------------------------------


def _each_entry(x, slope):
    """Recorre las entradas de una copia decimal de x; `slope` mide en cada una."""
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = slope(x, index)
    return gradient


def _moved(x, index, step):
    x = x.copy()
    x[index] += step
    return x


def _forward_difference(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: (f(_moved(x, i, h)) - f(x)) / h)


def _backward_difference(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: (f(x) - f(_moved(x, i, -h))) / h)


def _forward_over_two(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: (f(_moved(x, i, h)) - f(x)) / (2 * h))


def _central(f, x, index, h):
    return f(_moved(x, index, h)) - f(_moved(x, index, -h))


def _divides_by_h(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, h) / h)


def _not_divided(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, h))


def _missing_parentheses(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, h) / 2 * h)


def _only_last_divided(f, x, h=1e-5):
    return _each_entry(
        x, lambda x, i: f(_moved(x, i, h)) - f(_moved(x, i, -h)) / (2 * h)
    )


def _reversed_subtraction(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: -_central(f, x, i, h) / (2 * h))


def _half_step(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, h / 2) / h)


def _fixed_step(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, 1e-5) / 2e-5)


def _all_at_once(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def _all_at_once_filled(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def _entry_alone(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: (f(x[i] + h) - f(x[i] - h)) / (2 * h))


def _row_at_a_time(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def _flat_result(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, h) / (2 * h)).ravel()


def _flat_input(f, x, h=1e-5):
    flat = np.array(x, dtype=float).ravel()
    gradient = [_central(f, flat, i, h) / (2 * h) for i in range(flat.size)]
    return np.reshape(gradient, x.shape)


def _integer_gradient(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def _perturb(f, x, h):
    """Mueve cada entrada en el mismo arreglo que recibe, y la restaura."""
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


def _integer_copy(f, x, h=1e-5):
    return _perturb(f, x.copy(), h)


def _in_place(f, x, h=1e-5):
    return _perturb(f, x, h)


def _asarray_in_place(f, x, h=1e-5):
    return _perturb(f, np.asarray(x, dtype=float), h)


def _alias(f, x, h=1e-5):
    # «Copias» que son el mismo arreglo: subir y bajar se cancelan.
    gradient = np.zeros(x.shape)
    x = np.array(x, dtype=float)
    for index in np.ndindex(x.shape):
        right, left = x, x
        right[index] += h
        left[index] -= h
        gradient[index] = (f(right) - f(left)) / (2 * h)
    return gradient


def _not_restored(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def _back_to_x_only(f, x, h=1e-5):
    # Después de subir, resta h una sola vez: el segundo punto es x, no x − h.
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= h
        below = f(x)
        x[index] += h
        gradient[index] = (above - below) / (2 * h)
    return gradient


def _never_back(f, x, h=1e-5):
    # Dos copias fuera del bucle: las entradas que ya se movieron siguen movidas.
    right, left = np.array(x, dtype=float), np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        right[index] += h
        left[index] -= h
        gradient[index] = (f(right) - f(left)) / (2 * h)
    return gradient


def _values_as_indices(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in x:
        gradient[i] = (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / (2 * h)
    return gradient


def _whole_values_as_indices(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in x:
        right, left = x.astype(float), x.astype(float)
        right[i], left[i] = right[i] + h, left[i] - h
        gradient[i] = (f(right) - f(left)) / (2 * h)
    return gradient


def _each_value_alone(f, x, h=1e-5):
    return [(f(value + h) - f(value - h)) / (2 * h) for value in x]


def _counts_all_in_one_axis(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in range(x.size):
        gradient[i] = _central(f, x, i, h) / (2 * h)
    return gradient


def _counts_all_and_whole(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(x.size):
        gradient[i] = _central_in_copies(f, x, i, h)
    return gradient


def _central_in_copies(f, x, i, h):
    """La diferencia central con copias del tipo de x, que puede ser de enteros."""
    right, left = x.copy(), x.copy()
    right[i] = right[i] + h
    left[i] = left[i] - h
    return (f(right) - f(left)) / (2 * h)


def _relative_step(f, x, h=1e-5):
    return _each_entry(x, lambda x, i: _central(f, x, i, h * x[i]) / (2 * h))


def _rows_of(f, x, h, slope):
    """El bucle más corriente: copias del tipo de x y `range(len(x))`."""
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        right, left = x.copy(), x.copy()
        right[i] = right[i] + h
        left[i] = left[i] - h
        gradient[i] = slope(right, left)
    return gradient


def _float_vectors_only(f, x, h=1e-5):
    return _rows_of(f, x, h, lambda right, left: (f(right) - f(left)) / (2 * h))


def _forward_float_vectors_only(f, x, h=1e-5):
    return _rows_of(f, x, h, lambda right, left: (f(right) - f(x)) / h)


def _flat_both(f, x, h=1e-5):
    return _flat_input(f, x, h).ravel()


def _two_axes(f, x, h=1e-5):
    rows, columns = x.shape
    gradient = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            gradient[i, j] = _central(f, np.array(x, float), (i, j), h) / (2 * h)
    return gradient


def _two_axes_by_number(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            gradient[i, j] = _central(f, np.array(x, float), (i, j), h) / (2 * h)
    return gradient


def _only_cubes(f, x, h=1e-5):
    return ((x + h) ** 3 - (x - h) ** 3) / (2 * h)


def _single_precision(f, x, h=1e-5):
    x = x.astype(np.float32)
    gradient = np.zeros(x.shape, dtype=np.float32)
    for index in np.ndindex(x.shape):
        gradient[index] = _central(f, x, index, h) / (2 * h)
    return gradient


def _forward_in_place(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    start = f(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        gradient[index] = (f(x) - start) / h
        x[index] = original
    return gradient


def _forward_in_place_undone(f, x, h=1e-5):
    # Restaura restando h: con enteros, y a veces con decimales, x ya no es el mismo.
    gradient = np.zeros(x.shape)
    start = f(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        gradient[index] = (f(x) - start) / h
        x[index] -= h
    return gradient


def _in_place_undone(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        below = f(x)
        x[index] += h
        gradient[index] = (above - below) / (2 * h)
    return gradient


_FORWARD_IN_PLACE = (
    "Son dos cosas. Tus números son los de mirar solo hacia la derecha: ¿qué otro "
    "punto usa la fórmula? Y escribes en el arreglo que te dieron, que puede ser de "
    "solo lectura: `xh = x` no copia."
)

WRONG_01_2 = (
    Mistake(
        "forward_difference",
        _forward_difference,
        "Tus números son los de mirar solo hacia la derecha: f(x + h) menos f(x). Con "
        "h = 0.1 se nota mucho. ¿Qué otro punto usa la fórmula del enunciado?",
        NUMERIC,
    ),
    Mistake(
        "backward_difference",
        _backward_difference,
        "Tus números son los de mirar solo hacia la izquierda: f(x) menos f(x − h). "
        "¿Qué otro punto usa la fórmula del enunciado?",
        NUMERIC,
    ),
    Mistake(
        "forward_over_two",
        _forward_over_two,
        "Sale más o menos la mitad. Divides entre 2 h, y los dos puntos que restas "
        "están a una distancia h. ¿Cuáles son los dos puntos de la fórmula?",
        NUMERIC,
    ),
    Mistake(
        "divides_by_h",
        _divides_by_h,
        "Te sale exactamente el doble. Entre los dos puntos que restas, ¿qué distancia "
        "hay? Compárala con tu denominador.",
        NUMERIC,
    ),
    Mistake(
        "not_divided",
        _not_divided,
        "Devuelves cuánto cambió f, y falta decir por cada unidad de x. Una pendiente "
        "es un cociente: ¿cuánto se movió x?",
        NUMERIC,
    ),
    Mistake(
        "missing_parentheses",
        _missing_parentheses,
        "Los números salen pequeñísimos. `a / 2 * h` divide entre 2 y después "
        "multiplica por h. ¿Qué querías dejar en el denominador?",
        NUMERIC,
    ),
    Mistake(
        "only_last_divided",
        _only_last_divided,
        "Parece que solo uno de los dos valores de f queda dividido. Python divide "
        "antes de restar: mira los paréntesis del numerador.",
        NUMERIC,
    ),
    Mistake(
        "reversed_subtraction",
        _reversed_subtraction,
        "El tamaño es correcto y el signo está al revés. Si f crece, ¿cuál es mayor, "
        "el valor a la derecha o el de la izquierda? Mira el orden de tu resta.",
        NUMERIC,
    ),
    Mistake(
        "half_step",
        _half_step,
        "Es una diferencia central, pero con la mitad del paso pedido. ¿Cuánto se "
        "mueve la entrada a cada lado en la fórmula del enunciado?",
        NUMERIC,
    ),
    Mistake(
        "fixed_step",
        _fixed_step,
        "Con h = 1e-5 aciertas, y con otro h no: tu función no usa el h que recibe. "
        "Busca el número escrito a mano.",
        NUMERIC,
    ),
    Mistake(
        "all_at_once",
        _all_at_once,
        "Devuelves un solo número: la suma de todas las derivadas. Es lo que sale al "
        "mover todas las entradas a la vez, con `x + h`, o al sumarlas al final. Hace "
        "falta una derivada por entrada: ¿cómo moverías solo una?",
        NUMERIC,
    ),
    Mistake(
        "all_at_once_filled",
        _all_at_once_filled,
        "Todas tus derivadas son iguales: `x + h` mueve todas las entradas a la vez. "
        "En cada vuelta del bucle debe moverse una sola; mira qué arreglo recibe f.",
        NUMERIC,
    ),
    Mistake(
        "entry_alone",
        _entry_alone,
        "Parece que llamas a f con una entrada suelta, y f necesita el arreglo entero: "
        "las demás también cuentan, aunque no se muevan. Mira qué recibe f en cada "
        "llamada.",
        NUMERIC,
    ),
    Mistake(
        "row_at_a_time",
        _row_at_a_time,
        "Con vectores aciertas; con matrices se mueve una fila entera a la vez. "
        "`range(len(x))` recorre solo el primer eje. ¿Cómo recorrerías todos los "
        "índices?",
        NUMERIC,
    ),
    Mistake(
        "flat_result",
        _flat_result,
        "Los números están bien, pero en una sola fila: el gradiente debe tener la "
        "forma de x, para poder restarlo de x. Mira la forma de lo que devuelves.",
        NUMERIC,
    ),
    Mistake(
        "flat_input",
        _flat_input,
        "Aciertas con f que no miran la forma de x, y fallas con una que suma por "
        "filas: f recibe tu versión aplanada. Dale siempre un arreglo con la forma de "
        "x.",
        NUMERIC,
    ),
    Mistake(
        "flat_both",
        _flat_both,
        "Aplanas x: f recibe un arreglo de otra forma, y el gradiente sale en una sola "
        "fila. Con vectores no se nota. ¿Cómo recorrerías los índices de x sin cambiar "
        "su forma?",
        NUMERIC,
    ),
    Mistake(
        "two_axes",
        _two_axes,
        "`filas, columnas = x.shape` supone que x es una matriz. Un vector tiene un "
        "solo eje, y x puede tener tres. ¿Cómo recorrerías todos los índices, tenga "
        "los ejes que tenga?",
        NUMERIC,
    ),
    Mistake(
        "two_axes_by_number",
        _two_axes_by_number,
        "`x.shape[1]` supone que x es una matriz. Un vector tiene un solo eje, y x "
        "puede tener tres. ¿Cómo recorrerías todos los índices, tenga los ejes que "
        "tenga?",
        NUMERIC,
    ),
    Mistake(
        "only_cubes",
        _only_cubes,
        "Aciertas cuando f suma los cubos, como en el ejemplo, y con ninguna otra: "
        "parece que escribiste x³ en tu función. ¿Dónde llamas a la f que recibes?",
        NUMERIC,
    ),
    Mistake(
        "single_precision",
        _single_precision,
        "Con pasos grandes aciertas; con h = 1e-5 sale ruido. float32 guarda unas 7 "
        "cifras: al sumar h, casi todas las suyas se pierden. Mira el `dtype` de tu "
        "copia.",
        NUMERIC,
    ),
    Mistake(
        "integer_gradient",
        _integer_gradient,
        "Con enteros, tus derivadas pierden los decimales: `zeros_like(x)` crea un "
        "arreglo del tipo de x. Mira el `dtype` del arreglo donde guardas el "
        "resultado.",
        NUMERIC,
    ),
    Mistake(
        "integer_copy",
        _integer_copy,
        "Con decimales aciertas y con enteros no. Un arreglo de enteros no puede "
        "guardar 2.25: le quita los decimales, y lo que se mueve ya no es h. Mira el "
        "`dtype` de tu copia.",
        NUMERIC,
    ),
    Mistake(
        "in_place",
        _in_place,
        "Mueves las entradas en el mismo arreglo que te dieron. Aunque después las "
        "restaures, x puede ser de solo lectura o de enteros. ¿Sobre qué arreglo "
        "deberías trabajar?",
        NUMERIC,
    ),
    Mistake(
        "in_place_undone",
        _in_place_undone,
        "Mueves las entradas en el mismo arreglo que te dieron, y al deshacer con "
        "sumas y restas no siempre vuelve igual: un entero pierde decimales. Además, x "
        "puede ser de solo lectura. ¿Sobre qué arreglo deberías trabajar?",
        NUMERIC,
    ),
    Mistake("forward_in_place", _forward_in_place, _FORWARD_IN_PLACE, NUMERIC),
    Mistake(
        "forward_in_place_undone",
        _forward_in_place_undone,
        _FORWARD_IN_PLACE,
        NUMERIC,
    ),
    Mistake(
        "asarray_in_place",
        _asarray_in_place,
        "`np.asarray` no copia cuando x ya es de decimales: sigues escribiendo en el "
        "arreglo que te dieron, y puede ser de solo lectura. ¿Qué función copia "
        "siempre?",
        NUMERIC,
    ),
    Mistake(
        "alias",
        _alias,
        "Todas tus derivadas son 0. `a = x` no copia: a y x son el mismo arreglo, y "
        "lo que subes con uno lo bajas con el otro. ¿Con cuántos arreglos distintos "
        "trabajas?",
        NUMERIC,
    ),
    Mistake(
        "not_restored",
        _not_restored,
        "La primera entrada sale bien y las siguientes se desvían un poco: parece que "
        "las que ya moviste no vuelven a su lugar. ¿Cuánto vale cada una al acabar su "
        "turno?",
        NUMERIC,
    ),
    Mistake(
        "back_to_x_only",
        _back_to_x_only,
        "Sale más o menos la mitad. Después de subir h, bajar h te deja en x, no al "
        "otro lado. Anota cuánto vale la entrada en cada llamada a f.",
        NUMERIC,
    ),
    Mistake(
        "never_back",
        _never_back,
        "La primera entrada sale bien y las siguientes no: tus dos copias guardan los "
        "movimientos anteriores. ¿En qué momento vuelve cada entrada a su valor?",
        NUMERIC,
    ),
    Mistake(
        "values_as_indices",
        _values_as_indices,
        "`for i in x` recorre los valores de x, no sus posiciones: i vale 2.5, y eso "
        "no sirve de índice. ¿Cómo recorrerías los índices de un arreglo?",
        NUMERIC,
    ),
    Mistake(
        "whole_values_as_indices",
        _whole_values_as_indices,
        "`for i in x` recorre los valores de x, no sus posiciones. Con enteros hasta "
        "parece correr: mueve la entrada número 3 porque hay un 3. ¿Cómo recorrerías "
        "los índices de un arreglo?",
        NUMERIC,
    ),
    Mistake(
        "each_value_alone",
        _each_value_alone,
        "`for v in x` le da a f un valor suelto (o una fila), y f necesita el arreglo "
        "entero: las demás entradas también cuentan. Recorre índices, y mueve una "
        "entrada dentro de una copia de x.",
        NUMERIC,
    ),
    Mistake(
        "counts_all_in_one_axis",
        _counts_all_in_one_axis,
        "Con vectores aciertas. En una matriz, `x.size` cuenta todas las entradas, y "
        "`x[i]` es una fila entera: pides más filas de las que hay. ¿Cómo recorrerías "
        "todos los índices, con sus dos números?",
        NUMERIC,
    ),
    Mistake(
        "counts_all_and_whole",
        _counts_all_and_whole,
        "Son dos cosas. En una matriz, `x.size` cuenta las entradas y `x[i]` es una "
        "fila: recorre todos los índices. Y una copia de enteros no puede guardar tu "
        "paso h: mira su `dtype`.",
        NUMERIC,
    ),
    Mistake(
        "relative_step",
        _relative_step,
        "Cada derivada sale multiplicada por su propia entrada: parece que el paso es "
        "h·x. ¿Cuánto se mueve la entrada en la fórmula del enunciado?",
        NUMERIC,
    ),
    Mistake(
        "float_vectors_only",
        _float_vectors_only,
        "Con vectores de decimales aciertas. Quedan dos cosas: con matrices mueves "
        "filas enteras, y un arreglo de enteros no puede guardar tu paso h. Mira qué "
        "recorre tu bucle, y el `dtype` de tus arreglos.",
        NUMERIC,
    ),
    Mistake(
        "forward_float_vectors_only",
        _forward_float_vectors_only,
        "Empieza por la fórmula: tus números son los de mirar solo hacia la derecha. "
        "Después quedan las matrices, donde mueves filas enteras, y los enteros, que "
        "no pueden guardar tu paso h.",
        NUMERIC,
    ),
)


# --- 01.3 -----------------------------------------------------------------------------


def _size(a, n):
    return np.abs(a) + np.abs(n)


def _no_floor(a, n, floor=1e-8):
    return np.abs(a - n) / _size(a, n)


def _signed(a, n, floor=1e-8):
    return (a - n) / np.maximum(_size(a, n), floor)


def _signed_size(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(a + n, floor)


def _absolute_of_sum(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a + n), floor)


def _only_numeric(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(n), floor)


def _only_analytic(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a), floor)


def _largest(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor)


def _average_size(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(_size(a, n) / 2, floor)


def _floor_added(a, n, floor=1e-8):
    return np.abs(a - n) / (_size(a, n) + floor)


def _fixed_floor(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(_size(a, n), 1e-8)


def _minimum(a, n, floor=1e-8):
    return np.abs(a - n) / np.minimum(_size(a, n), floor)


def _floor_outside(a, n, floor=1e-8):
    return np.maximum(np.abs(a - n) / np.maximum(_size(a, n), 1e-300), floor)


def _floor_on_one(a, n, floor=1e-8):
    return np.abs(a - n) / (np.abs(a) + np.maximum(np.abs(n), floor))


def _zero_below(a, n, floor=1e-8):
    size = _size(a, n)
    return np.where(size > floor, np.abs(a - n) / np.maximum(size, floor), 0.0)


def _norms(a, n, floor=1e-8):
    size = np.linalg.norm(a) + np.linalg.norm(n)
    return np.linalg.norm(a - n) / max(size, floor)


def _norm_below(a, n, floor=1e-8):
    size = np.linalg.norm(a) + np.linalg.norm(n)
    return np.abs(a - n) / max(size, floor)


def _largest_below(a, n, floor=1e-8):
    return np.abs(a - n) / max(np.max(_size(a, n)), floor)


def _worst(a, n, floor=1e-8):
    return np.max(np.abs(a - n) / np.maximum(_size(a, n), floor))


def _mean(a, n, floor=1e-8):
    return np.mean(np.abs(a - n) / np.maximum(_size(a, n), floor))


def _absolute_error(a, n, floor=1e-8):
    return np.abs(a - n)


def _sum_above(a, n, floor=1e-8):
    return np.abs(a + n) / np.maximum(_size(a, n), floor)


def _squared(a, n, floor=1e-8):
    return (a - n) ** 2 / np.maximum(_size(a, n), floor)


def _integer_errors(a, n, floor=1e-8):
    errors = np.zeros_like(a)
    errors[...] = np.abs(a - n) / np.maximum(_size(a, n), floor)
    return errors


def _difference_of_sizes(a, n, floor=1e-8):
    return np.abs(np.abs(a) - np.abs(n)) / np.maximum(_size(a, n), floor)


def _no_parentheses(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a), floor) + np.abs(n)


def _np_max(a, n, floor=1e-8):
    return np.abs(a - n) / np.max(_size(a, n), floor)


def _python_max(a, n, floor=1e-8):
    return np.abs(a - n) / max(_size(a, n), floor)


def _third_argument(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a), np.abs(n), floor)


# El denominador de una sola de las dos, o de la mayor, junto a un segundo detalle.
_OTHER_SIZES = {
    "analytic": (
        lambda a, n: np.abs(a),
        "Divides solo entre el tamaño de a: ¿qué le falta al denominador?",
    ),
    "numeric": (
        lambda a, n: np.abs(n),
        "Divides solo entre el tamaño de n: ¿qué le falta al denominador?",
    ),
    "largest": (
        lambda a, n: np.maximum(np.abs(a), np.abs(n)),
        "Divides entre el mayor de los dos tamaños: ¿qué hace la fórmula con los dos?",
    ),
}
_SECOND_DETAILS = {
    "no_floor": (
        lambda a, n, size, floor: np.abs(a - n) / size,
        "Y falta el piso, que evita dividir entre 0.",
    ),
    "floor_added": (
        lambda a, n, size, floor: np.abs(a - n) / (size + floor),
        "Y el piso no se suma: solo actúa cuando el tamaño es menor que él.",
    ),
    "signed": (
        lambda a, n, size, floor: (a - n) / np.maximum(size, floor),
        "Y algunos de tus errores son negativos: mira el numerador.",
    ),
    "signed_no_floor": (
        lambda a, n, size, floor: (a - n) / size,
        "Además falta el piso, y algunos errores salen negativos: mira el numerador.",
    ),
    "fixed_floor": (
        lambda a, n, size, floor: np.abs(a - n) / np.maximum(size, 1e-8),
        "Y tu función no usa el `floor` que recibe: busca el número escrito a mano.",
    ),
    "worst": (
        lambda a, n, size, floor: np.max(np.abs(a - n) / np.maximum(size, floor)),
        "Y devuelves solo el peor error: hace falta uno por entrada.",
    ),
}


def _two_details(denominator, detail):
    """La respuesta que une un denominador y un detalle equivocados, y su frase."""
    size, first = _OTHER_SIZES[denominator]
    finish, second = _SECOND_DETAILS[detail]

    def function(a, n, floor=1e-8):
        return finish(a, n, size(a, n), floor)

    return Mistake(
        f"only_{denominator}_{detail}", function, f"{first} {second}", TOLERANCE
    )


WRONG_01_3 = (
    Mistake(
        "no_floor",
        _no_floor,
        "Falta el piso: donde a y n valen 0, divides 0 entre 0 y sale NaN; y con "
        "números muy pequeños el error se infla. ¿Dónde entra `floor` en la fórmula?",
        TOLERANCE,
    ),
    Mistake(
        "signed",
        _signed,
        "Algunos de tus errores son negativos. Quedarse corto y pasarse son igual de "
        "malos: mira el numerador de la fórmula.",
        TOLERANCE,
    ),
    Mistake(
        "signed_size",
        _signed_size,
        "El denominador usa a + n con su signo. Con 2 y −2 esa suma da 0, justo donde "
        "el desacuerdo es total. Mira las barras de la fórmula.",
        TOLERANCE,
    ),
    Mistake(
        "absolute_of_sum",
        _absolute_of_sum,
        "En el denominador tomas el valor absoluto después de sumar. Con 2 y −2, "
        "¿cuánto da |a + n| y cuánto da |a| + |n|?",
        TOLERANCE,
    ),
    Mistake(
        "only_numeric",
        _only_numeric,
        "Divides solo entre el tamaño de n. Intercambia a y n: el error no debería "
        "cambiar. ¿Qué le falta al denominador?",
        TOLERANCE,
    ),
    Mistake(
        "only_analytic",
        _only_analytic,
        "Divides solo entre el tamaño de a. Intercambia a y n: el error no debería "
        "cambiar. ¿Qué le falta al denominador?",
        TOLERANCE,
    ),
    Mistake(
        "largest",
        _largest,
        "Divides entre el mayor de los dos tamaños. Es otra medida, también usada, "
        "pero puede llegar a 2. ¿Qué hace la fórmula de aquí con los dos tamaños?",
        TOLERANCE,
    ),
    Mistake(
        "average_size",
        _average_size,
        "Tu error es el doble donde el piso no actúa: parece que divides entre el "
        "promedio de los dos tamaños. Vuelve a leer el denominador.",
        TOLERANCE,
    ),
    Mistake(
        "floor_added",
        _floor_added,
        "Sumas el piso al denominador, y eso cambia todos los errores un poco. El piso "
        "solo actúa cuando el tamaño es menor que él. ¿Qué operación hace eso?",
        TOLERANCE,
    ),
    Mistake(
        "fixed_floor",
        _fixed_floor,
        "Aciertas con el piso por omisión, y con otro no: tu función no usa el `floor` "
        "que recibe. Busca el número escrito a mano.",
        TOLERANCE,
    ),
    Mistake(
        "minimum",
        _minimum,
        "Los errores salen enormes: divides entre el menor de los dos, tamaño o piso. "
        "Un piso impide bajar: ¿cuál de los dos debe quedar?",
        TOLERANCE,
    ),
    Mistake(
        "floor_outside",
        _floor_outside,
        "Donde a y n coinciden, tu error vale `floor` en lugar de 0: aplicas el piso "
        "al error. ¿De qué cantidad hay que impedir que llegue a 0?",
        TOLERANCE,
    ),
    Mistake(
        "floor_on_one",
        _floor_on_one,
        "El piso se aplica solo a |n|, antes de sumar. Cuenta qué tamaño queda si a y "
        "n son pequeños los dos, y compáralo con la fórmula.",
        TOLERANCE,
    ),
    Mistake(
        "zero_below",
        _zero_below,
        "Por debajo del piso devuelves 0. Ahí el error es pequeño, pero no siempre 0. "
        "¿Qué hace la fórmula con el denominador en ese caso?",
        TOLERANCE,
    ),
    Mistake(
        "norms",
        _norms,
        "Devuelves un número para todo el arreglo, hecho con normas. Una entrada mala "
        "entre mil buenas casi no movería ese número: hace falta un error por entrada.",
        TOLERANCE,
    ),
    Mistake(
        "norm_below",
        _norm_below,
        "Comparas cada diferencia con el tamaño de todo el arreglo. Así una entrada "
        "pequeña y mala parece buena: ¿con qué tamaño debe compararse cada una?",
        TOLERANCE,
    ),
    Mistake(
        "largest_below",
        _largest_below,
        "Comparas todas las diferencias con la entrada más grande del arreglo: el "
        "máximo lo tomas sobre todo él. El de la fórmula es entrada por entrada.",
        TOLERANCE,
    ),
    Mistake(
        "worst",
        _worst,
        "Devuelves solo el peor de los errores. Sirve para decidir, pero después: aquí "
        "hace falta uno por entrada, para saber *dónde* está el peor.",
        TOLERANCE,
    ),
    Mistake(
        "mean",
        _mean,
        "Devuelves el promedio de los errores, y un promedio esconde una entrada mala "
        "entre muchas buenas. Hace falta uno por entrada.",
        TOLERANCE,
    ),
    Mistake(
        "absolute_error",
        _absolute_error,
        "Devuelves la diferencia, sin dividir. 0.001 es poco si el gradiente vale "
        "1000 y mucho si vale 0.001: falta compararla con un tamaño.",
        TOLERANCE,
    ),
    Mistake(
        "sum_above",
        _sum_above,
        "Donde a y n coinciden, tu error vale 1, y donde se oponen, 0. Mira el signo "
        "del numerador.",
        TOLERANCE,
    ),
    Mistake(
        "squared",
        _squared,
        "La diferencia está al cuadrado y el denominador no: el resultado cambia si "
        "mides en otra unidad. ¿Cómo se quita el signo sin cambiar el tamaño?",
        TOLERANCE,
    ),
    Mistake(
        "integer_errors",
        _integer_errors,
        "Con enteros, tus errores pierden los decimales: `zeros_like(a)` crea un "
        "arreglo del tipo de a. Mira el `dtype` del arreglo donde guardas el "
        "resultado.",
        TOLERANCE,
    ),
    Mistake(
        "difference_of_sizes",
        _difference_of_sizes,
        "Con signos opuestos tu error da casi 0: quitas los signos antes de restar. 2 "
        "y −2, ¿están de acuerdo? Mira dónde van las barras del numerador.",
        TOLERANCE,
    ),
    Mistake(
        "no_parentheses",
        _no_parentheses,
        "Parece que |n| queda sumado fuera del denominador. Python divide antes de "
        "sumar: mira los paréntesis.",
        TOLERANCE,
    ),
    Mistake(
        "np_max",
        _np_max,
        "`np.max` busca el mayor de *un* arreglo, y toma su segundo argumento como un "
        "eje. Aquí se comparan dos cosas, entrada por entrada: hay otra función de "
        "NumPy para eso.",
        TOLERANCE,
    ),
    Mistake(
        "python_max",
        _python_max,
        "El `max` de Python compara dos números, y aquí le das un arreglo: no sabe "
        "cuál es mayor. Hace falta el máximo entrada por entrada, el de NumPy.",
        TOLERANCE,
    ),
    Mistake(
        "third_argument",
        _third_argument,
        "`np.maximum` compara dos cosas; la tercera que le das la toma como el lugar "
        "donde guardar el resultado. Y antes de comparar con el piso, ¿qué se hace "
        "con los dos tamaños?",
        TOLERANCE,
    ),
    *(
        _two_details(size, detail)
        for size in _OTHER_SIZES
        for detail in _SECOND_DETAILS
    ),
)


# --- 01.4 -----------------------------------------------------------------------------


def _own_operand(d_out, a, b):
    return d_out * a, d_out * b


def _no_upstream(d_out, a, b):
    return b * 1.0, a * 1.0


def _as_a_sum(d_out, a, b):
    return d_out.copy(), d_out.copy()


def _both_factors(d_out, a, b):
    return d_out * a * b, d_out * a * b


def _same_twice(d_out, a, b):
    return d_out * b, d_out * b


def _added(d_out, a, b):
    return d_out + b, d_out + a


def _quotient(d_out, a, b):
    return d_out * b, -d_out * a


def _summed(d_out, a, b):
    return np.sum(d_out * b), np.sum(d_out * a)


def _matrix_product(d_out, a, b):
    return d_out @ b, d_out @ a


def _overwritten(d_out, a, b):
    d_a = d_out
    d_a *= b
    return d_a, d_out * a


def _overwritten_copy(d_out, a, b):
    grad = d_out * b
    return grad, grad * a


def _out_over_its_own(d_out, a, b):
    out = a * b
    return d_out * out / a, d_out * out / b


def _integer_buffers(d_out, a, b):
    d_a, d_b = np.zeros_like(a), np.zeros_like(b)
    d_a[...], d_b[...] = d_out * b, d_out * a
    return d_a, d_b


WRONG_01_4 = (
    Mistake(
        "own_operand",
        _own_operand,
        "Los dos gradientes están intercambiados. O cada uno usa su propio factor, o "
        "están bien y tu `return` los da al revés: primero va `d_a`. Si b vale 300, "
        "¿cuánto cambia a · b cuando a sube en 1?",
        LOCAL,
    ),
    Mistake(
        "no_upstream",
        _no_upstream,
        "Tienes las derivadas locales, las de out. Falta llegar hasta 𝓛: ¿dónde usas "
        "`d_out`, lo que ya llegó?",
        LOCAL,
    ),
    Mistake(
        "as_a_sum",
        _as_a_sum,
        "Devuelves `d_out` tal cual, que es lo que hace una *suma*. Un producto cambia "
        "lo que deja pasar: ¿por cuánto multiplica un cambio en a?",
        LOCAL,
    ),
    Mistake(
        "both_factors",
        _both_factors,
        "En cada gradiente aparecen los dos factores. Al derivar a · b respecto de a, "
        "¿qué queda quieto y qué desaparece?",
        LOCAL,
    ),
    Mistake(
        "same_twice",
        _same_twice,
        "`d_b` repite el cálculo de `d_a`. ¿Quedó algo de copiar y pegar? Intercambia "
        "los papeles de a y de b.",
        LOCAL,
    ),
    Mistake(
        "added",
        _added,
        "Sumas `d_out` con la derivada local. La regla de la cadena junta los tramos "
        "de un camino de otra manera: ¿cuál?",
        LOCAL,
    ),
    Mistake(
        "quotient",
        _quotient,
        "`d_b` tiene el signo cambiado. En un producto, si a es positiva y b sube, "
        "¿out sube o baja?",
        LOCAL,
    ),
    Mistake(
        "summed",
        _summed,
        "Sumas todas las entradas y queda un solo número. Cada a_i afecta solo a "
        "out_i: su gradiente también va entrada por entrada.",
        LOCAL,
    ),
    Mistake(
        "matrix_product",
        _matrix_product,
        "`@` es el producto de matrices, y mezcla entradas. Aquí out_i = a_i · b_i, "
        "elemento a elemento. ¿Con qué símbolo se escribe ese producto?",
        LOCAL,
    ),
    Mistake(
        "overwritten",
        _overwritten,
        "`d_a = d_out` no copia: al multiplicar con `*=` cambias también `d_out`, que "
        "todavía hacía falta para `d_b`. ¿Cómo obtienes un arreglo nuevo?",
        LOCAL,
    ),
    Mistake(
        "overwritten_copy",
        _overwritten_copy,
        "`d_a` está bien; `d_b` parte de `d_a` y no de lo que llegó a out. Cada factor "
        "recibe del mismo `d_out`: mira de qué variable sale el segundo.",
        LOCAL,
    ),
    Mistake(
        "out_over_its_own",
        _out_over_its_own,
        "Parece que obtienes el otro factor dividiendo: out / a es b, salvo donde a "
        "vale 0. Ahí sale 0 / 0. El otro factor ya lo recibes: ¿hace falta dividir?",
        LOCAL,
    ),
    Mistake(
        "integer_buffers",
        _integer_buffers,
        "Cuando los factores son enteros, tus gradientes pierden los decimales: "
        "`zeros_like(a)` crea un arreglo de enteros. Mira su `dtype`.",
        LOCAL,
    ),
)


# --- 01.5 -----------------------------------------------------------------------------


def _order(node):
    """Un orden correcto, para los errores que están en otra parte."""
    order, visited = [], set()

    def visit(current):
        if current not in visited:
            visited.add(current)
            for parent in current.parents:
                visit(parent)
            order.append(current)

    visit(node)
    return order


def _from_the_output(node):
    return _order(node)[::-1]


def _without_visited(node):
    order = []

    def visit(current):
        for parent in current.parents:
            visit(parent)
        order.append(current)

    visit(node)
    return order


def _append_outside(node):
    order, visited = [], set()

    def visit(current):
        if current not in visited:
            visited.add(current)
            for parent in current.parents:
                visit(parent)
        order.append(current)

    visit(node)
    return order


def _levels(node):
    order, queue = [], [node]
    while queue:
        current = queue.pop(0)
        if current not in order:
            order.append(current)
            queue += current.parents
    return order


def _levels_reversed(node):
    return _levels(node)[::-1]


def _before_parents(node):
    order, visited = [], set()

    def visit(current):
        if current not in visited:
            visited.add(current)
            order.append(current)
            for parent in current.parents:
                visit(parent)

    visit(node)
    return order


def _before_parents_reversed(node):
    return _before_parents(node)[::-1]


def _without_node(node):
    return _order(node)[:-1]


def _without_inputs(node):
    return [v for v in _order(node) if v.parents]


def _only_inputs(node):
    return [v for v in _order(node) if not v.parents]


def _only_parents(node):
    return [*dict.fromkeys(node.parents), node]


def _parents_without_repeats_check(node):
    return [*node.parents, node]


def _first_parent(node):
    order = [node]
    while order[0].parents:
        order.insert(0, order[0].parents[0])
    return order


def _by_value(node):
    order, visited = [], []

    def visit(current):
        if float(current.value) not in visited:
            visited.append(float(current.value))
            for parent in current.parents:
                visit(parent)
            order.append(current)

    visit(node)
    return order


def _values(node):
    return [float(v.value) for v in _order(node)]


def _output_first(node):
    return [node, *_order(node)[:-1]]


def _without_last_visit(node):
    order, visited = [], {node}

    def visit(current):
        for parent in current.parents:
            if parent not in visited:
                visited.add(parent)
                order.append(parent)
                visit(parent)

    visit(node)
    return [*order, node]


def _by_name(node):
    order, visited = [], []

    def visit(current):
        if current.name not in visited:
            visited.append(current.name)
            for parent in current.parents:
                visit(parent)
            order.append(current)

    visit(node)
    return order


def _from_the_output_repeated(node):
    order = [node]
    for parent in node.parents:
        order += _from_the_output_repeated(parent)
    return order


def _inputs_first(node):
    return sorted(_stack_order(node), key=lambda v: len(v.parents))


def _fewest_parents_first(node):
    # Con operaciones de dos padres acierta: solo falla si una tiene menos.
    return sorted(_order(node), key=lambda v: len(v.parents))


def _stack_order(node):
    order, stack = [], [node]
    while stack:
        current = stack.pop()
        if current not in order:
            order.append(current)
            stack += current.parents
    return order


_INPUTS_FIRST = (
    "Los datos van primero, y está bien; entre las operaciones, el orden no mira de "
    "quién depende cada una. La cantidad de padres no lo dice: una operación puede "
    "depender de otra que tiene los mismos, o más. ¿Qué tiene que estar en la lista "
    "antes que cada una?"
)

WRONG_01_5 = (
    Mistake(
        "from_the_output",
        _from_the_output,
        "Tu orden sirve, leído al revés: empiezas por la salida. Aquí se pide que "
        "cada nodo vaya *después* de sus padres. ¿En qué momento agregas el nodo a la "
        "lista?",
        ORDER,
    ),
    Mistake(
        "without_visited",
        _without_visited,
        "Un nodo aparece una vez por cada camino que llega a él. ¿Cómo recordarías, al "
        "entrar en un nodo, que ya pasaste por ahí?",
        ORDER,
    ),
    Mistake(
        "append_outside",
        _append_outside,
        "Recuerdas los visitados y no vuelves a bajar por ellos, pero algunos se "
        "anotan más de una vez. ¿El `append` está dentro de tu condición?",
        ORDER,
    ),
    Mistake(
        "levels",
        _levels,
        "Vas por niveles, de la salida hacia las entradas. Faltan dos cosas: el "
        "sentido, y los nodos que llegan a la salida por un atajo y por un camino "
        "largo.",
        ORDER,
    ),
    Mistake(
        "levels_reversed",
        _levels_reversed,
        "Parece un recorrido por niveles. Con un atajo falla: el nivel de un nodo "
        "depende del camino más corto, y algún padre queda después que su hijo. ¿Qué "
        "tiene que estar en la lista antes de agregar un nodo?",
        ORDER,
    ),
    Mistake(
        "before_parents",
        _before_parents,
        "Agregas cada nodo al llegar, antes de ir a sus padres. Cambia la pregunta: "
        "¿quién tiene que estar ya en la lista cuando le toca a él?",
        ORDER,
    ),
    Mistake(
        "before_parents_reversed",
        _before_parents_reversed,
        "Parece que anotas al llegar y al final inviertes la lista. En una cadena "
        "funciona; con un atajo, algún padre queda después que su hijo. ¿En qué "
        "momento de la visita conviene anotar?",
        ORDER,
    ),
    Mistake(
        "without_node",
        _without_node,
        "Están todos menos el propio node, que va al final. ¿Tu función lo agrega en "
        "algún momento?",
        ORDER,
    ),
    Mistake(
        "without_inputs",
        _without_inputs,
        "Faltan los datos de entrada, los nodos sin padres. También reciben "
        "gradiente, y de hecho son los que interesan. ¿Qué hace tu función con ellos?",
        ORDER,
    ),
    Mistake(
        "only_inputs",
        _only_inputs,
        "Solo aparecen los datos de entrada. Los resultados intermedios y node también "
        "son nodos del grafo: ¿qué hace tu función con uno que tiene padres?",
        ORDER,
    ),
    Mistake(
        "only_parents",
        _only_parents,
        "Llegas hasta los padres de node y ahí te detienes. Los padres tienen padres: "
        "¿cómo seguirías hasta los datos de entrada?",
        ORDER,
    ),
    Mistake(
        "parents_repeated",
        _parents_without_repeats_check,
        "Llegas solo hasta los padres de node, y si un padre se usa dos veces lo "
        "anotas dos veces. Hay que seguir hasta los datos de entrada, sin repetir.",
        ORDER,
    ),
    Mistake(
        "first_parent",
        _first_parent,
        "Sigues un solo padre en cada nodo, y una suma tiene dos. ¿Qué pasa con la "
        "otra rama?",
        ORDER,
    ),
    Mistake(
        "by_value",
        _by_value,
        "Falta un nodo cuando dos valen lo mismo: recuerdas valores, y 2 + 2 y 2 · 2 "
        "son nodos distintos. ¿Qué deberías guardar para reconocer un nodo?",
        ORDER,
    ),
    Mistake(
        "by_name",
        _by_name,
        "Reconoces los nodos por su nombre, y los resultados intermedios no tienen: "
        "todos ellos cuentan como uno. ¿Qué deberías guardar para reconocer un nodo?",
        ORDER,
    ),
    Mistake(
        "from_the_output_repeated",
        _from_the_output_repeated,
        "Son dos cosas. Anotas cada nodo antes que a sus padres, y debe ir después. Y "
        "un nodo que se usa varias veces aparece una vez por camino: ¿cómo recordarías "
        "que ya pasaste por él?",
        ORDER,
    ),
    Mistake("inputs_first", _inputs_first, _INPUTS_FIRST, ORDER),
    Mistake("fewest_parents_first", _fewest_parents_first, _INPUTS_FIRST, ORDER),
    Mistake(
        "values",
        _values,
        "La lista tiene el largo correcto, pero contiene valores y no nodos. Para "
        "repartir gradientes hacen falta los nodos: mira qué agregas.",
        ORDER,
    ),
    Mistake(
        "output_first",
        _output_first,
        "El orden está bien salvo por node, que va al principio y depende de todos. "
        "¿En qué momento lo agregas?",
        ORDER,
    ),
    Mistake(
        "parents_on_the_way_down",
        _without_last_visit,
        "node queda al final, pero a los demás los anotas al bajar, antes que a sus "
        "padres. Lo que haces con node sirve también para ellos.",
        ORDER,
    ),
)


# --- 01.6 -----------------------------------------------------------------------------


def _share(current, grad=None):
    """Pares (padre, contribución) de un nodo."""
    gradients = current.local_backward(current.grad if grad is None else grad)
    return zip(current.parents, gradients, strict=True)


def _ones(node):
    return np.ones_like(node.value)


def _overwrites(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = contribution


def _keeps_first(node):
    node.grad = _ones(node)
    done = {node}
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            if parent not in done:
                done.add(parent)
                parent.grad = contribution


def _no_seed(node):
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _seed_value(node):
    node.grad = node.value
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _seed_everywhere(node):
    order = _order(node)
    for current in order:
        current.grad = _ones(current)
    for current in reversed(order):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _local_only(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current, _ones(current)):
            parent.grad = parent.grad + contribution


def _same_seed_for_all(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current, np.full_like(current.value, 1.0)):
            parent.grad = contribution


def _forward_order(node):
    node.grad = _ones(node)
    for current in _order(node):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _depth_first(node):
    node.grad = _ones(node)

    def visit(current):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution
            visit(parent)

    visit(node)


def _depth_first_once(node):
    node.grad = _ones(node)
    visited = set()

    def visit(current):
        if current in visited:
            return
        visited.add(current)
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution
            visit(parent)

    visit(node)


def _by_levels(node):
    node.grad = _ones(node)
    for current in _levels(node):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _each_parent_once(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in dict(_share(current)).items():
            parent.grad = parent.grad + contribution


def _first_parent_only(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in list(_share(current))[:1]:
            parent.grad = parent.grad + contribution


def _crossed(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        gradients = current.local_backward(current.grad)[::-1]
        for parent, contribution in zip(current.parents, gradients, strict=True):
            parent.grad = parent.grad + contribution


def _no_local(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent in current.parents:
            parent.grad = parent.grad + current.grad


def _keeps_its_own(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for _, contribution in _share(current):
            current.grad = current.grad + contribution


def _multiplies(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = parent.grad * contribution


def _subtracts(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = parent.grad - contribution


def _skips_output(node):
    order = _order(node)
    for parent in node.parents:
        parent.grad = np.ones_like(parent.value)
    for current in reversed(order[:-1]):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _value_for_gradient(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current, current.value):
            parent.grad = parent.grad + contribution


def _chain_twice(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution * current.grad


def _adds_own_grad(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            parent.grad = current.grad + contribution


def _one_for_all(node):
    # El 1 de la salida, para todos: un número suelto.
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        gradients = current.local_backward(node.grad)
        for parent, contribution in zip(current.parents, gradients, strict=True):
            parent.grad = parent.grad + contribution


def _one_at_each_visit(node):
    for current in reversed(_order(node)):
        current.grad = 1.0
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _times_the_value(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent in current.parents:
            parent.grad = parent.grad + current.grad * parent.value


def _all_to_each(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent in current.parents:
            for _, contribution in _share(current):
                parent.grad = parent.grad + contribution


def _the_whole_tuple(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent in current.parents:
            parent.grad = parent.grad + current.local_backward(current.grad)


def _reversed_in_place(node):
    node.grad = _ones(node)
    for current in _order(node).reverse():
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _two_parents(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        gradients = current.local_backward(current.grad)
        for i in range(2):
            current.parents[i].grad = current.parents[i].grad + gradients[i]


def _distribute(current):
    for parent, contribution in _share(current):
        parent.grad = parent.grad + contribution


def _queue(node):
    node.grad = _ones(node)
    queue = [node]
    while queue:
        current = queue.pop(0)
        _distribute(current)
        queue += current.parents


def _queue_of_pending(node):
    # No repite un pendiente, pero sí vuelve a entrar en quien ya salió de la cola.
    node.grad = _ones(node)
    queue = [node]
    while queue:
        current = queue.pop(0)
        _distribute(current)
        queue += [p for p in dict.fromkeys(current.parents) if p not in queue]


def _first_gradient_to_all(node):
    node.grad = _ones(node)
    for current in reversed(_order(node)):
        for parent in current.parents:
            first = current.local_backward(current.grad)[0]
            parent.grad = parent.grad + first


def _stack(node):
    node.grad = _ones(node)
    stack = [node]
    while stack:
        current = stack.pop()
        _distribute(current)
        stack += current.parents


def _shares_then_enters(node):
    node.grad = _ones(node)

    def visit(current):
        _distribute(current)
        for parent in current.parents:
            visit(parent)

    visit(node)


def _shares_then_enters_once(node):
    node.grad = _ones(node)
    for current in _before_parents(node):
        _distribute(current)


def _stack_once(node):
    node.grad = _ones(node)
    stack, visited = [node], set()
    while stack:
        current = stack.pop()
        if current not in visited:
            visited.add(current)
            _distribute(current)
            stack += current.parents


def _ones_at_each_visit(node):
    for current in reversed(_order(node)):
        current.grad = _ones(current)
        for parent, contribution in _share(current):
            parent.grad = parent.grad + contribution


def _shared_array(node):
    node.grad = _ones(node)
    received = {node}
    for current in reversed(_order(node)):
        for parent, contribution in _share(current):
            if parent in received:
                parent.grad += contribution
            else:
                received.add(parent)
                parent.grad = contribution


_ONE_AT_EACH_VISIT = (
    "Todos los nodos terminan con grad 1: al visitar cada uno, o cada vez que tu "
    "función se llama a sí misma, vuelves a poner el 1. ¿A qué nodo le toca, y "
    "cuántas veces?"
)

WRONG_01_6 = (
    Mistake(
        "overwrites",
        _overwrites,
        "Cuando un nodo se usa varias veces, queda solo la última contribución: cada "
        "una pisa a la anterior. ¿Qué se hace con lo que llega por caminos distintos?",
        TWICE,
    ),
    Mistake(
        "keeps_first",
        _keeps_first,
        "Cuando un nodo se usa varias veces, queda solo la primera contribución y se "
        "pierden las demás. ¿Qué se hace con lo que llega por caminos distintos?",
        TWICE,
    ),
    Mistake(
        "no_seed",
        _no_seed,
        "Todos los `.grad` quedan en 0. ¿Cuánto vale ∂node/∂node, y lo guardas en "
        "`node.grad` antes de empezar? Cada paso multiplica lo que llega. Y si llevas "
        "los gradientes en una variable tuya, falta escribirlos en cada `.grad`.",
        ENGINE,
    ),
    Mistake(
        "seed_value",
        _seed_value,
        "Todos tus gradientes traen de más un factor: el valor de node. ¿Con qué "
        "número empieza la vuelta? ¿Cuánto cambia node cuando node cambia en 1?",
        ENGINE,
    ),
    Mistake(
        "seed_everywhere",
        _seed_everywhere,
        "Parece que todos los nodos empiezan con grad 1, y después se suma encima. ¿De "
        "cuál de ellos conoces el gradiente antes de empezar?",
        ENGINE,
    ),
    Mistake(
        "local_only",
        _local_only,
        "Un nodo recibe la derivada de la operación siguiente, pero no lo que esa "
        "operación había recibido: la cadena se corta. ¿Qué le pasas a "
        "`local_backward`?",
        LOCAL,
    ),
    Mistake(
        "one_for_all",
        _one_for_all,
        "Cada nodo reparte como si le hubiera llegado el 1 de la salida, y la cadena "
        "se corta. A `local_backward` se le pasa lo que ese nodo recibió: `v.grad`.",
        LOCAL,
    ),
    Mistake(
        "one_at_each_visit",
        _one_at_each_visit,
        _ONE_AT_EACH_VISIT,
        ENGINE,
    ),
    Mistake("ones_at_each_visit", _ones_at_each_visit, _ONE_AT_EACH_VISIT, ENGINE),
    Mistake(
        "shared_array",
        _shared_array,
        "Con números sueltos aciertas. Con arreglos, dos nodos comparten el mismo "
        "arreglo: += cambia los dos. `p.grad = g` no copia, y una suma reparte el "
        "mismo `g` a sus dos padres. ¿Cómo obtienes un arreglo nuevo al acumular?",
        TWICE,
    ),
    Mistake(
        "times_the_value",
        _times_the_value,
        "Multiplicas por el valor del padre en lugar de la derivada local. En q · Z, "
        "a q le toca el valor *del otro*; en una suma, ninguno. ¿Quién conoce la "
        "derivada de cada operación?",
        LOCAL,
    ),
    Mistake(
        "all_to_each",
        _all_to_each,
        "Cada padre recibe las contribuciones de todos. `local_backward` da una por "
        "padre, en el orden de `parents`: dos bucles, uno dentro de otro, las reparten "
        "de más. ¿Cómo recorrerías las dos listas a la par?",
        ENGINE,
    ),
    Mistake(
        "first_gradient_to_all",
        _first_gradient_to_all,
        "Todos los padres reciben el primer gradiente de `local_backward`, el del "
        "índice 0. Trae uno por padre, en el orden de `parents`: ¿cómo le darías a "
        "cada uno el suyo?",
        ENGINE,
    ),
    Mistake(
        "the_whole_tuple",
        _the_whole_tuple,
        "Sumas a un padre todo lo que sale de `local_backward`. Devuelve un gradiente "
        "por padre: reparte uno a cada uno.",
        ENGINE,
    ),
    Mistake(
        "reversed_in_place",
        _reversed_in_place,
        "Recorres algo que es None. ¿Escribiste `topological_order(node).reverse()`? "
        "Ese método da vuelta la lista, y no devuelve nada que recorrer. "
        "`reversed(…)` y `[::-1]` sí.",
        ORDER,
    ),
    Mistake(
        "two_parents",
        _two_parents,
        "Pides un padre que no está. Una suma tiene dos padres, `exp` uno, y un dato "
        "de entrada ninguno. ¿Cómo recorrerías los que haya, sin contarlos?",
        ENGINE,
    ),
    Mistake(
        "local_only_overwrites",
        _same_seed_for_all,
        "Son dos cosas. La cadena se corta: mira qué le pasas a `local_backward`. Y "
        "cuando un nodo se usa varias veces, la última contribución pisa a las "
        "anteriores.",
        LOCAL,
    ),
    Mistake(
        "forward_order",
        _forward_order,
        "Los padres de node están bien y lo demás sigue en 0. Si lees la lista desde "
        "las entradas, a cada nodo le toca repartir cuando todavía no recibió nada. "
        "¿Quién reparte primero, y quién después?",
        ORDER,
    ),
    Mistake(
        "depth_first",
        _depth_first,
        "Sin atajos aciertas; donde los caminos se juntan sale de más. Un nodo al que "
        "llegas dos veces reparte otra vez lo que ya había repartido. ¿Cuándo debería "
        "repartir?",
        ORDER,
    ),
    Mistake(
        "depth_first_once",
        _depth_first_once,
        "Cada nodo reparte una vez, pero a veces demasiado pronto: todavía no le llegó "
        "todo. ¿Qué orden garantiza que quien reparte ya recibió de todos?",
        ORDER,
    ),
    Mistake(
        "by_levels",
        _by_levels,
        "Parece un recorrido por niveles. Un nodo con un atajo reparte antes de que le "
        "llegue lo del camino largo. ¿Qué orden lo evita?",
        ORDER,
    ),
    Mistake(
        "queue",
        _queue,
        "Parece una cola, por niveles: un nodo que se usa varias veces entra varias "
        "veces, y en cada una reparte también lo que ya había repartido. ¿Cuándo "
        "debería repartir, y cuántas veces?",
        ORDER,
    ),
    Mistake(
        "queue_of_pending",
        _queue_of_pending,
        "Parece una cola, por niveles. Un nodo con un atajo reparte antes de que le "
        "llegue lo del camino largo; después vuelve a entrar y reparte otra vez. ¿Qué "
        "orden hace que reparta una sola vez, con todo lo suyo?",
        ORDER,
    ),
    Mistake(
        "stack",
        _stack,
        "Parece una pila de pendientes: un nodo que se usa varias veces entra varias "
        "veces, y en cada una reparte también lo que ya había repartido. ¿Cuándo "
        "debería repartir, y cuántas veces?",
        ORDER,
    ),
    Mistake(
        "shares_then_enters",
        _shares_then_enters,
        "Repartes a todos los padres y después entras en cada uno. A un nodo que se "
        "usa varias veces entras varias veces, y en cada una reparte de nuevo lo que "
        "ya había repartido. ¿Qué orden hace que cada nodo reparta una sola vez?",
        ORDER,
    ),
    Mistake(
        "shares_then_enters_once",
        _shares_then_enters_once,
        "Cada nodo reparte una vez, al llegar a él desde la salida. Con un atajo es "
        "demasiado pronto: falta lo del camino largo. ¿Qué orden garantiza que quien "
        "reparte ya recibió de todos?",
        ORDER,
    ),
    Mistake(
        "stack_once",
        _stack_once,
        "Cada nodo reparte una vez, pero en el orden en que sale de tu lista de "
        "pendientes, y a veces todavía no le llegó todo. ¿Qué orden garantiza que "
        "quien reparte ya recibió de todos?",
        ORDER,
    ),
    Mistake(
        "each_parent_once",
        _each_parent_once,
        "En x · x o x + x, los dos padres son el mismo nodo, y solo cuenta uno. Quizá "
        "un diccionario o un conjunto los junta. ¿Cuántas contribuciones hay ahí?",
        TWICE,
    ),
    Mistake(
        "first_parent_only",
        _first_parent_only,
        "Solo reparte al primer padre de cada operación. `local_backward` devuelve un "
        "gradiente por cada uno: ¿qué haces con los demás?",
        ENGINE,
    ),
    Mistake(
        "crossed",
        _crossed,
        "Las contribuciones llegan al padre equivocado: parecen cruzadas. "
        "`local_backward` las da en el orden de `parents`. ¿Las recorres en el mismo "
        "orden?",
        ENGINE,
    ),
    Mistake(
        "no_local",
        _no_local,
        "Cada padre recibe el gradiente de su hijo sin cambios, como si todo fueran "
        "sumas. Falta la derivada de cada operación: ¿quién la conoce?",
        LOCAL,
    ),
    Mistake(
        "keeps_its_own",
        _keeps_its_own,
        "Las contribuciones se quedan en el nodo que reparte, y sus padres siguen en "
        "0. ¿De quién es el `.grad` que debe crecer?",
        ENGINE,
    ),
    Mistake(
        "parents_unchanged",
        _multiplies,
        "Los `.grad` de los padres no cambiaron: siguen en 0. ¿Guardas el resultado en "
        "`p.grad`, o en otra variable? Y si lo guardas ahí, ¿multiplicas lo que el "
        "padre tenía, que era 0?",
        TWICE,
    ),
    Mistake(
        "subtracts",
        _subtracts,
        "Los signos se alternan: un paso sale al revés y el siguiente lo vuelve a "
        "girar. Mira cómo juntas la contribución con lo que el padre ya tenía.",
        TWICE,
    ),
    Mistake(
        "skips_output",
        _skips_output,
        "El gradiente de node sigue en 0 y sus padres empiezan en 1: te saltas la "
        "última operación. ¿De qué nodo conoces el gradiente antes de empezar?",
        ENGINE,
    ),
    Mistake(
        "value_for_gradient",
        _value_for_gradient,
        "Parece que repartes el valor de cada nodo en lugar de su gradiente. "
        "`local_backward` espera `d_out`, lo que llegó a ese nodo desde la salida. "
        "¿Dónde está guardado?",
        LOCAL,
    ),
    Mistake(
        "chain_twice",
        _chain_twice,
        "El gradiente que llega aparece multiplicado dos veces: "
        "`local_backward(d_out)` ya lo incluye. Mira qué le haces a la contribución "
        "antes de entregarla.",
        LOCAL,
    ),
    Mistake(
        "adds_own_grad",
        _adds_own_grad,
        "Sumas la contribución con el grad del nodo que reparte. Lo que se acumula "
        "está en quien recibe: ¿de quién son los dos `.grad` de esa línea?",
        TWICE,
    ),
)


# --- 01.7 -----------------------------------------------------------------------------


def _B_not_transposed(d_out, A, B):
    return d_out @ B, A.T @ d_out


def _A_not_transposed(d_out, A, B):
    return d_out @ B.T, A @ d_out


def _nothing_transposed(d_out, A, B):
    return d_out @ B, A @ d_out


def _other_order_A(d_out, A, B):
    return B.T @ d_out, A.T @ d_out


def _other_order_B(d_out, A, B):
    return d_out @ B.T, d_out @ A.T


def _other_order_both(d_out, A, B):
    return B.T @ d_out, d_out @ A.T


def _scalars_order(d_out, A, B):
    return d_out @ B, d_out @ A


def _own_matrix(d_out, A, B):
    return d_out @ A.T, B.T @ d_out


def _exchanged(d_out, A, B):
    return A.T @ d_out, d_out @ B.T


def _no_upstream_matmul(d_out, A, B):
    ones = np.ones(d_out.shape)
    return ones @ B.T, A.T @ ones


def _elementwise(d_out, A, B):
    return d_out * B, A * d_out


def _both_transposed(d_out, A, B):
    return (d_out @ B.T).T, (A.T @ d_out).T


def _dB_transposed(d_out, A, B):
    return d_out @ B.T, d_out.T @ A


def _dA_transposed(d_out, A, B):
    return B @ d_out.T, A.T @ d_out


def _mean_over_rows(d_out, A, B):
    return d_out @ B.T, A.T @ d_out / len(A)


def _mean_both(d_out, A, B):
    return d_out @ B.T / len(A), A.T @ d_out / len(A)


def _d_out_transposed(d_out, A, B):
    return d_out.T @ B.T, A.T @ d_out.T


def _reshaped(d_out, A, B):
    return d_out @ B.reshape(B.shape[::-1]), A.reshape(A.shape[::-1]) @ d_out


def _only_transposed(d_out, A, B):
    return B.T, A.T


def _only_the_other(d_out, A, B):
    return B * 1.0, A * 1.0


def _upstream_only_for_A(d_out, A, B):
    return d_out @ B.T, A.T * 1.0


def _product_again(d_out, A, B):
    return A @ B, A @ B


def _elementwise_d_out_first(d_out, A, B):
    return d_out * B, d_out * A


def _elementwise_transposed(d_out, A, B):
    return d_out * B.T, A.T * d_out


def _elementwise_dA(d_out, A, B):
    return d_out * B.T, A.T @ d_out


def _elementwise_dB(d_out, A, B):
    return d_out @ B.T, A.T * d_out


def _transposes_to_fit(d_out, A, B):
    dA = d_out @ (B if d_out.shape[1] == B.shape[0] else B.T)
    dB = (A if A.shape[1] == d_out.shape[0] else A.T) @ d_out
    return dA, dB


def _only_one_entry(d_out, A, B):
    return d_out[0, 0] * B.T, d_out[0, 0] * A.T


def _pseudoinverse(d_out, A, B):
    return d_out @ np.linalg.pinv(B), np.linalg.pinv(A) @ d_out


_ELEMENTWISE = (
    "`*` multiplica elemento a elemento. out es un producto de matrices, y su "
    "gradiente también: ¿con qué símbolo se escribe?"
)

WRONG_01_7 = (
    Mistake(
        "B_not_transposed",
        _B_not_transposed,
        "dA usa B sin transponer: con tamaños distintos el producto ni siquiera "
        "encaja. Escribe debajo de cada factor su forma. ¿Qué tamaño debe desaparecer?",
        MATMUL,
    ),
    Mistake(
        "A_not_transposed",
        _A_not_transposed,
        "dB usa A sin transponer: con tamaños distintos el producto ni siquiera "
        "encaja. Escribe debajo de cada factor su forma. ¿Qué tamaño debe desaparecer?",
        MATMUL,
    ),
    Mistake(
        "nothing_transposed",
        _nothing_transposed,
        "Los factores están en su lugar, pero ninguno va transpuesto: solo con "
        "matrices cuadradas corre. Escribe las formas (m, n), (m, k) y (k, n) debajo "
        "de cada uno.",
        MATMUL,
    ),
    Mistake(
        "other_order_A",
        _other_order_A,
        "En dA los factores van en el otro orden, y un producto de matrices no se "
        "puede dar vuelta. ¿Con qué orden la forma sale (m, k)?",
        MATMUL,
    ),
    Mistake(
        "other_order_B",
        _other_order_B,
        "En dB los factores van en el otro orden, y un producto de matrices no se "
        "puede dar vuelta. ¿Con qué orden la forma sale (k, n)?",
        MATMUL,
    ),
    Mistake(
        "other_order_both",
        _other_order_both,
        "En los dos productos el orden está al revés: con números da igual, con "
        "matrices no. Escribe las formas y busca el orden en que encajan.",
        MATMUL,
    ),
    Mistake(
        "scalars_order",
        _scalars_order,
        "Es la regla de los números, `d_out` por el otro factor, copiada tal cual. Con "
        "matrices hay que cuidar el orden y la transposición: las formas te los dicen.",
        MATMUL,
    ),
    Mistake(
        "own_matrix",
        _own_matrix,
        "Cada gradiente usa su propia matriz. Recuerda el producto de números: el "
        "gradiente de un factor depende del otro.",
        MATMUL,
    ),
    Mistake(
        "exchanged",
        _exchanged,
        "Los dos gradientes están bien calculados, pero en el otro orden: primero va "
        "el de A. Mira qué forma tiene cada uno.",
        MATMUL,
    ),
    Mistake(
        "no_upstream",
        _no_upstream_matmul,
        "Parece que en el lugar de `d_out` hay unos: respondes como si 𝓛 fuera la suma "
        "de out. ¿Dónde usas lo que ya llegó?",
        MATMUL,
    ),
    Mistake(
        "only_transposed",
        _only_transposed,
        "Devuelves la otra matriz transpuesta, sin `d_out`. Es la derivada local: "
        "falta multiplicarla por lo que ya llegó. ¿De qué lado va `d_out` en cada "
        "producto?",
        MATMUL,
    ),
    Mistake(
        "only_the_other",
        _only_the_other,
        "Devuelves la otra matriz tal cual, sin `d_out`. Un gradiente es lo que llega "
        "por la derivada local, y tiene la forma de su matriz: mira las formas.",
        MATMUL,
    ),
    Mistake(
        "upstream_only_for_A",
        _upstream_only_for_A,
        "`dA` está bien. En dB falta `d_out`: solo está A transpuesta. ¿De qué lado "
        "va lo que llegó para que salga (k, n)?",
        MATMUL,
    ),
    Mistake(
        "product_again",
        _product_again,
        "A @ B es la ida. En la vuelta, cada gradiente se hace con `d_out` y la otra "
        "matriz: ¿cuáles son las formas de dA y de dB?",
        MATMUL,
    ),
    Mistake(
        "elementwise",
        _elementwise,
        _ELEMENTWISE,
        MATMUL,
    ),
    Mistake("elementwise_d_out_first", _elementwise_d_out_first, _ELEMENTWISE, MATMUL),
    Mistake("elementwise_transposed", _elementwise_transposed, _ELEMENTWISE, MATMUL),
    Mistake(
        "elementwise_dA",
        _elementwise_dA,
        "En dA escribes `*`, que multiplica elemento a elemento; en dB, `@`. Los dos "
        "gradientes son productos de matrices: mira el símbolo de cada línea.",
        MATMUL,
    ),
    Mistake(
        "elementwise_dB",
        _elementwise_dB,
        "En dB escribes `*`, que multiplica elemento a elemento; en dA, `@`. Los dos "
        "gradientes son productos de matrices: mira el símbolo de cada línea.",
        MATMUL,
    ),
    Mistake(
        "transposes_to_fit",
        _transposes_to_fit,
        "Transpones solo si las formas no encajan. Con matrices cuadradas encajan "
        "siempre, y ahí también hay que transponer: lo pide la fórmula, no la forma.",
        MATMUL,
    ),
    Mistake(
        "only_one_entry",
        _only_one_entry,
        "Parece que usas un solo número de `d_out`, `d_out[0, 0]`. En el ejemplo hay "
        "uno; en general hay m · n, y cada salida reparte el suyo. ¿Qué producto los "
        "junta a todos?",
        MATMUL,
    ),
    Mistake(
        "pseudoinverse",
        _pseudoinverse,
        "Parece que deshaces el producto con una inversa (`pinv`). La vuelta no busca "
        "A a partir de out: pregunta cuánto cambia 𝓛 si cambia A. ¿Por cuánto "
        "multiplica B un cambio en A?",
        MATMUL,
    ),
    Mistake(
        "both_transposed",
        _both_transposed,
        "Los dos gradientes salen transpuestos: filas por columnas. dA debe tener la "
        "forma de A, y dB la de B, para poder restarlos de ellas.",
        MATMUL,
    ),
    Mistake(
        "dB_transposed",
        _dB_transposed,
        "dB sale transpuesto, (n, k) en lugar de (k, n). ¿Qué factor debería ir "
        "primero para que la forma sea la de B?",
        MATMUL,
    ),
    Mistake(
        "dA_transposed",
        _dA_transposed,
        "dA sale transpuesto, (k, m) en lugar de (m, k). ¿Qué factor debería ir "
        "primero para que la forma sea la de A?",
        MATMUL,
    ),
    Mistake(
        "mean_over_rows",
        _mean_over_rows,
        "dB está dividido entre el número de filas (aquí, {m}). Si 𝓛 promedia, esa "
        "división ya viene dentro de `d_out`: esta regla solo reparte lo que llega.",
        MATMUL,
    ),
    Mistake(
        "mean_both",
        _mean_both,
        "Los dos gradientes están divididos entre el número de filas (aquí, {m}). Si 𝓛 "
        "promedia, esa división ya viene dentro de `d_out`: esta regla solo reparte.",
        MATMUL,
    ),
    Mistake(
        "d_out_transposed",
        _d_out_transposed,
        "También `d_out` va transpuesto. `d_out` tiene la forma de out, (m, n): "
        "escribe las formas y mira cuál de los dos factores es el que hay que girar.",
        MATMUL,
    ),
    Mistake(
        "reshaped",
        _reshaped,
        "Las formas encajan, pero los números están en otro lugar: `reshape` cambia "
        "la forma sin mover filas a columnas. ¿Qué operación intercambia filas y "
        "columnas?",
        MATMUL,
    ),
)


# --- 01.8 -----------------------------------------------------------------------------


def _new_axes(grad, shape):
    return tuple(range(grad.ndim - len(shape)))


def _stretched(shape):
    return tuple(axis for axis, size in enumerate(shape) if size == 1)


def _only_new_axes(grad, shape):
    return grad.sum(axis=_new_axes(grad, shape))


def _only_stretched(grad, shape):
    if grad.ndim > len(shape):
        return grad.copy()
    return grad.sum(axis=_stretched(shape), keepdims=True)


def _without_keepdims(grad, shape):
    grad = grad.sum(axis=_new_axes(grad, shape))
    return grad.sum(axis=_stretched(shape))


def _keepdims_everywhere(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    return grad.sum(axis=_stretched(padded), keepdims=True)


def _averages(grad, shape):
    grad = grad.mean(axis=_new_axes(grad, shape))
    return grad.mean(axis=_stretched(shape), keepdims=True)


def _first_copy(grad, shape):
    grad = grad[(0,) * (grad.ndim - len(shape))]
    keep = tuple(slice(0, size) for size in shape)
    return np.array(grad[keep])


def _largest_copy(grad, shape):
    grad = grad.max(axis=_new_axes(grad, shape))
    return grad.max(axis=_stretched(shape), keepdims=True)


def _last_axes(grad, shape):
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=tuple(range(len(shape), len(shape) + extra)))
    return grad.sum(axis=_stretched(shape), keepdims=True)


def _everything_filled(grad, shape):
    return np.full(shape, grad.sum())


def _resized(grad, shape):
    return np.resize(grad, shape)


def _unchanged(grad, shape):
    return grad.copy()


def _one_new_axis(grad, shape):
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad.sum(axis=_stretched(shape)[: grad.ndim], keepdims=True)


def _one_new_axis_or_all(grad, shape):
    # Trata aparte el caso de un solo número, y así pasa por los tres ejemplos.
    return grad.sum() if shape == () else _one_new_axis(grad, shape)


def _summed_then_stretched(grad, shape):
    small = _averages(grad, shape) * (grad.size / max(1, int(np.prod(shape))))
    return np.broadcast_to(small, grad.shape).copy()


def _first_axis(grad, shape):
    return grad.sum(axis=0)


def _first_axis_kept(grad, shape):
    return grad.sum(axis=0, keepdims=True)


def _second_axis(grad, shape):
    return grad.sum(axis=1)


def _sums_everything(grad, shape):
    return grad.sum()


def _reshaped_to(grad, shape):
    return grad.reshape(shape)


def _stretched_without_keepdims(grad, shape):
    return grad.sum(axis=_stretched(shape)[: grad.ndim])


def _missing_axes_by_size(grad, shape):
    # Suma los ejes donde las formas difieren, leídas desde la izquierda.
    axes = tuple(
        axis
        for axis, size in enumerate(grad.shape)
        if axis >= len(shape) or shape[axis] != size
    )
    return grad.sum(axis=axes)


def _only_two_axes(grad, shape):
    if len(shape) < grad.ndim:
        return grad.sum(axis=0)
    return grad.sum(axis=_stretched(shape))


def _stretched_from_the_left(grad, shape):
    # Cuenta los ejes de shape desde la izquierda de grad y no quita los nuevos.
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad.copy()


def _numbered_axes(grad, shape):
    # Al sumar el eje 0 los demás se corren, y el 1 ya es otro.
    for axis in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=axis)
    return grad.sum(axis=_stretched(shape), keepdims=True)


def _averages_without_keepdims(grad, shape):
    grad = grad.mean(axis=_new_axes(grad, shape))
    return grad.mean(axis=_stretched(shape))


def _padded_on_the_right(grad, shape):
    padded = tuple(shape) + (1,) * (grad.ndim - len(shape))
    return grad.sum(axis=_stretched(padded), keepdims=True).reshape(shape)


def _axis_by_axis(grad, shape):
    for axis in range(grad.ndim):
        if grad.shape[axis] != shape[axis]:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad.copy()


_ONE_NEW_AXIS = (
    "Aciertas cuando grad tiene un eje de más; con dos, queda uno. ¿Cuántos ejes hay "
    "que quitar? Compara los largos de las dos formas."
)

WRONG_01_8 = (
    Mistake(
        "only_new_axes",
        _only_new_axes,
        "Los ejes nuevos de la izquierda están bien. Faltan los que en `shape` miden "
        "1 y en grad miden más: ahí también hubo copias.",
        BROADCAST,
    ),
    Mistake(
        "only_stretched",
        _only_stretched,
        "Los ejes de tamaño 1 están bien. Falta el caso en que grad tiene más ejes que "
        "`shape`: NumPy los agregó. ¿De qué lado?",
        BROADCAST,
    ),
    Mistake(
        "stretched_from_the_left",
        _stretched_from_the_left,
        "Sumas los ejes que en `shape` miden 1. Falta el caso en que grad tiene más "
        "ejes que `shape`: NumPy los agregó a la izquierda, y hay que quitarlos "
        "primero.",
        BROADCAST,
    ),
    Mistake(
        "numbered_axes",
        _numbered_axes,
        "Con un eje de más aciertas; con dos, no. Al sumar el eje 0 ese eje "
        "desaparece, y los demás se corren: el que era 1 ahora es 0. ¿Qué eje hay que "
        "sumar cada vez?",
        BROADCAST,
    ),
    Mistake(
        "averages_without_keepdims",
        _averages_without_keepdims,
        "Son dos cosas: promedias las copias (¿qué se hace con un valor que se usa "
        "varias veces?), y los ejes de tamaño 1 desaparecen: ¿qué opción los conserva?",
        TWICE,
    ),
    Mistake(
        "padded_on_the_right",
        _padded_on_the_right,
        "Parece que alineas las dos formas por la izquierda y completas por la "
        "derecha. NumPy las alinea por la derecha: ¿de qué lado están los ejes "
        "nuevos?",
        BROADCAST,
    ),
    Mistake(
        "axis_by_axis",
        _axis_by_axis,
        "Comparas las formas eje por eje desde el 0, y `shape` puede tener menos ejes "
        "que grad: pides uno que no existe. NumPy las alinea por la derecha: ¿qué ejes "
        "de grad no tienen pareja?",
        BROADCAST,
    ),
    Mistake(
        "without_keepdims",
        _without_keepdims,
        "Los números están bien, pero los ejes de tamaño 1 desaparecen al sumar, y en "
        "`shape` siguen estando. ¿Qué opción de `sum` los conserva?",
        BROADCAST,
    ),
    Mistake(
        "stretched_without_keepdims",
        _stretched_without_keepdims,
        "Son dos cosas: los ejes de tamaño 1 desaparecen al sumar (¿qué opción de "
        "`sum` los conserva?), y faltan los que NumPy agregó a la izquierda.",
        BROADCAST,
    ),
    Mistake(
        "axes_from_the_left",
        _missing_axes_by_size,
        "Comparas las dos formas desde la izquierda, y NumPy las alinea por la "
        "derecha. Además, los ejes de tamaño 1 desaparecen al sumar: ¿qué opción los "
        "conserva?",
        BROADCAST,
    ),
    Mistake(
        "one_axis_without_keepdims",
        _only_two_axes,
        "Son dos cosas: los ejes de tamaño 1 desaparecen al sumar (¿qué opción de "
        "`sum` los conserva?), y si NumPy agregó ejes, quitas solo uno.",
        BROADCAST,
    ),
    Mistake(
        "keepdims_everywhere",
        _keepdims_everywhere,
        "Los números están bien, pero quedan ejes de tamaño 1 que `shape` no tiene. De "
        "los ejes que sumas, ¿cuáles deben quedarse y cuáles irse?",
        BROADCAST,
    ),
    Mistake(
        "averages",
        _averages,
        "Promedias las copias. Si b se usa en 5 filas y sube un poquito, cambian las "
        "5: sus efectos no se promedian. ¿Qué se hace con un valor que se usa varias "
        "veces?",
        TWICE,
    ),
    Mistake(
        "first_copy",
        _first_copy,
        "Te quedas con lo que llega a la primera copia. Las demás también son del "
        "mismo valor: ¿qué se hace con un valor que se usa varias veces?",
        TWICE,
    ),
    Mistake(
        "largest_copy",
        _largest_copy,
        "Te quedas con la copia de gradiente mayor. Las demás también mueven a 𝓛: "
        "¿qué se hace con un valor que se usa varias veces?",
        TWICE,
    ),
    Mistake(
        "last_axes",
        _last_axes,
        "Quitas los ejes de más por la derecha. NumPy alinea las formas por la "
        "derecha, así que los ejes nuevos están en el otro extremo.",
        BROADCAST,
    ),
    Mistake(
        "everything_filled",
        _everything_filled,
        "Sumas todo el arreglo y repites ese número. Cada entrada recibe solo lo de "
        "*sus* copias: ¿sobre qué ejes hay que sumar y sobre cuáles no?",
        BROADCAST,
    ),
    Mistake(
        "resized",
        _resized,
        "La forma es la pedida, pero son las primeras entradas de grad y el resto se "
        "pierde: `resize` recorta o repite. Difundir copia; ¿cómo se juntan las "
        "copias?",
        BROADCAST,
    ),
    Mistake(
        "unchanged",
        _unchanged,
        "Devuelves grad tal como llegó. Compara su forma con `shape`, eje por eje y "
        "desde la derecha: ¿dónde difieren?",
        BROADCAST,
    ),
    Mistake(
        "one_new_axis",
        _one_new_axis,
        _ONE_NEW_AXIS,
        BROADCAST,
    ),
    Mistake("one_new_axis_or_all", _one_new_axis_or_all, _ONE_NEW_AXIS, BROADCAST),
    Mistake(
        "stretched_again",
        _summed_then_stretched,
        "Las sumas están bien, y después las vuelves a difundir a la forma de grad. "
        "Mira qué forma debe tener lo que devuelves.",
        BROADCAST,
    ),
    Mistake(
        "first_axis",
        _first_axis,
        "Sumas siempre el primer eje, y no miras `shape`. Compara las dos formas "
        "desde la derecha: los ejes que se copiaron cambian de un caso a otro.",
        BROADCAST,
    ),
    Mistake(
        "first_axis_kept",
        _first_axis_kept,
        "Sumas siempre el primer eje y lo conservas con tamaño 1. ¿Qué ejes se "
        "copiaron? Depende de `shape`: compara las dos formas desde la derecha.",
        BROADCAST,
    ),
    Mistake(
        "second_axis",
        _second_axis,
        "Sumas siempre el eje 1, y no miras `shape`. Compara las dos formas desde la "
        "derecha: los ejes que se copiaron cambian de un caso a otro.",
        BROADCAST,
    ),
    Mistake(
        "sums_everything",
        _sums_everything,
        "Sumas todo y queda un solo número. Cada entrada del original recibe solo lo "
        "de *sus* copias: ¿sobre qué ejes hubo copias?",
        BROADCAST,
    ),
    Mistake(
        "reshaped",
        _reshaped_to,
        "`reshape` acomoda los mismos números en otra forma, y aquí hay más números "
        "que lugares: hubo copias. ¿Qué se hace con lo que llega a cada copia?",
        BROADCAST,
    ),
)
