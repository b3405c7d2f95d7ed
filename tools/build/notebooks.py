"""Convertir una lección leída en sus dos cuadernos: el de trabajo y el resuelto."""

import hashlib
import json

import nbformat

from course_lib.exercises import get_exercise, get_question

__all__ = ["dump", "fingerprint", "make_notebook"]

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def make_notebook(lesson, *, solved):
    """Construye el cuaderno de una lección, sin ejecutar.

    Args:
        lesson: la `Lesson` leída.
        solved: `True` para `solutions/`, `False` para `lessons/`.
    """
    cells = [_banner(lesson, solved)]
    for piece in lesson.pieces:
        if piece.kind == "text":
            cells.append(_markdown(piece.source))
        elif piece.kind == "code":
            cells.append(_code(piece.source, tags=piece.tags))
        elif piece.kind == "exercise":
            cells.extend(_exercise_cells(get_exercise(piece.source), solved))
        else:
            cells.extend(_question_cells(get_question(piece.source), solved))
    _name_cells(cells)
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = {
        "kernelspec": dict(_KERNEL),
        "language_info": {"name": "python"},
        "curso": {
            "leccion": lesson.number,
            "titulo": lesson.info["titulo"],
            "fuente": f"source/{lesson.path.name}",
            "resuelto": solved,
        },
    }
    notebook.metadata["curso"]["huella"] = fingerprint(notebook)
    return notebook


def _banner(lesson, solved):
    if solved:
        text = (
            f"*Lección {lesson.number}, resuelta y razonada. Este cuaderno se genera: "
            f"para corregirlo, edita `source/{lesson.path.name}` o la declaración del "
            "ejercicio, y corre `python3 curso.py construir`.*"
        )
    else:
        text = (
            "*Trabaja en tu copia, la que abre `python3 curso.py abrir`: ahí se "
            "guardan tus respuestas. Este cuaderno se genera desde "
            f"`source/{lesson.path.name}`.*"
        )
    return _markdown(text, {"papel": "aviso"})


def _exercise_cells(exercise, solved):
    points = "1 punto" if exercise.points == 1 else f"{exercise.points} puntos"
    optional = " · optativo" if exercise.optional else ""
    head = (
        f"### Ejercicio {exercise.id} · {exercise.title}\n\n"
        f"*{points}{optional} · {exercise.slide}*\n\n"
        f"**Antes de programar.** {exercise.prediction}"
    )

    def role(name):
        return {"ejercicio": exercise.id, "papel": name}

    cells = [
        _markdown(head, role("enunciado")),
        _code(exercise.source if solved else exercise.stub, role("respuesta")),
        _code(f'check("{exercise.id}", {exercise.name})', role("comprobar")),
    ]
    if solved:
        cells.append(_markdown(f"**Por qué.** {exercise.reasoning}", role("porqué")))
    else:
        hint = (
            f"# ¿Te trabas? Quita el # de la línea que sigue y corre esta celda.\n"
            f'# hint("{exercise.id}")'
        )
        cells.append(_code(hint, role("pista")))
    return cells


def _question_cells(question, solved):
    options = "\n".join(f"- **{o.letter})** {o.text}" for o in question.options)
    letters = ", ".join(o.letter for o in question.options if o.right) if solved else ""

    def role(name):
        return {"pregunta": question.id, "papel": name}

    return [
        _markdown(
            f"**Pregunta {question.id}.** {question.text}\n\n{options}",
            role("enunciado"),
        ),
        _code(f'answer("{question.id}", "{letters}")', role("pregunta")),
    ]


def _markdown(source, role=None):
    cell = nbformat.v4.new_markdown_cell(source.strip("\n"))
    cell.metadata = {"curso": role} if role else {}
    return cell


def _code(source, role=None, tags=()):
    cell = nbformat.v4.new_code_cell(source.strip("\n"))
    cell.metadata = {"curso": role} if role else {}
    if tags:
        cell.metadata["tags"] = sorted(tags)
    return cell


def _name_cells(cells):
    """Pone a cada celda un id que sale de lo que es: nada cambia si lo demás cambia."""
    seen = {}
    for cell in cells:
        role = cell.metadata.get("curso", {})
        key = role.get("ejercicio") or role.get("pregunta")
        if key:
            papel = role["papel"].replace("é", "e")
            name = f"{key.replace('.', '-')}-{papel}"
        else:
            name = "c-" + hashlib.sha256(cell.source.encode()).hexdigest()[:10]
        seen[name] = seen.get(name, 0) + 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"


def fingerprint(notebook):
    """Huella de lo que se edita de un cuaderno: el tipo y el texto de sus celdas."""
    content = [[cell.cell_type, cell.source] for cell in notebook.cells]
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def dump(notebook):
    """El cuaderno como texto: claves en orden, sin adornos, siempre igual."""
    nbformat.validate(notebook)
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
