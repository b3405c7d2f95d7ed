"""El proceso tibio: carga NumPy una vez y da a luz un hijo por entrega.

Se ejecuta aparte, con el entorno vacío; nunca recibe una respuesta, un caso ni una
entrega, así que nada de eso pasa a sus hijos. De cada encargo nacen dos: un vigía, que
mata el espacio de procesos entero cuando quien juzga cierra su canal (o muere), y
dentro, el hijo que corre el código ajeno.
"""

import gc
import json
import os
import select
import signal
import socket
import struct

import numpy  # noqa: F401

from . import child, isolation

__all__ = ["main"]

# Se cargan aquí una vez, y no en cada hijo.
_PRELOADED = (
    "numpy.linalg",
    "numpy.random",
    "numpy.fft",
    "numpy.polynomial",
    *("collections", "copy", "dataclasses", "decimal", "fractions", "functools"),
    *("inspect", "itertools", "json", "math", "operator", "random", "re"),
    *("statistics", "string", "textwrap", "time", "timeit", "typing", "warnings"),
    *("course_lib.checking.run", "course_lib.graph"),
    "course_lib.exercises.graph_drivers",
    "course_lib.exercises.logistic_drivers",
    "course_lib.exercises.network_drivers",
)


def main(settings):
    """Atiende encargos hasta que se cierre el canal.

    Args:
        settings: lo que escribió quien juzga: "control" (descriptor), "isolated",
            "as_root", "readable", "empty" (carpeta), "memory", "cpu_seconds".
    """
    for name in _PRELOADED:
        __import__(name)
    if not settings["isolated"]:
        child.serve(child.Pipes(), isolated=False)
        return
    control = socket.socket(fileno=settings["control"])
    ruleset = isolation.open_ruleset(settings["readable"])
    isolation.measure_memory()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    control.sendall(b"R")
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if not order:
            return
        if os.fork() == 0:
            control.close()
            _keep(settings, ruleset, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _keep(settings, ruleset, talk, watch):
    """El vigía. No corre código ajeno ni vuelve nunca."""
    status = 70
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        number = os.getpid()
        isolation.separate(settings["as_root"])
        born = os.fork()
        if born == 0:
            os.close(watch)
            _live(settings, ruleset, talk, number)
        os.close(talk)
        os.close(ruleset)
        _watch(born, watch)
        status = 0
    except BaseException as error:
        _report(watch, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(status)


def _watch(born, watch):
    """Espera a que el hijo muera o a que quien juzga cierre; entonces, nadie queda."""
    handle = os.pidfd_open(born)
    ready, _, _ = select.select([handle, watch], [], [])
    if handle not in ready:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    _, status, usage = os.wait4(born, 0)
    code = os.waitstatus_to_exitcode(status)
    own = os.times()
    cpu = usage.ru_utime + usage.ru_stime + own.user + own.system
    _report(watch, {"code": code, "cpu": cpu, "memory": usage.ru_maxrss})


def _report(watch, message):
    try:
        text = json.dumps(message).encode()
        os.write(watch, struct.pack(">I", len(text)) + text)
    except OSError:
        pass  # quien juzga ya no espera


def _live(settings, ruleset, talk, number):
    """El hijo: se encierra, lo dice y atiende. Nunca vuelve."""
    try:
        os.chdir(settings["empty"])
        isolation.drop_user(settings["as_root"], number)
        isolation.die_with_parent()  # cambiar de usuario lo olvida
        isolation.lock_files(ruleset)
        isolation.lock_process(settings["memory"], settings["cpu_seconds"], talk)
        child.serve(child.Socket(talk), isolated=True)
    except child.Gone:
        os._exit(0)
    except BaseException as error:
        child.Socket(talk).fail(error)
    finally:
        os._exit(71)
