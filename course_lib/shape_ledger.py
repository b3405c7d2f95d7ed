"""El libro de formas: qué forma tiene cada parte de una cuenta, y por qué encaja o no.

La expresión se lee con `ast` y jamás se ejecuta: solo se permite aritmética entre
nombres, y lo demás se rechaza con una frase.
"""

import ast
import html
import re
import warnings
from dataclasses import dataclass
from numbers import Integral

import numpy as np

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    describe,
    shape_text,
)

__all__ = ["ShapeLedger", "shapes"]

# Funciones que actúan sin cambiar la forma.
_DERIVATIVES = ("sigmoid", "relu", "tanh", "leaky_relu")
SAME_SHAPE = frozenset(
    [
        *("softmax", "exp", "log", "g", "g_prime"),
        *_DERIVATIVES,
        *(f"{name}_derivative" for name in _DERIVATIVES),
    ]
)
_LONGEST = 400
_MOST_AXES = 8
_SIGNS = {
    ast.MatMult: ("@", "·", 2),
    ast.Mult: ("*", "⊙", 2),
    ast.Div: ("/", "/", 2),
    ast.Add: ("+", "+", 1),
    ast.Sub: ("-", "−", 1),
    ast.Pow: ("**", "**", 4),
    ast.Gt: (">", ">", 0.5),
    ast.GtE: (">=", "≥", 0.5),
    ast.Lt: ("<", "<", 0.5),
    ast.LtE: ("<=", "≤", 0.5),
}
# La forma de cada símbolo de la notación; «l» es el índice de la capa.
_BY_LAYER = {"W": ("l-1", "l"), "b": ("l",), "Z": ("m", "l"), "A": ("m", "l")}
_LAYERED = {**_BY_LAYER, **{f"d{name}": dims for name, dims in _BY_LAYER.items()}}
_ONE_LAYER = {
    "X": ("m", "d"),
    "W": ("d", "h"),
    "w": ("d",),
    "b": ("h",),
    "Z": ("m", "h"),
    "A": ("m", "h"),
    "y": ("m",),
}


def shapes(expression, /, *, sizes=None, **arrays):
    """Dibuja la forma de cada parte de una cuenta, sin hacer la cuenta.

    `shapes("X @ W[1] + b[1]", X=X, W=W, b=b)` muestra
    m×h_0 · h_0×h_1 + h_1 → m×h_1, con sus números debajo. Si algo no encaja, dice qué.

    Args:
        expression: la cuenta, como texto: nombres, índices enteros, `@ + - * / **`,
            `.T`, una comparación como `Z > 0`, paréntesis y activaciones como
            `relu(…)`.
        sizes: tamaños con nombre, `{"m": 5, "K": 4}`, para escribir las formas con
            letras. Sin esto, X, W, b, Z, A y sus gradientes usan las de la notación.
        **arrays: por cada nombre, un arreglo, una forma `(5, 3)`, un número, o una
            lista con uno por capa. Un entero sirve también de índice: `l=2`.

    Returns:
        Un `ShapeLedger`, que se muestra solo: `.shape`, `.fits`, `.message`.

    Raises:
        CourseError: si el texto no es una cuenta entre nombres, falta alguno, o un
            índice se sale. Que las formas no encajen no es un error: se muestra.
    """
    tree = _parse(expression)
    reader = _Reader(arrays, _as_sizes(sizes))
    tokens, result = reader.read(tree)
    return ShapeLedger(
        expression=" ".join(expression.split()),
        shape=None if reader.problem else result.shape,
        fits=reader.problem is None,
        message=reader.problem or " ".join(dict.fromkeys(reader.notes)),
        rows=_rows(tokens, result, reader),
        failed=reader.failed_column,
    )


# Leer el texto ------------------------------------------------------------------------


def _refuse(what, action=None):
    raise CourseValueError(
        what,
        action=action
        or "Aquí solo va una cuenta entre nombres, como X @ W[1] + b[1]: se mira su "
        "forma y nunca se ejecuta",
    )


