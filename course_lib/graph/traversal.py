"""El recorrido: en qué orden se visitan los nodos y cómo baja el gradiente."""

import sys

import numpy as np

from .checks import require_node
from .operations import SCALAR, ZERO

__all__ = ["backward", "topological_order"]

_graph = sys.modules[__package__]  # donde quien aprende puede poner sus funciones


def topological_order(node):
    """Lista los nodos de los que depende `node`: cada uno después de sus padres.

    Cada nodo aparece una vez y `node` queda al final. Usa una pila propia en lugar de
    recursión: una cadena de 100 000 sumas no agota la de Python. Ejercicio 01.5.

    Raises:
        CourseTypeError: si `node` no es un `Node`.
    """
    require_node(node)
    order, seen, stack = [], {node}, [node]
    while stack:
        for parent in stack[-1].parents:
            if parent not in seen:
                seen.add(parent)
                if parent.parents:  # antes van los suyos: bajamos por él
                    stack.append(parent)
                    break
                order.append(parent)
        else:  # ya están todos sus padres
            order.append(stack.pop())
    return order


def backward(node):
    """Llena `.grad` en todos los nodos: ∂node/∂(cada uno). Ejercicio 01.6.

    Supone un grafo recién hecho, con todos los `.grad` en 0. Si `node` no es un
    escalar, el gradiente es el de la suma de sus elementos.

    Raises:
        CourseTypeError: si `node` no es un `Node`.
    """
    order = topological_order(node)
    node.grad = node.grad + 1.0
    for current in reversed(order):
        gradients = current.local_backward(current.grad)
        for parent, gradient in zip(current.parents, gradients, strict=True):
            parent.grad = parent.grad + gradient


def local_gradients(node, d_out):
    """Lo que la regla de `node` da a cada padre, con la forma todavía difundida."""
    values = [parent.value for parent in node.parents]
    if len(values) == 2:
        return node._rule(d_out, *values)
    return [node._rule(d_out, x, node.value) for x in values]


def without_copies(gradient, value):
    """`gradient` con la forma de `value`, el valor del padre que lo recibe."""
    if np.shape(gradient) == value.shape:
        return gradient
    return _graph.unbroadcast(gradient, value.shape)


def sweep(order):
    """El recorrido de `backward`, con un atajo de escalar a escalar: sin formas."""
    for node in reversed(order):
        parents = node.parents
        if node.value.__class__ is not SCALAR:
            gradients = local_gradients(node, node.grad)
            for parent, gradient in zip(parents, gradients, strict=True):
                parent.grad += without_copies(gradient, parent.value)
        elif len(parents) == 2:
            a, b = parents
            d_a, d_b = node._rule(node.grad, a.value, b.value)
            # Preguntar si es la primera vez cuesta menos que sumarle a 0.
            a.grad = d_a if a.grad is ZERO else a.grad + d_a
            b.grad = d_b if b.grad is ZERO else b.grad + d_b
        elif parents:
            (x,) = parents
            d_x = node._rule(node.grad, x.value, node.value)
            x.grad = d_x if x.grad is ZERO else x.grad + d_x
