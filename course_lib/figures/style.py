"""Una sola hoja de estilo y una sola clase de figura para todo el curso.

Los colores son los de Okabe e Ito, que distinguen las personas daltónicas. Cada uno
significa lo mismo en todas las lecciones, y nunca va solo: lo acompañan la posición, el
trazo o el marcador, para que la figura se entienda también en gris.
"""

import base64
import contextlib
import functools
import html
import math
import struct
import textwrap
import zlib
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    ShapeError,
    describe,
    shape_text,
)
from course_lib.figures.quick import CourseAxes, quick_drawing, quick_renderer

# Un color, un significado (Okabe–Ito).
VALUES = "#000000"
GRADIENTS = "#CC79A7"
WEIGHTS = "#56B4E9"
CLASS_0 = "#0072B2"
CLASS_1 = "#E69F00"
CORRECT = "#009E73"
ERROR = "#D55E00"
CURRENT = "#F0E442"  # lo que está pasando ahora, cuando una figura va paso a paso

# Un peso negativo, junto a WEIGHTS: azul claro y marrón oscuro se distinguen sin ver el
# rojo o el verde, y también en gris.
NEGATIVE_WEIGHTS = "#7F4A1E"

# El mismo tono, más oscuro: un texto necesita un contraste de 4.5 sobre blanco.
GRADIENTS_TEXT = "#8E3B6A"
CORRECT_TEXT = "#00694C"
ERROR_TEXT = "#A84300"
INK = "#333333"
PLAIN = "#777777"  # lo que solo sirve para comparar
FAINT = "#BBBBBB"

# De la clase 2 en adelante se repiten colores de otros papeles: no hay diez distintos
# para todas las vistas. Por eso cada clase tiene además su marcador.
CLASS_COLORS = (
    CLASS_0,
    CLASS_1,
    CORRECT,
    GRADIENTS,
    CURRENT,
    ERROR,
    WEIGHTS,
    VALUES,
    "#999999",
    "#FFFFFF",
)
CLASS_MARKERS = ("o", "^", "s", "D", "v", "P", "X", "*", "<", "h")

# Para varias líneas en un mismo gráfico: color y trazo cambian a la vez.
LINES = (
    (VALUES, "-"),
    (CLASS_0, "--"),
    (ERROR, "-."),
    (CORRECT, ":"),
    (GRADIENTS, (0, (6, 1, 1, 1, 1, 1))),
    (WEIGHTS, (0, (1, 1))),
    (CLASS_1, (0, (8, 2))),
    ("#777777", (0, (3, 3))),
)

WIDTH = 6.4
SMALL, BODY, TITLE = 12, 13, 14.5
_MARGIN = 0.12
_TITLE_CHARACTERS = 49
_TITLE_LINE = 0.27
# A 390 píxeles, una figura de 6.4 pulgadas queda a 61 píxeles por pulgada: más ancha
# que eso, se desplaza en vez de encogerse. Las demás también, desde 54: con menos, la
# letra no llega a 9 píxeles, y en un teléfono el cuaderno deja bastante menos de 390.
_WIDE_PIXELS_PER_INCH, _LEAST_PIXELS_PER_INCH = 61, 54


def _load_style():
    """Los valores de fábrica más la hoja del curso: nada depende de quien aprende."""
    style = dict(matplotlib.rcParamsDefault)
    sheet = Path(__file__).with_name("course.mplstyle")
    style.update(
        matplotlib.rc_params_from_file(sheet, use_default_template=False).items()
    )
    process_wide = {"backend", "backend_fallback", "interactive", "toolbar", "timezone"}
    return {
        key: value
        for key, value in style.items()
        if key not in process_wide
        and not key.startswith(("webagg", "tk.", "docstring", "date", "animation"))
        and not key.startswith(("keymap", "svg", "pdf", "ps.", "pgf", "macosx"))
    }


STYLE = _load_style()


_nesting = 0


@contextlib.contextmanager
def course_style():
    """Contexto con el estilo del curso; al salir, el rcParams queda como estaba."""
    global _nesting
    if _nesting:  # ya estamos dentro: poner el estilo otra vez solo costaría tiempo
        yield
        return
    _nesting += 1
    # Lo que hace rc_context, sin validar otra vez 300 valores ya validados: entrar y
    # salir así cuesta mucho menos, y se hace varias veces por figura.
    current = matplotlib.rcParams
    before = {key: current._get(key) for key in dict.keys(current) if key != "backend"}
    try:
        for key, value in STYLE.items():
            current._set(key, value)
        yield
    finally:
        for key, value in before.items():
            current._set(key, value)
        _nesting -= 1


