"""Widgets and vendors' types are dropped."""

from conformance.case import Case

CASE = Case(
    "widgets are shown",
    cells=("display({'application/vnd.jupyter.widget-view+json': 'BRO' + 'KE', 'text/plain': 'kept'}, raw=True)",),
    shown="kept",
)
