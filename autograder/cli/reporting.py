"""The command that writes pages: of the cohort, of each assignment and of every student, with feedback; and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from ..course import Course
from ..gradebook import Standing
from ..intake import file_name
from ..proof import Mistaken
from ..report import Progress, all_progress, for_cohort, for_student, for_topic, standings_csv
from ..roster import Person, match
from ..writing import write_whole
from .analysing import Cohort, findings
from .console import watched
from .feedback import write_feedback
from .options import gradebook_option, results_option, with_any_course
from .rosters import stored_roster
from .standing import all_work


@click.command()
@results_option
@gradebook_option
@with_any_course
def report(course: Course, results: Path, url: str | None) -> None:
    """Write HTML pages for the instructor and for every student, with feedback on each assignment, and a CSV file.

    RESULTS/index.html and RESULTS/assignments are for instructors. RESULTS/students and RESULTS/feedback are for the
    student whose name they bear.
    """
    write_reports(course, results, url)


def write_reports(course: Course, results: Path, url: str | None = None) -> None:
    now = datetime.now(UTC)
    verdicts, everybody = all_work(course, results, url)
    progress = all_progress(everybody, course.policy, now)
    people, absent = _people(everybody, results)
    for each in watched(progress, len(progress), "Writing pages"):
        name = people[each.student].name if each.student in people else ""
        page = for_student(each, course.assignments, now, name)
        write_whole(results / "students" / f"{file_name(each.student)}.html", page)
    write_feedback(course.whole(), everybody, results, url, now)
    _write_topics(Cohort(course, verdicts, everybody, results, ()), progress, people, now)
    cohort = for_cohort(progress, course.assignments, course.policy, now, people, absent)
    write_whole(results / "standings.csv", standings_csv(everybody))
    write_whole(results / "index.html", cohort)  # the last, so that its time says how old all of them are
    click.echo(results / "index.html")


def _write_topics(
    cohort: Cohort, progress: Sequence[Progress], people: Mapping[str, Person], now: datetime
) -> None:  # fmt: skip
    """Write a page for each assignment. Mistakes have the names that `autograder analyse` has found."""
    course = cohort.course
    for topic in watched(course.assignments, len(course.assignments), "Looking at assignments"):
        found = findings(cohort, topic, Mistaken(cohort.results, topic).mistakes)
        page = for_topic(topic, progress, found, course.policy, now, people)
        write_whole(cohort.results / "assignments" / f"{topic.name}.html", page)


def _people(everybody: Sequence[Standing], results: Path) -> tuple[dict[str, Person], list[Person]]:
    """Who is who, by the id under which they handed in; and who is on the roster and handed in nothing."""
    roster = stored_roster(results)
    if roster is None:
        return {}, []
    people = match((standing.student for standing in everybody), roster).people
    there = {person.id for person in people.values()}
    return people, [person for person in roster.people if person.id not in there]
