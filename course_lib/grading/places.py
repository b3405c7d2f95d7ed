"""Carpetas y zips ajenos como un solo árbol de lectura, sin confiar en ninguno.

Nada se extrae: un archivo se lee a la memoria, con tope. Ningún enlace se sigue y
ninguna ruta sale de su zip. Lo que no se admite queda en el árbol con su frase, para
que se pueda decir de quién es y lo demás siga. Los topes de los zips están en `zips`.
"""

import os
import stat
from dataclasses import replace

from course_lib.errors import CourseError
from course_lib.grading import zips
from course_lib.grading.archives import (
    NOT_A_FILE,
    Archives,
    or_sentence,
    regular_file,
)
from course_lib.grading.database import DATABASE
from course_lib.grading.notebooks import LARGEST, size_text
from course_lib.grading.people import LONGEST_FILE, clean_name
from course_lib.grading.place import DEEPEST, Place, is_foreign, kind_of
from course_lib.grading.reasons import why
from course_lib.grading.zip_tree import in_zip

__all__ = ["Archives", "Place", "children", "read", "root_of"]

_MOST_FILES = 20_000  # por carpeta, con lo que tenga dentro


def root_of(path):
    """El lugar por donde se empieza.

    Raises:
        CourseError: si no existe o no es una carpeta, un zip ni un cuaderno.
    """
    path = os.path.abspath(path)
    name = clean_name(os.path.basename(path), LONGEST_FILE) or "entregas"
    try:
        found = os.stat(path)  # es de quien califica: aquí un enlace sí vale
    except OSError as error:
        raise CourseError(
            f"No se puede leer «{path}» ({why(error)})",
            expected="una carpeta o un zip con las entregas",
        ) from None
    kind = "folder" if stat.S_ISDIR(found.st_mode) else kind_of(name)
    if kind == "other" or not (kind == "folder" or stat.S_ISREG(found.st_mode)):
        raise CourseError(
            f"«{name}» no es una carpeta, ni un zip, ni un cuaderno",
            expected="la carpeta o el zip con las entregas",
        )
    size = found.st_size if kind != "folder" else 0
    path = os.path.realpath(path)
    budget = zips.Budget(size) if kind == "zip" else None
    return Place(name, name, kind, found.st_mtime, size, path=path, budget=budget)


def children(place, archives):
    """Lo que hay dentro de una carpeta o de un zip, sin los archivos ajenos.

    Args:
        place: la carpeta o el zip.
        archives: los zips abiertos (`Archives`).

    Raises:
        CourseError: si no se puede abrir; la frase dice por qué.
    """
    if place.problem:
        raise CourseError(place.problem)
    if place.level > DEEPEST:
        raise CourseError("Tiene demasiadas carpetas, una dentro de otra")
    if place.kind == "zip":
        return in_zip(place, archives)
    if place.path is None:
        return list(place.inside)
    return _in_folder(place)


def read(place, archives):
    """Los bytes de un cuaderno, con tope.

    Raises:
        CourseError: si pesa demasiado, está cifrado o dañado, o no se puede leer.
    """
    if place.problem:
        raise CourseError(place.problem)
    if place.size > LARGEST:
        raise CourseError(_too_big(place.size))
    if place.zip is None:
        with regular_file(place) as stream:
            data = or_sentence(lambda: stream.read(LARGEST + 1))
    else:
        place.budget.spend(place.size)
        archive = archives.get(place.zip)
        data = zips.read_entry(archive, place.entry, LARGEST)
    if len(data) > LARGEST:
        raise CourseError(_too_big(len(data)))
    return data


def _too_big(size):
    return (
        f"El cuaderno pesa {size_text(size)}, y se lee hasta {size_text(LARGEST)}: "
        "borra las salidas de sus celdas, guarda y envíalo de nuevo"
    )


# En el disco --------------------------------------------------------------------------


def _in_folder(place):
    found = []
    try:
        with os.scandir(place.path) as entries:
            for entry in entries:
                if not is_foreign(entry.name) and not _is_report(entry):
                    found.append(_on_disk(entry, place))
                if len(found) > _MOST_FILES:
                    raise CourseError(f"Tiene más de {_MOST_FILES} archivos")
    except OSError as error:
        raise CourseError(
            f"La carpeta «{place.name}» no se puede leer ({why(error)})",
            action="Revisa sus permisos",
        ) from None
    return sorted(found, key=lambda child: child.name)


def _is_report(entry):
    """Si es la carpeta de un informe, que alguien dejó junto a las entregas."""
    return os.path.isfile(os.path.join(entry.path, DATABASE))


def _on_disk(entry, place):
    name = clean_name(entry.name, LONGEST_FILE)
    child = Place(
        name,
        f"{place.shown}/{name}",
        kind_of(entry.name),
        path=entry.path,
        level=place.level + 1,
    )
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError as error:
        return replace(child, problem=f"No se puede leer ({why(error)})")
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        return replace(child, problem=zips.LINK)
    if entry.is_dir(follow_symlinks=False):
        return replace(child, kind="folder", time=found.st_mtime)
    if not stat.S_ISREG(found.st_mode):
        return replace(child, problem=NOT_A_FILE)
    budget = zips.Budget(found.st_size) if child.kind == "zip" else None
    return replace(child, time=found.st_mtime, size=found.st_size, budget=budget)
