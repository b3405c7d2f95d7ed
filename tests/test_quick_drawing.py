"""Lo que se mueve se ve como dibujado de cero, y la medida mira todas las figuras."""

import importlib.util
import re

import nbformat
import numpy as np
import pytest
from documents import ROOT

from course_lib import datasets
from course_lib.figures import (
    draw_graph,
    plot_activation,
    plot_boundary,
    plot_descent,
    plot_folded_plane,
    plot_matrix_product,
    plot_municipalities,
    plot_ramps,
    plot_secants,
    plot_threshold,
    quick,
)
from course_lib.graph import Node
from course_lib.interactive import move

X, Y = datasets.xor(80, noise=0.3, seed=4)


def halves(slope):
    return plot_boundary(lambda P: (P[:, 1] > slope * P[:, 0]).astype(int), X, Y)


def graph(step):
    x, y = Node(-2.0, "x"), Node(5.0, "y")
    return draw_graph((x + y) * x, step=step)


# Una por función que las lecciones mueven, con sus controles.
FIGURES = {
    plot_matrix_product: {"A": np.eye(2), "B": np.ones((2, 3)), "column": (1, 3)},
    plot_ramps: {"target": ["onda", "vibración"], "n_ramps": (1, 30)},
    plot_folded_plane: {"X": X, "y": Y, "angle": (0, 180, 45), "slope": (0.0, 1.0)},
    graph: {"step": (0, 8)},
    plot_descent: {"alpha": [0.1, 10.0, 50.0], "iters": (1, 9)},
    plot_municipalities: {"w1": (-0.1, 0.3, 0.1), "b": (-30.0, 0.0, 10.0)},
    plot_threshold: {"threshold": (0.1, 0.9), "y_hat": np.linspace(0, 1, 80), "y": Y},
    plot_activation: {"name": ["relu", "tanh"], "z": (-5.0, 5.0, 0.5)},
    halves: {"slope": (-2.0, 2.0, 0.5)},
    plot_secants: {"f": np.sin, "x": (0, 3), "h": (0.1, 2.0, 0.1)},
}


@pytest.mark.parametrize("function", FIGURES, ids=lambda f: f.__name__)
def test_what_moves_looks_as_drawn_from_scratch(function):
    widget = move(function, **FIGURES[function])
    random, seen = np.random.default_rng(0), {}
    for number in range(5):
        indices = [int(random.integers(len(c.values))) for c in widget._controls]
        widget.set_state({"asked": {"indices": indices, "number": str(number)}})
        assert widget.problem == ""
        seen[tuple(indices)] = widget.image, widget.alt_text, widget.state_text
    for indices, shown in seen.items():
        quick.forget_everything()
        widget.set_state({"asked": {"indices": list(indices), "number": "x"}})
        assert (widget.image, widget.alt_text, widget.state_text) == shown
        fixed_values = {
            k: v for k, v in FIGURES[function].items() if k not in widget.values
        }
        scratch = function(**fixed_values, **widget.values)
        assert (scratch.to_png(), scratch.alt_text) == shown[:2]


def test_a_failure_while_drawing_is_told_and_the_next_one_is_drawn():
    """También si falla a media imagen, con el dibujo rápido ya empezado."""

    def fails(k):
        figure = plot_secants(np.sin, 1, 0.5)
        if k == 1:
            figure.axes[0].lines[0].draw = lambda renderer: 1 / 0
        return figure

    widget = move(fails, k=(0, 2))
    first = widget.image
    widget.move_to(k=1)
    assert "ZeroDivisionError" in widget.problem and widget.image == b""
    assert not quick.is_drawing()
    widget.move_to(k=2)
    assert widget.problem == "" and widget.image == first


def test_moving_does_not_change_what_the_learner_configured():
    import matplotlib

    before = dict(matplotlib.rcParams)
    widget = move(plot_secants, f=np.sin, x=1, h=(0.1, 1.0, 0.1))
    widget.move_to(h=0.5)
    assert dict(matplotlib.rcParams) == before


def test_the_measurement_looks_at_every_figure_that_moves():
    path = ROOT / "benchmarks" / "interactive.py"
    spec = importlib.util.spec_from_file_location("medida", path)
    measure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measure)
    found = {}
    for solution in sorted((ROOT / "solutions").glob("*.ipynb")):
        cells = nbformat.read(solution, as_version=4).cells
        codes = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        calls = re.findall(r"^move\(", codes, re.MULTILINE)
        figures = measure.lesson_figures(solution)
        assert len(figures) == len(calls), solution.stem
        assert all(code.startswith("move(") for _, _, code in figures)
        found.update({name: code for name, _, code in figures})
    assert len(found) >= 9 and "02 plot_descent" in found
