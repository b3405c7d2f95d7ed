"""Guardar una red y volver a leerla: `save` y `load`.

El archivo es un `.npz` que cualquiera abre con `np.load`, sin pickle: dentro no hay
código, y `load` no ejecuta nada. Sus arreglos (`kind` y `version` nunca cambiarán de
forma: por ellos se reconoce también un archivo futuro):

| nombre | qué es |
| --- | --- |
| `kind`, `version` | la marca de estos archivos y la versión del formato |
| `layer_shapes` | h_0 … h_L |
| `activation` | la de las capas ocultas |
| `W1`, `b1`, …, `WL`, `bL` | los parámetros de cada capa |
| `classes` | los nombres de las clases, si los hay |
| `mean`, `scale` | la `Standardization` que va antes, si la hay |

`load` desconfía: comprueba tamaños y formas con lo que declara cada cabecera, antes de
leer lo que sigue. Los arreglos van sin comprimir, y así un archivo pequeño no puede
pedir mucha memoria.
"""

import contextlib
import difflib
import errno
import io
import math
import os
import stat
import struct
import zipfile
from pathlib import Path

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    describe,
    shape_text,
)
from course_lib.files import replace_with
from course_lib.mlp import Network
from course_lib.preprocessing import Standardization, as_standardization
from course_lib.validation import (
    MAX_PARAMETERS,
    as_choice,
    as_layer_shapes,
    network_advice,
)

__all__ = ["load", "save"]

KIND, VERSION = "course_lib.Network", 1
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)  # fija: la misma red da los mismos bytes

# Cotas de lo que se lee: de una cabecera, de los nombres de las clases, de los arreglos
# que puede haber y de todo el archivo.
_HEADER, _MOST_CLASS_BYTES, _MOST_MEMBERS = 2**10, 2**26, 2**14
_MOST_BYTES = 8 * MAX_PARAMETERS + _MOST_CLASS_BYTES + _HEADER * _MOST_MEMBERS
_END_OF_ZIP = struct.Struct("<4s4H2LH")


def save(network, path):
    """Guarda una `Network` en un archivo `.npz` y devuelve su ruta, un `Path`.

    Si el nombre no termina en .npz, se le añade. Un archivo anterior se reemplaza de
    una vez: si algo falla, queda como estaba. La misma red da los mismos bytes.
    CourseError: algo que no es una Network, un preprocesamiento que no es una
    Standardization, clases que no son números ni textos, o una ruta en la que no se
    puede escribir.
    """
    if not isinstance(network, Network):
        raise CourseTypeError(
            "save guarda una red entrenada",
            expected="una Network de course_lib.mlp",
            got=describe(network),
            action="El orden es save(network, path)"
            if isinstance(path, Network)
            else network_advice(network),
        )
    given = _as_path(path)
    target = _with_extension(given)
    content = _npz(_arrays_of(network))
    try:
        if given.is_dir():
            raise _folder(given)
        mode = 0o644
        with contextlib.suppress(FileNotFoundError):
            mode = stat.S_IMODE(_require_file(target).st_mode)
        # Un enlace sigue siendo un enlace: se reemplaza aquello a lo que apunta.
        replace_with(Path(os.path.realpath(target)), content, mode)
    except OSError as error:
        raise _unwritable(target, error) from error
    return target


def load(path):
    """Lee la `Network` que guardó `save`: los mismos números, bit por bit.

    CourseError: no hay archivo o no se puede leer; está dañado; es de otro programa o
    de una versión más nueva; o dentro hay algo que no es una red. Nada de lo que haya
    en el archivo se ejecuta.
    """
    given = _as_path(path)
    try:
        path = _existing(given)
        with open(path, "rb") as stream:
            size, count = _require_npz(stream, path)
            with zipfile.ZipFile(stream) as archive:
                return _network_in(_Reader(archive, path, size, count), path)
    except CourseError:
        raise
    except OSError as error:
        raise _unreadable(path, error) from error
    except Exception as error:
        # Ante bytes que no esperan, zipfile y NumPy lanzan una docena de clases.
        raise _damaged(path) from error


# Escribir -----------------------------------------------------------------------------


