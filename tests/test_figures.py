"""Las figuras dicen lo que muestran, se leen y no tocan nada de quien aprende."""

import io
import itertools
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text
from PIL import Image

from course_lib import figures
from course_lib.errors import CourseError
from course_lib.figures import (
    CourseFigure,
    draw_graph,
    draw_network,
    plot_activation,
    plot_boundaries,
    plot_boundary,
    plot_confusion,
    plot_data,
    plot_descent,
    plot_difference_errors,
    plot_digits,
    plot_evaluations,
    plot_folded_plane,
    plot_layer_histograms,
    plot_layer_sizes,
    plot_losses,
    plot_matrix_product,
    plot_municipalities,
    plot_network_weights,
    plot_ramps,
    plot_secants,
    plot_threshold,
    plot_two_layers,
    plot_vanishing,
    quick,
    style,
)
from course_lib.figures import logistic as logistic_figures
from course_lib.graph import Node, record

STEPS = np.arange(200)


def two_classes(seed=0):
    rng = np.random.default_rng(seed)
    y = np.repeat([0, 1], 40)
    return rng.normal(size=(80, 2)) + np.where(y, 1.5, -1.5)[:, None], y


def three_classes():
    rng = np.random.default_rng(1)
    y = np.repeat([0, 1, 2], 30)
    return rng.normal(size=(90, 2)) + np.array([[0, 3], [3, -2], [-3, -2]])[y], y


def straight(X):
    return (X.sum(axis=1) > 0).astype(int)


def bent(X):
    return (X[:, 1] > np.sin(2 * X[:, 0])).astype(int)


def bent_probability(X):
    return 1 / (1 + np.exp(-3 * (X[:, 1] - np.sin(2 * X[:, 0]))))


def by_angle(X):
    centers = np.array([[0, 3], [3, -2], [-3, -2]])
    return ((X[:, None] - centers) ** 2).sum(axis=-1).argmin(axis=1)


def slide_graph(x=-2.0, y=5.0, z=-4.0):
    q = Node(x, "x") + Node(y, "y")
    q.name = "q"
    f = q * Node(z, "z")
    f.name = "f"
    return f


def square():
    x = Node(3.0, "x")
    return x * x


def tangled():
    x, y = Node(2.0, "x"), Node(1.0, "y")
    a = x * y
    return (a + x).tanh() * a + x**2 - 1


def logistic():
    X = Node(np.arange(15.0).reshape(5, 3) / 10, "X")
    w, b = Node(np.array([0.1, -0.2, 0.3]), "w"), Node(0.5, "b")
    y = Node(np.array([0.0, 1, 1, 0, 1]), "y")
    p = (X @ w + b).sigmoid()
    p.name = "p"
    return -(y * p.log() + (1 - y) * (1 - p).log()) @ np.ones(5)


def small_matrices():
    A = Node(np.array([[1.0, 2], [3, 4]]), "A")
    return (A @ Node(np.array([[1.0, 0], [1, 1]]), "B")) @ np.ones(2)


def digits(n):
    rng = np.random.default_rng(2)
    return rng.integers(0, 17, size=(n, 64)), np.arange(n) % 10


def confusion():
    matrix = np.diag(np.arange(30, 40))
    matrix[8, 1], matrix[1, 8], matrix[9, 3] = 4, 2, 1
    return matrix


def random_weights(shapes):
    rng = np.random.default_rng(3)
    pairs = zip(shapes, shapes[1:], strict=False)
    return [None, *(rng.normal(size=pair) for pair in pairs)]


def random_network(shapes, seed=3):
    rng = np.random.default_rng(seed)
    pairs = zip(shapes, shapes[1:], strict=False)
    W = [None, *(rng.normal(size=pair) for pair in pairs)]
    return W, [None, *(rng.normal(size=h) for h in shapes[1:])]


X2, Y2 = two_classes()
X3, Y3 = three_classes()
D, DY = digits(23)
WRONG = np.where(np.isin(np.arange(23), [4, 9]), (DY + 1) % 10, DY)
DEEP = [2, 8, 8, 8, 8, 8, 3]

TWO_LAYERS = ([[1.0, -1.0], [1.0, 1.0]], [0.0, 0.0], [[1.0], [1.0]], [-1.0])

