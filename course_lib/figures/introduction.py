"""La primera lección, vista: rampas que se suman, un plano que se dobla y un producto.

Las tres figuras se piden con pocos números, para poder moverlos de a uno.
"""

import textwrap

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from course_lib.errors import (
    CourseValueError,
    ShapeError,
    as_array,
    as_number,
    as_whole_number,
    describe,
    shape_text,
)
from course_lib.figures.style import (
    BODY,
    CLASS_COLORS,
    CLASS_MARKERS,
    CURRENT,
    ERROR_TEXT,
    FAINT,
    INK,
    PLAIN,
    SMALL,
    VALUES,
    WEIGHTS,
    WIDTH,
    CourseFigure,
    counted,
    join_words,
    number_text,
    percent_text,
    require_title,
    styled,
    tint,
)

__all__ = ["plot_folded_plane", "plot_matrix_product", "plot_ramps"]

# --- Una suma de rampas ------------------------------------------------------------

_TARGETS = {
    "onda": (np.sin, "la onda"),
    "parábola": (lambda x: x**2 / 4 - 1, "la parábola"),
    "montaña": (lambda x: 2 * np.exp(-(x**2)) - 1, "la montaña"),
    "vibración": (lambda x: np.sin(x**2), "la vibración"),
}
REACH = 3.0  # las funciones se miran de −3 a 3
_MOST_RAMPS = 60


def _target(target):
    if callable(target):
        return target, "la curva"
    if target not in _TARGETS:
        names = join_words((f"«{known}»" for known in _TARGETS), "o")
        raise CourseValueError(
            "No conozco esa curva",
            expected=f"{names}, o una función de x",
            got=f"«{target}»" if isinstance(target, str) else describe(target),
        )
    return _TARGETS[target]


def _evaluate(f, x):
    """Los valores de `f`, uno por punto, aunque no acepte arreglos."""
    try:
        values = np.array([float(f(point)) for point in x])
    except (TypeError, ValueError) as error:
        raise CourseValueError(
            f"La curva no se pudo calcular: {error}",
            expected="una función que reciba un número y devuelva otro",
        ) from error
    if not np.isfinite(values).all():
        raise CourseValueError(
            "La curva debe ser finita de −3 a 3", got="infinitos o valores que no son"
        )
    return values


def _fit_ramps(f, n_ramps):
    """Quiebres, coeficientes y altura inicial: la suma pasa por n_ramps + 1 puntos."""
    knots = np.linspace(-REACH, REACH, n_ramps + 1)
    heights = _evaluate(f, knots)
    slopes = np.diff(heights) / np.diff(knots)
    return knots, heights, np.diff(slopes, prepend=0.0)


@styled
def plot_ramps(target="onda", n_ramps=4, *, title=None):
    """Una curva y la suma de rampas que la sigue; abajo, las rampas una por una.

    Cada rampa es c · relu(x − k): vale 0 hasta su quiebre k y después es una recta. Los
    quiebres se reparten por igual de −3 a 3, y cada coeficiente c es lo que cambia la
    pendiente ahí. Nada se entrena.

    Args:
        target: «onda», «parábola», «montaña», «vibración», o una función de x.
        n_ramps: cuántas rampas se suman, de 1 a 60.

    Raises:
        CourseError: si la curva no existe o no es finita, o sobran rampas.
    """
    require_title(title)
    f, who = _target(target)
    n_ramps = as_whole_number(n_ramps, "n_ramps")
    if n_ramps > _MOST_RAMPS:
        raise CourseValueError(
            "Son demasiadas rampas para verlas",
            expected=f"de 1 a {_MOST_RAMPS}",
            got=str(n_ramps),
        )
    knots, heights, c = _fit_ramps(f, n_ramps)
    x = np.linspace(-REACH, REACH, 601)
    ramps = c[:, None] * np.maximum(x - knots[:-1, None], 0.0)
    total, curve = heights[0] + ramps.sum(axis=0), _evaluate(f, x)
    gap = np.abs(total - curve)
    worst = int(gap.argmax())
    who_sums = counted(n_ramps, "rampa")
    up, down = int((c > 1e-9).sum()), int((c < -1e-9).sum())
    alt = (
        f"Arriba, {who} de −3 a 3 y, encima, una línea quebrada con "
        f"{counted(n_ramps, 'tramo')}: la suma de {who_sums}. La mayor distancia entre "
        f"las dos es {gap[worst]:.3f}, en x = {number_text(x[worst], 2)}. "
        f"Abajo, las rampas por separado: {up} "
        f"{'sube' if up == 1 else 'suben'} y {down} {'baja' if down == 1 else 'bajan'}"
    )
    flat = n_ramps - up - down
    alt += f", y {flat} {'es plana' if flat == 1 else 'son planas'}." if flat else "."
    verb = "se aparta" if n_ramps == 1 else "se apartan"
    default = f"{who_sums} {verb} de {who} hasta {gap[worst]:.3f}"
    fig = CourseFigure(alt_text=alt, title=title or default, height=5.3)
    top = fig.axes_at(0.92, 2.75, 5.16, 2.4)
    low = fig.axes_at(0.92, 0.62, 5.16, 1.55)
    top.plot(x, curve, color=FAINT, lw=4.5, solid_capstyle="round", zorder=1)
    top.plot(x, total, color=VALUES, lw=2, zorder=2)
    top.plot(knots, heights, "o", color=VALUES, ms=5 if n_ramps < 25 else 3, zorder=3)
    if gap[worst] > 1e-9:
        ends = [curve[worst], total[worst]]
        top.plot([x[worst]] * 2, ends, color=ERROR_TEXT, lw=2.5, zorder=4)
    top.set(ylabel="f(x)", xlim=(-REACH, REACH))
    top.set_title("gris: la curva · negro: la suma", fontsize=SMALL, loc="left", pad=5)
    top.tick_params(labelbottom=False)
    for ramp, size in zip(ramps, np.where(np.abs(c) > 1e-9, c, 0), strict=True):
        low.plot(x, ramp, color=WEIGHTS, lw=1.8, ls="--" if size < 0 else "-")
    low.set_title("continua: sube · punteada: baja", fontsize=SMALL, loc="left", pad=5)
    low.axhline(0, color=FAINT, lw=1, zorder=1)
    low.set(xlabel="x", ylabel="cada rampa", xlim=(-REACH, REACH))
    if not up + down:
        low.set_ylim(-1, 1)
    for axes in (top, low):
        axes.locator_params(axis="y", nbins=5)
    return fig


