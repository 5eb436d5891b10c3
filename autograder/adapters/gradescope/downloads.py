"""Gradescope's download: `submission_81234/week3.ipynb`, and `submission_metadata.yml`, which says whose it is.

Both are in one folder, where only Gradescope writes. A file of that name inside a submission is the student's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ...intake import Because, DownloadError, Entry, Found, Layout, LeftOut, Refused, Top, student_id
from ..plain_yaml import NotPlain, Plain, plain_yaml

_LIST = "submission_metadata.yml"
_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=(?:Z|[+-][0-9:]+)$)")


@dataclass(frozen=True)
class _Listed:
    """What Gradescope's list says of a submission."""

    students: tuple[str, ...]
    submitted: datetime | None


def _names(top: Top, assignments: Sequence[str]) -> bool:
    return top.folder or top.name == _LIST


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found | LeftOut]:
    listed = _read(next(entry for entry in every if entry.parts == (_LIST,)))
    seen = set[str]()
    for entry in every:
        folder = entry.parts[0]
        if entry.parts == (_LIST,):
            continue
        facts = listed.get(folder)
        if len(entry.parts) == 1 or facts is None:
            yield LeftOut(entry.name, Because.ELSEWHERE, f"{_LIST} lists no submission {folder}.")
        elif not facts.students:
            yield LeftOut(entry.name, Because.UNCLEAR, f"{_LIST} does not say who handed in {folder}.")
        else:
            student, *others = facts.students
            if others and folder not in seen:
                reason = (
                    f"It counts for {student} only, not for {', '.join(others)}: group submissions are not supported."
                )
                yield LeftOut(folder, Because.TOLD, reason, 0)
            submitted = facts.submitted or entry.changed
            yield Found(student_id(student), folder, entry.parts[-1], entry, submitted)
        seen.add(folder)
    for folder in sorted(listed.keys() - seen):
        yield LeftOut(folder, Because.TOLD, f"{_LIST} lists it, but the download has no file of it.", 0)


def _read(about: Entry) -> dict[str, _Listed]:
    """Who handed in each folder, and when."""
    try:
        listed = plain_yaml(about.read())
    except (NotPlain, Refused) as reason:
        raise DownloadError(f"{_LIST} can't be read; download the submissions again: {reason}.") from None
    if not isinstance(listed, dict):
        raise DownloadError(f"{_LIST} can't be read; download the submissions again: it does not list submissions.")
    return {folder: _listed(facts) for folder, facts in listed.items()}


def _listed(facts: Plain) -> _Listed:
    if not isinstance(facts, dict):
        return _Listed((), None)
    submitters = facts.get(":submitters")
    who = [_who(each) for each in submitters] if isinstance(submitters, list) else []
    return _Listed(tuple(name for name in who if name), _when(facts.get(":created_at")))


def _who(submitter: Plain) -> str:
    """The student number, else the e-mail address, else the name."""
    facts = submitter if isinstance(submitter, dict) else {}
    told = (facts.get(key) for key in (":sid", ":email", ":name"))
    return next((each for each in told if isinstance(each, str) and each), "")


def _when(text: Plain | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", text)) if isinstance(text, str) else None
    except ValueError:
        return None
    if when is None or not 1990 <= when.year <= 2100:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


LAYOUT = Layout(
    "Gradescope", _names, _find, around="assignment_[0-9]+_export|export", part="submission_[0-9]+", list_file=_LIST
)
