"""`MLPClassifier` y `LogisticRegression`, con las convenciones de scikit-learn.

Para usar la red del curso en un `Pipeline`, un `GridSearchCV` o con tus propios datos.
Los nombres, los atributos y las respuestas son los de scikit-learn; las cuentas, las de
la lección 04, en el ciclo rápido de `training`. Lo que es distinto, a propósito:

- la última capa es siempre softmax: con dos clases tiene dos unidades, y scikit-learn
  usa una sola, con sigmoide;
- los pesos empiezan con He (lección 03) y `momentum` no es el de Nesterov;
- `loss_curve_` no incluye la penalización, como `optimizers.train_minibatches`;
- `activation` admite además "leaky_relu", y "sigmoid" como otro nombre de "logistic".

`fit` no admite `sample_weight`, matrices dispersas ni y en one-hot: y son etiquetas,
números o texto. Todo error es un `CourseError`; si nace en scikit-learn, sus palabras
van después.
"""

import math
import numbers
import warnings
from contextlib import contextmanager

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from course_lib.divergence import WINDOW, Watch
from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_number,
    as_whole_number,
    shape_text,
)
from course_lib.losses import one_hot
from course_lib.mlp import Network, forward_propagation, he_initialization
from course_lib.optimizers import InterruptedTrainingWarning
from course_lib.training import Trainer
from course_lib.validation import (
    DivergenceError,
    as_choice,
    as_layer_shapes,
    require_finite_output,
)

__all__ = ["LogisticRegression", "MLPClassifier", "NotTrainedError"]

# El nombre en scikit-learn → el del curso.
ACTIVATION_NAMES = {
    "relu": "relu",
    "tanh": "tanh",
    "logistic": "sigmoid",
    "sigmoid": "sigmoid",
    "leaky_relu": "leaky_relu",
}


class NotTrainedError(CourseValueError, NotFittedError):
    """Se pidió una predicción a un estimador que todavía no se entrenó."""


class _Diverged(DivergenceError):
    """`DivergenceError` con los nombres de los estimadores: aquí `alpha` es la L2."""

    def __init__(self, what, *, iteration=0, W=None, b=None, losses=(), **parts):
        self.iteration, self.W, self.b, self.losses = iteration, W, b, losses
        CourseValueError.__init__(self, what, **parts)


class _NetworkClassifier(ClassifierMixin, BaseEstimator):
    """Lo que comparten: leer X e y, y predecir con W y b, que da `_parameters`."""

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
        Z = self._scores(X)
        Z = Z - Z.max(axis=1, keepdims=True)
        return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))

    def score(self, X, y, sample_weight=None):
        """La exactitud: la fracción de aciertos en X (m, d) e y (m,)."""
        with _in_spanish():
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
        with _in_spanish():
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
        with _in_spanish():
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
        with _in_spanish():
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
                expected=f"las de classes_: {_names(known)}",
                got=_names(strange),
                action="Con partial_fit, la primera llamada lleva todas en `classes`; "
                "con warm_start=True, las clases no cambian",
            )
        if len(known) < 2:
            raise CourseValueError(
                f"y tiene una sola clase, {_names(known)}: no hay nada que separar",
                expected="dos clases o más",
                action="scikit-learn lo dice así: the data contains only one class",
            )
        return np.ascontiguousarray(X), np.searchsorted(known, y), known


