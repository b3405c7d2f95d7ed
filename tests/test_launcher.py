"""curso.py: lo lee un Python viejo, instala, se retoma y explica lo que falla."""

import ast
import base64
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = (ROOT / "curso.py").read_text(encoding="utf-8")


def load_launcher():
    spec = importlib.util.spec_from_file_location("curso_launcher", ROOT / "curso.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


curso = load_launcher()


def one_sentence(text):
    """Lo que se exige de todo mensaje de error: una frase, en español, sin traza."""
    text = text.strip()
    assert text.endswith("."), text
    assert "Traceback" not in text and "ERROR" not in text and "\n" not in text, text
    # Un punto seguido de espacio y mayúscula empezaría otra frase.
    assert not any(
        text[i] == "." and text[i + 1] == " " and text[i + 2].isupper()
        for i in range(len(text) - 2)
    ), text
    return text


# Lo puede leer un Python viejo -------------------------------------------------------


def test_old_syntax_only():
    tree = ast.parse(SOURCE, feature_version=(3, 5))
    forbidden = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.Nonlocal)
    forbidden += (ast.AsyncFunctionDef, ast.Await, ast.YieldFrom)
    for node in ast.walk(tree):
        assert not isinstance(node, forbidden), f"línea {node.lineno}"
        if isinstance(node, ast.FunctionDef):
            annotated = [a for a in ast.walk(node.args) if getattr(a, "annotation", 0)]
            assert not node.returns and not annotated, node.name
            assert not node.args.kwonlyargs and not node.args.posonlyargs, node.name
        if isinstance(node, ast.Raise):
            assert node.cause is None, f"línea {node.lineno}: raise … from"


def old_pythons():
    names = ["python2.7", *(f"python3.{minor}" for minor in range(4, 11))]
    found = [path for name in names if (path := shutil.which(name))]
    found += Path.home().glob(".pyenv/versions/[23].*/bin/python")
    works = {}
    for path in map(str, found):
        probe = [path, "-c", "import sys; print(sys.version_info[:2] < (3, 11))"]
        answer = subprocess.run(probe, capture_output=True, text=True)
        if answer.stdout.strip() == "True":
            works[os.path.realpath(path)] = path
    return list(works.values())


def test_old_python_is_told_in_spanish():
    pythons = old_pythons()
    if not pythons:
        pytest.skip("no hay un Python anterior a 3.11 en este equipo")
    for python in pythons:
        for encoding in ("utf-8", "ascii"):
            answer = subprocess.run(
                [python, str(ROOT / "curso.py"), "abrir"],
                capture_output=True,
                env={**os.environ, "PYTHONIOENCODING": encoding, "PATH": ""},
                timeout=60,
            )
            text = one_sentence(answer.stderr.decode("utf-8", "replace"))
            assert answer.returncode == 1, python
            assert "anterior al que pide el curso" in text, (python, text)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_python_too_old(version):
    text = one_sentence(curso.python_problem(version))
    assert "3.11 a 3.14" in text and curso.version_text(version) in text


def test_python_too_new_and_right():
    newer = (curso.NEWEST[0], curso.NEWEST[1] + 1, 0)
    assert "más nuevo" in one_sentence(curso.python_problem(newer))
    assert curso.python_problem((*curso.OLDEST, 0)) is None
    assert curso.python_problem((*curso.NEWEST, 9)) is None
    told = one_sentence(curso.python_problem((3, 9, 1), "python3.12 curso.py abrir"))
    assert "«python3.12 curso.py abrir»" in told


@pytest.mark.skipif(os.name == "nt", reason="en Windows lo busca el programa py")
def test_other_python_must_work(tmp_path):
    broken = tmp_path / "malo" / "python3.14"
    right = tmp_path / "bueno" / "python3.12"
    for path, code in ((broken, 1), (right, 0)):
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\nexit {code}\n")
        path.chmod(0o755)
    search = os.pathsep.join([str(broken.parent), str(right.parent)])
    assert curso.other_python(["abrir"], search) == "python3.12 curso.py abrir"
    assert curso.other_python(["abrir"], str(broken.parent)) is None


def test_supported_versions_agree_with_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    prefix = "Programming Language :: Python :: "
    versions = [
        tuple(int(part) for part in line.removeprefix(prefix).split("."))
        for line in project["classifiers"]
        if line.startswith(prefix)
    ]
    assert project["requires-python"] == ">=" + curso.version_text(curso.OLDEST)
    assert (min(versions), max(versions)) == (curso.OLDEST, curso.NEWEST)


# Mensajes ----------------------------------------------------------------------------

