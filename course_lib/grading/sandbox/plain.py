"""Sin aislamiento: un proceso aparte por entrega, con plazo, en los tres sistemas."""

import os
import queue
import signal
import subprocess
import threading
import time
from contextlib import suppress

from .process import (
    START_SECONDS,
    Channel,
    Dead,
    command,
    death_by,
    environment,
)

__all__ = ["Plain"]

_PATIENCE = 0.5  # segundos que se espera a que un hilo suelte su tubería


class Plain(Channel):
    """Sin aislamiento: un proceso aparte por entrega, con plazo, en los tres sistemas.

    Un hilo lee de la tubería, porque en Windows no se puede esperar con plazo.
    """

    def __init__(self, folder, settings):
        self.process = subprocess.Popen(
            command(folder, {**settings, "isolated": False}),
            env=environment(),
            cwd=settings["empty"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=os.name == "posix",
        )
        self.parts, self.rest = queue.Queue(maxsize=64), bytearray()
        self.pump = threading.Thread(target=self._pump, daemon=True)
        self.pump.start()
        self.writer = None
        try:
            self.wait_ready(time.monotonic() + START_SECONDS)
        except BaseException:
            self.close()
            raise

    def _pump(self):
        while True:
            try:
                part = self.process.stdout.read(1 << 16)
            except (OSError, ValueError):
                part = b""
            self.parts.put(part)
            if not part:
                return

    def _read(self, size, deadline):
        while len(self.rest) < size:
            left = deadline - time.monotonic()
            try:
                part = self.parts.get(timeout=max(left, 0.001))
            except queue.Empty:
                raise Dead("timeout", "no respondió a tiempo") from None
            if not part:
                raise self._death()
            self.rest += part
        data = bytes(self.rest[:size])
        del self.rest[:size]
        return data

    def _write(self, data, deadline):
        # Si el hijo no lee, escribir espera; y matarlo no basta si dejó un proceso que
        # heredó la tubería: por eso lo que espera es otro hilo.
        failed = []
        self.writer = threading.Thread(
            target=self._send, args=(data, failed), daemon=True
        )
        self.writer.start()
        self.writer.join(max(deadline - time.monotonic(), 0.001))
        if self.writer.is_alive():
            self._kill()
            raise Dead("timeout", "no respondió a tiempo")
        if failed:
            raise self._death()

    def _send(self, data, failed):
        view = memoryview(data)
        try:
            while view:
                view = view[self.process.stdin.write(view) :]
        except (OSError, ValueError) as error:
            failed.append(error)

    def _death(self):
        try:
            code = self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return Dead("protocol", "cerró el canal")
        if code >= 0:
            kind = "crash" if code > 0x80000000 else "exit"
            return Dead(kind, f"el proceso terminó con el código {code}")
        return death_by(-code)

    def _kill(self):
        if os.name == "posix":
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
                return
            except OSError:
                pass  # ya no está
        self.process.kill()

    def close(self):
        self._kill()
        while self.process.poll() is None or not self.parts.empty():
            try:
                self.parts.get(timeout=0.05)
            except queue.Empty:
                continue
        self.process.wait()
        pipes = (self.process.stdin, self.writer), (self.process.stdout, self.pump)
        for pipe, thread in pipes:
            if thread is not None:
                thread.join(_PATIENCE)
            # Si quedó un proceso que heredó la tubería, el hilo la espera, y cerrarla
            # mientras la usa tampoco terminaría.
            if thread is None or not thread.is_alive():
                with suppress(OSError):  # el hijo la dejó a medias
                    pipe.close()
        return {}
