"""La regresión logística que se ve: curva, pérdida, descenso, frontera y umbral.

Cada función recibe primero lo que se mueve (`w`, `alpha`, `threshold`…), con un valor
por defecto. Las de los municipios usan sus datos si no se les dan otros.
"""

import functools

import numpy as np

from course_lib import datasets
from course_lib.activations import sigmoid
from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    as_array,
    as_number,
    as_whole_number,
    describe,
)
from course_lib.figures.style import (
    BODY,
    CLASS_0,
    CLASS_1,
    CORRECT,
    CURRENT,
    ERROR,
    INK,
    LINES,
    PLAIN,
    SMALL,
    VALUES,
    WEIGHTS,
    CourseFigure,
    as_labels,
    counted,
    number_text,
    require_title,
    styled,
    tint,
)
from course_lib.logistic_regression import logistic_gradients
from course_lib.losses import binary_cross_entropy

__all__ = [
    "plot_descent",
    "plot_logistic_curve",
    "plot_logit_loss",
    "plot_municipalities",
    "plot_sigmoid",
    "plot_threshold",
    "plot_weight_norms",
]

_GRID = 48
_BAND = 20


@functools.cache
def _municipalities():
    """Electricidad y telefonía (339, 2), y si la mayoría cocina con energía limpia."""
    found = datasets.load_municipalities()
    return found.matrix("electricity", "telephone"), found.most_cook_clean


def _axis_label(name):
    return datasets.INDICATORS[name][1]


# --- La curva ----------------------------------------------------------------------


@styled
def plot_sigmoid(z=1.0, *, title=None):
    """La sigmoide, con un puntaje marcado y la probabilidad que le toca.

    Args:
        z: el puntaje que se marca.

    Raises:
        CourseError: si z no es un número.
    """
    require_title(title)
    z = as_number(z, "z")
    p = float(sigmoid(z))
    limit = min(max(6.0, abs(z) * 1.15), 1e6)
    grid = np.linspace(-limit, limit, 241)
    shown = _probability_text(p)
    alt = (
        "Una curva en forma de S sube de 0 a 1 y cruza 0.5 en z = 0. "
        f"Con z = {number_text(z)}, la probabilidad es {shown}."
    )
    title = title or f"El puntaje {number_text(z)} se vuelve una probabilidad: {shown}"
    fig = CourseFigure(alt_text=alt, title=title, height=3.5)
    axes = fig.plot_axes()
    for level in (0, 1):
        axes.axhline(level, color=PLAIN, lw=1, linestyle=":")
    axes.plot(grid, sigmoid(grid), color=VALUES)
    axes.plot([z, z], [0, p], color=PLAIN, lw=1.4, linestyle="--")
    axes.plot([-limit, z], [p, p], color=PLAIN, lw=1.4, linestyle="--")
    axes.plot([z], [p], "o", color=CLASS_1, mec=INK, ms=11, zorder=4)
    axes.set(xlim=(-limit, limit), ylim=(-0.06, 1.06))
    axes.set(xlabel="puntaje z", ylabel="probabilidad ŷ")
    return fig


def _probability_text(p):
    """Una probabilidad que no llega a 0 ni a 1 no se escribe como si llegara."""
    if 0 < p < 1 and (p < 5e-4 or p > 1 - 5e-4):
        return "casi 0" if p < 0.5 else "casi 1"
    return number_text(round(p, 3))


