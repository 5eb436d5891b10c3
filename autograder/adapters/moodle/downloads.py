"""Moodle's download: `Ada Lovelace_4711_assignsubmission_file_/week3.ipynb`, or both in one file name.

The first number between underscores is Moodle's own: Moodle replaces underscores in full names by spaces, and what
a student can choose comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...intake import Because, Entry, Found, Layout, LeftOut, Top, student_id

_STUDENT = r"(?P<name>(?:(?!_[0-9]+_).)+)_(?P<number>[0-9]{1,20})_assignsubmission_[a-z]+"
WHO = re.compile(_STUDENT, re.DOTALL)  # the start of a name
FOLDER = re.compile(_STUDENT + "_?", re.DOTALL)
_FILE = re.compile(_STUDENT + "_(?P<file>.+)", re.DOTALL)


def _names(top: Top, assignments: Sequence[str]) -> bool:
    return bool((FOLDER if top.folder else _FILE).fullmatch(top.name))


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found | LeftOut]:
    for entry in every:
        top = entry.parts[0]
        match = (FOLDER if len(entry.parts) > 1 else _FILE).fullmatch(top)
        if match is None:
            yield LeftOut(entry.name, Because.ELSEWHERE, "Moodle never gives a student's file such a name.")
            continue
        file = entry.parts[-1] if len(entry.parts) > 1 else match["file"]
        name, number = match["name"], match["number"]
        yield Found(student_id(name, number), f"{name}_{number}", file, entry, entry.changed)


LAYOUT = Layout("Moodle", _names, _find, part=FOLDER.pattern)
