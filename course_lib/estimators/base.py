"""Lo que comparten los dos estimadores: leer X e y, y predecir con W y b."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import NotFittedError
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from course_lib.errors import CourseTypeError, CourseValueError, describe
from course_lib.losses import log_softmax, one_hot
from course_lib.mlp import Network, forward_propagation
from course_lib.validation import require_finite_output

from .reading import as_labels, require_known_kind, require_table
from .spanish import in_spanish, names_text, sayings_of

__all__ = ["NetworkClassifier", "NotTrainedError", "as_flag", "columns"]

_FLOATS = (np.float64, np.float32)


class NotTrainedError(CourseValueError, NotFittedError):
    """Se pidió una predicción a un estimador que todavía no se entrenó."""


class NetworkClassifier(ClassifierMixin, BaseEstimator):
    """Lee X e y, y predice con W y b.

    Cada estimador da `_parameters`, `_activation`, `_dtype` y los nombres de lo que
    aprende, `_LEARNED`.
    """

    _LEARNED = ()

    def __getattr__(self, name):
        # Solo llega lo que no existe. El error es también un AttributeError: `hasattr`
        # responde False, como debe.
        if name in self._LEARNED and "classes_" not in vars(self):
            raise self._not_trained(f"{name} aparece al entrenar: ")
        return super().__getattribute__(name)

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
        self._require_trained()
        y = as_labels(y, "score(X, y)")
        require_known_kind(y, self.classes_)
        with in_spanish():
            return super().score(X, y, sample_weight)

    @property
    def network_(self):
        """La red entrenada, congelada: un `mlp.Network` con sus clases.

        No recuerda los nombres de las columnas, y no puede ver que cambiaron de lugar:
        X va con las del entrenamiento, en su orden. Con un DataFrame,
        `network.predict(df[list(model.feature_names_in_)])`.
        """
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
        require_table(X, n_features=self.n_features_in_, who=type(self).__name__)
        with in_spanish(), np.errstate(all="ignore"):
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
            raise self._not_trained()

    def _not_trained(self, before=""):
        name = type(self).__name__
        return NotTrainedError(
            f"{before}este {name} todavía no se entrenó"
            if before
            else f"Este {name} todavía no se entrenó",
            action="Llama antes a fit(X, y). "
            + sayings_of(f"This {name} instance is not fitted yet"),
        )

    def _refuse(self, unsupported):
        """Lo que otros `fit` de scikit-learn reciben, y este no."""
        for name in unsupported:
            weights = name == "sample_weight"
            raise CourseTypeError(
                f"fit no admite {name}",
                expected="solo X e y",
                action="Aquí todos los ejemplos pesan lo mismo: para que uno pese el "
                "doble, repítelo en X y en y"
                if weights
                else f"Si es un parámetro, va al crearlo: {type(self).__name__}(…)",
            )

    def _read(self, X, y, *, resume, classes=None):
        """X como arreglo, y como números desde 0, y las clases, todo revisado."""
        y = as_labels(y)
        require_table(X, examples=len(np.asarray(y)))
        with in_spanish(), np.errstate(all="ignore"):
            X, y = validate_data(self, X, y, dtype=_FLOATS, reset=not resume)
            check_classification_targets(y)
        if resume or classes is not None:
            require_known_kind(y, self.classes_ if resume else classes)
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


def as_flag(value, name):
    """Exige True o False: un texto como "no" también contaría como verdadero."""
    if not isinstance(value, (bool, np.bool_)):
        raise CourseTypeError(
            f"{name} debe ser True o False",
            expected="True o False, sin comillas",
            got=describe(value),
        )


def columns(labels, n_classes, dtype):
    """Y_T (K, m): one-hot por columnas, como lo pide `Trainer`."""
    return np.ascontiguousarray(one_hot(labels, n_classes).T, dtype)
