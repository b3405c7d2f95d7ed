"""La caja: correr código que nadie leyó sin que gane, rompa ni toque nada.

Para leerlo: `jobs` (qué se encarga), `support` (la carpeta que ve el código ajeno, sin
respuestas), `warm` y `child` (los procesos), `isolation` y `seccomp` (los cierres),
`protocol` (lo que vuelve: JSON y arreglos acotados, nunca un pickle), `remote` (los
conductores que corren de este lado), `lending` (qué código del curso se presta, y
cuándo) y `process` (nacer, hablar con plazo y morir).
"""

from .jobs import Job, Limits, Lost
from .probe import missing_isolation
from .session import Sandbox

__all__ = ["Job", "Limits", "Lost", "Sandbox", "missing_isolation"]
