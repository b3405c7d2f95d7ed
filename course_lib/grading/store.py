"""Lo calificado, guardado de a uno en SQLite: nada se pierde ni se repite.

Cada entrega se escribe entera, en una sola transacción, al terminar de calificarla: si
el programa muere, lo escrito queda y lo demás falta, nunca la mitad. La semilla se
elige una vez y queda con los resultados. Solo escribe un proceso, el que lleva el
candado.
"""

import contextlib
import json
import os
import secrets
import sqlite3
import time
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.database import (
    DATABASE,
    connect,
    database_problem,
    require_folder,
    take_lock,
)
from course_lib.grading.model import Adjustment, Graded, StudentResult

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
    lock = take_lock(folder)
    try:
        kept = _set_aside(folder) if restart else {}
        store = Store(connect(folder / DATABASE), lock)
        store.choose_seed(seed if seed is not None else kept.get("seed"))
        if kept.get("adjustments"):
            store.set_adjustments(kept["adjustments"])
        return store
    except BaseException:
        lock.close()
        raise


def _set_aside(folder):
    """Guarda la base al lado; devuelve su semilla y sus ajustes, si se pueden leer."""
    path, kept = folder / DATABASE, {}
    if not path.exists():
        return kept
    with contextlib.suppress(CourseError, sqlite3.Error):
        old = Store(connect(path), None)
        kept = {"seed": old.seed, "adjustments": old.adjustments()}
        old.close()
    stamp = time.strftime("%Y-%m-%d %H.%M.%S")
    target, count = folder / f"calificaciones {stamp}.sqlite", 2
    while target.exists():
        target = folder / f"calificaciones {stamp} ({count}).sqlite"
        count += 1
    for ending in ("", "-wal", "-shm"):
        if Path(f"{path}{ending}").exists():
            os.replace(f"{path}{ending}", f"{target}{ending}")
    return kept


class Store:
    """Una base abierta. `seed` es la semilla de la tarea."""

    def __init__(self, connection, lock):
        self.connection, self._lock = connection, lock
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        self.path = Path(path)
        row = self._ask("SELECT value FROM task WHERE key = 'seed'").fetchone()
        self.seed = int(row[0]) if row else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Cierra la base y suelta el candado."""
        self.connection.close()
        if self._lock is not None:
            self._lock.close()

    def _ask(self, query, values=()):
        try:
            return self.connection.execute(query, values)
        except sqlite3.Error as error:
            raise database_problem(error, self.path) from error

    @contextlib.contextmanager
    def _transaction(self):
        """Todo o nada."""
        self._ask("BEGIN IMMEDIATE")
        try:
            yield
            self._ask("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise

    def choose_seed(self, seed):
        """Fija la semilla de la tarea, la primera vez; después, la comprueba."""
        if self.seed is None:
            self.seed = secrets.randbelow(2**31) if seed is None else int(seed)
            self._ask("INSERT INTO task VALUES ('seed', ?)", (str(self.seed),))
        elif seed is not None and int(seed) != self.seed:
            raise CourseError(
                "Esta tarea ya tiene su semilla, y toda la clase debe tener los mismos "
                "casos",
                expected=f"--semilla {self.seed}, o nada",
                got=f"--semilla {seed}",
                action="Para cambiarla, empieza otra vez con --desde-cero",
            )

    # Entregas -------------------------------------------------------------------------

    def fresh(self, submission, version, isolated):
        """Si lo guardado de una persona vale para esta entrega: nada cambió.

        Lo calificado con aislamiento vale también para quien no lo tiene; al revés, no.
        """
        if submission.work is None:
            return False
        row = self._ask(
            "SELECT digest, version, problem, isolated FROM submission "
            "WHERE student = ? AND lesson = ?",
            _key(submission.student, submission.work.lesson),
        ).fetchone()
        if row is None:
            return False
        same = row[:3] == (submission.digest, version, None)
        return same and bool(row[3]) >= isolated

    def refresh(self, submission):
        """Pone al día lo que no es la nota: el nombre, el lugar y los avisos."""
        self._ask(
            "UPDATE submission SET name = ?, source = ?, notes = ? "
            "WHERE student = ? AND lesson = ?",
            (
                submission.name,
                submission.source,
                json.dumps(submission.notes),
                *_key(submission.student, submission.work.lesson),
            ),
        )

    def save(self, result, version, isolated):
        """Guarda todo lo de una entrega, y reemplaza la anterior de esa lección."""
        key = _key(result.student, result.lesson)
        row = (
            *key,
            result.name,
            result.source,
            result.digest,
            result.problem,
            json.dumps(result.notes),
            result.seconds,
            json.dumps(dict(result.functions)),
            json.dumps(dict(result.answers)),
            version,
            int(isolated),
        )
        with self._transaction():
            self._ask("DELETE FROM grade WHERE student = ? AND lesson = ?", key)
            marks = ", ".join("?" * len(row))
            self._ask(f"INSERT OR REPLACE INTO submission VALUES ({marks})", row)
            for place, item in enumerate(result.graded):
                self._ask(
                    "INSERT INTO grade VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*key, place, *_grade_row(item)),
                )

    def keys(self):
        """Los pares (persona, lección) de todo lo guardado."""
        rows = self._ask("SELECT student, lesson FROM submission")
        return {(student, lesson or None) for student, lesson in rows}

    def result(self, student, lesson):
        """El resultado guardado de una persona en una lección, o `None`."""
        key = _key(student, lesson)
        row = self._ask(
            "SELECT name, source, digest, problem, notes, seconds, functions, answers "
            "FROM submission WHERE student = ? AND lesson = ?",
            key,
        ).fetchone()
        if row is None:
            return None
        grades = self._ask(
            "SELECT exercise, points, possible, diagnosis, status, message, section "
            "FROM grade WHERE student = ? AND lesson = ? ORDER BY place",
            key,
        )
        name, source, digest, problem, notes, seconds, functions, answers = row
        return StudentResult(
            student,
            name,
            source,
            lesson,
            digest,
            tuple(Graded(*grade) for grade in grades),
            problem,
            tuple(json.loads(notes)),
            seconds,
            json.loads(functions),
            json.loads(answers),
        )

    def isolated(self, keys):
        """Si todas esas entregas se calificaron con aislamiento."""
        rows = self._ask("SELECT student, lesson FROM submission WHERE NOT isolated")
        return not ({(s, lesson or None) for s, lesson in rows} & set(keys))

    # Ajustes --------------------------------------------------------------------------

    def adjustments(self):
        """Las correcciones hechas a mano."""
        rows = self._ask(
            "SELECT student, exercise, points, reason FROM adjustment "
            "ORDER BY student, exercise"
        )
        return tuple(Adjustment(*row) for row in rows)

    def set_adjustments(self, adjustments):
        """Reemplaza las correcciones guardadas por estas."""
        with self._transaction():
            self._ask("DELETE FROM adjustment")
            for item in adjustments:
                self._ask("INSERT INTO adjustment VALUES (?, ?, ?, ?)", tuple(item))


def _key(student, lesson):
    """La clave de una entrega; en SQLite, dos NULL no serían el mismo."""
    return student, lesson or ""


def _grade_row(item):
    return (
        item.exercise,
        item.points,
        item.possible,
        item.diagnosis,
        item.status,
        item.message,
        item.section,
    )


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
