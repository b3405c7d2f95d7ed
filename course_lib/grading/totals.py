"""De cuánto es la nota: lo que pide la lección; lo optativo suma y no la baja."""

from functools import cache

from course_lib.errors import CourseError
from course_lib.exercises import get_exercise

__all__ = ["extra", "is_optional", "possible"]


@cache
def is_optional(exercise_id):
    """Si un ejercicio es optativo: sus puntos son extra."""
    try:
        return get_exercise(exercise_id).optional
    except CourseError:
        return False


def possible(items):
    """El máximo de unos ejercicios calificados, sin los optativos."""
    return sum(item.possible for item in items if not is_optional(item.exercise))


def extra(items):
    """Los puntos ganados en optativos."""
    return sum(item.points for item in items if is_optional(item.exercise))
