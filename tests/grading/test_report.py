"""El informe dice lo que pasó, a cada quien lo suyo, y nada de lo que muestra corre."""

import csv
import errno
import os
import re
import weakref
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import mistune
import numpy as np
import pytest
from invented import result_of
from pages import Page, accessible, harmless

from course_lib.errors import CourseError
from course_lib.exercises import get_exercise
from course_lib.files import replace_with
from course_lib.grading.model import Adjustment, Graded, StudentResult
from course_lib.grading.report import files, text, write_report
from course_lib.grading.report.class_ import ClassSummary
from course_lib.grading.report.csv import COLUMNS
from course_lib.grading.report.fragments import fragment
from course_lib.grading.report.sections import section_for
from course_lib.grading.report.views import view
from course_lib.grading.similarity import Alike, Copy, Match, Pair
from course_lib.grading.synthetic import write_class

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://malo.example";"ver nota")',
    "+1+1",
    "-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u200b=1+1",
    "＝1+1",
    "[ver](javascript:alert(1))",
    "![x](http://malo.example/x.png)",
    "<javascript:alert(1)>",
    "http://malo.example",
    "</title></style><script>",
    "{{ 7*7 }}{% raw %}",
    "`</code><script>alert(1)</script>`",
    "``` \n<script>alert(1)</script>",
    "\\`<b>negrita</b>",
    "a`b<i>",
    "# título",
    "1. lista",
    "===",
    "> cita",
    "&lt;script&gt;",
    "$$\\href{javascript:alert(1)}{x}$$",
    "nombre\u202eoirartnoc\u2066",
    "\x00\x1b[31mrojo",
    "surr\udcffogado",
    "x" * 5000,
    "^(" * 500 + "*a" * 500 + "a_{" * 500,
)


def graded(exercise="04.6", points=2.0, status="wrong", **changes):
    declared = {
        "diagnosis": "missing_mean",
        "message": "`dW[2]` está bien.\n¿Olvidaste promediar?",
        "section": "La retropropagación, línea por línea",
    }
    return Graded(exercise, points, 5.0, status=status, **(declared | changes))


def result(student="ana", name="Ana Peña", items=None, **changes):
    items = (graded(),) if items is None else items
    return StudentResult(
        student, name, f"{name}.ipynb", "04", "0" * 64, items, **changes
    )


def written(tmp_path, results, **options):
    """Escribe un informe y devuelve sus tres partes, leídas."""
    done = write_report(results, tmp_path / "informe", **options)
    rows = marks(done.marks)
    return done, harmless(done.report.read_text("utf-8")), rows


def marks(path):
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines.pop() == ""
    rows = list(csv.reader(lines, delimiter=";"))
    assert rows[0] == list(COLUMNS) and {len(row) for row in rows} == {len(COLUMNS)}
    return rows[1:]


def pages_of(done, ending):
    return sorted(done.pages.glob(f"*.{ending}"))


def render_markdown(source):
    """El Markdown como lo dibuja quien no escapa nada."""
    plugins = ["table", "strikethrough", "url", "math"]
    return mistune.create_markdown(escape=False, plugins=plugins)(source)


# Lo que dice --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def class_of_60(tmp_path_factory):
    """Una clase inventada de 60, con algo de todo."""
    folder = tmp_path_factory.mktemp("clase")
    students = write_class(folder / "entregas", students=60)
    results = [result_of(student) for student in students]
    results[3] = replace(results[3], notes=("Entregó dos veces; cuenta la última.",))
    problem = "No es un cuaderno: el JSON se corta en la línea 512."
    results[5] = replace(results[5], graded=(), functions={}, problem=problem)
    roster = {s.student: s.name for s in students[1:]} | {"zoe": "Zoe Ñandú"}
    match = Match("04.6", 1.0, 2, 55, 9, False, False)
    pair = Pair(students[7].student, students[8].student, (match,))
    copy = Copy(students[9].student, "04.4", False, 1, 55)
    adjustments = [
        Adjustment(students[1].student, "04.6", 4.5, "Lo explicó en el pizarrón"),
        Adjustment("nadie", "04.1", 1.0, "error de escritura"),
    ]
    done = write_report(
        iter(results),
        folder / "informe",
        roster=roster,
        adjustments=adjustments,
        seed=2019,
        similar=Alike((pair,), (copy,)),
    )
    return students, results, done


