"""Una entrega en la caja: correr sus celdas y pedirle los ejercicios, uno por uno."""

import secrets
import time
from dataclasses import replace
from functools import cached_property

from course_lib.checking.run import Outcome, Problem
from course_lib.errors import CourseError
from course_lib.exercises import get_exercise
from course_lib.exercises.breaker_drivers import Suspects

from . import lending
from .folders import OwnFolder
from .jobs import TEXTS, Limits, Lost
from .plain import Plain
from .probe import as_root, missing_isolation
from .process import Dead, Warm
from .protocol import BadFrame
from .reading import read_outcome
from .remote import Callbacks, run_remote, runs_in_child
from .support import build, settings_for

__all__ = ["Sandbox"]

_RESTARTS = 4  # celdas que pueden detener el proceso antes de dejar de intentarlo


class Sandbox:
    """Corre entregas en procesos aparte. Se usa con `with`.

    Attributes:
        cpu_seconds: tiempo de procesador gastado por los hijos ya terminados.
    """

    def __init__(self, isolated=True, limits=None):
        self.isolated, self.limits = isolated, limits or Limits()
        self.cpu_seconds, self._warm, self._folder = 0.0, None, None

    def __enter__(self):
        missing = missing_isolation() if self.isolated else []
        if missing:
            raise CourseError(
                "No se puede correr código ajeno aislado: " + " ".join(missing),
                action="Usa Linux, WSL2 o un contenedor que lo permita; o, si confías "
                "en quienes entregan, `--sin-aislamiento`",
            )
        self._folder = OwnFolder("curso-caja-")
        try:
            build(self._folder.name)
            if self.isolated:
                self._warm = Warm(self._folder.name, self._settings)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        if self._warm is not None:
            self._warm.close()
            self._warm = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @cached_property
    def _settings(self):
        return {
            "as_root": as_root(),
            **settings_for(self._folder.name),
            "memory": self.limits.memory,
            "cpu_seconds": int(self.limits.total) + 5,
        }

    def run(self, work, jobs):
        """Corre una entrega.

        Args:
            work: el `Work`.
            jobs: los `Job`, en cualquier orden.

        Yields:
            Pares (id del ejercicio, lista de `Outcome` o `Lost`), uno por encargo, en
            el orden en que se piden: un ejercicio va antes que los que usan su
            respuesta.
        """
        visit = _Visit(self, work, list(jobs))
        try:
            yield from visit.results()
        finally:
            visit.kill()

    def spawn(self):
        """Un proceso nuevo para una entrega."""
        if self._warm is not None:
            try:
                return self._warm.spawn()
            except OSError:  # el tibio murió: otro en su lugar
                self._warm.close()
                self._warm = Warm(self._folder.name, self._settings)
                return self._warm.spawn()
        return Plain(self._folder.name, self._settings)


