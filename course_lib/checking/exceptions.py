"""Qué significa una excepción, dicho a quien nunca vio una."""

import re
from difflib import get_close_matches

__all__ = ["explain_problem"]


def _matmul(match, problem, names):
    if re.search(r"(?<!\w)inner\(", problem.code):
        return (
            "`np.inner` cruza las filas de una matriz con las filas de la otra. El "
            "producto de matrices cruza filas con columnas, y se escribe con `@`."
        )
    first, second = match.group("b"), match.group("a")
    return (
        f"Un producto de matrices no encaja: la de la izquierda tiene {first} "
        f"columnas y la de la derecha {second} filas, y deben ser iguales. Escribe las "
        "formas de las dos junto a la fórmula: ¿falta una transpuesta, o van en otro "
        "orden?"
    )


def _broadcast(match, problem, names):
    shapes = " y ".join(re.findall(r"\([\d, ]*\)", match.group("shapes")))
    return (
        f"Quieres operar, elemento a elemento, arreglos de formas {shapes}, y no "
        "encajan. ¿Querías un producto de matrices (`@`), o le falta a uno un eje?"
    )


def _name(match, problem, names):
    name = match.group("name")
    close = _meant(name, names)
    if name in ("np", "numpy"):
        help_text = "Corre la primera celda del cuaderno, la de los `import`."
    elif close:
        help_text = f"¿Querías escribir «{close}»?"
    else:
        help_text = "¿Está bien escrito? ¿Corriste la celda que lo define?"
    return f"Usas «{name}», y ese nombre no existe todavía. {help_text}"


def _meant(name, names):
    """El nombre que se quiso escribir: el mismo con otra mayúscula, o uno parecido.

    El mismo puede ser de otra función, y ahí no sirve de ayuda.
    """
    others = [other for other in names if other != name]
    same = [other for other in others if other.lower() == name.lower()]
    close = same or get_close_matches(name, others, n=1, cutoff=0.75)
    return close[0] if close else None


def _unbound(match, problem, names):
    name = match.group("name")
    return (
        f"Usas «{name}» dentro de la función antes de darle un valor. Si está dentro "
        "de un `if` o de un `for`, quizá esa línea no llegó a correr."
    )


def _none_operand(match, problem, names):
    return (
        "Una de las cosas que operas es None. Suele venir de una función auxiliar que "
        "olvidó su `return`, de un método que cambia la lista y no devuelve nada (como "
        "`.reverse()` o `.append()`), o de un lugar que todavía no llenaste."
    )


def _arguments(match, problem, names):
    called = match.group("name")
    return (
        f"Llamas a `{called}` con otros argumentos, o en otra cantidad, que los que "
        "recibe. Mira su primera línea (`def …`) y compárala con tu llamada."
    )


def _index(match, problem, names):
    return (
        "Pides un índice que no existe. Los índices empiezan en 0 y el último es el "
        "largo menos 1. Imprime el largo y el índice justo antes de esa línea."
    )


def _list_times_number(match, problem, names):
    return (
        "Multiplicas una lista entera por un número con decimales, y Python no reparte "
        "la operación entre sus elementos. Recórrela y opera elemento a elemento."
    )


def _few_axes(match, problem, names):
    return (
        "En un producto de matrices (`@`), uno de los dos factores no tiene ejes: es "
        "un número suelto, o None. ¿Qué hay en ese lugar? Imprímelo antes de esa línea."
    )


def _unpack(match, problem, names):
    return (
        "A la izquierda del `=` hay una cantidad de nombres, y a la derecha otra "
        "cantidad de valores. Cuéntalos: deben ser iguales."
    )


def _shape_without_parens(match, problem, names):
    return (
        "La forma de un arreglo nuevo va en una sola tupla, con sus propios "
        "paréntesis: "
        "`np.zeros((filas, columnas))`. Sin ellos, lo segundo se toma por el tipo."
    )


def _not_callable(match, problem, names):
    kind = match.group("kind")
    return (
        f"Pones paréntesis después de algo que no es una función, sino un {kind}. "
        "¿Querías corchetes, o un `*` entre los dos?"
    )


