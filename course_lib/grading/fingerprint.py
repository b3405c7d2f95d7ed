"""La forma de una función, sin lo que se cambia para disimular una copia.

Quedan fuera los nombres, los comentarios, el docstring, las anotaciones, los espacios,
los `print`, lo que no hace nada (`idle_code`), los textos de las excepciones y la
escritura de los números (1, 1.0 y True), de `x += 1` (es `x = x + 1`), de `a > b` (es
`b < a`), de `b + a` (es `a + b`) y de `b == a` (es `a == b`). Queda lo que hace la
función, en el orden en que lo hace. Nada se ejecuta.
"""

import ast
import builtins
import hashlib
from dataclasses import dataclass
from functools import lru_cache, partial

from course_lib.grading.function_names import names_of
from course_lib.grading.idle_code import says_nothing, working
from course_lib.grading.same_meaning import (
    COMMUTES,
    constant,
    flipped,
    is_equality,
    is_signed,
)

__all__ = ["Fingerprint", "fingerprint", "fingerprint_of"]

# Una respuesta tiene decenas de líneas. Un texto mayor no se compara: leerlo podría
# agotar la memoria de quien juzga.
LONGEST = 20_000

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_IGNORED = {"ctx", "type_comment", "annotation", "returns", "type_params", "kind"}
_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """La huella de una función.

    Attributes:
        form: la función entera, nombres aparte: iguales si solo difieren en ellos.
        exact: lo mismo, con los nombres y la escritura que usó cada quien.
        statements: la huella de cada sentencia, sin distinguir una variable de otra;
            ordenadas, con repeticiones.
        nodes: cuántas piezas tiene (nombres, números, operaciones), para medir largo.
    """

    form: str
    exact: str
    statements: tuple[int, ...]
    nodes: int


@lru_cache(maxsize=1024)
def fingerprint(source, known=frozenset(), least=1):
    """La huella de la última función de un texto, o `None` si no se puede leer.

    Args:
        source: código Python.
        least: con menos sentencias que estas no hay huella.
        known: nombres del curso, que no se borran: llamar a `softmax` no es lo mismo
            que llamar a `relu`.
    """
    if len(source) > LONGEST:
        return None
    try:
        found = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
        if not found or _statements(found[-1]) < least:
            return None
        return fingerprint_of(found[-1], known)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def fingerprint_of(function, known=frozenset()):
    """La huella de una función ya leída (`ast.FunctionDef`)."""
    reader = _Reader(function, known)
    reader.block(function.body, 0)
    turns = {name: local.role for name, local in reader.locals.items() if local.given}
    turn = partial(_turn, turns)
    form = [_spelled(tokens, turn) for tokens in reader.lines]
    exact = [_spelled(tokens, _name) for tokens in reader.lines]
    statements = sorted(
        _number(_spelled(tokens[1:], _role))
        for tokens in reader.lines
        if tokens[1] != "else"
    )
    return Fingerprint(_digest(form), _digest(exact), tuple(statements), reader.nodes)


def _spelled(tokens, spell):
    """Las piezas en un texto; un nombre elegido, como lo diga `spell`."""
    said = (t if type(t) is str else spell(t) for t in tokens)
    return " ".join(filter(None, said))


def _name(local):
    return local.name


def _role(local):
    return local.role


def _turn(turns, local):
    """El turno de un nombre: el primero que aparece, el segundo…"""
    return local.role and turns.setdefault(local.name, f"@{len(turns)}")


def _statements(node):
    """Cuántas sentencias hay en un bloque, con las de adentro."""
    inside = [s for block in _BLOCKS for s in getattr(node, block, ())]
    return sum(not says_nothing(s) for s in inside) + sum(map(_statements, inside))


def _digest(lines):
    data = "\n".join(lines).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def _number(text):
    data = text.encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class _Local:
    """Un nombre elegido por quien escribe: cómo se llama, su papel y si vino dado."""

    name: str
    role: str
    given: bool = False


def _only_exact(written):
    """Una pieza que solo distingue cómo lo escribió cada quien."""
    return _Local(written, "")


