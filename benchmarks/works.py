"""Los trabajos que se miden, y cómo los hace cada uno.

Todos entrenan la misma red: los mismos pesos iniciales, los mismos lotes en el mismo
orden, la misma pérdida anotada en cada paso. `equal` lo comprueba antes de medir.

- `ours`: la función pública del curso, con su revisión de la entrada.
- `floor`: solo los productos de matrices que ese entrenamiento necesita.
- `torch`: PyTorch como lo muestra su documentación (Sequential, CrossEntropyLoss, SGD).
- `readable`: las funciones que muestran las lecciones, sin memoria reservada.
"""

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from course_lib import datasets, mlp
from course_lib.logistic_regression import train_logistic
from course_lib.losses import cross_entropy_from_logits, one_hot
from course_lib.optimizers import minibatches, train_minibatches

try:
    import torch
except ImportError:
    torch = None


@dataclass(frozen=True)
class Network:
    """Un entrenamiento de un perceptrón: datos, capas, lote y épocas."""

    name: str
    title: str
    layer_shapes: tuple
    data: str
    batch_size: int
    epochs: int
    targets: dict
    dtype: str = "float64"
    alpha: float = 0.05
    seed: int = 7

    @cached_property
    def arrays(self):
        """X, Y y las etiquetas, del tipo que se mide."""
        X, y = DATA[self.data]()
        Y = one_hot(y, self.layer_shapes[-1])
        return np.ascontiguousarray(X, self.dtype), Y.astype(self.dtype), y

    @cached_property
    def initial(self):
        """Los pesos y sesgos con que empiezan todos."""
        return mlp.he_initialization(
            self.layer_shapes, self.seed, dtype=np.dtype(self.dtype)
        )

    @property
    def full_batch(self):
        return self.batch_size >= len(self.arrays[0])

    def orders(self):
        """Las filas de cada lote de cada época, como en `train_minibatches`."""
        m = len(self.arrays[0])
        for epoch in range(self.epochs):
            rng = np.random.default_rng(self.seed + epoch)
            order = np.arange(m) if self.full_batch else rng.permutation(m)
            for start in range(0, m, self.batch_size):
                yield order[start : start + self.batch_size]

    def ours(self):
        X, Y, _ = self.arrays
        _, _, losses = train_minibatches(
            X,
            Y,
            list(self.layer_shapes),
            self.alpha,
            self.epochs,
            self.batch_size,
            self.seed,
        )
        return losses

    def readable(self):
        X, Y, _ = self.arrays
        (W, b), losses = self.initial, []
        for epoch in range(self.epochs):
            batches = [(X, Y)]
            if not self.full_batch:
                batches = minibatches(X, Y, self.batch_size, self.seed + epoch)
            for X_batch, Y_batch in batches:
                _, cache = mlp.forward_propagation(X_batch, W, b, check=False)
                losses.append(
                    cross_entropy_from_logits(cache[0][-1], Y_batch, check=False)
                )
                dW, db = mlp.backpropagation(X_batch, Y_batch, W, b, cache, check=False)
                W, b = mlp.update_parameters(W, b, dW, db, self.alpha, check=False)
        return losses

    def floor(self):
        """Solo los productos: uno por capa a la ida y dos a la vuelta, menos dX."""
        h, n, dtype = self.layer_shapes, self.batch_size, self.dtype
        m = len(self.arrays[0])
        n = min(n, m)
        full, rest = divmod(m, n)
        A = [np.zeros((units, n), dtype) for units in h]
        W_T = [None] + [np.zeros((o, i), dtype) for i, o in pairwise(h)]
        dW_T = [None] + [np.zeros_like(w) for w in W_T[1:]]
        A[0] = np.zeros((n, h[0]), dtype).T  # por filas, como llega X
        L = len(h) - 1
        # El último lote, más chico, cuenta como la parte de un lote entero.
        for _ in range(round(self.epochs * (full + rest / n))):
            for l in range(1, L + 1):
                W_T[l].dot(A[l - 1], A[l])
            for l in range(L, 0, -1):
                A[l].dot(A[l - 1].T, dW_T[l])
                if l > 1:
                    W_T[l].T.dot(A[l], A[l - 1])

    def torch(self):
        kind = getattr(torch, self.dtype)
        layers = []
        for l, (h_in, h_out) in enumerate(pairwise(self.layer_shapes), start=1):
            linear = torch.nn.Linear(h_in, h_out, dtype=kind)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(self.initial[0][l].T.copy()))
                linear.bias.zero_()
            layers += [linear, torch.nn.ReLU()]
        network = torch.nn.Sequential(*layers[:-1])
        step = torch.optim.SGD(network.parameters(), lr=self.alpha)
        criterion, losses = torch.nn.CrossEntropyLoss(), []
        X, _, y = self.arrays
        X, y = torch.from_numpy(X), torch.from_numpy(y)
        for rows in self.orders():
            if self.full_batch:
                X_batch, y_batch = X, y
            else:
                rows = torch.from_numpy(rows)
                X_batch, y_batch = X[rows], y[rows]
            step.zero_grad()
            loss = criterion(network(X_batch), y_batch)
            loss.backward()
            step.step()
            losses.append(loss.item())
        return losses

    def peers(self):
        """Quiénes pueden correr aquí: nombre → función."""
        found = {"ours": self.ours, "floor": self.floor, "readable": self.readable}
        return found | ({"torch": self.torch} if torch else {})


