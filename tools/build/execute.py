"""Ejecutar un cuaderno resuelto y dejar en él solo lo que se compara.

Una celda cuyo número de ejecución es nulo no se compara nunca: por eso los números
quedan. Las celdas etiquetadas guardan su texto; las demás llevan una etiqueta para que
se ignoren.
"""

import os
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

import course_lib
from tools.build.notebooks import CHECKED, keeps_output
from tools.build.source import BuildError

__all__ = ["TEXT", "execute"]

TEXT = ("text/plain", "text/html")
SECONDS = 300
# Lo que cambia de una máquina a otra y no puede quedar guardado.
_VOLATILE = (" at 0x", "ipykernel_")


def execute(lesson, notebook, places, root):
    """Ejecuta el cuaderno en un núcleo de verdad y lo deja listo para guardar.

    Args:
        lesson: la lección leída.
        notebook: su cuaderno resuelto; se modifica.
        places: id de cada celda → archivo y línea.
        root: carpeta desde la que corre.

    Raises:
        BuildError: si una celda falla o no termina, si una solución no pasa su
            comprobación, o si una celda etiquetada no da texto.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _run(lesson, notebook, places, root, Path(folder))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            kept = keeps_output(cell)
            cell.outputs = _kept(cell, places[cell.id], root) if kept else []
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}


def _run(lesson, notebook, places, root, folder):
    """Corre las celdas; un fallo se cuenta con la línea de su celda en la fuente."""
    here = [(lesson.path, 1)]
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        coalesce_streams=True,
        on_cell_start=lambda cell, cell_index: here.append(places[cell.id]),
    )
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    log = folder / "núcleo.txt"
    with open(log, "wb") as stderr:
        try:
            client.execute(env=_environment(root, folder), cwd=str(root), stderr=stderr)
        except CellExecutionError as error:
            path, line = here[-1]
            line += _failing_line(notebook) - 1
            message = f"la celda falla: {error.ename}: {error.evalue}"
            raise BuildError(path, line, message) from None
        except CellTimeoutError:
            message = f"la celda no termina en {SECONDS} segundos"
            raise BuildError(*here[-1], message) from None
        except (DeadKernelError, RuntimeError):
            said = _last_words(log) or "no dijo por qué"
            message = f"el núcleo se cerró al correr esta celda: {said}"
            raise BuildError(*here[-1], message) from None


def _last_words(log):
    """Lo último que dijo el núcleo, sin los avisos que da siempre al arrancar."""
    said = log.read_text(encoding="utf-8", errors="replace").strip().split("\n")
    own = [line for line in said if line and not line.startswith("[IPKernelApp]")]
    return " ".join(own[-3:])


def _environment(root, folder):
    """El entorno del núcleo: el mismo curso, sin el avance ni la configuración de
    nadie."""
    course = Path(course_lib.__file__).resolve().parents[1]
    return {
        # Dos núcleos a la vez: con más hilos se estorban. Quien los fije, manda.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **os.environ,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(root), str(course)])),
        "CURSO_AVANCE": str(folder / "avance.json"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def _failing_line(notebook):
    """Qué línea de la celda falló, desde 1, según la traza que dejó en su salida."""
    line = 1
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                start = f"Cell In[{cell.execution_count}], line "
                for text in _plain("\n".join(output.traceback)).split("\n"):
                    number = text.strip().removeprefix(start).partition(":")[0]
                    if text.strip().startswith(start) and number.isdigit():
                        line = int(number)
    return line


def _plain(text):
    """Un texto sin los colores de la terminal."""
    pieces = text.split("\x1b[")
    return pieces[0] + "".join(piece.partition("m")[2] for piece in pieces[1:])


def _kept(cell, place, root):
    """Las salidas que se guardan de una celda; falla si no se pueden comparar."""
    role = cell.metadata.get("curso", {}).get("papel")
    for output in cell.outputs:
        data = output.get("data", {})
        if data:
            output["metadata"] = {}
        extra = [mime for mime in data if mime not in TEXT]
        if extra:
            raise _error(cell, place, f"da {', '.join(extra)}: solo se compara texto")
        if output.get("name") == "stderr":
            raise _error(
                cell, place, "escribe avisos o barras de progreso, que no se comparan"
            )
        text = "".join([output.get("text", ""), *data.values()])
        if any(word in text for word in (*_VOLATILE, str(root))):
            raise _error(
                cell, place, "da una dirección o una carpeta que cambia cada vez"
            )
    if not cell.outputs:
        raise _error(cell, place, "no da ninguna salida, y tiene la etiqueta `salida`")
    if role in CHECKED and not _passed(cell.outputs):
        raise _error(cell, place, "no pasa: la solución falla su propia comprobación")
    return cell.outputs


def _passed(outputs):
    return any(
        output.get("data", {}).get("text/plain", "").startswith("✔")
        for output in outputs
    )


def _error(cell, place, message):
    first = cell.source.split("\n", 1)[0]
    return BuildError(*place, f"la celda «{first}» {message}")
