"""El informe de una clase: notas.csv, totales.csv, informe.html y una página por
persona.

Todo lo que escribieron otros se muestra y no hace nada: ni HTML, ni fórmulas, ni
nombres de archivo. Las entregas se leen una por una y la memoria no crece con ellas.

Para leerlo: `shapes` y `views` (de una entrega a lo que se muestra), `class_` (la
clase, sumada), `context` y `alike` (lo que muestra su página), `text` (las puertas de
salida), `student`, `html` y `csv` (lo que se escribe).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from course_lib.grading.model import StudentResult
from course_lib.grading.report.class_ import ClassSummary
from course_lib.grading.report.context import class_context
from course_lib.grading.report.csv import MarksWriter, TotalsWriter
from course_lib.grading.report.files import (
    explained,
    remove_stale,
    whole_file,
    write_page,
)
from course_lib.grading.report.html import class_page, figure
from course_lib.grading.report.student import student_html, student_markdown
from course_lib.grading.report.text import clean, sort_key
from course_lib.grading.report.views import view, wanted

__all__ = ["Written", "write_report"]

PAGES = "estudiantes"


@dataclass(frozen=True)
class Written:
    """Lo que se escribió: dónde, y cuántas personas de cada clase.

    `unused` son los ajustes de alguien que no entregó ni está en la lista.
    """

    report: Path
    marks: Path
    totals: Path
    pages: Path
    graded: int
    ungraded: int
    missing: int
    unused: tuple = ()


def write_report(
    results,
    folder,
    *,
    roster=None,
    adjustments=(),
    isolated=True,
    seed=None,
    similar=None,
    when=None,
):
    """Escribe el informe de una clase.

    Args:
        results: los `StudentResult`, de cualquier iterable; se recorre una vez.
        folder: la carpeta; se crea si falta, y lo de una corrida anterior se reemplaza.
        roster: la lista de la clase: {identificador: nombre}, o pares, u objetos con
            `.student` y `.name`; None si no hay.
        adjustments: los `Adjustment` puestos a mano: reemplazan lo calificado.
        isolated: si el código corrió aislado; si no, el informe lo advierte.
        seed: la semilla con que se sortearon los casos.
        similar: los parecidos para mirar, un `similarity.Alike`, o None.
        when: la fecha que se muestra, ya escrita; si falta, ninguna.

    Returns:
        Un `Written`.

    Raises:
        CourseError: si no se puede escribir, o falta Jinja2.
    """
    folder = Path(folder)
    pages, report = folder / PAGES, folder / "informe.html"
    marks, totals = folder / "notas.csv", folder / "totales.csv"
    pending, names = wanted(adjustments), _roster(roster)
    summary = ClassSummary()
    with explained(folder):
        pages.mkdir(parents=True, exist_ok=True)
        with whole_file(marks) as some, whole_file(totals) as others:
            sheets = MarksWriter(some), TotalsWriter(others)
            seen, used = _write_students(results, pages, pending, sheets, summary)
            missing = _write_missing(names, seen, pending, sheets, summary)
        remove_stale(pages, used)
        page = _class_page(summary, missing, names, pending, similar)
        page |= {"isolated": isolated, "seed": seed, "when": when}
        with whole_file(report) as stream:
            stream.writelines(class_page(**page))
    unused = tuple(one for each in pending.values() for one in each.values())
    ungraded = len(summary.ungraded)
    graded = len(used) - ungraded
    return Written(report, marks, totals, pages, graded, ungraded, len(missing), unused)


def _write_students(results, pages, pending, sheets, summary):
    """Una página y sus filas por persona; devuelve quiénes son y sus páginas."""
    seen, used = set(), set()
    for result in results:
        student = view(result, pending.pop(result.student, None))
        student = _unique(student, used)
        seen.add(result.student)
        write_page(pages / f"{student.page}.html", student_html(student))
        write_page(pages / f"{student.page}.md", student_markdown(student))
        for sheet in sheets:
            sheet.student(student)
        summary.add(student, result.functions)
    return seen, used


def _unique(student, used):
    """Si dos entregas dicen ser de la misma persona, cada una tiene su página."""
    page, count = student.page, 1
    while page in used:
        count += 1
        page = f"{student.page}-{count}"
    used.add(page)
    return student if page == student.page else replace(student, page=page)


def _write_missing(names, seen, pending, sheets, summary):
    """Las filas de quienes están en la lista y no entregaron, por nombre."""
    missing = [s for s in names or () if s not in seen]
    missing.sort(key=lambda s: (sort_key(names[s]), s))
    for student in missing:
        absent = StudentResult(student, names[student], "", None, "")
        shown = view(absent, pending.pop(student, None))
        for sheet in sheets:
            sheet.missing(shown)
        summary.adjusted += [(shown.name, "", item) for item in shown.exercises]
    return [clean(names[student]) or clean(student) for student in missing]


def _roster(roster):
    """La lista como {identificador: nombre}, o None."""
    if roster is None:
        return None
    if isinstance(roster, Mapping):
        pairs: Iterable = roster.items()
    else:
        pairs = (
            item if isinstance(item, (tuple, list)) else (item.student, item.name)
            for item in roster
        )
    found = {}
    for student, name in pairs:
        name = getattr(name, "name", name)
        found[str(student)] = str(name or student)
    return found


def _class_page(summary, missing, names, pending, similar):
    strangers = []
    if names is not None:
        everyone = [*summary.by_name(), *summary.ungraded]
        found = {p.page: p for p in everyone if p.student not in names}
        strangers = sorted(found.values(), key=lambda p: sort_key(p.name))
    unused = [one for each in pending.values() for one in each.values()]
    return class_context(summary, missing, strangers, unused, similar, figure)
