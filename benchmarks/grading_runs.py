"""El ritmo del calificador y su memoria: cuánto gasta la orden con cada clase.

Se mide siempre la orden entera, como la escribe quien enseña: arranque, lectura, caja
con todo su aislamiento, diagnósticos, guardado, similitud e informe.
"""

import json
import logging
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.grading_meter import measure
from benchmarks.rounds import summary, turns
from course_lib.grading.synthetic import write_class

__all__ = [
    "BURN",
    "SEED",
    "SEEN",
    "check_meter",
    "grade",
    "memory",
    "people",
    "progress",
    "rhythm",
]

ROOT = Path(__file__).resolve().parents[1]
SEED = 2019
BURN = 2.0
SEEN = 0.95  # parte de lo quemado que el medidor debe ver
_BURNING = f"""\
import time

end = time.process_time() + {BURN}
while time.process_time() < end:
    pass"""


def grade(entries, folder, lesson, *, processes=1, cluster=None, memory=False):
    """Lo que gasta la orden `calificar`."""
    command = [sys.executable, "-m", "course_lib.cli", "calificar", str(entries)]
    command += ["--salida", str(folder), "--leccion", lesson, "--semilla", str(SEED)]
    if cluster:
        command += ["--cluster", cluster]
    else:
        command += ["--procesos", str(processes)]
    return measure(command, cwd=ROOT, memory=memory)


def check_meter(work, lesson):
    """Los segundos que ve el medidor cuando una entrega quema `BURN`.

    Los gasta donde es más difícil verlos: dentro de la caja, en un proceso al que nadie
    espera. Son la diferencia entre la entrega con esa celda y sin ella. El ruido de la
    máquina también está ahí, y por eso hay tres intentos; un medidor que no ve a los de
    la caja falla en los tres.
    """
    calm, burning = work / "calma", work / "quema"
    (student,) = write_class(calm, lesson=lesson, students=1, seed=SEED)
    notebook = json.loads((calm / student.file).read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}}
    cell |= {"id": "quema", "outputs": [], "source": _BURNING.splitlines(True)}
    notebook["cells"].append(cell)
    path = burning / student.file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    grade(calm, work / "tibia", lesson)  # lo primero carga archivos
    for attempt in range(3):
        before = grade(calm, work / f"calma.{attempt}", lesson)
        after = grade(burning, work / f"quema.{attempt}", lesson)
        seen = after.cpu - before.cpu
        if seen >= SEEN * BURN:
            break
    return seen


# El ritmo -----------------------------------------------------------------------------


def rhythm(work, *, lesson, size, rounds, workers):
    """Cuánto tarda una clase, con tantos procesos y con tantos trabajadores de Dask."""
    entries, place = work / "ritmo", work / "medida"
    write_class(entries, lesson=lesson, students=size, seed=SEED)
    names = [("procesos", count) for count in workers]
    names += [("Dask", count) for count in workers if _has_dask()]
    found = {name: [] for name in names}
    for number, (kind, count) in enumerate(turns(names, rounds), start=1):
        progress(f"{number} de {len(names) * rounds}: {kind}, {count}")
        if kind == "Dask":
            with _dask(count) as address:
                spent = grade(entries, place, lesson, cluster=address)
        else:
            spent = grade(entries, place, lesson, processes=count)
        found[kind, count].append(spent)
        shutil.rmtree(place)
    shutil.rmtree(entries)
    return {
        "size": size,
        "dask": _has_dask(),
        "rows": [
            {
                "kind": kind,
                "workers": count,
                "wall": summary([s.wall for s in spent]),
                "rate": summary([size / s.wall for s in spent]),
                # A los trabajadores de Dask no los tuvo la orden: su CPU no se ve.
                "cpu": summary([s.cpu / size for s in spent])
                if kind == "procesos" and spent[0].cpu is not None
                else None,
            }
            for (kind, count), spent in found.items()
        ],
    }


def _has_dask():
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError:
        return False
    return True


@contextmanager
def _dask(workers):
    """La dirección de un grupo de Dask en esta máquina: un hilo por proceso."""
    from distributed import LocalCluster

    # Quien nace de aquí importa el curso, también si no está instalado.
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        with LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster:
            yield cluster.scheduler_address
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


# La memoria y el crecimiento ----------------------------------------------------------


def memory(work, *, lesson, sizes, processes):
    """Memoria y tiempo con cada tamaño de clase, y la pendiente de su tiempo.

    Cada clase se califica y después se repite la orden: sin nada nuevo, lo que queda es
    leer las entregas y escribir el informe.
    """
    rows = []
    for size in sizes:
        progress(f"memoria: {people(size)}")
        entries, place = work / "memoria", work / "medida"
        write_class(entries, lesson=lesson, students=size, seed=SEED)
        options = {"processes": processes, "memory": True}
        first = grade(entries, place, lesson, **options)
        again = grade(entries, place, lesson, **options)
        rows.append(
            {
                "size": size,
                "wall": first.wall,
                "peaks": first.peaks,
                "again": {"wall": again.wall, "peaks": again.peaks},
            }
        )
        shutil.rmtree(entries)
        shutil.rmtree(place)
    walls = [row["wall"] for row in rows]
    return {"processes": processes, "rows": rows, "slope": slope(sizes, walls)}


def slope(sizes, seconds):
    """El exponente con que crece el tiempo, o `None` con un solo tamaño.

    Se ajusta con la mitad más grande, como en `growth`: donde ya no pesa el arranque.
    """
    half = min(len(sizes) // 2, len(sizes) - 2)
    if half < 0:
        return None
    found, _ = np.polyfit(np.log(sizes[half:]), np.log(seconds[half:]), 1)
    return float(found)


def progress(text):
    """Dice qué se mide ahora, sin ensuciar las tablas."""
    print(f"Mido {text}…", file=sys.stderr)


def people(count):
    """«1 entrega», «40 entregas»."""
    return "1 entrega" if count == 1 else f"{count} entregas"
