"""Leer la fuente de una lección: MyST que se analiza, sin expresiones regulares.

De cada archivo salen piezas en orden —texto, código, ejercicio, pregunta—, cada una con
la línea donde empieza, para que un error diga dónde está.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from jupytext.myst import get_parser, read_fenced_cell

__all__ = ["TAGS", "BuildError", "Lesson", "Piece", "read_lesson"]

CODE = "{code-cell}"
_BLOCKS = {"{exercise}": "exercise", "{question}": "question"}
# Las etiquetas que la construcción entiende: una mal escrita dejaría sin comparar una
# salida, y nadie lo notaría.
TAGS = ("salida",)
_OPAQUE = ("fence", "code_block", "html_block", "inline")


class BuildError(Exception):
    """Un error de la fuente, con archivo y línea."""

    def __init__(self, path, line, message):
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Piece:
    """Un trozo de lección.

    Attributes:
        kind: "text", "code", "exercise" o "question".
        source: el texto o el código; el id, si es un ejercicio o una pregunta.
        line: línea del archivo, desde 1, de la primera línea de `source`, o del bloque
            si es un ejercicio o una pregunta.
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
    pieces: list[Piece] = field(default_factory=list)
    headings: dict[str, int] = field(default_factory=dict)


def read_lesson(path):
    """Lee `source/04_perceptron_multicapa.md`.

    Raises:
        BuildError: si un bloque no se cierra, está dentro de otra cosa o no existe, o
            si falta la cabecera.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BuildError(path, line, "el archivo no está en UTF-8") from None
    tokens = get_parser().parse(text + "\n")
    lines = text.split("\n")
    lesson = Lesson(path, path.name[:2], _header(path, tokens))
    begin = tokens[0].map[1]

    def flush(end):
        first = begin
        while first < end and not lines[first].strip():
            first += 1
        body = "\n".join(lines[first:end]).strip("\n")
        if body.strip():
            lesson.pieces.append(Piece("text", body, first + 1))

    for position, token in enumerate(tokens[1:], 1):
        if token.type in _OPAQUE and token.map:
            _refuse_hidden(path, token, lines)
        if token.type == "heading_open" and token.level == 0 and token.tag <= "h3":
            lesson.headings[tokens[position + 1].content] = token.map[0] + 1
            flush(token.map[0])
            begin = token.map[0]
        elif token.type == "fence" and token.info.strip().startswith("{"):
            flush(token.map[0])
            lesson.pieces.append(_block(path, token))
            begin = token.map[1]
        elif _closes_details(path, token):
            # JupyterLab pega lo plegado al párrafo que sigue: va en otra celda.
            flush(token.map[1])
            begin = token.map[1]
    flush(len(lines))
    return lesson


def _header(path, tokens):
    """Lo que dice `curso:` en la cabecera; falla si no dice lo que hace falta."""
    number = path.name[:2]
    if not tokens or tokens[0].type != "front_matter":
        raise BuildError(path, 1, "falta la cabecera, entre dos líneas `---`")
    try:
        header = yaml.safe_load(tokens[0].content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise BuildError(path, line, "la cabecera no es YAML válido") from None
    info = header.get("curso") if isinstance(header, dict) else None
    if not isinstance(info, dict) or info.get("leccion") != number:
        raise BuildError(
            path, 1, f'falta en la cabecera `curso:` con `leccion: "{number}"`'
        )
    if not isinstance(info.get("titulo"), str):
        raise BuildError(path, 1, "falta en la cabecera el `titulo:` de la lección")
    return dict(info)


def _opens_directive(line):
    """Si una línea parece abrir un bloque `{…}`, aun con sangría o dentro de una cita.

    Una cerca con un acento grave más adelante es código dentro de un párrafo.
    """
    bare = line.lstrip(" \t>")
    rest = bare.lstrip("`~")
    return len(bare) - len(rest) >= 3 and rest.lstrip().startswith("{")


def _refuse_hidden(path, token, lines):
    """Falla si un bloque no se cierra, o si queda dentro de otra cosa."""
    first, last = token.map
    is_fence = token.type == "fence"
    info = token.info.strip() if is_fence else ""
    opener = f"el bloque {info}".rstrip() if info else "el bloque"
    inside = range(first + 1 if is_fence else first, min(last, len(lines)))
    if is_fence:
        end = lines[last - 1].strip(" \t>") if last - 1 > first else ""
        closes = end.startswith(token.markup) and not end.strip(token.markup[0])
        nested = any(_opens_directive(lines[index]) for index in inside)
        if not closes or nested:
            raise BuildError(path, first + 1, f"{opener} no se cierra")
        if info.startswith("{") and (token.level > 0 or lines[first][0] in " \t"):
            raise BuildError(
                path,
                first + 1,
                f"{opener} está dentro de una lista o de una cita, o tiene sangría: "
                "va solo y al margen",
            )
        return
    for index in inside:
        if _opens_directive(lines[index]):
            raise BuildError(
                path,
                index + 1,
                f"este bloque se lee como texto: `{lines[index].strip()}` va solo y al "
                "margen, con una línea en blanco antes",
            )


def _closes_details(path, token):
    """Si aquí termina algo plegado; falla si sigue texto en la misma línea o en la
    siguiente."""
    end = "</details>"
    if token.type != "html_block" or token.level > 0 or end not in token.content:
        return False
    if not token.content.rstrip().endswith(end):
        line = token.map[0] + 1 + token.content.partition(end)[0].count("\n")
        raise BuildError(path, line, f"a `{end}` le sigue una línea en blanco")
    return True


def _block(path, token):
    """La pieza de un bloque `{…}`."""
    line = token.map[0] + 1
    name, _, argument = token.info.strip().partition(" ")
    if name == CODE:
        return _code(path, token)
    if name not in _BLOCKS:
        known = ", ".join((CODE, *_BLOCKS))
        raise BuildError(path, line, f"la directiva {name} no existe; hay: {known}")
    if not argument.strip():
        raise BuildError(path, line, f"al bloque {name} le falta el id")
    if token.content.strip():
        raise BuildError(
            path,
            line,
            f"el bloque {name} {argument} va vacío: el enunciado está en su "
            "declaración",
        )
    return Piece(_BLOCKS[name], argument.strip(), line)


def _code(path, token):
    line = token.map[0] + 1
    try:
        options, body = read_fenced_cell(token, 0, "Code")
    except Exception:
        raise BuildError(
            path,
            line,
            "no se entienden las opciones de la celda; por ejemplo: `:tags: [salida]`",
        ) from None
    tags = options.pop("tags", [])
    unknown = [f":{name}:" for name in options]
    unknown += [str(tag) for tag in tags if tag not in TAGS]
    if unknown:
        raise BuildError(
            path,
            line,
            f"la construcción no entiende {', '.join(unknown)}; hay: :tags: "
            f"[{', '.join(TAGS)}]",
        )
    if not any(text.strip() for text in body):
        raise BuildError(path, line, "la celda de código está vacía")
    skipped = len(token.content.splitlines()) - len(body)
    while not body[0].strip():
        body, skipped = body[1:], skipped + 1
    source = "\n".join(body).rstrip("\n")
    return Piece("code", source, line + 1 + skipped, tuple(tags))
