"""Tests, answers and gradebook are absent from the box's file tree, or can't be read."""

from conformance.case import Case, attempt

CASE = Case(
    "tests are read by path",
    cells=(
        attempt("""import os
from pathlib import Path
here = [p for p in ('/work', '/repo', '/course', '/root', '/home') if os.path.isdir(p)]
read = [q for p in here for q in Path(p).rglob('tests.py')] + [q for p in here for q in Path(p).rglob('reference/*.py')]
assert read[0].read_text()"""),
    ),
)
