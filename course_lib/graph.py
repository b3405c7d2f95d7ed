"""El grafo computacional de la lección 01: operaciones con su derivada al lado.

Cada operación crea un `Node` que recuerda de qué nodos salió (`parents`) y la regla con
que reparte el gradiente entre ellos. `backward` recorre el grafo al revés y aplica esas
reglas: es la regla de la cadena, una arista a la vez. Diapositivas: «Grafo
Computacional», «Grafo Computacional: Regresión Logística».

La ida nunca guarda NaN ni infinitos: la operación que los produce lo dice. Por eso
ninguna regla de la vuelta tiene que desconfiar de sus valores.
"""

import math
import operator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from .errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    describe,
    shape_text,
)

__all__ = [
    "Event",
    "Node",
    "backward",
    "event_table",
    "matmul_backward",
    "multiply_backward",
    "record",
    "topological_order",
    "unbroadcast",
]

# Un escalar se guarda como np.float64, que tiene forma () y es mucho más rápido que un
# arreglo de cero ejes.
_Scalar = np.float64
_ZERO = _Scalar(0.0)


# --- Los ejercicios 01.4 a 01.8 -------------------------------------------------------


def multiply_backward(d_out, a, b):
    """Reparte el gradiente de out = a · b: ∂out/∂a = b y ∂out/∂b = a.

    Args:
        d_out: gradiente que llega a out. `a`, `b`: los factores, de la misma forma.

    Returns:
        `(d_a, d_b)`. Diapositiva «Grafo Computacional»; ejercicio 01.4.

    Raises:
        CourseError: si algo no es un número o las formas no encajan.
    """
    if not (d_out.__class__ is a.__class__ is b.__class__ is _Scalar):
        d_out, a, b = _factors(d_out, a, b)
    return d_out * b, d_out * a


def matmul_backward(d_out, A, B):
    """Reparte el gradiente de out = A @ B; las formas dicen qué se transpone.

    Args:
        d_out: (m, n), gradiente que llega a out. `A`: (m, k). `B`: (k, n).

    Returns:
        `(dA, dB)`, con las formas de `A` y `B`. Ejercicio 01.7.

    Raises:
        CourseError: si algo no es una matriz de números o las formas no encajan.
    """
    d_out, A, B = _matrices(d_out, A, B)
    return d_out @ B.T, A.T @ d_out


def unbroadcast(grad, shape):
    """Deshace la difusión: suma `grad` sobre las copias hasta llegar a `shape`.

    Lo que se copió al ir recibe, al volver, la suma de lo que llega a sus copias.

    Args:
        grad: gradiente con la forma ya difundida. `shape`: la forma antes de difundir.

    Returns:
        Un arreglo de forma `shape`. Ejercicio 01.8.

    Raises:
        ShapeError: si un arreglo de forma `shape` no se difunde a la de `grad`.
    """
    grad, shape = _broadcast_pair(grad, shape)
    if grad.shape == shape:
        return grad
    new_axes = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=new_axes)
    stretched = tuple(i for i, size in enumerate(shape) if size == 1)
    return grad.sum(axis=stretched, keepdims=True)


def topological_order(node):
    """Lista los nodos de los que depende `node`: cada uno después de sus padres.

    Cada nodo aparece una vez y `node` queda al final. Usa una pila propia en lugar de
    recursión: una cadena de 100 000 sumas no agota la de Python. Ejercicio 01.5.

    Raises:
        CourseTypeError: si `node` no es un `Node`.
    """
    _require_node(node)
    order, seen, stack = [], {node}, [(node, iter(node.parents))]
    while stack:
        current, pending = stack[-1]
        for parent in pending:
            if parent not in seen:  # primero sus padres: bajamos por este
                seen.add(parent)
                stack.append((parent, iter(parent.parents)))
                break
        else:  # no le quedan padres por visitar
            stack.pop()
            order.append(current)
    return order


def backward(node):
    """Llena `.grad` en todos los nodos: ∂node/∂(cada uno). Ejercicio 01.6.

    Supone un grafo recién hecho, con todos los `.grad` en 0. Si `node` no es un
    escalar, el gradiente es el de la suma de sus elementos.

    Raises:
        CourseTypeError: si `node` no es un `Node`.
    """
    order = topological_order(node)
    node.grad = node.grad + 1.0
    for current in reversed(order):
        gradients = current.local_backward(current.grad)
        for parent, gradient in zip(current.parents, gradients, strict=True):
            parent.grad = parent.grad + gradient


