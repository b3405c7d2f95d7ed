"""Datos del curso: con semilla, sin red y con su procedencia.

- Sintéticos, para ver la frontera: `moons`, `circles`, `spirals`, `xor` → (X, y).
- Reales: `load_digits` (1797 dígitos escritos a mano) → (X, y); `load_municipalities`
  (los 339 municipios de Bolivia) y `load_municipality_map`, sus polígonos.
- `stratified_split` aparta el conjunto de prueba.

X tiene una fila por ejemplo; y, etiquetas enteras desde 0. La ficha de los municipios
está en `course_lib/data/LEEME.md`. scikit-learn solo hace falta para los dígitos.
"""

import csv
import json
import math
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path

import numpy as np

from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_number,
    as_whole_number,
    describe,
    require_unmasked,
    shape_text,
)

__all__ = [
    "INDICATORS",
    "REGIONS",
    "SWAPPED_CODES",
    "Municipalities",
    "circles",
    "load_digits",
    "load_municipalities",
    "load_municipality_map",
    "moons",
    "spirals",
    "stratified_split",
    "xor",
]

DATA_FOLDER = Path(__file__).parent / "data"

# Columna del archivo, por atributo, y lo que dice el eje de una figura.
INDICATORS = {
    "electricity": (
        "cobertura_electrica_2012",
        "Cobertura eléctrica, 2012 (% de la población)",
    ),
    "telephone": (
        "cobertura_telefonia_2012",
        "Telefonía fija y móvil, 2012 (% de los hogares)",
    ),
    "clean_cooking": (
        "cocina_energia_limpia_2012",
        "Cocinan con energía limpia, 2012 (% de los hogares)",
    ),
    "higher_education": (
        "educacion_superior_2012",
        "Con educación superior, 2012 (% de 19 años o más)",
    ),
    "drinking_water": (
        "agua_potable_2017",
        "Agua potable, 2017 (% de la población)",
    ),
    "urban": (
        "poblacion_urbana_2012",
        "Población urbana, 2012 (% de la población)",
    ),
    "population": ("poblacion_2020", "Población, 2020 (habitantes)"),
}

# Las tres grandes regiones, como agrupación de departamentos.
REGIONS = {
    "altiplano": ("La Paz", "Oruro", "Potosí"),
    "valles": ("Chuquisaca", "Cochabamba", "Tarija"),
    "llanos": ("Beni", "Pando", "Santa Cruz"),
}

# Homónimos que el archivo publicado trae intercambiados: números del satélite,
# coordenadas y polígono. La historia completa está en data/LEEME.md.
SWAPPED_CODES = (
    ("071102", "080102"),  # San Javier, Santa Cruz ↔ Beni
    ("071503", "060502"),  # El Puente, Santa Cruz ↔ Tarija
    ("090401", "080303"),  # Santa Rosa, Pando ↔ Beni
)


def moons(m=200, noise=0.1, seed=0):
    """Dos lunas entrelazadas: X (m, 2), y en {0, 1}. `noise`: desviación estándar."""
    m, noise, rng = _drawn_arguments(m, noise, seed, n_classes=2)
    y = _balanced_labels(m, 2)
    t = np.pi * rng.random(m)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1.0 - np.cos(t), 0.5 - np.sin(t)])
    return _finish(np.where(y[:, None] == 0, upper, lower), y, noise, rng)


def circles(m=200, noise=0.1, seed=0):
    """Un anillo de radio 1 (clase 0) y otro de radio 0.5 (clase 1): X (m, 2), y."""
    m, noise, rng = _drawn_arguments(m, noise, seed, n_classes=2)
    y = _balanced_labels(m, 2)
    t = 2.0 * np.pi * rng.random(m)
    radius = np.where(y == 0, 1.0, 0.5)[:, None]
    return _finish(radius * np.column_stack([np.cos(t), np.sin(t)]), y, noise, rng)


