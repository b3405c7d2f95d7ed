"""Los cierres de Linux: espacios de nombres, usuario, landlock, seccomp y límites.

Cada función cierra una cosa o lanza `OSError`: nada queda a medio cerrar en silencio.
Corre en el proceso tibio y en sus hijos, con la biblioteca estándar y `ctypes`.
"""

import ctypes
import errno
import os
import platform
import resource
import struct

from .seccomp import close_system_calls

__all__ = [
    "bind",
    "die_with_parent",
    "drop_user",
    "landlock_version",
    "lock_files",
    "lock_process",
    "measure_memory",
    "open_ruleset",
    "own_users",
    "separate",
]

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.mount.argtypes = [*[ctypes.c_char_p] * 3, ctypes.c_ulong, ctypes.c_char_p]
_LIBC.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]

# Espacios de nombres: mensajes, usuario, procesos, red, nombre de la máquina, montajes.
_NEW_IPC, _NEW_USER, _NEW_PID = 0x08000000, 0x10000000, 0x20000000
_NEW_NET, _NEW_UTS, _NEW_MOUNT = 0x40000000, 0x04000000, 0x00020000
_ALL = _NEW_IPC | _NEW_PID | _NEW_NET | _NEW_UTS | _NEW_MOUNT

_BIND, _RECURSIVE, _PRIVATE = 1 << 12, 1 << 14, 1 << 18
# Cambiar un montaje: solo leer, sin permisos especiales ni dispositivos.
_REMOUNT, _SEALED = 1 << 5, 1 | 1 << 1 | 1 << 2

_NO_NEW_PRIVS, _DUMPABLE, _DEATH_SIGNAL = 38, 4, 1
# Los números de landlock son los mismos en todas las arquitecturas; `capset`, no.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CAPSET = {"x86_64": 126, "aarch64": 91}
# Qué sabe cerrar landlock, por versión: lecturas y escrituras en 13 bits, y lo nuevo.
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_TCP_RIGHTS = 0b11
_SCOPES = 0b11  # sockets abstractos y señales
# Números de usuario que nadie usa: cada hijo toma uno propio de este rango.
_FIRST_USER, _USERS = 0x70000000, 1 << 22


def _checked(result, what):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def _prctl(option, value, what):
    _checked(_LIBC.prctl(option, value, 0, 0, 0), what)


def die_with_parent():
    """Pide al núcleo que mate a este proceso si muere el que lo creó."""
    _prctl(_DEATH_SIGNAL, 9, "prctl")


# --- Espacios de nombres y usuario ----------------------------------------------------


def bind(pairs):
    """Monta carpetas en otras, a la vista de este proceso y de sus hijos solamente.

    Args:
        pairs: pares (carpeta, dónde se la quiere), con las dos creadas.
    """
    _checked(_LIBC.unshare(_NEW_MOUNT), "unshare")
    _checked(_LIBC.mount(None, b"/", None, _PRIVATE | _RECURSIVE, None), "mount")
    for source, target in pairs:
        ends = os.fsencode(source), os.fsencode(target)
        _checked(_LIBC.mount(*ends, None, _BIND, None), "mount")
        _seal(ends[1])


def _seal(target):
    """Que ahí no se escriba nada, ni la hora de uso: con la de miles de archivos, una
    entrega le escribiría a la siguiente.

    Un contenedor puede no permitirlo: entonces queda como está.
    """
    flags = _REMOUNT | _BIND | _SEALED
    result = _LIBC.mount(None, target, None, flags, None)
    if result < 0 and ctypes.get_errno() != errno.EPERM:
        _checked(result, "mount")


def separate(as_root):
    """Separa a los hijos que nazcan desde ahora: procesos, red, mensajes y montajes.

    Quien no es root crea antes un espacio de usuarios propio, que da permiso para los
    demás.
    """
    if as_root:
        _checked(_LIBC.unshare(_ALL), "unshare")
    else:
        own_users(_ALL)


