"""Calificar lo propio antes que lo ajeno: soluciones enteras, lecciones en cero."""

import hashlib
import secrets
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading import totals
from course_lib.grading.extract import extract
from course_lib.grading.judge import grade
from course_lib.grading.model import Submission
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.run import DONE, PARTLY, WRONG_USE

__all__ = ["verify"]

_ROOT = Path(__file__).resolve().parents[2]


def verify(factory, *, root=_ROOT, seed=None, lesson=None):
    """Califica `solutions/` y `lessons/`, y dice si dan lo que deben.

    Args:
        factory: lo que da la caja donde corre el código.
        root: la carpeta del curso.
        seed: la semilla de los casos; por omisión, una al azar.
        lesson: solo esa lección.

    Returns:
        0 si cada solución tiene todos los puntos y cada lección sin tocar, ninguno; 1
        si no; 2 si no hay nada que verificar.
    """
    seed = secrets.randbelow(2**31) if seed is None else seed
    paths = sorted((Path(root) / "lessons").glob(f"{lesson or ''}*.ipynb"))
    if not paths:
        which = f" de la lección {lesson}" if lesson else ""
        print(f"No hay cuadernos{which} en lessons/: descarga de nuevo el curso.")
        return WRONG_USE
    problems = []
    with factory() as sandbox:
        for path in paths:
            number = path.stem.partition("_")[0]
            solved = _graded(Path(root) / "solutions" / path.name, seed, sandbox)
            blank = _graded(path, seed, sandbox)
            problems += [f"solutions/ {text}" for text in _below(solved)]
            problems += [f"lessons/ {text}" for text in _above(blank)]
            print(f"{number}  soluciones: {_mark(solved)}; sin tocar: {_mark(blank)}")
    for text in problems:
        print(f"  {text}")
    if problems:
        print(f"El calificador no está listo. Semilla: {seed}.")
        return PARTLY
    print("El calificador está listo: soluciones enteras, lecciones sin tocar en cero.")
    return DONE


def _graded(path, seed, sandbox):
    """El resultado de un cuaderno del curso."""
    work = problem = None
    try:
        data = path.read_bytes()
        work = extract(read_notebook(data), path.stem.partition("_")[0])
    except (OSError, CourseError) as error:
        data, problem = b"", str(error)
    digest = hashlib.sha256(data).hexdigest()
    name = path.parent.name
    submission = Submission(name, name, str(path), digest, work, problem)
    return grade(submission, seed=seed, sandbox=sandbox)


def _mark(result):
    extra = totals.extra(result.graded)
    mark = f"{result.points:g} de {totals.possible(result.graded):g}"
    return f"{mark}, con {extra:g} de optativos" if extra else mark


def _below(result):
    """Lo que a una solución le falta para el puntaje completo."""
    if result.problem:
        yield f"{result.source}: {result.problem}"
    for item in result.graded:
        if item.points != item.possible:
            yield (
                f"{item.exercise}: {item.points:g} de {item.possible:g} "
                f"({item.status}). {item.message}"
            )


def _above(result):
    """Los puntos que gana una lección sin tocar."""
    if result.problem:
        yield f"{result.source}: {result.problem}"
    for item in result.graded:
        if item.points:
            yield f"{item.exercise}: {item.points:g} puntos sin escribir nada."