@styled
def plot_logit_loss(z=4.0, y=0, *, title=None):
    """Lo que cuesta un ejemplo según su puntaje, si la verdad es 0 y si es 1.

    Args:
        z: el puntaje que se marca. y: su verdad, 0 o 1.

    Raises:
        CourseError: si z no es un número o y no es 0 ni 1.
    """
    require_title(title)
    z = as_number(z, "z")
    y = as_whole_number(y, "y", minimum=0)
    if y > 1:
        raise CourseValueError("y debe ser una clase", expected="0 o 1", got=f"{y}")
    cost = _one_loss(z, y)
    limit = min(max(6.0, abs(z) * 1.15), 1e6)
    grid = np.linspace(-limit, limit, 241)
    alt = (
        "Dos curvas que se cruzan en z = 0, a la altura de log 2, 0.693. "
        "Si la verdad es 1, la pérdida baja hacia 0 a la derecha y crece como una "
        "recta a la izquierda; si es 0, al revés. "
        f"Con z = {number_text(z)} y verdad {y}, la pérdida es {number_text(cost, 3)}."
    )
    title = title or (
        f"Un puntaje de {number_text(z)} cuesta {number_text(cost, 3)} si la verdad "
        f"es {y}"
    )
    fig = CourseFigure(alt_text=alt, title=title, height=3.8)
    axes = fig.plot_axes(right=1.5)
    for k, color, dash in ((0, CLASS_0, "--"), (1, CLASS_1, "-")):
        curve = [_one_loss(point, k) for point in grid]
        axes.plot(grid, curve, color=color, linestyle=dash)
        end = 0.97 if k == 0 else 0.03
        axes.text(
            1.03,
            end,
            f"verdad: {k}",
            transform=axes.transAxes,
            va="center",
            fontsize=SMALL,
        )
    marker, color = (("o", CLASS_0), ("^", CLASS_1))[y]
    axes.plot([z, z], [0, cost], color=PLAIN, lw=1.4, linestyle=":")
    axes.plot([z], [cost], marker, color=color, mec=INK, ms=11, zorder=4)
    axes.set(xlim=(-limit, limit), ylim=(-0.02 * limit, 1.05 * limit))
    axes.set(xlabel="puntaje z", ylabel="pérdida de un ejemplo")
    return fig


def _one_loss(z, y):
    return binary_cross_entropy(np.array([z]), np.array([y]), check=False)


@styled
def plot_logistic_curve(w=None, b=0.0, *, x=None, y=None, xlabel=None, title=None):
    """Una variable: los ejemplos en 0 y 1, la fracción por franjas y la curva σ(w x+b).

    Args:
        w: peso por cada punto porcentual; `None` no dibuja la curva.
        b: sesgo.
        x, y: (m,) y (m,), la variable y la clase; si faltan, la telefonía de los 339
            municipios.
        xlabel: nombre de la variable.

    Raises:
        CourseError: si w o b no son números, o si x e y no encajan.
    """
    require_title(title)
    x, y, xlabel = _one_variable(x, y, xlabel)
    low, high = _limits(x)
    edges = np.linspace(low, high, 6)
    alt, summary = _bands_text(x, y, edges)
    fitted = None
    if w is not None:
        w, b = as_number(w, "w"), as_number(b, "b")
        fitted = sigmoid(w * x + b)
        wrong = int(((fitted >= 0.5) != y).sum())
        loss = binary_cross_entropy(w * x + b, y)
        summary = (
            f"Con w = {number_text(w, 3)} y b = {number_text(b, 3)} la pérdida es "
            f"{number_text(loss, 3)}"
        )
        alt += f" {summary}, y la curva se equivoca en {wrong} de {len(y)}."
        if w:
            alt += f" Cruza 0.5 en {number_text(-b / w, 3)}."
    fig = CourseFigure(alt_text=alt, title=title or summary, height=4.3)
    axes = fig.plot_axes(bottom=1.02)
    jitter = np.random.default_rng(0).uniform(-0.035, 0.035, len(y))
    for k, color, marker in ((0, CLASS_0, "o"), (1, CLASS_1, "^")):
        chosen = y == k
        axes.plot(
            x[chosen],
            (k + jitter)[chosen],
            marker,
            color=color,
            ms=5,
            mec=INK,
            mew=0.4,
            label=f"clase {k}",
        )
    middles, rates = _bands(x, y, edges)
    axes.plot(
        middles, rates, "s", color=CURRENT, mec=INK, ms=10, label="fracción por franja"
    )
    if fitted is not None:
        grid = np.linspace(low, high, 241)
        axes.plot(grid, sigmoid(w * grid + b), color=VALUES, zorder=4)
    axes.set(xlim=(low, high), ylim=(-0.1, 1.1), ylabel="probabilidad")
    axes.set_xlabel(xlabel)
    _legend_below(fig, axes)
    return fig


