"""NaN, infinity, complex and bool are no answer."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a number is no number",
    answers={
        "halve": """def halve(x):
    return {9: float('nan'), 1: complex(0.5, 0)}.get(x, float('inf'))""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
