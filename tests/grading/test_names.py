"""De quién es cada archivo de una carpeta única, según cómo lo nombró cada programa."""

import unicodedata

import pytest
from test_collect import GOOD, OTHER, answer_of, gather, notebook, put, zipped

ROSTER = {"2019-A1": "Ana María Peña Quispe", "2019-A2": "Luis Rojas"}
# Nombre del archivo → cómo se llama la persona si no hay lista.
NAMES = {
    "Ana Peña Quispe 04.ipynb": "Ana Peña Quispe",
    "04_perceptron_multicapa-ana-peña-quispe.ipynb": "ana peña quispe",
    "ana_peña_quispe (1).ipynb": "ana peña quispe",
    "PEÑA_QUISPE_ANA_MARIA_04.ipynb": "PEÑA QUISPE ANA MARIA",
    "peñaquispeanamaría_123_456_04_perceptron.ipynb": "peñaquispeanamaría",
    "peñaquispeanamaría_LATE_123_456_04_perceptron-1.ipynb": "peñaquispeanamaría",
    "Ana Peña Quispe_12345_assignsubmission_file_/04.ipynb": "Ana Peña Quispe",
    "Ana Peña Quispe_12345_assignsubmission_file_tarea 4.ipynb": "Ana Peña Quispe",
    "04_perceptron_multicapa.ipynb - Ana Peña Quispe.ipynb": "Ana Peña Quispe",
    "Copia de 04_perceptron_multicapa - Ana Peña Quispe.ipynb": "Ana Peña Quispe",
    "04_perceptron_multicapa (Ana Peña Quispe).ipynb": "Ana Peña Quispe",
    "[Ana Peña Quispe] lección 4.ipynb": "Ana Peña Quispe",
    "Lab04-AnaMaríaPeñaQuispe.ipynb": "AnaMaríaPeñaQuispe",
    "sesión 4 redes neuronales Ana Peña Quispe.ipynb": "Ana Peña Quispe",
    "Ana Peña Quispe 04 - copia (2).ipynb": "Ana Peña Quispe",
    "123-45678 - Ana Peña Quispe - Nov 23, 2026 1105 PM/04.ipynb": "Ana Peña Quispe",
    "tarea4 2026-11-23 Ana Peña Quispe v2.zip": "Ana Peña Quispe",
    "123-45678 - Ana Peña Quispe - 3 de nov. de 2026 2305/04.ipynb": "Ana Peña Quispe",
    "123-45678 - Ana Peña Quispe - Nov 3, 2026 1105 PM - t.ipynb": "Ana Peña Quispe",
    "Copia de Copia de 04_perceptron - Ana Peña Quispe.ipynb": "Ana Peña Quispe",
    "Tarea 4_2019-A1_attempt_2026-11-03-23-05-12_04_perceptron.ipynb": "2019-A1",
    "Tarea 4_2019-A1_intento_2026-11-03-23-05-12_04.ipynb": "2019-A1",
    "DOC-20261103-WA0012.Ana Peña Quispe.ipynb": "Ana Peña Quispe",
    "04 Ana Peña Quispe 3-11-2026.ipynb": "Ana Peña Quispe",
    "2019-A1_04.ipynb": "2019 A1",
    "entrega_04_2019-A1.zip": "2019-A1",
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_of_the_same_person_with_and_without_a_roster(tmp_path, name, form):
    content = zipped({"04.ipynb": GOOD}) if name.endswith("zip") else GOOD
    put(tmp_path, unicodedata.normalize(form, name), content)
    put(tmp_path, "Luis Rojas 04.ipynb", OTHER)
    assert set(gather(tmp_path)) == {NAMES[name], "Luis Rojas"}
    for written in ("NFC", "NFD"):
        roster = {k: unicodedata.normalize(written, v) for k, v in ROSTER.items()}
        found = gather(tmp_path, roster=roster)
        assert set(found) == set(ROSTER)
        assert found["2019-A1"].name == ROSTER["2019-A1"]  # en una sola forma
        assert all(not one.notes and one.work for one in found.values())


def test_an_email_is_who_delivers(tmp_path):
    put(tmp_path, "ana.pena@uni.edu.bo_04_perceptron.ipynb")
    put(tmp_path, "Luis Rojas 04.ipynb")
    assert set(gather(tmp_path)) == {"ana.pena@uni.edu.bo", "Luis Rojas"}
    roster = {"ana.pena@uni.edu.bo": "Ana", "luis": "Luis Rojas"}
    assert set(gather(tmp_path, roster=roster)) == set(roster)


def test_blind_participants_keep_apart(tmp_path):
    for number in (7, 8):
        name = f"Participant_{number}_assignsubmission_file_"
        put(tmp_path, f"{name}/04.ipynb")
    assert set(gather(tmp_path)) == {"Participant (7)", "Participant (8)"}


def test_a_surname_that_begins_with_de_is_not_another_one(tmp_path):
    for name in ("De la Cruz Ana 04", "04 Cruz Ana", "04_del Paz Eva", "tarea de Luz"):
        put(tmp_path, f"{name}.ipynb")
    assert set(gather(tmp_path)) == {"De la Cruz Ana", "Cruz Ana", "del Paz Eva", "Luz"}


def test_an_initial_is_part_of_a_name(tmp_path):
    for name in ("Ana L Paz 04.ipynb", "Ana V Paz 04.ipynb", "Ana Paz L04.ipynb"):
        put(tmp_path, name)
    assert set(gather(tmp_path)) == {"Ana L Paz", "Ana V Paz", "Ana Paz"}


@pytest.mark.parametrize(
    "names",
    [
        ("juan_perez@uni.bo.ipynb", "ana_perez@uni.bo.ipynb"),
        ("04_juan_perez@uni.bo.ipynb", "04_ana_perez@uni.bo.ipynb"),
        ("Grupo 1.ipynb", "Grupo 2.ipynb", "Grupo 12.zip"),
        ("Tarea 4 equipo_1.ipynb", "Tarea 4 equipo_2.ipynb"),
        ("Estudiante 01 - 04_perceptron.ipynb", "Estudiante 02 - 04_perceptron.ipynb"),
        ("DOC-20261103-WA0012.ipynb", "DOC-20261103-WA0013.ipynb"),
    ],
)
def test_nobody_is_lost_behind_another_whose_name_is_alike(tmp_path, names):
    for name in names:
        content = zipped({"04.ipynb": GOOD}) if name.endswith("zip") else GOOD
        put(tmp_path, name, content)
    assert len(gather(tmp_path)) == len(names)


def test_an_email_is_kept_as_it_is_written(tmp_path):
    put(tmp_path, "04_ana_perez@uni.bo.ipynb")
    put(tmp_path, "Luis Rojas 04.ipynb")
    assert set(gather(tmp_path)) == {"ana_perez@uni.bo", "Luis Rojas"}


def test_the_last_version_of_teams_counts(tmp_path):
    """La 10 es posterior a la 2, aunque se ordene antes."""
    for person in ("Ana Paz", "Luis Rojas"):
        for number in (1, 2, 10):
            content = notebook(f"return {number}")
            name = f"Submitted files/{person}/Tarea 4/Version {number}/04.ipynb"
            put(tmp_path, name, content, when=1_700_000_000)
    assert {answer_of(one) for one in gather(tmp_path).values()} == {"return 10"}
