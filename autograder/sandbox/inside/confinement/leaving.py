"""What a zygote leaves before it imports anything: the machine's network, its shared memory, and its processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from . import kernel, tree

STUDENT = 1000  # who a box is, seen from inside, where the machine lets us have users of our own


def may_live_apart(readable: list[str], devices: Sequence[str] = ()) -> bool:
    """Whether this machine grants a file tree and processes of one's own; a child tries, and is gone again."""
    child = os.fork()
    if child == 0:
        try:
            granted = leave()
            inner = os.fork()
            if inner == 0:  # process 1 of a namespace: nobody else can mount a view of it
                kernel.unshare(kernel.NEWNS)
                tree.move_in(readable, os.geteuid(), devices).furnish(os.geteuid(), disk_mb=1)
                os._exit(0)
            os._exit(0 if granted and os.waitpid(inner, 0)[1] == 0 else 1)
        finally:  # whatever was not granted
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def leave() -> bool:
    """Leave them; the next fork is process 1 of a namespace of its own. False where this is not granted."""
    spaces = kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWPID
    try:
        if os.geteuid() == 0:  # root needs no user namespace, and can then still step down to nobody
            kernel.unshare(spaces)
            return True
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(spaces | kernel.NEWUSER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{STUDENT} {user} 1\n")
        Path("/proc/self/gid_map").write_text(f"{STUDENT} {group} 1\n")
    except OSError:
        return False
    return True


def stay_process_one() -> None:
    """Fork once, so that this program goes on as process 1 of its namespace. Whoever forked waits, and ends with it.

    Should either be killed, the kernel ends every process of the namespace, boxes included: none can be left over.
    """
    child = os.fork()
    if child:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    kernel.die_with_parent()
