"""A notebook of 21 MB is refused by its size."""

from conformance.case import Case

CASE = Case("21 MB", upload=lambda content: content + b" " * (21 << 20), refused="20 MB is the most")
