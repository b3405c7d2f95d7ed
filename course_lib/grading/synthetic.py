"""Una clase inventada, con semilla, para ensayar el calificador: se sabe la verdad.

Cada cuaderno es el de la lección con las celdas de respuesta llenas: con la solución u
otra respuesta correcta declarada, con un error conocido, en blanco o con código roto.
`write_class` devuelve qué puso en cada una, y con eso se compara lo calificado.
"""

import copy
import json
import zipfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from course_lib.errors import CourseValueError
from course_lib.exercises import all_exercises, all_questions
from course_lib.files import replace_with
from course_lib.grading.synthetic_answers import (
    BLANK,
    Answer,
    answer_source,
    breakages,
)
from course_lib.grading.synthetic_code import portable_source, right_answers

__all__ = ["Answer", "Student", "answer_source", "write_class"]

_LESSONS = Path(__file__).resolve().parents[2] / "lessons"
_GIVEN = (
    "María José Ana Luis Carla Juan Rosa Pedro Lucía Diego Sofía Marco Elena Iván "
    "Noemí Raúl Inés Óscar Ximena Hugo Abigaíl Wara Inti Nayra Saúl Begoña"
)
_FAMILY = (
    "Quispe Mamani Flores Condori Choque Rojas Vargas Gutiérrez Fernández Peña Núñez "
    "Yujra Apaza Calle Ticona Zárate Ibáñez Muñoz Céspedes Huanca Alarcón"
)

_KINDS = ("right", "mistake", "blank", "broken")


@dataclass(frozen=True)
class Student:
    """Una persona inventada y lo que entregó; `file`, dentro de la carpeta."""

    student: str
    name: str
    file: str
    answers: tuple[Answer, ...]
    letters: tuple[tuple[str, str], ...] = ()


