"""El grafo computacional dibujado: valores arriba de la arista, gradientes abajo.

El dibujo alterna columnas de nodos y columnas de etiquetas. Cada arista tiene su propia
etiqueta, con lugar reservado: por eso los números no se enciman y un nodo usado dos
veces (también en x · x) muestra dos aristas.
"""

from dataclasses import dataclass, field

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    as_whole_number,
    describe,
    shape_text,
)
from course_lib.figures.style import (
    BODY,
    CURRENT,
    FAINT,
    GRADIENTS_TEXT,
    INK,
    SMALL,
    VALUES,
    WIDTH,
    CourseFigure,
    number_text,
    pack,
    require_title,
    styled,
)
from course_lib.graph import Node, record

__all__ = ["draw_graph"]

_MOST_NODES = 60
_LINE = 0.21  # alto de un renglón de 12 puntos, en pulgadas
_LETTER = 0.108  # ancho medio de una letra
_BEND = 0.3  # espacio para que una arista suba o baje
_GAP = 0.14
_LONGEST_ROW = 13
_SYMBOLS = {"*": "×", "/": "÷", "-": "−", "sigmoid": "σ"}


@styled
def draw_graph(node, *, step=None, gradients=True, title=None):
    """El grafo de `node`, de izquierda a derecha.

    Los números salen de `record(node)`: no hace falta haber llamado a `backward` y
    ningún `.grad` cambia. En una arista, el gradiente es lo que ese camino entrega; si
    un nodo se usa varias veces, debajo de él aparece la suma.

    Args:
        node: la salida del grafo.
        step: `k` muestra solo lo que se sabe tras `k` sucesos de `record(node)` y
            resalta el último; `None` muestra todo.
        gradients: `False` deja solo la ida.

    Raises:
        CourseError: si `node` no es un `Node`, `step` queda fuera de rango o el grafo
            es demasiado grande para leerlo.
    """
    require_title(title)
    events = _as_events(node, gradients)
    if step is not None:
        step = as_whole_number(step, "step", minimum=0)
        if step > len(events):
            raise CourseValueError(
                f"step = {step} no existe en este grafo",
                expected=f"un entero de 0 a {len(events)}",
            )
    known = _Known(node, events, len(events) if step is None else step)
    drawing = _Drawing(known)
    fig = CourseFigure(
        alt_text=_alt_text(known, step, gradients),
        title=title or _title_text(known, step, gradients),
        height=drawing.height,
        width=drawing.width,
    )
    drawing.paint(fig.canvas_axes(), None if step is None else known.current)
    return fig


def _as_events(node, gradients):
    if not isinstance(node, Node):
        raise CourseTypeError(
            "draw_graph dibuja un nodo del grafo",
            expected="un Node, como Node(2.0) * Node(3.0)",
            got=describe(node),
        )
    events = record(node)
    n_nodes = sum(event.phase == "forward" for event in events)
    if n_nodes > _MOST_NODES:
        raise CourseValueError(
            f"Un grafo de {n_nodes} nodos no se puede leer dibujado",
            expected=f"hasta {_MOST_NODES} nodos",
            action="Dibuja una parte: pasa un nodo intermedio",
        )
    return events if gradients else events[:n_nodes]


class _Known:
    """Lo que se sabe del grafo después de cierto número de sucesos."""

    def __init__(self, output, events, step):
        self.output, self.events = output, events
        self.nodes = [e.node for e in events if e.phase == "forward"]
        self.values, self.totals, self.contributions = {}, {}, {}
        self.final = {}
        for event in events:
            if event.phase == "backward" and event.parent is not None:
                self.final[event.node.parents[event.parent]] = event.accumulated
        self.uses = dict.fromkeys(self.nodes, 0)
        for n in self.nodes:
            for parent in n.parents:
                self.uses[parent] += 1
        for event in events[:step]:
            if event.phase == "forward":
                self.values[event.node] = event.value
            elif event.parent is None:
                self.totals[event.node] = event.accumulated
            else:
                parent = event.node.parents[event.parent]
                self.contributions[event.node, event.parent] = event.contribution
                self.totals[parent] = event.accumulated
        self.current = events[step - 1] if step else None

    def label(self, node):
        """Cómo se nombra un nodo en una oración."""
        if node.name:
            return node.name
        if node.parents:
            return f"«{_symbol(node)}»"
        if np.ndim(node.value) == 0:
            return f"la constante {_inline(node.value)}"
        return f"un dato de forma {shape_text(node.value.shape)}"


