"""Links in the box's home lead nobody of us anywhere: we write nothing there."""

from conformance.case import Case, attempt

CASE = Case(
    "links are left for the grader",
    cells=(
        attempt("""import os
for name in ('results.json', '01-doubling.ipynb', 'gradebook.db'):
    os.symlink('/etc/passwd', name)
raise SystemExit('made, and followed by nobody')"""),
    ),
)
