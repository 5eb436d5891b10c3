"""What a gradebook has recorded, as several commands need it."""

from __future__ import annotations

from pathlib import Path

from ..course import Course
from ..gradebook import Standing, standings
from ..judge import Verdict
from .options import existing


def all_standings(course: Course, results: Path, url: str | None) -> list[Standing]:
    """Everybody's standing, from the recorded verdicts."""
    return all_work(course, results, url)[1]


def all_work(course: Course, results: Path, url: str | None) -> tuple[list[Verdict], list[Standing]]:
    """All recorded verdicts, and what they come to."""
    with existing(results, url) as book:
        verdicts = list(book.verdicts())
        return verdicts, standings(verdicts, course.whole().assignments, course.policy, book.marks(), book.decisions())
