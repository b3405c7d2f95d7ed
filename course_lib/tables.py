"""Tablas de celdas ya escritas: en texto y en HTML."""

import html

__all__ = ["html_table", "text_table"]


def text_table(header, rows):
    """Columnas alineadas, con una raya bajo el encabezado."""
    table = [header, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(header))]
    table.insert(1, ["─" * width for width in widths])
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)


def html_table(header, rows):
    """La misma tabla en HTML; lo que hay en las celdas va escapado."""

    def line(cells, tag):
        inside = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
        return f"<tr>{inside}</tr>"

    body = "\n".join(line(row, "td") for row in rows)
    return (
        f"<table>\n<thead>{line(header, 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n"
        "</table>"
    )
