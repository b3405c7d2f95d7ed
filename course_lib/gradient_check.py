"""Comprobar gradientes: diferencias centrales contra lo que calculó tu código.

`numeric_gradient` y `relative_error` son los ejercicios 01.2 y 01.3. `check_gradients`
revisa todas las entradas de todos los parámetros y dice cuál es la peor, y
`screen_gradients` hace una prueba rápida cuando la red es demasiado grande para eso.

Cerca de un quiebre (relu en 0) la diferencia central no mide ninguna derivada. Esas
entradas se reconocen porque las diferencias a izquierda y derecha siguen discrepando
aunque el paso h se achique; en una función suave la discrepancia se achica con h.
"""

import html
import time
from dataclasses import dataclass, field

import numpy as np

from .errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    as_whole_number,
    describe,
    shape_text,
)

__all__ = [
    "GradientReport",
    "GradientRow",
    "SetAside",
    "check_gradients",
    "numeric_gradient",
    "relative_error",
    "screen_gradients",
]

_EPSILON = np.finfo(np.float64).eps
# Cuánto redondeo acumula una pérdida, en unidades de su última cifra (medido en redes
# de 1 a 5 capas: casi siempre menos de 8).
_ROUNDING = 16.0
# Cada paso de la escalera divide h entre 10; la primera fila es el h de partida.
_LADDER = 10.0 ** -np.arange(8)
# Perturbaciones por bloque: que el bloque quepa en la memoria caché de un núcleo.
_BLOCK_BYTES = 1 << 19
_LONG_WAIT = 2.0  # segundos a partir de los que aparece la barra de progreso


# --- Los ejercicios 01.2 y 01.3 -------------------------------------------------------


def numeric_gradient(f, x, h=1e-5):
    """Gradiente de f (arreglo → escalar) en x, por diferencias centrales: forma de x.

    Mueve una entrada a la vez, h a cada lado, sin modificar `x`. Ejercicio 01.2.

    Raises:
        CourseError: si `x` no son números, h no es positivo o f no da un escalar.
    """
    _require_callable(f, "f")
    h = as_number(h, "h", above=0)
    x = np.array(as_array(x, "x"), dtype=np.float64)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        center = x[i]
        x[i] = center + h
        right = _scalar(f(x.copy()))
        x[i] = center - h
        left = _scalar(f(x.copy()))
        x[i] = center
        gradient[i] = (right - left) / (2 * h)
    return gradient


def relative_error(a, n, floor=1e-8):
    """|a − n| / max(|a| + |n|, floor), entrada por entrada (ejercicio 01.3).

    Args:
        a: gradiente calculado (analítico). `n`: el numérico, de la misma forma.
        floor: evita dividir por cero cuando los dos son casi 0.

    Returns:
        Un arreglo de la forma de `a`; 0 es igualdad y 1 es lo más distinto posible.

    Raises:
        CourseError: si las formas difieren o algo no es un número finito.
    """
    a, n = as_array(a, "a"), as_array(n, "n")
    floor = as_number(floor, "floor", above=0)
    if a.shape != n.shape:
        raise ShapeError(
            "Los dos gradientes deben tener la misma forma",
            expected=f"n de forma {shape_text(a.shape)}, como a",
            got=shape_text(n.shape),
        )
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), floor)


# --- El informe -----------------------------------------------------------------------


@dataclass(frozen=True)
class SetAside:
    """Una entrada que se muestra aparte, sin contarla como error.

    Attributes:
        name: el parámetro. `index`: la entrada.
        kind: `"quiebre"` o `"redondeo"`.
        analytic: lo que dio tu código. `left`, `right`: las diferencias a cada lado.
        note: por qué está aparte.
    """

    name: str
    index: tuple
    kind: str
    analytic: float
    left: float
    right: float
    note: str


@dataclass(frozen=True)
class GradientRow:
    """Lo que se encontró en un parámetro.

    `worst_error` y `worst_index` son de la peor entrada de las que se pudieron juzgar
    (`nan` y `None` si no hubo ninguna); `analytic` y `numeric`, sus dos valores.
    """

    name: str
    shape: tuple
    checked: int
    errors: int
    kinks: int
    undecided: int
    worst_error: float
    worst_index: tuple | None
    analytic: float
    numeric: float
    h: float


