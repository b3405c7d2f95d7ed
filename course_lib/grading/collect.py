"""De una carpeta o un zip con las entregas de una clase, a una entrega por persona.

Primero se ve quién entrega, sin leer nada; luego se lee de a una persona, y por eso la
memoria no crece con la clase. Lo que falla en una entrega queda dicho en la suya.
"""

from collections import Counter
from dataclasses import replace

from course_lib.errors import CourseError
from course_lib.grading import places
from course_lib.grading.choose import Group, submission_of
from course_lib.grading.given import title_words
from course_lib.grading.model import Submission
from course_lib.grading.people import key_of, person_of, version_of
from course_lib.grading.place import stem_of
from course_lib.grading.roster import Roster

__all__ = ["collect"]

# Lo que trae la carpeta del curso; las tres primeras dicen que lo es.
_COURSE_ROOT = {"mis_cuadernos", "lessons", "course_lib"}
_COURSE = _COURSE_ROOT | {"benchmarks", "docs", "solutions", "source", "tests", "tools"}


def collect(path, *, lesson=None, roster=None, spool=None):
    """Las entregas que hay en una carpeta o en un zip, una por persona.

    Si alguien entregó varias veces cuenta la última que se puede leer, y queda dicho.

    Args:
        path: la carpeta, el zip o un solo cuaderno.
        lesson: la lección que se esperaba, «04»; si falta, vale cualquiera.
        roster: la lista de la clase, identificador → nombre, o `None`.
        spool: carpeta para los zips grandes que van dentro de otro; sin ella, se abren
            solo los que caben en la memoria.

    Yields:
        `Submission`, por orden de nombre, también las que tienen un problema.

    Raises:
        CourseError: al llamarla, si ahí no hay entregas o no se puede leer.
    """
    archives = places.Archives(spool)
    try:
        root, items = _items(places.root_of(path), archives)
        groups = _by_person(root, items, Roster(roster))
        if not groups:
            raise CourseError(
                f"En «{root.shown}» no hay ninguna entrega",
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


def _items(root, archives):
    """Lo que hay arriba de todo, una cosa por persona: (de dónde, lista).

    Una carpeta o un zip que solo contiene otra carpeta o zip es un envoltorio.
    """
    if root.kind == "notebook":
        return root, [root]
    for _ in range(8):
        if root.budget is not None:
            root.budget.release()
        inside = places.children(root, archives)
        if _is_the_course(inside):
            return root, [root]  # la carpeta del curso de una sola persona
        alone = len(inside) == 1 and not inside[0].problem
        if not alone or inside[0].kind not in ("folder", "zip"):
            return root, inside
        root = inside[0]
    return root, inside


def _is_the_course(inside):
    """Si es la carpeta del curso de una sola persona.

    Con algo de otra persona al lado no lo es: si alguien deja su carpeta `lessons`
    entre las de la clase, las demás siguen siendo entregas.
    """
    folders = {place.name for place in inside if place.kind == "folder"}
    others = {p.name for p in inside if p.kind != "other"} - _COURSE
    return bool(folders & _COURSE_ROOT) and not others


def _by_person(root, items, roster):
    """Los grupos, por orden de nombre."""
    groups = {}
    for item in items:
        person = _person(item, root)
        if person is None:
            continue
        entry, notes = roster.find(person)
        key = ("lista", entry) if entry else (person.key, person.number)
        group = groups.get(key)
        if group is None:
            name = roster.names.get(entry) or person.text
            group = groups[key] = Group(entry or person.text, name, [], {}, notes)
        group.items.append(item)
        group.versions[item.shown] = person.version
    _separate_homonyms(groups)
    return sorted(groups.values(), key=lambda g: (key_of(g.name), g.student))


def _person(item, root):
    """De quién es, o `None` si es un archivo ajeno que no es de nadie."""
    is_file = item.kind != "folder"
    stem = stem_of(item.name) if is_file else item.name
    words = title_words()
    person = person_of(stem, is_file=is_file, words=words)
    if item.kind == "other" and not item.problem and not (person and person.number):
        return None
    if person is not None:
        return person
    version = version_of(stem)
    if is_file and item is not root:
        # «04.ipynb» y «04 (2).ipynb», en la carpeta de quien entrega.
        above = stem_of(root.name) if root.kind == "zip" else root.name
        person = person_of(above, is_file=root.kind != "folder", words=words)
    person = person or person_of(stem, is_file=False) or person_of("sin nombre")
    return replace(person, version=version)


def _separate_homonyms(groups):
    """Dos personas que se llaman igual llevan además el número de la plataforma."""
    texts = Counter(key_of(group.student) for group in groups.values())
    for (_, number), group in groups.items():
        if texts[key_of(group.student)] > 1 and number and number != group.student:
            group.student = f"{group.student} ({number})"
