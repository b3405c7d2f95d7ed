"""Lo que `curso entregar` pregunta, recuerda y dice: en orden y para una persona."""

import builtins
import errno
import json
import os
import shutil
import time
import zipfile
from datetime import datetime

import pytest
from test_deliver import NAME, RIGHT, ROOT, code, course, made, run, write

from course_lib.errors import CourseError
from course_lib.grading import deliver as module
from course_lib.grading import self_review
from course_lib.grading.collect import collect
from course_lib.grading.package import safe

__all__ = ["course"]


@pytest.fixture
def keyboard(monkeypatch):
    """Un teclado: lo que se le pone es lo que se responde, y después se acaba."""
    answers = []

    def read(prompt=""):
        print(prompt, end="")
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr(builtins, "input", read)
    return answers


def stored(course):
    path = course / "datos" / "persona.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def ask(course, **options):
    """La orden sin nombre ni código, y sin ensayo."""
    options = {"nombre": None, "codigo": None, "sin_correr": True, **options}
    return run(course, **options)


# Quién entrega ------------------------------------------------------------------------


def test_the_name_is_asked_before_the_notebook_runs(course, capsys, keyboard):
    write(course, code(RIGHT))
    keyboard += ["Eva Paz", "B7", ""]
    run(course, nombre=None, codigo=None)
    said = capsys.readouterr().out
    places = [said.index(x) for x in ("Tu nombre", "Tu código", "Corro tu cuaderno")]
    assert places == sorted(places)


@pytest.mark.parametrize("answer", ["", "n", "no", "quizás"])
def test_nothing_is_remembered_unless_they_want(course, keyboard, answer):
    write(course, code(RIGHT))
    keyboard += ["Eva Paz", "B7", answer]
    assert ask(course) == 0
    assert stored(course) is None and made(course).name == "entrega_00_B7.zip"


def test_two_answers_and_the_end_of_the_input_are_enough(course, keyboard):
    write(course, code(RIGHT))
    keyboard += ["Eva Paz", "B7"]
    assert ask(course) == 0 and stored(course) is None


def test_given_both_nothing_is_asked_nor_kept(course, keyboard):
    write(course, code(RIGHT))
    assert run(course, sin_correr=True) == 0
    assert stored(course) is None
    assert run(course, sin_correr=True, recordar=True) == 0
    assert stored(course) == {"nombre": "Ana Pérez", "codigo": "A 1/ñ"}


def test_who_is_remembered_is_said_and_can_be_forgotten(course, capsys, keyboard):
    write(course, code(RIGHT))
    run(course, sin_correr=True, recordar=True)
    ask(course)
    said = capsys.readouterr().out
    assert "Entregas como Ana Pérez (A 1/ñ)" in said and "--no-recordar" in said
    keyboard += ["Eva Paz", "B7"]
    ask(course, recordar=False)
    assert stored(course) is None
    assert "entrega_00_B7.zip" in capsys.readouterr().out


def test_another_person_does_not_replace_who_is_remembered(course, capsys, keyboard):
    write(course, code(RIGHT))
    run(course, sin_correr=True, recordar=True)
    ask(course, nombre="Eva Paz", codigo="B7")
    assert stored(course)["nombre"] == "Ana Pérez"
    assert "Sigo recordando a Ana Pérez" in capsys.readouterr().out


def test_the_memory_of_the_earlier_version_still_counts(course, capsys, keyboard):
    write(course, code(RIGHT))
    (course / "datos").mkdir()
    old = '{\n "nombre": "Ana Pérez",\n "codigo": "A 12"\n}\n'
    (course / "datos" / "persona.json").write_text(old, encoding="utf-8")
    assert ask(course) == 0
    assert "Ana Pérez (A 12)" in capsys.readouterr().out
    for broken in ("{", "[]", '{"nombre": 3, "codigo": ["x"]}'):
        (course / "datos" / "persona.json").write_text(broken, encoding="utf-8")
        with pytest.raises(CourseError, match="Falta saber"):
            ask(course)


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({}, 'tu nombre y apellido y tu código.* --nombre "Ana Pérez" --codigo A123'),
        ({"nombre": "Eva Paz"}, "Falta saber tu código o carnet. .*agrega --codigo"),
        ({"codigo": "B7"}, "Falta saber tu nombre y apellido. .*agrega --nombre"),
        ({"nombre": "  ", "codigo": "B7"}, "--nombre llegó sin letras"),
        ({"nombre": "\U0001f600", "codigo": "B7"}, "--nombre llegó sin letras"),
        ({"nombre": "Eva Paz", "codigo": "--"}, "--codigo llegó sin letras"),
    ],
)
def test_what_is_missing_is_named(course, keyboard, options, sentence):
    write(course, code(RIGHT))
    with pytest.raises(CourseError, match=sentence):
        ask(course, **options)
    assert not (course / "mis_cuadernos" / "entregas").exists()


