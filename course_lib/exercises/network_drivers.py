"""Conductores de la lección 04: la ida de una red, un paso de descenso y `train`.

Como los de `drivers`, no contienen ninguna solución: llaman a la función juzgada y dan
nombre a lo que devuelve.
"""

from dataclasses import dataclass

import numpy as np

from course_lib.exercises.drivers import BadAnswer, Layers, _unpack, to_array

__all__ = [
    "DIFFERENT_WEIGHTS",
    "OTHER_SEED",
    "SAME_SEED",
    "Backward",
    "Forward",
    "Step",
    "Training",
]

# Nombres de tres salidas de `Training` que valen 1 o 0: se leen en los mensajes.
DIFFERENT_WEIGHTS = "«los pesos iniciales difieren entre sí» (1, sí; 0, no)"
SAME_SEED = "«la misma semilla da la misma red» (1, sí; 0, no)"
OTHER_SEED = "«otra semilla da otra red» (1, sí; 0, no)"

# Con una α así, W − α dW es W: `train` devuelve los pesos con que empezó.
VANISHING_ALPHA = 1e-300
# Con menos pesos que estos, la desviación estándar dice poco de la escala.
ENOUGH_WEIGHTS = 20_000


@dataclass(frozen=True)
class Forward:
    """Para `forward_propagation`: lee A[0], Z[1], A[1], …, Z[L], A[L] e Y_hat."""

    def __call__(self, function, inputs):
        n_layers = len(inputs["W"]) - 1
        returned = _call_from_one(function, inputs)
        Y_hat, cache = _unpack(returned, ("Y_hat", "cache"))
        if not isinstance(cache, (tuple, list)) or len(cache) != 2:
            raise BadAnswer("protocol", "cache debe ser el par (Z, A): dos listas")
        _require_pair_order(inputs["X"], *cache)
        _require_last_activation(inputs["X"], *cache, n_layers)
        layers = Layers("Z", "A").flatten(cache, n_layers)
        first = cache[1][0]
        if first is None:
            raise BadAnswer(
                "layers", "en la caché, A[0] es None: ahí va lo que recibe la capa 1"
            )
        return {"A[0]": to_array(first, "A[0]"), **layers} | {
            "Y_hat": to_array(Y_hat, "Y_hat")
        }


def _call_from_one(function, inputs):
    """Llama a la función; si usa el índice 0 de las listas por capas, lo dice.

    Una excepción que desaparece cuando ese lugar deja de ser None tiene una sola causa.
    """
    try:
        return function(*inputs.values())
    except Exception:
        if _runs_from_zero(function, inputs):
            raise BadAnswer("layers", "el recorrido usa el índice 0") from None
        raise


def _runs_from_zero(function, inputs):
    """Si corre con un índice 0 que no cambia nada: la identidad, y ceros."""
    first = inputs["W"][1].shape[0]
    filled = {"W": np.eye(first), "dW": np.eye(first)}
    inputs = {
        name: [filled.get(name, np.zeros(first)), *value[1:]]
        if isinstance(value, list)
        else value
        for name, value in inputs.items()
    }
    try:
        function(*inputs.values())
    except Exception:
        return False
    return True


def _require_pair_order(X, Z, A):
    """Si lo primero de la caché empieza en X y lo segundo no, el par va al revés."""
    if not all(isinstance(part, (list, tuple)) and len(part) for part in (Z, A)):
        return
    if A[0] is None and np.shape(Z[0]) == X.shape and np.array_equal(Z[0], X):
        raise BadAnswer("layers", "la caché llega como (A, Z), y el par es (Z, A)")


def _require_last_activation(X, Z, A, n_layers):
    """Z completa y A con una menos, que empieza en X: la que falta es la última."""
    if not all(isinstance(part, (list, tuple)) for part in (Z, A)):
        return
    if len(Z) != n_layers + 1 or len(A) != n_layers:
        return
    if np.shape(A[0]) == X.shape and np.array_equal(A[0], X):
        raise BadAnswer(
            "layers",
            f"A la lista A le falta un elemento: tiene {len(A)}. Va de A[0] = X hasta "
            "A[L] = Ŷ, y te falta agregar la última",
        )


@dataclass(frozen=True)
class Step:
    """Para `update_parameters`: W y b, capa por capa, sin pasar por el índice 0."""

    def __call__(self, function, inputs):
        parts = _unpack(_call_from_one(function, inputs), ("W", "b"))
        return Layers("W", "b").flatten(parts, len(inputs["W"]) - 1)