def _legend_below(fig, axes, ncols=4):
    fig.legend(
        *axes.get_legend_handles_labels(),
        loc="lower left",
        bbox_to_anchor=(0.11, 0.0),
        ncols=ncols,
        handletextpad=0.3,
        columnspacing=1.2,
        borderaxespad=0.3,
    )


def _one_variable(x, y, xlabel):
    if (x is None) != (y is None):
        raise CourseValueError("x e y van juntas", expected="las dos, o ninguna")
    if x is None:
        X, y = _municipalities()
        return X[:, 1], y, xlabel or _axis_label("telephone")
    x = as_array(x, "x", ndim=1)
    y = _binary(y, len(x))
    return x, y, xlabel or "x"


def _binary(y, m):
    y = as_labels(y, "y", m)
    if y.max() > 1:
        raise CourseValueError(
            "Esta figura compara dos clases",
            expected="etiquetas 0 y 1",
            got=f"una etiqueta {y.max()}",
        )
    return y


def _limits(x):
    """De 0 a 100 si son porcentajes; si no, lo que ocupan los datos."""
    if x.min() >= 0 and 1 < x.max() <= 100:
        return 0.0, 100.0
    pad = 0.05 * (x.max() - x.min()) or 1.0
    return float(x.min() - pad), float(x.max() + pad)


def _band_of(x, edges):
    return np.clip(np.searchsorted(edges, x, side="right") - 1, 0, len(edges) - 2)


def _bands(x, y, edges):
    band = _band_of(x, edges)
    used = np.unique(band)
    middles = (edges[:-1] + edges[1:]) / 2
    return middles[used], np.array([y[band == k].mean() for k in used])


def _bands_text(x, y, edges):
    band = _band_of(x, edges)
    parts = [
        f"de {number_text(edges[k], 3)} a {number_text(edges[k + 1], 3)}, "
        f"{int(y[band == k].sum())} de {int((band == k).sum())}"
        for k in np.unique(band)
    ]
    rates = _bands(x, y, edges)[1]
    verb = "sube" if rates[-1] > rates[0] else "baja"
    summary = (
        f"La fracción de la clase 1 {verb} de {rates[0]:.2f} a {rates[-1]:.2f} "
        "entre la primera franja y la última"
    )
    return f"Ejemplos de la clase 1 por franja: {'; '.join(parts)}.", summary


# --- El descenso -------------------------------------------------------------------


