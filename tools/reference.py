"""Escribe docs/glosario.md y docs/formulario.md: `python -m tools.reference`.

Salen de la notación de CONTRIBUTING.md, la misma tabla que leen las pruebas, y de las
palabras y fórmulas de tools/reference.toml. Con `--revisar` no escribe: dice qué
archivo no está al día.
"""

import argparse
import re
import sys
import tomllib
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tools" / "reference.toml"
GLOSSARY = ROOT / "docs" / "glosario.md"
FORMULAS = ROOT / "docs" / "formulario.md"
EVERY_LESSON = "todas"

# Las tablas se leen con lo mismo que usan las pruebas, para que digan lo mismo.
sys.path.append(str(ROOT / "tests"))
import documents  # noqa: E402

LATEX = {
    "𝓛": r"\mathcal{L}",
    "Ŷ": r"\hat{Y}",
    "ŷ": r"\hat{y}",
    "∂": r"\partial ",
    "α": r"\alpha",
    "σ": r"\sigma",
    "λ": r"\lambda",
    "ℓ": r"\ell",
    "⊙": r"\odot",
    # Una barra cerraría la celda de la tabla.
    "|": r"\vert ",
}
FOOTER = (
    "Esta página se genera con `python -m tools.reference`: no la edites a mano. "
    "Sus palabras y sus fórmulas están en `tools/reference.toml`.\n"
)


def data():
    """Las palabras y las fórmulas declaradas: {"termino": [...], "formula": [...]}."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def notation():
    """Los símbolos de CONTRIBUTING.md: {(símbolo, lección o «todas»): su fila}.

    «X = A_0» o «g, g'» son dos símbolos de una misma fila.
    """
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = {}
    for row in documents.table_with(guide, "símbolo", "código", "forma", "nunca"):
        for symbol in re.split(r" = | … |, ", row["símbolo"]):
            found[symbol, EVERY_LESSON] = row
    for row in documents.table_with(guide, "símbolo", "código", "dónde"):
        for symbol in row["símbolo"].split(", "):
            found.setdefault((symbol, row["dónde"]), row)
    return found


def row_of(symbol, lesson):
    """La fila de un símbolo en una lección: la suya o la de todas; si no, KeyError.

    W, sin índice, es la W_l de una red de una sola capa.
    """
    table = notation()
    for name in (symbol, f"{symbol}_l"):
        for where in (lesson, EVERY_LESSON):
            if (name, where) in table:
                return table[name, where]
    raise KeyError(f"«{symbol}» no está en la notación de la lección {lesson}")


def shape_of(symbol, lesson):
    """La forma de un símbolo; «como W_l» se resuelve a la de W_l."""
    shape = row_of(symbol, lesson).get("forma", "—")
    if shape.startswith("como "):
        return shape_of(shape.removeprefix("como "), lesson)
    return shape


def to_latex(text):
    """Un símbolo o una fórmula, para una celda: ni espacios finos ni barras sueltas."""
    text = re.sub(r"\\[,; ]", " ", text)
    for plain, latex in LATEX.items():
        text = text.replace(plain, latex)
    return f"${text.strip()}$"


def alphabetical(term):
    """La clave del orden: sin acentos, y la ñ después de la n."""
    split = unicodedata.normalize("NFD", term.lower().replace("ñ", "n\uffff"))
    return "".join(c for c in split if not unicodedata.combining(c))


def lesson_path(number):
    """La fuente de una lección, como se enlaza desde docs/."""
    (path,) = (ROOT / "source").glob(f"{number}_*.md")
    return f"../source/{path.name}"


def lesson_title(number):
    """«01 · Grafo computacional»: el título con que empieza la lección."""
    (path,) = (ROOT / "source").glob(f"{number}_*.md")
    return re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]


def glossary(declared):
    """El texto de docs/glosario.md."""
    lines = [
        "# Glosario\n",
        "Cada palabra, su nombre en inglés y la lección que la presenta. "
        "Las fórmulas están en el [formulario](formulario.md).\n",
        "| término | en inglés | símbolo | lección |",
        "| --- | --- | --- | --- |",
    ]
    for term in sorted(declared, key=lambda term: alphabetical(term["es"])):
        symbol, lesson = term.get("simbolo"), term["leccion"]
        if symbol:
            row_of(symbol, lesson)
        cells = [
            term["es"],
            f"*{term['en']}*",
            to_latex(symbol) if symbol else "",
            f"[{lesson}]({lesson_path(lesson)})",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", FOOTER])


def shapes(formula):
    """Las formas de una fórmula: las de la notación y las que son de su lección."""
    lesson = formula["leccion"]
    found = {symbol: shape_of(symbol, lesson) for symbol in formula.get("de", [])}
    for symbol, shape in formula.get("formas", {}).items():
        row_of(symbol, lesson)
        found[symbol] = shape
    return [
        f"{to_latex(symbol)}: {to_latex(shape) if '(' in shape else shape}"
        for symbol, shape in found.items()
    ]


def formulas(declared):
    """El texto de docs/formulario.md."""
    lines = [
        "# Formulario\n",
        "Las fórmulas del curso, con sus formas. Un ejemplo por fila: $m$ es el número "
        "de filas del lote, y $h_l$ el de unidades de la capa $l$. Las palabras están "
        "en el [glosario](glosario.md).\n",
    ]
    for lesson in sorted({formula["leccion"] for formula in declared}):
        lines += [
            f"## [{lesson_title(lesson)}]({lesson_path(lesson)})\n",
            "| qué es | fórmula | formas |",
            "| --- | --- | --- |",
        ]
        for formula in declared:
            if formula["leccion"] == lesson:
                cells = [formula["que"], to_latex(formula["latex"])]
                cells.append(" · ".join(shapes(formula)))
                lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join([*lines, FOOTER])


def documents_to_write():
    """{archivo: el texto que debe tener}."""
    declared = data()
    return {
        GLOSSARY: glossary(declared["termino"]),
        FORMULAS: formulas(declared["formula"]),
    }


def stale():
    """Los archivos que no dicen lo que dirían si se generaran ahora."""
    return [
        path
        for path, text in documents_to_write().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments=None):
    """Escribe los dos archivos, o los revisa; 1 si alguno no está al día."""
    parser = argparse.ArgumentParser(prog="python -m tools.reference")
    parser.add_argument(
        "--revisar", action="store_true", help="solo dice si están al día"
    )
    if not parser.parse_args(arguments).revisar:
        for path, text in documents_to_write().items():
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"Escrito: {path.relative_to(ROOT).as_posix()}")
        return 0
    old = stale()
    for path in old:
        name = path.relative_to(ROOT).as_posix()
        print(f"{name} no está al día: corre `python -m tools.reference`.")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