@dataclass(frozen=True)
class GradientReport:
    """Resultado de `check_gradients` o `screen_gradients`; se muestra solo.

    Attributes:
        rows: una `GradientRow` por parámetro, en su orden.
        aside: las entradas mostradas aparte (`SetAside`).
        limit, floor: el error relativo admitido y su piso.
        stacked: si la pérdida se evaluó por bloques apilados.
        evaluations: cuántas pérdidas se calcularon.
        note: lo que este informe puede y no puede decir.
    """

    rows: tuple
    aside: tuple
    limit: float
    floor: float
    stacked: bool = False
    evaluations: int = 0
    note: str = ""
    unit: str = field(default="entradas", repr=False)

    @property
    def passed(self):
        """`True` si nada difiere, y algo se pudo juzgar."""
        wrong = sum(row.errors for row in self.rows)
        return wrong == 0 and any(row.checked for row in self.rows)

    @property
    def worst(self):
        """La fila con el mayor error relativo (la primera, si hay empate)."""
        judged = [row for row in self.rows if row.checked]
        return max(
            judged or self.rows, key=lambda row: (row.errors > 0, row.worst_error)
        )

    @property
    def summary(self):
        """El veredicto en una frase, igual en cualquier computadora."""
        checked = sum(row.checked for row in self.rows)
        bad = [row for row in self.rows if row.errors]
        if bad:
            count = sum(row.errors for row in bad)
            names = ", ".join(row.name for row in bad)
            verb, place = ("coincide", "Está") if count == 1 else ("coinciden", "Están")
            return (
                f"{count} de {checked} {self.unit} no {verb} con la diferencia "
                f"numérica. {place} en {names}."
            )
        if not checked:
            return "No se pudo juzgar nada: todo quedó aparte, en quiebres o redondeo."
        text = (
            f"Todo coincide en {checked} {self.unit}: error relativo menor "
            f"que {self.limit:.0e}."
        )
        blind = [row.name for row in self.rows if not row.checked]
        if blind:
            text += f" De {', '.join(blind)} no se pudo juzgar nada."
        return text

    def __str__(self):
        parts = [self.summary, _text_table(self._header, self._cells())]
        if self.aside:
            parts.append(self._aside_text())
        if self.note:
            parts.append(self.note)
        return "\n\n".join(parts)

    __repr__ = __str__

    def _repr_html_(self):
        parts = [f"<p>{html.escape(self.summary)}</p>"]
        parts.append(_html_table(self._header, self._cells()))
        if self.aside:
            parts.append(f"<p>{html.escape(_ASIDE_TITLE)}</p>")
            parts.append(_html_table(_ASIDE_HEADER, self._aside_cells()))
            if len(self.aside) > _ASIDE_SHOWN:
                parts.append(f"<p>{self._aside_rest()}</p>")
        if self.note:
            parts.append(f"<p>{html.escape(self.note)}</p>")
        return "\n".join(parts)

    @property
    def _header(self):
        where = "dirección" if self.unit == "direcciones" else "dónde"
        return tuple(where if cell == "dónde" else cell for cell in _HEADER)

    def _cells(self):
        return [
            (
                row.name,
                shape_text(row.shape),
                str(row.checked),
                str(row.errors),
                str(row.kinks + row.undecided),
                _error_text(row.worst_error),
                _place(row.worst_index),
                _number(row.analytic),
                _number(row.numeric),
            )
            for row in self.rows
        ]

    def _aside_cells(self):
        return [
            (
                f"{one.name}{_place(one.index)}",
                one.kind,
                _number(one.left),
                _number(one.right),
                _number(one.analytic),
                one.note,
            )
            for one in self.aside[:_ASIDE_SHOWN]
        ]

    def _aside_text(self):
        lines = [_ASIDE_TITLE, _text_table(_ASIDE_HEADER, self._aside_cells())]
        if len(self.aside) > _ASIDE_SHOWN:
            lines.append(self._aside_rest())
        return "\n".join(lines)

    def _aside_rest(self):
        return f"… y {len(self.aside) - _ASIDE_SHOWN} más (en `.aside`)."


_HEADER = (
    "parámetro",
    "forma",
    "comprobadas",
    "errores",
    "aparte",
    "peor error",
    "dónde",
    "tu gradiente",
    "numérico",
)
_ASIDE_HEADER = (
    "entrada",
    "motivo",
    "izquierda",
    "derecha",
    "tu gradiente",
    "qué pasa",
)
_ASIDE_TITLE = "Aparte, sin contar como error:"
_ASIDE_SHOWN = 8


# --- Comprobación completa ------------------------------------------------------------


