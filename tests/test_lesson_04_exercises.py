"""Lo propio de los ejercicios de la lección 04; lo general está en test_exercises."""

import ast
import inspect
import re

import numpy as np
import pytest

from course_lib import activations, losses, mlp
from course_lib.activations import softmax
from course_lib.checking import check_function
from course_lib.exercises import _lesson_04_cases as generators
from course_lib.exercises import lesson_04, network_drivers
from course_lib.gradient_check import numeric_gradient

SEEDS = range(3)
COURSE = {
    "04.1": losses.one_hot,
    "04.2": softmax,
    "04.3": losses.cross_entropy,
    "04.4": mlp.forward_propagation,
    "04.5": mlp.output_delta,
    "04.6": mlp.backpropagation,
    "04.7": mlp.update_parameters,
    "04.8": mlp.train,
    "04.9": mlp.predict,
}
# Las correcciones a las diapositivas tienen sus pruebas en test_corrections.
CODED = [exercise for exercise in lesson_04.EXERCISES if exercise.kind == "code"]
BY_ID = {exercise.id: exercise for exercise in CODED}


def all_cases(exercise):
    return [*exercise.public_cases(), *drawn_cases(exercise)]


def drawn_cases(exercise):
    return [c for s in SEEDS for c in exercise.cases(np.random.default_rng(s))]


@pytest.mark.parametrize("exercise", CODED, ids=lambda e: e.id)
def test_solution_is_the_course_function(exercise):
    """La solución y la función del curso dan lo mismo, y se llaman igual."""
    course = COURSE[exercise.id]
    assert exercise.name == course.__name__
    parameters = inspect.signature(course).parameters.values()
    positional = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert list(exercise.parameters) == positional
    for case in all_cases(exercise):
        mine = exercise.driver(exercise.solution, dict(case.inputs))
        theirs = exercise.driver(course, dict(case.inputs))
        assert mine.keys() == theirs.keys()
        for name in mine:
            np.testing.assert_allclose(
                mine[name], theirs[name], rtol=1e-12, atol=1e-14, err_msg=case.name
            )


@pytest.mark.parametrize("exercise", CODED, ids=lambda e: e.id)
def test_sizes_of_a_case_are_all_different(exercise):
    """Con dos tamaños iguales, dos errores distintos darían los mismos números."""
    for case in all_cases(exercise):
        layers = [n for name, n in case.sizes.items() if name[:2] == "h_"]
        width = layers or [case.sizes["K"]]
        sizes = [*width, *(case.sizes[k] for k in ("m", "iters") if k in case.sizes)]
        # Una sola iteración, un solo ejemplo o una sola unidad no dividen nada.
        several = [size for size in sizes if size > 1]
        assert len(several) == len(set(several)), case.name


def gradient_cases():
    """Los casos de 04.6, menos el que juzga la convención de relu' en 0."""
    cases = all_cases(BY_ID["04.6"])
    chosen = [case for case in cases if case.rule == "gradient"]
    assert len(chosen) == len(cases) - len(SEEDS)
    return chosen


def test_gradient_cases_are_far_from_kinks():
    """Donde se juzga un gradiente: lejos de los quiebres, sin entradas diminutas."""
    exercise = BY_ID["04.6"]
    for case in gradient_cases():
        Z, A = case.inputs["cache"]
        assert A[-1].min() >= 1e-3
        for hidden in Z[1:-1]:
            assert np.abs(hidden).min() >= 1e-2
        for name, gradient in exercise.driver(
            exercise.solution, dict(case.inputs)
        ).items():
            size = np.abs(gradient)
            assert size.max() > 0, name
            assert np.all((size == 0) | (size >= 1e-3)), name


def test_one_case_judges_the_convention_at_zero():
    """Ahí hay una Z exactamente 0, y abrir o no la compuerta cambia el gradiente."""
    exercise = BY_ID["04.6"]
    cases = [case for case in all_cases(exercise) if case.rule == "value"]
    for case in cases:
        Z, A = case.inputs["cache"]
        assert np.count_nonzero(Z[1] == 0) == 1
        open_gate = ([None, np.where(Z[1] == 0, 1.0, Z[1]), Z[2]], A)
        closed = exercise.driver(exercise.solution, dict(case.inputs))
        opened = exercise.driver(exercise.solution, {**case.inputs, "cache": open_gate})
        assert np.abs(closed["dW[1]"] - opened["dW[1]"]).max() > 1e-3
    assert len(cases) == len(SEEDS)


