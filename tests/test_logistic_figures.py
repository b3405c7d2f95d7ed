"""Las figuras de la regresión logística: se leen, y su texto cuenta lo que se ve."""

import itertools
import re
import time

import numpy as np
import pytest
from test_figures import contrast, visible_texts

from course_lib.errors import CourseError
from course_lib.figures import (
    CourseFigure,
    plot_descent,
    plot_logistic_curve,
    plot_logit_loss,
    plot_municipalities,
    plot_sigmoid,
    plot_threshold,
    plot_weight_norms,
)

Y_HAT = np.array([0.1, 0.4, 0.6, 0.2, 0.3, 0.7, 0.9, 0.95])
TRUTH = np.array([0, 0, 0, 0, 1, 1, 1, 1])
NAMES = ("benigno", "maligno")


def threshold_figure(threshold):
    return plot_threshold(threshold, y_hat=Y_HAT, y=TRUTH, classes=NAMES)


CASES = {
    "sigmoide": lambda: plot_sigmoid(1.0),
    "sigmoide extrema": lambda: plot_sigmoid(-1000.0),
    "pérdida": lambda: plot_logit_loss(2.0, y=0),
    "pérdida del otro lado": lambda: plot_logit_loss(-4.0, y=1),
    "franjas": lambda: plot_logistic_curve(),
    "curva": lambda: plot_logistic_curve(0.18, -9.28),
    "curva con otros datos": lambda: plot_logistic_curve(
        2.0, 0.0, x=np.array([-1.0, 0.5, 1.0, -2.0]), y=[0, 1, 1, 0]
    ),
    "descenso lento": lambda: plot_descent(0.1, 20),
    "descenso bueno": lambda: plot_descent(10.0, 20),
    "descenso que salta": lambda: plot_descent(50.0, 20),
    "descenso desde otro lugar": lambda: plot_descent(10.0, 20, start=(6, 2)),
    "descenso quieto": lambda: plot_descent(0.0, 1),
    "municipios": lambda: plot_municipalities(0.1, 0.1, -10.0),
    "municipios sin frontera": lambda: plot_municipalities(0, 0, 0),
    "municipios, vertical": lambda: plot_municipalities(0.2, 0, -15.0),
    "municipios, otro umbral": lambda: plot_municipalities(0.05, 0.14, -11.0, 0.2),
    "umbral": lambda: threshold_figure(0.5),
    "umbral en 0": lambda: threshold_figure(0.0),
    "umbral en 1": lambda: threshold_figure(1.0),
    "pesos": lambda: plot_weight_norms(
        {"sin penalización": np.log1p(np.arange(9000)), "con L2": np.full(5000, 3.0)}
    ),
    "pesos de un solo modelo": lambda: plot_weight_norms(np.arange(200.0)),
}
every_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def drawn():
    made = {}
    return lambda name: made.setdefault(name, CASES[name]())


@every_case
def test_says_what_it_shows(drawn, name):
    fig = drawn(name)
    assert type(fig) is CourseFigure and fig.get_suptitle().strip()
    assert len(fig.alt_text) > 40
    assert not re.search(r"None|nan|array\(|np\.|\d e-", fig.alt_text)
    assert any(axes.get_xlabel() for axes in fig.axes)
    assert any(axes.get_ylabel() for axes in fig.axes)


@pytest.mark.lento
@every_case
def test_nothing_is_small_faint_cut_or_on_top_of_another(drawn, name):
    fig = drawn(name)
    frame, texts = fig.bbox, visible_texts(fig)
    for text, box in texts:
        label = text.get_text()
        assert text.get_fontsize() >= 12, label
        assert contrast(text.get_color(), "white") >= 4.5, label
        assert box.x0 >= frame.x0 - 1 and box.x1 <= frame.x1 + 1, label
        assert box.y0 >= frame.y0 - 1 and box.y1 <= frame.y1 + 1, label
    for (one, a), (other, b) in itertools.combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert not (wide > 1.5 and high > 1.5), (one.get_text(), other.get_text())


def numbers_of(text, pattern):
    return [int(n) for n in re.search(pattern, text).groups()]


def test_threshold_counts_are_those_of_the_data():
    for threshold in (0.0, 0.25, 0.5, 0.65, 1.0):
        answer = threshold <= Y_HAT
        found, missed, alarms = numbers_of(
            threshold_figure(threshold).alt_text,
            r"encuentra (\d+) y deja pasar (\d+);.* da (\d+) falsas? alarmas?",
        )
        assert found == (answer & (TRUTH == 1)).sum()
        assert missed == (~answer & (TRUTH == 1)).sum()
        assert alarms == (answer & (TRUTH == 0)).sum()


@pytest.mark.parametrize("parameters", [(0.1, 0.1, -10.0), (0.0, 1.0, -53.0)])
def test_municipality_errors_are_those_of_the_line(parameters):
    from course_lib.datasets import load_municipalities

    w1, w2, b = parameters
    bolivia = load_municipalities()
    yes = w1 * bolivia.electricity + w2 * bolivia.telephone + b >= 0
    expected = int((yes != bolivia.most_cook_clean).sum())
    fig = plot_municipalities(*parameters)
    assert numbers_of(fig.get_suptitle(), r"equivoca en (\d+) de") == [expected]


@pytest.mark.parametrize(
    "alpha, says", [(0.1, "despacio"), (10, "llega al fondo"), (50, "salta")]
)
def test_a_descent_is_described_by_what_it_did(alpha, says):
    assert says in " ".join(plot_descent(alpha, 20).get_suptitle().split())


def test_growing_and_settled_weights_are_told_apart():
    alt = CASES["pesos"]().alt_text
    assert "«sin penalización» sigue creciendo" in alt and "«con L2» se detiene" in alt


@pytest.mark.parametrize(
    "call",
    [
        lambda: plot_sigmoid("1"),
        lambda: plot_logit_loss(1.0, y=2),
        lambda: plot_logistic_curve(1.0, x=[1.0, 2.0]),
        lambda: plot_descent(-1.0),
        lambda: plot_descent(1.0, 0),
        lambda: plot_municipalities(threshold=2),
        lambda: plot_threshold(0.5, y_hat=[2.0], y=[1]),
        lambda: plot_threshold(0.5, y_hat=[0.2, 0.3], y=[0, 2]),
        lambda: plot_weight_norms({}),
    ],
)
def test_errors_are_in_spanish(call):
    with pytest.raises(CourseError):
        call()


@pytest.mark.parametrize("name", ["municipios", "descenso bueno", "umbral", "curva"])
def test_what_moves_is_drawn_quickly(name):
    """Con holgura para una máquina ocupada: lo esperado son unos 100 ms."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        CASES[name]().to_png()
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.4, f"{min(times):.3f} s"
