"""The file that holds a cohort's secret. It lies in the course's folder `keys`, beside the issuer's key."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from ..errors import UserMistake
from ..secret import SHORTEST, Secret

_BYTES = 32


class SecretError(UserMistake):
    """Raised if a cohort's secret can't be read or made."""


def cohort_secret(root: Path, cohort: str) -> Secret:
    """The secret of a cohort of the course in `root`. The first command that needs it makes it."""
    path = root / "keys" / f"{cohort}.secret"
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        fix = "It decides the hidden data. Make the folder writable, or copy the file there."
        raise SecretError(f"{path}: the cohort's secret can't be read or made ({error.strerror}). {fix}") from None
    if len(key) < SHORTEST:
        raise SecretError(f"{path}: this is too short to be a secret. Restore it from a backup, or remove it.")
    return Secret(key)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.touch(0o600)
    unfinished.write_bytes(secrets.token_bytes(_BYTES))
    with contextlib.suppress(FileExistsError):  # another command was faster
        path.hardlink_to(unfinished)
    unfinished.unlink()
