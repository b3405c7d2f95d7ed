"""Lo que corre en cada trabajador de Dask: una caja, y una entrega a la vez.

La caja se enciende con la primera entrega y queda tibia para las demás. Es otro
proceso: este no corre código ajeno ni nacen de él los hijos que lo corren.
"""

import atexit
import platform
import threading

import numpy as np

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.judge import grade
from course_lib.grading.version import declarations_version

__all__ = ["describe", "grade_here", "release", "why_unfit"]

# Un trabajador con varios hilos califica igual de a una: quien juzga cambia los avisos
# de Python mientras compara, y eso es de todo el proceso.
_TURN = threading.RLock()
_BOXES = {}  # con aislamiento o sin él → la caja encendida


def describe():
    """Lo que deben compartir dos máquinas para que sus notas sean las mismas."""
    lessons = sorted({exercise.lesson for exercise in all_exercises()})
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "NumPy": np.__version__,
        "curso": tuple(declarations_version(lesson) for lesson in lessons),
    }


def why_unfit(isolated, expected):
    """Por qué este trabajador no sirve, en una frase, o vacío.

    Args:
        isolated: si debe encerrar el código ajeno.
        expected: el `describe()` de quien reparte.
    """
    mine = describe()
    for name in ("Python", "NumPy"):
        if mine[name] != expected[name]:
            return (
                f"tiene {name} {mine[name]}, y quien reparte, {expected[name]}: los "
                "casos sorteados podrían no ser los mismos."
            )
    if mine["curso"] != expected["curso"]:
        return "su copia del curso no es la misma que la de quien reparte."
    if isolated:
        from course_lib.grading.sandbox import missing_isolation

        return " ".join(missing_isolation())
    return ""


def grade_here(submission, *, seed, isolated, expected):
    """Califica una entrega en este trabajador.

    Returns:
        Un par: ("done", `StudentResult`), ("unfit", por qué no puede calificar) o
        ("retry", qué falló).
    """
    with _TURN:
        try:
            problem = why_unfit(isolated, expected)
            if problem:
                return "unfit", problem
            return "done", grade(submission, seed=seed, sandbox=_box(isolated))
        except CourseError as error:
            return "unfit", str(error)
        except Exception as error:
            release()  # la caja pudo quedar a medias: la próxima vez, otra
            return "retry", f"{type(error).__name__}: {error}"[:300]


def _box(isolated):
    if isolated not in _BOXES:
        from course_lib.grading.sandbox import Sandbox

        _BOXES[isolated] = Sandbox(isolated=isolated).__enter__()
    return _BOXES[isolated]


@atexit.register
def release():
    """Apaga la caja de este trabajador; si está en uso, la deja para después."""
    if not _TURN.acquire(timeout=1):
        return
    try:
        while _BOXES:
            _BOXES.popitem()[1].__exit__(None, None, None)
    finally:
        _TURN.release()
