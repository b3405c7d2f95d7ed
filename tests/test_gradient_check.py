"""Comprobación de gradientes: diferencias, quiebres, bloques apilados e informe."""

import builtins
import copy
import importlib.util
import inspect
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib.errors import CourseError
from course_lib.gradient_check import (
    check_gradients,
    numeric_gradient,
    progress,
    relative_error,
    screen_gradients,
)

fast = settings(max_examples=40, deadline=None)
_path = Path(__file__).parents[1] / "benchmarks" / "gradient_check.py"
_spec = importlib.util.spec_from_file_location("bench_gradient_check", _path)
bench = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bench)


def check_one(f, slope, x, **options):
    """Comprueba una función de una sola variable y devuelve (informe, fila)."""
    report = check_gradients(
        lambda p: float(f(p["x"][0])), {"x": np.array([x])}, {"x": [slope]}, **options
    )
    return report, report.rows[0]


# --- 01.2 y 01.3 ----------------------------------------------------------------------


@fast
@given(hnp.arrays(float, hnp.array_shapes(min_dims=0), elements=st.floats(-2, 2)))
def test_numeric_gradient_de_un_cubo(x):
    before = x.copy()
    x.flags.writeable = False
    found = numeric_gradient(lambda v: (v**3).sum(), x)
    assert found.shape == x.shape and np.array_equal(x, before)
    np.testing.assert_allclose(found, 3 * x**2, rtol=1e-6, atol=2e-9)


def test_numeric_gradient_es_central_y_admite_enteros():
    # Central: ((1 + h)³ − (1 − h)³) / 2h = 3 + h²; hacia adelante daría 3.31.
    assert numeric_gradient(lambda x: x**3, 1, h=0.1) == pytest.approx(3.01)
    assert numeric_gradient(lambda x: (x**2).sum(), [1, 2]) == pytest.approx([2, 4])


def test_numeric_gradient_aguanta_una_f_que_ensucia_su_entrada():
    def f(x):
        total = (x**2).sum()
        x[:] = 0.0
        return total

    assert numeric_gradient(f, np.array([1.0, 3.0])) == pytest.approx([2.0, 6.0])


def test_relative_error_a_mano():
    found = relative_error([1.0, 0.0, 2.0, 1e-9], [1.0, 0.0, -2.0, 0.0])
    assert found == pytest.approx([0.0, 0.0, 1.0, 0.1])
    assert relative_error(3.0, 1.0) == 0.5
    assert relative_error(1e-5, 0.0, floor=1e-4) == pytest.approx(0.1)


def test_lo_que_muestra_la_leccion_cabe_en_la_pantalla():
    for function in (numeric_gradient, relative_error):
        lines = inspect.getsource(function).splitlines()
        assert len(lines) <= 25 and max(map(len, lines)) <= 88


# --- Funciones suaves: lo bueno pasa y lo malo no se esconde --------------------------

