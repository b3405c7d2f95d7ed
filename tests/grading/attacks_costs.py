"""Ataques que gastan: cuestan su ejercicio, y los demás se califican.

El cuerpo de `one_hot` (el ejercicio 04.1), y de qué modos puede perderse.
"""

__all__ = ["BESIDE", "COSTLY", "MORE", "SABOTAGE"]

COSTLY = {
    "un bucle sin fin": ("while True: pass", {"timeout"}),
    "un bucle que traga todo": (
        "while 1:\n    try:\n        while 1: pass\n    except BaseException: pass",
        {"timeout"},
    ),
    "un bucle sin alarma": (
        "import signal; signal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
        {"timeout"},
    ),
    "os._exit": ("import os; os._exit(0)", {"exit"}),
    "sys.exit": ("import sys; sys.exit()", {"exit"}),
    "una violación de segmento": ("import ctypes; ctypes.string_at(0)", {"crash"}),
    "abort": ("import os; os.abort()", {"crash"}),
    "20 GB": ("return np.ones((20 << 30) // 8)", {"memory"}),
    "20 GB de a poco": (
        "x = []\nwhile True: x.append(bytearray(1 << 24))",
        {"memory", "timeout"},
    ),
    "200 MB de respuesta": ("return np.ones((200 << 20) // 8)", {"output", "timeout"}),
    "un billón de ceros": (
        "return np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 40,), (0,))",
        {"memory", "object", "output", "ragged"},
    ),
    "200 MB impresos": ("for _ in range(200): print('x' * (1 << 20))", {"none"}),
    "200 MB a la salida": (
        "import os\nfor _ in range(200): os.write(1, b'x' * (1 << 20))",
        {"none"},
    ),
    "200 fork": ("import os\nfor _ in range(200): os.fork()", {"exception"}),
    "el intérprete borrado": (
        "import sys, builtins\nbuiltins.__dict__.clear(); sys.modules.clear()",
        {"exit", "crash", "protocol", "none", "exception"},
    ),
    "todo cerrado": ("import os; os.closerange(0, 99)", {"exit", "protocol"}),
    "basura en el canal": (
        "import os\nfor fd in range(3, 24):\n"
        "    try: os.write(fd, b'x' * 9000)\n    except OSError: pass",
        {"protocol"},
    ),
    "un mensaje sin fin": (
        "import os, struct\nhead = struct.pack('>4sIQ', b'CUR6', 1 << 20, 1 << 24)\n"
        "for fd in range(3, 24):\n"
        "    try: os.write(fd, head)\n    except OSError: pass\nwhile True: pass",
        {"timeout", "protocol"},
    ),
    "un mensaje enorme": (
        "import os, struct\nhead = struct.pack('>4sIQ', b'CUR6', 2**32 - 1, 2**63)\n"
        "for fd in range(3, 24):\n"
        "    try: os.write(fd, head)\n    except OSError: pass",
        {"output"},
    ),
    "JSON anidado": (
        "import os, struct\ndata = b'[' * 500000\n"
        "head = struct.pack('>4sIQ', b'CUR6', len(data), 0)\n"
        "for fd in range(3, 24):\n"
        "    try: os.write(fd, head + data)\n    except OSError: pass",
        {"protocol"},
    ),
    "recursión": ("return one_hot(y, n_classes)", {"exception"}),
    "una lista sin fondo": ("x = []; x.append(x); return x", {"ragged", "object"}),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", {"exit", "crash", "protocol"}),
    "un error que falla al decirse": (
        "class Hostile(type):\n    __name__ = property(lambda kind: 1 / 0)\n"
        "    __str__ = __repr__ = None\n"
        "class Wrong(Exception, metaclass=Hostile): pass\nraise Wrong",
        {"exit", "exception"},
    ),
    "un error que no termina de decirse": (
        "class Endless(Exception):\n    def __str__(self):\n"
        "        while True:\n            try: [0 for _ in iter(int, 1)]\n"
        "            except BaseException: pass\nraise Endless",
        {"timeout"},
    ),
    "todas las señales detenidas": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n"
        "while True: pass",
        {"timeout"},
    ),
    "muerte propia": ("import os; os.kill(os.getpid(), 9)", {"none", "memory"}),
    "detenerse": ("import os; os.kill(os.getpid(), 19)", {"none", "timeout"}),
}