def styled(function):
    """Dibuja con el estilo del curso sin tocar el de quien aprende."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with course_style():
            return function(*args, **kwargs)

    return wrapper


def _balanced(text, columns):
    """Parte en los menos renglones posibles, y sin una palabra suelta al final."""
    lines = textwrap.wrap(text, columns, break_long_words=False)
    for narrower in range(columns - 1, 8, -1):
        fewer = textwrap.wrap(text, narrower, break_long_words=False)
        if len(fewer) > len(lines):
            break
        lines = fewer
    return lines


def png_bytes(pixels):
    """Un arreglo (alto, ancho, 3) de bytes como PNG.

    Sin los filtros de línea, que en un dibujo de colores planos tardan el doble y
    encima lo dejan más grande.
    """
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # el 0 dice: sin filtro
    rows[:, 1:] = pixels.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + _crc(kind, body)
        for kind, body in parts
    )


def _crc(kind, body):
    return struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))


class CourseFigure(Figure):
    """Una figura del curso: fondo propio, texto alternativo y nada de `pyplot`.

    En un cuaderno se muestra como `<img alt="…">`, porque JupyterLab no pone
    texto alternativo a las imágenes PNG.

    Args:
        alt_text: qué se ve, en una o varias oraciones. Obligatorio.
        title: qué dice la figura; lleva un verbo. Se parte en renglones.
        height: alto en pulgadas, sin contar el título.
        width: ancho en pulgadas.

    Raises:
        CourseTypeError: si falta el texto alternativo.
    """

    def __init__(self, *, alt_text, title=None, height=4.0, width=WIDTH):
        if not isinstance(alt_text, str) or not alt_text.strip():
            raise CourseTypeError(
                "Toda figura del curso necesita un texto alternativo",
                expected="un texto que cuente lo que se ve",
                got=describe(alt_text),
            )
        if title is not None and not isinstance(title, str):
            raise CourseTypeError(
                "title debe ser un texto", expected="un texto", got=describe(title)
            )
        self.alt_text = " ".join(alt_text.split())
        columns = int(_TITLE_CHARACTERS * width / WIDTH)
        lines = _balanced(title, columns) if title else []
        self.head = len(lines) * _TITLE_LINE + (0.2 if lines else 0.08)
        self.body_height = height
        with course_style():
            super().__init__(figsize=(width, height + self.head))
            FigureCanvasAgg(self)
            if lines:
                top = self.head + height - _MARGIN
                self.suptitle(
                    "\n".join(lines),
                    x=_MARGIN / width,
                    y=top / (height + self.head),
                    ha="left",
                    va="top",
                    fontsize=TITLE,
                    fontweight="bold",
                    linespacing=1.15,
                )

    def axes_at(self, left, bottom, width, height, **kwargs):
        """Pone unos ejes en pulgadas, desde la esquina inferior izquierda."""
        w, h = self.get_size_inches()
        place = (left / w, bottom / h, width / w, height / h)
        return self.add_axes(place, axes_class=CourseAxes, **kwargs)

    def plot_axes(self, *, left=0.92, bottom=0.66, right=0.32):
        """Los ejes de una figura de un solo gráfico, que llenan lo que queda."""
        width = self.get_size_inches()[0] - left - right
        return self.axes_at(left, bottom, width, self.body_height - bottom - 0.08)

    def canvas_axes(self):
        """Ejes invisibles medidos en pulgadas, para dibujar grafos y redes."""
        width, _ = self.get_size_inches()
        axes = self.axes_at(0, 0, width, self.body_height)
        axes.set(xlim=(0, width), ylim=(0, self.body_height))
        axes.set_axis_off()
        return axes

    def draw(self, renderer):
        with course_style():
            super().draw(renderer)

    def savefig(self, *args, **kwargs):
        with course_style():
            super().savefig(*args, **kwargs)

    def to_png(self, dpi=None):
        """La figura como bytes PNG, siempre los mismos en la misma máquina."""
        own = self.dpi
        try:
            if dpi is not None:
                self.set_dpi(dpi)
            width, height = self.bbox.size
            renderer = quick_renderer(width, height, self.dpi)
            with quick_drawing(self):
                self.draw(renderer)
            # Sin transparencia: un archivo menor y un fondo blanco en cualquier tema.
            image = Image.fromarray(np.asarray(renderer.buffer_rgba())).convert("RGB")
        finally:
            if dpi is not None:
                self.set_dpi(own)
        return png_bytes(np.asarray(image))

    def to_html(self):
        """La figura como `<img>` con su texto alternativo dentro."""
        data = base64.b64encode(self.to_png()).decode("ascii")
        alt = html.escape(self.alt_text, quote=True)
        style = "max-width:100%;height:auto"
        image = f'<img alt="{alt}" src="data:image/png;base64,{data}" style="{style}">'
        return (
            '<div style="overflow-x:auto">'
            f'<div style="min-width:{self.least_width}px">{image}</div></div>'
        )

    @property
    def least_width(self):
        """A cuántos píxeles de ancho deja de encogerse, para que se lea."""
        inches = self.get_size_inches()[0]
        wide = inches > WIDTH + 0.01
        return round(
            inches * (_WIDE_PIXELS_PER_INCH if wide else _LEAST_PIXELS_PER_INCH)
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.to_html(), "text/plain": self.alt_text}

    def _ipython_display_(self):
        # `%matplotlib inline` registra un PNG para toda Figure y saldría dos veces:
        # aquí se publica solo lo nuestro.
        from IPython.display import display

        display(self._repr_mimebundle_(), raw=True)

    def __repr__(self):
        title = " ".join(self.get_suptitle().split())
        return f"<CourseFigure «{title}»>"

    __str__ = __repr__


# --- Números y palabras ------------------------------------------------------------


def number_text(value, digits=4):
    """Escribe un número como el curso: punto decimal, «−» y potencias de diez."""
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 1e6:
        digits_text = f"{int(value)}"
        if abs(value) >= 1e4:
            digits_text = f"{int(value):,}".replace(",", "\u202f")
        return digits_text.replace("-", "−")
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        power = str(int(exponent)).translate(
            str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
        )
        text = f"10{power}" if mantissa == "1" else f"{mantissa}×10{power}"
    return text.replace("-", "−")


def percent_text(fraction):
    """Un porcentaje sin redondear a 100 lo que no llega a 100."""
    value = 100 * float(fraction)
    if 99.5 <= value < 100:
        return f"{math.floor(value * 10) / 10:g} %"
    if 0 < value < 0.5:
        return "menos de 1 %"
    return f"{value:.0f} %"


def counted(n, singular, plural=None):
    """`3 puntos`, `1 punto`."""
    return f"{number_text(n)} {singular if n == 1 else plural or singular + 's'}"


def join_words(words, last="y"):
    """`a, b y c`."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    link = last
    if last == "y" and words[-1][:1].lower() == "i":
        link = "e"
    return f"{', '.join(words[:-1])} {link} {words[-1]}"


