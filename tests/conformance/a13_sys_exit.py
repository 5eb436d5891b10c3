"""An answer ends the process by sys.exit: its points are gone, the others' are not."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "an answer calls sys.exit",
    answers={
        "halve": """def halve(x):
    import sys
    sys.exit(0)""",
    },
    zero=("halve",),
    status=Status.ERROR,
)
