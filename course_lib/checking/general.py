"""Diagnósticos que valen para cualquier ejercicio.

Cada uno recibe la `Evidence` y devuelve un `Finding`, o `None` si los números no lo
muestran. Van de lo más específico a lo más vago; gana el primero.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from course_lib.checking.compare import same_numbers
from course_lib.checking.evidence import same_outcome
from course_lib.checking.exceptions import explain_problem
from course_lib.checking.messages import and_list, case_text, number_text
from course_lib.checking.run import run_cases
from course_lib.errors import shape_text
from course_lib.exercises import all_exercises
from course_lib.exercises.drivers import Layers, Returns

__all__ = [
    "GENERAL",
    "TAGS",
    "Finding",
    "factors",
    "partial_mistake",
    "scaled_mistake",
    "written_by_hand",
]

# Cómo se dice que algo pasa solo en una clase de casos.
TAGS = {
    "m = 1": "cuando hay un solo ejemplo (m = 1)",
    "una unidad": "cuando una capa tiene una sola unidad",
    "una capa": "cuando la red tiene una sola capa (L = 1)",
    "tres capas": "cuando la red tiene tres capas o más",
    "empates": "cuando hay un empate",
    "ceros": "cuando hay un 0 entre los valores",
    "negativos": "con números negativos",
    "extremos": "con valores muy grandes o muy pequeños",
    "enteros": "cuando la entrada es de enteros",
    "solo lectura": "cuando la entrada es de solo lectura",
}


@dataclass(frozen=True)
class Finding:
    """Un diagnóstico: su id, lo que se dice y la sección que lo responde.

    `shows_difference` es `False` cuando mostrar la primera diferencia no agrega nada.
    """

    id: str
    message: str
    section: str | None = None
    shows_difference: bool = True


@dataclass(frozen=True)
class Factor:
    """Un factor con nombre: «m», «1/m», «−m·K»."""

    text: str
    value: object
    advice: str


def factors(evidence):
    """Los factores que pueden separar una respuesta de la esperada.

    Del más llano al más rebuscado: −1, 2, 1/2, cada tamaño, su inverso, y productos y
    cocientes de dos.
    """
    found = [
        Factor("−1", lambda case: -1.0, "Mira los signos de la fórmula."),
        Factor(
            "2", lambda case: 2.0, "¿Sumas algo dos veces, o falta dividir entre 2?"
        ),
        Factor("1/2", lambda case: 0.5, "¿Divides entre 2 de más?"),
        Factor("−2", lambda case: -2.0, "Son dos cosas: el signo y un factor 2."),
        Factor("−1/2", lambda case: -0.5, "Son dos cosas: el signo y un factor 1/2."),
    ]
    sizes = [
        name
        for name in (evidence.cases[0].sizes if evidence.cases else ())
        if all(name in case.sizes for case in evidence.cases)
    ]
    for s in sizes:
        found += [
            Factor(s, lambda case, s=s: case.sizes[s], _advice_for(s)),
            Factor(
                f"1/{s}",
                lambda case, s=s: 1 / case.sizes[s],
                f"¿Divides de más entre {s}?",
            ),
            Factor(
                f"−{s}",
                lambda case, s=s: -case.sizes[s],
                f"Son dos cosas: el signo, y un factor {s}.",
            ),
            Factor(
                f"−1/{s}",
                lambda case, s=s: -1 / case.sizes[s],
                f"Son dos cosas: el signo, y un factor 1/{s}.",
            ),
        ]
    for s, t in combinations(sizes, 2):
        a = f"¿Sobre qué promedias? Ahí intervienen {s} y {t}."
        found += [
            Factor(f"{s}·{t}", lambda c, s=s, t=t: c.sizes[s] * c.sizes[t], a),
            Factor(
                f"1/({s}·{t})", lambda c, s=s, t=t: 1 / (c.sizes[s] * c.sizes[t]), a
            ),
            Factor(f"{s}/{t}", lambda c, s=s, t=t: c.sizes[s] / c.sizes[t], a),
            Factor(f"{t}/{s}", lambda c, s=s, t=t: c.sizes[t] / c.sizes[s], a),
        ]
    return found


def _advice_for(size):
    if size == "m":
        return "La pérdida es una media sobre los m ejemplos. ¿Olvidaste promediar?"
    return f"¿Falta dividir entre {size}, o sumas sobre un eje de más?"


def _arrays(evidence):
    """Ternas (caso, esperado, obtenido) de las salidas que fallan en algún caso."""
    for i in evidence.numeric:
        for name in evidence.wrong_names:
            if name in evidence.expected[i] and name in evidence.outcomes[i].answers:
                yield (
                    evidence.cases[i],
                    evidence.expected[i][name],
                    evidence.outcomes[i].answers[name],
                )


def _all_arrays(evidence, test):
    """Si hubo números en todos los casos y `test(caso, esperado, obtenido)` vale."""
    arrays = list(_arrays(evidence))
    return (
        bool(arrays)
        and len(evidence.numeric) == len(evidence.cases)
        and all(test(*array) for array in arrays)
    )


def _subject(evidence):
    """«dW[2] y dW[1] son» o «Tu respuesta es»."""
    names = evidence.wrong_names
    bases = tuple(dict.fromkeys(name.split("[")[0] for name in names))
    if len(names) > 3 and len(bases) <= 3:
        names = bases
    plural = len(names) > 1
    return and_list(f"`{name}`" for name in names[:4]), plural


def sentence(text):
    """Empieza con mayúscula, salvo que empiece con un nombre del código («dW[1]»)."""
    word = text.split(" ", 1)[0]
    plain = ("la", "le", "se", "tu")
    is_name = "[" in word or "_" in word or (len(word) < 4 and word not in plain)
    return text if is_name else text[:1].upper() + text[1:]


_KIND_ADVICE = {
    "text": " ¿Hay comillas, un `str` o un f-string de más en tu `return`?",
}


def no_answer(evidence):
    """La función no devuelve números en ningún caso, o en algunos."""
    problems = [(i, evidence.problem(i)) for i in evidence.shown_first()]
    problems = [(i, p) for i, p in problems if p]
    if not problems:
        return None
    i, problem = problems[0]
    everywhere = len(problems) == len(evidence.cases)
    few = len(problems) <= len(evidence.failing) / 2
    if few and i != evidence.shown_first()[0] and evidence.example is not None:
        # Un caso más llano ya da números que difieren: se explica con ese.
        return None
    where = "" if everywhere else f"{_with_case(evidence, i)}: "
    if problem.kind == "timeout":
        return Finding(
            "timeout",
            f"Tu función {problem.text}, y la detuve. ¿Hay un `while` cuya condición "
            "nunca deja de cumplirse, o una lista que crece mientras la recorres?",
            shows_difference=False,
        )
    if problem.kind == "none":
        return _nothing_returned(evidence, problem, i, everywhere)
    text = explain_problem(problem, evidence.names, evidence.exercise.name)
    if "None" in text and _by_layers(evidence.cases[i]):
        text += " En las listas por capas, el índice 0 es None: las capas van de 1 a L."
    if problem.kind not in ("exception", "exit", "memory"):
        # «total es texto» empieza con el nombre de una salida: no lleva mayúscula.
        word, _, rest = text.partition(" ")
        named = word in evidence.expected[i]
        text = f"`{word}` {rest}" if named else text if where else sentence(text)
        advice = _KIND_ADVICE.get(problem.kind, "")
        return Finding(problem.kind, f"{where}{text}.{advice}", None, False)
    return Finding(problem.kind, f"{where}{text}", None, False)


def _with_case(evidence, i):
    """«Con x = −2, y = 5», si el caso se puede mostrar."""
    if evidence.shows(i):
        return f"Con {case_text(evidence.cases[i])}"
    return "Con otros datos que los del enunciado"


def written_by_hand(evidence):
    """La misma respuesta siempre, quizá la de un caso del enunciado.

    Fuera de él puede no devolver nada: quien escribe `if x == 2: return …`.
    """
    hits = [i for i, right in enumerate(evidence.right) if right]
    if len(evidence.failing) < 3 or (hits and not _only_public_hits(evidence)):
        return None
    answer = evidence.outcomes[hits[0] if hits else 0]
    values = np.concatenate([np.ravel(a) for a in answer.answers.values()] or [[]])
    if not np.any(values) or (not hits and np.all(values == values[0])):
        return None  # un solo número repetido puede salir de un cálculo
    for i in evidence.failing:
        outcome = evidence.outcomes[i]
        if hits and outcome.problem and outcome.problem.kind == "none":
            continue
        if not same_outcome(evidence.exercise, outcome, answer):
            return None
    if not hits:
        return Finding(
            "only_the_example",
            "Sale siempre lo mismo, sea cual sea la entrada: ¿escribiste a mano el "
            "resultado de un ejemplo? Calcúlalo con los argumentos que la función "
            "recibe.",
        )
    return Finding(
        "only_the_example",
        "Aciertas en el ejemplo del enunciado y en nada más: ¿escribiste el resultado "
        "a mano? Calcúlalo con los argumentos que la función recibe.",
    )


def only_the_example(evidence):
    """Todos los casos del enunciado aciertan, y todos los demás fallan."""
    if not _only_public_hits(evidence):
        return None
    if any(evidence.cases[i].public for i in evidence.failing):
        return None
    return Finding(
        "only_the_example",
        "Aciertas en los ejemplos del enunciado y en nada más: ¿escribiste los "
        "resultados a mano, o hay un número o un tamaño que solo vale ahí?",
    )


def _only_public_hits(evidence):
    """Si acierta en algún caso, solo en casos del enunciado, y falla al menos tres."""
    right = [c for c, ok in zip(evidence.cases, evidence.right, strict=True) if ok]
    return bool(
        right and all(case.public for case in right) and len(evidence.failing) >= 3
    )


def outside_names(evidence):
    """La función lee datos del cuaderno que no son argumentos suyos."""
    if not evidence.outside or evidence.forgets:
        return None
    name, what = evidence.outside[0]
    return Finding(
        "outside_name",
        f"Tu función usa `{name}`, que no es uno de sus argumentos: en el cuaderno es "
        f"{what}, y no cambia de un caso a otro. Calcula lo que necesites dentro de la "
        "función, con lo que ella recibe.",
    )


def _by_layers(case):
    """Si el caso trae listas por capas, con `None` en el índice 0."""
    return any(
        isinstance(value, list) and len(value) > 1 and value[0] is None
        for value in case.inputs.values()
    )


def _nothing_returned(evidence, problem, i, everywhere):
    if everywhere and any(o.printed for o in evidence.outcomes):
        return Finding(
            "prints",
            "Tu función imprime el resultado, pero devuelve None. Quien la llama "
            "necesita el valor: termina con `return`.",
            shows_difference=False,
        )
    text = sentence(problem.text)
    if problem.text != "la función devuelve None":
        advice = "Ese lugar no llegó a llenarse. ¿Tu ciclo pasa por ahí?"
    elif everywhere:
        advice = "¿Falta el `return` al final, o una variable que devolver?"
    else:
        advice = (
            f"Pasa c{_with_case(evidence, i)[1:]}, y no en todos los casos: quizá "
            "hay un camino (un `if`, un `for`) que no llega al `return`."
        )
    return Finding("none", f"{text}. {advice}", None, False)


def mutates(evidence):
    """Los números están bien, pero los argumentos cambian."""
    changed = [name for i in evidence.failing for name in evidence.outcomes[i].mutated]
    if not changed or any(evidence.differences[i] for i in evidence.failing):
        return None
    if any(evidence.outcomes[i].problem for i in evidence.failing):
        return None
    names = and_list(f"`{name}`" for name in dict.fromkeys(changed))
    return Finding(
        "mutates",
        f"Los valores que devuelves están bien, pero tu función modifica {names}, y "
        "quien la llama no lo espera. Operaciones como `+=` o `x[i] = …` escriben en "
        "el arreglo que recibiste: trabaja sobre una copia o crea uno nuevo.",
        shows_difference=False,
    )


def warned(evidence):
    """El valor está bien, pero NumPy avisa, y el ejercicio trata justo de eso."""
    if any(
        evidence.differences[i] or evidence.outcomes[i].problem
        for i in evidence.failing
    ):
        return None
    messages = [w for i in evidence.failing for w in evidence.outcomes[i].warnings]
    if not messages:
        return None
    text = evidence.exercise.warning_message or (
        "El valor es correcto, pero NumPy avisa: un paso intermedio se desborda o "
        "divide entre cero."
    )
    return Finding("warning", text, None, False)


def forgets(evidence):
    """Bien la primera vez, distinto la segunda."""
    if not evidence.forgets:
        return None
    return Finding(
        "keeps_state",
        "La primera llamada responde bien; la misma, repetida, responde otra "
        "cosa. Algo queda guardado entre llamadas: ¿una variable global, o un "
        "argumento por omisión que es una lista?",
        shows_difference=False,
    )


def multiple(evidence):
    """La respuesta es k veces la esperada."""
    for factor in factors(evidence):
        if _all_arrays(
            evidence,
            lambda case, want, got, f=factor: same_numbers(got, f.value(case) * want),
        ):
            return _multiple_finding(evidence, factor)
    return _constant_multiple(evidence)


def _multiple_finding(evidence, factor):
    subject, plural = _subject(evidence)
    if factor.text == "−1":
        has = "tienen" if plural else "tiene"
        text = f"{subject} {has} el signo cambiado en todos los casos. {factor.advice}"
        return Finding("sign", text)
    case = evidence.cases[evidence.failing[0]]
    value = number_text(factor.value(case))
    known = "" if value == factor.text.replace("−", "-") else f" (aquí, {value})"
    verb = "son" if plural else "es"
    return Finding(
        "factor",
        f"{subject} {verb} exactamente {factor.text}{known} veces lo esperado. "
        f"{factor.advice}",
    )


def _constant_multiple(evidence):
    if len({id(case) for case, _, _ in _arrays(evidence)}) < 2:
        return None
    for _, want, got in _arrays(evidence):
        big = np.abs(want) > 1e-9
        if got.shape == want.shape and big.any():
            k = float(np.ravel(got)[np.argmax(big.ravel())] / want[big].flat[0])
            break
    else:
        return None
    if not np.isfinite(k) or k == 0 or abs(k - 1) < 1e-6:
        return None
    if not _all_arrays(evidence, lambda case, want, got: same_numbers(got, k * want)):
        return None
    subject, plural = _subject(evidence)
    verb = "son" if plural else "es"
    return Finding(
        "factor",
        f"{subject} {verb} {number_text(k)} veces lo esperado en todos los casos. ¿De "
        "qué constante de tu código sale ese factor?",
    )


def truncated(evidence):
    """Enteros donde había fracciones."""

    if not any(np.any(got) for _, _, got in _arrays(evidence)):
        return None  # todo en 0: lo mismo daría cualquier valor pequeño

    def are_all(cut):
        return _all_arrays(
            evidence, lambda case, want, got: np.array_equal(got, cut(want))
        )

    if _cuts_only_integers(evidence):
        return Finding(
            "truncated",
            "Cuando la entrada es de enteros, tus valores pierden los decimales. Un "
            "arreglo creado con `zeros_like`, con `copy` o con el tipo de la entrada "
            "hereda los enteros: créalo de punto flotante (`dtype=float`).",
        )
    if not are_all(np.trunc):
        for digits in range(1, 7):
            if are_all(lambda want, d=digits: np.round(want, d)):
                return Finding(
                    "truncated",
                    f"Tus valores son los esperados, redondeados a {digits} "
                    f"{'decimal' if digits == 1 else 'decimales'}. Redondear es para "
                    "mostrar; quien llama necesita todas las cifras.",
                )
        for cut, how in (
            (np.round, "redondeados"),
            (np.floor, "redondeados hacia abajo"),
        ):
            if are_all(cut):
                return Finding(
                    "truncated",
                    f"Tus valores son los esperados, {how} a enteros, y los "
                    "decimales cuentan. ¿Hay un `round`, un `//` o un `floor` de más?",
                )
        return None
    return Finding(
        "truncated",
        "Tus valores son los esperados sin su parte decimal. Un arreglo de enteros "
        "trunca lo que se le asigna: créalo de punto flotante (`dtype=float`), y mira "
        "si usas `//` o `int`.",
    )


def _cuts_only_integers(evidence):
    """Si todo está bien, salvo que con entradas enteras salen los enteros truncados."""
    cut = []
    for case, want, got in _arrays(evidence):
        if got.shape != want.shape:
            return False
        if same_numbers(got, want):
            continue
        is_cut = got.dtype.kind in "iu" and np.array_equal(got, np.trunc(want))
        if not (is_cut and "enteros" in case.tags):
            return False
        cut.append(case)
    return bool(cut) and len(evidence.numeric) == len(evidence.cases)


def absolute(evidence):
    """Iguales salvo el signo de algunas entradas."""
    if not _all_arrays(
        evidence, lambda case, want, got: same_numbers(np.abs(got), np.abs(want))
    ):
        return None
    return Finding(
        "absolute",
        "El tamaño de cada valor es correcto, pero en algunos el signo no. ¿Falta o "
        "sobra un valor absoluto, o una resta va al revés?",
    )


def transposed(evidence):
    """La respuesta es la transpuesta de la esperada."""
    if not _all_arrays(
        evidence, lambda case, want, got: same_numbers(got, want.T) and want.ndim >= 2
    ):
        return None
    return Finding(
        "transposed",
        "Tu respuesta es la transpuesta de la esperada: filas por columnas. Mira el "
        "orden de los factores, o si sobra o falta una `.T`.",
    )


def axes(evidence):
    """Los números son los esperados, con un eje de más o de menos."""

    def squeezed(case, want, got):
        return got.shape == want.shape or (
            got.size == want.size and same_numbers(got.ravel(), want.ravel())
        )

    if not _all_arrays(evidence, squeezed):
        return None
    other = [(want, got) for _, want, got in _arrays(evidence) if want.ndim != got.ndim]
    if not other:
        return None
    want, got = other[0]
    more = {got.ndim > want.ndim for want, got in other}
    if len(more) == 2:
        advice = "Sale siempre con los mismos ejes, llegue lo que llegue: ¿la aplanas?"
    elif more == {True}:
        advice = (
            "Hay un eje de más; mira si alguna suma usa `keepdims`, o si un `reshape` "
            "lo agregó."
        )
    else:
        advice = (
            "Hay un eje de menos; mira si algo lo aplana o lo suma: un `ravel`, un "
            "`extend`, un índice de más."
        )
    return Finding(
        "axis",
        "Los números están bien, pero la forma no: es "
        f"{shape_text(got.shape)} y se espera {shape_text(want.shape)}. {advice}",
        shows_difference=False,
    )


def equals_input(evidence):
    """La respuesta es uno de los argumentos, sin cambios."""
    for name in evidence.exercise.parameters:
        if name in evidence.wrong_names:
            continue
        if _all_arrays(
            evidence,
            lambda case, want, got, n=name: (
                isinstance(case.inputs.get(n), (np.ndarray, float, int))
                and same_numbers(got, np.asarray(case.inputs[n]))
            ),
        ):
            return Finding(
                "input",
                f"Lo que devuelves es `{name}`, tal como llegó. ¿Guardas el resultado "
                "en una variable y devuelves otra?",
            )
    return None


def constant(evidence):
    """La respuesta es la misma constante en todos los casos."""
    values = np.concatenate([np.ravel(got) for _, _, got in _arrays(evidence)] or [[]])
    if len(evidence.numeric) < len(evidence.cases) or values.size < 3:
        return None
    if len(evidence.cases) < 2 or not np.all(values == values[0]):
        return None
    signals = not isinstance(evidence.exercise.driver, (Returns, Layers))
    if signals and values[0] in (0, 1):
        return None  # pueden ser señales del conductor, y no lo que salió
    return Finding(
        "constant",
        # «Sale», y no «devuelves»: hay ejercicios en que no se devuelve nada.
        f"Sale siempre {number_text(values[0])}, aunque los argumentos cambian. ¿Qué "
        "línea debería usarlos?",
    )


def other_exercise(evidence):
    """La respuesta es la de otro ejercicio (la sigmoide por su derivada)."""
    mine = evidence.exercise
    if not isinstance(mine.driver, Returns) or len(mine.driver.names) != 1:
        return None
    for other in all_exercises():
        if other.id == mine.id or len(other.parameters) != len(mine.parameters):
            continue
        if not isinstance(other.driver, Returns) or len(other.driver.names) != 1:
            continue
        if evidence.explained_by_outcomes(
            run_cases(mine.driver, other.solution, evidence.cases)
        ):
            return Finding(
                "other_exercise",
                f"Lo que devuelves es `{other.name}`, del ejercicio {other.id}. Aquí "
                f"se pide `{mine.name}`: vuelve a leer el enunciado.",
            )
    return None


def scaled_mistake(evidence, known):
    """Dos cosas a la vez: un error conocido y un factor.

    Args:
        known: pares (error conocido, sus resultados).

    Returns:
        El par (error conocido, frase que presenta las dos cosas), o `None`.
    """
    if len(evidence.numeric) < len(evidence.cases):
        return None
    for factor in factors(evidence):
        for mistake, outcomes in known:
            if evidence.explained_by_outcomes(outcomes, factor.value):
                what = (
                    "el signo está cambiado"
                    if factor.text == "−1"
                    else f"el resultado queda multiplicado por {factor.text}"
                )
                text = f"Hay dos cosas a la vez. Una: {what}. {factor.advice} La otra: "
                return mistake, text
    return None


def partial_mistake(evidence, known):
    """Un error conocido en los casos corrientes, y otra cosa en los especiales.

    Args:
        known: pares (error conocido, sus resultados).

    Returns:
        El par (error conocido, frase que presenta las dos cosas), o `None`.
    """
    for tag, when in TAGS.items():
        usual = [i for i, case in enumerate(evidence.cases) if tag not in case.tags]
        special = [i for i in evidence.failing if i not in usual]
        if not special or len(set(usual) & set(evidence.failing)) < 2:
            continue
        for mistake, outcomes in known:
            if all(
                same_outcome(
                    evidence.exercise,
                    evidence.outcomes[i],
                    outcomes[i],
                    evidence.cases[i],
                )
                for i in usual
            ):
                return mistake, _both(when, _trouble(evidence, special))
    return None


def _both(when, trouble):
    """Presenta lo de los casos especiales y da paso a lo de los demás."""
    if trouble is None:
        # Otros números no prueban otro error: pueden salir del mismo.
        start = when[:1].upper() + when[1:]
        return f"{start} sale otra cosa, quizá por lo mismo. En los demás casos: "
    return f"Hay dos cosas a la vez. Una, {when}: {trouble} La otra, siempre: "


def _trouble(evidence, indexes):
    """Qué pasa en los casos especiales, del problema más visible al menos visible.

    `None` si solo hay otros números.
    """
    outcomes = [evidence.outcomes[i] for i in indexes]
    for problem in map(evidence.problem, indexes):
        if problem:
            return explain_problem(problem, evidence.names)
    answers = [answer for outcome in outcomes for answer in outcome.answers.values()]
    if not all(np.isfinite(answer).all() for answer in answers):
        return "salen NaN o infinitos."
    if any(outcome.mutated for outcome in outcomes):
        return "cambian tus argumentos."
    return None


# Del más específico al más vago.
GENERAL = (
    mutates,
    warned,
    forgets,
    equals_input,
    multiple,
    truncated,
    transposed,
    axes,
    constant,
    other_exercise,
    absolute,
    only_the_example,
)
