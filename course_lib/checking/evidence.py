"""Las pruebas de un veredicto: casos, resultados, esperados y diferencias, juntos."""

import operator
from dataclasses import dataclass, replace
from functools import cached_property

from course_lib.checking.compare import (
    UNDEMANDING,
    Difference,
    alike,
    compare,
    rule_for,
)
from course_lib.checking.run import Outcome

# Lo que se dice de un caso que no se muestra: el texto original puede llevar sus datos.
_UNSHOWN = {
    "none": "la función devuelve None",
    "text": "la respuesta es texto, y hacen falta números",
    "count": "la función no devuelve la cantidad de valores que pide el enunciado",
    "layers": "a una de las listas por capas le falta o le sobra alguna pieza",
    "timeout": "no terminó a tiempo",
    "exception": "",
}

__all__ = ["Evidence", "same_outcome"]


@dataclass(frozen=True)
class Evidence:
    """Todo lo que miran los diagnósticos.

    Attributes:
        exercise: el ejercicio.
        cases: los casos que se corrieron.
        reference: los resultados de la solución del curso.
        outcomes: los resultados de quien responde.
        again: el resultado de repetir el primer caso al final, o `None`.
        names: nombres que existen en su cuaderno, para sugerir el parecido.
        outside: pares (nombre, qué es) de los datos del cuaderno que la función lee sin
            recibirlos.
        private: si se callan los datos de los casos que no son públicos. `check` los
            muestra, porque son los mismos para todos; un calificador, no.
    """

    exercise: object
    cases: list
    reference: list
    outcomes: list
    again: Outcome | None = None
    names: tuple[str, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    private: bool = False

    def shows(self, index):
        """Si los datos de un caso se pueden mostrar."""
        return self.cases[index].public or not self.private

    def problem(self, index):
        """El problema de un caso, sin sus datos si no se muestran."""
        problem = self.outcomes[index].problem
        if problem is None or self.shows(index):
            return problem
        general = "la respuesta no tiene la forma que pide el enunciado"
        text = _UNSHOWN.get(problem.kind, general)
        return replace(problem, text=text, spanish=False)

    @cached_property
    def expected(self):
        """Salidas esperadas de cada caso."""
        rows = zip(self.cases, self.outcomes, self.reference, strict=True)
        return [self._expected_for(*row) for row in rows]

    def _expected_for(self, case, outcome, model):
        hook = self.exercise.expected
        if hook is None or not outcome.answers:
            return model.answers
        try:
            return hook(case.inputs, outcome.answers)
        except Exception:
            # La respuesta ni siquiera tiene con qué calcular lo esperado: se compara
            # con la solución, que dirá dónde está la diferencia.
            return model.answers

    @cached_property
    def differences(self):
        """Las diferencias de cada caso; vacía donde no hubo números."""
        rows = zip(
            self.cases, self.expected, self.outcomes, self.reference, strict=True
        )
        return [
            []
            if outcome.problem
            else compare(case, want, outcome.answers)
            or self._lacking(outcome.answers, model.answers)
            for case, want, outcome, model in rows
        ]

    def _lacking(self, answers, reference):
        """Salidas que la solución da y aquí no llegaron.

        Donde lo esperado depende de lo que llega (`Exercise.expected`), callar una
        salida no la vuelve correcta.
        """
        return [
            Difference(name, "missing", array, None)
            for name, array in reference.items()
            if not name.startswith("_") and name not in answers
        ]

    @cached_property
    def right(self):
        """Qué casos están bien."""
        refuse = self.exercise.warnings == "refuse"
        return [
            not (o.problem or d or o.mutated or (refuse and o.warnings))
            for o, d in zip(self.outcomes, self.differences, strict=True)
        ]

    @cached_property
    def failing(self):
        """Índices de los casos que fallan, los públicos y pequeños primero."""
        return [i for i, right in enumerate(self.right) if not right]

    @property
    def passed(self):
        """Si todo está bien, también al repetir el primer caso."""
        return not self.failing and not self.forgets

    @cached_property
    def forgets(self):
        """Si el primer caso, repetido al final, ya no está bien.

        Puede responder otra cosa y estar bien: hay ejercicios con muchas respuestas.
        """
        again = self.again
        if again is None or not self.right[0]:
            return False
        if again.problem and again.problem.kind == "timeout":
            return False  # no alcanzó el tiempo: de la repetición no se sabe nada
        if again.problem or again.mutated:
            return True
        want = self._expected_for(self.cases[0], again, self.reference[0])
        return bool(compare(self.cases[0], want, again.answers))

    @property
    def score(self):
        """Fracción de los puntos: la suma de los pesos de los casos correctos.

        Donde vale casi cualquier número, una constante acierta sin calcular nada: esos
        casos cuentan si además hay bien alguno de los otros.
        """
        exact = [c.rule not in UNDEMANDING for c in self.cases]
        if not any(map(operator.and_, exact, self.right)):
            return 0.0
        total = sum(case.weight for case in self.cases)
        earned = sum(
            case.weight
            for case, right in zip(self.cases, self.right, strict=True)
            if right
        )
        # Quien guarda estado no acertó de verdad: solo cuenta la primera llamada.
        return earned / total * (0.5 if self.forgets else 1.0)

    @cached_property
    def numeric(self):
        """Índices de los casos en que hubo números."""
        return [i for i, o in enumerate(self.outcomes) if o.answers and not o.problem]

    @cached_property
    def wrong_names(self):
        """Nombres de las salidas que fallan en algún caso, en orden."""
        names = [d.name for differences in self.differences for d in differences]
        return tuple(dict.fromkeys(names))

    @cached_property
    def example(self):
        """El primer caso con números que difieren: con él se explica la respuesta."""
        return next((i for i in self.shown_first() if self.differences[i]), None)

    def shown_first(self):
        """Los casos que fallan; antes, los que se pueden mostrar."""
        return sorted(self.failing, key=lambda i: not self.shows(i))

    def explained_by_outcomes(self, others, scale=None):
        """Si otros resultados, quizá por un factor, son estos.

        Args:
            others: los resultados de una equivocación conocida.
            scale: función de un caso que da el factor, o `None`.
        """
        pairs = zip(self.cases, self.outcomes, others, strict=True)
        if scale is None:
            return all(same_outcome(self.exercise, a, b, case) for case, a, b in pairs)
        return all(
            not a.problem
            and not b.problem
            and a.answers.keys() == b.answers.keys()
            and all(
                alike(rule_for(case, n), a.answers[n], scale(case) * b.answers[n])
                for n in a.answers
                if not n.startswith("_")
            )
            for case, a, b in pairs
        )


def same_outcome(exercise, a, b, case=None):
    """Si dos resultados son el mismo: números, problema, argumentos modificados.

    Con el caso, los números se comparan con la holgura de su regla.
    """
    if a.mutated != b.mutated or bool(a.problem) != bool(b.problem):
        return False
    if exercise.warnings == "refuse" and bool(a.warnings) != bool(b.warnings):
        return False
    if a.problem:
        same = (a.problem.kind, a.problem.exception, a.problem.text) == (
            b.problem.kind,
            b.problem.exception,
            b.problem.text,
        )
        # Devolver None es de muchas equivocaciones; imprimir y devolver None, de una.
        return same and (a.problem.kind != "none" or bool(a.printed) == bool(b.printed))
    return a.answers.keys() == b.answers.keys() and all(
        alike(case and rule_for(case, name), a.answers[name], b.answers[name])
        for name in a.answers
    )
