"""A 3: the tests and their helpers are redefined by name."""

from case import Case, Zero

CASE = Case(
    "The judge has its own.",
    Zero("halve"),
    answers={
        "halve": """\
import sys, types
def test_halves(halve): pass
test_doubles = test_halves
class approx:
    def __init__(self, *_): pass
    __eq__ = lambda *_: True
points = visible = lambda *_: (lambda test: test)
fake = types.ModuleType("autograder.testing")
fake.approx, fake.points, fake.visible = approx, points, visible
sys.modules["autograder.testing"] = sys.modules["testing"] = fake
def halve(x): return 1
"""
    },
)
