"""Cuadernos enteros iguales, y en cuánto coincide un par: qué dice algo y qué no."""

import hashlib
import re
from dataclasses import replace

import pytest

from course_lib.exercises import get_exercise
from course_lib.grading.model import Graded
from course_lib.grading.similarity import compare, rare
from tests.grading.test_similarity import (
    BACKPROP,
    DISGUISED,
    SLIP,
    class_of,
    result,
    solution,
)

# Otra respuesta larga con sentencias propias, para que un cuaderno tenga dos.
TRAIN = '''
def train(X, Y, W, b, alpha, iters):
    """Otro ciclo."""
    historia, paso = [], 0
    while paso < int(iters):
        memoria = forward_propagation(X, W, b)
        historia.append(float(cross_entropy(memoria[1][-1], Y)))
        gW, gb = backpropagation(X, Y, W, b, memoria)
        W = [None, *(w - alpha * g for w, g in zip(W[1:], gW[1:]))]
        b = [None, *(v - alpha * g for v, g in zip(b[1:], gb[1:]))]
        paso = paso + 1
    return W, b, historia
'''
LONG_RELU = BACKPROP.replace("backpropagation", "relu")
RELU = "def relu(z):\n    return np.where(z > 0, z, 0)"


def filed(student, text="", **functions):
    """Un resultado cuyo archivo tiene esos bytes; sin ellos, los de nadie más."""
    digest = hashlib.sha256((text or student).encode()).hexdigest()
    return replace(result(student, **functions), digest=digest)


def rest(size=20):
    """La clase: cada quien con su archivo."""
    others = class_of(size, _04_6=solution("04.6"), _04_8=solution("04.8"))
    return [replace(other, digest=other.student) for other in others]


# El mismo archivo ---------------------------------------------------------------------


def test_the_same_file_is_said_however_many_handed_it_in():
    many = [filed(f"copia{i:02d}", "x", _04_6=BACKPROP) for i in range(rare(21) + 9)]
    alike = compare([*rest(), *many])
    assert alike.same_files == (tuple(r.student for r in many),)
    assert alike.pairs == () and alike.same_code == ()


def test_the_file_with_more_written_comes_first():
    more = [filed(who, "mucho", _04_6=BACKPROP, _04_8=TRAIN) for who in ("z", "y")]
    less = [filed(who, "poco", _04_6=BACKPROP) for who in ("a", "b")]
    assert compare([*less, *more, *rest()]).same_files == (("y", "z"), ("a", "b"))


def test_an_accepted_answer_in_the_same_file_counts():
    """Está en el curso, pero no en `solutions/`: los mismos bytes dicen algo."""
    import inspect

    accepted = get_exercise("04.6").accepts[0]
    code = "def" + inspect.getsource(accepted).split("def", 1)[1]
    two = [filed(who, "x", _04_6=code) for who in ("ana", "beto")]
    assert compare([*two, *rest()]).same_files == (("ana", "beto"),)


@pytest.mark.parametrize(
    "functions",
    [
        {},
        {"_03_2": RELU},
        {"_04_6": solution("04.6"), "_04_8": solution("04.8")},
        {"_04_6": "def backpropagation(X, Y, W, b, cache):\n    return None"},
    ],
    ids=["en blanco", "una línea", "la solución del curso", "casi en blanco"],
)
def test_a_file_that_says_nothing_is_not_shown(functions):
    same = [filed(who, "x", **functions) for who in ("ana", "beto", "carla")]
    alike = compare([*same, *rest()])
    assert alike.same_files == () and alike.same_code == ()


def test_an_untouched_cell_does_not_count_even_if_it_is_long():
    blank = Graded("04.6", 0.0, 1.0, None, "blank", "")
    same = [
        replace(filed(who, "x", _04_6=BACKPROP), graded=(blank,))
        for who in ("ana", "beto")
    ]
    assert compare([*same, *rest()]).same_files == ()


def test_one_person_is_not_a_group_nor_two_lessons_the_same_work():
    twice = [filed("ana", "x", _04_6=BACKPROP)] * 2
    assert compare([*twice, *rest()]).same_files == ()
    mixed = [filed("ana", _04_6=BACKPROP), filed("beto", _03_2=RELU)]
    alike = compare(mixed)
    assert (alike.pairs, alike.same_files, alike.same_code) == ((), (), ())


# El mismo código en otro archivo ------------------------------------------------------


def test_the_same_code_in_another_file_is_said_too():
    ring = [
        filed(f"copia{i:02d}", _04_6=BACKPROP + f"# {i}\n", _04_8=TRAIN)
        for i in range(rare(31) + 9)
    ]
    alike = compare([*rest(), *ring])
    assert alike.same_code == (tuple(r.student for r in ring),)
    assert alike.same_files == () and alike.pairs == ()


def test_with_other_names_it_is_a_pair_and_not_the_same_code():
    two = [
        filed("ana", _04_6=BACKPROP, _04_8=TRAIN),
        filed("beto", _04_6=DISGUISED, _04_8=TRAIN),
    ]
    alike = compare([*two, *rest()])
    assert alike.same_code == ()
    (pair,) = alike.pairs
    assert (pair.same, pair.both, pair.plain) == (2, 2, 0)


