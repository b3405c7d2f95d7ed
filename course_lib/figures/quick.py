"""Dibujar lo mismo en la mitad del tiempo: marcas de los ejes y letras que se repiten.

Una figura que se mueve se dibuja de cero en cada cuadro, y casi todo el tiempo se va en
los ejes: matplotlib crea cinco objetos por cada marca, las mide varias veces y vuelve a
trazar cada letra. Aquí una sola marca hace de todas, se mide una vez, y las letras ya
trazadas se guardan. El resultado es el mismo byte por byte; una prueba lo exige.

Solo vale dentro de `CourseFigure.to_png`. Lo que se aparta de lo común (rejilla, marcas
menores, rótulos puestos a mano) lo dibuja matplotlib como siempre.
"""

import collections
import contextlib

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, XTick, YAxis, YTick
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text
from matplotlib.ticker import NullLocator

__all__ = ["CourseAxes", "Memory", "quick_drawing", "quick_renderer"]

_drawing = False


@contextlib.contextmanager
def quick_drawing(figure):
    """Mientras dure, los ejes de la figura se dibujan con una marca por eje."""
    global _drawing
    axes = [one for one in figure.axes if isinstance(one, CourseAxes)]
    each = [axis for one in axes for axis in (one.xaxis, one.yaxis)]
    before, _drawing = _drawing, True
    compose, Text._get_layout = Text._get_layout, _remembered_layout
    try:
        for axis in each:
            axis.begin()
        yield
    finally:
        Text._get_layout, _drawing = compose, before
        for axis in each:
            axis.end()


