"""Abrir lo que está en el disco o dentro de un zip, y no más de lo que hace falta.

Un lugar es un `places.Place`; aquí solo se usa dónde está.
"""

import os
import stat
from collections import OrderedDict
from contextlib import suppress

from course_lib.errors import CourseError
from course_lib.grading import zips
from course_lib.grading.reasons import why

__all__ = ["NOT_A_FILE", "Archives", "or_sentence", "regular_file"]

NOT_A_FILE = "No es un archivo corriente: cámbialo por el cuaderno"


class Archives:
    """Los últimos zips abiertos: pocos, para que la memoria no crezca con la clase.

    Args:
        spool: carpeta para los zips grandes que están dentro de otros, o `None`: solo
            los que caben en la memoria.
    """

    def __init__(self, spool=None, most=4):
        self.spool, self.most, self._open = spool, most, OrderedDict()

    def get(self, place):
        """El `ZipFile` de un lugar."""
        # Por el lugar y no por su nombre: limpios, los de dos zips pueden ser el mismo.
        if place in self._open:
            self._open.move_to_end(place)
            return self._open[place]
        if place.zip is None:
            stream = regular_file(place)
        else:
            stream = zips.spooled(self.get(place.zip), place.entry, self.spool)
        try:
            archive = zips.open_archive(stream)
        except BaseException:
            stream.close()
            raise
        self._open[place] = archive
        if len(self._open) > self.most:
            _close(self._open.popitem(last=False)[1])
        return archive

    def close(self):
        """Cierra todos."""
        while self._open:
            _close(self._open.popitem()[1])


def _close(archive):
    stream = archive.stream
    with suppress(OSError, ValueError):
        archive.close()
    stream.close()


def regular_file(place):
    """Abre un archivo del disco sin seguir un enlace ni esperar a una tubería."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    handle = or_sentence(lambda: os.open(place.path, flags))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise CourseError(NOT_A_FILE)
    return os.fdopen(handle, "rb")


def or_sentence(action):
    """Lo que da `action`; si el disco no la deja, una frase."""
    try:
        return action()
    except OSError as error:
        raise CourseError(
            f"El archivo no se puede leer ({why(error)})",
            action="Revisa sus permisos y el disco",
        ) from None
