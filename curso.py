#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Arranque del curso: `python3 curso.py abrir` (en Windows, `py curso.py abrir`).

Prepara `.venv` con los paquetes de `requirements.lock` y pasa la orden a
`course_lib.cli`. Usa solo la biblioteca estándar, y lo puede leer hasta Python 2.7:
si no, quien tenga un Python viejo vería un «SyntaxError» en lugar de una explicación.
Por eso aquí no hay f-strings ni anotaciones.
"""

from __future__ import print_function

import glob
import hashlib
import json
import ntpath
import os
import platform
import posixpath
import re
import shutil
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
# El más viejo lo dice pyproject.toml; el más nuevo, las ruedas de requirements.lock.
OLDEST, NEWEST = (3, 11), (3, 14)
LEARNER_LOCK, TEST_LOCK = "requirements.lock", "requirements-dev.lock"
CLUSTER_LOCK = "requirements-cluster.lock"
# La ruta más larga dentro de .venv en Windows, con holgura (una prueba la compara con
# lo instalado), y el largo que Windows admite sin contar el carácter nulo.
LONGEST_INSIDE, WINDOWS_LIMIT = 175, 259
# Lo medido en Linux: 137 MB de descarga y 623 MB en disco, más los temporales de pip.
DOWNLOAD_MB, NEEDED_MB = 140, 800
STATE_FILE, LOCK_FILE, LOG_FILE = "curso.json", "curso.cerrojo", "curso-pip.txt"
RESUME = "corre de nuevo la misma orden, que sigue desde donde quedó"


class Stop(Exception):
    """La orden no puede seguir; el mensaje dice qué pasó y qué hacer."""


# Lo que se muestra -------------------------------------------------------------------


def prepare_output():
    """Evita que una consola que no es UTF-8 convierta una tilde en un error."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.reconfigure(errors="replace")
        except (AttributeError, ValueError, OSError):
            pass


def say(text, stream=None):
    """Escribe una línea; si ya nadie la lee, sigue en silencio."""
    stream = stream or sys.stdout
    try:
        stream.write(text + "\n")
        stream.flush()
    except (OSError, ValueError, AttributeError):
        pass


class Progress(object):
    """Cuenta en español lo que pip va haciendo: «Paquete 3 de 105: numpy (17 MB)»."""

    def __init__(self, total, stream=None, clock=time.time):
        self.total, self.clock = total, clock
        self.stream = stream or sys.stdout
        self.live = bool(getattr(self.stream, "isatty", lambda: False)())
        self.seen, self.name, self.size, self.downloaded = set(), "", 0.0, 0.0
        self.installing, self.installed = 0, 0
        self._shown, self._last, self._width = "", 0.0, 0

    def pip_line(self, line):
        """Entiende una línea de pip; lo que no es avance se ignora."""
        requirement = re.match(
            r"\s*(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line
        )
        wheel = re.match(
            r"\s*(?:Downloading|Using cached|Processing) (\S.*?\.whl)"
            r"(?: \(([\d.]+) (bytes|kB|MB|GB)\))?(?: \(from .*)?\s*$",
            line,
        )
        if line.startswith("Installing collected packages:"):
            self.installing = line.count(",") + 1
        elif requirement:
            self._meet(requirement.group(1))
        elif wheel:
            path = wheel.group(1)
            self._meet(re.split(r"[\\/]", path)[-1].split("-")[0])
            if wheel.group(2):
                units = {"bytes": 1e-6, "kB": 1e-3, "MB": 1.0, "GB": 1e3}
                self.size = float(wheel.group(2)) * units[wheel.group(3)]
            elif os.path.isfile(path):
                self.size = os.path.getsize(path) / 1e6
            self.downloaded += self.size

    def _meet(self, name):
        name = re.sub(r"[-_.]+", "-", name).lower()
        if name != self.name:
            self.name, self.size = name, 0.0
        self.seen.add(name)

    def text(self, partial=0.0):
        """Lo que se ve ahora; `partial`, los MB que ya llegaron del archivo."""
        if self.installing:
            done = min(self.installed, self.installing)
            return "Instalando: {0} de {1}".format(done, self.installing)
        if not self.seen:
            return "Conectando"
        total = max(self.total, len(self.seen))
        text = "Paquete {0} de {1}: {2}".format(len(self.seen), total, self.name)
        if self.size:
            text += " ({0})".format(size_text(self.size))
        if partial >= 0.5 and partial < self.size:
            text += ", van {0}".format(size_text(partial))
        return text

    def show(self, partial=0.0):
        """Refresca la línea; si nadie mira una terminal, una cada pocos segundos."""
        text = self.text(partial)
        now = self.clock()
        if text == self._shown or (not self.live and now - self._last < 5):
            return
        self._shown, self._last = text, now
        if self.live:
            columns = shutil.get_terminal_size((80, 24)).columns
            text = text[: max(columns - 3, 20)]
            padding = " " * max(self._width - len(text), 0)
            self._width = len(text)
            try:
                self.stream.write("\r  " + text + padding)
                self.stream.flush()
            except (OSError, ValueError):
                pass
        else:
            say("  " + text, self.stream)

    def close(self):
        """Deja limpia la línea que se estaba refrescando."""
        if self.live and self._width:
            say("\r" + " " * (self._width + 2) + "\r", self.stream)


