"""Lo propio de los ejercicios y preguntas de la lección 03."""

import ast
import inspect

import numpy as np
import pytest

from course_lib import activations, mlp
from course_lib.checking import check_function
from course_lib.exercises import _lesson_03_right as right
from course_lib.exercises import activation_drivers as drivers
from course_lib.exercises import lesson_03
from course_lib.gradient_check import numeric_gradient

BY_ID = {exercise.id: exercise for exercise in lesson_03.EXERCISES}
CODE = [item for item in lesson_03.EXERCISES if item.kind == "code"]
COURSE = {
    "03.1": activations.sigmoid_derivative,
    "03.2": activations.relu,
    "03.3": activations.relu_derivative,
    "03.4": activations.tanh_derivative,
    "03.5": activations.leaky_relu,
    "03.6": activations.leaky_relu_derivative,
    "03.8": mlp.he_initialization,
}
DERIVATIVES = {
    "03.1": activations.sigmoid,
    "03.3": activations.relu,
    "03.4": activations.tanh,
    "03.6": activations.leaky_relu,
}
BIG_SHAPES = sorted(
    {
        shape
        for case in BY_ID["03.8"].all_cases()
        for shape in zip(
            case.inputs["layer_shapes"][:-1],
            case.inputs["layer_shapes"][1:],
            strict=True,
        )
        if shape[0] * shape[1] >= drivers.ENOUGH_WEIGHTS
    }
)


def all_cases(exercise):
    drawn = [c for s in range(3) for c in exercise.cases(np.random.default_rng(s))]
    return [*exercise.public_cases(), *drawn]


@pytest.mark.parametrize("exercise_id", COURSE)
def test_solution_is_the_course_function(exercise_id):
    exercise, course = BY_ID[exercise_id], COURSE[exercise_id]
    assert exercise.name == course.__name__
    for case in all_cases(exercise):
        mine = exercise.driver(exercise.solution, dict(case.inputs))
        theirs = exercise.driver(course, dict(case.inputs))
        assert mine.keys() == theirs.keys()
        for name in mine:
            np.testing.assert_allclose(
                mine[name], theirs[name], rtol=1e-12, atol=1e-15, err_msg=case.name
            )


@pytest.mark.parametrize("exercise_id", DERIVATIVES)
def test_derivatives_are_certified_by_differences(exercise_id):
    """Lejos del quiebre, la referencia es la diferencia central de la función."""
    exercise, function = BY_ID[exercise_id], DERIVATIVES[exercise_id]
    checked = 0
    for case in all_cases(exercise):
        inputs = dict(case.inputs)
        z = np.asarray(inputs.pop("z"), float)
        z = z[(np.abs(z) > 1e-3) & (np.abs(z) < 20)]
        if z.size == 0:
            continue
        numeric = numeric_gradient(lambda v, i=inputs: function(v, **i).sum(), z)
        analytic = exercise.solution(z, **inputs)
        np.testing.assert_allclose(analytic, numeric, rtol=1e-6, atol=1e-9)
        checked += z.size
    assert checked > 100


@pytest.mark.parametrize("exercise_id", ["03.2", "03.3", "03.5", "03.6"])
def test_some_case_stands_on_the_kink(exercise_id):
    cases = BY_ID[exercise_id].public_cases()
    assert any(np.any(case.inputs["z"] == 0) for case in cases)


@pytest.mark.parametrize("exercise_id", ["03.5", "03.6"])
def test_both_ends_of_the_slope_are_tried(exercise_id):
    slopes = [case.inputs.get("slope") for case in all_cases(BY_ID[exercise_id])]
    assert {0.0, 1.0, None} <= set(slopes)


def test_collapsed_layer_answers_the_same():
    rng = np.random.default_rng(0)
    for case in all_cases(BY_ID["03.7"]):
        W1, b1, W2, b2 = case.inputs.values()
        X = rng.normal(size=(6, len(W1)))
        W, b = lesson_03.collapse_linear_layers(W1, b1, W2, b2)
        np.testing.assert_allclose(X @ W + b, (X @ W1 + b1) @ W2 + b2, atol=1e-12)


