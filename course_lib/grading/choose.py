"""Cuál de los cuadernos de una persona cuenta, y qué se dice de los demás.

Cuenta el último que se puede leer y tiene respuestas. Solo se lee lo de esta persona.
"""

import functools
import hashlib
import time
from dataclasses import dataclass

from course_lib.errors import CourseError
from course_lib.grading import places
from course_lib.grading.console import listed
from course_lib.grading.extract import extract
from course_lib.grading.model import Submission, Work
from course_lib.grading.notebooks import read_notebook
from course_lib.grading.people import version_of
from course_lib.grading.place import COMPRESSED, stem_of

__all__ = ["Group", "submission_of"]

_MOST_NOTEBOOKS = 60  # cuadernos de una misma persona que se leen
_MOST_SECONDS = 10.0  # que se gastan en leerlos: los hay hechos para que no termine
_MOST_PLACES = 20_000  # lugares que se recorren de una misma persona
# Donde el curso pone lo suyo, cuando alguien envía la carpeta entera.
_COURSE_FOLDERS = {"lessons", "soluciones", "anteriores"}
_SOLUTIONS = "solutions"  # las del curso: no son de nadie mientras haya otra cosa
_MOST_NOTES = 6
_CLOSE = 2.0  # segundos: un zip no guarda la hora con más detalle


@dataclass(frozen=True)
class _Read:
    """Un cuaderno leído: su trabajo, o su problema."""

    place: places.Place
    digest: str = ""
    work: Work | None = None
    problem: str | None = None
    notes: tuple = ()


@dataclass
class Group:
    """Lo que entregó una persona, sin leer todavía.

    Attributes:
        student, name: quién es.
        items: los `Place` que trajo.
        versions: ruta que se muestra → el «(2)» de su nombre, o 0.
        notes: lo que conviene decir de ella.
    """

    student: str
    name: str
    items: list
    versions: dict
    notes: tuple = ()


def submission_of(group, lesson, archives):
    """La entrega de una persona: la que cuenta, o el problema."""
    notebooks, problems, others = _walk(group, archives)
    ordered = _latest_first(notebooks, group.versions)
    found = _read_latest(ordered, archives, lesson)
    readable = [item for item in found if item.work is not None]
    failed = [item for item in found if item.problem]
    wanted = [x for x in readable if lesson is None or x.work.lesson == lesson]
    if not wanted:
        return _without_notebook(group, lesson, readable, failed, problems, others)
    # Uno en blanco, como el que viene en la carpeta del curso, no borra lo escrito.
    best = next((x for x in wanted if _has_answers(x)), wanted[0])
    return _chosen(group, best, wanted, failed, problems)


def _walk(group, archives):
    """(cuadernos, problemas, nombres de lo demás) de una persona."""
    notebooks, problems, others = [], [], []
    pending, seen = list(reversed(group.items)), 0
    while pending:
        place = pending.pop()
        seen += 1
        if seen > _MOST_PLACES:
            problems.append((group.items[0], "Tiene demasiados archivos."))
            break
        if place.problem:
            problems.append((place, f"{place.problem}."))
        elif place.kind == "notebook":
            notebooks.append(place)
        elif place.kind == "other":
            others.append(place.name)
        else:
            try:
                inside = places.children(place, archives)
            except CourseError as error:
                problems.append((place, str(error)))
                continue
            version = group.versions.get(place.shown, 0)
            for child in reversed(inside):
                own = version_of(stem_of(child.name))
                if own or version:  # casi nadie: que no crezca con cada archivo
                    group.versions[child.shown] = max(version, own)
                pending.append(child)
    return notebooks, problems, others


def _latest_first(notebooks, versions):
    """Los cuadernos, primero los de la persona y de ellos el último."""

    def compare(a, b):
        ours = _is_course(a) - _is_course(b)
        if ours:
            return ours
        if a.time and b.time and abs(a.time - b.time) > _CLOSE:
            return -1 if a.time > b.time else 1
        by_version = versions.get(b.shown, 0) - versions.get(a.shown, 0)
        if by_version or a.time != b.time:
            return by_version or (-1 if a.time > b.time else 1)
        return 0

    ordered = sorted(notebooks, key=lambda place: place.shown, reverse=True)
    return sorted(ordered, key=functools.cmp_to_key(compare))


def _is_course(place):
    """0 si es de la persona; si vino con el curso, más mientras menos pueda ser suyo:
    alguien responde en `lessons/`, y en `solutions/` nadie."""
    parts = {part.lower() for part in place.shown.split("/")[1:]}
    return 2 if _SOLUTIONS in parts else int(bool(_COURSE_FOLDERS & parts))


def _has_answers(read):
    """Si la persona respondió algo en un cuaderno."""
    return bool(read.work.functions or read.work.answers) and _is_course(read.place) < 2


