"""Tablas de celdas ya escritas: en texto y en HTML."""

import html

__all__ = ["html_table", "text_table"]


def text_table(header, rows):
    """Columnas alineadas, con una raya bajo el encabezado."""
    table = [header, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(header))]
    table.insert(1, ["─" * width for width in widths])
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)


def html_table(header, rows, *, caption=None, row_headers=False):
    """La misma tabla en HTML; lo que hay en las celdas va escapado.

    `caption`: el título de la tabla. Con `row_headers`, la primera celda de cada fila
    es su encabezado, y así la anuncia un lector de pantalla.
    """

    def line(cells, tags):
        pairs = zip(cells, tags, strict=True)
        inside = "".join(_cell(cell, tag) for cell, tag in pairs)
        return f"<tr>{inside}</tr>"

    tags = ["row" if row_headers else None, *[None] * (len(header) - 1)]
    body = "\n".join(line(row, tags) for row in rows)
    title = ""
    if caption:
        style = "text-align:left;padding:0.3em 0"
        title = f'<caption style="{style}">{html.escape(caption)}</caption>\n'
    return (
        f"<table>\n{title}<thead>{line(header, ['col'] * len(header))}</thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _cell(text, scope):
    text = html.escape(text)
    return f'<th scope="{scope}">{text}</th>' if scope else f"<td>{text}</td>"
