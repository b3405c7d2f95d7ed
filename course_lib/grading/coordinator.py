"""Si en una dirección atiende el coordinador de un grupo: se sabe antes de usarlo.

Dask espera para siempre a quien le abre la puerta y no le habla, como una página web en
ese puerto: aquí se le pregunta quién es, con plazo.
"""

import asyncio

from course_lib.errors import CourseError

__all__ = ["CONNECT_SECONDS", "require_coordinator", "unreachable"]

CONNECT_SECONDS = 10


def require_coordinator(address, distributed):
    """Exige que en esa dirección atienda el coordinador de un grupo de Dask.

    Args:
        address: «tcp://10.0.0.5:8786».
        distributed: la biblioteca, de `require_distributed`.

    Raises:
        CourseError: si no llega, responde otra cosa o faltan los certificados.
    """
    security = _certificates(address, distributed)
    try:
        kind = asyncio.run(_kind(address, security))
    except Exception:  # lo que llega puede ser cualquier cosa, y Dask lo lee como suya
        kind = ""
    if kind != "Scheduler":
        raise unreachable(address)


def unreachable(address):
    """El error de quien no llega a un coordinador."""
    return CourseError(
        f"No se pudo llegar al grupo de Dask en «{address}»",
        action="Revisa la dirección, y que ahí atienda su coordinador: "
        "«python3 curso.py prestar --coordinar»",
    )


def _certificates(address, distributed):
    """Con qué se cifra la conexión, según la configuración de Dask."""
    try:
        found = distributed.Security().get_connection_args("client")
    except Exception:  # un archivo que no está o que no es un certificado
        found = {}
    if address.startswith("tls://") and found.get("ssl_context") is None:
        raise CourseError(
            f"Para llegar a «{address}» faltan los certificados",
            action="Di cuáles son en la configuración de Dask, en "
            "«distributed.comm.tls»; en una red de confianza, usa un grupo «tcp://»",
        )
    return found


async def _kind(address, security):
    return await asyncio.wait_for(_identity(address, security), CONNECT_SECONDS + 2)


async def _identity(address, security):
    """Qué dice ser quien atiende: «Scheduler», «Worker»…"""
    from distributed.core import connect

    comm = await connect(address, timeout=CONNECT_SECONDS, **security)
    try:
        await comm.write({"op": "identity", "reply": True})
        return (await comm.read())["type"]
    finally:
        comm.abort()