# --- Las derivadas locales: lo que hace cada operación al ir y al volver --------------
# Con dos padres: regla(d_out, a, b) → un gradiente por padre. Con uno: regla(d_out, x,
# out, *opciones) → su gradiente. La difusión se deshace después, en un solo lugar.


def _add_backward(d_out, a, b):  # out = a + b
    return d_out, d_out


def _subtract_backward(d_out, a, b):  # out = a − b
    return d_out, -d_out


def _divide_backward(d_out, a, b):  # out = a / b
    return d_out / b, -d_out * (a / b) / b


def _power_backward(d_out, a, b):  # out = a ** b, con a > 0
    return d_out * b * a ** (b - 1.0), d_out * a**b * np.log(a)


def _fixed_power_backward(d_out, x, out, exponent):  # out = x ** exponente
    lowered = exponent - (exponent != 0.0)  # con exponente 0 no hay nada que bajar
    return d_out * exponent * x**lowered


def _matmul_backward(d_out, a, b):  # out = a @ b; un vector es una fila o una columna
    A = a.reshape(1, -1) if a.ndim == 1 else a
    B = b.reshape(-1, 1) if b.ndim == 1 else b
    d_out = np.reshape(d_out, (A.shape[0], B.shape[1]))
    dA, dB = matmul_backward(d_out, A, B)
    return dA.reshape(a.shape), dB.reshape(b.shape)


def _negative_backward(d_out, x, out):  # out = −x
    return -d_out


def _exp_backward(d_out, x, out):  # out = eˣ
    return d_out * out


def _log_backward(d_out, x, out):  # out = ln x
    return d_out / x


def _tanh_backward(d_out, x, out):  # out = tanh x
    return d_out * (1.0 - out * out)


def _relu(x):
    if x.__class__ is _Scalar:
        return x if x > 0.0 else _ZERO
    return np.maximum(x, 0.0)


def _relu_backward(d_out, x, out):  # out = máx(0, x); en 0, por convención, 0
    if x.__class__ is _Scalar:
        return d_out if x > 0.0 else _ZERO
    return d_out * (x > 0.0)


def _sigmoid(x):
    # e^(−|x|) nunca se desborda; cada signo usa la fórmula que no pierde cifras.
    small = np.exp(-abs(x))
    return np.where(x >= 0.0, 1.0, small) / (1.0 + small)


def _sigmoid_backward(d_out, x, out):  # out = 1 / (1 + e^(−x))
    small = np.exp(-abs(x))  # σ(1 − σ) sin restar números casi iguales
    return d_out * small / (1.0 + small) ** 2


def _sum(x, axis, keepdims):
    with np.errstate(over="ignore"):
        return x.sum(axis=axis, keepdims=keepdims)


def _sum_backward(d_out, x, out, axis, keepdims):  # cada elemento cuenta una vez
    return np.broadcast_to(_restore_axes(d_out, x, axis, keepdims), x.shape)


def _mean(x, axis, keepdims):
    return x.mean(axis=axis, keepdims=keepdims)


def _mean_backward(d_out, x, out, axis, keepdims):  # cada elemento cuenta 1/n
    return _sum_backward(d_out, x, out, axis, keepdims) * (out.size / x.size)


def _reshape_backward(d_out, x, out, shape):
    return np.reshape(d_out, x.shape)


def _transpose_backward(d_out, x, out):
    return np.transpose(d_out)


def _restore_axes(d_out, x, axis, keepdims):
    if axis is None or keepdims:
        return d_out
    axes = axis if isinstance(axis, tuple) else (axis,)
    return np.expand_dims(d_out, axes)


# Reglas que no trabajan elemento a elemento: no hay una derivada local que mostrar.
_NOT_ELEMENTWISE = (_matmul_backward, _reshape_backward, _transpose_backward)


