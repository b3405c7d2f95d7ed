"""Calificar en varios procesos: cada uno con su caja, y ninguno se lleva una nota.

Los trabajadores no escriben nada: devuelven resultados por un tubo. Si uno muere, su
entrega se intenta una vez más en otro; si el programa principal muere, el tubo se
cierra y ellos terminan.
"""

import contextlib
import multiprocessing
import os
import signal
from multiprocessing import connection

from course_lib.errors import CourseError
from course_lib.grading.judge import grade
from course_lib.grading.model import StudentResult

__all__ = ["Pool", "failed"]

_ATTEMPTS = 2
_PATIENCE = 5  # segundos que se espera a que un trabajador termine solo


class Pool:
    """Trabajadores que califican. Se usa con `with`.

    Args:
        processes: cuántos.
        factory: función sin argumentos que da la caja de cada uno; debe poder cruzar
            a otro proceso (una función de un módulo, un `functools.partial`).
        seed: la semilla de los casos.
    """

    def __init__(self, processes, factory, seed):
        self._setup, self._idle, self._busy = (factory, seed), [], {}
        self._processes = processes

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Al cerrarse su tubo, un trabajador libre termina solo; a uno ocupado, cuando
        # todo va bien no queda ninguno, se lo detiene.
        workers = [*self._idle, *(worker for worker, *_ in self._busy.values())]
        self._idle, self._busy = [], {}
        for worker in workers:
            worker.pipe.close()
        for worker in workers:
            worker.stop()

    def grade(self, submissions):
        """Da el resultado de cada entrega, en el orden en que terminan.

        Las entregas se piden de a una, cuando hay quien las califique: la memoria no
        crece con ellas.

        Raises:
            CourseError: si una caja no se puede preparar.
        """
        for submission in submissions:
            while not self._idle and len(self._busy) >= self._processes:
                yield from self._collect()
            self._assign(submission, 1)
        while self._busy:
            yield from self._collect()

    def _assign(self, submission, attempt):
        worker = self._idle.pop() if self._idle else _Worker(*self._setup)
        self._busy[worker.pipe] = worker, submission, attempt
        # Si acaba de morir, se nota al leer.
        with contextlib.suppress(OSError):
            worker.pipe.send(submission)

    def _collect(self):
        """Espera a alguno y da los resultados que haya."""
        for pipe in connection.wait(list(self._busy)):
            worker, submission, attempt = self._busy.pop(pipe)
            try:
                kind, content = pipe.recv()
            except (EOFError, OSError):
                kind, content = "died", "el proceso que la calificaba murió"
            if kind == "done":
                self._idle.append(worker)
                yield content
                continue
            pipe.close()
            worker.stop()
            if kind == "refused":
                raise content
            if attempt < _ATTEMPTS:
                self._assign(submission, attempt + 1)
            else:
                yield failed(submission, content)


def failed(submission, why):
    """El resultado de una entrega que no se pudo calificar ni la segunda vez."""
    return StudentResult(
        submission.student,
        submission.name,
        submission.source,
        submission.work.lesson,
        submission.digest,
        problem=f"No se pudo calificar en {_ATTEMPTS} intentos: {why}.",
        notes=tuple(submission.notes),
        told=tuple(submission.told),
        functions=dict(submission.work.functions),
        answers=dict(submission.work.answers),
    )


class _Worker:
    """Un proceso con su tubo."""

    def __init__(self, factory, seed):
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, factory, seed))
        # Los arreglos son pequeños: un hilo de BLAS por trabajador, y no uno por
        # núcleo. Un proceso nuevo hereda las variables de este.
        threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        with _environment(**threads), _without_interruptions():
            self._process.start()
        theirs.close()

    def stop(self):
        """Espera a que termine y, si no lo hace, lo detiene."""
        self._process.join(0.2)
        for act in (self._process.terminate, self._process.kill):
            if self._process.is_alive():
                act()
                self._process.join(_PATIENCE)
        self._process.close()


@contextlib.contextmanager
def _environment(**values):
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _work(pipe, factory, seed):
    """Lo que hace un trabajador, hasta que su tubo se cierra."""
    _leave_terminal()
    with (
        contextlib.suppress(EOFError, OSError, KeyboardInterrupt),
        contextlib.ExitStack() as stack,
    ):
        try:
            sandbox = stack.enter_context(factory())
        except CourseError as error:
            pipe.send(("refused", error))
            return
        while True:
            submission = pipe.recv()
            try:
                answer = "done", grade(submission, seed=seed, sandbox=sandbox)
            except Exception as error:
                # La caja pudo quedar a medias: se empieza con otro trabajador.
                pipe.send(("died", f"{type(error).__name__}: {error}"[:300]))
                return
            pipe.send(answer)


@contextlib.contextmanager
def _without_interruptions():
    """Mientras nace un proceso, que herede ignorar Ctrl-C: es cosa del principal."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # no es el hilo principal: a este no le llega
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_terminal():
    """Sale del grupo de la terminal: Ctrl-C le llega solo al programa principal."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):
            os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
