"""Lo propio de los ejercicios de la lección 02; lo general está en test_exercises."""

import ast
import inspect

import numpy as np
import pytest

from course_lib import activations, logistic_regression, losses
from course_lib.checking import check_function
from course_lib.exercises import lesson_02, logistic_drivers
from course_lib.gradient_check import numeric_gradient

SEEDS = range(3)
COURSE = {
    "02.1": activations.sigmoid,
    "02.2": losses.binary_cross_entropy,
    "02.3": logistic_regression.logistic_gradients,
    "02.4": logistic_regression.standardize,
    "02.5": logistic_regression.gradient_descent,
    "02.6": logistic_regression.predict_binary,
    "02.7": logistic_regression.confusion_matrix,
}
CODED = [exercise for exercise in lesson_02.EXERCISES if exercise.kind == "code"]
BY_ID = {exercise.id: exercise for exercise in CODED}

by_exercise = pytest.mark.parametrize("exercise", BY_ID.values(), ids=list(BY_ID))


def all_cases(exercise):
    drawn = (c for s in SEEDS for c in exercise.cases(np.random.default_rng(s)))
    return [*exercise.public_cases(), *drawn]


def test_every_exercise_of_the_plan_is_here():
    assert list(BY_ID) == list(COURSE)


@by_exercise
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


@by_exercise
def test_declares_enough(exercise):
    assert len(exercise.accepts) >= 4 and len(exercise.mistakes) >= 8
    assert len({f.__name__ for f in exercise.accepts}) == len(exercise.accepts)
    assert "Para pensar" in exercise.praise


@by_exercise
def test_the_first_case_is_the_smallest(exercise):
    """Lo que se muestra primero cabe en una línea."""

    def size(case):
        values = [v for v in case.inputs.values() if not isinstance(v, str)]
        flat = [a for v in values for a in (v if isinstance(v, list) else [v])]
        return sum(map(np.size, flat))

    first, *others = all_cases(exercise)
    assert first.public and all(size(first) <= size(other) for other in others)


@pytest.mark.parametrize("exercise_id", ["02.3", "02.4", "02.6", "02.7"])
def test_sizes_of_a_case_are_all_different(exercise_id):
    """Con dos tamaños iguales, dos errores distintos darían los mismos números."""
    for case in all_cases(BY_ID[exercise_id]):
        several = [size for size in case.sizes.values() if size > 1]
        assert len(several) == len(set(several)), case.name


# 02.1 y 02.2: los extremos -----------------------------------------------------------


def naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_a_warning_of_overflow_is_refused_with_its_sentence():
    def both_branches(z):
        return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

    for function in (naive_sigmoid, both_branches):
        result = check_function(BY_ID["02.1"], function)
        assert not result.passed
        assert "El valor es correcto; el aviso viene de exp(1000)" in result.message


def test_a_warning_elsewhere_is_a_tip():
    def gradients(X, y, w, b):
        error = naive_sigmoid(X @ w + b) - y
        return X.T @ error / len(y), error.mean()

    def predict(X, w, b, threshold=0.5):
        return naive_sigmoid(X @ w + b) >= threshold

    for exercise_id, function in (("02.3", gradients), ("02.6", predict)):
        result = check_function(BY_ID[exercise_id], function)
        assert result.passed and "Un consejo" in result.message, exercise_id


@pytest.mark.parametrize("epsilon", [1e-15, 1e-12, 1e-9, 1e-7, 3e-8])
def test_clipping_a_probability_is_refused(epsilon):
    """Sea cual sea el ε; con los de siempre, además, se reconoce."""

    def loss(z, y):
        p = np.clip(activations.sigmoid(z), epsilon, 1 - epsilon)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    result = check_function(BY_ID["02.2"], loss)
    assert not result.passed
    assert "extremos" in result.message or "muy grandes" in result.message
    if epsilon != 3e-8:
        assert "Recortas una probabilidad" in result.message


# 02.3: gradientes --------------------------------------------------------------------


def test_gradient_cases_are_far_from_trouble():
    """Al juzgar gradientes, ni entradas diminutas ni probabilidades extremas."""
    exercise = BY_ID["02.3"]
    judged = [case for case in all_cases(exercise) if case.rule == "gradient"]
    assert len(judged) > 15
    for case in judged:
        inputs = case.inputs
        p = activations.sigmoid(inputs["X"] @ inputs["w"] + inputs["b"])
        assert p.min() >= 1e-3 and p.max() <= 1 - 1e-3
        for name, gradient in exercise.driver(exercise.solution, dict(inputs)).items():
            assert np.abs(gradient).min() >= 1e-3, (case.name, name)


