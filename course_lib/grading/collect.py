"""De una carpeta o un zip con las entregas de una clase, a una entrega por persona.

Primero se ve quién entrega, sin leer nada; luego se lee de a una persona, y por eso la
memoria no crece con la clase. Lo que falla en una entrega queda dicho en la suya.
"""

from collections import Counter

from course_lib.errors import CourseError
from course_lib.grading import places
from course_lib.grading.choose import Group, submission_of
from course_lib.grading.model import Submission
from course_lib.grading.people import key_of
from course_lib.grading.roster import Roster
from course_lib.grading.whose import top_of

__all__ = ["collect"]


def collect(path, *, lesson=None, roster=None, spool=None, notes=None):
    """Las entregas que hay en una carpeta o en un zip, una por persona.

    Si alguien entregó varias veces cuenta la última que se puede leer, y queda dicho.

    Args:
        path: la carpeta, el zip o un solo cuaderno.
        lesson: la lección que se esperaba, «04»; si falta, vale cualquiera.
        roster: la lista de la clase, identificador → nombre, o `None`.
        spool: carpeta para los zips grandes que van dentro de otro; sin ella, se abren
            solo los que caben en la memoria.
        notes: una lista que recibe, al llamarla, lo que conviene decir, en frases.

    Yields:
        `Submission`, por orden de nombre, también las que tienen un problema.

    Raises:
        CourseError: al llamarla, si ahí no hay entregas o no se puede leer.
    """
    archives = places.Archives(spool)
    try:
        top = top_of(places.root_of(path), archives, Roster(roster))
        groups = _by_person(top, [] if notes is None else notes)
        if not groups:
            raise CourseError(
                f"En «{top.wrappers[-1].shown}» no hay ninguna entrega",
                expected="una carpeta o un zip por persona, o cuadernos con su nombre",
            )
    except BaseException:
        archives.close()
        raise
    return _submissions(groups, lesson, archives)


def _submissions(groups, lesson, archives):
    try:
        for group in groups:
            try:
                yield submission_of(group, lesson, archives)
            except Exception as error:  # ninguna entrega tumba a las demás
                text = f"No se pudo leer ({type(error).__name__})."
                source = group.items[0].shown
                yield Submission(group.student, group.name, source, "", problem=text)
    finally:
        archives.close()


# Quién entrega ------------------------------------------------------------------------


def _by_person(top, notes):
    """Los grupos, por orden de nombre."""
    groups, roster = {}, top.roster
    for item, person in top.owned(notes):
        entry, about = roster.find(person)
        key = ("lista", entry) if entry else (person.key, person.number)
        group = groups.get(key)
        if group is None:
            name = roster.names.get(entry) or person.name or person.text
            group = groups[key] = Group(entry or person.text, name, [], {}, about)
        group.items.append(item)
        group.versions[item.shown] = person.version
    _separate_homonyms(groups)
    return sorted(groups.values(), key=lambda g: (key_of(g.name), g.student))


def _separate_homonyms(groups):
    """Dos personas que se llaman igual llevan además el número de la plataforma."""
    texts = Counter(key_of(group.student) for group in groups.values())
    for (_, number), group in groups.items():
        if texts[key_of(group.student)] > 1 and number and number != group.student:
            group.student = f"{group.student} ({number})"
