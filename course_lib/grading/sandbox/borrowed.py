"""Lo que presta quien juzga: código del curso que un ejercicio puede usar."""

import builtins
import copy
import importlib
import marshal
import sys
import types

from course_lib.hollow import lend

__all__ = ["borrow"]


def borrow(lends):
    """Pone en su módulo el código prestado; da los nombres para el cuaderno."""
    for module_name, functions, _, values in lends["modules"]:
        try:
            module = importlib.import_module(module_name)
        except ImportError:
            module = sys.modules[module_name] = types.ModuleType(module_name)
        names = module.__dict__
        names.setdefault("__builtins__", builtins)  # lo busca `import` desde C
        for name, value in values.items():
            names.setdefault(name, value)
        for name, (code, defaults, options) in functions.items():
            _fill(names, name, marshal.loads(code), defaults, options)
    for module_name, _, references, _ in lends["modules"]:
        names = sys.modules[module_name].__dict__
        for name, (origin, attribute) in references.items():
            source = importlib.import_module(origin)
            names[name] = getattr(source, attribute) if attribute else source
    lent = {
        name: vars(sys.modules[module])[name] for name, module in lends["names"].items()
    }
    lend(lent)
    return lent


def _fill(names, name, code, defaults, options):
    """La función hueca pasa a ser esa: quien ya la había importado también la tiene."""
    function = names.get(name)
    if not isinstance(function, types.FunctionType):
        function = names[name] = types.FunctionType(code, names, name)
    function.__code__, function.__defaults__ = code, defaults
    function.__kwdefaults__ = copy.copy(options)