@styled
def plot_descent(alpha=5.0, iters=20, *, x=None, y=None, start=(0.0, 0.0), title=None):
    """La pérdida como un terreno de dos parámetros, w y b, y el camino que baja.

    Args:
        alpha: tasa de aprendizaje. iters: cuántos pasos se dibujan.
        x, y: (m,) y (m,); si faltan, la telefonía estandarizada de los municipios.
        start: (w, b) de partida.

    Raises:
        CourseError: si alpha o iters no sirven, o si x e y no encajan.
    """
    require_title(title)
    alpha = as_number(alpha, "alpha", minimum=0)
    iters = as_whole_number(iters, "iters")
    start = as_array(start, "start", shape=(2,))
    given = x is not None
    x, y, _ = _one_variable(x, y, None)
    if not given:
        x = (x - x.mean()) / x.std()
    path, losses = _descend(x, y, alpha, iters, start)
    least = _best(x, y)
    floor = binary_cross_entropy(least[0] * x + least[1], y)
    gap, sentence = losses[-1] - floor, _descent_verdict(losses, floor, alpha)
    alt = (
        f"Curvas de nivel de la pérdida según w y b; el mínimo, {number_text(floor, 3)}"
        f", está en w = {number_text(least[0], 3)} y b = {number_text(least[1], 3)}. "
        f"El camino sale de una pérdida de {number_text(losses[0], 3)} y en "
        f"{counted(iters, 'paso')} llega a {number_text(losses[-1], 3)}, "
        f"{_distance_text(gap)}."
    )
    rises = int((np.diff(losses) > 1e-9).sum())
    if rises:
        alt += f" La pérdida sube en {rises} de esos pasos."
    fig = CourseFigure(alt_text=alt, title=title or sentence, height=4.7)
    axes = fig.plot_axes(bottom=1.02, right=0.4)
    w_range, b_range = _view(path, least)
    ws, bs = np.linspace(*w_range, _GRID), np.linspace(*b_range, _GRID)
    surface = _surface(x, y, ws, bs)
    levels = floor + 0.012 * 1.75 ** np.arange(14)
    axes.contourf(
        ws,
        bs,
        surface,
        levels=[0, *levels, max(surface.max(), levels[-1]) + 1],
        colors=[tint(PLAIN, s) for s in np.linspace(0.02, 0.62, 15)],
    )
    axes.contour(ws, bs, surface, levels=levels, colors=[PLAIN], linewidths=0.7)
    axes.plot(*path.T, color="white", lw=4, zorder=3)
    axes.plot(*path.T, color=ERROR, lw=1.8, zorder=4)
    axes.plot(*path.T, "o", color=ERROR, mec=INK, mew=0.5, ms=5, zorder=5)
    axes.plot(*start, "s", color="white", mec=INK, ms=10, zorder=6, label="salida")
    axes.plot(*least, "*", color=CORRECT, mec=INK, ms=17, zorder=6, label="mínimo")
    axes.plot(*path[-1], "o", color=ERROR, mec=INK, ms=9, zorder=7, label="llegada")
    axes.set(xlim=w_range, ylim=b_range, xlabel="peso w", ylabel="sesgo b")
    _legend_below(fig, axes)
    return fig


def _descend(x, y, alpha, iters, start):
    X, w, b = x[:, None], start[:1], float(start[1])
    path, losses = [start], [binary_cross_entropy(x * start[0] + start[1], y)]
    for _ in range(iters):
        dw, db = logistic_gradients(X, y, w, b, check=False)
        w, b = w - alpha * dw, b - alpha * db
        path.append(np.array([w[0], b]))
        losses.append(binary_cross_entropy(x * w[0] + b, y, check=False))
    return np.array(path), np.array(losses)


def _best(x, y):
    """El mínimo, por el método de Newton con freno: aquí solo se dibuja."""
    X = np.column_stack([x, np.ones(len(x))])
    point = np.zeros(2)
    for _ in range(60):
        p = sigmoid(X @ point)
        slope = X.T @ (p - y) / len(y)
        bend = (X.T * (p * (1 - p))) @ X / len(y) + 1e-9 * np.eye(2)
        move = np.linalg.solve(bend, slope)
        point = point - move / max(1.0, np.abs(move).max())
        if np.abs(move).max() < 1e-10:
            break
    return point


def _view(path, least):
    both = np.vstack([path, least])
    low, high = both.min(axis=0), both.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2 * 1.25, [2.4, 1.8])
    return tuple((middle[i] - half[i], middle[i] + half[i]) for i in (0, 1))


def _surface(x, y, ws, bs):
    """La pérdida en cada punto de la rejilla, con siete cifras: bastan para dibujar."""
    small = np.float32  # la mitad de los bytes y casi cuatro veces más rápido
    z = (ws[:, None] * x).astype(small)[None] + bs.astype(small)[:, None, None]
    # log(1 + e^z) sin desbordar; y z se suma aparte, una vez por punto de la rejilla.
    total = np.abs(z)
    np.negative(total, out=total)
    np.exp(total, out=total)
    total += 1
    np.log(total, out=total)
    total += np.maximum(z, 0, out=z)
    mean = total.mean(axis=2, dtype=np.float64)
    return mean - (ws * (x @ y) + bs[:, None] * y.sum()) / len(y)


