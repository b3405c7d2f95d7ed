"""Entregas parecidas: lo que conviene mirar. Nunca un veredicto.

Dos funciones se señalan si tienen la misma forma, nombres y disposición aparte (o casi
la misma), y esa coincidencia dice algo:

- son largas: cuatro sentencias y cuarenta piezas o más. Una respuesta de una línea
  nunca cuenta, porque hay muy pocas maneras de escribirla;
- son raras en la clase: la forma la comparten muy pocas personas (`rare`);
- no son una forma del curso: ni su solución, ni otra respuesta correcta declarada;
- tienen sentencias propias, que ni el curso escribe ni la clase repite. Con una basta
  si la respuesta está equivocada: coincidir en un error raro dice más que coincidir en
  un acierto. Si está bien hacen falta dos.

Los cuadernos enteros que son iguales van aparte (`same_notebooks`), también los de
muchas personas que cambiaron los nombres.

Se nota una copia con otros nombres, comentarios o espacios, con las celdas en otro
orden, con líneas que no hacen nada, con `x = x + 1` donde decía `x += 1` o con los
operandos al revés; y, en una función de diez sentencias o más, con una cambiada o con
todas en otro orden. En una más corta, basta cambiar una para que no se note. Tampoco se
nota si se partió en funciones auxiliares (solo se compara la que pide el ejercicio), si
se cambiaron muchas sentencias o si un bucle pasó a ser una comprensión. Que no se
señale a nadie no prueba que cada quien hizo lo suyo.

Se agrupa por huella, y nunca se comparan todas con todas.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, product

from course_lib.exercises import all_exercises
from course_lib.grading.class_answers import AnswersTo, answer_of, rare
from course_lib.grading.same_notebooks import Notebooks

__all__ = ["Alike", "Copy", "Match", "Pair", "compare", "rare", "similar_pairs"]

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
    """Dos personas, y los ejercicios en los que coinciden.

    Attributes:
        matches: los que dicen algo.
        both: cuántos ejercicios respondieron las dos personas, en las lecciones de
            `matches`. same: en cuántos de esos la forma es la misma.
        plain: de los `same`, cuántos no prueban nada: son cortos o son como los escribe
            el curso, y dos personas que trabajan solas también coinciden.
    """

    first: str
    second: str
    matches: tuple[Match, ...]
    same: int = 0
    both: int = 0
    plain: int = 0

    @property
    def weight(self):
        """Para ordenar: la suma de sus coincidencias."""
        return sum(match.weight for match in self.matches)


@dataclass(frozen=True)
class Copy:
    """La solución del curso, entregada como propia.

    También se puede llegar a ella: de 57 respuestas largas y correctas de personas que
    no la habían visto (`tests/strangers.py`), una es igual con todo y nombres.

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
    """Los parecidos de una clase, lo notable primero.

    Attributes:
        pairs: los pares; de quienes entregaron lo mismo, solo la primera persona.
        copies: las soluciones del curso.
        same_files: los grupos de personas que entregaron el mismo archivo.
        same_code: los que escribieron el mismo código, nombres incluidos, en archivos
            distintos; puede reunir a un grupo de `same_files` con más personas.
        same_form: los que escribieron lo mismo con otros nombres, y son tantos que
            `pairs` ya no lo dice.
    """

    pairs: tuple[Pair, ...] = ()
    copies: tuple[Copy, ...] = ()
    same_files: tuple[tuple[str, ...], ...] = ()
    same_code: tuple[tuple[str, ...], ...] = ()
    same_form: tuple[tuple[str, ...], ...] = ()


def similar_pairs(results):
    """Los pares de `compare`, en una lista."""
    return list(compare(results).pairs)


def compare(results):
    """Busca parecidos entre las entregas de una clase.

    Args:
        results: los `StudentResult` de una tarea, con su `functions`. Se recorren una
            vez, y de cada uno solo quedan las huellas.

    Returns:
        Un `Alike`.
    """
    exercises = {exercise.id: None for exercise in all_exercises()}
    notebooks, people = Notebooks(), defaultdict(dict)
    for result in results:
        answers = _answers(result, exercises)
        for exercise, answer in answers.items():
            exercises[exercise] = exercises[exercise] or AnswersTo(exercise)
            exercises[exercise].add(answer)
        people[result.student].update(answers)
        notebooks.add(result, answers)
    *groups, repeated = notebooks.groups(exercises)
    found, copies = defaultdict(list), []
    for exercise, answers in exercises.items():
        if answers is None:
            continue
        for one, other, match in _matches(answers, repeated[exercise]):
            found[tuple(sorted((one, other)))].append(match)
        copies += _copies(answers)
    pairs = [
        Pair(*who, tuple(matches), *_in_common(*who, matches, people, exercises))
        for who, matches in found.items()
    ]
    pairs.sort(key=lambda pair: (-pair.weight, pair.first, pair.second))
    copies.sort(key=lambda copy: (copy.renamed, copy.student, copy.exercise))
    return Alike(tuple(pairs), tuple(copies), *groups)


def _answers(result, declared):
    """Las respuestas de una entrega, sin las en blanco ni las de otra versión."""
    status = {item.exercise: item.status for item in result.graded}
    return {
        exercise: answer_of(result.student, source, status.get(exercise) == "right")
        for exercise, source in sorted(result.functions.items())
        if exercise in declared and status.get(exercise) != "blank"
    }


def _in_common(one, other, matches, people, exercises):
    """Lo que dicen `same`, `both` y `plain` de un `Pair`."""
    lessons = {match.exercise.split(".")[0] for match in matches}
    mine, yours = people[one], people[other]
    both = [i for i in mine if i in yours and i.split(".")[0] in lessons]
    same = [i for i in both if mine[i].same == yours[i].same]
    plain = [i for i in same if not _proves(mine[i], exercises[i].course)]
    return len(same), len(both), len(plain)


# Dentro de un ejercicio ------------------------------------------------------------


def _proves(answer, course):
    """Si es larga y el curso no la da por correcta."""
    return answer.is_long and answer.same not in course.right


def _matches(everyone, repeated):
    """Ternas (una persona, otra, en qué coinciden) de un ejercicio.

    Args:
        everyone: las respuestas de la clase.
        repeated: de quiénes no cuentan, porque entregaron el cuaderno de otra persona.
    """
    answers, groups = everyone.without(repeated), defaultdict(list)
    for answer in answers.answers:
        if _proves(answer, answers.course):
            groups[answer.same].append(answer)
    groups = {f: group for f, group in groups.items() if len(group) <= answers.limit}
    own = {form: answers.own(group[0].form) for form, group in groups.items()}
    for form, group in groups.items():
        for one, other in combinations(group, 2):
            if answers.says_something(own[form], one.right and other.right):
                yield _match(everyone, one, other, 1.0)
    for first, second, likeness in _near(groups, own):
        for one, other in product(groups[first], groups[second]):
            yield _match(everyone, one, other, likeness)


def _match(everyone, one, other, likeness):
    match = Match(
        everyone.exercise,
        likeness,
        sharing=sum(everyone.sharing[form] for form in {one.same, other.same}),
        answered=everyone.answered,
        statements=min(len(one.form.statements), len(other.form.statements)),
        right=one.right and other.right,
        foreseen=not everyone.course.wrong.isdisjoint((one.same, other.same)),
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


def _copies(answers):
    """Quién entregó la solución del curso."""
    known = answers.course.solutions
    same = [a for a in answers.answers if a.is_long and a.same in known]
    for answer in same:
        renamed = not answers.is_solution(answer)
        yield Copy(
            answer.student, answers.exercise, renamed, len(same), answers.answered
        )
