"""El modelo de un ejercicio: todo lo que se declara de él, una sola vez.

De una declaración salen el enunciado y el hueco del cuaderno, la solución, las pistas,
los casos con que se comprueba y los diagnósticos. La lección solo la nombra por su id.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

__all__ = ["Case", "Exercise", "Mistake", "Option", "Question"]

# La semilla de los casos que sortea `check`: la misma para todos, para que dos personas
# que se sientan juntas lean el mismo mensaje.
CHECK_SEED = 2019


@dataclass(frozen=True)
class Case:
    """Una llamada con que se prueba la función.

    Attributes:
        name: qué tiene de particular, en español («un solo ejemplo»).
        inputs: argumentos por nombre y en orden; datos llanos (arreglos, números,
            listas, texto), nunca funciones ni objetos del curso.
        sizes: tamaños con nombre (`{"m": 5, "K": 4}`): con ellos se reconoce una
            respuesta que es «m veces» la esperada.
        tags: marcas de los casos especiales: "m = 1", "una unidad", "negativos",
            "extremos", "enteros", "solo lectura".
        rules: cómo se compara cada salida, por nombre de salida o prefijo («dW»); lo
            que no se nombra usa `rule`. Las reglas están en `checking.compare`.
        rule: la regla de las demás salidas.
        weight: cuánto pesa el caso en la nota del ejercicio.
        public: si se muestra a quien aprende en el enunciado.
    """

    name: str
    inputs: Mapping[str, Any]
    sizes: Mapping[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    rule: str = "value"
    weight: float = 1.0
    public: bool = False


@dataclass(frozen=True)
class Mistake:
    """Un error conocido: una respuesta equivocada que corre, y lo que se dice de ella.

    Attributes:
        id: identificador corto en inglés («missing_mean»).
        function: la respuesta equivocada, con los parámetros del ejercicio.
        message: qué suele causarlo y qué mirar, en español; nunca la solución. Puede
            usar los tamaños del primer caso que falla: «{m}», «{K}».
        section: título de la sección de la lección que lo responde.
        shows_difference: si conviene mostrar la primera salida que difiere.
    """

    id: str
    function: Callable
    message: str
    section: str
    shows_difference: bool = True


@dataclass(frozen=True)
class Exercise:
    """Un ejercicio, declarado una vez.

    Attributes:
        id: «04.6».
        title: título corto.
        solution: función cuyo docstring es el enunciado y cuyo cuerpo es la solución.
        points: puntos que vale.
        slide: diapositiva o sección de la que viene.
        prediction: pregunta que se hace antes de programar.
        hints: tres pistas: pregunta, fórmula, casi código.
        reasoning: el razonamiento completo, en Markdown; solo va a `solutions/`.
        praise: una línea, y algo que pensar, para quien acierta.
        driver: cómo se llama a la función y qué salidas con nombre se leen de ella
            (`exercises.drivers`).
        public_cases: función sin argumentos que da los casos que se ven.
        cases: función de un `np.random.Generator` que sortea los demás.
        mistakes: los errores conocidos.
        accepts: otras respuestas correctas, escritas de otra manera.
        section: título de la sección de la lección donde está.
        kind: "code", "correction" o "test" (las preguntas son `Question`).
        warnings: qué pasa si el valor es correcto pero NumPy avisa de un desborde:
            "tip" (vale, con un consejo) o "refuse".
        warning_message: la frase de ese aviso, si el ejercicio tiene una propia.
        tips: consejos para respuestas correctas que merecen uno:
            pares (función de los resultados → bool, frase).
        expected: de los argumentos y de la respuesta, las salidas esperadas; solo donde
            hay muchas correctas (`train`). Si falta, responde la solución.
        place: de las salidas correctas y la primera mala, la frase que dice qué
            significa ese lugar.
        explain: del caso y de las salidas esperadas y obtenidas, por nombre, la frase
            que dice la primera diferencia; donde «se esperaba 0 y llegó 1» no se
            entiende.
        seconds: límite de tiempo de una comprobación.
        optional: si puede dejarse sin perder el hilo.
        allows: funciones del curso que la respuesta puede llamar por su nombre y que no
            son de otro ejercicio; si el cuaderno no las tiene, `check` las ofrece.
    """

    id: str
    title: str
    solution: Callable
    points: int
    slide: str
    prediction: str
    hints: tuple[str, str, str]
    reasoning: str
    praise: str
    driver: Callable
    public_cases: Callable[[], list[Case]]
    cases: Callable[[np.random.Generator], list[Case]]
    mistakes: tuple[Mistake, ...]
    accepts: tuple[Callable, ...]
    section: str
    kind: str = "code"
    warnings: str = "tip"
    warning_message: str | None = None
    tips: tuple[tuple[Callable, str], ...] = ()
    expected: Callable | None = None
    place: Callable | None = None
    explain: Callable | None = None
    seconds: float = 5.0
    optional: bool = False
    allows: tuple[Callable, ...] = ()

    @property
    def lesson(self):
        """Número de la lección: «04»."""
        return self.id.split(".")[0]

    @property
    def name(self):
        """Nombre de la función que se escribe."""
        return self.solution.__name__

    @cached_property
    def parameters(self):
        """Nombres de los parámetros, en orden."""
        return tuple(inspect.signature(self.solution).parameters)

    @cached_property
    def source(self):
        """Código de la solución, con su docstring."""
        return textwrap.dedent(inspect.getsource(self.solution)).rstrip() + "\n"

    @cached_property
    def stub(self):
        """Código del hueco: firma y enunciado, sin nada de la solución.

        Se corta con el árbol sintáctico después del docstring, de modo que ninguna
        marca olvidada pueda dejar ver la respuesta.
        """
        function = ast.parse(self.source).body[0]
        docstring = function.body[0]
        lines = self.source.splitlines()[: docstring.end_lineno]
        indent = " " * docstring.col_offset
        return "\n".join(
            [*lines, f"{indent}# Escribe aquí tu respuesta.", f"{indent}..."]
        )

    @cached_property
    def statement(self):
        """El enunciado: el docstring de la solución, sin sangría."""
        return inspect.getdoc(self.solution)

    def all_cases(self, seed=CHECK_SEED):
        """Casos públicos y sorteados con esa semilla, los públicos primero."""
        return [*self.public_cases(), *self.cases(np.random.default_rng(seed))]


@dataclass(frozen=True)
class Option:
    """Una opción de una pregunta: su letra es suya, aunque cambie de lugar."""

    letter: str
    text: str
    feedback: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """Una pregunta conceptual, con una respuesta para cada opción.

    Attributes:
        id: «04.c1».
        text: la pregunta, en Markdown.
        options: las opciones; puede haber varias correctas.
        section: título de la sección de la lección que la responde.
    """

    id: str
    text: str
    options: tuple[Option, ...]
    section: str

    @property
    def lesson(self):
        """Número de la lección: «04»."""
        return self.id.split(".")[0]
