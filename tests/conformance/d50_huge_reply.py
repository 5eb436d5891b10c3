"""A reply claims to be an exabyte: nothing is made ready for it."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a reply claims to be an exabyte",
    answers={
        "halve": """import os, struct

def halve(x):
    os.write(3, struct.pack('<IQ', 20, 1 << 60))
    return 0""",
    },
    zero=("halve",),
    status=Status.REFUSED,
)
