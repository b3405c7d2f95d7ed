"""El avance: se anota solo donde toca, no se pierde y nunca rompe una lección."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course_lib import progress

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Cada prueba, con su archivo y como en un proceso nuevo."""
    path = tmp_path / "datos" / "avance.json"
    monkeypatch.setenv("CURSO_AVANCE", str(path))
    monkeypatch.setattr(progress, "_pending", [])
    monkeypatch.setattr(progress, "_saved_copy", False)
    return path


def test_records_and_summarizes(place):
    assert progress.record_check("04.6", False, "falta_1_m", 0) is None
    assert progress.record_check("04.6", False, "falta_1_m", 1) is None
    assert progress.record_check("04.6", True, None, 3) is None
    assert progress.record_check("04.6", False, "signo", 0) is None
    assert progress.record_hint("04.6", 2) is None
    assert progress.record_hint("04.6", 1) is None
    assert progress.record_answer("02.c1", "b", False) is None
    assert progress.record_answer("02.c1", "a", True) is None
    assert progress.hints_opened("04.6") == 2
    assert progress.hints_opened("04.1") == 0
    summary = progress.summary()
    exercise, question = summary["ejercicios"]["04.6"], summary["preguntas"]["02.c1"]
    assert exercise["intentos"] == 4 and exercise["logrado"] is True
    assert exercise["puntos"] == 3 and exercise["errores"] == {
        "falta_1_m": 2,
        "signo": 1,
    }
    assert question["respuestas"] == ["b", "a"] and question["acertada"] is True
    assert summary["archivo"] == str(place) and summary["aviso"] is None
    text = place.read_text("utf-8")
    assert json.loads(text)["formato"] == 1 and text.count("\n") > 10