def _parse(expression):
    if not isinstance(expression, str):
        raise CourseTypeError(
            "La cuenta va entre comillas",
            expected="un texto como «X @ W[1] + b[1]»",
            got=describe(expression),
        )
    if len(expression) > _LONGEST:
        _refuse(f"La cuenta es demasiado larga: pasa de {_LONGEST} letras")
    text = " ".join(expression.split())
    if not text:
        _refuse("La cuenta está vacía")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        if re.search(r"(?<![=<>!:])=(?!=)", text):
            _refuse("Escribe solo el lado derecho, sin «=»")
        _refuse(f"«{text}» no se entiende como una cuenta de Python")
    except (RecursionError, MemoryError):
        _refuse("La cuenta tiene demasiados paréntesis")
    # Cuántos niveles tiene, sin recursión: después ya se puede recorrer con ella.
    level, depth = [tree], 0
    while level:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        depth += 1
    if depth > 100:
        _refuse("La cuenta tiene demasiadas partes, una dentro de otra")
    return tree


def _as_sizes(sizes):
    """{tamaño: nombre}; un tamaño con dos nombres no se puede nombrar."""
    names = {}
    for name, size in dict(sizes or {}).items():
        if isinstance(size, bool) or not isinstance(size, Integral) or size < 0:
            raise CourseTypeError(
                f"sizes debe decir cuánto mide {name}",
                expected="un entero",
                got=describe(size),
            )
        names[int(size)] = None if int(size) in names else str(name)
    return names


@dataclass(frozen=True)
class _Part:
    """Un trozo de la cuenta: cómo se escribe, su forma y los nombres de sus ejes."""

    code: str
    shape: tuple
    dims: tuple  # un nombre, o el número, por eje
    leaf: bool = False

    @property
    def tag(self):
        """Su código, como se escribe dentro de una frase."""
        return f"`{self.code}`"


@dataclass(frozen=True)
class _Token:
    """Una columna del dibujo."""

    code: str
    symbols: str
    numbers: str


