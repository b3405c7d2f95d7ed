"""Lo que se pone en cada ejercicio de una clase inventada, y qué debe decir la nota."""

import ast
from dataclasses import dataclass
from functools import cache

from course_lib.errors import CourseError
from course_lib.exercises import get_exercise
from course_lib.grading.synthetic_code import portable_source, right_answers

__all__ = ["BLANK", "Answer", "answer_source", "breakages"]

# Código que no llega a responder: cada uno se detiene a su manera.
BROKEN = {
    "syntax": "    return (1 +",
    "exception": "    return undefined_name + 1",
    "none": "    result = 0",
    "index": "    return [][1]",
}
# Lo que deja quien no respondió nada, además de la celda sin tocar.
BLANK = {
    "": "    ...",
    "pass": "    pass",
    "statement": "",
    "todo": "    raise NotImplementedError",
    "todo_said": '    raise NotImplementedError("falta")',
}
# Cómo se detuvo no es el diagnóstico: las dos son una excepción.
_DIAGNOSES = {"index": "exception"}


@dataclass(frozen=True)
class Answer:
    """Lo que se puso en un ejercicio.

    Attributes:
        exercise: «04.6».
        kind: "right", "mistake", "blank" o "broken".
        which: el id del error, el nombre de la respuesta correcta, el de la rotura o
            el de lo que quedó en blanco.
    """

    exercise: str
    kind: str
    which: str = ""

    @property
    def expected(self):
        """El estado y el diagnóstico que debe dar el calificador."""
        if self.kind == "broken":
            return "wrong", _DIAGNOSES.get(self.which, self.which)
        if self.kind == "mistake":
            return "wrong", self.which
        return self.kind, None


@cache
def breakages(exercise):
    """Las roturas que lo son: donde no se pide devolver nada, no devolver no lo es."""
    tree = ast.parse(exercise.source)
    returns = [n.value for n in ast.walk(tree) if isinstance(n, ast.Return)]
    return [name for name in BROKEN if name != "none" or any(returns)]


def answer_source(answer):
    """El código de la celda de una `Answer`."""
    exercise = get_exercise(answer.exercise)
    if answer.kind in ("blank", "broken"):
        if not answer.which:
            return exercise.stub
        body = (BLANK | BROKEN)[answer.which]
        return exercise.stub.rpartition("    ...")[0] + body
    if answer.kind == "right":
        return dict(right_answers(exercise))[answer.which]
    for mistake in exercise.mistakes:
        if mistake.id == answer.which:
            return portable_source(exercise, mistake.function)
    raise CourseError(f"El ejercicio {exercise.id} no tiene el error {answer.which}")
