"""`describe`: lo que dice de una red, en texto y en HTML."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from course_lib import describe
from course_lib.errors import CourseError
from course_lib.mlp import Network, he_initialization
from course_lib.preprocessing import Standardization
from course_lib.tables import html_table, text_table


def network(layer_shapes, **fields):
    return Network(*he_initialization(layer_shapes, 0), **fields)


def test_text():
    steps = Standardization(np.zeros(64), np.ones(64))
    net = network(
        [64, 32, 10], classes=np.arange(10) * 2, preprocessing=steps, activation="tanh"
    )
    assert (
        str(describe(net))
        == repr(describe(net))
        == (
            "Red de 2 capas: 64 entradas, 10 clases\n"
            "\n"
            "capa  W        b   activación  parámetros\n"
            "────  ───────  ──  ──────────  ──────────\n"
            "1     64 × 32  32  tanh        2080\n"
            "2     32 × 10  10  softmax     330\n"
            "\n"
            "Parámetros: 2410 (float64).\n"
            "Clases: 0, 2, 4, 6, 8, 10, 12, 14, 16, 18.\n"
            "Preprocesamiento: estandariza 64 variables."
        )
    )


def test_numbers_are_those_of_the_network():
    for shapes in ([1, 1], [2, 3], [5, 4, 3, 2], [784, 128, 10]):
        found = describe(network(shapes))
        W, b = found.network.W, found.network.b
        total = sum(w.size for w in W[1:]) + sum(v.size for v in b[1:])
        assert found.n_parameters == total
        rows = [int(re.sub(r"\D", "", row[-1])) for row in found.rows]
        assert sum(rows) == total and len(rows) == len(shapes) - 1
        assert [row[1] for row in found.rows] == [
            f"{w.shape[0]} × {w.shape[1]}" for w in W[1:]
        ]
    assert "101\u202f770 (float64)" in str(found) and "de 0 a 9." in str(found)
    assert str(describe(network([1, 1]))).startswith(
        "Red de 1 capa: 1 entrada, 1 clase"
    )


def test_what_goes_around():
    many = describe(network([2, 20], classes=[f"clase {k}" for k in range(20)]))
    assert "clase 11 y 8 más." in str(many)
    assert "Preprocesamiento: la función sqrt." in str(
        describe(network([2, 2], preprocessing=np.sqrt))
    )
    mixed = Network([None, np.ones((2, 2), np.float32)], [None, np.ones(2)])
    assert "6 (float32, float64)" in str(describe(mixed))


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html():
    net = network([3, 7, 4], classes=["<b>", "a & b", "c", "d"])
    page = Tags(describe(net)._repr_html_())
    assert page.open == []
    tags = [tag for tag, _ in page.found]
    assert tags.count("caption") == 1 and "b" not in tags
    scopes = [attrs["scope"] for tag, attrs in page.found if tag == "th"]
    assert scopes == ["col"] * 5 + ["row"] * 2
    assert "<b>, a & b, c, d." in page.text
    assert "Red de 2 capas: 3 entradas, 4 clases" in page.text
    # En un teléfono la tabla se desplaza y el resto se parte en renglones.
    assert any("overflow-x:auto" in attrs.get("style", "") for _, attrs in page.found)
    for row in describe(net).rows:
        assert all(cell in page.text for cell in row)


def test_plot():
    net = network([3, 7, 4], classes=["a", "b", "c", "Oruro"])
    figure = describe(net).plot(title="Mi red")
    assert figure.get_suptitle() == "Mi red"
    assert "Oruro" in [text.get_text() for text in figure.axes[0].texts]


def test_to_describe_loads_no_figures():
    code = (
        "import sys, numpy as np; from course_lib import describe;"
        "from course_lib.mlp import Network;"
        "str(describe(Network([None, np.eye(2)], [None, np.ones(2)])));"
        "assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("value", [None, [1, 2], "red.npz"])
def test_bad_input(value):
    with pytest.raises(CourseError, match="una Network"):
        describe(value)


def test_tables():
    rows = [["x", "1"], ["largo", "<2>"]]
    assert text_table(["a", "b"], rows) == "a      b\n─────  ───\nx      1\nlargo  <2>"
    page = Tags(html_table(["a", "b"], rows, caption="Un & otro", row_headers=True))
    assert page.open == [] and "Un & otro" in page.text and "<2>" in page.text
    plain = Tags(html_table(["a", "b"], rows))
    assert [tag for tag, _ in plain.found].count("th") == 2
    assert "caption" not in [tag for tag, _ in plain.found]


def test_other_models_are_told_where_their_network_is():
    """Lo mismo dicen `save` y `to_sklearn`."""
    pytest.importorskip("sklearn")
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    from course_lib import save
    from course_lib.estimators import MLPClassifier as OurClassifier
    from course_lib.interop import to_sklearn

    pipe = make_pipeline(StandardScaler(), OurClassifier())
    cases = {
        OurClassifier(): r"modelo\.network_",
        pipe: r"modelo\[-1\]\.network_.*escalador, no va dentro.*scaler\.mean_",
        MLPClassifier(): r"from_sklearn\(modelo\)",
        ((), (), ()): "W, b, losses = …",
    }
    for value, says in cases.items():
        for function in (describe, to_sklearn, lambda v: save(v, "red")):
            with pytest.raises(CourseError, match=says):
                function(value)
    with pytest.raises(CourseError, match=r"save\(network, path\)"):
        save("red", network([3, 2]))