class _Reader:
    """Recorre la cuenta: junta columnas, formas y notas, hasta lo que no encaja."""

    def __init__(self, arrays, size_names):
        self.arrays, self.size_names = arrays, size_names
        self.layered = any(
            name in _LAYERED and _is_list_of_layers(value)
            for name, value in arrays.items()
        )
        self.problem, self.failed_column, self.notes = None, None, []
        self.known = {}  # h_0 → (3, "X"): lo primero que se supo de cada letra
        self.conflicts = {}  # h_0 → «h_0 vale 3 en X y 4 en W[1].»
        self.lettered = False
        lists = [v for v in arrays.values() if _is_list_of_layers(v)]
        self.n_layers = max((len(layers) - 1 for layers in lists), default=0)

    def read(self, tree):
        """Las columnas del dibujo y el resultado (`None` si no encaja)."""
        # Una primera vuelta aprende cuánto mide cada letra; las que no miden siempre lo
        # mismo se dibujan con su número.
        self._visit(tree, [], 0)
        self.problem, self.failed_column, self.notes = None, None, []
        tokens = []
        return tokens, self._visit(tree, tokens, 0)

    # Cada tipo de nodo. Todo lo que no está aquí se rechaza.

    def _visit(self, node, tokens, outer):
        if isinstance(node, (ast.Name, ast.Subscript)):
            part = self._leaf(node)
            tokens.append(self._token(part))
            return part
        if isinstance(node, ast.Constant):
            return self._constant(node, tokens)
        if isinstance(node, ast.Attribute):
            return self._transpose(node, tokens)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            minus = isinstance(node.op, ast.USub)
            sign, wrap = "-" if minus else "+", outer > 3
            if wrap:
                tokens.append(_Token("(", "(", "("))
            tokens.append(_Token(sign, "−" if minus else "+", sign))
            part = self._visit(node.operand, tokens, 3)
            if wrap:
                tokens.append(_Token(")", ")", ")"))
            return part and _Part(ast.unparse(node), part.shape, part.dims)
        if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            sides = node.left, node.op, node.right
            return self._operation(node, sides, tokens, outer)
        one = isinstance(node, ast.Compare) and len(node.ops) == 1
        if one and type(node.ops[0]) in _SIGNS:
            sides = node.left, node.ops[0], node.comparators[0]
            return self._operation(node, sides, tokens, outer)
        if isinstance(node, ast.Call):
            return self._call(node, tokens)
        _refuse(f"«{_short(node)}» no se permite aquí")

    def _constant(self, node, tokens):
        number = isinstance(node.value, (int, float))
        if not number or isinstance(node.value, bool):
            _refuse(f"«{_short(node)}» no es un número real")
        text = ast.unparse(node)
        tokens.append(_Token(text, text, text))
        return _Part(text, (), (), True)

    def _operation(self, node, sides, tokens, outer):
        first, sign, second = sides
        code, symbol, level = _SIGNS[type(sign)]
        wrap = level < outer
        if wrap:
            tokens.append(_Token("(", "(", "("))
        # En `**` el paréntesis hace falta a la izquierda; en lo demás, a la derecha.
        power = code == "**"
        left = self._visit(first, tokens, level + power)
        column = len(tokens)
        tokens.append(_Token(code, symbol, code))
        right = self._visit(second, tokens, level + (not power))
        if wrap:
            tokens.append(_Token(")", ")", ")"))
        if left is None or right is None:
            return None
        combine = _multiply if code == "@" else _elementwise
        text = ast.unparse(node)
        shape, dims, message = combine(left, right, text, code)
        if shape is None:
            if self.problem is None:
                self.problem, self.failed_column = self._why(message), column
            return None
        if message:
            self.notes.append(message)
        return _Part(text, shape, dims)

    def _why(self, message):
        return " ".join([message, *self.conflicts.values()])

    def _transpose(self, node, tokens):
        if node.attr != "T":
            _refuse(f"«.{node.attr}» no se permite aquí: solo .T")
        inner = node.value
        simple = isinstance(inner, (ast.Name, ast.Subscript))
        if simple:
            part = self._leaf(inner)
        else:
            mark = len(tokens)
            part = self._visit(inner, tokens, 5)
            # Un nombre con su .T es una sola columna; un paréntesis lleva la suya.
            if not isinstance(inner, (ast.BinOp, ast.UnaryOp, ast.Call)):
                del tokens[mark:]
                simple = True
        if part is None:
            tokens.append(_Token(".T", "ᵀ", ".T"))
            return None
        turned = _Part(ast.unparse(node), part.shape[::-1], part.dims[::-1], simple)
        if len(part.shape) < 2:
            self.notes.append(
                f"{part.tag} tiene "
                + ("un solo eje" if part.shape else "cero ejes")
                + f": .T lo deja igual, {shape_text(part.shape)}."
            )
        tokens.append(self._token(turned) if simple else _Token(".T", "ᵀ", ".T"))
        return turned

    def _call(self, node, tokens):
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name not in SAME_SHAPE:
            _refuse(
                f"«{_short(node.func)}(…)» no se permite aquí",
                "Solo activaciones, que no cambian la forma: relu, sigmoid, tanh, "
                "leaky_relu, softmax, exp, log y sus derivadas",
            )
        starred = node.args and isinstance(node.args[0], ast.Starred)
        if len(node.args) != 1 or node.keywords or starred:
            _refuse(f"{name} lleva aquí un solo argumento", f"Escribe {name}(Z)")
        tokens.append(_Token(f"{name}(", f"{name}(", f"{name}("))
        part = self._visit(node.args[0], tokens, 0)
        tokens.append(_Token(")", ")", ")"))
        return part and _Part(ast.unparse(node), part.shape, part.dims)

    # Nombres, índices y formas.

    def _leaf(self, node):
        value, shape, layer = self._value(node)
        if shape is None:
            _refuse(
                f"{ast.unparse(node)} es una lista con un arreglo por capa",
                f"Di cuál: {ast.unparse(node)}[1]",
            )
        base = node
        while isinstance(base, ast.Subscript):
            base = base.value
        return self._named(ast.unparse(node), base.id, shape, layer)

    def _value(self, node):
        """(valor, su forma o `None` si es una lista de capas, la capa)."""
        if isinstance(node, ast.Name):
            if node.id not in self.arrays:
                close = ", ".join(self.arrays) or "ninguno"
                _refuse(
                    f"No sé qué forma tiene {node.id}",
                    f"Pásalo por su nombre: {node.id}={node.id}. Me diste {close}",
                )
            value = self.arrays[node.id]
            if _is_list_of_layers(value):
                return value, None, None
            return value, _shape_of(value, node.id), None
        if not isinstance(node, ast.Subscript):
            _refuse(f"«{_short(node)}» no se puede indexar aquí")
        value, shape, layer = self._value(node.value)
        index, name = self._index(node.slice), ast.unparse(node.value)
        if shape is None:
            return self._layer(value, index, name)
        if not shape:
            _refuse(f"{name} es un número: no tiene índices")
        if not -shape[0] <= index < shape[0]:
            _refuse(
                f"{name} tiene {shape[0]} filas: el índice {index} se sale",
                f"Los índices van de 0 a {shape[0] - 1}",
            )
        # Ya es una fila de la capa, y no la capa: pierde el nombre de sus ejes.
        return None, shape[1:], "fila"

    def _layer(self, layers, index, name):
        if not -len(layers) <= index < len(layers):
            _refuse(f"{name} tiene índices de 0 a {len(layers) - 1}: {index} se sale")
        layer = index % len(layers)
        chosen = layers[layer]
        if chosen is None:
            _refuse(
                f"{name}[{layer}] es None: ese índice no se usa",
                f"La primera capa es {name}[1]",
            )
        if _is_list_of_layers(chosen):
            return chosen, None, None
        return chosen, _shape_of(chosen, f"{name}[{layer}]"), layer

    def _index(self, node):
        """Un índice entero: un número, un nombre que lo es, o su suma o resta."""
        if isinstance(node, ast.Constant) and type(node.value) is int:
            return node.value
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self._index(node.operand)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            left, right = self._index(node.left), self._index(node.right)
            return left + right if isinstance(node.op, ast.Add) else left - right
        if isinstance(node, ast.Name):
            value = self.arrays.get(node.id)
            if isinstance(value, Integral) and not isinstance(value, bool):
                return int(value)
            _refuse(
                f"El índice {node.id} no tiene un valor entero",
                f"Dale uno: {node.id}=1",
            )
        _refuse(f"El índice «{_short(node)}» no se permite", "Usa un entero: W[1]")

    def _named(self, code, base, shape, layer):
        """Pone nombre a cada eje, y nota si una letra ya medía otra cosa."""
        pattern = self._pattern(base, layer)
        if self.size_names or pattern is None or len(pattern) != len(shape):
            dims = tuple(self.size_names.get(n) or str(n) for n in shape)
            return _Part(code, shape, dims, True)
        for letter, size in zip(pattern, shape, strict=True):
            first, where = self.known.setdefault(letter, (size, code))
            if first != size and letter not in self.conflicts:
                self.conflicts[letter] = (
                    f"{letter} vale {first} en `{where}` y {size} en `{code}`."
                )
        dims = tuple(
            str(n) if letter in self.conflicts else letter
            for letter, n in zip(pattern, shape, strict=True)
        )
        return _Part(code, shape, dims, True)

    def _pattern(self, base, layer):
        if layer == "fila":
            return None
        if not self.layered:
            single = base.removeprefix("d") if base[:1] == "d" else base
            return _ONE_LAYER.get(base, _ONE_LAYER.get(single))
        if base in ("X", "dX"):
            return ("m", "h_0")
        if base == "y":
            return ("m",)
        if base in ("Y", "Y_hat"):
            return ("m", f"h_{self.n_layers}")
        if base in _LAYERED and layer is not None:
            here = {"l": f"h_{layer}", "l-1": f"h_{layer - 1}", "m": "m"}
            return tuple(here[dim] for dim in _LAYERED[base])
        return None

    def _token(self, part):
        self.lettered |= any(not dim.isdigit() for dim in part.dims)
        return _Token(part.code, _symbols(part), shape_text(part.shape))


