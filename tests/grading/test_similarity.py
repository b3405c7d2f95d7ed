"""Los parecidos señalan lo raro y largo; lo común, lo corto y lo del curso, nunca."""

import inspect
import random
import time

import pytest

from course_lib.exercises import all_exercises, get_exercise
from course_lib.grading.fingerprint import fingerprint
from course_lib.grading.model import Graded, StudentResult
from course_lib.grading.similarity import NEAR, compare, rare, similar_pairs

BACKPROP = '''
def backpropagation(X, Y, W, b, cache):
    """El gradiente."""
    Z, A = cache
    dW, db = {}, {}
    dZ = (A[-1] - Y) / X.shape[0]
    l = len(W) - 1
    while l >= 1:
        dW[l] = np.einsum("mi,mj->ij", A[l - 1], dZ)
        db[l] = np.einsum("mj->j", dZ)
        dZ = np.einsum("mj,ij->mi", dZ, W[l]) * np.heaviside(Z[l - 1], 0)
        l -= 1
    return [None, *dW.values()], [None, *db.values()]
'''

# La misma con otros nombres, espacios, comentarios, tipos y docstring, y un `print`.
DISGUISED = """
def backpropagation(entradas, verdad, pesos, sesgos, memoria):
    # Lo hice yo
    preact,   activ = memoria
    gw , gb = {}, {}
    delta: object = (activ[-1.0] - verdad) / entradas.shape[0]
    capa = (len(pesos) - 1)
    while capa >= True:
        gw[capa] = numpy.einsum(
            'mi,mj->ij',
            activ[capa-1],
            delta,
        )
        gb[capa] = np.einsum('mj->j', delta)
        print("capa", capa)
        delta = (np.einsum('mj,ij->mi', delta, pesos[capa])
                 * np.heaviside(preact[capa - 1], 0))
        capa -= 1
    return [None, *gw.values()], [None, *gb.values()]
"""

SLIP = ("db[l] = dZ.sum(axis=0)", "db[l] = dZ.max(axis=0) + dZ.min(axis=0)")


def solution(exercise_id):
    return get_exercise(exercise_id).source


def result(student, wrong=(), **functions):
    """Un resultado; los ejercicios van como `_04_6=código`."""
    codes = {name[1:].replace("_", "."): code for name, code in functions.items()}
    graded = tuple(
        Graded(name, 0.0, 1.0, None, "wrong" if name in wrong else "right", "")
        for name in codes
    )
    return StudentResult(
        student, student, f"{student}.ipynb", "04", "", graded, functions=codes
    )


def class_of(size, wrong=(), **functions):
    """Personas que respondieron como el curso, cada una con su comentario."""
    return [
        result(f"otra{i}", wrong, **{k: f"{v}\n# {i}" for k, v in functions.items()})
        for i in range(size)
    ]


def names(pairs):
    return [(pair.first, pair.second) for pair in pairs]


# Lo que se señala --------------------------------------------------------------------


def test_the_same_function_with_other_names_and_layout_is_shown():
    others = class_of(20, _04_6=solution("04.6"))
    alike = compare(
        [result("ana", _04_6=BACKPROP), *others, result("beto", _04_6=DISGUISED)]
    )
    assert names(alike.pairs) == [("ana", "beto")]
    (match,) = alike.pairs[0].matches
    assert (match.exercise, match.likeness) == ("04.6", 1.0)
    assert (match.sharing, match.answered, match.right) == (2, 22, True)


def test_the_same_rare_mistake_is_shown():
    slipped = solution("04.6").replace(*SLIP)
    assert slipped != solution("04.6")
    alike = [
        result("ana", ["04.6"], _04_6=slipped),
        result("beto", ["04.6"], _04_6=slipped.replace("dZ", "delta")),
    ]
    (pair,) = similar_pairs([*alike, *class_of(28, _04_6=solution("04.6"))])
    assert names([pair]) == [("ana", "beto")]
    assert not pair.matches[0].right and not pair.matches[0].foreseen


def test_a_rare_mistake_that_the_course_knows_is_shown_and_said():
    mistake = max(
        get_exercise("04.6").mistakes,
        key=lambda mistake: len(inspect.getsource(mistake.function)),
    )
    code = "def" + inspect.getsource(mistake.function).split("def", 1)[1]
    answers = [result(who, ["04.6"], _04_6=code) for who in ("ana", "beto")]
    (pair,) = similar_pairs([*answers, *class_of(28, _04_6=solution("04.6"))])
    assert pair.matches[0].foreseen


