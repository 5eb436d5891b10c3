"""Threads are started without end: the box has its share of them."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "threads are started without end",
    answers={
        "halve": """import threading, time

def halve(x):
    while True:
        threading.Thread(target=time.sleep, args=(30,)).start()""",
    },
    zero=("halve",),
    status=Status.ERROR,
)
