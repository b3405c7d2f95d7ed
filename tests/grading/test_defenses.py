"""Cada cierre, quitado: el ataque que lo prueba debe entonces lograr lo que quería.

Una prueba que pasa igual sin la defensa no prueba nada. Aquí se cambia el código que
corre en la caja (la copia de su carpeta de apoyo) o el de quien juzga, y se mira que el
mismo ataque, que con todo puesto falla, gane.
"""

import functools
import os
import random
import shutil
import textwrap
from pathlib import Path

import numpy as np
import pytest
from attacks import ROOT, beside_code, measure
from attacks_answers import CHEATS, ELSEWHERE
from attacks_costs import BESIDE
from attacks_system import ESCAPES, PREAMBLE
from caja import QUICK, answer, full, isolated_only, points, run, said

from course_lib.exercises import (
    breaker_drivers,
    correction_drivers,
    get_exercise,
    graph_drivers,
    lesson_04,
)
from course_lib.grading.sandbox import (
    Lost,
    Sandbox,
    lending,
    probe,
    process,
    protocol,
    remote,
    session,
    support,
)

pytestmark = [isolated_only, pytest.mark.lento]

FILTER = ("isolation.py", "    close_system_calls(_LIBC)\n", "")
LANDLOCK = (
    "isolation.py",
    '    _checked(_LIBC.syscall(_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self")',
    "    pass",
)


def without(name):
    """La edición que quita un límite del núcleo."""
    line = next(
        line
        for line in Path(support.__file__)
        .with_name("isolation.py")
        .read_text()
        .split("\n")
        if f"resource.RLIMIT_{name}," in line
    )
    return ("isolation.py", line + "\n", "")


@pytest.fixture
def mutated(monkeypatch):
    """Una caja cuya carpeta de apoyo lleva esos cambios."""
    boxes = []

    def make(*edits, mode=None):
        def build(folder):
            support.build(folder)
            for name, old, new in edits:
                path = Path(folder, "corredor", name)
                text = path.read_text("utf-8")
                assert text.count(old) == 1, (name, old)
                path.write_text(text.replace(old, new), "utf-8")

        monkeypatch.setattr(session, "build", build)
        if mode is not None:
            monkeypatch.setattr(session, "as_root", lambda: mode == "root")
        boxes.append(Sandbox(limits=QUICK).__enter__())
        return boxes[-1]

    yield make
    for box in boxes:
        box.__exit__()


def achieved(box, expression):
    """Si ese intento logra algo dentro de esa caja."""
    preamble = PREAMBLE.format(
        parent=os.getpid(), gradebook="/etc/hostname", course=str(ROOT), home="/root"
    )
    body = f"attempt('x', lambda: {expression})"
    code = textwrap.dedent(preamble) + body
    return said(box, code)["x"]


REFUSED = {
    *("PermissionError", "OSError", "BlockingIOError", "ProcessLookupError"),
    *("RuntimeError", "MemoryError", "_ArrayMemoryError"),
}

# Los cierres que se quitan, y lo que entonces se puede.
LOCKS = [
    ((LANDLOCK,), "open('/etc/passwd').read(1)"),
    ((LANDLOCK,), "os.listdir('/tmp')"),
    ((FILTER,), ESCAPES["par de sockets"]),
    ((FILTER,), ESCAPES["UDP"]),
    ((FILTER,), ESCAPES["memfd_create"]),
    ((FILTER,), ESCAPES["candado sobre un archivo común"]),
    ((FILTER,), ESCAPES["prctl: sobrevivir al padre"]),
    ((FILTER,), ESCAPES["memoria compartida de System V"]),
    ((FILTER,), ESCAPES["keyctl"]),
    ((FILTER,), ESCAPES["inotify"]),
    ((FILTER,), ESCAPES["qué está en la memoria de la máquina"]),
    ((FILTER,), ESCAPES["sacar un archivo de la memoria"]),
    ((FILTER,), ESCAPES["futex sobre un archivo común"]),
    ((FILTER,), ESCAPES["enviar un descriptor por el canal"]),
    ((FILTER,), ESCAPES["opciones del canal"]),
    ((FILTER,), ESCAPES["personality"]),
    ((FILTER, without("NPROC")), "os.fork() or os._exit(0)"),
    ((FILTER, without("NPROC")), "__import__('threading').Thread(target=int).start()"),
    (
        (FILTER, without("FSIZE"), LANDLOCK),
        "open('/dev/shm/curso-prueba', 'w').close()"
        " or os.remove('/dev/shm/curso-prueba')",
    ),
    ((without("AS"),), "np.empty(3 << 30, 'u1').size"),
    ((without("NOFILE"),), "[os.pipe() for _ in range(30)]"),
    (
        (("isolation.py", "    os.closerange(3, keep)\n", ""),),
        "must(inherited > 1)",
    ),
    ((("isolation.py", "_NEW_IPC | _NEW_PID |", "_NEW_IPC |"),), "must(os.getppid())"),
]