# --- Un plano que se dobla ---------------------------------------------------------

_DASHES = (0, (4, 3))
_DIRECTIONS = np.deg2rad(np.arange(0, 180, 1.0))


def best_line(points, y):
    """La mejor recta entre 180 inclinaciones: aciertos, dirección y corte.

    Args:
        points: (m, 2). y: (m,), 0 o 1.

    Returns:
        (aciertos, (cos, sen), corte): la recta cos · x + sen · y = corte.
    """
    w = np.stack([np.cos(_DIRECTIONS), np.sin(_DIRECTIONS)])
    scores = points @ w
    order = np.argsort(scores, axis=0, kind="stable")
    ones = np.cumsum(y[order], axis=0)
    m, total = len(y), int(y.sum())
    seen = np.arange(1, m + 1)[:, None]
    # Con el corte después del k-ésimo: ceros a un lado y unos al otro, o al revés.
    right = (seen - ones) + (total - ones)
    right = np.maximum(right, m - right)
    ordered = np.take_along_axis(scores, order, axis=0)
    gaps = np.diff(ordered, axis=0, append=ordered[-1:] + 1.0)
    right = np.where(gaps > 1e-9, right, 0)  # entre dos iguales no pasa un corte
    best = right.max()
    # Entre las que aciertan igual, la que deja más aire.
    k, j = np.unravel_index(np.where(right == best, gaps, -1).argmax(), right.shape)
    return int(best), w[:, j], ordered[k, j] + gaps[k, j] / 2


