"""A 10: the tests are rewritten on disk before they are read."""

from case import Case, Denied

CASE = Case(
    "The box has no path to them.",
    Denied(),
    cells=(
        """\
import os
tests = COURSE + "/assignments/01-doubling/tests.py"
attempt("rewrite", lambda: open(tests, "w").write("def test_halves(halve): pass"))
attempt("remove", lambda: os.remove(tests) or True)
attempt("list", lambda: os.listdir(os.path.dirname(tests)))
""",
    ),
)