RETRY = (
    "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by "
    "'NewConnectionError('<HTTPConnection>: Failed to establish a new connection: "
    "[Errno 111] Connection refused')': /simple/anyio/\n"
)
NOT_FOUND = "ERROR: No matching distribution found for scipy==1.17.1"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (RETRY + NOT_FOUND, "No hay conexión"),
        ("Temporary failure in name resolution\n" + NOT_FOUND, "No hay conexión"),
        ("[Errno 11001] getaddrinfo failed", "No hay conexión"),
        ('ReadTimeoutError("HTTPSConnectionPool: Read timed out.")', "No hay conex"),
        (
            "SSLError(SSLCertVerificationError(1, '...'))\n" + NOT_FOUND,
            "fecha y la hora",
        ),
        ("ProxyError('Cannot connect to proxy.', 407)", "proxy"),
        ("OSError: [Errno 28] No space left on device", "El disco se llenó"),
        ("OSError: [WinError 112] Espacio en disco insuficiente", "El disco se llenó"),
        ("[Errno 122] Disk quota exceeded", "El disco se llenó"),
        ("OSError: [Errno 13] Permission denied: '/x'", "No tienes permiso"),
        ("[WinError 5] Acceso denegado", "No tienes permiso"),
        ("OSError: [Errno 30] Read-only file system", "solo lectura"),
        ("[WinError 32] El proceso no tiene acceso", "Otro programa"),
        ("HINT: ... Windows Long Path support enabled", "demasiado larga"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "incompleto o distinto"),
        ("zipfile.BadZipFile: File is not a zip file", "incompleto o distinto"),
        ("ERROR: HTTP error 503 while getting https://x", "respondió con un error"),
        (NOT_FOUND, "versión ya preparada de scipy==1.17.1"),
        ("MemoryError", "Faltó memoria"),
        ("algo que nunca se ha visto", "pide ayuda con el archivo «log.txt»"),
    ],
)
def test_pip_failures_are_explained(output, expected):
    text = one_sentence(curso.explain_pip_failure(output, "/curso/.venv", "log.txt"))
    assert expected in text


def test_other_messages():
    debian = curso.venv_module_problem((3, 11, 2), (3, 11), True)
    assert "«sudo apt install python3-venv»" in one_sentence(debian)
    other = curso.venv_module_problem((3, 13, 0), (3, 11), True)
    assert "«sudo apt install python3.13-venv»" in one_sentence(other)
    assert "apt" not in one_sentence(curso.venv_module_problem((3, 11), None, False))
    denied = PermissionError(13, "Permission denied", "/x")
    assert "No tienes permiso" in one_sentence(curso.folder_problem("/x", denied))
    strange = OSError(5, "Input/output error", "/x")
    assert "No se pudo escribir" in one_sentence(curso.folder_problem("/x", strange))


