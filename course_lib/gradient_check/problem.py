"""La pérdida y sus parámetros, con nombre: «W[1]», «b[2]»… y cómo se evalúa."""

import numpy as np

from ..errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    describe,
    shape_text,
)
from .numeric import as_scalar, require_callable

__all__ = ["Problem"]

_EPSILON = np.finfo(np.float64).eps
# Cuánto redondeo acumula una pérdida, en unidades de su última cifra (medido en redes
# de 1 a 5 capas: casi siempre menos de 8).
_ROUNDING = 16.0


class Problem:
    """Lo que pidió quien comprueba, ya validado.

    `arrays` y `gradients` van por nombre; `steps` es el h de cada parámetro y `base`,
    la pérdida sin mover nada.
    """

    def __init__(self, loss, parameters, gradients, h, floor, limit):
        require_callable(loss, "loss")
        self.loss, self.structure = loss, parameters
        self.floor = as_number(floor, "floor", above=0)
        self.limit = as_number(limit, "limit", above=0)
        self.arrays = {
            name: read_only(np.array(as_array(value, name), dtype=np.float64))
            for name, value in _flatten(parameters, "parameters").items()
        }
        given = _flatten(gradients, "gradients")
        _require_same_names(self.arrays, given)
        self.gradients = {
            name: _gradient_like(given[name], name, x)
            for name, x in self.arrays.items()
        }
        h = h if h is None else as_number(h, "h", above=0)
        self.steps = {name: h or _step(x) for name, x in self.arrays.items()}
        self.evaluations = 0
        self.base = self.value(self.arrays)
        again = self.value(self.arrays)
        if again != self.base:
            raise CourseValueError(
                "La pérdida cambia aunque los parámetros son los mismos",
                expected="el mismo número en dos llamadas seguidas",
                got=f"{self.base:.6g} y {again:.6g}",
                action="Fija la semilla de lo que usa el azar, como dropout",
            )

    def call(self, arrays):
        """Llama a la pérdida con la estructura de quien la escribió."""
        try:
            return self.loss(_rebuild(self.structure, arrays))
        except ValueError as error:
            if "read-only" in str(error) and not isinstance(error, CourseError):
                raise CourseValueError(
                    "La pérdida modifica los parámetros que recibe",
                    expected="una función que solo los lea",
                    action="Escribe W = W - … en lugar de W -= …",
                ) from error
            raise

    def value(self, arrays):
        """La pérdida: un número, y se cuenta."""
        self.evaluations += 1
        return as_scalar(self.call(arrays), "loss")

    def sides(self, name, move):
        """La pérdida con `move` sumado al parámetro `name`, y restado."""
        x = self.arrays[name]
        return tuple(
            self.value({**self.arrays, name: read_only(moved)})
            for moved in (x + move, x - move)
        )

    def sides_at(self, name, i, step):
        """Lo mismo, moviendo solo la entrada `i` (contada de corrido)."""
        move = np.zeros(self.arrays[name].shape)
        move.flat[i] = step
        return self.sides(name, move)

    def noise(self, h):
        """Cuánto puede cambiar una diferencia de paso h por puro redondeo."""
        return _ROUNDING * _EPSILON * max(abs(self.base), 1e-300) / h

    def relative(self, a, n):
        """El error relativo con el piso pedido, sin volver a validar nada."""
        return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), self.floor)


def read_only(array):
    """Para que la pérdida vea el arreglo pero no lo cambie."""
    array.flags.writeable = False
    return array


def _step(array):
    """h a la escala del parámetro: 1e-5 para valores de tamaño 1.

    Un parámetro en 0 (los sesgos al empezar) no tiene escala: se toma 1. Por debajo de
    una décima h ya no se achica, o mandaría el redondeo de la pérdida.
    """
    size = np.abs(array[array != 0.0])
    scale = float(np.median(size)) if size.size else 1.0
    return 1e-5 * max(scale, 0.1)


# --- Del diccionario de listas a nombre → arreglo, y de vuelta ------------------------


def _flatten(tree, what):
    tree = {"parámetro": tree} if isinstance(tree, (list, tuple)) else tree
    if not isinstance(tree, dict) or not tree:
        raise CourseTypeError(
            f"No entiendo `{what}`",
            expected="un diccionario nombre → arreglo, o listas por capas con None en "
            "el índice 0",
            got="un diccionario vacío" if tree == {} else describe(tree),
        )
    flat = {}
    for name, value in tree.items():
        if not _is_layers(value):
            flat[str(name)] = value
            continue
        for index, one in enumerate(value):
            if one is not None:
                flat[f"{name}[{index}]"] = one
    if not flat:
        raise CourseValueError(f"`{what}` no tiene ningún arreglo")
    return flat


def _rebuild(tree, arrays):
    if isinstance(tree, (list, tuple)):
        return _rebuild({"parámetro": tree}, arrays)["parámetro"]
    built = {}
    for name, value in tree.items():
        if _is_layers(value):
            built[name] = [
                None if one is None else arrays[f"{name}[{index}]"]
                for index, one in enumerate(value)
            ]
        else:
            built[name] = arrays[str(name)]
    return built


def _is_layers(value):
    """Una lista por capas: tiene `None` o arreglos, no números sueltos."""
    return isinstance(value, (list, tuple)) and any(
        one is None or isinstance(one, np.ndarray) for one in value
    )


def _require_same_names(parameters, gradients):
    missing = ", ".join(name for name in parameters if name not in gradients)
    extra = ", ".join(name for name in gradients if name not in parameters)
    if missing or extra:
        raise CourseValueError(
            "Cada parámetro necesita su gradiente, con el mismo nombre",
            expected=", ".join(parameters),
            got=", ".join(gradients),
            action=f"Falta: {missing}" if missing else f"Sobra: {extra}",
        )


def _gradient_like(value, name, parameter):
    gradient = as_array(value, f"el gradiente de {name}")
    if gradient.shape == parameter.shape:
        return gradient.astype(np.float64)
    action = None
    if gradient.T.shape == parameter.shape:
        action = "Parece transpuesto: revisa el orden de los factores en el producto"
    raise ShapeError(
        f"El gradiente de {name} no tiene la forma de {name}",
        expected=f"forma {shape_text(parameter.shape)}",
        got=f"forma {shape_text(gradient.shape)}",
        action=action,
    )
