"""El proceso que corre código ajeno: las celdas, y después un ejercicio a la vez.

Nada de aquí es de fiar una vez que corrió la primera celda: el código ajeno comparte
este proceso y puede cambiarlo todo. Por eso aquí no hay nada que proteger: ni esperados
ni semillas ni respuestas. Quien juzga no cree ninguna palabra; compara números.
"""

import __future__

import ast
import builtins
import io
import linecache
import signal
import sys
import types
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress

import numpy as np

from course_lib.checking import run as runner
from course_lib.checking.limits import BoundedText, TimeUp

from . import protocol
from .borrowed import borrow
from .channel import Gone, Pipes, Socket

__all__ = ["Gone", "Pipes", "Socket", "serve"]

# De una celda que detuvo el proceso se vuelve a correr solo esto.
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
_LATE_SECONDS = 0.3  # para las definiciones que siguen a lo que no terminó
_TEXT = 600  # letras de un mensaje de error que se cuentan


def serve(channel, *, isolated):
    """Atiende órdenes hasta que se cierre el canal."""
    student = _Student(channel, isolated)
    channel.send(protocol.Packer().frame({"ready": True}))
    while True:
        order = channel.receive()
        packer, lost = protocol.Packer(), None
        try:
            message = getattr(student, order["do"])(packer, order)
            frame = packer.frame({"id": order["id"], **message})
        except protocol.BadFrame as error:
            lost = error.kind
        except MemoryError:
            lost = "memory"
        except TimeUp:
            lost = "timeout"
        except Gone:
            raise
        except BaseException:  # `KeyboardInterrupt`, o un error que falla al decirse
            lost = "exit"
        _disarm()
        if lost is not None:  # ya fuera del `except`: la memoria quedó libre
            frame = protocol.Packer().frame({"id": order["id"], "lost": lost})
        channel.send(frame)


class _Student:
    """Los nombres de una entrega, y lo que se le pide."""

    def __init__(self, channel, isolated):
        self.channel, self.isolated, self.lent = channel, isolated, {}
        self.defined = {}  # la última función o clase con cada nombre
        self.futures = 0  # lo que pidió con `from __future__ import`
        self.main = types.ModuleType("__main__")
        self.names = self.main.__dict__
        self.names["__builtins__"] = builtins
        # Como en la lección, aunque se haya borrado la celda que lo importa.
        self.names["np"] = np
        self.names["display"] = lambda *things, **options: None
        sys.modules["__main__"] = self.main
        sys.stdin = io.StringIO()
        # Para leer una clave no hay teclado, y para decorar no hay terminal.
        builtins.input = _no_input

    # --- Las celdas -------------------------------------------------------------------

    def cell(self, packer, order):
        """Corre una celda, instrucción por instrucción: si una falla, sigue la otra."""
        if order["lends"]:
            self.names.update(borrow(order["lends"]))
        name = f"<celda {order['number']}>"
        source = order["source"]
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        try:
            tree = ast.parse(source, name)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return {"problems": [_line(error)]}
        pending = iter(tree.body)
        problems = self._run_statements(
            pending, name, order["seconds"], order["only_definitions"]
        )
        # Lo que la celda define después de lo que no terminó también se conserva.
        problems += self._run_statements(pending, name, _LATE_SECONDS, True)
        return {"problems": problems[:20]}

    def _run_statements(self, pending, name, seconds, only_definitions):
        """Corre las instrucciones que alcanza; da lo que dijeron las que fallaron."""
        problems = []
        with suppress(TimeUp), _quiet(seconds, self.isolated):
            for node in pending:
                if only_definitions and not isinstance(node, _DEFINITIONS):
                    continue
                try:
                    self._execute(node, name)
                except BaseException as error:
                    problems.append(_line(error))
                    if isinstance(error, TimeUp):
                        break
        return problems

    def _execute(self, node, name):
        """Corre una instrucción; lo que pide de `__future__` vale para las que siguen,
        como en un cuaderno."""
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                feature = getattr(__future__, alias.name, None)
                self.futures |= getattr(feature, "compiler_flag", 0)
        body = ast.Module([node], [])
        code = compile(body, name, "exec", flags=self.futures, dont_inherit=True)
        exec(code, self.names)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            self.defined[node.name] = self.names.get(node.name)

    # --- Los ejercicios ---------------------------------------------------------------

    def _function(self, order):
        name = order["name"]
        # Después de `softmax = softmax(Z)`, la respuesta es la función que hubo.
        if not callable(self.names.get(name)) and callable(self.defined.get(name)):
            self.names[name] = self.defined[name]
        function = self.names.get(name)
        return function if callable(function) else None

    @contextmanager
    def _course_names(self, order):
        """Mientras dura, los nombres prestados son los del curso."""
        if order["lends"] != "los mismos":
            self.lent = borrow(order["lends"]) if order["lends"] else {}
        lent = {n: f for n, f in self.lent.items() if n != order["name"]}
        before = {n: self.names[n] for n in lent if n in self.names}
        self.names.update(lent)
        try:
            yield
        finally:
            for name in lent:
                self.names.pop(name, None)
            self.names.update(before)

    def run(self, packer, order):
        """Todos los casos de un ejercicio, con su conductor, y sus resultados."""
        function = self._function(order)
        if function is None:
            return {"lost": "missing"}
        cases = [types.SimpleNamespace(inputs=i, tags=t) for i, t in order["cases"]]
        outcomes = []
        with self._course_names(order):
            if self.isolated:
                with suppress(TimeUp), _quiet(order["seconds"], True) as printed:
                    for case in cases:
                        outcome = _one(order["driver"], function, case, printed)
                        outcomes.append(outcome)
                        packer.reserve(outcome.answers.values())
            else:
                outcomes = runner.run_cases(
                    order["driver"], function, cases, order["seconds"]
                )
        return {"outcomes": [_packed(packer, outcome) for outcome in outcomes]}

    def call(self, packer, order):
        """Una sola llamada, con argumentos llanos o con funciones que viven fuera."""
        function = self._function(order)
        if function is None:
            return {"lost": "missing"}
        arguments = [
            self._callback() if isinstance(a, str) and a == order["callback"] else a
            for a in order["arguments"]
        ]
        inputs = {str(k): value for k, value in enumerate(arguments)}
        case = types.SimpleNamespace(inputs=inputs, tags=order["tags"])
        read = _READERS[order["read"]]
        seen = []

        def driver(function, inputs):
            seen.append(read(function, list(inputs.values())))
            return {}

        with self._course_names(order), _quiet(order["seconds"], self.isolated) as text:
            outcome = _one(driver, function, case, text)
        message = _packed(packer, outcome)
        if seen:
            message["value"] = packer.value(seen[0])
        return {"outcomes": [message]}

    def _callback(self):
        """Una función cuyo código está al otro lado del canal."""
        channel = self.channel

        def function(*arguments, **options):
            packer = protocol.Packer()
            given = [packer.value(a) for a in arguments]
            named = {key: packer.value(v) for key, v in options.items()}
            channel.send(packer.frame({"callback": given, "options": named}))
            reply = channel.receive()
            for mine, after in zip(arguments, reply["after"], strict=True):
                if isinstance(mine, np.ndarray) and after is not None:
                    mine[...] = after
            if reply["error"] is not None:
                raise reply["error"]
            return reply["value"]

        return function


