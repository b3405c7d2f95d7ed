"""Encontrar las entregas: formas usuales, repetidas, dañadas y hostiles."""

import base64
import io
import json
import os
import stat
import struct
import time
import unicodedata
import zipfile

import pytest

from course_lib.errors import CourseError
from course_lib.grading import choose, places, zips
from course_lib.grading.collect import collect
from course_lib.grading.instructor_files import read_roster
from course_lib.grading.notebooks import LARGEST
from course_lib.grading.people import clean_name, key_of, person_of


def notebook(answer="return Z", exercise="04.2", name="softmax"):
    """Un cuaderno mínimo: una respuesta y su comprobación."""
    sources = f"def {name}(Z):\n    {answer}", f'check("{exercise}", {name})'
    cells = [{"cell_type": "code", "metadata": {}, "source": s} for s in sources]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


GOOD, OTHER = notebook(), notebook("return Z + 1")
BLANK, LESSON_3 = notebook("..."), notebook("return 1", "03.2", "relu")


def write(folder, **files):
    for name, content in files.items():
        put(folder, name, content)
    return folder


def put(folder, name, content=GOOD, when=None):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if when:
        os.utime(path, (when, when))
    return path


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """Un zip hecho de pares (nombre o ZipInfo, bytes)."""
    output = io.BytesIO()
    pairs = entries.items() if isinstance(entries, dict) else entries
    with zipfile.ZipFile(output, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return output.getvalue()


def dated(name, *moment):
    info = zipfile.ZipInfo(name, (*moment, 0, 0, 0)[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def gather(path, **options):
    """Las entregas por persona; a nadie le toca más de una."""
    found = list(collect(path, **options))
    by_student = {s.student: s for s in found}
    assert len(by_student) == len(found)
    return by_student


def answer_of(submission):
    assert submission.work is not None, submission.problem
    return submission.work.functions["04.2"].split("\n")[1].strip()


# Formas de entrega --------------------------------------------------------------------


def test_a_folder_per_person(tmp_path):
    put(tmp_path, "ana_perez/04_perceptron_multicapa.ipynb")
    put(tmp_path, "Luis Rojas/sub carpeta/mi tarea.ipynb", OTHER)
    found = gather(tmp_path)
    assert {s.name for s in found.values()} == {"ana perez", "Luis Rojas"}
    assert answer_of(found["Luis Rojas"]) == "return Z + 1"
    assert found["Luis Rojas"].source.endswith("Luis Rojas/sub carpeta/mi tarea.ipynb")
    assert len(found["ana perez"].digest) == 64


@pytest.mark.parametrize(
    "name, person",
    [
        ("04_perceptron_multicapa_ana_perez.ipynb", "ana perez"),
        ("Ana Pérez - 04_perceptron_multicapa.ipynb", "Ana Pérez"),
        ("Copia de 04_perceptron_multicapa - Ana Pérez (2).ipynb", "Ana Pérez"),
        ("María de la Cruz 04.ipynb", "María de la Cruz"),
        ("leccion 04 final ana v2.ipynb", "ana"),
        ("Ana Pérez_123_assignsubmission_file_04_perceptron.ipynb", "Ana Pérez"),
        ("perezana_LATE_1234_56789_04_perceptron-1.ipynb", "perezana"),
        ("entrega_04_A-123.zip", "A-123"),
        ("entrega_04_15.zip", "15"),
        ("20231234_2026-11-23.ipynb", "20231234"),
    ],
)
def test_one_flat_folder_with_names(tmp_path, name, person):
    content = zipped({"04.ipynb": GOOD}) if name.endswith("zip") else GOOD
    put(tmp_path, name, content)
    put(tmp_path, "otra persona.ipynb", OTHER)
    found = gather(tmp_path)
    assert set(found) == {person, "otra persona"}
    assert answer_of(found[person]) == "return Z"


@pytest.mark.parametrize(
    "ending",
    [
        ".IPYNB",
        ".ipynb.txt",
        ".ipynb.json",
        ".ipynb (1)",
        ".ipynb(2)",
        ".ipynb (1).txt",
    ],
)
def test_a_notebook_that_a_browser_saved_with_another_ending(tmp_path, ending):
    put(tmp_path, f"04_perceptron_multicapa - Ana Paz{ending}")
    put(tmp_path, f"Luis Rojas/04{ending}", OTHER)
    put(tmp_path, "eva.zip", zipped({f"04{ending}": GOOD, "entrega.json": b"{}"}))
    found = gather(tmp_path)
    assert set(found) == {"Ana Paz", "Luis Rojas", "eva"}
    assert all(one.work for one in found.values())
    assert set(gather(tmp_path / f"Luis Rojas/04{ending}")) == {"04"}


def test_a_single_notebook_and_a_single_person(tmp_path):
    assert set(gather(put(tmp_path, "eva/04_ana.ipynb"))) == {"ana"}
    put(tmp_path, "solo/ana/04.ipynb")
    put(tmp_path, "solo/ana/04 (2).ipynb", OTHER)
    found = gather(tmp_path / "solo")
    assert set(found) == {"ana"} and "2 cuadernos" in found["ana"].notes[0]


def test_zip_nested_as_moodle_and_classroom_give_them(tmp_path):
    mine = zipped({"entrega/04.ipynb": GOOD, "__MACOSX/._04.ipynb": b"x"})
    names = {
        "Ana Pérez_1_assignsubmission_file_/tarea.zip": mine,
        "Luis Rojas_2_assignsubmission_file_/04.ipynb": OTHER,
        "Eva Paz_3_assignsubmission_file_/informe.pdf": b"%PDF",
    }
    put(tmp_path, "bajado/Curso.zip", zipped(names))
    for path in (tmp_path / "bajado", tmp_path / "bajado" / "Curso.zip"):
        found = gather(path)
        assert set(found) == {"Ana Pérez", "Luis Rojas", "Eva Paz"}
        assert answer_of(found["Ana Pérez"]) == "return Z"
        assert found["Ana Pérez"].source.endswith("tarea.zip/entrega/04.ipynb")
        assert "informe.pdf" in found["Eva Paz"].problem
    one_zip_each = {f"{name}.zip": mine for name in ("ana", "luis", "eva")}
    found = gather(put(tmp_path, "clase.zip", zipped(one_zip_each)))
    assert set(found) == {"ana", "luis", "eva"}


def test_folders_of_the_class_give_way_to_the_people_inside(tmp_path):
    for folder in ("Lección 03", "Tarea 4"):
        for person, content in (("Ana Paz", GOOD), ("Luis Rojas", OTHER)):
            put(tmp_path, f"lecciones/{folder}/{person}.ipynb", content)
    assert set(gather(tmp_path / "lecciones")) == {"Ana Paz", "Luis Rojas"}
    put(tmp_path, "turnos/Turno noche/Ana Paz/04.ipynb")
    put(tmp_path, "turnos/Turno noche/Luis Rojas.ipynb", OTHER)
    put(tmp_path, "turnos/Turno tarde/Eva Ríos/04.ipynb")
    put(tmp_path, "turnos/Turno tarde/Pía Luz/04.ipynb")
    roster = {"1": "Ana Paz", "2": "Luis Rojas", "3": "Eva Ríos", "4": "Pía Luz"}
    assert set(gather(tmp_path / "turnos", roster=roster)) == set(roster)
    # El trabajo de un grupo, con carpetas que no son personas de la lista, es uno.
    assert len(gather(tmp_path / "turnos")) == 2


def test_the_zips_of_two_groups_of_moodle(tmp_path):
    for group, people in (("1", ("Ana Paz", "Luis Rojas")), ("2", ("Eva Ríos", "Pía"))):
        names = [
            f"{name}_{number}{group}_assignsubmission_file_/04.ipynb"
            for number, name in enumerate(people, 1)
        ]
        name = f"RN-Tarea 4 - Paralelo {group}.zip"
        put(tmp_path, name, zipped(dict.fromkeys(names, GOOD)))
    assert set(gather(tmp_path)) == {"Ana Paz", "Luis Rojas", "Eva Ríos", "Pía"}


def test_the_folder_of_one_person_keeps_the_name_that_the_platform_gave(tmp_path):
    put(tmp_path, "m/Ana Paz_12_assignsubmission_file_/tarea de anita.ipynb")
    assert set(gather(tmp_path / "m")) == {"Ana Paz"}
    for number in (1, 2):
        put(tmp_path, f"t/Submitted files/Ana Paz/Tarea 4/Version {number}/04.ipynb")
    assert set(gather(tmp_path / "t")) == {"Ana Paz"}


def test_what_does_not_say_whose_it_is_is_not_lost(tmp_path):
    """Tres cuadernos que un navegador bajó con el mismo nombre no son de una."""
    for end, content in (("", GOOD), (" (1)", OTHER), (" (2)", GOOD)):
        put(tmp_path, f"entregas/04_perceptron_multicapa{end}.ipynb", content)
    notes = []
    assert len(gather(tmp_path / "entregas", notes=notes)) == 3
    assert "3 entregas no dicen de quién son" in notes[0] and "aparte" in notes[0]
    for end in ("", " (1)"):
        put(tmp_path, f"Curso IA/04_perceptron_multicapa{end}.ipynb")
    notes = []
    assert set(gather(tmp_path / "Curso IA", notes=notes)) == {"Curso IA"}
    assert "versiones de la de «Curso IA», y cuenta la última" in notes[0]


def delivered(code, name, notebook=GOOD):
    card = json.dumps({"codigo": code, "nombre": name}).encode()
    return zipped({"04.ipynb": notebook, "entrega.json": card})


def test_the_card_says_who_when_the_file_was_renamed(tmp_path):
    entregas = tmp_path / "entregas"
    put(entregas, "entrega.zip", delivered("A-1", "Ana Paz"))
    put(entregas, "entrega (1).zip", delivered("A-2", "Luis Rojas", OTHER))
    put(entregas, "entrega_04_A-3.zip", delivered("A 3", "Eva Ríos"))
    put(entregas, "entrega_04_A-4.zip", delivered("A-1", "Otra persona"))
    put(entregas, "tarea.zip", zipped({"04.ipynb": GOOD, "entrega.json": b"[" * 9999}))
    put(entregas, "tarea (1).zip", zipped({"04.ipynb": GOOD, "entrega.json": b"{}"}))
    notes = []
    found = gather(entregas, notes=notes)
    names = {student: one.name for student, one in found.items()}
    assert names.pop("A-1") == "Ana Paz" and names.pop("A-2") == "Luis Rojas"
    assert names.pop("A-3") == "Eva Ríos" and names.pop("A-4") == "A-4"
    assert len(names) == 2 and answer_of(found["A-2"]) == "return Z + 1"
    roster = {"A-1": "Ana Paz Ríos", "A-2": "Luis Rojas"}
    assert gather(entregas, roster=roster)["A-1"].name == "Ana Paz Ríos"


def test_what_is_not_a_notebook_is_said(tmp_path):
    put(tmp_path, "Ana Paz.ipynb")
    put(tmp_path, "Luis Rojas.rar", b"Rar!")
    put(tmp_path, "Eva Ríos.pdf", b"%PDF")
    notes = []
    found = gather(tmp_path, notes=notes)
    assert set(found) == {"Ana Paz", "Luis Rojas"} and "Eva Ríos.pdf" in notes[0]
    assert "los de otra compresión no se abren" in found["Luis Rojas"].problem
    found = gather(tmp_path, roster={"7": "Eva Ríos", "8": "Luis Rojas"}, notes=[])
    assert "Envía el cuaderno." in found["7"].problem and found["8"].problem


@pytest.mark.parametrize("form", ["{}.ipynb", "{}/04.ipynb", "{}.zip"])
def test_a_very_long_name_is_not_lost(tmp_path, form):
    """Moodle y un título largo juntan más de 80 letras, y la persona va al final."""
    title = (
        "Universidad Mayor de San Andrés, Redes Neuronales, Segundo Parcial, Tarea 4 - "
    )
    content = zipped({"04.ipynb": GOOD}) if form.endswith("zip") else GOOD
    for person in ("Ana Paz", "Luis Rojas"):
        put(tmp_path, form.format(title + person), content)
    found = gather(tmp_path, roster={"1": "Ana Paz", "2": "Luis Rojas"})
    assert set(found) == {"1", "2"} and all(one.work for one in found.values())
    assert all(len(one.name) <= 80 for one in gather(tmp_path).values())


def test_accents_in_any_form_are_one_person(tmp_path):
    nfc, nfd = (unicodedata.normalize(form, "José Ñuñez") for form in ("NFC", "NFD"))
    put(tmp_path, f"{nfc}.ipynb", when=1_700_000_000)
    put(tmp_path, f"{nfd} 04.ipynb", OTHER, when=1_700_000_100)
    put(tmp_path, "Nunez Jose.ipynb")
    found = gather(tmp_path)
    assert set(found) == {nfc, "Nunez Jose"}
    assert answer_of(found[nfc]) == "return Z + 1"


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_zip_names_without_the_utf8_mark(tmp_path, encoding):
    plain = zipped({"XXXXXXXX/04.ipynb": GOOD, "otra/04.ipynb": GOOD})
    name = "José Paí".encode(encoding)
    data = plain.replace(b"XXXXXXXX", name.ljust(8, b"_")[:8])
    if encoding == "utf-8":
        data = plain.replace(b"XXXXXXXX", "Joséñ_".encode())
        name = "Joséñ".encode()
    found = gather(put(tmp_path, "clase.zip", data))
    assert name.decode(encoding) in found


def test_windows_separators(tmp_path):
    data = zipped({"ana|04.ipynb": GOOD, "luis|04.ipynb": OTHER}).replace(b"|", b"\\")
    assert set(gather(put(tmp_path, "clase.zip", data))) == {"ana", "luis"}


def test_the_whole_course_folder_of_one_person(tmp_path):
    put(tmp_path, "ana/mis_cuadernos/04_perceptron.ipynb", OTHER, 1_700_000_000)
    put(tmp_path, "ana/mis_cuadernos/anteriores/04.ipynb", GOOD, 1_700_000_500)
    put(tmp_path, "ana/solutions/04_perceptron.ipynb", GOOD, 1_700_000_900)
    put(tmp_path, "ana/lessons/04_perceptron.ipynb", BLANK, 1_700_000_900)
    for path in (tmp_path, tmp_path / "ana"):
        (submission,) = gather(path).values()
        assert submission.student == "ana" and submission.notes == ()
        assert answer_of(submission) == "return Z + 1"


def test_the_solutions_of_the_course_are_nobodys_answers(tmp_path):
    """Quien envía la carpeta del curso sin tocar no recibe la nota de `solutions/`."""
    for person, content in ("ana", BLANK), ("eva", OTHER):
        put(tmp_path, f"{person}/lessons/04_perceptron.ipynb", content)
        put(tmp_path, f"{person}/lessons/03_funciones.ipynb", LESSON_3)
        put(tmp_path, f"{person}/solutions/04_perceptron.ipynb", GOOD, 1_900_000_000)
    for lesson in "04", None:
        found = gather(tmp_path, lesson=lesson)
        assert "/lessons/" in found["ana"].source and "/lessons/" in found["eva"].source
    found = gather(tmp_path, lesson="04")
    assert found["ana"].work.functions == {}
    assert answer_of(found["eva"]) == "return Z + 1"


def test_notebooks_made_to_be_slow_are_not_all_read(tmp_path, monkeypatch):
    """Sesenta cuadernos lentos de una persona no detienen a la clase."""
    for number in range(9):
        put(tmp_path, f"ana/{number}.ipynb", OTHER, when=1_600_000_000 + 9 * number)
    put(tmp_path, "ana/9.ipynb", GOOD, when=1_700_000_000)
    put(tmp_path, "eva/04.ipynb")
    read, original = [], choose.read_notebook

    def slow(data):
        read.append(data)
        until = time.process_time() + 0.2
        while time.process_time() < until:
            pass
        return original(data)

    monkeypatch.setattr(choose, "read_notebook", slow)
    monkeypatch.setattr(choose, "_MOST_SECONDS", 0.3)
    assert answer_of(gather(tmp_path)["ana"]) == "return Z"
    assert 2 <= len(read) <= 4  # dos de Ana, y el de Eva


def test_the_course_folder_beside_others_is_one_more(tmp_path):
    """Quien deja su carpeta `lessons` entre las de la clase no borra a las demás."""
    put(tmp_path, "ana/04.ipynb")
    put(tmp_path, "eva/04.ipynb", OTHER)
    put(tmp_path, "lessons/04.ipynb", BLANK)
    put(tmp_path, "course_lib", b"un archivo")
    assert {"ana", "eva"} <= set(gather(tmp_path))


def test_a_file_called_like_the_course_is_not_it(tmp_path):
    put(tmp_path, "Ana 04.ipynb")
    put(tmp_path, "mis_cuadernos", b"un archivo")
    assert set(gather(tmp_path)) == {"Ana"}


def test_foreign_files_are_ignored(tmp_path):
    put(tmp_path, "ana/04.ipynb")
    foreign = ".DS_Store", "Thumbs.db", "notas.pdf", "~$notas.docx", "~$ana.ipynb"
    for name in (*foreign, "__MACOSX/ana/._04.ipynb"):
        put(tmp_path, name, b"x")
        put(tmp_path, f"ana/{name}", b"x")
    put(tmp_path, "ana/.ipynb_checkpoints/04-checkpoint.ipynb", OTHER)
    (submission,) = gather(tmp_path).values()
    assert submission.student == "ana" and submission.notes == ()
    assert answer_of(submission) == "return Z"


# La misma persona dos veces -----------------------------------------------------------


def test_the_latest_counts_and_is_said(tmp_path):
    put(tmp_path, "ana/a.ipynb", OTHER, when=1_700_000_000)
    put(tmp_path, "ana/b.ipynb", GOOD, when=1_600_000_000)
    put(tmp_path, "eva/a.ipynb")
    submission = gather(tmp_path)["ana"]
    assert answer_of(submission) == "return Z + 1"
    assert "2 cuadernos" in submission.notes[0] and "a.ipynb" in submission.notes[0]


def test_the_latest_by_the_dates_in_the_zip(tmp_path):
    entries = [
        (dated("ana/b.ipynb", 2025, 1, 1), GOOD),
        (dated("ana/a.ipynb", 2026, 1, 1), OTHER),
        (dated("eva/a.ipynb", 2025, 1, 1), GOOD),
    ]
    found = gather(put(tmp_path, "clase.zip", zipped(entries)))
    assert answer_of(found["ana"]) == "return Z + 1"
    assert "(2026-01-01" in found["ana"].notes[0] and found["eva"].notes == ()


def test_the_latest_by_its_number_when_dates_are_equal(tmp_path):
    for name, content in (
        ("ana 04 (2).ipynb", GOOD),
        ("ana 04 (10).ipynb", OTHER),
        ("ana 04.ipynb", GOOD),
    ):
        put(tmp_path, name, content, when=1_700_000_000)
    assert answer_of(gather(tmp_path)["ana"]) == "return Z + 1"


def test_two_zips_that_look_the_same_are_two(tmp_path):
    """Con el nombre limpio se escriben igual, y cada uno tiene lo suyo."""
    for accent, content, when in (("é", GOOD, 2020), ("e\u0301", OTHER, 2026)):
        data = zipped([(dated(f"{when}.ipynb", when, 1, 1), content)])
        put(tmp_path, f"ana/l{accent}eme.zip", data)
    put(tmp_path, "eva/04.ipynb")
    submission = gather(tmp_path)["ana"]
    assert answer_of(submission) == "return Z + 1"
    assert "2 cuadernos" in submission.notes[0]


def test_the_same_file_twice_needs_no_note(tmp_path):
    put(tmp_path, "ana/04.ipynb")
    put(tmp_path, "ana/copia/04.ipynb")
    assert gather(tmp_path)["ana"].notes == ()


def test_a_damaged_or_blank_last_one_does_not_erase_the_answers(tmp_path):
    put(tmp_path, "ana/1.ipynb", GOOD, when=1_600_000_000)
    put(tmp_path, "ana/2.ipynb", GOOD[:40], when=1_700_000_000)
    put(tmp_path, "eva/1.ipynb", GOOD, when=1_600_000_000)
    put(tmp_path, "eva/2.ipynb", BLANK, when=1_700_000_000)
    found = gather(tmp_path)
    assert answer_of(found["ana"]) == answer_of(found["eva"]) == "return Z"
    assert "2.ipynb» no cuenta: El archivo no es JSON" in found["ana"].notes[0]
    assert "el último está en blanco" in found["eva"].notes[0]


def test_the_wrong_lesson(tmp_path):
    put(tmp_path, "ana/03.ipynb", LESSON_3)
    put(tmp_path, "eva/03.ipynb", LESSON_3, when=1_700_000_000)
    put(tmp_path, "eva/04.ipynb", GOOD, when=1_600_000_000)
    found = gather(tmp_path, lesson="04")
    assert "de la lección 03, y se esperaba el de la 04" in found["ana"].problem
    assert answer_of(found["eva"]) == "return Z"
    found = gather(tmp_path)
    assert found["eva"].work.lesson == "03" and "--leccion" in found["eva"].notes[0]


# La lista -----------------------------------------------------------------------------


def test_roster_names_whoever_it_can(tmp_path):
    names = "Rojas Quispe Luis", "perezana_1_2_04", "s3 tarea", "Ana", "Juan Mamani"
    for name in names:
        put(tmp_path, f"{name}.ipynb")
    roster = {
        "S1": "Luis Alberto Rojas Quispe",
        "S2": "Ana Pérez",
        "S3": "Otra Persona",
        "S4": "Juan José Mamani",
        "S5": "Juan Luis Mamani",
    }
    found = gather(tmp_path, roster=roster)
    assert set(found) == {"S1", "S2", "S3", "Ana", "Juan Mamani"}
    assert found["S1"].name == "Luis Alberto Rojas Quispe"
    assert "no está en la lista" in found["Ana"].notes[0]
    assert "más de una persona" in found["Juan Mamani"].notes[0]


def test_two_with_the_same_name_keep_apart(tmp_path):
    for number, content in ((1, GOOD), (2, OTHER)):
        put(tmp_path, f"Ana Paz_{number}_assignsubmission_file_/04.ipynb", content)
    found = gather(tmp_path)
    assert set(found) == {"Ana Paz (1)", "Ana Paz (2)"}


@pytest.mark.parametrize(
    "text, encoding",
    [
        ("student,name\r\nS1,José Paz\r\nS2,Eva\r\n", "utf-8"),
        ("Código;Nombre(s);Apellido(s)\r\nS1;José;Paz\r\nS2;Eva;\r\n", "utf-8-sig"),
        ("código\tnombre completo\nS1\tJosé Paz\n\nS2\tEva\n", "utf-16"),
        ("S1;José Paz\nS2;Eva\n", "cp1252"),
    ],
)
def test_roster_as_each_program_saves_it(tmp_path, text, encoding):
    path = put(tmp_path, "lista.csv", text.encode(encoding))
    assert read_roster(path) == {"S1": "José Paz", "S2": "Eva"}


def test_bad_rosters_get_a_sentence(tmp_path):
    for content, sentence in (
        (b"", "está vacía"),
        (b"student,name\nS1,Ana\nS1,Eva\n", "aparece dos veces"),
    ):
        with pytest.raises(CourseError, match=sentence):
            read_roster(put(tmp_path, "lista.csv", content))
    with pytest.raises(CourseError, match="No se pudo leer la lista"):
        read_roster(tmp_path / "no.csv")


# Lo que se rechaza, sin tumbar lo demás -----------------------------------------------


def encrypted(name="04.ipynb"):
    """Un zip cuya entrada dice estar cifrada."""
    data = bytearray(zipped({name: GOOD}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def damaged():
    """Un zip con un byte del contenido cambiado."""
    data = bytearray(zipped({"04.ipynb": GOOD}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    return bytes(data)


def link(name, target):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped([(info, target)])


def deep(levels):
    data = zipped({"04.ipynb": GOOD})
    for _ in range(levels):
        data = zipped({"x.zip": data})
    return data


def many_zips():
    """Muchos zips que se inflan mucho, dentro de uno pequeño."""
    heavy = zipped({"relleno.bin": b"\0" * (4 << 20)}, zipfile.ZIP_STORED)
    return zipped({f"{i}.zip": heavy for i in range(8)})


HOSTILE = {
    "cifrado": (encrypted, "contraseña"),
    "danado": (damaged, "Está dañado"),
    "cortado": (lambda: zipped({"04.ipynb": GOOD})[:-30], "dañado o incompleto"),
    "texto": (lambda: b"no soy un zip", "dañado o incompleto"),
    "enlace": (lambda: link("04.ipynb", "/etc/passwd"), "enlaces no se siguen"),
    "carpeta": (lambda: link("x", "/etc"), "enlaces no se siguen"),
    "sube": (lambda: zipped({"../../04.ipynb": GOOD}), "sale del zip"),
    "absoluta": (lambda: zipped({"/tmp/04.ipynb": GOOD}), "absoluta"),
    "unidad": (lambda: zipped({"C:/x/04.ipynb": GOOD}), "absoluta"),
    "hondo": (lambda: deep(5), "demasiados zips"),
    "carpetas": (lambda: zipped({"a/" * 40 + "04.ipynb": GOOD}), "demasiadas carpetas"),
    "lzma": (lambda: zipped({"04.ipynb": GOOD}, zipfile.ZIP_LZMA), "poco común"),
    "enorme": (lambda: zipped({"04.ipynb": b" " * (LARGEST + 1)}), "pesa 20.0 MB"),
    "vacio": (lambda: zipped({}), "vacía"),
    "sin cuaderno": (lambda: zipped({"a.py": b""}), "a.py"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_zips_cost_only_their_person(tmp_path, kind):
    make, sentence = HOSTILE[kind]
    data = make()
    assert list(tmp_path.iterdir()) == []
    put(tmp_path, "clase/mala.zip", data)
    put(tmp_path, "clase/ana.ipynb")
    whole = {"mala.zip": data, "ana.ipynb": GOOD}
    put(tmp_path, "todo.zip", zipped(whole))
    before = sorted(tmp_path.rglob("*"))
    for path in (tmp_path / "clase", tmp_path / "todo.zip"):
        found = gather(path)
        assert answer_of(found["ana"]) == "return Z"
        assert sentence in found["mala"].problem and found["mala"].work is None
        assert found["mala"].problem.endswith(".")
    assert sorted(tmp_path.rglob("*")) == before  # nada se extrae


def test_a_bomb_of_zips_costs_only_its_person(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "_ALLOWANCE", 8 << 20)
    found = gather(
        put(tmp_path, "c.zip", zipped({"mala.zip": many_zips(), "ana.ipynb": GOOD}))
    )
    assert "bomba" in found["mala"].problem and answer_of(found["ana"])


def test_bad_entries_beside_a_good_one_are_said(tmp_path):
    entries = {"../fuera.ipynb": OTHER, "04.ipynb": GOOD, "/abs/04.ipynb": OTHER}
    put(tmp_path, "ana.zip", zipped(entries))
    put(tmp_path, "eva.ipynb")
    submission = gather(tmp_path)["ana"]
    assert answer_of(submission) == "return Z"
    assert len(submission.notes) == 2 and "sale del zip" in " ".join(submission.notes)


def test_an_index_without_end_is_not_read(tmp_path, monkeypatch):
    names = [(f"{i:05d}.ipynb", b"") for i in range(3000)]
    path = put(tmp_path, "c.zip", zipped(names))
    monkeypatch.setattr(zips, "_DIRECTORY", 100_000)
    with pytest.raises(CourseError, match="dañado o incompleto"):
        collect(path)
    monkeypatch.undo()
    monkeypatch.setattr(zips, "MOST_ENTRIES", 2000)
    with pytest.raises(CourseError, match="3000 entradas"):
        collect(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_notebook_full_of_images_in_a_zip_is_not_damaged(tmp_path, method):
    # El tope del índice de un zip (8 MB) no es el de sus cuadernos (20 MB).
    image = base64.b64encode(os.urandom(9 << 20)).decode()
    content = json.loads(GOOD)
    content["cells"][0]["outputs"] = [{"data": {"image/png": image}}]
    heavy = zipped({"04.ipynb": json.dumps(content).encode()}, method)
    assert len(heavy) > 8 << 20
    put(tmp_path, "clase/ana.zip", heavy)
    put(tmp_path, "juntas.zip", zipped({"ana.zip": heavy, "eva.ipynb": GOOD}))
    for path in (tmp_path / "clase", tmp_path / "juntas.zip"):
        for spool in (None, tmp_path):
            assert answer_of(gather(path, spool=spool)["ana"]) == "return Z"


def test_a_lie_about_the_size_is_not_believed(tmp_path):
    data = bytearray(zipped({"04.ipynb": b" " * 5_000_000 + GOOD, "otro/x": b""}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        data[data.index(mark) + offset :][:4] = b""
        struct.pack_into("<I", data, data.index(mark) + offset, 10)
    put(tmp_path, "mala.zip", bytes(data))
    put(tmp_path, "ana.ipynb")
    found = gather(tmp_path)
    assert found["mala"].problem and answer_of(found["ana"])


def test_links_in_folders_are_never_followed(tmp_path):
    outside = put(tmp_path, "fuera/04.ipynb")
    clase = tmp_path / "clase"
    put(clase, "ana/04.ipynb", OTHER)
    (clase / "eva").mkdir()
    try:
        (clase / "eva" / "04.ipynb").symlink_to(outside)
        (clase / "luis").symlink_to(outside.parent, target_is_directory=True)
        (clase / "juan.ipynb").symlink_to(outside)
    except OSError:
        pytest.skip("aquí no se pueden crear enlaces")
    found = gather(clase)
    assert answer_of(found["ana"]) == "return Z + 1"
    for student in ("eva", "luis", "juan"):
        assert "enlaces no se siguen" in found[student].problem


def test_a_link_swapped_in_after_looking_is_not_followed(tmp_path):
    put(tmp_path, "clase/eva.ipynb")
    secret = put(tmp_path, "secreto.ipynb", OTHER)
    archives = places.Archives()
    (place,) = places.children(places.root_of(tmp_path / "clase"), archives)
    (tmp_path / "clase" / "eva.ipynb").unlink()
    try:
        (tmp_path / "clase" / "eva.ipynb").symlink_to(secret)
    except OSError:
        pytest.skip("aquí no se pueden crear enlaces")
    with pytest.raises(CourseError, match="no se puede leer"):
        places.read(place, archives)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="aquí no hay tuberías")
def test_a_pipe_does_not_wait_forever(tmp_path):
    (tmp_path / "eva").mkdir()
    os.mkfifo(tmp_path / "eva" / "04.ipynb")
    put(tmp_path, "ana.ipynb")
    found = gather(tmp_path)
    assert "archivo corriente" in found["eva"].problem and answer_of(found["ana"])


def test_an_unreadable_file_is_said(tmp_path, monkeypatch):
    put(tmp_path, "ana.ipynb")
    put(tmp_path, "eva.ipynb")
    real = os.open

    def refuse(path, *rest, **more):
        if str(path).endswith("eva.ipynb"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    found = gather(tmp_path)
    assert "no se puede leer" in found["eva"].problem and answer_of(found["ana"])


def test_a_fault_of_ours_costs_only_one_submission(tmp_path, monkeypatch):
    put(tmp_path, "ana.ipynb")
    put(tmp_path, "eva.ipynb", OTHER)
    real = choose.read_notebook
    monkeypatch.setattr(
        choose, "read_notebook", lambda data: real(data) if data == GOOD else 1 / 0
    )
    found = gather(tmp_path)
    assert "ZeroDivisionError" in found["eva"].problem and answer_of(found["ana"])


@pytest.mark.parametrize("name", ["vacía", "no existe", "datos.csv"])
def test_nothing_to_grade_is_said_at_once(tmp_path, name):
    if name == "vacía":
        (tmp_path / name).mkdir()
    elif name == "datos.csv":
        put(tmp_path, name, b"x")
    with pytest.raises(CourseError):
        collect(tmp_path / name)


def test_empty_folder_and_other_problems(tmp_path):
    (tmp_path / "ana").mkdir()
    put(tmp_path, "eva/04.ipynb", b"{")
    put(tmp_path, "luis/04.ipynb", json.dumps({"cells": []}).encode())
    found = gather(tmp_path)
    assert "vacía" in found["ana"].problem
    assert "JSON" in found["eva"].problem and len(found["eva"].digest) == 64
    assert "No parece un cuaderno de este curso" in found["luis"].problem


# Memoria y nombres --------------------------------------------------------------------


def test_one_person_is_read_at_a_time(tmp_path, monkeypatch):
    for number in range(20):
        put(tmp_path, f"persona {number:02d}x.ipynb")
    reads = []
    real = places.read
    monkeypatch.setattr(
        choose.places, "read", lambda *a: reads.append(a[0].name) or real(*a)
    )
    stream = collect(tmp_path)
    assert reads == []
    next(stream)
    assert len(reads) == 1
    stream.close()


def test_big_inner_zips_need_a_folder_for_them(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "_IN_MEMORY", 1000)
    monkeypatch.setattr(zips, "_SMALL", 1000)
    padding = os.urandom(3000)
    inner = zipped({"04.ipynb": GOOD, "relleno.bin": padding})
    path = put(tmp_path, "c.zip", zipped({"ana.zip": inner, "eva.ipynb": GOOD}))
    assert "el zip que va dentro" in gather(path)["ana"].problem.lower()
    spool = tmp_path / "temporal"
    spool.mkdir()
    assert answer_of(gather(path, spool=spool)["ana"]) == "return Z"
    assert list(spool.iterdir()) == []


def test_names_are_safe_to_show():
    assert clean_name("a\u202eb\x00\n  c") == "a b c"
    assert len(clean_name("x" * 500)) <= 80
    assert clean_name("x" * 500) != clean_name("x" * 501)
    assert clean_name(b"Jos\xe9".decode("utf-8", "surrogateescape")) == "Jos�"
    assert key_of("José_ÑUÑEZ-Peña") == "jose ñuñez peña"
    assert person_of("   ") is None and person_of("...", is_file=True) is None
