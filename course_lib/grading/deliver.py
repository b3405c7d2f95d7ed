"""`curso entregar`: revisar el cuaderno propio y hacer un solo archivo para enviar.

Lo que falte se dice, pero no impide entregar: solo se niega si el cuaderno no está, no
se puede leer o es de otra lección. El archivo es un zip con el cuaderno tal como está
guardado y `entrega.json`, que cualquiera puede leer.
"""

import contextlib
import os
import time
from datetime import datetime
from pathlib import Path

from course_lib import progress, workspace
from course_lib.errors import CourseError
from course_lib.files import replace_with
from course_lib.grading import package
from course_lib.grading.extract import extract, recognize_lesson
from course_lib.grading.identity import identity
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.reasons import why
from course_lib.grading.self_review import review

__all__ = ["deliver"]

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
FOLDER = "entregas"
INTERRUPTED = 130
COURSE = "py curso.py" if os.name == "nt" else "python3 curso.py"


def deliver(options):
    """Corre la orden.

    Args:
        options: las opciones: `leccion`, `nombre`, `codigo`, `recordar`, `salida` y
            `sin_correr`; la que falte, o sea `None`, vale lo de siempre.

    Returns:
        El código de salida: 0 si hizo el archivo; 130 si la persona lo interrumpió.

    Raises:
        CourseError: si no se puede entregar; la frase dice por qué.
    """
    option = lambda name: getattr(options, name, None)  # noqa: E731
    root = Path(option("curso") or ROOT)
    lesson = _lesson(root, option("leccion"))
    notebook = root / workspace.FOLDER / lesson.path.name
    data, cells, saved = _read(notebook, lesson)
    _say_when(notebook, saved, lesson)
    # Antes del ensayo: nadie espera minutos para que le pregunten su nombre.
    name, code = identity(option("nombre"), option("codigo"), option("recordar"))
    work = extract(cells, lesson.number)
    seconds = 0 if option("sin_correr") else SECONDS
    try:
        pending = review(work, cells, lesson, notebook, seconds)
    except KeyboardInterrupt:
        print("\nLo dejaste a medias: no hice ningún archivo nuevo.")
        print(
            "Si no quieres esperar, entrega sin correrlo: "
            f"«{COURSE} entregar {lesson.number} --sin-correr»."
        )
        return INTERRUPTED
    path = Path(option("salida") or root / workspace.FOLDER / FOLDER)
    path /= f"entrega_{lesson.number}_{package.safe(code)}.zip"
    card = package.card(lesson, notebook, data, name, code, pending)
    replaced = _written(path, package.packed(notebook.name, data, card))
    _say_goodbye(path, f"{name} ({code}), lección {lesson.number}", replaced)
    if _saved(notebook) not in (saved, None):
        print("Ojo: guardaste el cuaderno mientras lo revisaba. Eso último no va.")
        print("Repite la orden si quieres entregarlo.")
    return 0


def _written(path, content):
    """Escribe el archivo; devuelve de cuándo era el que había, o `None`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = _saved(path)
        replace_with(path, content, 0o644)
    except OSError as error:
        raise CourseError(
            f"No hice el archivo: no se puede escribir en «{path.parent}» "
            f"({why(error)})",
            action="Libera espacio o elige otra carpeta con «--salida CARPETA»",
        ) from error
    return before


def _say_goodbye(path, whose, replaced):
    print(f"\nEl archivo está hecho. Entrega de {whose}:")
    print(f"\n    {path}\n")
    if replaced:
        print(f"Reemplaza al que hiciste {_moment(replaced)}.")
    print("Envíalo o súbelo donde te lo pidieron, tal cual: sin descomprimirlo ni")
    print("cambiarle el nombre.")
    print("¿Corregiste algo después? Guarda el cuaderno, repite la orden y envía el")
    print("archivo nuevo: cuenta la última entrega.")


# Cuándo se guardó ---------------------------------------------------------------------


def _saved(path):
    """Cuándo se guardó un archivo, o `None` si no está."""
    try:
        return path.stat().st_mtime
    except OSError:
        return None


def _moment(seconds):
    when = time.localtime(seconds)
    today = when[:3] == time.localtime()[:3]
    return time.strftime(
        "hoy a las %H:%M" if today else "el %d/%m/%Y a las %H:%M", when
    )


def _say_when(notebook, saved, lesson):
    """Dice cuándo se guardó el cuaderno, y si quizá hay algo sin guardar."""
    place = f"{workspace.FOLDER}/{notebook.name}"
    print(f"Tu cuaderno es {place}, como lo guardaste {_moment(saved)}.")
    known = progress.summary()
    latest = max(
        (
            (str(entry.get("ultima_vez", "")), exercise)
            for table in (known["ejercicios"], known["preguntas"])
            for exercise, entry in table.items()
            if exercise.startswith(f"{lesson.number}.")
        ),
        default=("", ""),
    )
    try:
        checked = datetime.fromisoformat(latest[0]).timestamp()
    except ValueError:
        return
    if checked > saved + 1:
        print(
            f"Pero trabajaste en {latest[1]} {_moment(checked)}, después de guardar.\n"
            "Si cambiaste algo, guárdalo (Ctrl+S, o ⌘S en Mac) y repite la orden."
        )


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
            f"«{COURSE} entregar 04»",
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


def _renamed(path, lesson):
    """Cómo se llama otro cuaderno de la misma lección, con respuestas, o `None`."""
    for other in sorted(path.parent.glob("*.ipynb")):
        with contextlib.suppress(CourseError, OSError):
            work = extract(read_notebook(other.read_bytes()))
            if work.lesson == lesson.number and (work.functions or work.answers):
                return other.name
    return None


def _read(path, lesson):
    """Los bytes y las celdas del cuaderno propio, y cuándo se guardó."""
    try:
        saved = path.stat().st_mtime
        data = path.read_bytes()
    except FileNotFoundError:
        action = f"Créalo con «{COURSE} abrir {lesson.number}» y trabaja ahí"
        if other := _renamed(path, lesson):
            action = f"Si el tuyo es «{other}», cámbiale el nombre a «{path.name}»"
        raise CourseError(
            f"No existe {workspace.FOLDER}/{path.name}", action=action
        ) from None
    cells = read_notebook(data)
    found = recognize_lesson(cells)
    if found != lesson.number:
        what = f"es de la lección {found}" if found else "no es de este curso"
        raise CourseError(
            f"El contenido de {workspace.FOLDER}/{path.name} {what}",
            expected=f"el cuaderno de la lección {lesson.number}",
            action=f"Guárdalo con otro nombre y corre «{COURSE} abrir {lesson.number}»",
        )
    return data, cells, saved