@pytest.mark.parametrize("size", [10, 30, 200])
def test_the_same_common_mistake_is_not(size):
    slipped = solution("04.6").replace(*SLIP)
    many = class_of(rare(size) + 1, ["04.6"], _04_6=slipped)
    rest = class_of(size - len(many), _04_6=solution("04.6"))
    assert similar_pairs([*many, *rest]) == []
    few = class_of(rare(size), ["04.6"], _04_6=slipped)
    assert similar_pairs([*few, *rest, *rest[: len(many) - len(few)]])


def test_an_added_statement_is_almost_the_same():
    longer = BACKPROP.replace("    l = len", "    m = len(X)\n    l = len")
    (pair,) = similar_pairs(
        [
            result("ana", _04_6=BACKPROP),
            result("beto", _04_6=longer),
            *class_of(20, _04_6=solution("04.6")),
        ]
    )
    assert NEAR <= pair.matches[0].likeness < 1


def test_half_of_the_statements_is_not_almost_the_same():
    other = BACKPROP.replace("np.einsum", "np.tensordot").replace("while l", "if l")
    answers = [result("ana", _04_6=BACKPROP), result("beto", _04_6=other)]
    assert similar_pairs([*answers, *class_of(20, _04_6=solution("04.6"))]) == []


def test_pairs_come_with_all_their_exercises_and_the_strongest_first():
    slipped = solution("04.8").replace("range(iters)", "range(1, iters + 1)")
    slipped = slipped.replace("losses = []", "losses = list()")
    rest = class_of(20, _04_6=solution("04.6"), _04_8=solution("04.8"))
    other = solution("04.6").replace(*SLIP)
    pairs = similar_pairs(
        [
            result("dana", ["04.6"], _04_6=other),
            result("elio", ["04.6"], _04_6=other),
            result("ana", _04_6=BACKPROP, _04_8=slipped),
            result("beto", _04_6=DISGUISED, _04_8=slipped),
            *rest,
        ]
    )
    assert names(pairs) == [("ana", "beto"), ("dana", "elio")]
    assert [match.exercise for match in pairs[0].matches] == ["04.6", "04.8"]
    assert pairs[0].weight > pairs[1].weight


# Lo que no ---------------------------------------------------------------------------


def test_three_equal_one_liners_are_nothing():
    relu = "def relu(z):\n    return np.maximum(0, z)"
    alike = compare([result(who, _03_2=relu) for who in ("ana", "beto", "carla")])
    assert alike.pairs == () and alike.copies == ()
    piled = "def relu(z): return " + " + ".join(["np.maximum(0, z)"] * 30)
    assert similar_pairs([result(who, _03_2=piled) for who in ("ana", "beto")]) == []


def test_a_right_answer_with_one_statement_of_its_own_is_nothing():
    """Hay pocas maneras de acertar; con el mismo error, sí se señala."""
    own = solution("04.6").replace("range(L, 0, -1)", "list(range(1, L + 1))[::-1]")
    rest = class_of(20, _04_6=solution("04.6"))
    right = [result(who, _04_6=own) for who in ("ana", "beto")]
    assert similar_pairs([*right, *rest]) == []
    wrong = [result(who, ["04.6"], _04_6=own) for who in ("ana", "beto")]
    assert len(similar_pairs([*wrong, *rest])) == 1


def test_the_forms_of_the_course_are_nothing():
    rng, lesson = random.Random(4), [e for e in all_exercises() if e.lesson == "04"]
    results = []
    for i in range(60):
        codes = {}
        for exercise in lesson:
            chosen = rng.choice([exercise.solution, *exercise.accepts])
            key = "_" + exercise.id.replace(".", "_")
            codes[key] = f"{inspect.getsource(chosen)}\n# {i}"
        results.append(result(f"s{i}", **codes))
    assert similar_pairs(results) == []


def test_a_form_made_of_statements_that_the_class_repeats_is_nothing():
    """La combinación es única de dos personas; cada línea es de muchas."""
    first = ("db[l] = dZ.sum(axis=0)", "db[l] = np.sum(dZ, 0) * 1.5")
    second = ("dW[l] = A[l - 1].T @ dZ", "dW[l] = (dZ.T @ A[l - 1]).T * 1.5")
    base = solution("04.6")
    both = base.replace(*first).replace(*second)
    crowd = [
        *class_of(8, ["04.6"], _04_6=base.replace(*first)),
        *class_of(8, ["04.6"], _04_6=base.replace(*second)),
    ]
    two = [result(who, ["04.6"], _04_6=both) for who in ("ana", "beto")]
    assert similar_pairs([*crowd, *two]) == []
    assert len(similar_pairs([*class_of(16, _04_6=base), *two])) == 1


# La solución del curso ---------------------------------------------------------------


