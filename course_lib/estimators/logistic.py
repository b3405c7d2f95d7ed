"""`LogisticRegression`: los parámetros y los atributos de scikit-learn.

El descenso es el de `convex_descent`. Aquí solo se pasa de las convenciones de
scikit-learn a las del curso, y al revés.
"""

import math
import numbers
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from course_lib.convex_descent import ConvexDescent
from course_lib.errors import as_number, as_whole_number
from course_lib.minibatch_training import InterruptedTrainingWarning
from course_lib.validation import as_choice

from .base import NetworkClassifier, as_flag, columns
from .interruption import part_of_a_larger_task
from .spanish import progress

__all__ = ["LogisticRegression"]


class LogisticRegression(NetworkClassifier):
    """Regresión logística con L2: la red sin capas ocultas, llevada a su mínimo.

    La pérdida es convexa, así que el mínimo no depende de dónde se empieza: en ceros.
    Cada paso usa todos los ejemplos. Con dos clases, `coef_` es w₁ − w₀, y λ se dobla
    para que la penalización sea la de scikit-learn sobre esa diferencia.

    Args:
        C: el inverso de la penalización, λ = 1 / (C m); con None o np.inf, ninguna.
        solver: "momentum", con el paso y la inercia que pide la curvatura de los
            datos, o "sgd", descenso del gradiente sin inercia: llega, más despacio.
        tol: termina cuando ninguna derivada pasa de `tol`.
        max_iter: el máximo de pasos.
        random_state: no se usa, porque no hay nada al azar. Está por convención.
        verbose: muestra una barra de progreso.
        warm_start: `fit` sigue desde los pesos que ya tiene.

    Con lo aprendido quedan: classes_, coef_ (1, d) o (K, d), intercept_ (1,) o (K,),
    n_iter_ (1,), loss_curve_ (con la penalización), n_features_in_,
    feature_names_in_ y network_. Ctrl-C detiene y conserva lo aprendido;
    dentro de una búsqueda o de una validación cruzada, detiene todo.
    """

    _activation = "relu"  # sin capas ocultas no se usa

    _LEARNED = ("classes_", "coef_", "intercept_", "n_iter_", "loss_curve_")
    _LEARNED += ("n_features_in_",)

    def __init__(
        self,
        C=1.0,
        *,
        solver="momentum",
        tol=1e-6,
        max_iter=10_000,
        random_state=None,
        verbose=False,
        warm_start=False,
    ):
        self.C = C
        self.solver = solver
        self.tol = tol
        self.max_iter = max_iter
        self.random_state = random_state
        self.verbose = verbose
        self.warm_start = warm_start

    def fit(self, X, y, **unsupported):
        """Lleva la pérdida a su mínimo con X (m, d) e y (m,), etiquetas.

        CourseError: entradas o parámetros que no sirven. ConvergenceWarning: llegó a
        `max_iter` pasos antes que al mínimo.
        """
        self._refuse(unsupported)
        as_choice(self.solver, "solver", ("momentum", "sgd"))
        as_flag(self.warm_start, "warm_start")
        if not isinstance(self.verbose, numbers.Integral):  # 1 también vale
            as_flag(self.verbose, "verbose")
        as_whole_number(self.max_iter, "max_iter")
        as_number(self.tol, "tol", minimum=0)
        if self.C not in (None, math.inf):
            as_number(self.C, "C", above=0)
        resume = self.warm_start and hasattr(self, "coef_")
        X, labels, classes = self._read(X, y, resume=resume)
        n_classes = len(classes)
        with np.errstate(all="ignore"):  # si desborda, lo dice la primera pérdida
            descent = ConvexDescent(
                X,
                columns(labels, n_classes, X.dtype),
                self._penalty(len(X), n_classes),
                initial=self._parameters() if resume else None,
                inertia=self.solver == "momentum",
            )
        interrupted = reached = False
        try:
            bar = progress(self.verbose, self.max_iter, "pasos")
            with bar as show, np.errstate(all="ignore"):
                reached = descent.descend(self.max_iter, self.tol, show)
        except KeyboardInterrupt:
            if part_of_a_larger_task() or not descent.losses:
                raise
            interrupted = True
        losses, (W, b) = descent.losses, descent.lists()
        W, b = np.ascontiguousarray(W[1].T), b[1]
        if n_classes == 2:
            W, b = W[1:] - W[:1], b[1:] - b[:1]
        self.classes_, self.coef_, self.intercept_ = classes, W, b
        self.loss_curve_, self.n_iter_ = losses, np.array([len(losses)], np.int32)
        if interrupted:
            warnings.warn(
                f"Descenso detenido en el paso {len(losses)}: el estimador queda con "
                "lo aprendido hasta aquí.",
                InterruptedTrainingWarning,
                stacklevel=2,
            )
        elif not reached:
            warnings.warn(
                f"La regresión logística no llegó a su mínimo en max_iter = "
                f"{self.max_iter} pasos: la mayor derivada es {descent.slope():.2g} y "
                f"tol = {self.tol:g}. Estandariza X, o prueba con un max_iter mayor o "
                "una C menor.",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def decision_function(self, X):
        """Los puntajes: con dos clases, X w + b (m,); si no, una columna por clase."""
        Z = self._scores(X)
        return Z[:, 1] - Z[:, 0] if len(self.classes_) == 2 else Z

    @property
    def _dtype(self):
        return self.coef_.dtype

    def _parameters(self):
        W, b = self.coef_.T, self.intercept_
        if len(self.classes_) == 2:
            # Mitad y mitad, lo que da el descenso desde cero.
            W, b = np.hstack([-W, W]) / 2, np.hstack([-b, b]) / 2
        return [None, W], [None, b]

    def _penalty(self, m, n_classes):
        """La λ que en scikit-learn se escribe C."""
        return 0.0 if self.C is None else (2 if n_classes == 2 else 1) / (self.C * m)
