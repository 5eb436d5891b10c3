"""What students handed in to an nbgrader course: a folder with notebooks and other files for each assignment."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ....intake import Gathered, Refused, Upload, gather, parse, read_capped, submitted_at

STAMP = "timestamp.txt"
_FILES, _BYTES = 1000, 100 << 20  # of one submission; nbgrader's own limit is 100 MB, too
_ODD = frozenset("*?[]+")  # which nbgrader takes for a pattern, or for a separator
Notebooks = Mapping[str, tuple[str, ...]]  # the names of each assignment's notebooks


def handed_in(folder: Path, notebooks: Notebooks, *, apart: bool = False) -> Gathered:
    """The submissions below a folder, each with a digest of all its files. `path` is the folder of a submission."""
    found = gather(folder, tuple(notebooks), apart=apart)
    uploads = [_whole(folder, upload, notebooks[upload.assignment]) for upload in found.uploads]
    return replace(found, uploads=uploads)


def _whole(folder: Path, upload: Upload, notebooks: tuple[str, ...]) -> Upload:
    """An upload of all files in its folder."""
    if upload.ours:
        return upload
    place, digest, problem = folder / upload.folder / upload.assignment, sha256(), ""
    try:
        if _ODD & set(upload.student):
            raise Refused(f"nbgrader can't grade a student whose id has one of {' '.join(sorted(_ODD))}.")
        if upload.student != upload.folder:
            raise Refused("The student's id contains unprintable characters.")
        for name, content in files_of(place, notebooks):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    except Refused as reason:
        problem = str(reason)
    except OSError as error:
        return replace(upload, problem=f"The upload can't be read: {error.strerror}.", ours=True)
    submitted, remarks = submitted_at(place, place)
    return replace(upload, path=place, problem=problem, submitted=submitted, remarks=remarks, digest=digest.hexdigest())


def files_of(folder: Path, notebooks: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The files of a submission by name, or raise Refused. No link is followed; its notebooks can be read."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Refused("The upload is a link, not a folder.")
    left, wanted = _BYTES, {f"{name}.ipynb" for name in notebooks}
    found = set()
    for number, path in enumerate(_walk(folder)):
        if number >= _FILES:
            raise Refused(f"There are more than {_FILES:,} files in the upload.")
        content = read_capped(path, left)
        left -= len(content)
        if left < 0:
            raise Refused(f"The upload has more than {_BYTES >> 20} MB.")
        name = str(path.relative_to(folder))
        if name in wanted:
            found.add(name)
            _must_be_a_notebook(name, content)
        yield name, content
    if not found:
        raise Refused(f"There is no notebook called {' or '.join(sorted(wanted))} in the upload.")


def _must_be_a_notebook(name: str, content: bytes) -> None:
    try:
        parse(content)
    except Refused as reason:
        raise Refused(f"{name}: {reason}") from None


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, in order, without hidden ones. Anything that is neither file nor folder is refused."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        kind = entry.stat(follow_symlinks=False).st_mode
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if stat.S_ISDIR(kind):
            yield from _walk(Path(entry.path))
        elif stat.S_ISREG(kind):
            yield Path(entry.path)
        else:
            raise Refused(f"{entry.name} is a link or a device, not a file.")
