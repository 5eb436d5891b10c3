"""Memory that belongs to no process can't be hidden in anonymous files."""

from conformance.case import Case, attempt

CASE = Case(
    "memory is hidden in anonymous files",
    cells=(
        attempt("""import os
kept = []
for _ in range(100):
    descriptor = os.memfd_create('x')
    os.write(descriptor, b'x' * (7 << 20))
    kept.append(descriptor)"""),
    ),
)
