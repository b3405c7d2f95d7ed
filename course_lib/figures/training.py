"""Curvas de entrenamiento."""

from collections.abc import Mapping

import numpy as np

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    as_array,
    as_number,
    describe,
)
from course_lib.figures.style import (
    INK,
    LINES,
    SMALL,
    CourseFigure,
    join_words,
    number_text,
    require_title,
    spread,
    styled,
)

__all__ = ["plot_losses"]


@styled
def plot_losses(losses, *, title=None, xlabel="paso", ylabel="pérdida", reference=None):
    """La pérdida paso a paso, de un entrenamiento o de varios.

    Una pérdida que se vuelve infinita o `NaN` se dibuja hasta donde llega y el texto lo
    dice: eso también se aprende.

    Args:
        losses: valores (pasos,), o un diccionario de etiqueta a valores.
        xlabel: qué se cuenta en el eje horizontal, en singular: «paso», «época» o
            «iteración».
        reference: un valor con que comparar, dibujado con una línea de puntos.

    Raises:
        CourseError: si no hay valores, no son números o hay más de ocho líneas.
    """
    require_title(title)
    named = isinstance(losses, Mapping)
    series = _as_series(losses if named else {ylabel: losses})
    facts = {label: _facts(values) for label, values in series.items()}
    alt = " ".join(
        _sentence(label if named else f"La {ylabel}", fact, xlabel, named)
        for label, fact in facts.items()
    )
    if title is None:
        title = _title(facts, xlabel, ylabel, named)
    if len(facts) > 1:
        alt = f"{title}. {alt}"
    if reference is not None:
        reference = as_number(reference, "reference")
        alt += f" Una línea de puntos marca {number_text(reference, 3)}."
    fig = CourseFigure(alt_text=alt, title=title, height=4.0)
    longest = max(map(len, series)) if named else 0
    axes = fig.plot_axes(left=0.95, right=0.3 + min(0.108 * longest, 2.6))
    shown = [v[np.isfinite(v)] for v in series.values()]
    shown = [v for v in shown if v.size]
    if reference is not None:
        shown.append(np.array([reference]))
    everything = np.concatenate(shown) if shown else np.array([1.0])
    low, high = everything.min(), everything.max()
    # En escala lineal, una referencia veinte veces menor quedaría pegada al eje.
    if low > 0 and high > (100 if reference is None else 20) * low:
        axes.set_yscale("log")
        ylabel = f"{ylabel} (escala logarítmica)"
    for (_, values), (color, dash) in zip(series.items(), LINES, strict=False):
        steps = np.arange(len(values))
        finite = np.where(np.isfinite(values), values, np.nan)
        axes.plot(steps, finite, color=color, linestyle=dash)
        if values.size == 1:
            axes.plot(steps, finite, "o", color=color)
        broken = np.flatnonzero(~np.isfinite(values))
        if broken.size and broken[0] > 0:
            last = broken[0] - 1
            axes.plot([last], [values[last]], "X", color=color, mec=INK, ms=11)
    if reference is not None:
        axes.axhline(reference, color=INK, lw=1.2, linestyle=(0, (1, 2)))
    axes.set(xlabel=xlabel, ylabel=ylabel)
    longest_run = max(len(values) for values in series.values())
    axes.set_xlim(0, max(longest_run - 1, 1))
    axes.locator_params(axis="x", nbins=6, integer=True)
    if axes.get_yscale() == "log":
        _plain_log_ticks(axes)
    if named:
        _label_lines(axes, series, longest_run)
    return fig


def _as_series(losses):
    if not losses:
        raise CourseValueError(
            "No hay ninguna pérdida que dibujar",
            expected="un diccionario con al menos una etiqueta",
        )
    if len(losses) > len(LINES):
        raise CourseValueError(
            f"Son demasiadas líneas para leerlas juntas: {len(losses)}",
            expected=f"hasta {len(LINES)}",
            action="Dibuja las que quieres comparar",
        )
    series = {}
    for label, values in losses.items():
        if not isinstance(label, str):
            raise CourseTypeError(
                "Cada etiqueta debe ser un texto", got=describe(label)
            )
        name = f"losses[«{label}»]" if len(losses) > 1 else "losses"
        series[label] = as_array(values, name, ndim=1, finite=False)
    return series


