"""Funciones de activación que se ven: pendientes, capas lineales y gradientes."""

from collections.abc import Mapping

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_lib import activations as functions
from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    describe,
    shape_text,
)
from course_lib.figures.style import (
    BODY,
    CLASS_0,
    CLASS_1,
    ERROR,
    FAINT,
    GRADIENTS,
    GRADIENTS_TEXT,
    INK,
    LINES,
    PLAIN,
    SMALL,
    VALUES,
    WEIGHTS,
    CourseFigure,
    join_words,
    number_text,
    require_title,
    spread,
    styled,
    tint,
)

__all__ = [
    "plot_activation",
    "plot_layer_histograms",
    "plot_layer_sizes",
    "plot_two_layers",
    "plot_vanishing",
]

SPAN = 5.0  # se dibuja de −5 a 5
_NAMES = {
    "sigmoid": "la sigmoide",
    "relu": "ReLU",
    "tanh": "tanh",
    "leaky_relu": "leaky ReLU",
}


# --- La función y su derivada, lado a lado -----------------------------------------


def _pair(name, slope):
    if name not in functions.ACTIVATIONS:
        raise CourseValueError(
            "No conozco esa función de activación",
            expected=join_words((f"«{known}»" for known in _NAMES), "o"),
            got=f"«{name}»" if isinstance(name, str) else describe(name),
        )
    g, g_prime = functions.ACTIVATIONS[name]
    if name != "leaky_relu":
        return g, g_prime
    return (lambda z: g(z, slope)), (lambda z: g_prime(z, slope))


@styled
def plot_activation(name, z=1.0, slope=0.1, *, title=None):
    """Una función de activación y, a su lado, su derivada; las dos marcadas en `z`.

    A la izquierda se dibuja también la recta tangente: su inclinación es la altura del
    punto de la derecha. Cada eje tiene su propia escala.

    Args:
        name: «sigmoid», «relu», «tanh» o «leaky_relu».
        z: el punto que se mira, de −5 a 5.
        slope: pendiente de leaky ReLU a la izquierda de 0; las demás no la usan.

    Raises:
        CourseError: si el nombre no existe o un número queda fuera de sus límites.
    """
    require_title(title)
    z = as_number(z, "z", minimum=-SPAN, maximum=SPAN)
    slope = as_number(slope, "slope", minimum=0, maximum=1)
    g, g_prime = _pair(name, slope)
    value, rate = float(g(z)), float(g_prime(z))
    kinked = name in ("relu", "leaky_relu") and not (slope == 1 and name != "relu")
    at_kink = kinked and z == 0
    grid = np.linspace(-SPAN, SPAN, 201)
    who, where = _NAMES[name], number_text(z, 3)
    facts = f"vale {number_text(value, 3)} y su pendiente es {number_text(rate, 3)}"
    if at_kink:
        facts = f"vale 0 y tiene un quiebre; por convención, g' = {number_text(rate)}"
    slopes = g_prime(grid)
    alt = (
        f"A la izquierda, {who} de −5 a 5: va de {number_text(g(-SPAN), 3)} a "
        f"{number_text(g(SPAN), 3)}. A la derecha, su derivada: está entre "
        f"{number_text(slopes.min(), 2)} y {number_text(slopes.max(), 3)}. "
        f"En z = {where}, la función {facts}."
    )
    fig = CourseFigure(
        alt_text=alt, title=title or f"En z = {where}, {who} {facts}", height=3.5
    )
    left = fig.axes_at(0.9, 0.62, 2.2, 2.6)
    right = fig.axes_at(4.08, 0.62, 2.2, 2.6)
    for axes in (left, right):
        axes.axhline(0, color=FAINT, lw=1, zorder=1)
        axes.axvline(z, color=FAINT, lw=1, ls=(0, (2, 2)), zorder=1)
    left.plot(grid, g(grid), color=VALUES)
    low, high = _room(g(grid))
    left.set(xlabel="z", xlim=(-SPAN, SPAN), ylim=(low, high))
    left.set_title("la función", fontsize=BODY, loc="left")
    left.set_ylabel("g(z)", labelpad=2)
    if not at_kink:
        reach = np.array([z - 2, z + 2])
        left.plot(reach, value + rate * (reach - z), color=GRADIENTS, ls="--", lw=3)
    left.plot([z], [value], "o", color=VALUES, mec=INK, zorder=5)
    if kinked:  # dos tramos: la derivada salta y no pasa por los valores de en medio
        for side in (grid[grid < 0], grid[grid > 0]):
            right.plot(side, g_prime(side), color=GRADIENTS)
    else:
        right.plot(grid, slopes, color=GRADIENTS)
    right.plot([z], [rate], "D", color=GRADIENTS, mec=INK, zorder=5)
    top = 0.3 if name == "sigmoid" else 1.15
    right.set(xlabel="z", xlim=(-SPAN, SPAN), ylim=(-0.06 * top / 1.15, top))
    right.set_title("su derivada", fontsize=BODY, loc="left", color=GRADIENTS_TEXT)
    right.set_ylabel("g'(z)", labelpad=2)
    for axes in (left, right):
        axes.locator_params(nbins=5)
    return fig


