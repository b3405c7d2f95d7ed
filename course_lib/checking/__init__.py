"""Comprobar respuestas: correr los casos, comparar, diagnosticar y responder."""

from course_lib.checking.assemble import Pieces, assemble
from course_lib.checking.check import check_function, last_passed
from course_lib.checking.judge import judge, prepared
from course_lib.checking.questions import answer_question
from course_lib.checking.result import Result
from course_lib.checking.run import Outcome, Problem, run_cases

__all__ = [
    "Outcome",
    "Pieces",
    "Problem",
    "Result",
    "answer_question",
    "assemble",
    "check_function",
    "judge",
    "last_passed",
    "prepared",
    "run_cases",
]
