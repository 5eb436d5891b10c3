"""Process 1 of a box for programs: builds the box, starts the program, and brings out what was asked for.

Theory of operation. Another grader's programs run beside the student's code, and that code may start more of them. So
process 1 is ours and keeps its rights: nothing in the box can signal it, trace it or read it. It moves into a file tree
that holds Python, its libraries and the given files, and forks the program, which gives up its identity, its
capabilities, and all system calls but those on a list. When the program has ended, everything that it has started is
killed. Only then are results read, as the user without rights that the program was.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from .confinement import kernel, landlock, limits, locking, seccomp, tree

_MAPPED = 8 << 30  # bytes of address space beyond the share of memory: libraries reserve what they never use


@dataclass(frozen=True)
class Errand:
    """What to run: the program, what lies in its folder, the files to bring out, and its share of the machine."""

    command: list[str]
    environment: dict[str, str]
    files: dict[str, str]  # the path of each on the machine
    wanted: list[str]
    wanted_bytes: int
    share: dict[str, int]
    seconds: float


def run(errand: Errand, readable: list[str], user: int, said: int, report: int) -> NoReturn:
    """Be process 1, and never return. `said` takes what the program prints, `report` how it ended."""
    told: dict[str, Any] = {}
    try:
        kernel.die_with_parent()
        kernel.stay_private()
        given = {name: Path(path).read_bytes() for name, path in errand.files.items()}
        box = _moved_in(errand, readable, user)
        for name, content in given.items() if box else ():
            _put(Path(tree.HOME, name), content, user)
        told = _run(errand, box, user, said) if box else {"refused": True}
    except Exception as error:  # no student code runs in this process, so this is our fault
        told = {"failed": f"{type(error).__name__}: {error}"}
    with contextlib.suppress(OSError), os.fdopen(report, "wb") as file:
        file.write(json.dumps(told).encode())
    os._exit(0)


def _moved_in(errand: Errand, readable: list[str], user: int) -> tree.Tree | None:
    """The tree that this process now lives in; nothing where the machine does not grant that."""
    try:
        kernel.unshare(kernel.NEWNS)
        box = tree.move_in(readable, user, about=tree.ALONE)
        box.furnish(user, errand.share["disk_mb"])
    except OSError:
        return None
    kernel.forgo_capabilities()
    return box


def _run(errand: Errand, box: tree.Tree, user: int, said: int) -> dict[str, Any]:
    program = os.fork()
    if program == 0:
        _become(errand, box, user, said)
    return {"code": _end_of(program), "files": _brought(errand, user)}


def _put(path: Path, content: bytes, user: int) -> None:
    for folder in reversed([folder for folder in path.parents if not folder.exists()]):
        folder.mkdir()
        os.chown(folder, user, user)
    path.write_bytes(content)
    os.chown(path, user, user)


def _become(errand: Errand, box: tree.Tree, user: int, said: int) -> NoReturn:
    """Be the program, once everything is given up that it must not have."""
    try:
        os.setsid()
        for number, descriptor in enumerate((os.open("/dev/null", os.O_RDONLY), said, said)):
            os.dup2(descriptor, number)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        limits.limit(limits.Share(**errand.share), _MAPPED, 0)
        rules = landlock.Rules(box.readable, [tree.OWN, "/dev/null"], programs=True)
        locking.give_up_identity(user)
        os.chdir(tree.HOME)
        if rules.version:
            landlock.restrict(rules.ruleset())
        seccomp.for_programs().install()
        os.execve(errand.command[0], errand.command, errand.environment)
    except Exception as error:
        os.write(2, f"It could not be started: {error}\n".encode())
    finally:
        os._exit(127)


def _end_of(program: int) -> int:
    """Wait for the program, then end all that it has left behind; return its exit code."""
    number, status = os.wait()
    while number != program:
        number, status = os.wait()
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    return os.waitstatus_to_exitcode(status)


def _brought(errand: Errand, user: int) -> dict[str, str]:
    """The wanted files that are there and not too large, in letters."""
    if user != os.getuid():
        os.setgroups([])
        os.setegid(user)
        os.seteuid(user)
    found, left = {}, errand.wanted_bytes
    for name in errand.wanted:
        with contextlib.suppress(OSError):
            content = _content(str(Path(tree.HOME, name)), left)
            if content is not None:
                left -= len(content)
                found[name] = base64.b64encode(content).decode()
    return found


def _content(path: str, most: int) -> bytes | None:
    """A plain file's bytes, unless there are too many."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        content = file.read(most + 1)
    return content if len(content) <= most else None
