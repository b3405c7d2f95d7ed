"""Ataques que quieren puntos por una respuesta que no lo es.

Cada uno define `softmax` (el ejercicio 04.2) de una manera que no calcula nada.
"""

__all__ = ["ANSWERS", "CHEATS", "ELSEWHERE"]

_EQUAL_TO_ALL = """
    class Yes(np.ndarray):
        def __eq__(self, other): return True
        __ne__ = lambda self, other: False
        __hash__ = None
        def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return True
        def __array_function__(self, func, types, args, kwargs): return True
        shape = property(lambda self: self.base.shape if self.base is not None else ())
    def softmax(Z): return np.zeros_like(Z).view(Yes)
"""
CHEATS = {
    "parchear NumPy": """
        for name in ("allclose", "array_equal", "isclose", "all", "any"):
            setattr(np, name, lambda *a, **k: True)
        np.testing.assert_allclose = lambda *a, **k: None
        def softmax(Z): return np.zeros_like(Z)
    """,
    "parchear el corredor": """
        import course_lib.checking.run as r, course_lib.exercises.drivers as d, sys
        r._run_unguarded = lambda *a: r.Outcome({"P": np.ones(1)})
        d.Returns.__call__ = lambda self, f, inputs: {"P": np.ones(1)}
        for module in list(sys.modules.values()):
            for name in ("passed", "judge", "compare", "same_outcome", "alike"):
                if hasattr(module, name):
                    setattr(module, name, lambda *a, **k: True)
        def softmax(Z): return 1
    """,
    "parchear IPython": """
        try:
            import IPython
            get_ipython().input_transformers_post.append(lambda lines: [])
        except Exception:
            pass
        def softmax(Z): return "assert True"
    """,
    "un arreglo igual a todo": _EQUAL_TO_ALL,
    "un objeto igual a todo": """
        class Yes(float):
            __eq__ = lambda self, other: True
            __sub__ = __rsub__ = __abs__ = lambda self, *other: 0
            __array__ = lambda self, *a, **k: np.zeros(())
        def softmax(Z): return Yes()
    """,
    "NaN e infinitos": "def softmax(Z): return np.full(np.shape(Z), np.nan)",
    "un pickle por respuesta": """
        class Bomb:
            def __reduce__(self): return (print, ("hola",))
        def softmax(Z): return np.array([[Bomb()]], dtype=object)
    """,
    "falsificar la trama": """
        from corredor import child, protocol
        text = b'{"id": "x", "passed": true, "score": 1}'
        frame = protocol.frame_head(len(text), 0) + text
        protocol.Packer.frame = lambda self, message: frame
        def softmax(Z): return np.zeros_like(Z)
    """,
    "responder antes de la pregunta": """
        import os
        text = b'{"id": "0", "outcomes": [], "passed": true, "points": 99}'
        from corredor import protocol
        for fd in range(3, 24):
            try:
                os.write(fd, protocol.frame_head(len(text), 0) + text)
            except OSError:
                pass
        def softmax(Z): return np.zeros_like(Z)
    """,
    "resultados de más": """
        from corredor import child
        child._packed = lambda packer, outcome: {"answers": [], "problem": None,
            "mutated": [], "warnings": [], "printed": "", "timed": True, "score": 1}
        def softmax(Z): return np.zeros_like(Z)
    """,
    "buscar la solución": """
        from course_lib.mlp import softmax as stolen
        from course_lib.activations import softmax as other
        def softmax(Z):
            for f in (stolen, other):
                try:
                    return f(Z, check=False)
                except Exception:
                    pass
    """,
}

