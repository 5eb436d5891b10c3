"""An answer raises what no `except Exception` catches."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "an answer raises a BaseException",
    answers={
        "halve": """class Out(BaseException):
    pass

def halve(x):
    raise [SystemExit(0), KeyboardInterrupt(), Out(), GeneratorExit()][int(x) % 4]""",
    },
    zero=("halve",),
    status=Status.ERROR,
)
