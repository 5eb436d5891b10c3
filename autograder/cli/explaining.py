"""Explain a grade, so that an appeal can be answered; and grade the work again to see that it comes out the same."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from ..cohort import JudgeEngine, one_by_one
from ..course import Course
from ..decisions import DecisionError, Explanation, explanation, same_again, student_among
from ..intake import file_name, fingerprint, gather
from ..judge import Verdict
from ..report import for_appeal
from ..writing import write_whole
from .console import say
from .deciding import known_students
from .downloading import in_our_layout
from .options import existing, gradebook_option, results_option, with_any_course
from .running import Wishes


@click.command()
@click.argument("student")
@click.argument("assignment")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON on stdout, and write no page.")
@click.option(
    "--again", "submissions", type=click.Path(exists=True, path_type=Path), metavar="SUBMISSIONS",
    help="Grade the work once more, which is in this folder, and say whether it comes out the same.",
)  # fmt: skip
@results_option
@gradebook_option
@with_any_course
def explain(
    course: Course, student: str, assignment: str, as_json: bool, submissions: Path | None, results: Path,
    url: str | None,
) -> int:  # fmt: skip
    """Say how a mark came about: every test, its times, versions and hashes, and all that people changed.

    For instructors. With the course and its secret, everybody gets the same again.
    """
    [topic] = course.chosen([assignment])
    with existing(results, url) as book:
        found = explanation(book, course.policy, topic, student_among(student, known_students(book, results)))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for step in found.steps:
            say("", step)
        place = results / "explained" / file_name(found.student) / f"{topic.name}.html"
        write_whole(place, for_appeal(found, course.policy, datetime.now(UTC)))
        click.echo(place)
    return _again(course, found, submissions, results) if submissions is not None else 0


def _again(course: Course, found: Explanation, submissions: Path, results: Path) -> int:
    """Grade the work that counts once more. Nothing is recorded. Returns the exit code: 1 if it differs."""
    counts = found.counting
    if counts is None or counts.engine != JudgeEngine.name:
        raise DecisionError("There is no work that our judge has graded, so it can't grade it again.")
    now = _graded_again(course, counts, submissions, results)
    differences = same_again(counts, now)
    for difference in differences:
        say("[yellow]Not the same:[/yellow] ", f"{difference}.")
    if not differences:
        say(f"Graded again: all {len(now.outcomes)} tests came out the same.")
    return 1 if differences else 0


def _graded_again(course: Course, counts: Verdict, submissions: Path, results: Path) -> Verdict:
    folder = in_our_layout(course.names, submissions, results, Wishes())
    key = counts.student, counts.assignment
    uploads = [each for each in gather(folder, course.names).uploads if (each.student, each.assignment) == key]
    same = [each for each in uploads if fingerprint(each) == counts.submission]
    if not same:
        raise DecisionError(f"{submissions} does not have the submission that counts: SHA-256 {counts.submission}.")
    with closing(one_by_one(JudgeEngine(), course, same, 1)) as verdicts:
        for each in verdicts:
            if isinstance(each, Verdict):
                return each
            raise DecisionError(each.sentence)
    raise AssertionError("the judge ended without a verdict")
