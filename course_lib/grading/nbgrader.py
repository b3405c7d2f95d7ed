"""El formato de nbgrader: una lección como tarea, y los puntos que pide cada celda.

nbgrader corre el código de quien entrega junto a la celda que califica, en el mismo
proceso: sirve para practicar. Para notas que importan está `curso calificar`.
"""

import ast
import secrets

from course_lib.checking import check_function, judge, prepared, run_cases
from course_lib.checking.namespace import course_names
from course_lib.exercises import get_exercise

__all__ = ["CONFIG", "assignment", "points"]

# No llegó a haber función que correr.
_NOT_RUN = ("arguments", "blank", "not_a_function")
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
CONFIG = '''\
"""Tareas del curso para nbgrader. Desde esta carpeta:

    nbgrader generate_assignment {first}
    nbgrader autograde {first}

El entorno de nbgrader necesita el curso: python -m pip install -e "CURSO[aprender]",
con su carpeta. Sin él, las celdas de puntos no corren y todos sacan cero.

El código de quien entrega corre junto al que lo califica: sirve para practicar. Para
notas que importan, el curso tiene `curso calificar`.
"""

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import ClearHiddenTests, GetGrades

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "redes_neuronales"
# Lo que queda donde estaba la solución.
c.ClearSolutions.code_stub = {{"python": "# Escribe aquí tu respuesta.\\n..."}}
# En lo que se devuelve tampoco se ve con qué semilla se sortearon los casos.
c.GenerateFeedback.preprocessors = [
    GetGrades,
    ClearHiddenTests,
    CSSHTMLHeaderPreprocessor,
]
# Algunas celdas de la lección entrenan una red.
c.Execute.timeout = 120
# Una celda de puntos borrada vuelve a su lugar al calificar.
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = (
    "Esta celda ({{cell_id}}) faltaba en la entrega; la repuso nbgrader.\\n\\n"
)
'''
_NOTICE = (
    "*Escribe cada respuesta en su celda, corre la que dice `check` y, cuando todas "
    "estén, guarda y entrega. Las celdas de puntos no se cambian ni se borran. Si sale "
    "`No module named 'course_lib'`, a ese Jupyter le falta el curso: pide a quien "
    "enseña cómo instalarlo.*"
)


# La tarea --------------------------------------------------------------------------


def assignment(notebook, only_exercises=False):
    """El cuaderno de una lección como tarea, con sus soluciones marcadas.

    Args:
        notebook: el de `lessons/`, ya leído.
        only_exercises: sin el texto ni las demostraciones.
    """
    cells = [_cell("markdown", "aviso", _NOTICE, {"curso": {"papel": "aviso"}})]
    for cell in notebook["cells"]:
        course = cell["metadata"].get("curso", {})
        role = course.get("papel")
        if role in ("aviso", "avance"):
            continue
        if only_exercises and role is None and not _is_needed(cell):
            continue
        if role == "respuesta":
            cell = _solution_cell(cell, get_exercise(course["ejercicio"]))
        cells.append(cell)
        if role == "comprobar":
            cells.append(_points_cell(get_exercise(course["ejercicio"])))
    course = notebook["metadata"].get("curso", {})
    kept = {key: course[key] for key in ("leccion", "titulo") if key in course}
    return {
        "cells": cells,
        "metadata": {**notebook["metadata"], "curso": kept},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _is_needed(cell):
    """El título, y lo que la lección importa: sin eso no corre ninguna respuesta."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return source.startswith("# ")
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in body)


def _solution_cell(cell, exercise):
    """La firma y el enunciado, y la solución entre las marcas de nbgrader."""
    docstring = ast.parse(exercise.source).body[0].body[0]
    lines = exercise.source.rstrip().splitlines()
    head, body = lines[: docstring.end_lineno], lines[docstring.end_lineno :]
    indent = " " * docstring.col_offset
    marked = [*head, indent + _BEGIN, *body, indent + _END]
    return {
        **cell,
        "source": "\n".join(marked).splitlines(keepends=True),
        "metadata": {**cell["metadata"], "nbgrader": _metadata(exercise, "respuesta")},
    }


def _points_cell(exercise):
    call = f'points("{exercise.id}", globals()'
    source = f"""\
# Puntos del ejercicio {exercise.id}. Esta celda no se cambia ni se borra.
from course_lib.grading.nbgrader import points

{call})
### BEGIN HIDDEN TESTS
{call}, seed={secrets.randbelow(10**9)})
### END HIDDEN TESTS"""
    name = f"{exercise.id.replace('.', '-')}-puntos"
    metadata = {"nbgrader": _metadata(exercise, "puntos", points=exercise.points)}
    return _cell("code", name, source, metadata)


def _metadata(exercise, role, points=None):
    """Lo que nbgrader lee de una celda: solución (se escribe) o puntos (se corre)."""
    graded = {} if points is None else {"points": points}
    return {
        "schema_version": 3,
        "grade_id": f"{exercise.id.replace('.', '-')}-{role}",
        "grade": points is not None,
        "solution": points is None,
        "locked": points is not None,
        "task": False,
        **graded,
    }


def _cell(kind, name, source, metadata):
    cell = {
        "cell_type": kind,
        "id": name,
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


# Los puntos ------------------------------------------------------------------------


def points(exercise_id, names, seed=None):
    """Los puntos de una respuesta, con parciales, según el `check` del curso.

    Args:
        exercise_id: «04.6».
        names: los nombres del cuaderno, `globals()`.
        seed: si se da, además sortea otros casos: una respuesta escrita a mano para
            los de `check` no los pasa.

    Returns:
        Un número de 0 a los puntos del ejercicio.
    """
    exercise = get_exercise(exercise_id)
    function = names.get(exercise.name)
    result = check_function(exercise, function)
    if seed is None or result.mistake in _NOT_RUN:
        return float(result.points)
    with course_names(function, exercise) as hidden:
        earned = _drawn(exercise, function, seed)
    if hidden and result.passed and earned < exercise.points:
        # Como en `check`: quizá usa un ayudante suyo que se llama como otro ejercicio.
        earned = max(earned, _drawn(exercise, function, seed))
    return earned


def _drawn(exercise, function, seed):
    cases, _ = prepared(exercise, seed)
    outcomes = run_cases(
        exercise.driver, function, [*cases, cases[0]], exercise.seconds
    )
    verdict = judge(exercise, outcomes[:-1], seed=seed, again=outcomes[-1])
    return float(verdict.points)
