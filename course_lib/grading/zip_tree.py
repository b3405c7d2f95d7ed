"""Lo que hay dentro de un zip, como árbol de `Place`: sus carpetas y sus archivos."""

from dataclasses import replace

from course_lib.errors import CourseError
from course_lib.grading import zips
from course_lib.grading.people import LONGEST_FILE, clean_name
from course_lib.grading.place import DEEPEST, Place, is_foreign, kind_of

__all__ = ["in_zip"]


def in_zip(place, archives):
    """Lo que hay en la raíz de un zip; lo de sus carpetas ya queda leído dentro."""
    budget = place.budget
    if budget.zips > zips.MOST_ZIPS:
        raise CourseError("Tiene demasiados zips, uno dentro de otro")
    if place.zip is not None:
        budget.spend(place.size)
    tree = {}
    for entry in archives.get(place).filelist:
        _plant(tree, entry)
    return _branches(tree, place, place)


def _plant(tree, entry):
    """Pone una entrada en el árbol de nombres: carpeta → nombre → entradas."""
    name = zips.entry_name(entry)
    parts, problem = zips.entry_parts(name)
    if not parts or any(map(is_foreign, parts)):
        return
    if len(parts) > DEEPEST:
        parts, problem = [parts[0], parts[-1]], "Está en demasiadas carpetas"
    for part in parts[:-1]:
        tree = tree.setdefault((part, True), {})
    link = zips.entry_problem(entry) == zips.LINK
    if name.endswith("/") and not link and not problem:
        tree.setdefault((parts[-1], True), {})
        return
    if kind_of(parts[-1]) != "other" or link:
        problem = problem or zips.entry_problem(entry)
    tree.setdefault((parts[-1], False), []).append((entry, problem))


def _branches(tree, place, archive):
    found = []
    for (part, is_folder), content in tree.items():
        name = clean_name(part, LONGEST_FILE) or "sin nombre"
        child = Place(
            name,
            f"{place.shown}/{name}",
            "folder" if is_folder else kind_of(part),
            level=place.level + 1,
            zip=archive,
            budget=archive.budget,
        )
        if is_folder:
            inside = tuple(_branches(content, child, archive))
            found.append(replace(child, inside=inside))
            continue
        for number, (entry, problem) in enumerate(content, 1):
            again = f" [{number}]" if number > 1 else ""  # el mismo nombre, dos veces
            leaf = replace(
                child,
                shown=child.shown + again,
                time=zips.entry_time(entry),
                size=entry.file_size,
                problem=problem,
                entry=entry,
            )
            if leaf.kind == "zip":
                budget = zips.Budget(entry.compress_size, archive.budget)
                leaf = replace(leaf, budget=budget)
            found.append(leaf)
    return sorted(found, key=lambda child: child.shown)
