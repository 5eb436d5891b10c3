"""A notebook that is a number of 5000 digits is refused with the reason."""

from conformance.case import Case

CASE = Case(
    "a number of 5000 digits", upload=lambda content: b'{"cells": ' + b"9" * 5000 + b"}", refused="not a notebook"
)
