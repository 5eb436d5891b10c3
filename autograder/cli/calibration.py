"""The command that measures gates over many seeds, on all cores."""

from __future__ import annotations

import click
from rich.table import Table

from ..assignment import Assignment
from ..course import Course
from ..proof import Calibration, Measured, Trial, TryAnswers, doubts, gathered, trials, write_record
from ..sandbox import Limits
from ..workers import Orders, Pool
from .console import say, stderr, watched
from .options import jobs_option, with_course


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--seeds", type=click.IntRange(2), default=20, show_default=True)
@jobs_option
@with_course
def calibrate(course: Course, assignments: tuple[str, ...], seeds: int, jobs: int) -> int:
    """Measure what right and wrong answers reach at each gate, and check that the gate separates them well."""
    failed = False
    for assignment in course.chosen(assignments):
        todo = trials(assignment, seeds)
        if not todo:
            continue
        found = gathered(assignment, _measured(course, assignment, todo, jobs))
        click.echo(write_record(assignment, found))
        _show(assignment, found)
        for doubt in doubts(assignment):
            failed = True
            say("[red]✗[/red] ", str(doubt))
    return 1 if failed else 0


def _measured(course: Course, assignment: Assignment, todo: list[Trial], jobs: int) -> list[tuple[Trial, Measured]]:
    tasks = {TryAnswers(assignment.name, trial, assignment.trains): trial for trial in todo}
    limits = Limits.granted_by(course.policy.limits)
    with Pool[Measured](Orders(course.root, gpu=course.policy.gpu), limits, min(jobs, len(todo))) as pool:
        every = watched(pool.results(tasks), len(todo), assignment.name)
        found = {tasks[done.task]: done.value() for done in every}  # type: ignore[index]
    return [(trial, found[trial]) for trial in todo]


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
