"""Las trampas con que se disimula una copia: cuáles se notan y cuáles no."""

import pytest

from course_lib.grading.fingerprint import fingerprint
from course_lib.grading.similarity import compare
from tests.grading.test_similarity import BACKPROP, class_of, result, solution

FIRST = "    Z, A = cache\n"
LAST = "    return [None, *dW.values()], [None, *db.values()]\n"
WHILE = "    while l >= 1:\n"


def likeness(disguised):
    """Cuánto se parece al original, según lo que se señala; 0 si no se señala."""
    assert disguised != BACKPROP
    two = [result("ana", _04_6=BACKPROP), result("beto", _04_6=disguised)]
    pairs = compare([*two, *class_of(20, _04_6=solution("04.6"))]).pairs
    return pairs[0].matches[0].likeness if pairs else 0


@pytest.mark.parametrize(
    "old, new",
    [
        ("l -= 1", "l = l - 1"),
        ("while l >= 1", "while 1 <= l"),
        (FIRST, FIRST + "    sobra = 0\n    sobra += 1\n"),
        (FIRST, FIRST + "    forma = X.shape\n    X\n"),
        (WHILE, WHILE + "        extra: int = l * 2\n"),
        (LAST, LAST + "    l = 0\n    return l\n"),
        (
            'np.einsum("mj,ij->mi", dZ, W[l]) * np.heaviside(Z[l - 1], 0)',
            'np.heaviside(Z[l - 1], 0) * np.einsum("mj,ij->mi", dZ, W[l])',
        ),
    ],
    ids=["+=", "<", "sin usar", "atributo", "anotada", "tras return", "al revés"],
)
def test_what_does_nothing_or_says_the_same_does_not_hide_a_copy(old, new):
    assert likeness(BACKPROP.replace(old, new)) == 1.0


@pytest.mark.parametrize(
    "old, new",
    [
        ("Z, A = cache", "Z, A = cache[0], cache[1]"),
        (FIRST + "    dW, db = {}, {}\n", "    dW, db = {}, {}\n" + FIRST),
        (FIRST, FIRST + "    len(X)\n"),
    ],
    ids=["una sentencia", "otro orden", "una llamada"],
)
def test_a_touch_leaves_them_almost_the_same(old, new):
    assert 0.8 <= likeness(BACKPROP.replace(old, new)) < 1


@pytest.mark.parametrize(
    "old, new",
    [
        (
            WHILE,
            "    def ayuda(d, a, z, w):\n"
            '        g = np.einsum("mi,mj->ij", a, d)\n'
            '        s = np.einsum("mj->j", d)\n'
            '        return g, s, np.einsum("mj,ij->mi", d, w) * np.heaviside(z, 0)\n\n'
            "    while l >= 1:\n"
            "        dW[l], db[l], dZ = ayuda(dZ, A[l - 1], Z[l - 1], W[l])\n"
            "        l -= 1\n"
            "    while False:\n",
        ),
        ("np.einsum", "np.tensordot"),
    ],
    ids=["función auxiliar", "muchas sentencias"],
)
def test_what_is_not_noticed_is_known(old, new):
    """Lo dice el docstring de `similarity`: si un día se nota, se corrige ahí."""
    assert likeness(BACKPROP.replace(old, new)) == 0


@pytest.mark.parametrize(
    "other",
    [
        "def f(a):\n    a += 1\n    return a",
        "def f(a):\n    b = a + 1\n    return 1 > b",
        "def f(a):\n    return 1 * a",
    ],
)
def test_the_way_it_is_written_still_tells_the_exact_copy(other):
    """Una solución tocada no se da por entregada tal cual."""
    base = other.replace("a += 1", "a = a + 1").replace("1 > b", "b < 1")
    base = base.replace("1 * a", "a * 1")
    one, two = fingerprint(other), fingerprint(base)
    assert one.form == two.form and one.exact != two.exact


@pytest.mark.parametrize("sign", ["-", "/", "@", "**", "%"])
def test_where_the_order_matters_it_counts(sign):
    one, two = f"def f(a):\n    return a {sign} 2", f"def f(a):\n    return 2 {sign} a"
    assert fingerprint(one).form != fingerprint(two).form


@pytest.mark.parametrize("sign", ["==", "!="])
def test_the_sides_of_an_equality_do_not_hide_a_copy(sign):
    one = fingerprint(f"def f(a, b):\n    return a.T {sign} b[0]")
    two = fingerprint(f"def f(a, b):\n    return b[0] {sign} a.T")
    assert one.form == two.form and one.exact != two.exact
    three = fingerprint(f"def f(a, b):\n    return b.T {sign} a[0]")
    assert three.form != one.form


def test_names_do_not_decide_the_order():
    one = "def f(a):\n    z = g(a)\n    y = h(a)\n    return z[0] * y.T + y"
    two = "def f(a):\n    b = g(a)\n    c = h(a)\n    return c + c.T * b[0]"
    assert fingerprint(one).form == fingerprint(two).form


@pytest.mark.parametrize(
    "code",
    [
        "def f(a):\n    b = g(a)\n    return a",
        "def f(a):\n    a[0] = 1\n    return a",
        "def f(a):\n    b = 1\n    return [b for _ in a]",
        "def f(a):\n    b = 1\n    def g():\n        return b\n    return g",
        "def f(a):\n    if a:\n        return 0\n    b = (a := 2)\n    return a",
    ],
)
def test_what_may_do_something_stays(code):
    lines = [line for line in code.splitlines() if "=" not in line]
    assert fingerprint(code).form != fingerprint("\n".join(lines)).form
