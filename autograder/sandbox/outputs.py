"""A cell's outputs, in nbformat's terms. Both sides use this module."""

from __future__ import annotations

from typing import Any

Output = dict[str, Any]  # as nbformat writes one: a stream, an error, or something displayed
OUTPUT_CAP = 1 << 20  # characters of text and pictures that one notebook may show
_RESERVE, _SMALL = 1 << 18, 1 << 12


class Room:
    """How much more a notebook may show.

    Small outputs have a reserve: some graders look for an error, a result or a warning, and must find it after a flood.
    """

    def __init__(self) -> None:
        self.left, self._reserve = OUTPUT_CAP, _RESERVE

    def takes(self, size: int) -> bool:
        """Whether there is room for this, which is then used."""
        if size <= self.left:
            self.left -= size
            return True
        if size <= min(_SMALL, self._reserve):
            self._reserve -= size
            return True
        return False
