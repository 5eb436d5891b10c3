"""Read a zip file or a folder, entry by entry. No name in it ever becomes a path that we write to.

A zip file comes from a learning platform or from a student, so it may hold anything. Entries are read up to a cap,
whatever their header claims. Entries that can't be read are reported with a reason, and the rest are used.
"""

from __future__ import annotations

import contextlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

from ..errors import UserMistake
from .files import read_capped
from .notebook import SIZE_CAP, Refused

ENTRIES_CAP = 20_000
TOTAL_CAP = 8 << 30
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class DownloadError(UserMistake):
    """Raised for an archive that can't be graded at all; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One file: the parts of its name, its content, and its time of change. `problem` says why it was left out."""

    parts: tuple[str, ...]
    content: bytes
    changed: datetime
    problem: str = ""

    @property
    def name(self) -> str:
        return "/".join(self.parts)


def entries(path: Path) -> Iterator[Entry]:
    """The files of a zip file or of a folder, in a stable order."""
    if path.is_dir():
        yield from _of_folder(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _of_archive(archive)
    except zipfile.BadZipFile as error:
        raise DownloadError(f"{path.name} is not a readable zip file: {error}.") from None


def only_notebook(content: bytes) -> bytes:
    """Return the notebook in a zip file that a student handed in instead, or raise Refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found = [entry for entry in _of_archive(archive) if entry.parts[-1].endswith(".ipynb")]
    except (zipfile.BadZipFile, DownloadError) as error:
        raise Refused(f"This zip file can't be read: {error}") from None
    if len(found) != 1:
        raise Refused(f"This zip file holds {len(found)} notebooks. Hand in the one .ipynb file itself.")
    if found[0].problem:
        raise Refused(found[0].problem)
    return found[0].content


def _of_folder(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        parts = path.relative_to(folder).parts
        changed = datetime.fromtimestamp(max(path.lstat().st_mtime, 0), UTC)
        try:
            yield Entry(parts, read_capped(path, SIZE_CAP), changed)
        except Refused as reason:
            yield Entry(parts, b"", changed, str(reason))


def _of_archive(archive: zipfile.ZipFile) -> Iterator[Entry]:
    infos = archive.infolist()
    if len(infos) > ENTRIES_CAP:
        raise DownloadError(f"The zip file has {len(infos):,} entries; the limit is {ENTRIES_CAP:,}.")
    room, seen = TOTAL_CAP, set[str]()
    for info in infos:
        parts = _parts(info)
        if info.is_dir() or not parts or "__MACOSX" in parts:
            continue
        problem = _problem(info, parts, seen)
        seen.add("/".join(parts).casefold())
        content = b""
        if not problem:
            try:
                with archive.open(info) as file:
                    content = file.read(SIZE_CAP + 1)
            except _BROKEN as error:
                problem = f"The entry can't be read: {error}."
        room -= len(content)
        if room < 0:
            raise DownloadError(f"The zip file holds more than {TOTAL_CAP >> 30} GB.")
        yield Entry(parts, content, _changed(info), problem)


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    name = info.filename
    if not info.flag_bits & 0x800:  # not marked as UTF-8, but many programs write it anyway
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return PurePosixPath(name.replace("\\", "/")).parts


def _problem(info: zipfile.ZipInfo, parts: tuple[str, ...], seen: set[str]) -> str:
    if ".." in parts or parts[0] == "/" or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return "Its name points outside the archive."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link, not a file."
    if info.flag_bits & 1:
        return "It is encrypted."
    if "/".join(parts).casefold() in seen:
        return "An earlier entry has the same name."
    return ""


def _changed(info: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
