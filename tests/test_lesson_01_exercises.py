"""Lo propio de los ejercicios de la lección 01: sus conductores y sus ejemplos."""

import inspect

import numpy as np
import pytest

from course_lib import graph
from course_lib.checking import check_function
from course_lib.exercises import get_exercise, get_question
from course_lib.exercises import lesson_01 as lesson
from course_lib.exercises.drivers import BadAnswer
from course_lib.exercises.graph_drivers import (
    FUNCTIONS,
    GraphGradients,
    GraphOrder,
    build_graph,
)

SLIDE = "f (x = -2; y = 5; z = -4; q = x + y; f = q * z)"


@pytest.mark.parametrize(
    ("exercise_id", "name"),
    [
        ("01.4", "multiply_backward"),
        ("01.5", "topological_order"),
        ("01.6", "backward"),
        ("01.7", "matmul_backward"),
        ("01.8", "unbroadcast"),
    ],
)
def test_the_course_function_of_the_same_name_passes(exercise_id, name):
    exercise = get_exercise(exercise_id)
    assert exercise.name == name
    result = check_function(exercise, getattr(graph, name))
    assert result.passed, result.message


@pytest.mark.parametrize("exercise_id", ["01.2", "01.3"])
def test_gradient_check_functions_pass(exercise_id):
    from course_lib import gradient_check

    exercise = get_exercise(exercise_id)
    result = check_function(exercise, getattr(gradient_check, exercise.name))
    assert result.passed, result.message


@pytest.mark.parametrize("exercise", lesson.EXERCISES, ids=lambda e: e.id)
def test_signature_is_the_same_as_in_the_course(exercise):
    from course_lib import gradient_check

    for module in (graph, gradient_check):
        function = getattr(module, exercise.name, None)
        if function is not None:
            theirs = inspect.signature(function).parameters.values()
            mine = inspect.signature(exercise.solution).parameters.values()
            assert [(p.name, p.default) for p in mine] == [
                (p.name, p.default) for p in list(theirs)[: len(mine)]
            ]


def test_statement_examples_are_true():
    assert lesson.forward_backward(2.0, -3.0, 5.0) == (-5.0, 5.0, 5.0, -1.0)
    cubes = FUNCTIONS["suma de cubos"]
    assert lesson.numeric_gradient(cubes, np.array([1.0]), 0.1) == pytest.approx(3.01)
    errors = lesson.relative_error(np.array([1.0, 2.0]), np.array([3.0, 2.0]))
    assert errors.tolist() == [0.5, 0.0]
    d_a, d_b = lesson.multiply_backward(*map(np.array, ([10.0], [2.0], [3.0])))
    assert (d_a.tolist(), d_b.tolist()) == ([30.0], [20.0])
    A, B = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])
    dA, dB = lesson.matmul_backward(np.array([[10.0]]), A, B)
    assert (dA.tolist(), dB.tolist()) == ([[30.0, 40.0]], [[10.0], [20.0]])
    grad = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    assert lesson.unbroadcast(grad, (3,)).tolist() == [11.0, 22.0, 33.0]
    assert lesson.unbroadcast(grad, (2, 1)).tolist() == [[6.0], [60.0]]


def test_statement_example_of_the_graph_is_true():
    x = graph.Node(3.0)
    c = x * x
    f = c + x
    order = lesson.topological_order(f)
    assert len(order) == 3 and all(
        a is b for a, b in zip(order, [x, c, f], strict=True)
    )
    lesson.backward(f)
    assert (f.grad, c.grad, x.grad) == (1.0, 1.0, 7.0)


def test_program_builds_the_graph_it_says():
    nodes = build_graph(SLIDE, {})
    assert list(nodes) == ["x", "y", "z", "q", "f"]
    assert nodes["f"].value == -12.0
    assert nodes["f"].parents == (nodes["q"], nodes["z"])
    chain = build_graph("f (x = 1; y = 2; f = cadena(x, y, 3))", {})
    assert list(chain) == ["x", "y", "f.1", "f.2", "f"]
    assert chain["f"].value == 7.0
    layer = build_graph("f (Z = X @ W; A = tanh(Z); f = sum(A))", _layer_inputs())
    assert layer["f"].value == pytest.approx(np.tanh(2.0))


def _layer_inputs():
    return {"X": np.array([[1.0, 1.0]]), "W": np.array([[0.5], [1.5]])}


def test_the_longest_chain_leaves_room_for_recursion():
    sizes = [
        len(build_graph(case.inputs["node"], {}))
        for case in get_exercise("01.5").all_cases()
    ]
    assert 300 <= max(sizes) <= 500


