"""La nota de una entrega: qué ejercicios se corren, y qué vale lo que respondieron.

Aquí no corre nada ajeno: los casos van a la caja (`sandbox`) y vuelven arreglos, que se
comparan con los de la solución con el mismo veredicto de `check`. Lo que llega de la
caja lo pudo escribir quien entrega: no se le cree ni la forma, y ningún mensaje lleva
datos de los casos que no se muestran.
"""

import builtins
import time
import warnings
from dataclasses import replace
from functools import partial

import numpy as np

from course_lib import errors
from course_lib.checking.check import is_blank_code
from course_lib.checking.judge import judge, prepared
from course_lib.exercises import all_exercises
from course_lib.grading.model import Graded, StudentResult
from course_lib.grading.sandbox import Job
from course_lib.grading.written import Written

__all__ = ["grade", "lesson_exercises", "sent_cases"]

_TEXT = 500  # letras que se conservan de un mensaje ajeno
# Lo que lanza NumPy al operar: sus nombres no están en `np.exceptions`.
_OPERATIONS = {
    "UFuncTypeError",
    "_UFuncBinaryResolutionError",
    "_UFuncCastingError",
    "_UFuncInputCastingError",
    "_UFuncNoLoopError",
    "_UFuncOutputCastingError",
}
_NOT_RUN = (
    "Al calificar corren las celdas que escribiste o cambiaste, no las demás de la "
    "lección: lo que la función necesita, calcúlalo dentro, con lo que ella recibe. De "
    "fuera están NumPy y la biblioteca estándar de Python; otras bibliotecas, no."
)
_NOT_THERE = {"NameError", "ImportError", "ModuleNotFoundError"}
_UNREADABLE = (
    "Lo que llegó de tu función no tiene la forma de una respuesta: se esperaban "
    "arreglos de números, uno por cada salida."
)
_NO_NEWS = "El ejercicio no llegó a correr: tu cuaderno se detuvo antes."


def lesson_exercises(lesson):
    """Los ejercicios de una lección, en orden."""
    return tuple(e for e in all_exercises() if e.lesson == lesson)


def sent_cases(exercise, seed):
    """Los casos que corre la función: los de la semilla, y de nuevo el primero.

    Repetirlo muestra a quien guarda algo entre llamadas, igual que en `check`.
    """
    cases, _ = prepared(exercise, seed)
    return [*cases, cases[0]]


def grade(submission, *, seed, sandbox):
    """Califica una entrega.

    Args:
        submission: la `Submission`, con su `Work` o con su problema.
        seed: la semilla de los casos, la misma para toda la clase.
        sandbox: la caja donde corre lo ajeno.

    Returns:
        Un `StudentResult`, siempre: lo que no se pudo calificar lo dice.
    """
    started, work = time.perf_counter(), submission.work
    result = StudentResult(
        submission.student,
        submission.name,
        submission.source,
        work.lesson if work else None,
        submission.digest,
        problem=submission.problem,
        notes=tuple(submission.notes),
        told=tuple(submission.told),
    )
    if work is None:
        problem = submission.problem or "No se encontró nada que calificar."
        return replace(result, problem=problem)
    exercises = lesson_exercises(work.lesson)
    if not exercises:
        problem = f"La lección {work.lesson} no tiene ejercicios que calificar."
        return replace(result, problem=problem)
    graded = _grade_exercises(exercises, work, seed, sandbox)
    return replace(
        result,
        graded=tuple(graded[exercise.id] for exercise in exercises),
        functions=dict(work.functions),
        answers=dict(work.answers),
        seconds=time.perf_counter() - started,
    )


def _grade_exercises(exercises, work, seed, sandbox):
    """La nota de cada ejercicio, por id."""
    graded, pending, written = {}, {}, Written(work)
    for exercise in exercises:
        early = _not_written(exercise, work)
        if early is None:
            pending[exercise.id] = exercise
        else:
            graded[exercise.id] = early
    graded |= _run(pending, written, seed, sandbox)
    # Quien no acierta con las funciones del curso en lugar de sus otras respuestas
    # puede acertar con las suyas: quizá un ayudante suyo se llama como otro ejercicio,
    # o como lo que el enunciado presta.
    names = {exercise.name for exercise in exercises}
    names |= {f.__name__ for exercise in exercises for f in exercise.allows}
    again = {
        exercise_id: exercise
        for exercise_id, exercise in pending.items()
        if graded[exercise_id].status == "wrong"
        and written.uses_own(exercise_id, names - {exercise.name})
    }
    own = _run(again, written, seed, sandbox, own_names=True)
    return graded | {k: mark for k, mark in own.items() if mark.status == "right"}