def _descent_verdict(losses, floor, alpha):
    """Lo que hizo el camino, medido en sus pérdidas."""
    gap, first = losses[-1] - floor, losses[0] - floor
    rises = int((np.diff(losses) > 1e-9).sum())
    said = f"Con α = {number_text(alpha, 3)}"
    if gap <= 0.01 * first:
        return f"{said} el camino llega al fondo en {counted(len(losses) - 1, 'paso')}"
    if rises:
        return f"{said} el camino salta lejos y no se asienta"
    return f"{said} el camino baja despacio: le falta {number_text(gap, 2)} de pérdida"


def _distance_text(gap):
    if gap < 5e-4:
        return "a menos de 0.001 del mínimo"
    return f"a {number_text(gap, 2)} del mínimo"


# --- La frontera que se mueve ------------------------------------------------------


@styled
def plot_municipalities(w1=0.1, w2=0.1, b=-10.0, threshold=0.5, *, title=None):
    """Los 339 municipios, la probabilidad de tu modelo y su frontera recta.

    Args:
        w1, w2: pesos de la electricidad y de la telefonía, por punto porcentual.
        b: sesgo. threshold: desde qué probabilidad se responde 1.

    Raises:
        CourseError: si un parámetro no es un número, o el umbral no está entre 0 y 1.
    """
    require_title(title)
    w1, w2, b = as_number(w1, "w1"), as_number(w2, "w2"), as_number(b, "b")
    threshold = as_number(threshold, "threshold", minimum=0, maximum=1)
    X, y = _municipalities()
    z = w1 * X[:, 0] + w2 * X[:, 1] + b
    answer = sigmoid(z) >= threshold
    wrong = answer != y
    missed, extra = int((wrong & (y == 1)).sum()), int((wrong & (y == 0)).sum())
    loss = binary_cross_entropy(z, y)
    alt = (
        f"{len(y)} municipios según su electricidad y su telefonía de 2012. "
        f"{_line_text(w1, w2, b, threshold)} El modelo dice que sí en "
        f"{int(answer.sum())} y se equivoca en {int(wrong.sum())}: {missed} de la "
        f"clase 1 y {extra} de la clase 0. La pérdida es {number_text(loss, 3)}."
    )
    title = title or (
        f"Se equivoca en {int(wrong.sum())} de {len(y)} municipios, con una pérdida "
        f"de {number_text(loss, 3)}"
    )
    fig = CourseFigure(alt_text=alt, title=title, height=4.6)
    axes = fig.plot_axes(bottom=1.02)
    grid = np.linspace(0, 100, 101)
    levels = w1 * grid + w2 * grid[:, None] + b
    p = sigmoid(levels)
    strength = (0.45 * np.abs(2 * p - 1) + 0.03)[..., None]
    side = np.where((p >= 0.5)[..., None], tint(CLASS_1, 1), tint(CLASS_0, 1))
    image = np.full((*p.shape, 4), 255, np.uint8)  # RGBA: matplotlib no la convierte
    image[..., :3] = np.round(255 * (1 - strength * (1 - side)))
    axes.imshow(image, origin="lower", extent=(0, 100, 0, 100), aspect="auto")
    if p.min() < threshold <= p.max():
        axes.contour(grid, grid, p, [threshold], colors=[VALUES], linewidths=2.2)
    for k, color, marker in ((0, CLASS_0, "o"), (1, CLASS_1, "^")):
        axes.scatter(
            *X[y == k].T,
            s=26,
            c=color,
            marker=marker,
            edgecolors=INK,
            linewidths=0.5,
            label=f"clase {k}",
            zorder=3,
        )
    if wrong.any():
        axes.scatter(
            *X[wrong].T,
            s=85,
            facecolors="none",
            edgecolors=ERROR,
            linewidths=1.7,
            label="mal clasificado",
            zorder=4,
        )
    axes.set(xlim=(0, 100), ylim=(0, 100))
    axes.set(xlabel=_axis_label("electricity"), ylabel="Telefonía, 2012 (% de hogares)")
    _legend_below(fig, axes, ncols=3)
    return fig


