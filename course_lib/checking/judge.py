"""El veredicto: de los resultados de una función, qué se le dice a quien la escribió.

El orden es siempre el mismo: qué está bien, qué difiere, qué suele causarlo y qué
mirar.
"""

import re
from functools import cache

import numpy as np

from course_lib.checking.evidence import Evidence
from course_lib.checking.exceptions import explain_problem
from course_lib.checking.general import (
    GENERAL,
    TAGS,
    Finding,
    no_answer,
    outside_names,
    partial_mistake,
    scaled_mistake,
    written_by_hand,
)
from course_lib.checking.messages import and_list, case_text, difference_text
from course_lib.checking.result import Result
from course_lib.checking.run import run_cases
from course_lib.exercises.model import CHECK_SEED

__all__ = ["judge", "prepared"]

# «`dw` está bien; …», al comienzo de un diagnóstico o de la segunda de dos cosas.
_SAYS_WHAT_IS_RIGHT = re.compile(r"(?:^|: )[^.:;?]*\bestán? bien\b")

# Lo que un lugar aconseja: «mira qué devuelves», «compara sus dos líneas».
_ADVICE = re.compile(r": .*\b(?:mira|compara)\b")


@cache
def prepared(exercise, seed=CHECK_SEED):
    """Casos de un ejercicio y resultados de su solución; se calculan una vez."""
    cases = exercise.all_cases(seed)
    return cases, run_cases(exercise.driver, exercise.solution, cases, 60.0)


@cache
def _known_outcomes(exercise, seed):
    """Pares (error conocido, sus resultados) de un ejercicio."""
    cases, _ = prepared(exercise, seed)
    return tuple(
        (mistake, run_cases(exercise.driver, mistake.function, cases, 60.0))
        for mistake in exercise.mistakes
    )


def judge(
    exercise,
    outcomes,
    *,
    seed=CHECK_SEED,
    again=None,
    names=(),
    outside=(),
    private=False,
):
    """Juzga los resultados de una función sobre los casos de un ejercicio.

    Args:
        exercise: el `Exercise`.
        outcomes: un `Outcome` por caso de `exercise.all_cases(seed)`.
        seed: la semilla con que se sortearon los casos.
        again: el resultado de repetir el primer caso al final.
        names: nombres definidos por quien responde, para sugerir el parecido.
        outside: datos del cuaderno que la función lee sin recibirlos.
        private: si el mensaje calla los datos de los casos que no son públicos.

    Returns:
        Un `Result`.
    """
    cases, reference = prepared(exercise, seed)
    notebook = tuple(names), tuple(outside)
    evidence = Evidence(exercise, cases, reference, outcomes, again, *notebook, private)
    title = f"{exercise.id} · {exercise.title}"
    if evidence.passed:
        return Result(
            True,
            None,
            "\n".join([exercise.praise, *_tips(evidence)]),
            title,
            "right",
            1.0,
            float(exercise.points),
        )
    finding = _diagnose(evidence, seed)
    score = evidence.score
    return Result(
        False,
        finding.id,
        _compose(evidence, finding),
        title,
        "wrong",
        score,
        round(score * exercise.points, 2),
        finding.section,
    )


def _tips(evidence):
    """Consejos para una respuesta correcta."""
    tips = [
        text for applies, text in evidence.exercise.tips if applies(evidence.outcomes)
    ]
    if any(outcome.warnings for outcome in evidence.outcomes):
        tips.append(
            evidence.exercise.warning_message
            or "Un consejo: el valor es correcto, pero NumPy avisa de que un paso "
            "intermedio se desborda o divide entre cero."
        )
    if any(outcome.printed for outcome in evidence.outcomes):
        tips.append(
            "Un consejo: tu función imprime cosas; ya puedes quitar los `print`."
        )
    single = any(
        answer.dtype == np.float32
        for outcome in evidence.outcomes
        for answer in outcome.answers.values()
    )
    if single:
        tips.append(
            "Un consejo: respondes en float32, que guarda unas 7 cifras; para "
            "comprobar gradientes conviene float64."
        )
    if not all(outcome.timed for outcome in evidence.outcomes):
        tips.append("En este entorno no puedo cortar un bucle sin fin.")
    return tips


def _diagnose(evidence, seed):
    """La explicación más específica que da cuenta de todos los casos."""
    finding = _matching_mistake(evidence, seed)
    for detect in (outside_names, written_by_hand, no_answer, *GENERAL):
        finding = finding or detect(evidence)
    if finding is not None:
        return finding
    known = _known_outcomes(evidence.exercise, seed)
    both = scaled_mistake(evidence, known) or partial_mistake(evidence, known)
    if both is None:
        return _unknown(evidence)
    mistake, text = both
    message = _fill(mistake.message, evidence)
    return Finding(
        mistake.id, text + message[:1].lower() + message[1:], mistake.section
    )


def _matching_mistake(evidence, seed):
    for mistake, outcomes in _known_outcomes(evidence.exercise, seed):
        if evidence.explained_by_outcomes(outcomes):
            message = _fill(mistake.message, evidence)
            shown = mistake.shows_difference
            return Finding(mistake.id, message, mistake.section, shown)
    return None


