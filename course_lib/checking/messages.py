"""Escribir números, listas y diferencias para que una persona los lea."""

import numpy as np

from course_lib.errors import shape_text

__all__ = [
    "and_list",
    "array_text",
    "case_text",
    "difference_text",
    "number_text",
]

_SMALL = 12  # entradas que caben en un mensaje


def number_text(x, digits=5):
    """Escribe un número con hasta `digits` cifras, sin ceros de más."""
    x = np.asarray(x).item()
    if isinstance(x, int):
        return str(x)
    if x != x:
        return "NaN"
    if x in (float("inf"), float("-inf")):
        return "infinito" if x > 0 else "−infinito"
    if x == int(x) and abs(x) < 1e6:
        return str(int(x)) if x else "0"
    return f"{x:.{digits}g}"


def array_text(array, digits=5, *, full=False):
    """Escribe un arreglo: sus números si son pocos, o solo su forma."""
    array = np.asarray(array)
    if array.ndim == 0:
        return number_text(array, digits)
    if array.size > _SMALL and not full:
        return f"un arreglo de forma {shape_text(array.shape)}"
    if array.ndim == 1:
        return "[" + ", ".join(number_text(x, digits) for x in array) + "]"
    return "[" + ", ".join(array_text(row, digits, full=True) for row in array) + "]"


def _name_text(name):
    """Escribe un nombre; si lleva guion bajo, como código: no es un subíndice."""
    return f"`{name}`" if "_" in name else name


def _argument_text(name, value):
    """Escribe un argumento de un caso; `None` si no cabe en una frase."""
    name = _name_text(name)
    if isinstance(value, np.ndarray):
        if value.size > _SMALL:
            return f"{name} de forma {shape_text(value.shape)}"
        return f"{name} = {array_text(value)}"
    if isinstance(value, (list, tuple)):
        shapes = [shape_text(v.shape) for v in value if isinstance(v, np.ndarray)]
        if shapes:
            return f"{name} de {'forma' if len(shapes) == 1 else 'formas'} " + and_list(
                shapes
            )
        text = str(value)
        return f"{name} = {text}" if len(text) <= 60 and "array" not in text else None
    if isinstance(value, (float, np.floating)):
        return f"{name} = {value:g}"
    return f"{name} = {value}"


def case_text(case):
    """Escribe los argumentos de un caso: «x = −2, y = 5»."""
    texts = (_argument_text(name, value) for name, value in case.inputs.items())
    return ", ".join(text for text in texts if text)


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
    name, want, got = _name_text(difference.name), difference.expected, difference.got
    where = f"Con {case_text(case)}"
    if difference.kind == "missing":
        return f"{where}, falta {name}."
    if difference.kind == "shape":
        return (
            f"{where}, {name} debe tener forma {shape_text(want.shape)} y tiene "
            f"{shape_text(got.shape)}."
        )
    if want.size <= _SMALL:
        texts = _two_texts(array_text, want, got)
        return f"{where}, se esperaba {name} = {texts[0]} y llegó {texts[1]}."
    entry = f"[{', '.join(map(str, difference.index))}]"
    texts = _two_texts(number_text, want[difference.index], got[difference.index])
    return (
        f"{where}: en {name}, entrada {entry}, se esperaba {texts[0]} y llegó "
        f"{texts[1]}; difieren {difference.wrong} de {want.size} entradas."
    )


def _two_texts(write, want, got):
    """Escribe los dos valores con las cifras que hagan falta para distinguirlos."""
    for digits in (5, 8, 12, 17):
        texts = write(want, digits), write(got, digits)
        if texts[0] != texts[1]:
            break
    return texts
