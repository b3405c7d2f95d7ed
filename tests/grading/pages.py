"""Leer una página del informe como la lee un navegador, y exigir lo que promete."""

import re
from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "img"}
_TAGS = _VOID | set(
    re.split(
        r"\s+",
        "html head title style body main h1 h2 h3 p strong b code pre em sub sup a ul "
        "ol li dl dt dd div nav section table caption thead tbody tr th td figure "
        "details summary span",
    )
)
_ATTRIBUTES = set(
    re.split(
        r"\s+",
        "lang charset name content http-equiv rel href src alt width height class id "
        "scope tabindex role aria-label open",
    )
)
_INLINE = {"strong", "b", "code", "em", "sub", "sup", "a", "span"}


class Page(HTMLParser):
    """El árbol no importa: las etiquetas, los atributos y el texto de cada una."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == [], f"quedan abiertas {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"se cierra {tag} fuera de lugar"
        self.texts.append("" if tag in _INLINE else " ")

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self):
        """Lo que se lee, con los espacios seguidos como uno solo."""
        return " ".join("".join(self.texts).split())

    def all(self, tag):
        """Los atributos de cada etiqueta de esa clase."""
        return [attributes for name, attributes in self.tags if name == tag]


def harmless(text):
    """Exige que una página no corra nada ni pida nada a la red; la devuelve leída."""
    page = Page(text)
    for tag, attributes in page.tags:
        assert tag in _TAGS, f"etiqueta {tag}"
        assert attributes.keys() <= _ATTRIBUTES, (tag, attributes)
        for name in ("href", "src"):
            place = attributes.get(name)
            ours = r"#[\w-]+|estudiantes/[a-z0-9-]+\.html|data:(image/png;base64,.+|,)"
            assert place is None or re.fullmatch(ours, place), (tag, place)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(styles) == 1 and "url(" not in styles[0] and "@import" not in styles[0]
    policy = [a for a in page.all("meta") if "http-equiv" in a]
    assert policy[0]["content"].startswith("default-src 'none'")
    return page


def accessible(page):
    """Lo que se puede exigir sin navegador: nombres, títulos en orden, tablas."""
    assert page.all("html") == [{"lang": "es"}]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(
        after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)
    )
    order = [tag for tag, _ in page.tags]
    for place, tag in enumerate(order):
        assert tag != "table" or order[place + 1] == "caption"
    assert all(a.get("scope") in ("col", "row") for a in page.all("th"))
    assert all(len(a["alt"]) > 40 for a in page.all("img"))
    assert all(a.get("aria-label") for _, a in page.tags if "tabindex" in a)
    names = [a["id"] for _, a in page.tags if "id" in a]
    assert len(names) == len(set(names))
    targets = [a["href"][1:] for a in page.all("a") if a["href"][0] == "#"]
    assert set(targets) <= set(names)
