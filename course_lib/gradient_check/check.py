"""La comprobación completa: todas las entradas de todos los parámetros."""

from functools import partial

import numpy as np

from .judge import judge
from .problem import Problem
from .progress import Progress
from .report import GradientReport
from .stacked import choose_stack

__all__ = ["check_gradients"]


def check_gradients(
    loss,
    parameters,
    gradients,
    *,
    h=None,
    floor=1e-4,
    limit=1e-5,
    stacked="auto",
    progress=True,
):
    """Compara cada entrada de `gradients` con diferencias centrales de `loss`.

    Args:
        loss: recibe algo como `parameters` y devuelve un escalar. Puede admitir además
            un eje delantero: arreglos (k, *forma) → (k,); entonces va por bloques.
        parameters: dict nombre → arreglo, o nombre → lista por capas con `None` en el
            índice 0 («W[1]»); o directamente una lista.
        gradients: lo mismo, con los gradientes calculados.
        h: el paso; `None` lo escoge según la escala de cada parámetro.
        floor, limit: piso y máximo del error relativo. Los de omisión son para una red
            cualquiera; en casos escogidos lejos de los quiebres, 1e-8 y 1e-6.
        stacked: `"auto"` comprueba si `loss` admite el eje delantero antes de usarlo;
            `False` no lo intenta; `True` lo exige.
        progress: muestra una barra si la comprobación pasa de 2 segundos.

    Returns:
        Un `GradientReport`. Lección 01; «Comprueba toda la red», lección 04.

    Si muchas unidades están exactamente en su quiebre (entradas y sesgos en 0), sus
    saltos pueden cancelarse y parecer una pendiente: comprueba en otro punto.

    Raises:
        CourseError: si las formas no coinciden, hay NaN, o `loss` no da un escalar o da
            valores distintos con los mismos parámetros.
    """
    problem = Problem(loss, parameters, gradients, h, floor, limit)
    stack = choose_stack(problem, stacked)
    judged = []
    total = 2 * sum(x.size for x in problem.arrays.values())
    with Progress(total, progress) as bar:
        for name, x in problem.arrays.items():
            sides = stack and stack.run(name, bar)
            if sides is None:
                stack, sides = None, _loop(problem, name, bar)
            right, left = sides
            usual = float(np.max(np.abs(right - left))) / (2.0 * problem.steps[name])
            measure = partial(problem.sides_at, name)
            analytic = problem.gradients[name].ravel()
            judged.append(
                judge(problem, name, analytic, right, left, measure, x.shape, usual)
            )
    return GradientReport.of(problem, judged, stacked=stack is not None)


def _loop(problem, name, bar):
    """El bucle llano: f(x + h·eᵢ) y f(x − h·eᵢ), una entrada a la vez."""
    x, h = problem.arrays[name].copy(), problem.steps[name]
    seen = x.view()
    seen.flags.writeable = False  # la pérdida lo ve, pero no lo cambia
    arrays = {**problem.arrays, name: seen}
    right, left = np.empty(x.size), np.empty(x.size)
    for i, index in enumerate(np.ndindex(x.shape)):
        center = x[index]
        x[index] = center + h
        right[i] = problem.value(arrays)
        x[index] = center - h
        left[i] = problem.value(arrays)
        x[index] = center
        bar.advance(2)
    return right, left
