"""Lo que se sabe de la clase, sumado entrega por entrega.

Guarda pocos datos por persona (nombre, puntos, qué le falta) y un solo ejemplo de cada
error: 5000 entregas ocupan unos pocos megabytes.
"""

from collections import Counter
from dataclasses import dataclass, field

from course_lib.grading.other_lesson import uncommon
from course_lib.grading.report.fragments import fragment
from course_lib.grading.report.headline import headline
from course_lib.grading.report.shapes import ExerciseView, StudentView
from course_lib.grading.report.text import sort_key
from course_lib.grading.report.views import place
from course_lib.grading.totals import is_optional

__all__ = ["ClassSummary", "ExerciseTally", "Misconception", "Person"]

# Diagnósticos que no dicen nada de lo que la persona entiende.
_WITHOUT_NAME = (None, "", "unknown")
_HELP_BELOW = 0.6
_EXAMPLES = 5


@dataclass(frozen=True)
class Person:
    """Una fila de la lista de la clase.

    `pending` y `next_step` son pares (ejercicio, estado); `next_step` es el de su
    página, o None si no le falta nada de lo que pide la lección.
    """

    student: str
    name: str
    page: str
    points: float
    possible: float
    pending: tuple[tuple[str, str], ...]
    tried: int
    blank: int
    next_step: tuple[str, str] | None
    adjusted: bool
    lesson: str = ""

    @property
    def fraction(self):
        """De 0 a 1, sin pasar de 1 aunque un ajuste dé puntos de más."""
        return min(1.0, self.points / self.possible) if self.possible else 0.0


@dataclass
class ExerciseTally:
    """Cómo le fue a la clase en un ejercicio."""

    exercise: str
    title: str
    states: Counter = field(default_factory=Counter)
    points: float = 0.0
    possible: float = 0.0
    unnamed: int = 0

    @property
    def total(self):
        """Cuántas personas lo tenían en su entrega."""
        return self.states.total()


@dataclass
class Misconception:
    """Un error reconocido y cuántas personas lo cometieron, con un ejemplo.

    `message` es el más corto de lo que leyeron; `varied`, si no leyeron todas lo mismo.
    """

    exercise: str
    title: str
    diagnosis: str
    section: str
    message: str
    varied: bool = False
    people: list[tuple[str, str]] = field(default_factory=list)
    code: str = ""

    @property
    def count(self):
        """Cuántas personas lo cometieron."""
        return len(self.people)

    @property
    def said(self):
        """Lo que se les dice, en una frase."""
        return headline(self.exercise, self.diagnosis, self.message)

    @property
    def place(self):
        """La lección y su sección."""
        return self.exercise[:2], self.section


