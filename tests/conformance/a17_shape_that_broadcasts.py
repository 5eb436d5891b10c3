"""A shape that would broadcast to the right one is another shape."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "a shape broadcasts",
    answers={
        "halve": """def double(x):
    return np.asarray(2 * np.asarray(x)).reshape(-1, 1)

def halve(x):
    return np.array([x / 2])""",
        "double": """pass""",
    },
    zero=("halve", "double"),
    status=Status.FAILED,
)
