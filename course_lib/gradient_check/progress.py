"""Una barra de progreso que aparece solo si la espera va a ser larga."""

import time

__all__ = ["Progress"]

_LONG_WAIT = 2.0  # segundos a partir de los que aparece


class Progress:
    """Cuenta lo hecho de `total` y decide si hace falta una barra."""

    def __init__(self, total, wanted):
        self.total, self.wanted = total, bool(wanted)
        self.done, self.bar = 0, None

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *exc):
        if self.bar is not None:
            self.bar.close()

    def advance(self, count):
        self.done += count
        if self.bar is not None:
            self.bar.update(count)
        elif self.wanted:
            elapsed = time.perf_counter() - self.start
            if elapsed > 0.1 and elapsed * self.total / self.done > _LONG_WAIT:
                self._open()

    def _open(self):
        self.wanted = False  # se intenta una sola vez
        try:
            from tqdm import tqdm
        except ImportError:  # sin tqdm se comprueba igual, en silencio
            return
        self.bar = tqdm(
            total=self.total,
            initial=self.done,
            desc="Comprobando gradientes",
            unit="pérdidas",
            leave=False,
        )
