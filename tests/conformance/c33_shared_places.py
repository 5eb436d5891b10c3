"""Shared memory and sockets for the next student can't be made."""

from conformance.case import Case, attempt

CASE = Case(
    "something is left in shared places",
    cells=(
        attempt("""import ctypes
assert ctypes.CDLL(None).shmget(4711, 4096, 0o1666) >= 0"""),
        attempt("""import socket
socket.socket(socket.AF_UNIX).bind('\\0left')"""),
    ),
)
