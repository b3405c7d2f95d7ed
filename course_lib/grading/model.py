"""Los datos que van de una parte del calificador a otra. Aquí nada corre ni se muestra.

Todo es inmutable y llano: cruza procesos, se guarda en SQLite y se envía por la red.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Adjustment", "Graded", "StudentResult", "Submission", "Work"]


@dataclass(frozen=True)
class Work:
    """Lo que una persona escribió en un cuaderno, listo para correr.

    Attributes:
        lesson: «04».
        cells: el código por correr, en orden: las celdas que escribió o cambió y, de
            las demás, solo los `import`. Sin líneas `%` ni `!`.
        functions: id de ejercicio → código de su función (la última definición), para
            comparar entregas. Lo que sigue igual que en la lección no está.
        answers: id de pregunta → letras respondidas, como en `answer("04.c1", "b")`.
        blank: ids de los ejercicios cuya función sigue en blanco, igual que en la
            lección; los que no están aquí ni en `functions` se borraron. Vacía si no se
            pudo averiguar.
        broken: id de ejercicio → por qué Python no entiende la celda donde está su
            función, en una frase sin mayúscula ni punto; esas celdas no corren.
        numbers: de cada una de `cells`, su lugar en el cuaderno, contando todas las
            celdas desde 1; 0 si no está en él. Vacía si no se sabe.
        also: las otras lecciones que tienen respuestas en el mismo cuaderno.
    """

    lesson: str
    cells: tuple[str, ...]
    functions: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[int, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """Un cuaderno encontrado entre las entregas, se haya podido leer o no.

    Attributes:
        student: identificador corto, el de la lista o el del nombre de la carpeta o
            del archivo; agrupa las entregas de una misma persona.
        name: el nombre que se muestra.
        source: dónde estaba, para decirlo: «entregas.zip/ana/04.ipynb».
        digest: SHA-256 de los bytes del cuaderno, en hexadecimal.
        work: lo que escribió, o None si hubo un problema.
        problem: por qué no se puede calificar, en una frase, o None.
        notes: lo que conviene decir a quien enseña: que entregó dos veces y cuenta la
            última, que no está en la lista…
        told: de eso, lo que le sirve a quien aprende, con palabras para esa persona.
        discarded: cuántos otros cuadernos de esa lección trajo, que no cuentan.
    """

    student: str
    name: str
    source: str
    digest: str
    work: Work | None = None
    problem: str | None = None
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    discarded: int = 0


@dataclass(frozen=True)
class Graded:
    """La nota de un ejercicio.

    Attributes:
        exercise: «04.6». points, possible: los puntos, y de cuántos.
        diagnosis: el id del error reconocido, o None (bien, o sin nombre).
        status: "right", "wrong", "blank" (como en la lección), "missing" (no está) o
            "lost" (el código se detuvo: tiempo, memoria, un cierre…).
        message: lo que se le dice a quien lo escribió, sin respuestas ni casos ocultos.
        section: la sección de la lección que lo responde, o "".
    """

    exercise: str
    points: float
    possible: float
    diagnosis: str | None
    status: str
    message: str
    section: str = ""


@dataclass(frozen=True)
class StudentResult:
    """Todo lo de una entrega: sus notas, o por qué no las hay.

    Attributes:
        functions: como en `Work`, para comparar entregas sin volver a leerlas.
        answers: las letras de las preguntas, que no dan puntos.
        notes, told: como en `Submission`.
    """

    student: str
    name: str
    source: str
    lesson: str | None
    digest: str
    graded: tuple[Graded, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    functions: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    @property
    def points(self):
        """Los puntos sumados."""
        return sum(item.points for item in self.graded)


class Adjustment(NamedTuple):
    """Una corrección hecha a mano: reemplaza los puntos que dio el calificador."""

    student: str
    exercise: str
    points: float
    reason: str
