"""Las cuentas que no se pueden hacer, a la ida y a la vuelta, y cómo se explican."""

from math import isfinite

import numpy as np

from ..errors import CourseError, CourseValueError, ShapeError, shape_text
from .text import value_text


def require(fits, what, *values, action=None):
    if not (fits if fits.__class__ is np.bool_ else fits.all()):
        got = " ** ".join(map(value_text, values))
        raise CourseValueError(what, got=got, action=action)


def require_matmul(a, b):
    if not (1 <= a.ndim <= 2 and 1 <= b.ndim <= 2):
        raise ShapeError(
            "El producto @ es de matrices y vectores",
            expected="arreglos de 1 o 2 ejes a cada lado",
            got=f"formas {shape_text(a.shape)} y {shape_text(b.shape)}",
            action="Para multiplicar por un número usa *",
        )


def explain(error, operation, *values, **options):
    """Convierte el error de NumPy en uno que nombra la operación y las formas."""
    if isinstance(error, CourseError):
        return error
    shapes = " y ".join(shape_text(value.shape) for value in values)
    expected = "formas iguales, o que se puedan difundir (ejes de tamaño 1)"
    if operation == "@":
        expected = "que el último eje de la izquierda mida lo que el primero de la "
        expected += "derecha"
    elif operation == "reshape":
        expected = f"una forma con los mismos {values[0].size} elementos"
    elif options:
        operation += f"({', '.join(f'{k}={v}' for k, v in options.items())})"
        expected = "ejes que existan"
    what = f"No se puede hacer {operation} con esas formas"
    return ShapeError(what, expected=expected, got=shapes)


def require_finite(operation, value):
    # vdot mira todo en una pasada; si se desborda, puede que ningún elemento lo haga.
    if isfinite(np.vdot(value, value)) or np.isfinite(value).all():
        return
    raise CourseValueError(
        f"La operación {operation} se desbordó: el resultado no es un número finito",
        expected="un resultado menor que 1.8e308 en valor absoluto",
        got=value_text(value),
        action="Mira si algún valor de entrada es demasiado grande",
    )


def require_finite_gradients(leaves):
    for node in leaves:
        grad = node.grad
        if not (
            isfinite(grad) if grad.__class__ is np.float64 else np.isfinite(grad).all()
        ):
            name = f"el nodo «{node.name}»" if node.name else "un dato de entrada"
            raise CourseValueError(
                f"El gradiente de {name} no es un número finito",
                expected="una función con derivada finita en este punto",
                got=value_text(grad),
                action="Busca una potencia menor que 1 en 0, o un valor enorme",
            )
