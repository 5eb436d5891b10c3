"""Commands between our gradebook and nbgrader's: scores there, and what people give in formgrader back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from ..adapters import nbgrader
from ..cohort import notebook_of
from ..course import Course
from ..gradebook import Comment, Gradebook, HandMark, said
from .console import say
from .options import by_option, existing, gradebook_option, results_option, with_any_course, with_course

_NO_PLACE = "nbgrader has no place for that, and shows what was graded."
_folder = click.argument("nbgrader_course", type=click.Path(exists=True, path_type=Path, file_okay=False))


@click.command(name="project")
@_folder
@results_option
@gradebook_option
@by_option
@with_course
def project(course: Course, nbgrader_course: Path, results: Path, url: str | None, author: str) -> None:
    """Write scores and notebooks into NBGRADER_COURSE, for its formgrader and exporters; first, pull from there."""
    folder = nbgrader.NbgraderFolder(nbgrader_course, course.policy.course.id)
    assignments = course.whole().assignments
    with existing(results, url) as book:
        _pull(book, course, folder, author)
        everybody = book.records().standings(assignments, course.policy)
        for standing in everybody:
            if not nbgrader.accepts(standing.student):
                say("[yellow]left out[/yellow] ", f"{standing.student!r}: nbgrader would export this id unquoted.")
        fit = [standing for standing in everybody if nbgrader.accepts(standing.student)]
        kept = partial(notebook_of, notebooks=results / "notebooks")
        written = said(book.comments(), book.decisions())
        count = nbgrader.project(fit, assignments, written, course.policy, folder, kept)
    for standing in fit:
        for mark in standing.marks:
            if mark.decided.instead is not None:
                say("[yellow]not there[/yellow] ", f"{standing.student} {mark.assignment}: {mark.state}. {_NO_PLACE}")
    say(f"{count} submissions are now in {nbgrader_course / 'gradebook.db'}.")


@click.command(name="pull")
@_folder
@results_option
@gradebook_option
@by_option
@with_any_course
def pull(course: Course, nbgrader_course: Path, results: Path, url: str | None, author: str) -> None:
    """Bring points, extra points and comments from NBGRADER_COURSE's formgrader into the gradebook."""
    if not (nbgrader_course / "gradebook.db").exists():
        raise click.UsageError(f"{nbgrader_course} is not an nbgrader course: it has no gradebook.db.")
    with existing(results, url) as book:
        marks, comments = _pull(book, course, nbgrader.NbgraderFolder(nbgrader_course, course.policy.course.id), author)
    if not marks and not comments:
        say("Nothing is new there.")


def _pull(book: Gradebook, course: Course, folder: nbgrader.NbgraderFolder, author: str) -> tuple[int, int]:
    """Record what is new, and say how much it is."""
    counts = {HandMark: 0, Comment: 0}

    def record(given: HandMark | Comment) -> None:
        if isinstance(given, HandMark):
            book.record_mark(given)
        else:
            book.record_comment(given)
        counts[type(given)] += 1

    if (folder.root / "gradebook.db").exists():
        nbgrader.pull(folder, course.whole().assignments, author, datetime.now(UTC), record)
    marks, comments = counts[HandMark], counts[Comment]
    if marks or comments:
        say(f"Pulled from formgrader: {marks} marks and {comments} comments.")
    return marks, comments
