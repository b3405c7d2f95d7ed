"""Escribir muchos archivos sin dejar ninguno a medias, y decir por qué no se pudo."""

import contextlib
import errno
import os
import re

from course_lib.errors import CourseError
from course_lib.files import patient_replace
from course_lib.grading.reasons import why

__all__ = ["explained", "remove_stale", "whole_file", "write_page"]

# Los nombres que da `page_name`: solo esos archivos se borran.
_OURS = re.compile(r"[a-z0-9-]+-[0-9a-f]{10}(-\d+)?\.(html|md)")


@contextlib.contextmanager
def explained(path, what="el informe"):
    """Convierte en una frase un problema del disco al escribir `what` en `path`."""
    try:
        yield
    except OSError as error:
        # Al reemplazar, el segundo nombre es el que la persona conoce.
        place = error.filename2 or error.filename or path
        what = f"No pude escribir {what} en {place}"
        if error.errno == errno.ENOSPC:
            raise CourseError(
                what,
                got="un disco lleno",
                action="Libera espacio y repite la orden: lo calificado está guardado",
            ) from error
        if isinstance(error, PermissionError):
            raise CourseError(
                what,
                action="Si tienes abierto ese archivo en otro "
                "programa (Excel lo retiene), ciérralo; si no, revisa "
                "los permisos de la carpeta",
            ) from error
        raise CourseError(f"{what} ({why(error)})") from error


@contextlib.contextmanager
def whole_file(path, durable=True):
    """Un archivo de texto que aparece entero al cerrarlo, o no cambia.

    Como `files.replace_with`, pero se escribe de a poco, porque una clase de 5000 no
    conviene en una sola cadena. Un enlace que hubiera ahí se reemplaza.

    Args:
        path: el archivo, un `Path`.
        durable: si se espera a que llegue al disco.
    """
    temporary = path.with_name(f".{path.name}.parte")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    try:
        with open(temporary, "x", encoding="utf-8", errors="replace", newline="") as (
            stream
        ):
            yield stream
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        patient_replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def write_page(path, text):
    """Una página de estudiante; sin esperar al disco: son miles y se rehacen."""
    with whole_file(path, durable=False) as stream:
        stream.write(text)


def remove_stale(folder, written):
    """Borra las páginas de quienes ya no están; nada que no sea una página nuestra."""
    for entry in os.scandir(folder):
        ours = _OURS.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False)
        if ours and entry.name.rpartition(".")[0] not in written:
            os.unlink(entry.path)
