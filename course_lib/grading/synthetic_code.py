"""El código de una respuesta declarada, como lo habría escrito alguien en su cuaderno.

Una respuesta vive en un módulo del curso, con sus ayudas y sus constantes; en un
cuaderno debe valerse sola, y dos ejercicios pueden llamar igual a ayudas distintas. Lo
que no se puede llevar (una función fabricada por otra, o que llama a otra parte del
curso) no se usa para inventar entregas.
"""

import ast
import builtins
import copy
import inspect
import sys
import textwrap
import types
from functools import cache

from course_lib.grading import synthetic_plain

__all__ = ["portable_source", "right_answers"]

# Estos errores lo son por cómo responde la función del curso a la que llaman.
_NEED_THE_COURSE = {"crossed_loss", "seed_not_passed", "truth_not_passed"}


class _NotPortable(Exception):
    """Usa algo que un cuaderno no tiene."""


@cache
def right_answers(exercise):
    """Pares (nombre, código) de las respuestas correctas que se pueden llevar."""
    answers = [("solution", exercise.solution)]
    answers += [(f"accept_{i}", f) for i, f in enumerate(exercise.accepts, 1)]
    found = [(name, portable_source(exercise, f)) for name, f in answers]
    return tuple((name, source) for name, source in found if source)


@cache
def portable_source(exercise, function):
    """El código de la función con el nombre y el enunciado del ejercicio, o "".

    Delante van los `import` y las ayudas que necesita.
    """
    collected = _Collected(exercise)
    try:
        node = collected.standing_alone(function)
    except (_NotPortable, OSError, TypeError, SyntaxError):
        return ""
    statement = textwrap.indent(exercise.statement, "    ").strip()
    head = f"def {exercise.name}({ast.unparse(node.args)}):\n"
    body = textwrap.indent("\n".join(ast.unparse(n) for n in node.body), "    ")
    main = f'{head}    r"""{statement}\n    """\n{body}\n'
    imports = "\n".join(sorted(collected.imports))
    helpers = [h for h in collected.helpers.values() if h]
    return "\n\n\n".join(part for part in (imports, *helpers, main) if part)


class _Collected:
    """Los `import` y las ayudas de una respuesta, en el orden en que se definen."""

    def __init__(self, exercise):
        self.exercise = exercise
        self.imports = set()
        self.helpers = {}

    def standing_alone(self, function):
        """El árbol de la función, con los nombres que tendrá en el cuaderno."""
        node = _node(function)
        names = {
            name: self._bring(name, value, function)
            for name, value in _outside_values(node, function)
        }
        node.decorator_list, node.returns = [], None
        if ast.get_docstring(node) and len(node.body) > 1:
            node.body.pop(0)
        return ast.fix_missing_locations(_Renamed(names).visit(node))

    def _bring(self, name, value, function):
        """Trae lo que nombra `name` y devuelve cómo se llama en el cuaderno."""
        root = (getattr(value, "__module__", None) or "").split(".")[0]
        if isinstance(value, types.ModuleType):
            self.imports.add(_import(name, value.__name__))
            return name
        if root in sys.stdlib_module_names:
            self.imports.add(f"from {value.__module__} import {name}")
            return name
        own = f"_{name.lstrip('_').replace('.', '_')}_{self.exercise.id[3:]}"
        if own not in self.helpers:
            self.helpers[own] = ""  # ocupa su lugar: puede llamarse a sí misma
            text = self._helper(own, value, function)
            self.helpers.pop(own)  # después de las ayudas que ella usa
            self.helpers[own] = text
        return own

    def _helper(self, own, value, function):
        if isinstance(value, (bool, int, float, str)) or value is None:
            return f"{own} = {value!r}"
        if not isinstance(value, types.FunctionType):
            raise _NotPortable
        if value.__module__ != function.__module__:
            if not hasattr(synthetic_plain, value.__name__):
                raise _NotPortable
            value = getattr(synthetic_plain, value.__name__)
        node = self.standing_alone(value)
        node.name = own
        return ast.unparse(node)


class _Renamed(ast.NodeTransformer):
    """Cambia nombres sueltos y con punto (`mlp.predict`) por los del cuaderno."""

    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_Call(self, node):
        # `check=False` salta la puerta de las funciones del curso; aquí no la hay.
        if ast.unparse(node.func) in self.names:
            node.keywords = [k for k in node.keywords if k.arg != "check"]
        return self.generic_visit(node)

    def visit_Attribute(self, node):
        dotted = ast.unparse(node)
        if dotted in self.names:
            return ast.Name(self.names[dotted], node.ctx)
        return self.generic_visit(node)


@cache
def _parsed(function):
    return ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]


def _node(function):
    """El árbol de una función de un módulo; ni lambdas ni funciones fabricadas."""
    if not isinstance(function, types.FunctionType) or function.__closure__:
        raise _NotPortable
    if function.__name__.rstrip("_0123456789") in _NEED_THE_COURSE:
        raise _NotPortable
    node = copy.deepcopy(_parsed(function))
    if not isinstance(node, ast.FunctionDef) or node.name != function.__name__:
        raise _NotPortable
    return node


def _outside_values(node, function):
    """Pares (nombre, valor) de lo que la función usa y no es suyo ni de Python.

    De un módulo del curso sale cada función que se usa: («mlp.predict», esa función).
    """
    bare = copy.copy(node)
    bare.decorator_list = []
    nodes = [*ast.walk(bare)]
    own = {n.id for n in nodes if _is_stored(n)} | {
        name for n in nodes for name in (getattr(n, "arg", None),) if name
    }
    own |= {n.name for n in nodes[1:] if isinstance(n, ast.FunctionDef)}
    dotted = {}
    for n in nodes:
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name):
            dotted.setdefault(n.value.id, set()).add(n.attr)
    for name in sorted({n.id for n in nodes if isinstance(n, ast.Name)} - own):
        if name not in function.__globals__:
            if not hasattr(builtins, name):
                raise _NotPortable
            continue
        value = function.__globals__[name]
        ours = getattr(value, "__name__", "").split(".")[0] == "course_lib"
        if isinstance(value, types.ModuleType) and ours:
            for attribute in sorted(dotted.get(name, ())):
                yield f"{name}.{attribute}", getattr(value, attribute)
        else:
            yield name, value


def _is_stored(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _import(name, module):
    if module != "numpy" and module.split(".")[0] not in sys.stdlib_module_names:
        raise _NotPortable
    return f"import {module}" if name == module else f"import {module} as {name}"