def _line_text(w1, w2, b, threshold):
    """Por dónde pasa la frontera, en los ejes del dibujo."""
    if not 0 < threshold < 1:
        return "Con ese umbral no hay frontera."
    level = np.log(threshold / (1 - threshold)) - b
    if w2:
        ends = [(level - w1 * x) / w2 for x in (0, 100)]
        return (
            f"La frontera pasa por telefonía {number_text(ends[0], 3)} con "
            f"electricidad 0, y por {number_text(ends[1], 3)} con electricidad 100."
        )
    if w1:
        return f"La frontera es vertical, en electricidad {number_text(level / w1, 3)}."
    return "Con los dos pesos en 0 no hay frontera."


# --- El umbral ---------------------------------------------------------------------


@styled
def plot_threshold(
    threshold=0.5, *, y_hat, y, classes=("clase 0", "clase 1"), title=None
):
    """Las probabilidades de cada clase, el umbral, y la matriz de confusión que deja.

    Args:
        threshold: desde qué probabilidad se responde 1.
        y_hat: (m,), probabilidades de la clase 1. y: (m,), la verdad.
        classes: los dos nombres.

    Raises:
        CourseError: si el umbral no está entre 0 y 1 o y_hat no son probabilidades.
    """
    require_title(title)
    threshold = as_number(threshold, "threshold", minimum=0, maximum=1)
    y_hat = as_array(y_hat, "y_hat", ndim=1)
    if y_hat.min() < 0 or y_hat.max() > 1:
        raise CourseValueError(
            "y_hat debe contener probabilidades", expected="números entre 0 y 1"
        )
    y = _binary(y, len(y_hat))
    if len(classes) != 2 or not all(isinstance(name, str) for name in classes):
        raise CourseTypeError("classes son dos nombres", got=describe(classes))
    answer = (y_hat >= threshold).astype(int)
    counts = np.array(
        [[int(((y == i) & (answer == j)).sum()) for j in (0, 1)] for i in (0, 1)]
    )
    no, yes = classes
    lost, alarm = int(counts[1, 0]), int(counts[0, 1])
    said = number_text(threshold, 3)
    alt = (
        f"Con umbral {said}: de {counts[1].sum()} de «{yes}», el modelo encuentra "
        f"{counts[1, 1]} y deja pasar {lost}; de {counts[0].sum()} de «{no}», acierta "
        f"{counts[0, 0]} y da {counted(alarm, 'falsa alarma', 'falsas alarmas')}."
    )
    title = title or (
        f"Con umbral {said} deja pasar {lost} de {counts[1].sum()} y da "
        f"{counted(alarm, 'falsa alarma', 'falsas alarmas')}"
    )
    fig = CourseFigure(alt_text=alt, title=title, height=4.6)
    _draw_strips(fig, y_hat, y, threshold, classes)
    _draw_counts(fig, counts, classes)
    return fig


def _draw_strips(fig, y_hat, y, threshold, classes):
    """Cada clase en su franja; lo que cae del lado equivocado lleva un aro."""
    width = fig.get_size_inches()[0]
    axes = fig.axes_at(1.15, 2.6, width - 1.45, fig.body_height - 2.7)
    axes.axvspan(threshold, 1.02, color=tint(CLASS_1, 0.18), lw=0)
    axes.axvspan(-0.02, threshold, color=tint(CLASS_0, 0.13), lw=0)
    jitter = np.random.default_rng(0).uniform(-0.28, 0.28, len(y))
    for k, color, marker in ((0, CLASS_0, "o"), (1, CLASS_1, "^")):
        chosen = y == k
        axes.plot(
            y_hat[chosen],
            (k + jitter)[chosen],
            marker,
            color=color,
            mec=INK,
            mew=0.5,
            ms=6.5,
        )
    wrong = (y_hat >= threshold) != y
    axes.scatter(
        y_hat[wrong],
        (y + jitter)[wrong],
        s=110,
        facecolors="none",
        edgecolors=ERROR,
        linewidths=1.8,
        zorder=4,
    )
    axes.axvline(threshold, color=VALUES, lw=2.2)
    axes.set_yticks([0, 1], classes)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.5, 1.5), xlabel="probabilidad ŷ")


