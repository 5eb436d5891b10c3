"""What learning platforms download: recognised by its names, and put into the layout that `find` reads.

| platform | what it looks like | a student's id |
|---|---|---|
| Moodle | `Ada Lovelace_4711_assignsubmission_file_/week3.ipynb`, or the same in one name | `Ada Lovelace 4711` |
| Canvas | `lovelaceada_4711_81234_week3-1.ipynb`, with `_LATE` behind the name where it was late | `lovelaceada 4711` |
| Gradescope | `submission_81234/week3.ipynb`, and `submission_metadata.yml` | number, else e-mail |
| nbgrader | `ada/03-line-and-loss/03-line-and-loss.ipynb` | `ada` |
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from .archives import DownloadError, Entry, entries, only_notebook
from .layout import printable
from .notebook import Refused

_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_/]+)(?:_LATE)?_(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.DOTALL)
_METADATA = "submission_metadata.yml"
_NAMES_CAP = 100
_KNOWN = "Moodle's, Canvas' and Gradescope's downloads and <student>/<assignment>/<notebook>.ipynb"


@dataclass(frozen=True)
class Found:
    """One file of one student."""

    student: str
    assignment: str  # as the layout says, or nothing
    entry: Entry
    submitted: datetime


@dataclass(frozen=True)
class Unpacked:
    """A download in our layout: where it is, what platform it came from, and what was left out, each with a reason."""

    folder: Path
    platform: str
    count: int
    left_out: tuple[str, ...]


def unpack(source: Path, to: Path, assignments: list[str], assignment: str = "") -> Unpacked:
    """Put the notebooks of a download below `to`, or DownloadError. Doing it again changes nothing."""
    every = list(entries(source))
    platform, found = _recognised(every, assignments)
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


def _recognised(every: list[Entry], assignments: list[str]) -> tuple[str, list[Found]]:
    readers: dict[str, Callable[[], Iterator[Found]]] = {
        "Gradescope": lambda: _gradescope(every),
        "Moodle": lambda: _moodle(every),
        "Canvas": lambda: _canvas(every),
        "nbgrader": lambda: _nbgrader(every, assignments),
    }
    for platform, read in readers.items():
        found = list(read())
        if found:
            return platform, found
    raise DownloadError(f"No layout was recognised. {_KNOWN} are.")


def _moodle(every: list[Entry]) -> Iterator[Found]:
    for entry in every:
        for place, part in enumerate(entry.parts):
            match = _MOODLE.fullmatch(part)
            if match and (match["file"] or place < len(entry.parts) - 1):
                yield Found(_student(f"{match['name']} {match['id']}"), "", entry, entry.changed)
                break


def _canvas(every: list[Entry]) -> Iterator[Found]:
    for entry in every:
        match = _CANVAS.fullmatch(entry.parts[-1])
        if match:
            yield Found(_student(f"{match['name']} {match['id']}"), "", entry, entry.changed)


def _gradescope(every: list[Entry]) -> Iterator[Found]:
    about = next((entry for entry in every if entry.parts[-1] == _METADATA), None)
    if about is None:
        return
    known = _metadata(about)
    for entry in every:
        folder = next((part for part in entry.parts[:-1] if part in known), None)
        if folder is not None:
            student, submitted = known[folder]
            yield Found(_student(student), "", entry, submitted or entry.changed)


def _metadata(about: Entry) -> dict[str, tuple[str, datetime | None]]:
    """Who handed in each folder, and when."""
    try:
        parsed = yaml.safe_load(about.content.decode("utf-8"))
        return {str(folder): _who_and_when(facts) for folder, facts in parsed.items()}
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, LookupError, RecursionError):
        raise DownloadError(f"{_METADATA} can't be read; download the submissions again.") from None


def _who_and_when(facts: dict[str, Any]) -> tuple[str, datetime | None]:
    first = facts[":submitters"][0]
    who = str(first.get(":sid") or first.get(":email") or first.get(":name"))
    when = facts.get(":created_at")
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            when = None
    if not isinstance(when, datetime):
        return who, None
    return who, when if when.tzinfo else when.replace(tzinfo=UTC)


def _nbgrader(every: list[Entry], assignments: list[str]) -> Iterator[Found]:
    for entry in every:
        if len(entry.parts) >= 3 and entry.parts[-2] in assignments:
            yield Found(_student(entry.parts[-3]), entry.parts[-2], entry, entry.changed)


def _student(text: str) -> str:
    """A student's id, which is also the name of a folder."""
    name = printable(text).replace("/", " ").strip(" .")[:_NAMES_CAP].strip(" .")
    return name or "nameless"


def _notebook(entry: Entry) -> bytes:
    name = entry.parts[-1].lower()
    if name.endswith(".zip"):
        return only_notebook(entry.content)
    if not name.endswith(".ipynb"):
        raise Refused("It is no notebook.")
    return entry.content


def _assignment(item: Found, content: bytes, assignments: list[str]) -> str:
    """Which assignment a notebook is for: by the file's name, else by the mark that our notebooks carry."""
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
    raise DownloadError(f"{odd} does not say for which assignment it is. Say --assignment NAME, with one of {choices}.")


def _write(folder: Path, name: str, content: bytes, submitted: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{submitted.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode()
    for path, data in ((folder / f"{name}.ipynb", content), (folder / "timestamp.txt", stamp)):
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
