"""Un nodo del grafo: su valor, de dónde salió y cómo reparte el gradiente."""

import operator
from functools import partial
from itertools import count
from math import isfinite

import numpy as np

from . import operations as ops
from . import traversal
from .checks import as_name, as_value
from .limits import explain, require_finite, require_finite_gradients
from .operations import SCALAR, ZERO
from .refusals import Refusals
from .text import value_text

__all__ = ["Node"]


class Node(Refusals):
    """Un valor del grafo: un arreglo float64 que recuerda cómo se calculó.

    Admite `+ - * / ** @` con otros nodos, números y arreglos (con difusión), y los
    métodos `exp log tanh relu sigmoid sum mean reshape` y `T`. Se crea con
    `Node(value, name=None)`; lo demás lo llena cada operación.

    Attributes:
        value: el valor. Un escalar se guarda como `np.float64`, de forma `()`.
        grad: el gradiente, de la forma de `value`; 0 hasta llamar a `backward`.
        parents: tupla con los nodos de los que salió.
        operation: nombre corto de la operación (`"+"`, `"exp"`), o `""`.
        name: nombre para dibujos y tablas, o `None`.

    Raises:
        CourseError: si `value` es texto, `None`, NaN, infinito o está vacío.
    """

    __slots__ = ("value", "grad", "parents", "name", "_operation", "_birth")

    def __init__(self, value, name=None):
        self.value = value = as_value(value, "el valor de un Node")
        self.grad = ZERO if value.__class__ is SCALAR else np.zeros(value.shape)
        self.parents = ()
        self.name = name if name is None else as_name(name)
        self._operation = ops.DATA
        self._birth = next(_births)

    @property
    def operation(self):
        """Nombre corto de la operación de la que salió; `""` en un dato."""
        return self._operation[0]

    # --- Operaciones: la ida y, al lado, la vuelta ------------------------------------

    def __add__(self, other):
        return _binary(ops.ADD, self, other)

    def __radd__(self, other):
        return _binary(ops.ADD, other, self)

    def __sub__(self, other):
        return _binary(ops.SUBTRACT, self, other)

    def __rsub__(self, other):
        return _binary(ops.SUBTRACT, other, self)

    def __mul__(self, other):
        return _binary(ops.MULTIPLY, self, other)

    def __rmul__(self, other):
        return _binary(ops.MULTIPLY, other, self)

    def __truediv__(self, other):
        return _binary(ops.DIVIDE, self, other)

    def __rtruediv__(self, other):
        return _binary(ops.DIVIDE, other, self)

    def __matmul__(self, other):
        return _binary(ops.MATMUL, self, other)

    def __rmatmul__(self, other):
        return _binary(ops.MATMUL, other, self)

    def __pow__(self, other):
        if isinstance(other, Node):
            return _binary(ops.POWER, self, other)
        # Un exponente fijo no es un padre: x ** 2 sirve también con x negativa.
        exponent = as_value(other, "el exponente de **")
        label, rule = f"**{value_text(exponent)}", ops.fixed_power_backward
        return _unary(label, ops.fixed_power, rule, self, exponent=exponent)

    def __rpow__(self, other):
        return _binary(ops.POWER, other, self)

    def __neg__(self):
        return _unary("-", operator.neg, ops.negative_backward, self)

    def exp(self):
        """e elevado a cada elemento."""
        return _unary("exp", ops.exp, ops.exp_backward, self)

    def log(self):
        """Logaritmo natural de cada elemento; todos deben ser positivos."""
        return _unary("log", ops.log, ops.log_backward, self)

    def tanh(self):
        """Tangente hiperbólica de cada elemento."""
        return _unary("tanh", np.tanh, ops.tanh_backward, self)

    def relu(self):
        """max(0, x) en cada elemento; en 0 la derivada es 0, por convención."""
        return _unary("relu", ops.relu, ops.relu_backward, self)

    def sigmoid(self):
        """1 / (1 + e^(−x)) en cada elemento, estable para cualquier x."""
        return _unary("sigmoid", ops.sigmoid, ops.sigmoid_backward, self)

    def sum(self, axis=None, keepdims=False):
        """Suma sobre `axis`, como en NumPy."""
        axes = {"axis": axis, "keepdims": keepdims}
        return _unary("sum", np.sum, ops.sum_backward, self, **axes)

    def mean(self, axis=None, keepdims=False):
        """Promedio sobre `axis`, como en NumPy."""
        axes = {"axis": axis, "keepdims": keepdims}
        return _unary("mean", np.mean, ops.mean_backward, self, **axes)

    def reshape(self, *shape):
        """Los mismos elementos con otra forma: `reshape(2, 3)` o `reshape((2, 3))`."""
        shape = shape[0] if len(shape) == 1 else shape
        return _unary("reshape", ops.reshape, ops.reshape_backward, self, shape=shape)

    @property
    def T(self):
        """La matriz transpuesta."""
        return _unary("T", np.transpose, ops.transpose_backward, self)

    # --- La vuelta --------------------------------------------------------------------

    def local_backward(self, d_out):
        """Reparte `d_out` (de la forma de `value`): un gradiente por cada padre."""
        d_out = as_value(d_out, "d_out", shape=self.value.shape)
        gradients = traversal.local_gradients(self, d_out)
        return tuple(
            traversal.without_copies(gradient, parent.value)
            for gradient, parent in zip(gradients, self.parents, strict=True)
        )

    def backward(self):
        """Calcula `.grad` = ∂self/∂nodo en todo el grafo, desde cero cada vez.

        Raises:
            CourseValueError: si un gradiente se desborda o no existe (√x en 0).
        """
        zero = SCALAR(0.0)
        inner, leaves = traversal.inner_nodes(self, zero)
        self.grad = self.grad + 1.0
        with np.errstate(all="ignore"):  # lo que no sea finito se explica al final
            traversal.sweep(inner, zero)
        # Lo que no es finito llega hasta alguna hoja: basta mirar ahí.
        require_finite_gradients(leaves)

    def __repr__(self):
        parts = [value_text(self.value), f"grad={value_text(self.grad)}"]
        if self.operation:
            parts.append(f"operation={self.operation!r}")
        if self.name is not None:
            parts.append(f"name={self.name!r}")
        return f"Node({', '.join(parts)})"

    def __deepcopy__(self, memo):
        # En orden y sin recursión: la copia por omisión la agota en una cadena larga.
        for node in traversal.topological_order(self):
            if id(node) not in memo:
                parents = tuple(memo[id(parent)] for parent in node.parents)
                value = np.copy(node.value)[()]
                clone = _result(value, parents, node._operation)
                clone.name, clone.grad = node.name, np.copy(node.grad)[()]
                memo[id(node)] = clone
        return memo[id(self)]


