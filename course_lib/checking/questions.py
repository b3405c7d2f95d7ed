"""Responder una pregunta conceptual, con una frase para cada opción."""

import re

from course_lib.checking.result import Result

__all__ = ["answer_question"]


def answer_question(question, letters):
    """Responde con las letras elegidas.

    Args:
        question: la `Question`.
        letters: «b», «b, d», o una lista de letras.

    Returns:
        Un `Result`; `.mistake` son las letras elegidas de más o que faltaron, unidas.
    """
    title = f"Pregunta {question.id}"
    options = {option.letter: option for option in question.options}
    chosen = _letters(letters)
    unknown = [letter for letter in chosen if letter not in options]
    if unknown:
        return Result(
            False,
            "unknown_letter",
            f"«{', '.join(unknown)}» no es una opción: elige entre "
            f"{', '.join(options)}. Escribe solo la letra.",
            title,
            "note",
        )
    if not chosen:
        wanted = ", ".join(options)
        example = f'`answer("{question.id}", "{question.options[0].letter}")`'
        return Result(
            False,
            "blank",
            f"Escribe la letra de tu respuesta entre comillas, como en {example}. "
            f"Las opciones son {wanted}.",
            title,
            "blank",
        )
    right = {option.letter for option in question.options if option.right}
    passed = set(chosen) == right
    lines = [f"{letter}) {options[letter].feedback}" for letter in chosen]
    if not passed and set(chosen) < right:
        lines.append("Lo que elegiste es cierto, y hay más de una opción correcta.")
    elif not passed:
        lines.append(f"Está en la sección «{question.section}».")
    return Result(
        passed,
        None if passed else "".join(sorted(set(chosen) ^ right)),
        "\n".join(lines),
        title,
        "right" if passed else "wrong",
        float(passed),
        0.0,
        None if passed else question.section,
    )


def _letters(letters):
    """Las letras elegidas: de «b», «b, d», «B)», «bd», «c) No cambia» o una lista."""
    if isinstance(letters, (list, tuple, set)):
        found = [str(letter).strip().lower() for letter in letters]
        return list(dict.fromkeys(letter for letter in found if letter))
    text = str(letters if letters is not None else "").strip().lower()
    if re.fullmatch(r"[a-zñ]{1,4}", text):
        return list(dict.fromkeys(text))
    text = text.split(") ")[0]
    return list(dict.fromkeys(re.findall(r"[^\W_]+", text)))
