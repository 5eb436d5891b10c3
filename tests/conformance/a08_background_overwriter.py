"""A process that stays behind to overwrite results ends with the box."""

from conformance.case import Case, attempt

CASE = Case(
    "a process stays behind",
    cells=(
        attempt("""import os, time
if os.fork() == 0:
    time.sleep(60)
    os._exit(0)
raise SystemExit('at L1 the fork is granted; that nothing is left is checked after every case')"""),
    ),
)
