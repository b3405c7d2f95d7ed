"""Abrir JupyterLab en `mis_cuadernos/` y cerrarlo, hablando en español.

JupyterLab corre como proceso aparte, en su propio grupo: así Ctrl-C llega primero aquí
y nadie pierde un cuaderno sin guardar por una tecla.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

__all__ = ["address", "can_show_browser", "command", "open_lab"]

START_SECONDS = 120


def can_show_browser(environment=os.environ, platform=sys.platform):
    """Si hay una pantalla donde abrir el navegador."""
    if not platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    return any(environment.get(name) for name in names)


def command(folder, notebook, *, browser, root_user):
    """La línea que lanza JupyterLab en una carpeta y un cuaderno."""
    words = [sys.executable, "-P", "-m", "jupyterlab"]
    words += [f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1"]
    words += [f"--LabApp.default_url=/lab/tree/{quote(notebook)}"]
    # Un navegador de Snap no puede leer el archivo por el que Jupyter lo redirige.
    words += ["--ServerApp.use_redirect_file=False", "--log-level=ERROR"]
    if not browser:
        words.append("--no-browser")
    if root_user:
        words.append("--allow-root")
    return words


def address(server, notebook):
    """La dirección completa, con su clave, según lo que el servidor dejó anotado."""
    query = f"?token={server['token']}" if server.get("token") else ""
    return f"{server['url']}lab/tree/{quote(notebook)}{query}"


def open_lab(folder, notebook, *, browser):
    """Abre JupyterLab y espera a que se cierre; devuelve el código de salida."""
    quiet_news()
    remember_widgets()
    runtime = Path(tempfile.mkdtemp(prefix="curso-jupyter-"))
    root_user = hasattr(os, "geteuid") and os.geteuid() == 0
    words = command(folder, notebook, browser=browser, root_user=root_user)
    environment = {
        **os.environ,
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_WORKSPACES_DIR": str(_plain_workspace(runtime)),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    log = runtime / "jupyter.txt"
    print("Abro JupyterLab…", flush=True)
    with open(log, "wb") as output, _closing_signals():
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **_own_group(),
        )
        server = None
        try:
            server = _wait_for_server(process, runtime)
            if server is not None:
                _tell(address(server, notebook), browser)
                return _wait_until_closed(process)
        finally:
            _close(process)
            if server is not None:
                shutil.rmtree(runtime, ignore_errors=True)
    return _failed(log)


def _plain_workspace(runtime):
    """La disposición con que se abre: la lección pedida y nada más.

    Ni las pestañas de ayer, cada una con su núcleo, ni las de otro JupyterLab de la
    misma persona. La lista de archivos empieza plegada: en una ventana de 390 píxeles
    no deja lugar para el cuaderno. La barra de la derecha, que el curso no usa, empieza
    oculta: son 38 píxeles más de cada figura.
    """
    folded = {"collapsed": True, "visible": True}
    layout = {
        "main": {"dock": None},
        "left": {**folded, "widgets": ["filebrowser"]},
        "right": {**folded, "visible": False, "widgets": []},
        "relativeSizes": [0, 1, 0],
    }
    workspace = {
        "data": {"layout-restorer:data": layout},
        "metadata": {"id": "default"},
    }
    folder = runtime / "pestanas"
    folder.mkdir()
    path = folder / "default-37a8.jupyterlab-workspace"  # así lo nombra JupyterLab
    path.write_text(json.dumps(workspace), "utf-8")
    return folder


def _own_group():
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


@contextlib.contextmanager
def _closing_signals():
    """Si cierran la terminal, JupyterLab se cierra también."""
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            before[number] = signal.signal(number, _leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number, _frame):
    raise SystemExit(128 + number)


def _wait_for_server(process, runtime):
    """Lo que el servidor anota al arrancar, o `None` si no llegó a atender.

    Lo anota antes de abrir su puerto: en una máquina ocupada, quien copia la dirección
    enseguida encontraría que nadie responde.
    """
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                server = json.loads(path.read_text(encoding="utf-8"))
                with socket.create_connection(("127.0.0.1", server["port"]), 1):
                    return server
        time.sleep(0.05)
    return None


def _tell(url, browser):
    if browser:
        print(
            "JupyterLab se abre en tu navegador. Si no aparece, copia esta dirección:"
        )
    else:
        print("JupyterLab está listo. Abre esta dirección en tu navegador:")
    print(f"\n    {url}\n")
    print(
        "Deja esta ventana abierta mientras trabajas. Para cerrar: Ctrl-C.", flush=True
    )


def _wait_until_closed(process):
    """Espera a JupyterLab; Ctrl-C avisa, y un segundo Ctrl-C lo cierra."""
    asked = None
    while True:
        try:
            code = process.wait(0.5)
            print("JupyterLab se cerró.")
            return code
        except subprocess.TimeoutExpired:
            continue
        except KeyboardInterrupt:
            if asked is not None and time.monotonic() - asked < 15:
                print("\nCierro JupyterLab. ¡Hasta pronto!", flush=True)
                return 0
            asked = time.monotonic()
            print(
                "\nGuarda tus cuadernos (Ctrl-S en el navegador) y pulsa Ctrl-C otra "
                "vez para cerrar.",
                flush=True,
            )


def _close(process):
    """Cierra el servidor y sus núcleos, con paciencia y luego sin ella."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _failed(log):
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    print(
        "JupyterLab no arrancó: corre de nuevo la misma orden; si se repite, pide "
        f"ayuda con el archivo «{log}».",
        file=sys.stderr,
    )
    if last:
        print(f"Lo último que dijo: {last[-1]}", file=sys.stderr)
    return 1


def quiet_news(prefix=sys.prefix):
    """Apaga el aviso de noticias de JupyterLab, que pregunta en inglés al empezar."""
    name = "@jupyterlab/apputils-extension:announcements"
    _write_once(
        Path(prefix, "etc", "jupyter", "labconfig", "page_config.json"),
        {"disabledExtensions": {name: True}},
        prefix,
    )


def remember_widgets(prefix=sys.prefix):
    """Guarda los controles con el cuaderno: al reabrirlo se ven, y no un error."""
    name = "@jupyter-widgets/jupyterlab-manager:plugin"
    path = Path(prefix, "share", "jupyter", "lab", "settings", "overrides.json")
    _write_once(path, {name: {"saveState": True}}, prefix)


def _write_once(path, settings, prefix):
    """Deja unos ajustes en el entorno del curso, si nadie puso otros."""
    if prefix == sys.base_prefix or path.exists():
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), "utf-8")
