"""Find the uploads in a folder that is laid out as nbgrader does: <student>/<assignment>/<notebook>.ipynb."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

_STAMP = "timestamp.txt"


@dataclass(frozen=True)
class Upload:
    """One student's upload for one assignment. `problem` says why it can't even be opened."""

    student: str
    assignment: str
    path: Path | None
    submitted: datetime
    problem: str = ""


def find(folder: Path, assignments: Iterable[str]) -> list[Upload]:
    """Every upload for these assignments, in a stable order. A student without an upload is not in the list."""
    known = set(assignments)
    return [
        upload
        for student in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
        for place in sorted(path for path in student.iterdir() if path.name in known)
        for upload in _uploads(student.name, place)
    ]


def _uploads(student: str, place: Path) -> Iterator[Upload]:
    problem = _bad_name(student)
    notebooks = sorted(path for path in place.glob("*.ipynb")) if place.is_dir() else []
    exact = [path for path in notebooks if path.stem == place.name]
    chosen = next(iter(exact or notebooks), None)
    if chosen is None:
        problem = problem or "There is no notebook in the upload."
    elif not exact and len(notebooks) > 1:
        problem = problem or f"There are {len(notebooks)} notebooks, and none is called {place.name}.ipynb."
    yield Upload(_printable(student), place.name, chosen, _submitted(place, chosen), problem)


def file_name(student: str) -> str:
    """A student's id as the name of a file or folder: no two students share one."""
    safe = "".join(c if c.isalnum() or c in "-_@+" or (c == "." and i) else "_" for i, c in enumerate(student))
    return safe if safe == student else f"{safe[:80]}-{sha256(student.encode()).hexdigest()[:8]}"


def _bad_name(student: str) -> str:
    if len(student.encode(errors="replace")) > 128:
        return "The student's id is longer than 128 bytes."
    if student != _printable(student):
        return "The student's id holds characters that can't be printed."
    return ""


def _printable(text: str) -> str:
    """Without control characters, marks that turn the writing direction, and half surrogate pairs."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _submitted(place: Path, notebook: Path | None) -> datetime:
    """When it was handed in: nbgrader's timestamp file, else the notebook's own time."""
    try:
        text = (place / _STAMP).read_text(encoding="utf-8")[:64].strip().removesuffix("UTC").strip()
        stamp = datetime.fromisoformat(text)
        return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    except (OSError, ValueError):
        path = notebook if notebook is not None else place
        try:
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            return datetime.fromtimestamp(0, UTC)
