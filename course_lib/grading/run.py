"""Calificar una carpeta de entregas, de principio a fin, sin perder nada por el camino.

Lo ya calificado que no cambió no se repite: interrumpir el programa como sea y repetir
la misma orden termina con las mismas notas.
"""

import contextlib
import os
from functools import partial
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.collect import collect
from course_lib.grading.console import Bar, tell
from course_lib.grading.ending import finish
from course_lib.grading.instructor_files import read_roster
from course_lib.grading.judge import grade, lesson_exercises
from course_lib.grading.sandbox.folders import OwnFolder
from course_lib.grading.settled import given_adjustments, merged
from course_lib.grading.store import open_store
from course_lib.grading.survey import Survey, require_source
from course_lib.grading.version import declarations_version
from course_lib.grading.workers import Pool

__all__ = ["DONE", "PARTLY", "WRONG_USE", "default_processes", "run", "sandbox_for"]

DONE, PARTLY, WRONG_USE = 0, 1, 2  # los códigos de salida de `calificar`
INTERRUPTED = 130


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
        tell("Este sistema no puede aislar el código de las entregas:")
        for sentence in missing:
            tell(f"  - {sentence}")
        tell(
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
    source, folder, notes = Path(source), Path(folder), []
    with contextlib.ExitStack() as stack:
        try:
            require_source(source, folder)
            here = cluster is None and factory is None
            if here and refused_for_isolation(isolated):
                return WRONG_USE
            people = None if roster is None else read_roster(roster, notes)
            given = given_adjustments(adjustments, folder, notes)
            spool = stack.enter_context(OwnFolder("curso-zips-"))
            options = {"lesson": lesson, "roster": people, "spool": Path(spool)}
            entries = collect(source, **options, notes=notes)
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
            tell(str(error))
            return WRONG_USE
        try:
            survey = Survey(source, folder)
            for note in (*notes, *survey.notes()):
                tell(note)
            grading = _Grading(store, pool, isolated, lesson)
            store.set_adjustments(merged(grading.saved, given))
            with Bar(survey.count) as bar:
                grading.everything(entries, bar)
            workers.close()
            return PARTLY if finish(grading, folder, people, given) else DONE
        except KeyboardInterrupt:
            tell(
                f"\nInterrumpido. Lo calificado está guardado en «{folder}»: la misma "
                "orden sigue donde quedó."
            )
            return INTERRUPTED
        except CourseError as error:
            tell(str(error))
            return PARTLY


def _cluster(address, isolated, seed):
    """Los trabajadores de un grupo; solo entonces se necesita Dask."""
    from course_lib.grading.cluster import Cluster

    return Cluster(address, isolated, seed)


class _Grading:
    """Una corrida: qué se calificó, qué servía de antes y en qué orden se encontró.

    Attributes:
        found: (persona, lección) → nombre, de las entregas de esta corrida.
        problems: las que no se pudieron calificar: (nombre, por qué).
        repeated: los nombres de quienes trajeron varios cuadernos de una lección.
        reused: cuántas servían de antes.
        before: los pares (persona, lección) que había guardados al empezar.
        saved: los ajustes que había guardados al empezar.
    """

    def __init__(self, store, pool, isolated, lesson):
        self.store, self.pool, self.isolated = store, pool, isolated
        self.lesson, self.bar = lesson, None
        self.found, self.problems, self.repeated, self.reused = {}, [], [], 0
        self.before, self.saved = store.keys(), store.adjustments()

    def everything(self, entries, bar):
        """Califica lo nuevo y lo que cambió; guarda cada resultado al llegar."""
        self.bar = bar
        for result in self.pool.grade(self._pending(entries)):
            self._keep(result)

    def _pending(self, entries):
        """Las entregas que hay que calificar; las demás quedan resueltas al pasar."""
        for submission in entries:
            lesson = submission.work.lesson if submission.work else None
            self.found[submission.student, lesson] = submission.name
            self.repeated += [submission.name] * (submission.discarded > 0)
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
            self.problems.append((result.name or result.student, result.problem))
        self.bar.step()