def test_the_class_page_says_what_happened(class_of_60):
    students, results, done = class_of_60
    page = harmless(done.report.read_text("utf-8"))
    accessible(page)
    assert (done.graded, done.ungraded, done.missing) == (59, 1, 1)
    for said in (
        "Zoe Ñandú",
        "Entregó dos veces; cuenta la última.",
        "No es un cuaderno: el JSON se corta en la línea 512.",
        "Lo explicó en el pizarrón",
        "No es un veredicto",
        "04.6: igual, de 9 instrucciones, y equivocada; así la escribieron 2 de las 55 "
        "personas que respondieron.",
        "La solución del curso, tal cual",
        "Semilla de los casos: 2019",
        "1 sin poner: nadie, 04.1",
    ):
        assert said in page.text
    assert f"lista (1) {students[0].name}." in page.text
    assert "sin aislamiento" not in page.text.lower()
    linked = {a["href"] for a in page.all("a") if a["href"].startswith("estud")}
    assert linked == {f"estudiantes/{p.name}" for p in pages_of(done, "html")}


def test_rates_are_those_of_the_class(class_of_60):
    _, results, done = class_of_60
    page = harmless(done.report.read_text("utf-8"))
    items = [g for r in results for g in r.graded if g.exercise == "04.2"]
    states = Counter(view(r).exercises[1].state for r in results if r.graded)
    cells = r"(\d+)(?: \(((?:< )?\d+ %)\))? " * 5
    found = re.search(rf"04\.2 · Softmax, estable {cells}", page.text)
    undone = states["blank"] + states["missing"]
    wanted = [states[s] for s in ("right", "partial", "wrong", "lost")] + [undone]
    assert [int(found[i]) for i in range(1, 11, 2)] == wanted
    assert sum(wanted) == len(items)
    rates = [
        text.percent(n, len(items)).replace("menos de", "<") if n else None
        for n in wanted
    ]
    assert [found[i] for i in range(2, 11, 2)] == rates


def test_the_most_frequent_mistakes_come_first_with_their_section(class_of_60):
    students, results, done = class_of_60
    summary = ClassSummary()
    for one in results:
        summary.add(view(one), one.functions)
    shown, _ = summary.frequent()
    counts = [m.count for m in shown]
    assert counts == sorted(counts, reverse=True) and counts[0] > 3
    planted = [a for s in students for a in s.answers if a.kind == "mistake"]
    first = shown[0]
    same = [
        a for a in planted if (a.exercise, a.which) == (first.exercise, first.diagnosis)
    ]
    lost = [
        a
        for a in students[5].answers  # la entrega que no se pudo calificar
        if (a.exercise, a.which) == (first.exercise, first.diagnosis)
    ]
    assert first.count == len(same) - len(lost)
    declared = {m.id: m for m in get_exercise(first.exercise).mistakes}
    assert first.section == declared[first.diagnosis].section
    page = harmless(done.report.read_text("utf-8"))
    assert f"«{first.section}»" in page.text


def test_help_goes_first_to_who_tried_and_got_least(class_of_60):
    summary = ClassSummary()
    for name, points, tried in (
        ("Uno", 0, 0),
        ("Dos", 1, 3),
        ("Tres", 1, 5),
        ("Seis", 9, 5),
    ):
        items = [
            graded(f"04.{i + 1}", points / 5, "wrong" if i < tried else "blank")
            for i in range(5)
        ]
        summary.add(view(result(name, name, tuple(items))))
    assert [p.name for p in summary.help_first()[0]] == ["Tres", "Dos", "Seis"]
    assert [p.name for p in summary.all_blank()] == ["Uno"]


def test_each_page_is_for_its_student_alone(class_of_60):
    students, results, done = class_of_60
    names = {r.name for r in results}
    assert len(pages_of(done, "html")) == len(pages_of(done, "md")) == len(results)
    for number, one in enumerate(results[:20]):
        stem = text.page_name(one.student)
        page = harmless((done.pages / f"{stem}.html").read_text("utf-8"))
        accessible(page)
        source = (done.pages / f"{stem}.md").read_text("utf-8")
        plain = Page(render_markdown(source)).text
        for read in (page.text, plain):
            assert one.name in read
            assert not [n for n in names - {one.name} if n in read]
            for item in one.graded if number != 1 else ():
                exercise = get_exercise(item.exercise)
                hints = [Page(f"<p>{text.inline(h)}</p>").text for h in exercise.hints]
                missing = item.status != "right"
                assert (flat(hints[0]) in flat(read)) == missing, item.exercise
                section = section_for(item, exercise.section)
                assert not missing or not section or f"«{section}»" in read
                assert flat(hints[2]) not in flat(read), item.exercise


