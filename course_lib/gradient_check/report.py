"""El informe: una fila por parámetro, lo que quedó aparte y el veredicto."""

import html
from dataclasses import dataclass, field

from ..errors import shape_text
from ..tables import html_table, text_table

__all__ = ["GradientReport", "GradientRow", "SetAside"]

_HEADER = ("nombre", "forma", "juzgadas", "malas", "aparte")
_HEADER += ("peor error", "dónde", "tu valor", "numérico")
_ASIDE_HEADER = ("entrada", "motivo", "izquierda", "derecha", "tu valor")
_ASIDE_TITLE = "Aparte, sin contar como error:"
_ASIDE_SHOWN = 8
_REASONS = {
    "quiebre": "la función tiene una esquina en ese punto; la derivada es una "
    "convención.",
    "quiebre al lado": "hay una esquina a menos de h; con un paso menor coincide.",
    "redondeo": "la pérdida no tiene cifras suficientes para ver la diferencia.",
}


@dataclass(frozen=True)
class SetAside:
    """Una entrada que se muestra aparte, sin contarla como error.

    Attributes:
        name: el parámetro. `index`: la entrada.
        kind: `"quiebre"`, `"quiebre al lado"` (se juzgó con un h menor) o `"redondeo"`.
        analytic: lo que dio tu código. `left`, `right`: las diferencias a cada lado.
    """

    name: str
    index: tuple
    kind: str
    analytic: float
    left: float
    right: float


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

    @classmethod
    def of(cls, problem, judged, **others):
        """Reúne lo que `judge` dijo de cada parámetro: pares (fila, apartes)."""
        rows, aside = zip(*judged, strict=True)
        aside = tuple(one for apart in aside for one in apart)
        counted = problem.evaluations
        limits = problem.limit, problem.floor
        return cls(rows, aside, *limits, evaluations=counted, **others)

    @property
    def passed(self):
        """`True` si nada difiere, y algo se pudo juzgar."""
        wrong = sum(row.errors for row in self.rows)
        return wrong == 0 and any(row.checked for row in self.rows)

    @property
    def worst(self):
        """La fila con el mayor error relativo (la primera, si hay empate)."""
        judged = [row for row in self.rows if row.checked] or self.rows
        return max(judged, key=lambda row: (row.errors > 0, row.worst_error))

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
        text = f"Todo coincide en {checked} {self.unit}: error relativo menor que "
        text += f"{self.limit:.0e}."
        blind = ", ".join(row.name for row in self.rows if not row.checked)
        return text + (f" De {blind} no se pudo juzgar nada." if blind else "")

    def __str__(self):
        return "\n\n".join(
            text_table(*part) if isinstance(part, tuple) else part
            for part in self._parts()
        )

    __repr__ = __str__

    def _repr_html_(self):
        return "\n".join(
            html_table(*part)
            if isinstance(part, tuple)
            else f"<p>{html.escape(part)}</p>"
            for part in self._parts()
        )

    def _parts(self):
        """Los párrafos y las tablas del informe, en orden."""
        where = "dirección" if self.unit == "direcciones" else "dónde"
        header = [where if cell == "dónde" else cell for cell in _HEADER]
        yield self.summary
        yield header, [_row_cells(row) for row in self.rows]
        if self.aside:
            yield _ASIDE_TITLE
            yield (
                _ASIDE_HEADER,
                [_aside_cells(one) for one in self.aside[:_ASIDE_SHOWN]],
            )
            if len(self.aside) > _ASIDE_SHOWN:
                yield f"… y {len(self.aside) - _ASIDE_SHOWN} más (en `.aside`)."
            for kind in dict.fromkeys(one.kind for one in self.aside):
                yield f"{kind.capitalize()}: {_REASONS[kind]}"
        if self.note:
            yield self.note


def _row_cells(row):
    return (
        row.name,
        shape_text(row.shape),
        str(row.checked),
        str(row.errors),
        str(row.kinks + row.undecided),
        _number(row.worst_error, 1),
        _place(row.worst_index),
        _number(row.analytic),
        _number(row.numeric),
    )


def _aside_cells(one):
    values = _number(one.left), _number(one.right), _number(one.analytic)
    return f"{one.name}{_place(one.index)}", one.kind, *values


def _number(value, digits=4):
    return "—" if value != value else f"{value + 0.0:.{digits}g}"


def _place(index):
    if index is None:
        return "—"
    return "[" + ", ".join(str(i) for i in index) + "]" if index else ""
