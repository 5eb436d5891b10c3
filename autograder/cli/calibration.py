"""The command that measures gates: over many seeds, on all cores."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import click
from rich.table import Table

from ..assignment import Assignment
from ..proof.calibrating import Calibration, Trial, attempt, doubts, gathered, keep, trials
from .console import say, stderr, watched
from .options import Course, jobs_option, with_course
from .workers import this_worker, workers

_Result = tuple[Trial, dict[str, float]]


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--seeds", type=click.IntRange(2), default=20, show_default=True)
@jobs_option
@with_course
def calibrate(course: Course, assignments: tuple[str, ...], seeds: int, jobs: int) -> int:
    """Measure what right and wrong answers reach at each gate, and whether the gate lies well between them."""
    failed = False
    for assignment in course.chosen(assignments):
        todo = trials(assignment, seeds)
        if not todo:
            continue
        results = list(watched(_all(course, assignment, todo, jobs), len(todo), assignment.name))
        found = gathered(assignment, results)
        click.echo(keep(assignment, found))
        _show(assignment, found)
        for doubt in doubts(assignment):
            failed = True
            say("[red]✗[/red] ", str(doubt))
    return 1 if failed else 0


def _all(course: Course, assignment: Assignment, todo: list[Trial], jobs: int) -> Iterator[_Result]:
    with workers(course, jobs) as pool:
        yield from pool.map(partial(_try, assignment.name), todo)


def _try(name: str, trial: Trial) -> _Result:
    worker = this_worker()
    return trial, attempt(worker.assignments[name], trial, worker.judge, worker.limits)


def _show(assignment: Assignment, found: dict[str, Calibration]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("gate", "wanted", "mean", "deviation", "margin", "passed", "best mutant"):
        table.add_column(title)
    for name, calibration in found.items():
        gate = assignment.gates[name]
        best = calibration.best(gate)
        table.add_row(
            f"{assignment.name} {name}", f"{'≥' if gate.at_most is None else '≤'} {gate.bound:g}",
            f"{calibration.mean:.4f}", f"{calibration.deviation:.4f}", f"{calibration.margin(gate):.1f} deviations",
            f"{calibration.passed(gate)} of {len(calibration.right)}",
            "none" if best is None else f"{best[1]:.4f}: {best[0]}",
        )  # fmt: skip
    stderr.print(table)