CASES = {
    "sigmoide y su derivada": lambda: plot_activation("sigmoid", 2.0),
    "sigmoide en el borde": lambda: plot_activation("sigmoid", -5.0),
    "tanh y su derivada": lambda: plot_activation("tanh", -0.123456),
    "relu en el quiebre": lambda: plot_activation("relu", 0.0),
    "leaky relu": lambda: plot_activation("leaky_relu", -1.5, 0.2),
    "leaky relu, recta": lambda: plot_activation("leaky_relu", 0.0, 1.0),
    "dos capas lineales": lambda: plot_two_layers(*TWO_LAYERS),
    "dos capas con relu": lambda: plot_two_layers(*TWO_LAYERS, activation="relu"),
    "dos capas sin frontera": lambda: plot_two_layers(
        [[0.0], [0.0]], [1.0], [[1.0]], [1.0]
    ),
    "desvanecimiento": lambda: plot_vanishing(
        {"sigmoid": [[1, 0.1], [1e-3, 0]], "relu": [[1, 10], [1e-18, 1e14]]},
        [2, 20],
        [0.5, 1.4142],
    ),
    "tamaño por capa": lambda: plot_layer_sizes(
        {"0.5": 0.35 ** np.arange(1, 11), "√2 (He)": np.ones(10), "1": np.ones(10)}
    ),
    "tamaño por capa, una": lambda: plot_layer_sizes({"He": [1.0, 0.9, 0.8]}),
    "histogramas por capa": lambda: plot_layer_histograms(
        {f"capa {l}": np.sin(STEPS) / l for l in (1, 5, 10)}
    ),
    "histogramas, seis": lambda: plot_layer_histograms(
        {f"capa {l}": np.sin(STEPS) * l for l in range(1, 7)}, limits=(-3, 3)
    ),
    "grafo": lambda: draw_graph(slide_graph()),
    "grafo, solo ida": lambda: draw_graph(slide_graph(), gradients=False),
    "grafo, paso 0": lambda: draw_graph(slide_graph(), step=0),
    "grafo, paso 4": lambda: draw_graph(slide_graph(), step=4),
    "grafo, paso 8": lambda: draw_graph(slide_graph(), step=8),
    "grafo, cuadrado": lambda: draw_graph(square()),
    "grafo enredado": lambda: draw_graph(tangled()),
    "grafo logístico": lambda: draw_graph(logistic()),
    "grafo de matrices": lambda: draw_graph(small_matrices()),
    "grafo de un nodo": lambda: draw_graph(Node(2.0, "x")),
    "secantes": lambda: plot_secants(
        lambda x: x**3, 1.0, 0.5, derivative=lambda x: 3 * x**2
    ),
    "secantes sin derivada": lambda: plot_secants(np.sin, 0.3, 0.1, name="sen"),
    "errores": lambda: plot_difference_errors(lambda x: x**3, lambda x: 3 * x**2, 1.0),
    "evaluaciones": lambda: plot_evaluations(
        [10, 100, 1000, 2410], [2e-3, 3e-2, 0.5, 2.0], [1e-4, 1.4e-4, 4e-4, 9e-4]
    ),
    "red": lambda: draw_network([3, 7, 4]),
    "red ancha": lambda: draw_network([64, 32, 16, 10], m=1437),
    "red enorme": lambda: draw_network([784, 1024, 512, 10], m=60000),
    "red con pesos": lambda: draw_network(DEEP, W=random_weights(DEEP)),
    "red, sus pesos": lambda: plot_network_weights(
        *random_network([3, 7, 4]), classes=["La Paz", "Beni", "Oruro", "Cochabamba"]
    ),
    "red, pesos de una capa": lambda: plot_network_weights(*random_network([2, 2])),
    "red, pesos que no caben": lambda: plot_network_weights(
        *random_network([784, 1024, 64, 30])
    ),
    "red, pesos de doce capas": lambda: plot_network_weights(
        *random_network([2] + [5] * 12)
    ),
    "red, pesos en 0": lambda: plot_network_weights(
        [None, np.zeros((3, 2))], [None, np.zeros(2)], classes=["costo en $", "US$"]
    ),
    "rampas": lambda: plot_ramps("onda", 4),
    "una rampa": lambda: plot_ramps("montaña", 1),
    "sesenta rampas": lambda: plot_ramps("vibración", 60),
    "plano doblado": lambda: plot_folded_plane(X2, Y2),
    "plano sin doblar": lambda: plot_folded_plane(X2, Y2, 1.0, 120),
    "producto": lambda: plot_matrix_product(
        [[1, -2, 3], [4, 5, 6]], [[1.5, 2], [-3, 4], [0, 0.25]], 1, 2
    ),
    "producto de cuatro": lambda: plot_matrix_product(
        10 * np.eye(4) - 12.5, np.full((4, 4), -3.75), 4, 4
    ),
    "datos": lambda: plot_data(X2, Y2),
    "datos, diez clases": lambda: plot_data(
        np.arange(40.0).reshape(20, 2), np.repeat(np.arange(10), 2)
    ),
    "frontera": lambda: plot_boundary(bent, X2, Y2),
    "frontera con dudas": lambda: plot_boundary(
        bent, X2, Y2, probabilities=bent_probability
    ),
    "frontera de tres": lambda: plot_boundary(by_angle, X3, Y3),
    "tres fronteras": lambda: plot_boundaries(
        [(f"{k} iteraciones", straight) for k in (0, 100, 2000)], X2, Y2
    ),
    "cuatro fronteras": lambda: plot_boundaries(
        [(f"{k} iteraciones", bent) for k in (0, 10, 100, 1000)], X2, Y2
    ),
    "seis fronteras": lambda: plot_boundaries(
        [(f"{k} iteraciones", bent) for k in range(6)], X2, Y2
    ),
    "pérdida": lambda: plot_losses(2.3 * np.exp(-STEPS / 60)),
    "pérdida con referencia": lambda: plot_losses(
        2.3 * np.exp(-STEPS / 60), xlabel="iteración", reference=0.05
    ),
    "pérdidas": lambda: plot_losses(
        {
            "α = 0.01": 2.3 * np.exp(-STEPS / 300),
            "α = 0.1": 2.3 * np.exp(-STEPS / 60) + 0.1,
            "α = 0.3": 2.3 * np.exp(-STEPS / 50) + 0.12,
            "α = 1": np.where(STEPS < 40, 2.3 * np.exp(STEPS / 60), np.nan),
        }
    ),
    "ocho pérdidas": lambda: plot_losses(
        {f"semilla {k}": np.exp(-STEPS / 50) + 0.001 * k for k in range(8)}
    ),
    "sobreajuste": lambda: plot_losses(
        {
            "entrenamiento": 2.3 * np.exp(-STEPS / 25) + 1e-4,
            "validación": 2.3 * np.exp(-STEPS / 30) + 0.1 + STEPS**2 * 8e-6,
        },
        xlabel="época",
    ),
    "dígitos": lambda: plot_digits(D, DY),
    "dígitos con errores": lambda: plot_digits(D, DY, WRONG),
    "dígitos con certeza": lambda: plot_digits(
        D, DY, WRONG, certainty=np.linspace(0.3, 1, len(D))
    ),
    "un dígito": lambda: plot_digits(D[:1], DY[:1]),
    "confusión": lambda: plot_confusion(confusion(), range(10)),
    "confusión de dos": lambda: plot_confusion(
        [[50, 3], [1, 89]], ["maligno", "benigno"]
    ),
    "confusión con nombres": lambda: plot_confusion(
        np.eye(4, dtype=int) * 12, ["La Paz", "Cochabamba", "Santa Cruz", "Tarija"]
    ),
}
WITHOUT_AXES = ("grafo", "red", "dígito", "un dígito", "producto")
every_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def drawn():
    """Cada figura una vez."""
    made = {}

    def get(name):
        if name not in made:
            made[name] = CASES[name]()
        return made[name]

    return get


def visible_texts(fig):
    """Los textos que de verdad se pintan, cada uno con su caja en píxeles."""
    if not hasattr(fig, "painted"):
        painted, original = [], Text.draw

        def draw(self, renderer):
            if self.get_visible() and self.get_text().strip():
                painted.append(self)
            original(self, renderer)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Text, "draw", draw)
            fig.canvas.draw()
        renderer = fig.canvas.get_renderer()
        fig.painted = [(t, t.get_window_extent(renderer)) for t in painted]
    return fig.painted