def _dtype_cast(match, problem, names):
    return (
        "Guardas un resultado con decimales en un arreglo de enteros. Créalo con "
        "decimales (`dtype=float`), o usa una operación nueva en vez de `+=`, `-=` o "
        "`*=`."
    )


def _read_only(match, problem, names):
    return (
        "Intentas modificar un argumento, y aquí llegó de solo lectura. Haz una copia "
        "(`x.copy()`) y trabaja sobre ella, o construye un arreglo nuevo."
    )


def _ambiguous(match, problem, names):
    if re.search(r"(?<![\w.])(max|min|sorted)\(", problem.code):
        return (
            "El `max` (o `min`) de Python compara de a dos y no sabe comparar filas "
            "enteras. Usa el de NumPy, que recibe el eje: `.max(axis=…)`."
        )
    return (
        "Un `if`, un `while` o un `and` recibe un arreglo entero, y necesita un solo "
        "sí o "
        "no. Para elegir elemento a elemento usa `np.where`, o multiplica por la "
        "comparación."
    )


def _attribute(match, problem, names):
    kind, name = match.group("kind"), match.group("name")
    if kind == "NoneType":
        return (
            f"Pides «.{name}» a algo que es None. Busca de dónde sale: ¿una función "
            "que olvidó su `return`, o el índice 0 de una lista por capas?"
        )
    if kind == "list":
        return (
            f"Pides «.{name}» a una lista, y las listas no lo tienen. Conviértela "
            "antes en un arreglo con `np.array(...)`."
        )
    if kind == "tuple" and hasattr(list, name):
        return (
            f"Pides «.{name}» a una tupla, que es como una lista que no se puede "
            "cambiar. Recórrela sin cambiarla, o haz antes una lista nueva con "
            "`list(...)`."
        )
    if kind == "tuple":
        return (
            f"Pides «.{name}» a una tupla. ¿La dio una función que devuelve varias "
            "cosas? Sepáralas primero, con un nombre para cada una. Si son números, "
            "haz antes un arreglo con `np.array(...)`."
        )
    if kind in _NUMBERS:
        return (
            f"Pides «.{name}» a un número suelto, y solo lo tienen los arreglos. ¿Ahí "
            "esperabas un arreglo? `np.asarray(...)` convierte a uno cualquiera de los "
            "dos."
        )
    if kind == "numpy.ndarray" and hasattr(list, name):
        return (
            f"Pides «.{name}» a un arreglo, y eso es de las listas. Junta los "
            "resultados en una lista, o crea el arreglo de su tamaño y llénalo."
        )
    return f"Un objeto de tipo {kind} no tiene «.{name}». ¿Está bien escrito?"


_NUMBERS = ("int", "float", "bool", "numpy.float64", "numpy.int64", "numpy.bool")


def _module_attribute(match, problem, names):
    module, name = match.group("module"), match.group("name")
    return (
        f"La biblioteca `{module}` no tiene «{name}». ¿Está bien escrito? Las "
        "funciones de otros ejercicios se llaman solas, sin nada delante."
    )


def _number_as_list(match, problem, names):
    return (
        "Tratas un número suelto como si fuera una lista: le pides su largo o un "
        "índice, o lo recorres. ¿Ahí puede llegar un número, o querías `range(...)`?"
    )


def _not_changeable(match, problem, names):
    return (
        "Quieres escribir dentro de algo que no se puede cambiar, como una tupla. Haz "
        "antes una lista con `list(...)`, o construye una nueva."
    )


def _list_arithmetic(match, problem, names):
    return (
        "Operas una lista entera, y Python no reparte la operación entre sus "
        "elementos. Recórrela y opera elemento a elemento, o haz antes un arreglo "
        "con `np.array(...)`."
    )


def _one_number_function(match, problem, names):
    return (
        "Le das un arreglo entero a una operación que recibe un solo número, como las "
        "de `math`, `int` o `float`. Las de NumPy (`np.…`) reciben el arreglo entero."
    )


