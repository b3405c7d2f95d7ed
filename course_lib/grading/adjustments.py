"""Los ajustes a mano: leer `ajustes.csv`, venga de donde venga."""

import csv
import io
import math
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.model import Adjustment

__all__ = ["read_adjustments"]

_COLUMNS = {
    "student": ("student", "estudiante", "alumno"),
    "exercise": ("exercise", "ejercicio"),
    "points": ("points", "puntos", "nota"),
    "reason": ("reason", "motivo", "razón", "razon"),
}
_HEADER = "student, exercise, points, reason"


def read_adjustments(path):
    """Lee los ajustes de un CSV.

    Sirve el que guarda una hoja de cálculo: con comas, puntos y comas o tabuladores;
    en UTF-8 o como lo escribe Excel; con 1,5 o con 1.5.

    Returns:
        Una tupla de `Adjustment`; si una fila se repite, vale la última.

    Raises:
        CourseError: si no se puede leer; dice en qué fila está el problema.
    """
    path = Path(path)
    rows = _rows(path)
    if not rows:
        return ()
    places = _places(rows[0][1], path)
    known = {exercise.id for exercise in all_exercises()}
    found = {}
    for line, row in rows[1:]:
        item = _adjustment(row, places, known, f"la fila {line} de «{path.name}»")
        found[item.student, item.exercise] = item
    return tuple(found.values())


def _rows(path):
    """Las filas que no están vacías, con su número."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"No se pudo leer «{path}» ({error.strerror})",
            action="Revisa el nombre del archivo en --ajustes",
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
            f"«{path.name}» no es un CSV que se pueda leer", expected=_HEADER
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
