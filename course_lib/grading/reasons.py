"""Por qué el sistema no dejó leer o escribir un archivo, o no llegó, en español."""

import errno

__all__ = ["why"]

_REASONS = {
    "ENOENT": "no existe",
    "EACCES": "falta el permiso",
    "EPERM": "falta el permiso",
    "EROFS": "el disco es de solo lectura",
    "EISDIR": "es una carpeta",
    "ENOTDIR": "parte de esa ruta es un archivo",
    "ENAMETOOLONG": "su nombre es demasiado largo",
    "EIO": "el disco falla",
    "ENOSPC": "el disco está lleno",
    "EDQUOT": "se acabó tu cuota de disco",
    "EMFILE": "hay demasiados archivos abiertos",
    "ELOOP": "es un enlace",
    "EEXIST": "ya existe",
    "EBUSY": "otro programa lo está usando",
    "ETXTBSY": "otro programa lo está usando",
    "EINVAL": "el sistema no acepta ese nombre",
    "EFBIG": "es demasiado grande para ese disco",
    "ENOTEMPTY": "la carpeta no está vacía",
    "EXDEV": "está en otro disco",
    "ENOLCK": "ese disco no los admite",
    "EOPNOTSUPP": "ese disco no lo admite",
    "ENODEV": "ese disco ya no está",
    "ENXIO": "ese disco ya no está",
    "ESTALE": "se perdió la carpeta de la red",
    "ENOTCONN": "se perdió la conexión",
    "ECONNREFUSED": "nadie escucha en ese puerto",
    "ETIMEDOUT": "no respondió a tiempo",
    "EHOSTUNREACH": "no se llega a esa máquina",
    "ENETUNREACH": "no se llega a esa red",
}
_BY_NUMBER = {
    getattr(errno, name): text
    for name, text in _REASONS.items()
    if hasattr(errno, name)
}


def why(error):
    """El motivo de un `OSError`; el del sistema, citado, si no se conoce."""
    if isinstance(error, TimeoutError):
        return _REASONS["ETIMEDOUT"]
    known = _BY_NUMBER.get(error.errno)
    return known or f"el sistema dice «{error.strerror or type(error).__name__}»"