def _arrays_of(network):
    """Los arreglos del archivo, con su nombre y en su orden."""
    L = len(network.W) - 1
    # La misma cota que al leer: nada se guarda que luego no se pueda abrir.
    shapes = as_layer_shapes([network.W[1].shape[0], *(b.size for b in network.b[1:])])
    if 2 * len(shapes) > _MOST_MEMBERS - 8:
        raise CourseValueError(
            f"Una red de {L} capas no se puede guardar",
            expected=f"una red de {_MOST_MEMBERS // 2 - 5} capas o menos",
        )
    arrays = {
        "kind": np.array(KIND),
        "version": np.array(VERSION, np.int64),
        "layer_shapes": np.array(shapes, np.int64),
        "activation": np.array(network.activation),
    }
    for l in range(1, L + 1):
        arrays |= {f"W{l}": network.W[l], f"b{l}": network.b[l]}
    if network.classes is not None:
        arrays["classes"] = _storable_classes(network.classes)
    steps = as_standardization(network, "guardar")
    if steps is not None:
        arrays |= {"mean": steps.mean, "scale": steps.scale}
    return arrays


def _storable_classes(classes):
    """Las clases con un tipo que NumPy escribe sin pickle."""
    values = classes.tolist()
    if classes.dtype.kind in "OT" and all(isinstance(v, str) for v in values):
        classes = np.array(values, dtype=str)  # lo que sale de una tabla de pandas
        if classes.tolist() != values:  # NumPy recorta los caracteres nulos del final
            raise _bad_classes(describe(values[0]))
    fits = classes.dtype.kind in "biuU" or classes.dtype.kind == "f"
    if not fits or (classes.dtype.kind != "U" and classes.dtype.itemsize > 8):
        raise _bad_classes(describe(classes))
    if classes.dtype.kind == "f" and not np.isfinite(classes).all():
        raise _bad_classes("una clase infinita")
    return classes.astype("<U1") if classes.dtype.itemsize == 0 else classes


def _bad_classes(got):
    return CourseTypeError(
        "Las clases de esta red no se pueden guardar",
        expected="una lista de enteros, de textos, de booleanos o de números finitos",
        got=got,
        action="Crea la red con otros nombres: Network(W, b, classes=[…])",
    )


