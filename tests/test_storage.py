"""Guardar y leer una red: ida y vuelta exacta, y nada ajeno se ejecuta."""

import errno
import io
import os
import pickle
import stat
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

import course_lib
from course_lib import files, load, save, storage
from course_lib.errors import CourseError
from course_lib.logistic_regression import standardize
from course_lib.mlp import Network, he_initialization
from course_lib.preprocessing import Standardization

rng = np.random.default_rng(0)
X_TRAIN = rng.normal(5, 3, (20, 3))


def network(layer_shapes=(3, 7, 4), dtype=np.float64, **fields):
    W, b = he_initialization(list(layer_shapes), 1, dtype=dtype)
    return Network(W, b, **fields)


def assert_same(one, other):
    """Bit por bit, con los mismos tipos."""
    assert one.activation == other.activation
    pairs = [*zip(one.W[1:] + one.b[1:], other.W[1:] + other.b[1:], strict=True)]
    assert (one.classes is None) == (other.classes is None)
    if one.classes is not None:
        pairs.append((one.classes, other.classes))
    assert (one.preprocessing is None) == (other.preprocessing is None)
    if one.preprocessing is not None:
        a, b = one.preprocessing, other.preprocessing
        assert isinstance(b, Standardization)
        pairs += [(a.mean, b.mean), (a.scale, b.scale)]
    for a, b in pairs:
        assert a.dtype == b.dtype and a.shape == b.shape
        assert a.tobytes() == b.tobytes()


FULL = network(
    activation="leaky_relu",
    classes=["norte", "sur", "este", "Ñuñoa"],
    preprocessing=Standardization.of(X_TRAIN),
)


# Ida y vuelta -------------------------------------------------------------------------

CLASSES = {
    "ninguna": None,
    "enteros": [10, 20, 30, -4],
    "enteros cortos": np.array([1, 2, 3, 4], np.int8),
    "sin signo": np.array([1, 2, 3, 2**64 - 1], np.uint64),
    "textos": ["La Paz", "Potosí", "", "🦙 日本"],
    "flotantes": [0.5, 1.5, -0.0, 1e-320],
    "float32": np.array([0.1, 1, 2, 3], np.float32),
    "otro orden de bytes": np.array([1, 2, 3, 4], ">i4"),
}


@pytest.mark.parametrize("classes", CLASSES.values(), ids=CLASSES)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_round_trip(tmp_path, classes, dtype):
    original = network(dtype=dtype, activation="tanh", classes=classes)
    again = load(save(original, tmp_path / "red.npz"))
    if classes is not None and original.classes.dtype.byteorder == ">":
        original = replace(original, classes=original.classes.astype("i4"))
    assert_same(original, again)
    assert not again.W[1].flags.writeable


def test_round_trip_of_everything(tmp_path):
    again = load(save(FULL, tmp_path / "red.npz"))
    assert_same(FULL, again)
    np.testing.assert_array_equal(again.predict(X_TRAIN), FULL.predict(X_TRAIN))
    two = network((3, 2), classes=[False, True], preprocessing=None)
    assert_same(two, load(save(two, tmp_path / "dos")))


def test_labels_of_a_table_come_back_as_text(tmp_path):
    """pandas da las clases como objetos: si todas son textos, se guardan."""
    names = np.array(["alto", "bajo", "medio", "nulo"], dtype=object)
    again = load(save(network(classes=names), tmp_path / "red"))
    assert again.classes.dtype.kind == "U" and again.classes.tolist() == [*names]
    variable = np.array([*names], dtype=np.dtypes.StringDType())
    again = load(save(network(classes=variable), tmp_path / "red"))
    assert again.classes.tolist() == [*names]


extreme = st.floats(allow_nan=False, allow_infinity=False)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    W1=arrays_of.arrays(np.float64, (2, 3), elements=extreme),
    b1=arrays_of.arrays(np.float64, (3,), elements=extreme),
    names=st.lists(
        st.text(max_size=8).map(lambda name: name.rstrip("\0")),  # NumPy los recorta
        min_size=3,
        max_size=3,
        unique=True,
    ),
)
def test_any_numbers_and_names_come_back(tmp_path, W1, b1, names):
    original = Network([None, W1], [None, b1], classes=np.array(names, dtype="U9"))
    assert_same(original, load(save(original, tmp_path / "red.npz")))