# --- Entradas comunes --------------------------------------------------------------


def require_callable(function, name):
    """Exige algo que se pueda llamar."""
    if not callable(function):
        raise CourseTypeError(
            f"{name} debe ser una función",
            expected=f"una función; pásala sin paréntesis: {name}, no {name}(x)",
            got=describe(function),
        )


def require_title(title):
    """Exige un texto o `None`."""
    if title is not None and not isinstance(title, str):
        raise CourseTypeError(
            "title debe ser un texto", expected="un texto", got=describe(title)
        )


def as_labels(y, name, m):
    """Etiquetas enteras (m,), aunque lleguen como bool o como flotantes enteros."""
    try:
        labels = np.asarray(y)
    except (TypeError, ValueError):
        labels = np.empty(0, dtype=object)
    if labels.dtype.kind not in "biuf":
        raise CourseTypeError(
            f"{name} debe contener etiquetas enteras: 0, 1, 2…", got=describe(y)
        )
    if labels.ndim == 2 and labels.shape[1] > 1:
        raise ShapeError(
            f"{name} parece una codificación one-hot",
            expected=f"una etiqueta por ejemplo, forma ({m},)",
            got=f"forma {shape_text(labels.shape)}",
            action=f"Usa {name}.argmax(axis=1)",
        )
    if labels.shape != (m,):
        raise ShapeError(
            f"{name} debe tener una etiqueta por cada fila de X",
            expected=f"forma ({m},)",
            got=f"forma {shape_text(labels.shape)}",
        )
    whole = labels.astype(np.int64) if np.isfinite(labels).all() else None
    if whole is None or (whole != labels).any() or (whole < 0).any():
        raise CourseValueError(
            f"{name} debe contener etiquetas enteras desde 0",
            expected="0, 1, 2…",
            got="valores negativos, con fracción o que no son números",
        )
    return whole


def tint(color, strength):
    """Mezcla `color` con blanco: 0 es blanco y 1 es el color entero."""
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return 1 - strength * (1 - rgb)


def pack(wanted, gaps):
    """Acomoda posiciones en su orden, con esas separaciones, moviéndolas lo mínimo.

    Es una regresión isotónica: los que chocan forman un bloque que va a su promedio.
    """
    offsets = np.concatenate([[0.0], np.cumsum(gaps)])[: len(wanted)]
    blocks = []
    for target in np.asarray(wanted, dtype=float) - offsets:
        blocks.append((target, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, n), (b, k) = blocks.pop(-2), blocks.pop()
            blocks.append(((a * n + b * k) / (n + k), n + k))
    moved = [mean for mean, size in blocks for _ in range(size)]
    return np.array(moved) + offsets


def spread(positions, gap):
    """Separa posiciones al menos `gap` sin cambiar su orden."""
    order = np.argsort(positions, kind="stable")
    result = np.empty(len(order))
    wanted = np.asarray(positions, dtype=float)[order]
    result[order] = pack(wanted, np.full(len(order) - 1, gap))
    return result