def _read_latest(ordered, archives, lesson):
    """Los últimos cuadernos, leídos: hasta cierta cantidad, y cierto tiempo."""
    found, started = [], time.process_time()
    for place in ordered[:_MOST_NOTEBOOKS]:
        if found and time.process_time() - started > _MOST_SECONDS:
            break
        found.append(_read(place, archives, lesson))
    return found


def _read(place, archives, lesson):
    """Un cuaderno leído, o su problema."""
    try:
        data = places.read(place, archives)
    except CourseError as error:
        return _Read(place, problem=str(error))
    digest = hashlib.sha256(data).hexdigest()
    try:
        cells = read_notebook(data)
        work = extract(cells, wanted=lesson)
        return _Read(place, digest, work, notes=cells.notes)
    except CourseError as error:
        return _Read(place, digest, problem=str(error))


def _chosen(group, best, wanted, failed, problems):
    """La entrega que cuenta, con lo que conviene decir de las otras."""
    lesson = best.work.lesson
    same = [x for x in wanted if x.work.lesson == lesson]
    said = [(note, "") for note in group.notes]
    said += [(note, note) for note in best.notes]
    said += _repeated(group, best, same)
    others = {x.work.lesson for x in wanted if not _is_course(x.place)} - {lesson}
    others.update(best.work.also)
    if others:
        said.append(_other_lessons(sorted(others)))
    ignored = [f"«{x.place.shown}» no cuenta: {x.problem}" for x in failed]
    ignored += [f"«{place.shown}» no cuenta: {text}" for place, text in problems]
    said += [(note, note) for note in ignored]
    if len(said) > _MOST_NOTES:
        count = len(said) - _MOST_NOTES
        rest = "Y otro archivo que no cuenta."
        if count > 1:
            rest = f"Y otros {count} archivos que no cuentan."
        said = [*said[:_MOST_NOTES], (rest, rest)]
    return Submission(
        group.student,
        group.name,
        best.place.shown,
        best.digest,
        best.work,
        None,
        tuple(note for note, _ in said),
        tuple(told for _, told in said if told),
        len({x.digest for x in _mine(best, same)}) - 1,
    )


def _other_lessons(numbers):
    """Lo que se dice de otras lecciones: a quien enseña y a la persona."""
    many = len(numbers) > 1
    which = f"{'las lecciones' if many else 'la lección'} {listed(numbers)}"
    how = "se califican" if many else "se califica"
    return (
        f"También entregó {which}: {how} con --leccion.",
        f"También entregaste {which}: {'van' if many else 'va'} en otra página.",
    )


def _mine(best, same):
    """De los cuadernos de una lección, los que no vinieron con el curso."""
    return [x for x in same if x is best or not _is_course(x.place)]


def _repeated(group, best, same):
    """Lo que se dice de varios cuadernos de una lección: a quien enseña y a la persona.

    El mismo archivo dos veces en una carpeta es cosa de guardar; en dos envíos, se
    dice a quien enseña y no cambia nada.
    """
    mine = _mine(best, same)
    count = len({x.digest for x in mine})
    if count == 1:
        times = sum(1 for item in group.items if any(_from(x, item) for x in mine))
        if times > 1:
            yield f"Envió {times} veces el mismo cuaderno.", ""
        return
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(best.place.time))
    dated = f" ({when})" if best.place.time else ""
    why = "cuenta el último"
    if best is not same[0]:
        why = "el último está en blanco, y cuenta el anterior"
    rest = f"{count} cuadernos de la lección {best.work.lesson}; {why}: "
    rest += f"«{best.place.shown}»{dated}."
    yield f"Entregó {rest}", f"Entregaste {rest}"


def _from(read, item):
    """Si un cuaderno es de ese envío, o lo es él mismo."""
    shown = read.place.shown
    return shown == item.shown or shown.startswith(f"{item.shown}/")


def _without_notebook(group, lesson, readable, failed, problems, others):
    """La entrega que no se puede calificar, y por qué."""
    place, digest = group.items[0], ""
    if failed:
        place, digest, text = failed[0].place, failed[0].digest, failed[0].problem
    elif readable:
        best = readable[0]
        place, digest = best.place, best.digest
        text = (
            f"Es el cuaderno de la lección {best.work.lesson}, y se esperaba el de la "
            f"{lesson}: envía ese."
        )
    elif problems:
        place, text = problems[0]
    elif others:
        names = ", ".join(sorted(set(others))[:3])
        closed = any(name.lower().endswith(COMPRESSED) for name in others)
        text = f"No hay ningún cuaderno (.ipynb); hay {len(others)} archivos: {names}."
        text = text.replace("hay 1 archivos", "hay un archivo")
        text += " Envía el cuaderno"
        text += ", o un .zip: los de otra compresión no se abren." if closed else "."
    else:
        text = "La carpeta está vacía: envía el cuaderno (.ipynb)."
    return Submission(
        group.student, group.name, place.shown, digest, None, text, group.notes
    )
