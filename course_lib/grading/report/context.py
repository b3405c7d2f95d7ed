"""Lo que muestra la página de la clase, ya contado y ordenado."""

from collections import Counter

from course_lib.grading.report.shapes import STATES
from course_lib.grading.report.text import clean, percent
from course_lib.grading.report.views import place
from course_lib.grading.totals import is_optional

__all__ = ["class_context"]

_NOT_ENOUGH = 2  # con menos personas no hay distribución que mirar
MOST_BARS, MOST_PAIRS = 26, 40


def class_context(summary, missing, strangers, unused, similar, figure):
    """El contexto de la plantilla `informe.html.j2`.

    Args:
        summary: la `ClassSummary`.
        missing: nombres de quienes no entregaron.
        strangers: quienes entregaron y no están en la lista.
        unused: ajustes que no se pudieron poner.
        similar: un `similarity.Alike`, o None.
        figure: función de una `CourseFigure` a lo que necesita un `<img>`.
    """
    fractions = summary.fractions()
    tallies = summary.exercises()
    frequent, other = summary.frequent()
    first, more = summary.help_first()
    return {
        "total": len(summary.people),
        "submitted": len(summary.people)
        + sum(not student.exercises for student in summary.ungraded),
        "lessons": [lesson for lesson, _ in sorted(summary.lessons.items()) if lesson],
        "quartiles": _quartiles(fractions),
        "bins": _bins(fractions),
        "figures": _figures(fractions, tallies, figure),
        "tallies": tallies,
        "titles": {tally.exercise: tally.title for tally in tallies},
        "unnamed": [t for t in tallies if t.unnamed],
        "frequent": frequent,
        "other": other,
        "review": summary.review(),
        "help_first": first,
        "help_more": more,
        "all_blank": summary.all_blank(),
        "stuck": _stuck(summary.people),
        "missing": missing,
        "strangers": strangers,
        "ungraded": summary.ungraded,
        "noted": summary.noted,
        "adjusted": summary.adjusted,
        "unused": unused,
        "similar": None if similar is None else _alike(similar, summary.people),
        "questions": [
            summary.questions[q] for q in sorted(summary.questions, key=place)
        ],
        "optional": [t.exercise for t in tallies if is_optional(t.exercise)],
        "people": summary.by_name(),
        "states": STATES,
    }


def _quartiles(fractions):
    """Mediana y cuartiles, en porcentaje, o None."""
    if not fractions:
        return None
    last = len(fractions) - 1
    found = []
    for share in (0.25, 0.5, 0.75):
        place = share * last
        low, part = int(place), place - int(place)
        high = fractions[min(low + 1, last)]
        value = fractions[low] * (1 - part) + high * part
        found.append(percent(value, 1))
    return found


def _bins(fractions):
    counts = Counter(min(9, int(value * 10 + 1e-9)) for value in fractions)
    upper = [f"menos de {10 * i + 10} %" for i in range(9)] + ["100 %"]
    return [(f"de {10 * i} a {upper[i]}", counts[i]) for i in range(10)]


def _figures(fractions, tallies, figure):
    """Las figuras, en orden; matplotlib solo se carga si hay algo que dibujar."""
    if len(fractions) < _NOT_ENOUGH or not tallies:
        return {"marks": None, "exercises": []}
    from course_lib.grading.report.figures import plot_exercise_states, plot_marks

    groups = [tallies[i : i + MOST_BARS] for i in range(0, len(tallies), MOST_BARS)]
    return {
        "marks": figure(plot_marks(fractions)),
        "exercises": [figure(plot_exercise_states(group)) for group in groups],
    }


def _stuck(people):
    """En qué ejercicio se traba primero cada quien: {ejercicio: personas}."""
    found = Counter(person.first_stuck for person in people if person.first_stuck)
    return found.most_common(3)


def _alike(similar, people):
    """Los parecidos y las soluciones del curso, con nombres y páginas."""
    known = {person.student: person for person in people}

    def who(student):
        found = known.get(student)
        return (found.name, found.page) if found else (clean(student), "")

    groups = _groups(similar.pairs)
    pairs = [
        {"people": [who(student) for student in students], "matches": matches}
        for students, matches in groups[:MOST_PAIRS]
    ]
    copies = [(who(c.student), c) for c in similar.copies if not c.renamed]
    return {
        "pairs": pairs,
        "pairs_more": len(groups) - len(pairs),
        "copies": copies[:MOST_PAIRS],
        "copies_more": max(0, len(copies) - MOST_PAIRS),
    }


def _groups(pairs):
    """Los pares, y como un solo grupo los que se parecen todos entre sí y en lo mismo.

    Ocho personas con la misma función son 28 pares, y una sola cosa que mirar.
    """
    alike = {}
    for pair in pairs:
        alike.setdefault(pair.matches, []).append((pair.first, pair.second))
    found = []
    for matches, couples in alike.items():
        for students in _components(couples):
            inside = [c for c in couples if c[0] in students]
            whole = len(inside) == len(students) * (len(students) - 1) // 2
            found += [(students, matches)] if whole else [(c, matches) for c in inside]
    return found


def _components(couples):
    """Las personas unidas por algún par, en el orden en que aparecen."""
    groups = {}
    for first, second in couples:
        one, other = groups.get(first, [first]), groups.get(second, [second])
        if one is not other:
            joined = one + other
            groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())
