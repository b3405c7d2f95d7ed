"""La lista de la clase: encontrar en ella a quien entrega."""

from collections import Counter, defaultdict

from course_lib.grading.people import clean_name, key_of, plain_key

__all__ = ["Roster"]


class Roster:
    """La lista de la clase.

    Nadie recibe la nota de otra persona por un parecido: si un nombre puede ser de dos,
    no es de ninguna, y se dice. «Nunez» es «Núñez» si no hay otra persona que lo sea.

    Args:
        people: identificador → nombre, o `None`.

    Attributes:
        names: identificador → nombre.
    """

    def __init__(self, people=None):
        self.names = {
            str(i): clean_name(str(name or i)) for i, name in (people or {}).items()
        }
        self._exact = _Index(self.names, key_of)
        self._plain = _Index(self.names, plain_key)

    def find(self, person):
        """`(identificador, frases)` de una persona; `(None, frases)` si no está."""
        if not self.names:
            return None, ()
        found = self._exact.find(person.key)
        if not found:
            found = self._plain.find(plain_key(person.key))
            if len(found) == 1:
                student = next(iter(found))
                name = self.names[student]
                return student, (f"«{person.text}» se tomó por «{name}» de la lista.",)
        if len(found) == 1:
            return next(iter(found)), ()
        if found:
            names = ", ".join(sorted(self.names[i] for i in found)[:3])
            return None, (
                f"«{person.text}» podría ser más de una persona de la lista: {names}.",
            )
        return None, (f"«{person.text}» no está en la lista.",)


class _Index:
    """Las personas de la lista según cómo se escriben, con una manera de simplificar.

    Args:
        names: identificador → nombre.
        simple: lo que se le hace a un texto antes de comparar.
    """

    def __init__(self, names, simple):
        self._ids = defaultdict(set)
        self._words = {i: frozenset(simple(n).split()) for i, n in names.items()}
        self._joined, self._with_word = defaultdict(set), defaultdict(set)
        for i, name in names.items():
            self._ids[simple(i)].add(i)
            for word in self._words[i]:
                self._with_word[word].add(i)
            for joined in _joined(simple(name).split()):
                self._joined[joined].add(i)
        self._most = max((len(i.split()) for i in self._ids), default=0)

    def find(self, key):
        """Los identificadores de quienes pueden ser."""
        return self._by_id(key) or self._by_name(key)

    def _by_id(self, key):
        """Por identificador: el nombre entero, o una parte que lo dice tal cual."""
        if key in self._ids:
            return self._ids[key]
        words = key.split()
        pieces = (
            " ".join(words[start : start + size])
            for size in range(min(self._most, len(words)), 0, -1)
            for start in range(len(words) - size + 1)
        )
        return set().union(*(self._ids[x] for x in pieces if x in self._ids))

    def _by_name(self, key):
        words = frozenset(key.split())
        same = {i for i in self._candidates(words) if self._words[i] == words}
        if same:
            return same
        shared = Counter(i for word in words for i in self._with_word.get(word, ()))
        inside = {
            i
            for i, count in shared.items()
            if count >= 2 and count in (len(words), len(self._words[i]))
        }
        return inside or self._joined.get("".join(key.split()), set())

    def _candidates(self, words):
        lists = [self._with_word.get(word, set()) for word in words]
        return set.intersection(*lists) if lists else set()


def _joined(words):
    """Un nombre como lo pega Canvas: «perezrojasana», con el apellido delante."""
    for start in range(len(words)):
        yield "".join([*words[start:], *words[:start]])
