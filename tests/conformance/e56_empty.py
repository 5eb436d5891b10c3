"""A notebook that is an empty file is refused with the reason."""

from conformance.case import Case

CASE = Case("an empty file", upload=lambda content: b"", refused="empty")