class Memory:
    """Guarda lo último que se usó, sin pasar de un número de bytes.

    Args:
        most: cuántos bytes caben; lo que más tiempo lleva sin usarse sale primero.
    """

    def __init__(self, most):
        self.most, self.used = most, 0
        self._kept = collections.OrderedDict()

    def __len__(self):
        return len(self._kept)

    def clear(self):
        """La deja vacía."""
        self._kept.clear()
        self.used = 0

    def get(self, key):
        """Lo guardado con esa clave, o `None`."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key, value, size):
        """Guarda `value`, que ocupa `size` bytes; si no cabe entero, no lo guarda."""
        if key in self._kept:
            self.used -= self._kept.pop(key)[1]
        if size > self.most:
            return
        self._kept[key] = value, size
        self.used += size
        while self.used > self.most:
            _, (_, freed) = self._kept.popitem(last=False)
            self.used -= freed


# --- Las marcas de un eje ----------------------------------------------------------


class _OneForAll:
    """Una marca que, mientras se dibuja rápido, pinta todas las de su eje."""

    places = labels = ()
    quick = False

    def draw(self, renderer):
        if not (_drawing and self.quick):
            super().draw(renderer)
            return
        if not self.get_visible():
            return
        line, zeros = self.tick1line, np.zeros(len(self.places))
        horizontal = isinstance(self, XTick)
        pair = (self.places, zeros) if horizontal else (zeros, self.places)
        line.set_data(*pair)
        line.draw(renderer)
        line.set_data([0], [0])
        for place, text in zip(self.places, self.labels, strict=True):
            self._put(place, text)
            self.label1.draw(renderer)
        self.stale = False

    def boxes(self, renderer):
        """La caja de cada rótulo."""
        if not (self.label1.get_visible() and self.label1.get_in_layout()):
            return []
        found = []
        for place, text in zip(self.places, self.labels, strict=True):
            self._put(place, text)
            found.append(self.label1.get_window_extent(renderer))
        return found

    def _put(self, place, text):
        label = self.label1
        label.set_text(text)
        if isinstance(self, XTick):
            label.set_x(place)
        else:
            label.set_y(place)


class _QuickXTick(_OneForAll, XTick):
    pass


class _QuickYTick(_OneForAll, YTick):
    pass


class _QuickAxis:
    """Un eje que no crea marcas hasta que hagan falta, ni las mide dos veces."""

    _ticks = _boxes = _clip = None
    _own = _lent = False

    def begin(self):
        """Antes de dibujar: nada está medido."""
        self._ticks = self._boxes = None
        # Medir un borde crea una marca menor aunque el eje no las use.
        self._lent = "minorTicks" not in self.__dict__ and isinstance(
            self.get_minor_locator(), NullLocator
        )
        if self._lent:
            self.minorTicks = []
        self._own = "majorTicks" not in self.__dict__ and self._is_plain()

    def end(self):
        """Después de dibujar, el eje vuelve a ser como los de matplotlib."""
        self._ticks = self._boxes = None
        if self._lent and self.__dict__.get("minorTicks") == []:
            del self.minorTicks
        if self._own:
            self.__dict__.pop("majorTicks", None)
        self._own = False

    # Cambiar el estilo o el recorte de las marcas obliga a crear la primera. Con una
    # lista vacía en su lugar se anota igual, y la que se cree después ya lo trae.
    @contextlib.contextmanager
    def _without_new_ticks(self):
        missing = [n for n in ("majorTicks", "minorTicks") if n not in self.__dict__]
        for name in missing:
            setattr(self, name, [])
        try:
            yield
        finally:
            for name in missing:
                if self.__dict__.get(name) == []:
                    delattr(self, name)

    def set_tick_params(self, *args, **kwargs):
        with self._without_new_ticks():
            super().set_tick_params(*args, **kwargs)

    def set_clip_path(self, path, transform=None):
        self._clip = path, transform
        with self._without_new_ticks():
            super().set_clip_path(path, transform)

    def _get_tick(self, major):
        tick = super()._get_tick(major)
        # Recortar cuesta tanto como crear, y lo que hace de todas no se recorta.
        if self._clip is not None and not self._own:
            tick.set_clip_path(*self._clip)
        return tick

    def _get_ticks_position(self):
        try:
            return super()._get_ticks_position()
        except IndexError:  # hasta matplotlib 3.10 mira también la marca menor
            if self.__dict__.get("minorTicks") == []:
                del self.minorTicks
            return super()._get_ticks_position()

    def _is_plain(self):
        """Si todas sus marcas son iguales y no lleva más que marca y rótulo."""
        shown = self._major_tick_kw
        return (
            self._lent
            and not isinstance(self.get_major_locator(), NullLocator)
            and not any(shown.get(k) for k in ("gridOn", "tick2On", "label2On"))
        )

    def _update_ticks(self):
        if not _drawing:
            return super()._update_ticks()
        if self._ticks is None:
            found = self._one_for_all() if self._own else super()._update_ticks()
            self._ticks = found
        return self._ticks

    def _one_for_all(self):
        """La primera marca, que hace de todas las que se ven.

        Son las cuentas de `Axis._update_ticks`, para todas las marcas a la vez.
        """
        places = np.asarray(self.get_majorticklocs(), dtype=float)
        labels = self.major.formatter.format_ticks(places)
        transform = self.get_transform()
        low, high = np.sort(transform.transform(np.sort(self.get_view_interval())))
        at, slack = transform.transform(places), 1e-10 * (high - low)
        inside = (low - slack <= at) & (at <= high + slack)
        if not inside.any():
            return []
        tick = self.majorTicks[0]
        tick.places = places[inside]
        tick.labels = np.array(labels, dtype=object)[inside]
        tick.quick = True
        return [tick]

    def _get_ticklabel_bboxes(self, ticks, renderer):
        if not _drawing or ticks is not self._ticks:
            return super()._get_ticklabel_bboxes(ticks, renderer)
        if self._boxes is None:
            if ticks and ticks[0].quick:
                self._boxes = ticks[0].boxes(renderer), []
            else:
                self._boxes = super()._get_ticklabel_bboxes(ticks, renderer)
        return self._boxes


class _QuickXAxis(_QuickAxis, XAxis):
    _tick_class = _QuickXTick


class _QuickYAxis(_QuickAxis, YAxis):
    _tick_class = _QuickYTick


class CourseAxes(Axes):
    """Ejes cartesianos que, en `to_png`, se dibujan con una sola marca por eje."""

    def _init_axis(self):
        super()._init_axis()
        self.xaxis.__class__ = _QuickXAxis
        self.yaxis.__class__ = _QuickYAxis


# --- Las letras --------------------------------------------------------------------

LETTERS, LAYOUTS = Memory(2_000_000), Memory(500_000)
_LAYOUT_BYTES = 1000  # lo que ocupa una, más o menos, sin contar su texto
RENDERERS = collections.OrderedDict()
_MOST_RENDERERS = 3


_compose = Text._get_layout


def _remembered_layout(text, renderer):
    """Dónde va cada renglón de un texto, sin componer otra vez el que ya se compuso."""
    if text.get_wrap() or text.get_usetex():
        return _compose(text, renderer)
    key = (
        text.get_text(),
        hash(text.get_fontproperties()),
        text.get_rotation(),
        text.get_rotation_mode(),
        text.get_ha(),
        text.get_va(),
        text._get_multialignment(),
        text._linespacing,
        text.get_parse_math(),
        text.get_figure().dpi,
        renderer.dpi,
    )
    found = LAYOUTS.get(key)
    if found is None:
        found = _compose(text, renderer)
        LAYOUTS.put(key, found, _LAYOUT_BYTES + 8 * len(text.get_text()))
    return found


class _Recorder:
    """Hace de lienzo: pinta en el de verdad y anota cada letra."""

    def __init__(self, target):
        self._target, self.letters, self.whole = target, [], True

    def draw_text_image(self, image, x, y, angle, gc):
        letter = np.array(image)  # copia: la fuente reutiliza su memoria
        self.letters.append((letter, x, y, angle))
        self._target.draw_text_image(image, x, y, angle, gc)

    def __getattr__(self, name):
        # Una fórmula con raya de fracción traza algo más que letras: no se guarda.
        self.whole = False
        return getattr(self._target, name)


class _QuickRenderer(RendererAgg):
    """El de matplotlib, que además recuerda cómo quedó cada texto en su lugar."""

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        options = (
            getattr(mtext, "get_fontfeatures", lambda: None)(),
            getattr(mtext, "get_language", lambda: None)(),
            gc.get_antialiased(),
        )
        where = (self.width, self.height, self.dpi)
        key = (s, hash(prop), x, y, angle, ismath, where, repr(options))
        letters = LETTERS.get(key)
        target = self._renderer
        if letters is not None:
            for image, left, top, turn in letters:
                target.draw_text_image(image, left, top, turn, gc)
            return
        recorder = self._renderer = _Recorder(target)
        try:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        finally:
            self._renderer = target
        if recorder.whole:
            size = 300 + sum(150 + letter[0].nbytes for letter in recorder.letters)
            LETTERS.put(key, tuple(recorder.letters), size)


def quick_renderer(width, height, dpi):
    """Un lienzo en blanco de ese tamaño; los últimos se reutilizan.

    Con el lienzo se conservan las medidas de los textos, que matplotlib guarda por él.
    """
    key = width, height, dpi
    renderer = RENDERERS.pop(key, None)
    if renderer is None:
        renderer = _QuickRenderer(*key)
    else:
        renderer.clear()
    RENDERERS[key] = renderer
    while len(RENDERERS) > _MOST_RENDERERS:
        RENDERERS.popitem(last=False)
    return renderer


def forget_everything():
    """Vacía las memorias, como al empezar."""
    LETTERS.clear()
    LAYOUTS.clear()
    RENDERERS.clear()


def is_drawing():
    """Si hay un dibujo rápido en curso."""
    return _drawing
