"""Las dos figuras del informe, con el estilo del curso."""

from course_lib.figures.style import (
    CLASS_1,
    CORRECT,
    ERROR,
    ERROR_TEXT,
    INK,
    PLAIN,
    SMALL,
    VALUES,
    CourseFigure,
    counted,
    join_words,
    styled,
)
from course_lib.grading.report.marks import bins, quartiles
from course_lib.grading.report.text import percent

__all__ = ["plot_exercise_states", "plot_marks"]

# Estado → color, trama y nombre; la trama se distingue en gris.
_STATES = {
    "right": (CORRECT, "", "bien"),
    "partial": (CLASS_1, "//", "en parte"),
    "wrong": (ERROR, "xx", "con error"),
    "lost": (VALUES, "", "se detuvo"),
    "blank": ("#FFFFFF", "", "sin hacer"),
}
# Angostas: a 390 píxeles la letra más chica llega a 12, y proyectadas se agrandan.
_WIDTH = 4.6
_BAR, _LEGEND, _BOTTOM = 0.34, 0.3, 0.62


@styled
def plot_marks(fractions):
    """Cuántas personas hay en cada tramo de nota, con la mediana.

    Args:
        fractions: una nota de 0 a 1 por persona, al menos una.
    """
    n, counts = len(fractions), bins(fractions)
    _, median, _ = quartiles(sorted(fractions))
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
    fig = CourseFigure(alt_text=alt, title=title, height=3.2, width=_WIDTH)
    axes = fig.plot_axes(left=0.8, bottom=0.66, right=0.25)
    places = [10 * i + 5 for i in range(10)]
    axes.bar(places, counts, width=9.2, color=PLAIN, edgecolor=INK, linewidth=0.8)
    top = max(counts) * 1.4
    axes.vlines(100 * median, 0, 0.93 * top, color=ERROR, linestyle="--", linewidth=2)
    for place, count in zip(places, counts, strict=True):
        if count:
            _count_above(axes, place, count, top)
    side = ("left", 1.5) if median < 0.6 else ("right", -1.5)
    where = 100 * median + side[1], 0.93 * top
    label = f"mediana: {said}"
    axes.text(*where, label, ha=side[0], va="center", color=ERROR_TEXT, fontsize=SMALL)
    axes.set(xlim=(0, 100), ylim=(0, top), xlabel="% de los puntos", ylabel="personas")
    axes.set_xticks(range(0, 101, 20))
    axes.locator_params(axis="y", nbins=4, integer=True)
    return fig


def _count_above(axes, place, count, top):
    """El número de una barra, legible aunque la mediana pase por ahí."""
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    text = f"{count}"
    height = count + 0.02 * top
    options = {"ha": "center", "va": "bottom", "fontsize": SMALL, "bbox": paper}
    axes.text(place, height, text, **options)


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
    title = _states_title(hard, lowest, len(rates))
    alt = (
        f"Una barra por ejercicio, de {tallies[0].exercise} a {tallies[-1].exercise}. "
        f"El que más personas tienen bien es {best}, con {percent(rates[best], 1)}; lo "
        f"que menos, {join_words(hard[:3])}, con {percent(lowest, 1)}."
    )
    used = [s for s in _STATES if any(dict(_shares(t))[s] for t in tallies)]
    legend = _legend_rows(used)
    height = _LEGEND * (len(legend) + 0.5) + _BAR * len(tallies) + _BOTTOM
    fig = CourseFigure(alt_text=alt, title=title, height=height, width=_WIDTH)
    axes = fig.axes_at(0.7, _BOTTOM, _WIDTH - 1, _BAR * len(tallies))
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
    _legend(fig, legend)
    return fig


def _states_title(hard, lowest, total):
    """Lo que dice la figura: los más difíciles, o qué hay en común si son muchos."""
    if lowest == 1:
        return "Toda la clase tiene bien todos los ejercicios"
    if len(hard) <= 3:
        verb = "es el" if len(hard) == 1 else "son los"
        return f"{join_words(hard)} {verb} que menos personas tienen bien"
    if lowest < 0.01:
        who = "Casi nadie" if lowest else "Nadie"
        return f"{who} tiene bien {len(hard)} de los {total} ejercicios"
    return f"Al menos {percent(lowest, 1)} de la clase tiene bien cada ejercicio"


def _legend_rows(used):
    """Los estados que aparecen, en renglones que caben, y dónde empieza cada uno."""
    rows, x = [[]], 0.05
    for state in used:
        needed = 0.34 + 0.105 * len(_STATES[state][2])
        if x + needed > _WIDTH - 0.3:
            rows.append([])
            x = 0.05
        rows[-1].append((x, state))
        x += needed + 0.1
    return rows


def _legend(fig, rows):
    """La leyenda, arriba de las barras."""
    height, width = _LEGEND * len(rows), _WIDTH - 0.24
    axes = fig.axes_at(0.12, fig.body_height - height - 0.02, width, height)
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    for row, placed in enumerate(rows):
        y = _LEGEND * (row + 0.5)
        for x, state in placed:
            color, hatch, name = _STATES[state]
            options = {"color": color, "hatch": hatch, "edgecolor": INK}
            axes.bar([x + 0.1], [0.18], 0.2, bottom=y - 0.09, **options)
            axes.text(x + 0.28, y, name, va="center", fontsize=SMALL)
