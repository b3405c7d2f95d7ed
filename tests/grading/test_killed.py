"""Matar la orden de verdad, en cualquier momento, y repetirla: las mismas notas.

Es la orden `curso.py calificar`, con la caja, sobre una clase inventada con entregas
hostiles. Se mata con SIGKILL al programa, a todo su grupo o a un trabajador solo.

Más momentos, y con una semilla dada:

    MOMENTOS=24 SEMILLA=7 .venv/bin/python -m pytest tests/grading/test_killed.py -s
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from caja import answer, isolated_only

from course_lib.grading.sandbox.folders import OwnFolder, sweep
from course_lib.grading.synthetic import write_class

ROOT = Path(__file__).resolve().parents[2]
HONEST = 18
HOSTILE = {
    "Bucle Infinito": "def one_hot(y, n_classes):\n    while True: pass",
    "Caída Total": "import ctypes\ndef one_hot(y, n_classes):\n    ctypes.string_at(0)",
    "Salida Brusca": "import os\ndef one_hot(y, n_classes):\n    os._exit(0)",
    "Memoria Enorme": "def one_hot(y, n_classes):\n    return np.ones(20 << 27)",
    "Canal Falso": "import os\ndef one_hot(y, n_classes):\n"
    "    for fd in range(3, 24):\n        try: os.write(fd, b'x' * 9000)\n"
    "        except OSError: pass",
    "Prueba Caída": "import os\ndef squared_distance_looks_right(function):\n"
    "    os._exit(0)",
}


def write_hostile(folder):
    """Una entrega por ataque, cada una con otra respuesta correcta."""
    for name, code in HOSTILE.items():
        sources = ["import numpy as np", answer("04.2"), code, answer("04.7")]
        cells = [
            {"cell_type": "code", "source": text, "metadata": {}, "outputs": []}
            for text in sources
        ]
        notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": cells}
        notebook["metadata"] = {"curso": {"leccion": "04"}}
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")


class Course:
    """La orden, con su carpeta temporal propia, sobre una clase."""

    def __init__(self, folder):
        self.folder, self.entries = folder, folder / "entregas"
        self.temporary, self.seen = folder / "tmp", {}
        self.temporary.mkdir()
        write_class(self.entries, lesson="04", students=HONEST, seed=6)
        write_hostile(self.entries)

    def start(self, output):
        words = ["calificar", self.entries, "--salida", output, "--procesos", "2"]
        return subprocess.Popen(
            [sys.executable, ROOT / "curso.py", *words, "--semilla", "5"],
            cwd=self.folder,
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self, process):
        """Espera a que termine; exige que todo se haya calificado."""
        said = process.communicate(timeout=180)[1].decode("utf-8", "replace")
        assert process.returncode == 0, said

    def note_processes(self, process):
        """Anota los procesos de esa corrida, para saber después si murieron."""
        found = family(process.pid)
        self.seen |= found
        return found

    def alive(self):
        now = all_processes()
        return {
            pid for pid, born in self.seen.items() if now.get(pid, (0, 0))[1] == born
        }

    def temporaries(self):
        return sorted(entry.name for entry in self.temporary.iterdir())


def all_processes():
    """{proceso vivo: (su padre, cuándo nació)}."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                found[int(entry.name)] = int(fields[1]), int(fields[19])
    return found


def family(pid):
    """Un proceso y sus descendientes: {proceso: cuándo nació}."""
    everyone = all_processes()
    found, pending = {}, {pid} & everyone.keys()
    while pending:
        found |= {one: everyone[one][1] for one in pending}
        pending = {p for p, (parent, _) in everyone.items() if parent in pending}
    return found


def marks(output):
    """Todo lo que se guardó y se escribió: las notas de la base y `notas.csv`."""
    with sqlite3.connect(output / "calificaciones.sqlite") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = base.execute(
            "SELECT student, exercise, points, diagnosis, status, message FROM grade "
            "ORDER BY student, place"
        ).fetchall()
        problems = base.execute(
            "SELECT student, lesson, problem FROM submission ORDER BY student"
        ).fetchall()
    return rows, problems, (output / "notas.csv").read_bytes()


def workers(pid):
    """Los procesos que califican, hijos del programa."""
    found = []
    for one in family(pid).keys() - {pid}:
        try:
            line = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in line:
            found.append(one)
    return found


