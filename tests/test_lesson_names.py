"""Ninguna celda pisa un nombre que el cuaderno importó o que es de Python.

Quien vuelve a correr una celda de más arriba encontraría otra cosa bajo ese nombre:
`move` sería un arreglo, y la figura que se movía daría un error.
"""

import ast
import builtins
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "lessons").glob("*.ipynb"))


def _cells(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield ast.parse("".join(cell["source"]))


def _names(nodes):
    """Los nombres que una lista de instrucciones deja en el cuaderno."""
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif not isinstance(node, (ast.Import, ast.ImportFrom)):
            for part in ast.walk(node):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    yield part.id


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name for alias in node.names)


def shadowed(trees):
    """Los nombres importados o de Python que alguna celda pisa."""
    given = {name for tree in trees for name in _imported(tree)} | set(dir(builtins))
    # `_` es el resultado que no se usa.
    assigned = {name for tree in trees for name in _names(tree.body)}
    return sorted(assigned & given - {"_"})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_takes_an_imported_name(path):
    assert shadowed(list(_cells(path))) == []


def test_a_taken_name_is_seen():
    cells = ["from course_lib import move", "for j in range(3):\n    move = j"]
    assert shadowed([ast.parse(cell) for cell in cells]) == ["move"]
    assert shadowed([ast.parse("max = 3")]) == ["max"]