def _short(node):
    text = ast.unparse(node)
    return text if len(text) <= 40 else text[:37] + "…"


def _is_list_of_layers(value):
    """Una lista con un arreglo (o una forma) por capa, y no los números de uno."""
    if isinstance(value, tuple):
        return any(not _is_size(item) for item in value)
    if isinstance(value, list):
        return any(
            item is None or isinstance(item, tuple) or hasattr(item, "shape")
            for item in value
        )
    return False


def _is_size(item):
    return isinstance(item, Integral) and not isinstance(item, bool)


def _shape_of(value, name):
    if isinstance(value, tuple):
        if any(n < 0 for n in value):
            raise CourseValueError(
                f"La forma de {name} tiene un tamaño negativo", got=str(value)
            )
        shape = tuple(int(n) for n in value)
    else:
        try:
            shape = getattr(value, "shape", None)
            if shape is None:
                array = np.asarray(value)
                if array.dtype.kind not in "fiub":
                    raise ValueError
                shape = array.shape
            shape = tuple(int(n) for n in shape)
        except (TypeError, ValueError):
            raise CourseTypeError(
                f"{name} no tiene forma",
                expected="un arreglo, un número o una forma como (5, 3)",
                got=describe(value),
            ) from None
    if len(shape) > _MOST_AXES:
        raise CourseValueError(f"{name} tiene más de {_MOST_AXES} ejes")
    return shape


