"""A platform's download, put into the layout that `find` reads.

Only a `Layout`, which comes from an adapter, knows how a platform names its files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .archives import DownloadError, Entry, entries, only_notebook
from .layout import printable
from .notebook import Refused

_NAMES_CAP = 100


@dataclass(frozen=True)
class Found:
    """One file of one student."""

    student: str
    assignment: str  # if the layout gives it, or empty
    entry: Entry
    submitted: datetime


@dataclass(frozen=True)
class Layout:
    """How a platform lays out its downloads: `find` picks the students' files from the entries, or none."""

    platform: str
    find: Callable[[list[Entry], Sequence[str]], Iterable[Found]]


@dataclass(frozen=True)
class Unpacked:
    """A download in our layout: its folder, its platform, and the files left out, each with a reason."""

    folder: Path
    platform: str
    count: int
    left_out: tuple[str, ...]


def unpack(
    source: Path, to: Path, layouts: Sequence[Layout], assignments: Sequence[str], assignment: str = ""
) -> Unpacked:
    """Put the notebooks of a download below `to`, or raise DownloadError. Repeating it changes nothing."""
    every = list(entries(source))
    platform, found = _recognised(every, layouts, assignments)
    left_out = [f"{printable(entry.name)}: {entry.problem}" for entry in every if entry.problem]
    newest: dict[tuple[str, str], tuple[Found, bytes]] = {}
    for item in sorted(found, key=lambda item: (item.submitted, item.entry.name)):
        if item.entry.problem:
            continue
        try:
            content = _notebook(item.entry)
        except Refused as reason:
            left_out.append(f"{printable(item.entry.name)}: {reason}")
            continue
        name = assignment or item.assignment or _assignment(item, content, assignments)
        newest[item.student, name] = item, content  # of several, the last one handed in counts
    for (student, name), (item, content) in newest.items():
        _write(to / student / name, name, content, item.submitted)
    return Unpacked(to, platform, len(newest), tuple(left_out))


def student_id(text: str) -> str:
    """A student's id, which is also the name of a folder."""
    name = printable(text).replace("/", " ").strip(" .")[:_NAMES_CAP].strip(" .")
    return name or "nameless"


def _recognised(every: list[Entry], layouts: Sequence[Layout], assignments: Sequence[str]) -> tuple[str, list[Found]]:
    for layout in layouts:
        found = list(layout.find(every, assignments))
        if found:
            return layout.platform, found
    known = ", ".join(layout.platform for layout in layouts)
    raise DownloadError(
        "No layout was recognised. Use a folder <student>/<assignment>/<notebook>.ipynb, or a download from one of "
        f"{known}; docs/submissions.md shows what they look like."
    )


def _notebook(entry: Entry) -> bytes:
    name = entry.parts[-1].lower()
    if name.endswith(".zip"):
        return only_notebook(entry.content)
    if not name.endswith(".ipynb"):
        raise Refused("It is not a notebook.")
    return entry.content


def _assignment(item: Found, content: bytes, assignments: Sequence[str]) -> str:
    """The assignment that a notebook is for: from the file's name, else from the mark that our notebooks carry."""
    for name in assignments:
        if name in item.entry.parts[-1]:
            return name
    try:
        marked = json.loads(content)["metadata"]["otter"]["assignment_name"]
    except (ValueError, LookupError, TypeError, RecursionError):
        marked = ""
    if marked in assignments:
        return str(marked)
    choices = ", ".join(assignments)
    odd = printable(item.entry.name)
    raise DownloadError(f"{odd} does not say which assignment it is for. Use --assignment NAME, with one of {choices}.")


def _write(folder: Path, name: str, content: bytes, submitted: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{submitted.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode()
    for path, data in ((folder / f"{name}.ipynb", content), (folder / "timestamp.txt", stamp)):
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
