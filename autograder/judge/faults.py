"""A test that is at fault itself: its author's mistake, which may cost no student a point."""

from __future__ import annotations

from ..errors import UserMistake


class TestFault(UserMistake):
    """Raised where a test itself is at fault, whatever a student's answer does: nobody may lose a point by it."""

    __test__ = False  # nothing for pytest

    @classmethod
    def at(cls, place: str, error: Exception | str) -> TestFault:
        told = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
        return cls(f"{place}: {told} The test itself is at fault, so nobody is graded.")