def check_gradients(
    loss,
    parameters,
    gradients,
    *,
    h=None,
    floor=1e-4,
    limit=1e-5,
    stacked="auto",
    progress=True,
):
    """Compara cada entrada de `gradients` con diferencias centrales de `loss`.

    Args:
        loss: recibe algo como `parameters` y devuelve un escalar. Puede admitir además
            un eje delantero: arreglos (k, *forma) → (k,); entonces va por bloques.
        parameters: dict nombre → arreglo, o nombre → lista por capas con `None` en el
            índice 0 («W[1]»); o directamente una lista.
        gradients: lo mismo, con los gradientes calculados.
        h: el paso; `None` lo escoge según la escala de cada parámetro.
        floor, limit: piso y máximo del error relativo. Los de omisión son para una red
            cualquiera; en casos escogidos lejos de los quiebres, 1e-8 y 1e-6.
        stacked: `"auto"` comprueba si `loss` admite el eje delantero antes de usarlo;
            `False` no lo intenta; `True` lo exige.
        progress: muestra una barra si la comprobación pasa de 2 segundos.

    Returns:
        Un `GradientReport`. Lección 01; «Comprueba toda la red», lección 04.

    Si muchas unidades están exactamente en su quiebre (entradas y sesgos en 0), sus
    saltos pueden cancelarse y parecer una pendiente: comprueba en otro punto.

    Raises:
        CourseError: si las formas no coinciden, hay NaN, o `loss` no da un escalar o da
            valores distintos con los mismos parámetros.
    """
    floor, limit = _limits(floor, limit)
    problem = _Problem(loss, parameters, gradients, h)
    evaluate = _choose_evaluator(problem, stacked)
    rows, aside = [], []
    with _Progress(problem, progress) as bar:
        for name in problem.names:
            plus, minus, evaluate = _evaluate_all(problem, name, evaluate, bar)
            row, apart = _judge(problem, name, plus, minus, floor, limit)
            rows.append(row)
            aside.extend(apart)
    return GradientReport(
        tuple(rows),
        tuple(aside),
        limit,
        floor,
        stacked=evaluate is not None,
        evaluations=problem.evaluations,
    )


def screen_gradients(
    loss,
    parameters,
    gradients,
    *,
    directions=8,
    seed=0,
    h=None,
    floor=1e-4,
    limit=1e-5,
):
    """Tamiz para redes grandes: compara pendientes en unas pocas direcciones al azar.

    En cada parámetro mueve todas las entradas a la vez en una dirección v de ±1 y
    compara la pendiente de `loss` con Σ gradiente · v. Cuesta 2 · `directions`
    evaluaciones por parámetro, tenga las entradas que tenga.

    **Puede decir** que un gradiente está mal, y en qué parámetro. **No puede decir** en
    qué entrada, ni ver un error mucho menor que el resto del gradiente de su parámetro.

    Args:
        directions: direcciones por parámetro. `seed`: semilla de las direcciones.
            Los demás, como en `check_gradients`.

    Raises:
        CourseError: como `check_gradients`.
    """
    floor, limit = _limits(floor, limit)
    directions = as_whole_number(directions, "directions")
    seed = as_whole_number(seed, "seed", minimum=0)
    problem = _Problem(loss, parameters, gradients, h)
    rng = np.random.default_rng(seed)
    rows, aside = [], []
    for name in problem.names:
        shape = problem.arrays[name].shape
        moves = rng.choice([-1.0, 1.0], size=(directions, *shape))
        row, apart = _judge_directions(problem, name, moves, floor, limit)
        rows.append(row)
        aside.extend(apart)
    return GradientReport(
        tuple(rows),
        tuple(aside),
        limit,
        floor,
        evaluations=problem.evaluations,
        note=_SCREEN_NOTE,
        unit="direcciones",
    )


_SCREEN_NOTE = (
    "Es un tamiz: si algo difiere, hay un error en ese parámetro, pero no se sabe en "
    "qué entrada. Si todo coincide, un error pequeño en pocas entradas puede haberse "
    "escapado: check_gradients las revisa todas."
)


# --- El problema: parámetros con nombre, uno perturbado a la vez ----------------------


