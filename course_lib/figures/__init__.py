"""Las figuras del curso: la única parte que importa matplotlib.

Cada función devuelve una `CourseFigure` nueva, con su texto alternativo, y no guarda
estado ni toca el `rcParams` de quien aprende.
"""

from course_lib.figures.activations import (
    plot_activation,
    plot_layer_histograms,
    plot_layer_sizes,
    plot_two_layers,
    plot_vanishing,
)
from course_lib.figures.classification import (
    plot_boundaries,
    plot_boundary,
    plot_confusion,
    plot_data,
    plot_digits,
)
from course_lib.figures.derivatives import (
    plot_difference_errors,
    plot_evaluations,
    plot_secants,
)
from course_lib.figures.graphs import draw_graph
from course_lib.figures.introduction import (
    plot_folded_plane,
    plot_matrix_product,
    plot_ramps,
)
from course_lib.figures.logistic import (
    plot_descent,
    plot_logistic_curve,
    plot_logit_loss,
    plot_municipalities,
    plot_sigmoid,
    plot_threshold,
    plot_weight_norms,
)
from course_lib.figures.networks import draw_network, plot_network_weights
from course_lib.figures.style import CourseFigure
from course_lib.figures.training import plot_losses

__all__ = [
    "CourseFigure",
    "draw_graph",
    "draw_network",
    "plot_activation",
    "plot_boundaries",
    "plot_boundary",
    "plot_confusion",
    "plot_data",
    "plot_descent",
    "plot_difference_errors",
    "plot_digits",
    "plot_evaluations",
    "plot_logistic_curve",
    "plot_logit_loss",
    "plot_folded_plane",
    "plot_layer_histograms",
    "plot_layer_sizes",
    "plot_losses",
    "plot_matrix_product",
    "plot_ramps",
    "plot_municipalities",
    "plot_network_weights",
    "plot_secants",
    "plot_sigmoid",
    "plot_threshold",
    "plot_weight_norms",
    "plot_two_layers",
    "plot_vanishing",
]
