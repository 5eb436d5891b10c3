"""The memory and environment of judge, zygote and keeper can't be read."""

from conformance.case import Case, attempt

CASE = Case(
    "another process's memory is read",
    cells=(
        attempt("""import os
for pid in [os.getppid(), 1, *range(2, 400)]:
    if pid != os.getpid() and pid:
        try:
            data = open(f'/proc/{pid}/environ', 'rb').read(1)
        except OSError:
            continue
        assert not data or pid == 1, 'read'
raise SystemExit('none')"""),
    ),
)
