"""A fault in C ends the process, and costs this answer only."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a fault in C",
    answers={
        "halve": """import ctypes

def halve(x):
    return ctypes.string_at(8)""",
    },
    zero=("halve",),
    status=Status.CRASHED,
)
