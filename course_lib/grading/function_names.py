"""Los nombres de una función: los que define, los que importa y los que usa."""

import ast

__all__ = ["names_of"]


def names_of(function):
    """Los nombres que la función define, los que importa con sus piezas y los que usa.

    Los primeros tapan a los del curso; los segundos son como si vinieran de afuera.
    """
    bound, imported, read, pending = set(), {}, set(), [function]
    while pending:
        node = pending.pop()
        kind = type(node)
        if kind is ast.Name:
            (bound if type(node.ctx) is ast.Store else read).add(node.id)
            continue
        if kind is ast.Constant:
            continue
        if kind is ast.arg:
            bound.add(node.arg)
        elif kind is ast.FunctionDef and node is not function:
            bound.add(node.name)
        elif kind in (ast.Import, ast.ImportFrom):
            imported.update(_imported(node))
        for field in node._fields:
            value = getattr(node, field)
            if isinstance(value, list):
                pending += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                pending.append(value)
    return bound, imported, read


def _imported(node):
    """Los nombres de un `import`, con las piezas que los reemplazan."""
    module = _short(getattr(node, "module", None) or "")
    for alias in node.names:
        if isinstance(node, ast.Import):
            pieces = (_short(alias.name),)
        elif module.startswith("course_lib"):
            pieces = (alias.name,)
        else:
            pieces = (module, f".{alias.name}")
        yield alias.asname or alias.name, pieces


def _short(module):
    return "np" if module == "numpy" else module
