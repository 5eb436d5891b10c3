"""A loop that catches everything ends when the judge says so."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "an endless loop catches everything",
    answers={
        "halve": """def halve(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass""",
    },
    zero=("halve",),
    status=Status.TIMEOUT,
)
