"""El filtro de llamadas al sistema (seccomp) con que corre el código ajeno.

Niega por lista lo que una función de NumPy nunca necesita. Lo demás pasa: así no se
rompe BLAS, ni otra versión de la biblioteca de C. Un hilo nuevo también se niega; por
eso el proceso tibio arranca con un solo hilo de BLAS, que si no, espera para siempre.
"""

import ctypes
import errno
import os
import platform

__all__ = ["ARCHITECTURES", "close_system_calls", "denied_numbers"]

# nombre:número en x86_64:número en aarch64 («-», no existe).
_DENIED = (
    # Procesos, hilos y programas nuevos.
    """
    clone:56:220 clone3:435:435 fork:57:- vfork:58:- execve:59:221
    execveat:322:281
    """
    # Otros procesos.
    """
    ptrace:101:117 process_vm_readv:310:270 process_vm_writev:311:271 kcmp:312:272
    pidfd_open:434:434 pidfd_getfd:438:438 pidfd_send_signal:424:424
    process_madvise:440:440 process_mrelease:448:448 migrate_pages:256:238
    move_pages:279:239
    """
    # Red, y lo que un socket ya abierto admite además de leer y escribir: enviar
    # descriptores, datos urgentes y filtros.
    """
    socket:41:198 socketpair:53:199 connect:42:203 bind:49:200 listen:50:201
    accept:43:202 accept4:288:242 sendto:44:206 recvfrom:45:207 sendmsg:46:211
    recvmsg:47:212 sendmmsg:307:269 recvmmsg:299:243 shutdown:48:210
    setsockopt:54:208 getsockopt:55:209
    """
    # Montajes, espacios de nombres y máquina.
    """
    mount:165:40 umount2:166:39 pivot_root:155:41 chroot:161:51 unshare:272:97
    setns:308:268 move_mount:429:429 open_tree:428:428 fsopen:430:430
    fsmount:432:432 fsconfig:431:431 fspick:433:433 mount_setattr:442:442
    swapon:167:224 swapoff:168:225 reboot:169:142 sethostname:170:161
    setdomainname:171:162 init_module:175:105 finit_module:313:273
    delete_module:176:106 kexec_load:246:104 kexec_file_load:320:294 bpf:321:280
    perf_event_open:298:241 userfaultfd:323:282 acct:163:89 quotactl:179:60
    personality:135:92 syslog:103:116 iopl:172:- ioperm:173:-
    clock_settime:227:112 clock_adjtime:305:266 settimeofday:164:170
    adjtimex:159:171 vhangup:153:58 lookup_dcookie:212:18 mbind:237:235
    set_mempolicy:238:237 modify_ldt:154:- uselib:134:- quotactl_fd:443:443
    statmount:457:457 listmount:458:458 open_tree_attr:467:467 listns:470:470
    """
    # Colas que hacen trabajo por otro.
    """
    io_uring_setup:425:425 io_uring_enter:426:426 io_uring_register:427:427
    io_setup:206:0 io_submit:209:2
    """
    # Memoria y mensajes compartidos, claves.
    """
    keyctl:250:219 add_key:248:217 request_key:249:218 shmget:29:194 shmat:30:196
    shmctl:31:195 msgget:68:186 msgsnd:69:189 msgrcv:70:188 msgctl:71:187
    semget:64:190 semop:65:193 semctl:66:191 semtimedop:220:192 mq_open:240:180
    mq_unlink:241:181 memfd_create:319:279 memfd_secret:447:447 futex_waitv:449:449
    futex_wake:454:454 futex_wait:455:455 futex_requeue:456:456
    """
    # Qué partes de un archivo común están en la memoria de la máquina: otro buzón.
    """
    mincore:27:232 preadv2:327:286 pwritev2:328:287 fadvise64:221:223
    readahead:187:213 cachestat:451:451
    """
    # Archivos: crear, borrar, cambiar, vigilar, copiar sin leer, avisarse con candados,
    # y vaciar al disco lo de toda la máquina.
    """
    open_by_handle_at:304:265 name_to_handle_at:303:264 fanotify_init:300:262
    fanotify_mark:301:263 inotify_init:253:- inotify_init1:294:26
    inotify_add_watch:254:27 truncate:76:45 ftruncate:77:46 fallocate:285:47
    creat:85:- mknod:133:- mknodat:259:33 mkdir:83:- mkdirat:258:34 rmdir:84:-
    unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38 renameat2:316:276
    link:86:- linkat:265:37 symlink:88:- symlinkat:266:36 chmod:90:- fchmod:91:52
    fchmodat:268:53 fchmodat2:452:452 chown:92:- fchown:93:55 lchown:94:-
    fchownat:260:54 setxattr:188:5 lsetxattr:189:6 fsetxattr:190:7
    removexattr:197:14 lremovexattr:198:15 fremovexattr:199:16 utime:132:-
    utimes:235:- utimensat:280:88 futimesat:261:- sendfile:40:71 splice:275:76
    tee:276:77 vmsplice:278:75 copy_file_range:326:285
    setxattrat:463:463 removexattrat:466:466 file_setattr:469:469 flock:73:32
    sync:162:81 syncfs:306:267
    """
    # Identidad y cierres.
    """
    setuid:105:146 setgid:106:144 setreuid:113:145 setregid:114:143
    setresuid:117:147 setresgid:119:149 setgroups:116:159 setfsuid:122:151
    setfsgid:123:152 capset:126:91 landlock_create_ruleset:444:444 seccomp:317:277
    lsm_set_self_attr:460:460
    """
)

