"""A daemon by double fork ends with the submission."""

from conformance.case import Case, attempt

CASE = Case(
    "a daemon is started",
    cells=(
        attempt("""import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
raise SystemExit('that nothing is left is checked after every case')"""),
    ),
)
