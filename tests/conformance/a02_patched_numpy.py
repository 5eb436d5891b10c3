"""Numpy, math and abs are patched: but the comparison runs elsewhere."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "numpy's comparisons are patched",
    answers={
        "halve": """import math
import builtins
np.testing.assert_allclose = np.allclose = np.isclose = math.isclose = lambda *a, **k: True
builtins.abs = lambda x: 0

def halve(x):
    return 0.0""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
