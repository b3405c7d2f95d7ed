"""El grafo computacional: derivadas, difusión, orden, errores y sucesos."""

import copy
import inspect
import pickle

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib import graph
from course_lib.errors import CourseError, CourseTypeError, ShapeError
from course_lib.gradient_check import numeric_gradient, relative_error
from course_lib.graph import (
    Node,
    backward,
    event_table,
    matmul_backward,
    multiply_backward,
    record,
    topological_order,
    unbroadcast,
)

fast = settings(max_examples=40, deadline=None)
numbers = st.floats(0.3, 2.0).map(lambda x: round(x, 3))
signed = st.tuples(numbers, st.sampled_from([-1.0, 1.0])).map(lambda p: p[0] * p[1])

BINARY = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
}
UNARY = {
    "exp": lambda x: x.exp(),
    "log": lambda x: (x * x).log(),
    "tanh": lambda x: x.tanh(),
    "relu": lambda x: x.relu(),
    "sigmoid": lambda x: x.sigmoid(),
    "-": lambda x: -x,
    "**3": lambda x: x**3,
    "**-0.5": lambda x: (x * x) ** -0.5,
    "sum": lambda x: x.sum(axis=-1) * 2.0 if x.value.ndim else x.sum(),
    "sum_keep": lambda x: x.sum(axis=0, keepdims=True) * x if x.value.ndim else x,
    "mean": lambda x: x.mean(axis=-1).exp() if x.value.ndim else x.mean(),
    "mean_all": lambda x: x.mean() * x,
    "reshape": lambda x: x.reshape(-1) * x.reshape((x.value.size,)),
    "T": lambda x: x.T * np.arange(1.0, x.value.size + 1).reshape(x.T.value.shape),
}


def agree(build, *arrays):
    """Compara cada gradiente del grafo con diferencias centrales."""
    nodes = [Node(array) for array in arrays]
    build(*nodes).sum().backward()
    for i, node in enumerate(nodes):

        def f(x, i=i):
            moved = [Node(x if j == i else a) for j, a in enumerate(arrays)]
            return build(*moved).sum().value

        numeric = numeric_gradient(f, arrays[i])
        assert np.shape(node.grad) == np.shape(arrays[i])
        assert np.max(relative_error(node.grad, numeric, floor=1e-2)) < 1e-6


@st.composite
def broadcastable(draw, elements):
    shapes = draw(
        hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)
    )
    return [draw(hnp.arrays(float, shape, elements=elements)) for shape in shapes[0]]


@pytest.mark.parametrize("operation", BINARY)
@fast
@given(data=st.data())
def test_operaciones_de_dos_nodos(operation, data):
    elements = numbers if operation == "**" else signed
    a, b = data.draw(broadcastable(elements))
    agree(BINARY[operation], a, b)


@pytest.mark.parametrize("operation", UNARY)
@fast
@given(data=st.data())
def test_operaciones_de_un_nodo(operation, data):
    shape = data.draw(hnp.array_shapes(min_dims=0, max_dims=3, max_side=3))
    agree(UNARY[operation], data.draw(hnp.arrays(float, shape, elements=signed)))


@pytest.mark.parametrize(
    "left, right", [((2, 3), (3, 4)), ((3,), (3, 4)), ((2, 3), (3,)), ((3,), (3,))]
)
def test_producto_de_matrices_y_vectores(left, right):
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=left), rng.normal(size=right)
    agree(lambda a, b: (a @ b) * (a @ b), a, b)


@pytest.mark.parametrize("operation", BINARY)
def test_numeros_y_arreglos_a_los_dos_lados(operation):
    apply, x = BINARY[operation], np.array([0.5, 2.0])
    for other in (2, 2.0, np.float64(2), np.array([1.5, 3.0]), np.float32(2)):
        agree(lambda n, o=other: apply(n, o), x)
        agree(lambda n, o=other: apply(o, n), x)
        assert isinstance(apply(other, Node(x)), Node)
        np.testing.assert_allclose(apply(other, Node(x)).value, apply(other, x))
    assert isinstance(np.ones((2, 2)) @ Node(x), Node)


