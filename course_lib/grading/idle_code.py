"""Lo que una función tiene escrito y no cambia lo que hace: no cuenta al comparar.

Con eso se disimula una copia: un `print`, una variable que nadie usa, una línea después
del `return`. Una llamada que nadie usa se queda, porque podría hacer algo.
"""

import ast

__all__ = ["says_nothing", "working"]

_SILENT = (ast.Pass, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_ACTS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


def working(statements, read):
    """Las sentencias de un bloque que hacen algo.

    Args:
        statements: las del bloque, en orden.
        read: los nombres que la función usa, de `function_names.names_of`.
    """
    for statement in statements:
        if says_nothing(statement) or _is_unused(statement, read):
            continue
        yield statement
        if isinstance(statement, _LEAVES):
            return


def says_nothing(node):
    """Docstring, texto suelto, `pass`, `print(…)`, una importación o una anotación."""
    if isinstance(node, ast.Expr):
        value = node.value
        printed = isinstance(value, ast.Call) and isinstance(value.func, ast.Name)
        return isinstance(value, (ast.Constant, ast.Name)) or (
            printed and value.func.id in ("print", "display")
        )
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    return isinstance(node, _SILENT)


def _is_unused(node, read):
    """Si da valor a variables que nadie usa, sin llamar a nada."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        targets = [node.target]
    else:
        return False
    if not all(type(t) is ast.Name and t.id not in read for t in targets):
        return False
    return not any(isinstance(piece, _ACTS) for piece in ast.walk(node.value))
