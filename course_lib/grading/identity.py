"""Quién entrega: lo dice la orden, se recuerda de antes o se pregunta una vez.

Se recuerda solo si la persona quiere: en una computadora compartida, la siguiente
entregaría con el nombre de la anterior.
"""

import contextlib
import json

from course_lib import progress
from course_lib.errors import CourseError
from course_lib.files import replace_with
from course_lib.grading.people import clean_name, key_of
from course_lib.grading.reasons import why

__all__ = ["identity"]

_QUESTIONS = {
    "nombre": (
        "Tu nombre y apellido: ",
        "tu nombre y apellido",
        '--nombre "Ana Pérez"',
    ),
    "codigo": ("Tu código o carnet: ", "tu código o carnet", "--codigo A123"),
}


def identity(name, code, remember=None):
    """El nombre y el código: los dados, los recordados o los que se preguntan.

    Args:
        name, code: los que dio la orden, o `None`.
        remember: si se guardan en este equipo; `None`, se pregunta si hubo que
            preguntar lo demás. Con `False`, además se olvida lo guardado.

    Returns:
        La pareja (nombre, código).

    Raises:
        CourseError: si falta alguno y no hay a quién preguntarle.
    """
    given = {"nombre": _given("nombre", name), "codigo": _given("codigo", code)}
    if remember is False:
        _forget()
    known = _known()
    person = {key: given[key] or known.get(key) for key in _QUESTIONS}
    missing = [key for key, value in person.items() if not value]
    for key in missing:
        person[key] = _ask(key, missing)
    if person == known:
        print(f"Entregas como {_shown(known)}, que es lo que recuerdo.")
        print("¿No eres tú? Repite la orden con --no-recordar.")
    elif remember or (remember is None and missing and _agrees()):
        _remember(person)
    elif known:
        print(f"Sigo recordando a {_shown(known)}; para cambiarlo, agrega --recordar.")
    return person["nombre"], person["codigo"]


def _shown(person):
    return " ".join(
        f"({text})" if key == "codigo" else text for key, text in person.items()
    )


def _tidy(value):
    """El texto en limpio, o "" si no dice nada: un emoji solo no es un nombre."""
    text = clean_name(value) if isinstance(value, str) else ""
    return text if key_of(text) else ""


def _given(key, value):
    """Lo que dio la orden; vacío no es lo mismo que no darlo."""
    if value is None:
        return ""
    text = _tidy(value)
    if not text:
        raise CourseError(
            f"--{key} llegó sin letras ni números",
            action=f"Escríbelo así: {_QUESTIONS[key][2]}",
        )
    return text


def _ask(key, missing):
    question, _, _ = _QUESTIONS[key]
    for _ in range(3):
        try:
            answer = input(question)
        except EOFError:
            print()
            break
        if _tidy(answer):
            return _tidy(answer)
        print("Ahí no hay letras ni números.")
    raise CourseError(
        "Falta saber " + " y ".join(_QUESTIONS[each][1] for each in missing),
        action="Repite la orden y agrega "
        + " ".join(_QUESTIONS[each][2] for each in missing)
        + ", con tus datos",
    )


def _agrees():
    print("¿Los recuerdo en este equipo, para no preguntar la próxima vez?")
    try:
        answer = input("Si lo usan otras personas, mejor no. [s/N] ")
    except EOFError:
        print()
        return False
    return key_of(answer) in ("s", "si")


# Lo recordado -------------------------------------------------------------------------


def _path():
    return progress.progress_file().with_name("persona.json")


def _known():
    """Lo guardado, de esta versión o de la anterior; vacío si no se puede leer."""
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = found if isinstance(found, dict) else {}
    known = {key: _tidy(found.get(key)) for key in _QUESTIONS}
    return {key: text for key, text in known.items() if text}


def _remember(person):
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(person, ensure_ascii=False, indent=1)
        replace_with(path, text + "\n")
    except OSError as error:
        print(f"No los pude guardar ({why(error)}): la próxima vez los pregunto.")
        return
    print(f"Los recuerdo, en {path}")
    print("Para que los olvide: --no-recordar.")


def _forget():
    with contextlib.suppress(OSError):
        _path().unlink()
