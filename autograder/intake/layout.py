"""Find the uploads in a folder with nbgrader's layout: <student>/<assignment>/<notebook>.ipynb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from .alike import clashes
from .archives import hidden
from .files import read_capped
from .ids import bad_id, printable
from .ledger import Because, LeftOut, by_weight, sums
from .notebook import Refused

STAMP = "timestamp.txt"
_YEARS = (1990, 2100)


@dataclass(frozen=True)
class Upload:
    """One student's upload for one assignment.

    `problem` says why it can't be graded, and `ours` that this is not the student's fault. `remarks` note oddities.
    `folder` is the name of the student's folder on disk. Where a `digest` is given, `path` is a folder.
    """

    student: str
    assignment: str
    path: Path | None
    submitted: datetime
    problem: str = ""
    ours: bool = False
    remarks: tuple[str, ...] = ()
    folder: str = ""
    digest: str = ""  # of all its files, if it is more than one notebook


@dataclass(frozen=True)
class Gathered:
    """What can be graded in a folder, what is left out and why, and a sentence that counts both."""

    uploads: list[Upload]
    left_out: list[LeftOut]
    sums: str


def gather(folder: Path, assignments: Sequence[str], *, apart: bool = False) -> Gathered:
    """The uploads in a folder, without those of students whose ids can be mistaken for each other.

    `apart` says that ids which look alike belong to different students.
    """
    return gathered(find(folder, assignments), oddities(folder, assignments), apart=apart)


def gathered(uploads: list[Upload], odd: list[LeftOut], *, apart: bool = False) -> Gathered:
    """These uploads without those of students whose ids can be mistaken for each other; `odd` is left out, too."""
    whose = dict[str, list[Upload]]()
    for upload in uploads:
        whose.setdefault(upload.folder, []).append(upload)
    clashing = clashes({name: printable(name) for name in whose}, apart=apart)
    left_out = [LeftOut(name, Because.ALIKE, clashing[name], len(whose[name])) for name in whose if name in clashing]
    left_out += odd
    clear = [upload for upload in uploads if upload.folder not in clashing]
    entries = len(clear) + sum(each.count for each in left_out)
    return Gathered(clear, by_weight(left_out), sums(entries, len(clear), left_out))


def find(folder: Path, assignments: Iterable[str]) -> list[Upload]:
    """Every upload for these assignments, in a stable order. A student without an upload is not in the list."""
    known = set(assignments)
    return [
        _upload(student.name, student / name)
        for student in _folders(folder)
        if not isinstance(names := _names(student), OSError)
        for name in sorted(set(names) & known)
    ]


def oddities(folder: Path, assignments: Sequence[str]) -> list[LeftOut]:
    """Things among the uploads that are not uploads: misnamed assignments, stray files, and unreadable folders."""
    odd = [
        LeftOut(path.name, Because.ELSEWHERE, "It is next to the students' folders, not in one.")
        for path in sorted(folder.iterdir())
        if not hidden((path.name,)) and not path.is_dir()
    ]
    for student in _folders(folder):
        odd += _odd_of(student, assignments)
    return odd


def _odd_of(student: Path, assignments: Sequence[str]) -> Iterator[LeftOut]:
    names = _names(student)
    if isinstance(names, OSError):
        yield LeftOut(student.name, Because.UNREADABLE, f"the folder can't be read ({names.strerror}).")
        return
    for name in sorted(set(names) - set(assignments)):
        if (student / name).is_dir():
            yield LeftOut(student.name, Because.ELSEWHERE, misnamed(name, assignments))
        else:
            yield LeftOut(student.name, Because.ELSEWHERE, f"{name} is not in an assignment's folder.")
    if not names:
        yield LeftOut(student.name, Because.ELSEWHERE, "The folder is empty.")


def misnamed(name: str, assignments: Sequence[str]) -> str:
    """A sentence saying that this is no assignment, with the nearest name."""
    nearest = next(iter(get_close_matches(name, assignments, 1, 0.5)), "")
    return f"{name} is not an assignment of this course{f'; did you mean {nearest}?' if nearest else '.'}"


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
        chosen, problem, others = _notebook(folder)
    except OSError as error:
        when = datetime.fromtimestamp(0, UTC)
        reason = f"The upload can't be read: {error.strerror}."
        return Upload(printable(student), folder.name, None, when, reason, ours=True, folder=student)
    problem = bad_id(student) or problem
    submitted, remarks = submitted_at(folder, chosen)
    if others and not problem:
        remarks += (f"There are {others + 1} notebooks; {folder.name}.ipynb counts.",)
    return Upload(printable(student), folder.name, chosen, submitted, problem, remarks=remarks, folder=student)


def _notebook(folder: Path) -> tuple[Path | None, str, int]:
    """The notebook of an upload, or why there is none; and the number of other notebooks."""
    if folder.is_symlink() or folder.parent.is_symlink():
        return None, "The upload is a link, not a folder.", 0
    listed = sorted(folder.iterdir()) if folder.is_dir() else []
    notebooks = [path for path in listed if path.suffix.lower() == ".ipynb" and not hidden((path.name,))]
    exact = [path for path in notebooks if path.stem == folder.name]
    if not notebooks:
        return None, "There is no notebook in the upload.", 0
    if not exact and len(notebooks) > 1:
        return notebooks[0], f"There are {len(notebooks)} notebooks, but none is called {folder.name}.ipynb.", 0
    return next(iter(exact or notebooks)), "", len(notebooks) - 1


def submitted_at(folder: Path, notebook: Path | None) -> tuple[datetime, tuple[str, ...]]:
    """The submission time, from nbgrader's timestamp file; else the notebook's own time, with a remark saying why."""
    remarks: tuple[str, ...] = ()
    try:
        text = read_capped(folder / STAMP, 64).decode().strip().removesuffix("UTC").strip()
        stamp = datetime.fromisoformat(text)
        if _YEARS[0] <= stamp.year <= _YEARS[1]:
            return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)), ()
        remarks = (f"{STAMP} gives the year {stamp.year}; the file's own time counts.",)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, Refused):
        remarks = (f"{STAMP} can't be read; the file's own time counts.",)
    path = notebook if notebook is not None else folder
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC), remarks
    except (OSError, ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC), remarks