@styled
def plot_folded_plane(X, y, slope=0.0, angle=45, *, title=None):
    """Los datos en el plano y, a la derecha, lo que ven dos unidades ocultas.

    Las unidades miran en la misma dirección y en sentidos opuestos: con
    s = cos(ángulo) x_1 + sen(ángulo) x_2, valen g(s) y g(−s). La activación g deja
    pasar lo positivo y multiplica por `slope` lo negativo: con 0 es ReLU y con 1 no
    hace nada. En cada cuadro va la mejor recta, buscada entre 180 inclinaciones.

    Args:
        X: (m, 2). y: (m,), etiquetas 0 o 1.
        slope: pendiente de la activación a la izquierda de 0, de 0 a 1.
        angle: hacia dónde miran las unidades, en grados, de 0 a 180.

    Raises:
        CourseError: si los datos no son de dos clases o un número no sirve.
    """
    require_title(title)
    X, y = as_array(X, "X", ndim=2), as_array(y, "y", ndim=1).astype(int)
    if X.shape[1] != 2 or y.shape != (len(X),) or set(np.unique(y)) != {0, 1}:
        raise ShapeError(
            "Esta figura dibuja dos variables y dos clases",
            expected="X (m, 2) e y (m,), con ceros y unos",
            got=f"X {shape_text(X.shape)} e y {shape_text(y.shape)}",
        )
    slope = as_number(slope, "slope", minimum=0, maximum=1)
    angle = as_number(angle, "angle", minimum=0, maximum=180)
    facing = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    s = X @ facing
    hidden = np.column_stack([np.where(z > 0, z, slope * z) for z in (s, -s)])
    before, after = best_line(X, y), best_line(hidden, y)
    rates = [percent_text(right / len(y)) for right, _, _ in (before, after)]
    how = "ReLU dobla el plano" if slope == 0 else "La activación dobla el plano"
    if slope == 1:
        how = "Sin activación, el plano no se dobla"
    alt = (
        f"A la izquierda, {counted(len(y), 'punto')} en el plano: la mejor recta "
        f"acierta {before[0]}. A la derecha, los mismos puntos vistos por dos unidades "
        f"que miran a {number_text(angle)} grados, con pendiente {number_text(slope)} "
        f"en lo negativo: {_layout_text(hidden)}, y la mejor recta acierta {after[0]}."
    )
    default = f"{how}: la mejor recta acierta {rates[0]} antes y {rates[1]} después"
    fig = CourseFigure(alt_text=alt, title=title or default, height=3.75)
    left = fig.axes_at(0.68, 1.0, 2.26, 2.35)
    right = fig.axes_at(4.0, 1.0, 2.26, 2.35)
    for axes, points, line in ((left, X, before), (right, hidden, after)):
        for k in (0, 1):
            axes.scatter(
                *points[y == k].T,
                s=30,
                c=CLASS_COLORS[k],
                marker=CLASS_MARKERS[k],
                edgecolors=INK,
                linewidths=0.6,
                label=f"clase {k}",
                zorder=3,
            )
        _square(axes, points)
        _draw_line(axes, line[1], line[2], color=VALUES, lw=1.5)
        axes.locator_params(nbins=5)
    left.set(xlabel="$x_1$", ylabel="$x_2$")
    right.set(xlabel="unidad 1", ylabel="unidad 2")
    left.set_title(f"entrada: {before[0]} de {len(y)}", fontsize=BODY, loc="left")
    right.set_title(f"capa oculta: {after[0]} de {len(y)}", fontsize=BODY, loc="left")
    handles, labels = left.get_legend_handles_labels()
    handles.append(Line2D([], [], color=VALUES, lw=1.5))
    labels.append("mejor recta")
    if slope < 1:  # sin activación no hay pliegue que marcar
        _draw_line(left, facing, 0.0, color=PLAIN, lw=1.6, ls=_DASHES)
        handles.append(Line2D([], [], color=PLAIN, lw=1.6, ls=_DASHES))
        labels.append("pliegue")
    fig.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0.08, 0.0),
        ncols=4,
        handletextpad=0.4,
        columnspacing=1.2,
        borderaxespad=0.3,
    )
    return fig


def _layout_text(hidden):
    """Cómo quedan los puntos, medido: sobre una recta, en dos ejes o repartidos."""
    spread = np.linalg.svd(hidden - hidden.mean(axis=0), compute_uv=False)
    if spread[1] < 1e-9 * spread[0]:
        return "todos quedan sobre una recta"
    if (np.abs(hidden).min(axis=1) < 1e-9).all():
        return (
            "quedan sobre los dos ejes, y lo que estaba junto al pliegue, en el rincón"
        )
    return "forman un ángulo abierto"


def _square(axes, points):
    low, high = points.min(axis=0), points.max(axis=0)
    half = 0.56 * max(float((high - low).max()), 1e-9)
    middle = (low + high) / 2
    axes.set_xlim(middle[0] - half, middle[0] + half)
    axes.set_ylim(middle[1] - half, middle[1] + half)


def _draw_line(axes, w, cut, **style):
    """La recta w · punto = cut, que cruza todo el cuadro."""
    xlim, ylim = axes.get_xlim(), axes.get_ylim()
    reach = 2 * (xlim[1] - xlim[0] + ylim[1] - ylim[0])
    middle = np.array([sum(xlim) / 2, sum(ylim) / 2])
    foot = middle + w * (cut - middle @ w)
    along = reach * np.array([-w[1], w[0]])
    axes.plot(*np.stack([foot - along, foot + along]).T, zorder=2, **style)
    axes.set(xlim=xlim, ylim=ylim)


# --- Una fila por una columna ------------------------------------------------------