def test_small_disk_is_told_before_downloading(monkeypatch, tmp_path):
    usage = shutil.disk_usage(tmp_path)._replace(free=30_000_000)
    monkeypatch.setattr(curso.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(curso.Stop) as stop:
        curso.require_space(str(tmp_path))
    assert "Quedan 30 MB libres" in one_sentence(str(stop.value))


# Dónde va .venv ----------------------------------------------------------------------


def test_location_of_venv():
    local = r"C:\Users\Ñusta\AppData\Local"
    short, deep = r"C:\Users\Ñusta\curso", "C:\\" + "\\".join(["carpeta"] * 14)
    assert curso.venv_location(short, "Windows", local) == short + r"\.venv"
    moved = curso.venv_location(deep, "Windows", local)
    assert moved.startswith(local + "\\curso-redes-neuronales\\venv-")
    assert len(moved) + 1 + curso.LONGEST_INSIDE <= curso.WINDOWS_LIMIT
    assert moved != curso.venv_location(deep + "x", "Windows", local)
    assert curso.venv_location("/" + "a" * 300, "Linux") == "/" + "a" * 300 + "/.venv"


def test_longest_path_inside_venv():
    if sys.prefix == sys.base_prefix:
        pytest.skip("las pruebas no corren dentro de un .venv")
    packages = next(p for p in sys.path if p.endswith("site-packages"))
    longest = max(
        len(os.path.relpath(os.path.join(base, name), packages))
        for base, _, names in os.walk(packages)
        for name in names
    )
    assert len("Lib\\site-packages\\") + longest <= curso.LONGEST_INSIDE


def test_path_line_is_ascii_and_right(tmp_path):
    root = tmp_path / "Ñandú é"
    inside = root / ".venv" / "lib" / "python3.11" / "site-packages"
    line = curso.path_line(str(root), str(inside))
    assert os.path.normpath(inside / line) == str(root)
    outside = tmp_path / "otro" / "site-packages"
    line = curso.path_line(str(root), str(outside))
    assert line.isascii() and line.startswith("import sys;")
    code = f"{line}; print(ascii(sys.path[-1]))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert answer.stdout.strip() == ascii(str(root))


def test_mark_depends_on_lock_python_and_platform():
    mark = curso.installation_mark("a==1\n", (3, 11, 7), "linux")
    assert mark == curso.installation_mark("a==1\r\n", (3, 11, 7), "linux")
    others = [("a==2\n", (3, 11, 7), "linux"), ("a==1\n", (3, 11, 8), "linux")]
    others.append(("a==1\n", (3, 11, 7), "win32"))
    assert mark not in {curso.installation_mark(*other) for other in others}


def test_environment_is_cleaned():
    dirty = {
        "PIP_TARGET": "x",
        "pip_user": "1",
        "PYTHONPATH": "x",
        "PIP_INDEX_URL": "y",
    }
    assert curso.clean_environment(dirty) == {"PIP_INDEX_URL": "y"}


# Avance ------------------------------------------------------------------------------


def test_progress_reads_pip():
    progress = curso.Progress(3)
    assert progress.text() == "Conectando"
    progress.pip_line("Ignoring colorama: markers 'x' don't match your environment")
    progress.pip_line("Collecting NumPy==2.4.6 (from -r requirements.lock (line 3))")
    progress.pip_line("  Downloading numpy-2.4.6-cp311-x86_64.whl.metadata (6.6 kB)")
    assert progress.text() == "Paquete 1 de 3: numpy"
    progress.pip_line("  Downloading numpy-2.4.6-cp311-x86_64.whl (16.9 MB)")
    assert progress.text(4.2) == "Paquete 1 de 3: numpy (17 MB), van 4.2 MB"
    progress.pip_line("Requirement already satisfied: typing_extensions==4 in /x")
    progress.pip_line("Processing /opt/x/argon2_cffi-25.1.0-py3-none-any.whl (from -r)")
    assert progress.text() == "Paquete 3 de 3: argon2-cffi"
    progress.pip_line("Installing collected packages: numpy, argon2-cffi")
    progress.installed = 1
    assert progress.text() == "Instalando: 1 de 2"


def test_progress_without_terminal_is_brief(capsys):
    now = [100.0]
    progress = curso.Progress(50, clock=lambda: now[0])
    for number in range(50):
        now[0] += 0.4
        progress.pip_line(f"Collecting paquete{number}==1")
        progress.show()
    lines = capsys.readouterr().out.splitlines()
    assert 3 <= len(lines) <= 6
    assert lines[0].strip() == "Paquete 1 de 50: paquete0"


def test_output_never_breaks(tmp_path):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import curso; "
    code += "curso.prepare_output(); curso.say('Lección «ñ» ≤ α')"
    for encoding in ("ascii", "cp1252", "cp850"):
        answer = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.startswith(b"Lecci")


# Instalaciones cortadas --------------------------------------------------------------


def fake_distribution(packages, name, *, record="completo"):
    (packages / name).mkdir(parents=True)
    (packages / name / "__init__.py").write_text("x = 1\n")
    info = packages / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    rows = f"{name}/__init__.py,sha256=x,6\n{info.name}/RECORD,,\n"
    if record == "completo":
        rows += f"{info.name}/INSTALLER,sha256=x,4\n"
        (info / "INSTALLER").write_text("pip\n")
    if record:
        (info / "RECORD").write_text(rows)
    return info


def test_incomplete_distributions_are_found_and_removed(tmp_path):
    packages = tmp_path / "a [1]" / "site-packages"
    right = fake_distribution(packages, "bien")
    bad = [
        fake_distribution(packages, "rueda", record="de la rueda"),
        fake_distribution(packages, "sin", record=None),
        fake_distribution(packages, "corte"),
        fake_distribution(packages, "borrado"),
    ]
    (packages / "corte" / "__init__.py").write_text("")
    (packages / "borrado" / "__init__.py").unlink()
    (packages / "~umpy").mkdir()
    found = curso.incomplete_distributions(str(packages))
    assert sorted(found) == sorted(map(str, bad))
    curso.repair(str(packages))
    assert [p.name for p in packages.glob("*.dist-info")] == [right.name]
    assert not (packages / "~umpy").exists()


def test_this_environment_is_complete():
    packages = next((p for p in sys.path if p.endswith("site-packages")), None)
    assert packages and curso.incomplete_distributions(packages) == []


# De verdad: un curso pequeño con ruedas propias, sin red ------------------------------


def make_wheel(folder, name):
    """Una rueda de verdad, con el peso suficiente para cortar su instalación."""
    info = f"{name}-1.0.dist-info"
    files = {f"{name}/__init__.py": b"x = 1\n", f"{name}/datos.bin": b"\0" * 3_000_000}
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
    files[f"{info}/METADATA"] = metadata
    wheel = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/WHEEL"] = wheel.encode()
    rows = ""
    for path, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode()
        rows += f"{path},sha256={digest.rstrip('=')},{len(data)}\n"
    files[f"{info}/RECORD"] = (rows + f"{info}/RECORD,,\n").encode()
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inner, data in files.items():
            archive.writestr(inner, data)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}==1.0 \\\n    --hash=sha256:{digest}\n"