@dataclass(frozen=True)
class Backward:
    """Para `backpropagation`: dW y db, de la última capa a la primera.

    Una excepción que desaparece cuando Z[0] deja de ser None tiene una sola causa: el
    recorrido llegó a la entrada. Entonces se dice eso, y no lo que diga Python.
    """

    def __call__(self, function, inputs):
        try:
            return Layers("dW", "db", backward=True)(function, inputs)
        except BadAnswer:
            raise
        except Exception:
            if _runs_with_input(function, inputs):
                raise BadAnswer("layers", "el recorrido llega a Z[0]") from None
            raise


def _runs_with_input(function, inputs):
    Z, A = inputs["cache"]
    filled = {**inputs, "cache": ([np.ones_like(A[0]), *Z[1:]], A)}
    try:
        function(*filled.values())
    except Exception:
        return False
    return True


@dataclass(frozen=True)
class Training:
    """Para `train`: lee con qué pesos empieza y adónde llega.

    Los pesos iniciales («_W0[l]») se leen corriendo una iteración con una α ínfima; así
    vale cualquier generador. Antes de juzgar el entrenamiento se mira que los pesos no
    sean todos iguales, y que dependan de la semilla y de nada más; si algo de eso
    falla, lo demás no se puede comparar y no se lee.
    """

    def __call__(self, function, inputs):
        W0, b0, _ = self._start(function, inputs, inputs["seed"])
        outputs = {f"_W0[{layer}]": w for layer, w in enumerate(W0, start=1)}
        outputs[DIFFERENT_WEIGHTS] = np.array(
            not any(w.size > 1 and np.all(w == w.flat[0]) for w in W0)
        )
        if not outputs[DIFFERENT_WEIGHTS]:
            return _only_judged(outputs)
        again, _, _ = self._start(function, inputs, inputs["seed"])
        outputs[SAME_SEED] = np.array(_equal(W0, again))
        if not outputs[SAME_SEED]:
            return _only_judged(outputs)
        other, _, _ = self._start(function, inputs, inputs["seed"] + 1)
        outputs[OTHER_SEED] = np.array(not _equal(W0, other))
        if not outputs[OTHER_SEED]:
            return _only_judged(outputs)
        for layer, (w, bias) in enumerate(zip(W0, b0, strict=True), start=1):
            outputs[f"b inicial[{layer}]"] = bias
            if w.size >= ENOUGH_WEIGHTS:
                outputs[f"desviación inicial de W[{layer}]"] = np.array(w.std())
                outputs[f"media inicial de W[{layer}]"] = np.array(w.mean())
        W, b, losses = self._run(function, inputs)
        outputs["losses"] = losses
        for layer, (w, bias) in enumerate(zip(W, b, strict=True), start=1):
            outputs |= {f"W[{layer}]": w, f"b[{layer}]": bias}
        return outputs

    def _start(self, function, inputs, seed):
        vanishing = {"alpha": VANISHING_ALPHA, "iters": 1, "seed": seed}
        return self._run(function, {**inputs, **vanishing})

    def _run(self, function, inputs):
        n_layers = len(inputs["layer_shapes"]) - 1
        returned = function(*inputs.values())
        W, b, losses = _unpack(returned, ("W", "b", "losses"))
        _require_order(W, b, losses)
        named = Layers("W", "b").flatten((W, b), n_layers)
        W = [named[f"W[{layer}]"] for layer in range(1, n_layers + 1)]
        b = [named[f"b[{layer}]"] for layer in range(1, n_layers + 1)]
        return W, b, to_array(losses, "losses")


def _require_order(W, b, losses):
    """W son tablas, b son filas y losses, números: con eso se ve el orden."""
    axes = [_axes_of_last(part) for part in (W, b, losses)]
    if sorted(map(str, axes)) == ["0", "1", "2"] and axes != [2, 1, 0]:
        raise BadAnswer("layers", "el orden de lo que devuelves no es W, b, losses")


def _axes_of_last(part):
    """Cuántos ejes tiene el último elemento; `None` si no es una lista."""
    if not isinstance(part, (list, tuple, np.ndarray)) or len(part) == 0:
        return None
    try:
        return np.ndim(part[-1])
    except ValueError:
        return None


def _equal(first, second):
    return all(map(np.array_equal, first, second))


def _only_judged(outputs):
    """Sin los pesos: al azar o constantes, no sirven para reconocer un error."""
    return {name: value for name, value in outputs.items() if name[0] != "_"}