def luminance(color):
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# --- Lo que toda figura cumple -----------------------------------------------------


@every_case
def test_has_title_alternative_text_and_named_axes(drawn, name):
    fig = drawn(name)
    assert type(fig) is CourseFigure
    assert fig.get_suptitle().strip()
    assert len(fig.alt_text) > 15
    assert "None" not in fig.alt_text and "nan" not in fig.alt_text
    assert "array(" not in fig.alt_text and "np." not in fig.alt_text
    if not name.startswith(WITHOUT_AXES):
        assert any(axes.get_xlabel() for axes in fig.axes)
        assert any(axes.get_ylabel() for axes in fig.axes)


@pytest.mark.lento
@every_case
def test_no_text_is_small_faint_or_cut(drawn, name):
    fig = drawn(name)
    frame = fig.bbox
    for text, box in visible_texts(fig):
        label = text.get_text()
        assert text.get_fontsize() >= 12, label
        assert contrast(text.get_color(), "white") >= 4.5, label
        assert box.x0 >= frame.x0 - 1 and box.x1 <= frame.x1 + 1, label
        assert box.y0 >= frame.y0 - 1 and box.y1 <= frame.y1 + 1, label


@every_case
def test_texts_do_not_overlap(drawn, name):
    texts = visible_texts(drawn(name))
    for (one, a), (other, b) in itertools.combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert not (wide > 1.5 and high > 1.5), (one.get_text(), other.get_text())


def one_case_per_function():
    """El primer caso de cada función: repetirlos todos no prueba más."""
    first = {}
    for name, case in CASES.items():
        function = next(n for n in case.__code__.co_names if n in figures.__all__)
        first.setdefault(function, name)
    return list(first.values())


@pytest.mark.lento
@pytest.mark.parametrize("name", one_case_per_function())
def test_same_bytes_whatever_the_learner_configured(drawn, name):
    before = dict(matplotlib.rcParams)
    one = drawn(name).to_png()
    assert dict(matplotlib.rcParams) == before
    theirs = {"font.size": 7, "axes.facecolor": "black", "font.family": "serif"}
    with matplotlib.rc_context(theirs):
        before = dict(matplotlib.rcParams)
        other = CASES[name]().to_png()
        assert dict(matplotlib.rcParams) == before
    assert one == other
    image = Image.open(io.BytesIO(one)).convert("RGB")
    for x in (0, image.width - 1):
        for y in (0, image.height - 1):
            assert image.getpixel((x, y)) == (255, 255, 255)


# --- El dibujo rápido --------------------------------------------------------------

MOVED = {
    **{name: CASES[name] for name in CASES},
    "descenso": lambda: plot_descent(30.0, 12),
    "municipios": lambda: plot_municipalities(0.05, 0.14, -11.0),
    "umbral": lambda: plot_threshold(0.4, y_hat=np.linspace(0, 1, 9), y=[0, 1, 0] * 3),
}


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def drawn_by_matplotlib(fig):
    fig.canvas.draw()
    return np.asarray(fig.canvas.buffer_rgba())[..., :3]


@pytest.mark.parametrize("name", MOVED)
def test_the_quick_drawing_is_matplotlib_pixel_by_pixel(name):
    """Con las memorias vacías, con ellas llenas, y antes o después del otro dibujo."""
    quick.forget_everything()
    fig = MOVED[name]()
    cold = fig.to_png()
    assert (pixels(cold) == drawn_by_matplotlib(fig)).all()
    assert fig.to_png() == cold, "matplotlib ya tocó las marcas, y sale lo mismo"
    again = MOVED[name]()
    assert again.to_png() == cold, "con las memorias llenas"
    assert again.to_png(dpi=55) != cold and again.to_png() == cold


def axes_figure(change):
    fig = CourseFigure(alt_text="prueba", title="Prueba los ejes", height=3)
    axes = fig.plot_axes()
    axes.plot([0.01, 3, 7], [1, 2.5, 900])
    change(axes)
    return fig


@pytest.mark.parametrize(
    "change",
    [
        lambda axes: axes.grid(True),
        lambda axes: axes.minorticks_on(),
        lambda axes: axes.set(xscale="log", yscale="log"),
        lambda axes: axes.xaxis.tick_top(),
        lambda axes: axes.yaxis.tick_right(),
        lambda axes: axes.tick_params(axis="x", rotation=45, colors="red", length=9),
        lambda axes: axes.tick_params(labelleft=False, bottom=False),
        lambda axes: axes.set_xticks([1, 2, 5], ["uno", "$x_2$", "cinco"], rotation=90),
        lambda axes: axes.set(xticks=[], yticks=[5]),
        lambda axes: axes.set(xlim=(7, 0), ylim=(900, -3), xticks=[-1, 2, 9]),
        lambda axes: axes.ticklabel_format(axis="y", style="sci", scilimits=(0, 0)),
        lambda axes: axes.set_title("Un título", loc="left"),
        lambda axes: axes.xaxis.get_major_ticks()[0].label1.set_color("red"),
        lambda axes: axes.set(ylabel="$\\frac{a}{b}$", xlabel="dos\nrenglones"),
        lambda axes: axes.set_axis_off(),
        lambda axes: axes.xaxis.set_visible(False),
    ],
)
def test_any_axes_are_drawn_as_matplotlib_draws_them(change):
    fig = axes_figure(change)
    first = fig.to_png()
    assert (pixels(first) == drawn_by_matplotlib(fig)).all()
    assert (pixels(axes_figure(change).to_png()) == pixels(first)).all()


def test_what_the_quick_drawing_remembers_has_a_limit():
    memory = quick.Memory(1000)
    for k in range(50):
        memory.put(k, f"texto {k}", 90)
        assert memory.used <= 1000 and len(memory) == min(k + 1, 11)
    memory.get(39)
    memory.put("otra", "x", 90)
    assert memory.get(39) == "texto 39" and memory.get(40) is None, (
        "sale lo menos usado"
    )
    memory.put("enorme", "x", 1001)
    assert memory.get("enorme") is None and memory.used <= 1000
    memory.put("otra", "y", 500)
    assert memory.get("otra") == "y" and memory.used <= 1000

    quick.forget_everything()
    for k in range(40):
        width = 3 + 0.1 * k  # cada una con su lienzo y sus textos
        fig = CourseFigure(alt_text="a", title=f"Va {k} " * 20, width=width, height=1)
        fig.to_png()
    assert 0 < quick.LETTERS.used <= quick.LETTERS.most <= 5e6
    assert 0 < quick.LAYOUTS.used <= quick.LAYOUTS.most <= 5e6
    assert len(quick.RENDERERS) <= 4


