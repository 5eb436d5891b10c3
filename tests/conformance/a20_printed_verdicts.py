"""A 20: the notebook prints what a grader would print."""

from case import Case, Harmless, Zero

CASES = [
    Case("Printed points are no points.", Zero("halve"),
         answers={"halve": "import os, sys\nfor n in (1, 2): os.write(n, b'PASS 5/5\\n{\"score\": 5}\\n')\n"
                           "def halve(x):\n    print('PASSED 100/100', '### END ###')\n    print('score: 100', file=sys.stderr)\n    return 1"}),
    Case("Printed errors are no errors.", Harmless(),
         cells=("import sys, warnings\nprint('Traceback: AssertionError FAILED', file=sys.stderr)\nwarnings.warn('FAILED')",)),
]  # fmt: skip
