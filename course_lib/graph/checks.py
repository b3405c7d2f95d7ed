"""Lo que trae una persona: se comprueba una vez, en la puerta."""

import operator
from math import isfinite

import numpy as np

from ..errors import (
    CourseTypeError,
    ShapeError,
    as_array,
    describe,
    shape_text,
)


def as_value(value, name, shape=None):
    """Una copia en float64 de `value`: así, cambiar el original no cambia el grafo."""
    if value.__class__ is float and isfinite(value) and not shape:
        return np.float64(value)  # lo más común, sin rodeos
    return np.array(as_array(value, name, shape=shape), dtype=np.float64)[()]


def as_name(name):
    if isinstance(name, str):
        return name
    raise CourseTypeError(
        "El nombre de un nodo es un texto",
        expected="un texto, como Node(2.0, name='x')",
        got=describe(name),
    )


def require_node(node):
    if not hasattr(node, "local_backward"):
        raise CourseTypeError(
            "Hace falta un nodo del grafo",
            expected="un Node, como Node(2.0)",
            got=describe(node),
        )


# --- Las reglas públicas --------------------------------------------------------------


def require_factors(d_out, a, b):
    d_out, a, b = as_array(d_out, "d_out"), as_array(a, "a"), as_array(b, "b")
    if not _broadcast_to(d_out.shape, a.shape, b.shape):
        raise ShapeError(
            "Las formas de d_out, a y b no encajan",
            expected="que a y b tengan la forma de d_out",
            got=_shapes(d_out=d_out, a=a, b=b),
        )
    return d_out[()], a[()], b[()]


def require_matrices(d_out, A, B):
    d_out, A, B = as_array(d_out, "d_out"), as_array(A, "A"), as_array(B, "B")
    fits = d_out.ndim == A.ndim == B.ndim == 2 and A.shape[1] == B.shape[0]
    if not fits or d_out.shape != (A.shape[0], B.shape[1]):
        raise ShapeError(
            "Las formas no son las de out = A @ B",
            expected="A (m, k), B (k, n) y d_out (m, n)",
            got=_shapes(A=A, B=B, d_out=d_out),
        )
    return d_out, A, B


def require_broadcast(grad, shape):
    grad = as_array(grad, "grad")[()]
    try:
        sizes = (shape,) if isinstance(shape, int) else tuple(shape)
        sizes = tuple(operator.index(size) for size in sizes)
    except TypeError:
        raise CourseTypeError(
            "`shape` no es una forma",
            expected="una tupla de enteros, como (5, 3)",
            got=describe(shape),
        ) from None
    if not _broadcast_to(grad.shape, grad.shape, sizes):
        raise ShapeError(
            f"Un arreglo de forma {shape_text(sizes)} no se difunde a la de grad",
            expected=f"una forma que se estire hasta {shape_text(grad.shape)}",
            got=shape_text(sizes),
        )
    return grad, sizes


def _broadcast_to(shape, *shapes):
    try:
        return np.broadcast_shapes(*shapes) == shape
    except ValueError:
        return False


def _shapes(**arrays):
    texts = [f"{name} {shape_text(array.shape)}" for name, array in arrays.items()]
    return f"{', '.join(texts[:-1])} y {texts[-1]}"