def _described(order_of):
    def function(node):
        order = lesson.topological_order(node)
        return order_of(order)

    answers = GraphOrder()(function, {"node": SLIDE})
    return {name: int(value) for name, value in answers.items()}


def test_order_driver_names_what_is_wrong():
    right = _described(list)
    assert right["cantidad"] == 5 and right["node_al_final"] == 1
    assert right["faltan"] == right["repetidos"] == right["ajenos"] == 0
    assert right["desorden"] == 0 and right["_al_revés"] == 0

    backwards = _described(lambda order: order[::-1])
    assert backwards["desorden"] == backwards["_al_revés"] == 1
    assert backwards["node_al_final"] == 0

    assert _described(lambda order: order[:-1])["faltan"] == 1
    assert _described(lambda order: [order[0], *order])["repetidos"] == 1
    assert _described(lambda order: [*order, None])["ajenos"] == 1
    # Otro orden correcto se describe igual.
    assert _described(lambda o: [o[1], o[0], *o[2:]])["desorden"] == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda order: [order[-1]], "tu lista tiene 1 elemento; debían ser 5."),
        (lambda order: order[:3], "tu lista tiene 3 elementos; debían ser 5."),
        (lambda order: [order[0], *order[:-1]], "en tu lista falta f."),
        (lambda order: [*order[:-1], None], "en tu lista falta f."),
        (lambda order: [*order[:2], *order[4:1:-1]], "f está antes que su padre q."),
    ],
)
def test_order_mistakes_are_told_with_names(change, sentence):
    """Sin esto, el mensaje diría «se esperaba desorden = 0 y llegó 1»."""
    exercise = get_exercise("01.5")
    result = check_function(
        exercise, lambda node: change(lesson.topological_order(node))
    )
    assert not result.passed and sentence in result.message, result.message


def test_scalar_mistakes_of_the_engine_are_not_told_with_matrices():
    """El caso de matrices también falla, y tapaba lo que pasa con números sueltos."""

    def one_for_all(node):
        node.grad = 1
        for v in reversed(lesson.topological_order(node)):
            for p, g in zip(v.parents, v.local_backward(1), strict=True):
                p.grad += g

    result = check_function(get_exercise("01.6"), one_for_all)
    assert result.mistake == "one_for_all" and "v.grad" in result.message
    assert "forma" not in result.message


def test_a_shape_that_fails_only_with_matrices_says_the_line():
    def only_scalars(node):
        node.grad = 1.0
        for v in reversed(lesson.topological_order(node)):
            for p, g in zip(v.parents, v.local_backward(v.grad), strict=True):
                p.grad = np.asarray(p.grad + g).reshape(())[()]

    result = check_function(get_exercise("01.6"), only_scalars)
    assert not result.passed
    assert "reshape" in result.message and "las formas no encajan" in result.message


SHARED = "f (s = a + b; t = s + a; f = sum(t))"


def test_two_nodes_that_share_an_array_are_refused():
    """La suma da el mismo arreglo a sus dos padres: += cambia los dos."""

    def shares(node):
        node.grad = np.float64(1.0)
        for v in reversed(lesson.topological_order(node)):
            for p, g in zip(v.parents, v.local_backward(v.grad), strict=True):
                if not np.any(p.grad):
                    p.grad = g
                else:
                    p.grad += g

    inputs = {"node": SHARED, "a": np.array([1.0, 2.0]), "b": np.array([3.0, 5.0])}
    right = GraphGradients()(lesson.backward, dict(inputs))
    assert right["a.grad"].tolist() == [2.0, 2.0]
    assert right["b.grad"].tolist() == [1.0, 1.0]
    assert GraphGradients()(shares, dict(inputs))["s.grad"].tolist() == [2.0, 2.0]
    result = check_function(get_exercise("01.6"), shares)
    assert result.mistake == "shared_array" and "mismo arreglo" in result.message


def test_plus_equals_on_the_zeros_of_each_node_is_right():
    """Quien acumula siempre en el arreglo propio de cada nodo no comparte nada."""

    def accumulates(node):
        node.grad = np.ones_like(node.value)
        for v in reversed(lesson.topological_order(node)):
            for p, g in zip(v.parents, v.local_backward(v.grad), strict=True):
                p.grad += g

    assert check_function(get_exercise("01.6"), accumulates).passed


def _kahn(node):
    """Un orden correcto que depende de cómo se recorra un conjunto de nodos."""
    nodes, pending = {node}, [node]
    while pending:
        for p in pending.pop().parents:
            if p not in nodes:
                nodes.add(p)
                pending.append(p)
    missing = {v: set(v.parents) for v in nodes}
    order = []
    while missing:
        ready = {v for v in missing if not missing[v]}
        order += ready
        missing = {v: left - ready for v, left in missing.items() if v not in ready}
    return order


