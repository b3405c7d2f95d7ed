"""El glosario y el formulario están al día, y dicen lo que dicen las lecciones."""

import re

import documents
import pytest
import test_architecture

from tools import reference

DECLARED = reference.data()
TERMS, FORMULAS = DECLARED["termino"], DECLARED["formula"]
TEXTS = {path.stem[:2]: path.read_text(encoding="utf-8") for path in documents.LESSONS}


def test_both_documents_are_up_to_date():
    assert reference.stale() == [], "corre: python -m tools.reference"


def test_the_command_writes_and_reviews(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    monkeypatch.setattr(
        reference, "documents_to_write", lambda: {tmp_path / "glosario.md": "a\n"}
    )
    assert reference.main(["--revisar"]) == 1
    assert "glosario.md no está al día" in capsys.readouterr().out
    assert reference.main([]) == 0 and reference.main(["--revisar"]) == 0
    (tmp_path / "glosario.md").write_text("b\n", encoding="utf-8")
    assert reference.main(["--revisar"]) == 1


def test_a_change_in_the_notation_reaches_the_documents(monkeypatch):
    table = reference.notation()
    row = table["W_l", "todas"] | {"forma": "(h_l, h_{l-1})"}
    changed = table | {("W_l", "todas"): row}
    monkeypatch.setattr(reference, "notation", lambda: changed)
    assert reference.FORMULAS in reference.stale()
    assert reference.shape_of("∂𝓛/∂W_l", "04") == "(h_l, h_{l-1})"


# Las palabras -------------------------------------------------------------------------


def prose(lesson):
    """Lo que se lee en una lección: ni código ni fórmulas."""
    text = "\n".join(
        b.text for b in documents.blocks(TEXTS[lesson]) if b.kind == "prose"
    )
    return documents.CODE_SPAN.sub(" ", documents.MATH.sub(" ", text))


def says(lesson, words):
    """Si una lección escribe esas palabras, enteras."""
    spaced = re.escape(words).replace(r"\ ", r"\s+")
    found = re.search(rf"(?<!\w){spaced}(?!\w)", prose(lesson), re.IGNORECASE)
    return found is not None


def highlights(lesson, words):
    """Si la lección las presenta: en negrita, o con su inglés en cursiva al lado."""
    spaced = re.escape(words).replace(r"\ ", r"\s+")
    pattern = rf"\*\*{spaced}\*\*|(?<!\w){spaced} \(\*"
    return re.search(pattern, prose(lesson), re.IGNORECASE) is not None


def misplaced(term):
    """Por qué un término no está donde dice el glosario; nada, si está bien."""
    words, lesson = term.get("como", term["es"]), term["leccion"]
    if lesson not in TEXTS or not says(lesson, words):
        return f"la lección {lesson} no dice «{words}»"
    before = [n for n in TEXTS if n < lesson and highlights(n, words)]
    return f"«{words}» ya se presenta en la lección {before[0]}" if before else None


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["es"])
def test_a_term_is_in_its_lesson(term):
    assert misplaced(term) is None


@pytest.mark.parametrize(
    "words, lesson, expected",
    [
        ("perceptrón cuántico", "04", "no dice"),
        ("softma", "04", "no dice"),
        ("gradiente", "09", "no dice"),
        ("retropropagación", "04", "ya se presenta en la lección 01"),
    ],
)
def test_a_term_out_of_place_is_seen(words, lesson, expected):
    assert expected in misplaced({"es": words, "leccion": lesson})


def introduced_terms():
    """Lo que las lecciones presentan con su inglés: **lote** (*batch*)."""
    pattern = r"\*\*([^*]+)\*\* \(\*([^*]+)\*"
    return {
        (number, *match)
        for number in TEXTS
        for match in re.findall(pattern, prose(number))
    }


@pytest.mark.parametrize("lesson, spanish, english", sorted(introduced_terms()))
def test_every_term_with_its_english_is_in_the_glossary(lesson, spanish, english):
    spanish = " ".join(spanish.split()).lower()
    same = [
        term
        for term in TERMS
        if spanish in (term["es"], term.get("como"))
        or re.search(rf"\b{re.escape(english)}\b", term["en"], re.IGNORECASE)
    ]
    assert same, f"«{spanish}» ({english}) no está en tools/reference.toml"


