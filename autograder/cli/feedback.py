"""Write everybody's feedback: a page for each student and assignment, and again only where something has changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ..cohort import notebook_of
from ..course import Course
from ..gradebook import Comment, Gradebook, Mark, Standing, said
from ..report import for_feedback
from ..returning import page_path
from ..writing import write_whole
from .console import watched
from .options import database

_Said = dict[tuple[str, str], list[Comment]]  # what people wrote, by student and assignment
_TIME = re.compile(r"<footer>.*?</footer>", re.DOTALL)


def write_feedback(course: Course, everybody: Sequence[Standing], results: Path, url: str | None, now: datetime) -> int:
    """Write RESULTS/feedback/<student>/<assignment>.html for everybody; return how many pages are new or changed."""
    written = _said(results, url)
    count = sum(len(standing.marks) for standing in everybody)
    pages = watched(_pages(course, everybody, results, written, now), count, "Writing feedback")
    return sum(_write(path, page) for path, page in pages)


def _pages(
    course: Course, everybody: Iterable[Standing], results: Path, written: _Said, now: datetime
) -> Iterator[tuple[Path, str]]:
    for standing in everybody:
        for mark in standing.marks:
            path = page_path(results, standing.student, mark.assignment)
            yield path, _page(course, standing.student, mark, results, written, now)


def _page(course: Course, student: str, mark: Mark, results: Path, written: _Said, now: datetime) -> str:
    notebook = notebook_of(mark.verdict, results / "notebooks") if mark.verdict is not None else None
    people = written.get((student, mark.assignment), ())
    return for_feedback(student, mark, course.by_name[mark.assignment], notebook, people, course.policy, now)


def _said(results: Path, url: str | None) -> _Said:
    found: _Said = defaultdict(list)
    with Gradebook(database(results, url)) as book:
        for each in said(book.comments(), book.decisions()):
            found[each.student, each.assignment].append(each)
    return found


def _write(path: Path, page: str) -> bool:
    """Write a page, unless nothing but its time is new: then whoever sends pages sees that this one was sent."""
    if path.exists() and _TIME.sub("", path.read_text(encoding="utf-8")) == _TIME.sub("", page):
        return False
    write_whole(path, page)
    return True
