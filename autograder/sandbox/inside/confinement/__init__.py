"""Runs inside a box, before any student code does: gives up everything that a student's code must not have.

Theory of operation. The zygote has left the machine's network (`leave`). It forks a keeper; the keeper leaves the
machine's file tree and processes (`separate`) and forks the box proper, which is process 1 of its own namespace:
killing that one process ends everything that the student's code has started. The box then gives up, in this order
(`lock`):

- the file tree: what is left is Python and its libraries, read-only, and three small private folders;
- the identity: no root, no capability, no way to gain privileges;
- the rest of the file system once more, by Landlock, in case the tree has a hole;
- the system calls that a notebook has no use for, by seccomp: sockets, exec, mount, ptrace, keyrings, ...

Where the machine grants no namespaces, the tree stays, Landlock hides it, and seccomp keeps the box to one process.
"""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

from . import kernel, landlock, seccomp, tree


@dataclass(frozen=True)
class Share:
    """The box's share of the machine."""

    memory_mb: int
    disk_mb: int
    processes: int
    files: int
    cpu_seconds: int


def limit(share: Share, *, separated: bool) -> None:
    """Set the kernel's limits on this process and its children."""
    # Address space is not memory: what the libraries have mapped already comes on top of the box's share.
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    others = 0 if separated else _processes_of_this_user()
    for what, value in (
        (resource.RLIMIT_AS, mapped + (share.memory_mb << 20)),
        (resource.RLIMIT_CPU, share.cpu_seconds),
        (resource.RLIMIT_FSIZE, share.disk_mb << 20),
        (resource.RLIMIT_NPROC, others + share.processes),
        (resource.RLIMIT_NOFILE, share.files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 1 << 16),
    ):
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))


def _processes_of_this_user() -> int:
    """The kernel counts all threads of a user where there is no user namespace, so ours come on top."""
    user, count = os.getuid(), 0
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and Path(f"/proc/{name}").stat().st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue
    return count


def leave() -> bool:
    """Leave the machine's network and its shared memory: done once, by the zygote. False where this is not granted."""
    spaces = kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS
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


def separate() -> bool:
    """Leave the machine's file tree; the next fork is process 1 of its own. False where this is not granted."""
    try:
        kernel.unshare(kernel.NEWNS | kernel.NEWPID)
    except OSError:
        return False
    return True


def identity(without_rights: int, readable: list[str], *, separated: bool) -> int:
    """The user that the box runs as: root becomes the one without rights, if Python can be read then."""
    if os.getuid() == 0 and (separated or _open_to_all(readable)):
        return without_rights
    return os.getuid()


def lock(share: Share, readable: list[str], home: str, user: int, *, separated: bool) -> str:
    """Give up the rest, and return the level that was reached. Afterwards only student code should run."""
    if separated:
        tree.replace(readable, home, user, share.disk_mb)
    kernel.forgo_capabilities()
    if user != os.getuid():
        step_down(user)
    kernel.drop_capabilities()
    kernel.die_with_parent()
    os.chdir(home)
    readable = [*readable, "/dev/urandom", "/dev/random", "/dev/zero", "/proc" if separated else "/proc/self"]
    landlock.restrict(readable, [home, "/dev/null", *(["/tmp", "/dev/shm"] if separated else [])])
    seccomp.restrict(alone=separated)
    if not landlock.version():
        return "L3"
    return "L1" if separated else "L2"


def _open_to_all(paths: list[str]) -> bool:
    """Whether a user without rights can still read Python, once we are one: it may lie in root's own folder."""
    folders = {parent for path in paths for parent in (Path(path), *Path(path).parents)}
    return all(folder.stat().st_mode & 0o001 for folder in folders if folder.is_dir())


def step_down(user: int) -> None:
    """From root to a user without rights."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    kernel.stay_dumpable()


def close_all_but(keep: list[int]) -> None:
    """Close every open file but these."""
    low = 0
    for number in [*sorted(keep), 1 << 20]:
        if number > low:  # an empty range would be taken for everything
            os.closerange(low, number)
        low = number + 1
