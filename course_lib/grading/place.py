"""Un lugar del árbol de las entregas: una carpeta, un zip o un archivo."""

import os
import re
from dataclasses import dataclass, field

__all__ = ["COMPRESSED", "DEEPEST", "Place", "is_foreign", "kind_of", "stem_of"]

DEEPEST = 16  # carpetas dentro de carpetas
# Zips de otra clase: alguien entregó ahí dentro, y no se abren.
COMPRESSED = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_IGNORED = {"__macosx", "__pycache__", "node_modules", "site-packages", "venv", "env"}
# Un navegador o un teléfono guarda «04.ipynb.txt», «04.ipynb.json» o «04.ipynb (1)».
_NOTEBOOK = re.compile(
    r"\.ipynb(?:\.(?:txt|json))?\s*(\(\d{1,3}\))?(?:\.(?:txt|json))?", re.IGNORECASE
)


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


def kind_of(name):
    """Qué es un archivo, según cómo termina su nombre."""
    if _notebook_ending(name):
        return "notebook"
    return "zip" if name.lower().endswith(".zip") else "other"


def stem_of(name):
    """El nombre de un archivo sin su terminación; el «(1)» de una copia se queda."""
    ending = _notebook_ending(name)
    if ending is None:
        return os.path.splitext(name)[0]
    return name[: ending.start()] + (ending[1] or "")


def _notebook_ending(name):
    start = name.lower().rfind(".ipynb")
    return _NOTEBOOK.fullmatch(name, start) if start > 0 else None


def is_foreign(name):
    """Lo que dejan los sistemas y los programas, y nadie escribió."""
    lowered = name.lower()
    return (
        name.startswith((".", "~$"))
        or lowered in _IGNORED
        or lowered in ("thumbs.db", "desktop.ini", "icon\r")
    )