def _too_many_indices(match, problem, names):
    return (
        "Usas más índices que ejes tiene ese arreglo. ¿Ahí hay un vector donde "
        "esperabas una matriz? Imprime su forma (`.shape`)."
    )


def _not_an_index(match, problem, names):
    return (
        "Un índice debe ser un número entero (o una lista o un arreglo de enteros), y "
        "ahí hay otra cosa: un decimal, quizá, o texto. ¿De qué tipo es?"
    )


def _list_indices(match, problem, names):
    return (
        "A una lista se le pide un solo índice, entero. `L[i, j]` es de los arreglos: "
        "en una lista de listas se escribe `L[i][j]`."
    )


def _sequence_in_a_place(match, problem, names):
    return (
        "Guardas varios números en un lugar donde cabe uno. Mira qué forma tiene lo "
        "que está a la derecha del `=`, y cuántos índices hay a la izquierda."
    )


def _reshape(match, problem, names):
    return (
        "Pides una forma que no tiene tantos lugares como números hay. Multiplica los "
        "tamaños de la forma nueva: ¿dan el `.size` del arreglo?"
    )


def _uneven_zip(match, problem, names):
    return (
        "`zip` recorre a la vez cosas de distinto largo. Imprime el largo de cada una: "
        "¿a cuál le sobra o le falta un elemento?"
    )


def _joined_shapes(match, problem, names):
    return (
        "Quieres pegar arreglos cuyas formas no encajan. Deben coincidir en todos los "
        "ejes, salvo en el que se pega. Imprime sus formas."
    )


def _not_a_count(match, problem, names):
    return (
        "Ahí hace falta un número entero: cuántas vueltas da un `range`, o un tamaño. "
        "¿Querías el largo, `len(...)`, o convertirlo con `int(...)`?"
    )


_SCALAR = r"'(int|float|bool|numpy\.\w+)'"

# (tipo de excepción, patrón del mensaje, explicación). Gana el primero que calza.
_KNOWN = [
    (
        "ValueError",
        r"matmul: .*\(size (?P<a>\d+) is different from (?P<b>\d+)\)",
        _matmul,
    ),
    (
        "ValueError",
        r"shapes \(.*?(?P<b>\d+),?\) and \((?P<a>\d+),?.*\) not aligned",
        _matmul,
    ),
    ("ValueError", r"matmul: .* does not have enough dimensions", _few_axes),
    ("ValueError", r"unpack", _unpack),
    ("ValueError", r"could not be broadcast.*?shapes? (?P<shapes>\(.*)", _broadcast),
    ("ValueError", r"non-broadcastable .*? (?P<shapes>\(.*)", _broadcast),
    ("ValueError", r"truth value of an array", _ambiguous),
    ("ValueError", r"read-only", _read_only),
    ("UnboundLocalError", r"variable '(?P<name>\w+)'", _unbound),
    ("NameError", r"name '(?P<name>\w+)' is not defined", _name),
    ("TypeError", r"cannot unpack", _unpack),
    ("TypeError", r"[Cc]annot interpret .* as a data type", _shape_without_parens),
    ("TypeError", r"data type .* not understood", _shape_without_parens),
    ("TypeError", r"NoneType", _none_operand),
    ("TypeError", r"can't multiply sequence", _list_times_number),
    ("TypeError", r"'(?P<kind>[\w.]+)' object is not callable", _not_callable),
    ("UFuncTypeError", r"", _dtype_cast),
    ("UFuncOutputCastingError", r"", _dtype_cast),
    ("_UFuncOutputCastingError", r"", _dtype_cast),
    ("TypeError", r"(?P<name>[\w.<>]+)\(\) (missing|takes|got)", _arguments),
    (
        "AttributeError",
        r"'(?P<kind>[\w.]+)' object has no attribute '(?P<name>\w+)'",
        _attribute,
    ),
    (
        "AttributeError",
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
        _module_attribute,
    ),
    ("ValueError", r"setting an array element with a sequence", _sequence_in_a_place),
    ("ValueError", r"cannot reshape array", _reshape),
    ("ValueError", r"zip\(\) argument", _uneven_zip),
    ("ValueError", r"all the input array", _joined_shapes),
    (
        "TypeError",
        _SCALAR + r" object is not (iterable|subscriptable)",
        _number_as_list,
    ),
    ("TypeError", r"object of type " + _SCALAR + r" has no len", _number_as_list),
    ("TypeError", r"(iteration over a 0-d array|of unsized object)", _number_as_list),
    ("TypeError", r"does not support item assignment", _not_changeable),
    ("TypeError", r"unsupported operand .*'(list|tuple)'", _list_arithmetic),
    ("TypeError", r"bad operand type for unary -: '(list|tuple)'", _list_arithmetic),
    ("TypeError", r"can only concatenate", _list_arithmetic),
    ("TypeError", r"arrays can be converted to Python scalars", _one_number_function),
    ("TypeError", r"list indices must be integers or slices, not tuple", _list_indices),
    ("TypeError", r"indices must be integers", _not_an_index),
    ("TypeError", r"cannot be interpreted as an integer", _not_a_count),
    ("IndexError", r"(too many indices|invalid index to scalar)", _too_many_indices),
    ("IndexError", r"(only integers|used as indices must be)", _not_an_index),
    ("IndexError", r"", _index),
]

