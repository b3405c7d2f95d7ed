"""De un cuaderno a lo que escribió una persona, listo para correr y comparar.

Se reconoce la lección, se separa lo escrito de lo que la lección traía y se encuentra
cada respuesta (`answers`). Aquí no corre nada.
"""

import ast
import re
from collections import Counter
from functools import lru_cache

from course_lib.errors import CourseError
from course_lib.grading.answers import Answers, question_letters
from course_lib.grading.cells import read_code
from course_lib.grading.given import CALLED, given, known_codes, lesson_numbers
from course_lib.grading.model import Work

__all__ = ["extract", "recognize_lesson"]

_LONGEST = 400_000  # letras de código de una entrega
_STRONG = 3  # lo que solo puede venir de este curso, frente al nombre de una función
_ID = re.compile(r"[0-9]{2}(\.[a-z]?[0-9]{1,2})?")


def extract(cells, lesson=None, *, wanted=None):
    """Lo que una persona escribió en un cuaderno.

    Args:
        cells: las celdas, como las da `notebooks.read_notebook`.
        lesson: la lección que es, «04»; si falta, se reconoce.
        wanted: la que se espera: cuenta si el cuaderno tiene dos, las dos respondidas.

    Returns:
        Un `Work`.

    Raises:
        CourseError: si no es un cuaderno del curso, o trae demasiado código.
    """
    codes = _read_all(cells)
    answered = ()
    if lesson is None:
        lesson, answered = _recognized(cells, codes, wanted)
    if lesson is None:
        raise CourseError(
            "No parece un cuaderno de este curso: no están sus ejercicios ni sus "
            "preguntas",
            action="Revisa que el archivo sea el de la lección, no otro",
        )
    course = given(lesson)
    codes = [(c, code) for c, code in codes if not _is_grader_cell(c, code, course)]
    written = [(cell, code) for cell, code in codes if code.key not in course.keys]
    found = Answers(course, codes, written)
    places = {id(cell): number for number, cell in enumerate(cells, 1)}
    run = [(_run_text(code, course), places[id(cell)]) for cell, code in codes]
    run = [(text, n) for text, n in run if text.strip()]
    run += [(text, 0) for text in found.aliases]
    return Work(
        lesson,
        tuple(text for text, _ in run),
        found.functions,
        question_letters(cells, codes, course),
        tuple(found.blank),
        found.broken,
        tuple(number for _, number in run),
        tuple(other for other in answered if other != lesson),
    )


def _is_grader_cell(cell, code, course):
    """Si es una celda de puntos de nbgrader: la puso quien enseña, y no corre.

    Una que define la respuesta de un ejercicio la escribió quien aprende, quizá sobre
    una copia: cuenta como cualquiera, y así nadie esconde código con una marca.
    """
    return cell.grader and not any(b.name in course.exercises for b in code.bindings)


def recognize_lesson(cells):
    """La lección de un cuaderno, «04», o `None` si no es del curso.

    Por los metadatos que pone la construcción y, si se perdieron, por los ejercicios
    que nombra, las funciones que define y su título.
    """
    return _recognized(cells, _read_all(cells))[0]


def _read_all(cells):
    codes = [cell for cell in cells if cell.kind == "code"]
    size = sum(len(cell.source) for cell in codes)
    if size > _LONGEST:
        raise CourseError(
            f"El cuaderno tiene {size} letras de código: son demasiadas",
            action="Deja en él solo tus respuestas y las celdas de la lección",
        )
    known = known_codes()
    return [
        (cell, known.get(cell.source) or read_code(cell.source, CALLED))
        for cell in codes
    ]


# La lección ---------------------------------------------------------------------------


def _recognized(cells, codes, wanted=None):
    """La lección, o `None`, y todas las que tienen respuestas.

    En un cuaderno con dos lecciones es la que está respondida, y si las dos lo están,
    la que se espera: quien copió una en blanco no pierde lo que hizo en la otra.
    """
    known = lesson_numbers()
    marked = getattr(cells, "lesson", None)
    if marked in known and wanted in (marked, None):
        return marked, ()
    named = Counter(text[:2] for text in _ids_named(cells, codes))
    votes = _votes(cells, codes, named)
    # Ninguna lección nombra los ejercicios de otra; funciones sueltas, cualquiera.
    rivals = [lesson for lesson in known if named[lesson] > 1]
    if not rivals:
        rivals = [x for x in known if votes[x] >= _STRONG]
    written = _count_written(codes, rivals)
    answered = tuple(lesson for lesson in rivals if written[lesson])
    if wanted in answered:
        return wanted, answered
    if marked in known:
        return marked, answered
    best = max(rivals, key=lambda x: (written[x], votes[x]), default=None)
    return best, answered


def _votes(cells, codes, named):
    """Cuánto se parece a cada lección."""
    votes = Counter({lesson: _STRONG * count for lesson, count in named.items()})
    names = {b.name for _, code in codes for b in code.bindings}
    first_lines = {_first_line(cell) for cell in cells}
    for course in map(given, lesson_numbers()):
        votes[course.lesson] += len(names & course.exercises.keys())
        if course.title and f"# {course.title}" in first_lines:
            votes[course.lesson] += _STRONG
    return votes


def _count_written(codes, lessons):
    """Cuántos ejercicios de cada lección están escritos, y no vinieron en ninguna."""
    keys = frozenset().union(*(given(lesson).keys for lesson in lessons))
    names = {
        binding.name
        for _, code in codes
        if code.key not in keys
        for binding in code.bindings
        if not binding.blank and binding.kind != "import"
    }
    return {lesson: len(names & given(lesson).exercises.keys()) for lesson in lessons}


def _ids_named(cells, codes):
    """Los ids del curso que nombra: en metadatos, en `check`, en títulos."""
    for cell, code in codes:
        if cell.exercise_id:
            yield cell.exercise_id
        for _, values, _ in code.calls:
            first = values[0] if values else None
            if isinstance(first, str) and _ID.fullmatch(first):
                yield first
    for cell in cells:
        if cell.kind == "markdown":
            yield from re.findall(r"(?m)^#+ Ejercicio (\d\d\.\w{1,3}) ·", cell.source)


def _first_line(cell):
    return cell.source.split("\n", 1)[0].strip() if cell.kind == "markdown" else None


# Lo que corre -------------------------------------------------------------------------


def _run_text(code, course):
    """Lo que corre de una celda: entera si la escribió la persona; si no, sus `import`.

    Un `import` de la lección no pisa la respuesta que se llama igual.
    """
    if code.key not in course.keys:
        return code.text
    return _imports(code.imports, course.lesson) if code.imports else ""


@lru_cache(maxsize=256)
def _imports(lines, lesson):
    kept = []
    for line in lines:
        node = ast.parse(line).body[0]
        node.names = [
            alias
            for alias in node.names
            if (alias.asname or alias.name) not in given(lesson).exercises
        ]
        if node.names:
            kept.append(ast.unparse(node))
    return "\n".join(kept)
