"""Subclasses of float and ndarray lie about what they are: only bytes cross."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "subclasses lie",
    answers={
        "halve": """class Float(float):
    __eq__ = lambda self, other: True
    __hash__ = float.__hash__
    __sub__ = __rsub__ = lambda self, other: 0.0

def halve(x):
    return Float(77)""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
