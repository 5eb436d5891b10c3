"""Landlock: the kernel's own list of the files that a process may ever touch."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from pathlib import Path

from . import kernel

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE, _READ, _READ_FOLDER = 1, 2, 4, 8
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights each version of Landlock knows


def version() -> int:
    """Landlock's version on this machine; 0 where there is none."""
    try:
        return kernel.call(_CREATE, None, 0, 1)
    except OSError:
        return 0


class Rules:
    """What may be read and written, looked up once. A path that is not there gives no right.

    With `programs`, what may be read may be started, too, and those have a network of their own to talk over.
    """

    def __init__(self, readable: Iterable[str], writable: Iterable[str], *, programs: bool = False) -> None:
        self.version, self._programs = version(), programs
        self._rights = (1 << _RIGHTS[min(self.version, 5)]) - 1 if self.version else 0
        read = _READ | _READ_FOLDER | (_EXECUTE if programs else 0)
        self._rules = [*self._all(readable, read), *self._all(writable, self._rights & ~_EXECUTE)]

    def ruleset(self, readable: Iterable[str] = (), writable: Iterable[str] = ()) -> int:
        """A set of these rules, and of some that are one's own, as a file descriptor."""
        network, scopes = (3 if self.version >= 4 and not self._programs else 0), (3 if self.version >= 6 else 0)
        size = 8 if self.version < 4 else 16 if self.version < 6 else 24
        ruleset = kernel.call(_CREATE, struct.pack("QQQ", self._rights, network, scopes), size, 0)
        own = [*self._all(readable, _READ | _READ_FOLDER), *self._all(writable, self._rights & ~_EXECUTE)]
        for place, access in [*self._rules, *own]:
            kernel.call(_ADD, ruleset, 1, struct.pack("=Qi", access, place), 0)
        return ruleset

    def _all(self, paths: Iterable[str], access: int) -> list[tuple[int, int]]:
        """Each path that is there, held open, and the rights to what is below it."""
        found = []
        for path in paths if self.version else ():
            try:
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            folder = Path(path).is_dir()
            found.append(
                (place, access if folder else access & (_EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL) & self._rights)
            )
        return found


def restrict(ruleset: int) -> None:
    """From now on, touch nothing but what a set of rules allows."""
    kernel.call(_RESTRICT, ruleset, 0)
