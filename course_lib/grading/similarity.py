"""Entregas parecidas: pares que conviene mirar. Nunca un veredicto.

Dos funciones se señalan si tienen la misma forma, nombres y disposición aparte (o casi
la misma), y esa coincidencia dice algo:

- son largas: cuatro sentencias y cuarenta piezas o más. Una respuesta de una línea
  nunca cuenta, porque hay muy pocas maneras de escribirla;
- son raras en la clase: la forma la comparten muy pocas personas (`rare`);
- no son una forma del curso: ni su solución, ni otra respuesta correcta declarada;
- tienen sentencias propias, que ni el curso escribe ni la clase repite. Con una basta
  si la respuesta está equivocada: coincidir en un error raro dice más que coincidir en
  un acierto. Si está bien hacen falta dos.

Se agrupa por huella, y nunca se comparan todas con todas.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, product

from course_lib.exercises import all_exercises
from course_lib.grading.course_forms import course_forms, course_names
from course_lib.grading.fingerprint import Fingerprint, fingerprint

__all__ = ["Alike", "Copy", "Match", "Pair", "compare", "rare", "similar_pairs"]

STATEMENTS, NODES = 4, 40
# Casi iguales: ocho de cada diez sentencias en común. En una función de diez, una
# cambiada deja nueve comunes de once distintas (0.82); dos cambiadas, ocho de doce
# (0.67), y eso ya les pasa a dos personas que trabajan por separado.
NEAR = 0.8
# Y de las comunes, cuántas deben ser propias: menos se comparten por azar.
NEAR_OWN = 3


@dataclass(frozen=True)
class Match:
    """Un ejercicio en el que dos personas coinciden.

    Attributes:
        exercise: «04.6».
        likeness: 1.0 si la forma es la misma; si no, qué parte de las sentencias.
        sharing: cuántas personas tienen esa forma. answered: cuántas respondieron.
        statements: cuántas sentencias tiene.
        right: si las dos respuestas están bien.
        foreseen: si es un error que el curso ya conoce: puede ser casualidad.
    """

    exercise: str
    likeness: float
    sharing: int
    answered: int
    statements: int
    right: bool
    foreseen: bool

    @property
    def weight(self):
        """Para ordenar, no una probabilidad: más si es más rara en la clase."""
        rarity = math.log2(max(self.answered, 2) / self.sharing) + 1
        return rarity * self.likeness * (0.5 if self.foreseen else 1.0)


@dataclass(frozen=True)
class Pair:
    """Dos personas, y los ejercicios en los que coinciden."""

    first: str
    second: str
    matches: tuple[Match, ...]

    @property
    def weight(self):
        """Para ordenar: la suma de sus coincidencias."""
        return sum(match.weight for match in self.matches)


@dataclass(frozen=True)
class Copy:
    """La solución del curso, entregada como propia.

    Attributes:
        student, exercise: quién y dónde.
        renamed: si cambió nombres. Entonces dice poco: quien sigue el enunciado puede
            llegar a lo mismo.
        sharing: cuántas personas entregaron esa forma. answered: cuántas respondieron.
    """

    student: str
    exercise: str
    renamed: bool
    sharing: int
    answered: int


@dataclass(frozen=True)
class Alike:
    """Los parecidos de una clase: pares y soluciones del curso, lo notable primero."""

    pairs: tuple[Pair, ...] = ()
    copies: tuple[Copy, ...] = ()


def similar_pairs(results):
    """Los pares de `compare`, en una lista."""
    return list(compare(results).pairs)


def rare(answered):
    """Cuántas personas pueden tener la misma forma para que siga siendo rara.

    Dos; tres desde veinte personas; desde ochenta, una de cada veinte, y nunca más de
    treinta.
    """
    return min(30, max(2, int(min(3, 0.15 * answered)), int(0.05 * answered)))


def compare(results):
    """Busca parecidos entre las entregas de una clase.

    Args:
        results: los `StudentResult` de una tarea, con su `functions`. Se recorren una
            vez, y de cada uno solo quedan las huellas.

    Returns:
        Un `Alike`.
    """
    written, known = defaultdict(list), course_names()
    declared = {exercise.id for exercise in all_exercises()}
    for result in results:
        right = {item.exercise for item in result.graded if item.status == "right"}
        for exercise, source in result.functions.items():
            if exercise not in declared:  # de otra versión del curso
                continue
            form = fingerprint(source, known, STATEMENTS)
            answer = _Answer(result.student, form, exercise in right)
            written[exercise].append(answer)
    found, copies = defaultdict(list), []
    for exercise in sorted(written):
        answers, course = written[exercise], course_forms(exercise)
        for one, other, match in _matches(exercise, answers, course):
            found[tuple(sorted((one, other)))].append(match)
        copies += _copies(exercise, answers, course)
    pairs = [Pair(*who, tuple(matches)) for who, matches in found.items()]
    pairs.sort(key=lambda pair: (-pair.weight, pair.first, pair.second))
    copies.sort(key=lambda copy: (copy.renamed, copy.student, copy.exercise))
    return Alike(tuple(pairs), tuple(copies))


# Dentro de un ejercicio ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    student: str
    form: Fingerprint | None
    right: bool


def _long(form):
    return (
        form is not None and len(form.statements) >= STATEMENTS and form.nodes >= NODES
    )


def _matches(exercise, answers, course):
    """Ternas (una persona, otra, en qué coinciden) de un ejercicio."""
    limit = rare(len(answers))
    holders = Counter(s for a in answers if a.form for s in set(a.form.statements))
    groups = defaultdict(list)
    for answer in answers:
        if _long(answer.form) and answer.form.form not in course.right:
            groups[answer.form.form].append(answer)
    groups = {form: group for form, group in groups.items() if len(group) <= limit}
    own = {
        form: {
            statement
            for statement in group[0].form.statements
            if statement not in course.statements and holders[statement] <= limit
        }
        for form, group in groups.items()
    }
    for form, group in groups.items():
        for one, other in combinations(group, 2):
            right = one.right and other.right
            if len(own[form]) >= (2 if right else 1):
                yield _match(exercise, one, other, 1.0, group, answers, course)
    for first, second, likeness in _near(groups, own):
        both = [*groups[first], *groups[second]]
        for one, other in product(groups[first], groups[second]):
            yield _match(exercise, one, other, likeness, both, answers, course)


def _match(exercise, one, other, likeness, group, answers, course):
    match = Match(
        exercise,
        likeness,
        sharing=len(group),
        answered=len(answers),
        statements=min(len(one.form.statements), len(other.form.statements)),
        right=one.right and other.right,
        foreseen=one.form.form in course.wrong or other.form.form in course.wrong,
    )
    return one.student, other.student, match


def _near(groups, own):
    """Pares de formas casi iguales; se llega a ellas por una sentencia rara común."""
    index = defaultdict(list)
    for form, statements in own.items():
        for statement in statements:
            index[statement].append(form)
    shared = Counter(
        pair for forms in index.values() for pair in combinations(sorted(forms), 2)
    )
    for (first, second), common in sorted(shared.items()):
        if common < NEAR_OWN:
            continue
        a, b = (Counter(groups[form][0].form.statements) for form in (first, second))
        likeness = (a & b).total() / (a | b).total()
        if likeness >= NEAR:
            # Las mismas sentencias en otro orden no son la misma forma.
            yield first, second, min(likeness, 0.99)


def _copies(exercise, answers, course):
    """Quién entregó la solución del curso."""
    same = [a for a in answers if _long(a.form) and a.form.form in course.solutions]
    for answer in same:
        renamed = answer.form.exact not in course.solutions[answer.form.form]
        yield Copy(answer.student, exercise, renamed, len(same), len(answers))
