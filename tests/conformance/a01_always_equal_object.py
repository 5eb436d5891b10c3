"""A result that claims to equal everything crosses as nothing that could."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a result that equals everything",
    answers={
        "halve": """class Yes:
    __eq__ = __ne__ = lambda self, other: True
    __array_ufunc__ = __array_function__ = lambda *a, **k: True
    __float__ = lambda self: 4.5

def halve(x):
    return Yes()""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
