"""An answer ignores all signals and loops: it is killed from outside."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "all signals are ignored",
    answers={
        "halve": """import ctypes, signal
ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass

def halve(x):
    while True:
        pass""",
    },
    zero=("halve",),
    status=Status.TIMEOUT,
)
