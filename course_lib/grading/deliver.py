"""`curso entregar`: revisar el cuaderno propio y hacer un solo archivo para enviar.

Lo que falte se dice, pero no impide entregar: solo se niega si el cuaderno no está, no
se puede leer o es de otra lección. El archivo es un zip con el cuaderno tal como está
guardado y `entrega.json`, que cualquiera puede leer.
"""

import re
import time
from pathlib import Path

from course_lib import progress, workspace
from course_lib.errors import CourseError
from course_lib.files import replace_with
from course_lib.grading import package
from course_lib.grading.cells import read_code
from course_lib.grading.extract import extract, recognize_lesson
from course_lib.grading.given import given
from course_lib.grading.identity import identity
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.rehearsal import rehearse
from course_lib.grading.totals import is_optional

__all__ = ["deliver"]

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
FOLDER = "entregas"


def deliver(options):
    """Corre la orden.

    Args:
        options: las opciones: `leccion`, `nombre`, `codigo`, `salida` y `sin_correr`;
            la que falte, o sea `None`, vale lo de siempre.

    Returns:
        El código de salida: 0 si hizo el archivo.

    Raises:
        CourseError: si no se puede entregar; la frase dice por qué.
    """
    option = lambda name: getattr(options, name, None)  # noqa: E731
    root = Path(option("curso") or ROOT)
    lesson = _lesson(root, option("leccion"))
    notebook = root / workspace.FOLDER / lesson.path.name
    data, cells = _read(notebook, lesson)
    work = extract(cells, lesson.number)
    pending = _review(work, cells, lesson, notebook, bool(option("sin_correr")))
    name, code = identity(option("nombre"), option("codigo"))
    folder = Path(option("salida") or root / workspace.FOLDER / FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"entrega_{lesson.number}_{package.safe(code)}.zip"
    card = package.card(lesson, notebook, data, name, code, pending)
    replace_with(path, package.packed(notebook.name, data, card), 0o644)
    print(f"Entrega de {name} ({code}). Envía este archivo, uno solo:")
    print(f"\n    {path}\n")
    when = time.strftime("%H:%M del %d/%m/%Y", time.localtime(notebook.stat().st_mtime))
    print(f"Lleva tu cuaderno como lo guardaste a las {when}.")
    return 0


# El cuaderno --------------------------------------------------------------------------


def _lesson(root, text):
    """La lección que se entrega: la que se pide o la última en que se trabajó."""
    if text:
        return workspace.find_lesson(root, text)
    worked = []
    for lesson in workspace.lessons(root):
        mine = root / workspace.FOLDER / lesson.path.name
        if mine.is_file() and _has_work(mine, lesson.number):
            worked.append((mine.stat().st_mtime, lesson))
    if not worked:
        raise CourseError(
            f"En {workspace.FOLDER}/ no hay ningún cuaderno con respuestas",
            action="Si quieres entregar uno de todas formas, di cuál: "
            "«curso entregar 04»",
        )
    lesson = max(worked, key=lambda pair: pair[0])[1]
    print(f"Lección {lesson.number} · {lesson.title}, la última en que trabajaste.")
    return lesson


def _has_work(path, number):
    try:
        work = extract(read_notebook(path.read_bytes()), number)
    except (CourseError, OSError):
        return True  # que se diga qué le pasa, en vez de saltarlo
    return bool(work.functions or work.answers or work.broken)


def _read(path, lesson):
    """Los bytes y las celdas del cuaderno propio, si es el de la lección."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CourseError(
            f"No existe {workspace.FOLDER}/{path.name}",
            action=f"Créalo con «curso abrir {lesson.number}» y trabaja ahí",
        ) from None
    cells = read_notebook(data)
    found = recognize_lesson(cells)
    if found != lesson.number:
        what = f"es de la lección {found}" if found else "no es de este curso"
        raise CourseError(
            f"El contenido de {workspace.FOLDER}/{path.name} {what}",
            expected=f"el cuaderno de la lección {lesson.number}",
            action=f"Guárdalo con otro nombre y corre «curso abrir {lesson.number}»",
        )
    return data, cells


# Qué falta ----------------------------------------------------------------------------


def _review(work, cells, lesson, notebook, skip):
    """Dice qué está en blanco o sin aprobar; devuelve esos ids por motivo."""
    exercises = given(lesson.number).exercises
    missing = [i for i in exercises.values() if i not in work.functions]
    broken = [i for i in missing if i in work.broken]
    pending = {"en_blanco": [i for i in missing if i not in broken], "sin_leer": broken}
    for exercise_id in broken:
        print(f"{exercise_id}: {work.broken[exercise_id]}.")
    if not skip:
        pending["sin_aprobar"] = _rehearsed(work, cells, exercises, notebook)
    questions = sorted(given(lesson.number).questions - _answered(work))
    sentences = {
        "en_blanco": "En blanco",
        "sin_aprobar": "Sin aprobar todavía",
    }
    for key, sentence in sentences.items():
        if pending.get(key):
            print(f"{sentence}: {', '.join(map(_named, pending[key]))}.")
    if questions:
        print(f"Preguntas sin responder: {', '.join(questions)}.")
    left = [i for ids in pending.values() for i in ids if not is_optional(i)]
    complete = not questions and not left
    if complete and not skip:
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


def _rehearsed(work, cells, exercises, notebook):
    """Corre el cuaderno y da los ejercicios escritos que no pasan."""
    print(f"Corro tu cuaderno, con un límite de {SECONDS // 60} minutos…", flush=True)
    code = []
    for number, cell in enumerate(cells, 1):
        if cell.kind == "code" and not _is_bare_check(cell):
            read = read_code(cell.source)
            if read.problem:
                print(f"La celda {number} no puede correr: {read.problem}.")
            code.append((number, read.text))
    code += [(len(cells) + 1, text) for text in work.cells if text in _aliases(work)]
    written = {i: name for name, i in exercises.items() if i in work.functions}
    result = rehearse(code, written, notebook.parent, SECONDS)
    for number, text in result.stopped[:5]:
        print(f"La celda {number} se detiene: {text}")
    if result.problem:
        print(result.problem)
    return [i for i in written if i not in result.passed]


def _aliases(work):
    """Las líneas `softmax = mi_softmax` que añadió `extract`."""
    return {text for text in work.cells if re.fullmatch(r"\w+ = \w+", text)}


def _is_bare_check(cell):
    """Si la celda solo pide una comprobación o el panel: el ensayo hace las suyas."""
    return re.fullmatch(r"\s*(?:check|hint)\([^\n]*\)\s*", cell.source) is not None
