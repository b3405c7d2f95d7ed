"""Comprobar que fuente y declaraciones encajan, y que ninguna respuesta se escapa."""

import ast
import copy

from markdown_it import MarkdownIt

from course_lib.exercises import all_exercises, all_questions
from tools.build.places import declaration, solution
from tools.build.source import BuildError

__all__ = ["find_leaks", "verify_lesson"]


def verify_lesson(lesson):
    """Cada ejercicio y pregunta de la lección está una vez, y cada sección existe.

    Returns:
        Lista de `BuildError`, con el archivo y la línea de la fuente o de la
        declaración; vacía si todo encaja.
    """
    exercises = [e for e in all_exercises() if e.lesson == lesson.number]
    questions = [q for q in all_questions() if q.lesson == lesson.number]
    problems = [
        *_verify_blocks(lesson, "exercise", exercises, "ejercicio"),
        *_verify_blocks(lesson, "question", questions, "pregunta"),
    ]
    for exercise in exercises:
        problems += _verify_stub(exercise)
    for item in (*exercises, *questions):
        mistakes = getattr(item, "mistakes", ())
        sections = dict.fromkeys([item.section, *(m.section for m in mistakes)])
        problems += [
            BuildError(
                *declaration(item, section),
                f"«{item.id}» remite a la sección «{section}», y {lesson.path.name} no "
                "tiene ningún título así",
            )
            for section in sections
            if section not in lesson.headings
        ]
    return problems


def _verify_blocks(lesson, kind, declared, noun):
    known = {item.id: item for item in declared}
    lines = {}
    for piece in lesson.pieces:
        if piece.kind != kind:
            continue
        if piece.source not in known:
            yield BuildError(
                lesson.path,
                piece.line,
                f"no hay {noun} «{piece.source}» declarado para la lección "
                f"{lesson.number}; hay: {', '.join(sorted(known)) or 'ninguno'}",
            )
        elif piece.source in lines:
            yield BuildError(
                lesson.path,
                piece.line,
                f"{noun} «{piece.source}» ya está en la línea {lines[piece.source]}",
            )
        lines.setdefault(piece.source, piece.line)
    for unused in sorted(known.keys() - lines.keys()):
        item = known[unused]
        path, line = declaration(item)
        yield BuildError(
            lesson.path,
            lesson.headings.get(item.section, 1),
            f"la lección no usa {noun} «{unused}», que está declarado en "
            f"{path.name}:{line}: falta su bloque {{{kind}}} en la sección "
            f"«{item.section}»",
        )