@pytest.mark.parametrize(("edits", "expression"), LOCKS, ids=[e for _, e in LOCKS])
def test_without_its_lock_the_attempt_succeeds(mutated, edits, expression):
    assert achieved(mutated(), expression) in REFUSED
    assert achieved(mutated(*edits), expression) not in REFUSED


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="hace falta root"
)
def test_without_dropping_the_user_it_is_root(mutated):
    edit = ("isolation.py", "        os.setresuid(user, user, user)\n", "")
    check = (
        "isolation.py",
        "        if os.getresuid() != (user, user, user):\n"
        '            raise OSError("el usuario no cambió")\n',
        "",
    )
    assert achieved(mutated(), "must(os.getuid() == 0)") in REFUSED
    assert achieved(mutated(edit, check), "must(os.getuid() == 0)") not in REFUSED


@pytest.mark.parametrize("mode", ["root", "usuario"])
def test_with_the_whole_folder_readable_the_packages_are_read(
    mutated, monkeypatch, mode
):
    """Como root, la biblioteca estándar se monta entera dentro de la carpeta."""
    if mode == "root" and os.geteuid() != 0:
        pytest.skip("hace falta root")
    expression = ESCAPES["leer los paquetes instalados"]
    assert achieved(mutated(mode=mode), expression) in REFUSED
    readable = support._readable_paths
    monkeypatch.setattr(
        support, "_readable_paths", lambda folder: [str(folder), *readable(folder)]
    )
    got = achieved(mutated(mode=mode), expression)
    assert (got not in REFUSED) == (mode == "root")


@pytest.mark.parametrize("name", ["(ioctl)", "(FSSETXATTR)"])
def test_whoever_owns_numpy_does_not_change_it(mutated, name):
    """Sin root los archivos son de quien corre, y un `ioctl` no pide abrir a escribir:
    lo niega el filtro, y también el montaje."""
    expression = ESCAPES[f"atributos de un archivo {name}"]
    assert achieved(mutated(mode="usuario"), expression) in REFUSED
    assert achieved(mutated(FILTER, mode="usuario"), expression) in REFUSED


@pytest.mark.parametrize("mode", ["root", "usuario"])
def test_what_one_reads_is_not_seen_by_the_next(mutated, monkeypatch, mode):
    """La hora de uso de un archivo sería un buzón entre dos entregas."""
    if mode == "root" and os.geteuid() != 0:
        pytest.skip("hace falta root")
    build = support.build

    def with_an_old_file(folder):
        build(folder)
        path = Path(folder, "corredor", "buzon.txt")
        path.write_text("nada")
        os.utime(path, (1, 2))

    monkeypatch.setattr(support, "build", with_an_old_file)
    leaves = """
        import sys, os
        path = os.path.dirname(sys.modules["corredor"].__file__) + "/buzon.txt"
        open(path).read()
        attempt("hora", lambda: os.stat(path).st_atime)
    """
    assert said(mutated(mode=mode), leaves)["hora"] == "1.0"
    box = mutated(("isolation.py", "        _seal(ends[1])\n", ""), mode=mode)
    assert said(box, leaves)["hora"] != "1.0"


def test_with_the_judge_environment_the_secret_is_seen(mutated, monkeypatch):
    monkeypatch.setenv("SECRETO_DEL_JUEZ", "1")
    assert achieved(mutated(), ESCAPES["variables del juez"]) in REFUSED
    monkeypatch.setattr(process, "environment", lambda: dict(os.environ))
    assert achieved(mutated(), ESCAPES["variables del juez"]) not in REFUSED


