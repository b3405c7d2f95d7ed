"""Entradas malas, por la orden de verdad: una frase cada una, y lo demás calificado."""

import csv
import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from caja import isolated_only
from test_collect import encrypted, link, many_zips, put, zipped

from course_lib.grading.notebooks import read_notebook
from course_lib.grading.places import Archives, children, root_of
from course_lib.grading.survey import Survey

ROOT = Path(__file__).resolve().parents[2]
ISOLATED_ROOT = os.name == "posix" and os.geteuid() == 0


@functools.cache
def solved(lesson="04"):
    (path,) = (ROOT / "solutions").glob(f"{lesson}_*.ipynb")
    return path.read_bytes()


def changed(change):
    """El cuaderno resuelto, con un cambio."""
    notebook = json.loads(solved())
    change(notebook)
    return json.dumps(notebook).encode()


def ordered(*words, before=()):
    """El código de salida y lo que dijo `curso calificar`."""
    done = subprocess.run(
        [
            *before,
            sys.executable,
            "-m",
            "course_lib.cli",
            "calificar",
            *map(str, words),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def marks(folder):
    """{persona: (puntos, por qué no hay nota)}."""
    found = {}
    with open(folder / "notas.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            points, _ = found.get(row["estudiante"], (0.0, ""))
            if row["puntos"]:
                points += float(row["puntos"].replace(",", "."))
            why = row["qué pasó"] if row["estado"] == "sin calificar" else ""
            found[row["estudiante"]] = points, why
    return found


def code_cell(source):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}


def bare(cells):
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


BAD = {
    "Invalida Paz.ipynb": (lambda: solved()[:5000], "no es JSON válido"),
    "Otra Paz.ipynb": (lambda: bare([code_cell("x = 1")]), "No parece un cuaderno"),
    "Vieja Paz.ipynb": (
        lambda: json.dumps({"nbformat": 3, "worksheets": [{"cells": []}]}).encode(),
        "formato 3",
    ),
    "Pesada Paz.ipynb": (lambda: b" " * (100 << 20), "pesa 100.0 MB"),
    "Vacia Paz.ipynb": (lambda: b"", "está vacío"),
    "Lista Paz.ipynb": (lambda: b"[1, 2]", "no es un cuaderno"),
    "Imagen Paz.ipynb": (lambda: bytes(range(128, 256)) * 9, "no está en UTF-8"),
    "Ajena Paz.ipynb": (lambda: solved("03"), "se esperaba el de la 04"),
    "Bomba Paz.zip": (lambda: zipped({"04.ipynb": b"0" * (200 << 20)}), "200.0 MB"),
    "Zips Paz.zip": (many_zips, "No hay ningún cuaderno"),
    "Sube Paz.zip": (lambda: zipped({"../../04.ipynb": solved()}), "sale del zip"),
    "Enlace Paz.zip": (lambda: link("04.ipynb", "/etc/passwd"), "no se siguen"),
    "Cifrada Paz.zip": (encrypted, "contraseña"),
    "Cortada Paz.zip": (lambda: zipped({"04.ipynb": solved()})[:-200], "incompleto"),
    "Sola Paz/tarea.docx": (lambda: b"PK", "No hay ningún cuaderno"),
}


@pytest.mark.lento
@isolated_only
def test_each_bad_one_gets_a_sentence_and_the_rest_are_graded(tmp_path):
    folder = tmp_path / "clase"
    for name, (make, _) in BAD.items():
        put(folder, name, make())
    put(folder, "Bien Paz.ipynb", solved())
    os.symlink("/etc/passwd", folder / "Atajo Paz.ipynb")
    for status in range(2):  # la segunda vez, con lo guardado, dice lo mismo
        status, said = ordered(folder, "--salida", tmp_path / "i", "--leccion", "4")
        assert status == 1 and "1 entrega calificada" in said
        assert f"{len(BAD) + 1} entregas sin calificar" in said
    found = marks(tmp_path / "i")
    whole = found.pop("Bien Paz")
    assert whole[0] > 0 and whole[1] == ""
    assert "no se siguen" in found.pop("Atajo Paz")[1]
    assert len(found) == len(BAD)
    for name, (_, sentence) in BAD.items():
        points, why = found[name.split("/")[0].removesuffix(name[-4:]).split(".")[0]]
        assert points == 0 and sentence in why and why.endswith("."), name
    pages = list((tmp_path / "i" / "estudiantes").glob("*.html"))
    assert len(pages) == len(BAD) + 2


@pytest.mark.lento
@isolated_only
def test_every_usual_form_of_a_whole_notebook_is_whole(tmp_path):
    def stripped(notebook):
        notebook.pop("metadata")
        for cell in notebook["cells"]:
            cell.pop("id")
            cell.pop("outputs", None)
            cell["metadata"], cell["source"] = {}, "".join(cell["source"])

    def in_r(notebook):
        notebook["metadata"]["kernelspec"] = {"name": "ir", "language": "R"}

    def without(name):
        def change(notebook):
            cells = notebook["cells"]
            kept = [c for c in cells if f"def {name}" not in "".join(c["source"])]
            notebook["cells"] = kept

        return change

    forms = {
        "Tal Cual": lambda n: None,
        "Sin Metadatos": stripped,
        "En Erre": in_r,
        "Al Reves": lambda n: n["cells"].reverse(),
        "Por Dos": lambda n: n.update(cells=[c for c in n["cells"] for _ in "ab"]),
        "Con Mas": lambda n: n["cells"].append(code_cell("print 'hola'")),
        "Con Menos": without("softmax"),
        "Con Nada": lambda n: n.update(cells=[]),
    }
    for name, change in forms.items():
        put(tmp_path / "c", f"{name}.ipynb", changed(change))
    status, said = ordered(tmp_path / "c", "--salida", tmp_path / "i")
    assert status == 0 and f"{len(forms)} entregas calificadas" in said
    found = {name: points for name, (points, _) in marks(tmp_path / "i").items()}
    whole = found["Tal Cual"]
    assert found.pop("Con Nada") == 0 < found.pop("Con Menos") < whole
    assert set(found.values()) == {whole}
    report = (tmp_path / "i" / "informe.html").read_text("utf-8")
    assert "El cuaderno dice estar en «R»; se leyó como Python." in report


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["{t}/vacia", "--salida", "{t}/i"], "no hay ninguna entrega"),
        (["{t}/ajena", "--salida", "{t}/i"], "no hay ninguna entrega"),
        (["{t}/no", "--salida", "{t}/i"], "No existe"),
        (["{t}/a.txt", "--salida", "{t}/i"], "no es una carpeta, ni un zip"),
        (["{t}/c", "--salida", "{t}/ajena"], "ya tiene otras cosas, como «a.pdf»"),
        (["{t}/c", "--salida", "{t}/a.txt"], "es un archivo"),
        (["{t}/c", "--salida", "{t}/a.txt/i"], "parte de esa ruta es un archivo"),
        (["{t}/c", "--salida", "{t}/c"], "no pueden estar en la misma carpeta"),
    ],
)
def test_what_cannot_begin_is_a_sentence_and_a_2(tmp_path, words, sentence, capsys):
    from course_lib.cli import main

    (tmp_path / "vacia").mkdir()
    put(tmp_path, "ajena/a.pdf", b"%PDF")
    put(tmp_path, "a.txt", b"x")
    put(tmp_path, "c/ana.ipynb", solved())
    before = sorted(tmp_path.rglob("*"))
    words = [word.format(t=tmp_path) for word in words]
    assert main(["calificar", *words, "--sin-aislamiento"]) == 2
    said = capsys.readouterr().err
    assert sentence in said and "Errno" not in said
    assert sorted(tmp_path.rglob("*")) == before  # ni se crea ni se pisa nada


