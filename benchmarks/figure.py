"""La figura del banco: cuánto crece el tiempo de un paso."""

import numpy as np

from course_lib.figures.style import (
    GRADIENTS,
    INK,
    SMALL,
    CourseFigure,
    number_text,
    styled,
)


@styled
def plot_growth(growth):
    """Segundos contra tamaño en ejes logarítmicos, un recuadro por barrido.

    growth: lo que da `benchmarks.growth.measure`.
    """
    slopes = ", ".join(
        f"con {name}, {number_text(found['slope'], 2)}"
        for name, found in growth.items()
    )
    most = max(growth, key=lambda name: growth[name]["slope"])
    factor = number_text(2 ** growth[most]["slope"], 2)
    fig = CourseFigure(
        alt_text=(
            "Cuatro gráficos de segundos contra tamaño, en ejes logarítmicos, con una "
            f"recta ajustada a la mitad derecha. Pendientes: {slopes}."
        ),
        title=f"Al doble de {most}, el tiempo se multiplica por {factor}; con lo "
        "demás crece menos",
        height=6.6,
    )
    width = fig.get_size_inches()[0]
    panel, tall = (width - 2.1) / 2, 2.2
    for index, (name, found) in enumerate(growth.items()):
        column, row = index % 2, index // 2
        axes = fig.axes_at(
            0.85 + column * (panel + 0.95), 4.2 - row * 3.25, panel, tall
        )
        sizes, seconds = np.array(found["sizes"]), np.array(found["seconds"])
        half = len(sizes) // 2
        middle = np.exp(np.log(seconds[half:]).mean())
        center = np.exp(np.log(sizes[half:]).mean())
        axes.plot(sizes, 1e3 * seconds, "o", color=GRADIENTS, mec=INK)
        line = 1e3 * middle * (sizes[half:] / center) ** found["slope"]
        axes.plot(sizes[half:], line, "--", color=INK)
        axes.set(xscale="log", yscale="log", xlabel=name, ylabel="milisegundos")
        axes.set_xticks(sizes, [number_text(int(size), 6) for size in sizes])
        axes.tick_params(axis="x", labelsize=SMALL, rotation=30)
        axes.minorticks_off()
        low, high = 1e3 * seconds.min() * 0.7, 1e3 * seconds.max() * 1.4
        axes.set_ylim(low, high)
        marks = [
            tick
            for power in range(-4, 6)
            for tick in (10.0**power, 3 * 10.0**power)
            if low <= tick <= high
        ]
        axes.set_yticks(marks, [number_text(tick, 2) for tick in marks])
        axes.minorticks_off()
        axes.text(
            0.05,
            0.95,
            f"pendiente {number_text(found['slope'], 2)}",
            transform=axes.transAxes,
            va="top",
            fontsize=SMALL,
        )
    return fig