class Node:
    """Un valor del grafo: un arreglo float64 que recuerda cómo se calculó.

    Admite `+ - * / ** @` con otros nodos, números y arreglos (con difusión), y los
    métodos `exp log tanh relu sigmoid sum mean reshape` y `T`.

    Attributes:
        value: el valor. Un escalar se guarda como `np.float64`, de forma `()`.
        grad: el gradiente, de la forma de `value`; 0 hasta llamar a `backward`.
        parents: tupla con los nodos de los que salió.
        operation: nombre corto de la operación (`"+"`, `"exp"`), o `""`.
        name: nombre para dibujos y tablas, o `None`.

    Raises:
        CourseError: si `value` es texto, `None`, NaN, infinito o está vacío.
    """

    __slots__ = (
        "value",
        "grad",
        "parents",
        "operation",
        "name",
        "_rule",
        "_options",
    )
    # Así `arreglo * nodo` llega a `Node.__rmul__` en lugar de repartirse elemento a
    # elemento.
    __array_ufunc__ = None

    def __init__(self, value, name=None):
        if value.__class__ is float and -math.inf < value < math.inf:
            self.value, self.grad = _Scalar(value), _ZERO
        else:
            # Una copia: cambiar después el arreglo original no cambia el grafo.
            array = as_array(value, "el valor de un Node")
            self.value = np.array(array, dtype=np.float64)[()]
            self.grad = np.zeros(array.shape)[()]
        if name is not None and not isinstance(name, str):
            raise CourseTypeError(
                "El nombre de un nodo es un texto",
                expected="un texto, como Node(2.0, name='x')",
                got=describe(name),
            )
        self.name = name
        self.parents = self._options = ()
        self.operation, self._rule = "", None

    def local_backward(self, d_out):
        """Reparte `d_out` (de la forma de `value`): un gradiente por cada padre."""
        value = self.value
        if d_out.__class__ is not value.__class__ or d_out.shape != value.shape:
            d_out = as_array(d_out, "d_out", shape=value.shape)[()]
        gradients = _raw_gradients(self, d_out)
        return tuple(
            unbroadcast(gradient, parent.value.shape)
            for gradient, parent in zip(gradients, self.parents, strict=True)
        )

    def backward(self):
        """Calcula `.grad` = ∂self/∂nodo en todo el grafo, desde cero cada vez.

        Raises:
            CourseValueError: si un gradiente se desborda o no existe (√x en 0).
        """
        order = topological_order(self)
        for node in order:
            value = node.value
            node.grad = _ZERO if value.__class__ is _Scalar else np.zeros(value.shape)
        self.grad = self.grad + 1.0
        # El mismo recorrido que `backward`, sin comprobar lo que la ida garantiza.
        with np.errstate(all="ignore"):
            for node in reversed(order):
                parents = node.parents
                if not parents:
                    continue
                if node.value.__class__ is not _Scalar:
                    gradients = _raw_gradients(node, node.grad)
                    for parent, gradient in zip(parents, gradients, strict=True):
                        parent.grad += unbroadcast(gradient, parent.value.shape)
                elif len(parents) == 2:  # de escalar a escalar: sin formas que mirar
                    a, b = parents
                    d_a, d_b = node._rule(node.grad, a.value, b.value)
                    a.grad += d_a
                    b.grad += d_b
                else:
                    (parent,) = parents
                    options = node._options
                    parent.grad += node._rule(
                        node.grad, parent.value, node.value, *options
                    )
        _require_finite_gradients(order)

    # Operadores. El constructor de cada uno recibe la ida y, al lado, la vuelta.

    def __add__(self, other):
        return _binary("+", operator.add, _add_backward, self, other)

    def __radd__(self, other):
        return _binary("+", operator.add, _add_backward, other, self)

    def __sub__(self, other):
        return _binary("-", operator.sub, _subtract_backward, self, other)

    def __rsub__(self, other):
        return _binary("-", operator.sub, _subtract_backward, other, self)

    def __mul__(self, other):
        return _binary("*", operator.mul, multiply_backward, self, other)

    def __rmul__(self, other):
        return _binary("*", operator.mul, multiply_backward, other, self)

    def __truediv__(self, other):
        return _binary("/", _divide, _divide_backward, self, other)

    def __rtruediv__(self, other):
        return _binary("/", _divide, _divide_backward, other, self)

    def __matmul__(self, other):
        return _binary("@", _matmul, _matmul_backward, self, other)

    def __rmatmul__(self, other):
        return _binary("@", _matmul, _matmul_backward, other, self)

    def __pow__(self, other):
        if other.__class__ is Node:
            return _binary("**", _power, _power_backward, self, other)
        # Un exponente fijo no es un padre: x ** 2 sirve también con x negativa.
        exponent = as_array(other, "el exponente de **").astype(np.float64)[()]
        label = f"**{exponent:g}" if exponent.ndim == 0 else "**"
        options = (exponent,)
        return _unary(label, _fixed_power, _fixed_power_backward, self, options)

    def __rpow__(self, other):
        return _binary("**", _power, _power_backward, other, self)

    def __neg__(self):
        return _unary("-", operator.neg, _negative_backward, self)

    def exp(self):
        """e elevado a cada elemento."""
        return _unary("exp", _exp, _exp_backward, self)

    def log(self):
        """Logaritmo natural de cada elemento; todos deben ser positivos."""
        return _unary("log", _log, _log_backward, self)

    def tanh(self):
        """Tangente hiperbólica de cada elemento."""
        return _unary("tanh", np.tanh, _tanh_backward, self)

    def relu(self):
        """max(0, x) en cada elemento; en 0 la derivada es 0, por convención."""
        return _unary("relu", _relu, _relu_backward, self)

    def sigmoid(self):
        """1 / (1 + e^(−x)) en cada elemento, estable para cualquier x."""
        return _unary("sigmoid", _sigmoid, _sigmoid_backward, self)

    def sum(self, axis=None, keepdims=False):
        """Suma sobre `axis`, como en NumPy."""
        return _unary("sum", _sum, _sum_backward, self, (axis, keepdims))

    def mean(self, axis=None, keepdims=False):
        """Promedio sobre `axis`, como en NumPy."""
        return _unary("mean", _mean, _mean_backward, self, (axis, keepdims))

    def reshape(self, *shape):
        """Los mismos elementos con otra forma: `reshape(2, 3)` o `reshape((2, 3))`."""
        shape = shape[0] if len(shape) == 1 else shape
        return _unary("reshape", np.reshape, _reshape_backward, self, (shape,))

    @property
    def T(self):
        """La matriz transpuesta."""
        return _unary("T", np.transpose, _transpose_backward, self)

    def __repr__(self):
        parts = [_value_text(self.value), f"grad={_value_text(self.grad)}"]
        if self.operation:
            parts.append(f"operation={self.operation!r}")
        if self.name is not None:
            parts.append(f"name={self.name!r}")
        return f"Node({', '.join(parts)})"

    def __deepcopy__(self, memo):
        # Nodo por nodo y en orden: la copia por omisión es recursiva y una cadena larga
        # la agota.
        for node in topological_order(self):
            if id(node) in memo:
                continue
            parents = tuple(memo[id(parent)] for parent in node.parents)
            clone = _result(
                node.value.copy(), parents, node.operation, node._rule, node._options
            )
            clone.grad, clone.name = np.copy(node.grad)[()], node.name
            memo[id(node)] = clone
        return memo[id(self)]


