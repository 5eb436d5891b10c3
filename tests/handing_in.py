"""Hand in notebooks as students do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignment import Assignment
from autograder.intake import Submission, from_bytes
from autograder.release import filled

WHEN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def written(notebook: NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode()


def submission(assignment: Assignment, answers: Mapping[str, str], student: str = "s1") -> Submission:
    return from_bytes(written(filled(assignment, answers)), student, assignment, WHEN)


def hand_in(folder: Path, student: str, assignment: Assignment, content: bytes | Mapping[str, str]) -> Path:
    """Put a notebook where nbgrader's layout has it. `content` is the file, or the answers to fill in."""
    if isinstance(content, Mapping):
        content = written(filled(assignment, content))
    place = folder / student / assignment.name
    place.mkdir(parents=True, exist_ok=True)
    (place / "timestamp.txt").write_text(f"{WHEN:%Y-%m-%d %H:%M:%S} UTC")
    path = place / f"{assignment.name}.ipynb"
    path.write_bytes(content)
    return path
