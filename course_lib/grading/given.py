"""Lo que la lección ya traía: con ello se sabe qué escribió cada quien.

Sale de `lessons/`; si esa carpeta no está, de las declaraciones de los ejercicios.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises, all_questions
from course_lib.grading.cells import key_of_code, read_code
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.people import key_of

__all__ = ["CALLED", "Given", "given", "known_codes", "lesson_numbers", "title_words"]

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
# Las funciones del curso cuyas llamadas dicen algo de un cuaderno.
CALLED = ("check", "answer", "question", "hint", "assemble", "progress_panel")


@dataclass(frozen=True)
class Given:
    """Lo que trae una lección.

    Attributes:
        lesson: «04».
        title: su título, o "" si no está su cuaderno.
        keys: las claves de sus celdas de código (`cells.key_of_code`).
        exercises: nombre de función → id de ejercicio.
        questions: los ids de sus preguntas.
    """

    lesson: str
    title: str
    keys: frozenset
    exercises: dict
    questions: frozenset


def lesson_numbers():
    """Las lecciones que tienen ejercicios o preguntas, en orden."""
    return tuple(sorted({x.lesson for x in (*all_exercises(), *all_questions())}))


@cache
def given(lesson):
    """Lo que trae la lección «04»."""
    exercises = [e for e in all_exercises() if e.lesson == lesson]
    keys = {key_of_code(e.stub) for e in exercises}
    cells = _cells(lesson)
    keys |= {key_of_code(c.source) for c in cells if c.kind == "code"}
    return Given(
        lesson,
        _title(cells),
        frozenset(keys),
        {e.name: e.id for e in exercises},
        frozenset(q.id for q in all_questions() if q.lesson == lesson),
    )


@cache
def known_codes():
    """Las celdas de código de todas las lecciones, ya leídas: texto → `Code`.

    Casi todo lo que hay en una entrega es esto: así no se lee mil veces lo mismo.
    """
    return {
        cell.source: read_code(cell.source, CALLED)
        for lesson in lesson_numbers()
        for cell in _cells(lesson)
        if cell.kind == "code"
    }


@cache
def title_words():
    """Las palabras de los títulos: en un nombre de archivo no dicen de quién es."""
    names = [path.stem for path in LESSONS.glob("*.ipynb")]
    names += [given(lesson).title for lesson in lesson_numbers()]
    words = {word for name in names for word in key_of(name).split()}
    return frozenset(word for word in words if len(word) > 3)


@cache
def _cells(lesson):
    """Las celdas de una lección; ninguna si su cuaderno no está."""
    for path in sorted(LESSONS.glob(f"{lesson}_*.ipynb")):
        with suppress(CourseError, OSError):
            return tuple(read_notebook(path.read_bytes()))
    return ()


def _title(cells):
    for cell in cells:
        if cell.kind == "markdown" and cell.source.startswith("# "):
            line = cell.source.split("\n", 1)[0]
            return line.removeprefix("# ").strip()
    return ""
