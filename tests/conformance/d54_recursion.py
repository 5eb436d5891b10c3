"""Endless recursion, and a fault in C."""

from conformance.case import Case

CASE = Case(
    "recursion without end",
    answers={
        "halve": """import sys
sys.setrecursionlimit(10**9)

def halve(x):
    return halve(x)""",
    },
    zero=("halve",),
)
