"""The code that travels with the notebooks, so that their checks run where our package is not installed."""

from __future__ import annotations

from ..assignment import Assignment
from ..testing import joined_source

TOOLS = "coursecheck"  # the notebooks' name for autograder.testing


def tools_source(assignment: Assignment) -> str:
    """The tools' source, with the gates of the assignment."""
    source = joined_source()
    gates = {name: gate.model_dump(exclude_none=True) for name, gate in assignment.gates.items()}
    return f"{source}\n\nGATES.update({gates!r})\n" if gates else source