def test_same_network_same_bytes(tmp_path):
    one = save(FULL, tmp_path / "una.npz").read_bytes()
    with zipfile.ZipFile(tmp_path / "una.npz") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    again = save(load(tmp_path / "una.npz"), tmp_path / "otra.npz").read_bytes()
    assert one == again
    turned = [None, *(np.asfortranarray(w) for w in FULL.W[1:])]
    assert save(replace(FULL, W=turned), tmp_path / "t").read_bytes() == one


def test_numpy_alone_reads_the_file(tmp_path):
    path = save(FULL, tmp_path / "red.npz")
    with np.load(path, allow_pickle=False) as found:
        assert found["layer_shapes"].tolist() == [3, 7, 4]
        assert str(found["activation"]) == "leaky_relu"
        np.testing.assert_array_equal(found["W2"], FULL.W[2])
        np.testing.assert_array_equal(found["mean"], FULL.preprocessing.mean)


def test_imported_when_asked_for():
    code = (
        "import sys, course_lib; assert 'course_lib.storage' not in sys.modules;"
        "from course_lib import save, load, describe;"
        "assert save.__module__ == load.__module__ == 'course_lib.storage';"
        "assert 'matplotlib' not in sys.modules and 'sklearn' not in sys.modules;"
        "assert 'course_lib.exercises' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {"save", "load", "describe"} <= set(dir(course_lib))


# Rutas y escritura --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, written",
    [
        ("red", "red.npz"),
        ("red.npz", "red.npz"),
        ("RED.NPZ", "RED.NPZ"),
        ("red.v2", "red.v2.npz"),
        ("mi red número 1.npz", "mi red número 1.npz"),
        (".npz", ".npz.npz"),
    ],
)
def test_names(tmp_path, name, written):
    path = save(FULL, str(tmp_path / name))
    assert [found.name for found in tmp_path.iterdir()] == [written]
    assert path == tmp_path / written
    assert_same(FULL, load(tmp_path / name))
    assert_same(FULL, load(str(path)))


def test_relative_paths_and_home(tmp_path, monkeypatch):
    inside = tmp_path / "año 2026"
    inside.mkdir()
    monkeypatch.chdir(inside)
    monkeypatch.setenv("HOME", str(tmp_path))
    save(FULL, "red")
    save(FULL, "../arriba")
    save(FULL, "~/casa")
    assert (tmp_path / "arriba.npz").is_file() and (inside / "red.npz").is_file()
    if sys.platform != "win32":
        assert_same(FULL, load("~/casa"))
    assert_same(FULL, load("../arriba"))


