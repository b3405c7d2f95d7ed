"""Lo que se mueve y responde en un cuaderno; lo único que importa anywidget.

`move` mueve los parámetros de una figura, `question` pregunta y `progress_panel` dice
por dónde vas. Donde no hay widgets queda una imagen o un texto que dicen lo mismo.
"""

from course_lib.interactive.controls import Fixed, fixed
from course_lib.interactive.figure import Move, move
from course_lib.interactive.panel import ProgressPanel, progress_panel
from course_lib.interactive.questions import QuestionWidget, question

__all__ = [
    "Fixed",
    "Move",
    "ProgressPanel",
    "QuestionWidget",
    "fixed",
    "move",
    "progress_panel",
    "question",
]
