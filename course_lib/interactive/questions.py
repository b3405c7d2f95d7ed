"""Una pregunta con botones de opción, que se responde con el ratón o el teclado."""

import html
import re
from pathlib import Path

import anywidget
import traitlets

from course_lib import progress
from course_lib.checking import answer_question
from course_lib.checking.result import with_indices
from course_lib.exercises import get_question

__all__ = ["QuestionWidget", "question"]

_FOLDER = Path(__file__).parent


def question(question_id):
    """Muestra una pregunta para responderla ahí mismo: `question("02.c1")`.

    Donde no hay widgets queda el texto, y se responde con `answer("02.c1", "b")`.

    Raises:
        CourseError: si no hay ninguna pregunta con ese id; sugiere la parecida.
    """
    return QuestionWidget(get_question(question_id))


def _inline(text):
    """Una pregunta en HTML: su Markdown, y su matemática con índices y exponentes."""
    return with_indices(_markdown(text))


def _markdown(text):
    """El Markdown de una pregunta en HTML: código, negrita y cursiva."""
    pieces = re.split(r"(`[^`]+`)", text)
    done = []
    for piece in pieces:
        if len(piece) > 2 and piece[0] == piece[-1] == "`":
            done.append(f"<code>{html.escape(piece[1:-1])}</code>")
            continue
        piece = html.escape(piece, quote=False)
        piece = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", piece)
        done.append(re.sub(r"(?<!\w)\*(\S.*?)\*(?!\w)", r"<em>\1</em>", piece))
    return "".join(done).replace("\n", " ")


class QuestionWidget(anywidget.AnyWidget):
    """Una pregunta del curso. Se crea con `question`.

    Al navegador viajan el enunciado y las opciones, nunca cuál es la correcta.
    """

    _esm = _FOLDER / "question.js"
    _css = _FOLDER / "widgets.css"

    title = traitlets.Unicode("").tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    options = traitlets.List().tag(sync=True)
    several = traitlets.Bool(False).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    # Lo que se elige: {"letters": [...], "number": cuál respuesta es}.
    chosen = traitlets.Dict().tag(sync=True, echo_update=False)
    reply = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Unicode("").tag(sync=True)

    def __init__(self, declared):
        self._question = declared
        self.result = None
        known = progress.should_record() and progress.summary()["preguntas"]
        done = (known or {}).get(declared.id, {}).get("acertada", False)
        super().__init__(
            title=f"Pregunta {declared.id}",
            text=_inline(declared.text),
            options=[
                {"letter": option.letter, "text": _inline(option.text)}
                for option in declared.options
            ],
            several=sum(option.right for option in declared.options) > 1,
            note="Ya la acertaste una vez." if done else "",
        )
        self.observe(self._answer, names="chosen")

    def _answer(self, change):
        letters = change["new"].get("letters")
        letters = [str(x) for x in letters] if isinstance(letters, list) else []
        self.result = result = answer_question(self._question, letters)
        notice = None
        if result.look not in ("blank", "note"):
            notice = progress.record_answer(
                self._question.id, ", ".join(letters), result.passed
            )
        reply = result._repr_html_()
        if result.look == "blank":
            reply = "<p>Elige una opción y pulsa «Responder».</p>"
        with self.hold_sync():
            self.reply = reply
            self.note = notice or ""
            self.answered = str(change["new"].get("number", ""))

    def __repr__(self):
        declared = self._question
        options = [f"  {o.letter}) {_plain(o.text)}" for o in declared.options]
        several = " (hay más de una correcta)" if self.several else ""
        example = ", ".join(o.letter for o in declared.options[: 1 + self.several])
        return "\n".join(
            [
                f"Pregunta {declared.id}. {_plain(declared.text)}{several}",
                *options,
                f'Para responder, corre answer("{declared.id}", "{example}") con '
                + ("tus letras." if self.several else "tu letra."),
            ]
        )

    def _static_html(self):
        declared = self._question
        items = "".join(
            f"<li style='list-style:none'><strong>{option['letter']})</strong> "
            f"{option['text']}</li>"
            for option in self.options
        )
        several = " (hay más de una correcta)" if self.several else ""
        last = html.escape(repr(self).splitlines()[-1])
        return (
            f'<div lang="es"><p><strong>Pregunta {declared.id}.</strong> {self.text}'
            f"{several}</p><ul>{items}</ul><p>{last}</p></div>"
        )

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data = {**data, "text/plain": repr(self), "text/html": self._static_html()}
        return data, metadata


def _plain(text):
    """El Markdown de una pregunta sin marcas."""
    return html.unescape(re.sub(r"<[^>]+>", "", _markdown(text)))
