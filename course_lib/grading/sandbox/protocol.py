"""Las tramas entre quien juzga y el proceso que corre código ajeno.

Hacia el hijo puede ir un pickle. De vuelta, jamás: vuelve un JSON corto y, detrás, los
bytes de los arreglos, cada uno con su tipo (de una lista cerrada) y su forma. Todo está
acotado y se comprueba antes de reservar memoria. No es el formato .npy porque leer su
cabecera pasa por un analizador de Python, y aquí van cientos de arreglos pequeños.
"""

import io
import json
import math
import pickle
import struct

import numpy as np

__all__ = ["BadFrame", "Packer", "Unpacker", "frame_head", "parse_head", "pickled"]

_HEAD = struct.Struct(">4sIQ")
HEAD_SIZE = _HEAD.size
_MAGIC = b"CUR6"
JSON_LIMIT = 1 << 20
DATA_LIMIT = 24 << 20
# Números por trama, aunque ocupen un byte: quien juzga los pasa a ocho.
ITEMS_LIMIT = DATA_LIMIT // 8
_ARRAYS_LIMIT = 20_000
_NODES_LIMIT = 60_000
_DEPTH_LIMIT = 12
# Letras de un texto: quien juzga solo mira que lo sea, y en un arreglo de textos cada
# uno ocupa lo que el más largo.
_TEXT_LIMIT = 100
_DTYPES = {
    np.dtype(code).str: np.dtype(code) for code in ("?", *"bBhHiIlLqQ", *"efdg", *"FD")
}


class BadFrame(BaseException):
    """Una trama que no se entiende o no cabe; `kind` es "protocol" u "output".

    No es `Exception`, para que nadie la tome por un error de la función juzgada.
    """

    def __init__(self, kind, text):
        self.kind = kind
        super().__init__(text)


class _Pickler(pickle.Pickler):
    """Guarda las excepciones como Python, aunque una biblioteca haya cambiado eso.

    Dask trae `tblib`, que lo cambia en todo el proceso: al hijo le llegaba un error que
    no podía leer, y una prueba bien escrita perdía sus puntos solo en un grupo.
    """

    def reducer_override(self, thing):
        return (
            thing.__reduce_ex__(5) if isinstance(thing, Exception) else NotImplemented
        )


def pickled(thing):
    """Lo que va al hijo, en bytes."""
    stream = io.BytesIO()
    _Pickler(stream, protocol=5).dump(thing)
    return stream.getbuffer()


def frame_head(json_size, data_size):
    """La cabecera de una trama."""
    return _HEAD.pack(_MAGIC, json_size, data_size)


def parse_head(head):
    """Los dos tamaños que anuncia una cabecera.

    Raises:
        BadFrame: si no es una cabecera o anuncia más de lo que se acepta.
    """
    magic, json_size, data_size = _HEAD.unpack(head)
    if magic != _MAGIC:
        raise BadFrame("protocol", "no es una trama")
    if json_size > JSON_LIMIT or data_size > DATA_LIMIT:
        raise BadFrame("output", "la respuesta es demasiado grande")
    return json_size, data_size


def count(shape):
    """Los números de un arreglo de esa forma; un lado de largo 0 cuenta como 1.

    Así un arreglo vacío de forma (2**31, 0), que no ocupa nada, no pasa por pequeño:
    recorrerlo por filas no termina, y sumarlas pide 16 GB.
    """
    return math.prod(max(side, 1) for side in shape)


class Stand:
    """Hace las veces de un objeto que no puede viajar: solo conserva cómo se llama."""


def _stand(name, array=None, items=None):
    """Un objeto cuyo tipo se llama así; quizá con largo, índices o números."""
    body = {}
    if items is not None:
        body["__len__"] = lambda self: len(items)
        body["__getitem__"] = lambda self, index: items[index]
    if array is not None:
        body["__array__"] = lambda self, dtype=None, copy=None: np.array(
            array, dtype=dtype
        )
    return type(name, (Stand,), body)()


