"""Lo que se sabe de un código sin correrlo: qué nombres define y cuáles toma de fuera.

`check` mira el cuaderno vivo; aquí solo hay texto ajeno, que se lee con `ast`, una vez
por entrega y solo si hace falta.
"""

import ast
import symtable
from functools import cached_property

from course_lib.errors import number_text

__all__ = ["Written"]

_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_MAKES_ARRAY = {
    "array",
    "asarray",
    "zeros",
    "ones",
    "arange",
    "linspace",
    "eye",
    "full",
}


class Written:
    """El código de un `Work`."""

    def __init__(self, work):
        self.work = work
        self.codes = (*work.cells, *work.functions.values())

    @cached_property
    def lines(self):
        """Las líneas que escribió, sin sangría."""
        return {line.strip() for code in self.codes for line in code.splitlines()}

    @cached_property
    def statements(self):
        """Las sentencias de arriba de sus celdas, en orden."""
        return [node for cell in self.work.cells for node in _tree(cell).body]

    @cached_property
    def names(self):
        """Los nombres que define, para sugerir el parecido."""
        found = {}
        for node in (n for statement in self.statements for n in ast.walk(statement)):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found[node.name] = None
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = None
            elif isinstance(node, ast.arg):
                found[node.arg] = None
        return tuple(found)

    @cached_property
    def data(self):
        """Los números, listas y arreglos del cuaderno: {nombre: qué es}."""
        return {
            name: _kind(node.value)
            for node in self.statements
            if isinstance(node, ast.Assign)
            for name in _names_bound(node)
        }

    def outside(self, exercise_id):
        """Los datos que lee una función sin recibirlos, como los que mira `check`.

        Returns:
            Pares (nombre, qué es).
        """
        function = self.work.functions.get(exercise_id, "")
        if not any(self.data.values()):
            return ()
        read = _globals_read(function)
        return tuple((name, self.data[name]) for name in read if self.data.get(name))

    @cached_property
    def _reads(self):
        """Qué nombres lee cada cosa que define: {nombre: nombres}."""
        own = {}
        for node in self.statements:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Assign)):
                for name in _names_bound(node):
                    own.setdefault(name, set()).update(_names_read(node))
        return own

    def uses_own(self, exercise_id, others):
        """Si una respuesta llama, quizá a través de otras, a otra que también escribió.

        Args:
            exercise_id: el ejercicio.
            others: los nombres de los demás ejercicios.
        """
        pending = _names_read(_tree(self.work.functions.get(exercise_id, "")))
        reached = set()
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending |= self._reads.get(name, set())
        return bool(reached & set(others) & self._reads.keys())


def _tree(code):
    try:
        return ast.parse(code)
    except _UNREADABLE:
        return ast.Module([], [])


def _names_bound(node):
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [node.name]


def _names_read(tree):
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _kind(value):
    """Qué clase de dato es el que se asigna, o `None` si no se sabe leyendo."""
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    if isinstance(value, ast.Constant) and type(value.value) in (int, float):
        return number_text(value.value)
    if isinstance(value, (ast.List, ast.Tuple)):
        return "una lista"
    called = value.func if isinstance(value, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr in _MAKES_ARRAY:
        return "un arreglo"
    return None


def _globals_read(function):
    """Los nombres globales que lee un código, también en sus funciones internas."""
    try:
        pending = [symtable.symtable(function, "respuesta", "exec")]
    except _UNREADABLE:
        return
    seen = set()
    while pending:
        table = pending.pop()
        pending += table.get_children()
        if table.get_type() != "function":
            continue
        for symbol in table.get_symbols():
            name = symbol.get_name()
            if symbol.is_global() and symbol.is_referenced() and name not in seen:
                seen.add(name)
                yield name
