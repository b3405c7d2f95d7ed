"""Los ejercicios y las preguntas del curso, por su id.

Cada lección declara los suyos en un archivo (`lesson_01.py`, `lesson_04.py`), en las
tuplas
`EXERCISES` y `QUESTIONS`.
"""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from course_lib.errors import CourseTypeError, CourseValueError, describe

__all__ = ["all_exercises", "all_questions", "get_exercise", "get_question"]


@cache
def _declared(kind):
    """Diccionario id → declaración, en el orden de las lecciones."""
    declared = {}
    for module in sorted(m.name for m in iter_modules(__path__)):
        if not module.startswith("lesson_"):
            continue
        for item in getattr(import_module(f"{__name__}.{module}"), kind, ()):
            if item.id in declared:
                raise CourseValueError(f"El id {item.id} está declarado dos veces")
            declared[item.id] = item
    return declared


def all_exercises():
    """Todos los ejercicios declarados, en orden."""
    return tuple(_declared("EXERCISES").values())


def all_questions():
    """Todas las preguntas declaradas, en orden."""
    return tuple(_declared("QUESTIONS").values())


def get_exercise(exercise_id):
    """Devuelve el ejercicio «04.6».

    Raises:
        CourseTypeError: si el id no es texto (`04.6` sin comillas).
        CourseValueError: si no hay ningún ejercicio con ese id; sugiere el parecido.
    """
    return _find(exercise_id, "EXERCISES", "ejercicio", "04.6")


def get_question(question_id):
    """Devuelve la pregunta «04.c1».

    Raises:
        CourseTypeError: si el id no es texto.
        CourseValueError: si no hay ninguna pregunta con ese id; sugiere la parecida.
    """
    return _find(question_id, "QUESTIONS", "pregunta", "04.c1")


def _find(item_id, kind, noun, example):
    if not isinstance(item_id, str):
        raise CourseTypeError(
            f"El id de {noun} va entre comillas",
            expected=f"un texto como «{example}»",
            got=describe(item_id),
        )
    declared = _declared(kind)
    if item_id.strip() in declared:
        return declared[item_id.strip()]
    close = get_close_matches(item_id, declared, n=1, cutoff=0.5)
    raise CourseValueError(
        f"No hay {noun} «{item_id}»",
        action=f"¿Querías decir «{close[0]}»?"
        if close
        else f"Se llaman así: {', '.join(declared)}",
    )
