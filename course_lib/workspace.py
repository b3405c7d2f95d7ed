"""La carpeta `mis_cuadernos/`: copiar lecciones sin pisar nunca lo de quien aprende.

`lessons/` se genera y se compara; nadie trabaja ahí. Este módulo copia lo que falta,
trae lo nuevo del curso trasladando las respuestas por id de ejercicio, y guarda en
`anteriores/` cada archivo que reemplaza. Solo usa la biblioteca estándar.
"""

import ast
import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

from course_lib.files import replace_with
from course_lib.progress import MARKER

__all__ = ["Lesson", "find_lesson", "lessons", "next_lesson", "reset", "sync"]

FOLDER, OLD, SOLUTIONS = "mis_cuadernos", "anteriores", "soluciones"
FORMAT = 1


@dataclass(frozen=True)
class Lesson:
    """Una lección de `lessons/`.

    Attributes:
        number: «04».
        path: su archivo.
        title: su título.
        exercises: los ejercicios que cuentan para darla por terminada, en orden.
        order: todos sus ejercicios y preguntas, en el orden en que aparecen.
    """

    number: str
    path: Path
    title: str
    exercises: tuple
    order: tuple


def lessons(root):
    """Las lecciones que hay en `lessons/`, en orden."""
    found = []
    for path in sorted((Path(root) / "lessons").glob("*.ipynb")):
        notebook = _read_notebook(path)
        if notebook is not None:
            number = path.stem.partition("_")[0]
            title, exercises = _title(notebook), _exercises(notebook)
            found.append(Lesson(number, path, title, exercises, _order(notebook)))
    return found


def find_lesson(root, text):
    """La lección que alguien nombra: «04», «4», «04_perceptron_multicapa», un archivo.

    Raises:
        CourseError: si no existe; dice cuáles hay.
    """
    wanted = Path(text).name.removesuffix(".ipynb")
    available = lessons(root)
    for lesson in available:
        same_number = wanted.isdigit() and wanted.zfill(2) == lesson.number
        if same_number or wanted == lesson.path.stem:
            return lesson
    raise _error(
        f"No hay una lección «{text}»",
        action="Las que hay son: " + ", ".join(found.number for found in available)
        if available
        else "La carpeta lessons/ está vacía: descarga de nuevo el curso completo",
    )


def next_lesson(root, passed):
    """La primera lección con un ejercicio que no está en `passed`; si no, la última."""
    available = lessons(root)
    for lesson in available:
        if any(exercise not in passed for exercise in lesson.exercises):
            return lesson
    return available[-1] if available else None


def sync(root):
    """Deja `mis_cuadernos/` al día y devuelve lo que haya que contar, en frases.

    Copia lo que falta. Si el curso tiene una versión más nueva de un cuaderno, lo
    reemplaza guardando el anterior, con las respuestas trasladadas si las había.
    """
    root = Path(root)
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    manifest = _read_manifest(folder)
    told = []
    for lesson in lessons(root):
        told += _sync_one(lesson.path, folder, manifest)
    _sync_solutions(root / "solutions", folder / SOLUTIONS, manifest)
    _write_manifest(folder, manifest)
    return told


