"""Lo que se encarga a la caja, lo que se pierde, y los límites."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["TEXTS", "Job", "Limits", "Lost"]


@dataclass(frozen=True)
class Job:
    """Un ejercicio por correr.

    Attributes:
        exercise_id: «04.6».
        function_name: cómo se llama la función en el cuaderno.
        draw: función sin argumentos que da los casos; se llama cuando el hijo ya existe
            y ya corrió las celdas.
        own_names: si se corre con los nombres de la propia entrega en lugar de los del
            curso (la segunda oportunidad que también da `check`).
    """

    exercise_id: str
    function_name: str
    draw: Callable[[], list]
    own_names: bool = False


# Lo que se dice de cada `Lost.kind`.
TEXTS = {
    "timeout": "No terminó a tiempo.",
    "memory": "Pidió más memoria de la que hay.",
    "crash": "El intérprete se cayó.",
    "exit": "Tu código cerró o interrumpió el proceso (`exit`, `KeyboardInterrupt`).",
    "output": "La respuesta es demasiado grande.",
    "protocol": "El proceso dejó de responder como se espera.",
    "missing": "La función no está en el cuaderno, o su celda no corrió.",
}


@dataclass(frozen=True)
class Lost:
    """Un ejercicio sin resultados, y por qué.

    Attributes:
        kind: "timeout", "memory", "crash", "exit", "output", "protocol" o "missing".
        text: una frase, para quien lo escribió.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Limits:
    """Cuánto puede gastar una entrega.

    Attributes:
        memory: bytes que puede pedir, además de lo que ocupa NumPy.
        cell_seconds: tiempo de una celda; `cells_seconds`, de todas.
        seconds: tiempo de un ejercicio; `None`, el que declara.
        grace: lo que se espera, vencido un plazo, antes de matar.
        total: tiempo de una entrega entera.
    """

    memory: int = 1 << 30
    cell_seconds: float = 5.0
    cells_seconds: float = 20.0
    seconds: float | None = None
    grace: float = 1.0
    total: float = 180.0