# --- Construir nodos: la ida, con sus errores -----------------------------------------

_new = object.__new__


def _result(value, parents, operation, rule, options=()):
    node = _new(Node)
    node.value = value
    node.grad = _ZERO if value.__class__ is _Scalar else np.zeros(value.shape)
    node.parents = parents
    node.operation = operation
    node.name = None
    node._rule = rule
    node._options = options
    return node


def _binary(operation, forward, rule, a, b):
    if a.__class__ is not Node:
        a = _constant(a, operation)
    if b.__class__ is not Node:
        b = _constant(b, operation)
    try:
        value = forward(a.value, b.value)
    except ValueError as error:
        raise _explain(error, operation, a, b) from None
    if value.__class__ is _Scalar:
        if not isfinite(value):
            raise _overflow(operation, value)
        grad = _ZERO
    else:
        if not isfinite(np.vdot(value, value)):  # una sola pasada, sin temporales
            _require_finite(operation, value)
        grad = np.zeros(value.shape)
    # Lo mismo que `_result`, sin pagar otra llamada: aquí pasa casi todo nodo.
    node = _new(Node)
    node.value = value
    node.grad = grad
    node.parents = (a, b)
    node.operation = operation
    node.name = None
    node._rule = rule
    node._options = ()
    return node


def _unary(operation, forward, rule, x, options=()):
    try:
        value = forward(x.value, *options)
    except (ValueError, TypeError) as error:
        raise _explain(error, operation, x, options=options) from None
    if value.__class__ is not _Scalar:
        value = value[()]
        _require_finite(operation, value)
    elif not isfinite(value):
        raise _overflow(operation, value)
    return _result(value, (x,), operation, rule, options)