@pytest.mark.parametrize("deaths", [1, 2])
def test_the_probe_is_repeated_if_it_was_killed(monkeypatch, deaths):
    """Una muerte suelta no aconseja calificar sin aislamiento."""
    pending = [9] * deaths

    class Killed(process.Warm):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            if pending:
                self.process.send_signal(pending.pop())
                self.process.wait()

    monkeypatch.setattr(probe, "Warm", Killed)
    assert (probe._problem() is None) == (deaths == 1)


def test_the_probe_notices_a_lock_that_is_not_there(monkeypatch):
    """Se prueba, no se supone: sin un cierre, dice cuál falta y no califica."""
    assert probe._try_one() is None
    for edit, what in ((LANDLOCK, "leer un archivo ajeno"), (FILTER, "abrir la red")):

        def build(folder, edit=edit):
            support.build(folder)
            path = Path(folder, "corredor", edit[0])
            path.write_text(path.read_text("utf-8").replace(edit[1], edit[2]), "utf-8")

        monkeypatch.setattr(probe, "build", build)
        assert what in probe._try_one()


# --- Las respuestas y el canal --------------------------------------------------------


def copy_into_support(monkeypatch, *names):
    """Mete en la carpeta de apoyo módulos del curso que no deben estar."""
    real = support.build

    def build(folder):
        real(folder)
        for name in names:
            shutil.copy(ROOT / "course_lib" / name, Path(folder, "course_lib", name))

    monkeypatch.setattr(support, "build", build)


def test_with_the_course_inside_the_solution_is_stolen(mutated, monkeypatch):
    thief = textwrap.dedent(CHEATS["buscar la solución"])
    cells = ["import numpy as np", thief]
    assert points(run(mutated(), cells, "04.2")) == {"04.2": 0.0}
    copy_into_support(monkeypatch, "mlp.py", "activations.py", "losses.py")
    assert points(run(mutated(), cells, "04.2")) == {"04.2": full("04.2")}


@pytest.mark.parametrize("name", ["la sigmoide del grafo", "la relu del grafo"])
def test_with_the_whole_graph_inside_its_operations_answer(mutated, monkeypatch, name):
    exercise_id, body = ELSEWHERE[name]
    cells = ["import numpy as np", beside_code(exercise_id, body)]
    assert points(run(mutated(), cells, exercise_id)) == {exercise_id: 0.0}
    copy_into_support(monkeypatch, "graph/operations.py")
    got = points(run(mutated(), cells, exercise_id))
    assert got == {exercise_id: full(exercise_id)}


@pytest.mark.parametrize("name", [n for n, (i, _) in ELSEWHERE.items() if i == "01.5"])
def test_in_the_order_of_their_birth_nodes_are_the_answer(mutated, monkeypatch, name):
    cells = ["import numpy as np", beside_code("01.5", ELSEWHERE[name][1])]
    assert points(run(mutated(), cells, "01.5")) == {"01.5": 0.0}
    monkeypatch.setattr(graph_drivers, "_shuffle", lambda places: None)
    assert points(run(mutated(), cells, "01.5"))["01.5"] > 0


def test_without_the_order_what_is_lent_is_kept(mutated, monkeypatch):
    """Prestado antes de tiempo, el código del curso es la respuesta."""
    thief = """
        import numpy as np
        from course_lib.graph import Node, operations
        def backward(node):
            for name in ("multiply_backward", "matmul_backward"):
                globals()[name] = getattr(operations, name)
        def multiply_backward(d_out, a, b):
            return (Node(a) * Node(b)).local_backward(d_out)
    """
    assert points(run(mutated(), [thief], "01.6", "01.4"))["01.4"] == 0
    monkeypatch.setattr(lending, "in_order", list)
    monkeypatch.setattr(lending, "_answered_by", lambda functions: set())
    assert points(run(mutated(), [thief], "01.6", "01.4"))["01.4"] == full("01.4")


def test_with_the_driver_beside_the_student_signals_are_forged(mutated, monkeypatch):
    from test_attacks import _FLAGS

    exercise = get_exercise("04.d2")
    names = sorted(get_exercise("04.d2").driver(exercise.solution, _first(exercise)))
    forged = textwrap.dedent(_FLAGS).format(names=names, function=exercise.name)
    assert points(run(mutated(), [forged], "04.d2")) == {"04.d2": 0.0}
    monkeypatch.setattr(session, "runs_in_child", lambda driver: True)
    copy_into_support(monkeypatch, "exercises/correction_drivers.py")
    assert points(run(mutated(), [forged], "04.d2"))["04.d2"] == exercise.points


