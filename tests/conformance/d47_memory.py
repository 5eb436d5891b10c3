"""Memory is taken without end: the box has its share."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "memory is taken without end",
    answers={
        "halve": """def halve(x):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))""",
    },
    zero=("halve",),
    status=Status.MEMORY,
)
