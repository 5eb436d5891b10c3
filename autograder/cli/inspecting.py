"""Look at a course of another kind before anything is graded."""

from __future__ import annotations

from pathlib import Path

import click

from ..adapters import nbgrader, otter
from .schools import inspect_nbgrader, inspect_otter


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path, file_okay=False))
@click.argument("assignments", nargs=-1)
def inspect(folder: Path, assignments: tuple[str, ...]) -> int:
    """Show where each test of the nbgrader course or the otter assignments in FOLDER would run, and why.

    A sealed test runs where no student's code does, so its result can't be forged. The others run in the student's
    notebook, as under nbgrader and otter, but in a box. Nothing is graded, but of nbgrader's courses, the authors' own
    solutions are tried.
    """
    if otter.is_otter(folder):
        return inspect_otter(otter.open_course(folder), assignments)
    return inspect_nbgrader(nbgrader.open_course(folder), assignments)
