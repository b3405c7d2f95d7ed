"""Conductores de la lección 01: funciones y grafos hechos de datos llanos.

Un caso no puede llevar dentro una función ni un nodo: lleva un nombre («suma de cubos»)
o un programa («f (x = 3; c = x * x; f = c + x)»), y el conductor construye lo que
nombra. Como los demás conductores, este módulo no contiene ninguna solución.
"""

import operator
import random
import re
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from course_lib.errors import CourseError, ShapeError
from course_lib.exercises.drivers import BadAnswer, kind_text, to_array
from course_lib.graph import Node

__all__ = [
    "FUNCTIONS",
    "GraphGradients",
    "GraphOrder",
    "NumericGradient",
    "build_graph",
    "described",
    "order_sentence",
    "rebuilt",
    "scattered",
]


# --- Funciones de prueba para el gradiente numérico -----------------------------------


def _flat(x):
    return np.ravel(np.asarray(x, dtype=float))


def _ranks(x):
    return np.arange(1, _flat(x).size + 1)


# Nombre → función de un arreglo, de cualquier forma, a un número. Salvo las dos
# primeras, mezclan las entradas: mover una cambia lo que aportan las otras.
FUNCTIONS = {
    "suma de cubos": lambda x: float(np.sum(_flat(x) ** 3)),
    "solo la primera, al cuadrado": lambda x: float(_flat(x)[0] ** 2),
    "producto de todas": lambda x: float(np.prod(_flat(x))),
    "suma, al cuadrado": lambda x: float(np.sum(_flat(x)) ** 2),
    "cuadrados con pesos 1, 2, 3…": lambda x: float(_ranks(x) @ _flat(x) ** 2),
    # Esta mira la forma de x: con otra forma, da otro número.
    "cada fila sumada, al cuadrado": lambda x: float(
        np.sum(np.sum(np.atleast_1d(np.asarray(x, dtype=float)), axis=-1) ** 2)
    ),
}


@dataclass(frozen=True)
class NumericGradient:
    """Entrega `f`, `x` y, si el caso la trae, `h`; lee el gradiente.

    En el caso, `f` es un nombre de `FUNCTIONS`.
    """

    def __call__(self, function, inputs):
        f, *rest = inputs.values()
        return {"gradient": to_array(function(FUNCTIONS[f], *rest), "gradient")}


# --- Grafos ---------------------------------------------------------------------------

_BINARY = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "@": operator.matmul,
}
_METHODS = ("exp", "tanh", "relu", "sum")
_FIRST = operator.itemgetter(0)
_shuffle = random.SystemRandom().shuffle


def build_graph(program, arrays):
    """Construye con `Node` el grafo que describe un programa de una línea.

    El programa se lee «salida (paso; paso; …)», y cada paso es una entrada, `x = 3`;
    una operación, `c = x * x` o `e = exp(x)`; o una cadena, `f = cadena(x, y, 30)`, que
    suma y a x treinta veces.

    Args:
        program: el texto, como `"f (x = 3; c = x * x; f = c + x)"`.
        arrays: entradas que son arreglos, por nombre.

    Returns:
        Diccionario nombre → nodo, en el orden en que se crean; el último es la salida.
        Los pasos intermedios de una cadena se llaman «f.1», «f.2»…
    """
    nodes = {name: Node(array, name=name) for name, array in arrays.items()}
    _, _, steps = program.partition(" (")
    for step in steps.removesuffix(")").split("; "):
        name, _, formula = step.partition(" = ")
        _add_step(nodes, name, formula)
    return nodes


def _add_step(nodes, name, formula):
    words = formula.split()
    if formula.startswith("cadena("):
        start, step, length = formula[len("cadena(") : -1].split(", ")
        current = nodes[start]
        for k in range(1, int(length) + 1):
            current = current + nodes[step]
            nodes[name if k == int(length) else f"{name}.{k}"] = current
    elif len(words) == 3:
        nodes[name] = _BINARY[words[1]](nodes[words[0]], nodes[words[2]])
    elif formula.split("(")[0] in _METHODS:
        method, _, parent = formula.removesuffix(")").partition("(")
        nodes[name] = getattr(nodes[parent], method)()
    else:
        nodes[name] = Node(float(formula), name=name)


