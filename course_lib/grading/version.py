"""La versión de lo que decide una nota: si cambia, se califica otra vez."""

import hashlib
import re
from functools import cache
from pathlib import Path

__all__ = ["declarations_version"]

_LIBRARY = Path(__file__).resolve().parents[1]
# Lo que decide una nota: declaraciones, veredicto, las funciones del curso con que se
# compara, cómo se encuentra una respuesta y cómo corre. Los demás solo muestran.
_DECIDES = (
    *("exercises", "checking", "graph", "gradient_check"),
    *("activations.py", "losses.py", "mlp.py", "logistic_regression.py"),
    *("datasets.py", "optimizers.py", "minibatch_training.py", "training.py"),
    *("buffers.py", "errors.py", "validation.py"),
    *("grading/answers.py", "grading/cells.py", "grading/extract.py"),
    *("grading/given.py", "grading/ipython.py", "grading/judge.py"),
    *("grading/metadata.py", "grading/notebooks.py", "grading/people.py"),
    *("grading/sandbox", "grading/written.py"),
)
_OTHER_LESSON = re.compile(r"_?lesson_(\d\d)\w*\.py")


@cache
def declarations_version(lesson):
    """Un resumen de las declaraciones de una lección y de lo que las juzga.

    Cambiar otra lección no lo cambia; los finales de línea, tampoco.
    """
    digest = hashlib.sha256()
    for part in _DECIDES:
        place = _LIBRARY / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            other = _OTHER_LESSON.fullmatch(path.name)
            if path.is_file() and (other is None or other[1] == lesson):
                digest.update(path.relative_to(_LIBRARY).as_posix().encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
