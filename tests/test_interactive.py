"""Mover figuras, preguntas y panel de avance, sin navegador: lo que Python responde.

Lo que ocurre en la pantalla se prueba en tests/browser/test_interactive.py.
"""

import json
import os
import re
import subprocess
import sys
import tomllib

import nbformat
import numpy as np
import pytest
import yaml
from documents import LESSONS, ROOT
from nbclient import NotebookClient

import course_lib
from course_lib import cli, progress
from course_lib.errors import CourseError, CourseTypeError, CourseValueError
from course_lib.exercises import all_questions, get_exercise, get_question
from course_lib.figures import CourseFigure, plot_descent, plot_secants
from course_lib.interactive import (
    QuestionWidget,
    fixed,
    move,
    panel,
    progress_panel,
    questions,
)
from course_lib.interactive.controls import as_control

VIEW = "application/vnd.jupyter.widget-view+json"


def square(k=0, word="a", *, flag=False):
    return CourseFigure(alt_text=f"k = {k}, {word}, {flag}", title="Cambia", height=1)


def ask(widget, *indices, number="1"):
    """Lo que llega del navegador cuando se mueve un control."""
    widget.set_state({"asked": {"indices": list(indices), "number": number}})


# Controles ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spec, values",
    [
        ((0, 3), (0, 1, 2, 3)),
        ((0, 5, 2), (0, 2, 4)),
        ((0.0, 0.3, 0.1), (0.0, 0.1, 0.2, 0.3)),
        ((-1, 1, 0.5), (-1.0, -0.5, 0.0, 0.5, 1.0)),
        (range(3), (0, 1, 2)),
        (range(3, 0, -1), (1, 2, 3)),
        ([0.001, 0.1, 10], (0.001, 0.1, 10)),
        (["b", "a"], ("b", "a")),
    ],
)
def test_a_range_gives_its_values(spec, values):
    control = as_control("k", spec)
    assert control.values == values
    assert [type(v) for v in control.values] == [type(v) for v in values]
    assert control.slider is not isinstance(spec[0], str)


def test_a_step_that_is_not_given_is_round():
    for low, high in [(0.0, 1.0), (-3.0, 3.0), (1e-3, 0.1), (0.0, 7.0), (0, 1e4 + 0.5)]:
        values = as_control("k", (low, high)).values
        assert 17 <= len(values) <= 41, (low, high, len(values))
        digits = f"{values[1] - values[0]:.3e}"[:5].rstrip("0").rstrip(".")
        assert digits in ("1", "2", "2.5", "5"), digits


def test_texts_of_options():
    control = as_control("k", [True, False, None, np.sin, (1, 2), -0.5, "x"])
    assert control.texts == ("sí", "no", "ninguno", "sin", "(1, 2)", "−0.5", "x")
    assert not control.slider
    named = as_control("f", {"seno": np.sin, "x²": square})
    assert named.texts == ("seno", "x²") and named.values == (np.sin, square)


@pytest.mark.parametrize("spec", [3, 0.5, "rojo", None, True, np.ones(3), fixed([1])])
def test_anything_else_is_fixed(spec):
    assert as_control("k", spec) is None


@pytest.mark.parametrize(
    "spec",
    [(1, 0), (1, 1), (0, 1, 0), (0, 1, -1), (0, 1, 5), (0, 1, 1e-9), (0, 1, 2, 3)]
    + [(0, float("nan")), (0, float("inf")), ("a", "b"), (None, 2), [], {}, range(0)]
    + [(1,), (), (0, 10**9)],
)
def test_a_bad_range_is_explained(spec):
    with pytest.raises(CourseError, match="k"):
        move(square, k=spec)


# Mover --------------------------------------------------------------------------------


def test_moving_redraws_image_text_and_state():
    widget = move(square, k=(0, 3), word=["a", "b"], labels={"word": "letra"})
    assert widget.state_text == "k = 0, letra = a" and "k = 0, a" in widget.alt_text
    before = widget.image
    assert before.startswith(b"\x89PNG")
    ask(widget, 2, 1, number="7")
    assert widget.state_text == "k = 2, letra = b" and "k = 2, b" in widget.alt_text
    assert widget.answered == "7" and widget.values == {"k": 2, "word": "b"}
    widget = move(plot_secants, f=np.sin, x=1, h=(0.1, 1.0, 0.1))
    before = widget.image
    widget.move_to(h=0.5)
    assert widget.image != before and "h = 0.5" in repr(widget)