def size_text(megabytes):
    """Un tamaño para leer: «0.1 MB», «17 MB»."""
    return "{0:.{1}f} MB".format(megabytes, 0 if megabytes >= 9.95 else 1)


# Lo que puede salir mal ---------------------------------------------------------------


def version_text(version):
    return ".".join(str(part) for part in version)


def python_problem(version, other=None):
    """Dice por qué esta versión de Python no sirve, o devuelve `None`.

    `other` es la orden de otro Python del equipo que sí sirve, si lo hay.
    """
    limits = version_text(OLDEST) + " a " + version_text(NEWEST)
    if tuple(version[:2]) < OLDEST:
        what = "es anterior al que pide el curso"
    elif tuple(version[:2]) > NEWEST:
        what = "es más nuevo que los paquetes del curso"
    else:
        return None
    if other:
        action = "en este equipo también está el que hace falta; corre «{0}».".format(
            other
        )
    else:
        action = (
            "instala una versión de {0} desde https://www.python.org/downloads/ y "
            "corre con ella la misma orden."
        ).format(limits)
    return "Python {0} {1}: {2}".format(version_text(version[:3]), what, action)


def other_python(arguments, search=None):
    """Busca en el PATH un Python que sirva; devuelve la orden completa, o `None`."""
    search = os.environ.get("PATH", "") if search is None else search
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = "python3.{0}".format(minor)
        for folder in search.split(os.pathsep):
            candidate = os.path.join(folder, name)
            if not os.access(candidate, os.X_OK) or os.path.isdir(candidate):
                continue
            try:
                probe = [candidate, "-c", "import venv, ensurepip"]
                subprocess.check_output(probe, stderr=subprocess.STDOUT)
            except (OSError, subprocess.CalledProcessError):
                continue
            return " ".join([name, "curso.py"] + list(arguments))
    return None


def venv_module_problem(version, system_version, debian):
    """Qué hacer cuando a Python le falta el módulo venv (o ensurepip)."""
    if debian:
        package = "python3-venv"
        if system_version and tuple(system_version) != tuple(version[:2]):
            package = "python{0}-venv".format(version_text(version[:2]))
        action = "instálalo con «sudo apt install {0}» y {1}.".format(package, RESUME)
    else:
        action = (
            "instala Python completo desde https://www.python.org/downloads/ y corre "
            "de nuevo la misma orden."
        )
    return "A este Python le falta el módulo venv: " + action


def folder_problem(path, error):
    """Explica por qué no se pudo escribir en `path`, según el error del sistema."""
    text = "[Errno {0}] [WinError {1}] {2}".format(
        error.errno, getattr(error, "winerror", None), error
    )
    known = explain_disk(text, path)
    if known:
        return known
    return (
        "No se pudo escribir en «{0}» ({1}): revisa el disco o copia la carpeta del "
        "curso a otro lugar, y {2}."
    ).format(path, error.strerror or error, RESUME)


