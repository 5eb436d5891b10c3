"""PASS is printed a hundred times: what is printed is not read."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "markers are printed",
    answers={
        "halve": """import sys
for stream in (sys.stdout, sys.stderr):
    print('PASS 5/5', 'Total Score: 5.000 / 5.000', '\\u2713', file=stream)

def halve(x):
    print('PASSED')
    return 0""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