def test_an_empty_option_does_not_mean_who_is_remembered(course, keyboard):
    """`--codigo "$CODIGO"` con la variable vacía no entrega por otra persona."""
    write(course, code(RIGHT))
    run(course, sin_correr=True, recordar=True)
    with pytest.raises(CourseError, match="--codigo llegó"):
        ask(course, codigo="")


def test_odd_names_are_kept_and_the_file_has_a_plain_one(course, keyboard):
    write(course, code(RIGHT))
    keyboard += ["\U0001f600", "Zoë \U0001f600 Ñandú", "  12 34 / ñ "]
    assert ask(course) == 0
    assert made(course).name == "entrega_00_12-34-n.zip"
    with zipfile.ZipFile(made(course)) as archive:
        card = json.loads(archive.read("entrega.json"))
    assert card["nombre"] == "Zoë \U0001f600 Ñandú" and card["codigo"] == "12 34 / ñ"


def test_codes_in_another_alphabet_do_not_share_a_file():
    one, other = safe("学号一"), safe("学号二")
    assert one != other and one.isascii() and safe("学号一") == one


def test_a_memory_that_cannot_be_written_does_not_stop_it(course, capsys, keyboard):
    write(course, code(RIGHT))
    (course / "datos").write_text("un archivo donde iría la carpeta")
    assert run(course, sin_correr=True, recordar=True) == 0
    assert "No los pude guardar" in capsys.readouterr().out


# Qué se dice --------------------------------------------------------------------------


def test_what_is_missing_does_not_stop_it_and_it_is_said(course, capsys):
    write(course, code(RIGHT, "00.2"))
    run(course)
    said = capsys.readouterr().out
    assert "Así también puedes entregar" in said
    assert "El archivo está hecho" in said and "cuenta la última" in said
    assert said.index("Así también") < said.index("El archivo está hecho")
    assert "tal cual: sin descomprimirlo" in said


def test_what_does_not_pass_says_where_to_look(course, capsys):
    where = "la celda `check` de cada uno te dice qué mirar"
    write(course, code(RIGHT))
    run(course)
    assert where not in capsys.readouterr().out
    write(course, code(RIGHT.replace("+", "-")))
    run(course)
    assert where in capsys.readouterr().out


def test_a_cell_is_found_by_what_it_says(course, capsys):
    """Jupyter muestra en qué orden corrió cada celda, no su lugar."""
    stops = code("# mi cuenta\n\ntotal = nada + 1\nprint(total)")
    write(course, code(RIGHT), stops, code("def f(:"))
    run(course)
    said = capsys.readouterr().out
    assert "La celda 3 se detiene: NameError" in said
    assert "Es la que dice «total = nada + 1»." in said
    assert "Es la que dice «def f(:»." in said


def test_a_cell_that_begins_with_imports_is_found_by_what_it_does(course, capsys):
    imports = "from os import (\n    path,\n)\n"
    write(course, code(imports + "raise ValueError('Basta.')"))
    run(course, leccion="00")
    said = capsys.readouterr().out
    assert "ValueError: Basta. Es la que dice «raise ValueError('Basta.')»." in said


def test_of_many_cells_the_first_matters(course, capsys):
    write(course, *(code(f"nada + {i}") for i in range(9)))
    run(course, leccion="00")
    said = capsys.readouterr().out
    assert said.count(" se detiene:") == 5 and "se detienen 9 celdas" in said
    assert "Empieza por la primera" in said


def test_a_notebook_without_answers_asks_whether_it_was_saved(course, capsys):
    write(course)
    assert run(course, leccion="00", sin_correr=True) == 0
    assert "No hay ninguna respuesta en el cuaderno" in capsys.readouterr().out
    write(course, code(RIGHT))
    run(course, sin_correr=True)
    assert "No hay ninguna respuesta" not in capsys.readouterr().out


def test_a_notebook_that_does_not_end_says_what_was_not_checked(
    course, capsys, monkeypatch
):
    monkeypatch.setattr(module, "SECONDS", 2)
    write(course, code("while True: pass"), code(RIGHT))
    run(course)
    said = capsys.readouterr().out
    assert "Es la que dice «while True: pass»." in said
    assert "No llegué a comprobar los ejercicios." in said


