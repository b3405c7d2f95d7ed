"""La red dibujada: con sus formas, o con sus pesos."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
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
    NEGATIVE_WEIGHTS,
    SMALL,
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

__all__ = ["draw_network", "plot_network_weights"]

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


# La red con sus pesos -----------------------------------------------------------------

_SHOWN_UNITS, _SHOWN_OUTPUTS, _SHOWN_LAYERS = 8, 10, 12
_NAME_CHARACTERS = 16
_UNIT_GAP = 0.46


@styled
def plot_network_weights(W, b, *, classes=None, title=None):
    """La red dibujada con sus pesos: grosor por tamaño, color y trazo por signo.

    Todas las líneas usan la misma escala. El relleno de una unidad es su sesgo. Donde
    una capa no cabe, se dibujan las unidades con más peso, y se dice cuántas faltan;
    cada una lleva su posición, la de W[l] y b[l].

    Args:
        W, b: como en `mlp`: listas con None en 0, W[l] (h_{l-1}, h_l) y b[l] (h_l,).
        classes: el nombre de cada clase, junto a su salida.
        title: otro título; si falta, dice cuál es el peso de mayor tamaño.

    Raises:
        CourseError: pesos que no encajan, más de 12 capas, o un número de nombres que
            no es el de las clases.
    """
    require_title(title)
    W, b = _as_parameters(W, b)
    L = len(W) - 1
    names = _as_names(classes, W[L].shape[1])
    shown = _units_shown(W)
    alt, default = _weights_text(W, b, shown, names)
    right = 0.45 + (0.11 * max(map(len, names)) if names else 0.15)
    width = max(6.4, 0.6 + right + 1.35 * L)
    tall = _UNIT_GAP * max(len(units) for units in shown)
    fig = CourseFigure(
        alt_text=alt, title=title or default, height=tall + 1.5, width=width
    )
    axes = fig.canvas_axes()
    xs = np.linspace(0.6, width - right, L + 1)
    middle = 1.4 + tall / 2
    heights = [
        middle + _UNIT_GAP * ((len(units) - 1) / 2 - np.arange(len(units)))
        for units in shown
    ]
    largest = max(float(np.abs(w).max()) for w in W[1:])
    for l in range(1, L + 1):
        block = W[l][np.ix_(shown[l - 1], shown[l])]
        _draw_signed_edges(
            axes, xs[l - 1 : l + 1], heights[l - 1 : l + 1], block, largest
        )
    strongest = max(float(np.abs(values).max()) for values in b[1:])
    for l, units in enumerate(shown):
        for i, y in zip(units, heights[l], strict=True):
            bias = None if l == 0 else float(b[l][i]) / (strongest or 1.0)
            _draw_numbered_unit(axes, xs[l], y, int(i), bias)
            if l == L and names:
                axes.text(xs[l] + 0.3, y, names[i], va="center", fontsize=SMALL)
        total = W[1].shape[0] if l == 0 else W[l].shape[1]
        axes.text(
            xs[l],
            1.22,
            _column_text(l, L, len(units), total),
            ha="center",
            va="top",
            fontsize=SMALL,
            linespacing=1.25,
        )
    _draw_weights_legend(axes, width / 2, largest)
    return fig


def _as_parameters(W, b):
    for values, name in ((W, "W"), (b, "b")):
        if not isinstance(values, (list, tuple)) or len(values) < 2:
            raise CourseTypeError(
                f"{name} debe ser una lista con un arreglo por capa",
                expected=f"[None, {name}[1], …]",
                got=describe(values),
            )
    L = len(W) - 1
    if len(b) != L + 1:
        raise ShapeError(
            "W y b no tienen el mismo largo", got=f"{len(W)} en W y {len(b)} en b"
        )
    if L > _SHOWN_LAYERS:
        raise CourseValueError(
            f"Una red de {L} capas no se puede dibujar",
            expected=f"a lo sumo {_SHOWN_LAYERS}",
            action="Dibuja una parte: plot_network_weights([None, *W[1:4]], "
            "[None, *b[1:4]])",
        )
    first = as_array(W[1], "W[1]", ndim=2)
    shapes = [first.shape[0], first.shape[1]]
    for l in range(2, L + 1):
        weights = as_array(W[l], f"W[{l}]", shape=(shapes[-1], None))
        shapes.append(weights.shape[1])
    b = [as_array(b[l], f"b[{l}]", shape=(shapes[l],)) for l in range(1, L + 1)]
    return _as_weights(W, shapes), [None, *b]


def _as_names(classes, n_classes):
    if classes is None:
        return None
    found = np.asarray(classes, dtype=object)
    if found.shape != (n_classes,):
        raise ShapeError(
            "classes debe tener un nombre por clase",
            expected=f"{n_classes} nombres",
            got=describe(classes),
        )
    # Un «$» no abre una fórmula.
    names = [" ".join(str(name).split()).replace("$", r"\$") for name in found]
    return [
        name if len(name) <= _NAME_CHARACTERS else name[: _NAME_CHARACTERS - 1] + "…"
        for name in names
    ]


def _units_shown(W):
    """Las posiciones que se dibujan en cada capa: las que llevan más peso.

    El peso mayor de cada W[l] se ve siempre: sus dos extremos cuentan más que nadie.
    """
    L = len(W) - 1
    scores = [np.zeros(w.shape[0]) for w in W[1:]] + [np.zeros(W[L].shape[1])]
    for l in range(1, L + 1):
        size = np.abs(W[l])
        scores[l - 1] += size.sum(axis=1)
        scores[l] += size.sum(axis=0)
        i, j = np.unravel_index(size.argmax(), size.shape)
        scores[l - 1][i] = scores[l][j] = np.inf
    limits = [_SHOWN_UNITS] * L + [_SHOWN_OUTPUTS]
    return [
        np.sort(np.argsort(-score, kind="stable")[:most])
        for score, most in zip(scores, limits, strict=True)
    ]


def _largest(array, name):
    """La entrada de mayor tamaño, escrita como en el código, y su posición."""
    index = np.unravel_index(np.abs(array).argmax(), array.shape)
    place = ", ".join(str(int(i)) for i in index)
    return f"{name}[{place}] = {number_text(array[index], 3)}", index


def _weights_text(W, b, shown, names):
    L = len(W) - 1
    h = [W[1].shape[0], *(w.shape[1] for w in W[1:])]
    layers = [_layer_text(l, L, n) for l, n in enumerate(h)]
    flat = np.concatenate([w.ravel() for w in W[1:]])
    alt = f"De izquierda a derecha: {join_words(layers)}. "
    cut = [
        f"{len(units)} de {_layer_text(l, L, h[l])}"
        for l, units in enumerate(shown)
        if len(units) < h[l]
    ]
    if cut:
        alt += f"Se dibujan las de más peso: {join_words(cut)}. "
    positive, negative = (_grouped(int(n.sum())) for n in (flat > 0, flat < 0))
    alt += (
        f"Pesos: {_grouped(flat.size)}. Con línea azul continua, los positivos, "
        f"{positive}; con línea marrón a trazos, los negativos, {negative}. "
    )
    if not flat.any():
        return alt, "Todos los pesos son 0: la salida no depende de la entrada"
    for what, values, name in (("pesos", W, "W"), ("sesgos", b, "b")):
        tops = (_largest(values[l], f"{name}[{l}]")[0] for l in range(1, L + 1))
        alt += f"Los {what} de mayor tamaño, por capa: {join_words(tops)}. "
    l = 1 + int(np.argmax([np.abs(w).max() for w in W[1:]]))
    _, (i, j) = _largest(W[l], "W")
    start = f"la entrada {i}" if l == 1 else f"la unidad {i} de la capa {l - 1}"
    end = f"la unidad {j} de la capa {l}"
    if l == L:
        end = f"la clase «{names[j]}»" if names else f"la clase {j}"
    value = number_text(W[l][i, j], 3)
    return alt, f"El peso de mayor tamaño, {value}, va de {start} a {end}"


def _grouped(n):
    return f"{n:,}".replace(",", "\u202f") if n >= 10_000 else str(n)


def _layer_text(l, L, n):
    if l == 0:
        return counted(n, "entrada")
    if l == L:
        return counted(n, "clase")
    return f"{counted(n, 'unidad', 'unidades')} en la capa {l}"


def _column_text(l, L, n_shown, n):
    name = "$X$" if l == 0 else r"$\hat{Y}$" if l == L else f"$A_{{{l}}}$"
    return f"{name}\n{n_shown} de {number_text(n)}" if n_shown < n else f"{name}\n{n}"


def _draw_signed_edges(axes, xs, heights, block, largest):
    """Las líneas entre dos capas; las gruesas, encima."""
    order = np.argsort(np.abs(block), axis=None, kind="stable")
    rows, columns = np.unravel_index(order, block.shape)
    w = block[rows, columns]
    lines = [
        [(xs[0], heights[0][i]), (xs[1], heights[1][j])]
        for i, j in zip(rows, columns, strict=True)
    ]
    axes.add_collection(
        LineCollection(
            lines,
            colors=[NEGATIVE_WEIGHTS if v < 0 else WEIGHTS for v in w],
            linewidths=_line_width(np.abs(w) / (largest or 1.0)),
            linestyles=[_DASHES if v < 0 else "-" for v in w],
            capstyle="butt",
            zorder=1,
        )
    )


_DASHES = (0, (2.2, 1.2))


def _line_width(fraction):
    return 0.2 + 4.3 * fraction


def _draw_numbered_unit(axes, x, y, index, bias):
    """Una unidad con su posición; las entradas, que no tienen sesgo, son cuadradas."""
    half = 0.11 + 0.045 * max(len(str(index)) - 1, 0)
    color = "#eeeeee"
    if bias is not None:
        color = tint(NEGATIVE_WEIGHTS if bias < 0 else WEIGHTS, 0.55 * abs(bias))
    axes.add_patch(
        FancyBboxPatch(
            (x - half, y - 0.11),
            2 * half,
            0.22,
            boxstyle=f"round,pad=0.05,rounding_size={0.04 if bias is None else 0.15}",
            facecolor=color,
            edgecolor=INK,
            linewidth=1.4,
            zorder=2,
        )
    )
    axes.text(
        x,
        y,
        str(index),
        ha="center",
        va="center",
        fontsize=SMALL,
        color=VALUES,
        zorder=3,
    )


def _draw_weights_legend(axes, x, largest):
    widest = _line_width(1.0)
    handles = [
        Line2D([], [], color=WEIGHTS, linewidth=widest / 2, label="peso positivo"),
        Line2D(
            [],
            [],
            color=NEGATIVE_WEIGHTS,
            linewidth=widest / 2,
            linestyle=_DASHES,
            label="peso negativo",
        ),
        Line2D(
            [],
            [],
            color=WEIGHTS,
            linewidth=widest,
            label=f"de tamaño {number_text(largest, 3)}",
        ),
        Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            markersize=13,
            markeredgecolor=INK,
            markerfacecolor=tint(WEIGHTS, 0.55),
            label="relleno: el sesgo",
        ),
    ]
    axes.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(x, 0.02),
        bbox_transform=axes.transData,
        ncols=2,
        borderpad=0,
        columnspacing=2.5,
        handlelength=2.6,
    )
