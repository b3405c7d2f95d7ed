"""Ataques al sistema: salir de la caja, ver a otros, dejar algo. Todos deben fallar.

Cada uno es una expresión de Python. `call` llama al sistema por número (en x86_64) o
por nombre de la biblioteca de C, y da un `OSError` si el sistema se niega. Si la
expresión termina sin error, el ataque logró lo que quería.
"""

__all__ = ["ESCAPES", "PREAMBLE"]

PREAMBLE = """
import ctypes, fcntl, mmap, os, resource, signal, socket, struct, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
parent, gradebook, course, home = {parent}, {gradebook!r}, {course!r}, {home!r}

def call(what, *arguments):
    f = libc.syscall if isinstance(what, int) else getattr(libc, what)
    arguments = (what, *arguments) if isinstance(what, int) else arguments
    if f(*arguments) < 0:
        raise OSError(ctypes.get_errno())
    return 0

def must(value):
    if not value:
        raise OSError("nada")
    return value

def tried(action, options):
    found = []
    for option in options:
        try:
            found.append(action(option))
        except OSError:
            pass
    return found

inherited = len(tried(os.fstat, range(3, 24)))
channel = tried(lambda n: os.fstat(n) and n, range(3, 24))[0]

def common():
    descriptor = os.open(np.__file__, os.O_RDONLY)
    libc.mmap.restype = ctypes.c_void_p
    return ctypes.c_void_p(libc.mmap(None, 4096, 1, 1, descriptor, 0))

def packages():
    import json
    folders = [d for pair in json.loads(sys.argv[1])["bound"] for d in pair]
    names = ("site-packages", "dist-packages")
    return tried(os.listdir, [d + "/" + name for d in folders for name in names])
"""

