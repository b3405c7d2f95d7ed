"""Quitar de una celda lo que es de IPython y no de Python: `%`, `!`, `?` y `%%`.

Solo donde Python no lo entiende: dentro de un texto o de un paréntesis es otra cosa. El
resto de las líneas queda en su lugar.
"""

import ast
import re
import warnings

__all__ = ["UNREADABLE", "parsed"]

_MOST_MAGICS = 100
_MOST_READ = 400_000  # letras: cada línea quitada es leer la celda otra vez
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_MAGIC = re.compile(r"\s*(?:%|!|\?|,\w|;\w|/\w)|.*\?\s*$")
_ASSIGNED = re.compile(r"([\w\s,.*\[\]'\"]+=\s*)(?:%|!)")
# Se ven casi igual que lo que Python espera.
_LETTERS = {
    **dict.fromkeys("\u00a0\u202f\u2007", "un espacio que no es el de la barra"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", "una letra que no se ve"),
    **dict.fromkeys("“”„«»‘’‚´", "comillas que no son \" ni '"),
    **dict.fromkeys("–—−", "una raya en vez del signo -"),
}
# Lo que dice Python de lo que no entiende → cómo sigue «en la línea 5 (`…`)».
_REASONS = (
    (r"^'(.)' was never closed", "no se cierra el «{0}»"),
    (r"^unmatched '(.)'", "sobra un «{0}», o falta el que lo abre"),
    (r"'(.)' does not match .*'(.)'", "se abre con «{1}» y se cierra con «{0}»"),
    (r"^expected ':'", "falta «:»"),
    (r"^unterminated .*string", "a un texto le falta la comilla que lo cierra"),
    (r"^expected an indented block", "falta la sangría de lo que va adentro"),
    (r"^unexpected indent", "la sangría es mayor que la de la línea anterior"),
    (r"^unindent does not match", "la sangría no coincide con ninguna de arriba"),
    (r"^inconsistent use of tabs", "la sangría mezcla espacios y tabuladores"),
    (r"forgot a comma", "quizá falta una coma"),
    (r"meant '==' or ':='", "quizá hay un `=` donde iba `==`"),
    (r"^cannot assign to", "a la izquierda de un `=` no va un nombre"),
    (
        r"^positional argument follows",
        "un argumento sin nombre va después de otro con él",
    ),
    (r"^Missing parentheses in call to '(\w+)'", "faltan los paréntesis de `{0}`"),
    (r"^invalid decimal literal", "hay un número pegado a una letra"),
)
# Las que corren su celda como Python; las demás (`%%bash`, `%%html`…) son otra cosa.
_PYTHON_CELLS = {"time", "timeit", "capture", "prun", "python", "python3", "pypy"}


def parsed(source):
    """Lee un código.

    Returns:
        El código sin líneas de IPython, su árbol y `None`; si Python no lo entiende, el
        árbol es `None` y lo último es una frase que dice por qué.
    """
    lines = _without_cell_magic(source.split("\n"))
    removed = 0
    while True:
        text = "\n".join(lines)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return text, ast.parse(text), None
        except SyntaxError as error:
            line = error.lineno or 0
            removed += 1
            too_many = removed > _MOST_MAGICS or removed * len(source) > _MOST_READ
            if too_many or not _remove_magic(lines, line - 1):
                return text, None, _syntax_problem(lines, line, error.msg)
        except UNREADABLE:
            return text, None, "Python no puede leer la celda"


def _without_cell_magic(lines):
    """Una celda que empieza con `%%`: sin esa línea, o vacía si no es de Python."""
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None or not lines[first].startswith("%%"):
        return list(lines)
    name = re.match(r"%%\s*(\w*)", lines[first])[1]
    if name not in _PYTHON_CELLS:
        return [""]
    return [*lines[:first], "", *lines[first + 1 :]]


def _remove_magic(lines, index):
    """Cambia una línea de IPython por `pass`; dice si lo era."""
    if not 0 <= index < len(lines):
        return False
    line = lines[index]
    assigned = _ASSIGNED.match(line)
    if not assigned and not _MAGIC.match(line):
        return False
    indent = line[: len(line) - len(line.lstrip())]
    replaced = assigned[1] + "None" if assigned else f"{indent}pass"
    while line.rstrip().endswith("\\") and index + 1 < len(lines):
        lines[index] = ""
        index += 1
        line = lines[index]
    lines[index] = replaced
    return True


def _syntax_problem(lines, line, said):
    if not 0 < line <= len(lines):
        return "Python no puede leer la celda"
    code = lines[line - 1].strip()[:60]
    where = f"en la línea {line} (`{code}`)" if code else f"en la línea {line}"
    odd = re.search(r"U\+([0-9A-F]{4,6})", said or "")
    if odd is not None:
        name = _LETTERS.get(chr(int(odd[1], 16)), "una letra que Python no admite")
        return f"{where} hay {name}: llega al copiar de un documento o de un chat"
    for pattern, reason in _REASONS:
        if match := re.search(pattern, said or ""):
            return f"{where} {reason.format(*match.groups())}"
    return f"hay un error de sintaxis {where}"
