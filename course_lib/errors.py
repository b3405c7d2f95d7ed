"""Errores del curso: qué se esperaba, qué llegó y qué hacer.

Todo lo público de `course_lib` responde a una entrada mala con un `CourseError`, que
además es un `ValueError` o un `TypeError`: quien ya los atrapa no cambia nada.
En un cuaderno se muestra como un solo párrafo; la traza completa sigue a la mano con
`%tb`.
"""

import math
import numbers
import re

import numpy as np

__all__ = [
    "CourseError",
    "CourseTypeError",
    "CourseValueError",
    "ShapeError",
    "as_array",
    "as_number",
    "as_whole_number",
    "count_text",
    "describe",
    "number_text",
    "shape_text",
]

_HUGE = 10**40  # un entero mayor no se escribe: ni cabe en un float, si es enorme


class CourseError(Exception):
    """Un error que se explica: `what` pasó, qué se esperaba, qué llegó y qué hacer.

    Las cuatro partes quedan como atributos (`what`, `expected`, `got`, `action`), y
    `str(error)` las une en un párrafo.
    """

    def __init__(self, what, *, expected=None, got=None, action=None):
        self.what, self.expected, self.got, self.action = what, expected, got, action
        parts = [_sentence(what)]
        many = expected and is_plural(expected)
        wanted = f"Se {'esperaban' if many else 'esperaba'} {expected}"
        # «Se esperaban 3 nombres; llegaron 2»: un número solo cuenta lo mismo.
        counts = many and expected[:1].isdigit() and str(got).isdigit() and got != "1"
        came = "llegaron" if counts or (got and is_plural(got)) else "llegó"
        if expected and got:
            parts.append(_sentence(f"{wanted}; {came} {got}"))
        elif expected:
            parts.append(_sentence(wanted))
        elif got:
            parts.append(_sentence(f"{came.capitalize()} {got}"))
        if action:
            parts.append(_sentence(action))
        super().__init__(" ".join(parts))

    def _render_traceback_(self):
        """Lo que Jupyter muestra en lugar de la traza: un párrafo."""
        return [str(self)]

    def __reduce__(self):
        # Sin esto, pickle volvería a llamar a `__init__` con solo el mensaje: un error
        # de otro proceso, como los de una búsqueda en paralelo, no llegaría.
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind, args, attributes):
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class CourseValueError(CourseError, ValueError):
    """Un valor que no sirve: `NaN`, una etiqueta fuera de rango, una α negativa."""


class CourseTypeError(CourseError, TypeError):
    """Un tipo que no sirve: texto donde van números, `None` donde va un arreglo."""


class ShapeError(CourseValueError):
    """Formas que no encajan entre sí."""


def _sentence(text):
    text = text.strip()
    return text if text.endswith((".", "?", "!", ":")) else text + "."


# Terminan en «s» y nombran una sola cosa, o son nombres en inglés.
_NOT_PLURAL = {"menos", "bias", "axis", "loss", "class"}
_PLURAL_WORDS = {"los", "las", "unos", "unas", "ambos", "ambas"}
_PLURAL_WORDS |= {"dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"}


def is_plural(text):
    """Si lo que dice el texto pide «llegaron», y no «llegó». Mira cómo empieza.

    Es plural si empieza con un determinante plural («los», «dos»…); con un número
    distinto de 1 seguido de lo que cuenta («3 filas», «2, las columnas»), o de «de 1 a
    6 capas»; o con un sustantivo sin artículo que termina en «s» («números enteros»).
    Un número solo («5», «nan en X[0]»), un nombre del código y «una lista» no lo son.
    """
    text = re.sub(r"^(?:al menos|a lo sumo|hasta) ", "", text.strip())
    if re.match(r"de \d+ a \d+\b", text):
        return True
    counted = re.match(r"(\d+)(?:,? (?:las|los)\b| [a-záéíóúñü]{3,}s\b)", text)
    if counted:
        return int(counted[1]) != 1
    # Lo que sigue a un nombre del código lo delata: «pesos[0]», «classes=…», «a, b».
    word = re.match(r"[a-záéíóúñü]+(?![\w\[(=.«»-]| =)", text)
    if word is None:
        return False
    word = word[0]
    plural_noun = len(word) > 3 and word.endswith("s") and word not in _NOT_PLURAL
    return word in _PLURAL_WORDS or plural_noun


def count_text(n, noun):
    """«1 columna», «2 columnas»: un número y lo que cuenta, que concuerdan."""
    if n == 1:
        return f"1 {noun}"
    return f"{n} {noun}{'s' if noun[-1] in 'aeiouáéó' else 'es'}"


def shape_text(shape):
    """Escribe una forma como la imprime NumPy: `(5, 3)`, `(4,)` o `()`."""
    return str(tuple(int(n) for n in shape))


