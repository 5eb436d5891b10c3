"""How much memory and disk a box uses, looked at from the zygote. The box runs on meanwhile, so we only look."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
_FILES = 2000  # in a home without a file system of its own
_EXACT = 1 << 29  # bytes from which on shared pages are shared out, which takes longer
_SOCKET = 432 << 10  # bytes that a socket's buffers may hold, by the kernel's own default


def processes_in(space: int) -> list[int]:
    """The processes of a namespace, by their numbers in our own view."""
    found = []
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if name.isdigit() and Path(f"/proc/{name}/ns/pid").stat().st_ino == space:
                found.append(int(name))
    return found


def memory_of(processes: list[int]) -> int:
    """The bytes that processes use together. Pages that they share count once, where that makes a difference."""
    quick = sum(_resident(number) for number in processes) * PAGE
    if quick < _EXACT or len(processes) == 1:
        return quick
    return sum(_proportional(number) for number in processes)


def memory_of_sockets() -> int:
    """The bytes that the buffers of all sockets in our network may hold: no process has them in its account."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/net/sockstat").read_text().splitlines():
            if line.startswith("sockets: used"):
                return int(line.split()[2]) * _SOCKET
    return 0


def disk_of(box: int, home: str) -> int | None:
    """The bytes of a home's files, and of removed ones that are still open or mapped; None where it holds too many.

    Folders that are too deep or closed to be looked into count as too many: whoever builds that, hides.
    """
    folders, count, total = [home], 0, 0
    try:
        while folders:
            for entry in os.scandir(folders.pop()):
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                with contextlib.suppress(FileNotFoundError):
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                if count > _FILES:
                    return None
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.EACCES):
            return None
    return total + _removed(box)


def _removed(box: int) -> int:
    """The bytes of files that were removed, but are still open or mapped."""
    open_files: dict[int, int] = {}
    mapped: dict[int, int] = {}
    with contextlib.suppress(OSError):
        for name in os.listdir(f"/proc/{box}/fd"):
            with contextlib.suppress(OSError):
                file = Path(f"/proc/{box}/fd/{name}").stat()
                if not file.st_nlink:
                    open_files[file.st_ino] = file.st_blocks * 512
        for line in Path(f"/proc/{box}/maps").read_text().splitlines():
            if line.endswith(" (deleted)"):
                span, *_, inode, _name = line.split(maxsplit=5)
                start, end = (int(part, 16) for part in span.split("-"))
                mapped[int(inode)] = mapped.get(int(inode), 0) + end - start
    return sum((mapped | open_files).values())


def _resident(number: int) -> int:
    """A process's pages. A process whose first thread has ended shows none, though the others run on."""
    pages = _pages(f"/proc/{number}/statm")
    if not pages:
        with contextlib.suppress(OSError):
            threads = os.listdir(f"/proc/{number}/task")
            return max((_pages(f"/proc/{number}/task/{thread}/statm") for thread in threads), default=0)
    return pages


def _pages(path: str) -> int:
    try:
        return int(Path(path).read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def _proportional(number: int) -> int:
    """A process's bytes, those of shared pages divided by the number of their users."""
    with contextlib.suppress(OSError):
        return _pss(Path(f"/proc/{number}/smaps_rollup").read_text())
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{number}/task"):
            if found := _pss(Path(f"/proc/{number}/task/{thread}/smaps").read_text()):
                return found
    return _resident(number) * PAGE


def _pss(text: str) -> int:
    return sum(int(line.split()[1]) << 10 for line in text.splitlines() if line.startswith("Pss:"))
