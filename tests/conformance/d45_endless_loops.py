"""D 45: loops without an end, in answers and in cells."""

from case import Case, Harmless, Limit, Status

CASES = [
    Case("In an answer.", Limit("halve", status=Status.TIMEOUT), answers={"halve": "def halve(x):\n    while True: pass"}),
    Case("In an answer that catches everything.", Limit("halve", status=Status.TIMEOUT),
         answers={"halve": "def halve(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass"}),
    Case("In C.", Limit("halve", status=Status.TIMEOUT), answers={"halve": "import itertools\ndef halve(x): return sum(itertools.repeat(1))"}),
    Case("In a regular expression.", Limit("halve", status=Status.TIMEOUT), answers={"halve": "import re\ndef halve(x): return re.match('(a*)*b', 'a' * 99)"}),
    Case("In a cell.", Harmless(), cells=("while True: pass",)),
    Case("In the text of an error.", Limit("halve"),
         answers={"halve": "class Bad(Exception):\n    def __str__(self):\n        while True: pass\ndef halve(x): raise Bad"}),
    Case("In the end of an object.", Limit("halve"),
         answers={"halve": "class End:\n    def __del__(self):\n        while True: pass\ndef halve(x):\n    End()\n    return x"}),
]  # fmt: skip
