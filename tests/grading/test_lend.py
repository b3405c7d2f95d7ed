"""`curso prestar`: encender un grupo y apagarlo, con frases cuando no se puede."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from course_lib.errors import CourseError
from course_lib.grading.lend import lend

pytest.importorskip("distributed")


def options(address=None, *, coordinate=False, port=8786, processes=None):
    return SimpleNamespace(
        direccion=address, coordinar=coordinate, puerto=port, procesos=processes
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (options(), "una de dos cosas"),
        (options("tcp://10.0.0.5:8786", coordinate=True), "una de dos cosas"),
        (options("hola"), "no se entiende"),
        (options("tcp://127.0.0.1:99999"), "no se entiende"),
        (options("tcp://127.0.0.1:9"), "nadie escucha en ese puerto"),
        (options("tcp://no-existe.invalid:9"), "no se conoce en la red"),
        (options(coordinate=True, port=70000), "puerto no existe"),
    ],
)
def test_what_cannot_be_lent_is_explained(given, said):
    with pytest.raises(CourseError, match=said):
        lend(given)


def test_a_taken_port_is_explained():
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CourseError, match=f"El puerto {port} ya está ocupado"):
            lend(options(coordinate=True, port=port))


def command(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "course_lib.cli", "prestar", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port():
    with socket.create_server(("", 0)) as found:
        return found.getsockname()[1]


def workers(address, count):
    """Espera a que el grupo tenga esos trabajadores."""
    from distributed import Client

    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                client.wait_for_workers(count, timeout=30)
                return len(client.nthreads())
        except (OSError, TimeoutError):
            time.sleep(0.5)
    return 0


@pytest.mark.lento
@pytest.mark.skipif(os.name == "nt", reason="señales de Unix")
def test_a_group_goes_up_comes_back_and_goes_down():
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    coordinator = command("--coordinar", "--puerto", str(port))
    assert "Coordino un grupo" in coordinator.stdout.readline()
    while socket.socket().connect_ex(("127.0.0.1", port)):
        assert coordinator.poll() is None
        time.sleep(0.1)
    worker = command(address, "--procesos", "1")
    assert worker.stdout.readline().startswith("Presto 1 proceso")
    assert workers(address, 1) == 1
    coordinator.send_signal(signal.SIGTERM)
    assert "ya no es parte" in coordinator.communicate(timeout=30)[0]
    assert coordinator.returncode == 0
    assert "Espero a que vuelva" in worker.stdout.readline()
    again = command("--coordinar", "--puerto", str(port))
    assert "Volvió" in worker.stdout.readline()
    assert workers(address, 1) == 1
    for process in (worker, again):
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[0]
        assert process.returncode == 0 and "Traceback" not in said