def test_replaces_and_keeps_permissions_and_links(tmp_path):
    path = save(network(), tmp_path / "red.npz")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
        path.chmod(0o600)
        link = tmp_path / "enlace.npz"
        link.symlink_to(path)
        save(FULL, link)
        assert link.is_symlink() and stat.S_IMODE(path.stat().st_mode) == 0o600
    else:
        save(FULL, path)
    assert_same(FULL, load(path))


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_full_disk_leaves_what_was_there(tmp_path, monkeypatch, step):
    path = save(network(), tmp_path / "red.npz")
    before = path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, step, full)
    with pytest.raises(CourseError, match="espacio en el disco"):
        save(FULL, path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["red.npz"]


def test_interrupted_leaves_what_was_there(tmp_path, monkeypatch):
    path = save(network(), tmp_path / "red.npz")
    before = path.read_bytes()

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        save(FULL, path)
    assert path.read_bytes() == before and len([*tmp_path.iterdir()]) == 1


# Lo que no se puede guardar -----------------------------------------------------------


def pipe(folder):
    path = folder / "tubo.npz"
    os.mkfifo(path)
    return path


NOT_SAVED = {
    "no es una red": (lambda d: save([1, 2], d / "x"), "una Network"),
    "al revés": (lambda d: save(d / "x", FULL), "una Network"),
    "una función": (
        lambda d: save(replace(FULL, preprocessing=np.sqrt), d / "x"),
        r"es código.*Standardization\.of\(X_train\).*la función sqrt.*replace",
    ),
    "otras variables": (
        lambda d: save(
            replace(FULL, preprocessing=Standardization([0.0], [1.0])), d / "x"
        ),
        "3, las filas de W",
    ),
    "objetos": (
        lambda d: save(network(classes=np.array([1, 2, 1 + 1j, 3], object)), d / "x"),
        "clases de esta red.*enteros, de textos",
    ),
    "fechas": (
        lambda d: save(network(classes=np.arange(4).astype("M8[D]")), d / "x"),
        "clases de esta red",
    ),
    "bytes": (
        lambda d: save(network(classes=[b"a", b"b", b"c", b"d"]), d / "x"),
        "clases",
    ),
    "clase infinita": (
        lambda d: save(network(classes=[1, 2, 3, np.inf]), d / "x"),
        "una clase infinita",
    ),
    "nulo al final": (
        lambda d: save(network(classes=np.array(["a\0", "b", "c", "d"], "O")), d / "x"),
        "clases de esta red",
    ),
    "una carpeta": (lambda d: save(FULL, d), "es una carpeta.*red.npz"),
    "con barra": (lambda d: save(FULL, f"{d}/nueva/"), "es una carpeta"),
    "carpeta .npz": (
        lambda d: [(d / "x.npz").mkdir(), save(FULL, d / "x")],
        "es una carpeta",
    ),
    "sin carpeta": (lambda d: save(FULL, d / "no" / "x"), "esa carpeta no existe"),
    "un archivo en medio": (
        lambda d: [(d / "a").write_text("a"), save(FULL, d / "a" / "x")],
        "esa carpeta no existe",
    ),
    "ruta vacía": (lambda d: save(FULL, " "), "ruta de un archivo"),
    "ruta None": (lambda d: save(FULL, None), "ruta de un archivo"),
    "ruta de bytes": (lambda d: save(FULL, b"red"), "ruta de un archivo"),
    "carácter nulo": (lambda d: save(FULL, "a\0b"), "ruta de un archivo"),
    "nombre enorme": (lambda d: save(FULL, d / ("x" * 300)), "demasiado largo"),
}
if hasattr(os, "mkfifo"):
    NOT_SAVED["una tubería"] = (lambda d: save(FULL, pipe(d)), "tubería")


@pytest.mark.parametrize("call, says", NOT_SAVED.values(), ids=NOT_SAVED)
def test_not_saved(tmp_path, call, says):
    with pytest.raises(CourseError, match=says) as caught:
        call(tmp_path)
    assert isinstance(caught.value, (ValueError, TypeError))
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "a"]


@pytest.mark.parametrize("function", [save, load])
def test_without_permission(tmp_path, monkeypatch, function):
    path = save(FULL, tmp_path / "red.npz")

    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    if function is save:
        monkeypatch.setattr(files.tempfile, "mkstemp", refused)
    else:
        monkeypatch.setattr("builtins.open", refused)
    with pytest.raises(CourseError, match="No tienes permiso"):
        save(FULL, path) if function is save else load(path)


# Lo que no se puede leer --------------------------------------------------------------


def npy(array, **options):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asarray(array), (1, 0), **options)
    return stream.getvalue()


def header(descr, shape, fortran=False):
    stream = io.BytesIO()
    fields = {"descr": descr, "fortran_order": fortran, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, fields)
    return stream.getvalue()