def _symbol(node):
    operation = node.operation
    if operation.startswith("**") and len(operation) > 2:
        exponent = number_text(float(operation[2:]))
        raised = exponent.translate(str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"( )^{exponent}" if "." in exponent else f"( ){raised}"
    return _SYMBOLS.get(operation, operation)


def _rows(array):
    """Los números de un arreglo pequeño, renglón por renglón; de los demás, nada."""
    if array.ndim > 2 or array.size > 6:
        return []
    matrix = array.reshape(1, -1) if array.ndim == 1 else array
    rows = ["[" + "  ".join(number_text(v, 2) for v in row) + "]" for row in matrix]
    return rows if max(map(len, rows)) <= _LONGEST_ROW else []


def _lines(value, *, shape=False):
    """Un valor en renglones: sus números si son pocos y, si se pide, su forma."""
    array = np.asarray(value)
    if array.ndim == 0:
        return [number_text(array, 3)]
    rows = _rows(array)
    return rows + [shape_text(array.shape)] if shape or not rows else rows


def _inline(value):
    array = np.asarray(value)
    if array.ndim == 0:
        return number_text(array, 3)
    rows = _rows(array)
    if not rows:
        return f"un arreglo de forma {shape_text(array.shape)}"
    if array.ndim == 1:
        return rows[0].replace("  ", ", ")
    return "[" + ", ".join(rows).replace("  ", ", ") + "]"


# --- Dónde va cada cosa ------------------------------------------------------------


@dataclass(eq=False)
class _Vertex:
    """Algo que ocupa lugar en una columna: un nodo, una etiqueta o un paso."""

    column: int
    width: float = 0.0
    up: float = 0.07
    down: float = 0.07
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    rank: float = 0.0
    x: float = 0.0
    y: float = 0.0


def _layers(nodes):
    """Capa de cada nodo: después de sus padres; las hojas, junto a quien las usa."""
    layer = {}
    for n in nodes:
        layer[n] = 1 + max((layer[p] for p in n.parents), default=-1)
    for n in nodes:
        if not n.parents:
            users = [layer[user] for user in nodes if n in user.parents]
            layer[n] = min(users) - 1 if users else 0
    return layer


class _Drawing:
    """El grafo con lugares: se arma, se ordena, se coloca y se pinta."""

    def __init__(self, known):
        self.known = known
        self.node_at, self.routes, self.tails = {}, [], {}
        self.layer = _layers(known.nodes)
        for n in known.nodes:
            self.node_at[n] = self._node_vertex(n)
        for n in known.nodes:
            for index, parent in enumerate(n.parents):
                self._route(parent, n, index)
        self._tail(known.output)
        self.columns = self._columns()
        self._order()
        self._place()

    def _node_vertex(self, n):
        text = self._node_text(n)
        width = max(0.44, _LETTER * 1.12 * len(text) + 0.22)
        down = 0.22
        if self.known.uses[n] > 1 and n is not self.known.output:
            # Se reserva siempre: así el dibujo no salta de un paso al siguiente.
            lines = self._sum_lines(self.known.final.get(n, n.value))
            down += _LINE * len(lines) + 0.06
            width = max(width, 1.15 * _LETTER * max(map(len, lines)))
        return _Vertex(2 * self.layer[n], width, 0.22, down)

    def _sum_lines(self, total):
        lines = _lines(total)
        return [f"suma {lines[0]}", *lines[1:]]

    def _node_text(self, n):
        if n.parents:
            return _symbol(n)
        if n.name:
            return n.name
        return number_text(n.value, 3) if np.ndim(n.value) == 0 else "dato"

    def _texts(self, n, contribution):
        """Renglones de arriba (valor) y de abajo (gradiente) de una etiqueta."""
        above, below = [], []
        if n in self.known.values:
            constant = not n.parents and not n.name and np.ndim(n.value) == 0
            above = [] if constant else _lines(n.value, shape=True)
            if n.parents and n.name:
                above[0] = f"{n.name} = {above[0]}"
        if contribution is not None:
            below = _lines(contribution)
        return above, below

    def _label_vertex(self, column, n, final):
        """El lugar de una etiqueta, con sus números o sin ellos todavía."""
        above = _lines(n.value, shape=True)
        if n.parents and n.name:
            above = [f"{n.name} = {above[0]}", *above[1:]]
        widest = max(map(len, [*above, *(_lines(final) if final is not None else [])]))
        below = len(_lines(final)) if final is not None else 0
        return _Vertex(
            column,
            max(0.5, _LETTER * widest + 0.04),
            _LINE * len(above) + 0.06,
            _LINE * below + 0.06,
        )

    def _final(self, consumer, index):
        for event in self.known.events:
            if event.node is consumer and event.parent == index:
                return event.contribution
        return None

    def _route(self, parent, consumer, index):
        start, end = self.node_at[parent], self.node_at[consumer]
        label = self._label_vertex(
            start.column + 1, parent, self._final(consumer, index)
        )
        steps = [_Vertex(c) for c in range(start.column + 2, end.column)]
        path = [start, label, *steps, end]
        for a, b in zip(path, path[1:], strict=False):
            a.after.append(b)
            b.before.append(a)
        self.routes.append((parent, consumer, index, path))

    def _tail(self, output):
        start = self.node_at[output]
        seeds = [e for e in self.known.events if e.phase == "backward"]
        final = seeds[0].accumulated if seeds else None
        self.tail = self._label_vertex(start.column + 1, output, final)
        start.after.append(self.tail)
        self.tail.before.append(start)

    def _columns(self):
        columns = [[] for _ in range(2 * max(self.layer.values()) + 2)]
        seen = set()

        def visit(vertex):
            stack = [vertex]
            while stack:
                v = stack.pop()
                if id(v) in seen:
                    continue
                seen.add(id(v))
                columns[v.column].append(v)
                stack.extend(reversed(v.before))

        visit(self.tail)
        for column in columns:
            for rank, v in enumerate(column):
                v.rank = rank
        return columns

    def _crossings(self):
        total = 0
        for column in self.columns:
            ends = [(v.rank, w.rank) for v in column for w in v.after]
            for i, (a, b) in enumerate(ends):
                total += sum((a - c) * (b - d) < 0 for c, d in ends[i + 1 :])
        return total

    def _order(self):
        """Baricentros de ida y vuelta; se queda el orden con menos cruces."""
        best, saved = self._crossings(), [list(c) for c in self.columns]
        for sweep in range(8):
            if best == 0:
                break
            forward = sweep % 2 == 0
            for column in self.columns if forward else self.columns[::-1]:
                key = {}
                for v in column:
                    near = v.before if forward else v.after
                    ranks = [w.rank for w in near]
                    key[id(v)] = sum(ranks) / len(ranks) if ranks else v.rank
                column.sort(key=lambda v: key[id(v)])
                for rank, v in enumerate(column):
                    v.rank = rank
            self._swap_neighbours()
            crossings = self._crossings()
            if crossings < best:
                best, saved = crossings, [list(c) for c in self.columns]
        self.columns = saved
        for column in self.columns:
            for rank, v in enumerate(column):
                v.rank = rank

    def _swap_neighbours(self):
        """Intercambia vecinos de una columna mientras eso quite cruces."""

        def tangled(v, w):
            sides = ((v.before, w.before), (v.after, w.after))
            return sum(
                a.rank > b.rank for mine, theirs in sides for a in mine for b in theirs
            )

        for _ in range(4):
            changed = False
            for column in self.columns:
                for i in range(len(column) - 1):
                    v, w = column[i], column[i + 1]
                    if tangled(v, w) > tangled(w, v):
                        column[i], column[i + 1] = w, v
                        v.rank, w.rank = i + 1, i
                        changed = True
            if not changed:
                break

    def _place(self):
        for column in self.columns:
            self._settle(column, np.zeros(len(column)))
        for sweep in range(14):
            for column in self.columns if sweep % 2 == 0 else self.columns[::-1]:
                wanted = [
                    np.mean([w.y for w in (*v.before, *v.after)] or [v.y])
                    for v in column
                ]
                self._settle(column, wanted)
        widths = [max((v.width for v in c), default=0) for c in self.columns]
        bends = _BEND * (len(widths) - 1)
        natural = sum(widths) + bends + 0.3
        self.width = max(WIDTH, natural)
        extra = (self.width - natural) / max(1, len(widths) - 1)
        extra = min(extra, 0.9)
        x = (self.width - natural - extra * (len(widths) - 1)) / 2 + 0.15
        for column, width in zip(self.columns, widths, strict=True):
            for v in column:
                v.x = x + width / 2
            x += width + _BEND + extra
        everything = [v for c in self.columns for v in c]
        low = min(v.y - v.down for v in everything)
        high = max(v.y + v.up for v in everything)
        self.height = max(high - low + 0.3, 1.5)
        shift = (self.height - high - low) / 2
        for v in everything:
            v.y += shift

    def _settle(self, column, wanted):
        """Lo más cerca de lo deseado, en su orden y sin encimarse."""
        gaps = [a.down + b.up + _GAP for a, b in zip(column, column[1:], strict=False)]
        for v, y in zip(column, pack(-np.asarray(wanted), gaps), strict=True):
            v.y = -y

    # --- Pintar ---

    def paint(self, axes, current):
        for parent, consumer, index, path in self.routes:
            contribution = self.known.contributions.get((consumer, index))
            active = (
                current is not None
                and current.phase == "backward"
                and current.node is consumer
                and current.parent == index
            )
            self._paint_edge(axes, path, parent in self.known.values, active)
            self._paint_label(axes, path[1], *self._texts(parent, contribution))
        self._paint_tail(axes, current)
        for n in self.known.nodes:
            self._paint_node(axes, n, current)

    def _paint_edge(self, axes, path, is_known, active):
        start, end = path[0], path[-1]
        slots = sorted(end.before, key=lambda v: v.rank)
        offset = (len(slots) - 1) / 2 - slots.index(path[-2])
        y_end = end.y + 0.13 * offset
        points = [(self._right(start), start.y)]
        for v in path[1:-1]:
            half = v.width / 2
            points += [(v.x - half, v.y), (v.x + half, v.y)]
        points.append((self._left(end), y_end))
        route = _smooth(points)
        if active:
            axes.add_patch(
                FancyArrowPatch(
                    path=route,
                    arrowstyle="-",
                    linewidth=9,
                    color=CURRENT,
                    capstyle="round",
                    zorder=1,
                )
            )
        # En la vuelta, la flecha del paso apunta a quien recibe: al padre.
        head, color = "-|>", VALUES if is_known else FAINT
        if active:
            head, color = "<|-", GRADIENTS_TEXT
        axes.add_patch(
            FancyArrowPatch(
                path=route,
                arrowstyle=f"{head},head_length=5,head_width=2.6",
                linewidth=1.5 if is_known else 1.1,
                color=color,
                zorder=2,
            )
        )

    def _right(self, vertex):
        return vertex.x + self._half(vertex)

    def _left(self, vertex):
        return vertex.x - self._half(vertex)

    def _half(self, vertex):
        node = next(n for n, v in self.node_at.items() if v is vertex)
        return max(0.44, _LETTER * 1.12 * len(self._node_text(node)) + 0.22) / 2

    def _paint_label(self, axes, vertex, above, below):
        for lines, color, offset, va in (
            (above, VALUES, 0.05, "bottom"),
            (below, GRADIENTS_TEXT, -0.06, "top"),
        ):
            if lines:
                axes.text(
                    vertex.x,
                    vertex.y + offset,
                    "\n".join(lines),
                    ha="center",
                    va=va,
                    fontsize=SMALL,
                    color=color,
                    linespacing=1.1,
                    parse_math=False,
                    zorder=4,
                )

    def _paint_tail(self, axes, current):
        output = self.known.output
        start, is_known = self.node_at[output], output in self.known.values
        seed = self.known.totals.get(output)
        points = [
            (self._right(start), start.y),
            (self.tail.x + self.tail.width / 2, self.tail.y),
        ]
        if (
            current is not None
            and current.phase == "backward"
            and current.parent is None
        ):
            axes.plot(*zip(*points, strict=True), color=CURRENT, lw=9, zorder=1)
        axes.plot(
            *zip(*points, strict=True),
            color=VALUES if is_known else FAINT,
            lw=1.5,
            zorder=2,
        )
        self._paint_label(axes, self.tail, *self._texts(output, seed))

    def _paint_node(self, axes, n, current):
        v, half = self.node_at[n], self._half(self.node_at[n])
        is_current = (
            current is not None and current.phase == "forward" and current.node is n
        )
        corner = 0.2 if n.parents else 0.05
        axes.add_patch(
            FancyBboxPatch(
                (v.x - half + 0.02, v.y - 0.2),
                2 * half - 0.04,
                0.4,
                boxstyle=f"round,pad=0.02,rounding_size={corner}",
                facecolor=CURRENT
                if is_current
                else "white"
                if n.parents
                else "#eeeeee",
                edgecolor=INK if n in self.known.values else FAINT,
                linewidth=3 if is_current else 1.5,
                zorder=3,
            )
        )
        axes.text(
            v.x,
            v.y,
            self._node_text(n),
            ha="center",
            va="center_baseline" if len(self._node_text(n)) > 1 else "center",
            fontsize=BODY,
            color=INK,
            parse_math=False,
            zorder=4,
        )
        if self.known.uses[n] > 1 and n in self.known.totals:
            axes.text(
                v.x,
                v.y - 0.27,
                "\n".join(self._sum_lines(self.known.totals[n])),
                ha="center",
                va="top",
                fontsize=SMALL,
                color=GRADIENTS_TEXT,
                fontweight="bold",
                linespacing=1.1,
                # Las flechas que salen del nodo pasan por detrás del número.
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
                zorder=2.5,
            )


def _smooth(points):
    """Tramos rectos en las etiquetas y curvas suaves entre ellas."""
    vertices, codes = [points[0]], [Path.MOVETO]
    for i, ((x0, y0), (x1, y1)) in enumerate(zip(points, points[1:], strict=False)):
        if i % 2 == 1 or abs(y1 - y0) < 1e-6:
            vertices.append((x1, y1))
            codes.append(Path.LINETO)
        else:
            middle = (x0 + x1) / 2
            vertices += [(middle, y0), (middle, y1), (x1, y1)]
            codes += [Path.CURVE4] * 3
    return Path(vertices, codes)


# --- Qué se dice -------------------------------------------------------------------


def _title_text(known, step, gradients):
    output = known.output
    if step is None:
        name = output.name or "La salida"
        value = _inline(output.value)
        if not gradients:
            return f"{name} vale {value}: los valores van de izquierda a derecha"
        return f"{name} vale {value}; los gradientes vuelven de derecha a izquierda"
    total = len(known.events)
    if step == 0:
        return f"Antes del primer paso, de {total}, no se sabe ningún valor"
    return f"Paso {step} de {total}: {_event_text(known, known.current)}"


def _event_text(known, event):
    label = known.label(event.node)
    if event.phase == "forward":
        value = _inline(event.value)
        if not event.node.parents:
            return f"{label} entra" + (f" con {value}" if event.node.name else "")
        if event.node.name:
            return f"«{_symbol(event.node)}» calcula {event.node.name} = {value}"
        return f"{label} calcula {value}"
    if event.parent is None:
        return f"la vuelta empieza con gradiente {_inline(event.accumulated)}"
    parent = event.node.parents[event.parent]
    text = f"{label} entrega {_inline(event.contribution)} a {known.label(parent)}"
    if known.uses[parent] > 1:
        text += f", que suma {_inline(event.accumulated)}"
    return text


def _alt_text(known, step, gradients):
    parts = []
    if step is not None:
        parts.append(_title_text(known, step, gradients) + ".")
    brief = len(known.nodes) > 12
    for n in known.nodes:
        if brief and n.parents and n is not known.output and not n.name:
            continue
        if n not in known.values:
            continue
        value = _inline(known.values[n])
        label = known.label(n)
        if n.parents:
            inputs = ", ".join(known.label(p) for p in n.parents)
            subject = f"{label} ({inputs})"
            if n.name:
                subject = f"{label} sale de «{_symbol(n)}» ({inputs}) y"
            sentence = f"{subject} vale {value}"
        elif n.name:
            sentence = f"{label} vale {value}"
        else:
            sentence = f"Entra {label}"
        if gradients and n in known.totals:
            link = ", la suma de sus caminos," if known.uses[n] > 1 else ""
            sentence += f"; su gradiente{link} es {_inline(known.totals[n])}"
        parts.append(f"{sentence}.")
    if brief:
        parts.insert(
            0,
            f"Grafo de {len(known.nodes)} nodos; se cuentan los que tienen "
            "nombre, las entradas y la salida.",
        )
    return " ".join(parts) or "Grafo sin ningún valor todavía."