@pytest.mark.skipif(os.name == "nt", reason="los permisos de Windows son otros")
def test_what_has_no_permission_is_a_sentence(tmp_path):
    put(tmp_path, "c/Ana Paz.ipynb", solved())
    for name in ("Eva Ríos.ipynb", "Luz Choque/04.ipynb"):
        put(tmp_path, f"c/{name}", solved())
    os.chmod(tmp_path / "c/Eva Ríos.ipynb", 0)
    os.chmod(tmp_path / "c/Luz Choque", 0)
    (tmp_path / "cerrada").mkdir(mode=0o555)
    # A quien administra nada se le niega: la orden corre sin ese poder.
    powers = "-dac_override,-dac_read_search"
    before = ["setpriv", "--bounding-set", powers] if ISOLATED_ROOT else []
    try:
        words = tmp_path / "c", "--sin-aislamiento", "--salida"
        status, said = ordered(*words, tmp_path / "i", before=before)
        assert status == 1 and "1 entrega calificada" in said
        found = marks(tmp_path / "i")
        assert found["Ana Paz"][0] > 0
        for student in ("Eva Ríos", "Luz Choque"):
            assert "no se puede leer (falta el permiso)" in found[student][1]
        status, said = ordered(*words, tmp_path / "cerrada/i", before=before)
        assert status == 2 and "No se puede escribir en" in said
    finally:
        os.chmod(tmp_path / "c/Luz Choque", 0o755)