def _raw_gradients(node, d_out):
    """Los gradientes de cada padre, todavía con la forma difundida."""
    parents = node.parents
    if len(parents) == 2:
        a, b = parents
        return node._rule(d_out, a.value, b.value)
    if parents:
        return (node._rule(d_out, parents[0].value, node.value, *node._options),)
    return ()


def _constant(value, operation):
    if value.__class__ is float and isfinite(value):
        return _result(_Scalar(value), (), "", None)
    return Node(as_array(value, f"el otro lado de {operation}"))


def _divide(a, b):
    if not np.all(b):
        raise CourseValueError(
            "División por cero en /",
            expected="un divisor distinto de cero",
            got=_value_text(b),
            action="Mira de dónde sale ese cero antes de dividir",
        )
    return a / b


def _matmul(a, b):
    if not (1 <= a.ndim <= 2 and 1 <= b.ndim <= 2):
        raise ShapeError(
            "El producto @ es de matrices y vectores",
            expected="arreglos de 1 o 2 ejes a cada lado",
            got=f"formas {shape_text(a.shape)} y {shape_text(b.shape)}",
            action="Para multiplicar por un número usa *",
        )
    return a @ b


def _power(a, b):
    if not np.all(a > 0.0):
        raise CourseValueError(
            "La base de ** debe ser positiva cuando el exponente es un nodo",
            expected="una base mayor que 0, porque la derivada usa su logaritmo",
            got=_value_text(a),
            action="Si el exponente es fijo, escríbelo como número: x ** 2",
        )
    with np.errstate(over="ignore"):
        return a**b


def _fixed_power(x, exponent):
    whole = np.floor(exponent) == exponent
    if np.any((x < 0.0) & ~whole) or np.any((x == 0.0) & (exponent < 0.0)):
        raise CourseValueError(
            "Esa potencia no existe entre los números reales (**)",
            expected="base positiva si el exponente tiene decimales, y distinta de 0 "
            "si es negativo",
            got=f"{_value_text(x)} ** {_value_text(exponent)}",
        )
    with np.errstate(over="ignore"):
        return x**exponent


def _exp(x):
    with np.errstate(over="ignore"):  # `_unary` lo dice mejor que un aviso
        return np.exp(x)


def _log(x):
    if not np.all(x > 0.0):
        raise CourseValueError(
            "El logaritmo (log) solo existe para números positivos",
            expected="valores mayores que 0",
            got=_value_text(x),
            action="Si es una probabilidad que llegó a 0, calcula desde las "
            "preactivaciones",
        )
    return np.log(x)


# --- Comprobar y explicar -------------------------------------------------------------


def _require_node(node):
    if not isinstance(node, Node):
        raise CourseTypeError(
            "Hace falta un nodo del grafo",
            expected="un Node, como Node(2.0)",
            got=describe(node),
        )


def _factors(d_out, a, b):
    d_out = _numbers(d_out, "d_out")
    a, b = _numbers(a, "a"), _numbers(b, "b")
    if not d_out.shape == a.shape == b.shape:
        try:
            fits = np.broadcast_shapes(a.shape, b.shape) == d_out.shape
        except ValueError:
            fits = False
        if not fits:
            raise ShapeError(
                "Las formas de d_out, a y b no encajan",
                expected="que a y b tengan la forma de d_out",
                got=f"d_out {shape_text(d_out.shape)}, a {shape_text(a.shape)} "
                f"y b {shape_text(b.shape)}",
            )
    return d_out, a, b


def _matrices(d_out, A, B):
    d_out = _numbers(d_out, "d_out")
    A, B = _numbers(A, "A"), _numbers(B, "B")
    shapes = d_out.shape, A.shape, B.shape
    if any(len(shape) != 2 for shape in shapes) or (
        (A.shape[0], A.shape[1], B.shape[1])
        != (d_out.shape[0], B.shape[0], d_out.shape[1])
    ):
        raise ShapeError(
            "Las formas no son las de out = A @ B",
            expected="A (m, k), B (k, n) y d_out (m, n)",
            got=f"A {shape_text(A.shape)}, B {shape_text(B.shape)} "
            f"y d_out {shape_text(d_out.shape)}",
        )
    return d_out, A, B


def _numbers(value, name):
    if value.__class__ is np.ndarray and value.dtype == np.float64:
        return value
    return as_array(value, name)[()]


