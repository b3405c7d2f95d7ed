"""Arma la carpeta que ve el código ajeno: NumPy, el corredor y un `course_lib` hueco.

En esa carpeta no hay ninguna respuesta: de cada módulo del curso entra solo lo que hace
falta para llamar a una función y leer lo que devuelve. Lo demás de `course_lib` existe
como módulos huecos (`hollow`), que aceptan todo y no hacen nada.
"""

import ast
import os
import shutil
import sysconfig
from pathlib import Path

import numpy as np

from course_lib.exercises import all_exercises

__all__ = ["IN_CHILD", "build", "is_asked", "settings_for"]

_COURSE = Path(__file__).resolve().parents[2]
_HERE = Path(__file__).resolve().parent

# Los conductores que pueden correr junto a la función juzgada: lo que sale de ellos son
# los números que ella calculó, y mentir no gana nada. Cualquier otro (los que responden
# con señales de 1 y 0, o reparten implementaciones buenas y rotas) corre al lado de
# quien juzga (`remote`): ahí su respuesta no se puede inventar.
IN_CHILD = {
    "course_lib.exercises.drivers": ("Returns", "Layers"),
    "course_lib.exercises.graph_drivers": ("NumericGradient", "GraphGradients"),
    "course_lib.exercises.logistic_drivers": ("GradientDescent",),
    "course_lib.exercises.network_drivers": ("Forward", "Backward", "Step"),
}


def is_asked(name):
    """Si algún ejercicio, de cualquier lección, pide una función con ese nombre."""
    return any(exercise.name == name for exercise in all_exercises())


# Entran tal cual. Ninguno contiene una respuesta.
_WHOLE = (
    "errors.py",
    "validation.py",
    "checking/run.py",
    "checking/limits.py",
    "graph/checks.py",
    "graph/limits.py",
    "graph/refusals.py",
    "graph/text.py",
    "graph/node.py",
    *(
        f"{module.removeprefix('course_lib.').replace('.', '/')}.py"
        for module in IN_CHILD
    ),
)
# Entran con el cuerpo de esas funciones vaciado: son, o contienen, ejercicios.
_HOLLOWED = {
    "graph/gradients.py": lambda name: True,
    "graph/traversal.py": lambda name: True,
    "graph/operations.py": lambda name: name.endswith("_backward") or is_asked(name),
}
_PACKAGES = {
    "__init__.py": (
        "from .hollow import of_package\n\n__getattr__ = of_package(__name__)\n"
    ),
    "checking/__init__.py": "",
    "exercises/__init__.py": "",
    "graph/__init__.py": (
        "from course_lib.hollow import of_package\n\n"
        "from .gradients import matmul_backward, multiply_backward, unbroadcast\n"
        "from .node import Node\n"
        "from .traversal import backward, topological_order\n\n"
        "__getattr__ = of_package(__name__)\n"
    ),
}
_RUNNER = (
    *("borrowed.py", "channel.py", "child.py", "isolation.py", "protocol.py"),
    *("seccomp.py", "start.py", "warm.py"),
)


def build(folder):
    """Escribe la carpeta de apoyo en `folder`, que debe existir y estar vacía."""
    folder = Path(folder)
    course = folder / "course_lib"
    for name, text in _PACKAGES.items():
        _write(course / name, text)
    for name in _WHOLE:
        _write(course / name, (_COURSE / name).read_text("utf-8"))
    for name, chosen in _HOLLOWED.items():
        _write(course / name, _hollowed((_COURSE / name).read_text("utf-8"), chosen))
    _write(course / "hollow.py", (_HERE / "hollow.py").read_text("utf-8"))
    _write(folder / "corredor" / "__init__.py", "")
    for name in _RUNNER:
        _write(folder / "corredor" / name, (_HERE / name).read_text("utf-8"))
    for source in _numpy_folders():
        _link(source, folder / source.name)
    (folder / "vacia").mkdir()
    for _, target in _mounts(folder):
        Path(target).mkdir(parents=True)
    # Quien corre ahí no es quien creó la carpeta, y debe poder leerla.
    for place, _, names in os.walk(folder):
        os.chmod(place, 0o755)
        for name in names:
            os.chmod(os.path.join(place, name), 0o644)


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _link(source, target):
    try:
        target.symlink_to(source, target_is_directory=True)
    except OSError:  # Windows sin permiso para enlaces
        shutil.copytree(source, target)


def _numpy_folders():
    """La carpeta de NumPy y las de sus bibliotecas; no todo site-packages."""
    numpy = Path(np.__file__).resolve().parent
    beside = numpy.parent / "numpy.libs"
    return [numpy, *([beside] if beside.is_dir() else [])]


def _hollowed(source, chosen):
    """El código, sin el cuerpo de las funciones elegidas."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and chosen(node.name):
            node.body = ast.parse(
                "raise NotImplementedError('Esta función no está al calificar')"
            ).body
    return ast.unparse(tree) + "\n"


def _standard_folders():
    roots = (sysconfig.get_path(key) for key in ("stdlib", "platstdlib"))
    return list(dict.fromkeys(map(os.path.realpath, roots)))


def _mounts(folder):
    """Pares (carpeta, dónde se monta) para quien cambia de usuario."""
    mounted = Path(folder, "montado")
    pairs = [(str(source), str(mounted / source.name)) for source in _numpy_folders()]
    for number, root in enumerate(_standard_folders()):
        pairs.append((root, str(mounted / f"estandar{number}")))
    return pairs


def settings_for(folder):
    """Lo que el proceso tibio necesita saber de la carpeta de apoyo."""
    return {
        "bound": _mounts(folder),
        "mounted": str(Path(folder, "montado")),
        "readable": _readable_paths(folder),
        "empty": str(Path(folder, "vacia")),
    }


def _readable_paths(folder):
    """Lo único que se podrá leer: el apoyo, NumPy y la biblioteca estándar.

    Las carpetas de paquetes instalados quedan fuera, aunque estén dentro de la de la
    biblioteca estándar: ahí puede estar el curso entero.
    """
    own = (os.path.join(folder, name) for name in ("corredor", "course_lib", "vacia"))
    # Nunca la carpeta entera: en ella se monta la biblioteca estándar con todo.
    paths = [*own, *map(str, _numpy_folders())]
    for root in _standard_folders():
        for name in sorted(os.listdir(root)):
            if name not in ("site-packages", "dist-packages", "test", "idlelib"):
                paths.append(os.path.join(root, name))
    return list(dict.fromkeys(paths))
