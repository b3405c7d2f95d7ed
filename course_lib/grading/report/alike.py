"""Los parecidos, con nombres y páginas, y lo que es una sola cosa que mirar, junto."""

from dataclasses import replace

from course_lib.grading.report.text import clean
from course_lib.grading.report.views import place

__all__ = ["alike"]

MOST_PAIRS = 40


def alike(similar, people):
    """Lo que muestra la sección «Parecidos» de un `similarity.Alike`.

    Args:
        similar: el `Alike`.
        people: las `Person` de la clase.
    """
    known = {person.student: person for person in people}

    def who(student):
        found = known.get(student)
        return (found.name, found.page) if found else (clean(student), "")

    # De quienes entregaron lo mismo ya se dijo todo: no se repite ejercicio por
    # ejercicio.
    kinds = ("same_files", "same_code", "same_form")
    notebooks = {kind: getattr(similar, kind) for kind in kinds}
    whole = [set(group) for found in notebooks.values() for group in found]
    groups = [g for g in _groups(similar.pairs) if not any(g[0] <= w for w in whole)]
    pairs = [
        {"people": [who(s) for s in sorted(students)], "pair": pair}
        for students, pair in groups[:MOST_PAIRS]
    ]
    copies = _copies([c for c in similar.copies if not c.renamed], who)
    return {
        **{k: [[who(s) for s in g] for g in found] for k, found in notebooks.items()},
        "pairs": pairs,
        "pairs_more": len(groups) - len(pairs),
        "copies": copies,
    }


def _copies(copies, who):
    """La solución del curso, ejercicio por ejercicio: quiénes la entregaron."""
    found = {}
    for copy in copies:
        found.setdefault(copy.exercise, []).append(copy)
    return [
        {
            "exercise": exercise,
            "people": [who(copy.student) for copy in same],
            "answered": same[0].answered,
        }
        for exercise, same in sorted(found.items(), key=lambda item: place(item[0]))
    ]


def _groups(pairs):
    """Los pares, y como un solo grupo los que se parecen todos entre sí y en lo mismo.

    Ocho personas con la misma función son 28 pares, y una sola cosa que mirar.

    Returns:
        Pares (personas, un `Pair` que vale por todos los suyos).
    """
    same = {}
    for pair in pairs:
        same.setdefault(pair.matches, []).append(pair)
    found = []
    for linked in same.values():
        for students in _components([(pair.first, pair.second) for pair in linked]):
            inside = [pair for pair in linked if pair.first in students]
            if len(inside) == len(students) * (len(students) - 1) // 2:
                found.append((set(students), _for_all(inside)))
            else:
                found += [({pair.first, pair.second}, pair) for pair in inside]
    return found


def _for_all(pairs):
    """Un par que vale por todos; si no coinciden en lo mismo, no dice en cuánto."""
    first = pairs[0]
    counts = {(pair.same, pair.both, pair.plain) for pair in pairs}
    return first if len(counts) == 1 else replace(first, same=0, both=0, plain=0)


def _components(couples):
    """Las personas unidas por algún par, en el orden en que aparecen."""
    groups = {}
    for first, second in couples:
        one, other = groups.get(first, [first]), groups.get(second, [second])
        if one is not other:
            joined = one + other
            groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())
