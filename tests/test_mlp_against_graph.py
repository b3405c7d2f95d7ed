"""La red a mano y la misma red en el grafo: dos caminos, los mismos gradientes.

`mlp` no usa `graph`. Aquí se arma cada red nodo por nodo y se comparan los dos.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.graph import Node
from course_lib.losses import cross_entropy, one_hot
from course_lib.mlp import backpropagation, forward_propagation, he_initialization

HIDDEN = {
    "relu": lambda z: z.relu(),
    "tanh": lambda z: z.tanh(),
    "sigmoid": lambda z: z.sigmoid(),
    # max(z, 0) − 0.01 · max(−z, 0): la pendiente de los negativos, con lo que hay.
    "leaky_relu": lambda z: z.relu() - 0.01 * (-z).relu(),
}


def graph_loss(X, Y, W, b, activation):
    """La entropía cruzada media, armada solo con operaciones del grafo."""
    A = Node(X)
    for layer in range(1, len(W)):
        Z = A @ W[layer] + b[layer]
        A = HIDDEN[activation](Z)
    E = Z.exp()
    Y_hat = E / E.sum(axis=1, keepdims=True)
    return -(Node(Y) * Y_hat.log()).sum() / len(Y)


@pytest.mark.parametrize("activation", HIDDEN)
@given(
    h=st.lists(st.integers(1, 5), min_size=2, max_size=6),
    m=st.integers(1, 7),
    seed=st.integers(0, 2**31),
)
@settings(deadline=None, max_examples=40)
def test_gradients_agree(activation, h, m, seed):
    rng = np.random.default_rng(seed)
    W, b = he_initialization(h, seed)
    b = [None] + [0.3 * rng.standard_normal(v.shape) for v in b[1:]]
    X = rng.standard_normal((m, h[0]))
    Y = one_hot(rng.integers(0, h[-1], m), h[-1])

    Y_hat, cache = forward_propagation(X, W, b, activation=activation)
    dW, db = backpropagation(X, Y, W, b, cache, activation=activation)

    W_nodes = [None] + [Node(w) for w in W[1:]]
    b_nodes = [None] + [Node(v) for v in b[1:]]
    loss = graph_loss(X, Y, W_nodes, b_nodes, activation)
    loss.backward()

    assert abs(float(loss.value) - cross_entropy(Y_hat, Y)) < 1e-10
    for layer in range(1, len(h)):
        np.testing.assert_allclose(W_nodes[layer].grad, dW[layer], rtol=0, atol=1e-10)
        np.testing.assert_allclose(b_nodes[layer].grad, db[layer], rtol=0, atol=1e-10)
