"""nbgrader, con quien se compara el calificador: su entorno, su curso y sus notas.

El entorno es aparte, con la versión fija y los mismos paquetes que instala el curso; se
crea una vez. Las entregas son las de su propio `release/`, con las celdas de respuesta
llenas: los dos califican los mismos archivos.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.grading_meter import measure
from course_lib.errors import CourseError
from course_lib.grading.export import export_nbgrader
from course_lib.grading.synthetic import filled

__all__ = ["HOME", "VERSION", "Nbgrader", "find", "submit"]

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".banco" / "nbgrader"
VERSION = "0.9.6"
_ASK = "from importlib.metadata import version; print(version('nbgrader'))"
_PIP = ("-m", "pip", "install", "-q")
_STEPS = (
    (*_PIP, "--require-hashes", "-r", str(ROOT / "requirements.lock")),
    (*_PIP, f"nbgrader=={VERSION}"),
)


def find(given=None):
    """El nbgrader que se usa: el que se diga, o uno propio que se instala una vez.

    Args:
        given: la carpeta de un entorno, su Python o su `nbgrader`.

    Raises:
        CourseError: si ahí no hay un nbgrader, o no se pudo instalar.
    """
    if given is not None:
        # Sin seguir enlaces: el Python de un entorno apunta al del sistema.
        place = Path(os.path.abspath(given))
        peer = Nbgrader(place.parent if place.is_file() else _programs(place))
        if not peer.version:
            raise CourseError(
                f"En «{given}» no hay un nbgrader que funcione",
                expected="la carpeta de un entorno, su Python o su orden nbgrader",
            )
        return peer
    peer = Nbgrader(_programs(HOME))
    if peer.version != VERSION:
        _install()
        if peer.version != VERSION:
            raise CourseError(f"nbgrader se instaló en «{HOME}», pero no funciona")
    return peer


def _programs(venv):
    return venv / ("Scripts" if os.name == "nt" else "bin")


def _install():
    """Crea el entorno: lo que instala el curso, y nbgrader encima."""
    print(f"Instalo nbgrader {VERSION} en «{HOME}», una vez…", file=sys.stderr)
    steps = [[sys.executable, "-m", "venv", "--clear", str(HOME)]]
    python = str(_programs(HOME) / "python")
    steps += [[python, *step] for step in _STEPS]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-600:]
            raise CourseError(
                f"No se pudo instalar nbgrader {VERSION}, con quien comparar: {said}",
                action="Revisa la conexión a Internet y repite; o dinos con "
                "--nbgrader dónde hay un entorno que ya lo tenga",
            )


class Nbgrader:
    """Un nbgrader instalado.

    Args:
        programs: la carpeta de sus órdenes.
    """

    def __init__(self, programs):
        self.programs = Path(programs)

    @property
    def version(self):
        """La instalada, o vacío."""
        try:
            done = subprocess.run(
                [str(self.programs / "python"), "-c", _ASK],
                capture_output=True,
                text=True,
            )
        except OSError:
            return ""
        return done.stdout.strip()

    def run(self, folder, *words):
        """Corre una orden suya en una carpeta, y da lo que gastó."""
        path = os.pathsep.join([str(self.programs), os.environ.get("PATH", "")])
        # Los cuadernos importan el curso, que no está instalado en su entorno.
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
        command = [str(self.programs / "nbgrader"), *words]
        return measure(command, cwd=folder, env=environment)

    def course(self, folder, lesson, *, complete):
        """Un curso suyo con la tarea ya generada; da el cuaderno que recibe la clase.

        Args:
            folder: dónde.
            lesson: «04».
            complete: con el texto y las demostraciones, o solo los ejercicios.
        """
        export_nbgrader(folder, [lesson], only_exercises=not complete)
        self.run(folder, "generate_assignment", f"leccion_{lesson}")
        (release,) = (Path(folder) / "release" / f"leccion_{lesson}").glob("*.ipynb")
        return release.name, json.loads(release.read_text(encoding="utf-8"))

    def grade(self, course, submitted, lesson, folder):
        """Lo que gasta `autograde`, en una copia nueva del curso.

        Args:
            course: la carpeta de `course`, que no se toca.
            submitted: las entregas, como las escribe `submit`.
            lesson: «04».
            folder: dónde va la copia; no existe.
        """
        shutil.copytree(course, folder)
        shutil.copytree(submitted, Path(folder) / "submitted")
        return self.run(folder, "autograde", f"leccion_{lesson}")

    def marks(self, folder):
        """Las notas que puso en la carpeta de `grade`: estudiante → puntos."""
        self.run(folder, "export")
        with (Path(folder) / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            return {row["student_id"]: float(row["score"] or 0) for row in rows}


def submit(folder, notebook, lesson, students):
    """Escribe las entregas de una clase en el orden de carpetas de nbgrader.

    Args:
        folder: la carpeta que las tendrá.
        notebook: lo que da `Nbgrader.course`.
        lesson: «04».
        students: los `synthetic.Student`.
    """
    for student in students:
        place = Path(folder) / student.student / f"leccion_{lesson}"
        place.mkdir(parents=True)
        text = filled(notebook, student)
        (place / notebook[0]).write_text(text, encoding="utf-8")
