"""Cuándo un entrenamiento ya no aprende y se va: la regla, y su causa probable.

La pérdida sola no basta. Con softmax estable casi nunca llega a NaN; y con una α muy
alta puede ser enorme mientras la red acierta, porque solo cambia la escala de Z.

Algo que no es finito detiene en el acto. Lo demás se mira cada `WINDOW` pasos. Una
ventana es alta si su pérdida media pasa de `TOO_HIGH` veces la del comienzo, o la de
responder con las frecuencias de las clases, la mayor de las dos. Se detiene si:

- una ventana alta pasa de `EXPLODED` veces esa referencia, o la pasa la última pérdida
  de un entrenamiento que termina antes de cerrar una ventana; o
- en `PATIENCE` ventanas altas seguidas la pérdida creció más de `GROWTH` veces; o
- en `PATIENCE` ventanas altas seguidas la red nunca acierta más que respondiendo
  siempre la clase más frecuente, y la última no es menor que la mitad de la primera.

Se midió con 386 entrenamientos al azar (α de 1e-4.5 a 100, lotes de 1 a todos, dropout,
etiquetas cambiadas, X sin escalar), siguiendo sin la regla a los detenidos. De los 154
que aprendían detuvo 2, y la pérdida de esos dos pasó después de 1e50. De los 100 que
terminan en ∞, o en alto y sin aprender, detuvo 97. Con `EXPLODED` en 1e6 se detenían
además dos que volvían a acertar; con `TOO_HIGH` en 5 o `PATIENCE` en 3, algunos que no
aprendían, pero tampoco terminaban en alto.

No la ve: una red que salta una vez y queda con sus unidades muertas. Esa no crece: se
queda en la pérdida de responder con las frecuencias.
"""

import math
from collections import deque

import numpy as np

from course_lib.losses import cross_entropy_from_logits
from course_lib.mlp import forward_propagation
from course_lib.validation import DivergenceError

__all__ = ["COURSE_NAMES", "WINDOW", "Watch", "evaluate", "probable_cause"]

WINDOW, TOO_HIGH, PATIENCE = 100, 10.0, 5
EXPLODED, GROWTH = 1e20, 1000.0
# Ejemplos con que se mide el acierto, y cuántos a la vez: así no pide mucha memoria.
SAMPLE, BLOCK = 1000, 50

# Por encima de esto, la tasa de aprendizaje ya es sospechosa en datos estandarizados.
USUAL_ALPHA = {"sgd": 1.0, "momentum": 0.1, "adam": 0.01}
# Y desde aquí lo es siempre, haya la penalización que haya.
HUGE_ALPHA = 1000.0

# Cómo se llama cada cosa donde la escribió quien entrena: `estimators` da otra tabla.
COURSE_NAMES = {
    "alpha": "alpha",
    "lam": "lam",
    "beta": "beta",
    "sgd": 'optimizer="sgd"',
    "momentum": 'optimizer="momentum"',
    "adam": 'optimizer="adam"',
}