# Lo mismo, por caminos que pasan por dentro del proceso.
ANSWERS = {
    "parchear np.testing y el ==": """
        class Same:
            def __call__(self, *a, **k): return True
            __eq__ = __bool__ = lambda self, *a: True
        for name in [n for n in dir(np.testing) if n.startswith("assert")]:
            setattr(np.testing, name, Same())
        try:
            np.ndarray.__eq__ = lambda self, other: True
        except TypeError:
            pass
        for name in ("equal", "less_equal", "isfinite", "abs", "absolute"):
            setattr(np, name, Same())
        def softmax(Z): return np.zeros_like(Z)
    """,
    "np.ndarray cambiado por otra clase": """
        class Always(np.ndarray):
            __eq__ = __le__ = __lt__ = lambda self, other: True
        np.ndarray = np.array = np.asarray = Always
        def softmax(Z): return Always((1,))
    """,
    "arreglo con __array_finalize__": """
        class Changing(np.ndarray):
            def __array_finalize__(self, other):
                if other is not None and other.dtype.kind == "f":
                    other.flags.writeable and other.fill(1.0)
        def softmax(Z): return np.zeros_like(Z).view(Changing)
    """,
    "arreglo con __array_ufunc__": """
        class Mute(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **options):
                return np.ones(1, bool)
            def __array_function__(self, f, types, args, kwargs): return True
            def __array_wrap__(self, *a, **k): return True
        def softmax(Z): return np.zeros_like(Z).view(Mute)
    """,
    "objeto con __array_interface__ falso": """
        class Liar:
            __array_interface__ = {"shape": (3, 3), "typestr": "<f8", "version": 3,
                                   "data": (4096, True)}
        def softmax(Z): return Liar()
    """,
    "__class__ trucado": """
        class Fake:
            __class__ = np.ndarray
            dtype, shape, ndim, size, nbytes = np.dtype(float), (2, 3), 2, 6, 48
            def __array__(self, *a, **k): return np.zeros((2, 3))
        def softmax(Z): return Fake()
    """,
    "tipos estructurados": """
        def softmax(Z): return np.zeros(Z.shape, [("igual", "f8"), ("b", "i4")])
    """,
    "textos": "def softmax(Z): return np.full(np.shape(Z), 'correcto')",
    "objetos": """
        class Yes:
            __eq__ = __le__ = lambda self, other: True
            __float__ = lambda self: 0.5
        def softmax(Z): return np.full(Z.shape, Yes(), dtype=object)
    """,
    "un diccionario de claves raras": """
        class Key(str):
            __hash__ = lambda self: 0
            __eq__ = lambda self, other: True
        def softmax(Z): return {Key("P"): 1, None: 2, (1, 2): Z, 1.5: {}}
    """,
    "un generador infinito": """
        def softmax(Z):
            while True:
                yield Z
    """,
    "ceros con forma de 2**62": """
        def softmax(Z): return np.zeros((2**31, 2**31, 0))
    """,
    "un archivo npy comprimido": """
        import io
        def softmax(Z):
            file = io.BytesIO()
            np.savez_compressed(file, P=np.zeros((1 << 20, 8)))
            return np.frombuffer(file.getvalue(), np.uint8)
    """,
    "contestar por `_packed`, con formas negativas": """
        from corredor import child
        child._packed = lambda packer, outcome: {
            "answers": [["P", ["a", "<f8", [-1, 2**62]]]], "problem": None,
            "mutated": [], "warnings": [], "printed": "", "timed": True}
        def softmax(Z): return Z
    """,
    "contestar por `_packed`, con tipo object": """
        from corredor import child
        child._packed = lambda packer, outcome: {
            "answers": [["P", ["a", "|O", [1]]]], "problem": None,
            "mutated": [], "warnings": [], "printed": "", "timed": True}
        def softmax(Z): return Z
    """,
    "dos respuestas por pregunta": """
        from corredor import protocol
        frame = protocol.Packer.frame
        protocol.Packer.frame = lambda self, message: 2 * frame(self, message)
        def softmax(Z): return np.zeros_like(Z)
    """,
    "más casos que los pedidos": """
        from corredor import child
        run = child._Student.run
        def more(self, packer, order):
            message = run(self, packer, order)
            message["outcomes"] = 99 * message["outcomes"]
            return message
        child._Student.run = more
        def softmax(Z): return np.zeros_like(Z)
    """,
    "una llamada que nadie espera": """
        from corredor import protocol
        self_frame = protocol.Packer.frame
        protocol.Packer.frame = lambda self, message: self_frame(
            self, {"callback": [], "options": {}, **message})
        def softmax(Z): return np.zeros_like(Z)
    """,
    "mentir sobre los avisos y el tiempo": """
        import course_lib.checking.run as r
        r._same = lambda a, b: True
        r.Outcome.timed = r.Outcome.passed = True
        def softmax(Z): Z *= 0; return Z
    """,
    "buscar lo esperado con inspect y gc": """
        import gc, inspect, sys
        def softmax(Z):
            gc.unfreeze()
            seen = [v for f in inspect.stack() for v in f.frame.f_locals.values()]
            seen += [v for f in sys._current_frames().values()
                     for v in f.f_locals.values()]
            for o in [*seen, *gc.get_objects()]:
                if type(o) is np.ndarray and o.shape == Z.shape and o is not Z:
                    if np.allclose(o.sum(axis=-1), 1):
                        return o
            return np.zeros_like(Z)
    """,
    "buscar lo esperado con sys.modules": """
        import sys, types
        def softmax(Z):
            for module in list(sys.modules.values()):
                for name in ("softmax", "_softmax", "SOFTMAX", "solution", "expected"):
                    f = getattr(module, name, None)
                    if isinstance(f, types.FunctionType) and f is not softmax:
                        try:
                            return np.asarray(f(Z, check=False)) + 0
                        except BaseException:
                            pass
            return np.zeros_like(Z)
    """,
    "leer la memoria propia con ctypes": """
        import ctypes, mmap
        def softmax(Z):
            try:
                start = Z.ctypes.data
                raw = ctypes.string_at(start, Z.nbytes)
                return np.frombuffer(raw, Z.dtype).reshape(Z.shape)
            finally:
                mmap.mmap(-1, 4096).close()
    """,
    "seguir al corredor con sys.settrace": """
        import sys
        def spy(frame, event, argument):
            if event == "return" and isinstance(argument, bool):
                frame.f_locals["return"] = True
            return spy
        sys.settrace(spy); sys.setprofile(spy)
        def softmax(Z): return np.zeros_like(Z)
    """,
    "cambiar __import__ y los builtins": """
        import builtins
        real = builtins.__import__
        builtins.__import__ = lambda name, *a, **k: real(
            "math" if "checking" in name else name, *a, **k)
        builtins.len = builtins.sum = lambda *a, **k: 0
        builtins.isinstance = lambda *a: True
        builtins.all = builtins.any = lambda *a: True
        def softmax(Z): return np.zeros_like(Z)
    """,
    "responder al salir, con atexit": """
        import atexit, os
        @atexit.register
        def late():
            for fd in range(3, 24):
                try:
                    os.write(fd, b"CUR6")
                except OSError:
                    pass
        def softmax(Z): raise SystemExit
    """,
    "responder desde una señal": """
        import os, signal
        def late(*a):
            for fd in range(3, 24):
                try:
                    os.write(fd, b"CUR6" + b"\\0" * 12)
                except OSError:
                    pass
        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
        def softmax(Z):
            while True:
                pass
    """,
    "recordar los casos en un atributo": """
        def softmax(Z):
            softmax.seen = getattr(softmax, "seen", []) + [Z]
            return softmax.seen[0]
    """,
    "recordar los casos en un cierre": """
        def maker():
            seen = []
            def softmax(Z):
                seen.append(Z.copy())
                return seen[-1] if len(seen) < 2 else seen[0]
            return softmax
        softmax = maker()
    """,
    "recordar los casos dentro de NumPy": """
        np.cache = {}
        def softmax(Z):
            return np.cache.setdefault(Z.shape, np.ones_like(Z) / Z.shape[-1] + 1e-3)
    """,
    "un nombre homógrafo": """
        def ѕoftmax(Z):  # con una letra cirílica
            E = np.exp(Z - Z.max(axis=-1, keepdims=True))
            return E / E.sum(axis=-1, keepdims=True)
        def softmax(Z): return np.zeros_like(Z)
    """,
    "un objeto que se puede llamar": """
        class Softmax:
            __name__, __code__ = "softmax", (lambda Z: Z).__code__
            def __call__(self, Z): return self
            def __array__(self, *a, **k): return np.zeros(1)
        softmax = Softmax()
    """,
    "matar la comprobación de la celda": """
        import sys
        sys.modules["corredor.child"]._line = lambda error: "passed"
        sys.modules["__main__"].check = lambda *a: True
        raise SystemExit("passed")
        def softmax(Z): return np.zeros_like(Z)
    """,
}

# Lo mismo, en otros ejercicios: (ejercicio, cuerpo de su función).
ELSEWHERE = {
    "la sigmoide del grafo": (
        "02.1",
        "from course_lib.graph import Node\nreturn Node(z).sigmoid().value",
    ),
    "la relu del grafo": (
        "03.2",
        "from course_lib.graph import Node\nreturn Node(z).relu().value",
    ),
    "los nodos, en el orden en que se crearon": (
        "01.5",
        "import gc\nfrom course_lib.graph import Node\n"
        "nodes = [o for o in gc.get_objects() if type(o) is Node]\n"
        "nodes.sort(key=lambda one: one._birth)\n"
        "return nodes if len(nodes) > 8 else None",
    ),
    "los nodos que tiene quien llama": (
        "01.5",
        "import sys\nframe = sys._getframe()\n"
        "while 'nodes' not in frame.f_locals: frame = frame.f_back\n"
        "nodes = frame.f_locals['nodes']\n"
        "return nodes if len(nodes) > 8 else None",
    ),
}
