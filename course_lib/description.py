"""Qué red es esta: sus capas, sus formas y cuántos números ajusta."""

import html
from dataclasses import dataclass

from course_lib.errors import CourseTypeError
from course_lib.errors import describe as describe_value
from course_lib.mlp import Network
from course_lib.preprocessing import preprocessing_text
from course_lib.tables import html_table, text_table
from course_lib.validation import network_advice

__all__ = ["Description", "describe"]

_HEADER = ("capa", "W", "b", "activación", "parámetros")
_MOST_CLASSES = 12


def describe(network):
    """Describe una `Network`: una fila por capa, y debajo lo que va antes y después.

    Se muestra sola; `describe(network).plot()` la dibuja con sus pesos.
    CourseError: lo que llega no es una Network.
    """
    if not isinstance(network, Network):
        raise CourseTypeError(
            "describe explica una red entrenada",
            expected="una Network de course_lib.mlp",
            got=describe_value(network),
            action=network_advice(network),
        )
    return Description(network)


@dataclass(frozen=True, repr=False)
class Description:
    """Lo que dice `describe`, en texto y en HTML."""

    network: Network

    @property
    def n_parameters(self):
        """Cuántos pesos y sesgos tiene la red."""
        W, b = self.network.W, self.network.b
        return sum(W[l].size + b[l].size for l in range(1, len(W)))

    @property
    def rows(self):
        """Una fila por capa: número, formas, activación y parámetros, como textos."""
        W, b = self.network.W, self.network.b
        L = len(W) - 1
        return [
            (
                str(l),
                f"{W[l].shape[0]} × {W[l].shape[1]}",
                str(b[l].size),
                "softmax" if l == L else self.network.activation,
                _count(W[l].size + b[l].size),
            )
            for l in range(1, L + 1)
        ]

    @property
    def title(self):
        """La red en una línea."""
        W = self.network.W
        L = len(W) - 1
        sizes = (L, "capa"), (W[1].shape[0], "entrada"), (W[L].shape[1], "clase")
        layers, inputs, outputs = (f"{n} {w}{'s' * (n != 1)}" for n, w in sizes)
        return f"Red de {layers}: {inputs}, {outputs}"

    @property
    def notes(self):
        """Lo que no es de una sola capa: pares de nombre y texto."""
        W, b = self.network.W, self.network.b
        kinds = sorted({str(values.dtype) for values in (*W[1:], *b[1:])})
        return [
            ("Parámetros", f"{_count(self.n_parameters)} ({', '.join(kinds)})"),
            ("Clases", self._classes()),
            ("Preprocesamiento", preprocessing_text(self.network.preprocessing)),
        ]

    def plot(self, **options):
        """La figura de la red con sus pesos: `figures.plot_network_weights`."""
        from course_lib.figures import plot_network_weights

        network = self.network
        options = {"classes": network.classes} | options
        return plot_network_weights(network.W, network.b, **options)

    def _classes(self):
        K, classes = self.network.W[-1].shape[1], self.network.classes
        if classes is None:
            return f"de 0 a {K - 1}" if K > 1 else "0"
        names = [str(name) for name in classes[:_MOST_CLASSES]]
        more = f" y {K - len(names)} más" if len(names) < K else ""
        return ", ".join(names) + more

    def __str__(self):
        notes = "\n".join(f"{name}: {text}." for name, text in self.notes)
        return f"{self.title}\n\n{text_table(_HEADER, self.rows)}\n\n{notes}"

    __repr__ = __str__

    def _repr_html_(self):
        notes = "<br>".join(
            f"{html.escape(name)}: {html.escape(text)}." for name, text in self.notes
        )
        table = html_table(_HEADER, self.rows, caption=self.title, row_headers=True)
        return (
            '<div lang="es" style="max-width:46em"><div style="overflow-x:auto">'
            f'{table}</div><p style="margin:0.4em 0;overflow-wrap:anywhere">{notes}</p>'
            "</div>"
        )


def _count(n):
    """1797 junto y 10 581 con espacio fino, como en el curso."""
    return str(n) if n < 10_000 else f"{n:,}".replace(",", "\u202f")
