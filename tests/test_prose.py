"""Lo que lee una persona sigue la guía de voz, y no tiene faltas.

Se revisan las lecciones, README, CONTRIBUTING, CHANGELOG, docs/ y los textos de los
ejercicios (enunciado, pistas, mensajes, preguntas). Lo que está entre «» es cita y no
cuenta para las palabras; el código y las fórmulas no cuentan para nada.
"""

import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass

import documents
import pytest

from course_lib.exercises import all_exercises, all_questions

ROOT = documents.ROOT
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DICTIONARY = ROOT / "tests" / "palabras.txt"
MOST_WORDS = 40


@dataclass(frozen=True)
class Passage:
    """Un párrafo, una celda de tabla o un elemento de lista: dónde está y qué dice."""

    place: str
    text: str


# De dónde sale la prosa ---------------------------------------------------------------


def plain(text):
    """La prosa sin lo que no se lee como prosa: fórmulas, código, direcciones."""
    text = documents.MATH.sub(" ∎ ", text)
    text = documents.CODE_SPAN.sub(" ∎ ", text)
    # El título de una obra enlazada puede estar en otro idioma.
    text = re.sub(r"\[[^\]]*\]\(https?:[^)]*\)", _work_in_italics, text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[a-z][^>]*>|<https?:[^>]*>|https?://\S+", " ", text)
    return text.replace("**", "")


def _work_in_italics(link):
    label = link[0][1 : link[0].index("](")]
    return re.sub(r"«([^»]*)»", r"*\1*", label)


def _is_table_row(line):
    return line.startswith("|")


def passages(place, text, first_line=1):
    """Parte un texto en párrafos, celdas y elementos; cada uno con su línea."""
    found, kept, begin = [], [], first_line
    # Las fórmulas de varias líneas se quitan primero, sin mover las demás líneas.
    text = re.sub(
        r"\$\$.*?\$\$",
        lambda match: " ∎ " + "\n" * match[0].count("\n"),
        text,
        flags=re.DOTALL,
    )

    def close():
        joined = plain("\n".join(kept)).strip()
        if joined:
            found.append(Passage(f"{place}:{begin}", joined))
        kept.clear()

    for number, line in enumerate(text.splitlines(), start=first_line):
        line = re.sub(r"^\s*(>\s?)*", "", line)
        starts = re.match(r"(#+|[-*]|\d+\.)\s", line)
        if not line.strip() or starts or _is_table_row(line):
            close()
        if not kept:
            begin = number
        if _is_table_row(line):
            if not re.fullmatch(r"\|[\s|:-]+\|", line.strip()):
                for cell in line.strip().strip("|").split("|"):
                    kept.append(cell)
                    close()
            continue
        kept.append(line[starts.end() :] if starts else line)
        if line.startswith("#"):
            close()
    close()
    return found


def document(path):
    """La prosa de un archivo Markdown, y los comentarios de sus celdas de código."""
    text = path.read_text(encoding="utf-8")
    found = []
    for block in documents.blocks(text):
        if block.kind == "prose":
            found += passages(path.name, block.text, block.line)
    for line, code in documents.code_cells(text):
        for offset, comment in documents.python_texts(code):
            found.append(Passage(f"{path.name}:{line + offset - 1}", plain(comment)))
    return found


def rules_left_out(text):
    """CONTRIBUTING sin las tablas que citan lo que no se dice."""
    for table in documents.tables(text):
        if {"nunca", "no decimos"} & set(table.columns):
            for row in table.rows:
                text = text.replace("| " + " | ".join(row).strip() + " |", "|  |")
                text = text.replace("| " + " | ".join(row) + "|", "|  |")
    return text


def exercise_texts(exercise):
    """Todo lo que un ejercicio le dice a quien aprende, con su lugar."""
    headings = re.compile(r"^(?:Args|Returns):$", re.MULTILINE)
    yield "enunciado", headings.sub("", exercise.statement)
    yield "título", exercise.title
    yield "predicción", exercise.prediction
    yield from ((f"pista {n}", hint) for n, hint in enumerate(exercise.hints, 1))
    yield "razonamiento", exercise.reasoning
    yield "elogio", exercise.praise
    yield "aviso", exercise.warning_message or ""
    yield from (("consejo", sentence) for _, sentence in exercise.tips)
    for mistake in exercise.mistakes:
        yield f"error {mistake.id}", mistake.message


def question_texts(question):
    """La pregunta, sus opciones y lo que se responde a cada una."""
    yield "pregunta", question.text
    for option in question.options:
        yield f"opción {option.letter}", option.text
        yield f"respuesta a {option.letter}", option.feedback


def exercise_passages():
    found = []
    declared = [(item, exercise_texts) for item in all_exercises()]
    declared += [(item, question_texts) for item in all_questions()]
    for item, texts in declared:
        for name, text in texts(item):
            prose = "\n".join(
                block.text for block in documents.blocks(text) if block.kind == "prose"
            )
            # Un parámetro (`shape`) es un nombre, aunque el enunciado no lo marque.
            for parameter in getattr(item, "parameters", ()):
                prose = re.sub(rf"\b{parameter}\b", "∎", prose)
            found += passages(f"{item.id}, {name}", prose)
    return found


LESSONS = [passage for path in documents.LESSONS for passage in document(path)]
PROJECT = [*document(ROOT / "README.md"), *document(ROOT / "CHANGELOG.md")]
PROJECT += [p for path in sorted(ROOT.glob("docs/*.md")) for p in document(path)]
EXERCISES = exercise_passages()


def contributing():
    """CONTRIBUTING, sin sus bloques de código y sin las palabras que desaconseja."""
    text = rules_left_out(GUIDE)
    prose = [b for b in documents.blocks(text) if b.kind == "prose"]
    return [p for b in prose for p in passages("CONTRIBUTING.md", b.text, b.line)]


PROJECT += contributing()
EVERYTHING = LESSONS + PROJECT + EXERCISES


def test_there_is_prose_everywhere():
    assert len(LESSONS) > 500 and len(EXERCISES) > 400 and len(PROJECT) > 100
    places = " ".join(passage.place for passage in EVERYTHING)
    for name in (
        "README",
        "CONTRIBUTING",
        "CHANGELOG",
        *map(lambda p: p.name, documents.LESSONS),
    ):
        assert name in places


# Palabras -----------------------------------------------------------------------------


def _forms(word):
    """Una expresión que reconoce las formas de una palabra o frase."""
    if " " not in word and re.search(r"[aei]r$", word):
        stem = re.escape(word[:-2])
        if word.endswith("car"):
            stem = stem[:-1] + "(?:c|qu)"
        return stem + (
            r"(?:ar|er|ir|o|a|e|as|es|amos|emos|imos|an|en|é|ó|aste|aron|ando|iendo"
            r"|ad[oa]s?|id[oa]s?|aba\w*|ía\w*|[aei]rá\w*|[aei]ría\w*)"
        )
    last, body = word[-1], re.escape(word[:-1])
    if " " in word or last not in "aeiouéílnr":
        return re.escape(word)
    if last == "o":
        return body + "(?:o|a|os|as|amente)"
    return re.escape(word) + "(?:e?s)?(?:mente)?"


def forbidden_words():
    """La tabla «decimos / no decimos»: [(palabra, expresión, lo que se dice)]."""
    rows = documents.table_with(GUIDE, "decimos", "no decimos")
    return [
        (
            word,
            re.compile(rf"(?<![\w-]){_forms(word)}(?![\w-])", re.IGNORECASE),
            row["decimos"],
        )
        for row in rows
        for word in row["no decimos"].split(", ")
    ]


FORBIDDEN = forbidden_words()


def without_quotes(text):
    """Sin las citas: «…», y los términos en inglés que van en cursiva."""
    return without_italics(re.sub(r"«[^»]*»", " ", text))


def without_italics(text):
    return re.sub(r"(?<![*\w])\*[^*]+\*(?!\w)", " ", text)


def words_not_said(text):
    text = without_quotes(text)
    return [
        f"«{match[0]}»: decimos {good}"
        for _, pattern, good in FORBIDDEN
        for match in pattern.finditer(text)
    ]


def complaints(passages_, rule):
    """Lo que una regla dice de cada pasaje, con su lugar."""
    return [f"{p.place} {problem}" for p in passages_ for problem in rule(p.text)]


def test_no_forbidden_words():
    assert complaints(EVERYTHING, words_not_said) == []


@pytest.mark.parametrize("word", [word for word, _, _ in FORBIDDEN])
def test_every_forbidden_word_would_be_seen(word):
    assert words_not_said(f"Aquí dice {word}, sin cita.")
    assert not words_not_said(f"Aquí se cita «{word}».")


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("Simplemente suma.", True),
        ("Son fáciles.", True),
        ("Se computa y se asume.", True),
        ("Eventualmente converge.", True),
        ("Los batches (y las librerías).", True),
        ("Asumiendo que m = 1.", True),
        ("Para chequear, chequea.", True),
        ("La computadora simplifica y facilita.", False),
        ("El lote (*batch*) es de 5.", False),
        ("Robustez no es robusto.", True),
    ],
)
def test_forms_of_forbidden_words(text, wrong):
    assert bool(words_not_said(text)) == wrong


