"""El resultado de una comprobación, que se muestra solo."""

import html
from dataclasses import dataclass

__all__ = ["Result"]

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
        title = f" · {html.escape(self.title)}" if self.title else ""
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
    """Escapa el texto y pone en letra de código lo que va entre acentos graves."""
    parts = html.escape(line).split("`")
    if len(parts) % 2 == 0:
        return "`".join(parts)
    return "".join(
        f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts)
    )
