"""La orden `curso exportar`: un curso de nbgrader, o notas para un aula virtual."""

import os
import sys
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.command import lesson_number
from course_lib.grading.database import DATABASE
from course_lib.grading.export import export_nbgrader, gradebook_csv
from course_lib.grading.instructor_files import read_adjustments
from course_lib.grading.report.files import explained, whole_file
from course_lib.grading.run import WRONG_USE
from course_lib.grading.store import Results, open_store

__all__ = ["export"]


def export(options):
    """Corre `curso exportar`: un curso de nbgrader, o las notas para un aula virtual.

    Args:
        options: lo que entendió la línea de órdenes.

    Returns:
        El código de salida: 0, o 2 si lo pedido no se puede hacer.
    """
    try:
        if (options.nbgrader is None) == (options.notas is None):
            raise CourseError(
                "Falta decir qué exportar, o se dijeron las dos cosas",
                action="Escribe --nbgrader CARPETA, o --notas moodle INFORME",
            )
        if options.nbgrader is not None:
            return _nbgrader(options)
        return _gradebook(options)
    except CourseError as error:
        print(error, file=sys.stderr)
        return WRONG_USE


def _nbgrader(options):
    every = sorted({exercise.lesson for exercise in all_exercises()})
    lessons = [lesson_number(text) for text in options.leccion or every]
    for path in export_nbgrader(
        options.nbgrader, lessons, only_exercises=options.solo_ejercicios
    ):
        print(path)
    first = f"leccion_{lessons[0]}"
    print(f"Listo. Sigue en esa carpeta: nbgrader generate_assignment {first}")
    return 0


def _gradebook(options):
    style, folder = options.notas[0], Path(options.notas[1])
    if not (folder / DATABASE).exists():
        raise CourseError(
            f"En «{folder}» no hay notas guardadas",
            action="Di la carpeta que diste en --salida al calificar",
        )
    changes = read_adjustments(options.ajustes) if options.ajustes else None
    with open_store(folder) as store:
        adjustments = store.adjustments() if changes is None else changes
        results = Results(store, store.keys())
        text = gradebook_csv(results, style, adjustments=adjustments)
    target = Path(options.salida) if options.salida else folder / f"notas_{style}.csv"
    if target.exists() and not target.is_file():
        raise CourseError(
            f"«{target}» no es un archivo",
            action="Di en --salida cómo se llamará el CSV de las notas",
        )
    place = Path(os.path.realpath(target))  # un enlace se conserva
    with explained(target, "las notas"), whole_file(place) as stream:
        stream.write(text)
    print(f"Las notas quedan en {target}.")
    return 0