class ClassSummary:
    """La clase entera, a medida que llegan las entregas."""

    def __init__(self):
        self.people: list[Person] = []
        self.tallies: dict[str, ExerciseTally] = {}
        self.mistakes: dict[tuple[str, str], Misconception] = {}
        self.sections: Counter = Counter()
        self.ungraded: list[StudentView] = []
        self.noted: list[tuple[str, str, str]] = []
        self.adjusted: list[tuple[str, str, ExerciseView]] = []
        self.lessons: Counter = Counter()
        self.questions: dict[str, list] = {}

    def add(self, student, functions=None):
        """Suma una persona.

        Args:
            student: su `StudentView`.
            functions: id de ejercicio → su código, para el fragmento de ejemplo.
        """
        self.noted += [(student.name, student.page, note) for note in student.notes]
        for item in student.exercises:
            if item.adjusted is not None:
                self.adjusted.append((student.name, student.page, item))
        if student.problem is not None:
            self.ungraded.append(student)
        if student.problem is None or student.exercises:
            who = student.name, student.page
            self.people.append(_person(student))
            self.lessons[student.lesson] += 1
            for item in student.questions:
                asked = self.questions.setdefault(
                    item.question, [item.question, item.text, item.section, 0, 0]
                )
                asked[3] += item.right
                asked[4] += 1
            for item in student.exercises:
                self._count(who, item, (functions or {}).get(item.exercise, ""))
            wrong = [e for e in student.exercises if e.mistaken]
            self.sections.update({(e.exercise[:2], e.section) for e in wrong})

    def _count(self, who, item, code):
        tally = self.tallies.setdefault(
            item.exercise, ExerciseTally(item.exercise, item.title)
        )
        tally.states[item.state] += 1
        tally.points += item.points
        tally.possible += item.possible
        if not item.mistaken:
            return
        if item.diagnosis in _WITHOUT_NAME:
            tally.unnamed += 1
            return
        key = item.exercise, item.diagnosis
        mistake = self.mistakes.setdefault(
            key, Misconception(*_named(item), item.message)
        )
        mistake.people.append(who)
        mistake.varied = mistake.varied or item.message != mistake.message
        if len(item.message) < len(mistake.message):
            mistake.message = item.message
        # Los primeros bastan para elegir un ejemplo corto.
        if code and mistake.count <= _EXAMPLES:
            found = fragment(code, item.exercise)
            if found and (not mistake.code or len(found) < len(mistake.code)):
                mistake.code = found

    def exercises(self):
        """Los ejercicios en orden de lección."""
        return sorted(self.tallies.values(), key=lambda t: place(t.exercise))

    def frequent(self, most=12):
        """Las equivocaciones más comunes, y cuántas otras hay."""
        ranked = sorted(
            self.mistakes.values(), key=lambda m: (-m.count, m.exercise, m.diagnosis)
        )
        shown = [m for m in ranked if m.count > 1][:most] or ranked[:most]
        return shown, len(ranked) - len(shown)

    def help_first(self, most=15):
        """A quién ayudar: quien intentó y tiene menos de 60 %, de menor a mayor nota.

        Con la misma nota va antes quien más intentó: ya hizo su parte.
        """
        stuck = [p for p in self.people if p.tried and p.fraction < _HELP_BELOW]
        stuck.sort(key=lambda p: (p.fraction, -p.tried, sort_key(p.name)))
        return stuck[:most], len(stuck) - len(stuck[:most])

    def hardest(self, others=(), most=3):
        """Los ejercicios que menos personas tienen bien, sin los de otras lecciones."""
        rates = {
            tally.exercise: tally.states["right"] / tally.total
            for tally in self.exercises()
            if tally.exercise[:2] not in others and not is_optional(tally.exercise)
        }
        ranked = sorted((e for e in rates if rates[e] < 1), key=rates.get)
        return [self.tallies[exercise] for exercise in ranked[:most]]

    def all_blank(self):
        """Quienes entregaron sin intentar nada: necesitan otra conversación."""
        blank = [p for p in self.people if not p.tried and not p.points and p.possible]
        return sorted(blank, key=lambda p: sort_key(p.name))

    def by_name(self):
        """La lista de la clase."""
        return sorted(self.people, key=lambda p: (sort_key(p.name), p.student))

    def review(self, shown=(), most=6):
        """Las secciones que responden a más personas, y las de esos errores."""
        ranked = sorted(self.sections.items(), key=lambda pair: (-pair[1], pair[0]))
        ranked = [(lesson, s, n) for (lesson, s), n in ranked if s]
        needed = {mistake.place for mistake in shown}
        return ranked[:most] + [row for row in ranked[most:] if row[:2] in needed]

    def stuck(self, most=3):
        """Dónde se traban primero quienes intentaron algo, y cuántas personas son."""
        steps = [p.next_step[0] for p in self.people if p.tried and p.next_step]
        ranked = sorted(Counter(steps).items(), key=lambda it: (-it[1], place(it[0])))
        return ranked[:most], len(steps)

    def other_lesson(self):
        """La lección de casi todos, y las personas que solo entregaron otra."""
        main, alone = uncommon((p.student, p.lesson) for p in self.people)
        return main, [p for p in self.by_name() if p.student in alone]

    def fractions(self):
        """La nota de cada persona, de 0 a 1, de menor a mayor."""
        return sorted(p.fraction for p in self.people if p.possible)


def _named(item):
    return item.exercise, item.title, item.diagnosis, item.section


def _person(student):
    # Un optativo sin hacer no es algo por resolver.
    shown = [e for e in student.exercises if not (e.optional and e.undone)]
    step = student.next_step
    return Person(
        student.student,
        student.name,
        student.page,
        student.points,
        student.possible,
        tuple((e.exercise, e.state) for e in shown if e.state != "right"),
        student.tried,
        sum(e.undone for e in shown),
        (step.exercise, step.state) if step and not step.optional else None,
        any(e.adjusted is not None for e in student.exercises),
        student.lesson,
    )