def explain_disk(output, place):
    """La frase para un disco lleno, sin permiso o de solo lectura; si no, `None`."""
    if re.search(
        r"No space left|\[Errno (?:28|122)\]|quota exceeded|WinError (?:39|112)\]",
        output,
        re.IGNORECASE,
    ):
        return (
            "El disco se llenó: libera unos {0} MB en la unidad de «{1}» y {2}."
        ).format(NEEDED_MB, place, RESUME)
    if re.search(
        r"WinError 206\]|\[Errno (?:36|63)\]|File name too long|Long Path", output
    ):
        return (
            "La ruta de «{0}» es demasiado larga para este sistema: mueve la carpeta "
            "del curso a un lugar de ruta más corta, como tu carpeta personal, y {1}."
        ).format(place, RESUME)
    if re.search(r"\[Errno 30\]|Read-only file system", output):
        return (
            "«{0}» está en una unidad de solo lectura: copia la carpeta del curso a "
            "otro lugar, como tu carpeta personal, y corre allí la misma orden."
        ).format(place)
    if re.search(r"WinError 32\]", output):
        return (
            "Otro programa está usando un archivo de «{0}»: cierra JupyterLab y las "
            "otras ventanas del curso, y {1}."
        ).format(place, RESUME)
    if re.search(
        r"\[Errno (?:1|13)\]|WinError 5\]|Permission denied|Access is denied", output
    ):
        return (
            "No tienes permiso para escribir en «{0}»: copia la carpeta del curso a "
            "otro lugar, como tu carpeta personal, y corre allí la misma orden."
        ).format(place)
    return None


def explain_pip_failure(output, place, log):
    """Traduce el final de pip a una frase: qué pasó y qué hacer.

    El orden importa: sin red, pip termina diciendo que «no encuentra» el paquete.
    """
    known = explain_disk(output, place)
    if known:
        return known
    if re.search(r"CERTIFICATE_VERIFY_FAILED|SSLError|certificate", output):
        return (
            "La red no deja comprobar la identidad del servidor de paquetes: revisa "
            "la fecha y la hora del equipo, o usa otra red, y " + RESUME + "."
        )
    if re.search(r"Proxy Authentication Required|ProxyError|Tunnel connect", output):
        return (
            "El proxy de esta red no dejó pasar la descarga: pide sus datos a quien "
            "administra la red, o usa otra, y " + RESUME + "."
        )
    if re.search(
        r"DO NOT MATCH THE HASHES|HashMismatch|IncompleteRead|BadZipFile|is invalid"
        r"|has an invalid wheel",
        output,
    ):
        return (
            "Un paquete llegó incompleto o distinto del esperado y no se instaló: {0}; "
            "si se repite, usa otra red."
        ).format(RESUME)
    if re.search(
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|getaddrinfo"
        r"|Connection(?:Reset|Aborted|Refused)|Connection (?:reset|refused|aborted)"
        r"|name resolution|unreachable|timed out|Max retries|ProtocolError"
        r"|RemoteDisconnected|Connection broken|connection broken",
        output,
    ):
        return (
            "No hay conexión con el servidor de paquetes: revisa tu internet y "
            + RESUME
            + "."
        )
    if re.search(
        r"(?:HTTP error|status code:?|Error:?) (?:4|5)\d\d|Error \d{3} ", output
    ):
        return (
            "El servidor de paquetes respondió con un error: espera unos minutos y "
            + RESUME
            + "."
        )
    missing = re.search(r"No matching distribution found for (\S+)", output)
    if missing:
        return (
            "No hay una versión ya preparada de {0} para este sistema ({1}, Python {2} "
            "de {3} bits): usa un Python de 64 bits, de {4} a {5}, en Windows, macOS o "
            "Linux."
        ).format(
            missing.group(1),
            platform.machine() or "procesador desconocido",
            platform.python_version(),
            64 if sys.maxsize > 2**32 else 32,
            version_text(OLDEST),
            version_text(NEWEST),
        )
    if "MemoryError" in output:
        return "Faltó memoria para instalar: cierra otros programas y " + RESUME + "."
    return (
        "La instalación de los paquetes se detuvo: {0}; si se repite, pide ayuda con "
        "el archivo «{1}»."
    ).format(RESUME, log)


# Dónde vive .venv y en qué estado está ------------------------------------------------


