"""El calificador contra nbgrader: los mismos archivos, por turnos, en una corrida.

De lo nuestro se cuenta la orden entera, con informe y todo; de nbgrader, `autograde`.
"""

import csv
import shutil
from pathlib import Path

from benchmarks.grading_peer import submit
from benchmarks.grading_runs import SEED, grade, people, progress
from benchmarks.rounds import summary, turns
from course_lib.errors import CourseError
from course_lib.grading.collect import collect
from course_lib.grading.synthetic import write_class

__all__ = ["against_nbgrader", "costs"]

_WHO = {"ours": "nosotros", "nbgrader": "nbgrader"}
_ROUNDING = 0.05  # las notas se publican con dos cifras por ejercicio


def against_nbgrader(peer, work, *, lesson, size, rounds, complete):
    """Nosotros y nbgrader, por turnos, con los mismos archivos.

    En cada ronda cada uno califica la clase y, aparte, su primera cuarta parte: de la
    diferencia sale lo que cuesta una entrega más, sin el arranque.

    Returns:
        Lo medido, en un diccionario que cabe en JSON.
    """
    students = write_class(work / "clase", lesson=lesson, students=size, seed=SEED)
    course, place = work / "curso", work / "medida"
    notebook = peer.course(course, lesson, complete=complete)
    sizes = {"class": size, "part": max(1, size // 4)}
    for part, count in sizes.items():
        submit(work / part, notebook, lesson, students[:count])

    def run(who, part):
        if who == "ours":
            return grade(work / part, place, lesson)
        return peer.grade(course, work / part, lesson, place)

    for who in _WHO:  # una vuelta que no cuenta
        run(who, "part")
        shutil.rmtree(place)
    found, marks = {(who, part): [] for part in sizes for who in _WHO}, {}
    for number, (who, part) in enumerate(turns(found, rounds), start=1):
        told = f"{_WHO[who]}, {people(sizes[part])}"
        progress(f"{number} de {len(found) * rounds}: {told}")
        found[who, part].append(run(who, part))
        if part == "class" and who not in marks:
            marks[who] = our_marks(place) if who == "ours" else peer.marks(place)
        shutil.rmtree(place)
    return {
        "version": peer.version,
        "lesson": lesson,
        "sizes": sizes,
        "complete": complete,
        "cells": _cells_run(work / "class", lesson, notebook),
        "other marks": other_marks(marks["ours"], marks["nbgrader"], size),
        "seconds": {
            f"{who}, {part}": [{"wall": s.wall, "cpu": s.cpu} for s in spent]
            for (who, part), spent in found.items()
        },
        "costs": costs(found, sizes),
    }


def costs(found, sizes):
    """Por entrega: lo que gasta cada uno y su razón ronda a ronda, resumidos.

    Args:
        found: (quién, "class" o "part") → los `Spent` de sus rondas.
        sizes: "class" y "part" → cuántas entregas.

    Returns:
        Una fila por cantidad: "whole", con el arranque repartido entre la clase; "one
        more", sin él. Las de CPU faltan donde no se pudo contar.
    """
    rows = []
    for what in ("wall", "cpu"):
        taken = {key: [getattr(s, what) for s in each] for key, each in found.items()}
        if None in sum(taken.values(), []):
            continue
        whole, more = {}, {}
        for who in _WHO:
            pairs = zip(taken[who, "class"], taken[who, "part"], strict=True)
            added = sizes["class"] - sizes["part"]
            more[who] = [(large - small) / added for large, small in pairs]
            whole[who] = [t / sizes["class"] for t in taken[who, "class"]]
        for part, each in (("whole", whole), ("one more", more)):
            pairs = zip(each["ours"], each["nbgrader"], strict=True)
            ratio = summary([ours / theirs for ours, theirs in pairs])
            medians = {who: summary(each[who]) for who in _WHO}
            rows.append({"what": what, "part": part, "ratio": ratio, **medians})
    return rows


def our_marks(folder):
    """Las notas del informe: estudiante → puntos."""
    marks = {}
    path = Path(folder) / "notas.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            points = float(row["puntos"].replace(",", ".") or 0)
            marks[row["estudiante"]] = marks.get(row["estudiante"], 0) + points
    return marks


def other_marks(ours, theirs, size):
    """A quiénes cada uno les da otra nota: estudiante → (la nuestra, la suya).

    Los casos sorteados no son los mismos: un error que solo se nota en algunos puede
    valer puntos distintos.

    Raises:
        CourseError: si alguno no calificó a toda la clase; no se mide otra cosa.
    """
    for who, marks in (("El calificador", ours), ("nbgrader", theirs)):
        if len(marks) != size:
            raise CourseError(f"{who} calificó {len(marks)} entregas de {size}")
    if set(ours) != set(theirs):
        raise CourseError("El calificador y nbgrader no calificaron a las mismas")
    pairs = {student: (ours[student], theirs[student]) for student in ours}
    return {s: pair for s, pair in pairs.items() if abs(pair[0] - pair[1]) > _ROUNDING}


def _cells_run(entries, lesson, notebook):
    """Cuántas celdas corre cada uno en una entrega, en promedio."""
    works = [submission.work for submission in collect(entries, lesson=lesson)]
    ours = sum(len(work.cells) for work in works) / len(works)
    code = [cell for cell in notebook[1]["cells"] if cell["cell_type"] == "code"]
    return {"ours": ours, "nbgrader": len(code)}