# Otros. Los dos últimos rompen el proceso donde corren también las demás respuestas de
# quien los entrega: ahí pierde más que ese ejercicio, y nadie más pierde nada.
MORE = {
    "hilos que quedan": (
        "import threading\nfor _ in range(99):\n"
        "    threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()",
        {"exception"},
    ),
    "una bomba de fork": (
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        {"timeout"},
    ),
    "multiprocessing": (
        "import multiprocessing as m\nm.Pool(9).map(abs, range(99))",
        {"exception", "exit"},
    ),
    "la alarma, ignorada": (
        "import signal\nfor n in range(1, 32):\n"
        "    try: signal.signal(n, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        {"timeout"},
    ),
    "la alarma, bloqueada": (
        "import signal, time\nsignal.pthread_sigmask(0, range(1, 64))\n"
        "while True: time.sleep(9)",
        {"timeout"},
    ),
    "un error que se atrapa para siempre": (
        "import sys\ndef spin():\n    try: spin()\n    finally: spin()\nspin()",
        {"timeout", "crash", "exception"},
    ),
    "recursión sin tope": (
        "import sys\nsys.setrecursionlimit(10**9)\n"
        "def deep(n): return [deep(n + 1)]\ndeep(0)",
        {"crash", "memory", "timeout", "exception"},
    ),
    "una expresión regular que no termina": (
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        {"timeout"},
    ),
    "un número de mil millones de cifras": ("x = 7 ** (10 ** 9)", {"timeout"}),
    "denormales": (
        "x = np.full(1 << 20, 5e-324)\nwhile True: x = x * 1.5 / 1.5",
        {"timeout"},
    ),
    "un avisador que no calla": (
        "import warnings\nfor k in range(10**5): warnings.warn('x' * 9000 + str(k))",
        {"none", "timeout", "memory"},
    ),
    "un error de 100 MB": ("raise ValueError('x' * (100 << 20))", {"exception"}),
    "un error que no se deja leer": (
        "class E(Exception):\n    def __str__(self): raise SystemExit\nraise E",
        {"exception", "exit", "protocol"},
    ),
    "una línea de 8 MB al canal de errores": (
        "import sys\nsys.__stderr__.write('\\x1b[2J' * (1 << 21))",
        {"none", "exception"},
    ),
    "descriptores hasta el tope": (
        "import os\nkept = []\nwhile True: kept.append(os.pipe())",
        {"exception"},
    ),
    "mapas de memoria sin fin": (
        "import mmap\nkept = []\nwhile True: kept.append(mmap.mmap(-1, 1 << 20))",
        {"exception", "memory"},
    ),
    "un objeto que se destruye sin fin": (
        "class Undead:\n    def __del__(self): Undead()\nUndead()\nreturn Undead()",
        {"object", "timeout", "crash", "exit", "protocol", "memory", "ragged"},
    ),
    "los builtins, borrados": (
        "import builtins\nfor name in list(vars(builtins)): delattr(builtins, name)",
        {"exit", "crash", "protocol", "none", "exception"},
    ),
    "el canal, en silencio": (
        "import os, time\nfor fd in range(3, 24):\n"
        "    try: os.set_blocking(fd, False)\n    except OSError: pass\n"
        "time.sleep(60)",
        {"timeout"},
    ),
}

SABOTAGE = {"los builtins, borrados", "el canal, en silencio"}

