"""Leer un zip que nadie revisó: entradas, topes y rutas. Nada se extrae al disco.

Un zip dice cuánto pesa cada cosa, y puede mentir: se cuenta lo que de verdad sale.
"""

import math
import re
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from io import BytesIO

from course_lib.errors import CourseError
from course_lib.grading.notebooks import size_text

__all__ = [
    "MOST_ZIPS",
    "Budget",
    "entry_name",
    "entry_parts",
    "entry_problem",
    "entry_time",
    "open_archive",
    "read_entry",
    "spooled",
]

MOST_ENTRIES = 50_000
MOST_ZIPS = 3  # un zip, con zips dentro, que tienen zips dentro
_DIRECTORY = 8 << 20  # bytes del índice de un zip
_IN_MEMORY = 64 << 20  # bytes de un zip dentro de otro, si no hay dónde ponerlo
_SMALL = 4 << 20  # hasta estos queda en la memoria, aunque lo haya
_ALLOWANCE = 256 << 20  # bytes que un zip puede dar aunque pese poco
LINK = "Es un enlace a otro lugar, y los enlaces no se siguen: envía el archivo"
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OSError),
    *(KeyError, IndexError, OverflowError, MemoryError),
)
_DAMAGED = "El zip está dañado o incompleto"


class Budget:
    """Cuánto se puede descomprimir de un zip, con lo que tenga dentro.

    Lo gasta también el zip que lo contiene, salvo el de toda la clase (`release`): la
    bomba de una persona se acaba sola, sin quitarle nada a las demás.
    """

    def __init__(self, compressed, parent=None):
        allowance = _ALLOWANCE if parent is None or parent.is_free else _ALLOWANCE // 8
        self.left = allowance + 100 * compressed
        self.parent = parent
        self.zips = 1 if parent is None else parent.zips + 1

    @property
    def is_free(self):
        """Si no tiene tope propio."""
        return self.left == math.inf

    def release(self):
        """Quita el tope: es el zip de toda la clase, que armó quien califica."""
        self.left = math.inf

    def spend(self, size):
        """Descuenta `size` bytes.

        Raises:
            CourseError: si ya no alcanza.
        """
        self.left -= size
        if self.left < 0:
            raise CourseError(
                "El zip se infla sin medida al abrirlo (una «bomba zip»): no se abre",
                action="Envía solo el cuaderno",
            )
        if self.parent is not None:
            self.parent.spend(size)


class _Stream:
    """Un archivo del que, al abrir el zip, nadie pide de una vez más que su índice.

    Después ya no hay tope aquí: quien lee una entrada pone el suyo.
    """

    def __init__(self, stream):
        self.stream, self.is_open = stream, False
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size=-1):
        if self.is_open:
            return self.stream.read(size)
        most = _DIRECTORY + 1
        data = self.stream.read(most if size < 0 else min(size, most))
        if len(data) == most:
            raise zipfile.BadZipFile("índice demasiado grande")
        return data

    def seekable(self):
        return True


def open_archive(stream):
    """Un `ZipFile` sobre `stream`, con su índice dentro de los topes.

    Raises:
        CourseError: si no es un zip o tiene demasiadas entradas.
    """
    bounded = _Stream(stream)
    try:
        archive = zipfile.ZipFile(bounded)
    except _BROKEN:
        raise CourseError(
            f"{_DAMAGED}: no se puede abrir", action="Hazlo de nuevo y envíalo"
        ) from None
    if len(archive.filelist) > MOST_ENTRIES:
        raise CourseError(
            f"El zip tiene {len(archive.filelist)} entradas: son demasiadas"
        )
    archive.stream, bounded.is_open = stream, True
    return archive


def read_entry(archive, entry, limit):
    """Los bytes de una entrada, hasta `limit` y uno más.

    Raises:
        CourseError: si está cifrada o dañada.
    """
    problem = entry_problem(entry)
    if problem:
        raise CourseError(problem)
    try:
        with archive.open(entry) as stream:
            return stream.read(limit + 1)
    except _BROKEN:
        raise CourseError(
            "Está dañado dentro del zip: sus bytes no son los que se guardaron",
            action="Haz el zip de nuevo y envíalo",
        ) from None


def spooled(archive, entry, folder):
    """Un zip que está dentro de otro, como archivo: en memoria o, si es grande y hay
    una carpeta para eso, en un archivo sin nombre que se borra solo."""
    limit = _IN_MEMORY if folder is None else max(_IN_MEMORY, entry.file_size)
    if entry.file_size > limit:
        raise CourseError(
            f"El zip que va dentro pesa {size_text(entry.file_size)}, y se abre hasta "
            f"{size_text(limit)}"
        )
    if entry.file_size <= (_IN_MEMORY if folder is None else _SMALL):
        return BytesIO(read_entry(archive, entry, _IN_MEMORY))
    output = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    try:
        with archive.open(entry) as stream:
            while block := stream.read(1 << 20):
                output.write(block)
    except _BROKEN:
        output.close()
        raise CourseError(
            f"{_DAMAGED}: el zip que va dentro no se puede leer"
        ) from None
    return output


# Una entrada --------------------------------------------------------------------------


def entry_name(entry):
    """El nombre de una entrada, bien leído.

    Sin la marca de UTF-8, `zipfile` lo lee como si fuera de MS-DOS en inglés: macOS lo
    escribe en UTF-8 y Windows en español, en la página 850.
    """
    name = getattr(entry, "orig_filename", entry.filename).split("\0")[0]
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850", "replace")
    return name.replace("\\", "/")


def entry_parts(name):
    """Las carpetas y el nombre de una entrada, y por qué no se admite, si es así."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    problem = None
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        problem = "Su ruta dentro del zip es absoluta: no se abre. Haz el zip de nuevo"
    elif ".." in parts:
        problem = "Su ruta sale del zip («..»): no se abre. Haz el zip de nuevo"
    # Para decir de quién es basta con lo demás de la ruta.
    kept = [p for p in parts if p != ".." and not re.fullmatch(r"[A-Za-z]:", p)]
    return kept, problem


def entry_problem(entry):
    """Por qué no se lee una entrada, o `None`."""
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return LINK
    if entry.flag_bits & 0x1:
        return "Está cifrado con una contraseña: envíalo sin ella"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "Usa una compresión poco común: haz el zip con la de tu sistema"
    return None


def entry_time(entry):
    """Cuándo se guardó, en segundos, o 0 si el zip no lo dice."""
    year, month, day, hour, minute, second = entry.date_time
    if (year, month, day) <= (1980, 1, 1):
        return 0.0
    try:
        moment = (year, month, day, hour, minute, min(second, 59), 0, 0, -1)
        return time.mktime(moment)
    except (ValueError, OverflowError):
        return 0.0
