"""El avance de quien aprende: un archivo JSON legible, suyo y borrable.

Se escribe solo desde `mis_cuadernos/` (o si `CURSO_AVANCE` dice dónde). Nada de lo que
falle aquí interrumpe una lección: las funciones que anotan devuelven `None`, o un aviso
en español, y guardan lo pendiente en memoria para el próximo intento.
"""

import contextlib
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from course_lib.files import replace_with

__all__ = [
    "MARKER",
    "hints_opened",
    "progress_file",
    "record_answer",
    "record_check",
    "record_hint",
    "should_record",
    "summary",
]

FORMAT = 1
FOLDER = "curso-redes-neuronales"
# El archivo que `curso abrir` deja en mis_cuadernos/ y que también es su manifiesto.
MARKER = ".curso.json"
WAIT_SECONDS = 2.0

_pending = []
_saved_copy = False


def progress_file():
    """Dónde se guarda el avance, según el sistema o `CURSO_AVANCE`."""
    chosen = os.environ.get("CURSO_AVANCE")
    if chosen:
        path = Path(chosen).expanduser()
        is_folder = path.is_dir() or chosen.endswith(("/", os.sep))
        return path / "avance.json" if is_folder else path
    return _data_folder(sys.platform, os.environ, Path.home) / FOLDER / "avance.json"


def _data_folder(platform, environment, home):
    """La carpeta de datos de la persona en cada sistema."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local) if local else home() / "AppData" / "Local"
    if platform == "darwin":
        return home() / "Library" / "Application Support"
    # La norma XDG manda ignorar una ruta relativa.
    shared = environment.get("XDG_DATA_HOME", "")
    return Path(shared) if os.path.isabs(shared) else home() / ".local" / "share"


def should_record():
    """Si toca anotar: dentro de `mis_cuadernos/`, o si `CURSO_AVANCE` está puesto."""
    if os.environ.get("CURSO_AVANCE"):
        return True
    try:
        here = Path.cwd()
    except OSError:  # borraron la carpeta en la que estamos
        return False
    return any((folder / MARKER).is_file() for folder in (here, *here.parents[:3]))


def record_check(exercise_id, passed, mistake=None, points=None):
    """Anota una comprobación; un ejercicio logrado no deja de estarlo.

    Args:
        exercise_id: «04.6».
        passed: si la respuesta pasó.
        mistake: id del diagnóstico, si lo hubo; sirve para «repasa esto».
        points: los que ganó; se guarda el mejor intento.

    Returns:
        `None`, o un aviso en español si no se pudo guardar.
    """
    number = None if points is None else float(points)
    name = None if mistake is None else str(mistake)
    return _record(
        ("check", str(exercise_id), bool(passed), name, number, _now()),
    )


def record_hint(exercise_id, n):
    """Anota que se abrió la pista `n` (1, 2 o 3) de un ejercicio."""
    return _record(("hint", str(exercise_id), int(n), _now()))


def record_answer(question_id, letter, right):
    """Anota la respuesta a una pregunta de concepto."""
    return _record(("answer", str(question_id), str(letter), bool(right), _now()))


def hints_opened(exercise_id):
    """Cuántas pistas de un ejercicio ya se abrieron (0 si no se sabe)."""
    return _load()[0]["ejercicios"].get(str(exercise_id), {}).get("pistas", 0)


def summary():
    """Todo el avance: `{"archivo", "aviso", "ejercicios", "preguntas"}`.

    Cada ejercicio lleva `intentos`, `logrado`, `puntos`, `errores` (cuántas veces cada
    diagnóstico), `pistas` y las fechas; cada pregunta, `respuestas` y `acertada`.
    `aviso` es `None`, o lo que haya que saber sobre el archivo.
    """
    data, notice = _load()
    return {
        "archivo": str(progress_file()),
        "aviso": notice,
        "ejercicios": data["ejercicios"],
        "preguntas": data["preguntas"],
    }


def _now():
    return datetime.now().isoformat(timespec="seconds")


def _empty():
    return {"formato": FORMAT, "ejercicios": {}, "preguntas": {}}


def _apply(data, event):
    """Incorpora un suceso al avance (modifica `data`)."""
    kind, key, *rest = event
    table = data["preguntas" if kind == "answer" else "ejercicios"]
    entry = table.setdefault(key, {})
    entry.setdefault("primera_vez", rest[-1])
    entry["ultima_vez"] = rest[-1]
    if kind == "check":
        passed, mistake, points, _ = rest
        entry["intentos"] = entry.get("intentos", 0) + 1
        entry["logrado"] = entry.get("logrado", False) or passed
        if points is not None:
            entry["puntos"] = max(points, entry.get("puntos", 0.0))
        if mistake:
            counts = entry.setdefault("errores", {})
            counts[mistake] = counts.get(mistake, 0) + 1
    elif kind == "hint":
        entry["pistas"] = max(rest[0], entry.get("pistas", 0))
    else:
        letter, right, _ = rest
        entry.setdefault("respuestas", []).append(letter)
        entry["acertada"] = entry.get("acertada", False) or right


def _record(event):
    """Anota un suceso y lo que hubiera pendiente. Nunca lanza: devuelve un aviso."""
    if not should_record():
        return None
    _pending.append(event)
    try:
        return _write_pending()
    except Exception as error:  # el avance jamás rompe la lección
        return _notice(error)


def _notice(error):
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return (
        f"Tu avance no se pudo guardar en «{progress_file()}» ({reason}); tu respuesta "
        "sí se comprobó, y lo intentaré de nuevo en la próxima comprobación."
    )


def _write_pending():
    path = progress_file()
    _require_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(path):
        data, notice = _read(path, repair=True)
        _keep_copy(path)
        for event in _pending:
            _apply(data, event)
        _write(path, data)
    _pending.clear()
    return notice


def _load():
    """Lo guardado más lo pendiente, sin escribir nada. Nunca lanza."""
    try:
        data, notice = _read(progress_file(), repair=False)
    except Exception as error:
        data, notice = _empty(), f"No se pudo leer tu avance ({error})."
    for event in _pending:
        _apply(data, event)
    return data, notice


def _read(path, *, repair):
    """Lee el archivo: `(datos, aviso)`. Con `repair`, aparta uno roto con su fecha."""
    _require_file(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _empty(), None
    except UnicodeDecodeError:
        text = ""
    data = _parse(text)
    if data is not None:
        return data, None
    return _recover(path, repair)


def _require_file(path):
    """Ni reemplazar un dispositivo ni esperar para siempre a una tubería."""
    if path.exists() and not path.is_file():
        raise OSError(0, "ahí hay algo que no es un archivo")


def _parse(text):
    """El avance que dice un texto, o `None` si no se entiende."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("formato") != FORMAT:
        return None
    for table in ("ejercicios", "preguntas"):
        entries = data.setdefault(table, {})
        if not isinstance(entries, dict):
            return None
        if not all(isinstance(entry, dict) for entry in entries.values()):
            return None
    return data


