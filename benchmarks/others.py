"""Lo que se mide aparte de la tabla: scikit-learn, micrograd, importar y memoria.

Cada función devuelve filas `(qué se midió, razón con cuartiles, meta)`, o ninguna si el
par no está instalado.
"""

import gc
import random
import subprocess
import sys
import tracemalloc
import warnings

import numpy as np

from benchmarks.rounds import interleaved, ratio, summary
from course_lib import datasets
from course_lib.graph import Node
from course_lib.losses import one_hot
from course_lib.optimizers import train_minibatches


def against_scikit_learn(rounds, epochs=15, batch_size=32):
    """Nuestro MLPClassifier contra el de scikit-learn, en dígitos y con lo mismo."""
    from sklearn.neural_network import MLPClassifier as Theirs

    from course_lib.estimators import MLPClassifier as Ours

    X, y = datasets.load_digits()
    rows = []
    for solver in ("sgd", "adam"):
        options = {
            "hidden_layer_sizes": (64,),
            "solver": solver,
            "batch_size": batch_size,
            "max_iter": epochs,
            "tol": 0.0,
            "n_iter_no_change": epochs + 1,
            "random_state": 0,
        }

        def run(kind, options=options):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # «no convergió»: es a propósito
                model = kind(**options).fit(X, y)
            assert len(model.loss_curve_) == epochs

        times = interleaved(
            {"ours": lambda: run(Ours), "theirs": lambda: run(Theirs)}, rounds
        )
        title = f"scikit-learn ÷ nuestro, dígitos, {solver}: cuántas veces más rápido"
        rows.append((title, ratio(times, "theirs", "ours"), "≥ 3"))
    return rows


def against_micrograd(rounds):
    """El grafo, de escalar a escalar, contra micrograd: cuántas veces más rápido."""
    try:
        from micrograd.engine import Value
    except ImportError:
        return []
    sys.setrecursionlimit(100_000)  # su recorrido es recursivo
    rows = []
    for title, build in (
        ("una red neurona por neurona", _network),
        ("una cadena de cuentas", _chain),
    ):

        def run(kind, build=build):
            leaves, output = build(kind)
            output.backward()
            return np.array([float(leaf.grad) for leaf in leaves])

        difference = np.abs(run(Value) - run(Node)).max()
        assert difference < 1e-10, f"los gradientes difieren en {difference:.1e}"
        times = interleaved(
            {"ours": lambda: run(Node), "theirs": lambda: run(Value)}, 5 * rounds
        )
        rows.append(
            (f"micrograd ÷ grafo, {title}", ratio(times, "theirs", "ours"), "≥ 1.5")
        )
    return rows


def _network(kind):
    rng, leaves = random.Random(0), []

    def leaf():
        leaves.append(kind(rng.uniform(-1, 1)))
        return leaves[-1]

    A = [leaf() for _ in range(8)]
    for units in (16, 16, 4):
        below, A = A, []
        for _ in range(units):
            z = leaf()
            for a in below:
                z = z + leaf() * a
            A.append(z.relu())
    return leaves, sum(A[1:], A[0])


def _chain(kind):
    x = kind(0.5)
    y = x
    for _ in range(300):
        y = (y * 0.9 + x) * 0.5 - x * 0.1
    return [x], y


def importing(rounds):
    """`import course_lib.mlp` contra `import numpy`, cada uno en su proceso."""

    def run(code):
        subprocess.run([sys.executable, "-c", code], check=True)

    times = interleaved(
        {
            "ours": lambda: run("import course_lib.mlp"),
            "numpy": lambda: run("import numpy"),
        },
        2 * rounds,
    )
    return [
        ("import course_lib.mlp ÷ import numpy", ratio(times, "ours", "numpy"), "≤ 1.2")
    ]


def memory():
    """El pico de memoria de un entrenamiento contra el de sus arreglos.

    Cuentan X, Y, los parámetros, su gradiente y lo que guarda el optimizador. Lo mide
    tracemalloc, que ve la memoria de NumPy; X e Y, que ya existían, se suman aparte.
    """
    rng = np.random.default_rng(0)
    big = rng.standard_normal((20_000, 100)), rng.integers(10, size=20_000)
    rows = []
    for title, (X, y) in (("dígitos", datasets.load_digits()), ("20 000 × 100", big)):
        Y, shapes = one_hot(y, 10), [X.shape[1], 64, 10]
        parameters = sum((i + 1) * o * 8 for i, o in ((X.shape[1], 64), (64, 10)))
        arrays = X.nbytes + Y.nbytes + 4 * parameters  # W, dW y los dos de Adam
        train_minibatches(X, Y, shapes, 0.001, 1, 32, 0, optimizer="adam")
        gc.collect()
        tracemalloc.start()
        train_minibatches(X, Y, shapes, 0.001, 3, 32, 0, optimizer="adam")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        value = (peak + X.nbytes + Y.nbytes) / arrays
        rows.append(
            (f"pico de memoria ÷ sus arreglos, {title}", _exact(value), "≤ 1.5")
        )
    return rows


def _exact(value):
    return summary([value] * 4)
