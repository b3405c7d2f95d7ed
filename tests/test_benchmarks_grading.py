"""El banco del calificador: cuenta a todos los procesos y compara lo comparable."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import grading, grading_against, grading_peer, grading_runs
from benchmarks.grading_meter import Spent, can_count_cpu, measure
from benchmarks.grading_report import report
from benchmarks.rounds import machine
from course_lib.errors import CourseError
from course_lib.grading.collect import collect
from course_lib.grading.nbgrader import assignment
from course_lib.grading.sandbox import missing_isolation
from course_lib.grading.synthetic import write_class

ROOT = Path(__file__).resolve().parents[1]
needs_group = pytest.mark.skipif(
    not can_count_cpu(), reason="aquí no se puede crear un grupo de control"
)

# Como la caja: nadie espera a los hijos, y uno sobrevive a quien lo tuvo.
UNSEEN = """
import os, resource, signal, time

def burn():
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for late in (0, 0.3):
    if os.fork() == 0:
        time.sleep(late)
        burn()
        os._exit(0)
time.sleep(0.2)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
assert usage.ru_utime + usage.ru_stime == 0, "esto ya lo ve cualquiera"
"""


# El medidor ---------------------------------------------------------------------------


@needs_group
def test_the_cpu_of_processes_nobody_waits_for_is_counted():
    spent = measure([sys.executable, "-S", "-c", UNSEEN], cwd=ROOT)
    assert 0.6 <= spent.cpu < 3


@pytest.mark.lento
@needs_group
@pytest.mark.skipif(bool(missing_isolation()), reason="; ".join(missing_isolation()))
def test_the_cpu_burned_inside_the_sandbox_is_counted(tmp_path):
    seen = grading_runs.check_meter(tmp_path, "04")
    assert seen >= grading_runs.SEEN * grading_runs.BURN


@pytest.mark.skipif(sys.platform != "linux", reason="la memoria se lee en /proc")
def test_the_largest_memory_is_seen_after_it_is_freed():
    code = "import time; x = bytearray(10**8); time.sleep(.2); del x; time.sleep(.2)"
    spent = measure([sys.executable, "-c", code], cwd=ROOT, memory=True)
    assert 100 <= spent.peaks["principal"] < 150


def test_a_command_that_fails_says_what_it_said():
    with pytest.raises(CourseError, match="código 3(.|\n)*se acabó"):
        measure(
            [sys.executable, "-c", "print('se acabó'); raise SystemExit(3)"], cwd=ROOT
        )


# Contra nbgrader ----------------------------------------------------------------------


def test_both_get_the_answers_of_the_class(tmp_path):
    students = write_class(tmp_path / "clase", lesson="04", students=3, seed=1)
    (path,) = (ROOT / "lessons").glob("04_*.ipynb")
    given = assignment(json.loads(path.read_text("utf-8")), only_exercises=True)
    grading_peer.submit(tmp_path / "suyas", (path.name, given), "04", students)
    ours, theirs = (
        {s.student: s.work.functions for s in collect(tmp_path / name)}
        for name in ("clase", "suyas")
    )
    assert ours == theirs and len(ours) == 3


def test_costs_are_by_submission_with_and_without_the_start():
    def rounds(*walls, cpu=True):
        return [Spent(w, 2 * w if cpu else None) for w in walls]

    found = {
        ("ours", "class"): rounds(6.0, 6.0),
        ("nbgrader", "class"): rounds(60.0, 120.0),
        ("ours", "part"): rounds(3.0, 3.0),
        ("nbgrader", "part"): rounds(15.0, 30.0),
    }
    sizes = {"class": 4, "part": 1}
    rows = {(r["what"], r["part"]): r for r in grading_against.costs(found, sizes)}
    assert len(rows) == 4
    assert rows["wall", "whole"]["ours"]["median"] == 1.5
    assert rows["wall", "whole"]["ratio"]["median"] == pytest.approx(0.075)
    assert rows["cpu", "one more"]["ours"]["median"] == 2.0
    assert rows["cpu", "one more"]["nbgrader"]["high"] == pytest.approx(52.5)
    blind = {key: rounds(*(s.wall for s in e), cpu=False) for key, e in found.items()}
    told = {row["what"] for row in grading_against.costs(blind, sizes)}
    assert told == {"wall"}


def test_who_does_not_grade_everybody_is_not_compared():
    ours = {"ana": 1.0, "beto": 2.0}
    theirs = {"ana": 1.01, "beto": 1.5}
    assert grading_against.other_marks(ours, theirs, 2) == {"beto": (2.0, 1.5)}
    with pytest.raises(CourseError, match="nbgrader calificó 1 entregas de 2"):
        grading_against.other_marks(ours, {"ana": 1.0}, 2)
    with pytest.raises(CourseError, match="no calificaron a las mismas"):
        grading_against.other_marks(ours, {"ana": 1.0, "zoe": 2.0}, 2)


def test_an_environment_without_nbgrader_is_refused(tmp_path):
    for place in (tmp_path, tmp_path / "no está"):
        with pytest.raises(CourseError, match="no hay un nbgrader que funcione"):
            grading_peer.find(place)


def test_without_network_it_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(grading_peer, "HOME", tmp_path / "nbgrader")
    monkeypatch.setattr(grading_peer, "VERSION", "0")  # esa no existe
    monkeypatch.setattr(grading_peer, "_STEPS", (["-c", "raise SystemExit('red')"],))
    with pytest.raises(CourseError, match="No se pudo instalar(.|\n)*--nbgrader"):
        grading_peer.find()


# Lo que se lee ------------------------------------------------------------------------


def one(value):
    return {"median": value, "low": value, "high": value}


def a_record(ratio=0.05, wall=100.0, megabytes=150.0, slope=1.0, load=0.1):
    costs = [
        {"what": what, "part": part, "ratio": one(ratio)}
        | {"ours": one(0.02), "nbgrader": one(0.02 / ratio)}
        for what in ("wall", "cpu")
        for part in ("whole", "one more")
    ]
    versus = {"version": "0.9.6", "lesson": "04", "costs": costs, "complete": False}
    versus |= {"sizes": {"class": 40, "part": 10}, "cells": dict(ours=18, nbgrader=52)}
    versus["other marks"] = {"Ana": (2.0, 1.5)}
    row = {"kind": "procesos", "workers": 2, "wall": one(wall), "cpu": None}
    row["rate"] = one(1000 / wall)
    peaks = {"principal": megabytes, "trabajador": 60.0}
    again = {"wall": 3.0, "peaks": {"principal": 90.0}}
    grown = {"size": 1000, "wall": wall, "peaks": peaks, "again": again}
    return {
        "machine": machine(1),
        "load": load,
        "nbgrader": versus,
        "rhythm": {"size": 1000, "dask": False, "rows": [row]},
        "memory": {"processes": 2, "rows": [grown], "slope": slope},
    }


def test_the_report_says_what_was_reached():
    text = "\n".join(report(a_record()))
    assert text.count("≤ 1/15 sí") == 4 and "1/20.0" in text
    assert "≤ 120 s para 1000 sí" in text and "≤ 200 MB sí" in text
    assert "≤ 1 sí" in text and "ocupada" not in text
    assert "39 de 40" in text and "Ana: nosotros 2.00, nbgrader 1.50" in text
    assert "falta el paquete «distributed»" in text


def test_the_report_says_what_was_not_reached():
    bad = a_record(ratio=0.08, wall=121.0, megabytes=201.0, slope=1.3, load=2.0)
    text = "\n".join(report(bad))
    assert text.count("≤ 1/15 no") == 4 and "≤ 120 s para 1000 no" in text
    assert "≤ 200 MB no" in text and "≤ 1 no" in text and "ocupada" in text


def test_the_slope_is_that_of_the_largest_classes():
    sizes = (10, 1000, 5000)
    assert grading_runs.slope(sizes, [9, 1000, 5000]) == pytest.approx(1)
    assert grading_runs.slope(sizes, [9, 1, 25]) == pytest.approx(2)
    assert grading_runs.slope((10,), [9]) is None


def test_options_are_in_spanish(capsys):
    options = grading._parser().parse_args(["--tamanos", "30,4", "--rondas", "2"])
    assert options.tamanos == (4, 30) and options.medida == "todas"
    with pytest.raises(SystemExit):
        grading.main(["--rondas", "1"])
    assert "un entero desde 2" in capsys.readouterr().err
