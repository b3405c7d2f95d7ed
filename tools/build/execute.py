"""Ejecutar un cuaderno resuelto y dejar en él solo lo que se compara.

Una celda cuyo número de ejecución es nulo no se compara nunca: por eso los números
quedan. Las celdas etiquetadas guardan su texto; las demás llevan una etiqueta para que
se ignoren.
"""

import os

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tools.build.source import BuildError

__all__ = ["IGNORE", "OUTPUT", "execute", "keeps_output", "mark"]

OUTPUT = "salida"
IGNORE = "nbval-ignore-output"
_ROLES = ("comprobar", "pregunta")
_TEXT = ("text/plain", "text/html")


def keeps_output(cell):
    """Si se guarda y se compara la salida de una celda de código."""
    role = cell.metadata.get("curso", {}).get("papel")
    return OUTPUT in cell.metadata.get("tags", []) or role in _ROLES


def mark(notebook):
    """Etiqueta las celdas cuya salida no se compara."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and not keeps_output(cell):
            tags = {*cell.metadata.get("tags", []), IGNORE}
            cell.metadata["tags"] = sorted(tags)
    return notebook


def execute(lesson, notebook, root):
    """Ejecuta el cuaderno en un núcleo de verdad; lo modifica y lo devuelve.

    Raises:
        BuildError: si una celda falla, si una solución no pasa su comprobación, o si
            una celda etiquetada no da texto.
    """
    environment = {**os.environ, "PYTHONPATH": str(root)}
    environment.pop("CURSO_AVANCE", None)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    try:
        client.execute(env=environment, cwd=str(root))
    except CellExecutionError as error:
        raise BuildError(lesson.path, 1, f"una celda falla:\n{error}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            cell.outputs = _kept(lesson, cell) if keeps_output(cell) else []
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _kept(lesson, cell):
    outputs = []
    for output in cell.outputs:
        data = output.get("data")
        if data is not None:
            extra = [mime for mime in data if mime not in _TEXT]
            if extra:
                raise _error(
                    lesson, cell, f"da {', '.join(extra)}: solo el texto se compara"
                )
            output["metadata"] = {}
        outputs.append(output)
    if not outputs:
        raise _error(lesson, cell, "tiene la etiqueta `salida` y no da ninguna")
    role = cell.metadata.get("curso", {}).get("papel")
    if role in _ROLES and not _passed(outputs):
        raise _error(lesson, cell, "la solución no pasa su propia comprobación")
    return outputs


def _passed(outputs):
    return any(
        output.get("data", {}).get("text/plain", "").startswith("✔")
        for output in outputs
    )


def _error(lesson, cell, message):
    lines = {piece.source.strip("\n"): piece.line for piece in lesson.pieces}
    first = cell.source.split("\n", 1)[0]
    return BuildError(
        lesson.path, lines.get(cell.source, 1), f"la celda «{first}» {message}"
    )
