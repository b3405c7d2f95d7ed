"""La base de calificaciones como archivo: su carpeta, su candado, y cuando falla."""

import contextlib
import errno
import os
import sqlite3

from course_lib.errors import CourseError
from course_lib.grading.reasons import why

__all__ = ["DATABASE", "connect", "database_problem", "require_folder", "take_lock"]

DATABASE, LOCK, FORMAT = "calificaciones.sqlite", ".calificando", "1"
# Lo que alguien puede dejar preparado en la carpeta del informe antes de empezar.
_WELCOME = {"ajustes.csv", "lista.csv", LOCK}
# Lo que dice el sistema si otro tiene el candado (en Windows, EACCES o EDEADLK).
_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
_LOCAL = "Si la carpeta es de red, o de la nube, elige con --salida una de este equipo"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS task (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS submission (
    student TEXT, lesson TEXT, name TEXT, source TEXT, digest TEXT,
    problem TEXT, notes TEXT, seconds REAL, functions TEXT, answers TEXT,
    version TEXT, isolated INTEGER, PRIMARY KEY (student, lesson));
CREATE TABLE IF NOT EXISTS grade (
    student TEXT, lesson TEXT, place INTEGER, exercise TEXT, points REAL,
    possible REAL, diagnosis TEXT, status TEXT, message TEXT, section TEXT,
    PRIMARY KEY (student, lesson, exercise));
CREATE TABLE IF NOT EXISTS adjustment (
    student TEXT, exercise TEXT, points REAL, reason TEXT,
    PRIMARY KEY (student, exercise));
"""


def require_folder(folder):
    """Exige una carpeta nueva, vacía o de una calificación anterior."""
    if folder.exists() and not folder.is_dir():
        raise CourseError(
            f"«{folder}» es un archivo, y el informe necesita una carpeta",
            action="Elige otro nombre con --salida",
        )
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir()}
    if DATABASE not in names and names - _WELCOME:
        raise CourseError(
            f"La carpeta «{folder}» ya tiene otras cosas, como "
            f"«{min(names - _WELCOME)}», y no se pisan",
            action="Elige con --salida una carpeta nueva, o la de una calificación "
            "anterior",
        )


@contextlib.contextmanager
def _explained(folder):
    """Convierte un problema de la carpeta en una frase."""
    try:
        yield
    except OSError as error:
        raise CourseError(
            f"No se puede escribir en «{folder}» ({why(error)})",
            action="Elige otra carpeta con --salida",
        ) from error


def take_lock(folder):
    """El candado de la carpeta: lo suelta el sistema, aunque el programa muera."""
    with _explained(folder):
        file = open(folder / LOCK, "w")  # noqa: SIM115
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        if error.errno in _TAKEN:
            raise CourseError(
                f"Otro programa está calificando en «{folder}»",
                action="Espera a que termine, o elige otra carpeta con --salida",
            ) from None
        raise CourseError(
            f"En «{folder}» no se puede poner un candado ({why(error)})",
            action=_LOCAL,
        ) from error
    return file


def connect(path):
    """La conexión, con la base comprobada.

    Raises:
        CourseError: si está dañada o es de otra versión.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        connection.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
        connection.execute("INSERT OR IGNORE INTO task VALUES ('format', ?)", (FORMAT,))
        row = connection.execute("SELECT value FROM task WHERE key = 'format'")
        if row.fetchone()[0] != FORMAT:
            raise sqlite3.DatabaseError("formato")
        return connection
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise database_problem(error, path) from error


def database_problem(error, path):
    """La frase de un error de la base."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return CourseError(
            f"El disco se llenó al escribir en «{path}»",
            action="Libera espacio y repite la misma orden: sigue donde quedó",
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL):
        return CourseError(
            f"El disco de «{path}» falló o se llenó",
            action="Libera espacio y repite la misma orden: sigue donde quedó. "
            + _LOCAL,
        )
    if code in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    ):
        return CourseError(
            f"No se puede escribir en «{path}»",
            action="Revisa sus permisos, o elige otra carpeta con --salida",
        )
    if code == sqlite3.SQLITE_BUSY:
        return CourseError(
            f"Otro programa tiene abierta «{path}»",
            action="Ciérralo y repite la orden",
        )
    return CourseError(
        f"La base de calificaciones «{path}» está dañada, o la hizo otra versión del "
        "curso",
        action="Con --desde-cero se empieza otra, y la dañada queda al lado",
    )
