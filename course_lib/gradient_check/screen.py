"""El tamiz para redes grandes: pendientes en unas pocas direcciones al azar."""

import numpy as np

from ..errors import as_whole_number
from .judge import judge
from .problem import Problem
from .report import GradientReport

__all__ = ["screen_gradients"]

_NOTE = (
    "Es un tamiz: si algo difiere, hay un error en ese parámetro, pero no se sabe en "
    "qué entrada. Si todo coincide, un error pequeño en pocas entradas puede haberse "
    "escapado: check_gradients las revisa todas."
)


def screen_gradients(
    loss, parameters, gradients, *, directions=8, seed=0, h=None, floor=1e-4, limit=1e-5
):
    """Tamiz para redes grandes: compara pendientes en unas pocas direcciones al azar.

    En cada parámetro mueve todas las entradas a la vez en una dirección v de ±1 y
    compara la pendiente de `loss` con Σ gradiente · v. Cuesta 2 · `directions`
    evaluaciones por parámetro, tenga las entradas que tenga.

    **Puede decir** que un gradiente está mal, y en qué parámetro. **No puede decir** en
    qué entrada, ni ver un error mucho menor que el resto del gradiente de su parámetro.

    Args:
        directions: direcciones por parámetro. `seed`: semilla de las direcciones.
            Los demás, como en `check_gradients`.

    Raises:
        CourseError: como `check_gradients`.
    """
    directions = as_whole_number(directions, "directions")
    seed = as_whole_number(seed, "seed", minimum=0)
    problem = Problem(loss, parameters, gradients, h, floor, limit)
    rng = np.random.default_rng(seed)
    judged = []
    for name, x in problem.arrays.items():
        moves = rng.choice([-1.0, 1.0], size=(directions, *x.shape))

        def measure(i, step, name=name, moves=moves):
            return problem.sides(name, step * moves[i])

        h = problem.steps[name]
        right, left = np.array([measure(i, h) for i in range(directions)]).T
        axes = tuple(range(1, moves.ndim))
        analytic = (moves * problem.gradients[name]).sum(axis=axes)
        # Una dirección junta muchas entradas: en un quiebre no acota la convención.
        shape = (directions,)
        judged.append(
            judge(problem, name, analytic, right, left, measure, shape, np.inf)
        )
    return GradientReport.of(problem, judged, note=_NOTE, unit="direcciones")
