"""Un entrenamiento de `MLPClassifier`: sus épocas, cuándo parar y por qué diverge."""

import math

import numpy as np

from course_lib.divergence import Watch
from course_lib.errors import CourseValueError
from course_lib.minibatch_training import epoch_parts
from course_lib.mlp import forward_propagation
from course_lib.validation import DivergenceError

__all__ = ["Run", "diverged"]


class _Diverged(DivergenceError):
    """`DivergenceError` con los nombres de los estimadores: aquí `alpha` es la L2."""

    def __init__(self, what, *, iteration=0, W=None, b=None, losses=(), **parts):
        self.iteration, self.W, self.b, self.losses = iteration, W, b, losses
        CourseValueError.__init__(self, what, **parts)


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
            # La época se cuenta desde el primer fit, aunque se siga después.
            seed = self.seed + len(self.loss_curve) if shuffle else None
            for rows in epoch_parts(len(self.X), self.trainer.batch_size, seed):
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
            raise diverged(error, f"learning_rate_init = {rate:g}") from None
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


def diverged(error, rate=None):
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
