"""La lista de la clase: encontrar en ella a quien entrega."""

from collections import Counter, defaultdict

from course_lib.grading.people import clean_name, key_of

__all__ = ["Roster"]


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