def _verify_stub(exercise):
    """El hueco tiene el enunciado y nada más: ni una sentencia de la solución."""
    try:
        body = ast.parse(exercise.stub).body[0].body
    except SyntaxError:
        body = []
    kinds = [
        type(node.value.value)
        for node in body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    if len(body) != 2 or kinds != [str, type(...)]:
        yield BuildError(
            *solution(exercise),
            f"el hueco de «{exercise.id}» dejaría ver la solución: la función empieza "
            "con su enunciado entre comillas triples, solo en sus líneas",
        )


def find_leaks(lesson, notebook, places):
    """Busca soluciones de dos o más sentencias en el código de `lessons/`.

    Se comparan árboles sintácticos con los nombres normalizados: cambiar nombres o el
    formato, comentar el código o ponerlo dentro de un `if` no esconde una respuesta.

    Args:
        lesson: la lección leída.
        notebook: su cuaderno de trabajo.
        places: id de cada celda → archivo y línea de su primera línea.

    Returns:
        Lista de `BuildError` con la línea donde empieza la respuesta.
    """
    answers = [
        (exercise, [_kind(node) for node in answer], _shape(answer))
        for exercise in all_exercises()
        if len(answer := _core(_answer(exercise))) >= 2
    ]
    problems = []
    for cell in notebook.cells:
        for offset, tree in _programs(cell):
            blocks = list(_blocks(tree))
            for exercise, kinds, shape in answers:
                line = _find(kinds, shape, blocks)
                if line is not None:
                    path, start = places[cell.id]
                    problems.append(
                        BuildError(
                            path,
                            start + offset + line - 1,
                            "aquí empieza la respuesta del ejercicio "
                            f"{exercise.id} (`{exercise.name}`), y quedaría a la "
                            f"vista en lessons/{lesson.path.stem}.ipynb",
                        )
                    )
    return problems


def _answer(exercise):
    """Las sentencias de la solución, sin el enunciado."""
    return ast.parse(exercise.source).body[0].body[1:]


def _core(statements):
    """Lo que importa de una respuesta: sin mostrar nada y sin devolver lo ya hecho."""
    kept = [node for node in statements if not _shows(node)]
    if len(kept) > 2 and isinstance(kept[-1], ast.Return) and _only_names(kept[-1]):
        kept.pop()
    return kept


def _shows(node):
    """Si una sentencia es un texto suelto o un `print`."""
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    is_print = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
    return is_print or isinstance(call, ast.Constant)


def _only_names(node):
    value = node.value
    items = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    return all(isinstance(item, ast.Name) for item in items)


def _programs(cell):
    """Los programas de una celda: pares (líneas que los preceden, árbol).

    De una celda de código, ella misma y cada tramo de líneas comentadas; de una de
    texto, cada bloque de código que muestra.
    """
    if cell.cell_type == "code":
        clean = [
            "pass" if line.lstrip().startswith(("%", "!")) else line
            for line in cell.source.split("\n")
        ]
        pieces = [(0, "\n".join(clean)), *_commented(clean)]
    else:
        pieces = [
            (token.map[0] + 1, token.content)
            for token in MarkdownIt("commonmark").parse(cell.source)
            if token.type == "fence"
        ]
    for offset, text in pieces:
        try:
            yield offset, ast.parse(text)
        except SyntaxError:
            continue


def _commented(lines):
    """Los tramos de líneas comentadas seguidas, sin su marca."""
    run, start = [], 0
    for index, line in enumerate([*lines, ""]):
        bare = line.strip()
        if bare.startswith("#"):
            if not run:
                start = index
            run.append(bare.removeprefix("#").removeprefix(" "))
        elif run:
            yield start, "\n".join(run)
            run = []


def _blocks(tree):
    """Todas las listas de sentencias de un programa, sin lo que solo muestra."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield [item for item in block if not _shows(item)]


def _find(kinds, shape, blocks):
    """Línea del programa donde empieza la respuesta, o `None`."""
    for block in blocks:
        for start in range(len(block) - len(kinds) + 1):
            window = block[start : start + len(kinds)]
            # Comparar los tipos primero ahorra casi todo el trabajo.
            same = all(_kind(w) == k for w, k in zip(window[:-1], kinds, strict=False))
            if same and _shape(window) == shape:
                return window[0].lineno
    return None


def _kind(node):
    return type(node).__name__


class _Rename(ast.NodeTransformer):
    """Cambia cada nombre por el orden en que aparece."""

    def __init__(self):
        self.names = {}

    def _new(self, name):
        return f"v{self.names.setdefault(name, len(self.names))}"

    def visit_Name(self, node):
        node.id = self._new(node.id)
        return node

    def visit_arg(self, node):
        node.arg, node.annotation = self._new(node.arg), None
        return node

    def visit_FunctionDef(self, node):
        node.name = self._new(node.name)
        return self.generic_visit(node)


def _shape(statements):
    """La forma de unas sentencias, sin sus nombres ni lo que muestran.

    La última cuenta por su valor: `return x @ w`, `z = x @ w` y `x @ w` son la misma.
    """
    rename = _Rename()
    shapes = []
    for position, node in enumerate(statements):
        node = copy.deepcopy(node)
        is_last = position == len(statements) - 1
        if is_last and isinstance(node, ast.Return | ast.Expr | ast.Assign):
            node = node.value or ast.Constant(None)
        shapes.append(ast.dump(rename.visit(node)))
    return shapes
