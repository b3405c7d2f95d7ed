"""Revisar X e y antes que scikit-learn, y decir qué columna o qué etiqueta no sirve.

Los datos nunca se copian en el mensaje: a lo más, el primer valor que no sirve.
"""

import numbers
from collections import Counter

import numpy as np
from sklearn.exceptions import DataConversionWarning

from course_lib.errors import (
    CourseTypeError,
    CourseValueError,
    ShapeError,
    describe,
    shape_text,
)

from .spanish import names_text, sayings_of, value_text, warn

__all__ = ["as_classes", "as_labels", "require_known_kind", "require_table"]


def as_labels(y, call="fit(X, y)"):
    """Exige una etiqueta por ejemplo: y sin cambios, o (m,) si era una columna."""
    if y is None:
        raise CourseValueError(
            "Falta y: hacen falta las etiquetas",
            action=f"Usa {call}. "
            + sayings_of("requires y to be passed, but the target y is None"),
        )
    shape = _labels_array(y, "y").shape
    if len(shape) > 1 and (len(shape) > 2 or shape[1] != 1):
        flat = len(shape) == 2 and shape[0] == 1
        raise ShapeError(
            "y debe tener una etiqueta por ejemplo"
            + ("" if flat else ", no una columna por clase"),
            expected="forma (m,)",
            got=f"forma {shape_text(shape)}",
            action=("Usa np.ravel(y). " if flat else "Si y es one-hot, usa ")
            + ("" if flat else "np.argmax(y, axis=1). ")
            + sayings_of("y should be a 1d array, got an array of shape")
            + f" {shape_text(shape)} instead",
        )
    if len(shape) == 2:
        warn(
            f"y llegó como una columna, de forma {shape_text(shape)}, y se usó aplanada"
            ". Usa np.ravel(y). scikit-learn lo dice así: DataConversionWarning("
            "'A column-vector y was passed when a 1d array was expected')",
            DataConversionWarning,
        )
        y = y.iloc[:, 0] if hasattr(y, "iloc") else np.asarray(y)[:, 0]
    _require_one_kind(y, "y")
    return y


def as_classes(classes):
    """Las `classes` de partial_fit, revisadas como y, ordenadas y sin repetir."""
    if _labels_array(classes, "classes").ndim != 1:
        raise ShapeError(
            "`classes` debe ser una lista con las clases que van a aparecer",
            expected="una lista de un solo eje, como classes=np.unique(y)",
            got=describe(classes),
        )
    _require_one_kind(classes, "classes")
    return np.unique(np.asarray(classes))


def require_known_kind(y, classes):
    """Que y no traiga números si las clases son textos, ni al revés."""
    label = next(iter(np.asarray(y)), None)
    known = classes[0]
    if label is not None and isinstance(label, str) != isinstance(known, str):
        kind, wanted = ("textos", "números")[:: 1 if isinstance(label, str) else -1]
        raise CourseTypeError(
            f"y trae {kind}, y el estimador se entrenó con {wanted}",
            expected=f"una de estas etiquetas: {names_text(classes)}",
            got=value_text(label),
            action="Usa las mismas etiquetas que en fit",
        )


def require_table(X, *, examples=None, n_features=None, who=""):
    """Exige que X parezca una tabla (m, d) de números; lo demás lo ve scikit-learn.

    examples: cuántas etiquetas hay, al entrenar. n_features: las columnas con que se
    entrenó `who`, al predecir.
    """
    if hasattr(X, "toarray"):  # dispersa: scikit-learn lo dice
        return
    if X is None or isinstance(X, (str, bytes, dict)):
        raise CourseTypeError(
            "X debe ser una tabla de números, con una fila por ejemplo",
            expected="un arreglo (m, d) o un DataFrame",
            got=describe(X),
            action="Si es el nombre de un archivo, léelo antes: pandas.read_csv(…)"
            if isinstance(X, str)
            else "Conviértelo antes: pandas.DataFrame(X)"
            if isinstance(X, dict)
            else None,
        )
    if np.ma.is_masked(X):
        raise CourseValueError(
            "X es un arreglo enmascarado: hay datos que faltan",
            action="Usa X.filled(np.nan) y complétalos con un SimpleImputer, o quita "
            "esas filas",
        )
    shape = np.shape(_rectangular(X)) if isinstance(X, (list, tuple)) else None
    shape = getattr(X, "shape", None) if shape is None else shape
    if not isinstance(shape, tuple):
        return
    if len(shape) == 1:
        _refuse_one_axis(X, shape, examples)
    if len(shape) == 2 and hasattr(X, "iloc"):
        _require_columns(X)
    if getattr(getattr(X, "dtype", None), "kind", None) in ("m", "M"):
        raise CourseTypeError(
            "X debe contener números, y trae fechas", action="Conviértelas en números"
        )
    transposed = len(shape) == 2 and (
        shape[1] == examples != shape[0]
        if examples is not None
        else shape[0] == n_features != shape[1]
    )
    if transposed:
        wanted = f"({examples}, d)" if n_features is None else f"(m, {n_features})"
        raise ShapeError(
            "X llegó transpuesta",
            expected=f"una fila por ejemplo: forma {wanted}",
            got=f"forma {shape_text(shape)}",
            action="Usa X.T"
            + (
                f". {sayings_of(f'X has {shape[1]} features, but {who} is expecting')}"
                f" {n_features} features as input"
                if n_features is not None
                else ""
            ),
        )


