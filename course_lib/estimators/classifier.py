"""`MLPClassifier`: los parámetros y los atributos de scikit-learn, y nuestra red."""

import math
import numbers
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state

from course_lib.errors import CourseValueError, as_number, as_whole_number, describe
from course_lib.minibatch_training import InterruptedTrainingWarning
from course_lib.mlp import he_initialization
from course_lib.training import Trainer
from course_lib.validation import as_choice, as_layer_shapes

from .base import NetworkClassifier, as_flag, columns
from .interruption import part_of_a_larger_task
from .reading import as_classes
from .runs import Run
from .spanish import in_spanish, names_text, progress

__all__ = ["MLPClassifier"]


# El nombre en scikit-learn → el del curso.
ACTIVATION_NAMES = {
    "relu": "relu",
    "tanh": "tanh",
    "logistic": "sigmoid",
    "sigmoid": "sigmoid",
    "leaky_relu": "leaky_relu",
}


class MLPClassifier(NetworkClassifier):
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

    `activation` vale para el próximo `fit` desde el comienzo: lo aprendido predice con
    la de su entrenamiento.

    Ctrl-C detiene el entrenamiento y conserva lo aprendido; dentro de una búsqueda o de
    una validación cruzada, detiene todo y este `fit` no cuenta. Si la pérdida se va a
    infinito, `fit` se detiene con un DivergenceError, que es un CourseError.
    """

    _LEARNED = ("classes_", "coefs_", "intercepts_", "loss_", "best_loss_")
    _LEARNED += ("loss_curve_", "validation_scores_", "best_validation_score_")
    _LEARNED += ("n_iter_", "t_", "n_features_in_", "n_layers_", "n_outputs_")
    _LEARNED += ("out_activation_",)

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

    def fit(self, X, y, **unsupported):
        """Entrena con X (m, d), una fila por ejemplo, e y (m,), etiquetas.

        CourseError: entradas o parámetros que no sirven. ConvergenceWarning: llegó a
        `max_iter` épocas y la pérdida todavía bajaba.
        """
        self._refuse(unsupported)
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
                "partial_fit ve solo parte de los datos: no puede apartar validación",
                action="Usa early_stopping=False. scikit-learn lo dice así: "
                "partial_fit does not support early_stopping=True",
            )
        resume = hasattr(self, "coefs_")
        if classes is not None:
            classes = as_classes(classes)
        elif not resume:
            raise CourseValueError(
                "La primera llamada a partial_fit necesita `classes`",
                expected="la lista de las clases que van a aparecer, por ejemplo "
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
                expected=f"la misma lista: {names_text(self.classes_)}",
                got=names_text(classes),
            )
        X, labels, classes = self._read(X, y, resume=resume, classes=classes)
        return self._train(X, labels, classes, 1, resume=resume, partial=True)

    @property
    def _activation(self):
        """La del entrenamiento, aunque `activation` haya cambiado después."""
        return self._learned_activation

    @property
    def _dtype(self):
        return self.coefs_[0].dtype

    def _parameters(self):
        return [None, *self.coefs_], [None, *self.intercepts_]

    def _check_parameters(self):
        as_choice(self.activation, "activation", ACTIVATION_NAMES)
        as_choice(self.solver, "solver", ("adam", "sgd"))
        for name in ("shuffle", "warm_start", "early_stopping"):
            as_flag(getattr(self, name), name)
        if not isinstance(self.verbose, numbers.Integral):  # 1 también vale
            as_flag(self.verbose, "verbose")
        self._hidden_layers()
        if isinstance(self.batch_size, str) and self.batch_size != "auto":
            raise CourseValueError(
                "batch_size no sirve aquí",
                expected='un número entero mayor que 0, o "auto", que es min(200, m)',
                got=describe(self.batch_size),
            )
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
        Y_T = columns(labels, len(classes), X.dtype)
        run = Run(trainer, X, Y_T, seed, past, settings, watched=not partial)
        warn = not partial
        try:
            with progress(self.verbose, epochs, "épocas") as show:
                while run.n_iter < epochs and run.stalled <= self.n_iter_no_change:
                    run.epoch(shuffle=self.shuffle)
                    run.judge(self.tol, validation)
                    show(run.loss_curve[-1])
        except KeyboardInterrupt:
            if part_of_a_larger_task() or not run.close():
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
                "un max_iter mayor, con otra learning_rate_init, o estandariza X.",
                ConvergenceWarning,
                stacklevel=3,
            )
        elif warn and validation is None and (trouble := run.trouble()):
            warnings.warn(
                f"El entrenamiento se detuvo porque dejó de mejorar, pero {trouble}",
                ConvergenceWarning,
                stacklevel=3,
            )
        self._keep(run, classes, seed)
        return self

    def _keep(self, run, classes, seed):
        """Lo aprendido, en los atributos de scikit-learn."""
        W, b = run.best or run.trainer.lists()
        self.classes_, self.coefs_, self.intercepts_ = classes, W[1:], b[1:]
        self.loss_curve_, self.loss_ = run.loss_curve, run.loss_curve[-1]
        self.validation_scores_ = run.scores
        self.best_loss_, self.best_validation_score_ = run.best_loss, run.best_score
        self.n_iter_, self.t_ = run.n_iter, run.t
        self.n_layers_, self.n_outputs_ = len(W), len(classes)
        self.out_activation_ = "softmax"
        self._learned_activation = ACTIVATION_NAMES[self.activation]
        # Con esto, `partial_fit` y `warm_start` siguen como si no hubieran parado.
        self._seed, self._memory = seed, (self._optimizer(), run.trainer.memory)

    def _draw_seed(self):
        if isinstance(self.random_state, numbers.Integral):
            return as_whole_number(self.random_state, "random_state", minimum=0)
        with in_spanish():
            return int(check_random_state(self.random_state).randint(2**31 - 1))

    def _set_apart(self, X, labels, seed):
        """Aparta la validación: X, (X_val, y_val), y."""
        with in_spanish():
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
            self._require_same_activation()
            W, b = self._parameters()
            before = [W[1].shape[0], *(len(v) for v in b[1:])]
            if before != layer_shapes:
                raise CourseValueError(
                    "Las capas no pueden cambiar al seguir un entrenamiento",
                    expected=f"una red {before}",
                    got=f"{layer_shapes}",
                    action="Para empezar de nuevo, usa fit con warm_start=False",
                )
            if self._memory[0][0] == optimizer:
                memory = self._memory[1]
        settings = {
            "alpha": self.learning_rate_init,
            "activation": ACTIVATION_NAMES[self.activation],
            "optimizer": optimizer,
            "lam": self.alpha / batch_size,
        }
        trainer = Trainer(
            W, b, batch_size=batch_size, options=options, memory=memory, **settings
        )
        return trainer, settings | options

    def _require_same_activation(self):
        if ACTIVATION_NAMES[self.activation] != self._learned_activation:
            raise CourseValueError(
                "La activación no puede cambiar al seguir un entrenamiento",
                expected=f'activation="{self._learned_activation}", la de los pesos '
                "que ya tiene",
                got=f'"{self.activation}"',
                action="Para empezar de nuevo, usa fit con warm_start=False",
            )