def kill(course, process, how, rng):
    """Mata, de esa manera, lo que haya que matar; si ya terminó, no hace nada."""
    course.note_processes(process)
    if process.poll() is not None:
        return False
    if how == "un trabajador":
        chosen = workers(process.pid)
        if not chosen:
            return False
        os.kill(rng.choice(chosen), signal.SIGKILL)
        course.note_processes(process)
        return True
    if how == "su grupo":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
    return True


HOWS = ("el programa", "su grupo", "un trabajador", "todos a la vez")


def kill_everyone(course, process):
    """A la vez, el programa y todo lo que nació de él, como al apagar la máquina."""
    for pid in course.note_processes(process):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.communicate()


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@isolated_only
@pytest.mark.lento
def test_killed_at_random_moments_it_ends_with_the_same_marks(course):
    moments = int(os.environ.get("MOMENTOS", "5"))
    seed = int(os.environ.get("SEMILLA") or random.randrange(10**6))
    rng, began = random.Random(seed), time.monotonic()
    course.finish(course.start(course.folder / "entera"))
    usual, expected = time.monotonic() - began, marks(course.folder / "entera")
    assert len({row[0] for row in expected[0]}) == HONEST + len(HOSTILE)
    kills, rounds, when = 0, 0, []
    output = course.folder / "0"
    while True:
        how = HOWS[kills % len(HOWS)]
        process = course.start(output)
        if kills < moments:
            moment = rng.uniform(0.05, 0.95) * usual
            time.sleep(moment)
            if how == "todos a la vez" and process.poll() is None:
                kill_everyone(course, process)
                killed = True
            else:
                killed = kill(course, process, how, rng)
            if killed:
                kills += 1
                when.append(f"{how}, a los {moment:.1f} s")
                if how != "un trabajador":
                    continue
        course.finish(process)
        assert marks(output) == expected, f"semilla {seed}; {when}"
        rounds += 1
        if kills >= moments:
            break
        output = course.folder / str(rounds)  # otra vez, desde el principio
    until = time.monotonic() + 20
    while course.alive() and time.monotonic() < until:
        time.sleep(0.1)
    assert course.alive() == set(), f"semilla {seed}; {when}"
    # La última corrida terminó sola, y al empezar barrió lo que dejaron las muertas. Un
    # trabajador que aún terminaba lo suyo entonces pudo morir después: otra lo barre.
    course.finish(course.start(output))
    assert course.temporaries() == []
    print(f"{kills} muertes en {rounds} corridas de {usual:.1f} s, semilla {seed}")


# --- Lo que deja una corrida muerta ---------------------------------------------------

_KEEPER = """
import sys, time
from course_lib.grading.sandbox.folders import OwnFolder
with OwnFolder("curso-caja-") as folder:
    print(folder, flush=True)
    time.sleep(60)
"""


def keeper(place):
    """Un proceso que tiene una carpeta, y la carpeta."""
    process = subprocess.Popen(
        [sys.executable, "-c", _KEEPER],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, Path(process.stdout.readline().strip())


def test_the_folder_of_a_dead_run_is_swept_and_no_other(tmp_path):
    dead, abandoned = keeper(tmp_path)
    dead.kill()
    dead.communicate()
    outside = tmp_path / "ajena"
    outside.mkdir()
    (outside / "tesis.txt").write_text("x")
    (tmp_path / "curso-caja-enlace").symlink_to(outside)
    (tmp_path / "curso-caja-sin-marca").mkdir()
    (tmp_path / "curso-otra").mkdir()
    assert abandoned.is_dir()
    alive, kept = keeper(tmp_path)  # al nacer, barre
    try:
        assert not abandoned.exists()
        sweep("curso-caja-", tmp_path)
        assert kept.is_dir()  # la de una corrida viva no se toca
        assert (outside / "tesis.txt").read_text() == "x"
        assert (tmp_path / "curso-caja-sin-marca").is_dir()  # quizá está naciendo
        assert (tmp_path / "curso-otra").is_dir()
        os.utime(tmp_path / "curso-caja-sin-marca", (0, 0))
        sweep("curso-caja-", tmp_path)
        assert not (tmp_path / "curso-caja-sin-marca").exists()
    finally:
        alive.kill()
        alive.communicate()


def test_a_folder_goes_away_with_its_block(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with OwnFolder("curso-caja-") as folder:
        (Path(folder) / "algo").write_text("x")
        sweep("curso-caja-")
        assert (Path(folder) / "algo").exists()
    assert list(tmp_path.iterdir()) == []
    shutil.rmtree(tmp_path)
