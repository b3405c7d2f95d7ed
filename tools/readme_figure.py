"""Dibuja la imagen del README: `python -m tools.readme_figure` la escribe en docs/.

Es la red de la lección 04 mientras aprende las tres espirales: la misma función
`train` que escribe quien aprende, mirada en tres de sus pasos.
"""

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from course_lib.datasets import spirals
from course_lib.figures import plot_boundaries
from course_lib.losses import one_hot
from course_lib.mlp import predict, train

ROOT = Path(__file__).resolve().parents[1]
IMAGE = ROOT / "docs" / "portada.png"
STEPS = (0, 30, 300)
DPI = 150
LAYER_SHAPES = [2, 32, 32, 3]


def snapshots(X, Y):
    """Los parámetros (W, b) de la red en cada uno de los `STEPS`."""
    kept = {}

    def keep(k, W, b, loss):
        if k in STEPS:
            kept[k] = W, b

    W, b, _ = train(X, Y, LAYER_SHAPES, 0.5, max(STEPS), seed=0, callback=keep)
    return kept | {max(STEPS): (W, b)}


def draw():
    """La figura: la frontera de decisión en cada paso, con los puntos encima."""
    X, y = spirals(300, noise=0.2, seed=4)
    models = [
        (
            "sin entrenar" if k == 0 else f"paso {k}",
            lambda points, W=W, b=b: predict(points, W, b),
        )
        for k, (W, b) in sorted(snapshots(X, one_hot(y, 3)).items())
    ]
    title = "La frontera se dobla hasta seguir las espirales"
    return plot_boundaries(models, X, y, title=title)


def to_image(figure):
    """Los tonos de gris de la figura, (alto, ancho), como quedan en el archivo."""
    png = io.BytesIO(figure.to_png(dpi=DPI))
    return np.asarray(Image.open(png).convert("L"), float)


def main():
    """Escribe la imagen y muestra su texto alternativo."""
    figure = draw()
    IMAGE.parent.mkdir(exist_ok=True)
    IMAGE.write_bytes(figure.to_png(dpi=DPI))
    print(f"{IMAGE.relative_to(ROOT)}: {figure.alt_text}")


if __name__ == "__main__":
    sys.exit(main())