def _facts(values):
    """Lo que le pasa a una curva: primero, último, mínimo y dónde se rompe."""
    broken = np.flatnonzero(~np.isfinite(values))
    n = int(broken[0]) if broken.size else len(values)
    kept = values[:n]
    # El rebote se mide en la curva promediada: el ruido de los minilotes no es rebote.
    window = max(1, n // 20)
    calm = np.convolve(kept, np.full(window, 1 / window), "valid") if n else kept
    low = int(np.argmin(calm)) if n else 0
    return {
        "n": len(values),
        "broken": n if broken.size else None,
        "first": float(kept[0]) if n else float("nan"),
        "last": float(kept[-1]) if n else float("nan"),
        "best": low + window // 2,
        "lowest": float(kept[low + window // 2]) if n else float("nan"),
        "fall": float(calm[0] - calm[low]) if n else 0.0,
        "rise": float(calm[-1] - calm[low]) if n else 0.0,
    }


def _movement(fact):
    """Verbo que describe la curva, según sus números."""
    first, last = fact["first"], fact["last"]
    if fact["broken"] is not None:
        return "se rompe"
    scale = max(abs(first), abs(last), 1e-300)
    rise, fall = fact["rise"], fact["fall"]
    if fall > 0.02 * scale and rise > 0.05 * fall:
        return "baja y vuelve a subir"
    if abs(last - first) <= 0.01 * scale:
        return "casi no cambia"
    return "baja" if last < first else "sube"


def _sentence(label, fact, xlabel, named):
    verb = _movement(fact)
    subject = f"«{label}»" if named else label
    first, last = number_text(fact["first"], 3), number_text(fact["last"], 3)
    if verb == "se rompe":
        if fact["broken"] == 0:
            return f"{subject} no es un número finito desde el comienzo."
        return (
            f"{subject} empieza en {first} y en {_the(xlabel)} {fact['broken']} deja "
            f"de ser un número finito."
        )
    if verb == "baja y vuelve a subir":
        lowest = number_text(fact["lowest"], 3)
        return (
            f"{subject} baja de {first} a {lowest} en {_the(xlabel)} {fact['best']} y "
            f"termina en {last}."
        )
    if verb == "casi no cambia":
        return f"{subject} casi no cambia: empieza en {first} y termina en {last}."
    steps = number_text(fact["n"] - 1)
    return f"{subject} {verb} de {first} a {last} en {steps} {_plural(xlabel, fact)}."


def _the(xlabel):
    return f"la {xlabel}" if xlabel.endswith(("a", "ión")) else f"el {xlabel}"


def _plural(xlabel, fact):
    if fact["n"] == 2 or xlabel.endswith("s"):
        return xlabel
    if xlabel.endswith("ión"):
        return f"{xlabel[:-3]}iones"
    return f"{xlabel}s"


def _title(facts, xlabel, ylabel, named):
    if len(facts) == 1:
        ((label, fact),) = facts.items()
        return _sentence(label if named else f"La {ylabel}", fact, xlabel, named)[:-1]
    alive = {k: f for k, f in facts.items() if f["broken"] is None}
    lost = [k for k in facts if k not in alive]
    if not alive:
        return "Ningún entrenamiento llega al final: todas las pérdidas se rompen"
    up = [k for k, f in alive.items() if _movement(f) == "baja y vuelve a subir"]
    down = [k for k, f in alive.items() if _movement(f) == "baja"]
    if len(up) == 1 and len(down) == 1 and not lost:
        since = f"{_the(xlabel)} {alive[up[0]]['best']}"
        return f"«{up[0]}» vuelve a subir desde {since}; «{down[0]}» sigue bajando"
    ranked = sorted(alive, key=lambda k: alive[k]["last"])
    best = alive[ranked[0]]["last"]
    tied = [k for k in ranked if np.isclose(alive[k]["last"], best, rtol=0.02)]
    if len(tied) > 1:
        text = f"{join_words(f'«{k}»' for k in tied)} terminan casi iguales: "
        text += number_text(best, 3)
    else:
        text = f"«{ranked[0]}» termina con la {ylabel} más baja: {number_text(best, 3)}"
    if lost:
        verb = "se rompe" if len(lost) == 1 else "se rompen"
        text += f"; {join_words(f'«{k}»' for k in lost)} {verb}"
    return text


def _plain_log_ticks(axes):
    low, high = axes.get_ylim()
    lowest, highest = np.floor(np.log10(low)), np.ceil(np.log10(high))
    every = max(1, int(np.ceil((highest - lowest) / 6)))
    powers = np.arange(lowest, highest + 1, every)
    # Con pocas potencias a la vista, 1, 2 y 5 de cada una dejan leer la altura.
    digits = (1, 2, 5) if highest - lowest <= 3 else (1,)
    marks = [d * 10.0**p for p in powers for d in digits]
    marks = [mark for mark in marks if low <= mark <= high]
    if len(marks) >= 2:
        axes.set_yticks(marks, [number_text(m) for m in marks])
        axes.minorticks_off()
        axes.set_ylim(low, high)


def _label_lines(axes, series, longest_run):
    """Cada nombre junto al final de su línea, sin encimarse."""
    to_axes = axes.transScale + axes.transLimits
    ends, labels = [], []
    for label, values in series.items():
        finite = np.flatnonzero(np.isfinite(values))
        if finite.size:
            k = finite[-1]
            ends.append((k, values[k]))
            labels.append(label)
    if not ends:
        return
    heights = to_axes.transform(np.array(ends, dtype=float))[:, 1]
    moved = spread(heights, 0.085)
    moved += min(0, 1.02 - moved.max())
    moved += max(0, -0.02 - moved.min())
    looks = dict(zip(series, LINES, strict=False))
    for (k, _), label, was, y in zip(ends, labels, heights, moved, strict=True):
        color, dash = looks[label]
        x = k / max(longest_run - 1, 1)
        axes.plot(
            [x, 1.03],
            [was, y],
            color=color,
            lw=0.8,
            linestyle=":",
            transform=axes.transAxes,
            clip_on=False,
        )
        axes.plot(
            [1.03, 1.07],
            [y, y],
            color=color,
            linestyle=dash,
            transform=axes.transAxes,
            clip_on=False,
        )
        axes.text(
            1.085, y, label, transform=axes.transAxes, va="center", fontsize=SMALL
        )
