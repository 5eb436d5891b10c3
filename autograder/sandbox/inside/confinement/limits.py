"""The box's share of the machine, as the kernel's limits know it."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Share:
    """The box's share of the machine."""

    memory_mb: int
    disk_mb: int
    processes: int
    files: int
    cpu_seconds: int
    cores: int


def limit(share: Share, mapped: int, others: int, *, gpu: bool = False) -> None:
    """Set the limits of this process and its children.

    Address space is not memory: what the libraries have `mapped` already comes on top of the box's share. `others` are
    the threads that the same user runs elsewhere, which the kernel counts, too. CUDA reserves more address space than
    any machine has memory, so a box with a GPU is limited in what it may write to: reserved pages don't count, nor do
    shared ones, and it does not inherit the limit that a worker sets itself.
    """
    if gpu:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    for what, value in (
        (resource.RLIMIT_DATA if gpu else resource.RLIMIT_AS, mapped + (share.memory_mb << 20)),
        (resource.RLIMIT_CPU, share.cpu_seconds),
        (resource.RLIMIT_FSIZE, share.disk_mb << 20),
        (resource.RLIMIT_NPROC, others + share.processes),
        (resource.RLIMIT_NOFILE, share.files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, share.processes),
        (resource.RLIMIT_MEMLOCK, 1 << 16),
    ):
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))


def mapped_now(*, gpu: bool = False) -> int:
    """The bytes of address space that this process has; for a box with a GPU, of what it may write to."""
    return int(Path("/proc/self/statm").read_text().split()[5 if gpu else 0]) * PAGE


def threads_of(user: int) -> int:
    """How many threads a user runs: the kernel counts them together where there is no user namespace."""
    count = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{name}").st_uid == user:  # noqa: PTH116 -- a Path costs more than the question
                count += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue
    return count
