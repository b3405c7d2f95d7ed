"""Datos, fronteras, dígitos y aciertos: lo que una red ve y lo que responde."""

from collections.abc import Iterable

import numpy as np

from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    describe,
    shape_text,
)
from course_lib.figures.style import (
    BODY,
    CLASS_COLORS,
    CLASS_MARKERS,
    CORRECT,
    CORRECT_TEXT,
    ERROR,
    ERROR_TEXT,
    INK,
    SMALL,
    CourseFigure,
    as_labels,
    counted,
    join_words,
    number_text,
    percent_text,
    require_callable,
    require_title,
    styled,
    tint,
)

__all__ = [
    "plot_boundaries",
    "plot_boundary",
    "plot_confusion",
    "plot_data",
    "plot_digits",
]

_GRID = 140
_MOST_DIGITS = 40


# --- Datos en el plano -------------------------------------------------------------


def _as_plane(X, y):
    """X (m, 2) e y (m,) con clases que caben en la paleta."""
    X = as_array(X, "X", ndim=2)
    if X.shape[1] != 2:
        raise ShapeError(
            "Esta figura dibuja un plano: X debe tener 2 columnas",
            expected="forma (m, 2)",
            got=f"forma {shape_text(X.shape)}",
            action="Elige dos columnas: X[:, [0, 1]]"
            if X.shape[1] > 2
            else "Revisa si X llegó transpuesto o con una sola variable",
        )
    y = as_labels(y, "y", len(X))
    if y.max() >= len(CLASS_COLORS):
        raise CourseValueError(
            "Son demasiadas clases para distinguirlas en un plano",
            expected=f"etiquetas de 0 a {len(CLASS_COLORS) - 1}",
            got=f"una etiqueta {y.max()}",
        )
    return X, y


def _frame(X, margin=0.08):
    low, high = X.min(axis=0), X.max(axis=0)
    size = np.where(high > low, high - low, 1.0)
    return (low - margin * size), (high + margin * size)


class _Names:
    """Cómo se nombra cada clase: por su número o, si se dieron, por su nombre."""

    def __init__(self, classes, labels):
        most = int(np.max(labels)) + 1
        self.given = None
        if classes is None:
            return
        if isinstance(classes, str) or not isinstance(classes, Iterable):
            raise CourseTypeError(
                "classes debe ser una lista de nombres, uno por clase",
                expected='por ejemplo, ["valles", "llanos"]',
                got=describe(classes),
            )
        self.given = list(classes)
        if not all(isinstance(name, str) and name.strip() for name in self.given):
            raise CourseTypeError(
                "Cada nombre de classes debe ser un texto", got=describe(classes)
            )
        if len(self.given) < most:
            raise ShapeError(
                "Cada clase necesita su nombre",
                expected=f"{most} nombres, del 0 al {most - 1}",
                got=f"{len(self.given)}",
            )

    def short(self, k):
        """Para la leyenda: `clase 0`, o su nombre."""
        return f"clase {k}" if self.given is None else self.given[k]

    def full(self, k):
        """En una oración: `la clase 0`, o `«valles»`."""
        return f"la clase {k}" if self.given is None else f"«{self.given[k]}»"

    def of(self, k):
        """`de la clase 0`, o `de «valles»`."""
        return f"de {self.full(k)}"


def _scatter(axes, X, y, names, *, size=34):
    for k in np.unique(y):
        chosen = y == k
        axes.scatter(
            X[chosen, 0],
            X[chosen, 1],
            s=size,
            c=CLASS_COLORS[k],
            marker=CLASS_MARKERS[k],
            edgecolors=INK,
            linewidths=0.7,
            label=names.short(k),
            zorder=3,
        )


def _legend_columns(labels):
    """Cuántas claves van por renglón: las que caben a lo ancho, hasta cinco."""
    for columns in range(min(len(labels), 5), 1, -1):
        parts = np.array_split(np.array(labels, dtype=object), columns)
        if sum(0.42 + 0.095 * max(map(len, part)) for part in parts) < 5.6:
            return columns
    return 1


