"""Lo que comparten los dos estimadores: leer X e y, y predecir con W y b."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import NotFittedError
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from course_lib.errors import CourseValueError, ShapeError, shape_text
from course_lib.losses import log_softmax, one_hot
from course_lib.mlp import Network, forward_propagation
from course_lib.validation import require_finite_output

from .spanish import in_spanish, names_text

__all__ = ["NetworkClassifier", "NotTrainedError", "columns"]

_FLOATS = (np.float64, np.float32)


class NotTrainedError(CourseValueError, NotFittedError):
    """Se pidió una predicción a un estimador que todavía no se entrenó."""


class NetworkClassifier(ClassifierMixin, BaseEstimator):
    """Lee X e y, y predice con W y b.

    Cada estimador da `_parameters`, `_activation` y `_dtype`.
    """

    def __sklearn_is_fitted__(self):
        return hasattr(self, "classes_")

    def predict(self, X):
        """La clase más probable de cada fila de X (m, d): arreglo (m,)."""
        Z = self._scores(X)
        return self.classes_[np.argmax(Z, axis=1)]

    def predict_proba(self, X):
        """Probabilidades (m, K) de cada fila de X; las columnas siguen a `classes_`."""
        return self._forward(X)[0]

    def predict_log_proba(self, X):
        """El logaritmo de `predict_proba`, sin pasar por probabilidades que son 0."""
        return log_softmax(self._scores(X), check=False)

    def score(self, X, y, sample_weight=None):
        """La exactitud: la fracción de aciertos en X (m, d) e y (m,)."""
        with in_spanish():
            return super().score(X, y, sample_weight)

    @property
    def network_(self):
        """La red entrenada, congelada: un `mlp.Network` con sus clases."""
        self._require_trained()
        classes = self.classes_
        if classes.dtype == object:
            classes = np.array(classes.tolist())
        W, b = self._parameters()
        return Network(W, b, self._activation, classes)

    def _scores(self, X):
        return self._forward(X)[1]

    def _forward(self, X):
        """Ŷ y Z_L para un X que todavía no se revisó."""
        self._require_trained()
        with in_spanish():
            X = validate_data(self, X, dtype=_FLOATS, reset=False)
        W, b = self._parameters()
        with np.errstate(all="ignore"):  # si desborda, se dice abajo
            Y_hat, (Z, _) = forward_propagation(
                X, W, b, activation=self._activation, check=False
            )
        require_finite_output(Y_hat)
        return Y_hat, Z[-1]

    def _require_trained(self):
        if not self.__sklearn_is_fitted__():
            name = type(self).__name__
            raise NotTrainedError(
                f"Este {name} todavía no se entrenó",
                action="Llama antes a fit(X, y). scikit-learn lo dice así: This "
                f"{name} instance is not fitted yet",
            )

    def _read(self, X, y, *, resume, classes=None):
        """X como arreglo, y como números desde 0, y las clases, todo revisado."""
        with in_spanish():
            shape = np.asarray(y).shape
        if len(shape) > 1 and shape[1] != 1:
            raise ShapeError(
                "y debe tener una etiqueta por ejemplo, no una columna por clase",
                expected="forma (m,)",
                got=f"forma {shape_text(shape)}",
                action="Si y es one-hot, usa np.argmax(y, axis=1). scikit-learn lo "
                "dice así: y should be a 1d array, got an array of shape "
                f"{shape_text(shape)} instead",
            )
        with in_spanish():
            X, y = validate_data(self, X, y, dtype=_FLOATS, reset=not resume)
            check_classification_targets(y)
        found = np.unique(y)
        known = found
        if resume:
            X, known = X.astype(self._dtype, copy=False), self.classes_
        elif classes is not None:
            known = classes
        strange = np.setdiff1d(found, known)
        if len(strange):
            raise CourseValueError(
                "y trae clases que este estimador no conoce",
                expected=f"una de las de classes_: {names_text(known)}",
                got=names_text(strange),
                action="Con partial_fit, la primera llamada lleva todas en `classes`; "
                "con warm_start=True, las clases no pueden cambiar",
            )
        if len(known) < 2:
            raise CourseValueError(
                f"y tiene una sola clase, {names_text(known)}: no hay nada que separar",
                expected="una y con dos clases o más",
                action="scikit-learn lo dice así: the data contains only one class",
            )
        return np.ascontiguousarray(X), np.searchsorted(known, y), known


def columns(labels, n_classes, dtype):
    """Y_T (K, m): one-hot por columnas, como lo pide `Trainer`."""
    return np.ascontiguousarray(one_hot(labels, n_classes).T, dtype)
