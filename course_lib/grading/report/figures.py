"""Las dos figuras del informe, con el estilo del curso."""

from course_lib.figures.style import (
    CLASS_1,
    CORRECT,
    ERROR,
    INK,
    PLAIN,
    SMALL,
    VALUES,
    CourseFigure,
    counted,
    join_words,
    styled,
)
from course_lib.grading.report.text import percent

__all__ = ["plot_exercise_states", "plot_marks"]

# Estado → color, trama y nombre; la trama se distingue en gris.
_STATES = {
    "right": (CORRECT, "", "bien"),
    "partial": (CLASS_1, "//", "en parte"),
    "wrong": (ERROR, "xx", "con error"),
    "lost": (VALUES, "", "se detuvo"),
    "blank": ("#FFFFFF", "", "en blanco o no está"),
}
_BAR, _LEGEND, _BOTTOM = 0.34, 0.62, 0.62


def _bins(fractions):
    """Cuántas notas hay en cada décimo; el último incluye el 100 %."""
    counts = [0] * 10
    for value in fractions:
        counts[min(9, max(0, int(value * 10 + 1e-9)))] += 1
    return counts


@styled
def plot_marks(fractions):
    """Cuántas personas hay en cada tramo de nota, con la mediana.

    Args:
        fractions: una nota de 0 a 1 por persona, al menos una.
    """
    ordered, n = sorted(fractions), len(fractions)
    median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    counts = _bins(ordered)
    said = percent(median, 1)
    title = f"La mitad de la clase tiene {said} de los puntos o más"
    tallest = max(range(10), key=lambda i: counts[i])
    upper = "100" if tallest == 9 else f"{10 * tallest + 10}"
    alt = (
        f"Barras con las notas de {counted(n, 'persona')}. La barra más alta va de "
        f"{10 * tallest} a {upper} % de los puntos y tiene "
        f"{counted(counts[tallest], 'persona')}. La mediana es {said}. "
        f"Por debajo de la mitad de los puntos hay {sum(counts[:5])}."
    )
    fig = CourseFigure(alt_text=alt, title=title, height=3.2)
    axes = fig.plot_axes(left=0.85, bottom=0.66)
    places = [10 * i + 5 for i in range(10)]
    axes.bar(places, counts, width=9.2, color=PLAIN, edgecolor=INK, linewidth=0.8)
    top = max(counts) * 1.22
    for place, count in zip(places, counts, strict=True):
        if count:
            axes.text(place, count + top * 0.015, str(count), ha="center", va="bottom")
    axes.axvline(100 * median, color=ERROR, linestyle="--", linewidth=2)
    axes.set(xlim=(0, 100), ylim=(0, top), xlabel="% de los puntos", ylabel="personas")
    axes.set_xticks(range(0, 101, 20))
    axes.locator_params(axis="y", nbins=4, integer=True)
    return fig


def _shares(tally):
    states = dict(tally.states)
    states["blank"] = states.get("blank", 0) + states.pop("missing", 0)
    return [(name, 100 * states.get(name, 0) / tally.total) for name in _STATES]


@styled
def plot_exercise_states(tallies):
    """Qué parte de la clase resolvió cada ejercicio, y qué pasó con el resto.

    Args:
        tallies: los `ExerciseTally`, en orden; cada uno con al menos una persona.
    """
    tallies = list(tallies)
    rates = {t.exercise: t.states["right"] / t.total for t in tallies}
    lowest = min(rates.values())
    hard = [e for e, rate in rates.items() if rate == lowest]
    best = max(rates, key=rates.get)
    if len(hard) > 3 or lowest == 1:
        title = f"Cada ejercicio lo resuelve {percent(lowest, 1)} de la clase o más"
    else:
        verb = "es" if len(hard) == 1 else "son"
        title = f"{join_words(hard)} {verb} lo que más cuesta"
    alt = (
        f"Una barra por ejercicio, de {tallies[0].exercise} a {tallies[-1].exercise}. "
        f"El que más personas resuelven es {best}, con {percent(rates[best], 1)}; lo "
        f"que menos, {join_words(hard[:3])}, con {percent(lowest, 1)}."
    )
    height = _LEGEND + _BAR * len(tallies) + _BOTTOM + 0.1
    fig = CourseFigure(alt_text=alt, title=title, height=height)
    width = fig.get_size_inches()[0]
    axes = fig.axes_at(0.85, _BOTTOM, width - 1.15, _BAR * len(tallies))
    for row, tally in enumerate(tallies):
        left = 0.0
        for state, share in _shares(tally):
            color, hatch, _ = _STATES[state]
            axes.barh(
                row, share, 0.78, left=left, color=color, hatch=hatch, edgecolor=INK
            )
            left += share
    axes.set(xlim=(0, 100), ylim=(len(tallies) - 0.5, -0.5), xlabel="% de la clase")
    axes.set_yticks(range(len(tallies)), [t.exercise for t in tallies])
    axes.tick_params(axis="y", length=0)
    axes.grid(False, axis="y")
    _legend(fig, {state for t in tallies for state, share in _shares(t) if share})
    return fig


def _legend(fig, used):
    """La leyenda arriba, en una línea o dos: los estados que aparecen."""
    axes = fig.axes_at(0.12, fig.body_height - _LEGEND + 0.04, 6.2, _LEGEND - 0.06)
    axes.set(xlim=(0, 6.2), ylim=(0, _LEGEND - 0.06))
    axes.set_axis_off()
    x, y = 0.05, 0.33
    for state, (color, hatch, name) in _STATES.items():
        if state not in used:
            continue
        needed = 0.34 + 0.095 * len(name)
        if x + needed > 6.1:
            x, y = 0.05, 0.05
        axes.bar(
            [x + 0.1], [0.18], 0.2, bottom=y, color=color, hatch=hatch, edgecolor=INK
        )
        axes.text(x + 0.28, y + 0.09, name, va="center", fontsize=SMALL)
        x += needed + 0.15