def _first(exercise):
    return dict(exercise.all_cases(1)[0].inputs)


def test_with_a_known_number_an_early_answer_is_taken(mutated, monkeypatch):
    early = """
        import json, os
        from corredor import protocol
        said = {"id": "0", "outcomes": [], "problems": []}
        text = json.dumps(said).encode()
        for fd in range(3, 24):
            try:
                os.write(fd, protocol.frame_head(len(text), 0) + text)
            except OSError:
                pass
        def softmax(Z): return Z
    """
    cells = ["import numpy as np", early]
    # Se descarta, y de esa celda quedan las definiciones: responde, y mal.
    assert isinstance(run(mutated(), cells, "04.2")["04.2"], list)
    # Se toma por la de la celda, y la de la celda por la del ejercicio.
    monkeypatch.setattr(process.secrets, "token_hex", lambda size: "0")
    lost = run(mutated(), cells, "04.2")["04.2"]
    assert isinstance(lost, Lost) and "no son los casos pedidos" in lost.text


def test_without_its_limit_an_empty_array_reaches_the_judge(mutated, monkeypatch):
    body = "function(np.zeros((1 << 15, 0)), np.zeros((1 << 15, 0)))\nreturn True"
    code = beside_code("04.t1", body)
    cells = ["import numpy as np", code]
    assert run(mutated(), cells, "04.t1")["04.t1"].kind == "protocol"
    monkeypatch.setattr(remote, "_CALLBACK_ITEMS", 1 << 40)
    assert not isinstance(run(mutated(), cells, "04.t1")["04.t1"], Lost)


def test_without_counting_objects_an_empty_array_reaches_the_judge(
    mutated, monkeypatch
):
    """Con 2**30 filas vacías, recorrerlas detenía a quien juzga; aquí, 2**15."""
    body = "x = np.empty((1 << 15, 0), dtype=object)\nfunction(x, x)\nreturn True"
    cells = ["import numpy as np", beside_code("04.t1", body)]
    assert run(mutated(), cells, "04.t1")["04.t1"].kind == "protocol"
    monkeypatch.setattr(protocol.Unpacker, "_room", lambda self, shape: 0)
    assert not isinstance(run(mutated(), cells, "04.t1")["04.t1"], Lost)


def test_without_its_limit_a_long_text_reaches_the_judge(mutated, monkeypatch):
    name = "un texto enorme entre miles"
    cells = ["import numpy as np", beside_code(*BESIDE[name])]
    assert run(mutated(), cells, "04.d2")["04.d2"].kind == "protocol"
    monkeypatch.setattr(protocol, "_TEXT_LIMIT", 1 << 30)
    monkeypatch.setattr(correction_drivers, "_finite", lambda array, name: np.zeros(1))
    assert not isinstance(run(mutated(), cells, "04.d2")["04.d2"], Lost)


def test_in_a_fixed_order_counting_is_enough(mutated, monkeypatch):
    """Una prueba que no examina nada: responde según cuántas veces la llamaron."""
    counting = f"""
        count = 0
        def squared_distance_looks_right(function):
            global count
            count += 1
            return count <= {2 * breaker_drivers._TIMES}
    """
    monkeypatch.setattr(breaker_drivers, "_shuffle", random.Random(5).shuffle)
    assert points(run(mutated(), [counting], "04.t1")) == {"04.t1": 0.0}
    monkeypatch.setattr(breaker_drivers, "_shuffle", lambda order: None)
    monkeypatch.setattr(breaker_drivers.Suspects, "caught", lambda *a: [])
    assert points(run(mutated(), [counting], "04.t1")) == {"04.t1": full("04.t1")}


_COMPARES = """
    known = None
    def squared_distance_looks_right(function):
        global known
        Y_hat = np.array([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]])
        said = np.array([function(Y_hat, np.eye(3)[:2]), *Y_hat.ravel()])
        known = said if known is None else known
        return np.allclose(said, known)
"""


