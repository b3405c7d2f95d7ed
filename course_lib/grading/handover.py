"""La orden `curso exportar`: un curso de nbgrader, o notas para un aula virtual."""

import os
from itertools import product
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.attendance import superseded
from course_lib.grading.command import lesson_number
from course_lib.grading.console import listed, say, tell
from course_lib.grading.database import DATABASE
from course_lib.grading.export import ROOT, STYLES, export_nbgrader, gradebook_csv
from course_lib.grading.instructor_files import read_adjustments
from course_lib.grading.report.files import explained, whole_file
from course_lib.grading.run import WRONG_USE
from course_lib.grading.settled import Namesakes, settle
from course_lib.grading.store import Results, open_store

__all__ = ["export"]

# Los nombres de los menús, como los traduce cada aula; entre paréntesis, en inglés.
_WHERE = {
    "moodle": "En Moodle: Calificaciones, Importar (Import), CSV. En «Mapa desde» (Map "
    "from) elige Identificador; en «Mapa a» (Map to), lo que sea para Moodle: número "
    "de ID, nombre de usuario o correo. Cada lección va a un «Nuevo ítem de "
    "calificación» (New grade item), o al que ya tenga. Un ítem nuevo queda sobre 100: "
    "ponle de máximo lo que dice su columna. Quien no entregó no está en el archivo, y "
    "su nota no cambia.",
    "canvas": "En Canvas: Calificaciones (Grades), Importar (Import). «SIS Login ID» "
    "es el código de cada quien; di que cada lección es una tarea nueva, o cuál es. "
    "Quien no entregó no está en el archivo, y su nota no cambia.",
}
_EMPTY = " Borra su fila si el aula ya le tenía esa nota: importarla así la quita."


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
            _refuse_others(options, "--nbgrader", ("ajustes", "salida"))
            return _nbgrader(options)
        _refuse_others(options, "--notas", ("leccion", "solo_ejercicios"))
        return _gradebook(options)
    except CourseError as error:
        tell(error)
        return WRONG_USE


def _refuse_others(options, what, names):
    """Una opción que no hace nada se dice: quien la escribió esperaba algo."""
    for name in names:
        if getattr(options, name, None):
            raise CourseError(
                f"«--{name.replace('_', '-')}» no va con {what}",
                action="Quita esa opción",
            )


def _nbgrader(options):
    every = sorted({exercise.lesson for exercise in all_exercises()})
    lessons = [lesson_number(text) for text in options.leccion or every]
    for path in export_nbgrader(
        options.nbgrader, lessons, only_exercises=options.solo_ejercicios
    ):
        say(path)
    first = f"leccion_{lessons[0]}"
    say(f"Listo. Sigue en esa carpeta: nbgrader generate_assignment {first}")
    say(
        "El entorno de nbgrader, y el de quien resuelve la tarea, necesitan el curso: "
        f'python -m pip install -e "{ROOT}[aprender]"'
    )
    return 0


def _gradebook(options):
    style, folder = options.notas[0].lower(), Path(options.notas[1])
    if style not in STYLES and options.notas[1].lower() in STYLES:
        raise CourseError(
            "Primero va el formato y después la carpeta",
            expected=f"--notas {options.notas[1].lower()} «{options.notas[0]}»",
        )
    if not (folder / DATABASE).exists():
        raise CourseError(
            f"En «{folder}» no hay notas guardadas",
            action="Di la carpeta que diste en --salida al calificar",
        )
    notes = []
    given = read_adjustments(options.ajustes, notes) if options.ajustes else None
    with open_store(folder) as store:
        results = Results(store, store.keys() - superseded(store))
        people = {result.student: result.name for result in results}
        settled = settle(store.adjustments(), given, Namesakes(people))
        text = gradebook_csv(results, style, adjustments=settled.items)
        blank = _blank(results, settled.items)
    target = Path(options.salida) if options.salida else folder / f"notas_{style}.csv"
    if target.exists() and not target.is_file():
        raise CourseError(
            f"«{target}» no es un archivo",
            action="Di en --salida cómo se llamará el CSV de las notas",
        )
    place = Path(os.path.realpath(target))  # un enlace se conserva
    if not place.parent.is_dir():
        raise CourseError(
            f"No existe la carpeta «{place.parent}», donde irían las notas",
            action="Créala, o di otro lugar en --salida",
        )
    with explained(target, "las notas"), whole_file(place) as stream:
        stream.write(text)
    say(f"Las notas quedan en {target}.")
    for sentence in (*notes, *settled.notes, *settled.unknown.values()):
        tell(sentence)
    say(_WHERE[style])
    if blank:
        say(
            "Van sin nota en una lección, porque no la entregaron o no se pudo "
            f"calificar: {listed(blank)}.{_EMPTY}"
        )
    return 0


def _blank(results, adjustments):
    """Los nombres de quienes no tienen nota en alguna lección."""
    have = {(x.student, x.exercise.split(".")[0]) for x in adjustments}
    people, lessons = {}, set()
    for result in results:
        people[result.student] = result.name or result.student
        lessons |= {result.lesson} - {None}
        if not result.problem:
            have.add((result.student, result.lesson))
    every = product(people, lessons or {None})
    return sorted({people[who] for who, lesson in every if (who, lesson) not in have})