def _class_legend(fig, axes, *, left):
    handles, labels = axes.get_legend_handles_labels()
    fig.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(left / fig.get_size_inches()[0], 0.0),
        ncols=_legend_columns(labels),
        handletextpad=0.1,
        columnspacing=1.1,
        markerscale=1.3,
        borderaxespad=0.3,
    )


def _legend_height(y, names, *, wrong=False):
    labels = [names.short(k) for k in np.unique(y)] + ["mal clasificado"] * wrong
    rows = -(-len(labels) // _legend_columns(labels))
    return 0.34 + 0.24 * (rows - 1)


def _counts_text(y, names):
    classes, counts = np.unique(y, return_counts=True)
    return join_words(
        f"{counted(int(n), 'punto')} {names.of(k)}"
        for k, n in zip(classes, counts, strict=True)
    )


def _where_text(X, y, names):
    """Dónde queda cada clase respecto de las demás, por sus centros."""
    classes = np.unique(y)
    if len(classes) != 2:
        return ""
    spread_all = X.std(axis=0)
    a, b = (X[y == k].mean(axis=0) for k in classes)
    words = []
    for gap, scale, (less, more) in zip(
        a - b,
        np.where(spread_all > 0, spread_all, 1),
        (("a la izquierda", "a la derecha"), ("más abajo", "más arriba")),
        strict=True,
    ):
        if abs(gap) > 0.3 * scale:
            words.append(more if gap > 0 else less)
    if not words:
        return " Los centros de las dos clases casi coinciden."
    return (
        f" El centro {names.of(classes[0])} queda {join_words(words)} del "
        f"{names.of(classes[1])}."
    )


@styled
def plot_data(X, y, *, classes=None, title=None, xlabel="$x_1$", ylabel="$x_2$"):
    """Los ejemplos en el plano, cada clase con su color y su marcador.

    Args:
        X: (m, 2). y: (m,), etiquetas enteras de 0 a 9.
        classes: los nombres de las clases; `None` las llama clase 0, clase 1…

    Raises:
        CourseError: si X no tiene 2 columnas, o si las etiquetas o sus nombres no
            sirven.
    """
    require_title(title)
    X, y = _as_plane(X, y)
    names = _Names(classes, y)
    n = len(np.unique(y))
    alt = f"Se ven {_counts_text(y, names)}.{_where_text(X, y, names)}"
    if title is None:
        title = (
            f"Los {len(X)} ejemplos se reparten en {counted(n, 'clase')}"
            if n > 1
            else f"{counted(len(X), 'ejemplo')} de una sola clase: no hay qué separar"
        )
    extra = _legend_height(y, names)
    fig = CourseFigure(alt_text=alt, title=title, height=4.2 + extra)
    axes = fig.plot_axes(bottom=0.68 + extra)
    _scatter(axes, X, y, names)
    low, high = _frame(X)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.locator_params(nbins=6)
    _class_legend(fig, axes, left=0.8)
    return fig


# --- Fronteras ---------------------------------------------------------------------


def _ask(predict, points, name):
    """Llama a `predict` y exige una etiqueta por punto."""
    try:
        answer = predict(points)
    except CourseError:
        raise
    except Exception as error:
        raise CourseValueError(
            f"{name} falló con {len(points)} puntos del plano: "
            f"{type(error).__name__}: {error}",
            expected="una función que reciba X (m, 2) y devuelva etiquetas (m,)",
        ) from error
    if answer is None:
        raise CourseTypeError(
            f"{name} devolvió None",
            expected=f"una etiqueta por punto, forma ({len(points)},)",
            action="¿Le falta un return?",
        )
    labels = as_labels(answer, f"La respuesta de {name}", len(points))
    if labels.max() >= len(CLASS_COLORS):
        raise CourseValueError(
            f"{name} devolvió la etiqueta {labels.max()}",
            expected=f"etiquetas de 0 a {len(CLASS_COLORS) - 1}",
        )
    return labels


def _confidence(probabilities, points):
    """Probabilidad de la clase elegida en cada punto, (n,)."""
    answer = as_array(
        probabilities(points), "La respuesta de probabilities", ndim=(1, 2)
    )
    if len(answer) != len(points):
        raise ShapeError(
            "probabilities debe devolver una fila por punto",
            expected=f"{len(points)} filas",
            got=f"forma {shape_text(answer.shape)}",
        )
    if answer.min() < -1e-9 or answer.max() > 1 + 1e-9:
        raise CourseValueError(
            "probabilities debe devolver valores entre 0 y 1",
            got=f"valores de {number_text(answer.min())} a {number_text(answer.max())}",
        )
    if answer.ndim == 2 and answer.shape[1] > 1:
        return answer.max(axis=1)
    p = answer.reshape(-1)
    return np.maximum(p, 1 - p)


def _plane(predict, X, y, probabilities=None):
    """La rejilla, sus etiquetas y, si se piden, sus confianzas."""
    low, high = _frame(X)
    xs, ys = (np.linspace(low[i], high[i], _GRID) for i in (0, 1))
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    labels = _ask(predict, points, "predict").reshape(_GRID, _GRID)
    confidence = None
    if probabilities is not None:
        require_callable(probabilities, "probabilities")
        confidence = _confidence(probabilities, points).reshape(_GRID, _GRID)
    right = _ask(predict, X, "predict") == y
    return xs, ys, labels, confidence, right


def _edges(labels):
    """Centros de las celdas donde cambia la etiqueta, en unidades de rejilla."""
    across = np.argwhere(labels[:, 1:] != labels[:, :-1]) + [0, 0.5]
    down = np.argwhere(labels[1:] != labels[:-1]) + [0.5, 0]
    return np.concatenate([across, down])


def _frontier_text(labels, names):
    """Cómo es la frontera, medida en la rejilla y no supuesta."""
    present = np.unique(labels)
    if len(present) == 1:
        return f"no hay frontera, todo el plano es {names.of(present[0])}"
    if len(present) > 2:
        return f"{len(present)} regiones de color se reparten el plano"
    edges = _edges(labels)
    _, scale, axes = np.linalg.svd(edges - edges.mean(axis=0), full_matrices=False)
    off_line = np.abs((edges - edges.mean(axis=0)) @ axes[1]).max()
    if off_line <= 2.0:
        return "la frontera es una recta"
    bend = scale[1] / scale[0]
    return "la frontera se dobla mucho" if bend > 0.12 else "la frontera se dobla"


def _paint(axes, xs, ys, labels, confidence):
    """El fondo: cada región con su tono; el de las clases pares es más oscuro."""
    image = np.ones((*labels.shape, 4))  # con opacidad matplotlib no la convierte
    strengths = 0.36 - 0.16 * (labels % 2)
    if confidence is not None:
        n = max(len(np.unique(labels)), 2)
        certainty = np.clip((confidence - 1 / n) / (1 - 1 / n), 0, 1)
        strengths = 0.06 + (strengths * 1.3 - 0.06) * certainty
    for k in np.unique(labels):
        chosen = labels == k
        color = tint(CLASS_COLORS[k], 1)
        image[chosen, :3] = 1 - strengths[chosen][:, None] * (1 - color)
    extent = (xs[0], xs[-1], ys[0], ys[-1])
    image = np.round(255 * image).astype(np.uint8)  # así matplotlib lo pinta antes
    axes.imshow(
        image, origin="lower", extent=extent, aspect="auto", interpolation="nearest"
    )
    present = np.unique(labels)
    # Con K clases hacen falta K − 1 contornos: el último ya está dibujado.
    for k in present[:-1]:
        member = (labels == k).astype(float)
        axes.contour(xs, ys, _soften(member), [0.5], colors=[INK], linewidths=1.8)


def _soften(member):
    """Promedia vecinos: el contorno pierde los dientes de la rejilla."""
    padded = np.pad(member, 1, mode="edge")
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4


def _mark_wrong(axes, X, right, *, size=110):
    wrong = ~right
    if wrong.any():
        axes.scatter(
            X[wrong, 0],
            X[wrong, 1],
            s=size,
            facecolors="none",
            edgecolors=ERROR,
            linewidths=1.8,
            marker="o",
            label="mal clasificado",
            zorder=4,
        )


@styled
def plot_boundary(
    predict,
    X,
    y,
    *,
    probabilities=None,
    classes=None,
    title=None,
    xlabel="$x_1$",
    ylabel="$x_2$",
):
    """La frontera de decisión de `predict`, con los datos encima.

    Args:
        predict: función de X (n, 2) a etiquetas (n,).
        X: (m, 2). y: (m,), etiquetas enteras de 0 a 9.
        classes: los nombres de las clases; `None` las llama clase 0, clase 1…
        probabilities: función de X (n, 2) a (n, K), o a (n,) con dos clases; si está,
            el tono se aclara donde el modelo duda.

    Raises:
        CourseError: si X no tiene 2 columnas, `predict` no devuelve etiquetas o
            faltan nombres en `classes`.
    """
    require_callable(predict, "predict")
    require_title(title)
    X, y = _as_plane(X, y)
    xs, ys, labels, confidence, right = _plane(predict, X, y, probabilities)
    names = _Names(classes, [y.max(), labels.max()])
    wrong = int((~right).sum())
    shape = _frontier_text(labels, names)
    score = f"{number_text(int(right.sum()))} de {number_text(len(y))}"
    areas = join_words(
        f"{names.full(k)} ocupa {percent_text((labels == k).mean())} del plano"
        for k in np.unique(labels)
    )
    alt = f"{shape[0].upper()}{shape[1:]}; {areas}. El modelo acierta {score} puntos"
    alt += _errors_by_class(y, right, names) + "."
    if confidence is not None:
        doubt = float((confidence < 0.75).mean())
        alt += f" En {percent_text(doubt)} del plano la confianza no llega a 0.75."
    if title is None:
        title = f"{shape[0].upper()}{shape[1:]}: el modelo acierta {score}"
    extra = _legend_height(y, names, wrong=wrong > 0)
    fig = CourseFigure(alt_text=alt, title=title, height=4.3 + extra)
    axes = fig.plot_axes(bottom=0.68 + extra)
    _paint(axes, xs, ys, labels, confidence)
    _scatter(axes, X, y, names)
    if wrong:
        _mark_wrong(axes, X, right)
    axes.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]))
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.locator_params(nbins=6)
    _class_legend(fig, axes, left=0.8)
    return fig


