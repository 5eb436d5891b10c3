"""The grader, its zygote and sibling boxes can't be signalled or traced."""

from conformance.case import Case, attempt

CASE = Case(
    "others are signalled",
    cells=(
        attempt("""import os, signal
assert os.getppid()
os.kill(os.getppid(), signal.SIGTERM)"""),
        attempt("""import os, signal
if os.getpid() == 1:
    raise SystemExit('alone')
os.kill(-1, signal.SIGTERM)"""),
        attempt("""import ctypes, os
assert os.getppid() and ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0"""),
    ),
)
