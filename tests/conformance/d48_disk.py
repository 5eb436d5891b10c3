"""The disk is filled, and a sparse file of a terabyte made: there is little disk."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "the disk is filled",
    answers={
        "halve": """def halve(x):
    with open('big', 'wb') as file:
        file.truncate(1 << 40)
    return x / 2""",
    },
    zero=("halve",),
    status=Status.ERROR,
)