def test_one_answer_is_one_message():
    """Imagen, texto y estado llegan juntos: nunca se ve uno sin los otros."""
    widget = move(square, k=(0, 3))
    sent = []
    widget._send = lambda message, buffers=None: sent.append(message["state"])
    ask(widget, 1)
    (state,) = [s for s in sent if "answered" in s]
    assert {"alt_text", "state_text", "answered"} <= set(state)


def test_where_it_starts():
    assert move(square, k=(0, 3)).values == {"k": 0}
    assert move(square, k=(-2, 2)).values == {"k": 0}, "el valor por omisión"
    assert move(square, k=(1, 3)).values == {"k": 1}, "el primero"
    assert move(square, k=(0, 3), start={"k": 2}).values == {"k": 2}
    assert move(square, k=(0.0, 1.0, 0.25), start={"k": 0.3}).values == {"k": 0.25}
    fixed_list = move(lambda k, n: square(len(k)), k=fixed([1, 2]), n=(0, 1))
    assert "k = 2" in fixed_list.alt_text and fixed_list.values == {"n": 0}


def needs_start(k, start):
    return square(k + start)


def test_a_parameter_that_is_called_as_one_of_move():
    """`start` y `labels` hablan de los controles; con `fixed`, de la función."""
    widget = move(plot_descent, alpha=[1.0, 10.0], iters=(1, 4), start=fixed((6, 2)))
    assert widget.problem == "" and widget.values == {"alpha": 1.0, "iters": 1}
    assert widget.alt_text == plot_descent(1.0, 1, start=(6, 2)).alt_text
    assert widget.alt_text != plot_descent(1.0, 1).alt_text
    assert "k = 5" in move(needs_start, k=(3, 4), start=fixed(2)).alt_text


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: move(3), "sin paréntesis"),
        (lambda: move(square()), "sin paréntesis"),
        (lambda: move(square, q=(0, 1)), "no tiene un parámetro «q»"),
        (lambda: move(plot_secants, h=(0.1, 1.0)), "le falta f, x"),
        (lambda: move(square, k=(0, 1), start={"q": 1}), "start nombra «q»"),
        (lambda: move(square, k=(0, 1), labels={"q": ""}), "labels nombra «q»"),
        (lambda: move(square, k=(0, 1), start={"k": 9}), "entre 0 y 1"),
        (lambda: move(square, k=(0, 1), start=fixed(2)), "un parámetro «start»"),
        (lambda: move(square, k=(0, 1), labels=["q"]), "labels=fixed(…)"),
        (lambda: move(plot_descent, iters=(1, 4), start=(6, 2)), "start=fixed(…)"),
        (lambda: move(plot_descent, iters=(1, 4), start=0), '{"h": 0.5}'),
        (lambda: move(needs_start, k=(0, 1)), "start=fixed(…)"),
        (lambda: move(square, k=(0, 1)).move_to(q=1), "No hay un control «q»"),
        (lambda: move(square, word=["a", "b"]).move_to(word="c"), "a, b"),
    ],
)
def test_a_bad_call_is_explained(call, said):
    with pytest.raises(CourseError) as raised:
        call()
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "error, said",
    [
        (CourseValueError("La α es negativa"), "La α es negativa."),
        (ZeroDivisionError("entre cero"), "ZeroDivisionError: entre cero"),
        (SystemExit(1), "SystemExit"),
        (KeyboardInterrupt(), "Detuviste"),
    ],
)
def test_an_error_is_shown_and_can_be_left_behind(error, said):
    def fails(k):
        if k == 1:
            raise error
        return square(k)

    widget = move(fails, k=(0, 2))
    ask(widget, 1)
    assert said in widget.problem and widget.image == b"" and widget.answered == "1"
    assert said in repr(widget) and "<img" not in widget._static_html()
    ask(widget, 2, number="2")
    assert widget.problem == "" and "k = 2" in widget.alt_text
    first = move(fails, k=(1, 2))
    assert said in first.problem, "tampoco se rompe si falla el primer dibujo"