def number_text(value):
    """Describe un entero o un decimal en pocas letras: «el número 0.5»."""
    # Con un entero que no cabe en un float, `:g` falla.
    if isinstance(value, int) and abs(value) >= _HUGE:
        return "un número enorme"
    return f"el número {value:g}"


def describe(value):
    """Describe un valor en pocas palabras, para decir qué llegó."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return f"el texto «{value[:40]}»"
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return f"el número {value}"
        return f"un arreglo de forma {shape_text(value.shape)} y tipo {value.dtype}"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int) and abs(value) >= _HUGE:
        return "un número enorme"
    if isinstance(value, numbers.Number):
        return f"el número {value}"
    if isinstance(value, (list, tuple)):
        kind = "una lista" if isinstance(value, list) else "una tupla"
        return f"{kind} de {count_text(len(value), 'elemento')}"
    if isinstance(value, type):
        return f"la clase {value.__name__}"
    if callable(value) and hasattr(value, "__name__"):
        return f"la función {value.__name__}"
    return f"un objeto de tipo {type(value).__name__}"


def as_array(
    value, name, *, ndim=None, shape=None, finite=True, empty=False, if_text=None
):
    """Convierte `value` en un arreglo de punto flotante, o explica por qué no se puede.

    Conserva float32; lo demás pasa a float64. Nunca copia un arreglo que ya sirve. De
    una tabla de pandas salen sus columnas de números, también las booleanas y las de
    enteros con faltantes (`Int64`), si no les falta nada.

    Args:
        value: lo que llegó.
        name: cómo se llama en la fórmula («X», «W[1]»), para el mensaje.
        ndim: cuántos ejes debe tener, o varias posibilidades `(1, 2)`.
        shape: forma exigida; `None` en un eje admite cualquier tamaño.
        finite: si es `True`, rechaza `NaN` e infinitos.
        empty: si es `True`, admite un arreglo sin elementos.
        if_text: qué hacer si lo que llega es texto.

    Raises:
        CourseTypeError: si no son números reales.
        ShapeError: si la forma no es la pedida o el arreglo está vacío.
        CourseValueError: si hay `NaN`, infinitos o datos enmascarados.
    """
    require_unmasked(value, name)
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        raise ShapeError(
            f"Las filas de {name} no tienen todas el mismo largo",
            expected="un arreglo rectangular de números",
            got=describe(value),
        ) from None
    if array.dtype.kind == "O" and hasattr(value, "iloc"):
        array = _table_numbers(value, name, if_text)
    if array.dtype.kind not in "fiub":
        action = f"Convierte {name} en un arreglo de NumPy con números"
        raise CourseTypeError(
            f"{name} debe contener números",
            expected="un arreglo de números reales",
            got=describe(value),
            action=if_text if if_text and has_text(array) else action,
        )
    if array.dtype not in (np.float32, np.float64):
        array = array.astype(np.float64)
    _require_shape(array, name, ndim, shape)
    if array.size == 0 and not empty:
        columns = array.ndim == 2 and len(array) > 0
        lost = "filtro se quedó sin ejemplos"
        raise ShapeError(
            f"{name} no tiene ninguna columna" if columns else f"{name} está vacío",
            expected="al menos una" if columns else "al menos un elemento",
            got=describe(array),
            action="Revisa de dónde sale: quizá "
            + ("se descartaron todas las columnas" if columns else f"un {lost}"),
        )
    if finite and not np.isfinite(array).all():
        _raise_not_finite(array, name)
    return array


def require_unmasked(value, name):
    """Rechaza un arreglo enmascarado: al convertirlo, la máscara se perdería."""
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        masked = count_text(int(np.ma.count_masked(value)), "dato")
        end = "s" if np.ma.count_masked(value) > 1 else ""
        raise CourseValueError(
            f"{name} trae {masked} enmascarado{end}, y aquí se usarían como los demás",
            expected="un arreglo sin máscara",
            action="Quita esos ejemplos, o ponles un valor con "
            f"{name}.filled(…) antes de seguir",
        )


def has_text(array):
    """Si un arreglo trae texto, aunque sea entre otras cosas."""
    if array.dtype.kind in "UST":
        return True
    kinds = (str, bytes)
    return array.dtype.kind == "O" and any(isinstance(v, kinds) for v in array.flat)


def _table_numbers(table, name, if_text):
    """Los números de un DataFrame o una Series; si una columna no los tiene, cuál."""
    if not hasattr(table, "columns"):
        return _column_numbers(table, name, name, if_text)
    columns = [
        _column_numbers(table.iloc[:, j], f"La columna «{label}» de {name}", name)
        for j, label in enumerate(table.columns)
    ]
    return np.column_stack(columns)


def _column_numbers(column, what, name, if_text=None):
    values = np.asarray(column)
    if values.dtype.kind in "fiub" and str(column.dtype) != "category":
        return values
    items = values.tolist()
    got = f"el tipo {column.dtype}"
    action = "Si son nombres, conviértela en columnas de 0 y 1 con pd.get_dummies; si "
    action += f"son números, usa {name}.to_numpy(float)"
    if has_text(values):
        got, action = "texto", if_text or action
    elif any(v is None or type(v).__name__ in ("NAType", "NaTType") for v in items):
        raise CourseValueError(
            f"{what} tiene datos faltantes",
            expected="un número en cada fila",
            action="Quita esas filas con dropna(), o rellénalas con fillna(…)",
        )
    elif str(column.dtype) != "category" and all(
        isinstance(v, (numbers.Real, np.bool_)) for v in items
    ):
        return values.astype(np.float64)
    raise CourseTypeError(
        f"{what} no contiene números", expected="números", got=got, action=action
    )


def _require_shape(array, name, ndim, shape):
    if shape is not None:
        ndim = len(shape)
    allowed = (ndim,) if isinstance(ndim, int) else ndim
    fits = allowed is None or array.ndim in allowed
    if fits and shape is not None:
        fits = all(
            want is None or want == size
            for want, size in zip(shape, array.shape, strict=True)
        )
    if fits:
        return
    if shape is not None:
        # Un eje libre se escribe como en las fórmulas: (m, 2), (3, h).
        free = ("m", "h", "k")
        sides = [free[i] if n is None else str(n) for i, n in enumerate(shape)]
        expected = f"forma ({', '.join(sides)}{',' if len(sides) == 1 else ''})"
        action = None
        if array.ndim == 2 and ndim == 2 and _matches(array.T.shape, shape):
            action = f"{name} llegó transpuesto: usa {name}.T"
        elif ndim == 1 and array.ndim == 2 and _matches((array.size,), shape):
            action = f"Usa np.ravel({name})" if 1 in array.shape else None
    else:
        *others, last = (str(n) for n in allowed)
        numbers_text = f"{', '.join(others)} o {last}" if others else last
        expected = f"un arreglo de {numbers_text} {'eje' if last == '1' else 'ejes'}"
        action = None
        if len(allowed) == 1 and array.ndim == 3 and array.shape[0] == 1:
            action = f"Le sobra un eje: usa {name}[0]" if last == "2" else None
    raise ShapeError(
        f"La forma de {name} no es la que hace falta",
        expected=expected,
        got=f"forma {shape_text(array.shape)}",
        action=action,
    )


def _matches(shape, wanted):
    return all(w is None or w == s for w, s in zip(wanted, shape, strict=True))


def _raise_not_finite(array, name):
    where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
    place = f"{name}[{', '.join(map(str, where))}]" if where else name
    raise CourseValueError(
        f"{name} contiene valores que no son números finitos",
        expected="un arreglo sin NaN ni infinitos",
        got=f"{array[where]} en {place}",
        action="Busca el paso anterior que lo produjo: una división por cero, un "
        "logaritmo de cero o un dato faltante",
    )


def as_number(value, name, *, minimum=None, above=None, maximum=None):
    """Exige un número real y finito, con límites opcionales, y lo devuelve como float.

    Raises:
        CourseTypeError: si no es un número.
        CourseValueError: si es `NaN`, infinito o queda fuera de los límites.
    """
    limits = []
    if minimum is not None:
        limits.append(f"mayor o igual que {minimum}")
    if above is not None:
        limits.append(f"mayor que {above}")
    if maximum is not None:
        limits.append(f"menor o igual que {maximum}")
    expected = " y ".join(["un número finito", *limits])
    is_scalar = isinstance(value, np.ndarray) and value.ndim == 0
    number = value.item() if is_scalar else value
    if isinstance(number, bool) or not isinstance(number, numbers.Real):
        raise CourseTypeError(
            f"{name} debe ser un número", expected=expected, got=describe(value)
        )
    try:
        number = float(number)
    except OverflowError:  # un entero que no cabe
        number = math.inf if number > 0 else -math.inf
    if (
        not math.isfinite(number)
        or (minimum is not None and number < minimum)
        or (above is not None and number <= above)
        or (maximum is not None and number > maximum)
    ):
        raise CourseValueError(f"{name} = {number:g} no sirve aquí", expected=expected)
    return number


def as_whole_number(value, name, *, minimum=1):
    """Exige un entero (3, `np.int64(3)`; no 3.0 ni True) y lo devuelve como int.

    Raises:
        CourseTypeError: si no es un entero.
        CourseValueError: si es menor que `minimum`.
    """
    expected = f"un número entero mayor o igual que {minimum}"
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        action = None
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            action = f"Escríbelo sin punto decimal, o usa int({name})"
        raise CourseTypeError(
            f"{name} debe ser un número entero",
            expected=expected,
            got=describe(value),
            action=action,
        )
    if value < minimum:
        raise CourseValueError(f"{name} = {value} no sirve aquí", expected=expected)
    return int(value)
