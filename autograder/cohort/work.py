"""The uploads of a run, for an engine that takes a few at a time, so that other graders may take the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from ..intake import Upload


class Shared(Protocol):
    """Says who grades what."""

    def claimed(self, uploads: list[Upload]) -> list[Upload]:
        """Those of the uploads that are ours to grade from now on."""

    def free(self, uploads: Iterable[Upload]) -> list[Upload]:
        """Those that nobody grades, or has graded since the run began."""


class Alone:
    """Nobody else grades: everything is ours."""

    def claimed(self, uploads: list[Upload]) -> list[Upload]:
        return uploads

    def free(self, uploads: Iterable[Upload]) -> list[Upload]:
        return list(uploads)


class Work:
    """Uploads in order, each taken once. Those that another grader is faster with are left to it."""

    def __init__(self, uploads: Iterable[Upload], shared: Shared | None = None) -> None:
        self._left = deque(uploads)
        self._shared = shared or Alone()

    def __len__(self) -> int:
        return len(self._left)

    def __iter__(self) -> Iterator[Upload]:
        """Those that are not taken yet."""
        return iter(self._left)

    def parted(self, second: Callable[[Upload], bool]) -> tuple[Work, Work]:
        """Two of these in place of this one."""
        return (
            Work((upload for upload in self._left if not second(upload)), self._shared),
            Work((upload for upload in self._left if second(upload)), self._shared),
        )

    def take(self, most: int, wanted: Callable[[Upload], bool] = lambda upload: True) -> list[Upload]:
        """The next uploads, at most so many. Those that are not wanted are dropped."""
        taken: list[Upload] = []
        while self._left and len(taken) < most:
            some = [self._left.popleft() for _ in range(min(most - len(taken), len(self._left)))]
            asked = [upload for upload in some if wanted(upload)]
            ours = self._shared.claimed(asked) if asked else []
            taken += ours
            if len(ours) < len(asked):  # others are at work here: leave out all of theirs at once
                self._left = deque(self._shared.free(self._left))
                self._left.rotate(len(self._left) // 2)  # away from them, not to ask for the same work again
        return taken
