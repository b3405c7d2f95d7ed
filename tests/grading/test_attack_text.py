"""Textos hechos para que leerlos no termine: los lee quien juzga, y nadie lo corta."""

import ast
import json
import textwrap
import time
import unicodedata

import pytest
from attacks import ROOT

from course_lib.errors import CourseError
from course_lib.grading import ipython
from course_lib.grading.cells import read_code
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.people import clean_name, composed

PILE = "\u0301\u0323"  # en este orden, cada uno debe adelantarse al anterior


def notebook(source="", **metadata):
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    content = {"nbformat": 4, "metadata": metadata, "cells": [cell]}
    return json.dumps(content, ensure_ascii=False).encode()


def repeated(key):
    return b'{"cells": [], "' + key.encode() + b'": 1, "' + key.encode() + b'": 2}'


SLOW = {
    "acentos en una celda": lambda: read_notebook(notebook("a" + PILE * 90_000)),
    "acentos en el idioma": lambda: read_notebook(
        notebook(kernelspec={"language": "a" + PILE * 90_000})
    ),
    "acentos en una clave repetida": lambda: _refused(repeated("a" + PILE * 90_000)),
    "acentos en un nombre": lambda: clean_name("a" + PILE * 90_000),
    "espacios sin fin": lambda: read_code(" " * 49_000 + "$"),
    "miles de nombres en un import": lambda: read_code(
        "import " + ",".join(f"a{n}" for n in range(8_000))
    ),
    "cien líneas de IPython": lambda: read_code("x=1\n" * 12_000 + "%a\n" * 99),
}


def _refused(data):
    with pytest.raises(CourseError, match="aparece dos veces"):
        read_notebook(data)


@pytest.mark.parametrize("name", SLOW)
def test_reading_takes_a_moment(name):
    started = time.process_time()
    SLOW[name]()
    assert time.process_time() - started < 3.0


@pytest.mark.parametrize(
    "text",
    [
        "sin acentos",
        "man\u0303ana, corazo\u0301n y pingu\u0308ino " * 200,
        "e\u0323\u0301 frente a e\u0301\u0323",
        "\u1112\u1161\u11ab\u1100\u1173\u11af " * 300,  # coreano, letra por letra
        "x" + PILE * 30,
        "é" * 5_000,
    ],
)
def test_common_texts_keep_one_form(text):
    assert composed(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "line",
    [
        *("x = %time f()", "  x = !ls", "a, b = %timeit 1", "x[0] = !ls", "x=%a"),
        *("x == %a", "f(x) = %a", "x = 5 % 3", "  = %a", "=%a", "   ", "x %= 2"),
    ],
)
def test_an_assignment_of_ipython_is_the_same(line):
    """Lo mismo que la expresión de antes, que con espacios no terminaba."""
    before = ipython.re.compile(r"(\s*[\w\s,.*\[\]'\"]+=\s*)(?:%|!)").match(line)
    now = ipython._ASSIGNED.match(line)
    assert (before and before.groups()) == (now and now.groups())


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").glob("*.ipynb")))
def test_each_definition_keeps_its_text(path):
    """El texto de cada definición es el que da la biblioteca estándar."""
    seen = 0
    for cell in read_notebook(path.read_bytes()):
        code = read_code(cell.source) if cell.kind == "code" else None
        for node in ast.parse(code.text).body if code else ():
            if isinstance(node, (ast.FunctionDef, ast.Assign)):
                text = textwrap.dedent(ast.get_source_segment(code.text, node)) + "\n"
                seen += 1
                assert text in {binding.source for binding in code.bindings} or (
                    not any(
                        isinstance(n, ast.Name) for n in getattr(node, "targets", [])
                    )
                )
    assert seen > 3


def test_two_statements_in_a_line_are_apart():
    code = read_code("á = 1; b = (2,\n 3); c = 4\nif b:\n    d = 5; é = 6\n")
    found = {binding.name: binding.source for binding in code.bindings}
    assert found == {
        "á": "á = 1\n",
        "b": "b = (2,\n 3)\n",
        "c": "c = 4\n",
        "d": "d = 5\n",
        "é": "é = 6\n",
    }