def _errors_by_class(y, right, names):
    parts = [
        f"{int((~right[y == k]).sum())} {names.of(k)}"
        for k in np.unique(y)
        if not right[y == k].all()
    ]
    return f" y se equivoca en {join_words(parts)}" if parts else ""


@styled
def plot_boundaries(models, X, y, *, classes=None, title=None, show_accuracy=False):
    """Varias fronteras sobre los mismos datos: cómo se dobla al entrenar.

    Hasta tres van en una fila; si hay más, se reparten en dos o más.

    Args:
        models: lista de pares (título, predict), hasta 9.
        X: (m, 2). y: (m,), etiquetas enteras de 0 a 9.
        classes: los nombres de las clases; `None` las llama clase 0, clase 1…
        show_accuracy: si cada panel dice qué parte de los puntos acierta.

    Raises:
        CourseError: si `models` no es una lista de pares, X no tiene 2 columnas o
            faltan nombres en `classes`.
    """
    require_title(title)
    X, y = _as_plane(X, y)
    models = _as_models(models)
    planes = [_plane(predict, X, y) for _, predict in models]
    names = _Names(classes, [y.max(), *(plane[2].max() for plane in planes)])
    rates = [plane[4].mean() for plane in planes]
    alt = " ".join(
        f"«{name}»: {_frontier_text(plane[2], names)} y acierta {percent_text(rate)}."
        for (name, _), plane, rate in zip(models, planes, rates, strict=True)
    )
    if title is None:
        title = _boundaries_title(models, rates)
    n = len(models)
    columns = n if n <= 3 else (2 if n == 4 else 3)
    rows = -(-n // columns)
    side, gap, left, extra = 0.62, 0.16, 0.75, _legend_height(y, names)
    width = (6.4 - left - 0.15 - gap * (columns - 1)) / columns
    tall = min(width, 2.6) if columns > 1 else 3.4
    head = 0.58 if show_accuracy else 0.36
    fig = CourseFigure(
        alt_text=alt, title=title, height=side + extra + rows * (tall + head) + 0.02
    )
    for i, ((name, _), plane) in enumerate(zip(models, planes, strict=True)):
        row, column = divmod(i, columns)
        bottom = side + extra + (rows - 1 - row) * (tall + head)
        axes = fig.axes_at(left + column * (width + gap), bottom, width, tall)
        xs, ys, labels, _, _ = plane
        _paint(axes, xs, ys, labels, None)
        _scatter(axes, X, y, names, size=16)
        axes.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]))
        score = f"\nacierta {percent_text(rates[i])}" if show_accuracy else ""
        axes.set_title(f"{name}{score}", fontsize=SMALL, pad=4)
        axes.locator_params(nbins=4)
        below_is_empty = i + columns >= n
        axes.tick_params(labelleft=column == 0, labelbottom=below_is_empty)
        if below_is_empty:
            axes.set_xlabel("$x_1$")
        if column == 0:
            axes.set_ylabel("$x_2$")
    _class_legend(fig, fig.axes[0], left=0.6)
    return fig


