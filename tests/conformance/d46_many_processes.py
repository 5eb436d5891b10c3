"""Processes are started without end: the box has its share of them."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "processes are started without end",
    answers={
        "halve": """import os, time

def halve(x):
    while True:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)""",
    },
    zero=("halve",),
    status=Status.ERROR,
)
