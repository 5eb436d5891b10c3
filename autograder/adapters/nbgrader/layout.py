"""nbgrader's layout, in an archive or inside other folders: `ada/03-line-and-loss/03-line-and-loss.ipynb`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...intake import Entry, Found, Layout, student_id


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found]:
    for entry in every:
        if len(entry.parts) >= 3 and entry.parts[-2] in assignments:
            yield Found(student_id(entry.parts[-3]), entry.parts[-2], entry, entry.changed)


LAYOUT = Layout("nbgrader", _find)