# Combinar dos formas ------------------------------------------------------------------


def _multiply(left, right, text, _sign):
    """`@`: (forma, ejes, nota), o (None, None, por qué no)."""
    a, b = left.shape, right.shape
    if not a or not b:
        number = left if not a else right
        return (
            None,
            None,
            (
                f"{number.tag} es un número, y `@` multiplica matrices: para "
                "multiplicar por un número se usa `*`."
            ),
        )
    inner = b[0] if len(b) == 1 else b[-2]
    if a[-1] != inner:
        return None, None, _inner_mismatch(left, right, inner)
    shape = a[:-1] + (b[:-2] + b[-1:] if len(b) > 1 else ())
    dims = left.dims[:-1] + (right.dims[:-2] + right.dims[-1:] if len(b) > 1 else ())
    if len(a) > 2 or len(b) > 2:
        try:
            lots = np.broadcast_shapes(a[:-2], b[:-2])
        except ValueError:
            return (
                None,
                None,
                (
                    f"Los primeros ejes de {left.tag} y {right.tag} son lotes de "
                    f"matrices, y {shape_text(a[:-2])} no encaja con "
                    f"{shape_text(b[:-2])}."
                ),
            )
        shape = (*lots, *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))
        dims = tuple(map(str, shape))
    return shape, dims, None


def _inner_mismatch(left, right, inner):
    a, b = left.shape, right.shape
    sides = [
        f"{left.tag} tiene {_counted(a[-1], 'columna' if len(a) > 1 else 'número')}",
        f"{right.tag} tiene {_counted(inner, 'fila' if len(b) > 1 else 'número')}",
    ]
    text = f"{sides[0]} y {sides[1]}: con `@` deben ser iguales."
    turns = []
    if len(a) == len(b) == 2:
        if a[1] == b[1]:
            turns.append((f"`{left.code} @ {_turned(right)}`", (a[0], b[0])))
        if a[0] == b[0]:
            turns.append((f"`{_turned(left)} @ {right.code}`", (a[1], b[1])))
        if b[1] == a[0] and not turns:
            turns.append((f"`{right.code} @ {left.code}`", (b[0], a[1])))
    if turns:
        options = " o ".join(f"{code} da {shape_text(s)}" for code, s in turns)
        text += f" En cambio, {options}: ¿qué forma necesitas?"
    if a == b:
        text += " Si querías multiplicar entrada por entrada (⊙), es `*`."
    return text


def _turned(part):
    if part.code.endswith(".T"):
        return part.code[:-2]
    simple = re.fullmatch(r"[\w\[\]-]+", part.code)
    return f"{part.code}.T" if simple else f"({part.code}).T"


