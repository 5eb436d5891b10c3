"""A notebook that is nested a hundred thousand deep is refused with the reason."""

from conformance.case import Case

CASE = Case(
    "nested a hundred thousand deep", upload=lambda content: b"[" * 100_000 + b"]" * 100_000, refused="not a notebook"
)
