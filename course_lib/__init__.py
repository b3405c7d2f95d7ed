"""Introducción a las redes neuronales, desde NumPy.

El sílabo: qué módulo se escribe o se usa en cada lección, y qué diapositivas cubre.

| módulo | lección | diapositivas |
| --- | --- | --- |
| graph | 00, 01 | Grafo Computacional: ¿Por qué usarlo?, Interpretación, Ejemplo |
| gradient_check | 01 | Introducción: ¿Cómo ajustar los parámetros del modelo? |
| activations | 00, 02, 03, 04 | Funciones de Activación: Sigmoide, Relu |
| losses | 02, 04 | Perceptrón Multicapa: Modelo |
| logistic_regression | 02 | Grafo Computacional: Regresión Logística |
| mlp | 04 | Perceptrón Multicapa: Modelo, Forward & Backprop, Entrenamiento |
| optimizers | 05 | Perceptrón Multicapa: Entrenamiento |
| datasets | 00, 02, 04, 05, 06 | — |

Para tus propios datos, con lo aprendido: `estimators` (MLPClassifier y
LogisticRegression, con la interfaz de scikit-learn), `preprocessing` (Standardization),
`storage` (save y load), `description` (describe) e `interop` (ida y vuelta a
scikit-learn y PyTorch).

En un cuaderno: `from course_lib import check, hint, answer, assemble`. También se piden
aquí `move`, `question`, `shapes` y `progress_panel`; y para una red ya entrenada,
`save`, `load` y `describe`.
"""

__all__ = [
    "answer",
    "assemble",
    "check",
    "describe",
    "fixed",
    "hint",
    "load",
    "move",
    "progress_panel",
    "question",
    "save",
    "shapes",
]


def __getattr__(name):
    # Se cargan al pedirlos: `import course_lib.mlp` no arrastra los ejercicios.
    if name in ("load", "save"):
        from course_lib import storage

        return getattr(storage, name)
    if name == "describe":
        from course_lib import description

        return description.describe
    if name in __all__:
        from course_lib import classroom

        return getattr(classroom, name)
    raise AttributeError(f"`course_lib` no tiene «{name}»")


def __dir__():
    return [*globals(), *__all__]
