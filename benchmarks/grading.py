"""El banco del calificador: contra nbgrader, a qué ritmo va y cuánta memoria usa.

    python -m benchmarks.grading [--medida nbgrader|ritmo|memoria|todas]

Con la máquina libre. Lo de nbgrader instala el suyo la primera vez, en `.banco/`; con
«--nbgrader CARPETA» usa un entorno que ya lo tenga.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.bank import RUNS, save
from benchmarks.grading_meter import NO_CPU, can_count_cpu
from benchmarks.grading_report import report
from benchmarks.rounds import machine
from course_lib.cli import SpanishParser, whole_from
from course_lib.errors import CourseError

LAST = "calificador.json"
MEASURES = ("nbgrader", "ritmo", "memoria")


def main(arguments=None):
    """Mide lo que se pida, muestra las tablas y guarda la corrida."""
    options = _parser().parse_args(arguments)
    # Un hilo de BLAS para todos, también para nbgrader: los arreglos son pequeños.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    record = {"machine": machine(1), "load": os.getloadavg()[0]}
    try:
        with tempfile.TemporaryDirectory(prefix="curso-banco-") as folder:
            record |= _measured(options, Path(folder))
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report(record)))
    stamped = save(record, options.salida, LAST, prefix="calificador-")
    print(f"\nQueda en {stamped}.")
    return 0


def _measured(options, folder):
    """Lo medido: qué medida → sus resultados."""
    from benchmarks import grading_against, grading_peer, grading_runs

    wanted = MEASURES if options.medida == "todas" else (options.medida,)
    found, lesson = {}, options.leccion
    if can_count_cpu():
        found["burned"] = grading_runs.BURN
        found["seen"] = grading_runs.check_meter(folder, lesson)
        if found["seen"] < grading_runs.SEEN * grading_runs.BURN:
            raise CourseError(
                f"Una entrega gastó {grading_runs.BURN:g} s de CPU y el medidor vio "
                f"{found['seen']:.2f} s: lo que mida no sirve"
            )
    else:
        print(NO_CPU, file=sys.stderr)
    if "nbgrader" in wanted:
        found["nbgrader"] = grading_against.against_nbgrader(
            grading_peer.find(options.nbgrader),
            folder / "nbgrader",
            lesson=lesson,
            size=options.entregas,
            rounds=options.rondas,
            complete=options.completo,
        )
    if "ritmo" in wanted:
        found["rhythm"] = grading_runs.rhythm(
            folder,
            lesson=lesson,
            size=options.clase,
            rounds=options.rondas,
            workers=options.procesos,
        )
    if "memoria" in wanted:
        found["memory"] = grading_runs.memory(
            folder,
            lesson=lesson,
            sizes=options.tamanos,
            processes=max(options.procesos),
        )
    return found


def _parser():
    parser = SpanishParser(
        prog="python -m benchmarks.grading",
        description="Mide el calificador: contra nbgrader, su ritmo y su memoria.",
    )
    add = parser.add_argument
    add(
        "--medida",
        choices=(*MEASURES, "todas"),
        default="todas",
        help="qué medir: nbgrader, ritmo, memoria o, si no se dice, todas",
    )
    add("--leccion", default="04", metavar="NN", help="con qué lección (04)")
    add(
        "--rondas",
        type=whole_from(2),
        default=3,
        metavar="N",
        help="cuántas rondas intercaladas; al menos 2 (3)",
    )
    add(
        "--entregas",
        type=whole_from(2),
        default=40,
        metavar="N",
        help="contra nbgrader, cuántas entregas (40)",
    )
    add(
        "--completo",
        action="store_true",
        help="contra nbgrader, la lección entera, con sus demostraciones; si no, solo "
        "los ejercicios, que es lo que menos le cuesta",
    )
    add(
        "--nbgrader",
        metavar="CARPETA",
        help="un entorno que ya tiene nbgrader, o su Python",
    )
    add(
        "--clase",
        type=whole_from(1),
        default=1000,
        metavar="N",
        help="para el ritmo, cuántas entregas (1000)",
    )
    add(
        "--procesos",
        type=_several,
        default=(1, 2),
        metavar="N,N",
        help="para el ritmo, cuántos a la vez; para la memoria, el mayor (1,2)",
    )
    add(
        "--tamanos",
        type=_several,
        default=(10, 1000, 5000),
        metavar="N,N",
        help="para la memoria, qué tamaños de clase (10,1000,5000)",
    )
    add(
        "--salida",
        type=Path,
        default=RUNS,
        metavar="CARPETA",
        help="dónde guardar lo medido (benchmarks/corridas)",
    )
    return parser


def _several(text):
    """«1,2» → (1, 2), de menor a mayor."""
    return tuple(sorted({whole_from(1)(part.strip()) for part in text.split(",")}))


if __name__ == "__main__":
    sys.exit(main())