def write_class(folder, *, lesson="04", students=200, seed=2019, packed=False):
    """Escribe los cuadernos de una clase inventada.

    Args:
        folder: la carpeta; se crea. Dentro, una por persona. La lista de la clase y
            `verdad.json` quedan al lado, en `<folder>.verdad`.
        lesson: la lección, «00» a «04».
        students: cuántas personas.
        seed: con la misma, los mismos bytes.
        packed: si en vez de carpetas se escribe un solo `entregas.zip`.

    Returns:
        Una tupla de `Student`: la verdad.

    Raises:
        CourseError: si no hay cuaderno de esa lección.
    """
    folder = Path(folder)
    notebook = _lesson_notebook(lesson)
    drawn = tuple(_students(lesson, students, seed))
    folder.mkdir(parents=True, exist_ok=True)
    if packed:
        with zipfile.ZipFile(folder / "entregas.zip", "w", 8) as target:
            for student in drawn:
                entry = zipfile.ZipInfo(student.file, (2024, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, filled(notebook, student))
    else:
        for student in drawn:
            path = folder / student.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(filled(notebook, student), encoding="utf-8")
    _write_truth(folder.with_name(folder.name + ".verdad"), drawn, lesson, seed)
    return drawn


def _write_truth(folder, drawn, lesson, seed):
    """La lista de la clase y qué se puso en cada entrega, fuera de las entregas."""
    folder.mkdir(exist_ok=True)
    rows = ["estudiante;nombre", *(f"{s.student};{s.name}" for s in drawn)]
    replace_with(folder / "lista.csv", "\ufeff" + "\r\n".join(rows) + "\r\n")
    truth = {"lesson": lesson, "seed": seed, "students": [asdict(s) for s in drawn]}
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    replace_with(folder / "verdad.json", text + "\n")


@cache
def _lesson_notebook(lesson):
    paths = sorted(_LESSONS.glob(f"{lesson}_*.ipynb")) if lesson.isdigit() else []
    if not paths:
        raise CourseValueError(
            f"No hay cuaderno de la lección «{lesson}» con que inventar una clase",
            expected=f"uno que empiece con {lesson}_ en {_LESSONS}",
        )
    return paths[0].name, json.loads(paths[0].read_text(encoding="utf-8"))


# Quién entrega y qué ------------------------------------------------------------------


def _students(lesson, count, seed):
    """Las personas: cada una con su habilidad; cada ejercicio, con su dificultad."""
    rng = np.random.default_rng([seed, int(lesson)])
    exercises = [e for e in all_exercises() if e.lesson == lesson]
    questions = [q for q in all_questions() if q.lesson == lesson]
    wrong = {e.id: _wrong_answers(e, rng) for e in exercises}
    hard = {e.id: rng.normal(0.25 * min(e.points, 4) - 0.5, 0.5) for e in exercises}
    file = _lesson_notebook(lesson)[0]
    for number in range(count):
        given, first, second = (
            str(rng.choice(words.split())) for words in (_GIVEN, _FAMILY, _FAMILY)
        )
        name = f"{given} {first} {second} {number + 1:03d}"
        skill, effort = rng.normal(0.9, 1.1), rng.beta(6, 1.2)
        answers = tuple(
            _answer(e, wrong[e.id], skill - hard[e.id], effort, rng) for e in exercises
        )
        letters = tuple(
            (q.id, _letters(q, skill, rng)) for q in questions if rng.random() < effort
        )
        yield Student(name, name, f"{name}/{file}", answers, letters)


def _wrong_answers(exercise, rng):
    """Los errores que se pueden copiar a un cuaderno, barajados: unos son comunes."""
    names = [m.id for m in exercise.mistakes if portable_source(exercise, m.function)]
    return [str(name) for name in rng.permutation(names)] if names else []


def _answer(exercise, wrong, ease, effort, rng):
    """Lo que entrega una persona en un ejercicio."""
    p_right = 1 / (1 + np.exp(-1.6 * ease))
    share = np.array([p_right, 0.88 * (1 - p_right), 0, 0.12 * (1 - p_right)])
    share *= effort
    share[2] = 1 - effort
    kind = str(rng.choice(_KINDS, p=share / share.sum()))
    if kind == "mistake" and wrong:
        # El segundo error es la mitad de común que el primero, y así.
        place = min(int(rng.geometric(0.4)) - 1, len(wrong) - 1)
        return Answer(exercise.id, kind, wrong[place])
    if kind == "broken":
        return Answer(exercise.id, kind, str(rng.choice(breakages(exercise))))
    right = right_answers(exercise)
    if kind == "right" and right:
        return Answer(exercise.id, kind, str(rng.choice([name for name, _ in right])))
    # La mitad de quienes no responden no tocan la celda.
    untouched = kind != "blank" or rng.random() < 0.5
    which = "" if untouched else str(rng.choice(list(BLANK)))
    return Answer(exercise.id, "blank", which)


def _letters(question, skill, rng):
    right = [o.letter for o in question.options if o.right]
    if rng.random() < 1 / (1 + np.exp(-1.2 * skill)):
        return ", ".join(right)
    return str(rng.choice([o.letter for o in question.options]))


# El cuaderno --------------------------------------------------------------------------


def filled(notebook, student):
    """El cuaderno de una persona, como texto JSON.

    Args:
        notebook: (nombre, cuaderno) de la lección.
        student: el `Student`.
    """
    answers = {answer.exercise: answer for answer in student.answers}
    letters, cells = dict(student.letters), []
    for cell in notebook[1]["cells"]:
        cell = copy.copy(cell)
        about = cell["metadata"].get("curso", {})
        answer = answers.get(about.get("ejercicio"))
        if about.get("papel") == "respuesta" and answer is not None:
            cell["source"] = answer_source(answer).splitlines(keepends=True)
        cells.append(cell)
        if about.get("papel") == "pregunta" and about["pregunta"] in letters:
            cells.append(_letter_cell(about["pregunta"], letters[about["pregunta"]]))
    return json.dumps(notebook[1] | {"cells": cells}, ensure_ascii=False, indent=1)


def _letter_cell(question, letters):
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"{question.replace('.', '-')}-mia",
        "metadata": {},
        "outputs": [],
        "source": [f'answer("{question}", "{letters}")'],
    }
