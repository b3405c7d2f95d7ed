"""El banco de mediciones: tablas, una figura, y un JSON para comparar corridas.

    python -m benchmarks.bank [--rondas 9] [--hilos 1 2] [--salida CARPETA]

Cada cantidad de hilos de BLAS se mide en su propio proceso: NumPy la lee al cargarse.
Los pares que no están instalados se nombran y se dejan fuera; para medirlos:

    .venv/bin/python -m pip install torch==2.13.0 micrograd
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from course_lib import cli

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / "benchmarks/corridas"
LAST = "ultima.json"
# Menos que esto es ruido de la máquina, no una diferencia.
NOISE = 0.10


def main(arguments=None):
    """Mide, muestra la tabla, y guarda la corrida y su figura."""
    words = sys.argv[1:] if arguments is None else arguments
    _, options = cli.parse(["banco", *words])
    folder = Path(options.salida or RUNS)
    runs = [measure_with(threads, options.rondas) for threads in options.hilos]
    before = _read(folder / LAST)
    print("\n".join(report(runs, before)))
    stamped = save({"runs": runs}, folder, LAST)
    figure = folder / "crecimiento.png"
    from benchmarks.figure import plot_growth

    plot_growth(runs[0]["growth"]).savefig(figure, dpi=150)
    print(f"\nQueda en {stamped}; la figura, en {figure}.")
    return 0


def save(record, folder, last, prefix=""):
    """Guarda una corrida con su fecha, y otra vez como la última; da la primera."""
    date = datetime.now().isoformat(timespec="seconds")
    record = {"date": date, **record}
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    folder.mkdir(parents=True, exist_ok=True)
    stamped = folder / f"{prefix}{date.replace(':', '.')}.json"
    for path in (stamped, folder / last):
        path.write_text(text + "\n", encoding="utf-8")
    return stamped


def measure_with(threads, rounds):
    """Lo que mide un proceso con esa cantidad de hilos de BLAS."""
    variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {**os.environ, **dict.fromkeys(variables, str(threads))}
    print(f"Mido con {threads} {'hilo' if threads == 1 else 'hilos'}…", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "medido.json"
        command = [sys.executable, "-m", "benchmarks.worker"]
        command += [str(threads), str(rounds), str(path)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return json.loads(path.read_text(encoding="utf-8"))


def report(runs, before):
    """Las líneas de la tabla; `before` es la corrida anterior, o None."""
    yield from _heading(runs[0]["machine"])
    for run, old in zip(runs, _matching(runs, before), strict=True):
        threads = run["machine"]["threads"]
        yield ""
        yield f"Con {threads} {'hilo' if threads == 1 else 'hilos'} de BLAS"
        header = ["trabajo", "tipo", "÷ PyTorch", "meta", "÷ suelo", "meta"]
        header += ["como se lee", "antes"]
        yield from _table(header, [_row(work, old) for work in run["works"]])
        yield ""
        rows = [
            [title, _ratio(value), goal, _verdict(value["median"], goal)]
            for title, value, goal in run["others"]
        ]
        yield from _table(["además", "razón", "meta", ""], rows)
    yield ""
    yield "Un paso de entrenamiento: cómo crece (pendiente en ejes logarítmicos)"
    rows = [
        [sweep, f"{found['sizes'][0]} a {found['sizes'][-1]}", f"{found['slope']:.2f}"]
        for sweep, found in runs[0]["growth"].items()
    ]
    yield from _table(["con", "de", "pendiente"], rows)
    yield ""
    yield "Razones: mediana (cuartiles) de las rondas. «como se lee»: las funciones de"
    yield "las lecciones ÷ el ciclo con memoria reservada. «antes»: la razón contra el"
    yield "suelo de la corrida anterior. Menos de 10 % es ruido, y cuenta como logrado."


def _heading(machine):
    versions = machine["versions"]
    yield " · ".join(f"{k} {v}" for k, v in versions.items() if v)
    yield f"{machine['processor']}, {machine['cores']} núcleos · {machine['system']}"
    if machine["blas"]:
        yield machine["blas"]
    missing = [name for name, version in versions.items() if not version]
    if missing:
        yield f"No están instalados, y quedan fuera: {', '.join(missing)}."


def _row(work, old):
    targets = work["targets"] if work["dtype"] == "float64" else {}
    cells = [work["title"], work["dtype"]]
    for peer in ("torch", "floor"):
        value, goal = work["ratios"].get(peer), targets.get(peer)
        goal_text = f"≤ {goal}" if goal else "—"
        cells.append(_ratio(value) if value else "—")
        cells.append(
            f"{goal_text} {_verdict(value['median'], goal_text)}".strip()
            if value and goal
            else goal_text
        )
    slower = work["ratios"].get("readable")
    cells.append(f"{1 / slower['median']:.2f}" if slower else "—")
    previous = old.get((work["name"], work["dtype"]))
    cells.append(f"{previous:.2f}" if previous else "—")
    return cells


def _ratio(value):
    digits = 3 if value["median"] < 1 else 2
    texts = [f"{value[key]:.{digits}f}" for key in ("median", "low", "high")]
    return texts[0] + ("" if len(set(texts)) == 1 else f" ({texts[1]}–{texts[2]})")


def _verdict(value, goal):
    """«sí», «sí, con ruido» o «no», según una meta como «≤ 2.8»."""
    sign, _, number = goal.partition(" ")
    if sign not in ("≤", "≥"):
        return ""
    number = float(number)
    excess = value / number if sign == "≤" else number / value
    if excess <= 1:
        return "sí"
    return "sí, con ruido" if excess <= 1 + NOISE else "no"


def _table(header, rows):
    from course_lib.tables import text_table

    return text_table(header, rows).splitlines()


def _matching(runs, before):
    """Por cada proceso, las razones contra el suelo de la corrida anterior."""
    for run in runs:
        threads, found = run["machine"]["threads"], {}
        for old in (before or {}).get("runs", ()):
            if old["machine"]["threads"] == threads:
                for work in old["works"]:
                    key = work["name"], work["dtype"]
                    found[key] = work["ratios"]["floor"]["median"]
        yield found


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # la primera vez, o un archivo a medias: no hay con qué comparar


if __name__ == "__main__":
    sys.exit(main())
