"""La tarea de una base: su conexión, su semilla y las correcciones hechas a mano.

La semilla se elige una vez y queda con los resultados: la clase entera, y quien se
califica de nuevo, reciben los mismos casos.
"""

import contextlib
import secrets
import sqlite3
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.database import database_problem
from course_lib.grading.model import Adjustment

__all__ = ["Task"]


class Task:
    """Una base abierta. `seed` es la semilla de la tarea."""

    def __init__(self, connection, lock):
        self.connection, self._lock = connection, lock
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        self.path = Path(path)
        row = self.ask("SELECT value FROM task WHERE key = 'seed'").fetchone()
        self.seed = int(row[0]) if row else None
        self.is_new = row is None  # si la semilla se elige en esta corrida

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Cierra la base y suelta el candado."""
        self.connection.close()
        if self._lock is not None:
            self._lock.close()

    def ask(self, query, values=()):
        """Corre una orden; si falla, una frase."""
        try:
            return self.connection.execute(query, values)
        except sqlite3.Error as error:
            raise database_problem(error, self.path) from error

    @contextlib.contextmanager
    def transaction(self):
        """Todo o nada."""
        self.ask("BEGIN IMMEDIATE")
        try:
            yield
            self.ask("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise

    def choose_seed(self, seed):
        """Fija la semilla de la tarea, la primera vez; después, la comprueba."""
        if self.seed is None:
            self.seed = secrets.randbelow(2**31) if seed is None else int(seed)
            self.ask("INSERT INTO task VALUES ('seed', ?)", (str(self.seed),))
        elif seed is not None and int(seed) != self.seed:
            raise CourseError(
                "Esta tarea ya tiene su semilla, y toda la clase debe tener los mismos "
                "casos",
                expected=f"--semilla {self.seed}, o nada",
                got=f"--semilla {seed}",
                action="Para cambiarla, empieza otra vez con --desde-cero",
            )

    def remembered(self, key, default):
        """Lo que una corrida anterior anotó con ese nombre."""
        row = self.ask("SELECT value FROM task WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def remember(self, key, value):
        """Anota un texto para la próxima corrida."""
        self.ask("INSERT OR REPLACE INTO task VALUES (?, ?)", (key, value))

    def adjustments(self):
        """Las correcciones hechas a mano."""
        rows = self.ask(
            "SELECT student, exercise, points, reason FROM adjustment "
            "ORDER BY student, exercise"
        )
        return tuple(Adjustment(*row) for row in rows)

    def set_adjustments(self, adjustments):
        """Reemplaza las correcciones guardadas por estas."""
        with self.transaction():
            self.ask("DELETE FROM adjustment")
            for item in adjustments:
                self.ask("INSERT INTO adjustment VALUES (?, ?, ?, ?)", tuple(item))
