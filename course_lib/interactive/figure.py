"""Mover una figura: controles en el navegador, y una imagen que dibuja Python.

La imagen viaja por un trait. Un widget Output (el de `interact`) contaría como una
salida más de la celda al comparar cuadernos, y además es más lento.
"""

import base64
import html
import inspect
from collections.abc import Mapping
from pathlib import Path

import anywidget
import traitlets

from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    describe,
)
from course_lib.figures.style import CourseFigure
from course_lib.interactive.controls import Fixed, as_control

__all__ = ["Move", "move"]

_FOLDER = Path(__file__).parent


def move(figure_function, /, *, start=None, labels=None, **ranges):
    """Mueve los parámetros de una figura con el ratón o con el teclado.

    `move(plot_secants, f=np.sin, x=1, h=(0.1, 2, 0.1))` pone un deslizador para h.

    Args:
        figure_function: una función que devuelve una `CourseFigure`.
        start: `{"h": 0.5}`, dónde empieza cada control. Si falta, en el valor por
            omisión de la función, o en el primero.
        labels: `{"h": "paso h"}`, cómo se llama cada control en pantalla.
        **ranges: por cada parámetro, `(mín, máx)` o `(mín, máx, paso)` para un
            deslizador (de enteros, si todos lo son); una lista o un diccionario
            texto → valor para elegir; cualquier otra cosa es un valor fijo, y
            `fixed(…)` deja fija una tupla o una lista. Si la función tiene un
            parámetro `start` o `labels`, también se da con `fixed(…)`.

    Returns:
        Un widget, que se muestra solo. Donde no hay widgets, la imagen inicial.

    Raises:
        CourseError: si no es una función, o si un rango no sirve. Lo que falle al
            dibujar no se lanza: se lee dentro del widget.
    """
    if not callable(figure_function):
        raise CourseTypeError(
            "Lo que se mueve es una función que dibuja",
            expected="una función, sin paréntesis: plot_secants",
            got=describe(figure_function),
        )
    parameters = _parameters(figure_function)
    start = _about_controls("start", start, '{"h": 0.5}', ranges)
    labels = _about_controls("labels", labels, '{"h": "paso h"}', ranges)
    _require_known(figure_function, parameters, ranges)
    controls, constants = [], {}
    for name, spec in ranges.items():
        control = as_control(name, spec, labels.pop(name, None))
        if control is None:
            constants[name] = spec.value if isinstance(spec, Fixed) else spec
        else:
            controls.append(control)
    names = {control.name for control in controls}
    for given, what in ((start, "start"), (labels, "labels")):
        unknown = [name for name in given if name not in names]
        if unknown:
            raise CourseValueError(
                f"{what} nombra «{unknown[0]}», que no tiene control",
                expected=f"los que se mueven: {', '.join(sorted(names)) or 'ninguno'}",
            )
    indices = [_start(control, start, parameters) for control in controls]
    return Move(figure_function, controls, constants, indices)


def _about_controls(what, given, example, ranges):
    """Lo que `start` o `labels` dice de los controles.

    Con `fixed(…)` no habla de ellos: es el parámetro de la función que se llama igual.
    """
    if isinstance(given, Fixed):
        ranges[what] = given
        return {}
    if given is None or isinstance(given, Mapping):
        return dict(given or {})
    raise CourseTypeError(
        f"En move, {what} habla de los controles",
        expected=f"un diccionario, como {what}={example}",
        got=describe(given),
        action=f"Si tu función tiene un parámetro que se llama {what}, dale su valor "
        f"con {what}=fixed(…)",
    )


def _parameters(function):
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):  # algunas escritas en C no la dicen
        return None


def _require_known(function, parameters, ranges):
    """Cada parámetro existe, y no falta ninguno obligatorio."""
    if parameters is None:
        return
    name = getattr(function, "__name__", "la función")
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    known = [key for key, p in parameters.items() if p.kind in by_name]
    unknown = [key for key in ranges if key not in known]
    if unknown and not takes_any:
        raise CourseValueError(
            f"{name} no tiene un parámetro «{unknown[0]}»",
            expected=f"alguno de estos: {', '.join(known)}",
        )
    missing = [
        key
        for key in known
        if parameters[key].default is inspect.Parameter.empty and key not in ranges
    ]
    if missing:
        raise CourseValueError(
            f"A {name} le falta {', '.join(missing)}",
            action=f"Da un valor fijo: {missing[0]}=fixed(…)"
            if missing[0] in ("start", "labels")
            else f"Da un rango o un valor fijo: {missing[0]}=…",
        )


def _start(control, start, parameters):
    if control.name in start:
        return control.position(start[control.name])
    default = getattr((parameters or {}).get(control.name), "default", None)
    try:
        return control.position(default)
    except CourseValueError:
        return control.start