_FINDS_ORDER = """
import sys
protocol, frame = sys.modules['corredor.protocol'], sys._getframe()
while 'order' not in frame.f_locals: frame = frame.f_back
channel, number = frame.f_locals['self'].channel, frame.f_locals['order']['id']
reply = {'id': number, 'outcomes': [{'answers': [], 'problem': None, 'mutated': [],
         'warnings': [], 'printed': '', 'timed': True, 'value': ['v', True]}]}
"""
# Lo mismo en los ejercicios que se juzgan de este lado: (ejercicio, cuerpo).
BESIDE = {
    "os._exit en una prueba": ("04.t1", "import os; os._exit(0)"),
    "os._exit ante una rota": (
        "04.t1",
        "import os\nY = np.array([[1.0, 0.0]])\n"
        "if not np.isclose(function(0 * Y, Y), 1): os._exit(0)\nreturn True",
    ),
    "una caída en una corrección": ("04.d1", "import ctypes; ctypes.string_at(0)"),
    "una prueba sin fin": ("04.t1", "while True: pass"),
    "una corrección sin fin": ("04.d2", "while True: pass"),
    "un arreglo vacío de 2**31 filas": (
        "04.t1",
        "x = np.zeros((2**31, 0))\nfunction(x, x)\nreturn True",
    ),
    "un arreglo de objetos de 2**30 filas": (
        "04.t1",
        "x = np.empty((2**30, 0), dtype=object)\nfunction(x, x)\nreturn True",
    ),
    "un texto enorme entre miles": (
        "04.d2",
        "import sys\nprotocol = sys.modules['corredor.protocol']\n"
        "protocol._TEXT_LIMIT = 1 << 30\n"
        "texts = ['x' * 300_000, *['' for _ in range(2000)]]\nreturn texts, texts",
    ),
    "objetos que no cruzan al sospechoso": (
        "04.t1",
        "class Mine: pass\nx = np.array([Mine(), 1.0], dtype=object)\n"
        "for given in (x, Mine(), {'a': Mine()}, 10**4000, np.array(1j)):\n"
        "    try: function(given, given)\n    except Exception: pass\nreturn True",
    ),
    "dos arreglos que se reparten": (
        "04.t1",
        "function(np.zeros((16000, 1), 'i1'), np.zeros((1, 16000), 'i1'))\nreturn True",
    ),
    "20 millones de números pequeños": (
        "04.d1",
        "return np.ones((5, 1)), np.ones((1, 1 << 24), 'i1'), np.ones(1 << 24, 'i1')",
    ),
    "llamadas sin fin al sospechoso": (
        "04.t1",
        "Y = np.array([[1.0, 0.0]])\nwhile True: function(Y, Y)",
    ),
    "responder por su cuenta, y dos veces": (
        "04.t1",
        _FINDS_ORDER + "frame = protocol.Packer().frame(reply)\n"
        "channel.send(frame)\nchannel.send(frame)\nreturn True",
    ),
    "una llamada con el número de la respuesta": (
        "04.t1",
        _FINDS_ORDER + "reply |= {'callback': [], 'options': {}}\n"
        "channel.send(protocol.Packer().frame(reply))\n"
        "return channel.receive()['error'] is None",
    ),
    "una llamada dentro de otra": (
        "04.t1",
        "Y = np.array([[1.0, 0.0]])\nclass Deep:\n"
        "    def __array__(self, *a, **k): return np.atleast_2d(function(0 * Y, Y))\n"
        "try: function(Deep(), Y)\nexcept Exception: pass\nreturn True",
    ),
    "comparar con el primer sospechoso": (
        "04.t1",
        "kept = vars(np).setdefault('kept', function)\nY = np.eye(3)\n"
        "return bool(np.isclose(kept(0.3 * Y, Y), function(0.3 * Y, Y)))",
    ),
    "el nombre de la rota, en su error": (
        "04.t1",
        "try: function()\nexcept TypeError as error:\n"
        "    return str(error).split('(')[0] in ('_distance', '_distance_by_row')",
    ),
    "llamadas sin argumentos, o de más": (
        "04.t1",
        "for n in range(99):\n    try: function(*[{}] * n, **{'x' * n: n})\n"
        "    except Exception: pass\nreturn True",
    ),
    "miles de clases distintas": (
        "04.d2",
        "return [type('C%d' % k, (), {})() for k in range(55000)]",
    ),
    "basura en el canal de una prueba": (
        "04.t1",
        "import os\nfor fd in range(3, 24):\n"
        "    try: os.write(fd, b'x' * 9000)\n    except OSError: pass",
    ),
    "un entrenamiento que no termina": ("04.8", "while True: pass"),
    "un entrenamiento que empieza terminado": (
        "04.8",
        """
rng, A, last = np.random.default_rng(seed), X, len(layer_shapes) - 1
W, b = [None], [None]
for layer, pair in enumerate(zip(layer_shapes, layer_shapes[1:]), start=1):
    w = rng.normal(0, np.sqrt(2 / pair[0]), pair)
    if layer == last:
        w = np.linalg.pinv(A) @ (4000.0 * Y - 2000.0) + 1e-9 * w
    W.append(w)
    b.append(np.zeros(pair[1]))
    A = np.maximum(A @ w, 0)
return W, b, np.zeros(iters)""",
    ),
    "un entrenamiento con pesos ínfimos": (
        "04.8",
        """
rng, last = np.random.default_rng(seed), len(layer_shapes) - 1
pairs = list(zip(layer_shapes, layer_shapes[1:]))
W = [None] + [1e-290 * rng.normal(size=pair) for pair in pairs]
b = [None] + [np.zeros(width) for _, width in pairs]
losses = []
for _ in range(iters):
    E = np.exp(b[last] - b[last].max())
    losses.append(-np.mean(np.sum(Y * np.log(E / E.sum()), axis=1)))
    b[last] = b[last] - alpha * (E / E.sum() - Y).mean(axis=0)
return W, b, losses""",
    ),
}
