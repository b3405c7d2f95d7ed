"""Todas las pruebas del curso, paso a paso: lo que corre `curso probar`.

Cada paso es un proceso. Los dos de nbval van a la vez que pytest, porque casi todo su
tiempo es esperar a un núcleo; lo que dicen se muestra al terminar, sin mezclarse.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SANITIZE = "tests/nbval_sanitize.cfg"


@dataclass
class Step:
    """Un paso: su título, la orden, y la carpeta que no puede estar sin cuadernos."""

    title: str
    command: list
    notebooks: str = ""


@dataclass
class Outcome:
    """Cómo le fue a un paso."""

    step: Step
    code: int
    seconds: float
    output: str = ""


def _python(*words):
    return [sys.executable, "-m", *words]


def first_steps():
    """Los que duran segundos y van de uno en uno."""
    return [
        Step("Estilo (ruff check)", _python("ruff", "check", ".")),
        Step("Formato (ruff format)", _python("ruff", "format", "--check", ".")),
        Step("Lo generado, al día", _python("tools.build", "--revisar")),
    ]


# Estas van en un proceso y las demás en otro, a la vez: son dos núcleos. Los repartos
# salen de lo medido: en la corrida completa pesan los ejercicios, con veinte semillas.
APART_QUICK = ("exercises", "build", "checking", "launcher", "graph", "lesson_*")
APART_QUICK += ("optimizers", "estimators", "storage")
APART_FULL = ("exercises", "optimizers", "estimators", "storage")


def pytest_steps(quick):
    """Las pruebas de `tests/`: las que se ven correr, y las que van a la vez."""
    words = ["pytest", "-p", "no:cacheprovider", *(["-m", "not lento"] * quick)]
    apart = APART_QUICK if quick else APART_FULL
    paths = sorted(
        p for name in apart for p in (ROOT / "tests").glob(f"test_{name}.py")
    )
    names = [str(path.relative_to(ROOT)) for path in paths]
    others = [f"--ignore={name}" for name in names]
    return (
        Step("Pruebas (pytest, una parte)", _python(*words, "tests", *others)),
        [Step("Pruebas (pytest, la otra)", _python(*words, *names))],
    )


def notebook_steps():
    """nbval estricto en `solutions/`, y `lessons/` hasta el final, en blanco."""
    # -o addopts=: las opciones de pyproject.toml son para tests/.
    common = ["-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    common += ["--nbval-current-env", "--nbval-cell-timeout=300"]
    strict = ["pytest", "--nbval", "solutions/", *common]
    strict += ["--nbval-sanitize-with", SANITIZE]
    lax = ["pytest", "--nbval-lax", "lessons/", *common]
    return [
        Step("Cuadernos resueltos (nbval)", _python(*strict), "solutions"),
        Step("Cuadernos en blanco (nbval)", _python(*lax), "lessons"),
    ]


def environment():
    """El entorno de los pasos: sin anotar avance y con los núcleos de `.venv`."""
    clean = {k: v for k, v in os.environ.items() if k != "CURSO_AVANCE"}
    clean.update(JUPYTER_PREFER_ENV_PATH="1", PYTHONIOENCODING="utf-8")
    return clean


def say(text=""):
    """Escribe y vacía: lo que sigue lo escribe otro proceso."""
    print(text, flush=True)


def start(step):
    """Lanza un paso como proceso."""
    return subprocess.Popen(
        step.command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run_step(step):
    """Corre un paso y muestra lo que dice mientras lo dice."""
    say(f"\n== {step.title}")
    begin = time.monotonic()
    process = start(step)
    pieces = []
    while piece := process.stdout.read1():
        pieces.append(piece)
        sys.stdout.write(piece.decode("utf-8", "replace"))
        sys.stdout.flush()
    code = process.wait()
    output = b"".join(pieces).decode("utf-8", "replace")
    return Outcome(step, code, time.monotonic() - begin, output)


def run_quietly(step):
    """Corre un paso y guarda lo que dice para mostrarlo después."""
    missing = missing_notebooks(step)
    if missing:
        return Outcome(step, 1, 0.0, missing)
    begin = time.monotonic()
    process = start(step)
    output = process.communicate()[0].decode("utf-8", "replace")
    return Outcome(step, process.returncode, time.monotonic() - begin, output)


def missing_notebooks(step):
    """La frase si la carpeta del paso no tiene cuadernos; si no, vacío."""
    if not step.notebooks or any((ROOT / step.notebooks).glob("*.ipynb")):
        return ""
    return (
        f"La carpeta {step.notebooks}/ no tiene cuadernos: corre "
        "«python3 curso.py construir».\n"
    )


def run_all(quick):
    """Corre todo, aunque algo falle; devuelve los resultados en orden."""
    outcomes = [run_step(step) for step in first_steps()]
    tests, beside = pytest_steps(quick)
    with ThreadPoolExecutor(max_workers=1) as pool:
        steps = beside if quick else [*beside, *notebook_steps()]
        running = [pool.submit(run_quietly, step) for step in steps]
        outcomes.append(run_step(tests))
        for future in running:
            outcome = future.result()
            say(f"\n== {outcome.step.title}\n{outcome.output.rstrip()}")
            outcomes.append(outcome)
    return outcomes


def counts(outcomes):
    """Suma los recuentos de pytest: `{"passed": 12, "failed": 0, …}`."""
    total = dict.fromkeys(("passed", "failed", "skipped"), 0)
    names = {"error": "failed", "errors": "failed", "xfailed": "skipped"}
    for outcome in outcomes:
        lines = [x for x in outcome.output.splitlines() if re.search(r" in [\d.]+s", x)]
        for number, word in re.findall(r"(\d+) (\w+)", lines[-1] if lines else ""):
            name = names.get(word, word)
            if name in total:
                total[name] += int(number)
    return total


def summarize(outcomes, seconds, quick):
    """El resumen final; su última línea la entienden los sistemas de integración."""
    say("\n== Resumen")
    width = max(len(outcome.step.title) for outcome in outcomes)
    for outcome in outcomes:
        verdict = "bien" if outcome.code == 0 else "FALLÓ"
        say(f"{outcome.step.title:<{width}}  {verdict:<5}  {outcome.seconds:6.1f} s")
    if quick:
        say("Sin correr, por --rapido: las pruebas lentas y los cuadernos completos.")
    failed = [outcome for outcome in outcomes if outcome.code]
    if failed:
        titles = ", ".join(outcome.step.title for outcome in failed)
        say(f"Hay que mirar, más arriba: {titles}.")
    else:
        say("Todo está bien.")
    say(f"Tiempo total: {seconds:.0f} s.")
    total = counts(outcomes)
    say(", ".join(f"{number} {name}" for name, number in total.items()))


def main(arguments):
    """Corre los pasos y devuelve 0 si todos salieron bien, 1 si alguno falló."""
    quick = "--rapido" in arguments
    begin = time.monotonic()
    outcomes = run_all(quick)
    summarize(outcomes, time.monotonic() - begin, quick)
    return 1 if any(outcome.code for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