def _run(exercises, written, seed, sandbox, own_names=False):
    """Corre y juzga unos ejercicios, {id: ejercicio}."""
    jobs, graded, pending = [], {}, dict(exercises)
    for exercise in exercises.values():
        # Lo del curso se calcula antes, para que su tiempo no se le cuente a nadie;
        # los casos solo cruzan a la caja cuando ella los pide.
        prepared(exercise, seed)
        draw = partial(sent_cases, exercise, seed)
        jobs.append(Job(exercise.id, exercise.name, draw, own_names))
    for exercise_id, outcome in sandbox.run(written.work, jobs) if jobs else ():
        # Lo que no se pidió, o ya se juzgó, no cuenta: la primera respuesta vale.
        exercise = pending.pop(exercise_id, None)
        if exercise is not None:
            graded[exercise_id] = _grade_one(exercise, outcome, written, seed)
    for exercise in pending.values():
        graded[exercise.id] = _unearned(exercise, "lost", _NO_NEWS, "protocol")
    return graded


def _not_written(exercise, work):
    """La nota de lo que no hace falta correr: en blanco, o no está."""
    code, name = work.functions.get(exercise.id), exercise.name
    optional = " Es optativo." if exercise.optional else ""
    if code is None and exercise.id in work.broken:
        text = f"Python no entiende la celda de `{name}`: {work.broken[exercise.id]}."
        return _unearned(exercise, "wrong", text, "syntax")
    if exercise.id in work.blank if code is None else is_blank_code(code):
        text = f"`{name}` está en blanco, como en la lección.{optional}"
        return _unearned(exercise, "blank", text)
    if code is None and not any(name in cell for cell in work.cells):
        return _missing(exercise)
    return None


def _missing(exercise):
    text = (
        f"No hay una función `{exercise.name}` entre lo que escribiste. ¿Quedó en "
        "blanco, se borró su celda o cambió de nombre?"
    )
    optional = " Es optativo." if exercise.optional else ""
    return _unearned(exercise, "missing", text + optional)


def _unearned(exercise, status, message, diagnosis=None):
    """Un ejercicio sin puntos."""
    possible = float(exercise.points)
    section = exercise.section if status == "blank" else ""
    return Graded(exercise.id, 0.0, possible, diagnosis, status, message, section)


def _grade_one(exercise, outcome, written, seed):
    if not isinstance(outcome, list):  # un `Lost`: no llegó a responder
        if outcome.kind == "missing" and exercise.id in written.work.functions:
            text = f"`{exercise.name}` no quedó definida. {outcome.text}"
            return _unearned(exercise, "missing", text[:_TEXT])
        if outcome.kind == "missing":
            return _missing(exercise)
        return _unearned(exercise, "lost", outcome.text, outcome.kind)
    cases = sent_cases(exercise, seed)
    if len(outcome) != len(cases) or not all(map(_is_readable, outcome)):
        return _unearned(exercise, "lost", _UNREADABLE, "protocol")
    outcomes = [
        _trusted(item, written, case.inputs)
        for item, case in zip(outcome, cases, strict=True)
    ]
    try:
        result = _verdict(exercise, outcomes, written, seed)
    except Exception as error:
        text = f"No se pudo juzgar lo que respondió tu función ({type(error).__name__})"
        return _unearned(exercise, "lost", f"{text}. Avisa a quien califica.", "judge")
    problems = {o.problem.exception for o in outcomes if o.problem}
    not_there = problems & _NOT_THERE and not result.passed
    message = f"{result.message}\n{_NOT_RUN}" if not_there else result.message
    return Graded(
        exercise.id,
        result.points,
        float(exercise.points),
        result.mistake,
        "right" if result.passed else "wrong",
        message,
        result.section or "",
    )


def _verdict(exercise, outcomes, written, seed):
    runs = not any(o.problem for o in outcomes)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # los números ajenos desbordan lo que quieran
        return judge(
            exercise,
            outcomes[:-1],
            seed=seed,
            again=outcomes[-1],
            names=() if runs else written.names,
            outside=written.outside(exercise.id),
            private=True,
        )


def _is_readable(outcome):
    """Si un resultado tiene la forma de uno: arreglos de números, con nombre."""
    return isinstance(outcome.answers, dict) and all(
        isinstance(name, str)
        and type(array) is np.ndarray
        and array.dtype.kind in "fiub"
        for name, array in outcome.answers.items()
    )


def _trusted(outcome, written, parameters):
    """El resultado, sin lo que su texto pudiera traer de los casos que no se muestran.

    Una línea de código, solo si está en el cuaderno; un tipo de excepción, solo si es
    de Python, de NumPy o del curso; un argumento modificado, solo si existe.
    """
    mutated = tuple(name for name in outcome.mutated if name in parameters)
    outcome, problem = replace(outcome, mutated=mutated), outcome.problem
    if problem is None:
        return outcome
    kind = problem.exception
    known = any(hasattr(place, kind) for place in (builtins, np.exceptions, errors))
    problem = replace(
        problem,
        text=problem.text[:_TEXT],
        code=problem.code if not problem.code or problem.code in written.lines else "",
        exception=kind if known or not kind or kind in _OPERATIONS else "Exception",
    )
    return replace(outcome, problem=problem)
