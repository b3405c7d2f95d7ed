"""Convertir una lección leída en sus dos cuadernos: el de trabajo y el resuelto."""

import hashlib
import json
import re

import nbformat

from course_lib.checking.result import with_indices
from course_lib.exercises import get_exercise, get_question
from tools.build.places import solution

__all__ = [
    "CHECKED",
    "IGNORE",
    "OUTPUT",
    "dump",
    "fingerprint",
    "keeps_output",
    "make_notebook",
]

OUTPUT = "salida"
IGNORE = "nbval-ignore-output"
# Papeles de las celdas que comprueban una respuesta.
CHECKED = ("comprobar", "pregunta")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def make_notebook(lesson, *, solved):
    """Construye el cuaderno de una lección, sin ejecutar.

    Args:
        lesson: la `Lesson` leída.
        solved: `True` para `solutions/`, `False` para `lessons/`.

    Returns:
        `(cuaderno, lugares)`; `lugares` lleva del id de cada celda al archivo y la
        línea de donde sale su primera línea.
    """
    cells, origins = [_banner(lesson, solved)], [(lesson.path, 1)]
    for piece in lesson.pieces:
        here = (lesson.path, piece.line)
        if piece.kind == "text":
            new = [_markdown(piece.source)]
        elif piece.kind == "code":
            new = [_code(piece.source, tags=piece.tags)]
        elif piece.kind == "question":
            new = _question_cells(get_question(piece.source), solved)
        else:
            exercise = get_exercise(piece.source)
            new = _exercise_cells(exercise, solved)
            here = solution(exercise)
        if not solved and len(cells) == 1:
            new.append(_panel(lesson))
        cells += new
        origins += [here] * len(new)
    _name_cells(cells)
    if solved:
        _mark(cells)
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
    places = {cell.id: place for cell, place in zip(cells, origins, strict=True)}
    return notebook, places


def keeps_output(cell):
    """Si se guarda y se compara la salida de una celda de código."""
    role = cell.metadata.get("curso", {}).get("papel")
    return OUTPUT in cell.metadata.get("tags", []) or role in CHECKED


def _mark(cells):
    """Etiqueta las celdas cuya salida no se compara."""
    for cell in cells:
        if cell.cell_type == "code" and not keeps_output(cell):
            cell.metadata["tags"] = sorted({*cell.metadata.get("tags", []), IGNORE})


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
            "guardan tus respuestas. Cada ejercicio, resuelto y razonado: "
            f"[soluciones](soluciones/{lesson.path.stem}.ipynb). Mejor después de "
            f"intentarlo. Este cuaderno sale de `source/{lesson.path.name}`.*"
        )
    return _markdown(text, {"papel": "aviso"})


def _exercise_cells(exercise, solved):
    points = "1 punto" if exercise.points == 1 else f"{exercise.points} puntos"
    optional = " · optativo" if exercise.optional else ""
    head = (
        f"### Ejercicio {exercise.id} · {_drawn(exercise.title)}\n\n"
        f"*{points}{optional} · {exercise.slide}*\n\n"
        f"**Antes de programar.** {_drawn(exercise.prediction)}"
    )

    def role(name):
        return {"ejercicio": exercise.id, "papel": name}

    cells = [
        _markdown(head, role("enunciado")),
        _code(exercise.source if solved else exercise.stub, role("respuesta")),
        _code(f'check("{exercise.id}", {exercise.name})', role("comprobar")),
    ]
    if solved:
        why = f"**Por qué.** {_drawn(exercise.reasoning)}"
        cells.append(_markdown(why, role("porqué")))
    else:
        hint = (
            f"# ¿Te trabas? Quita el # de la línea que sigue y corre esta celda.\n"
            f'# hint("{exercise.id}")'
        )
        cells.append(_code(hint, role("pista")))
    return cells


def _question_cells(question, solved):
    def role(name):
        return {"pregunta": question.id, "papel": name}

    if not solved:
        # El enunciado y las opciones los muestra la pregunta misma, que sin widgets
        # queda en texto y dice cómo responder con `answer`.
        text = f'from course_lib import question\n\nquestion("{question.id}")'
        return [_code(text, role("pregunta"))]
    options = "\n".join(f"- **{o.letter})** {_drawn(o.text)}" for o in question.options)
    letters = ", ".join(o.letter for o in question.options if o.right)
    return [
        _markdown(
            f"**Pregunta {question.id}.** {_drawn(question.text)}\n\n{options}",
            role("enunciado"),
        ),
        _code(f'answer("{question.id}", "{letters}")', role("pregunta")),
    ]


# En Markdown, lo que ya tiene su propia letra: código y LaTeX.
_OWN_FACE = re.compile(r"(```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$)", re.DOTALL)


def _drawn(text):
    """El Markdown de una declaración, con sus índices y exponentes en su lugar."""
    pieces = _OWN_FACE.split(text)
    pieces[::2] = map(with_indices, pieces[::2])
    return "".join(pieces)


def _panel(lesson):
    """La celda de la cabecera que dice por dónde va quien aprende."""
    text = f'from course_lib import progress_panel\n\nprogress_panel("{lesson.number}")'
    return _code(text, {"papel": "avance"})


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
    """Huella de lo que una persona edita: tipo, texto, etiquetas y adjuntos."""
    content = [
        [
            cell.cell_type,
            cell.source,
            sorted(cell.metadata.get("tags", [])),
            cell.get("attachments", {}),
        ]
        for cell in notebook.cells
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def dump(notebook):
    """El cuaderno como texto: claves en orden, una línea por línea, siempre igual.

    Es la forma en que lo guarda JupyterLab, de modo que `git diff` muestra solo lo que
    alguien cambió.
    """
    return nbformat.v4.writes(notebook, ensure_ascii=False, sort_keys=True) + "\n"
