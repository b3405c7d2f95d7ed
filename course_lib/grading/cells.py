"""El código de una celda ajena, leído sin correrlo: qué define y qué se parece a qué.

Se lee con `ast`, después de quitar lo que es de IPython (`ipython`).
"""

import ast
import hashlib
import textwrap
from dataclasses import dataclass

from course_lib.checking.check import is_blank_body
from course_lib.grading.ipython import UNREADABLE, parsed

__all__ = ["Binding", "Code", "key_of_code", "read_code"]

_LONGEST = 50_000  # letras: el árbol de un código ocupa cien veces más
_KINDS = {
    ast.FunctionDef: "def",
    ast.AsyncFunctionDef: "def",
    ast.ClassDef: "class",
    ast.Import: "import",
    ast.ImportFrom: "import",
}


@dataclass(frozen=True)
class Binding:
    """Un nombre al que una celda da un valor.

    Attributes:
        name: el nombre.
        kind: "def", "class", "assign" o "import".
        source: el código que se lo da, sin sangría.
        blank: si es una función en blanco.
        target: el otro nombre, en `name = target`.
    """

    name: str
    kind: str
    source: str
    blank: bool = False
    target: str | None = None


@dataclass(frozen=True)
class Code:
    """Una celda de código, ya leída.

    Attributes:
        text: el código sin líneas de IPython.
        key: lo que dos celdas iguales salvo comentarios, disposición y docstrings
            tienen en común.
        bindings: los nombres que define, en orden.
        imports: sus `import` de primer nivel, uno por línea.
        calls: sus llamadas a ciertas funciones: (función, argumentos, argumentos con
            nombre). De cada argumento, su texto; si es un nombre suelto, un `ast.Name`;
            si es otra cosa, `None`.
        problem: por qué Python no la entiende, en una frase, o `None`.
    """

    text: str
    key: str
    bindings: tuple[Binding, ...] = ()
    imports: tuple[str, ...] = ()
    calls: tuple = ()
    problem: str | None = None


def read_code(source, called=()):
    """Lee una celda.

    Args:
        source: su texto.
        called: las funciones cuyas llamadas interesan.
    """
    if len(source) > _LONGEST:
        problem = f"la celda tiene {len(source)} letras: son demasiadas"
        return Code("", key_of_code(source), problem=problem)
    text, tree, problem = parsed(source)
    if tree is None:
        return Code("", key_of_code(source), problem=problem)
    return Code(
        text,
        _key(tree, text),
        tuple(_bindings(tree, text)),
        tuple(ast.unparse(n) for n in _statements(tree) if isinstance(n, _IMPORTS)),
        tuple(_calls(tree, called)),
    )


_IMPORTS = (ast.Import, ast.ImportFrom)


def key_of_code(source):
    """La clave de un código, se entienda o no (`Code.key`)."""
    text, tree, _ = parsed(source) if len(source) <= _LONGEST else (source, None, "")
    return _key(tree, text) if tree is not None else _text_key(source)


# Comparar -----------------------------------------------------------------------------


def _key(tree, text):
    """La huella del árbol sin docstrings. Modifica `tree` mientras tanto."""
    kept = []
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and len(body) > 1:
            first = body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                kept.append((body, first))
                del body[0]
    try:
        return hashlib.sha256(ast.dump(tree).encode("utf-8")).hexdigest()
    except UNREADABLE:
        return _text_key(text)
    finally:
        for body, first in kept:
            body.insert(0, first)


def _text_key(text):
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


# Lo que define y lo que llama ---------------------------------------------------------


def _statements(tree):
    """Las sentencias de un módulo, en orden, también dentro de `if`, `try`, `with`…"""
    pending = list(reversed(tree.body))
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        inner = []
        for name in ("body", "handlers", "cases", "orelse", "finalbody"):
            value = getattr(node, name, ())
            inner += value if isinstance(value, list) else ()
        pending += reversed(inner)


def _bindings(tree, text):
    lines = text.encode("utf-8").split(b"\n")
    for node in _statements(tree):
        kind = _KINDS.get(type(node))
        if kind in ("def", "class"):
            blank = kind == "def" and is_blank_body(node.body)
            yield Binding(node.name, kind, _segment(lines, node), blank)
        elif kind == "import":
            source = ast.unparse(node)
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                yield Binding(name, kind, source)
        else:
            yield from _assigned(node, lines)


def _assigned(node, lines):
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets, value = [node.target], node.value
    else:
        return
    source = _segment(lines, node)
    for target in targets:
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=False)
        for name, given in pairs:
            if isinstance(name, ast.Name):
                other = given.id if isinstance(given, ast.Name) else None
                yield Binding(name.id, "assign", source, target=other)


def _segment(lines, node):
    """El código de un nodo, con sus decoradores y sin la sangría de donde estaba.

    Hace lo de `ast.get_source_segment`, que parte el texto entero cada vez. Las líneas
    llegan en bytes: así se cuentan las columnas.
    """
    decorators = getattr(node, "decorator_list", None)
    first = decorators[0].lineno if decorators else node.lineno
    kept = lines[first - 1 : node.end_lineno]
    kept[-1] = kept[-1][: node.end_col_offset]
    alone = not kept[0][: node.col_offset].strip()
    if not decorators and (len(kept) == 1 or not alone):  # `x = 1; y = 2`
        kept[0] = kept[0][node.col_offset :]
    return textwrap.dedent(b"\n".join(kept).decode("utf-8")) + "\n"


def _calls(tree, called):
    """Las llamadas a ciertas funciones: (nombre, argumentos, argumentos con nombre)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = getattr(function, "id", None) or getattr(function, "attr", None)
        if name in called:
            named = {k.arg: _value(k.value) for k in node.keywords if k.arg}
            yield name, tuple(map(_value, node.args)), named


def _value(node):
    """Un texto, una lista de textos, o el `ast.Name` de un nombre; si no, `None`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        items = [_value(item) for item in node.elts]
        return ", ".join(x for x in items if isinstance(x, str))
    return node if isinstance(node, ast.Name) else None
