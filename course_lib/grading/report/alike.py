"""Los parecidos, con nombres y páginas, y lo que es una sola cosa que mirar, junto."""

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

    groups = _groups(similar.pairs)
    pairs = [
        {"people": [who(student) for student in students], "matches": matches}
        for students, matches in groups[:MOST_PAIRS]
    ]
    copies = _copies([c for c in similar.copies if not c.renamed], who)
    return {
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
    """
    same = {}
    for pair in pairs:
        same.setdefault(pair.matches, []).append((pair.first, pair.second))
    found = []
    for matches, couples in same.items():
        for students in _components(couples):
            inside = [c for c in couples if c[0] in students]
            whole = len(inside) == len(students) * (len(students) - 1) // 2
            found += [(students, matches)] if whole else [(c, matches) for c in inside]
    return found


def _components(couples):
    """Las personas unidas por algún par, en el orden en que aparecen."""
    groups = {}
    for first, second in couples:
        one, other = groups.get(first, [first]), groups.get(second, [second])
        if one is not other:
            joined = one + other
            groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())
