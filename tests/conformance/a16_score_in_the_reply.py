"""A reply carries a score and a pass: nobody reads them."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a reply carries a score",
    answers={
        "halve": """import json, os
from autograder.sandbox import wire
plain = wire.send

def send(connection, header, *rest, **named):
    return plain(connection, {**header, 'score': 100, 'passed': True, 'status': 'passed'}, *rest, **named)

wire.send = send

def halve(x):
    return 0""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