def _as_models(models):
    if not isinstance(models, (list, tuple)) or not 1 <= len(models) <= 9:
        raise CourseTypeError(
            "models debe ser una lista de pares (título, predict)",
            expected="de 1 a 9 pares",
            got=describe(models),
        )
    for pair in models:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise CourseTypeError(
                "Cada modelo es un par (título, predict)", got=describe(pair)
            )
        if not isinstance(pair[0], str):
            raise CourseTypeError(
                "El título de cada modelo debe ser un texto", got=describe(pair[0])
            )
        require_callable(pair[1], f"predict de «{pair[0]}»")
    return list(models)


def _boundaries_title(models, rates):
    first, last = percent_text(rates[0]), percent_text(rates[-1])
    start, end = models[0][0], models[-1][0]
    if len(models) == 1:
        return f"«{start}» acierta {first}"
    if rates[-1] == rates[0]:
        return f"«{start}» y «{end}» aciertan lo mismo: {first}"
    verb = "sube" if rates[-1] > rates[0] else "baja"
    return f"La exactitud {verb} de {first} («{start}») a {last} («{end}»)"


# --- Dígitos -----------------------------------------------------------------------


def _as_images(X):
    X = as_array(X, "X", ndim=(2, 3))
    if X.ndim == 2 and X.shape[1] == 64:
        return X.reshape(-1, 8, 8)
    if X.ndim == 3 and X.shape[1:] == (8, 8):
        return X
    raise ShapeError(
        "Cada dígito es una imagen de 8 × 8",
        expected="forma (m, 64) o (m, 8, 8)",
        got=f"forma {shape_text(X.shape)}",
        action="Si es una sola imagen, usa x[None]",
    )


