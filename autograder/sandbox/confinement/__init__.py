"""Runs inside a box, before any student code does: gives up everything that a student's code must not have.

Theory of operation. The zygote forks a keeper; the keeper leaves the machine's namespaces (`separate`) and forks the
box proper, which is process 1 of its own process namespace: killing that one process, by its number on the host, ends
everything that the student's code has started. The box then gives up, in this order (`lock`):

- the file tree: what is left is Python and its libraries, read-only, and three small private folders;
- the identity: no root, no capability, no way to gain privileges;
- the rest of the file system once more, by Landlock, in case the tree has a hole;
- the system calls that a notebook has no use for, by seccomp: sockets, exec, mount, ptrace, keyrings, ...

Where the machine grants no namespaces, the tree stays, Landlock hides it, and the box is killed as a process group.
"""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

from . import kernel, landlock, seccomp, tree

NOBODY = 65534


@dataclass(frozen=True)
class Share:
    """The box's share of the machine."""

    memory_mb: int
    disk_mb: int
    processes: int
    files: int


def limit(share: Share) -> None:
    """Set the kernel's limits on this process and its children."""
    for what, value in (
        (resource.RLIMIT_AS, share.memory_mb << 20),
        (resource.RLIMIT_FSIZE, share.disk_mb << 20),
        (resource.RLIMIT_NPROC, share.processes),
        (resource.RLIMIT_NOFILE, share.files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 1 << 16),
    ):
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))


def separate() -> bool:
    """Leave the machine's namespaces; the next fork is process 1 of a new one. False where this is not granted."""
    spaces = kernel.NEWNS | kernel.NEWUTS | kernel.NEWIPC | kernel.NEWPID | kernel.NEWNET
    try:
        if os.geteuid() == 0:  # root needs no user namespace, and can then still step down to nobody
            kernel.unshare(spaces)
            return True
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(spaces | kernel.NEWUSER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"1000 {user} 1\n")
        Path("/proc/self/gid_map").write_text(f"1000 {group} 1\n")
    except OSError:
        return False
    return True


def lock(share: Share, readable: list[str], home: str, *, separated: bool) -> str:
    """Give up the rest, and return the level that was reached. Afterwards only student code should run."""
    root = os.getuid() == 0
    user = NOBODY if root else os.getuid()
    if separated:
        tree.replace(readable, home, user, share.disk_mb)
    if root:
        step_down()
    kernel.drop_capabilities()
    kernel.die_with_parent()
    os.chdir(home)
    readable = [*readable, "/dev/urandom", "/dev/random", "/dev/zero", "/proc" if separated else "/proc/self"]
    landlock.restrict(readable, [home, "/dev/null", *(["/tmp", "/dev/shm"] if separated else [])])
    seccomp.restrict(alone=separated)
    if not landlock.version():
        return "L3"
    return "L1" if separated else "L2"


def step_down() -> None:
    """From root to nobody."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    kernel.stay_dumpable()


def close_all_but(keep: list[int]) -> None:
    """Close every open file but these."""
    low = 0
    for number in [*sorted(keep), 1 << 20]:
        if number > low:  # an empty range would be taken for everything
            os.closerange(low, number)
        low = number + 1
