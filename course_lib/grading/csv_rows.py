"""Las filas de un CSV que guardó otro programa, sin suponer cuál.

Con comas, puntos y comas o tabuladores; en UTF-8, UTF-16 o como lo escribe Excel. Los
encabezados se reconocen sin mirar acentos, mayúsculas ni signos.
"""

import csv
import io
import re

from course_lib.errors import CourseError
from course_lib.grading.reasons import why

__all__ = ["cell", "place_of", "read_rows"]

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # con qué empieza un texto en UTF-16
_OLDER = ("cp1252", "mac-roman", "cp850")
_SPANISH = "áéíóúüñÁÉÍÓÚÜÑ"
_LOOKED = 40  # renglones que se miran para saber con qué se separa


def read_rows(path, what, option):
    """Las filas que no están vacías, cada una con su número.

    Args:
        path: el archivo, un `Path`.
        what: qué es, para decirlo: «la lista».
        option: la opción que lo nombró, para decirlo.

    Raises:
        CourseError: si no se puede leer o no es un CSV.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"No se pudo leer {what} «{path}» ({why(error)})",
            action=f"Revisa el nombre del archivo en {option}",
        ) from None
    if b"\0" in data and data[:2] not in _UTF_16:
        raise CourseError(
            f"«{path.name}» no es un CSV",
            got="un archivo binario, como un libro de Excel",
            action="Ábrelo en la hoja de cálculo y guárdalo como CSV UTF-8",
        )
    text = re.sub(r'\A"?sep=.\"?\r?\n', "", _decoded(data))  # se lo pone Excel
    if text.lstrip()[:1] == "<":
        raise CourseError(
            f"«{path.name}» no es un CSV",
            got="una página web, como las que un sistema guarda con nombre de .xls",
            action="Ábrelo en la hoja de cálculo y guárdalo como CSV UTF-8",
        )
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = [(n, [x.strip() for x in row]) for n, row in enumerate(reader, 1)]
    except csv.Error:
        raise CourseError(
            f"«{path.name}» no es un CSV que se pueda leer",
            action="Guárdalo desde la hoja de cálculo como CSV UTF-8",
        ) from None
    return [(n, row) for n, row in rows if any(row)]


def _decoded(data):
    if data[:2] in _UTF_16:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # De Windows, de un Mac o de MS-DOS: en el suyo se leen letras del español.
        texts = [data.decode(one, errors="replace") for one in _OLDER]
        return max(texts, key=lambda text: sum(text.count(x) for x in _SPANISH))


def _delimiter(text):
    """El signo que está en más renglones: el primero puede ser solo un título."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED]
    return max(";\t,", key=lambda sign: sum(sign in line for line in lines))


def place_of(header, accepted):
    """La columna del primero de esos encabezados que esté, o `None`."""
    return next((header.index(name) for name in accepted if name in header), None)


def cell(row, place):
    """Lo que dice una fila en una columna; nada, si no está."""
    return row[place] if place is not None and place < len(row) else ""
