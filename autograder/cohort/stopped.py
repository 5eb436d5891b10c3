"""A topic that is at fault itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stopped:
    """A topic whose tests are at fault: none of its uploads is graded until its author has corrected it."""

    assignment: str
    fault: str
