"""Lo propio de los ejercicios y preguntas de la lección 00."""

import ast
from pathlib import Path

import numpy as np
import pytest

from course_lib import mlp
from course_lib.checking import check_function
from course_lib.exercises import lesson_00

BY_ID = {exercise.id: exercise for exercise in lesson_00.EXERCISES}
QUESTIONS = {question.id: question for question in lesson_00.QUESTIONS}


def all_cases(exercise):
    drawn = [c for s in range(3) for c in exercise.cases(np.random.default_rng(s))]
    return [*exercise.public_cases(), *drawn]


def test_the_count_is_that_of_a_real_network():
    """La cuenta coincide con los parámetros que la red del curso crea."""
    for case in all_cases(BY_ID["00.1"]):
        W, b = mlp.he_initialization(case.inputs["layer_shapes"], 0)
        real = sum(array.size for array in [*W[1:], *b[1:]])
        assert lesson_00.count_parameters(**case.inputs) == real


def test_dense_is_the_first_layer_of_the_course():
    for case in all_cases(BY_ID["00.2"]):
        X, W, b = (np.asarray(case.inputs[name], float) for name in ("X", "W", "b"))
        _, (Z, _) = mlp.forward_propagation(X, [None, W], [None, b])
        np.testing.assert_allclose(lesson_00.dense(**case.inputs), Z[1], rtol=1e-12)


def test_sizes_of_a_case_are_all_different():
    for case in all_cases(BY_ID["00.2"]):
        several = [size for size in case.sizes.values() if size > 1]
        assert len(several) == len(set(several)), case.name
    for case in all_cases(BY_ID["00.1"]):
        layer_shapes = case.inputs["layer_shapes"]
        assert len(layer_shapes) == len(set(layer_shapes)), case.name


def test_predictions_are_kept():
    """Los números de la predicción y del elogio son los de la función."""
    count = lesson_00.count_parameters
    assert (count([3, 5, 2]), count([3, 10, 2])) == (32, 62)
    assert "32" in lesson_00.COUNT.prediction and "62" in lesson_00.COUNT.praise


# Cada pregunta de números, con su respuesta calculada. -------------------------------


def right_text(question_id):
    (option,) = [o for o in QUESTIONS[question_id].options if o.right]
    return option.text


def test_answers_of_the_review_are_computed():
    assert float(right_text("00.c1")) == round(3.01**2 - 9, 2)
    assert int(right_text("00.c2")) == 3 * (2 * 1 + 1) ** 2 * 2
    assert int(right_text("00.c3")) == 2 * 2 * 5
    assert int(right_text("00.c4")) == sum(a**2 + 1 for a in (1, 2, 3))
    product = np.array([[1, 2], [3, 4]]) @ np.array([[5], [6]])
    assert ast.literal_eval(right_text("00.c5")) == product.tolist()
    assert right_text("00.c6") == "log 0.5 + log 0.1"
    np.testing.assert_allclose(np.log(0.5) + np.log(0.1), np.log(0.5 * 0.1))
    assert int(right_text("00.c7")) == lesson_00.count_parameters([4, 3, 2])
    Z = np.zeros((6, 2)) @ np.zeros((2, 3)) + np.zeros(3)
    assert ast.literal_eval(right_text("00.c9")) == Z.shape


def test_wrong_options_of_the_review_come_from_their_mistake():
    """La respuesta de cada distractor nombra la cuenta que de verdad lo produce."""
    text = {(q.id, o.letter): o.text for q in QUESTIONS.values() for o in q.options}
    assert float(text["00.c1", "c"]) == pytest.approx(0.01**2)
    assert int(text["00.c2", "b"]) == 27 + 2 and int(text["00.c2", "c"]) == 3 * 2
    assert int(text["00.c3", "b"]) == 2**2 and int(text["00.c3", "c"]) == 20 + 4
    assert int(text["00.c4", "a"]) == sum(a**2 for a in (1, 2, 3)) + 1
    assert int(text["00.c4", "b"]) == 6**2 + 1 and int(text["00.c4", "d"]) == 2 + 3 + 4
    A, B = np.array([[1, 2], [3, 4]]), np.array([[5], [6]])
    assert ast.literal_eval(text["00.c5", "a"]) == (A * B).tolist()
    assert ast.literal_eval(text["00.c5", "c"]) == (A.T @ B).tolist()
    assert int(text["00.c7", "a"]) == 4 * 3 + 3 * 2
    assert int(text["00.c7", "b"]) == 4 + 3 + 2 and int(text["00.c7", "d"]) == 4 * 3 * 2


def test_the_review_has_six_questions():
    source = Path(__file__).parents[1] / "source" / "00_introduccion.md"
    text = source.read_text(encoding="utf-8")
    topics = text.partition("\n## Repaso\n")[2].partition("\n## ")[0]
    review = [q.id for q in lesson_00.QUESTIONS if f"\n### {q.section}\n" in topics]
    assert review == [f"00.c{k}" for k in range(1, 7)]


def test_right_options_are_spread_over_the_letters():
    letters = [o.letter for q in lesson_00.QUESTIONS for o in q.options if o.right]
    assert set(letters) == set("abcd")
    assert max(map(letters.count, "abcd")) <= 3


@pytest.mark.parametrize("question", lesson_00.QUESTIONS, ids=lambda q: q.id)
def test_texts_are_plain(question):
    """Se leen también sin cuaderno: `código`, pero ni negritas ni cursivas."""
    for option in question.options:
        assert "**" not in option.feedback + option.text
        outside_code = "".join(option.feedback.split("`")[::2])
        assert "*" not in outside_code
        assert option.right or "¿" in option.feedback


def test_unforeseen_wrong_answers_get_their_own_words():
    """Errores que no se copiaron del catálogo, escritos de otra manera."""

    def weights_only(layer_shapes):
        total = 0
        for l in range(len(layer_shapes) - 1):
            total += layer_shapes[l] * layer_shapes[l + 1]
        return total

    def first_only(layer_shapes):
        for l in range(1, len(layer_shapes)):
            return layer_shapes[l] * (layer_shapes[l - 1] + 1)

    def by_rows_without_bias(X, W, b):
        return np.array([[np.dot(x, w) for w in W.T] for x in X])

    def multiply(X, W, b):
        return np.multiply(X, W) + b

    answers = [
        ("00.1", weights_only, "forgets_biases"),
        ("00.1", first_only, "only_first_layer"),
        ("00.2", by_rows_without_bias, "missing_bias"),
        ("00.2", multiply, "elementwise"),
    ]
    for exercise_id, function, mistake in answers:
        result = check_function(BY_ID[exercise_id], function)
        assert (result.passed, result.mistake) == (False, mistake)
