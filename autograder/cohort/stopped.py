"""A topic that is at fault itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stopped:
    """A topic whose tests are at fault: none of its uploads is graded until its author has corrected it."""

    assignment: str
    fault: str

    @property
    def sentence(self) -> str:
        """What is to be done first, in plain words."""
        return f"{self.assignment} can't be graded until this is corrected: {self.fault}"
