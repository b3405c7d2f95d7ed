"""Lo que una clase respondió en un ejercicio: qué forma es común y cuál es rara."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from course_lib.grading.course_forms import course_forms, course_names
from course_lib.grading.fingerprint import Fingerprint, fingerprint

__all__ = ["Answer", "AnswersTo", "answer_of", "rare"]

STATEMENTS, NODES = 4, 40


def rare(answered):
    """Cuántas personas pueden tener la misma forma para que siga siendo rara.

    Dos; tres desde veinte personas; desde ochenta, una de cada veinte, y nunca más de
    treinta.
    """
    return min(30, max(2, int(min(3, 0.15 * answered)), int(0.05 * answered)))


@dataclass(frozen=True, slots=True)
class Answer:
    """La respuesta de una persona a un ejercicio.

    Attributes:
        student: de quién.
        form: su huella, o `None` si no se puede leer como función.
        same: igual en dos respuestas de la misma forma.
        exact: igual en dos respuestas escritas igual, nombres incluidos.
        pieces: cuánto hay escrito.
        right: si está bien.
    """

    student: str
    form: Fingerprint | None
    same: str
    exact: str
    pieces: int
    right: bool

    @property
    def is_long(self):
        """Si es bastante larga para que coincidir diga algo."""
        form = self.form
        return (
            form is not None
            and len(form.statements) >= STATEMENTS
            and form.nodes >= NODES
        )


def answer_of(student, source, right):
    """La `Answer` de un código; sin huella, se compara su texto."""
    form = fingerprint(source, course_names())
    if form is not None:
        return Answer(student, form, form.form, form.exact, form.nodes, right)
    words = source.split()
    data = " ".join(words).encode("utf-8", "backslashreplace")
    text = hashlib.blake2b(data, digest_size=12).hexdigest()
    return Answer(student, None, text, text, len(words), right)


class AnswersTo:
    """Las respuestas de la clase a un ejercicio: se juntan con `add` y se consultan."""

    def __init__(self, exercise):
        self.exercise, self.answers = exercise, []
        self.course = course_forms(exercise)

    def add(self, answer):
        """Una más. Después de la primera consulta ya no se agregan."""
        self.answers.append(answer)

    def without(self, students):
        """Lo mismo, sin las respuestas de esas personas."""
        if not students:
            return self
        rest = AnswersTo(self.exercise)
        rest.answers = [a for a in self.answers if a.student not in students]
        return rest

    @property
    def answered(self):
        """Cuántas personas respondieron."""
        return len(self.answers)

    @cached_property
    def limit(self):
        """Hasta cuántas personas es raro."""
        return rare(self.answered)

    @cached_property
    def sharing(self):
        """Forma → cuántas personas la tienen."""
        return Counter(answer.same for answer in self.answers)

    @cached_property
    def _holders(self):
        """Sentencia → cuántas personas la tienen."""
        return Counter(s for a in self.answers if a.form for s in {*a.form.statements})

    def own(self, form, apart=0):
        """Las sentencias de una forma que ni el curso escribe ni la clase repite.

        Args:
            form: la huella.
            apart: cuántas personas que la tienen no se cuentan.
        """
        return {
            statement
            for statement in form.statements
            if statement not in self.course.statements
            and self._holders[statement] - apart <= self.limit
        }

    def says_something(self, own, right):
        """Si coincidir en esas sentencias propias dice algo."""
        return len(own) >= (2 if right else 1)

    def is_solution(self, answer):
        """Si es la solución del curso, con sus mismos nombres."""
        return answer.exact in self.course.solutions.get(answer.same, ())