def test_a_group_is_said_once():
    """El mismo archivo ya es el mismo código; con alguien más, se dicen los dos."""
    codes = {"_04_6": BACKPROP, "_04_8": TRAIN}
    two = [filed(who, "x", **codes) for who in ("ana", "beto")]
    alike = compare([*two, *rest()])
    assert alike.same_files == (("ana", "beto"),) and alike.same_code == ()
    alike = compare([*two, filed("carla", **codes), *rest()])
    assert alike.same_files == (("ana", "beto"),)
    assert alike.same_code == (("ana", "beto", "carla"),)


def test_twenty_with_the_same_mistake_are_not_the_same_code():
    """Un error común, escrito igual, con lo demás como el curso: puede ser azar."""
    slipped = solution("04.6").replace(*SLIP)
    crowd = [filed(f"s{i}", _04_6=slipped, _04_8=solution("04.8")) for i in range(20)]
    assert compare([*crowd, *rest()]).same_code == ()


def test_answers_that_others_write_too_are_not_the_same_code():
    both = {"_04_6": BACKPROP, "_04_8": TRAIN}
    two = [filed(who, **both) for who in ("ana", "beto")]
    others = [
        filed(f"s{i}", _04_2=RELU + f" + {i}", **both) for i in range(rare(60) + 2)
    ]
    assert compare([*two, *rest(40)]).same_code == (("ana", "beto"),)
    assert compare([*two, *others, *rest(40)]).same_code == ()


def test_who_changed_the_names_of_what_many_share_is_noticed():
    codes = {"_04_6": BACKPROP, "_04_8": TRAIN}
    ring = [filed(f"copia{i:02d}", **codes) for i in range(rare(31) + 9)]
    other = filed("zoe", _04_6=DISGUISED, _04_8=TRAIN)
    alike = compare([*rest(), *ring, other])
    assert len(alike.same_code[0]) == len(ring)
    (pair,) = alike.pairs
    assert (pair.first, pair.second) == ("copia00", "zoe")
    assert pair.matches[0].sharing == len(ring) + 1


def renamed(source, number):
    """El mismo código, con los nombres que elige cada quien."""
    for name in ("cache", "dW", "dZ", "historia", "memoria", "paso"):
        source = re.sub(rf"\b{name}\b", f"{name}_{number}", source)
    return source


def ring_of(size, **functions):
    return [
        filed(f"copia{i:02d}", **{k: renamed(v, i) for k, v in functions.items()})
        for i in range(size)
    ]


@pytest.mark.parametrize(("size", "others"), [(4, 6), (20, 20), (20, 180)])
def test_many_who_change_the_names_are_noticed(size, others):
    """Ya no es raro en la clase, y antes nadie los veía por ser muchos."""
    ring = ring_of(size, _04_6=BACKPROP, _04_8=TRAIN)
    alike = compare([*rest(others), *ring])
    assert alike.same_form == (tuple(r.student for r in ring),)
    assert alike.same_code == () and alike.pairs == ()
    # Quien copió solo una de las dos se nota con la primera persona del grupo.
    part = filed("zoe", _04_6=DISGUISED, _04_8=solution("04.8"))
    (pair,) = compare([*rest(others), *ring, part]).pairs
    assert (pair.first, pair.second) == ("copia00", "zoe")


def test_few_who_change_the_names_are_pairs_and_are_said_once():
    alike = compare([*rest(), *ring_of(rare(23), _04_6=BACKPROP, _04_8=TRAIN)])
    assert alike.same_form == () and len(alike.pairs) == 3


def test_some_equal_and_some_renamed_are_one_group():
    codes = {"_04_6": BACKPROP, "_04_8": TRAIN}
    equal = [filed(f"igual{i:02d}", **codes) for i in range(10)]
    alike = compare([*rest(), *equal, *ring_of(10, **codes)])
    assert [len(group) for group in alike.same_form] == [20]


def test_many_with_the_same_mistake_and_other_names_are_not():
    slipped = solution("04.6").replace(*SLIP)
    crowd = ring_of(20, _04_6=slipped, _04_8=solution("04.8"))
    alike = compare([*crowd, *rest()])
    assert alike.same_form == () and alike.pairs == ()


def test_a_notebook_shared_in_one_lesson_hides_nothing_of_another():
    shared = [filed(who, "x", _03_2=LONG_RELU) for who in ("ana", "beto")]
    own = [filed("beto", _04_6=BACKPROP), filed("carla", _04_6=DISGUISED)]
    alike = compare([*shared, *own, *rest()])
    assert alike.same_files == (("ana", "beto"),)
    assert [(p.first, p.second) for p in alike.pairs] == [("beto", "carla")]


# En cuánto coincide un par ------------------------------------------------------------


def test_a_pair_says_in_how_many_exercises_and_how_many_prove_nothing():
    two = [
        result(
            "ana", _04_2=RELU, _04_5=solution("04.5"), _04_6=BACKPROP, _04_1="def f(:"
        ),
        result(
            "beto",
            _04_2=RELU,
            _04_5=solution("04.5"),
            _04_6=DISGUISED,
            _04_8=TRAIN,
            _03_2=RELU,
        ),
        result("carla", _03_2=RELU),
    ]
    (pair,) = compare([*two, *rest()]).pairs
    assert [match.exercise for match in pair.matches] == ["04.6"]
    assert (pair.same, pair.both, pair.plain) == (3, 3, 2)


def test_what_they_wrote_differently_counts_in_both():
    ana = result("ana", _04_6=BACKPROP, _04_8=TRAIN)
    beto = result("beto", _04_6=DISGUISED, _04_8=solution("04.8"))
    (pair,) = compare([ana, beto, *rest()]).pairs
    assert (pair.same, pair.both, pair.plain) == (1, 2, 0)
