"""Llevar el curso a otras herramientas: tareas de nbgrader, y notas en un aula virtual.

De nbgrader se escribe el formato (esquema 3); no hace falta tenerlo instalado.
"""

import csv
import io
import json
from pathlib import Path

from course_lib.errors import CourseValueError
from course_lib.grading import totals
from course_lib.grading.nbgrader import CONFIG, assignment

__all__ = ["STYLES", "export_nbgrader", "gradebook_csv"]

ROOT = Path(__file__).resolve().parents[2]
# De cada aula, lo que va donde no hay nota. Moodle toma una celda vacía por un cero si
# la columna es un ítem nuevo, y el guion, siempre por «sin nota».
STYLES = {"moodle": "-", "canvas": ""}


def export_nbgrader(folder, lessons, *, only_exercises=False, root=ROOT):
    """Escribe un curso de nbgrader con una tarea por lección.

    Cada ejercicio queda en dos celdas: la de la solución, que nbgrader vacía al
    generar la tarea, y una de puntos que la califica sola, con parciales. Sus casos se
    sortean con una semilla que no llega a quien entrega.

    Args:
        folder: la carpeta del curso. Si ya tiene otras tareas, se agregan estas.
        lessons: números de lección: «04» o 4.
        only_exercises: sin el texto ni las demostraciones; se califica más rápido.
        root: la carpeta que tiene `lessons/`.

    Returns:
        Las rutas escritas.

    Raises:
        CourseError: si no hay tal lección, o si su tarea ya está en la carpeta.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise CourseValueError(
            f"«{folder}» es un archivo, y hace falta una carpeta",
            action="Elige otro nombre para la carpeta del curso",
        )
    sources = [_lesson_path(root, lesson) for lesson in lessons]
    if not sources:
        raise CourseValueError("No dijiste qué lecciones exportar")
    files = {}
    for source in sources:
        name = f"leccion_{source.name[:2]}"
        target = folder / "source" / name
        if target / source.name in files:
            raise CourseValueError(f"Dijiste dos veces la lección {source.name[:2]}")
        if target.exists():
            raise CourseValueError(
                f"En «{folder}» ya está la tarea {name}, y no se pisa",
                action="Elige otra carpeta, o borra esa tarea si ya no sirve",
            )
        notebook = assignment(json.loads(source.read_text("utf-8")), only_exercises)
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        files[target / source.name] = text + "\n"
    config = folder / "nbgrader_config.py"
    if not config.exists():
        files[config] = CONFIG.format(first=f"leccion_{sources[0].name[:2]}")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def _lesson_path(root, lesson):
    number = str(lesson).strip().zfill(2)
    available = {
        path.name[:2]: path for path in sorted((Path(root) / "lessons").glob("*.ipynb"))
    }
    if number not in available:
        raise CourseValueError(
            f"No hay una lección «{lesson}»",
            action="Las que hay son: " + ", ".join(available)
            if available
            else "Falta la carpeta lessons/: descarga de nuevo el curso completo",
        )
    return available[number]


# Notas para un aula virtual ----------------------------------------------------------


def gradebook_csv(results, style="moodle", *, adjustments=()):
    """Las notas como las importa un aula virtual: una fila por persona.

    Hay una columna por lección, con el total de sus puntos. Los optativos suman y no
    cuentan en el máximo, así que un total puede pasarlo: Moodle lo admite solo con
    «calificaciones no limitadas» (`unlimitedgrades`). Donde no hay nota, porque no se
    entregó esa lección o no se pudo calificar, va lo que dice `STYLES`; en un ítem que
    ya existe, las dos aulas lo toman por una nota que se borra.

    Args:
        results: los `StudentResult`, de una lección o de varias.
        style: "moodle" o "canvas".
        adjustments: correcciones a mano (`Adjustment`); la última de cada ejercicio
            vale.

    Returns:
        El CSV, como texto. Canvas reconoce a cada persona por «SIS Login ID»; en
        Moodle se elige al importar a qué corresponde «Identificador».

    Raises:
        CourseError: si el estilo no es uno de esos.
    """
    if style not in STYLES:
        raise CourseValueError(
            f"No hay un formato de notas «{style}»",
            action=f"Los que hay son: {', '.join(STYLES)}",
        )
    from course_lib.grading.report.text import cell, clean

    names, marks, possible = _totals(results, adjustments)
    lessons = sorted(possible)
    order = sorted(names, key=lambda student: (names[student].casefold(), student))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    if style == "canvas":
        titles = [f"Lección {lesson}" for lesson in lessons]
        writer.writerow(
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles]
        )
        most = [_number(possible[lesson]) for lesson in lessons]
        writer.writerow(["    Points Possible", "", "", "", "", *most])
    else:
        titles = [f"Lección {x} (de {_number(possible[x])})" for x in lessons]
        writer.writerow(["Identificador", "Nombre", *titles])
    for student in order:
        found = [marks.get((student, lesson)) for lesson in lessons]
        row = [STYLES[style] if mark is None else _number(mark) for mark in found]
        name, code = cell(clean(names[student])), cell(clean(student))
        who = [name, "", "", code, ""] if style == "canvas" else [code, name]
        writer.writerow([*who, *row])
    return stream.getvalue()


def _totals(results, adjustments):
    """Nombres, totales por persona y lección, y de cuánto es cada lección."""
    names, earned, possible, failed = {}, {}, {}, set()
    for result in results:
        names.setdefault(result.student, result.name or result.student)
        lesson = result.lesson
        if lesson is None:
            continue
        earned.setdefault((result.student, lesson), {}).update(
            {item.exercise: item.points for item in result.graded}
        )
        whole = totals.possible(result.graded)
        possible[lesson] = max(possible.get(lesson, 0.0), whole)
        if result.problem is not None:
            failed.add((result.student, lesson))
    for adjustment in adjustments:
        lesson = adjustment.exercise.split(".")[0]
        if adjustment.student in names and lesson in possible:
            mine = earned.setdefault((adjustment.student, lesson), {})
            mine[adjustment.exercise] = adjustment.points
            failed.discard((adjustment.student, lesson))
    marks = {who: sum(p.values()) for who, p in earned.items() if who not in failed}
    return names, marks, possible


def _number(value):
    """Puntos con punto decimal y hasta dos cifras."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
