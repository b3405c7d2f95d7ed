"""El archivo de ajustes a mano: una fila por persona y ejercicio.

Para quitar un ajuste guardado se escribe «quitar» en sus puntos. De quién es cada uno,
y qué pasa con los guardados, está en `settled`.
"""

import math
import re
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.csv_rows import cell, place_of, read_rows
from course_lib.grading.model import Adjustment
from course_lib.grading.people import key_of

__all__ = ["NAME", "read_adjustments", "template", "twice"]

NAME = "ajustes.csv"  # el que se busca en la carpeta del informe
COLUMNS = "estudiante;ejercicio;puntos;motivo"
_COLUMNS = {
    "student": ("student", "estudiante", "alumno", "alumna", "alumno a"),
    "exercise": ("exercise", "ejercicio"),
    "points": ("points", "puntos", "nota"),
    "reason": ("reason", "motivo", "razon"),
}
_IN_SPANISH = dict(zip(_COLUMNS, COLUMNS.split(";"), strict=True))
_REMOVE = ("quitar", "borrar", "eliminar")


def template():
    """Un archivo de ajustes sin ninguno, para llenarlo en una hoja de cálculo."""
    return f"\ufeff{COLUMNS}\r\n"


def read_adjustments(path, notes=None):
    """Lee los ajustes de un CSV.

    Args:
        path: el archivo.
        notes: una lista que recibe lo que conviene decir, en frases.

    Returns:
        Una tupla de `Adjustment`; si una fila se repite, vale la última. Con «quitar»,
        sus puntos son `None`.

    Raises:
        CourseError: si no se puede leer; dice en qué fila está el problema.
    """
    path = Path(path)
    rows = read_rows(path, "el archivo de ajustes", "--ajustes")
    if not rows:
        return ()
    places = _places(rows[0][1], path)
    known = {exercise.id: exercise for exercise in all_exercises()}
    found = {}
    for line, row in rows[1:]:
        where = f"la fila {line} de «{path.name}»"
        item = _adjustment(row, places, len(rows[0][1]), known, where)
        before = found.get(item[:2])
        if before and before[0].points != item.points and notes is not None:
            notes.append(twice(item, f"En «{path.name}» hay"))
        found[item[:2]] = item, where
    for item, where in found.values():
        _require_possible(item, known[item.exercise], where)
    return tuple(item for item, _ in found.values())


def _places(header, path):
    """En qué columna está cada cosa."""
    names = [key_of(name) for name in header]
    places = {}
    for column, accepted in _COLUMNS.items():
        place = place_of(names, accepted)
        if place is None and column != "reason":
            raise CourseError(
                f"A «{path.name}» le falta la columna «{_IN_SPANISH[column]}»",
                expected=f"una primera fila con {COLUMNS}",
                got=", ".join(header),
            )
        places[column] = place
    return places


def _adjustment(row, places, width, known, where):
    cells = {name: cell(row, place) for name, place in places.items()}
    if places["reason"] == width - 1:  # el último: un «;» sin comillas no lo corta
        cells["reason"] = "; ".join(filter(None, row[width - 1 :]))
    # «04.6 · La retropropagación», como en notas.csv, también vale.
    exercise = _exercise_id((cells["exercise"].split() or [""])[0])
    if not cells["student"]:
        raise CourseError(f"En {where} falta el estudiante")
    if exercise not in known:
        raise CourseError(
            f"En {where} no se reconoce el ejercicio",
            expected="un id como «04.6»",
            got=f"«{cells['exercise']}»",
            action="Si la hoja de cálculo lo volvió fecha, escríbelo como texto",
        )
    if key_of(cells["points"]) in _REMOVE:
        return Adjustment(cells["student"], exercise, None, cells["reason"])
    try:
        points = float(cells["points"].replace(",", "."))
    except ValueError:
        points = math.nan
    if not math.isfinite(points) or points < 0:
        raise CourseError(
            f"En {where} los puntos no son un número desde 0",
            got=f"«{cells['points']}»",
            action="Para quitar un ajuste guardado, escribe «quitar» en sus puntos",
        )
    return Adjustment(cells["student"], exercise, points, cells["reason"])


def _exercise_id(text):
    """«4.6», «04,6» y «04.D1», como los deja una hoja de cálculo, son «04.6» y «04.d1».

    Ninguna lección tiene diez ejercicios: de «04.10» quedaría «4.1».
    """
    found = re.fullmatch(r"(\d{1,2})[.,]([a-z]?\d)", text.lower())
    return f"{found[1]:0>2}.{found[2]}" if found else text


def _require_possible(item, exercise, where):
    """Un ajuste sobre el máximo suele ser una coma perdida: «45» por «4,5»."""
    if item.points is not None and item.points > exercise.points:
        raise CourseError(
            f"En {where} los puntos pasan del máximo del {item.exercise}",
            expected=f"un número de 0 a {exercise.points:g}",
            got=f"«{item.points:g}»",
        )


def twice(item, begin):
    """Lo que se dice de dos ajustes de lo mismo con puntos distintos."""
    points = "que lo quita" if item.points is None else f"{item.points:g}"
    return (
        f"{begin} dos ajustes de «{item.student}» en el {item.exercise}: vale el "
        f"último, {points}."
    )
