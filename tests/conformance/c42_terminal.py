"""There is no terminal to type into."""

from conformance.case import Case, attempt

CASE = Case(
    "a terminal is typed into",
    cells=(
        attempt("""import os
os.open('/dev/tty', os.O_RDWR)"""),
        attempt("""import fcntl
fcntl.ioctl(1, 0x5412, b'x')"""),
    ),
)