@pytest.mark.lento
@pytest.mark.skipif(not ISOLATED_ROOT, reason="montar un disco pide administrar")
@pytest.mark.parametrize("size", [16, 200, 500])
def test_a_disk_that_fills_goes_on_when_there_is_room(tmp_path, size):
    for number in range(12):
        put(tmp_path, f"c/Ana {'abcdefghijkl'[number] * 3}.ipynb", solved("00"))
    disk = tmp_path / "disco"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)]
    if subprocess.run(words, capture_output=True).returncode:
        pytest.skip("aquí no se puede montar un disco")
    try:
        order = tmp_path / "c", "--sin-aislamiento", "--salida", disk / "i"
        status, said = ordered(*order)
        assert status in (1, 2) and "disco" in said and "ibera espacio" in said
        words[4:] = ["remount,size=64m", str(disk)]
        subprocess.run(words, check=True)
        status, said = ordered(*order)
        assert status == 0 and "12 entregas calificadas" in said
        assert len(marks(disk / "i")) == 12
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_the_report_among_the_submissions_is_nobodys(tmp_path):
    put(tmp_path, "c/ana.ipynb", solved())
    put(tmp_path, "c/informe/calificaciones.sqlite", b"x")
    put(tmp_path, "c/informe/estudiantes/ana-0123456789.html", b"x")
    put(tmp_path, "c/eva/calificaciones.pdf", b"x")
    found = children(root_of(tmp_path / "c"), Archives())
    assert [place.name for place in found] == ["ana.ipynb", "eva"]


def test_a_folder_that_looks_like_a_report_is_said(tmp_path):
    """Con un archivo así nadie desaparece de la clase en silencio."""
    put(tmp_path, "c/ana.ipynb", solved())
    put(tmp_path, "c/eva/calificaciones.sqlite", b"x")
    put(tmp_path, "c/eva/04.ipynb", solved())
    put(tmp_path, "c/informe/calificaciones.sqlite", b"x")
    survey = Survey(tmp_path / "c", tmp_path / "c" / "informe")
    (note,) = survey.notes()
    assert "«eva»" in note and "informe»" not in note and survey.count == 1


@pytest.mark.parametrize(
    "metadata, said",
    [
        ({}, 0),
        ({"kernelspec": {"language": "python", "name": "x"}}, 0),
        ({"language_info": {"name": "ipython"}}, 0),
        ({"kernelspec": {"language": "R"}}, 1),
        ({"language_info": {"name": "julia"}}, 1),
        ({"kernelspec": {"language": ["R"]}, "language_info": 3}, 0),
        ({"kernelspec": {"language": "\u202e" * 99 + "x" * 99}}, 1),
    ],
)
def test_a_notebook_of_another_language_is_said(metadata, said):
    data = {"nbformat": 4, "cells": [], "metadata": metadata}
    notes = read_notebook(json.dumps(data).encode()).notes
    assert len(notes) == said and all(len(note) < 90 for note in notes)
    assert "\u202e" not in "".join(notes)