def test_reference_gradient_is_certified_by_differences():
    """El gradiente de referencia coincide con la diferencia central de la ida."""
    exercise = BY_ID["04.6"]
    for case in gradient_cases():
        gradients = exercise.driver(exercise.solution, dict(case.inputs))
        for name, gradient in gradients.items():
            numeric = numeric_gradient(*loss_of(case.inputs, name[1], int(name[3:-1])))
            np.testing.assert_allclose(gradient, numeric, rtol=1e-6, atol=1e-9)


def loss_of(inputs, letter, l):
    """La pérdida como función de W[l] o de b[l], y el valor de ese parámetro."""

    def loss(values):
        changed = {name: list(inputs[name]) for name in "Wb"}
        changed[letter][l] = values
        Y_hat, _ = mlp.forward_propagation(inputs["X"], **changed, check=False)
        return losses.cross_entropy(Y_hat, inputs["Y"], check=False)

    return loss, inputs[letter][l].astype(float)


@pytest.mark.parametrize("seed", range(20))
def test_training_is_judged_from_its_own_weights(seed):
    """Lo esperado de `train` sale de los pesos iniciales leídos, también si Z vale 0.

    Con capas angostas, una unidad apagada para un ejemplo deja Z[2] = b[2] = 0: si el
    resto de la α ínfima quedara en b, el gradiente esperado pasaría por ahí.
    """
    rng = np.random.default_rng(seed)
    case = generators._training_case(rng, "angosta", 6, [3, 2, 5, 4], 0.2, 7)
    answers = network_drivers.Training()(mlp.train, dict(case.inputs))
    expected = lesson_04.TRAIN.expected(case.inputs, answers)
    for name, value in expected.items():
        np.testing.assert_allclose(
            answers[name], value, rtol=1e-9, atol=1e-15, err_msg=name
        )


def test_a_dead_example_does_occur():
    """El caso que protege la prueba anterior no es imaginario."""
    dead = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        case = generators._training_case(rng, "angosta", 6, [3, 2, 5, 4], 0.2, 7)
        W, b = mlp.he_initialization([3, 2, 5, 4], case.inputs["seed"])
        _, (Z, _) = mlp.forward_propagation(case.inputs["X"], W, b)
        dead += bool(np.any(Z[2] == 0))
    assert dead > 0


@pytest.mark.parametrize("seed", range(20))
def test_scale_of_he_tells_near_scales_apart(seed):
    """He pasa siempre; una desviación 6 % mayor o menor, nunca."""
    W, _ = mlp.he_initialization([400, 60, 4], seed)
    for factor, fits in ((1.0, True), (1.06, False), (0.94, False)):
        read = factor * W[1]
        expected = lesson_04._expected_scale(read, 1)["desviación inicial de W[1]"]
        assert (expected == read.std()) == fits


def test_training_driver_reads_seed_and_symmetry():
    """El conductor distingue sin semilla, con semilla fija y con pesos iguales."""
    inputs = dict(BY_ID["04.8"].public_cases()[0].inputs)
    driver = network_drivers.Training()

    def train_with(weights):
        def train(X, Y, layer_shapes, alpha, iters, seed):
            h = layer_shapes
            shapes = zip(h[:-1], h[1:], strict=True)
            W = [None, *(weights(seed, shape) for shape in shapes)]
            return W, [None, *(np.zeros(n) for n in h[1:])], [0.0] * iters

        return driver(train, dict(inputs))

    loose = np.random.default_rng()
    zeros = train_with(lambda seed, shape: np.zeros(shape))
    unseeded = train_with(lambda seed, shape: loose.normal(size=shape))
    fixed = train_with(lambda seed, shape: np.random.default_rng(0).normal(size=shape))
    good = train_with(
        lambda seed, shape: np.random.default_rng(seed).normal(size=shape)
    )
    assert not zeros[network_drivers.DIFFERENT_WEIGHTS]
    assert not unseeded[network_drivers.SAME_SEED]
    assert not fixed[network_drivers.OTHER_SEED]
    assert good[network_drivers.OTHER_SEED] and "losses" in good


