"""Qué sección de la lección responde a lo que pasó, si alguna lo hace.

A quien le falta un paréntesis, escribió mal un nombre o dejó un bucle sin fin no le
sirve releer la teoría: ahí basta el mensaje, que ya dice qué mirar.
"""

__all__ = ["ANSWERED", "section_for", "without_pointer"]

# Diagnósticos de cualquier ejercicio que hablan de lo que se calculó: los responde la
# sección del ejercicio. Los demás (una excepción, un `return` que falta, un tipo…) son
# de Python. Un error declarado en un ejercicio trae su propia sección.
ANSWERED = frozenset(
    (
        *(None, "unknown", "nan", "warning", "sign", "factor", "absolute"),
        *("transposed", "axis", "constant", "input", "other_exercise"),
    )
)


def section_for(item, declared):
    """La sección que lo responde, o "".

    Args:
        item: un `Graded`.
        declared: la sección del ejercicio.
    """
    if item.section:
        return item.section
    wrong = item.status == "wrong" and item.diagnosis in ANSWERED
    return declared if wrong or item.status == "blank" else ""


def without_pointer(message, section):
    """El mensaje sin el renglón que solo nombra la sección: el informe la pone aparte.

    Así no se lee dos veces, y puede ser un enlace.
    """
    pointer = f"Lo explica la sección «{section}»."
    return "\n".join(line for line in message.splitlines() if line != pointer)
