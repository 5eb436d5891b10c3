"""The command that packs a topic's autograder for a platform that runs it."""

from __future__ import annotations

from pathlib import Path

import click

from ..adapters import gradescope as platform
from ..course import Course
from .console import say
from .options import with_course


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), default=Path("dist/gradescope"),
              show_default=True)  # fmt: skip
@with_course
def gradescope(course: Course, assignments: tuple[str, ...], to: Path) -> None:
    """Pack the autograders of ASSIGNMENTS, or of all, for Gradescope, which then grades with our judge.

    Each holds the topic's tests and right answers, and the cohort's secret. Keep it like a key.
    """
    to.mkdir(parents=True, exist_ok=True)
    for assignment in course.chosen(assignments):
        path = to / platform.file_name(assignment)
        path.touch(0o600)
        path.write_bytes(platform.package(course, assignment))
        click.echo(path)
    say("These files hold tests, right answers and the cohort's secret: upload them to Gradescope, and nowhere else.")
