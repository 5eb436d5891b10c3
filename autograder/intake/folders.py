"""A submission of several files: a folder, of which every file counts."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from .files import read_capped
from .ids import printable
from .layout import Upload, submitted_at
from .notebook import Refused, parse

_FILES, _BYTES = 1000, 100 << 20  # of one submission


def digested(upload: Upload, place: Path, files: Iterable[tuple[str, bytes]]) -> Upload:
    """An upload of all these files, which lie at a place. What can't be graded gets its problem."""
    digest, problem = sha256(), ""
    try:
        if upload.student != upload.folder:
            raise Refused("The student's id contains unprintable characters.")
        for name, content in files:
            digest.update(f"{name}\0{len(content)}\0".encode(errors="replace"))
            digest.update(content)
    except Refused as reason:
        problem = str(reason)
    except OSError as error:
        return replace(upload, problem=f"The upload can't be read: {error.strerror}.", ours=True)
    submitted, remarks = submitted_at(place if place.is_dir() else place.parent, place)
    return replace(upload, path=place, problem=problem, submitted=submitted, remarks=remarks, digest=digest.hexdigest())


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a folder by name, without hidden ones, or raise Refused. No link is followed."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Refused("The upload is a link, not a file or folder of its own.")
    yield from ((path.relative_to(folder).as_posix(), read_capped(path, _BYTES)) for path in _walk(folder))


def capped(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The same files, or raise Refused if there are too many."""
    left = _BYTES
    for number, (name, content) in enumerate(files):
        left -= len(content)
        if number >= _FILES or left < 0:
            raise Refused(f"The upload has more than {_FILES:,} files, or {_BYTES >> 20} MB.")
        yield name, content


def must_be_a_notebook(name: str, content: bytes) -> None:
    """Raise Refused, with the name, unless a file is a notebook that can be read."""
    try:
        parse(content)
    except Refused as reason:
        raise Refused(f"{printable(name)}: {reason}") from None


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, in order. Anything that is neither file nor folder is refused."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        kind = entry.stat(follow_symlinks=False).st_mode
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if stat.S_ISDIR(kind):
            yield from _walk(Path(entry.path))
        elif stat.S_ISREG(kind):
            yield Path(entry.path)
        else:
            raise Refused(f"{printable(entry.name)} is a link or a device, not a file.")
