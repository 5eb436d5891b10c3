"""Which graders are at work in a folder of results, and which have ended without a word.

Theory of operation. Each grader locks a file of its own. However its process ends, the system unlocks the file, so that
the next grader on this machine knows at once that this one is gone. Locks of other machines can't be trusted on every
shared disk, and so they are not looked at; the file's name says which machine it is from, until that starts again.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PREFIX = ".grader-"
_BOOT = Path("/proc/sys/kernel/random/boot_id")  # the same in all containers of a machine
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Presence:
    """A grader that is at work. No other has its `name`."""

    results: Path
    name: str

    def gone(self) -> Iterator[str]:
        """The names of graders of this machine that have ended without a word. Each is told once it was dealt with."""
        for path in sorted(self.results.glob(f"{_of_this_machine()}*")):
            name = path.name.removeprefix(_of_this_machine())
            if name != self.name and _unlocked(path):
                yield name
                path.unlink(missing_ok=True)


@contextmanager
def present(results: Path) -> Iterator[Presence]:
    """Be at work in a folder of results."""
    results.mkdir(parents=True, exist_ok=True)
    name = f"{socket.gethostname()[:_NAME_LENGTH]}-{os.getpid()}-{secrets.token_hex(8)}".replace("/", "-")
    path = results / f"{_of_this_machine()}{name}"
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield Presence(results, name)
        finally:
            path.unlink(missing_ok=True)


@cache
def _of_this_machine() -> str:
    try:
        boot = _BOOT.read_text()[:8]
    except OSError:
        boot = secrets.token_hex(4)  # then nobody knows which graders are of this machine, and waits for their claims
    return f"{_PREFIX}{boot}-"


def _unlocked(path: Path) -> bool:
    try:
        with path.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
