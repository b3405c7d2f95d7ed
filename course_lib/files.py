"""Escribir un archivo entero o no tocarlo. Solo biblioteca estándar."""

import contextlib
import os
import sys
import tempfile
import time

__all__ = ["patient_replace", "replace_with"]


def replace_with(path, content, mode=None):
    """Escritura atómica: quien lea verá lo viejo o lo nuevo, nunca la mitad.

    Args:
        path: el archivo, un `Path`.
        content: su contenido entero: texto, que se escribe en UTF-8, o bytes.
        mode: sus permisos; si faltan, solo los de quien lo escribe.
    """
    if isinstance(content, str):
        content = content.encode("utf-8")
    handle, temporary = tempfile.mkstemp(prefix=".copia-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        patient_replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def patient_replace(temporary, path):
    """`os.replace`, con paciencia: en Windows, quien lee el archivo lo retiene."""
    for attempt in range(20):
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == 19:
                raise
            time.sleep(0.01)
