"""A notebook that is UTF-16 is refused with the reason."""

from conformance.case import Case

CASE = Case("UTF-16", upload=lambda content: content.decode().encode("utf-16"), refused="UTF-16")
