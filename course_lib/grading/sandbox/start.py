"""Lo primero que corre el proceso tibio: dejar todo donde un usuario cualquiera llega.

El hijo corre con un usuario sin permisos, que no puede entrar a la carpeta personal de
root; y ahí suelen estar Python y NumPy. Como root, se montan en la carpeta de apoyo
antes de cargar nada. Quien no es root no cambia de usuario: los monta donde están, solo
para leer.
"""

import os
import sys
from contextlib import suppress

__all__ = ["main"]


def main(settings):
    """Monta lo que haga falta y arranca el proceso tibio."""
    if settings["isolated"]:
        _mount(settings)
    from . import warm

    warm.main(settings)


def _mount(settings):
    from . import isolation

    folder = os.path.dirname(settings["mounted"])
    if not settings["as_root"]:
        # Sin permiso para montar, lo demás se cierra igual, o dirá qué falta.
        with suppress(OSError):
            isolation.own_users()
            places = (folder, *(source for source, _ in settings["bound"]))
            isolation.bind([(place, place) for place in places])
        return
    isolation.bind([(folder, folder), *settings["bound"]])
    for source, target in settings["bound"]:
        _move(source, target)
    sys.path.insert(0, settings["mounted"])


def _move(source, target):
    """Lo ya cargado de `source` busca desde ahora sus partes en `target`."""
    real = os.path.realpath(source)

    def moved(path):
        path = os.path.realpath(path)
        inside = path == real or path.startswith(real + os.sep)
        return target + path[len(real) :] if inside else path

    sys.path[:] = map(moved, sys.path)
    for module in list(sys.modules.values()):
        if isinstance(getattr(module, "__path__", None), list):
            module.__path__[:] = map(moved, module.__path__)
    sys.path_importer_cache.clear()
