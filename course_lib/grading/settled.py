"""De quién es cada ajuste, y qué vale cuando ya había otros guardados.

Nada se pierde por dar otro archivo: lo que dice reemplaza lo guardado de la misma
persona y ejercicio, y lo demás sigue.
"""

import difflib
from pathlib import Path

from course_lib.grading.console import listed
from course_lib.grading.corrections import NAME, read_adjustments, twice
from course_lib.grading.people import key_of, plain_key

__all__ = [
    "Namesakes",
    "Settled",
    "apart_sentence",
    "given_adjustments",
    "merged",
    "of_these",
    "settle",
]


def given_adjustments(path, folder, notes):
    """Los ajustes que se dan en esta corrida, o `None` si no hay archivo.

    Args:
        path: el archivo de --ajustes, o `None`.
        folder: la carpeta del informe; su `ajustes.csv` también cuenta, y si dicen
            algo distinto vale el de --ajustes.
        notes: una lista que recibe lo que conviene decir.

    Raises:
        CourseError: si alguno no se puede leer.
    """
    paths = [folder / NAME] if (folder / NAME).is_file() else []
    if path is not None and not (paths and Path(path).resolve() == paths[0].resolve()):
        paths.append(path)
    if not paths:
        return None
    return merged((), [x for one in paths for x in read_adjustments(one, notes)], True)


def merged(saved, given, removals=False):
    """Los guardados y los dados, todavía como se escribieron; vale el último.

    Args:
        saved, given: los `Adjustment`; `given` puede ser `None`.
        removals: si los que quitan se conservan.
    """
    found = {item[:2]: item for item in (*saved, *(given or ()))}
    return tuple(x for x in found.values() if removals or x.points is not None)


class Namesakes:
    """A quién nombra un texto, entre las personas de la clase.

    Args:
        people: identificador → nombre, de quienes entregaron y de la lista.
        renamed: identificador de antes → el de ahora.
    """

    def __init__(self, people, renamed=None):
        self.people, self._renamed = people, renamed or {}
        self._by_key = [{} for _ in _KEYS]
        for student, name in people.items():
            for found, simple in zip(self._by_key, _KEYS, strict=True):
                for key in {simple(student), simple(name)} - {""}:
                    found.setdefault(key, set()).add(student)

    def find(self, text):
        """Los identificadores que ese texto puede nombrar; uno, si no hay duda."""
        if text in self.people:
            return {text}
        if self._renamed.get(text) in self.people:
            return {self._renamed[text]}
        for found, simple in zip(self._by_key, _KEYS, strict=True):
            if simple(text) in found:
                return found[simple(text)]
        return set()

    def closest(self, text):
        """El identificador de quien se escribe más parecido, o `None`."""
        plain = self._by_key[_KEYS.index(plain_key)]
        close = difflib.get_close_matches(plain_key(text), plain, 1, 0.6)
        return min(plain[close[0]]) if close else None


def _sorted(text):
    """Las palabras de un nombre en orden: el apellido va antes, o después."""
    return " ".join(sorted(plain_key(text).split()))


# Cómo se comparan dos nombres, de lo más exacto a lo menos.
_KEYS = (key_of, plain_key, _sorted)


class Settled:
    """Los ajustes que valen, y lo que conviene decir de ellos.

    Attributes:
        items: los `Adjustment`, con el identificador de cada persona.
        notes: frases.
        unknown: {como se escribió: frase} de los que no son de nadie.
    """

    def __init__(self):
        self.items, self.notes, self.unknown = (), [], {}