def _draw_counts(fig, counts, classes):
    left, cell, tall, bottom = 2.2, 1.75, 0.55, 0.62
    axes = fig.axes_at(left, bottom, 2 * cell, 2 * tall)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    image = np.ones((2, 2, 3))
    for i in (0, 1):
        for j in (0, 1):
            color = CORRECT if i == j else ERROR
            image[i, j] = tint(color, 0.1 + 0.45 * share[i, j])
            axes.text(
                j,
                i,
                number_text(counts[i, j]),
                ha="center",
                va="center",
                fontsize=BODY + 2,
                fontweight="bold",
                color="#000000",
            )
    axes.imshow(image, aspect="auto")
    axes.set_xticks([0, 1], [f"dice {name}" for name in classes])
    axes.set_yticks([0, 1], [f"es {name}" for name in classes])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(xlabel="respuesta", ylabel="verdad")


# --- Los pesos que crecen ----------------------------------------------------------


@styled
def plot_weight_norms(norms, *, title=None, ylabel="tamaño de los pesos, ‖w‖"):
    """El tamaño de los pesos paso a paso, en escala logarítmica de pasos.

    Args:
        norms: diccionario de etiqueta a valores (pasos,), o un solo arreglo.

    Raises:
        CourseError: si no hay valores o no son números.
    """
    require_title(title)
    named = isinstance(norms, dict)
    series = norms if named else {"": norms}
    if not 1 <= len(series) <= len(LINES):
        raise CourseValueError(
            "Esta figura compara pocas líneas", expected=f"de 1 a {len(LINES)}"
        )
    series = {
        label: as_array(values, "norms", ndim=1) for label, values in series.items()
    }
    parts, growing = [], []
    for label, values in series.items():
        half, last = values[len(values) // 2], values[-1]
        who = f"«{label}»" if label else "El tamaño de los pesos"
        grows = last > 1.02 * half
        growing += [who] if grows else []
        verb = "sigue creciendo" if grows else "se detiene"
        parts.append(
            f"{who} {verb}: {number_text(half, 3)} a la mitad y {number_text(last, 3)} "
            f"al final, en {number_text(len(values))} pasos."
        )
    if title is None:
        title = parts[0][:-1]
        if len(series) > 1 and growing and len(growing) < len(series):
            calm = [f"«{k}»" for k in series if f"«{k}»" not in growing]
            title = f"{growing[0]} sigue creciendo; {calm[0]} se detiene"
    fig = CourseFigure(alt_text=" ".join(parts), title=title, height=3.9)
    longest = max(map(len, series)) if named else 0
    axes = fig.plot_axes(right=0.35 + min(0.108 * longest, 2.3))
    for (label, values), (color, dash) in zip(series.items(), LINES, strict=False):
        steps = np.unique(np.geomspace(1, len(values), 300).astype(int))
        color = WEIGHTS if color == VALUES else color
        axes.plot(steps, values[steps - 1], color=color, linestyle=dash)
        axes.annotate(
            label,
            (steps[-1], values[-1]),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            annotation_clip=False,
        )
    axes.set_xscale("log")
    most = max(map(len, series.values()))
    marks = [10**k for k in range(int(np.log10(most)) + 1)]
    axes.set_xticks(marks, [number_text(mark) for mark in marks])
    axes.minorticks_off()
    axes.set(xlim=(1, most), xlabel="paso (escala logarítmica)", ylabel=ylabel)
    axes.set_ylim(bottom=0)
    return fig
