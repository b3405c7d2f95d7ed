"""Los módulos, la notación y los presupuestos son los que dice CONTRIBUTING.md.

Cada regla es una función que devuelve lo que está mal; junto a la prueba que la aplica
al curso hay otra que le da un caso malo, para saber que lo vería.
"""

import ast
import importlib
import inspect
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import documents
import pytest

from course_lib.exercises import all_exercises

ROOT = documents.ROOT
LIBRARY = ROOT / "course_lib"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def sources():
    """Los módulos de course_lib: {"course_lib.mlp": (código, si es un paquete)}."""
    found = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if package else parts)
        found[name] = (path.read_text(encoding="utf-8"), package)
    return found


SOURCES = sources()


# Quién importa a quién ----------------------------------------------------------------


def imports(name, code, package, known):
    """Los módulos que importa un código, también dentro de funciones: (línea, nombre).

    De `from course_lib import mlp` sale `course_lib.mlp`, si ese módulo existe.
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = name.split(".") if package else name.split(".")[:-1]
                parts = parts[: len(parts) - node.level + 1]
                base = ".".join([*parts, *([base] if base else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in known else base


def allowed_imports():
    """La tabla de CONTRIBUTING: {módulo: (del curso, de fuera)}."""
    rows = documents.table_with(GUIDE, "módulo", "importa del curso", "de fuera")
    table = {}
    for row in rows:
        (module,) = documents.spans(row["módulo"])
        assert module not in table, f"{module} tiene dos filas"
        inside, outside = row["importa del curso"], row["de fuera"]
        table[module] = documents.spans(inside), documents.spans(outside)
    return table


def unit_of(module, table):
    """La fila que rige a un módulo: la suya, la de su paquete, o ninguna."""
    if module == "course_lib":
        return module if module in table else None
    parts = module.removeprefix("course_lib.").split(".")
    while parts:
        if ".".join(parts) in table:
            return ".".join(parts)
        parts.pop()
    return None


def forbidden_imports(modules, table, known=SOURCES):
    """Lo que algún módulo importa sin que su fila lo permita, en frases."""
    problems = []
    for module, (code, package) in modules.items():
        unit = unit_of(module, table)
        if unit is None:
            problems.append(f"{module} no está en la tabla de CONTRIBUTING.md")
            continue
        inside, outside = table[unit]
        for line, target in imports(module, code, package, known):
            root = target.split(".")[0]
            if root != "course_lib":
                if root not in sys.stdlib_module_names and root not in outside:
                    problems.append(f"{module}:{line} importa {root}")
                continue
            other = unit_of(target, table)
            same_package = unit.split(".")[0] == (other or "").split(".")[0]
            has_own_row = "." in unit
            if other == unit or (same_package and not has_own_row):
                continue
            if not inside & {other, (other or "").split(".")[0]}:
                problems.append(f"{module}:{line} importa {other or target}")
    return problems


# Este módulo solo existe donde corre el código ajeno: en el paquete de apoyo.
ELSEWHERE = "importa course_lib.hollow"


def test_imports_are_those_of_the_table():
    problems = forbidden_imports(SOURCES, allowed_imports())
    assert [problem for problem in problems if not problem.endswith(ELSEWHERE)] == []


def test_every_row_is_a_module():
    for unit, (inside, _) in allowed_imports().items():
        for name in {unit, *inside} - {"course_lib"}:
            assert f"course_lib.{name}" in SOURCES, f"la tabla nombra «{name}»"


def test_every_outside_package_in_the_table_is_used():
    table = allowed_imports()
    used = {unit: set() for unit in table}
    for module, (code, package) in SOURCES.items():
        found = {
            name.split(".")[0] for _, name in imports(module, code, package, SOURCES)
        }
        used[unit_of(module, table)] |= found
    for unit, (_, outside) in table.items():
        assert outside <= used[unit], f"{unit} ya no importa {outside - used[unit]}"


@pytest.mark.parametrize(
    "module, code, expected",
    [
        ("course_lib.mlp", "from course_lib.graph import Node", "importa graph"),
        ("course_lib.mlp", "def f():\n    from . import graph", ":2 importa graph"),
        ("course_lib.mlp", "from course_lib import graph as g", "importa graph"),
        ("course_lib.graph", "from .validation import x", "importa validation"),
        ("course_lib.losses", "import matplotlib.pyplot", "importa matplotlib"),
        ("course_lib.losses", "import tools.build", "importa tools"),
        ("course_lib.losses", "import tests", "importa tests"),
        ("course_lib.surprise", "import os", "no está en la tabla"),
        ("course_lib.checking.run", "import course_lib.progress", "importa progress"),
        (
            "course_lib.exercises.drivers",
            "from course_lib.exercises import lesson_04",
            "importa exercises",
        ),
        (
            "course_lib.exercises.graph_drivers",
            "from course_lib.exercises.model import Case",
            "importa exercises.model",
        ),
    ],
)
def test_a_forbidden_import_is_seen(module, code, expected):
    (problem,) = forbidden_imports({module: (code, False)}, allowed_imports())
    assert expected in problem


def test_an_allowed_import_is_not_a_problem():
    codes = {
        "course_lib.mlp": "from course_lib.losses import x\nimport numpy.linalg",
        "course_lib.checking.run": "from course_lib.exercises.drivers import Returns",
        "course_lib.exercises.lesson_04": "from .drivers import Layers",
    }
    modules = {name: (code, False) for name, code in codes.items()}
    assert forbidden_imports(modules, allowed_imports()) == []


def test_rules_that_stand_whatever_the_table_says():
    """Una fila cambiada por descuido no puede abrir estas puertas."""
    owners = {"matplotlib": {"figures"}, "ipywidgets": {"interactive"}}
    owners |= {"anywidget": {"interactive"}, "tools": set(), "tests": set()}
    table = allowed_imports()
    for unit, (inside, outside) in table.items():
        for package, allowed in owners.items():
            assert package not in outside or unit.split(".")[0] in allowed, unit
        assert unit == "course_lib" or "classroom" not in inside, unit
    reachable, pending = set(), {"mlp"}
    while pending:
        reachable |= pending
        pending = set().union(*(table[u][0] for u in pending)) - reachable
    assert "graph" not in reachable and "mlp" not in table["graph"][0]


def test_the_table_has_no_cycles():
    """Salvo el paquete `exercises` con sus partes, que se cuentan juntos."""
    table = allowed_imports()
    edges = {}
    for unit, (inside, _) in table.items():
        edges.setdefault(unit.split(".")[0], set()).update(
            name.split(".")[0] for name in inside
        )
    done = set()
    while len(done) < len(edges):
        free = {u for u in edges if u not in done and edges[u] - {u} <= done}
        assert free, f"hay un ciclo entre {sorted(set(edges) - done)}"
        done |= free


def eager_imports(code):
    """Lo que se importa al cargar el módulo: fuera de toda función."""
    found, pending = set(), [*ast.parse(code).body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("course_lib" if node.level else node.module.split(".")[0])
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            pending += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("module", ["course_lib", "course_lib.cli"])
def test_lazy_modules_load_only_the_standard_library(module):
    assert eager_imports(SOURCES[module][0]) <= sys.stdlib_module_names


def test_an_eager_import_is_seen():
    code = "import os\nif True:\n    from . import progress\ndef f():\n    import numpy"
    assert eager_imports(code) == {"os", "course_lib"}


BORROWED = [f"course_lib.grading.sandbox.{n}" for n in ("borrowed", "hollow", "warm")]


def test_no_module_is_imported_by_a_computed_name():
    """Eso no lo ve nadie. Quien lo hace busca dentro de su propio paquete, o es una
    pieza del proceso encerrado, que solo encuentra lo que se le prestó."""
    for module, (code, _) in SOURCES.items():
        calls = re.findall(r"\b(?:import_module|__import__)\((.*)", code)
        if module == "course_lib.exercises":
            calls = [call for call in calls if not call.startswith('f"{__name__}.')]
        if module in BORROWED:
            continue
        assert calls == [], module


# El sílabo ----------------------------------------------------------------------------


def syllabus():
    """La tabla del docstring de `course_lib`: {módulo: lecciones}."""
    code = SOURCES["course_lib"][0]
    text = ast.get_docstring(ast.parse(code))
    rows = documents.table_with(text, "módulo", "lección", "diapositivas")
    return {row["módulo"]: row["lección"].split(", ") for row in rows}


def studied_modules():
    """Los de la primera tabla de importaciones: lo que se estudia."""
    chosen = [t for t in documents.tables(GUIDE) if "importa del curso" in t.columns]
    rows = documents.rows_of(chosen[:1], ())
    return {documents.spans(row["módulo"]).pop() for row in rows}


def test_syllabus_lists_what_is_studied():
    assert set(syllabus()) == studied_modules()
    assert all(f"course_lib.{module}" in SOURCES for module in syllabus())


@pytest.mark.parametrize("path", documents.LESSONS, ids=lambda path: path.stem)
def test_a_lesson_uses_the_modules_of_its_row(path):
    """En sus celdas o en sus ejercicios."""
    number = path.stem[:2]
    codes = [code for _, code in documents.code_cells(path.read_text("utf-8"))]
    codes += [
        code
        for module, (code, _) in SOURCES.items()
        if re.search(rf"exercises\.(_?lesson_{number}|\w+_drivers)", module)
    ]
    used = {
        target.split(".")[1]
        for code in codes
        for _, target in imports("x", code, False, SOURCES)
        if target.startswith("course_lib.")
    }
    expected = {module for module, lessons in syllabus().items() if number in lessons}
    assert expected, f"ninguna fila del sílabo nombra la lección {number}"
    assert expected <= used


# Presupuestos -------------------------------------------------------------------------

MOST_LINES, MOST_COLUMNS, MOST_STATEMENTS = 25, 88, 150


def over_budget(code, count_docstring):
    """Qué tiene de más una función que se muestra en una lección, en frases."""
    function = ast.parse(code).body[0]
    lines = code.splitlines()
    size = len(lines)
    if not count_docstring and ast.get_docstring(function):
        docstring = function.body[0]
        size -= docstring.end_lineno - docstring.lineno + 1
    problems = []
    if size > MOST_LINES:
        problems.append(f"{size} líneas")
    if max(map(len, lines)) > MOST_COLUMNS:
        problems.append(f"{max(map(len, lines))} columnas")
    if function.decorator_list:
        problems.append("decoradores")
    return problems


def studied_sources():
    """Los archivos de lo que se estudia: {"graph.node": código}."""
    return {
        name.removeprefix("course_lib."): code
        for name, (code, _) in SOURCES.items()
        if name != "course_lib" and name.split(".")[1] in studied_modules()
    }


def shown_functions():
    """Las funciones públicas de la red, y las de otros módulos que son un ejercicio."""
    names = {exercise.name for exercise in all_exercises()}
    for module, code in studied_sources().items():
        whole = module in ("activations", "losses", "mlp")
        for node in ast.parse(code).body:
            name = getattr(node, "name", "_")
            if not isinstance(node, ast.FunctionDef) or name.startswith("_"):
                continue
            if whole or name in names:
                first = min([node, *node.decorator_list], key=lambda n: n.lineno)
                lines = code.splitlines()[first.lineno - 1 : node.end_lineno]
                yield pytest.param("\n".join(lines), id=f"{module}.{name}")


@pytest.mark.parametrize("code", [*shown_functions()])
def test_a_function_of_the_course_fits_in_a_lesson(code):
    assert over_budget(code, count_docstring=True) == []


def test_shown_functions_are_found():
    found = {parameters.id for parameters in shown_functions()}
    assert {"mlp.train", "activations.relu", "losses.one_hot"} <= found
    names = {name.rpartition(".")[2] for name in found}
    assert {"topological_order", "numeric_gradient", "matmul_backward"} <= names


def statements(code):
    """Cuántas líneas de código hay, sin docstrings, comentarios ni vacías."""
    told = set()
    for node in ast.walk(ast.parse(code)):
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
        if isinstance(node, kinds) and ast.get_docstring(node):
            told |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = [line.strip() for line in code.splitlines()]
    return sum(
        bool(line) and not line.startswith("#") and number not in told
        for number, line in enumerate(lines, start=1)
    )


@pytest.mark.parametrize("module", [m for m in studied_sources() if m != "datasets"])
def test_a_module_of_the_network_is_read_at_once(module):
    assert statements(studied_sources()[module]) <= MOST_STATEMENTS


def test_statements_are_counted():
    code = '"""Uno.\n\nDos."""\n\nx = 1  # sí\n# no\ndef f():\n    """No."""\n'
    assert statements(code + "    return 1\n") == 3


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda item: item.id)
def test_a_solution_fits_in_a_lesson(exercise):
    assert over_budget(exercise.source, count_docstring=False) == []


@pytest.mark.parametrize(
    "code, expected",
    [
        ("def f():\n" + "    x = 1\n" * 25, ["26 líneas"]),
        ("def f():\n    x = " + "1" * 88, ["96 columnas"]),
        ("@cache\ndef f():\n    return 1", ["decoradores"]),
        ('def f():\n    """' + "\n" * 30 + '    """\n    return 1', ["33 líneas"]),
    ],
)
def test_what_is_over_budget_is_seen(code, expected):
    assert over_budget(code, count_docstring=True) == expected


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda item: item.id)
def test_a_function_of_the_course_has_the_signature_of_its_exercise(exercise):
    """Lo que se aprende es lo que se usa: mismos parámetros, en el mismo orden."""
    for module_name in studied_modules():
        module = importlib.import_module(f"course_lib.{module_name}")
        function = vars(module).get(exercise.name)
        if inspect.isfunction(function):
            kinds = inspect.signature(function).parameters.values()
            names = tuple(p.name for p in kinds if p.kind is not p.KEYWORD_ONLY)
            assert names == exercise.parameters


# La notación --------------------------------------------------------------------------

GREEK = {"α": "alpha", "σ": "sigma", "ℓ": "ell"}
SUPERSCRIPTS = str.maketrans({"𝓛": "L", "Ŷ": "Y"})
# Operadores y adornos de LaTeX: no nombran nada.
_LATEX = """
cdot times odot pm frac dfrac tfrac sqrt partial sum prod max min log exp tanh in
leq geq le ge ne neq mid sim equiv approx infty to leftarrow rightarrow Rightarrow
underbrace overbrace hat top left right big Big lvert rvert lVert rVert
quad qquad dots ldots cdots begin end
"""
OPERATORS = set(_LATEX.split())


@dataclass(frozen=True)
class Notation:
    """Lo que se puede usar: nombres del código, símbolos, y {prohibido: el bueno}."""

    names: frozenset
    symbols: frozenset
    never: dict


@cache
def notation(lesson=None):
    """La de una lección, con los símbolos que presenta; sin lección, la de todas."""
    rows = documents.table_with(GUIDE, "símbolo", "código", "forma", "nunca")
    never = {}
    for row in rows:
        good = re.match(r"`([^`\[]+)", row["código"])
        for word in documents.spans(row["nunca"]):
            assert word not in never, f"«{word}» está dos veces en la columna «nunca»"
            never[word] = good[1]
    for row in documents.table_with(GUIDE, "símbolo", "código", "dónde"):
        if lesson is None or row["dónde"] in (lesson, "todas"):
            rows.append(row)
    names, symbols = set(), set()
    for row in rows:
        names |= {code.partition("[")[0] for code in documents.spans(row["código"])}
        text = row["símbolo"].translate(SUPERSCRIPTS)
        symbols |= set(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", text))
        symbols |= {GREEK[c] for c in text if c in GREEK}
    assert not names & set(never), "un nombre está en «código» y en «nunca»"
    return Notation(frozenset(names), frozenset(symbols), never)


def looks_like_a_symbol(name):
    """Una o dos letras, o alguna mayúscula: es un símbolo, y no una palabra."""
    return len(name) <= 2 or name != name.lower()


def symbols_in(name):
    """Los símbolos de un nombre: `W_moved` es la W de la tabla, con apellido."""
    pieces = [piece for piece in name.split("_") if piece and not piece.isdigit()]
    if len(pieces) == 1:
        return pieces
    return [piece for piece in pieces if piece != piece.lower()]


def unknown_names(names, lesson=None):
    """Los nombres que la notación no conoce, con lo que habría que usar."""
    known, problems = notation(lesson), []
    for name in sorted(set(names)):
        if name in known.never:
            problems.append(f"{name}: usa {known.never[name]}")
        elif set(name) == {"_"} or name in known.names or not looks_like_a_symbol(name):
            continue
        elif name == "id" or re.search(r"[A-Z]{2}", name) and name.isupper():
            continue  # una palabra de dos letras; una constante
        elif not known.names.issuperset(symbols_in(name)):
            problems.append(f"{name}: no está en la tabla de notación")
    return problems


def public_parameters(code):
    """Parámetros de las funciones públicas de un módulo, y campos de sus clases."""
    pending = list(ast.parse(code).body)
    while pending:
        node = pending.pop()
        name = getattr(node, "name", "_")
        if name.startswith("_") and name != "__init__":
            continue
        if isinstance(node, ast.FunctionDef):
            every = node.args
            arguments = [*every.posonlyargs, *every.args, *every.kwonlyargs]
            yield from (argument.arg for argument in arguments)
        elif isinstance(node, ast.ClassDef):
            pending += node.body
            fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
            yield from (item.target.id for item in fields)


def is_wrong_answer(module):
    """Los errores conocidos y las otras respuestas se escriben como quieran."""
    return re.search(r"_lesson_\d\d_(wrong|right|accepts)$", module)


@pytest.mark.parametrize(
    "module", [module for module in SOURCES if not is_wrong_answer(module)]
)
def test_public_parameters_follow_the_notation(module):
    names = set(public_parameters(SOURCES[module][0]))
    if f"{module}.".startswith("course_lib.estimators."):
        names -= names_of_scikit_learn()
    assert unknown_names(names) == []


def names_of_scikit_learn():
    """Los parámetros de las dos clases que `estimators` imita."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    return {*MLPClassifier().get_params(), *LogisticRegression().get_params()}