@styled
def plot_digits(X, y, y_pred=None, *, certainty=None, title=None, alt_text=None):
    """Una galería de dígitos de 8 × 8; los errores llevan color, marco y símbolo.

    Dibuja hasta 40; si llegan más, el texto dice cuántos quedaron fuera.

    Args:
        X: (m, 64) o (m, 8, 8), en cualquier escala.
        y: (m,), la etiqueta verdadera.
        y_pred: (m,), lo que respondió el modelo; opcional.
        certainty: (m,), la probabilidad de esa respuesta; va entre paréntesis.
        alt_text: el texto alternativo, cuando las imágenes no son dígitos.

    Raises:
        CourseError: si las imágenes no son de 8 × 8 o las etiquetas no encajan.
    """
    require_title(title)
    images = _as_images(X)
    total = len(images)
    y = as_labels(y, "y", total)
    right = None
    if y_pred is not None:
        y_pred = as_labels(y_pred, "y_pred", total)
        right = y == y_pred
    if certainty is not None:
        certainty = as_array(certainty, "certainty", shape=(total,))
    n = min(total, _MOST_DIGITS)
    alt, default = _digits_text(y, y_pred, right, n)
    columns = min(n, 8 if y_pred is None else 5)
    columns = max(columns, 4)
    rows = -(-n // columns)
    cell = (6.4 - 0.24) / columns
    # Un error con su certeza ocupa dos renglones: en uno tocaría al vecino.
    two_lines = right is not None and certainty is not None and not right[:n].all()
    picture, label = cell - 0.2, 0.5 if two_lines else 0.3
    fig = CourseFigure(
        alt_text=alt_text or alt,
        title=title or default,
        height=rows * (cell + label) + 0.1,
    )
    axes = fig.canvas_axes()
    low, high = images.min(), images.max()
    for i in range(n):
        row, column = divmod(i, columns)
        x = 0.12 + column * cell + 0.1
        top = fig.body_height - 0.02 - row * (cell + label)
        extent = (x, x + picture, top - picture, top)
        axes.imshow(
            images[i],
            cmap="gray_r",
            vmin=low,
            vmax=high if high > low else low + 1,
            extent=extent,
            interpolation="nearest",
        )
        text, color, edge, width = f"{y[i]}", INK, "#999999", 0.8
        if right is not None and right[i]:
            text, color, edge, width = f"✓ {y[i]}", CORRECT_TEXT, CORRECT, 1.6
        elif right is not None:
            text = f"✗ {y_pred[i]}, era {y[i]}"
            color, edge, width = ERROR_TEXT, ERROR, 4
        if certainty is not None:
            text += "\n" if right is not None and not right[i] else " "
            text += f"({certainty[i]:.2f})"
        axes.add_patch(
            _rectangle(x, top - picture, picture, edge, width, right is None)
        )
        axes.text(
            x + picture / 2,
            top - picture - 0.08,
            text,
            ha="center",
            va="top",
            fontsize=SMALL,
            color=color,
            fontweight="bold" if edge == ERROR else "normal",
        )
    width, _ = fig.get_size_inches()
    axes.set(xlim=(0, width), ylim=(0, fig.body_height))
    return fig


def _rectangle(x, y, side, edge, width, plain):
    from matplotlib.patches import Rectangle

    dash = (0, (2, 1)) if edge == ERROR and not plain else "-"
    return Rectangle(
        (x, y), side, side, fill=False, edgecolor=edge, linewidth=width, linestyle=dash
    )


def _digits_text(y, y_pred, right, n):
    total = len(y)
    left = f" Se dibujan los primeros {n} de {number_text(total)}." if total > n else ""
    if right is None:
        shown = ", ".join(str(k) for k in y[:n])
        alt = f"Galería de {counted(n, 'dígito escrito', 'dígitos escritos')} a mano: "
        classes = len(np.unique(y[:n]))
        if n == 1:
            return f"{alt}{shown}.{left}", f"Alguien escribió un {shown}"
        title = f"Estos {n} dígitos muestran {counted(classes, 'clase')}"
        return f"{alt}{shown}.{left}", title
    wrong = np.flatnonzero(~right)
    score = f"{number_text(int(right.sum()))} de {number_text(total)}"
    alt = f"El modelo acierta {score} dígitos."
    seen = [i for i in wrong if i < n][:8]
    if seen:
        listed = join_words(f"un {y[i]} leído como {y_pred[i]}" for i in seen)
        shown_wrong = int((wrong < n).sum())
        start = "Entre los errores: " if shown_wrong > len(seen) else "Errores: "
        alt += f" {start}{listed}."
    if not len(wrong):
        return f"{alt} Ninguno está marcado como error.{left}", f"Acierta los {total}"
    title = f"Acierta {score} dígitos y se equivoca en {len(wrong)}"
    return alt + left, title


# --- Matriz de confusión -----------------------------------------------------------


@styled
def plot_confusion(matrix, classes=None, *, title=None):
    """La matriz de confusión: filas, la verdad; columnas, la respuesta.

    Args:
        matrix: (K, K), cuentas enteras, como la da `confusion_matrix`.
        classes: K nombres; `None` usa 0, 1, 2…

    Raises:
        CourseError: si no es cuadrada, tiene negativos o los nombres no son K.
    """
    require_title(title)
    matrix = as_array(matrix, "matrix", ndim=2)
    K = matrix.shape[0]
    if matrix.shape != (K, K):
        raise ShapeError(
            "La matriz de confusión debe ser cuadrada",
            expected="forma (K, K)",
            got=f"forma {shape_text(matrix.shape)}",
        )
    if (matrix < 0).any() or (matrix != np.floor(matrix)).any():
        raise CourseValueError(
            "La matriz de confusión guarda cuentas",
            expected="números enteros desde 0",
        )
    names = [str(k) for k in (range(K) if classes is None else classes)]
    if len(names) != K:
        raise ShapeError(
            "Cada clase necesita su nombre",
            expected=f"{K} nombres",
            got=f"{len(names)}",
        )
    matrix = matrix.astype(np.int64)
    alt, default = _confusion_text(matrix, names)
    longest = max(map(len, names))
    left = 0.75 + min(0.11 * longest, 1.9)
    plot_width = 6.4 - left - 0.2
    cell = min(plot_width / K, 1.5)
    slanted = longest * 0.105 > cell - 0.08
    bottom = 0.7 + (min(0.11 * longest, 1.9) if slanted else 0.08)
    tall = max(K * min(cell, 0.62), 1.2)
    fig = CourseFigure(alt_text=alt, title=title or default, height=tall + bottom + 0.1)
    axes = fig.axes_at(left, bottom, cell * K, tall)
    totals = np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    share = matrix / totals
    image = np.ones((K, K, 3))
    for i in range(K):
        for j in range(K):
            color = CORRECT if i == j else ERROR
            strength = 0.55 * share[i, j] + (0.1 if matrix[i, j] else 0)
            image[i, j] = tint(color, strength)
    axes.imshow(image, aspect="auto")
    for i in range(K):
        for j in range(K):
            strong = i == j or matrix[i, j] > 0
            axes.text(
                j,
                i,
                number_text(matrix[i, j]),
                ha="center",
                va="center",
                fontsize=BODY if K <= 6 else SMALL,
                fontweight="bold" if i != j and matrix[i, j] else "normal",
                color="#000000" if strong else "#707070",
            )
    axes.set_xticks(range(K), names, rotation=90 if slanted else 0)
    axes.set_yticks(range(K), names)
    axes.set_xticks(np.arange(K + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(K + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="#cccccc")
    axes.tick_params(length=0, which="both")
    axes.spines[:].set_visible(False)
    axes.set(xlabel="respuesta", ylabel="verdad")
    return fig


def _confusion_text(matrix, names):
    total, right = int(matrix.sum()), int(np.trace(matrix))
    if not total:
        return "La matriz de confusión está en ceros.", "No hay ningún ejemplo contado"
    alt = f"El modelo acierta {number_text(right)} de {number_text(total)}"
    wrong = matrix - np.diag(np.diag(matrix))
    if not wrong.any():
        return f"{alt}: fuera de la diagonal solo hay ceros.", "Acierta todos"
    order = np.argsort(-wrong, axis=None, kind="stable")
    pairs = [divmod(int(i), len(names)) for i in order[:3] if wrong.flat[i]]
    listed = join_words(
        f"{names[i]} tomado por {names[j]} ({wrong[i, j]})" for i, j in pairs
    )
    i, j = pairs[0]
    label = "Las confusiones más frecuentes" if len(pairs) > 1 else "La confusión"
    title = f"Acierta {percent_text(right / total)}"
    if len(pairs) == 1 or wrong[pairs[1]] < wrong[i, j]:
        title += f"; lo que más confunde es {names[i]} con {names[j]}"
    else:
        title += f" y se equivoca en {total - right}"
    return f"{alt}. {label}: {listed}.", title
