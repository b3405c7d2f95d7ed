"""La página de una persona, en HTML y en Markdown: qué pasó y por dónde seguir.

Es para ella: no nombra a nadie más, y no trae respuestas ni casos ocultos. Lleva la
primera pista de lo que falta; las otras dos las abre en su cuaderno.
"""

from course_lib.grading.report.html import student_template

__all__ = ["student_html", "student_markdown"]


def student_html(student):
    """La página de un `StudentView`, en un solo archivo HTML."""
    return student_template("html").render(student=student)


def student_markdown(student):
    """La misma página en Markdown, para pegarla en un mensaje."""
    return student_template("md").render(student=student)