@dataclass(frozen=True)
class Logistic:
    """Descenso con la regresión logística, con todos los datos en cada paso."""

    name: str
    title: str
    iters: int
    targets: dict
    dtype: str = "float64"
    alpha: float = 0.5

    @cached_property
    def arrays(self):
        X, y = DATA["cancer"]()
        return np.ascontiguousarray(X, self.dtype), y.astype(self.dtype)

    def ours(self):
        return train_logistic(*self.arrays, self.alpha, self.iters)[2]

    def floor(self):
        X, y = self.arrays
        w, z = np.zeros(X.shape[1], self.dtype), np.zeros(len(X), self.dtype)
        for _ in range(self.iters):
            X.dot(w, z)
            X.T.dot(z, w)
            w[:] = 0.0  # que no crezca: un producto con ∞ tarda otra cosa

    def torch(self):
        X, y = map(torch.from_numpy, self.arrays)
        linear = torch.nn.Linear(X.shape[1], 1, dtype=X.dtype)
        for parameter in linear.parameters():
            torch.nn.init.zeros_(parameter)
        step = torch.optim.SGD(linear.parameters(), lr=self.alpha)
        criterion, losses = torch.nn.BCEWithLogitsLoss(), []
        for _ in range(self.iters):
            step.zero_grad()
            loss = criterion(linear(X)[:, 0], y)
            loss.backward()
            step.step()
            losses.append(loss.item())
        return losses

    def peers(self):
        """Quiénes pueden correr aquí: nombre → función."""
        found = {"ours": self.ours, "floor": self.floor}
        return found | ({"torch": self.torch} if torch else {})


def equal(work):
    """La mayor diferencia entre las pérdidas de todos, paso a paso.

    Raises:
        AssertionError: si en float64 pasa de 1e-10: no habría qué comparar.
    """
    losses = {
        name: np.asarray(run()) for name, run in work.peers().items() if name != "floor"
    }
    expected = losses.pop("ours")
    worst = 0.0
    for name, found in losses.items():
        assert found.shape == expected.shape, (work.name, name, "otro número de pasos")
        worst = max(worst, float(np.abs(found - expected).max()))
    limit = 1e-10 if work.dtype == "float64" else 5e-3
    assert worst <= limit, f"{work.title}: las pérdidas difieren en {worst:.1e}"
    return worst


def _standard(X):
    scale = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(scale == 0, 1, scale)


def _cancer():
    from sklearn.datasets import load_breast_cancer

    X, y = load_breast_cancer(return_X_y=True)
    return _standard(X), y


def _noise(m, d, classes):
    rng = np.random.default_rng(0)
    return rng.standard_normal((m, d)), rng.integers(classes, size=m)


DATA = {
    "digits": datasets.load_digits,
    "moons": partial(datasets.moons, 300, seed=0),
    "cancer": _cancer,
    # Del tamaño de MNIST; para medir tiempos basta con números al azar.
    "784": partial(_noise, 4096, 784, 10),
}

_DIGITS = {"torch": 0.16, "floor": 2.8}
_MOONS = {"torch": 0.22, "floor": 3.8}
_SMALL = {"torch": 0.65, "floor": 1.18}
_LARGE = {"torch": 0.75, "floor": 1.15}
_LOGISTIC = {"torch": 0.09, "floor": 2.9}


def works():
    """Los trabajos de la tabla, en float64 y float32. Las metas son para float64."""
    made = []
    for dtype in ("float64", "float32"):
        made += [
            Network(
                "digits",
                "dígitos 64-64-10, lote 32",
                (64, 64, 10),
                "digits",
                32,
                15,
                _DIGITS,
                dtype,
            ),
            Network(
                "moons",
                "lunas 2-16-16-2, lote completo, 1000 pasos",
                (2, 16, 16, 2),
                "moons",
                300,
                1000,
                _MOONS,
                dtype,
                0.1,
            ),
            Network(
                "784-64",
                "784-128-10, lote 64",
                (784, 128, 10),
                "784",
                64,
                3,
                _SMALL,
                dtype,
            ),
            Network(
                "784-512",
                "784-128-10, lote 512",
                (784, 128, 10),
                "784",
                512,
                5,
                _LARGE,
                dtype,
            ),
            Logistic(
                "logistic",
                "regresión logística 569 × 30, 2000 pasos",
                2000,
                _LOGISTIC,
                dtype,
            ),
        ]
    return made