def venv_location(root, system, local_data=None):
    """Dónde va `.venv`: junto al curso o, si la ruta no cabe en Windows, aparte.

    Args:
        root: la carpeta del curso.
        system: lo que dice `platform.system()`.
        local_data: `%LOCALAPPDATA%`, o `None` si no está.
    """
    join = ntpath.join if system == "Windows" else posixpath.join
    here = join(root, ".venv")
    if system != "Windows" or not local_data:
        return here
    if len(here) + 1 + LONGEST_INSIDE <= WINDOWS_LIMIT:
        return here
    code = hashlib.sha256(root.lower().encode("utf-8")).hexdigest()[:8]
    return join(local_data, "curso-redes-neuronales", "venv-" + code)


def venv_python(venv, windows=os.name == "nt"):
    """El intérprete de `.venv`."""
    if windows:
        return os.path.join(venv, "Scripts", "python.exe")
    return os.path.join(venv, "bin", "python")


def site_packages(venv, version, windows=os.name == "nt"):
    """La carpeta donde pip instala."""
    if windows:
        return os.path.join(venv, "Lib", "site-packages")
    name = "python{0}.{1}".format(*version[:2])
    return os.path.join(venv, "lib", name, "site-packages")


def path_line(root, packages):
    """La línea del `.pth` que hace importable `course_lib`, siempre en ASCII.

    Relativa mientras se pueda, para que la carpeta se mueva con su `.venv`. Si `.venv`
    vive aparte, el texto del camino puede llevar acentos, y cada Python lee el `.pth`
    con una codificación distinta: va escapado dentro de un `import`.
    """
    try:
        relative = os.path.relpath(root, packages)
        relative.encode("ascii")
        return relative
    except ValueError:  # otra unidad de Windows, o letras fuera de ASCII
        return "import sys; sys.path.append({0})".format(ascii(root))


