"""El recorrido: en qué orden se visitan los nodos y cómo baja el gradiente."""

import sys
from operator import attrgetter

import numpy as np

from . import gradients
from . import operations as ops
from .checks import require_node
from .operations import SCALAR

__all__ = ["backward", "topological_order"]

_graph = sys.modules[__package__]  # donde quien aprende puede poner sus funciones
_BIRTH = attrgetter("_birth")


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
        shares = current.local_backward(current.grad)
        for parent, gradient in zip(current.parents, shares, strict=True):
            parent.grad = parent.grad + gradient


def inner_nodes(node, zero):
    """Deja en 0 cada `.grad` y lista `node` y los que tienen padres, al revés.

    Un nodo nace después que sus padres: el orden en que nacieron, al revés, sirve igual
    que el de `topological_order` y cuesta menos. Devuelve también las hojas.

    `zero` es un 0.0 recién creado: un escalar que ya lo tiene es que ya fue visitado.
    """
    inner, leaves, seen, stack = [], [], {node}, [node]
    node.grad = _zero_like(node.value, zero)
    while stack:
        current = stack.pop()
        for parent in current.parents:
            if parent.value.__class__ is SCALAR:
                if parent.grad is zero:
                    continue
                parent.grad = zero
            elif parent in seen:
                continue
            else:
                seen.add(parent)
                parent.grad = _zero_like(parent.value, zero)
            if parent.parents:
                stack.append(parent)
            else:
                leaves.append(parent)
        inner.append(current)
    inner.sort(key=_BIRTH, reverse=True)
    return inner, leaves


def local_gradients(node, d_out):
    """Lo que la regla de `node` da a cada padre, con la forma todavía difundida."""
    rule, values = node._operation[2], [parent.value for parent in node.parents]
    if len(values) == 2:
        return rule(d_out, *values)
    return [rule(d_out, x, node.value) for x in values]


def without_copies(gradient, value):
    """`gradient` con la forma de `value`, el valor del padre que lo recibe."""
    if np.shape(gradient) == value.shape:
        return gradient
    return _graph.unbroadcast(gradient, value.shape)


def sweep(inner, zero):
    """El recorrido de `backward`, con un atajo de escalar a escalar: sin formas.

    La suma y el producto, casi todos los nodos de una cuenta escalar, van sin llamar a
    su regla. Si alguien puso la suya de 01.4 en el motor, el producto la llama.
    """
    mine = _graph.multiply_backward is gradients.multiply_backward
    add, multiply = ops.add_backward, ops.multiply_backward if mine else None
    for node in inner:
        parents, d_out, rule = node.parents, node.grad, node._operation[2]
        if node.value.__class__ is not SCALAR:
            shares = local_gradients(node, d_out)
            for parent, share in zip(parents, shares, strict=True):
                parent.grad = parent.grad + without_copies(share, parent.value)
        elif len(parents) == 2:
            a, b = parents
            if rule is multiply:
                d_a, d_b = d_out * b.value, d_out * a.value
            elif rule is add:
                d_a = d_b = d_out
            else:
                d_a, d_b = rule(d_out, a.value, b.value)
            # Preguntar si es la primera vez cuesta menos que sumarle a 0.
            a.grad = d_a if a.grad is zero else a.grad + d_a
            b.grad = d_b if b.grad is zero else b.grad + d_b
        elif parents:
            (x,) = parents
            d_x = rule(d_out, x.value, node.value)
            x.grad = d_x if x.grad is zero else x.grad + d_x


def _zero_like(value, zero):
    return zero if value.__class__ is SCALAR else np.zeros(value.shape)
