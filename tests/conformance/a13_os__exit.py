"""An answer ends the process by os._exit: its points are gone, the others' are not."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "an answer calls os._exit",
    answers={
        "halve": """def halve(x):
    import os
    os._exit(0)""",
    },
    zero=("halve",),
    status=Status.CRASHED,
)
