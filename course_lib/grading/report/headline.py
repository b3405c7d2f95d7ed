"""Un error en una frase, para la lista de lo que conviene repasar."""

import re

from course_lib.errors import CourseError
from course_lib.exercises import get_exercise
from course_lib.grading.report.text import clean

__all__ = ["headline"]

_MOST = 120
_SHORT = 25  # «Son dos cosas.» no dice cuáles: se le suma la frase que sigue
_NEXT = re.compile(r"(?<=[.?!]) (?=[¿«`A-ZÁÉÍÓÚŶ])")


def headline(exercise, diagnosis, message):
    """Lo primero que se dice de un error a quien lo cometió.

    Args:
        exercise, diagnosis: los ids.
        message: lo que se leyó; sus renglones dicen también qué está bien y un ejemplo.
    """
    text = _declared(exercise, diagnosis)
    # Un tamaño, como `{m}`, está puesto en el mensaje y no en la declaración.
    start = text.partition("{")[0]
    said = next((x for x in message.splitlines() if x.startswith(start)), "")
    first, *rest = _NEXT.split(said or (message if "{" in text else text))
    if len(first) < _SHORT and rest:
        first = f"{first} {rest[0]}"
    return clean(first, _MOST)


def _declared(exercise, diagnosis):
    """El mensaje del error en la declaración del ejercicio, o ""."""
    try:
        mistakes = get_exercise(exercise).mistakes
    except CourseError:
        return ""
    return next((m.message for m in mistakes if m.id == diagnosis), "")
