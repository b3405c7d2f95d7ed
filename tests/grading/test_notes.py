"""Lo que se dice de una entrega: lo de quien enseña y lo de quien aprende."""

import json
from dataclasses import replace

import pytest
from fake_sandbox import FakeSandbox
from pages import Page
from test_collect import GOOD, LESSON_3, OTHER, gather, put, zipped

from course_lib.grading.judge import grade
from course_lib.grading.report import write_report
from course_lib.grading.store import open_store


def told(tmp_path, path, **options):
    """{persona: (lo que lee quien enseña, lo que lee ella)}, de punta a punta."""
    found = gather(path, **options)
    with open_store(tmp_path / "base", seed=3) as store:
        for submission in found.values():
            result = grade(submission, seed=3, sandbox=FakeSandbox())
            store.save(result, "v", True)
            assert store.result(result.student, result.lesson) == result
            store.refresh(submission)
        results = [store.result(*key) for key in sorted(store.keys(), key=str)]
    roster = options.get("roster")
    done = write_report(results, tmp_path / "informe", roster=roster)
    whole = Page(done.report.read_text("utf-8")).text
    pages = {}
    for result in results:
        (page,) = (
            path
            for path in done.pages.glob("*.html")
            if f">{result.name}</h1>" in path.read_text("utf-8")
        )
        read = Page(page.read_text("utf-8")).text
        read += page.with_suffix(".md").read_text("utf-8")
        pages[result.student] = whole, read
    return pages


def test_the_roster_is_a_matter_of_who_teaches(tmp_path):
    for name in ("Zoe Paz", "Juan Mamani", "Ana Ríos"):
        put(tmp_path, f"c/{name}.ipynb")
    roster = {"A": "Ana Ríos", "B": "Juan José Mamani", "C": "Juan Luis Mamani"}
    pages = told(tmp_path, tmp_path / "c", roster=roster)
    whole, zoe = pages["Zoe Paz"]
    assert "«Zoe Paz» no está en la lista" in whole
    assert "podría ser más de una persona de la lista: Juan José Mamani" in whole
    for student in ("Zoe Paz", "Juan Mamani", "A"):
        assert "lista" not in pages[student][1].split("Ejercicio por ejercicio")[0]
        assert "Juan José" not in pages[student][1]


def test_each_one_reads_it_in_their_words(tmp_path):
    put(tmp_path, "c/ana/a.ipynb", OTHER, when=1_700_000_000)
    put(tmp_path, "c/ana/b.ipynb", GOOD, when=1_600_000_000)
    put(tmp_path, "c/ana/c.ipynb", GOOD[:40], when=1_500_000_000)
    put(tmp_path, "c/ana/03.ipynb", LESSON_3, when=1_400_000_000)
    put(tmp_path, "c/eva/a.ipynb", GOOD.decode().encode("utf-16"))
    pages = told(tmp_path, tmp_path / "c")
    whole, ana = pages["ana"]
    assert "Entregó 2 cuadernos de la lección 04; cuenta el último" in whole
    assert "También entregó la lección 03: se califica con --leccion" in whole
    assert "Entregaste 2 cuadernos de la lección 04; cuenta el último" in ana
    assert "También entregaste la lección 03: va en otra página." in ana
    assert "Entregó" not in ana and "--leccion" not in ana.replace("\\", "")
    assert "no cuenta: El archivo no es JSON" in ana
    assert "estaba en UTF-16" in pages["eva"][1] and "estaba en UTF-16" in whole


def test_the_same_file_sent_twice_is_said_to_who_teaches(tmp_path):
    put(tmp_path, "c/Ana Paz 04.ipynb")
    put(tmp_path, "c/Ana Paz 04 (1).ipynb")
    put(tmp_path, "c/Eva Ríos.zip", zipped({"04.ipynb": GOOD, "copia/04.ipynb": GOOD}))
    whole, ana = told(tmp_path, tmp_path / "c")["Ana Paz"]
    assert "Envió 2 veces el mismo cuaderno." in whole
    assert "veces" not in ana.split("Ejercicio por ejercicio")[0]
    assert gather(tmp_path / "c")["Eva Ríos"].notes == ()


@pytest.mark.parametrize("stored", [[], ["Entregó dos veces."]])
def test_notes_of_an_older_database_are_read(tmp_path, stored):
    put(tmp_path, "c/ana.ipynb")
    (submission,) = gather(put(tmp_path, "c/ana.ipynb")).values()
    result = grade(submission, seed=3, sandbox=FakeSandbox())
    with open_store(tmp_path / "base", seed=3) as store:
        store.save(result, "v", True)
        store.ask("UPDATE submission SET notes = ?", (json.dumps(stored),))
        found = store.result(result.student, "04")
    assert found == replace(result, notes=tuple(stored), told=())
