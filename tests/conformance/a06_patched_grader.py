"""The grader's classes are patched, as far as they can be found."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "the grader's classes are patched",
    answers={
        "halve": """import sys
for module in list(sys.modules.values()):
    for name in ('approx', 'Outcome', 'Verdict', 'difference', 'run', 'trouble'):
        if hasattr(module, name):
            try:
                setattr(module, name, lambda *a, **k: True)
            except Exception:
                pass

def halve(x):
    return 0""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
