"""De lo que escribe una lección, `h=(0.1, 2)`, a un control con sus valores.

Un control es una lista de valores y la posición del elegido: al navegador solo viajan
posiciones y textos, así que un valor puede ser cualquier cosa, también una función.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Integral, Real

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    as_number,
    describe,
)
from course_lib.figures.style import number_text

__all__ = ["Control", "Fixed", "as_control", "fixed"]

_MOST_VALUES = 2000
_USUAL_VALUES = 40
_FAIR_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Fixed:
    """Un valor que no se mueve, aunque sea una tupla o una lista."""

    value: object


def fixed(value):
    """Deja quieto un parámetro: `move(draw_network, layer_shapes=fixed([2, 3, 1]))`."""
    return Fixed(value)


@dataclass(frozen=True)
class Control:
    """Un parámetro que se mueve.

    Attributes:
        name: el parámetro de la función.
        label: cómo se llama en pantalla.
        values: todos sus valores.
        texts: cómo se escribe cada uno.
        slider: si es un deslizador; si no, una lista para elegir.
        start: posición del valor inicial.
    """

    name: str
    label: str
    values: tuple
    texts: tuple
    slider: bool
    start: int = 0

    def position(self, value):
        """La posición de un valor; en un deslizador, la del más cercano.

        Raises:
            CourseValueError: si no es ninguno de los valores.
        """
        for place, candidate in enumerate(self.values):
            if candidate is value or _same(candidate, value):
                return place
        numeric = isinstance(value, Real) and not isinstance(value, bool)
        if self.slider and numeric and self.values[0] <= value <= self.values[-1]:
            return min(
                range(len(self.values)), key=lambda k: abs(self.values[k] - value)
            )
        raise CourseValueError(
            f"{self.name} no puede valer eso en este control",
            expected=f"un valor entre {self.texts[0]} y {self.texts[-1]}"
            if self.slider
            else f"uno de estos: {', '.join(self.texts)}",
            got=describe(value),
        )


def _same(a, b):
    simple = (str, Real)
    return isinstance(a, simple) and isinstance(b, simple) and a == b


def as_control(name, spec, label=None):
    """El control que pide `spec`, o `None` si es un valor fijo.

    Args:
        name: el parámetro.
        spec: `(mín, máx)` o `(mín, máx, paso)`, un `range`, una lista de opciones, un
            diccionario texto → valor; cualquier otra cosa es un valor fijo.
        label: el nombre en pantalla.

    Raises:
        CourseError: si los límites no sirven o no hay opciones.
    """
    label = label or name
    if isinstance(spec, tuple):
        return _slider(name, label, spec)
    if isinstance(spec, range):
        _require_values(name, spec)
        values = tuple(spec) if spec.step > 0 else tuple(reversed(spec))
        return Control(name, label, values, tuple(map(number_text, values)), True)
    if isinstance(spec, Mapping):
        _require_values(name, spec)
        texts = tuple(str(text) for text in spec)
        return Control(name, label, tuple(spec.values()), texts, False)
    if isinstance(spec, list):
        _require_values(name, spec)
        ordered = all(map(_is_number, spec)) and all(
            a < b for a, b in zip(spec, spec[1:], strict=False)
        )
        texts = tuple(_text(value) for value in spec)
        return Control(name, label, tuple(spec), texts, ordered and len(spec) > 1)
    return None


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool)


def _require_values(name, values):
    if not 1 <= len(values) <= _MOST_VALUES:
        raise CourseValueError(
            f"El control de {name} necesita valores para elegir",
            expected=f"de 1 a {_MOST_VALUES} valores",
            got=f"{len(values)}",
        )


def _text(value):
    """Cómo se escribe una opción: un número, sí o no, un texto, una función."""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if _is_number(value):
        return number_text(value)
    if value is None:
        return "ninguno"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(_text(item) for item in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if callable(value):
        return getattr(value, "__name__", "función")
    return value if isinstance(value, str) else describe(value)


def _slider(name, label, spec):
    if len(spec) not in (2, 3):
        raise CourseTypeError(
            f"El rango de {name} no se entiende",
            expected="(mínimo, máximo) o (mínimo, máximo, paso)",
            got=describe(spec),
            action=f"Para un valor fijo que es una tupla escribe {name}=fixed(…)",
        )
    low, high = as_number(spec[0], f"el mínimo de {name}"), None
    high = as_number(spec[1], f"el máximo de {name}")
    if not low < high:
        raise CourseValueError(
            f"El rango de {name} está vacío",
            expected="un mínimo menor que el máximo",
            got=f"{number_text(low)} y {number_text(high)}",
        )
    whole = all(isinstance(side, Integral) for side in spec)
    if len(spec) == 3:
        step = as_number(spec[2], f"el paso de {name}", above=0)
    else:
        step = 1 if whole else _fair_step((high - low) / _USUAL_VALUES)
    count = math.floor((high - low) / step + 1e-9) + 1
    if not 2 <= count <= _MOST_VALUES:
        raise CourseValueError(
            f"El paso de {name} no sirve para ese rango",
            expected=f"de 2 a {_MOST_VALUES} valores",
            got=f"{count} con paso {number_text(step)}",
        )
    # En decimal: con 0.1 + 0.1 + 0.1 saldría 0.30000000000000004.
    first, stride = Decimal(repr(float(low))), Decimal(repr(float(step)))
    numbers = [first + k * stride for k in range(count)]
    values = tuple(int(n) if whole else float(n) for n in numbers)
    return Control(name, label, values, tuple(map(number_text, values)), True)


def _fair_step(size):
    """El paso redondo (1, 2, 2.5 o 5 por una potencia de diez) que llega a `size`."""
    power = Decimal(10) ** math.floor(math.log10(size))
    for candidate in _FAIR_STEPS:
        step = float(Decimal(str(candidate)) * power)
        if step >= size * (1 - 1e-9):
            return step
    return float(10 * power)
