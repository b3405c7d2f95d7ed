"""Calificar en un grupo de Dask de verdad: las mismas notas, aunque muera alguien."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from caja import isolated_only
from test_killed import write_hostile

from course_lib.errors import CourseError
from course_lib.grading import cluster as cluster_module
from course_lib.grading import coordinator
from course_lib.grading.cluster import Cluster
from course_lib.grading.lend import lend
from course_lib.grading.run import DONE, PARTLY, WRONG_USE, run
from course_lib.grading.synthetic import write_class


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Una clase con entregas hostiles, y sus notas en esta máquina."""
    pytest.importorskip("distributed")
    folder = tmp_path_factory.mktemp("grupo")
    write_class(folder / "clase", lesson="04", students=14)
    write_hostile(folder / "clase")
    assert run(folder / "clase", folder / "aquí", seed=3, processes=2) == DONE
    return folder


@contextlib.contextmanager
def group(workers):
    from distributed import LocalCluster

    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(n_workers=workers, **options) as found:
        yield found


def marks(folder):
    return (folder / "notas.csv").read_bytes()


def stored(folder):
    """Cuántas entregas hay guardadas."""
    with contextlib.suppress(sqlite3.Error):
        path = f"file:{folder / 'calificaciones.sqlite'}?mode=ro"
        with contextlib.closing(sqlite3.connect(path, uri=True)) as base:
            return base.execute("SELECT COUNT(*) FROM submission").fetchone()[0]
    return 0


def when_stored(folder, count, action):
    """Hace algo, en otro hilo, cuando ya hay esas entregas guardadas."""

    def wait():
        while stored(folder) < count:
            time.sleep(0.02)
        action()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize("address", ["", "10.0.0.5:8786", "tcp://", "http://x:1"])
def test_a_bad_address_is_explained(address):
    with pytest.raises(CourseError, match="La dirección del grupo no se entiende"):
        Cluster(address, True, 1)


@pytest.mark.lento
@isolated_only
def test_a_worker_that_dies_costs_no_mark(graded):
    there = graded / "grupo"
    with group(2) as found:
        victim = found.workers[0].pid
        thread = when_stored(there, 3, lambda: os.kill(victim, signal.SIGKILL))
        address = found.scheduler_address
        assert run(graded / "clase", there, seed=3, cluster=address) == DONE
        thread.join(5)
        assert not thread.is_alive()  # murió a mitad, y no después
    assert marks(there) == marks(graded / "aquí")


@pytest.mark.lento
@isolated_only
def test_a_coordinator_that_dies_loses_nothing(graded, capsys):
    there = graded / "cortado"
    words = ("--port", "0", "--no-dashboard")
    coordinator = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", *words],
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in coordinator.stderr:
        if "Scheduler at:" in line:
            break
    address = "tcp://127.0.0.1:" + line.rpartition(":")[2].strip()
    threading.Thread(target=coordinator.stderr.read, daemon=True).start()
    worker = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address]
        + ["--nthreads", "1", "--no-dashboard"],
        stderr=subprocess.DEVNULL,
    )
    try:
        when_stored(there, 3, coordinator.kill)
        assert run(graded / "clase", there, seed=3, cluster=address) == PARTLY
    finally:
        coordinator.kill()
        worker.terminate()
        worker.wait(30)
    said = capsys.readouterr().err
    assert "Se perdió el grupo" in said and "Lo calificado está guardado" in said
    assert 3 <= stored(there) < 20
    assert run(graded / "clase", there, processes=2) == DONE
    assert marks(there) == marks(graded / "aquí")


class Answered:
    """Lo que trajo una entrega, o lo que dice un grupo."""

    status = "finished"

    def __init__(self, content):
        self.content = content

    def result(self, timeout):
        return self.content

    def release(self):
        pass


@pytest.mark.parametrize("still_there", [True, False])
def test_an_outdated_worker_that_joins_halfway_is_named(still_there):
    why = "su copia del curso no es la misma que la de quien reparte."
    answers = {"tcp://10.0.0.7:1": why if still_there else "", "tcp://10.0.0.8:1": ""}
    found = Cluster("tcp://127.0.0.1:9", True, 1)
    found._client = SimpleNamespace(
        wait_for_workers=lambda count, timeout: None,
        run=lambda *arguments, on_error: answers,
    )
    future = Answered(("unfit", why))
    found._busy[future] = None, 1
    found._done.put(future)
    with pytest.raises(CourseError) as error:
        list(found._collect())
    said = str(error.value)
    assert ("«tcp://10.0.0.7:1»" in said) == still_there
    assert "su copia del curso no es la misma" in said
    assert "Lo calificado está guardado" in said and ".." not in said


def test_a_group_without_workers_is_explained(tmp_path, capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster_module, "_ALONE", 1)
    write_class(tmp_path / "clase", lesson="04", students=1)
    with group(0) as found:
        address = found.scheduler_address
        code = run(tmp_path / "clase", tmp_path / "i", cluster=address)
    assert code == WRONG_USE
    said = capsys.readouterr().err
    assert "no hay trabajadores" in said and f"prestar {address}" in said


def test_an_absent_group_is_explained(tmp_path, capsys):
    pytest.importorskip("distributed")
    write_class(tmp_path / "clase", lesson="04", students=1)
    code = run(tmp_path / "clase", tmp_path / "i", cluster="tcp://127.0.0.1:9")
    assert code == WRONG_USE
    assert "No se pudo llegar al grupo de Dask" in capsys.readouterr().err


@contextlib.contextmanager
def someone(reply=b""):
    """Alguien que atiende un puerto y no es Dask; responde eso, o se queda callado."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        kept = []

        def attend():
            with contextlib.suppress(OSError):
                while True:
                    kept.append(door.accept()[0])
                    kept[-1].sendall(reply)

        threading.Thread(target=attend, daemon=True).start()
        yield f"127.0.0.1:{door.getsockname()[1]}"
        for talk in kept:
            talk.close()


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 40])
@pytest.mark.parametrize("order", ["calificar", "prestar"])
def test_who_is_not_a_coordinator_is_not_waited_for(
    tmp_path, capsys, monkeypatch, reply, order
):
    """Dask esperaría para siempre a que le hablen, o pediría exabytes."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(coordinator, "CONNECT_SECONDS", 0.5)
    with someone(reply) as place:
        if order == "prestar":
            options = SimpleNamespace(
                direccion=f"tcp://{place}", coordinar=False, procesos=1
            )
            with pytest.raises(CourseError, match="No se pudo llegar al grupo"):
                lend(options)
            return
        write_class(tmp_path / "clase", lesson="04", students=1)
        code = run(tmp_path / "clase", tmp_path / "i", cluster=f"tcp://{place}")
    assert code == WRONG_USE
    assert "No se pudo llegar al grupo de Dask" in capsys.readouterr().err


def test_a_worker_is_not_a_coordinator():
    distributed = pytest.importorskip("distributed")
    with group(1) as found:
        coordinator.require_coordinator(found.scheduler_address, distributed)
        (worker,) = found.scheduler_info["workers"]
        with pytest.raises(CourseError, match="No se pudo llegar"):
            coordinator.require_coordinator(worker, distributed)


@pytest.mark.parametrize("file", [None, "no-está.pem"])
def test_a_group_with_certificates_that_are_not_there_is_explained(file):
    distributed = pytest.importorskip("distributed")
    import dask

    with (
        dask.config.set({"distributed.comm.tls.client.cert": file}),
        pytest.raises(CourseError, match="faltan los certificados"),
    ):
        coordinator.require_coordinator("tls://127.0.0.1:9", distributed)
