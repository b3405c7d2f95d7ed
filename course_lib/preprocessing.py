"""Lo que se hace con X antes de la red, escrito como datos: así se puede guardar."""

from dataclasses import dataclass

import numpy as np

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    as_array,
    count_text,
    describe,
)

__all__ = ["Standardization"]


@dataclass(frozen=True, eq=False, repr=False)
class Standardization:
    """(X − mean) / scale, columna por columna, con los números que guarda.

    Es `logistic_regression.standardize` que recuerda: se crea una vez, con
    `Standardization.of(X_train)`, y se aplica llamándola. `mean` y `scale`: (d,), un
    número por variable; quedan como copias de solo lectura.
    CourseError: formas distintas, números que no son finitos, `scale` que no es mayor
    que 0.
    """

    mean: np.ndarray
    scale: np.ndarray

    def __post_init__(self):
        mean = as_array(self.mean, "mean", ndim=1)
        scale = as_array(self.scale, "scale", shape=mean.shape)
        if (scale <= 0).any():
            j = int(np.argmax(scale <= 0))
            raise CourseValueError(
                "scale divide, y tiene un número que no sirve para eso",
                expected="un número mayor que 0",
                got=f"{scale[j]:g} en scale[{j}]",
                action="Para una columna constante, usa 1: así queda en 0",
            )
        for name, value in (("mean", mean), ("scale", scale)):
            value = value.copy()
            value.setflags(write=False)
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, X_train):
        """La de X_train (m, d): su media y su desviación; una columna constante da 0.

        Mira solo el conjunto de entrenamiento: con los demás, la evaluación ya habría
        visto la prueba. Diapositiva «Regresión Logística»; lección 02.
        CourseError: X_train que no es una matriz de números finitos, o números tan
        extremos que su desviación desborda.
        """
        X_train = as_array(X_train, "X_train", ndim=2)
        with np.errstate(all="ignore"):  # lo que desborde se dice abajo
            mean, scale = X_train.mean(axis=0), X_train.std(axis=0)
        # No basta mirar si la desviación es 0: la media de una columna de 0.1 no es
        # exactamente 0.1.
        constant = X_train.max(axis=0) == X_train.min(axis=0)
        scale = np.where(constant, X_train.dtype.type(1), scale)
        if not (np.isfinite(mean) & np.isfinite(scale) & (scale > 0)).all():
            wrong = ~(np.isfinite(mean) & np.isfinite(scale) & (scale > 0))
            raise CourseValueError(
                f"La columna {int(np.argmax(wrong))} de X_train tiene números tan "
                "extremos que su media o su desviación no se pueden calcular",
                action="Cambia su unidad: divide la columna entre su mayor valor",
            )
        return cls(mean, scale)

    def __call__(self, X):
        """Estandariza X (m, d) con estos números. CourseError: otras columnas, NaN."""
        X = as_array(X, "X", shape=(None, self.mean.size))
        return (X - self.mean) / self.scale

    def __repr__(self):
        return f"Standardization({count_text(self.mean.size, 'variable')})"


def preprocessing_text(preprocessing):
    """Qué hace un preprocesamiento, en pocas palabras."""
    if preprocessing is None:
        return "ninguno"
    if isinstance(preprocessing, Standardization):
        return f"estandariza {count_text(preprocessing.mean.size, 'variable')}"
    return describe(preprocessing)


def as_standardization(network, what):
    """El preprocesamiento de una red como datos: una Standardization, o None.

    what: lo que no se puede hacer con una función cualquiera («guardar»), para decirlo.
    CourseError: una función. Que las columnas son las de W[1] ya lo exige `Network`.
    """
    steps = network.preprocessing
    if steps is None:
        return None
    if not isinstance(steps, Standardization):
        raise CourseTypeError(
            f"El preprocesamiento de esta red es código, y eso no se puede {what}",
            expected="Standardization.of(X_train), de course_lib.preprocessing, o None",
            got=describe(steps),
            action="Usa dataclasses.replace(network, preprocessing=…) con una de las "
            "dos. Con None, aplica tu función a X antes de llamar a la red",
        )
    return steps