def _sync_solutions(source, folder, manifest):
    """Deja las soluciones al lado de los cuadernos, a un clic de cada lección.

    Solo se renuevan si el curso trae otra versión; si alguien cambió la suya, la suya
    se guarda aparte.
    """
    stored = manifest["soluciones"]
    for path in sorted(source.glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        version, mine = _digest(text), folder / path.name
        if mine.exists() and stored.get(path.name) == version:
            continue
        folder.mkdir(exist_ok=True)
        if mine.exists() and _digest(mine.read_text(encoding="utf-8")) != stored.get(
            path.name
        ):
            _keep(mine)
        _replace_with(mine, text)
        stored[path.name] = version


def reset(root, text):
    """Copia fresca de una lección, guardando la anterior con su fecha.

    Returns:
        Las frases que cuentan qué se hizo.
    """
    lesson = find_lesson(root, text)
    folder = Path(root) / FOLDER
    folder.mkdir(exist_ok=True)
    manifest = _read_manifest(folder)
    mine = folder / lesson.path.name
    told = [f"La lección {lesson.number} está como nueva en {FOLDER}/."]
    if mine.exists():
        kept = _keep(mine)
        told.append(f"Tu cuaderno anterior quedó en {FOLDER}/{OLD}/{kept.name}.")
    _copy_fresh(lesson.path, mine, manifest)
    _write_manifest(folder, manifest)
    return told


def _sync_one(source, folder, manifest):
    """Pone al día un cuaderno; devuelve las frases que lo cuentan."""
    mine = folder / source.name
    lesson = _read_notebook(source)
    if not mine.exists():
        _copy_fresh(source, mine, manifest)
        return []
    entry = manifest["cuadernos"].get(source.name, {})
    notebook = _read_notebook(mine)
    if notebook is None:
        kept = _keep(mine)
        _copy_fresh(source, mine, manifest)
        return [
            f"Tu cuaderno {source.name} estaba dañado: lo guardé en {FOLDER}/{OLD}/"
            f"{kept.name} y puse una copia nueva."
        ]
    version = _version(lesson)
    if entry.get("version") == version:
        return []
    if _fingerprint(notebook) == _fingerprint(lesson) and _roles(notebook) == _roles(
        lesson
    ):
        manifest["cuadernos"][source.name] = _entry(lesson)
        return []
    kept = _keep(mine, move=False)
    if entry.get("copia") == _fingerprint(notebook):
        _copy_fresh(source, mine, manifest)
        return []
    merged, told = _carry_over(notebook, lesson, entry)
    _replace_with(mine, _dump(merged))
    manifest["cuadernos"][source.name] = _entry(lesson)
    return [
        f"El curso trae una versión nueva de {source.name}. " + " ".join(told),
        f"Tu cuaderno anterior, entero, quedó en {FOLDER}/{OLD}/{kept.name}.",
    ]


# Trasladar respuestas ----------------------------------------------------------------


def _carry_over(old, lesson, entry):
    """Un cuaderno nuevo con las respuestas del viejo, y las frases que lo cuentan.

    Una respuesta se reconoce por el id en los metadatos de su celda o, si se perdieron,
    por el nombre de la función que define; entre varias vale la última, que es la que
    queda en el núcleo. Lo que puso el curso (`entry["fuentes"]`) no es respuesta.
    """
    merged = json.loads(json.dumps(lesson))
    given = set(entry.get("fuentes", ())) | {
        _digest(_source(c)) for c in _cells(lesson)
    }
    written = [
        cell
        for cell in _cells(old)
        if _source(cell).strip() and _digest(_source(cell)) not in given
    ]
    used, carried, changed = set(), [], []
    for cell in _cells(merged):
        exercise = _answer_id(cell)
        if exercise is None:
            continue
        names = _defined_names(_source(cell))
        chosen = None
        for position, candidate in enumerate(written):
            if _answers(candidate, exercise, names, cell.get("cell_type")):
                chosen = position
        if chosen is None:
            continue
        answer = _source(written[chosen])
        if _signatures(_source(cell)) != _signatures(answer):
            changed.append(exercise)
        cell["source"] = answer
        used.add(chosen)
        carried.append(exercise)
    told = [_carried_text(carried)]
    if changed:
        told.append(
            f"En {_list_text(changed)} los parámetros no son los del enunciado nuevo: "
            "revísalos."
        )
    left = sum(
        position not in used and not _only_asks(_source(cell))
        for position, cell in enumerate(written)
    )
    if left:
        cells = "una celda más" if left == 1 else f"{left} celdas más"
        told.append(
            f"También escribiste o cambiaste {cells}; no se trasladan, pero están en "
            "tu cuaderno anterior."
        )
    return merged, told


def _carried_text(carried):
    if not carried:
        return "No había respuestas que trasladar."
    if len(carried) == 1:
        return f"Trasladé tu respuesta de {carried[0]}."
    return f"Trasladé tus respuestas de {_list_text(carried)}."


def _list_text(names):
    return " y ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _answers(cell, exercise, names, kind):
    if cell.get("cell_type") != kind:
        return False
    return _answer_id(cell) == exercise or bool(names & _defined_names(_source(cell)))


def _only_asks(source):
    """Si una celda no hace más que pedir pistas o comprobar: no hay qué trasladar."""
    tree = _parse_code(source)
    return tree is not None and all(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id in {"hint", "check", "answer", "question"}
        for node in tree.body
    )


def _defined_names(source):
    """Los nombres de las funciones y clases que una celda define."""
    tree = _parse_code(source)
    if tree is None:  # a medio escribir, o con líneas de IPython
        return set(re.findall(r"(?m)^(?:def|class) +(\w+)", source))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


def _signatures(source):
    """Los nombres de los parámetros de cada función, o `None` si no se puede leer."""
    tree = _parse_code(source)
    if tree is None:
        return None
    return {
        node.name: [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def _parse_code(source):
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


# Leer cuadernos ----------------------------------------------------------------------


def _read_notebook(path):
    """El cuaderno como diccionario, o `None` si el archivo no es un cuaderno."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        return None
    if not all(isinstance(cell, dict) for cell in notebook["cells"]):
        return None
    return notebook


def _cells(notebook):
    return notebook["cells"]


def _source(cell):
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(map(str, source))


def _role(cell):
    metadata = cell.get("metadata")
    role = metadata.get("curso") if isinstance(metadata, dict) else None
    return role if isinstance(role, dict) else {}


def _answer_id(cell):
    """El id del ejercicio si esta celda es donde se responde; si no, `None`."""
    role = _role(cell)
    return role.get("ejercicio") if role.get("papel") == "respuesta" else None


def _exercises(notebook):
    """Los ejercicios que cuentan para dar la lección por terminada."""
    return tuple(
        _answer_id(cell)
        for cell in _cells(notebook)
        if _answer_id(cell) and not _role(cell).get("opcional")
    )


def _order(notebook):
    """Los ids de los ejercicios y las preguntas, en el orden del cuaderno."""
    ids = (_answer_id(cell) or _role(cell).get("pregunta") for cell in _cells(notebook))
    return tuple(dict.fromkeys(item for item in ids if item))


def _title(notebook):
    for cell in _cells(notebook):
        if cell.get("cell_type") == "markdown":
            found = re.search(r"(?m)^# +(.+?)\s*$", _source(cell))
            if found:
                return re.sub(r"^\d+ *[·:.—-] *", "", found.group(1))
    return ""


def _digest(text):
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16]


def _fingerprint(notebook):
    """Lo que está escrito en las celdas; ni salidas ni contadores."""
    cells = [
        f"{cell.get('cell_type')}:{_digest(_source(cell))}" for cell in _cells(notebook)
    ]
    return _digest("\n".join(cells))


def _roles(notebook):
    return [_role(cell) for cell in _cells(notebook)]


def _version(lesson):
    """La versión de una lección: lo escrito y los papeles de sus celdas."""
    return _digest(_fingerprint(lesson) + json.dumps(_roles(lesson), sort_keys=True))


# El manifiesto y los archivos --------------------------------------------------------


def _entry(lesson):
    return {
        "version": _version(lesson),
        "copia": _fingerprint(lesson),
        "fuentes": sorted({_digest(_source(cell)) for cell in _cells(lesson)}),
    }


def _read_manifest(folder):
    """Lo que se copió antes; si falta o está roto, se empieza de nuevo sin perder nada:
    un cuaderno de origen desconocido se trata como escrito por quien aprende."""
    try:
        manifest = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("formato") != FORMAT:
        manifest = {}
    notebooks = manifest.get("cuadernos")
    if not isinstance(notebooks, dict):
        notebooks = {}
    known = {name: e for name, e in notebooks.items() if isinstance(e, dict)}
    solutions = manifest.get("soluciones")
    solutions = solutions if isinstance(solutions, dict) else {}
    return {"formato": FORMAT, "cuadernos": known, "soluciones": solutions}


def _write_manifest(folder, manifest):
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    path = folder / MARKER
    if not path.is_file() or path.read_text(encoding="utf-8") != text + "\n":
        _replace_with(path, text + "\n")


def _copy_fresh(source, mine, manifest):
    _replace_with(mine, source.read_text(encoding="utf-8"))
    manifest["cuadernos"][source.name] = _entry(_read_notebook(source))


def _keep(mine, *, move=True):
    """Guarda un cuaderno en `anteriores/` con su fecha; devuelve dónde quedó."""
    folder = mine.parent / OLD
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y-%m-%d %H.%M.%S")
    kept = folder / f"{mine.stem} {stamp}{mine.suffix}"
    count = 2
    while kept.exists():
        kept = folder / f"{mine.stem} {stamp} ({count}){mine.suffix}"
        count += 1
    if move:
        os.replace(mine, kept)
    else:
        _replace_with(kept, mine.read_text(encoding="utf-8"))
    return kept


def _dump(notebook):
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _replace_with(path, text):
    """Escritura atómica de un cuaderno, que puede leer cualquiera."""
    replace_with(path, text, 0o644)


def _error(what, *, action):
    # Los errores del curso cargan NumPy; aquí solo hace falta si algo salió mal.
    from course_lib.errors import CourseError

    return CourseError(what, action=action)
