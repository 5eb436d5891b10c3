"""A download is a zip file or a folder. Either can be viewed from the top, and then entry by entry."""

from __future__ import annotations

import errno
import os
import stat
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from .archives import DownloadError, Entry, entries, hidden, zipped
from .files import read_capped
from .ledger import Because, LeftOut
from .notebook import SIZE_CAP, Refused

_THE_STUDENTS = (errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENAMETOOLONG)  # errors that a student's file can cause

Around = tuple[str, ...]  # the folders around everything that a platform wrote


@dataclass(frozen=True)
class Top:
    """A name at the top of a download, where students choose no names. `inside` has the names directly in a folder."""

    name: str
    folder: bool
    inside: frozenset[str] = frozenset()


class Download(Protocol):
    """A zip file or a folder. Names are relative to the folder `around`."""

    def tops(self, around: Around) -> list[Top]: ...

    def entries(self, around: Around) -> list[Entry]: ...


@contextmanager
def opened(path: Path) -> Iterator[Download]:
    """Open a download; its entries can be read until it is closed."""
    if path.is_dir():
        yield Folder(path)
        return
    try:
        archive = zipped(path)
    except DownloadError as error:
        raise DownloadError(f"{path.name} is not a readable zip file: {error}.") from None
    with archive:
        yield Archive(list(entries(archive)))


@dataclass(frozen=True)
class Archive:
    """A zip file. Entries with a problem don't count when we look at its top."""

    every: list[Entry]

    def tops(self, around: Around) -> list[Top]:
        inside: dict[str, set[str]] = defaultdict(set)
        folders = set[str]()
        for entry in self.entries(around):
            if entry.problem is None:
                inside[entry.parts[0]].update(entry.parts[1:2])
                folders.update(entry.parts[:1] if len(entry.parts) > 1 else ())
        return [Top(name, name in folders, frozenset(names)) for name, names in inside.items()]

    def entries(self, around: Around) -> list[Entry]:
        """All entries; those outside `around`, which all have a problem, keep their whole names."""
        return [_without(entry, around) for entry in self.every]


@dataclass(frozen=True)
class Folder:
    """An unpacked download. No link in it is followed."""

    path: Path

    def tops(self, around: Around) -> list[Top]:
        return [_top(path) for path in sorted(self.path.joinpath(*around).iterdir()) if not hidden((path.name,))]

    def entries(self, around: Around) -> list[Entry]:
        root = self.path.joinpath(*around)
        found, waiting = list[Entry](), [root]
        while waiting:  # in a loop, because folders may be nested thousands deep
            folder = waiting.pop()
            try:
                with os.scandir(folder) as listed:
                    for item in listed:
                        here = Path(item.path)
                        if item.is_dir(follow_symlinks=False) and not hidden((item.name,)):
                            waiting.append(here)
                        else:
                            found.append(_entry(here, root, item.stat(follow_symlinks=False)))
            except OSError as error:
                if folder == root or error.errno not in _THE_STUDENTS:
                    raise
                found.append(_closed(folder, root, error))
        return sorted(found, key=lambda entry: entry.parts)


def _without(entry: Entry, around: Around) -> Entry:
    inside = entry.parts[: len(around)] == around
    return replace(entry, parts=entry.parts[len(around) :]) if around and inside else entry


def _top(path: Path) -> Top:
    if path.is_symlink() or not path.is_dir():
        return Top(path.name, folder=False)
    try:
        return Top(path.name, folder=True, inside=frozenset(os.listdir(path)))
    except OSError:  # reported when its entries are read
        return Top(path.name, folder=True)


def _entry(path: Path, root: Path, facts: os.stat_result) -> Entry:
    parts, problem = path.relative_to(root).parts, None
    if hidden(parts):
        reason = "It is a hidden file, made by an operating system or an editor."
        problem = LeftOut("/".join(parts), Because.HIDDEN, reason)
    elif not stat.S_ISREG(facts.st_mode):
        problem = LeftOut("/".join(parts), Because.LINK, "It is a link or a device, not a file.")
    return Entry(parts, _when(facts), lambda: _content(path), problem)


def _closed(folder: Path, root: Path, error: OSError) -> Entry:
    parts = folder.relative_to(root).parts
    problem = LeftOut("/".join(parts), Because.UNREADABLE, f"The folder can't be read: {error.strerror}.")
    return Entry(parts, datetime.fromtimestamp(0, UTC), bytes, problem)


def _content(path: Path) -> bytes:
    try:
        return read_capped(path, SIZE_CAP)
    except OSError as error:
        if error.errno not in _THE_STUDENTS:
            raise
        raise Refused(f"It can't be read: {error.strerror}.") from None


def _when(facts: os.stat_result) -> datetime:
    try:
        return datetime.fromtimestamp(max(facts.st_mtime, 0), UTC)
    except (ValueError, OverflowError, OSError):  # a file's time can be in the year 60000
        return datetime.fromtimestamp(0, UTC)
