"""Calificar una carpeta de entregas, de principio a fin, sin perder nada por el camino.

Lo ya calificado que no cambió no se repite: interrumpir el programa como sea y repetir
la misma orden termina con las mismas notas.
"""

import contextlib
import os
import sys
import zipfile
from functools import partial
from pathlib import Path

from tqdm import tqdm

from course_lib.errors import CourseError
from course_lib.grading.collect import collect
from course_lib.grading.instructor_files import read_adjustments, read_roster
from course_lib.grading.judge import grade, lesson_exercises
from course_lib.grading.sandbox.folders import OwnFolder
from course_lib.grading.store import Results, open_store
from course_lib.grading.version import declarations_version
from course_lib.grading.workers import Pool

__all__ = ["DONE", "PARTLY", "WRONG_USE", "default_processes", "run", "sandbox_for"]

DONE, PARTLY, WRONG_USE = 0, 1, 2  # los códigos de salida de `calificar`
INTERRUPTED = 130

_BAR = "{desc}: {n_fmt} de {total_fmt} |{bar}| {rate_noinv_fmt}, quedan {remaining}"


def default_processes():
    """Los núcleos que este programa puede usar."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def sandbox_for(isolated):
    """La función que da la caja de cada trabajador."""
    from course_lib.grading.sandbox import Sandbox

    return partial(Sandbox, isolated=isolated)


def refused_for_isolation(isolated):
    """Dice qué falta para aislar el código ajeno, si falta algo."""
    from course_lib.grading.sandbox import missing_isolation

    missing = missing_isolation() if isolated else []
    if missing:
        _tell("Este sistema no puede aislar el código de las entregas:")
        for sentence in missing:
            _tell(f"  - {sentence}")
        _tell(
            "Califica en Linux, en WSL2 o en un contenedor. Si confías en las "
            "entregas, agrega --sin-aislamiento: el informe lo dirá."
        )
    return bool(missing)


def run(
    source,
    folder,
    *,
    roster=None,
    adjustments=None,
    seed=None,
    processes=None,
    restart=False,
    isolated=True,
    lesson=None,
    cluster=None,
    factory=None,
    collect=collect,
):
    """Califica y escribe el informe.

    Args:
        source: las entregas: una carpeta, un zip o un cuaderno.
        folder: la carpeta del informe.
        roster: el CSV con la lista de la clase, o `None`.
        adjustments: el CSV de ajustes; si falta, el `ajustes.csv` de la carpeta del
            informe y, si no lo hay, los guardados.
        seed: la semilla de los casos; por omisión, la guardada o una nueva.
        processes: cuántos trabajadores; por omisión, los núcleos.
        restart: si se empieza de cero.
        isolated: si el código ajeno corre aislado.
        lesson: la lección que se califica; por omisión, la que diga cada cuaderno.
        cluster: la dirección de un grupo de Dask que califique en vez de esta máquina.
        factory: lo que da la caja de cada trabajador; por omisión, `Sandbox`.
        collect: lo que encuentra las entregas.

    Returns:
        El código de salida: 0, todo calificado; 1, algo no se pudo; 2, mal uso; 130,
        interrumpido.
    """
    source, folder = Path(source), Path(folder)
    with contextlib.ExitStack() as stack:
        try:
            _require_source(source, folder)
            here = cluster is None and factory is None
            if here and refused_for_isolation(isolated):
                return WRONG_USE
            people = None if roster is None else read_roster(roster)
            changed = _read_given(adjustments, folder)
            spool = stack.enter_context(OwnFolder("curso-zips-"))
            entries = collect(source, lesson=lesson, roster=people, spool=Path(spool))
            stack.callback(getattr(entries, "close", lambda: None))
            store = open_store(folder, seed=seed, restart=restart)
            stack.enter_context(store)
            if cluster is None:
                factory = factory or sandbox_for(isolated)
                pool = Pool(processes or default_processes(), factory, store.seed)
            else:
                pool = _cluster(cluster, isolated, store.seed)
            workers = stack.enter_context(contextlib.ExitStack())
            workers.enter_context(pool)
        except CourseError as error:
            _tell(str(error))
            return WRONG_USE
        try:
            if changed is not None:
                store.set_adjustments(changed)
            with _Bar(_count(source)) as bar:
                grading = _Grading(store, pool, bar, isolated)
                grading.everything(entries)
            workers.close()
            return _finish(grading, folder, people)
        except KeyboardInterrupt:
            _tell(
                f"\nInterrumpido. Lo calificado está guardado en «{folder}»: la misma "
                "orden sigue donde quedó."
            )
            return INTERRUPTED
        except CourseError as error:
            _tell(str(error))
            return PARTLY


def _cluster(address, isolated, seed):
    """Los trabajadores de un grupo; solo entonces se necesita Dask."""
    from course_lib.grading.cluster import Cluster

    return Cluster(address, isolated, seed)


def _tell(text):
    print(text, file=sys.stderr)


def _require_source(source, folder):
    """Exige que las entregas existan y no sean la carpeta del informe."""
    if not source.exists():
        raise CourseError(
            f"No existe «{source}»",
            expected="una carpeta con las entregas, un zip o un cuaderno",
        )
    if folder.exists() and folder.resolve() == source.resolve():
        raise CourseError(
            "Las entregas y el informe no pueden estar en la misma carpeta",
            action="Elige otra con --salida",
        )


def _read_given(path, folder):
    """Los ajustes de un archivo, o `None` para conservar los guardados."""
    if path is None and (folder / "ajustes.csv").is_file():
        path = folder / "ajustes.csv"
    return None if path is None else read_adjustments(path)


class _Grading:
    """Una corrida: qué se calificó, qué servía de antes y en qué orden se encontró."""

    def __init__(self, store, pool, bar, isolated):
        self.store, self.pool, self.bar, self.isolated = store, pool, bar, isolated
        self.found, self.new, self.reused, self.failed = {}, 0, 0, 0

    def everything(self, entries):
        """Califica lo nuevo y lo que cambió; guarda cada resultado al llegar."""
        for result in self.pool.grade(self._pending(entries)):
            self._keep(result)

    def _pending(self, entries):
        """Las entregas que hay que calificar; las demás quedan resueltas al pasar."""
        for submission in entries:
            lesson = submission.work.lesson if submission.work else None
            self.found[submission.student, lesson] = None
            version = declarations_version(lesson) if lesson else ""
            if self.store.fresh(submission, version, self.isolated):
                self.store.refresh(submission)
                self.reused += 1
                self.bar.skip()
            elif lesson is None or not lesson_exercises(lesson):
                self._keep(grade(submission, seed=self.store.seed, sandbox=None))
            else:
                yield submission

    def _keep(self, result):
        version = declarations_version(result.lesson) if result.lesson else ""
        self.store.save(result, version, self.isolated)
        if result.problem:
            self.failed += 1
        else:
            self.new += 1
        self.bar.step()


class _Bar:
    """La barra: cuántas, a qué ritmo y cuánto falta. Sin terminal, no se muestra."""

    def __init__(self, total):
        # Con `smoothing=0` el ritmo es el medio, y lo que ya servía no lo infla.
        self._bar = tqdm(
            total=total or None,
            desc="Calificando",
            unit=" entregas",
            bar_format=_BAR if total else None,
            smoothing=0,
            disable=None,
            leave=False,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._bar.close()

    def step(self):
        """Una más, recién calificada."""
        self._grow()
        self._bar.update()

    def skip(self):
        """Una más, que ya estaba."""
        self._grow()
        if not self._bar.disable:
            self._bar.initial += 1
        self._bar.update()

    def _grow(self):
        if self._bar.total and self._bar.n >= self._bar.total:
            self._bar.total = self._bar.n + 1


def _count(source):
    """Cuántos cuadernos parece haber; solo para la barra."""
    if source.suffix.lower() == ".zip":
        return _count_zip(source)
    if not source.is_dir():
        return 1
    count = 0
    for _, _, names in os.walk(source):
        count += sum(name.lower().endswith((".ipynb", ".zip")) for name in names)
    return count


def _count_zip(path):
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as z:
        names = [name.lower() for name in z.namelist()]
        return sum(name.endswith((".ipynb", ".zip")) for name in names)
    return 0


def _finish(grading, folder, roster):
    """Escribe el informe, cuenta lo que hubo y da el código de salida."""
    store, keys = grading.store, tuple(grading.found)
    from course_lib.grading.publish import publish

    written = publish(
        Results(store, keys),
        folder,
        roster=roster,
        adjustments=store.adjustments(),
        isolated=store.isolated(keys),
        seed=store.seed,
    )
    print(_summary(grading, store.keys() - set(keys)))
    for item in written.unused:
        _tell(f"Un ajuste no se usó: no hay entrega de «{item.student}».")
    print(f"Informe: {written.report}")
    return PARTLY if grading.failed else DONE


def _summary(grading, absent):
    """Lo que se hizo, en una o dos frases."""
    total = len(grading.found) - grading.failed
    parts = [
        f"{_people(total)} {'calificada' if total == 1 else 'calificadas'}, "
        f"{grading.reused} sin cambios desde la vez anterior."
        if grading.reused
        else f"{_people(total)} {'calificada' if total == 1 else 'calificadas'}."
    ]
    if grading.failed:
        parts.append(
            f"{_people(grading.failed)} sin calificar: el informe dice por qué."
        )
    if absent:
        parts.append(
            f"{_people(len(absent))} de antes ya no "
            f"{'está' if len(absent) == 1 else 'están'} en la carpeta de entregas: "
            "no salen en el informe, y sus notas siguen guardadas."
        )
    parts.append(f"Semilla de la tarea: {grading.store.seed}.")
    return " ".join(parts)


def _people(count):
    return "1 entrega" if count == 1 else f"{count} entregas"