class Move(anywidget.AnyWidget):
    """Una figura con sus controles. Se crea con `move`."""

    _esm = _FOLDER / "figure.js"
    _css = _FOLDER / "widgets.css"

    controls = traitlets.List().tag(sync=True)
    # Lo que pide el navegador: {"indices": posiciones, "number": cuál pedido es}.
    asked = traitlets.Dict().tag(sync=True, echo_update=False)
    # El último pedido que se atendió; el navegador no envía otro hasta leerlo aquí.
    answered = traitlets.Unicode("").tag(sync=True)
    image = traitlets.Bytes(b"").tag(sync=True)
    alt_text = traitlets.Unicode("").tag(sync=True)
    state_text = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    least_width = traitlets.Int(0).tag(sync=True)

    def __init__(self, function, controls, constants, indices):
        self._function, self._controls = function, tuple(controls)
        self._constants = dict(constants)
        drawn = self._drawn(indices)
        super().__init__(
            controls=[
                {
                    "label": control.label,
                    "texts": list(control.texts),
                    "slider": control.slider,
                }
                for control in controls
            ],
            asked={"indices": list(indices), "number": ""},
            **drawn,
        )
        self.observe(self._answer, names="asked")

    @property
    def values(self):
        """El valor de cada control: `{"h": 0.5}`."""
        return self._values(self._positions(self.asked.get("indices")))

    def move_to(self, **values):
        """Lleva los controles a esos valores y vuelve a dibujar.

        Raises:
            CourseValueError: si un control no existe o no llega a ese valor.
        """
        positions = self._positions(self.asked.get("indices"))
        names = [control.name for control in self._controls]
        for name, value in values.items():
            if name not in names:
                raise CourseValueError(
                    f"No hay un control «{name}»",
                    expected=f"alguno de estos: {', '.join(names) or 'ninguno'}",
                )
            place = names.index(name)
            positions[place] = self._controls[place].position(value)
        number = self.asked.get("number", "")
        self.asked = {"indices": positions, "number": f"{number}."[-60:]}

    def _positions(self, indices):
        """Posiciones válidas, llegue lo que llegue del navegador."""
        indices = indices if isinstance(indices, (list, tuple)) else ()
        positions = []
        for place, control in enumerate(self._controls):
            index = indices[place] if place < len(indices) else control.start
            index = index if isinstance(index, int) else control.start
            positions.append(max(0, min(index, len(control.values) - 1)))
        return positions

    def _values(self, positions):
        return {
            control.name: control.values[position]
            for control, position in zip(self._controls, positions, strict=True)
        }

    def _answer(self, change):
        """Atiende un pedido: dibuja y envía todo en un solo mensaje."""
        drawn = self._drawn(self._positions(change["new"].get("indices")))
        with self.hold_sync():
            for name, value in drawn.items():
                setattr(self, name, value)
            self.answered = str(change["new"].get("number", ""))

    def _drawn(self, positions):
        """Llama a la función y devuelve los traits de lo dibujado. Nunca lanza."""
        state = ", ".join(
            f"{control.label} = {control.texts[position]}"
            for control, position in zip(self._controls, positions, strict=True)
        )
        try:
            figure = self._function(**self._constants, **self._values(positions))
            if not isinstance(figure, CourseFigure):
                raise CourseTypeError(
                    "La función debe devolver una figura del curso, que trae su texto "
                    "alternativo",
                    expected="una CourseFigure",
                    got=describe(figure),
                )
            return {
                "image": figure.to_png(),
                "alt_text": figure.alt_text,
                "state_text": state,
                "problem": "",
                "least_width": figure.least_width,
            }
        except CourseError as error:
            problem = str(error)
        except KeyboardInterrupt:
            problem = "Detuviste el dibujo. Mueve el control para intentarlo otra vez."
        except (Exception, SystemExit) as error:
            name = getattr(self._function, "__name__", "la función")
            problem = (
                f"Al dibujar, {name} falló con {type(error).__name__}: {error}. "
                "Mueve el control para probar otro valor."
            )
        return {
            "image": b"",
            "alt_text": "",
            "state_text": state,
            "problem": problem,
            "least_width": 0,
        }

    def _plain(self):
        """La figura en palabras, para donde no hay imágenes."""
        lines = [self.problem or self.alt_text]
        if self.state_text:
            lines.append(f"({self.state_text}; para moverla, abre el cuaderno.)")
        return "\n".join(lines)

    def _static_html(self):
        """La imagen actual con su texto alternativo, donde no hay widgets."""
        if self.problem:
            return f'<p lang="es">{html.escape(self.problem)}</p>'
        data = base64.b64encode(self.image).decode("ascii")
        alt = html.escape(self.alt_text, quote=True)
        image = (
            f'<img alt="{alt}" src="data:image/png;base64,{data}" '
            'style="max-width:100%;height:auto">'
        )
        note = html.escape(self.state_text)
        return (
            '<figure style="margin:0"><div style="overflow-x:auto">'
            f'<div style="min-width:{self.least_width}px">{image}</div></div>'
            f"<figcaption>{note}</figcaption></figure>"
        )

    def __repr__(self):
        return self._plain()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data = {**data, "text/plain": repr(self), "text/html": self._static_html()}
        return data, metadata
