"""Lo que se muestra de una persona: sus ejercicios, sus preguntas y su nota."""

from dataclasses import dataclass

from course_lib.grading import totals
from course_lib.grading.model import Adjustment

__all__ = ["STATES", "ExerciseView", "QuestionView", "StudentView"]

# Estado → marca y palabra: además del color, siempre hay una forma y un texto.
STATES = {
    "right": ("✔", "bien"),
    "partial": ("◐", "en parte"),
    "wrong": ("✘", "con error"),
    "blank": ("○", "en blanco"),
    "missing": ("–", "no está"),
    "lost": ("■", "se detuvo"),
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
    def by_hand(self):
        """Si el estado lo decide un ajuste; con cero puntos queda el que era."""
        return self.adjusted is not None and self.points > 0

    @property
    def state(self):
        """El estado que se muestra: «wrong» con algún punto es «partial».

        Un ajuste manda: con el puntaje entero está bien, y con una parte, en parte.
        """
        if self.by_hand:
            return "right" if self.points >= self.possible else "partial"
        partial = self.status == "wrong" and self.graded_points > 0
        return "partial" if partial else self.status

    @property
    def mistaken(self):
        """Si hay un error que explicar; un ajuste con todo lo da por resuelto."""
        return self.status in ("wrong", "lost") and self.state != "right"

    @property
    def undone(self):
        """Si no se intentó."""
        return self.state in ("blank", "missing")

    @property
    def optional(self):
        """Si es optativo: sus puntos son extra, y no cuentan en el máximo."""
        return totals.is_optional(self.exercise)

    @property
    def mark(self):
        """La marca del estado."""
        return STATES[self.state][0]

    @property
    def word(self):
        """El estado, en palabras, y si se puso a mano."""
        return STATES[self.state][1] + (", a mano" if self.by_hand else "")


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
        """De cuántos, sin contar los optativos, que dan puntos de más."""
        return totals.possible(self.exercises)

    @property
    def extra(self):
        """De sus puntos, los de los optativos."""
        return totals.extra(self.exercises)

    @property
    def required(self):
        """Los ejercicios que pide la lección."""
        return [item for item in self.exercises if not item.optional]

    @property
    def optional(self):
        """Los optativos."""
        return [item for item in self.exercises if item.optional]

    @property
    def solved(self):
        """Cuántos de los que pide la lección están bien."""
        return sum(item.state == "right" for item in self.required)

    @property
    def tried(self):
        """Cuántos ejercicios intentó."""
        return sum(not item.undone for item in self.exercises)

    @property
    def tested(self):
        """Si alguna respuesta se probó y falló: conviene decir con qué casos."""
        return any(e.mistaken and e.status == "wrong" for e in self.exercises)

    @property
    def next_step(self):
        """El primer ejercicio por resolver, los optativos al final: ahí se sigue.

        Es también dónde se traba primero, en la página de la clase.
        """
        order = (*self.required, *self.optional)
        return next((e for e in order if e.state != "right"), None)