def test_the_glossary_has_each_term_once_and_in_order():
    names = [term["es"] for term in TERMS]
    assert len(set(names)) == len(names)
    text = reference.glossary(TERMS[::-1])
    rows = documents.table_with(text, "término", "en inglés", "símbolo", "lección")
    written = [row["término"] for row in rows]
    assert set(written) == set(names)
    assert written.index("parámetro") < written.index("pendiente")
    assert written == sorted(written, key=reference.alphabetical)
    order = sorted(["oso", "ñandú", "nube", "árbol", "ala"], key=reference.alphabetical)
    assert order == ["ala", "árbol", "nube", "ñandú", "oso"]


def test_the_glossary_uses_the_words_of_the_course():
    guide = (reference.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = documents.table_with(guide, "decimos", "no decimos")
    never = {word for row in rows for word in row["no decimos"].split(", ")}
    assert never & {term["es"] for term in TERMS} == set()


# Los símbolos y las fórmulas ----------------------------------------------------------


def all_symbols():
    """(símbolo, lección) de cada fila del glosario y del formulario."""
    for term in TERMS:
        if "simbolo" in term:
            yield term["simbolo"], term["leccion"]
    for formula in FORMULAS:
        for symbol in [*formula.get("de", []), *formula.get("formas", {})]:
            yield symbol, formula["leccion"]


@pytest.mark.parametrize("symbol, lesson", sorted(set(all_symbols())))
def test_a_symbol_is_in_the_notation(symbol, lesson):
    assert reference.row_of(symbol, lesson)


def test_a_foreign_symbol_is_seen():
    with pytest.raises(KeyError, match="no está en la notación de la lección 04"):
        reference.row_of("θ", "04")
    formula = {"leccion": "04", "que": "x", "latex": "x", "de": ["σ"]}
    with pytest.raises(KeyError):  # la σ es de las lecciones 02 y 03
        reference.formulas([formula])


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["que"])
def test_a_formula_follows_the_notation(formula):
    lesson = formula["leccion"]
    for latex in [formula["latex"], *formula.get("formas", {}).values()]:
        assert test_architecture.unknown_symbols(latex, lesson) == []


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["que"])
def test_a_shape_is_of_a_symbol_that_the_formula_has(formula):
    """La W_l de la notación puede ser la W_1 o la W_{l+1} de la fórmula."""
    latex = reference.to_latex(formula["latex"]).replace(r"\frac", "")
    latex = re.sub(r"[\s{}]", "", latex)
    for symbol in [*formula.get("de", []), *formula.get("formas", {})]:
        written = reference.to_latex(symbol).strip("$").split("_")[0]
        assert re.sub(r"[\s{}]", "", written) in latex, symbol


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["que"])
def test_a_formula_with_shapes_says_them(formula):
    for shape in reference.shapes(formula):
        assert shape.partition(": ")[2] not in ("", "—"), shape


def without_spaces(latex):
    """Una fórmula sin lo que solo separa, para compararla con otra."""
    latex = re.sub(r"\\(?:[,;:! ]|quad|qquad)", "", latex).replace("σ", r"\sigma")
    return re.sub(r"\s", "", latex)


def is_in_lesson(latex, lesson):
    """Si una lección la escribe, en la prosa o en una tabla, fuera de correcciones."""
    found = documents.formulas(TEXTS[lesson])
    return any(
        without_spaces(latex) in without_spaces(written)
        for _, written, is_correction in found
        if not is_correction
    )


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["que"])
def test_a_formula_is_in_its_lesson(formula):
    assert is_in_lesson(formula["latex"], formula["leccion"])


def test_a_formula_that_the_lesson_does_not_write_is_seen():
    assert is_in_lesson(r"A_l=\mathrm{relu}( Z_l )", "04")
    assert not is_in_lesson(r"A_l = \mathrm{tanh}(Z_l)", "04")
    # Así la escribe la diapositiva, y solo en una caja de correcciones.
    assert not is_in_lesson(r"Relu(Z)", "04")


def test_every_lesson_has_formulas_and_terms():
    for declared in (TERMS, FORMULAS):
        assert {item["leccion"] for item in declared} == set(TEXTS)


def test_the_links_of_both_documents_exist():
    for path, text in reference.documents_to_write().items():
        links = re.findall(r"\]\(([^)]+)\)", text)
        assert links
        for link in links:
            assert (path.parent / link).resolve().is_file(), link