_SENTENCES = {
    "ZeroDivisionError": "Divides entre cero. ¿Qué pasa con ese caso en la fórmula?",
    "RecursionError": (
        "La función se llama a sí misma demasiadas veces. ¿Llega siempre al caso que "
        "la detiene?"
    ),
    "KeyError": "Buscas en un diccionario una clave que no está.",
    "OverflowError": (
        "Sale un número que no cabe, como e^1000 con `math.exp`. ¿Qué exponente llega "
        "ahí?"
    ),
    "AxisError": (
        "Operas sobre un eje que ese arreglo no tiene. Con dos ejes, son el 0 (filas) "
        "y el 1 (columnas)."
    ),
    "NotImplementedError": "Queda un `raise NotImplementedError`: falta esa parte.",
    "FloatingPointError": "Una operación se desborda o divide entre cero.",
    "AssertionError": "Un `assert` de tu código no se cumple.",
    "StopIteration": "Pides otro elemento a una secuencia que ya terminó.",
}


def explain_problem(problem, names=(), own_name=None):
    """Explica en español por qué no hubo números que comparar.

    Args:
        problem: el `Problem` de un resultado.
        names: nombres que sí existen, para sugerir el parecido.
        own_name: cómo se llama la función que se comprueba.
    """
    if problem.kind == "exit":
        return _at(
            problem, "Tu función llama a `exit`. Termina con `return`, sin salir."
        )
    if problem.kind == "memory":
        return _at(
            problem,
            "Pides más memoria de la que hay. ¿Qué forma tiene el arreglo que creas?",
        )
    if problem.kind != "exception":
        return problem.text
    for kind, pattern, explain in () if problem.spanish else _KNOWN:
        match = re.search(pattern, problem.text)
        if kind == problem.exception and match:
            if match.groupdict().get("name") == own_name and explain is _arguments:
                return (
                    "La función no recibe los argumentos del enunciado. Deja la "
                    "primera "
                    "línea (`def …`) como estaba."
                )
            return _at(problem, explain(match, problem, names))
    if problem.spanish:
        # Un error del propio curso ya dice qué se esperaba y qué hacer.
        return _at(problem, problem.text)
    sentence = _SENTENCES.get(problem.exception)
    if sentence:
        return _at(problem, sentence)
    detail = f": «{problem.text}»" if problem.text else ""
    return _at(
        problem,
        f"Python se detuvo con {problem.exception}{detail}. Esa línea no pudo correr "
        "con estos datos: imprime las formas de lo que usa, justo antes.",
    )


def _at(problem, sentence):
    """La explicación, con la línea en que pasó si se sabe."""
    if not problem.code:
        return sentence
    # Tras los dos puntos va minúscula, salvo un nombre: «Python», «X tiene…», «NumPy».
    if not problem.spanish and not sentence.startswith("Python"):
        sentence = sentence[:1].lower() + sentence[1:]
    return f"En la línea «{problem.code}»: {sentence}"
