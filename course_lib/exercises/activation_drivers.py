"""Conductor de la lección 03: los pesos iniciales de una red, juzgados por estadística.

Como los de `drivers`, no contiene ninguna solución: llama a la función juzgada y
describe lo que devuelve con números que no dependen del generador.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from course_lib.exercises.drivers import Layers, _unpack

__all__ = [
    "DIFFERENT_WEIGHTS",
    "ENOUGH_WEIGHTS",
    "OTHER_SEED",
    "OWN_NUMBERS",
    "SAME_SEED",
    "ZERO_BIASES",
    "Initialization",
    "start_sentence",
]

# Nombres de las salidas que valen 1 o 0: se leen en los mensajes.
ZERO_BIASES = "«todos los sesgos son 0» (1, sí; 0, no)"
DIFFERENT_WEIGHTS = "«los pesos difieren entre sí» (1, sí; 0, no)"
SAME_SEED = "«la misma semilla da los mismos pesos» (1, sí; 0, no)"
OTHER_SEED = "«otra semilla da otros pesos» (1, sí; 0, no)"
OWN_NUMBERS = "«cada capa tiene sus propios números» (1, sí; 0, no)"

# Con menos pesos que estos, la estadística dice poco. Con n de ellos, la desviación
# medida varía una parte en √(2n): un 0.5 %, y la media, √(1/n) desviaciones.
ENOUGH_WEIGHTS = 20_000
SCALE_LIMIT = 0.04  # ocho veces ese 0.5 %
SIGMAS = 6.5  # lo que se tolera en la media y en la cola: 1 de cada 10¹⁰ sorteos
NORMAL_TAIL = 0.0455003  # parte de una normal a más de dos desviaciones de su media

# Escalas que alguien elige, de las entradas y salidas de una capa. La medida se
# redondea a la que esté a menos de SCALE_LIMIT: así no depende del generador. Ninguna
# está marcada como correcta; eso lo dice la solución.
_SCALES = (
    lambda i, o: np.sqrt(2 / i),
    lambda i, o: 2 / i,
    lambda i, o: np.sqrt(2 / o),
    lambda i, o: 2 / o,
    lambda i, o: np.sqrt(1 / i),
    lambda i, o: np.sqrt(1 / o),
    lambda i, o: 1 / i,
    lambda i, o: np.sqrt(2 / (i + o)),
    lambda i, o: np.sqrt(2) / i,
    lambda i, o: np.sqrt(2 / (3 * i)),
    lambda i, o: np.sqrt(2 / (12 * i)),
    lambda i, o: np.sqrt(1 / (3 * i)),
    lambda i, o: 2 / i / np.sqrt(12),
    lambda i, o: np.sqrt(2 / i * (1 - 2 / np.pi)),
    lambda i, o: np.sqrt(i / 2),
    lambda i, o: 2 * np.sqrt(2 / i),
    lambda i, o: np.sqrt(2 / i) / 2,
    lambda i, o: (2 / i) ** 2,
    lambda i, o: 1.0,
    lambda i, o: np.sqrt(2),
    lambda i, o: 2.0,
    lambda i, o: 0.1,
    lambda i, o: 0.01,
    lambda i, o: np.sqrt(1 / 3),
    lambda i, o: np.sqrt(1 / 12),
)


@dataclass(frozen=True)
class Initialization:
    """Para `he_initialization`: formas, sesgos, semilla y estadística de cada capa.

    Las formas se leen en «W[l]» y «b[l]», que llevan ceros: los pesos son al azar y no
    se comparan. Si algo de lo primero falla, lo demás no se puede medir y no se lee.
    """

    def __call__(self, function, inputs):
        h = inputs["layer_shapes"]
        W, b = self._run(function, inputs, inputs["seed"])
        outputs = {}
        for layer, (w, bias) in enumerate(zip(W, b, strict=True), start=1):
            outputs |= {f"W[{layer}]": _shape_only(w), f"b[{layer}]": _shape_only(bias)}
        shapes = list(zip(h[:-1], h[1:], strict=True))
        if [w.shape for w in W] != shapes or not all(map(_is_finite, [*W, *b])):
            return outputs
        if [bias.shape for bias in b] != [(h_out,) for _, h_out in shapes]:
            return outputs
        outputs[ZERO_BIASES] = _flag(not any(map(np.any, b)))
        outputs[DIFFERENT_WEIGHTS] = _flag(not any(map(_repeats, W)))
        if not outputs[DIFFERENT_WEIGHTS]:
            return outputs
        other, _ = self._run(function, inputs, inputs["seed"] + 1)
        again, _ = self._run(function, inputs, inputs["seed"])
        outputs[SAME_SEED] = _flag(all(map(np.array_equal, W, again)))
        if not outputs[SAME_SEED]:
            return outputs
        outputs[OTHER_SEED] = _flag(not any(map(np.array_equal, W, other)))
        if not outputs[OTHER_SEED]:
            return outputs
        outputs[OWN_NUMBERS] = _flag(
            not any(_same_draw(one, two) for one, two in combinations(W, 2))
        )
        for layer, w in enumerate(W, start=1):
            if w.size >= ENOUGH_WEIGHTS:
                outputs |= _statistics(w.astype(np.float64), layer)
        return outputs

    def _run(self, function, inputs, seed):
        n_layers = len(inputs["layer_shapes"]) - 1
        returned = function(*{**inputs, "seed": seed}.values())
        named = Layers("W", "b").flatten(_unpack(returned, ("W", "b")), n_layers)
        layers = range(1, n_layers + 1)
        return [named[f"W[{l}]"] for l in layers], [named[f"b[{l}]"] for l in layers]


# Lo que se dice de esas señales cuando llegan en 0.
_SENTENCES = {
    ZERO_BIASES: "algún sesgo no es 0.",
    DIFFERENT_WEIGHTS: "hay pesos que se repiten.",
    SAME_SEED: "llamada dos veces con esa semilla, tu función da pesos distintos.",
    OTHER_SEED: "con esa semilla y con la siguiente, tu función da los mismos pesos.",
    OWN_NUMBERS: "dos capas llevan los mismos números, con otra escala.",
}


def start_sentence(case, expected, got):
    """Dice la primera diferencia entre dos inicializaciones, sin señales de 1 y 0."""
    name = next(k for k, v in expected.items() if not _is_same(v, got.get(k)))
    if name not in got:
        return f"falta {name}."
    want, came = expected[name], got[name]
    if name in _SENTENCES:
        return _SENTENCES[name]
    if want.shape != came.shape:
        return f"{name} debe tener forma {want.shape} y tiene {came.shape}."
    if not _is_finite(came):
        return f"{name} tiene NaN o infinitos."
    layer = name[name.index("W[") : name.index("]") + 1]
    if name.startswith("media"):
        return f"la media de {layer} debe ser 0; está a {float(came):.2f} desviaciones."
    if name.startswith("desviación"):
        return (
            f"la desviación de {layer} debe ser {float(want):.4g} y es "
            f"{float(came):.4g}."
        )
    return f"los números de {layer} no se reparten como en una normal."


def _is_same(want, came):
    return (
        came is not None
        and np.shape(want) == np.shape(came)
        and np.allclose(want, came, rtol=1e-9)
    )


def _flag(condition):
    """1 o 0: así se lee en un mensaje."""
    return np.array(int(condition))


def _is_finite(array):
    return bool(np.isfinite(array).all())


def _shape_only(array):
    """Ceros con la forma del arreglo; lo que no es un número finito se conserva."""
    return np.where(np.isfinite(array), 0.0, array)


def _repeats(w):
    """Si todos los pesos son iguales, o dos filas o dos columnas se repiten."""
    if w.size > 1 and np.all(w == w.flat[0]):
        return True
    if min(w.shape) < 2:
        return False
    rows, columns = (w[1:] == w[0]).all(axis=1), (w[:, 1:] == w[:, :1]).all(axis=0)
    return bool(rows.any() or columns.any())


def _same_draw(one, two):
    """Si dos capas son el mismo sorteo con otra escala: su correlación es 1."""
    n = min(one.size, two.size)
    if n < 50:
        return False
    return any(
        abs(np.corrcoef(one.ravel(order)[:n], two.ravel(order)[:n])[0, 1]) > 0.99
        for order in "CF"
    )


def _statistics(w, layer):
    """Media, desviación y cola de los pesos de una capa, sin rastro del azar."""
    mean, deviation = w.mean(), w.std()
    tail = np.mean(np.abs(w - mean) > 2 * deviation)
    error = np.sqrt(NORMAL_TAIL * (1 - NORMAL_TAIL) / w.size)
    return {
        f"media de W[{layer}], en desviaciones": _round_mean(mean / deviation, w.size),
        f"desviación de W[{layer}]": _round_scale(deviation, *w.shape),
        f"«W[{layer}] es normal» (1, sí; 0, no)": _flag(
            abs(tail - NORMAL_TAIL) <= SIGMAS * error
        ),
    }


def _round_mean(ratio, size):
    """0 si el azar la explica; si no, redondeada a cuartos de desviación."""
    if abs(ratio) <= SIGMAS / np.sqrt(size):
        return np.array(0.0)
    rounded = np.round(4 * ratio) / 4
    return np.array(rounded if rounded else ratio)


def _round_scale(deviation, h_in, h_out):
    """La escala conocida que el azar no distingue de la medida, o la medida."""
    scales = np.array([scale(h_in, h_out) for scale in _SCALES])
    gaps = np.abs(deviation / scales - 1)
    return np.array(scales[gaps.argmin()] if gaps.min() <= SCALE_LIMIT else deviation)