def spirals(m=300, n_classes=3, noise=0.2, seed=0):
    """Una espiral por clase, de radio 0 a 1: X (m, 2), y de 0 a n_classes − 1.

    `noise` es la desviación estándar del ángulo, en radianes.
    """
    n_classes = as_whole_number(n_classes, "n_classes", minimum=2)
    m, noise, rng = _drawn_arguments(m, noise, seed, n_classes)
    y = _balanced_labels(m, n_classes)
    radius = np.sqrt(rng.random(m))
    angle = 2.0 * np.pi * (y / n_classes + 0.8 * radius)
    angle += noise * rng.standard_normal(m)
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return _finish(X, y, 0.0, rng)


def xor(m=200, noise=0.2, seed=0):
    """Cuatro grupos en (±1, ±1): clase 1 donde los signos difieren. X (m, 2), y.

    Con m=4 y noise=0 son los cuatro puntos de la tabla de verdad.
    """
    m, noise, rng = _drawn_arguments(m, noise, seed, n_classes=4)
    corner = np.arange(m) % 4
    signs = np.column_stack([corner // 2, corner % 2])
    y = signs[:, 0] ^ signs[:, 1]
    return _finish(2.0 * signs - 1.0, y, noise, rng)


def load_digits():
    """Los 1797 dígitos de 8 × 8 de scikit-learn: X (1797, 64) en [0, 1] y y (1797,)."""
    try:
        from sklearn.datasets import load_digits as load
    except ImportError:
        raise CourseError(
            "Los dígitos vienen con scikit-learn, y no está instalado",
            action="Abre el curso con `python3 curso.py abrir`, o instala scikit-learn",
        ) from None
    X, y = load(return_X_y=True)
    return X / 16.0, y.astype(np.int64)


@dataclass(frozen=True, eq=False, repr=False)
class Municipalities:
    """Los 339 municipios de Bolivia, una fila cada uno, en el orden de sus códigos.

    Attributes:
        codes, names, departments: texto (339,). Hay nombres repetidos; códigos, no.
        department: etiqueta (339,) de 0 a 8, según `department_names`.
        region: etiqueta (339,) de 0 a 2, según `region_names`.
        longitude, latitude: un punto interior, en grados (339,).
        satellite: (339, 64), el resumen de la imagen satelital de 2017.
        electricity, telephone, clean_cooking, higher_education, drinking_water, urban:
            porcentajes (339,); `INDICATORS` dice de qué y de qué año.
        population: habitantes en 2020 (339,).
        corrected: si los tres pares intercambiados están restituidos.
    """

    codes: np.ndarray
    names: np.ndarray
    departments: np.ndarray
    department: np.ndarray
    department_names: tuple
    region: np.ndarray
    region_names: tuple
    longitude: np.ndarray
    latitude: np.ndarray
    satellite: np.ndarray
    electricity: np.ndarray
    telephone: np.ndarray
    clean_cooking: np.ndarray
    higher_education: np.ndarray
    drinking_water: np.ndarray
    urban: np.ndarray
    population: np.ndarray
    corrected: bool

    def __len__(self):
        return len(self.codes)

    def __repr__(self):
        state = "corregidos" if self.corrected else "como se publicaron"
        return f"Municipalities({len(self)} municipios de Bolivia, {state})"

    @property
    def most_cook_clean(self):
        """(339,) int: 1 si más de la mitad de los hogares cocina con energía limpia."""
        return (self.clean_cooking > 50).astype(np.int64)

    def matrix(self, *names):
        """Junta indicadores como columnas: `matrix("electricity", "telephone")`.

        Devuelve X (339, número de nombres). CourseError si un nombre no existe.
        """
        for name in names or (None,):
            if not isinstance(name, str) or name not in INDICATORS:
                raise CourseValueError(
                    "Ese indicador no existe",
                    expected=f"uno o más de {', '.join(INDICATORS)}",
                    got=describe(name) if names else "ningún nombre",
                )
        return np.column_stack([getattr(self, name) for name in names])

    def position(self, code):
        """La fila del municipio con ese código, por ejemplo "010101"."""
        found = np.flatnonzero(self.codes == code) if isinstance(code, str) else ()
        if len(found) != 1:
            raise CourseValueError(
                "Ningún municipio tiene ese código",
                expected='un código de seis cifras entre comillas, como "010101"',
                got=describe(code),
            )
        return int(found[0])


def load_municipalities(corrected=True):
    """Los municipios de Bolivia, como un `Municipalities`.

    Con `corrected=True`, los tres pares de homónimos intercambiados recuperan sus
    números del satélite y sus coordenadas; nunca cambia la etiqueta. Con `False`, los
    datos están tal como se publicaron.
    """
    corrected = _as_flag(corrected, "corrected")
    with _open_data("municipios_bolivia.csv") as file:
        rows = list(csv.DictReader(file))
    column = {name: [row[name] for row in rows] for name in rows[0]}
    codes = np.array(column["codigo"])
    departments = np.array(column["departamento"])
    place = np.arange(len(rows))
    if corrected:
        place = _restored_order(codes)
    department_names, department = np.unique(departments, return_inverse=True)
    region_of = {d: i for i, group in enumerate(REGIONS.values()) for d in group}
    bands = [name for name in column if name[0] == "A" and name[1:].isdigit()]

    def numbers(name):
        return np.array(column[name], dtype=np.float64)

    return Municipalities(
        codes=codes,
        names=np.array(column["municipio"]),
        departments=departments,
        department=department.astype(np.int64),
        department_names=tuple(department_names.tolist()),
        region=np.array([region_of[d] for d in departments.tolist()]),
        region_names=tuple(REGIONS),
        longitude=numbers("longitud")[place],
        latitude=numbers("latitud")[place],
        satellite=np.column_stack([numbers(name) for name in bands])[place],
        **{name: numbers(source) for name, (source, _) in INDICATORS.items()},
        corrected=corrected,
    )


def load_municipality_map(corrected=True):
    """Los polígonos: un diccionario código → lista de anillos (n, 2) [lon, lat].

    En el mismo orden que las filas de `load_municipalities`. `corrected`, igual.
    """
    corrected = _as_flag(corrected, "corrected")
    with _open_data("mapa_municipios.json") as file:
        rings = {
            item["codigo"]: [np.array(ring) for ring in item["anillos"]]
            for item in json.load(file)
        }
    codes = sorted(rings)
    place = _restored_order(np.array(codes)) if corrected else range(len(codes))
    return {code: rings[codes[i]] for code, i in zip(codes, place, strict=True)}


def stratified_split(y, test_fraction=0.2, seed=0):
    """Aparta una fracción de cada clase: índices (train, test), disjuntos y al azar.

    y (m,): etiquetas, números o texto. La prueba tiene ⌈m · test_fraction⌉ ejemplos,
    repartidos entre las clases por el resto mayor.

    Raises:
        CourseError: y no es un vector, una clase tiene un solo ejemplo, la fracción no
            está entre 0 y 1 o no deja ejemplos de cada clase en los dos lados.
    """
    classes, y, sizes = _as_classes(y)
    fraction = as_number(test_fraction, "test_fraction", above=0)
    rng = np.random.default_rng(as_whole_number(seed, "seed", minimum=0))
    # El descuento evita que 0.07 · 100 = 7.000000000000001 se redondee a 8.
    n_test = math.ceil(len(y) * fraction - 1e-9)
    if not len(classes) <= n_test <= len(y) - len(classes):
        raise CourseValueError(
            f"Con test_fraction = {fraction:g} la prueba tendría {n_test} ejemplos de "
            f"{len(y)}",
            expected=f"al menos uno de cada una de las {len(classes)} clases a cada "
            "lado",
        )
    share = sizes * (n_test / len(y))
    counts = np.clip(np.floor(share).astype(int), 1, sizes - 1)
    while counts.sum() != n_test:
        step = 1 if counts.sum() < n_test else -1
        room = counts < sizes - 1 if step == 1 else counts > 1
        lag = np.where(room, step * (share - counts), -np.inf)
        counts[np.argmax(lag)] += step
    members = [rng.permutation(np.flatnonzero(y == k)) for k in range(len(classes))]
    parts = list(zip(members, counts, strict=True))
    test = np.concatenate([indices[:n] for indices, n in parts])
    train = np.concatenate([indices[n:] for indices, n in parts])
    return rng.permutation(train), rng.permutation(test)


def _drawn_arguments(m, noise, seed, n_classes):
    m = as_whole_number(m, "m", minimum=n_classes)
    noise = as_number(noise, "noise", minimum=0)
    seed = as_whole_number(seed, "seed", minimum=0)
    return m, noise, np.random.default_rng(seed)


def _balanced_labels(m, n_classes):
    return np.arange(m) % n_classes


def _finish(X, y, noise, rng):
    """Añade el ruido y baraja: las primeras filas no deben ser de una sola clase."""
    X = X + noise * rng.standard_normal(X.shape)
    order = rng.permutation(len(y))
    return X[order], y[order]


def _as_classes(y):
    require_unmasked(y, "y")
    try:
        array = np.asarray(None if isinstance(y, str) else y)
    except ValueError:  # filas de distinto largo
        array = np.asarray(None)
    if array.dtype.kind in "OT" and array.ndim == 1:  # como sale de una tabla de pandas
        for kind in (str, Integral):
            if array.size and all(isinstance(label, kind) for label in array):
                array = array.astype(str if kind is str else np.int64)
    if array.dtype.kind not in "iubfUS":
        raise CourseTypeError(
            "y debe contener etiquetas",
            expected="números o texto, sin mezclar ni dejar vacíos",
            got=describe(y),
            action="Quita los ejemplos sin etiqueta y escribe las demás del mismo modo",
        )
    if array.ndim != 1 or array.size == 0:
        raise ShapeError(
            "y debe tener una etiqueta por ejemplo",
            expected="forma (m,), con m mayor que 0",
            got=f"forma {shape_text(array.shape)}",
            action="Si y es one-hot, usa np.argmax(y, axis=1)"
            if array.ndim == 2
            else None,
        )
    if array.dtype.kind == "f" and not (array == np.floor(array)).all():
        raise CourseValueError(
            "y debe contener etiquetas", expected="enteros", got="NaN o fracciones"
        )
    classes, labels, sizes = np.unique(array, return_inverse=True, return_counts=True)
    if sizes.min() < 2:
        alone = classes[np.argmin(sizes)]
        raise CourseValueError(
            f"La clase {alone} tiene un solo ejemplo: no alcanza para los dos lados",
            expected="dos o más ejemplos de cada clase",
        )
    return classes, labels, sizes


def _as_flag(value, name):
    if not isinstance(value, (bool, np.bool_)):
        raise CourseTypeError(
            f"{name} debe ser True o False",
            expected="True (corregidos) o False (como se publicaron)",
            got=describe(value),
        )
    return bool(value)


def _restored_order(codes):
    """Índices que ponen en cada fila lo suyo: el intercambio deshecho."""
    place = np.arange(len(codes))
    for one, other in SWAPPED_CODES:
        i, j = (int(np.flatnonzero(codes == code)[0]) for code in (one, other))
        place[i], place[j] = j, i
    return place


def _open_data(name):
    path = DATA_FOLDER / name
    try:
        return path.open(encoding="utf-8", newline="")
    except OSError:
        raise CourseError(
            f"Falta el archivo de datos {name}",
            expected=f"encontrarlo en {DATA_FOLDER}",
            action="Vuelve a descargar el curso: la carpeta course_lib/data está "
            "incompleta",
        ) from None
