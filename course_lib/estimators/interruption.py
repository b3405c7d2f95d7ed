"""Qué hace Ctrl-C: conservar lo aprendido, o detener también lo que llamó a `fit`."""

import sys

__all__ = ["part_of_a_larger_task"]

# Quien llama a `fit` una sola vez, y devuelve ese estimador: un Pipeline.
_SINGLE_FIT = ("sklearn.base", "sklearn.pipeline", "sklearn.utils.")


def part_of_a_larger_task():
    """Si este `fit` es uno de los muchos de una búsqueda o una validación cruzada.

    Ahí un modelo a medias no sirve: entraría en la comparación como si hubiera
    terminado, y los demás seguirían. Se sabe por quién llama: scikit-learn o joblib.
    """
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__") or ""
        if name.startswith(("joblib.parallel", "joblib.externals")):
            return True
        if name.startswith("sklearn.") and not name.startswith(_SINGLE_FIT):
            return True
        frame = frame.f_back
    return False
