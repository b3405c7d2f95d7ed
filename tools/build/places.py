"""Dónde está escrito cada cosa: archivo y línea, para los mensajes de error."""

import ast
import inspect
from functools import cache
from pathlib import Path

import course_lib.exercises

__all__ = ["declaration"]


def declaration(item, text=None):
    """Archivo y línea donde se declara un ejercicio o una pregunta.

    Args:
        item: el ejercicio o la pregunta.
        text: un texto de la declaración (el título de una sección, por ejemplo): si
            está escrito ahí, la línea es la suya; si no, la del id.

    Returns:
        `(archivo, línea)`.
    """
    files = _files(item)
    for wanted in (text, item.id):
        for path in files:
            if wanted is not None and (line := _strings(path).get(wanted)):
                return path, line
    if hasattr(item, "solution"):
        return solution(item)
    return files[0] if files else Path("course_lib/exercises"), 1


def solution(exercise):
    """Archivo y línea de la función que resuelve un ejercicio."""
    code = exercise.solution.__code__
    return Path(inspect.getsourcefile(code)), code.co_firstlineno


def _files(item):
    """Los archivos donde puede estar declarado, el principal primero."""
    folder = Path(course_lib.exercises.__file__).parent
    found = [folder / f"lesson_{item.lesson}.py"]
    found += sorted(folder.glob(f"_lesson_{item.lesson}*.py"))
    if hasattr(item, "solution"):
        own = solution(item)[0]
        found = [own, *(path for path in found if path != own)]
    return [path for path in found if path.exists()]


@cache
def _strings(path):
    """Cada texto literal de un archivo → la primera línea donde está."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            line = found.get(node.value, node.lineno)
            found[node.value] = min(line, node.lineno)
    return found
