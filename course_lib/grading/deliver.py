"""`curso entregar`: revisar el cuaderno propio y hacer un solo archivo para enviar.

Lo que falte se dice, pero no impide entregar: solo se niega si el cuaderno no está, no
se puede leer o es de otra lección. El archivo es un zip con el cuaderno tal como está
guardado y `entrega.json`, que cualquiera puede leer.
"""

import hashlib
import json
import re
import time
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

from course_lib import progress, workspace
from course_lib.errors import CourseError
from course_lib.files import replace_with
from course_lib.grading.cells import read_code
from course_lib.grading.extract import extract, recognize_lesson
from course_lib.grading.given import given
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.people import clean_name
from course_lib.grading.rehearsal import rehearse

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
    name, code = _identity(option("nombre"), option("codigo"))
    folder = Path(option("salida") or root / workspace.FOLDER / FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"entrega_{lesson.number}_{_safe(code)}.zip"
    card = _card(lesson, notebook, data, name, code, pending)
    replace_with(path, _packed(notebook.name, data, card), 0o644)
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
            print(f"{sentence}: {', '.join(pending[key])}.")
    if questions:
        print(f"Preguntas sin responder: {', '.join(questions)}.")
    complete = not questions and not any(pending.values())
    if complete and not skip:
        print("Todos los ejercicios pasan su comprobación.")
    return {**pending, "preguntas": questions}


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


# Quién entrega ------------------------------------------------------------------------


def _identity(name, code):
    """Nombre y código: los dados, los recordados o los que se preguntan una vez."""
    path = progress.progress_file().with_name("persona.json")
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        known = known if isinstance(known, dict) else {}
    except (OSError, ValueError):
        known = {}
    name = _tidy(name) or _tidy(known.get("nombre")) or _ask("Tu nombre y apellido: ")
    code = _tidy(code) or _tidy(known.get("codigo")) or _ask("Tu código o carnet: ")
    if (name, code) != (known.get("nombre"), known.get("codigo")):
        text = json.dumps(
            {"nombre": name, "codigo": code}, ensure_ascii=False, indent=1
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_with(path, text + "\n")
        print(f"Lo recuerdo para la próxima, en {path}")
        print("Para cambiarlo: --nombre y --codigo.")
    return name, code


def _tidy(value):
    return clean_name(value) if isinstance(value, str) else ""


def _ask(question):
    for _ in range(3):
        try:
            answer = _tidy(input(question))
        except EOFError:
            break
        if answer:
            return answer
    raise CourseError(
        "Falta saber quién entrega",
        action='Repite la orden con --nombre "Ana Pérez" --codigo A123',
    )


# El archivo ---------------------------------------------------------------------------


def _safe(code):
    """El código como parte de un nombre de archivo que sirve en los tres sistemas."""
    plain = unicodedata.normalize("NFKD", code)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40] or "sin-codigo"


def _card(lesson, notebook, data, name, code, pending):
    """Lo que dice `entrega.json`."""
    return {
        "formato": 1,
        "leccion": lesson.number,
        "titulo": lesson.title,
        "nombre": name,
        "codigo": code,
        "cuaderno": notebook.name,
        "huella": hashlib.sha256(data).hexdigest(),
        "fecha": time.strftime("%Y-%m-%dT%H:%M:%S"),
        "pendiente": pending,
    }


def _packed(name, data, card):
    output = BytesIO()
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in ((name, data), ("entrega.json", text.encode("utf-8"))):
            info = zipfile.ZipInfo(member, time.localtime()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return output.getvalue()
