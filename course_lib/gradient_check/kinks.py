"""Una entrada dudosa, medida con pasos cada vez menores: ¿quiebre, redondeo o error?

Cerca de un quiebre (relu en 0) la diferencia central no mide ninguna derivada. Se
reconoce porque las diferencias a izquierda y derecha siguen discrepando aunque h se
achique: en una función suave, derecha − izquierda ≈ h·f'' se achica como h. Si el
quiebre está al lado, el salto desaparece en cuanto h ya no lo alcanza.
"""

from dataclasses import dataclass, field

import numpy as np

from ..errors import CourseError

__all__ = ["Finding", "look_closer"]

_FINER = 10.0 ** -np.arange(1, 8)
_COARSER = (10.0, 100.0, 1000.0)
_NAN = float("nan")


@dataclass
class Finding:
    """Lo que se decidió: la mejor diferencia, su error y, si va aparte, por qué."""

    numeric: float
    error: float
    kind: str = ""
    left: float = _NAN
    right: float = _NAN
    judged: bool = True  # False: ningún paso permitió juzgarla


@dataclass
class _Ladder:
    """Las medidas de una entrada, del paso mayor al menor."""

    problem: object
    step: list = field(default_factory=list)
    center: list = field(default_factory=list)  # la diferencia central
    gap: list = field(default_factory=list)  # pendiente derecha − pendiente izquierda
    noise: list = field(default_factory=list)  # lo que puede venir del redondeo

    def add(self, step, sides, first=False):
        right, left = sides
        place = 0 if first else len(self.step)
        self.step.insert(place, step)
        self.center.insert(place, (right - left) / (2.0 * step))
        self.gap.insert(place, (right + left - 2.0 * self.problem.base) / step)
        self.noise.insert(place, self.problem.noise(step))

    def sides(self, j):
        half = self.gap[j] / 2.0
        return self.center[j] - half, self.center[j] + half

    def doubts(self):
        """Cuánto puede equivocarse cada paso: su redondeo más su truncamiento.

        El truncamiento cae como h²: lo que cambió al dividir h entre 10 es el error del
        paso mayor, y unas cien veces el del menor (aquí, diez: por prudencia).
        """
        changes = np.abs(np.diff(self.center))
        truncation = np.concatenate([changes[:1], changes / 10.0])
        return np.array(self.noise) + truncation


def look_closer(problem, analytic, sides, h, measure, usual):
    """Mide con h, h/10, h/100… hasta poder decidir; si manda el redondeo, con 10 h…

    Args:
        sides: la pérdida a derecha e izquierda con `h`; `measure(paso)` da las de otro.
        usual: la mayor pendiente del parámetro, escala de una convención razonable.
    """
    limit = problem.limit
    ladder = _measure(problem, analytic, sides, h, measure)
    first, last = ladder.step.index(h), _last_jump(ladder)
    doubts, start = ladder.doubts(), _after_the_jump(ladder)
    best = start + int(np.argmin(doubts[start:]))
    numeric = ladder.center[best]
    found = Finding(numeric, float(problem.relative(analytic, numeric)))
    if last is not None:
        found.left, found.right = ladder.sides(int(np.argmin(doubts[: last + 1])))
        low, high = sorted((found.left, found.right))
        # Con varias unidades en su quiebre a la vez, la convención relu'(0) = 0 puede
        # quedar fuera de las dos pendientes; muy lejos de ambas, ya es otra cosa.
        slack = 3.0 * (abs(low) + abs(high)) + usual + problem.floor
        if low - slack <= analytic <= high + slack:
            found.kind, found.judged = "quiebre", False
    elif found.error <= limit:
        at_first = problem.relative(analytic, ladder.center[first])
        if at_first > limit and _left_behind(ladder, first):
            found.kind = "quiebre al lado"
            found.left, found.right = ladder.sides(first)
    elif abs(analytic - numeric) <= doubts[best]:
        found.kind, found.judged = "redondeo", False
        found.left, found.right = ladder.sides(best)
    return found


def _measure(problem, analytic, sides, h, measure):
    ladder = _Ladder(problem)
    ladder.add(h, sides)
    for scale in _FINER:
        ladder.add(h * scale, measure(h * scale))
        if _settled(ladder, problem, analytic):
            break
    drowned = abs(ladder.center[0] - ladder.center[1]) <= 10.0 * ladder.noise[1]
    size = max(abs(analytic) + abs(ladder.center[0]), problem.floor)
    if drowned and min(ladder.doubts()) > problem.limit * size:
        for scale in _COARSER:  # pasos más grandes: menos redondeo
            try:
                ladder.add(h * scale, measure(h * scale), first=True)
            except CourseError:  # la función no llega tan lejos
                break
    return ladder


def _settled(ladder, problem, analytic):
    """¿Ya se puede decidir? Dos pasos seguidos de acuerdo y sin salto a la vista."""
    before, now = ladder.center[-2:]
    size = problem.limit * max(abs(analytic) + abs(now), problem.floor)
    wide, fine = map(abs, ladder.gap[-2:])
    quiet = fine <= max(0.3 * wide, 10.0 * ladder.noise[-1])
    return abs(now - before) <= 0.3 * size and quiet


def _last_jump(ladder):
    """El paso más fino que deja ver un salto que no se achica, o `None`."""
    gap, noise = np.abs(ladder.gap), np.array(ladder.noise)
    visible = np.flatnonzero(gap > 10.0 * noise)
    last = int(visible[-1]) if visible.size else 0
    if last < 1 or gap[last] < 0.5 * gap[last - 1]:
        return None
    # Si un paso todavía más fino lo habría mostrado y no está, el quiebre quedó fuera.
    if last + 1 < len(gap) and gap[last] > 10.0 * noise[last + 1]:
        return None
    return last


def _after_the_jump(ladder):
    """El primer paso cuyo ±h ya no abarca un quiebre visto con pasos mayores."""
    start, gap = 0, np.abs(ladder.gap)
    for j in range(1, len(gap)):
        if gap[j - 1] > 100.0 * ladder.noise[j]:
            ratio = gap[j] / gap[j - 1]
            if ratio >= 0.3:
                start = min(j + 1, len(gap) - 1)
            elif ratio <= 0.03:
                start = j
    return start


def _left_behind(ladder, first):
    """La discrepancia cayó a otro ritmo que h: había un quiebre, no curvatura."""
    gap, noise = np.abs(ladder.gap[first:]), ladder.noise[first + 1 :]
    return any(
        wide > 100.0 * level and not 0.03 < fine / wide < 0.3
        for wide, fine, level in zip(gap, gap[1:], noise, strict=False)
    )