class Watch:
    """Mira un entrenamiento: `look` lanza DivergenceError si ya no aprende.

    Args:
        trainer: el `Trainer`, todavía sin dar pasos. losses: la lista que llena.
        X, Y: los ejemplos. settings: lo que dio quien entrena (alpha, optimizer…).
        names: cómo se llama cada cosa en el mensaje; como `COURSE_NAMES`.
    """

    def __init__(self, trainer, losses, X, Y, settings, names=COURSE_NAMES):
        self._trainer, self._losses, self._settings = trainer, losses, settings
        self._names = names
        step = -(-len(X) // SAMPLE)
        self._X, self._Y = X[::step], Y[::step]
        self._y = self._Y.argmax(axis=1)
        start = trainer.lists()
        # Los últimos parámetros sanos, y los anteriores: (W, b, pasos dados).
        self._sane = deque([(*start, 0)], maxlen=2)
        self._closed = 0  # pasos hasta el final de la última ventana
        # Medias de las ventanas altas seguidas; y de las que además no aciertan.
        self._high, self._blind = deque(maxlen=PATIENCE), deque(maxlen=PATIENCE)
        frequencies = self._Y.mean(axis=0)
        self._most_frequent = float(frequencies.max())
        positive = frequencies[frequencies > 0]
        guessing = -float(positive @ np.log(positive))
        # Si el comienzo ya desborda, lo dirá la primera pérdida.
        reference = max(guessing, self._measure(*start)[0])
        self._limit, self._exploded = TOO_HIGH * reference, EXPLODED * reference

    def look(self):
        """Se llama tras uno o más pasos: casi siempre solo mira la última pérdida."""
        losses = self._losses
        if not math.isfinite(losses[-1]):
            raise self.error("la pérdida ya no es un número finito")
        if len(losses) - self._closed >= WINDOW:
            self._close_window()

    def finish(self, W, b):
        """Se llama antes de entregar W y b: detiene si algo no es finito, o casi."""
        last = self._losses[-1] if self._losses else 0.0
        if not math.isfinite(last):
            raise self.error("la pérdida ya no es un número finito")
        if last > self._exploded:
            raise self.error(
                f"la pérdida ({last:.3g}) ya no tiene proporción con la del comienzo"
            )
        if not all(np.isfinite(value).all() for value in (*W[1:], *b[1:])):
            raise self.error("los pesos ya no son números finitos")

    def is_high(self, loss):
        """Si una pérdida pasa de la que hace alta a una ventana."""
        return not loss <= self._limit

    def error(self, sign):
        """El DivergenceError, con los últimos parámetros sanos."""
        losses = self._losses
        last = len(losses) - 1
        while losses and not math.isfinite(losses[-1]):
            losses.pop()
        # La primera pérdida de una ventana es la de los parámetros que se guardaron.
        W, b, steps = self._sane[-1]
        if not (steps < len(losses) and losses[steps] <= self._limit):
            W, b, steps = self._sane[0]
        cause, action = probable_cause(self._X, self._settings, self._names)
        return DivergenceError(
            max(last, 0),
            self._settings["alpha"],
            W,
            b,
            losses,
            sign=sign,
            cause=cause,
            action=action,
        )

    def _close_window(self):
        losses, W_b = self._losses, self._trainer.lists()
        with np.errstate(over="ignore"):
            mean = float(np.mean(losses[self._closed :]))
        self._closed = len(losses)
        if mean <= self._limit:
            self._high.clear()
            self._blind.clear()
            self._sane.append((*W_b, len(losses)))
            return
        self._high.append(mean)
        # Quien acierta aprende, aunque sea a otra escala.
        learns = self._measure(*W_b)[1] > self._most_frequent
        self._blind.clear() if learns else self._blind.append(mean)
        where = f"la pérdida media de los últimos pasos ({mean:.3g})"
        if mean > self._exploded:
            raise self.error(f"{where} ya no tiene proporción con la del comienzo")
        if len(self._high) == PATIENCE and mean > GROWTH * self._high[0]:
            raise self.error(f"{where} crece sin fin")
        if len(self._blind) == PATIENCE and not mean < self._blind[0] / 2:
            raise self.error(
                f"{where} no baja: lleva {PATIENCE * WINDOW} pasos o más por encima de "
                f"{self._limit:.3g}, y la red no acierta más que respondiendo siempre "
                "la clase más frecuente"
            )

    def _measure(self, W, b):
        """La pérdida y la exactitud en la muestra."""
        loss, y_pred = evaluate(self._X, self._Y, W, b, self._settings["activation"])
        return loss, float(np.mean(y_pred == self._y))


def evaluate(X, Y, W, b, activation):
    """La pérdida media en X, o ∞ si desborda (sin avisos), y la clase de cada fila."""
    total, y_pred = 0.0, []
    with np.errstate(all="ignore"):
        for i in range(0, len(X), BLOCK):
            rows = slice(i, i + BLOCK)
            Y_hat, (Z, _) = forward_propagation(
                X[rows], W, b, activation=activation, check=False
            )
            loss = cross_entropy_from_logits(Z[-1], Y[rows], check=False)
            total += loss * len(Y_hat)
            y_pred.append(Y_hat.argmax(axis=1))
    loss = total / len(X)
    return (loss if math.isfinite(loss) else math.inf), np.concatenate(y_pred)


def probable_cause(X, settings, names=COURSE_NAMES):
    """La causa que las cifras señalan y lo que conviene hacer: dos frases."""
    alpha, lam = settings["alpha"], settings["lam"]
    optimizer, beta = settings["optimizer"], settings.get("beta", 0.0)
    # Sin la pérdida, W ← (1 − α λ) W: crece si α λ > 2; con inercia, si > 2 (1 + β).
    # Con una α enorme cualquier λ la pasa, y el problema es α.
    if optimizer != "adam" and alpha * lam > 2 * (1 + beta) and alpha < HUGE_ALPHA:
        return (
            f"{names['alpha']} · {names['lam']} = {alpha * lam:g}: la penalización "
            "sola ya hace crecer los pesos en cada paso, porque pasa de "
            f"{2 * (1 + beta):g}",
            f"Usa una {names['lam']} mucho menor que {2 * (1 + beta) / alpha:g}, el "
            f"límite con esta {names['alpha']}",
        )
    usual = USUAL_ALPHA[optimizer]
    large = f"{names['alpha']} = {alpha:g}, muy grande para {names[optimizer]}"
    if beta:
        usual = 1 - beta
        large += f": con {names['beta']} = {beta:g} el paso se acumula y equivale a "
        large += f"{alpha / (1 - beta):g}"
    largest = max(float(np.abs(X).max()), 1e-300)  # el cuadrado podría desbordar
    scale = largest * math.sqrt(np.mean(np.square(X / largest, dtype=np.float64)))
    if scale > 3:
        cause = f"X está sin escalar: su tamaño típico es {scale:.3g}, y la red espera "
        cause += "cerca de 1"
        cause += f"; además, {large}" if alpha > usual else ""
        action = "Estandariza X: resta la media de cada columna y divide entre su "
        return cause, action + "desviación"
    return large, f"Prueba con una {names['alpha']} 10 veces menor"
