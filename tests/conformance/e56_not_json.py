"""A notebook that is no JSON is refused with the reason."""

from conformance.case import Case

CASE = Case("no JSON", upload=lambda content: b"hello", refused="not a notebook")
