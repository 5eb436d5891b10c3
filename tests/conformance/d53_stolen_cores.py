"""D 53: many threads take more than a fair share of the processor."""

from case import Case, Limit, Status

CASE = Case(
    "They end with the box, and are no excuse for being late.",
    Limit("halve", status=Status.TIMEOUT),
    answers={
        "halve": """\
import threading
def spin():
    while True: sum(range(1000))
def halve(x):
    try:
        for _ in range(64): threading.Thread(target=spin, daemon=True).start()
    except RuntimeError: pass
    spin()
"""
    },
)
