"""The keeper of one box: forks it, watches its memory, tells the judge how it ended. Runs no student code."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import select
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from .. import wire
from ..removal import remove
from . import confinement
from .guest import Guest
from .shell import Shell, take_streams

CONNECTION = 3  # the file descriptor under which a box finds its judge
HOME = "/home/student"
_LOOK_MILLISECONDS = 100
_FILES = 2000  # in a home without a file system of its own
_PAGE = os.sysconf("SC_PAGE_SIZE")
_FIRST_USER, _USERS = 61_000, 4000  # where the judge is root; each zygote has its own, so that none uses up another's
Job = dict[str, Any]


@dataclass(frozen=True)
class Terms:
    """What holds for all boxes of a zygote: the folder for homes, the level asked for, and whether it is `alone`."""

    folder: str
    level: str
    alone: bool


@dataclass(frozen=True)
class Site:
    """Where a box lives: its home, its user, what it may read, and whether it has namespaces of its own."""

    home: str
    user: int
    libraries: list[str]
    separated: bool
    safe: bool


def watch_over(shell: Shell, job: Job, terms: Terms, descriptors: list[int]) -> NoReturn:
    """Fork the box and stay until it has ended."""
    connection, status = descriptors
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):  # what goes past the notebook goes nowhere, so a flood of it costs nothing
            os.dup2(null, standard)
        confinement.kernel.die_with_parent()
        separated = terms.alone and confinement.separate()
        libraries = _libraries()
        user = confinement.identity(_FIRST_USER + os.getppid() % _USERS, libraries, separated=separated)
        home = HOME if separated else _make_home(terms.folder, user)
        box = os.fork()
        if box == 0:
            os.dup2(connection, CONNECTION)
            confinement.close_all_but([0, 1, 2, CONNECTION])
            _box(shell, job, Site(home, user, libraries, separated, terms.level != "unsafe"))
        os.close(connection)
        os.write(status, f"box {box}\n".encode())
        ended = _watch(box, job["share"], "" if separated else home)
        os.write(status, f"{ended}\n".encode())
        if not separated:
            remove(home)
    except BaseException as error:  # whatever it is, the judge must hear of it
        os.write(status, f"failed {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)


def _make_home(folder: str, user: int) -> str:
    """A home for a box that shares the machine's file tree."""
    home = tempfile.mkdtemp(prefix="box-", dir=folder)
    if os.getuid() == 0:
        os.chown(home, user, user)
    return home


def _watch(box: int, share: dict[str, int], home: str) -> str:
    """Wait for the end of the box, and say how it came; bring it about when the box uses too much.

    `home` is the folder whose size nothing else limits; none where the box has namespaces of its own.
    """
    poll = select.poll()
    poll.register(os.pidfd_open(box), select.POLLIN)
    reason = ""
    while not poll.poll(_LOOK_MILLISECONDS):
        if _memory(_processes(box, separated=not home)) > share["memory_mb"] << 20:
            reason = "memory"
        elif home and _overfull(box, home, share["disk_mb"] << 20):
            reason = "disk"
        if reason:
            os.kill(box, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(box, 0)[1])
    return reason or f"exit {code}"


def _processes(box: int, *, separated: bool) -> list[int]:
    """The processes of the box, by their numbers in the /proc that we see."""
    if separated:
        with contextlib.suppress(OSError):
            Path("/proc/self").readlink()  # we are in it, so it is still the machine's: the box is not ready yet
            return []
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [box]  # it can't fork


def _overfull(box: int, home: str, room: int) -> bool:
    """Whether a home holds too many files, or too much in them or in removed ones that are still open.

    The box runs on meanwhile and may put links anywhere, so we only look.
    """
    folders, count = [home], 0
    try:
        while folders:
            for entry in os.scandir(folders.pop()):
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                with contextlib.suppress(FileNotFoundError):
                    room -= entry.stat(follow_symlinks=False).st_blocks * 512
                if count > _FILES or room < 0:
                    return True
    except OSError as error:
        return error.errno in (errno.ENAMETOOLONG, errno.EACCES)  # too deep or closed: who builds that, hides
    return _removed(box) > room


def _removed(box: int) -> int:
    """The bytes of files that were removed, but are still open."""
    total = 0
    with contextlib.suppress(OSError):
        for name in os.listdir(f"/proc/{box}/fd"):
            file = Path(f"/proc/{box}/fd/{name}").stat()
            total += 0 if file.st_nlink else file.st_blocks * 512
    return total


def _memory(processes: list[int]) -> int:
    """The bytes that processes use together. Pages that they share count once, where that makes a difference."""
    quick = sum(_pages(f"/proc/{number}/statm") for number in processes) * _PAGE
    if quick < 1 << 29 or len(processes) == 1:
        return quick
    return sum(_proportional(f"/proc/{number}/smaps_rollup") for number in processes)


def _pages(path: str) -> int:
    try:
        return int(Path(path).read_text().split()[1])
    except (OSError, IndexError):
        return 0


def _proportional(path: str) -> int:
    try:
        return next(int(line.split()[1]) << 10 for line in Path(path).read_text().splitlines() if line[:4] == "Pss:")
    except (OSError, StopIteration):
        return 0


def _box(shell: Shell, job: Job, site: Site) -> NoReturn:
    """The box: lock the door, say so, then run the student's code."""
    try:
        connection = socket.socket(fileno=CONNECTION)
        try:
            level = _lock(job, site)
        except BaseException as error:  # no student code has run yet, so this is our fault
            wire.send(connection, {"failed": f"{type(error).__name__}: {error}"})
            raise
        take_streams(shell)
        wire.send(connection, {"ready": True, "level": level})
        Guest(connection, shell).serve()
    finally:
        os._exit(0)


def _lock(job: Job, site: Site) -> str:
    """Lock the box, make it a home, and return the level of confinement that was reached."""
    os.setpgid(0, 0)
    share = confinement.Share(**job["share"])
    confinement.limit(share, separated=site.separated)
    if not site.safe:
        os.chdir(site.home)
        level = "unsafe"
    else:
        level = confinement.lock(share, site.libraries, site.home, site.user, separated=site.separated)
    os.environ.clear()
    os.environ.update(PATH="/usr/bin:/bin", HOME=site.home, TMPDIR=site.home, LANG="C.UTF-8", **job["environment"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path[:] = ["", *(path for path in sys.path if path)]  # a notebook imports what lies beside it
    tempfile.tempdir = None  # what the zygote knew is not there any more
    _seed(job["seed"])
    return level


def _seed(seed: int) -> None:
    """Grading twice gives the same score."""
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)
    else:
        random.seed(seed)
        np.random.seed(seed)


def _libraries() -> list[str]:
    """What a box may read: Python, its packages, and the system's libraries."""
    system = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"]
    python = [sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith("site-packages"))]
    wanted: list[str] = []
    for path in [*system, *python]:
        inside = any(path == other or path.startswith(f"{other}/") for other in wanted)
        if not inside and Path(path).exists():
            wanted.append(path)
    return wanted
