"""La red dibujada con sus formas."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, FancyBboxPatch

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_whole_number,
    describe,
)
from course_lib.figures.style import (
    BODY,
    INK,
    VALUES,
    WEIGHTS,
    CourseFigure,
    counted,
    join_words,
    number_text,
    require_title,
    styled,
    tint,
)

__all__ = ["draw_network"]

_MOST_UNITS = 7
_MOST_LAYERS = 8


@styled
def draw_network(layer_shapes, *, m=None, W=None, title=None):
    """La red como columnas de unidades, con la forma de cada arreglo.

    Entre la capa l−1 y la l van W_l (h_{l-1}, h_l) y b_l (h_l,); bajo cada capa,
    A_l (m, h_l). Si llega `W`, el grosor de cada arista es el tamaño del peso y las
    punteadas son negativas.

    Args:
        layer_shapes: h_0 … h_L, de 2 a 8 enteros positivos.
        m: ejemplos del lote; `None` escribe la letra.
        W: lista con `None` en 0 y W[l] de forma (h_{l-1}, h_l).

    Raises:
        CourseError: si las capas no son enteros positivos o W no tiene esas formas.
    """
    require_title(title)
    shapes = _as_layer_shapes(layer_shapes)
    if m is not None:
        m = as_whole_number(m, "m")
    W = None if W is None else _as_weights(W, shapes)
    batch = "m" if m is None else str(m)
    n_layers = len(shapes) - 1
    alt, default = _network_text(shapes, batch, W)
    widest = max(len(f"({a}, {b})") for a, b in zip(shapes, shapes[1:], strict=False))
    gap = max(0.55 + 0.125 * widest, 1.15)
    width = max(6.4, 1.5 + gap * n_layers)
    tallest = max(len(_slots(h)) for h in shapes)
    body = max(0.46 * tallest, 1.4)
    fig = CourseFigure(
        alt_text=alt, title=title or default, height=body + 1.75, width=width
    )
    axes = fig.canvas_axes()
    xs = np.linspace(0.75, width - 0.75, n_layers + 1)
    middle = 0.82 + body / 2
    columns = [_column(h, middle) for h in shapes]
    for l in range(1, n_layers + 1):
        weights = None if W is None else W[l]
        _draw_edges(axes, xs[l - 1 : l + 1], columns[l - 1 : l + 1], weights)
        label = (
            f"$W_{{{l}}}$ ({shapes[l - 1]}, {shapes[l]})\n$b_{{{l}}}$ ({shapes[l]},)"
        )
        axes.text(
            (xs[l - 1] + xs[l]) / 2,
            middle + body / 2 + 0.5,
            label,
            ha="center",
            va="center",
            fontsize=BODY,
            linespacing=1.35,
            bbox={
                "boxstyle": "round,pad=0.25",
                "facecolor": tint(WEIGHTS, 0.3),
                "edgecolor": WEIGHTS,
            },
        )
    for l, (x, column) in enumerate(zip(xs, columns, strict=True)):
        _draw_units(axes, x, column, first=l == 0)
        name = f"$A_{{{l}}}$"
        if l == 0:
            name = "$X = A_0$"
        elif l == n_layers:
            name = rf"$\hat{{Y}} = A_{{{l}}}$"
        axes.text(
            x,
            0.68,
            f"{name}\n({batch}, {shapes[l]})",
            ha="center",
            va="top",
            fontsize=BODY,
            color=VALUES,
            linespacing=1.35,
        )
    return fig


def _as_layer_shapes(layer_shapes):
    if isinstance(layer_shapes, (str, bytes)) or not hasattr(layer_shapes, "__iter__"):
        raise CourseTypeError(
            "layer_shapes debe ser una lista de enteros",
            expected="algo como [3, 7, 4]",
            got=describe(layer_shapes),
        )
    shapes = [
        as_whole_number(h, f"layer_shapes[{i}]") for i, h in enumerate(layer_shapes)
    ]
    if not 2 <= len(shapes) <= _MOST_LAYERS:
        raise CourseValueError(
            f"Una red de {counted(len(shapes), 'número')} no se puede dibujar",
            expected=f"de 2 a {_MOST_LAYERS} números, de las entradas a las clases",
        )
    return shapes


def _as_weights(W, shapes):
    if not isinstance(W, (list, tuple)) or len(W) != len(shapes):
        raise ShapeError(
            "W debe ser una lista con None en la posición 0",
            expected=f"{len(shapes)} posiciones: None, W[1] … W[{len(shapes) - 1}]",
            got=describe(W),
        )
    return [None] + [
        as_array(W[i], f"W[{i}]", shape=(shapes[i - 1], shapes[i]))
        for i in range(1, len(shapes))
    ]


def _network_text(shapes, batch, W):
    hidden = shapes[1:-1]
    parts = [counted(shapes[0], "entrada")]
    parts += [f"una capa oculta de {counted(h, 'unidad', 'unidades')}" for h in hidden]
    parts.append(counted(shapes[-1], "salida"))
    total = sum(a * b + b for a, b in zip(shapes, shapes[1:], strict=False))
    arrays = "; ".join(
        f"entre las capas {i - 1} y {i}, W_{i} de forma ({shapes[i - 1]}, {shapes[i]}) "
        f"y b_{i} de forma ({shapes[i]},)"
        for i in range(1, len(shapes))
    )
    outputs = join_words(f"A_{i} ({batch}, {h})" for i, h in enumerate(shapes))
    alt = (
        f"De izquierda a derecha: {join_words(parts)}. E{arrays[1:]}. "
        f"Debajo de cada capa, su activación: {outputs}."
    )
    if W is not None:
        flat = np.concatenate([w.ravel() for w in W[1:]])
        big = number_text(np.abs(flat).max(), 3)
        alt += (
            f" Hay {counted(flat.size, 'peso')}, "
            f"{counted(int((flat < 0).sum()), 'negativo')}; el mayor mide {big}."
        )
    title = (
        f"De {parts[0]} a {parts[-1]}: la red ajusta {number_text(total)} parámetros"
    )
    return alt, title


def _slots(h):
    """Índices de las unidades que se dibujan; `None` es la marca «⋮»."""
    if h <= _MOST_UNITS:
        return list(range(h))
    return [0, 1, 2, None, h - 2, h - 1]


def _column(h, middle):
    slots = _slots(h)
    heights = middle + 0.46 * ((len(slots) - 1) / 2 - np.arange(len(slots)))
    return list(zip(slots, heights, strict=True))


def _draw_edges(axes, xs, columns, weights):
    largest = None if weights is None else max(float(np.abs(weights).max()), 1e-300)
    lines, widths, dashes = [], [], []
    for i, y0 in columns[0]:
        for j, y1 in columns[1]:
            if i is None or j is None:
                continue
            lines.append([(xs[0], y0), (xs[1], y1)])
            w = None if weights is None else weights[i, j]
            widths.append(1.2 if w is None else 0.3 + 3.2 * abs(w) / largest)
            dashes.append((0, (3, 2)) if w is not None and w < 0 else "-")
    axes.add_collection(
        LineCollection(
            lines, colors=WEIGHTS, linewidths=widths, linestyles=dashes, zorder=1
        )
    )


def _draw_units(axes, x, column, *, first):
    for index, y in column:
        if index is None:
            axes.text(
                x,
                y,
                "⋮",
                ha="center",
                va="center",
                fontsize=20,
                color=INK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
        elif first:
            # Las entradas son datos, no unidades que calculen: otra forma.
            axes.add_patch(
                FancyBboxPatch(
                    (x - 0.12, y - 0.12),
                    0.24,
                    0.24,
                    boxstyle="round,pad=0.02,rounding_size=0.04",
                    facecolor="#eeeeee",
                    edgecolor=INK,
                    linewidth=1.4,
                    zorder=2,
                )
            )
        else:
            axes.add_patch(
                Circle(
                    (x, y),
                    0.165,
                    facecolor="white",
                    edgecolor=INK,
                    linewidth=1.6,
                    zorder=2,
                )
            )
