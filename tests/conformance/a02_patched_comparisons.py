"""A 2: the functions that tests compare with are replaced."""

from case import Case, Zero

CASE = Case(
    "Patches reach the student's own process and no other.",
    Zero("halve"),
    answers={
        "halve": """\
import builtins, math, operator
yes = lambda *_, **__: True
np.testing.assert_allclose = np.testing.assert_equal = np.testing.assert_array_equal = lambda *_, **__: None
np.allclose = np.isclose = np.array_equal = math.isclose = operator.eq = yes
builtins.abs = builtins.round = lambda *_: 0
builtins.all = builtins.any = builtins.isinstance = yes
def halve(x): return 1
"""
    },
)
