"""Find the uploads in a folder with nbgrader's layout: <student>/<assignment>/<notebook>.ipynb."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from .files import read_capped
from .notebook import Refused

_STAMP = "timestamp.txt"
_YEARS = (1990, 2100)


@dataclass(frozen=True)
class Upload:
    """One student's upload for one assignment.

    `problem` says why it can't be graded, and `ours` that this is not the student's fault. `remarks` note oddities.
    """

    student: str
    assignment: str
    path: Path | None
    submitted: datetime
    problem: str = ""
    ours: bool = False
    remarks: tuple[str, ...] = ()


def find(folder: Path, assignments: Iterable[str]) -> list[Upload]:
    """Every upload for these assignments, in a stable order. A student without an upload is not in the list."""
    known = set(assignments)
    return [
        _upload(student.name, student / name)
        for student in _folders(folder)
        if not isinstance(names := _names(student), OSError)
        for name in sorted(set(names) & known)
    ]


def oddities(folder: Path, assignments: Iterable[str]) -> list[str]:
    """Things among the uploads that are not uploads: misnamed assignments, and unreadable folders."""
    known, odd = list(assignments), []
    for student in _folders(folder):
        names = _names(student)
        if isinstance(names, OSError):
            odd.append(f"{printable(student.name)}: the folder can't be read ({names.strerror}).")
            continue
        for name in sorted(name for name in set(names) - set(known) if (student / name).is_dir()):
            nearest = next(iter(get_close_matches(name, known, 1, 0.5)), "")
            hint = f"; did you mean {nearest}?" if nearest else "."
            odd.append(f"{printable(student.name)}: {printable(name)} is not an assignment of this course{hint}")
    return odd


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _names(student: Path) -> list[str] | OSError:
    """The names in a student's folder, or the error that keeps us from reading it."""
    try:
        return [path.name for path in student.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        return error


def _upload(student: str, folder: Path) -> Upload:
    try:
        chosen, problem = _notebook(folder)
    except OSError as error:
        when = datetime.fromtimestamp(0, UTC)
        return Upload(printable(student), folder.name, None, when, f"The upload can't be read: {error.strerror}.", True)
    problem = _bad_name(student) or problem
    submitted, remarks = _submitted(folder, chosen)
    return Upload(printable(student), folder.name, chosen, submitted, problem, False, remarks)


def _notebook(folder: Path) -> tuple[Path | None, str]:
    """The notebook of an upload, or why there is none."""
    if folder.is_symlink() or folder.parent.is_symlink():
        return None, "The upload is a link, not a folder."
    notebooks = sorted(path for path in folder.iterdir() if path.suffix == ".ipynb") if folder.is_dir() else []
    exact = [path for path in notebooks if path.stem == folder.name]
    if not notebooks:
        return None, "There is no notebook in the upload."
    if not exact and len(notebooks) > 1:
        return notebooks[0], f"There are {len(notebooks)} notebooks, but none is called {folder.name}.ipynb."
    return next(iter(exact or notebooks)), ""


def file_name(student: str) -> str:
    """A student's id as the name of a file or folder; an odd one gets a digest, to avoid collisions."""
    safe = "".join(c if c.isalnum() or c in "-_@+" or (c == "." and i) else "_" for i, c in enumerate(student))
    return safe if safe == student else f"{safe[:80]}-{sha256(student.encode()).hexdigest()[:8]}"


def _bad_name(student: str) -> str:
    if len(student.encode(errors="replace")) > 128:
        return "The student's id is longer than 128 bytes."
    if student != printable(student):
        return "The student's id contains unprintable characters."
    return ""


def printable(text: str) -> str:
    """The text with control characters, direction marks and half surrogate pairs replaced."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _submitted(folder: Path, notebook: Path | None) -> tuple[datetime, tuple[str, ...]]:
    """The submission time, from nbgrader's timestamp file; else the notebook's own time, with a remark saying why."""
    remarks: tuple[str, ...] = ()
    try:
        text = read_capped(folder / _STAMP, 64).decode().strip().removesuffix("UTC").strip()
        stamp = datetime.fromisoformat(text)
        if _YEARS[0] <= stamp.year <= _YEARS[1]:
            return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)), ()
        remarks = (f"{_STAMP} gives the year {stamp.year}; the file's own time counts.",)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, Refused):
        remarks = (f"{_STAMP} can't be read; the file's own time counts.",)
    path = notebook if notebook is not None else folder
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC), remarks
    except (OSError, ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC), remarks
