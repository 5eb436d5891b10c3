"""A cohort's secret: it decides the hidden data, so anyone who knows it knows data that nobody should see."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def cohort_secret(folder: Path) -> bytes:
    """The secret of the cohort whose results are in `folder`; made on first use."""
    path, unfinished = folder / ".secret", folder / f".secret.{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        unfinished.touch(0o600)
        unfinished.write_bytes(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):  # another grader was faster
            path.hardlink_to(unfinished)
        unfinished.unlink()
    return path.read_bytes()
