"""Lo que un nodo no hace, dicho en español y con la salida.

NumPy entrega aquí lo que no sabe hacer con un nodo: `arreglo * nodo` sigue como una
operación del grafo; `np.exp(nodo)` se explica.
"""

import operator

import numpy as np

from ..errors import CourseTypeError

__all__ = ["Refusals"]

_OPERATORS = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.divide: operator.truediv,
    np.power: operator.pow,
    np.matmul: operator.matmul,
}
_COMPARISONS = ("greater", "greater_equal", "less", "less_equal")
_METHODS = ("exp", "log", "tanh", "sum", "mean", "reshape")


class Refusals:
    """La parte de `Node` que responde a NumPy y a las comparaciones."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if ufunc.__name__ in _COMPARISONS:
            self._refuse_comparison(None)
        apply = _OPERATORS.get(ufunc)
        if apply is None or method != "__call__" or kwargs:
            raise _not_for_nodes(ufunc.__name__)
        left, right = inputs
        if not isinstance(left, Refusals):
            left = type(self)(left)
        return apply(left, right)

    def __array_function__(self, function, types, args, kwargs):
        raise _not_for_nodes(function.__name__)

    def _refuse_comparison(self, other):
        raise CourseTypeError(
            "Un nodo no se compara: el grafo no deriva < ni >",
            expected="dos números o arreglos",
            got="un Node",
            action="Compara su valor, como en nodo.value > 0; para max(0, x) usa "
            "nodo.relu()",
        )

    __lt__ = __le__ = __gt__ = __ge__ = _refuse_comparison


def _not_for_nodes(name):
    if name in _METHODS:
        action = f"Usa nodo.{name}()"
    elif name in ("dot", "matmul"):
        action = "Usa el operador @"
    elif name == "maximum":
        action = "Si buscas max(0, x), usa nodo.relu()"
    else:
        action = "Usa una operación del nodo, o nodo.value si solo quieres su valor"
    return CourseTypeError(
        f"np.{name} no guarda en el grafo cómo se calculó",
        expected="un arreglo o un número",
        got="un Node",
        action=action,
    )
