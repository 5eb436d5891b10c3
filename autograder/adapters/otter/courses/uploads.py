"""What students handed in to an otter assignment: notebooks, zip files of otter's `export`, or folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ....intake import (
    Because,
    Gathered,
    LeftOut,
    Refused,
    Upload,
    files_in_zip,
    find,
    gathered,
    oddities,
    parse,
    printable,
    read_capped,
    submitted_at,
)

KINDS = (".ipynb", ".zip")
_FILES, _BYTES = 1000, 100 << 20  # of one submission
_ONE = 20 << 20  # of a file that is handed in alone


def handed_in(folder: Path, assignments: Sequence[str], *, apart: bool = False) -> Gathered:
    """The submissions in a folder, each with a digest of all its files.

    They are files, named after their students; or such files in a folder for each assignment; or
    <student>/<assignment>/<notebook>.ipynb.
    """
    flat = [path for path in _listed(folder) if path.suffix.lower() in KINDS and not path.is_dir()]
    by_assignment = {name: _listed(folder / name) for name in assignments if _holds_files(folder / name)}
    if flat and not by_assignment:
        by_assignment = {assignments[0]: flat} if len(assignments) == 1 else {}
    if not by_assignment:
        found, odd = find(folder, assignments), oddities(folder, assignments)
        return gathered([_digested(each, _place(folder, each)) for each in found], odd, apart=apart)
    uploads, odd = list[Upload](), list[LeftOut]()
    for name, paths in by_assignment.items():
        _sort_out(name, paths, uploads, odd)
    return gathered(uploads, odd, apart=apart)


def _listed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.suffix.lower() in KINDS and not path.is_dir() for path in _listed(folder))


def _place(folder: Path, upload: Upload) -> Path:
    return folder / upload.folder / upload.assignment


def _sort_out(assignment: str, paths: Sequence[Path], uploads: list[Upload], odd: list[LeftOut]) -> None:
    """Of the files of an assignment, those that can be graded, and the others."""
    seen = dict[str, str]()
    for path in paths:
        student = path.stem
        if path.suffix.lower() not in KINDS or (path.is_dir() and not path.is_symlink()):
            odd.append(LeftOut(path.name, Because.NO_NOTEBOOK, "It is neither a notebook nor a zip file."))
        elif student in seen:
            reason = f"{printable(seen[student])} has the same student. Keep the one that counts."
            odd.append(LeftOut(path.name, Because.UNCLEAR, reason))
        else:
            seen[student] = path.name
            when = datetime.fromtimestamp(0, UTC)
            uploads.append(_digested(Upload(printable(student), assignment, path, when, folder=student), path))


def _digested(upload: Upload, place: Path) -> Upload:
    """An upload of all files in a place, which may be a file itself."""
    if upload.ours:
        return upload
    digest, problem = sha256(), ""
    try:
        if upload.student != upload.folder:
            raise Refused("The student's id contains unprintable characters.")
        for name, content in files_of(place):
            digest.update(f"{name}\0{len(content)}\0".encode(errors="replace"))
            digest.update(content)
    except Refused as reason:
        problem = str(reason)
    except OSError as error:
        return replace(upload, problem=f"The upload can't be read: {error.strerror}.", ours=True)
    submitted, remarks = submitted_at(place if place.is_dir() else place.parent, place)
    return replace(upload, path=place, problem=problem, submitted=submitted, remarks=remarks, digest=digest.hexdigest())


def files_of(place: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a submission by name, or raise Refused. No link is followed; its notebooks can be read."""
    left, found = _BYTES, 0
    for number, (name, content) in enumerate(_files(place)):
        left -= len(content)
        if number >= _FILES or left < 0:
            raise Refused(f"The upload has more than {_FILES:,} files, or {_BYTES >> 20} MB.")
        if PurePosixPath(name).suffix == ".ipynb" and "/" not in name:
            found += 1
            _must_be_a_notebook(name, content)
        yield name, content
    if not found:
        raise Refused("There is no notebook in the upload.")


def _files(place: Path) -> Iterator[tuple[str, bytes]]:
    if place.is_symlink() or place.parent.is_symlink():
        raise Refused("The upload is a link, not a file or folder of its own.")
    if place.is_dir():
        yield from ((path.relative_to(place).as_posix(), read_capped(path, _BYTES)) for path in _walk(place))
        return
    content = read_capped(place, _ONE)
    if place.suffix.lower() == ".zip":
        yield from files_in_zip(content)
    else:
        yield place.name, content


def _must_be_a_notebook(name: str, content: bytes) -> None:
    try:
        parse(content)
    except Refused as reason:
        raise Refused(f"{printable(name)}: {reason}") from None


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
