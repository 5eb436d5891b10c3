"""List a zip file entry by entry, and read entries on demand. No name in it becomes a path that we write to.

Only `pieces`, for files beside a notebook, makes paths of names, and says of which.

A zip file comes from a learning platform or from a student, so it may hold anything. Entries are read up to a cap,
whatever their header claims. Entries that can't be read carry the reason, and the rest are used.
"""

from __future__ import annotations

import contextlib
import errno
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

from ..errors import UserMistake
from .ids import printable
from .ledger import Because, LeftOut
from .notebook import SIZE_CAP, Refused

ENTRIES_CAP = 20_000  # at the top of a download
ZIP_CAP = 1000  # entries of a zip file that a student handed in
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what platforms and students' programs write
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, ValueError, IndexError,
    OverflowError,
)  # fmt: skip


class DownloadError(UserMistake):
    """Raised for a download that can't be graded at all; the message says why, and what to do."""


@dataclass(frozen=True)
class Entry:
    """One file: the parts of its name, and its time of change. `problem` says why it is left out.

    `read` returns its content, up to one byte more than the cap, or raises Refused.
    """

    parts: tuple[str, ...]
    changed: datetime
    read: Callable[[], bytes]
    problem: LeftOut | None = None

    @property
    def name(self) -> str:
        return "/".join(self.parts)

    @property
    def is_notebook(self) -> bool:
        return self.name.lower().endswith(".ipynb")

    @property
    def is_archive(self) -> bool:
        return self.name.lower().endswith(".zip")


def hidden(parts: tuple[str, ...]) -> bool:
    """Whether an operating system or an editor made it, and nobody handed it in."""
    return any(part.startswith(".") or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def zipped(file: BytesIO | Path) -> zipfile.ZipFile:
    """Open a zip file; raise DownloadError if its list of entries is unreadable, and OSError if our disk fails."""
    try:
        return zipfile.ZipFile(file)
    except UnicodeError:
        raise DownloadError("it marks a name as UTF-8 that is not. Unpack it, and pass the folder") from None
    except _BROKEN as error:
        raise DownloadError(printable(str(error))) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a broken archive makes zipfile seek before the first byte
            raise
        raise DownloadError("its parts are not where it says") from None


def entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    """The files of a zip file, in the archive's order."""
    seen = set[tuple[str, ...]]()
    for info in archive.infolist():
        name = _name(info)
        parts = PurePosixPath(name).parts
        if name.endswith("/") and parts:  # a folder
            continue
        wrong = _wrong(info, parts, seen)
        seen.add(parts)
        problem = LeftOut("/".join(parts) or "(no name)", *wrong) if wrong else None
        yield Entry(parts, _changed(info), _reader(archive, info), problem)


def only_notebook(content: bytes) -> bytes:
    """Return the notebook in a zip file that a student handed in instead, or raise Refused."""
    with _handed_in(content, "Hand in the .ipynb file itself.") as archive:
        found = [entry for entry in entries(archive) if entry.is_notebook and not _is_hidden(entry)]
        if len(found) != 1:
            raise Refused(f"This zip file holds {len(found)} notebooks. Hand in the one .ipynb file itself.")
        if found[0].problem:
            raise Refused(found[0].problem.reason)
        return found[0].read()


def files_in_zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a zip file that a student handed in, without hidden ones, or raise Refused."""
    with _handed_in(content, "Hand in less, or the .ipynb file itself.") as archive:
        for entry in entries(archive):
            if entry.problem and not _is_hidden(entry):
                raise Refused(f"{printable(entry.name)} in this zip file: {entry.problem.reason}")
            if not entry.problem:
                yield entry.name, entry.read()


def _handed_in(content: bytes, instead: str) -> zipfile.ZipFile:
    """Open a student's zip file, or raise Refused."""
    if len(content) > SIZE_CAP or content.count(b"PK\1\2") > ZIP_CAP:  # counted before zipfile builds a list of them
        most = f"{SIZE_CAP >> 20} MB or {ZIP_CAP:,} entries"
        raise Refused(f"This zip file has over {most}. {instead}")
    try:
        return zipped(BytesIO(content))
    except DownloadError as error:
        raise Refused(f"This zip file can't be read: {error}.") from None


def _is_hidden(entry: Entry) -> bool:
    return entry.problem is not None and entry.problem.because is Because.HIDDEN


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name with slashes. Many programs write UTF-8 without marking it."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _wrong(info: zipfile.ZipInfo, parts: tuple[str, ...], seen: set[tuple[str, ...]]) -> tuple[Because, str] | None:
    """Why an entry must be left out, if it must."""
    if not parts or ".." in parts or parts[0].startswith("/") or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return Because.UNSAFE, "Its name points outside the archive."
    if stat.S_ISLNK(info.external_attr >> 16):
        return Because.LINK, "It is a link, not a file."
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return Because.LINK, "It is a device or a folder, not a file."
    if hidden(parts):
        return Because.HIDDEN, "It is a hidden file, made by an operating system or an editor."
    if info.flag_bits & 1:
        return Because.UNREADABLE, "It is encrypted."
    if info.compress_type not in _READABLE:
        return Because.UNREADABLE, f"It is compressed with method {info.compress_type}; only deflate can be read."
    if parts in seen:
        return Because.REPEATED, "An earlier entry has the same name."
    return None


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as file:
                return file.read(SIZE_CAP + 1)
        except _BROKEN as error:
            raise Refused(f"The entry can't be read: {printable(str(error))}.") from None
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            raise Refused("The entry can't be read: it is not where the archive says.") from None

    return read


def _changed(info: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
