"""Derivadas que se ven: secantes, error de la diferencia y lo que cuesta evaluarla."""

import numpy as np
from matplotlib.lines import Line2D

from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
)
from course_lib.figures.style import (
    BODY,
    GRADIENTS,
    GRADIENTS_TEXT,
    INK,
    PLAIN,
    SMALL,
    VALUES,
    CourseFigure,
    join_words,
    number_text,
    require_callable,
    require_title,
    spread,
    styled,
)

__all__ = ["plot_difference_errors", "plot_evaluations", "plot_secants"]


def _evaluate(f, x, name):
    """Un número: f en un punto, o la explicación de por qué no lo es."""
    try:
        value = np.asarray(f(x), dtype=np.float64)
    except CourseError:
        raise
    except Exception as error:
        raise CourseValueError(
            f"{name} falló en x = {number_text(x)}: {type(error).__name__}: {error}",
            expected="una función que reciba un número y devuelva un número",
        ) from error
    if value.size != 1:
        raise CourseTypeError(
            f"{name} debe devolver un solo número",
            expected="un número",
            got=f"un arreglo de {value.size} elementos",
        )
    return float(value.reshape(()))


def _slope_at(derivative, x):
    """La derivada llega como función o como número."""
    if callable(derivative):
        derivative = _evaluate(derivative, x, "derivative")
    return as_number(derivative, "derivative")


def _finite_at(f, points, name):
    values = [_evaluate(f, float(p), name) for p in points]
    for point, value in zip(points, values, strict=True):
        if not np.isfinite(value):
            raise CourseValueError(
                f"{name} no es finita en x = {number_text(point)}",
                got=number_text(value),
                action="Elige otro x o una h más pequeña",
            )
    return values


@styled
def plot_secants(f, x, h, *, name="f", derivative=None, span=None, title=None):
    """La curva de `f` y las dos secantes que aproximan su pendiente en `x`.

    Args:
        f: función de un número.
        x: punto donde se mira la pendiente.
        h: paso, mayor que 0.
        name: nombre de la función en los ejes.
        derivative: derivada de `f`, función o número; con ella se dibuja la tangente.
        span: medio ancho de la ventana; `None` la elige según `h`.

    Raises:
        CourseError: si `f` no es una función, `h` no es positiva o `f` no es finita.
    """
    require_callable(f, "f")
    require_title(title)
    x, h = as_number(x, "x"), as_number(h, "h", above=0)
    span = max(1.0, 1.5 * h) if span is None else as_number(span, "span", above=0)
    low, middle, high = _finite_at(f, [x - h, x, x + h], name)
    forward, central = (high - middle) / h, (high - low) / (2 * h)
    slope = None if derivative is None else _slope_at(derivative, x)
    grid = np.linspace(x - span, x + span, 161)
    with np.errstate(all="ignore"):
        curve = np.array([_evaluate(f, float(p), name) for p in grid])
    alt = (
        f"Curva de {name} alrededor de x = {number_text(x)}, con h = {number_text(h)}. "
        f"La secante adelantada tiene pendiente {number_text(forward)} y la central, "
        f"{number_text(central)}."
    )
    if slope is not None:
        gaps = abs(forward - slope), abs(central - slope)
        verdict = _closer(*gaps, slope)
        alt += (
            f" La pendiente de la tangente es {number_text(slope)}: la adelantada se "
            f"aparta {number_text(gaps[0], 2)} y la central, {number_text(gaps[1], 2)}."
        )
    else:
        verdict = (
            f"Con h = {number_text(h)}, las secantes estiman una pendiente de "
            f"{number_text(forward)} y {number_text(central)}"
        )
    fig = CourseFigure(alt_text=alt, title=title or verdict, height=4.4)
    axes = fig.plot_axes(bottom=1.36)
    axes.plot(grid, curve, color=VALUES, label=f"{name}(x)")
    lines = [
        (forward, middle, PLAIN, (0, (5, 2)), "adelantada"),
        (central, (low + high) / 2, GRADIENTS_TEXT, "-.", "central"),
    ]
    if slope is not None:
        lines.append((slope, middle, GRADIENTS, "-", "tangente"))
    for m, through, color, dash, label in lines:
        axes.plot(
            grid,
            through + m * (grid - x),
            color=color,
            linestyle=dash,
            label=f"{label}: pendiente {number_text(m)}",
        )
    # El extremo derecho es de las dos: el triángulo, hueco, rodea al cuadrado.
    hollow = {"mfc": "white", "mec": INK, "mew": 1.5, "ms": 17}
    axes.plot([x + h], [high], "^", zorder=4, **hollow)
    axes.plot(
        [x - h, x + h], [low, high], "s", color=GRADIENTS_TEXT, mec=INK, ms=6, zorder=5
    )
    axes.plot([x], [middle], "o", color=VALUES, ms=8, zorder=6)
    _limit_to_curve(axes, curve)
    axes.locator_params(nbins=5)
    axes.set(xlabel="x", ylabel=f"{name}(x)", xlim=(x - span, x + span))
    fig.legend(
        *axes.get_legend_handles_labels(),
        loc="lower left",
        bbox_to_anchor=(0.02, 0.01),
        ncols=2,
        handlelength=2.4,
        columnspacing=1.4,
    )
    return fig


