"""Escape attempts against a box of our own, before any is trusted: a kernel or container that changed is found out."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .box import Box
from .errors import BoxError, SandboxError
from .inside import escapes

_SECONDS = 20


def broken_promises(box: Box) -> list[str]:
    """What a fresh box can do that no box may, in words. Afterwards it should be thrown away."""
    with tempfile.TemporaryDirectory(prefix="autograder-probe-") as folder:
        secret = Path(folder, "secret")
        secret.write_text("42")
        Path(folder).chmod(0o755)  # whoever can see it can read it
        try:
            box.run_cell(Path(escapes.__file__).read_text(encoding="utf-8"), 1, _SECONDS)
            facts = str(secret), os.getpid(), box.level in ("L2", "L3")
            found, _ = box.call("succeeded", facts, {}, _SECONDS)
        except BoxError as error:
            raise SandboxError(f"the box could not be tried: {error}") from None
    return [str(name) for name in found]
