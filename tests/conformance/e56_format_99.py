"""A notebook that is format 99 is refused with the reason."""

from conformance.case import Case

CASE = Case(
    "format 99", upload=lambda content: content.replace(b'"nbformat": 4', b'"nbformat": 99'), refused="format 99"
)
