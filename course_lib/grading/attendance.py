"""Quién entregó, quién falta y quién estaba antes: lo que se dice de la clase."""

import json
from dataclasses import dataclass

from course_lib.grading.console import entries, listed
from course_lib.grading.other_lesson import uncommon

__all__ = [
    "Departures",
    "departures",
    "gone_sentence",
    "missing_sentence",
    "other_lesson_sentence",
    "repeated_sentence",
    "strangers_sentence",
    "superseded",
]

_ABSENT, _RENAMED = "absent", "renamed"  # cómo se anotan en la base
_FEW = 0.2  # la parte de las entregas que coincide con una lista equivocada
_ENOUGH = 3  # con menos entregas no se puede sospechar de la lista


@dataclass(frozen=True)
class Departures:
    """Lo guardado que ya no está entre las entregas.

    Attributes:
        names: de quiénes es, sin los que ya se dijeron.
        renamed: identificador de antes → el de ahora, de quien tiene otro código o
            cambió el nombre de su archivo.
    """

    names: tuple
    renamed: dict


def departures(store, found, before, lesson):
    """Quién entregó antes y ya no está; anota en la base que se dijo.

    Un cuaderno idéntico que ahora es de otra persona, que antes no estaba, es el mismo
    con otro nombre.

    Args:
        store: la base.
        found: los pares (persona, lección) de esta corrida.
        before: los que había guardados al empezar.
        lesson: la lección que se califica, o `None` si son todas.
    """
    known, found = store.known(), set(found)
    here = {student for student, _ in found}
    gone = {key for key in known.keys() - found if not _is_solved(key, here)}
    absent = {key for key in gone if lesson in (None, key[1])}
    told = {tuple(key) for key in json.loads(store.remembered(_ABSENT, "[]"))} & gone
    renamed = {key: now for key, now in _renamed(store).items() if key in gone}
    arrived = {
        (known[key].digest, key[1]): key[0]
        for key in found & known.keys() - before
        if known[key].digest
    }
    for key in absent - told:
        if now := arrived.get((known[key].digest, key[1])):
            renamed[key] = now
    new = sorted(absent - told - renamed.keys(), key=str)
    store.remember(_ABSENT, json.dumps(sorted(told | absent, key=str)))
    rows = sorted(([*key, now] for key, now in renamed.items()), key=str)
    store.remember(_RENAMED, json.dumps(rows))
    names = tuple(known[key].name or key[0] for key in new)
    return Departures(names, _followed({key[0]: now for key, now in renamed.items()}))


def superseded(store):
    """Lo guardado que ya no es de nadie: otro identificador, o un problema resuelto."""
    keys = store.keys()
    here = {student for student, lesson in keys if lesson is not None}
    return (_renamed(store).keys() & keys) | {k for k in keys if _is_solved(k, here)}


def _is_solved(key, here):
    """Si es un cuaderno que no se pudo leer, de alguien que después trajo otro."""
    return key[1] is None and key[0] in here


def _renamed(store):
    rows = json.loads(store.remembered(_RENAMED, "[]"))
    return {(student, lesson): now for student, lesson, now in rows}


def _followed(renamed):
    """A quién se llega desde cada nombre, si cambió más de una vez."""
    found = {}
    for first in renamed:
        last, seen = first, set()
        while last in renamed and last not in seen:
            seen.add(last)
            last = renamed[last]
        found[first] = last
    return found


def gone_sentence(names):
    """Lo que se dice de quienes ya no están, o `None`."""
    if not names:
        return None
    many = len(names) > 1
    return (
        f"{entries(len(names))} de antes ya no {'están' if many else 'está'} en la "
        f"carpeta de entregas: {listed(names)}. {'No salen' if many else 'No sale'} en "
        f"el informe, y {'sus notas siguen' if many else 'su nota sigue'} "
        f"{'guardadas' if many else 'guardada'}."
    )


def repeated_sentence(names):
    """Lo que se dice de quienes trajeron varios cuadernos de una lección, o `None`."""
    if not names:
        return None
    who = (
        "1 persona entregó" if len(names) == 1 else f"{len(names)} personas entregaron"
    )
    return (
        f"{who} varios cuadernos de la misma lección, y cuenta uno: {listed(names)}. "
        "El informe dice cuál."
    )


def missing_sentence(roster, here):
    """Quiénes están en la lista y no entregaron."""
    names = sorted(name for student, name in roster.items() if student not in here)
    if not names:
        return f"Entregaron todos los de la lista: {len(roster)}."
    verb = "entregó" if len(names) == 1 else "entregaron"
    return f"No {verb} {len(names)} de los {len(roster)} de la lista: {listed(names)}."


def other_lesson_sentence(found):
    """Quiénes entregaron solo una lección que casi nadie más entregó, o `None`.

    Args:
        found: los pares (persona, lección) de esta corrida → nombre.
    """
    main, alone = uncommon(found)
    if not alone:
        return None
    names = {student: name for (student, _), name in found.items()}
    shown = sorted(f"{names[who]} (la {', '.join(x)})" for who, x in alone.items())
    many = len(alone) > 1
    return (
        f"Casi todas las entregas son de la lección {main}, y "
        f"{len(alone)} {'son' if many else 'es'} de otra: {listed(shown)}. Si la tarea "
        f"era la {main}, repite la orden con --leccion {main}: así "
        f"{'sus páginas se lo dicen' if many else 'su página se lo dice'}."
    )


def strangers_sentence(roster, people):
    """Quiénes entregaron sin estar en la lista, o `None`.

    Args:
        roster: la lista, identificador → nombre.
        people: quienes entregaron, identificador → nombre.
    """
    strangers = sorted(n for student, n in people.items() if student not in roster)
    if not strangers:
        return None
    matched = len(people) - len(strangers)
    if len(people) >= _ENOUGH and matched <= _FEW * len(people):
        return _mismatch(roster, people, strangers, matched)
    verb = "no está" if len(strangers) == 1 else "no están"
    return f"{entries(len(strangers))} {verb} en la lista: {listed(strangers)}."


def _mismatch(roster, people, strangers, matched):
    """La lista parece ser otra: un ejemplo de cada lado y qué mirar."""
    student, name = next(
        ((s, n) for s, n in roster.items() if s not in people),
        next(iter(roster.items())),
    )
    shown = f"«{student}»" if student == name else f"«{student}», «{name}»"
    some = "ninguna" if not matched else f"solo {matched}"
    return (
        f"De {entries(len(people))}, {some} coincide{'n' * (matched > 1)} con la "
        f"lista. Una entrega es de «{strangers[0]}»; la lista dice {shown}. ¿Es la "
        "lista de este grupo? ¿Trae el código o el nombre que llevan las carpetas?"
    )
