"""El gradiente numérico y el error relativo: los ejercicios 01.2 y 01.3."""

import numpy as np

from ..errors import (
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    describe,
    shape_text,
)

__all__ = ["numeric_gradient", "relative_error"]


def numeric_gradient(f, x, h=1e-5):
    """Gradiente de f (arreglo → escalar) en x, por diferencias centrales: forma de x.

    Mueve una entrada a la vez, h a cada lado, sin modificar `x`. Ejercicio 01.2.

    Raises:
        CourseError: si `x` no son números, h no es positivo o f no da un escalar.
    """
    require_callable(f, "f")
    h = as_number(h, "h", above=0)
    x = np.array(as_array(x, "x"), dtype=np.float64)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        center = x[i]
        x[i] = center + h
        right = as_scalar(f(x.copy()), "f")
        x[i] = center - h
        left = as_scalar(f(x.copy()), "f")
        x[i] = center
        gradient[i] = (right - left) / (2 * h)
    return gradient


def relative_error(a, n, floor=1e-8):
    """|a − n| / max(|a| + |n|, floor), entrada por entrada (ejercicio 01.3).

    Args:
        a: gradiente calculado (analítico). `n`: el numérico, de la misma forma.
        floor: evita dividir por cero cuando los dos son casi 0.

    Returns:
        Un arreglo de la forma de `a`; 0 es igualdad y 1 es lo más distinto posible.

    Raises:
        CourseError: si las formas difieren o algo no es un número finito.
    """
    a, n = as_array(a, "a"), as_array(n, "n")
    floor = as_number(floor, "floor", above=0)
    if a.shape != n.shape:
        raise ShapeError(
            "Los dos gradientes deben tener la misma forma",
            expected=f"n de forma {shape_text(a.shape)}, como a",
            got=shape_text(n.shape),
        )
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), floor)


def require_callable(f, name):
    if not callable(f):
        raise CourseTypeError(
            f"{name} debe ser una función",
            expected="una función que devuelva un escalar",
            got=describe(f),
        )


def as_scalar(value, name):
    """Exige que la función haya dado un número real y finito."""
    if value.__class__ is not float:
        array = np.asarray(value)
        if array.size != 1 or array.dtype.kind not in "fiub":
            raise CourseTypeError(
                f"{name} debe devolver un solo número",
                expected="un escalar",
                got=describe(value),
                action="¿Falta un return, o sumar o promediar sobre los ejemplos?",
            )
        value = float(array.reshape(())[()])
    if value - value != 0.0:
        raise CourseValueError(
            f"{name} dio {value}, que no es un número finito",
            expected="un número finito cerca del punto que se comprueba",
            action="Busca un logaritmo de 0, una división por cero o un desborde",
        )
    return value
