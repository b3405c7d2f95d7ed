"""De los datos de una entrega a lo que se muestra de ella, ajustes incluidos."""

import re
from dataclasses import replace
from functools import cache

from course_lib.checking.questions import answer_question
from course_lib.errors import CourseError
from course_lib.exercises import get_exercise, get_question
from course_lib.grading.report.sections import section_for, without_pointer
from course_lib.grading.report.shapes import (
    STATES,
    ExerciseView,
    QuestionView,
    StudentView,
)
from course_lib.grading.report.text import clean, page_name

__all__ = ["place", "view", "wanted"]

_PRAISE = re.compile(r"Bien[.:] (?=\S)")
_DEFAULT = {
    "right": "Correcto.",
    "partial": "Una parte está bien; otra, todavía no.",
    "wrong": "Todavía no.",
    "blank": "Quedó como en la lección: falta tu respuesta.",
    "missing": "No está en el cuaderno. ¿Borraste la celda o cambiaste el nombre de "
    "la función?",
    "lost": "El código se detuvo antes de terminar.",
}


def wanted(adjustments):
    """Los `Adjustment` como {estudiante: {ejercicio: Adjustment}}; el último manda."""
    found = {}
    for item in adjustments:
        item = item._replace(reason=clean(item.reason, 300))
        found.setdefault(item.student.strip(), {})[item.exercise] = item
    return found


@cache
def _declared(item_id):
    """El ejercicio o la pregunta de ese id, o None."""
    for get in (get_exercise, get_question):
        try:
            return get(item_id)
        except CourseError:
            continue
    return None


@cache
def place(item_id):
    """Para ordenar: «04.2» antes que «04.10»; al final, correcciones y pruebas."""
    lesson, _, rest = item_id.partition(".")
    letters = rest.rstrip("0123456789")
    digits = rest[len(letters) :]
    return lesson, letters, int(digits) if digits.isdigit() else 0, item_id


def _title(declared):
    """El título, que dice si es optativo."""
    optional = " (optativo)" if getattr(declared, "optional", False) else ""
    return getattr(declared, "title", "") + optional


def _exercise_view(item, adjusted):
    declared = _declared(item.exercise)
    hints = getattr(declared, "hints", ("",))
    status = item.status if item.status in STATES else "wrong"
    partial = status == "wrong" and item.points > 0
    points = item.points if adjusted is None else adjusted.points
    section = clean(section_for(item, getattr(declared, "section", "")))
    shown = ExerciseView(
        clean(item.exercise, 20),
        _title(declared),
        points,
        item.possible,
        status,
        clean(item.diagnosis or "", 60) or None,
        _message(item, declared, section) or _DEFAULT["partial" if partial else status],
        section,
        "" if status == "right" else hints[0],
        adjusted,
        item.points,
    )
    solved_by_hand = shown.by_hand and shown.state == "right" and status != "right"
    return _settled(shown) if solved_by_hand else shown


def _message(item, declared, section):
    """Lo que se dice, sin lo que la página ya dice al lado: el estado y la sección."""
    name = getattr(declared, "name", "")
    if item.status == "blank" and name:
        return f"Falta tu `{name}`."
    message = without_pointer(item.message, section)
    praised = _PRAISE.match(message) if item.status == "right" else None
    if praised is None:
        return message
    rest = message[praised.end() :]
    return rest[:1].upper() + rest[1:]


def _settled(item):
    """Lo que un ajuste da por resuelto: ya no hay error que diagnosticar."""
    said = f"Antes del ajuste, el calificador decía: {item.message}"
    return replace(item, diagnosis=None, message=said, section="", hint="")


def _only_adjusted(adjusted):
    """Un ejercicio con nota puesta a mano y sin nada calificado."""
    declared = _declared(adjusted.exercise)
    possible = float(getattr(declared, "points", 0.0))
    return ExerciseView(
        adjusted.exercise,
        _title(declared),
        adjusted.points,
        possible,
        "missing",
        None,
        "No hay nada calificado en la entrega.",
        getattr(declared, "section", ""),
        "",
        adjusted,
    )


def _questions(answers):
    """Las preguntas respondidas, en orden; una letra que no existe no es respuesta."""
    for question_id in sorted(answers, key=place):
        question, letters = _declared(question_id), str(answers[question_id])[:20]
        if question is None or not hasattr(question, "options"):
            continue
        result = answer_question(question, letters)
        if result.look in ("right", "wrong"):
            yield QuestionView(
                question_id,
                question.text,
                clean(letters),
                result.passed,
                result.message,
                question.section,
            )


def view(result, adjustments=None):
    """Lo que se muestra de un `StudentResult`, con sus ajustes puestos."""
    pending = dict(adjustments or {})
    shown = [_exercise_view(g, pending.pop(g.exercise, None)) for g in result.graded]
    shown += [_only_adjusted(item) for item in pending.values()]
    shown.sort(key=lambda item: place(item.exercise))
    problem = None if result.problem is None else clean(result.problem, 1000)
    return StudentView(
        result.student,
        clean(result.name) or clean(result.student) or "(sin nombre)",
        page_name(result.student),
        clean(result.lesson or ""),
        clean(result.source, 300),
        tuple(shown),
        tuple(_questions(result.answers)),
        problem,
        tuple(clean(note, 500) for note in result.notes),
        tuple(clean(note, 500) for note in result.told),
    )
