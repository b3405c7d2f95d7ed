"""Qué aislamiento hay en esta máquina: se prueba, no se supone."""

import os
import platform
import sys
import time
from functools import cache

from .folders import OwnFolder
from .process import Dead, Warm
from .protocol import BadFrame
from .seccomp import ARCHITECTURES
from .support import build, settings_for

__all__ = ["as_root", "missing_isolation"]

# Lo que intenta el proceso de prueba: cada línea que no falla es un cierre que no está.
_ATTEMPTS = """
import os, socket, threading

def refused(what, action):
    try:
        action()
    except (OSError, RuntimeError):
        return
    raise RuntimeError("pudo " + what)

def fork():
    if os.fork() == 0:
        os._exit(0)

def parent():
    if os.getppid() == 0:
        raise OSError("no se ve")

refused("leer un archivo ajeno", lambda: open({file!r}).close())
refused("escribir un archivo", lambda: open("x", "w").close())
refused("ver una carpeta", lambda: os.listdir("/"))
refused("abrir la red", lambda: socket.socket().close())
refused("crear un proceso", fork)
refused("crear un hilo", lambda: threading.Thread(target=int).start())
refused("ver a su padre", parent)
"""

_WHERE = "Se consigue con Linux 5.13 o más nuevo: propio, en WSL2 o en un contenedor."


def as_root():
    """Si los espacios de nombres se crean como root, sin uno de usuarios."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def missing_isolation():
    """Qué falta para correr código ajeno, en frases; vacía si no falta nada."""
    return list(_missing())


@cache
def _missing():
    if not sys.platform.startswith("linux"):
        return (f"Este sistema ({platform.system()}) no tiene los cierres. {_WHERE}",)
    if platform.machine() not in ARCHITECTURES:
        machines = " y ".join(ARCHITECTURES)
        return (
            f"El filtro de llamadas está escrito para {machines}, y esta máquina es "
            f"{platform.machine()}.",
        )
    from .isolation import landlock_version

    if not landlock_version():
        return (f"Falta landlock, que esconde los archivos. {_WHERE}",)
    problem = _problem()
    if problem is None:
        return ()
    return (
        f"Un proceso de prueba no se pudo encerrar ({problem}). {_advice(problem)}",
    )


def _advice(problem):
    if "unshare" in problem or "uid_map" in problem:
        return (
            "Faltan los espacios de nombres. En Ubuntu: `sudo sysctl "
            "kernel.apparmor_restrict_unprivileged_userns=0`; en Docker: "
            "`--security-opt seccomp=unconfined --cap-add SYS_ADMIN`."
        )
    return _WHERE


def _problem():
    """Qué falló al encerrar un proceso, o `None`.

    Si no llegó a responder se prueba otra vez: pudo matarlo la falta de memoria, y eso
    no es motivo para calificar sin aislamiento.
    """
    for _ in range(2):
        try:
            return _try_one()
        except (RuntimeError, OSError) as error:
            problem = _last_line(error)
    return problem


def _try_one():
    """Encierra de verdad un proceso y le pide que intente salir; qué pudo, o `None`.

    Raises:
        RuntimeError, OSError: si no se pudo encerrar, o no respondió.
    """
    with OwnFolder("curso-caja-") as folder:
        build(folder)
        settings = {
            "as_root": as_root(),
            **settings_for(folder),
            "memory": 1 << 28,
            "cpu_seconds": 10,
            "loud": True,
        }
        warm = Warm(folder, settings)
        try:
            child = warm.spawn()
            try:
                return _escapes(child)
            finally:
                child.close()
        finally:
            warm.close()


def _escapes(child):
    """Lo que ese hijo, ya encerrado, todavía pudo hacer; `None` si nada."""
    order = {
        "do": "cell",
        "number": 1,
        "source": _ATTEMPTS.format(file=os.path.realpath(__file__)),
        "seconds": 5.0,
        "only_definitions": False,
        "lends": None,
    }
    try:
        said = child.ask(order, time.monotonic() + 10).message["problems"]
    except (Dead, BadFrame) as error:
        raise RuntimeError(f"no respondió: {error}") from None
    return "; ".join(text.partition(": ")[2] for text in said) or None


def _last_line(error):
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