def test_the_quick_drawing_leaves_matplotlib_as_it_was():
    compose = Text._get_layout
    plot_ramps().to_png()
    assert Text._get_layout is compose

    fig = plot_ramps()
    fig.axes[0].draw = lambda renderer: 1 / 0
    with pytest.raises(ZeroDivisionError):
        fig.to_png()
    assert Text._get_layout is compose and not quick.is_drawing()
    assert plot_ramps().to_png() == plot_ramps().to_png()


def test_a_failure_inside_leaves_rcparams_alone():
    before = dict(matplotlib.rcParams)
    with pytest.raises(CourseError):
        plot_boundary(lambda X: 1 / 0, X2, Y2)
    assert dict(matplotlib.rcParams) == before


def test_wide_figures_scroll_instead_of_shrinking():
    wide, narrow = CASES["grafo logístico"](), CASES["grafo"]()
    assert wide.get_size_inches()[0] > style.WIDTH
    assert f"min-width:{round(61 * wide.get_size_inches()[0])}px" in wide.to_html()
    for fig in (wide, narrow, CASES["dos capas lineales"]()):
        assert "overflow-x:auto" in fig.to_html()
        # Por estrecha que sea la pantalla, 12 puntos no bajan de 9 píxeles.
        least = int(fig.to_html().split("min-width:")[1].split("px")[0])
        assert least == fig.least_width
        assert least / fig.get_size_inches()[0] * 12 / 72 >= 8.98
    assert narrow.least_width <= 390 - 2 * 16, "y en un teléfono común cabe entera"
    # A 390 píxeles, 12 puntos miden al menos 10.
    assert 390 / narrow.get_size_inches()[0] * 12 / 72 >= 10


# --- La figura en un cuaderno ------------------------------------------------------


def test_html_carries_the_alternative_text_escaped():
    fig = CourseFigure(alt_text='a < b y "c"', title="Una prueba")
    bundle = fig._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == 'a < b y "c"'
    assert 'alt="a &lt; b y &quot;c&quot;"' in bundle["text/html"]
    assert 'src="data:image/png;base64,' in bundle["text/html"]
    assert 'style="max-width:100%;height:auto"' in bundle["text/html"]


@pytest.mark.parametrize("alt", [None, "", "  ", 3])
def test_alternative_text_is_required(alt):
    with pytest.raises(CourseError, match="texto alternativo"):
        CourseFigure(alt_text=alt)


def test_repr_has_no_memory_address():
    fig = CASES["grafo"]()
    assert repr(fig).startswith("<CourseFigure «f vale −12")
    assert "0x" not in repr(fig) and "0x" not in str(fig)


def test_shown_once_even_with_inline_png():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.pylabtools import select_figure_formats
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    try:
        select_figure_formats(shell, {"png"})
        fig = CASES["grafo"]()
        plain = Figure()
        plain.add_axes((0, 0, 1, 1))
        formats, _ = shell.display_formatter.format(plain)
        assert "image/png" in formats  # la trampa está puesta
        with capture_output() as captured:
            formats, _ = shell.display_formatter.format(fig)
        assert formats == {}
        (output,) = captured.outputs
        assert set(output.data) == {"text/html", "text/plain"}
    finally:
        InteractiveShell.clear_instance()


