"""A folder for each student, with the files of one assignment in it: `ada/first.ipynb`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..intake import Because, Entry, Found, Layout, LeftOut, Top, student_id

_WORK = (".ipynb", ".zip")


def _names(top: Top, assignments: Sequence[str]) -> bool:
    return top.folder and top.name not in assignments and any(name.lower().endswith(_WORK) for name in top.inside)


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found | LeftOut]:
    for entry in every:
        if len(entry.parts) == 1:
            yield LeftOut(entry.name, Because.ELSEWHERE, "It is next to the students' folders, not in one.")
        else:
            yield Found(student_id(entry.parts[0]), entry.parts[0], entry.parts[-1], entry, entry.changed)


LAYOUT = Layout("folders", _names, _find, around="submitted|submissions", loose=True)
