"""A module that shadows numpy harms the box alone."""

from conformance.case import Case, attempt

CASE = Case(
    "a module shadows numpy",
    cells=(
        attempt("""open('conftest.py', 'w').write('raise SystemExit')
open('sitecustomize.py', 'w').write('raise SystemExit')
open('numpy.py', 'w').write('allclose = lambda *a: True')
raise SystemExit('written into the home that goes away')"""),
    ),
)
