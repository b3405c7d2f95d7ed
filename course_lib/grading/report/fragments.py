"""Un fragmento anónimo de una respuesta equivocada: los renglones que la distinguen.

Nunca la función entera, ni comentarios, ni textos: nada que diga de quién es.
"""

import ast
from functools import cache

from course_lib.errors import CourseError
from course_lib.exercises import get_exercise

__all__ = ["fragment"]

MOST_LINES, MOST_COLUMNS = 3, 88


class _Anonymous(ast.NodeTransformer):
    """Quita los textos: un docstring o un mensaje puede llevar un nombre."""

    def visit_Constant(self, node):
        if isinstance(node.value, (str, bytes)):
            return ast.copy_location(ast.Constant("…"), node)
        return node

    def visit_JoinedStr(self, node):
        return ast.copy_location(ast.Constant("…"), node)


def fragment(code, exercise_id):
    """Hasta tres renglones de la función que no están en la respuesta del curso.

    Returns:
        El fragmento, o "" si el código no se puede leer o no hay qué mostrar.
    """
    written = _body(code)
    if not written:
        return ""
    known = _course_lines(exercise_id)
    chosen = [i for i, line in enumerate(written) if line.strip() not in known]
    chosen = chosen[:MOST_LINES]
    # De una función corta tampoco se muestra todo: falta la firma, y basta.
    shown, last = [], -1
    for i in chosen:
        if i != last + 1:
            shown.append("…")
        line = written[i]
        shown.append(line if len(line) <= MOST_COLUMNS else line[:MOST_COLUMNS] + "…")
        last = i
    if chosen and chosen[-1] != len(written) - 1:
        shown.append("…")
    return "\n".join(shown)


def _body(code):
    """Los renglones del cuerpo, sin docstring, con el mismo estilo para todos."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
    if not functions:
        return []
    function = functions[-1]
    body = function.body[1:] if ast.get_docstring(function) else function.body
    try:
        text = "\n".join(ast.unparse(_Anonymous().visit(node)) for node in body)
    except (RecursionError, ValueError):
        return []
    return text.splitlines()


@cache
def _course_lines(exercise_id):
    try:
        exercise = get_exercise(exercise_id)
    except CourseError:
        return frozenset()
    return frozenset(line.strip() for line in _body(exercise.source))
