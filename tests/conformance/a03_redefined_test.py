"""A test is defined again, under its own name: the judge has its own copy."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a test is defined again",
    answers={
        "halve": """def test_halves(halve):
    pass

def halve(x):
    return None""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
