"""Qué aislamiento hay en esta máquina: se prueba, no se supone."""

import os
import platform
import sys
import tempfile
from functools import cache

from .seccomp import ARCHITECTURES

__all__ = ["as_root", "missing_isolation"]

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
    problem = _try_one()
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


def _try_one():
    """Encierra de verdad un proceso y le pide que intente salir; qué falló, o None."""
    from .process import Warm
    from .support import build, settings_for

    with tempfile.TemporaryDirectory(prefix="curso-caja-") as folder:
        build(folder)
        settings = {
            "as_root": as_root(),
            **settings_for(folder),
            "memory": 1 << 28,
            "cpu_seconds": 10,
            "loud": True,
        }
        try:
            warm = Warm(folder, settings)
        except (RuntimeError, OSError) as error:
            return _last_line(error)
        try:
            warm.spawn().close()
        except (RuntimeError, OSError) as error:
            return _last_line(error)
        finally:
            warm.close()
    return None


def _last_line(error):
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
