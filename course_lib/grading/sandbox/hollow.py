"""Módulos huecos: lo de `course_lib` que no está al calificar.

`check`, `hint`, las figuras y las funciones del curso aceptan todo y no hacen nada: así
una celda que las llama no detiene a las demás. Cuando un ejercicio permite usar una
función del curso, quien juzga presta su código y la función hueca pasa a ser esa, se
llegue a ella por su nombre o como `mlp.forward_propagation`.

También `tqdm`, que viene con el curso y rodea el ciclo de más de un `train`: aquí deja
pasar lo que recorre, sin barra.
"""

import importlib.abc
import importlib.machinery
import sys
import types

__all__ = ["NOTHING", "lend", "of_package"]


class Nothing:
    """Acepta cualquier llamada, atributo o bloque `with`, y no hace nada."""

    def __call__(self, *arguments, **options):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __bool__(self):
        return False

    def __repr__(self):
        return ""


NOTHING = Nothing()


class _Bar(Nothing):
    """Una barra de progreso que no se ve."""

    def __init__(self, iterable=(), *arguments, **options):
        self.iterable = iterable

    def __iter__(self):
        return iter(self.iterable)

    def __len__(self):
        return len(self.iterable)


def _bar_range(*arguments, **options):
    return _Bar(range(*arguments))


def _template(*arguments, **options):
    from course_lib.hollow import NOTHING

    return NOTHING


_LENT = {}  # nombre → la función prestada


def _door(*arguments, _lent, **options):
    return _lent(*arguments, **options)


def lend(functions):
    """Desde ahora, la función hueca que se llama así, en cualquier módulo, es esa.

    Args:
        functions: nombre → función del curso.
    """
    _LENT.update(functions)
    for place, module in list(sys.modules.items()):
        if place.startswith("course_lib."):
            for name in functions:
                _open(vars(module).get(name))


def _open(function):
    """Una función hueca lleva a la prestada, también para quien ya la importó."""
    if getattr(function, "__code__", None) is _template.__code__:
        lent = _LENT.get(function.__name__)
        if lent is not None:
            function.__code__, function.__kwdefaults__ = _door.__code__, {"_lent": lent}
    return function


def of_package(package):
    """El `__getattr__` de un módulo: cada nombre es una función que no hace nada."""

    def missing(name):
        if name.startswith("__"):
            raise AttributeError(f"`{package}` no tiene «{name}»")
        names = vars(sys.modules[package])
        if f"{package}.{name}" in sys.modules:
            return sys.modules[f"{package}.{name}"]
        if package == "course_lib" and name not in _CLASSROOM:
            return importlib.import_module(f"{package}.{name}")
        function = types.FunctionType(_template.__code__, names, name)
        return names.setdefault(name, _open(function))

    return missing


_CLASSROOM = (
    *("answer", "assemble", "check", "describe", "fixed", "hint", "load", "move"),
    *("progress_panel", "question", "save", "shapes"),
)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Da un módulo hueco por cada módulo del curso que no está en la carpeta."""

    def find_spec(self, name, path=None, target=None):
        if not f"{name}.".startswith(("course_lib.", "tqdm.")):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def exec_module(self, module):
        module.__path__ = []
        if module.__name__.startswith("tqdm"):
            module.tqdm, module.trange = _Bar, _bar_range
            return
        module.__getattr__ = of_package(module.__name__)


sys.meta_path.append(_Finder())