class _Reader:
    """Recorre una función y anota, por sentencia, sus piezas en orden."""

    def __init__(self, function, known):
        self.known, self.own = known, function.name
        self.lines, self.nodes, self.locals = [], 0, {}
        self.bound, self.imported, self.read = names_of(function)
        arguments = function.args
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        given += [a for a in (arguments.vararg, arguments.kwarg) if a]
        for place, argument in enumerate(given):
            local = _Local(argument.arg, f"@p{place}", given=True)
            self.locals[argument.arg] = local

    def block(self, statements, depth):
        for statement in working(statements, self.read):
            self.statement(statement, depth)

    def statement(self, node, depth):
        tokens = [str(depth)]
        self.lines.append(tokens)
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            # `x: float = 1` es `x = 1`.
            tokens.append("Assign")
            for target in getattr(node, "targets", None) or [node.target]:
                self.piece(target, tokens)
            self.piece(node.value, tokens)
            return
        if isinstance(node, ast.AugAssign):
            tokens += ["Assign", _only_exact("+=")]
            self.piece(node.target, tokens)
            self.piece(ast.BinOp(node.target, node.op, node.value), tokens)
            return
        tokens.append(type(node).__name__)
        if isinstance(node, ast.Raise):
            # De una excepción importa cuál es, no lo que dice.
            called = isinstance(node.exc, ast.Call)
            self.piece(node.exc.func if called else node.exc, tokens)
            return
        for field in node._fields:
            value = getattr(node, field)
            if field in _BLOCKS or field == "msg":
                continue
            if field == "name" and value:
                tokens.append(self.name(value))
            else:
                self.field(field, value, tokens)
        for field in _BLOCKS:
            inside = getattr(node, field, None)
            if inside and field in ("orelse", "finalbody"):
                self.lines.append([str(depth), "else"])
            self.block(inside or (), depth + 1)

    def field(self, field, value, tokens):
        if field in _IGNORED or value is None:
            return
        if isinstance(value, ast.AST):
            self.piece(value, tokens)
        elif isinstance(value, list):
            tokens.append("(")
            if field == "keywords":
                value = sorted(value, key=lambda keyword: keyword.arg or "")
            for item in value:
                self.field("", item, tokens)
            tokens.append(")")
        else:
            tokens.append(repr(value))

    def piece(self, node, tokens):
        """Una expresión: sus nombres, números y operaciones, en orden."""
        if node is None:
            return
        self.nodes += 1
        kind = type(node)
        if kind is ast.Name:
            tokens.extend(self.imported.get(node.id) or (self.name(node.id),))
        elif kind is ast.arg:
            tokens.append(self.name(node.arg))
        elif kind is ast.Constant:
            tokens.append(constant(node.value))
        elif kind is ast.Attribute:
            # `mlp.softmax` es `softmax`.
            whose = isinstance(node.value, ast.Name) and node.attr in self.known
            if not whose:
                self.piece(node.value, tokens)
            tokens.append(node.attr if whose else f".{node.attr}")
        elif kind is ast.BinOp and isinstance(node.op, COMMUTES):
            self.commuted(node.op, node.left, node.right, tokens)
        elif kind is ast.Compare and is_equality(node):
            self.commuted(node.ops[0], node.left, node.comparators[0], tokens)
        elif kind is ast.UnaryOp and is_signed(node):
            value = node.operand.value
            minus = isinstance(node.op, ast.USub)
            tokens.append(constant(-value if minus else value))
        else:
            written = node
            if kind is ast.Compare:
                node = flipped(node)
            if node is not written:
                tokens.append(_only_exact(">"))
            tokens.append(kind.__name__)
            for field in node._fields:
                self.field(field, getattr(node, field), tokens)

    def commuted(self, sign, one, other, tokens):
        """Una suma, un producto o un `==`, con lo de cada lado en el mismo orden."""
        left, right = [], []
        self.piece(one, left)
        self.piece(other, right)
        tokens += [type(sign).__name__, "("]
        if _spelled(right, _role) < _spelled(left, _role):
            left, right = right, left
            tokens.append(_only_exact("al revés"))
        tokens += [*left, *right, ")"]

    def name(self, name):
        """La pieza de un nombre: él mismo si es de Python, de NumPy o del curso."""
        if name == self.own:
            return "@self"
        if name in self.locals:
            return self.locals[name]
        fixed = name in self.known or name in _BUILTINS or name in ("np", "numpy")
        if fixed and name not in self.bound:
            return "np" if name == "numpy" else name
        return self.locals.setdefault(name, _Local(name, "@v"))
