"""notas.csv y totales.csv, para una hoja de cálculo en español.

En notas.csv hay una fila por ejercicio y persona; en totales.csv, una por persona. Van
separadas por punto y coma, con coma decimal y la marca de UTF-8: así las abre Excel
directamente donde se escribe 2,5. Todo número va solo en su celda; dentro de un texto
queda con punto, como lo escribe Python.

El ejercicio lleva su título porque «04.6» solo se convertiría en una fecha. Un optativo
vale puntos «de 0»: las sumas de «puntos» y «de» son la nota del informe. Nada que haya
escrito otra persona llega como fórmula.
"""

import csv

from course_lib.grading.report.shapes import STATES
from course_lib.grading.report.text import cell, number

__all__ = ["COLUMNS", "TOTALS", "MarksWriter", "TotalsWriter"]

COLUMNS = (
    "estudiante",
    "nombre",
    "ejercicio",
    "puntos",
    "de",
    "estado",
    "diagnóstico",
    "sección",
    "qué pasó",
    "antes del ajuste",
    "ajuste",
)
TOTALS = (
    "estudiante",
    "nombre",
    "lección",
    "puntos",
    "de",
    "porcentaje",
    "estado",
    "ejercicios bien",
    "página",
)


class _Writer:
    """Un CSV que se escribe fila por fila, sin juntar nada en memoria."""

    columns = ()

    def __init__(self, stream):
        stream.write("\ufeff")
        self._writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(self.columns)

    def student(self, student):
        """Las filas de un `StudentView`, se haya podido calificar o no."""
        state = "calificada" if student.problem is None else "sin calificar"
        self._write(student, state, student.problem or "")

    def missing(self, student):
        """Las de quien está en la lista y no entregó."""
        self._write(student, "no entregó", "")


class MarksWriter(_Writer):
    """Escribe notas.csv: los ejercicios, y una fila más si no se pudo calificar."""

    columns = COLUMNS

    def _write(self, student, state, why):
        if state != "calificada":
            who = cell(student.student), cell(student.name)
            row = (*who, "", "", "", state, "", "", cell(why), "", "")
            self._writer.writerow(row)
        for item in student.exercises:
            self._writer.writerow(_row(student, item))


class TotalsWriter(_Writer):
    """Escribe totales.csv: una fila por persona."""

    columns = TOTALS

    def _write(self, student, state, why):
        marked = bool(student.exercises)
        # Unos puntos puestos a mano a quien no entregó no son una parte de la lección.
        whole = student.possible if state == "calificada" else 0
        lesson = student.lesson or (student.exercises[0].exercise[:2] if marked else "")
        row = (
            cell(student.student),
            cell(student.name),
            cell(f"Lección {lesson}" if lesson else ""),
            _comma(student.points) if marked else "",
            _comma(student.possible) if marked else "",
            _comma(100 * student.points / whole) if whole else "",
            state,
            student.solved if marked else "",
            "" if state == "no entregó" else f"estudiantes/{student.page}.html",
        )
        self._writer.writerow(row)


def _comma(value):
    return number(value, comma=True)


def _row(student, item):
    title = f"{item.exercise} · {item.title}" if item.title else item.exercise
    before = adjusted = ""
    if item.adjusted is not None:
        before = _comma(item.graded_points)
        adjusted = f"a mano. {item.adjusted.reason}".strip()
    return (
        cell(student.student),
        cell(student.name),
        cell(title),
        _comma(item.points),
        _comma(0 if item.optional else item.possible),
        STATES[item.state][1],
        cell(item.diagnosis or ""),
        cell(item.section),
        cell(item.message),
        before,
        cell(adjusted),
    )
