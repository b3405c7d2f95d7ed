"""Los errores del curso viajan entre procesos con todo lo que dicen."""

import pickle

import pytest

from course_lib.errors import CourseTypeError, CourseValueError, ShapeError
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