def test_what_is_not_a_course_figure_is_explained():
    from matplotlib.figure import Figure

    assert "CourseFigure" in move(lambda k: Figure(), k=(0, 1)).problem
    assert "None" in move(lambda k: None, k=(0, 1)).problem


@pytest.mark.parametrize(
    "indices", [[99], [-5], ["x"], [None], [], None, "abc", {"a": 1}, [1.5], [1, 2, 3]]
)
def test_nonsense_from_the_browser_draws_a_valid_value(indices):
    widget = move(square, k=(0, 3))
    widget.set_state({"asked": {"indices": indices, "number": "1"}})
    assert widget.values["k"] in range(4) and widget.problem == ""
    assert widget.answered == "1"


def test_a_figure_says_how_far_it_shrinks():
    def sized(width):
        return CourseFigure(alt_text="un cuadro", width=width, height=1)

    for width, least in ((5.4, 292), (6.4, 346), (10, 610)):
        widget = move(sized, width=[width, width + 0.1])
        assert widget.least_width == sized(width).least_width == least
        assert f"min-width:{least}px" in widget._static_html()


def test_without_widgets_there_is_a_picture_with_its_text():
    widget = move(square, k=(0, 3))
    ask(widget, 2)
    data, _ = widget._repr_mimebundle_()
    assert VIEW in data
    assert '<img alt="k = 2, a, False" src="data:image/png;base64,' in data["text/html"]
    assert "k = 2" in data["text/plain"] and "0x" not in data["text/plain"]
    assert data["text/plain"] == repr(widget)


# Preguntas ----------------------------------------------------------------------------


@pytest.mark.parametrize("declared", all_questions(), ids=lambda item: item.id)
def test_a_question_never_sends_its_answer(declared):
    widget = QuestionWidget(declared)
    state = json.dumps(
        {k: v for k, v in widget.get_state().items() if not k.startswith("_")},
        ensure_ascii=False,
    )
    assert "right" not in state and "feedback" not in state
    for option in declared.options:
        assert option.feedback[:40] not in state
    assert len(widget.options) == len(declared.options)
    plain = repr(widget)
    assert f'answer("{declared.id}", ' in plain and "<" not in widget.title
    assert all(f"{option.letter})" in plain for option in declared.options)


@pytest.mark.parametrize(
    "text, page",
    [
        ("Σ_i (a_i² + 1)", "Σ<sub>i</sub> (a<sub>i</sub>² + 1)"),
        ("dZ_2 A_1ᵀ", "dZ<sub>2</sub> A<sub>1</sub>ᵀ"),
        ("A_{l−1}", "A<sub>l−1</sub>"),
        ("e^0.05.", "e<sup>0.05</sup>."),
        ("e^(log x) = x", "e<sup>log x</sup> = x"),
        ("`W_1 ^ 2`", "<code>W_1 ^ 2</code>"),
        ("d_out y layer_shapes", "d_out y layer_shapes"),
    ],
)
def test_a_question_draws_indices_and_powers(text, page):
    assert questions._inline(text) == page
    # Donde no hay widgets queda como se escribió.
    assert questions._plain(text) == text.replace("`", "")


@pytest.mark.parametrize("declared", all_questions(), ids=lambda item: item.id)
def test_a_question_leaves_no_raw_mathematics(declared, own_progress):
    widget = QuestionWidget(declared)
    pages = [widget.text, *(option["text"] for option in widget.options)]
    for number, option in enumerate(declared.options):
        choose(widget, option.letter, number=str(number))
        pages.append(widget.reply)
    prose = re.sub(r"<code>.*?</code>|<[^>]+>", "", " ".join(pages))
    # No hay quien dibuje LaTeX dentro de un widget.
    assert re.findall(r"\$|\\[a-z]|\^|\w_\w", prose) == []


def choose(widget, *letters, number="1"):
    widget.set_state({"chosen": {"letters": list(letters), "number": number}})


@pytest.fixture
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("CURSO_AVANCE", str(tmp_path / "avance.json"))
    progress._pending.clear()
    return tmp_path / "avance.json"


