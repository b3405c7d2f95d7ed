"""De un cuaderno a lo que escribió una persona, listo para correr y comparar.

Se reconoce la lección, se separa lo escrito de lo que la lección traía y se encuentra
cada respuesta: por el nombre de su función y, si no está, por el `check` que la nombra
o por los metadatos de su celda. Aquí no corre nada.
"""

import ast
import re
from collections import Counter
from functools import lru_cache

from course_lib.errors import CourseError
from course_lib.grading.cells import read_code
from course_lib.grading.given import CALLED, given, known_codes, lesson_numbers
from course_lib.grading.model import Work

__all__ = ["extract", "recognize_lesson"]

_LONGEST = 400_000  # letras de código de una entrega
_STRONG = 3  # lo que solo puede venir de este curso, frente al nombre de una función
_ID = re.compile(r"[0-9]{2}(\.[a-z]?[0-9]{1,2})?")
_WIDEST = 100  # lista de letras de una respuesta


def extract(cells, lesson=None):
    """Lo que una persona escribió en un cuaderno.

    Args:
        cells: las celdas, como las da `notebooks.read_notebook`.
        lesson: la lección que es, «04»; si falta, se reconoce.

    Returns:
        Un `Work`.

    Raises:
        CourseError: si no es un cuaderno del curso, o trae demasiado código.
    """
    codes = _read_all(cells)
    lesson = lesson or _recognized(cells, codes)
    if lesson is None:
        raise CourseError(
            "No parece un cuaderno de este curso: no están sus ejercicios ni sus "
            "preguntas",
            action="Revisa que el archivo sea el de la lección, no otro",
        )
    course = given(lesson)
    written = [(cell, code) for cell, code in codes if code.key not in course.keys]
    found = _Answers(course, codes, written)
    run = [_run_text(code, course) for _, code in codes]
    return Work(
        lesson,
        tuple(text for text in [*run, *found.aliases] if text.strip()),
        found.functions,
        _question_letters(cells, codes, course),
        tuple(found.blank),
        found.broken,
    )


def recognize_lesson(cells):
    """La lección de un cuaderno, «04», o `None` si no es del curso.

    Por los metadatos que pone la construcción y, si se perdieron, por los ejercicios
    que nombra, las funciones que define y su título.
    """
    return _recognized(cells, _read_all(cells))


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


def _recognized(cells, codes):
    known = lesson_numbers()
    if getattr(cells, "lesson", None) in known:
        return cells.lesson
    votes = Counter()
    for text in _ids_named(cells, codes):
        votes[text[:2]] += _STRONG
    courses = [given(lesson) for lesson in known]
    for course in courses:
        names = {b.name for _, code in codes for b in code.bindings}
        votes[course.lesson] += len(names & course.exercises.keys())
        title = course.title and f"# {course.title}"
        if title and any(_first_line(cell) == title for cell in cells):
            votes[course.lesson] += _STRONG
    best = max(known, key=lambda lesson: votes[lesson], default=None)
    return best if best and votes[best] >= _STRONG else None


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


# Las respuestas -----------------------------------------------------------------------


class _Answers:
    """Qué función responde cada ejercicio.

    Attributes:
        functions: id → código.
        aliases: líneas `softmax = mi_softmax` que hacen falta para encontrarlas.
        blank: los ids que siguen en blanco.
        broken: id → por qué la celda donde está no se entiende.
    """

    def __init__(self, course, codes, written):
        self.course, self.codes, self.written = course, codes, written
        self.last = {b.name: b for _, code in written for b in code.bindings}
        self.functions, self.aliases, self.blank, self.broken = {}, [], [], {}
        given_names = {b.name for _, code in codes for b in code.bindings}
        problems = self._problems()
        checked, marked = self._checked(), self._marked()
        for name, exercise_id in course.exercises.items():
            binding = self._resolved(self.last.get(name))
            if binding is None or binding.blank:
                other = checked.get(exercise_id) or marked.get(exercise_id)
                if other:
                    binding = self._resolved(self.last[other])
                    self.aliases.append(f"{name} = {other}")
            if binding is not None and not binding.blank:
                self.functions[exercise_id] = binding.source
            elif exercise_id in problems:
                self.broken[exercise_id] = problems[exercise_id]
            elif name in given_names:
                self.blank.append(exercise_id)

    def _resolved(self, binding):
        """La definición que hay detrás de `backpropagation = mi_funcion`."""
        for _ in range(8):
            if binding is None or binding.target not in self.last:
                return binding
            other = self.last[binding.target]
            if other is binding:
                return binding
            binding = other
        return binding

    def _is_answer(self, name):
        binding = self._resolved(self.last.get(name))
        return binding is not None and not binding.blank

    def _checked(self):
        """Lo que se comprobó con otro nombre: `check("04.2", mi_softmax)`."""
        found = {}
        for _, code in self.codes:
            for function, values, named in code.calls:
                if function != "check":
                    continue
                values = [*values, None, None]
                exercise_id = named.get("exercise_id", values[0])
                other = named.get("function", values[1])
                named_well = isinstance(exercise_id, str) and isinstance(
                    other, ast.Name
                )
                if named_well and self._is_answer(other.id):
                    found[exercise_id.strip()] = other.id
        return found

    def _marked(self):
        """Las celdas de respuesta cuya única función cambió de nombre."""
        found = {}
        for cell, code in self.written:
            names = {b.name for b in code.bindings if b.kind == "def"}
            if cell.exercise_id is None or len(names) != 1:
                continue
            (name,) = names
            if name not in self.course.exercises and self._is_answer(name):
                found[cell.exercise_id] = name
        return found

    def _problems(self):
        """Los ejercicios que están en una celda que Python no entiende."""
        found = {}
        for cell, code in self.written:
            if code.problem is None:
                continue
            names = re.findall(r"(?m)^[ \t]*def[ \t]+(\w+)", cell.source)
            ids = [self.course.exercises.get(name) for name in names]
            for exercise_id in filter(None, [*ids, cell.exercise_id]):
                found[exercise_id] = code.problem
        return found


def _question_letters(cells, codes, course):
    """Las letras de cada pregunta: las de `answer(…)` y, si no, las de sus botones."""
    chosen = getattr(cells, "chosen", {})
    found = {q: letters for q, letters in chosen.items() if q in course.questions}
    for _, code in codes:
        for function, values, named in code.calls:
            values = [*values, None, None]
            question = named.get("question_id", values[0])
            letters = named.get("letters", values[1])
            if function != "answer" or not isinstance(question, str):
                continue
            says = isinstance(letters, str) and letters.strip()
            if says and question.strip() in course.questions:
                found[question.strip()] = letters.strip()[:_WIDEST]
    return found