@pytest.fixture
def small_course(tmp_path):
    """Una carpeta con curso.py, las órdenes, y dos paquetes por instalar."""
    root = tmp_path / "Ñandú espacio é" / "curso"
    root.mkdir(parents=True)
    wheels = tmp_path / "ruedas"
    wheels.mkdir()
    shutil.copy(ROOT / "curso.py", root)
    ignore = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(ROOT / "course_lib", root / "course_lib", ignore=ignore)
    (root / "lessons").mkdir()
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (root / "lessons" / "01_grafo.ipynb").write_text(json.dumps(notebook))
    pins = "".join(make_wheel(wheels, name) for name in ("uno_curso", "dos_curso"))
    for lock in (curso.LEARNER_LOCK, curso.CLUSTER_LOCK, curso.TEST_LOCK):
        (root / lock).write_text("# versiones fijas\n" + pins)
    return root, wheels


def neutral(**extra):
    """El entorno sin índices configurados: si algo sale a la red, falla."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    clean.update(PIP_CONFIG_FILE=os.devnull, PIP_NO_CACHE_DIR="1", PIP_RETRIES="0")
    return {**clean, **extra}


def run_small(root, *words, env, cwd=None, code=None):
    command = [sys.executable, str(root / "curso.py"), *words]
    if code:
        command = [sys.executable, "-c", code, str(root), *words]
    return subprocess.run(
        command, capture_output=True, text=True, env=env, cwd=cwd, timeout=120
    )


def offline(wheels):
    return neutral(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels).replace(" ", "%20"))


def imports(root):
    python = curso.venv_python(str(root / ".venv"))
    code = "import uno_curso, dos_curso, course_lib; print(course_lib.__file__)"
    answer = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True)
    return answer.stdout.strip()


@pytest.mark.lento
def test_installs_once_then_again_only_what_changed(small_course, tmp_path):
    root, wheels = small_course
    env = offline(wheels)
    first = run_small(root, "reiniciar", "01", env=env, cwd=tmp_path)
    assert first.returncode == 0, first.stderr + first.stdout
    assert "Paquetes al día" in first.stdout
    assert (root / "mis_cuadernos" / "01_grafo.ipynb").exists()
    assert Path(imports(root)) == root / "course_lib" / "__init__.py"
    begin = time.monotonic()
    second = run_small(root, "reiniciar", "01", env=neutral(PIP_NO_INDEX="1"))
    assert second.returncode == 0 and "Paquetes" not in second.stdout
    assert time.monotonic() - begin < 5

    moved = root.with_name("curso movido")
    root.rename(moved)
    third = run_small(moved, "reiniciar", "01", env=neutral(PIP_NO_INDEX="1"))
    assert third.returncode == 0 and "Paquetes" not in third.stdout
    assert Path(imports(moved)) == moved / "course_lib" / "__init__.py"

    # Un paquete a medias y otra versión del lock: se repara y se instala.
    (info,) = moved.glob(".venv/**/uno_curso-1.0.dist-info")
    (info / "RECORD").unlink()
    shutil.rmtree(info.parent / "uno_curso")
    lock = moved / curso.LEARNER_LOCK
    lock.write_text(lock.read_text() + "# cambió\n")
    fourth = run_small(moved, "reiniciar", "01", env=env)
    assert fourth.returncode == 0, fourth.stderr
    assert imports(moved)


@pytest.mark.lento
@pytest.mark.skipif(os.name == "nt", reason="kill -9 es de POSIX")
@pytest.mark.parametrize("seconds", [0.3, 1.0, 2.0])
def test_killed_halfway_goes_on(small_course, seconds):
    root, wheels = small_course
    process = subprocess.Popen(
        [sys.executable, str(root / "curso.py"), "reiniciar", "01"],
        env=offline(wheels),
        stdout=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = run_small(root, "reiniciar", "01", env=offline(wheels))
    assert again.returncode == 0, again.stderr
    assert imports(root)


@pytest.mark.lento
def test_no_network(small_course):
    root, wheels = small_course
    index = "http://127.0.0.1:9/simple"
    closed = neutral(PIP_INDEX_URL=index, PIP_RETRIES="1")
    answer = run_small(root, "abrir", env=closed)
    assert answer.returncode == 1
    assert "No hay conexión" in one_sentence(answer.stderr)
    again = run_small(root, "reiniciar", "01", env=offline(wheels))
    assert again.returncode == 0, again.stderr


@pytest.mark.lento
@pytest.mark.skipif(not shutil.which("mount"), reason="hace falta mount")
def test_full_disk(small_course, tmp_path):
    root, wheels = small_course
    disk = root / ".venv"
    disk.mkdir()
    # Alcanza para .venv (unos 12 MB) y no para los paquetes.
    mount = ["mount", "-t", "tmpfs", "-o", "size=19m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("montar un disco pequeño pide ser root")
    try:
        answer = run_small(root, "abrir", env=offline(wheels))
        assert answer.returncode == 1
        assert "MB libres en la unidad" in one_sentence(answer.stderr)
        code = "import sys; sys.path.insert(0, sys.argv[1]); import curso; "
        code += "curso.NEEDED_MB = 0; sys.exit(curso.main(sys.argv[2:]))"
        answer = run_small(root, "abrir", env=offline(wheels), code=code)
        assert answer.returncode == 1, answer.stdout
        assert "El disco se llenó" in one_sentence(answer.stderr)
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        answer = run_small(root, "reiniciar", "01", env=offline(wheels), code=code)
        assert answer.returncode == 0, answer.stderr
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_without_venv_module(small_course, tmp_path):
    root, _ = small_course
    (tmp_path / "falso").mkdir()
    (tmp_path / "falso" / "ensurepip.py").write_text("raise ImportError\n")
    env = neutral(PYTHONPATH=str(tmp_path / "falso"))
    answer = run_small(root, "abrir", env=env)
    assert answer.returncode == 1
    assert "falta el módulo venv" in one_sentence(answer.stderr)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permisos de POSIX")
def test_folder_without_permission(small_course, tmp_path):
    root, _ = small_course
    user = {}
    python = sys.executable
    if os.geteuid() == 0:
        user = {"user": 65534, "group": 65534, "extra_groups": []}
        python = "/usr/bin/python3"
        check = f"import sys, ensurepip; sys.exit(sys.version_info < {curso.OLDEST})"
        if subprocess.run([python, "-c", check], capture_output=True).returncode:
            pytest.skip(
                "hace falta un Python del sistema que otro usuario pueda correr"
            )
        for folder in (root, *root.parents):
            if folder.is_relative_to(tmp_path.parents[1]):
                folder.chmod(0o755)
    root.chmod(0o555)
    try:
        answer = subprocess.run(
            [python, str(root / "curso.py"), "abrir"],
            capture_output=True,
            text=True,
            cwd="/",
            env=neutral(HOME="/nonexistent"),
            **user,
        )
    finally:
        root.chmod(0o755)
    assert answer.returncode == 1, answer.stdout
    assert "No tienes permiso para escribir" in one_sentence(answer.stderr)


@pytest.mark.lento
@pytest.mark.skipif(os.name == "nt", reason="señales de POSIX")
def test_control_c(small_course):
    root, wheels = small_course
    process = subprocess.Popen(
        [sys.executable, str(root / "curso.py"), "abrir"],
        env=offline(wheels),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    process.stdout.readline()
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Detuviste la instalación" in one_sentence(stderr)


def test_incomplete_download_of_the_course(tmp_path):
    shutil.copy(ROOT / "curso.py", tmp_path)
    answer = run_small(tmp_path, "abrir", env=neutral())
    assert answer.returncode == 1
    assert "Falta «requirements.lock»" in one_sentence(answer.stderr)


def test_help_and_mistakes_install_nothing(small_course):
    root, _ = small_course
    env = neutral(PIP_NO_INDEX="1")
    assert run_small(root, env=env).returncode == 0
    assert run_small(root, "abrir", "--ayuda", env=env).returncode == 0
    assert run_small(root, "diagnostico", env=env).returncode == 0
    assert run_small(root, "abrirr", env=env).returncode == 2
    assert run_small(root, "abrir", "--nada", env=env).returncode == 2
    assert not (root / ".venv").exists()
