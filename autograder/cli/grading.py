"""Commands for instructors: grade a cohort, look at it, hand its scores to nbgrader."""

from __future__ import annotations

import fcntl
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from .. import build as building
from ..cohort import Orders, grade_all, todo
from ..engines import grade_with_nbgrader, grade_with_otter
from ..gradebook import Gradebook, Standing, standings
from ..gradebook.nbgrader import accepts
from ..gradebook.nbgrader import project as project_scores
from ..intake import Upload, find
from ..intake.downloads import unpack
from ..intake.layout import file_name, oddities
from ..judge import Judge, Ruling, Verdict
from ..report import for_cohort, for_student, standings_csv
from ..sandbox.zygote import Level
from .console import say, stderr, watched
from .options import CORES, Course, cohort_secret, database, gradebook_option, jobs_option, results_option, with_course

_SHOWN = 20  # of the submissions that were not graded
_ENGINES = ("judge", "nbgrader", "otter")


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@results_option
@gradebook_option
@click.option("--assignment", default="", help="What a platform's download is for, where it does not say.")
@jobs_option
@click.option("--engine", type=click.Choice(_ENGINES), default="judge", show_default=True)
@click.option("--again", is_flag=True, help="Grade unchanged submissions, too.")
@click.option("--unsafe", is_flag=True, help="Grade without confinement; every result is marked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line on stdout.")
@with_course
def grade(
    course: Course,
    submissions: Path,
    results: Path,
    url: str | None,
    assignment: str,
    jobs: int,
    engine: str,
    again: bool,
    unsafe: bool,
    as_json: bool,
) -> int:
    """Grade SUBMISSIONS: <student>/<assignment>/<notebook>.ipynb, or what Moodle, Canvas or Gradescope download."""
    folder = _in_our_layout(course, submissions, results, assignment)
    return grade_cohort(course, folder, results, url, jobs, engine, again=again, unsafe=unsafe, as_json=as_json)


def _in_our_layout(course: Course, submissions: Path, results: Path, assignment: str) -> Path:
    """The folder to grade: the one that was named, or what is made of a platform's download."""
    names = [topic.name for topic in course.assignments]
    if assignment and assignment not in names:
        raise click.UsageError(f"--assignment {assignment}: the course has {', '.join(names)}.")
    if submissions.is_dir() and (find(submissions, names) or not any(submissions.iterdir())):
        return submissions
    found = unpack(submissions, results / "uploads", names, assignment)
    say(f"{found.platform}'s layout: {found.count} notebooks, now in {found.folder}.")
    for left_out in found.left_out:
        say("[yellow]Left out:[/yellow] ", left_out)
    return found.folder


def grade_cohort(
    course: Course, submissions: Path, results: Path, url: str | None = None, jobs: int = CORES,
    engine: str = "judge", *, again: bool = False, unsafe: bool = False, as_json: bool = False,
) -> int:  # fmt: skip
    """Grade what is new, record it, and return the command's exit code."""
    uploads = find(submissions, [assignment.name for assignment in course.assignments])
    for odd in oddities(submissions, [assignment.name for assignment in course.assignments]):
        say("[yellow]Not graded:[/yellow] ", odd)
    if not uploads:
        say(
            "[yellow]No submission found[/yellow] in ",
            f"{submissions}; the layout is <student>/<assignment>/<notebook>.ipynb.",
        )
        return 2
    level: Level = "unsafe" if unsafe else "L1"
    orders = Orders(course.root, course.limits, results / "notebooks", level, cohort_secret(results))
    with _alone(results), Gradebook(database(results, url)) as book:
        pending = uploads if again else todo(uploads, course.assignments, book.settled(engine))
        if len(pending) < len(uploads):
            say(f"{len(uploads) - len(pending)} of {len(uploads)} submissions are unchanged since they were graded.")
        tally = _Tally()
        with _engine(engine, course, pending, jobs, orders) as verdicts:
            for verdict in watched(verdicts, len(pending), "Grading"):
                book.record(verdict, datetime.now(UTC))
                tally.add(verdict)
                if as_json:
                    click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
    tally.tell()
    return 3 if tally.ours else 0


