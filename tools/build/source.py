"""Leer la fuente de una lección: MyST que se analiza, sin expresiones regulares.

De cada archivo salen piezas en orden —texto, código, ejercicio, pregunta—, cada una con
la línea donde empieza, para que un error diga dónde está.
"""

from dataclasses import dataclass, field
from pathlib import Path

from jupytext.myst import myst_to_notebook
from markdown_it import MarkdownIt

__all__ = ["BuildError", "Lesson", "Piece", "read_lesson"]

_DIRECTIVES = {"{exercise}": "exercise", "{question}": "question"}


class BuildError(Exception):
    """Un error de la fuente, con archivo y línea."""

    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class Piece:
    """Un trozo de lección.

    Attributes:
        kind: "text", "code", "exercise" o "question".
        source: el texto o el código; el id, si es un ejercicio o una pregunta.
        line: línea del archivo donde empieza, desde 1.
        tags: etiquetas de una celda de código.
    """

    kind: str
    source: str
    line: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """Una lección leída.

    Attributes:
        path: archivo de la fuente.
        number: «04».
        info: lo que dice `curso:` en su cabecera.
        pieces: las piezas, en orden.
        headings: título de cada sección → línea.
    """

    path: Path
    number: str
    info: dict
    pieces: list[Piece]
    headings: dict[str, int] = field(default_factory=dict)


def read_lesson(path):
    """Lee `source/04_perceptron_multicapa.md`.

    Raises:
        BuildError: si un bloque no se cierra, una directiva no existe, o falta la
            cabecera.
    """
    text = path.read_text(encoding="utf-8")
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except Exception as error:
        line = getattr(error, "line_number", 1) or 1
        raise BuildError(path, line, f"no se puede leer como MyST: {error}") from None
    info = notebook.metadata.get("curso")
    number = path.name.split("_")[0]
    if not info or str(info.get("leccion")) != number:
        raise BuildError(
            path, 1, f'falta en la cabecera `curso:` con `leccion: "{number}"`'
        )
    lesson = Lesson(path, number, dict(info), [])
    lines = text.split("\n")
    for cell, line in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        if cell.cell_type == "code":
            tags = tuple(cell.metadata.get("tags", ()))
            lesson.pieces.append(Piece("code", cell.source, line + 1, tags))
        else:
            start = _first_line(lines, cell.source, line)
            lesson.pieces.extend(_split_text(lesson, cell.source, start))
    return lesson


def _first_line(lines, source, near):
    """Línea (desde 1) donde empieza un texto, cerca de donde dice el mapa."""
    first = source.split("\n", 1)[0]
    for index in range(max(near - 2, 0), len(lines)):
        if lines[index] == first:
            return index + 1
    return near + 1


def _split_text(lesson, source, start):
    """Parte un texto en las directivas y en los títulos que abren sección."""
    lines = source.split("\n")
    pieces, begin = [], 0

    def flush(end):
        body = "\n".join(lines[begin:end]).strip("\n")
        if body.strip():
            pieces.append(Piece("text", body, start + begin))

    tokens = MarkdownIt("commonmark").parse(source)
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            depth = int(token.tag[1])
            if depth <= 3:
                lesson.headings[tokens[position + 1].content] = start + token.map[0]
                flush(token.map[0])
                begin = token.map[0]
        if token.type == "fence" and token.info.strip().startswith("{"):
            piece = _directive(lesson, token, lines, start)
            flush(token.map[0])
            pieces.append(piece)
            begin = token.map[1]
    flush(len(lines))
    return pieces


def _directive(lesson, token, lines, start):
    line = start + token.map[0]
    name, _, argument = token.info.strip().partition(" ")
    if name not in _DIRECTIVES:
        known = ", ".join(_DIRECTIVES)
        raise BuildError(
            lesson.path, line, f"la directiva {name} no existe; hay: {known}"
        )
    if not lines[token.map[1] - 1].strip().startswith(token.markup):
        raise BuildError(lesson.path, line, f"el bloque {name} {argument} no se cierra")
    if token.content.strip():
        raise BuildError(
            lesson.path,
            line,
            f"el bloque {name} {argument} va vacío: el enunciado está en su "
            "declaración",
        )
    if not argument.strip():
        raise BuildError(lesson.path, line, f"al bloque {name} le falta el id")
    return Piece(_DIRECTIVES[name], argument.strip(), line)
