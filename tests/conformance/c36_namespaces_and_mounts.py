"""Namespaces, mounts and roots stay as they are."""

from conformance.case import Case, attempt

CASE = Case(
    "namespaces and mounts are changed",
    cells=(
        attempt("""import ctypes
assert ctypes.CDLL(None).unshare(0x10000000) == 0"""),
        attempt("""import ctypes
assert ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0"""),
        attempt("""import os
os.chroot('/')"""),
    ),
)
