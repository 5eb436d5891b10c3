"""The gradebook is not there to be edited."""

from conformance.case import Case, attempt

CASE = Case(
    "the gradebook is edited",
    cells=(
        attempt("""import sqlite3, glob
paths = glob.glob('/**/gradebook.db', recursive=True) + glob.glob('/**/*.db')
assert paths
sqlite3.connect(paths[0]).execute('update verdicts set score = 100')"""),
    ),
)