# Avisos, máscaras y tipos ------------------------------------------------------------


@pytest.mark.parametrize(
    "exercise_id, function",
    [
        ("03.1", right.sigmoid_derivative_plain),
        ("03.4", right.tanh_derivative_cosh),
    ],
)
def test_an_overflow_warning_is_right_with_a_tip(exercise_id, function):
    result = check_function(BY_ID[exercise_id], function)
    assert result.passed and "e^1000" in result.message
    quiet = check_function(BY_ID[exercise_id], BY_ID[exercise_id].solution)
    assert quiet.passed and "e^1000" not in quiet.message


def test_a_mask_is_right_with_a_tip():
    result = check_function(BY_ID["03.3"], right.relu_derivative_mask)
    assert result.passed and "máscara" in result.message
    result = check_function(BY_ID["03.3"], lesson_03.relu_derivative)
    assert result.passed and "máscara" not in result.message


@pytest.mark.parametrize("exercise_id", ["03.2", "03.3"])
def test_zero_may_be_negative(exercise_id):
    solution = BY_ID[exercise_id].solution
    result = check_function(BY_ID[exercise_id], lambda z: -(-1.0 * solution(z)))
    assert result.passed
    result = check_function(BY_ID[exercise_id], lambda z: solution(z) * 1.0 - 0.0)
    assert result.passed


# Los números que dicen las predicciones y los elogios --------------------------------


def test_predictions_are_kept():
    s, t = lesson_03.sigmoid_derivative, lesson_03.tanh_derivative
    three = np.array([3.0])
    assert s(three) == pytest.approx(s(-three), rel=1e-12)
    assert round(float(t(three)[0]), 4) == 0.0099 and "0.0099" in BY_ID["03.4"].praise
    assert round(float(s(three)[0]), 3) == 0.045 and "0.045" in BY_ID["03.4"].praise
    assert t(np.array([1.6])) > s(np.array([1.6]))
    assert t(np.array([1.7])) < s(np.array([1.7]))
    assert round(0.5**10, 3) == 0.001
    once = lesson_03.leaky_relu(np.array([-2.0]), 0.1)
    twice = lesson_03.leaky_relu(once, 0.1)
    assert (round(float(once[0]), 9), round(float(twice[0]), 9)) == (-0.2, -0.02)
    parameters = (3 * 7 + 7) + (7 * 4 + 4), 3 * 4 + 4
    assert parameters == (60, 16) and "44" in BY_ID["03.7"].praise
    assert np.sqrt(2 / 400) == pytest.approx(np.sqrt(2 / 100) / 2)


# La inicialización, juzgada por estadística ------------------------------------------


def he_like(scale, *, seeded=True, draw="normal"):
    """Una inicialización con la escala que da `scale(h_in, h_out)`."""

    def he_initialization(layer_shapes, seed):
        rng = np.random.RandomState(seed % 2**31 if seeded else None)
        W, b = [None], [None]
        for i, o in zip(layer_shapes[:-1], layer_shapes[1:], strict=True):
            w = rng.normal(size=(i, o)) if draw == "normal" else draw(rng, (i, o))
            W.append(w * scale(i, o))
            b.append(np.zeros(o))
        return W, b

    return he_initialization


@pytest.mark.parametrize(
    "function, mistake",
    [
        (he_like(lambda i, o: 2 / i), "variance_as_deviation"),
        (he_like(lambda i, o: np.sqrt(2 / o)), "fan_out"),
        (he_like(lambda i, o: 1), "no_scale"),
        (he_like(lambda i, o: i**-0.5), "xavier"),
        (he_like(lambda i, o: np.sqrt(2 / (i + o))), "glorot"),
        (he_like(lambda i, o: 0.01), "fixed_small_scale"),
        (he_like(lambda i, o: np.sqrt(2) / i), "root_of_two_only"),
        (he_like(lambda i, o: np.sqrt(2 / i), seeded=False), "without_seed"),
        (
            he_like(lambda i, o: np.sqrt(2 / i), draw=lambda r, s: r.rand(*s)),
            "positive_uniform",
        ),
        (
            he_like(lambda i, o: np.sqrt(2 / i), draw=lambda r, s: 2 * r.rand(*s) - 1),
            "uniform_with_that_edge",
        ),
        (
            he_like(lambda i, o: np.sqrt(6 / i), draw=lambda r, s: r.uniform(-1, 1, s)),
            "uniform_with_that_variance",
        ),
    ],
)
def test_a_wrong_start_is_named_whatever_its_generator(function, mistake):
    """Los errores declarados usan otro generador: se reconocen por su estadística."""
    result = check_function(BY_ID["03.8"], function)
    assert (result.passed, result.mistake) == (False, mistake), result.message


