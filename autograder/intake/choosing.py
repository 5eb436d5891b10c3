"""Which of a student's files counts, and for which assignment. No student's file decides that for another student.

A candidate is a notebook, or a zip file with one notebook in it. If there are several, we report which one counts, or
that none does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from .archives import DownloadError, only_notebook
from .ids import shown
from .ledger import Because, LeftOut
from .notebook import Refused
from .recognition import Found

FILES_CAP = 1000  # of one student: platforms unpack what students hand in, which may be any number of files
_AT_ONCE = timedelta(minutes=1)  # unpacking a download gives all its files the time of unpacking, or almost
_NOTEBOOKS_CAP = 50  # of one student; each is read


@dataclass(frozen=True)
class Candidate:
    """A student's notebook, and the assignment that it says it is for, if any."""

    found: Found
    says: str

    def is_called(self, assignment: str) -> bool:
        return self.found.file.lower() in (f"{assignment}.ipynb".lower(), f"{assignment}.zip".lower())


def content(found: Found) -> bytes:
    """Return the notebook, unpacked if it was handed in as a zip file; raise Refused if it can't be read."""
    return only_notebook(found.entry.read()) if found.entry.is_archive else found.entry.read()


def candidates(files: list[Found], assignments: Sequence[str]) -> Iterator[Candidate | LeftOut]:
    """The notebooks among one student's files, and the other files with the reason they are left out."""
    notebooks = [found for found in files if found.entry.is_notebook or found.entry.is_archive]
    if len(files) > FILES_CAP or len(notebooks) > _NOTEBOOKS_CAP:
        reason = (
            f"The student handed in {len(files):,} files with {len(notebooks):,} notebooks; the limits are "
            f"{FILES_CAP:,} and {_NOTEBOOKS_CAP}. Ask for one notebook."
        )
        yield LeftOut(files[0].part, Because.CROWDED, reason, len(files))
        return
    for found in files:
        if found not in notebooks:
            yield LeftOut(found.entry.name, Because.NO_NOTEBOOK, "It is not a notebook.")
            continue
        try:
            yield Candidate(found, found.assignment or _says(found.file, content(found), assignments))
        except Refused as reason:
            yield LeftOut(found.entry.name, Because.UNREADABLE, str(reason))


def for_one_assignment(every: list[Candidate], assignments: Sequence[str]) -> tuple[str, list[Candidate | LeftOut]]:
    """A platform's download holds one assignment: the one that most students' notebooks name.

    If only half of them name one, and all of those agree, only those count.
    """
    voices = {(each.found.part, each.says) for each in every}
    students = len({part for part, _ in voices})
    counts = Counter(says for _, says in voices if says)
    said = counts.most_common(1)[0][0] if counts else ""
    most = 2 * counts[said] > students
    if every and (not said or (not most and (len(counts) > 1 or 2 * counts[said] < students))):
        raise _unknown(every, counts, students, assignments)
    return said, [_judged(each, said, most=most) for each in every]


def _judged(each: Candidate, said: str, *, most: bool) -> Candidate | LeftOut:
    if each.says == said or (most and not each.says):
        return each
    name = each.found.entry.name
    if each.says:
        reason = f"It says that it is for {each.says}, but most others are for {said}."
        return LeftOut(name, Because.MISPLACED, f"{reason} If it is for {said} too, use --assignment {said}.")
    reason = "It does not say which assignment it is for."
    return LeftOut(name, Because.SILENT, f"{reason} If it is for {said}, as others are, use --assignment {said}.")


def one_of(mine: list[Candidate], assignment: str, *, by_name: bool) -> tuple[Candidate | None, list[LeftOut]]:
    """The one notebook of a student that counts, if that is clear, and why each of the others does not.

    A notebook that names the assignment beats one that does not; then the latest counts; then one named like the
    assignment; then the one in the fewest folders. With `by_name`, only the file's name decides.
    """

    first = _first(mine, assignment, by_name=by_name)
    names = ", ".join(shown(each.found.file) for each in first[:5])
    if len(first) > 1:
        reason = (
            f"Any of {len(first)} notebooks of {first[0].found.student} could count: {names}. Rename the right "
            f"one to {assignment}.ipynb, or remove the others."
        )
        return None, [LeftOut(each.found.entry.name, Because.UNCLEAR, reason) for each in mine]
    reason = f"{first[0].found.student} handed in {len(mine)} notebooks; {names} counts."
    return first[0], [LeftOut(each.found.entry.name, Because.ANOTHER, reason) for each in mine if each is not first[0]]


def _first(mine: list[Candidate], assignment: str, *, by_name: bool) -> list[Candidate]:
    sayers = mine if by_name else [each for each in mine if each.says == assignment] or mine
    latest = max(each.found.submitted for each in sayers)

    def rank(each: Candidate) -> tuple[bool, bool, int]:
        late = latest - each.found.submitted < _AT_ONCE
        return by_name or late, each.is_called(assignment), 0 if by_name else -len(each.found.entry.parts)

    best = max(map(rank, sayers))
    return [each for each in sayers if rank(each) == best]


def _says(file: str, notebook: bytes, assignments: Sequence[str]) -> str:
    """The assignment that a notebook is for: from the file's name, else from the mark that our notebooks carry."""
    named = [name for name in assignments if name.lower() in file.lower()]
    longest = max(named, key=len, default="")
    if named and all(name in longest for name in named):
        return longest
    try:
        marked = json.loads(notebook)["metadata"]["otter"]["assignment_name"]
    except (ValueError, LookupError, TypeError, RecursionError, MemoryError):
        return ""
    return marked if isinstance(marked, str) and marked in assignments else ""


def _unknown(every: list[Candidate], counts: Counter[str], students: int, assignments: Sequence[str]) -> DownloadError:
    told = ", ".join(f"{name} by {count}" for name, count in counts.most_common())
    example = shown(every[0].found.entry.name)
    fault = (
        f"No assignment is named by most of the {students} students' notebooks, only {told}"
        if counts
        else f"{example} does not say which assignment it is for, nor does any other"
    )
    return DownloadError(f"{fault}. Use --assignment NAME, with one of {', '.join(assignments)}.")
