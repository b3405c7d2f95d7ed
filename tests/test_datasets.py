"""Los datos: formas, semillas, reparto, y los municipios como son y corregidos."""

import builtins
import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib import datasets
from course_lib.datasets import (
    INDICATORS,
    REGIONS,
    SWAPPED_CODES,
    circles,
    load_digits,
    load_municipalities,
    load_municipality_map,
    moons,
    spirals,
    stratified_split,
    xor,
)
from course_lib.errors import CourseError

DRAWN = [moons, circles, spirals, xor]
NAN = float("nan")


# --- sintéticos -----------------------------------------------------------------------


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize("m", [4, 11, 200])
def test_drawn_data(draw, m):
    X, y = draw(m=m, seed=3)
    assert X.shape == (m, 2)
    assert y.shape == (m,)
    assert y.dtype.kind == "i"
    sizes = np.bincount(y)
    assert len(sizes) == (3 if draw is spirals else 2)
    assert sizes.max() - sizes.min() <= 1
    assert np.isfinite(X).all()


@pytest.mark.parametrize("draw", DRAWN)
def test_the_seed_decides(draw):
    (X, y), (X_again, y_again), (X_other, _) = draw(seed=1), draw(seed=1), draw(seed=2)
    np.testing.assert_array_equal(X, X_again)
    np.testing.assert_array_equal(y, y_again)
    assert not np.array_equal(X, X_other)
    assert len(set(y[:20].tolist())) > 1, "las clases llegan barajadas"


