"""Los procesos, vistos por quien juzga: nacer, hablar con plazo y morir del todo."""

import json
import os
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import time

from .protocol import HEAD_SIZE, BadFrame, Unpacker, parse_head, pickled

__all__ = ["Channel", "Dead", "Warm", "command", "death_by", "environment"]

# Un solo hilo de BLAS: el filtro de llamadas niega los demás, y dos se esperarían.
_ENVIRONMENT = {
    name: "1"
    for name in (
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "BLIS_NUM_THREADS",
    )
} | {"PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
START_SECONDS = 60.0


class Dead(BaseException):
    """El hijo ya no responde: `kind` es el de `Lost`.

    No es `Exception`: un conductor que atrapa los errores de la función juzgada no debe
    tomar la muerte del proceso por uno de ellos.

    Attributes:
        outside: si algo de fuera lo mató, y vale la pena volver a preguntar.
    """

    def __init__(self, kind, text, outside=False):
        self.kind, self.outside = kind, outside
        super().__init__(text)


def command(folder, settings):
    start = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); sys.dont_write_bytecode = "
        "True; import json; from corredor.start import main; "
        "main(json.loads(sys.argv[1]))"
    )
    return [sys.executable, "-I", "-S", "-B", "-c", start, json.dumps(settings)]


def environment():
    extra = {k: os.environ[k] for k in ("SYSTEMROOT",) if k in os.environ}
    return _ENVIRONMENT | extra


class Channel:
    """Lo común a los dos canales: órdenes numeradas al azar y respuestas acotadas.

    Attributes:
        broken: si una orden quedó sin su respuesta: ese hijo ya no sirve.
    """

    broken = False

    def ask(self, order, deadline, answer=None):
        """Envía una orden y espera su respuesta.

        Raises:
            Dead: si no llega a tiempo, o el proceso murió.
            BadFrame: si llega otra cosa.
        """
        self.broken = True
        reply = self._reply(order, deadline, answer)
        lost = reply.message.get("lost")
        # Que la función no esté no es su muerte: el hijo sigue atendiendo.
        self.broken = lost not in (None, "missing")
        if lost is not None:
            raise Dead(str(lost), "")
        return reply

    def _reply(self, order, deadline, answer):
        # Un número al azar: una respuesta escrita antes de la pregunta no sirve.
        number = secrets.token_hex(8)
        self.send({**order, "id": number}, deadline)
        while True:
            reply = self.receive(deadline)
            if answer is not None and "callback" in reply.message:
                self.send(answer(reply), deadline)
                continue
            if reply.message.get("id") != number:
                raise BadFrame("protocol", "una respuesta que nadie pidió")
            return reply

    def send(self, order, deadline):
        data = pickled(order)
        self._write(struct.pack(">Q", len(data)) + data, deadline)

    def receive(self, deadline):
        sizes = parse_head(self._read(HEAD_SIZE, deadline))
        text, data = (self._read(size, deadline) for size in sizes)
        return Unpacker(text, data)

    def wait_ready(self, deadline):
        message = self.receive(deadline).message
        if not message.get("ready"):
            raise RuntimeError(str(message.get("error")))


class Warm:
    """El proceso tibio. Da hijos encerrados con `spawn`."""

    def __init__(self, folder, settings):
        mine, theirs = socket.socketpair()
        settings = {**settings, "control": theirs.fileno(), "isolated": True}
        with open(os.devnull, "r+b") as empty:
            self.process = subprocess.Popen(
                command(folder, settings),
                env=environment(),
                cwd=settings["empty"],
                stdin=empty,
                stdout=empty,
                stderr=subprocess.PIPE if settings.get("loud") else empty,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        theirs.close()
        self.control = mine
        mine.settimeout(START_SECONDS)
        try:
            started = mine.recv(1) == b"R"
        except OSError:
            started = False
        if not started:
            error = self.process.stderr.read() if self.process.stderr else b""
            self.close()
            raise RuntimeError(error.decode("utf-8", "replace") or "no arrancó")

    def spawn(self):
        """Un hijo nuevo, ya encerrado."""
        talk, theirs = socket.socketpair()
        watch, keeper = socket.socketpair()
        try:
            socket.send_fds(self.control, [b"F"], [theirs.fileno(), keeper.fileno()])
        finally:
            theirs.close()
            keeper.close()
        child = _Isolated(talk, watch)
        try:
            child.wait_ready(time.monotonic() + START_SECONDS)
        except (Dead, BadFrame, RuntimeError) as error:
            status = child.close()
            raise RuntimeError(status.get("error") or str(error)) from error
        return child

    def close(self):
        self.control.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()


class _Isolated(Channel):
    """Un hijo en su propio espacio de procesos."""

    def __init__(self, talk, watch):
        self.talk, self.watch, self.status = talk, watch, None
        talk.setblocking(False)

    def _wait(self, deadline, event):
        poll = select.poll()
        poll.register(self.talk, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(1000 * left):
            raise Dead("timeout", "no respondió a tiempo")

    def _read(self, size, deadline):
        parts = []
        while size:
            self._wait(deadline, select.POLLIN)
            try:
                part = self.talk.recv(min(size, 1 << 20))
            except BlockingIOError:
                continue
            except OSError:
                part = b""
            if not part:
                raise self._death()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _write(self, data, deadline):
        view = memoryview(data)
        while view:
            self._wait(deadline, select.POLLOUT)
            try:
                view = view[self.talk.send(view) :]
            except BlockingIOError:
                continue
            except OSError:
                raise self._death() from None

    def _death(self):
        # Quien cierra el canal y sigue vivo también se da por muerto.
        poll = select.poll()
        poll.register(self.watch, select.POLLIN)
        if not poll.poll(500):
            return Dead("protocol", "cerró el canal")
        code = self.close().get("code")
        if code is None:
            return Dead("protocol", "murió quien lo cuidaba", outside=True)
        if code >= 0:
            return Dead("exit", f"el proceso terminó con el código {code}")
        death = death_by(-code)
        # Es el primero de su espacio de procesos: desde dentro no puede matarse así.
        death.outside = -code == signal.SIGKILL
        return death

    def close(self):
        """Mata a todo el espacio de procesos y espera a que no quede nadie.

        Returns:
            Lo que contó el vigía: "code", "cpu" (segundos), "memory" (KB).
        """
        if self.status is not None:
            return self.status
        self.status = {}
        self.talk.close()
        try:
            self.watch.shutdown(socket.SHUT_WR)
            self.watch.settimeout(10)
            with self.watch.makefile("rb") as file:
                (size,) = struct.unpack(">I", file.read(4))
                self.status = json.loads(file.read(size))
        except (OSError, ValueError, struct.error):
            pass  # el vigía murió antes: el núcleo ya mató al hijo con él
        self.watch.close()
        return self.status


def death_by(number):
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = str(number)
    kind = {"SIGKILL": "memory", "SIGXCPU": "timeout"}.get(name, "crash")
    return Dead(kind, f"el intérprete se cayó ({name})")
