"""Look at a course of another kind before anything is graded."""

from __future__ import annotations

from pathlib import Path

import click

from ..adapters import nbgrader, otter
from ..sandbox import Limits
from .console import say
from .options import tell_broken
from .schools import inspect_otter


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
    theirs = nbgrader.open_course(folder)
    chosen = [assignment.name for assignment in theirs.course.chosen(assignments)]
    every = nbgrader.inspected(theirs, Limits.granted_by(theirs.course.policy.limits), chosen)
    for assignment, places in every.items():
        click.echo(assignment)
        widest = max((len(place.name) for place in places), default=0)
        for place in places:
            runs = "sealed" if place.seal else f"in the notebook: {place.reason}"
            click.echo(f"  {place.name:{widest}}  {place.points:4g}  {runs}")
    found = [place for places in every.values() for place in places]
    sealed = sum(place.points for place in found if place.seal)
    say(f"{sealed:g} of {sum(place.points for place in found):g} points come from tests that can't be forged.")
    return 2 if tell_broken(theirs.course) else 0