def test_shapes_without_noise():
    X, y = moons(100, 0, 0)
    center = np.where(y == 0, 0.0, 1.0)
    height = np.where(y == 0, 0.0, 0.5)
    radius = np.hypot(X[:, 0] - center, X[:, 1] - height)
    np.testing.assert_allclose(radius, 1)
    X, y = circles(100, 0, 0)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y == 0, 1.0, 0.5))
    X, y = xor(4, 0, 0)
    assert sorted(X.tolist()) == [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    np.testing.assert_array_equal(y, X[:, 0] * X[:, 1] < 0)
    X, y = spirals(300, 5, 0, 0)
    assert np.hypot(*X.T).max() <= 1
    assert len(np.unique(y)) == 5


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize(
    "bad",
    [
        {"m": 0},
        {"m": 1},
        {"m": 10.0},
        {"m": "diez"},
        {"noise": -1},
        {"noise": NAN},
        {"noise": "poco"},
        {"seed": -1},
        {"seed": 0.5},
        {"seed": None},
    ],
    ids=str,
)
def test_bad_drawn(draw, bad):
    with pytest.raises(CourseError, match=next(iter(bad))):
        draw(**bad)


def test_bad_spirals():
    for n_classes in (1, 2.0, "3"):
        with pytest.raises(CourseError, match="n_classes"):
            spirals(30, n_classes)
    with pytest.raises(CourseError, match="m = 3"):
        spirals(3, 4)


# --- dígitos --------------------------------------------------------------------------


def test_digits():
    X, y = load_digits()
    assert X.shape == (1797, 64)
    assert X.min() == 0 and X.max() == 1
    assert set(y.tolist()) == set(range(10))


def test_digits_without_scikit_learn(monkeypatch):
    original = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("sklearn"):
            raise ImportError(name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(CourseError, match="scikit-learn"):
        load_digits()


# --- partición ------------------------------------------------------------------------


def test_split_of_the_digits_is_the_one_the_course_talks_about():
    _, y = load_digits()
    train, test = stratified_split(y, 0.2, 5)
    assert len(test) == 360
    assert sorted([*train, *test]) == list(range(1797))
    np.testing.assert_allclose(np.bincount(y[test]), np.bincount(y) * 0.2, atol=1)
    # El reparto no puede cambiar de una versión a otra: las cifras dependen de él.
    digest = hashlib.sha256(np.sort(test).astype("<i8").tobytes()).hexdigest()
    assert digest[:16] == "55a975f6d218b918"


@given(
    sizes=st.lists(st.integers(2, 30), min_size=1, max_size=6),
    fraction=st.floats(0.05, 0.95),
    seed=st.integers(0, 1000),
)
def test_split(sizes, fraction, seed):
    y = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
    try:
        train, test = stratified_split(y, fraction, seed)
    except CourseError:
        n_test = np.ceil(len(y) * fraction)
        assert n_test < len(sizes) or n_test > len(y) - len(sizes)
        return
    assert sorted([*train, *test]) == list(range(len(y)))
    assert len(test) == pytest.approx(len(y) * fraction, abs=1)
    for part in (train, test):
        assert set(y[part].tolist()) == set(range(len(sizes)))
    again, _ = stratified_split(y, fraction, seed)
    np.testing.assert_array_equal(train, again)


def test_split_size_is_not_moved_by_rounding():
    assert len(stratified_split([0, 1] * 50, 0.07, 0)[1]) == 7  # 0.07 · 100 > 7
    assert len(stratified_split([0, 1] * 50, 0.071, 0)[1]) == 8


def test_split_takes_names_and_lists():
    names = ["La Paz"] * 6 + ["Oruro"] * 4
    train, test = stratified_split(names, 0.5, 1)
    assert sorted(names[i] for i in test) == ["La Paz"] * 3 + ["Oruro"] * 2
    assert not np.array_equal(test, stratified_split(names, 0.5, 2)[1])


@pytest.mark.parametrize(
    "y, options, says",
    [
        ([0, 0, 1], {}, "un solo ejemplo"),
        ([], {}, "forma"),
        ([[1, 0], [0, 1]], {}, "argmax"),
        ([[1], [0, 1]], {}, "etiquetas"),
        ("abc", {}, "etiquetas"),
        (None, {}, "etiquetas"),
        ([0.5, 0.5, 1.0, 1.0], {}, "enteros"),
        ([0.0, 0.0, NAN, NAN], {}, "enteros"),
        ([0, 0, 1, 1], {"test_fraction": 0}, "test_fraction"),
        ([0, 0, 1, 1], {"test_fraction": 1}, "prueba"),
        ([0, 0, 1, 1], {"test_fraction": 1.5}, "prueba"),
        ([0, 0, 1, 1], {"test_fraction": 0.1}, "al menos uno"),
        ([0, 0, 1, 1], {"test_fraction": "20 %"}, "test_fraction"),
        ([0, 0, 1, 1], {"test_fraction": 0.5, "seed": -1}, "seed"),
    ],
)
def test_bad_split(y, options, says):
    with pytest.raises(CourseError, match=says):
        stratified_split(y, **options)


# --- municipios -----------------------------------------------------------------------


def test_municipalities():
    data = load_municipalities()
    assert len(data) == 339 == len(set(data.codes.tolist()))
    assert data.satellite.shape == (339, 64)
    assert np.isfinite(data.satellite).all()
    assert len(data.department_names) == 9
    for i in (0, 100, 338):
        assert data.department_names[data.department[i]] == data.departments[i]
        region = data.region_names[data.region[i]]
        assert data.departments[i] in REGIONS[region]
    assert data.names[data.position("010101")] == "Sucre"
    assert data.most_cook_clean.mean() == pytest.approx(0.34, abs=0.01)
    X = data.matrix("electricity", "telephone")
    np.testing.assert_array_equal(X[:, 1], data.telephone)
    for name in INDICATORS:
        assert len(getattr(data, name)) == 339
        if name != "population":
            assert 0 <= getattr(data, name).min() <= getattr(data, name).max() <= 100
    assert data.longitude.min() > -70 and data.latitude.max() < -9
    assert "corregidos" in repr(data)


def test_correction_moves_the_place_and_never_the_label():
    fixed, published = load_municipalities(), load_municipalities(corrected=False)
    swapped = [fixed.position(code) for pair in SWAPPED_CODES for code in pair]
    partner = [fixed.position(code) for pair in SWAPPED_CODES for code in pair[::-1]]
    same = ["codes", "names", "departments", "department", "region", *INDICATORS]
    for column in same:
        np.testing.assert_array_equal(
            getattr(fixed, column), getattr(published, column)
        )
    rest = np.setdiff1d(np.arange(339), swapped)
    for column in ("satellite", "longitude", "latitude"):
        new, old = getattr(fixed, column), getattr(published, column)
        np.testing.assert_array_equal(new[rest], old[rest])
        np.testing.assert_array_equal(new[swapped], old[partner])
        assert not np.array_equal(new[swapped], old[swapped])
    for i, j in zip(swapped, partner, strict=True):
        assert fixed.names[i] == fixed.names[j]


def inside(point, ring):
    """Si el punto está dentro del anillo: cuenta los cruces de una semirrecta."""
    x, y = point
    (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return np.sum(crosses & (x < at)) % 2 == 1


@pytest.mark.parametrize("corrected", [True, False])
def test_map_and_coordinates_go_together(corrected):
    data, rings = load_municipalities(corrected), load_municipality_map(corrected)
    assert list(rings) == data.codes.tolist()
    points = np.column_stack([data.longitude, data.latitude])
    hits = [
        sum(inside(point, ring) for ring in rings[code]) % 2 == 1
        for code, point in zip(rings, points, strict=True)
    ]
    # La simplificación de los bordes puede dejar fuera algún punto muy cercano.
    assert np.mean(hits) > 0.98
    for pair in SWAPPED_CODES:
        assert all(hits[data.position(code)] for code in pair)
    assert sum(len(ring) for group in rings.values() for ring in group) == 10581


def test_neighbours_prove_the_correction():
    """La tabla de la ficha: vecinos del mismo departamento, de 16, por par."""
    data = load_municipalities(corrected=False)

    def same_department(i, longitude, latitude):
        lon, lat = np.radians(longitude), np.radians(latitude)
        half = np.sin((lat - lat[i]) / 2) ** 2
        half += np.cos(lat) * np.cos(lat[i]) * np.sin((lon - lon[i]) / 2) ** 2
        half[i] = np.inf
        nearest = np.argsort(half)[:8]
        return int(np.sum(data.department[nearest] == data.department[i]))

    table = {}
    for name in np.unique(data.names):
        pair = np.flatnonzero(data.names == name)
        if len(pair) == 2:
            row = []
            for order in (pair, pair[::-1]):
                place = np.arange(339)
                place[pair] = order
                where = data.longitude[place], data.latitude[place]
                row.append(sum(same_department(i, *where) for i in pair))
            table[str(name)] = tuple(row)
    assert len(table) == 6
    sheet = (datasets.DATA_FOLDER / "LEEME.md").read_text(encoding="utf-8")
    for name, (published, swapped) in table.items():
        assert f"| {name} | {published} | {swapped} |" in sheet
    wrong = {
        name for name, (published, swapped) in table.items() if published < swapped
    }
    fixed = load_municipalities()
    assert wrong == {
        str(fixed.names[fixed.position(code)]) for code, _ in SWAPPED_CODES
    }


def test_each_call_gives_its_own_arrays():
    load_municipalities().satellite[:] = 0
    assert load_municipalities().satellite.any()


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda: load_municipalities("sí"), "True o False"),
        (lambda: load_municipality_map(None), "True o False"),
        (lambda: load_municipalities().matrix(), "ningún nombre"),
        (lambda: load_municipalities().matrix("luz"), "luz"),
        (lambda: load_municipalities().matrix(3), "electricity"),
        (lambda: load_municipalities().position("999999"), "999999"),
        (lambda: load_municipalities().position(10101), "comillas"),
    ],
)
def test_bad_municipalities(call, says):
    with pytest.raises(CourseError, match=says):
        call()


