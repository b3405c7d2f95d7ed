"""Del resultado guardado al informe: los parecidos y las páginas."""

from course_lib.grading.report import write_report
from course_lib.grading.similarity import compare

__all__ = ["publish"]


def publish(results, folder, **options):
    """Escribe el informe de unos resultados, con sus parecidos.

    Args:
        results: los `StudentResult`; se recorren dos veces.
        folder: la carpeta.
        options: las demás opciones de `report.write_report`.

    Returns:
        Lo que devuelve `write_report`.
    """
    return write_report(results, folder, similar=compare(results), **options)
