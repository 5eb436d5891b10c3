"""A result of 300 MB does not come through."""

from conformance.case import Case

CASE = Case(
    "a result is huge",
    answers={
        "halve": """def halve(x):
    return np.zeros(40_000_000)""",
    },
    zero=("halve",),
)
