"""An answer ends the process by SIGTERM: its points are gone, the others' are not."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "an answer calls SIGTERM",
    answers={
        "halve": """def halve(x):
    import signal
    signal.raise_signal(signal.SIGTERM)
    import os
    os.abort()""",
    },
    zero=("halve",),
    status=Status.CRASHED,
)
