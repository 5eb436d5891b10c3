"""Commands for instructors: grade a cohort, report on it, write its scores to nbgrader."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click
from rich.table import Table

from ..adapters import canvas, gradescope, moodle, nbgrader, otter
from ..cohort import Engine, JudgeEngine, Run, Tally
from ..course import Course, CourseError
from ..gradebook import Gradebook, Standing, standings
from ..intake import Upload, file_name, find, oddities, unpack
from ..judge import Ruling
from ..report import for_cohort, for_student, standings_csv
from .console import say, stderr, watched
from .options import (
    CORES,
    database,
    gradebook_option,
    hidden_data_option,
    jobs_option,
    results_option,
    tell_broken,
    with_course,
)

EngineName = Literal["judge", "nbgrader", "otter"]
_ENGINES: tuple[EngineName, ...] = ("judge", "nbgrader", "otter")
_LAYOUTS = (gradescope.LAYOUT, moodle.LAYOUT, canvas.LAYOUT, nbgrader.LAYOUT)


@dataclass(frozen=True)
class Wishes:
    """How to grade a cohort."""

    url: str | None = None
    jobs: int = CORES
    engine: EngineName = "judge"
    again: bool = False
    unsafe: bool = False
    hidden_data: bool = False
    as_json: bool = False


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@results_option
@gradebook_option
@click.option("--assignment", default="", help="The assignment of a platform's download, if the download does not say.")
@jobs_option
@click.option("--engine", type=click.Choice(_ENGINES), default="judge", show_default=True)
@click.option("--again", is_flag=True, help="Grade unchanged submissions again, too.")
@click.option("--unsafe", is_flag=True, help="Grade without confinement; every result is marked.")
@hidden_data_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line on stdout.")
@with_course
def grade(course: Course, submissions: Path, results: Path, assignment: str, **wishes: object) -> int:
    """Grade SUBMISSIONS: <student>/<assignment>/<notebook>.ipynb, or a download from Moodle, Canvas or Gradescope."""
    folder = _in_our_layout(course, submissions, results, assignment)
    return grade_cohort(course, folder, results, Wishes(**wishes))  # type: ignore[arg-type]


def _in_our_layout(course: Course, submissions: Path, results: Path, assignment: str) -> Path:
    """The folder to grade: the given one, or one made from a platform's download."""
    if assignment and assignment not in course.names:
        raise click.UsageError(f"--assignment {assignment}: the course has {', '.join(course.names)}.")
    if submissions.is_dir() and (find(submissions, course.names) or not any(submissions.iterdir())):
        return submissions
    found = unpack(submissions, results / "uploads", _LAYOUTS, course.names, assignment)
    say(f"{found.platform}'s layout: {found.count} notebooks, now in {found.folder}.")
    for left_out in found.left_out:
        say("[yellow]Left out:[/yellow] ", left_out)
    return found.folder


def grade_cohort(course: Course, submissions: Path, results: Path, wishes: Wishes) -> int:
    """Grade what is new, record the verdicts, and return the command's exit code."""
    broken = tell_broken(course)
    uploads = find(submissions, course.names)
    for odd in oddities(submissions, course.names):
        say("[yellow]Not graded:[/yellow] ", odd)
    if not uploads:
        raise CourseError(
            f"No submission found in {submissions}; the layout must be <student>/<assignment>/<notebook>.ipynb."
        )
    tally = _run(course, uploads, results, wishes)
    _tell(tally)
    return 3 if tally.ours else 2 if broken or tally.stopped else 0


def _run(course: Course, uploads: list[Upload], results: Path, wishes: Wishes) -> Tally:
    engine = _engine(wishes, results)
    address = database(results, wishes.url)

    def busy() -> None:
        say(f"Another autograder is grading into {results}; waiting until it has finished.")

    with Run(course, uploads, results, address, engine, again=wishes.again, busy=busy) as run:
        if run.unchanged:
            say(f"{run.unchanged} of {len(uploads)} submissions are unchanged since they were graded.")
        if run.waiting:
            say(f"{len(run.waiting)} submissions wait until their topics are fixed.")
        verdicts = run.verdicts(wishes.jobs, lambda: datetime.now(UTC))
        for verdict in watched(verdicts, len(run.pending), "Grading"):
            if wishes.as_json:
                click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
    return run.tally