@pytest.mark.parametrize("factor", [0.9, 0.94, 1.06, 1.1])
def test_a_near_scale_is_refused(factor):
    near = he_like(lambda i, o: factor * np.sqrt(2 / i))
    assert not check_function(BY_ID["03.8"], near).passed


def test_other_wrong_distributions_are_refused():
    def sign(rng, shape):
        return rng.choice([-1.0, 1.0], shape)

    def logistic(rng, shape):
        return rng.logistic(0, np.sqrt(3) / np.pi, shape)

    def student(rng, shape):
        return rng.standard_t(10, shape) * np.sqrt(0.8)

    def skewed(rng, shape):
        return rng.exponential(size=shape) - 1

    def product(rng, shape):
        return rng.normal(size=shape) * rng.normal(size=shape)

    def clipped(rng, shape):
        return np.clip(rng.normal(size=shape), -3, 3)

    def three_uniforms(rng, shape):
        return 2 * rng.rand(3, *shape).sum(axis=0) - 3

    for draw in (sign, logistic, student, skewed, product, clipped, three_uniforms):
        function = he_like(lambda i, o: np.sqrt(2 / i), draw=draw)
        assert not check_function(BY_ID["03.8"], function).passed, draw.__name__


def _sorted(rng, shape):
    return np.sort(rng.normal(size=shape), axis=0)


def _sorted_by_rows(rng, shape):
    return np.sort(rng.normal(size=shape), axis=1)


def _sorted_by_size(rng, shape):
    w = rng.normal(size=shape).ravel()
    return w[np.argsort(np.abs(w))].reshape(shape)


def _smoothed(rng, shape):
    w = rng.normal(size=(shape[0], shape[1] + 1))
    return (w[:, 1:] + w[:, :-1]) / np.sqrt(2)


def _centred_by_columns(rng, shape):
    """Con siete entradas, quitar la media de cada columna las ata entre sí."""
    w = rng.normal(size=shape)
    return (w - w.mean(axis=0)) * np.sqrt(shape[0] / max(shape[0] - 1, 1))


@pytest.mark.parametrize(
    "draw", [_sorted, _sorted_by_rows, _sorted_by_size, _smoothed, _centred_by_columns]
)
def test_weights_that_depend_on_each_other_are_refused(draw):
    function = he_like(lambda i, o: np.sqrt(2 / i), draw=draw)
    result = check_function(BY_ID["03.8"], function)
    assert not result.passed and "de al lado" in result.message


