"""Bounds on time that hold on a busy machine, too: what took long is compared with honest work, done at that moment."""

from __future__ import annotations

import time
from collections.abc import Callable

_HONEST_TASKS = 40  # so many take less than two seconds on an idle machine


def in_time(seconds: float, limit: float, honest: Callable[[], object]) -> bool:
    """Whether something ended within a limit and the time of some honest work; `honest` does one piece of it."""
    if seconds < limit + 1:
        return True
    start = time.monotonic()
    for _ in range(3):
        honest()
    return seconds < limit + _HONEST_TASKS * (time.monotonic() - start) / 3
