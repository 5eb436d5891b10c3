"""203: a reply says that the arguments were changed, into things that spoil what the test compares with."""

from case import Case, Zero

FORGED = """\
import sys
guest = sys.modules["autograder.sandbox.inside.guest"]
old = guest.Guest._packed
def packed(self, result, changed): return old(self, result, CHANGED)
guest.Guest._packed = packed
def halve(x): return 0
"""
CASES = [
    Case(f"{changed}.", Zero("halve", "double"), answers={"halve": FORGED.replace("CHANGED", changed), "double": "def double(x): return 0"})
    for changed in ("((0.0,), {})", "([], [])", "'ab'", "(((0,) * 5, {'x': 1}), 3, 4)", "((np.zeros(2),), {})", "({}, ())", "[[None]]", "0")
]  # fmt: skip
