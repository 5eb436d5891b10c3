"""Canvas' download: `lovelaceada_4711_81234_week3-1.ipynb`, with `_LATE` after the name if it was late.

The first number between underscores is Canvas' own, because Canvas removes underscores from names. A name may still end
in a number; then a file whose own name begins with a number can be read in two ways, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...intake import Because, Entry, Found, Layout, LeftOut, Top, student_id

NAME = re.compile(
    r"(?P<name>(?:(?!_[0-9]+_).)+?)(?P<late>_LATE)?_(?P<number>[0-9]{1,20})_"
    r"(?:(?P<upload>[0-9]+)_(?P<file>.+)|(?P<page>(?:text|link)\.html))",
    re.DOTALL,
)
_NUMBERED = re.compile(r"[1-9][0-9]*_.", re.DOTALL)  # Canvas writes no number with a leading zero


def _names(top: Top, assignments: Sequence[str]) -> bool:
    return not top.folder and bool(NAME.fullmatch(top.name))


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found | LeftOut]:
    for entry in every:
        match = NAME.fullmatch(entry.parts[0]) if len(entry.parts) == 1 else None
        if match is None:
            yield LeftOut(entry.name, Because.ELSEWHERE, "Canvas never gives a student's file such a name.")
            continue
        name, number, file = match["name"], match["number"], match["file"] or match["page"]
        if not match["late"] and _NUMBERED.match(file):
            reason = f"It may belong to {name} ({number}) or to {name}_{number} ({match['upload']}). Rename it."
            yield LeftOut(entry.name, Because.UNCLEAR, reason)
            continue
        yield Found(student_id(name, number), f"{name}_{number}", file, entry, entry.changed)


LAYOUT = Layout("Canvas", _names, _find)