def test_each_option_has_its_reply_and_is_recorded(own_progress):
    declared = get_question("00.c1")
    widget = course_lib.question("00.c1")
    for number, option in enumerate(declared.options):
        choose(widget, option.letter, number=str(number))
        assert widget.result.passed is option.right
        assert ("Correcto" in widget.reply) is option.right
        assert widget.answered == str(number)
    entry = progress.summary()["preguntas"]["00.c1"]
    assert entry["acertada"] and len(entry["respuestas"]) == len(declared.options)
    assert "Ya la acertaste" in course_lib.question("00.c1").note


def test_nothing_or_nonsense_chosen_is_not_recorded(own_progress):
    widget = course_lib.question("00.c1")
    choose(widget)
    assert "Elige una opción" in widget.reply
    choose(widget, "z", number="2")
    assert "no es una opción" in widget.reply
    widget.set_state({"chosen": {"letters": None, "number": "3"}})
    assert widget.answered == "3"
    assert progress.summary()["preguntas"] == {}


def test_an_unknown_question_suggests_another():
    with pytest.raises(CourseError, match="Querías decir «04.c"):
        course_lib.question("04.c99")


# Panel --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_times_are_those_of_the_lesson(path):
    head = yaml.safe_load(path.read_text("utf-8").split("---")[1])["curso"]
    title, minutes = panel.LESSONS[head["leccion"]]
    assert title == head["titulo"]
    assert sum(minutes) == int(np.sum(head["minutos"]))