class Packer:
    """Convierte valores cualesquiera en JSON y bytes (lo corre el hijo)."""

    def __init__(self):
        self.blobs, self.size, self.nodes, self.coming = [], 0, 0, 0
        self.items = 0

    def frame(self, message):
        """La trama entera, lista para escribir."""
        text = json.dumps(message).encode()
        if len(text) > JSON_LIMIT or self.size > DATA_LIMIT:
            raise BadFrame("output", "la respuesta es demasiado grande")
        return b"".join([frame_head(len(text), self.size), text, *self.blobs])

    def reserve(self, arrays):
        """Cuenta lo que vendrá: mejor saber que no cabe antes de correr otro caso."""
        self.coming += sum(array.nbytes for array in arrays)
        if self.coming > DATA_LIMIT:
            raise BadFrame("output", "la respuesta es demasiado grande")

    def array(self, array):
        """Un arreglo de números: se anota su tipo y su forma, y se copian sus bytes."""
        array = np.array(array, subok=False, order="C")
        array = array.astype(array.dtype.newbyteorder("="), copy=False)
        self.size += array.nbytes
        self.items += count(array.shape)
        too_much = self.size > DATA_LIMIT or self.items > ITEMS_LIMIT
        if array.dtype.str not in _DTYPES or too_much:
            raise BadFrame("output", "la respuesta es demasiado grande")
        self.blobs.append(array.tobytes())
        return ["a", array.dtype.str, list(array.shape)]

    def value(self, value, level=0):
        """Cualquier cosa que devuelva una función, con lo que de ella se mira."""
        self.nodes += 1
        if level > _DEPTH_LIMIT or self.nodes > _NODES_LIMIT:
            raise BadFrame("output", "la respuesta tiene demasiadas piezas")
        kind = type(value)
        if value is None or kind in (bool, float):
            return ["v", value]
        if value is Ellipsis:
            return ["e"]
        if kind is int:
            return ["v", value] if abs(value) < 1 << 63 else ["o", "int"]
        if isinstance(value, str):
            return ["v", str(value)[:_TEXT_LIMIT]]
        if isinstance(value, (np.ndarray, np.generic)):
            return self._numpy(value, level)
        if isinstance(value, (list, tuple)):
            return self._row("l" if isinstance(value, list) else "t", value, level)
        if isinstance(value, dict):
            return self._mapping(value, level)
        return self._object(value, level)

    def _numpy(self, value, level):
        if value.dtype.str in _DTYPES or value.dtype.newbyteorder("=").str in _DTYPES:
            packed = self.array(value)
            return ["s", *packed[1:]] if isinstance(value, np.generic) else packed
        if value.dtype == object and isinstance(value, np.ndarray):
            items = self._row("l", list(value.ravel()), level)
            return ["O", list(value.shape), items]
        return (
            ["v", str(value)[:_TEXT_LIMIT]] if value.dtype.kind in "US" else ["o", ""]
        )

    def _row(self, tag, items, level):
        items = list(items)
        for plain in (float, np.float64):
            if len(items) > 8 and all(type(item) is plain for item in items):
                return [tag + ("f" if plain is float else "s"), *self.array(items)[1:]]
        return [tag, [self.value(item, level + 1) for item in items]]

    def _mapping(self, value, level):
        pairs = [
            [key if isinstance(key, (str, int)) else str(key)[:80], item]
            for key, item in value.items()
        ]
        return ["d", [[key, self.value(item, level + 1)] for key, item in pairs]]

    def _object(self, value, level):
        name = str(type(value).__name__)[:80]
        try:
            array = np.array(value, subok=False)
            if array.dtype.str in _DTYPES:
                return ["o", name, self.array(array)]
            if hasattr(value, "__getitem__") and len(value) < _NODES_LIMIT:
                items = [value[k] for k in range(len(value))]
                return ["o", name, None, self._row("l", items, level)]
        except BadFrame:
            raise
        except Exception:
            pass
        return ["o", name]


class Unpacker:
    """Lee lo que escribió un hijo en el que no se confía (lo corre quien juzga)."""

    def __init__(self, text, data):
        self.data, self.place, self.arrays, self.nodes = data, 0, 0, 0
        self.items, self.most_items = 0, ITEMS_LIMIT
        self.most_nodes = 2 * _NODES_LIMIT
        try:
            self.message = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadFrame("protocol", "la respuesta no es JSON") from error
        if not isinstance(self.message, dict):
            raise BadFrame("protocol", "la respuesta no es un objeto")

    def array(self, packed):
        """El arreglo que sigue en los datos, si su forma y su tamaño cuadran."""
        try:
            _, code, shape = packed
            dtype = _DTYPES[code]
            size = self._room(shape)
            end = self.place + size * dtype.itemsize
            if end > len(self.data) or self.arrays >= _ARRAYS_LIMIT:
                raise ValueError("tamaño")
            flat = np.frombuffer(self.data, dtype, size, self.place)
        except (ValueError, TypeError, KeyError) as error:
            raise BadFrame("protocol", f"un arreglo no cuadra: {error}") from error
        self.arrays, self.place = self.arrays + 1, end
        return flat.reshape(shape).copy()

    def _room(self, shape):
        """Los números de un arreglo de esa forma, si es una forma y todavía caben."""
        if not all(type(side) is int and 0 <= side < 1 << 32 for side in shape):
            raise ValueError("forma")
        self.items += count(shape)
        if len(shape) > 32 or self.items > self.most_items:
            raise ValueError("demasiados números")
        return math.prod(shape)

    def value(self, packed, level=0):
        """El valor que describe un trozo del mensaje."""
        self.nodes += 1
        if level > _DEPTH_LIMIT + 2 or self.nodes > self.most_nodes:
            raise BadFrame("protocol", "demasiadas piezas")
        try:
            return self._read(packed, level)
        except BadFrame:
            raise
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise BadFrame("protocol", "una pieza no cuadra") from error

    def _read(self, packed, level):
        tag, *rest = packed
        if tag == "v":
            (value,) = rest
            if not isinstance(value, (type(None), bool, int, float, str)):
                raise ValueError("valor")
            if isinstance(value, str) and len(value) > _TEXT_LIMIT:
                raise ValueError("texto")
            return value
        if tag == "e":
            return Ellipsis
        if tag == "a":
            return self.array(packed)
        if tag in ("s", "ls", "ts", "lf", "tf"):
            return self._numbers(tag, self.array(packed))
        if tag in ("l", "t"):
            items = [self.value(item, level + 1) for item in rest[0]]
            return items if tag == "l" else tuple(items)
        if tag == "d":
            if not all(isinstance(key, (str, int)) for key, _ in rest[0]):
                raise ValueError("clave")
            return {key: self.value(item, level + 1) for key, item in rest[0]}
        if tag == "O":
            self._room(rest[0])
            items = self.value(rest[1], level + 1)
            array = np.empty(len(items), dtype=object)
            array[:] = items
            return array.reshape(rest[0])
        if tag == "o":
            return self._object(level, *rest)
        raise ValueError("marca")

    def _numbers(self, tag, array):
        if tag == "s":
            return array[()]
        items = array.tolist() if tag[1] == "f" else list(array)
        return items if tag[0] == "l" else tuple(items)

    def _object(self, level, name, array=None, items=None):
        if not isinstance(name, str):
            raise ValueError("nombre")
        name = name if name.isidentifier() else "object"
        return _stand(
            name[:80],
            None if array is None else self.array(array),
            None if items is None else self.value(items, level + 1),
        )
