"""Cómo termina una corrida: el informe escrito y lo que se cuenta de él."""

import contextlib
from collections import defaultdict

from course_lib.grading import attendance
from course_lib.grading.console import entries, listed, say, tell
from course_lib.grading.corrections import NAME, template
from course_lib.grading.settled import Namesakes, apart_sentence, of_these, settle
from course_lib.grading.store import Results

__all__ = ["finish"]

_MOST_REASONS = 6


def finish(grading, folder, roster, given):
    """Escribe el informe y cuenta lo que hubo.

    Args:
        grading: la corrida.
        folder: la carpeta del informe.
        roster: la lista, identificador → nombre, o `None`.
        given: los ajustes dados, o `None`.

    Returns:
        Cuántas entregas quedaron sin calificar.
    """
    from course_lib.grading.publish import publish

    store, keys = grading.store, tuple(grading.found)
    gone = attendance.departures(store, keys, grading.before, grading.lesson)
    people = {student: name for (student, _), name in grading.found.items()}
    everyone = Namesakes({**(roster or {}), **people}, gone.renamed)
    settled = settle(grading.saved, given, everyone)
    store.set_adjustments(settled.items)
    here, apart = of_these(settled.items, keys)
    written = publish(
        Results(store, keys),
        folder,
        roster=roster,
        adjustments=here,
        isolated=store.isolated(keys),
        seed=store.seed,
    )
    say(_summary(grading))
    for text in filter(None, _about_people(grading, roster, people, gone)):
        say(text)
    for text in filter(None, (*settled.notes, apart_sentence(apart, everyone))):
        say(text)
    for student in dict.fromkeys(item.student for item in written.unused):
        tell(settled.unknown[student])
    say(_seed(store))
    for text in _places(written, folder):
        say(text)
    return len(grading.problems)


def _summary(grading):
    """Cuántas se calificaron, y cuántas ya lo estaban."""
    total = len(grading.found) - len(grading.problems)
    text = f"{entries(total)} {'calificada' if total == 1 else 'calificadas'}"
    if grading.reused:
        return f"{text}, {grading.reused} sin cambios desde la vez anterior."
    return f"{text}."


def _about_people(grading, roster, people, gone):
    """Las que no se calificaron y por qué, quién falta y quién ya no está."""
    if grading.problems:
        yield f"{entries(len(grading.problems))} sin calificar:"
        yield from _reasons(grading.problems)
    yield attendance.repeated_sentence(grading.repeated)
    if roster is not None:
        yield attendance.missing_sentence(roster, people)
        yield attendance.strangers_sentence(roster, people)
    yield attendance.other_lesson_sentence(grading.found)
    yield attendance.gone_sentence(gone.names)


def _reasons(problems):
    """Cada motivo una sola vez, con la cuenta y los primeros nombres."""
    by_reason = defaultdict(list)
    for name, reason in problems:
        by_reason[reason].append(name)
    ranked = sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for reason, names in ranked[:_MOST_REASONS]:
        yield f"  {len(names)}: {reason} ({listed(names, 3)})"
    rest = sum(len(names) for _, names in ranked[_MOST_REASONS:])
    if rest:
        yield f"  {rest}: por otros motivos; están en el informe."


def _seed(store):
    text = f"Semilla de la tarea: {store.seed}."
    if not store.is_new:
        return text
    return (
        f"{text} Para calificar a los atrasados con los mismos casos, repite la orden "
        f"con la misma --salida, o con --semilla {store.seed}."
    )


def _places(written, folder):
    """Dónde quedó cada cosa, y el archivo donde se escriben los ajustes."""
    from course_lib.grading.report import PAGES

    yield f"Informe: {written.report}"
    pages = folder / PAGES
    if pages.is_dir():
        yield (
            f"Páginas para repartir, una por persona: {pages} (la .html se adjunta; la "
            ".md se pega en un mensaje). La columna «página» de totales.csv dice cuál "
            "es de quién."
        )
    path = folder / NAME
    with (
        contextlib.suppress(OSError),
        open(path, "x", encoding="utf-8", newline="") as stream,
    ):
        stream.write(template())
        yield f"Para corregir una nota a mano, escribe en {path} y repite la orden."
