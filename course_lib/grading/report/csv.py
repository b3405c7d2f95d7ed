"""notas.csv: una fila por ejercicio y persona, para una hoja de cálculo en español.

Separada por punto y coma, con coma decimal y la marca de UTF-8: así la abre Excel con
doble clic donde se escribe 2,5. El ejercicio lleva su título porque «04.6» solo se
convertiría en una fecha. Un optativo vale puntos «de 0»: las sumas de «puntos» y «de»
son la nota del informe. Nada que haya escrito otra persona llega como fórmula.
"""

import csv

from course_lib.grading.report.shapes import STATES
from course_lib.grading.report.text import cell, number

__all__ = ["COLUMNS", "MarksWriter"]

COLUMNS = (
    "estudiante",
    "nombre",
    "ejercicio",
    "puntos",
    "de",
    "estado",
    "diagnóstico",
    "qué pasó",
    "ajuste",
)


class MarksWriter:
    """Escribe notas.csv fila por fila, sin juntar nada en memoria."""

    def __init__(self, stream):
        stream.write("\ufeff")
        self._writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def student(self, student):
        """Las filas de un `StudentView`; una sola si no hay nota."""
        if student.problem is not None:
            self._without_mark(student, "sin calificar", student.problem)
        for item in student.exercises:
            self._writer.writerow(_row(student, item))

    def missing(self, student):
        """La fila de quien está en la lista y no entregó."""
        self._without_mark(student, "no entregó", "")
        for item in student.exercises:
            self._writer.writerow(_row(student, item))

    def _without_mark(self, student, state, why):
        row = (cell(student.student), cell(student.name), "", "", "", state, "")
        self._writer.writerow((*row, cell(why), ""))


def _row(student, item):
    title = f"{item.exercise} · {item.title}" if item.title else item.exercise
    adjusted = ""
    if item.adjusted is not None:
        before = number(item.graded_points, comma=True)
        adjusted = f"a mano; antes, {before}. {item.adjusted.reason}".strip()
    return (
        cell(student.student),
        cell(student.name),
        cell(title),
        number(item.points, comma=True),
        number(0 if item.optional else item.possible, comma=True),
        STATES[item.state][1],
        cell(item.diagnosis or ""),
        cell(item.message),
        cell(adjusted),
    )