def _broadcast_pair(grad, shape):
    grad = _numbers(grad, "grad")
    if grad.shape == shape:
        return grad, shape
    try:
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        shape = tuple(operator.index(size) for size in shape)
    except TypeError:
        raise CourseTypeError(
            "`shape` no es una forma",
            expected="una tupla de enteros, como (5, 3)",
            got=describe(shape),
        ) from None
    try:
        fits = np.broadcast_shapes(grad.shape, shape) == grad.shape
    except ValueError:
        fits = False
    if not fits:
        raise ShapeError(
            f"Un arreglo de forma {shape_text(shape)} no se difunde a la de grad",
            expected=f"una forma que se estire hasta {shape_text(grad.shape)}",
            got=shape_text(shape),
        )
    return grad, shape


def _explain(error, operation, a, b=None, options=()):
    """Convierte el error de NumPy en uno que nombra la operación y las formas."""
    if isinstance(error, CourseError):
        return error
    if b is not None:
        shapes = f"{shape_text(a.value.shape)} y {shape_text(b.value.shape)}"
        if operation == "@":
            expected = "que el último eje de la izquierda mida lo que el primero de la "
            expected += "derecha"
        else:
            expected = "formas iguales, o que se puedan difundir (ejes de tamaño 1)"
        return ShapeError(
            f"No se puede hacer {operation} con esas formas",
            expected=expected,
            got=f"{shapes}",
        )
    asked = ", ".join(str(option) for option in options)
    return ShapeError(
        f"No se puede hacer {operation}({asked}) con esa forma",
        expected="ejes que existan"
        if operation != "reshape"
        else f"una forma con los mismos {a.value.size} elementos",
        got=f"un nodo de forma {shape_text(a.value.shape)}",
    )


def _overflow(operation, value):
    return CourseValueError(
        f"La operación {operation} se desbordó: el resultado no es un número finito",
        expected="un resultado menor que 1.8e308 en valor absoluto",
        got=str(float(value)),
        action="Mira si algún valor de entrada es demasiado grande",
    )


def _require_finite(operation, value):
    finite = np.isfinite(value)
    if not finite.all():
        raise _overflow(operation, np.asarray(value)[~finite].flat[0])


def _require_finite_gradients(order):
    # Lo que no es finito llega hasta alguna hoja: basta mirar ahí.
    for node in order:
        if node.parents:
            continue
        grad = node.grad
        if grad.__class__ is _Scalar:
            finite = isfinite(grad)
        else:
            finite = np.isfinite(grad).all()
        if not finite:
            name = f"el nodo «{node.name}»" if node.name else "un dato de entrada"
            raise CourseValueError(
                f"El gradiente de {name} no es un número finito",
                expected="una función con derivada finita en este punto",
                got=_value_text(node.grad),
                action="Busca una potencia menor que 1 en 0, o un valor enorme",
            )


# --- Sucesos: la ida y la vuelta, para tablas y figuras -------------------------------


@dataclass(frozen=True, eq=False)
class Event:
    """Un paso del cálculo. Los arreglos son copias; lo que no aplica es `None`.

    En la ida (`phase="forward"`) solo hay `value`. En la vuelta (`"backward"`),
    `contribution` va de `node` a `node.parents[parent]`. El primer suceso de la vuelta
    tiene `parent=None`: es la semilla, ∂node/∂node = 1.

    Attributes:
        step: número del suceso, desde 0.
        phase: `"forward"` o `"backward"`.
        node: el nodo que se calcula, o del que parte el gradiente.
        parent: posición, en `node.parents`, de quien recibe.
        value: valor de `node`.
        incoming: gradiente que llegó a `node`.
        local: derivada local, elemento a elemento; `None` si no la hay así (en `@`).
        contribution: lo que este camino le entrega al padre, ya con su forma.
        accumulated: gradiente del padre después de sumar esta contribución.
    """

    step: int
    phase: str
    node: Node
    parent: int | None
    value: np.ndarray
    incoming: np.ndarray | None = None
    local: np.ndarray | None = None
    contribution: np.ndarray | None = None
    accumulated: np.ndarray | None = None


