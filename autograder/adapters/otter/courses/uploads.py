"""What students handed in to an otter assignment: notebooks, zip files of otter's `export`, or folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from ....intake import (
    Because,
    Gathered,
    LeftOut,
    Refused,
    Upload,
    capped,
    digested,
    files_below,
    files_in_zip,
    find,
    gathered,
    must_be_a_notebook,
    oddities,
    printable,
    read_capped,
)

KINDS = (".ipynb", ".zip")
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
    return upload if upload.ours else digested(upload, place, files_of(place))


def files_of(place: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a submission by name, or raise Refused. No link is followed; its notebooks can be read."""
    found = 0
    for name, content in capped(_files(place)):
        if PurePosixPath(name).suffix == ".ipynb" and "/" not in name:
            found += 1
            must_be_a_notebook(name, content)
        yield name, content
    if not found:
        raise Refused("There is no notebook in the upload.")


def _files(place: Path) -> Iterator[tuple[str, bytes]]:
    if place.is_dir() or place.is_symlink():
        yield from files_below(place)
        return
    content = read_capped(place, _ONE)
    if place.suffix.lower() == ".zip":
        yield from files_in_zip(content)
    else:
        yield place.name, content
