"""Leer un cuaderno ajeno: de sus bytes a sus celdas, o una frase que dice qué pasa.

Nada de lo que llega es de confianza: ni el tamaño, ni la forma, ni la codificación.
Solo biblioteca estándar; `nbformat` cargaría un segundo de módulos por lo mismo.
"""

import codecs
import json
from dataclasses import dataclass

from course_lib.errors import CourseError
from course_lib.grading.metadata import (
    chosen_letters,
    lesson_of,
    mapping,
    other_language,
)
from course_lib.grading.people import composed

__all__ = ["LARGEST", "Cell", "Notebook", "read_notebook", "size_text"]

LARGEST = 20 << 20  # bytes de un cuaderno
_MOST_PIECES = 1_500_000  # datos sueltos: cada uno ocupa hasta 30 veces sus bytes
_LONGEST_CELL = 200_000  # letras
_MOST_CELLS = 5_000
_SEND = "Envía el cuaderno como lo guarda Jupyter, un archivo .ipynb"
_CLEAR = "Borra las salidas (Editar → Borrar las salidas de todas las celdas) y guarda"
_WEB = "una página web"
_DOWNLOAD = (
    "Descarga el cuaderno mismo y envíalo; en GitHub, con «Download raw file», y en "
    "Colab, con Archivo → Descargar"
)
# Cómo empiezan otras cosas a las que alguien les puso el nombre de un cuaderno.
_DISGUISES = (
    (b"pk\x03\x04", "un zip", "Cambia su nombre por uno que termine en .zip"),
    (b"rar!", "un .rar", "Envía el cuaderno que tiene dentro"),
    (b"%pdf", "un PDF", _SEND),
    (b"<!doctype", _WEB, _DOWNLOAD),
    (b"<html", _WEB, _DOWNLOAD),
    (b"<<<<<<<", "un archivo con un conflicto de git sin resolver", _SEND),
)


@dataclass(frozen=True)
class Cell:
    """Una celda.

    Attributes:
        kind: "code", "markdown" o "raw".
        source: su texto.
        exercise_id: «04.6» si la construcción la hizo para responder ese ejercicio y
            los metadatos siguen ahí; si no, `None`.
        grader: si nbgrader dice que es una celda de puntos, que no es de quien aprende.
    """

    kind: str
    source: str
    exercise_id: str | None = None
    grader: bool = False


class Notebook(list):
    """Las celdas de un cuaderno, en orden, y lo que dicen sus metadatos.

    Attributes:
        lesson: «04», o `None` si los metadatos se perdieron.
        chosen: id de pregunta → letras elegidas con sus botones.
        notes: lo que conviene decir de cómo venía el archivo.
    """

    def __init__(self, cells=(), lesson=None, chosen=None, notes=()):
        super().__init__(cells)
        self.lesson, self.chosen, self.notes = lesson, chosen or {}, tuple(notes)


def read_notebook(data):
    """Las celdas de un cuaderno.

    Args:
        data: los bytes del archivo `.ipynb`.

    Returns:
        Un `Notebook`: una lista de `Cell` que además sabe su lección.

    Raises:
        CourseError: si no es un cuaderno que se pueda leer; la frase dice por qué.
    """
    if len(data) > LARGEST:
        raise CourseError(
            f"El cuaderno pesa {size_text(len(data))}, y se lee hasta "
            f"{size_text(LARGEST)}",
            action=_CLEAR,
        )
    text, notes = _decoded(data)
    notebook = _parsed(text)
    _require_format(notebook)
    cells = notebook["cells"]
    if len(cells) > _MOST_CELLS:
        raise CourseError(f"El cuaderno tiene {len(cells)} celdas: son demasiadas")
    read = [_cell(cell, number) for number, cell in enumerate(cells, 1)]
    metadata = mapping(notebook.get("metadata"))
    notes += other_language(metadata)
    return Notebook(read, lesson_of(metadata), chosen_letters(metadata), notes)


def size_text(size):
    """Un tamaño en bytes, para leerlo: «3.2 MB»."""
    if size < 1 << 20:
        return f"{max(size / 1024, 0.1):.1f} KB"
    return f"{size / (1 << 20):.1f} MB"


# Los bytes ----------------------------------------------------------------------------