def test_panel_without_progress_is_always_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("CURSO_AVANCE", str(tmp_path / "no hay" / "avance.json"))
    first = progress_panel("04")
    assert first.minutes_left == 210 and not any(e.done for e in first.exercises)
    assert first.following.id == "04.d1" and first.review == ()
    assert "unos 210 minutos" in str(first) and "Repasa" not in str(first)
    assert str(progress_panel("4")) == str(first)
    # Fuera de mis_cuadernos/ no se lee el avance de quien sea que corra esto.
    monkeypatch.delenv("CURSO_AVANCE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert str(progress_panel("04")) == str(first)
    assert progress_panel("04")._repr_html_() == first._repr_html_()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_panel_follows_the_order_of_the_notebook(path, own_progress, capsys):
    """Y `curso progreso` dice lo mismo: lo que sigue es lo primero que falta."""
    blocks = re.findall(
        r"^```\{(exercise|question)\} (\S+)", path.read_text("utf-8"), re.M
    )
    exercises, questions = (
        [item for kind, item in blocks if kind == wanted]
        for wanted in ("exercise", "question")
    )
    shown = progress_panel(path.name[:2])
    assert [item.id for item in shown.exercises] == exercises
    assert [item.id for item in shown.questions] == questions
    progress.record_check(exercises[0], True, points=1)
    cli.show_progress(None)
    lines = capsys.readouterr().out.splitlines()
    missing = next(line for line in lines if "te falta: " in line).partition(": ")[2]
    assert progress_panel(path.name[:2]).following.id == missing.split(", ")[0]


def test_without_lessons_the_panel_follows_the_declarations(tmp_path, monkeypatch):
    monkeypatch.setattr(panel, "_ROOT", tmp_path)
    shown = progress_panel("03")
    declared = [item.id for item in panel.all_exercises() if item.lesson == "03"]
    assert [item.id for item in shown.exercises] == declared


def test_panel_says_what_is_done_what_follows_and_what_to_review(own_progress):
    exercise = get_exercise("04.6")
    mistake = exercise.mistakes[0]
    progress.record_check("04.1", True, points=exercise.points)
    progress.record_check("04.6", False, mistake=mistake.id)
    progress.record_answer("04.c1", "a", False)
    progress.record_check("01.1", False, mistake="nan")
    shown = progress_panel("04")
    assert shown.following.id == "04.d1", "el primero del cuaderno que falta"
    assert 0 < shown.minutes_left < 210
    assert "Ejercicios: 1 de" in str(shown) and "Te falta: unos" in str(shown)
    review = {section: (lesson, ids) for lesson, section, ids in shown.review}
    assert "04.6" in review[mistake.section][1]
    assert ("01", ("01.1",)) in review.values(), "también lo de antes"
    assert "✔ 04.1" in shown._repr_html_()
    # Lo que se resolvió a la primera corrección ya no se repasa.
    progress.record_check("04.6", True, points=1)
    assert not any("04.6" in ids for _, _, ids in progress_panel("04").review)


def test_a_finished_lesson_points_to_the_next(own_progress):
    for item in [*panel.all_exercises(), *panel.all_questions()]:
        if item.lesson == "01" and hasattr(item, "points"):
            progress.record_check(item.id, True, points=item.points)
        elif item.lesson == "01":
            progress.record_answer(item.id, "a", True)
    shown = progress_panel("01")
    assert shown.following is None and shown.minutes_left == 0
    assert "la lección 02" in str(shown) and "falta" not in str(shown)
    # Es una foto, y lo dice; y lo hecho se parte en renglones en vez de salirse.
    assert "corre de nuevo esta celda" in str(shown)
    page = shown._repr_html_()
    assert "corre de nuevo esta celda" in page and "</span><span" not in page


def test_a_broken_progress_file_is_said(own_progress):
    own_progress.write_text("{", encoding="utf-8")
    assert "no se entiende" in str(progress_panel("04"))


@pytest.mark.parametrize("lesson", [4, None, "99", "", "abc"])
def test_a_lesson_that_does_not_exist(lesson):
    with pytest.raises(CourseError):
        progress_panel(lesson)


# El cuaderno y el paquete -------------------------------------------------------------


def test_names_load_when_asked_for():
    code = (
        "import sys, course_lib\n"
        "from course_lib import check\n"
        "assert 'anywidget' not in sys.modules and 'matplotlib' not in sys.modules\n"
        "from course_lib import shapes, move, question, progress_panel\n"
        "assert callable(shapes) and 'anywidget' in sys.modules\n"
        "from course_lib import shapes as again\n"
        "assert again is shapes\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_a_missing_package_says_what_to_do(monkeypatch):
    for name in [m for m in sys.modules if m.startswith("course_lib.interactive")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(course_lib, "interactive", raising=False)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(CourseError, match="curso.py abrir"):
        course_lib.move  # noqa: B018


def test_the_browser_code_is_in_the_package_and_uses_no_network():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["course_lib"]
    folder = ROOT / "course_lib"
    packaged = {path for pattern in patterns for path in folder.glob(pattern)}
    files = [*folder.glob("interactive/*.js"), *folder.glob("interactive/*.css")]
    assert len(files) == 3 and set(files) <= packaged
    for path in files:
        text = path.read_text("utf-8")
        for word in ("http:", "https:", "import(", "fetch(", "@import", "url("):
            assert word not in text, f"{path.name}: {word}"


@pytest.mark.lento
def test_in_a_notebook_each_cell_gives_one_output(tmp_path):
    """Ni salidas de más, ni direcciones: dos corridas dan el mismo texto."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(code)
        for code in (
            "import numpy as np\n"
            "from course_lib import move, progress_panel, question, shapes\n"
            "from course_lib.figures import plot_secants",
            "w = move(plot_secants, f=np.sin, x=1, h=(0.1, 1.0, 0.1))\nw",
            "w.move_to(h=0.5)\nw.move_to(h=0.7)",
            'question("00.c1")',
            'progress_panel("04")',
            'shapes("X @ W", X=(5, 3), W=(3, 4))',
        )
    ]
    runs = []
    for k in range(2):
        environment = {"CURSO_AVANCE": str(tmp_path / str(k) / "avance.json")}
        client = NotebookClient(notebook, timeout=120, kernel_name="python3")
        client.execute(env={**_environment(), **environment}, cwd=str(tmp_path))
        outputs = [cell.outputs for cell in notebook.cells]
        assert [len(out) for out in outputs] == [0, 1, 0, 1, 1, 1]
        texts = [out[0]["data"]["text/plain"] for out in outputs if out]
        assert not any("0x" in text for text in texts)
        assert VIEW in outputs[1][0]["data"] and VIEW not in outputs[4][0]["data"]
        runs.append((texts, outputs[4][0]["data"], outputs[5][0]["data"]))
    assert runs[0] == runs[1]


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def test_type_errors_are_course_errors():
    with pytest.raises(CourseTypeError):
        course_lib.question(4)
