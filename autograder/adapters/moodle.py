"""Moodle's download: `Ada Lovelace_4711_assignsubmission_file_/week3.ipynb`, or both in one file name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..intake import Entry, Found, Layout, student_id

_NAME = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL)


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found]:
    for entry in every:
        for position, part in enumerate(entry.parts):
            match = _NAME.fullmatch(part)
            if match and (match["file"] or position < len(entry.parts) - 1):
                yield Found(student_id(f"{match['name']} {match['id']}"), "", entry, entry.changed)
                break


LAYOUT = Layout("Moodle", _find)
