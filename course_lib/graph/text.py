"""Un valor en pocas letras: redondeado, sin el `repr` de NumPy."""

import numpy as np

from ..errors import shape_text

__all__ = ["value_text"]


def value_text(value):
    """Escribe un número o un arreglo corto; de uno largo dice la forma."""
    if value is None:
        return "—"
    array = np.asarray(value)
    if array.size > 6:
        return f"arreglo {shape_text(array.shape)}"
    return _nested_text(array.tolist())


def _nested_text(value):
    if isinstance(value, list):
        return "[" + ", ".join(_nested_text(item) for item in value) + "]"
    return f"{value + 0.0:.4g}".replace("e+0", "e+").replace("e-0", "e-")
