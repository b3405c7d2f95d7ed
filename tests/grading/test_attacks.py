"""Ataques a la caja. Ninguno gana un punto, daña otra nota ni toca un archivo.

Los cierres se prueban de dos modos, como root y como quien no lo es: en los dos, la
entrega intenta salir y cuenta qué pudo.
"""

import os
import signal
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from attacks_answers import CHEATS
from attacks_costs import COSTLY
from caja import (
    QUICK,
    answer,
    full,
    isolated_only,
    jobs_for,
    points,
    run,
    said,
)

from course_lib.exercises import all_exercises, get_exercise
from course_lib.grading.model import Work
from course_lib.grading.sandbox import Lost, Sandbox, lending, probe, session

pytestmark = isolated_only
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["root", "usuario"])
def box(request):
    """Una caja de cada modo; sin root solo se prueba el segundo."""
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("hace falta root")
    with pytest.MonkeyPatch.context() as patch:
        for module in (probe, session):
            patch.setattr(module, "as_root", lambda: request.param == "root")
        with Sandbox(limits=QUICK) as sandbox:
            yield sandbox


@pytest.fixture(scope="module")
def one_box():
    with Sandbox(limits=QUICK) as sandbox:
        yield sandbox


@pytest.fixture
def gradebook(tmp_path):
    """Un libro de notas que cualquiera podría abrir si no hubiera caja."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o777)
    path = tmp_path / "notas.csv"
    path.write_text("ana;0\n")
    path.chmod(0o666)
    return path


def all_refused(found):
    """Que cada intento haya terminado en un error."""
    refused = (
        *("PermissionError", "OSError", "FileNotFoundError", "ProcessLookupError"),
        *("ModuleNotFoundError", "BlockingIOError", "RuntimeError", "-1"),
    )
    return {name: what for name, what in found.items() if what not in refused}


# --- Los cierres ----------------------------------------------------------------------


def test_nothing_can_be_read(box, gradebook):
    found = said(
        box,
        f"""
        import os
        me = {os.getpid()}
        paths = [{str(gradebook)!r}, "/etc/passwd", "/etc/shadow", "/dev/mem",
                 {str(ROOT / "course_lib/mlp.py")!r}, {str(ROOT / "README.md")!r},
                 {np.__file__.replace("numpy/__init__", "site")!r},
                 "/proc/self/maps", "/proc/self/mem", "/proc/1/environ",
                 f"/proc/{{me}}/mem", f"/proc/{{me}}/environ", f"/proc/{{me}}/maps",
                 f"/proc/{{me}}/cmdline", "/dev/shm/x", "/dev/tty"]
        for path in paths:
            attempt(path, lambda: open(path, "rb").read(9))
        for path in ["/", "/tmp", "/proc", f"/proc/{{me}}/fd", "/home", "/root",
                     {str(ROOT)!r}, {str(ROOT / "solutions")!r},
                     {str(gradebook.parent)!r}]:
            attempt("lista " + path, lambda: os.listdir(path))
        """,
    )
    assert len(found) > 20
    assert all_refused(found) == {}


def test_nothing_can_be_written(box, gradebook):
    before = gradebook.stat()
    found = said(
        box,
        f"""
        import os, tempfile
        book = {str(gradebook)!r}
        beside = {str(gradebook.parent)!r} + "/otro"
        attempt("escribe", lambda: open(book, "w"))
        attempt("agrega", lambda: open(book, "a"))
        attempt("crea", lambda: open(beside, "w"))
        attempt("aquí", lambda: open("x", "w"))
        attempt("apoyo", lambda: open(np.__file__, "a"))
        attempt("temporal", lambda: tempfile.TemporaryFile())
        attempt("trunca", lambda: os.truncate(book, 0))
        attempt("permisos", lambda: os.chmod(book, 0))
        attempt("dueño", lambda: os.chown(book, 1, 1))
        attempt("fecha", lambda: os.utime(book, (0, 0)))
        attempt("atributo", lambda: os.setxattr(book, "user.x", b"1"))
        attempt("renombra", lambda: os.rename(book, beside))
        attempt("borra", lambda: os.remove(book))
        attempt("enlaza", lambda: os.symlink(book, "enlace"))
        attempt("enlace duro", lambda: os.link(book, beside))
        attempt("carpeta", lambda: os.mkdir(beside))
        attempt("tubería", lambda: os.mkfifo(beside))
        attempt("memoria", lambda: os.memfd_create("x"))
        """,
    )
    assert all_refused(found) == {}
    after = gradebook.stat()
    assert gradebook.read_text() == "ana;0\n"
    assert (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)
    assert list(gradebook.parent.iterdir()) == [gradebook]


def test_there_is_no_network(box, tmp_path):
    found = said(
        box,
        """
        import ctypes, socket
        families = [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK]
        kinds = [socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW]
        for family in families:
            for kind in kinds:
                attempt(f"{family} {kind}", lambda: socket.socket(family, kind))
        attempt("par", socket.socketpair)
        attempt("a mano", lambda: ctypes.CDLL(None).syscall(41, 2, 1, 0))
        attempt("io_uring", lambda: ctypes.CDLL(None).syscall(425, 4, 0))
        """,
    )
    assert all_refused(found) == {}


def test_there_is_no_other_process(box):
    found = said(
        box,
        f"""
        import ctypes, os, signal, subprocess, sys, threading
        libc = ctypes.CDLL(None)
        attempt("fork", os.fork)
        attempt("fork de C", libc.fork)
        attempt("clone", lambda: libc.syscall(56, 17, 0, 0, 0, 0))
        attempt("clone3", lambda: libc.syscall(435, 0, 0))
        attempt("vfork", lambda: libc.syscall(58))
        attempt("hilo", lambda: threading.Thread(target=print).start())
        attempt("orden", lambda: subprocess.run(["/bin/true"]))
        attempt("posix_spawn", lambda: os.posix_spawn("/bin/true", ["true"], {{}}))
        attempt("exec", lambda: os.execv("/bin/sh", ["sh"]))
        attempt("python", lambda: os.execv(sys.executable, ["python"]))
        attempt("matar al juez", lambda: os.kill({os.getpid()}, signal.SIGKILL))
        attempt("matar al tibio", lambda: os.kill({box._warm.process.pid}, 9))
        attempt("matar a todos", lambda: os.kill(-1, signal.SIGKILL))
        attempt("prioridad", lambda: os.sched_setaffinity({os.getpid()}, [0]))
        attempt("ptrace", lambda: libc.ptrace(16, {os.getpid()}, 0, 0))
        read = libc.process_vm_readv
        attempt("leer memoria", lambda: read({os.getpid()}, 0, 0, 0, 0, 0))
        attempt("pidfd", lambda: os.pidfd_open({os.getpid()}))
        attempt("padre", lambda: [os.getppid()][os.getppid()] or 1 / 0)
        """,
    )
    assert found.pop("padre") == "ZeroDivisionError"  # el padre es 0: no se ve
    assert all_refused(found) == {}


def test_there_is_no_way_back(box):
    found = said(
        box,
        """
        import ctypes, os, resource
        libc = ctypes.CDLL(None)
        attempt("usuario", lambda: os.setresuid(0, 0, 0))
        attempt("grupo", lambda: os.setgid(0))
        attempt("unshare", lambda: libc.unshare(0x10000000))
        attempt("montar", lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
        attempt("chroot", lambda: os.chroot("/"))
        attempt("bpf", lambda: libc.syscall(321, 0, 0, 0))
        attempt("claves", lambda: libc.syscall(248, b"user", b"x", b"y", 1, -3))
        attempt("compartida", lambda: libc.shmget(1, 4096, 0o1666))
        attempt("capset", lambda: libc.syscall(126, 0, 0))
        for name in ("NOFILE", "FSIZE", "NPROC", "AS"):
            limit = getattr(resource, "RLIMIT_" + name)
            attempt(name, lambda: resource.setrlimit(limit, (1 << 40, 1 << 40)))
        found["privilegios"] = libc.prctl(39, 0, 0, 0, 0)
        found["filtro"] = libc.prctl(21, 0, 0, 0, 0)
        found["usuario de root"] = os.getuid() == 0
        """,
    )
    assert found.pop("privilegios") == 1
    assert found.pop("filtro") == 2
    if box._settings["as_root"]:
        assert found.pop("usuario de root") is False
    found.pop("usuario de root", None)
    # Subir un límite que ya es el máximo es un ValueError en Python.
    limits = {found.pop(name) for name in ("NOFILE", "FSIZE", "NPROC", "AS")}
    assert limits <= {"ValueError", "PermissionError"}
    assert all_refused(found) == {}


def test_nothing_is_inherited(box, monkeypatch, gradebook):
    """Ni variables, ni descriptores, ni memoria, ni el código del curso."""
    monkeypatch.setenv("SECRETO_DEL_JUEZ", "1")
    # Un descriptor abierto, y heredable, en el juez.
    kept = os.open(gradebook, os.O_RDWR)
    os.set_inheritable(kept, True)
    found = said(
        box,
        """
        import gc, os, sys
        found["entorno"] = sorted(os.environ)
        found["descriptores"] = []
        for number in range(256):
            try:
                os.fstat(number)
                found["descriptores"].append(number)
            except OSError:
                pass
        texts = [o for o in gc.get_objects() if isinstance(o, dict)]
        found["semilla"] = any(918273645 in d.values() for d in texts if len(d) < 99)
        found["módulos"] = [m for m in sys.modules if "lesson_" in m or "mlp" in m]
        """,
    )
    os.close(kept)
    assert not [name for name in found["entorno"] if "SECRETO" in name]
    assert len(found["entorno"]) < 10
    assert len(found["descriptores"]) == 4  # tres al pozo, y el canal
    assert not found["semilla"]
    assert found["módulos"] == []


def test_the_other_numbering_of_system_calls_kills(one_box):
    """Las llamadas x32 se saltarían la lista de números: no se admiten."""
    body = """
        import ctypes, platform
        def one_hot(y, n_classes):
            if platform.machine() != "x86_64":
                ctypes.string_at(0)
            ctypes.CDLL(None).syscall(0x40000000 + 41, 2, 1, 0)
    """
    assert run(one_box, [body], "04.1")["04.1"].kind == "crash"


# --- Las respuestas -------------------------------------------------------------------


def test_the_course_has_no_answers_inside(box):
    found = said(
        box,
        f"""
        import importlib, importlib.util, sys
        for name in ("course_lib.mlp", "course_lib.exercises.lesson_04",
                     "course_lib.exercises._lesson_04_right", "course_lib.activations",
                     "course_lib.exercises.breaker_drivers", "course_lib.losses"):
            module = importlib.import_module(name)
            found[name] = sorted(k for k in vars(module) if not k.startswith("__"))
        from course_lib.mlp import train
        found["train"] = repr(train(1, 2, 3))
        sys.path.insert(0, {str(ROOT)!r})
        path = {str(ROOT / "course_lib/mlp.py")!r}
        spec = importlib.util.spec_from_file_location("robado", path)
        module = importlib.util.module_from_spec(spec)
        attempt("por su ruta", lambda: spec.loader.exec_module(module))
        attempt("otra ruta", lambda: importlib.import_module("tests.strangers"))
        attempt("sklearn", lambda: importlib.import_module("sklearn"))
        from course_lib.graph import Node, backward
        product = Node(2.0) * Node(3.0)
        attempt("regla", lambda: product.local_backward(1.0) and 1)
        attempt("recorrido", lambda: product.backward() and 1)
        attempt("función", lambda: backward(product) and 1)
        """,
    )
    for name in ("regla", "recorrido", "función"):
        assert found.pop(name) == "NotImplementedError"
    assert found.pop("train") == ""
    hollow = [found.pop(name) for name in list(found) if name.startswith("course_lib")]
    # `relu` la permite un ejercicio; aquí solo se pide 04.1, que no permite nada.
    assert all(names == [] for names in hollow), hollow
    assert all_refused(found) == {}


def test_frames_and_garbage_hold_only_the_inputs(one_box):
    """De un caso llegan los argumentos y nada más: ni nombre, ni peso, ni regla."""
    found = said(
        one_box,
        """
        import gc, sys
        seen, frame = [], sys._getframe()
        while frame is not None:
            seen += [repr(value)[:500] for value in frame.f_locals.values()]
            frame = frame.f_back
        seen += [repr(o)[:500] for o in gc.get_objects() if type(o).__name__ == "Case"]
        text = " ".join(seen)
        cases = [o for o in gc.get_objects() if type(o).__name__ == "SimpleNamespace"
                 and hasattr(o, "inputs")]
        found["partes"] = sorted({name for c in cases for name in vars(c)})
        found["nombres"] = [w for w in ("weight", "public", "rules", "expected", "seed")
                            if w in text]
        """,
    )
    assert found == {"partes": ["inputs", "tags"], "nombres": []}


def test_an_answer_is_lent_only_after_it_has_been_asked():
    """En ninguna lección se presta la respuesta de un ejercicio que falta."""
    for lesson in {exercise.lesson for exercise in all_exercises()}:
        chosen = [e for e in all_exercises() if e.lesson == lesson]
        text = " ".join(exercise.name for exercise in all_exercises())
        jobs = lending.in_order(jobs_for(*(e.id for e in reversed(chosen))))
        for place, job in enumerate(jobs):
            waiting = [other.exercise_id for other in jobs[place:]]
            lent = lending.bundle(lending.lent(job, text, waiting)) or {"modules": []}
            born = lending.bundle(lending.allowed(jobs)) or {"modules": []}
            names = {
                name for b in (lent, born) for row in b["modules"] for name in row[1]
            }
            missing = {get_exercise(i).name for i in waiting}
            assert not names & missing, (job.exercise_id, names & missing)


def test_what_is_lent_cannot_be_kept_for_another_exercise(one_box):
    """`backward` recibe las reglas del motor; 01.4 y 01.7, que las piden, van antes."""
    thief = """
        import numpy as np
        from course_lib.graph import Node, operations
        def backward(node):
            for name in ("multiply_backward", "matmul_backward"):
                globals()[name] = getattr(operations, name)
        def multiply_backward(d_out, a, b):
            return (Node(a) * Node(b)).local_backward(d_out)
        def matmul_backward(d_out, A, B):
            return (Node(A) @ Node(B)).local_backward(d_out)
    """
    results = run(one_box, [thief], "01.6", "01.4", "01.7")
    assert list(results)[-1] == "01.6"
    assert sum(points(results).values()) == 0


def test_a_right_answer_is_not_spoiled_by_a_blank_one(one_box):
    """Lo prestado sirve para lo que es: `train` sola vale todos sus puntos."""
    ids = [e.id for e in all_exercises() if e.lesson == "04" and e.kind == "code"]
    cells = ["import numpy as np"]
    cells += [answer(i) if i == "04.8" else get_exercise(i).stub for i in ids]
    got = points(run(one_box, cells, *ids))
    assert got.pop("04.8") == full("04.8")
    assert sum(got.values()) == 0


# --- Trampas --------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_gains_nothing(one_box, name):
    cells = ["import numpy as np", textwrap.dedent(CHEATS[name])]
    assert points(run(one_box, cells, "04.2")) == {"04.2": 0.0}
    assert_next_is_right(one_box)


def assert_next_is_right(box):
    """La entrega siguiente, de otra persona, sigue valiendo lo suyo."""
    cells = ["import numpy as np", answer("04.1")]
    assert points(run(box, cells, "04.1")) == {"04.1": full("04.1")}


def test_good_behaviour_on_public_cases_only(one_box):
    """Quien copia los casos que se ven gana esos casos y ninguno sorteado."""
    exercise = get_exercise("04.2")
    shown = [case.inputs["Z"].tolist() for case in exercise.public_cases()]
    cell = answer("04.2").replace("def softmax", "def _right") + textwrap.dedent(f"""
        def softmax(Z):
            return _right(Z) if Z.tolist() in {shown!r} else np.zeros_like(Z)
    """)
    results = run(one_box, ["import numpy as np", cell], "04.2")
    cases = exercise.all_cases(918273645)
    weights = [case.weight for case in cases]
    share = sum(weights[: len(shown)]) / sum(weights)
    assert (
        points(results)["04.2"] <= round(share * exercise.points, 2) < exercise.points
    )


_FLAGS = """
    import numpy as np, sys
    import course_lib.exercises.drivers as d
    import course_lib.exercises.network_drivers, course_lib.exercises.graph_drivers
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("course_lib"):
            for name in ("_flag", "_finite", "_verdict", "_ask", "to_array"):
                if hasattr(module, name):
                    setattr(module, name, lambda *a, **k: np.array(1))
    sys.modules["corredor.child"]._packed = lambda packer, outcome: {{
        "answers": [[n, packer.array(np.array(1))] for n in {names!r}],
        "problem": None, "mutated": [], "warnings": [], "printed": "", "timed": True,
        "value": ["v", 1]}}
    def {function}(*arguments): return 1
"""


@pytest.mark.parametrize(
    "exercise_id",
    [
        e.id
        for e in all_exercises()
        if e.kind in ("test", "correction") or e.id in ("01.5", "03.8", "04.8")
    ],
)
def test_signals_of_one_and_zero_cannot_be_forged(one_box, exercise_id):
    """Lo que se responde con «1, sí» lo dice el juez, no quien responde."""
    exercise = get_exercise(exercise_id)
    honest = run(
        one_box, ["import numpy as np\nimport math", exercise.source], exercise_id
    )
    assert points(honest)[exercise_id] == exercise.points
    names = sorted({n for outcome in honest[exercise_id] for n in outcome.answers})
    forged = textwrap.dedent(_FLAGS).format(names=names, function=exercise.name)
    lazy = f"def {exercise.name}(*arguments): return 1"
    gained = points(run(one_box, [forged], exercise_id))[exercise_id]
    assert gained <= points(run(one_box, [lazy], exercise_id))[exercise_id]
    assert gained < exercise.points / 2


def test_a_suspect_does_not_say_which_one_it_is(one_box):
    """«Rómpelo tú»: por dentro, la que funciona y la rota son la misma función."""
    spy = """
        import gc, sys
        def elu_looks_right(implementation):
            frame, seen = sys._getframe(), [repr(vars(implementation))]
            cells = implementation.__closure__ or ()
            seen += [repr(cell.cell_contents) for cell in cells]
            while frame is not None:
                seen += [repr(v)[:2000] for v in frame.f_locals.values()
                         if v is not seen]
                frame = frame.f_back
            text = " ".join(seen)
            words = "la rota|la que funciona|_elu_without|truncates".split("|")
            words = [word for word in words if word in text]
            raise RuntimeError(words)
    """
    outcomes = run(one_box, [spy], "03.t1")["03.t1"]
    assert {o.problem.text for o in outcomes if o.problem} == {"[]"}


# --- Cuesta ese ejercicio, y los demás se califican -----------------------------------


@pytest.mark.parametrize("name", COSTLY)
def test_it_costs_that_exercise_and_no_other(one_box, name):
    body, kinds = COSTLY[name]
    bad = "def one_hot(y, n_classes):\n" + textwrap.indent(body, "    ")
    cells = ["import numpy as np", bad, answer("04.2"), answer("04.5"), answer("04.7")]
    start = time.monotonic()
    results = run(one_box, cells, "04.1", "04.2", "04.5", "04.7")
    assert time.monotonic() - start < 8
    lost = results["04.1"]
    kind = lost.kind if isinstance(lost, Lost) else lost[-1].problem.kind
    assert kind in kinds, lost
    got = points(results)
    assert got.pop("04.1") == 0
    assert got == {i: full(i) for i in got}


@pytest.mark.parametrize(
    "cell",
    [
        "import os\nos._exit(1)",
        "while 1:\n    try:\n        while 1: pass\n    except BaseException: pass",
        "import ctypes\nctypes.string_at(0)",
        "raise SystemExit",
        "x = [0] * (1 << 40)",
        "print('x' * (1 << 28))",
        "input('¿Cómo te llamas? ')",
        "def (:",
        "1 / 0",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "from course_lib import check, figures\nfigures.style.use()\ncheck('04.1', 3)",
    ],
)
def test_a_bad_cell_does_not_stop_the_others(one_box, cell):
    """Aun en la celda que detiene el proceso, lo definido se conserva."""
    cells = ["import numpy as np", answer("04.1") + "\n", cell, answer("04.2")]
    got = points(run(one_box, cells, "04.1", "04.2"))
    assert got == {"04.1": full("04.1"), "04.2": full("04.2")}
    if cell.startswith("import os"):
        cells = ["import numpy as np", answer("04.1") + "\n" + cell]
        assert points(run(one_box, cells, "04.1")) == {"04.1": full("04.1")}


# --- Nadie sobrevive ni contamina -----------------------------------------------------


def _descendants(pid):
    """Procesos vivos que descienden de ese."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found, pending = set(), {pid}
    while pending:
        pending = {p for p, parent in parents.items() if parent in pending}
        found |= pending
    return found


def test_nobody_survives(one_box):
    """Ni tras un plazo vencido queda un proceso: muere el espacio entero."""
    demon = """
        import os, time, signal
        for number in range(1, 32):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        def one_hot(y, n_classes):
            for start in (os.fork, os.forkpty):
                try:
                    start()
                except OSError:
                    pass
            while True:
                try:
                    time.sleep(60)
                except BaseException:
                    pass
    """
    lost = run(one_box, [demon], "04.1")["04.1"]
    assert lost.kind == "timeout"
    deadline = time.monotonic() + 3
    while _descendants(one_box._warm.process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _descendants(one_box._warm.process.pid) == set()


def test_leaving_halfway_kills_the_child(one_box):
    work = Work("04", ("import numpy as np", answer("04.1")))
    results = one_box.run(work, jobs_for("04.1", "04.2"))
    next(results)
    results.close()
    time.sleep(0.1)
    assert _descendants(one_box._warm.process.pid) == set()


def test_a_submission_leaves_nothing_for_the_next(one_box):
    """Lo que alguien cambia en su proceso no llega al de nadie más."""
    poison = """
        import numpy as np, builtins, sys, course_lib.checking.run as r
        np.exp = np.sum = np.zeros = np.eye = lambda *a, **k: 0
        builtins.len = lambda *a: 0
        r._call = lambda *a: ({}, None)
        sys.modules["corredor.warm"].isolation.separate = lambda *a: None
        def one_hot(y, n_classes): return 0
    """
    run(one_box, [poison], "04.1")
    assert_next_is_right(one_box)


@pytest.mark.parametrize("place", [0, 1], ids=["quien lo cuida", "el hijo"])
@pytest.mark.parametrize("where", ["celda", "ejercicio"])
def test_what_is_killed_from_outside_costs_no_mark(one_box, place, where):
    """Si a la máquina le falta memoria, el núcleo mata a quien sea: se repite."""
    warm, dead = one_box._warm.process.pid, []

    def kill():
        if not dead:
            dead.append(sorted(_descendants(warm))[place])
            os.kill(dead[0], signal.SIGKILL)

    slow = "import time; time.sleep(0.6)\nREADY = 1"
    body = answer("04.1").replace("def one_hot", "def right") + "\n"
    body += "def one_hot(*a):\n    READY, __import__('time').sleep(0.6)\n"
    cells = ["import numpy as np", slow, body + "    return right(*a)"]
    (job,) = jobs_for("04.1")

    def draw():
        if where == "ejercicio":
            threading.Timer(0.2, kill).start()
        return job.draw()[:1]

    if where == "celda":
        threading.Timer(0.3, kill).start()
    results = dict(one_box.run(Work("04", tuple(cells)), [replace(job, draw=draw)]))
    assert dead and [outcome.problem for outcome in results["04.1"]] == [None]


def test_the_warm_process_can_die(one_box):
    os.kill(one_box._warm.process.pid, 9)
    one_box._warm.process.wait()
    assert_next_is_right(one_box)
