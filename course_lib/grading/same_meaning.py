"""Lo que se escribe de varias maneras y es lo mismo: una sola, para comparar."""

import ast

__all__ = ["COMMUTES", "constant", "flipped", "is_equality", "is_signed"]

COMMUTES = (ast.Add, ast.Mult)  # el orden de sus operandos no importa
FLIPPED = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}


def flipped(node):
    """`b < a` por `a > b`; otra comparación, o una cadena, se queda como está."""
    if len(node.ops) > 1 or type(node.ops[0]) not in FLIPPED:
        return node
    return ast.Compare(node.comparators[0], [FLIPPED[type(node.ops[0])]()], [node.left])


def is_equality(node):
    """Si es un solo `==` o `!=`: da lo mismo cuál va primero."""
    return len(node.ops) == 1 and isinstance(node.ops[0], (ast.Eq, ast.NotEq))


def is_signed(node):
    """Si es −1 o +1: un número con su signo."""
    operand = node.operand
    number = isinstance(operand, ast.Constant) and isinstance(
        operand.value, (int, float)
    )
    return number and isinstance(node.op, (ast.USub, ast.UAdd))


def constant(value):
    """Un valor escrito, igual si es el mismo: 1, 1.0 y True; `"a"` y `'a'`."""
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if isinstance(value, (bool, float)) and abs(value) < 2**53:
        return str(int(value))
    return repr(value)