class _Problem:
    """La pérdida, sus parámetros aplanados por nombre y cómo volver a armarlos."""

    def __init__(self, loss, parameters, gradients, h):
        _require_callable(loss, "loss")
        self.loss = loss
        self.structure = parameters
        arrays = _flatten(parameters, "parameters")
        wanted = _flatten(gradients, "gradients")
        _require_same_names(arrays, wanted)
        self.arrays = {
            name: np.array(as_array(value, name), dtype=np.float64)
            for name, value in arrays.items()
        }
        self.gradients = {
            name: _gradient_like(value, name, self.arrays[name])
            for name, value in wanted.items()
        }
        self.names = list(self.arrays)
        if h is not None:
            h = as_number(h, "h", above=0)
        self.steps = {n: _step(x) if h is None else h for n, x in self.arrays.items()}
        for array in self.arrays.values():
            array.flags.writeable = False
        self.evaluations = 0
        start = time.perf_counter()
        self.base = self.value(self.arrays)
        self.seconds = time.perf_counter() - start
        again = self.value(self.arrays)
        if again != self.base:
            raise CourseValueError(
                "La pérdida cambia aunque los parámetros son los mismos",
                expected="el mismo número en dos llamadas seguidas",
                got=f"{self.base:.6g} y {again:.6g}",
                action="Fija la semilla de lo que usa el azar, como dropout",
            )

    def call(self, arrays):
        """Llama a la pérdida con la estructura de quien la escribió."""
        try:
            return self.loss(_rebuild(self.structure, arrays))
        except ValueError as error:
            if "read-only" in str(error) and not isinstance(error, CourseError):
                raise CourseValueError(
                    "La pérdida modifica los parámetros que recibe",
                    expected="una función que solo los lea",
                    action="Escribe W = W - … en lugar de W -= …",
                ) from error
            raise

    def value(self, arrays):
        self.evaluations += 1
        return _scalar(self.call(arrays), "loss")

    def moved(self, name, delta):
        """La pérdida con `delta` sumado al parámetro `name`."""
        array = self.arrays[name] + delta
        array.flags.writeable = False
        return self.value({**self.arrays, name: array})

    def at(self, name, index, shift):
        """La pérdida con una sola entrada desplazada `shift`."""
        array = self.arrays[name].copy()
        array[index] += shift
        array.flags.writeable = False
        return self.value({**self.arrays, name: array})


def _flatten(tree, what):
    """Nombre → arreglo, en orden; las listas por capas dan «W[1]», «W[2]»…"""
    if isinstance(tree, (list, tuple)):
        tree = {"parámetro": tree}
    if not isinstance(tree, dict) or not tree:
        raise CourseTypeError(
            f"No entiendo `{what}`",
            expected="un diccionario nombre → arreglo, o listas por capas con None en "
            "el índice 0",
            got="un diccionario vacío" if tree == {} else describe(tree),
        )
    flat = {}
    for name, value in tree.items():
        if _is_layers(value):
            flat.update(
                (f"{name}[{index}]", one)
                for index, one in enumerate(value)
                if one is not None
            )
        else:
            flat[str(name)] = value
    if not flat:
        raise CourseValueError(f"`{what}` no tiene ningún arreglo")
    return flat


def _is_layers(value):
    """Una lista por capas: tiene `None` o arreglos, no números sueltos."""
    return isinstance(value, (list, tuple)) and any(
        one is None or isinstance(one, np.ndarray) for one in value
    )


def _rebuild(tree, arrays):
    if isinstance(tree, (list, tuple)):
        return _rebuild({"parámetro": tree}, arrays)["parámetro"]
    built = {}
    for name, value in tree.items():
        if _is_layers(value):
            built[name] = [
                None if one is None else arrays[f"{name}[{index}]"]
                for index, one in enumerate(value)
            ]
        else:
            built[name] = arrays[str(name)]
    return built


def _require_same_names(parameters, gradients):
    missing = [name for name in parameters if name not in gradients]
    extra = [name for name in gradients if name not in parameters]
    if missing or extra:
        raise CourseValueError(
            "Cada parámetro necesita su gradiente, con el mismo nombre",
            expected=", ".join(parameters),
            got=", ".join(gradients),
            action=f"Falta: {', '.join(missing)}"
            if missing
            else f"Sobra: {', '.join(extra)}",
        )


def _gradient_like(value, name, parameter):
    gradient = as_array(value, f"el gradiente de {name}")
    if gradient.shape != parameter.shape:
        action = None
        if gradient.T.shape == parameter.shape:
            action = (
                "Parece transpuesto: revisa el orden de los factores en el producto"
            )
        raise ShapeError(
            f"El gradiente de {name} no tiene la forma de {name}",
            expected=f"forma {shape_text(parameter.shape)}",
            got=f"forma {shape_text(gradient.shape)}",
            action=action,
        )
    return gradient.astype(np.float64)


