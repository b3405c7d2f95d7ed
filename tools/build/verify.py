"""Comprobar que fuente y declaraciones encajan, y que ninguna respuesta se escapa."""

import ast
import inspect

from course_lib.exercises import all_exercises, all_questions
from tools.build.source import BuildError

__all__ = ["find_leaks", "verify_lesson"]


def verify_lesson(lesson):
    """Cada ejercicio y pregunta de la lección está una vez, y cada sección existe.

    Raises:
        BuildError: con el archivo y la línea de la fuente, o de la declaración.
    """
    _verify_blocks(lesson, "exercise", all_exercises(), "ejercicio")
    _verify_blocks(lesson, "question", all_questions(), "pregunta")
    for exercise in all_exercises():
        if exercise.lesson == lesson.number:
            _verify_section(lesson, exercise, exercise.section)
            for mistake in exercise.mistakes:
                _verify_section(lesson, exercise, mistake.section)
    for question in all_questions():
        if question.lesson == lesson.number:
            _verify_section(lesson, question, question.section)


def _verify_blocks(lesson, kind, declared, noun):
    known = {item.id for item in declared if item.lesson == lesson.number}
    lines = {}
    for piece in lesson.pieces:
        if piece.kind != kind:
            continue
        if piece.source not in known:
            raise BuildError(
                lesson.path,
                piece.line,
                f"no hay {noun} «{piece.source}» declarado para la lección "
                f"{lesson.number}; hay: {', '.join(sorted(known)) or 'ninguno'}",
            )
        if piece.source in lines:
            raise BuildError(
                lesson.path,
                piece.line,
                f"{noun} «{piece.source}» ya está en la línea {lines[piece.source]}",
            )
        lines[piece.source] = piece.line
    for unused in sorted(known - lines.keys()):
        raise BuildError(
            lesson.path,
            1,
            f"la lección no usa {noun} «{unused}», que está declarado: falta su bloque "
            f"{{{kind}}}",
        )


def _verify_section(lesson, item, section):
    if section not in lesson.headings:
        where, line = _declaration(item)
        raise BuildError(
            where,
            line,
            f"«{item.id}» remite a la sección «{section}», y {lesson.path.name} no "
            "tiene ningún título así",
        )


def _declaration(item):
    solution = getattr(item, "solution", None)
    if solution is None:
        return f"la declaración de {item.id}", 1
    return inspect.getsourcefile(solution), inspect.getsourcelines(solution)[1]


def find_leaks(lesson, notebook):
    """Busca soluciones de dos o más sentencias en las celdas de código de `lessons/`.

    Se comparan árboles sintácticos con los nombres locales normalizados: cambiar
    nombres o el formato no esconde una respuesta.

    Raises:
        BuildError: con la línea de la fuente si la celda viene de ella.
    """
    answers = [
        (exercise, shape)
        for exercise in all_exercises()
        if len(shape := _body_shape(exercise.source)) >= 2
    ]
    lines = {piece.source.strip("\n"): piece.line for piece in lesson.pieces}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        blocks = list(_blocks(cell.source))
        for exercise, shape in answers:
            for block in blocks:
                for start in range(len(block) - len(shape) + 1):
                    if _shape(block[start : start + len(shape)]) == shape:
                        raise BuildError(
                            lesson.path,
                            lines.get(cell.source, 1),
                            f"esta celda contiene la respuesta del ejercicio "
                            f"{exercise.id} (`{exercise.name}`)",
                        )


def _body_shape(source):
    function = ast.parse(source).body[0]
    return _shape(function.body[1:])


def _blocks(source):
    """Todas las listas de sentencias de una celda."""
    clean = "\n".join(
        "pass" if line.lstrip().startswith(("%", "!")) else line
        for line in source.split("\n")
    )
    try:
        tree = ast.parse(clean)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


class _Rename(ast.NodeTransformer):
    """Cambia cada nombre por el orden en que aparece."""

    def __init__(self):
        self.names = {}

    def visit_Name(self, node):
        number = self.names.setdefault(node.id, len(self.names))
        return ast.Name(id=f"v{number}", ctx=node.ctx)


def _shape(statements):
    """La forma de unas sentencias, sin sus nombres."""
    rename = _Rename()
    return tuple(
        ast.dump(rename.visit(ast.parse(ast.unparse(statement)).body[0]))
        if not isinstance(statement, ast.Return)
        else "return " + ast.dump(rename.visit(_value(statement)))
        for statement in statements
    )


def _value(statement):
    text = ast.unparse(statement.value) if statement.value else "None"
    return ast.parse(text, mode="eval").body
