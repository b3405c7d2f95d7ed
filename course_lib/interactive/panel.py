"""El panel de la cabecera de una lección: qué está hecho, qué sigue y qué repasar."""

import html
from dataclasses import dataclass
from pathlib import Path

from course_lib import progress, workspace
from course_lib.errors import CourseTypeError, CourseValueError, describe
from course_lib.exercises import all_exercises, all_questions

__all__ = ["LESSONS", "ProgressPanel", "progress_panel"]

# Título y minutos de cada sesión. Una prueba los compara con la cabecera de source/.
LESSONS = {
    "00": ("Introducción", (75,)),
    "01": ("Grafo computacional", (90, 90)),
    "02": ("Regresión logística", (150,)),
    "03": ("Funciones de activación", (100,)),
    "04": ("Perceptrón multicapa", (105, 105)),
    "05": ("Entrenamiento", (165,)),
    "06": ("Proyecto", (210,)),
}
_ROOT = Path(__file__).resolve().parents[2]
_MOST_REVIEWS = 4
_SNAPSHOT = "Cuando avances, corre de nuevo esta celda para ponerlo al día."


def progress_panel(lesson):
    """El panel de una lección: `progress_panel("04")`.

    Es una foto del avance: vuelve a correr la celda para actualizarla.

    Raises:
        CourseError: si esa lección no existe.
    """
    if not isinstance(lesson, str):
        raise CourseTypeError(
            "El número de la lección va entre comillas",
            expected="un texto como «04»",
            got=describe(lesson),
        )
    number = lesson.strip().rjust(2, "0") if lesson.strip() else ""
    if number not in LESSONS:
        raise CourseValueError(
            f"No hay una lección «{lesson}»", expected=f"una de {', '.join(LESSONS)}"
        )
    # Fuera de mis_cuadernos/ no se anota nada, y tampoco se muestra lo de otra parte.
    known = {"ejercicios": {}, "preguntas": {}, "aviso": None}
    if progress.should_record():
        known = progress.summary()
    return _panel(number, known)


@dataclass(frozen=True)
class Item:
    """Un ejercicio o una pregunta, y si ya está."""

    id: str
    title: str
    done: bool
    weight: float
    optional: bool


