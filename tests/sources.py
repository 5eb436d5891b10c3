"""Sources that tests change a little."""

from __future__ import annotations

from typing import SupportsIndex


class Source(str):
    """A text whose `replace` insists that there is something to replace: a test would else try nothing at all."""

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> Source:
        assert old in self, f"{old!r} is not in this source any more"
        return Source(super().replace(old, new, count))

    def __add__(self, more: str) -> Source:
        return Source(super().__add__(more))