@click.command()
@results_option
@gradebook_option
@with_course
def report(course: Course, results: Path, url: str | None) -> None:
    """Write HTML pages for the instructor and for every student, and a CSV."""
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
    """Write the scores into the gradebook of NBGRADER_COURSE, for its formgrader and exporters."""
    address = f"sqlite:///{(nbgrader_course / 'gradebook.db').resolve()}"
    everybody = all_standings(course, results, url)
    for standing in everybody:
        if not accepts(standing.student):
            say("[yellow]left out[/yellow] ", f"{standing.student!r}: nbgrader would export this id unquoted.")
    fit = [standing for standing in everybody if accepts(standing.student)]
    count = project_scores(fit, course.assignments, address, "fdl")
    say(f"{count} submissions are now in {nbgrader_course / 'gradebook.db'}.")


def all_standings(course: Course, results: Path, url: str | None) -> list[Standing]:
    """Where everybody stands, from what is recorded."""
    if url is None and not (results / "gradebook.db").exists():
        raise click.UsageError(f"There is no gradebook in {results}. Grade first, or say --to FOLDER.")
    with Gradebook(database(results, url)) as book:
        return standings(book.verdicts(), course.assignments, course.policy)


@contextmanager
def _alone(results: Path) -> Iterator[None]:
    """Two graders on one folder take turns: the second finds done what the first has done."""
    results.mkdir(parents=True, exist_ok=True)
    with (results / ".grading").open("a+") as lock:  # the system lets go of it however we end
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another autograder is grading into {results}; waiting until it is done.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _engine(name: str, course: Course, uploads: list[Upload], jobs: int, orders: Orders) -> Iterator[Iterable[Verdict]]:
    if name == "judge":
        with closing(grade_all(orders, uploads, jobs)) as verdicts:
            yield verdicts
        return
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        place = Path(scratch)
        with Judge(secret=orders.secret) as judge:
            building.build(course.assignments, place / "dist", judge, course.limits)
        grader = grade_with_nbgrader if name == "nbgrader" else grade_with_otter
        (place / "work").mkdir()
        yield grader(course.assignments, uploads, place / "dist" / name, place / "work", jobs)


@dataclass
class _Topic:
    """What became of one assignment's submissions so far."""

    counts: Counter[Ruling] = field(default_factory=Counter)
    percent: float = 0.0
    seconds: float = 0.0


class _Tally:
    """What is told when grading is done. Verdicts themselves are not kept: there may be very many."""

    def __init__(self) -> None:
        self._topics: dict[str, _Topic] = defaultdict(_Topic)
        self._not_graded: list[str] = []
        self.ours = False

    def add(self, verdict: Verdict) -> None:
        topic = self._topics[verdict.assignment]
        topic.counts[verdict.status] += 1
        self.ours = self.ours or verdict.status is Ruling.OURS
        if verdict.status is Ruling.GRADED:
            topic.percent += 100 * verdict.score / verdict.max_score if verdict.max_score else 0.0
            topic.seconds += verdict.seconds
        elif len(self._not_graded) < _SHOWN:
            reason = f"{verdict.student} {verdict.assignment}: {verdict.reason}"
            self._not_graded.append(f"[yellow]{verdict.status}[/yellow] {escape(reason)}")

    def tell(self) -> None:
        """A table for the person at the terminal."""
        if not self._topics:
            return
        table = Table(box=None, pad_edge=False)
        for name in ("assignment", "graded", "refused", "our fault", "mean", "seconds each"):
            table.add_column(name, justify="left" if name == "assignment" else "right")
        for name, topic in sorted(self._topics.items()):
            graded = max(topic.counts[Ruling.GRADED], 1)
            counts = [str(topic.counts[ruling]) for ruling in Ruling]
            table.add_row(name, *counts, f"{topic.percent / graded:.0f} %", f"{topic.seconds / graded:.3f}")
        stderr.print(table)
        for line in self._not_graded:
            say(line)