@dataclass(frozen=True)
class ProgressPanel:
    """El avance en una lección; se muestra solo.

    Attributes:
        lesson: su número.
        exercises: sus ejercicios, en el orden del cuaderno.
        questions: sus preguntas, en el orden del cuaderno.
        minutes: cuánto dura la lección entera.
        minutes_left: cuánto falta, aproximadamente.
        review: qué conviene repasar: (lección, sección, ids).
        notice: lo que haya que saber del archivo de avance, o `None`.
    """

    lesson: str
    exercises: tuple
    questions: tuple
    minutes: int
    minutes_left: int
    review: tuple
    notice: str | None

    @property
    def following(self):
        """El ejercicio que sigue: los optativos, al final."""
        missing = [item for item in self.exercises if not item.done]
        return next(iter(sorted(missing, key=lambda item: item.optional)), None)

    def _facts(self):
        """Las líneas del panel: (nombre, texto)."""
        facts = []
        if self.exercises:
            facts.append(("Ejercicios", _count(self.exercises)))
        if self.questions:
            facts.append(("Preguntas", _count(self.questions)))
        following = self.following
        if following:
            extra = " (optativo)" if following.optional else ""
            facts.append(("Sigue", f"{following.id} · {following.title}{extra}"))
        elif self.exercises:
            facts.append(("Sigue", _after(self.lesson)))
        if self.minutes_left == self.minutes:
            facts.append(("Tiempo", f"unos {self.minutes} minutos"))
        elif self.minutes_left:
            text = f"unos {self.minutes_left} de {self.minutes} minutos"
            facts.append(("Te falta", text))
        return facts

    def _reviews(self):
        for lesson, section, ids in self.review:
            where = "" if lesson == self.lesson else f", en la lección {lesson}"
            yield f"«{section}»{where} ({', '.join(ids)})"

    def __str__(self):
        title, _ = LESSONS[self.lesson]
        lines = [f"Tu avance en {self.lesson} · {title}"]
        lines += [f"  {name}: {text}" for name, text in self._facts()]
        reviews = list(self._reviews())
        if reviews:
            lines.append("  Repasa esto:")
            lines += [f"    - {text}" for text in reviews]
        if self.notice:
            lines.append(f"  {self.notice}")
        lines.append(f"  {_SNAPSHOT}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        title, _ = LESSONS[self.lesson]
        rows = "".join(
            f'<dt style="font-weight:600;white-space:nowrap">{name}</dt>'
            f'<dd style="margin:0">{html.escape(text)}</dd>'
            for name, text in self._facts()
        )
        # Con un espacio entre una y otra: sin él, la fila no se parte y se sale.
        items = " ".join(
            _mark(item) for item in (*self.exercises, *self.questions) if item.done
        )
        done = (
            f'<p style="margin:0.4em 0 0"><strong>Hecho:</strong> {items}</p>'
            if items
            else ""
        )
        reviews = "".join(f"<li>{html.escape(text)}</li>" for text in self._reviews())
        if reviews:
            reviews = (
                '<p style="margin:0.5em 0 0"><strong>Repasa esto</strong></p>'
                f'<ul style="margin:0.1em 0 0">{reviews}</ul>'
            )
        notice = f"<p>{html.escape(self.notice)}</p>" if self.notice else ""
        return (
            f'<section lang="es" aria-label="Tu avance en la lección {self.lesson}" '
            'style="border-left:5px solid #00588f;padding:0.4em 0.9em;'
            'margin:0.3em 0;max-width:46em;line-height:1.5">'
            f"<strong>Tu avance en {self.lesson} · {html.escape(title)}</strong>"
            f"{_bar(self)}"
            '<dl style="display:grid;grid-template-columns:max-content 1fr;'
            f'gap:0.1em 0.9em;margin:0.3em 0 0">{rows}</dl>{done}{reviews}{notice}'
            f'<p style="margin:0.5em 0 0"><em>{_SNAPSHOT}</em></p>'
            "</section>"
        )


def _bar(panel):
    """La barra del avance; el texto de al lado dice lo mismo."""
    items = (*panel.exercises, *panel.questions)
    if not items:
        return ""
    done = sum(item.done for item in items)
    label = f"{done} de {len(items)} ejercicios y preguntas"
    return (
        f'<div><progress max="{len(items)}" value="{done}" aria-label="{label}" '
        f'style="width:100%;max-width:24em;accent-color:#00735c">{label}</progress>'
        "</div>"
    )


def _mark(item):
    title = html.escape(item.title, quote=True)
    return (
        f'<span title="{title}" style="white-space:nowrap;margin-right:0.8em">'
        f"✔ {item.id}</span>"
    )


def _count(items):
    done = sum(item.done for item in items)
    return f"{done} de {len(items)}"


def _after(lesson):
    numbers = list(LESSONS)
    place = numbers.index(lesson) + 1
    if place == len(numbers):
        return "nada: terminaste el curso"
    number = numbers[place]
    return f"la lección {number} · {LESSONS[number][0]}"


def _panel(number, known):
    exercises = tuple(
        Item(
            item.id,
            item.title,
            bool(known["ejercicios"].get(item.id, {}).get("logrado")),
            float(item.points),
            item.optional,
        )
        for item in _in_order(number, all_exercises())
    )
    questions = tuple(
        Item(
            item.id,
            item.text,
            bool(known["preguntas"].get(item.id, {}).get("acertada")),
            0.5,
            False,
        )
        for item in _in_order(number, all_questions())
    )
    minutes = sum(LESSONS[number][1])
    items = [item for item in (*exercises, *questions) if not item.optional]
    total = sum(item.weight for item in items)
    missing = sum(item.weight for item in items if not item.done)
    left = minutes if not total else _round(minutes * missing / total)
    review = _review(number, known)
    return ProgressPanel(
        number, exercises, questions, minutes, left, review, known["aviso"]
    )


def _in_order(number, declared):
    """Los de esa lección como aparecen en su cuaderno, que es el que sabe el orden.

    De ahí lo toma también `curso progreso`. Sin `lessons/`, en el de las declaraciones.
    """
    found = [lesson for lesson in workspace.lessons(_ROOT) if lesson.number == number]
    order = found[0].order if found else ()
    place = {item_id: k for k, item_id in enumerate(order)}
    mine = [item for item in declared if item.lesson == number]
    return sorted(mine, key=lambda item: place.get(item.id, len(order)))


def _round(minutes):
    """De cinco en cinco: más precisión sería fingida. Lo que falta nunca es 0."""
    return 0 if minutes == 0 else max(5, 5 * round(minutes / 5))


def _review(number, known):
    """Las secciones que responden a los errores que siguen sin resolver.

    Primero las de esta lección y las más repetidas; luego las de lecciones anteriores.
    Un ejercicio logrado después de repetir el mismo error también cuenta.
    """
    found = {}
    for exercise in all_exercises():
        entry = known["ejercicios"].get(exercise.id, {})
        sections = {mistake.id: mistake.section for mistake in exercise.mistakes}
        for mistake, times in dict(entry.get("errores") or {}).items():
            if exercise.lesson > number or (entry.get("logrado") and times < 2):
                continue
            section = sections.get(mistake, exercise.section)
            _add(found, exercise, section, times)
    for item in all_questions():
        entry = known["preguntas"].get(item.id, {})
        if item.lesson <= number and entry and not entry.get("acertada"):
            _add(found, item, item.section, len(entry.get("respuestas") or ()))
    ordered = sorted(
        found.items(), key=lambda pair: (pair[0][0] != number, -pair[1][0], pair[0])
    )
    return tuple(
        (lesson, section, tuple(sorted(ids)))
        for (lesson, section), (_, ids) in ordered[:_MOST_REVIEWS]
    )


def _add(found, item, section, times):
    before, ids = found.get((item.lesson, section), (0, set()))
    found[item.lesson, section] = before + times, ids | {item.id}
