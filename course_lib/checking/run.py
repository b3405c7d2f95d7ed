"""Correr una función sobre los casos de un ejercicio y anotar lo que hizo.

Aquí no se juzga nada: lo que sale (`Outcome`) son datos llanos, que pueden cruzar de un
proceso a otro.
"""

import copy
import linecache
import warnings
from dataclasses import dataclass, field, replace

import numpy as np

from course_lib.checking.limits import TimeUp, guarded
from course_lib.errors import CourseError
from course_lib.exercises.drivers import BadAnswer

__all__ = ["Outcome", "Problem", "run_cases"]


@dataclass(frozen=True)
class Problem:
    """Por qué no hay números que comparar.

    Attributes:
        kind: el de `BadAnswer`, o "exception", "timeout", "memory", "exit".
        text: el mensaje, tal como salió.
        exception: nombre del tipo de excepción.
        line: número de línea dentro del código de quien respondió, si se sabe.
        code: esa línea.
        spanish: si la lanzó el curso, con su explicación.
    """

    kind: str
    text: str
    exception: str = ""
    line: int | None = None
    code: str = ""
    spanish: bool = False


@dataclass(frozen=True)
class Outcome:
    """Lo que hizo la función con un caso.

    Attributes:
        answers: salidas con nombre, en orden.
        problem: por qué no las hay, o `None`.
        mutated: argumentos que la función modificó.
        warnings: avisos de NumPy de desborde, división por cero o valor inválido.
        printed: lo que imprimió.
        timed: si había límite de tiempo.
    """

    answers: dict[str, np.ndarray] = field(default_factory=dict)
    problem: Problem | None = None
    mutated: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    printed: str = ""
    timed: bool = True


def run_cases(driver, function, cases, seconds=5.0):
    """Corre la función sobre todos los casos, dentro de un límite de tiempo común.

    Returns:
        Una lista de `Outcome`, uno por caso; los que no llegaron a correr llevan el
        problema "timeout".
    """
    outcomes = []
    try:
        with guarded(seconds) as (printed, timed):
            for case in cases:
                before = printed.size
                outcome = _run_unguarded(driver, function, case)
                text = printed.getvalue()[before:]
                if printed.size > before:
                    text = text or "…"  # imprimió, y ya no cabía
                outcomes.append(replace(outcome, printed=text, timed=timed))
    except TimeUp:
        late = Problem("timeout", f"no terminó en {seconds:g} segundos")
        missing = len(cases) - len(outcomes)
        outcomes += [Outcome(problem=late)] * missing
    return outcomes


def _run_unguarded(driver, function, case):
    inputs = _prepare(case)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        # Lo que la persona haya dicho con `np.seterr` no cambia el resultado de la
        # comprobación; el subdesborde nunca se cuenta.
        with np.errstate(over="warn", divide="warn", invalid="warn", under="ignore"):
            answers, problem = _call(driver, function, inputs)
    mutated = tuple(
        name for name in case.inputs if not _same(inputs[name], case.inputs[name])
    )
    noticed = tuple(
        dict.fromkeys(
            str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)
        )
    )
    return Outcome(answers, problem, mutated, noticed)


def _prepare(case):
    inputs = {name: copy.deepcopy(value) for name, value in case.inputs.items()}
    if "solo lectura" in case.tags:
        for value in inputs.values():
            for array in value if isinstance(value, list) else [value]:
                if isinstance(array, np.ndarray):
                    array.flags.writeable = False
    return inputs


def _call(driver, function, inputs):
    try:
        return driver(function, dict(inputs)), None
    except BadAnswer as error:
        return {}, Problem(error.kind, str(error))
    except MemoryError as error:
        return {}, Problem(
            "memory", str(error), "MemoryError", *_where(function, error)
        )
    except SystemExit as error:
        return {}, Problem("exit", str(error), "SystemExit", *_where(function, error))
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException as error:
        kind = type(error).__name__
        where = _where(function, error)
        ours = isinstance(error, CourseError)
        return {}, Problem("exception", _text(error), kind, *where, spanish=ours)


def _text(error):
    try:
        return str(error)
    except Exception:
        return ""


def _where(function, error):
    """Línea y código donde falló, en el archivo o la celda de quien respondió."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None, ""
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == code.co_filename:
            found = trace.tb_lineno
        trace = trace.tb_next
    if found is None:
        return None, ""
    return found, linecache.getline(code.co_filename, found).strip()


def _same(a, b):
    """Si dos datos llanos son idénticos, con arreglos, listas y diccionarios dentro."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return (
            isinstance(a, np.ndarray)
            and isinstance(b, np.ndarray)
            and a.dtype == b.dtype
            and a.shape == b.shape
            and a.tobytes() == b.tobytes()
        )
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return a == b or (a != a and b != b)
