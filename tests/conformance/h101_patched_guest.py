"""The code that answers the judge, in the box, is patched: a lie is only a wrong answer."""

from conformance.case import Case

CASE = Case(
    "the guest is patched",
    answers={
        "halve": """import gc
for thing in gc.get_objects():
    if type(thing).__name__ == 'Guest':
        type(thing)._answer = lambda self, header, arrays: ({'ok': True, 'value': [True, None], 'passed': True}, [])

def halve(x):
    return 0""",
    },
    zero=("halve", "double"),
)