def settle(saved, given, people):
    """Suma los ajustes dados a los guardados y dice qué cambió.

    Args:
        saved: los `Adjustment` guardados.
        given: los del archivo, o `None` si no se dio ninguno.
        people: un `Namesakes`.

    Returns:
        Un `Settled`.
    """
    settled, kept = Settled(), {}
    given = [_owned(item, people, settled) for item in given or ()]
    mended = {tuple(item) for item in given}
    for item in saved:
        if not people.find(item.student) and (
            (people.closest(item.student), *item[1:]) in mended
        ):
            continue  # el nombre estaba mal escrito, y ya se corrigió
        item = _owned(item, people, settled)
        kept[item[:2]] = item
    before, named = dict(kept), set()
    for item in given:
        if item[:2] in named and kept.get(item[:2], item).points != item.points:
            settled.notes.append(twice(item, "Hay"))
        named.add(item[:2])
        if item.points is None:
            kept.pop(item[:2], None)
        else:
            kept[item[:2]] = item
    settled.items = tuple(kept.values())
    if given:
        settled.notes += _changes(before, kept, named, people)
    return settled


def _owned(item, people, settled):
    """El ajuste, con el identificador de su persona; si no se sabe, queda igual."""
    found = people.find(item.student)
    if len(found) == 1:
        return item._replace(student=min(found))
    text = f"Un ajuste no se usó: no hay entrega de «{item.student}»."
    if found:
        shown = "» o «".join(sorted(found)[:3])
        text = f"Un ajuste no se usó: «{item.student}» puede ser «{shown}». Escríbelo "
        text += "como en la columna «estudiante» de notas.csv."
    elif closest := people.closest(item.student):
        name = people.people[closest]
        name = "" if name == closest else f", {name}"
        text += f" ¿Es «{closest}»{name}? Va como en la columna «estudiante» de "
        text += "notas.csv."
    settled.unknown[item.student] = text
    return item


def _changes(before, after, named, people):
    """Lo que se agregó, cambió o quitó, y lo que sigue sin estar en el archivo."""
    known = [key for key in after if key[0] in people.people]
    new = sum(key not in before for key in known)
    changed = sum(key in before and before[key] != after[key] for key in known)
    gone = [key for key in before if key not in after]
    rest = [key for key in known if key not in named]
    pieces = [
        text
        for count, text in (
            (new, f"{new} nuevo{'s' * (new != 1)}"),
            (changed, f"{changed} con cambios"),
            (len(gone), f"{len(gone)} que se quita{'n' * (len(gone) != 1)}"),
        )
        if count
    ]
    if pieces:
        yield f"Ajustes: {', '.join(pieces)}."
    if rest:
        shown = listed(f"{_name(student, people)} en el {x}" for student, x in rest)
        many = len(rest) != 1
        yield (
            f"{len(rest)} ajuste{'s' * many} de antes no está{'n' * many} en el "
            f"archivo y sigue{'n' * many} valiendo: {shown}. Para quitar uno, escribe "
            "su fila con «quitar» en los puntos."
        )


def _name(student, people):
    return people.people.get(student, student)


def of_these(items, found):
    """Los ajustes de estas entregas y, aparte, los de otra lección.

    Quien no tiene una lección conocida (no entregó, o no se pudo leer) puede tener
    ajustes de cualquiera de la corrida.

    Args:
        items: los `Adjustment`.
        found: los pares (persona, lección) de la corrida.
    """
    mine, here, apart = dict(found), [], []
    lessons = set(mine.values()) - {None}
    for item in items:
        wanted = {mine.get(item.student)} - {None} or lessons
        is_here = not wanted or item.exercise.split(".")[0] in wanted
        (here if is_here else apart).append(item)
    return tuple(here), tuple(apart)


def apart_sentence(items, people):
    """Lo que se dice de los ajustes de otra lección, o `None` si no los hay."""
    if not items:
        return None
    many = len(items) != 1
    shown = listed(f"{_name(x.student, people)} en el {x.exercise}" for x in items)
    return (
        f"{len(items)} ajuste{'s' * many} {'son' if many else 'es'} de otra lección: "
        f"sigue{'n' * many} guardado{'s' * many} y en este informe no "
        f"cuenta{'n' * many}: {shown}."
    )
