"""Landlock: the kernel's own list of the files that a process may ever touch."""

from __future__ import annotations

import contextlib
import os
import struct
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


def restrict(readable: list[str], writable: list[str]) -> None:
    """From now on, read `readable` and write `writable`, and nothing else. Without Landlock, do nothing."""
    abi = version()
    if not abi:
        return
    rights = (1 << _RIGHTS[min(abi, 5)]) - 1
    network, scopes = (3 if abi >= 4 else 0), (3 if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = kernel.call(_CREATE, struct.pack("QQQ", rights, network, scopes), size, 0)
    for path in readable:
        _allow(ruleset, path, _READ | _READ_FOLDER, rights)
    for path in writable:
        _allow(ruleset, path, rights & ~_EXECUTE, rights)
    kernel.call(_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, access: int, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError, PermissionError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not Path(path).is_dir():
            access &= (_WRITE | _READ | _TRUNCATE | _IOCTL) & rights
        kernel.call(_ADD, ruleset, 1, struct.pack("=Qi", access, place), 0)
        os.close(place)
