"""Las tablas del banco del calificador: de lo medido a lo que se lee en la terminal."""

from course_lib.tables import text_table

__all__ = ["report"]

GOAL = 1 / 15  # de lo que gasta nbgrader, en CPU y en reloj
GOAL_SECONDS, GOAL_CLASS, GOAL_WORKERS = 120, 1000, 2
GOAL_MEMORY = 200  # MB de cada proceso que juzga
NOISE = 0.10  # la pendiente de lo que crece en línea recta no sale 1 exacto
BUSY = 0.5
_PARTS = {
    ("wall", "whole"): "reloj por entrega, con todo",
    ("cpu", "whole"): "CPU por entrega, con todo",
    ("wall", "one more"): "reloj de una entrega más",
    ("cpu", "one more"): "CPU de una entrega más",
}


def report(record):
    """Las líneas de lo medido en una corrida."""
    info = record["machine"]
    yield f"Python {info['versions']['python']} · NumPy {info['versions']['numpy']}"
    yield f"{info['processor']}, {info['cores']} núcleos · {info['system']}"
    if record["load"] > BUSY:
        yield (
            f"La máquina estaba ocupada al empezar (carga {record['load']:.1f}): estas "
            "cifras no sirven para comparar."
        )
    if "seen" in record:
        yield (
            f"El medidor de CPU vio {record['seen']:.2f} s en una entrega que gasta "
            f"{record['burned']:g} s dentro de la caja."
        )
    for name, section in _SECTIONS.items():
        if name in record:
            yield ""
            yield from section(record[name])


def _against(found):
    sizes, cells = found["sizes"], found["cells"]
    size = sizes["class"]
    yield (
        f"Contra nbgrader {found['version']}: lección {found['lesson']}, {size} "
        "entregas, los mismos archivos para los dos, un proceso y un hilo de BLAS"
    )
    rows = [
        [
            _PARTS[cost["what"], cost["part"]],
            _ms(cost["ours"]),
            _ms(cost["nbgrader"]),
            _fraction(cost["ratio"]),
            f"≤ 1/{1 / GOAL:.0f} {_yes(cost['ratio']['median'] <= GOAL)}",
        ]
        for cost in found["costs"]
    ]
    yield text_table(["", "nosotros", "nbgrader", "razón", "meta"], rows)
    yield ""
    kind = "la lección entera" if found["complete"] else "solo los ejercicios"
    yield (
        f"nbgrader recibe {kind} (lo que da `curso exportar --nbgrader`) y corre sus "
        f"{cells['nbgrader']} celdas de código, con las de puntos, que juzgan dos "
        "veces: con los casos de `check` y con los sorteados."
    )
    yield (
        f"Nosotros corremos lo que escribió quien entrega, {cells['ours']:.1f} celdas "
        "en promedio, con los casos sorteados. De nbgrader se cuenta solo `autograde`; "
        "de lo nuestro, la orden entera: arranque, diagnósticos, guardado e informe."
    )
    other = found["other marks"]
    yield f"La nota es la misma en {size - len(other)} de {size} entregas."
    for student, (ours, theirs) in sorted(other.items()):
        yield f"  {student}: nosotros {ours:.2f}, nbgrader {theirs:.2f}"
    added = size - sizes["part"]
    yield (
        f"«Una entrega más»: lo que gasta la clase de {size} menos lo que gasta una de "
        f"{sizes['part']}, entre {added}: sin el arranque."
    )
    yield "Razones: mediana (cuartiles) de las rondas, cada una medida por turnos."


def _rhythm(found):
    size = found["size"]
    yield f"Ritmo: una clase de {size}, con informe y todo"
    rows = []
    for row in found["rows"]:
        count, middle = row["workers"], row["wall"]["median"]
        judged = row["kind"] == "procesos" and count == GOAL_WORKERS
        goal = f"≤ {GOAL_SECONDS} s para {GOAL_CLASS}" if judged else "—"
        if judged and size >= GOAL_CLASS:
            goal += f" {_yes(middle <= GOAL_SECONDS)}"
        cpu = row["cpu"]
        rows.append(
            [
                _workers(row["kind"], count),
                f"{middle:.1f} s",
                _range(row["rate"], "{:.1f}"),
                _ms(cpu) if cpu else "—",
                goal,
            ]
        )
    header = ["con", "segundos", "entregas por segundo", "CPU por entrega", "meta"]
    yield text_table(header, rows)
    if found["dask"]:
        yield (
            "El grupo de Dask se enciende antes de medir. El CPU de sus trabajadores "
            "no lo cuenta el grupo de la orden."
        )
    else:
        yield "Dask no está instalado, y queda fuera: falta el paquete «distributed»."


def _workers(kind, count):
    if kind == "Dask":
        return f"Dask, {count} {'trabajador' if count == 1 else 'trabajadores'}"
    return f"{count} {'proceso' if count == 1 else 'procesos'}"


def _memory(found):
    yield f"Memoria y crecimiento, con {_workers('procesos', found['processes'])}"
    rows, fits = [], True
    for row in found["rows"]:
        peaks, again = row["peaks"], row["again"]
        judges = [peaks.get("principal"), peaks.get("trabajador")]
        fits = fits and all(mb is not None and mb <= GOAL_MEMORY for mb in judges)
        rows.append(
            [
                str(row["size"]),
                f"{row['wall']:.1f} s",
                f"{row['size'] / row['wall']:.1f}",
                *(_mb(peaks.get(r)) for r in ("principal", "trabajador", "caja")),
                _mb(peaks.get("entrega")),
                f"{again['wall']:.1f} s",
                _mb(again["peaks"].get("principal")),
            ]
        )
    header = ["entregas", "tiempo", "por segundo", "principal", "trabajador", "caja"]
    header += ["entrega", "repetir", "principal al repetir"]
    yield text_table(header, rows)
    yield (
        f"Quien juzga (principal y cada trabajador): ≤ {GOAL_MEMORY} MB {_yes(fits)}. "
        "Es la mayor memoria residente de un proceso; el informe lo escribe el "
        "principal. «Repetir»: la misma orden sin nada nuevo, que lee y escribe el "
        "informe."
    )
    if found["slope"] is not None:
        yield (
            f"El tiempo crece como n elevado a {found['slope']:.2f}: ≤ 1 "
            f"{_yes(found['slope'] <= 1 + NOISE)} (hasta {1 + NOISE:.1f} es ruido)."
        )


_SECTIONS = {"nbgrader": _against, "rhythm": _rhythm, "memory": _memory}


def _yes(reached):
    return "sí" if reached else "no"


def _ms(value):
    return f"{1e3 * value['median']:.0f} ms"


def _mb(value):
    return "—" if value is None else f"{value:.0f} MB"


def _fraction(value):
    """«1/17 (1/18–1/16)»: una razón se lee mejor como parte de nbgrader."""
    texts = [f"1/{1 / value[key]:.1f}" for key in ("median", "low", "high")]
    return f"{texts[0]} ({texts[1]}–{texts[2]})"


def _range(value, form):
    texts = [form.format(value[key]) for key in ("median", "low", "high")]
    return f"{texts[0]} ({texts[1]}–{texts[2]})"