def _closer(forward_gap, central_gap, slope):
    """Compara inclinaciones: a la vista, la adelantada toca la tangente."""
    if np.isclose(forward_gap, central_gap, rtol=0.02, atol=1e-12):
        return "Las dos secantes se apartan igual de la inclinación de la tangente"
    if central_gap < forward_gap:
        if central_gap <= 0.1 * abs(slope) < forward_gap:
            return "La secante central tiene casi la misma inclinación que la tangente"
        return "La inclinación de la secante central es la más cercana a la tangente"
    return "Aquí la inclinación más cercana a la tangente es la de la adelantada"


def _limit_to_curve(axes, curve):
    finite = curve[np.isfinite(curve)]
    if finite.size:
        low, high = finite.min(), finite.max()
        pad = 0.12 * (high - low) or 1.0
        axes.set_ylim(low - pad, high + pad)


@styled
def plot_difference_errors(f, derivative, x, *, steps=None, title=None):
    """El error de la diferencia adelantada y de la central contra `h`, en ejes log-log.

    Args:
        f: función de un número.
        derivative: su derivada exacta, función o número.
        x: punto donde se mide.
        steps: valores de `h`; `None` prueba de 1 a 1e-15.

    Raises:
        CourseError: si algo no es función, no es finito o un paso no es positivo.
    """
    require_callable(f, "f")
    require_title(title)
    x = as_number(x, "x")
    exact = _slope_at(derivative, x)
    if steps is None:
        steps = np.logspace(0, -15, 61)
    steps = np.sort(as_array(steps, "steps", ndim=1).astype(np.float64))
    if steps[0] <= 0 or steps.size < 2:
        raise CourseValueError(
            "steps debe tener al menos dos pasos, todos mayores que 0",
            got=f"{steps.size} valores, el menor {number_text(steps[0])}",
        )
    with np.errstate(all="ignore"):
        middle = _evaluate(f, x, "f")
        high = np.array([_evaluate(f, float(x + h), "f") for h in steps])
        low = np.array([_evaluate(f, float(x - h), "f") for h in steps])
        errors = {
            "adelantada": np.abs((high - middle) / steps - exact),
            "central": np.abs((high - low) / (2 * steps) - exact),
        }
    best = {}
    for label, error in errors.items():
        finite = np.where(np.isfinite(error), error, np.inf)
        if not np.isfinite(finite).any():
            raise CourseValueError(f"La diferencia {label} nunca es finita cerca de x")
        k = int(np.argmin(finite))
        best[label] = float(steps[k]), float(finite[k])
    (h_forward, e_forward), (h_central, e_central) = best["adelantada"], best["central"]
    alt = (
        "Error de la derivada numérica contra h, en ejes logarítmicos. "
        f"La diferencia adelantada es mejor en h = {number_text(h_forward, 2)}, con "
        f"error {number_text(e_forward, 2)}; la central, en h = "
        f"{number_text(h_central, 2)}, con error {number_text(e_central, 2)}."
    )
    alt += _describe_ends(steps, errors, best)
    if title is None:
        title = _errors_title(h_forward, h_central, e_forward, e_central)
    fig = CourseFigure(alt_text=alt, title=title, height=4.5)
    axes = fig.plot_axes(left=1.0, bottom=1.15)
    axes.set(xscale="log", yscale="log", xlim=(steps[0] / 2, steps[-1] * 2))
    looks = {"adelantada": (PLAIN, "--", "^"), "central": (GRADIENTS_TEXT, "-", "o")}
    handles = []
    for label, error in errors.items():
        color, dash, marker = looks[label]
        seen = np.where(np.isfinite(error) & (error > 0), error, np.nan)
        axes.plot(steps, seen, linestyle=dash, color=color, lw=2)
        h, e = best[label]
        axes.axvline(h, color=color, linestyle=dash, lw=1.2)
        look = {"linestyle": dash, "marker": marker, "color": color, "mec": INK}
        axes.plot([h], [e if e > 0 else np.nan], ms=11, zorder=5, **look)
        shown = f"{label}: mejor h = {number_text(h, 2)}"
        handles.append(Line2D([], [], label=shown, **look))
    _mark_zones(axes, steps, min(h_forward, h_central), max(h_forward, h_central))
    axes.set(xlabel="h (paso)", ylabel="error absoluto")
    ticks = _decades(steps)
    axes.set_xticks(ticks, [number_text(t) for t in ticks])
    low, high = axes.get_ylim()
    marks = _decades(np.array([low, high]))
    axes.set_yticks(marks, [number_text(t) for t in marks])
    axes.minorticks_off()
    # Un margen arriba: ahí van los nombres de las dos zonas.
    axes.set_ylim(low, high * (high / low) ** 0.15)
    fig.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.02, 0.01),
        ncols=2,
        handlelength=2.6,
        columnspacing=1.4,
    )
    return fig


