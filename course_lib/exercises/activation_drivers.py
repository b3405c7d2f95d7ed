"""Conductor de la lección 03: los pesos iniciales de una red, juzgados por estadística.

Como los de `drivers`, no contiene ninguna solución: llama a la función juzgada y
describe lo que devuelve con números que no dependen del generador.

El azar es de quien responde, así que cada límite está puesto para que una respuesta
correcta lo pase con cualquier generador: entre todos los de un caso, menos de una vez
en 10⁹ sorteos.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from course_lib.exercises.drivers import BadAnswer, Layers, _unpack

__all__ = [
    "DIFFERENT_COLUMNS",
    "DIFFERENT_ROWS",
    "DIFFERENT_WEIGHTS",
    "ENOUGH_WEIGHTS",
    "FIRST_IS_NONE",
    "INDEPENDENT",
    "NOT_ZERO",
    "OTHER_SEED",
    "OWN_NUMBERS",
    "SAME_SEED",
    "VARIED",
    "ZERO_BIASES",
    "Initialization",
    "start_sentence",
]

# Nombres de las salidas que valen 1 o 0: se leen en los mensajes.
FIRST_IS_NONE = "«en el índice 0 hay None» (1, sí; 0, no)"
ZERO_BIASES = "«todos los sesgos son 0» (1, sí; 0, no)"
NOT_ZERO = "«ninguna capa tiene todos los pesos en 0» (1, sí; 0, no)"
DIFFERENT_WEIGHTS = "«los pesos difieren entre sí» (1, sí; 0, no)"
DIFFERENT_ROWS = "«las filas difieren entre sí» (1, sí; 0, no)"
DIFFERENT_COLUMNS = "«las columnas difieren entre sí» (1, sí; 0, no)"
VARIED = "«casi no hay dos pesos del mismo tamaño» (1, sí; 0, no)"
SAME_SEED = "«la misma semilla da los mismos pesos» (1, sí; 0, no)"
OTHER_SEED = "«otra semilla da otros pesos» (1, sí; 0, no)"
OWN_NUMBERS = "«cada capa tiene sus propios números» (1, sí; 0, no)"
INDEPENDENT = "«un peso no dice nada del siguiente» (1, sí; 0, no)"

# Con menos pesos que estos, la estadística dice poco. Con n de ellos, la desviación
# medida varía una parte en √(2n): un 0.5 %, y la media, √(1/n) desviaciones.
ENOUGH_WEIGHTS = 20_000
SCALE_LIMIT = 0.035  # siete veces ese 0.5 %
SAME_SCALE = 0.012  # dos escalas más cercanas que esto no se pueden distinguir
SIGMAS = 7.0  # lo que se tolera en la media y en las correlaciones: 3e-12
RARE = 1e-12  # probabilidad de que una normal no pase un límite de su reparto
DISTINCT = 0.98  # parte de los pesos, sin signo, que son distintos de los demás

# Parte de una normal a más de 1, 2 y 3 desviaciones de su media.
_FAR = {1: 0.317310508, 2: 0.045500264, 3: 0.002699796}
# Cómo se reparten los pesos de una capa, además de como una normal (0).
BOUNDED, FEW_FAR, MANY_FAR, UNLIKE = 1, 2, 3, 4

# Escalas que alguien elige, de las entradas y salidas de una capa. La medida se
# redondea a la más cercana a menos de SCALE_LIMIT: así no depende del generador.
# Ninguna está marcada como correcta; eso lo dice la solución.
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
    lambda i, o: np.sqrt(2 / (i + 1)),
    lambda i, o: np.sqrt(6 / i),
    lambda i, o: 0.8796 * np.sqrt(2 / i),  # una normal cortada a dos desviaciones
    lambda i, o: np.sqrt(2 * i),
)

# Medias que alguien obtiene sin querer, en desviaciones: un sorteo entre 0 y 1, un
# valor absoluto, y los argumentos de `normal` en otro lugar.
_MEANS = (
    lambda i, o: np.sqrt(3),
    lambda i, o: 1 / np.sqrt(np.pi / 2 - 1),
    lambda i, o: np.sqrt(2 / i),
    lambda i, o: np.sqrt(i / 2),
    lambda i, o: 2 / i,
)


@dataclass(frozen=True)
class Initialization:
    """Para `he_initialization`: formas, sesgos, semilla y estadística de cada capa.

    Las formas se leen en «W[l]» y «b[l]», que llevan ceros: los pesos son al azar y no
    se comparan. La primera señal que llega en 0 es la última que se lee: lo demás no se
    puede medir, o distraería.
    """

    def __call__(self, function, inputs):
        h = inputs["layer_shapes"]
        W, b, first = self._run(function, inputs, inputs["seed"])
        outputs = {}
        for layer, (w, bias) in enumerate(zip(W, b, strict=True), start=1):
            outputs |= {f"W[{layer}]": _shape_only(w), f"b[{layer}]": _shape_only(bias)}
        shapes = list(zip(h[:-1], h[1:], strict=True))
        if [w.shape for w in W] != shapes or not all(map(_is_finite, [*W, *b])):
            return outputs
        if [bias.shape for bias in b] != [(h_out,) for _, h_out in shapes]:
            return outputs
        big = [(l, _float(w)) for l, w in enumerate(W, 1) if w.size >= ENOUGH_WEIGHTS]
        for name, condition in self._signals(function, inputs, W, b, first, big):
            outputs[name] = _flag(condition)
            if not condition:
                return outputs
        for layer, w in big:
            outputs |= _statistics(w, layer)
        return outputs

    def _signals(self, function, inputs, W, b, first, big):
        """Pares (señal, si se cumple), en el orden en que conviene mirarlas."""
        yield FIRST_IS_NONE, all(item is None for item in first)
        yield ZERO_BIASES, not any(map(np.any, b))
        yield NOT_ZERO, all(map(np.any, W))
        yield DIFFERENT_WEIGHTS, not any(w.size > 1 and np.ptp(w) == 0 for w in W)
        yield DIFFERENT_ROWS, not any(map(_is_one_row, W))
        yield DIFFERENT_COLUMNS, not any(_is_one_row(w.T) for w in W)
        yield VARIED, all(map(_is_varied, W))
        again, _, _ = self._run(function, inputs, inputs["seed"])
        yield SAME_SEED, all(map(np.array_equal, W, again))
        other, _, _ = self._run(function, inputs, inputs["seed"] + 1)
        yield (
            OTHER_SEED,
            not any(_same_draw(*pair, "C") for pair in zip(W, other, strict=True)),
        )
        pairs = combinations(W, 2)
        yield OWN_NUMBERS, not any(_same_draw(one, two) for one, two in pairs)
        if big:
            yield INDEPENDENT, all(_is_independent(w) for _, w in big)

    def _run(self, function, inputs, seed):
        n_layers = len(inputs["layer_shapes"]) - 1
        returned = function(*{**inputs, "seed": seed}.values())
        parts = _unpack(returned, ("W", "b"))
        for name, part in zip(("W", "b"), parts, strict=True):
            if isinstance(part, dict):
                raise BadAnswer(
                    "layers", f"{name} es un diccionario, y se pide una lista"
                )
        named = Layers("W", "b").flatten(parts, n_layers)
        layers = range(1, n_layers + 1)
        W, b = [named[f"W[{l}]"] for l in layers], [named[f"b[{l}]"] for l in layers]
        return W, b, [part[0] for part in parts]


# Lo que se dice de esas señales cuando llegan en 0.
_SENTENCES = {
    FIRST_IS_NONE: "el índice 0 de W o de b no es None.",
    ZERO_BIASES: "algún sesgo no es 0.",
    NOT_ZERO: "hay una capa con todos los pesos en 0.",
    DIFFERENT_WEIGHTS: "hay una capa con todos los pesos iguales.",
    DIFFERENT_ROWS: "hay una capa con todas las filas iguales.",
    DIFFERENT_COLUMNS: "hay una capa con todas las columnas iguales.",
    VARIED: "muchos pesos de una capa se repiten, con el mismo signo o con el otro.",
    SAME_SEED: "llamada dos veces con esa semilla, tu función da pesos distintos.",
    OTHER_SEED: "con esa semilla y con la siguiente, alguna capa tiene los mismos "
    "números.",
    OWN_NUMBERS: "dos capas llevan los mismos números, con otra escala.",
    INDEPENDENT: "conocer un peso ayuda a adivinar el de al lado.",
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


def _float(w):
    return w.astype(np.float64)


def _is_finite(array):
    return bool(np.isfinite(array).all())


def _shape_only(array):
    """Ceros con la forma del arreglo; lo que no es un número finito se conserva."""
    return np.where(np.isfinite(array), 0.0, array)


def _is_one_row(w):
    """Si todas las filas son la misma; las de un solo número no dicen nada."""
    return min(w.shape) > 1 and bool(np.all(w == w[0]))


def _is_varied(w):
    """Si casi todos los pesos son distintos, aun sin el signo.

    De una normal no salen dos iguales; en float32, unos pocos. La media precisión tiene
    apenas mil números entre 1 y 2, y no se mira.
    """
    if w.size < 8 or w.dtype == np.float16:
        return True
    return np.unique(np.abs(w)).size >= DISTINCT * w.size


def _same_draw(one, two, orders="CF"):
    """Si dos capas son, en parte al menos, el mismo sorteo con otra escala.

    Con muchos números basta una correlación que el azar no da; con pocos, se exige que
    sean proporcionales.
    """
    n = min(one.size, two.size)
    if n < 5:
        return np.array_equal(one, two)
    limit = 1 - 1e-9 if n < 100 else SIGMAS / np.sqrt(n)
    return any(
        _correlation(one.ravel(order)[:n], two.ravel(order)[:n]) > limit
        for order in orders
    )


def _correlation(one, two):
    """El tamaño de la correlación entre dos series."""
    one, two = _float(one) - np.mean(one), _float(two) - np.mean(two)
    size = np.sqrt(np.sum(one**2) * np.sum(two**2))
    # Sin `@`: repartir entre hilos un producto tan corto tarda más que hacerlo.
    return abs(np.sum(one * two)) / size if size else 1.0


def _is_independent(w):
    """Si ni un peso ni su tamaño dicen nada de los del peso que sigue.

    Se mira a lo largo de las filas y de las columnas. Sirve para los pesos ordenados,
    los suavizados, y los que tienen filas o columnas más grandes que otras.
    """
    limit = SIGMAS / np.sqrt(w.size)
    centred = w - w.mean()
    return all(
        _with_the_next(series, order) <= limit
        for series in (centred, np.abs(centred) - np.abs(centred).mean())
        for order in "CF"
    )


def _with_the_next(series, order):
    """El tamaño de la correlación de cada número, de media 0, con el que sigue."""
    line = series.ravel(order)
    return abs(np.sum(line[:-1] * line[1:])) / np.sum(line**2)


def _statistics(w, layer):
    """Media, desviación y reparto de los pesos de una capa, sin rastro del azar."""
    mean, deviation = w.mean(), w.std()
    shape = _distribution((w - mean) / deviation)
    return {
        f"media de W[{layer}], en desviaciones": _round_mean(mean / deviation, w.shape),
        f"desviación de W[{layer}]": _round_scale(deviation, *w.shape),
        f"reparto de W[{layer}] (0, normal)": np.array(shape),
    }


def _distribution(z):
    """Cómo se reparten unos números de media 0 y desviación 1."""
    far = {k: np.mean(np.abs(z) > k) for k in _FAR}
    if np.abs(z).max() < 1.76:  # uniforme: √3, y un 1 % por la desviación medida
        return BOUNDED
    if _is_unlikely(far[3], _FAR[3], z.size):
        return FEW_FAR if far[3] < _FAR[3] else MANY_FAR
    halves = np.mean(z > 0)
    plausible = not _is_unlikely(halves, 0.5, z.size) and not any(
        _is_unlikely(far[k], _FAR[k], z.size) for k in (1, 2)
    )
    return 0 if plausible else UNLIKE


def _is_unlikely(part, wanted, n):
    """Si de n sorteos no puede salir esa parte: la cota de Chernoff es menor que RARE.

    La probabilidad de que la parte se aleje tanto, de un lado, no pasa de
    exp(−n · D), con D la divergencia entre las dos proporciones.
    """
    divergence = sum(
        p * np.log(p / q) for p, q in ((part, wanted), (1 - part, 1 - wanted)) if p > 0
    )
    return n * divergence > -np.log(RARE)


def _round_mean(ratio, shape):
    """0 si el azar la explica; si no, la media conocida más cercana, o la medida."""
    error = SIGMAS / np.sqrt(shape[0] * shape[1])
    if abs(ratio) <= error:
        return np.array(0.0)
    means = np.array([mean(*shape) for mean in _MEANS])
    near = means[np.abs(abs(ratio) - means).argmin()]
    is_near = abs(abs(ratio) - near) <= error * np.sqrt(1 + near**2 / 2)
    return np.array(np.sign(ratio) * near if is_near else ratio)


def _round_scale(deviation, h_in, h_out):
    """La escala conocida que el azar no distingue de la medida, o la medida.

    De dos escalas casi iguales vale la primera de la lista, para que el azar no elija.
    """
    scales = np.array([scale(h_in, h_out) for scale in _SCALES])
    nearest = scales[np.abs(deviation / scales - 1).argmin()]
    if abs(deviation / nearest - 1) > SCALE_LIMIT:
        return np.array(deviation)
    return np.array(scales[np.abs(scales / nearest - 1) <= SAME_SCALE][0])