def flat(string):
    """Las letras, sin lo que cambia entre HTML y Markdown."""
    return re.sub(r"[\s`*_^{}()]", "", string)


def test_no_page_has_a_solution_or_a_hidden_case(class_of_60):
    """Ni una línea de la solución que no esté en el enunciado, ni datos sorteados."""
    _, results, done = class_of_60
    exercises = {
        g.exercise: get_exercise(g.exercise) for r in results for g in r.graded
    }
    secret = set()
    for exercise in exercises.values():
        body = exercise.source.splitlines()[exercise.stub.count("\n") - 1 :]
        secret |= {line.strip() for line in body if len(line.strip()) > 25}
        for case in exercise.cases(np.random.default_rng(7)):
            for value in case.inputs.values():
                if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                    secret |= {f"{x:.5g}" for x in value.ravel() if len(f"{x:.5g}") > 6}
    assert len(secret) > 100
    for path in (*pages_of(done, "html"), done.report):
        read = Page(path.read_text("utf-8")).text
        if path != done.report:
            assert not [line for line in secret if line in read], path.name


def test_an_adjustment_replaces_the_mark_and_is_shown_as_such(class_of_60):
    students, _, done = class_of_60
    rows = [r for r in marks(done.marks) if r[0] == students[1].student]
    (row,) = [r for r in rows if r[2].startswith("04.6 ")]
    row = dict(zip(COLUMNS, row, strict=True))
    assert row["puntos"] == "4,5" and row["antes del ajuste"] == "5"
    assert row["ajuste"] == "a mano. Lo explicó en el pizarrón"
    stem = text.page_name(students[1].student)
    read = Page((done.pages / f"{stem}.html").read_text("utf-8")).text
    assert "Nota puesta a mano: 4.5 puntos" in read
    assert [a.student for a in done.unused] == ["nadie"]


def test_grading_without_isolation_is_said_first(tmp_path):
    _, page, _ = written(tmp_path, [result()], isolated=False)
    warned = page.text.index("Se calificó sin aislamiento.")
    assert warned < page.text.index("A quién ayudar primero")
    assert page.text.count("Cada entrega corrió aislada") == 0


@pytest.mark.parametrize("people", [0, 1, 2])
def test_a_tiny_class_has_a_report(tmp_path, people):
    results = [result(f"p{i}", f"P {i}") for i in range(people)]
    done, page, rows = written(tmp_path, results)
    accessible(page)
    assert len(rows) == people == done.graded
    assert ("No hay ninguna entrega calificada." in page.text) == (people == 0)
    assert len(page.all("img")) == (2 if people == 2 else 0)


def test_nothing_but_problems(tmp_path):
    broken = result(items=(), problem="El archivo está vacío.")
    done, page, rows = written(tmp_path, [broken], roster=[("luz", "Luz Rojas")])
    assert "El archivo está vacío." in page.text and "Luz Rojas" in page.text
    assert "Entregaron y no están en la lista (1) Ana Peña." in page.text
    assert [(r[1], r[5]) for r in rows] == [
        ("Ana Peña", "sin calificar"),
        ("Luz Rojas", "no entregó"),
    ]
    read = harmless(pages_of(done, "html")[0].read_text("utf-8")).text
    assert "Tu entrega no se pudo calificar. El archivo está vacío." in read
    assert "Archivo recibido:" in read and "Archivo calificado" not in read


# Lo que no hace -----------------------------------------------------------------------