def _errors_title(h_forward, h_central, e_forward, e_central):
    better = e_central < e_forward
    if better and h_central > h_forward:
        return "La diferencia central acierta más, y con un paso mayor"
    if better:
        return "La diferencia central acierta más que la adelantada"
    if e_central == e_forward:
        return "Las dos diferencias llegan al mismo error"
    return "En este punto, la diferencia adelantada acierta más"


def _describe_ends(steps, errors, best):
    sentences = []
    for label, error in errors.items():
        h, e = best[label]
        grows = []
        for end, side in ((0, "más pequeñas"), (-1, "más grandes")):
            if steps[end] != h and np.isfinite(error[end]) and error[end] > 10 * e:
                grows.append(f"con h {side} sube hasta {number_text(error[end], 2)}")
        if grows:
            sentences.append(f" La {label}, {join_words(grows)}.")
    return "".join(sentences)


def _decades(values):
    low, high = np.log10(values.min()), np.log10(values.max())
    every = max(1, int(np.ceil((high - low) / 5)))
    powers = np.arange(np.floor(high), np.ceil(low) - 1e-9, -every)
    return 10.0 ** powers[::-1]


def _mark_zones(axes, steps, low, high):
    """A la izquierda de los mejores pasos manda el redondeo; a la derecha, truncar.

    Entre los dos hay de todo: una diferencia redondea y la otra trunca.
    """
    left, right = axes.get_xlim()
    zones = [
        (left, low, "redondeo", "//"),
        (low, high, "mezcla", ""),
        (high, right, "truncamiento", "\\\\"),
    ]
    for start, end, word, hatch in zones:
        if np.log10(end / start) < 1.5:
            continue
        if hatch:
            axes.axvspan(start, end, facecolor="none", edgecolor="#ededed", hatch=hatch)
        axes.text(
            np.sqrt(start * end),
            0.97,
            word,
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="top",
            fontsize=BODY,
            style="italic",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )


