"""El resultado de una comprobación, que se muestra solo."""

import html
import re
from dataclasses import dataclass

__all__ = ["Result", "with_indices"]

_LOOK = {
    "right": ("✔", "#00735c", "Correcto"),
    "wrong": ("✘", "#b04a00", "Todavía no"),
    "blank": ("○", "#4a5a6a", "En blanco"),
    "note": ("•", "#00588f", "Nota"),
}


@dataclass(frozen=True)
class Result:
    """Lo que responde `check`, `hint` o `answer`.

    Attributes:
        passed: si la respuesta es correcta.
        mistake: id del diagnóstico, o `None`.
        message: el mensaje, en texto llano; los párrafos se separan con saltos de
        línea. title: qué se comprobó.
        look: "right", "wrong", "blank" o "note".
        score: fracción de los puntos, de 0 a 1.
        points: puntos obtenidos.
        section: título de la sección que conviene releer, o `None`.
    """

    passed: bool
    mistake: str | None
    message: str
    title: str = ""
    look: str = "note"
    score: float = 0.0
    points: float = 0.0
    section: str | None = None

    def __str__(self):
        mark, _, word = _LOOK[self.look]
        head = f"{mark} {word} · {self.title}" if self.title else f"{mark} {word}"
        return f"{head}\n{self.message}"

    __repr__ = __str__

    def _repr_html_(self):
        mark, color, word = _LOOK[self.look]
        title = f" · {with_indices(html.escape(self.title))}" if self.title else ""
        paragraphs = "".join(
            f'<p style="margin:0.35em 0 0">{_code(line)}</p>'
            for line in self.message.split("\n")
            if line.strip()
        )
        return (
            f'<div role="status" lang="es" style="border-left:5px solid {color};'
            'padding:0.4em 0.9em;margin:0.3em 0;max-width:46em;line-height:1.45">'
            f"<strong>{mark} {word}{title}</strong>{paragraphs}</div>"
        )


def _code(line):
    """Escapa el texto y lo dibuja: lo que va entre acentos graves, en letra de código;
    lo demás, con sus índices y su énfasis."""
    parts = html.escape(line).split("`")
    if len(parts) % 2 == 0:
        # Un acento grave sin pareja: no se sabe qué parte es código.
        return "`".join(parts)
    return with_indices(
        "".join(
            f"<code>{part}</code>" if i % 2 else _EMPHASIS.sub(r"<em>\1</em>", part)
            for i, part in enumerate(parts)
        )
    )


# *otra* y *del otro*: solo palabras, para no confundirlo con un producto.
_EMPHASIS = re.compile(r"(?<![\w*])\*([^\W\d_]+(?: [^\W\d_]+)*)\*(?![\w*])")


# W_1, A_{l-1}, Σ_i, B_kj, relu(z)_i y d_out_i; no d_out, df_dx ni layer_shapes.
_INDEX = re.compile(
    r"((?<![^\W_])[^\W\d_]{1,2}_(?:[^\W_]|\{[^{}]+\})"
    r"|(?:[^\W\d_]|\))_[ijkl]{1,2})(?![A-Za-z0-9_])"
)
# e^x, e^0.05, e^|z| y e^(log x), que ya no necesita el paréntesis.
_POWER = re.compile(r"\^(?:\(([^()]+)\)|(\|[^|]+\||[-−]?\d+(?:\.\d+)?|[^\W\d_]))")


def with_indices(page):
    """Los índices y exponentes de un HTML ya escapado, en su lugar.

    El código y las marcas quedan igual.
    """
    pieces = re.split(r"(<code>.*?</code>|<[^>]+>)", page)
    for place in range(0, len(pieces), 2):
        piece = _INDEX.sub(_lowered, pieces[place])
        pieces[place] = _POWER.sub(
            lambda found: f"<sup>{found[1] or found[2]}</sup>", piece
        )
    return "".join(pieces)


def _lowered(found):
    base, _, index = found[0].rpartition("_")
    return f"{base}<sub>{index.strip('{}')}</sub>"