def test_only_the_names_of_scikit_learn_are_excused():
    assert {"C", "max_iter", "random_state"} <= names_of_scikit_learn()
    assert unknown_names({"lr", "max_iter"} - names_of_scikit_learn()) == [
        "lr: usa alpha"
    ]


def test_a_foreign_parameter_is_seen():
    code = (
        "def train(X, Y, lr, *, weights=None): ...\n"
        "class N:\n    bias: int\n    def fit(self, Q): ...\n"
        "def _private(theta): ..."
    )
    assert [p.split(":")[0] for p in unknown_names(public_parameters(code))] == [
        "Q",
        "bias",
        "lr",
        "weights",
    ]


def code_names(code):
    """Los nombres que un código crea: variables, parámetros, argumentos por nombre."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.arg, ast.keyword)) and node.arg:
            yield node.arg


@pytest.mark.parametrize("path", documents.LESSONS, ids=lambda path: path.stem)
def test_code_of_a_lesson_follows_the_notation(path):
    cells = documents.code_cells(path.read_text(encoding="utf-8"))
    assert cells
    problems = [
        f"{path.name}:{line} {problem}"
        for line, code in cells
        for problem in unknown_names(code_names(code), path.stem[:2])
    ]
    assert problems == []


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda item: item.id)
def test_code_of_a_solution_follows_the_notation(exercise):
    assert unknown_names(code_names(exercise.source), exercise.lesson) == []


def test_a_foreign_name_in_a_cell_is_seen():
    text = (
        "```{code-cell} ipython3\n:tags: [salida]\n\nW_old, theta, Q_1 = 1, 2, 3\n```\n"
    )
    ((line, code),) = documents.code_cells(text)
    assert line == 2
    assert unknown_names(code_names(code)) == [
        "Q_1: no está en la tabla de notación",
        "theta: usa W",
    ]


def unknown_symbols(latex, lesson=None):
    """Las letras y órdenes de LaTeX de una fórmula que la tabla no conoce."""
    known = notation(lesson)
    latex = re.sub(r"\\(?:mathrm|text|operatorname|mathit)\{[^}]*\}", " ", latex)
    latex = re.sub(r"\\(?:begin|end)\{\w+\}", " ", latex)
    latex = latex.replace(r"\mathcal{L}", " L ")
    problems = [
        f"\\{name}"
        for name in re.findall(r"\\([A-Za-z]+)", latex)
        if name not in OPERATORS and name not in known.symbols
    ]
    latex = re.sub(r"\\[A-Za-z]+", " ", latex)
    for word in re.findall(r"[A-Za-z]+", latex):
        # «dZ» o «ik» son dos símbolos juntos.
        if word not in known.names:
            problems += [letter for letter in word if letter not in known.symbols]
    return problems


@pytest.mark.parametrize("path", documents.LESSONS, ids=lambda path: path.stem)
def test_formulas_of_a_lesson_follow_the_notation(path):
    found = documents.formulas(path.read_text(encoding="utf-8"))
    assert found
    problems = [
        f"{path.name}:{line} {symbol} en ${latex}$"
        for line, latex, is_correction in found
        if not is_correction
        for symbol in unknown_symbols(latex, path.stem[:2])
    ]
    assert problems == []


def test_a_foreign_symbol_is_seen():
    text = (
        "Con $W \\leftarrow W - \\eta \\nabla_W J$ y `$x`:\n\n"
        "$$\\theta + D$$\n\n> **Correcciones a las diapositivas.** Dice $\\nabla D$.\n"
    )
    text += "\n| en la diapositiva |\n| --- |\n| $\\nabla W$ |\n\n$\\nabla$\n"
    found = documents.formulas(text)
    assert [(line, quoted) for line, _, quoted in found] == [
        (1, False),
        (3, False),
        (5, True),
        (9, True),
        (11, False),
    ]
    assert unknown_symbols(found[0][1]) == ["\\eta", "\\nabla"]
    assert unknown_symbols(found[1][1]) == ["\\theta", "D"]
    # La v es de la lección 01.
    assert unknown_symbols("v", "01") == [] and unknown_symbols("v", "04") == ["v"]


# Lo que dicen README y CONTRIBUTING ---------------------------------------------------


def shell_commands(text):
    """Las órdenes de `curso` que nombra un documento: («abrir», ["--opción"])."""
    pattern = r"(?:python3? curso\.py|py curso\.py|(?:`|^)curso) ([a-z]+)([^`\n»]*)"
    return [
        (name, re.findall(r"--[\w-]+", r))
        for name, r in re.findall(pattern, text, re.M)
    ]


# Las opciones que llevan un valor: los documentos lo escriben en mayúsculas.
VALUES = {"--salida": ["informe"], "--lista": ["lista.csv"]}
VALUES["--notas"] = ["moodle", "informe"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_commands_a_document_names_exist(name):
    from course_lib import cli

    found = shell_commands((ROOT / name).read_text(encoding="utf-8"))
    assert found
    for command, options in found:
        assert command in cli.COMMANDS, command
        lesson = ["04"] if command in ("abrir", "reiniciar") else []
        words = [
            word for option in options for word in (option, *VALUES.get(option, ()))
        ]
        cli.parse([command, *lesson, *words])


def test_readme_gives_the_two_commands_for_every_system():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("abrir", "probar"):
        assert f"```bash\npython3 curso.py {command}\n```" in text
        assert f"`py curso.py {command}`" in text


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_files_a_document_names_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    made_later = {".venv/bin/python", "mis_cuadernos/", ".venv"}
    links = re.findall(r"\]\(([^):]+)\)", text)
    paths = re.findall(r"`([\w./-]+(?:\.(?:py|md|txt|lock|toml|yml|png)|/))`", text)
    assert links or paths
    for path in {*links, *paths} - made_later:
        wild = path.replace("NN", "[0-9][0-9]").replace("_nombre", "_*")
        places = (ROOT, LIBRARY, LIBRARY / "exercises")
        here = [found for place in places for found in place.glob(wild)]
        assert here, f"{name} nombra {path}, que no existe"


def lesson_header(path):
    """La cabecera de una lección, como diccionario."""
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])["curso"]


def test_the_map_of_the_readme_agrees_with_the_lessons():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = documents.table_with(text, "lección", "la pregunta", "estado")
    assert [row["lección"].strip("[")[:2] for row in rows] == [
        f"{number:02}" for number in range(7)
    ]
    ready = {}
    for row in rows:
        link = re.fullmatch(r"\[(\d\d · .+)\]\((source/.+)\)", row["lección"])
        assert (row["estado"] == "lista") == bool(link), row
        assert re.search(r"¿.+\?", row["la pregunta"]), row
        if link:
            ready[link[2]] = link[1]
    expected = {}
    for path in documents.LESSONS:
        header = lesson_header(path)
        title = f"{header['leccion']} · {header['titulo']}"
        expected[path.relative_to(ROOT).as_posix()] = title
    assert ready == expected


def test_the_readme_tells_the_size_of_the_download():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    launcher = (ROOT / "curso.py").read_text(encoding="utf-8")
    told = int(re.search(r"descarga unos (\d+) MB", text)[1])
    assert told == int(re.search(r"DOWNLOAD_MB, NEEDED_MB = (\d+)", launcher)[1])
    oldest = re.search(r"OLDEST, NEWEST = \((\d+), (\d+)\)", launcher)
    assert f"Python {oldest[1]}.{oldest[2]} o más nuevo" in text


def test_the_image_of_the_readme_is_drawn_by_the_project():
    import numpy as np
    from PIL import Image

    from tools import readme_figure

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    ((alt, path),) = re.findall(r"!\[(.*)\]\((.*)\)", text)
    assert (ROOT / path) == readme_figure.IMAGE
    assert len(alt.split()) > 20
    for step in readme_figure.STEPS[1:]:
        assert f"paso {step}," in alt
    figure = readme_figure.draw()
    stored = np.asarray(Image.open(readme_figure.IMAGE).convert("L"), float)
    drawn = readme_figure.to_image(figure)
    assert stored.shape == drawn.shape
    # Otra máquina puede suavizar distinto los bordes, pero no dibujar otra cosa.
    assert np.abs(stored - drawn).mean() < 4


def test_the_example_of_an_exercise_works():
    """El de CONTRIBUTING: se corre tal como está escrito."""
    from course_lib.checking import check_function

    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    assert max(map(len, code.splitlines())) <= MOST_COLUMNS
    # Con archivo y caché de líneas, para que `inspect` encuentre su código.
    import linecache

    name = "ejemplo_de_contributing.py"
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    namespace = {"__name__": "ejemplo"}
    exec(compile(code, name, "exec"), namespace)
    exercise = namespace["DENSE"]
    assert check_function(exercise, exercise.solution).passed
    for function in exercise.accepts:
        assert check_function(exercise, function).passed
    for mistake in exercise.mistakes:
        result = check_function(exercise, mistake.function)
        assert not result.passed and result.mistake == mistake.id


def test_the_commands_for_the_locks_are_those_that_made_them():
    commands = re.findall(r"^uv pip compile .*$", GUIDE, flags=re.MULTILINE)
    made = []
    for suffix in ("", "-cluster", "-dev"):
        name = f"requirements{suffix}.lock"
        lines = Path(ROOT / name).read_text(encoding="utf-8").splitlines()
        made.append(lines[1].lstrip("# ").strip())
    assert commands == made
