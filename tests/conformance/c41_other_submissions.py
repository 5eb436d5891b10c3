"""Other submissions are not there."""

from conformance.case import Case, attempt

CASE = Case(
    "another submission is read",
    cells=(
        attempt("""import glob, os
paths = glob.glob('/tmp/**/*.ipynb', recursive=True) + glob.glob('/home/**/*.ipynb', recursive=True)
assert open(paths[0]).read()"""),
    ),
)
