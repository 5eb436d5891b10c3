"""Grade answers in words without formgrader: a table, and pages to read beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from ..cohort import notebook_of
from ..course import Course
from ..errors import UserMistake
from ..gradebook import Gradebook, HandMark
from ..marking import Asked, asked, marks_table, read_marks
from ..report import for_graders
from ..roster import read_sheet
from .console import say
from .options import by_option, existing, gradebook_option, results_option, with_any_course

_TABLE = "marks.csv"


class MarksError(UserMistake):
    """Raised when a table of marks can't be written or taken."""


@click.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--read", "filled", type=click.Path(exists=True, path_type=Path, dir_okay=False), metavar="FILE",
    help="Take the points and comments from the table that you have filled in.",
)  # fmt: skip
@click.option("--over", is_flag=True, help="With --read: also where somebody else has given points meanwhile.")
@results_option
@gradebook_option
@by_option
@with_any_course
def marks(
    course: Course, assignments: tuple[str, ...], filled: Path | None, over: bool, results: Path, url: str | None,
    author: str,
) -> int:  # fmt: skip
    """Write a table of the answers that a person grades, with pages to read them; or read the filled table back."""
    names = {assignment.name for assignment in course.whole().chosen(assignments)}
    with existing(results, url) as book:
        answers = [each for each in _asked(course, book, results) if each.assignment in names]
        if filled is not None:
            return _take(book, filled, answers, author, over=over)
        _write(course, answers, results / "marks")
    return 0


def _asked(course: Course, book: Gradebook, results: Path) -> list[Asked]:
    everybody = book.records().standings(course.assignments, course.policy)
    return asked(everybody, course.assignments, book.comments(), partial(notebook_of, notebooks=results / "notebooks"))


def _write(course: Course, answers: list[Asked], folder: Path) -> None:
    """The table and the pages. What was filled in and not yet read is not written over."""
    place = folder / _TABLE
    if place.exists() and any(read_marks(read_sheet(place), answers)):
        raise MarksError(f"{place} has marks that were not read yet. Read them with --read {place}, or move it away.")
    folder.mkdir(parents=True, exist_ok=True)
    questions: dict[tuple[str, str], list[Asked]] = {}
    for each in answers:
        questions.setdefault((each.assignment, each.question), []).append(each)
    now = datetime.now(UTC)
    for (name, question), theirs in questions.items():
        page = for_graders(course.by_name[name], question, theirs, course.policy, now)
        (folder / f"{name}-{question.replace('/', '-')}.html").write_text(page, encoding="utf-8")
    place.write_text(marks_table(answers), encoding="utf-8-sig")  # with a mark: Excel reads UTF-8 only so
    waiting = sum(each.mark is None for each in answers)
    say(f"{len(answers)} answers, {waiting} of them not graded yet; the pages beside the table have what was written.")
    click.echo(place)


def _take(book: Gradebook, filled: Path, answers: list[Asked], author: str, *, over: bool) -> int:
    taken, not_taken = read_marks(read_sheet(filled), answers, over=over)
    now = datetime.now(UTC)
    for each in taken:
        for record in each.records(author, now):
            if isinstance(record, HandMark):
                book.record_mark(record)
            else:
                book.record_comment(record)
    marks = sum(each.points is not None for each in taken)
    say(f"Taken: {marks} marks and {sum(each.comment is not None for each in taken)} comments.")
    for odd in not_taken:
        say("[yellow]Not taken:[/yellow] ", str(odd))
    return 2 if not_taken else 0
