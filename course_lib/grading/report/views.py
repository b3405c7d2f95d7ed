"""De los datos de una entrega a lo que se muestra de ella, ajustes incluidos."""

from dataclasses import dataclass
from functools import cache

from course_lib.checking.questions import answer_question
from course_lib.errors import CourseError
from course_lib.exercises import get_exercise, get_question
from course_lib.grading.model import Adjustment
from course_lib.grading.report.text import clean, page_name

__all__ = [
    "STATES",
    "ExerciseView",
    "QuestionView",
    "StudentView",
    "place",
    "view",
    "wanted",
]

# Estado → marca y palabra: además del color, siempre hay una forma y un texto.
STATES = {
    "right": ("✔", "bien"),
    "partial": ("◐", "en parte"),
    "wrong": ("✘", "con error"),
    "blank": ("○", "en blanco"),
    "missing": ("–", "no está"),
    "lost": ("■", "se detuvo"),
}

_DEFAULT = {
    "right": "Correcto.",
    "partial": "Una parte está bien; otra, todavía no.",
    "wrong": "Todavía no.",
    "blank": "Quedó como en la lección: falta tu respuesta.",
    "missing": "No está en el cuaderno. ¿Borraste la celda o cambiaste el nombre de "
    "la función?",
    "lost": "El código se detuvo antes de terminar.",
}


@dataclass(frozen=True)
class ExerciseView:
    """Un ejercicio de una persona, listo para mostrar."""

    exercise: str
    title: str
    points: float
    possible: float
    status: str
    diagnosis: str | None
    message: str
    section: str
    hint: str
    adjusted: Adjustment | None = None
    graded_points: float = 0.0

    @property
    def state(self):
        """El estado que se muestra: «wrong» con algún punto es «partial»."""
        partial = self.status == "wrong" and self.graded_points > 0
        return "partial" if partial else self.status

    @property
    def mark(self):
        """La marca del estado."""
        return STATES[self.state][0]

    @property
    def word(self):
        """El estado, en palabras."""
        return STATES[self.state][1]


@dataclass(frozen=True)
class QuestionView:
    """Una pregunta conceptual respondida; no da puntos."""

    question: str
    text: str
    letters: str
    right: bool
    message: str
    section: str

    @property
    def mark(self):
        """La marca de bien o mal."""
        return STATES["right" if self.right else "wrong"][0]

    @property
    def word(self):
        """Bien o mal, en palabras."""
        return STATES["right" if self.right else "wrong"][1]


@dataclass(frozen=True)
class StudentView:
    """Una persona: sus ejercicios en orden, o por qué no hay nota.

    `notes` es para quien enseña; en la página de la persona va `told`.
    """

    student: str
    name: str
    page: str
    lesson: str
    source: str
    exercises: tuple[ExerciseView, ...]
    questions: tuple[QuestionView, ...]
    problem: str | None
    notes: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def points(self):
        """Los puntos, con los ajustes."""
        return sum(item.points for item in self.exercises)

    @property
    def possible(self):
        """De cuántos."""
        return sum(item.possible for item in self.exercises)

    @property
    def fraction(self):
        """De 0 a 1; 0 si no hay nada que calificar."""
        return self.points / self.possible if self.possible else 0.0

    @property
    def next_step(self):
        """El primer ejercicio por resolver: por ahí se sigue."""
        return next((e for e in self.exercises if e.state != "right"), None)


def wanted(adjustments):
    """Los `Adjustment` como {estudiante: {ejercicio: Adjustment}}; el último manda."""
    found = {}
    for item in adjustments:
        item = item._replace(reason=clean(item.reason, 300))
        found.setdefault(item.student.strip(), {})[item.exercise] = item
    return found


@cache
def _declared(item_id):
    """El ejercicio o la pregunta de ese id, o None."""
    for get in (get_exercise, get_question):
        try:
            return get(item_id)
        except CourseError:
            continue
    return None


@cache
def place(item_id):
    """Para ordenar: «04.2» antes que «04.10»; al final, correcciones y pruebas."""
    lesson, _, rest = item_id.partition(".")
    letters = rest.rstrip("0123456789")
    digits = rest[len(letters) :]
    return lesson, letters, int(digits) if digits.isdigit() else 0, item_id


def _exercise_view(item, adjusted):
    declared = _declared(item.exercise)
    hints = getattr(declared, "hints", ("",))
    status = item.status if item.status in STATES else "wrong"
    partial = status == "wrong" and item.points > 0
    points = item.points if adjusted is None else adjusted.points
    return ExerciseView(
        clean(item.exercise, 20),
        getattr(declared, "title", ""),
        points,
        item.possible,
        status,
        clean(item.diagnosis or "", 60) or None,
        item.message or _DEFAULT["partial" if partial else status],
        clean(item.section) or getattr(declared, "section", ""),
        "" if status == "right" else hints[0],
        adjusted,
        item.points,
    )


def _only_adjusted(adjusted):
    """Un ejercicio con nota puesta a mano y sin nada calificado."""
    declared = _declared(adjusted.exercise)
    possible = float(getattr(declared, "points", 0.0))
    return ExerciseView(
        adjusted.exercise,
        getattr(declared, "title", ""),
        adjusted.points,
        possible,
        "missing",
        None,
        "No hay nada calificado: la nota se puso a mano.",
        getattr(declared, "section", ""),
        "",
        adjusted,
    )


def _questions(answers):
    """Las preguntas respondidas, en orden; una letra que no existe no es respuesta."""
    for question_id in sorted(answers, key=place):
        question, letters = _declared(question_id), str(answers[question_id])[:20]
        if question is None or not hasattr(question, "options"):
            continue
        result = answer_question(question, letters)
        if result.look in ("right", "wrong"):
            yield QuestionView(
                question_id,
                question.text,
                clean(letters),
                result.passed,
                result.message,
                question.section,
            )


def view(result, adjustments=None):
    """Lo que se muestra de un `StudentResult`, con sus ajustes puestos."""
    pending = dict(adjustments or {})
    shown = [_exercise_view(g, pending.pop(g.exercise, None)) for g in result.graded]
    shown += [_only_adjusted(item) for item in pending.values()]
    shown.sort(key=lambda item: place(item.exercise))
    problem = None if result.problem is None else clean(result.problem, 1000)
    return StudentView(
        result.student,
        clean(result.name) or clean(result.student) or "(sin nombre)",
        page_name(result.student),
        clean(result.lesson or ""),
        clean(result.source, 300),
        tuple(shown),
        tuple(_questions(result.answers)),
        problem,
        tuple(clean(note, 500) for note in result.notes),
        tuple(clean(note, 500) for note in result.told),
    )