def scattered(nodes):
    """Los mismos nodos, hechos de nuevo al azar; se devuelven en el orden de antes.

    Un nodo nace después de sus padres: leer en qué orden nacieron sería la respuesta.
    """
    places = list(range(len(nodes)))
    _shuffle(places)
    made = rebuilt(described([nodes[k] for k in places]))
    return [node for _, node in sorted(zip(places, made, strict=True), key=_FIRST)]


def described(nodes):
    """Un grafo hecho datos: valor, nombre, operación y lugares de los padres."""
    place = {id(node): k for k, node in enumerate(nodes)}
    return [
        (node.value, node.name, node._operation, [place[id(p)] for p in node.parents])
        for node in nodes
    ]


def rebuilt(rows):
    """Los nodos de `described`: primero existen todos, y después tienen padres."""
    nodes = [Node(value, name=name) for value, name, _, _ in rows]
    for node, (_, _, operation, parents) in zip(nodes, rows, strict=True):
        node._operation, node.parents = operation, tuple(nodes[k] for k in parents)
    return nodes


@contextmanager
def _own_work():
    """Guarda el `backward` que trae `Node`: aquí se trata de escribirlo."""
    original = vars(Node).get("backward")
    if original is None:
        yield
        return

    def backward(self, *args, **kwargs):
        raise BadAnswer(
            "protocol",
            "Tu función llama al `.backward()` que ya trae `Node`, y aquí toca "
            "escribirlo: usa `.parents`, `.grad` y `.local_backward`",
        )

    Node.backward = backward
    try:
        yield
    except AttributeError as error:
        # Quien conoce otra biblioteca prueba con `.children` o `._prev`, o le pone a
        # cada nodo una marca propia; al escribirla, la excepción no dice de quién es.
        found = re.fullmatch(r"'Node' object has no attribute '(\w+)'.*", str(error))
        if found is None:
            raise
        raise CourseError(
            f"Un nodo no tiene «.{found[1]}», ni se le agregan otros nombres",
            action="Tiene `.value`, `.grad`, `.parents` y `.local_backward`",
        ).with_traceback(error.__traceback__) from None
    finally:
        Node.backward = original


@dataclass(frozen=True)
class GraphOrder:
    """Llama con la salida del grafo y describe el orden que vuelve.

    Hay muchos órdenes correctos, así que se leen sus propiedades:

    - «cantidad»: nodos de la lista;
    - «faltan», «repetidos», «ajenos»: nodos del grafo que no están, apariciones de más
      y elementos que no son nodos del grafo;
    - «desorden»: 1 si algún nodo va antes que uno de sus padres;
    - «node_al_final»: 1 si el último es el nodo que se entregó;
    - «_node_al_principio»: 1 si el primero es el nodo que se entregó;
    - «_datos_primero»: 1 si los datos van antes que toda operación y node, en medio;
    - «_al_revés»: 1 si leída del último al primero sí cumpliría;
    - «_por_niveles»: 1 si van del más lejano al más cercano a la salida;
    - «_falta», «_repetido»: el primer nodo que falta y el primero que se repite;
      «_antes» y «_padre»: el primero que va antes que un padre suyo, y ese padre; −1 si
      no hay. Sirven para decirlo con nombres (`order_sentence`).
    """

    def __call__(self, function, inputs):
        program, *_ = inputs.values()
        nodes = scattered(list(build_graph(program, {}).values()))
        with _own_work():
            order = self._require_list(function(nodes[-1]))
        place = {id(node): k for k, node in enumerate(nodes)}
        positions = [place.get(id(item), -1) for item in order]
        parents = [[place[id(p)] for p in node.parents] for node in nodes]
        described = self._describe(positions, parents)
        return {name: np.array(value) for name, value in described.items()}

    def _require_list(self, returned):
        if returned is None or returned is Ellipsis:
            raise BadAnswer("none", "la función devuelve None")
        if isinstance(returned, (str, bytes, dict, Node)):
            raise BadAnswer(
                "protocol",
                f"Se esperaba una lista de nodos y llegó {kind_text(returned)}",
            )
        try:
            iterator = iter(returned)
        except TypeError:
            raise BadAnswer(
                "protocol",
                f"Se esperaba una lista de nodos y llegó {kind_text(returned)}",
            ) from None
        # Una lista sin fin no debe llenar la memoria.
        return [item for item, _ in zip(iterator, range(20_000), strict=False)]

    def _describe(self, positions, parents):
        known = [k for k in positions if k >= 0]
        early, parent = next(self._misplaced(known, parents), (-1, -1))
        levels = self._levels(parents)
        kinds = [bool(parents[k]) for k in known]
        node_inside = len(parents) - 1 in known[1:-1]
        return {
            "cantidad": len(positions),
            "faltan": len(set(range(len(parents))) - set(known)),
            "repetidos": len(known) - len(set(known)),
            "ajenos": len(positions) - len(known),
            "desorden": int(early >= 0),
            "node_al_final": int(positions[-1:] == [len(parents) - 1]),
            "_node_al_principio": int(positions[:1] == [len(parents) - 1]),
            "_datos_primero": int(node_inside and kinds == sorted(kinds)),
            "_al_revés": int(self._parents_first(known[::-1], parents)),
            "_por_niveles": int(
                all(
                    levels[a] >= levels[b]
                    for a, b in zip(known, known[1:], strict=False)
                )
            ),
            "_falta": min(set(range(len(parents))) - set(known), default=-1),
            "_repetido": next((k for k in known if known.count(k) > 1), -1),
            "_antes": early,
            "_padre": parent,
        }

    def _parents_first(self, positions, parents):
        """Si cada nodo, en su primera aparición, va después de sus padres presentes."""
        return next(self._misplaced(positions, parents), None) is None

    def _misplaced(self, positions, parents):
        """Pares (nodo, padre) en que el padre va después."""
        first = {}
        for turn, k in enumerate(positions):
            first.setdefault(k, turn)
        for k, turn in first.items():
            for p in parents[k]:
                if first.get(p, -1) > turn:
                    yield k, p

    def _levels(self, parents):
        """Pasos que hay de cada nodo a la salida, por el camino más corto."""
        levels = [len(parents)] * len(parents)
        levels[-1] = 0
        # Basta una pasada: en el programa, cada nodo viene después de sus padres.
        for k in range(len(parents) - 1, -1, -1):
            for p in parents[k]:
                levels[p] = min(levels[p], levels[k] + 1)
        return levels


