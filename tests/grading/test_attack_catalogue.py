"""El catálogo de ataques: ninguno gana un punto ni le quita uno a otra persona.

`python -m tests.grading.attacks` imprime la tabla con lo medido.
"""

import os
import resource
import textwrap
import time

import pytest
from attacks import beside_code, escape_code, measure
from attacks_answers import ANSWERS, ELSEWHERE
from attacks_costs import BESIDE, COSTLY, MORE, SABOTAGE
from attacks_system import ESCAPES
from caja import QUICK, answer, full, isolated_only, points, run

from course_lib.grading.sandbox import Lost, Sandbox, probe, session
from course_lib.grading.sandbox.process import Dead

_SLOW = pytest.mark.lento


def slow_last(table, slow):
    return [pytest.param(n, marks=_SLOW) if n in slow else n for n in table]


@pytest.fixture(scope="module")
def box():
    with Sandbox(limits=QUICK) as sandbox:
        yield sandbox


@isolated_only
@pytest.mark.parametrize(
    "name",
    slow_last(ANSWERS, {"responder desde una señal", "un archivo npy comprimido"}),
)
def test_an_answer_that_is_not_one_gains_nothing(box, name):
    row = measure(box, name, "04.2", ANSWERS[name])
    assert not row.gains, row
    assert row.seconds < 5


@isolated_only
@pytest.mark.parametrize("name", ELSEWHERE)
def test_in_any_exercise_what_is_not_an_answer_gains_nothing(box, name):
    exercise_id, body = ELSEWHERE[name]
    row = measure(box, name, exercise_id, beside_code(exercise_id, body))
    assert not row.gains and row.spares, row


@isolated_only
@pytest.mark.parametrize(
    "name", slow_last(MORE, {n for n, (_, kinds) in MORE.items() if "timeout" in kinds})
)
def test_what_costs_costs_its_exercise(box, name):
    body, kinds = MORE[name]
    code = "def one_hot(y, n_classes):\n" + textwrap.indent(body, "    ")
    row = measure(box, name, "04.1", code)
    assert not row.gains and (row.spares or name in SABOTAGE), row
    assert row.seconds < 8
    honest = points(run(box, ["import numpy as np", answer("04.1")], "04.1"))
    assert honest == {"04.1": full("04.1")}


@isolated_only
@pytest.mark.parametrize(
    "name",
    slow_last(
        BESIDE, {n for n in BESIDE if "fin" in n or "no termina" in n or "miles" in n}
    ),
)
def test_beside_the_judge_it_costs_the_same(box, name):
    """También donde el conductor corre de este lado: nadie lo detiene ni lo llena."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = measure(box, name, BESIDE[name][0], beside_code(*BESIDE[name]))
    assert not row.gains and row.spares, row
    assert row.seconds < 8
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150_000  # KB


@isolated_only
@pytest.mark.parametrize("mode", ["root", "usuario"])
def test_no_escape_succeeds(mode, tmp_path, monkeypatch):
    if mode == "root" and os.geteuid() != 0:
        pytest.skip("hace falta root")
    for module in (probe, session):
        monkeypatch.setattr(module, "as_root", lambda: mode == "root")
    monkeypatch.setenv("SECRETO_DEL_JUEZ", "1")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o777)
    gradebook = tmp_path / "notas.csv"
    gradebook.write_text("ana;0\n")
    gradebook.chmod(0o666)
    code = escape_code(gradebook, ESCAPES.values())
    with Sandbox(limits=QUICK) as sandbox:
        outcomes = run(sandbox, ["import numpy as np", code], "04.1")["04.1"]
    assert not isinstance(outcomes, Lost), outcomes
    assert outcomes[0].problem is None, outcomes[0].problem
    done = outcomes[0].answers["Y"].astype(int).ravel().tolist()
    assert [list(ESCAPES)[number] for number in done] == []
    assert gradebook.read_text() == "ana;0\n"
    assert os.listdir(tmp_path) == [gradebook.name]


# --- Sin aislamiento: un proceso aparte, y plazos -------------------------------------

_DEMON = """
import os, time
def {name}(*arguments):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(4)
        os._exit(0)
    {then}
"""


@pytest.fixture(scope="module")
def plain():
    with Sandbox(isolated=False, limits=QUICK) as sandbox:
        yield sandbox


@pytest.mark.skipif(os.name != "posix", reason="los hijos de Linux y macOS")
@pytest.mark.lento
@pytest.mark.parametrize("then", ["while True: pass", "os._exit(0)"])
def test_a_child_that_keeps_the_pipe_stops_nobody(plain, then):
    """Quien sobrevive al grupo tiene la tubería: nadie espera a que la suelte."""
    row = measure(plain, "demonio", "04.1", _DEMON.format(name="one_hot", then=then))
    assert not row.gains and row.spares, row
    assert row.seconds < 4


_DEAF = """
import os, signal, time
from corredor import channel
send = channel.Socket.send
def and_stop(self, data):
    send(self, data)
    os.kill(os.getpid(), signal.SIGSTOP)
channel.Socket.send = and_stop
if os.fork() == 0:
    os.setsid()
    time.sleep(4)
    os._exit(0)
"""


@pytest.mark.skipif(os.name != "posix", reason="los hijos de Linux y macOS")
def test_a_child_that_does_not_read_stops_nobody(plain):
    """Una orden que no cabe en la tubería, y nadie que la lea aunque lo maten."""
    cell = {"do": "cell", "number": 1, "seconds": 1.0, "only_definitions": False}
    child = plain.spawn()
    started = time.monotonic()
    child.ask({**cell, "lends": None, "source": _DEAF}, started + 5)
    long = f"x = '{'a' * 500_000}'"
    with pytest.raises(Dead, match="no respondió"):
        child.ask({**cell, "lends": None, "source": long}, time.monotonic() + 0.5)
    child.close()
    assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    "name",
    [
        *("os._exit", "abort", "una violación de segmento", "20 GB"),
        pytest.param("un bucle sin fin", marks=_SLOW),
        pytest.param("un bucle que traga todo", marks=_SLOW),
        pytest.param("un bucle sin alarma", marks=_SLOW),
        pytest.param("basura en el canal", marks=_SLOW),
        pytest.param("un mensaje sin fin", marks=_SLOW),
    ],
)
def test_without_isolation_it_costs_its_exercise(plain, name):
    code = "def one_hot(y, n_classes):\n" + textwrap.indent(COSTLY[name][0], "    ")
    row = measure(plain, name, "04.1", code)
    assert not row.gains and row.spares, row
    assert row.seconds < 8