def test_one_case_at_a_time_comparing_with_the_first_is_enough(mutated, monkeypatch):
    """Sin saber nada: lo primero que examina lo recuerda y lo da por bueno."""
    cells = ["import numpy as np", _COMPARES]
    monkeypatch.setattr(breaker_drivers, "_shuffle", random.Random(5).shuffle)
    monkeypatch.setattr(breaker_drivers.Suspects, "caught", lambda *a: [])
    assert points(run(mutated(), cells, "04.t1")) == {"04.t1": 0.0}
    monkeypatch.setattr(breaker_drivers.Suspects, "together", lambda self: self)
    assert points(run(mutated(), cells, "04.t1")) == {"04.t1": full("04.t1")}


# Si el proceso ya corrió otra respuesta, es la primera vez; si no, la segunda.
_LOOKS_AROUND = """
    used, known = [], None
    def one_hot(y, n_classes):
        used.append(1)
        return np.eye(n_classes)[np.asarray(y, int)]
    def squared_distance_looks_right(function):
        global known
        Y_hat = np.array([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]])
        said = np.array([function(Y_hat, np.eye(3)[:2]), *Y_hat.ravel()])
        known = said if known is None and used else known
        return known is not None and np.allclose(said, known)
"""


@pytest.mark.parametrize(
    ("cheat", "where", "name", "weaker"),
    [
        (_COMPARES, breaker_drivers.Suspects, "caught", lambda *a: []),
        (_LOOKS_AROUND, session._Visit, "_ensure_new_child", lambda self: None),
    ],
    ids=["recuerda", "mira qué corrió"],
)
def test_asked_only_once_luck_with_the_first_is_enough(
    mutated, monkeypatch, cheat, where, name, weaker
):
    """Una de cada cinco veces, lo primero que se examina funciona."""
    monkeypatch.setattr(breaker_drivers, "_shuffle", lambda order: None)
    cells = ["import numpy as np", cheat]
    assert points(run(mutated(), cells, "04.1", "04.t1"))["04.t1"] == 0.0
    monkeypatch.setattr(where, name, weaker)
    got = points(run(mutated(), cells, "04.1", "04.t1"))
    assert got["04.t1"] == full("04.t1")


def test_without_checking_what_it_receives_a_suspect_says_its_name(
    mutated, monkeypatch
):
    code = beside_code(*BESIDE["el nombre de la rota, en su error"])
    assert points(run(mutated(), [code], "04.t1")) == {"04.t1": 0.0}
    monkeypatch.setattr(breaker_drivers, "_require_fit", lambda *a: None)
    assert points(run(mutated(), [code], "04.t1")) == {"04.t1": full("04.t1")}


def test_without_a_look_at_what_moves_a_finished_training_is_right(
    mutated, monkeypatch
):
    name = "un entrenamiento que empieza terminado"
    cells = ["import numpy as np", beside_code(*BESIDE[name])]
    assert points(run(mutated(), cells, "04.8")) == {"04.8": 0.0}
    monkeypatch.setattr(lesson_04, "_stays", lambda inputs, W, b: False)
    assert points(run(mutated(), cells, "04.8"))["04.8"] > full("04.8") / 2


def test_a_death_taken_for_an_error_costs_the_next_exercise(mutated, monkeypatch):
    """Lo que pasaba cuando un conductor atrapaba la muerte del proceso."""
    name = "os._exit en una prueba"
    code = beside_code(*BESIDE[name])
    assert measure(mutated(), name, "04.t1", code).spares

    class Mistaken(Exception):
        kind = "exit"

    def ask(self, order, deadline, answer=None):
        try:
            return real(self, order, deadline, answer)
        except process.Dead as error:
            raise Mistaken(str(error)) from None
        finally:
            self.broken = False

    real = process.Channel.ask
    box = mutated()
    monkeypatch.setattr(process.Channel, "ask", ask)
    monkeypatch.setattr(session, "Dead", (process.Dead, Mistaken))
    cells = ["import numpy as np", code, answer("04.d2")]
    results = run(box, cells, "04.t1", "04.d2")
    assert points(results)["04.d2"] == 0


def test_an_object_array_would_not_be_read(monkeypatch):
    """Con el tipo `object` en la lista, unos bytes ajenos serían direcciones."""
    packed = ["a", "|O", [0]]
    with pytest.raises(protocol.BadFrame):
        protocol.Unpacker(b"{}", b"").array(packed)
    assert all(dtype.kind in "?biufc" for dtype in protocol._DTYPES.values())
    assert functools.reduce(max, (d.itemsize for d in protocol._DTYPES.values())) <= 16