def _counted(n, word):
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _elementwise(left, right, text, sign):
    """Las demás operaciones: difusión desde el último eje."""
    a, b = left.shape, right.shape
    try:
        shape = np.broadcast_shapes(a, b)
    except ValueError:
        return None, None, _broadcast_mismatch(left, right, sign)
    dims = tuple(
        _axis_name(left, right, k - len(shape), size) for k, size in enumerate(shape)
    )
    notes = []
    if a != b and a and b:
        notes += [
            _stretched(part, shape) for part in (left, right) if part.shape != shape
        ]
    if sign == "*":
        notes += _not_a_matrix_product(left, right, shape)
    return shape, dims, " ".join(notes) or None


def _axis_name(left, right, axis, size):
    """El nombre del eje del resultado: el de quien no se estiró."""
    names = [
        part.dims[axis]
        for part in (left, right)
        if len(part.shape) >= -axis and part.shape[axis] == size
    ]
    return next((name for name in names if not name.isdigit()), names[0])


def _stretched(part, shape):
    """Qué repite la difusión."""
    if len(part.shape) == 1 and len(shape) == 2 and part.shape[0] == shape[1]:
        return f"La difusión repite {part.tag} en cada una de las {shape[0]} filas."
    return (
        f"La difusión estira {part.tag} de {shape_text(part.shape)} a "
        f"{shape_text(shape)}."
    )


def _broadcast_mismatch(left, right, sign):
    a, b = left.shape, right.shape
    axis = next(
        k
        for k in range(1, min(len(a), len(b)) + 1)
        if a[-k] != b[-k] and 1 not in (a[-k], b[-k])
    )
    where = "el último eje" if axis == 1 else f"el eje {axis} contando desde el final"
    text = (
        f"Con `{sign}` se compara desde el último eje: en {where}, {left.tag} mide "
        f"{a[-axis]} y {right.tag} mide {b[-axis]}; tendrían que ser iguales, o uno "
        "de los dos 1."
    )
    if sign == "*" and len(a) == len(b) == 2 and a[1] == b[0]:
        return (
            f"`*` multiplica entrada por entrada, y {shape_text(a)} no es "
            f"{shape_text(b)}. El producto de matrices es `@`: `{left.code} @ "
            f"{right.code}` da {shape_text((a[0], b[1]))}."
        )
    if sign == "*":
        text += " `*` multiplica entrada por entrada: no es el producto de matrices."
    flat = next((p for p in (right, left) if len(p.shape) == 1), None)
    other = left if flat is right else right
    if flat and len(other.shape) == 2 and flat.shape[0] == other.shape[0]:
        text += (
            f" {flat.tag} tiene uno por fila de {other.tag}; la difusión espera uno "
            "por columna."
        )
    return text


def _not_a_matrix_product(left, right, shape):
    """`*` encajó entre dos matrices o una matriz y un vector: ¿era lo que querías?"""
    a, b = left.shape, right.shape
    if not a or not b or (len(a) == 1 and len(b) == 1):
        return []
    inner = b[0] if len(b) == 1 else b[-2]
    if a == b and len(a) > 1 and a[-1] != inner:
        return ["`*` multiplica entrada por entrada (⊙), y no suma nada."]
    if a[-1] != inner or len(a) == 1:
        return [
            "`*` encaja por difusión y multiplica entrada por entrada: no es el "
            "producto de matrices, que se escribe `@`."
        ]
    product = a[:-1] + (b[-1:] if len(b) > 1 else ())
    if inner == 1 and product == shape:
        return ["Aquí `*` y `@` dan lo mismo, porque cada suma tiene un solo término."]
    same = (
        "tiene la misma forma, con otros números"
        if product == shape
        else (f"da {shape_text(product)}")
    )
    return [
        "`*` multiplica entrada por entrada y no suma: no es el producto de matrices. "
        f"`{left.code} @ {right.code}` {same}."
    ]


# Mostrarlo ----------------------------------------------------------------------------


def _symbols(part):
    if not part.shape:
        return "número"
    return "×".join(part.dims)