def members(net=FULL):
    """Los arreglos del archivo de una red, como bytes de .npy."""
    with zipfile.ZipFile(io.BytesIO(storage._npz(storage._arrays_of(net)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents, compression=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", compression) as made:
        warnings.simplefilter("ignore")  # nombres repetidos, a propósito
        for name, content in contents:
            made.writestr(name, content)
    return stream.getvalue()


def changed(**others):
    """El archivo de FULL con otros arreglos: un valor None quita el suyo."""
    contents = members()
    for name, content in others.items():
        contents.pop(f"{name}.npy", None)
        if content is not None:
            raw = isinstance(content, bytes)
            contents[f"{name}.npy"] = content if raw else npy(content)
    return zipped(contents.items())


class Bomb:
    """Un objeto que, si alguien lo abre con pickle, deja una huella."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


GOOD = bytes(storage._npz(storage._arrays_of(FULL)))
W1_SHAPE = FULL.W[1].shape

BAD_FILES = {
    "vacío": (b"", "un archivo vacío"),
    "texto": (b"hola, soy un texto", "no es .npz"),
    "npy suelto": (npy(np.eye(3)), r"arreglo suelto \(\.npy\).*np\.load"),
    "zip vacío": (zipped([]), "sin nada dentro"),
    "zip de otra cosa": (zipped([("a.txt", "a"), ("../b", "b")]), "«a.txt», «../b»"),
    "npz de otro": (zipped([("X.npy", npy([1.0]))]), "un .npz con «X».*Network"),
    "otra marca": (changed(kind=np.array("otro.Modelo")), "la marca «otro.Modelo»"),
    "marca con color": (changed(kind=np.array("\x1b[31m")), r"la marca «\?\[31m»"),
    "marca que no es texto": (changed(kind=np.array(3)), "kind es de tipo int64"),
    "futuro": (changed(version=np.array(2)), "versión más nueva.*formato 2.*Actualiza"),
    "futuro y distinto": (
        zipped(
            [
                ("kind.npy", npy(storage.KIND)),
                ("version.npy", npy(99)),
                ("todo.npy", npy([1])),
            ]
        ),
        "formato 99",
    ),
    "versión 0": (changed(version=np.array(0)), "versión de formato es 0"),
    "versión de dos": (changed(version=np.array([1, 1])), r"version tiene forma"),
    "cortado al final": (GOOD[:-1], "dañado o incompleto"),
    "cortado a la mitad": (GOOD[: len(GOOD) // 2], "dañado o incompleto"),
    "un byte de un peso": (
        GOOD.replace(FULL.W[1].tobytes()[:8], b"\x01" * 8),
        "dañado o incompleto",
    ),
    "sin W2": (changed(W2=None), "falta W2"),
    "sin capas": (changed(layer_shapes=None), "falta layer_shapes"),
    "sin escala": (changed(scale=None), "falta scale"),
    "uno de más": (changed(extra=[1.0]), "de más, «extra»"),
    "una capa de más": (changed(W3=np.eye(4)), "de más, «W3»"),
    "carpeta de arriba": (zipped([("../../kind.npy", b"")]), r"«\.\./\.\./kind»"),
    "nombre repetido": (
        zipped([*members().items(), ("W1.npy", npy(np.eye(3)))]),
        "dañado",
    ),
    "comprimido": (zipped(members().items(), zipfile.ZIP_DEFLATED), "comprimido"),
    "formas que no encajan": (changed(W2=np.ones((6, 4))), r"W2 tiene forma \(6, 4\)"),
    "sesgo en columna": (changed(b1=np.ones((7, 1))), r"b1 tiene forma \(7, 1\)"),
    "NaN": (changed(W1=np.full(W1_SHAPE, np.nan)), "W1 contiene NaN"),
    "infinito": (changed(b2=np.full(4, np.inf)), "b2 contiene NaN o infinitos"),
    "escala 0": (changed(scale=np.zeros(3)), "scale divide"),
    "pesos enteros": (changed(W1=np.ones(W1_SHAPE, int)), "W1 es de tipo int64"),
    "complejos": (changed(W1=np.ones(W1_SHAPE, complex)), "W1 es de tipo complex128"),
    "larguísimos": (changed(W1=np.ones(W1_SHAPE, "f16")), "W1 es de tipo float128"),
    "clases de menos": (changed(classes=["a", "b"]), r"classes tiene forma \(2,\)"),
    "clases de bytes": (changed(classes=[b"a"] * 4), "classes es de tipo"),
    "texto imposible": (
        changed(classes=header("<U1", (4,)) + b"\xff" * 16),
        "dañado",
    ),
    "otra activación": (changed(activation=np.array("swish")), "activation no es una"),
    "capas en 0": (changed(layer_shapes=[3, 0, 4]), r"layer_shapes\[1\] = 0"),
    "sin ninguna capa": (changed(layer_shapes=[3]), "red sin capas"),
    "capas sueltas": (changed(layer_shapes=np.array(3)), "layer_shapes"),
    "capas gigantescas": (changed(layer_shapes=[3, 10**12, 4]), "a lo sumo|tendría"),
    "bomba en la cabecera": (
        changed(W1=header("<f8", (10**9, 10**9)) + b"\0" * 8),
        "W1 tiene forma",
    ),
    "bomba en las capas": (
        changed(layer_shapes=header("<i8", (10**12,)) + b"\0" * 8),
        "dañado",
    ),
    "bomba en un texto": (
        changed(activation=header(f"<U{2**28}", ()) + b"\0" * 8),
        "dañado",
    ),
    "bomba en las clases": (
        changed(classes=header(f"<U{2**28}", (4,)) + b"\0" * 8),
        "dañado",
    ),
    "lados negativos": (changed(W1=header("<f8", (-3, -7)) + b"\0" * 168), "dañado"),
    "cabecera enorme": (changed(W1=npy(np.ones(W1_SHAPE)) + b"\0"), "dañado"),
    "estructura": (changed(W1=npy(np.zeros(W1_SHAPE, "f8,i4"))), "W1 es de tipo"),
    "cabecera que no es": (changed(W1=b"\x93NUMPY\x01\x00\x06\x00().x()"), "dañado"),
}
if np.dtype(np.longdouble).itemsize != 16:  # ahí no hay f16
    del BAD_FILES["larguísimos"]


@pytest.mark.parametrize("content, says", BAD_FILES.values(), ids=BAD_FILES)
def test_bad_files(tmp_path, content, says):
    path = tmp_path / "mala.npz"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=says) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert [*tmp_path.iterdir()] == [path]


def test_nothing_in_the_file_is_run(tmp_path):
    mark = tmp_path / "huella"
    bomb = np.array([Bomb(mark)] * 4, dtype=object)
    for name in ("kind", "W1", "classes"):
        path = tmp_path / "mala.npz"
        path.write_bytes(changed(**{name: npy(bomb, allow_pickle=True)}))
        with pytest.raises(CourseError, match="objetos de Python en " + name):
            load(path)
    (tmp_path / "otra.npz").write_bytes(pickle.dumps(Bomb(mark)))
    with pytest.raises(CourseError, match="no es .npz"):
        load(tmp_path / "otra.npz")
    assert not mark.exists()
    with pytest.raises(ValueError):  # y la trampa estaba puesta: pickle la ejecuta
        np.load(path, allow_pickle=False)["classes"]
    np.load(path, allow_pickle=True)["classes"][:1] if not mark.exists() else None
    assert mark.exists()


def test_a_bomb_costs_no_memory(tmp_path):
    """Lo declarado se compara con lo que hay antes de pedir memoria."""
    import tracemalloc

    for name in (n for n in BAD_FILES if n.startswith(("bomba", "capas g"))):
        (tmp_path / "mala.npz").write_bytes(BAD_FILES[name][0])
        tracemalloc.start()
        with pytest.raises(CourseError):
            load(tmp_path / "mala.npz")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2**20, name


def test_a_compressed_bomb_is_not_opened(tmp_path):
    contents = members() | {"W1.npy": header("<f8", W1_SHAPE) + bytes(2**24)}
    path = tmp_path / "mala.npz"
    path.write_bytes(zipped(contents.items(), zipfile.ZIP_DEFLATED))
    assert path.stat().st_size < 2**17
    with pytest.raises(CourseError, match="dañado|comprimido"):
        load(path)


def load_or_refuse(path):
    try:
        return load(path)
    except CourseError:
        return None


@pytest.mark.parametrize("step", [41, pytest.param(1, marks=pytest.mark.lento)])
def test_any_byte_changed_or_cut(tmp_path, step):
    """O se rechaza, o el byte no era de los números y la red es la misma."""
    path, accepted = tmp_path / "mala.npz", 0
    for i in range(0, len(GOOD), step):
        for bits in (0x01, 0xFF):
            content = bytearray(GOOD)
            content[i] ^= bits
            path.write_bytes(content)
            found = load_or_refuse(path)
            if found is not None:
                accepted += 1
                assert_same(FULL, found)
    # Los que se aceptan son fechas, permisos y versiones de zip.
    assert accepted < len(GOOD) / step
    for n in range(0, len(GOOD), step):
        path.write_bytes(GOOD[:n])
        assert load_or_refuse(path) is None


NOT_LOADED = {
    "no existe": (lambda d: load(d / "nada"), "No hay ningún archivo.*se buscó en"),
    "casi": (
        lambda d: [save(FULL, d / "redes"), load(d / "red")],
        "¿Buscabas .*redes",
    ),
    "una carpeta": (lambda d: load(d), "es una carpeta"),
    "bajo un archivo": (
        lambda d: [(d / "a").write_text("a"), load(d / "a" / "x")],
        "No hay ningún",
    ),
    "ruta None": (lambda d: load(None), "ruta de un archivo"),
    "una red": (lambda d: load(FULL), "ruta de un archivo"),
    "nombre enorme": (lambda d: load(d / ("x" * 300)), "demasiado largo"),
}
if hasattr(os, "mkfifo"):
    NOT_LOADED["una tubería"] = (lambda d: load(pipe(d)), "tubería")


@pytest.mark.parametrize("call, says", NOT_LOADED.values(), ids=NOT_LOADED)
def test_not_loaded(tmp_path, call, says):
    with pytest.raises(CourseError, match=says):
        call(tmp_path)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="aquí todo se puede leer"
)
def test_without_permission_for_real(tmp_path):
    path = save(FULL, tmp_path / "red.npz")
    path.chmod(0)
    with pytest.raises(CourseError, match="No tienes permiso"):
        load(path)


# La estandarización -------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_standardization_is_standardize_that_remembers(dtype):
    X_train, X_test = X_TRAIN.astype(dtype), rng.normal(size=(4, 3)).astype(dtype)
    X_train[:, 1] = 0.1  # constante: la media no es exactamente 0.1
    X_test[:, 1] = 0.1
    steps = Standardization.of(X_train)
    for found, wanted in zip(
        (steps(X_train), steps(X_test)), standardize(X_train, X_test), strict=True
    ):
        assert found.dtype == dtype
        np.testing.assert_array_equal(found, wanted)
    assert repr(steps) == "Standardization(3 variables)"


def test_standardization_does_not_change():
    mean = np.zeros(2)
    steps = Standardization(mean, [1, 2])
    mean[0] = 5
    assert steps.mean[0] == 0
    with pytest.raises(ValueError):
        steps.scale[0] = 3
    with pytest.raises(AttributeError):
        steps.mean = mean
    copy = pickle.loads(pickle.dumps(steps))
    np.testing.assert_array_equal(copy([[3.0, 4.0]]), [[3.0, 2.0]])


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda: Standardization([0.0], [0.0]), "mayor que 0"),
        (lambda: Standardization([0.0], [1.0, 2.0]), r"forma \(1,\)"),
        (lambda: Standardization([np.nan], [1.0]), "mean"),
        (lambda: Standardization("a", [1.0]), "mean"),
        (lambda: Standardization.of([1.0, 2.0]), "X_train"),
        (lambda: Standardization.of([[0.0], [1e200]]), "columna 0"),
        (lambda: Standardization.of([[0.0], [1e-200]]), "columna 0"),
        (lambda: Standardization.of(X_TRAIN)(X_TRAIN.T), "X"),
        (lambda: Standardization.of(X_TRAIN)(X_TRAIN[:3].T[:, :2]), "X"),
        (lambda: Standardization.of(X_TRAIN)([[1, 2, np.inf]]), "X"),
    ],
)
def test_bad_standardization(call, says):
    with pytest.raises(CourseError, match=says):
        call()


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="solo donde hay /proc")
def test_a_folder_that_takes_no_files():
    with pytest.raises(CourseError, match="no se pueden crear archivos|permiso"):
        save(FULL, "/proc/red")
