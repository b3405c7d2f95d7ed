"""Cómo crece el tiempo de un paso: con las unidades, las capas, los ejemplos, el lote.

La pendiente en ejes logarítmicos dice el exponente: 1 es «el doble cuesta el doble».
Se ajusta con la mitad de los puntos que más trabajo tienen, donde ya no pesa lo fijo.
"""

import numpy as np

from benchmarks.rounds import interleaved
from course_lib.mlp import he_initialization
from course_lib.training import Trainer

SWEEPS = {
    "unidades por capa": (16, 32, 64, 128, 256, 512),
    "capas ocultas": (1, 2, 4, 8, 16),
    "ejemplos en una época": (512, 1024, 2048, 4096, 8192, 16_384),
    "ejemplos en un lote": (16, 32, 64, 128, 256, 512, 1024),
}


def _epoch(sweep, size):
    """La función que se mide: una época, o un paso, con todo lo demás fijo."""
    units, layers, m, batch_size = 64, 1, 256, 64
    if sweep == "unidades por capa":
        units = size
    elif sweep == "capas ocultas":
        layers = size
    elif sweep == "ejemplos en una época":
        m = size
    else:
        m = batch_size = size
    layer_shapes = [64, *[units] * layers, 10]
    if sweep == "unidades por capa":
        layer_shapes = [units, units, units, 10]
    rng = np.random.default_rng(0)
    X = rng.standard_normal((m, layer_shapes[0]))
    # Contigua, como la pide `Trainer`: si no, cada lote la copiaría entera.
    Y_T = np.ascontiguousarray(np.eye(10)[:, rng.integers(10, size=m)])
    trainer = Trainer(
        *he_initialization(layer_shapes, 0), batch_size=batch_size, alpha=1e-3
    )
    order = np.arange(m)
    return lambda: trainer.epoch(X, Y_T, order)


def measure(rounds):
    """Por cada barrido: tamaños, segundos (medianas) y pendiente."""
    found = {}
    for sweep, sizes in SWEEPS.items():
        functions = {str(size): _epoch(sweep, size) for size in sizes}
        times = interleaved(functions, 3 * rounds)
        seconds = [float(np.median(times[str(size)])) for size in sizes]
        half = len(sizes) // 2
        slope, _ = np.polyfit(np.log(sizes[half:]), np.log(seconds[half:]), 1)
        found[sweep] = {
            "sizes": list(sizes),
            "seconds": seconds,
            "slope": float(slope),
        }
    return found
