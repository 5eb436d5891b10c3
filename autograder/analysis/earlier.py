"""Answers from the notebooks of an earlier year: as they were handed in, or as the grader kept them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ..assignment import Assignment
from ..intake import from_bytes, read_capped
from ..release import Role

_LARGEST = 20 << 20  # bytes
_LONG_AGO = datetime.fromtimestamp(0, UTC)


def earlier_answers(folder: Path, assignment: Assignment) -> Iterator[tuple[str, dict[str, str]]]:
    """Each student's answers to this topic below a folder: `<student>/<topic>.ipynb` or `<student>/<topic>/*.ipynb`.

    What can't be read as a notebook is passed over.
    """
    for path in sorted(folder.rglob("*.ipynb")):
        if student := _whose(path, assignment.name):
            with contextlib.suppress(OSError):
                read = from_bytes(read_capped(path, _LARGEST), student, assignment, _LONG_AGO)
                yield student, {cell.id: cell.source for cell in read.cells if cell.role is Role.ANSWER}


def _whose(path: Path, name: str) -> str:
    """The student whose notebook of this topic it is; nothing if it is of another topic."""
    if path.parent.name == name:
        return path.parent.parent.name
    return path.parent.name if path.name == f"{name}.ipynb" else ""
