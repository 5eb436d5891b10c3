"""Read a student's file: follow no link, wait for no pipe, read no more than a cap."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from .notebook import Refused


def read_capped(path: Path, cap: int) -> bytes:
    """Return a file's bytes, up to one more than the cap; raise Refused for a non-file, OSError if our disk fails."""
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
