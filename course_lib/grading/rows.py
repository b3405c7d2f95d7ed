"""De un resultado a sus filas en la base, y de vuelta."""

import json

from course_lib.grading.model import Graded, StudentResult

__all__ = [
    "GRADE",
    "SUBMISSION",
    "grade_row",
    "key_of",
    "notes_text",
    "result_of",
    "submission_row",
]

# Lo que `result_of` lee, en su orden.
SUBMISSION = "name, source, digest, problem, notes, seconds, functions, answers"
GRADE = "exercise, points, possible, diagnosis, status, message, section"


def key_of(student, lesson):
    """La clave de una entrega; en SQLite, dos NULL no serían el mismo."""
    return student, lesson or ""


def notes_text(item):
    """Los avisos de una entrega: para quien enseña y para quien aprende."""
    return json.dumps({"notes": item.notes, "told": item.told})


def submission_row(result, version, isolated):
    """La fila de una entrega, columna por columna."""
    return (
        *key_of(result.student, result.lesson),
        result.name,
        result.source,
        result.digest,
        result.problem,
        notes_text(result),
        result.seconds,
        json.dumps(dict(result.functions)),
        json.dumps(dict(result.answers)),
        version,
        int(isolated),
    )


def grade_row(item):
    """La fila de un `Graded`, en el orden de `GRADE`."""
    return (
        item.exercise,
        item.points,
        item.possible,
        item.diagnosis,
        item.status,
        item.message,
        item.section,
    )


def result_of(student, lesson, row, grades):
    """El `StudentResult` de una fila y las de sus notas."""
    name, source, digest, problem, notes, seconds, functions, answers = row
    notes = json.loads(notes)
    if isinstance(notes, list):  # una base de antes: todo era para quien enseña
        notes = {"notes": notes, "told": ()}
    return StudentResult(
        student,
        name,
        source,
        lesson,
        digest,
        tuple(Graded(*grade) for grade in grades),
        problem,
        tuple(notes["notes"]),
        seconds,
        json.loads(functions),
        json.loads(answers),
        tuple(notes["told"]),
    )
