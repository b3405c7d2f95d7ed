"""Otras respuestas correctas a los ejercicios de la lección 01.

Son de estilos distintos a propósito: bucles, einsum, listas, recursión, ayudantes. La
comprobación debe aceptarlas todas.
"""

import itertools

import numpy as np

__all__ = [f"ACCEPTS_01_{k}" for k in range(1, 9)]


# --- 01.1 -----------------------------------------------------------------------------


def _forward_backward_inline(x, y, z):
    return (x + y) * z, z, z, x + y


def _forward_backward_list(x, y, z):
    gradients = {"x": 0.0, "y": 0.0, "z": 0.0}
    q = x + y
    for name, local in (("x", 1.0), ("y", 1.0)):
        gradients[name] += z * local
    gradients["z"] += q
    return [q * z, *gradients.values()]


def _forward_backward_measured(x, y, z):
    # Mueve cada entrada en 1 y resta: f es una recta en cada una, así que es exacto.
    def f(x, y, z):
        return (x + y) * z

    start = f(x, y, z)
    moved = f(x + 1, y, z), f(x, y + 1, z), f(x, y, z + 1)
    return start, *(value - start for value in moved)


def _forward_backward_arrays(x, y, z):
    q = np.add(x, y)
    d_q, d_z = np.array([z, q], dtype=float)
    return np.array([q * z, d_q, d_q, d_z])[0:4].tolist()


def _forward_backward_expanded(x, y, z):
    # Con f = xz + yz, sin pasar por q.
    f = np.dot([x, y], [z, z])
    return np.float64(f), np.float64(z), np.float64(z), np.sum([x, y])


# --- 01.2 -----------------------------------------------------------------------------


