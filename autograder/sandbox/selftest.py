"""Try to escape from a box of our own before any is trusted, so that a changed kernel or container is noticed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .box import Box
from .errors import BoxError, NotConfined, SandboxError
from .gpu import Place
from .inside import escapes
from .limits import Limits
from .zygote import Zygote

_SECONDS = 20


def trust(zygote: Zygote, *, disposable: bool = False) -> str:
    """Return this machine's level of confinement, or raise NotConfined if it is not enough to grade."""
    with zygote.box(Limits()) as box:
        level = box.level
        if level == "unsafe":  # requested by the user, and noted beside every grade
            return level
        if level == "L3" and not disposable:
            raise NotConfined(
                "This kernel has no Landlock and grants no namespaces, so a notebook could read this machine's files. "
                "Grade in a virtual machine, or in a container that holds nothing but the course and sets "
                "AUTOGRADER_DISPOSABLE=1, or pass --unsafe, which marks every result."
            )
        found = broken_promises(box, zygote.place) if level != "L3" else []
    if found:
        raise NotConfined(
            f"The box that notebooks run in ({level}) does not hold on this machine; it {'; it '.join(found)}. "
            "Grade on another machine, or pass --unsafe, which marks every result."
        )
    return level


def broken_promises(box: Box, place: Place | None = None) -> list[str]:
    """What a fresh box can do but must not, in words; `place` is its own. Throw the box away afterwards."""
    devices = list(place.devices) if place else []
    with tempfile.TemporaryDirectory(prefix="autograder-probe-") as folder:
        secret = Path(folder, "secret")
        secret.write_text("42")
        Path(folder).chmod(0o755)  # readable by anyone who can see it
        try:
            box.run_cell(Path(escapes.__file__).read_text(encoding="utf-8"), 1, _SECONDS)
            facts = str(secret), os.getpid(), box.level in ("L2", "L3"), devices
            found, _ = box.call("succeeded", facts, {}, _SECONDS)
        except BoxError as error:
            raise SandboxError(f"the box could not be tested: {error}") from None
    if not isinstance(found, list):
        raise SandboxError("the box could not be tested: it does not report what it did")
    return [str(name) for name in found]
