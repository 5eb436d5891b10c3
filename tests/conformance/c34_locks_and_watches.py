"""Locks and watches on shared files can't carry a message."""

from conformance.case import Case, attempt

CASE = Case(
    "a lock carries a message",
    cells=(
        attempt("""import fcntl, os
fcntl.flock(open(os.__file__), fcntl.LOCK_SH)"""),
        attempt("""import fcntl, os
fcntl.lockf(open(os.__file__), fcntl.LOCK_SH)"""),
        attempt("""import ctypes
assert ctypes.CDLL(None).inotify_init1(0) >= 0"""),
    ),
)
