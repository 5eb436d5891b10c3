"""Canvas' download: `lovelaceada_4711_81234_week3-1.ipynb`, with `_LATE` after the name if it was late."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..intake import Entry, Found, Layout, student_id

_NAME = re.compile(r"(?P<name>[^_/]+)(?:_LATE)?_(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.DOTALL)


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found]:
    for entry in every:
        match = _NAME.fullmatch(entry.parts[-1])
        if match:
            yield Found(student_id(f"{match['name']} {match['id']}"), "", entry, entry.changed)


LAYOUT = Layout("Canvas", _find)
