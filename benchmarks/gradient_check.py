"""Cuánto tarda comprobar 2 410 parámetros, contra el bucle llano de 2n evaluaciones.

Red [64, 32, 10] con m ejemplos. Cada ronda mide las dos formas, una tras otra, para que
lo que frena a la máquina frene a ambas; se informa la mediana de las razones.

    python benchmarks/gradient_check.py [rondas]
"""

import statistics
import sys
import time

import numpy as np

from course_lib.gradient_check import check_gradients

SHAPES = [64, 32, 10]
BATCHES = (5, 10, 20, 40)
TARGET = 0.45


def build_network(m, layer_shapes, seed=0):
    """Una pérdida que admite parámetros apilados, sus parámetros y su gradiente."""
    rng = np.random.default_rng(seed)
    n_layers = len(layer_shapes) - 1
    X = rng.normal(size=(m, layer_shapes[0]))
    y = rng.integers(layer_shapes[-1], size=m)
    W, b = [None], [None]
    for inputs, units in zip(layer_shapes, layer_shapes[1:], strict=False):
        W.append(rng.normal(size=(inputs, units)) * np.sqrt(2 / inputs))
        b.append(rng.normal(size=units) * 0.1)

    def loss(parameters):
        A = X
        for layer in range(1, n_layers + 1):
            bias = parameters["b"][layer][..., None, :]
            Z = A @ parameters["W"][layer] + bias
            A = np.maximum(Z, 0.0)
        Z = Z - Z.max(axis=-1, keepdims=True)
        right = Z[..., np.arange(m), y]
        return (np.log(np.exp(Z).sum(axis=-1)) - right).mean(axis=-1)

    def gradients():
        Z, A = [None], [X]
        for layer in range(1, n_layers + 1):
            Z.append(A[-1] @ W[layer] + b[layer])
            A.append(np.maximum(Z[-1], 0.0))
        P = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
        dZ = P / P.sum(axis=1, keepdims=True)
        dZ[np.arange(m), y] -= 1.0
        dZ /= m
        dW, db = [None] * (n_layers + 1), [None] * (n_layers + 1)
        for layer in range(n_layers, 0, -1):
            dW[layer], db[layer] = A[layer - 1].T @ dZ, dZ.sum(axis=0)
            if layer > 1:
                dZ = (dZ @ W[layer].T) * (Z[layer - 1] > 0)
        return {"W": dW, "b": db}

    return loss, {"W": W, "b": b}, gradients()


def plain_loop(loss, parameters, h=1e-5):
    """El bucle más directo que se puede escribir: mueve la entrada y la devuelve."""
    gradients = {}
    for name, layers in parameters.items():
        gradients[name] = [None]
        for array in layers[1:]:
            gradient = np.empty_like(array)
            for index in np.ndindex(array.shape):
                center = array[index]
                array[index] = center + h
                right = loss(parameters)
                array[index] = center - h
                left = loss(parameters)
                array[index] = center
                gradient[index] = (right - left) / (2 * h)
            gradients[name].append(gradient)
    return gradients


def measure(m, rounds):
    """Medianas de (comprobación, bucle, razón) en rondas intercaladas."""
    loss, parameters, gradients = build_network(m, SHAPES)
    report = check_gradients(loss, parameters, gradients, progress=False)
    numeric = plain_loop(loss, parameters)
    for name in "Wb":  # los dos comprueban lo mismo antes de medir nada
        for ours, theirs in zip(gradients[name][1:], numeric[name][1:], strict=True):
            assert np.allclose(ours, theirs, rtol=1e-5, atol=1e-8)
    assert report.passed and report.stacked
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        check_gradients(loss, parameters, gradients, progress=False)
        middle = time.perf_counter()
        plain_loop(loss, parameters)
        times.append((middle - start, time.perf_counter() - middle))
    ratios = sorted(ours / loop for ours, loop in times)
    ours, loop = (statistics.median(column) for column in zip(*times, strict=True))
    return ours, loop, statistics.median(ratios), ratios[0], ratios[-1]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    print(f"Red {SHAPES}, 2410 parámetros, {rounds} rondas intercaladas")
    print("  m   comprobar   bucle llano   razón   (mín – máx)   meta")
    for m in BATCHES:
        ours, loop, ratio, low, high = measure(m, rounds)
        print(
            f"{m:3d}   {ours * 1e3:6.1f} ms   {loop * 1e3:8.1f} ms   {ratio:5.2f}"
            f"   ({low:.2f} – {high:.2f})   ≤ {TARGET}"
        )


if __name__ == "__main__":
    main()
