"""Comparar números: cuándo una salida vale y, si no, dónde difiere primero.

Las tolerancias vienen de mediciones sobre redes al azar: ninguna respuesta correcta se
rechaza por redondeo, y se nota un error de una parte en diez mil en cualquier entrada.
"""

from dataclasses import dataclass

import numpy as np

__all__ = [
    "RULES",
    "UNDEMANDING",
    "Difference",
    "alike",
    "compare",
    "rule_for",
    "same_numbers",
]


@dataclass(frozen=True)
class Difference:
    """La primera diferencia de una salida.

    Attributes:
        name: nombre de la salida («dW[1]»).
        kind: "missing", "shape", "nan" o "value".
        expected: salida esperada.
        got: salida obtenida (`None` si falta).
        index: índice de la peor entrada, si las formas coinciden.
        wrong: cuántas entradas difieren.
    """

    name: str
    kind: str
    expected: np.ndarray
    got: np.ndarray | None
    index: tuple[int, ...] = ()
    wrong: int = 0


def _tolerance(got, ordinary, single):
    """La tolerancia relativa según la precisión de la respuesta."""
    return single if got.dtype == np.float32 else ordinary


def _value(expected, got):
    """|a − r| ≤ 1e-12 + 1e-7 |r|; en float32, la precisión que ese tipo tiene."""
    rtol = _tolerance(got, 1e-7, 2e-5)
    atol = _tolerance(got, 1e-12, 1e-6 * np.max(np.abs(expected), initial=0.0))
    return np.abs(got - expected) <= atol + rtol * np.abs(expected)


def _gradient(expected, got):
    """Error relativo |a − n| / max(|a| + |n|, 1e-8) menor que 1e-6."""
    scale = np.maximum(np.abs(got) + np.abs(expected), 1e-8)
    return np.abs(got - expected) / scale < _tolerance(got, 1e-6, 2e-5)


def _exact(expected, got):
    return got == expected


def _loose(expected, got):
    """Para respuestas correctas que difieren en un ε elegido por quien las escribe."""
    return np.abs(got - expected) <= 1e-12 + 1e-5 * np.abs(expected)


def _large(expected, got):
    """Finita y grande: el valor exacto depende de cómo se evite el infinito."""
    return np.isfinite(got) & (got >= 10)


def _any_finite(expected, got):
    return np.isfinite(got)


# Nombre de la regla → función (esperado, obtenido) → qué entradas valen.
RULES = {
    "value": _value,
    "gradient": _gradient,
    "exact": _exact,
    "loose": _loose,
    "large": _large,
    "any_finite": _any_finite,
}

# Las que dejan pasar casi cualquier número.
UNDEMANDING = frozenset({"large", "any_finite"})


def rule_for(case, name):
    """La regla de una salida: por su nombre, por su prefijo («dW» para «dW[2]»)."""
    prefix = name.split("[")[0]
    return case.rules.get(name, case.rules.get(prefix, case.rule))


def compare(case, expected, got):
    """Compara todas las salidas de un caso; devuelve las diferencias, en orden.

    Args:
        case: el caso, que dice con qué regla se compara cada salida.
        expected: salidas esperadas por nombre, en el orden en que se calculan.
        got: salidas obtenidas por nombre.
    """
    differences = []
    for name, want in expected.items():
        if name.startswith("_"):
            continue
        difference = _compare_one(name, want, got.get(name), rule_for(case, name))
        if difference is not None:
            differences.append(difference)
    return differences


def _compare_one(name, expected, got, rule):
    if got is None:
        return Difference(name, "missing", expected, None)
    if got.shape != expected.shape:
        return Difference(name, "shape", expected, got)
    # El signo del cero no cuenta, y los booleanos y enteros valen como números. El
    # desborde de esta resta es cosa nuestra, no de quien responde.
    if got.dtype != np.float32:
        got = got.astype(np.float64)
    with np.errstate(all="ignore"):
        right = RULES[rule](expected.astype(np.float64), got)
    if np.all(right):
        return None
    wrong = np.argwhere(~right)
    finite = np.isfinite(got)
    if not finite.all() and np.isfinite(expected).all():
        index = tuple(int(i) for i in np.argwhere(~finite)[0])
        return Difference(name, "nan", expected, got, index, len(wrong))
    index = tuple(int(i) for i in wrong[0])
    return Difference(name, "value", expected, got, index, len(wrong))


def alike(rule, a, b):
    """Si dos respuestas son el mismo resultado, con la holgura de la regla del caso.

    Donde vale cualquier ε, dos personas con el mismo error eligieron dos ε: «loose» los
    iguala; de «large», que depende por entero del ε, solo queda el signo, y de
    «any_finite», que sea finita.
    """
    if rule == "large" and a.shape == b.shape:
        finite = np.isfinite(a) & np.isfinite(b)
        return bool(np.all(np.where(finite, np.sign(a) == np.sign(b), _both(a, b))))
    if rule == "any_finite" and a.shape == b.shape:
        return bool(np.isfinite(a).all() == np.isfinite(b).all())
    return same_numbers(a, b, rtol=1e-4 if rule == "loose" else 1e-6)


def _both(a, b):
    return (a == b) | (np.isnan(a) & np.isnan(b))


def same_numbers(a, b, rtol=1e-6):
    """Si dos arreglos son el mismo resultado, con `NaN` e infinitos en su sitio.

    Sirve para reconocer un error por sus números: más estricta que la nota no puede
    ser, porque quien lo cometió quizá sumó en otro orden o trabajó en float32.
    """
    if a.shape != b.shape:
        return False
    if np.float32 in (a.dtype, b.dtype):
        rtol = 1e-4
    with np.errstate(all="ignore"):
        return bool(np.allclose(a, b, rtol=rtol, atol=1e-11, equal_nan=True))
