"""There is no test on disk that could be rewritten."""

from conformance.case import Case, attempt

CASE = Case(
    "tests are rewritten on disk",
    cells=(
        attempt("""import glob
paths = glob.glob('/**/tests.py', recursive=True) + glob.glob('/**/assignments/**', recursive=True)
assert [p for p in paths if 'site-packages' not in p and '/lib/' not in p]"""),
    ),
)