# Las que se niegan según un argumento: la llamada, cuál, y los valores negados.
_DENIED_VALUES = (
    # `prctl`: seguir vivo sin su padre (1), dejarse leer por otros (4), filtros (22),
    # mapas de memoria (35), adoptar huérfanos (36), no compartir un núcleo (62), juntar
    # páginas iguales con las de otros (67), y a quién dejarse leer.
    ("prctl:157:167", 0, (1, 4, 22, 35, 36, 62, 67, 0x59616D61)),
    # `madvise`: juntar páginas iguales, y sacar de la memoria las de un archivo.
    ("madvise:28:233", 2, (12, 20, 21)),
)

# Las que se niegan salvo con ciertos valores: las demás órdenes cambian un archivo
# abierto solo para leer (sus atributos, si es de quien corre) o avisan a otros.
_ONLY_VALUES = (
    # `ioctl`: si es una terminal y de qué tamaño, y cómo se hereda o se espera.
    (
        "ioctl:16:29",
        1,
        (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A),
    ),
    # `fcntl`: copiar un descriptor, y cómo se hereda o se espera.
    ("fcntl:72:25", 1, (0, 1, 2, 3, 4, 1030, 1032)),
    # `futex`: solo los propios; uno sobre un archivo común lo ve otra entrega.
    ("futex:202:98", 1, (*range(128, 142), *range(384, 398))),
)

# Arquitectura → (constante de auditoría, columna de la tabla, número de `seccomp`).
ARCHITECTURES = {
    "x86_64": (0xC000003E, 1, 317),
    "aarch64": (0xC00000B7, 2, 277),
}

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_SET_FILTER = 1
_X32_BIT = 0x40000000  # otra numeración de las mismas llamadas, en x86_64


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("true", ctypes.c_uint8),
        ("false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [
        ("length", ctypes.c_uint16),
        ("filter", ctypes.POINTER(_Instruction)),
    ]


def denied_numbers(machine):
    """Diccionario nombre → número de las llamadas que se niegan en esa máquina."""
    column = ARCHITECTURES[machine][1]
    rows = [row.split(":") for row in _DENIED.split()]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _program(machine):
    """El filtro, en instrucciones: otra arquitectura muere, lo negado da un error."""
    numbers = denied_numbers(machine)
    # `clone3` debe dar ENOSYS, no EPERM: la biblioteca de C prueba entonces `clone`.
    missing = numbers.pop("clone3")
    lines = [
        (_LOAD, 0, 0, 4),
        (_JUMP_EQUAL, 1, 0, ARCHITECTURES[machine][0]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
    ]
    if machine == "x86_64":
        lines += [(_JUMP_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL)]
    lines += [(_JUMP_EQUAL, 0, 1, missing), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    for number in sorted(numbers.values()):
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | errno.EPERM)]
    column, refuse = ARCHITECTURES[machine][1], _ERROR | errno.EPERM
    for rows, found, rest in (
        (_DENIED_VALUES, refuse, _ALLOW),
        (_ONLY_VALUES, _ALLOW, refuse),
    ):
        for row, place, values in rows:
            number = int(row.split(":")[column])
            lines += _by_value(number, place, values, found, rest)
    return [*lines, (_RETURN, 0, 0, _ALLOW)]


def _by_value(number, place, values, found, rest):
    """Instrucciones que responden a una llamada según el valor de un argumento.

    Args:
        number: la llamada. place: cuál argumento.
        found, rest: la respuesta si es uno de `values`, y si no.
    """
    # Los argumentos empiezan en el byte 16; basta la mitad baja, son enteros de C.
    inside = [(_LOAD, 0, 0, 16 + 8 * place)]
    for value in values:
        inside += [(_JUMP_EQUAL, 0, 1, value), (_RETURN, 0, 0, found)]
    inside.append((_RETURN, 0, 0, rest))
    return [(_JUMP_EQUAL, 0, len(inside), number), *inside]


def close_system_calls(libc):
    """Pone el filtro en este proceso, sin vuelta atrás. Exige `no_new_privs`.

    Raises:
        OSError: si el núcleo no lo admite.
    """
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"sin filtro de llamadas para {machine}")
    lines = _program(machine)
    array = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    program = _Program(len(lines), array)
    number = ARCHITECTURES[machine][2]
    if libc.syscall(number, _SET_FILTER, 0, ctypes.byref(program)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"seccomp: {os.strerror(code)}")