@fast
@given(data=st.data())
def test_unbroadcast_es_la_traspuesta_de_difundir(data):
    shapes = data.draw(
        hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)
    )
    shape, full = shapes.input_shapes[0], shapes.result_shape
    rng = np.random.default_rng(0)
    x, grad = rng.normal(size=shape), rng.normal(size=full)
    result = unbroadcast(grad, shape)
    assert np.shape(result) == shape
    # ⟨difundir(x), grad⟩ = ⟨x, unbroadcast(grad)⟩ define la traspuesta.
    assert np.isclose((np.broadcast_to(x, full) * grad).sum(), (x * result).sum())


@pytest.mark.parametrize("exponent, slope", [(0, 0.0), (1, 1.0), (2, 0.0)])
def test_potencias_en_cero(exponent, slope):
    x = Node([0.0, 0.0])
    (x**exponent).sum().backward()
    assert x.grad.tolist() == [slope, slope]


def test_un_valor_usado_dos_veces_acumula():
    x = Node(3.0)
    (x * x + x).backward()
    assert x.grad == 7.0
    x = Node([1.0, 2.0])
    (x + x).sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_backward_empieza_de_cero_y_la_funcion_da_lo_mismo():
    def build():
        x, w = Node([[1.0, 2.0]]), Node([[0.5], [-1.5]])
        return x, w, ((x @ w).tanh() * x + 1.0).sum()

    x, w, loss = build()
    loss.backward()
    first = w.grad
    loss.backward()
    assert np.array_equal(first, w.grad)
    x2, w2, loss2 = build()
    backward(loss2)
    assert np.array_equal(x.grad, x2.grad) and np.array_equal(w.grad, w2.grad)


@fast
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1))
def test_orden_topologico(links):
    nodes = [Node(1.0)]
    for left, right in links:
        nodes.append(nodes[left % len(nodes)] + nodes[right % len(nodes)] * 0.01)
    order = topological_order(nodes[-1])
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order) and order[-1] is nodes[-1]
    assert all(place[p] < place[n] for n in order for p in n.parents)


def test_cien_mil_sumas():
    x = Node(1.0)
    total = x
    for _ in range(100_000):
        total = total + x
    total.backward()
    assert total.value == x.grad == 100_001.0
    assert len(repr(total)) < 100
    clone = copy.deepcopy(total)
    assert len(topological_order(clone)) == 100_001
    del clone, total  # destruir la cadena tampoco puede ser recursivo
    assert x.grad == 100_001.0


def test_copiar_y_guardar_conservan_el_grafo_compartido():
    x = Node([1.0, 2.0], name="x")
    loss = (x * x).sum()
    loss.backward()
    pairs = [copy.deepcopy((x, loss)), pickle.loads(pickle.dumps((x, loss)))]
    for x2, loss2 in pairs:
        assert x2 is not x and x2.grad.tolist() == [2.0, 4.0] and x2.name == "x"
        x2.grad += 5.0
        loss2.backward()
        assert x2.grad.tolist() == [2.0, 4.0]
    assert x.grad.tolist() == [2.0, 4.0]


def test_el_nodo_copia_su_valor():
    array = np.array([1.0, 2.0])
    node = Node(array)
    array[0] = 9.0
    assert node.value[0] == 1.0 and node.value.dtype == np.float64
    assert Node(np.float32(2)).value.dtype == np.float64


@pytest.mark.parametrize("bad", ["3", None, np.nan, np.inf, [], [1, "a"], 1j, object()])
def test_valores_que_no_sirven(bad):
    with pytest.raises(CourseError):
        Node(bad)
    for apply in BINARY.values():
        with pytest.raises(CourseError):
            apply(Node(2.0), bad)
    with pytest.raises(CourseError):
        Node([2.0]) @ bad


def test_el_nombre_es_texto():
    with pytest.raises(CourseTypeError):
        Node(1.0, name=3)


@pytest.mark.parametrize("symbol, apply", [*BINARY.items(), ("@", lambda a, b: a @ b)])
def test_formas_malas_dicen_las_dos_y_la_operacion(symbol, apply):
    with pytest.raises(ShapeError) as caught:
        apply(Node(np.ones((2, 3))), Node(np.ones((2, 4))))
    message = str(caught.value)
    assert "(2, 3)" in message and "(2, 4)" in message and f" {symbol} " in message
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