def _depth_with_memory(node):
    depth = {}

    def measure(v):
        if v not in depth:
            depth[v] = 1 + max((measure(p) for p in v.parents), default=-1)
        return depth[v]

    measure(node)
    return sorted(depth, key=depth.get)


@pytest.mark.parametrize("function", [_kahn, _depth_with_memory])
def test_orders_that_change_from_run_to_run_always_pass(function):
    """Un conjunto de nodos sale en otro orden cada vez; todos valen."""
    for _ in range(50):
        result = check_function(get_exercise("01.5"), function)
        assert result.passed, result.message


@pytest.mark.parametrize(
    ("exercise_id", "function", "name"),
    [
        ("01.5", lambda node: [*node.children, node], "children"),
        ("01.6", lambda node: node._backward(), "_backward"),
        ("01.6", lambda node: setattr(node, "visited", True), "visited"),
    ],
)
def test_names_of_another_library_say_what_a_node_has(exercise_id, function, name):
    result = check_function(get_exercise(exercise_id), function)
    assert result.mistake == "exception"
    assert f"«.{name}»" in result.message and "`.parents`" in result.message


def test_a_message_about_the_engine_does_not_speak_of_returning():
    def all_twos(node):
        for v in lesson.topological_order(node):
            v.grad = np.full_like(v.value, 2.0)

    result = check_function(get_exercise("01.6"), all_twos)
    assert result.mistake == "constant", result.message
    assert "Sale siempre 2" in result.message and "evuelves" not in result.message


def test_node_in_the_middle_is_not_called_first():
    """Ordenar por cantidad de padres deja a node entre las operaciones."""

    def by_parents(node):
        return sorted(
            lesson.topological_order(node)[::-1], key=lambda v: len(v.parents)
        )

    result = check_function(get_exercise("01.5"), by_parents)
    assert result.mistake == "inputs_first", result.message

    def node_second(node):
        order = lesson.topological_order(node)
        return [order[-2], node, *order[:-2]] if len(order) > 1 else order

    # node tampoco va al principio, pero los datos no van primero: no se afirma.
    result = check_function(get_exercise("01.5"), node_second)
    assert not result.passed
    assert "primero, y" not in result.message and "al principio" not in result.message


@pytest.mark.parametrize("answer", [7, "abc", {}])
def test_order_driver_refuses_what_is_not_a_list(answer):
    with pytest.raises(BadAnswer) as caught:
        GraphOrder()(lambda node: answer, {"node": SLIDE})
    assert caught.value.kind == "protocol"


def test_calling_the_engine_is_not_writing_it():
    original = graph.Node.backward
    with pytest.raises(BadAnswer):
        GraphGradients()(lambda node: node.backward(), {"node": SLIDE})
    assert graph.Node.backward is original
    result = check_function(get_exercise("01.6"), lambda node: node.backward())
    assert not result.passed and "backward" in result.message


def test_engine_agrees_with_finite_differences():
    """La referencia de 01.6 no se da por buena: la certifica la diferencia central."""
    for case in get_exercise("01.6").all_cases():
        program = case.inputs["node"]
        arrays = {k: v for k, v in case.inputs.items() if k != "node"}
        answers = GraphGradients()(lesson.backward, dict(case.inputs))
        for name, start in arrays.items():

            def loss(value, name=name, program=program, arrays=arrays):
                *_, output = build_graph(program, {**arrays, name: value}).values()
                return float(output.value)

            numeric = lesson.numeric_gradient(loss, start)
            assert np.allclose(answers[f"{name}.grad"], numeric, rtol=1e-6, atol=1e-8)
        if not arrays:
            nodes = build_graph(program, {})
            *_, output = nodes.values()
            output.backward()
            for name, node in nodes.items():
                assert answers[f"{name}.grad"] == pytest.approx(node.grad)


def test_questions_answer_every_option():
    assert [q.id for q in lesson.QUESTIONS] == ["01.c1", "01.c2", "01.c3"]
    for question in lesson.QUESTIONS:
        assert get_question(question.id) is question
        assert sum(option.right for option in question.options) == 1
        feedback = [option.feedback for option in question.options]
        assert len(set(feedback)) == len(feedback) and all(feedback)
    right = [[o.right for o in q.options].index(True) for q in lesson.QUESTIONS]
    assert len(set(right)) > 1  # la correcta no está siempre en el mismo lugar
