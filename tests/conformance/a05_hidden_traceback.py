"""A handler swallows every error: the judge looks at values, not at tracebacks."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "errors are swallowed",
    answers={
        "halve": """get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)
get_ipython().showtraceback = lambda *a, **k: None

def halve(x):
    raise ValueError('hidden')""",
    },
    zero=("halve",),
    status=Status.ERROR,
)
