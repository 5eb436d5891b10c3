"""Read a file that a student put there: no link is followed, no pipe is waited for, no more is read than a cap."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from .notebook import Refused


def read_capped(path: Path, cap: int) -> bytes:
    """A file's bytes, up to one more than the cap; Refused for what is no file, OSError where our disk is at fault."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise Refused(f"{path.name} is a link or a device, not a file.") from None
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused(f"{path.name} is not a file.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(cap + 1)
    finally:
        os.close(descriptor)
