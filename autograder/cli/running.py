"""Grade what was gathered, and tell about it: before, meanwhile and after."""

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

from ..cohort import Engine, Run, Tally
from ..course import Course, CourseError
from ..intake import Gathered, Upload
from ..judge import Ruling
from .console import say, say_each, stderr, watched
from .options import CORES, database

EngineName = Literal["judge", "nbgrader", "otter"]


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
    whole: bool = False
    strict: bool = False
    platform: str | None = None
    assignment: str = ""
    cluster: str | None = None
    keys: Path | None = None


def grade_gathered(
    course: Course, gathered: Gathered, folder: Path, results: Path, engine: Engine, wishes: Wishes
) -> int:
    """Grade what is new, record the verdicts, and return the command's exit code."""
    _tell_gathered(gathered, folder, results)
    tally = _run(course, gathered.uploads, results, engine, wishes)
    _tell(tally)
    if tally.ours:
        return 3
    if tally.all_refused:
        say("All of them were refused. Is this the right course, and the right assignment?")
    return 2 if tally.stopped or tally.all_refused else 0


def _tell_gathered(gathered: Gathered, folder: Path, results: Path) -> None:
    """Print what the folder holds and what is not graded; raise CourseError if nothing can be."""
    say(f"In {folder}: {gathered.sums}")
    tell_left_out("Not graded", gathered.left_out, results)
    if not gathered.uploads:
        raise CourseError(
            f"No submission in {folder} can be graded; the layout must be <student>/<assignment>/<notebook>.ipynb."
        )


def tell_left_out(label: str, left_out: Sequence[object], results: Path) -> None:
    """Print what is left out."""
    say_each(label, left_out, results, "{more} more are left out; {listed} has them all.")


def _run(course: Course, uploads: list[Upload], results: Path, engine: Engine, wishes: Wishes) -> Tally:
    address = database(results, wishes.url)

    def busy(count: int) -> None:
        say(f"{count} of these submissions are being graded elsewhere; waiting for them.")

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
        if run.elsewhere:
            say(f"{run.elsewhere} of these submissions were graded elsewhere meanwhile.")
    return run.tally


def _tell_trainings(course: Course, pending: Sequence[Upload]) -> None:
    """Say beforehand what takes long: networks that the judge trains itself."""
    for name, count in sorted(Counter(upload.assignment for upload in pending).items()):
        assignment = course.by_name.get(name)
        if assignment is not None and assignment.retrained:
            most = assignment.limits.cell_seconds
            what = "one network" if count == 1 else f"{count} networks"
            say(f"{name}: the judge trains {what} itself, for up to {most:g} seconds each.")


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
    if tally.in_words:
        say(f"{tally.in_words} answers are for a person to grade: see `autograder marks`, or `autograder project`.")
    for ruling, reason in tally.not_graded:
        say(f"[yellow]{ruling}[/yellow] ", reason)
