"""Lo que muestra la página de la clase, ya contado y ordenado."""

from course_lib.grading.report.alike import alike
from course_lib.grading.report.marks import bin_name, bins, quartiles
from course_lib.grading.report.shapes import STATES
from course_lib.grading.report.text import percent
from course_lib.grading.report.views import place
from course_lib.grading.totals import is_optional

__all__ = ["class_context"]

_NOT_ENOUGH = 2  # con menos personas no hay distribución que mirar
MOST_BARS = 26


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
    main, astray = summary.other_lesson()
    others = {person.lesson for person in astray}
    tallies = summary.exercises()
    usual = [t for t in tallies if t.exercise[:2] not in others]
    tallies = usual + [t for t in tallies if t.exercise[:2] in others]
    frequent, other = summary.frequent()
    first, more = summary.help_first()
    review = summary.review(frequent)
    stuck, unfinished = summary.stuck()
    return {
        "total": len(summary.people),
        "submitted": len(summary.people)
        + sum(not student.exercises for student in summary.ungraded),
        "lessons": [x for x in sorted(summary.lessons) if x and x not in others],
        "main": main,
        "astray": astray,
        "quartiles": [percent(q, 1) for q in quartiles(fractions)] if fractions else [],
        "bins": [(bin_name(i), n) for i, n in enumerate(bins(fractions))],
        "figures": _figures(fractions, usual, figure),
        "tallies": tallies,
        "titles": {tally.exercise: tally.title for tally in tallies},
        "unnamed": [t for t in tallies if t.unnamed],
        "frequent": frequent,
        "other": other,
        "review": [_answered(row, frequent) for row in review],
        "places": {row[:2]: i for i, row in enumerate(review, 1)},
        "hardest": summary.hardest(others) if len(fractions) >= _NOT_ENOUGH else [],
        "help_first": first,
        "help_more": more,
        "all_blank": summary.all_blank(),
        "stuck": stuck,
        "unfinished": unfinished,
        "missing": missing,
        "strangers": strangers,
        "ungraded": summary.ungraded,
        "noted": summary.noted,
        "adjusted": summary.adjusted,
        "unused": unused,
        "similar": None if similar is None else alike(similar, summary.people),
        "questions": [
            summary.questions[q] for q in sorted(summary.questions, key=place)
        ],
        "optional": [t.exercise for t in tallies if is_optional(t.exercise)],
        "people": summary.by_name(),
        "states": STATES,
    }


def _answered(row, frequent):
    """Una sección por repasar: lección, título, personas y los errores que responde.

    De cada error, su número en la página, desde 1.
    """
    numbered = enumerate(frequent, 1)
    return *row, [(number, m) for number, m in numbered if m.place == row[:2]]


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
