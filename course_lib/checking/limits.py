"""Límites para correr en el mismo núcleo una función que nadie ha leído.

Un bucle sin fin se corta, lo que se imprime se acota, una reserva enorme de memoria
falla sin llevarse el núcleo, y `input()` no se queda esperando.
"""

import builtins
import ctypes
import io
import os
import signal
import sys
import threading
from contextlib import contextmanager, redirect_stderr, redirect_stdout

__all__ = ["BoundedText", "TimeUp", "guarded", "time_limit"]

_HERE = os.path.dirname(__file__)
_MEMORY_ALLOWANCE = 3 << 30  # bytes que una comprobación puede pedir de más


class TimeUp(BaseException):
    """Se acabó el tiempo. No es `Exception`: un `except Exception` no debe
    atraparla."""


class BoundedText(io.TextIOBase):
    """Guarda el comienzo de lo que se imprime y descarta el resto."""

    def __init__(self, limit=2000):
        super().__init__()
        self.limit, self.kept, self.size = limit, [], 0

    def writable(self):
        return True

    def write(self, text):
        if self.size < self.limit:
            self.kept.append(text[: self.limit - self.size])
        self.size += len(text)
        return len(text)

    def getvalue(self):
        return "".join(self.kept)


@contextmanager
def time_limit(seconds):
    """Corta el bloque con `TimeUp` si tarda más; da `False` si aquí no se puede.

    Un hilo vigía interrumpe al hilo que trabaja. Sirve en Linux, macOS y Windows, en el
    hilo principal (por la señal de interrupción) y en otros (por excepción asíncrona).
    Si el entorno no tiene hilos, el bloque corre sin límite.
    """
    watch = _Watch(seconds)
    if not watch.start():
        yield False
        return
    try:
        yield True
    finally:
        watch.stop()


class _Watch:
    def __init__(self, seconds):
        self.seconds = seconds
        self.done = threading.Event()
        self.active, self.expired, self.strikes = True, False, 0
        self.worker = threading.get_ident()
        self.is_main = threading.current_thread() is threading.main_thread()
        self.previous = None
        self.tracer = sys.gettrace()

    def start(self):
        self.thread = threading.Thread(target=self._wait, daemon=True)
        if self.is_main:
            self.previous = signal.signal(signal.SIGINT, self._on_signal)
        try:
            self.thread.start()
        except RuntimeError:
            self._restore()
            return False
        return True

    def stop(self):
        self.active = False
        self.done.set()
        if self.strikes > 1:
            sys.settrace(self.tracer)
        self.thread.join(timeout=1)
        self._restore()

    def _restore(self):
        if self.previous is not None:
            signal.signal(signal.SIGINT, self.previous)
            self.previous = None

    def _wait(self):
        if self.done.wait(self.seconds):
            return
        self.expired = True
        while not self.done.is_set():
            if self.is_main:
                import _thread

                _thread.interrupt_main()
            else:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self.worker), ctypes.py_object(TimeUp)
                )
            self.done.wait(0.05)

    def _on_signal(self, number, frame):
        if not self.expired:
            # La persona detuvo la celda: que siga su camino de siempre.
            if callable(self.previous):
                return self.previous(number, frame)
            raise KeyboardInterrupt
        if not self.active:
            return None
        self.strikes += 1
        if self.strikes > 1:
            self._arm(frame)
        raise TimeUp

    def _arm(self, frame):
        """Hay un `except:` que se traga la interrupción: que la reciba también adentro.

        Mientras se recorre el `except`, la siguiente línea vuelve a lanzar `TimeUp`, y
        esa ya sale del bucle. Solo se vigila el código de quien responde.
        """
        sys.settrace(self._trace)
        while frame is not None and not frame.f_code.co_filename.startswith(_HERE):
            frame.f_trace = self._trace
            frame = frame.f_back

    def _trace(self, frame, event, argument):
        if event == "call":
            return None
        if event == "line" and self.active:
            raise TimeUp
        return self._trace


@contextmanager
def _memory_limit(allowance=_MEMORY_ALLOWANCE):
    """En Linux, hace que una reserva enorme dé `MemoryError` en vez de matar el
    núcleo."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = used + allowance
        if soft != resource.RLIM_INFINITY:
            wanted = min(wanted, soft)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _deeper_recursion():
    """Una recursión correcta puede gastar dos marcos por llamada: se le da lugar."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 2500))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _no_input(prompt=""):
    raise RuntimeError("input() no se puede usar dentro de un ejercicio")


@contextmanager
def guarded(seconds):
    """Todos los límites juntos; da el par (texto impreso, si hay límite de tiempo)."""
    printed = BoundedText()
    original_input = builtins.input
    builtins.input = _no_input
    try:
        with (
            _memory_limit(),
            _deeper_recursion(),
            redirect_stdout(printed),
            redirect_stderr(printed),
            time_limit(seconds) as timed,
        ):
            yield printed, timed
    finally:
        builtins.input = original_input
