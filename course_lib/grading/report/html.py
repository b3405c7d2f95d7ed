"""Las plantillas del informe: Jinja2, que escapa todo lo que no se marca como HTML."""

import base64
import json
from functools import cache
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.report import text

__all__ = ["class_page", "figure", "lesson_title", "student_template"]

_TEMPLATES = Path(__file__).with_name("templates")
# Puntos por pulgada de una figura: los que se muestran donde hay lugar, y los que tiene
# para que se vea nítida en un teléfono y proyectada.
_SHOWN, _SHARP = 125, 230
_LESSONS = Path(__file__).resolve().parents[3] / "lessons"


@cache
def _environment(markdown=False):
    try:
        import jinja2
    except ModuleNotFoundError as error:
        raise CourseError(
            "Falta instalar Jinja2, que arma el informe",
            action="Corre `python3 -m pip install jinja2` en el entorno del curso",
        ) from error
    options = {
        "loader": jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "autoescape": not markdown,
        "auto_reload": False,
    }
    if markdown:
        options["finalize"] = text.markdown
    environment = jinja2.Environment(**options)
    environment.filters |= {
        "inline": text.inline,
        "lines": text.lines,
        "number": text.number,
        "literal": text.MarkdownText,
        "lesson_title": lesson_title,
    }
    environment.globals["percent"] = text.percent
    return environment


@cache
def lesson_title(lesson):
    """El título de una lección, o "" si no está en este equipo."""
    if not (len(lesson) == 2 and lesson.isdigit()):
        return ""
    for path in sorted(_LESSONS.glob(f"{lesson}_*.ipynb")):
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            return text.clean(notebook["metadata"]["curso"]["titulo"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return ""


def student_template(kind):
    """La plantilla de la página de una persona: «html» o «md»."""
    environment = _environment(markdown=kind == "md")
    return environment.get_template(f"estudiante.{kind}.j2")


def class_page(**context):
    """La página de la clase, en pedazos: se escribe sin juntarla en memoria."""
    stream = _environment().get_template("informe.html.j2").stream(**context)
    stream.enable_buffering(200)
    return stream


def figure(drawing):
    """Lo que necesita un `<img>`: los datos, el texto alternativo y las medidas."""
    data = base64.b64encode(drawing.to_png(_SHARP)).decode("ascii")
    width, height = (round(_SHOWN * inches) for inches in drawing.get_size_inches())
    return {
        "src": f"data:image/png;base64,{data}",
        "alt": drawing.alt_text,
        "width": width,
        "height": height,
    }
