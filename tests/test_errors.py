"""Los errores del curso: cómo se escriben, y que viajan entre procesos enteros."""

import pickle

import numpy as np
import pytest

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    count_text,
    describe,
    is_plural,
)
from course_lib.validation import DivergenceError


@pytest.mark.parametrize("kind", [CourseTypeError, CourseValueError, ShapeError])
def test_an_error_survives_pickle(kind):
    error = kind("algo no sirve", expected="esto", got="aquello", action="Cámbialo")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind and str(copy) == str(error)
    assert (copy.what, copy.expected, copy.got, copy.action) == (
        "algo no sirve",
        "esto",
        "aquello",
        "Cámbialo",
    )


def test_a_divergence_survives_pickle_with_what_was_learned():
    error = DivergenceError(3, 0.1, [None, 1.0], [None, 2.0], [0.7, 0.9])
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error) and "0.9" in str(copy)
    assert (copy.iteration, copy.W, copy.b) == (3, [None, 1.0], [None, 2.0])
    assert copy.losses == [0.7, 0.9]


PLURAL = """
números | números enteros desde 0 | etiquetas de 0 a 9 | los del entrenamiento
las dos, o ninguna | dos o más ejemplos de cada clase | 3 nombres | 20 filas, como en X
2, las filas de W[1] | 0 elementos | de 1 a 6 capas | al menos 2 clases
hasta 30 nodos | a lo sumo 100 parámetros | valores negativos | formas (2,) y (3,)
"""
SINGULAR = """
un número finito | una lista de 3 elementos | al menos uno de cada una | forma (m, 2)
la función pesos | 1 fila | 5 | 5 en y[3] | nan en X[0, 1] | 2.5 en s | 7 en W y 4 en b
"auto", True o False | classes=np.unique(y) | el texto «clases» | pesos[0] | bias
uno o más de electricity | lo que devuelve f | todo | None | «filas» | losses = 3
"""


@pytest.mark.parametrize(
    "text, plural",
    [(t.strip(), True) for t in PLURAL.replace("\n", "|").split("|") if t]
    + [(t.strip(), False) for t in SINGULAR.replace("\n", "|").split("|") if t],
)
def test_plural(text, plural):
    assert is_plural(text) is plural


@pytest.mark.parametrize(
    "expected, got, says",
    [
        ("números", "el texto «a»", "Se esperaban números; llegó el texto «a»."),
        ("3 nombres", "2", "Se esperaban 3 nombres; llegaron 2."),
        ("3 nombres", "1", "Se esperaban 3 nombres; llegó 1."),
        ("1 fila", "2", "Se esperaba 1 fila; llegó 2."),
        ("un número", "5", "Se esperaba un número; llegó 5."),
        (None, "los de ayer", "Llegaron los de ayer."),
        (None, "una lista", "Llegó una lista."),
        ("etiquetas", None, "Se esperaban etiquetas."),
    ],
)
def test_the_verb_agrees(expected, got, says):
    assert str(CourseValueError("No", expected=expected, got=got)) == f"No. {says}"


def test_counted_words_agree():
    assert [count_text(n, "columna") for n in (0, 1, 2)] == [
        "0 columnas",
        "1 columna",
        "2 columnas",
    ]


def test_what_came_has_its_kind():
    assert describe(CourseValueError) == "la clase CourseValueError"
    assert describe(np.sqrt) == "la función sqrt"
    assert describe([1]) == "una lista de 1 elemento"
    assert describe(-(10**5000)) == "un número enorme"


@pytest.mark.parametrize(
    "value, limits, says",
    [
        (np.zeros((3, 1)), {"shape": (None, 2)}, r"forma \(m, 2\); llegó"),
        (np.zeros((3, 1)), {"shape": (3,)}, r"np\.ravel\(x\)"),
        (np.zeros((1, 3)), {"shape": (3,)}, r"np\.ravel\(x\)"),
        (np.zeros((1, 2, 3)), {"ndim": (0, 1, 2)}, "un arreglo de 0, 1 o 2 ejes;"),
        (np.zeros((1, 2, 3)), {"ndim": 2}, r"de 2 ejes;.*usa x\[0\]"),
        (np.zeros((1, 2, 3)), {"ndim": 1}, "de 1 eje;"),
        (np.zeros((4, 0)), {}, "x no tiene ninguna columna. Se esperaba al menos una"),
        (np.zeros(0), {}, "x está vacío"),
        (np.array(["a"]), {"if_text": "Numéralas"}, "Numéralas"),
        (np.array([None, 2]), {"if_text": "Numéralas"}, "Convierte x"),
        (np.ma.array([1, 2], mask=[True, True]), {}, "2 datos enmascarados"),
    ],
)
def test_an_array_that_does_not_fit(value, limits, says):
    with pytest.raises((CourseValueError, CourseTypeError), match=says):
        as_array(value, "x", **limits)


@pytest.mark.parametrize("value", [10**400, -(10**400)])
def test_an_integer_that_does_not_fit_is_refused(value):
    with pytest.raises(CourseValueError, match="alpha = -?inf no sirve"):
        as_number(value, "alpha")


def test_a_mask_that_hides_nothing_is_no_problem():
    assert as_array(np.ma.array([1.0, 2.0]), "x").tolist() == [1.0, 2.0]