def _step(array):
    """h a la escala del parámetro: 1e-5 para valores de tamaño 1.

    Un parámetro en 0 (los sesgos al empezar) no tiene escala: se toma 1. Por debajo de
    una décima h ya no se achica, o mandaría el redondeo de la pérdida; si hiciera falta
    un paso menor, se prueba después, entrada por entrada.
    """
    size = np.abs(array[array != 0.0])
    scale = float(np.median(size)) if size.size else 1.0
    return 1e-5 * max(scale, 0.1)


def _limits(floor, limit):
    return as_number(floor, "floor", above=0), as_number(limit, "limit", above=0)


def _require_callable(f, name):
    if not callable(f):
        raise CourseTypeError(
            f"{name} debe ser una función",
            expected="una función que devuelva un escalar",
            got=describe(f),
        )


def _scalar(value, name="f"):
    """Exige que la función haya dado un número real y finito."""
    if value.__class__ is not float:
        array = np.asarray(value)
        if array.size != 1 or array.dtype.kind not in "fiub":
            raise CourseTypeError(
                f"{name} debe devolver un solo número",
                expected="un escalar",
                got=describe(value),
                action="¿Falta un return, o sumar o promediar sobre los ejemplos?",
            )
        value = float(array.reshape(())[()])
    if value - value != 0.0:
        raise CourseValueError(
            f"{name} dio {value}, que no es un número finito",
            expected="un número finito cerca del punto que se comprueba",
            action="Busca un logaritmo de 0, una división por cero o un desborde",
        )
    return value


# --- Evaluar: bucle llano o por bloques apilados --------------------------------------


def _evaluate_all(problem, name, stack, bar):
    """f(x + h·e_i) y f(x − h·e_i) para todas las entradas de un parámetro."""
    if stack is not None:
        values = stack.run(name, bar)
        if values is not None:
            return (*values, stack)
    n = problem.arrays[name].size
    plus, minus = np.empty(n), np.empty(n)
    h, shape = problem.steps[name], problem.arrays[name].shape
    array = problem.arrays[name].copy()
    view = array.view()
    view.flags.writeable = False  # la pérdida lo ve, pero no lo cambia
    arrays = {**problem.arrays, name: view}
    for i, index in enumerate(np.ndindex(shape)):
        center = array[index]
        array[index] = center + h
        plus[i] = problem.value(arrays)
        array[index] = center - h
        minus[i] = problem.value(arrays)
        array[index] = center
        bar.advance(2)
    return plus, minus, None


