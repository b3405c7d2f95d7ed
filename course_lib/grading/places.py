"""Carpetas y zips ajenos como un solo árbol de lectura, sin confiar en ninguno.

Nada se extrae: un archivo se lee a la memoria, con tope. Ningún enlace se sigue y
ninguna ruta sale de su zip. Lo que no se admite queda en el árbol con su frase, para
que se pueda decir de quién es y lo demás siga. Los topes de los zips están en `zips`.
"""

import os
import stat
from dataclasses import dataclass, field, replace

from course_lib.errors import CourseError
from course_lib.grading import zips
from course_lib.grading.archives import Archives, or_sentence, regular_file
from course_lib.grading.notebooks import LARGEST, size_text
from course_lib.grading.people import clean_name

__all__ = ["Archives", "Place", "children", "read", "root_of"]

_DEEPEST = 16  # carpetas dentro de carpetas
_MOST_FILES = 20_000  # por carpeta, con lo que tenga dentro
_IGNORED = {"__macosx", "__pycache__", "node_modules", "site-packages", "venv", "env"}


@dataclass(frozen=True)
class Place:
    """Un lugar del árbol: una carpeta, un zip o un archivo.

    Attributes:
        name: su nombre, como se muestra.
        shown: su ruta completa, para decirla: «entregas.zip/ana/04.ipynb».
        kind: "folder", "zip", "notebook" u "other".
        time: cuándo se guardó, en segundos, o 0 si no se sabe.
        size: sus bytes, ya sin comprimir.
        problem: por qué no se puede abrir, o `None`.
        path: su ruta en el disco, si está en el disco.
        zip: el `Place` del zip que lo contiene, si está en uno.
        entry: su `ZipInfo` dentro de ese zip.
        inside: lo que hay dentro de esta carpeta de un zip, ya leído.
        level: cuántas carpetas y zips hay por encima.
        budget: cuánto se puede descomprimir del zip que es, o del que lo contiene.
    """

    name: str
    shown: str
    kind: str
    time: float = 0.0
    size: int = 0
    problem: str | None = None
    path: str | None = None
    zip: "Place | None" = None
    entry: object = None
    inside: tuple = field(default=(), repr=False)
    level: int = 0
    budget: object = field(default=None, repr=False, compare=False)


def root_of(path):
    """El lugar por donde se empieza.

    Raises:
        CourseError: si no existe o no es una carpeta, un zip ni un cuaderno.
    """
    path = os.path.abspath(path)
    name = clean_name(os.path.basename(path)) or "entregas"
    try:
        found = os.stat(path)  # es de quien califica: aquí un enlace sí vale
    except OSError as error:
        raise CourseError(
            f"No se puede leer «{path}» ({error.strerror})",
            expected="una carpeta o un zip con las entregas",
        ) from None
    kind = "folder" if stat.S_ISDIR(found.st_mode) else _kind(name)
    if kind == "other" or not (kind == "folder" or stat.S_ISREG(found.st_mode)):
        raise CourseError(
            f"«{name}» no es una carpeta, ni un zip, ni un cuaderno",
            expected="dónde están las entregas",
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
    if place.level > _DEEPEST:
        raise CourseError("Tiene demasiadas carpetas, una dentro de otra")
    if place.kind == "zip":
        return _in_zip(place, archives)
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


def _kind(name):
    ending = os.path.splitext(name)[1].lower()
    return {".zip": "zip", ".ipynb": "notebook"}.get(ending, "other")


def _is_foreign(name):
    """Lo que dejan los sistemas y los programas, y nadie escribió."""
    lowered = name.lower()
    return (
        name.startswith((".", "~$"))
        or lowered in _IGNORED
        or lowered in ("thumbs.db", "desktop.ini", "icon\r")
    )


# En el disco --------------------------------------------------------------------------


def _in_folder(place):
    found = []
    try:
        with os.scandir(place.path) as entries:
            for entry in entries:
                if not _is_foreign(entry.name):
                    found.append(_on_disk(entry, place))
                if len(found) > _MOST_FILES:
                    raise CourseError(f"Tiene más de {_MOST_FILES} archivos")
    except OSError as error:
        raise CourseError(f"La carpeta no se puede leer ({error.strerror})") from None
    return sorted(found, key=lambda child: child.name)


def _on_disk(entry, place):
    name = clean_name(entry.name)
    child = Place(
        name,
        f"{place.shown}/{name}",
        _kind(name),
        path=entry.path,
        level=place.level + 1,
    )
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError as error:
        return replace(child, problem=f"No se puede leer ({error.strerror})")
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        return replace(child, problem=zips.LINK)
    if entry.is_dir(follow_symlinks=False):
        return replace(child, kind="folder", time=found.st_mtime)
    if not stat.S_ISREG(found.st_mode):
        return replace(child, problem="No es un archivo corriente")
    budget = zips.Budget(found.st_size) if child.kind == "zip" else None
    return replace(child, time=found.st_mtime, size=found.st_size, budget=budget)


# En un zip ----------------------------------------------------------------------------


def _in_zip(place, archives):
    """Lo que hay en la raíz de un zip; lo de sus carpetas ya queda leído dentro."""
    budget = place.budget
    if budget.zips > zips.MOST_ZIPS:
        raise CourseError("Tiene demasiados zips, uno dentro de otro")
    if place.zip is not None:
        budget.spend(place.size)
    tree = {}
    for entry in archives.get(place).filelist:
        _plant(tree, entry)
    return _branches(tree, place, place)


def _plant(tree, entry):
    """Pone una entrada en el árbol de nombres: carpeta → nombre → entradas."""
    name = zips.entry_name(entry)
    parts, problem = zips.entry_parts(name)
    if not parts or any(map(_is_foreign, parts)):
        return
    if len(parts) > _DEEPEST:
        parts, problem = [parts[0], parts[-1]], "Está en demasiadas carpetas"
    for part in parts[:-1]:
        tree = tree.setdefault((part, True), {})
    link = zips.entry_problem(entry) == zips.LINK
    if name.endswith("/") and not link and not problem:
        tree.setdefault((parts[-1], True), {})
        return
    if _kind(parts[-1]) != "other" or link:
        problem = problem or zips.entry_problem(entry)
    tree.setdefault((parts[-1], False), []).append((entry, problem))


def _branches(tree, place, archive):
    found = []
    for (part, is_folder), content in tree.items():
        name = clean_name(part) or "sin nombre"
        child = Place(
            name,
            f"{place.shown}/{name}",
            "folder" if is_folder else _kind(name),
            level=place.level + 1,
            zip=archive,
            budget=archive.budget,
        )
        if is_folder:
            inside = tuple(_branches(content, child, archive))
            found.append(replace(child, inside=inside))
            continue
        for number, (entry, problem) in enumerate(content, 1):
            again = f" [{number}]" if number > 1 else ""  # el mismo nombre, dos veces
            leaf = replace(
                child,
                shown=child.shown + again,
                time=zips.entry_time(entry),
                size=entry.file_size,
                problem=problem,
                entry=entry,
            )
            if leaf.kind == "zip":
                budget = zips.Budget(entry.compress_size, archive.budget)
                leaf = replace(leaf, budget=budget)
            found.append(leaf)
    return sorted(found, key=lambda child: child.shown)
