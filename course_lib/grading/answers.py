"""Qué código de un cuaderno responde cada ejercicio, y qué letras cada pregunta.

Una respuesta se encuentra por el nombre de su función y, si no está, por el `check` que
la nombra o por los metadatos de su celda.
"""

import ast
import re

__all__ = ["Answers", "question_letters"]

_WIDEST = 100  # lista de letras de una respuesta


class Answers:
    """Qué función responde cada ejercicio.

    Attributes:
        functions: id → código.
        aliases: lo que se corre al final para encontrarlas: `softmax = mi_softmax` o la
            definición que un `import` del curso tapó.
        blank: los ids que siguen en blanco.
        broken: id → por qué la celda donde está no se entiende.
    """

    def __init__(self, course, codes, written):
        self.course, self.codes, self.written = course, codes, written
        self.functions, self.aliases, self.blank, self.broken = {}, [], [], {}
        self.last, covered = self._own()
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
                    covered.discard(name)
            if binding is not None and not binding.blank:
                self.functions[exercise_id] = binding.source
                if name in covered:
                    self.aliases.append(self.last[name].source)
            elif exercise_id in problems:
                self.broken[exercise_id] = problems[exercise_id]
            elif name in given_names:
                self.blank.append(exercise_id)

    def _own(self):
        """La última definición de cada nombre, y los que después tapó un `import`.

        Quien ya respondió `softmax` puede importar la del curso para otro ejercicio:
        su respuesta sigue siendo la que escribió.
        """
        last, covered = {}, set()
        for binding in (b for _, code in self.written for b in code.bindings):
            name = binding.name
            if name in self.course.exercises and _is_of_the_course(binding):
                covered.add(name)
            elif not _is_a_result(last.get(name), binding):
                covered.discard(name)
                last[name] = binding
        return last, covered & last.keys()

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


def _is_of_the_course(binding):
    return binding.kind == "import" and binding.source.startswith("from course_lib")


def _is_a_result(before, binding):
    """Si es un valor que reusa el nombre de una función: `softmax = softmax(Z)`."""
    defined = before is not None and before.kind == "def" and not before.blank
    is_value = binding.kind == "assign" and binding.target is None
    return defined and is_value and "lambda" not in binding.source


def question_letters(cells, codes, course):
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
