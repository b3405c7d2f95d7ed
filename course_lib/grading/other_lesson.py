"""Quien entregó una lección que casi nadie más entregó: quizá se equivocó."""

from collections import Counter, defaultdict

__all__ = ["uncommon"]

_FEW = (
    0.2  # con menos que esta parte de la más entregada, una lección llama la atención
)


def uncommon(pairs):
    """Las lecciones que casi nadie entregó, y quienes solo entregaron de esas.

    No es un veredicto: en un curso entero, alguien puede ir adelante de los demás.

    Args:
        pairs: los pares (persona, lección), cada uno una vez; sin lección no cuentan.

    Returns:
        La lección más entregada, o `None`; y un diccionario de persona a las suyas,
        vacío si nadie llama la atención.
    """
    by_person = defaultdict(set)
    for person, lesson in pairs:
        if lesson:
            by_person[person].add(lesson)
    ranked = Counter(x for lessons in by_person.values() for x in lessons).most_common()
    if not ranked:
        return None, {}
    main, most = ranked[0]
    few = {lesson for lesson, n in ranked if n <= _FEW * most}
    alone = {who: sorted(mine) for who, mine in by_person.items() if mine <= few}
    return main, alone
