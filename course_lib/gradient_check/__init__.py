"""Comprobar gradientes: diferencias centrales contra lo que calculó tu código.

`numeric_gradient` y `relative_error` son los ejercicios 01.2 y 01.3. `check_gradients`
revisa todas las entradas de todos los parámetros y dice cuál es la peor, y
`screen_gradients` hace una prueba rápida cuando la red es demasiado grande para eso.

Para leerlo: `numeric` (la idea), `check` (el recorrido), `judge` (el veredicto de cada
entrada) y `kinks` (qué pasa cerca de un quiebre, como relu en 0). Lo demás es apoyo:
`problem` y `stacked` evalúan la pérdida, `report` y `progress` muestran.
"""

from .check import check_gradients
from .numeric import numeric_gradient, relative_error
from .report import GradientReport, GradientRow, SetAside
from .screen import screen_gradients

__all__ = [
    "GradientReport",
    "GradientRow",
    "SetAside",
    "check_gradients",
    "numeric_gradient",
    "relative_error",
    "screen_gradients",
]
