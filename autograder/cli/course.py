"""Commands for authors: build the releases, prove the course."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from rich.status import Status

from .. import build as building
from ..judge import Judge
from ..proof import Proof, Survey, prove, survey
from .console import say, stderr
from .options import Course, with_course

_ENOUGH = 0.97  # of the small changes to right answers must be caught


@click.command()
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), default=Path("dist"), show_default=True)
@with_course
def build(course: Course, to: Path) -> None:
    """Write the student, nbgrader, otter and reference releases."""
    build_releases(course, to)


def build_releases(course: Course, to: Path) -> None:
    with Judge() as judge, stderr.status("Building") as status:
        folders = building.build(course.assignments, to, judge, course.limits, lambda s: status.update(f"Building {s}"))
    for folder in folders:
        click.echo(folder)


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--mutate", is_flag=True, help="Try small changes of the right answers, too.")
@with_course
def check(course: Course, assignments: tuple[str, ...], mutate: bool) -> int:
    """Prove the course: right answers earn everything, stubs nothing, every known mistake is caught."""
    failed = False
    with Judge() as judge:
        for assignment in course.chosen(assignments):
            with stderr.status(assignment.name) as status:
                said = partial(_update, status, assignment.name)
                proof = prove(assignment, judge, course.limits, said)
                found = survey(assignment, judge, course.limits, said) if mutate else None
            _tell(proof)
            if found is not None:
                _tell_slips(found)
            failed = failed or bool(proof.findings) or (found is not None and found.share < _ENOUGH)
    return 1 if failed else 0


def _update(status: Status, name: str, step: str) -> None:
    status.update(f"{name}: {step}")


def _tell_slips(found: Survey) -> None:
    for finding in found.findings:
        say("[yellow]•[/yellow] ", str(finding))
    facts = f"{found.caught} of {found.tried} small changes caught, {found.argued} argued: {found.share:.1%}"
    say("[green]✓[/green] " if found.share >= _ENOUGH else "[red]✗[/red] ", f"{found.assignment}: {facts}")


def _tell(proof: Proof) -> None:
    for finding in proof.findings:
        say("[red]✗[/red] ", str(finding))
    if not proof.findings:
        facts = (
            f"{proof.tests} tests, {proof.mutants} mutants caught, constants earn {proof.constant_share:.0%}, "
            f"the visible tests by heart {proof.visible_share:.0%}"
        )
        say(f"[green]✓[/green] {proof.assignment}: {facts}")
    if proof.warning:
        say("[yellow]•[/yellow] ", f"{proof.assignment}: {proof.warning}")