# Tuteo --------------------------------------------------------------------------------

FORMAL = re.compile(
    r"(?:^|[.:;?!¿¡] *|\n)(Escriba|Observe|Calcule|Considere|Haga|Mire|Recuerde|Revise"
    r"|Corra|Piense|Intente|Pruebe|Note|Abra|Lea|Cambie|Complete|Use|Compare)\b"
)
VOSEO = re.compile(
    r"\b(vos|usted|ustedes|vosotr[oa]s|vuestr[oa]s?|os|\w{2,}[áé]is|sois|tenés|podés"
    r"|querés|sabés|hacés|ponés|decís|venís|sos|debés|hacé|poné|mirá|probá|fijate"
    r"|corré|dejá|usá|pensá|calculá|recordá|compará|escribí|elegí)\b",
    re.IGNORECASE,
)


def not_tu(text):
    """Vos, usted y vosotros: pronombres, verbos y órdenes."""
    return [f"«{m[1]}»" for rule in (VOSEO, FORMAL) for m in rule.finditer(text)]


def test_everyone_is_addressed_as_tu():
    assert complaints(EVERYTHING, not_tu) == []


@pytest.mark.parametrize(
    "text",
    [
        "Si usted quiere",
        "¿Podés?",
        "Mirad lo que hacéis",
        "Bien. Escriba aquí",
        "Fijate",
    ],
)
def test_another_form_of_address_is_seen(text):
    assert not_tu(text)
    assert not not_tu(
        "Además podrás ver el país. Que haga falta no basta: use o no use."
    )


