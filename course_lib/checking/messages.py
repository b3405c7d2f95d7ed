"""Escribir números, listas y diferencias para que una persona los lea."""

import numpy as np

from course_lib.errors import shape_text

__all__ = [
    "and_list",
    "array_text",
    "case_text",
    "difference_text",
    "number_text",
    "value_text",
]

_SMALL = 12  # entradas que caben en un mensaje


def number_text(x):
    """Escribe un número con hasta cinco cifras, sin ceros de más."""
    x = np.asarray(x).item()
    if isinstance(x, int):
        return str(x)
    if x != x:
        return "NaN"
    if x in (float("inf"), float("-inf")):
        return "infinito" if x > 0 else "−infinito"
    if x == int(x) and abs(x) < 1e6:
        return str(int(x)) if x else "0"
    return f"{x:.5g}"


def array_text(array, full=False):
    """Escribe un arreglo: sus números si son pocos, o solo su forma."""
    array = np.asarray(array)
    if array.ndim == 0:
        return number_text(array)
    if array.size > _SMALL and not full:
        return f"un arreglo de forma {shape_text(array.shape)}"
    if array.ndim == 1:
        return "[" + ", ".join(number_text(x) for x in array) + "]"
    return "[" + ", ".join(array_text(row, full=True) for row in array) + "]"


def value_text(value):
    """Escribe un argumento de un caso."""
    if isinstance(value, np.ndarray):
        return array_text(value)
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, np.ndarray) for item in value):
            shapes = (
                shape_text(item.shape) for item in value if isinstance(item, np.ndarray)
            )
            return "capas de formas " + ", ".join(shapes)
        return str(value) if len(str(value)) <= 60 else f"{len(value)} elementos"
    if isinstance(value, (float, np.floating)):
        return f"{value:g}"
    return str(value)


def case_text(case):
    """Escribe los argumentos de un caso: «x = −2, y = 5»."""
    return ", ".join(f"{name} = {value_text(v)}" for name, v in case.inputs.items())


def and_list(items):
    """Une con comas y una «y» (o «e»): «dW[2], db[2] y dW[1]»."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    last = items[-1]
    joint = "e" if last[:1].lower() == "i" else "y"
    return f"{', '.join(items[:-1])} {joint} {last}"


def difference_text(case, difference):
    """Escribe dónde difiere primero una salida, con lo esperado y lo obtenido."""
    name, want, got = difference.name, difference.expected, difference.got
    where = f"Con {case_text(case)}"
    if difference.kind == "missing":
        return f"{where}, falta {name}."
    if difference.kind == "shape":
        return (
            f"{where}, {name} debe tener forma {shape_text(want.shape)} y tiene "
            f"{shape_text(got.shape)}."
        )
    if want.size <= _SMALL:
        return (
            f"{where}, se esperaba {name} = {array_text(want)} y llegó "
            f"{array_text(got)}."
        )
    entry = f"[{', '.join(map(str, difference.index))}]"
    return (
        f"{where}: en {name}, entrada {entry}, se esperaba "
        f"{number_text(want[difference.index])} y llegó "
        f"{number_text(got[difference.index])}; difieren {difference.wrong} de "
        f"{want.size} entradas."
    )
