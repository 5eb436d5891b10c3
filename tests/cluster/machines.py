"""Schedulers and nodes as processes, here or in network namespaces of their own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import autograder

COMMAND = (sys.executable, "-m", "autograder")
SOURCE = str(Path(autograder.__file__).parent.parent)
_SECONDS = 60


class Machine:
    """A program of the cluster that runs until it is stopped, and what it said."""

    def __init__(self, *arguments: str, log: Path, within: Sequence[str] = (), **variables: str) -> None:
        self.log = log
        with log.open("ab") as said:
            self.process = subprocess.Popen(
                [*within, *COMMAND, "cluster", *arguments],
                env=os.environ | {"PYTHONPATH": SOURCE} | variables, cwd=log.parent, stdout=said, stderr=said,
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, pattern: str) -> str:
        """The part of what it says that a pattern picks."""
        wait_until(lambda: bool(re.search(pattern, self.said)) or self.process.poll() is not None)
        found = re.search(pattern, self.said)
        assert found, self.said
        return found[1]

    def nodes(self) -> list[int]:
        """The processes of its nodes."""
        return [pid for pid in children(self.process.pid) if "autograder.cluster" in command_of(pid)]

    def stop(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(_SECONDS)


def wait_until(true: Callable[[], bool], seconds: float = _SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    with contextlib.suppress(OSError):
        return [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for each in (task / "children").read_text().split()
        ]
    return []


def command_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


@contextlib.contextmanager
def machines() -> Iterator[list[Machine]]:
    """A list for machines, all of which are stopped in the end."""
    running: list[Machine] = []
    try:
        yield running
    finally:
        for machine in reversed(running):
            if machine.process.poll() is None:
                machine.stop()


def scheduler(folder: Path, *options: str, **how: object) -> tuple[Machine, str]:
    """A scheduler at a port that is free, and its address."""
    port = () if "--port" in options else ("--port", "0")
    machine = Machine("scheduler", *port, *options, log=folder / "scheduler.log", **how)  # type: ignore[arg-type]
    return machine, machine.wait_for(r"Scheduler at (\S+)\.")
