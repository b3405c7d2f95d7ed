"""Cuánto gasta una orden: reloj, CPU de todos sus procesos, y memoria de cada uno.

`RUSAGE_CHILDREN` no sirve para el calificador: la caja ignora SIGCHLD, y lo que gastan
los hijos que nadie espera no se suma a nadie. Por eso la orden nace en un grupo de
control (cgroup v2), donde el núcleo de Linux cuenta a todos, también a los que ya
murieron. Donde no se puede crear uno, el CPU no se mide y se dice.
"""

import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from course_lib.errors import CourseError

__all__ = ["Spent", "can_count_cpu", "measure"]

NO_CPU = (
    "Aquí no se puede crear un grupo de control (cgroup v2), y sin él no se cuenta el "
    "CPU de los procesos que nadie espera: solo se mide el reloj. Para medirlo, en "
    "Linux: «systemd-run --user --scope -p Delegate=yes» delante de la orden, o como "
    "root."
)
_JOIN = 'echo $$ > "$0" && exec "$@"'  # el proceso entra al grupo antes de ser la orden
_LEFT = 10  # segundos que se espera a que terminen los que quedan
_EVERY = 0.05  # cada cuánto se mira la memoria
_TAIL = 2000


@dataclass(frozen=True)
class Spent:
    """Lo que gastó una orden.

    Attributes:
        wall: segundos de reloj.
        cpu: segundos de procesador de todo su árbol, o `None` si no se pueden contar.
        peaks: papel de un proceso → la mayor memoria residente de uno, en MB (10⁶).
    """

    wall: float
    cpu: float | None
    peaks: dict = field(default_factory=dict)


def measure(command, *, cwd, env=None, memory=False):
    """Corre una orden hasta el final y cuenta lo que gastó.

    Args:
        command: las palabras de la orden.
        cwd: en qué carpeta.
        env: su entorno; si falta, este.
        memory: si además se vigila la memoria de cada proceso. Cuesta algo de CPU, que
            no se le cuenta a la orden.

    Raises:
        CourseError: si la orden termina mal, con lo último que dijo.
    """
    words = command
    with tempfile.TemporaryFile() as said, _group() as group:
        if group is not None:
            join = ["/bin/sh", "-c", _JOIN, str(group / "cgroup.procs")]
            command = [*join, *command]
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            with _watching(process.pid, memory) as peaks:
                code = process.wait()
            wall = time.perf_counter() - start
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        cpu = None if group is None else _counted(group)
        if code:
            said.seek(0)
            text = said.read().decode("utf-8", "replace")[-_TAIL:]
            raise CourseError(
                f"La orden «{' '.join(words)}» terminó con el código {code}",
                action=f"Mira lo último que dijo:\n{text}",
            )
    return Spent(wall, cpu, peaks)


# El CPU -------------------------------------------------------------------------------


def can_count_cpu():
    """Si en esta máquina se puede contar el CPU de un árbol de procesos."""
    with _group() as group:
        return group is not None


@contextmanager
def _group():
    """Un grupo de control vacío, o `None`."""
    group = None
    with suppress(OSError, ValueError, StopIteration):
        group = Path(tempfile.mkdtemp(prefix="curso-banco-", dir=_own_group()))
        if not (group / "cpu.stat").exists():
            group.rmdir()
            group = None
    try:
        yield group
    finally:
        if group is not None:
            with suppress(OSError):
                group.rmdir()


def _own_group():
    """La carpeta del grupo de este proceso."""
    mounts = Path("/proc/mounts").read_text().splitlines()
    fields = (line.split() for line in mounts)
    mount = next(place for _, place, kind, *_ in fields if kind == "cgroup2")
    mine = Path("/proc/self/cgroup").read_text().splitlines()
    path = next(line[3:] for line in mine if line.startswith("0::"))
    return Path(mount) / path.lstrip("/")


def _counted(group):
    """Los segundos de CPU del grupo, cuando ya no queda nadie en él."""
    end = time.monotonic() + _LEFT
    while (group / "cgroup.procs").read_text().strip():
        if time.monotonic() > end:
            with suppress(OSError):
                (group / "cgroup.kill").write_text("1")
            raise CourseError("La orden medida terminó y dejó procesos corriendo")
        time.sleep(0.02)
    lines = (group / "cpu.stat").read_text().splitlines()
    return int(dict(line.split() for line in lines)["usage_usec"]) / 1e6


# La memoria ---------------------------------------------------------------------------


@contextmanager
def _watching(pid, wanted):
    """Mientras dura, anota la mayor memoria de cada proceso del árbol."""
    peaks, done = {}, threading.Event()

    def watch():
        while not done.wait(_EVERY):
            _look(pid, "principal", peaks)

    thread = threading.Thread(target=watch, daemon=True)
    if wanted:
        thread.start()
    try:
        yield peaks
    finally:
        done.set()
        if wanted:
            thread.join()


def _look(pid, role, peaks):
    """Anota lo que más ha ocupado un proceso (`VmHWM`) y sus descendientes."""
    place = Path(f"/proc/{pid}")
    with suppress(OSError, StopIteration):
        lines = (place / "status").read_text().splitlines()
        most = next(line for line in lines if line.startswith("VmHWM:"))
        peaks[role] = max(peaks.get(role, 0), int(most.split()[1]) * 1024 / 1e6)
        for child in (place / "task" / str(pid) / "children").read_text().split():
            _look(int(child), _role(role, int(child)), peaks)


def _role(parent, pid):
    """Qué es un proceso del calificador, por quién lo tuvo."""
    if parent == "principal":
        words = Path(f"/proc/{pid}/cmdline").read_text()
        return "trabajador" if "spawn_main" in words else "otro"
    roles = {"trabajador": "caja", "caja": "entrega", "entrega": "entrega"}
    return roles.get(parent, "otro")