class _Visit:
    """Lo que dura una entrega: un hijo, y otro si muere."""

    def __init__(self, sandbox, work, jobs):
        self.sandbox, self.limits, self.work = sandbox, sandbox.limits, work
        self.jobs = lending.in_order(jobs)
        self.text = "\n".join(work.cells)
        self.allowed = lending.allowed(jobs)
        self.child, self.fatal, self.problems = None, set(), {}
        self.failed_births = 0
        self.end = time.monotonic() + self.limits.total

    def results(self):
        for place, job in enumerate(self.jobs):
            waiting = [other.exercise_id for other in self.jobs[place:]]
            try:
                yield job.exercise_id, self._answered(job, waiting)
            except Dead as error:
                # «missing» y otras respuestas del hijo no son su muerte.
                if error.kind not in ("missing",):
                    self.kill()
                yield job.exercise_id, self._lost(job, error)
            except BadFrame as error:
                self.kill()
                yield job.exercise_id, self._lost(job, error)

    def _answered(self, job, waiting):
        """Lo que respondió; si al proceso lo mató algo de fuera, como la falta de
        memoria de la máquina, se pregunta una vez más."""
        try:
            self._ensure_child()
            return self._outcomes(job, waiting)
        except Dead as error:
            if not error.outside:
                raise
            self.kill()
            self._ensure_child()
            return self._outcomes(job, waiting)

    def _lost(self, job, error):
        kind = error.kind if error.kind in TEXTS else "protocol"
        text = TEXTS[kind]
        if kind == "missing" and self.problems:
            text += f" {self._said(job.function_name)}"
        elif kind in ("crash", "protocol") and str(error):
            text += f" ({error})"
        return Lost(kind, text)

    def _said(self, name):
        """Lo que dijo al correr la celda que nombra la función o, si no, la primera."""
        cells, numbers = self.work.cells, self.work.numbers
        numbers = numbers or range(1, len(cells) + 1)
        places = [n for n in self.problems if numbers[n - 1]] or list(self.problems)
        place = next((n for n in places if name in cells[n - 1]), places[0])
        number = numbers[place - 1]
        where = f"La celda {number}" if number else "El cuaderno"
        return f"{where} dice: {self.problems[place][0]}"

    # --- Nacer y morir ----------------------------------------------------------------

    def kill(self):
        if self.child is not None:
            status = self.child.close()
            self.sandbox.cpu_seconds += status.get("cpu", 0.0)
            self.child = None

    def _ensure_child(self):
        if time.monotonic() > self.end:
            raise Dead("timeout", "la entrega agotó su tiempo")
        if self.child is not None and self.child.broken:
            self.kill()
        while self.child is None:
            self.child = self.sandbox.spawn()
            try:
                self._run_cells()
            except (Dead, BadFrame):
                # Esa celda lo detuvo: otro hijo corre de ella solo las definiciones.
                self.kill()
                self.failed_births += 1
                # Cada celda tiene dos intentos: entera, y solo sus definiciones.
                if self.failed_births > 2 * _RESTARTS or len(self.fatal) > _RESTARTS:
                    raise

    def _run_cells(self):
        end = min(time.monotonic() + self.limits.cells_seconds, self.end)
        lends = lending.bundle(self.allowed)
        for number, source in enumerate(self.work.cells, start=1):
            seconds = min(self.limits.cell_seconds, end - time.monotonic())
            order = {
                "do": "cell",
                "number": number,
                "source": source,
                "seconds": max(seconds, 0.05),
                "only_definitions": seconds <= 0 or number in self.fatal,
                "lends": lends,
            }
            lends = None
            try:
                deadline = time.monotonic() + order["seconds"] + self.limits.grace
                reply = self.child.ask(order, deadline)
            except (Dead, BadFrame) as error:
                if getattr(error, "outside", False):  # no fue culpa de la celda
                    raise
                if number in self.fatal:  # ni sus definiciones se pueden correr
                    self.work = _without_cell(self.work, number)
                self.fatal.add(number)
                self.problems[number] = [TEXTS.get(error.kind, str(error))]
                raise
            said = reply.message.get("problems")
            if isinstance(said, list) and said:
                self.problems[number] = [str(text)[:300] for text in said[:3]]

    # --- Un ejercicio -----------------------------------------------------------------

    def _outcomes(self, job, waiting):
        exercise = get_exercise(job.exercise_id)
        cases = job.draw()
        functions = lending.lent(job, self.text, waiting)
        order = {
            "name": job.function_name,
            "seconds": self.limits.seconds or exercise.seconds,
            "lends": lending.bundle(functions),
        }
        if runs_in_child(exercise.driver):
            outcomes = self._in_child(order, exercise, cases)
        else:
            outcomes = self._beside(order, exercise.driver, cases)
        late = Problem("timeout", f"no terminó en {order['seconds']:g} segundos")
        return outcomes + [Outcome(problem=late)] * (len(cases) - len(outcomes))

    def _deadline(self, order):
        return time.monotonic() + order["seconds"] + self.limits.grace

    def _in_child(self, order, exercise, cases):
        order |= {
            "do": "run",
            "driver": exercise.driver,
            "cases": [(dict(case.inputs), tuple(case.tags)) for case in cases],
        }
        reply = self.child.ask(order, self._deadline(order))
        rows = reply.message.get("outcomes")
        if not isinstance(rows, list) or len(rows) > len(cases):
            raise BadFrame("protocol", "no son los casos pedidos")
        return [read_outcome(reply, row) for row in rows]

    def _beside(self, order, driver, cases):
        if not isinstance(driver, Suspects):
            return run_remote(driver, cases, self._asker(order))
        # Las dos veces en un proceso que no examinó nada: así no distingue la segunda,
        # en la que no tiene con qué comparar.
        self._ensure_new_child()
        outcomes = run_remote(driver.together(), cases, self._asker(order))
        caught = driver.caught(outcome.answers for outcome in outcomes)
        if caught:
            self._ensure_new_child()
            once = driver.once(secrets.choice(caught))
            (again,) = run_remote(once, cases[:1], self._asker(order))
            if again.problem:
                return [again] * len(cases)
        return outcomes

    def _ensure_new_child(self):
        self.kill()
        self._ensure_child()

    def _asker(self, order):
        """La función con que un conductor de este lado llama a la que juzga."""
        callbacks, deadline = Callbacks(), self._deadline(order)
        marker = secrets.token_hex(8)
        order = {**order, "do": "call", "callback": marker}

        def ask(arguments, tags, read):
            functions = [a for a in arguments if callable(a)]
            callbacks.function = functions[0] if functions else None
            sent = [marker if callable(a) else a for a in arguments]
            call = {**order, "arguments": sent, "tags": tuple(tags), "read": read}
            order["lends"] = "los mismos"  # basta con enviarlos la primera vez
            reply = self.child.ask(call, deadline, callbacks.answer)
            rows = reply.message.get("outcomes")
            if not isinstance(rows, list) or len(rows) != 1:
                raise BadFrame("protocol", "no es una respuesta")
            outcome = read_outcome(reply, rows[0])
            value = None
            if outcome.problem is None:
                value = reply.value(rows[0].get("value"))
            return outcome, value

        return ask


def _without_cell(work, number):
    """El trabajo con esa celda vacía: las demás conservan su lugar y su número."""
    cells = list(work.cells)
    cells[number - 1] = ""
    return replace(work, cells=tuple(cells))
