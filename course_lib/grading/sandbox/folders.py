"""Carpetas temporales que no se acumulan aunque a su dueño lo maten.

Cada una guarda un archivo que su dueño tiene tomado mientras vive: el sistema lo suelta
solo, muera como muera. Quien crea otra borra antes las que nadie tiene tomadas.
"""

import contextlib
import os
import shutil
import stat
import tempfile
import time

try:
    import fcntl
except ImportError:  # Windows: un archivo abierto no se puede borrar, y con eso basta
    fcntl = None

__all__ = ["OwnFolder", "sweep"]

_MARK = "en-uso"  # ASCII: así se puede escribir en cualquier sistema
_UNMARKED = 24 * 3600  # segundos: sin marca, quizá su dueño la está creando


class OwnFolder(tempfile.TemporaryDirectory):
    """Una carpeta temporal que otra corrida sabe si puede borrar.

    Args:
        prefix: con qué empieza su nombre; se borran las abandonadas que empiezan así.
    """

    def __init__(self, prefix):
        sweep(prefix)
        super().__init__(prefix=prefix, ignore_cleanup_errors=True)
        self._mark = _take(self.name)

    def cleanup(self):
        """La suelta y la borra."""
        self._mark.close()
        super().cleanup()


def _take(folder):
    """El archivo de la marca, ya tomado. Aparece con su nombre cuando lo está."""
    path = os.path.join(folder, _MARK)
    file = open(path + ".nuevo", "w")  # noqa: SIM115
    if fcntl is None:
        file.close()
        return open(path, "w")
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.rename(path + ".nuevo", path)
    return file


def sweep(prefix, place=None):
    """Borra las carpetas temporales abandonadas que empiezan por `prefix`.

    Solo las de este usuario, nunca un enlace, y nunca una que alguien tiene tomada.
    """
    place = place or tempfile.gettempdir()
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(prefix):
                with contextlib.suppress(OSError):
                    _remove_abandoned(entry)


def _remove_abandoned(entry):
    found = entry.stat(follow_symlinks=False)
    ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    if not (ours and stat.S_ISDIR(found.st_mode)):
        return
    mark = os.path.join(entry.path, _MARK)
    if not os.path.lexists(mark):
        if time.time() - found.st_mtime > _UNMARKED:
            shutil.rmtree(entry.path, ignore_errors=True)
        return
    if fcntl is None:
        os.unlink(mark)  # falla si su dueño vive
        shutil.rmtree(entry.path, ignore_errors=True)
        return
    with open(mark) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # falla si su dueño vive
        shutil.rmtree(entry.path, ignore_errors=True)
