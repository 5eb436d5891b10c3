"""What comes back from a box, taken apart with care: whatever is wrong with it is Nonsense."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import wire
from .errors import Nonsense, Raised
from .values import pack, unpack

# Answers a box that calls what we stand in for: the result, and the arguments if they changed; or raises Raised.
Asked = Callable[[list[Any], dict[str, Any]], tuple[object, object]]


@dataclass(frozen=True)
class Reply:
    """What one of many calls did: its result, the arguments if it changed them, whether the two share anything."""

    value: object = None
    changed: object = None
    shares: object = False
    error: Raised | None = None


@dataclass(frozen=True)
class Calls:
    """Calls of an answer, ready to cross to any box, written down once for all of them.

    The last array holds the text of a tree for each call's arguments, the others are theirs. `new` also asks whether
    a result shares anything with the arguments.
    """

    count: int
    arrays: tuple[wire.Array, ...]
    new: bool = False

    @staticmethod
    def packed(calls: Iterable[tuple[object, object]], *, new: bool = False) -> Calls:
        """Calls with these pairs of positional and named arguments."""
        arrays: list[wire.Array] = []
        trees = [pack(list(call), arrays=arrays)[0] for call in calls]
        return Calls(len(trees), (*arrays, np.frombuffer(wire.text(trees), np.uint8)), new)

    def __len__(self) -> int:
        return self.count


@dataclass
class Request:
    """What the box was asked: the number that each reply must carry, and the frames in which replies come."""

    number: str
    frames: wire.Frames
    seconds: float = 0.0
    deadline: float = 0.0
    rest: tuple[wire.Header, list[wire.Array]] | None = None  # what came when it was interrupted

    def wait(self, seconds: float) -> None:
        """From now on, the next reply may take so long."""
        self.seconds, self.deadline = seconds, time.monotonic() + seconds


def replies_in(frame: wire.Header, received: list[wire.Array]) -> list[tuple[wire.Header, list[wire.Array]]]:
    """The replies that crossed together, each with its arrays; or raises Nonsense."""
    done = frame.get("done")
    if type(done) is not list or not done or not all(type(reply) is dict for reply in done):
        raise Nonsense("A reply could not be read: it holds no replies.")
    starts = [reply.get("from") for reply in done]
    if not all(type(start) is int and 0 <= start <= len(received) for start in starts) or starts != sorted(starts):
        raise Nonsense("A reply could not be read: its arrays are in no order.")
    ends = [*starts[1:], len(received)]
    return [(reply, received[start:end]) for reply, start, end in zip(done, starts, ends, strict=True)]


def unpacked(reply: wire.Header, received: list[wire.Array], count: int) -> list[object]:
    """The values in a reply, which must be so many; otherwise raises Nonsense."""
    try:
        values = unpack(reply.get("value"), received)
        if type(values) is not list or len(values) != count:
            raise ValueError("another number of values was asked for")
    except (wire.Malformed, ValueError, TypeError) as error:
        raise Nonsense(f"The reply holds no value: {error}.") from None
    return values


def error_in(reply: wire.Header) -> tuple[str, list[str], str]:
    """The parts of a reported error, with the right types whatever the box sent."""
    kinds = reply.get("kinds")
    names = [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
    return str(reply.get("error"))[:80], names[:20], str(reply.get("text", ""))[:2000]
