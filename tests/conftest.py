"""Lo común a las pruebas: el avance de nadie se toca, y los recuentos se muestran."""

import os
import tempfile

import pytest

# Antes de importar el curso: ninguna prueba escribe en el avance de quien la corre.
os.environ.setdefault(
    "CURSO_AVANCE", os.path.join(tempfile.mkdtemp(prefix="curso-"), "avance.json")
)

_TALLY = {}


@pytest.fixture(scope="session")
def tally():
    """Un contador con nombre; su resumen sale al final de la corrida."""

    def add(name, amount=1):
        _TALLY[name] = _TALLY.get(name, 0) + amount

    return add


def pytest_terminal_summary(terminalreporter):
    for name, amount in sorted(_TALLY.items()):
        terminalreporter.write_line(f"{name}: {amount}")
