"""Las respuestas de alguien que no conocía el catálogo: ninguna mala pasa.

Los archivos `strangers*.py` miden al corrector desde fuera. Lo que se exige: toda
equivocada se rechaza, toda correcta se acepta, y a la mayoría de las equivocadas se les
dice qué pasó, no solo dónde difieren.
"""

import linecache
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from course_lib.activations import relu, relu_derivative, sigmoid
from course_lib.checking import check_function
from course_lib.exercises import get_exercise
from course_lib.graph import Node
from course_lib.mlp import he_initialization

MODULES = [
    import_module(path.stem)
    for path in sorted(Path(__file__).parent.glob("strangers*.py"))
]
WRONG = [answer for module in MODULES for answer in module.WRONG]
RIGHT = [answer for module in MODULES for answer in module.RIGHT]

# Lo que el cuaderno ya tiene al comprobar; los nombres de otros ejercicios los pone
# `check` mismo.
NOTEBOOK = {
    "np": np,
    "Node": Node,
    "relu": relu,
    "relu_derivative": relu_derivative,
    "sigmoid": sigmoid,
    "he_initialization": he_initialization,
}

# Ni «unknown», que solo muestra la primera diferencia, ni «exception», que traduce lo
# que dijo Python. Por lección, cuántas de las equivocadas tienen un diagnóstico propio:
# lo medido, para que un cambio en los casos no las pierda en silencio.
FEWEST_NAMED = {"00": 43, "01": 98, "02": 163, "03": 151, "04": 163}
LESSONS = sorted({answer[0].split(".")[0] for answer in WRONG})


def function_of(exercise_id, code, number):
    """La función que define ese código, con su fuente a la vista de `inspect`."""
    name = f"<respuesta ajena {number}>"
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    namespace = dict(NOTEBOOK)
    exec(compile(code, name, "exec"), namespace)
    return namespace[get_exercise(exercise_id).name]


def results_of(answers, lesson):
    """Lo que dice el corrector de cada una de esa lección."""
    for number, (exercise_id, what, code) in enumerate(answers):
        if exercise_id.startswith(lesson):
            function = function_of(exercise_id, code, number)
            result = check_function(get_exercise(exercise_id), function)
            yield f"{exercise_id} {what}", result


@pytest.mark.lento
@pytest.mark.parametrize("lesson", LESSONS)
def test_wrong_answers_are_refused_and_most_are_named(lesson, tally):
    accepted, kinds = [], Counter()
    for what, result in results_of(WRONG, lesson):
        if result.passed:
            accepted.append(what)
        bare = result.mistake in (None, "unknown", "exception")
        kinds["sin nombre" if bare else "con nombre"] += 1
        assert result.passed or len(result.message) > 40, what
        assert "Traceback" not in result.message, what
    tally(f"Respuestas equivocadas ajenas, lección {lesson}", kinds.total())
    named = kinds["con nombre"]
    tally(f"Respuestas equivocadas ajenas con nombre, lección {lesson}", named)
    assert not accepted
    assert named >= FEWEST_NAMED[lesson]


@pytest.mark.parametrize("lesson", LESSONS)
def test_right_answers_are_accepted(lesson, tally):
    refused = []
    for what, result in results_of(RIGHT, lesson):
        if not result.passed:
            refused.append(f"{what}\n{result}")
        tally(f"Respuestas correctas ajenas, lección {lesson}")
    assert not refused, "\n".join(refused)