def _gradient_identity(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    differences = [(f(x + step) - f(x - step)) / (2 * h) for step in steps]
    return np.array(differences).reshape(x.shape)


def _gradient_flat(f, x, h=1e-5):
    flat = np.array(x, float).ravel()
    gradient = []
    for i in range(flat.size):
        right, left = flat.copy(), flat.copy()
        right[i] += h
        left[i] -= h
        gradient.append(f(right.reshape(x.shape)) - f(left.reshape(x.shape)))
    return np.reshape(gradient, x.shape) * (0.5 / h)


def _gradient_restoring(f, x, h=1e-5):
    # Suma h, resta 2h y vuelve a sumar h, en el mismo arreglo: deja algo de redondeo.
    x = x.astype(float)
    gradient = np.zeros_like(x)
    with np.nditer(x, flags=["multi_index"], op_flags=["readwrite"]) as entries:
        for entry in entries:
            entry += h
            gradient[entries.multi_index] = f(x)
            entry -= 2 * h
            gradient[entries.multi_index] -= f(x)
            entry += h
    return gradient / (2 * h)


def _gradient_enumerate(f, x, h=1e-5):
    def moved(index, step):
        y = np.array(x, dtype=np.float64)
        y[index] += step
        return f(y)

    gradient = np.empty(x.shape)
    for index, _ in np.ndenumerate(x):
        gradient[index] = moved(index, h) / (2 * h) - moved(index, -h) / (2 * h)
    return gradient


def _gradient_vectorize(f, x, h=1e-5):
    base = x * 1.0
    where = np.arange(base.size).reshape(base.shape)

    def slope(k):
        step = h * (where == k)
        return (f(base + step) - f(base - step)) / (2 * h)

    return np.vectorize(slope, otypes=[float])(where)


# --- 01.3 -----------------------------------------------------------------------------


def _error_where(a, n, floor=1e-8):
    size = abs(a) + abs(n)
    return abs(a - n) / np.where(size > floor, size, floor)


def _error_loop(a, n, floor=1e-8):
    errors = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        size = max(abs(a[index]) + abs(n[index]), floor)
        errors[index] = abs(a[index] - n[index]) / size
    return errors


def _error_clip(a, n, floor=1e-8):
    size = np.clip(np.absolute(a) + np.absolute(n), floor, None)
    return np.sqrt((a - n) ** 2.0) / size


def _error_vectorize(a, n, floor=1e-8):
    one = np.vectorize(
        lambda p, q: abs(p - q) / max(abs(p) + abs(q), floor), otypes=[float]
    )
    return one(a, n)


def _error_patched(a, n, floor=1e-8):
    # Corrige después de dividir: el valor es correcto, aunque NumPy avise de 0/0.
    size = np.abs(a) + np.abs(n)
    error = np.abs(a - n) / size
    small = size < floor
    error[small] = np.abs(a - n)[small] / floor
    return error


# --- 01.4 -----------------------------------------------------------------------------


def _multiply_list(d_out, a, b):
    return [np.multiply(b, d_out), np.multiply(a, d_out)]


def _multiply_einsum(d_out, a, b):
    return np.einsum("...,...->...", d_out, b), np.einsum("...,...->...", d_out, a)


def _multiply_loop(d_out, a, b):
    d_a, d_b = np.zeros(a.shape), np.zeros(b.shape)
    for index in np.ndindex(a.shape):
        d_a[index] += d_out[index] * b[index]
        d_b[index] += d_out[index] * a[index]
    return d_a, d_b


def _multiply_copies(d_out, a, b):
    d_a, d_b = d_out.copy(), d_out.copy()
    d_a *= b
    d_b *= a
    return d_a, d_b


def _multiply_float32(d_out, a, b):
    d_out, a, b = (np.asarray(value, np.float32) for value in (d_out, a, b))
    return d_out * b, d_out * a


# --- 01.5 -----------------------------------------------------------------------------


def _order_iterative(node):
    order, done, stack = [], set(), [(node, False)]
    while stack:
        current, ready = stack.pop()
        if current in done:
            continue
        if ready:
            done.add(current)
            order.append(current)
        else:
            stack.append((current, True))
            stack += [(parent, False) for parent in current.parents]
    return order


def _order_by_counting(node):
    # El algoritmo de Kahn, desde la salida: sale quien ya no tiene usos pendientes.
    uses, seen, pending = {}, {id(node)}, [node]
    while pending:
        for parent in pending.pop().parents:
            uses[id(parent)] = uses.get(id(parent), 0) + 1
            if id(parent) not in seen:
                seen.add(id(parent))
                pending.append(parent)
    order, ready = [], [node]
    while ready:
        current = ready.pop()
        order.append(current)
        for parent in current.parents:
            uses[id(parent)] -= 1
            if uses[id(parent)] == 0:
                ready.append(parent)
    return order[::-1]


def _order_recursive(node, order=None):
    # Busca en la lista en lugar de en un conjunto, y devuelve una tupla.
    first = order is None
    order = [] if first else order
    for parent in reversed(node.parents):
        if not any(parent is other for other in order):
            _order_recursive(parent, order)
    order.append(node)
    return tuple(order) if first else None


def _order_by_depth(node):
    # Por profundidad: la del nodo es una más que la mayor de sus padres.
    depth, pending = {}, [node]
    while pending:
        current = pending[-1]
        missing = [p for p in current.parents if p not in depth]
        pending += missing
        if not missing:
            pending.pop()
            deepest = max((depth[p] for p in current.parents), default=-1)
            depth[current] = deepest + 1
    return sorted(depth, key=depth.get)


def _order_generator(node):
    seen = {}

    def walk(current):
        for parent in current.parents:
            if id(parent) not in seen:
                walk(parent)
        seen.setdefault(id(current), current)

    walk(node)
    return iter(seen.values())


# --- 01.6 -----------------------------------------------------------------------------


def _backward_paths(node):
    # Camino por camino: la suma sobre todos los caminos es el mismo gradiente.
    def send(current, amount):
        current.grad = current.grad + amount
        gradients = current.local_backward(amount)
        for parent, gradient in zip(current.parents, gradients, strict=True):
            send(parent, gradient)

    send(node, np.ones(node.value.shape))


def _backward_in_place(node):
    order = _order_iterative(node)
    node.grad = 1.0
    while order:
        current = order.pop()
        gradients = current.local_backward(current.grad)
        for k in range(len(current.parents)):
            current.parents[k].grad += gradients[k]


def _backward_dictionary(node):
    gradients = {node: np.ones_like(node.value)}
    for current in _order_by_counting(node)[::-1]:
        current.grad = gradients[current]
        local = current.local_backward(current.grad)
        for parent, gradient in zip(current.parents, local, strict=True):
            gradients[parent] = gradients.get(parent, 0.0) + gradient


def _backward_memo(node):
    # Pide en lugar de repartir: el gradiente de v suma lo que entrega cada uso suyo.
    order = _order_by_depth(node)
    uses = {v: [] for v in order}
    for child in order:
        for k, parent in enumerate(child.parents):
            uses[parent].append((child, k))
    node.grad = node.grad + 1
    for v in reversed(order[:-1]):
        v.grad = sum(child.local_backward(child.grad)[k] for child, k in uses[v])
    return node


# --- 01.7 -----------------------------------------------------------------------------


def _matmul_einsum(d_out, A, B):
    return np.einsum("mn,kn->mk", d_out, B), np.einsum("mk,mn->kn", A, d_out)


def _matmul_loops(d_out, A, B):
    dA, dB = np.zeros(A.shape), np.zeros(B.shape)
    (m, k), n = A.shape, B.shape[1]
    for i, j, c in itertools.product(range(m), range(n), range(k)):
        dA[i, c] += d_out[i, j] * B[c, j]
        dB[c, j] += A[i, c] * d_out[i, j]
    return dA, dB


def _matmul_transposed(d_out, A, B):
    return [(B @ d_out.T).T, np.transpose(np.dot(d_out.T, A))]


def _matmul_outer(d_out, A, B):
    # Un ejemplo a la vez: cada fila aporta un producto exterior a dB.
    dA = np.array([B @ row for row in d_out])
    dB = sum(np.outer(a, d) for a, d in zip(A, d_out, strict=True))
    return dA, dB


def _matmul_broadcast(d_out, A, B):
    dA = (d_out[:, None, :] * B[None]).sum(axis=-1)
    dB = (A[:, :, None] * d_out[:, None, :]).sum(0)
    return dA, dB


# --- 01.8 -----------------------------------------------------------------------------


def _unbroadcast_while(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


def _unbroadcast_reshape(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, size in enumerate(padded) if size == 1)
    return np.sum(grad, axis=axes).reshape(shape)


def _unbroadcast_loop(grad, shape):
    result = np.zeros(shape)
    extra = grad.ndim - len(shape)
    for index in np.ndindex(grad.shape):
        kept = index[extra:]
        target = tuple(0 if s == 1 else i for i, s in zip(kept, shape, strict=True))
        result[target] += grad[index]
    return result


def _unbroadcast_indices(grad, shape):
    # Difunde las posiciones del original y suma cada gradiente en la suya.
    size = int(np.prod(shape))
    where = np.broadcast_to(np.arange(size).reshape(shape), grad.shape)
    return np.bincount(where.ravel(), grad.ravel(), minlength=size).reshape(shape)


def _unbroadcast_lists(grad, shape):
    return _unbroadcast_while(np.array(grad), list(shape)).tolist()


ACCEPTS_01_1 = (
    _forward_backward_measured,
    _forward_backward_inline,
    _forward_backward_list,
    _forward_backward_arrays,
    _forward_backward_expanded,
)
ACCEPTS_01_2 = (
    _gradient_identity,
    _gradient_flat,
    _gradient_restoring,
    _gradient_enumerate,
    _gradient_vectorize,
)
ACCEPTS_01_3 = (
    _error_where,
    _error_loop,
    _error_clip,
    _error_vectorize,
    _error_patched,
)
ACCEPTS_01_4 = (
    _multiply_list,
    _multiply_einsum,
    _multiply_loop,
    _multiply_copies,
    _multiply_float32,
)
ACCEPTS_01_5 = (
    _order_iterative,
    _order_by_counting,
    _order_recursive,
    _order_by_depth,
    _order_generator,
)
ACCEPTS_01_6 = (
    _backward_paths,
    _backward_in_place,
    _backward_dictionary,
    _backward_memo,
)
ACCEPTS_01_7 = (
    _matmul_einsum,
    _matmul_loops,
    _matmul_transposed,
    _matmul_outer,
    _matmul_broadcast,
)
ACCEPTS_01_8 = (
    _unbroadcast_while,
    _unbroadcast_reshape,
    _unbroadcast_loop,
    _unbroadcast_indices,
    _unbroadcast_lists,
)