def test_sandbox_drivers_import_no_solution():
    """Los conductores viajan junto a código ajeno: solo NumPy y otros conductores."""
    tree = ast.parse(inspect.getsource(network_drivers))
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert imported == {"dataclasses", "numpy", "course_lib.exercises.drivers"}


@pytest.mark.parametrize("question", lesson_04.QUESTIONS, ids=lambda q: q.id)
def test_each_option_has_its_own_answer(question):
    """Cada opción tiene una respuesta propia, y la correcta no está siempre igual."""
    assert sum(option.right for option in question.options) == 1
    feedback = [option.feedback for option in question.options]
    assert len(set(feedback)) == len(feedback)


def test_right_options_do_not_share_a_letter():
    letters = [o.letter for q in lesson_04.QUESTIONS for o in q.options if o.right]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("exercise", CODED, ids=lambda e: e.id)
def test_hints_do_not_contain_the_answer(exercise):
    """Ninguna expresión larga de la solución aparece, tal cual, en las pistas."""
    body = ast.parse(exercise.source).body[0].body[1:]
    given = "".join(exercise.hints).replace(" ", "")
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, (ast.Assign, ast.AugAssign)):
                value = ast.unparse(node.value).replace(" ", "")
                assert len(value) < 12 or value not in given, value


@pytest.mark.parametrize("epsilon", [1e-15, 1e-10, 1e-7])
def test_a_mistake_is_named_whatever_its_epsilon(epsilon):
    """El ε de quien responde no es el del error declarado, y el error es el mismo."""

    def missing_mean(Y_hat, Y):
        return -np.sum(Y * np.log(Y_hat + epsilon))

    def missing_sign(Y_hat, Y):
        return np.mean(np.sum(Y * np.log(np.clip(Y_hat, epsilon, 1)), axis=1))

    for function in (missing_mean, missing_sign):
        result = check_function(BY_ID["04.3"], function)
        assert (result.passed, result.mistake) == (False, function.__name__)


def _forward_without_last(X, W, b):
    Y_hat, (Z, A) = mlp.forward_propagation(X, W, b)
    return Y_hat, (Z, A[:-1])


def test_a_missing_last_activation_is_named():
    """La caché empieza bien y le falta Ŷ: no se habla del índice 0."""
    message = check_function(BY_ID["04.4"], _forward_without_last).message
    assert "agregar la última" in message and "None" not in message


def _crossing_with(gate):
    """La vuelta sin `if l > 1`, con la máscara escrita de otra manera."""

    def backpropagation(X, Y, W, b, cache):
        Z, A = cache
        dW, db = [None] * len(W), [None] * len(W)
        dZ = (A[-1] - Y) / len(Y)
        for l in range(len(W) - 1, 0, -1):
            dW[l], db[l] = A[l - 1].T @ dZ, dZ.sum(axis=0)
            dZ = (dZ @ W[l].T) * gate(Z[l - 1])
        return dW, db

    return backpropagation


@pytest.mark.parametrize(
    "gate", [activations.relu_derivative, lambda Z: np.where(Z <= 0, 0, 1)]
)
def test_reaching_the_input_is_named_however_written(gate):
    """Cada manera de usar Z[0] da otra excepción, y la causa es la misma."""
    result = check_function(BY_ID["04.6"], _crossing_with(gate))
    assert (result.passed, result.mistake) == (False, "crosses_the_input")


def test_another_exception_is_not_blamed_on_the_input():
    """Un `None` que no es Z[0] conserva su propia explicación."""

    def uses_empty_weights(X, Y, W, b, cache):
        return X @ W[0], b

    result = check_function(BY_ID["04.6"], uses_empty_weights)
    assert result.mistake == "exception" and "Z[0]" not in result.message


def test_a_fixed_seed_shows_no_number():
    """«Se esperaba 1 y llegó 0» no dice nada a quien fijó la semilla."""

    def train(X, Y, layer_shapes, alpha, iters, seed):
        return mlp.train(X, Y, layer_shapes, alpha, iters, 42)

    result = check_function(BY_ID["04.8"], train)
    assert result.mistake == "fixed_seed" and "se esperaba" not in result.message


def _update_from_zero(W, b, dW, db, alpha):
    new_W = [p - d * alpha for p, d in zip(W, dW, strict=True)]
    return new_W, [p - d * alpha for p, d in zip(b, db, strict=True)]


