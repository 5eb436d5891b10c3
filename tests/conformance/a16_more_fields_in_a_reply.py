"""A 16: a reply says what the score is."""

from case import Case, Zero

CASE = Case(
    "Nobody asked for it.",
    Zero("halve"),
    answers={
        "halve": """\
import gc, sys
guest = sys.modules["autograder.sandbox.inside.guest"].Guest
old = guest._packed
def packed(self, *values):
    reply, arrays = old(self, *values)
    more = {"score": 3, "passed": True, "status": "passed", "max_score": 3, "outcomes": [], "arrays": []}
    return {**reply, **more}, arrays
guest._packed = packed
def halve(x): return 1
"""
    },
)
