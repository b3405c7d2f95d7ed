"""Lo que `curso entregar` revisa antes de hacer el archivo, y cómo lo dice."""

import ast
import contextlib
import re
import sys

from course_lib import progress
from course_lib.grading.cells import read_code
from course_lib.grading.given import given
from course_lib.grading.reasons import why
from course_lib.grading.rehearsal import rehearse
from course_lib.grading.totals import is_optional

__all__ = ["review"]

SHOWN = 5  # de cuántas celdas que se detienen se cuenta cada una


def review(work, cells, lesson, notebook, seconds):
    """Dice qué está en blanco o sin aprobar.

    Args:
        work, cells: lo que dan `extract` y `read_notebook`.
        lesson: la lección. notebook: la ruta del cuaderno.
        seconds: el límite del ensayo; 0, sin ensayar.

    Returns:
        Los ids de lo que falta, por motivo.
    """
    exercises = given(lesson.number).exercises
    missing = [i for i in exercises.values() if i not in work.functions]
    broken = [i for i in missing if i in work.broken]
    pending = {"en_blanco": [i for i in missing if i not in broken], "sin_leer": broken}
    for exercise_id in broken:
        print(f"{exercise_id}: {work.broken[exercise_id]}.")
    if not (work.functions or work.answers or broken):
        print("No hay ninguna respuesta en el cuaderno. ¿Lo guardaste (Ctrl+S)?")
    failing = None
    if seconds:
        failing = _rehearsed(work, cells, exercises, notebook, seconds)
    if failing is not None:
        pending["sin_aprobar"] = failing
        passed = [i for i in exercises.values() if i not in {*missing, *failing}]
        if passed and (missing or failing):
            print(f"Ya pasan: {', '.join(map(_named, passed))}.")
    questions = sorted(given(lesson.number).questions - _answered(work))
    sentences = {
        "en_blanco": "En blanco",
        "sin_aprobar": "Sin aprobar todavía",
    }
    for key, sentence in sentences.items():
        if pending.get(key):
            print(f"{sentence}: {', '.join(map(_named, pending[key]))}.")
    if failing:
        print("En el cuaderno, la celda `check` de cada uno te dice qué mirar.")
    if questions:
        print(f"Preguntas sin responder: {', '.join(questions)}.")
    left = [i for ids in pending.values() for i in ids if not is_optional(i)]
    if left or questions:
        print("Así también puedes entregar: cada ejercicio se califica por separado.")
    elif failing is not None:
        whole = not any(pending.values())
        what = "Todos los ejercicios pasan" if whole else "Lo que pide la lección pasa"
        print(f"{what} su comprobación.")
    return {**pending, "preguntas": questions}


def _named(exercise_id):
    """El id de un ejercicio, que dice si es optativo."""
    return f"{exercise_id} (optativo)" if is_optional(exercise_id) else exercise_id


def _answered(work):
    """Las preguntas respondidas, en el cuaderno o con los botones, según el avance."""
    known = progress.summary()["preguntas"]
    return {
        *work.answers,
        *(q for q, entry in known.items() if entry.get("respuestas")),
    }


# El ensayo ----------------------------------------------------------------------------


def _rehearsed(work, cells, exercises, notebook, seconds):
    """Corre el cuaderno y da los ejercicios escritos que no pasan, o `None`."""
    print(
        "Corro tu cuaderno de arriba abajo, para ver si algo falla. Tarda "
        f"{seconds / 60:.0f} minutos como máximo…",
        flush=True,
    )
    code = []
    for number, cell in enumerate(cells, 1):
        if cell.kind == "code" and not _is_bare_check(cell):
            read = read_code(cell.source)
            # La de un ejercicio ya se dijo, con su número.
            if read.problem and read.problem not in work.broken.values():
                where = f"La celda {number} no puede correr"
                print(f"{where}: {read.problem}.{_start_of(cell)}")
            code.append((number, read.text))
    code += [(len(cells) + 1, text) for text in work.cells if text in _aliases(work)]
    written = {i: name for name, i in exercises.items() if i in work.functions}
    bar = _Counter(len(cells))
    try:
        result = rehearse(code, written, notebook.parent, seconds, bar.show)
    except OSError as error:
        bar.close()
        print(f"No lo pude correr ({why(error)}): el archivo se hace igual.")
        return None
    bar.close()
    for number, text in result.stopped[:SHOWN]:
        start = _start_of(cells[number - 1]) if number <= len(cells) else ""
        print(f"La celda {number} se detiene: {text.rstrip('.')}.{start}")
    if len(result.stopped) > SHOWN:
        print(f"En total se detienen {len(result.stopped)} celdas.")
    if len(result.stopped) > 1:
        print("Empieza por la primera: las demás pueden depender de ella.")
    if result.problem:
        start = _start_of(cells[result.cell - 1]) if result.cell else ""
        print(f"{result.problem}{start} No llegué a comprobar los ejercicios.")
    return [i for i in written if i not in result.passed]


def _start_of(cell):
    """Cómo empieza una celda, sin sus `import`: Jupyter no muestra su número."""
    lines = cell.source.splitlines()
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        body = ast.parse(cell.source).body
        own = [n for n in body if not isinstance(n, (ast.Import, ast.ImportFrom))]
        lines = lines[own[0].lineno - 1 :] if own else lines
    lines = [x.strip() for x in lines if x.strip() and x.strip()[0] not in "#%"]
    if not lines:
        return ""
    return f" Es la que dice «{lines[0][:50]}{'…' if len(lines[0]) > 50 else ''}»."


class _Counter:
    """Por qué celda va el ensayo, en una línea que se borra; solo en una terminal."""

    def __init__(self, total):
        self.total, self.shown = total, ""
        self.active = sys.stdout.isatty()

    def show(self, number):
        text = f"  celda {number} de {self.total}"
        if self.active and number and text != self.shown:
            print(f"\r{text}", end="", flush=True)
            self.shown = text

    def close(self):
        if self.shown:
            print("\r" + " " * len(self.shown) + "\r", end="", flush=True)


def _aliases(work):
    """Las líneas `softmax = mi_softmax` que añadió `extract`."""
    return {text for text in work.cells if re.fullmatch(r"\w+ = \w+", text)}


def _is_bare_check(cell):
    """Si la celda solo pide una comprobación o el panel: el ensayo hace las suyas."""
    return re.fullmatch(r"\s*(?:check|hint)\([^\n]*\)\s*", cell.source) is not None
