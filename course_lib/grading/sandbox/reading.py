"""De lo que contó un hijo en el que no se confía, un `Outcome`: todo se comprueba."""

from course_lib.checking.run import Outcome, Problem

from .protocol import BadFrame

__all__ = ["read_outcome"]


def read_outcome(reply, row):
    """Un `Outcome` de lo que contó el hijo; todo se comprueba."""
    try:
        answers = {_text(n): reply.array(packed) for n, packed in row["answers"]}
        return Outcome(
            answers,
            _read_problem(row["problem"]),
            tuple(_text(name) for name in row["mutated"][:20]),
            tuple(_text(text) for text in row["warnings"][:5]),
            _text(row["printed"]),
            row["timed"] is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadFrame("protocol", "un resultado que no se entiende") from error


def _read_problem(row):
    if row is None:
        return None
    kind, text, exception, line, code, spanish = row
    line = line if type(line) is int and 0 < line < 1 << 31 else None
    return Problem(
        _text(kind), _text(text), _text(exception), line, _text(code), spanish is True
    )


def _text(value):
    if not isinstance(value, str):
        raise TypeError("texto")
    return value[:2000]
