"""Conductores: cómo se llama a la función de un ejercicio y qué se lee de ella.

Un conductor recibe la función y los argumentos de un caso (datos llanos), hace las
llamadas *al lado* de la función juzgada y devuelve salidas con nombre: un diccionario
de arreglos, en el orden en que se calculan. `check` y el calificador usan el mismo, así
que no pueden discrepar. Este módulo no contiene ninguna solución.

Una salida cuyo nombre empieza con «_» sirve para reconocer errores y no se juzga.
"""

from dataclasses import dataclass

import numpy as np

__all__ = ["BadAnswer", "Layers", "Returns", "kind_text", "to_array"]


class BadAnswer(Exception):
    """La función devolvió algo que no tiene la forma de una respuesta.

    Attributes:
        kind: "none", "text", "count", "layers", "ragged", "complex", "object",
            "protocol".
    """

    def __init__(self, kind, message):
        self.kind = kind
        super().__init__(message)


def to_array(value, name):
    """Convierte una respuesta en arreglo de números; lo que no lo es, se explica.

    Vale cualquier tipo que represente los números pedidos: listas, tuplas, booleanos,
    escalares de NumPy, float32.

    Raises:
        BadAnswer: si es `None`, texto, irregular, complejo u otro objeto.
    """
    if value is None:
        raise BadAnswer("none", f"{name} es None")
    if value is Ellipsis:
        raise BadAnswer("none", f"{name} todavía es «...»")
    try:
        array = np.array(value, subok=False)
    except Exception:
        raise BadAnswer(
            "ragged", f"{name} no es un arreglo: sus filas no tienen el mismo largo"
        ) from None
    if array.dtype.kind in "US":
        raise BadAnswer("text", f"{name} es texto, y hacen falta números")
    if array.dtype.kind == "c":
        raise BadAnswer("complex", f"{name} contiene números complejos")
    if array.dtype.kind not in "fiub":
        if array.dtype == object and any(item is None for item in array.flat):
            raise BadAnswer("none", f"{name} contiene None")
        raise BadAnswer(
            "object", f"{name} es {kind_text(value)}, y hacen falta números"
        )
    return array


# Cómo se llama en español lo que llega en lugar de un número o de un arreglo.
_KINDS = {
    "str": "texto",
    "dict": "un diccionario",
    "set": "un conjunto",
    "function": "una función",
    "method": "una función sin llamar (¿faltan los paréntesis?)",
    "builtin_function_or_method": "una función sin llamar (¿faltan los paréntesis?)",
    "generator": "un generador, que todavía no calcula nada",
    "map": "un `map`, que todavía no calcula nada (conviértelo en lista)",
    "zip": "un `zip`, que todavía no calcula nada (conviértelo en lista)",
    "Node": "un solo nodo",
    "ndarray": "un arreglo",
    "float": "un número",
    "float64": "un número",
    "int": "un número entero",
    "bool": "un sí o no",
    "NotImplementedType": "`NotImplemented`",
}


def kind_text(value):
    """Nombra en español qué clase de cosa llegó."""
    name = type(value).__name__
    return _KINDS.get(name, f"un objeto de tipo `{name}`")


def _unpack(returned, names):
    """Separa lo devuelto en tantas partes como nombres; explica si no son tantas."""
    if returned is None:
        raise BadAnswer("none", "la función devuelve None")
    if len(names) == 1:
        return (returned,)
    wanted = ", ".join(names)
    # Un arreglo con tantas filas como valores también se puede repartir.
    is_array = isinstance(returned, np.ndarray) and returned.ndim > 0
    if not isinstance(returned, (tuple, list)) and not is_array:
        raise BadAnswer(
            "count",
            f"se esperaban {len(names)} valores ({wanted}), y la función devuelve uno "
            f"solo: {kind_text(returned)}",
        )
    if len(returned) != len(names):
        raise BadAnswer(
            "count",
            f"se esperaban {len(names)} valores ({wanted}), y la función devuelve "
            f"{len(returned)}",
        )
    return tuple(returned)


@dataclass(frozen=True)
class Returns:
    """Llama una vez con los argumentos del caso y da nombre a lo devuelto.

    `Returns("dA", "dB")` espera una tupla de dos; `Returns("Z")`, un solo valor.
    """

    names: tuple[str, ...]

    def __init__(self, *names):
        object.__setattr__(self, "names", names)

    def __call__(self, function, inputs):
        parts = _unpack(function(*inputs.values()), self.names)
        return {
            name: to_array(part, name)
            for name, part in zip(self.names, parts, strict=True)
        }


@dataclass(frozen=True)
class Layers:
    """Como `Returns`, pero cada parte es una lista por capas con `None` en el índice 0.

    Las salidas se llaman «dW[2]», «db[2]», «dW[1]»…: de la última capa a la primera si
    `backward`, o al revés. Vale una lista sin ocupar el índice 0 con `None` (0, arreglo
    vacío), pero no una de largo L: ahí los índices quedarían corridos.
    """

    names: tuple[str, ...]
    backward: bool = False

    def __init__(self, *names, backward=False):
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "backward", backward)

    def __call__(self, function, inputs):
        n_layers = len(inputs["W"]) - 1
        parts = _unpack(function(*inputs.values()), self.names)
        return self.flatten(parts, n_layers)

    def flatten(self, parts, n_layers):
        """Da nombre a cada pieza de cada lista, capa por capa."""
        for name, part in zip(self.names, parts, strict=True):
            self._require_list(name, part, n_layers)
        order = range(n_layers, 0, -1) if self.backward else range(1, n_layers + 1)
        return {
            f"{name}[{layer}]": to_array(part[layer], f"{name}[{layer}]")
            for layer in order
            for name, part in zip(self.names, parts, strict=True)
        }

    def _require_list(self, name, part, n_layers):
        if isinstance(part, dict):
            missing = [layer for layer in range(1, n_layers + 1) if layer not in part]
            if missing:
                raise BadAnswer("layers", f"a {name} le falta la capa {missing[0]}")
            return
        if part is None:
            raise BadAnswer("none", f"{name} es None")
        if not hasattr(part, "__len__"):
            raise BadAnswer(
                "layers",
                f"{name} debe ser una lista con una pieza por capa, y es "
                f"{kind_text(part)}",
            )
        if len(part) != n_layers + 1:
            raise BadAnswer(
                "layers",
                f"{name} tiene {len(part)} "
                f"{'elemento' if len(part) == 1 else 'elementos'} "
                f"y hacen falta {n_layers + 1}: "
                f"None en el índice 0 y una pieza por cada una de las {n_layers} capas",
            )
