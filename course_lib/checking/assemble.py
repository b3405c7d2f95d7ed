"""Armar la red con las piezas que escribió quien aprende.

Cada pieza que pasó su comprobación es la suya; cada una que no, es la del curso. Así
nadie se queda fuera por un ejercicio, y quien los termina entrena una red propia.
"""

import copy
import functools
import html
import inspect
import sys
from types import FunctionType

import numpy as np

from course_lib.checking.check import last_passed
from course_lib.checking.judge import prepared
from course_lib.checking.messages import and_list
from course_lib.errors import CourseValueError, describe
from course_lib.exercises import all_exercises

__all__ = ["Pieces", "assemble"]

# Función que tarda → función que llama una vez por iteración, para contar el avance.
_COUNTED = {"train": "forward_propagation"}


def assemble(lesson):
    """Reúne las funciones de una lección: las tuyas que pasaron, y las del curso.

    Args:
        lesson: número de la lección, «04».

    Returns:
        Un `Pieces` con una función por ejercicio (`pieces.train`, `pieces.predict`).

    Raises:
        CourseValueError: si esa lección no tiene ejercicios.
    """
    exercises = [e for e in all_exercises() if e.lesson == str(lesson).zfill(2)]
    if not exercises:
        lessons = and_list(sorted({e.lesson for e in all_exercises()}))
        raise CourseValueError(
            f"No hay piezas de la lección {describe(lesson)}",
            expected=f"el número de una lección con ejercicios ({lessons})",
        )
    return Pieces(exercises)


class Pieces:
    """Las piezas de una lección, enlazadas entre sí. Al mostrarse dice de quién es cada
    una.

    Attributes:
        mine: nombres de las que escribió quien aprende.
        course: nombres de las que puso el curso.
    """

    def __init__(self, exercises):
        chosen = {e.name: last_passed(e.id) or e.solution for e in exercises}
        self.mine = [e.name for e in exercises if last_passed(e.id)]
        self.course = [e.name for e in exercises if not last_passed(e.id)]
        linked = {name: _copy(function) for name, function in chosen.items()}
        models = {e.name: model_answer(e) for e in exercises}
        allowed = {f.__name__: f for e in exercises for f in e.allows}
        copies = list(linked.values())
        for name in self.mine:
            linked[name] = _with_course_types(linked[name], models[name])
        for function in copies:
            # Cada copia tiene su propio diccionario de nombres: enlazar las piezas no
            # toca ni el cuaderno ni el curso.
            if isinstance(function, FunctionType):
                names = function.__globals__
                names.update({**allowed, **names, **linked})
        for name, counted in _COUNTED.items():
            if name in linked and isinstance(linked[name], FunctionType):
                linked[name] = _with_progress(linked[name], counted)
        self._functions = linked

    def __getattr__(self, name):
        functions = self.__dict__.get("_functions", {})
        if name in functions:
            return functions[name]
        names = and_list(f"`{n}`" for n in functions)
        raise AttributeError(f"No hay ninguna pieza `{name}`. Están: {names}.")

    def __dir__(self):
        return [*super().__dir__(), *self._functions]

    def __repr__(self):
        return "\n".join(
            f"{whose}: {', '.join(names)}." for whose, names in self._owners() if names
        )

    def _repr_html_(self):
        rows = "".join(
            f"<div><strong>{whose}:</strong> "
            f"{', '.join(f'<code>{html.escape(n)}</code>' for n in names)}.</div>"
            for whose, names in self._owners()
            if names
        )
        return f'<div lang="es">{rows}</div>'

    def _owners(self):
        return [("Tuyas", self.mine), ("Del curso", self.course)]


def _copy(function):
    """Una copia de la función con su propio diccionario de nombres globales."""
    if not isinstance(function, FunctionType):
        return function
    twin = FunctionType(
        function.__code__,
        dict(function.__globals__),
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    twin.__kwdefaults__ = function.__kwdefaults__
    twin.__doc__ = function.__doc__
    return twin


def model_answer(exercise):
    """Lo que devuelve la solución en el primer caso: de qué tipo es cada cosa.

    `None` si el conductor hace más que llamar con los argumentos del caso.
    """
    case = prepared(exercise)[0][0]
    if tuple(case.inputs) != exercise.parameters:
        return None
    try:
        return exercise.solution(*copy.deepcopy(list(case.inputs.values())))
    except Exception:
        return None


def _with_course_types(function, model):
    """La misma función, que devuelve los tipos del curso.

    Para aprobar deciden los valores y las formas: una lista vale por un arreglo. Lo que
    sigue en la lección, en cambio, opera con arreglos.
    """

    @functools.wraps(function)
    def run(*args, **kwargs):
        return _like(model, function(*args, **kwargs))

    return run


def _like(model, value):
    if isinstance(model, tuple) and isinstance(value, (tuple, list)):
        return tuple(map(_like, model, value)) if len(model) == len(value) else value
    if isinstance(model, list) and isinstance(value, (tuple, list)):
        item = next((m for m in model if m is not None), None)
        return [None if v is None else _like(item, v) for v in value]
    if isinstance(model, np.ndarray) and value is not None:
        array = np.asarray(value)
        whole = model.dtype.kind in "iu" and array.dtype.kind in "fb"
        decimal = model.dtype.kind == "f" and array.dtype.kind in "iub"
        if whole or decimal:
            return array.astype(model.dtype)
        return array
    return value


def _with_progress(function, counted):
    """Agrega a una función que tarda una barra que avanza con cada llamada a otra."""

    def run(*args, **kwargs):
        from tqdm import tqdm

        names = inspect.signature(function).bind(*args, **kwargs).arguments
        namespace = inspect.unwrap(function).__globals__
        inner = namespace[counted]
        bar = tqdm(
            total=names.get("iters"),
            desc="Entrenando",
            file=sys.stdout,
            mininterval=0.2,
            bar_format="{desc}: {percentage:3.0f} % |{bar:24}| {n_fmt} de {total_fmt} "
            "iteraciones, {elapsed} (faltan {remaining})",
        )

        def count(*inner_args, **inner_kwargs):
            bar.update()
            return inner(*inner_args, **inner_kwargs)

        namespace[counted] = count
        try:
            return function(*args, **kwargs)
        finally:
            namespace[counted] = inner
            bar.close()

    run.__name__, run.__doc__ = function.__name__, function.__doc__
    return run
