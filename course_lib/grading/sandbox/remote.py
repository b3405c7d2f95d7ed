"""Conductores que corren al lado de quien juzga, con la función al otro lado.

Un conductor que responde «1, sí» no puede correr en el proceso de quien responde: le
bastaría decir que sí. Aquí el conductor es del juez, y cada llamada cruza el canal: van
los argumentos, vuelve lo que devolvió. Las implementaciones buenas y rotas de «Rómpelo
tú» tampoco cruzan: lo que recibe quien responde es una función que pregunta.
"""

import copy
import pickle
import warnings

import numpy as np

from course_lib.checking.run import Outcome, Problem
from course_lib.exercises.drivers import BadAnswer
from course_lib.exercises.graph_drivers import GraphOrder, described

from .process import Dead
from .protocol import BadFrame, pickled
from .support import IN_CHILD

__all__ = ["run_remote", "runs_in_child"]

_CALLBACKS = 20_000  # llamadas a una función de este lado, por ejercicio
_CALLBACK_SIZE = 1 << 15  # bytes de sus argumentos
_CALLBACK_ITEMS = 1 << 12  # números y piezas de sus argumentos


class RemoteError(Exception):
    """La función juzgada lanzó una excepción, allá."""

    def __init__(self, problem):
        self.problem = problem
        super().__init__(problem.text)


class _RemoteAssertion(RemoteError, AssertionError):
    """Un `assert` que no se cumplió, allá."""


class _RemoteExit(BaseException):
    """Allá llamaron a `sys.exit`: no es un error que un conductor pueda atrapar."""

    def __init__(self, problem):
        self.problem = problem


def runs_in_child(driver):
    """Si ese conductor puede correr junto a la función juzgada."""
    kind = type(driver)
    return kind.__name__ in IN_CHILD.get(kind.__module__, ())


def run_remote(driver, cases, ask):
    """Corre los casos de este lado.

    Args:
        driver: el conductor. cases: los casos.
        ask: función de (argumentos, marcas, lectura) que da el `Outcome` y el valor.

    Returns:
        Un `Outcome` por caso; menos, si se acabó el tiempo.

    Raises:
        Dead, BadFrame: si el proceso de la función murió, o su canal no se entiende.
    """
    outcomes = []
    for case in cases:
        try:
            outcomes.append(_one(driver, case, ask))
        except Dead as error:
            # Como en `check`: lo que alcanzó a responder a tiempo cuenta.
            if error.kind != "timeout" or not outcomes:
                raise
            break
    return outcomes


def _one(driver, case, ask):
    names = list(case.inputs)
    seen = {"mutated": [], "warnings": [], "printed": ""}

    def call(arguments, read="plain"):
        outcome, value = ask(arguments, case.tags, read)
        places = [int(k) for k in outcome.mutated if k.isdigit()]
        seen["mutated"] += [names[k] for k in places if k < len(names)]
        seen["warnings"] += outcome.warnings
        seen["printed"] = (seen["printed"] + outcome.printed)[:200]
        if outcome.problem is not None:
            raise _as_error(outcome.problem)
        return value

    def function(*arguments):
        return call(list(arguments))

    def order(node):
        nodes = _nodes_of(node)
        # Van en cualquier orden: en el que se construyen, ya sería la respuesta.
        rows = [
            (value, name, (operation[0], None, None), parents)
            for value, name, operation, parents in described(nodes)
        ]
        return _nodes_at(nodes, call([rows, nodes.index(node)], "order"))

    chosen = order if isinstance(driver, GraphOrder) else function
    answers, problem = _drive(driver, chosen, copy.deepcopy(dict(case.inputs)))
    return Outcome(
        answers,
        problem,
        tuple(dict.fromkeys(seen["mutated"])),
        tuple(dict.fromkeys(seen["warnings"])),
        seen["printed"],
    )


def _drive(driver, function, inputs):
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return driver(function, inputs), None
    except BadAnswer as error:
        return {}, Problem(error.kind, str(error))
    except (RemoteError, _RemoteExit) as error:
        return {}, error.problem
    except Exception as error:
        # Lo que llegó no se deja leer: es de quien responde, no del conductor.
        return {}, Problem("exception", str(error), type(error).__name__)


def _as_error(problem):
    if problem.kind == "exit":
        return _RemoteExit(problem)
    if problem.kind not in ("exception", "memory"):
        return BadAnswer(problem.kind, problem.text)
    if problem.exception == "AssertionError":
        return _RemoteAssertion(problem)
    return RemoteError(problem)


def _nodes_of(node):
    """Los nodos de este grafo, en el orden en que nacieron (`scattered`)."""
    seen, pending = {node}, [node]
    while pending:
        for parent in pending.pop().parents:
            if parent not in seen:
                seen.add(parent)
                pending.append(parent)
    return sorted(seen, key=lambda one: one._birth)


def _nodes_at(nodes, places):
    """Los nodos que están en esos lugares; lo ajeno, como tal."""
    if not isinstance(places, np.ndarray) or places.ndim != 1:
        raise BadFrame("protocol", "el orden no es una lista")
    return [nodes[k] if 0 <= k < len(nodes) else object() for k in places.tolist()]


class Callbacks:
    """Atiende, con tope, las llamadas a las funciones que viven de este lado."""

    def __init__(self):
        self.function, self.left = None, _CALLBACKS

    def answer(self, unpacker):
        """Lo que se responde a una llamada que llegó por el canal."""
        self.left -= 1
        message = unpacker.message
        if (
            self.function is None
            or self.left < 0
            or len(unpacker.data) > _CALLBACK_SIZE
        ):
            raise BadFrame("output", "demasiadas llamadas, o demasiado grandes")
        # Lo que sigue corre de este lado, donde nadie lo corta: que sea corto.
        unpacker.most_items = unpacker.most_nodes = _CALLBACK_ITEMS
        try:
            arguments = [unpacker.value(part) for part in message["callback"]]
            options = {
                str(key): unpacker.value(part)
                for key, part in message["options"].items()
            }
        except (TypeError, AttributeError, KeyError) as error:
            raise BadFrame("protocol", "una llamada que no se entiende") from error
        before = copy.deepcopy(arguments)
        value, failure = self._call(arguments, options)
        after = [
            now
            if isinstance(now, np.ndarray) and now.tobytes() != was.tobytes()
            else None
            for now, was in zip(arguments, before, strict=True)
        ]
        return {"value": value, "error": failure, "after": after}

    def _call(self, arguments, options):
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self.function(*arguments, **options), None
        except Exception as error:
            failure = error.with_traceback(None)
            failure.__cause__ = failure.__context__ = None
        try:
            pickle.loads(pickled(failure))
        except Exception:
            failure = RuntimeError(str(failure))
        return None, failure