ESCAPES = {
    # --- Leer
    "leer el libro de notas": "open(gradebook).read()",
    "leer la solución": "open(course + '/course_lib/mlp.py').read()",
    "leer los cuadernos resueltos": "os.listdir(course + '/solutions')",
    "leer /etc/passwd": "open('/etc/passwd').read()",
    "leer la casa": "os.listdir(home)",
    "leer /work": "os.listdir('/work')",
    "leer /tmp": "os.listdir('/tmp')",
    "leer /proc del juez": "open(f'/proc/{parent}/environ', 'rb').read()",
    "leer la memoria del juez": "open(f'/proc/{parent}/mem', 'rb').read(1)",
    "leer la propia /proc": "open('/proc/self/maps').read()",
    "ver los descriptores del juez": "os.listdir(f'/proc/{parent}/fd')",
    "leer los paquetes instalados": "must(packages())",
    "leer por una ruta con ..": "os.listdir(os.path.dirname(np.__file__) + '/../..')",
    "abrir solo la ruta (O_PATH) y leer": "os.listdir(os.open('/', os.O_PATH))",
    "abrir por número de archivo": "call(303, -100, b'/', ctypes.create_string_buffer("
    "struct.pack('Ii', 128, 0) + bytes(128)), ctypes.byref(ctypes.c_int()), 0)",
    "mapear /dev/mem": "mmap.mmap(os.open('/dev/mem', os.O_RDWR), 4096)",
    # --- Escribir
    "escribir en el libro de notas": "open(gradebook, 'a').write('x')",
    "truncar el libro de notas": "os.truncate(gradebook, 0)",
    "cambiar sus permisos": "os.chmod(gradebook, 0)",
    "crear un archivo": "open('x', 'w')",
    "crear un archivo sin nombre": "os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
    "cambiar el apoyo": "open(sys.modules['corredor'].__file__, 'a').write('x')",
    "cambiar NumPy": "open(np.__file__, 'a').write('x')",
    "enlace simbólico": "os.symlink('/etc', 'etc')",
    "memfd_create": "os.memfd_create('x')",
    "memoria compartida POSIX": "open('/dev/shm/x', 'w')",
    "memoria compartida de System V": "call('shmget', 1, 4096, 0o1666)",
    "semáforo de System V": "call('semget', 1, 1, 0o1666)",
    "cola de System V": "call('msgget', 1, 0o1666)",
    "cola de POSIX": "call(240, b'x', 0o102, 0o666, 0)",
    "candado sobre un archivo común": "fcntl.flock(open(np.__file__), fcntl.LOCK_SH)",
    "candado de registro": "fcntl.lockf(open(np.__file__), fcntl.LOCK_SH)",
    "arriendo de un archivo": "fcntl.fcntl(open(np.__file__), 1024, 0)",
    "clave del núcleo": "call(248, b'user', b'x', b'y', 1, -3)",
    "keyctl": "call(250, 0, -3, 1)",
    "atributos de un archivo (ioctl)": "fcntl.ioctl(open(np.__file__), 0x40086602, "
    "struct.pack('q', 0x80040))",
    "atributos de un archivo (FSSETXATTR)": "fcntl.ioctl(open(np.__file__), "
    "0x401C5820, bytes(28))",
    "pista de escritura de un archivo": "fcntl.fcntl(open(np.__file__), 1036, "
    "struct.pack('Q', 5))",
    # --- Buzones: lo que otra entrega vería, a la vez o después
    "qué está en la memoria de la máquina": "os.preadv(os.open(np.__file__, 0), "
    "[bytearray(9)], 0, os.RWF_NOWAIT)",
    "lo mismo, por un mapa (mincore)": "call('mincore', common(), 4096, "
    "ctypes.create_string_buffer(1))",
    "sacar un archivo de la memoria": "os.posix_fadvise(os.open(np.__file__, 0), "
    "0, 0, os.POSIX_FADV_DONTNEED)",
    "sacarlo por un mapa": "call('madvise', common(), 4096, 21)",
    "llevar un archivo a la memoria": "call('readahead', os.open(np.__file__, 0), "
    "0, 4096)",
    "futex sobre un archivo común": "call(202, common(), 1, 1)",
    "futex de la otra manera": "call(454, common(), 1, 1, 2)",
    "páginas iguales a las de otro": "mmap.mmap(-1, 4096).madvise(12)",
    "lo mismo, por prctl": "call('prctl', 67, 1, 0, 0, 0)",
    "un núcleo para él solo": "call('prctl', 62, 1, 0, 1, 0)",
    # --- Red
    "TCP": "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "TCP de IPv6": "socket.socket(socket.AF_INET6, socket.SOCK_STREAM)",
    "socket de Unix": "socket.socket(socket.AF_UNIX)",
    "socket abstracto": "socket.socket(socket.AF_UNIX).connect('\\0x')",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "paquetes crudos": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "vsock": "socket.socket(40, socket.SOCK_STREAM)",
    "par de sockets": "socket.socketpair()",
    "enchufar el canal a otro lado": "must(tried(lambda n: socket.socket(fileno="
    "os.dup(n)).connect('/tmp/x'), range(3, 24)))",
    "enviar un descriptor por el canal": "call('sendmsg', channel, "
    "ctypes.create_string_buffer(56), 0)",
    "datos urgentes por el canal": "call('send', channel, b'x', 1, 1)",
    "opciones del canal": "call('setsockopt', channel, 1, 7, "
    "ctypes.byref(ctypes.c_int(4096)), 4)",
    # --- Procesos
    "fork": "os.fork()",
    "vfork": "call(58)",
    "clone": "call(56, 17, 0, 0, 0, 0)",
    "clone3": "call(435, ctypes.create_string_buffer(88), 88)",
    "subprocess": "subprocess.run(['/bin/true'])",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "execve": "os.execv('/bin/sh', ['sh', '-c', ':'])",
    "fexecve": "call(322, 0, b'', 0, 0, 0x1000)",
    "kill(-1)": "os.kill(-1, 9)",
    "matar al juez": "os.kill(parent, 9)",
    "detener al juez": "os.kill(parent, signal.SIGSTOP)",
    "matar a su grupo": "os.killpg(parent, 9)",
    "ptrace al juez": "call('ptrace', 16, parent, 0, 0)",
    "process_vm_readv": "call('process_vm_readv', parent, 0, 0, 0, 0, 0)",
    "process_vm_writev": "call('process_vm_writev', parent, 0, 0, 0, 0, 0)",
    "pidfd_open": "os.pidfd_open(parent)",
    "kcmp": "call(312, parent, parent, 0, 0, 0)",
    "límites del juez": "resource.prlimit(parent, resource.RLIMIT_CPU, (1, 1))",
    "procesador del juez": "os.sched_setaffinity(parent, [0])",
    "prioridad del juez": "os.setpriority(os.PRIO_PROCESS, parent, 19)",
    "ver a su padre": "must(os.getppid())",
    "ser otro proceso que el primero": "must(os.getpid() != 1)",
    # --- Núcleo
    "io_uring": "call(425, 4, ctypes.create_string_buffer(120))",
    "userfaultfd": "call(323, 0)",
    "perf_event_open": "call(298, ctypes.create_string_buffer(128), 0, -1, -1, 0)",
    "bpf": "call(321, 0, 0, 0)",
    "mount": "call('mount', b'none', b'/tmp', b'tmpfs', 0, None)",
    "umount": "call('umount2', b'/proc', 2)",
    "open_tree": "call(428, -100, b'/', 1)",
    "pivot_root": "call(155, b'/', b'/')",
    "chroot": "os.chroot('/')",
    "unshare": "call('unshare', 0x10000000)",
    "setns": "call('setns', 0, 0)",
    "setresuid(0)": "os.setresuid(0, 0, 0)",
    "setgroups": "os.setgroups([0])",
    "capset": "call(126, ctypes.create_string_buffer(8), bytes(24))",
    "personality": "call('personality', 0x0040000)",
    "prctl: sobrevivir al padre": "call('prctl', 1, 0, 0, 0, 0)",
    "prctl: dejarse leer": "call('prctl', 4, 1, 0, 0, 0)",
    "prctl: adoptar huérfanos": "call('prctl', 36, 1, 0, 0, 0)",
    "otro filtro": "call('prctl', 22, 1, 0, 0, 0)",
    "modify_ldt": "call(154, 0, ctypes.create_string_buffer(16), 16)",
    "módulo del núcleo": "call(175, b'', 0, b'')",
    "reiniciar la máquina": "call(169, 0, 0, 0, 0)",
    "cambiar la hora": "time.clock_settime(time.CLOCK_REALTIME, 0)",
    "cambiar el nombre de la máquina": "socket.sethostname('x')",
    "vaciar el disco (sync)": "call(162) or 1",
    "inyectar teclas (TIOCSTI)": "fcntl.ioctl(0, 0x5412, b'x')",
    "fanotify": "call(300, 0, 0)",
    "inotify": "call(294, 0)",
    # --- Límites
    "subir el límite de memoria": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "subir el de archivos": "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))",
    "subir el de procesos": "resource.setrlimit(resource.RLIMIT_NPROC, (-1, -1))",
    "subir la prioridad": "os.nice(-5)",
    "tiempo real": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(9))",
    "fijar memoria (mlock)": "call('mlockall', 3)",
    # --- Heredado
    "variables del juez": "must([k for k in os.environ if 'SECRETO' in k])",
    "descriptores heredados": "must(inherited > 1)",
    "ser root": "must(os.geteuid() == 0 and open('/etc/shadow').read())",
    "el curso, importado": "must([m for m in sys.modules if 'lesson_' in m])",
}