def _labels_array(values, name):
    """`values` como arreglo, para mirarlo: una lista, sin pasar todo a texto."""
    if isinstance(values, (str, bytes, dict)) or hasattr(values, "toarray"):
        action = f"Usa np.ravel({name}.toarray())" if hasattr(values, "toarray") else ""
        if isinstance(values, str):
            action = "Si es el nombre de una columna, usa df[nombre]"
    elif isinstance(values, (list, tuple)) and any(np.ndim(v) for v in values):
        return np.asarray(_rectangular(values, name))
    else:
        is_list = isinstance(values, (list, tuple))
        array = np.asarray(values, dtype=object if is_list else None)
        if array.ndim:
            return array
        action = ""
    raise CourseTypeError(
        f"{name} debe tener una etiqueta por ejemplo"
        if name == "y"
        else f"{name} debe ser una lista con las clases que van a aparecer",
        expected="una lista o un arreglo (m,)",
        got=describe(values),
        action=action,
    )


def _rectangular(values, name="X"):
    try:
        return np.asarray(values)
    except (ValueError, TypeError):
        raise ShapeError(
            f"Las filas de {name} no tienen todas el mismo largo",
            expected="una fila por ejemplo, todas con las mismas columnas"
            if name == "X"
            else "una etiqueta por ejemplo",
            action=f"Busca la que difiere: [len(row) for row in {name}]",
        ) from None


def _is_missing(value):
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, numbers.Real) and value != value)
        or (isinstance(value, (np.datetime64, np.timedelta64)) and np.isnat(value))
    )


def _require_one_kind(values, name):
    """Que no falten etiquetas, ni haya bytes, ni textos mezclados con números."""
    array = _labels_array(values, name)
    if array.dtype.kind not in "OSfmM":
        return
    firsts, english = {}, f"Input {name} contains NaN"
    for i, value in enumerate(array):
        if _is_missing(value):
            others = sum(map(_is_missing, array)) - 1
            raise CourseValueError(
                f"{name} trae valores que faltan: {value_text(value)} en {name}[{i}]"
                + (f", y {others} más" if others else ""),
                action=(
                    "Quita esos ejemplos, de X y de y, o busca su etiqueta. "
                    if name == "y"
                    else "Quita los valores que no son clases. "
                )
                + sayings_of(english),
            )
        kind = "textos" if isinstance(value, str) else type(value).__name__
        if isinstance(value, (numbers.Number, np.bool_)):
            kind = "números"
        firsts.setdefault(kind, (i, value))
    if {"bytes", "bytes_"} & firsts.keys():
        raise CourseTypeError(
            f"{name} trae bytes, y las etiquetas son textos o números",
            action=f"Conviértelos en textos: [label.decode() for label in {name}]",
        )
    if len(firsts) > 1:
        got = " y ".join(
            f"{value_text(value)} en {name}[{i}]" for i, value in firsts.values()
        )
        raise CourseTypeError(
            f"{name} mezcla {' y '.join(firsts)}",
            expected="etiquetas de un solo tipo",
            got=got,
            action=f"Conviértelas todas en textos: [str(label) for label in {name}]",
        )


def _refuse_one_axis(X, shape, examples):
    one_row = "Para un solo ejemplo, usa np.reshape(X, (1, -1))"
    one_column = "Si X es una sola columna, usa np.reshape(X, (-1, 1))"
    if hasattr(X, "iloc"):
        one_row = "Para una sola fila, usa df.iloc[[i]], con dos corchetes"
        one_column = "Si X es una sola columna, usa X.to_frame()"
    raise ShapeError(
        "X debe tener dos ejes: una fila por ejemplo",
        expected="forma (m, d)",
        got=f"forma {shape_text(shape)}",
        action=f"{one_column if shape[0] == examples else one_row}. "
        + sayings_of("Expected 2D array, got 1D array instead. Reshape your data"),
    )


def _require_columns(X):
    """Lo que de un DataFrame no sirve, con el nombre de la columna."""
    names = list(X.columns)
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        raise CourseValueError(
            f"X tiene columnas repetidas: {', '.join(map(value_text, repeated))}",
            action="Deja una de cada una: X.loc[:, ~X.columns.duplicated()]",
        )
    if len({isinstance(name, str) for name in names}) > 1:
        raise CourseTypeError(
            "Los nombres de las columnas de X mezclan textos y números",
            expected="nombres que sean todos textos",
            got=names_text(names),
            action="Usa X.columns = X.columns.astype(str)",
        )
    for i, (name, dtype) in enumerate(X.dtypes.items()):
        kind = getattr(dtype, "kind", "O")
        if kind in "mM":
            raise CourseTypeError(
                f"La columna «{name}» de X trae fechas, y aquí van números",
                action="Conviértela en un número, por ejemplo en días: "
                f'(X["{name}"] - X["{name}"].min()).dt.days; o quítala con '
                f'X.drop(columns="{name}")',
            )
        if kind not in "OSU":
            continue
        column = X.iloc[:, i]
        try:
            np.asarray(column, dtype=np.float64)
        except (ValueError, TypeError):
            row, value = next((r, v) for r, v in enumerate(column) if not _is_number(v))
            raise CourseTypeError(
                f"La columna «{name}» de X no trae números: en la fila {row} está "
                f"{value_text(value)}",
                action="Complétala con un SimpleImputer, o quita esas filas"
                if _is_missing(value)
                else "Conviértela, por ejemplo con un OneHotEncoder en un Pipeline, o "
                f'quítala con X.drop(columns="{name}")',
            ) from None


def _is_number(value):
    try:
        float(value)
    except (ValueError, TypeError):
        return False
    return True
