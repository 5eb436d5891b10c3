"""A notebook of a thousand cells has as much time as any other."""

from conformance.case import Case

CASE = Case("a thousand cells", cells=tuple(f"n = {number}" for number in range(1000)))
