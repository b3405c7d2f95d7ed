"""La lista de la clase: leerla, y encontrar en ella a quien entrega."""

import csv
import io
from collections import Counter, defaultdict
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading.people import clean_name, key_of

__all__ = ["Roster", "read_roster"]

_IDS = (
    *("student", "estudiante", "alumno", "codigo", "id", "matricula", "carnet", "ci"),
    *("registro", "cedula", "dni", "usuario", "username", "id number", "numero de id"),
    *("numero de identificacion", "sis login id", "sis user id", "correo", "email"),
)
_NAMES = (
    "name",
    "nombre",
    "nombre s",
    "nombre completo",
    "nombres",
    "full name",
    "first name",
)
_SURNAMES = ("apellido", "apellidos", "apellido s", "surname", "last name")


def read_roster(path):
    """Lee la lista de un CSV: identificador → nombre.

    Sirve el que da Moodle o Canvas, o el que guarda una hoja de cálculo. Sin una
    primera fila que se reconozca, la primera columna es el identificador y la segunda,
    el nombre.

    Raises:
        CourseError: si no se puede leer, está vacío o repite un identificador.
    """
    path = Path(path)
    rows = _rows(path)
    if not rows:
        raise CourseError(f"La lista «{path.name}» está vacía")
    header = [key_of(cell) for cell in rows[0]]
    identifier = next((header.index(x) for x in _IDS if x in header), None)
    columns = [
        next((header.index(x) for x in names if x in header), None)
        for names in (_NAMES, _SURNAMES)
    ]
    columns = [column for column in columns if column is not None]
    if identifier is None and not columns:
        identifier, columns = 0, [1] if len(rows[0]) > 1 else [0]
    else:
        rows = rows[1:]
    found = {}
    for row in rows:
        row = [*row, *[""] * len(header)]
        name = " ".join(row[column] for column in columns).strip()
        student = row[identifier] if identifier is not None else name
        if not student:
            continue
        if found.get(student, name) != name:
            raise CourseError(f"En «{path.name}», «{student}» aparece dos veces")
        found[student] = name or student
    return found


def _rows(path):
    """Las filas que no están vacías."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"No se pudo leer la lista «{path}» ({error.strerror})"
        ) from None
    encodings = (
        ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    )
    text = None
    for encoding in (*encodings, "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise CourseError(f"«{path.name}» no es un CSV que se pueda leer") from None
    rows = [[cell.strip() for cell in row] for row in rows]
    return [row for row in rows if any(row)]


class Roster:
    """La lista de la clase.

    Nadie recibe la nota de otra persona por un parecido: si un nombre puede ser de dos,
    no es de ninguna, y se dice.

    Args:
        people: identificador → nombre, o `None`.

    Attributes:
        names: identificador → nombre.
    """

    def __init__(self, people=None):
        self.names = {
            str(i): clean_name(str(name or i)) for i, name in (people or {}).items()
        }
        self._ids = {key_of(i): i for i in self.names}
        self._words = {i: frozenset(key_of(n).split()) for i, n in self.names.items()}
        self._joined, self._with_word = defaultdict(set), defaultdict(set)
        for i, name in self.names.items():
            for word in self._words[i]:
                self._with_word[word].add(i)
            for joined in _joined(key_of(name).split()):
                self._joined[joined].add(i)

    def find(self, person):
        """`(identificador, frases)` de una persona; `(None, frases)` si no está."""
        if not self.names:
            return None, ()
        found = self._by_id(person) or self._by_name(person)
        if len(found) == 1:
            return next(iter(found)), ()
        if found:
            names = ", ".join(sorted(self.names[i] for i in found)[:3])
            return None, (
                f"«{person.text}» podría ser más de una persona de la lista: {names}.",
            )
        return None, (f"«{person.text}» no está en la lista.",)

    def _by_id(self, person):
        """Por identificador: el nombre entero, o una parte que lo dice tal cual."""
        if person.key in self._ids:
            return {self._ids[person.key]}
        words = person.key.split()
        most = max(len(i.split()) for i in self._ids)
        pieces = (
            " ".join(words[start : start + size])
            for size in range(min(most, len(words)), 0, -1)
            for start in range(len(words) - size + 1)
        )
        return {self._ids[piece] for piece in pieces if piece in self._ids}

    def _by_name(self, person):
        words = frozenset(person.key.split())
        same = {i for i in self._candidates(words) if self._words[i] == words}
        if same:
            return same
        shared = Counter(i for word in words for i in self._with_word.get(word, ()))
        inside = {
            i
            for i, count in shared.items()
            if count >= 2 and count in (len(words), len(self._words[i]))
        }
        return inside or self._joined.get("".join(person.key.split()), set())

    def _candidates(self, words):
        lists = [self._with_word.get(word, set()) for word in words]
        return set.intersection(*lists) if lists else set()


def _joined(words):
    """Un nombre como lo pega Canvas: «perezrojasana», con el apellido delante."""
    for start in range(len(words)):
        yield "".join([*words[start:], *words[:start]])
