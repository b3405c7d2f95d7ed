"""Errores del curso: qué se esperaba, qué llegó y qué hacer.

Todo lo público de `course_lib` responde a una entrada mala con un `CourseError`, que
además es un `ValueError` o un `TypeError`: quien ya los atrapa no cambia nada.
En un cuaderno se muestra como un solo párrafo; la traza completa sigue a la mano con
`%tb`.
"""

import math
import numbers

import numpy as np

__all__ = [
    "CourseError",
    "CourseTypeError",
    "CourseValueError",
    "ShapeError",
    "as_array",
    "as_number",
    "as_whole_number",
    "describe",
    "shape_text",
]


class CourseError(Exception):
    """Un error que se explica: `what` pasó, qué se esperaba, qué llegó y qué hacer.

    Las cuatro partes quedan como atributos (`what`, `expected`, `got`, `action`), y
    `str(error)` las une en un párrafo.
    """

    def __init__(self, what, *, expected=None, got=None, action=None):
        self.what, self.expected, self.got, self.action = what, expected, got, action
        parts = [_sentence(what)]
        if expected and got:
            parts.append(_sentence(f"Se esperaba {expected}; llegó {got}"))
        elif expected:
            parts.append(_sentence(f"Se esperaba {expected}"))
        elif got:
            parts.append(_sentence(f"Llegó {got}"))
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


def shape_text(shape):
    """Escribe una forma como la imprime NumPy: `(5, 3)`, `(4,)` o `()`."""
    return str(tuple(int(n) for n in shape))


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
    if isinstance(value, (bool, numbers.Number)):
        return f"el número {value}" if not isinstance(value, bool) else str(value)
    if isinstance(value, (list, tuple)):
        kind = "una lista" if isinstance(value, list) else "una tupla"
        elements = "elemento" if len(value) == 1 else "elementos"
        return f"{kind} de {len(value)} {elements}"
    if callable(value):
        return f"la función {getattr(value, '__name__', 'sin nombre')}"
    return f"un objeto de tipo {type(value).__name__}"


def as_array(value, name, *, ndim=None, shape=None, finite=True, empty=False):
    """Convierte `value` en un arreglo de punto flotante, o explica por qué no se puede.

    Conserva float32; lo demás pasa a float64. Nunca copia un arreglo que ya sirve.

    Args:
        value: lo que llegó.
        name: cómo se llama en la fórmula («X», «W[1]»), para el mensaje.
        ndim: cuántos ejes debe tener, o varias posibilidades `(1, 2)`.
        shape: forma exigida; `None` en un eje admite cualquier tamaño.
        finite: si es `True`, rechaza `NaN` e infinitos.
        empty: si es `True`, admite un arreglo sin elementos.

    Raises:
        CourseTypeError: si no son números reales.
        ShapeError: si la forma no es la pedida o el arreglo está vacío.
        CourseValueError: si hay `NaN` o infinitos.
    """
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        raise ShapeError(
            f"Las filas de {name} no tienen todas el mismo largo",
            expected="un arreglo rectangular de números",
            got=describe(value),
        ) from None
    if array.dtype.kind not in "fiub":
        raise CourseTypeError(
            f"{name} debe contener números",
            expected="un arreglo de números reales",
            got=describe(value),
            action=f"Convierte {name} en un arreglo de NumPy con números",
        )
    if array.dtype not in (np.float32, np.float64):
        array = array.astype(np.float64)
    _require_shape(array, name, ndim, shape)
    if array.size == 0 and not empty:
        raise ShapeError(
            f"{name} está vacío",
            expected="al menos un elemento",
            got=describe(array),
            action="Revisa de dónde sale: quizá un filtro se quedó sin ejemplos",
        )
    if finite and not np.isfinite(array).all():
        _raise_not_finite(array, name)
    return array


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
        sides = ["cualquiera" if side is None else str(side) for side in shape]
        expected = f"forma ({', '.join(sides)}{',' if len(sides) == 1 else ''})"
        action = None
        if array.ndim == 2 and ndim == 2 and _matches(array.T.shape, shape):
            action = f"{name} llegó transpuesto: usa {name}.T"
    else:
        expected = "un arreglo de " + " o ".join(
            f"{n} {'eje' if n == 1 else 'ejes'}" for n in allowed
        )
        action = None
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
    number = float(number)
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
