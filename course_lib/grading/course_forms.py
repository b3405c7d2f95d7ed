"""Lo que el curso ya escribió de cada ejercicio, por su forma.

Coincidir con eso no dice que dos personas se copiaron: lo implica el enunciado, o está
en el repositorio a la vista de cualquiera.
"""

import ast
import inspect
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from course_lib.exercises import all_exercises, get_exercise
from course_lib.grading.fingerprint import fingerprint, fingerprint_of

__all__ = ["CourseForms", "course_forms", "course_names"]

# Módulos donde está, ya escrita, la función que pide algún ejercicio.
_LIBRARY = ("mlp", "activations", "losses", "logistic_regression", "optimizers")


@dataclass(frozen=True)
class CourseForms:
    """Lo que el curso ya escribió de un ejercicio.

    Attributes:
        solutions: huella de la solución → sus versiones con nombres.
        right: huellas de respuestas correctas declaradas, con la solución.
        wrong: huellas de errores declarados.
        statements: las sentencias de las respuestas correctas.
    """

    solutions: dict = field(default_factory=dict)
    right: set = field(default_factory=set)
    wrong: set = field(default_factory=set)
    statements: set = field(default_factory=set)


@cache
def course_names():
    """Nombres que significan algo: las funciones de los ejercicios y las permitidas."""
    names = {exercise.name for exercise in all_exercises()}
    for exercise in all_exercises():
        names.update(function.__name__ for function in exercise.allows)
    return frozenset(names)


@cache
def course_forms(exercise_id):
    """Las formas de un ejercicio; se leen una vez."""
    exercise, known = get_exercise(exercise_id), course_names()
    forms = CourseForms()
    solution = fingerprint(exercise.source, known)
    library = (_library().get(exercise.name), solution)
    for form in filter(None, library):
        forms.solutions.setdefault(form.form, set()).add(form.exact)
    accepted = filter(None, map(_declared, exercise.accepts))
    for form in [solution, *accepted, *filter(None, library)]:
        forms.right.add(form.form)
        forms.statements.update(form.statements)
    for mistake in exercise.mistakes:
        form = _declared(mistake.function)
        if form is not None:
            forms.wrong.add(form.form)
    return forms


def _declared(function):
    """La huella de una función declarada en el curso, o `None` si no es un `def`."""
    code = getattr(function, "__code__", None)
    node = code and _definitions(code.co_filename).get(code.co_firstlineno)
    return fingerprint_of(node, course_names()) if node else None


@cache
def _definitions(path):
    """Línea donde empieza cada función de un archivo → su definición."""
    found = {}
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            found[first] = node
    return found


@cache
def _library():
    """Las funciones del curso que se llaman como un ejercicio: nombre → huella."""
    folder, names, found = Path(inspect.getfile(get_exercise)), course_names(), {}
    for module in _LIBRARY:
        path = folder.parents[1] / f"{module}.py"
        if not path.is_file():
            continue
        for node in _definitions(str(path)).values():
            if node.name in names:
                found[node.name] = fingerprint_of(node, names)
    return found