def own_users(others=0):
    """Crea un espacio de usuarios propio, y otros: ahí este usuario tiene permisos."""
    user, group = os.getuid(), os.getgid()
    _checked(_LIBC.unshare(_NEW_USER | others), "unshare")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def drop_user(as_root, number):
    """Deja de ser root, con un usuario que no comparte con ningún otro hijo vivo.

    Así el límite de procesos, que para root no rige, cuenta solo los suyos.
    """
    if as_root:
        user = _FIRST_USER + number % _USERS
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        if os.getresuid() != (user, user, user):
            raise OSError("el usuario no cambió")
    header = struct.pack("Ii", 0x20080522, 0)
    number = _CAPSET.get(platform.machine())
    if number is None:
        raise OSError(f"sin `capset` para {platform.machine()}")
    _checked(_LIBC.syscall(number, header, bytes(24)), "capset")


# --- Archivos -------------------------------------------------------------------------


def landlock_version():
    """Versión de landlock en este núcleo; 0 si no está."""
    return max(0, _LIBC.syscall(_CREATE_RULESET, None, 0, 1))


def open_ruleset(readable):
    """Reglas de landlock que niegan todo salvo leer en esas carpetas o archivos.

    Returns:
        Un descriptor: el proceso tibio lo abre una vez y cada hijo lo aplica.
    """
    version = landlock_version()
    if not version:
        raise OSError("el núcleo no tiene landlock")
    rights = sum(bits for since, bits in _FILE_RIGHTS.items() if version >= since)
    fields = [rights, _TCP_RIGHTS if version >= 4 else 0]
    if version >= 6:
        fields.append(_SCOPES)
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    if version < 4:
        attributes = attributes[:8]
    size = len(attributes)
    ruleset = _LIBC.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)
    _checked(ruleset, "landlock_create_ruleset")
    for path in readable:
        _allow_reading(ruleset, path)
    return ruleset


def _allow_reading(ruleset, path):
    allowed = _READ_FILE | _READ_DIR if os.path.isdir(path) else _READ_FILE
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", allowed, descriptor)
        _checked(_LIBC.syscall(_ADD_RULE, ruleset, 1, rule, 0), "landlock_add_rule")
    finally:
        os.close(descriptor)


def lock_files(ruleset):
    """Aplica a este proceso las reglas de `open_ruleset`, sin vuelta atrás."""
    _prctl(_NO_NEW_PRIVS, 1, "no_new_privs")
    _checked(_LIBC.syscall(_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self")


# --- Límites y llamadas ---------------------------------------------------------------


def lock_process(memory, cpu_seconds, keep):
    """Límites del núcleo, descriptores ajenos cerrados y llamadas negadas.

    Args:
        memory: bytes de memoria virtual que puede pedir de más.
        cpu_seconds: tiempo de procesador en total.
        keep: el único descriptor que conserva, además de 0, 1 y 2.
    """
    # Cero archivos: ni escribe ni crea. Un proceso: él mismo.
    for what, value in (
        (resource.RLIMIT_AS, _virtual_memory() + memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 1),
        (resource.RLIMIT_NOFILE, 24),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _set_limit(what, value)
    os.closerange(3, keep)
    os.closerange(keep + 1, 1 << 16)
    _prctl(_DUMPABLE, 0, "prctl")
    _prctl(_NO_NEW_PRIVS, 1, "no_new_privs")
    close_system_calls(_LIBC)


def _set_limit(what, value):
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))


# Se lee al arrancar: el hijo, ya encerrado, no puede abrir /proc.
def _virtual_memory():
    return _BASE_MEMORY[0]


_BASE_MEMORY = [1 << 30]


def measure_memory():
    """Anota la memoria virtual del proceso tibio, de la que parten sus hijos."""
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[0])
    _BASE_MEMORY[0] = pages * os.sysconf("SC_PAGE_SIZE")
