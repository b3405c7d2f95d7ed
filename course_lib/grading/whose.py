"""De quién es cada cosa que hay en unas entregas.

Lo dice su nombre; si no, la ficha que pone `curso entregar`, o la carpeta donde está.
Lo que no lo dice queda aparte, y se avisa: dos personas no se toman por una.
"""

import json
from dataclasses import dataclass, replace

from course_lib.errors import CourseError
from course_lib.grading import places
from course_lib.grading.console import listed
from course_lib.grading.given import title_words
from course_lib.grading.package import safe
from course_lib.grading.people import Person, clean_name, key_of, person_of, version_of
from course_lib.grading.place import COMPRESSED, stem_of

__all__ = ["Top", "top_of"]

# Lo que trae la carpeta del curso; las tres primeras dicen que lo es.
_COURSE_ROOT = {"mis_cuadernos", "lessons", "course_lib"}
_COURSE = _COURSE_ROOT | {"benchmarks", "docs", "solutions", "source", "tests", "tools"}
_CARD, _LARGEST_CARD = "entrega.json", 1 << 16


@dataclass
class Top:
    """Lo que hay arriba de todo, una cosa por persona.

    Attributes:
        wrappers: las carpetas y los zips que solo contenían otro, de afuera adentro; el
            último es de donde salen las cosas.
        items: las cosas.
        archives: los zips abiertos.
        roster: la lista de la clase (`Roster`).
    """

    wrappers: list
    items: list
    archives: object
    roster: object

    def owned(self, notes):
        """Las parejas (cosa, persona), y en `notes`, lo que conviene decir."""
        found, nameless, ignored = [], [], []
        for item in self.items:
            person = _named(item)
            if item.kind == "other" and not self._counts(item, person):
                ignored += [item.name] * (item.name != _CARD)
                continue
            if person is None:
                person, is_said = self._unsaid(item)
                nameless += [] if is_said else [item.name]
            elif not self.roster.find(person)[0]:
                person = self._with_name(item, person)
            found.append((item, person))
        above = self._above()
        notes += filter(None, (_about_ignored(ignored), _about(nameless, above)))
        return found

    def _with_name(self, item, person):
        """La persona de «entrega_04_A1.zip», con el nombre que dice su ficha."""
        if item.kind == "zip" and item.name.startswith("entrega_"):
            card = _card(item, self.archives)
            if card is not None and safe(card.text) == person.text:
                return replace(person, name=card.name)
        return person

    def _counts(self, item, person):
        """Si un archivo que no es un cuaderno es lo que alguien entregó."""
        if item.problem or item.name.lower().endswith(COMPRESSED):
            return True
        if person is None:
            return False
        return bool(person.number or self.roster.find(person)[0])

    def _unsaid(self, item):
        """La persona de algo cuyo nombre no lo dice, y si se sabe quién es."""
        card = _card(item, self.archives)
        if card is not None:
            return card, True
        stem = stem_of(item.name) if item.kind != "folder" else item.name
        person = person_of(stem, is_file=False) or person_of("sin nombre")
        if item is self.wrappers[-1]:
            return person, True
        above = self._above()
        if above is not None and (item.kind != "folder" or version_of(stem)):
            # «04.ipynb» y «04 (2).ipynb», en la carpeta de quien entrega.
            return replace(above, version=version_of(stem)), item.kind == "folder"
        text = clean_name(stem)  # con su «(2)»: pueden ser dos personas
        return replace(person, key=key_of(text) or person.key, text=text), False

    def _above(self):
        """La persona que dice el más cercano de los envoltorios, o `None`."""
        named = (_named(place) for place in reversed(self.wrappers))
        return next((person for person in named if person is not None), None)


