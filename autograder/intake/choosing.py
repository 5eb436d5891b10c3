"""Which of a student's files counts, and for which assignment. No student's file decides that for another student.

A candidate is a notebook, or a zip file with one notebook in it. If there are several, we report which one counts, or
that none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from .archives import DownloadError, files_in_zip, only_notebook
from .expected import Expected, says
from .folders import capped
from .ids import shown
from .ledger import Because, LeftOut
from .notebook import Refused
from .recognition import Found

FILES_CAP = 1000  # of one student: platforms unpack what students hand in, which may be any number of files
_AT_ONCE = timedelta(minutes=1)  # unpacking a download gives all its files the time of unpacking, or almost
_NOTEBOOKS_CAP = 50  # of one student; each is read


@dataclass(frozen=True)
class Candidate:
    """A student's notebook, and the assignment that it says it is for, if any.

    `inner` is its name in the zip file that was handed in, where that may hold other files, too.
    """

    found: Found
    says: str
    inner: str = ""

    @property
    def file(self) -> str:
        """The name that the student gave the notebook."""
        return PurePosixPath(self.inner).name or self.found.file

    @property
    def name(self) -> str:
        """Where it is in the download."""
        return f"{self.found.entry.name}/{self.inner}" if self.inner else self.found.entry.name

    @property
    def depth(self) -> int:
        return len(self.found.entry.parts) + self.inner.count("/")

    def is_called(self, name: str) -> bool:
        return self.file.lower() in (f"{name}.ipynb".lower(), f"{name}.zip".lower())


def content(found: Found) -> bytes:
    """Return the notebook, unpacked if it was handed in as a zip file; raise Refused if it can't be read."""
    return only_notebook(found.entry.read()) if found.entry.is_archive else found.entry.read()


def candidates(files: list[Found], expected: Mapping[str, Expected]) -> Iterator[Candidate | LeftOut]:
    """The notebooks among one student's files, and the other files with the reason they are left out."""
    if crowd := _crowd(files):
        yield crowd
        return
    for found in files:
        if found.assignment and len(found.inside) > 1:
            yield LeftOut(found.entry.name, Because.ELSEWHERE, f"It is in a folder below {found.assignment}.")
        elif not (found.entry.is_notebook or found.entry.is_archive):
            yield LeftOut(found.entry.name, Because.NO_NOTEBOOK, "It is not a notebook.")
        else:
            try:
                yield Candidate(found, found.assignment or says(found.file, content(found), expected))
            except Refused as reason:
                yield LeftOut(found.entry.name, Because.UNREADABLE, str(reason))


def notebooks_among(files: list[Found], expected: Mapping[str, Expected]) -> Iterator[Candidate | LeftOut]:
    """The notebooks among one student's files and in their zip files, and what can't be read. Others may lie beside."""
    if crowd := _crowd(files):
        yield crowd
        return
    for found in files:
        try:
            if found.entry.is_notebook:
                yield Candidate(found, found.assignment or says(found.file, found.entry.read(), expected))
            elif found.entry.is_archive:
                yield from list(_in_zip(found, expected))  # all of it can be read, or none of it counts
        except Refused as reason:
            yield LeftOut(found.entry.name, Because.UNREADABLE, str(reason))


def kept(every: Iterable[Candidate | LeftOut], left_out: list[LeftOut]) -> list[Candidate]:
    """The candidates; the others are added to what is left out."""
    found = list[Candidate]()
    for each in every:
        if isinstance(each, Candidate):
            found.append(each)
        else:
            left_out.append(each)
    return found


def _in_zip(found: Found, expected: Mapping[str, Expected]) -> Iterator[Candidate]:
    for name, data in capped(files_in_zip(found.entry.read())):
        if name.lower().endswith(".ipynb"):
            said = says(PurePosixPath(name).name, data, expected) or says(found.file, b"", expected)
            yield Candidate(found, found.assignment or said, name)


def _crowd(files: list[Found]) -> LeftOut | None:
    """Why a student's files are too many to be read, if they are."""
    notebooks = sum(found.entry.is_notebook or found.entry.is_archive for found in files)
    if len(files) <= FILES_CAP and notebooks <= _NOTEBOOKS_CAP:
        return None
    reason = (
        f"The student handed in {len(files):,} files with {notebooks:,} notebooks; the limits are "
        f"{FILES_CAP:,} and {_NOTEBOOKS_CAP}. Ask for one notebook."
    )
    return LeftOut(files[0].part, Because.CROWDED, reason, len(files))


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
    name = each.name
    if each.says:
        reason = f"It says that it is for {each.says}, but most others are for {said}."
        return LeftOut(name, Because.MISPLACED, f"{reason} If it is for {said} too, use --assignment {said}.")
    reason = "It does not say which assignment it is for."
    return LeftOut(name, Because.SILENT, f"{reason} If it is for {said}, as others are, use --assignment {said}.")


def one_of(
    mine: list[Candidate], assignment: str, notebook: str, *, by_name: bool
) -> tuple[Candidate | None, list[LeftOut]]:
    """The one notebook of a student that counts, if that is clear, and why each of the others does not.

    A notebook that names the assignment beats one that does not; then the latest counts; then one called as the
    `notebook` is; then the one in the fewest folders. With `by_name`, only the file's name decides.
    """

    first = _first(mine, assignment, notebook, by_name=by_name)
    names = ", ".join(shown(each.file) for each in first[:5])
    if len(first) > 1:
        reason = (
            f"Any of {len(first)} notebooks of {first[0].found.student} could count: {names}. Rename the right "
            f"one to {notebook}.ipynb, or remove the others."
        )
        return None, [LeftOut(each.name, Because.UNCLEAR, reason) for each in mine]
    reason = f"{first[0].found.student} handed in {len(mine)} notebooks; {names} counts."
    return first[0], [LeftOut(each.name, Because.ANOTHER, reason) for each in mine if each is not first[0]]


def _first(mine: list[Candidate], assignment: str, notebook: str, *, by_name: bool) -> list[Candidate]:
    sayers = mine if by_name else [each for each in mine if each.says == assignment] or mine
    latest = max(each.found.submitted for each in sayers)

    def rank(each: Candidate) -> tuple[bool, bool, int]:
        late = latest - each.found.submitted < _AT_ONCE
        return by_name or late, each.is_called(notebook), 0 if by_name else -each.depth

    best = max(map(rank, sayers))
    return [each for each in sayers if rank(each) == best]


def _unknown(every: list[Candidate], counts: Counter[str], students: int, assignments: Sequence[str]) -> DownloadError:
    told = ", ".join(f"{name} by {count}" for name, count in counts.most_common())
    example = shown(every[0].name)
    fault = (
        f"No assignment is named by most of the {students} students' notebooks, only {told}"
        if counts
        else f"{example} does not say which assignment it is for, nor does any other"
    )
    return DownloadError(f"{fault}. Use --assignment NAME, with one of {', '.join(assignments)}.")