def test_pyplot_is_never_loaded():
    code = (
        "import sys, course_lib.figures as f;"
        "f.plot_losses([3.0, 2.0, 1.0]).to_png();"
        "assert 'matplotlib.pyplot' not in sys.modules;"
        "assert 'ipywidgets' not in sys.modules and 'IPython' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_everything_exported_has_a_case():
    # Las de la regresión logística tienen su propio archivo de pruebas.
    elsewhere = set(vars(logistic_figures)) & set(figures.__all__)
    functions = set(figures.__all__) - {"CourseFigure"} - elsewhere
    used = {n for case in CASES.values() for n in case.__code__.co_names}
    assert functions <= used


# --- La paleta ---------------------------------------------------------------------

OKABE_ITO = {
    "#000000", "#e69f00", "#56b4e9", "#009e73",
    "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
}  # fmt: skip


def test_one_colour_one_meaning():
    roles = [
        style.VALUES,
        style.GRADIENTS,
        style.WEIGHTS,
        style.CLASS_0,
        style.CLASS_1,
        style.CORRECT,
        style.ERROR,
        style.CURRENT,
    ]
    assert {color.lower() for color in roles} == OKABE_ITO
    assert len(set(style.CLASS_COLORS)) == len(set(style.CLASS_MARKERS)) == 10
    assert abs(luminance(style.CLASS_0) - luminance(style.CLASS_1)) > 0.2


def used_colors(fig):
    found = set()
    for artist in fig.findobj(lambda a: hasattr(a, "get_edgecolor")):
        for getter in ("get_facecolor", "get_edgecolor"):
            value = np.atleast_2d(getattr(artist, getter)())
            found |= {to_hex(c).lower() for c in value if len(c) and c[-1] > 0}
    for line in fig.findobj(matplotlib.lines.Line2D):
        found.add(to_hex(line.get_color()).lower())
    return found


def test_colours_keep_their_meaning(drawn):
    assert style.CLASS_0.lower() in used_colors(drawn("datos"))
    assert style.CLASS_1.lower() in used_colors(drawn("datos"))
    assert style.WEIGHTS.lower() in used_colors(drawn("red"))
    assert style.GRADIENTS.lower() in used_colors(drawn("secantes"))
    assert style.ERROR.lower() in used_colors(drawn("dígitos con errores"))
    assert style.ERROR.lower() not in used_colors(drawn("dígitos"))
    assert style.CURRENT.lower() in used_colors(drawn("grafo, paso 4"))
    assert style.CURRENT.lower() not in used_colors(drawn("grafo"))
    for name in ("secantes", "errores", "evaluaciones", "grafo", "red"):
        assert not {style.CLASS_0.lower(), style.CLASS_1.lower()} & used_colors(
            drawn(name)
        )


def test_the_two_regions_differ_in_gray(drawn):
    image = Image.open(io.BytesIO(drawn("tres fronteras").to_png())).convert("L")
    tones = np.bincount(np.asarray(image).ravel(), minlength=256)
    tones[250:] = 0
    first = int(tones.argmax())
    tones[max(0, first - 15) : first + 16] = 0
    assert tones.max() > 2000  # otro tono, lejos del primero, cubre la otra región


# --- Lo que dicen ------------------------------------------------------------------

PAIRS = {
    "grafo": (lambda: draw_graph(slide_graph()), lambda: draw_graph(slide_graph(z=2))),
    "pasos": (
        lambda: draw_graph(slide_graph(), step=3),
        lambda: draw_graph(slide_graph(), step=7),
    ),
    "secantes": (
        lambda: plot_secants(np.sin, 0.3, 0.1),
        lambda: plot_secants(np.sin, 0.3, 0.2),
    ),
    "errores": (
        lambda: plot_difference_errors(np.sin, np.cos, 1.0),
        lambda: plot_difference_errors(np.exp, np.exp, 1.0),
    ),
    "evaluaciones": (
        lambda: plot_evaluations([1, 9], [1.0, 9.0], [1.0, 1.0]),
        lambda: plot_evaluations([1, 9], [1.0, 8.0], [1.0, 1.0]),
    ),
    "red": (lambda: draw_network([3, 7, 4]), lambda: draw_network([3, 8, 4])),
    "pesos": (
        lambda: plot_network_weights(*random_network([3, 4, 2], 0)),
        lambda: plot_network_weights(*random_network([3, 4, 2], 1)),
    ),
    "datos": (lambda: plot_data(X2, Y2), lambda: plot_data(X2[:50], Y2[:50])),
    "frontera": (
        lambda: plot_boundary(straight, X2, Y2),
        lambda: plot_boundary(bent, X2, Y2),
    ),
    "fronteras": (
        lambda: plot_boundaries([("a", straight)], X2, Y2),
        lambda: plot_boundaries([("a", bent)], X2, Y2),
    ),
    "pérdidas": (
        lambda: plot_losses([3.0, 2.0, 1.0]),
        lambda: plot_losses([3.0, 2.0, 4.0]),
    ),
    "dígitos": (lambda: plot_digits(D, DY, DY), lambda: plot_digits(D, DY, WRONG)),
    "confusión": (
        lambda: plot_confusion([[5, 1], [0, 6]]),
        lambda: plot_confusion([[5, 0], [1, 6]]),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_alternative_text_follows_the_data(name):
    one, other = PAIRS[name]
    assert one().alt_text != other().alt_text


def test_title_can_be_chosen():
    title = "La red aprende"
    assert plot_losses([2.0, 1.0], title=title).get_suptitle() == title
    assert draw_graph(square(), title=title).get_suptitle() == title


def shown(fig):
    return [text.get_text() for text, _ in visible_texts(fig)]


def test_graph_shows_values_above_and_gradients_below(drawn):
    fig = drawn("grafo")
    colors = {}
    for text, box in visible_texts(fig):
        colors.setdefault(text.get_color(), []).append((text.get_text(), box))
    values = [t for t, _ in colors[style.VALUES]]
    gradients = [t for t, _ in colors[style.GRADIENTS_TEXT]]
    assert sorted(values) == sorted(["−2", "5", "q = 3", "−4", "f = −12"])
    assert sorted(gradients) == sorted(["−4", "−4", "−4", "3", "1"])
    # Cada gradiente está justo debajo de un valor.
    for _, box in colors[style.GRADIENTS_TEXT]:
        center = (box.x0 + box.x1) / 2
        above = [
            b
            for _, b in colors[style.VALUES]
            if b.x0 - 40 < center < b.x1 + 40 and 0 < b.y0 - box.y1 < 20
        ]
        assert above


def test_a_value_used_twice_has_two_edges_and_a_sum(drawn):
    texts = shown(drawn("grafo, cuadrado"))
    assert texts.count("x") == 1
    assert texts.count("3") == 4  # dos valores y dos gradientes
    assert "suma 6" in texts


def test_steps_reveal_what_the_record_knows():
    graph = slide_graph()
    events = record(graph)
    n = len(events)
    fig = draw_graph(graph, step=0)
    assert not {"−2", "5", "q = 3"} & set(shown(fig))
    counts = []
    for step in range(n + 1):
        fig = draw_graph(graph, step=step)
        counts.append(len(shown(fig)))
    assert counts == sorted(counts) and counts[0] < counts[n // 2] < counts[-1]
    assert all(node.grad == 0 for node in (graph, *graph.parents))
    final = draw_graph(graph, step=n, title="Igual")
    whole = draw_graph(graph, title="Igual")
    assert sorted(shown(final)) == sorted(shown(whole))
    with pytest.raises(CourseError, match=f"de 0 a {n}"):
        draw_graph(graph, step=n + 1)


def test_graph_edges_never_cross_when_they_need_not():
    from course_lib.figures.graphs import _Drawing, _Known

    for graph in (slide_graph(), square(), small_matrices()):
        events = record(graph)
        assert _Drawing(_Known(graph, events, len(events)))._crossings() == 0


def _title(fig):
    return " ".join(fig.get_suptitle().split())


def test_on_the_way_back_the_arrow_points_to_who_receives():
    graph = slide_graph()

    def heads(step):
        (axes,) = draw_graph(graph, step=step).axes
        arrows = [p for p in axes.patches if isinstance(p, FancyArrowPatch)]
        return [type(p.get_arrowstyle()).__name__ for p in arrows]

    assert heads(5).count("CurveFilledA") == 0
    assert heads(7).count("CurveFilledA") == 1
    assert heads(7).count("CurveFilledB") == heads(5).count("CurveFilledB") - 1


def test_secants_report_their_slopes():
    fig = plot_secants(lambda x: x**3, 1.0, 0.1, derivative=3.0)
    assert "3.31" in fig.alt_text and "3.01" in fig.alt_text
    assert "central tiene casi la misma inclinación" in _title(fig)
    (legend,) = fig.legends
    assert "central: pendiente 3.01" in [t.get_text() for t in legend.get_texts()]
    far = plot_secants(lambda x: x**3, 1.0, 0.9, derivative=3.0)
    assert "casi" not in _title(far) and "central es la más cercana" in _title(far)
    # En x², la central es exacta; en |x| cerca del quiebre puede ganar la adelantada.
    kink = plot_secants(abs, 0.05, 0.1, derivative=1.0)
    assert "es la de la adelantada" in _title(kink)


def test_best_step_is_measured():
    steps = np.array([1e-8, 1e-3, 1e-1])
    fig = plot_difference_errors(lambda x: x**3, 3.0, 1.0, steps=steps)
    forward = np.abs(((1 + steps) ** 3 - 1) / steps - 3)
    best = style.number_text(steps[forward.argmin()], 2)
    assert f"adelantada es mejor en h = {best}" in fig.alt_text


def test_evaluations_name_the_slower_one():
    slow = plot_evaluations([5, 50], [1.0, 8.0], [1.0, 2.0])
    assert "el numérico tarda 4 veces lo que el de hacia atrás" in slow.alt_text
    fast = plot_evaluations([5, 50], [1.0, 2.0], [1.0, 8.0])
    assert "el de hacia atrás tarda 4 veces lo que el numérico" in fast.alt_text
    same = plot_evaluations([5], [1.0], [1.0])
    assert "tardan lo mismo" in " ".join(same.get_suptitle().split())
    same.to_png()


def test_network_indices_follow_the_notation(drawn):
    texts = shown(drawn("red"))
    assert "$W_{1}$ (3, 7)\n$b_{1}$ (7,)" in texts
    assert "$W_{2}$ (7, 4)\n$b_{2}$ (4,)" in texts
    assert "$X = A_0$\n(m, 3)" in texts
    assert "$A_{1}$\n(m, 7)" in texts
    assert "$\\hat{Y} = A_{2}$\n(m, 4)" in texts
    assert "60 parámetros" in " ".join(drawn("red").get_suptitle().split())


def edges(fig):
    (axes,) = fig.axes
    return axes.collections


def test_weights_are_drawn_with_their_size_and_sign():
    W, b = random_network([3, 4, 2])
    W[1][2, 3], W[2][0, 1] = -9.0, 4.5
    fig = plot_network_weights(W, b, classes=["no", "sí"])
    assert "W[1][2, 3] = −9" in fig.alt_text and "W[2][0, 1] = 4.5" in fig.alt_text
    assert _title(fig).endswith("−9, va de la entrada 2 a la unidad 3 de la capa 1")
    drawn = [
        (width, to_hex(color).lower(), dashes is not None)
        for lines in edges(fig)
        for width, color, (_, dashes) in zip(
            lines.get_linewidths(),
            lines.get_colors(),
            lines.get_linestyles(),
            strict=True,
        )
    ]
    assert len(drawn) == 3 * 4 + 4 * 2
    negative = sum(int((w < 0).sum()) for w in W[1:])
    brown, blue = style.NEGATIVE_WEIGHTS.lower(), style.WEIGHTS.lower()
    assert {(color, dashed) for _, color, dashed in drawn} == {
        (brown, True),
        (blue, False),
    }
    assert sum(color == brown for _, color, _ in drawn) == negative
    widths = sorted(drawn, reverse=True)
    assert widths[0][1] == brown and widths[1][1] == blue
    assert widths[1][0] == pytest.approx(widths[0][0] / 2, rel=0.05)  # misma escala
    assert {"no", "sí", "peso negativo", "de tamaño 9"} <= set(shown(fig))


def test_signs_differ_in_gray_too():
    gap = luminance(style.WEIGHTS) - luminance(style.NEGATIVE_WEIGHTS)
    assert gap > 0.25


def test_units_that_do_not_fit_are_counted_and_the_heaviest_kept():
    W, b = random_network([40, 30, 12])
    W[1] *= 0.01
    W[1][37, :] = 2.0
    W[2][29, 11] = -50.0
    fig = plot_network_weights(W, b)
    texts = shown(fig)
    assert {"$X$\n8 de 40", "$A_{1}$\n8 de 30", "$\\hat{Y}$\n10 de 12"} <= set(texts)
    assert {"37", "29", "11"} <= set(texts)
    assert "8 de 40 entradas, 8 de 30 unidades en la capa 1 y 10 de 12" in fig.alt_text
    assert len(edges(fig)[0].get_segments()) == 64
    small = plot_network_weights(*random_network([8, 8, 10]))
    assert {"$X$\n8", "$A_{1}$\n8"} <= set(shown(small))
    assert "Se dibujan" not in small.alt_text


def test_fill_is_the_bias():
    W, b = random_network([2, 3])
    b[1][:] = [1.0, -1.0, 0.0]
    (axes,) = plot_network_weights(W, b).axes
    fills = [to_hex(patch.get_facecolor()) for patch in axes.patches]
    assert fills[:2] == ["#eeeeee"] * 2 and fills[4] == "#ffffff"
    assert fills[2] == to_hex(style.tint(style.WEIGHTS, 0.55))
    assert fills[3] == to_hex(style.tint(style.NEGATIVE_WEIGHTS, 0.55))


def test_nothing_but_zeros_is_said(drawn):
    assert "Todos los pesos son 0" in _title(drawn("red, pesos en 0"))
    assert "nan" not in drawn("red, pesos en 0").alt_text


def test_boundary_shape_is_measured():
    assert "es una recta" in plot_boundary(straight, X2, Y2).alt_text
    assert "se dobla" in plot_boundary(bent, X2, Y2).alt_text
    alone = plot_boundary(lambda X: np.zeros(len(X)), X2, Y2)
    assert "no hay frontera" in alone.alt_text.lower()
    assert "40 de la clase 1" in alone.alt_text


def test_boundaries_wrap_into_rows():
    rows = {}
    for n in (2, 3, 4, 6):
        fig = plot_boundaries([(str(k), straight) for k in range(n)], X2, Y2)
        rows[n] = len({round(axes.get_position().y0, 3) for axes in fig.axes})
    assert rows == {2: 1, 3: 1, 4: 2, 6: 2}


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ([3.0, 2.0, 1.0], "baja de 3 a 1"),
        ([1.0, 2.0, 3.0], "sube de 1 a 3"),
        ([3.0, 1.0, 2.0], "baja de 3 a 1 en el paso 1 y termina en 2"),
        ([2.0, 2.0, 2.0], "casi no cambia"),
        ([3.0, np.nan, np.nan], "en el paso 1 deja de ser un número finito"),
        ([np.nan], "desde el comienzo"),
    ],
)
def test_losses_say_what_happened(losses, words):
    fig = plot_losses(losses)
    assert words in fig.alt_text
    fig.to_png()


def test_overfitting_is_named():
    title = " ".join(CASES["sobreajuste"]().get_suptitle().split())
    assert title.startswith("«validación» vuelve a subir desde la época")


def test_noise_is_not_a_rebound():
    rng = np.random.default_rng(4)
    noisy = 2.3 * np.exp(-STEPS / 60) + 0.2 + rng.normal(0, 0.03, STEPS.size)
    assert "baja de" in plot_losses(noisy).alt_text
    assert "termina en" not in plot_losses(noisy).alt_text


def test_reference_is_drawn_and_its_mark_can_be_read(drawn):
    fig = drawn("pérdida con referencia")
    (axes,) = fig.axes
    assert any(np.allclose(line.get_ydata(), 0.05) for line in axes.get_lines())
    assert "0.05" in [tick.get_text() for tick in axes.get_yticklabels()]
    assert "iteraciones" in fig.alt_text and "puntos marca 0.05" in fig.alt_text


def test_each_panel_can_say_its_accuracy():
    models = [("una", bent), ("otra", straight)]
    fig = plot_boundaries(models, X2, Y2, show_accuracy=True)
    for axes, (_, predict) in zip(fig.axes, models, strict=True):
        rate = (predict(X2) == Y2).mean()
        assert f"acierta {style.percent_text(rate)}" in axes.get_title("left")
    plain = plot_boundaries(models, X2, Y2)
    assert [axes.get_title("left") for axes in plain.axes] == ["una", "otra"]


def test_digits_show_their_certainty_and_another_text(drawn):
    texts = shown(drawn("dígitos con certeza"))
    assert sum(t.endswith("(0.30)") for t in texts) == 1
    alt = "Manchas sin forma."
    assert plot_digits(D, DY, alt_text=alt).alt_text == alt
    with pytest.raises(CourseError):
        plot_digits(D, DY, certainty=[0.5])


def test_digits_mark_errors_with_a_symbol_too(drawn):
    texts = shown(drawn("dígitos con errores"))
    assert sum("✗" in t for t in texts) == 2
    assert sum("✓" in t for t in texts) == 21
    assert "21 de 23" in drawn("dígitos con errores").alt_text
    many, labels = digits(55)
    assert "los primeros 40 de 55" in plot_digits(many, labels).alt_text


def test_confusion_counts_are_all_there(drawn):
    texts = shown(drawn("confusión de dos"))
    assert {"50", "3", "1", "89"} <= set(texts)
    assert "maligno tomado por benigno (3)" in drawn("confusión de dos").alt_text


# --- Entradas malas ----------------------------------------------------------------

BAD = {
    "grafo de un número": lambda: draw_graph(3.0),
    "paso fraccionario": lambda: draw_graph(square(), step=1.5),
    "f que no es función": lambda: plot_secants(3, 1.0, 0.1),
    "h negativa": lambda: plot_secants(np.sin, 1.0, -0.1),
    "f que devuelve un arreglo": lambda: plot_secants(lambda x: [x, x], 1.0, 0.1),
    "f que falla": lambda: plot_secants(lambda x: 1 / 0, 1.0, 0.1),
    "f que no es finita": lambda: plot_secants(lambda x: np.nan, 1.0, 0.1),
    "pasos en cero": lambda: plot_difference_errors(np.sin, np.cos, 1, steps=[0, 1]),
    "tiempos de menos": lambda: plot_evaluations([1, 2], [1.0], [1.0, 2.0]),
    "tiempo cero": lambda: plot_evaluations([1], [0.0], [1.0]),
    "capa cero": lambda: draw_network([3, 0, 2]),
    "capa fraccionaria": lambda: draw_network([3, 2.5]),
    "una sola capa": lambda: draw_network([3]),
    "capas de texto": lambda: draw_network("3,7"),
    "W transpuesta": lambda: draw_network([3, 2], W=[None, np.zeros((2, 3))]),
    "W sin None": lambda: draw_network([3, 2], W=[np.zeros((3, 2))]),
    "pesos sueltos": lambda: plot_network_weights(np.eye(2), np.ones(2)),
    "pesos sin sesgos": lambda: plot_network_weights([None, np.eye(2)], [None]),
    "pesos transpuestos": lambda: plot_network_weights(
        *([None, *(v.T for v in values[1:])] for values in random_network([3, 4, 2]))
    ),
    "sesgos en columna": lambda: plot_network_weights(
        [None, np.eye(2)], [None, np.ones((2, 1))]
    ),
    "pesos con NaN": lambda: plot_network_weights(
        [None, np.full((2, 2), np.nan)], [None, np.ones(2)]
    ),
    "trece capas": lambda: plot_network_weights(*random_network([2] * 14)),
    "una clase de menos": lambda: plot_network_weights(
        *random_network([3, 4, 2]), classes=["a"]
    ),
    "tres columnas": lambda: plot_boundary(straight, np.zeros((5, 3)), np.zeros(5)),
    "una columna": lambda: plot_data(np.zeros((5, 1)), np.zeros(5)),
    "y one-hot": lambda: plot_data(X2, np.eye(2)[Y2]),
    "y corta": lambda: plot_data(X2, Y2[:-1]),
    "y con fracción": lambda: plot_data(X2, Y2 + 0.5),
    "y de texto": lambda: plot_data(X2, ["a"] * 80),
    "once clases": lambda: plot_data(X2, np.full(80, 10)),
    "X con NaN": lambda: plot_data(np.full((80, 2), np.nan), Y2),
    "predict sin return": lambda: plot_boundary(lambda X: None, X2, Y2),
    "predict de un número": lambda: plot_boundary(lambda X: 1, X2, Y2),
    "predict que falla": lambda: plot_boundary(lambda X: X @ np.ones(3), X2, Y2),
    "predict con probabilidades": lambda: plot_boundary(bent_probability, X2, Y2),
    "probabilidad 2": lambda: plot_boundary(
        bent, X2, Y2, probabilities=lambda X: np.full(len(X), 2.0)
    ),
    "modelos sueltos": lambda: plot_boundaries([straight], X2, Y2),
    "ningún modelo": lambda: plot_boundaries([], X2, Y2),
    "sin pérdidas": lambda: plot_losses([]),
    "diccionario vacío": lambda: plot_losses({}),
    "pérdidas de texto": lambda: plot_losses(["a"]),
    "nueve líneas": lambda: plot_losses({str(k): [1.0] for k in range(9)}),
    "imágenes de 7 × 7": lambda: plot_digits(np.zeros((3, 49)), [0, 1, 2]),
    "una imagen suelta": lambda: plot_digits(np.zeros(64), [0]),
    "matriz alta": lambda: plot_confusion(np.zeros((3, 2))),
    "cuentas negativas": lambda: plot_confusion([[1, -1], [0, 1]]),
    "nombres de menos": lambda: plot_confusion(np.eye(3), ["a", "b"]),
    "título que no es texto": lambda: plot_losses([1.0], title=3),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_explained(name):
    with pytest.raises(CourseError) as caught:
        BAD[name]()
    assert len(str(caught.value)) > 20


def test_own_arrays_are_not_changed():
    X, y = X2.copy(), Y2.copy()
    X.setflags(write=False)
    y.setflags(write=False)
    plot_boundary(bent, X, y, probabilities=bent_probability).to_png()
    assert (X == X2).all() and (y == Y2).all()


def test_spread_keeps_order_and_distance():
    rng = np.random.default_rng(5)
    for _ in range(50):
        positions = rng.normal(size=7)
        moved = style.spread(positions, 0.4)
        order = np.argsort(positions)
        assert (np.diff(moved[order]) >= 0.4 - 1e-12).all()
        assert moved.mean() == pytest.approx(positions.mean())


# --- Funciones de activación -------------------------------------------------------


def test_the_boundary_of_two_layers_is_straight_only_without_activation():
    rng = np.random.default_rng(0)
    for _ in range(5):
        layers = (
            rng.normal(size=(2, 4)),
            rng.normal(size=4),
            rng.normal(size=(4, 1)),
            [0.0],
        )
        text = plot_two_layers(*layers).alt_text
        assert "es una recta" in text or "no hay frontera" in text
        bent = plot_two_layers(*layers, activation="tanh").alt_text
        assert "se dobla" in bent or "no hay frontera" in bent
    # Aquí la frontera pasa justo por puntos de la cuadrícula.
    assert "es una recta" in plot_two_layers(*TWO_LAYERS).alt_text
    assert "se dobla" in plot_two_layers(*TWO_LAYERS, activation="relu").alt_text


def test_the_text_of_an_activation_says_its_value_and_slope():
    assert (
        "vale 0.881 y su pendiente es 0.105" in plot_activation("sigmoid", 2).alt_text
    )
    assert "quiebre; por convención" in plot_activation("relu", 0).alt_text
    assert "quiebre" not in plot_activation("leaky_relu", 0, 1).alt_text


def test_a_gradient_that_is_exactly_zero_is_said():
    fig = plot_vanishing({"relu": [[1.0, 0.0]]}, [5], [1.0, 2.0])
    assert "0" in [text.get_text() for text in fig.axes[0].texts]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: plot_activation("swish"),
        lambda: plot_activation("relu", 9),
        lambda: plot_two_layers([[1.0]], [0.0], [[1.0]], [0.0]),
        lambda: plot_two_layers([[1.0], [1.0]], [0.0, 0.0], [[1.0]], [0.0]),
        lambda: plot_vanishing({"relu": [[1.0]]}, [5], [1.0, 2.0]),
        lambda: plot_vanishing({"relu": [[-1.0]]}, [5], [1.0]),
        lambda: plot_layer_sizes({"a": [1.0, 0.0]}),
        lambda: plot_layer_histograms([1, 2]),
    ],
)
def test_wrong_calls_about_activations_are_explained(wrong):
    with pytest.raises(CourseError):
        wrong()


# --- Los nombres de las clases -----------------------------------------------------

NAMES = ("altiplano", "valles", "llanos")


@pytest.mark.parametrize(
    "draw",
    [
        lambda **kw: plot_data(X3, Y3, **kw),
        lambda **kw: plot_boundary(by_angle, X3, Y3, **kw),
        lambda **kw: plot_boundaries([("a", by_angle), ("b", by_angle)], X3, Y3, **kw),
    ],
)
def test_classes_are_called_by_their_names(draw):
    fig = draw(classes=NAMES)
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend[:3] == list(NAMES)
    assert "clase" not in fig.alt_text
    plain = draw()
    assert [t.get_text() for t in plain.legends[0].get_texts()][0] == "clase 0"
    assert np.allclose(plain.get_size_inches(), fig.get_size_inches())
    for wrong, said in (
        (NAMES[:2], "3 nombres"),
        ("abc", "lista de nombres"),
        (3, "lista de nombres"),
        (["a", "", "c"], "texto"),
        ([1, 2, 3], "texto"),
    ):
        with pytest.raises(CourseError, match=said):
            draw(classes=wrong)


def test_names_are_also_in_the_sentences():
    names = ("benigno", "maligno")
    alt = plot_boundary(straight, X2, 1 - Y2, classes=names).alt_text
    assert "«benigno» ocupa" in alt and "de «maligno»" in alt
    alone = plot_boundary(lambda X: np.ones(len(X)), X2, Y2, classes=names)
    assert "todo el plano es de «maligno»" in alone.alt_text
    assert "El centro de «benigno»" in plot_data(X2, Y2, classes=names).alt_text


def test_long_names_wrap_the_legend_inside_the_figure():
    names = [
        "una región de nombre largo",
        "otra también larga",
        "la tercera, más larga",
    ]
    fig = plot_boundary(by_angle, X3, Y3, classes=names)
    renderer = fig.canvas.get_renderer()
    fig.canvas.draw()
    box = fig.legends[0].get_window_extent(renderer)
    label = fig.axes[0].xaxis.label.get_window_extent(renderer)
    assert (
        box.x1 <= fig.bbox.x1 and box.y0 >= fig.bbox.y0 - 1 and box.y1 <= label.y0 + 2
    )
