"""Results are overwritten while the notebook runs: there are none to be found."""

from conformance.case import Case, attempt

CASE = Case(
    "results are overwritten",
    cells=(
        attempt("""import glob, os
found = [p for root in ('/', '/tmp', os.getcwd(), '..') for p in glob.glob(root + '/**/results*', recursive=False)]
found += glob.glob('/**/verdict*') + glob.glob('/**/gradebook*')
assert found
open(found[0], 'w').write('{}')"""),
    ),
)
