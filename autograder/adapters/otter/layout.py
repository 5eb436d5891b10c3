"""What `otter grade` reads: `ada.ipynb` or `ada.zip`, also in a folder for each assignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from ...intake import Because, Entry, Found, Layout, LeftOut, Top, student_id

_WORK = (".ipynb", ".zip")


def _names(top: Top, assignments: Sequence[str]) -> bool:
    if top.folder:
        return top.name in assignments and any(name.lower().endswith(_WORK) for name in top.inside)
    return top.name.lower().endswith(_WORK)


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found | LeftOut]:
    for entry in every:
        *folders, file = entry.parts
        if not file.lower().endswith(_WORK):
            yield LeftOut(entry.name, Because.NO_NOTEBOOK, "It is neither a notebook nor a zip file.")
        elif len(folders) > 1 or not set(folders) <= set(assignments):
            yield LeftOut(entry.name, Because.ELSEWHERE, "It is in a folder that is not named like an assignment.")
        else:
            student = PurePosixPath(file).stem
            yield Found(student_id(student), student, file, entry, entry.changed, "".join(folders))


LAYOUT = Layout("otter", _names, _find, around="submissions", loose=True)
