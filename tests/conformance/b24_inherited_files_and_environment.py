"""No file, variable or argument of the judge is inherited."""

from conformance.case import Case

CASE = Case(
    "what was inherited is looked at",
    cells=(
        """import os
names = sorted(os.environ)
files = sorted(int(f) for f in os.listdir('/proc/self/fd'))[:-1] if os.path.exists('/proc/self/fd') else [0, 1, 2, 3]
print('held' if names == ['HOME', 'LANG', 'PATH', 'TMPDIR'] and set(files) <= {0, 1, 2, 3} else 'BROKE')""",
    ),
)