def _room(curve):
    low, high = float(curve.min()), float(curve.max())
    pad = 0.08 * (high - low)
    return low - pad, high + pad


# --- Dos capas y su frontera -------------------------------------------------------


@styled
def plot_two_layers(W1, b1, W2, b2, *, activation=None, title=None):
    """Dónde cambia de signo la salida de dos capas con dos entradas.

    Las líneas punteadas son donde la preactivación de cada unidad es 0. La línea gruesa
    es la frontera: ahí la salida vale 0. Se calcula de la red, capa por capa.

    Args:
        W1: (2, h). b1: (h,). W2: (h, 1). b2: (1,).
        activation: `None` o el nombre de una función de activación.

    Raises:
        CourseError: si las formas no encajan o la activación no existe.
    """
    require_title(title)
    W1, b1 = as_array(W1, "W1", ndim=2), as_array(b1, "b1", ndim=1)
    W2, b2 = as_array(W2, "W2", ndim=2), as_array(b2, "b2", ndim=1)
    if W1.shape[0] != 2 or W2.shape[1] != 1:
        raise ShapeError(
            "Para dibujar la frontera hacen falta dos entradas y una salida",
            expected="W1 (2, h) y W2 (h, 1)",
            got=f"W1 {shape_text(W1.shape)} y W2 {shape_text(W2.shape)}",
        )
    if not (W1.shape[1] == b1.size == W2.shape[0] and b2.size == 1):
        raise ShapeError(
            "Las dos capas no encajan",
            expected="W1 (2, h), b1 (h,), W2 (h, 1) y b2 (1,)",
            got=", ".join(shape_text(p.shape) for p in (W1, b1, W2, b2)),
        )
    g = _pair(activation, 0.1)[0] if activation is not None else lambda Z: Z
    line = np.linspace(-3, 3, 97)
    plane = np.stack(np.meshgrid(line, line), axis=-1)
    hidden = plane @ W1 + b1
    out = (g(hidden) @ W2 + b2)[..., 0]
    shape, text = _frontier(line, out)
    how = "Sin activación" if activation is None else f"Con {_NAMES[activation]}"
    if activation is not None and "recta" in text:  # otros pesos sí la doblan
        how += " y estos pesos, por casualidad"
    alt = f"{how}, {text}. La salida es positiva en el {_share(out > 0)} del plano."
    fig = CourseFigure(
        alt_text=alt, title=title or f"{how}, {text}", height=4.6, width=5.4
    )
    axes = fig.plot_axes(left=0.8, bottom=0.92, right=0.5)
    fig.text(0.03, 0.02, "punteadas: ahí una unidad recibe 0", fontsize=SMALL)
    axes.contourf(
        line,
        line,
        out,
        levels=[-np.inf, 0, np.inf],
        colors=[tint(CLASS_0, 0.25), tint(CLASS_1, 0.35)],
    )
    for unit in range(hidden.shape[-1]):
        if np.ptp(np.sign(hidden[..., unit])) > 0:
            axes.contour(
                line,
                line,
                hidden[..., unit],
                levels=[0],
                colors=PLAIN,
                linewidths=1.2,
                linestyles="dashed",
            )
    if shape:
        axes.contour(line, line, out, levels=[0], colors=VALUES, linewidths=3)
    for sign, color in (("−", CLASS_0), ("+", CLASS_1)):
        mask = out < 0 if sign == "−" else out > 0
        if mask.mean() > 0.04:
            row, column = _deepest(mask)
            axes.text(
                line[column],
                line[row],
                sign,
                ha="center",
                va="center",
                fontsize=20,
                color=INK,
                bbox={"boxstyle": "circle", "fc": "white", "ec": color, "lw": 2},
            )
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    axes.locator_params(nbins=6)
    return fig


