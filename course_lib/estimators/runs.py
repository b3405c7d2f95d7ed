"""Un entrenamiento de `MLPClassifier`: sus épocas, y cuándo parar."""

import math

import numpy as np

from course_lib.divergence import Watch, probable_cause
from course_lib.minibatch_training import epoch_parts
from course_lib.mlp import forward_propagation
from course_lib.validation import DivergenceError

__all__ = ["Run"]


# Los nombres de la tabla COURSE_NAMES en `MLPClassifier`; ahí `alpha` es la L2.
NAMES = {
    "alpha": "learning_rate_init",
    "lam": "alpha / batch_size",
    "beta": "momentum",
    "sgd": 'solver="sgd"',
    "momentum": 'solver="sgd"',
    "adam": 'solver="adam"',
}


class Run:
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
            self._watch = Watch(trainer, self._steps, X, Y_T.T, settings, NAMES)
        if past is not None:
            self.loss_curve, self.t = list(past.loss_curve_), past.t_
            self.best_loss = past.best_loss_
            if past.validation_scores_ is not None:
                self.scores = list(past.validation_scores_)
                self.best_score = past.best_validation_score_
                self.best = past._parameters()

    def epoch(self, *, shuffle):
        """Una vez por los datos. Lanza DivergenceError si el entrenamiento se va."""
        # La época se cuenta desde el primer fit, aunque se siga después.
        seed = self.seed + len(self.loss_curve) if shuffle else None
        for rows in epoch_parts(len(self.X), self.trainer.batch_size, seed):
            self.trainer.epoch(self.X, self.Y_T, rows, losses=self._steps)
            if self._watch is not None:
                self._watch.look()
        W, b = self.trainer.lists()
        if self._watch is not None:
            self._watch.finish(W, b)
        elif not all(np.isfinite(v).all() for v in (self._steps[-1], *W[1:], *b[1:])):
            raise self._divergence()
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

    def trouble(self):
        """Por qué la pérdida terminó mucho más alta que al comenzar; o None."""
        first, last = self._steps[0], self.loss_curve[-1]
        if self._watch is None or not self._watch.is_high(last):
            return None
        cause, action = probable_cause(self.X, self._settings, NAMES)
        return (
            f"la pérdida empezó en {first:.4g} y quedó en {last:.4g}. Causa probable: "
            f"{cause}. {action}."
        )

    def _divergence(self):
        """El error de una época sin regla: los pesos sanos son los del comienzo."""
        self.trainer.restore()
        cause, action = probable_cause(self.X, self._settings, NAMES)
        return DivergenceError(
            len(self._steps) - 1,
            self._settings["alpha"],
            *self.trainer.lists(),
            [loss for loss in self._steps if math.isfinite(loss)],
            cause=cause,
            action=action,
        )
