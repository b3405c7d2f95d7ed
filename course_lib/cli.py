"""Las órdenes del curso: `python3 curso.py ORDEN`, o `curso ORDEN` dentro de `.venv`.

Al importarse solo carga la biblioteca estándar: `curso.py` lo usa para entender una
orden antes de que haya nada instalado.
"""

import argparse
import difflib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEARNER_LOCK, TEST_LOCK = "requirements.lock", "requirements-dev.lock"
CLUSTER_LOCK = "requirements-cluster.lock"


@dataclass(frozen=True)
class Command:
    """Una orden: qué hace, qué opciones tiene, qué instala y qué función la corre."""

    summary: str
    run: object
    configure: object = None
    locks: tuple = ()


# Entender la orden --------------------------------------------------------------------


class SpanishFormatter(argparse.RawDescriptionHelpFormatter):
    """La ayuda de argparse, con «Uso:» en lugar de «usage:»."""

    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "Uso: ")


class SpanishParser(argparse.ArgumentParser):
    """Un argparse que explica en español, y que no abrevia opciones por su cuenta."""

    def __init__(self, **options):
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=SpanishFormatter,
            **options,
        )
        self._positionals.title = "Qué se escribe"
        self._optionals.title = "Opciones"
        self.add_argument(
            "-h", "--ayuda", "--help", action="help", help="muestra esta ayuda"
        )

    def error(self, message):
        command = self.prog.rpartition(" ")[2]
        print(
            f"{_spanish(message)} Mira «{self.prog} --ayuda»."
            if command
            else _spanish(message),
            file=sys.stderr,
        )
        raise SystemExit(2)


def _spanish(message):
    """Traduce los errores de argparse; lo que no se reconoce, se dice en general."""
    patterns = [
        (r"unrecognized arguments: (.+)", "No entiendo «{0}» en esta orden."),
        (r"the following arguments are required: (.+)", "Falta decir: {0}."),
        (r"argument (.+?): expected (?:one|at least)", "A «{0}» le falta su valor."),
        (r"argument (.+?): expected (\d+)", "«{0}» lleva {1} valores."),
        (r"argument (.+?): (se esperaba .+)", "En «{0}», {1}."),
        (
            r"argument (.+?): ignored explicit argument '(.*)'",
            "«{0}» no lleva un valor.",
        ),
        (r"argument (.+?): invalid .*value: '?(.*?)'?$", "«{1}» no sirve para «{0}»."),
        (r"argument (.+?): not allowed with", "«{0}» no va con las otras opciones."),
    ]
    for pattern, sentence in patterns:
        found = re.search(pattern, message)
        if found:
            return sentence.format(*found.groups())
    return "No entiendo cómo está escrita la orden."


def program():
    """Cómo se llama al curso en este sistema, para los mensajes."""
    return "py curso.py" if os.name == "nt" else "python3 curso.py"


