"""Lo que dicen los metadatos de un cuaderno ajeno, que pueden tener cualquier forma."""

import re

from course_lib.grading.people import clean_name

__all__ = ["chosen_letters", "lesson_of", "mapping", "other_language"]


def mapping(value):
    """Un diccionario; vacío, si lo que llega es otra cosa."""
    return value if isinstance(value, dict) else {}


def other_language(metadata):
    """Lo que se dice de un cuaderno que no dice ser de Python."""
    places = ("kernelspec", "language"), ("language_info", "name")
    named = (mapping(metadata.get(part)).get(key) for part, key in places)
    for name in named:
        if isinstance(name, str) and name.strip():
            if "python" in name.lower():
                return []
            shown = clean_name(name)[:20]
            return [f"El cuaderno dice estar en «{shown}»; se leyó como Python."]
    return []


def lesson_of(metadata):
    """La lección que puso la construcción, «04», o `None`."""
    lesson = mapping(metadata.get("curso")).get("leccion")
    is_number = isinstance(lesson, str) and re.fullmatch(r"[0-9]{2}", lesson)
    return lesson if is_number else None


def chosen_letters(metadata):
    """Las letras elegidas con los botones de las preguntas, que Jupyter guarda."""
    states = mapping(metadata.get("widgets"))
    states = mapping(states.get("application/vnd.jupyter.widget-state+json"))
    found = {}
    for widget in mapping(states.get("state")).values():
        state = mapping(mapping(widget).get("state"))
        title, letters = state.get("title"), mapping(state.get("chosen"))
        letters = letters.get("letters")
        if not isinstance(title, str) or not isinstance(letters, list):
            continue
        question = re.fullmatch(r"Pregunta ([0-9]{2}\.c[0-9]{1,2})", title)
        letters = [x for x in letters if isinstance(x, str) and len(x) == 1]
        if question and letters:
            found[question[1]] = ", ".join(letters)
    return found
