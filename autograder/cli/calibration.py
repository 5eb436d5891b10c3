"""The command that measures gates: over many seeds, on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click
from rich.table import Table

from ..assignment import Assignment, load_course
from ..judge import Judge
from ..proof.calibrating import Calibration, Trial, attempt, doubts, gathered, keep, trials
from ..sandbox.limits import Limits
from .console import say, stderr, watched
from .options import Course, with_course

_CORES = os.cpu_count() or 1
_Result = tuple[Trial, dict[str, float]]


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--seeds", type=click.IntRange(2), default=20, show_default=True)
@click.option("--jobs", type=click.IntRange(1), default=_CORES, show_default="one per core")
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
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(course.root, assignment.name, course.limits)) as pool:
        yield from pool.map(_try, todo)


_worker: tuple[Assignment, Judge, Limits]


def _begin(root: Path, name: str, limits: Limits) -> None:
    """A worker's own judge, whose zygotes end with it."""
    global _worker
    _worker = next(each for each in load_course(root) if each.name == name), Judge(), limits


def _try(trial: Trial) -> _Result:
    assignment, judge, limits = _worker
    return trial, attempt(assignment, trial, judge, limits)


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