def overview():
    """La explicación de `python3 curso.py` a secas."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {c.summary}" for name, c in COMMANDS.items()]
    return "\n".join(
        [
            "Introducción a las redes neuronales, desde NumPy.",
            "",
            f"Uso: {program()} ORDEN",
            "",
            "Órdenes:",
            *lines,
            "",
            f"Para empezar: {program()} abrir",
            f"Más sobre una orden: {program()} ORDEN --ayuda",
        ]
    )


def parse(arguments):
    """Devuelve `(orden, opciones)`; una orden mal escrita lo dice y termina.

    Raises:
        SystemExit: 0 si se pidió ayuda, 2 si la orden no se entiende.
    """
    if not arguments or arguments[0] in ("-h", "--help", "--ayuda", "ayuda"):
        print(overview())
        raise SystemExit(0)
    name, *rest = arguments
    if name not in COMMANDS:
        print(unknown_command(name), file=sys.stderr)
        raise SystemExit(2)
    command = COMMANDS[name]
    parser = SpanishParser(
        prog=f"{program()} {name}", description=_capitalized(command.summary) + "."
    )
    if command.configure:
        command.configure(parser)
    return command, parser.parse_args(rest)


def unknown_command(name):
    """La frase para una orden que no existe, con la más parecida."""
    similar = difflib.get_close_matches(name.lower(), COMMANDS, n=1)
    hint = f" ¿Quisiste decir «{similar[0]}»?" if similar else ""
    names = list(COMMANDS)
    listed = ", ".join(names[:-1]) + " y " + names[-1]
    return f"No existe la orden «{name}».{hint} Las órdenes son: {listed}."


def _capitalized(text):
    return text[:1].upper() + text[1:]


def locks_needed(arguments):
    """Qué archivos de versiones necesita esta orden; vacío si no instala nada."""
    command, options = parse(arguments)
    extra = [CLUSTER_LOCK] if getattr(options, "cluster", None) else []
    return [*command.locks, *extra]


def main(arguments=None):
    """Corre una orden y devuelve su código de salida."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        command, options = parse(sys.argv[1:] if arguments is None else arguments)
        return command.run(options) or 0
    except KeyboardInterrupt:
        print("\nOrden interrumpida.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # la salida iba a «head» o a un visor que se cerró
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 1
    except Exception as error:
        sentence = _explained(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _explained(error):
    """La frase de un error que se puede explicar, o `None` si es un fallo del curso."""
    if isinstance(error, OSError) and not isinstance(error, subprocess.SubprocessError):
        return _file_problem(error)
    errors = sys.modules.get("course_lib.errors")
    if errors is not None and isinstance(error, errors.CourseError):
        return str(error)
    return None


def _file_problem(error):
    import errno

    place = f"«{error.filename}»" if error.filename else "la carpeta del curso"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"El disco se llenó al escribir en {place}: libera espacio y repite."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"No se puede escribir en {place}: revisa sus permisos, o copia la carpeta "
            "del curso a tu carpeta personal y repite allí la orden."
        )
    from course_lib.grading.reasons import why

    return f"Falló la lectura o escritura de {place} ({why(error)})."


# Las órdenes de quien aprende ---------------------------------------------------------


def _configure_open(parser):
    parser.add_argument(
        "leccion",
        nargs="?",
        metavar="lección",
        help="número de la lección (04); si no, la primera que te falta terminar",
    )
    parser.add_argument(
        "--sin-navegador",
        action="store_true",
        help="no abre el navegador; solo muestra la dirección",
    )


def open_course(options):
    """Pone al día `mis_cuadernos/` y abre JupyterLab en la lección."""
    from course_lib import jupyter, progress, workspace

    if not workspace.lessons(ROOT):
        print(
            "La carpeta lessons/ no tiene cuadernos: descarga de nuevo el curso "
            "completo o, si lo estás editando, corre "
            f"«{program()} construir».",
            file=sys.stderr,
        )
        return 1
    if options.leccion:
        lesson = workspace.find_lesson(ROOT, options.leccion)
    else:
        lesson = workspace.next_lesson(ROOT, passed_exercises(progress.summary()))
    for sentence in workspace.sync(ROOT):
        print(sentence)
    folder = ROOT / workspace.FOLDER
    browser = jupyter.can_show_browser() and not options.sin_navegador
    return jupyter.open_lab(folder, lesson.path.name, browser=browser)


def passed_exercises(summary):
    """Los ejercicios logrados, según `progress.summary()`."""
    return {k for k, entry in summary["ejercicios"].items() if entry.get("logrado")}


def _configure_reset(parser):
    parser.add_argument("leccion", metavar="lección", help="su número, como 04")


def reset_lesson(options):
    """Copia fresca de una lección."""
    from course_lib import workspace

    for sentence in workspace.reset(ROOT, options.leccion):
        print(sentence)


def show_progress(_options):
    """El avance, lección por lección."""
    from course_lib import progress, workspace

    summary = progress.summary()
    if summary["aviso"]:
        print(summary["aviso"])
    passed = passed_exercises(summary)
    available = workspace.lessons(ROOT)
    for lesson in available:
        done = [e for e in lesson.exercises if e in passed]
        print(
            f"{lesson.number}  {len(done)} de {len(lesson.exercises)}  {lesson.title}"
        )
        missing = [e for e in lesson.exercises if e not in passed]
        if done and missing:
            print(f"    te falta: {', '.join(missing)}")
    following = workspace.next_lesson(ROOT, passed)
    finished = all(e in passed for lesson in available for e in lesson.exercises)
    if following and finished:
        print("Terminaste todos los ejercicios.")
    elif following:
        print(f"Sigue la lección {following.number}: {program()} abrir")
    print(f"Tu avance está en {summary['archivo']}; puedes leerlo o borrarlo.")


def diagnose(_options):
    """Versiones y rutas, para pedir ayuda."""
    import sysconfig

    from course_lib import progress, workspace

    inside = sys.prefix != sys.base_prefix
    free = shutil.disk_usage(ROOT).free / 1e9
    rows = [
        ("Sistema", f"{platform.platform()} ({platform.machine()})"),
        ("Python", f"{platform.python_version()} en {sys.executable}"),
        ("Bits", "64" if sys.maxsize > 2**32 else "32"),
        ("Entorno .venv", sys.prefix if inside else "sin instalar, o incompleto"),
        ("Carpeta del curso", str(ROOT)),
        ("Se puede escribir", "sí" if os.access(ROOT, os.W_OK) else "no"),
        ("Espacio libre", f"{free:.1f} GB"),
        ("Lecciones", str(len(workspace.lessons(ROOT)))),
        ("Mis cuadernos", str(ROOT / workspace.FOLDER)),
        ("Avance", str(progress.progress_file())),
        (
            "Codificación",
            f"{sys.stdout.encoding}, archivos {sys.getfilesystemencoding()}",
        ),
        ("Rutas de Python", sysconfig.get_path("purelib")),
    ]
    rows += [(name, _installed_version(name)) for name in _MAIN_PACKAGES]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")


_MAIN_PACKAGES = (
    *("numpy", "matplotlib", "scikit-learn"),
    *("jupyterlab", "ipywidgets", "anywidget"),
)


def _installed_version(name):
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "sin instalar"


# Las órdenes de quien enseña ----------------------------------------------------------


def _configure_grade(parser):
    parser.usage = (
        "%(prog)s entregas --salida CARPETA [opciones]\n"
        f"{'':5}%(prog)s --verificar [--leccion NN] [--semilla N]"
    )
    parser.epilog = (
        "El archivo de ajustes lleva una fila por persona y ejercicio:\n"
        "  estudiante;ejercicio;puntos;motivo\n"
        "  Ana Mamani;04.6;4,5;Lo explicó en la pizarra\n"
        "La primera corrida deja uno vacío, ajustes.csv, en la carpeta del\n"
        "informe: lo que escribas ahí vale al repetir la orden. Con «quitar» en los\n"
        "puntos, un ajuste se quita.\n"
        "\n"
        "Termina con 0 si todo se calificó, 1 si algo no se pudo y 2 si la orden no\n"
        "está bien dada."
    )
    parser.add_argument(
        "entregas",
        nargs="?",
        type=_place,
        metavar="entregas",
        help="la carpeta o el zip con los cuadernos de la clase",
    )
    parser.add_argument(
        "--salida",
        type=_place,
        metavar="CARPETA",
        help="dónde va el informe: hace falta decirlo, salvo con --verificar; si ahí "
        "ya hay uno, se sigue desde ahí",
    )
    parser.add_argument(
        "--lista",
        type=_place,
        metavar="CSV",
        help="la lista de la clase, con columnas como «código» y «nombre»: dice quién "
        "falta",
    )
    parser.add_argument(
        "--ajustes",
        type=_place,
        metavar="CSV",
        help="correcciones a mano; se suman a las guardadas",
    )
    parser.add_argument(
        "--leccion", metavar="NN", help="califica solo esa lección, como 04"
    )
    parser.add_argument(
        "--semilla",
        type=whole_from(0),
        metavar="N",
        help="con qué semilla se sortean los casos; si no se dice, se elige una vez "
        "y queda guardada en la carpeta del informe",
    )
    parser.add_argument(
        "--procesos",
        type=whole_from(1),
        metavar="N",
        help="cuántas entregas a la vez; si no se dice, una por núcleo",
    )
    parser.add_argument(
        "--cluster",
        metavar="DIRECCIÓN",
        help="reparte las entregas en un grupo de Dask, como tcp://10.0.0.5:8786",
    )
    parser.add_argument(
        "--desde-cero",
        action="store_true",
        help="califica todo otra vez; lo anterior queda al lado",
    )
    parser.add_argument(
        "--sin-aislamiento",
        action="store_true",
        help="corre el código ajeno sin encerrarlo; el informe lo dice",
    )
    parser.add_argument(
        "--verificar",
        action="store_true",
        help="califica lo del propio curso: soluciones enteras, lecciones en cero",
    )


def grade(options):
    """Califica una carpeta de entregas y escribe el informe.

    Termina con 0 si todo se calificó, 1 si algo no se pudo y 2 si la orden no está bien
    dada.
    """
    from course_lib.grading import command

    return command.grade(options)


# Las órdenes de quien contribuye ------------------------------------------------------


def _configure_test(parser):
    parser.add_argument(
        "--rapido",
        action="store_true",
        help="en unos minutos: sin las pruebas lentas ni los cuadernos completos",
    )


def run_tests(options):
    """Todas las pruebas, con un resumen al final."""
    for module in ("pytest", "nbval", "ruff"):
        if importlib.util.find_spec(module) is None:
            print(
                f"Falta {module}, que necesitan las pruebas: corre «{program()} "
                "probar», que lo instala.",
                file=sys.stderr,
            )
            return 1
    return _run_tool("tools.run_checks", ["--rapido"] if options.rapido else [])


def _configure_build(parser):
    parser.add_argument(
        "--revisar",
        action="store_true",
        help="no escribe nada: dice si lo generado está al día",
    )
    parser.add_argument(
        "--descartar",
        action="store_true",
        help="pisa los cuadernos generados que alguien editó a mano",
    )
    parser.add_argument(
        "lecciones", nargs="*", metavar="lección", help="«04»; sin nada, todas"
    )


def build(options):
    """Genera `lessons/` y `solutions/` desde `source/`."""
    words = [f"--{name}" for name in ("revisar", "descartar") if vars(options)[name]]
    return _run_tool("tools.build", [*words, *options.lecciones])


def _configure_export(parser):
    parser.usage = (
        "%(prog)s --notas moodle|canvas INFORME [opciones]\n"
        f"{'':5}%(prog)s --nbgrader CARPETA [opciones]"
    )
    parser.epilog = (
        "Con --notas, el archivo se importa en el libro de calificaciones:\n"
        "  moodle  Calificaciones, Importar, CSV. En «Mapa desde» va Identificador,\n"
        "          y en «Mapa a», lo que sea para Moodle: número de ID, nombre de\n"
        "          usuario o correo. Cada lección, a un «Nuevo ítem de calificación»;\n"
        "          queda sobre 100, y su máximo es el que dice la columna.\n"
        "  canvas  Calificaciones, Importar. «SIS Login ID» es el código de cada\n"
        "          quien.\n"
        "Quien no entregó no está en el archivo, y su nota no cambia. Donde a alguien\n"
        "le falta una lección, o no se pudo calificar, va sin nota."
    )
    parser.add_argument(
        "--nbgrader",
        type=_place,
        metavar="CARPETA",
        help="escribe ahí un curso de nbgrader",
    )
    parser.add_argument(
        "--leccion",
        metavar="NN",
        action="append",
        help="con --nbgrader: solo esa lección; se puede repetir",
    )
    parser.add_argument(
        "--solo-ejercicios",
        action="store_true",
        help="con --nbgrader: sin el texto ni las demostraciones",
    )
    parser.add_argument(
        "--notas",
        nargs=2,
        type=_place,
        metavar=("FORMATO", "INFORME"),
        help="las notas de un informe, para «moodle» o «canvas»",
    )
    parser.add_argument(
        "--ajustes",
        type=_place,
        metavar="CSV",
        help="con --notas: correcciones a mano, además de las guardadas",
    )
    parser.add_argument(
        "--salida", type=_place, metavar="ARCHIVO", help="dónde escribir las notas"
    )


def export(options):
    """Lleva el curso o las notas de una clase a otra herramienta."""
    from course_lib.grading.handover import export as run_export

    return run_export(options)


def _configure_deliver(parser):
    parser.add_argument(
        "leccion", nargs="?", metavar="lección", help="su número, como 04"
    )
    parser.add_argument("--nombre", help="tu nombre; si falta, se pregunta")
    parser.add_argument("--codigo", help="tu código; si falta, se pregunta")
    parser.add_argument(
        "--recordar",
        action="store_const",
        const=True,
        help="recuerda tu nombre y tu código en este equipo, sin preguntar",
    )
    parser.add_argument(
        "--no-recordar",
        dest="recordar",
        action="store_const",
        const=False,
        help="no los recuerda, y olvida los que recordaba",
    )
    parser.add_argument(
        "--salida", type=_place, metavar="CARPETA", help="dónde dejar el archivo"
    )
    parser.add_argument(
        "--sin-correr", action="store_true", help="no ensaya el cuaderno antes"
    )


def deliver(options):
    """Revisa tu cuaderno y hace un solo archivo para enviar."""
    from course_lib.grading.deliver import deliver as run_deliver

    return run_deliver(options)


def _configure_lend(parser):
    parser.add_argument(
        "direccion",
        nargs="?",
        metavar="dirección",
        help="la del coordinador del grupo, como tcp://10.0.0.5:8786",
    )
    parser.add_argument(
        "--coordinar",
        action="store_true",
        help="esta máquina coordina el grupo, en vez de calificar",
    )
    parser.add_argument(
        "--puerto",
        type=whole_from(1),
        default=8786,
        metavar="N",
        help="con --coordinar: en qué puerto; si no se dice, 8786",
    )
    parser.add_argument(
        "--procesos",
        type=whole_from(1),
        metavar="N",
        help="cuántas entregas a la vez; si no se dice, una por núcleo",
    )


def lend(options):
    """Presta esta máquina a un grupo que califica, o lo coordina."""
    from course_lib.grading.lend import lend as run_lend

    return run_lend(options)


def _configure_bank(parser):
    parser.add_argument(
        "--rondas",
        type=whole_from(3),
        default=9,
        metavar="N",
        help="cuántas rondas; al menos 3, y si no se dice, 9",
    )
    parser.add_argument(
        "--hilos",
        type=whole_from(1),
        nargs="+",
        default=[1, 2],
        metavar="N",
        help="con cuántos hilos de BLAS; varios números, una medición con cada uno",
    )
    parser.add_argument(
        "--salida", metavar="CARPETA", help="dónde guardar los resultados"
    )


def _place(text):
    """Una ruta; «~» es la carpeta personal aunque la consola no la haya cambiado."""
    if not text.strip():
        raise argparse.ArgumentTypeError("se esperaba un nombre, y llegó vacío")
    drive = re.match(r"([A-Za-z]):[\\/](.*)", text)
    if drive and os.name != "nt":
        inside = drive[2].replace("\\", "/")
        raise argparse.ArgumentTypeError(
            f"se esperaba una ruta de este sistema, y llegó «{text}»; en WSL2 es "
            f"«/mnt/{drive[1].lower()}/{inside}»"
        )
    return os.path.expanduser(text)


def whole_from(minimum):
    """El `type` de una opción que es un entero desde `minimum`."""

    def number(text):
        if not text.isdecimal() or int(text) < minimum:
            raise argparse.ArgumentTypeError(
                f"se esperaba un entero desde {minimum}, y llegó «{text}»"
            )
        return int(text)

    return number


def run_bank(options):
    """Mide la biblioteca, en rondas, contra otras y contra el suelo de sus cuentas."""
    words = ["--rondas", str(options.rondas), "--hilos", *map(str, options.hilos)]
    if options.salida:
        words += ["--salida", str(Path(options.salida).resolve())]
    return _run_tool("benchmarks.bank", words)


def _run_tool(module, arguments):
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.call(command, cwd=ROOT)


COMMANDS = {
    "abrir": Command(
        "abre el curso en JupyterLab, en la lección que te toca",
        open_course,
        _configure_open,
        (LEARNER_LOCK,),
    ),
    "reiniciar": Command(
        "pone una lección como nueva y guarda la que tenías",
        reset_lesson,
        _configure_reset,
        (LEARNER_LOCK,),
    ),
    "progreso": Command("muestra qué ejercicios lograste y qué sigue", show_progress),
    "diagnostico": Command("muestra versiones y carpetas, para pedir ayuda", diagnose),
    "calificar": Command(
        "califica los cuadernos de una clase y escribe el informe",
        grade,
        _configure_grade,
        (LEARNER_LOCK,),
    ),
    "exportar": Command(
        "lleva el curso a nbgrader, o las notas a Moodle o Canvas",
        export,
        _configure_export,
        (LEARNER_LOCK,),
    ),
    "entregar": Command(
        "revisa tu cuaderno y hace un solo archivo para enviar",
        deliver,
        _configure_deliver,
        (LEARNER_LOCK,),
    ),
    "prestar": Command(
        "presta esta máquina a un grupo que califica, o lo coordina",
        lend,
        _configure_lend,
        (LEARNER_LOCK, CLUSTER_LOCK),
    ),
    "construir": Command(
        "genera lessons/ y solutions/ desde source/",
        build,
        _configure_build,
        (LEARNER_LOCK, TEST_LOCK),
    ),
    "banco": Command(
        "mide la velocidad de la biblioteca, contra otras, en esta máquina",
        run_bank,
        _configure_bank,
        (LEARNER_LOCK,),
    ),
    "probar": Command(
        "corre todas las pruebas del curso",
        run_tests,
        _configure_test,
        (LEARNER_LOCK, TEST_LOCK),
    ),
}


if __name__ == "__main__":
    sys.exit(main())
