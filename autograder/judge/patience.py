"""The time that a test may take by itself, beside what the student's code takes."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ..sandbox import BoxError
from .budget import Budget

TEST_SECONDS = 60.0  # of computing: on a busy machine a test may take longer, and no student shall pay for that
_IDLE = 10  # times as long may it take in all, since a test that waits computes nothing
_LOOK_SECONDS = 0.25


class TestTooSlow(BoxError):
    """A test took too long by itself: its author's code does not end, or what it compares is without measure."""

    __test__ = False  # nothing for pytest

    def __init__(self) -> None:
        super().__init__(f"The test took more than {TEST_SECONDS:g} seconds of computing, beside what the answer took.")


@contextmanager
def patience(budget: Budget) -> Iterator[None]:
    """Raise TestTooSlow in this block once it has taken too long by itself.

    A signal does that, so outside the main thread a block may take as long as it likes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    start, computed, before = time.monotonic(), time.thread_time(), budget.spent

    def look(number: int, frame: object) -> None:
        own = time.monotonic() - start - (budget.spent - before)
        too_slow = time.thread_time() - computed > TEST_SECONDS or own > _IDLE * TEST_SECONDS
        if too_slow and not budget.is_running:  # an answer on its way must be taken, or the next gets it
            raise TestTooSlow

    earlier = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_SECONDS, _LOOK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
