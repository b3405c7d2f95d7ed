"""`curso prestar`: que esta máquina califique para un grupo de Dask, o lo coordine.

Quien llega al coordinador puede correr código en todas las máquinas del grupo: Dask
confía en su red. La orden lo avisa.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

from course_lib.errors import CourseError
from course_lib.grading.cluster import require_address, require_distributed
from course_lib.grading.coordinator import CONNECT_SECONDS, require_coordinator
from course_lib.grading.reasons import why

__all__ = ["lend"]

_AGAIN = 3  # cada cuántos segundos se mira si volvió


def lend(options):
    """Corre la orden hasta que se interrumpa.

    Args:
        options: `direccion`, la del coordinador, o None; `coordinar`, si esta máquina
            es el coordinador; `puerto`; `procesos`, o None para uno por núcleo.

    Returns:
        El código de salida: 0 si se interrumpió con Ctrl-C; 1 si Dask terminó solo.

    Raises:
        CourseError: si la dirección no sirve, nadie responde ahí o falta Dask.
    """
    if bool(options.direccion) == options.coordinar:
        raise CourseError(
            "Falta decir qué hace esta máquina, una de dos cosas",
            expected="la dirección del coordinador, como «tcp://10.0.0.5:8786», para "
            "prestarla; o --coordinar, para que sea el coordinador",
        )
    distributed = require_distributed()
    if options.coordinar:
        return _coordinate(options.puerto)
    return _work(options, distributed)


def _coordinate(port):
    _require_free(port)
    place = f"tcp://{_own_address()}:{port}"
    print(f"Coordino un grupo en {place}. Ctrl-C lo apaga.")
    print(f"  En cada máquina que califique: python3 curso.py prestar {place}")
    print(f"  Y para calificar: agrega --cluster {place} a la orden de siempre.")
    print("Quien llegue a este puerto puede correr código en el grupo: ábrelo solo en")
    print("una red de confianza.", flush=True)
    with _stoppable():
        code = _dask("distributed.cli.dask_scheduler", "--port", str(port))
        return _ended(code)
    return 0


def _work(options, distributed):
    from course_lib.grading.run import default_processes

    address, count = options.direccion, options.procesos or default_processes()
    require_address(address)
    _require_answer(address)
    require_coordinator(address, distributed)
    processes = "1 proceso" if count == 1 else f"{count} procesos"
    print(f"Presto {processes} al grupo de {address}. Ctrl-C deja de prestar.")
    words = (address, "--nthreads", "1", "--nworkers", str(count))
    with _stoppable():
        while True:
            sys.stdout.flush()
            code = _dask("distributed.cli.dask_worker", *words)
            if code:
                return _ended(code)
            print("El coordinador se apagó. Espero a que vuelva…", flush=True)
            while not _answers(address):
                time.sleep(_AGAIN)
            print("Volvió.")
    return 0


@contextlib.contextmanager
def _stoppable():
    """Ctrl-C, o que el sistema pida terminar, deja el grupo y lo dice."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print("\nListo: esta máquina ya no es parte del grupo.")


def _dask(module, *arguments):
    """Corre Dask, sin sus avisos en inglés ni su página de control, y da su código."""
    command = [sys.executable, "-P", "-m", module, *arguments, "--no-dashboard"]
    quiet = {"DASK_LOGGING__DISTRIBUTED": "critical", "DASK_LOGGING__TORNADO": "50"}
    process = subprocess.Popen(command, env={**os.environ, **quiet})
    try:
        return process.wait()
    finally:
        if process.poll() is None:  # el Ctrl-C también le llegó; esto es por si no
            process.terminate()
            process.wait()


def _ended(code):
    print(f"Dask terminó solo, con el código {code}.", file=sys.stderr)
    return 1


def _require_free(port):
    if port > 65535:
        raise CourseError(
            "Ese puerto no existe",
            expected="un número hasta 65535",
            got=f"«{port}»",
        )
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("", port))
        except OSError:
            raise CourseError(
                f"El puerto {port} ya está ocupado en esta máquina",
                action="Elige otro con --puerto",
            ) from None


def _connect(address):
    host, _, port = address.partition("://")[2].rpartition(":")
    socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()


def _answers(address):
    try:
        _connect(address)
    except OSError:
        return False
    return True


def _require_answer(address):
    try:
        _connect(address)
    except OSError as error:
        unknown = isinstance(error, socket.gaierror)
        reason = "esa máquina no se conoce en la red" if unknown else why(error)
        raise CourseError(
            f"Nadie responde en «{address}»: {reason}",
            action="Revisa la dirección, que el coordinador esté encendido y que la "
            "red deje llegar a ese puerto",
        ) from None


def _own_address():
    """La dirección con que esta máquina sale a la red, o su nombre."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Conectar un UDP no envía nada: solo elige por dónde saldría.
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return socket.gethostname()
