"""Commands for authors: build the releases, prove the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from functools import partial
from pathlib import Path

import click

from .. import build as building
from ..assignment import Assignment
from ..judge import Judge
from ..proof import Proof, Survey, prove, survey
from ..sandbox.limits import Limits
from .console import say, stderr
from .options import Course, jobs_option, with_course
from .workers import this_worker, workers

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
@click.option("--quick", is_flag=True, help="Leave out wrong trainings: autograder calibrate has tried them.")
@jobs_option
@with_course
def check(course: Course, assignments: tuple[str, ...], mutate: bool, quick: bool, jobs: int) -> int:
    """Prove the course: right answers earn everything, stubs nothing, every known mistake is caught."""
    chosen = course.chosen(assignments)
    todo = sorted(chosen, key=lambda assignment: -len(assignment.gates))  # what takes long begins first
    failed, running = False, [assignment.name for assignment in chosen]
    with stderr.status(_still(running)) as status:
        for proof, found in _proofs(course, todo, min(jobs, len(todo)), status.update, mutate=mutate, quick=quick):
            _tell(proof)
            if found is not None:
                _tell_slips(found)
            running.remove(proof.assignment)
            status.update(_still(running))
            failed = failed or bool(proof.findings) or (found is not None and found.share < _ENOUGH)
    return 1 if failed else 0


_Found = tuple[Proof, Survey | None]


def _proofs(
    course: Course, todo: list[Assignment], jobs: int, tell: Callable[[str], None], *, mutate: bool, quick: bool
) -> Iterator[_Found]:
    """What was found of each topic, as they are done. Alone, a topic tells each step; many go side by side."""
    if jobs == 1:
        with Judge() as judge:
            for assignment in todo:
                step = partial(_step, tell, assignment.name)
                yield _proof(assignment, judge, course.limits, step, mutate=mutate, quick=quick)
        return
    with workers(course, jobs) as pool:
        for done in as_completed([pool.submit(_prove, assignment.name, mutate, quick) for assignment in todo]):
            yield done.result()


def _step(tell: Callable[[str], None], name: str, step: str) -> None:
    tell(f"{name}: {step}")


def _prove(name: str, mutate: bool, quick: bool) -> _Found:
    """What a worker does with a topic. Nobody hears of its steps."""
    worker = this_worker()
    return _proof(worker.assignments[name], worker.judge, worker.limits, _unheard, mutate=mutate, quick=quick)


def _unheard(step: str) -> None:
    pass


def _proof(
    assignment: Assignment, judge: Judge, limits: Limits, step: Callable[[str], None], *, mutate: bool, quick: bool
) -> _Found:
    proof = prove(assignment, judge, limits, step, quick=quick)
    return proof, survey(assignment, judge, limits, step) if mutate else None


def _still(running: list[str]) -> str:
    return f"{len(running)} to go: {', '.join(running)}"


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