def probe(python):
    """Pregunta a un intérprete quién es: `(versión, plataforma)`; `None` si no anda."""
    code = (
        "import json, platform, sys; print(json.dumps([list(sys.version_info[:3]), "
        "'-'.join([sys.platform, platform.machine(), str(sys.maxsize)])]))"
    )
    try:
        answer = subprocess.check_output(
            [python, "-I", "-S", "-c", code], stderr=subprocess.STDOUT
        )
        version, machine = json.loads(answer.decode("utf-8"))
        return tuple(version), machine
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def installation_mark(lock_text, version, machine):
    """Lo que identifica una instalación: versiones fijas, Python y plataforma."""
    parts = [lock_text.replace("\r\n", "\n"), version_text(version), machine]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def read_text(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def read_state(venv):
    """Las marcas de lo que ya se instaló; vacío si no hay o no se entienden."""
    try:
        state = json.loads(read_text(os.path.join(venv, STATE_FILE)))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(venv, state):
    path = os.path.join(venv, STATE_FILE)
    with open(path + ".nuevo", "w", encoding="utf-8") as stream:
        json.dump(state, stream, indent=1, sort_keys=True)
    os.replace(path + ".nuevo", path)


def environment_status(root, locks, venv):
    """`(intérprete, marcas que faltan)`; `(None, …)` si `.venv` no sirve todavía."""
    python = venv_python(venv)
    identity = probe(python) if os.path.exists(python) else None
    if identity is None or not OLDEST <= identity[0][:2] <= NEWEST:
        return None, {}
    state = read_state(venv)
    missing = {}
    for lock in locks:
        mark = installation_mark(read_text(os.path.join(root, lock)), *identity)
        if state.get(lock) != mark:
            missing[lock] = mark
    if missing and not has_pip(site_packages(venv, identity[0])):
        return None, {}
    return python, missing


def has_pip(packages):
    """Si pip está entero: crear `.venv` también se puede cortar a la mitad."""
    found = glob.glob(os.path.join(glob.escape(packages), "pip-*.dist-info"))
    return bool(found) and all(_is_complete(packages, info) for info in found)


def incomplete_distributions(packages):
    """Las carpetas `.dist-info` que una instalación cortada dejó a medias.

    pip escribe RECORD al final, con una línea para el INSTALLER que acaba de escribir;
    el RECORD que trae la rueda no la tiene. Un corte de luz puede dejar archivos vacíos
    o truncados, así que también se comparan los tamaños.
    """
    return [
        info
        for info in sorted(
            glob.glob(os.path.join(glob.escape(packages), "*.dist-info"))
        )
        if not _is_complete(packages, info)
    ]


def _is_complete(packages, info):
    import csv

    try:
        with open(os.path.join(info, "RECORD"), encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.reader(stream) if len(row) == 3]
        if not any(row[0].endswith(".dist-info/INSTALLER") for row in rows):
            return False
        return all(
            os.path.getsize(os.path.join(packages, name)) == int(size)
            for name, _, size in rows
            if size
        )
    except (OSError, ValueError, csv.Error):
        return False


def repair(packages):
    """Quita lo que quedó a medias, para que pip lo instale de nuevo."""
    for info in incomplete_distributions(packages):
        shutil.rmtree(info, ignore_errors=True)
    for leftover in glob.glob(os.path.join(glob.escape(packages), "~*")):
        shutil.rmtree(leftover, ignore_errors=True)


# Preparar .venv -----------------------------------------------------------------------


class InstallLock(object):
    """Un cerrojo del sistema: dos ventanas no instalan a la vez.

    El sistema lo suelta solo si el proceso muere, así que nunca queda huérfano. pip lo
    hereda: si alguien mata este programa, otro espera a que ese pip termine.
    """

    def __init__(self, venv):
        self.path = os.path.join(venv, LOCK_FILE)

    def __enter__(self):
        self.stream = open(self.path, "a+")
        told = False
        while not self._try():
            if not told:
                say("Otra ventana está instalando el curso; espero a que termine.")
                told = True
            time.sleep(0.3)
        return self

    def _try(self):
        try:
            if os.name == "nt":
                import msvcrt

                self.stream.seek(0)
                msvcrt.locking(self.stream.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.set_inheritable(self.stream.fileno(), True)
        except BlockingIOError:
            return False
        except PermissionError:  # así lo dice Windows
            return False
        except OSError:  # una unidad de red sin cerrojos: se sigue sin él
            return True
        return True

    def __exit__(self, *_):
        self.stream.close()


def clean_environment(environment=None):
    """El entorno sin lo que desviaría a pip o al Python de `.venv`."""
    strange = {
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "__PYVENV_LAUNCHER__",
        "PIP_CONSTRAINT",
        "PIP_DRY_RUN",
        "PIP_IGNORE_INSTALLED",
        "PIP_NO_BINARY",
        "PIP_PREFIX",
        "PIP_PYTHON",
        "PIP_QUIET",
        "PIP_REPORT",
        "PIP_REQUIREMENT",
        "PIP_ROOT",
        "PIP_TARGET",
        "PIP_USER",
        "PIP_VERBOSE",
    }
    environment = dict(os.environ if environment is None else environment)
    return {k: v for k, v in environment.items() if k.upper() not in strange}


def base_python():
    """El Python que creará `.venv`: si este ya vive en uno, el de abajo."""
    return getattr(sys, "_base_executable", None) or sys.executable


def system_python_version():
    """La versión del python3 de Debian, por el enlace de /usr/bin."""
    target = os.path.basename(os.path.realpath("/usr/bin/python3"))
    found = re.match(r"python(\d+)\.(\d+)$", target)
    return tuple(int(part) for part in found.groups()) if found else None


def require_venv_module():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            venv_module_problem(
                sys.version_info,
                system_python_version(),
                os.path.exists("/etc/debian_version"),
            )
        )


def require_space(venv):
    try:
        free = shutil.disk_usage(venv).free / 1e6
    except OSError:
        return
    if free < NEEDED_MB:
        raise Stop(
            "Quedan {0:.0f} MB libres en la unidad de «{1}» y el curso necesita unos "
            "{2}: libera espacio y {3}.".format(
                free, venv, NEEDED_MB, RESUME.split(",")[0]
            )
        )


def create_venv(root, venv):
    """Crea `.venv` desde cero, sin nada de lo que hubiera, y devuelve su Python."""
    problem = python_problem(sys.version_info, None)
    if problem:
        raise Stop(python_problem(sys.version_info, other_python(sys.argv[1:])))
    require_venv_module()
    for name in os.listdir(venv):
        path = os.path.join(venv, name)
        if name == LOCK_FILE:
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
    require_space(venv)
    say("Preparo la carpeta {0}".format(venv))
    python = venv_python(venv)
    # En dos pasos, porque venv se calla lo que dice ensurepip cuando falla.
    run_quietly([base_python(), "-m", "venv", "--without-pip", venv], venv)
    run_quietly([python, "-I", "-m", "ensurepip", "--upgrade", "--default-pip"], venv)
    if probe(python) is None:
        raise Stop(venv_failure("", venv))
    return python


def run_quietly(command, venv):
    """Corre un paso de la creación de `.venv`; si falla, lo explica."""
    environment = clean_environment()
    environment["PYTHONIOENCODING"] = "utf-8:replace"
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            close_fds=False,  # hereda el cerrojo, como pip
        )
    except OSError as error:
        raise Stop(venv_failure(str(error), venv))
    output = finish(process)
    if process.returncode != 0:
        raise Stop(venv_failure(output, venv))


