"""nbgrader's layout, in an archive or in a folder: `ada/03-line-and-loss/03-line-and-loss.ipynb`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...intake import Because, Entry, Found, Layout, LeftOut, Top, misnamed, student_id


def _names(top: Top, assignments: Sequence[str]) -> bool:
    """A student's folder holds an assignment's folder. A folder named like an assignment is not a student's."""
    return top.folder and top.name not in assignments and not top.inside.isdisjoint(assignments)


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found | LeftOut]:
    for entry in every:
        if len(entry.parts) < 3:
            yield LeftOut(entry.name, Because.ELSEWHERE, "It is not in a <student>/<assignment> folder.")
        elif entry.parts[1] not in assignments:
            yield LeftOut(entry.name, Because.ELSEWHERE, misnamed(entry.parts[1], assignments))
        else:
            student, assignment, *_, file = entry.parts
            yield Found(student_id(student), student, file, entry, entry.changed, assignment)


LAYOUT = Layout("nbgrader", _names, _find, around="submitted|submissions", plain=True)
