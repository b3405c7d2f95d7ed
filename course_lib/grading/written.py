"""Lo que se sabe de un código sin correrlo: qué nombres define y cuáles toma de fuera.

`check` mira el cuaderno vivo; aquí solo hay texto ajeno, que se lee con `ast`.
"""

import ast
import symtable

__all__ = ["defined_names", "lines_of", "outside_data", "uses_own"]

_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def _tree(code):
    try:
        return ast.parse(code)
    except _UNREADABLE:
        return ast.Module([], [])


def lines_of(work):
    """Las líneas que escribió una persona, sin sangría."""
    codes = (*work.cells, *work.functions.values())
    return {line.strip() for code in codes for line in code.splitlines()}


def defined_names(work):
    """Los nombres que define un cuaderno, para sugerir el parecido."""
    found = {}
    for code in (*work.cells, *work.functions.values()):
        for node in ast.walk(_tree(code)):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found[node.name] = None
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = None
            elif isinstance(node, ast.arg):
                found[node.arg] = None
    return tuple(found)


def uses_own(exercise, exercises, work):
    """Si una respuesta llama, quizá a través de otras, a otra que también escribió.

    Args:
        exercise: el ejercicio; `exercises`, todos los de la lección.
        work: el cuaderno, un `Work`.
    """
    others = {e.name for e in exercises if e.id != exercise.id}
    own = {}
    for code in work.cells:
        for node in _tree(code).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Assign)):
                for name in _names_bound(node):
                    own.setdefault(name, set()).update(_names_read(node))
    pending = _names_read(_tree(work.functions.get(exercise.id, "")))
    reached = set()
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending |= own.get(name, set())
    return bool(reached & others & own.keys())


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


def outside_data(function, work):
    """Números, listas y arreglos del cuaderno que una función lee sin recibirlos.

    Args:
        function: el código de la función.
        work: el cuaderno, un `Work`.

    Returns:
        Pares (nombre, qué es), como los que mira `check`.
    """
    data = {}
    for cell in work.cells:
        for node in _tree(cell).body:
            if isinstance(node, ast.Assign):
                what = _kind(node.value)
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        data[target.id] = what
    return tuple(
        (name, data[name]) for name in _globals_read(function) if data.get(name)
    )


def _kind(value):
    """Qué clase de dato es el que se asigna, o `None` si no se sabe leyendo."""
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    if isinstance(value, ast.Constant) and type(value.value) in (int, float):
        return f"el número {value.value:g}"
    if isinstance(value, (ast.List, ast.Tuple)):
        return "una lista"
    called = value.func if isinstance(value, ast.Call) else None
    makes = ("array", "asarray", "zeros", "ones", "arange", "linspace", "eye", "full")
    if isinstance(called, ast.Attribute) and called.attr in makes:
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
            if symbol.is_global() and symbol.is_referenced():
                name = symbol.get_name()
                if name not in seen:
                    seen.add(name)
                    yield name