class _Stack:
    """Evalúa muchas perturbaciones en una llamada, si la pérdida lo admite.

    Nada se da por hecho: se compara con el bucle al principio, y otra vez en cada
    parámetro con la primera y la última entrada de la forma real en que se usa.
    """

    def __init__(self, problem):
        self.problem = problem

    def call(self, arrays, k):
        """k pérdidas, o `None` si la función no admite el eje delantero."""
        try:
            with np.errstate(all="ignore"):
                values = np.asarray(self.problem.call(arrays))
        except Exception:  # cualquier tropiezo significa que no lo admite
            return None
        if values.shape != (k,) or values.dtype.kind != "f":
            return None
        return values if np.isfinite(values).all() else None

    def verify(self):
        """¿Da lo mismo que el bucle con todos los parámetros movidos a la vez?"""
        problem, k = self.problem, 3
        rng = np.random.default_rng(0)
        moved = {}
        for name, x in problem.arrays.items():
            noise = rng.standard_normal((k, *x.shape))
            moved[name] = x + 100.0 * problem.steps[name] * noise
            moved[name].flags.writeable = False
        values = self.call(moved, k)
        if values is None:
            return False
        one_by_one = [
            problem.value({name: x[i] for name, x in moved.items()}) for i in range(k)
        ]
        return _close(values, np.array(one_by_one))

    def run(self, name, bar):
        problem = self.problem
        x, h = problem.arrays[name], problem.steps[name]
        n = x.size
        half = max(1, min(n, _BLOCK_BYTES // (2 * 8 * n)))
        plus, minus = np.empty(n), np.empty(n)
        buffer = np.empty((2 * half, n))
        buffer[:] = x.ravel()
        flat = x.ravel()
        for start in range(0, n, half):
            where = np.arange(start, min(start + half, n))
            k = len(where)
            rows = np.arange(k)
            block = buffer[: 2 * k]
            block[rows, where] = flat[where] + h
            block[k + rows, where] = flat[where] - h
            values = self.call(self._arguments(name, block), 2 * k)
            block[rows, where] = block[k + rows, where] = flat[where]
            if values is None:
                return None
            plus[where], minus[where] = values[:k], values[k:]
            problem.evaluations += 2 * k
            bar.advance(2 * k)
        return (plus, minus) if self._agrees(name, plus, minus) else None

    def _arguments(self, name, block):
        k = len(block)
        arrays = {}
        for other, x in self.problem.arrays.items():
            if other == name:
                arrays[other] = block.reshape(k, *x.shape).view()
                arrays[other].flags.writeable = False
            else:
                arrays[other] = np.broadcast_to(x, (k, *x.shape))
        return arrays

    def _agrees(self, name, plus, minus):
        problem = self.problem
        shape, h = problem.arrays[name].shape, problem.steps[name]
        for i in sorted({0, plus.size - 1}):
            index = np.unravel_index(i, shape)
            right = problem.at(name, index, h)
            left = problem.at(name, index, -h)
            if not _close(np.array([plus[i], minus[i]]), np.array([right, left])):
                return False
        return True


def _close(values, reference):
    scale = np.maximum(np.abs(reference), 1e-300)
    return bool(np.all(np.abs(values - reference) <= 1e-11 * scale))


def _choose_evaluator(problem, stacked):
    if stacked not in ("auto", True, False):
        raise CourseValueError(
            f"stacked = {stacked!r} no sirve aquí", expected='"auto", True o False'
        )
    if stacked is False:
        return None
    stack = _Stack(problem)
    if stack.verify():
        return stack
    if stacked is True:
        raise CourseValueError(
            "La pérdida no admite parámetros apilados",
            expected="que con arreglos (k, *forma) devuelva k pérdidas, iguales a las "
            "del bucle",
            action='Usa @ y sumas sobre los últimos ejes, o deja stacked="auto"',
        )
    return None


class _Progress:
    """Barra de progreso que aparece solo si la espera va a pasar de 2 segundos."""

    def __init__(self, problem, wanted):
        self.total = 2 * sum(array.size for array in problem.arrays.values())
        self.wanted = bool(wanted)
        self.done, self.bar = 0, None

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *exc):
        if self.bar is not None:
            self.bar.close()

    def advance(self, count):
        self.done += count
        if self.bar is not None:
            self.bar.update(count)
        elif self.wanted:
            elapsed = time.perf_counter() - self.start
            if elapsed > 0.1 and elapsed * self.total / self.done > _LONG_WAIT:
                self._open()

    def _open(self):
        self.wanted = False  # se intenta una sola vez
        try:
            from tqdm import tqdm
        except ImportError:  # sin tqdm se comprueba igual, en silencio
            return
        self.bar = tqdm(
            total=self.total,
            initial=self.done,
            desc="Comprobando gradientes",
            unit="pérdidas",
            leave=False,
        )


# --- Juzgar ---------------------------------------------------------------------------


def _judge(problem, name, plus, minus, floor, limit):
    """Compara un parámetro; lo sospechoso se vuelve a medir con otros pasos."""
    shape, h = problem.arrays[name].shape, problem.steps[name]
    analytic = problem.gradients[name].ravel()

    def measure(i, step):
        index = np.unravel_index(i, shape)
        return problem.at(name, index, step), problem.at(name, index, -step)

    places = [tuple(int(j) for j in index) for index in np.ndindex(shape)]
    # Lo mayor que se midió en este parámetro: la escala de una convención razonable.
    usual = float(np.max(np.abs(plus - minus))) / (2.0 * h)
    return _verdict(
        problem, name, places, analytic, plus, minus, h, measure, floor, limit, usual
    )


def _judge_directions(problem, name, moves, floor, limit):
    """Lo mismo, con direcciones en lugar de entradas."""
    h = problem.steps[name]

    def measure(i, step):
        return problem.moved(name, step * moves[i]), problem.moved(
            name, -step * moves[i]
        )

    sides = np.array([measure(i, h) for i in range(len(moves))])
    axes = tuple(range(1, moves.ndim))
    analytic = (moves * problem.gradients[name]).sum(axis=axes)
    places = [(i,) for i in range(len(moves))]
    # Una dirección junta muchas entradas: en un quiebre no acota ninguna convención.
    return _verdict(
        problem, name, places, analytic, *sides.T, h, measure, floor, limit, np.inf
    )


def _verdict(
    problem, name, places, analytic, plus, minus, h, measure, floor, limit, usual
):
    numeric = (plus - minus) / (2.0 * h)
    error = _relative(analytic, numeric, floor)
    noise = _noise(problem, h)
    # |derecha − izquierda| no cuesta nada: la pérdida en el centro ya se conoce.
    gap = np.abs(plus + minus - 2.0 * problem.base) / h
    slope = np.maximum(np.abs(analytic) + np.abs(numeric), floor)
    suspicious = (error > limit) | ((gap > 0.02 * slope) & (gap > 10.0 * noise))
    wrong, aside = 0, []
    judged = np.ones(len(places), dtype=bool)
    for i in np.flatnonzero(suspicious):
        found = _look_closer(
            problem,
            analytic[i],
            (plus[i], minus[i]),
            h,
            floor,
            limit,
            lambda step, i=i: measure(i, step),
            usual,
        )
        numeric[i], error[i] = found.numeric, found.error
        if found.kind:
            judged[i] = found.judged
            aside.append(
                SetAside(
                    name,
                    places[i],
                    found.kind,
                    float(analytic[i]),
                    found.left,
                    found.right,
                    found.note,
                )
            )
        elif error[i] > limit:
            wrong += 1
    kinks = sum(one.kind == "quiebre" for one in aside)
    worst = int(np.argmax(np.where(judged, error, -1.0)))
    seen = bool(judged.any())
    row = GradientRow(
        name=name,
        shape=problem.arrays[name].shape,
        checked=int(judged.sum()),
        errors=wrong,
        kinks=kinks,
        undecided=len(aside) - kinks,
        worst_error=float(error[worst]) if seen else float("nan"),
        worst_index=places[worst] if seen else None,
        analytic=float(analytic[worst]) if seen else float("nan"),
        numeric=float(numeric[worst]) if seen else float("nan"),
        h=h,
    )
    return row, aside


@dataclass
class _Closer:
    numeric: float
    error: float
    kind: str = ""
    left: float = float("nan")
    right: float = float("nan")
    note: str = ""
    judged: bool = False  # se muestra aparte, pero un h menor permitió juzgarla


def _look_closer(problem, analytic, sides, h, floor, limit, measure, usual):
    """Mide una entrada con h, h/10, h/100… hasta poder decidir.

    En una función suave, derecha − izquierda ≈ h·f'' se achica como h. Si hay un
    quiebre en el punto, la diferencia es un salto que no se achica; si está al lado,
    desaparece en cuanto h ya no lo alcanza, y entonces se juzga con ese h.
    """
    steps, center, gap, noise = [], [], [], []
    for scale in _LADDER:
        step = h * scale
        right, left = sides if not steps else measure(step)
        steps.append(step)
        center.append((right - left) / (2.0 * step))
        gap.append((right + left - 2.0 * problem.base) / step)
        noise.append(_noise(problem, step))
        if len(steps) > 1 and _settled(center, gap, noise, analytic, floor, limit):
            break
    drowned = abs(center[0] - center[1]) <= 10.0 * noise[1]
    if drowned and not _clear(center, noise, analytic, floor, limit):
        # Pasos más grandes: menos redondeo. Van al principio, de mayor a menor.
        for scale in (10.0, 100.0, 1000.0):
            try:
                right, left = measure(h * scale)
            except CourseError:  # la función no llega tan lejos
                break
            steps.insert(0, h * scale)
            center.insert(0, (right - left) / (2.0 * h * scale))
            gap.insert(0, (right + left - 2.0 * problem.base) / (h * scale))
            noise.insert(0, _noise(problem, h * scale))
    first = steps.index(h)
    k = len(steps) - 1
    visible = [j for j in range(k + 1) if abs(gap[j]) > 10.0 * noise[j]]
    last = visible[-1] if visible else -1
    doubts = _doubts(center, noise)
    start = _after_the_jump(gap, noise)
    best = start + int(np.argmin(doubts[start:]))
    numeric = center[best]
    error = float(_relative(analytic, numeric, floor))
    if _jump_stays(gap, noise, last, k):
        seen = int(np.argmin(doubts[: last + 1]))
        half = gap[seen] / 2.0
        left, right = center[seen] - half, center[seen] + half
        # Con varias unidades en su quiebre a la vez, la convención relu'(0) = 0 puede
        # quedar fuera de las dos pendientes; muy lejos de ambas, ya es otra cosa.
        slack = 3.0 * (abs(left) + abs(right)) + usual + floor
        if min(left, right) - slack <= analytic <= max(left, right) + slack:
            note = "hay un quiebre en el punto: la derivada es una convención"
            return _Closer(numeric, error, "quiebre", left, right, note)
        return _Closer(numeric, error)
    first_error = _relative(analytic, center[first], floor)
    if error <= limit:
        if first_error > limit and _left_behind(gap[first:], noise[first:]):
            half = gap[first] / 2.0
            note = f"hay un quiebre al lado; con h = {steps[best]:.0e} coincide"
            left, right = center[first] - half, center[first] + half
            return _Closer(numeric, error, "quiebre", left, right, note, True)
        return _Closer(numeric, error)
    if abs(analytic - numeric) <= doubts[best]:
        half = gap[best] / 2.0
        note = "el redondeo de la pérdida no deja ver la diferencia"
        return _Closer(numeric, error, "redondeo", numeric - half, numeric + half, note)
    return _Closer(numeric, error)


def _settled(center, gap, noise, analytic, floor, limit):
    """¿Ya se puede decidir? Dos pasos seguidos de acuerdo y sin salto a la vista."""
    scale = limit * max(abs(analytic) + abs(center[-1]), floor)
    agree = abs(center[-1] - center[-2]) <= 0.3 * scale
    quiet = abs(gap[-1]) <= max(0.3 * abs(gap[-2]), 10.0 * noise[-1])
    return agree and quiet


def _jump_stays(gap, noise, last, k):
    """El salto entre lados sigue ahí en el paso más fino que lo deja ver."""
    if last < 1 or abs(gap[last]) < 0.5 * abs(gap[last - 1]):
        return False
    # Si un paso todavía más fino lo habría mostrado y no está, el quiebre quedó fuera.
    return last == k or abs(gap[last]) <= 10.0 * noise[last + 1]


def _after_the_jump(gap, noise):
    """El primer paso cuyo ±h ya no abarca un quiebre visto con pasos mayores."""
    start = 0
    for j in range(1, len(gap)):
        if abs(gap[j - 1]) > 100.0 * noise[j]:
            ratio = abs(gap[j] / gap[j - 1])
            if ratio >= 0.3:
                start = min(j + 1, len(gap) - 1)
            elif ratio <= 0.03:
                start = j
    return start


def _left_behind(gap, noise):
    """La discrepancia cayó a otro ritmo que h: había un quiebre, no curvatura."""
    for wide, fine, level in zip(gap, gap[1:], noise[1:], strict=False):
        if abs(wide) > 100.0 * level and not 0.03 < abs(fine / wide) < 0.3:
            return True
    return False


def _doubts(center, noise):
    """Cuánto puede equivocarse cada paso: su redondeo más su truncamiento.

    El truncamiento cae como h²: lo que cambió al dividir h entre 10 es el error del
    paso mayor, y unas cien veces el del menor (aquí, diez: por prudencia).
    """
    doubts = []
    for j, level in enumerate(noise):
        if j > 0:
            doubts.append(level + abs(center[j] - center[j - 1]) / 10.0)
        else:
            doubts.append(level + abs(center[0] - center[1]))
    return doubts


def _clear(center, noise, analytic, floor, limit):
    """¿Algún paso distingue una diferencia del tamaño de `limit`?"""
    doubt = min(_doubts(center, noise))
    return doubt <= limit * max(abs(analytic) + abs(center[0]), floor)


def _noise(problem, h):
    return _ROUNDING * _EPSILON * max(abs(problem.base), 1e-300) / h


def _relative(a, n, floor):
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), floor)


# --- Escribir -------------------------------------------------------------------------


def _number(value):
    return "—" if value != value else f"{value + 0.0:.4g}"


def _error_text(value):
    return "—" if value != value else f"{value:.1g}"


def _place(index):
    if index is None:
        return "—"
    return "[" + ", ".join(str(i) for i in index) + "]" if index else ""


def _text_table(header, rows):
    table = [header, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in table
    ]
    rule = "  ".join("─" * width for width in widths)
    return "\n".join(line.rstrip() for line in [lines[0], rule, *lines[1:]])


def _html_table(header, rows):
    def line(cells, tag):
        inside = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
        return f"<tr>{inside}</tr>"

    body = "\n".join(line(row, "td") for row in rows)
    return (
        f"<table>\n<thead>{line(header, 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n"
        "</table>"
    )
