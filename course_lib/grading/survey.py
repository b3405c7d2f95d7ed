"""Una mirada a las entregas antes de leerlas: si lo son, cuántas y qué no se mira."""

import contextlib
import os
import zipfile

from course_lib.errors import CourseError
from course_lib.grading.console import listed
from course_lib.grading.database import DATABASE
from course_lib.grading.place import kind_of

__all__ = ["Survey", "require_source"]

# Lo que dejan Jupyter, git, macOS y un entorno: dentro no hay entregas.
_KNOWN = {".ipynb_checkpoints", ".git", "__macosx", ".venv"}


def require_source(source, folder):
    """Exige que las entregas existan y no sean un informe, ni la carpeta del informe.

    Raises:
        CourseError: si no se puede empezar con ellas.
    """
    if not source.exists():
        raise CourseError(
            f"No existe «{source}»",
            expected="una carpeta con las entregas, un zip o un cuaderno",
        )
    if folder.exists() and folder.resolve() == source.resolve():
        raise CourseError(
            "Las entregas y el informe no pueden estar en la misma carpeta",
            action="Elige otra con --salida",
        )
    if (source / DATABASE).is_file():
        raise CourseError(
            f"«{source}» es la carpeta de un informe, no de entregas",
            action="Di primero dónde están los cuadernos, y el informe en --salida",
        )


class Survey:
    """Lo que parece haber en unas entregas.

    Attributes:
        count: cuántos cuadernos, más o menos; solo para la barra.
        hidden: las carpetas con cuadernos que no se miran, porque su nombre empieza
            con un punto.
        reports: las que tampoco se miran porque parecen las de otro informe.

    Args:
        source: las entregas.
        folder: la carpeta de este informe, que puede estar entre ellas.
    """

    def __init__(self, source, folder=None):
        self.count, self.hidden, self.reports = 0, [], []
        self._own = folder and os.path.realpath(folder)
        if source.suffix.lower() == ".zip" and source.is_file():
            self._zip(source)
        elif source.is_dir():
            self._folder(source)
        else:
            self.count = 1

    def notes(self):
        """Qué carpetas no se miraron."""
        if self.hidden:
            names = listed(f"«{name}»" for name in sorted(self.hidden))
            yield (
                f"No se miró lo que hay en {names}: su nombre empieza con un punto. Si "
                "es una entrega, cámbiale el nombre."
            )
        if self.reports:
            names = listed(f"«{name}»" for name in sorted(self.reports))
            yield (
                f"No se miró lo que hay en {names}: tiene un {DATABASE}, como la "
                "carpeta de un informe. Si es una entrega, quítale ese archivo."
            )

    def _folder(self, source):
        found = set()
        for place, folders, names in os.walk(source):
            shown = os.path.relpath(place, source)
            if DATABASE in names:
                folders[:] = []
                if os.path.realpath(place) != self._own:
                    self.reports.append(shown)
                continue
            folders[:] = [name for name in folders if name.lower() not in _KNOWN]
            self._look(shown, names, found)
        self.hidden = list(found)

    def _zip(self, source):
        found = set()
        with (
            contextlib.suppress(OSError, zipfile.BadZipFile),
            zipfile.ZipFile(source) as archive,
        ):
            for name in archive.namelist():
                place, _, name = name.rpartition("/")
                if not _KNOWN & {part.lower() for part in place.split("/")}:
                    self._look(place, [name], found)
        self.hidden = list(found)

    def _look(self, place, names, found):
        """Cuenta los cuadernos de una carpeta, o la anota si no se va a mirar."""
        count = sum(
            kind_of(name) != "other" and not name.startswith(".") for name in names
        )
        parts = place.replace(os.sep, "/").split("/")
        dotted = [part for part in parts if part[:1] == "." and part not in (".", "..")]
        if not dotted:
            self.count += count
        elif count:
            found.add(dotted[0])