def _engine(wishes: Wishes, results: Path) -> Engine:
    match wishes.engine:
        case "nbgrader":
            return nbgrader.NbgraderEngine(wishes.hidden_data)
        case "otter":
            return otter.OtterEngine(wishes.hidden_data)
        case "judge":
            return JudgeEngine(results, "unsafe" if wishes.unsafe else "L0")


def _tell(tally: Tally) -> None:
    """Print what was stopped, a table of the results, and the submissions that were not graded."""
    for stopped in tally.stopped:
        say("[red]Stopped:[/red] ", f"{stopped.assignment} is not graded until this is corrected: {stopped.fault}")
    if not tally.topics:
        return
    table = Table(box=None, pad_edge=False)
    for name in ("assignment", "graded", "refused", "our fault", "held", "mean", "seconds each"):
        table.add_column(name, justify="left" if name == "assignment" else "right")
    for name, topic in sorted(tally.topics.items()):
        counts = [str(topic.counts[ruling]) for ruling in Ruling]
        table.add_row(name, *counts, f"{topic.mean_percent:.0f} %", f"{topic.mean_seconds:.3f}")
    stderr.print(table)
    for ruling, reason in tally.not_graded:
        say(f"[yellow]{ruling}[/yellow] ", reason)


@click.command()
@results_option
@gradebook_option
@with_course
def report(course: Course, results: Path, url: str | None) -> None:
    """Write HTML pages for the instructor and for every student, and a CSV file."""
    write_reports(course, results, url)


def write_reports(course: Course, results: Path, url: str | None = None) -> None:
    now = datetime.now(UTC)
    everybody = all_standings(course, results, url)
    pages = results / "students"
    pages.mkdir(exist_ok=True)
    for standing in watched(everybody, len(everybody), "Writing pages"):
        page = for_student(standing, course.policy, now)
        (pages / f"{file_name(standing.student)}.html").write_text(page, encoding="utf-8")
    cohort = for_cohort(everybody, course.assignments, course.policy, now)
    (results / "index.html").write_text(cohort, encoding="utf-8")
    (results / "standings.csv").write_text(standings_csv(everybody), encoding="utf-8")
    click.echo(results / "index.html")


@click.command(name="project")
@click.argument("nbgrader_course", type=click.Path(exists=True, path_type=Path, file_okay=False))
@results_option
@gradebook_option
@with_course
def project(course: Course, nbgrader_course: Path, results: Path, url: str | None) -> None:
    """Write the scores into the gradebook of NBGRADER_COURSE, for its formgrader and exporters to use."""
    address = f"sqlite:///{(nbgrader_course / 'gradebook.db').resolve()}"
    everybody = all_standings(course, results, url)
    for standing in everybody:
        if not nbgrader.accepts(standing.student):
            say("[yellow]left out[/yellow] ", f"{standing.student!r}: nbgrader would export this id unquoted.")
    fit = [standing for standing in everybody if nbgrader.accepts(standing.student)]
    count = nbgrader.project(fit, course.assignments, address, course.policy.course.id)
    say(f"{count} submissions are now in {nbgrader_course / 'gradebook.db'}.")


def all_standings(course: Course, results: Path, url: str | None) -> list[Standing]:
    """Everybody's standing, from the recorded verdicts."""
    if url is None and not (results / "gradebook.db").exists():
        raise click.UsageError(f"There is no gradebook in {results}. Grade first, or use --to FOLDER.")
    with Gradebook(database(results, url)) as book:
        return standings(book.verdicts(), course.whole().assignments, course.policy)
