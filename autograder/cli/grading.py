"""Commands for instructors: grade a cohort, report on it, write its scores to nbgrader."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
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
from ..intake import DownloadError, Gathered, Upload, file_name, gather, unpack
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
_LINES = 40  # about files left out: there may be thousands, and the counts include them all


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
    look_alikes: bool = False


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@results_option
@gradebook_option
@click.option(
    "--from",
    "platform",
    type=click.Choice([layout.option for layout in _LAYOUTS], case_sensitive=False),
    help="The platform of the download, if that is not clear. Use nbgrader for plain folders.",
)
@click.option("--assignment", default="", help="The assignment of a platform's download, if the download does not say.")
@click.option("--look-alikes", is_flag=True, help="Grade students whose ids look alike as different students.")
@jobs_option
@click.option("--engine", type=click.Choice(_ENGINES), default="judge", show_default=True)
@click.option("--again", is_flag=True, help="Grade unchanged submissions again, too.")
@click.option("--unsafe", is_flag=True, help="Grade without confinement; every result is marked.")
@hidden_data_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line on stdout.")
@with_course
def grade(
    course: Course, submissions: Path, results: Path, platform: str | None, assignment: str, **wishes: object
) -> int:
    """Grade SUBMISSIONS: <student>/<assignment>/<notebook>.ipynb, or a download from Moodle, Canvas or Gradescope.

    A download is recognised by the names that the platform wrote, all of which must fit; what a student wrote affects
    only that student. Every file is graded, or left out with a reason.
    """
    wanted = Wishes(**wishes)  # type: ignore[arg-type]
    folder = _in_our_layout(course, submissions, results, (platform or "", assignment), apart=wanted.look_alikes)
    return grade_cohort(course, folder, results, wanted)


def _in_our_layout(course: Course, submissions: Path, results: Path, said: tuple[str, str], *, apart: bool) -> Path:
    """The folder to grade: the given one, or one made from a platform's download."""
    platform, assignment = said
    if assignment and assignment not in course.names:
        raise click.UsageError(f"--assignment {assignment}: the course has {', '.join(course.names)}.")
    if submissions.is_dir() and not any(submissions.iterdir()):
        return submissions
    uploads = results / "uploads"
    found = unpack(submissions, uploads, _LAYOUTS, course.names, assignment, platform=platform, apart=apart)
    if not found.in_place:
        say(f"{found.platform}'s layout: {found.sums} They are now in {found.folder}.")
        _tell_left_out("Left out", found.left_out, results)
        if not found.count:
            raise DownloadError("Nothing in this download can be graded.")
    return found.folder


def _tell_left_out(label: str, left_out: Sequence[object], results: Path) -> None:
    """Print what is left out; a long list goes to a file as well, complete."""
    for each in left_out[:_LINES]:
        say(f"[yellow]{label}:[/yellow] ", str(each))
    if len(left_out) > _LINES:
        listed = results / f"{label.lower().replace(' ', '-')}.txt"
        listed.write_text("".join(f"{each}\n" for each in left_out), encoding="utf-8")
        say(f"{len(left_out) - _LINES:,} more are left out; {listed} has them all.")


def grade_cohort(course: Course, submissions: Path, results: Path, wishes: Wishes) -> int:
    """Grade what is new, record the verdicts, and return the command's exit code."""
    broken = tell_broken(course)
    gathered = gather(submissions, course.names, apart=wishes.look_alikes)
    _tell_gathered(gathered, submissions, results)
    tally = _run(course, gathered.uploads, results, wishes)
    _tell(tally)
    if tally.ours:
        return 3
    if tally.all_refused:
        say("All of them were refused. Is this the right course, and the right assignment?")
    return 2 if broken or tally.stopped or tally.all_refused else 0


def _tell_gathered(gathered: Gathered, folder: Path, results: Path) -> None:
    """Print what the folder holds and what is not graded; raise CourseError if nothing can be."""
    say(f"In {folder}: {gathered.sums}")
    _tell_left_out("Not graded", gathered.left_out, results)
    if not gathered.uploads:
        raise CourseError(
            f"No submission in {folder} can be graded; the layout must be <student>/<assignment>/<notebook>.ipynb."
        )


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
        _tell_trainings(course, run.pending)
        verdicts = run.verdicts(wishes.jobs, lambda: datetime.now(UTC))
        for verdict in watched(verdicts, len(run.pending), "Grading"):
            if wishes.as_json:
                click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
    return run.tally


def _tell_trainings(course: Course, pending: Sequence[Upload]) -> None:
    """Say beforehand what takes long: networks that the judge trains itself."""
    for name, count in sorted(Counter(upload.assignment for upload in pending).items()):
        assignment = course.by_name.get(name)
        if assignment is not None and assignment.retrained:
            most = assignment.limits.cell_seconds
            what = "one network" if count == 1 else f"{count} networks"
            say(f"{name}: the judge trains {what} itself, for up to {most:g} seconds each.")


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
