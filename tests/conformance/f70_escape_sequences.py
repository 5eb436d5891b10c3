"""Escape sequences for a terminal are not kept."""

from conformance.case import Case

CASE = Case(
    "escape sequences are printed",
    cells=("print(chr(27) + ']0;BRO' + 'KE' + chr(7) + chr(27) + '[2J' + 'end')",),
    shown="end",
)
