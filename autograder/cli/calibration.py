"""The command that measures gates over many cohorts and seeds, on all cores."""

from __future__ import annotations

import time
from collections.abc import Iterator

import click
from rich.table import Table

from ..assignment import Assignment
from ..course import Course
from ..proof import (
    COHORTS,
    SEEDS,
    Calibration,
    Measured,
    Trial,
    TryAnswers,
    doubts,
    forget_trials,
    gathered,
    keep_trial,
    kept_trials,
    trials,
    write_record,
)
from ..sandbox import Limits
from ..workers import Orders, Pool
from .console import say, stderr, watched
from .options import jobs_option, with_course


@click.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--seeds", type=click.IntRange(1), default=SEEDS, show_default=True, help="Trainings of the right answers."
)
@click.option("--cohorts", type=click.IntRange(1), default=COHORTS, show_default=True, help="Imagined cohorts.")
@jobs_option
@with_course
def calibrate(course: Course, assignments: tuple[str, ...], seeds: int, cohorts: int, jobs: int) -> int:
    """Measure what right and wrong answers reach at each gate, and check that the gate separates them well.

    Each answer is trained with several seeds, and measured on the hidden data of many cohorts. If it is stopped, it
    goes on where it was.
    """
    failed = False
    for assignment in course.chosen(assignments):
        todo = trials(assignment, seeds, cohorts)
        if not todo:
            continue
        start = time.monotonic()
        results = _measured(course, assignment, todo, jobs)
        found = gathered(assignment, results, cohorts)
        click.echo(write_record(assignment, found))
        forget_trials(assignment)
        _show(assignment, found)
        say(f"{len(todo)} trials took {time.monotonic() - start:.0f} s.")
        for doubt in doubts(assignment):
            failed = True
            say("[red]✗[/red] ", str(doubt))
    return 1 if failed else 0


def _measured(course: Course, assignment: Assignment, todo: list[Trial], jobs: int) -> list[tuple[Trial, Measured]]:
    kept = kept_trials(assignment)
    found = {trial: kept[trial.key] for trial in todo if trial.key in kept}
    if found:
        say(f"{len(found)} of {len(todo)} trials were measured before.")
    tasks = {TryAnswers(assignment.name, trial, assignment.trains): trial for trial in todo if trial not in found}
    for trial, measured in watched(_tried(course, tasks, jobs), len(tasks), assignment.name):
        keep_trial(assignment, trial, measured)
        found[trial] = measured
    return [(trial, found[trial]) for trial in todo]


def _tried(course: Course, tasks: dict[TryAnswers, Trial], jobs: int) -> Iterator[tuple[Trial, Measured]]:
    if not tasks:
        return
    limits = Limits.granted_by(course.policy.limits)
    with Pool[Measured](Orders(course.root, gpu=course.policy.gpu), limits, min(jobs, len(tasks))) as pool:
        for done in pool.results(tasks):
            yield tasks[done.task], done.value()  # type: ignore[index]


def _show(assignment: Assignment, found: dict[str, Calibration]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("gate", "wanted", "mean", "deviation", "margin", "passed", "misses by chance", "best mutant"):
        table.add_column(title)
    for name, calibration in found.items():
        gate = assignment.gates[name]
        best = calibration.best(gate)
        table.add_row(
            f"{assignment.name} {name}", f"{'≥' if gate.at_most is None else '≤'} {gate.bound:g}",
            f"{calibration.mean:.4f}", f"{calibration.deviation:.4f}", f"{calibration.margin(gate):.1f} deviations",
            f"{calibration.passed(gate)} of {len(calibration.right)}", f"{calibration.chance_to_miss(gate):.2%}",
            "none" if best is None else f"{best[1]:.4f}: {best[0]}",
        )  # fmt: skip
    stderr.print(table)