def _share(mask):
    return f"{100 * float(np.mean(mask)):.0f} %"


def _deepest(mask):
    """Un punto bien adentro de la región, lejos de sus bordes."""
    inside, shrunk = np.zeros(mask.shape), mask.copy()
    while shrunk.any():
        inside += shrunk
        inner = np.zeros_like(shrunk)
        inner[3:-3, 3:-3] = (
            shrunk[6:, 3:-3]
            & shrunk[:-6, 3:-3]
            & shrunk[3:-3, 6:]
            & shrunk[3:-3, :-6]
            & shrunk[3:-3, 3:-3]
        )
        shrunk = inner
    return np.unravel_index(inside.argmax(), inside.shape)


def _frontier(line, out):
    """Si hay frontera, y si sus puntos caen sobre una sola recta."""
    points = []
    for values, transposed in ((out, False), (out.T, True)):
        positive = values > 0  # un 0 exacto en la cuadrícula cuenta como negativo
        rows, columns = np.nonzero(positive[:, :-1] != positive[:, 1:])
        start, end = values[rows, columns], values[rows, columns + 1]
        cross = line[columns] + (line[1] - line[0]) * start / (start - end)
        pair = (line[rows], cross) if transposed else (cross, line[rows])
        points.append(np.stack(pair, axis=1))
    points = np.concatenate(points)
    if len(points) < 3:
        return False, "la salida no cambia de signo: aquí no hay frontera"
    spread_across = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[-1]
    if spread_across / np.sqrt(len(points)) < 1e-6:
        return True, "la frontera es una recta"
    return True, "la frontera se dobla"


# --- El mapa del desvanecimiento ---------------------------------------------------

_SHRINKS_AND_GROWS = LinearSegmentedColormap.from_list(
    "gradientes", [tint(CLASS_0, 0.75), (1, 1, 1), tint(ERROR, 0.75)]
)


