"""Lo calificado, guardado de a uno en SQLite: nada se pierde ni se repite.

Cada entrega se escribe entera, en una sola transacción, al terminar de calificarla: si
el programa muere, lo escrito queda y lo demás falta, nunca la mitad. Solo escribe un
proceso, el que lleva el candado. La semilla y los ajustes están en `task`.
"""

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from course_lib.errors import CourseError
from course_lib.grading import rows
from course_lib.grading.database import DATABASE, connect, require_folder, take_lock
from course_lib.grading.task import Task

__all__ = ["Results", "Store", "open_store"]


def open_store(folder, *, seed=None, restart=False):
    """Abre la base de una carpeta de informe, o la crea.

    Args:
        folder: la carpeta de salida.
        seed: la semilla pedida, o `None` para usar la guardada o elegir una.
        restart: si se empieza de cero; lo anterior queda al lado, con su fecha.

    Raises:
        CourseError: si la carpeta tiene otra cosa, la base está dañada, otro programa
            califica en ella o la semilla no es la guardada.
    """
    folder = Path(folder)
    require_folder(folder)
    with contextlib.ExitStack() as undo:
        lock = undo.enter_context(take_lock(folder))
        kept = _set_aside(folder) if restart else {}
        store = undo.enter_context(Store(connect(folder / DATABASE), lock))
        store.choose_seed(seed if seed is not None else kept.get("seed"))
        if kept.get("adjustments"):
            store.set_adjustments(kept["adjustments"])
        undo.pop_all()  # todo bien: queda abierta
        return store


def _set_aside(folder):
    """Guarda la base al lado; devuelve su semilla y sus ajustes, si se pueden leer."""
    path, kept = folder / DATABASE, {}
    if not path.exists():
        return kept
    # En Windows no se puede mover un archivo abierto: se cierra aunque no se lea.
    with (
        contextlib.suppress(CourseError, sqlite3.Error),
        Store(connect(path), None) as old,
    ):
        kept = {"seed": old.seed, "adjustments": old.adjustments()}
    stamp = time.strftime("%Y-%m-%d %H.%M.%S")
    target, count = folder / f"calificaciones {stamp}.sqlite", 2
    while target.exists():
        target = folder / f"calificaciones {stamp} ({count}).sqlite"
        count += 1
    for ending in ("", "-wal", "-shm"):
        if Path(f"{path}{ending}").exists():
            os.replace(f"{path}{ending}", f"{target}{ending}")
    return kept


class Known(NamedTuple):
    """Lo que basta saber de una entrega guardada para reconocerla."""

    name: str
    digest: str


class Store(Task):
    """Una base abierta, con sus resultados. `seed` es la semilla de la tarea."""

    def fresh(self, submission, version, isolated):
        """Si lo guardado de una persona vale para esta entrega: nada cambió.

        Lo calificado con aislamiento vale también para quien no lo tiene; al revés, no.
        """
        if submission.work is None:
            return False
        row = self.ask(
            "SELECT digest, version, problem, isolated FROM submission "
            "WHERE student = ? AND lesson = ?",
            rows.key_of(submission.student, submission.work.lesson),
        ).fetchone()
        if row is None:
            return False
        same = row[:3] == (submission.digest, version, None)
        return same and bool(row[3]) >= isolated

    def refresh(self, submission):
        """Pone al día lo que no es la nota: el nombre, el lugar y los avisos."""
        self.ask(
            "UPDATE submission SET name = ?, source = ?, notes = ? "
            "WHERE student = ? AND lesson = ?",
            (
                submission.name,
                submission.source,
                rows.notes_text(submission),
                *rows.key_of(submission.student, submission.work.lesson),
            ),
        )

    def save(self, result, version, isolated):
        """Guarda todo lo de una entrega, y reemplaza la anterior de esa lección."""
        key = rows.key_of(result.student, result.lesson)
        row = rows.submission_row(result, version, isolated)
        with self.transaction():
            self.ask("DELETE FROM grade WHERE student = ? AND lesson = ?", key)
            marks = ", ".join("?" * len(row))
            self.ask(f"INSERT OR REPLACE INTO submission VALUES ({marks})", row)
            for place, item in enumerate(result.graded):
                self.ask(
                    "INSERT INTO grade VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*key, place, *rows.grade_row(item)),
                )

    def keys(self):
        """Los pares (persona, lección) de todo lo guardado."""
        found = self.ask("SELECT student, lesson FROM submission")
        return {(student, lesson or None) for student, lesson in found}

    def known(self):
        """De todo lo guardado: (persona, lección) → su `Known`."""
        found = self.ask("SELECT student, lesson, name, digest FROM submission")
        return {(s, lesson or None): Known(*rest) for s, lesson, *rest in found}

    def result(self, student, lesson):
        """El resultado guardado de una persona en una lección, o `None`."""
        key = rows.key_of(student, lesson)
        where = "WHERE student = ? AND lesson = ?"
        row = self.ask(
            f"SELECT {rows.SUBMISSION} FROM submission {where}", key
        ).fetchone()
        if row is None:
            return None
        grades = self.ask(f"SELECT {rows.GRADE} FROM grade {where} ORDER BY place", key)
        return rows.result_of(student, lesson, row, grades)

    def isolated(self, keys):
        """Si todas esas entregas se calificaron con aislamiento."""
        found = self.ask("SELECT student, lesson FROM submission WHERE NOT isolated")
        return not ({(s, lesson or None) for s, lesson in found} & set(keys))


class Results:
    """Los resultados de unas entregas, leídos de a uno: la memoria no crece con ellos.

    Se recorre cuantas veces haga falta, y tiene largo y posiciones, como una lista.
    """

    def __init__(self, store, keys):
        self._store, self._keys = store, tuple(keys)

    def __len__(self):
        return len(self._keys)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return Results(self._store, self._keys[place])
        return self._store.result(*self._keys[place])

    def __iter__(self):
        return (self._store.result(*key) for key in self._keys)