def venv_failure(output, venv):
    """La frase para un `.venv` que no se pudo crear."""
    if "No module named ensurepip" in output or "python3-venv" in output:
        return venv_module_problem(sys.version_info, system_python_version(), True)
    return explain_disk(output, venv) or (
        "No se pudo crear la carpeta «{0}»: {1}; si se repite, pide ayuda con el "
        "archivo «{2}»."
    ).format(venv, RESUME, write_log(venv, output))


def make_importable(root, packages):
    """Deja el `.pth` por el que `.venv` encuentra `course_lib`."""
    with open(os.path.join(packages, "curso.pth"), "w", encoding="ascii") as stream:
        stream.write(path_line(root, packages) + "\n")


def finish(process):
    """Espera a un proceso y devuelve lo que dijo; con Ctrl-C, lo detiene primero."""
    try:
        output = process.communicate()[0]
    except KeyboardInterrupt:
        stop(process)
        raise
    return output.decode("utf-8", "replace")


def stop(process):
    """Detiene un proceso hijo y lo espera."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def write_log(venv, output):
    path = os.path.join(venv, LOG_FILE)
    try:
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(output)
    except OSError:
        pass
    return path


def count_requirements(python, lock):
    """Cuántos paquetes del archivo tocan a este sistema; lo sabe el propio pip."""
    code = (
        "import sys\n"
        "from pip._vendor.packaging.requirements import Requirement\n"
        "lines = open(sys.argv[1], encoding='utf-8').read().splitlines()\n"
        "pins = [l.rstrip(' \\\\') for l in lines if l[:1].isalnum()]\n"
        "marks = [Requirement(pin).marker for pin in pins]\n"
        "print(sum(mark is None or mark.evaluate() for mark in marks))\n"
    )
    try:
        answer = subprocess.check_output(
            [python, "-I", "-c", code, lock], stderr=subprocess.STDOUT
        )
        return int(answer)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return len(re.findall(r"(?m)^\w\S*==", read_text(lock)))


def folder_megabytes(folder):
    """Lo que pesa una carpeta en la que otro proceso está escribiendo."""
    total = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.path.getsize(os.path.join(base, name))
            except OSError:
                pass
    return total / 1e6


def install(python, lock, venv, packages):
    """Instala un archivo de versiones fijas, contando el avance en español."""
    repair(packages)
    temporary = os.path.join(venv, "tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    os.makedirs(temporary)
    environment = clean_environment()
    # Los temporales van junto a .venv: así se ve cuánto bajó, y un /tmp pequeño no
    # se llena. pip guarda en su caché lo que ya bajó, y de ahí sigue si se corta.
    environment.update(TMPDIR=temporary, TEMP=temporary, TMP=temporary)
    environment["PYTHONIOENCODING"] = "utf-8:replace"
    environment["PIP_NO_COLOR"] = "1"
    command = [python, "-m", "pip", "install", "--no-user", "--no-input"]
    command += ["--progress-bar", "off", "--disable-pip-version-check"]
    command += ["--no-warn-script-location", "--require-hashes"]
    command += ["--only-binary", ":all:", "-r", lock]
    progress = Progress(count_requirements(python, lock))
    output = run_pip(command, environment, progress, temporary, packages)
    shutil.rmtree(temporary, ignore_errors=True)
    if output is not None:
        raise Stop(explain_pip_failure(output, venv, write_log(venv, output)))


def run_pip(command, environment, progress, temporary, packages):
    """Corre pip mostrando el avance; devuelve lo que dijo si falló, o `None`."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=temporary,  # un archivo con nombre de módulo en otra carpeta no estorba
        close_fds=False,  # hereda el cerrojo
    )
    lines = []

    def listen():
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            lines.append(line)
            progress.pip_line(line)

    listener = threading.Thread(target=listen)
    listener.daemon = True
    listener.start()
    before = len(glob.glob(os.path.join(glob.escape(packages), "*.dist-info")))
    try:
        while listener.is_alive():
            listener.join(0.2)
            if progress.installing:
                pattern = os.path.join(glob.escape(packages), "*.dist-info")
                progress.installed = max(len(glob.glob(pattern)) - before, 0)
                progress.show()
            else:
                progress.show(folder_megabytes(temporary))
        code = process.wait()
    except KeyboardInterrupt:
        stop(process)
        raise
    finally:
        progress.close()
    return None if code == 0 else "\n".join(lines)


