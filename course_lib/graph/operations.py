"""Las derivadas locales: lo que hace cada operación al ir y, al lado, al volver.

La vuelta recibe `d_out`, el gradiente que llega a out. Con dos padres es
`regla(d_out, a, b)` y da un gradiente por padre; con uno, `regla(d_out, x, out)`.
La difusión se deshace después, en un solo lugar. La ida que no aparece es la de NumPy.
Cada operación de dos padres queda como una terna: nombre corto, ida y vuelta.
"""

import operator
import sys

import numpy as np

from . import gradients
from .limits import require, require_matmul

# Un escalar se guarda como np.float64, que tiene forma () y es mucho más rápido que un
# arreglo de cero ejes.
SCALAR = np.float64
ZERO = SCALAR(0.0)
DATA = ("", None, None)  # un nodo que no salió de ninguna operación
_graph = sys.modules[__package__]  # donde quien aprende puede poner sus funciones


def add_backward(d_out, a, b):  # out = a + b
    return d_out, d_out


ADD = ("+", operator.add, add_backward)


def subtract_backward(d_out, a, b):  # out = a − b
    return d_out, -d_out


SUBTRACT = ("-", operator.sub, subtract_backward)


def multiply_backward(d_out, a, b):  # out = a · b: la regla del ejercicio 01.4
    if _graph.multiply_backward is not gradients.multiply_backward:
        return _graph.multiply_backward(d_out, a, b)
    return d_out * b, d_out * a


MULTIPLY = ("*", operator.mul, multiply_backward)


def divide(a, b):
    require(b != 0.0, "División por cero en /: mira de dónde sale ese cero", b)
    return a / b


def divide_backward(d_out, a, b):  # out = a / b
    return d_out / b, -d_out * (a / b) / b


DIVIDE = ("/", divide, divide_backward)


def power(a, b):
    what = "La base de ** debe ser positiva cuando el exponente es un nodo"
    require(a > 0.0, what, a, action="Si el exponente es fijo, escribe x ** 2")
    with np.errstate(over="ignore"):
        return a**b


def power_backward(d_out, a, b):  # out = a ** b, con a > 0
    return d_out * b * a ** (b - 1.0), d_out * a**b * np.log(a)


POWER = ("**", power, power_backward)


def matmul(a, b):
    require_matmul(a, b)
    return a @ b


def matmul_backward(d_out, a, b):  # out = a @ b: la regla del ejercicio 01.7
    # A la izquierda un vector es una fila; a la derecha, una columna.
    A, B = np.atleast_2d(a), b.reshape(len(b), -1)
    d_out = np.reshape(d_out, (A.shape[0], B.shape[1]))
    if _graph.matmul_backward is gradients.matmul_backward:
        dA, dB = d_out @ B.T, A.T @ d_out
    else:
        dA, dB = _graph.matmul_backward(d_out, A, B)
    return dA.reshape(a.shape), dB.reshape(b.shape)


MATMUL = ("@", matmul, matmul_backward)


def negative_backward(d_out, x, out):  # out = −x
    return -d_out


def exp(x):
    with np.errstate(over="ignore"):  # quien la llama lo dice mejor que un aviso
        return np.exp(x)


def exp_backward(d_out, x, out):  # out = eˣ
    return d_out * out


def log(x):
    what = "El logaritmo (log) solo existe para números positivos"
    require(x > 0.0, what, x, action="¿Una probabilidad que llegó a 0?")
    return np.log(x)


def log_backward(d_out, x, out):  # out = ln x
    return d_out / x


def tanh_backward(d_out, x, out):  # out = tanh x
    return d_out * (1.0 - out * out)


def relu(x):
    if x.__class__ is SCALAR:
        return x if x > 0.0 else ZERO
    return np.maximum(x, 0.0)


def relu_backward(d_out, x, out):  # out = máx(0, x); en 0, por convención, 0
    return d_out * (x > 0.0)


def sigmoid(x):
    # e^(−|x|) nunca se desborda; cada signo usa la fórmula que no pierde cifras.
    small = np.exp(-abs(x))
    return np.where(x >= 0.0, 1.0, small) / (1.0 + small)


def sigmoid_backward(d_out, x, out):  # out = 1 / (1 + e^(−x))
    small = np.exp(-abs(x))  # σ(1 − σ) sin restar números casi iguales
    return d_out * small / (1.0 + small) ** 2


def fixed_power(x, exponent):
    real = (x >= 0.0) | (np.floor(exponent) == exponent)
    what = "Esa potencia no existe entre los números reales (**)"
    require(real & ((x != 0.0) | (exponent >= 0.0)), what, x, exponent)
    with np.errstate(over="ignore"):
        return x**exponent


def fixed_power_backward(d_out, x, out, exponent):  # out = x ** exponent
    lowered = exponent - (exponent != 0.0)  # con exponente 0 no hay nada que bajar
    return d_out * exponent * x**lowered


def sum_backward(d_out, x, out, axis, keepdims):  # cada elemento cuenta una vez
    if axis is not None and not keepdims:
        d_out = np.expand_dims(d_out, axis)
    return np.broadcast_to(d_out, x.shape)


def mean_backward(d_out, x, out, axis, keepdims):  # cada elemento cuenta 1/n
    return sum_backward(d_out, x, out, axis, keepdims) * (out.size / x.size)


def reshape(x, shape):
    return x.reshape(shape)


def reshape_backward(d_out, x, out, shape):
    return np.reshape(d_out, x.shape)


def transpose_backward(d_out, x, out):
    return np.transpose(d_out)