def test_only_from_the_learners_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("CURSO_AVANCE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "datos"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "datos"))
    monkeypatch.setenv("HOME", str(tmp_path))
    outside, inside = tmp_path / "lessons", tmp_path / "mis_cuadernos" / "pruebas"
    outside.mkdir()
    inside.mkdir(parents=True)
    (inside.parent / progress.MARKER).write_text("{}")
    monkeypatch.chdir(outside)
    assert not progress.should_record()
    assert progress.record_check("04.6", True) is None
    assert not progress.progress_file().exists()
    monkeypatch.chdir(inside)
    assert progress.should_record()
    assert progress.record_check("04.6", True) is None
    assert progress.progress_file().exists()
    assert tmp_path in progress.progress_file().parents


def test_folder_of_each_system(monkeypatch, tmp_path):
    home = Path("/casa")
    folder = progress._data_folder
    assert folder("linux", {}, lambda: home) == home / ".local" / "share"
    assert folder("linux", {"XDG_DATA_HOME": "rel"}, lambda: home).is_relative_to(home)
    assert folder("darwin", {}, lambda: home) == home / "Library/Application Support"
    assert folder("win32", {"LOCALAPPDATA": "L"}, lambda: home) == Path("L")
    monkeypatch.setenv("CURSO_AVANCE", str(tmp_path))
    assert progress.progress_file() == tmp_path / "avance.json"


def test_broken_file_is_set_aside(place):
    broken = ['{"formato": 1, "ejerc', "[]", '{"formato": 99}', '{"formato":1,"x":1}']
    broken[3] = '{"formato": 1, "ejercicios": {"04.1": 3}}'
    place.parent.mkdir(parents=True)
    for number, text in enumerate(broken):
        place.write_text(text)
        assert "no se entiende" in progress.summary()["aviso"]
        assert place.read_text() == text, "leer no toca el archivo"
        notice = progress.record_check("04.1", True)
        assert "no se entiende" in notice and "empiezo uno nuevo" in notice
        (aside,) = place.parent.glob("avance roto *.json")
        assert aside.read_text() == text
        assert progress.summary()["ejercicios"]["04.1"]["intentos"] == 1, number
        assert progress.record_check("04.1", True) is None
        for path in place.parent.iterdir():
            path.unlink()


def test_broken_file_goes_on_from_the_last_good_copy(place, monkeypatch):
    progress.record_check("01.1", True)
    progress.record_check("01.2", True)  # la copia guarda lo que había antes
    monkeypatch.setattr(progress, "_saved_copy", False)
    progress.record_check("01.3", True)
    place.write_bytes(b"\x00" * 400)
    assert "última copia buena" in progress.record_check("01.4", True)
    assert set(progress.summary()["ejercicios"]) == {"01.1", "01.2", "01.4"}


def test_deleting_is_safe(place):
    progress.record_check("01.1", True)
    progress.record_check("01.1", True)
    place.unlink()
    assert progress.summary()["ejercicios"] == {}
    assert progress.record_check("01.2", True) is None
    assert set(progress.summary()["ejercicios"]) == {"01.2"}


def test_what_fails_is_said_and_kept_for_later(place, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(progress, "replace_with", full)
        notice = progress.record_hint("04.6", 1)
        assert "no se pudo guardar" in notice and str(place) in notice
        assert progress.hints_opened("04.6") == 1
    assert not place.exists()
    assert progress.record_check("04.1", True) is None
    saved = json.loads(place.read_text("utf-8"))["ejercicios"]
    assert saved["04.6"]["pistas"] == 1 and saved["04.1"]["logrado"]


def test_folder_in_place_of_the_file(tmp_path, monkeypatch):
    blocked = tmp_path / "archivo"
    blocked.write_text("")
    monkeypatch.setenv("CURSO_AVANCE", str(blocked / "avance.json"))
    assert "no se pudo guardar" in progress.record_check("04.1", True)
    assert progress.summary()["ejercicios"]["04.1"]["logrado"]


@pytest.mark.skipif(os.name == "nt", reason="tuberías con nombre de POSIX")
def test_never_replaces_what_is_not_a_file(tmp_path, monkeypatch):
    pipe = tmp_path / "dispositivo"
    os.mkfifo(pipe)
    monkeypatch.setenv("CURSO_AVANCE", str(pipe))
    assert "no es un archivo" in progress.record_check("04.1", True)
    assert pipe.is_fifo()
    progress.summary()


WRITER = """
import sys
from course_lib import progress
for n in range(40):
    notice = progress.record_check(f"{sys.argv[1]}.{n % 10}", True, f"m{n}")
    assert notice is None, notice
"""


def test_two_notebooks_lose_nothing(place):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, name], cwd=ROOT)
        for name in ("01", "02", "03")
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    exercises = progress.summary()["ejercicios"]
    assert len(exercises) == 30
    assert all(entry["intentos"] == 4 for entry in exercises.values())
    assert not list(place.parent.glob(".copia-*"))


HOLDER = """
import sys, time
from course_lib import progress
with progress._lock(progress.progress_file()):
    print("listo", flush=True)
    time.sleep(60)
"""


def test_orphan_lock_is_freed_and_a_held_one_does_not_block(place, monkeypatch):
    place.parent.mkdir(parents=True)
    monkeypatch.setattr(progress, "WAIT_SECONDS", 0.2)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline().strip() == b"listo"
        begin = time.monotonic()
        assert "no se pudo guardar" in progress.record_check("04.1", True)
        assert time.monotonic() - begin < 2
    finally:
        holder.kill()
        holder.communicate()
    assert place.with_name(place.name + ".cerrojo").exists()
    assert progress.record_check("04.2", True) is None
    assert set(progress.summary()["ejercicios"]) == {"04.1", "04.2"}


def test_is_fast(place):
    for number in range(60):
        progress.record_check(f"0{number % 7}.{number // 7}", True, "m")
    times = []
    for _ in range(21):
        begin = time.perf_counter()
        progress.record_check("04.6", False, "signo")
        progress.hints_opened("04.6")
        times.append(time.perf_counter() - begin)
    assert statistics.median(times) < 0.015