@pytest.mark.parametrize("nasty", NASTY, ids=lambda s: ascii(s[:24]))
def test_what_others_wrote_is_only_shown(tmp_path, nasty):
    item = graded(message=nasty, diagnosis=nasty, section=nasty)
    strange = replace(graded("04.7"), exercise=nasty or "x")
    code = f"def backpropagation(X):\n    # {nasty!r}\n    x = {nasty!r}\n    return x"
    one = result(
        nasty,
        nasty,
        (item, strange),
        notes=(nasty,),
        functions={"04.6": code},
        answers={"04.c1": nasty, nasty: "a"},
    )
    two = result("p2", nasty, (), problem=nasty)
    alike = Alike((Pair(nasty, "otra", (Match("04.6", 1.0, 2, 3, 5, True, False),)),))
    done, page, rows = written(
        tmp_path,
        [one, two],
        roster={"f": nasty},
        adjustments=[Adjustment(nasty, "04.6", 1.0, nasty)],
        similar=alike,
        when=nasty,
    )
    accessible(page)
    for path in pages_of(done, "html"):
        accessible(harmless(path.read_text("utf-8")))
        assert path.name.encode("ascii")
    for path in pages_of(done, "md"):
        drawn = Page(render_markdown(path.read_text("utf-8")))
        tags = {tag for tag, _ in drawn.tags}
        assert tags <= {"h1", "h2", "h3", "p", "strong", "em", "code"}, tags
        assert not any(attributes for _, attributes in drawn.tags)
    for row in rows:
        for value in row:
            assert value == "" or value.strip()[0] not in "=+-@＝＋－＠\t\r\n"
            assert "\n" not in value and len(value) < 3000


def test_a_name_is_read_as_it_was_written(tmp_path):
    name = 'Ana "la <b>" O\'Hara & Núñez_de_la_Vega'
    done, page, rows = written(tmp_path, [result("ana", name)])
    assert name in page.text and rows[0][1] == name
    source = pages_of(done, "md")[0].read_text("utf-8")
    assert name in Page(render_markdown(source)).text


def test_the_fragment_is_anonymous_and_not_the_whole_function():
    body = "".join(f"    v{i} = dZ * {i}\n" for i in range(9))
    code = (
        'def backpropagation(X, Y, W, b, cache):\n    """Soy Ana Peña."""\n'
        f'    # lo hizo Ana\n    me = "Ana"\n    other = f"{{me}} Ana"\n'
        f"{body}    return v1"
    )
    shown = fragment(code, "04.6")
    assert "Ana" not in shown and "v7" not in shown and "v0 = dZ * 0" in shown
    assert len(shown.splitlines()) <= 5
    right = get_exercise("04.6").source
    assert fragment(right, "04.6") == ""
    for unreadable in ("def f(:", "x = 1", "", "\x00", "(" * 5000):
        assert fragment(unreadable, "04.6") == ""


# Archivos -----------------------------------------------------------------------------


def test_page_names_are_safe_and_unique():
    rng = np.random.default_rng(0)
    letters = list("aA./\\:ñÑ *?<|\0\n-_é\udcff漢")
    names = {*NASTY, "", ".", "..", "../../x", "con", "CON", "ana", "Ana", "aná", "a/b"}
    while len(names) < 5000:
        names.add("".join(rng.choice(letters, size=rng.integers(1, 12))))
    stems = [text.page_name(name) for name in names]
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", stem) for stem in stems)
    assert len(set(stems)) == len(names)


def test_two_results_with_one_name_keep_two_pages(tmp_path):
    done, page, rows = written(tmp_path, [result(), result(name="Otra")])
    assert len(pages_of(done, "html")) == 2 == len(rows)


def test_writing_again_replaces_what_was_there_and_nothing_else(tmp_path):
    done, _, _ = written(tmp_path, [result("ana"), result("luz", "Luz")])
    mine = done.pages / "apuntes.html"
    mine.write_text("míos")
    outside = tmp_path / "ajeno.txt"
    outside.write_text("intacto")
    ana = done.pages / f"{text.page_name('ana')}.html"
    ana.unlink()
    ana.symlink_to(outside)
    (done.pages / f".{ana.name}.parte").symlink_to(outside)
    written(tmp_path, [result("ana")])
    assert mine.read_text() == "míos" and outside.read_text() == "intacto"
    names = {p.name for p in done.pages.iterdir()} - {"apuntes.html"}
    stem = text.page_name("ana")
    assert names == {f"{stem}.html", f"{stem}.md"} and not ana.is_symlink()
    parts = {p.name for p in (tmp_path / "informe").iterdir()}
    assert parts == {"informe.html", "notas.csv", "totales.csv", "estudiantes"}


