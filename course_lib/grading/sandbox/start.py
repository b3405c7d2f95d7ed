"""Lo primero que corre el proceso tibio: dejar todo donde un usuario cualquiera llega.

El hijo corre con un usuario sin permisos, que no puede entrar a la carpeta personal de
root; y ahí suelen estar Python y NumPy. Como root, se montan en la carpeta de apoyo
antes de cargar nada. Quien no es root no cambia de usuario, y no hace falta.
"""

import os
import sys

__all__ = ["main"]


def main(settings):
    """Monta lo que haga falta y arranca el proceso tibio."""
    if settings["isolated"] and settings["as_root"]:
        from . import isolation

        folder = os.path.dirname(settings["mounted"])
        isolation.bind([(folder, folder), *settings["bound"]])
        for source, target in settings["bound"]:
            _move(source, target)
        sys.path.insert(0, settings["mounted"])
    from . import warm

    warm.main(settings)


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