ONES = np.ones(2)


@pytest.mark.parametrize(
    "word, compute",
    [
        ("cero", lambda: Node(1.0) / 0.0),
        ("cero", lambda: 1 / Node([1.0, 0.0])),
        ("log", lambda: Node(0.0).log()),
        ("log", lambda: Node([1.0, -1.0]).log()),
        ("exp", lambda: Node(1000.0).exp()),
        ("exp", lambda: Node([0.0, 1000.0]).exp()),
        ("**", lambda: Node(-8.0) ** (1 / 3)),
        ("**", lambda: Node(0.0) ** -1),
        ("**", lambda: Node(1e200) ** 2),
        ("**", lambda: Node(-2.0) ** Node(2.0)),
        ("sum", lambda: Node([1.0]).sum(axis=3)),
        ("mean", lambda: Node([1.0]).mean(axis="x")),
        ("reshape", lambda: Node([1.0]).reshape(2, 3)),
        ("@", lambda: Node(1.0) @ Node([1.0])),
        ("gradiente", lambda: (Node(0.0, "x") ** 0.5).backward()),
        ("d_out", lambda: (Node(1.0) * 2.0).local_backward(None)),
        ("d_out", lambda: (Node(1.0) * 2.0).local_backward([1.0, 2.0])),
        ("nodo", lambda: topological_order(3.0)),
        ("nodo", lambda: backward(None)),
        ("nodo", lambda: record("x")),
        ("record", lambda: event_table([])),
        ("record", lambda: event_table(None)),
        ("@", lambda: matmul_backward(np.ones((2, 2)), np.ones((2, 3)), [[1.0]])),
        ("formas", lambda: multiply_backward([1.0, 2.0], [1.0], [1.0, 2.0, 3.0])),
        ("números", lambda: multiply_backward("a", 1.0, 2.0)),
        ("difunde", lambda: unbroadcast(np.ones((2, 3)), (2,))),
        ("forma", lambda: unbroadcast(np.ones((2, 3)), "ab")),
        ("números", lambda: unbroadcast(None, ())),
        ("nan en a[1]", lambda: multiply_backward(ONES, ONES * [1, np.nan], ONES)),
        ("nan en B", lambda: matmul_backward([[1.0]], [[1.0]], [[np.nan]])),
        ("nan en grad", lambda: unbroadcast(np.array([1.0, np.nan]), (1,))),
        ("nan en d_out", lambda: Node(ONES).exp().local_backward(ONES * np.nan)),
        ("nodo.exp()", lambda: np.exp(Node(1.0))),
        ("nodo.sum()", lambda: np.sum(Node(ONES))),
        ("nodo.relu()", lambda: np.maximum(Node(ONES), 0.0)),
        ("operador @", lambda: np.dot(Node(ONES), ONES)),
        ("nodo.value > 0", lambda: Node(1.0) > 0),
        ("nodo.value > 0", lambda: np.ones(2) >= Node(ONES)),
    ],
)
@pytest.mark.filterwarnings("error")
def test_cuentas_imposibles_se_explican(word, compute):
    with pytest.raises(CourseError) as caught:
        compute()
    assert word in str(caught.value)


def test_desbordes_sin_nan_silencioso():
    with np.errstate(over="ignore"):
        for compute in (
            lambda: Node(1e308) * 10.0,
            lambda: Node([1e308, 1.0]) * 10.0,
            lambda: Node([1e308, 1e308]).sum(),
            lambda: Node([1e200]) @ Node([1e200]),
        ):
            with pytest.raises(CourseError, match="desbordó"):
                compute()
    big = Node([1e200, 1.0]) + 1.0  # grande, pero finito: vale
    assert big.value[0] == 1e200