def _fill(message, evidence):
    """Pone en el mensaje los tamaños del primer caso que falla."""
    index = evidence.failing[0] if evidence.failing else 0
    for name, size in evidence.cases[index].sizes.items():
        message = message.replace("{" + name + "}", str(size))
    return message


def _unknown(evidence):
    """Nadie lo reconoce: se muestra dónde difiere, y en qué clase de casos."""
    index = evidence.failing[0]
    kinds = {d.kind for i in evidence.failing for d in evidence.differences[i]}
    if kinds == {"nan"}:
        return Finding(
            "nan",
            "Algún valor se vuelve NaN o infinito. Busca una exponencial de un número "
            "muy grande, un logaritmo de 0 o una división entre 0.",
        )
    if evidence.outcomes[index].mutated:
        names = and_list(f"`{name}`" for name in evidence.outcomes[index].mutated)
        return Finding(
            "mutates",
            f"Tu función modifica {names}, y además devuelve otros valores. Lo primero "
            "puede causar lo segundo: trabaja sobre una copia.",
        )
    indexes = range(len(evidence.outcomes))
    problem = next(filter(None, map(evidence.problem, indexes)), None)
    if problem is not None:
        return Finding(
            "unknown",
            "En otro de los casos, tu función ni siquiera termina. "
            + explain_problem(problem, evidence.names),
        )
    return Finding("unknown", "")


def _compose(evidence, finding):
    """Une las partes del mensaje en el orden del curso."""
    parts = [_what_is_right(evidence, finding)]
    if finding.message:
        parts.append(finding.message)
    if finding.shows_difference:
        parts.append(_first_difference(evidence))
    if finding.section:
        parts.append(f"Lo explica la sección «{finding.section}».")
    elif finding.id == "unknown":
        parts.append(
            f"Vuelve a la sección «{evidence.exercise.section}», o pide una pista: "
            f'`hint("{evidence.exercise.id}")`.'
        )
    return "\n".join(part for part in parts if part)


def _what_is_right(evidence, finding):
    """Qué está bien: los casos, y las piezas anteriores a la primera mala.

    Las piezas se callan si el diagnóstico empieza por decir cuáles están bien.
    """
    total, failing = len(evidence.cases), len(evidence.failing)
    sentences = []
    tag = _only_tag(evidence)
    if tag:
        sentences.append(f"Tu respuesta acierta en los demás casos y falla {tag}.")
    elif 0 < failing <= total / 2 and len(evidence.numeric) == total:
        sentences.append(f"Aciertas en {total - failing} de {total} casos.")
    index = evidence.example
    said = _SAYS_WHAT_IS_RIGHT.search(finding.message)
    if index is not None and len(evidence.expected[index]) > 1 and not said:
        place = _place(evidence, index)
        known = any(m.id == finding.id for m in evidence.exercise.mistakes)
        sentences.append(_without_advice(place) if known else place)
    return " ".join(s for s in sentences if s)


def _without_advice(place):
    """El lugar, sin qué mirar: si se conoce el error, eso lo dice su mensaje.

    Dos consejos distintos mandan a revisar lo que está bien.
    """
    if not _ADVICE.search(place or ""):
        return place
    first, *others = place.rstrip(".").split(". ")
    if _ADVICE.search(first):
        first = first.partition(": ")[0]
    kept = (text for text in others if not _ADVICE.search(text))
    return ". ".join([first, *kept]) + "."


def _only_tag(evidence):
    """La clase de casos, si todos los que fallan son de ella y los demás aciertan."""
    failing = set(evidence.failing)
    if not failing or len(failing) == len(evidence.cases):
        return None
    best = None
    for tag, text in TAGS.items():
        tagged = {i for i, case in enumerate(evidence.cases) if tag in case.tags}
        if failing <= tagged and (best is None or len(tagged) < best[0]):
            best = (len(tagged), text)
    return best[1] if best else None


def _place(evidence, index):
    """De varias salidas, cuál es la primera mala y qué significa."""
    wrong = [d.name for d in evidence.differences[index]]
    names = [n for n in evidence.expected[index] if not n.startswith("_")]
    first = next(name for name in names if name in wrong)
    before = [name for name in names[: names.index(first)]]
    if evidence.exercise.place is not None:
        return evidence.exercise.place(before, first)
    right = [name for name in names if name not in wrong]
    if not right:
        return ""
    verb = "está" if len(right) == 1 else "están"
    return f"{and_list(f'`{n}`' for n in right)} {verb} bien; `{first}`, no."


def _first_difference(evidence):
    index = evidence.example
    if index is not None and evidence.shows(index):
        case, explain = evidence.cases[index], evidence.exercise.explain
        if explain is None:
            return difference_text(case, evidence.differences[index][0])
        answers = evidence.outcomes[index].answers
        sentence = explain(case, evidence.expected[index], answers)
        return f"Con {case_text(case)}: {sentence}"
    if not evidence.failing:
        return ""
    first = evidence.shown_first()[0]
    if evidence.shows(first):
        return f"Falla con {case_text(evidence.cases[first])}."
    return "En los ejemplos del enunciado no se nota: pasa con otros datos."