@styled
def plot_evaluations(counts, seconds_numeric, seconds_backward, *, title=None):
    """El tiempo del gradiente numérico y el de hacia atrás, según los parámetros.

    Args:
        counts: cuántos parámetros tiene cada medición, de menor a mayor.
        seconds_numeric: segundos del gradiente numérico, misma forma.
        seconds_backward: segundos de un recorrido hacia atrás, misma forma.

    Raises:
        CourseError: si las formas no coinciden o algún valor no es positivo.
    """
    require_title(title)
    counts = as_array(counts, "counts", ndim=1)
    times = {
        "numérico": as_array(seconds_numeric, "seconds_numeric", ndim=1),
        "hacia atrás": as_array(seconds_backward, "seconds_backward", ndim=1),
    }
    for values in times.values():
        if values.shape != counts.shape:
            raise ShapeError(
                "Cada cantidad de parámetros necesita sus dos tiempos",
                expected=f"{counts.size} tiempos",
                got=f"{values.size}",
            )
    for values in (counts, *times.values()):
        if (values <= 0).any():
            raise CourseValueError(
                "Las cantidades y los tiempos deben ser mayores que 0"
            )
    order = np.argsort(counts, kind="stable")
    counts = counts[order]
    numeric, backward = (values[order] for values in times.values())
    ratio = numeric[-1] / backward[-1]
    factor = number_text(round(max(ratio, 1 / ratio), 1 if ratio < 10 else 0), 3)
    slow, fast = "numérico", "de hacia atrás"
    if ratio < 1:
        slow, fast = fast, slow
    if title is None:
        title = (
            f"Con {number_text(counts[-1])} parámetros, el gradiente {slow} tarda "
            f"{factor} veces lo que tarda el {fast}"
        )
        if factor == "1":
            title = f"Con {number_text(counts[-1])} parámetros, los dos tardan lo mismo"
    alt = (
        f"Segundos contra número de parámetros, en ejes logarítmicos. De "
        f"{number_text(counts[0])} a {number_text(counts[-1])} parámetros, el "
        f"gradiente numérico pasa de {number_text(numeric[0], 2)} s a "
        f"{number_text(numeric[-1], 2)} s, y el de hacia atrás, de "
        f"{number_text(backward[0], 2)} s a {number_text(backward[-1], 2)} s. "
        f"Al final, el {slow} tarda {factor} {'vez' if factor == '1' else 'veces'} lo "
        f"que el {fast}."
    )
    fig = CourseFigure(alt_text=alt, title=title, height=4.0)
    axes = fig.plot_axes(left=1.0, bottom=0.68, right=1.35)
    axes.set(xscale="log", yscale="log")
    axes.minorticks_off()
    axes.plot(counts, numeric, "^--", color=PLAIN, mec=INK)
    axes.plot(counts, backward, "o-", color=GRADIENTS, mec=INK)
    low, high = axes.get_ylim()
    for limits, set_ticks in (
        ((low, high), axes.set_yticks),
        (axes.get_xlim(), axes.set_xticks),
    ):
        marks = _decades(np.array(limits))
        set_ticks(marks, [number_text(t) for t in marks])
    axes.minorticks_off()
    axes.set_ylim(low, high)
    axes.set(xlabel="número de parámetros", ylabel="segundos")
    ends = np.log(np.array([numeric[-1], backward[-1]]))
    heights = np.exp(spread(ends, 0.09 * np.log(high / low)))
    for label, y, color in zip(times, heights, (INK, GRADIENTS_TEXT), strict=True):
        axes.annotate(
            label,
            (counts[-1], y),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            color=color,
            fontsize=SMALL,
            annotation_clip=False,
        )
    return fig
