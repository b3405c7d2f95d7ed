"""Lo común a las pruebas de la caja: entregar código y preguntar qué ganó."""

import json
import textwrap
from functools import partial

import pytest

from course_lib.checking import judge
from course_lib.exercises import get_exercise
from course_lib.grading.model import Work
from course_lib.grading.sandbox import Job, Limits, missing_isolation

SEED = 918273645
QUICK = Limits(cell_seconds=1.0, seconds=1.0, grace=0.5)

# Sin aislamiento no hay nada que probar; en la integración continua sí lo hay.
isolated_only = pytest.mark.skipif(
    bool(missing_isolation()), reason="; ".join(missing_isolation())
)


def jobs_for(*ids, **options):
    """Un encargo por ejercicio, con los casos de una semilla."""
    return [
        Job(
            i, get_exercise(i).name, partial(get_exercise(i).all_cases, SEED), **options
        )
        for i in ids
    ]


def run(box, cells, *ids, **options):
    """Diccionario id → lista de resultados o `Lost`."""
    cells = tuple(textwrap.dedent(cell) for cell in cells)
    work = Work(ids[0].split(".")[0], cells)
    return dict(box.run(work, jobs_for(*ids, **options)))


def points(results):
    """Diccionario id → puntos, como los daría quien juzga."""
    return {
        i: judge(get_exercise(i), outcomes, seed=SEED).points
        if isinstance(outcomes, list)
        else 0.0
        for i, outcomes in results.items()
    }


def answer(exercise_id):
    """La solución, como celda."""
    return get_exercise(exercise_id).source


def full(exercise_id):
    return float(get_exercise(exercise_id).points)


_ASKED = """
import json

def one_hot(y, n_classes):
    found = {{}}

    def attempt(name, action):
        try:
            found[name] = repr(action())[:60]
        except BaseException as error:
            found[name] = type(error).__name__

{body}
    # Lo que encontró vuelve como la respuesta misma: números, uno por letra.
    return np.frombuffer(json.dumps(found).encode(), np.uint8)
"""


def said(box, body):
    """Corre `body` dentro del ejercicio 04.1 y da lo que anotó en `found`."""
    indented = textwrap.indent(textwrap.dedent(body), "    ")
    outcomes = run(box, ["import numpy as np", _ASKED.format(body=indented)], "04.1")
    outcome = outcomes["04.1"]
    assert isinstance(outcome, list), outcome
    assert outcome[0].problem is None, outcome[0].problem
    return json.loads(outcome[0].answers["Y"].tobytes())