def _rows(tokens, result, reader):
    """Tres renglones alineados: código, letras y números."""
    rows = [
        ("cuenta", [token.code for token in tokens]),
        ("letras", [token.symbols for token in tokens]),
        ("números", [token.numbers for token in tokens]),
    ]
    fits = reader.problem is None
    ends = (
        ["", _symbols(result), shape_text(result.shape)]
        if fits
        else [
            "",
            "no encaja",
            "no encaja",
        ]
    )
    table = [
        (name, tuple(cells), end) for (name, cells), end in zip(rows, ends, strict=True)
    ]
    return tuple(row for row in table if reader.lettered or row[0] != "letras")


@dataclass(frozen=True)
class ShapeLedger:
    """Las formas de una cuenta; se muestra solo.

    Attributes:
        expression: la cuenta.
        shape: la forma del resultado, o `None` si no encaja.
        fits: si encaja.
        message: qué no encaja y por qué, o lo que conviene saber; puede ser "".
        rows: los renglones del dibujo: (nombre, columnas, resultado).
        failed: la columna de la operación que no encaja, o `None`.
    """

    expression: str
    shape: tuple | None
    fits: bool
    message: str
    rows: tuple
    failed: int | None = None

    def line(self, name):
        """Un renglón sin alinear: `m×h_0 · h_0×h_1 + h_1 → m×h_1`."""
        for row, cells, end in self.rows:
            if row == name:
                text = " ".join(cells)
                text = re.sub(r"\( | (?=\))", lambda m: m[0].strip(), text)
                text = text.replace(" .T", ".T").replace(" ᵀ", "ᵀ")
                return f"{text} → {end}" if end else text
        return ""

    def __str__(self):
        widths = [
            max(len(cells[k]) for _, cells, _ in self.rows)
            for k in range(len(self.rows[0][1]))
        ]
        lines = []
        for _, cells, end in self.rows:
            text = " ".join(
                cell.center(width) for cell, width in zip(cells, widths, strict=True)
            )
            lines.append(f"{text}  → {end}" if end else text.rstrip())
        if self.message:
            mark = "" if self.fits else "✘ "
            lines.append(f"{mark}{self.message}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        body = "".join(self._html_row(*row) for row in self.rows)
        color = "#00588f" if self.fits else "#b04a00"
        message = _code(self.message)
        if not self.fits:
            message = f"<strong>✘ No encaja.</strong> {message}"
        message = f'<p style="margin:0.4em 0 0">{message}</p>' if message else ""
        label = html.escape(f"Formas de {self.expression}", quote=True)
        return (
            f'<div lang="es" style="border-left:5px solid {color};'
            'padding:0.4em 0.9em;margin:0.3em 0;max-width:46em;line-height:1.45">'
            '<div style="overflow-x:auto"><table '
            f'aria-label="{label}" style="border-collapse:collapse;margin:0;'
            f'font-size:1em">{body}</table></div>{message}</div>'
        )

    def _html_row(self, name, cells, end):
        style = "padding:0.1em 0.3em;text-align:center;white-space:nowrap"
        out = [
            f'<th scope="row" style="{style};text-align:left;font-weight:400;'
            f'opacity:0.75">{name}</th>'
        ]
        for k, cell in enumerate(cells):
            text = html.escape(cell)
            if name == "letras":
                text = re.sub(r"_(\w+)", r"<sub>\1</sub>", text)
            elif name == "cuenta":
                text = f"<code>{text}</code>"
            if k == self.failed:
                text = (
                    '<strong style="color:#b04a00;background:#fff2e6;padding:0 0.3em">'
                    f"{text}</strong>"
                )
            out.append(f'<td style="{style}">{text}</td>')
        final = html.escape(end)
        if name == "letras":
            final = re.sub(r"_(\w+)", r"<sub>\1</sub>", final)
        if final:
            final = f"→ <strong>{final}</strong>"
        out.append(f'<td style="{style}">{final}</td>')
        return f"<tr>{''.join(out)}</tr>"


def _code(text):
    """Lo que está entre acentos graves, en su tipografía; h_0, con subíndice."""
    text = re.sub(r"\bh_(\d+)", r"h<sub>\1</sub>", html.escape(text))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