# Signos -------------------------------------------------------------------------------


def unpaired(text):
    """Signos que no abren o no cierran: ¿?, ¡!, «», y comillas que no son «»."""
    problems = []
    for opening, closing in ("¿?", "¡!", "«»"):
        depth = 0
        for sign in re.findall(f"[{opening}{closing}]", text):
            depth += 1 if sign == opening else -1
            if depth not in (0, 1):
                break
        if depth:
            problems.append(f"{opening}{closing} sin pareja en «{text[:50]}…»")
    problems += [f"comillas {mark}" for mark in re.findall(r"[\"“”]|``|''", text)]
    return problems


def test_opening_signs_and_quotes():
    assert complaints(EVERYTHING, unpaired) == []


@pytest.mark.parametrize(
    "text",
    ["Qué pasa?", "¿Qué pasa", "Bien!", "«Abre", 'El "gradiente"', "¿a? b?", "“a”"],
)
def test_a_missing_sign_is_seen(text):
    assert unpaired(text)
    assert not unpaired("¿Qué pasa? ¡Bien! «Cita».")


EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\ufe0f]")


def emojis(text):
    return EMOJI.findall(text)


def test_no_emojis():
    assert complaints(EVERYTHING, emojis) == []
    assert emojis("Bien 🎉") and emojis("✅") and not emojis("α → ∂𝓛/∂W ≤ 1 ✕"[:-1])


# Frases -------------------------------------------------------------------------------


def long_sentences(text):
    """Frases de más de 40 palabras; una fórmula o un código cuentan como una."""
    problems = []
    for sentence in re.split(r"(?<=[.?!…:])[\s»)*]+(?=[^a-z])", text):
        words = re.findall(r"[\w∎][\w∎.,'-]*", sentence)
        if len(words) > MOST_WORDS:
            problems.append(f"{len(words)} palabras: «{sentence[:70]}…»")
    return problems


def test_sentences_are_short():
    assert complaints(LESSONS + PROJECT, long_sentences) == []


def test_a_long_sentence_is_seen():
    forty = " ".join(["palabra"] * 40)
    assert not long_sentences(f"{forty}. {forty.capitalize()}.")
    assert long_sentences(f"{forty} más.")
    assert long_sentences(f"{forty} `x` y.".replace("`x`", "∎"))


# Ortografía ---------------------------------------------------------------------------


def own_words():
    """Las palabras propias del curso, que ningún diccionario trae."""
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def spelled_words(text):
    """Las palabras de un texto que están en un diccionario: ni símbolos ni código.

    Lo que va en cursiva es un término o un título en otro idioma.
    """
    text = without_italics(text)
    # Lo pegado a _ [ ( = @ / o a un dígito es notación: W[l], dW_2, e^Z, softmax(Z).
    text = re.sub(r"[^\s«»¿¡]*[_\[\]=@^\\∂\d/{}][^\s»]*", " ", text)
    text = re.sub(r"\b\w+\(", " (", text)
    text = re.sub(r"\b\w+(?:\.\w+)+\b", " ", text)
    words = re.findall(r"(?<![\w'])[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]{3,}(?![\w'])", text)
    return [word for word in words if not re.search(r"[a-z][A-Z]|^[A-Z]{2,}$", word)]