@styled
def plot_vanishing(ratios, depths, scales, *, title=None):
    """Mapa de calor: qué parte del gradiente llega de la última capa a la primera.

    Cada casilla dice la potencia de diez más cercana: −6 es una millonésima.

    Args:
        ratios: diccionario de nombre de activación a matriz (profundidades, escalas).
        depths: cuántas capas tiene cada fila.
        scales: escala inicial de cada columna.

    Raises:
        CourseError: si las formas no coinciden o hay razones negativas.
    """
    require_title(title)
    if not isinstance(ratios, Mapping) or not ratios:
        raise CourseTypeError(
            "ratios debe ser un diccionario de activación a matriz",
            got=describe(ratios),
        )
    depths = as_array(depths, "depths", ndim=1)
    scales = as_array(scales, "scales", ndim=1)
    panels = {}
    for name, values in ratios.items():
        values = as_array(values, f"ratios[«{name}»]", ndim=2)
        if values.shape != (depths.size, scales.size):
            raise ShapeError(
                "Hace falta una razón por cada profundidad y cada escala",
                expected=f"forma {shape_text((depths.size, scales.size))}",
                got=f"forma {shape_text(values.shape)}",
            )
        if (values < 0).any():
            raise CourseValueError("Una razón entre tamaños no puede ser negativa")
        with np.errstate(divide="ignore"):
            panels[name] = np.log10(values)
    deepest = int(depths.argmax())
    best = {
        name: number_text(scales[np.abs(power[deepest]).argmin()], 2)
        for name, power in panels.items()
    }
    alt = f"Mapa de calor con {number_text(depths.size)} profundidades por "
    alt += f"{number_text(scales.size)} escalas. Con {number_text(depths[deepest])} "
    alt += "capas, " + "; ".join(
        f"en {_display(name)} el gradiente llega multiplicado por "
        f"{number_text(10.0 ** power[deepest].min(), 1)} con la escala "
        f"{number_text(scales[power[deepest].argmin()], 2)}, y su tamaño se conserva "
        f"mejor con la escala {best[name]}"
        for name, power in panels.items()
    )
    if title is None:
        chosen = join_words(
            f"{scale} en {_display(name)}" for name, scale in best.items()
        )
        title = f"Con {number_text(depths[deepest])} capas, el gradiente se conserva "
        title += f"mejor con la escala {chosen}"
    each, gap = 0.34 * depths.size, 0.42
    height = 1.0 + len(panels) * (each + gap) - gap
    fig = CourseFigure(alt_text=alt + ".", title=title, height=height)
    for index, (name, power) in enumerate(panels.items()):
        bottom = 0.66 + (len(panels) - 1 - index) * (each + gap)
        axes = fig.axes_at(0.85, bottom, 5.35, each)
        shown = np.clip(power, -8, 8)
        axes.imshow(shown, cmap=_SHRINKS_AND_GROWS, vmin=-8, vmax=8, aspect="auto")
        for (row, column), value in np.ndenumerate(power):
            text = "0" if np.isneginf(value) else _power_text(value)
            axes.text(
                column, row, text, ha="center", va="center", fontsize=BODY, color=VALUES
            )
        axes.set_yticks(range(depths.size), [number_text(d) for d in depths])
        axes.set_xticks(range(scales.size), [number_text(s, 2) for s in scales])
        axes.tick_params(length=0)
        axes.set_title(
            _display(name).removeprefix("la "), fontsize=BODY, loc="left", pad=4
        )
        axes.set_ylabel("capas")
        if index < len(panels) - 1:
            axes.tick_params(labelbottom=False)
        else:
            axes.set_xlabel("escala inicial de los pesos")
    return fig


def _display(name):
    return _NAMES.get(name, name)


def _power_text(power):
    exponent = round(float(power))
    if exponent == 0:
        return "1"
    digits = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{digits}"


# --- El tamaño de los valores, capa por capa ---------------------------------------


