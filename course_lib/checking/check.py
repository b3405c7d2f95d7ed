"""Comprobar una función: correr, juzgar y responder, sin lanzar nunca una excepción."""

import ast
import inspect
import textwrap

import numpy as np

from course_lib.checking.judge import judge, prepared
from course_lib.checking.namespace import course_names, globals_read, namespace_of
from course_lib.checking.result import Result
from course_lib.checking.run import run_cases
from course_lib.errors import describe, number_text, shape_text

__all__ = [
    "check_function",
    "is_blank",
    "is_blank_body",
    "is_blank_code",
    "last_passed",
]

# Id → la última función que pasó su comprobación en esta sesión.
_PASSED = {}


def check_function(exercise, function):
    """Comprueba una respuesta a un ejercicio.

    Args:
        exercise: el `Exercise`.
        function: lo que escribió quien aprende.

    Returns:
        Un `Result`; nunca una excepción, salvo la de quien detiene la celda.
    """
    early = _not_ready(exercise, function)
    if early is not None:
        return early
    with course_names(function, exercise) as hidden:
        result, late = _run_and_judge(exercise, function)
    if not result.passed and hidden and not late:
        # Quizá usa un ayudante suyo que se llama como otro ejercicio, con otros
        # argumentos: también vale, si con sus propios nombres acierta. Si se acabó el
        # tiempo no se repite: sería esperar el doble por lo mismo.
        own, _ = _run_and_judge(exercise, function)
        result = own if own.passed else result
    if result.passed:
        _PASSED[exercise.id] = function
    return result


def last_passed(exercise_id):
    """La última función que pasó la comprobación en esta sesión, o `None`."""
    return _PASSED.get(exercise_id)


def _run_and_judge(exercise, function):
    """El resultado, y si se acabó el tiempo."""
    cases, _ = prepared(exercise)
    # El primer caso se repite al final: así se nota quien guarda algo entre llamadas.
    outcomes = run_cases(
        exercise.driver, function, [*cases, cases[0]], exercise.seconds
    )
    late = any(o.problem and o.problem.kind == "timeout" for o in outcomes)
    result = judge(
        exercise,
        outcomes[:-1],
        again=outcomes[-1],
        names=_names_near(function),
        outside=_outside_data(function),
    )
    return result, late


def _names_near(function):
    code = getattr(function, "__code__", None)
    local = code.co_varnames if code is not None else ()
    return (*local, *(n for n in namespace_of(function) or () if not n.startswith("_")))


def _outside_data(function):
    """Números y arreglos del cuaderno que la función lee sin recibirlos."""
    code = getattr(function, "__code__", None)
    namespace = namespace_of(function)
    if code is None or namespace is None:
        return []
    found = []
    for name in globals_read(code):
        value = namespace.get(name)
        if isinstance(value, np.ndarray):
            found.append((name, f"un arreglo de forma {shape_text(value.shape)}"))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found.append((name, number_text(value)))
        elif isinstance(value, (list, tuple)) and name not in ("__all__",):
            found.append((name, "una lista"))
    return found


def _not_ready(exercise, function):
    """Lo que se responde sin correr nada: hueco en blanco, o algo que no es función."""
    title = f"{exercise.id} · {exercise.title}"
    call = f'`check("{exercise.id}", {exercise.name})`'
    if not callable(function):
        came = describe(function)
        return Result(
            False,
            "not_a_function",
            f"Se esperaba la función `{exercise.name}`; llegó {came}. Escribe {call}: "
            "el nombre de la función sola, sin paréntesis.",
            title,
            "wrong",
        )
    if is_blank(function):
        return Result(
            False,
            "blank",
            f"`{exercise.name}` todavía está en blanco. Escribe tu respuesta donde "
            "están los tres puntos, corre esa celda y vuelve a comprobar.\n"
            f'Si no sabes por dónde empezar: `hint("{exercise.id}")`.',
            title,
            "blank",
        )
    wrong = _wrong_parameters(exercise, function)
    if wrong:
        return Result(False, "arguments", wrong, title, "wrong")
    return None


def _wrong_parameters(exercise, function):
    wanted = exercise.parameters
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*wanted)
        return None
    except TypeError:
        given = ", ".join(signature.parameters) or "ninguno"
        return (
            f"`{exercise.name}` debe recibir {len(wanted)} argumentos: "
            f"{', '.join(wanted)}. La tuya recibe: {given}. Deja la primera línea "
            "(`def …`) como estaba."
        )


def is_blank(function):
    """Si el cuerpo sigue en blanco, como en `is_blank_body`.

    Sirve también donde no hay código fuente que leer: entonces dice que no.
    """
    try:
        return is_blank_code(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError):
        return False


def is_blank_code(source):
    """Si el código de una función sigue en blanco, como en `is_blank_body`."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    definition = tree.body[0] if tree.body else None
    if not isinstance(definition, ast.FunctionDef):
        return False
    return is_blank_body(definition.body)


def is_blank_body(body):
    """Si unas sentencias no responden nada: un texto, `...`, `pass` o
    `raise NotImplementedError`.

    `return None` sí es una respuesta, aunque mala.
    """
    return all(_says_nothing(statement) for statement in body)


def _says_nothing(statement):
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Raise):
        raised = statement.exc
        raised = raised.func if isinstance(raised, ast.Call) else raised
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return isinstance(statement, ast.Pass)
