"""Lo que da quien enseña: la lista de la clase y los ajustes a mano, en CSV.

Sirve la lista que da Moodle, Canvas o un sistema de la universidad, con los títulos que
traiga encima, o la que guarda una hoja de cálculo. Los ajustes están en `corrections`.
"""

import re
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.corrections import read_adjustments
from course_lib.grading.csv_rows import cell, place_of, read_rows
from course_lib.grading.people import key_of

__all__ = ["read_adjustments", "read_roster"]

# Son el nombre si hay un identificador y ninguna otra columna de nombres.
_PEOPLE = (
    *("student", "estudiante", "estudiantes", "alumno", "alumna", "alumno a"),
    *("alumnos", "nombre del estudiante", "nombre de estudiante", "nombre estudiante"),
    *("nombre del alumno", "nombre alumno"),
)
_IDS = (
    *("sis login id", "sis user id", "orgdefinedid", "student id"),
    *("codigo", "id", "identificador", "matricula", "carnet", "ci", "c i"),
    *("codigo de estudiante", "codigo del estudiante", "codigo estudiante"),
    *("codigo universitario", "id de estudiante", "id estudiante", "documento"),
    *("documento de identidad", "numero de documento", "numero de carnet"),
    *("nro de carnet", "nro carnet", "n carnet", "numero de estudiante"),
    *("registro", "cedula", "dni", "usuario", "username", "id number", "legajo"),
    *("registro universitario", "r u", "ru", "codigo sis", "boleta", "expediente"),
    *("numero de id", "numero de identificacion", "github username"),
    *("carnet de identidad", "cedula de identidad", "numero de registro"),
    *("nombre de usuario", "correo", "email", "correo electronico"),
    *("direccion de correo", "direccion de correo electronico", "email address"),
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
# Con qué palabra empieza lo que solo está en un encabezado.
_HEADINGS = frozenset(
    {key.split()[0] for key in (*_PEOPLE, *_IDS, *_NAMES, *_SURNAMES, *_FATHERS)}
    - {"c", "r", "n", "s"}
)
_CLASSROOM = (
    *("fecha", "fecha limite", "date", "due date", "puntos", "points"),
    *("promedio de la clase", "class average"),
)
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
    identifiers, columns, first = _header(rows)
    if rows and first == 0:
        _require_people(rows, path.name, [] if notes is None else notes)
    header = rows[first - 1][1] if first else None
    people = [x for x in rows[first:] if header is None or not _is_nobody(x[1], header)]
    identifier = _filled(identifiers, people)
    found = {}
    for line, row in people:
        name = " ".join(cell(row, column) for column in columns).strip()
        student = name if identifier is None else cell(row, identifier)
        _require_whole(line, path.name, name, student)
        name = " ".join(name.split())
        if identifier is None:
            student = name
        elif re.fullmatch(r"\d+\.0", student):
            student = student[:-2]  # como guarda un número otro programa
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
    """En qué columnas puede estar el identificador, en cuáles el nombre, y la primera
    fila.

    El encabezado es la fila de arriba con más columnas conocidas: un título como
    «Código: MAT-201» también tiene una.
    """
    found = [(0, 0, 0, (0,), (1,))]
    for place, (_, row) in enumerate(rows[: _MOST_TITLES + 1], 1):
        identifiers, columns = _who([key_of(text) for text in row])
        known = len({*identifiers, *columns})
        if known:
            unknown = sum(map(bool, row)) - known
            found.append((known, -unknown, place, identifiers, columns))
    _, _, place, identifiers, columns = max(found, key=lambda one: (*one[:2], -one[2]))
    return identifiers, columns, place


def _who(header):
    """Las columnas del identificador, por orden, y las del nombre."""
    person = place_of(header, _PEOPLE)
    codes = tuple(header.index(name) for name in _IDS if name in header)
    accepted = (_NAMES, _SURNAMES, _FATHERS, _MOTHERS)
    found = [place_of(header, names) for names in accepted]
    columns = tuple(column for column in found if column is not None)
    if person is None:
        return codes, columns
    if not codes or columns:
        return (person, *codes), columns
    return codes, (person,)


def _filled(identifiers, people):
    """La primera de esas columnas que nadie tiene en blanco, o `None` si no hay."""
    whole = (x for x in identifiers if all(cell(row, x) for _, row in people))
    return next(whole, identifiers[0] if identifiers else None)


def _require_whole(line, name, *texts):
    """Exige que una hoja de cálculo no haya estropeado el código ni el nombre."""
    for text in texts:
        if re.fullmatch(r"\d+(?:[.,]\d+)?E\+\d+", text, re.IGNORECASE):
            raise CourseError(
                f"En la fila {line} de «{name}», el código «{text}» perdió cifras: la "
                "hoja de cálculo lo volvió un número",
                action="Pon esa columna en formato de texto o de número sin decimales, "
                "escribe de nuevo los códigos y guarda otra vez",
            )
        if "\n" in text:
            raise CourseError(
                f'En la fila {line} de «{name}» hay una comilla (") sin cerrar, que '
                "junta a varias personas",
                action="Bórrala, o guarda la lista otra vez desde la hoja de cálculo",
            )


def _is_nobody(row, header):
    """Las filas que pone un programa bajo el encabezado, y no son de una persona.

    Canvas agrega «Points Possible», el modo de publicar y a «Student, Test»;
    Classroom, la fecha, los puntos y el promedio; otros repiten el encabezado en cada
    hoja o terminan con un total.
    """
    if row == header:
        return True
    texts = [text for text in row if text]
    first = key_of(texts[0])
    if key_of(header[0]) == "student" and len(header) > 1:
        posting = all(key_of(x) in ("manual posting", "muted") for x in texts)
        return posting or first in ("points possible", "student test")
    if first in _CLASSROOM and all(map(_is_number_or_date, texts[1:])):
        return True
    return len(texts) <= 2 and first.split()[:1] in (["total"], ["totales"])


def _is_number_or_date(text):
    return any(letter.isdigit() for letter in text) and "@" not in text


def _is_heading(text):
    """Si es el título de una columna, y no «Estudiante 7»."""
    words = key_of(text).split()
    return not any(map(str.isdigit, text)) and bool({*words[:1]} & _HEADINGS)


def _require_people(rows, name, notes):
    """Sin encabezado: exige que arriba no haya títulos, y dice si algo es raro."""
    sizes = [sum(map(bool, row)) for _, row in rows]
    line, row = rows[0]
    text = next(text for text in row if text)
    words = key_of(text).split()
    lonely = sizes[0] == 1 and 2 * sum(size > 1 for size in sizes) > len(sizes)
    if any(map(_is_heading, row)):
        raise CourseError(
            f"En «{name}» no se reconoce el encabezado de la fila {line}",
            expected="columnas como «código» y «nombre», una por celda",
            got=", ".join(filter(None, row)),
            action="Cambia sus títulos por esos y guarda",
        )
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
