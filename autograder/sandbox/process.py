"""The judge's hold on the first process of a box: a descriptor, so that a signal can hit nobody else."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from pathlib import Path

from .errors import SandboxError

_REFUSED = "refused "
_END_SECONDS = 60.0  # the kernel may have gigabytes to give back


class Process:
    """The first process of a box. When it has ended, the kernel has ended all that it started.

    The zygote says in `report` how it ended, in one line, and a listener which calls were refused. A box has no part
    in that.
    """

    def __init__(self, handle: int, report: int) -> None:
        self._handle, self._report = handle, report
        self.number = _number(handle)
        self._said = b""

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)

    def has_ended(self, seconds: float) -> bool:
        """Whether it has ended, or does so within a time."""
        return bool(_ready(self._handle, seconds))

    def end(self) -> str:
        """Kill it, wait until nothing of it is left, and return how it had ended: "memory", "disk", "exit CODE" or "".

        SandboxError if it can't be killed.
        """
        self.signal(signal.SIGKILL)
        try:
            if not self.has_ended(_END_SECONDS):
                raise SandboxError(f"a box could not be ended within {_END_SECONDS:g} seconds")
            return self._last_line()
        finally:
            os.close(self._handle)
            os.close(self._report)

    def refused(self) -> list[tuple[str, tuple[int, ...]]]:
        """The system calls that were refused until now, with the arguments that decide, where somebody listens."""
        while _ready(self._report, 0) and self._read():
            pass
        told = [line.split()[1:] for line in self._lines() if line.startswith(_REFUSED)]
        return [(name, tuple(map(int, arguments))) for name, *arguments in told]

    def _last_line(self) -> str:
        """What the zygote reported; nothing if it has ended itself, and so has every box of its own."""
        deadline = time.monotonic() + _END_SECONDS
        while True:
            last = [line for line in self._lines() if not line.startswith(_REFUSED)]
            if last or not (_ready(self._report, deadline - time.monotonic()) and self._read()):
                return last[0] if last else ""

    def _read(self) -> bool:
        piece = os.read(self._report, 4096)
        self._said += piece
        return bool(piece)

    def _lines(self) -> list[str]:
        """The whole lines that the report has."""
        return self._said.decode().split("\n")[:-1]


def _ready(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(seconds, 0) * 1000))


def _number(handle: int) -> int:
    """The number of a process on this machine, by its descriptor; 0 or less if it has ended."""
    for line in Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    return 0
