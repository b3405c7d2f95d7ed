"""`python -m tools.build`: construye `lessons/` y `solutions/`, o revisa si están al
día.

    python -m tools.build              construye todo
    python -m tools.build 04           construye una lección
    python -m tools.build --revisar    no escribe: dice qué no está al día
    python -m tools.build --descartar  además, pisa los cuadernos editados a mano
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course_lib.cli import SpanishParser
from course_lib.exercises import all_exercises, all_questions
from course_lib.files import replace_with
from tools.build.compare import edited, review
from tools.build.execute import execute
from tools.build.notebooks import dump, make_notebook
from tools.build.places import declaration
from tools.build.source import BuildError, Lesson, read_lesson
from tools.build.verify import find_leaks, verify_lesson

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Plan:
    """Una lección con sus dos cuadernos, aún sin ejecutar."""

    lesson: Lesson
    blank: NotebookNode
    solved: NotebookNode
    places: dict

    def targets(self, root):
        """Pares (dónde se escribe, cuaderno)."""
        name = self.lesson.path.stem + ".ipynb"
        yield root / "lessons" / name, self.blank
        yield root / "solutions" / name, self.solved


def main(arguments=None, root=ROOT):
    """Punto de entrada; devuelve 0 si todo está bien y 1 si hay algo que mirar."""
    parser = SpanishParser(
        prog="curso construir",
        description="Genera lessons/ y solutions/ desde source/ y los ejercicios.",
    )
    parser.add_argument("lecciones", nargs="*", help="«04»; sin nada, todas")
    parser.add_argument(
        "--revisar", action="store_true", help="no escribe: dice qué no está al día"
    )
    parser.add_argument(
        "--descartar",
        action="store_true",
        help="pisa los cuadernos que alguien editó a mano",
    )
    options = parser.parse_args(arguments)
    try:
        problems = build(root, options)
    except KeyboardInterrupt:
        problems = ["Interrumpido: lo que no dice «listo» quedó como estaba."]
    for problem in problems:
        print(_relative(problem, root), file=sys.stderr)
    return 1 if problems else 0


def build(root, options):
    """Construye o revisa; devuelve la lista de problemas."""
    paths, problems = _sources(root, options.lecciones)
    plans = []
    for path in paths:
        try:
            plan, wrong = _plan(path)
        except BuildError as error:
            wrong = [error]
        problems += wrong
        if not wrong:
            plans.append(plan)
    if options.revisar:
        for plan in plans:
            for target, notebook in plan.targets(root):
                problems += review(root, target, notebook)
        return problems
    return problems + _build_all(root, plans, options.descartar)


def _sources(root, chosen):
    """Los archivos que se construyen, y lo que sobra o falta alrededor."""
    found = sorted((root / "source").glob("*.md"))
    paths = [path for path in found if path.name[:2].isdigit() and path.name[2] == "_"]
    numbers = [path.name[:2] for path in paths]
    if chosen:
        problems = [
            f"No hay lección «{number}» en source/; hay: {', '.join(numbers)}."
            for number in chosen
            if number not in numbers
        ]
        return [path for path in paths if path.name[:2] in chosen], problems
    if not paths:
        return [], ["No hay ninguna lección que construir en source/."]
    problems = [
        BuildError(path, 1, "no se construye: su nombre va como 04_titulo.md")
        for path in found
        if path not in paths
    ]
    problems += [
        BuildError(path, 1, f"ya hay otra lección {path.name[:2]} en source/")
        for index, path in enumerate(paths)
        if path.name[:2] in numbers[:index]
    ]
    names = {path.stem for path in paths}
    problems += [
        BuildError(path, 1, "no tiene fuente en source/; bórralo o recupérala")
        for folder in ("lessons", "solutions")
        for path in sorted((root / folder).glob("*.ipynb"))
        if path.stem not in names
    ]
    problems += [
        BuildError(
            *declaration(item),
            f"«{item.id}» está declarado y la lección {item.lesson} no existe en "
            "source/",
        )
        for item in (*all_exercises(), *all_questions())
        if item.lesson not in numbers
    ]
    return paths, problems


def _plan(path):
    """La lección y sus cuadernos, con los problemas que tenga."""
    lesson = read_lesson(path)
    if problems := verify_lesson(lesson):
        return None, problems
    blank, blank_places = make_notebook(lesson, solved=False)
    solved, places = make_notebook(lesson, solved=True)
    plan = Plan(lesson, blank, solved, places)
    return plan, find_leaks(lesson, blank, blank_places)


def _build_all(root, plans, discard):
    """Ejecuta y escribe, dos lecciones a la vez; devuelve los problemas, en orden.

    De una lección que falla no se escribe nada, ni de un cuaderno editado a mano.
    """

    def build_one(plan):
        problems, targets = [], []
        for target, notebook in plan.targets(root):
            message = None if discard else edited(root, target)
            if message:
                problems.append(message)
            else:
                targets.append((target, notebook))
        try:
            if any(notebook is plan.solved for _, notebook in targets):
                execute(plan.lesson, plan.solved, plan.places, root)
        except BuildError as error:
            return [*problems, error]
        for target, notebook in targets:
            _write(target, dump(notebook))
            print(f"{target.relative_to(root).as_posix()}: listo", flush=True)
        return problems

    with ThreadPoolExecutor(max_workers=2) as pool:
        try:
            return [
                problem for found in pool.map(build_one, plans) for problem in found
            ]
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _relative(problem, root):
    """El problema como texto, con el archivo visto desde la raíz si está dentro."""
    if isinstance(problem, BuildError):
        path = Path(problem.path)
        if path.is_relative_to(root):
            path = path.relative_to(root)
        return f"{path.as_posix()}:{problem.line}: {problem.message}"
    return problem


def _write(path, text):
    """Escribe de una vez: quien mire el archivo ve el viejo o el nuevo, nunca medio."""
    path.parent.mkdir(exist_ok=True)
    replace_with(path, text, 0o644)


if __name__ == "__main__":
    sys.exit(main())