def test_the_solution_of_the_course_is_said_apart():
    copied = solution("04.6").replace("    Z, A", "    # mío\n    Z,   A")
    renamed = solution("04.6").replace("dZ", "culpa")
    alike = compare(
        [
            result("beto", _04_6=renamed),
            result("ana", _04_6=copied, _04_5=solution("04.5")),
            result("carla", _04_6=BACKPROP),
        ]
    )
    assert alike.pairs == ()
    assert [(c.student, c.exercise, c.renamed) for c in alike.copies] == [
        ("ana", "04.6", False),
        ("beto", "04.6", True),
    ]
    assert (alike.copies[0].sharing, alike.copies[0].answered) == (2, 3)


def test_the_function_of_the_library_is_the_course_too():
    from course_lib import mlp

    code = inspect.getsource(mlp.backpropagation)
    (copy,) = compare([result("ana", _04_6=code)]).copies
    assert not copy.renamed


# La huella ---------------------------------------------------------------------------

KNOWN = frozenset({"softmax", "relu"})
BASE = "def f(a, b=1):\n    x = a + 1\n    return softmax(x, axis=1, keepdims=True)\n"


@pytest.mark.parametrize(
    "same",
    [
        BASE.replace("x =", "y =").replace("(x", "(y"),
        BASE.replace("a + 1", "(a\n        + 1.0)"),
        BASE.replace("axis=1, keepdims=True", "keepdims=1, axis=1"),
        BASE.replace("    x =", '    """Otro."""\n    x: float ='),
        BASE.replace("    x =", "    pass\n    print(a)\n    x ="),
        BASE.replace("softmax(", "activations.softmax("),
        BASE.replace(
            "    x =", "    from course_lib.mlp import softmax as s\n    x ="
        ).replace("softmax(x", "s(x"),
        "import numpy as np\n\n" + BASE,
    ],
)
def test_the_same_form(same):
    assert same != BASE
    assert fingerprint(same, KNOWN).form == fingerprint(BASE, KNOWN).form


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("softmax", "relu"),
        BASE.replace("a + 1", "a - 1"),
        BASE.replace("a + 1", "a + 2"),
        BASE.replace("a + 1", "b + 1"),
        BASE.replace("axis=1", "axis=0"),
        BASE.replace("axis=1", "axis=-1"),
        BASE.replace("    x = a + 1\n", "    if a:\n        x = a + 1\n"),
        BASE.replace("    x = a + 1\n", "    softmax = relu\n    x = a + 1\n"),
    ],
)
def test_another_form(other):
    assert fingerprint(other, KNOWN).form != fingerprint(BASE, KNOWN).form


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x = 1",
        "def f(:",
        "def f():\0",
        "def f():\n    return " + "(" * 5000,
        "def f():\n    return " + "-" * 9000 + "1",
        "def f():\n    return " + "+".join("1" * 9000),
        "def f():\n    return '" + "a" * 30_000 + "'",
        "def f():\n    return " + "9" * 8000,
        "relu = lambda z: z",
    ],
    ids=range(10),
)
def test_what_cannot_be_compared_has_no_fingerprint(code):
    assert fingerprint(code) is None


def test_odd_code_still_has_one():
    odd = """
def f(*args, z: int = 3, **more):
    global g
    try:
        match args:
            case [x, *rest] if x > 1:
                return f"{x!r:>{z}}"
            case {"a": y} | (y, _):
                raise ValueError("no") from None
    except (KeyError, ValueError) as error:
        with open(error) as file, file:
            async_ = [i async for i in g() if i]
    else:
        class A(f):
            x = lambda self, /, k: (yield k)
    finally:
        del x
    assert z, "no"
    for i in range(3):
        break
    else:
        x[1:2, ...] @= -1j
    return (n := 1_000.5), b"a", not x, ~1
"""
    assert len(fingerprint(odd).statements) > 12


def test_codes_of_an_unknown_exercise_are_left_alone():
    strange = StudentResult("a", "a", "", "04", "", functions={"99.9": BACKPROP})
    assert similar_pairs([strange, strange]) == []


# Tamaño ------------------------------------------------------------------------------


def test_rare_grows_with_the_class():
    sizes = [2, 19, 20, 79, 80, 200, 5000]
    assert [rare(size) for size in sizes] == [2, 2, 3, 3, 4, 10, 30]


def test_five_thousand_submissions_take_seconds():
    """Agrupa por huella: comparar pares sería 12 millones de comparaciones."""
    results = class_of(4000, ["04.6"], _04_6=solution("04.6").replace(*SLIP))
    results += [
        result(
            f"s{i}",
            ["04.6"],
            _04_6=BACKPROP.replace("heaviside(", f"heaviside({i // 2} * "),
        )
        for i in range(1000)
    ]
    start = time.perf_counter()
    pairs = similar_pairs(results)
    assert time.perf_counter() - start < 20
    assert {("s0", "s1"), ("s998", "s999")} <= set(names(pairs))
