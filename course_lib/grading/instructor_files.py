"""Lo que da quien enseña: la lista de la clase y los ajustes a mano, en CSV.

Sirve el que da Moodle o Canvas, o el que guarda una hoja de cálculo: con comas, puntos
y comas o tabuladores; en UTF-8, UTF-16 o como lo escribe Excel; con 1,5 o con 1.5. Los
encabezados se reconocen sin mirar acentos, mayúsculas ni signos.
"""

import csv
import io
import math
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.model import Adjustment
from course_lib.grading.people import key_of

__all__ = ["read_adjustments", "read_roster"]

_COLUMNS = {
    "student": ("student", "estudiante", "alumno"),
    "exercise": ("exercise", "ejercicio"),
    "points": ("points", "puntos", "nota"),
    "reason": ("reason", "motivo", "razon"),
}
_HEADER = "student, exercise, points, reason"
# Son el nombre si hay un identificador y ninguna otra columna de nombres.
_PEOPLE = ("estudiante", "alumno")
_IDS = (
    *("student", "codigo", "id", "identificador", "matricula", "carnet", "ci"),
    *("registro", "cedula", "dni", "usuario", "username", "id number"),
    *("numero de id", "numero de identificacion", "sis login id", "sis user id"),
    *("correo", "email"),
)
_NAMES = (
    *("name", "nombre", "nombre s", "nombre completo", "nombres", "full name"),
    *("first name", "apellidos y nombres"),
)
_SURNAMES = ("apellido", "apellidos", "apellido s", "surname", "last name")


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # con qué empieza un texto en UTF-16


def read_roster(path):
    """Lee la lista de la clase: una persona por fila.

    Sirven las columnas `student` y `name`, también en español («código», «nombre»…) y
    con los apellidos aparte. Sin una primera fila que se reconozca, la primera columna
    es el identificador y la segunda, si la hay, el nombre.

    Una fila repetida con el mismo identificador y el mismo nombre es la misma persona.
    Un nombre repetido sin identificador es un error: podrían ser dos.

    Returns:
        Un diccionario identificador → nombre.

    Raises:
        CourseError: si no se puede leer, está vacía, a una fila le falta el estudiante
            o un identificador se repite con otro nombre.
    """
    path = Path(path)
    rows = _rows(path, "la lista", "--lista")
    identifier, columns, first = _who(rows[0][1]) if rows else (0, (), 0)
    found = {}
    for line, row in rows[first:]:
        name = " ".join(_cell(row, column) for column in columns).strip()
        student = name if identifier is None else _cell(row, identifier)
        if not student:
            raise CourseError(f"En la fila {line} de «{path.name}» falta el estudiante")
        same_person = found.get(student) == name != student
        if student in found and not same_person:
            raise CourseError(
                f"En «{path.name}», «{student}» está dos veces",
                action=f"Mira la fila {line}: si la persona aparece dos veces, borra "
                "una; si son dos, cada una necesita su identificador",
            )
        found[student] = name or student
    if not found:
        raise CourseError(f"La lista «{path.name}» está vacía")
    return found


def _who(header):
    """En qué columna está el identificador, en cuáles el nombre, y la primera fila."""
    header = [key_of(cell) for cell in header]
    person, code = _place(header, _PEOPLE), _place(header, _IDS)
    found = (_place(header, _NAMES), _place(header, _SURNAMES))
    columns = tuple(column for column in found if column is not None)
    if person is None and code is None and not columns:
        return 0, (1,), 0
    if person is None:
        return code, columns, 1
    if code is None or columns:
        return person, columns, 1
    return code, (person,), 1


def _place(header, accepted):
    """La columna del primero de esos encabezados que esté, o `None`."""
    return next((header.index(name) for name in accepted if name in header), None)


def _cell(row, place):
    """Lo que dice una fila en una columna; nada, si no está."""
    return row[place] if place is not None and place < len(row) else ""


def read_adjustments(path):
    """Lee los ajustes de un CSV.

    Returns:
        Una tupla de `Adjustment`; si una fila se repite, vale la última.

    Raises:
        CourseError: si no se puede leer; dice en qué fila está el problema.
    """
    path = Path(path)
    rows = _rows(path, "el archivo de ajustes", "--ajustes")
    if not rows:
        return ()
    places = _places(rows[0][1], path)
    known = {exercise.id for exercise in all_exercises()}
    found = {}
    for line, row in rows[1:]:
        item = _adjustment(row, places, known, f"la fila {line} de «{path.name}»")
        found[item.student, item.exercise] = item
    return tuple(found.values())


def _rows(path, what, option):
    """Las filas que no están vacías, con su número."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"No se pudo leer {what} «{path}» ({error.strerror})",
            action=f"Revisa el nombre del archivo en {option}",
        ) from None
    if b"\0" in data and data[:2] not in _UTF_16:
        raise CourseError(
            f"«{path.name}» no es un CSV",
            got="un archivo binario, como un libro de Excel",
            action="Ábrelo en la hoja de cálculo y guárdalo como CSV UTF-8",
        )
    text = _decoded(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
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


def _decoded(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _places(header, path):
    """En qué columna está cada cosa."""
    names = [key_of(name) for name in header]
    places = {}
    for column, accepted in _COLUMNS.items():
        place = _place(names, accepted)
        if place is None and column != "reason":
            raise CourseError(
                f"A «{path.name}» le falta la columna «{column}»",
                expected=f"una primera fila con {_HEADER}",
                got=", ".join(header),
            )
        places[column] = place
    return places


def _adjustment(row, places, known, where):
    cells = {name: _cell(row, place) for name, place in places.items()}
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