def test_a_missing_file_is_explained(monkeypatch, tmp_path):
    monkeypatch.setattr(datasets, "DATA_FOLDER", tmp_path)
    with pytest.raises(CourseError, match="municipios_bolivia.csv"):
        load_municipalities()


def test_the_licence_travels_with_the_data():
    sheet = (datasets.DATA_FOLDER / "LEEME.md").read_text(encoding="utf-8")
    for words in ("Copyright (c) 2026 Carlos Mendez", "WITHOUT WARRANTY", "CC-BY 4.0"):
        assert words in sheet


def test_labels_of_a_table_of_pandas():
    pd = pytest.importorskip("pandas")
    names = ["sí", "no"] * 10
    for y in (pd.Series(names), np.array(names, object), pd.Series([1, 2] * 10)):
        expected = stratified_split(np.array(y.tolist()))
        for one, other in zip(stratified_split(y), expected, strict=True):
            np.testing.assert_array_equal(one, other)
    whole = pd.Series([1, 2] * 10, dtype="Int64").astype(object)
    assert len(stratified_split(whole)[1]) == 4
    for wrong in (["sí", None] * 10, ["sí", 2] * 10):
        with pytest.raises(CourseError, match="sin mezclar"):
            stratified_split(np.array(wrong, object))
    with pytest.raises(CourseError, match="1 dato enmascarado"):
        stratified_split(np.ma.array([0, 1] * 10, mask=[True] + [False] * 19))