def ensure_environment(root, locks):
    """Devuelve el Python de `.venv` con todo instalado; no repite lo que ya está."""
    venv = find_venv(root)
    python, missing = environment_status(root, locks, venv)
    if python and not missing:
        return python
    try:
        os.makedirs(venv, exist_ok=True)
        with InstallLock(venv):
            python, missing = environment_status(root, locks, venv)
            if not python:
                say(
                    "Primera vez: instalo el curso (unos {0} MB de descarga). Puedes "
                    "cortar con Ctrl-C y seguir después.".format(DOWNLOAD_MB)
                )
                create_venv(root, venv)
                python, missing = environment_status(root, locks, venv)
            install_missing(root, venv, python, missing)
    except OSError as error:
        raise Stop(folder_problem(venv, error))
    return python


def install_missing(root, venv, python, missing):
    if not missing:
        return
    # Cada uno contiene al siguiente, con las mismas versiones.
    largest = (TEST_LOCK, CLUSTER_LOCK, LEARNER_LOCK)
    lock = [name for name in largest if name in missing][0]
    packages = site_packages(venv, probe(python)[0])
    make_importable(root, packages)
    begin = time.time()
    install(python, os.path.join(root, lock), venv, packages)
    state = read_state(venv)
    state.update(missing)
    write_state(venv, state)
    say("Paquetes al día en {0:.0f} s.".format(time.time() - begin))


def find_venv(root):
    return venv_location(root, platform.system(), os.environ.get("LOCALAPPDATA"))


# La orden -----------------------------------------------------------------------------


def run_course(python, arguments):
    """Pasa la orden a `course_lib.cli` con el Python de `.venv`."""
    # -P: un archivo de la carpeta actual llamado random.py no reemplaza al de Python.
    command = [python, "-P", "-m", "course_lib.cli"] + arguments
    environment = clean_environment()
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(python, command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait(1)  # en Windows, una espera sin plazo ignora Ctrl-C
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            continue  # la orden también recibe Ctrl-C y decide qué hacer


def run(arguments):
    """Entiende la orden, prepara lo que necesita y la corre; devuelve el código."""
    needed = [
        LEARNER_LOCK,
        CLUSTER_LOCK,
        TEST_LOCK,
        os.path.join("course_lib", "cli.py"),
    ]
    for name in needed:
        if not os.path.exists(os.path.join(ROOT, name)):
            raise Stop(
                "Falta «{0}» junto a curso.py: descarga de nuevo la carpeta completa "
                "del curso y corre allí la misma orden.".format(name)
            )
    sys.path.insert(0, ROOT)
    from course_lib import cli

    locks = cli.locks_needed(arguments)  # una orden mal escrita termina aquí
    if not locks:
        venv = find_venv(ROOT)
        python, missing = environment_status(ROOT, [LEARNER_LOCK], venv)
        if python is None or missing:
            return cli.main(arguments)
        return run_course(python, arguments)
    return run_course(ensure_environment(ROOT, locks), arguments)


def main(arguments):
    prepare_output()
    if sys.version_info[:2] < OLDEST:
        other = other_python(arguments)
        say(python_problem(sys.version_info, other), sys.stderr)
        return 1
    try:
        return run(arguments)
    except Stop as problem:
        say(str(problem), sys.stderr)
        return 1
    except KeyboardInterrupt:
        say(
            "\nDetuviste la instalación: lo ya descargado queda guardado; "
            + RESUME
            + ".",
            sys.stderr,
        )
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