def _forward_from_zero(X, W, b):
    A = [X]
    for weights, bias in zip(W, b, strict=True):
        A.append(softmax(np.dot(A[-1], weights) + bias))
    return A[-1], ([None, *A[1:]], A)


@pytest.mark.parametrize(
    "id_, function", [("04.4", _forward_from_zero), ("04.7", _update_from_zero)]
)
def test_using_the_empty_slot_is_named_however_written(id_, function):
    """Cada manera de operar con W[0] da otra excepción, y la causa es la misma."""
    result = check_function(BY_ID[id_], function)
    assert (result.passed, result.mistake) == (False, "starts_at_zero")


@pytest.mark.parametrize("order", [(2, 0, 1), (0, 2, 1), (1, 0, 2), (2, 1, 0)])
def test_any_wrong_order_of_the_return_is_named(order):
    def train(X, Y, layer_shapes, alpha, iters, seed):
        parts = mlp.train(X, Y, layer_shapes, alpha, iters, seed)
        return tuple(parts[i] for i in order)

    result = check_function(BY_ID["04.8"], train)
    assert (result.passed, result.mistake) == (False, "return_order")


def test_any_of_the_tied_classes_is_right():
    """Con un empate vale la última, y también una del medio; dos etiquetas, no."""

    def last_of_tied(X, W, b):
        Y_hat, _ = mlp.forward_propagation(X, W, b)
        return Y_hat.shape[1] - 1 - Y_hat[:, ::-1].argmax(axis=1)

    assert check_function(BY_ID["04.9"], last_of_tied).passed


@pytest.mark.parametrize("epsilon", [1e-15, 1e-12, 1e-10])
def test_climbing_is_named_whatever_its_epsilon(epsilon):
    """En ningún caso la pérdida de quien suma llega a depender de su ε."""

    def train(X, Y, layer_shapes, alpha, iters, seed):
        W, b = mlp.he_initialization(layer_shapes, seed)
        losses = []
        for _ in range(iters):
            Y_hat, cache = mlp.forward_propagation(X, W, b)
            p = np.maximum((Y_hat * Y).sum(axis=1), epsilon)
            losses.append(-np.log(p).mean())
            dW, db = mlp.backpropagation(X, Y, W, b, cache)
            W, b = mlp.update_parameters(W, b, dW, db, -alpha, check=False)
        return W, b, losses

    result = check_function(BY_ID["04.8"], train)
    assert (result.passed, result.mistake) == (False, "ascends")


def test_two_mistakes_at_once_do_not_contradict_each_other():
    """El signo y el promedio de db: lo que se dice de uno no niega al otro."""

    def backpropagation(X, Y, W, b, cache):
        dW, db = mlp.backpropagation(X, Y, W, b, cache)
        layers = range(1, len(W))
        return [None, *(-dW[l] for l in layers)], [
            None,
            *(-db[l] / len(Y) for l in layers),
        ]

    result = check_function(BY_ID["04.6"], backpropagation)
    assert result.mistake == "bias_mean"
    assert "signo" in result.message and "promedias" in result.message
    assert "dW[1]` no coincide" in result.message and "está bien" not in result.message


def test_a_known_mistake_gets_one_piece_of_advice_and_it_is_its_own():
    """«Mira con qué dZ empieza…» no ayuda a quien solo cambió el orden del `return`."""
    for exercise in (BY_ID["04.4"], BY_ID["04.6"], BY_ID["04.7"]):
        for mistake in exercise.mistakes:
            said = check_function(exercise, mistake.function).message.splitlines()
            if said[0][:30] != mistake.message[:30]:
                assert not re.search(r": .*\b(mira|compara)\b", said[0]), said
    swapped = next(m for m in BY_ID["04.6"].mistakes if m.id == "swapped_gradients")
    message = check_function(BY_ID["04.6"], swapped.function).message
    assert "es lo primero que se calcula.\nDevuelves db" in message


def test_an_unknown_mistake_is_still_told_where_to_look():
    def backpropagation(X, Y, W, b, cache):
        dW, db = mlp.backpropagation(X, Y, W, b, cache)
        return [None, *(d + 0.3 for d in dW[1:])], db

    message = check_function(BY_ID["04.6"], backpropagation).message
    assert ": mira con qué dZ empieza" in message
