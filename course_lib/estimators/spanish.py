"""Lo que los estimadores dicen: los errores de scikit-learn y la barra de progreso."""

import re
from contextlib import contextmanager

from course_lib.errors import CourseError, CourseTypeError, CourseValueError

__all__ = ["in_spanish", "names_text", "progress"]


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
    ("parse", "X es una matriz dispersa", "Conviértela con X.toarray()"),
    (
        "features, but",
        "X no tiene las columnas con que se entrenó el estimador",
        "Usa las mismas, en el mismo orden",
    ),
    (
        "feature names",
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
        "Found array with 0",
        "X está vacío",
        "Revisa de dónde sale: quizá un filtro se quedó sin ejemplos",
    ),
    ("Complex data", "Hay números complejos, y aquí van reales", None),
    (
        "Input y contains",
        "y trae valores que faltan, o números que no son finitos",
        "Quita esos ejemplos o busca su etiqueta",
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
        "y no trae etiquetas, sino números con decimales o tipos mezclados",
        "Este estimador clasifica: en y van enteros o textos",
    ),
    (
        "requires y",
        "Falta y: para aprender a clasificar hacen falta las etiquetas",
        "Usa fit(X, y)",
    ),
    (
        "string",
        "X debe contener números, y trae texto o algo que no es un número",
        "Convierte esas columnas, por ejemplo con un OneHotEncoder en un Pipeline",
    ),
    (
        "y should be a 1d array",
        "y debe tener una etiqueta por ejemplo",
        "Si y es one-hot, usa np.argmax(y, axis=1)",
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


@contextmanager
def in_spanish():
    """Un error de scikit-learn se vuelve un `CourseError`, con sus palabras después."""
    try:
        yield
    except CourseError:
        raise
    except (ValueError, TypeError) as error:
        kind = CourseTypeError if isinstance(error, TypeError) else CourseValueError
        said = _without_noise(str(error))
        what, action = "Estos datos no sirven aquí", None
        for words, *answer in _SAYINGS:
            if words in said:
                what, action = answer
                break
        action = f"{action}. " if action and not action.endswith("?") else action or ""
        action = f"{action.strip()} scikit-learn lo dice así: {said}".strip()
        raise kind(what, action=action) from None


def _without_noise(said):
    """Sin las líneas que copian el arreglo entero o recomiendan otros estimadores."""
    if said.startswith("Complex data") or "contains NaN" in said:
        return said.partition("\n")[0]
    return re.sub(r":\s+array=.*?\n(?=Reshape)", ". ", said, flags=re.DOTALL)


def names_text(classes):
    """Los primeros nombres de unas clases, en una línea."""
    names = ", ".join(str(name) for name in list(classes)[:6])
    return names + (", …" if len(classes) > 6 else "")