@pytest.fixture(scope="module")
def spanish():
    """El diccionario de hunspell: el de Bolivia o, si no está, el de España."""
    if shutil.which("hunspell") is None:
        pytest.skip("hunspell no está instalado: la ortografía se revisa en CI.")
    listed = subprocess.run(
        ["hunspell", "-D"], capture_output=True, text=True, stdin=subprocess.DEVNULL
    ).stderr
    for name in ("es_BO", "es_ES", "es_MX"):
        if re.search(rf"/{name}$", listed, flags=re.MULTILINE):
            return name
    pytest.skip("hunspell no tiene diccionario de español: instala hunspell-es.")


def unknown_words(words, dictionary):
    """Las palabras que hunspell no conoce, en una sola corrida."""
    run = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", dictionary, "-l"],
        input="\n".join(sorted(words)),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(run.stdout.split())


ENCLITIC = re.compile(r"(\w{3,}?)(?:[mts]e|nos)?(?:l[aeo]s?)?$")


def without_pronouns(word):
    """«Júntalos» → «junta», «culparlo» → «culpar»: hunspell no conoce todos así."""
    stem = ENCLITIC.fullmatch(word.lower())[1]
    return stem.translate(str.maketrans("áéíóú", "aeiou"))


def misspelled(words, dictionary):
    """Las que no están en hunspell ni en tests/palabras.txt."""
    own = {word.lower() for word in own_words()}
    unknown = {w for w in unknown_words(words, dictionary) if w.lower() not in own}
    stems = unknown_words({without_pronouns(word) for word in unknown}, dictionary)
    return {
        word
        for word in unknown
        if without_pronouns(word) in stems or without_pronouns(word) == word.lower()
    }


def test_spelling(spanish):
    where = {}
    for passage in EVERYTHING:
        for word in spelled_words(passage.text):
            where.setdefault(word, passage.place)
    wrong = misspelled(where, spanish)
    problems = [f"{where[word]} «{word}»" for word in sorted(wrong)]
    assert problems == [], "Si está bien escrita, añádela a tests/palabras.txt."


def test_a_misspelling_is_seen(spanish):
    text = "La retropropagasión del arbol, con cancion y gradiente en W[l]: escrívelo."
    text += " Júntalos sin culparlo."
    words = spelled_words(text)
    assert "gradiente" in words and "W" not in words
    expected = {"retropropagasión", "arbol", "cancion", "escrívelo"}
    assert misspelled(words, spanish) == expected


# Existen como verbos («tú formulas»), y por eso hunspell no las ve.
NOUNS = "linea formula numero calculo termino limite digito practica ultimo titulo"
MISSING_ACCENT = re.compile(
    r"\b(?:el|la|los|las|un|una|cada|este|esta|dos|tres|cuatro|su|tu|mismo|misma) "
    rf"((?:{NOUNS.replace(' ', '|')})s?)\b",
    re.IGNORECASE,
)


def missing_accents(text):
    return [f"«{word}», sin acento" for word in MISSING_ACCENT.findall(text)]


def test_nouns_keep_their_accent():
    assert complaints(EVERYTHING, missing_accents) == []
    assert missing_accents("Cuatro lineas y la formula") and not missing_accents(
        "Tú practicas; la línea y los números"
    )


def without_accents(word):
    split = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in split if not unicodedata.combining(c))


def test_own_dictionary_is_sorted():
    """Así se ve si una palabra ya está, y dos cambios no chocan en la última línea."""
    words = own_words()
    assert words == sorted(set(words), key=without_accents)


# Números ------------------------------------------------------------------------------


THIN = "\u202f"


def odd_numbers(text):
    """Comas decimales o de millares, y cinco cifras o más sin espacio fino."""
    if "con coma" in text:  # la frase que explica la diferencia con la escuela
        return []
    comma, together = r"(?<![\w.])\d+,\d+(?![\w,])", r"(?<![\w./-])\d{5,}(?![\w.])"
    wide = r"(?<![\w.])[1-9]\d{0,2} \d{3}(?![\w.])"
    found = re.findall(f"{comma}|{together}|{wide}", text)
    return [f"número {number}" for number in found]


def test_numbers_are_written_as_the_code_prints_them():
    assert complaints(LESSONS + PROJECT + EXERCISES, odd_numbers) == []


@pytest.mark.parametrize(
    "text", ["Vale 0,5 aquí", "Son 1,797 filas", "Hay 10581 más", "Son 10 581"]
)
def test_an_odd_number_is_seen(text):
    assert odd_numbers(text)
    assert not odd_numbers(f"Vale 0.5; son 1797, 2410 y 10{THIN}581. El par (0, 1).")