def test_when_it_was_saved_and_that_something_may_not_be(course, capsys):
    path = write(course, code(RIGHT))
    saved = datetime(2026, 3, 9, 15, 20).timestamp()
    os.utime(path, (saved, saved))
    run(course, sin_correr=True)
    said = capsys.readouterr().out
    assert "como lo guardaste el 09/03/2026 a las 15:20" in said
    assert "después de guardar" not in said
    progress = {
        "formato": 1,
        "ejercicios": {
            "00.2": {"intentos": 1, "ultima_vez": "2026-03-09T15:41:00"},
            "01.2": {"intentos": 1, "ultima_vez": "2026-03-09T18:00:00"},
        },
        "preguntas": {"00.c1": {"respuestas": ["a"], "ultima_vez": "2026"}},
    }
    (course / "datos").mkdir(exist_ok=True)
    (course / "datos" / "avance.json").write_text(json.dumps(progress), "utf-8")
    run(course, sin_correr=True)
    said = capsys.readouterr().out
    assert "trabajaste en 00.2 el 09/03/2026 a las 15:41, después de guardar" in said


def test_saving_while_it_is_reviewed_is_said(course, capsys, monkeypatch):
    path = write(course, code(RIGHT))
    before = path.read_bytes()

    def saves(*arguments):
        path.write_text(path.read_text("utf-8").replace("X @ W", "W @ X"), "utf-8")
        os.utime(path, (time.time() + 5, time.time() + 5))
        return {}

    monkeypatch.setattr(module, "review", saves)
    run(course)
    assert "guardaste el cuaderno mientras lo revisaba" in capsys.readouterr().out
    with zipfile.ZipFile(made(course)) as archive:
        assert archive.read(NAME) == before


def test_delivering_again_replaces_the_file_and_says_so(course, capsys):
    write(course, code(RIGHT))
    run(course, sin_correr=True)
    assert "Reemplaza" not in capsys.readouterr().out
    run(course, sin_correr=True)
    assert "Reemplaza al que hiciste hoy a las" in capsys.readouterr().out
    made(course)


# Lo que sale mal ----------------------------------------------------------------------


def test_interrupted_halfway_nothing_is_made_and_it_is_said(
    course, capsys, monkeypatch
):
    write(course, code(RIGHT))

    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(self_review, "rehearse", interrupted)
    assert run(course) == 130
    said = capsys.readouterr().out
    assert "no hice ningún archivo" in said and "entregar 00 --sin-correr" in said
    assert not (course / "mis_cuadernos" / "entregas").exists()


def test_with_a_full_disk_it_says_what_to_do(course, monkeypatch):
    write(course, code(RIGHT))

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "replace_with", full)
    with pytest.raises(CourseError, match="disco está lleno.*--salida"):
        run(course, sin_correr=True)


def test_a_file_where_the_folder_should_be_is_said(course, tmp_path):
    write(course, code(RIGHT))
    (tmp_path / "ocupado").write_text("soy un archivo")
    with pytest.raises(CourseError, match="No hice el archivo.*--salida"):
        run(course, salida=tmp_path / "ocupado", sin_correr=True)
    assert (tmp_path / "ocupado").read_text() == "soy un archivo"


def test_without_room_to_run_it_the_file_is_made(course, capsys, monkeypatch):
    shutil.copy(ROOT / "solutions" / NAME, course / "mis_cuadernos")

    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(self_review, "rehearse", full)
    assert run(course) == 0
    said = capsys.readouterr().out
    assert "No lo pude correr (el disco está lleno)" in said and made(course).exists()
    assert "pasan su comprobación" not in said


# Lo ya hecho --------------------------------------------------------------------------


def test_a_file_of_the_earlier_version_is_still_read(course, tmp_path):
    notebook = write(course, code(RIGHT, "00.2"))
    card = {
        "formato": 1,
        "leccion": "00",
        "titulo": "Introducción",
        "nombre": "Ana Pérez",
        "codigo": "A123",
        "cuaderno": NAME,
        "huella": "0" * 64,
        "fecha": "2026-03-09T15:20:00",
        "pendiente": {"en_blanco": ["00.1"], "sin_leer": [], "preguntas": []},
    }
    path = tmp_path / "entrega_00_A123.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(notebook, NAME)
        archive.writestr("entrega.json", json.dumps(card))
    (submission,) = collect(path)
    assert submission.student == "A123" and submission.problem is None
    run(course, sin_correr=True)
    with zipfile.ZipFile(made(course)) as archive:
        assert json.loads(archive.read("entrega.json")).keys() == card.keys()
