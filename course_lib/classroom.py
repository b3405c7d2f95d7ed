"""Lo que usa un cuaderno: `check`, `hint`, `answer` y `assemble`.

Une las comprobaciones con el avance de quien aprende. Ninguna de estas funciones lanza
una excepción por lo que alguien escriba: responden. `move`, `question`, `shapes` y
`progress_panel` se cargan al pedirlas.
"""

import sys

from course_lib import progress
from course_lib.checking import Result, answer_question, check_function
from course_lib.checking import assemble as _assemble
from course_lib.errors import CourseError
from course_lib.exercises import get_exercise, get_question

__all__ = ["answer", "assemble", "check", "hint"]

# Se cargan al pedirlas: comprobar un ejercicio no trae matplotlib ni widgets.
_WIDGETS = ("fixed", "move", "progress_panel", "question")

# Pistas abiertas en esta sesión, por si el avance no se puede guardar.
_HINTS_OPENED = {}


def check(exercise_id, function=None):
    """Comprueba tu respuesta a un ejercicio: `check("04.6", backpropagation)`.

    Args:
        exercise_id: el número del ejercicio, entre comillas.
        function: tu función, sin paréntesis. Si falta, se busca en el cuaderno la que
            se llama como pide el enunciado.

    Returns:
        Un `Result`, que se muestra solo: `.passed`, `.mistake`, `.message`.
    """
    try:
        exercise = get_exercise(exercise_id)
        if function is None:
            function = sys._getframe(1).f_globals.get(exercise.name)
        result = check_function(exercise, function)
    except CourseError as error:
        return Result(False, "usage", str(error), look="wrong")
    except KeyboardInterrupt:
        return Result(False, "stopped", "Detuviste la comprobación.", str(exercise_id))
    except Exception as error:
        return Result(
            False,
            "internal",
            "La comprobación misma falló, y no es culpa tuya. Avisa al curso con este "
            f"texto: {type(error).__name__}: {error}",
            str(exercise_id),
            "note",
        )
    if result.mistake not in ("blank", "not_a_function", "arguments"):
        progress.record_check(
            exercise.id, result.passed, mistake=result.mistake, points=result.points
        )
    return result


def hint(exercise_id):
    """Abre la pista siguiente de un ejercicio: `hint("04.6")`.

    Son tres: una pregunta, la fórmula y casi el código. Después de la tercera las
        repite.
    """
    try:
        exercise = get_exercise(exercise_id)
    except CourseError as error:
        return Result(False, "usage", str(error), look="wrong")
    opened = max(_HINTS_OPENED.get(exercise.id, 0), progress.hints_opened(exercise.id))
    title = f"{exercise.id} · {exercise.title}"
    total = len(exercise.hints)
    if opened >= total:
        lines = [f"{i}. {text}" for i, text in enumerate(exercise.hints, 1)]
        lines.append(
            "Ya las abriste todas. El enlace a la solución razonada está al principio "
            "del cuaderno: conviene abrirla después de intentarlo."
        )
        return Result(False, None, "\n".join(lines), f"Pistas de {title}")
    _HINTS_OPENED[exercise.id] = opened + 1
    progress.record_hint(exercise.id, opened + 1)
    more = (
        f'Si hace falta otra, corre de nuevo `hint("{exercise.id}")`.'
        if opened + 1 < total
        else "Es la última."
    )
    return Result(
        False,
        None,
        f"{exercise.hints[opened]}\n{more}",
        f"Pista {opened + 1} de {total} de {title}",
    )


def answer(question_id, letters=""):
    """Responde una pregunta: `answer("04.c1", "b")`."""
    try:
        question = get_question(question_id)
    except CourseError as error:
        return Result(False, "usage", str(error), look="wrong")
    result = answer_question(question, letters)
    if result.look != "blank":
        progress.record_answer(question.id, str(letters), result.passed)
    return result


def assemble(lesson):
    """Reúne las piezas de una lección: las tuyas que pasaron, y las del curso.

    `pieces = assemble("04")` da `pieces.train`, `pieces.predict`…
    """
    return _assemble(lesson)


def __getattr__(name):
    if name == "shapes":
        from course_lib.shape_ledger import shapes

        return shapes
    if name not in _WIDGETS:
        raise AttributeError(f"`course_lib.classroom` no tiene «{name}»")
    try:
        from course_lib import interactive
    except ModuleNotFoundError as error:
        raise CourseError(
            f"Falta instalar {error.name}, que mueve las figuras",
            action="Cierra JupyterLab y corre `python3 curso.py abrir`: lo instala",
        ) from error
    return getattr(interactive, name)
