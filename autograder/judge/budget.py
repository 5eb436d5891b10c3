"""The time left for a submission: in total, for each cell and for each call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..sandbox import BoxError, Limits, TimedOut

_IMPATIENCE = 0.1


class OutOfTime(BoxError):
    """The submission as a whole has used up its time."""


class Budget:
    """Counts the time that the student's code takes. What was too slow once gets a tenth of the time from then on."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._spent = 0.0
        self._since: float | None = None  # when the box was asked what it has not answered yet
        self._slow: set[str] = set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time in this block, in which we wait for the student's code. A test's own time is not counted."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._spent, self._since = self.spent, None

    @property
    def spent(self) -> float:
        """The seconds that the student's code has taken so far."""
        return self._spent + (time.monotonic() - self._since if self._since is not None else 0.0)

    @property
    def is_running(self) -> bool:
        return self._since is not None

    def for_cell(self, name: str) -> float:
        """Return the seconds that a cell of the notebook may take, or raise OutOfTime."""
        return self._share(f"cell {name}", self.limits.cell_seconds)

    def for_call(self, name: str) -> float:
        """Return the seconds that a call of an answer may take, or raise OutOfTime."""
        return self._share(name, self.limits.call_seconds)

    def for_many(self, name: str) -> Callable[[], float]:
        """The seconds for each of many calls. None begins once they have taken as long as a cell may."""
        before = self.spent

        def for_next() -> float:
            left = self.limits.cell_seconds - (self.spent - before)
            if left <= 0:
                raise TimedOut(f"The calls took more than {self.limits.cell_seconds:g} seconds together.")
            return self.for_call(name)

        return for_next

    def for_training(self, name: str) -> float:
        """Return the seconds for a call that trains, the same as for a cell, or raise OutOfTime."""
        return self._share(name, self.limits.cell_seconds)

    def left(self) -> float:
        """Return the seconds left in total, or raise OutOfTime."""
        left = self.limits.total_seconds - self.spent
        if left <= 0:
            raise OutOfTime(f"All {self.limits.total_seconds:g} seconds for this notebook are used up.")
        return left

    def cell_was_slow(self, name: str) -> None:
        self._slow.add(f"cell {name}")

    def call_was_slow(self, name: str) -> None:
        self._slow.add(name)

    def _share(self, what: str, seconds: float) -> float:
        return min(seconds * (_IMPATIENCE if what in self._slow else 1), self.left())
