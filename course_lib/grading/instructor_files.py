"""Lo que da quien enseña: la lista de la clase y los ajustes a mano, en CSV.

Sirve el que guarda una hoja de cálculo: con comas, puntos y comas o tabuladores; en
UTF-8 o como lo escribe Excel; con 1,5 o con 1.5.
"""

import csv
import io
import math
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.model import Adjustment

__all__ = ["read_adjustments", "read_roster"]

_COLUMNS = {
    "student": ("student", "estudiante", "alumno"),
    "exercise": ("exercise", "ejercicio"),
    "points": ("points", "puntos", "nota"),
    "reason": ("reason", "motivo", "razón", "razon"),
}
_HEADER = "student, exercise, points, reason"
_STUDENT = (
    "student",
    "estudiante",
    "id",
    "identificador",
    "código",
    "codigo",
    "usuario",
)
_NAME = (
    "name",
    "nombre",
    "nombre completo",
    "estudiante",
    "alumno",
    "apellidos y nombres",
)


def read_roster(path):
    """Lee la lista de la clase: una persona por fila.

    Vale una sola columna de nombres, sin encabezado, o las columnas `student` y `name`
    (también en español: «código», «nombre»…).

    Returns:
        Un diccionario identificador → nombre.

    Raises:
        CourseError: si no se puede leer, está vacía o repite un identificador.
    """
    path = Path(path)
    rows = _rows(path, "--lista")
    header = [cell.lower() for cell in rows[0][1]] if rows else []
    ids = next((header.index(n) for n in _STUDENT if n in header), None)
    names = next(
        (i for n in _NAME for i, c in enumerate(header) if c == n and i != ids), None
    )
    if ids is None and names is None:
        ids, names, first = 0, 1, 0
    else:
        first, ids = 1, names if ids is None else ids
    found = {}
    for line, row in rows[first:]:
        student = row[ids] if ids < len(row) else ""
        name = row[names] if names is not None and names < len(row) else ""
        if not student:
            raise CourseError(f"En la fila {line} de «{path.name}» falta el estudiante")
        if student in found:
            raise CourseError(
                f"En «{path.name}», «{student}» está dos veces",
                action=f"Mira la fila {line}: cada persona necesita un identificador",
            )
        found[student] = name or student
    if not found:
        raise CourseError(f"La lista «{path.name}» está vacía")
    return found


def read_adjustments(path):
    """Lee los ajustes de un CSV.

    Returns:
        Una tupla de `Adjustment`; si una fila se repite, vale la última.

    Raises:
        CourseError: si no se puede leer; dice en qué fila está el problema.
    """
    path = Path(path)
    rows = _rows(path, "--ajustes")
    if not rows:
        return ()
    places = _places(rows[0][1], path)
    known = {exercise.id for exercise in all_exercises()}
    found = {}
    for line, row in rows[1:]:
        item = _adjustment(row, places, known, f"la fila {line} de «{path.name}»")
        found[item.student, item.exercise] = item
    return tuple(found.values())


def _rows(path, option):
    """Las filas que no están vacías, con su número."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"No se pudo leer «{path}» ({error.strerror})",
            action=f"Revisa el nombre del archivo en {option}",
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    try:
        reader = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise CourseError(
            f"«{path.name}» no es un CSV que se pueda leer",
            action="Guárdalo desde la hoja de cálculo como CSV UTF-8",
        ) from None
    rows = [(n, [cell.strip() for cell in row]) for n, row in enumerate(reader, 1)]
    return [(n, row) for n, row in rows if any(row)]


def _places(header, path):
    """En qué columna está cada cosa."""
    names = [name.lower() for name in header]
    places = {}
    for column, accepted in _COLUMNS.items():
        place = next((names.index(n) for n in accepted if n in names), None)
        if place is None and column != "reason":
            raise CourseError(
                f"A «{path.name}» le falta la columna «{column}»",
                expected=f"una primera fila con {_HEADER}",
                got=", ".join(header),
            )
        places[column] = place
    return places


def _adjustment(row, places, known, where):
    cells = {
        name: row[place] if place is not None and place < len(row) else ""
        for name, place in places.items()
    }
    # «04.6 · La retropropagación», como en notas.csv, también vale.
    exercise = (cells["exercise"].split() or [""])[0]
    if not cells["student"]:
        raise CourseError(f"En {where} falta el estudiante")
    if exercise not in known:
        raise CourseError(
            f"En {where} no se reconoce el ejercicio",
            expected="un id como «04.6»",
            got=f"«{cells['exercise']}»",
            action="Si la hoja de cálculo lo volvió fecha, escríbelo como texto",
        )
    try:
        points = float(cells["points"].replace(",", "."))
    except ValueError:
        points = math.nan
    if not math.isfinite(points) or points < 0:
        raise CourseError(
            f"En {where} los puntos no son un número desde 0",
            got=f"«{cells['points']}»",
        )
    return Adjustment(cells["student"], exercise, points, cells["reason"])
