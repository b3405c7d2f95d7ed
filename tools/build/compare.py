"""Comparar los cuadernos guardados con lo que da la fuente."""

import json

import nbformat

from tools.build.execute import TEXT
from tools.build.notebooks import dump, fingerprint, keeps_output
from tools.build.source import BuildError

__all__ = ["edited", "review"]

AGAIN = "corre `python3 curso.py construir` y confirma el resultado"
DISCARD = "`python3 curso.py construir --descartar` vuelve a generarlo"


def edited(root, target):
    """Si alguien cambió a mano un cuaderno generado, cómo llevar el cambio a su lugar.

    Correr sus celdas no cuenta como cambio: las salidas no son de nadie.

    Returns:
        La frase, o `None` si no falta o está como se generó.
    """
    if not target.exists():
        return None
    try:
        notebook = _read(root, target)
    except BuildError as error:
        return str(error)
    info = notebook.metadata.get("curso", {})
    if info.get("huella") == fingerprint(notebook):
        return None
    name = target.relative_to(root).as_posix()
    return (
        f"{name} se editó a mano, y no lo piso. Es un archivo generado: lleva tu "
        f"cambio a {info.get('fuente', 'source/')} (el texto y el código de la "
        f"lección) o a course_lib/exercises/ (los ejercicios); `git diff {name}` lo "
        f"muestra. Después, {DISCARD}."
    )


def review(root, target, notebook):
    """Compara texto y metadatos de las celdas; las salidas las compara nbval.

    Args:
        root: raíz del proyecto.
        target: el cuaderno guardado.
        notebook: el que da la fuente, sin ejecutar.

    Returns:
        Lista con la primera diferencia, o vacía si está al día.
    """
    name = target.relative_to(root).as_posix()
    if not target.exists():
        return [f"{name}: falta; {AGAIN}."]
    data = target.read_bytes()
    if b"\r" in data:
        return [f"{name}: tiene finales de línea de Windows; {AGAIN}."]
    if (message := edited(root, target)) is not None:
        return [message]
    stored = _read(root, target)
    problem = _different(stored, notebook) or _wrong_output(stored)
    if problem is None and data.decode("utf-8") != dump(stored):
        problem = "no está escrito como lo escribe la construcción"
    return [f"{name}: {problem}; {AGAIN}."] if problem else []


def _read(root, path):
    """Lee un cuaderno tal como está, sin que nadie lo repare por el camino."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        notebook = nbformat.v4.reads(text)
        for cell in notebook.cells:
            cell.metadata, cell.source, cell.cell_type  # noqa: B018
        return notebook
    except json.JSONDecodeError as error:
        line = error.lineno
    except Exception:
        line = 1
    raise BuildError(
        name,
        line,
        "no se puede leer este cuaderno (¿quedó a medias una fusión de git?), y no lo "
        f"piso. Si no hay nada tuyo en él, {DISCARD}",
    )


def _different(stored, notebook):
    """La primera diferencia de texto, metadatos o ids, como frase; o `None`."""
    results = ("outputs", "execution_count")
    pairs = zip(stored.cells, notebook.cells, strict=False)
    for number, (old, new) in enumerate(pairs, 1):
        old, new = _without(old, *results), _without(new, *results)
        keys = sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k))
        if keys:
            first = new["source"].split("\n", 1)[0]
            return f"la celda {number}, «{first}», no está al día ({', '.join(keys)})"
    if len(stored.cells) != len(notebook.cells):
        return f"tiene {len(stored.cells)} celdas y la fuente da {len(notebook.cells)}"
    if _without(stored, "cells") != _without(notebook, "cells"):
        return "sus metadatos no son los de la fuente"
    return None


def _without(node, *keys):
    return {key: value for key, value in node.items() if key not in keys}


def _wrong_output(stored):
    """Lo primero guardado que no corresponde, como frase; o `None`."""
    solved = stored.metadata["curso"]["resuelto"]
    for number, cell in enumerate(stored.cells, 1):
        if cell.cell_type != "code":
            continue
        outputs, count = cell.get("outputs", []), cell.get("execution_count")
        if not solved and (outputs or count is not None):
            return f"la celda {number} guarda salidas, y es de lessons/"
        if solved and count is None:
            return (
                f"la celda {number} no tiene número de ejecución, y sin él nbval no la "
                "compara"
            )
        if solved and bool(outputs) != keeps_output(cell):
            wrong = "guarda una salida que no va" if outputs else "perdió su salida"
            return f"la celda {number} {wrong}"
        if any(set(output.get("data", {})) - set(TEXT) for output in outputs):
            return f"la celda {number} guarda algo que no es texto"
    return None
