"""What a gradebook has recorded, as several commands need it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..course import Course
from ..gradebook import Records, Standing
from ..judge import Verdict
from .options import existing


def all_standings(course: Course, results: Path, url: str | None) -> list[Standing]:
    """Everybody's standing, from the recorded verdicts."""
    return all_work(course, results, url)[1]


def all_records(results: Path, url: str | None) -> Records:
    """All that was recorded, for whoever needs standings under more than one policy."""
    with existing(results, url) as book:
        return book.records()


def all_work(course: Course, results: Path, url: str | None) -> tuple[Sequence[Verdict], list[Standing]]:
    """All recorded verdicts, and what they come to."""
    records = all_records(results, url)
    return records.verdicts, records.standings(course.whole().assignments, course.policy)
