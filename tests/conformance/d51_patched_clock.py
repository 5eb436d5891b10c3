"""The box's clocks are patched: the judge has its own."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "clocks are patched",
    answers={
        "halve": """import time
time.time = time.monotonic = time.perf_counter = lambda: 0.0
sleep, time.sleep = time.sleep, lambda seconds: None

def halve(x):
    sleep(600)""",
    },
    zero=("halve",),
    status=Status.TIMEOUT,
)
