"""Lo que los estimadores dicen: lo de scikit-learn, en español, y la barra."""

import re
import sys
import warnings
from contextlib import contextmanager

from course_lib.errors import CourseError, CourseTypeError, CourseValueError

__all__ = ["in_spanish", "names_text", "progress", "sayings_of", "value_text", "warn"]


@contextmanager
def progress(wanted, total, unit):
    """Da una función que avanza la barra con la pérdida; sin `wanted`, no hace nada."""
    if not wanted:
        yield lambda loss: None
        return
    from tqdm import tqdm

    with tqdm(
        total=total,
        desc="Entrenando",
        mininterval=0.2,
        bar_format="{desc}: {percentage:3.0f} % |{bar:24}| {n_fmt} de {total_fmt} "
        + unit
        + ", {elapsed} (faltan {remaining}){postfix}",
    ) as bar:

        def show(loss):
            bar.set_postfix_str(f"pérdida {loss:.4f}", refresh=False)
            bar.update()

        yield show


# Lo que aparece en el error de scikit-learn → lo que pasó y qué hacer.
_SAYINGS = (
    ("parse data was", "X es una matriz dispersa", "Conviértela con X.toarray()"),
    (
        "features, but",
        "X no tiene las columnas con que se entrenó el estimador",
        "Usa las mismas, en el mismo orden",
    ),
    (
        "feature names should match",
        "Los nombres de las columnas de X no son los del entrenamiento",
        "Usa las mismas, en el mismo orden",
    ),
    (
        "Reshape your data",
        "X debe tener dos ejes: una fila por ejemplo",
        "Para un solo ejemplo, usa np.reshape(X, (1, -1))",
    ),
    (
        "dim 3",
        "X debe tener dos ejes: una fila por ejemplo",
        "Usa X.reshape(len(X), -1)",
    ),
    (
        "Found array with 0 feature",
        "X no tiene columnas",
        "Revisa con cuáles te quedaste",
    ),
    (
        "Found array with 0",
        "X está vacío",
        "Revisa de dónde sale: quizá un filtro se quedó sin ejemplos",
    ),
    ("Complex data", "Hay números complejos, y aquí van reales", None),
    (
        "Input y contains",
        "y trae números que no son finitos",
        "Quita esos ejemplos, de X y de y, o busca su etiqueta",
    ),
    (
        "contains NaN",
        "X trae NaN: datos que faltan",
        "Quita esas filas, o complétalas con un SimpleImputer en un Pipeline",
    ),
    (
        "infinity",
        "X trae infinitos, o números tan grandes que no caben en su tipo",
        "Busca el paso que los produjo: una división entre cero, un logaritmo de cero",
    ),
    (
        "inconsistent numbers",
        "X e y no tienen la misma cantidad de ejemplos",
        "¿Se perdió una fila al separar los datos?",
    ),
    (
        "Unknown label type",
        "y no trae etiquetas, sino números con decimales u otros objetos",
        "Este estimador clasifica: en y van enteros o textos",
    ),
    (
        "Classification metrics can't",
        "y no trae etiquetas como las del estimador",
        "Compara np.unique(y) con classes_",
    ),
    (
        "string",
        "X debe contener números, y trae texto o algo que no es un número",
        "Convierte esas columnas, por ejemplo con un OneHotEncoder en un Pipeline",
    ),
    (
        "least populated class",
        "Una clase tiene tan pocos ejemplos que no alcanza para apartar validación",
        "Usa early_stopping=False, o junta clases",
    ),
    (
        "should be greater or equal to the number of classes",
        "La validación sería tan pequeña que no tendría un ejemplo de cada clase",
        "Aumenta validation_fraction, o usa early_stopping=False",
    ),
    (
        "cannot be used to seed",
        "random_state no sirve como semilla",
        "Usa un entero, None o un np.random.RandomState",
    ),
)


# Lo mismo con sus avisos.
_WARNINGS = (
    (
        "X does not have valid feature names",
        "X llegó sin nombres de columnas, y el estimador se entrenó con ellos: se usan "
        "en el orden en que vienen. Pasa un DataFrame, o entrena con un arreglo",
    ),
    (
        "X has feature names, but",
        "X trae nombres de columnas, y el estimador se entrenó sin ellos: se usan en "
        "el orden en que vienen. Entrena con un DataFrame, o pasa X.to_numpy()",
    ),
    (
        "The number of unique classes is greater",
        "y tiene más clases distintas que la mitad de los ejemplos. ¿Es una medida, y "
        "no una clase? Este estimador clasifica",
    ),
)


@contextmanager
def in_spanish():
    """Un error de scikit-learn se vuelve un `CourseError`, con sus palabras después.

    Sus avisos se dicen al salir, en español; si hubo error, no hacen falta.
    """
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
    except CourseError:
        raise
    except (ValueError, TypeError) as error:
        kind = CourseTypeError if isinstance(error, TypeError) else CourseValueError
        said = _without_noise(str(error))
        what = "scikit-learn no pudo usar estos datos"
        action = "Revisa que X sea una tabla de números, y que y tenga una etiqueta "
        action += "por cada fila de X"
        for words, *answer in _SAYINGS:
            if words in said:
                what, action = answer
                break
        action = f"{action}. " if action and not action.endswith("?") else action or ""
        raise kind(
            what, action=f"{action.strip()} {sayings_of(said)}".strip()
        ) from None
    for warning in caught:
        text = str(warning.message)
        spanish = [ours for words, ours in _WARNINGS if words in text]
        warn(spanish[0] if spanish else text, warning.category)


def warn(message, category):
    """Avisa en la línea de quien llamó al estimador, no en una de estos módulos."""
    level, frame = 1, sys._getframe()
    while frame.f_back and frame.f_globals.get("__name__", "").startswith(
        ("course_lib.", "contextlib")
    ):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)


def sayings_of(said):
    """Las palabras de scikit-learn, que van después de las nuestras."""
    return f"scikit-learn lo dice así: {said}"


def _without_noise(said):
    """Sin los datos que copia, ni las líneas que recomiendan otros estimadores."""
    if said.startswith("Complex data") or "contains NaN" in said:
        return said.partition("\n")[0]
    said = re.sub(r"(to float: )(.{40}).+", r"\1\2…", said, flags=re.DOTALL)
    return re.sub(r":\s+array=.*?\n(?=Reshape)", ". ", said, flags=re.DOTALL)


def names_text(classes):
    """Los primeros nombres de unas clases, en una línea."""
    names = ", ".join(str(name) for name in list(classes)[:6])
    return names + (", …" if len(classes) > 6 else "")


def value_text(value):
    """Un valor, en pocas letras: los textos van entre comillas."""
    text = str(value)
    text = text[:40] + ("…" if len(text) > 40 else "")
    return f"«{text}»" if isinstance(value, str) else text
