"""El libro de formas: dice lo mismo que NumPy, y lee texto ajeno sin ejecutarlo."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import shapes
from course_lib.errors import CourseError, CourseTypeError, CourseValueError
from course_lib.shape_ledger import SAME_SHAPE

X, Y = np.zeros((5, 3)), np.zeros((5, 4))
W = [None, np.zeros((3, 7)), np.zeros((7, 4))]
b = [None, np.zeros(7), np.zeros(4)]
Z = [None, np.zeros((5, 7)), np.zeros((5, 4))]
A = [X, *Z[1:]]
LAYERS = {"X": X, "Y": Y, "W": W, "b": b, "Z": Z, "A": A, "dZ": Z, "dA": A}


def ledger(text, **more):
    return shapes(text, **{**LAYERS, **more})


# El dibujo ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, letters, numbers",
    [
        (
            "X @ W[1] + b[1]",
            "m×h_0 · h_0×h_1 + h_1 → m×h_1",
            "(5, 3) @ (3, 7) + (7,) → (5, 7)",
        ),
        (
            "A[1].T @ dZ[2]",
            "h_1×m · m×h_2 → h_1×h_2",
            "(7, 5) @ (5, 4) → (7, 4)",
        ),
        (
            "(dZ[2] @ W[2].T) * (Z[1] > 0)",
            "m×h_2 · h_2×h_1 ⊙ (m×h_1 > 0) → m×h_1",
            "(5, 4) @ (4, 7) * ((5, 7) > 0) → (5, 7)",
        ),
        (
            "relu(X @ W[1] + b[1]) @ W[-1]",
            "relu(m×h_0 · h_0×h_1 + h_1) · h_1×h_2 → m×h_2",
            "relu((5, 3) @ (3, 7) + (7,)) @ (7, 4) → (5, 4)",
        ),
        (
            "(A[2] - Y) / 5",
            "(m×h_2 − m×h_2) / 5 → m×h_2",
            "((5, 4) - (5, 4)) / 5 → (5, 4)",
        ),
        (
            "-(X @ W[1]).T ** 2",
            "− (m×h_0 · h_0×h_1)ᵀ ** 2 → h_1×m",
            "- ((5, 3) @ (3, 7)).T ** 2 → (7, 5)",
        ),
        (
            "A[l-1] @ W[l]",
            "m×h_1 · h_1×h_2 → m×h_2",
            "(5, 7) @ (7, 4) → (5, 4)",
        ),
        ("X[0] @ W[1]", "3 · h_0×h_1 → h_1", "(3,) @ (3, 7) → (7,)"),
        ("2 * X", "2 ⊙ m×h_0 → m×h_0", "2 * (5, 3) → (5, 3)"),
        ("X[0][1] + 1", "número + 1 → número", "() + 1 → ()"),
    ],
)
def test_letters_and_numbers(text, letters, numbers):
    drawn = ledger(text, l=2)
    assert drawn.fits
    if "×" in letters or "h_" in letters:
        assert drawn.line("letras") == letters
    assert drawn.line("números") == numbers
    assert "<table" in drawn._repr_html_() and "h_" not in drawn._repr_html_()
    assert str(drawn) == repr(drawn) and "0x" not in repr(drawn)


def test_columns_are_aligned():
    first, second, third, note = str(ledger("X @ W[1] + b[1]")).split("\n")
    places = [line.index(sign) for line, sign in [(first, "@"), (second, "·")]]
    assert places == [third.index("@")] * 2
    assert note == "La difusión repite `b[1]` en cada una de las 5 filas."


def test_shapes_may_stand_for_arrays():
    drawn = shapes("X @ W[1] + b[1]", X=(5, 3), W=[None, (3, 7)], b=(None, (7,)))
    assert str(drawn) == str(shapes("X @ W[1] + b[1]", X=X, W=W, b=b))
    assert shapes("x + 1", x=2.5).shape == ()
    assert shapes("x + 1", x=[1, 2, 3]).shape == (3,)
    assert shapes("x + 1", x=[[1, 2], [3, 4]]).shape == (2, 2)


def test_names_of_sizes():
    given = shapes("P @ Q", P=(5, 3), Q=(3, 7), sizes={"m": 5, "d": 3})
    assert given.line("letras") == "m×d · d×7 → m×7"
    twice = shapes("P @ Q", P=(5, 3), Q=(3, 7), sizes={"m": 5, "d": 3, "K": 3})
    assert twice.line("letras") == "m×3 · 3×7 → m×7", "3 tiene dos nombres: ninguno"
    plain = shapes("P @ Q", P=(5, 3), Q=(3, 7))
    assert [name for name, _, _ in plain.rows] == ["cuenta", "números"]
    one_layer = shapes("X @ W + b", X=(5, 3), W=(3, 7), b=(7,))
    assert one_layer.line("letras") == "m×d · d×h + h → m×h"


# Lo que no encaja ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, said",
    [
        ("X @ W[2]", ["3 columnas", "7 filas", "deben ser iguales"]),
        ("dZ[2] @ A[1].T", ["`A[1].T @ dZ[2]` da (7, 4)"]),
        ("X @ X", ["`X @ X.T` da (5, 5)", "entrada por entrada"]),
        ("X * W[1]", ["entrada por entrada", "`X @ W[1]` da (5, 7)"]),
        ("X @ W[1] + b[2]", ["mide 7", "mide 4", "último eje"]),
        ("X @ 2", ["`2` es un número", "`*`"]),
        ("X + y", ["uno por fila", "uno por columna"]),
        ("A[1] - Y", ["último eje", "7", "4"]),
    ],
)
def test_what_does_not_fit_is_explained(text, said):
    drawn = ledger(text, y=(5,))
    assert not drawn.fits and drawn.shape is None
    for words in said:
        assert words in drawn.message, drawn.message
    assert "no encaja" in str(drawn) and "✘" in str(drawn)
    assert drawn.rows[0][1][drawn.failed] in "@*+-"


def test_a_letter_with_two_sizes_is_named():
    drawn = shapes("X @ W[1] + b[1]", X=(5, 3), W=[None, (4, 7)], b=[None, (7,)])
    assert "h_0 vale 3 en `X` y 4 en `W[1]`." in drawn.message
    assert drawn.line("letras").startswith("m×3 · 4×h_1")


@pytest.mark.parametrize(
    "left, right, said",
    [
        ((3, 3), (3, 3), "`P @ Q` tiene la misma forma, con otros números"),
        ((5, 3), (3,), "`P @ Q` da (5,)"),
        ((5, 1), (1, 3), "`*` y `@` dan lo mismo"),
        ((5, 3), (5, 3), "entrada por entrada"),
        ((5, 3), (5, 1), "por difusión"),
        ((3,), (5, 3), "por difusión"),
    ],
)
def test_an_asterisk_that_fits_is_not_the_matrix_product(left, right, said):
    drawn = shapes("P * Q", P=left, Q=right)
    assert drawn.fits and said in drawn.message


def test_what_it_says_of_asterisk_and_at_is_true():
    """Lo que afirma se comprueba con números."""
    rng = np.random.default_rng(0)
    sides = [(n,) for n in (1, 2, 3)] + list(itertools.product((1, 2, 3), repeat=2))
    seen = set()
    for left, right in itertools.product(sides, repeat=2):
        P, Q = rng.normal(size=left), rng.normal(size=right)
        drawn = shapes("P * Q", P=P, Q=Q)
        if "dan lo mismo" in drawn.message:
            assert np.allclose(P * Q, P @ Q)
            seen.add("igual")
        elif "misma forma" in drawn.message:
            assert (P * Q).shape == (P @ Q).shape and not np.allclose(P * Q, P @ Q)
            seen.add("otros números")
        elif "`P @ Q` da" in drawn.message:
            assert f"da {(P @ Q).shape}" in drawn.message
            seen.add("otra forma")
    assert seen == {"igual", "otros números", "otra forma"}


def test_transposing_a_vector_is_noticed():
    assert "un solo eje" in ledger("b[1].T").message


# Lo mismo que NumPy -------------------------------------------------------------------

SHAPE = st.lists(st.integers(0, 4), max_size=3).map(tuple)


def _expressions():
    leaves = st.sampled_from(["P", "Q", "R", "2", "P.T", "Q.T"])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(
                inner, st.sampled_from(["+", "-", "*", "/", "@", ">"]), inner
            ).map(lambda parts: f"({' '.join(parts)})"),
            inner.map(lambda text: f"-{text}"),
            inner.map(lambda text: f"({text}).T"),
            inner.map(lambda text: f"exp({text})"),
            inner.map(lambda text: f"{text} ** 2"),
        ),
        max_leaves=6,
    )


@settings(max_examples=400, deadline=None)
@given(_expressions(), SHAPE, SHAPE, SHAPE)
def test_it_says_what_numpy_does(text, p, q, r):
    arrays = {
        "P": np.zeros(p),
        "Q": np.zeros(q),
        "R": np.zeros(r),
        "exp": np.zeros_like,
    }
    # Un número solo no tiene .T en Python; aquí se lee como un arreglo de cero ejes.
    code = re.sub(r"\b2\b", "np.array(2)", text.replace("** 2", "** two"))
    with np.errstate(all="ignore"):
        try:
            expected = eval(code, {"np": np, "two": 2, **arrays}).shape
        except (ValueError, TypeError) as error:
            if "boolean" in str(error):  # −(P > 0): NumPy se niega por el tipo
                return
            expected = None
    drawn = shapes(text, P=p, Q=q, R=r)
    assert drawn.shape == expected
    assert drawn.fits == (expected is not None)
    assert bool(drawn.message) or drawn.fits
    assert drawn._repr_html_() and str(drawn)


# Lo que se rechaza --------------------------------------------------------------------

ATTACKS = [
    "__import__('os').system('echo hola')",
    "X.__class__.__bases__[0].__subclasses__()",
    "X.__class__",
    "X.dot(X)",
    "X.T.shape",
    "open('/etc/passwd').read()",
    "exec('1')",
    "eval('1')",
    "relu.__globals__",
    "relu(relu)",
    "relu()",
    "relu(X, X)",
    "relu(*X)",
    "relu(**X)",
    "relu(Z=X)",
    "(lambda: X)()",
    "[x for x in X]",
    "{X: X}",
    "{X}",
    "[X, X]",
    "(X, X)",
    "f'{X}'",
    "'X' @ X",
    "b'X'",
    "X if X else X",
    "X and X",
    "not X",
    "~X",
    "X % X",
    "X // X",
    "X << 3",
    "X | X",
    "X ^ X",
    "X == X",
    "X < X < X",
    "X in X",
    "X is X",
    "(x := X)",
    "X = X",
    "X; X",
    "import os",
    "await X",
    "yield X",
    "X[0:2]",
    "X[:, 0]",
    "X[X]",
    "X[0, 1]",
    "X[...]",
    "X[None]",
    "X[True]",
    "X[1.0]",
    "X['a']",
    "X[0](1)",
    "X[2 ** 99]",
    "X[9 ** 9 ** 9]",
    "W[relu(1)]",
    "W",
    "W @ X",
    "W[0]",
    "W[3]",
    "W[-4]",
    "X[5]",
    "W[q]",
    "q",
    "True * X",
    "None * X",
    "1j * X",
    "...",
    "np.exp(X)",
    "softmax.relu(X)",
    "",
    "   ",
    "X @",
    "X @ @ X",
    "(X",
    "X)",
    "\x00",
    "X\x00",
    "é=",
    "1" * 5000,
    "(" * 200 + "X" + ")" * 200,
    "-" * 399 + "X",
    "+".join("X" * 150),
    "X" + ".T" * 150,
    "X" + "[0]" * 120,
]


@pytest.mark.parametrize("text", ATTACKS, ids=lambda text: repr(text)[:40])
def test_what_is_not_arithmetic_on_names_is_refused(text):
    with pytest.raises(CourseError) as raised:
        ledger(text)
    assert isinstance(raised.value, (CourseValueError, CourseTypeError))
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("text", [None, 3, b"X", ["X"], X, object()])
def test_what_is_not_text_is_refused(text):
    with pytest.raises(CourseTypeError, match="entre comillas"):
        shapes(text, X=X)


def test_nothing_is_executed():
    """Ni el texto, ni un método de los arreglos, ni una función con ese nombre."""

    class Trap:
        shape = (5, 3)

        def __getattr__(self, name):
            raise AssertionError(f"se pidió {name}")

        def __matmul__(self, other):
            raise AssertionError("se multiplicó")

        __add__ = __mul__ = __getitem__ = __call__ = __matmul__

    drawn = shapes("relu(P @ Q) + P[0] * 2", P=Trap(), Q=(3, 3), relu=Trap())
    assert drawn.shape == (5, 3)
    assert not {"eval", "exec", "open", "print"} & SAME_SHAPE


@pytest.mark.parametrize("value", ["texto", None, {"a": 1}, object(), [[1, 2], [3]]])
def test_something_without_a_shape_is_explained(value):
    with pytest.raises(CourseError, match="P"):
        shapes("P + 1", P=value)


def test_a_negative_size_is_refused():
    with pytest.raises(CourseValueError, match="negativo"):
        shapes("P + 1", P=(-1, 3))


def test_bad_sizes_are_refused():
    for bad in ({"m": "5"}, {"m": -1}, {"m": True}, {"m": 2.5}):
        with pytest.raises(CourseTypeError, match="cuánto mide m"):
            shapes("P + 1", P=(5,), sizes=bad)


def test_html_escapes_what_it_shows():
    drawn = shapes("P > Q", P=(2,), Q=(2,), sizes={"<b>": 2})
    assert "<b>" not in drawn._repr_html_() and "&lt;b&gt;" in drawn._repr_html_()
