"""El catálogo de ataques, corrido de verdad: qué intenta cada uno y qué gana.

    .venv/bin/python -m tests.grading.attacks

Cada ataque va en una entrega con respuestas correctas en otros ejercicios: se mira que
no gane nada y que esos conserven sus puntos. Sin root, o con `--usuario`, la caja se
cierra con espacios de nombres de usuario.
"""

import os
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from attacks_answers import ANSWERS, CHEATS, ELSEWHERE
from attacks_costs import BESIDE, COSTLY, MORE, SABOTAGE
from attacks_system import ESCAPES, PREAMBLE
from caja import QUICK, answer, full, points, run

from course_lib.exercises import get_exercise
from course_lib.grading.sandbox import Lost, Sandbox, probe, session

__all__ = ["Measured", "beside_code", "escape_code", "escapes", "measure"]

ROOT = Path(__file__).resolve().parents[2]
WITNESSES = ("04.1", "04.2", "04.5", "04.7", "04.d2")


@dataclass(frozen=True)
class Measured:
    """Lo que pasó con un ataque.

    Attributes:
        name, exercise: cuál, y el ejercicio donde va.
        gained: los puntos que ganó en ese ejercicio.
        others: los de las respuestas correctas que lo acompañan; `earned`, los suyos.
        ended: cómo terminó el ejercicio.
        seconds: cuánto tardó la entrega entera.
    """

    name: str
    exercise: str
    gained: float
    others: float
    earned: float
    ended: str
    seconds: float

    @property
    def gains(self):
        """Si ganó algo que no era suyo, en su ejercicio o en los demás."""
        return self.gained > 0 or self.others > self.earned

    @property
    def spares(self):
        """Si las respuestas correctas que lo acompañan valen lo suyo."""
        return self.others == self.earned


def measure(box, name, exercise_id, code):
    """Corre un ataque entre respuestas correctas."""
    ids = [i for i in WITNESSES if i != exercise_id]
    cells = ["import numpy as np", answer(ids[0]), textwrap.dedent(code)]
    cells += [answer(i) for i in ids[1:]]
    started = time.monotonic()
    results = run(box, cells, exercise_id, *ids)
    seconds = time.monotonic() - started
    got = points(results)
    gained = got.pop(exercise_id)
    ended = _ended(results[exercise_id], gained)
    earned = sum(map(full, ids))
    others = sum(got.values())
    return Measured(name, exercise_id, gained, others, earned, ended, seconds)


def _ended(outcomes, gained):
    if isinstance(outcomes, Lost):
        return f"perdido: {outcomes.kind}"
    problem = next((o.problem for o in outcomes if o.problem), None)
    if problem is not None:
        return f"sin respuesta: {problem.exception or problem.kind}"
    return "respuesta correcta" if gained else "respuesta equivocada"


def against_answers(box):
    """Los que quieren puntos por una respuesta que no lo es."""
    for name, code in (CHEATS | ANSWERS).items():
        yield measure(box, name, "04.2", code)
    for name, (exercise_id, body) in ELSEWHERE.items():
        yield measure(box, name, exercise_id, beside_code(exercise_id, body))


def against_costs(box):
    """Los que gastan tiempo, memoria o salida, o se caen."""
    for name, (body, _) in (COSTLY | MORE).items():
        code = "def one_hot(y, n_classes):\n" + textwrap.indent(body, "    ")
        yield measure(box, name, "04.1", code)


def beside(box):
    """Los mismos, en los ejercicios que se juzgan de este lado del canal."""
    for name, (exercise_id, body) in BESIDE.items():
        yield measure(box, name, exercise_id, beside_code(exercise_id, body))


def beside_code(exercise_id, body):
    """La función de un ejercicio, con ese cuerpo."""
    head = get_exercise(exercise_id).stub.partition('"""')[0].rstrip()
    return head + "\n" + textwrap.indent(body, "    ")


def escape_code(gradebook, expressions):
    """El código de un `one_hot` que intenta todo eso y cuenta qué logró.

    Lo que logró vuelve como la respuesta misma: el número de cada intento.
    """
    preamble = PREAMBLE.format(
        parent=os.getpid(),
        gradebook=str(gradebook),
        course=str(ROOT),
        home=str(Path.home()),
    )
    lines = [preamble, "def one_hot(y, n_classes):", "    done = []"]
    for number, expression in enumerate(expressions):
        lines += [
            "    try:",
            f"        {expression}",
            f"        done.append({number})",
            "    except Exception:",
            "        pass",
        ]
    return "\n".join([*lines, "    return np.array(done)"])


def escapes(box, gradebook):
    """Los que quieren salir: pares (nombre, si lo logró), y la medida de todos."""
    code = escape_code(gradebook, ESCAPES.values())
    results = run(box, ["import numpy as np", code], "04.1")["04.1"]
    if isinstance(results, Lost) or results[0].problem:
        raise RuntimeError(f"los intentos no llegaron a contarse: {results}")
    done = set(results[0].answers["Y"].astype(int).ravel().tolist())
    found = [(name, number in done) for number, name in enumerate(ESCAPES)]
    return found, measure(box, "todos a la vez", "04.1", code)


def rows(box, gradebook):
    """Las filas de la tabla, a medida que se miden: (medida, nombre, qué pasó, mal)."""
    for row in against_answers(box):
        # Lo que parchea el proceso antes que nada puede perder lo suyo, y nada más.
        yield row, row.name, row.ended, row.gains
    for row in [*against_costs(box), *beside(box)]:
        spared = row.spares or row.name in SABOTAGE
        yield row, row.name, row.ended, row.gains or not spared
    found, row = escapes(box, gradebook)
    for name, achieved in found:
        yield row, name, "LOGRADO" if achieved else "negado", achieved or row.gains


def table(box, gradebook):
    """Escribe la tabla; da cuántos ataques hubo y cuántos salieron mal."""
    print("| ataque | ejercicio | puntos ganados | los demás | cómo terminó | s |")
    print("| --- | --- | --- | --- | --- | --- |")
    count = wrong = 0
    for row, name, ended, bad in rows(box, gradebook):
        # La entrega siguiente, de otra persona: vale lo suyo.
        honest = points(run(box, ["import numpy as np", answer("04.1")], "04.1"))
        bad = bad or honest["04.1"] != full("04.1")
        count, wrong = count + 1, wrong + bad
        others = f"{row.others:g} de {row.earned:g}"
        line = f"| {name} | {row.exercise} | {row.gained:g} | {others} | {ended} | "
        print(f"{line}{row.seconds:.2f} |{' MAL' if bad else ''}", flush=True)
    return count, wrong


def main(words):
    if "--usuario" in words:
        for module in (probe, session):
            module.as_root = lambda: False
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        gradebook = Path(folder, "notas.csv")
        gradebook.write_text("ana;0\n")
        gradebook.chmod(0o666)
        with Sandbox(limits=QUICK) as box:
            count, wrong = table(box, gradebook)
        untouched = gradebook.read_text() == "ana;0\n" and os.listdir(folder) == [
            gradebook.name
        ]
    print(f"\n{count} ataques; {wrong} ganaron un punto o dañaron la nota de otro.")
    print(f"El libro de notas {'quedó igual' if untouched else 'CAMBIÓ'}.")
    return int(bool(wrong) or not untouched)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