def _npz(arrays):
    """El archivo entero, en bytes que solo dependen de los arreglos."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            # De menor a mayor peso y por filas, sea cual sea la computadora.
            array = np.array(array, array.dtype.newbyteorder("<"), order="C")
            member = io.BytesIO()
            np.lib.format.write_array(member, array, (1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _OLDEST_DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, member.getbuffer())
    return file.getbuffer()


# Leer ---------------------------------------------------------------------------------


def _network_in(read, path):
    """La red de un archivo abierto; cada arreglo se revisa antes de leerlo."""
    read.require_ours()
    with _telling(path):
        shapes = as_layer_shapes(read.array("layer_shapes", "iu", most=2**16).tolist())
        activation = as_choice(read.text("activation"), "activation", ACTIVATIONS)
    # Desde aquí, layer_shapes acota lo que se lee: as_layer_shapes acota a ella.
    W, b, classes, steps = [None], [None], None, None
    for l in range(1, len(shapes)):
        W.append(read.array(f"W{l}", "f", (shapes[l - 1], shapes[l])))
        b.append(read.array(f"b{l}", "f", (shapes[l],)))
    if "classes" in read.pending:
        classes = read.array("classes", "biufU", (shapes[-1],), most=_MOST_CLASS_BYTES)
        classes.tolist()  # un texto con caracteres que no existen falla aquí
    if "mean" in read.pending or "scale" in read.pending:
        mean, scale = (read.array(n, "f", (shapes[0],)) for n in ("mean", "scale"))
        with _telling(path):
            steps = Standardization(mean, scale)
    if read.pending:
        raise _unfit(path, f"trae algo de más, {_names(read.pending)}")
    with _telling(path):
        return Network(W, b, activation, classes, steps)


class _Reader:
    """Lee los arreglos de un .npz, cada uno después de revisar su cabecera."""

    def __init__(self, archive, path, size, count):
        infos = archive.infolist()
        names = [info.filename for info in infos]
        if not all(name.endswith(".npy") for name in names):
            raise _foreign(path, f"un zip con {_names(names)}")
        self._archive, self._path = archive, path
        self._infos = {info.filename[:-4]: info for info in infos}
        # Falta alguno en el índice, dos se llaman igual (¿cuál vale?), o uno es más
        # grande que el archivo.
        complete = len(self._infos) == len(infos) == count
        if not complete or any(info.file_size > size for info in infos):
            raise _damaged(path)
        self.pending = dict.fromkeys(self._infos)

    def require_ours(self):
        """La marca y la versión, lo primero: una futura puede cambiar lo demás."""
        if not {"kind", "version"} <= set(self._infos):
            raise _foreign(self._path, f"un .npz con {_names(self._infos)}")
        kind = self.text("kind")
        if kind != KIND:
            raise _foreign(self._path, f"la marca «{_clean(kind)}»")
        version = int(self.array("version", "iu", ()))
        if version > VERSION:
            raise CourseValueError(
                f"«{self._path}» es de una versión más nueva del curso",
                expected=f"el formato {VERSION}, el que esta versión sabe leer",
                got=f"el formato {version}",
                action="Actualiza el curso y vuelve a leerlo",
            )
        if version < 1:
            raise _unfit(self._path, f"su versión de formato es {version}")

    def text(self, name):
        return str(self.array(name, "U", (), most=2**12))

    def array(self, name, kinds, shape=None, *, most=_MOST_BYTES):
        """El arreglo `name`: con un tipo de `kinds`, esa forma y a lo sumo esos bytes.

        Todo se decide con lo que declara la cabecera, antes de leer los datos.
        """
        info = self._infos.get(name)
        if info is None:
            raise _unfit(self._path, f"falta {name}")
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
            raise _unfit(self._path, f"{name} viene comprimido o cifrado")
        if info.file_size > most:
            raise _unfit(
                self._path,
                f"{name} ocupa {info.file_size} bytes, y son demasiados",
            )
        with self._archive.open(info) as stream:
            found, fortran, dtype = _header(stream)
            if dtype.hasobject:
                raise CourseValueError(
                    f"«{self._path}» lleva objetos de Python en {name}: leerlos podría "
                    "ejecutar código ajeno, y no se leyeron",
                    expected="un archivo con números y textos, como los de save",
                    action="No uses ese archivo si no sabes de dónde viene",
                )
            if dtype.kind not in kinds or (dtype.kind != "U" and dtype.itemsize > 8):
                raise _unfit(self._path, f"{name} es de tipo {dtype}")
            if shape is not None and found != shape:
                raise _unfit(
                    self._path,
                    f"{name} tiene forma {shape_text(found)}; según layer_shapes, "
                    f"debía ser {shape_text(shape)}",
                )
            size = math.prod(found) * dtype.itemsize
            if stream.tell() + size != info.file_size:
                raise _damaged(self._path)
            # Se lee hasta el final: así zipfile comprueba la suma de todo el arreglo.
            data = stream.read(size + 1)
        array = np.frombuffer(data, dtype).reshape(found, order="CF"[fortran])
        if dtype.kind == "f" and not np.isfinite(array).all():
            raise _unfit(self._path, f"{name} contiene NaN o infinitos")
        self.pending.pop(name, None)
        return np.asarray(array, dtype.newbyteorder("="), order="C")


def _header(stream):
    """La forma, el orden y el tipo que declara un .npy. No ejecuta nada."""
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("save escribe cabeceras de la versión 1.0")
    found, fortran, dtype = np.lib.format.read_array_header_1_0(
        stream, max_header_size=_HEADER
    )
    if any(side < 0 for side in found):
        raise ValueError("una forma no tiene lados negativos")
    return found, fortran, dtype


def _require_npz(stream, path):
    """Lo que dicen el comienzo y el final del archivo: su tamaño y su cuenta."""
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise _foreign(path, "un archivo vacío")
    if size > _MOST_BYTES:
        raise _unfit(path, f"ocupa {size} bytes, más que la mayor red que se admite")
    stream.seek(0)
    start = stream.read(6)
    if start == np.lib.format.MAGIC_PREFIX:
        raise _foreign(path, "un arreglo suelto (.npy); ese se lee con np.load")
    if start[:4] == b"PK\5\6":
        raise _foreign(path, "un zip sin nada dentro")
    if start[:4] != b"PK\3\4":
        raise _foreign(path, "un archivo que no es .npz")
    # Un zip termina con su índice: si falta, el archivo se cortó. Ahí dice también
    # cuántos archivos trae, que zipfile cargaría sin preguntar, y dónde empieza.
    stream.seek(max(0, size - _END_OF_ZIP.size))
    end = stream.read()
    if end[:4] != b"PK\5\6":
        raise _damaged(path)
    count, index_size, index_start = _END_OF_ZIP.unpack(end)[4:7]
    if count > _MOST_MEMBERS or index_size > 2**10 * _MOST_MEMBERS:
        raise _foreign(path, f"un zip con {count} archivos o más")
    if index_start + index_size + len(end) != size:
        raise _damaged(path)
    return size, count


# Rutas --------------------------------------------------------------------------------


def _as_path(path):
    try:
        text = os.fspath(path)
    except TypeError:
        text = None
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise CourseTypeError(
            "path debe ser la ruta de un archivo",
            expected='un texto como "mi red.npz", o un Path',
            got=describe(path),
        )
    with contextlib.suppress(RuntimeError):  # una carpeta personal que no existe
        text = os.path.expanduser(text)
    if text.endswith(("/", os.sep)):
        raise _folder(Path(text))
    return Path(text)


def _with_extension(path):
    return path if path.suffix.lower() == ".npz" else Path(f"{path}.npz")


def _folder(path):
    return CourseValueError(
        f"«{path}» es una carpeta",
        expected="la ruta de un archivo",
        action=f"Escribe también su nombre: «{path / 'red.npz'}»",
    )


def _require_file(path):
    """El estado del archivo, si lo hay y es un archivo común."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise _folder(path)
    if not stat.S_ISREG(found.st_mode):
        raise CourseValueError(
            f"En «{path}» hay un dispositivo o una tubería, y no un archivo",
            action="Elige otro nombre",
        )
    return found