def test_the_same_results_give_the_same_bytes(tmp_path):
    results = [result(), result("luz", "Luz", (graded(points=5.0, status="right"),))]
    one = write_report(results, tmp_path / "a", seed=1)
    two = write_report(results, tmp_path / "b", seed=1)
    for path in (one.report, one.marks, one.totals, *one.pages.iterdir()):
        twin = two.report.parent / path.relative_to(one.report.parent)
        assert path.read_bytes() == twin.read_bytes()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "archivo").write_text("")
    with pytest.raises(CourseError, match="No pude escribir el informe"):
        write_report([result()], tmp_path / "archivo")
    kept, _, _ = written(tmp_path, [result()])
    before = kept.marks.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CourseError, match="disco lleno"):
        written(tmp_path, [result(points) for points in "abc"])
    assert kept.marks.read_bytes() == before
    assert not list(kept.marks.parent.glob(".*"))


def whole(path, content):
    with files.whole_file(path) as stream:
        stream.write(content)


@pytest.mark.parametrize("write", [whole, replace_with])
def test_on_windows_a_file_being_read_is_waited_for(tmp_path, monkeypatch, write):
    """Quien lee un archivo lo retiene un momento: no es que falten permisos."""
    path, tries, real = tmp_path / "notas.csv", [], os.replace

    def busy(source, target):
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "Access denied", source, None, target)
        real(source, target)

    path.write_text("antes")
    monkeypatch.setattr(os, "replace", busy)
    with monkeypatch.context() as patch:
        patch.setattr("course_lib.files.sys", SimpleNamespace(platform="linux"))
        with pytest.raises(PermissionError):
            write(path, "después")
    assert len(tries) == 1 and path.read_text() == "antes"
    monkeypatch.setattr("course_lib.files.sys", SimpleNamespace(platform="win32"))
    write(path, "después")
    assert len(tries) == 3 and path.read_text("utf-8") == "después"
    assert [found.name for found in tmp_path.iterdir()] == ["notas.csv"]


def test_a_file_that_is_held_is_named_as_the_person_knows_it(tmp_path, monkeypatch):
    real = os.replace

    def held(source, target):
        if target.name == "notas.csv":
            raise PermissionError(errno.EACCES, "Access denied", source, None, target)
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(CourseError, match="notas.csv.*Excel") as caught:
        write_report([result()], tmp_path)
    assert ".parte" not in str(caught.value)


def test_results_are_read_one_by_one(tmp_path):
    """Nadie guarda los anteriores: la memoria no crece con la clase."""
    alive = []

    def one_by_one():
        for number in range(30):
            held = sum(reference() is not None for reference in alive)
            assert held <= 1, f"quedan {held} resultados en memoria"
            item = replace(graded(), message=f"Mensaje {number}. " * 50)
            one = result(f"p{number}", f"Persona {number}", (item,))
            alive.append(weakref.ref(one))
            yield one
            del one

    done, _, rows = written(tmp_path, one_by_one())
    assert done.graded == len(rows) == 30


@pytest.mark.lento
def test_time_and_memory_grow_as_they_should(tmp_path):
    import time
    import tracemalloc

    def many(count):
        for number in range(count):
            items = tuple(
                replace(graded(f"04.{i}"), message=f"Con x = {number}. " * 20)
                for i in range(1, 10)
            )
            yield result(f"p{number}", f"Persona {number}", items)

    seconds, peaks = [], []
    for count in (300, 3000):
        start = time.process_time()
        write_report(many(count), tmp_path / str(count))
        seconds.append(time.process_time() - start)
        tracemalloc.start()
        write_report(many(count // 3), tmp_path / f"m{count}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert seconds[1] < 20 * seconds[0] and seconds[1] < 40
    assert peaks[1] - peaks[0] < 12e6  # 900 personas más: menos de 13 KB cada una


# A la vista ---------------------------------------------------------------------------


def luminance(color):
    color = color.lstrip("#")
    color = "".join(2 * c for c in color) if len(color) == 3 else color
    parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_color_can_be_read_in_both_themes(tmp_path):
    done, _, _ = written(tmp_path, [result()])
    style = done.report.read_text("utf-8")
    themes = re.findall(r":root\{(.*?)\}", style)
    assert len(themes) == 2
    for theme in themes:
        colors = dict(re.findall(r"--(\w+):(#\w+)", theme))
        for ink in ("tinta", "suave", "enlace", "bien", "mal"):
            for paper in ("fondo", "panel", "aviso"):
                pair = sorted((luminance(colors[ink]), luminance(colors[paper])))
                ratio = (pair[1] + 0.05) / (pair[0] + 0.05)
                assert ratio >= 4.5, (ink, paper, ratio)
