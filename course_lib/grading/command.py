"""La orden `curso calificar`: de lo que se escribe a la corrida, y su código."""

from course_lib.errors import CourseError
from course_lib.exercises import all_exercises
from course_lib.grading.console import tell
from course_lib.grading.run import (
    PARTLY,
    WRONG_USE,
    refused_for_isolation,
    run,
    sandbox_for,
)

__all__ = ["grade", "lesson_number"]


def grade(options):
    """Corre la orden.

    Args:
        options: lo que entendió la línea de órdenes.

    Returns:
        El código de salida: 0, todo calificado; 1, algo no se pudo; 2, mal uso.
    """
    try:
        lesson = lesson_number(options.leccion)
        if options.verificar:
            _refuse_cluster(options)
            _refuse_places(options)
            return _verify(options, lesson)
        _require_places(options)
    except CourseError as error:
        tell(error)
        return WRONG_USE
    return run(
        options.entregas,
        options.salida,
        roster=options.lista,
        adjustments=options.ajustes,
        seed=options.semilla,
        processes=options.procesos,
        restart=options.desde_cero,
        isolated=not options.sin_aislamiento,
        lesson=lesson,
        cluster=options.cluster,
    )


def lesson_number(text):
    """El número de una lección con ejercicios: «4» y «04» son la misma."""
    if text is None:
        return None
    known = sorted({exercise.lesson for exercise in all_exercises()})
    if not text or text.zfill(2) not in known:
        raise CourseError(
            f"No hay una lección «{text}» que calificar",
            action=f"Las que hay son: {', '.join(known)}",
        )
    return text.zfill(2)


def _require_places(options):
    if options.cluster and options.procesos:
        raise CourseError(
            "Con --cluster, cuántas entregas van a la vez lo dice el grupo, no "
            "--procesos",
            action="Quita --procesos",
        )
    if options.entregas is None:
        raise CourseError("Falta decir dónde están las entregas: una carpeta o un zip")
    if options.salida is None:
        raise CourseError(
            "Falta decir dónde va el informe", action="Escribe --salida y una carpeta"
        )


def _refuse_cluster(options):
    if options.cluster:
        raise CourseError(
            "--verificar revisa esta máquina, y no va con --cluster",
            action="Corre «python3 curso.py calificar --verificar» en cada una",
        )


def _refuse_places(options):
    """Nadie cree que se calificó a su clase, si lo que se revisó es el curso."""
    named = "entregas", "salida", "lista", "ajustes", "desde_cero"
    if any(getattr(options, name) for name in named):
        raise CourseError(
            "--verificar revisa que el calificador esté bien, y no califica entregas",
            action="Corre las dos órdenes aparte: «calificar --verificar» y, después, "
            "«calificar» con tus entregas y --salida",
        )


def _verify(options, lesson):
    isolated = not options.sin_aislamiento
    if refused_for_isolation(isolated):
        return WRONG_USE
    from course_lib.grading.verify import verify

    try:
        return verify(sandbox_for(isolated), seed=options.semilla, lesson=lesson)
    except CourseError as error:
        tell(error)
        return PARTLY
