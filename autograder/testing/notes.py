"""What a running test has done so far: a message can then name the call that it is about.

Only what the test itself does is noted, and only inside `noting`.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from .showing import cut, shown

LATEST = 20  # calls of a test that are kept, with their results
WRITTEN = 150  # characters of a call


@dataclass
class NotedCall:
    """One call of an answer: with what, and what came of it. `gave` is the result as it was when it came.

    `place` is where the test calls: its code, and how far in it.
    """

    name: str
    positional: tuple[Any, ...]
    named: dict[str, Any]
    result: Any = None
    gave: Any = None
    error: BaseException | None = None
    place: tuple[CodeType, int] | None = None

    @property
    def written(self) -> str:
        """The call as one would write it, shortened."""
        for limit in (100, 60, 40, 20):
            told = [shown(value, limit) for value in self.positional]
            told += [f"{key}={shown(value, limit)}" for key, value in self.named.items()]
            text = f"{self.name}({', '.join(told)})"
            if len(text) <= WRITTEN:
                return f"`{text}`"
        return f"`{cut(text, WRITTEN)}`"


@dataclass
class Notes:
    """What a running test has called, examined and compared so far."""

    calls: deque[NotedCall] = field(default_factory=lambda: deque(maxlen=LATEST))
    variables: dict[str, Any] = field(default_factory=dict)
    examined: list[tuple[Any, Any]] = field(default_factory=list)  # what was seen of a model, and the model
    read: tuple[Any, str, Any] | None = None  # the latest fact that was read of a model: where, its name and value
    wanted: tuple[BaseException, str] | None = None  # an error that came, and the names of those that should have
    busy: bool = False  # while an answer runs, what it calls itself is not the test's call
    count: int = 0
    compared: int = 0  # calls before the latest comparison
    group: int = 0  # calls between the latest comparisons between which there were any

    @property
    def latest(self) -> NotedCall | None:
        return self.calls[-1] if self.calls else None

    @property
    def alone(self) -> NotedCall | None:
        """The latest call, if there was exactly one since the comparison before it: what comes next is about it."""
        return self.latest if (self.count - self.compared or self.group) == 1 else None

    def add(self, call: NotedCall) -> None:
        self.calls.append(call)
        self.count, self.read = self.count + 1, None


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextlib.contextmanager
def noting(*, on: bool = True) -> Iterator[None]:
    """Note the calls of the test that runs in this block; `on=False` notes none."""
    before = _notes.set(Notes() if on else None)
    try:
        yield
    finally:
        _notes.reset(before)


def current() -> Notes | None:
    return _notes.get()


def notes() -> Notes:
    """The notes of the running test; empty ones if none are taken."""
    return _notes.get() or Notes()


def forget_calls() -> None:
    """From here on this test works with what nobody may see, so that its calls are not told."""
    _notes.set(None)


def note_comparison() -> None:
    """Called at each comparison, whether it holds or not."""
    now = notes()
    now.group = now.count - now.compared or now.group
    now.compared = now.count


def note_examined(found: Any, model: Any) -> None:
    """Called where a test examines a model, with what it finds."""
    notes().examined.append((found, model))


def note_reading(found: Any, name: str, value: Any) -> None:
    """Called where a fact that was found is read."""
    notes().read = found, name, value


def note_wanted(error: BaseException | None, names: str) -> None:
    """Called where an error is not the one that was expected."""
    notes().wanted = None if error is None else (error, names)