def _plain(function, arguments):
    return function(*arguments)


def _order(function, arguments):
    """Para `GraphOrder`: qué lugar ocupa, en el grafo, cada nodo de la lista."""
    from course_lib.exercises import graph_drivers

    rows, last = arguments
    nodes = graph_drivers.rebuilt(rows)
    with graph_drivers._own_work():
        order = graph_drivers.GraphOrder()._require_list(function(nodes[last]))
    place = {id(node): k for k, node in enumerate(nodes)}
    return np.array([place.get(id(item), -1) for item in order], dtype=np.int64)


_READERS = {"plain": _plain, "order": _order}


def _one(driver, function, case, printed):
    """El resultado de un caso, con lo que imprimió."""
    before = printed.size
    outcome = runner._run_unguarded(driver, function, case)
    text = printed.getvalue()[before:] or ("…" if printed.size > before else "")
    return outcome.__class__(
        outcome.answers, outcome.problem, outcome.mutated, outcome.warnings, text, True
    )


def _packed(packer, outcome):
    """Un `Outcome` en piezas que caben en una trama."""
    problem = outcome.problem
    return {
        "answers": [[str(n), packer.array(a)] for n, a in outcome.answers.items()],
        "problem": problem
        and [
            problem.kind,
            problem.text[:_TEXT],
            problem.exception,
            problem.line,
            problem.code[:200],
            problem.spanish,
        ],
        "mutated": list(outcome.mutated),
        "warnings": [text[:200] for text in outcome.warnings][:5],
        "printed": outcome.printed[:200],
        "timed": bool(outcome.timed),
    }


# --- Límites dentro del proceso -------------------------------------------------------


@contextmanager
def _quiet(seconds, isolated):
    """Con tiempo, lo impreso acotado y la recursión que una respuesta necesita."""
    text = BoundedText()
    limit = _alarm if isolated else _no_alarm
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 2500))
    try:
        with (
            warnings.catch_warnings(),
            redirect_stdout(text),
            redirect_stderr(text),
            limit(seconds),
        ):
            yield text
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def _alarm(seconds):
    """`TimeUp` al vencer el plazo, sin hilos: aquí no los hay."""
    signal.signal(signal.SIGALRM, _ring)
    # Se repite: la primera puede tragársela un `except:` dentro de un bucle.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
    try:
        yield
    finally:
        _disarm()


def _disarm():
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _ring(number, frame):
    raise TimeUp


@contextmanager
def _no_alarm(seconds):
    from course_lib.checking.limits import time_limit

    with time_limit(seconds):
        yield


def _no_input(prompt=""):
    raise RuntimeError("input() no se puede usar dentro de un ejercicio")


def _line(error):
    if isinstance(error, TimeUp):
        return "no terminó a tiempo"
    try:
        return f"{type(error).__name__}: {error}"[:300]
    except BaseException:
        return type(error).__name__[:300]
