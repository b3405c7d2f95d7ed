"""Los sucesos de un grafo, escritos como tablas de texto."""

import itertools

from ..errors import CourseTypeError, describe
from ..tables import text_table
from .events import Event
from .text import value_text

__all__ = ["event_table"]

_FORWARD = ("paso", "nodo", "cómo se calcula", "valor")
_BACKWARD = ("paso", "flecha", "llega", "derivada local", "contribución", "acumulado")


def event_table(events):
    """Escribe los sucesos de `record` como dos tablas de texto: la ida y la vuelta.

    Raises:
        CourseTypeError: si `events` no es una lista de `Event`.
    """
    events = list(events) if isinstance(events, (list, tuple)) else [events]
    if not events or not all(isinstance(event, Event) for event in events):
        raise CourseTypeError(
            "Hace falta la lista de sucesos de un grafo",
            expected="lo que devuelve record(nodo)",
            got=describe(events[0] if len(events) == 1 else events),
        )
    labels = _labels(events)
    forward, back = [], []
    for event in events:
        step, node = str(event.step + 1), event.node
        label = labels[node]
        if event.phase == "forward":
            row = (step, label, _formula(node, labels), value_text(event.value))
            forward.append(row)
        elif event.parent is None:
            seed = value_text(event.accumulated)
            back.append((step, f"{label} (inicio)", "", "", "", seed))
        else:
            edge = f"{label} → {labels[node.parents[event.parent]]}"
            parts = event.incoming, event.local, event.contribution, event.accumulated
            back.append((step, edge, *map(value_text, parts)))
    tables = [
        f"{title}\n{text_table(header, rows)}"
        for title, header, rows in (
            ("Ida: los valores", _FORWARD, forward),
            ("Vuelta: los gradientes", _BACKWARD, back),
        )
        if rows
    ]
    return "\n\n".join(tables)


def _labels(events):
    """El nombre de cada nodo; los que no tienen se numeran: v1, v2…"""
    nodes = dict.fromkeys(
        node for event in events for node in (*event.node.parents, event.node)
    )
    taken = {node.name for node in nodes}
    free = (f"v{k}" for k in itertools.count(1) if f"v{k}" not in taken)
    return {node: node.name or next(free) for node in nodes}


def _formula(node, labels):
    names = [labels[parent] for parent in node.parents]
    if not names:
        return "dato"
    if len(names) == 2:
        return f"{names[0]} {node.operation} {names[1]}"
    if node.operation == "T":
        return f"{names[0]}.T"
    if node.operation == "-":
        return f"-{names[0]}"
    if node.operation.startswith("**"):
        return f"{names[0]} ** {node.operation[2:]}"
    return f"{node.operation}({names[0]})"
