"""`python -m tools.build`: construye `lessons/` y `solutions/`, o revisa si están al
día.

    python -m tools.build              construye todo
    python -m tools.build 04           construye una lección
    python -m tools.build --revisar    no escribe: dice qué no está al día
    python -m tools.build --descartar  además, pisa los cuadernos editados a mano
"""

import argparse
import os
import sys
from pathlib import Path

import nbformat

from course_lib.exercises import all_exercises, all_questions
from tools.build.execute import execute, keeps_output, mark
from tools.build.notebooks import dump, fingerprint, make_notebook
from tools.build.source import BuildError, read_lesson
from tools.build.verify import find_leaks, verify_lesson

ROOT = Path(__file__).resolve().parents[2]


def main(arguments=None, root=ROOT):
    """Punto de entrada; devuelve 0 si todo está bien y 1 si hay algo que mirar."""
    parser = argparse.ArgumentParser(prog="curso construir", add_help=False)
    parser.add_argument("lecciones", nargs="*")
    parser.add_argument("--revisar", action="store_true")
    parser.add_argument("--descartar", action="store_true")
    options = parser.parse_args(arguments)
    try:
        problems = build(root, options)
    except BuildError as error:
        problems = [str(error)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def build(root, options):
    """Construye o revisa; devuelve la lista de problemas, ya escritos."""
    paths = sorted((root / "source").glob("[0-9][0-9]_*.md"))
    if options.lecciones:
        paths = [p for p in paths if p.name[:2] in options.lecciones]
    if not paths:
        return ["No hay ninguna lección que construir en source/."]
    lessons = [read_lesson(path) for path in paths]
    problems = [] if options.lecciones else _orphans(root, lessons)
    for lesson in lessons:
        verify_lesson(lesson)
        blank = make_notebook(lesson, solved=False)
        find_leaks(lesson, blank)
        solved = mark(make_notebook(lesson, solved=True))
        name = lesson.path.stem + ".ipynb"
        for folder, notebook in (("lessons", blank), ("solutions", solved)):
            target = root / folder / name
            if options.revisar:
                problems += _review(root, target, notebook)
            elif (edited := _edited(root, target)) and not options.descartar:
                problems.append(edited)
            else:
                if folder == "solutions":
                    execute(lesson, notebook, root)
                _write(target, dump(notebook))
                print(f"{target.relative_to(root)}: listo")
    return problems


def _orphans(root, lessons):
    """Cuadernos sin fuente, y ejercicios de lecciones que no existen."""
    numbers = {lesson.number for lesson in lessons}
    names = {lesson.path.stem for lesson in lessons}
    problems = [
        f"{path.relative_to(root)}: no tiene fuente en source/; bórralo o recupérala."
        for folder in ("lessons", "solutions")
        for path in sorted((root / folder).glob("*.ipynb"))
        if path.stem not in names
    ]
    problems += [
        f"«{item.id}» está declarado y la lección {item.lesson} no existe en source/."
        for item in (*all_exercises(), *all_questions())
        if item.lesson not in numbers
    ]
    return problems


def _read(path):
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise BuildError(path, 1, f"no se puede leer el cuaderno: {error}") from None


def _edited(root, target):
    """Si alguien cambió a mano un cuaderno generado, cómo llevar el cambio a su
    lugar."""
    if not target.exists():
        return None
    notebook = _read(target)
    info = notebook.metadata.get("curso", {})
    if info.get("huella") == fingerprint(notebook):
        return None
    name = target.relative_to(root)
    return (
        f"{name} se editó a mano, y no lo piso. Es un archivo generado: lleva tu "
        f"cambio a {info.get('fuente', 'source/')} (el texto y el código de la "
        f"lección) o a course_lib/exercises/ (los ejercicios); `git diff {name}` lo "
        "muestra. Después, `python3 curso.py construir --descartar` vuelve a generar "
        "el cuaderno."
    )


def _review(root, target, notebook):
    """Compara texto y metadatos de las celdas; las salidas las compara nbval."""
    name = target.relative_to(root)
    again = "corre `python3 curso.py construir` y confirma el resultado"
    if not target.exists():
        return [f"{name}: falta; {again}."]
    if b"\r" in target.read_bytes():
        return [f"{name}: tiene finales de línea de Windows; {again}."]
    stored = _read(target)
    if (edited := _edited(root, target)) is not None:
        return [edited]
    if dict(stored.metadata) != dict(notebook.metadata):
        return [f"{name}: sus metadatos no son los de la fuente; {again}."]
    if len(stored.cells) != len(notebook.cells):
        return [
            f"{name}: tiene {len(stored.cells)} celdas y la fuente da "
            f"{len(notebook.cells)}; {again}."
        ]
    for number, (old, new) in enumerate(
        zip(stored.cells, notebook.cells, strict=True), 1
    ):
        if (old.cell_type, old.source, old.id, old.metadata) != (
            new.cell_type,
            new.source,
            new.id,
            new.metadata,
        ):
            return [f"{name}: la celda {number} no está al día; {again}."]
    return _review_outputs(name, stored, again)


def _review_outputs(name, stored, again):
    solved = stored.metadata["curso"]["resuelto"]
    for number, cell in enumerate(stored.cells, 1):
        if cell.cell_type != "code":
            continue
        if solved and cell.execution_count is None:
            return [
                f"{name}: la celda {number} no tiene número de ejecución, y sin él no "
                f"se compara; {again}."
            ]
        if not solved and (cell.outputs or cell.execution_count is not None):
            return [f"{name}: la celda {number} guarda salidas; {again}."]
        if solved and bool(cell.outputs) != keeps_output(cell):
            return [f"{name}: la celda {number} guarda salidas que no van; {again}."]
    return []


def _write(path, text):
    """Escribe de una vez: quien mire el archivo ve el viejo o el nuevo, nunca medio."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    os.replace(temporary, path)


if __name__ == "__main__":
    sys.exit(main())