def order_sentence(case, expected, got):
    """Dice con nombres la primera diferencia entre dos órdenes de `GraphOrder`."""
    names = list(build_graph(case.inputs["node"], {}))
    wrong = next(name for name, value in expected.items() if got[name] != value)
    length, right = int(got["cantidad"]), int(expected["cantidad"])
    if wrong == "cantidad":
        elements = "elemento" if length == 1 else "elementos"
        return f"tu lista tiene {length} {elements}; debían ser {right}."
    if wrong == "faltan":
        return f"en tu lista falta {names[got['_falta']]}."
    if wrong == "repetidos":
        return f"{names[got['_repetido']]} aparece más de una vez."
    if wrong == "ajenos":
        return "en tu lista hay algo que no es un nodo del grafo."
    if wrong == "desorden":
        return f"{names[got['_antes']]} está antes que su padre {names[got['_padre']]}."
    return f"el último de tu lista no es {names[-1]}, la salida."


@dataclass(frozen=True)
class GraphGradients:
    """Llama con la salida de un grafo recién hecho y lee el `.grad` de cada nodo.

    El caso lleva el programa, `node`, y las entradas que son arreglos, por su nombre.
    Las salidas se llaman «x.grad», de la salida hacia las entradas: en el orden en que
    se calculan. Lo que la función devuelva no se mira.

    Con matrices, un mismo error tropieza con formas que no encajan, y la excepción dice
    cuáles según cómo esté escrito: aquí se dice siempre igual, para reconocerlo.
    """

    def __call__(self, function, inputs):
        program = inputs.pop("node")
        nodes = build_graph(program, inputs)
        *_, output = nodes.values()
        with _own_work():
            try:
                function(output)
            except ValueError as error:
                if not inputs:
                    raise
                raise ShapeError(
                    "Con números sueltos corre, y aquí X, W y b son arreglos: las "
                    "formas no encajan",
                    action="Cada `.grad` debe tener la forma del `.value` de su nodo",
                ).with_traceback(error.__traceback__) from None
        for name, node in nodes.items():
            if node.grad is None:
                raise BadAnswer("protocol", f"El `.grad` de {name} quedó en None")
        return {
            f"{name}.grad": to_array(node.grad, f"{name}.grad")
            for name, node in reversed(nodes.items())
        }
