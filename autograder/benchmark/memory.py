"""The memory of a grading command and of everything it starts, sampled from outside.

Forked processes share pages. The proportional size (PSS) divides a shared page among its users, so sizes can be added
up; the resident size (RSS) counts it once for each user, and is what other tools show.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_FLAT = 1.05  # less growth than this over the second half of a run counts as none


@dataclass(frozen=True)
class Process:
    """A process of a grading command: its process ID, and its role."""

    number: int
    role: str  # parent, worker, zygote or box
    worker: int  # the process ID of its worker; 0 for the parent


@dataclass(frozen=True)
class Sample:
    """Megabytes at one moment. A worker's share includes its zygotes and boxes."""

    second: float
    parent: float
    workers: float
    zygotes: float
    boxes: float
    share: float  # of the largest worker
    share_rss: float  # the same, with shared pages counted once for each process


def processes(root: int) -> list[Process]:
    """A grading command's process and all its descendants. Processes that end meanwhile are left out."""
    return [Process(root, "parent", 0), *_below(root, "parent", 0)]


def _below(parent: int, role: str, worker: int) -> Iterator[Process]:
    for number in _children(parent):
        command = _read(number, "cmdline")
        if role == "parent" and "spawn_main" in command:
            found = Process(number, "worker", number)
        elif (role == "worker" and "inside.warm" in command) or (role == "zygote" and _stays(parent, number)):
            found = Process(number, "zygote", worker)
        elif role in ("zygote", "box"):
            found = Process(number, "box", worker)
        else:
            continue  # multiprocessing's own helper
        yield found
        yield from _below(number, found.role, found.worker)


def _stays(parent: int, number: int) -> bool:
    """Whether a zygote's child is the zygote itself, in namespaces of its own: the only child that leads no session."""
    return _session(parent) == _session(number)


def _session(number: int) -> int:
    with contextlib.suppress(OSError):
        return os.getsid(number)
    return -1


def _children(number: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for task in Path(f"/proc/{number}/task").iterdir() for child in _numbers(task)]
    return []


def _numbers(task: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return (task / "children").read_text().split()
    return []


def _read(number: int, name: str) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/{name}").read_text(errors="replace")
    return ""


def sizes(number: int) -> tuple[float, float]:
    """A process's proportional and resident size in megabytes; zero if it has ended or can't be read."""
    lines = dict(line.split(":", 1) for line in _read(number, "smaps_rollup").splitlines() if ":" in line)
    return tuple(int(lines.get(key, "0 kB").split()[0]) / 1024 for key in ("Pss", "Rss"))  # type: ignore[return-value]


def sample(root: int, second: float) -> Sample:
    """The current memory of a grading command."""
    found = [(process, *sizes(process.number)) for process in processes(root)]
    total = {role: sum(pss for p, pss, _ in found if p.role == role) for role in ("parent", "worker", "zygote", "box")}
    owners = {process.worker for process, _, _ in found} - {0}
    shares = [
        (sum(pss for p, pss, _ in found if p.worker == owner), sum(rss for p, _, rss in found if p.worker == owner))
        for owner in owners
    ]
    share, share_rss = max(shares, default=(0.0, 0.0))
    return Sample(second, total["parent"], total["worker"], total["zygote"], total["box"], share, share_rss)


class Watch:
    """Samples a process's memory from a thread, until the `with` block ends."""

    def __init__(self, root: int, every: float) -> None:
        self.samples: list[Sample] = []
        self._root, self._every, self._done = root, every, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        start = time.monotonic()
        while not self._done.wait(self._every):
            seen = sample(self._root, round(time.monotonic() - start, 2))
            if seen.parent:
                self.samples.append(seen)


def flat(samples: list[Sample]) -> dict[str, float]:
    """The growth of parent and largest worker from the second to the last quarter of a run: 1 means none."""
    quarter = len(samples) // 4
    if not quarter:
        return {}
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]
    return {
        name: median(getattr(s, name) for s in late) / max(median(getattr(s, name) for s in early), 1e-9)
        for name in ("parent", "share")
    }


def is_flat(samples: list[Sample]) -> bool:
    growth = flat(samples)
    return bool(growth) and max(growth.values()) <= _FLAT
