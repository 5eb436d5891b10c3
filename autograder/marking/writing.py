"""The table to fill in. It remembers what was given when it was written, so that reading it back sees what is new."""

from __future__ import annotations

from collections.abc import Iterable

from ..report import harmless, plain, table
from .asking import Asked

COLUMNS = (
    "student", "assignment", "question", "points", "maximum", "comment", "points before", "comment before", "answer",
)  # fmt: skip


def marks_table(answers: Iterable[Asked]) -> str:
    """A row for each answer, with what was given so far. Points and comment are to be filled in or changed."""
    return table([COLUMNS, *map(_row, answers)])


def _row(each: Asked) -> list[str]:
    points = "" if each.points is None else f"{each.points:g}"
    said = (points, f"{each.maximum:g}", each.comment, points, each.comment, each.answer)
    return [each.student, each.assignment, each.question, *said]


def as_written(text: str) -> str:
    """A text as it stands in the table."""
    return plain(harmless(text)).strip()
