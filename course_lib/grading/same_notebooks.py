"""Cuadernos enteros iguales: el mismo archivo, o el mismo código en otro archivo.

**El mismo archivo** se señala sin importar cuántas personas lo entregaron, si hay algo
escrito que nadie está obligado a escribir: cuarenta piezas entre todas las respuestas,
sin contar lo que está en blanco ni lo que es la solución del curso. Con menos puede ser
casualidad: tres personas que solo llenaron `relu`, en la misma versión de Jupyter,
guardan los mismos bytes.

**El mismo código** (Colab y Jupyter cambian el archivo al guardarlo) se señala si todas
las respuestas son iguales, con sus nombres, y al menos dos dicen algo: son largas, no
son de las que el curso ya conoce (ni las correctas ni los errores) y tienen sentencias
propias, raras entre las demás personas. Con una sola no: de eso hablan los pares, que
exigen que sea rara en toda la clase. Así se nota un grupo de veinte que comparte el
cuaderno, y no se señala a veinte personas que cayeron en el mismo error.

**El mismo código con otros nombres** se señala igual, si los pares no lo van a decir:
si lo tienen tantas personas que ya no es raro en la clase. Si no, bastaría con ser
muchos y que cada quien cambie los nombres.

Quienes entregaron lo mismo cuentan después como una sola persona (`repeated`): si no,
entre veinte copias ya no sería raro lo de quien además cambió los nombres.
"""

from collections import defaultdict

from course_lib.grading.class_answers import NODES

__all__ = ["Notebooks"]

LONG_ONES = 2


class Notebooks:
    """Los cuadernos de una clase, agrupados por archivo y por código."""

    def __init__(self):
        self._files, self._codes = defaultdict(list), defaultdict(list)
        self._forms, self._written = defaultdict(dict), {}

    def add(self, result, answers):
        """Un cuaderno.

        Args:
            result: su `StudentResult`.
            answers: id de ejercicio → `Answer`; sin lo que quedó en blanco.
        """
        if not answers:
            return
        # Ni el orden de las celdas ni la lección de otra tarea se confunden.
        code = hash(tuple(sorted((i, a.exact) for i, a in answers.items())))
        self._codes[code].append(result.student)
        self._written.setdefault(code, answers)
        form = hash(tuple(sorted((i, a.same) for i, a in answers.items())))
        self._forms[form][code] = None
        if result.digest:
            self._files[result.digest, code].append(result.student)

    def groups(self, class_answers):
        """Los grupos, el que más dice primero, y quién repite lo de otra persona.

        Args:
            class_answers: id de ejercicio → `AnswersTo`.

        Returns:
            Los de mismo archivo; los de mismo código, y los de mismo código con otros
            nombres, que no se dijeron ya; y, por ejercicio, las personas de cada grupo
            menos una.
        """
        files, codes, repeated = [], [], defaultdict(set)
        for (_, code), students in self._files.items():
            pieces = self._pieces(code, class_answers)
            files.append((code, students, pieces if pieces >= NODES else 0))
        for code, students in self._codes.items():
            codes.append((code, students, self._weight(code, students, class_answers)))
        self._repeat([*files, *codes], repeated)
        forms = [*self._renamed(class_answers, repeated)]
        self._repeat(forms, repeated)
        files, codes, forms = _sorted(files), _sorted(codes), _sorted(forms)
        return files, tuple(g for g in codes if g not in files), forms, repeated

    def _repeat(self, groups, repeated):
        """Anota a las personas de esos grupos, menos a una."""
        for code, students, weight in groups:
            if weight:
                for exercise in self._written[code]:
                    repeated[exercise].update(sorted(set(students))[1:])

    def _renamed(self, class_answers, repeated):
        """Los grupos con la misma forma y otros nombres que los pares no dirán."""
        rest = {i: a.without(repeated[i]) for i, a in class_answers.items() if a}
        for codes in self._forms.values():
            code = next(iter(codes))
            students = [student for one in codes for student in self._codes[one]]
            weight = len(codes) > 1 and self._weight(code, students, class_answers)
            shown = weight and any(
                rest[exercise].sharing[answer.same] <= rest[exercise].limit
                for exercise, answer in self._written[code].items()
                if _tells(answer, class_answers[exercise], len(students))
            )
            yield code, students, 0 if shown else weight

    def _pieces(self, code, class_answers):
        return sum(
            answer.pieces
            for exercise, answer in self._written[code].items()
            if not class_answers[exercise].is_solution(answer)
        )

    def _weight(self, code, students, class_answers):
        """Cuántas respuestas largas dicen algo, o 0 si son pocas."""
        if len(students) < 2:
            return 0
        telling = sum(
            _tells(answer, class_answers[exercise], len(students))
            for exercise, answer in self._written[code].items()
        )
        return telling if telling >= LONG_ONES else 0


def _tells(answer, others, size):
    """Si que un grupo coincida en esa respuesta dice algo; el grupo cuenta por uno."""
    course = others.course
    known = answer.same in course.right or answer.same in course.wrong
    if known or not answer.is_long:
        return False
    if others.sharing[answer.same] - size + 1 > others.limit:
        return False
    return others.says_something(others.own(answer.form, size - 1), answer.right)


def _sorted(found):
    """De (código, personas, peso) a grupos de dos o más, el de más peso primero."""
    groups = {}
    for _, students, weight in found:
        group = tuple(sorted(set(students)))
        if weight and len(group) > 1:
            groups[group] = max(weight, groups.get(group, 0))
    return tuple(sorted(groups, key=lambda group: (-groups[group], group)))
