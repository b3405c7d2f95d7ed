"""La corrida entera: sigue donde quedó, no repite nada y dice cómo terminó."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from fake_sandbox import FakeSandbox, code_of, submission, work_of

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.exercises import get_exercise
from course_lib.grading import publish, version
from course_lib.grading.run import DONE, PARTLY, WRONG_USE, run
from course_lib.grading.store import Results, open_store
from course_lib.grading.verify import verify
from course_lib.grading.version import declarations_version

EXERCISES = ("04.1", "04.2", "04.3")


def entries(count, changed=()):
    """Entregas de una clase: unas bien, otras con un error declarado."""
    for i in range(count):
        codes = {}
        for place, exercise_id in enumerate(EXERCISES):
            exercise = get_exercise(exercise_id)
            wrong = exercise.mistakes[(i + place) % 5].function
            function = wrong if (i + place) % 3 == 0 else exercise.solution
            codes[exercise_id] = code_of(function, exercise.name)
        who = f"persona {i:03}"
        answers = {"who": who, "again": "sí"} if i in changed else {"who": who}
        yield submission(work_of(codes, answers=answers), who)


def collector(*found):
    """Un `collect` que da esas entregas."""
    return lambda source, **options: iter(list(found))


@dataclass
class Unwritten:
    """Un informe que no se escribe: dibujarlo tarda más que calificar."""

    report: str = "informe.html"
    unused: tuple = ()


@pytest.fixture
def class_of(tmp_path, monkeypatch):
    """Corre unas entregas y devuelve (código, lo que quedó guardado)."""
    monkeypatch.setattr(publish, "publish", lambda *_, **__: Unwritten())
    return runner(tmp_path)


@pytest.fixture
def reported(tmp_path):
    """Como `class_of`, con el informe."""
    return runner(tmp_path)


def runner(tmp_path):
    source, folder = tmp_path / "entregas", tmp_path / "informe"
    source.mkdir()

    def grade(*found, log=None, seed=5, **options):
        factory = partial(FakeSandbox, 0.0, log)
        options = {"processes": 1, "factory": factory} | options
        code = run(source, folder, collect=collector(*found), seed=seed, **options)
        return code, stored(folder)

    grade.folder, grade.source = folder, source
    return grade


def stored(folder):
    """Las notas guardadas, sin lo que cambia de una corrida a otra."""
    path = Path(folder) / "calificaciones.sqlite"
    if not path.exists():
        return {}
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = base.execute(
            "SELECT student, exercise, points, diagnosis, status, message FROM grade "
            "ORDER BY student, place"
        ).fetchall()
    found = {}
    for student, *rest in rows:
        found.setdefault(student, []).append(tuple(rest))
    return found


def times(log):
    """Cuántas veces se calificó a cada quien."""
    counts = {}
    for line in Path(log).read_text().splitlines() if Path(log).exists() else ():
        who = line.split(" ", 1)[1]
        counts[who] = counts.get(who, 0) + 1
    return counts


def test_a_class_is_graded_and_reported(reported, capsys):
    code, marks = reported(*entries(4))
    assert code == DONE
    assert len(marks) == 4
    assert {len(rows) for rows in marks.values()} == {12}
    assert (reported.folder / "informe.html").exists()
    assert (reported.folder / "notas.csv").exists()
    said = capsys.readouterr().out
    assert "4 entregas calificadas." in said and "Semilla de la tarea: 5" in said


def test_only_what_changed_is_graded_again(class_of, tmp_path, capsys):
    log = tmp_path / "log"
    _, before = class_of(*entries(4), log=log)
    _, after = class_of(*entries(4, changed=[2]), log=log)
    assert before == after
    assert times(log) == {f"persona {i:03}": 1 + (i == 2) for i in range(4)}
    assert "3 sin cambios" in capsys.readouterr().out
    class_of(*entries(4, changed=[2]), log=log, restart=True)
    assert times(log) == {f"persona {i:03}": 2 + (i == 2) for i in range(4)}


def test_another_version_of_the_declarations_grades_again(class_of, tmp_path):
    log = tmp_path / "log"
    class_of(*entries(2), log=log)
    path = class_of.folder / "calificaciones.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("UPDATE submission SET version = 'otra'")
    class_of(*entries(2), log=log)
    assert set(times(log).values()) == {2}


def test_the_version_is_of_one_lesson(tmp_path, monkeypatch):
    for name in ("lesson_04.py", "_lesson_03_cases.py", "model.py"):
        (tmp_path / "exercises").mkdir(exist_ok=True)
        (tmp_path / "exercises" / name).write_text("x = 1\n")
    monkeypatch.setattr(version, "_LIBRARY", tmp_path)
    fresh = version.declarations_version.__wrapped__
    before = fresh("04"), fresh("03")
    (tmp_path / "exercises" / "lesson_04.py").write_bytes(b"x = 1\r\n")
    assert (fresh("04"), fresh("03")) == before
    (tmp_path / "exercises" / "lesson_04.py").write_text("x = 2\n")
    assert fresh("04") != before[0] and fresh("03") == before[1]
    (tmp_path / "exercises" / "model.py").write_text("x = 2\n")
    assert fresh("03") != before[1]
    assert len(declarations_version("04")) == 16


def test_the_version_covers_what_decides_a_mark():
    """Lo que se carga para encontrar, correr y juzgar respuestas está en la versión."""
    code = (
        "import sys, course_lib.grading.extract, course_lib.grading.judge\n"
        "from course_lib.exercises import all_exercises, all_questions\n"
        "all_exercises(), all_questions()\n"
        "found = [m.__file__ for n, m in sys.modules.items() if 'course_lib' in n]\n"
        "print(*found, sep='\\n')"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = {Path(p).relative_to(version._LIBRARY) for p in said.stdout.splitlines()}
    parts = {Path(part) for part in version._DECIDES}
    only_show = {"__init__.py", "grading/__init__.py", "grading/model.py", "tables.py"}
    missing = {
        path.as_posix()
        for path in loaded
        if path not in parts and parts.isdisjoint(path.parents)
    }
    assert missing == only_show


def test_the_latest_counts_and_a_broken_one_says_so(class_of):
    good = list(entries(2))
    broken = submission(None, "persona 001", digest="b", problem="No es un cuaderno.")
    assert class_of(*good)[0] == DONE
    code, _ = class_of(good[0], broken)
    assert code == PARTLY
    with open_store(class_of.folder) as store:
        assert store.result("persona 001", None).problem == "No es un cuaderno."


def test_who_is_no_longer_there_is_kept_but_not_reported(reported, capsys):
    first, second = entries(2)
    reported(first, second)
    code, marks = reported(first)
    assert code == DONE and len(marks) == 2
    assert "1 entrega de antes ya no está" in capsys.readouterr().out
    assert "persona 001" not in (reported.folder / "notas.csv").read_text("utf-8-sig")


def test_adjustments_are_kept_and_shown(reported, tmp_path, capsys):
    given = tmp_path / "a.csv"
    given.write_text("student,exercise,points,reason\npersona 000,04.1,0.75,Lo explicó")
    reported(*entries(2), adjustments=given)
    reported(*entries(2, changed=[0]))
    marks = (reported.folder / "notas.csv").read_text("utf-8-sig")
    (row,) = [line for line in marks.splitlines() if "Lo explicó" in line]
    assert "persona 000" in row and "0,75" in row
    given.write_text("student,exercise,points,reason\nnadie,04.1,1,x")
    reported(*entries(2), adjustments=given)
    assert "«nadie»" in capsys.readouterr().err


def test_the_adjustments_beside_the_report_are_read(class_of):
    class_of(*entries(1))
    text = "student;exercise;points;reason\npersona 000;04.2;2;Oral"
    (class_of.folder / "ajustes.csv").write_text(text)
    class_of(*entries(1))
    with open_store(class_of.folder) as store:
        assert [tuple(item) for item in store.adjustments()] == [
            ("persona 000", "04.2", 2.0, "Oral")
        ]


def test_two_processes_give_the_same_marks(class_of, tmp_path):
    log = tmp_path / "log"
    _, one = class_of(*entries(6))
    _, two = class_of(*entries(6), processes=2, restart=True, log=log)
    assert one == two
    pids = {line.split()[0] for line in log.read_text().splitlines()}
    assert len(pids) == 2 and str(os.getpid()) not in pids


def test_a_worker_that_dies_costs_a_retry_and_nobody_else(class_of, tmp_path):
    log = tmp_path / "log"
    fatal = submission(
        work_of({"04.1": "# muere siempre"}, answers={"who": "fatal"}), "fatal"
    )
    first, second = entries(2)
    code, marks = class_of(first, fatal, second, log=log)
    assert code == PARTLY
    assert set(marks) == {"persona 000", "persona 001"}
    assert times(log)["fatal"] == 2
    with open_store(class_of.folder) as store:
        assert "2 intentos" in store.result("fatal", "04").problem


def test_a_judge_that_fails_costs_a_retry_and_nobody_else(class_of, tmp_path):
    log = tmp_path / "log"
    code = "def one_hot():\n    return 1\n1 / 0"
    bad_work = work_of({"04.1": code}, answers={"who": "bad"})
    bad = submission(bad_work, "bad")
    code, marks = class_of(bad, *entries(1), log=log)
    assert code == PARTLY and set(marks) == {"persona 000"}
    with open_store(class_of.folder) as store:
        assert "ZeroDivisionError" in store.result("bad", "04").problem


def refuses():
    raise CourseError("Aquí no se puede aislar nada")


def test_a_sandbox_that_cannot_start_is_a_sentence(class_of, capsys):
    code, marks = class_of(*entries(1), factory=refuses)
    assert code == PARTLY and marks == {}
    assert "Aquí no se puede aislar nada." in capsys.readouterr().err


def test_entries_are_asked_for_one_by_one(class_of):
    asked = []

    def lazy(source, **options):
        for entry in entries(8):
            done = len(stored(class_of.folder))
            asked.append((int(entry.student[-3:]), done))
            yield entry

    run(
        class_of.source,
        class_of.folder,
        collect=lazy,
        seed=5,
        processes=1,
        factory=FakeSandbox,
    )
    assert all(number - done <= 2 for number, done in asked)


def test_a_full_disk_stops_with_a_sentence_and_the_same_order_goes_on(
    class_of, monkeypatch, capsys
):
    from course_lib.grading.store import Store

    save, saved = Store.save, []

    def full(self, result, *rest):
        if len(saved) == 2:
            (pages,) = self.connection.execute("PRAGMA page_count").fetchone()
            self.connection.execute(f"PRAGMA max_page_count = {pages}")
            result = type(result)(**vars(result) | {"functions": {"x": "y" * 10**6}})
        save(self, result, *rest)
        saved.append(result)

    monkeypatch.setattr(Store, "save", full)
    code, marks = class_of(*entries(4))
    assert code == PARTLY and len(marks) == 2
    assert "El disco se llenó" in capsys.readouterr().err
    monkeypatch.undo()
    code, marks = class_of(*entries(4))
    assert code == DONE and len(marks) == 4


# La orden -----------------------------------------------------------------------------


def ordered(*words):
    return cli.main(["calificar", *map(str, words)])


@pytest.mark.parametrize(
    "words, sentence",
    [
        ([], "Falta decir dónde están las entregas"),
        (["x"], "Falta decir dónde va el informe"),
        (["{tmp}/nada", "--salida", "{tmp}/i"], "No existe"),
        (["{tmp}", "--salida", "{tmp}"], "no pueden estar en la misma carpeta"),
        (["{tmp}/vacia", "--salida", "{tmp}/i"], "no hay ninguna entrega"),
        (["{tmp}/e", "--salida", "{tmp}/otra"], "ya tiene otras cosas"),
        (["{tmp}/e", "--salida", "{tmp}/i", "--lista", "{tmp}/no"], "No se pudo leer"),
        (["{tmp}/e", "--salida", "{tmp}/i", "--ajustes", "{tmp}/no"], "--ajustes"),
        (["{tmp}/e", "--salida", "{tmp}/i", "--leccion", "77"], "«77»"),
    ],
)
def test_a_wrong_use_is_a_sentence_and_a_2(tmp_path, capsys, words, sentence):
    for name in ("vacia", "e", "otra"):
        (tmp_path / name).mkdir()
    (tmp_path / "e" / "ana.ipynb").write_text("{}")
    (tmp_path / "otra" / "tesis.txt").write_text("x")
    words = [word.format(tmp=tmp_path) for word in words]
    code = ordered(*words, *(["--sin-aislamiento"] if words else []))
    assert code == WRONG_USE
    said = capsys.readouterr().err
    assert sentence in said and "Traceback" not in said
    assert not (tmp_path / "i").exists()


@pytest.mark.parametrize("word", ["--procesos=0", "--semilla=-1", "--semilla=x", "--n"])
def test_a_bad_option_is_a_2(word):
    with pytest.raises(SystemExit) as stop:
        ordered("x", word)
    assert stop.value.code == 2


def test_a_seed_that_is_not_the_stored_one_is_a_2(class_of, capsys):
    class_of(*entries(1), seed=5)
    assert class_of(*entries(1), seed=6)[0] == WRONG_USE
    assert "--semilla 5" in capsys.readouterr().err


def test_without_isolation_it_refuses_and_says_how(tmp_path, monkeypatch, capsys):
    from course_lib.grading import sandbox

    monkeypatch.setattr(sandbox, "missing_isolation", lambda: ["Falta Landlock."])
    assert ordered(tmp_path, "--salida", tmp_path / "i") == WRONG_USE
    said = capsys.readouterr().err
    assert "Falta Landlock." in said and "--sin-aislamiento" in said
    assert not (tmp_path / "i").exists()
    assert ordered("--verificar") == WRONG_USE


# Verificar ----------------------------------------------------------------------------


@pytest.mark.lento
def test_the_course_verifies_itself(capsys):
    assert ordered("--verificar", "--semilla", 3) == DONE
    said = capsys.readouterr().out
    assert "04  soluciones: 25 de 25; sin tocar: 0 de 25" in said


def test_verifying_sees_a_wrong_solution_and_a_solved_lesson(tmp_path, capsys):
    root = Path(cli.ROOT)
    name = "04_perceptron_multicapa.ipynb"
    for folder in ("lessons", "solutions"):
        (tmp_path / folder).mkdir()
    solved = (root / "solutions" / name).read_text("utf-8")
    (tmp_path / "lessons" / name).write_text(solved, "utf-8")
    blank = (root / "lessons" / name).read_text("utf-8")
    (tmp_path / "solutions" / name).write_text(blank, "utf-8")
    assert verify(FakeSandbox, root=tmp_path, seed=1) == PARTLY
    said = capsys.readouterr().out
    assert "solutions/ 04.6: 0 de 5 (blank)" in said
    assert "lessons/ 04.6: 5 puntos sin escribir nada." in said
    assert verify(FakeSandbox, root=tmp_path, lesson="03") == WRONG_USE


# Morir a mitad de camino --------------------------------------------------------------

_PROGRAM = """
import signal, sys
from functools import partial
sys.path[:0] = {path}
from fake_sandbox import FakeSandbox
from test_run import entries
from course_lib.grading.run import run
if __name__ == "__main__":
    # En segundo plano, la consola deja Ctrl-C ignorado, y eso se hereda.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(run({source!r}, {folder!r}, seed=5, processes=2,
                 collect=lambda source, **options: entries({count}),
                 factory=partial(FakeSandbox, {seconds}, {log!r})))
