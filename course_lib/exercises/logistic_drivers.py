"""Conductor de la lección 02: entrega a `gradient_descent` una función `gradients`.

Un caso no puede llevar dentro una función: lleva su nombre, y el conductor la busca
aquí. Como los demás conductores, este módulo no contiene ninguna solución.
"""

from dataclasses import dataclass

import numpy as np

from course_lib.exercises.drivers import BadAnswer, kind_text, to_array

__all__ = ["GRADIENTS", "GradientDescent"]


def _bowl(parameters):
    return [1.0 * p for p in parameters]


def _stretched(parameters):
    return [(k + 1.0) * p for k, p in enumerate(parameters)]


def _mixed(parameters):
    total = sum(np.sum(p) for p in parameters) - 1.0
    return [0.5 * p + total for p in parameters]


def _cubes(parameters):
    return [p**3.0 for p in parameters]


# Nombre → función de una lista de arreglos a la lista de sus gradientes. Son las de
# cuatro pérdidas: ½ Σ θ²; lo mismo, con el parámetro k multiplicado por k + 1; ¼ Σ θ² +
# ½ (suma de todos − 1)², donde mover uno cambia el gradiente de los otros; y ¼ Σ θ⁴.
GRADIENTS = {
    "gradiente de cada θ: θ": _bowl,
    "gradiente de cada θ: su puesto en la lista (1, 2, 3…) por θ": _stretched,
    "gradiente de cada θ: θ/2 + (suma de todos) − 1": _mixed,
    "gradiente de cada θ: θ³": _cubes,
}


@dataclass(frozen=True)
class GradientDescent:
    """Construye `gradients` por su nombre y lee la lista de parámetros de llegada.

    Las salidas se llaman «parameters[0]», «parameters[1]»…
    """

    def __call__(self, function, inputs):
        name, *rest = inputs.values()
        start = rest[0]
        returned = function(_careful(GRADIENTS[name], start), *rest)
        if returned is None or returned is Ellipsis:
            raise BadAnswer("none", "la función devuelve None")
        is_list = isinstance(returned, (list, tuple))
        if not is_list and not (isinstance(returned, np.ndarray) and returned.ndim):
            raise BadAnswer(
                "count",
                "se esperaba la lista de parámetros, y la función devuelve "
                f"{kind_text(returned)}",
            )
        if len(returned) != len(start):
            raise BadAnswer(
                "count",
                f"llegaron {len(start)} parámetros, y la función devuelve "
                f"{len(returned)}: se espera una lista con un arreglo por parámetro"
                if len(start) > 1
                else "llegó un solo parámetro, y la función devuelve "
                f"{len(returned)} cosas: se espera una lista con ese solo arreglo",
            )
        return {
            f"parameters[{k}]": to_array(p, f"parameters[{k}]")
            for k, p in enumerate(returned)
        }


def _careful(gradients, start):
    """La función, que explica cómo llamarla si no recibe la lista de parámetros."""
    shapes = [np.shape(p) for p in start]

    def careful(*arguments):
        given = arguments[0] if len(arguments) == 1 else None
        is_list = isinstance(given, (list, tuple))
        if isinstance(given, np.ndarray) and len(start) > 1:
            raise BadAnswer(
                "protocol",
                "tu función le da a `gradients` un arreglo de NumPy, y recibe una "
                "lista. Los parámetros pueden tener formas distintas, y en un solo "
                "arreglo no caben: recorre la lista y opera uno por uno",
            )
        if not is_list or [np.shape(p) for p in given] != shapes:
            raise BadAnswer(
                "protocol",
                "tu función no llama a `gradients` con la lista entera de parámetros: "
                "recibe una lista y devuelve otra, con un gradiente por parámetro",
            )
        return gradients([np.array(p, dtype=float) for p in given])

    return careful