def test_reference_gradient_is_certified_by_differences():
    exercise = BY_ID["02.3"]
    for case in all_cases(exercise):
        if case.rule != "gradient":
            continue
        X, y, w, b = case.inputs.values()
        exact = exercise.driver(exercise.solution, dict(case.inputs))
        both = np.append(w.astype(float), b)
        numeric = numeric_gradient(
            lambda v, X=X, y=y: losses.binary_cross_entropy(X @ v[:-1] + v[-1], y), both
        )
        np.testing.assert_allclose(exact["dw"], numeric[:-1], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(exact["db"], numeric[-1], rtol=1e-6, atol=1e-9)


def test_an_error_of_one_in_ten_thousand_is_seen():
    def almost(X, y, w, b):
        dw, db = lesson_02.logistic_gradients(X, y, w, b)
        return dw, db * (1 + 1e-4)

    assert not check_function(BY_ID["02.3"], almost).passed


# 02.4: qué escala vale ---------------------------------------------------------------


def with_scale(scale):
    def standardize(X_train, X_test):
        mean, std = X_train.mean(axis=0), scale(X_train)
        return (X_train - mean) / std, (X_test - mean) / std

    return standardize


def test_other_right_scales_pass():
    def sample(X):
        return X.std(axis=0, ddof=1) + 1e-8

    result = check_function(BY_ID["02.4"], with_scale(sample))
    assert result.passed and "m − 1" in result.message
    population = with_scale(lambda X: X.std(axis=0) + 1e-8)
    result = check_function(BY_ID["02.4"], population)
    assert result.passed and "m − 1" not in result.message


def test_two_scales_at_once_do_not_pass():
    """Cada una está bien, pero la prueba no se mide como el entrenamiento."""

    def mixed(X_train, X_test):
        ours = lesson_02.standardize(X_train, X_test)
        sample = with_scale(lambda X: X.std(axis=0, ddof=1) + 1e-8)
        return ours[0], sample(X_train, X_test)[1]

    assert not check_function(BY_ID["02.4"], mixed).passed


def test_cases_of_scale_have_room_for_them():
    seen = set()
    for case in all_cases(BY_ID["02.4"]):
        X_train, X_test = case.inputs.values()
        assert len(X_train) > 1
        constant = X_train.std(axis=0) == 0
        assert np.all(X_train[0, constant] == X_test[:, constant])
        seen |= set(X_train[0, constant].tolist())
        # Aun la columna más angosta deja sin efecto un ε de 1e-8.
        assert X_train.std(axis=0)[~constant].min() >= 0.02
    assert seen == {0.0, 2.5, 3.0}


# 02.5: el conductor ------------------------------------------------------------------


@pytest.mark.parametrize("name", logistic_drivers.GRADIENTS)
def test_named_gradients_are_those_of_their_losses(name):
    """Cada una es de verdad un gradiente: el de la pérdida que dice su comentario."""
    values = {
        "gradiente de cada θ: θ": lambda p: sum(np.sum(q**2) for q in p) / 2,
        "gradiente de cada θ: su puesto en la lista (1, 2, 3…) por θ": lambda p: (
            sum((k + 1) * np.sum(q**2) for k, q in enumerate(p)) / 2
        ),
        "gradiente de cada θ: θ/2 + (suma de todos) − 1": lambda p: (
            sum(np.sum(q**2) for q in p) / 4 + (sum(map(np.sum, p)) - 1) ** 2 / 2
        ),
        "gradiente de cada θ: θ³": lambda p: sum(np.sum(q**4) for q in p) / 4,
    }
    first, second = np.array([0.7, -1.2]), np.array([[0.4], [1.5]])
    gradients = logistic_drivers.GRADIENTS[name]([first, second])
    np.testing.assert_allclose(
        gradients[0],
        numeric_gradient(lambda v: float(values[name]([v, second])), first),
        rtol=1e-7,
    )
    np.testing.assert_allclose(
        gradients[1],
        numeric_gradient(lambda v: float(values[name]([first, v])), second),
        rtol=1e-7,
    )


def test_driver_explains_how_to_call_gradients():
    def spread(gradients, parameters, alpha, iters):
        return gradients(*parameters)

    def generator(gradients, parameters, alpha, iters):
        return (p for p in parameters)

    result = check_function(BY_ID["02.5"], spread)
    assert not result.passed and "lista entera" in result.message
    result = check_function(BY_ID["02.5"], generator)
    assert not result.passed and "generador" in result.message


def test_keeping_the_first_list_is_required():
    def descend(gradients, parameters, alpha, iters):
        for _ in range(iters):
            for p, g in zip(parameters, gradients(parameters), strict=True):
                p -= alpha * g
        return parameters

    result = check_function(BY_ID["02.5"], descend)
    assert not result.passed and result.score < 1


def test_driver_imports_no_solution():
    """Los conductores viajan junto a código ajeno: solo NumPy y otros conductores."""
    tree = ast.parse(inspect.getsource(logistic_drivers))
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert imported == {"dataclasses", "numpy", "course_lib.exercises.drivers"}


# 02.6 y 02.7 -------------------------------------------------------------------------


def test_equality_with_the_threshold_only_at_zero():
    equal = 0
    for case in all_cases(BY_ID["02.6"]):
        X, w, b, *threshold = case.inputs.values()
        z = X @ w + b
        threshold = threshold[0] if threshold else 0.5
        close = np.abs(activations.sigmoid(z) - threshold) < 1e-6
        assert np.all(z[close] == 0), case.name
        equal += close.sum()
    assert equal >= 2


@pytest.mark.parametrize(
    ("kind", "words"), [(bool, "sí o no"), (float, "con decimales"), (int, None)]
)
def test_classes_of_another_kind_pass_with_a_tip(kind, words):
    def predict(X, w, b, threshold=0.5):
        return (activations.sigmoid(X @ w + b) >= threshold).astype(kind)

    result = check_function(BY_ID["02.6"], predict)
    assert result.passed
    assert ("Un consejo" in result.message) == (words is not None)
    assert words is None or words in result.message


def test_what_the_numbers_do_not_prove_is_not_said():
    """Dos códigos distintos con los mismos números reciben una frase que vale a los
    dos."""

    def sign(z):
        return 1 / (1 + np.exp(np.clip(z, -500, 500)))

    def fixed_threshold(X, w, b, threshold=0.5):
        return (X @ w + b > 0).astype(int)

    def logs_of_both(z, y):
        p, q = activations.sigmoid(z), activations.sigmoid(-np.asarray(z))
        return -np.mean(y * np.log(p) + (1 - y) * np.log(q))

    message = check_function(BY_ID["02.1"], sign).message
    assert "signo del exponente" in message and "O " in message
    assert "Redondeas" not in check_function(BY_ID["02.6"], fixed_threshold).message
    message = check_function(BY_ID["02.2"], logs_of_both).message
    assert "Vas desde los puntajes" not in message and "redondea a 0" in message


def test_confusion_rows_are_the_truth():
    def by_columns(y, y_pred, n_classes):
        return lesson_02.confusion_matrix(y_pred, y, n_classes)

    result = check_function(BY_ID["02.7"], by_columns)
    assert (result.passed, result.mistake) == (False, "transposed")


# Textos ------------------------------------------------------------------------------


@pytest.mark.parametrize("question", lesson_02.QUESTIONS, ids=lambda q: q.id)
def test_each_option_has_its_own_answer(question):
    """Texto llano: sin asteriscos, y con una respuesta propia en cada opción."""
    assert sum(option.right for option in question.options) == 1
    feedback = [option.feedback for option in question.options]
    assert len(set(feedback)) == len(feedback) == 4
    texts = [question.text, *feedback, *(o.text for o in question.options)]
    assert not any("*" in text for text in texts)


def test_right_options_do_not_share_a_letter():
    letters = [o.letter for q in lesson_02.QUESTIONS for o in q.options if o.right]
    assert sorted(letters) == ["a", "b", "c", "d"]


def test_numbers_in_the_questions_are_right():
    loss = losses.binary_cross_entropy(np.array([4.0]), np.array([0]))
    assert round(loss, 2) == 4.02
    assert (
        round(losses.binary_cross_entropy(np.array([4.0]), np.array([1])), 3) == 0.018
    )
    assert round(float(activations.sigmoid(4.0)), 2) == 0.98
    assert round(float(activations.sigmoid(3.0)), 2) == 0.95
    assert round(float(activations.sigmoid(6.0)), 3) == 0.998


@by_exercise
def test_hints_do_not_contain_the_answer(exercise):
    """Ninguna expresión larga de la solución aparece, tal cual, en las pistas."""
    body = ast.parse(exercise.source).body[0].body[1:]
    given = "".join(exercise.hints).replace(" ", "")
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, (ast.Assign, ast.AugAssign, ast.Return)):
                value = ast.unparse(node.value).replace(" ", "")
                assert len(value) < 12 or value not in given, value
