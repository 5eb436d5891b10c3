"""Commands to start with: a new course, a new topic, and the guides."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markdown import Markdown

from ..course import Course
from ..starters import guide as find_guide
from ..starters import guides, new_course, new_topic
from .console import invoked, say, stdout
from .options import with_course


@click.group()
def new() -> None:
    """Start a course, or a topic in one."""


@new.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", default="My course", show_default=True)
def course(folder: Path, title: str) -> None:
    """Write a course with one topic into FOLDER, ready to change."""
    for path in new_course(folder, title):
        click.echo(path)
    say(f"Next: cd {folder}, then {invoked()} check")


@new.command()
@click.argument("name")
@with_course
def topic(course: Course, name: str) -> None:
    """Write a topic called NAME, such as 04-averages, into the course. It passes `check`; rewrite it as you like."""
    for path in new_topic(course.root, name):
        click.echo(path)
    say(f"Next: rewrite these three files, then {invoked()} check {name}")


@click.command()
@click.argument("name", required=False)
def guide(name: str | None) -> None:
    """Show a guide, such as `authoring` or `policy`; without a NAME, list them."""
    if name is None:
        for each, path in guides().items():
            first = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
            stdout.print(f"{each:14} {first}", markup=False)
        return
    text = find_guide(name).read_text(encoding="utf-8")
    if stdout.is_terminal:
        stdout.print(Markdown(text))
    else:
        click.echo(text)
