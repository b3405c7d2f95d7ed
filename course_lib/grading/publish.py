"""Del resultado guardado al informe: los parecidos y las páginas."""

from dataclasses import dataclass

from course_lib.grading.report import write_report
from course_lib.grading.similarity import compare

__all__ = ["publish"]


@dataclass(frozen=True)
class Shown:
    """Algo que conviene mirar: quiénes, en qué ejercicio y por qué."""

    students: tuple[str, ...]
    exercise: str
    text: str


def publish(results, folder, **options):
    """Escribe el informe de unos resultados, con sus parecidos.

    Args:
        results: los `StudentResult`; se recorren dos veces.
        folder: la carpeta.
        options: las demás opciones de `report.write_report`.

    Returns:
        Lo que devuelve `write_report`.
    """
    similar = tuple(_to_look_at(compare(results)))
    return write_report(results, folder, similar=similar, **options)


def _to_look_at(alike):
    """Los parecidos, como frases."""
    for pair in alike.pairs:
        for match in pair.matches:
            yield Shown((pair.first, pair.second), match.exercise, _match_text(match))
    for copy in alike.copies:
        changed = ", con otros nombres" if copy.renamed else ""
        text = (
            f"La solución del curso{changed}; la entregan {copy.sharing} de {copy.of}."
        )
        yield Shown((copy.student,), copy.exercise, text)


def _match_text(match):
    same = "El mismo código" if match.likeness == 1 else "Casi el mismo código"
    kind = "" if match.right else ", y con el mismo resultado equivocado"
    known = " Es un error frecuente: puede ser casualidad." if match.foreseen else ""
    return (
        f"{same}, salvo nombres y disposición, en {match.statements} sentencias{kind}; "
        f"lo tienen {match.sharing} de {match.of} personas.{known}"
    )
