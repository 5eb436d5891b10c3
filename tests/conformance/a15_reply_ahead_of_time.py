"""A reply is written before the question comes: its number can't be known."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a reply is written ahead of time",
    answers={
        "halve": """import json, os, struct

def halve(x):
    head = json.dumps({'id': '0' * 16, 'ok': True, 'value': [4.5, None]}).encode()
    os.write(3, struct.pack('<IQ', len(head), 0) + head)
    return 0""",
    },
    zero=("halve",),
    status=Status.REFUSED,
)
