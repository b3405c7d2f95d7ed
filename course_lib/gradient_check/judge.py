"""El veredicto de un parámetro: qué coincide, qué no y qué queda aparte."""

from functools import partial

import numpy as np

from .kinks import look_closer
from .report import GradientRow, SetAside

__all__ = ["judge"]


def judge(problem, name, analytic, right, left, measure, shape, usual):
    """Compara cada medida con su valor analítico; lo sospechoso se mide de nuevo.

    Args:
        analytic, right, left: un valor por medida; los lados son las pérdidas a ±h.
        measure: `measure(i, paso)` → las dos pérdidas de la medida i con otro paso.
        shape: forma en que se cuentan las medidas, para decir dónde está cada una.
        usual: la mayor pendiente que se considera normal en este parámetro.

    Returns:
        Una `GradientRow` y la lista de `SetAside`.
    """
    h = problem.steps[name]
    numeric = (right - left) / (2.0 * h)
    error = problem.relative(analytic, numeric)
    judged = np.ones(len(numeric), dtype=bool)
    aside = []

    def place(i):
        return tuple(int(j) for j in np.unravel_index(i, shape))

    for i in _suspicious(problem, analytic, numeric, error, right, left, h):
        found = look_closer(
            problem, analytic[i], (right[i], left[i]), h, partial(measure, i), usual
        )
        numeric[i], error[i], judged[i] = found.numeric, found.error, found.judged
        if found.kind:
            values = float(analytic[i]), float(found.left), float(found.right)
            aside.append(SetAside(name, place(i), found.kind, *values))
    worst, seen = int(np.argmax(np.where(judged, error, -1.0))), bool(judged.any())
    values = error[worst], analytic[worst], numeric[worst]
    worst_error, theirs, ours = map(float, values if seen else [np.nan] * 3)
    kinks = sum(one.kind != "redondeo" for one in aside)
    row = GradientRow(
        name=name,
        shape=problem.arrays[name].shape,
        checked=int(judged.sum()),
        errors=int((judged & (error > problem.limit)).sum()),
        kinks=kinks,
        undecided=len(aside) - kinks,
        worst_error=worst_error,
        worst_index=place(worst) if seen else None,
        analytic=theirs,
        numeric=ours,
        h=h,
    )
    return row, aside


def _suspicious(problem, analytic, numeric, error, right, left, h):
    """Las que difieren, y las que tienen pendientes distintas a cada lado."""
    # No cuesta nada: la pérdida en el centro ya se conoce.
    gap = np.abs(right + left - 2.0 * problem.base) / h
    slope = np.maximum(np.abs(analytic) + np.abs(numeric), problem.floor)
    bent = (gap > 0.02 * slope) & (gap > 10.0 * problem.noise(h))
    return np.flatnonzero((error > problem.limit) | bent)
