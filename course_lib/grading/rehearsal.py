"""Ensayar un cuaderno antes de entregarlo, en un proceso aparte y con límite.

`rehearse` lanza el proceso y lo cierra a tiempo; el proceso corre las celdas como las
correría Jupyter de arriba abajo, y comprueba cada ejercicio con `check`. Es la máquina
de quien aprende y su propio código: aquí no hay nada que aislar.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

__all__ = ["Rehearsal", "rehearse"]

LOOK = 0.5  # cada cuántos segundos se mira por qué celda va


@dataclass(frozen=True)
class Rehearsal:
    """Cómo salió el ensayo.

    Attributes:
        passed: ids de los ejercicios que pasaron su comprobación.
        stopped: (número de celda, qué dijo) de las celdas que se detuvieron.
        problem: por qué no terminó, en una frase, o `None`.
        cell: en qué celda iba entonces, o 0.
    """

    passed: frozenset = frozenset()
    stopped: tuple = field(default=())
    problem: str | None = None
    cell: int = 0


def rehearse(cells, functions, folder, seconds, tell=None):
    """Corre las celdas en un proceso aparte.

    Args:
        cells: pares (número de celda, código).
        functions: id de ejercicio → nombre de la función que lo responde.
        folder: la carpeta donde corre: la del cuaderno.
        seconds: el límite.
        tell: se llama de rato en rato con el número de la celda que corre.

    Returns:
        Un `Rehearsal`.
    """
    with tempfile.TemporaryDirectory(prefix="curso-ensayo-") as place:
        order, answer = Path(place, "orden.json"), Path(place, "salida.json")
        order.write_text(json.dumps([cells, functions]), encoding="utf-8")
        words = [sys.executable, "-m", __name__, str(order), str(answer)]
        going = partial(_going, answer, tell) if tell else None
        late = _run(words, folder, place, seconds, going)
        said = _read(answer)
    stopped = tuple((int(number), str(text)) for number, text in said["stopped"])
    problem = None
    if not said["finished"]:
        where = f"la celda {said['cell']}" if said["cell"] else "la primera celda"
        problem = f"En {where} el cuaderno se cierra de golpe."
        if late:
            problem = (
                f"A los {seconds:g} segundos iba por {where} y no había terminado."
            )
    cell = said["cell"] if problem else 0
    return Rehearsal(frozenset(said["passed"]), stopped, problem, cell)


def _going(answer, tell):
    tell(_read(answer)["cell"])


def _run(words, folder, place, seconds, going=None):
    """Lanza el proceso; dice si hubo que cerrarlo por tardar."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "MPLBACKEND": "Agg",
        # El ensayo no cuenta como avance.
        "CURSO_AVANCE": str(Path(place, "avance.json")),
    }
    group = {"start_new_session": True}
    if os.name == "nt":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **group,
    )
    deadline = time.monotonic() + seconds
    try:
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(min(left, LOOK))
                return False
            if going:
                going()
        return True
    finally:
        _kill(process)


def _kill(process):
    """Cierra el proceso y lo que haya dejado andando."""
    with contextlib.suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(path):
    empty = {"cell": 0, "stopped": [], "passed": [], "finished": False}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return empty
    return {**empty, **said} if isinstance(said, dict) else empty


# Dentro del proceso -------------------------------------------------------------------


def _main(order, answer):
    import types
    import warnings

    from course_lib.files import replace_with

    cells, functions = json.loads(Path(order).read_text(encoding="utf-8"))
    said = {"cell": 0, "stopped": [], "passed": [], "finished": False}
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.display = lambda *things, **options: None
    warnings.simplefilter("ignore")
    for number, source in cells:
        said["cell"] = number
        replace_with(Path(answer), json.dumps(said))
        problem = _run_cell(number, source, module.__dict__)
        if problem:
            said["stopped"].append((number, problem))
    said["passed"] = _passed(functions, module.__dict__)
    said["finished"] = True
    replace_with(Path(answer), json.dumps(said))


def _run_cell(number, source, names):
    import linecache

    place = f"<celda {number}>"
    linecache.cache[place] = (len(source), None, source.splitlines(True), place)
    try:
        exec(compile(source, place, "exec"), names)
    except SystemExit:
        return "pide cerrar Python"
    except BaseException as error:
        text = f"{type(error).__name__}: {error}".strip(": ")
        return text.split("\n")[0][:200]
    finally:
        figures = sys.modules.get("matplotlib.pyplot")
        if figures is not None:
            figures.close("all")
    return None


def _passed(functions, names):
    from course_lib.checking import check_function
    from course_lib.exercises import get_exercise

    passed = []
    for exercise_id, name in functions.items():
        if check_function(get_exercise(exercise_id), names.get(name)).passed:
            passed.append(exercise_id)
    return passed


if __name__ == "__main__":
    _main(*sys.argv[1:])