class MLPClassifier(_NetworkClassifier):
    """Un perceptrón multicapa que clasifica, como el `MLPClassifier` de scikit-learn.

    Args:
        hidden_layer_sizes: las unidades de cada capa oculta: un entero o una tupla.
        activation: "relu", "tanh", "logistic" (o "sigmoid") o "leaky_relu".
        solver: "adam", o "sgd" con `momentum` (no es el de Nesterov; con 0, descenso
            sin inercia).
        alpha: la penalización L2. Como en scikit-learn, se divide entre los ejemplos
            del lote: λ = alpha / batch_size.
        batch_size: ejemplos por lote; "auto" es min(200, m).
        learning_rate_init: la tasa de aprendizaje, que es α en las lecciones.
        max_iter: el máximo de épocas.
        shuffle: si los ejemplos se barajan en cada época.
        random_state: un entero repite el resultado. La época e usa la semilla
            random_state + e, como `optimizers.train_minibatches`.
        tol, n_iter_no_change: se detiene si en más de `n_iter_no_change` épocas
            seguidas la pérdida (o la exactitud de validación) no mejora `tol`.
        verbose: muestra una barra de progreso.
        warm_start: `fit` sigue desde lo aprendido, también por el optimizador.
        early_stopping, validation_fraction: aparta un conjunto de validación,
            estratificado, y se queda con los pesos de la mejor época.
        beta_1, beta_2, epsilon: los de Adam.

    Con lo aprendido quedan: classes_, coefs_, intercepts_ (una entrada por capa, sin el
    None del índice 0), loss_, best_loss_, loss_curve_, validation_scores_,
    best_validation_score_, n_iter_, t_ (ejemplos vistos), n_features_in_,
    feature_names_in_, n_layers_, n_outputs_, out_activation_ y network_.

    Ctrl-C detiene el entrenamiento y conserva lo aprendido. Si la pérdida se va a
    infinito, `fit` se detiene con un DivergenceError, que es un CourseError.
    """

    def __init__(
        self,
        hidden_layer_sizes=(100,),
        activation="relu",
        *,
        solver="adam",
        alpha=0.0001,
        batch_size="auto",
        learning_rate_init=0.001,
        max_iter=200,
        shuffle=True,
        random_state=None,
        tol=1e-4,
        verbose=False,
        warm_start=False,
        momentum=0.9,
        early_stopping=False,
        validation_fraction=0.1,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-8,
        n_iter_no_change=10,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change

    def fit(self, X, y):
        """Entrena con X (m, d), una fila por ejemplo, e y (m,), etiquetas.

        CourseError: entradas o parámetros que no sirven. ConvergenceWarning: llegó a
        `max_iter` épocas y la pérdida todavía bajaba.
        """
        self._check_parameters()
        resume = self.warm_start and hasattr(self, "coefs_")
        X, labels, classes = self._read(X, y, resume=resume)
        return self._train(X, labels, classes, self.max_iter, resume=resume)

    def partial_fit(self, X, y, classes=None):
        """Recorre una vez estos datos y sigue desde donde quedó.

        La primera llamada lleva en `classes` todas las clases que van a aparecer.
        CourseError: falta `classes`, o `early_stopping=True`.
        """
        self._check_parameters()
        if self.early_stopping:
            raise CourseValueError(
                "partial_fit ve una parte de los datos: no puede apartar validación",
                action="Usa early_stopping=False. scikit-learn lo dice así: "
                "partial_fit does not support early_stopping=True",
            )
        resume = hasattr(self, "coefs_")
        if classes is not None:
            classes = np.unique(classes)
        elif not resume:
            raise CourseValueError(
                "La primera llamada a partial_fit necesita `classes`",
                expected="todas las clases que van a aparecer, por ejemplo "
                "classes=np.unique(y)",
                action="scikit-learn lo dice así: classes must be passed on the first "
                "call to partial_fit.",
            )
        if (
            resume
            and classes is not None
            and not np.array_equal(classes, self.classes_)
        ):
            raise CourseValueError(
                "`classes` no puede cambiar de una llamada a otra",
                expected=_names(self.classes_),
                got=_names(classes),
            )
        X, labels, classes = self._read(X, y, resume=resume, classes=classes)
        return self._train(X, labels, classes, 1, resume=resume, partial=True)

    @property
    def _activation(self):
        return ACTIVATION_NAMES[self.activation]

    @property
    def _dtype(self):
        return self.coefs_[0].dtype

    def _parameters(self):
        return [None, *self.coefs_], [None, *self.intercepts_]

    def _check_parameters(self):
        as_choice(self.activation, "activation", ACTIVATION_NAMES)
        as_choice(self.solver, "solver", ("adam", "sgd"))
        self._hidden_layers()
        if self.batch_size != "auto":
            as_whole_number(self.batch_size, "batch_size")
        as_whole_number(self.max_iter, "max_iter")
        if self.n_iter_no_change != math.inf:
            as_whole_number(self.n_iter_no_change, "n_iter_no_change")
        for name in ("alpha", "tol"):
            as_number(getattr(self, name), name, minimum=0)
        for name in ("learning_rate_init", "epsilon"):
            as_number(getattr(self, name), name, above=0)
        as_number(self.momentum, "momentum", minimum=0, maximum=1)
        if self.early_stopping:
            as_number(self.validation_fraction, "validation_fraction", above=0)
        for name in ("beta_1", "beta_2", "validation_fraction"):
            value = as_number(getattr(self, name), name, minimum=0, maximum=1)
            if value == 1:
                raise CourseValueError(
                    f"{name} = 1 no sirve aquí", expected="un número menor que 1"
                )

    def _hidden_layers(self):
        sizes = self.hidden_layer_sizes
        if not isinstance(sizes, (list, tuple, np.ndarray)):
            return [as_whole_number(sizes, "hidden_layer_sizes")]
        return [
            as_whole_number(size, f"hidden_layer_sizes[{i}]")
            for i, size in enumerate(sizes)
        ]

    def _train(self, X, labels, classes, epochs, *, resume, partial=False):
        past = self if resume else None
        layer_shapes = as_layer_shapes(
            [X.shape[1], *self._hidden_layers(), len(classes)]
        )
        seed = self._seed if resume else self._draw_seed()
        validation = None
        if self.early_stopping:
            X, validation, labels = self._set_apart(X, labels, seed)
        trainer, settings = self._trainer(layer_shapes, X, seed, past)
        Y_T = _columns(labels, len(classes), X.dtype)
        run = _Run(trainer, X, Y_T, seed, past, settings, watched=not partial)
        warn = not partial
        try:
            with _progress(self.verbose, epochs, "épocas") as show:
                while run.n_iter < epochs and run.stalled <= self.n_iter_no_change:
                    run.epoch(shuffle=self.shuffle)
                    run.judge(self.tol, validation)
                    show(run.loss_curve[-1])
        except KeyboardInterrupt:
            if not run.close():
                raise
            warnings.warn(
                f"Entrenamiento detenido en la época {run.n_iter}: el estimador queda "
                "con lo aprendido hasta aquí.",
                InterruptedTrainingWarning,
                stacklevel=3,
            )
            warn = False
        if warn and run.stalled <= self.n_iter_no_change:
            warnings.warn(
                f"El entrenamiento llegó a max_iter = {epochs} épocas sin "
                f"estabilizarse (pérdida {run.loss_curve[-1]:.4g}). Prueba con "
                "max_iter mayor, con otra learning_rate_init, o estandariza X.",
                ConvergenceWarning,
                stacklevel=3,
            )
        W, b = run.best or trainer.lists()
        self.classes_, self.coefs_, self.intercepts_ = classes, W[1:], b[1:]
        self.loss_curve_, self.loss_ = run.loss_curve, run.loss_curve[-1]
        self.validation_scores_ = run.scores
        self.best_loss_, self.best_validation_score_ = run.best_loss, run.best_score
        self.n_iter_, self.t_ = run.n_iter, run.t
        self.n_layers_, self.n_outputs_ = len(W), len(classes)
        self.out_activation_ = "softmax"
        self._seed, self._memory = seed, (self._optimizer(), trainer.memory)
        return self

    def _draw_seed(self):
        if isinstance(self.random_state, numbers.Integral):
            return as_whole_number(self.random_state, "random_state", minimum=0)
        with _in_spanish():
            return int(check_random_state(self.random_state).randint(2**31 - 1))

    def _set_apart(self, X, labels, seed):
        """Aparta la validación: X, (X_val, y_val), y."""
        with _in_spanish():
            X, X_val, labels, y_val = train_test_split(
                X,
                labels,
                random_state=seed % 2**32,
                test_size=self.validation_fraction,
                stratify=labels,
            )
        return np.ascontiguousarray(X), (X_val, y_val), labels

    def _optimizer(self):
        """El optimizador y sus opciones, como los pide `Trainer`."""
        if self.solver == "adam":
            options = {"beta1": self.beta_1, "beta2": self.beta_2}
            return "adam", {**options, "epsilon": self.epsilon}
        return ("momentum", {"beta": self.momentum}) if self.momentum else ("sgd", {})

    def _trainer(self, layer_shapes, X, seed, past):
        m, memory = len(X), {}
        batch_size = min(200, m) if self.batch_size == "auto" else self.batch_size
        if batch_size > m:
            warnings.warn(
                f"batch_size = {batch_size} es mayor que los {m} ejemplos: todos van "
                "en un solo lote.",
                stacklevel=4,
            )
            batch_size = m
        optimizer, options = self._optimizer()
        if past is None:
            W, b = he_initialization(layer_shapes, seed, dtype=X.dtype)
        else:
            W, b = self._parameters()
            before = [W[1].shape[0], *(len(v) for v in b[1:])]
            if before != layer_shapes:
                raise CourseValueError(
                    "Las capas no pueden cambiar al seguir un entrenamiento",
                    expected=f"una red {before}",
                    got=f"{layer_shapes}",
                    action="Usa warm_start=False para empezar de nuevo",
                )
            if self._memory[0][0] == optimizer:
                memory = self._memory[1]
        settings = {
            "alpha": self.learning_rate_init,
            "activation": self._activation,
            "optimizer": optimizer,
            "lam": self.alpha / batch_size,
        }
        trainer = Trainer(
            W, b, batch_size=batch_size, options=options, memory=memory, **settings
        )
        return trainer, settings | options


class LogisticRegression(_NetworkClassifier):
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
    feature_names_in_ y network_. Ctrl-C detiene y conserva lo aprendido.
    """

    _activation = "relu"  # sin capas ocultas no se usa

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

    def fit(self, X, y):
        """Lleva la pérdida a su mínimo con X (m, d) e y (m,), etiquetas.

        CourseError: entradas o parámetros que no sirven. ConvergenceWarning: llegó a
        `max_iter` pasos antes que al mínimo.
        """
        as_choice(self.solver, "solver", ("momentum", "sgd"))
        as_whole_number(self.max_iter, "max_iter")
        as_number(self.tol, "tol", minimum=0)
        if self.C not in (None, math.inf):
            as_number(self.C, "C", above=0)
        resume = self.warm_start and hasattr(self, "coef_")
        X, labels, classes = self._read(X, y, resume=resume)
        # Restar la media solo cambia b, que no lleva penalización, y descender cuesta
        # muchos menos pasos.
        center = X.mean(axis=0)
        X, Y_T = X - center, _columns(labels, len(classes), X.dtype)
        trainer = self._trainer(X, Y_T, center if resume else None)
        losses, interrupted = self._descend(trainer, X, Y_T)
        W, b = trainer.lists()
        W, b = np.ascontiguousarray(W[1].T), b[1] - center @ W[1]
        if len(classes) == 2:
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
        elif trainer.largest_slope() > self._tolerance(X.dtype):
            warnings.warn(
                f"La regresión logística no llegó a su mínimo en max_iter = "
                f"{self.max_iter} pasos: la mayor derivada es "
                f"{trainer.largest_slope():.2g} y tol = {self.tol:g}. Estandariza X, o "
                "prueba con max_iter mayor o C menor.",
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

    def _trainer(self, X, Y_T, center):
        """Desde cero o, si se da el centro, desde los pesos que ya tiene."""
        (n_classes, m), d = Y_T.shape, X.shape[1]
        lam = 0.0 if self.C is None else (2 if n_classes == 2 else 1) / (self.C * m)
        if center is None:
            W, b = [None, np.zeros((d, n_classes), X.dtype)], [None]
            b.append(np.zeros(n_classes, X.dtype))
        else:
            W, b = self._parameters()
            b[1] = b[1] + center @ W[1]
        # La curvatura va de `least` a `most`: softmax curva a lo más la mitad de lo
        # que se dispersan los datos, y los sesgos al menos la clase más rara.
        most = 0.5 * max(_largest_spread(X), 1.0) + lam
        least = min(lam, float(Y_T.sum(axis=1).min()) / m)
        alpha, beta = 2 / (most + least), 0.0  # sin inercia, la pérdida nunca sube
        if self.solver == "momentum":
            beta = min((1 - math.sqrt(alpha * least)) ** 2, 0.999)
        return Trainer(
            W,
            b,
            batch_size=m,
            alpha=alpha,
            optimizer="momentum",
            options={"beta": beta},
            lam=lam,
        )

    def _tolerance(self, dtype):
        # En float32 una derivada que es la media de m números no baja de su redondeo.
        return max(self.tol, 16 * float(np.finfo(dtype).eps))

    def _descend(self, trainer, X, Y_T):
        """Pasos hasta que ninguna derivada pase de tol. Devuelve losses e interrupted.

        Si la pérdida sube, más que por redondeo, la inercia empieza de nuevo.
        """
        losses, inertia = [], trainer.memory["v"]
        rounding = 8 * float(np.finfo(X.dtype).eps)
        try:
            with _progress(self.verbose, self.max_iter, "pasos") as show:
                for _ in range(self.max_iter):
                    penalty = trainer.penalty()
                    (loss,) = trainer.epoch(X, Y_T)
                    if not math.isfinite(loss):
                        trainer.restore()
                        where = len(losses), trainer.alpha, *trainer.lists(), losses
                        raise _diverged(DivergenceError(*where))
                    losses.append(loss + penalty)
                    show(losses[-1])
                    if trainer.largest_slope() <= self._tolerance(X.dtype):
                        trainer.restore()  # donde se midieron esas derivadas
                        break
                    last, loss = losses[-2:] if losses[1:] else losses * 2
                    if loss > last + rounding * abs(last):
                        inertia[...] = 0
        except KeyboardInterrupt:
            if not losses:
                raise
            return losses, True
        return losses, False


class _Run:
    """Un entrenamiento en marcha: sus épocas, sus pérdidas y cuánto hace que no mejora.

    past: el estimador del que se sigue, o None. watched: si se mira con la regla de
    `divergence` que no se vaya; si no, solo que todo sea finito.
    """

    def __init__(self, trainer, X, Y_T, seed, past, settings, *, watched):
        self.trainer, self.X, self.Y_T, self.seed = trainer, X, Y_T, seed
        self.n_iter, self.stalled, self.best = 0, 0, None
        self.loss_curve, self.t = [], 0
        self.best_loss, self.scores, self.best_score = None, None, None
        self._settings, self._steps, self._closed = settings, [], 0
        self._watch = None
        if watched:
            self._watch = Watch(trainer, self._steps, X, Y_T.T, settings)
        if past is not None:
            self.loss_curve, self.t = list(past.loss_curve_), past.t_
            self.best_loss = past.best_loss_
            if past.validation_scores_ is not None:
                self.scores = list(past.validation_scores_)
                self.best_score = past.best_validation_score_
                self.best = past._parameters()

    def epoch(self, *, shuffle):
        """Una vez por los datos. Lanza DivergenceError si el entrenamiento se va."""
        try:
            for rows in self._parts(shuffle):
                self.trainer.epoch(self.X, self.Y_T, rows, losses=self._steps)
                if self._watch is not None:
                    self._watch.look()
            W, b = self.trainer.lists()
            sound = math.isfinite(self._steps[-1])
            if not sound or not all(np.isfinite(v).all() for v in (*W[1:], *b[1:])):
                self.trainer.restore()
                step = len(self._steps) - 1
                losses = [loss for loss in self._steps if math.isfinite(loss)]
                raise DivergenceError(step, 0.0, *self.trainer.lists(), losses)
        except DivergenceError as error:
            rate = self._settings["alpha"]
            raise _diverged(error, f"learning_rate_init = {rate:g}") from None
        self.close()

    def close(self):
        """Anota la época con los pasos que haya dado. Devuelve si ya hay alguna."""
        steps = self._steps[self._closed :]
        if steps:
            size = self.trainer.batch_size
            seen = min(len(steps) * size, len(self.X))
            sizes = np.full(len(steps), size)
            sizes[-1] = seen - size * (len(steps) - 1)
            self.loss_curve.append(float(np.average(steps, weights=sizes)))
            self.n_iter, self.t = self.n_iter + 1, self.t + seen
            self._closed = len(self._steps)
        return self.n_iter > 0

    def judge(self, tol, validation):
        """Anota si la época mejoró: su pérdida o, con validación, su exactitud."""
        if validation is None:
            self.scores, self.best_score, self.best = None, None, None
            loss = self.loss_curve[-1]
            best = math.inf if self.best_loss is None else self.best_loss
            self.stalled = self.stalled + 1 if loss > best - tol else 0
            self.best_loss = min(loss, best)
            return
        (X, y), (W, b) = validation, self.trainer.lists()
        g = self._settings["activation"]
        Y_hat, _ = forward_propagation(X, W, b, activation=g, check=False)
        score = float(np.mean(np.argmax(Y_hat, axis=1) == y))
        best = -math.inf if self.best_score is None else self.best_score
        self.stalled = self.stalled + 1 if score < best + tol else 0
        if score > best:
            self.best_score, self.best = score, (W, b)
        self.scores, self.best_loss = [*(self.scores or []), score], None

    def _parts(self, shuffle):
        """El orden de la época, en tramos de `WINDOW` lotes; None si cabe en uno."""
        m, size = len(self.X), self.trainer.batch_size
        if size >= m:
            return (None,)
        order = np.arange(m)
        if shuffle:
            # La época se cuenta desde el primer fit, aunque se siga después.
            seed = self.seed + len(self.loss_curve)
            order = np.random.default_rng(seed).permutation(m)
        return np.split(order, range(WINDOW * size, m, WINDOW * size))


_FLOATS = (np.float64, np.float32)


def _columns(labels, n_classes, dtype):
    """Y_T (K, m): one-hot por columnas, como lo pide `Trainer`."""
    return np.ascontiguousarray(one_hot(labels, n_classes).T, dtype)


def _largest_spread(X):
    """El mayor valor propio de XᵀX / m, por iteración de potencias, con holgura."""
    v = np.random.default_rng(0).standard_normal(X.shape[1])
    for _ in range(30):
        v = X.T @ (X @ (v / max(np.linalg.norm(v), 1e-300)))
    return 1.05 * float(np.linalg.norm(v)) / len(X)


def _diverged(error, rate=None):
    """El mismo DivergenceError, con las palabras de los estimadores."""
    likely = "datos sin escalar"
    action = "Estandariza X, por ejemplo con un StandardScaler en un Pipeline"
    if rate is not None:
        likely = f"{rate}, muy grande, o {likely}"
        action = f"Prueba con una learning_rate_init 10 veces menor. {action}"
    history, losses = "", error.losses
    if losses:
        history = f": la pérdida empezó en {losses[0]:.4g}"
        history += f" y llegó a {losses[-1]:.4g}" if losses[1:] else ""
    return _Diverged(
        f"El entrenamiento diverge en la iteración {error.iteration}{history}. Causa "
        f"probable: {likely}",
        action=action,
        iteration=error.iteration,
        W=error.W,
        b=error.b,
        losses=losses,
    )


@contextmanager
def _progress(wanted, total, unit):
    """Da una función que avanza la barra con la pérdida; sin `wanted`, no hace nada."""
    if not wanted:
        yield lambda loss: None
        return
    from tqdm import tqdm

    with tqdm(
        total=total,
        desc="Entrenando",
        mininterval=0.2,
        bar_format="{desc}: {percentage:3.0f} % |{bar:24}| {n_fmt} de {total_fmt} "
        + unit
        + ", {elapsed} (faltan {remaining}){postfix}",
    ) as bar:

        def show(loss):
            bar.set_postfix_str(f"pérdida {loss:.4f}", refresh=False)
            bar.update()

        yield show


# Lo que aparece en el error de scikit-learn → lo que pasó y qué hacer.
_SAYINGS = (
    ("parse", "X es una matriz dispersa", "Conviértela con X.toarray()"),
    (
        "features, but",
        "X no tiene las columnas con que se entrenó el estimador",
        "Usa las mismas, en el mismo orden",
    ),
    (
        "feature names",
        "Los nombres de las columnas de X no son los del entrenamiento",
        "Usa las mismas, en el mismo orden",
    ),
    (
        "Reshape your data",
        "X debe tener dos ejes: una fila por ejemplo",
        "Para un solo ejemplo, usa np.reshape(X, (1, -1))",
    ),
    (
        "dim 3",
        "X debe tener dos ejes: una fila por ejemplo",
        "Usa X.reshape(len(X), -1)",
    ),
    (
        "Found array with 0",
        "X está vacío",
        "Revisa de dónde sale: quizá un filtro se quedó sin ejemplos",
    ),
    ("Complex data", "Hay números complejos, y aquí van reales", None),
    (
        "Input y contains",
        "y trae valores que faltan o no son números finitos",
        "Quita esos ejemplos o busca su etiqueta",
    ),
    (
        "contains NaN",
        "X trae NaN: datos que faltan",
        "Quita esas filas, o complétalas con un SimpleImputer en un Pipeline",
    ),
    (
        "infinity",
        "X trae infinitos, o números que no caben en su tipo",
        "Busca el paso que los produjo: una división por cero, un logaritmo de cero",
    ),
    (
        "inconsistent numbers",
        "X e y no tienen la misma cantidad de ejemplos",
        "¿Se perdió una fila al separar los datos?",
    ),
    (
        "Unknown label type",
        "y no trae etiquetas sino números con decimales o tipos mezclados",
        "Este estimador clasifica: y debe ser de enteros o de texto",
    ),
    (
        "requires y",
        "Falta y: para aprender a clasificar hacen falta las etiquetas",
        "Usa fit(X, y)",
    ),
    (
        "string",
        "X debe contener números, y trae texto u otra cosa",
        "Convierte esas columnas, por ejemplo con un OneHotEncoder en un Pipeline",
    ),
    (
        "y should be a 1d array",
        "y debe tener una etiqueta por ejemplo",
        "Si y es one-hot, usa np.argmax(y, axis=1)",
    ),
    (
        "least populated class",
        "Una clase tiene tan pocos ejemplos que no alcanza para apartar validación",
        "Usa early_stopping=False, o junta clases",
    ),
    (
        "should be greater or equal to the number of classes",
        "La validación sería tan chica que no tendría un ejemplo de cada clase",
        "Aumenta validation_fraction o usa early_stopping=False",
    ),
    (
        "cannot be used to seed",
        "random_state no sirve de semilla",
        "Usa un entero, None o un np.random.RandomState",
    ),
)


@contextmanager
def _in_spanish():
    """Un error de scikit-learn se vuelve un `CourseError`, con sus palabras después."""
    try:
        yield
    except CourseError:
        raise
    except (ValueError, TypeError) as error:
        kind = CourseTypeError if isinstance(error, TypeError) else CourseValueError
        said, what, action = str(error), "Estos datos no sirven aquí", None
        for words, *answer in _SAYINGS:
            if words in said:
                what, action = answer
                break
        action = f"{action}. " if action and not action.endswith("?") else action or ""
        action = f"{action.strip()} scikit-learn lo dice así: {said}".strip()
        raise kind(what, action=action) from None


def _names(classes):
    names = ", ".join(str(name) for name in list(classes)[:6])
    return names + (", …" if len(classes) > 6 else "")