def test_sigmoid_y_tanh_en_los_extremos():
    x = Node([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    with np.errstate(all="raise", under="ignore"):
        y = x.sigmoid()
        y.sum().backward()
    assert y.value[1] == pytest.approx(np.exp(-40.0), rel=1e-12)
    assert x.grad[3] == pytest.approx(np.exp(-40.0), rel=1e-12)
    assert y.value[0] == 0.0 and y.value[4] == 1.0


def test_los_ejercicios_son_lo_que_usa_el_motor(monkeypatch):
    calls = []

    def spy(name):
        original = getattr(graph, name)
        monkeypatch.setattr(
            graph, name, lambda *args: calls.append(name) or original(*args)
        )

    for name in ("multiply_backward", "matmul_backward", "unbroadcast"):
        spy(name)
    a = Node(np.ones((2, 3)))
    ((a @ np.ones((3, 2)) + 1.0) * 2.0).sum().backward()
    assert set(calls) == {"multiply_backward", "matmul_backward", "unbroadcast"}


def test_corre_lo_que_quien_aprende_puso_en_graph(monkeypatch):
    monkeypatch.setattr(graph, "multiply_backward", lambda d_out, a, b: (d_out, d_out))
    x, y = Node(3.0), Node([5.0, 7.0])
    ((x * 2.0) * y).sum().backward()
    assert x.grad == 2.0 and y.grad.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    "name",
    ["multiply_backward", "matmul_backward", "unbroadcast", "topological_order"]
    + ["backward"],
)
def test_lo_que_muestra_la_leccion_cabe_en_la_pantalla(name):
    lines = inspect.getsource(getattr(graph, name)).splitlines()
    assert len(lines) <= 25 and max(map(len, lines)) <= 88


def example():
    x, y, z = Node(-2.0, "x"), Node(5.0, "y"), Node(-4.0, "z")
    q = x + y
    f = q * z
    q.name, f.name = "q", "f"
    return x, f


def test_sucesos_del_ejemplo_de_las_diapositivas():
    x, f = example()
    x.grad = np.float64(9.0)
    events = record(f)
    assert x.grad == 9.0  # no toca los gradientes ajenos
    assert [event.step for event in events] == list(range(len(events)))
    last = {
        event.node.parents[event.parent].name: float(event.accumulated)
        for event in events
        if event.parent is not None
    }
    assert last == {"q": -4.0, "z": 3.0, "x": -4.0, "y": -4.0}
    f.backward()
    assert x.grad == last["x"]


def test_sucesos_dan_los_mismos_gradientes_que_backward():
    rng = np.random.default_rng(0)
    X, W, b = (Node(rng.normal(size=s)) for s in ((4, 3), (3, 2), (2,)))
    loss = ((X @ W + b).tanh() ** 2).mean()
    events = record(loss)
    loss.backward()
    for node in (X, W, b):
        final = [e for e in events if e.parent is not None]
        final = [e for e in final if e.node.parents[e.parent] is node][-1]
        assert np.allclose(final.accumulated, node.grad, rtol=1e-12)
        assert (final.local is None) == (final.node.operation == "@")


def test_tabla_de_sucesos():
    expected = """\
Ida: los valores
paso  nodo  cómo se calcula  valor
────  ────  ───────────────  ─────
1     x     dato             -2
2     y     dato             5
3     q     x + y            3
4     z     dato             -4
5     f     q * z            -12

Vuelta: los gradientes
paso  flecha      llega  derivada local  contribución  acumulado
────  ──────────  ─────  ──────────────  ────────────  ─────────
6     f (inicio)                                       1
7     f → q       1      -4              -4            -4
8     f → z       1      3               3             3
9     q → x       -4     1               -4            -4
10    q → y       -4     1               -4            -4"""
    assert event_table(record(example()[1])) == expected


def test_tabla_y_repr_sin_rastros_de_la_maquina():
    x = Node(np.arange(6.0).reshape(2, 3))
    loss = (1.0 / (-x.T @ np.ones((2, 1)) - 1.0) ** 2 + 2.0 * x.sum()).mean()
    text = event_table(record(loss)) + repr(loss) + repr(x)
    assert "0x" not in text and "np." not in text and "array(" not in text
    again = event_table(record(copy.deepcopy(loss)))
    assert again == event_table(record(loss))


@fast
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_repr_siempre_funciona(a, b):
    assume(abs(b) > 1e-9)
    assert repr(Node(a) / b).startswith("Node(")
