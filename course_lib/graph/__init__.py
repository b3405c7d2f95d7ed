"""El grafo computacional de la lección 01: operaciones con su derivada al lado.

Cada operación crea un `Node` que recuerda de qué nodos salió (`parents`) y la regla con
que reparte el gradiente entre ellos. `backward` recorre el grafo al revés y aplica esas
reglas: es la regla de la cadena, una arista a la vez. Diapositivas: «Grafo
Computacional», «Grafo Computacional: Regresión Logística».

Para leerlo: `node` (un valor del grafo), `operations` (cada operación con su derivada),
`traversal` (el recorrido), `gradients` (las reglas de los ejercicios 01.4, 01.7 y 01.8)
y `events` y `table` (lo que muestran figuras y tablas). En `checks`, `limits` y
`refusals` están los errores. El motor busca aquí las funciones de `gradients`: si pones
la tuya en su lugar, corre la tuya.
"""

from . import operations
from .events import Event, record
from .gradients import matmul_backward, multiply_backward, unbroadcast
from .node import Node
from .table import event_table
from .traversal import backward, topological_order

__all__ = [
    "Event",
    "Node",
    "backward",
    "event_table",
    "matmul_backward",
    "multiply_backward",
    "operations",
    "record",
    "topological_order",
    "unbroadcast",
]
