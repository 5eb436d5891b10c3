"""What nbgrader's gradebook and ours last agreed on: whatever differs from it now was given in formgrader since.

It is kept in a file beside nbgrader's gradebook, and has only what people gave.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from ...writing import write_whole

Cell = tuple[str, str, str]  # student, assignment, cell
FILE = "autograder-synced.json"
_NOTHING = (None, None)


class Synced:
    """The points, extra points and comments on which both agree, by cell. A context manager that keeps changes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._points: dict[Cell, tuple[float | None, float | None]] = {}
        self._comments: dict[Cell, str] = {}

    def __enter__(self) -> Synced:
        if self._path.exists():
            known = json.loads(self._path.read_text(encoding="utf-8"))
            self._points = {(s, a, c): (points, extra) for s, a, c, points, extra in known["points"]}
            self._comments = {(s, a, c): text for s, a, c, text in known["comments"]}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Keep what was noted, also if not all could be: what was written is agreed on."""
        points = [[*cell, *given] for cell, given in sorted(self._points.items())]
        comments = [[*cell, text] for cell, text in sorted(self._comments.items())]
        write_whole(self._path, json.dumps({"points": points, "comments": comments}))

    def points(self, cell: Cell) -> tuple[float | None, float | None]:
        """The points that replace those of tests, and the extra points."""
        return self._points.get(cell, _NOTHING)

    def comment(self, cell: Cell) -> str:
        return self._comments.get(cell, "")

    def cells(self) -> set[Cell]:
        """All cells with something that people gave."""
        return {*self._points, *self._comments}

    def note(self, cell: Cell, points: float | None, extra: float | None) -> None:
        self._points[cell] = (points, extra)
        if (points, extra) == _NOTHING:
            del self._points[cell]

    def note_comment(self, cell: Cell, text: str | None) -> None:
        self._comments[cell] = text or ""
        if not text:
            del self._comments[cell]
