"""Escribir en el informe lo que dijo otra persona, sin que haga nada más que leerse.

Un nombre, un mensaje o un nombre de archivo pueden traer HTML, Markdown, fórmulas de
hoja de cálculo o letras invisibles. Cada salida tiene su puerta, y todas están aquí.
"""

import hashlib
import html
import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup

from course_lib.checking.result import with_indices

__all__ = [
    "MarkdownText",
    "cell",
    "clean",
    "inline",
    "lines",
    "markdown",
    "number",
    "page_name",
    "percent",
    "sort_key",
]

MOST_NAME, MOST_MESSAGE, MOST_CELL = 120, 4000, 2000

# Letras que no se ven y cambian el orden o el sentido de lo que sí se ve.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_EMPHASIS = re.compile(r"(?<![\w*])\*([^\W\d_]+(?: [^\W\d_]+)*)\*(?![\w*])")
_MARKDOWN = re.compile(r"([\\`*\[\]~|$]|(?<![^\W_])_|_(?![^\W_])|(?<=w)\.|:(?=//)|@)")
_BLOCK = re.compile(r"^([#+=-]|\d+(?=[.)](?:\s|$)))")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text, most=MOST_NAME):
    """Un texto de una sola línea, sin letras invisibles y de largo acotado."""
    text = " ".join(str(text).split())
    if not text.isascii() or not text.isprintable():
        text = text.encode("utf-8", "replace").decode("utf-8")
        text = _INVISIBLE.sub("", text)
    return text if len(text) <= most else text[: most - 1] + "…"


def lines(text, most=MOST_MESSAGE):
    """Los renglones de un mensaje, cada uno limpio, sin los vacíos."""
    kept = str(text)[:most]
    cleaned = [clean(line, most) for line in kept.splitlines()]
    if len(str(text)) > most and cleaned:
        cleaned[-1] += "…"
    return [line for line in cleaned if line]


# Títulos, pistas y mensajes se repiten en toda la clase.
_remembered = lru_cache(maxsize=1024)


@_remembered
def inline(text):
    """Una línea con código entre acentos graves, como HTML ya escapado."""
    parts = html.escape(clean(text, MOST_MESSAGE)).split("`")
    if len(parts) % 2 == 0:
        # Un acento grave sin pareja: no se sabe qué parte es código.
        return Markup("`".join(parts))
    drawn = "".join(
        f"<code>{part}</code>" if i % 2 else _EMPHASIS.sub(r"<em>\1</em>", part)
        for i, part in enumerate(parts)
    )
    return Markup(with_indices(drawn))


class MarkdownText(str):
    """Un texto que ya es Markdown: la plantilla no lo vuelve a escapar."""


def markdown(text):
    """Una línea como Markdown que se lee igual que se escribió.

    Conserva el código entre acentos graves; escapa HTML, enlaces, énfasis y fórmulas.
    """
    if isinstance(text, MarkdownText):
        return text
    return _as_markdown(str(text))


@_remembered
def _as_markdown(text):
    parts = clean(text, MOST_MESSAGE).split("`")
    if len(parts) % 2 == 0:
        return MarkdownText(_block("\\`".join(_escaped(part) for part in parts)))
    drawn = [
        (f"`{part}`" if part.strip() else "") if i % 2 else _escaped(part)
        for i, part in enumerate(parts)
    ]
    return MarkdownText(_block("".join(drawn)))


def _block(line):
    """Que una línea no empiece una lista, un título ni un subrayado."""
    found = _BLOCK.match(line)
    if not found:
        return line
    start = found[1]
    return (start + "\\" if start[0].isdigit() else "\\" + start) + line[len(start) :]


def _escaped(text):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", text)


def cell(text):
    """Una celda de hoja de cálculo: nunca una fórmula, nunca dos renglones.

    El apóstrofo es lo que usan las propias hojas para decir «esto es texto».
    """
    if text is None:
        return ""
    raw = str(text)
    text = clean(raw, MOST_CELL)
    if text.startswith(_FORMULA) or raw.startswith(_FORMULA):
        return "'" + text
    return text


def number(value, comma=False):
    """Puntos con hasta dos cifras: `2`, `2.5`; con coma, para la hoja de cálculo."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if comma else text.replace("-", "−")


def percent(part, whole):
    """`45 %`; nunca redondea a 100 ni a 0 lo que no lo es."""
    if not whole:
        return "—"
    value = 100 * part / whole
    if 0 < value <= 0.5:
        return "menos de 1 %"
    if 99.5 <= value < 100:
        return "99 %"
    return f"{value:.0f} %"


def page_name(student):
    """Un nombre de archivo único y seguro en cualquier sistema.

    Letras simples, números y guiones, y un resumen del identificador entero: dos
    personas nunca comparten página, y ningún `..` ni `/` llega al disco.
    """
    raw = str(student).encode("utf-8", "surrogatepass")
    plain = unicodedata.normalize("NFKD", str(student)).encode("ascii", "ignore")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.decode("ascii").lower()).strip("-")
    slug = slug[:40].strip("-") or "entrega"
    return f"{slug}-{hashlib.sha256(raw).hexdigest()[:10]}"


def sort_key(name):
    """Ordena como una lista de clase: sin distinguir acentos ni mayúsculas."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ñ", "n\uffff"))
    return "".join(c for c in plain if not unicodedata.combining(c)), name