SMOOTH = {
    "sin(1e4 x)": (lambda x: np.sin(1e4 * x), lambda x: 1e4 * np.cos(1e4 * x), 0.3),
    "sin(1e6 x)": (lambda x: np.sin(1e6 * x), lambda x: 1e6 * np.cos(1e6 * x), 0.3),
    "1e8 x²": (lambda x: 1e8 * x * x, lambda x: 2e8 * x, 1e-3),
    "e^(50 x)": (lambda x: np.exp(50 * x), lambda x: 50 * np.exp(50 * x), 1.0),
    "ln x, cerca de 0": (np.log, lambda x: 1 / x, 1e-4),
    "x², enorme": (lambda x: x * x, lambda x: 2 * x, 1e6),
    "x², minúscula": (lambda x: x * x, lambda x: 2 * x, 1e-3),
    "x² sobre un millón": (lambda x: 1e6 + x * x, lambda x: 2 * x, 0.5),
    "tanh(1e5 x)": (
        lambda x: np.tanh(1e5 * x),
        lambda x: 1e5 / np.cosh(1e5 * x) ** 2,
        1e-6,
    ),
    "rampa con la esquina redondeada": (
        lambda x: np.logaddexp(0, 1e6 * x) / 1e6,
        lambda x: 1 / (1 + np.exp(-1e6 * x)),
        1e-8,
    ),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_suave_y_bien(name):
    f, slope, x = SMOOTH[name]
    report, row = check_one(f, slope(x), x)
    assert report.passed and row.checked == 1 and row.kinks == 0


@pytest.mark.parametrize("factor", [1.01, -1.0, 0.0, 2.0])
@pytest.mark.parametrize("name", SMOOTH)
def test_suave_y_mal(name, factor):
    f, slope, x = SMOOTH[name]
    report, row = check_one(f, factor * slope(x), x)
    assert not report.passed and row.errors == 1 and not report.aside


# --- Quiebres -------------------------------------------------------------------------


def ramp(x):
    return max(x, 0.0)


@pytest.mark.parametrize(
    "f, slope, x",
    [
        (ramp, 0.0, 0.0),
        (ramp, 1.0, 0.0),
        (abs, 0.0, 0.0),
        (abs, 1.0, 0.0),
        (lambda x: 5 + x * x - 3 * ramp(x - 2), 4.0, 2.0),
        (lambda x: 5 + x * x - 3 * ramp(x - 2), 1.0, 2.0),
    ],
)
def test_en_el_quiebre_se_muestra_aparte(f, slope, x):
    report, row = check_one(f, slope, x)
    assert (row.errors, row.kinks, row.checked) == (0, 1, 0)
    (aside,) = report.aside
    assert aside.kind == "quiebre" and aside.index == (0,) and aside.name == "x"
    sides = sorted((aside.left, aside.right))
    assert sides[0] - 1e-4 <= slope <= sides[1] + 1e-4
    assert not report.passed and "No se pudo juzgar" in str(report)


def test_el_quiebre_no_es_licencia_para_cualquier_numero():
    assert check_one(ramp, 100.0, 0.0)[1].errors == 1


@pytest.mark.parametrize("distance", [3e-6, 3e-7, 3e-8, 3e-10])
@pytest.mark.parametrize("side", [-1, 1])
def test_junto_al_quiebre_se_juzga_con_un_paso_menor(distance, side):
    x, slope = side * distance, float(side > 0)
    report, row = check_one(ramp, slope, x, h=1e-5)
    assert report.passed and row.errors == 0 and row.kinks == row.checked == 1
    # Y un gradiente malo al lado del quiebre no se esconde.
    for wrong in (slope + 0.3, 0.5, -1.0):
        assert check_one(ramp, wrong, x, h=1e-5)[1].errors == 1


def test_quiebre_entre_entradas_buenas():
    x = np.array([0.0, 1.0, -1.0])
    report = check_gradients(
        lambda p: np.maximum(p["x"], 0.0).sum(axis=-1), {"x": x}, {"x": (x > 0) * 1.0}
    )
    assert report.passed and report.stacked
    assert report.rows[0].kinks == 1 and report.rows[0].checked == 2


# --- Redes ----------------------------------------------------------------------------

architectures = st.lists(st.integers(1, 6), min_size=2, max_size=5).map(
    lambda shapes: [*shapes[:-1], shapes[-1] + 1]
)


@fast
@given(architectures, st.integers(1, 7), st.integers(0, 10_000))
def test_redes_al_azar_apiladas_y_en_bucle(shapes, m, seed):
    loss, parameters, gradients = bench.build_network(m, shapes, seed)
    stacked = check_gradients(loss, parameters, gradients)
    loop = check_gradients(loss, parameters, gradients, stacked=False)
    assert stacked.stacked and not loop.stacked
    for report in (stacked, loop):
        assert sum(row.errors for row in report.rows) == 0, str(report)
    rng = np.random.default_rng(seed)
    layer = int(rng.integers(1, len(shapes)))
    place = tuple(int(rng.integers(size)) for size in gradients["W"][layer].shape)
    if abs(gradients["W"][layer][place]) > 1e-3:
        gradients["W"][layer][place] *= 1 + 1e-4
        report = check_gradients(loss, parameters, gradients)
        assert not report.passed
        assert report.worst.name == f"W[{layer}]" and report.worst.worst_index == place


def test_dos_capas_completas_en_una_corrida_corta():
    loss, parameters, gradients = bench.build_network(5, [64, 32, 10])
    report = check_gradients(loss, parameters, gradients)
    assert report.passed and report.stacked
    assert sum(row.checked for row in report.rows) == 2410


def test_no_confia_en_una_perdida_que_solo_parece_admitir_el_eje():
    def build(trap):
        def loss(p):
            w = p["w"]
            if w.ndim == 1:
                return (w**2).sum()
            return trap(w)

        return loss

    w = np.array([1.0, -2.0, 3.0])
    traps = [
        lambda w: np.zeros(len(w)),  # la forma correcta, números inventados
        lambda w: (w**2).sum(axis=-1)[::-1],
        lambda w: (w**2).sum(),
        lambda w: (w**2).sum(axis=-1)[:, None],
        lambda w: (w**2).sum(axis=-1) if len(w) == 3 else np.zeros(len(w)),
        lambda w: 1 / 0,
    ]
    for trap in traps:
        report = check_gradients(build(trap), {"w": w}, {"w": 2 * w})
        assert report.passed and not report.stacked
        assert not check_gradients(build(trap), {"w": w}, {"w": w}).passed
    with pytest.raises(CourseError):
        check_gradients(build(traps[0]), {"w": w}, {"w": 2 * w}, stacked=True)


def test_apila_tambien_si_la_perdida_quiere_el_mismo_eje_en_todos():
    v, w = np.array([1.0, 2.0]), np.array([0.5, -1.5])

    def loss(p):
        if p["v"].shape != p["w"].shape:
            raise ValueError
        return (p["v"] * p["w"]).sum(axis=-1)

    report = check_gradients(loss, {"v": v, "w": w}, {"v": w, "w": v})
    assert report.passed and report.stacked


def test_listas_por_capas_diccionarios_y_nada_se_modifica():
    loss, parameters, gradients = bench.build_network(4, [3, 5, 2])
    before = copy.deepcopy((parameters, gradients))
    report = check_gradients(loss, parameters, gradients)
    assert [row.name for row in report.rows] == ["W[1]", "W[2]", "b[1]", "b[2]"]
    for now, then in zip((parameters, gradients), before, strict=True):
        for name in "Wb":
            for a, b in zip(now[name][1:], then[name][1:], strict=True):
                assert np.array_equal(a, b) and a.flags.writeable

    layers = [None, np.array([1.0, 2.0])]
    report = check_gradients(
        lambda p: (p[1] ** 2).sum(axis=-1), layers, [None, 2 * layers[1]]
    )
    assert report.passed and report.rows[0].name == "parámetro[1]"


def test_tamiz_por_direcciones():
    loss, parameters, gradients = bench.build_network(20, [50, 40, 10])
    report = screen_gradients(loss, parameters, gradients, directions=4, seed=1)
    assert report.passed and 34 <= report.evaluations < 100  # de 2 · 2410
    assert str(report) == str(
        screen_gradients(loss, parameters, gradients, directions=4, seed=1)
    )
    assert "tamiz" in str(report)
    gradients["W"][1][7, 3] += 0.01
    report = screen_gradients(loss, parameters, gradients, directions=4, seed=1)
    assert not report.passed and [r.name for r in report.rows if r.errors] == ["W[1]"]


def test_barra_de_progreso_solo_si_la_espera_es_larga(monkeypatch, capsys):
    w = np.ones(400)
    monkeypatch.setattr(progress, "_LONG_WAIT", 1e9)
    check_gradients(lambda p: (p["w"] ** 2).sum(), {"w": w}, {"w": 2 * w})
    assert capsys.readouterr().err == ""

    def slow(p):
        time.sleep(0.0005)
        return (p["w"] ** 2).sum()

    monkeypatch.setattr(progress, "_LONG_WAIT", 0.2)
    check_gradients(slow, {"w": w}, {"w": 2 * w}, progress=False)
    assert capsys.readouterr().err == ""
    check_gradients(slow, {"w": w}, {"w": 2 * w})
    assert "Comprobando gradientes" in capsys.readouterr().err


def test_sin_tqdm_se_comprueba_igual(monkeypatch):
    real = builtins.__import__

    def no_tqdm(name, *args, **kwargs):
        if name.startswith("tqdm"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", no_tqdm)
    monkeypatch.setattr(progress, "_LONG_WAIT", 0.0)
    bar = progress.Progress(100, True)
    with bar:
        bar.start -= 10.0
        bar.advance(2)
    assert bar.bar is None and not bar.wanted


# --- El informe y los errores ---------------------------------------------------------


def test_informe_en_texto_y_html():
    x = np.array([0.0, 1.0, 2.0])
    parameters = {"<x>": x, "y": np.array(2.0)}
    gradients = {"<x>": np.array([0.0, 1.0, 7.0]), "y": np.array(4.0)}

    def loss(p):
        return np.maximum(p["<x>"], 0.0).sum() + p["y"] ** 2

    report = check_gradients(loss, parameters, gradients)
    text, html = str(report), report._repr_html_()
    assert text.startswith(
        "1 de 3 entradas no coincide con la diferencia numérica. Está en <x>."
    )
    assert report.worst.name == "<x>" and report.worst.worst_index == (2,)
    assert "<x>[0]" in text and "quiebre" in text and "np." not in text
    assert "&lt;x&gt;" in html and "<x>" not in html
    assert str(check_gradients(loss, parameters, gradients)) == text == repr(report)


def test_las_tablas_del_informe_caben_en_88_columnas():
    W = -np.ones((64, 32))
    W[60:] = [[0.0], [3e-8], [-3e-8], [0.0]]
    report = check_gradients(
        lambda p: -1.2345678 * np.maximum(p["W"][1], 0.0).sum(axis=(-2, -1)),
        {"W": [None, W]},
        {"W": [None, -1.2345678 * (W > 0)]},
    )
    assert {one.kind for one in report.aside} == {"quiebre", "quiebre al lado"}
    tables = [line for line in str(report).splitlines() if "  " in line]
    assert len(tables) > 10 and max(map(len, tables)) <= 88


RANDOM = np.random.default_rng(0)
LOSS, PARAMETERS, GRADIENTS = bench.build_network(5, [3, 7, 4])


@pytest.mark.parametrize(
    "word, compute",
    [
        ("función", lambda: numeric_gradient(None, 1.0)),
        ("vacío", lambda: numeric_gradient(np.sum, [])),
        ("números", lambda: numeric_gradient(np.sum, "hola")),
        ("finitos", lambda: numeric_gradient(np.sum, [np.nan])),
        ("h = 0", lambda: numeric_gradient(np.sum, [1.0], h=0)),
        ("un solo número", lambda: numeric_gradient(lambda x: x, [1.0, 2.0])),
        ("return", lambda: numeric_gradient(lambda x: None, [1.0])),
        ("finito", lambda: numeric_gradient(lambda x: np.inf, [1.0])),
        ("forma", lambda: relative_error([1.0], [1.0, 2.0])),
        ("números", lambda: relative_error(None, 1.0)),
        ("floor", lambda: relative_error(1.0, 1.0, floor=-1)),
        ("función", lambda: check_gradients(3, PARAMETERS, GRADIENTS)),
        ("parameters", lambda: check_gradients(LOSS, None, GRADIENTS)),
        ("parameters", lambda: check_gradients(LOSS, {}, GRADIENTS)),
        ("gradients", lambda: check_gradients(LOSS, PARAMETERS, "dW")),
        ("Falta", lambda: check_gradients(LOSS, PARAMETERS, {"W": GRADIENTS["W"]})),
        ("Sobra", lambda: check_gradients(LOSS, {"W": PARAMETERS["W"]}, GRADIENTS)),
        ("limit", lambda: check_gradients(LOSS, PARAMETERS, GRADIENTS, limit=0)),
        ("h", lambda: check_gradients(LOSS, PARAMETERS, GRADIENTS, h=np.nan)),
        ("stacked", lambda: check_gradients(LOSS, PARAMETERS, GRADIENTS, stacked="sí")),
        ("return", lambda: check_gradients(lambda p: None, PARAMETERS, GRADIENTS)),
        (
            "directions",
            lambda: screen_gradients(LOSS, PARAMETERS, GRADIENTS, directions=0),
        ),
        ("seed", lambda: screen_gradients(LOSS, PARAMETERS, GRADIENTS, seed=1.5)),
        (
            "semilla",
            lambda: check_gradients(
                lambda p: RANDOM.normal(),
                PARAMETERS,
                GRADIENTS,
            ),
        ),
        (
            "transpuesto",
            lambda: check_gradients(
                lambda p: (p["W"] ** 2).sum(),
                {"W": np.ones((2, 3))},
                {"W": np.ones((3, 2))},
            ),
        ),
    ],
)
def test_entradas_malas(word, compute):
    with pytest.raises(CourseError) as caught:
        compute()
    assert word in str(caught.value)


def test_una_perdida_que_modifica_sus_parametros():
    def loss(p):
        p["w"] *= 2.0
        return p["w"].sum()

    with pytest.raises(CourseError, match="modifica"):
        check_gradients(loss, {"w": np.ones(2)}, {"w": np.ones(2)})


def test_comprobar_no_carga_matplotlib_ni_tqdm():
    code = "import sys, course_lib.gradient_check; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = run.stdout.split()
    assert "numpy" in loaded and not {"tqdm", "matplotlib"} & set(loaded)


@pytest.mark.lento
def test_razon_contra_el_bucle_llano():
    *_, ratio, low, high = bench.measure(10, 5)
    assert ratio <= bench.TARGET, (ratio, low, high)