def _decoded(data):
    """El texto del archivo, y lo que haya que decir de su codificación."""
    if not data.strip(b"\0 \t\r\n"):
        raise CourseError("El archivo está vacío", action="Guárdalo de nuevo y envíalo")
    notes = []
    encoding = _encoding(data)
    if encoding != "utf-8":
        name = "UTF-16" if "16" in encoding else "UTF-8 con marca inicial"
        notes.append(f"El archivo estaba en {name}; se leyó igual.")
    try:
        return data.decode(encoding), notes
    except UnicodeDecodeError:
        _refuse_disguise(data)
        raise CourseError(
            "El archivo no está en UTF-8, la codificación de los cuadernos",
            action="Ábrelo en Jupyter, guárdalo y envíalo de nuevo",
        ) from None


def _encoding(data):
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[:1] == b"{" and data[1:2] == b"\0":
        return "utf-16-le"
    if data[:2] == b"\0{":
        return "utf-16-be"
    return "utf-8"


def _parsed(text):
    pieces = sum(text.count(mark) for mark in ",[{")
    if pieces > _MOST_PIECES:
        raise CourseError(
            f"El cuaderno tiene {pieces} datos sueltos: son demasiados", action=_CLEAR
        )
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except _Repeated as error:
        raise CourseError(
            f"En el archivo la clave «{error}» aparece dos veces en el mismo lugar: "
            "no se sabe cuál vale",
            action="Ábrelo en Jupyter, guárdalo y envíalo de nuevo",
        ) from None
    except (RecursionError, MemoryError):
        raise CourseError(
            "El archivo tiene datos anidados sin fin: no es un cuaderno", action=_SEND
        ) from None
    except ValueError:
        _refuse_disguise(text.lstrip()[:200].encode("utf-8", "replace"))
        raise CourseError(
            "El archivo no es JSON válido: está dañado, incompleto o no es un cuaderno",
            action="Ábrelo en Jupyter; si abre, guárdalo y envíalo de nuevo",
        ) from None


def _refuse_disguise(data):
    """Dice qué es, si es otra cosa con el nombre de un cuaderno."""
    for begin, what, action in _DISGUISES:
        if data[:20].lower().startswith(begin):
            raise CourseError(
                f"El archivo se llama como un cuaderno, pero es {what}", action=action
            )


class _Repeated(Exception):
    """Una clave repetida."""


def _without_repeats(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        seen = set()
        for key, _ in pairs:
            if key in seen:
                raise _Repeated(_clean(key[:80])[:40])
            seen.add(key)
    return found


# La forma -----------------------------------------------------------------------------


def _require_format(notebook):
    if not isinstance(notebook, dict):
        raise CourseError("El archivo es JSON, pero no es un cuaderno", action=_SEND)
    version = notebook.get("nbformat", 4)
    if "worksheets" in notebook or version in (1, 2, 3):
        raise CourseError(
            "El cuaderno está en el formato 3, de antes de 2015",
            action="Ábrelo en Jupyter, que lo convierte, guárdalo y envíalo de nuevo",
        )
    if version not in (4, "4"):
        raise CourseError(
            f"El cuaderno dice estar en el formato «{_clean(str(version)[:20])}», y se "
            "lee el 4",
            action=_SEND,
        )
    if not isinstance(notebook.get("cells"), list):
        raise CourseError(
            "El archivo es JSON, pero no es un cuaderno: no tiene celdas", action=_SEND
        )


def _cell(cell, number):
    """Una celda, con su texto limpio."""
    if not isinstance(cell, dict):
        raise CourseError(f"La celda {number} no es una celda: el archivo está dañado")
    kind, source = cell.get("cell_type"), cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        # Hay quien guarda los renglones sin su salto.
        source = ("" if any("\n" in line for line in source) else "\n").join(source)
    if not isinstance(source, str) or not isinstance(kind, str):
        raise CourseError(
            f"La celda {number} no contiene texto: el archivo está dañado"
        )
    if len(source) > _LONGEST_CELL:
        raise CourseError(
            f"La celda {number} tiene {len(source)} letras: son demasiadas"
        )
    metadata = mapping(cell.get("metadata"))
    role, graded = mapping(metadata.get("curso")), mapping(metadata.get("nbgrader"))
    exercise = role.get("ejercicio") if role.get("papel") == "respuesta" else None
    return Cell(
        kind,
        _clean(source),
        exercise if isinstance(exercise, str) else None,
        graded.get("grade") is True and graded.get("solution") is False,
    )


def _clean(text):
    """El texto sin mitades sueltas de letras, que no se pueden guardar ni escribir, y
    con los acentos en una sola forma."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return composed(text)
