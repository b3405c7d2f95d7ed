"""Lo que da quien enseña: la lista de la clase y los ajustes a mano, en CSV.

Sirve la lista que da Moodle, Canvas o un sistema de la universidad, con los títulos que
traiga encima, o la que guarda una hoja de cálculo. Los ajustes están en `corrections`.
"""

from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.corrections import read_adjustments
from course_lib.grading.csv_rows import cell, place_of, read_rows
from course_lib.grading.people import key_of

__all__ = ["read_adjustments", "read_roster"]

# Son el nombre si hay un identificador y ninguna otra columna de nombres.
_PEOPLE = ("estudiante", "estudiantes", "alumno", "alumna", "alumno a", "alumnos")
_IDS = (
    *("student", "codigo", "id", "identificador", "matricula", "carnet", "ci", "c i"),
    *("registro", "cedula", "dni", "usuario", "username", "id number", "legajo"),
    *("registro universitario", "r u", "ru", "codigo sis", "boleta", "expediente"),
    *("numero de id", "numero de identificacion", "sis login id", "sis user id"),
    *("carnet de identidad", "cedula de identidad", "numero de registro"),
    *("nombre de usuario", "correo", "email", "correo electronico"),
    *("direccion de correo", "email address"),
)
_NAMES = (
    *("name", "nombre", "nombre s", "nombre completo", "nombres", "full name"),
    *("first name", "apellidos y nombres", "apellidos y nombre", "apellido y nombre"),
    *("nombres y apellidos", "nombre y apellidos", "nombre y apellido"),
    *("apellidos nombres", "apellido s y nombre s", "nombre s y apellido s"),
)
_SURNAMES = ("apellido", "apellidos", "apellido s", "surname", "last name")
_FATHERS = ("apellido paterno", "ap paterno", "paterno", "primer apellido")
_MOTHERS = ("apellido materno", "ap materno", "materno", "segundo apellido")
_MOST_TITLES = 20  # filas que pueden ir encima del encabezado
# Con qué empieza un título, y no una persona.
_TITLES = frozenset(
    [
        *("universidad", "facultad", "materia", "asignatura", "lista", "colegio"),
        *("nomina", "docente", "gestion", "paralelo", "semestre", "instituto", "curso"),
        *("departamento", "periodo", "fecha", "listado", "reporte", "grupo", "unidad"),
    ]
)


def read_roster(path, notes=None):
    """Lee la lista de la clase: una persona por fila.

    Sirven las columnas `student` y `name`, también en español («código», «nombre»…) y
    con los apellidos aparte. Lo que haya encima del encabezado no es de nadie. Sin un
    encabezado que se reconozca, la primera columna es el identificador y la segunda,
    si la hay, el nombre.

    Una fila repetida con el mismo identificador y el mismo nombre es la misma persona.
    Un nombre repetido sin identificador es un error: podrían ser dos.

    Args:
        path: el archivo.
        notes: una lista que recibe lo que conviene decir, en frases.

    Returns:
        Un diccionario identificador → nombre.

    Raises:
        CourseError: si no se puede leer, está vacía, empieza con títulos y no tiene
            encabezado, a una fila le falta el estudiante o un identificador se repite
            con otro nombre.
    """
    path = Path(path)
    rows = read_rows(path, "la lista", "--lista")
    identifier, columns, first = _header(rows)
    if rows and first == 0:
        _require_people(rows, path.name, [] if notes is None else notes)
    found = {}
    for line, row in rows[first:]:
        if first and _is_nobody(row, rows[first - 1][1]):
            continue
        name = " ".join(cell(row, column) for column in columns).strip()
        name = " ".join(name.split())
        student = name if identifier is None else cell(row, identifier)
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


def _header(rows):
    """En qué columna está el identificador, en cuáles el nombre, y la primera fila.

    El encabezado es la fila de arriba con más columnas conocidas: un título como
    «Código: MAT-201» también tiene una.
    """
    found = [(0, 0, 0, 0, (1,))]
    for place, (_, row) in enumerate(rows[: _MOST_TITLES + 1], 1):
        identifier, columns = _who([key_of(text) for text in row])
        known = len({identifier, *columns} - {None})
        if known:
            unknown = sum(map(bool, row)) - known
            found.append((known, -unknown, place, identifier, columns))
    _, _, place, identifier, columns = max(found, key=lambda one: (*one[:2], -one[2]))
    return identifier, columns, place


def _who(header):
    """La columna del identificador, o `None`, y las del nombre."""
    person, code = place_of(header, _PEOPLE), place_of(header, _IDS)
    accepted = (_NAMES, _SURNAMES, _FATHERS, _MOTHERS)
    found = [place_of(header, names) for names in accepted]
    columns = tuple(column for column in found if column is not None)
    if person is None:
        return code, columns
    if code is None or columns:
        return person, columns
    return code, (person,)


def _is_nobody(row, header):
    """Las filas que pone un programa bajo el encabezado, y no son de una persona.

    Canvas agrega «Points Possible», el modo de publicar y a «Student, Test»; otros
    repiten el encabezado en cada hoja o terminan con un total.
    """
    if row == header:
        return True
    texts = [text for text in row if text]
    first = key_of(texts[0])
    if key_of(header[0]) == "student" and len(header) > 1:
        posting = all(key_of(x) in ("manual posting", "muted") for x in texts)
        return posting or first in ("points possible", "student test")
    return len(texts) <= 2 and first.split()[:1] in (["total"], ["totales"])


def _require_people(rows, name, notes):
    """Sin encabezado: exige que arriba no haya títulos, y dice si algo es raro."""
    sizes = [sum(map(bool, row)) for _, row in rows]
    line, row = rows[0]
    text = next(text for text in row if text)
    words = key_of(text).split()
    lonely = sizes[0] == 1 and 2 * sum(size > 1 for size in sizes) > len(sizes)
    if lonely or ":" in text or (words and words[0] in _TITLES):
        raise CourseError(
            f"En «{name}» no se reconoce el encabezado, y la fila {line} («{text}») "
            "parece un título",
            action="Deja una fila como «código;nombre» encima de la primera persona",
        )
    if len(set(sizes)) > 1:
        notes.append(
            f"«{name}» no tiene un encabezado que se reconozca, y sus filas no tienen "
            "el mismo largo: revisa que cada una sea una persona, o escribe arriba "
            "«código;nombre»."
        )
