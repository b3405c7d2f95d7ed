"""Resultados de una clase inventada, sin caja: el código es del curso y se conoce."""

import hashlib
import warnings
from functools import cache

import numpy as np

from course_lib.checking.judge import judge
from course_lib.checking.run import run_cases
from course_lib.exercises import get_exercise
from course_lib.grading.model import Graded, StudentResult
from course_lib.grading.synthetic import answer_source

SEED = 7


@cache
def graded(answer):
    """La nota de una respuesta inventada, con el veredicto de siempre."""
    exercise = get_exercise(answer.exercise)
    possible = float(exercise.points)
    if answer.kind == "blank":
        text = f"`{exercise.name}` está en blanco, como en la lección."
        return Graded(exercise.id, 0.0, possible, None, "blank", text)
    space = {}
    try:
        exec(compile(answer_source(answer), "<respuesta>", "exec"), space)
    except SyntaxError as error:
        text = f"La celda no se puede leer: {error.msg}, línea {error.lineno}."
        return Graded(exercise.id, 0.0, possible, "syntax", "wrong", text)
    cases = exercise.all_cases(SEED)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        outcomes = run_cases(exercise.driver, space[exercise.name], cases)
        result = judge(exercise, outcomes, seed=SEED, private=True)
    return Graded(
        exercise.id,
        result.points,
        possible,
        result.mistake,
        "right" if result.passed else "wrong",
        result.message,
        result.section or "",
    )


def result_of(student):
    """El `StudentResult` de un `Student` inventado."""
    return StudentResult(
        student.student,
        student.name,
        student.file,
        student.answers[0].exercise[:2],
        hashlib.sha256(student.student.encode()).hexdigest(),
        tuple(graded(answer) for answer in student.answers),
        functions={
            a.exercise: answer_source(a) for a in student.answers if a.kind != "blank"
        },
        answers=dict(student.letters),
    )
