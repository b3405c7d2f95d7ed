"""Los sucesos de la ida y la vuelta, para tablas y figuras."""

from dataclasses import dataclass

import numpy as np

from .node import Node
from .traversal import local_gradients, topological_order

__all__ = ["Event", "record"]

# Operaciones que no van elemento a elemento: no hay una derivada local que mostrar.
_NOT_ELEMENTWISE = ("@", "reshape", "T")


@dataclass(frozen=True, eq=False)
class Event:
    """Un paso del cálculo. Los arreglos son copias; lo que no aplica es `None`.

    En la ida (`phase="forward"`) solo hay `value`. En la vuelta (`"backward"`),
    `contribution` va de `node` a `node.parents[parent]`. El primer suceso de la vuelta
    tiene `parent=None`: es la semilla, ∂node/∂node = 1.

    Attributes:
        step: número del suceso, desde 0.
        phase: `"forward"` o `"backward"`.
        node: el nodo que se calcula, o del que parte el gradiente.
        parent: posición, en `node.parents`, de quien recibe.
        value: valor de `node`.
        incoming: gradiente que llegó a `node`.
        local: derivada local, elemento a elemento; `None` si no la hay así (en `@`).
        contribution: lo que este camino le entrega al padre, ya con su forma.
        accumulated: gradiente del padre después de sumar esta contribución.
    """

    step: int
    phase: str
    node: Node
    parent: int | None
    value: np.ndarray
    incoming: np.ndarray | None = None
    local: np.ndarray | None = None
    contribution: np.ndarray | None = None
    accumulated: np.ndarray | None = None


def record(node):
    """Anota la ida y la vuelta de `node` como una lista de `Event`.

    No toca ningún `.grad`: acumula aparte, así que se puede llamar antes o después de
    `backward` sin cambiar nada.

    Raises:
        CourseTypeError: si `node` no es un `Node`.
    """
    order = topological_order(node)
    events = []

    def note(phase, node, parent=None, **arrays):
        arrays = {name: np.copy(x) for name, x in arrays.items() if x is not None}
        value = np.copy(node.value)
        events.append(Event(len(events), phase, node, parent, value, **arrays))

    for current in order:
        note("forward", current)
    grads = {current: np.zeros(current.value.shape) for current in order}
    grads[node] = np.ones(node.value.shape)
    note("backward", node, accumulated=grads[node])
    for current in reversed(order):
        incoming, slopes = grads[current], _slopes(current)
        gradients = current.local_backward(incoming)
        for index, parent in enumerate(current.parents):
            contribution = gradients[index]
            grads[parent] = grads[parent] + contribution
            note(
                "backward",
                current,
                index,
                incoming=incoming,
                local=slopes[index],
                contribution=contribution,
                accumulated=grads[parent],
            )
    return events


def _slopes(node):
    """La derivada local hacia cada padre: lo que reparte cuando le llegan unos."""
    if node.operation in _NOT_ELEMENTWISE:
        return (None,) * len(node.parents)
    return local_gradients(node, np.ones(node.value.shape)[()])