def _recover(path, repair):
    """Un archivo que no se entiende: se aparta, se dice y se sigue."""
    data = None
    with contextlib.suppress(OSError, UnicodeDecodeError):
        data = _parse(_copy_of(path).read_text(encoding="utf-8"))
    ending = "empiezo uno nuevo" if data is None else "sigo desde la última copia buena"
    aside = path.with_name(
        f"{path.stem} roto {time.strftime('%Y-%m-%d %H.%M.%S')}.json"
    )
    if repair:
        os.replace(path, aside)
        where = f"Lo guardé como «{aside.name}» en la misma carpeta"
    else:
        where = "Lo apartaré sin borrarlo"
    notice = f"El archivo de tu avance no se entiende. {where}, y {ending}."
    return data or _empty(), notice


def _copy_of(path):
    return path.with_name(f"{path.stem} anterior.json")


def _keep_copy(path):
    """Una copia por sesión del último archivo bueno, por si se corta la luz."""
    global _saved_copy
    if _saved_copy or not path.exists():
        return
    _saved_copy = True
    with contextlib.suppress(OSError):
        replace_with(_copy_of(path), path.read_text(encoding="utf-8"))


def _write(path, data):
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    replace_with(path, text + "\n")


@contextlib.contextmanager
def _lock(path):
    """Un cerrojo entre procesos que el sistema suelta solo si el proceso muere.

    El archivo `.cerrojo` puede quedar en la carpeta: por sí mismo no cierra nada.
    """
    with open(path.with_name(path.name + ".cerrojo"), "a+b") as stream:
        deadline = time.monotonic() + WAIT_SECONDS
        while not _try_lock(stream):
            if time.monotonic() > deadline:
                raise OSError(0, "otro cuaderno lo está usando y no lo suelta")
            time.sleep(0.005)
        yield


def _try_lock(stream):
    """Intenta tomar el cerrojo sin esperar; al cerrar el archivo se suelta."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # una unidad de red sin cerrojos: se sigue sin él
        return True
    return True