def record(node):
    """Anota la ida y la vuelta de `node` como una lista de `Event`.

    No toca ningún `.grad`: acumula aparte, así que se puede llamar antes o después de
    `backward` sin cambiar nada.

    Raises:
        CourseTypeError: si `node` no es un `Node`.
    """
    order = topological_order(node)
    events = [
        Event(step, "forward", current, None, np.copy(current.value))
        for step, current in enumerate(order)
    ]
    grads = {current: np.zeros(current.value.shape) for current in order}
    grads[node] = seed = np.ones(node.value.shape)
    events.append(
        Event(len(order), "backward", node, None, np.copy(node.value), accumulated=seed)
    )
    for current in reversed(order):
        incoming = grads[current]
        locals_ = _local_derivatives(current)
        gradients = current.local_backward(incoming[()])
        for index, parent in enumerate(current.parents):
            grads[parent] = grads[parent] + gradients[index]
            events.append(
                Event(
                    step=len(events),
                    phase="backward",
                    node=current,
                    parent=index,
                    value=np.copy(current.value),
                    incoming=np.copy(incoming),
                    local=locals_[index],
                    contribution=np.copy(gradients[index]),
                    accumulated=np.copy(grads[parent]),
                )
            )
    return events


def _local_derivatives(node):
    if node._rule in _NOT_ELEMENTWISE:
        return (None,) * len(node.parents)
    ones = np.ones(node.value.shape)[()]
    return tuple(np.array(local) for local in _raw_gradients(node, ones))


def event_table(events):
    """Escribe los sucesos de `record` como dos tablas de texto: la ida y la vuelta.

    Raises:
        CourseTypeError: si `events` no es una lista de `Event`.
    """
    events = _require_events(events)
    labels = _labels(events)
    forward = [("paso", "nodo", "cómo se calcula", "valor")]
    back = [
        ("paso", "arista", "llega", "derivada local", "contribución", "acumulado"),
    ]
    for event in events:
        step, node = str(event.step + 1), event.node
        if event.phase == "forward":
            formula = _formula(node, labels)
            forward.append((step, labels[node], formula, _value_text(event.value)))
        elif event.parent is None:
            seed = _value_text(event.accumulated)
            back.append((step, f"{labels[node]} (inicio)", "", "", "", seed))
        else:
            edge = f"{labels[node]} → {labels[node.parents[event.parent]]}"
            parts = event.incoming, event.local, event.contribution, event.accumulated
            back.append((step, edge, *map(_value_text, parts)))
    tables = [
        f"{title}\n{_align(rows)}"
        for title, rows in (
            ("Ida: los valores", forward),
            ("Vuelta: los gradientes", back),
        )
        if len(rows) > 1
    ]
    return "\n\n".join(tables)


def _require_events(events):
    events = list(events) if isinstance(events, (list, tuple)) else [events]
    if not events or not all(isinstance(event, Event) for event in events):
        raise CourseTypeError(
            "Hace falta la lista de sucesos de un grafo",
            expected="lo que devuelve record(nodo)",
            got=describe(events[0] if len(events) == 1 else events),
        )
    return events


def _labels(events):
    """El nombre de cada nodo; los que no tienen se numeran: v1, v2…"""
    labels, taken = {}, {event.node.name for event in events}
    counter = 0
    for event in events:
        for node in (*event.node.parents, event.node):
            if node in labels:
                continue
            if node.name:
                labels[node] = node.name
                continue
            counter += 1
            while f"v{counter}" in taken:
                counter += 1
            labels[node] = f"v{counter}"
    return labels


def _formula(node, labels):
    if not node.parents:
        return "dato"
    names = [labels[parent] for parent in node.parents]
    if len(names) == 2:
        return f"{names[0]} {node.operation} {names[1]}"
    if node.operation == "T":
        return f"{names[0]}.T"
    if node.operation == "-":
        return f"-{names[0]}"
    if node.operation.startswith("**"):
        exponent = _value_text(node._options[0])
        return f"{names[0]} ** {exponent}"
    return f"{node.operation}({names[0]})"


def _align(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    rule = "  ".join("─" * width for width in widths)
    return "\n".join(line.rstrip() for line in [lines[0], rule, *lines[1:]])


def _value_text(value):
    """Un valor en pocas letras: redondeado, sin el `repr` de NumPy."""
    if value is None:
        return "—"
    array = np.asarray(value)
    if array.size > 6:
        return f"arreglo {shape_text(array.shape)}"
    return _nested_text(array.tolist())


def _nested_text(value):
    if isinstance(value, list):
        return "[" + ", ".join(_nested_text(item) for item in value) + "]"
    return f"{value + 0.0:.4g}".replace("e+0", "e+").replace("e-0", "e-")
