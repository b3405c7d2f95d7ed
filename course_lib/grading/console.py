"""Lo que `curso calificar` muestra en la consola: la barra y las frases.

Un nombre o un archivo ajeno puede traer letras que mueven el cursor, pintan o borran
la pantalla: por aquí no pasan.
"""

import re
import sys
import unicodedata

from tqdm import tqdm

__all__ = ["Bar", "entries", "listed", "say", "tell"]

_BAR = "{desc}: {n_fmt} de {total_fmt} |{bar}| {rate_noinv_fmt}, quedan {remaining}"
# Una secuencia de terminal: colores y cursor («CSI»), títulos («OSC») y las cortas.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]P^_X]|\x9d)[^\x07\x1b\x9c]*"
    r"(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?"
)


def say(text):
    """Muestra un resultado."""
    print(_visible(text))


def tell(text):
    """Muestra un aviso o un error."""
    print(_visible(text), file=sys.stderr)


def _visible(text):
    """Sin secuencias de terminal, controles ni letras que cambian el orden."""
    text = _ESCAPE.sub("", str(text).encode("utf-8", "replace").decode("utf-8"))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")


def entries(count):
    """«1 entrega», «3 entregas»."""
    return "1 entrega" if count == 1 else f"{count} entregas"


def listed(names, most=5):
    """«Ana, Luis y 3 más»: los primeros, y cuántos faltan."""
    names = list(names)
    rest = len(names) - most
    if rest > 0:
        return f"{', '.join(names[:most])} y {rest} más"
    return " y ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


class Bar:
    """La barra: cuántas, a qué ritmo y cuánto falta. Sin terminal, no se muestra."""

    def __init__(self, total):
        # Con `smoothing=0` el ritmo es el medio, y lo que ya servía no lo infla.
        self._bar = tqdm(
            total=total or None,
            desc="Calificando",
            unit=" entregas",
            bar_format=_BAR if total else None,
            smoothing=0,
            disable=None,
            leave=False,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._bar.close()

    def step(self):
        """Una más, recién calificada."""
        self._grow()
        self._bar.update()

    def skip(self):
        """Una más, que ya estaba."""
        self._grow()
        if not self._bar.disable:
            self._bar.initial += 1
        self._bar.update()

    def _grow(self):
        if self._bar.total and self._bar.n >= self._bar.total:
            self._bar.total = self._bar.n + 1
