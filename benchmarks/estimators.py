"""La exactitud de nuestros estimadores, al lado de la de scikit-learn.

Cinco pliegues estratificados y fijos, los mismos para todos, con `StandardScaler`
dentro del `Pipeline`. Las dos redes son del mismo tamaño (100 unidades ocultas) y
tienen épocas de sobra para estabilizarse; como dependen de la semilla, se informa la
media de varias. La regresión logística no depende de ninguna.

    python -m benchmarks.estimators [semillas]
"""

import statistics
import sys
import warnings

import numpy as np
from sklearn import datasets as from_sklearn
from sklearn import linear_model, neural_network
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course_lib import datasets, estimators

FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)
MARGIN = 0.01
EPOCHS = 1000


def _municipalities(target):
    m = datasets.load_municipalities()
    names = {
        "departamento": m.departments,
        "región": np.array(m.region_names)[m.region],
    }
    return m.satellite, names[target]


DATA = {
    "digits": lambda: from_sklearn.load_digits(return_X_y=True),
    "breast_cancer": lambda: from_sklearn.load_breast_cancer(return_X_y=True),
    "wine": lambda: from_sklearn.load_wine(return_X_y=True),
    "moons": lambda: from_sklearn.make_moons(500, noise=0.3, random_state=0),
    "departamento": lambda: _municipalities("departamento"),
    "región": lambda: _municipalities("región"),
}

PAIRS = {
    "LogisticRegression": lambda seed: (
        estimators.LogisticRegression(),
        linear_model.LogisticRegression(max_iter=5000),
    ),
    "MLPClassifier": lambda seed: (
        estimators.MLPClassifier(random_state=seed, max_iter=EPOCHS),
        neural_network.MLPClassifier(random_state=seed, max_iter=EPOCHS),
    ),
}


def accuracy(estimator, X, y):
    """La exactitud media de los cinco pliegues."""
    model = make_pipeline(StandardScaler(), estimator)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return float(cross_val_score(model, X, y, cv=FOLDS).mean())


def side_by_side(name, data, seeds):
    """La exactitud de los nuestros y de los suyos: dos listas, una por semilla."""
    X, y = DATA[data]()
    if name == "LogisticRegression":
        seeds = seeds[:1]
    pairs = [PAIRS[name](seed) for seed in seeds]
    ours = [accuracy(mine, X, y) for mine, _ in pairs]
    return ours, [accuracy(theirs, X, y) for _, theirs in pairs]


def main():
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    print(f"Exactitud en 5 pliegues; MLPClassifier: media de {len(seeds)} semillas")
    print(f"{'estimador':20}{'datos':15}{'nuestro':>9}{'scikit-learn':>14}  diferencia")
    for name in PAIRS:
        for data in DATA:
            ours, theirs = map(statistics.fmean, side_by_side(name, data, seeds))
            print(
                f"{name:20}{data:15}{ours:9.4f}{theirs:14.4f}  {ours - theirs:+.4f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
