"""Llevar a su mínimo la pérdida de la red sin capas ocultas: la regresión logística.

Sin capas ocultas, 𝓛 + (λ/2) ‖W‖² es convexa: por cualquier camino cuesta abajo se llega
al mismo mínimo. Cuánto se puede avanzar en cada paso lo dice la curvatura, que está
entre una menor, μ, y una mayor (en los libros, L; aquí esa letra cuenta capas):

- **El paso.** En una dirección de curvatura h, el error se multiplica por 1 − α h.
  El peor de los dos extremos es lo más pequeño posible con α = 2 / (mayor + μ).
- **La inercia.** Si la curvatura mayor es 10 000 veces la menor, con ese paso harían
  falta miles de pasos para que el error de la dirección más plana baje a la mitad.
  Con v ← β v + g y p ← p − α v, el error en cada dirección sigue una recurrencia de
  segundo orden, z² − (1 + β − α h) z + β = 0. Con β = (1 − √(α μ))² sus raíces tienen
  módulo √β para todo h entre los extremos: a la larga, cada paso multiplica el error
  por 1 − √(α μ), y bastan del orden de cien.
- **El reinicio.** La cuenta anterior es exacta si la curvatura no cambia, y aquí cambia
  con W. Si la pérdida sube, la inercia se pasó: v vuelve a 0.

La inercia es la del método de la bola pesada, de B. Polyak (1964). Él elige otro paso,
α = 4 / (√mayor + √μ)²: hasta el doble de largo, y el mejor si la curvatura no cambia.
Aquí se usa 2 / (mayor + μ), con el que sin inercia la pérdida nunca sube: así cada
reinicio empieza por bajar. Reiniciar cuando la pérdida sube es una idea de B.
O'Donoghue y E. Candès (2015). Las atribuciones se escribieron de memoria, sin las obras
a la vista; lo que se dice de los extremos y de las raíces lo verifica una prueba.
"""

import math

import numpy as np

from course_lib.training import Trainer
from course_lib.validation import DivergenceError

__all__ = ["ConvexDescent", "curvature", "largest_spread", "step_and_inertia"]

# Con μ = 0, β sería 1 y la velocidad no se olvidaría nunca.
MOST_INERTIA = 0.999


class ConvexDescent:
    """Un descenso en marcha, desde ceros o desde `initial`, con todos los ejemplos.

    Args:
        X: (m, d). Y_T: (K, m), one-hot por columnas, contigua y del tipo de X.
        lam: la penalización (λ/2) ‖W‖², que no toca los sesgos.
        initial: (W, b) con la forma de `mlp`, para seguir desde ahí.
        inertia: si es False, descenso sin inercia: la pérdida nunca sube.

    `losses`: la pérdida antes de cada paso, con la penalización. Lo que recibe ya está
    revisado. Una interrupción no pierde nada: `lists` da lo aprendido.
    """

    def __init__(self, X, Y_T, lam, *, initial=None, inertia=True):
        # Restar la media solo cambia b, que no lleva penalización: el mínimo es el
        # mismo, y la curvatura mayor, muchas veces menor.
        self._center = X.mean(axis=0)
        self._X, self._Y_T, self.losses = X - self._center, Y_T, []
        if initial is None:
            W = [None, np.zeros((X.shape[1], len(Y_T)), X.dtype)]
            b = [None, np.zeros(len(Y_T), X.dtype)]
        else:
            W, b = initial
            b = [None, b[1] + self._center @ W[1]]
        alpha, beta = step_and_inertia(*curvature(self._X, Y_T, lam))
        self._trainer = Trainer(
            W,
            b,
            batch_size=len(X),
            alpha=alpha,
            optimizer="momentum",
            options={"beta": beta if inertia else 0.0},
            lam=lam,
        )

    def descend(self, iters, tol, callback=None):
        """Da hasta `iters` pasos. Devuelve si llegó a donde ninguna |∂| pasa de `tol`.

        callback: se llama `callback(loss)` en cada paso.
        DivergenceError: la pérdida dejó de ser un número finito.
        """
        # En float32, una derivada que es la media de m números no baja de su redondeo.
        tol = max(tol, 16 * float(np.finfo(self._X.dtype).eps))
        for _ in range(iters):
            self._step()
            if callback is not None:
                callback(self.losses[-1])
            if self.slope() <= tol:
                self._trainer.restore()  # donde se midieron esas derivadas
                return True
            self._restart_if_it_rose()
        return False

    def slope(self):
        """La mayor |∂| en el punto de donde salió el último paso: 0 en un mínimo."""
        return self._trainer.largest_slope()

    def lists(self):
        """Copias de los parámetros, para la X que llegó: listas W y b como en `mlp`."""
        W, b = self._trainer.lists()
        return W, [None, b[1] - self._center @ W[1]]

    def _step(self):
        penalty = self._trainer.penalty()
        (loss,) = self._trainer.epoch(self._X, self._Y_T)
        if not math.isfinite(loss):
            self._trainer.restore()
            raise DivergenceError(
                len(self.losses),
                self._trainer.alpha,
                *self.lists(),
                self.losses,
                sign="la pérdida ya no es un número finito",
                cause="X está sin escalar, con números tan grandes que la cuenta "
                "desborda",
                action="Estandariza X: resta la media de cada columna y divide entre "
                "su desviación",
            )
        self.losses.append(loss + penalty)

    def _restart_if_it_rose(self):
        """Si la pérdida sube, más que por redondeo, la inercia empieza de nuevo."""
        if len(self.losses) > 1:
            before, now = self.losses[-2:]
            rounding = 8 * float(np.finfo(self._X.dtype).eps)
            if now > before + rounding * abs(before):
                self._trainer.memory["v"][...] = 0


def curvature(X, Y_T, lam):
    """La curvatura mayor y la menor de 𝓛 + (λ/2) ‖W‖², con X (m, d) centrada.

    La mayor es una cota: la matriz diag(ŷ) − ŷ ŷᵀ que softmax pone en cada ejemplo no
    pasa de 1/2, y lo demás son los datos, con la columna de unos de los sesgos.
    La menor es una estimación: los pesos tienen al menos λ, y los sesgos, al empezar,
    al menos la frecuencia de la clase más rara. Si se queda corta o se pasa, se llega
    igual, más despacio.
    """
    most = 0.5 * max(largest_spread(X), 1.0) + lam
    least = min(lam, float(Y_T.sum(axis=1).min()) / len(X))
    return most, least


def step_and_inertia(most, least):
    """α y β para una curvatura entre `least` y `most`: las del comienzo del módulo."""
    alpha = 2 / (most + least)
    return alpha, min((1 - math.sqrt(alpha * least)) ** 2, MOST_INERTIA)


def largest_spread(X):
    """El mayor valor propio de XᵀX / m, por iteración de potencias, con holgura.

    Multiplicar una y otra vez por XᵀX gira cualquier vector hacia la dirección en que
    los datos se dispersan más. Con 30 vueltas se queda un poco corta: de ahí el 5 %.
    """
    v = np.random.default_rng(0).standard_normal(X.shape[1])
    with np.errstate(all="ignore"):  # si desborda, lo dice la primera pérdida
        for _ in range(30):
            v = X.T @ (X @ (v / max(np.linalg.norm(v), 1e-300)))
        return 1.05 * float(np.linalg.norm(v)) / len(X)
