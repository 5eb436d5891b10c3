"""Remove the folder of a box that has ended, whatever a student's code has built in it."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def remove(folder: str) -> None:
    """Remove a folder and all in it. Folders may be nested deeper than a path or a recursion can go, and closed.

    What lies in a folder is moved up before the folder goes. Nothing may run in it any more.
    """
    with contextlib.suppress(OSError):
        while names := os.listdir(folder):
            for name in names:
                path = Path(folder, name)
                if path.is_dir() and not path.is_symlink():
                    _lift(path, Path(folder))
                else:
                    path.unlink()
        Path(folder).rmdir()


def _lift(inner: Path, outer: Path) -> None:
    """Remove a folder, once all that is in it has moved to `outer`."""
    inner.chmod(0o700)
    for name in os.listdir(inner):
        path = inner / name
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)  # a closed folder can't be moved
        path.rename(outer / secrets.token_hex(8))
    inner.rmdir()
