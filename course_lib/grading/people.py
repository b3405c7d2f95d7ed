"""De quién es una entrega, según cómo se llama su carpeta o su archivo.

Cada plataforma pone el nombre a su manera: Moodle, «Ana Pérez_123_assignsubmission…»;
Canvas, «perezana_123_456_…»; Blackboard, «Tarea 4_aperez_attempt_2026-11-03-…»;
Classroom y el correo, «04_perceptron - Ana Pérez».
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

__all__ = [
    "LONGEST_FILE",
    "Person",
    "clean_name",
    "composed",
    "key_of",
    "person_of",
    "plain_key",
    "version_of",
]

_MOODLE = re.compile(r"(.+?)_(\d+)_assignsubmission_(?:file|onlinetext)")
_CANVAS = re.compile(r"([^\W_]+)_(?:LATE_)?(\d{2,})_(\d{2,})_.+", re.IGNORECASE)
# Con el mes en cualquier idioma, y el nombre del archivo detrás o no.
_BRIGHTSPACE = re.compile(
    r"\d+-(\d+) ?- ?(.+?) ?- ?[^-]*\d{4},? \d{3,4}(?: ?[ap]\.? ?m\.?)?(?: ?- ?.+)?$",
    re.IGNORECASE,
)
_BLACKBOARD = re.compile(
    r".+_([^_]+)_(?:attempt|intento)_\d{4}(?:-\d\d){5}(?:_.*)?$", re.IGNORECASE
)
_OURS = re.compile(r"entrega_\d\d_(.+)")
# De cada una, qué grupo es la persona y cuál su número en la plataforma.
_PLATFORMS = (
    *((_MOODLE, 1, 2), (_CANVAS, 1, 2), (_BRIGHTSPACE, 2, 1)),
    *((_BLACKBOARD, 1, 0), (_OURS, 1, 0)),
)
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_COPY = re.compile(
    r"\s*[(\[](\d{1,3})[)\]]\s*$"
    r"|[\s_-]+(?:v|version|versión)[\s_-]*(\d{1,3})\s*$"
    r"|[\s_-]+(?:copia|copy)(?:[\s_-]*\(?(\d{1,3})\)?)?\s*$",
    re.IGNORECASE,
)
_TEAMS = re.compile(r"(?:version|versión) (\d{1,3})", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:(?:copia de|copy of|copia-de)\s+)+", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}([-._ ])\d{2}\1\d{2}|\d{1,2}([-._ ])\d{1,2}\2\d{4})(?!\d)"
)
# El que WhatsApp le pone a un documento, con el suyo detrás o sin él.
_WHATSAPP = re.compile(r"^DOC-\d{8}-WA\d+[-_. ]+(?=\S)")
# Palabras de un nombre de archivo que no dicen de quién es.
_GENERIC = frozenset(
    [
        *("entrega", "entregas", "tarea", "tareas", "cuaderno", "cuadernos", "mis"),
        *("leccion", "lecciones", "lesson", "lessons", "notebook", "notebooks"),
        *("untitled", "sin", "titulo", "final", "corregido", "definitivo", "resuelto"),
        *("solucion", "soluciones", "curso", "colab", "ipynb", "laboratorio"),
        *("practica", "respuestas", "semana", "taller", "submission", "submissions"),
        *("assignment", "assignments", "anteriores", "clase", "checkpoint", "lab"),
        *("sesion", "modulo", "redes", "neuronales"),
    ]
)
# Su número no es el de la lección: «Grupo 1» y «Grupo 2» son dos.
_COUNTED = frozenset(
    [
        *("grupo", "equipo", "pareja", "mesa", "paralelo", "seccion", "estudiante"),
        *("alumno", "alumna", "participante", "persona", "pc", "maquina", "group"),
        *("team", "student"),
    ]
)
_LONGEST = 80
LONGEST_FILE = 255  # letras del nombre de un archivo: el de quien entrega va al final
# Una letra con más marcas encima que estas no es de ningún idioma.
_PILE = 100
_PILED = re.compile(rf"[^\x00-\x7f]{{{_PILE}}}")
_STRETCH = re.compile(rf"[\x00-\x7f]?[^\x00-\x7f]{{1,{_PILE}}}")


@dataclass(frozen=True)
class Person:
    """Quién entrega.

    Attributes:
        key: lo que identifica a la persona sin acentos, mayúsculas ni signos.
        text: el nombre como se escribe.
        number: el de la plataforma, si lo hay; distingue a dos que se llaman igual.
        version: el «(2)» del final, o 0.
        name: cómo se llama, si eso es un código y se sabe.
    """

    key: str
    text: str
    number: str = ""
    version: int = 0
    name: str = ""


def person_of(name, *, is_file=False, words=frozenset()):
    """La persona que dice un nombre de carpeta o de archivo (sin extensión).

    Args:
        name: el nombre.
        is_file: si es un archivo o un zip, donde además suele decir la lección.
        words: las palabras de los títulos de las lecciones, que no son de nadie; sin
            ellas, el nombre de una carpeta vale como venga.

    Returns:
        Una `Person`, o `None` si el nombre no dice de quién es.
    """
    name = _PREFIX.sub("", clean_name(name, LONGEST_FILE))
    name = _WHATSAPP.sub("", name)
    if words and _TEAMS.fullmatch(name):
        return None  # la carpeta de un envío
    name, version = _without_version(name)
    for pattern, who, number in _PLATFORMS:
        if found := pattern.match(name):
            return _person(found[who], found[number] if number else "", version)
    email = _EMAIL.search(name) if is_file else None
    if email:
        email = _without_pieces(email[0], words)
        return Person(key_of(email), clean_name(email), "", version)
    if is_file:
        name = _without_title(name, words)
    elif words and not _without_title(name, words):
        return None
    return _person(name, "", version) if key_of(name) else None


def _without_pieces(email, words):
    """Un correo sin lo que se le pegó con un guion bajo: «04_ana_perez@uni.bo»."""
    while "_" in email and _is_generic(email.partition("_")[0], words):
        email = email.partition("_")[2]
    return email


def _person(text, number, version):
    text = re.sub(r"[\s_]+", " ", text).strip(" -_.,()[]")
    key = key_of(text)
    return Person(key, clean_name(text), number, version) if key else None


def version_of(name):
    """El número de un «(2)», «- copia» o «v2» al final de un nombre, o 0.

    Teams pone cada envío en una carpeta que se llama «Version 2».
    """
    name = clean_name(name)
    alone = _TEAMS.fullmatch(name)
    return int(alone[1]) if alone else _without_version(name)[1]


def _without_version(name):
    """El nombre sin «(2)», «- copia» ni «v2», y el número que decía."""
    version = 0
    while (found := _COPY.search(name)) and found.start() > 0:
        number = found[1] or found[2] or found[3] or "1"
        version, name = max(version, int(number)), name[: found.start()]
    return name, version


def _without_title(name, words):
    """Lo que queda de un nombre sin la lección, las fechas ni las palabras de trámite.

    «de» solo se quita al final, o después de una palabra de trámite («tarea de Ana»):
    hay quien se llama «María de la Cruz» y quien escribe «De la Cruz María».
    """
    pieces = [x for x in re.split(r"[\s_\-–—.,]+", _DATE.sub(" ", name)) if x]
    kept = [
        piece
        for before, piece in pairwise(["", *pieces])
        if not _is_generic(piece, words)
        or (piece.isdigit() and key_of(before) in _COUNTED)
    ]
    is_said = pieces[:1] != kept[:1] and not pieces[0].isdigit()
    while is_said and kept and key_of(kept[0]) in ("de", "del", "la", "el"):
        kept.pop(0)
    while kept and key_of(kept[-1]) in ("de", "del", "la", "el"):
        kept.pop()
    return " ".join(kept)


def _is_generic(piece, words):
    key = key_of(piece)
    letters = re.sub(r"\d{1,2}$", "", key)  # «04», «tarea4», «Untitled0»
    numbered = letters != key and letters in ("", "l", "v")
    return not key or key in words or letters in _GENERIC or numbered


def key_of(text):
    """Un nombre sin acentos (la ñ se queda), mayúsculas ni signos: «ana perez»."""
    pieces = unicodedata.normalize("NFD", text.casefold())
    kept = (c for c in pieces.replace("n\u0303", "ñ") if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", "".join(kept)))


def plain_key(text):
    """Como `key_of`, y con la ñ como n: quien escribe en otro teclado no la tiene."""
    return key_of(text).replace("ñ", "n")


def composed(text):
    """El texto con los acentos en una sola forma (NFC), en un tiempo razonable.

    Ordenar una pila de n acentos sobre una letra cuesta n²: con cien mil, minutos. Por
    eso lo que no es ASCII se compone por tramos.
    """
    if _PILED.search(text) is None:
        return unicodedata.normalize("NFC", text)
    return _STRETCH.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def clean_name(text, longest=_LONGEST):
    """Un nombre que se puede mostrar: sin controles ni letras que cambian el orden.

    Args:
        text: el nombre.
        longest: cuántas letras puede tener; lo que pasa se recorta.
    """
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    shown = "".join(
        " " if unicodedata.category(c)[0] in "CZ" else c for c in composed(text)
    )
    shown = re.sub(r" +", " ", shown).strip()
    if len(shown) <= longest:
        return shown
    # Recortados, dos nombres muy largos podrían parecer el mismo.
    tail = hashlib.sha256(shown.encode("utf-8")).hexdigest()[:8]
    return f"{shown[: longest - 9]}…{tail}"
