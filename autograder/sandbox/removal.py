"""Remove the folder of a box that has ended, whatever student code has left in it."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def remove(folder: str) -> None:
    """Remove a folder and its contents, even folders without permissions, or nested too deep for a path or recursion.

    The contents of a folder move up before the folder is removed. No process may still be running in it.
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
    """Move a folder's contents to `outer`, then remove the folder."""
    inner.chmod(0o700)
    for name in os.listdir(inner):
        path = inner / name
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)  # a folder without permissions can't be moved
        path.rename(outer / secrets.token_hex(8))
    inner.rmdir()