def _half_copied(rng, shape):
    half = rng.normal(size=(shape[0] * shape[1] + 1) // 2)
    return np.concatenate([half, half[::-1]])[: shape[0] * shape[1]].reshape(shape)


def _rounded(rng, shape):
    return np.round(rng.normal(size=shape), 1)


def _signs(rng, shape):
    return rng.choice([-1.0, 1.0], shape)


@pytest.mark.parametrize("draw", [_half_copied, _rounded, _signs])
def test_weights_that_repeat_are_named(draw):
    function = he_like(lambda i, o: np.sqrt(2 / i), draw=draw)
    result = check_function(BY_ID["03.8"], function)
    assert result.mistake == "repeated_weights", result.message


def with_seeds(seed_of):
    """Un generador por capa, con la semilla que dé `seed_of(seed, l)`."""

    def he_initialization(layer_shapes, seed):
        W, b = [None], [None]
        for l in range(1, len(layer_shapes)):
            rng = np.random.default_rng(seed_of(seed, l))
            i, o = layer_shapes[l - 1], layer_shapes[l]
            W.append(rng.normal(0, np.sqrt(2 / i), (i, o)))
            b.append(np.zeros(o))
        return W, b

    return he_initialization


@pytest.mark.parametrize(
    "seed_of, mistake",
    [
        (lambda s, l: s * l, "seed_times_layer"),
        (lambda s, l: s, "reseeds_each_layer"),
        (lambda s, l: l, "fixed_seed"),
        (lambda s, l: s if l == 1 else 0, "unknown"),
        (lambda s, l: (s or None) and [s, l], "zero_is_no_seed"),
        (lambda s, l: s + l, None),
        (lambda s, l: [s, l], None),
        (lambda s, l: 1000 * s + l, None),
    ],
)
def test_seeds_of_each_layer(seed_of, mistake):
    result = check_function(BY_ID["03.8"], with_seeds(seed_of))
    assert result.mistake == mistake, result.message


def test_only_none_goes_in_the_place_of_layer_zero():
    he = he_like(lambda i, o: np.sqrt(2 / i))
    for first in ([0], 0, np.zeros(1), [], "", False):

        def starts_with(layer_shapes, seed, first=first):
            W, b = he(layer_shapes, seed)
            return [first, *W[1:]], b

        result = check_function(BY_ID["03.8"], starts_with)
        assert result.mistake == "first_is_not_none", first

    def boxes(layer_shapes, seed):
        W, b = np.empty((2, len(layer_shapes)), dtype=object)
        for l, pair in enumerate(zip(*he(layer_shapes, seed), strict=True)):
            W[l], b[l] = pair
        return W, b

    assert check_function(BY_ID["03.8"], boxes).passed

    def by_name(layer_shapes, seed):
        W, b = he(layer_shapes, seed)
        return dict(enumerate(W)), dict(enumerate(b))

    assert "diccionario" in check_function(BY_ID["03.8"], by_name).message


def test_known_scales_are_told_apart():
    """En toda capa que se mide, √(2/h) queda lejos de las demás escalas.

    O tan cerca que nadie las distingue: entonces vale √(2/h), la primera.
    """
    assert len(BIG_SHAPES) == 5
    for i, o in BIG_SHAPES:
        he, *others = (scale(i, o) for scale in drivers._SCALES)
        assert he == np.sqrt(2 / i)
        for other in others:
            gap = abs(np.log(other / he))
            assert gap < drivers.SAME_SCALE or gap > 0.06, (i, o, other)
    assert min(i for i, _ in BIG_SHAPES) == 7, "ahí se distingue 2/(h + 1)"


GENERATORS = {
    "PCG64": lambda s, shape: np.random.default_rng(s).standard_normal(shape),
    "RandomState": lambda s, shape: np.random.RandomState(s).standard_normal(shape),
    "Philox": lambda s, shape: np.random.Generator(np.random.Philox(s)).standard_normal(
        shape
    ),
    "SFC64 en float32": lambda s, shape: np.random.Generator(
        np.random.SFC64(s)
    ).standard_normal(shape, dtype=np.float32),
}


def judged(generator, seed, shape):
    """Si la estadística acepta los pesos de He de una capa con esa semilla."""
    w = np.sqrt(2 / shape[0]) * GENERATORS[generator](seed, shape)
    mean, deviation, spread = drivers._statistics(w.astype(np.float64), 1).values()
    right = mean == 0 and deviation == np.sqrt(2 / shape[0]) and spread == 0
    return right and drivers._is_independent(w) and drivers._is_varied(w)


def margins(generator, seed, shape):
    """Cuántas veces el error típico se alejan la media, la escala y los vecinos."""
    w = GENERATORS[generator](seed, shape).astype(np.float64)
    root = np.sqrt(w.size)
    centred = w - w.mean()
    neighbours = [
        drivers._with_the_next(series, order)
        for series in (centred, np.abs(centred) - np.abs(centred).mean())
        for order in "CF"
    ]
    return [root * abs(w.mean()), np.sqrt(2) * root * abs(w.std() - 1)] + [
        root * size for size in neighbours
    ]


def test_limits_are_seven_errors_wide():
    """Los límites, en errores típicos medidos: pasarlos tiene probabilidad de 3e-12."""
    shape = min(BIG_SHAPES, key=lambda shape: shape[0] * shape[1])
    measured = np.array([margins("PCG64", seed, shape) for seed in range(200)])
    # La raíz del cuadrado medio de algo de error típico 1 es 1, con un 5 % de azar.
    np.testing.assert_allclose(np.sqrt(np.mean(measured**2, axis=0)), 1, atol=0.25)
    assert drivers.SCALE_LIMIT * np.sqrt(2 * drivers.ENOUGH_WEIGHTS) >= drivers.SIGMAS
    assert 2 * drivers.RARE < 1e-9 and drivers.SIGMAS >= 7


def test_the_bound_on_proportions_is_a_bound():
    """Cota de Chernoff contra la probabilidad exacta, sumada término a término."""
    n, wanted = 2000, drivers._FAR[2]
    counts = np.arange(n + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    log_p = logs[n] - logs[counts] - logs[n - counts]
    log_p += counts * np.log(wanted) + (n - counts) * np.log1p(-wanted)
    refused = [drivers._is_unlikely(k / n, wanted, n) for k in counts]
    assert 0 < np.exp(log_p)[refused].sum() <= 2 * drivers.RARE


@pytest.mark.parametrize("generator", GENERATORS)
def test_no_right_start_is_refused(generator):
    """40 semillas aquí; las 10 000 están en la prueba lenta."""
    for seed in range(40):
        for shape in BIG_SHAPES[:2]:
            assert judged(generator, seed, shape), (seed, shape)


@pytest.mark.lento
@pytest.mark.parametrize("generator", GENERATORS)
def test_no_right_start_is_refused_in_ten_thousand_seeds(generator, tally):
    smallest = min(BIG_SHAPES, key=lambda shape: shape[0] * shape[1])
    refused = [s for s in range(10_000) if not judged(generator, s, smallest)]
    tally("Sorteos de He juzgados", 10_000)
    assert refused == []


def test_small_layers_are_not_measured():
    """Con 12 pesos la estadística no dice nada, y no se mira."""
    inputs = {"layer_shapes": [3, 4, 2], "seed": 5}
    outputs = drivers.Initialization()(he_like(lambda i, o: 7.0), inputs)
    assert not any("desviación" in name for name in outputs)


def test_driver_imports_no_solution():
    """El conductor viaja junto a código ajeno: solo NumPy y otros conductores."""
    tree = ast.parse(inspect.getsource(drivers))
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    allowed = {"dataclasses", "itertools", "numpy", "course_lib.exercises.drivers"}
    assert imported == allowed


# Preguntas y pistas ------------------------------------------------------------------


@pytest.mark.parametrize("question", lesson_03.QUESTIONS, ids=lambda q: q.id)
def test_questions_are_plain_and_answer_with_a_question(question):
    assert sum(option.right for option in question.options) == 1
    for option in question.options:
        outside_code = "".join(option.feedback.split("`")[::2])
        assert "*" not in outside_code
        assert option.right or "¿" in option.feedback


def test_right_options_do_not_share_a_letter():
    letters = [o.letter for q in lesson_03.QUESTIONS for o in q.options if o.right]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("exercise", CODE, ids=lambda e: e.id)
def test_hints_do_not_contain_the_answer(exercise):
    given = "".join(exercise.hints).replace(" ", "")
    for statement in ast.parse(exercise.source).body[0].body[1:]:
        for node in ast.walk(statement):
            if isinstance(node, (ast.Assign, ast.Return)):
                value = ast.unparse(node.value).replace(" ", "")
                assert len(value) < 8 or value not in given, value


@pytest.mark.parametrize("exercise", CODE, ids=lambda e: e.id)
def test_there_are_enough_of_each(exercise):
    assert len(exercise.accepts) >= 4 and len(exercise.mistakes) >= 6