"""


def program(tmp_path, folder, count, seconds):
    """Un programa que califica una clase lenta, y su diario."""
    path, log = tmp_path / "programa.py", tmp_path / f"{folder}.log"
    (tmp_path / "entregas").mkdir(exist_ok=True)
    here = Path(__file__).resolve()
    path.write_text(
        _PROGRAM.format(
            path=json.dumps([str(here.parent), str(here.parents[2])]),
            source=str(tmp_path / "entregas"),
            folder=str(tmp_path / folder),
            count=count,
            seconds=seconds,
            log=str(log),
        )
    )
    return [sys.executable, str(path)], log


def start(command):
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def alive(pids):
    found = set()
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            continue
        if stat.rpartition(")")[2].split()[0] != "Z":
            found.add(pid)
    return found


def wait_for_lines(log, process, count, seconds=600.0):
    """Espera a que empiecen tantas entregas más, a que el programa termine, o ese
    tiempo."""
    enough, end = sum(times(log).values()) + count, time.monotonic() + seconds
    while sum(times(log).values()) < enough and process.poll() is None:
        if time.monotonic() > end:
            return
        time.sleep(0.01)


@pytest.mark.lento
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="mira los procesos en /proc")
def test_killed_at_any_moment_it_goes_on_and_ends_the_same(tmp_path, class_of):
    count, moments = 200, 20
    _, expected = class_of(*entries(count), processes=2)
    command, log = program(tmp_path, "otra", count, 0.04)
    rng, kills, during, ready = random.Random(), 0, 0, 1.0
    while kills < moments:
        began, process = time.monotonic(), start(command)
        if kills % 2 == 0:  # a mitad de la clase, tarde lo que tarde en empezar
            # Con dos trabajadores, a la tercera ya se guardó alguna.
            wait_for_lines(log, process, rng.randint(3, 8))
            ready = time.monotonic() - began
        else:  # en cualquier momento, también antes de empezar
            # Con la máquina ocupada, que no alcance a terminar la clase.
            wait_for_lines(log, process, 6, rng.uniform(0, 1.3 * ready))
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        kills += 1
        partial_marks = stored(tmp_path / "otra")
        during += 0 < len(partial_marks) < count
        for student, rows in partial_marks.items():  # enteras, y ya las definitivas
            assert rows == expected[student]
    assert kills == moments and during >= 5
    process = start(command)
    assert process.wait(120) == DONE, process.stderr.read()
    process.stderr.close()
    assert stored(tmp_path / "otra") == expected
    repeated = sum(times(log).values()) - count
    assert repeated <= 2 * kills
    pids = {int(line.split()[0]) for line in log.read_text().splitlines()}
    end = time.monotonic() + 10
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.1)
    assert alive(pids) == set()


@pytest.mark.skipif(os.name == "nt", reason="señales de Unix")
def test_ctrl_c_ends_clean_and_goes_on(tmp_path):
    command, log = program(tmp_path, "otra", 40, 0.05)
    process = start(command)
    end = time.monotonic() + 30
    while len(times(log)) < 4 and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 130
    said = process.stderr.read().decode()
    process.stderr.close()
    assert "la misma orden sigue donde quedó" in said
    assert "Traceback" not in said
    with open_store(tmp_path / "otra") as store:
        done = store.keys()
        assert 0 < len(done) < 40
        assert len(list(Results(store, done))) == len(done)