# --- Construir un nodo: la ida, con sus errores ---------------------------------------

_new = object.__new__
_births = count()  # en qué orden nacieron los nodos


def _binary(operation, a, b):
    if a.__class__ is not Node:
        a = Node(a)
    if b.__class__ is not Node:
        b = Node(b)
    try:
        value = operation[1](a.value, b.value)
    except ValueError as error:
        raise explain(error, operation[0], a.value, b.value) from None
    # Lo mismo que `_result`, sin pagar otra llamada: aquí nace casi todo nodo.
    node = _new(Node)
    if value.__class__ is SCALAR and isfinite(value):
        node.grad = ZERO
    else:
        require_finite(operation[0], value)
        node.grad = np.zeros(value.shape)
    node.value = value
    node.parents = (a, b)
    node.name = None
    node._operation = operation
    node._birth = next(_births)
    return node


def _unary(symbol, forward, rule, x, **options):
    try:
        value = forward(x.value, **options)[()]
    except (ValueError, TypeError) as error:
        raise explain(error, symbol, x.value, **options) from None
    rule = partial(rule, **options) if options else rule
    return _result(value, (x,), (symbol, forward, rule))


def _result(value, parents, operation):
    node = _new(Node)  # sin `__init__`: aquí los datos ya están comprobados
    if value.__class__ is SCALAR and isfinite(value):
        node.grad = ZERO
    else:
        require_finite(operation[0], value)
        node.grad = np.zeros(value.shape)
    node.value = value
    node.parents = parents
    node.name = None
    node._operation = operation
    node._birth = next(_births)
    return node