@styled
def plot_matrix_product(A, B, row=1, column=1, *, title=None):
    """El producto A B, con una fila, una columna y el número que dan.

    Args:
        A: (n, p). B: (p, k). Hasta 4 filas y columnas.
        row, column: qué número de A B se mira; se cuentan desde 1, como en la fórmula.

    Raises:
        CourseError: si las formas no encajan o la fila o la columna no existen.
    """
    require_title(title)
    A, B = as_array(A, "A", ndim=2), as_array(B, "B", ndim=2)
    if A.shape[1] != B.shape[0]:
        raise ShapeError(
            "A y B no se pueden multiplicar: el tamaño de en medio no coincide",
            expected=f"B con {A.shape[1]} filas, tantas como columnas tiene A",
            got=f"A {shape_text(A.shape)} y B {shape_text(B.shape)}",
        )
    if max(*A.shape, *B.shape) > 4:
        raise CourseValueError(
            "Para que se lean los números, hasta 4 filas y 4 columnas",
            got=f"A {shape_text(A.shape)} y B {shape_text(B.shape)}",
        )
    row, column = as_whole_number(row, "row"), as_whole_number(column, "column")
    if row > A.shape[0] or column > B.shape[1]:
        raise CourseValueError(
            "Ese número no está en A B",
            expected=f"row de 1 a {A.shape[0]} y column de 1 a {B.shape[1]}",
            got=f"row = {row}, column = {column}",
        )
    i, j = row - 1, column - 1
    out = A @ B
    products = " + ".join(
        f"{_signed(a)}·{_signed(b)}" for a, b in zip(A[i], B[:, j], strict=True)
    )
    result = number_text(out[i, j], 3)
    alt = (
        f"A, {shape_text(A.shape)}, por B, {shape_text(B.shape)}, da A B, "
        f"{shape_text(out.shape)}. Están resaltadas la fila {row} de A y la columna "
        f"{column} de B; juntas dan el número de la fila {row} y la columna {column}: "
        f"{products} = {result}."
    )
    default = f"La fila {row} y la columna {column} dan {result}"
    lines = textwrap.wrap(f"{products} = {result}", 52, break_long_words=False)
    extra = 0.25 * (len(lines) - 1)
    columns = A.shape[1] + B.shape[1] + out.shape[1]
    entries = np.concatenate([A.ravel(), B.ravel(), out.ravel()])
    longest = max(len(number_text(entry, 3)) for entry in entries)
    cell = max(0.46, 0.12 * longest + 0.12)
    width = max(WIDTH, cell * columns + 1.2)
    rows = max(A.shape[0], B.shape[0])
    fig = CourseFigure(
        alt_text=alt,
        title=title or default,
        height=cell * rows + 1.45 + extra,
        width=width,
    )
    axes = fig.canvas_axes()
    middle = 0.75 + extra + cell * rows / 2
    gap = (width - cell * columns) / 4
    x = gap
    marks = (
        (A, "A", {(i, k) for k in range(A.shape[1])}, PLAIN),
        (B, "B", {(k, j) for k in range(B.shape[0])}, WEIGHTS),
        (out, "A B", {(i, j)}, CURRENT),
    )
    for number, (matrix, name, chosen, color) in enumerate(marks):
        _draw_matrix(axes, matrix, name, chosen, color, x, middle, cell)
        x += cell * matrix.shape[1]
        if number < 2:
            sign = "" if number == 0 else "="
            axes.text(x + gap / 2, middle, sign, ha="center", va="center", fontsize=18)
            x += gap
    axes.text(
        width / 2,
        0.28 + extra / 2,
        "\n".join(lines),
        ha="center",
        va="center",
        fontsize=BODY,
        fontweight="bold",
    )
    return fig


def _signed(value):
    """Un factor: los negativos, entre paréntesis."""
    text = number_text(value, 3)
    return f"({text})" if value < 0 else text


def _draw_matrix(axes, matrix, name, chosen, color, left, middle, cell):
    n_rows, n_columns = matrix.shape
    top = middle + n_rows * cell / 2
    for r in range(n_rows):
        for c in range(n_columns):
            marked = (r, c) in chosen
            axes.add_patch(
                Rectangle(
                    (left + c * cell, top - (r + 1) * cell),
                    cell,
                    cell,
                    facecolor=tint(color, 0.4) if marked else "white",
                    edgecolor=INK if marked else FAINT,
                    linewidth=2.4 if marked else 1,
                    zorder=3 if marked else 2,
                )
            )
            axes.text(
                left + (c + 0.5) * cell,
                top - (r + 0.5) * cell,
                number_text(matrix[r, c], 3),
                ha="center",
                va="center",
                fontsize=BODY,
                fontweight="bold" if marked else "normal",
                zorder=4,
            )
    axes.text(
        left + n_columns * cell / 2,
        top + 0.26,
        f"{name} {shape_text(matrix.shape)}",
        ha="center",
        va="center",
        fontsize=BODY,
    )
