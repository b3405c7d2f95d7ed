"""Cada diapositiva tiene una lección, y ninguna lección nombra una que no existe."""

import tomllib

import documents
import pytest
import yaml

from course_lib.exercises import all_exercises

ROOT = documents.ROOT
SECTIONS = tomllib.loads((ROOT / "tests" / "diapositivas.toml").read_text("utf-8"))


def slides(sections):
    """Las diapositivas, como «Sección: Punto», en su orden."""
    found = [
        f"{section['titulo']}: {point['titulo']}"
        for section in sections["seccion"]
        for point in section["punto"]
    ]
    assert len(set(found)) == len(found), "una diapositiva está dos veces"
    return found


def covered_by_lessons():
    """{lección: las diapositivas que nombra su cabecera}."""
    found = {}
    for path in documents.LESSONS:
        header = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
        found[header["curso"]["leccion"]] = header["curso"]["diapositivas"]
    return found


def problems(slides_, covered):
    """Lo que no cuadra entre las diapositivas y las lecciones, en frases."""
    found = []
    for lesson, names in covered.items():
        found += [
            f"la lección {lesson} nombra «{name}», que no es una diapositiva"
            for name in names
            if name not in slides_
        ]
        if len(set(names)) < len(names):
            found.append(f"la lección {lesson} nombra dos veces una diapositiva")
    named = {name for names in covered.values() for name in names}
    found += [
        f"ninguna lección cubre «{name}»" for name in slides_ if name not in named
    ]
    return found


SLIDES = slides(SECTIONS)


def test_every_slide_has_a_lesson():
    assert problems(SLIDES, covered_by_lessons()) == []


def test_a_slide_says_only_its_title():
    # Sin «pendiente» ni «contenida_en»: cada una tiene su lección, sin excusas.
    points = [point for section in SECTIONS["seccion"] for point in section["punto"]]
    assert [point for point in points if set(point) != {"titulo"}] == []


def test_every_lesson_names_its_slides():
    covered = covered_by_lessons()
    assert len(covered) == len(documents.LESSONS)
    assert [lesson for lesson, names in covered.items() if not names] == []


@pytest.mark.parametrize(
    "covered, expected",
    [
        ({"00": ["S: B"]}, ["«S: B», que no es", "ninguna lección cubre «S: A»"]),
        ({"00": []}, ["ninguna lección cubre «S: A»"]),
        ({"00": ["S: A", "S: A"]}, ["nombra dos veces"]),
        ({"00": ["S: A"], "04": ["S: A"]}, []),
    ],
)
def test_what_does_not_fit_is_seen(covered, expected):
    found = problems(["S: A"], covered)
    assert len(found) == len(expected)
    assert all(part in text for part, text in zip(expected, found, strict=True))


def unknown_slide(text):
    """La diapositiva que un ejercicio nombra entera y no existe, o nada.

    «Sección: Punto (una nota)» debe existir; una frase libre nombra la sección o el
    punto; «No está en las diapositivas» lo dice.
    """
    name = text.partition(" (")[0]
    section, colon, _ = name.partition(": ")
    if text.startswith("No está en las diapositivas"):
        return None
    titles = {s["titulo"] for s in SECTIONS["seccion"]}
    points = {p["titulo"] for s in SECTIONS["seccion"] for p in s["punto"]}
    if colon and section in titles:
        return None if name in SLIDES else name
    return None if any(title in text for title in titles | points) else text


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda item: item.id)
def test_the_slide_of_an_exercise_exists(exercise):
    assert unknown_slide(exercise.slide) is None


def test_a_slide_that_does_not_exist_is_seen():
    assert unknown_slide("Funciones de Activación: Tanh")
    assert unknown_slide("Redes convolucionales")
    assert unknown_slide("Funciones de Activación: Relu (Derivada)") is None
