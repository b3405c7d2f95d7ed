"""Las órdenes: se entienden, se explican en español y no cargan nada de más."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from course_lib import cli, jupyter
from course_lib.errors import CourseError
from tools import run_checks

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = re.compile(
    r"usage:|error:|unrecognized|argument|positional|optional|options:|expected"
    r"|invalid|required|show this",
    re.IGNORECASE,
)


def told(capsys, *words):
    """Lo que dice una orden, y su código."""
    code = cli.main(list(words)) if words != ("",) else cli.main([])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def exits(capsys, *words):
    with pytest.raises(SystemExit) as stop:
        cli.main(list(words))
    captured = capsys.readouterr()
    return stop.value.code, captured.out, captured.err


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["--ayuda"], ["ayuda"]])
def test_overview_lists_every_command(capsys, words):
    code, out, err = exits(capsys, *words)
    assert code == 0 and not err and not ENGLISH.search(out)
    for name in cli.COMMANDS:
        assert f"\n  {name} " in out


@pytest.mark.parametrize("name", cli.COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help", "--ayuda"])
def test_help_of_each_command_is_in_spanish(capsys, name, flag):
    code, out, _ = exits(capsys, name, flag)
    assert code == 0 and out.startswith("Uso: ")
    assert not ENGLISH.search(out.replace("--help", "")), out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["abrirr"], "¿Quisiste decir «abrir»?"),
        (["progresso"], "¿Quisiste decir «progreso»?"),
        (["xyz"], "Las órdenes son: abrir, "),
        (["--rapido"], "No existe la orden «--rapido»."),
        (["abrir", "--nada"], "No entiendo «--nada»"),
        (["abrir", "04", "05"], "No entiendo «05»"),
        (["abrir", "--sin-navegador=si"], "no lleva un valor"),
        (["abrir", "--sin"], "No entiendo «--sin»"),
        (["reiniciar"], "Falta decir: lección."),
        (["progreso", "x"], "No entiendo «x»"),
        (["exportar", "--notas", "moodle"], "«--notas» lleva 2 valores."),
        (["calificar", "", "--salida", "i"], "En «entregas», se esperaba un nombre"),
        (["calificar", "e", "--salida="], "En «--salida», se esperaba un nombre"),
    ],
)
def test_mistakes_are_explained_in_spanish(capsys, words, expected):
    code, out, err = exits(capsys, *words)
    assert code == 2 and not out and expected in err
    assert not ENGLISH.search(err), err
    assert err.count("\n") == 1


def test_places_are_understood_as_they_are_written(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    _, options = cli.parse(["calificar", "~/e", "--salida=~/i", "--lista", "~/l.csv"])
    assert options.entregas == os.path.expanduser("~/e") != "~/e"
    assert options.salida == os.path.expanduser("~/i")
    assert options.lista == os.path.expanduser("~/l.csv")


@pytest.mark.skipif(os.name == "nt", reason="ahí esa ruta existe")
def test_a_windows_path_in_wsl_says_how_it_is_written(capsys):
    code, _, err = exits(capsys, "calificar", "C:\\Users\\Ana Paz\\e", "--salida", "i")
    assert code == 2 and "en WSL2 es «/mnt/c/Users/Ana Paz/e»" in err


def test_locks_of_each_command():
    assert cli.locks_needed(["abrir", "04", "--sin-navegador"]) == [cli.LEARNER_LOCK]
    assert cli.locks_needed(["probar"]) == [cli.LEARNER_LOCK, cli.TEST_LOCK]
    words = ["calificar", "entregas", "--salida", "informe"]
    assert cli.locks_needed(words) == [cli.LEARNER_LOCK]
    both = [cli.LEARNER_LOCK, cli.CLUSTER_LOCK]
    assert cli.locks_needed([*words, "--cluster", "tcp://10.0.0.5:8786"]) == both
    assert cli.locks_needed(["prestar", "tcp://10.0.0.5:8786"]) == both
    assert cli.locks_needed(["progreso"]) == []


def test_import_needs_only_the_standard_library():
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import course_lib.cli; "
    code += "from course_lib import workspace, progress, jupyter; "
    code += "print(sorted({'numpy', 'matplotlib', 'IPython'} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True
    )
    assert answer.stdout.strip() == "[]", answer.stderr


def test_diagnosis_and_progress(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CURSO_AVANCE", str(tmp_path / "avance.json"))
    code, out, _ = told(capsys, "diagnostico")
    assert code == 0 and sys.executable in out and str(ROOT) in out
    for package in ("numpy", "matplotlib", "jupyterlab", "ipywidgets", "anywidget"):
        assert re.search(rf"(?m)^{package} +\d", out), package
    code, out, _ = told(capsys, "progreso")
    assert code == 0 and str(tmp_path / "avance.json") in out


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (CourseError("No hay lección", action="Mira cuáles hay"), "Mira cuáles hay."),
        (OSError(28, "No space left", "x"), "El disco se llenó al escribir en «x»"),
        (PermissionError(13, "denied", "x"), "No se puede escribir en «x»"),
        (KeyboardInterrupt(), "Orden interrumpida."),
    ],
)
def test_errors_of_the_user_have_no_traceback(capsys, monkeypatch, error, expected):
    def fail(_):
        raise error

    monkeypatch.setitem(cli.COMMANDS, "progreso", cli.Command("x", fail))
    code, _, err = told(capsys, "progreso")
    assert code != 0 and expected in err and "Traceback" not in err


def test_own_bugs_are_not_hidden(monkeypatch):
    def fail(_):
        raise ZeroDivisionError

    monkeypatch.setitem(cli.COMMANDS, "progreso", cli.Command("x", fail))
    with pytest.raises(ZeroDivisionError):
        cli.main(["progreso"])


# JupyterLab --------------------------------------------------------------------------


def test_jupyter_command():
    words = jupyter.command("/a b/ñ", "04 é.ipynb", browser=False, root_user=True)
    assert "--no-browser" in words and "--allow-root" in words
    assert "--LabApp.default_url=/lab/tree/04%20%C3%A9.ipynb" in words
    words = jupyter.command("/a", "04.ipynb", browser=True, root_user=False)
    assert "--no-browser" not in words and "--allow-root" not in words
    server = {"url": "http://127.0.0.1:8889/", "token": "abc"}
    expected = "http://127.0.0.1:8889/lab/tree/04.ipynb?token=abc"
    assert jupyter.address(server, "04.ipynb") == expected


def test_screen():
    assert jupyter.can_show_browser({"DISPLAY": ":0"}, "linux")
    assert not jupyter.can_show_browser({}, "linux")
    assert jupyter.can_show_browser({}, "win32")


OPEN = """
import sys
from course_lib import jupyter
sys.exit(jupyter.open_lab(sys.argv[1], "04 é.ipynb", browser=False))
"""


@pytest.mark.lento
@pytest.mark.skipif(os.name == "nt", reason="señales de POSIX")
def test_jupyterlab_opens_with_the_port_taken(tmp_path):
    folder = tmp_path / "mis cuadernos é"
    folder.mkdir()
    (folder / "random.py").write_text("raise SystemExit('esto no se importa')")
    with socket.socket() as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            busy.bind(("127.0.0.1", 8888))
            busy.listen()
        except OSError:
            pass  # ya estaba tomado: da lo mismo
        other = tmp_path / "otras pestañas"
        other.mkdir()
        (other / "default-37a8.jupyterlab-workspace").write_text(
            json.dumps({"data": {}, "metadata": {"id": "default"}})
        )
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JUPYTERLAB_WORKSPACES_DIR": str(other),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", OPEN, str(folder)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            lines = iter(process.stdout.readline, "")
            url = next(line.strip() for line in lines if "http://" in line)
            assert ":8888/" not in url and "04%20%C3%A9.ipynb?token=" in url
            page = urllib.request.urlopen(url, timeout=30).read().decode()
            assert "jupyter-config-data" in page
            # Sin las pestañas de otra vez, ni las de otro JupyterLab de la persona.
            tabs = re.sub(r"/lab/tree/[^?]*", "/lab/api/workspaces", url)
            saved = urllib.request.urlopen(tabs, timeout=30).read()
            [only] = json.loads(saved)["workspaces"]["values"]
            layout = only["data"]["layout-restorer:data"]
            assert layout["main"]["dock"] is None and layout["left"]["collapsed"]
            assert not layout["right"]["visible"], "38 píxeles más para el cuaderno"
            process.send_signal(2)
            # Dos seguidos, antes de que atienda el primero, serían uno.
            assert any("Ctrl-C otra vez" in line for line in lines)
            assert process.poll() is None, "un solo Ctrl-C no cierra"
            process.send_signal(2)
            assert process.wait(120) == 0
        finally:
            process.terminate()
            process.wait(30)


# probar ------------------------------------------------------------------------------


def small_step(title, code):
    return run_checks.Step(title, [sys.executable, "-c", code])


def test_run_goes_on_after_a_failure(monkeypatch, capsys):
    first = [small_step("Uno", "import sys; print('a'); sys.exit(3)")]
    monkeypatch.setattr(run_checks, "first_steps", lambda: first)
    pytest_line = "print('.. [100%]'); print('12 passed, 1 skipped in 0.5s')"
    monkeypatch.setattr(
        run_checks, "pytest_steps", lambda quick: (small_step("Dos", pytest_line), [])
    )
    nbval = small_step("Tres", "print('3 passed in 1.2s')")
    empty = run_checks.Step("Cuatro", [sys.executable], "carpeta que no existe")
    monkeypatch.setattr(run_checks, "notebook_steps", lambda: [nbval, empty])
    assert run_checks.main([]) == 1
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("== ")] == [
        "== Uno",
        "== Dos",
        "== Tres",
        "== Cuatro",
        "== Resumen",
    ]
    assert "no tiene cuadernos" in out
    assert "Hay que mirar, más arriba: Uno, Cuatro." in out
    assert out.splitlines()[-1] == "15 passed, 0 failed, 1 skipped"


def test_run_says_when_all_is_well(monkeypatch, capsys):
    monkeypatch.setattr(run_checks, "first_steps", list)
    line = "print('2 passed, 4 deselected in 0.5s')"
    monkeypatch.setattr(
        run_checks, "pytest_steps", lambda quick: (small_step("Dos", line), [])
    )
    assert run_checks.main(["--rapido"]) == 0
    out = capsys.readouterr().out
    assert "Todo está bien." in out and "--rapido" in out
    assert out.splitlines()[-1] == "2 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["--rondas", "2"], "un entero desde 3, y llegó «2»"),
        (["--rondas", "muchas"], "un entero desde 3, y llegó «muchas»"),
        (["--hilos", "0"], "un entero desde 1, y llegó «0»"),
        (["--hilos"], "le falta su valor"),
    ],
)
def test_the_bank_explains_what_it_does_not_understand(capsys, words, sentence):
    with pytest.raises(SystemExit) as caught:
        cli.main(["banco", *words])
    assert caught.value.code == 2
    assert sentence in capsys.readouterr().err


def test_the_bank_runs_as_a_process_from_the_root(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(cli, "_run_tool", lambda *call: calls.append(call) or 0)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["banco", "--rondas", "3", "--hilos", "1", "--salida", "aquí"]) == 0
    module, words = calls[0]
    assert module == "benchmarks.bank"
    assert words == [
        "--rondas",
        "3",
        "--hilos",
        "1",
        "--salida",
        str(tmp_path / "aquí"),
    ]
