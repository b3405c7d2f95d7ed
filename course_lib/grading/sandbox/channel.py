"""El canal del hijo con quien juzga: llegan órdenes, salen tramas."""

import os
import pickle
import struct
from contextlib import suppress

from . import protocol

__all__ = ["Gone", "Pipes", "Socket"]


class Gone(Exception):
    """Quien juzga cerró el canal."""


class Socket:
    """El canal con quien juzga, sobre un descriptor."""

    def __init__(self, descriptor):
        self.source = self.target = descriptor

    def _exactly(self, size):
        parts = []
        while size:
            part = os.read(self.source, min(size, 1 << 20))
            if not part:
                raise Gone
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def receive(self):
        """La orden siguiente."""
        (size,) = struct.unpack(">Q", self._exactly(8))
        return pickle.loads(self._exactly(size))

    def send(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.target, view) :]

    def fail(self, error):
        """Dice que no pudo encerrarse; nada ajeno ha corrido todavía."""
        text = f"{type(error).__name__}: {error}"
        with suppress(OSError):  # quizá nadie escucha
            self.send(protocol.Packer().frame({"error": text[:600]}))


class Pipes(Socket):
    """Lo mismo sobre la entrada y la salida estándar, en los tres sistemas."""

    def __init__(self):
        self.source, self.target = os.dup(0), os.dup(1)
        empty = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(empty, number)
        if os.name == "nt":
            import msvcrt

            for number in (self.source, self.target):
                msvcrt.setmode(number, os.O_BINARY)
