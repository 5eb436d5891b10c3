"""Where the cases of the catalogue stand that have no file here, and which wait."""

from __future__ import annotations

ELSEWHERE: dict[int, tuple[str, ...]] = {}

NOT_YET: dict[int, str] = dict.fromkeys(range(56, 101), "Being written.")