@styled
def plot_layer_sizes(sizes, *, title=None, ylabel="tamaño de los valores"):
    """El tamaño de los valores en cada capa, una línea por manera de empezar.

    Args:
        sizes: diccionario de etiqueta a tamaños (capas,), desde la capa 1.
        ylabel: qué se mide.

    Raises:
        CourseError: si no hay líneas, sobran, o un tamaño no es positivo.
    """
    require_title(title)
    if not isinstance(sizes, Mapping) or not 1 <= len(sizes) <= len(LINES):
        raise CourseTypeError(
            "sizes debe ser un diccionario de etiqueta a tamaños",
            expected=f"de 1 a {len(LINES)} líneas",
            got=describe(sizes),
        )
    series = {k: as_array(v, f"sizes[«{k}»]", ndim=1) for k, v in sizes.items()}
    if any((values <= 0).any() for values in series.values()):
        raise CourseValueError(
            "Los tamaños deben ser mayores que 0: el eje es logarítmico"
        )
    changes = {k: values[-1] / values[0] for k, values in series.items()}
    steady = min(changes, key=lambda k: abs(np.log(changes[k])))
    alt = f"De la primera capa a la última, el {ylabel} cambia así: " + "; ".join(
        f"«{k}» pasa de {number_text(v[0], 2)} a {number_text(v[-1], 2)}"
        for k, v in series.items()
    )
    if title is None:
        title = f"Con «{steady}», el {ylabel} se conserva mejor"
        if len(series) == 1:
            ends = (number_text(series[steady][end], 2) for end in (0, -1))
            title = f"Con «{steady}», el {ylabel} va de {' a '.join(ends)}"
    fig = CourseFigure(alt_text=alt + ".", title=title, height=3.9)
    longest = max(map(len, series))
    axes = fig.plot_axes(left=1.0, right=0.35 + 0.11 * longest)
    axes.set_yscale("log")
    for (_, values), (color, dash) in zip(series.items(), LINES, strict=False):
        layers = np.arange(1, values.size + 1)
        axes.plot(layers, values, color=color, linestyle=dash, marker="o", ms=5)
    last = max(values.size for values in series.values())
    everything = np.log10(np.concatenate(list(series.values())))
    low = np.floor(min(everything.min(), -0.3))
    high = np.ceil(max(everything.max(), 0.3))
    every = max(1, int(np.ceil((high - low) / 6)))
    ticks = 10.0 ** np.arange(low, high + 1, every)
    axes.set_yticks(ticks, [number_text(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set(xlabel="capa", ylabel=ylabel, xlim=(1, last), ylim=(10**low, 10**high))
    axes.locator_params(axis="x", nbins=10, integer=True)
    ends = np.log10([values[-1] for values in series.values()])
    heights = 10 ** spread(ends, 0.085 * (high - low))
    for label, y, (color, _) in zip(series, heights, LINES, strict=False):
        axes.annotate(
            label,
            (last, y),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=color if color == VALUES else INK,
            annotation_clip=False,
        )
    return fig


@styled
def plot_layer_histograms(values, *, title=None, limits=None):
    """Histogramas de los valores de varias capas, con el mismo eje horizontal.

    Las barras de los extremos juntan lo que queda fuera de `limits`.

    Args:
        values: diccionario de etiqueta a arreglo de cualquier forma; hasta seis.
        limits: (mínimo, máximo) del eje; `None` los toma de los valores.

    Raises:
        CourseError: si no hay capas, sobran, o un arreglo no es numérico.
    """
    require_title(title)
    if not isinstance(values, Mapping) or not 1 <= len(values) <= 6:
        raise CourseTypeError(
            "values debe ser un diccionario de etiqueta a valores",
            expected="de 1 a 6 capas",
            got=describe(values),
        )
    values = {k: as_array(v, f"values[«{k}»]").ravel() for k, v in values.items()}
    everything = np.concatenate(list(values.values()))
    low, high = limits if limits is not None else (everything.min(), everything.max())
    low, high = as_number(low, "limits"), as_number(high, "limits")
    if low >= high:
        low, high = low - 0.5, high + 0.5
    deviations = {k: float(v.std()) for k, v in values.items()}
    first, last = list(deviations)[0], list(deviations)[-1]
    alt = "Histogramas con el mismo eje. " + "; ".join(
        f"«{k}» tiene desviación {number_text(d, 2)}" for k, d in deviations.items()
    )
    if title is None:
        change = deviations[last] / max(deviations[first], 1e-300)
        verb = "se conservan" if 0.5 < change < 2 else "se abren"
        verb = "se juntan" if change <= 0.5 else verb
        title = f"De «{first}» a «{last}», los valores {verb}"
    columns = min(len(values), 3)
    rows = -(-len(values) // columns)
    fig = CourseFigure(alt_text=alt + ".", title=title, height=0.6 + 1.65 * rows)
    width = (6.4 - 0.7 - 0.2 * (columns - 1)) / columns
    bins = np.linspace(low, high, 41)
    for index, (label, column_values) in enumerate(values.items()):
        row, column = divmod(index, columns)
        axes = fig.axes_at(
            0.5 + column * (width + 0.2), 0.85 + (rows - 1 - row) * 1.65, width, 1.1
        )
        axes.hist(
            np.clip(column_values, low, high), bins=bins, color=WEIGHTS, ec=INK, lw=0.4
        )
        axes.set_yticks([])
        if column == 0:
            axes.set_ylabel("cuántos")
        if row == rows - 1:
            axes.set_xlabel("valor")
        axes.set_xlim(low, high)
        axes.locator_params(axis="x", nbins=4)
        deviation = number_text(deviations[label], 2)
        axes.set_title(f"{label}: {deviation}", fontsize=SMALL, loc="left")
    fig.text(0.03, 0.02, "sobre cada gráfico, su desviación", fontsize=SMALL)
    return fig
