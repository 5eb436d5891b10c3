"""Startup files can't be left where anybody would read them."""

from conformance.case import Case, attempt

CASE = Case(
    "startup files are left",
    cells=(
        attempt("""import site, os
for place in [*site.getsitepackages(), '/usr/lib', '/etc']:
    open(os.path.join(place, 'mine.pth'), 'w').write('import os')"""),
    ),
)
