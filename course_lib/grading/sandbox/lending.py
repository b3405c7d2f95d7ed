"""Qué funciones del curso se prestan a un ejercicio, y en qué orden conviene pedirlos.

Un `train` correcto no debe perder puntos porque `forward_propagation` quedó en blanco:
como en `check`, mientras se corre un ejercicio los nombres de los otros son los del
curso. Pero el código del curso es la respuesta de esos otros. Por eso viaja con el
encargo, y un ejercicio se pide antes que todos los que usan su respuesta: cuando llega
prestada, la suya ya está dada y no se puede cambiar.
"""

import marshal
from functools import cache, lru_cache
from types import FunctionType, ModuleType

from course_lib.checking.namespace import globals_read
from course_lib.exercises import all_exercises, get_exercise
from course_lib.exercises.graph_drivers import GraphGradients

from .support import IN_CHILD, is_asked

__all__ = ["allowed", "bundle", "in_order", "lent"]

_IN_SUPPORT = {
    "course_lib.errors",
    "course_lib.validation",
    "course_lib.checking.limits",
    *IN_CHILD,
}


@cache
def _owners():
    """Nombre de función → id del ejercicio que la pide."""
    return {exercise.name: exercise.id for exercise in all_exercises()}


@cache
def _needed(exercise_id):
    """Las funciones de otros ejercicios que usan la solución o lo que se acepta."""
    exercise = get_exercise(exercise_id)
    found = {}
    for function in (exercise.solution, *exercise.accepts):
        if isinstance(function, FunctionType):
            for name in globals_read(function.__code__):
                owner = _owners().get(name)
                same = owner and owner.split(".")[0] == exercise.lesson
                if same and owner != exercise_id:
                    found[name] = get_exercise(owner).solution
    if isinstance(exercise.driver, GraphGradients):
        found.update(_graph_rules())
    return found


def _graph_rules():
    """Lo que el motor le da a quien escribe `backward`: las derivadas locales, y las
    operaciones que en otra lección son un ejercicio (relu, sigmoid)."""
    from course_lib.graph import gradients, operations, traversal

    rules = {
        name: function
        for name, function in vars(operations).items()
        if name.endswith("_backward") or is_asked(name)
    }
    shared = (traversal.local_gradients, traversal.without_copies)
    doors = [getattr(gradients, name) for name in gradients.__all__]
    return {
        f"{f.__module__}.{f.__name__}": f for f in (*rules.values(), *shared, *doors)
    }


def _answered_by(functions):
    """Ids de los ejercicios cuya respuesta está en ellas o en lo que llaman."""
    names = {name for _, name in _closure(tuple(functions.values()))}
    return {_owners()[name] for name in names if name in _owners()}


def in_order(jobs):
    """Los encargos, cada uno antes que los que usan su respuesta."""
    pending, done = list(jobs), []
    while pending:
        waiting = {job.exercise_id for job in pending}
        ready = [
            job
            for job in pending
            if not _answered_by(_needed(job.exercise_id))
            & (waiting - {job.exercise_id})
        ]
        # Un ciclo no existe (lo dice una prueba); si lo hubiera, nada se presta antes.
        done.append((ready or pending)[0])
        pending.remove(done[-1])
    return done


def allowed(jobs):
    """Lo que los enunciados permiten y ningún encargo pide: se presta al nacer."""
    asked = {job.exercise_id for job in jobs}
    functions = {
        function.__name__: function
        for job in jobs
        for function in get_exercise(job.exercise_id).allows
    }
    return {
        name: function
        for name, function in functions.items()
        if not _answered_by({name: function}) & asked
    }


def lent(job, text, waiting):
    """Lo que se presta a un ejercicio, por nombre.

    Args:
        job: el encargo.
        text: todo el código de la entrega; lo que no nombra no hace falta.
        waiting: ids de los encargos que faltan, contado este: nada de ellos se presta.
    """
    exercise = get_exercise(job.exercise_id)
    functions = {}
    if not job.own_names:
        functions.update({f.__name__: f for f in exercise.allows})
        earlier = [e for e in all_exercises() if e.lesson == exercise.lesson]
        names = [e.id for e in earlier]
        for other in earlier[: names.index(exercise.id)]:
            if other.name in text:
                functions[other.name] = other.solution
        for name, function in _needed(exercise.id).items():
            if name in text or "." in name:
                functions[name] = function
    elif isinstance(exercise.driver, GraphGradients):
        functions.update(_graph_rules())
    return {
        name: function
        for name, function in functions.items()
        if not _answered_by({name: function}) & set(waiting)
    }


@lru_cache(maxsize=256)  # depende de lo que nombra cada entrega
def _closure(functions):
    """Todo el código del curso que hace falta para correr esas funciones."""
    found, pending = {}, list(functions)
    while pending:
        function = pending.pop()
        key = (function.__module__, function.__name__)
        if key in found:
            continue
        found[key] = function
        for name in globals_read(function.__code__):
            value = function.__globals__.get(name)
            if isinstance(value, FunctionType) and _is_lent(value.__module__):
                pending.append(value)
    return found


def _is_lent(module):
    return module.startswith("course_lib.") and module not in _IN_SUPPORT


def bundle(functions):
    """El código de unas funciones y de las que llaman, listo para enviar.

    Args:
        functions: nombre en el cuaderno → función del curso. Un nombre con puntos no se
            pone en el cuaderno: solo llena el módulo.
    """
    return _bundle(tuple(functions.items())) if functions else None


@lru_cache(maxsize=256)
def _bundle(items):
    modules = {}
    for (module, name), function in _closure(tuple(f for _, f in items)).items():
        rows = modules.setdefault(module, ({}, {}, {}))
        code = function.__code__.replace(co_filename="<curso>")
        defaults, options = function.__defaults__, function.__kwdefaults__
        rows[0][name] = (marshal.dumps(code), defaults, options)
        for used in globals_read(function.__code__):
            _add_reference(rows, function, used)
    names = {name: f.__module__ for name, f in items if "." not in name}
    return {
        "names": names,
        "modules": [(module, *rows) for module, rows in modules.items()],
    }


def _add_reference(rows, function, used):
    if used not in function.__globals__:
        return
    value = function.__globals__[used]
    if isinstance(value, ModuleType):
        rows[1][used] = (value.__name__, None)
    elif isinstance(value, (FunctionType, type)):
        if (value.__module__, value.__name__) != (function.__module__, used):
            rows[1][used] = (value.__module__, value.__name__)
    else:
        rows[2][used] = value
