"""Las correcciones de las diapositivas: vale cualquier prueba, si de verdad prueba."""

import numpy as np
import pytest

from course_lib.checking import check_function, judge, prepared, run_cases
from course_lib.exercises import corrections

ALL = [item for items in corrections.CORRECTIONS.values() for item in items]
by_id = pytest.mark.parametrize("item", ALL, ids=lambda item: item.id)


@by_id
@pytest.mark.parametrize("seed", range(10))
def test_every_proof_passes_and_every_failed_one_is_named(item, seed):
    cases, _ = prepared(item, seed)
    for proof in (item.solution, *item.accepts):
        outcomes = run_cases(item.driver, proof, cases)
        assert judge(item, outcomes, seed=seed).passed, proof.__name__
    for mistake in item.mistakes:
        result = judge(item, run_cases(item.driver, mistake.function, cases), seed=seed)
        assert (result.passed, result.mistake) == (False, mistake.id), result.message


@by_id
def test_it_is_judged_by_check(item):
    assert item.kind == "correction" and len(item.accepts) >= 3
    assert check_function(item, item.solution).passed
    for nothing in (lambda *a: None, lambda *a: "x", lambda *a: (np.nan, np.nan)):
        result = check_function(item, nothing)
        assert not result.passed and len(result.message) > 20


def test_there_are_four_corrections():
    assert len({item.id for item in ALL}) == 4
