"""What the fuzz tests share: how much is tried, how things are broken, and what is watched while they are.

The environment variable FUZZ says how many frames are tried; of the other kinds it is a share. `make fuzz` says a
million. Everything is made from seeds, so a run that fails fails again.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType, TracebackType
from typing import Any, NoReturn

RELEASE = 1_000_000  # frames
_HANG = 120  # seconds of one piece of work, on a machine that is busy with something else
_PAGE = resource.getpagesize()


def how_many(few: int, at_release: int) -> int:
    """How many to try: a few in an ordinary run, and a share of those of a release where FUZZ says so."""
    return max(few, int(os.environ.get("FUZZ", "0")) * at_release // RELEASE)


class Watch:
    """Counts pieces of work; each must be short, and all together must not need more and more memory.

    Memory is compared with itself: the most that the second half needed with the most that the first half did.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.slowest = 0.0
        self.most = [0, 0]

    def __enter__(self) -> Iterator[int]:
        self._before = signal.signal(signal.SIGALRM, _hangs)
        return self._pieces()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def _pieces(self) -> Iterator[int]:
        for number in range(self.count):
            signal.setitimer(signal.ITIMER_REAL, _HANG)
            start = time.process_time()
            yield number
            self.slowest = max(self.slowest, time.process_time() - start)
            half = 2 * number // self.count
            self.most[half] = max(self.most[half], _resident())

    @property
    def grown(self) -> int:
        """How many MB more the second half needed."""
        return (self.most[1] - self.most[0]) >> 20

    def check(self) -> None:
        assert self.slowest < 2, f"one piece of work took {self.slowest:.1f} s of CPU"
        assert self.grown < 20, f"the second half needed {self.grown} MB more than the first"

    def __str__(self) -> str:
        return (
            f"{self.count:,}: the slowest took {self.slowest:.3f} s of CPU; {self.most[1] >> 20} MB, {self.grown:+} MB"
        )


def _hangs(_: int, __: FrameType | None) -> NoReturn:
    raise AssertionError(f"one piece of work takes longer than {_HANG} s")


def _resident() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * _PAGE


def mutated(value: Any, chance: Random, odd: list[Any], depth: int = 0) -> Any:
    """A value with something odd in the place of some part of it."""
    if chance.random() < 0.15 or depth > 8:
        return chance.choice(odd)
    if isinstance(value, dict):
        kept = [(key, item) for key, item in value.items() if chance.random() > 0.05]
        return {key: mutated(item, chance, odd, depth + 1) for key, item in kept}
    if isinstance(value, list):
        return [mutated(item, chance, odd, depth + 1) for item in value] * chance.choice((1, 1, 1, 2, 0))
    return value


def overwritten(content: bytes, chance: Random, most: int = 20) -> bytes:
    """Bytes of which a few are others."""
    whole = bytearray(content)
    for _ in range(chance.randint(1, most)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole)


def cut(content: bytes, chance: Random) -> bytes:
    """Bytes without a piece of them, and maybe with some of them again."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(500) :] * chance.choice((0, 1, 3))