def _existing(given):
    """La ruta que hay que leer: con .npz, como la escribe `save`, o tal cual."""
    for path in (_with_extension(given), given):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            _require_file(path)
            return path
    folder = given.parent
    names = [found.stem for found in folder.glob("*.npz")] if folder.is_dir() else []
    close = difflib.get_close_matches(_with_extension(given).stem, names, n=1)
    action = f"Revisa el nombre y la carpeta: se buscó en «{folder.absolute()}»"
    if close:
        action = f"¿Buscabas «{folder / close[0]}.npz»?"
    raise CourseValueError(f"No hay ningún archivo «{given}»", action=action)


# Lo que se dice -----------------------------------------------------------------------


def _unwritable(path, error):
    what = f"No se pudo guardar la red en «{path}»"
    action = "Elige otra carpeta"
    if _too_long(error):
        what, action = "Ese nombre es demasiado largo", "Elige uno más corto"
    elif isinstance(error, FileNotFoundError) and path.parent.is_dir():
        what = f"En «{path.parent}» no se pueden crear archivos"  # como en /proc
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        what = f"No se puede guardar en «{path.parent}»: esa carpeta no existe"
        action = "Créala antes, o revisa su nombre"
    elif isinstance(error, PermissionError):
        what = f"No tienes permiso para escribir en «{path.parent}»"
    elif error.errno == errno.EROFS:
        what = f"«{path.parent}» está en un disco de solo lectura"
    elif error.errno == errno.ENOSPC:
        what = f"No queda espacio en el disco para guardar «{path}»"
        action = "Libera espacio y guárdala otra vez; lo que había sigue intacto"
    else:
        what += f" ({error.strerror or error})"
    return CourseValueError(what, action=action)


def _too_long(error):
    return error.errno == errno.ENAMETOOLONG


def _unreadable(path, error):
    if isinstance(error, PermissionError):
        what = f"No tienes permiso para leer «{path}»"
        return CourseValueError(what, action="Pide permiso a quien creó el archivo")
    if _too_long(error):
        what = "Ese nombre es demasiado largo: no puede ser de un archivo"
        return CourseValueError(what, action="Revisa la ruta")
    reason = error.strerror or error
    return CourseValueError(f"No se pudo leer «{path}» ({reason})")


def _damaged(path):
    return CourseValueError(
        f"«{path}» está dañado o incompleto, y no se leyó nada de él",
        expected="el archivo entero, como lo escribió save",
        action="Cópialo o descárgalo otra vez, o guarda la red de nuevo",
    )


def _foreign(path, got):
    return CourseValueError(
        f"«{path}» no es una red guardada por el curso",
        expected="un archivo escrito por save",
        got=got,
        action="Si son pesos de otro programa, arma la red con Network(W, b)",
    )


def _unfit(path, why):
    return CourseValueError(
        f"Lo que hay en «{path}» no es una red: {why}",
        expected="un archivo escrito por save, sin cambios",
        action="Guarda la red de nuevo, o revisa qué programa lo cambió",
    )


@contextlib.contextmanager
def _telling(path):
    """A lo que no sirve dentro de un archivo se le añade de qué archivo es."""
    try:
        yield
    except CourseError as error:
        if str(path) in error.what:
            raise
        raise _unfit(path, error.what) from error


def _names(names):
    """Los primeros nombres de un archivo ajeno, sin nada que altere la pantalla."""
    names = [f"«{_clean(name)}»" for name in names]
    if not names:
        return "nada dentro"
    more = f" y {len(names) - 4} más" if len(names) > 4 else ""
    return ", ".join(names[:4]) + more


def _clean(text):
    return "".join(c if c.isprintable() else "?" for c in text[:40])
