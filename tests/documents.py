"""Leer los documentos del proyecto: tablas, prosa, fórmulas y celdas de código.

Lo usan test_architecture y test_prose. Un documento se recorre línea por línea, con su
número, para que una prueba que falla diga dónde.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "source").glob("*.md"))

CODE_SPAN = re.compile(r"`[^`]*`")
MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)


@dataclass(frozen=True)
class Table:
    """Una tabla de Markdown: bajo qué título está, sus columnas y sus filas."""

    heading: str
    columns: tuple
    rows: tuple


@dataclass(frozen=True)
class Block:
    """Un trozo de un documento: dónde empieza, qué es y su texto."""

    line: int
    kind: str  # "prose", "fence"
    text: str
    language: str = ""


def _cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def tables(text):
    """Las tablas de un texto Markdown, en orden."""
    found, heading, lines = [], "", text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        ruled = number > 0 and re.fullmatch(r"\|[\s|:-]+\|", line.strip())
        if ruled and lines[number - 1].startswith("|"):
            rows = []
            for row in lines[number + 1 :]:
                if not row.startswith("|"):
                    break
                rows.append(tuple(_cells(row)))
            columns = tuple(_cells(lines[number - 1]))
            found.append(Table(heading, columns, tuple(rows)))
    return found


def table_with(text, *columns):
    """La tabla única que tiene esas columnas, como lista de diccionarios."""
    return rows_of([t for t in tables(text) if set(columns) <= set(t.columns)], columns)


def rows_of(chosen, columns):
    """Las filas de esas tablas, como diccionarios; si no hay ninguna, es un error."""
    assert chosen, f"no hay ninguna tabla con las columnas {columns}"
    return [
        dict(zip(table.columns, row, strict=True))
        for table in chosen
        for row in table.rows
    ]


def spans(cell):
    """Lo que una celda escribe como código: «`a`, `b`» → {"a", "b"}."""
    return {span.strip("`") for span in CODE_SPAN.findall(cell)}


def blocks(text):
    """Parte un documento en prosa y bloques cercados; la cabecera YAML no cuenta."""
    lines = text.splitlines()
    start = 0
    if lines and lines[0] == "---":
        start = lines.index("---", 1) + 1
    found, kept, begin = [], [], start
    number = start
    while number < len(lines):
        opening = re.match(r"(>?\s*)(```+|~~~+)(.*)", lines[number])
        if not opening:
            if not kept:
                begin = number
            kept.append(lines[number])
            number += 1
            continue
        if kept:
            found.append(Block(begin + 1, "prose", "\n".join(kept)))
            kept = []
        fence, language = opening[2], opening[3].strip()
        end = number + 1
        while end < len(lines) and fence not in lines[end]:
            end += 1
        inside = "\n".join(lines[number + 1 : end])
        found.append(Block(number + 2, "fence", inside, language))
        number = end + 1
    if kept:
        found.append(Block(begin + 1, "prose", "\n".join(kept)))
    return found


def code_cells(text):
    """Las celdas de código de una lección: (línea, código sin opciones de MyST)."""
    cells = []
    for block in blocks(text):
        if block.kind == "fence" and block.language.startswith("{code-cell}"):
            code = [x if not x.startswith(":") else "" for x in block.text.splitlines()]
            cells.append((block.line, "\n".join(code)))
    return cells


def formulas(text):
    """Las fórmulas de la prosa: (línea, LaTeX, si está en una caja de correcciones)."""
    found = []
    for block in blocks(text):
        if block.kind != "prose":
            continue
        # El código entre tildes graves puede tener un «$»; se tapa sin mover nada.
        prose = CODE_SPAN.sub(lambda span: " " * len(span[0]), block.text)
        quoted = _correction_lines(prose)
        for match in MATH.finditer(prose):
            offset = prose.count("\n", 0, match.start())
            latex = match[1] or match[2]
            found.append((block.line + offset, latex, offset in quoted))
    return found


def _correction_lines(prose):
    """Los renglones que citan la notación de las diapositivas.

    Los de las cajas «Correcciones a las diapositivas», y los de una tabla que compara
    con la diapositiva en una de sus columnas.
    """
    inside, chosen, lines = False, set(), prose.splitlines()
    for number, line in enumerate(lines):
        starts_table = line.startswith("|") and not lines[number - 1].startswith("|")
        if re.match(r">.*\*\*Correcciones a las diapositivas", line):
            inside = True
        elif starts_table:
            inside = "diapositiva" in line
        elif not line.startswith((">", "|")):
            inside = False
        if inside:
            chosen.add(number)
    return chosen


def python_texts(code):
    """Docstrings y comentarios de un código, con su línea: lo que ahí es prosa."""
    import io
    import tokenize

    found = []
    for node in ast.walk(ast.parse(code)):
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Module)
        if isinstance(node, kinds) and ast.get_docstring(node):
            found.append((node.body[0].lineno, ast.get_docstring(node)))
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            found.append((token.start[0], token.string.lstrip("# ")))
    return found