def top_of(root, archives, roster):
    """El `Top` de unas entregas.

    Una carpeta o un zip que solo contiene otra carpeta o zip es un envoltorio; una
    carpeta de la clase («lección 04», «Paralelo 2») cede su lugar a lo que contiene.
    """
    wrappers = [root]
    if root.kind == "notebook":
        return Top(wrappers, [root], archives, roster)
    for _ in range(8):
        place = wrappers[-1]
        if place.budget is not None:
            place.budget.release()
        inside = places.children(place, archives)
        if _is_the_course(inside):
            inside = [place]  # la carpeta del curso de una sola persona
            break
        if len(inside) != 1 or not _is_wrapper(inside[0]):
            break
        wrappers.append(inside[0])
    items = [x for item in inside for x in _spread(item, archives, roster)]
    return Top(wrappers, items, archives, roster)


def _is_wrapper(place):
    """Si puede ser de toda la clase; la que Moodle hizo para una persona, no."""
    alone = "_assignsubmission_" in place.name
    return place.kind in ("folder", "zip") and not (place.problem or alone)


def _is_the_course(inside):
    """Si es la carpeta del curso de una sola persona.

    Con algo de otra persona al lado no lo es: si alguien deja su carpeta `lessons`
    entre las de la clase, las demás siguen siendo entregas.
    """
    folders = {place.name for place in inside if place.kind == "folder"}
    others = {p.name for p in inside if p.kind != "other"} - _COURSE
    return bool(folders & _COURSE_ROOT) and not others


def _spread(item, archives, roster):
    """Una cosa, o lo que contiene, si es una carpeta de la clase y no de alguien.

    Lo es si dentro todo dice de quién es y ella no; o si no está en la lista, y lo de
    dentro sí; o si lo de dentro viene con el número de la plataforma.
    """
    person = _named(item)
    said = person is not None and (person.number or roster.find(person)[0])
    if item.kind not in ("folder", "zip") or item.name in _COURSE or said:
        return [item]
    try:
        inside = [x for x in places.children(item, archives) if x.kind != "other"]
    except CourseError:
        return [item]  # se dirá al leerla
    people = [_named(place) for place in inside]
    if None in people or not people:
        return [item]
    listed_here = {roster.find(person)[0] for person in people} - {None}
    numbered = len(people) > 1 and all(person.number for person in people)
    is_folder = item.kind == "folder"
    if numbered or (is_folder and (person is None or len(listed_here) > 1)):
        return inside
    return [item]


def _named(item):
    """La persona que dice el nombre de algo, o `None`."""
    is_file = item.kind != "folder"
    stem = stem_of(item.name) if is_file else item.name
    return person_of(stem, is_file=is_file, words=title_words())


def _card(item, archives):
    """La persona que dice la ficha de un zip de `curso entregar`, o `None`."""
    if item.kind not in ("folder", "zip"):
        return None
    try:
        inside = places.children(item, archives)
        card = next(place for place in inside if place.name == _CARD)
        if card.size > _LARGEST_CARD:
            return None
        said = json.loads(places.read(card, archives))
        code, name = clean_name(said["codigo"]), clean_name(said.get("nombre", ""))
    except (CourseError, StopIteration, ValueError, RecursionError):
        return None
    except (KeyError, TypeError, AttributeError):
        return None
    return Person(key_of(code), code, name=name) if key_of(code) else None


# Lo que se dice -----------------------------------------------------------------------


def _about_ignored(names):
    """Los archivos que no se miraron, o `None`."""
    if not names:
        return None
    one = len(names) == 1
    begin = "No se miró un archivo" if one else f"No se miraron {len(names)} archivos"
    return (
        f"{begin} que no {'es' if one else 'son'} de cuaderno ni zip: {listed(names)}."
    )


def _about(names, above):
    """Lo que no dice de quién es, o `None`."""
    if not names or (above is not None and len(names) == 1):
        return None
    begin = f"{len(names)} entregas no dicen de quién son ({listed(names, 3)})"
    if len(names) == 1:
        begin = f"Una entrega no dice de quién es ({names[0]})"
    if above is None:
        each = "Quedó aparte" if len(names) == 1 else "Cada una quedó aparte"
        return (
            f"{begin}. {each}: ponle un nombre al archivo, o una carpeta por persona."
        )
    return (
        f"{begin}: se tomaron por versiones de la de «{above.text}», y cuenta la "
        "última. Si son de varias personas, pon en cada archivo su nombre."
    )
