"""A thread answers for the answer, with the right number, but it does not know what is asked."""

from conformance.case import Case

CASE = Case(
    "a thread floods the connection",
    answers={
        "halve": """import os, struct, threading

def flood():
    while True:
        try:
            os.write(3, b'{}' * 10)
        except OSError:
            return

def halve(x):
    threading.Thread(target=flood).start()
    return 0""",
    },
    zero=("halve",),
)
