"""Calificar en las máquinas de un grupo de Dask, con las mismas notas que en una sola.

Desde aquí se reparten entregas y se reciben resultados; guardar sigue siendo cosa de
quien reparte. Cada trabajador enciende su propia caja, que es otro proceso: lo que haga
una entrega no le llega. Si un trabajador muere, Dask da su entrega a otro, y como los
casos salen de la semilla de la tarea, la nota es la misma.
"""

import contextlib
import logging
import queue
import re
import time

from course_lib.errors import CourseError
from course_lib.grading.cluster_worker import (
    describe,
    grade_here,
    release,
    why_unfit,
)
from course_lib.grading.coordinator import (
    CONNECT_SECONDS,
    require_coordinator,
    unreachable,
)
from course_lib.grading.workers import failed

__all__ = ["Cluster", "require_address", "require_distributed"]

_ALONE = 60  # segundos que se espera a que haya algún trabajador
_PULSE = 2  # cada cuántos segundos sin noticias se mira si el grupo sigue ahí
_AHEAD = 2  # entregas en camino por trabajador: ninguno espera a que le llegue otra
_ATTEMPTS = 2
_ADDRESS = re.compile(r"(tcp|tls)://[^\s/:]+(\.[^\s/:]+)*:\d{1,5}|tcp://\[[^]]+\]:\d+")


class Cluster:
    """Los trabajadores de un grupo de Dask. Se usa con `with`, igual que `Pool`.

    Args:
        address: dónde está el coordinador: «tcp://10.0.0.5:8786».
        isolated: si cada trabajador debe encerrar el código ajeno.
        seed: la semilla de los casos.
    """

    def __init__(self, address, isolated, seed):
        require_address(address)
        self._address, self._isolated, self._seed = address, isolated, seed
        self._client, self._busy, self._done = None, {}, queue.SimpleQueue()
        self._room, self._counted, self._heard = 0, 0.0, 0.0
        self._mine = describe()

    def __enter__(self):
        distributed = require_distributed()
        require_coordinator(self._address, distributed)
        try:
            self._client = distributed.Client(
                self._address, timeout=CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, ValueError, RuntimeError):
            raise unreachable(self._address) from None
        try:
            self._require_fit_workers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(Exception):
            if client.status == "running":
                client.cancel(list(self._busy), force=True)
                client.run(release, on_error="ignore")
        with contextlib.suppress(Exception):
            client.close(timeout=_PULSE)

    def grade(self, submissions):
        """Da el resultado de cada entrega, en el orden en que terminan.

        Las entregas se piden a medida que hay a quién dárselas: la memoria no crece con
        ellas.

        Raises:
            CourseError: si el grupo se queda sin trabajadores que sirvan, o se pierde.
        """
        for submission in submissions:
            while len(self._busy) >= self._capacity():
                yield from self._collect()
            self._send(submission, 1)
        while self._busy:
            yield from self._collect()

    # Repartir y recibir ---------------------------------------------------------------

    def _send(self, submission, attempt):
        future = self._client.submit(
            grade_here,
            submission,
            seed=self._seed,
            isolated=self._isolated,
            expected=self._mine,
            pure=False,
        )
        self._busy[future] = submission, attempt
        future.add_done_callback(self._done.put)

    def _collect(self):
        """Espera a alguno y da los resultados que haya."""
        try:
            future = self._done.get(timeout=_PULSE)
        except queue.Empty:
            self._require_alive()
            return
        self._heard = time.monotonic()
        submission, attempt = self._busy.pop(future)
        kind, content = self._read(future)
        future.release()
        if kind == "done":
            yield content
        elif kind == "unfit":
            self._require_fit_workers()  # dice cuál, si sigue ahí
            raise _unfit("Un trabajador del grupo", content)
        elif kind == "retry" and attempt < _ATTEMPTS:
            self._send(submission, attempt + 1)
        else:
            yield failed(submission, content)

    def _read(self, future):
        """Qué trajo: un resultado, o qué le pasó."""
        if future.status == "finished":
            return future.result(timeout=CONNECT_SECONDS)
        if future.status == "error":
            error = future.exception(timeout=CONNECT_SECONDS)
            if type(error).__name__ == "KilledWorker":  # Dask ya insistió
                return "failed", "murieron todos los trabajadores que la calificaban"
            return "retry", f"{type(error).__name__}: {error}"[:300]
        raise self._gone()

    # El estado del grupo --------------------------------------------------------------

    def _capacity(self):
        """Cuántas entregas pueden estar en camino."""
        now = time.monotonic()
        if not self._room or now - self._counted > _PULSE:
            self._room = max(1, _AHEAD * sum(self._threads().values()))
            self._counted = now
        return self._room

    def _threads(self):
        try:
            return self._client.nthreads()
        except Exception:  # el coordinador no responde: cada versión lo dice distinto
            raise self._gone() from None

    def _require_alive(self):
        """Sin noticias: exige que el coordinador responda y que alguien trabaje."""
        if self._client.status != "running":
            raise self._gone()
        now = time.monotonic()
        if self._threads():
            self._heard = now
        elif now - self._heard > _ALONE:
            raise CourseError(
                f"El grupo de «{self._address}» se quedó sin trabajadores",
                action="Lo calificado está guardado. Enciende alguno y repite la misma "
                "orden",
            )

    def _gone(self):
        return CourseError(
            f"Se perdió el grupo de «{self._address}»",
            action="Lo calificado está guardado. Enciende de nuevo el coordinador y "
            "repite la misma orden",
        )

    def _require_fit_workers(self):
        """Exige que haya trabajadores, con este mismo curso y con sus cierres."""
        try:
            self._client.wait_for_workers(1, timeout=_ALONE)
        except Exception:
            raise CourseError(
                f"En el grupo de «{self._address}» no hay trabajadores",
                action="En cada máquina que vaya a calificar, corre «python3 curso.py "
                f"prestar {self._address}»",
            ) from None
        answers = self._client.run(
            why_unfit, self._isolated, self._mine, on_error="return"
        )
        for place, answer in sorted(answers.items()):
            if isinstance(answer, ModuleNotFoundError):
                answer = (
                    "no encuentra este curso. Enciéndelo con «python3 curso.py "
                    f"prestar {self._address}»"
                )
            elif isinstance(answer, Exception):
                answer = f"{type(answer).__name__}: {answer}"[:300]
            if answer:
                raise _unfit(f"El trabajador «{place}»", answer)
        self._heard = time.monotonic()


def _unfit(who, why):
    return CourseError(
        f"{who} no puede calificar: {why.rstrip('.')}",
        action="Lo calificado está guardado. Arréglalo o apágalo, y repite la misma "
        "orden",
    )


def require_address(address):
    """Exige que una dirección se entienda.

    Raises:
        CourseError: si no dice cómo, dónde y en qué puerto.
    """
    known = _ADDRESS.fullmatch(address)
    if not known or int(address.rpartition(":")[2]) > 65535:
        raise CourseError(
            "La dirección del grupo no se entiende",
            expected="algo como «tcp://10.0.0.5:8786»",
            got=f"«{address}»",
        )


def require_distributed():
    """La biblioteca `distributed`, sin los avisos en inglés de sus conexiones.

    Raises:
        CourseError: si no está instalada.
    """
    try:
        import distributed
    except ModuleNotFoundError:
        raise CourseError(
            "Para repartir las entregas en un grupo falta el paquete «distributed»",
            action="Con «python3 curso.py» la orden lo instala sola; en otro entorno, "
            "«python -m pip install -e .[cluster]»",
        ) from None
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return distributed
