"""Las reglas que se escriben en los ejercicios 01.4, 01.7 y 01.8.

Son la puerta pública: comprueban lo que les llega. Si pones la tuya en su lugar
(`graph.multiply_backward = …`), el motor corre la tuya.
"""

from .checks import require_broadcast, require_factors, require_matrices

__all__ = ["matmul_backward", "multiply_backward", "unbroadcast"]


def multiply_backward(d_out, a, b):
    """Reparte el gradiente de out = a · b: ∂out/∂a = b y ∂out/∂b = a.

    Args:
        d_out: gradiente que llega a out. `a`, `b`: los factores, de la misma forma.

    Returns:
        `(d_a, d_b)`. Diapositiva «Grafo Computacional»; ejercicio 01.4.

    Raises:
        CourseError: si algo no es un número finito o las formas no encajan.
    """
    d_out, a, b = require_factors(d_out, a, b)
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
    d_out, A, B = require_matrices(d_out, A, B)
    return d_out @ B.T, A.T @ d_out


def unbroadcast(grad, shape):
    """Deshace la difusión: suma `grad` sobre las copias hasta llegar a `shape`.

    Lo que se copió al ir recibe, al volver, la suma de lo que llega a sus copias.

    Args:
        grad: gradiente con la forma ya difundida. `shape`: la forma antes de difundir.

    Returns:
        Un arreglo de forma `shape`. Ejercicio 01.8.

    Raises:
        CourseError: si `grad` no son números o `shape` no se difunde a su forma.
    """
    grad, shape = require_broadcast(grad, shape)
    new_axes = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=new_axes)
    stretched = tuple(i for i, size in enumerate(shape) if size == 1)
    return grad.sum(axis=stretched, keepdims=True)
